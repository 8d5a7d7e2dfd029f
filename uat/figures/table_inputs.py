"""Which columns of a table matter, and where the predictions go along them.

A bar is how much R^2 the predictions lose when a column's values are those of other rows
(`uat.fits.importance`), in the colour of the rows on which that was measured. Along a column, the
mean of the predictions over the rows, and about it how far single rows' own curves differ from it
in more than their height (`uat.fits.dependence`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.figures import style
from uat.figures.clouds import span_of
from uat.figures.panels import read_plainly
from uat.figures.table_panels import (
    FITTED,
    HELD_OUT,
    LEFT_OUT,
    fitting_name,
    label_across,
    label_with,
)
from uat.fits.dependence import PartialDependence
from uat.fits.importance import Importance, RowKind

_KINDS: Mapping[RowKind, tuple[str, str]] = {
    "held out": (HELD_OUT, style.VERMILION),
    "left out": (LEFT_OUT, style.VERMILION),
    "fitted": (FITTED, style.BLACK),
}
_NAME_SIZE = 13
# There is room for so many bars at least.
_LEAST_BARS = 4
# Of a bar's row: how thick it is, and how far above its middle its name stands.
_THICK, _NAME_ABOVE = 0.3, 0.2
_BARS: dict[str, Any] = {"height": _THICK, "error_kw": {"ecolor": style.GREY, "elinewidth": 2.0}}
_SPREAD: dict[str, Any] = {"color": style.GREY, "alpha": 0.25, "linewidth": 0.0, "zorder": 0.8}
# So few values are dots; a letter is so many pixels wide.
_FEW_VALUES, _LETTER = 8, 10.0


def draw_importance(axes: Axes, importance: Importance, output: int, most: int) -> None:
    """Draw the R^2 lost without each column, the largest first, with its standard error.

    Parameters
    ----------
    most : columns that are drawn
    """
    ranked = [k for k in importance.ranked(output) if math.isfinite(importance.lost[k, output])]
    shown = ranked[:most]
    label, colour = _KINDS[importance.kind]
    places, lost = np.arange(len(shown)), importance.lost[shown, output]
    errors = np.nan_to_num(importance.standard_error[shown, output])
    axes.barh(places, lost, xerr=errors, color=colour, label=label, **_BARS)
    room = axes.get_window_extent().width / axes.figure.dpi * 72.0
    for place, column in zip(places, shown, strict=True):
        name, _ = fitting_name(importance.columns[column], room, (_NAME_SIZE,))
        axes.text(0.0, place - _NAME_ABOVE, f" {name}", va="bottom", fontsize=_NAME_SIZE)
    ends = np.concatenate([lost - errors, lost + errors, [0.0]])
    low, high = span_of(ends, 0.04)
    axes.set(
        xlim=(low if ends.min() < 0.0 else 0.0, high),
        ylim=(max(len(shown), _LEAST_BARS) - 0.6, -0.9),
    )
    axes.set_yticks([])
    axes.spines["left"].set_position("zero")
    axes.set_xlabel("$R^2$ lost" + read_plainly(axes.xaxis, 3))
    axes.set_title("Importance")


def strongest_columns(importance: Importance, output: int, most: int) -> list[str]:
    """Return the names of the columns without which most is lost, at most so many."""
    return [importance.columns[k] for k in importance.ranked(output)[:most]]


def draw_dependences(
    panels: Sequence[Axes],
    dependences: Sequence[PartialDependence],
    output: int,
    columns: int,
    name: str,
) -> None:
    """Draw the mean prediction along columns, on one scale.

    Parameters
    ----------
    panels : as many as there are dependences, row by row
    columns : of the panels
    name : what labels the vertical axis
    """
    span = _span(dependences, output)
    for k, (axes, one) in enumerate(zip(panels, dependences, strict=True)):
        draw_dependence(axes, one, output, span)
        unit = read_plainly(axes.yaxis, 5)
        if k % columns:
            axes.tick_params(labelleft=False)
        else:
            axes.set_ylabel(name + unit)


def draw_dependence(
    axes: Axes,
    dependence: PartialDependence,
    output: int,
    span: tuple[float, float] | None = None,
) -> None:
    """Draw the mean prediction along a column, and how far single rows differ from it.

    Parameters
    ----------
    span : ends of the vertical axis; None takes what is drawn
    """
    mean, spread = dependence.mean[:, output], dependence.spread[:, output]
    values = dependence.values
    if dependence.texts:
        order = np.argsort(mean, kind="stable")
        mean, spread, values = mean[order], spread[order], np.arange(float(len(order)))
    marks: dict[str, Any] = {"marker": "o"} if len(values) <= _FEW_VALUES else {}
    axes.fill_between(values, mean - spread, mean + spread, label="single rows", **_SPREAD)
    axes.plot(values, mean, color=style.BLACK, linewidth=3.0, label="mean over rows", **marks)
    axes.set_xlim(span_of(values, 0.04))
    axes.set_ylim(span or _span([dependence], output))
    if dependence.texts:
        _label_texts(axes, [dependence.texts[k] for k in order])
        label_with(axes.xaxis, dependence.column)
    else:
        unit = read_plainly(axes.xaxis, 3)
        label_across(axes)
        label_with(axes.xaxis, dependence.input_name, unit)
        axes.xaxis.labelpad = 2


def _span(dependences: Sequence[PartialDependence], output: int) -> tuple[float, float]:
    """Return the ends of a vertical axis that shows the means and what single rows do."""
    means = np.concatenate([one.mean[:, output] for one in dependences])
    spreads = np.concatenate([one.spread[:, output] for one in dependences])
    return span_of(np.concatenate([means - spreads, means + spreads]), 0.06)


def _label_texts(axes: Axes, texts: Sequence[str]) -> None:
    """Name the values of a text at the axis: all, or those at both ends if these take the room."""
    letters = int(axes.get_window_extent().width / _LETTER)
    if sum(len(text) + 1 for text in texts) <= letters:
        axes.set_xticks(range(len(texts)), texts)
        return
    most = max(letters // 2 - 1, 3)
    ends = [text if len(text) <= most else text[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"
            for text in (texts[0], texts[-1])]  # fmt: skip
    axes.set_xticks([0, len(texts) - 1], ends)
    first, last = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
