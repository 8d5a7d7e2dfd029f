"""Joint steps lower the loss, whichever of the two systems is solved."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.backprop import jacobian
from uat.core.datasets import Dataset
from uat.trainers import StopReason, draw_start, joint_steps
from uat.trainers.joint_steps import _solver, moved_together, with_ridge_outputs

RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, (50, 2))
DATA = Dataset(X, np.stack([np.sin(4.0 * X[:, 0]), X[:, 1] ** 2], axis=1))


@pytest.mark.parametrize("parameters", [6, 30])
def test_both_systems_give_the_damped_step(parameters):
    slopes, slope = RNG.normal(size=(12, parameters)), RNG.normal(size=parameters)
    ridges = RNG.uniform(0.0, 1.0, parameters)
    step, promised = _solver(slopes, slope, ridges)(0.3)
    products = slopes.T @ slopes + np.diag(ridges)
    damped = 0.3 * np.diag(np.diag(slopes.T @ slopes) + ridges)
    np.testing.assert_allclose(step, -np.linalg.solve(products + damped, slope), rtol=1e-8)
    assert promised == pytest.approx(-2.0 * slope @ step - step @ products @ step)


def test_the_output_layer_is_that_of_least_loss_with_the_ridge():
    start = draw_start(2, 5, 2, 1, "logistic")
    network = with_ridge_outputs(start, DATA, 1e-3)
    residual = network(DATA.x) - DATA.t
    features = network.hidden_features(DATA.x)
    slope = features.T @ residual / 50.0 + 1e-3 * network.output_weights
    np.testing.assert_allclose(slope, 0.0, atol=1e-12)
    np.testing.assert_allclose(residual.mean(axis=0), 0.0, atol=1e-12)


@pytest.mark.parametrize("width", [3, 40])
def test_the_loss_falls_and_is_that_of_the_network(width):
    result = moved_together(draw_start(2, width, 2, 0, "logistic"), DATA, 1e-6, 25)
    assert len(result.loss_history) > 3
    assert result.loss_history[-1] < 0.9 * result.loss_history[0]
    loss = np.mean((result.network(DATA.x) - DATA.t) ** 2)
    assert result.loss_history[-1] == pytest.approx(loss)


def test_rows_count_by_their_shares():
    shares = np.where(np.arange(50) < 25, 1.0, 1e-9)
    weighted = Dataset(DATA.x, DATA.t, shares)
    result = moved_together(draw_start(2, 8, 2, 0, "logistic"), weighted, 1e-9, 40)
    residual = result.network(DATA.x) - DATA.t
    assert np.mean(residual[:25] ** 2) < 0.1 * np.mean(residual[25:] ** 2)


def test_it_ends_where_little_is_lowered_any_more(monkeypatch):
    start = draw_start(2, 3, 2, 0, "logistic")
    whole = moved_together(start, DATA, 1e-6, 25)
    assert whole.stop_reason is StopReason.EPOCHS_DONE
    monkeypatch.setattr(joint_steps, "_TOLERANCE", 1.0)
    ended = moved_together(start, DATA, 1e-6, 25)
    assert ended.stop_reason is StopReason.CONVERGED
    np.testing.assert_array_equal(ended.loss_history, whole.loss_history[:4])


def test_without_a_gradient_the_units_stay():
    start = draw_start(2, 6, 2, 0, "heaviside")
    result = moved_together(start, DATA, 1e-6, 25)
    np.testing.assert_array_equal(result.network.hidden_weights, start.hidden_weights)
    assert result.stop_reason is StopReason.BUILT


def test_of_large_networks_fewer_steps_are_taken(monkeypatch):
    parameters = draw_start(2, 6, 2, 0).to_vector().size
    work = joint_steps._products(100, parameters)
    for most, steps in ((8.5 * work, 8), (0.0, 5), (100.0 * work, 25)):
        monkeypatch.setattr(joint_steps, "_MOST_WORK", most)
        assert joint_steps._affordable(25, 100, parameters) == steps
    assert jacobian(draw_start(2, 6, 2, 0), DATA.x).shape == (100, parameters)
