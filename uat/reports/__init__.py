"""What a fit leaves in a folder, and films."""
