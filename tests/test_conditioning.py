"""Means of units and the largest curvature, of few points and of many."""

import numpy as np
import pytest

from uat.core.backprop import jacobian
from uat.core.conditioning import SAMPLE_POINTS, largest_curvature, sample_of, unit_means
from uat.core.network import BLOCKS
from uat.core.training import relative_rates

NONE = np.zeros(0)


def points(count, inputs=1, seed=3):
    return np.random.default_rng(seed).uniform(-1.0, 1.0, size=(count, inputs))


class TestTheSample:
    def test_is_all_of_few_points(self):
        x = points(SAMPLE_POINTS)
        assert sample_of(x) is x

    def test_of_many_is_the_same_rows_each_time(self):
        x = points(5 * SAMPLE_POINTS)
        once, twice = sample_of(x), sample_of(x)
        assert once.shape == (SAMPLE_POINTS, 1)
        assert once.tobytes() == twice.tobytes()
        assert len(np.unique(once)) == SAMPLE_POINTS
        assert np.isin(once, x).all()


def test_unit_means_are_those_of_the_features(network_of):
    network, x = network_of(2, 5, 1), points(300, 2)
    assert unit_means(network, x) == pytest.approx(
        network.hidden_features(x).mean(axis=0), rel=1e-5
    )


@pytest.mark.parametrize("width", [1, 5, 40])
@pytest.mark.parametrize("count", [1, 30, 400])
@pytest.mark.parametrize("outputs", [1, 3])
def test_the_curvature_is_the_largest_eigenvalue(network_of, width, count, outputs):
    network, x = network_of(1, width, outputs), points(count)
    rates = relative_rates(network, BLOCKS, 3.0)
    scaled = jacobian(network, x) * np.sqrt(rates)
    expected = 2.0 * 0.7 * np.linalg.norm(scaled, 2) ** 2
    assert largest_curvature(network, x, 0.7, rates, NONE) == pytest.approx(expected, rel=1e-5)


def test_frozen_blocks_have_none(network_of):
    network, x = network_of(2, 5, 1), points(50, 2)
    trained = (BLOCKS[0], BLOCKS[3])
    rates = relative_rates(network, trained, 1.0)
    expected = 2.0 * np.linalg.norm(jacobian(network, x, trained), 2) ** 2
    assert largest_curvature(network, x, 1.0, rates, NONE) == pytest.approx(expected, rel=1e-6)


def test_a_network_that_nothing_moves_has_none(network_of):
    network = network_of(1, 70, 1, activation="relu")
    still = network.with_vector(np.where(np.arange(211) < 140, -9.0, 0.0))
    rates = relative_rates(still, BLOCKS[:3], 1.0)
    assert largest_curvature(still, points(100) * 0.1, 1.0, rates, NONE) == 0.0


def test_centring_lowers_it(network_of):
    network, x = network_of(1, 40, 1), points(300)
    rates = relative_rates(network, BLOCKS, 1.0)
    means = unit_means(network, x)
    centred = largest_curvature(network, x, 1.0, rates, means)
    assert centred < 0.5 * largest_curvature(network, x, 1.0, rates, NONE)
    assert largest_curvature(network, x, 1.0, rates, 0.0 * means) == pytest.approx(
        largest_curvature(network, x, 1.0, rates, NONE), rel=1e-5
    )
