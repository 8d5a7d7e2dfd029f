"""Charts of the plane beside the lines of a network's units, where it may be steep or bent.

A unit of two inputs is steep, or bent, about the line w . x + b = 0, over a distance of about
1/|w|. What a few such units do together may be narrower than the cells of any grid, and largest
anywhere along their lines or where two of them cross. All lengths here are in spacings of the
grid, places are counted from the domain's lower corner.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.domains import Box
from uat.core.network import Network

# The grid sees what a unit does whose |w . x + b| grows by less from one of its points to the next.
_STEEP = 0.25
# Rows beside a line: in lengths over which |w . x + b| grows by 1, and, of units without such a
# length, in spacings: just beside the line on both sides, where some jump, and a little away.
_DISTANCES = np.array([0.45, 1.0, 1.9, 3.3, 6.0, 16.0])
_LADDER = np.concatenate([-_DISTANCES[::-1], [0.0], _DISTANCES])
_BESIDE = 1e-8
_SHORT_LADDER = np.array([-0.3, -_BESIDE, 0.0, _BESIDE, 0.3])
# Points along a line, at least and at most, and of all lines; pairs of lines that cross.
_LEAST_ALONG, _MOST_ALONG, _MOST_POINTS, _MOST_CROSSINGS = 9, 129, 20_000, 3_000
# A line along a side of the domain is in it, whichever way its last bits were rounded.
_ROUNDING = 1e-12
# Lines at a smaller angle, in radians, do not cross.
_PARALLEL = 1e-9


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines  d . u = place  of units, u being an input in spacings.

    Parameters
    ----------
    directions : shape (units, 2), d, of length 1
    places : shape (units,), in spacings
    ladders : shape (units, rows), distances beside the line worth looking at, in spacings
    lengths : shape (units,), distance over which the unit turns, in spacings
    """

    directions: Array
    places: Array
    ladders: Array
    lengths: Array


def charts_beside_units(network: Network, domain: Box, spacing: Array) -> tuple[Array, Array]:
    """Return charts along the lines of all steep or bent units, and about their crossings.

    Parameters
    ----------
    network : one network of two inputs, no stack
    domain : its points are looked at
    spacing : shape (2,), distance between neighbours of the grid along each input

    Returns
    -------
    along : shape (units, rows, places, 2), in input units, every row from side to side of the
        domain; nan where a row misses the domain. About 20,000 points at most
    crossings : shape (pairs, 2, 2, 2), the corners about a point where two lines cross in the
        domain, at most 3,000; some corners may lie outside

    Notes
    -----
    A homogeneous unit's slope says nothing, and it is bent at its line only.
    """
    lines = _lines(network, domain, spacing)
    sides = np.asarray(domain.lengths) / spacing
    along, crossings = _along(lines, sides) * spacing, _crossings(lines, sides) * spacing
    return np.add(domain.lower, along), np.add(domain.lower, crossings)


def _lines(network: Network, domain: Box, spacing: Array) -> _Lines:
    """Return the lines of the units a grid may not see, at most so many as there is room for.

    Those of the largest output weights, in units of the slope if there is a unit of it, come first.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        slopes = (network.hidden_weights * spacing[:, np.newaxis]).T
        biases = network.pre_activations(np.array([domain.lower]))[0]
        steepness = np.linalg.norm(slopes, axis=1)
        places = -biases / steepness
    power = network.phi.homogeneity
    ladder = _LADDER if power is None else _SHORT_LADDER
    usable = np.isfinite(steepness) & np.isfinite(places) & np.all(np.isfinite(slopes), axis=1)
    usable &= steepness > (_STEEP if power is None else 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        heights = np.max(np.abs(network.output_weights), axis=1) * steepness ** (power or 0)
    order = np.argsort(-np.where(usable, heights, -1.0), kind="stable")
    most = _MOST_POINTS // (len(ladder) * _LEAST_ALONG)
    used = order[usable[order]][:most]
    lengths = 1.0 / steepness[used] if power is None else np.full(len(used), _BESIDE)
    scale = lengths if power is None else np.ones(len(used))
    directions = slopes[used] / steepness[used, np.newaxis]
    return _Lines(directions, places[used], np.outer(scale, ladder), lengths)


def _along(lines: _Lines, sides: Array) -> Array:
    """Return rows of points along the lines, from side to side: shape (units, rows, places, 2)."""
    units, rows = lines.ladders.shape
    along = min(_MOST_ALONG, _MOST_POINTS // max(1, units * rows))
    middles = (lines.places[:, np.newaxis] + lines.ladders)[..., np.newaxis]
    middles = middles * lines.directions[:, np.newaxis]
    tangents = lines.directions[:, ::-1] * (-1.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([-_ROUNDING - middles, sides + _ROUNDING - middles])
        ends /= tangents[:, np.newaxis]
    low = np.max(np.minimum(*ends), axis=-1)[..., np.newaxis]
    high = np.min(np.maximum(*ends), axis=-1)[..., np.newaxis]
    with np.errstate(invalid="ignore"):
        steps = np.where(high >= low, low + (high - low) * np.linspace(0.0, 1.0, along), np.nan)
    points = (
        middles[:, :, np.newaxis] + steps[..., np.newaxis] * tangents[:, np.newaxis, np.newaxis]
    )
    return np.clip(points, 0.0, sides)


def _crossings(lines: _Lines, sides: Array) -> Array:
    """Return the corners of small patches where lines cross: shape (pairs, 2, 2, 2)."""
    first, second = np.triu_indices(len(lines.places), 1)
    d, e = lines.directions[first], lines.directions[second]
    sine = d[:, 0] * e[:, 1] - d[:, 1] * e[:, 0]
    apart = np.abs(sine) > _PARALLEL
    first, second, d, e, sine = first[apart], second[apart], d[apart], e[apart], sine[apart]
    # The point with d . u = 1 and e . u = 0, and the one with these exchanged.
    one = np.stack([e[:, 1], -e[:, 0]], axis=1) / sine[:, np.newaxis]
    other = np.stack([-d[:, 1], d[:, 0]], axis=1) / sine[:, np.newaxis]
    at = one * lines.places[first, np.newaxis] + other * lines.places[second, np.newaxis]
    within = np.all((at >= -_ROUNDING) & (at <= sides + _ROUNDING), axis=1)
    inside = np.flatnonzero(within)[:_MOST_CROSSINGS]
    one = one[inside] * lines.lengths[first[inside], np.newaxis]
    other = other[inside] * lines.lengths[second[inside], np.newaxis]
    ways = np.array([-1.0, 1.0])
    rows = ways[:, np.newaxis, np.newaxis] * one[:, np.newaxis, np.newaxis]
    columns = ways[:, np.newaxis] * other[:, np.newaxis, np.newaxis]
    return at[inside, np.newaxis, np.newaxis] + rows + columns
