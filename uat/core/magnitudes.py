"""How large numbers are: mean squares that neither overflow nor vanish.

The square of 1e-170 is 0, and that of 1e160 is infinite, although both are ordinary floats. So
squares are taken of numbers divided by a power of two near the largest of them, which changes no
digit: of numbers of ordinary size the result is that of the plain formula, to the last bit.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from uat.arrays import Array


def binary_scale(values: npt.ArrayLike, axis: int | None = None) -> Array:
    """Return the power of two in (m / 2, m], with m the largest magnitude.

    It is 1/2 if m is 0, and the least normal number, 2^-1022, if m is below that: numpy 1 warns of
    quotients by a denormal one, although they are exact.

    Parameters
    ----------
    values : shape (...)
    axis : along which the largest is taken; None takes all values

    Returns
    -------
    shape () or that of `values` without the axis, positive and finite, in the values' units

    Notes
    -----
    To divide by it, or to multiply, is exact, as long as the result is no denormal number.
    """
    largest = np.max(np.abs(values), axis=axis, initial=0.0)
    _, exponent = np.frexp(largest)
    return np.asarray(np.maximum(np.ldexp(1.0, exponent - 1), np.finfo(np.float64).tiny))


def root_mean_square(values: Array, axis: int | None = None, weights: Array | None = None) -> Array:
    """Return sqrt(mean values^2), of all values or along an axis, in the values' units.

    `weights`, shape (values along the axis,), say how much each counts; None counts all alike.
    """
    scale = binary_scale(values, axis)
    squares = np.average(np.square(values / scale), axis=axis, weights=weights)
    return np.asarray(scale * np.sqrt(squares))


def standard_deviation(
    values: Array, axis: int | None = None, weights: Array | None = None
) -> Array:
    """Return the root of the mean square distance from the mean, in the values' units.

    `weights` are those of `root_mean_square`.
    """
    scale = binary_scale(values, axis)
    if weights is None:
        return np.asarray(scale * np.std(values / scale, axis=axis))
    centred = values / scale - np.average(values / scale, axis=axis, weights=weights)
    return scale * root_mean_square(centred, axis, weights)
