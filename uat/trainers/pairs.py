"""New units drawn from data: each rises between two points over which the data rise steeply.

Where a function of several inputs changes, and in which direction, its values say themselves: of
two points x and x' the unit that rises from one to the other has the direction x' - x, and is as
steep as they are close. Pairs are drawn in proportion to |t' - t| / |x' - x|. Of many such units
those are taken that explain most of a residual once all outputs are solved again.

References
----------
Bolager, Burak, Datar, Sun & Dietrich (2023), NeurIPS 36, "Sampling weights of deep neural
networks", arXiv 2306.16830, for the pairs. Rebollo-Neira & Lowe (2002), IEEE Signal Process.
Lett. 9, 137-140, for the choice among them.
"""

from __future__ import annotations

import numpy as np

from uat.arrays import Array
from uat.core.activations import Activation

# Pairs looked at for every unit that is drawn, and what a unit may at least add to those before it,
# as a share of its own length.
_PAIRS_A_UNIT, _SPANNED = 8, 1e-3
# Pairs drawn to see in which direction values change, and how many of them count.
_PAIRS, _CLOSEST = 20_000, 500
# Two units whose remainders are so parallel are one proposal.
_ALIKE = 0.9


def drawn_units(
    x: Array, values: Array, count: int, phi: Activation, rng: np.random.Generator
) -> Array:
    """Return units that rise where the values do: shape (inputs + 1, count), weights, then bias.

    Parameters
    ----------
    x : shape (points, inputs)
    values : shape (points, outputs)
    count : number of units
    phi : the pre-activations of a unit's two points are its `levels`
    rng : the source of all that is random
    """
    first, second = rng.integers(len(x), size=(2, _PAIRS_A_UNIT * count))
    ways = x[second] - x[first]
    squares = np.sum(ways * ways, axis=1)
    apart = squares > 0.0
    first, ways, squares, second = first[apart], ways[apart], squares[apart], second[apart]
    rises = np.max(np.abs(values[second] - values[first]), axis=1) / np.sqrt(squares)
    # With the largest of random^(1/weight) one draws by weight without putting back.
    with np.errstate(divide="ignore"):
        keys = np.log(rng.uniform(size=len(rises))) / rises
    chosen = np.argsort(-keys, kind="stable")[:count]
    low, high = phi.levels
    weights = ways[chosen] * ((high - low) / squares[chosen])[:, np.newaxis]
    biases = low - np.sum(weights * x[first[chosen]], axis=1)
    return np.concatenate([weights, biases[:, np.newaxis]], axis=1).T


def steepest_direction(x: Array, values: Array, rng: np.random.Generator) -> Array:
    """Return the direction in which the values change most: shape (inputs,), of length 1.

    That of the largest mean of (t' - t)^2 / |x' - x|^2 cos^2, over the closest of pairs that are
    drawn: there a difference is about a derivative.
    """
    first, second = rng.integers(len(x), size=(2, _PAIRS))
    ways = x[second] - x[first]
    squares = np.sum(ways * ways, axis=1)
    squares[squares == 0.0] = np.inf
    close = np.argsort(squares, kind="stable")[:_CLOSEST]
    rises = np.sum(np.square(values[second] - values[first]), axis=1)
    weights = rises[close] / np.square(squares[close])
    _, vectors = np.linalg.eigh((ways[close].T * weights) @ ways[close])
    direction = vectors[:, -1]
    return np.asarray(direction * (1.0 if direction[np.argmax(np.abs(direction))] > 0 else -1.0))


def most_useful(features: Array, residual: Array, spanned: Array, count: int) -> list[int]:
    """Return which features lower the sum of squares most, each alone, the best first.

    Parameters
    ----------
    features : shape (points, n), weighted
    residual : shape (points, outputs), weighted, of a fit by what is spanned
    spanned : shape (points, k), orthonormal columns; what they span of a feature does not count
    count : how many are wanted; of features that are nearly alike there is one
    """
    rest = features - spanned @ (spanned.T @ features)
    lengths = np.linalg.norm(rest, axis=0)
    useful = lengths > _SPANNED * np.linalg.norm(features, axis=0)
    rest /= np.where(useful, lengths, 1.0)
    gains = np.where(useful, np.sum(np.square(residual.T @ rest), axis=0), -1.0)
    chosen: list[int] = []
    for unit in np.argsort(-gains, kind="stable"):
        if len(chosen) == count or gains[unit] < 0.0:
            break
        if not chosen or np.max(np.abs(rest[:, unit] @ rest[:, chosen])) < _ALIKE:
            chosen.append(int(unit))
    return chosen


def one_after_another(features: Array, residual: Array, spanned: Array, count: int) -> list[int]:
    """Return `count` features, each the one that lowers the sum of squares most after the others.

    Arguments as for `most_useful`; fewer if no others are left.
    """
    chosen: list[int] = []
    for _ in range(count):
        best = most_useful(features, residual, spanned, 1)
        if not best:
            break
        direction = features[:, best] - spanned @ (spanned.T @ features[:, best])
        direction -= spanned @ (spanned.T @ direction)
        direction /= np.linalg.norm(direction)
        spanned = np.concatenate([spanned, direction], axis=1)
        residual = residual - direction @ (direction.T @ residual)
        chosen += best
    return chosen
