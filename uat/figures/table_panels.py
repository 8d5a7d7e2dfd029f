"""The panels of a fit to a table: data and network, predictions, residuals, and the two curves.

What belongs to rows that were fitted is black, what belongs to rows that were not is vermilion,
dots and curves alike; no panel has a legend of its own. Of many rows a random part is drawn
(`uat.figures.clouds`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.domains import Box
from uat.figures import style
from uat.figures.clouds import (
    MOST_DOTS,
    dots,
    finish_predicted,
    finish_residuals,
    some_rows,
    span_of,
)
from uat.figures.headings import width_of
from uat.figures.maps import draw_heat_map, finish_map, map_grid, value_colours
from uat.figures.panels import (
    few,
    label_counts,
    label_powers,
    legend_beside_title,
    read_plainly,
)
from uat.figures.unit_panels import draw_units_and_sum
from uat.figures.widths import label_logarithmic
from uat.fits.intervals import LEVEL
from uat.fits.scores import LearningScore, WidthScore
from uat.fits.table_fit import DataFit
from uat.io.wording import counted, in_thousands, in_words, short_maths, whole

FITTED, HELD_OUT, LEFT_OUT = "fitted", "held out", "left out in turn"
NO_ERROR = "no error"
BAND = f"{LEVEL:.0%} of new rows"
DATA_AND_NETWORK = "Data and network"

_LONGEST_NAME = 18
# More widths than these have a tick at some of them only.
_MOST_TICKS = 8
_CURVE_POINTS = 1001
_DOTS_ON_MAP, _FEW_DOTS = 600, 100
# How wide a letter at an axis is, pixels; longer titles and labels are small.
_LETTER, _LONG, _SMALL = 11.0, 30, 13
# A label may be so many times as long as its axis; a name keeps so many letters.
_ROOM, _LEAST_LETTERS = 1.1, 4
# From so many rows on, ticks count thousands of them.
_IN_THOUSANDS = 10_000
# An error on rows fitted that is so many times below all others leaves the picture.
_MOST_BELOW = 30.0
_RING: dict[str, Any] = {"markersize": 13, "markerfacecolor": "none", "markeredgewidth": 2.2}
_BAND: dict[str, Any] = {"alpha": 0.2, "linewidth": 0.0, "zorder": 0.8}
_ON_FITTED: dict[str, Any] = {
    "color": style.BLACK, "linestyle": "--", "marker": "s", "markersize": 5, "linewidth": 1.6,
}  # fmt: skip


def short(name: str, longest: int = _LONGEST_NAME) -> str:
    """Return the name of a column as it is read in a figure: in one line, not too long."""
    name = " ".join(name.split())
    if len(name) > longest:
        name = name[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return name.replace("$", r"\$")


def fitting_name(name: str, room: float, sizes: Sequence[float]) -> tuple[str, float]:
    """Return the name of a column as it has room, and its size: smaller, then cut, if it must be.

    Parameters
    ----------
    room : points
    sizes : falling
    """
    whole_name = len(name)
    for size in sizes:
        if width_of(short(name, whole_name), size) <= room:
            return short(name, whole_name), size
    letters = whole_name
    while letters > _LEAST_LETTERS and width_of(short(name, letters), sizes[-1]) > room:
        letters -= 1
    return short(name, letters), sizes[-1]


def label_with(axis: XAxis | YAxis, name: str, unit: str = "") -> None:
    """Label an axis with the name of a column as it has room, and with a unit."""
    box, figure = axis.axes.get_window_extent(), axis.axes.figure
    side = box.width if isinstance(axis, XAxis) else box.height
    room = _ROOM * side / figure.dpi * 72.0
    sizes = (float(axis.label.get_fontsize()), float(_SMALL))
    shown, size = fitting_name(name, room - (width_of(unit, sizes[0]) if unit else 0.0), sizes)
    axis.set_label_text(shown + unit, fontsize=size)


def label_map(axes: Axes, names: Sequence[str]) -> None:
    """Put the names of two inputs before the units that the axes of a map have."""
    across, up = names
    label_with(axes.xaxis, across, axes.get_xlabel())
    label_with(axes.yaxis, up, axes.get_ylabel())


def heading(fit: DataFit) -> str:
    """Return output, width, trainer and error in one line."""
    units = counted(fit.width, f"{fit.network.phi.label} unit")
    found = f"{units} by {in_words(fit.trainer.name)}"
    several = len(fit.output_names)
    if several > 1:
        return f"{several} outputs: {found}"
    return f"{short(fit.output_names[0])}: {found}, {_error_in_words(fit, 0)}"


def output_heading(fit: DataFit, output: int) -> str:
    """Return one of several outputs and its error."""
    return f"{short(fit.output_names[output])}: {_error_in_words(fit, output)}"


def _error_in_words(fit: DataFit, output: int) -> str:
    test = fit.test_rmse
    errors, kind = (fit.training_rmse, FITTED) if test is None else (test, HELD_OUT)
    error = float(errors[output])
    return f"rmse {short_maths(error)} ({kind})" if math.isfinite(error) else "diverged"


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of one kind that are drawn, and what the network makes of them.

    Parameters
    ----------
    kind : `FITTED` or `HELD_OUT`
    x : shape (rows, inputs)
    t, found : shape (rows, outputs), values and predictions
    all : how many rows of the kind there are
    """

    kind: str
    x: Array
    t: Array
    found: Array
    all: int

    @property
    def look(self) -> dict[str, Any]:
        """How they are drawn."""
        if self.kind == HELD_OUT:
            return dots(style.VERMILION, len(self.x), ring=True) | {"label": self.kind}
        return dots(style.BLACK, len(self.x)) | {"label": self.kind}


def drawn_rows(fit: DataFit) -> list[Rows]:
    """Return the rows to draw: those fitted, and those held out if there are any.

    Of many rows the same share of both, so that their numbers compare.
    """
    parts = {FITTED: fit.dataset_training}
    if fit.dataset_test is not None:
        parts[HELD_OUT] = fit.dataset_test
    share = min(1.0, MOST_DOTS / sum(dataset.points for dataset in parts.values()))
    return [_part(fit, kind, dataset, share) for kind, dataset in parts.items()]


def _part(fit: DataFit, kind: str, dataset: Dataset, share: float) -> Rows:
    chosen = some_rows(dataset.points, _count(dataset.points, share))
    x, t = dataset.x[chosen], dataset.t[chosen]
    return Rows(kind, x, t, fit.network(x), dataset.points)


def _count(rows: int, share: float) -> int:
    """Return how many rows a share of them is; one is always drawn."""
    return max(1, round(share * rows))


def rows_on_map(kinds: Sequence[Rows]) -> list[Rows]:
    """Return the rows of these to draw on a map, whose dots are large: the same share of each."""
    share = min(1.0, _DOTS_ON_MAP / sum(len(rows.x) for rows in kinds))
    chosen = [some_rows(len(rows.x), _count(len(rows.x), share)) for rows in kinds]
    return [
        replace(rows, x=rows.x[k], t=rows.t[k], found=rows.found[k])
        for rows, k in zip(kinds, chosen, strict=True)
    ]


def left_out(kinds: Sequence[Rows]) -> str:
    """Return how many rows are drawn if not all are, to be said on the figure."""
    drawn, there = sum(len(rows.x) for rows in kinds), sum(rows.all for rows in kinds)
    return f"{drawn:,} of {there:,} rows drawn" if drawn < there else ""


def box_of(x: Array) -> Box:
    """Return the box of the rows, shape (rows, inputs); a constant input gets a width of 1."""
    lower, upper = x.min(axis=0), x.max(axis=0)
    room = np.where(upper > lower, 0.0, 0.5 * np.maximum(1.0, np.abs(lower)))
    return Box(tuple((lower - room).tolist()), tuple((upper + room).tolist()))


def band_of(fit: DataFit, x: Array, output: int) -> list[Array]:
    """Return below and above which few new rows lie, shape (points,) each; nothing if untold."""
    if fit.intervals is None:
        return []
    half = fit.intervals.half_widths(x, LEVEL)[:, output]
    found = fit.network(x)[:, output]
    return [found - half, found + half]


def span_with(values: Array, others: Array, margin: float) -> tuple[float, float]:
    """Return the ends of an axis for rows, and for what is drawn over them as far as there is room.

    A curve or a band may leave far from the rows, as that of a network that diverged: so much room
    as the rows themselves take it has on either side.

    Parameters
    ----------
    values, others : heights of the rows, and of the curves and bands
    margin : a share of the span
    """
    low, high = span_of(values, margin)
    with np.errstate(over="ignore"):
        room = high - low
        near = np.clip(others, low - room, high + room)
    return span_of(np.append(values, near), margin)


def draw_curve(
    axes: Axes, fit: DataFit, along: Array, values: Array, band: Sequence[Array]
) -> None:
    """Draw the network and the band around it.

    Parameters
    ----------
    along, values : shape (points,)
    band : see `band_of`
    """
    colour = style.trainer_colour(fit.trainer.name)
    if band:
        lower, upper = band
        axes.fill_between(along, lower, upper, color=colour, label=BAND, **_BAND)
    axes.plot(along, values, color=colour, linewidth=3.0, label="network")


def draw_data_curve(
    axes: Axes,
    fit: DataFit,
    kinds: Sequence[Rows],
    output: int,
    title: str = DATA_AND_NETWORK,
    name: str | None = None,
) -> None:
    """Draw the rows of one input, the network, and between what new rows are expected.

    Parameters
    ----------
    name : what labels the vertical axis; None takes the output's name
    """
    box = box_of(fit.dataset_training.x)
    x = box.uniform_grid(_CURVE_POINTS)
    y, band = fit.network(x)[:, output], band_of(fit, x, output)
    for rows in kinds:
        axes.plot(rows.x[:, 0], rows.t[:, output], **rows.look)
    draw_curve(axes, fit, x[:, 0], y, band)
    low, high = box.lower[0], box.upper[0]
    margin = 0.03 * (high - low)
    axes.set_xlim(low - margin, high + margin)
    heights = np.concatenate([rows.t[:, output] for rows in kinds])
    axes.set_ylim(span_with(heights, np.concatenate([y, *band]), 0.1))
    axes.tick_params(pad=6)
    label_with(axes.xaxis, fit.input_names[0], read_plainly(axes.xaxis, 5))
    label = fit.output_names[output] if name is None else name
    label_with(axes.yaxis, label, read_plainly(axes.yaxis, 5))
    axes.set_title(title)


def draw_data_map(
    axes: Axes, fit: DataFit, kinds: Sequence[Rows], output: int, title: str = DATA_AND_NETWORK
) -> None:
    """Draw the network of two inputs as a heat map, and the rows on it coloured by their values.

    See `rows_on_map` for the rows.
    """
    box = box_of(fit.dataset_training.x)
    found = fit.network(map_grid(box))[:, output]
    values = np.concatenate([found, *(rows.t[:, output] for rows in kinds)])
    colours = value_colours(values)
    bar = draw_heat_map(axes, box, found, "auto", **colours)
    for rows in kinds:
        edge = style.VERMILION if rows.kind == HELD_OUT else style.BLACK
        axes.scatter(
            rows.x[:, 0],
            rows.x[:, 1],
            s=55 if len(rows.x) <= _FEW_DOTS else 26,
            c=rows.t[:, output],
            edgecolors=edge,
            linewidths=1.4,
            label=rows.kind,
            **colours,
        )
    axes.set_xlim(box.lower[0], box.upper[0])
    axes.set_ylim(box.lower[1], box.upper[1])
    unit = read_plainly(bar.yaxis, 5)
    finish_map(axes, f"{title}{unit}", ("", ""))
    label_map(axes, fit.input_names)
    if len(title + unit) > _LONG:
        axes.set_title(f"{title}{unit}", fontsize=_SMALL)


def label_across(axes: Axes) -> None:
    """Label the x axis, whose unit is said, with as many numbers as have room: a single one, else.

    See `uat.figures.panels.read_plainly`.
    """
    room = axes.get_window_extent().width / _LETTER
    read, ends = axes.xaxis.get_major_formatter(), axes.get_xlim()
    for count in (4, 3, 2):
        places = few(count).tick_values(*ends)
        labels = [read(at, None) for at in places if ends[0] <= at <= ends[1]]
        if sum(len(label) + 1 for label in labels) <= room:
            axes.xaxis.set_major_locator(few(count))
            return
    axes.xaxis.set_major_locator(few(2, min_n_ticks=1))


def draw_predictions(axes: Axes, kinds: Sequence[Rows], output: int) -> None:
    """Draw predictions against the values observed; on the band both are equal."""
    for rows in kinds:
        axes.plot(rows.t[:, output], rows.found[:, output], **rows.look)
    span = span_of(np.concatenate([rows.t[:, output] for rows in kinds]), 0.08)
    finish_predicted(axes, span, ("observed", "predicted"), NO_ERROR)
    label_across(axes)
    if len(axes.get_ylabel()) > _LONG:  # what both axes are in is said once
        axes.yaxis.label.set_fontsize(_SMALL)
        axes.set_xlabel("observed")
    axes.set_title("Predictions")


def draw_data_residuals(axes: Axes, fit: DataFit, kinds: Sequence[Rows], output: int) -> None:
    """Draw prediction - value against the prediction, and the rmse on both sides of zero.

    Against the value observed, even a perfect network would show a slope: that of the noise.
    """
    for rows in kinds:
        left = rows.found[:, output] - rows.t[:, output]
        axes.plot(rows.found[:, output], left, **rows.look)
    test = fit.test_rmse
    rmse = float((fit.training_rmse if test is None else test)[output])
    sides = {1.0: "\N{PLUS-MINUS SIGN} rmse", -1.0: "_rmse"} if 0.0 < rmse < math.inf else {}
    for side, label in sides.items():
        axes.axhline(side * rmse, color=style.VERMILION, linestyle="--", label=label)
    residuals = np.concatenate([(rows.found - rows.t)[:, output] for rows in kinds])
    finite = np.abs(residuals[np.isfinite(residuals)])
    found = np.concatenate([rows.found[:, output] for rows in kinds])
    reach = 1.1 * float(finite.max(initial=0.0))
    finish_residuals(axes, span_of(found, 0.08), reach, ("predicted", "residual"), NO_ERROR)
    label_across(axes)
    axes.set_title("Residuals")


def width_scores_drawn(fit: DataFit) -> list[WidthScore]:
    """Return the errors of the widths tried that have a place on a logarithmic axis."""
    return [s for s in fit.width_curve if s.width > 0 and 0.0 < s.mean < math.inf]


def learning_scores_drawn(fit: DataFit) -> list[LearningScore]:
    """Return the errors of the learning curve that have a place on a logarithmic axis."""
    return [score for score in fit.learning_curve if 0.0 < score.test < math.inf]


def ring_width(axes: Axes, width: int, errors: Mapping[int, float], label: str = "_chosen") -> None:
    """Draw a ring around the error of the width chosen, if it has a place."""
    if width in errors:
        axes.plot([width], [errors[width]], "o", color=style.BLACK, label=label, **_RING)


def draw_width_curve(axes: Axes, fit: DataFit) -> None:
    """Draw the cross-validated error against width with its standard errors, and what was chosen.

    The error on the rows fitted is dashed. There must be an error that is positive and finite.
    """
    shown = width_scores_drawn(fit)
    widths = [score.width for score in shown]
    means = np.array([score.mean for score in shown])
    errors = np.array([score.standard_error for score in shown])
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", nonpositive="clip")
    axes.errorbar(
        widths, means, errors, color=style.VERMILION, marker="o", markersize=6, capsize=4,
        elinewidth=1.8, label=LEFT_OUT,
    )  # fmt: skip
    axes.plot(widths, [s.training for s in shown], label=FITTED, **_ON_FITTED)
    ring_width(axes, fit.width, dict(zip(widths, means.tolist(), strict=True)), "width chosen")
    label_counts(axes, widths, _MOST_TICKS)
    axes.set(xlabel="width", ylabel="rmse / deviation", title="Choice of width")
    _finish_errors(axes, [*means, *(means + errors)], [s.training for s in shown])


def draw_learning_curve(axes: Axes, fit: DataFit) -> None:
    """Draw the error on rows fitted and rows held out against the number of rows fitted.

    There must be an error on rows held out that is positive and finite.
    """
    scores = learning_scores_drawn(fit)
    rows = [score.rows for score in scores]
    tests, training = [score.test for score in scores], [score.training for score in scores]
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.plot(rows, tests, "o-", color=style.VERMILION, markersize=6, label=HELD_OUT)
    axes.plot(rows, training, label=FITTED, **_ON_FITTED)
    axes.set(xlabel="rows fitted", ylabel="rmse / deviation", title="Learning curve")
    low, high = min(rows), max(rows)
    axes.set_xlim(low / 1.3, high * 1.3)
    # Two or three numbers to read; a count of rows takes room.
    decades = math.log10(high / low)
    subs = (1.0,) if decades > 1.7 else (1.0, 3.0) if decades > 0.7 else (1.0, 2.0, 5.0)
    read = in_thousands if high >= _IN_THOUSANDS else whole
    axes.xaxis.set_major_locator(LogLocator(subs=subs, numticks=4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda count, _: read(count)))
    axes.xaxis.set_minor_locator(NullLocator())
    _finish_errors(axes, tests, training)


def _finish_errors(axes: Axes, errors: Sequence[float], training: Sequence[float]) -> None:
    """Set limits and ticks of a logarithmic error axis.

    The errors on rows not fitted decide; those on rows fitted may be zero but for rounding.
    """
    seen = [error for error in errors if math.isfinite(error) and error > 0.0]
    if seen:
        reach = [e for e in training if min(seen) / _MOST_BELOW < e < math.inf]
        axes.set_ylim(min(seen + reach) / 1.4, max(seen + reach) * 1.4)
    label_logarithmic(axes)
    label_powers(axes)


def draw_data_units(axes: Axes, fit: DataFit) -> None:
    """Draw what every unit of one input and one output adds, less its mean, and their sum."""
    box = box_of(fit.dataset_training.x)
    draw_units_and_sum(axes, fit.network, box, box.uniform_grid(_CURVE_POINTS))
    axes.set_xlim(box.lower[0], box.upper[0])
    label_with(axes.xaxis, fit.input_names[0], read_plainly(axes.xaxis, 5))
    axes.set_ylabel("less its mean" + read_plainly(axes.yaxis, 5))
    legend_beside_title(axes, 3)
