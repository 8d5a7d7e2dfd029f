"""The release, known without importing anything else."""

__version__ = "0.10.0"
