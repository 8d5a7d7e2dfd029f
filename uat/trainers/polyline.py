"""The graph of a target of one input, as exact methods see it: straight from sample to sample.

Samples are some thousand points of a weighted dataset, in scaled units. Between neighbours that
are close to each other, cubic interpolation puts a few more, so that what is read off between two
of them (a knot of a broken line, an end of a step) is as exact as what is read off at them. Two
neighbours that are as good as one place and still far apart in value are the sides of a jump; so
are an end of the domain and its neighbour, if nothing beside them leads up to the rise. What is
continuous has to pass from side to side, whatever the target is in between; a step may end on
either side of a value that the target has at the jump alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.targets.jumps import LEAST_RISE, rises_in_one_place
from uat.trainers.discontinuities import find_jumps

# Gaps between these shares of the range are divided: across longer ones nobody knows what the
# target does, and shorter ones have no room.
_SHORT, _LONG, _PARTS = 1e-14, 2e-3, 4
# A rise at an end is a jump if it is no less than `LEAST_RISE` and so many times as high as those
# beside it; of points enough.
_UNLED, _FEWEST = 10.0, 200
# Second differences that differ by more than this factor are not those of a smooth function.
_SMOOTH = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Polyline:
    """Points of a graph, from left to right.

    Parameters
    ----------
    x : shape (points,), rising
    y : shape (points,)
    jumps : shape (points - 1,), whether the target jumps between a point and the next
    """

    x: Array
    y: Array
    jumps: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, dataset: Dataset, parts: int = _PARTS, within: bool = False) -> Polyline:
        """Return the graph of a dataset of one input and one output.

        Parameters
        ----------
        dataset : of which every input has one value
        parts : so many are short gaps divided into
        within : whether points on a jump, or within one, are kept; between any of these and the
            next there is one, then. Else its sides are alike about it
        """
        x, first = np.unique(dataset.x[:, 0], return_index=True)
        if not within:
            places = [jump.place for jump in find_jumps(dataset)]
            beside = ~np.isin(x, places) | (x == x[0]) | (x == x[-1])
            x, first = x[beside], first[beside]
        x, y, jumps = _told_apart(x, dataset.t[first, 0], dataset.one_place(), within)
        x, y, cells = _divided(x, y, jumps, parts)
        return cls(x, y, jumps[cells] if len(cells) else jumps[:0])

    @property
    def half_jump(self) -> float:
        """Half the largest jump: no continuous function errs by less."""
        return float(np.max(np.abs(np.diff(self.y)), initial=0.0, where=self.jumps)) / 2.0

    def shares(self) -> Array:
        """Return the share of the range each point stands for, by trapezoids: shape (points,)."""
        gaps = np.diff(self.x)
        if not gaps.any():
            return np.full(len(self.x), 1.0 / len(self.x))
        ends = np.concatenate([gaps, [0.0]]) + np.concatenate([[0.0], gaps])
        return np.asarray(ends / np.sum(ends))

    def completed(self) -> Polyline:
        """Return the graph with its jumps upright: both sides at one place.

        What is continuous has to pass between them, and cannot be steep enough to pass by both.
        """
        x, y, jumps = self.x.copy(), self.y, self.jumps
        sides = np.flatnonzero(jumps)
        inner = sides[(sides > 0) & (sides < len(jumps) - 1)]
        x[inner] = x[inner + 1] = x[inner] / 2.0 + x[inner + 1] / 2.0
        if jumps[-1:].any():
            x, y = np.insert(x, -1, x[-1]), np.insert(y, -1, y[-2])
            jumps = np.insert(jumps, -1, False)
        if jumps[:1].any():
            x, y, jumps = np.insert(x, 1, x[0]), np.insert(y, 1, y[1]), np.insert(jumps, 1, False)
        return Polyline(x, y, jumps)


def _told_apart(
    x: Array, y: Array, closeness: float, within: bool
) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Return the points, perhaps but those within a jump, and between which of them it jumps."""
    places = rises_in_one_place(x, y, closeness) if len(x) > 1 else []
    kept, jumps = np.ones(len(x), np.bool_), np.zeros(len(x), np.bool_)
    for first, last in places:
        kept[_inside(first, last, len(x))] = within
        jumps[first:last] = True
    x, y, jumps = x[kept], y[kept], jumps[kept][:-1]
    if len(x) >= _FEWEST:
        rises, least = np.abs(np.diff(y)), LEAST_RISE * float(np.ptp(y))
        jumps[0] |= rises[0] > max(least, _UNLED * np.max(rises[1:4]))
        jumps[-1] |= rises[-1] > max(least, _UNLED * np.max(rises[-4:-1]))
    return x, y, jumps


def _inside(first: int, last: int, points: int) -> slice:
    """Return which points a jump between two of them leaves to nobody but its own units.

    They are those in between, and at an end of the domain, which is all there is of the other side,
    the one beside it, too: a continuous function needs the room up to the next.
    """
    at_the_start, at_the_end = first == 0 < last < points - 1, 0 < first < last == points - 1
    return slice(first + (not at_the_end), last + at_the_start)


def _divided(
    x: Array, y: Array, jumps: npt.NDArray[np.bool_], parts: int
) -> tuple[Array, Array, npt.NDArray[np.intp]]:
    """Return the points with those that divide gaps, and which gap each is the start of a part of.

    The third has one entry less than there are points.
    """
    gaps = np.diff(x)
    wide = (gaps > _SHORT * np.ptp(x)) & (gaps <= _LONG * np.ptp(x)) & ~jumps
    counts = np.where(wide, parts, 1)
    cells = np.repeat(np.arange(len(gaps)), counts)
    part = np.arange(len(cells)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = part / counts[cells]
    straight = y[cells] + share * (y[cells + 1] - y[cells])
    bend = _second_differences(x, y, cells, share)
    inner = straight - bend * share * (1.0 - share) * gaps[cells] ** 2
    new_y = np.where(part == 0, y[cells], inner)
    new_x = np.where(part == 0, x[cells], x[cells] + share * gaps[cells])
    return np.append(new_x, x[-1]), np.append(new_y, y[-1]), cells


def _second_differences(x: Array, y: Array, cells: npt.NDArray[np.intp], share: Array) -> Array:
    """Return f[x_k, x_(k+1), .] of the cubic through four neighbours, at a share of each gap.

    Beside a kink, where the differences to either side tell two stories, the smaller one counts.
    """
    if len(x) < 4:
        return np.zeros(len(cells))
    slopes = np.diff(y) / np.diff(x)
    second = np.diff(slopes) / (x[2:] - x[:-2])
    left = second[np.clip(cells - 1, 0, len(second) - 1)]
    right = second[np.clip(cells, 0, len(second) - 1)]
    before, after = x[np.maximum(cells - 1, 0)], x[np.minimum(cells + 2, len(x) - 1)]
    at = x[cells] + share * (x[cells + 1] - x[cells])
    blend = left + (right - left) * (at - before) / (after - before)
    smaller = np.where(np.abs(left) < np.abs(right), left, right)
    smooth = (left * right > 0.0) & (
        np.maximum(np.abs(left), np.abs(right)) <= _SMOOTH * np.abs(smaller)
    )
    return np.where(smooth, blend, smaller)
