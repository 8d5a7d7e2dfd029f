"""What is known without training: guarantees, rates, and other families to compare with."""
