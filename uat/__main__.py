"""`python -m uat` is `uat`."""

from uat.cli import run

if __name__ == "__main__":
    run()
