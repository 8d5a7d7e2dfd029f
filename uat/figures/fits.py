"""A target and the networks that approximate it: one page a target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat import style
from uat.arrays import Array
from uat.baselines import Baseline
from uat.figures.widths import by_trainer, draw_error_against_width, in_words, trainers_of
from uat.records import Record
from uat.targets import Target

_CURVE_POINTS = 2001
_IMAGE_POINTS = 201
_HEADING_HEIGHTS = {1: 0.98, 2: 0.997}
"""Of the page, by number of inputs."""
_OTHER_LINES = 7  # in the legend of error against width, at most, beside the trainers


def shown_widths(widths: Sequence[int], count: int = 4) -> list[int]:
    """Return up to `count` of the widths, evenly spread over their order, the largest included."""
    ordered = sorted(set(widths))
    places = np.linspace(len(ordered) - 1, 0, min(count, len(ordered)))
    return [ordered[round(place)] for place in sorted(places)]


def median_record(records: Sequence[Record]) -> Record:
    """Return the record whose max_error is the median one (the lower of two)."""
    # An error that is not finite comes last.
    ordered = sorted(records, key=lambda r: np.inf if r.max_error is None else r.max_error)
    return ordered[(len(ordered) - 1) // 2]


def of_width(records: Sequence[Record], width: int) -> list[Record]:
    """Return the records of one width."""
    return [record for record in records if record.spec.width == width]


def target_figure(
    target: Target, records: Sequence[Record], baselines: Sequence[Baseline] = ()
) -> Figure:
    """Return the page of a target: fits at a few widths beside error against width.

    Parameters
    ----------
    target : of one or two inputs
    records : its runs, at least one; the fits shown are those of the first trainer, at each width
        the run of median max_error
    baselines : of the target, drawn beside its runs
    """
    with style.figure_style():
        figure = Figure()
        # The titles of surfaces are near the top, and a tall formula needs all there is.
        figure.suptitle(_heading(target), y=_HEADING_HEIGHTS[target.inputs])
        draw = _draw_curves_page if target.inputs == 1 else _draw_surfaces_page
        draw(figure, target, records, baselines)
    return figure


def _heading(target: Target) -> str:
    """Return the name and, if it fits on the line, the formula."""
    name = in_words(target.name)
    return f"{name}:  ${target.formula}$" if len(target.formula) <= 90 else name


def _draw_curves_page(
    figure: Figure, target: Target, records: Sequence[Record], baselines: Sequence[Baseline]
) -> None:
    # Fixed margins: an automatic layout takes as long as all the drawing.
    top = 0.8 if r"\sum" in target.formula else 0.85  # its limits stand above and below
    rows = math.ceil((len(trainers_of(records)) + _OTHER_LINES) / 2)
    bottom = 0.105 + 0.0405 * max(rows, 3)
    figure.subplots_adjust(left=0.07, right=0.985, bottom=bottom, top=top, wspace=0.2)
    left, right = figure.subplots(1, 2, width_ratios=(1.0, 1.4))
    _draw_curves(left, target, _first(records))
    draw_error_against_width(right, target, records, baselines)
    how: dict[str, Any] = {"columnspacing": 1.2, "handlelength": 1.6, "borderaxespad": 0.0}
    for axes, side, x in ((left, "left", -0.1), (right, "right", 1.0)):
        y = -0.092 / (top - bottom)  # below the label of the axis
        axes.legend(loc=f"upper {side}", bbox_to_anchor=(x, y), ncols=2, **how)


def _first(records: Sequence[Record]) -> list[Record]:
    """Return the records of the first trainer."""
    return by_trainer(records, records[0].spec.trainer)


def _draw_curves(axes: Axes, target: Target, records: Sequence[Record]) -> None:
    low, high = target.domain.lower[0], target.domain.upper[0]
    x = np.linspace(low, high, _CURVE_POINTS)
    x = np.sort(np.concatenate([x, *(np.array([k - 1e-9, k + 1e-9]) for k in target.kinks)]))
    draw_fits(axes, target, records, x)


def draw_fits(axes: Axes, target: Target, records: Sequence[Record], x: Array) -> None:
    """Draw a target of one input and the median fits of one trainer at a few widths.

    `x`, shape (points,), rising, is where; the records are that trainer's.
    """
    values = target(x)
    # A broad pale band, so that a fit on top of it hides nothing.
    axes.plot(x, values, color=style.TARGET, linewidth=6, alpha=0.3, label="target")
    widths = shown_widths([r.spec.width for r in records])
    for width, colour in zip(widths, style.FIT_COLOURS[-len(widths) :], strict=True):
        network = median_record(of_width(records, width)).network
        axes.plot(x, network(x)[:, 0], color=colour, label=f"width {width}")
    margin = 0.35 * np.ptp(values)
    axes.set_ylim(values.min() - margin, values.max() + margin)
    axes.set_xlim(x[0], x[-1])
    trainer = in_words(records[0].spec.trainer)
    axes.set(xlabel="x", ylabel="y", title=f"Fits by {trainer}")


def _draw_surfaces_page(
    figure: Figure, target: Target, records: Sequence[Record], baselines: Sequence[Baseline]
) -> None:
    maps = figure.add_gridspec(1, 3, left=0.03, right=0.935, bottom=0.57, top=0.87, wspace=0.35)
    left, middle, right = (figure.add_subplot(maps[0, column]) for column in range(3))
    below = figure.add_axes((0.08, 0.105, 0.56, 0.295))
    fitted = _first(records)
    shown = median_record(of_width(fitted, max(r.spec.width for r in fitted)))
    grid = target.domain.uniform_grid(_IMAGE_POINTS)
    values = target(grid)
    fit = shown.network(grid)[:, 0]
    span = {"vmin": values.min(), "vmax": values.max(), "cmap": style.HEAT_MAP}
    _draw_heat_map(left, target, values, "Target", **span)
    _draw_heat_map(middle, target, fit, f"Fit, width {shown.spec.width}", **span)
    largest = np.abs(fit - values).max()
    residual = {"vmin": -largest, "vmax": largest, "cmap": style.RESIDUAL_MAP}
    _draw_heat_map(right, target, fit - values, "Residual", **residual)
    draw_error_against_width(below, target, records, baselines)
    below.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), handlelength=1.6)


def _draw_heat_map(axes: Axes, target: Target, values: Array, title: str, **how: Any) -> None:
    (left, bottom), (right, top) = target.domain.lower, target.domain.upper
    image = axes.imshow(
        values.reshape(_IMAGE_POINTS, _IMAGE_POINTS).T,
        origin="lower",
        extent=(left, right, bottom, top),
        aspect="equal",
        interpolation="nearest",
        **how,
    )
    axes.grid(visible=False)
    axes.set(xlabel="x", ylabel="y", title=title)
    axes.figure.colorbar(image, cax=axes.inset_axes((1.05, 0.0, 0.05, 1.0)))
