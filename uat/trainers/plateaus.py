"""Step functions of least mean square, one input: where to cut, by dynamic programming.

The best k plateaus of the first j points are the best k - 1 of the first i and one on the rest, for
some i. One sweep over k therefore finds the best cuts of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array


@dataclass(frozen=True, slots=True, eq=False)
class Plateaus:
    """A step function through points.

    Parameters
    ----------
    firsts : shape (plateaus,), rising: index of the first point of each; the first is 0
    levels : shape (plateaus, outputs)
    """

    firsts: npt.NDArray[np.intp]
    levels: Array


def best_plateaus(t: Array, shares: Array, count: int, largest: float) -> Plateaus | None:
    """Return the step function of least mean square of those with a bounded largest error.

    Parameters
    ----------
    t : shape (points, outputs), the points from left to right
    shares : shape (points,), positive: how much each point counts
    count : at least 1, most plateaus
    largest : no point is further from its plateau

    Returns
    -------
    None if there is none.

    Notes
    -----
    Time O(count * points^2), a millisecond a plateau of 500 points; memory O(points^2).

    References
    ----------
    Bellman (1961), Communications of the ACM 4, 284: curves by segments, dynamic programming.
    """
    points = len(t)
    levels, costs = _plateaus(t, shares, largest)
    least = costs[0]
    origins = []
    for _ in range(min(count, points) - 1):
        totals = least[:, np.newaxis] + costs
        origin = np.argmin(totals, axis=0)
        fewer = least <= totals[origin, np.arange(points + 1)]
        origin, least = np.where(fewer, -1, origin), np.minimum(least, np.min(totals, axis=0))
        origins.append(origin)
    if not np.isfinite(least[points]):
        return None
    edges = [points]
    for origin in [*reversed(origins), np.zeros(points + 1, np.intp)]:
        if origin[edges[0]] >= 0:
            edges.insert(0, int(origin[edges[0]]))
    firsts, stops = np.array(edges[:-1]), np.array(edges[1:])
    return Plateaus(firsts, levels[firsts, stops])


def _plateaus(t: Array, shares: Array, largest: float) -> tuple[Array, Array]:
    """Return the level of a plateau on the points i <= k < j, and the square that it leaves.

    Shapes (points + 1, points + 1, outputs) and (points + 1, points + 1). The level is the mean,
    or what is next to it that is close enough to all. The square is infinite if none is, or there
    is no point.
    """
    size = len(t) + 1
    levels, costs = np.zeros((size, size, t.shape[1])), np.full((size, size), np.inf)
    for first in range(len(t)):
        part, mass = t[first:], np.cumsum(shares[first:])[:, np.newaxis]
        weighted = shares[first:, np.newaxis] * part
        mean = np.cumsum(weighted, axis=0) / mass
        low = np.maximum.accumulate(part, axis=0) - largest
        high = np.minimum.accumulate(part, axis=0) + largest
        level = np.clip(mean, low, high)
        spread = np.cumsum(weighted * part, axis=0) / mass - np.square(mean)
        squares = mass * (np.maximum(spread, 0.0) + np.square(level - mean))
        levels[first, first + 1 :] = level
        costs[first, first + 1 :] = np.where(
            np.all(low <= high, axis=1), squares.sum(axis=1), np.inf
        )
    return levels, costs
