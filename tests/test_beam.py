from __future__ import annotations

import itertools

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.core.domains import Box
from uat.core.network import Network
from uat.fits.sampling import measure, scaled_data
from uat.targets.catalogue import target_named
from uat.trainers import VariableProjection
from uat.trainers.beam import BeamGrowth
from uat.trainers.growth import SearchSettings
from uat.trainers.projection import Problem
from uat.trainers.sampled_layers import live_units

pytestmark = pytest.mark.slow

QUICK = SearchSettings(cold_starts=2, screening=8, kept=2, steps=60, polish=6)
SQUARE = Box((-1.0, -1.0), (1.0, 1.0)).uniform_grid(14)


def networks_of(name, most, points=400):
    target = target_named(name)
    data, scaling = scaled_data(target, points, "integrated")
    growth = BeamGrowth(QUICK, Problem.of(data, "logistic"), 0)
    found = [growth.advance(width).network for width in range(1, most + 1)]
    return target, data, [scaling.undo(network) for network in found]


@pytest.mark.parametrize("name", ["peaks", "cone"])
def test_the_error_never_rises_and_wider_networks_use_their_units(name):
    target, _, networks = networks_of(name, 9)
    errors = [measure(network, target)[0] for network in networks]
    for narrow, wide in itertools.pairwise(errors):
        assert wide <= 1.02 * narrow  # measured on more points than the search saw
    assert errors[8] < 0.75 * errors[5] or name == "cone"
    used = live_units(networks[8], target.training_grid(900))
    assert np.count_nonzero(used) >= 8


def test_a_ridge_is_fitted_by_units_of_its_direction():
    _, data, networks = networks_of("ridge", 4)
    weights = networks[3].hidden_weights
    cosines = np.abs(weights.T @ [0.6, 0.8]) / np.linalg.norm(weights, axis=0)
    assert cosines == pytest.approx(1.0, abs=1e-2)
    assert len(data.x) > 0


def test_a_dead_unit_is_moved_to_where_it_is_of_use():
    data = Dataset(SQUARE, np.sin(3.0 * SQUARE[:, 0]) * SQUARE[:, 1])
    growth = BeamGrowth(QUICK, Problem.of(data, "logistic"), 0)
    layer = np.array([[2.0, 1e9], [2.0, 0.0], [0.0, 1e10]]).ravel()
    stuck = growth.search.descend(layer, 1e-5, 40, 1e-3)
    revived = growth._revived(stuck, np.random.default_rng(0))
    assert revived.history[-1] < 0.9 * stuck.history[-1]
    weights, biases = growth.problem.layer(revived.parameters)
    network = Network(weights, biases, np.ones((2, 1)), np.zeros(1))
    assert np.all(live_units(network, SQUARE))


def test_what_is_found_for_a_width_does_not_depend_on_how_many_are_asked_for():
    data = Dataset(SQUARE, np.hypot(*SQUARE.T))
    trainer = VariableProjection(cold_starts=1, screening=6, kept=1, steps=20, polish=2)
    one, other = trainer.grow(data, 3), trainer.grow(data, 3)
    first = [next(one).network for _ in range(3)]
    assert next(itertools.islice(other, 2, None)).network == first[2]
