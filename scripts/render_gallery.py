"""Render the gallery: the same command as `uat gallery`, for a checkout."""

import sys

from uat.cli import main

if __name__ == "__main__":
    main(["gallery", *sys.argv[1:]], prog_name="uat")
