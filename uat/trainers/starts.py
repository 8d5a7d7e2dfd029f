"""Where training starts: the same network for the same seed, whatever the trainer."""

from __future__ import annotations

import numpy as np

from uat.checks import LARGEST_WIDTH, check_choice, check_seed, check_whole, check_width
from uat.core.activations import activation_named
from uat.core.network import Network

STARTS = ("stratified", "scattered")
_LEAST_SLOPE, _STEEPEST_OF_FEW = 2.0, 1.5


def draw_start(
    inputs: int,
    width: int,
    outputs: int,
    seed: int,
    activation: str = "logistic",
    kind: str = "stratified",
) -> Network:
    """Return a random network for inputs in [-1, 1] and outputs of deviation 1.

    Each unit gets a direction, a centre t in the box and a slope s; its pre-activation is
    s * direction . (x - t), for the logistic, and half of that for those that are twice as steep,
    from where phi is steep on.
    The first coordinates of the centres are stratified: one at random in each n-th of the range, so
    that no stretch of it is left without a unit. Slopes are U(1/2, 3/2) times
    max(2, min(1.5 m, g m^(2/3))), m = n^(1/inputs) being the units along an input and g the
    activation's `slope_growth`. They grow, because more units can be narrower, but less than m, so
    that neighbours overlap more the more there are: narrow units that do not overlap learn alone,
    which is slow.

    Parameters
    ----------
    inputs, width, outputs : at least 1
    seed : at least 0; all that is random comes from it
    activation : name of phi
    kind : "stratified" as above; "scattered" draws all centres on their own and lets slopes grow
        as max(2, m): for searches from many starts, which want them unlike each other

    Raises
    ------
    SettingError
        If a number is out of range, or there is no such kind.
    """
    check_whole(inputs, "inputs", 1, LARGEST_WIDTH)
    check_width(width)
    check_whole(outputs, "outputs", 1, LARGEST_WIDTH)
    check_seed(seed)
    check_choice(kind, "kind", STARTS)
    phi = activation_named(activation)
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(inputs, width))
    directions /= np.linalg.norm(directions, axis=0)
    centres = rng.uniform(-1.0, 1.0, size=(inputs, width))
    units_along_input = width ** (1.0 / inputs)
    growth = units_along_input
    if kind == "stratified":
        centres[0] = 2.0 * (rng.permutation(width) + rng.uniform(size=width)) / width - 1.0
        growth = min(
            _STEEPEST_OF_FEW * units_along_input,
            phi.slope_growth * units_along_input ** (2.0 / 3.0),
        )
    slopes = rng.uniform(0.5, 1.5, size=width) * max(_LEAST_SLOPE, growth)
    hidden_weights = directions * slopes * phi.reach / 2.0
    return Network(
        hidden_weights,
        phi.centre - np.sum(hidden_weights * centres, axis=0),
        rng.normal(size=(width, outputs)) / np.sqrt(width),
        np.zeros(outputs),
        activation,
    )
