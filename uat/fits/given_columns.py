"""The columns of a table as its owner knows them, and the inputs that each became.

A number or a date is one input, a text of few values several. Whoever asks what a column does means
all inputs it became: no indicator of one value goes without the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.checks import check_name, check_whole
from uat.exceptions import SettingError, ShapeError
from uat.fits.folds import RowNumbers
from uat.io.encodings import (
    Encoding,
    Filled,
    Indicators,
    Number,
    column_of,
    encoded_column,
    texts_of,
)


@dataclass(frozen=True, slots=True)
class GivenColumn:
    """A column of a table's inputs.

    Parameters
    ----------
    encoding : what it became
    inputs : which inputs of the network that is
    """

    encoding: Encoding
    inputs: slice

    @property
    def name(self) -> str:
        """Its name in the table."""
        return self.encoding.column

    @property
    def texts(self) -> tuple[str, ...]:
        """What may stand in it, if it is a text; else nothing."""
        plain = self.encoding.encoding if isinstance(self.encoding, Filled) else self.encoding
        return plain.values if isinstance(plain, Indicators) else ()

    def moved(self, x: Array, values: Array) -> Array:
        """Return points with other values of this column.

        Parameters
        ----------
        x : shape (points, inputs)
        values : shape (points, inputs of this column), or such a row for all points
        """
        there = x.copy()
        there[:, self.inputs] = values
        return there

    def between(self, x: Array, points: int) -> Array:
        """Return the values a column takes: every text, or numbers from the least to the largest.

        Of numbers that are no more than so many different ones, those.

        Parameters
        ----------
        x : shape (rows, inputs)
        points : how many at most, at least 2

        Returns
        -------
        shape (values, inputs of this column)
        """
        if self.texts:
            return self.encoding.encode(self.texts)
        known = np.unique(x[:, self.inputs])
        if len(known) > check_whole(points, "points", 2):
            known = np.linspace(known[0], known[-1], points)
        return np.asarray(known[:, np.newaxis])

    def asked(self, values: Any) -> tuple[Array, tuple[str, ...]]:
        """Return values as somebody writes them, as inputs and, if it is a text, as they are.

        Parameters
        ----------
        values : numbers, texts or dates, as the column holds them; or one

        Returns
        -------
        shape (values, inputs of this column); and the texts, none of a column of numbers or dates

        Raises
        ------
        ShapeError, SettingError
            If there are none, or a number is not finite.
        DataFileError
            If they are not of the kind that was fitted.
        """
        cells = column_of(values if np.ndim(values) else [values])
        if not len(cells):
            raise ShapeError("at needs one value at least.")
        found = encoded_column(self.encoding, cells)
        if not np.isfinite(found).all():
            raise SettingError(f"every value of {self.name} must be there and finite.", "at")
        return found, tuple(text.strip() for text in texts_of(cells)) if self.texts else ()


def given_columns(
    input_names: Sequence[str], encodings: Sequence[Encoding]
) -> tuple[GivenColumn, ...]:
    """Return the columns of the inputs, in order.

    Parameters
    ----------
    input_names : of the network's inputs
    encodings : of the columns; none if every one is a number
    """
    every = encodings or [Number(name) for name in input_names]
    ends = np.cumsum([len(encoding.names) for encoding in every]).tolist()
    starts = [0, *ends[:-1]]
    return tuple(
        GivenColumn(encoding, slice(start, end))
        for encoding, start, end in zip(every, starts, ends, strict=True)
    )


def column_named(columns: Sequence[GivenColumn], name: str) -> GivenColumn:
    """Return the column of that name.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    return check_name("column", name, {column.name: column for column in columns})


def evenly(rows: int, most: int) -> RowNumbers:
    """Return the numbers of so many rows at most, evenly spread over all."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).astype(np.intp))
