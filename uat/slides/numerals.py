"""Numbers as they are read on a slide and said in a lecture hall.

Slides quote numbers, they never hold them. Every function takes a number or a few and returns
characters that are right in inline text, in plain text and in a cell, so that one sentence can be
written once; only `signed` is for formulas. What is not a finite number says so.
"""

from __future__ import annotations

import math
import string
from collections.abc import Sequence

NOTHING = "no number"
"""What is read where a run diverged or a theory is silent."""

_SPELT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RAISED = str.maketrans(f"-{string.digits}", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_TIMES, _MINUS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"
_SPACE = "\N{NO-BREAK SPACE}"
# Powers of ten between which a number is written out, and the words for large round ones.
_PLAIN = range(-3, 4)
_LARGE = ((1e12, ""), (1e9, " billion"), (1e6, " million"), (1.0, ""))


def fixed(value: float, decimals: int) -> str:
    """Return a number with so many decimals, zeros at the end kept, as a program prints it."""
    return f"{value:.{decimals}f}" if math.isfinite(value) else NOTHING


def plain(value: float) -> str:
    """Return a setting as one types it: 0.1, 1, -3."""
    return f"{value:g}"


def whole(value: float) -> str:
    """Return a count with its thousands apart."""
    return f"{value:,.0f}"


def spelt(count: int) -> str:
    """Return a small count in letters, a large one in digits."""
    return _SPELT[count] if 0 <= count < len(_SPELT) else whole(count)


def short(value: float | None, digits: int = 2) -> str:
    """Return a few digits of a number: written out, or with a power of ten."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if value == 0.0:
        return "0"
    rounded = f"{value:.{digits - 1}e}"
    mantissa, power = rounded.split("e")
    if int(power) in _PLAIN:
        return f"{float(rounded):.15g}".replace("-", _MINUS)
    power = str(int(power)).translate(_RAISED)
    return f"{mantissa}{_SPACE}{_TIMES}{_SPACE}10{power}".replace("-", _MINUS)


def times(factor: float) -> str:
    """Return a factor in words: "about 140 times", "about 310 million times"."""
    if not math.isfinite(factor):
        return "beyond comparison"
    size, word = next(((size, word) for size, word in _LARGE if factor >= size), (1.0, ""))
    if size == _LARGE[0][0]:
        return f"about {short(factor)} times"
    return f"about {float(f'{factor:.1e}') / size:,.12g}{word} times"


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def signed(value: float) -> str:
    """Return a number as a term that is added to what stands before it: "- 3", "+ 2"."""
    return f"{'-' if value < 0.0 else '+'} {abs(value):g}"
