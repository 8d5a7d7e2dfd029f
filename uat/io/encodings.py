"""What the columns of a table become as inputs of a network, and how: kept with the model.

A number stays what it is. A date becomes the time since the first one, a text of few values a
column of 0 and 1 for each value. What is missing may have a value that stands for it. An encoding
is learned from the rows that are fitted; asked later, it does the same with other rows, and refuses
what it has not seen.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np

from uat.arrays import Array
from uat.exceptions import DataFileError, ModelFileError, ShapeError
from uat.io.cells import is_missing, lacks_number, number_in, shown
from uat.io.moments import moment_in, way_of
from uat.io.rows import numbers_in_rows
from uat.io.wording import counted, listed

Cells = Sequence[str]
"""The fields of a column as texts."""

MOST_VALUES = 20
"""A text column of more values is no category."""
_UNITS = {"days": 86400.0, "hours": 3600.0, "seconds": 1.0}
# A span of less than so many seconds is told in the unit below.
_SHORT_DAYS, _SHORT_HOURS = 2 * 86400.0, 7200.0


@runtime_checkable
class Encoding(Protocol):
    """What a column becomes."""

    kind: ClassVar[str]

    @property
    def column(self) -> str:
        """The column's name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs it becomes."""

    @property
    def note(self) -> str:
        """What was done, a sentence; empty of a number that stays what it is."""

    def encode(self, cells: Cells) -> Array:
        """Return the inputs, shape (rows, names); nan where a value is missing.

        Raises
        ------
        DataFileError
            If a field is not of the kind that this encoding knows; the message names it.
        """


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as it is."""

    column: str
    kind: ClassVar[str] = "number"

    @property
    def names(self) -> tuple[str, ...]:
        """The column's own."""
        return (self.column,)

    @property
    def note(self) -> str:
        """Nothing: nothing was done."""
        return ""

    def encode(self, cells: Cells) -> Array:
        """Return the numbers, shape (rows, 1)."""
        return numbers_in_rows(self.column, cells)[:, np.newaxis]


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time, as the time since the first.

    Parameters
    ----------
    column : its name
    way : how it is written, see `uat.io.moments`
    origin : the first, as ISO 8601
    unit : days, hours or seconds
    """

    column: str
    way: str
    origin: str
    unit: str
    kind: ClassVar[str] = "moment"

    @classmethod
    def of(cls, column: str, cells: Cells, way: str) -> Moment:
        """Return the encoding of a column written that way."""
        moments = [m for cell in cells if (m := moment_in(cell, way)) is not None]
        first, span = min(moments), (max(moments) - min(moments)).total_seconds()
        whole = all((m - first) % timedelta(days=1) == timedelta() for m in moments)
        short = "hours" if span >= _SHORT_HOURS else "seconds"
        unit = "days" if whole or span >= _SHORT_DAYS else short
        return cls(column, way, first.isoformat(), unit)

    @property
    def names(self) -> tuple[str, ...]:
        """The column's name with what is counted."""
        first = datetime.fromisoformat(self.origin)
        at_midnight = first.time() == datetime.min.time()
        day = first.date().isoformat()
        since = day if at_midnight else f"{day} {first.time().isoformat()}"
        return (f"{self.column} [{self.unit} since {since}]",)

    @property
    def note(self) -> str:
        """From when on it is counted, and in what."""
        return f"The dates of {self.column} are taken as {self.names[0].split('[')[1][:-1]}."

    def encode(self, cells: Cells) -> Array:
        """Return the time since the first, shape (rows, 1)."""
        first = datetime.fromisoformat(self.origin)
        found = np.full((len(cells), 1), math.nan)
        for k, cell in enumerate(cells):
            if is_missing(cell):
                continue
            moment = moment_in(cell, self.way)
            if moment is None:
                raise DataFileError(
                    f"row {k + 1}, column {shown(self.column)}: {shown(cell)} is no date written "
                    f"as {self.way}."
                )
            found[k] = (moment - first).total_seconds() / _UNITS[self.unit]
        return found


@dataclass(frozen=True, slots=True)
class Indicators:
    """A text of few values, as a column of 0 and 1 for each; of two values, for the second.

    Parameters
    ----------
    column : its name
    values : what may stand in it, in order
    """

    column: str
    values: tuple[str, ...]
    kind: ClassVar[str] = "indicators"

    @property
    def _shown(self) -> tuple[str, ...]:
        """The values that have a column."""
        return self.values if len(self.values) > 2 else self.values[1:] or self.values

    @property
    def names(self) -> tuple[str, ...]:
        """The column's name with a value each."""
        return tuple(f"{self.column}={value}" for value in self._shown)

    @property
    def note(self) -> str:
        """Which values there are."""
        many = "a column" if len(self.names) == 1 else "columns"
        return f"The text {self.column} is taken as {many} of 0 and 1: {listed(self.names)}."

    def encode(self, cells: Cells) -> Array:
        """Return the indicators, shape (rows, names)."""
        found = np.zeros((len(cells), len(self._shown)))
        places = {value: k for k, value in enumerate(self._shown)}
        spelt = {_truth(value): value for value in self.values}
        for k, (row, cell) in enumerate(zip(found, cells, strict=True)):
            value = spelt.get(_truth(cell.strip()))
            if is_missing(cell):
                row[:] = math.nan
            elif value is None:
                raise DataFileError(
                    f"row {k + 1}, column {shown(self.column)}: {shown(cell)} was not there when "
                    f"the network was fitted; it knows {listed([shown(v) for v in self.values])}."
                )
            elif value in places:
                row[places[value]] = 1.0
        return found


def _truth(value: str) -> str:
    """Return a text; true and false in one spelling: TRUE in one file is True in another."""
    return value.lower() if value.lower() in ("true", "false") else value


def encoding_of(column: str, values: Cells | Array) -> Encoding:
    """Return what a column becomes, by the rows there are.

    Raises
    ------
    DataFileError
        If it holds texts of too many values to be a category, numbers and texts, or dates that
        can be read in two ways.
    """
    if is_numbers(values):
        return Number(column)
    known = [cell for cell in texts_of(values) if not is_missing(cell)]
    numbers = [number_in(cell, decimal_commas=True) is not None for cell in known]
    texts = [cell for cell, is_number in zip(known, numbers, strict=True) if not is_number]
    if not known or (any(numbers) and all(map(lacks_number, texts))):
        return Number(column)
    if any(numbers):
        odd = known[numbers.index(not _mostly(numbers))]
        row = list(texts_of(values)).index(odd) + 1
        raise DataFileError(
            f"column {shown(column)} holds numbers and texts, as {shown(odd)} in row {row}; take "
            "the one or the other out, or leave the column out by naming the inputs."
        )
    if (way := way_of(known, column)) is not None:
        return Moment.of(column, known, way)
    kinds = Counter(cell.strip() for cell in known)
    if len(kinds) > max(2, min(MOST_VALUES, len(known) // 2)):
        raise DataFileError(
            f"column {shown(column)} holds texts of {len(kinds)} values in {len(known)} rows, as "
            f"{shown(known[0])}: too many to tell apart; write plain numbers, or dates all alike, "
            "or leave it out by naming the inputs."
        )
    return Indicators(column, tuple(sorted(kinds)))


def is_numbers(values: Cells | Array) -> bool:
    """Return whether a column is numbers already, nan where one is missing."""
    return isinstance(values, np.ndarray) and values.dtype.kind in "fiub"


def encoded_column(encoding: Encoding, values: Cells | Array) -> Array:
    """Return what a column becomes, shape (rows, names), nan where a value is missing."""
    known = encoding.encoding if isinstance(encoding, Filled) else encoding
    if not (isinstance(known, Number) and is_numbers(values)):
        return encoding.encode(texts_of(values))
    numbers = np.asarray(values, dtype=np.float64)[:, np.newaxis]
    return filled(numbers, encoding.values) if isinstance(encoding, Filled) else numbers


def _mostly(flags: Sequence[bool]) -> bool:
    return 2 * sum(flags) >= len(flags)


@dataclass(frozen=True, slots=True)
class Filled:
    """Another encoding, and what stands for a value that is missing.

    Parameters
    ----------
    encoding : of what is there
    values : of its inputs where the column's value is missing
    """

    encoding: Encoding
    values: tuple[float, ...]
    kind: ClassVar[str] = "filled"

    @property
    def column(self) -> str:
        """The column's name."""
        return self.encoding.column

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs it becomes."""
        return self.encoding.names

    @property
    def note(self) -> str:
        """What was done with what is there."""
        return self.encoding.note

    def encode(self, cells: Cells) -> Array:
        """Return the inputs, shape (rows, names), without gaps."""
        return filled(self.encoding.encode(cells), self.values)


def filled(columns: Array, values: Sequence[float]) -> Array:
    """Return columns, shape (rows, columns), with a value of its own for each one's gaps."""
    return np.where(np.isnan(columns), np.asarray(values), columns)


def usual(encoding: Encoding, columns: Array) -> tuple[float, ...]:
    """Return what stands for a missing value of a column: the median, or the most frequent text.

    Parameters
    ----------
    encoding : of the column
    columns : shape (rows, names), what it is encoded as in rows; not all are missing
    """
    known = columns[~np.isnan(columns).any(axis=1)]
    if isinstance(encoding, Indicators):
        values, counts = np.unique(known, axis=0, return_counts=True)
        return tuple(values[int(np.argmax(counts))].tolist())
    return tuple(np.median(known, axis=0).tolist())


_KINDS: Mapping[str, type[Any]] = {kind.kind: kind for kind in (Number, Moment, Indicators, Filled)}


def plain(encoding: Encoding) -> dict[str, Any]:
    """Return an encoding as plain JSON values."""
    values = {field.name: getattr(encoding, field.name) for field in fields(encoding)}  # type: ignore[arg-type]
    if isinstance(encoding, Filled):
        values["encoding"] = plain(encoding.encoding)
    return {"kind": encoding.kind, **values}


def encoding_from(values: Mapping[str, Any]) -> Encoding:
    """Return the encoding that `plain` wrote.

    Raises
    ------
    ModelFileError
        If the values are those of none.
    """
    try:
        given: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in values.items()
        }
        if "encoding" in given:
            given["encoding"] = encoding_from(given["encoding"])
        made: Encoding = _KINDS[given.pop("kind")](**given)
    except (KeyError, TypeError, AttributeError):
        raise ModelFileError("this model is damaged: a column's encoding is none.") from None
    return made


def encoded(columns: Mapping[str, Any], encodings: Sequence[Encoding]) -> Array:
    """Return what columns of a table become, shape (rows, inputs).

    Parameters
    ----------
    columns : name -> values, see `column_of`; others than the encodings' are passed over

    Raises
    ------
    DataFileError
        If a column is not there, a value is missing that has no value to stand for it, or is not
        of the kind that was fitted.
    """
    parts = []
    for encoding in encodings:
        if encoding.column not in columns:
            raise DataFileError(
                f"there is no column {shown(encoding.column)}: the network was fitted to "
                f"{listed([e.column for e in encodings])}."
            )
        found = encoded_column(encoding, column_of(columns[encoding.column]))
        if gaps := np.flatnonzero(np.isnan(found).any(axis=1)).tolist():
            raise DataFileError(
                f"row {gaps[0] + 1}, column {shown(encoding.column)}: the value is missing, as in "
                f"{len(gaps)} of {counted(len(found), 'row')}, and the network was fitted without "
                'such rows; with missing="median" it would know what to take instead.'
            )
        parts.append(found)
    return np.concatenate(parts, axis=1)


def column_of(values: Any) -> Cells | Array:
    """Return a column of a frame, or any values, as numbers, nan where one is missing, or texts."""
    try:
        array = np.asarray(values)
    except ValueError:  # lists of unequal length
        array = np.empty((0, 0))
    if array.ndim != 1:
        raise ShapeError("a column is a list of values, one for each row.")
    if array.dtype.kind == "b":
        return array
    if array.dtype.kind in "fiu":
        return np.asarray(array, dtype=np.float64)
    if array.dtype.kind == "M":
        return [str(value) if value == value else "" for value in array]
    return texts_of(array.tolist())


def texts_of(values: Cells | Array) -> Cells:
    """Return the values of a column as a file would hold them; what is not there is empty."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        return ["" if v != v else repr(v) for v in values.tolist()]
    return ["" if _is_nothing(v) else _text(v) for v in values]


def _is_nothing(value: object) -> bool:
    """Return whether it is None, or not equal to itself, or pandas' word for nothing."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or bool(value != value)


def _text(value: object) -> str:
    isoformat = getattr(value, "isoformat", None)
    return str(value) if isoformat is None else str(isoformat())
