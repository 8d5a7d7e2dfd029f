r"""Headings of panels: a name, and under it a formula that fits.

A formula is set as large as its panel allows, on two lines if it must be, broken where terms are
added; what is longer than that ends in dots. The width is that which matplotlib gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser

from uat.figures.style import figure_style, without_remarks
from uat.io.wording import shortened

# Points; on a slide of 100 dots an inch the smallest has 18 pixels.
_SIZES = (16.0, 15.0, 14.0, 13.0)
_MOST_LINES = 2
_LEAST = 4  # characters of a name
_DOTS = r"\; \ldots"
# What counts in a formula when it is cut between terms: brackets, bars, and signs between blanks.
_TOKEN = re.compile(
    r"(?P<open>\\lfloor|\\lceil|[({\[])|(?P<close>\\rfloor|\\rceil|[)}\]])|(?P<bar>\|)"
    r"|(?P<cut>(?<=[^\s,;]) (?=[+-] )| (?=\\; \\mathrm\{(?:if|else)\}))"
)
_BEFORE_A_VALUE = re.compile(r"(?:^|[-+=<>({\[,;]|\\cdot|\\neq|\\leq|\\geq|\\mathrm\{\w+\})\s*$")


Heading: TypeAlias = tuple[str, str, str]
"""A name, plain; a formula, LaTeX; and what takes their place where the one is empty and no term of
the other fits. Each may be empty."""


def draw_headings(row: Sequence[Axes], headings: Sequence[Heading]) -> int:
    """Head panels of one row in one size; return of how many lines the tallest heading is."""
    room = min(axes.get_window_extent().width / axes.figure.dpi * 72.0 for axes in row)
    size = next((size for size in _SIZES if _all_fit(headings, size, room)), _SIZES[-1])
    tallest = 0
    for axes, heading in zip(row, headings, strict=True):
        lines = list(_lines_of(heading, size, room))
        axes.set_title("\n".join(lines), fontsize=size)
        tallest = max(tallest, len(lines))
    return tallest


def _all_fit(headings: Sequence[Heading], size: float, room: float) -> bool:
    """Return whether all formulas are seen whole at a size."""
    filled = [_filled(formula, size, room) for _, formula, _ in headings]
    return all(
        len(lines) <= _MOST_LINES and all(width_of(f"${line}$", size) <= room for line in lines)
        for lines in filled
    )


def _lines_of(heading: Heading, size: float, room: float) -> Iterator[str]:
    """Yield the lines of a heading as matplotlib reads them."""
    name, latex, instead = heading
    formula = list(_cut(latex, size, room))
    name = name or ("" if formula else instead)
    name = name[:1].upper() + name[1:]
    if name:
        yield _fitting(name, size, room)
    yield from (f"${line}$" for line in formula)


def _fitting(name: str, size: float, room: float) -> str:
    """Return a name as matplotlib reads it, cut if that is too wide."""
    plain = name.replace("$", r"\$")
    longest = len(name)
    while longest > _LEAST and width_of(plain, size) > room:
        longest -= 1
        plain = shortened(name, longest).replace("$", r"\$")
    return plain


def _cut(latex: str, size: float, room: float) -> Iterator[str]:
    """Yield the lines of a formula that fit, with dots behind them if there is more."""
    lines = _filled(latex, size, room)
    fitting = next(
        (n for n, one in enumerate(lines) if width_of(f"${one}$", size) > room), len(lines)
    )
    shown = lines[: min(fitting, _MOST_LINES)]
    if len(shown) < len(lines) and shown:
        last = _terms(shown[-1])
        while len(last) > 1 and width_of(f"${' '.join(last)}{_DOTS}$", size) > room:
            last = last[:-1]
        shown[-1] = " ".join(last) + _DOTS
    yield from shown


def _filled(latex: str, size: float, room: float) -> list[str]:
    """Return the terms of a formula on lines, as many on each as fit, one at least."""
    lines: list[str] = []
    for term in _terms(latex):
        if lines and width_of(f"${lines[-1]} {term}$", size) <= room:
            lines[-1] += f" {term}"
        else:
            lines.append(term)
    return lines


def _terms(latex: str) -> list[str]:
    """Return the terms that a formula adds up, signs before them; cut in no brackets or bars."""
    depth, cuts = 0, []
    bars: list[int] = []  # how deep each bar that is open lies
    for token in _TOKEN.finditer(latex):
        if token["bar"]:
            if bars and bars[-1] == depth and not _opens(latex, token.start()):
                depth -= 1
                bars.pop()
            else:
                depth += 1
                bars.append(depth)
        elif token["cut"] is not None and depth == 0:
            cuts.append(token.start())
        else:
            depth += bool(token["open"]) - bool(token["close"])
    ends = [*cuts, len(latex)]
    pieces = (latex[start:end].strip() for start, end in zip([0, *cuts], ends, strict=True))
    return [piece for piece in pieces if piece]


def _opens(latex: str, place: int) -> bool:
    """Return whether a bar is the first of its two: what stands before it needs a value."""
    return _BEFORE_A_VALUE.search(latex[:place].rstrip("|")) is not None


@lru_cache(1024)
def width_of(text: str, size: float) -> float:
    """Return how wide matplotlib sets a line, points."""
    with figure_style(), without_remarks("matplotlib.mathtext"):
        parsed = MathTextParser("path").parse(text, 72.0, FontProperties(size=size))
    return float(parsed.width)
