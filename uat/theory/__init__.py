"""What is known without training: guarantees, floors, rates, and other families to compare with."""
