"""The release, known without importing anything else."""

__version__ = "0.11.0"
