"""What a deck says, and nothing of how it looks.

One model feeds every format: a `Deck` has slides, a `Slide` has blocks from top to bottom, and only
`Columns` holds blocks itself. Everything is immutable and made of strings, so that the same facts
give the same deck.

Inline text, wherever a field is called so, is a str with light markup that
`uat.slides.markup.runs` reads: **bold**, `code` and $latex$. Titles and cells of tables are
inline text; what a program printed, keys, notes, captions and alternative texts are plain.

Every format opens with a page made of the deck's title, subtitle, author and date. It is no
slide, has the reserved key `TITLE_KEY` and counts as page 1; the first slide is page 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from uat.exceptions import SettingError

TITLE_KEY = "title"
"""Key of the opening page, which no slide may have."""

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.

    Parameters
    ----------
    text : inline text
    """

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list.

    Parameters
    ----------
    items : inline text, one each
    """

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula on a line of its own.

    Parameters
    ----------
    latex : without dollar signs
    alt : how it is read aloud; where it is empty, the formula as plain text is read
    """

    latex: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A program, shown as it stands in its file.

    Parameters
    ----------
    name : a file of `uat/slides/listings`; its suffix tells the language
    """

    name: str


@dataclass(frozen=True, slots=True)
class Output:
    """What a program printed, monospaced.

    Parameters
    ----------
    text : plain; lines as they were printed
    """

    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with a header row; a first column that is not all numbers names the rows.

    Parameters
    ----------
    header : inline text, one cell a column
    rows : inline text, each as long as the header
    caption : plain; may be empty
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.header):
                raise SettingError(
                    f"row {number} of a table has {len(row)} cells under {len(self.header)} heads."
                )


@dataclass(frozen=True, slots=True)
class Live:
    """What a figure becomes where it can be moved by hand: a panel of the explorer.

    Parameters
    ----------
    panel : its key, such as "train"
    preset : names and values of the panel's fields at the start
    of_targets : whether it is about the deck's targets, one of which is chosen there
    """

    panel: str
    preset: tuple[tuple[str, str | int | float | bool], ...] = ()
    of_targets: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure.

    Parameters
    ----------
    name : of a figure of the deck
    alt : plain; what a reader who does not see it should know
    live : what stands in its place on a screen; None is the figure itself, as it is on paper
    """

    name: str
    alt: str
    live: Live | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side.

    Parameters
    ----------
    parts : the blocks of each column, left to right; no columns in columns
    weights : relative widths, one a column; empty shares the width evenly
    """

    parts: tuple[tuple[Block, ...], ...]
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.weights and len(self.weights) != len(self.parts):
            raise SettingError(f"{len(self.parts)} columns have {len(self.weights)} weights.")
        if any(not weight > 0 for weight in self.weights):
            raise SettingError(f"columns have positive weights, not {self.weights}.")
        if any(isinstance(block, Columns) for part in self.parts for block in part):
            raise SettingError("columns hold no columns.")

    @property
    def shares(self) -> tuple[float, ...]:
        """The part of the width that each column takes; they add up to 1."""
        weights = self.weights or (1.0,) * len(self.parts)
        return tuple(weight / sum(weights) for weight in weights)


Block: TypeAlias = Text | Bullets | Equation | Listing | Output | TableBlock | Picture | Columns


@dataclass(frozen=True, slots=True)
class Slide:
    """One page.

    Parameters
    ----------
    key : stable name, such as "linreg-model": lower case, digits and single hyphens
    part : of the session, from 1
    title : inline text
    blocks : from top to bottom
    notes : plain, for the speaker; an empty line starts a paragraph
    """

    key: str
    part: int
    title: str
    blocks: tuple[Block, ...]
    notes: str

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key) or self.key == TITLE_KEY:
            raise SettingError(f"{self.key!r} is no key of a slide: write it like linreg-model.")


@dataclass(frozen=True, slots=True)
class Deck:
    """A session.

    Parameters
    ----------
    title, subtitle, author, date : plain; all but the title may be empty
    language : as in HTML, such as "en"
    slides : in order, the opening page left out
    """

    title: str
    subtitle: str
    author: str
    date: str
    language: str
    slides: tuple[Slide, ...]

    def __post_init__(self) -> None:
        keys = [slide.key for slide in self.slides]
        for key in keys:
            if keys.count(key) > 1:
                raise SettingError(f"two slides have the key {key!r}.")


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks and, after each `Columns`, what it holds, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Columns):
            for part in block.parts:
                yield from walk(part)


def all_blocks(deck: Deck) -> Iterator[Block]:
    """Yield every block of a deck in reading order."""
    for slide in deck.slides:
        yield from walk(slide.blocks)


def listing_names(deck: Deck) -> tuple[str, ...]:
    """Return the programs a deck shows, each once, in order."""
    return _once(block.name for block in all_blocks(deck) if isinstance(block, Listing))


def picture_names(deck: Deck) -> tuple[str, ...]:
    """Return the figures a deck shows, each once, in order."""
    return _once(block.name for block in all_blocks(deck) if isinstance(block, Picture))


def has_live_figures(deck: Deck) -> bool:
    """Return whether a figure of the deck can be moved by hand."""
    return any(isinstance(block, Picture) and block.live for block in all_blocks(deck))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
