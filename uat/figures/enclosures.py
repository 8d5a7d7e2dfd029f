"""How a computer proves a bound for every point: an interval for each piece, and ever more pieces.

The error of a line against a parabola, e(x) = x^2 - (x - 1/8) on [0, 1], whose largest size is 1/8.
From a <= x <= b follows a^2 - b + 1/8 <= e(x) <= b^2 - a + 1/8, step by step as the formula is
computed. That is a proof for all x of the piece, and a bad bound; of smaller pieces it is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from uat.figures import style

SHOWN_PIECES = (4, 40)
"""Of the two panels."""
LARGEST = Fraction(1, 8)
"""The largest error there is."""

_CURVE_POINTS = 401
_BOX = "#7FB3D9"


def enclosure_of(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Return between what e(x) lies for all x from `low` to `high`, both at least 0."""
    return low * low - high + LARGEST, high * high - low + LARGEST


def pieces_of(count: int) -> list[tuple[Fraction, Fraction]]:
    """Return [0, 1] cut into so many equal pieces."""
    return [(Fraction(k, count), Fraction(k + 1, count)) for k in range(count)]


def bound_of(count: int) -> Fraction:
    """Return what so many pieces prove |e| to be at most on [0, 1]: 1/8 + 1/count."""
    ends = [enclosure_of(*piece) for piece in pieces_of(count)]
    return max(max(-low, high) for low, high in ends)


def enclosure_figure(counts: Sequence[int] = SHOWN_PIECES) -> Figure:
    """Return the error of the line and boxes that hold it, a panel for each number of pieces.

    Parameters
    ----------
    counts : of pieces, rising
    """
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.HALF_SLIDE, layout="constrained")
        panels = figure.subplots(len(counts), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        for axes, count in zip(panels, counts, strict=True):
            _draw_boxes(axes, count)
        panels[-1].set_xlabel("x")
    return figure


def _draw_boxes(axes: Axes, count: int) -> None:
    """Draw the error, a box for every piece, and the bounds that follow."""
    for a, b in pieces_of(count):
        low, high = enclosure_of(a, b)
        axes.add_patch(
            Rectangle(
                (float(a), float(low)), float(b - a), float(high - low),
                facecolor=_BOX, edgecolor=style.BLUE, linewidth=1.0, alpha=0.55,
            )
        )  # fmt: skip
    x = np.linspace(0.0, 1.0, _CURVE_POINTS)
    axes.plot(x, x * x - x + float(LARGEST), color=style.TARGET, linewidth=2.6)
    bound = float(bound_of(count))
    for level in (bound, -bound):
        axes.axhline(level, color=style.VERMILION, linestyle="--", linewidth=1.8)
    axes.set(
        xlim=(0.0, 1.0), ylim=(-0.45, 0.45), ylabel="error",
        title=f"{count} pieces: at most {bound:g}",
    )  # fmt: skip
