"""Staircases of steep units."""

from __future__ import annotations

import numpy as np
import pytest

from uat.fits.sampling import measure, scaled_data
from uat.targets.catalogue import target_named
from uat.targets.user_targets import as_target
from uat.theory.stabbing import best_steps
from uat.trainers.discontinuities import find_jumps
from uat.trainers.stairs import staircases


def built(target, width, activation="logistic"):
    data, scaling = scaled_data(target, 300, "integrated")
    return data, scaling, staircases(data, find_jumps(data), width, activation)


@pytest.mark.parametrize("activation", ["logistic", "tanh"])
@pytest.mark.parametrize("width", [1, 5, 16])
def test_of_a_continuous_target_comes_near_the_least_error_of_steps(width, activation):
    data, _, networks = built(target_named("sine"), width, activation)
    (network,) = networks
    assert network.width == width
    x, first = np.unique(data.x[:, 0], return_index=True)
    floor = best_steps(x, data.t[first, 0], width).error
    largest = np.max(np.abs(network(data.x) - data.t))
    # The units rise over a few points, which may help a little.
    assert 0.98 * floor <= largest <= 1.1 * floor


@pytest.mark.parametrize("activation", ["logistic", "tanh", "softplus"])
def test_of_a_step_function_is_exact_but_for_half_the_jumps(activation):
    target = as_target("floor(x)", domain=(0.0, 4.5))
    _, scaling, networks = built(target, 8, activation)
    for network in networks:
        largest, mean = measure(scaling.undo(network), target)
        assert largest == pytest.approx(0.5, abs=1e-3)
        assert mean < 1e-3


def test_of_fewer_units_than_jumps_the_mean_square_decides():
    """Seven jumps, five units: two pairs of the eight levels are merged, of length 1 each."""
    target = as_target("floor(x)", domain=(0.0, 7.9))
    _, scaling, networks = built(target, 5)
    (first, ours), (second, theirs) = (measure(scaling.undo(n), target) for n in networks)
    assert first == pytest.approx(0.5, abs=1e-3)
    assert second == pytest.approx(0.5, abs=1e-3)
    assert theirs == pytest.approx(0.5 * np.sqrt(4.0 / 7.9), rel=0.02)
    assert theirs <= ours


def test_there_is_none_of_units_that_make_no_steps():
    data, _, networks = built(target_named("sine"), 3, "gaussian")
    assert networks == []
    assert staircases(data, [], 1, "softplus") == []
