"""Where the panels of a fit to a table stand: on its page, and on figures of their own.

A page is as wide as a screen and, up to three rows of panels, as high as one; every output has its
panels, so that many outputs make it higher. Under the heading is one key for all panels, at the
bottom what is not drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec, SubplotSpec

from uat.core.magnitudes import standard_deviation
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures import table_panels as panels
from uat.figures.keys import draw_key
from uat.figures.panels import one_map, one_panel
from uat.figures.table_inputs import draw_dependences, draw_importance, strongest_columns
from uat.figures.table_panels import Rows
from uat.figures.table_slices import DataSlices, data_slices, draw_data_slices, inputs_alone
from uat.figures.unit_panels import draw_centre_lines, draw_weights
from uat.fits.importance import Importance
from uat.fits.table_fit import DataFit

# Outputs that have panels, and how many of them stand side by side; inputs drawn on the page, on
# the page of several outputs, in a figure of their own, and there if there are several outputs.
_MOST_OUTPUTS, _OUTPUTS_A_ROW = 24, 3
_INPUTS_ON_PAGE, _INPUTS_OF_SEVERAL, _INPUTS_ALONE, _INPUTS_A_ROW = 4, 3, 6, 4
# Columns with a bar on a page and in a figure of their own, and those along which means are drawn
# there, of one output and of each of several.
_BARS_ON_PAGE, _BARS_ALONE, _MEANS_ALONE, _MEANS_A_ROW = 4, 12, 6, 3
# Above all panels and below them, inches; the middles of heading and key, from the top, and that of
# the note, from the bottom.
_HEAD, _FOOT, _HEADING, _KEY, _NOTE = 1.36, 0.86, 0.14, 0.71, 0.14
_NOTE_SIZE = 13
# Height of a panel at least, and of a map, inches.
_LEAST, _LEAST_MAP = 1.25, 1.6


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of panels below one another, on as high a page as they need.

    Parameters
    ----------
    rows : of panels
    least : height of a panel at least, inches
    gap : between two rows, for labels and a title, inches
    """

    rows: int
    least: float = _LEAST
    gap: float = 1.04

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page, inches."""
        needed = _HEAD + _FOOT + self.rows * self.least + (self.rows - 1) * self.gap
        width, height = style.PAGE
        return width, max(height, needed)

    def grid(self, figure: Figure, columns: int, **where: Any) -> GridSpec:
        """Return the cells of the page, the heading above them and room for key and note."""
        height = self.size[1]
        figure.suptitle(figure.get_suptitle(), y=1.0 - _HEADING / height)
        free = height - _HEAD - _FOOT - (self.rows - 1) * self.gap
        return figure.add_gridspec(
            self.rows, columns, bottom=_FOOT / height, top=1.0 - _HEAD / height,
            hspace=self.gap * self.rows / free, **where,
        )  # fmt: skip

    def finish(self, figure: Figure, left: float, note: str = "") -> None:
        """Draw the key of all panels, from `left` on, and say at the bottom what is not drawn."""
        height = self.size[1]
        draw_key(figure, left, 1.0 - _KEY / height)
        if note:
            how: dict[str, Any] = {"ha": "right", "va": "center", "fontsize": _NOTE_SIZE}
            figure.text(0.98, _NOTE / height, note, **how)


def shown_outputs(fit: DataFit) -> range:
    """Return the outputs that have panels."""
    return range(min(_MOST_OUTPUTS, len(fit.output_names)))


def sheet_of_page(fit: DataFit) -> Sheet:
    """Return the rows of the page: one for each output, and one for what is of all of them."""
    outputs = len(shown_outputs(fit))
    if outputs == 1:
        return Sheet(2)
    least = _LEAST_MAP if len(fit.input_names) == 2 else _LEAST
    return Sheet(outputs + bool(_panels_of_all(fit)), least)


def draw_page(figure: Figure, shown: Shown) -> None:
    """Draw data and network, predictions and residuals of every output, and the curves."""
    if len(shown.fit.output_names) == 1:
        _draw_page_of_one(figure, shown)
    else:
        _draw_page_of_several(figure, shown)


@dataclass(frozen=True, slots=True)
class Shown:
    """A fit, and which of its columns matter; None where that is not told."""

    fit: DataFit
    importance: Importance | None

    @classmethod
    def of(cls, fit: DataFit) -> Shown:
        """Return it."""
        return cls(fit, fit.told_importance())


Panel = Callable[[Axes], object]


def _panels_of_all(fit: DataFit) -> list[Panel]:
    """Return what draws the panels that all outputs share."""
    found: list[Panel] = []
    if panels.width_scores_drawn(fit):
        found.append(lambda axes: panels.draw_width_curve(axes, fit))
    if panels.learning_scores_drawn(fit):
        found.append(lambda axes: panels.draw_learning_curve(axes, fit))
    return found


def _panels_of(shown: Shown, kinds: Sequence[Rows], output: int) -> list[Panel]:
    """Return what draws the small panels of an output."""
    found: list[Panel] = [
        lambda axes: panels.draw_predictions(axes, kinds, output),
        lambda axes: panels.draw_data_residuals(axes, shown.fit, kinds, output),
    ]
    if (importance := shown.importance) is not None:
        found.append(lambda axes: draw_importance(axes, importance, output, _BARS_ON_PAGE))
    return found


def _mean_of_strongest(shown: Shown) -> list[Panel]:
    """Return what draws the mean prediction along the column that matters most."""
    fit, importance = shown.fit, shown.importance
    if importance is None:
        return []
    (column,) = strongest_columns(importance, 0, 1)

    def draw(axes: Axes) -> None:
        along = fit.partial_dependence(column)
        draw_dependences([axes], [along], 0, 1, "mean")
        axes.set_title("Dependence")

    return [draw]


def _draw_page_of_one(figure: Figure, shown: Shown) -> None:
    fit = shown.fit
    kinds, sheet = panels.drawn_rows(fit), sheet_of_page(fit)
    large = _rows_of_network(fit, kinds)
    small = [*_panels_of(shown, kinds, 0), *_mean_of_strongest(shown), *_panels_of_all(fit)]
    columns = math.ceil(len(small) / 2)
    right, left, wspace = (0.44, 0.56, 0.5) if columns < 3 else (0.35, 0.455, 0.62)
    if len(fit.input_names) == 2:
        right -= 0.035  # the bar of a map takes room
    main = sheet.grid(figure, 1, left=0.075, right=right)
    _draw_network(figure, fit, large, main[:, 0], 0, panels.DATA_AND_NETWORK)
    grid = sheet.grid(figure, columns, left=left, right=0.975, wspace=wspace)
    for draw, place in zip(small, _places(grid, columns, len(small)), strict=True):
        draw(figure.add_subplot(place))
    bars = None if shown.importance is None else _BARS_ON_PAGE
    sheet.finish(figure, 0.075, _note(fit, large, kinds, bars=bars))


def _draw_page_of_several(figure: Figure, shown: Shown) -> None:
    fit = shown.fit
    kinds, sheet = panels.drawn_rows(fit), sheet_of_page(fit)
    large = _rows_of_network(fit, kinds)
    small = 2 if shown.importance is None else 3
    ratios = (2.1, *(1.0 for _ in range(small)))
    grid = sheet.grid(figure, 1 + small, left=0.075, right=0.975, wspace=0.42, width_ratios=ratios)
    for output in shown_outputs(fit):
        title = panels.output_heading(fit, output)
        _draw_network(figure, fit, large, grid[output, 0], output, title)
        for column, draw in enumerate(_panels_of(shown, kinds, output), 1):
            axes = figure.add_subplot(grid[output, column])
            draw(axes)
            if output:
                axes.set_title("")
    if of_all := _panels_of_all(fit):
        below = grid[-1, :].subgridspec(1, len(of_all), wspace=0.25)
        for column, draw in enumerate(of_all):
            draw(figure.add_subplot(below[0, column]))
    bars = None if shown.importance is None else _BARS_ON_PAGE
    note = _note(fit, large, kinds, inputs=_INPUTS_OF_SEVERAL, bars=bars)
    sheet.finish(figure, 0.075, note)


def _rows_of_network(fit: DataFit, kinds: Sequence[Rows]) -> Sequence[Rows]:
    """Return the rows drawn with the network: a map has fewer dots than the clouds beside it."""
    return panels.rows_on_map(kinds) if len(fit.input_names) == 2 else kinds


def _note(
    fit: DataFit,
    large: Sequence[Rows],
    small: Sequence[Rows],
    *,
    inputs: int | None = None,
    bars: int | None = None,
) -> str:
    """Return what is not drawn: rows, outputs, inputs and columns.

    Parameters
    ----------
    large, small : rows drawn with the network and in clouds
    inputs, bars : how many inputs have a slice and columns a bar; None if that is not to be said
    """
    said = [panels.left_out(large)]
    if large is not small and (others := panels.left_out(small)):
        said = [f"map: {said[0]}", f"others: {others}"]
    if inputs is not None and 2 < inputs < len(fit.input_names):
        said.append(f"slices along {inputs} of {len(fit.input_names)} inputs")
    if bars is not None and bars < len(fit.columns):
        said.append(f"importance of {bars} of {len(fit.columns)} columns")
    outputs = len(shown_outputs(fit))
    if outputs < len(fit.output_names):
        said.append(f"the first {outputs} of {len(fit.output_names)} outputs")
    return "; ".join(filter(None, said))


def _places(grid: Any, columns: int, count: int) -> list[SubplotSpec]:
    """Return the cells of a grid, row by row; the last one goes on to the end of its row."""
    cells = [divmod(k, columns) for k in range(count)]
    last_row, last_column = cells[-1]
    return [grid[row, column] for row, column in cells[:-1]] + [grid[last_row, last_column:]]


def _draw_network(
    figure: Figure, fit: DataFit, kinds: Sequence[Rows], where: SubplotSpec, output: int, title: str
) -> None:
    """Draw data and network for an output into a cell; a title names the output if it has to."""
    inputs, several = len(fit.input_names), len(fit.output_names) > 1
    name = "" if several else None
    if inputs == 1:
        panels.draw_data_curve(figure.add_subplot(where), fit, kinds, output, title, name)
    elif inputs == 2:
        if several:
            where = where.subgridspec(1, 2, width_ratios=(1.0, 0.36), wspace=0.0)[0]
        panels.draw_data_map(figure.add_subplot(where), fit, kinds, output, title)
    else:
        shown = data_slices(fit, _INPUTS_OF_SEVERAL if several else _INPUTS_ON_PAGE, output)
        count = len(shown.slices)
        columns = count if several else math.ceil(count / 2)
        grid = where.subgridspec(math.ceil(count / columns), columns, wspace=0.16, hspace=0.36)
        axes = [figure.add_subplot(place) for place in _places(grid, columns, count)]
        draw_data_slices(axes, fit, kinds, shown, columns, name)
        axes[0].set_title(title if several else _slices_title(inputs, count))


def _slices_title(inputs: int, shown: int) -> str:
    """Return what slices show, in words."""
    which = f"{shown} of {inputs} inputs" if shown < inputs else "Along each input"
    return f"{which}, through one row"


def sheet_of_network(fit: DataFit) -> Sheet:
    """Return the rows of the figure of data and network alone."""
    outputs = len(shown_outputs(fit))
    if len(fit.input_names) > 2:
        return Sheet(max(min(2, len(inputs_alone(fit))), outputs), gap=0.8)
    return Sheet(math.ceil(outputs / _OUTPUTS_A_ROW), least=2.2)


def draw_network_alone(figure: Figure, fit: DataFit) -> None:
    """Draw data and network of every output."""
    kinds, outputs = panels.drawn_rows(fit), shown_outputs(fit)
    kinds = list(_rows_of_network(fit, kinds))
    if len(fit.input_names) > 2:
        _draw_slices_alone(figure, fit, kinds)
        return
    sheet, columns = sheet_of_network(fit), min(len(outputs), _OUTPUTS_A_ROW)
    draw = panels.draw_data_curve if len(fit.input_names) == 1 else panels.draw_data_map
    right = 0.97 if len(fit.input_names) == 1 else 0.85 if columns == 1 else 0.89
    wspace = 0.35 if len(fit.input_names) == 1 else 0.55
    grid = sheet.grid(figure, columns, left=0.08, right=right, wspace=wspace)
    for output in outputs:
        name = panels.short(fit.output_names[output])
        title = panels.DATA_AND_NETWORK if len(outputs) == 1 else name
        draw(figure.add_subplot(grid[divmod(output, columns)]), fit, kinds, output, title)
    sheet.finish(figure, 0.08, _note(fit, kinds, kinds))


def _draw_slices_alone(figure: Figure, fit: DataFit, kinds: Sequence[Rows]) -> None:
    """Draw slices: of one output in two rows, of several in a row for each output."""
    outputs, sheet = shown_outputs(fit), sheet_of_network(fit)
    several = len(outputs) > 1
    most = _INPUTS_A_ROW if several else _INPUTS_ALONE
    count = min(most, len(inputs_alone(fit)))
    columns = count if several else math.ceil(count / 2)
    grid = sheet.grid(figure, columns, left=0.09, right=0.98, wspace=0.12)
    for output in outputs:
        cells = (
            [grid[output, k] for k in range(columns)] if several else _places(grid, columns, count)
        )
        shown: DataSlices = data_slices(fit, most, output)
        axes = [figure.add_subplot(cell) for cell in cells]
        draw_data_slices(axes, fit, kinds, shown, columns)
        if output == 0:
            title = _slices_title(len(fit.input_names), count)
            axes[0].set_title(f"{title}; rows are drawn with their residual")
    sheet.finish(figure, 0.09, _note(fit, kinds, kinds))


def sheet_of_residuals(fit: DataFit) -> Sheet:
    """Return the rows of the figure of predictions and residuals."""
    outputs = len(shown_outputs(fit))
    return Sheet(1 if outputs == 1 else 2 * math.ceil(outputs / _OUTPUTS_A_ROW), least=1.5)


def draw_residuals_alone(figure: Figure, fit: DataFit) -> None:
    """Draw predictions against values and residuals: side by side, or of several outputs below."""
    kinds, outputs, sheet = panels.drawn_rows(fit), shown_outputs(fit), sheet_of_residuals(fit)
    several = len(outputs) > 1
    columns = min(len(outputs), _OUTPUTS_A_ROW) if several else 2
    grid = sheet.grid(figure, columns, left=0.085, right=0.98, wspace=0.42 if several else 0.25)
    for output in outputs:
        row, column = divmod(output, _OUTPUTS_A_ROW)
        cells = (
            [grid[2 * row, column], grid[2 * row + 1, column]] if several else [grid[0], grid[1]]
        )
        above, below = (figure.add_subplot(cell) for cell in cells)
        panels.draw_predictions(above, kinds, output)
        panels.draw_data_residuals(below, fit, kinds, output)
        if several:
            above.set_title(panels.short(fit.output_names[output]))
    sheet.finish(figure, 0.08, _note(fit, kinds, kinds))


def sheet_of_inputs(fit: DataFit) -> Sheet:
    """Return the rows of the figure of what the columns do."""
    outputs = len(shown_outputs(fit))
    return Sheet(2 if outputs == 1 else outputs, least=1.5)


def draw_inputs_alone(figure: Figure, shown: Shown) -> None:
    """Draw which columns matter, and the mean prediction along those that matter most."""
    fit, importance = shown.fit, shown.importance
    if importance is None:
        raise SettingError("this fit tells of no columns which of them matter.")
    outputs, sheet = shown_outputs(fit), sheet_of_inputs(fit)
    several = len(outputs) > 1
    rows, bars = (1, _BARS_ON_PAGE) if several else (2, _BARS_ALONE)
    most = min(_MEANS_A_ROW if several else _MEANS_ALONE, len(fit.columns))
    columns = math.ceil(most / rows)
    ratios = (1.3 if several else 1.6, *(1.0 for _ in range(columns)))
    grid = sheet.grid(figure, 1 + columns, left=0.03, right=0.975, wspace=0.3, width_ratios=ratios)
    along = {
        name: fit.partial_dependence(name) for name in _drawn_columns(importance, outputs, most)
    }
    for output in outputs:
        begin = output * rows
        axes = figure.add_subplot(grid[begin : begin + rows, 0])
        draw_importance(axes, importance, output, bars)
        names = strongest_columns(importance, output, most)
        cells = [divmod(k, columns) for k in range(most)]
        means = [figure.add_subplot(grid[begin + row, 1 + column]) for row, column in cells]
        name = panels.short(fit.output_names[output])
        draw_dependences(means, [along[one] for one in names], output, columns, name)
        if output == 0:
            means[0].set_title("Mean prediction along a column")
        else:
            axes.set_title("")
    sheet.finish(figure, 0.03, _note(fit, [], [], bars=bars))


def _drawn_columns(importance: Importance, outputs: Sequence[int], most: int) -> set[str]:
    """Return the columns along which a mean is drawn for some output."""
    return {name for k in outputs for name in strongest_columns(importance, k, most)}


def draw_units_alone(figure: Figure, fit: DataFit) -> None:
    """Draw what every unit adds: curves, lines on a map, or weights."""
    inputs, outputs = len(fit.input_names), len(fit.output_names)
    box = panels.box_of(fit.dataset_training.x)
    if outputs == 1 and inputs == 1:
        panels.draw_data_units(one_panel(figure), fit)
    elif outputs == 1 and inputs == 2:
        axes = one_map(figure)
        draw_centre_lines(axes, fit.network, box, ("", ""))
        panels.label_map(axes, fit.input_names)
    else:
        figure.subplots_adjust(left=0.17, right=0.92, bottom=0.105, top=0.845, hspace=0.5)
        shown = figure.subplots(3, 1, height_ratios=(1.0, 1.0, 1.8))
        radii = np.asarray(box.lengths) / 2.0
        names = [panels.short(name) for name in fit.input_names]
        spread = standard_deviation(fit.dataset_training.t, axis=0)
        deviations = np.where(spread > 0.0, spread, 1.0) if outputs > 1 else None
        draw_weights(shown, fit.network, radii, names, deviations)
