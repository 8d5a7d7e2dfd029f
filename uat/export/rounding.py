"""How many digits a formula needs to say what its network says.

Six digits of every parameter are pleasant to read, and most often enough. They are not where the
coefficients are large and nearly cancel, where the outputs are far from 0 beside their spread, or
where the inputs are far from 0 and nothing is subtracted from them. So the network of the rounded
numbers, the very ones that will be printed, is evaluated beside the exact one where the model was
fitted, and is given more digits until it is near enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.core.domains import Box
from uat.core.domains import digits as shortest
from uat.core.model import Model
from uat.core.network import BLOCKS, Network

NEAR_ENOUGH = 1e-4
"""A rounded network may be off by this share of an output's range, where it was fitted."""

ALL_DIGITS = 17
# Numbers of 15 digits are read and written again without a change, numbers of 16 are not.
_DIGITS = (*range(6, 16), ALL_DIGITS)

# A middle of a range is written with the fewest digits that move it by this share of the range.
_MOVED = 0.05
# So many points of the range are moved onto every unit, and beside it by so much of its argument.
_BASES, _OFFSETS = 64, (-4.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Rounded:
    """A network whose parameters have few digits, and how far it is from the one it stands for.

    Parameters
    ----------
    network : its parameters mean themselves with so many digits; its centre has all of its own
    digits : significant ones, of every parameter; 17 are all
    distance : shape (outputs,), the largest difference that was seen at the points, output units
    exact : whether the parameters are those of the network it stands for, to the last bit
    """

    network: Network
    digits: int
    distance: Array
    exact: bool


def rounded(model: Model) -> Rounded:
    """Return the network with the fewest digits, from six on, that are enough; see `NEAR_ENOUGH`.

    It is written about a point within the range of the inputs; see `about_the_middle`. Where all
    digits are not enough either, which is where the network itself is rounding, all are given.
    """
    exact, x = about_the_middle(model), points(model)
    y = model.network(x)
    allowed = _allowed(y)
    for digits in _DIGITS:
        candidate = _with_digits(exact, digits)
        distance = _distance(candidate(x), y)
        if (distance <= allowed).all():
            break
    return Rounded(candidate, digits, distance, candidate == model.network)


def text(value: float, digits: int) -> str:
    """Return a number with so many significant digits; with 17, the fewest that mean it."""
    return shortest(float(value)) if digits == ALL_DIGITS else f"{value:.{digits}g}"


def about_the_middle(model: Model) -> Network:
    """Return the network about points within the ranges of its inputs, the same function exactly.

    An input whose centre lies within its range, or no farther from it than the range is long,
    keeps its centre. Of the others it becomes the middle of the range, of as few digits as stay
    near it, and the biases, which were large and cancelled, become small; they are summed without
    rounding.
    """
    network = model.network
    if model.lower is None or model.upper is None:
        return network
    old = network.input_centre.tolist()
    new = [_near_centre(*side) for side in zip(old, model.lower, model.upper, strict=True)]
    if new == old:
        return network
    moves = [Fraction(there) - Fraction(here) for here, there in zip(old, new, strict=True)]
    units = zip(network.hidden_biases.tolist(), network.hidden_weights.T.tolist(), strict=True)
    biases = [float(Fraction(bias) + _dot(weights, moves)) for bias, weights in units]
    return replace(network, hidden_biases=np.array(biases), input_centre=np.array(new))


def _dot(weights: list[float], moves: list[Fraction]) -> Fraction:
    """Return the sum of products, without rounding."""
    terms = (Fraction(weight) * move for weight, move in zip(weights, moves, strict=True))
    return sum(terms, Fraction(0))


def _near_centre(centre: float, low: float, high: float) -> float:
    """Return the centre, or one within the range if it is far from there."""
    length = high - low
    if low - length <= centre <= high + length:
        return centre
    middle = low / 2.0 + high / 2.0
    for digits in range(1, ALL_DIGITS):
        short = float(f"{middle:.{digits}g}")
        if abs(short - middle) <= _MOVED * length:
            return short
    return middle


def points(model: Model) -> Array:
    """Return where a rounded network is compared: shape (points, inputs), within the ranges.

    A lattice of the ranges, their ends, and points on and beside every unit, where a network with
    steep units is easily missed. Of a model without ranges, the box in which its units bend.
    """
    lower, sides = _box(model)
    unit = Box((0.0,) * len(lower), (1.0,) * len(lower))
    ends = np.stack([lower, lower + sides])
    lattice = np.vstack([ends, lower + sides * unit.lattice()])
    beside = [
        np.clip(near, *ends) for near in _beside_units(model.network, lattice[:_BASES], sides)
    ]
    return np.vstack([lattice, *beside])


def _box(model: Model) -> tuple[Array, Array]:
    """Return the lower ends of the ranges, and their lengths."""
    if model.lower is not None and model.upper is not None:
        return np.array(model.lower), np.subtract(model.upper, model.lower)
    network = model.network
    with np.errstate(all="ignore"):
        steepest = np.max(np.abs(network.hidden_weights), axis=1)
        radius = (np.max(np.abs(network.hidden_biases)) + network.phi.reach) / steepest
    radius = np.where(np.isfinite(radius), radius, 1.0)
    return network.input_centre - radius, 2.0 * radius


def _beside_units(network: Network, bases: Array, sides: Array) -> Iterator[Array]:
    """Yield the points of `bases` moved along an input to where each unit bends."""
    slopes = network.hidden_weights * sides[:, np.newaxis]
    for j, i in enumerate(np.argmax(np.abs(slopes), axis=0)):
        if not (weight := network.hidden_weights[i, j]):
            continue
        z = network.pre_activations(bases)[:, j]
        with np.errstate(all="ignore"):
            crossing = bases[:, i] - z / weight
            moved = [crossing + offset / weight for offset in _OFFSETS]
            moved += [np.nextafter(crossing, end) for end in (-np.inf, np.inf)]
        for values in moved:
            near = bases.copy()
            near[:, i] = np.where(np.isfinite(values), values, bases[:, i])
            yield near


def _allowed(y: Array) -> Array:
    """Return how far a rounded network may be off, one number an output.

    A share of the output's range; of a constant, of its size.
    """
    with np.errstate(all="ignore"):
        finite = np.where(np.isfinite(y), y, 0.0)
        low, high = finite.min(axis=0), finite.max(axis=0)
        share = NEAR_ENOUGH * high - NEAR_ENOUGH * low
        of_size = NEAR_ENOUGH * np.abs(finite).max(axis=0)
    return np.asarray(np.where(high > low, share, of_size))


def _with_digits(network: Network, digits: int) -> Network:
    """Return the network of the numbers that are printed with so many digits."""
    blocks: dict[str, Any] = {}
    for block in BLOCKS:
        values = getattr(network, block)
        read = [float(text(value, digits)) for value in values.ravel().tolist()]
        blocks[block] = np.array(read).reshape(values.shape)
    return replace(network, **blocks)


def _distance(one: Array, other: Array) -> Array:
    """Return the largest difference of each output; what is infinite in both does not differ."""
    with np.errstate(all="ignore"):
        difference = np.abs(one - other)
    alike = (one == other) | (np.isnan(one) & np.isnan(other))
    return np.asarray(np.max(np.where(alike, 0.0, np.nan_to_num(difference, nan=np.inf)), axis=0))
