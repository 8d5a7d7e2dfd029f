"""The command line: every command parses, calls one function of the library, and prints.

`run` is how the process begins; it minds Ctrl-C before anything else is imported. `main` is the
group of all commands, loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uat.cli.start import run

if TYPE_CHECKING:
    from uat.cli.commands import main

__all__ = ["main", "run"]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the commands."""
        if name != "main":
            raise AttributeError(f"module 'uat.cli' has no attribute {name!r}")
        from uat.cli.commands import main

        return main
