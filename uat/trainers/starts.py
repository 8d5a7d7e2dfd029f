"""Where training starts: the same network for the same seed, whatever the trainer."""

from __future__ import annotations

import numpy as np

from uat.checks import LARGEST_WIDTH, check_seed, check_whole, check_width
from uat.core.activations import activation_named
from uat.core.network import Network


def draw_start(
    inputs: int, width: int, outputs: int, seed: int, activation: str = "logistic"
) -> Network:
    """Return a random network for inputs in [-1, 1] and outputs of deviation 1.

    Each unit gets a direction, a centre t drawn from the box and a slope s; its pre-activation
    is s * direction . (x - t), for the logistic, and half of that for the others, which are twice
    as steep. Slopes grow with the units along each input, so that the steep parts of all units
    together are as long as the box whatever the width.

    Parameters
    ----------
    inputs, width, outputs : at least 1
    seed : at least 0; all that is random comes from it
    activation : name of phi

    Raises
    ------
    SettingError
        If a number is out of range.
    """
    check_whole(inputs, "inputs", 1, LARGEST_WIDTH)
    check_width(width)
    check_whole(outputs, "outputs", 1, LARGEST_WIDTH)
    check_seed(seed)
    activation_named(activation)
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(inputs, width))
    directions /= np.linalg.norm(directions, axis=0)
    centres = rng.uniform(-1.0, 1.0, size=(inputs, width))
    units_along_input = width ** (1.0 / inputs)
    slopes = rng.uniform(0.5, 1.5, size=width) * max(2.0, units_along_input)
    hidden_weights = directions * slopes * activation_named(activation).reach / 2.0
    return Network(
        hidden_weights,
        -np.sum(hidden_weights * centres, axis=0),
        rng.normal(size=(width, outputs)) / np.sqrt(width),
        np.zeros(outputs),
        activation,
    )
