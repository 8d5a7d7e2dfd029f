"""What a network is asked, and the shape in which it answers: one convention for all.

| asked | answer of one output | of several |
|---|---|---|
| a number, of one input | a float | shape (outputs,) |
| shape (points,), of one input | shape (points,) | shape (points, outputs) |
| shape (points, inputs) | shape (points,) | shape (points, outputs) |
| a data frame, by the names of its columns | shape (points,) | shape (points, outputs) |
| one row of a data frame, by its labels | a float | shape (outputs,) |

One point of several inputs is a row, [[1.0, 2.0]]: a vector could as well be points of one input,
and is refused. A series is a vector. `Network` itself, below this, knows points and outputs only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns, as_numbers
from uat.exceptions import ShapeError
from uat.io.frames import by_name, is_row
from uat.io.wording import counted


def points_of(x: npt.ArrayLike, input_names: Sequence[str]) -> Array:
    """Return the points that are asked for, shape (points, inputs); a number is one point.

    Parameters
    ----------
    x : see the table above
    input_names : one for each input

    Raises
    ------
    ShapeError
        If x has not one column per input, or is a frame without one of the names.
    """
    inputs = len(input_names)
    known = counted(inputs, "input")
    values = as_numbers(by_name(x, input_names))
    if inputs > 1 and values.ndim < 2:
        # A vector may be one point, or one input of many: nobody is to guess.
        raise ShapeError(
            f"x has shape {values.shape}, but the model has {known}: give shape (points, "
            f"{inputs}), one row a point."
        )
    columns = as_columns(np.atleast_1d(values), "x")
    if columns.shape[1] != inputs:
        raise ShapeError(f"x has {columns.shape[1]} columns, but the model has {known}.")
    return columns


def answer(network: Callable[[Array], Array], x: npt.ArrayLike, input_names: Sequence[str]) -> Any:
    """Return what a network says at x, in the shape that the table above tells.

    Parameters
    ----------
    network : takes shape (points, inputs) and returns shape (points, outputs)
    x, input_names : see `points_of`

    Raises
    ------
    ShapeError
        See `points_of`.
    """
    outputs = network(points_of(x, input_names))
    several = outputs.shape[1] > 1
    if np.ndim(x) == 0 or is_row(x, input_names):
        return outputs[0] if several else float(outputs[0, 0])
    return outputs if several else outputs[:, 0]
