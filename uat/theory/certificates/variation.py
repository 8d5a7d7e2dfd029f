"""The total variation of typed mathematics on an interval, enclosed; and its largest jump.

The interval is cut into open pieces. On a piece where f goes one way its variation is that between
the limits at the two ends; where it may turn, there is a bound of it (`changes.py`), and the piece
with the most doubt is cut in two. At a cut, f and its limits from both sides may differ: what they
differ by belongs to the variation. Limits are held by the range of f on a very short piece beside
the cut.
"""

from __future__ import annotations

import functools
import heapq
import itertools
import math
from dataclasses import dataclass

from uat.core.domains import Box
from uat.expressions.steps import Program
from uat.theory.certificates import ranges
from uat.theory.certificates.balls import Ball, above, arb, below, working_with
from uat.theory.certificates.changes import Change, changes, slope_of
from uat.theory.certificates.errors import switch_in
from uat.theory.certificates.forms import Piece
from uat.theory.certificates.intervals import Interval
from uat.theory.certificates.search import FIRST_BITS, cut_between

MOST_PIECES = 5_000
"""So many are enough for all but functions that turn thousands of times."""
_DEGREE = 2
# A piece beside a cut is so short, as a share of the domain, and is computed with so many bits.
_BESIDE, _BITS_BESIDE = 2.0**-200, 512
# Where the derivative seems to vanish, a piece is cut so far beside it, as a share of its length.
_BESIDE_TURN = 2.0**-12
# A piece that is shorter, as a share of the domain, is not cut.
_SHORTEST = 2.0**-100
# Places have so many digits; a piece in which they do not suffice is left as it is.
_BITS_OF_PLACES = 80


@dataclass(frozen=True, slots=True)
class Variation:
    """What is proved of how a function changes on an interval.

    Parameters
    ----------
    low, high : its total variation lies between them, target units; infinite where no bound is seen
    jump : no jump of it is larger, at the ends of the interval neither; next to nothing, or 0, if
        it is continuous
    spread : its largest value less its least one is no larger, target units
    pieces : into which the interval was cut
    """

    low: float
    high: float
    jump: float
    spread: float
    pieces: int

    def to_dict(self) -> dict[str, float | None]:
        """Return it as plain JSON values, which have no infinity."""
        bounds = {"low": self.low, "high": self.high, "jump": self.jump, "spread": self.spread}
        return {name: value if math.isfinite(value) else None for name, value in bounds.items()}


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where the interval is cut: what f is there, and its limits from both sides."""

    place: Ball
    value: Ball
    left: Ball
    right: Ball

    @property
    def jumps(self) -> list[Ball]:
        """How far the limits are from the value, and from each other."""
        left, right = abs(self.value - self.left), abs(self.right - self.value)
        return [left, right, abs(self.right - self.left)]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A piece between two cuts.

    Parameters
    ----------
    low, high : the cuts
    rise : how far apart the limits at its ends are, a lower bound of its variation
    most : an upper bound
    continuous : whether f is proved to be so on it
    next : where it is best cut
    """

    low: _Cut
    high: _Cut
    rise: Ball
    most: Ball
    continuous: bool
    next: Ball

    @property
    def doubt(self) -> float:
        """How much is not known of its variation."""
        return above(self.most) - below(self.rise)


class _Search:
    """The state of a search; see the module's first lines."""

    def __init__(self, program: Program, domain: Box) -> None:
        self._program = program
        (low,), (high,) = domain.lower, domain.upper
        self._length = arb(high) - arb(low)
        self._numbers = itertools.count()
        self._heap: list[tuple[float, int, _Leaf]] = []
        self._ready: list[_Leaf] = []
        self._unbounded = False
        first, last = (self._cut(arb(end), False, side) for end, side in ((low, 1), (high, -1)))
        self._cuts = [first, last]
        self._add(first, last)

    def run(self, relative_width: float, most_pieces: int) -> Variation:
        """Return what is known of so many pieces, or once it is known closely enough."""
        checks = itertools.count(1)
        # The sum is made anew now and then: that often is often enough.
        while self._heap and len(self._cuts) <= most_pieces and not self._unbounded:
            if math.isfinite(self._heap[0][0]) and next(checks) % 16 == 0:
                low, high = self._bounds()
                if above(high) - below(low) <= relative_width * below(low):
                    break
            self._improve()
        low, high = self._bounds()
        pieces = len(self._leaves())
        return Variation(below(low), above(high), self._largest_jump(), self._spread(), pieces)

    def _leave(self, leaf: _Leaf) -> None:
        """Take a piece that is not cut any more: known, or too short."""
        self._ready.append(leaf)
        self._unbounded |= not leaf.most.is_finite()

    def _leaves(self) -> list[_Leaf]:
        return [leaf for *_, leaf in self._heap] + self._ready

    def _bounds(self) -> tuple[Ball, Ball]:
        """Return the total variation from below and from above."""
        at_cuts = sum((jump for cut in self._cuts for jump in cut.jumps[:2]), arb(0))
        leaves = self._leaves()
        return (
            at_cuts + sum((leaf.rise for leaf in leaves), arb(0)),
            at_cuts + sum((leaf.most for leaf in leaves), arb(0)),
        )

    def _largest_jump(self) -> float:
        """Return a bound of all jumps: one within a piece is no larger than its variation."""
        at_cuts = (above(jump) for cut in self._cuts for jump in cut.jumps)
        within = (above(leaf.most) for leaf in self._leaves() if not leaf.continuous)
        return max(itertools.chain(at_cuts, within))

    def _spread(self) -> float:
        """Return a bound of the largest value less the least.

        On a piece f leaves the range between its limits by half of what it may vary besides.
        """
        known = [ball for cut in self._cuts for ball in (cut.left, cut.value, cut.right)]
        beyond = [((leaf.most - leaf.rise) / 2).upper() for leaf in self._leaves()]
        if not all(ball.is_finite() for ball in (*known, *beyond)):
            return math.inf
        highest, lowest = (
            functools.reduce(lambda a, b: a.max(b), (sign * ball for ball in known))
            for sign in (1, -1)
        )
        return above(highest + lowest + 2 * functools.reduce(lambda a, b: a.max(b), beyond))

    def _cut(self, place: Ball, continuous: bool, side: int = 0) -> _Cut:
        """Return a cut; the limit from outside the interval, beside an end of it, is the value.

        Parameters
        ----------
        continuous : whether f is known to be so around the place
        side : 1 or -1 at an end of the interval, where only that side of the place belongs to it
        """
        with working_with(FIRST_BITS if continuous else _BITS_BESIDE, _DEGREE + 2):
            value = _ball(ranges.run(self._program, [Interval(place, place)]))
            left = self._limit(place, -1) if not continuous and side != 1 else value
            right = self._limit(place, 1) if not continuous and side != -1 else value
        return _Cut(place, value, left, right)

    def _limit(self, place: Ball, side: int) -> Ball:
        """Return what holds all values of f on a very short piece beside a place."""
        other = (place + side * _BESIDE * self._length).mid()
        low, high = (place, other) if side == 1 else (other, place)
        return _ball(changes(self._program, Piece([low], [high], _DEGREE))[1].range)

    def _add(self, low: _Cut, high: _Cut) -> None:
        """Add the piece between two cuts."""
        piece = Piece([low.place], [high.place], _DEGREE)
        form, change = changes(self._program, piece)
        rise = abs(high.left - low.right)
        rise = rise if rise.is_finite() else arb(0)
        slope = slope_of(form, piece) if change.way is None else None
        switch = switch_in(piece)
        place = cut_between(low.place, high.place, switch)
        if switch is None and slope is not None:
            place = _beside_turn(low.place, high.place, piece.centre[0], form.point)
        most = _most(change, low, high)
        leaf = _Leaf(low, high, rise, most, change.continuous, _short(place))
        short = high.place - low.place < _SHORTEST * self._length
        if (change.way is not None and most.is_finite() and change.continuous) or short:
            self._leave(leaf)
        else:
            heapq.heappush(self._heap, (-leaf.doubt, next(self._numbers), leaf))

    def _improve(self) -> None:
        """Cut the piece with the most doubt in two."""
        leaf = heapq.heappop(self._heap)[-1]
        if not leaf.low.place < leaf.next < leaf.high.place:
            self._leave(leaf)
            return
        cut = self._cut(leaf.next, leaf.continuous)
        self._cuts.append(cut)
        self._add(leaf.low, cut)
        self._add(cut, leaf.high)


def _short(place: Ball) -> Ball:
    """Return a place with fewer digits than are computed, so that it is told from a switch."""
    with working_with(_BITS_OF_PLACES):
        return (+place).mid()


def _ball(known: Interval) -> Ball:
    """Return a ball that holds an interval, one without bounds if it has none."""
    return known.ball if known.bounded else arb(0, arb("inf"))


def _most(change: Change, low: _Cut, high: _Cut) -> Ball:
    """Return a bound of the variation on a piece: of what goes one way, that between its limits."""
    most = change.variation
    if change.way is not None:
        between = abs(high.left - low.right).upper()
        most = most.min(between) if between.is_finite() else most
    return most


def _beside_turn(low: Ball, high: Ball, centre: Ball, point: object) -> Ball:
    """Return a place close beside the one where a derivative seems to vanish, or the middle."""
    slope, bend = point[1].mid(), point[2].mid()  # type: ignore[index]
    middle = ((low + high) / 2).mid()
    if bend == 0:
        return middle
    margin = _BESIDE_TURN * (high - low)
    turn = (centre - slope / (2 * bend)).mid()
    for place in ((turn - margin).mid(), (turn + margin).mid()):
        if low + 2 * margin < place < high - 2 * margin:
            return place
    return middle


def enclose_variation(
    program: Program, domain: Box, relative_width: float = 1e-6, most_pieces: int = MOST_PIECES
) -> Variation:
    """Return an enclosure of the total variation of typed mathematics on an interval.

    Parameters
    ----------
    program : of one input
    domain : the interval
    relative_width : (high - low) / low that is wanted
    most_pieces : into which the interval is cut

    Returns
    -------
    What is proved, the same on every machine; `high` is infinite if no bound is seen, as of
    sin(1/x) at 0.
    """
    with working_with(FIRST_BITS, _DEGREE + 2):
        return _Search(program, domain).run(relative_width, most_pieces)
