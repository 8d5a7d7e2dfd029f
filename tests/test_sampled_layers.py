from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.core.domains import Box
from uat.core.network import Network
from uat.trainers.elimination import with_solved_outputs
from uat.trainers.projection import Problem
from uat.trainers.sampled_layers import drawn_layers, grown_layers, live_units
from uat.trainers.starts import draw_start

X = Box((-1.0, -1.0), (1.0, 1.0)).uniform_grid(16)
DATA = Dataset(X, np.sin(3.0 * X[:, 0]) * np.cos(2.0 * X[:, 1]))
PROBLEM = Problem.of(DATA, "logistic")


def network_of(units):
    width = units.shape[1]
    network = Network(units[:-1], units[-1], np.ones((width, 1)), np.zeros(1))
    return with_solved_outputs(network, DATA)


def loss(layer):
    network = network_of(layer.reshape(3, -1))
    return np.mean(np.square(network(X) - DATA.t))


def test_saturated_flat_and_unused_units_are_dead():
    weights = np.array([[3.0, 1e9, 0.0, 2.0], [1.0, 0.0, 0.0, 2.0]])
    biases = np.array([0.5, 1e10, 0.7, 0.0])
    outputs = np.array([[1.0], [1.0], [1.0], [0.0]])
    network = Network(weights, biases, outputs, np.zeros(1))
    assert list(live_units(network, X)) == [True, False, False, False]


@pytest.mark.parametrize("dead", [0, 2])
@pytest.mark.parametrize("new", [1, 3])
def test_a_grown_layer_keeps_live_units_and_replaces_dead_ones(dead, new):
    start = draw_start(2, 4, 1, seed=0)
    units = np.concatenate([start.hidden_weights, start.hidden_biases[np.newaxis]])
    units = np.concatenate([units, np.tile([[0.0], [0.0], [1.0]], dead)], axis=1)
    network = network_of(units)
    before = np.mean(np.square(network(X) - DATA.t))
    layers = list(grown_layers(PROBLEM, network, 4 + dead + new, 3, np.random.default_rng(0)))
    assert len(layers) == 3
    for layer in layers:
        grown = layer.reshape(3, -1)
        assert grown.shape[1] == 4 + dead + new
        np.testing.assert_array_equal(grown[:, :4], units[:, :4])
        assert np.all(live_units(network_of(grown), X))
        assert loss(layer) < 0.9 * before


def test_the_most_useful_units_of_many_beat_those_drawn_first():
    layers = list(drawn_layers(PROBLEM, 8, 6, np.random.default_rng(0)))
    losses = [loss(layer) for layer in layers]
    assert len(layers) == 6
    assert max(losses[1], losses[4]) < min(losses[2], losses[5])


def test_a_layer_of_one_direction_is_spread_along_it():
    ridge = Dataset(X, np.sin(4.0 * X @ [0.6, -0.8]))
    layer = next(drawn_layers(Problem.of(ridge, "tanh"), 6, 1, np.random.default_rng(0)))
    weights, bias = layer.reshape(3, -1)[:2], layer.reshape(3, -1)[2]
    slopes = np.linalg.norm(weights, axis=0)
    assert np.abs(weights.T @ [0.6, -0.8]) == pytest.approx(slopes, rel=1e-2)
    assert np.ptp(np.diff(bias / slopes)) == pytest.approx(0.0, abs=1e-12)
