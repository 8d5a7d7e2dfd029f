"""Hidden layers that are graded towards where a target is singular, one input.

Near a root, a logarithm, a kink or a narrow spike every scale counts as much as the next: units
stand at distances that grow by a factor, and are as steep as they are near. Where that is, the
fitted points tell: the rule that placed them has gathered them there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named

# Points have gathered where they are closer than this share of their mean distance; places nearer
# to each other than that share of the domain are one; there are so many at most.
_GATHERED, _APART, _MOST = 0.02, 0.05, 4
# Factors of the distances are this uncertain, and slopes are so many over the distance.
_SPREAD, _SLOPES = 0.1, (0.5, 2.5)
NEARER = (10.0, 100.0, 1000.0)
"""How far from a place its nearest unit stands, in turn: in distances of the points there."""


@dataclass(frozen=True, slots=True)
class SingularPlace:
    """Where points gather.

    Parameters
    ----------
    at : the input
    nearest : the scale on which they do, in inputs
    """

    at: float
    nearest: float


def singular_places(x: Array) -> list[SingularPlace]:
    """Return where points of [-1, 1] gather, the closest first; shape of x (points,)."""
    x = np.unique(x)
    gaps = np.diff(x)
    if len(gaps) < _MOST:
        return []
    places: list[SingularPlace] = []
    typical = _GATHERED * float(np.mean(gaps))
    for k in np.argsort(gaps, kind="stable"):
        if gaps[k] > typical or len(places) == _MOST:
            break
        at = float(x[k] / 2.0 + x[k + 1] / 2.0)
        if all(abs(at - place.at) > _APART * 2.0 for place in places):
            end = min((1.0, -1.0), key=lambda end: abs(at - end))
            if abs(at - end) < _APART:
                at = end
            places.append(SingularPlace(at, float(gaps[k])))
    return places


def graded_hidden_layers(
    places: list[SingularPlace], width: int, activation: str, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    """Return units at distances from the places that grow evenly in the logarithm.

    Parameters
    ----------
    places : of one input; units are dealt out in turn, to both sides of a place inside
    width : number of units
    activation : name of phi

    Returns
    -------
    hidden_weights of shape (1, width) and hidden_biases of shape (width,), for every one of
    `NEARER`; none if there is no place, or but one unit.
    """
    sides = [
        (place, side)
        for place in places
        for side in (-1.0, 1.0)
        if abs(place.at + _APART * side) <= 1.0
    ]
    layers = []
    for nearer in NEARER if sides and width > 1 else ():
        centres, distances = np.empty(width), np.empty(width)
        for number, (place, side) in enumerate(sides):
            own = np.arange(number, width, len(sides))
            steps = np.geomspace(nearer * place.nearest, 1.0 - side * place.at, len(own))
            distances[own] = steps * np.exp(_SPREAD * rng.normal(size=len(own)))
            centres[own] = place.at + side * distances[own]
        slopes = rng.uniform(*_SLOPES, size=width) / distances
        weights = slopes * activation_named(activation).reach / 2.0
        layers.append((weights[np.newaxis], -weights * centres))
    return layers
