"""The rows of a table as they are handed in: checked, and every column with a name."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns, as_numbers
from uat.checks import check_list, check_text
from uat.core.datasets import Dataset
from uat.core.model import Model
from uat.exceptions import SettingError, ShapeError
from uat.io.frames import numbered, own_names
from uat.trainers import draw_start

# Sums of larger numbers may overflow, and smaller differences lose digits.
_LARGEST_VALUE, _LEAST_RANGE = 1e301, 1e-301


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, checked, and the names of their columns.

    Parameters
    ----------
    dataset : x of shape (rows, inputs) and t of shape (rows, outputs), in the table's own units
    input_names, output_names : one for each column, all different
    """

    dataset: Dataset
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return len(self.input_names)


def checked_rows(
    x: npt.ArrayLike,
    t: npt.ArrayLike,
    input_names: Sequence[str] | None = None,
    output_names: Sequence[str] | None = None,
    weights: npt.ArrayLike | None = None,
) -> Rows:
    """Return the rows of x and t, with a name for every column.

    Parameters
    ----------
    x : shape (rows, inputs), or (rows,) for one input
    t : shape (rows, outputs), or (rows,) for one output
    input_names, output_names : names of the columns; None takes those of a data frame or series
        if they are text and all differ, else x, or x1, x2, ..., and y
    weights : shape (rows,), how often each row counts; rows of weight 0 are left out

    Raises
    ------
    ShapeError
        If there are no rows, x, t and weights disagree on them, there is not one name a column, or
        a value is no real number.
    SettingError
        If a number is not finite or beyond 1e301, or a column varies by less than 1e-301; the
        message names the row, counted from 1, and the column; if a weight is negative or not
        finite, or all are 0.
    """
    inputs, outputs = _columns(x, "x"), _columns(t, "t")
    if len(inputs) != len(outputs) or not len(inputs):
        raise ShapeError(
            f"x has {len(inputs)} rows and t has {len(outputs)}: give one row of t for each row "
            "of x, and at least one."
        )
    if not (inputs.shape[1] and outputs.shape[1]):
        raise ShapeError("x and t need at least one column each.")
    names_x = _names(input_names, "input_names") or own_names(x, inputs.shape[1])
    names_x = names_x or numbered("x", inputs.shape[1])
    names_t = _names(output_names, "output_names") or own_names(t, outputs.shape[1])
    if output_names is None:
        names_t = _free_names(names_t, names_x, outputs.shape[1])
    # A model checks its names; better now than after minutes of training.
    model = Model(draw_start(inputs.shape[1], 1, outputs.shape[1], 0), names_x, names_t)
    for columns, names in ((inputs, model.input_names), (outputs, model.output_names)):
        _check_values(columns, names)
    return Rows(_weighted(inputs, outputs, weights), model.input_names, model.output_names)


def _weighted(inputs: Array, outputs: Array, weights: npt.ArrayLike | None) -> Dataset:
    """Return the dataset of the rows that count, each as often as its weight says."""
    if weights is None:
        return Dataset(inputs, outputs)
    counts = as_numbers(weights)
    checked = Dataset(inputs, outputs, counts)
    return replace(checked, total=float(counts.sum())).fitted()


def _free_names(own: tuple[str, ...], taken: Sequence[str], count: int) -> tuple[str, ...]:
    """Return the outputs' own names, or others where an input has one: it may well be called y."""
    choices = [own] if own else []
    choices += [numbered(letter, count) for letter in ("y", "t", "output")]
    free = [names for names in choices if not set(names) & set(taken)]
    return (free or [numbered("y", count)])[0]


def _names(given: Sequence[str] | None, argument: str) -> tuple[str, ...]:
    """Return the names that the caller gives for columns, none if that is left to the table."""
    names = () if given is None else check_list(given, argument)
    return tuple(check_text(name, f"each of {argument}") for name in names)


def _columns(values: npt.ArrayLike, name: str) -> Array:
    """Return the columns as numbers; the message names the first value that is none."""
    try:
        return as_columns(values, name)
    except ShapeError:
        with contextlib.suppress(ValueError):  # rows of unequal length
            cells = np.array(values, dtype=object)
            if np.asarray(values).dtype.kind in "OUS" and cells.size and cells.ndim in (1, 2):
                cells = cells.reshape(len(cells), -1)
                _check_numbers(cells, name, own_names(values, cells.shape[1]))
        raise


def _check_numbers(cells: npt.NDArray[np.object_], kind: str, names: Sequence[str]) -> None:
    """Raise `ShapeError` for the first value that is no number, column by column."""
    for column, name in zip(cells.T, names or map(str, range(1, cells.shape[1] + 1)), strict=True):
        for row, cell in enumerate(column, 1):
            try:
                as_numbers(cell)
            except ShapeError as problem:
                raise ShapeError(
                    f"{kind}, row {row} (the first is 1), column {name}: {problem}"
                ) from None


def _check_values(columns: Array, names: Sequence[str]) -> None:
    """Raise `SettingError` unless numbers are of a size that can be computed with."""
    for values, name in zip(columns.T, names, strict=True):
        # Not a comparison with >, which a nan would pass.
        bad = ~(np.abs(values) <= _LARGEST_VALUE)
        if bad.any():
            row = int(np.argmax(bad))
            finite = bool(np.isfinite(values[row]))
            raise SettingError(
                f"row {row + 1} (the first is 1), column {name!r} is {values[row]:g}: numbers must "
                f"be finite and at most {_LARGEST_VALUE:g} in size; "
                f"{'give the column in a larger unit' if finite else 'leave the row out'}."
            )
        if 0.0 < np.ptp(values) < _LEAST_RANGE:
            raise SettingError(
                f"column {name!r} varies by {np.ptp(values):.3g} only: differences of less than "
                f"{_LEAST_RANGE:g} lose digits; give the column in a smaller unit."
            )
