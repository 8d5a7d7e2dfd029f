"""`uat slides`: the session as a deck."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from uat.cli.options import bar, count, names
from uat.exceptions import OutputError

if TYPE_CHECKING:
    from uat.slides.render import Rendered

_FORMATS = "html,pdf,pptx,qmd,figures"
_TARGETS = "sine,absolute,two_tones"
_DATA_SEED = 123


@click.command()
@click.option(
    "-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), default="slides",
    show_default=True, help="Folder for the deck, its figures and its programs.",
)  # fmt: skip
@click.option(
    "--format", "formats", metavar="NAMES", default=_FORMATS, show_default=True,
    help="Out of html, pdf, pptx, qmd, figures, ipynb, separated by commas; pdf takes Chromium, "
    "ipynb is a notebook for each part, run.",
)  # fmt: skip
@click.option(
    "--only", metavar="LIST",
    help="Numbers of parts and names of slides, as 3,5 or 7,linreg-model.  [default: all]",
)  # fmt: skip
@click.option(
    "--lang", "language", metavar="NAME", default="en", show_default=True,
    help="Language of the deck: en.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="Of the opening page.  [default: the session's]")
@click.option("--author", metavar="TEXT", help="Of the opening page.  [default: none]")
@click.option("--date", metavar="TEXT", help="Of the opening page, as it is.  [default: none]")
@click.option(
    "--targets", metavar="NAMES", default=_TARGETS, show_default=True,
    help="Examples of the theorem: one to three names from `uat targets`, of one input.",
)  # fmt: skip
@click.option(
    "--seed", metavar="N", type=int, default=0, show_default=True,
    help="First random start of gradient descent on the examples of the theorem.",
)  # fmt: skip
@click.option(
    "--data-seed", metavar="N", type=int, default=_DATA_SEED, show_default=True,
    help="R's seed of the data of the regression; the programs have it, too.",
)  # fmt: skip
@click.option(
    "--workers", metavar="N",
    help="Processes that train and draw side by side.  [default: one per processor]",
)  # fmt: skip
def slides(
    output: Path,
    formats: str,
    only: str | None,
    language: str,
    title: str | None,
    author: str | None,
    date: str | None,
    targets: str,
    seed: int,
    data_seed: int,
    workers: str | None,
) -> None:
    """Render the session on neural networks as a deck.

    Gradient descent, the theorem, networks from scratch in R and Python: every number is computed
    when the deck is made. What takes a package or a program that is not installed is left out,
    with a line that says what to install. Open deck.html to stand in front of a class with.

    \b
    Examples:
      uat slides
      uat slides -o course --author A.Teacher --format html,pdf
      uat slides --only 3,5 --format html,ipynb
      uat slides --targets sine,absolute,runge --seed 7
    """  # noqa: D301  (click wants the character itself)
    from uat.slides.render import render_slides

    number = None if workers is None else count(workers, "--workers")
    with bar("computing") as computing, bar("drawing  ") as drawing:
        made = render_slides(
            output,
            formats=names(formats, "--format"),
            only=None if only is None else names(only, "--only"),
            language=language,
            title=title,
            author=author or "",
            date=date or "",
            targets=names(targets, "--targets"),
            seed=seed,
            data_seed=data_seed,
            workers=number,
            computing=computing,
            drawing=drawing,
        )
    if made.missing and not made.files:
        raise OutputError(" ".join(made.missing))
    for sentence in made.missing:
        click.echo(sentence, err=True)
    number_of_slides = len(made.deck.slides)
    click.echo(
        f"{', '.join(_told(made))} in {made.folder}; "
        f"{number_of_slides} slide{'s' * (number_of_slides != 1)}."
    )


def _told(made: Rendered) -> Iterator[str]:
    """Yield the files of the folder itself by name, and of those within it how many there are."""
    for path in made.files:
        if path.parent == made.folder:
            yield path.name
    for name in dict.fromkeys(path.parent.name for path in made.files):
        folder = made.folder / name
        if number := sum(path.parent == folder for path in made.files):
            yield f"{number} {name}"
