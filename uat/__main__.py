"""`python -m uat` is `uat`."""

from uat.cli import main

if __name__ == "__main__":
    main(prog_name="uat")
