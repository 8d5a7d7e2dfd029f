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

from uat.arrays import Array
from uat.core.domains import Box
from uat.core.network import Network
from uat.targets.neighbouring_floats import alone, closed_in

# So much of a rise between two samples is left between two floats, if it is a jump.
_SHARE = 0.25


def samples_beside(network: Network, samples: Array) -> Array:
    """Return between which two of the samples each unit of a network of one input steps.

    Parameters
    ----------
    network : of one input, whose units step at 0
    samples : shape (points,), rising

    Returns
    -------
    shape (2, width), indices of samples: the left one and the next; 0 and 1 for units that stand
    nowhere.
    """
    sides = network.hidden_weights[0]
    # at 0 a unit is on one side or the other
    foot, at, _ = network.phi(np.array([-1.0, 0.0, 1.0]))
    places = np.where(sides != 0.0, network.unit_centres(), -np.inf)
    right_owns = (at != foot) == (sides > 0.0)
    cells = [np.searchsorted(samples, places, side=side) for side in ("right", "left")]
    right = np.clip(np.where(right_owns, cells[1], cells[0]), 1, len(samples) - 1)
    return np.array([right - 1, right])


def placed_on_jumps(
    network: Network, function: Callable[[Array], Array], domain: Box, beside: Array
) -> Network:
    """Return the same steps, those between the two sides of a jump exactly on it.

    A value that the target has at a jump alone is between two units that stand there, one that
    faces left and one that faces right.

    Parameters
    ----------
    network : of one input, whose units step at 0: phi(s z) = phi(z) for every s > 0
    function : takes inputs of shape (n,), returns shape (n,)
    domain : where the function may be asked, of one input
    beside : shape (2, width), inputs to the left and to the right of each unit's step: it may be
        moved anywhere between them

    Returns
    -------
    A network whose hidden weights are 1, -1 or 0, written about 0; some units may face the other
    way.
    """
    sides = np.sign(network.hidden_weights[0])
    live = np.flatnonzero((sides != 0.0) & network.output_weights.any(axis=1))
    places = np.where(sides != 0.0, network.unit_centres(), 0.0)
    left, right = beside[:, live]
    before, after = closed_in(function, left, right)
    whole = np.abs(function(right) - function(left))
    rises = np.abs(function(after) - function(before))
    # where the target has a value of its own, half of the jump is to either side of it
    jumps = (rises > 0.0) & (rises >= _SHARE * whole)
    # at 0 a unit is on one side or the other: it stands on the first float of that side, but where
    # a float has a value of its own, on that float, facing away from the other
    foot, at, top = network.phi(np.array([-1.0, 0.0, 1.0]))
    right_owns = (at != foot) == (sides[live] > 0.0)
    (low,), (high,) = domain.lower, domain.upper
    left_alone, right_alone = alone(lambda x: function(np.clip(x, low, high)), before, after)
    right_is_to_own = np.where(left_alone == right_alone, right_owns, right_alone)
    places[live[jumps]] = np.where(right_is_to_own, after, before)[jumps]
    turned = live[jumps & (right_is_to_own != right_owns)]
    sides[turned] *= -1.0
    weights = network.output_weights.copy()
    weights[turned] *= -1.0
    return replace(
        network,
        hidden_weights=sides[np.newaxis],
        hidden_biases=np.where(sides != 0.0, -sides * places, network.hidden_biases),
        output_weights=weights,
        output_biases=network.output_biases - (foot + top) * weights[turned].sum(axis=0),
        input_centre=np.zeros(1),
    )
