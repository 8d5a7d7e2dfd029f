"""The one array type of the project: float64, and read-only once it belongs to a frozen object."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from uat.exceptions import ShapeError

Array = npt.NDArray[np.float64]


def frozen(values: npt.ArrayLike) -> Array:
    """Return a read-only float64 copy, C-contiguous, of any shape.

    Raises
    ------
    ShapeError
        If `values` are not real numbers in rows of equal length.
    """
    array = np.array(_numbers(values), order="C")
    array.setflags(write=False)
    return array


def as_columns(values: npt.ArrayLike, name: str) -> Array:
    """Return `values` as float64 of shape (points, columns); a vector becomes one column.

    Raises
    ------
    ShapeError
        If `values` is neither a vector nor a matrix of real numbers.
    """
    array = _numbers(values)
    if array.ndim == 1:
        return array[:, np.newaxis]
    if array.ndim != 2:
        raise ShapeError(
            f"{name} must have shape (points,) or (points, columns), not {array.shape}."
        )
    return array


def _numbers(values: npt.ArrayLike) -> Array:
    try:
        if np.iscomplexobj(values):
            raise ShapeError("these are complex numbers: give their real and imaginary parts.")
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise ShapeError(f"these are not numbers in rows of equal length: {problem}") from None
