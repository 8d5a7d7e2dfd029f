"""The largest magnitude of a function of two inputs, sought on charts.

A chart is a grid of points in any coordinates of the plane: a tensor grid of a box, or a few rows
beside a line, close together across it and far apart along it. A peak is climbed in the coordinates
of the chart that shows it, because a narrow ridge that is climbed in others is lost between two
samples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.domains import Box

# Peaks of each kind of chart that are climbed, and how many of all are left in which rounds.
_MOST_PEAKS = 64
_KEPT = (32, 32, *(12,) * 14)
# How often a patch is sampled along each of its sides, at first and later: whole numbers of samples
# to either side of the middle, so that the best so far is sampled again.
_FIRST_SAMPLES, _SAMPLES = 7, 5


def largest_in_the_plane(
    function: Callable[[Array], Array],
    domain: Box,
    charts: Sequence[Array],
    magnitudes: Sequence[Array],
) -> float:
    """Return the largest |function| met while the highest peaks of the charts are climbed.

    Parameters
    ----------
    function : takes points of shape (n, 2), returns shape (n,)
    domain : no point outside it is looked at
    charts : kinds of charts, each of shape (charts, rows, columns, 2): neighbours in a row, and in
        a column, are neighbours in the plane
    magnitudes : |function| at their points, shape (charts, rows, columns); -1 where there is none

    Returns
    -------
    A float, never below the magnitudes; not finite if one of them or a value is not.

    Notes
    -----
    Cost: of every kind at most 64 peaks x 49 points, then 32 x 25 twice and 12 x 25 in 14 rounds.
    """
    largest, samples = float(np.max([np.max(kind) for kind in magnitudes])), _FIRST_SAMPLES
    if not np.isfinite(largest):
        return largest
    starts = [_summits(*kind) for kind in zip(charts, magnitudes, strict=True)]
    centres = np.concatenate([centre for centre, _ in starts])
    frames = np.concatenate([frame for _, frame in starts])
    for kept in _KEPT:
        square = Box((-1.0, -1.0), (1.0, 1.0)).uniform_grid(samples)
        patch = np.einsum("kij,pj->kpi", frames, square)
        points = np.clip(centres[:, np.newaxis] + patch, domain.lower, domain.upper)
        values = np.abs(function(points.reshape(-1, 2))).reshape(points.shape[:2])
        tops, best = np.max(values, axis=1), np.argmax(values, axis=1)
        largest = float(np.maximum(largest, np.max(tops)))  # unlike max, it passes on a nan
        order = np.argsort(-tops, kind="stable")[:kept]
        centres = points[order, best[order]]
        # A peak at a side of its patch may lie beyond it: the patch moves on as it is.
        inside = np.abs(square[best[order]]) < 1.0
        shrink = np.where(inside, 2.0 / (samples - 1), 1.0)
        frames, samples = frames[order] * shrink[:, np.newaxis], _SAMPLES
    return largest


def _summits(charts: Array, magnitude: Array) -> tuple[Array, Array]:
    """Return the highest points that no neighbour on their chart exceeds, and their patches.

    Shapes (n, 2) and (n, 2, 2), n at most `_MOST_PEAKS`. The columns of a patch lead to the next
    row and to the next column.
    """
    padded = np.pad(magnitude, ((0, 0), (1, 1), (1, 1)), constant_values=-1.0)
    rows = np.maximum(np.maximum(padded[:, :-2], padded[:, 1:-1]), padded[:, 2:])
    around = np.maximum(np.maximum(rows[..., :-2], rows[..., 1:-1]), rows[..., 2:])
    summits = np.flatnonzero((magnitude >= around) & (magnitude >= 0.0))
    order = np.argsort(-magnitude.ravel()[summits], kind="stable")[:_MOST_PEAKS]
    at = np.unravel_index(summits[order], magnitude.shape)
    sides = [_to_neighbours(charts, at, axis) for axis in (1, 2)]
    return charts[at], np.stack(sides, axis=2)


def _to_neighbours(charts: Array, at: tuple[npt.NDArray[np.intp], ...], axis: int) -> Array:
    """Return the longer of the ways to both neighbours along an axis: shape (n, 2)."""
    ways = []
    for step in (-1, 1):
        moved = list(at)
        moved[axis] = np.clip(at[axis] + step, 0, charts.shape[axis] - 1)
        ways.append(np.nan_to_num(charts[tuple(moved)] - charts[at]))
    before, after = ways
    longer = np.sum(after * after, axis=1) >= np.sum(before * before, axis=1)
    return np.where(longer[:, np.newaxis], after, before)
