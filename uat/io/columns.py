"""The names of a table's columns, and which column is meant by a name or a number."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from uat.exceptions import DataFileError, nearest_names
from uat.io.cells import shown, shown_name

# Names that a message lists; of more names than the second, none like the wanted one is looked for.
_LISTED, _MOST_COMPARED = 20, 2_000


_WITH_COMMAS = "Ask for it by its number, or in double quotes within single ones."


def names_in(text: str) -> list[str]:
    """Return names that are separated by commas; one with a comma stands in double quotes."""
    try:
        names = next(csv.reader([text], skipinitialspace=True), [])
    except csv.Error:
        names = text.split(",")
    return [name.strip() for name in names if name.strip()]


def names_text(names: Sequence[str]) -> str:
    """Return the text that `names_in` takes apart."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(names)
    return text.getvalue() if names else ""


class ColumnNames:
    """The names of the columns of one file.

    Parameters
    ----------
    path : of the file, for messages
    header : one name for each column, empty where it has none
    has_header : whether the file gives any names
    left_out : positions of columns that are no part of all of them

    Notes
    -----
    A name is looked up in constant time, however many columns there are.
    """

    def __init__(
        self, path: Path, header: Sequence[str], has_header: bool, left_out: Collection[int] = ()
    ) -> None:
        self._path, self._header, self._has_header = path, header, has_header
        self._left_out = left_out
        self._places: dict[str, list[int]] = {}
        for k, name in enumerate(header):
            if name:
                self._places.setdefault(name, []).append(k)
        self.unique = self._unique_names()
        """One name for each column, all different: its own, or else one by its number."""
        self._place_of_unique = {name: k for k, name in enumerate(self.unique)}

    def positions(self, wanted: Sequence[str] | None, by_number: bool) -> list[int]:
        """Return the positions of columns; None takes all.

        Parameters
        ----------
        wanted : names, or numbers from 1 on as text
        by_number : whether numbers are allowed

        Raises
        ------
        DataFileError
            If there is no such column, or two of that name; if none is asked for.
        """
        if wanted is None:
            for name in self._places:
                self._refuse_twins(name)
            return [k for k in range(len(self._header)) if k not in self._left_out]
        if not wanted:
            raise DataFileError(f"{self._path}: ask for one column or more.")
        return [self._position(str(name).strip(), by_number) for name in wanted]

    def _position(self, wanted: str, by_number: bool) -> int:
        """Return the position of a column, by its name or else, if that is allowed, its number."""
        self._refuse_twins(wanted)
        if wanted in self._places:
            return self._places[wanted][0]
        number = int(wanted) if by_number and wanted.isdecimal() and len(wanted) < 10 else 0
        if 1 <= number <= len(self._header):
            return number - 1
        if wanted in self._place_of_unique:
            return self._place_of_unique[wanted]
        why = (
            ""
            if self._has_header
            else " Its first row has numbers in it and is read as data, not as names."
        )
        raise DataFileError(
            f"{self._path} has no column {shown(wanted)}: {self._nearest(wanted)}{why}"
        )

    def _refuse_twins(self, name: str) -> None:
        """Raise if several columns have that name."""
        places = self._places.get(name, [])
        if len(places) > 1:
            numbers = " or ".join(str(k + 1) for k in places[:_LISTED])
            more = " ..." if len(places) > _LISTED else ""
            raise DataFileError(
                f"{self._path} has {len(places)} columns called {shown(name)}: name all inputs and "
                f"outputs that you mean, of these the one by its number, {numbers}{more}."
            )

    def _unique_names(self) -> tuple[str, ...]:
        unique = [name if len(self._places.get(name, ())) == 1 else "" for name in self._header]
        taken = set(unique)
        for k, name in enumerate(unique):
            if not name:
                name = f"column{k + 1}"
                while name in taken:
                    name += "_"
                taken.add(name)
                unique[k] = name
        return tuple(unique)

    def _nearest(self, wanted: str) -> str:
        """Return what may have been meant."""
        if names := nearest_names(wanted, self.unique[:_MOST_COMPARED], alike=0.5):
            meant = " or ".join(map(self._with_number, names))
            by = f" {_WITH_COMMAS}" if any("," in name for name in names) else ""
            return f"did you mean {meant}?{by}"
        more = ", ..." if len(self.unique) > _LISTED else ""
        return f"it has {', '.join(map(shown_name, self.unique[:_LISTED]))}{more}."

    def _with_number(self, name: str) -> str:
        """Return a name, with its number if it has a comma: those separate names when typed."""
        number = f" (column {self._place_of_unique[name] + 1})" if "," in name else ""
        return f"{shown_name(name)}{number}"
