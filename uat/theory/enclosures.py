"""How a computer proves a bound for every point: an interval for each piece, and ever more pieces.

An example small enough for a slide: the error of a line against a parabola,
e(x) = x^2 - (x - 1/8) on [0, 1], whose largest size is 1/8. From 0 <= a <= x <= b follows
a^2 - b + 1/8 <= e(x) <= b^2 - a + 1/8, step by step as the formula is computed. That is a proof for
all x of the piece, and a bad bound; of smaller pieces it is better.
"""

from __future__ import annotations

from fractions import Fraction

SHOWN_PIECES = (4, 40)
"""Of the two panels of the figure, and of the slide."""
LARGEST = Fraction(1, 8)
"""The largest error there is."""


def enclosure_of(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Return between what e(x) lies for all x from `low` to `high`, both at least 0."""
    return low * low - high + LARGEST, high * high - low + LARGEST


def pieces_of(count: int) -> list[tuple[Fraction, Fraction]]:
    """Return [0, 1] cut into so many equal pieces."""
    return [(Fraction(k, count), Fraction(k + 1, count)) for k in range(count)]


def bound_of(count: int) -> Fraction:
    """Return what so many pieces prove |e| to be at most on [0, 1]: 1/8 + 1/count."""
    ends = [enclosure_of(*piece) for piece in pieces_of(count)]
    return max(max(-low, high) for low, high in ends)
