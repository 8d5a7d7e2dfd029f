"""A bound on a piece, proved again by another way than it was found.

No Taylor polynomial, no derivative and no remainder of `errors.py` is used here. A piece is proved

1. by plain interval arithmetic, where that is enough; or else
2. from values of f - y at Chebyshev's points, and how large f and the units are on a complex box
   about the piece (`interpolation.py`). What has more than one branch on the piece, and what hardly
   varies on it, counts with its interval; or else
3. by halves.

Functions and their branches are those of `continuations.py`: its table is not the one that
certificates are made with, and on every piece values by the two have to agree.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from uat.theory.certificates.balls import Ball, above, arb, working_with
from uat.theory.certificates.continuations import Function, Part, resolved
from uat.theory.certificates.differences import Difference, Unit
from uat.theory.certificates.interpolation import (
    box_of,
    coefficients,
    nodes,
    range_of,
    remainder,
    steepest,
)
from uat.theory.certificates.intervals import Interval, half, middle_of

End = tuple[Ball, ...]
_ELLIPSES = (2.0**20, 256.0, 32.0, 10.0, 4.0, 2.0)
"""The parameters rho of ellipses that are tried."""
_COUNTS = {1: (8, 16, 32), 2: (4, 6, 10), 3: (3, 5, 8)}
"""How many points along each axis, by number of inputs."""
# A remainder that is a larger share of the bound leaves too little for the interpolant.
_SHARE = 2.0**-4
# What varies so much less than the bound is a constant.
_FLAT = 2.0**-70
# A piece is halved so often in a row, and into so many in all.
_DEEPEST, _MOST_PIECES = 200, 20_000


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the domain with exact ends, open if it is of one input."""

    low: End
    high: End

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return len(self.low)

    @property
    def intervals(self) -> list[Interval]:
        """The piece as it is."""
        is_open = self.inputs == 1
        ends = zip(self.low, self.high, strict=True)
        return [Interval(a, b, is_open, is_open) for a, b in ends]

    @property
    def centre(self) -> End:
        """A point of it, exact."""
        return tuple(((a + b) / 2).mid() for a, b in zip(self.low, self.high, strict=True))

    @property
    def radii(self) -> End:
        """How far it reaches from its centre along each axis."""
        ends = zip(self.low, self.centre, self.high, strict=True)
        return tuple((b - c).max(c - a).upper() for a, c, b in ends)

    def halves(self, axis: int) -> tuple[Box, Box]:
        """Return two pieces that it is cut into."""
        place = self.centre[axis]
        first = (*self.high[:axis], place, *self.high[axis + 1 :])
        second = (*self.low[:axis], place, *self.low[axis + 1 :])
        return Box(self.low, first), Box(second, self.high)


def proves(
    error: Difference, low: End, high: End, bound: float, at_points: float, bits: int
) -> bool:
    """Return whether no error on a piece is above a bound.

    Parameters
    ----------
    error : f - y
    low, high : exact ends of the piece
    bound : of the piece
    at_points : bound of the error at the ends of a piece of one input
    bits : precision to compute in
    """
    whole = Box(low, high)
    with working_with(bits):
        if whole.inputs == 1:
            sizes = [above(error.at(end).size) for end in (low, high)]
            if not all(size <= at_points for size in sizes):
                return False
        if not _agree(error, whole):
            return False
        todo, seen = [(whole, 0)], 0
        while todo:
            box, depth = todo.pop()
            seen += 1
            axis = _axis_to_cut(error, box, bound, bits, depth)
            if axis is None:
                continue
            if depth >= _DEEPEST or seen >= _MOST_PIECES:
                return False
            halves = box.halves(axis)
            if box.inputs == 1 and not above(error.at(halves[1].low).size) <= bound:
                return False
            todo += [(half, depth + 1) for half in halves]
    return True


def _axis_to_cut(error: Difference, box: Box, bound: float, bits: int, depth: int) -> int | None:
    """Return along which axis a piece has to be cut; None if its bound is proved."""
    if above(error.within(box.intervals).size) <= bound:
        return None
    terms = [Term(factor, part, box, bound) for factor, part in parts_of(error, box)]
    axis = depth % box.inputs
    for count in _COUNTS[box.inputs]:
        taken = [term.taken(count) for term in terms]
        rest = sum((off for _, off in taken), arb(0))
        if not rest <= _SHARE * bound:
            continue
        values = [
            sum((t.at(point, f) for t, (f, _) in zip(terms, taken, strict=True)), -error.bias)
            for point in _grid(box, count, bits)
        ]
        made = coefficients(values, count, box.inputs, bits)
        low, high = range_of(made, count, box.inputs)
        if high + rest <= bound and low - rest >= -bound:
            return None
        axis = steepest(made, count, box.inputs)
        if not (high <= bound and low >= -bound):
            break
    return axis


def parts_of(error: Difference, box: Box) -> Iterator[tuple[Ball, Part]]:
    """Yield what f - y + d is the sum of on a piece: factors, and functions of the inputs."""
    yield arb(1), resolved(error.program, box.intervals)
    near = error.from_centre(box.intervals)
    for unit in error.units:
        phi = resolved(error.phi, [unit.pre_activation(near)])
        yield -unit.output, Part(phi.range, _of_inputs(phi.function, unit, error.centre))


def _of_inputs(phi: Function | None, unit: Unit, centre: Sequence[Ball]) -> Function | None:
    """Return an activation of w . (x - m) + b as a function of x."""
    if phi is None:
        return None
    lines = list(zip(unit.weights, centre, strict=True))
    return lambda x: phi(
        [sum((w * (v - m) for v, (w, m) in zip(x, lines, strict=True)), unit.bias)]
    )


class Term:
    """A summand of f - y on a piece.

    Parameters
    ----------
    factor, part : it is their product
    box : the piece
    bound : of the error there; what varies by far less is taken for a constant

    Attributes
    ----------
    middle, half : it is on the piece within `half` of this number
    """

    def __init__(self, factor: Ball, part: Part, box: Box, bound: float) -> None:
        self.function, self._factor, self._inputs = part.function, factor, box.inputs
        self.middle = factor * middle_of(part.range)
        self.half = (abs(factor) * half(part.range)).upper()
        self._sizes: tuple[tuple[Ball, Ball], ...] = ()
        if part.function is not None and not self.half <= _FLAT * bound:
            self._sizes = tuple(self._sizes_on(box, part.function))

    def _sizes_on(self, box: Box, function: Function) -> Iterator[tuple[Ball, Ball]]:
        """Yield ellipses, and bounds of the size on the boxes about them."""
        for rho in map(arb, _ELLIPSES):
            sides = zip(box.centre, box.radii, strict=True)
            value = function([box_of(c, r, rho) for c, r in sides])
            if value.is_finite():
                yield rho, abs(self._factor * value).upper()

    def taken(self, count: int) -> tuple[Function | None, Ball]:
        """Return what is interpolated, None for the middle, and how far that can be off."""
        bounds = (remainder(size, rho, count, self._inputs) for rho, size in self._sizes)
        least = functools.reduce(lambda a, b: a.min(b), bounds, self.half)
        return (self.function if least < self.half else None), least

    def at(self, point: Sequence[Ball], function: Function | None) -> Ball:
        """Return the value at a point of a function that is taken for it."""
        return self.middle if function is None else self._factor * function(point)


def _grid(box: Box, count: int, bits: int) -> Iterator[tuple[Ball, ...]]:
    """Yield the nodes in a piece, the last axis running fastest."""
    sides = zip(box.centre, box.radii, strict=True)
    return itertools.product(*([c + r * t for t in nodes(count, bits)] for c, r in sides))


def _agree(error: Difference, box: Box) -> bool:
    """Return whether both tables of functions say the same of the centre of a piece."""
    known, total = error.at(box.centre), -error.bias
    for factor, part in parts_of(error, box):
        values = part.range.ball if part.function is None else part.function(box.centre)
        total = total + factor * values
    return not (known.bounded and total.is_finite()) or bool(known.ball.overlaps(total))
