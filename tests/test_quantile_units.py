"""Quantile units stand where the rows are; how smooth their sum is, the rows decide."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.trainers import QuantileUnits, draw_start
from uat.trainers.quantile_units import _ridge

X = np.linspace(-1.0, 1.0, 200)


def fit(data, width, **settings):
    return QuantileUnits(**settings).fit(data, draw_start(1, width, data.t.shape[1], 0), 0)


def centres_of(network):
    return -network.hidden_biases / network.hidden_weights[0]


def test_units_stand_at_the_quantiles_and_rise_within_their_gaps():
    network = fit(Dataset(X, X), 4, steps=0).network
    np.testing.assert_allclose(centres_of(network), [-0.75, -0.25, 0.25, 0.75], atol=0.01)
    np.testing.assert_allclose(network.hidden_weights[0], 3.0 / 0.5, rtol=0.02)


def test_where_rows_crowd_units_do():
    x = np.sign(X) * np.abs(X) ** 3
    centres = centres_of(fit(Dataset(x, x), 20, steps=0).network)
    assert np.count_nonzero(np.abs(centres) < 0.125) == 10


def test_equal_inputs_leave_the_units_finite():
    x = np.repeat([-1.0, 0.0, 1.0], 10)
    result = fit(Dataset(x, x**2), 12)
    assert np.isfinite(result.network.to_vector()).all()
    np.testing.assert_allclose(result.network(x[:, np.newaxis])[:, 0], x**2, atol=0.01)


def test_a_fast_wave_is_fitted():
    data = Dataset(X, np.sin(40.0 * X))
    result = fit(data, 60)
    assert result.loss_history[-1] < 1e-4
    assert set(result.chosen) == {"ridge"}


def test_noise_is_smoothed_by_the_ridge():
    rng = np.random.default_rng(0)
    truth = np.sin(4.0 * X)
    noisy = fit(Dataset(X, truth + 0.3 * rng.normal(size=200)), 60, steps=0)
    exact = fit(Dataset(X, truth), 60, steps=0)
    assert noisy.chosen["ridge"] > 100.0 * exact.chosen["ridge"]
    residual = noisy.network(X[:, np.newaxis])[:, 0] - truth
    assert np.sqrt(np.mean(residual**2)) < 0.12


def test_the_ridge_is_that_of_least_generalised_cross_validation_error():
    rng = np.random.default_rng(1)
    data = Dataset(X, np.sin(4.0 * X) + 0.3 * rng.normal(size=200))
    features = fit(data, 20, steps=0).network.hidden_features(data.x)
    design = np.column_stack([features, np.ones(200)])

    def score(ridge):
        penalty = np.diag([200.0 * ridge] * 20 + [0.0])
        hat = design @ np.linalg.solve(design.T @ design + penalty, design.T)
        residual = data.t[:, 0] - hat @ data.t[:, 0]
        return np.mean(residual**2) / (1.0 - np.trace(hat) / 200.0) ** 2

    best = _ridge(features, data)
    assert score(best) <= min(score(2.0 * best), score(best / 2.0))


def test_several_inputs_are_refused():
    assert "one input, not of 2" in QuantileUnits().refusal(2, "logistic")
    with pytest.raises(SettingError, match="not of 2"):
        QuantileUnits().fit(Dataset(np.ones((3, 2)), np.ones(3)), draw_start(2, 2, 1, 0), 0)
    with pytest.raises(SettingError):
        QuantileUnits(steps=-1)
