"""How large an error is, how fast it falls, and how much a function moves.

The functions here know arrays and callables only; who owns the domain hands its box in.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_numbers
from uat.core.domains import Box
from uat.core.magnitudes import binary_scale, root_mean_square, standard_deviation

# Sobol points of a step in many dimensions, and how the steps shrink.
_STEPS, _SHORTER = 64, 0.8


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
    residual: Callable[[Array], Array], domain: Box, grid: Array, spacing: Array
) -> float:
    """Return the measured sup norm of a residual: its largest magnitude on a refined grid.

    The grid's highest peaks are sampled again on ever finer local grids, so that the answer does
    not depend on where the grid's points happen to fall.

    Parameters
    ----------
    residual : takes points of shape (n, inputs), returns shape (n,), target units
    domain : no point outside it is looked at
    grid : shape (points, inputs)
    spacing : shape (inputs,), distance between neighbours of the grid along each input

    Returns
    -------
    A float in target units, never below max |residual(grid)|; nan if a residual is nan.

    Notes
    -----
    Cost: the grid plus at most 8 peaks x 3 rounds x about 100 points; of more than two inputs,
    8 peaks x 24 rounds x (64 + 2 inputs) points. A peak that the grid misses altogether is not
    climbed: with many inputs the true sup norm may well be higher.
    """
    magnitude = np.abs(residual(grid))
    largest = float(np.max(magnitude))
    if not np.isfinite(largest):
        return largest
    climb = _climb if domain.gridded else _climb_in_all_directions
    peaks = _peaks(magnitude, grid, spacing)
    return float(np.max([largest, *(climb(residual, domain, peak, spacing) for peak in peaks)]))


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


def _climb(
    residual: Callable[[Array], Array], domain: Box, centre: Array, radii: Array, rounds: int = 3
) -> float:
    """Return the largest |residual| found by sampling around `centre` ever more finely."""
    samples = max(3, round(100 ** (1.0 / domain.inputs)))
    largest = 0.0
    for _ in range(rounds):
        points = domain.grid_around(centre, radii, samples)
        magnitude = np.abs(residual(points))
        best = int(np.argmax(magnitude))
        largest = float(np.maximum(largest, magnitude[best]))  # unlike max, it passes on a nan
        centre, radii = points[best], 2.0 * radii / (samples - 1)
    return largest


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
