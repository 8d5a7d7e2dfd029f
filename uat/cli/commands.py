"""The group of all commands: each parses, calls one function of the library, and prints.

What a command needs is imported inside it, so that `uat --help` waits for neither numba nor
matplotlib.
"""

from __future__ import annotations

import click

import uat
from uat.cli.animation import animate
from uat.cli.catalogue import targets
from uat.cli.certificates import certify
from uat.cli.explorer import explore
from uat.cli.fits import fit
from uat.cli.group import OneLineErrors
from uat.cli.models import export, predict, show
from uat.cli.rungs import course
from uat.cli.runs import gallery, sweep
from uat.cli.slides import slides

__all__ = ["main"]


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(uat.__version__, prog_name="uat")
def main() -> None:
    """Explore the Universal Approximation Theorem.

    Train networks with one hidden layer by full backpropagation and see how their error falls as
    they grow wider.

    \b
    Examples to start with:
      uat fit sine --width 8                a network of 8 units that approximates a sine
      uat fit "sin(5*x)" --domain -1 1      a function of your own
      uat fit data.csv -o fitted            a table of your own: model, report, figures
      uat gallery --quick                   a small gallery of figures, in a minute or two
      uat certify model.json --target sine  the largest error of a network, proved
      uat explore --open                    a page in which you move everything by hand
      uat course xor                        the network of the course, step by step
      uat slides                            the session about them, as a deck
      uat targets                           the functions to approximate
    """  # noqa: D301  (click wants the character itself)


_COMMANDS = (
    fit, predict, show, export, certify, animate, explore, targets, sweep, gallery, course, slides,
)  # fmt: skip
for _command in _COMMANDS:
    main.add_command(_command)
