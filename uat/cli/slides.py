"""`uat slides`: the session as a deck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from uat.cli import types
from uat.cli.group import Command
from uat.cli.options import (
    as_object,
    check_output,
    chosen_targets,
    folder_option,
    seed_option,
    targets_options,
    workers_option,
)
from uat.cli.progress import bar
from uat.exceptions import OutputError

if TYPE_CHECKING:
    from uat.slides.render import Rendered
    from uat.targets.user_targets import Given

_FORMATS = ("html", "pdf", "pptx", "qmd", "figures", "ipynb")
_DEFAULT_FORMATS = "html,pdf,pptx,qmd,figures"
_TARGETS = "sine,absolute,two_tones"
_DATA_SEED, _LARGEST_DATA_SEED = 123, 2**31 - 1


@dataclass(frozen=True, slots=True)
class SlidesOptions:
    """What `uat slides` was given; None is what was left out."""

    output: Path
    formats: tuple[str, ...]
    only: tuple[str, ...] | None
    language: str
    title: str | None
    author: str
    date: str
    targets: tuple[Given, ...]
    lines: tuple[Given, ...]
    targets_from: Path | None
    seed: int
    data_seed: int
    workers: int | None


@click.command(cls=Command)
@folder_option("Folder for the deck, its figures and its programs.", "slides")
@click.option(
    "--format", "formats", metavar="NAMES", type=types.Listed(click.Choice(_FORMATS)),
    default=_DEFAULT_FORMATS, show_default=True,
    help=f"Out of {', '.join(_FORMATS)}, separated by commas; pdf takes Chromium, ipynb is a "
    "notebook for each part, run.",
)  # fmt: skip
@click.option(
    "--only", metavar="LIST", type=types.Listed(types.SlideOrPart()),
    help="Numbers of parts and names of slides, as 3,5 or 7,linreg-model.  [default: all]",
)  # fmt: skip
@click.option(
    "--lang", "language", metavar="NAME", type=types.DECK_LANGUAGE, default="en",
    show_default=True, help="Language of the deck: en.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="Of the opening page.  [default: the session's]")
@click.option("--author", metavar="TEXT", default="", help="Of the opening page.  [default: none]")
@click.option(
    "--date", metavar="TEXT", default="", help="Of the opening page, as it is.  [default: none]"
)
@targets_options(
    "Examples of the theorem: one to three names from `uat targets`, of one input.",
    types.Listed(types.TARGET), _TARGETS,
)  # fmt: skip
@seed_option("First random start of gradient descent on the examples of the theorem.")
@click.option(
    "--data-seed", metavar="N", type=types.Whole(-_LARGEST_DATA_SEED, _LARGEST_DATA_SEED),
    default=_DATA_SEED, show_default=True,
    help="R's seed of the data of the regression; the programs have it, too.",
)  # fmt: skip
@workers_option
@as_object(SlidesOptions)
def slides(options: SlidesOptions) -> None:
    """Render the session on neural networks as a deck.

    Gradient descent, the theorem, networks from scratch in R and Python: every number is computed
    when the deck is rendered. What takes a package or a program that is not installed is left out,
    with a line that says what to install. Open deck.html to stand in front of a class with.

    \b
    Examples:
      uat slides
      uat slides -o course --author A.Teacher --format html,pdf
      uat slides --only 3,5 --format html,ipynb
      uat slides --targets sine,absolute,runge --seed 7
      uat slides --target "exp(-x^2)*sin(5*x) on [-3, 3] as wave"
    """  # noqa: D301  (click wants the character itself)
    from uat.slides.render import render_slides

    check_output(options.output / "deck.html")
    with bar("computing") as computing, bar("drawing  ") as drawing:
        rendered = render_slides(
            options.output,
            formats=options.formats,
            only=options.only,
            language=options.language,
            title=options.title,
            author=options.author,
            date=options.date,
            targets=chosen_targets(options.targets, options.lines),
            seed=options.seed,
            data_seed=options.data_seed,
            workers=options.workers,
            computing=computing,
            drawing=drawing,
        )
    if rendered.missing and not rendered.files:
        raise OutputError(" ".join(rendered.missing))
    for sentence in rendered.missing:
        click.echo(sentence, err=True)
    number_of_slides = len(rendered.deck.slides)
    click.echo(
        f"{', '.join(_file_names(rendered))} in {rendered.folder}; "
        f"{number_of_slides} slide{'s' * (number_of_slides != 1)}."
    )


def _file_names(rendered: Rendered) -> Iterator[str]:
    """Yield the files of the folder itself by name, and of those within it how many there are."""
    for path in rendered.files:
        if path.parent == rendered.folder:
            yield path.name
    for name in dict.fromkeys(path.parent.name for path in rendered.files):
        folder = rendered.folder / name
        if number := sum(path.parent == folder for path in rendered.files):
            yield f"{number} {name}"
