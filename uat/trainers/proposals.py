"""Where the next hidden units could go: where the residual of the best network so far is largest.

A residual of one input swings about zero; between two sign changes lies a lobe. A new unit gets
its centre where a lobe peaks and is as steep as the lobe is narrow, so that it finds the scale of
a kink by itself. With more inputs the direction is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named

STEEPNESSES = (0.5, 1.0, 3.0)
"""Steep parts of a new unit, in lobes: twice as long, as long, a third as long."""
_LOBES = 3
_SOFT_CENTRES = 2.0  # centres of soft units, in half-lengths of the domain
_NARROWEST = 1e-9  # half-width of a lobe, in half-lengths of the domain


@dataclass(frozen=True, slots=True)
class Lobe:
    """A place where the residual peaks.

    Parameters
    ----------
    centre : shape (inputs,)
    radius : distance over which the residual keeps its sign, about
    """

    centre: Array
    radius: float


def lobes(x: Array, residual: Array, count: int, width: int, by_mass: bool = False) -> list[Lobe]:
    """Return up to `count` lobes of a residual, the highest first.

    Parameters
    ----------
    x : shape (points, inputs)
    residual : shape (points, outputs)
    count : how many are wanted
    width : of the network that left the residual
    by_mass : rank by what a lobe adds to the square integral instead, one input only: beside a
        jump the residual is large whatever is done
    """
    if x.shape[1] == 1:
        largest = int(np.argmax(np.max(np.abs(residual), axis=0)))
        return _between_sign_changes(x[:, 0], residual[:, largest], count, by_mass)
    radius = 1.0 / max(2.0, width ** (1.0 / x.shape[1]))
    height = np.linalg.norm(residual, axis=1)
    found: list[Lobe] = []
    for place in np.argsort(-height, kind="stable"):
        if all(np.linalg.norm(x[place] - lobe.centre) > radius for lobe in found):
            found.append(Lobe(x[place], radius))
        if len(found) == count:
            break
    return found


def _between_sign_changes(x: Array, residual: Array, count: int, by_mass: bool) -> list[Lobe]:
    order = np.argsort(x, kind="stable")
    x, residual = x[order], residual[order]
    changes = np.flatnonzero(residual[1:] * residual[:-1] <= 0.0) + 1
    firsts = np.concatenate([[0], changes])
    ends = np.concatenate([changes, [len(x)]])
    found = []
    for first, end in zip(firsts, ends, strict=True):
        peak = first + int(np.argmax(np.abs(residual[first:end])))
        radius = float(x[min(end, len(x) - 1)] - x[first]) / 2.0
        height = abs(residual[peak])
        rank = height * height * radius if by_mass else height
        found.append((-rank, Lobe(x[peak : peak + 1], max(radius, _NARROWEST))))
    found.sort(key=lambda entry: entry[0])
    return [lobe for _, lobe in found[:count]]


def hidden_layers_with_new_units(
    hidden_weights: Array,
    hidden_biases: Array,
    places: Sequence[Lobe],
    new: int,
    activation: str,
    rng: np.random.Generator,
) -> list[tuple[Array, Array]]:
    """Return hidden layers with `new` units more, at neighbours in height among the places.

    Parameters
    ----------
    hidden_weights : shape (inputs, width), kept
    hidden_biases : shape (width,), kept
    places : highest first
    new : number of units to add

    Returns
    -------
    Pairs of shape (inputs, width + new) and (width + new,): for each steepness and each of the
    highest places one, as far as there are places.
    """
    made = []
    for steepness in STEEPNESSES:
        for first in range(min(_LOBES, len(places) - new + 1)):
            chosen = places[first : first + new]
            directions = rng.normal(size=(hidden_weights.shape[0], new))
            directions /= np.linalg.norm(directions, axis=0)
            radii = np.array([lobe.radius for lobe in chosen])
            weights = directions * (steepness * activation_named(activation).reach / radii)
            biases = -np.sum(weights * np.stack([p.centre for p in chosen], axis=1), axis=0)
            made.append(
                (
                    np.concatenate([hidden_weights, weights], axis=1),
                    np.concatenate([hidden_biases, biases]),
                )
            )
    return made


def spread_hidden_layer(
    inputs: int, width: int, activation: str, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Return a hidden layer whose centres are spread evenly along the first input, not drawn.

    Slopes are about as steep as the centres are close; directions are drawn.
    """
    centres = rng.uniform(-1.0, 1.0, size=(inputs, width))
    centres[0] = -1.0 + (2.0 * np.arange(width) + 1.0) / width
    directions = rng.normal(size=(inputs, width))
    directions /= np.linalg.norm(directions, axis=0)
    slopes = rng.uniform(0.5, 1.5) * max(2.0, width ** (1.0 / inputs))
    weights = directions * slopes * activation_named(activation).reach / 2.0
    return weights, -np.sum(weights * centres, axis=0)


def soft_hidden_layer(
    inputs: int, width: int, activation: str, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Return a hidden layer of units that are hardly bent, with centres beyond the domain, too.

    A smooth target is approximated best by units that nearly merge; cold starts whose units are as
    steep as they are many end elsewhere.
    """
    centres = rng.uniform(-_SOFT_CENTRES, _SOFT_CENTRES, size=(inputs, width))
    directions = rng.normal(size=(inputs, width))
    directions /= np.linalg.norm(directions, axis=0)
    slopes = np.exp(rng.uniform(0.0, np.log(max(2.0, width ** (1.0 / inputs))), size=width))
    weights = directions * slopes * activation_named(activation).reach / 2.0
    return weights, -np.sum(weights * centres, axis=0)
