"""Dates and times as people write them: which way of writing a whole column follows.

3/4/2024 is a day in March or in April; which one is meant, the other rows of the column tell. Where
they do not, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from uat.exceptions import DataFileError
from uat.io.cells import shown

ISO = "ISO 8601"
_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y",
    "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
    "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%d-%b-%y", "%d%b%Y",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
_MONTHS = ("%Y-%m", "%Y/%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%Y")
_HOURS = tuple(time.lstrip() for time in _TIMES[1:])
WAYS = (ISO, *(day + time for day in _DAYS for time in _TIMES), *_MONTHS, *_HOURS)
"""Ways of writing a moment: the international one, or a format of `datetime.strptime`."""


def moment_in(cell: str, way: str) -> datetime | None:
    """Return the moment that a field holds if it is written that way; without a zone it is UTC."""
    text = cell.strip()
    try:
        if way == ISO:
            # A whole number would be read as a date without hyphens.
            found = None if text.isdecimal() else datetime.fromisoformat(text.removesuffix(" UTC"))
        else:
            found = datetime.strptime(text, way)
    except ValueError:
        return None
    if found is None:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def way_of(cells: Sequence[str], column: str) -> str | None:
    """Return the way in which all of these fields are written, or None if they are no moments.

    Parameters
    ----------
    cells : without those that are missing
    column : its name, for the message

    Raises
    ------
    DataFileError
        If they can be read in two ways that differ.
    """
    ways: list[str] = []
    moments: list[list[datetime]] = []
    for way in WAYS:
        if not cells or moment_in(cells[0], way) is None:
            continue
        found = [moment_in(cell, way) for cell in cells]
        read = [moment for moment in found if moment is not None]
        if len(read) == len(cells) and read not in moments:
            ways.append(way)
            moments.append(read)
    if len(ways) > 1:
        both = zip(cells, *moments[:2], strict=True)
        cell, one, other = next(read for read in both if read[1] != read[2])
        raise DataFileError(
            f"column {shown(column)}: {shown(cell)} may be {one.date().isoformat()} or "
            f"{other.date().isoformat()}, and no other row tells which; write dates as 2024-01-31."
        )
    return ways[0] if ways else None
