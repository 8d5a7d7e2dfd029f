"""A fit to a table of more than two inputs, drawn along lines through one of its rows.

Along a slice one input moves and the others stay as that row has them; a mark on every slice is
the row itself. Every row is moved to the slice with the residual it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.arrays import Array
from uat.figures import style
from uat.figures.clouds import some_rows
from uat.figures.slices import (
    MOST_POINTS,
    Slice,
    finish_slice,
    most_telling,
    moves_along,
    slices_through,
    strongest,
)
from uat.figures.table_panels import Rows, band_of, box_of, draw_curve, label_with, span_with
from uat.fits.given_columns import given_columns
from uat.fits.table_fit import DataFit

# Beside a slice, so that dots at its ends are whole.
_MARGIN = 0.04
_ROW_MARK: dict[str, Any] = {
    "marker": "D", "markersize": 8, "color": style.BLACK, "markeredgecolor": "white",
    "linestyle": "none", "zorder": 3.0, "label": "row of the slices",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class DataSlices:
    """Slices of a fit to a table, for one output.

    Parameters
    ----------
    output : number of the output
    row : shape (inputs,), the inputs of the row they go through
    slices : one for each input that is shown
    """

    output: int
    row: Array
    slices: list[Slice]


def inputs_alone(fit: DataFit) -> list[int]:
    """Return the inputs that may move while the others stay; all of them if there are none.

    Of a text of three values or more none does: a row that has a value has no other one.
    """
    columns = given_columns(fit.input_names, fit.encodings)
    alone = [one.inputs.start for one in columns if len(one.encoding.names) == 1]
    return alone or list(range(len(fit.input_names)))


def data_slices(fit: DataFit, most: int, output: int) -> DataSlices:
    """Return the slices along which the network varies most, through the row that shows most.

    Of many rows some are tried. A network that nothing moves is shown near the medians.
    """
    x = fit.dataset_training.x
    box, rows = box_of(x), x[some_rows(len(x), MOST_POINTS)]
    lower, upper = np.array(box.lower), np.array(box.upper)
    moves = moves_along(rows, lower, upper, lambda at: fit.network(at)[:, output])
    alone = inputs_alone(fit)
    chosen = [alone[k] for k in strongest(moves[:, alone], most)]
    row = rows[most_telling(rows, moves[:, chosen], np.median(x, axis=0), upper - lower)]
    every = slices_through(row, lower, upper, fit.input_names)
    return DataSlices(output, row, [every[k] for k in chosen])


def draw_data_slices(
    panels: Sequence[Axes],
    fit: DataFit,
    kinds: Sequence[Rows],
    shown: DataSlices,
    columns: int,
    name: str | None = None,
) -> None:
    """Draw the network along slices with the band of its interval, and every row moved to them.

    A row is drawn at its own value of the input that moves, the others at those of the row the
    slices go through: what is left of the height of its dot over the curve is what the network
    does not explain of it.

    Parameters
    ----------
    panels : as many as there are slices, row by row
    columns : of the panels
    name : what labels the vertical axis; None takes the output's name
    """
    output = shown.output
    moved = [[_moved(fit, rows, one, output) for rows in kinds] for one in shown.slices]
    curves = [fit.network(one.x)[:, output] for one in shown.slices]
    bands = [band_of(fit, one.x, output) for one in shown.slices]
    heights = np.concatenate([y for kind in moved for _, y in kind])
    span = span_with(heights, np.concatenate([*curves, *(side for b in bands for side in b)]), 0.05)
    at_row = float(fit.network(shown.row[np.newaxis])[0, output])
    label = fit.output_names[output] if name is None else name
    for k, (axes, one) in enumerate(zip(panels, shown.slices, strict=True)):
        for rows, (x, y) in zip(kinds, moved[k], strict=True):
            axes.plot(x, y, **rows.look)
        draw_curve(axes, fit, one.along, curves[k], bands[k])
        axes.plot([shown.row[one.input]], [at_row], **_ROW_MARK)
        finish_slice(axes, one, span, None if k % columns else "", _MARGIN)
        label_with(axes.xaxis, one.name, axes.get_xlabel().removeprefix(one.name))
        if k % columns == 0:
            label_with(axes.yaxis, label, axes.get_ylabel())


def _moved(fit: DataFit, rows: Rows, one: Slice, output: int) -> tuple[Array, Array]:
    """Return where rows are on a slice, and the network there plus what each row is above it."""
    x = np.tile(one.x[0], (len(rows.x), 1))
    x[:, one.input] = rows.x[:, one.input]
    y = fit.network(x)[:, output] + rows.t[:, output] - rows.found[:, output]
    return x[:, one.input], y
