"""Tables of numbers in text files, read as they come and written so that no digit is lost.

The one idea: be generous with the shape of the file and strict with its numbers. Comma,
semicolon, tab, bar or blanks between the fields, a header or none, quotes, decimal commas, the
line ends of any system and the usual encodings are recognised; but a value that is missing, is no
number or is not finite is never guessed at: the message names the line and the column.

From the file to the numbers: `uat.io.sources` opens it, `uat.io.text_files` decodes it,
`uat.io.layouts` recognises what separates its fields, `uat.io.columns` finds the columns asked
for, `uat.io.rows` reads them, many at once by `uat.io.fast_rows`; `uat.io.cells` knows what a field
says, and `uat.io.decimal_signs` what the file says of it.
"""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

import numpy as np

from uat.arrays import Array, as_columns
from uat.exceptions import DataFileError, MissingValueError, ShapeError
from uat.io.cells import as_no_formula, readable, shown
from uat.io.columns import ColumnNames
from uat.io.files import replacing
from uat.io.layouts import Labels, Layout
from uat.io.rows import BLOCK, Column, NumberReader, number_blocks, row_blocks
from uat.io.sources import shown_path
from uat.io.text_files import Lines, opened_text, text_head
from uat.io.wording import brief_list, counted, one_line, plural

# So many columns that lack values are named beside the first.
_MOST_LACKING = 3


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Numbers in named columns.

    Parameters
    ----------
    names : one for each column
    values : shape (rows, columns), finite
    notes : sentences on what a reader of the file might have read otherwise
    """

    names: tuple[str, ...]
    values: Array
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        rows, columns = self.values.shape
        return one_line("Table", brief_list(self.names), rows=rows, columns=columns)


def read_table(
    path: str | Path,
    columns: Sequence[str] | None = None,
    *,
    by_number: bool = True,
    gaps: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Table:
    """Return columns of numbers from a text file such as CSV.

    Parameters
    ----------
    path : a file of rows, one a line, perhaps packed by gzip; the first sheet of an .xlsx workbook,
        or .parquet; - is standard input. The first row is a header if it holds no numbers, or a
        text above a number; without one the columns are called column1, column2, ... Blank lines,
        and above the first row lines that start with #, are passed over
    columns : names of the columns, in the order wanted, or their numbers from 1 on as text; a name
        goes before a number. None takes all but those at the front that have no name and count
        the rows or name them
    by_number : whether columns may be numbers; else a name that is not there is an error, even if
        it reads like a number
    gaps : whether a value may be missing; it is nan then
    progress : called with the share of the file that is read, now and then

    Raises
    ------
    DataFileError
        If the file cannot be read or has no rows; if there is no such column, or two of that name;
        if a row has more or fewer fields than the first, or a value asked for is missing, is no
        number or is not finite. The message names the line, as an editor counts them.

    Notes
    -----
    Fields are separated by tabs, semicolons, bars, commas or blanks: whatever cuts most of the
    first rows into as many fields as the first. 1,5 is a number unless commas separate;
    thousands may be set apart, and a file has one decimal sign (`uat.io.decimal_signs`). A column
    of percentages keeps them as they are written.
    Text that is not UTF-8 (or UTF-16 with its mark) is read as Latin-1.
    """
    path = Path(path)
    with opened_text(path) as (binary, file):
        size = os.fstat(binary.fileno()).st_size  # 0 of a pipe, which cannot say how far it is read

        def tell() -> None:
            if progress is not None and size:
                progress(min(binary.tell() / size, 1.0))

        return _Opened(shown_path(path), file, columns, by_number).table(size, tell, gaps)


@dataclass(frozen=True, slots=True, eq=False)
class TextTable:
    """Columns of a file as they stand in it, and where.

    Parameters
    ----------
    names : one for each column
    columns : the fields of each, one for every row, blanks around them and all
    lines : of the file, as an editor counts them, that the rows start on
    """

    names: tuple[str, ...]
    columns: tuple[list[str], ...]
    lines: list[int]

    def __repr__(self) -> str:
        return one_line("TextTable", brief_list(self.names), rows=len(self.lines))


def read_texts(
    path: str | Path,
    columns: Sequence[str] | None = None,
    *,
    by_number: bool = True,
) -> TextTable:
    """Return columns of a text file as texts, whatever they hold.

    Parameters
    ----------
    path, columns, by_number : see `read_table`, which cuts rows and finds columns the same way

    Raises
    ------
    DataFileError
        As `read_table` does, but for what its fields say.
    """
    path = Path(path)
    with opened_text(path) as (_, file):
        table = _Opened(shown_path(path), file, columns, by_number)
        cells: tuple[list[str], ...] = tuple([] for _ in table.columns)
        starts: list[int] = []
        for block in row_blocks(table.path, table.lines, table.layout, table.head.above):
            starts += block.lines()
            for column, own in zip(table.columns, cells, strict=True):
                own += map(readable, block.cells(column.index))
    table.check_rows(len(starts))
    return TextTable(table.names, cells, starts)


def columns_of(path: str | Path, columns: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the names of columns of a file, as `read_table` does, without reading its rows.

    Parameters
    ----------
    columns : names, or numbers from 1 on as text; None takes all

    Raises
    ------
    DataFileError
        If the file cannot be read or is empty, or there is no such column, or two of that name.
    """
    path = Path(path)
    with opened_text(path) as (_, file):
        table = _Opened(shown_path(path), file, columns)
        table.check_counts()
    return table.names


class _Opened:
    """A file of a table whose layout is recognised, and which columns are asked for.

    Parameters
    ----------
    path, text : the file
    columns, by_number : as `read_table` takes them
    """

    def __init__(
        self, path: Path, text: TextIO, columns: Sequence[str] | None, by_number: bool = True
    ) -> None:
        self.path, self.head = path, text_head(path, text)
        self.lines = Lines(path, self.head, text)
        self.layout = Layout.of(path, self.head.sample, self.head.above, self.head.separator)
        labels = [label.index for label in self.layout.labels]
        names = ColumnNames(path, self.layout.names, self.layout.header, labels)
        self.columns = [Column(names.unique[k], k) for k in names.positions(columns, by_number)]
        # Those that count the rows are read, too, to see whether they do so to the end.
        counts = [label for label in self.layout.labels if label.start is not None]
        self.counts = counts if columns is None else []

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns asked for."""
        return tuple(column.name for column in self.columns)

    def table(self, size: int, tell: Callable[[], None], gaps: bool) -> Table:
        """Return the columns asked for, as numbers."""
        values, notes = self._numbers(self.columns, size, tell, gaps)
        return Table(self.names, values, (*self._notes(), *notes))

    def check_counts(self) -> None:
        """Raise if a column that counts the first rows does not count them all."""
        if self.counts:
            self._numbers((), 0, lambda: None)

    def check_rows(self, rows: int) -> None:
        """Raise if there is no row."""
        if not rows:
            raise DataFileError(f"{self.path} has a header but no rows.")

    def _numbers(
        self, columns: Sequence[Column], size: int, tell: Callable[[], None], gaps: bool = False
    ) -> tuple[Array, tuple[str, ...]]:
        """Return the numbers of columns, and what to say of them."""
        counts = [Column(f"column{label.index + 1}", label.index) for label in self.counts]
        reader = NumberReader(self.layout, [*columns, *counts])
        blocks = []
        for block in number_blocks(
            self.path, self.lines, self.layout, self.head.above, reader, size
        ):
            blocks.append(block)
            tell()
        self.check_rows(reader.rows)
        values = np.concatenate(blocks)
        notes = reader.settle(values)
        for label, column in zip(self.counts, values[:, len(columns) :].T, strict=True):
            _check_count(self.path, label, column)
        if not gaps:
            _refuse_missing(self.path, columns, reader.rows)
        return np.ascontiguousarray(values[:, : len(columns)]), notes

    def _notes(self) -> Iterator[str]:
        """Yield what to say of columns that name or count the rows."""
        asked = {column.index for column in self.columns}
        labels = {label.index for label in self.layout.labels}
        if asked.isdisjoint(labels) and len(asked | labels) == self.layout.fields:
            yield from (label.note for label in self.layout.labels)
        if 0 in asked and self.layout.nameless:
            yield self.layout.nameless


def _check_count(path: Path, label: Labels, column: Array) -> None:
    """Raise unless a column that counts the first rows counts them all."""
    wrong = np.flatnonzero(column != np.arange(len(column)) + float(label.start or 0))
    if len(wrong):
        row = int(wrong[0])
        raise DataFileError(
            f"{path}: column {label.index + 1} has no name and counts the first rows, but row "
            f"{row + 1} below the header has {column[row]:.15g} there; give it a name, or say "
            "which columns to use."
        )


def _refuse_missing(path: Path, columns: Sequence[Column], rows: int) -> None:
    """Raise if a value is missing: for the first of the file, and with the others counted."""
    lacking = sorted((c for c in columns if c.missing), key=lambda column: column.missing_lines)
    if not lacking:
        return
    first, *others = lacking
    where = f"{path}, line {first.missing_lines[0]}, column {shown(first.name)}"
    also = [_lack(column) for column in others[:_MOST_LACKING]]
    if (more := len(others) - _MOST_LACKING) > 0:
        also.append(counted(more, "more column"))
    so = f"; so it is in {'; '.join(also)}" if also else ""
    raise MissingValueError(
        f"{where}: the value is missing, as in {first.missing} of {rows} rows{so}; fill it in, or "
        "leave such rows out."
    )


def _lack(column: Column) -> str:
    """Return where values of a column are missing."""
    lines = ", ".join(map(str, column.missing_lines))
    more = ", ..." if column.missing > len(column.missing_lines) else ""
    return f"column {shown(column.name)}, {plural(column.missing, 'line')} {lines}{more}"


def write_table(path: str | Path, names: Sequence[str], values: Array) -> None:
    """Write columns of numbers to a CSV file.

    `read_table` gives back every bit, if all values are finite and one name or more is no number: a
    first row of numbers is no header. A name that a spreadsheet would compute is written with an
    apostrophe in front, which is taken away again.

    Parameters
    ----------
    path : is replaced if it is there
    names : one for each column
    values : shape (rows, columns), or (rows,) for one column

    Raises
    ------
    ShapeError
        If there is not one name for each column.
    OutputError
        If the file cannot be written.
    """
    _check_names(names, values)
    with replacing(Path(path)) as part, part.open("w", encoding="utf-8", newline="") as file:
        _write(file, names, values)


def write_rows(
    path: str | Path, names: Sequence[str], rows: Iterable[Sequence[str | float]]
) -> None:
    """Write rows of texts and numbers to a CSV file; what is no number is left empty.

    Parameters
    ----------
    path : is replaced if it is there
    names : one for each column
    rows : each with one value for each column

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with replacing(Path(path)) as part, part.open("w", encoding="utf-8", newline="") as file:
        _write_header(file, names)
        csv.writer(file, lineterminator="\n").writerows(map(_field, row) for row in rows)


def _field(value: str | float) -> str | float:
    """Return a value as a file holds it."""
    if isinstance(value, str):
        return as_no_formula(value)
    return "" if math.isnan(value) else value


def table_text(names: Sequence[str], values: Array) -> str:
    """Return what `write_table` writes.

    Raises
    ------
    ShapeError
        If there is not one name for each column.
    """
    _check_names(names, values)
    text = io.StringIO()
    _write(text, names, values)
    return text.getvalue()


def _check_names(names: Sequence[str], values: Array) -> None:
    columns = as_columns(values, "values").shape[1]
    if columns != len(names) or not columns:
        raise ShapeError(f"{columns} columns need one name each, not {len(names)} names.")


def _write(file: TextIO, names: Sequence[str], values: Array) -> None:
    """Write the header and the rows; a float is written by the fewest digits that mean it."""
    table = as_columns(values, "values")
    _write_header(file, names)
    writer = csv.writer(file, lineterminator="\n")
    rows = max(1, BLOCK // table.shape[1])
    for first in range(0, len(table), rows):
        writer.writerows(table[first : first + rows].tolist())


def _write_header(file: TextIO, names: Sequence[str]) -> None:
    # A first name that starts with # would pass for a comment.
    header: Literal[0, 1] = csv.QUOTE_ALL if names[0].startswith("#") else csv.QUOTE_MINIMAL
    csv.writer(file, lineterminator="\n", quoting=header).writerow(map(as_no_formula, names))
