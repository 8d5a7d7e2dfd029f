"""Least squares in pieces, exactly: where to cut so that a constant or a line on each is closest.

The pieces need not meet. The least cost of k pieces up to a place is the least, over where the
last of them begins, of that of k - 1 pieces up to there and of its own: dynamic programming over
all places at once. What a piece costs follows from sums over its points alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """What all pieces between some places cost.

    Parameters
    ----------
    constants, lines : shape (places, places), weighted sum of squares that a constant and a line
        leave of the points from place i up to place j, infinite unless i < j
    """

    constants: Array
    lines: Array

    @classmethod
    def of(cls, x: Array, t: Array, shares: Array, places: Indices) -> Pieces:
        """Return the costs between places.

        Parameters
        ----------
        x : shape (points,), rising
        t : shape (points, outputs)
        shares : shape (points,), weights
        places : shape (places,), rising; a place is the index of the first point right of it
        """
        x, t = x - np.mean(x), t - np.mean(t, axis=0)
        weight, first, square = (_between(shares * x**k, places) for k in range(3))
        weight = np.where(weight > 0.0, weight, 1.0)
        spread = square - first * first / weight
        constants, gains = np.zeros(weight.shape), np.zeros(weight.shape)
        for column in t.T:
            total, mixed = _between(shares * column, places), _between(shares * column * x, places)
            constants += _between(shares * column**2, places) - total * total / weight
            lean = mixed - first * total / weight
            gains += np.divide(lean**2, spread, out=np.zeros_like(lean), where=spread > 0.0)
        costs = [np.maximum(cost, 0.0) for cost in (constants, constants - gains)]
        backwards = np.tri(len(places), dtype=np.bool_)
        for cost in costs:
            cost[backwards] = np.inf
        return cls(*costs)


def _between(values: Array, places: Indices) -> Array:
    """Return the sums of the values from place i up to place j: shape (places, places)."""
    sums = np.concatenate([[0.0], np.cumsum(values)])[places]
    return np.asarray(sums[np.newaxis, :] - sums[:, np.newaxis])


class Cuts:
    """The cheapest divisions into 1, 2, 3, ... pieces, each found from the one before.

    Parameters
    ----------
    first, middle, last : shape (places, places), what a piece costs at the left end, in between and
        at the right end
    """

    def __init__(self, first: Array, middle: Array, last: Array) -> None:
        self._middle, self._last = middle, last
        self._whole = float(last[0, -1]) if first is middle else float(first[0, -1])
        self._costs = [first[0]]
        self._begins: list[Indices] = [np.zeros(len(middle), np.intp)]

    def of(self, count: int) -> tuple[Indices, float]:
        """Return the places at which all pieces but the first begin, and what they cost.

        Shape (cuts,), indices of places, rising; fewer than `count` where more are of no use.
        """
        while len(self._costs) < count:
            totals = self._costs[-1][:, np.newaxis] + self._middle
            self._begins.append(np.argmin(totals, axis=0))
            self._costs.append(np.min(totals, axis=0))
        wholes = [costs + self._last[:, -1] for costs in self._costs[:count]]
        costs = [self._whole, *(float(np.min(whole)) for whole in wholes)]
        number = int(np.argmin(costs))
        if number == 0:
            return np.empty(0, np.intp), self._whole
        cuts = [int(np.argmin(wholes[number - 1]))]
        for begins in self._begins[number - 1 : 0 : -1]:
            cuts.append(int(begins[cuts[-1]]))
        return np.array(cuts[::-1], np.intp), costs[number]
