"""The deck as Quarto Markdown, for those who keep their slides as text.

`quarto render deck.qmd` makes slides of it with revealjs. Programs are shown, never run, so that
neither R nor Python is needed; formulas become MathML, so that the slides work offline. Whatever
is not light markup is escaped: no text of the deck can become Markdown by chance. Markdown's own
improvements of quotes and dashes are switched off for the same reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
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
    slides = (_slide(slide, pictures, seed) for slide in deck.slides)
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


def _slide(slide: Slide, pictures: Mapping[str, str], seed: int) -> str:
    parts = [f"## {_inline(slide.title)} {{#{slide.key}}}\n"]
    parts += [_block(block, pictures, seed) for block in slide.blocks]
    if notes := _notes(slide.notes):
        parts.append(f"::: {{.notes}}\n{notes}:::\n")
    return "\n".join(parts)


def _notes(notes: str) -> str:
    paragraphs = (_one_line(part) for part in re.split(r"\n\s*\n", notes))
    return "\n".join(f"{_escaped_start(_escaped(part))}\n" for part in paragraphs if part)


def _block(block: Block, pictures: Mapping[str, str], seed: int) -> str:
    """Return a block as Markdown, with its final newline."""
    match block:
        case Text(text):
            return f"{_paragraph(text)}\n"
        case Bullets(items):
            return "".join(f"- {_paragraph(item)}\n" for item in items)
        case Equation(latex):
            lines = (line.strip() for line in latex.split("\n"))
            return "\n".join(["$$", *filter(None, lines), "$$\n"])
        case Listing(name):
            return _fenced(listing_text(name, seed), f"{{.{language_of(name)}}}")
        case Output(text):
            return _fenced(text)
        case TableBlock():
            return _table(block)
        case Picture(name, alt):
            return _picture(name, alt, pictures)
        case Columns(parts):
            return _columns(parts, block.shares, pictures, seed)


def _columns(
    parts: Sequence[Sequence[Block]],
    shares: Sequence[float],
    pictures: Mapping[str, str],
    seed: int,
) -> str:
    lines = [":::: {.columns}\n"]
    for part, share in zip(parts, shares, strict=True):
        blocks = "\n".join(_block(block, pictures, seed) for block in part)
        lines.append(f'::: {{.column width="{100 * share:.4g}%"}}\n{blocks}:::\n')
    return "\n".join([*lines, "::::\n"])


def _fenced(text: str, language: str = "") -> str:
    """Return text between fences longer than any run of backticks in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip().expandtabs()}\n{fence}\n"


def _picture(name: str, alt: str, pictures: Mapping[str, str]) -> str:
    """Return a picture whose alternative text is not shown as a caption."""
    if name not in pictures:
        raise UnknownNameError("picture", name, pictures)
    value = re.sub(r'([\\"])', r"\\\1", _one_line(alt))
    return f'![]({quote(pictures[name])}){{fig-alt="{value}"}}\n'


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
        match kind:
            case "text":
                piece = _escaped(words)
            case "bold":
                # Blanks at the ends of what is bold would undo it.
                piece = _WORDS.sub(r"\1**\2**\3", _escaped(words))
            case "code":
                piece = f"`{words}`"
            case "formula":
                piece = f"${words.strip()}$"
        # After the dollar sign that ends a formula, a digit would make it money.
        touching = last == "formula" and (piece[0] == "$" or piece[0].isdigit())
        if touching or last == kind == "code":
            written += _NOTHING
        written, last = written + piece, kind
    return written.strip()


def _escaped(plain: str) -> str:
    """Return plain text that Markdown reads as it is, unless it starts a line."""
    return _SPECIAL.sub(r"\\\g<0>", plain)


def _escaped_start(line: str) -> str:
    """Return a line that does not start a list, a heading or a rule."""
    found = _OPENING.match(line)
    return f"{line[: found.end()]}\\{line[found.end() :]}" if found else line


def _one_line(text: str) -> str:
    return " ".join(text.split())
