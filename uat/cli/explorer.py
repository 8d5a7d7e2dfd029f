"""`uat explore`: a page for the browser."""

from __future__ import annotations

import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from uat.cli import types
from uat.cli.group import FormulaCommand
from uat.cli.options import (
    activation_option,
    as_object,
    check_not_read,
    check_output,
    domain_option,
    known_source,
    targets_from_option,
)
from uat.exceptions import shown


@dataclass(frozen=True, slots=True)
class ExploreOptions:
    """What `uat explore` was given; None and () are what was left out."""

    targets: tuple[str, ...]
    lines: tuple[str, ...]
    targets_from: Path | None
    domain: tuple[tuple[float, float], ...]
    activation: str
    runs: Path | None
    browser: bool
    output: Path

    def given(self) -> list[Any]:
        """Return the targets as the library takes them; none if they are those of the catalogue.

        Raises
        ------
        click.UsageError
            If a line is none, or the domain is that of no target or of several.
        """
        named = [*self.targets, *self.lines]
        context = click.get_current_context()
        if self.domain:
            if len(named) != 1:
                raise click.BadParameter(
                    f"it is that of one TARGET, and there are {len(named)}; write each as "
                    "'sin(x) on [-1, 1]'.",
                    param_hint="'--domain'",
                )
            return [(known_source(named[0]), self.domain)]
        places = {place.name: place for place in context.command.params}
        targets = [
            types.TARGET_LINE.convert(one, places[place], context)
            for place, texts in (("targets", self.targets), ("lines", self.lines))
            for one in texts
        ]
        return targets or list(types.targets_of_file(context).values())


@click.command(cls=FormulaCommand)
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--target", "lines", metavar="TEXT", multiple=True,
    help="Another way to give a TARGET, as `uat gallery` has it; may be given many times.",
)  # fmt: skip
@domain_option
@targets_from_option
@activation_option
@click.option(
    "--from", "runs", metavar="FOLDER", type=types.STORE,
    help="The folder of a gallery, or a store of runs: the page then has their near-best networks "
    "and errors of training.  [default: of the catalogue, those that come with uat]",
)  # fmt: skip
@click.option("--open", "browser", is_flag=True, help="Open the page in the browser.")
@click.option(
    "-o", "--output", metavar="FILE", type=types.FileEndingIn(".html", ".htm"),
    default="explorer.html", show_default=True, help="The page, one file.",
)  # fmt: skip
@as_object(ExploreOptions)
def explore(options: ExploreOptions) -> None:
    """Write a page in which you move everything by hand.

    One HTML file that opens by double click, offline, on a phone too: the proof by hand, training
    live with the real engine, error against width, functions of your own. TARGET is a name from
    `uat targets`, mathematics or module:function with its domain behind it, or a table of two
    columns; the first is shown first. Without any, all of the catalogue are there.

    \b
    Examples:
      uat explore --open
      uat explore sine runge -o two.html
      uat explore "exp(-x^2)*sin(5*x) on [-3, 3] as wave"
      uat explore "sin(5*x)" --domain -1 1 --open
      uat explore "mine:decay on [0, 10]" "marks.csv#hours->score"
      uat explore --from gallery
    """  # noqa: D301  (click wants the character itself)
    from uat.explorer.explore import explore as write_page

    check_output(options.output)
    check_not_read(options.output, options.targets_from, options.runs)
    path = write_page(
        *options.given(), output=options.output, activation=options.activation, runs=options.runs
    )
    size = path.stat().st_size / 1000
    click.echo(f"{path}, {size:.0f} kB. Open it in a browser.")
    if options.browser and not webbrowser.open(path.resolve().as_uri()):
        click.echo(f"There is no browser to open {shown(str(path))} in.", err=True)
