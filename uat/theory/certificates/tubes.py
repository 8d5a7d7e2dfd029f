"""Broken lines and relu networks in a tube about samples, in exact arithmetic.

What `uat.theory.stabbing` and `uat.theory.relu_networks` find in floats on thousands of samples is
proved here on the few that decide, in fractions: the same links, laid from either side, and what
all broken lines have in common. The proofs stand there; nothing here is rounded but the slopes at
the end, outward, of which the walk over the units' facings takes care: see `refutes`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.theory.certificates.balls import fmpq
from uat.theory.relu_networks import Pieces, ranges
from uat.theory.stabbing import Turns

Fraction = Any
"""An `fmpq`."""
_Slopes = tuple[Fraction | None, Fraction | None]

# Beyond so many knots the lost degree of freedom is left alone, as floors leave it.
_MOST_KNOTS = 128


def fraction(value: float) -> Fraction:
    """Return a float as the fraction it is."""
    return fmpq(*value.as_integer_ratio())


@dataclass(frozen=True, slots=True)
class Tube:
    """Vertical segments about samples.

    Parameters
    ----------
    x : of the samples, rising
    sides : the lower ends, and the upper ends with their sign turned, which makes them the lower
        ones in the mirror
    """

    x: tuple[Fraction, ...]
    sides: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]

    @classmethod
    def about(cls, x: Array, y: Array, error: float) -> Tube:
        """Return the segments from y - error to y + error, all exactly the floats they are."""
        places, values = ([fraction(v) for v in row.tolist()] for row in (x, y))
        e = fraction(error)
        return cls(tuple(places), (tuple(v - e for v in values), tuple(-v - e for v in values)))

    def from_right(self) -> Tube:
        """Return it from right to left."""
        lower, upper = (side[::-1] for side in self.sides)
        return Tube(tuple(-x for x in self.x[::-1]), (lower, upper))


class _Lines:
    """The lines that obey each side of a tube on a range of samples, up to the sample added last.

    Parameters
    ----------
    tube : of samples
    begins, ends : from which sample on, and before which, each side is obeyed

    Attributes
    ----------
    steepest : the slope of the steepest of them, and of the steepest in the mirror; None if nothing
        limits it
    contacts : samples p < q that limit it
    """

    def __init__(self, tube: Tube, begins: Sequence[int], ends: Sequence[int]) -> None:
        self._tube, self._begins, self._ends = tube, begins, ends
        self._lower: tuple[list[int], list[int]] = ([], [])
        self.steepest: list[Fraction | None] = [None, None]
        self.contacts: list[tuple[int, int]] = [(-1, -1), (-1, -1)]

    def beyond(self, i: int) -> int | None:
        """Return the side of a sample that no line reaches, if there is one."""
        for side in range(2):
            at = self._steepest_at(i, side) if self._obeyed(side, i) else None
            if at is not None and self._tube.sides[side][i] > at:
                return side
        return None

    def add(self, i: int) -> None:
        """Obey one sample more."""
        x = self._tube.x
        for side, lower in enumerate(self._lower):
            upper = -self._tube.sides[1 - side][i]
            at = self._steepest_at(i, side)
            if self._obeyed(1 - side, i) and lower and (at is None or upper < at):
                own = self._tube.sides[side]
                slope, last = min(((upper - own[a]) / (x[i] - x[a]), -a) for a in lower)
                self.steepest[side], self.contacts[side] = slope, (-last, i)
        for side, lower in enumerate(self._lower):
            if self._obeyed(side, i):
                lower.append(i)

    def _obeyed(self, side: int, i: int) -> bool:
        return self._begins[side] <= i < self._ends[side]

    def _steepest_at(self, i: int, side: int) -> Fraction | None:
        """Return the steepest line at a sample on its right."""
        slope, q = self.steepest[side], self.contacts[side][1]
        if slope is None:
            return None
        return slope * (self._tube.x[i] - self._tube.x[q]) - self._tube.sides[1 - side][q]


@dataclass(frozen=True, slots=True)
class _Links:
    """Links laid from the left.

    Parameters
    ----------
    turns : p, q, J and the side of every turn; see `uat.theory.stabbing`
    slopes : of each sample, where both sides are obeyed, the slopes of the steepest line that
        obeys all up to it and of the steepest in the mirror; None for no limit
    """

    turns: list[tuple[int, int, int, int]]
    slopes: list[_Slopes]

    def as_turns(self, count: int, reverse: bool = False) -> Turns:
        """Return the turns by the samples' numbers, of links from right to left counted back."""
        samples = np.array([turn[:3] for turn in self.turns], np.int64).reshape(-1, 3)
        up = np.array([turn[3] == 0 for turn in self.turns], np.bool_)
        nothing = np.empty((2, 0))
        return Turns(
            count - 1 - samples if reverse else samples, up, True, nothing.astype(np.int64), nothing
        )


def _lay_links(tube: Tube, most: int) -> _Links:
    """Lay links that go as far as they can, up to so many turns."""
    count, begins = len(tube.x), [0, 0]
    turns: list[tuple[int, int, int, int]] = []
    slopes: list[_Slopes] = [(None, None)] * count
    while len(turns) < most:
        lines = _Lines(tube, tuple(begins), (count, count))
        stop, side = count, None
        for i in range(min(begins), count):
            side = lines.beyond(i)
            if side is not None:
                stop = i
                break
            lines.add(i)
            if i >= max(begins):
                slopes[i] = (lines.steepest[0], lines.steepest[1])
        if side is None:
            break
        p, q = lines.contacts[side]
        turns.append((p, q, stop, side))
        begins[side], begins[1 - side] = stop, q
    return _Links(turns, slopes)


def refutes(x: Array, y: Array, error: float, knots: int, relu: bool) -> bool:
    """Return whether it is proved that every broken line errs by more on the samples.

    Parameters
    ----------
    x, y : shape (samples,), exactly the floats they are, x rising
    error : target units, as exactly
    knots : of the broken lines, at most
    relu : whether they are networks of so many relus, which lack a degree of freedom

    Notes
    -----
    The walk over the facings (`Pieces.may_be_network`) is done in floats. It widens every slope and
    every bend by r = 1e-13 m s, of m pieces and a largest slope s. Slopes are at most s here, bends
    at most 2 s, so a bound of a box is at most 4 m s, and an addition that makes one is off by at
    most 2^-53 of that, which is less than r / 200. What bends can still do is a sum of at most m of
    them, each widened by r, and off by less than m 2^-53 2 m s < m r / 400.
    """
    tube, count = Tube.about(x, y, error), len(x)
    left = _lay_links(tube, knots + 1)
    if len(left.turns) != knots or not relu or knots > _MOST_KNOTS:
        return len(left.turns) > knots
    right = _lay_links(tube.from_right(), knots + 1)
    ours, theirs = left.as_turns(count), right.as_turns(count, reverse=True)
    if not np.array_equal(ours.up, theirs.up[::-1]):
        return False
    begins, ends = ranges(ours, theirs, count)
    short = np.max(begins, axis=1) >= np.min(ends, axis=1)
    slopes = [
        (None, None) if is_short else _slopes(tube, begin.tolist(), end.tolist())
        for is_short, begin, end in zip(short, begins, ends, strict=True)
    ]
    steepest, flattest = ([_upward(pair[side]) for pair in slopes] for side in range(2))
    bends = np.array([_upward(bend) for bend in _bends(left, right, ours, theirs, slopes)])
    pieces = Pieces(-np.array(flattest), np.array(steepest), ours.up, bends, np.empty(0, np.int64))
    return not pieces.may_be_network()


def _slopes(tube: Tube, begins: Sequence[int], ends: Sequence[int]) -> _Slopes:
    """Return the slope of the steepest line that obeys the sides there, and that in the mirror."""
    lines = _Lines(tube, begins, ends)
    for i in range(min(begins), max(ends)):
        lines.add(i)
    return lines.steepest[0], lines.steepest[1]


def _bends(
    left: _Links, right: _Links, ours: Turns, theirs: Turns, slopes: Sequence[_Slopes]
) -> Iterator[Fraction | None]:
    """Yield the largest that each kink can be, wherever it is; None without a limit.

    See `uat.theory.relu_networks`: between the stops of the turns from either side. It is not
    larger, either, than the slopes of the two pieces allow.
    """
    after = right.slopes[::-1]
    stops = zip(theirs.samples[::-1, 2].tolist(), ours.samples[:, 2].tolist(), strict=True)
    for k, (first, last) in enumerate(stops):
        side = int(ours.up[k])
        most = _sum(slopes[k][side], slopes[k + 1][1 - side])
        if most is not None:
            bends = [_sum(left.slopes[i][side], after[i + 1][side]) for i in range(first, last)]
            known = [bend for bend in bends if bend is not None]
            most = min([most, max(known)]) if known and len(known) == len(bends) else most
        yield most


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _upward(value: Fraction | None) -> float:
    """Return a fraction as a float that is not below it; infinite for None."""
    if value is None:
        return math.inf
    number = int(value.p) / int(value.q)
    return number if fraction(number) >= value else math.nextafter(number, math.inf)
