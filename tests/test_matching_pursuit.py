"""Matching pursuit takes the units that lower the error most, and then moves them together."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.trainers import MatchingPursuit, draw_start

X = np.linspace(-1.0, 1.0, 120)
WAVE = Dataset(X, np.sin(25.0 * X))


def fit(width, data=WAVE, seed=0, **settings):
    start = draw_start(data.x.shape[1], width, data.t.shape[1], 0, "logistic")
    return MatchingPursuit(**settings).fit(data, start, seed)


def loss_of(result, data=WAVE):
    return np.mean((result.network(data.x) - data.t) ** 2)


def test_the_first_unit_is_the_best_of_all_candidates():
    chosen = fit(1, steps=0, candidates=60, ridge=1e-12)
    losses = [loss_of(fit(1, steps=0, candidates=1, seed=seed)) for seed in range(40)]
    assert loss_of(chosen) < min(losses) + 1e-3
    # Of a pool in which it is, a steep rise at the middle is taken for a step there.
    step = Dataset(X, np.where(X > 0.0, 1.0, -1.0))
    taken = fit(1, step, steps=0).network
    assert abs(taken.hidden_biases[0] / taken.hidden_weights[0, 0]) < 0.05


def test_more_units_of_the_same_candidates_contain_the_fewer():
    few, more = fit(5, steps=0).network, fit(9, steps=0).network
    np.testing.assert_array_equal(more.hidden_weights[:, :5], few.hidden_weights)


def test_a_wave_is_fitted_that_descent_sees_nothing_of():
    result = fit(40)
    assert loss_of(result) < 1e-2 * np.var(WAVE.t)
    assert result.loss_history[-1] == pytest.approx(loss_of(result))


def test_joint_steps_never_raise_the_loss_by_more_than_the_ridge():
    drawn, moved = fit(12, steps=0), fit(12, steps=30)
    assert len(drawn.loss_history) == 1
    assert moved.loss_history[0] == drawn.loss_history[0]
    assert moved.loss_history[-1] < 0.9 * drawn.loss_history[0]


def test_directions_are_along_inputs_and_between_them():
    rng = np.random.default_rng(0)
    x = rng.uniform(-1.0, 1.0, (200, 3))
    data = Dataset(x, np.tanh(5.0 * x[:, 1]) + np.tanh(3.0 * (x[:, 0] + x[:, 2])))
    weights = fit(12, data, steps=0).network.hidden_weights
    along = (weights != 0.0).sum(axis=0) == 1
    assert along.any()
    assert (~along).any()


def test_more_units_than_add_anything_do_no_harm():
    few = Dataset([-1.0, 0.0, 1.0], [0.0, 1.0, 0.0])
    result = fit(10, few)
    assert loss_of(result, few) < 1e-6
    assert np.isfinite(result.network.to_vector()).all()


def test_everything_is_the_seed_s():
    assert fit(6, seed=3).network == fit(6, seed=3).network
    assert fit(6, seed=3).network != fit(6, seed=4).network


def test_of_very_many_points_fewer_candidates_are_drawn(monkeypatch):
    monkeypatch.setattr("uat.trainers.matching_pursuit._LARGEST", 120 * 8)
    assert fit(3, steps=0).network == fit(3, steps=0, candidates=8).network


@pytest.mark.parametrize("settings", [{"candidates": 0}, {"steps": -1}, {"ridge": 0.0}])
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(SettingError):
        MatchingPursuit(**settings)
