"""The best constant: the network that no other may lose to."""

from __future__ import annotations

import numpy as np

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.network import Network


def best_constant(dataset: Dataset, width: int, activation: str) -> Network:
    """Return the constant of the least largest residual, as a network whose units do nothing.

    The middle of the range of every output, over all points, those of weight 0 included.
    """
    inputs, outputs = dataset.x.shape[1], dataset.t.shape[1]
    return Network(
        np.zeros((inputs, width)),
        np.zeros(width),
        np.zeros((width, outputs)),
        middle_of_range(dataset.t),
        activation,
    )


def middle_of_range(t: Array) -> Array:
    """Return (max + min) / 2 of every column: shape (outputs,)."""
    return np.asarray(np.min(t, axis=0) / 2.0 + np.max(t, axis=0) / 2.0)
