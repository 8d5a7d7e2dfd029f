"""Intervals with exact ends, and arithmetic with them.

An interval holds all values that a part of a formula takes on a piece of the domain. It also knows
whether the value at an end is never taken: on the open piece (0, 1) the input is above 0, so that
x > 0 is decided there, and a switch that lies on an end of a piece does not blur it.

Where something may have no value, as 1/x at 0, the interval is the whole line, and so is all that
is made of it: sin(1/x) is no number there, though a sine lies between -1 and 1. Of what has a value
everywhere but no bound, as 1/x beside 0, one end is infinite.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from uat.theory.certificates.balls import Ball, arb

_ZERO, _ONE = arb(0), arb(1)
_INFINITY = arb("inf")


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from `low` to `high`, both exact.

    Parameters
    ----------
    low, high : exact balls; infinite where there is no bound
    above, below : whether all numbers are above the low end, and below the high one
    """

    low: Ball
    high: Ball
    above: bool = False
    below: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is one number."""
        return bool(self.low == self.high)

    @property
    def bounded(self) -> bool:
        """Whether it has two finite ends."""
        return bool(self.low.is_finite() and self.high.is_finite())

    @property
    def has_values(self) -> bool:
        """Whether it is known that there is a value at all; so it is if one end is finite."""
        return bool(self.low.is_finite() or self.high.is_finite())

    @property
    def ball(self) -> Ball:
        """A ball that holds it."""
        return self.low if self.is_number else self.low.union(self.high)

    @property
    def size(self) -> Ball:
        """The largest absolute value."""
        return abs(self.low).max(abs(self.high)).upper()

    @property
    def sign(self) -> int | None:
        """1, -1 or 0 if all numbers have that sign, None if it is not decided."""
        if self.low > 0 or (self.low == 0 and self.above):
            return 1
        if self.high < 0 or (self.high == 0 and self.below):
            return -1
        return 0 if self.low == 0 and self.high == 0 else None

    def meet(self, other: Interval) -> Interval:
        """Return what two intervals that hold the same numbers have in common."""
        low_mine, high_mine = self.low >= other.low, self.high <= other.high
        low = self.low if low_mine else other.low
        high = self.high if high_mine else other.high
        return Interval(
            low, high, self.above if low_mine else other.above,
            self.below if high_mine else other.below,
        )  # fmt: skip

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.below, self.above)

    def __add__(self, other: Interval) -> Interval:
        return between(
            self.low + other.low, self.high + other.high,
            self.above or other.above, self.below or other.below,
        )  # fmt: skip

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __mul__(self, other: Interval) -> Interval:
        if self is other:
            return square(self)
        for factor, rest in ((self, other), (other, self)):
            if factor.is_number:
                return scaled(rest, factor.low)
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return between(functools.reduce(_least, products), functools.reduce(_most, products))

    def __truediv__(self, other: Interval) -> Interval:
        if other.is_number and other.low != 0 and self.bounded:
            flip = other.low < 0
            low, high = self.low / other.low, self.high / other.low
            flags = self.above, self.below
            return between(high, low, *flags[::-1]) if flip else between(low, high, *flags)
        return self * reciprocal(other)


WHOLE = Interval(-_INFINITY, _INFINITY)
"""All numbers: nothing is known, not even that there is a value."""


def _least(a: Ball, b: Ball) -> Ball:
    return a.min(b)


def _most(a: Ball, b: Ball) -> Ball:
    return a.max(b)


def between(low: Ball, high: Ball, above: bool = False, below: bool = False) -> Interval:
    """Return the interval from one ball to another, rounded outward; `WHOLE` if one has no bound.

    What is above an end is above it rounded down, too: flags stay.
    """
    if not (low.is_finite() and high.is_finite()):
        return WHOLE
    return Interval(low.lower(), high.upper(), above, below)


def number(value: Ball) -> Interval:
    """Return the interval of one number, or of a ball."""
    return between(value, value)


def scaled(a: Interval, factor: Ball) -> Interval:
    """Return a times an exact number."""
    if factor == 0:
        return number(_ZERO) if a.has_values else WHOLE
    if not factor.is_finite():
        return WHOLE
    low, high = a.low * factor, a.high * factor
    if factor < 0:
        return Interval(high.lower(), low.upper(), a.below, a.above)
    return Interval(low.lower(), high.upper(), a.above, a.below)


def reciprocal(a: Interval) -> Interval:
    """Return 1 / a; without a bound if 0 is an end that is not in a, `WHOLE` if it is in a."""
    if not a.bounded or a.sign in (0, None):
        return WHOLE
    if a.low == 0:
        return Interval((1 / a.high).lower(), _INFINITY, a.below)
    if a.high == 0:
        return Interval(-_INFINITY, (1 / a.low).upper(), below=a.above)
    return between(1 / a.high, 1 / a.low, a.below, a.above)


def hull(a: Interval, b: Interval) -> Interval:
    """Return the least interval that holds both."""
    low_first, high_first = a.low <= b.low, a.high >= b.high
    return Interval(a.low if low_first else b.low, a.high if high_first else b.high)


def middle_of(a: Interval) -> Ball:
    """Return an exact number in the middle of an interval, 0 if there is none."""
    return ((a.low + a.high) / 2).mid() if a.bounded else arb(0)


def half(a: Interval) -> Ball:
    """Return how far the ends of an interval are from its middle at most."""
    middle = middle_of(a)
    return (a.high - middle).max(middle - a.low).upper() if a.bounded else arb("inf")


def clipped(a: Interval, low: Ball | None, high: Ball | None) -> Interval:
    """Return what of an interval lies in a range that its numbers are known to keep to."""
    ends = Interval(-_INFINITY if low is None else low, _INFINITY if high is None else high)
    return a.meet(ends)


def absolute(a: Interval) -> Interval:
    """Return |a|."""
    sign = a.sign
    if sign is not None and sign >= 0:
        return a
    if sign == -1:
        return -a
    return Interval(_ZERO, abs(a.low).max(a.high)) if a.bounded else WHOLE


def square(a: Interval) -> Interval:
    """Return a^2."""
    size = absolute(a)
    return between(size.low * size.low, size.high * size.high, size.above, size.below)


def whole_power(a: Interval, exponent: int) -> Interval:
    """Return a^exponent."""
    if exponent < 0:
        return reciprocal(whole_power(a, -exponent))
    if exponent == 0:
        return number(_ONE)
    base = absolute(a) if exponent % 2 == 0 else a
    return between(base.low**exponent, base.high**exponent, base.above, base.below)
