"""How fast measured errors fall: a power law, over the stretch of widths where there is one.

Errors rarely follow one power over all widths. Too few units leave them where they are; then they
fall; at last they stop, at a floor or where training does not get on. A slope through all of that
is none of the three, so a rate here is that of the longest stretch on which the errors do fall
like one power, and where there is no such stretch there is no rate.

A rate is a power of what its theorem counts (`RateVariable`): a staircase of n steps has n + 1
intervals, and its error falls like (n + 1)^-1, which is no power of n; with d inputs what is
counted is the units along a side, n^(1/d).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_numbers

# What a stretch must have: points, the share of all of them, and how many times the first width the
# last is.
_POINTS, _SHARE, _SPAN = 3, 0.5, 4.0
# A slower fall than this is none.
_SLOWEST = -0.2
# How far the slope of either half may be from that of all, as a share of it and beside that, and
# the slope over the octave at either end: noise is larger there.
_HALF_SHARE, _END_SHARE, _NOISE = 0.15, 0.35, 0.05
# The largest factor between a point and the line.
_OFF = 1.5


@dataclass(frozen=True, slots=True)
class RateVariable:
    """What an error is a power of, as a function of the width n: (n // units + more)^(1 / inputs).

    Parameters
    ----------
    units : of a piece, at least 1
    more : pieces that are there without any unit
    inputs : pieces are counted along a side of a domain of so many
    """

    units: int = 1
    more: int = 0
    inputs: int = 1

    def values(self, widths: npt.ArrayLike) -> Array:
        """Return the variable at some widths, shape (n,)."""
        pieces = as_numbers(widths) // self.units + self.more
        return np.asarray(pieces ** (1.0 / self.inputs))

    def power(self, exponent: float) -> str:
        """Return LaTeX for the variable to a power, with one decimal."""
        pieces = "n" if self.units == 1 else rf"\lfloor n/{self.units} \rfloor"
        if self.more:
            pieces = f"({pieces} + {self.more})"
        if self.inputs == 2:
            pieces = rf"\sqrt{{{pieces}}}"
        elif self.inputs > 2:
            pieces = f"({pieces}^{{1/{self.inputs}}})"
        return f"{pieces}^{{{exponent:.1f}}}"


UNITS = RateVariable()
"""The width itself."""


def intervals(units_a_step: int) -> RateVariable:
    """Return the number of intervals of a staircase: one more than there are steps."""
    return RateVariable(units_a_step, 1)


def units_per_side(inputs: int) -> RateVariable:
    """Return the number of units along a side, n^(1 / inputs)."""
    return RateVariable(inputs=inputs)


@dataclass(frozen=True, slots=True)
class FittedRate:
    """A power law that errors follow from one width to another.

    Parameters
    ----------
    exponent : negative
    first, last : the widths between which it holds
    variable : what it is a power of
    """

    exponent: float
    first: int
    last: int
    variable: RateVariable = UNITS

    @property
    def formula(self) -> str:
        """The power as LaTeX: n^{-1.0}."""
        return self.variable.power(self.exponent)


def fitted_rate(
    widths: Sequence[int], errors: npt.ArrayLike, variable: RateVariable = UNITS
) -> FittedRate | None:
    """Return the rate at which errors fall on the longest stretch where they fall like one power.

    Parameters
    ----------
    widths : numbers of hidden units, rising
    errors : shape (widths,); those that are not positive and finite are left out
    variable : what the rate is to be a power of

    Returns
    -------
    The rate, or None if there is no such stretch: half of the points, three at least, over two
    octaves of width, none off the line by more than half, whose halves and ends have about the
    slope of the whole.

    Notes
    -----
    The slope is the median of those of all pairs of points, each counted by how far apart they
    are: a last point that begins to stop does not move it. Cost: the fourth power of the points,
    of which there are few.

    References
    ----------
    Theil (1950); Sen (1968), J. Am. Stat. Assoc. 63, 1379-1389, for the median of slopes.
    """
    n, e = np.asarray(widths, dtype=np.int64), as_numbers(errors)
    kept = np.isfinite(e) & (e > 0.0)
    n, v = n[kept], np.log(e[kept])
    u = np.log(variable.values(n))
    best, chosen = (0.0, 0.0), None
    for first, last in _stretches(n):
        part = slice(first, last + 1)
        slope = _holds(n[part], u[part], v[part])
        if slope is not None:
            rank = (float(u[last] - u[first]), -_worst(u[part], v[part], slope))
            if rank > best or chosen is None:
                best, chosen = rank, FittedRate(slope, int(n[first]), int(n[last]), variable)
    return chosen


def _stretches(widths: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield first and last place of every stretch that is long enough."""
    least = max(_POINTS, int(_SHARE * len(widths)))
    for first, last in itertools.combinations(range(len(widths)), 2):
        if last - first + 1 >= least and widths[last] >= _SPAN * widths[first]:
            yield first, last


def _holds(widths: npt.NDArray[np.int64], u: Array, v: Array) -> float | None:
    """Return the slope of v over u if it is that of all parts, else None."""
    slope = _median_slope(u, v)
    if not slope <= _SLOWEST or _worst(u, v, slope) > math.log(_OFF):
        return None
    middle = len(u) // 2
    halves = _median_slope(u[: middle + 1], v[: middle + 1]), _median_slope(u[middle:], v[middle:])
    if len(u) % 2 == 0:
        halves = halves[0], _median_slope(u[middle - 1 :], v[middle - 1 :])
    second = int(np.searchsorted(widths, 2 * widths[0]))
    last_but = int(np.searchsorted(widths, widths[-1] / 2, side="right")) - 1
    ends = _between(u, v, 0, second), _between(u, v, last_but, len(u) - 1)
    agree = _agree(slope, halves, _HALF_SHARE) and _agree(slope, ends, _END_SHARE)
    return slope if agree else None


def _agree(slope: float, others: Sequence[float], share: float) -> bool:
    return all(abs(other - slope) <= share * abs(slope) + _NOISE for other in others)


def _between(u: Array, v: Array, first: int, last: int) -> float:
    return float((v[last] - v[first]) / (u[last] - u[first]))


def _median_slope(u: Array, v: Array) -> float:
    """Return the median of the slopes between all pairs, counted by their distance."""
    first, last = np.triu_indices(len(u), 1)
    distances = u[last] - u[first]
    slopes = (v[last] - v[first]) / distances
    order = np.argsort(slopes)
    passed = np.cumsum(distances[order])
    return float(slopes[order][np.searchsorted(passed, passed[-1] / 2.0)])


def _worst(u: Array, v: Array, slope: float) -> float:
    """Return how far the worst point is off the line of that slope through the middle of them."""
    rest = v - slope * u
    return float(np.max(np.abs(rest - np.median(rest))))
