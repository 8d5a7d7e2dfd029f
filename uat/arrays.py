"""The one array type of the project: float64, and read-only once it belongs to a frozen object.

Whatever a user hands in becomes one here, or is refused in one sentence that says what is wrong and
what to do. numpy alone would lose the mask of a masked array and take a date for a number.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from uat.exceptions import ShapeError, shown

Array = npt.NDArray[np.float64]

# Letters of a value that a message shows.
_TIMES = (datetime.date, datetime.time, datetime.timedelta, np.datetime64, np.timedelta64)
_COMPLEX = "these are complex numbers: give their real and imaginary parts."
# By numpy's letter for the kind of an array.
_NO_NUMBERS = {
    "c": _COMPLEX,
    "M": "these are dates (datetime64), not numbers: give the time since one of them, such as "
    "(dates - dates[0]) / np.timedelta64(1, 'D').",
    "m": "these are spans of time (timedelta64), not numbers: divide them by a unit, such as "
    "np.timedelta64(1, 'D').",
    "V": "this is a structured array: give its fields as columns, such as "
    "np.column_stack([table[name] for name in table.dtype.names]).",
}


def frozen(values: npt.ArrayLike) -> Array:
    """Return a read-only float64 copy, C-contiguous, of any shape.

    Raises
    ------
    ShapeError
        If `values` are not real numbers in rows of equal length; see `as_numbers`.
    """
    array = np.array(as_numbers(values), order="C")
    array.setflags(write=False)
    return array


def as_columns(values: npt.ArrayLike, name: str) -> Array:
    """Return `values` as float64 of shape (points, columns); a vector becomes one column.

    Raises
    ------
    ShapeError
        If `values` is neither a vector nor a matrix of real numbers; see `as_numbers`.
    """
    array = as_numbers(values)
    if array.ndim == 1:
        return array[:, np.newaxis]
    if array.ndim != 2:
        raise ShapeError(
            f"{name} must have shape (points,) or (points, columns), not {array.shape}."
        )
    return array


def as_numbers(values: npt.ArrayLike) -> Array:
    """Return `values` as float64 of any shape; no copy if they are that already.

    Integers, truth values and whatever Python makes a float of are numbers; infinities and nan are,
    too, and looked at by those who know what they mean.

    Raises
    ------
    ShapeError
        If `values` hold anything else (text, dates, complex numbers, a masked or missing value, an
        integer beyond the range of floats), or rows of unequal length; the message names the first
        place where that is.
    """
    _refuse_masks(values)
    try:
        array = np.asarray(values)
    except (TypeError, ValueError) as problem:
        raise ShapeError(f"these are not numbers in rows of equal length: {problem}") from None
    if array.dtype.kind in _NO_NUMBERS:
        raise ShapeError(_NO_NUMBERS[array.dtype.kind])
    if array.dtype.kind in "biuf":
        with np.errstate(over="ignore"):  # a long double may be infinite as a double
            return np.asarray(array, dtype=np.float64)
    # numpy makes text of the numbers beside a text.
    cells = array if array.dtype.kind == "O" else np.array(values, dtype=object)
    numbers = [_number(cell, index) for index, cell in _cells(cells)]
    return np.array(numbers, dtype=np.float64).reshape(cells.shape)


def refuse_disguised(values: Any) -> None:
    """Raise `ShapeError` if `values` are an array that numpy would take for numbers, but are none.

    Those are masked values, dates and spans of time.
    """
    _refuse_masks(values)
    kind = getattr(getattr(values, "dtype", None), "kind", "")
    if kind in {"M", "m"}:
        raise ShapeError(_NO_NUMBERS[kind])


def _refuse_masks(values: object) -> None:
    """Raise `ShapeError` if a value is masked, in an array or in a row of a list of arrays."""
    parts = values if isinstance(values, list | tuple) else [values]
    for row, part in enumerate(parts, 1):
        if isinstance(part, np.ma.MaskedArray) and np.ma.is_masked(part):
            masked = np.atleast_1d(np.ma.getmaskarray(part))
            if part is values:
                row = int(np.argwhere(masked)[0][0]) + 1
            raise ShapeError(
                f"values are masked, {int(masked.sum())} of {masked.size}, the first in row {row} "
                "(the first is 1): fill them in, or leave these rows out."
            )


def _cells(cells: npt.NDArray[np.object_]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield every value of an array with its index."""
    return ((index, cells[index]) for index in np.ndindex(cells.shape))


def _number(cell: Any, index: tuple[int, ...]) -> float:
    """Return one value as a float, or raise `ShapeError` that says where it is and what."""
    if isinstance(cell, _TIMES):
        problem = f"{shown(cell)} is a time, not a number: give the time since a moment, in a unit."
    elif isinstance(cell, complex | np.complexfloating):
        problem = _COMPLEX
    elif cell is None or type(cell).__name__ == "NAType":
        problem = "the value is missing: fill it in, or leave the row out."
    elif isinstance(cell, str | bytes):
        problem = (
            f"these are not numbers, but {shown(cell)}; leave it out, or put numbers "
            "for what it says."
        )
    else:
        try:
            return float(cell)
        except OverflowError:
            problem = "a number is beyond the range of floats, 1.8e308: give it in a larger unit."
        except (TypeError, ValueError):
            problem = f"these are not numbers, but {shown(cell)}."
    raise ShapeError(f"{_place(index)}{problem}")


def _place(index: tuple[int, ...]) -> str:
    """Return where in an array a value stands, counted from 1."""
    if not index:
        return ""
    columns = "".join(f", column {k + 1}" for k in index[1:])
    return f"row {index[0] + 1} (the first is 1){columns}: "
