"""The session on a deck: one model of its slides, computed facts, and a writer for each format."""
