"""Lines named where they end, at the right of their axes, instead of in a legend.

A reader then looks at one place, not at two. The names stand in a column beside the axes, each as
near to the height of its line's end as the others let it, and a thin line leads from one to the
other. They are in the colours of their lines, darkened as far as letters need it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D

from uat.arrays import Array

# Of the letters; a line of them is so many times as tall.
_SIZE, _SPACING = 13, 1.22
# Between the axes and the names, and between two names; in points.
_BESIDE, _BETWEEN = 16.0, 4.0
# How far the column of names may reach over the axes, above and below; in points.
_OVER = 12.0
_CONTRAST = 4.5
"""Least contrast of letters to white paper (WCAG 2.1, 1.4.3)."""


def label_line_ends(axes: Axes, labels: Sequence[tuple[Line2D, str]]) -> list[Line2D]:
    """Write beside the axes what each line is; return the lines that end out of sight.

    Parameters
    ----------
    axes : with their final limits, scales and place in the figure
    labels : lines, and what to write, of one row or of several

    Returns
    -------
    The lines that have no end within the axes, for a legend.
    """
    places = {line: _end_of(axes, line) for line, _ in labels}
    seen = [(line, text, place) for line, text in labels if (place := places[line]) is not None]
    if seen:
        _write(axes, sorted(seen, key=lambda one: one[2][1]))
    return [line for line, _ in labels if places[line] is None]


def _end_of(axes: Axes, line: Line2D) -> tuple[float, float] | None:
    """Return the right end of a line in shares of the axes, or None if it is not within them."""
    points = np.column_stack([np.asarray(data, dtype=np.float64) for data in line.get_data()])
    if not len(points):
        return None
    pixels = line.get_transform().transform(points[np.argmax(points[:, 0])])
    x, y = axes.transAxes.inverted().transform(pixels)
    inside = -1e-6 <= x <= 1.0 + 1e-6 and -1e-6 <= y <= 1.0 + 1e-6
    return (float(x), float(y)) if inside else None


def _write(axes: Axes, labels: Sequence[tuple[Line2D, str, tuple[float, float]]]) -> None:
    """Write labels, lowest first."""
    box, points = axes.get_window_extent(), 72.0 / axes.figure.dpi
    height, beside = box.height * points, _BESIDE / (box.width * points)
    rows = np.array([text.count("\n") + 1 for _, text, _ in labels])
    heights = rows * _SIZE * _SPACING + _BETWEEN
    wanted = np.array([place[1] for *_, place in labels]) * height
    middles = within(spread(wanted, heights), heights, -_OVER, height + _OVER)
    for (line, text, place), middle in zip(labels, middles, strict=True):
        colour = to_hex(line.get_color())
        y = middle / height
        axes.text(
            1.0 + beside, y, text, transform=axes.transAxes, fontsize=_SIZE,
            color=readable(colour), ha="left", va="center", linespacing=1.05,
        )  # fmt: skip
        # Level as far as the edge, so that it crosses nothing that is named beside the end.
        lead = (place[0], 1.0, 1.0 + 0.85 * beside), (place[1], place[1], y)
        axes.add_line(
            Line2D(
                *lead, color=colour, linewidth=0.9, transform=axes.transAxes, clip_on=False,
                zorder=1.5, label="_lead",
            )
        )  # fmt: skip


def spread(wanted: Array, heights: Array) -> Array:
    """Return middles of labels that do not overlap, as near as can be to where they are wanted.

    Parameters
    ----------
    wanted : shape (labels,), rising
    heights : shape (labels,)

    Returns
    -------
    shape (labels,), rising; of least squared distance to `wanted`

    Notes
    -----
    Less the heights below it, a label may be anywhere not below its lower neighbour: an isotonic
    regression, by pooling neighbours that are too close.
    """
    below = np.concatenate([[0.0], np.cumsum((heights[1:] + heights[:-1]) / 2.0)])
    pools: list[tuple[float, int]] = []
    for value in (wanted - below).tolist():
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    settled = np.repeat([mean for mean, _ in pools], [count for _, count in pools])
    return np.asarray(settled + below)


def within(middles: Array, heights: Array, low: float, high: float) -> Array:
    """Return middles moved, in order, so that labels of these heights are between two places.

    Those that have no room are left too low.
    """
    tops = high - np.concatenate([np.cumsum(heights[::-1])[::-1][1:], [0.0]])
    bottoms = low + np.concatenate([[0.0], np.cumsum(heights)[:-1]])
    raised = np.maximum(middles, bottoms + heights / 2.0)
    return np.asarray(np.minimum(raised, tops - heights / 2.0))


def readable(colour: str) -> str:
    """Return a colour as dark as letters on white paper need it, of the same hue."""
    rgb = np.array(to_rgb(colour))
    while contrast_to_white(rgb) < _CONTRAST:
        rgb = 0.95 * rgb
    return to_hex(tuple(rgb))


def contrast_to_white(rgb: Array) -> float:
    """Return the contrast ratio of a colour, shape (3,), to white; 1 to 21."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(1.05 / (linear @ np.array([0.2126, 0.7152, 0.0722]) + 0.05))
