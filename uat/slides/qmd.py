"""The deck as Quarto Markdown, for those who keep their slides as text.

`quarto render deck.qmd` makes slides of it with revealjs. Programs are shown, never run, so that
neither R nor Python is needed; formulas become MathML, so that the slides work offline. Whatever
is not light markup is escaped: no text of the deck can become Markdown by chance. Markdown's own
improvements of quotes and dashes are switched off for the same reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import singledispatchmethod
from urllib.parse import quote

from uat.exceptions import UnknownNameError
from uat.slides.content import (
    Block,
    Bullets,
    Columns,
    Deck,
    Equation,
    Listing,
    Output,
    Picture,
    Slide,
    TableBlock,
    Text,
)
from uat.slides.formulas import reads_as_number
from uat.slides.markup import runs
from uat.slides.programs import SEED_OF_FILES, language_of, listing_text

# The face of the slides is that of the other formats: 1280 x 720, a program of 25 lines in 18.
_FORMAT = """\
from: markdown-smart
engine: markdown
format:
  revealjs:
    width: 1280
    height: 720
    margin: 0.04
    center: false
    slide-number: true
    html-math-method: mathml
    fontsize: 26px
    monofontsize: 18px
    code-block-height: 620px
    code-copy: true
    embed-resources: true
"""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>$~^@|#&]")
# What starts a list, a rule, a division or a caption, up to the sign to escape.
_OPENING = re.compile(
    r"(?=[-+=:%])|(?=\(\w+\))|(\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+)(?=[.)](\s|$))|[Tt]able(?=:)"
)
_WORDS = re.compile(r"^(\s*)(.*\S)(\s*)$")
_NOTHING = "[]{}"  # keeps neighbours apart


def deck_qmd(deck: Deck, pictures: Mapping[str, str], *, seed: int = SEED_OF_FILES) -> str:
    """Return the deck as Markdown for Quarto's revealjs format.

    Parameters
    ----------
    deck : what to show
    pictures : figures by name, each a path relative to the Markdown file
    seed : that the programs show

    Raises
    ------
    UnknownNameError
        If the deck shows a figure that is not among the pictures, or an unknown program.
    SettingError
        If a text of the deck cannot be read.
    MissingPackageError
        If latex2mathml is not installed.
    """
    writer = _Writer(pictures, seed)
    slides = (_slide(slide, writer) for slide in deck.slides)
    return "\n".join([_front_matter(deck), *slides])


def _front_matter(deck: Deck) -> str:
    fields = {
        "title": deck.title,
        "subtitle": deck.subtitle,
        "author": deck.author,
        "date": deck.date,
        "lang": deck.language,
    }
    # Strings of JSON are strings of YAML; Quarto reads what is in them as Markdown.
    lines = [
        f"{name}: {json.dumps(_escaped(_one_line(value)), ensure_ascii=False)}\n"
        for name, value in fields.items()
        if value
    ]
    return f"---\n{''.join(lines)}{_FORMAT}---\n"


def _slide(slide: Slide, writer: _Writer) -> str:
    parts = [f"## {_inline(slide.title)} {{#{slide.key}}}\n"]
    parts += [writer.block(block) for block in slide.blocks]
    if notes := _notes(slide.notes):
        parts.append(f"::: {{.notes}}\n{notes}:::\n")
    return "\n".join(parts)


def _notes(notes: str) -> str:
    paragraphs = (_one_line(part) for part in re.split(r"\n\s*\n", notes))
    return "\n".join(f"{_escaped_start(_escaped(part))}\n" for part in paragraphs if part)


class _Writer:
    """Blocks as Markdown, each with its final newline.

    Parameters
    ----------
    pictures : figures by name, each a path relative to the Markdown file
    seed : that the programs show
    """

    def __init__(self, pictures: Mapping[str, str], seed: int) -> None:
        self._pictures, self._seed = pictures, seed

    @singledispatchmethod
    def block(self, block: Block) -> str:
        """Return a block; every kind has its own method below."""
        raise TypeError(f"a deck has no block of type {type(block).__name__}.")

    @block.register
    def _(self, block: Text) -> str:
        return f"{_paragraph(block.text)}\n"

    @block.register
    def _(self, block: Bullets) -> str:
        return "".join(f"- {_paragraph(item)}\n" for item in block.items)

    @block.register
    def _(self, block: Equation) -> str:
        lines = (line.strip() for line in block.latex.split("\n"))
        return "\n".join(["$$", *filter(None, lines), "$$\n"])

    @block.register
    def _(self, block: Listing) -> str:
        return _fenced(listing_text(block.name, self._seed), f"{{.{language_of(block.name)}}}")

    @block.register
    def _(self, block: Output) -> str:
        return _fenced(block.text)

    @block.register
    def _(self, block: TableBlock) -> str:
        return _table(block)

    @block.register
    def _(self, block: Picture) -> str:
        """Return a picture whose alternative text is not shown as a caption."""
        if block.name not in self._pictures:
            raise UnknownNameError("picture", block.name, self._pictures)
        value = re.sub(r'([\\"])', r"\\\1", _one_line(block.alt))
        return f'![]({quote(self._pictures[block.name])}){{fig-alt="{value}"}}\n'

    @block.register
    def _(self, block: Columns) -> str:
        lines = [":::: {.columns}\n"]
        for part, share in zip(block.parts, block.shares, strict=True):
            blocks = "\n".join(map(self.block, part))
            lines.append(f'::: {{.column width="{100 * share:.4g}%"}}\n{blocks}:::\n')
        return "\n".join([*lines, "::::\n"])


def _fenced(text: str, language: str = "") -> str:
    """Return text between fences longer than any run of backticks in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip().expandtabs()}\n{fence}\n"


def _table(table: TableBlock) -> str:
    """Return a pipe table; long rows share the width as the dashes below the header do."""
    rows = [[_inline(cell).strip() for cell in row] for row in (table.header, *table.rows)]
    columns = list(zip(*rows, strict=True))
    widths = [max(3, *map(len, column)) for column in columns]
    rules = [
        "-" * (width - 1) + (":" if _is_numeric(table, column) else "-")
        for column, width in enumerate(widths)
    ]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in [rows[0], rules, *rows[1:]]
    ]
    caption = f"\n: {_escaped(_one_line(table.caption))}\n" if table.caption else ""
    return "\n".join(lines) + "\n" + caption


def _is_numeric(table: TableBlock, column: int) -> bool:
    return all(reads_as_number(row[column]) for row in table.rows)


def _paragraph(text: str) -> str:
    """Return inline text that starts a line."""
    return _escaped_start(_inline(text))


def _inline(text: str) -> str:
    """Return inline text as Markdown, on one line."""
    written, last = "", "text"
    for kind, words in runs(text):
        words = re.sub(r"\s*\n\s*", " ", words)
        piece = _MARKS[kind](words)
        # After the dollar sign that ends a formula, a digit would make it money.
        touching = last == "formula" and (piece[0] == "$" or piece[0].isdigit())
        if touching or last == kind == "code":
            written += _NOTHING
        written, last = written + piece, kind
    return written.strip()


def _bold(words: str) -> str:
    """Return bold text; blanks at the ends of what is bold would undo it."""
    return _WORDS.sub(r"\1**\2**\3", _escaped(words))


def _escaped(plain: str) -> str:
    """Return plain text that Markdown reads as it is, unless it starts a line."""
    return _SPECIAL.sub(r"\\\g<0>", plain)


def _escaped_start(line: str) -> str:
    """Return a line that does not start a list, a heading or a rule."""
    found = _OPENING.match(line)
    return f"{line[: found.end()]}\\{line[found.end() :]}" if found else line


def _one_line(text: str) -> str:
    return " ".join(text.split())


_MARKS: dict[str, Callable[[str], str]] = {
    "text": _escaped,
    "bold": _bold,
    "code": lambda words: f"`{words}`",
    "formula": lambda words: f"${words.strip()}$",
}
