"""How large an error is, how fast it falls, and how much a function moves.

The functions here know arrays and callables only; who owns the domain hands its box in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_numbers
from uat.core.domains import Box
from uat.core.magnitudes import binary_scale, root_mean_square, standard_deviation
from uat.targets.plane_peaks import largest_in_the_plane

# Sobol points of a step in many dimensions, and how the steps shrink.
_STEPS, _SHORTER = 64, 0.8
# Peaks of a grid that are climbed, those of which the climb is pursued, and from which share of the
# highest on a peak is looked at in any case.
_MOST_PEAKS_ON_A_LINE, _MOST_CLIMBS, _NEARLY = 256, 8, 0.8
# How often and where a peak on a line is sampled. A whole number of samples to either side, so
# that the best so far is sampled again.
_LINE_ROUNDS, _LINE_SHARES = 16, np.linspace(0.0, 1.0, 9)


def rmse(residual: Array) -> float:
    """Return sqrt(mean residual^2), in target units; residual of any shape."""
    return float(root_mean_square(residual))


def trivial_error(values: Array) -> float:
    """Return the max_error of the best constant, half the range of the values, target units."""
    return float(np.ptp(values)) / 2.0


def trivial_rmse(values: Array) -> float:
    """Return the rmse of the best constant, the standard deviation of the values, target units."""
    return float(standard_deviation(values))


def convergence_rate(widths: npt.ArrayLike, errors: npt.ArrayLike) -> float:
    """Return the slope of log error over log width: error ~ width^slope.

    Parameters
    ----------
    widths : shape (n,), positive
    errors : shape (n,); pairs whose error is not positive and finite are left out

    Returns
    -------
    The least-squares slope, or nan if fewer than two different widths are left.
    """
    x, y = as_numbers(widths), as_numbers(errors)
    kept = np.isfinite(y) & (y > 0)
    if len(np.unique(x[kept])) < 2:
        return float("nan")
    u, v = np.log(x[kept]), np.log(y[kept])
    u -= np.mean(u)
    return float(u @ v / (u @ u))


def total_variation(values: Array) -> float:
    """Return the total variation of a function sampled on a tensor grid over its box.

    The integral of |grad f|, inputs scaled to the unit cube. In one dimension this is the classic
    sum of |f(x_{i+1}) - f(x_i)|, whatever the spacing; in more dimensions the grid is equally
    spaced.

    Parameters
    ----------
    values : shape (m_1, ..., m_d), each m at least 2, target units

    Returns
    -------
    A float in target units.

    Notes
    -----
    Forward differences, averaged to the centres of the cells. Never above the true variation in
    one dimension, and it rises to it as the grid is refined.
    """
    scale = float(binary_scale(values))
    values = values / scale
    squares = np.zeros([m - 1 for m in values.shape])
    for axis, m in enumerate(values.shape):
        slope = np.diff(values, axis=axis) * (m - 1)
        for other in range(values.ndim):
            if other != axis:
                slope = 0.5 * (np.delete(slope, 0, axis=other) + np.delete(slope, -1, axis=other))
        squares += slope * slope
    return scale * float(np.mean(np.sqrt(squares)))


def mean_slope(
    function: Callable[[Array], Array], domain: Box, centres: Array, difference: float
) -> float:
    """Return the mean length of the gradient of a function, the inputs scaled to the unit cube.

    By differences about the centres; it is `total_variation` where no tensor grid can be afforded,
    jumps included.

    Parameters
    ----------
    function : takes points of shape (n, inputs), returns shape (n,), target units
    domain : no point outside it is looked at
    centres : shape (points, inputs), evenly spread in the domain
    difference : share of a side over which differences are taken; at the walls what fits inside

    Returns
    -------
    A float in target units.

    Notes
    -----
    Cost: 2 * inputs * points values of the function.
    """
    slopes = np.empty((domain.inputs, len(centres)))
    for axis, (low, high) in enumerate(zip(domain.lower, domain.upper, strict=True)):
        before, after = centres.copy(), centres.copy()
        step = difference * (high - low) / 2.0
        before[:, axis] = np.maximum(centres[:, axis] - step, low)
        after[:, axis] = np.minimum(centres[:, axis] + step, high)
        shares = (after[:, axis] - before[:, axis]) / (high - low)
        slopes[axis] = (function(after) - function(before)) / shares
    scale = float(binary_scale(slopes))
    return scale * float(np.mean(np.sqrt(np.sum(np.square(slopes / scale), axis=0))))


def max_error(
    residual: Callable[[Array], Array],
    domain: Box,
    grid: Array,
    spacing: Array,
    near: Array | None = None,
    charts: Sequence[Array] = (),
    on_grid: Array | None = None,
) -> float:
    """Return the measured sup norm of a residual: its largest magnitude on a refined grid.

    All peaks of the grid that may be the highest are sampled again on ever finer local grids, so
    that the answer does not depend on where the grid's points happen to fall.

    Parameters
    ----------
    residual : takes points of shape (n, inputs), returns shape (n,), target units
    domain : no point outside it is looked at
    grid : shape (points, inputs); of two inputs a tensor grid, as many values along each
    spacing : shape (inputs,), distance between neighbours of the grid along each input
    near : shape (n, inputs), points of the domain to look at besides, where the residual may have
        peaks that are narrower than the spacing; None for none
    charts : of two inputs instead of these points, see `uat.targets.plane_peaks`: kinds of charts,
        each of shape (charts, rows, columns, 2); what is nan or outside the domain is left out
    on_grid : shape (points,), the residual on the grid if it is known

    Returns
    -------
    A float in target units, never below max |residual| on the grid and the points besides; nan if
    a residual is nan.

    Notes
    -----
    Cost: the grid, the points besides, and at most 256 peaks x 9 points in a first round, 8 peaks
    x 9 points in each of 15 others; of two inputs see `largest_in_the_plane`; of more, 8 peaks
    x 24 rounds x (64 + 2 inputs) points. A peak that all these points miss is not climbed: with
    many inputs the true sup norm may well be higher.
    """
    points = grid if near is None else np.concatenate([grid, near])
    values = residual(grid) if on_grid is None else on_grid
    if near is not None:
        values = np.concatenate([values, residual(near)])
    magnitude = np.abs(values)
    largest = float(np.max(magnitude))
    if not np.isfinite(largest):
        return largest
    if domain.inputs == 1:
        return _climb_on_a_line(residual, points[:, 0], magnitude)
    if domain.gridded:
        side = math.isqrt(len(grid))
        kinds = [grid.reshape(1, side, side, 2), *(kind for kind in charts if kind.size)]
        magnitudes = [magnitude[: len(grid)].reshape(1, side, side)]
        magnitudes += [_magnitude_inside(residual, domain, kind) for kind in kinds[1:]]
        climbed = largest_in_the_plane(residual, domain, kinds, magnitudes)
        return float(np.maximum(largest, climbed))
    peaks = _peaks(magnitude, points, spacing)
    climbs = (_climb_in_all_directions(residual, domain, peak, spacing) for peak in peaks)
    return float(np.max([largest, *climbs]))


def _magnitude_inside(residual: Callable[[Array], Array], domain: Box, points: Array) -> Array:
    """Return |residual| at points of shape (..., inputs): shape (...), -1 outside the domain."""
    inside = np.all((points >= domain.lower) & (points <= domain.upper), axis=-1)
    magnitude = np.full(inside.shape, -1.0)
    magnitude[inside] = np.abs(residual(points[inside]))
    return magnitude


def _peaks(magnitude: Array, grid: Array, spacing: Array, count: int = 8) -> list[Array]:
    """Return the grid points of largest magnitude, no two within two spacings of each other."""
    left = magnitude.copy()
    peaks = []
    for _ in range(count):
        best = int(np.argmax(left))
        if left[best] < 0.0:
            break
        peaks.append(grid[best])
        left[np.all(np.abs(grid - grid[best]) <= 2.0 * spacing, axis=1)] = -1.0
    return peaks


def _climb_on_a_line(residual: Callable[[Array], Array], x: Array, magnitude: Array) -> float:
    """Return the largest |residual| between the neighbours of all peaks that may be the highest.

    A peak may be the highest if it is nearly as high, or would be if it rose as much again as it
    rises above its neighbours. In every round a peak's interval shrinks to a quarter.
    """
    x, first = np.unique(x, return_index=True)
    left, right = _brackets(magnitude[first])
    largest, low, high = float(np.max(magnitude)), x[left], x[right]
    for _ in range(_LINE_ROUNDS):
        points = low[:, np.newaxis] + (high - low)[:, np.newaxis] * _LINE_SHARES
        # What rounding adds must not leave the interval, which may end at a wall.
        points = np.clip(points, low[:, np.newaxis], high[:, np.newaxis])
        values = np.abs(residual(points.reshape(-1, 1))).reshape(points.shape)
        tops = np.max(values, axis=1)
        largest = float(np.maximum(largest, np.max(tops)))  # unlike max, it passes on a nan
        kept = np.argsort(-tops, kind="stable")[:_MOST_CLIMBS]
        best, points = np.argmax(values, axis=1)[kept], points[kept]
        row = np.arange(len(kept))
        low = points[row, np.maximum(best - 1, 0)]
        high = points[row, np.minimum(best + 1, points.shape[1] - 1)]
    return largest


def _brackets(magnitude: Array) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the left and the right neighbours of the peaks that may be the highest."""
    last = len(magnitude) - 1
    left = np.maximum(np.arange(last + 1) - 1, 0)
    right = np.minimum(np.arange(last + 1) + 1, last)
    up, down = magnitude - magnitude[left], magnitude - magnitude[right]
    reach = magnitude + np.maximum(up, down)
    top = float(np.max(magnitude))
    highest = (magnitude >= _NEARLY * top) | (reach >= top)
    # Of a plateau its left end alone; an end of the line needs one side only.
    summit = ((up > 0.0) | (left == np.arange(last + 1))) & (down >= 0.0)
    peaks = np.flatnonzero(summit)
    peaks = peaks[np.argsort(-reach[peaks], kind="stable")[:_MOST_PEAKS_ON_A_LINE]]
    # A few are climbed in any case.
    peaks = peaks[highest[peaks] | (np.arange(len(peaks)) < _MOST_CLIMBS)]
    return left[peaks], right[peaks]


def _climb_in_all_directions(
    residual: Callable[[Array], Array], domain: Box, centre: Array, radii: Array, rounds: int = 24
) -> float:
    """Return the largest |residual| found around `centre` by ever shorter steps, best first.

    The steps of a round are Sobol points, and one along each input, which leads to the walls: there
    many a residual is largest, and of points drawn inside hardly any lies near a corner.
    """
    axes = np.eye(domain.inputs)
    cube = Box((-1.0,) * domain.inputs, (1.0,) * domain.inputs)
    steps = np.concatenate([cube.sobol_grid(_STEPS), axes, -axes])
    largest = 0.0
    for _ in range(rounds):
        points = np.clip(centre + radii * steps, domain.lower, domain.upper)
        magnitude = np.abs(residual(points))
        best = int(np.argmax(magnitude))
        if np.isnan(magnitude[best]):
            return float("nan")
        if magnitude[best] > largest:
            largest, centre = float(magnitude[best]), points[best]
        radii = _SHORTER * radii
    return largest
