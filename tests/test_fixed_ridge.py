"""A plain ridge finds the minimum of the loss it says, the one of scikit-learn's network."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tools import needs

from uat.core.datasets import Dataset
from uat.core.network import BLOCKS
from uat.exceptions import SettingError
from uat.trainers import StopReason, draw_start
from uat.trainers.fixed_ridge import FixedRidge


def waves(outputs=1, points=80):
    rng = np.random.default_rng(4)
    x = rng.uniform(-1.0, 1.0, (points, 2))
    t = np.column_stack([np.sin(3.0 * x[:, 0] + k) + x[:, 1] for k in range(outputs)])
    t += 0.1 * rng.normal(size=t.shape)
    return Dataset(x, (t - t.mean(axis=0)) / t.std(axis=0))


def loss(network, dataset, alpha):
    """Return the loss as the module writes it."""
    squares = sum(np.sum(np.square(getattr(network, b))) for b in BLOCKS if b.endswith("weights"))
    errors = np.square(network(dataset.x) - dataset.t).mean(axis=1)
    return 0.5 * dataset.shares @ errors + 0.5 * alpha * squares / dataset.counts.sum()


def fitted(dataset, alpha, width=4, **settings):
    start = draw_start(2, width, dataset.t.shape[1], 0)
    return FixedRidge(alpha, **{"restarts": 3, **settings}).fit(dataset, start)


@pytest.mark.slow
@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize("alpha", [0.1, 3.0])
def test_no_step_lowers_the_loss_it_says(alpha, outputs):
    dataset = waves(outputs)
    result = fitted(dataset, alpha)
    least = loss(result.network, dataset, alpha)
    assert result.loss_history[-1] == pytest.approx(least, rel=1e-12)
    vector = result.network.to_vector()
    for k in range(vector.size):
        for step in (-1e-3, 1e-3):
            moved = vector + step * (np.arange(vector.size) == k)
            assert loss(result.network.with_vector(moved), dataset, alpha) > least - 1e-7


@pytest.mark.parametrize("alpha", [0.1, 3.0])
def test_it_is_the_loss_of_scikit_learn(alpha):
    needs("sklearn")
    from sklearn.neural_network import MLPRegressor

    dataset = waves()
    others = (
        MLPRegressor(
            hidden_layer_sizes=(4,), activation="logistic", solver="lbfgs", alpha=alpha,
            max_iter=4000, tol=1e-9, random_state=seed,
        ).fit(dataset.x, dataset.t[:, 0])
        for seed in range(3)
    )  # fmt: skip
    assert fitted(dataset, alpha).loss_history[-1] == pytest.approx(
        min(other.loss_ for other in others), rel=0.02
    )


def test_a_stronger_ridge_has_smaller_weights_down_to_the_mean():
    dataset = waves()
    norms = [
        np.sum(np.square(fitted(dataset, alpha).network.output_weights))
        for alpha in (0.1, 1.0, 1e4)
    ]
    assert norms[0] > norms[1] > norms[2]
    np.testing.assert_allclose(fitted(dataset, 1e4).network(dataset.x), 0.0, atol=1e-3)


def test_a_count_of_2_is_the_point_twice():
    dataset = waves()
    counts = 1 + np.arange(80) % 2
    rows = np.repeat(np.arange(80), counts)
    weighted = fitted(Dataset(dataset.x, dataset.t, counts, total=counts.sum()), 1.0)
    repeated = fitted(Dataset(dataset.x[rows], dataset.t[rows]), 1.0)
    np.testing.assert_allclose(weighted.network(dataset.x), repeated.network(dataset.x), atol=1e-6)


def test_more_starts_are_never_worse_and_the_seed_draws_them():
    dataset = waves()
    one, three = (fitted(dataset, 0.1, restarts=n).loss_history[-1] for n in (1, 3))
    assert three <= one


def test_steps_that_were_not_enough_are_told():
    assert fitted(waves(), 0.1, epochs=2).stop_reason is StopReason.EPOCHS_DONE
    assert fitted(waves(), 0.1, epochs=500).stop_reason is StopReason.CONVERGED


@pytest.mark.parametrize(
    "wrong", [{"alpha": -1.0}, {"alpha": np.nan}, {"epochs": 0}, {"restarts": 0}]
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingError, match=next(iter(wrong))):
        dataclasses.replace(FixedRidge(1.0), **wrong)


def test_activations_without_gradient_are_refused():
    assert "no gradient" in FixedRidge(1.0).refusal(1, "heaviside")
