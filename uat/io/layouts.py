"""How the text of a table is laid out: what separates its fields, and whether it has a header.

Nobody is asked: the first rows are cut by every separator in turn, and the one that cuts them alike
is taken. The sniffer of the csv module is not used: it goes by single characters, and takes a
decimal comma or a letter for a separator.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from uat.exceptions import DataFileError
from uat.io.cells import Number, is_missing, number_in, readable, shown, without_apostrophe
from uat.io.text_files import empty

BLANKS = " "
"""What stands for any run of blanks as the separator."""
LONGEST_FIELD = 131_072
"""Letters that a field may have: those that the csv module allows."""
# In the order in which they are believed: a comma may be a decimal one or stand in a text.
_SEPARATORS = ("\t", ";", "|", ",", BLANKS)
# Rows that the layout is recognised by.
_SAMPLE_ROWS = 50
# Blanks separate only if they cut more than this share of the rows alike.
_BELIEVED_BLANKS = 0.5
_NAMELESS = re.compile(r"(Unnamed: \d+)?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}\b")
_SHORT_HEADER = (
    "The header has one name less than the rows have fields: the first field names the row and is "
    "left out."
)


@dataclass(frozen=True, slots=True)
class Labels:
    """A column at the front that names the rows or counts them, and is no column of the table.

    Parameters
    ----------
    index : of its field in a row
    start : what it counts from, 0 or 1; None if it holds texts, or has no place in the header
    note : what to say when it is left out
    """

    index: int
    start: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What is recognised of a table before its numbers are read.

    Parameters
    ----------
    separator : between the fields
    header : whether the first row holds the names
    names : one for each field of a row, empty where the header has none
    labels : columns at the front that are left out unless they are asked for
    """

    separator: str
    header: bool
    names: tuple[str, ...]
    labels: tuple[Labels, ...] = ()

    @classmethod
    def of(
        cls, path: Path, sample: Sequence[str], above: int, separator: str | None = None
    ) -> Layout:
        """Return the layout of a table that starts with these lines.

        Parameters
        ----------
        path, above : of the file, and how many lines of it are above these: for messages
        separator : if the file says it

        Raises
        ------
        DataFileError
            If there is no row in them.
        """
        separator = separator or _separator(sample)
        rows = _first_rows(sample, separator)
        if not rows:
            RowReader(path, sample, separator, above).take(1)  # says so if a quote is the cause
            raise empty(path)
        if _is_short_header(rows, sample):
            named = list(map(_name_in, rows[0]))
            return cls(separator, True, ("", *named), (Labels(0, None, _SHORT_HEADER),))
        header = _has_header(rows, separator)
        names = [_name_in(name) if header else "" for name in rows[0]]
        if len(names) > 1 and all(len(r) == len(names) and not r[-1].strip() for r in rows):
            names.pop()  # every row ends with a separator
        labels = _labels(names, rows[1:]) if header else ()
        return cls(separator, header, tuple(names), labels)

    @property
    def fields(self) -> int:
        """Number of fields in a row."""
        return len(self.names)

    @property
    def decimal_commas(self) -> bool:
        """Whether 1,5 is a number: a comma does not separate here."""
        return _decimal_commas(self.separator)

    @property
    def nameless(self) -> str | None:
        """What to say if the first column is read though only it has no name; None if it has."""
        others = all(self.names[1:])
        if self.labels or not self.header or self.names[0] or not self.names[1:] or not others:
            return None
        return "The first column has no name and does not count the rows: it is read as column1."


class RowReader:
    """The rows of a table as texts, and on which line of the file each starts.

    Parameters
    ----------
    path : of the file, for messages
    lines : from the first row on
    separator : between the fields
    above : how many lines of the file are above these
    """

    def __init__(self, path: Path, lines: Iterable[str], separator: str, above: int) -> None:
        self._path, self._above = path, above
        self._reader = csv.reader(
            _cut_lines(lines, separator), delimiter=separator, skipinitialspace=True, strict=True
        )

    def passed(self, lines: int) -> None:
        """Count lines that were read by another reader."""
        self._above += lines

    @property
    def line(self) -> int:
        """The line that the next row starts on, as an editor counts."""
        return int(self._above + self._reader.line_num + 1)

    def take(self, most: int) -> list[list[str]]:
        """Return the next rows.

        Raises
        ------
        DataFileError
            If quotes go wrong in them, or a field is longer than the csv module allows.
        """
        line = self.line
        rows: list[list[str]] = []
        try:
            # What was read before a problem stays in the list.
            rows.extend(itertools.islice(self._reader, most))
        except csv.Error as problem:
            line += sum(map(lines_of, rows))
            raise DataFileError(
                f"{self._path}, line {line}: a quoted text that starts in this row is not closed, "
                f"or goes on behind its quote ({problem})."
            ) from None
        return rows


def lines_of(row: Sequence[str]) -> int:
    """Return how many lines a row takes: more than one if a line ends within quotes."""
    text = "\0".join(row)
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


def is_blank(row: Sequence[str]) -> bool:
    """Return whether there is nothing in a row."""
    return not row or (len(row) == 1 and not row[0].strip())


def _cut_lines(lines: Iterable[str], separator: str) -> Iterable[str]:
    """Return the lines with one blank between fields, if blanks separate them."""
    if separator != BLANKS:
        return lines
    return (BLANKS.join(line.split()) + "\n" for line in lines)


def _first_rows(sample: Sequence[str], separator: str) -> list[list[str]]:
    """Return the first rows that are not blank, as far as they can be read."""
    lines = _cut_lines(sample, separator)
    reader: Iterator[list[str]] = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(itertools.islice(reader, _SAMPLE_ROWS))
    return [row for row in rows if not is_blank(row)]


def _separator(sample: Sequence[str]) -> str:
    """Return what cuts most rows into as many fields as the first."""
    best, agreement = ",", 0.0
    for separator in _SEPARATORS:
        first, *rest = _first_rows(sample, separator) or [[]]
        alike = [
            len(row) - (len(row) > 1 and not row[-1]) <= len(first) <= len(row) for row in rest
        ]
        share = sum(alike) / len(alike) if alike else 1.0
        if first and _is_short_header([first, *rest], sample):
            share, first = 1.0, [*first, ""]
        least = max(agreement, _BELIEVED_BLANKS if separator == BLANKS else 0.0)
        if len(first) > 1 and share > least:
            best, agreement = separator, share
    return best


def _name_in(cell: str) -> str:
    """Return the name of a column as its field of the header has it."""
    return without_apostrophe(readable(cell).strip())


def _is_short_header(rows: Sequence[Sequence[str]], sample: Sequence[str]) -> bool:
    """Return whether the header has no name for the first field of the rows, as R writes it.

    The names of rows are texts that all differ, or count the rows; or they are quoted, as R does
    it. Of a single column only these are believed: else x above 1,054 would be one of them.
    """
    first, *below = rows
    if not below or any(len(row) != len(first) + 1 for row in below):
        return False
    labels = [row[0].strip() for row in below]
    if any(number_in(name, False) for name in first) or not any(row[-1].strip() for row in below):
        return False
    if all(line.lstrip().startswith('"') for line in sample if line.strip()):
        return len(set(labels)) == len(labels)
    texts = all(map(_is_text, labels)) and all(labels) and len(set(labels)) == len(labels)
    return len(first) > 1 and (texts or _count_from(labels) is not None)


def _count_from(cells: Sequence[str]) -> int | None:
    """Return 0 or 1 if the fields count from there, else None."""
    starts = (start for start in (0, 1) if cells == [str(start + k) for k in range(len(cells))])
    return next(starts, None)


def _labels(names: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[Labels, ...]:
    """Return the columns at the front that have no name and name the rows or count them.

    pandas calls a column without a name Unnamed: 0 when it writes it a second time.
    """
    nameless = list(itertools.takewhile(lambda k: _NAMELESS.fullmatch(names[k]), range(len(names))))
    others = names[len(nameless) :]
    if not others or not all(others) or not below:
        return ()
    labels: list[Labels] = []
    for k in nameless:
        cells = [row[k].strip() if k < len(row) else "" for row in below]
        which = "The first column" if k == 0 else f"The column {k + 1}"
        if (start := _count_from(cells)) is not None:
            note = f"{which} has no name and counts the rows: it is left out."
        elif all(map(_is_text, cells)) and any(cells):
            note = (
                f"{which} has no name and holds texts, such as {shown(cells[0])}: it is left out."
            )
        else:
            break
        labels.append(Labels(k, start, note))
    return tuple(labels)


def _is_text(cell: str) -> bool:
    """Return whether a field holds neither a number nor a date."""
    return number_in(cell, True) is None and not _DATE.match(cell)


def _has_header(rows: Sequence[Sequence[str]], separator: str) -> bool:
    """Return whether the first row is a header: no number in it, or a text above a number."""
    commas = _decimal_commas(separator)
    kinds = [_kind(number_in(cell, commas)) for cell in rows[0]]
    below = [
        {_kind(number_in(row[k], commas)) for row in rows[1:] if k < len(row)}
        for k in range(len(kinds))
    ]
    # 25 % names a column, as a quantile, unless it stands above percentages.
    numeric = [
        kind == "number" or (kind and kind in found)
        for kind, found in zip(kinds, below, strict=True)
    ]
    if not any(numeric):
        return True
    text = [k for k, cell in enumerate(rows[0]) if not numeric[k] and not is_missing(cell)]
    return any(below[k] - {""} for k in text)


def _kind(number: Number | None) -> str:
    """Return what a field holds: a number, a percentage, or nothing of that."""
    return "" if number is None else "percentage" if number.percent else "number"


def _decimal_commas(separator: str) -> bool:
    return separator != ","
