"""The group of commands: whatever the user got wrong is one line on standard error, exit code 1."""

from __future__ import annotations

import sys
from typing import Any

import click

from uat.exceptions import UatError


class OneLineErrors(click.Group):
    """A group whose failures are one line and exit code 1, however it is called."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; end the process as a command line should."""
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
            if sys.stdout is not None:  # it may be closed
                sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as no_arguments:
            click.echo(no_arguments.format_message())
            sys.exit(0)
        except click.ClickException as problem:
            _fail(problem.format_message())
        except UatError as problem:
            _fail(str(problem))
        except OSError as problem:
            _fail(f"{problem.strerror or problem}; what was finished before is kept.")
        except MemoryError:
            _fail("not enough memory; ask for less at once: smaller widths, fewer epochs or rows.")
        except click.Abort:
            _fail("interrupted; what was finished before is kept.")
        sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"Error: {' '.join(message.split())}", err=True)
    sys.exit(1)
