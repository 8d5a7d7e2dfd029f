"""The front doors: fits of functions and of tables."""
