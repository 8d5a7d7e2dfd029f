"""Where a network may be steeper than a grid is fine: beside the centres of its units.

A unit is steep, or bent, where w . x + b is about 0, over a distance of about 1/|w|. Between two
points of a grid a steep unit, and a pair of steep units that all but cancel, may do what it likes:
whoever measures the largest error of a network looks there, too.
"""

from __future__ import annotations

import numpy as np

from uat.arrays import Array
from uat.core.domains import Box
from uat.core.network import Network

# Distances from a centre, in lengths over which |w . x + b| grows by 1. What decays exponentially
# is as good as settled at the last.
_DISTANCES = np.array([0.2, 0.45, 0.7, 1.0, 1.4, 1.9, 2.5, 3.3, 4.4, 6.0, 9.0, 16.0])
_LADDER = np.concatenate([-_DISTANCES[::-1], [0.0], _DISTANCES])
# The grid sees what a unit does whose |w . x + b| grows by less from one of its points to the next.
_STEEP = 0.25
# Of several inputs, every other step of the ladder, and so many places along each unit.
_SHORT_LADDER, _MOST_POINTS = _LADDER[::2], 20_000


def points_beside_units(network: Network, domain: Box, spacing: Array, anchors: Array) -> Array:
    """Return points of the domain at which the network may have peaks that a grid does not see.

    Parameters
    ----------
    network : one network, no stack
    domain : no point lies outside it
    spacing : shape (inputs,), distance between neighbours of the grid along each input
    anchors : shape (n, inputs), points next to which units are looked at: at the nearest points of
        the planes w . x + b = 0, distances in spacings. Of one input a plane is a point, and
        anchors change nothing

    Returns
    -------
    shape (m, inputs). Of one input the centres of all units, the middles between neighbours, and
    25 points about the centre of every unit that is steep for the grid; of more, the nearest
    points and 12 more on the normals through them, of steep units, 20,000 at most.
    """
    centre = network.input_centre
    slopes = network.hidden_weights * spacing[:, np.newaxis]
    with np.errstate(over="ignore"):
        steepness = np.linalg.norm(slopes, axis=0)
    usable = np.isfinite(steepness) & (steepness > 0.0) & np.isfinite(network.hidden_biases)
    slopes, steepness = slopes[:, usable], steepness[usable]
    biases = network.hidden_biases[usable]
    steep = steepness > _STEEP
    if domain.inputs == 1:
        with np.errstate(over="ignore", invalid="ignore"):
            centres = np.sort(-biases / slopes[0])
            beside = np.add.outer(_LADDER, -biases[steep]) / slopes[0, steep]
        middles = centres[:-1] + np.diff(centres) / 2.0
        points = np.concatenate([centres, middles, beside.ravel()])[:, np.newaxis]
    else:
        starts = (anchors - centre) / spacing
        points = _feet(starts, slopes[:, steep], steepness[steep], biases[steep])
    points = points * spacing + centre
    inside = np.all((points >= domain.lower) & (points <= domain.upper), axis=1)
    return points[inside]


def _feet(anchors: Array, slopes: Array, steepness: Array, biases: Array) -> Array:
    """Return what of the normals through the anchors is near the units' planes: shape (n, inputs).

    Parameters
    ----------
    anchors : shape (points, inputs)
    slopes : shape (inputs, units)
    steepness : shape (units,), the lengths of the slopes
    biases : shape (units,)
    """
    most = max(1, _MOST_POINTS // max(1, len(_SHORT_LADDER) * len(biases)))
    anchors = anchors[:most]
    at = anchors @ slopes + biases
    normals = (slopes / steepness / steepness).T
    moved = _SHORT_LADDER[:, np.newaxis, np.newaxis] - at
    points = anchors[:, np.newaxis] + moved[..., np.newaxis] * normals
    return points.reshape(-1, anchors.shape[1])
