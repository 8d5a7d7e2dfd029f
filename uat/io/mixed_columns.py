"""A file of numbers, texts and gaps: each column as what most of it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from uat.arrays import Array
from uat.exceptions import DataFileError
from uat.io.cells import lacks_number, number_in
from uat.io.csv_files import read_table, read_texts
from uat.io.encodings import is_numbers


@dataclass(frozen=True, slots=True, eq=False)
class MixedTable:
    """Columns of a file by name.

    Parameters
    ----------
    columns : numbers, shape (rows,), nan where one is missing; or the fields as they stand there
    notes : sentences on how numbers were read
    """

    columns: dict[str, Array | list[str]]
    notes: tuple[str, ...]


def read_mixed(
    path: str | Path,
    columns: Sequence[str],
    *,
    by_number: bool = True,
    progress: Callable[[float], None] | None = None,
) -> MixedTable:
    """Return columns of a text file, as numbers where most of their fields are numbers.

    Parameters
    ----------
    path, columns, by_number, progress : see `uat.io.csv_files.read_table`

    Raises
    ------
    DataFileError
        As `read_table` does, of the columns of numbers, but for values that are missing.
    """
    texts = read_texts(path, columns, by_number=by_number)
    found: dict[str, Array | list[str]] = dict(zip(texts.names, texts.columns, strict=True))
    numbers = [name for name, cells in zip(texts.names, texts.columns, strict=True) if _are(cells)]
    if not numbers:
        return MixedTable(found, ())
    table = read_table(path, numbers, by_number=by_number, gaps=True, progress=progress)
    found.update(zip(numbers, table.values.T.copy(), strict=True))
    return MixedTable(found, table.notes)


def _are(cells: Sequence[str]) -> bool:
    """Return whether most of the fields that are there are numbers."""
    known = [cell for cell in cells if not lacks_number(cell)]
    return 2 * sum(number_in(cell, decimal_commas=True) is not None for cell in known) > len(known)


def read_columns(
    path: str | Path,
    columns: Sequence[str],
    *,
    gaps: bool = False,
    progress: Callable[[float], None] | None = None,
) -> MixedTable:
    """Return columns of a text file: numbers, or where they are none what stands there.

    Parameters
    ----------
    path, columns, gaps, progress : see `uat.io.csv_files.read_table`, which is tried first: it is
        fast, and says best what is wrong with a number

    Raises
    ------
    DataFileError
        If most of a column is numbers, but not all; if nothing but numbers is there, but one is
        missing and none may be.
    """
    try:
        table = read_table(path, columns, gaps=gaps, progress=progress)
    except DataFileError:
        mixed = read_mixed(path, columns, progress=progress)
        if all(is_numbers(column) for column in mixed.columns.values()):
            raise
        return mixed
    return MixedTable(dict(zip(table.names, table.values.T.copy(), strict=True)), table.notes)
