"""Which broken lines are relu networks, and which tubes hold none of them: one input.

A relu network of width n is a broken line. A unit bends it at its knot, up or down; one that bends
nothing inside the domain adds a linear term there. So it has at most n - 1 knots, which any broken
line with n - 1 knots makes up for, or n of them, one a unit: then the pieces' slopes s_0 ... s_n
are not free. Let L be the units that face left, with d_i = s_i - s_(i-1) at knot i. As
(t - x)+ = (x - t)+ - (x - t), left of all knots the network falls by all of theirs:

    s_0 + sum of d_i over L = 0.

The network has lost a degree of freedom: of the 2^n sets L one has to do.

**No network in the tube** of error E, if the tube turns n times (`uat.theory.stabbing`), so that
n - 1 knots do not do, and no L does for any broken line g with n knots in it. What is known of g:

- *Places.* By claim 2 there g is on piece k (from 0) or a later one at J_k, the stop of the k-th
  turn from the left, and on piece k or an earlier one at I_k, that of the (n - k)-th turn from the
  right. From J_k to I_k it is on piece k.
- *Signs.* All n kinks are those that the turns force, and in their order: the kink of turn k + 1
  is right of p_(k+1) >= q_k. Were it left of that of turn k, the two would have different signs,
  say up for turn k, and would lie between q_k and J_k. The link l before both obeys p_k and q_k
  and is below the tube at J_k; so the link m after both, below l where it begins and above it
  at J_k, is steeper than l and below it at p_(k+1). Then m obeys p_(k+1) and, as no later kink is
  forced before it, q_(k+1), hence is above the tube at J_(k+1); only a kink down would bring it
  back, and one is forced only beyond J_(k+1). So kink k has the sign of turn k.
- *Slopes.* The line of piece k obeys the tube from J_k to I_k. As the proof of claim 2 says, it
  also obeys one side of it from q_k on to J_k, the upper one after a turn up, and so on its right.
  Its slope lies in an interval. If J_k is right of I_k, the piece may be as short as it likes, and
  so steep.
- *Bends.* Kink k lies between I_(k-1) and J_k, say after sample i. Then the line before obeys the
  tube up to i, the line after it from i + 1 on. If it bends up, it does so by at most the steepest
  slope of the one less the flattest of the other, for the best i. A short piece bends as it likes.

**The walk.** Let U be s_0 plus the bends of the left-facing units so far, V less those of the
others: U - V is the slope, one of the two moves at every kink, and at the end U is to be 0. Boxes
of (U, V) are followed for all L, cut to the slopes' intervals and to what can still come to
U = 0; of too many, near ones are made one. If none is left, there is no network. For a convex f
that rises this is exact: U moves up from s_0, so s_0 <= 0, and the best first piece is flat until
f has risen by 2 E. So it is for the root of |x| and odd n, where an end has to be flat: while
s_0 < 0 < s_n, the slopes left of 0 fall below 0, and those right of it above. Take an odd number
of them, alternating, and pair neighbours on either side: the pairs have the sign of what is left
over, and the sum cannot vanish.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.theory.stabbing import Indices, Turns, reach, turns_of

# So many boxes are kept, over all pieces.
_MOST_BOXES, _FEWEST_BOXES = 8192, 32
# Beyond all slopes there are.
_FAR = 1e300
# What is as near as that, in shares of the steepest slope, may be equal.
_ROUNDING = 1e-13

Signs = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """What every broken line with as few knots as the tube allows has in common.

    Parameters
    ----------
    lowest, highest : shape (pieces,), between which the slope of each piece lies; infinite where
        nothing is known of it
    up : shape (pieces - 1,), whether the kinks between them bend up
    bends : shape (pieces - 1,), the largest that each kink can be, either way; or infinite
    contacts : samples that say so, rising indices
    """

    lowest: Array
    highest: Array
    up: Signs
    bends: Array
    contacts: Indices

    def may_be_network(self) -> bool:
        """Return whether the left-facing units' bends may make up for the first slope."""
        slopes = np.abs([self.lowest, self.highest])
        size = float(np.max(slopes, initial=0.0, where=np.isfinite(slopes)))
        pieces = len(self.lowest)
        rounding = _ROUNDING * pieces * size
        lowest, highest = self.lowest - rounding, self.highest + rounding
        least = np.where(self.up, 0.0, -self.bends - rounding)
        most = np.where(self.up, self.bends + rounding, 0.0)
        # What the kinks from each on can still do.
        falls = np.append(np.cumsum(least[::-1])[::-1], 0.0)
        rises = np.append(np.cumsum(most[::-1])[::-1], 0.0)
        boxes = _Boxes(np.array([lowest[:1], [0.0]]), np.array([highest[:1], [0.0]]))
        for piece in range(pieces):
            if piece > 0:
                boxes = boxes.moved(least[piece - 1], most[piece - 1])
            boxes = boxes.cut(lowest[piece], highest[piece])
            boxes = boxes.reaching(-rises[piece] - rounding, -falls[piece] + rounding)
            boxes = boxes.merged(max(_FEWEST_BOXES, _MOST_BOXES // pieces))
        return bool(boxes.low.size)


@dataclass(frozen=True, slots=True, eq=False)
class _Boxes:
    """Boxes in the plane of (U, V).

    Parameters
    ----------
    low, high : shape (2, boxes), their corners
    """

    low: Array
    high: Array

    def moved(self, least: float, most: float) -> _Boxes:
        """Return them after a kink: twice as many, as U rises by it, or V falls by it."""
        ends = np.array([[least, 0.0], [most, 0.0], [0.0, most], [0.0, least]])[..., np.newaxis]
        low = np.concatenate([self.low + ends[0], self.low - ends[2]], axis=1)
        high = np.concatenate([self.high + ends[1], self.high - ends[3]], axis=1)
        return _Boxes(low, high)

    def cut(self, lowest: float, highest: float) -> _Boxes:
        """Return them without what has no slope U - V between these."""
        (u_low, v_low), (u_high, v_high) = self.low, self.high
        low = [np.maximum(u_low, v_low + lowest), np.maximum(v_low, u_low - highest)]
        high = [np.minimum(u_high, v_high + highest), np.minimum(v_high, u_high - lowest)]
        return _Boxes(np.array(low), np.array(high))._with_points()

    def reaching(self, least: float, most: float) -> _Boxes:
        """Return them without what has no U between these."""
        low, high = self.low.copy(), self.high.copy()
        low[0], high[0] = np.maximum(low[0], least), np.minimum(high[0], most)
        return _Boxes(low, high)._with_points()

    def merged(self, most: int) -> _Boxes:
        """Return at most so many that hold all of them: neighbours along U are made one."""
        if self.low.shape[1] <= most:
            return self
        ends = np.nan_to_num([self.low[0], self.high[0]], posinf=_FAR, neginf=-_FAR)
        middles = ends[0] + ends[1]
        order = np.argsort(middles, kind="stable")
        low, high, gaps = self.low[:, order], self.high[:, order], np.diff(middles[order])
        begins = np.append(0, np.sort(np.argsort(-gaps, kind="stable")[: most - 1]) + 1)
        return _Boxes(
            np.minimum.reduceat(low, begins, axis=1), np.maximum.reduceat(high, begins, axis=1)
        )

    def _with_points(self) -> _Boxes:
        """Return those that are not empty."""
        kept = np.all(self.low <= self.high, axis=0)
        return _Boxes(self.low[:, kept], self.high[:, kept])


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Samples of a function, and the same from right to left.

    Parameters
    ----------
    x, y : shape (samples,), x rising
    """

    x: Array
    y: Array

    @property
    def size(self) -> float:
        """The largest magnitude of a value."""
        return float(np.max(np.abs(self.y)))

    def turns(self, error: float, most: int) -> Turns:
        """Return the first turns of the tube from the left; see `turns_of`."""
        return turns_of(self.x, self.y, error, most)

    def turns_from_right(self, error: float, most: int) -> Turns:
        """Return the first turns of the tube from the right, with indices of these samples."""
        x, y = np.ascontiguousarray(-self.x[::-1]), np.ascontiguousarray(self.y[::-1])
        turns = turns_of(x, y, error, most)
        slopes = turns.slopes[:, ::-1]
        return replace(turns, samples=len(x) - 1 - turns.samples, slopes=slopes)

    def refute(self, error: float, width: int) -> bool:
        """Return whether every relu network of that width errs by more on the samples."""
        left = self.turns(error, width + 1)
        if len(left.samples) != width:
            return len(left.samples) > width
        pieces = self.pieces(error, left)
        return pieces is not None and not pieces.may_be_network()

    def pieces(self, error: float, left: Turns) -> Pieces | None:
        """Return what broken lines with one knot a turn have in common; None if nothing is known.

        Parameters
        ----------
        left : all turns of the tube of that error, from the left
        """
        right = self.turns_from_right(error, len(left.samples) + 1)
        if not np.array_equal(left.up, right.up[::-1]):
            return None  # rounding: by what is proved of them they are the same
        begins, ends = ranges(left, right, len(self.x))
        short = np.max(begins, axis=1) >= np.min(ends, axis=1)
        sides, scanned = np.array([self.y - error, -error - self.y]), np.empty((2, len(self.x)))
        contacts = np.full((len(begins), 2, 2), -1, np.int64)
        slopes = np.full((len(begins), 2), np.inf)
        for k in np.flatnonzero(~short):
            _, side = reach(self.x, sides, begins[k], ends[k], contacts[k], scanned)
            if side >= 0:
                return None
            slopes[k] = scanned[:, np.max(ends[k]) - 1]
        stops = np.concatenate([left.samples, right.samples]).ravel()
        known = np.unique(np.append(contacts, stops))
        bends = np.where(short[:-1] | short[1:], np.inf, _largest_bends(left, right))
        return Pieces(-slopes[:, 1], slopes[:, 0], left.up, bends, known[known >= 0])


def ranges(left: Turns, right: Turns, count: int) -> tuple[Indices, Indices]:
    """Return from which sample on, and before which, the line of each piece obeys each side.

    Parameters
    ----------
    left, right : turns from either side, as many
    count : number of samples

    Returns
    -------
    begins, ends : shape (pieces, 2); the lower side, then the upper
    """
    knots = len(left.samples)
    begins, ends = np.zeros((knots + 1, 2), np.int64), np.full((knots + 1, 2), count)
    for knot, (up, from_left, from_right) in enumerate(
        zip(left.up, left.samples, right.samples[::-1], strict=True)
    ):
        lower, upper = (0, 1) if up else (1, 0)
        begins[knot + 1, lower], begins[knot + 1, upper] = from_left[2], from_left[1]
        ends[knot, lower], ends[knot, upper] = from_right[2] + 1, from_right[1] + 1
    return begins, ends


def _largest_bends(left: Turns, right: Turns) -> Array:
    """Return the largest that each kink can be, wherever it is: shape (kinks,).

    Steepest is flattest in the mirror, and so it is from right to left: if the kink is up, the
    second of the `Turns.slopes` is the flattest before it and the steepest after it.
    """
    places = zip(left.up, right.samples[::-1, 2], left.samples[:, 2], strict=True)
    bends = [
        np.max(left.slopes[int(up), first:last] + right.slopes[int(up), first + 1 : last + 1])
        for up, first, last in places
    ]
    return np.array(bends, dtype=np.float64)
