"""The fields of a table, block of rows by block of rows: as numbers, and where each stands.

Only the columns that are asked for have to be numbers. The text of a file is never in memory as a
whole.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from uat.arrays import Array
from uat.exceptions import DataFileError
from uat.io.cells import Number, lacks_number, number_in, plain_numbers, shown
from uat.io.decimal_signs import DecimalSigns, Place
from uat.io.fast_rows import fast_numbers
from uat.io.layouts import Layout, RowReader, is_blank, lines_of
from uat.io.text_files import Lines
from uat.io.wording import counted

BLOCK = 1 << 15
"""Fields converted at once."""

_WAY_ON = "Leave the field empty if its value is missing, or the column out by naming the inputs."
_WAY_ON_OF_COMMAS = "Write decimal points, or separate fields by semicolons or tabs."
# So many of the lines where a column lacks a value are kept.
_LINES_KEPT = 3


@dataclass(slots=True)
class Column:
    """A column that is asked for, and what was seen of it so far.

    Parameters
    ----------
    name : as messages and tables call it
    index : of its field in a row, from 0 on
    missing : number of missing values
    missing_lines : the first few lines where one is missing
    percent, plain : the first number with a percent sign, and the first without
    """

    name: str
    index: int
    missing: int = 0
    missing_lines: list[int] = field(default_factory=list)
    percent: Place | None = None
    plain: Place | None = None

    def lacks(self, line: Callable[[], int]) -> None:
        """Take note of a missing value."""
        self.missing += 1
        if self.missing <= _LINES_KEPT:
            self.missing_lines.append(line())

    def shows(self, percent: bool, place: Callable[[], Place]) -> None:
        """Take note of a number with a percent sign or without.

        Raises
        ------
        DataFileError
            If there are both in this column.
        """
        if (self.plain if not percent else self.percent) is None:
            here = place()
            self.plain, self.percent = (self.plain, here) if percent else (here, self.percent)
            if other := self.plain if percent else self.percent:
                has, before = ("a", "none") if percent else ("no", "one")
                raise DataFileError(
                    f"{here}: {shown(here.cell)} has {has} percent sign, and {other.inside()} has "
                    f"{before}; write all numbers of a column alike."
                )


class NumberReader:
    """The columns asked for, as numbers.

    Parameters
    ----------
    layout : of the table
    columns : are told what is seen of them
    """

    def __init__(self, layout: Layout, columns: Sequence[Column]) -> None:
        self._layout, self.columns = layout, columns
        self.signs = DecimalSigns()
        self.rows = 0
        """Number of rows read so far."""
        self._grouped: tuple[Place, float] | None = None

    def numbers(self, block: RowBlock) -> Array:
        """Return the numbers of the next rows, shape (rows, columns), nan where one is missing.

        Raises
        ------
        DataFileError
            If a value is no number or is not finite, or contradicts those before it.
        """
        each = [self._of_column(block, k) for k in range(len(self.columns))]
        self.rows += len(each[0])
        if self._layout.decimal_commas and not self.signs.sign:
            self._look_elsewhere(block)
        return np.stack(each, axis=1)

    def many(self, text: str, size: int) -> Array | None:
        """Return the numbers of whole lines, shape (rows, columns), or None if that is not sure.

        It is sure only where none of these numbers can tell anything that is not yet known.
        """
        if any(column.plain is None or column.percent is not None for column in self.columns):
            return None
        if self._layout.decimal_commas:
            signs = [sign for sign in ",." if sign in text]
            if signs not in ([], [self.signs.sign]):
                return None
        values = fast_numbers(text, self._layout, [c.index for c in self.columns], size)
        if values is not None:
            self.rows += len(values)
        return values

    def settle(self, values: Array) -> tuple[str, ...]:
        """Put right what was in doubt until all rows were read, and return what to say of them.

        Parameters
        ----------
        values : shape (rows, columns), of all rows; changed in place

        Raises
        ------
        DataFileError
            If nothing in the file tells which sign is the decimal one.
        """
        notes = list(self.signs.settle(values))
        if self._grouped is not None:
            place, value = self._grouped
            notes.append(
                f"Thousands are set apart: {place.inside()} is read as "
                f"{repr(value).removesuffix('.0')}."
            )
        for column in self.columns:
            if column.percent is not None:
                kept = column.percent.cell.strip().rstrip("% ")
                notes.append(
                    f"The column {column.name} is in percent and stays so: "
                    f"{column.percent.inside()} is read as {kept}."
                )
        return tuple(notes)

    def _look_elsewhere(self, block: RowBlock) -> None:
        """Look in the other columns for the decimal sign."""
        own = {column.index for column in self.columns}
        for index in range(self._layout.fields):
            if index not in own:
                column = Column(self._layout.names[index] or f"column{index + 1}", index)
                self.signs.look(block.cells(index), partial(block.place, column=column))

    def _of_column(self, block: RowBlock, k: int) -> Array:
        """Return the numbers of one column; shape (rows,), nan where one is missing."""
        column = self.columns[k]
        cells = block.cells(column.index)
        values = self._plain(cells)
        if values is None:
            numbers = (self._value(block, row, cell, k) for row, cell in enumerate(cells))
            return np.fromiter(numbers, np.float64, len(cells))
        if len(cells):
            column.shows(False, lambda: block.place(0, column))
        return values

    def _plain(self, cells: Sequence[str]) -> Array | None:
        """Return numbers in which nothing is special or in doubt; None of any others."""
        text = "\0".join(cells)
        if not self._layout.decimal_commas:
            return plain_numbers(cells, text, False)
        signs = [sign for sign in ",." if sign in text]
        if signs not in ([], [self.signs.sign]):
            return None
        return plain_numbers(cells, text, signs == [","])

    def _value(self, block: RowBlock, row: int, cell: str, k: int) -> float:
        """Return the number of one cell, nan if it is missing; raise if it is none."""
        column = self.columns[k]
        if lacks_number(cell):
            column.lacks(lambda: block.line_of(row))
            return math.nan
        number = number_in(cell, self._layout.decimal_commas)
        if number is None or not math.isfinite(number.value):
            why = "is not a number" if number is None else "is not finite"
            commas = number is None and number_in(cell, True) is not None
            way_on = _WAY_ON_OF_COMMAS if commas else _WAY_ON
            raise DataFileError(f"{block.place(row, column)}: {shown(cell)} {why}. {way_on}")
        column.shows(number.percent, lambda: block.place(row, column))
        value = self._as_the_file_has_it(number, row, k, lambda: block.place(row, column))
        if number.grouped and self._grouped is None:
            self._grouped = block.place(row, column), value
        return value

    def _as_the_file_has_it(
        self, number: Number, row: int, k: int, place: Callable[[], Place]
    ) -> float:
        if not self._layout.decimal_commas:
            return number.value
        return self.signs.value(number, self.rows + row, k, place)


def numbers_in_rows(column: str, cells: Sequence[str]) -> Array:
    """Return the numbers of a column that is in memory as texts, shape (rows,).

    Raises
    ------
    DataFileError
        As `NumberReader` does; if a comma may set thousands apart, and no other row tells.
    """
    layout = Layout(";", header=False, names=(column,))
    reader = NumberReader(layout, [Column(column, 0)])
    values = reader.numbers(RowBlock(None, [[cell] for cell in cells], 1, layout))
    reader.settle(values)
    place = reader.signs.in_doubt
    if place is not None and "," in place.cell:
        raise DataFileError(
            f"{place}: {shown(place.cell)} is a decimal or a thousand, and no other row tells "
            "which; hand in numbers, not texts."
        )
    return np.asarray(values[:, 0])


def number_blocks(
    path: Path, lines: Lines, layout: Layout, above: int, numbers: NumberReader, size: int = 0
) -> Iterator[Array]:
    """Yield the numbers of a table, many rows at once where that is sure.

    Parameters
    ----------
    path, lines, layout, above : as `row_blocks` takes them
    numbers : reads the columns asked for
    size : bytes of the file, 0 if not known

    Raises
    ------
    DataFileError
        As `row_blocks` and `NumberReader` do.
    """
    reader = RowReader(path, lines, layout.separator, above)
    if layout.header:
        reader.take(1)
    most = max(1, BLOCK // layout.fields)
    while True:
        if not lines.waiting:
            text = lines.many()
            values = numbers.many(text, size)
            if values is not None:
                reader.passed(len(values))
                yield values
                continue
            lines.give_back(text)
        line = reader.line
        if not (rows := reader.take(max(1, min(most, lines.waiting)))):
            return
        yield numbers.numbers(RowBlock(path, rows, line, layout))


def row_blocks(path: Path, lines: Iterable[str], layout: Layout, above: int) -> Iterator[RowBlock]:
    """Yield the rows of a table below its header, some at a time.

    Parameters
    ----------
    path : of the file, for messages
    lines : from the first row on, the header if there is one
    layout : of the table
    above : how many lines of the file are above these

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
    """Some rows of a file, the first of them on a line that is known; or in memory, of no file.

    Raises
    ------
    DataFileError
        If a row has not a field for every column.
    """

    def __init__(
        self, path: Path | None, rows: Sequence[Sequence[str]], line: int, layout: Layout
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
                f"{self._path}, line {self.line_of(k)}: this row has "
                f"{counted(len(row), 'field')}, the first row has {fields}."
            )

    def cells(self, index: int) -> list[str]:
        """Return a field of every row, as it stands in the file."""
        return [row[index] for row in self._rows]

    def lines(self) -> list[int]:
        """Return the line that each row starts on, as an editor counts."""
        starts = list(itertools.accumulate(map(lines_of, self._all), initial=self._line))
        return [starts[k] for k in self._kept]

    def line_of(self, k: int) -> int:
        """Return the line that a row starts on."""
        return self._line + sum(map(lines_of, self._all[: self._kept[k]]))

    def place(self, k: int, column: Column) -> Place:
        """Return where a field stands, and what it holds."""
        file = "" if self._path is None else str(self._path)
        return Place(file, self.line_of(k), column.name, self._rows[k][column.index])
