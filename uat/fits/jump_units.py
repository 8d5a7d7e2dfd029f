"""Steps that stand exactly on the jumps of a target.

A trainer sees samples: it knows that a jump is between two of them, and where in between does not
matter to it. Between two floats it does: of a step function only a unit that switches where the
target does is right everywhere. So the jump is sought to the last bit, with the target at hand, and
the unit is written about 0 with the weight 1 or -1, because x - t has the sign it should have in
floating point, and w x + b need not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.network import Network

# Halvings of 2^64 floats.
_HALVINGS = 64
# Samples of one place are no farther from each other than this share of the range; of those inside
# a jump there may be so many.
_AS_ONE, _MOST_INSIDE = 1e-9, 2
# So much of a rise between two samples is left between two floats, if it is a jump.
_SHARE = 0.25


def placed_on_jumps(
    network: Network, function: Callable[[Array], Array], samples: Array
) -> Network:
    """Return the same steps, those between the two sides of a jump exactly on it.

    Parameters
    ----------
    network : of one input, whose units step at 0: phi(s z) = phi(z) for every s > 0
    function : takes inputs of shape (n,), returns shape (n,)
    samples : shape (points,), at least two: no step changes sides with any of them

    Returns
    -------
    A network whose hidden weights are 1, -1 or 0, written about 0.
    """
    samples = np.unique(samples)
    sides = np.sign(network.hidden_weights[0])
    live = np.flatnonzero((sides != 0.0) & network.output_weights.any(axis=1))
    places = np.where(sides != 0.0, network.unit_centres(), 0.0)
    left, right = _one_place(samples, places[live])
    before, after = _closed_in(function, left, right)
    whole = np.abs(function(right) - function(left))
    rises = np.abs(function(after) - function(before))
    # where the target has a value of its own, half of the jump is to either side of it
    jumps = (rises > 0.0) & (rises >= _SHARE * whole)
    # at 0 a unit is on one side or the other: it stands on the first float of that side
    foot, at, _ = network.phi(np.array([-1.0, 0.0, 1.0]))
    right_owns = (at != foot) == (sides[live] > 0.0)
    places[live[jumps]] = np.where(right_owns, after, before)[jumps]
    return replace(
        network,
        hidden_weights=sides[np.newaxis],
        hidden_biases=np.where(sides != 0.0, -sides * places, network.hidden_biases),
        input_centre=np.zeros(1),
    )


def _one_place(samples: Array, places: Array) -> tuple[Array, Array]:
    """Return the samples to either side of each place, beyond those in one place with it."""
    right = np.clip(np.searchsorted(samples, places), 1, len(samples) - 1)
    left = right - 1
    closeness = _AS_ONE * (samples[-1] - samples[0])
    for _ in range(_MOST_INSIDE):
        beyond = np.maximum(left - 1, 0), np.minimum(right + 1, len(samples) - 1)
        left = np.where(samples[right] - samples[beyond[0]] < closeness, beyond[0], left)
        right = np.where(samples[beyond[1]] - samples[left] < closeness, beyond[1], right)
    return samples[left], samples[right]


def _closed_in(function: Callable[[Array], Array], a: Array, b: Array) -> tuple[Array, Array]:
    """Return neighbouring floats between a and b across which the function rises, if any does.

    Halved is the number of floats in between, towards the larger rise.
    """
    low, high = _ordinal(a), _ordinal(b)
    at_low, at_high = function(a), function(b)
    for _ in range(_HALVINGS):
        middle = (low >> 1) + (high >> 1) + (low & high & 1)
        at_middle = function(_float(middle))
        first = np.abs(at_middle - at_low) >= np.abs(at_high - at_middle)
        inside = (low < middle) & (middle < high)
        high, at_high = (
            np.where(inside & first, middle, high), np.where(inside & first, at_middle, at_high),
        )  # fmt: skip
        low, at_low = (
            np.where(inside & ~first, middle, low), np.where(inside & ~first, at_middle, at_low),
        )  # fmt: skip
    return _float(low), _float(high)


def _ordinal(x: Array) -> npt.NDArray[np.int64]:
    """Return which float it is, counted from 0: rising with x."""
    bits = np.ascontiguousarray(x, dtype=np.float64).view(np.int64)
    return np.where(bits < 0, np.iinfo(np.int64).min - bits, bits)


def _float(ordinal: npt.NDArray[np.int64]) -> Array:
    bits = np.where(ordinal < 0, np.iinfo(np.int64).min - ordinal, ordinal)
    return np.ascontiguousarray(bits).view(np.float64)
