"""How a target is called on a figure: by its short name, or its formula set as mathematics.

Names are whatever users type. What would be wider than there is room for, or cannot be set, gives
way to the next best: a smaller size, the text as it was typed, and that cut.
"""

from __future__ import annotations

import math
import textwrap

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from uat.expressions import inputs_in_words
from uat.figures import style
from uat.io.wording import in_words, shortened
from uat.targets.target import Target

_TITLE_SIZES = (20.0, 17.0, 14.0)
_TITLE_WIDE = 0.94  # of the figure
_IN_SENTENCE = 3.6
_POINTS = 72.0  # an inch
_ROWS = 1.9  # a formula among words is no taller, in heights of letters
_LINE = 1.2  # a line is so tall, in sizes of letters
_FEWEST = 8  # letters of a name that is cut


def name_on_figure(target: Target, inches: float = _IN_SENTENCE, size: float = 20.0) -> str:
    """Return the name of a target for a heading with other words, a row or a dot.

    Parameters
    ----------
    target : of any number of inputs
    inches : how wide it may be
    size : of the letters, points
    """
    formula = f"${_formula(target)}$"
    if is_named_by_formula(target) and _fits(formula, size, inches, _ROWS * size / _POINTS):
        return formula
    return _cut(_words(target), inches, size)


def is_named_by_formula(target: Target) -> bool:
    """Return whether a target has no other name than what was typed."""
    return bool(_formula(target)) and not target.name.isidentifier()


def set_page_title(figure: Figure, target: Target, y: float, tall: float) -> None:
    """Write over the page of a target what it is called and, if there is room, its formula.

    Parameters
    ----------
    figure : the page
    target : of any number of inputs
    y : of the title's top, in shares of the figure
    tall : how tall it may be, inches
    """
    inches = _TITLE_WIDE * figure.get_figwidth()
    words = _words(target)
    calls = rf"\mathrm{{{target.name}}}(".replace("_", r"\_")
    latex = _formula(target)
    alone = is_named_by_formula(target) or latex.startswith((calls, target.name))
    formula = f"${latex}$" if alone else f"{words}:  ${latex}$"
    for title in [formula] * bool(latex) + [words]:
        for size in _TITLE_SIZES:
            if _fits(title, size, inches, tall):
                figure.suptitle(title, y=y, fontsize=size)
                return
    figure.suptitle(_lines(words, inches, tall), y=y, fontsize=_TITLE_SIZES[-1])


def _lines(words: str, inches: float, tall: float) -> str:
    """Return a long name for a title in the smallest letters: in two lines if there is room."""
    size = _TITLE_SIZES[-1]
    if tall < 2.0 * _LINE * size / _POINTS:
        return _cut(words, inches, size)
    letters = int(len(words) * inches / _size(words, size)[0])
    first, *rest = textwrap.wrap(words, letters, break_on_hyphens=False)
    return f"{first}\n{_cut(' '.join(rest), inches, size)}"


def _formula(target: Target) -> str:
    """Return the formula of a target; empty if it has none, or one that fills pages."""
    return "" if target.formula == f"f({inputs_in_words(target.inputs)})" else target.formula


def _words(target: Target) -> str:
    """Return the name as plain text, on one line, without a sign of mathematics."""
    return " ".join(in_words(target.name).split()).replace("$", r"\$") or "target"


def _cut(words: str, inches: float, size: float) -> str:
    """Return words, cut if they are wider than that."""
    wide, _ = _size(words, size)
    letters = max(_FEWEST, int(len(words) * inches / wide)) if wide > inches else len(words)
    return shortened(words, letters)


def _fits(text: str, size: float, inches: float, tall: float) -> bool:
    """Return whether a text, in letters of that size, is no wider and no taller than that."""
    wide, high = _size(text, size)
    return wide <= inches and high <= tall


def _size(text: str, size: float) -> tuple[float, float]:
    """Return how wide and how tall a text is, inches; infinite if it cannot be set."""
    try:
        path = TextPath((0.0, 0.0), text, size, prop=FontProperties(family=style.FONT))
    except ValueError:
        return math.inf, math.inf
    if not len(path.vertices):
        return 0.0, 0.0
    box = path.get_extents()
    return float(box.width) / _POINTS, float(box.height) / _POINTS
