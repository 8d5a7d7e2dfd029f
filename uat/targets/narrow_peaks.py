"""Where a function of one input peaks or dips more narrowly than a grid shows.

Nobody has to say where. Three things lead to such a peak: what of it is seen on a grid, such as the
tails of a Lorentzian, which is climbed; a value off the curve through its neighbours; and of a
formula its parts: `exp(-((x - 0.3)/1e-6)^2)` shows nothing on any grid, but x - 0.3 is 0 at the
peak. A peak of a Python function of which no value on the grid shows anything stays unseen, and so
does one of a formula none of whose parts is least or largest in size beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array

# A peak is told if it leaves the values at both neighbours on the grid by this share of the range.
_LEAST_EXCURSION = 0.01
# More than so many are waves, not peaks: of these a few, the farthest off, tell the range, and the
# few that are bent most sharply may be peaks on the waves.
_MOST_TOLD, _FEW = 32, 4
# So much of the domain is a place, and the distances from a place at which one looks for what is
# narrow beside it: evenly in the logarithm up to the grid's spacing.
_ONE_PLACE, _RUNGS = 1e-12, 40
# Samples of an interval, and rounds in each of which it shrinks to a quarter: to rounding.
_SHARES, _ROUNDS = np.linspace(0.0, 1.0, 9), 24
# What lies off the curve through its neighbours: so many places are looked at.
_MOST_OFF = 16
# What rises by less than this share of its range between points of the grid is level there.
_LEVEL = 1e-7


@dataclass(frozen=True, slots=True)
class _Searches:
    """Intervals, and what is climbed in each: sign * |part - (height + slope * x)|.

    All of shape (n,); `part` is a row of the parts' values. A search is over when what is climbed
    differs by no more than `level` in the interval.
    """

    low: Array
    high: Array
    part: npt.NDArray[np.intp]
    sign: Array
    height: Array
    slope: Array
    level: Array

    def only(self, chosen: npt.NDArray[np.intp]) -> _Searches:
        """Return some of the searches."""
        return _Searches(*(getattr(self, name)[chosen] for name in self.__slots__))


def narrow_peaks(
    parts: Callable[[Array], Array], x: Array, fine: Array, most: int
) -> tuple[float, ...]:
    """Return where a function peaks or dips by more than its values on a grid show.

    Parameters
    ----------
    parts : takes inputs of shape (n,), returns shape (parts, n): the values of the function, last,
        and of what it is composed of, if that is known; inf or nan where there is none
    x : shape (points,), rising: the grid, both ends of the domain included
    fine : shape (m,), other inputs that may be looked at as well
    most : about how many places are climbed at most

    Returns
    -------
    The inputs of the extremes, rising, at which the function is farther from the values at both
    neighbours on the grid than one hundredth of its range. If there are more than 32, the function
    oscillates faster than the grid follows, and the four extremes farthest off are told, and the
    four most sharply bent.

    Notes
    -----
    Cost: the points given, some 220 values for each place that is climbed.
    """
    looked_at = np.union1d(x, fine)
    values = _finite(parts(looked_at))
    searches = _joined(_extremes(looked_at, values, most), _outliers(looked_at, values[-1]))
    hints = np.concatenate([[x[0], x[-1]], _climbed(parts, searches)])
    length = x[-1] - x[0]
    distances = np.geomspace(_ONE_PLACE * length, float(np.max(np.diff(x))), _RUNGS)
    ladder = np.concatenate([-distances, [0.0], distances])
    beside = np.add.outer(hints, ladder).ravel()
    points = np.union1d(looked_at, beside[(beside >= x[0]) & (beside <= x[-1])])
    heights = _finite(parts(points))[-1]
    least = _LEAST_EXCURSION * float(np.nanmax(heights) - np.nanmin(heights))
    at = _narrow_extremes(points, heights, x, least)
    return _apart(_refined(parts, points, heights, at), length)


def _finite(values: Array) -> Array:
    """Return the values, nan for what is infinite or too large to be a target's."""
    return np.where(np.abs(values) <= 1e301, values, np.nan)


def _narrow_extremes(points: Array, heights: Array, x: Array, least: float) -> npt.NDArray[np.intp]:
    """Return which points are extremes farther than `least` from both ends of their grid cells.

    Or, where a point of the grid happens to lie near the top, ten times as far from the next two.
    What falls and rises again by less than that is one extreme.
    """
    values = heights[np.searchsorted(points, x)]
    cell = np.clip(np.searchsorted(x, points, side="right") - 1, 0, len(x) - 2)
    extremes = []
    for side in (1.0, -1.0):
        up = side * heights
        on_grid = np.pad(side * values, 1, mode="edge")
        ends = np.fmax(on_grid[cell + 1], on_grid[cell + 2])
        next_ends = np.fmax(on_grid[cell], on_grid[cell + 3])
        narrow = (up - ends > least) | (up - next_ends > 10.0 * least)
        before, after = np.pad(up, 1, mode="edge")[:-2], np.pad(up, 1, mode="edge")[2:]
        with np.errstate(invalid="ignore"):
            candidates = np.flatnonzero((up > before) & (up >= after) & narrow)
        kept: list[int] = []
        for index in candidates.tolist():
            last = kept[-1] if kept else 0
            if not kept or min(up[last], up[index]) - np.nanmin(up[last : index + 1]) > least:
                kept.append(index)
            elif up[index] > up[last]:
                kept[-1] = index
        extremes += kept
    return np.array(extremes, dtype=np.intp)


def _extremes(x: Array, values: Array, most: int) -> _Searches:
    """Return the searches for where the size of a part is least or largest, the sharpest first."""
    size = np.abs(values)
    # A part may be least at an end beside an extreme in its cell.
    x = np.concatenate([x[:1], x, x[-1:]])
    size = np.pad(size, ((0, 0), (1, 1)), mode="reflect")
    inner = size[:, 1:-1]
    with np.errstate(invalid="ignore"):
        up, down = inner - size[:, :-2], inner - size[:, 2:]
        largest, least = (up > 0.0) & (down >= 0.0), (up < 0.0) & (down <= 0.0)
        bend = np.abs(up + down)
    # The function itself is known at the ends.
    largest[-1, [0, -1]] = least[-1, [0, -1]] = False
    of_each = max(4, most // len(values))
    chosen, rows, signs = [], [], []
    for row in range(len(values)):
        for sign, places in ((1.0, largest[row]), (-1.0, least[row])):
            at = np.flatnonzero(places)
            at = at[np.argsort(-bend[row, at], kind="stable")[:of_each]]
            chosen.append(at + 1)
            rows.append(np.full(len(at), row))
            signs.append(np.full(len(at), sign))
    at, part, none = np.concatenate(chosen), np.concatenate(rows), np.zeros(sum(map(len, rows)))
    level = np.where(part == len(values) - 1, _level(values[-1]), 0.0)
    return _Searches(x[at - 1], x[at + 1], part, np.concatenate(signs), none, none, level)


def _outliers(x: Array, values: Array) -> _Searches:
    """Return the searches beside the values that are farthest off the curve through the others."""
    ends = values[:-4], values[1:-3], values[3:-1], values[4:]
    off = np.abs(values[2:-2] - (4.0 * (ends[1] + ends[2]) - ends[0] - ends[3]) / 6.0)
    at = np.argsort(-np.nan_to_num(off), kind="stable")[:_MOST_OFF] + 2
    low, high = x[at - 1], x[at + 1]
    slope = np.nan_to_num((values[at + 1] - values[at - 1]) / (high - low))
    height = np.nan_to_num(values[at - 1]) - slope * low
    own, up = np.full(len(at), -1), np.ones(len(at))
    return _Searches(low, high, own, up, height, slope, _level(values) * up)


def _level(values: Array) -> float:
    """Return the rise below which the function itself is level between points of the grid."""
    return _LEVEL * float(np.nanmax(values) - np.nanmin(values))


def _joined(first: _Searches, second: _Searches) -> _Searches:
    fields = _Searches.__slots__
    return _Searches(
        *(np.concatenate([getattr(first, name), getattr(second, name)]) for name in fields)
    )


def _climbed(parts: Callable[[Array], Array], searches: _Searches) -> Array:
    """Return where the searches end: shape (n,)."""
    low, high = searches.low.copy(), searches.high.copy()
    tops, open_ = low.copy(), np.arange(len(low))
    for _ in range(_ROUNDS):
        if not len(open_):
            break
        now, rows = searches.only(open_), np.arange(len(open_))
        first, last = low[open_, np.newaxis], high[open_, np.newaxis]
        points = np.clip(first + (last - first) * _SHARES, first, last)
        values = _finite(parts(points.ravel()))
        own = values.reshape(-1, *points.shape)[now.part, rows]
        lines = now.height[:, np.newaxis] + now.slope[:, np.newaxis] * points
        climb = now.sign[:, np.newaxis] * np.abs(own - lines)
        best = np.argmax(np.where(np.isnan(climb), -np.inf, climb), axis=1)
        tops[open_] = points[rows, best]
        low[open_] = points[rows, np.maximum(best - 1, 0)]
        high[open_] = points[rows, np.minimum(best + 1, len(_SHARES) - 1)]
        level = np.max(climb, axis=1) - np.min(climb, axis=1) <= now.level
        open_ = open_[~level]
    return tops


def _refined(
    parts: Callable[[Array], Array], points: Array, heights: Array, at: npt.NDArray[np.intp]
) -> Array:
    """Return where the extremes of the function at these points are: shape (n,)."""
    middle = np.nanmedian(heights)
    before, after = np.maximum(at - 1, 0), np.minimum(at + 1, len(points) - 1)
    if len(at) > _MOST_TOLD:
        # An extreme is inside the grid: it has neighbours.
        gone, to_go = points[at] - points[before], points[after] - points[at]
        bend = (heights[at] - heights[before]) / gone + (heights[at] - heights[after]) / to_go
        sharpness = np.nan_to_num(np.abs(bend / (gone + to_go)))
        orders = (-np.abs(heights[at] - middle), -sharpness)
        told = np.unique([np.argsort(order, kind="stable")[:_FEW] for order in orders])
        at, before, after = at[told], before[told], after[told]
    low, high = points[before], points[after]
    # Climbed from a line far below or above, an extreme of either kind is the farthest from it.
    bottom, top = float(np.nanmin(heights)), float(np.nanmax(heights))
    far = 4.0 * (top - bottom)
    height = np.where(heights[at] > middle, bottom - far, top + far)
    own, none = np.full(len(at), -1), np.zeros(len(at))
    return _climbed(parts, _Searches(low, high, own, none + 1.0, height, none, none))


def _apart(places: Array, length: float) -> tuple[float, ...]:
    """Return the places, rising, one for those that are as good as one."""
    places = np.unique(places)
    new = np.diff(places, prepend=-np.inf) > 4.0 * _ONE_PLACE * length
    return tuple(places[new].tolist())
