"""Which sign of a file is the decimal one, where its separator leaves that open.

The one idea: a file has one decimal sign, whatever its columns. A number such as 0,7763 shows it;
one such as 1.054 may be a decimal or a thousand and is kept in doubt until another number of the
file tells. What the file contradicts is refused. What nothing tells is a decimal, and said.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.exceptions import DataFileError
from uat.io.cells import Number, number_in, shown

_SIGNS = {".": "decimal points", ",": "decimal commas"}


@dataclass(frozen=True, slots=True)
class Place:
    """A field that a message points to.

    Parameters
    ----------
    file, line : where it stands, lines as an editor counts them; of rows in memory no file, and
        their number
    column : its name
    cell : what it holds
    """

    file: str
    line: int
    column: str
    cell: str

    def __str__(self) -> str:
        return f"{self.file}, {self._within}" if self.file else self._within

    @property
    def _within(self) -> str:
        """Its place in the file, or among the rows."""
        return f"{'line' if self.file else 'row'} {self.line}, column {shown(self.column)}"

    def inside(self) -> str:
        """Return the field and its place in the file, as a sentence names it."""
        return f"{shown(self.cell)} ({self._within})"


class DecimalSigns:
    """The decimal sign of a file, and the numbers that are in doubt until it is known."""

    def __init__(self) -> None:
        self.sign = ""
        """The decimal sign, as soon as a number shows it."""
        self._shown_by: Place | None = None
        self._first: dict[str, Place] = {}
        self._elsewhere: dict[str, Place] = {}
        # Row, column, row, column, ...: a long column may be in doubt as a whole.
        self._doubts = {sign: array("q") for sign in _SIGNS}

    @property
    def in_doubt(self) -> Place | None:
        """The first number that is in doubt, if no other one tells."""
        return None if self.sign else next(iter(self._first.values()), None)

    def value(self, number: Number, row: int, column: int, place: Callable[[], Place]) -> float:
        """Return what a number is worth, as far as the file has told.

        Parameters
        ----------
        number : the next one
        row, column : where `settle` is to find it
        place : makes out where it stands

        Raises
        ------
        DataFileError
            If it shows another sign than a number before it.
        """
        sign = number.sign
        if not sign or (self.sign == sign):
            return number.value
        if number.sure and not self.sign:
            self.sign, self._shown_by = sign, place()
            del self._doubts[sign][:]
        elif number.sure:
            self._refuse(place(), sign)
        else:
            if sign not in self._first:
                self._first[sign] = place()
            if self.sign:
                return number.in_thousands
            self._doubts[sign].extend((row, column))
        return number.value

    def look(self, cells: Sequence[str], place: Callable[[int], Place]) -> None:
        """Look at fields nobody asks for: they tell where nothing else does.

        Parameters
        ----------
        cells : of one column
        place : makes out where one of them stands
        """
        text = "\0".join(cells)
        for sign in _SIGNS:
            if sign in text and sign not in self._elsewhere:
                shows = (k for k, cell in enumerate(cells) if sign in cell and _shows(cell, sign))
                if (k := next(shows, None)) is not None:
                    self._elsewhere[sign] = place(k)

    def _refuse(self, place: Place, sign: str) -> None:
        other = "" if self._shown_by is None else self._shown_by.inside()
        raise DataFileError(
            f"{place}: {shown(place.cell)} is ambiguous: it shows {_SIGNS[sign]}, and {other} "
            f"{_SIGNS[self.sign]}; use one of them."
        )

    def settle(self, values: Array) -> tuple[str, ...]:
        """Put right the numbers that were in doubt, now that all are read; return what to say.

        Parameters
        ----------
        values : shape (rows, columns), changed in place

        Raises
        ------
        DataFileError
            If both signs are in doubt.
        """
        if not self._first:
            return ()
        if not self.sign and len(self._elsewhere) == 1:
            ((self.sign, self._shown_by),) = self._elsewhere.items()
        if not self.sign and len(self._first) == 2:
            one, other = sorted(self._first.values(), key=lambda place: place.line)
            raise DataFileError(
                f"{other}: {shown(other.cell)} is ambiguous, as {one.inside()} is: one of these "
                "signs sets thousands apart, and no number of the file tells which; leave the "
                "thousands unseparated."
            )
        decimal = self.sign or next(iter(self._first))
        notes = [
            self._decided(values, sign, place)
            for sign, place in self._first.items()
            if not self.sign or sign != decimal
        ]
        return tuple(notes)

    def _decided(self, values: Array, sign: str, place: Place) -> str:
        """Return what the numbers in doubt of one sign were taken for."""
        said, plain = place.inside(), place.cell.strip().rstrip("% ").replace(",", ".")
        if not self.sign:
            return (
                f"{said} is read as {plain}, a decimal, not as {plain.replace('.', '')}: no number "
                "of the file tells."
            )
        rows, columns = np.frombuffer(self._doubts[sign], np.int64).reshape(-1, 2).T
        values[rows, columns] = np.rint(1000.0 * values[rows, columns])
        by = "" if self._shown_by is None else self._shown_by.inside()
        return (
            f"{said} is read as {plain.replace('.', '')}: the file has {_SIGNS[self.sign]}, as in "
            f"{by}."
        )


def _shows(cell: str, sign: str) -> bool:
    """Return whether a field is a number whose decimal sign is that for sure."""
    number = number_in(cell, True)
    return number is not None and number.sure and number.sign == sign
