"""The deck as a PowerPoint file that a teacher can edit: text is text, tables are tables.

Titles are title placeholders of a layout, notes are notes, formulas and programs are text too;
only figures are pictures. PowerPoint does not lay out, so the lengths of lines are estimated here,
on the long side, and blocks are stacked on the page: what is text takes the height it needs,
pictures share what is left. A slide has one scale, the largest of `_SCALES` at which it fits.

Lengths are in points. A page is 960 x 540, so that the 18 pixels of a page of 720 that can be read
from the back row are 13.5 points. The same deck gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image

from uat.exceptions import MissingPackageError, OutputError, SettingError, UnknownNameError
from uat.figures.style import BLUE, DARK_GREEN, GREY, WINE
from uat.io.files import replacing
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
from uat.slides.formulas import plain_formula, plain_text, reads_as_number
from uat.slides.markup import runs
from uat.slides.programs import SEED_OF_FILES, language_of, listing_text

SMALLEST = 13.5
"""Size of the smallest letters, in points, of a slide that is not overfull."""

_EMU = 12700  # the file's unit of length, per point
_WIDTH, _HEIGHT = 960, 540
_CODE_FONT, _FORMULA_FONT = "Courier New", "Cambria"
_TITLE_SIZE, _OPENING_SIZE, _SUBTITLE_SIZE = 30.0, 44.0, 24.0
_LEADING, _CODE_LEADING = 1.2, 1.15
_PADDING = 6.0  # of a box of code
_CELL_SIDE, _CELL_TOP = 7.0, 3.0  # margins of a cell
_STRETCH = 1.3  # a table grows as much beyond its least width
_COLUMN_GAP = 18.0
_CODE_GROUND, _CODE_EDGE, _RULE = "#F3F5F8", "#C9CFD8", "#9AA3AF"

_NO_TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_LONGEST_PROPERTY = 255
_NO_DATE = datetime(2000, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

# How plain formulas write an index or an exponent that has no small characters.
_SCRIPT = re.compile(r"([_^])(?:\(([^()]+)\)|([A-Za-z0-9\u0370-\u03ff]+|[^\s(]))")
_LETTERS = re.compile(r"(?:[A-Za-z\u0370-\u03ff][\u0300-\u036f]?)+")

# Colours of a program's words, by the beginning of the name pygments has for their kind.
_CODE_COLOURS = {
    "Comment": GREY,
    "Keyword": BLUE,
    "Operator.Word": BLUE,
    "Name.Builtin": BLUE,
    "Literal.String": DARK_GREEN,
    "Literal.Number": WINE,
}

# Widths of the letters of Arial in units of their size, rounded up.
_NARROW = dict.fromkeys("ijl'|", 0.24) | dict.fromkeys(" .,:;!ftI/\\[]", 0.29)
_NARROW |= dict.fromkeys('-r()"`{}*', 0.36)
_WIDE = dict.fromkeys("wABCDEGHKNOPQRSUVXY&", 0.75) | dict.fromkeys("FLTZ+=<>", 0.62)
_WIDE |= dict.fromkeys("mMW%@∑…—", 0.95)
_LETTER, _CODE_LETTER = 0.58, 0.602


class _Piece(NamedTuple):
    """A stretch of text that looks the same throughout; `raised` is 1 above the line, -1 below."""

    text: str
    font: Literal["text", "code", "formula"] = "text"
    bold: bool = False
    italic: bool = False
    colour: str = ""
    raised: int = 0


_Line: TypeAlias = tuple[_Piece, ...]


class _Scale(NamedTuple):
    """How large things are: letters, those of code, and the least height of a picture."""

    text: float
    code: float
    picture: float


_SCALES = (
    _Scale(24, 16, 250),
    _Scale(22, 16, 240),
    _Scale(20, 16, 220),
    _Scale(20, 14, 220),
    _Scale(18, 16, 200),
    _Scale(18, SMALLEST, 180),
    _Scale(16, SMALLEST, 160),
    _Scale(15, SMALLEST, 140),
    _Scale(SMALLEST, SMALLEST, 120),
)
# Small letters on the page are better than large ones beyond its edge.
_OVERFULL = tuple(_Scale(size, size, 8 * size) for size in (12.0, 10.5, 9.0, 8.0))


class _Frame(NamedTuple):
    """Where something stands on the page."""

    left: float
    top: float
    width: float
    height: float


_TITLE = _Frame(26.8, 20, 906.4, 60)  # its box has margins, those of the body have none
_BODY = _Frame(34, 86, 892, 418)
_FOLIO = _Frame(826, 508, 100, 24)
_OPENING = _Frame(60, 110, 840, 150)
_SUBTITLE = _Frame(60, 280, 840, 160)


@dataclass(frozen=True, slots=True)
class _Words:
    """A box of lines."""

    kind: Literal["text", "bullets", "formula", "program", "output", "caption"]
    lines: tuple[_Line, ...]
    name: str = ""
    alt: str = ""

    @property
    def is_code(self) -> bool:
        return self.kind in ("program", "output")

    def size(self, scale: _Scale) -> float:
        if self.kind == "caption":
            return max(0.85 * scale.text, min(SMALLEST, scale.text))
        return scale.code if self.is_code else scale.text


@dataclass(frozen=True, slots=True)
class _Table:
    """A table, the header its first row."""

    rows: tuple[tuple[_Line, ...], ...]
    flush_right: tuple[bool, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class _Image:
    """A picture; `aspect` is width over height."""

    path: Path
    aspect: float
    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class _Row:
    """Stacks side by side."""

    parts: tuple[tuple[_Item, ...], ...]
    shares: tuple[float, ...]


_Item: TypeAlias = _Words | _Table | _Image | _Row


class _Need(NamedTuple):
    """The height that something takes: at least, at most, and whether no line is broken in two."""

    least: float
    most: float
    whole: bool = True


def write_pptx(
    deck: Deck, pictures: Mapping[str, Path], path: Path, *, seed: int = SEED_OF_FILES
) -> None:
    """Write the deck as a PowerPoint file, 16:9.

    Parameters
    ----------
    deck : what to show
    pictures : figures by name, each a PNG file
    path : of the file
    seed : that the programs show

    Raises
    ------
    MissingPackageError
        If python-pptx or latex2mathml is not installed. Without pygments code has no colours.
    UnknownNameError
        If the deck shows a figure that is not among the pictures, or an unknown program.
    SettingError
        If a slide has more than a page holds, or one of its formulas cannot be read.
    OutputError
        If a picture cannot be read, or the file cannot be written.
    """
    try:
        from pptx import Presentation
    except ImportError:
        raise MissingPackageError("python-pptx", "slides") from None
    presentation = Presentation()
    opening, titled = _prepare_layouts(presentation)
    _describe(presentation, deck)
    _add_opening(presentation.slides.add_slide(opening), deck)
    for slide in deck.slides:
        items = tuple(_items(slide.blocks, pictures, seed))
        placed = _laid_out(slide, items)
        _add_slide(presentation.slides.add_slide(titled), slide, placed, deck.language)
    file = BytesIO()
    presentation.save(file)
    with replacing(path) as part:
        part.write_bytes(_without_times(file))


# What stands on a slide, without its place.


def _items(blocks: Sequence[Block], pictures: Mapping[str, Path], seed: int) -> Iterator[_Item]:
    """Turn blocks into what is drawn."""
    for block in blocks:
        match block:
            case Text(text):
                yield _Words("text", (_inline(text),))
            case Bullets(items):
                yield _Words("bullets", tuple(_inline(item) for item in items))
            case Equation(latex, alt):
                lines = plain_formula(latex).split("\n")
                alt = alt or "; ".join(lines)
                yield _Words("formula", tuple(_formula(line) for line in lines), "Formula", alt)
            case Listing(name):
                yield _Words("program", _program(name, seed), name, f"Program {name}")
            case Output(text):
                yield _Words("output", _plain_code(text), "Output")
            case TableBlock():
                yield _table(block)
                if block.caption:
                    yield _Words("caption", ((_Piece(block.caption, colour=GREY),),), "Caption")
            case Picture(name, alt):
                yield _image(name, alt, pictures)
            case Columns(parts):
                columns = tuple(tuple(_items(part, pictures, seed)) for part in parts)
                yield _Row(columns, block.shares)


def _inline(text: str, bold: bool = False) -> _Line:
    """Return inline text in pieces."""
    pieces: list[_Piece] = []
    for run in runs(text):
        if run.kind == "formula":
            line = _formula(plain_formula(run.text).replace("\n", "; "))
            pieces += [piece._replace(bold=bold) for piece in line]
        else:
            font: Literal["text", "code"] = "code" if run.kind == "code" else "text"
            pieces.append(_Piece(run.text, font, bold or run.kind == "bold"))
    return tuple(pieces)


def _formula(plain: str) -> _Line:
    """Return a line of a plain formula: variables italic, indices below and exponents above."""
    pieces: list[_Piece] = []
    at = 0
    for found in _SCRIPT.finditer(plain):
        pieces += _variables(plain[at : found.start()], 0)
        pieces += _variables(found[2] or found[3], 1 if found[1] == "^" else -1)
        at = found.end()
    return (*pieces, *_variables(plain[at:], 0))


def _variables(text: str, raised: int) -> Iterator[_Piece]:
    """Yield variables in italics, all else, the names of functions too, upright."""
    at = 0
    for found in _LETTERS.finditer(text):
        if (len(found[0]) > 2 and found[0].isascii()) or found[0] == "ln":
            continue
        if found.start() > at:
            yield _Piece(text[at : found.start()], "formula", raised=raised)
        yield _Piece(found[0], "formula", italic=True, raised=raised)
        at = found.end()
    if text[at:]:
        yield _Piece(text[at:], "formula", raised=raised)


def _program(name: str, seed: int) -> tuple[_Line, ...]:
    """Return a program's lines, in colours if pygments is installed."""
    text = listing_text(name, seed).rstrip()
    try:
        from pygments.lexers import get_lexer_by_name
    except ImportError:
        return _plain_code(text)
    lines: list[list[_Piece]] = [[]]
    lexer = get_lexer_by_name(language_of(name), stripnl=False, ensurenl=False)
    for token, words in lexer.get_tokens(text):
        kind = ".".join(token)
        colour = next((_CODE_COLOURS[k] for k in _CODE_COLOURS if kind.startswith(k)), "")
        for number, part in enumerate(words.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(_Piece(part, "code", colour=colour))
    return tuple(tuple(line) for line in lines)


def _plain_code(text: str) -> tuple[_Line, ...]:
    lines = text.rstrip().expandtabs().split("\n")
    return tuple((_Piece(line, "code"),) if line else () for line in lines)


def _table(block: TableBlock) -> _Table:
    header = tuple(_inline(cell, bold=True) for cell in block.header)
    rows = tuple(tuple(_inline(cell) for cell in row) for row in block.rows)
    flush_right = tuple(
        all(reads_as_number(row[column]) for row in block.rows)
        for column in range(len(block.header))
    )
    alt = block.caption or "Table: " + ", ".join(plain_text(cell) for cell in block.header)
    return _Table((header, *rows), flush_right, alt)


def _image(name: str, alt: str, pictures: Mapping[str, Path]) -> _Image:
    if name not in pictures:
        raise UnknownNameError("picture", name, pictures)
    try:
        with Image.open(pictures[name]) as picture:
            return _Image(pictures[name], picture.width / picture.height, name, alt)
    except OSError:
        raise OutputError(f"{pictures[name]} is no picture that can be read.") from None


# How long lines are.


def _letter(letter: str) -> float:
    """Return about how wide a letter is, in units of its size."""
    if "\u0300" <= letter <= "\u036f":
        return 0.0
    return _NARROW.get(letter) or _WIDE.get(letter) or (_LETTER if letter < "\u2e80" else 1.0)


def _length(piece: _Piece, size: float) -> float:
    """Return about how long a piece is."""
    size *= 0.66 if piece.raised else 1.0
    if piece.font == "code":
        return len(piece.text) * _CODE_LETTER * size
    return sum(map(_letter, piece.text)) * size * (1.08 if piece.bold else 1.0)


def _line_length(line: _Line, size: float) -> float:
    return sum(_length(piece, size) for piece in line)


def _words(line: _Line, size: float) -> Iterator[tuple[float, float]]:
    """Yield for each word the length of the blanks before it, and its own."""
    blanks, word = 0.0, 0.0
    for piece in line:
        for text in re.findall(r" +|[^ ]+", piece.text):
            length = _length(piece._replace(text=text), size)
            if text[0] != " ":
                word += length
            elif word:
                yield blanks, word
                blanks, word = length, 0.0
            else:
                blanks += length
    yield blanks, word


def _broken(line: _Line, size: float, width: float) -> int:
    """Return how many lines a line makes in a box."""
    count, at = 1, 0.0
    for blanks, word in _words(line, size):
        if at and at + blanks + word > width:
            count, at = count + 1, 0.0
            blanks = 0.0
        at += blanks + word
        while at > width:
            count, at = count + 1, at - width
    return count


# Where things stand.


def _laid_out(slide: Slide, items: Sequence[_Item]) -> list[tuple[_Item, _Frame, _Scale]]:
    """Place the items of a slide at the largest scale at which they fit."""
    tries = [(scale, True) for scale in _SCALES] + [(scale, False) for scale in _SCALES]
    for scale, whole in tries + [(scale, False) for scale in _OVERFULL]:
        need = _stack(items, _BODY.width, scale)
        if need.least <= _BODY.height and (need.whole or not whole):
            return [(item, frame, scale) for item, frame in _placed(items, _BODY, scale)]
    raise SettingError(f"the slide {slide.key!r} has more than a page holds: make two of it.")


def _placed(items: Sequence[_Item], frame: _Frame, scale: _Scale) -> Iterator[tuple[_Item, _Frame]]:
    """Yield items and their places from top to bottom; pictures share what is left."""
    needs = [_need(item, frame.width, scale) for item in items]
    spare = frame.height - _stack(items, frame.width, scale).least
    wanted = sum(need.most - need.least for need in needs)
    share = min(1.0, max(0.0, spare) / wanted) if wanted else 0.0
    top = frame.top
    for item, need in zip(items, needs, strict=True):
        height = need.least + share * (need.most - need.least)
        place = _Frame(frame.left, top, frame.width, height)
        if isinstance(item, _Row):
            for part, column in zip(item.parts, _columns(item, place), strict=True):
                yield from _placed(part, column, scale)
        else:
            yield item, place
        top += height + _gap(scale)


def _gap(scale: _Scale) -> float:
    return 0.6 * scale.text


def _columns(row: _Row, frame: _Frame) -> Iterator[_Frame]:
    room = frame.width - _COLUMN_GAP * (len(row.parts) - 1)
    left = frame.left
    for share in row.shares:
        yield _Frame(left, frame.top, share * room, frame.height)
        left += share * room + _COLUMN_GAP


def _stack(items: Sequence[_Item], width: float, scale: _Scale) -> _Need:
    """Return what items below each other need."""
    needs = [_need(item, width, scale) for item in items]
    gaps = _gap(scale) * max(0, len(items) - 1)
    return _Need(
        sum(need.least for need in needs) + gaps,
        sum(need.most for need in needs) + gaps,
        all(need.whole for need in needs),
    )


def _need(item: _Item, width: float, scale: _Scale) -> _Need:
    match item:
        case _Words():
            return _need_of_words(item, width, scale)
        case _Table():
            return _need_of_table(item, width, scale)
        case _Image():
            most = min(width / item.aspect, _BODY.height)
            return _Need(min(scale.picture, most), most)
        case _Row():
            frames = _columns(item, _Frame(0, 0, width, 0))
            needs = [
                _stack(part, frame.width, scale)
                for part, frame in zip(item.parts, frames, strict=True)
            ]
            return _Need(
                max((need.least for need in needs), default=0.0),
                max((need.most for need in needs), default=0.0),
                all(need.whole for need in needs),
            )


def _need_of_words(words: _Words, width: float, scale: _Scale) -> _Need:
    size = words.size(scale)
    width -= 2 * _PADDING if words.is_code else 0.0
    width -= _indent(scale) if words.kind == "bullets" else 0.0
    counts = [_broken(line, size, width) for line in words.lines]
    height = sum(counts) * size * (_CODE_LEADING if words.is_code else _LEADING)
    if words.is_code:
        height += 2 * _PADDING
    if words.kind == "bullets":
        height += _space_between(scale) * (len(counts) - 1)
    whole = words.kind in ("text", "bullets", "caption") or max(counts) == 1
    return _Need(height, height, whole)


def _indent(scale: _Scale) -> float:
    """Return how far the text of a list stands from its bullets."""
    return scale.text


def _space_between(scale: _Scale) -> float:
    """Return the height between two items of a list."""
    return 0.35 * scale.text


def _need_of_table(table: _Table, width: float, scale: _Scale) -> _Need:
    widths, whole = _column_widths(table, width, scale)
    height = sum(_row_heights(table, widths, scale))
    return _Need(height, height, whole)


def _column_widths(table: _Table, width: float, scale: _Scale) -> tuple[list[float], bool]:
    """Return the widths of a table's columns, and whether they hold the longest words."""
    columns = list(zip(*table.rows, strict=True))
    sides = 2 * _CELL_SIDE
    lines = [max(_line_length(cell, scale.text) for cell in column) + sides for column in columns]
    words = [
        max(word for cell in column for _, word in _words(cell, scale.text)) + sides
        for column in columns
    ]
    if sum(lines) <= width:
        return [line * min(_STRETCH, width / sum(lines)) for line in lines], True
    if sum(words) >= width:
        return [word * width / sum(words) for word in words], False
    share = (width - sum(words)) / (sum(lines) - sum(words))
    return [word + share * (line - word) for line, word in zip(lines, words, strict=True)], True


def _row_heights(table: _Table, widths: Sequence[float], scale: _Scale) -> list[float]:
    return [
        max(
            _broken(cell, scale.text, width - 2 * _CELL_SIDE + 0.01)
            for cell, width in zip(row, widths, strict=True)
        )
        * scale.text
        * _LEADING
        + 2 * _CELL_TOP
        for row in table.rows
    ]


# The file.


def _prepare_layouts(presentation: Any) -> tuple[Any, Any]:
    """Make the template 16:9 and plain; return the layouts of the opening page and of slides."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND
    from pptx.opc.constants import RELATIONSHIP_TYPE

    presentation.slide_width, presentation.slide_height = _WIDTH * _EMU, _HEIGHT * _EMU
    master, layouts = presentation.slide_master, presentation.slide_layouts
    opening, titled = layouts.get_by_name("Title Slide"), layouts.get_by_name("Title Only")
    for layout in list(layouts):
        if layout not in (opening, titled):
            layouts.remove(layout)
    places = {
        KIND.TITLE: _TITLE,
        KIND.BODY: _BODY,
        KIND.SLIDE_NUMBER: _FOLIO,
        KIND.CENTER_TITLE: _OPENING,
        KIND.SUBTITLE: _SUBTITLE,
    }
    for sheet in (master, opening, titled):
        for shape in list(sheet.placeholders):
            if place := places.get(shape.placeholder_format.type):
                _put(shape, place)
            else:
                shape._element.getparent().remove(shape._element)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme.blob.replace(b'typeface="Calibri"', b'typeface="Arial"')
    _set_styles(master, opening)
    return opening, titled


def _set_styles(master: Any, opening: Any) -> None:
    """Set how titles and page numbers look; slides inherit it."""
    from pptx.oxml.ns import qn

    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    letters = style.find(qn("a:defRPr"))
    letters.set("sz", str(round(100 * _TITLE_SIZE)))
    letters.set("b", "1")
    letters.find(f".//{qn('a:schemeClr')}").set("val", "tx2")
    for letters in master._element.cSld.iterfind(f".//{qn('a:lstStyle')}//{qn('a:defRPr')}"):
        letters.set("sz", str(round(100 * SMALLEST)))
    for style in opening._element.cSld.iterfind(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}"):
        style.set("algn", "l")
    for sheet in (master, opening):
        for tint in list(sheet._element.iter(qn("a:tint"))):  # it makes letters pale
            tint.getparent().remove(tint)


def _put(shape: Any, frame: _Frame) -> None:
    """Move a shape to its place."""
    shape.left, shape.top, shape.width, shape.height = (round(at * _EMU) for at in frame)


def _describe(presentation: Any, deck: Deck) -> None:
    """Say what the file is, with dates that do not depend on when it is made."""
    try:
        date = datetime.fromisoformat(deck.date).replace(tzinfo=None)
    except ValueError:
        date = _NO_DATE
    properties = presentation.core_properties
    said = {
        "title": deck.title,
        "subject": deck.subtitle,
        "author": deck.author,
        "last_modified_by": deck.author,
        "language": deck.language,
        "comments": "",
    }
    for name, text in said.items():
        setattr(properties, name, text[:_LONGEST_PROPERTY])
    properties.created = properties.modified = date
    package = presentation.part.package
    for name, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package.drop_rel(name)


def _add_opening(page: Any, deck: Deck) -> None:
    title, subtitle = page.placeholders
    size = _fitting((_Piece(deck.title, bold=True),), _OPENING, _OPENING_SIZE)
    _write(title.text_frame, ((_Piece(deck.title),),), size, deck.language)
    lines = [text for text in (deck.subtitle, deck.author, deck.date) if text]
    if not lines:
        subtitle._element.getparent().remove(subtitle._element)
        return
    size = min(_fitting((_Piece(line),), _SUBTITLE, _SUBTITLE_SIZE, 3) for line in lines)
    _write(subtitle.text_frame, tuple((_Piece(line),) for line in lines), size, deck.language)


def _add_slide(
    page: Any, slide: Slide, placed: Sequence[tuple[_Item, _Frame, _Scale]], language: str
) -> None:
    title = _inline(slide.title)
    size = _fitting(tuple(p._replace(bold=True) for p in title), _TITLE, _TITLE_SIZE)
    _write(page.shapes.title.text_frame, (title,), size, language)
    for item, frame, scale in placed:
        match item:
            case _Words():
                _add_words(page, item, frame, scale, language)
            case _Table():
                _add_table(page, item, frame, scale, language)
            case _Image():
                _add_image(page, item, frame)
    _add_page_number(page)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", slide.notes)]
    if any(paragraphs):
        page.notes_slide.notes_text_frame.text = "\n".join(filter(None, paragraphs))


def _fitting(line: _Line, frame: _Frame, size: float, shares: int = 1) -> float:
    """Return the size, at most the one given, at which a line and its continuations fit."""
    width, height = frame.width - 16, (frame.height - 8) / shares
    while size > 8 and _broken(line, size, width) * size * _LEADING > height:
        size -= 1
    return size


def _add_words(page: Any, words: _Words, frame: _Frame, scale: _Scale, language: str) -> None:
    """Add a box of lines."""
    box = page.shapes.add_textbox(0, 0, 0, 0)
    _put(box, frame)
    box.name = words.name or words.kind.capitalize()
    if words.alt:
        _set_alt(box, words.alt)
    text, size = box.text_frame, words.size(scale)
    text.word_wrap = True
    side = _PADDING if words.is_code else 0.0
    text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = round(side * _EMU)
    leading = _CODE_LEADING if words.is_code else _LEADING
    _write(text, words.lines, size, language, leading)
    if words.is_code:
        box.line.color.rgb = _rgb(_CODE_EDGE)
        box.line.width = round(0.75 * _EMU)
        if words.kind == "program":
            box.fill.solid()
            box.fill.fore_color.rgb = _rgb(_CODE_GROUND)
    for number, paragraph in enumerate(text.paragraphs):
        if words.kind == "bullets":
            _make_bullet(paragraph, scale, first=number == 0)
    if words.kind == "formula":
        longest = max(_line_length(line, size) for line in words.lines)
        left = max(0, round((frame.width - longest) / 2 * _EMU))
        for paragraph in text.paragraphs:  # in the middle, its lines one below the other
            paragraph._p.get_or_add_pPr().set("marL", str(left))


def _make_bullet(paragraph: Any, scale: _Scale, *, first: bool) -> None:
    from pptx.oxml.ns import qn

    indent = round(_indent(scale) * _EMU)
    if not first:
        paragraph.space_before = round(_space_between(scale) * _EMU)
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    bullet = properties.makeelement(qn("a:buChar"), {"char": "\u2022"})
    properties.append(bullet)


def _write(
    frame: Any, lines: Sequence[_Line], size: float, language: str, leading: float = 0.0
) -> None:
    """Write lines as paragraphs; where no leading is given, the page's own is kept."""
    from pptx.util import Pt

    for number, line in enumerate(lines):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        if leading:
            paragraph.line_spacing = Pt(leading * size)
        for piece in line:
            _write_piece(paragraph.add_run(), piece, size, language)
        if not line:  # an empty line is as high as its letters would be
            paragraph.font.size = Pt(size)


def _write_piece(run: Any, piece: _Piece, size: float, language: str) -> None:
    from pptx.util import Pt

    run.text = piece.text
    run.font.size = Pt(size)
    letters = run._r.get_or_add_rPr()
    letters.set("lang", language)
    if piece.bold:
        run.font.bold = True
    if piece.italic:
        run.font.italic = True
    if piece.colour:
        run.font.color.rgb = _rgb(piece.colour)
    if piece.font != "text":
        run.font.name = _CODE_FONT if piece.font == "code" else _FORMULA_FONT
        letters.set("noProof", "1")
    if piece.raised:
        letters.set("baseline", "30000" if piece.raised > 0 else "-25000")


def _rgb(colour: str) -> Any:
    """Return a colour such as "#0072B2" as the file wants it."""
    from pptx.dml.color import RGBColor

    maker: Any = RGBColor
    return maker.from_string(colour.removeprefix("#"))


def _add_table(page: Any, table: _Table, frame: _Frame, scale: _Scale, language: str) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    widths, _ = _column_widths(table, frame.width, scale)
    heights = _row_heights(table, widths, scale)
    left = frame.left + (frame.width - sum(widths)) / 2
    shape = page.shapes.add_table(len(heights), len(widths), 0, 0, 0, 0)
    shape.name = "Table"
    _set_alt(shape, table.alt)
    grid = shape.table
    _plain_style(grid)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = int(width * _EMU)
    for row, height in zip(grid.rows, heights, strict=True):
        row.height = int(height * _EMU)
    _put(shape, _Frame(left, frame.top, sum(widths), sum(heights)))
    for number, line in enumerate(table.rows):
        for cell, text, flush_right in zip(
            grid.rows[number].cells, line, table.flush_right, strict=True
        ):
            cell.margin_left = cell.margin_right = round(_CELL_SIDE * _EMU)
            cell.margin_top = cell.margin_bottom = round(_CELL_TOP * _EMU)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            _write(cell.text_frame, (text,), scale.text, language, _LEADING)
            if flush_right:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            _underline(cell, 1.5 if number == 0 else 0.5)


def _plain_style(grid: Any) -> None:
    """Take the colours of the template from a table; what is a head stays one."""
    from pptx.oxml.ns import qn

    grid.first_col, grid.horz_banding = True, False
    grid._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_TABLE_STYLE


def _underline(cell: Any, width: float) -> None:
    """Draw a rule below a cell."""
    from pptx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    rule = properties.makeelement(qn("a:lnB"), {"w": str(round(width * _EMU))})
    fill = rule.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": _RULE[1:]}))
    rule.append(fill)
    properties.insert(0, rule)


def _add_image(page: Any, image: _Image, frame: _Frame) -> None:
    """Add a picture, as large as its place allows, in the middle of it."""
    width = min(frame.width, frame.height * image.aspect)
    left = frame.left + (frame.width - width) / 2
    shape = page.shapes.add_picture(str(image.path), 0, 0)
    _put(shape, _Frame(left, frame.top, width, width / image.aspect))
    shape.name = image.name
    _set_alt(shape, image.alt)


def _set_alt(shape: Any, alt: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _add_page_number(page: Any) -> None:
    """Give a slide the page number of its layout."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    for shape in page.slide_layout.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            number = deepcopy(shape._element)
            number.xpath(".//p:cNvPr")[0].set("id", str(len(page.shapes) + 2))
            page.shapes._spTree.append(number)


def _without_times(file: BytesIO) -> bytes:
    """Return a zip file without the times at which its members were written."""
    result = BytesIO()
    with ZipFile(file) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name, _ZIP_DATE)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            new.writestr(member, old.read(name))
    return result.getvalue()
