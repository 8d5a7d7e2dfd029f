"""Which broken lines are relu networks, and which tubes hold none of them: one input.

A relu network of width n is a broken line. A unit bends it at its knot, up or down; one that bends
nothing inside the domain adds a linear term there. So it has at most n - 1 knots, which any broken
line with n - 1 knots makes up for, or n of them, one a unit: then the pieces' slopes s_0 ... s_n
are not free. Let L be the units that face left, with d_i = s_i - s_(i-1) at knot i. As
(t - x)+ = (x - t)+ - (x - t), left of all knots the network falls by all of theirs:

    s_0 + sum of d_i over L = 0.

Each stretch of L from i to j sums to s_j - s_(i-1). What remains is an alternating sum of an odd
number of slopes, s_k0 - s_k1 + ... + s_k2m = 0 with k0 < k1 < ...; the 2^n sets L are the 2^n such
sums. The network has lost a degree of freedom.

**No network in the tube** of error E, if the tube turns n times (`uat.theory.stabbing`), so that
n - 1 knots do not do, and no such sum can vanish for broken lines g with n knots in it:

- *Slopes.* By claim 2 there g is on piece k or a later one (from 0) at J_k of the k-th turn from
  the left, and on piece k or an earlier one at the stop of the (n - k)-th turn from the right. As
  its proof says, piece k also obeys one side of the tube from q_k on to J_k, and so on its right.
  The line of piece k obeys all that; its slope lies in an interval [low_k, high_k].
- *Signs.* All n kinks are those that the turns force, and in their order: the kink of turn k + 1
  is right of p_(k+1) >= q_k. Were it left of that of turn k, the two would have different signs,
  say up for turn k, and would lie between q_k and J_k. The link l before both obeys p_k and q_k
  and is below the tube at J_k; so the link m after both, below l where it begins and above it
  at J_k, is steeper than l and below it at p_(k+1). Then m obeys p_(k+1) and, as no later kink is
  forced before it, q_(k+1), hence is above the tube at J_(k+1); only a kink down would bring it
  back, and one is forced only beyond J_(k+1). So kink k has the sign of turn k.

Sums of slopes are taken from the left, s_k0 + (s_k2 - s_k1) + ..., a difference being at least 0
if all turns between are up, at most 0 if all are down; and once more in the mirror. If no sum so
bounded holds 0, there is no network. For a convex f that rises this is exact: all pieces turn up,
all sums are at least s_0, so s_0 <= 0, and the best first piece is flat until f has risen by 2 E.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.theory.stabbing import Indices, Turns, reach, turns_of

# So many intervals of sums are kept, over all pieces; nearer ones are made one, which is safe.
_MOST_INTERVALS = 4096
_FEWEST_INTERVALS = 16
# A sum this near zero, in shares of the steepest slope, may be zero.
_ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """What every broken line with as few knots as the tube allows has in common.

    Parameters
    ----------
    lowest, highest : shape (pieces,), between which the slope of each piece lies
    up : shape (pieces - 1,), whether the kinks between them bend up
    contacts : samples that say so, rising indices
    """

    lowest: Array
    highest: Array
    up: npt.NDArray[np.bool_]
    contacts: Indices

    def mirrored(self) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
        """Return the slopes' bounds and the kinks of the same pieces from right to left."""
        return -self.highest[::-1], -self.lowest[::-1], self.up[::-1]

    def may_be_network(self) -> bool:
        """Return whether an odd alternating sum of the slopes may vanish."""
        return _sum_may_vanish(self.lowest, self.highest, self.up) and _sum_may_vanish(
            *self.mirrored()
        )


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
        return replace(turns, samples=len(x) - 1 - turns.samples)

    def pieces(self, error: float, left: Turns) -> Pieces | None:
        """Return what broken lines with one knot a turn have in common; None if nothing is known.

        Parameters
        ----------
        left : all turns of the tube of that error, from the left
        """
        count, knots = len(self.x), len(left.samples)
        right = self.turns_from_right(error, knots + 1)
        if len(right.samples) != knots:
            return None  # rounding: by what is proved of them they are as many
        from_right, up_from_right = right.samples[::-1], right.up[::-1]
        sides = np.array([self.y - error, -error - self.y])
        slopes, contacts = np.empty((knots + 1, 2)), np.empty((knots + 1, 2, 2), np.int64)
        for piece in range(knots + 1):
            begins, ends = np.zeros(2, np.int64), np.full(2, count, np.int64)
            if piece > 0:
                side, (_, q, stop) = int(not left.up[piece - 1]), left.samples[piece - 1]
                begins[side], begins[1 - side] = stop, q
            if piece < knots:
                side, (_, q, stop) = int(not up_from_right[piece]), from_right[piece]
                ends[side], ends[1 - side] = stop + 1, q + 1
            if np.max(begins) >= np.min(ends):
                return None
            _, stopped = reach(self.x, sides, begins, ends, contacts[piece], slopes[piece])
            if stopped >= 0:
                return None
        stopping = np.concatenate([left.samples, right.samples]).ravel()
        known = np.unique(np.append(contacts, stopping))
        return Pieces(-slopes[:, 1], slopes[:, 0], left.up, known[known >= 0])


def _sum_may_vanish(lowest: Array, highest: Array, up: npt.NDArray[np.bool_]) -> bool:
    """Return whether s_k0 + (s_k2 - s_k1) + ... may be 0 for slopes in these intervals.

    `sums[k]` holds the intervals of all sums that end at piece k or before.
    """
    size = float(np.max(np.abs([lowest, highest])))
    if not np.isfinite(size):
        return True
    pieces = len(lowest)
    most = max(_FEWEST_INTERVALS, _MOST_INTERVALS // pieces)
    # Turns before each piece: differences of two pieces show whether all between are alike.
    ups = np.concatenate([[0], np.cumsum(up)])
    sums: list[tuple[Array, Array]] = []
    for last in range(pieces):
        lows, highs = [lowest[last : last + 1]], [highest[last : last + 1]]
        for taken in range(1, last):
            low, high = lowest[last] - highest[taken], highest[last] - lowest[taken]
            raised = ups[last] - ups[taken]
            before = sums[taken - 1]
            lows.append(before[0] + (max(low, 0.0) if raised == last - taken else low))
            highs.append(before[1] + (min(high, 0.0) if raised == 0 else high))
        if last > 0:
            lows.append(sums[-1][0])
            highs.append(sums[-1][1])
        sums.append(_union(np.concatenate(lows), np.concatenate(highs), most))
    low, high = sums[-1]
    tolerance = _ROUNDING * pieces * size
    return bool(np.any((low <= tolerance) & (high >= -tolerance)))


def _union(low: Array, high: Array, most: int) -> tuple[Array, Array]:
    """Return the union of intervals as rising ones, at most so many: the narrowest gaps close."""
    order = np.argsort(low, kind="stable")
    low, high = low[order], np.maximum.accumulate(high[order])
    gaps = low[1:] - high[:-1]
    open_ = np.flatnonzero(gaps > 0.0)
    if len(open_) >= most:
        open_ = np.sort(open_[np.argsort(-gaps[open_], kind="stable")[: most - 1]])
    return np.append(low[0], low[open_ + 1]), np.append(high[open_], high[-1])
