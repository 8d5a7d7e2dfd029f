"""The fields of a table, block of rows by block of rows: as numbers, and where each stands.

Only the columns that are asked for have to be numbers. The text of a file is never in memory as a
whole.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from uat.arrays import Array
from uat.exceptions import DataFileError
from uat.io.cells import is_missing, number_in, plain_numbers, shown
from uat.io.layouts import Layout, RowReader, is_blank, lines_of
from uat.io.wording import counted

BLOCK = 1 << 15
"""Fields converted at once."""


@dataclass(slots=True)
class Column:
    """A column that is asked for, and what was seen of it so far.

    Parameters
    ----------
    name : as messages and tables call it
    index : of its field in a row, from 0 on
    points, commas : whether a decimal point, or comma, was seen
    missing : number of missing values
    first_missing : the line of the first of them, and where that is in words
    """

    name: str
    index: int
    points: bool = False
    commas: bool = False
    missing: int = 0
    first_missing: tuple[int, str] = (0, "")


def number_blocks(
    path: Path, lines: Iterable[str], layout: Layout, above: int, columns: Sequence[Column]
) -> Iterator[Array]:
    """Yield the numbers of columns, shape (rows, columns), nan where one is missing.

    Parameters
    ----------
    path : of the file, for messages
    lines : from the first row on, the header if there is one
    layout : of the table
    above : how many lines of the file are above these
    columns : are told what is seen of them

    Raises
    ------
    DataFileError
        If a row has more or fewer fields than the first, or a value is no number or is not finite.
    """
    for block in row_blocks(path, lines, layout, above):
        yield np.stack([block.numbers(column) for column in columns], axis=1)


def row_blocks(path: Path, lines: Iterable[str], layout: Layout, above: int) -> Iterator[RowBlock]:
    """Yield the rows of a table below its header, some at a time.

    Parameters
    ----------
    path, lines, layout, above : as `number_blocks` takes them

    Raises
    ------
    DataFileError
        If a row has more or fewer fields than the first, or quotes go wrong in it.
    """
    reader = RowReader(path, lines, layout.separator, above)
    if layout.header:
        reader.take(1)
    most = max(1, BLOCK // layout.fields)
    while True:
        line = reader.line
        rows = reader.take(most)
        if not rows:
            return
        yield RowBlock(path, rows, line, layout)


class RowBlock:
    """Some rows of a file, the first of them on a line that is known."""

    def __init__(
        self, path: Path, rows: Sequence[Sequence[str]], line: int, layout: Layout
    ) -> None:
        self._path, self._all, self._line, self._layout = path, rows, line, layout
        self._kept: Sequence[int] = range(len(rows))
        self._rows = rows
        if set(map(len, rows)) != {layout.fields}:
            self._kept = [k for k, row in enumerate(rows) if not is_blank(row)]
            self._rows = [rows[k] for k in self._kept]
            for k, row in enumerate(self._rows):
                self._check_length(k, row)

    def _check_length(self, k: int, row: Sequence[str]) -> None:
        """Raise unless the row has a field for every column, and no other but an empty last one."""
        fields = self._layout.fields
        if len(row) - (len(row) > fields and not row[-1].strip()) != fields:
            raise DataFileError(
                f"{self._place(k)}: this row has {counted(len(row), 'field')}, "
                f"the first row has {fields}."
            )

    def cells(self, index: int) -> list[str]:
        """Return a field of every row, as it stands in the file."""
        return [row[index] for row in self._rows]

    def lines(self) -> list[int]:
        """Return the line that each row starts on, as an editor counts."""
        starts = list(itertools.accumulate(map(lines_of, self._all), initial=self._line))
        return [starts[k] for k in self._kept]

    def numbers(self, column: Column) -> Array:
        """Return the numbers of a column; shape (rows,), nan where one is missing.

        Raises
        ------
        DataFileError
            If a value is no finite number.
        """
        cells = self.cells(column.index)
        text = "\0".join(cells)
        commas = self._layout.decimal_commas and "," in text
        values = plain_numbers(cells, text, commas)
        if values is None:
            values = np.array([self._value(k, cell, column) for k, cell in enumerate(cells)])
        column.points |= "." in text
        column.commas |= commas
        if column.points and column.commas:
            self._refuse_both_signs(cells, column)
        return values

    def _value(self, k: int, cell: str, column: Column) -> float:
        """Return the number of one cell, nan if it is missing; raise if it is none."""
        if is_missing(cell):
            if not column.missing:
                column.first_missing = self._line_of(k), self._place(k, column)
            column.missing += 1
            return math.nan
        number = number_in(cell, self._layout.decimal_commas)
        if number is None:
            raise DataFileError(f"{self._place(k, column)}: {shown(cell)} is not a number.")
        if not math.isfinite(number):
            raise DataFileError(f"{self._place(k, column)}: {shown(cell)} is not finite.")
        return number

    def _refuse_both_signs(self, cells: Sequence[str], column: Column) -> None:
        """Raise for the first cell that uses another decimal sign than those before it."""
        firsts = [next((k for k, cell in enumerate(cells) if sign in cell), 0) for sign in ",."]
        k = max(firsts)
        raise DataFileError(
            f"{self._place(k, column)}: {shown(cells[k])} is ambiguous, because this column "
            "has decimal points and decimal commas; use one of them."
        )

    def _place(self, k: int, column: Column | None = None) -> str:
        """Return where a row stands, as an editor counts."""
        where = f"{self._path}, line {self._line_of(k)}"
        return where if column is None else f"{where}, column {shown(column.name)}"

    def _line_of(self, k: int) -> int:
        """Return the line a row starts on."""
        return self._line + sum(map(lines_of, self._all[: self._kept[k]]))
