"""The best constant."""

from __future__ import annotations

import numpy as np

from uat.core.datasets import Dataset
from uat.trainers.constants import best_constant


def test_is_half_the_range_away_from_both_ends_of_every_output():
    x = np.linspace(-1.0, 1.0, 21)
    data = Dataset(x, np.stack([x**2, 5.0 - 3.0 * x], axis=1), np.where(np.abs(x) < 1.0, 1.0, 0.0))
    network = best_constant(data, 3, "tanh")
    assert (network.width, network.activation) == (3, "tanh")
    residual = network(x) - data.t
    np.testing.assert_allclose(np.max(np.abs(residual), axis=0), [0.5, 3.0])


def test_does_not_overflow():
    data = Dataset([0.0, 1.0], [1.5e308, 1.7e308])
    assert best_constant(data, 1, "logistic")(np.zeros(1))[0, 0] == 1.6e308
