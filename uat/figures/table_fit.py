"""A fit to a table on one page, and the same panels as figures of their own."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from uat.checks import check_kind
from uat.core.magnitudes import standard_deviation
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures import table_panels as panels
from uat.figures.panels import drawn, drawn_into, legend_beside_title, one_map, one_panel
from uat.figures.table_panels import Rows
from uat.figures.unit_panels import draw_centre_lines, draw_weights
from uat.fits.table_fit import DataFit

# Outputs drawn side by side; inputs drawn on the page, in a figure of their own, and there if
# there are several outputs.
_MOST_OUTPUTS = 3
_INPUTS_ON_PAGE, _INPUTS_ALONE, _INPUTS_A_ROW = 4, 6, 4
_HEIGHT: dict[str, Any] = {"bottom": 0.105, "top": 0.845}
_NOTE_SIZE = 13


def plot_data_fit(
    fit: DataFit, ax: Axes | None = None, *, figsize: Sequence[float] | None = None
) -> Figure:
    """Return the page of a fit to a table, or draw its main panel into axes of yours.

    Data and network; predictions against what was observed; residuals; the cross-validated error
    against width, if the width was chosen; and the learning curve, if there is one. With one input
    the network is a curve, with two a heat map; with more it is drawn along lines through the
    medians of the inputs, for those it varies most with. Of several outputs the page shows the
    first.

    Parameters
    ----------
    fit : of any number of inputs and outputs; see `uat.fits.table.fit_data`
    ax : axes, of pyplot or not, to draw the main panel into, in their own style: rows and network
        as a curve, with two inputs as a heat map, with more the predictions against the values.
        Their figure is returned
    figsize : width and height of a page of its own, inches; None takes 12.8 by 7.2

    Raises
    ------
    SettingError
        If `fit` is no fit to a table, `ax` are no plain axes, `figsize` is no such pair, or both of
        these are given.
    """
    check_kind(fit, DataFit, "fit")
    if ax is not None:
        return drawn_into(ax, _draw_main_panel, fit, figsize)
    return drawn(panels.heading(fit), _draw_page, fit, figsize)


def plot_data_alone(fit: DataFit) -> Figure:
    """Return data and network, for up to three outputs side by side."""
    return drawn(panels.heading(fit), _draw_network_alone, fit)


def plot_data_residuals(fit: DataFit) -> Figure:
    """Return predictions against values and what is left, for up to three outputs."""
    return drawn(panels.heading(fit), _draw_residuals_alone, fit)


def plot_data_units(fit: DataFit) -> Figure:
    """Return what every unit adds.

    With one output and one input its curve, or with two the line on which it is centred; else its
    output weight above its steepness and its direction.
    """
    return drawn(panels.heading(fit), _draw_units_alone, fit)


def plot_width_curve(fit: DataFit) -> Figure:
    """Return the cross-validated error of every width tried.

    Raises
    ------
    SettingError
        If the width was given, not chosen, or no width has an error that is positive and finite.
    """
    if not fit.width_curve:
        raise SettingError("the width of this fit was not chosen: there is no curve to draw.")
    if not panels.width_scores_drawn(fit):
        raise SettingError("at every width a training diverged, or nothing is left to see of it.")
    return drawn(panels.heading(fit), functools.partial(_alone, panels.draw_width_curve), fit)


def plot_learning_curve(fit: DataFit) -> Figure:
    """Return the error against the number of rows fitted.

    Raises
    ------
    SettingError
        If the fit has no learning curve, or no error of it is positive and finite.
    """
    if not fit.learning_curve:
        raise SettingError("this fit has no learning curve: hold rows out, and ask for it.")
    if not panels.learning_scores_drawn(fit):
        raise SettingError("every training diverged, or has no error: there is no curve to draw.")
    return drawn(panels.heading(fit), functools.partial(_alone, panels.draw_learning_curve), fit)


def data_figures(fit: DataFit) -> dict[str, Figure]:
    """Return every figure of a fit to a table by the name of its file, the page first.

    `widths` and `learning` are left out if there is no such curve, or no error of it is positive
    and finite.
    """
    figures = style.NotebookFigures(
        page=plot_data_fit(fit),
        fit=plot_data_alone(fit),
        residuals=plot_data_residuals(fit),
        units=plot_data_units(fit),
    )
    if panels.width_scores_drawn(fit):
        figures["widths"] = plot_width_curve(fit)
    if panels.learning_scores_drawn(fit):
        figures["learning"] = plot_learning_curve(fit)
    return figures


def _draw_main_panel(axes: Axes, fit: DataFit) -> None:
    """Draw the first output: rows and network, or of more than two inputs one against the other."""
    kinds = panels.drawn_rows(fit)
    if len(fit.input_names) == 1:
        panels.draw_data_curve(axes, fit, kinds, 0)
    elif len(fit.input_names) == 2:
        panels.draw_data_map(axes, fit, panels.rows_on_map(kinds), 0)
    else:
        panels.draw_predictions(axes, kinds, 0)


def _alone(draw: Callable[[Axes, DataFit], None], figure: Figure, fit: DataFit) -> None:
    """Draw one panel with its legend."""
    axes = one_panel(figure)
    draw(axes, fit)
    legend_beside_title(axes, 3)


def _shown(fit: DataFit) -> range:
    """Return the outputs that are drawn side by side."""
    return range(min(_MOST_OUTPUTS, len(fit.output_names)))


def _note(
    figure: Figure, fit: DataFit, kinds: Sequence[Rows], outputs: int, left: float | None = None
) -> None:
    """Say under the heading what is not drawn: rows, and outputs beyond the first ones."""
    said = [panels.left_out(kinds)]
    if outputs < len(fit.output_names):
        names = ", ".join(panels.short(name) for name in fit.output_names[:outputs])
        said.append(f"shown: {names}")
    _say(figure, "; ".join(filter(None, said)), left)


def _say(figure: Figure, words: str, left: float | None = None) -> None:
    """Write under the heading, from `left` on, a share of the page, or up to its right margin."""
    x, side = (0.98, "right") if left is None else (left, "left")
    if words:
        figure.text(x, 0.915, words, ha=side, va="center", fontsize=_NOTE_SIZE)


def _draw_page(figure: Figure, fit: DataFit) -> None:
    kinds = panels.drawn_rows(fit)
    large, right = kinds, 0.44
    if len(fit.input_names) == 2:
        # A map has fewer dots than the clouds beside it, and its bar takes room.
        large, right = panels.rows_on_map(kinds), 0.405
        _say(figure, panels.left_out(kinds))
    _note(figure, fit, large, 1, left=0.075)
    _draw_network(figure, fit, large, figure.add_gridspec(1, 1, left=0.075, right=right, **_HEIGHT))
    small: list[Callable[[Axes], None]] = [
        lambda axes: panels.draw_predictions(axes, kinds, 0),
        lambda axes: panels.draw_data_residuals(axes, fit, kinds, 0),
    ]
    if panels.width_scores_drawn(fit):
        small.append(lambda axes: panels.draw_width_curve(axes, fit))
    if panels.learning_scores_drawn(fit):
        small.append(lambda axes: panels.draw_learning_curve(axes, fit))
    columns = math.ceil(len(small) / 2)
    grid = figure.add_gridspec(
        2, columns, left=0.56, right=0.975, wspace=0.5, hspace=0.6, **_HEIGHT
    )
    for panel, place in zip(small, _places(grid, columns, len(small)), strict=True):
        panel(figure.add_subplot(place))
    _legend(figure, 0.56)


def _legend(figure: Figure, left: float) -> None:
    """Draw one legend under the heading for all panels: they have the same kinds of rows."""
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="center left", bbox_to_anchor=(left, 0.915), ncols=3, borderpad=0.0,
        borderaxespad=0.0, columnspacing=1.2, handlelength=1.1, handletextpad=0.5,
    )  # fmt: skip


def _places(grid: Any, columns: int, count: int) -> list[Any]:
    """Return the cells of a grid, row by row; the last one goes on to the end of its row."""
    cells = [divmod(k, columns) for k in range(count)]
    last_row, last_column = cells[-1]
    return [grid[row, column] for row, column in cells[:-1]] + [grid[last_row, last_column:]]


def _draw_network(figure: Figure, fit: DataFit, kinds: Sequence[Rows], where: GridSpec) -> None:
    """Draw data and network for the first output into the only cell of a grid."""
    inputs = len(fit.input_names)
    if inputs == 1:
        panels.draw_data_curve(figure.add_subplot(where[0]), fit, kinds, 0)
    elif inputs == 2:
        panels.draw_data_map(figure.add_subplot(where[0]), fit, kinds, 0)
    else:
        slices = panels.data_slices(fit, _INPUTS_ON_PAGE, 0)
        grid = where[0].subgridspec(2, 2, wspace=0.16, hspace=0.36)
        shown = [figure.add_subplot(place) for place in _places(grid, 2, len(slices))]
        panels.draw_data_slices(shown, fit, kinds, slices, 2, 0)
        shown[0].set_title(_slices_title(inputs, len(slices)))


def _slices_title(inputs: int, shown: int) -> str:
    """Return what slices show, in words."""
    which = f"Strongest {shown} of {inputs} inputs" if shown < inputs else "Along each input"
    return f"{which}, others at median"


def _draw_network_alone(figure: Figure, fit: DataFit) -> None:
    kinds, outputs = panels.drawn_rows(fit), _shown(fit)
    if len(fit.input_names) == 2:
        kinds = panels.rows_on_map(kinds)
    _note(figure, fit, kinds, len(outputs))
    if len(fit.input_names) > 2:
        _draw_slices_alone(figure, fit, kinds)
        return
    draw = panels.draw_data_curve if len(fit.input_names) == 1 else panels.draw_data_map
    figure.subplots_adjust(left=0.08, right=0.97, wspace=0.35, **_HEIGHT)
    if len(fit.input_names) == 2:
        figure.subplots_adjust(right=0.85 if len(outputs) == 1 else 0.89, wspace=0.55)
    row = figure.subplots(1, len(outputs), squeeze=False)[0]
    for axes, output in zip(row, outputs, strict=True):
        name = panels.short(fit.output_names[output])
        title = panels.DATA_AND_NETWORK if len(outputs) == 1 else name
        draw(axes, fit, kinds, output, title)
    _legend(figure, 0.08)


def _draw_slices_alone(figure: Figure, fit: DataFit, kinds: Sequence[Rows]) -> None:
    """Draw slices: of one output in two rows, of several in a row for each output."""
    outputs = _shown(fit)
    several = len(outputs) > 1
    first = panels.data_slices(fit, _INPUTS_A_ROW if several else _INPUTS_ALONE, 0)
    columns = len(first) if several else math.ceil(len(first) / 2)
    rows = len(outputs) if several else 2
    grid = figure.add_gridspec(
        rows,
        columns,
        left=0.09,
        right=0.98,
        wspace=0.12,
        hspace=0.5 if several else 0.36,
        **_HEIGHT,
    )
    for output in outputs:
        slices = panels.data_slices(fit, len(first), output)
        cells = (
            [grid[output, k] for k in range(columns)]
            if several
            else _places(grid, columns, len(slices))
        )
        shown = [figure.add_subplot(cell) for cell in cells]
        panels.draw_data_slices(shown, fit, kinds, slices, columns, output)
        if output == 0:
            title = _slices_title(len(fit.input_names), len(first))
            shown[0].set_title(f"{title}; rows are drawn with their residual")
    _legend(figure, 0.09)


def _draw_residuals_alone(figure: Figure, fit: DataFit) -> None:
    kinds, outputs = panels.drawn_rows(fit), _shown(fit)
    _note(figure, fit, kinds, len(outputs))
    if len(outputs) == 1:
        figure.subplots_adjust(left=0.085, right=0.98, wspace=0.25, **_HEIGHT)
        shown = figure.subplots(1, 2).reshape(2, 1)
    else:
        figure.subplots_adjust(left=0.08, right=0.98, wspace=0.42, hspace=0.6, **_HEIGHT)
        shown = figure.subplots(2, len(outputs))
    for (above, below), output in zip(shown.T, outputs, strict=True):
        panels.draw_predictions(above, kinds, output)
        panels.draw_data_residuals(below, fit, kinds, output)
        if len(outputs) > 1:
            above.set_title(panels.short(fit.output_names[output]))
    _legend(figure, 0.08)


def _draw_units_alone(figure: Figure, fit: DataFit) -> None:
    inputs, outputs = len(fit.input_names), len(fit.output_names)
    box = panels.box_of(fit.dataset_training.x)
    if outputs == 1 and inputs == 1:
        panels.draw_data_units(one_panel(figure), fit)
    elif outputs == 1 and inputs == 2:
        pair = panels.short(fit.input_names[0]), panels.short(fit.input_names[1])
        draw_centre_lines(one_map(figure), fit.network, box, pair)
    else:
        figure.subplots_adjust(left=0.17, right=0.92, hspace=0.5, **_HEIGHT)
        shown = figure.subplots(3, 1, height_ratios=(1.0, 1.0, 1.8))
        radii = np.asarray(box.lengths) / 2.0
        names = [panels.short(name) for name in fit.input_names]
        spread = standard_deviation(fit.dataset_training.t, axis=0)
        deviations = np.where(spread > 0.0, spread, 1.0) if outputs > 1 else None
        draw_weights(shown, fit.network, radii, names, deviations)
