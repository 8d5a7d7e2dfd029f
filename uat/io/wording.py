"""How numbers, counts and lists are worded for people: on a slide, in a figure, in a message.

Every function takes a value or a few and returns text. Three ways of writing a short number differ
in what can be read where: `short` in running text, `short_maths` where LaTeX is set, `short_typed`
where neither is. What is not a finite number says so. R's own format is `uat.course.r_print`.
"""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from decimal import ROUND_CEILING, Context

from uat.exceptions import shown

NOTHING = "no number"
"""What is read where a run diverged or a theory is silent."""
PLAIN_POWERS = range(-2, 4)
"""Powers of ten between which a figure writes numbers out."""

_MOST_WORDS, _LONGEST_LIST = 20, 60
_SPELT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RAISED = str.maketrans(f"-{string.digits}", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_TIMES, _MINUS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"
_SPACE = "\N{NO-BREAK SPACE}"
# Powers of ten between which running text writes numbers out, and the words for large round ones.
_PLAIN_IN_TEXT = range(-3, 4)
_LARGE = ((1e12, ""), (1e9, " billion"), (1e6, " million"), (1.0, ""))


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def one_line(kind: str, *names: str, **facts: object) -> str:
    """Return the short form of an object, on one line: Kind('name', width=8, error=0.012).

    Parameters
    ----------
    kind : the name of its class
    names : texts that say which it is; long ones are cut
    facts : what there is to know beside; a float is shown to three digits, what is None not at all
    """
    known = {label: value for label, value in facts.items() if value is not None}
    told = [f"{label}={_brief(value)}" for label, value in known.items()]
    return f"{kind}({', '.join([*map(shown, names), *told])})"


def brief_list(words: Sequence[str]) -> str:
    """Return words with commas between them, cut if that is long."""
    text = ", ".join(words[:_MOST_WORDS])
    return shortened(text, _LONGEST_LIST)


def shortened(text: str, longest: int) -> str:
    """Return a text, cut and with dots behind it if it has more characters than that."""
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def _brief(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return shown(str(value) if isinstance(value, str) else value)


def counted(count: int, word: str) -> str:
    """Return a count of things: "1 unit", "3 units"."""
    return f"{count} {plural(count, word)}"


def plural(count: int, word: str) -> str:
    """Return the word for so many of what it names."""
    return word if count == 1 else f"{word}s"


def in_words(name: str) -> str:
    """Return a name, such as that of a trainer or a target, as it is read: "two tones"."""
    return name.replace("_", " ")


def fixed(value: float, decimals: int) -> str:
    """Return a number with so many decimals, zeros at the end kept, as a program prints it."""
    return f"{value:.{decimals}f}" if math.isfinite(value) else NOTHING


def plain(value: float) -> str:
    """Return a setting as one types it: 0.1, 1, -3."""
    return f"{value:g}"


def whole(value: float) -> str:
    """Return a count with its thousands apart."""
    return f"{value:,.0f}"


def in_thousands(count: float) -> str:
    """Return a count as 500, 10k or 2M."""
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if count >= unit:
            return f"{count / unit:g}{letter}"
    return f"{count:g}"


def spelt(count: int) -> str:
    """Return a small count in letters, a large one in digits."""
    return _SPELT[count] if 0 <= count < len(_SPELT) else whole(count)


def short(value: float | None, digits: int = 2) -> str:
    """Return a few digits of a number in running text: written out, or with a power of ten."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if value == 0.0:
        return "0"
    mantissa, power = _rounded(value, digits)
    if power in _PLAIN_IN_TEXT:
        return f"{float(f'{mantissa}e{power}'):.15g}".replace("-", _MINUS)
    raised = str(power).translate(_RAISED)
    return f"{mantissa}{_SPACE}{_TIMES}{_SPACE}10{raised}".replace("-", _MINUS)


def short_maths(value: float, digits: int = 2) -> str:
    """Return a few digits of a finite number: written out, or a power of ten in LaTeX."""
    if value == 0.0:
        return "0"
    mantissa, power = _rounded(value, digits)
    if power in PLAIN_POWERS:
        return f"{float(f'{mantissa}e{power}'):g}"
    front = "" if float(mantissa) == 1.0 else rf"{mantissa} \times "
    return rf"${front}10^{{{power}}}$"


def rounded_up(value: float, digits: int = 2) -> float:
    """Return the next number of so few digits that is not smaller; infinity stays."""
    if not math.isfinite(value):
        return value
    return float(Context(prec=digits, rounding=ROUND_CEILING).create_decimal(repr(float(value))))


def short_typed(value: float) -> str:
    """Return two digits of a number as one types it: 0.44, 6300, 2.5e-6."""
    front, e, power = f"{float(f'{value:.2g}'):g}".partition("e")
    return f"{front}e{int(power)}" if e else front


def times(factor: float) -> str:
    """Return a factor in words: "about 140 times", "about 310 million times"."""
    if not math.isfinite(factor):
        return "beyond comparison"
    size, word = next(((size, word) for size, word in _LARGE if factor >= size), (1.0, ""))
    if size == _LARGE[0][0]:
        return f"about {short(factor)} times"
    return f"about {float(f'{factor:.1e}') / size:,.12g}{word} times"


def signed(value: float) -> str:
    """Return a number as a term that is added to what stands before it: "- 3", "+ 2"."""
    return f"{'-' if value < 0.0 else '+'} {abs(value):g}"


def _rounded(value: float, digits: int) -> tuple[str, int]:
    """Return mantissa and power of ten of a finite number, rounded to so many digits."""
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    return mantissa, int(power)
