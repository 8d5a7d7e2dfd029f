"""What is approximated: targets, the catalogue, what users hand in, and how errors are measured."""
