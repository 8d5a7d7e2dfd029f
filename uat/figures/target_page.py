"""A target and the networks that approximate it: one page a target."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Unpack

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.arrays import Array
from uat.core.network import Network
from uat.figures import style
from uat.figures.clouds import dots, finish_predicted, some_rows, span_of
from uat.figures.function_panels import draw_slices, draw_target_band, slices_of
from uat.figures.maps import Colours, draw_heat_map, map_grid, residual_colours, value_colours
from uat.figures.panels import legend_beside_title
from uat.figures.widths import draw_error_against_width
from uat.io.wording import in_words
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, median_record, of_width, shown_widths, trainers_of
from uat.targets.target import Target
from uat.theory.baselines import Baseline

_CURVE_POINTS = 2001
_HEADING_HEIGHTS = (0.98, 0.997)
"""Of the page, for one input and for more."""
_OTHER_LINES = 7  # in the legend of error against width, at most, beside the trainers


def target_figure(
    target: Target, records: Sequence[Record], baselines: Sequence[Baseline] = ()
) -> Figure:
    """Return the page of a target: fits at a few widths beside error against width.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, at least one; the fits shown are those of the first trainer, at each width
        the run of median max_error
    baselines : of the target, drawn beside its runs
    """
    with style.figure_style():
        figure = style.NotebookFigure()
        # The titles of surfaces are near the top, and a tall formula needs all there is.
        figure.suptitle(_heading(target), y=_HEADING_HEIGHTS[target.inputs > 1])
        draw = {1: _draw_curves_page, 2: _draw_surfaces_page}.get(target.inputs, _draw_slices_page)
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
    draw_target_band(axes, x, values, linewidth=6, alpha=0.3)
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
    shown = _widest(_first(records))
    grid = map_grid(target.domain)
    values = target(grid)
    fit = shown.network(grid)[:, 0]
    span, residual = value_colours(values), residual_colours(fit - values)
    _draw_map(left, target, values, "Target", **span)
    _draw_map(middle, target, fit, f"Fit, width {shown.spec.width}", **span)
    _draw_map(right, target, fit - values, "Residual", **residual)
    _draw_widths_below(figure, target, records, baselines)


def _widest(records: Sequence[Record]) -> Record:
    """Return the median run of the largest width."""
    return median_record(of_width(records, max(r.spec.width for r in records)))


def _draw_map(
    axes: Axes, target: Target, values: Array, title: str, **colours: Unpack[Colours]
) -> None:
    draw_heat_map(axes, target.domain, values, **colours)
    axes.set(xlabel="x", ylabel="y", title=title)


def _draw_widths_below(
    figure: Figure, target: Target, records: Sequence[Record], baselines: Sequence[Baseline]
) -> None:
    """Draw error against width in the lower part of the page, its legend on the right."""
    below = figure.add_axes((0.08, 0.105, 0.56, 0.295))
    draw_error_against_width(below, target, records, baselines)
    below.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), handlelength=1.6)


def _draw_slices_page(
    figure: Figure, target: Target, records: Sequence[Record], baselines: Sequence[Baseline]
) -> None:
    """Draw fits at a few widths along lines through the middle, and the widest against target."""
    row = figure.add_gridspec(1, 3, left=0.07, right=0.72, bottom=0.57, top=0.87, wspace=0.16)
    panels = [figure.add_subplot(row[0, column]) for column in range(3)]
    fitted = _first(records)
    widths = shown_widths([r.spec.width for r in fitted], 3)
    networks = [median_record(of_width(fitted, width)).network for width in widths]
    curves = [
        (f"width {width}", colour, _first_output(network))
        for width, network, colour in zip(
            widths, networks, style.FIT_COLOURS[-len(widths) :], strict=True
        )
    ]
    draw_slices(panels, target, slices_of(target, 3), curves, 3)
    some = f"Slices, 3 of {target.inputs} inputs"
    panels[0].set_title("Through the centre" if target.inputs == 3 else some)
    legend_beside_title(panels[-1], 4)
    _draw_widest(figure.add_axes((0.8, 0.57, 0.185, 0.3)), target, _widest(fitted))
    _draw_widths_below(figure, target, records, baselines)


def _first_output(network: Network) -> Callable[[Array], Array]:
    return lambda x: np.asarray(network(x)[:, 0])


def _draw_widest(axes: Axes, target: Target, record: Record) -> None:
    """Draw the predictions of a run against the target on a part of the evaluation sample."""
    grid = target.uniform_evaluation_grid()
    x = grid[some_rows(len(grid))]
    values = target(x)
    colour = style.FIT_COLOURS[-1]
    axes.plot(values, record.network(x)[:, 0], **dots(colour, len(values)))
    finish_predicted(axes, span_of(values, 0.1), ("target", "fit"))
    axes.set_title(f"Width {record.spec.width}")
