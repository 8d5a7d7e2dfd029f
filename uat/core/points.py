"""What a network is asked, and the shape in which it answers: one convention for all.

| asked | answer of one output | of several |
|---|---|---|
| a number, of one input | a float | shape (outputs,) |
| shape (points,), of one input | shape (points,) | shape (points, outputs) |
| shape (points, inputs) | shape (points,) | shape (points, outputs) |
| a frame or mapping, by the names of its columns | shape (points,) | shape (points, outputs) |
| one row of a data frame, by its labels | a float | shape (outputs,) |

One point of several inputs is a row, [[1.0, 2.0]]: a vector could as well be points of one input,
and is refused. A series is a vector. `Network` itself, below this, knows points and outputs only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns, as_numbers
from uat.exceptions import ShapeError
from uat.io.encodings import Encoding, Number, encoded
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


def encoded_points(x: Any, input_names: Sequence[str], encodings: Sequence[Encoding]) -> Any:
    """Return columns of a table as numbers, if that is what they are to become.

    Parameters
    ----------
    x : a data frame, a row of one, or a mapping, name -> values; anything else is returned as it is
    input_names : one for each input
    encodings : of the columns; none if they are numbers

    Raises
    ------
    DataFileError
        See `uat.io.encodings.encoded`.
    """
    if isinstance(x, Mapping):
        return encoded(x, encodings or [Number(name) for name in input_names])
    if not encodings:
        return x
    if is_row(x, [encoding.column for encoding in encodings]):
        return encoded({label: [x[label]] for label in x.index}, encodings)
    if hasattr(x, "columns"):
        return encoded({name: x[name] for name in x.columns}, encodings)
    return x


def answer(
    network: Callable[[Array], Array],
    x: Any,
    input_names: Sequence[str],
    encodings: Sequence[Encoding] = (),
) -> Any:
    """Return what a network says at x, in the shape that the table above tells.

    Parameters
    ----------
    network : takes shape (points, inputs) and returns shape (points, outputs)
    x, input_names : see `points_of`
    encodings : see `encoded_points`

    Raises
    ------
    ShapeError
        See `points_of`.
    """
    columns = [encoding.column for encoding in encodings] or input_names
    outputs = network(points_of(encoded_points(x, input_names, encodings), input_names))
    several = outputs.shape[1] > 1
    if is_row(x, columns) or (np.ndim(x) == 0 and not isinstance(x, Mapping)):
        return outputs[0] if several else float(outputs[0, 0])
    return outputs if several else outputs[:, 0]
