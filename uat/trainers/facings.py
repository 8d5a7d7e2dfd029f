"""Broken lines as networks of relu units of one input: which way the units face.

A broken line with knots t_1 < ... < t_n and slopes s_0, ..., s_n has the kinks d_i = s_i - s_(i-1).
A unit facing right adds d_i (x - t_i)+, one facing left d_i (t_i - x)+, which is the same kink and
the line -d_i (x - t_i) less. So n units with these knots have the kinks of the line, whichever way
they face, and its slopes if and only if  s_0 + sum of d_i over the left-facing units = 0,  for
that is what is missing of the first slope. Written out in slopes the sum is an alternating one,
s_k0 - s_k1 + ... + s_k2m = 0 with k0 < k1 < ...; the simplest says that one piece is flat.

With one unit more than knots nothing has to vanish: a unit at an end of the domain, where all of
it is a straight line, adds the slope that is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.core.network import Network

Facing = npt.NDArray[np.bool_]
"""Shape (knots,), which units face left."""

# All facings of so many units are looked at; of more, the closest sums of two halves.
_ALL, _HALF = 14, 14


@dataclass(frozen=True, slots=True, eq=False)
class BrokenLine:
    """A continuous function that is straight from knot to knot.

    Parameters
    ----------
    knots : shape (pieces + 1,), rising, the ends of the domain among them
    values : shape (pieces + 1,), at the knots
    """

    knots: Array
    values: Array

    @classmethod
    def through(cls, knots: Array, values: Array) -> BrokenLine:
        """Return the line through points from left to right, of several at one place the first."""
        knots, first = np.unique(knots, return_index=True)
        return cls(knots, values[first])

    def __call__(self, x: Array) -> Array:
        """Return the values at points of the domain, same shape as x."""
        return np.asarray(np.interp(x, self.knots, self.values))

    @property
    def lengths(self) -> Array:
        """Lengths of the pieces, shape (pieces,)."""
        return np.diff(self.knots)

    @property
    def slopes(self) -> Array:
        """Slopes of the pieces, shape (pieces,)."""
        return np.asarray(np.diff(self.values) / self.lengths)

    @property
    def inner_knots(self) -> int:
        """Number of knots between the ends."""
        return len(self.knots) - 2


def alternating(facing: Facing) -> Array:
    """Return a with a . slopes = what the units' slopes miss: shape (knots + 1,), of -1, 0, 1."""
    left = np.concatenate([[1.0], facing.astype(float)])
    return np.asarray(left - np.concatenate([facing.astype(float), [0.0]]))


def best_facings(line: BrokenLine, count: int) -> list[tuple[Facing, float]]:
    """Return up to `count` facings whose sums are nearly 0, the cheapest to mend first.

    Beside each stands about how much error it costs.

    Moving the ends of a piece of length h apart by 2 e changes its slope by 2 e / h; so a sum is
    mended by moving no value by more than |sum| / (sum of 2 |a_k| / h_k), about.
    """
    kinks = np.diff(line.slopes)
    few = len(kinks) <= _ALL
    facings = _subsets(len(kinks)) if few else close_sums(kinks, -float(line.slopes[0]), _HALF)
    left = np.concatenate([np.ones((len(facings), 1)), facings], axis=1)
    weights = left - np.concatenate([facings, np.zeros((len(facings), 1))], axis=1)
    cost = np.abs(weights @ line.slopes) / (np.abs(weights) @ (2.0 / line.lengths))
    return [(facings[k], float(cost[k])) for k in np.argsort(cost, kind="stable")[:count]]


def _subsets(size: int) -> Facing:
    """Return all subsets, shape (2^size, size)."""
    return np.asarray((np.arange(1 << size)[:, np.newaxis] >> np.arange(size)) % 2 == 1)


def close_sums(kinks: Array, wanted: float, half: int) -> Facing:
    """Return subsets whose sums come close to a number: for each of one half its best partner.

    The sums of all subsets of the one half and of the other are sorted; of up to 2 `half` kinks
    this meets the closest. Of more kinks the smallest ones face so that what they leave is near
    the middle of what these can make.

    Parameters
    ----------
    kinks : shape (kinks,)
    wanted : the number
    half : so many kinks at most are a half

    Returns
    -------
    Shape (subsets, kinks).
    """
    order = np.argsort(-np.abs(kinks), kind="stable")
    first, second, small = order[: 2 * half : 2], order[1 : 2 * half : 2], order[2 * half :]
    middle = np.sum(kinks[order[: 2 * half]]) / 2.0
    small_left = []
    for k in small:
        if abs(wanted - kinks[k] - middle) < abs(wanted - middle):
            wanted -= kinks[k]
            small_left.append(k)
    ones, others = _subsets(len(first)), _subsets(len(second))
    sums, partners = ones @ kinks[first], others @ kinks[second]
    ranks = np.argsort(partners, kind="stable")
    at = np.searchsorted(partners[ranks], wanted - sums)
    below, above = np.maximum(at - 1, 0), np.minimum(at, len(ranks) - 1)
    misses = np.abs(partners[ranks[np.stack([below, above])]] + sums - wanted)
    best = ranks[np.where(misses[0] <= misses[1], below, above)]
    facings = np.zeros((len(ones), len(kinks)), dtype=np.bool_)
    facings[:, first], facings[:, second], facings[:, small_left] = ones, others[best], True
    return facings


def network_of(line: BrokenLine, facing: Facing | None, width: int, activation: str) -> Network:
    """Return the network of units that makes a broken line; units it needs not are dead.

    Parameters
    ----------
    line : with at most `width` knots
    facing : of the knots' units; None sets a unit at the left end of the domain, which needs one
        unit more than there are knots
    width : number of units
    activation : a multiple of max(0, z)

    Notes
    -----
    Every output weight is a kink, and nothing cancels: their sum is the variation of the slope.
    What the slopes of a facing miss is made up for as well as one constant can: the network is
    tilted about the middle of the domain.
    """
    kinks, places = np.diff(line.slopes), line.knots[1:-1]
    if facing is None:
        places, kinks = line.knots[:-1], np.concatenate([line.slopes[:1], kinks])
        facing = np.zeros(len(places), np.bool_)
    height = float(activation_named(activation)(np.ones(1))[0])
    dead = width - len(places)
    sides = np.where(facing, -1.0, 1.0)
    network = Network(
        np.pad(sides, (0, dead))[np.newaxis],
        np.pad(-sides * places, (0, dead)),
        np.pad(kinks / height, (0, dead))[:, np.newaxis],
        np.zeros(1),
        activation,
    )
    gap = line.values - network(line.knots)[:, 0]
    return replace(network, output_biases=np.array([np.min(gap) / 2.0 + np.max(gap) / 2.0]))
