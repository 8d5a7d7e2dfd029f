"""Hidden layers to begin with, of several inputs: units drawn from the data, chosen by their use.

With one input a new unit has a place and a steepness; with more it has a direction, too, and a
random one is seldom any good. Here units are drawn from pairs of points (`uat.trainers.pairs`), and
of many those are taken that lower the residual most.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.network import Network
from uat.trainers.pairs import (
    drawn_units,
    most_useful,
    one_after_another,
    steepest_direction,
)
from uat.trainers.projection import Problem

# Units drawn to choose from: beside a network, and for a whole layer at least and by unit of width.
_BESIDE, _RELATIVES, _LEAST_POOL, _POOL_A_UNIT = 384, 128, 256, 24
# A unit that varies over the points by less than this share of its size is constant there.
_CONSTANT = 1e-6


def live_units(network: Network, x: Array) -> npt.NDArray[np.bool_]:
    """Return which units do something at the points that a constant does not: shape (width,)."""
    features = network.hidden_features(x)
    varying = np.ptp(features, axis=0) > _CONSTANT * np.max(np.abs(features), axis=0)
    return np.asarray(varying & network.output_weights.any(axis=1))


def grown_layers(
    problem: Problem, network: Network, width: int, count: int, rng: np.random.Generator
) -> Iterator[Array]:
    """Yield up to `count` hidden layers: the network's live units, and new ones up to the width.

    The new units lower its residual most, each layer having another first one. A layer is a vector
    (weights, biases) as `Problem.layer` takes it.
    """
    live = live_units(network, problem.everything.x)
    kept = np.concatenate([network.hidden_weights, network.hidden_biases[np.newaxis]])[:, live]
    spanned, residual = _fitted(problem, kept)
    raw = residual / np.where(problem.root_shares > 0.0, problem.root_shares, 1.0)
    units = drawn_units(problem.x, raw, _BESIDE, problem.phi, rng)
    units = np.concatenate([units, _relatives(kept, _RELATIVES, rng)], axis=1)
    features = _features(problem, units)
    for first in most_useful(features, residual, spanned, count):
        more = _after(features, residual, spanned, first, width - kept.shape[1] - 1)
        yield np.concatenate([kept, units[:, [first, *more]]], axis=1).ravel()


def drawn_layers(
    problem: Problem, width: int, count: int, rng: np.random.Generator
) -> Iterator[Array]:
    """Yield hidden layers of drawn units: in turn all of one direction, the most useful, the first.

    The one direction is that in which the target varies most.
    """
    for number in range(count):
        if number % 3 == 0:
            yield _aligned(problem, width, rng).ravel()
            continue
        size = width if number % 3 == 2 else max(_LEAST_POOL, _POOL_A_UNIT * width)
        units = drawn_units(problem.x, problem.t, size, problem.phi, rng)
        if units.shape[1] > width:
            spanned, residual = _fitted(problem, units[:, :0])
            chosen = one_after_another(_features(problem, units), residual, spanned, width)
            units = units[:, chosen]
        if units.shape[1] == width:
            yield units.ravel()


def _aligned(problem: Problem, width: int, rng: np.random.Generator) -> Array:
    """Return units of one direction, spread evenly along it: shape (inputs + 1, width)."""
    direction = steepest_direction(problem.x, problem.t, rng)
    along = problem.x @ direction
    middle, reach = (along.max() + along.min()) / 2.0, np.ptp(along) / 2.0 or 1.0
    centres = middle + reach * ((2.0 * np.arange(width) + 1.0) / width - 1.0)
    slope = rng.uniform(0.5, 1.5) * max(2.0, width) * problem.phi.reach / (2.0 * reach)
    return np.concatenate(
        [np.outer(direction, np.full(width, slope)), -slope * centres[np.newaxis]]
    )


def _relatives(units: Array, count: int, rng: np.random.Generator) -> Array:
    """Return units of the directions there are, of other steepness and places: (inputs + 1, n).

    Where a target varies along few directions, they are the ones that new units want.
    """
    if not units.size:
        return units
    chosen = units[:, rng.integers(units.shape[1], size=count)]
    chosen = chosen * np.exp(rng.normal(size=count))
    reach = np.sum(np.abs(chosen[:-1]), axis=0)
    return np.concatenate([chosen[:-1], (reach * rng.uniform(-1.0, 1.0, count))[np.newaxis]])


def _features(problem: Problem, units: Array) -> Array:
    return np.asarray(problem.phi(problem.x @ units[:-1] + units[-1])) * problem.root_shares


def _fitted(problem: Problem, units: Array) -> tuple[Array, Array]:
    """Return an orthonormal basis of what units and a constant span, and what they leave of t."""
    design = np.concatenate([_features(problem, units), problem.root_shares], axis=1)
    left, sizes, _ = np.linalg.svd(design, full_matrices=False)
    basis = left[:, sizes > 1e-12 * sizes[0]]
    wanted = problem.t * problem.root_shares
    return basis, wanted - basis @ (basis.T @ wanted)


def _after(features: Array, residual: Array, spanned: Array, first: int, count: int) -> list[int]:
    """Return the `count` most useful features one after another, once the first is there."""
    if count <= 0:
        return []
    direction = features[:, [first]] - spanned @ (spanned.T @ features[:, [first]])
    direction /= np.linalg.norm(direction)
    spanned = np.concatenate([spanned, direction], axis=1)
    residual = residual - direction @ (direction.T @ residual)
    return one_after_another(features, residual, spanned, count)
