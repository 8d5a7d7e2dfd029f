"""Proved upper bounds: what a proof builds, or shows that there is, without any training.

One idea carries most of them. Where enough units make a steep step, n units make a staircase of
`n // units_a_step` steps (`Activation.units_a_step`), and staircases are well understood.
relu(z) - relu(z - 1) rises from 0 to 1 and stays there; so does the second difference of
relu(z)^2 / 2, the third of relu(z)^3 / 6, and the difference of two softplus. Each of them is a
monotone sigmoidal function, which is all that the theorems on steps and Barron's ask for. Errors
are in target units; a bound holds at every width, up to any epsilon > 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.exceptions import SettingError
from uat.targets.target import Target

# Points on which the modulus of continuity is measured, beside those of the evaluation grid.
_MODULUS_POINTS = 20_001


def step_guarantee(variation: float, widths: npt.ArrayLike) -> Array:
    """Return the sup error that n steep sigmoidal units come as close to as one likes.

        V / (2 (n + 1))

    Cut the domain where the variation passed reaches V/(n+1), 2V/(n+1), ...; on each of the n + 1
    pieces f strays at most V/(2(n+1)) from the middle of its range there, and one unit at each cut
    leads from one middle to the next. At a cut f is continuous, so it lies within V/(2(n+1)) of
    both middles, and of every value between them that the unit passes through; away from the
    cuts a steep unit is as flat as one likes. The bound therefore holds for networks with a
    sigmoidal activation (logistic, tanh, heaviside), up to any epsilon > 0.

    Parameters
    ----------
    variation : V(f), total variation of a continuous function on an interval, target units
    widths : shape (n,), numbers of hidden units

    Returns
    -------
    shape (n,), target units

    Notes
    -----
    Where f jumps the argument fails at the cuts and nowhere else: the bound is then one on the
    rmse, as the cuts' neighbourhoods may be as short as one likes.

    References
    ----------
    Cybenko (1989), Math. Control Signals Systems 2, 303-314, for steep units; the count of pieces
    is the classic bound for piecewise constants with free knots (DeVore 1998, Acta Numerica 7,
    section 3.2).
    """
    return np.asarray(variation / (2.0 * (np.asarray(widths, dtype=np.float64) + 1.0)))


def modulus_guarantee(target: Target, widths: npt.ArrayLike) -> Array:
    """Return the sup error that n equally spaced steep sigmoidal units come arbitrarily close to.

        omega(f, L / (n + 1)) / 2

    The n cuts leave n + 1 pieces of length h = L/(n+1). On a piece no two values of f differ by
    more than omega(f, h), so f strays at most half of that from the middle of its range there;
    the rest is as for `step_guarantee`.

    Parameters
    ----------
    target : continuous, of one input
    widths : shape (n,), numbers of hidden units

    Returns
    -------
    shape (n,), target units; of the measured modulus, see `modulus_of_continuity`

    References
    ----------
    DeVore & Lorentz (1993), Constructive Approximation, chapter 2 section 6, for the modulus.
    """
    pieces = np.asarray(widths, dtype=np.float64) + 1.0
    return modulus_of_continuity(target, target.domain.lengths[0] / pieces) / 2.0


def modulus_of_continuity(target: Target, distances: npt.ArrayLike) -> Array:
    """Return omega(f, h), the largest change of the target between two points at most h apart.

    Parameters
    ----------
    target : of one input
    distances : shape (n,) or a number, h, not negative, input units

    Returns
    -------
    shape (n,) or (), target units. Measured on about 24,000 points, both sides of every kink among
    them: never above the true one, and close below it.

    Raises
    ------
    SettingError
        If the target has more than one input.

    Notes
    -----
    Every point of the grid begins a window of length h, which ends exactly at h. Cost
    O(n * points), and one evaluation of the target on the grid per distance.
    """
    if target.inputs != 1:
        raise SettingError(f"the modulus of continuity takes 1 input; {target.name} has more.")
    low, high = target.domain.lower[0], target.domain.upper[0]
    x = np.union1d(np.linspace(low, high, _MODULUS_POINTS), target.evaluation_grid()[:, 0])
    values = target(x)
    highest, lowest = _window_maxima(values), _window_maxima(-values)

    def change(h: float) -> float:
        ends = np.minimum(x + h, high)
        last = np.maximum(np.searchsorted(x, ends, side="right") - 1, np.arange(len(x)))
        there = target(ends)
        largest = np.maximum(highest(last), there) + np.maximum(lowest(last), -there)
        return float(np.max(largest))

    wanted = np.asarray(distances, dtype=np.float64)
    return np.array([change(h) for h in wanted.ravel()], dtype=np.float64).reshape(wanted.shape)


def _window_maxima(values: Array) -> Callable[[npt.NDArray[np.intp]], Array]:
    """Return a function of last indices, shape (n,): max values[i : last[i] + 1] for every i.

    Every window is covered by two overlapping ones whose length is a power of two.
    """
    levels = [values]
    for step in (2**k for k in range(int(math.log2(len(values))))):
        longer = levels[-1].copy()
        longer[:-step] = np.maximum(longer[:-step], levels[-1][step:])
        levels.append(longer)
    table: Array = np.array(levels)
    first = np.arange(len(values))

    def maxima(last: npt.NDArray[np.intp]) -> Array:
        level = np.log2(last - first + 1.0).astype(np.intp)
        return np.asarray(np.maximum(table[level, first], table[level, last + 1 - 2**level]))

    return maxima


def barron_guarantee(target: Target, widths: npt.ArrayLike) -> Array | None:
    """Return Barron's bound on the rmse of the best network of n sigmoidal units.

        2 r C_f / sqrt(n)

    For every probability measure mu on a ball of radius r, every bounded sigmoidal activation and
    every n there is a network whose output bias is f at the ball's centre and whose error in
    L2(mu) is at most this. Here the ball is the one around the domain and mu is uniform on the
    domain. The bound is one on the rmse; it says nothing of the sup norm.

    Parameters
    ----------
    target : of any number of inputs; C_f is its `barron_norm`
    widths : shape (n,), numbers of hidden units; infinite where there is none

    Returns
    -------
    shape (n,), target units; None where C_f is not known

    References
    ----------
    Barron (1993), IEEE Trans. Inf. Theory 39, 930-945, theorem 1 and its remarks on balls.
    """
    if target.barron_norm is None:
        return None
    radius = math.hypot(*target.domain.lengths) / 2.0
    with np.errstate(divide="ignore"):
        shrinking = 1.0 / np.sqrt(np.asarray(widths, dtype=np.float64))
    return np.asarray(2.0 * radius * target.barron_norm * shrinking)
