"""The deck as one HTML file that needs nothing else: no network, no font, no other file.

Every slide is a section of a plain page, readable from top to bottom. The script makes a deck of
it: one slide at a time on a face of 1280 x 720, scaled to the window. Whatever comes from outside
is escaped; figures are taken apart and put together again, so that they bring neither scripts nor
styles, and no two of them share an id. The same deck gives the same bytes.

Sizes are in the units of the face. Programs are set as large as their slide allows, and never
below `CODE_SIZES[-1]`; text that does not fit at the size of the style sheet is set smaller by the
script, step by step, and never below 18.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import singledispatchmethod
from html import escape
from importlib.resources import files
from itertools import count
from xml.etree.ElementTree import Element

from uat.exceptions import MissingPackageError, OutputError, UnknownNameError
from uat.slides.content import (
    TITLE_KEY,
    Block,
    Bullets,
    Columns,
    Deck,
    Equation,
    Listing,
    Live,
    Output,
    Picture,
    Slide,
    TableBlock,
    Text,
)
from uat.slides.formulas import mathml, plain_text, reads_as_number
from uat.slides.markup import runs
from uat.slides.programs import listing_text

CODE_SIZES = (22, 20, 18)
"""Sizes of programs and of what they print, largest first."""

WORDS = {
    "en": {
        "help": "Keys",
        "next": "Next slide",
        "previous": "Previous slide",
        "first": "First slide",
        "last": "Last slide",
        "overview": "Overview",
        "notes": "Speaker notes",
        "theme": "Dark or light",
        "fullscreen": "Full screen",
        "close": "Close",
        "slide": "slide",
        "slides": "Slides",
        "position": "Slide {at} of {all}: {title}",
        "blocked": "The browser blocked the window of the speaker notes.",
        "none": "No notes.",
        "upcoming": "Next",
        "end": "End",
        "restart": "Restart the clock",
        "dark": "Dark",
        "light": "Light",
    },
}
"""What the page itself says, by language; one that is missing speaks English."""

_COMMANDS = (
    ("next", "→ ↓ Space PgDn"),
    ("previous", "← ↑ PgUp"),
    ("first", "Home"),
    ("last", "End"),
    ("overview", "o"),
    ("notes", "s"),
    ("theme", "d"),
    ("fullscreen", "f"),
    ("help", "?"),
)
_LANGUAGES = {"R": ("r", "R"), "py": ("python", "Python")}
_SECURITY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:; "
    "script-src 'unsafe-inline' 'wasm-unsafe-eval'"
)
# The room on the face, as deck.css lays it out.
_WIDTH, _HEIGHT, _GAP, _PADDING = 1200, 586, 24, 20
_LETTER, _LINE = 0.603, 1.22
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_REFERENCE = re.compile(r"url\(#")
_EVERYTHING = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")


def deck_html(
    deck: Deck,
    pictures: Mapping[str, tuple[str, str]],
    program: Callable[[str], str] = listing_text,
    explorer: str = "",
) -> str:
    """Return the deck as an HTML page.

    Parameters
    ----------
    deck : what to show
    pictures : figures by name, each as SVG, on light and on dark ground
    program : the text of a listing by its name
    explorer : what figures need to be live, as `uat.explorer.page.embedding` returns it; without
        it they are still

    Raises
    ------
    UnknownNameError
        If the deck shows a figure that is not among the pictures.
    OutputError
        If a figure is not SVG, or a program is in a language that is not shown.
    SettingError
        If a formula or a text of the deck cannot be read.
    MissingPackageError
        If latex2mathml or pygments is not installed.
    """
    words = WORDS.get(deck.language.partition("-")[0], WORDS["en"])
    writer = _Writer(pictures, program, bool(explorer))
    slides = [_title_page(deck, words)]
    slides += [_slide(deck, slide, page, writer, words) for page, slide in _paged(deck)]
    style, script = _asset("deck.css"), _asset("deck.js")
    return f"""<!DOCTYPE html>
<html lang="{escape(deck.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_SECURITY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="{escape(deck.author)}">
<title>{escape(deck.title)}</title>
<style>
{style}</style>
<script>document.documentElement.classList.add("deck")</script>
</head>
<body>
<main>
{"".join(slides)}</main>
{_controls(words)}<script type="application/json" id="ui.words">{_json(words)}</script>
{explorer}<script>
{script}</script>
</body>
</html>
"""


def _paged(deck: Deck) -> list[tuple[int, Slide]]:
    """Return the slides with their page numbers; the opening page is page 1."""
    return list(enumerate(deck.slides, start=2))


def _asset(name: str) -> str:
    return files("uat.slides").joinpath("assets", name).read_text(encoding="utf-8")


def _json(value: object) -> str:
    """Return JSON that no HTML parser takes for markup."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _title_page(deck: Deck, words: Mapping[str, str]) -> str:
    lines = "".join(
        f'<p class="{name}">{escape(text)}</p>\n'
        for name, text in (
            ("subtitle", deck.subtitle),
            ("author", deck.author),
            ("date", deck.date),
        )
        if text
    )
    heading = f'<h1 id="{TITLE_KEY}.heading">{escape(deck.title)}</h1>\n'
    return _section(
        TITLE_KEY, "opening", f'<div class="body">\n{heading}{lines}</div>\n', words, deck.title
    )


def _slide(deck: Deck, slide: Slide, page: int, writer: _Writer, words: Mapping[str, str]) -> str:
    face = (
        f'<h2 id="{slide.key}.heading">{_inline(slide.title)}</h2>\n'
        f'<div class="body" style="--code: {_code_size(slide, writer)}px">\n'
        f"{writer.blocks(slide.blocks)}</div>\n"
        f'<p class="folio"><span>{escape(deck.title)}</span>'
        f"<span>{page} / {len(deck.slides) + 1}</span></p>\n"
    )
    notes = "".join(
        f"<p>{escape(' '.join(paragraph.split()))}</p>\n"
        for paragraph in re.split(r"\n\s*\n", slide.notes)
        if paragraph.strip()
    )
    if notes:
        summary = f"<summary>{escape(words['notes'])}</summary>"
        notes = f'<details class="notes">{summary}\n{notes}</details>\n'
    return _section(slide.key, f"part-{slide.part}", face, words, plain_text(slide.title), notes)


def _section(
    key: str, kind: str, face: str, words: Mapping[str, str], title: str, notes: str = ""
) -> str:
    """Return a slide; the link over its face is what the overview is made of."""
    return (
        f'<section class="slide {kind}" id="{key}" tabindex="-1" '
        f'aria-labelledby="{key}.heading" aria-roledescription="{escape(words["slide"])}">\n'
        f'<div class="face">\n{face}</div>\n'
        f'<a class="jump" href="#/{key}" aria-label="{escape(title)}"></a>\n'
        f"{notes}</section>\n"
    )


def _inline(text: str) -> str:
    """Return inline text as HTML."""
    tags = {"text": "{}", "bold": "<strong>{}</strong>", "code": '<code translate="no">{}</code>'}
    return "".join(
        mathml(run.text) if run.kind == "formula" else tags[run.kind].format(escape(run.text))
        for run in runs(text)
    )


class _Writer:
    """Blocks as HTML, with the programs and figures that they name.

    Figures get ids of their own each time.
    """

    def __init__(
        self,
        pictures: Mapping[str, tuple[str, str]],
        program: Callable[[str], str],
        live: bool,
    ) -> None:
        self.program = program
        self._live = live
        self._pictures = pictures
        self._numbers = count(1)

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Return blocks from top to bottom."""
        return "".join(self.block(block) for block in blocks)

    @singledispatchmethod
    def block(self, block: Block) -> str:
        """Return a block; every kind has its own method below."""
        raise TypeError(f"a deck has no block of type {type(block).__name__}.")

    @block.register
    def _(self, block: Text) -> str:
        return f"<p>{_inline(block.text)}</p>\n"

    @block.register
    def _(self, block: Bullets) -> str:
        lines = "\n".join(f"<li>{_inline(item)}</li>" for item in block.items)
        return f"<ul>\n{lines}\n</ul>\n"

    @block.register
    def _(self, block: Equation) -> str:
        return f'<div class="equation">{mathml(block.latex, display=True, alt=block.alt)}</div>\n'

    @block.register
    def _(self, block: Listing) -> str:
        return _listing(block.name, self.program(block.name))

    @block.register
    def _(self, block: Output) -> str:
        return f'<pre class="output"><samp>{escape(block.text.rstrip())}</samp></pre>\n'

    @block.register
    def _(self, block: TableBlock) -> str:
        return _table(block)

    @block.register
    def _(self, block: Picture) -> str:
        """Return a figure in both variants; the style sheet shows one."""
        if block.name not in self._pictures:
            raise UnknownNameError("picture", block.name, self._pictures)
        number = next(self._numbers)
        light, dark = (
            _inline_svg(svg, f"p{number}{theme[0]}.", theme, block.name)
            for svg, theme in zip(self._pictures[block.name], ("light", "dark"), strict=True)
        )
        still = (
            f'<figure class="picture" role="img" aria-label="{escape(block.alt)}">'
            f"{light}{dark}</figure>\n"
        )
        return f"{still}{_live_place(block.live)}" if block.live and self._live else still

    @block.register
    def _(self, block: Columns) -> str:
        widths = " ".join(f"minmax(0, {share:.6g}fr)" for share in block.shares)
        columns = "".join(
            f'<div class="column">\n{self.blocks(part)}</div>\n' for part in block.parts
        )
        return f'<div class="columns" style="grid-template-columns: {widths}">\n{columns}</div>\n'


def _live_place(live: Live) -> str:
    """Return where the explorer is shown in place of the figure before it."""
    options = {"only": [live.panel], "preset": dict(live.preset), "choose": live.of_targets}
    return f'<div class="live" hidden data-options="{escape(_json(options))}"></div>\n'


def _listing(name: str, text: str) -> str:
    """Return a program with its tokens marked, below the name of its file."""
    try:
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import get_lexer_by_name
    except ImportError:
        raise MissingPackageError("pygments", "slides") from None
    suffix = name.rpartition(".")[2]
    if suffix not in _LANGUAGES:
        raise OutputError(f"{name}: the deck shows {' and '.join(_LANGUAGES)} files only.")
    language, spoken = _LANGUAGES[suffix]
    code = highlight(
        text.rstrip(),
        get_lexer_by_name(language, stripnl=False),
        HtmlFormatter(nowrap=True, classprefix="t-"),
    )
    return (
        f'<figure class="listing"><figcaption>{escape(name)} <span>{spoken}</span></figcaption>'
        f'<pre><code class="language-{language}" translate="no">{code.rstrip()}</code></pre>'
        "</figure>\n"
    )


def _code_size(slide: Slide, writer: _Writer) -> int:
    """Return the largest size at which the programs of a slide fit, or the smallest one."""
    columns = [(1.0, slide.blocks)]
    for block in slide.blocks:
        if isinstance(block, Columns):
            columns += zip(block.shares, block.parts, strict=True)
    for size in CODE_SIZES:
        if all(_code_fits(blocks, share, size, writer) for share, blocks in columns):
            return size
    return CODE_SIZES[-1]


def _code_fits(blocks: Sequence[Block], share: float, size: int, writer: _Writer) -> bool:
    width = share * (_WIDTH - (_GAP if share < 1 else 0)) - _PADDING
    height = 16.0 * (len(blocks) - 1)
    for block in blocks:
        if isinstance(block, Listing | Output):
            text = writer.program(block.name) if isinstance(block, Listing) else block.text
            lines = text.rstrip().expandtabs().split("\n")
            height += len(lines) * size * _LINE + (40 if isinstance(block, Listing) else 12)
            if max(map(len, lines)) * size * _LETTER > width:
                return False
        elif not isinstance(block, Columns):
            height += 48
    return height <= _HEIGHT


def _table(table: TableBlock) -> str:
    """Return a table; columns of numbers are flush right, and a first column of words is heads."""
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.header)
    numeric = [all(reads_as_number(cell) for cell in column) for column in cells]
    caption = f"<caption>{escape(table.caption)}</caption>\n" if table.caption else ""
    head = "".join(
        f'<th scope="col"{_aligned(number)}>{_inline(cell)}</th>'
        for cell, number in zip(table.header, numeric, strict=True)
    )
    rows = ""
    for row in table.rows:
        line = ""
        for index, (cell, number) in enumerate(zip(row, numeric, strict=True)):
            tag, scope = ("td", "") if index or number else ("th", ' scope="row"')
            line += f"<{tag}{scope}{_aligned(number)}>{_inline(cell)}</{tag}>"
        rows += f"<tr>{line}</tr>\n"
    return (
        f"<table>\n{caption}<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _aligned(number: bool) -> str:
    return ' class="number"' if number else ""


def _inline_svg(svg: str, prefix: str, theme: str, name: str) -> str:
    """Return an SVG file as an element of an HTML page, its ids made its own."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        raise OutputError(f"the picture {name!r} is not SVG.") from None
    if root.tag != f"{_SVG}svg":
        raise OutputError(f"the picture {name!r} is not SVG.")
    _clean(root, prefix)
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    root.attrib |= {"class": theme, "aria-hidden": "true", "focusable": "false"}
    return ElementTree.tostring(root, encoding="unicode")


def _clean(root: Element, prefix: str) -> None:
    """Drop what does not draw, and prefix every id and every reference to one."""
    style = _style_of_everything(root)
    for parent in list(root.iter()):
        for child in list(parent):
            if not _draws(child):
                parent.remove(child)
    for node in root.iter():
        node.tag = str(node.tag).removeprefix(_SVG)
        node.text = _unless_blank(node.text)
        node.tail = _unless_blank(node.tail)
        node.attrib = dict(_clean_attributes(node.attrib, prefix))
    if style:
        root.set("style", style)


def _style_of_everything(root: Element) -> str:
    """Return what the style sheets in a picture say of all its elements."""
    sheets = (_EVERYTHING.fullmatch(node.text or "") for node in root.iter(f"{_SVG}style"))
    return "".join(sheet[1] for sheet in sheets if sheet).strip()


def _unless_blank(text: str | None) -> str | None:
    return text if text and text.strip() else None


def _draws(node: Element) -> bool:
    """Return whether an element belongs to the picture: SVG's own, and none that only tells."""
    kind = str(node.tag).removeprefix(_SVG)
    return kind not in ("style", "script", "metadata", "foreignObject") and "{" not in kind


def _clean_attributes(attributes: Mapping[str, str], prefix: str) -> list[tuple[str, str]]:
    kept = []
    for name, value in attributes.items():
        name = name.removeprefix(_XLINK)
        if name == "id":
            kept.append((name, prefix + value))
        elif name == "href":
            if value.startswith("#"):
                kept.append((name, f"#{prefix}{value[1:]}"))
            elif value.startswith("data:image/"):
                kept.append((name, value))
        elif not name.lower().startswith("on") and "{" not in name:
            kept.append((name, _REFERENCE.sub(f"url(#{prefix}", value)))
    return kept


def _controls(words: Mapping[str, str]) -> str:
    """Return what moves the deck and tells where it is; the script brings it to life."""
    said = {name: escape(word) for name, word in words.items()}
    rows = "".join(
        f'<li><button type="button" data-do="{command}">{said[command]}</button> '
        f"<kbd>{escape(keys)}</kbd></li>\n"
        for command, keys in _COMMANDS
        if command != "help"
    )
    bar = "".join(
        f'<button type="button" data-do="{command}" aria-label="{said[command]}" '
        f'title="{said[command]}">{sign}</button>'
        for command, sign in (("previous", "←"), ("next", "→"), ("help", "?"))
    )
    return (
        f'<nav class="bar" aria-label="{said["slides"]}">{bar}</nav>\n'
        '<div class="progress" aria-hidden="true"><div id="ui.progress"></div></div>\n'
        '<p class="unseen" id="ui.live" role="status" aria-live="polite"></p>\n'
        f'<dialog class="help" id="ui.help" aria-label="{said["help"]}">\n<ul>\n{rows}</ul>\n'
        f'<button type="button" data-do="help">{said["close"]}</button>\n</dialog>\n'
    )
