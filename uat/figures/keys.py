"""One key for all panels of a page: every line that has a name is in it, once.

What has one name in several panels is one entry, whose looks stand side by side: rows are dots in
one panel and the errors on them a line in another.
"""

from __future__ import annotations

import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D

_MOST_LINES = 3
_LOOK: dict[str, Any] = {
    "loc": "center left", "borderpad": 0.0, "borderaxespad": 0.0, "columnspacing": 1.2,
    "handlelength": 1.9, "handletextpad": 0.5, "labelspacing": 0.25, "fontsize": 13,
}  # fmt: skip


def draw_key(figure: Figure, left: float, height: float) -> None:
    """Draw the key of all panels of a figure, in more lines if one is too narrow for it.

    Parameters
    ----------
    left, height : where it begins and where its middle is, shares of the figure
    """
    entries = key_entries(figure.axes)
    if not entries:
        return
    for lines in range(1, _MOST_LINES + 1):
        key = _drawn(figure, entries, math.ceil(len(entries) / lines), (left, height))
        if key.get_window_extent().x1 <= (1.0 - left / 3.0) * figure.bbox.width:
            return
        if lines < _MOST_LINES:
            key.remove()


def key_entries(panels: list[Axes]) -> dict[str, list[Artist]]:
    """Return every name of what panels show and its looks, in the order in which they come."""
    entries: dict[str, list[Artist]] = {}
    for axes in panels:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            looks = entries.setdefault(label, [])
            if _look(handle) not in map(_look, looks):
                looks.append(handle)
    return entries


def _look(handle: Any) -> tuple[Any, ...]:
    """Return what tells one look from another."""
    if not isinstance(handle, Line2D):
        return (type(handle),)
    colours = (handle.get_color(), handle.get_markeredgecolor())
    return (handle.get_linestyle(), handle.get_marker(), *map(to_hex, colours))


def _drawn(
    figure: Figure, entries: dict[str, list[Artist]], columns: int, where: tuple[float, float]
) -> Legend:
    handles: Any = [tuple(looks) if len(looks) > 1 else looks[0] for looks in entries.values()]
    return figure.legend(
        handles, list(entries), ncols=columns, bbox_to_anchor=where,
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.3)}, **_LOOK,
    )  # fmt: skip
