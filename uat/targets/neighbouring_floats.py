"""Neighbouring floats: between which two of them a function jumps, and which of them is alone.

Floats are counted from 0, so that halving their number closes in on any two of them in 64 steps,
near 0 as elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from uat.arrays import Array

# Halvings of 2^64 floats.
_HALVINGS = 64
# A function has a value of its own at a float if it is so large a share of the jump beside it away
# from what it is on both sides.
_OWN = 0.01


def closed_in(function: Callable[[Array], Array], a: Array, b: Array) -> tuple[Array, Array]:
    """Return neighbouring floats between a and b across which a function rises, if it does.

    Parameters
    ----------
    function : takes inputs of shape (n,), returns shape (n,)
    a, b : shape (n,), a < b

    Returns
    -------
    Two of shape (n,), the left and the right ones. Halved is the number of floats in between,
    towards the larger rise; where the function is nan nobody can tell, and both are nan.

    Notes
    -----
    Cost: as many halvings as the farthest two need, 64 at most.
    """
    low, high = ordinal(a), ordinal(b)
    at_low, at_high = function(a), function(b)
    for _ in range(_HALVINGS):
        middle = (low >> 1) + (high >> 1) + (low & high & 1)
        inside = (low < middle) & (middle < high)
        if not inside.any():
            break
        at_middle = function(float_of(middle))
        with np.errstate(invalid="ignore"):
            first = np.abs(at_middle - at_low) >= np.abs(at_high - at_middle)
        left, right = inside & first, inside & ~first
        high, at_high = np.where(left, middle, high), np.where(left, at_middle, at_high)
        low, at_low = np.where(right, middle, low), np.where(right, at_middle, at_low)
    known = np.isfinite(at_low) & np.isfinite(at_high)
    return np.where(known, float_of(low), np.nan), np.where(known, float_of(high), np.nan)


def alone(
    function: Callable[[Array], Array], low: Array, high: Array
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which of the left and of the right floats of `closed_in` have values of their own.

    These differ from that of the float beyond, too.
    """
    floats = [np.nextafter(low, -np.inf), low, high, np.nextafter(high, np.inf)]
    rises = np.abs(np.diff(function(np.concatenate(floats)).reshape(4, -1), axis=0))
    return rises[0] > _OWN * rises[1], rises[2] > _OWN * rises[1]


def to_the_float(
    function: Callable[[Array], Array], jumps: Sequence[float], step: float
) -> list[float]:
    """Return the floats at which a function jumps, given about where it does.

    Parameters
    ----------
    function : takes inputs of shape (n,), returns shape (n,), nan where there is no value
    jumps : inputs, within that step of the jumps

    Returns
    -------
    The floats at which the function has a value of its own, as sign(x) at 0, else the rounder one
    of the two sides; the input that is given where the function has no value on the way.
    """
    if not jumps:
        return []
    about = np.array(jumps)
    low, high = closed_in(function, about - step, about + step)
    left_alone, right_alone = alone(function, low, high)
    rounder = ~right_alone & (_roundness(low) > _roundness(high))
    places = np.where(left_alone | rounder, low, high)
    return [float(place) for place in np.where(np.isfinite(places), places, about)]


def _roundness(x: Array) -> npt.NDArray[np.int64]:
    """Return the value of a float's last bit that is not 0, counted as `ordinal` does."""
    ordinals = ordinal(x)
    return np.where(ordinals == 0, np.iinfo(np.int64).max, ordinals & -ordinals)


def ordinal(x: Array) -> npt.NDArray[np.int64]:
    """Return which float each is, counted from 0, same shape: rising with x."""
    bits = np.ascontiguousarray(x, dtype=np.float64).view(np.int64)
    return np.where(bits < 0, np.iinfo(np.int64).min - bits, bits)


def float_of(ordinals: npt.NDArray[np.int64]) -> Array:
    """Return the floats of these `ordinal` numbers, same shape."""
    bits = np.where(ordinals < 0, np.iinfo(np.int64).min - ordinals, ordinals)
    return np.ascontiguousarray(bits).view(np.float64)
