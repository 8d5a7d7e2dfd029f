"""Boxes that hold the error of a line, piece by piece: how a bound for every point is proved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from uat.figures import style
from uat.theory.enclosures import LARGEST, SHOWN_PIECES, bound_of, enclosure_of, pieces_of

_CURVE_POINTS = 401
_BOX = "#7FB3D9"


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
