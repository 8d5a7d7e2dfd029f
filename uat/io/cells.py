"""What one field of a table says: a number, that there is none, or something else.

Strict, because a wrong number goes unnoticed: what is missing, no number or not finite is told from
a number, and nothing is guessed. A number may have its thousands set apart. Of 1.054 and 1,054
nobody can say alone whether that is a thousand or one: they are read as decimals and said to be
in doubt, and `uat.io.decimal_signs` asks the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array

MISSING = frozenset(
    {"", "?", "na", "n/a", "nan", "nat", "none", "null", "<na>", "#n/a", "#na", "-nan", "\\n"}
)
"""What stands for a value that is not there, in lower case."""
# Of numbers; among texts they may say something, as + and - do.
_NO_NUMBERS = frozenset({"-", "--", "---", "\u2013", "\u2014", ".", "..", "..."})

# Letters of a value that a message shows.
_SHOWN = 40
# Thousands set apart by one and the same sign, and decimals behind the other.
_GROUPED = re.compile(
    r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?P<by>[.,' \u2019\u00a0\u2009\u202f])[0-9]{3}"
    r"(?:(?P=by)[0-9]{3})*)(?:(?P<sign>[.,])(?P<decimals>[0-9]*))?"
)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_OTHER = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a field.

    Parameters
    ----------
    value : which may be infinite; of one in doubt, with its sign taken for a decimal one
    sign : the decimal sign that it shows, point or comma; empty if it shows none
    sure : False if the sign may also set thousands apart, as in 1.054
    grouped : whether thousands are set apart for sure
    percent : whether a percent sign follows, which does not change the value
    """

    value: float
    sign: str = ""
    sure: bool = True
    grouped: bool = False
    percent: bool = False

    @property
    def in_thousands(self) -> float:
        """The value of a number in doubt if its sign sets thousands apart."""
        return float(round(1000.0 * self.value))


def is_missing(cell: str) -> bool:
    """Return whether a field says that there is no value."""
    return cell.strip().lower() in MISSING


def lacks_number(cell: str) -> bool:
    """Return whether a field says, among numbers, that there is none: by a dash or a point, too."""
    return is_missing(cell) or cell.strip() in _NO_NUMBERS


def number_in(cell: str, decimal_commas: bool) -> Number | None:
    """Return the number a field holds, or None.

    Parameters
    ----------
    cell : as it stands in the file
    decimal_commas : whether 1,5 is a number, too; else a comma sets thousands apart or is none
    """
    text = cell.strip()
    if "_" in text or is_missing(text):  # Python takes 1_000 for a number
        return None
    if text.endswith("%"):
        number = number_in(text[:-1], decimal_commas)
        if number is None or number.percent:
            return None
        return Number(number.value, number.sign, number.sure, number.grouped, percent=True)
    grouped = _GROUPED.fullmatch(text)
    number = _plain(text) if grouped is None else _grouped(grouped)
    if number is None or decimal_commas or number.sign != ",":
        return number
    return None if number.sure else Number(number.in_thousands, ".", grouped=True)


def _plain(text: str) -> Number | None:
    """Return a number without thousands set apart, or None."""
    signs = "".join(sign for sign in _OTHER if sign in text)
    if len(signs) > 1:
        return None
    try:
        return Number(float(text.replace(",", ".")), signs)
    except ValueError:
        return None


def _grouped(match: re.Match[str]) -> Number | None:
    """Return a number whose thousands are, or may be, set apart."""
    by, sign = match["by"], match["sign"]
    if sign == by:
        return None
    if sign is None and by in _OTHER and match["whole"].count(by) == 1:
        return Number(float(match[0].replace(",", ".")), by, sure=False)
    value = float(f"{match['whole'].replace(by, '')}.{match['decimals'] or ''}")
    return Number(value, sign or _OTHER.get(by, ""), grouped=True)


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


def as_no_formula(text: str) -> str:
    """Return a text that a spreadsheet takes for text: with an apostrophe before a formula.

    References
    ----------
    OWASP, CSV injection: what begins with =, +, -, @, a tab or a carriage return.
    """
    return f"'{text}" if _FORMULA.match(text) and number_in(text, True) is None else text


def without_apostrophe(text: str) -> str:
    """Return what `as_no_formula` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


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
