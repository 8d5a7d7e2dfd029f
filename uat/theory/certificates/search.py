"""Bisection from the worst piece on, until the largest error is enclosed closely enough.

`high` is the largest bound of all pieces: they cover the domain. `low` is the largest error at
exact points. Of one input, pieces are open, and every place at which the domain is cut is such a
point; of more, pieces have their faces. Where to cut is free: at a switch if one is noted, which
is then soon in a piece too short to matter, or else in the middle.
"""

from __future__ import annotations

import heapq
import itertools
import math
import time
from dataclasses import dataclass

from uat.core.domains import Box
from uat.exceptions import SettingError
from uat.theory.certificates.balls import Ball, above, arb, below, working_with
from uat.theory.certificates.differences import Settled
from uat.theory.certificates.errors import Bound, ErrorOf
from uat.theory.certificates.forms import Piece

FIRST_BITS, MOST_BITS = 128, 1024
_DEGREES = {1: 10, 2: 5, 3: 3}
"""Of the Taylor polynomials, by number of inputs."""
MOST_PIECES = 200_000
# A piece so much shorter than the domain, on which f still has no bound, is where it has none.
_SHORTEST = 2.0**-80
# A switch so close to an end, as a share of the piece, is taken for that end; the piece is then
# cut so far from it.
_AT_END, _BESIDE_END = 2.0**-24, 2.0**-20
# What is that much smaller than rounding in float64 is not looked at more closely.
_NOTHING = 2.0**-20
# Units that vary by such a share of the error are not looked at on the parts of a piece.
_SETTLED = 2.0**-30


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of the domain, and no error on it is larger than the bound."""

    low: tuple[Ball, ...]
    high: tuple[Ball, ...]
    bound: Bound
    bits: int


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What the search has proved.

    Parameters
    ----------
    low, high : the largest error lies between them
    leaves : the pieces, which cover the domain
    point : where the error is at least `low`
    bits : the highest precision used
    reached : whether the wanted width is
    """

    low: float
    high: float
    leaves: tuple[Leaf, ...]
    point: tuple[Ball, ...]
    bits: int
    reached: bool


def close_enough(low: float, high: float, relative_width: float, rounding: float) -> bool:
    """Return whether an enclosure is as narrow as is wanted, or next to nothing beside rounding."""
    close = high - low <= relative_width * high or high <= _NOTHING * rounding
    return close and math.isfinite(high)


class Search:
    """The state of a search; see the module's first lines.

    Parameters
    ----------
    error : what is enclosed
    domain : where
    relative_width : (high - low) / high that is wanted
    rounding : an error next to nothing beside it is not enclosed any closer
    degree : of the Taylor polynomials; 0 for the usual one
    """

    def __init__(
        self, error: ErrorOf, domain: Box, relative_width: float, rounding: float, degree: int = 0
    ) -> None:
        self._error, self._domain = error, domain
        self._relative_width, self._rounding = relative_width, rounding
        self._degree = degree or _DEGREES[domain.inputs]
        self._bits = FIRST_BITS
        self._numbers = itertools.count()
        self._heap: list[tuple[float, int, Leaf]] = []
        self.low, self._point = 0.0, tuple(arb(x) for x in domain.lower)
        self._high_at_points, self._stuck = 0.0, False

    def run(self, seconds: float, most_pieces: int = MOST_PIECES) -> Enclosure:
        """Return what is proved once it is close enough, or time or pieces are up."""
        end = time.perf_counter() + seconds
        with working_with(self._bits, self._degree + 2):
            ends = list(zip(self._domain.lower, self._domain.upper, strict=True))
            low, high = (tuple(map(arb, side)) for side in zip(*ends, strict=True))
            self._add(low, high)  # first: what cannot be proved at all is refused by name there
            for corner in itertools.product(*ends):
                self._look_at(tuple(map(arb, corner)))
        while not (self._close() or self._stuck or len(self._heap) >= most_pieces):
            if time.perf_counter() >= end:
                break
            with working_with(self._bits, self._degree + 2):
                self._improve()
        leaves = sorted((leaf for _, _, leaf in self._heap), key=lambda leaf: float(leaf.low[0]))
        return Enclosure(self.low, self.high, tuple(leaves), self._point, self._bits, self._close())

    @property
    def high(self) -> float:
        """No error is larger, as far as is proved by now."""
        return max(-self._heap[0][0], self._high_at_points)

    def _close(self) -> bool:
        return close_enough(self.low, self.high, self._relative_width, self._rounding)

    def _add(
        self, low: tuple[Ball, ...], high: tuple[Ball, ...], settled: Settled | None = None
    ) -> None:
        """Add a piece to those that cover the domain; its parent has settled units."""
        piece = Piece(low, high, self._degree)
        bound = self._error.on(piece, settled, _SETTLED * self.low)
        number = next(self._numbers)
        # Of pieces without a bound the newest comes first: where f has none is soon a short piece.
        order = number if math.isfinite(bound.error) else -number
        leaf = Leaf(low, high, bound, self._bits)
        heapq.heappush(self._heap, (-bound.error, order, leaf))

    def _look_at(self, point: tuple[Ball, ...], settled: Settled | None = None) -> None:
        """Let an exact point raise `low`; of one input it has to be part of `high`, too.

        Raises
        ------
        SettingError
            If it has to, and there is no bound at it.
        """
        value = self._error.at(point, settled)
        if self._domain.inputs == 1 and not value.bounded:
            with working_with(MOST_BITS, self._degree + 2):
                value = self._error.at(point)
            if not value.bounded:
                raise _no_bound(point)
        error = below(value.ball.abs_lower()) if value.bounded else 0.0
        if error > self.low:
            self.low, self._point = error, point
        if self._domain.inputs == 1:
            self._high_at_points = max(self._high_at_points, above(value.size))

    def _improve(self) -> None:
        """Cut the worst piece in two, or compute it again with more digits."""
        _, _, leaf = heapq.heappop(self._heap)
        wanted = self._relative_width * leaf.bound.error
        if 8.0 * leaf.bound.blur > wanted and self._bits < MOST_BITS and leaf.bits == self._bits:
            self._bits *= 2
        if leaf.bits < self._bits:
            with working_with(self._bits, self._degree + 2):
                self._add(leaf.low, leaf.high)
            return
        if leaf.bound.error > self.low:
            self._look_near(leaf)
        axis = leaf.bound.axis
        self._check_length(leaf, axis)
        place = _cut(leaf, axis)
        if not leaf.low[axis] < place < leaf.high[axis]:
            self._refine(leaf)
            return
        settled = leaf.bound.settled
        if self._domain.inputs == 1:
            self._look_at((place,), settled)
        self._add(leaf.low, (*leaf.high[:axis], place, *leaf.high[axis + 1 :]), settled)
        self._add((*leaf.low[:axis], place, *leaf.low[axis + 1 :]), leaf.high, settled)

    def _refine(self, leaf: Leaf) -> None:
        """Take more digits for a piece that is too short to be cut with those there are."""
        self._stuck = self._bits >= MOST_BITS
        self._bits = min(2 * self._bits, MOST_BITS)
        heapq.heappush(self._heap, (-leaf.bound.error, next(self._numbers), leaf))

    def _look_near(self, leaf: Leaf) -> None:
        """Look at a point of a piece where the error may be largest."""
        ends = zip(leaf.bound.place, leaf.low, leaf.high, strict=True)
        point = tuple(x.mid().max(a).min(b).mid() for x, a, b in ends)
        inside = all(a < x < b for x, a, b in zip(point, leaf.low, leaf.high, strict=True))
        if self._domain.inputs == 1 and not inside:
            return  # its ends were looked at when it was cut
        value = self._error.at(point, leaf.bound.settled if inside else None)
        if value.bounded and (error := below(value.ball.abs_lower())) > self.low:
            self.low, self._point = error, point

    def _check_length(self, leaf: Leaf, axis: int) -> None:
        """Raise unless it makes sense to cut a piece any further.

        Raises
        ------
        SettingError
            If it is very short, and there is no bound on it.
        """
        if math.isfinite(leaf.bound.error):
            return
        length = float(leaf.high[axis] - leaf.low[axis])
        if length < _SHORTEST * self._domain.lengths[axis]:
            raise _no_bound(leaf.low)


def _no_bound(point: tuple[Ball, ...]) -> SettingError:
    """Return what is said of a target without a bound somewhere."""
    place = ", ".join(f"{float(x):.6g}" for x in point)
    return SettingError(
        f"the target has no bound near {place}, or none that is seen from its formula "
        "(0/0, infinity - infinity): choose a domain without that point.",
        "target",
    )


def _cut(leaf: Leaf, axis: int) -> Ball:
    """Return where to cut a piece, an exact number within it."""
    return cut_between(leaf.low[axis], leaf.high[axis], leaf.bound.switch)


def cut_between(low: Ball, high: Ball, switch: Ball | None) -> Ball:
    """Return where to cut an interval, exact: at a switch or close beside it, or in the middle."""
    length, middle = high - low, ((low + high) / 2).mid()
    if switch is None:
        return middle
    nearest = arb(float(switch))
    exact = nearest if abs(nearest - switch) < _AT_END * length else switch.mid()
    if exact < low + _AT_END * length:
        return (low + _BESIDE_END * length).mid()
    if exact > high - _AT_END * length:
        return (high - _BESIDE_END * length).mid()
    return exact


def enclose(
    error: ErrorOf,
    domain: Box,
    relative_width: float,
    seconds: float,
    rounding: float = 0.0,
    most_pieces: int = MOST_PIECES,
) -> Enclosure:
    """Return an enclosure of the largest |f - y| on a domain of up to three inputs.

    Parameters
    ----------
    error : f - y
    domain : where
    relative_width : (high - low) / high that is wanted
    seconds : when to stop
    rounding : an error next to nothing beside it, target units, is not enclosed any closer
    most_pieces : when to stop, too

    Raises
    ------
    SettingError
        If f is not proved to be bounded.
    """
    search = Search(error, domain, relative_width, rounding)
    return search.run(seconds, most_pieces)
