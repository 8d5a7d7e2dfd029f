"""Predictions against the values they should be, and what is left, as clouds of dots.

On the diagonal, or on zero, a prediction is right. Of many points a random part is drawn, always
the same, so that a file stays small and a cloud shows its density.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.arrays import Array
from uat.figures import style
from uat.figures.panels import read_plainly

MOST_DOTS = 3000
"""More could not be told apart."""

# A label with a power of ten and more, which a small panel has no room to centre.
_LONG_LABEL, _SMALL = 30, 13
# From so many on, dots are pixels in a vector file, too.
_RASTERISED = 500
_NO_ERROR: dict[str, Any] = {
    "color": style.TARGET, "linewidth": 6, "alpha": style.TARGET_ALPHA, "zorder": 0.5,
}  # fmt: skip


def some_rows(count: int, most: int = MOST_DOTS) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return at most `most` of the row numbers 0 ... count - 1, drawn at random, rising."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False))


def dots(colour: str, count: int, ring: bool = False) -> dict[str, Any]:
    """Return the look of so many dots, or rings, the fainter the more there are."""
    size = 6.0 if count <= 100 else 4.5 if count <= 1000 else 3.0
    look: dict[str, Any] = {"linestyle": "none", "marker": "o", "rasterized": count > _RASTERISED}
    if ring:
        edge = 1.4 if count <= 300 else 0.9
        return look | {"markersize": size + 1.0, "mfc": "none", "mec": colour, "mew": edge}
    faint = float(np.clip(6.0 / math.sqrt(max(count, 1)), 0.25, 0.7))
    return look | {"markersize": size, "color": colour, "mew": 0.0, "alpha": faint}


def span_of(values: Array, margin: float = 0.05) -> tuple[float, float]:
    """Return the ends of an axis that shows these values with a margin; a constant has some, too.

    The margin is a share of the span. Values that are not finite do not count.
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    room = margin * (high - low) or 0.3 * abs(low) or 1.0
    return low - room, high + room


def finish_predicted(
    axes: Axes, span: tuple[float, float], names: tuple[str, str], label: str = "_no error"
) -> None:
    """Set what a panel of predictions against values needs: the diagonal, limits, labels.

    `label` is the diagonal's in a key.
    """
    axes.plot(span, span, label=label, **_NO_ERROR)
    axes.set(xlim=span, ylim=span)
    axes.tick_params(pad=6)
    _label_below(axes, names[0])
    axes.set_ylabel(names[1] + read_plainly(axes.yaxis, 4))


def finish_residuals(
    axes: Axes,
    span: tuple[float, float],
    reach: float,
    names: tuple[str, str],
    label: str = "_no error",
) -> None:
    """Set what a panel of residuals needs: zero in the middle, limits, labels.

    `label` is that of zero in a key.
    """
    axes.axhline(0.0, label=label, **_NO_ERROR)
    reach = reach if math.isfinite(reach) and reach > 0.0 else 1.0
    axes.set(xlim=span, ylim=(-reach, reach))
    axes.tick_params(pad=6)
    _label_below(axes, names[0])
    axes.set_ylabel(names[1] + read_plainly(axes.yaxis, 5))


def _label_below(axes: Axes, name: str) -> None:
    """Label the x axis; a long label is small and ends where the panel does: the page may, too."""
    axes.set_xlabel(name + read_plainly(axes.xaxis, 4))
    if len(axes.get_xlabel()) > _LONG_LABEL:
        axes.xaxis.label.set(x=1.0, ha="right", fontsize=_SMALL)
