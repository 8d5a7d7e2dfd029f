"""Real balls of python-flint, and the precision in which they are computed.

A ball is a midpoint and a radius that bounds how far the true number can be from it; what is
computed from balls holds whatever is computed from the numbers in them (Johansson 2017, IEEE
Trans. Computers 66, 1281-1292). An *exact* ball has radius 0: it is a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from uat.exceptions import MissingPackageError

try:
    from flint import acb, arb, arb_mat, arb_series, ctx, fmpq
except ImportError:
    raise MissingPackageError("python-flint", "certify") from None

__all__ = [
    "Ball",
    "Series",
    "above",
    "acb",
    "arb",
    "arb_mat",
    "arb_series",
    "below",
    "finite",
    "fmpq",
    "working_with",
]

Ball = Any
"""An `arb`; python-flint has no types."""
Series = Any
"""An `arb_series`."""


@contextmanager
def working_with(bits: int, length: int = 16) -> Iterator[None]:
    """Compute with so many bits, and series with so many coefficients, as long as this lasts."""
    before = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = bits, length
    try:
        yield
    finally:
        ctx.prec, ctx.cap = before


def finite(ball: Ball) -> bool:
    """Return whether a ball bounds anything."""
    return bool(ball.is_finite())


def above(ball: Ball) -> float:
    """Return the least float, or about, that no number of the ball exceeds; infinite if none."""
    upper = ball.upper()
    number = float(upper)
    if math.isnan(number):
        return math.inf
    return number if arb(number) >= upper else math.nextafter(number, math.inf)


def below(ball: Ball) -> float:
    """Return a float that no number of a ball of numbers from 0 on falls below."""
    lower = ball.lower()
    number = float(lower)
    if math.isnan(number) or number <= 0.0:
        return 0.0
    return number if arb(number) <= lower else math.nextafter(number, 0.0)
