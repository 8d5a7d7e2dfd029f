"""Tables of numbers in text files, read as they come and written so that no digit is lost.

The one idea: be generous with the shape of the file and strict with its numbers. Comma,
semicolon, tab, bar or blanks between the fields, a header or none, quotes, decimal commas, the
line ends of any system and the usual encodings are recognised; but a value that is missing, is no
number or is not finite is never guessed at: the message names the line and the column.

Only the columns that are asked for have to be numbers. A file is read in blocks of rows, so that
its text is never in memory as a whole.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

import numpy as np

from uat.arrays import Array, as_columns
from uat.exceptions import DataFileError, ShapeError, nearest_names
from uat.io.files import replacing
from uat.io.wording import counted

MISSING = frozenset({"", "?", "na", "n/a", "nan", "none", "null"})
"""What stands for a value that is not there, in lower case."""

_BLANKS = " "
# In the order in which they are believed: a comma may be a decimal one or stand in a text.
_SEPARATORS = ("\t", ";", "|", ",", _BLANKS)
_WITH_DECIMAL_COMMAS = ("\t", ";")
# Lines that the shape of the file is recognised by, and rows of them.
_SAMPLE_LINES, _SAMPLE_ROWS = 200, 50
# Fields converted at once.
_BLOCK = 1 << 15
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Letters of a value and names of columns that a message shows.
_SHOWN, _NAMED = 40, 20


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Numbers in named columns.

    Parameters
    ----------
    names : one for each column
    values : shape (rows, columns), finite
    """

    names: tuple[str, ...]
    values: Array


def read_table(
    path: str | Path,
    columns: Sequence[str] | None = None,
    *,
    by_number: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Table:
    """Return columns of numbers from a text file such as CSV.

    Parameters
    ----------
    path : a file of rows, one a line. The first row is a header if it holds no numbers, or a text
        above a number; without one the columns are called column1, column2, ... Blank lines, and
        above the first row lines that start with #, are passed over
    columns : names of the columns, in the order wanted, or their numbers from 1 on as text; a name
        goes before a number. None takes all
    by_number : whether columns may be numbers; else a name that is not there is an error, even if
        it reads like a number
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
    first rows into as many fields as the first. 1,5 is a number if semicolons or tabs separate.
    Text that is not UTF-8 (or UTF-16 with its mark) is read as Latin-1.
    """
    path = Path(path)
    tell = progress or (lambda _: None)
    with _opened(path) as (binary, file):
        size = os.fstat(binary.fileno()).st_size  # 0 of a pipe, which cannot say how far it is read
        lines, above, sample = _head(path, file)
        shape = _Shape.of(sample)
        asked = _asked(path, shape, columns, by_number)
        blocks = []
        for block in _Rows(path, itertools.chain(sample, lines), shape, above).blocks(asked):
            blocks.append(block)
            if size:
                tell(min(binary.tell() / size, 1.0))
    if not blocks or not sum(map(len, blocks)):
        raise DataFileError(f"{path} has a header but no rows.")
    if lacking := [column for column in asked if column.missing]:
        column = min(lacking, key=lambda column: column.first_missing)
        raise DataFileError(
            f"{column.first_missing[1]}: the value is missing, as in {column.missing} of "
            f"{sum(map(len, blocks))} rows; fill it in, or leave such rows out."
        )
    return Table(tuple(column.name for column in asked), np.concatenate(blocks))


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
    with _opened(path) as (_, file):
        _, _, sample = _head(path, file)
    return tuple(column.name for column in _asked(path, _Shape.of(sample), columns))


def write_table(path: str | Path, names: Sequence[str], values: Array) -> None:
    """Write columns of numbers to a CSV file.

    `read_table` gives back every bit, if all values are finite and one name or more is no number: a
    first row of numbers is no header.

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
    # A first name that starts with # would pass for a comment.
    header: Literal[0, 1] = csv.QUOTE_ALL if names[0].startswith("#") else csv.QUOTE_MINIMAL
    csv.writer(file, lineterminator="\n", quoting=header).writerow(names)
    writer = csv.writer(file, lineterminator="\n")
    rows = max(1, _BLOCK // table.shape[1])
    for first in range(0, len(table), rows):
        writer.writerows(table[first : first + rows].tolist())


def _head(path: Path, file: Iterable[str]) -> tuple[Iterator[str], int, list[str]]:
    """Return the lines after the sample, how many are above it, and the sample; see `_sample`.

    Raises
    ------
    DataFileError
        If there is no row.
    """
    lines = _lines(path, file)
    above, sample = _sample(lines)
    if not sample:
        raise DataFileError(f"{path} is empty: there is no row of numbers in it.")
    return lines, above, sample


def _asked(
    path: Path, shape: _Shape, columns: Sequence[str] | None, by_number: bool = True
) -> list[_Column]:
    """Return the columns asked for."""
    if columns is None:
        columns = [name or str(k + 1) for k, name in enumerate(shape.names)]
    if not columns:
        raise DataFileError(f"{path}: ask for one column or more.")
    positions = [shape.find(path, str(wanted), by_number) for wanted in columns]
    names = shape.own_names()
    return [_Column(names[k], k) for k in positions]


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[io.BufferedReader, io.TextIOWrapper]]:
    """Open a text file, as bytes and as text; what the machine refuses is told in one line."""
    try:
        binary = path.open("rb")
        marked = binary.peek(2)[:2] in _UTF_16
    except OSError as problem:
        raise _refused(path, problem) from problem
    except ValueError as problem:  # a null character in the path
        raise DataFileError(f"{str(path)!r}: {problem}.") from problem
    encoding, errors = ("utf-16", "replace") if marked else ("utf-8-sig", "surrogateescape")
    with binary, io.TextIOWrapper(binary, encoding, errors, newline="") as text:
        yield binary, text


def _lines(path: Path, file: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a file, as long as they are text."""
    try:
        for line in file:
            if "\0" in line:
                raise DataFileError(
                    f"{path} is not a text file: it holds a null character. "
                    "Export the table as CSV."
                )
            yield line
    except OSError as problem:
        raise _refused(path, problem) from problem


def _refused(path: Path, problem: OSError) -> DataFileError:
    return DataFileError(f"{path}: {problem.strerror or problem}.")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is recognised of a file before its numbers are read.

    Parameters
    ----------
    separator : between the fields
    header : whether the first row holds the names
    names : one for each column, empty where the header has none
    """

    separator: str
    header: bool
    names: tuple[str, ...]

    @classmethod
    def of(cls, sample: Sequence[str]) -> _Shape:
        """Return the shape of a file that starts with these lines."""
        separator = _separator(sample)
        rows = _first_rows(sample, separator)
        header = _has_header(rows, separator)
        names = [_readable(name).strip() if header else "" for name in rows[0]]
        if len(names) > 1 and all(len(r) == len(names) and not r[-1].strip() for r in rows):
            names.pop()  # every row ends with a separator
        return cls(separator, header, tuple(names))

    def find(self, path: Path, wanted: str, by_number: bool) -> int:
        """Return the position of a column, by its name or else, if that is allowed, its number.

        Raises
        ------
        DataFileError
            If there is none, or there are two.
        """
        wanted = wanted.strip()
        count = self.names.count(wanted) if wanted else 0
        if count > 1:
            numbers = [str(k + 1) for k, name in enumerate(self.names) if name == wanted]
            raise DataFileError(
                f"{path} has {count} columns called {wanted!r}: ask for the one you mean by its "
                f"number, {' or '.join(numbers)}."
            )
        if count:
            return self.names.index(wanted)
        number = int(wanted) if by_number and wanted.isdecimal() and len(wanted) < 10 else 0
        if 1 <= number <= len(self.names):
            return number - 1
        if wanted in (own := self.own_names()):
            return own.index(wanted)
        why = (
            ""
            if self.header
            else " Its first row has numbers in it and is read as data, not as names."
        )
        raise DataFileError(f"{path} has no column {wanted!r}: {_nearest(wanted, own)}{why}")

    def own_names(self) -> list[str]:
        """Return a name for each column, all different: its own, or else one by its number."""
        own = [name if self.names.count(name) == 1 else "" for name in self.names]
        for k, name in enumerate(own):
            if not name:
                own[k] = f"column{k + 1}"
                while own[k] in own[:k] + own[k + 1 :]:
                    own[k] += "_"
        return own


def _nearest(wanted: str, known: Sequence[str]) -> str:
    """Return what may have been meant."""
    if found := nearest_names(wanted, known, alike=0.5):
        # Commas separate names on the command line.
        meant = [f"{n} (column {known.index(n) + 1})" if "," in n else n for n in found]
        by = "" if meant == found else " Ask for it by its number."
        return f"did you mean {' or '.join(meant)}?{by}"
    more = ", ..." if len(known) > _NAMED else ""
    return f"it has {', '.join(known[:_NAMED])}{more}."


def _sample(lines: Iterator[str]) -> tuple[int, list[str]]:
    """Return the number of lines above the first row, and the lines from there on, some of them."""
    above = 0
    for line in lines:
        if line.strip() and not line.startswith("#"):
            return above, [line, *itertools.islice(lines, _SAMPLE_LINES)]
        above += 1
    return above, []


def _csv_reader(lines: Iterable[str], separator: str, *, strict: bool) -> Any:
    if separator == _BLANKS:
        lines = (_BLANKS.join(line.split()) + "\n" for line in lines)
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=strict)


def _first_rows(sample: Sequence[str], separator: str) -> list[list[str]]:
    """Return the first rows that are not blank, as far as they can be read."""
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(itertools.islice(_csv_reader(sample, separator, strict=False), _SAMPLE_ROWS))
    return [row for row in rows if not _is_blank(row)]


def _is_blank(row: Sequence[str]) -> bool:
    return not row or (len(row) == 1 and not row[0].strip())


def _separator(sample: Sequence[str]) -> str:
    """Return what cuts most rows into as many fields as the first.

    The sniffer of the csv module is not used: it goes by single characters, and takes a decimal
    comma or a letter for a separator.
    """
    best, agreement = ",", 0.0
    for separator in _SEPARATORS:
        first, *rest = _first_rows(sample, separator) or [[]]
        alike = [
            len(row) - (len(row) > 1 and not row[-1]) <= len(first) <= len(row) for row in rest
        ]
        share = sum(alike) / len(alike) if alike else 1.0
        least = max(agreement, 0.5 if separator == _BLANKS else 0.0)
        if len(first) > 1 and share > least:
            best, agreement = separator, share
    return best


def _has_header(rows: Sequence[Sequence[str]], separator: str) -> bool:
    """Return whether the first row is a header: no number in it, or a text above a number."""
    numeric = [_number(cell, separator) is not None for cell in rows[0]]
    if not any(numeric):
        return True
    text = [k for k, cell in enumerate(rows[0]) if not numeric[k] and not _is_missing(cell)]
    below = [
        _number(row[k], separator) is not None for row in rows[1:] for k in text if k < len(row)
    ]
    return any(below)


def _is_missing(cell: str) -> bool:
    return cell.strip().lower() in MISSING


def _number(cell: str, separator: str) -> float | None:
    """Return the number a cell holds, which may be infinite, or None."""
    if "_" in cell or _is_missing(cell):  # Python takes 1_000 for a number
        return None
    if separator in _WITH_DECIMAL_COMMAS and "." not in cell:
        cell = cell.replace(",", ".")
    try:
        return float(cell)
    except ValueError:
        return None


def _readable(text: str) -> str:
    """Return text that was read as UTF-8, or as Latin-1 if it was none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("latin-1")
    return text


@dataclass(slots=True)
class _Column:
    """A column that is asked for, and what was seen of it so far."""

    name: str
    index: int
    points: bool = False
    commas: bool = False
    missing: int = 0
    first_missing: tuple[int, str] = (0, "")


class _Rows:
    """The rows of a file, block by block, and on which line each stands."""

    def __init__(self, path: Path, lines: Iterable[str], shape: _Shape, above: int) -> None:
        self._path, self._shape, self._above = path, shape, above
        self._reader = _csv_reader(lines, shape.separator, strict=True)
        if shape.header:
            self._take(1)

    def blocks(self, columns: Sequence[_Column]) -> Iterator[Array]:
        """Yield the numbers of these columns, shape (rows, columns), nan where one is missing."""
        most = max(1, _BLOCK // len(self._shape.names))
        while True:
            line = self._next_line()
            rows = self._take(most)
            if not rows:
                return
            block = _Block(self._path, rows, line, self._shape)
            yield np.stack([block.numbers(column) for column in columns], axis=1)

    def _next_line(self) -> int:
        return int(self._above + self._reader.line_num + 1)

    def _take(self, most: int) -> list[list[str]]:
        """Return the next rows; raise if quotes go wrong in them."""
        line = self._next_line()
        rows: list[list[str]] = []
        try:
            # What was read before a problem stays in the list.
            rows.extend(itertools.islice(self._reader, most))
        except csv.Error as problem:
            line += sum(map(_lines_of, rows))
            raise DataFileError(
                f"{self._path}, line {line}: a quoted text that starts in this row is not closed, "
                f"or goes on behind its quote ({problem})."
            ) from None
        return rows


class _Block:
    """Some rows of a file, the first of them on a line that is known."""

    def __init__(self, path: Path, rows: Sequence[Sequence[str]], line: int, shape: _Shape) -> None:
        self._path, self._all, self._line, self._shape = path, rows, line, shape
        self._kept: Sequence[int] = range(len(rows))
        self._rows = rows
        if set(map(len, rows)) != {len(shape.names)}:
            self._kept = [k for k, row in enumerate(rows) if not _is_blank(row)]
            self._rows = [rows[k] for k in self._kept]
            for k, row in enumerate(self._rows):
                self._check_length(k, row)

    def _check_length(self, k: int, row: Sequence[str]) -> None:
        """Raise unless the row has a field for every column, and no other but an empty last one."""
        fields = len(self._shape.names)
        if len(row) - (len(row) > fields and not row[-1].strip()) != fields:
            raise DataFileError(
                f"{self._place(k)}: this row has {counted(len(row), 'field')}, "
                f"the first row has {fields}."
            )

    def numbers(self, column: _Column) -> Array:
        """Return the numbers of a column; shape (rows,), nan where one is missing.

        Raises
        ------
        DataFileError
            If a value is no finite number.
        """
        cells = [row[column.index] for row in self._rows]
        text = "\0".join(cells)
        points, commas = "." in text, "," in text and self._shape.separator in _WITH_DECIMAL_COMMAS
        values = np.empty(0)
        if "_" not in text:
            plain = text.replace(",", ".").split("\0") if commas else cells
            with contextlib.suppress(ValueError):
                values = np.fromiter(map(float, plain), np.float64, len(plain))
        if len(values) != len(cells) or not np.isfinite(values).all():
            values = np.array([self._value(k, cell, column) for k, cell in enumerate(cells)])
        column.points |= points
        column.commas |= commas
        if column.points and column.commas:
            firsts = [[k for k, cell in enumerate(cells) if sign in cell][:1] for sign in ",."]
            k = max(itertools.chain(*firsts))
            raise DataFileError(
                f"{self._place(k, column)}: {_shown(cells[k])} is ambiguous, because this column "
                "has decimal points and decimal commas; use one of them."
            )
        return values

    def _value(self, k: int, cell: str, column: _Column) -> float:
        """Return the number of one cell, nan if it is missing; raise if it is none."""
        if _is_missing(cell):
            if not column.missing:
                column.first_missing = self._line_of(k), self._place(k, column)
            column.missing += 1
            return math.nan
        number = _number(cell, self._shape.separator)
        if number is None:
            raise DataFileError(f"{self._place(k, column)}: {_shown(cell)} is not a number.")
        if not math.isfinite(number):
            raise DataFileError(f"{self._place(k, column)}: {_shown(cell)} is not finite.")
        return number

    def _place(self, k: int, column: _Column | None = None) -> str:
        """Return where a row stands, as an editor counts."""
        where = f"{self._path}, line {self._line_of(k)}"
        return where if column is None else f"{where}, column {column.name!r}"

    def _line_of(self, k: int) -> int:
        """Return the line a row starts on."""
        return self._line + sum(map(_lines_of, self._all[: self._kept[k]]))


def _lines_of(row: Sequence[str]) -> int:
    """Return how many lines a row takes: more than one if a line ends within quotes."""
    text = "\0".join(row)
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


def _shown(cell: str) -> str:
    """Return a value as it is quoted in a message."""
    text = _readable(cell)
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
