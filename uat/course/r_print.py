"""How R prints numbers, so that a table here reads like the table on a student's screen.

R gives a column of numbers one layout: as many decimals as the entry that needs most of them to
show `digits` significant ones, trailing zeros not counted, and powers of ten only where that is
shorter. Every function takes and returns plain numbers and strings.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence

_STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"), (0.1, "."))

STARS_LEGEND = "Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1"
"""What the stars mean: each stands for p-values between the numbers beside it."""


def format_numbers(values: Sequence[float], digits: int) -> list[str]:
    """Return R's `format(values, digits = digits)`: strings of one width.

    Parameters
    ----------
    values : finite numbers, at least one
    digits : at least 1, significant digits that each entry shows at least, if it has them
    """
    parts = [_significant(value, digits) for value in values]
    decimals = max(0, *(shown - 1 - exponent for shown, exponent in parts))
    fixed = [f"{value:.{decimals}f}" for value in values]
    most = max(shown for shown, _ in parts)
    powers = [f"{value:.{most - 1}e}" for value in values]
    shorter = fixed if max(map(len, fixed)) <= max(map(len, powers)) else powers
    width = max(map(len, shorter))
    return [text.rjust(width) for text in shorter]


def _significant(value: float, digits: int) -> tuple[int, int]:
    """Return how many of `digits` digits are left without trailing zeros, and the exponent."""
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    return max(1, len(mantissa.replace(".", "").rstrip("0"))), int(exponent)


def format_number(value: float, digits: int) -> str:
    """Return R's `formatC(value, digits = digits)`: at least digits + 1 characters wide."""
    return f"{value:{digits + 1}.{digits}g}"


def format_p_values(p_values: Sequence[float], digits: int) -> list[str]:
    """Return R's `format.pval(p_values, digits)`: what a double cannot tell from 0 is "<2e-16".

    Parameters
    ----------
    p_values : probabilities, at least one
    digits : at least 1, significant digits
    """
    smallest = sys.float_info.epsilon
    visible = [p for p in p_values if p >= smallest]
    least_fixed = 1e-4 if digits > 1 else 1e-3
    fixed = [p for p in visible if p >= least_fixed]
    powers = [p for p in visible if p < least_fixed]
    texts: dict[float, str] = {}
    for group in (fixed, powers):
        if group:
            texts.update(zip(group, format_numbers(group, digits), strict=True))
    limit = _limit_text(smallest, max(1, digits - 2), max(map(len, texts.values()), default=None))
    return [texts.get(p, limit) for p in p_values]


def _limit_text(smallest: float, digits: int, room: int | None) -> str:
    """Return "<2e-16", spaced and cut so that it fits beside entries `room` characters wide."""
    space = "" if digits == 1 else " "
    if room is not None:
        if digits > 1 and digits + 6 > room:
            digits = max(1, room - 7)
        space = "" if digits == 1 and room <= 6 else " "
    return f"<{space}{format_numbers([smallest], digits)[0]}"


def stars(p_value: float) -> str:
    """Return the stars that R prints beside a p-value: up to three, a dot, or nothing."""
    return next((text for below, text in _STARS if p_value <= below), "")


def round_small_away(values: Sequence[float], digits: int) -> list[float]:
    """Return R's `zapsmall(values, digits)`: all rounded at one decimal, that of the largest."""
    largest = max(map(abs, values))
    decimals = max(0, math.floor(digits - math.log10(largest) + 0.5)) if largest > 0.0 else digits
    return [round(value, decimals) for value in values]
