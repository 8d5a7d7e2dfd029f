"""What one field of a table says: a number, that there is none, or something else.

Strict, because a wrong number goes unnoticed: what is missing, no number or not finite is told from
a number, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from uat.arrays import Array

MISSING = frozenset({"", "?", "na", "n/a", "nan", "none", "null"})
"""What stands for a value that is not there, in lower case."""

# Letters of a value that a message shows.
_SHOWN = 40


def is_missing(cell: str) -> bool:
    """Return whether a field says that there is no value."""
    return cell.strip().lower() in MISSING


def number_in(cell: str, decimal_commas: bool) -> float | None:
    """Return the number a field holds, which may be infinite, or None.

    Parameters
    ----------
    cell : as it stands in the file
    decimal_commas : whether 1,5 is a number, too
    """
    if "_" in cell or is_missing(cell):  # Python takes 1_000 for a number
        return None
    if decimal_commas and "." not in cell:
        cell = cell.replace(",", ".")
    try:
        return float(cell)
    except ValueError:
        return None


def plain_numbers(cells: Sequence[str], text: str, commas: bool) -> Array | None:
    """Return the numbers of many fields at once, or None unless each is a finite one.

    Parameters
    ----------
    cells : of one column
    text : the same, joined by null characters
    commas : whether commas in them are decimal ones
    """
    if "_" in text:
        return None
    plain = text.replace(",", ".").split("\0") if commas else cells
    try:
        values = np.fromiter(map(float, plain), np.float64, len(plain))
    except ValueError:
        return None
    return values if np.isfinite(values).all() else None


def readable(text: str) -> str:
    """Return text that was read as UTF-8, or as Latin-1 if it was none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("latin-1")
    return text


def shown(cell: str) -> str:
    """Return a value as it is quoted in a message: on one line, cut if it is long."""
    return repr(_cut(readable(cell)))


def shown_name(name: str) -> str:
    """Return the name of a column as a message lists it: on one line, cut if it is long."""
    name = _cut(name)
    return name if name.isprintable() else repr(name)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
