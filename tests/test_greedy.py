from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import pytest

from uat.core.activations import activation_named
from uat.core.datasets import Dataset
from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.fits.sampling import measure, scaled_data
from uat.targets.catalogue import target_named
from uat.targets.metrics import convergence_rate
from uat.targets.target import Target
from uat.trainers import INTEGRATED, Greedy, StopReason, draw_start

X = np.linspace(-1.0, 1.0, 101)
SINE = Dataset(X, np.sin(6.0 * X))
SIN_OVER_A_PERIOD = Target("sin", np.sin, Box.interval(-np.pi, np.pi), r"\sin x", "this test")


def fitted(dataset, width=6, activation="relu", seed=0, **settings):
    start = draw_start(dataset.x.shape[1], width, dataset.t.shape[1], 99, activation)
    return Greedy(**settings).fit(dataset, start, seed)


def mean_square(network, data):
    return data.shares @ np.mean((network(data.x) - data.t) ** 2, axis=1)


@functools.cache
def on_target(target, width, activation):
    """Return the network in the target's units."""
    dataset, scaling = scaled_data(target, 512, INTEGRATED)
    return scaling.undo(fitted(dataset, width, activation).network)


class TestPublishedNumbers:
    @pytest.mark.slow
    @pytest.mark.parametrize(("width", "published"), [(16, 1.24e-2), (64, 7.7e-4)])
    def test_sin_over_a_period_with_relus(self, width, published):
        """L2 errors of the orthogonal greedy algorithm as it is published; ours is below."""
        _, rms = measure(on_target(SIN_OVER_A_PERIOD, width, "relu"), SIN_OVER_A_PERIOD)
        assert rms * math.sqrt(2.0 * np.pi) <= 0.9 * published

    def test_two_tones_with_relus(self):
        target = target_named("two_tones")
        _, rms = measure(on_target(target, 32, "relu"), target)
        assert rms <= 0.9 * 2.2e-2


class TestRates:
    # n^-(1/2 + (2k + 1) / 2) for the k-th power in one dimension (Siegel & Xu 2022).
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("activation", "rate"),
        [("heaviside", -1.0), ("relu", -2.0), ("relu_squared", -3.0), ("relu_cubed", -4.0)],
    )
    def test_the_error_falls_as_proved(self, activation, rate):
        target = SIN_OVER_A_PERIOD
        widths = [8, 16, 32, 64]
        errors = [measure(on_target(target, n, activation), target)[1] for n in widths]
        assert convergence_rate(widths, errors) < 0.9 * rate


@pytest.mark.parametrize("activation", ["relu", "relu_cubed", "logistic", "heaviside"])
class TestOneUnitAfterAnother:
    @pytest.mark.slow
    def test_the_first_units_are_those_of_the_narrower_network(self, activation):
        wide = fitted(SINE, 12, activation).network
        for width in (1, 2, 5, 11):
            narrow = fitted(SINE, width, activation).network
            assert np.array_equal(narrow.hidden_weights, wide.hidden_weights[:, :width])
            assert np.array_equal(narrow.hidden_biases, wide.hidden_biases[:width])

    @pytest.mark.slow
    def test_the_history_is_that_of_the_narrower_networks(self, activation):
        wide = fitted(SINE, 12, activation)
        assert wide.stop_reason is StopReason.BUILT
        assert wide.loss_history.shape == (13,)
        assert wide.loss_history[0] == pytest.approx(np.var(SINE.t), rel=1e-12)
        for width in (1, 2, 5, 11):
            narrow = fitted(SINE, width, activation)
            assert np.array_equal(narrow.loss_history, wide.loss_history[: width + 1])
            assert mean_square(narrow.network, SINE) == pytest.approx(
                wide.loss_history[width], rel=1e-6
            )

    @pytest.mark.slow
    def test_no_unit_makes_it_worse(self, activation):
        history = fitted(SINE, 40, activation).loss_history
        assert np.all(np.diff(history) <= 1e-12 * history[:-1])
        assert history[-1] < 0.01 * history[0]


class TestGrowth:
    @pytest.mark.parametrize("activation", ["relu", "logistic"])
    @pytest.mark.parametrize("outputs", [1, 2])
    def test_every_width_is_that_of_a_fit_alone(self, activation, outputs):
        x = np.random.default_rng(0).uniform(-1.0, 1.0, size=(60, 2))
        data = Dataset(x, np.stack([np.sin(3.0 * x[:, 0]), x[:, 1] ** 2], axis=1)[:, :outputs])
        trainer = Greedy(dictionary=64, looks=3)
        for width, grown in enumerate(itertools.islice(trainer.grow(data, 4, activation), 9), 1):
            alone = trainer.fit(data, draw_start(2, width, outputs, 99, activation), 4)
            assert grown.network == alone.network
            assert grown.stop_reason == alone.stop_reason
            np.testing.assert_array_equal(grown.loss_history, alone.loss_history)


class TestChoice:
    @pytest.mark.parametrize("activation", ["relu", "relu_squared", "heaviside"])
    def test_the_first_unit_is_the_best_of_all_places(self, activation):
        phi = activation_named(activation)
        places = np.linspace(-1.0, 1.0, 2001)
        losses = []
        for sign in (1.0, -1.0):
            features = phi(sign * (X[:, np.newaxis] - places))
            features = features - features.mean(axis=0)
            squares = np.sum(features**2, axis=0)
            told = (SINE.t[:, 0] - SINE.t.mean()) @ features
            gains = np.divide(told**2, squares, out=np.zeros_like(told), where=squares > 1e-9)
            losses.append(np.var(SINE.t) - np.max(gains) / len(X))
        assert fitted(SINE, 1, activation).loss_history[1] <= 1.001 * min(losses)

    @pytest.mark.parametrize(
        ("activation", "weight"),
        [("relu", 1.0), ("relu_squared", 1.0), ("logistic", 9.0), ("tanh", 7.0), ("gaussian", 5.0)],
    )
    def test_moving_finds_a_unit_that_no_dictionary_holds(self, activation, weight):
        unit = Network([[weight]], [-0.31415 * weight], [[2.0]], [0.5], activation)
        dataset = Dataset(X, unit(X))
        moved, kept = (fitted(dataset, 1, activation, looks=looks) for looks in (120, 0))
        assert kept.loss_history[1] > 1e-8
        assert moved.loss_history[1] < 1e-12

    def test_moving_turns_a_unit_to_the_direction_of_a_ridge(self):
        x = np.random.default_rng(6).uniform(-1.0, 1.0, size=(300, 2))
        ridge = Dataset(x, np.maximum(0.8 * x[:, 0] - 0.6 * x[:, 1] - 0.123, 0.0))
        moved, kept = (fitted(ridge, 1, looks=looks) for looks in (150, 0))
        assert moved.loss_history[1] < 1e-6 * kept.loss_history[1]

    def test_several_outputs_are_fitted_together(self):
        both = Dataset(X, np.stack([np.abs(X - 0.2), np.abs(X + 0.5)], axis=1))
        result = fitted(both, 5)
        assert result.loss_history[5] < 1e-4 * result.loss_history[0]
        assert mean_square(result.network, both) == pytest.approx(result.loss_history[5], rel=1e-6)

    def test_the_directions_come_from_the_seed(self):
        x = np.random.default_rng(6).uniform(-1.0, 1.0, size=(80, 2))
        dataset = Dataset(x, np.sin(3.0 * x[:, 0]) * x[:, 1])
        assert fitted(dataset, seed=1).network == fitted(dataset, seed=1).network
        assert fitted(dataset, seed=1).network != fitted(dataset, seed=2).network


class TestPointsBeside:
    def test_points_of_weight_zero_are_not_fitted(self):
        weights = np.concatenate([np.ones(101), np.zeros(3)])
        dataset = Dataset([*X, -0.5, 0.0, 0.5], [*np.sin(6.0 * X), 9.0, 9.0, 9.0], weights)
        network = fitted(dataset, 1).network
        np.testing.assert_allclose(network(X), fitted(SINE, 1).network(X), atol=1e-9)

    def test_units_that_only_follow_the_fitted_points_are_left_out(self):
        rng = np.random.default_rng(7)
        x = np.linspace(-1.0, 1.0, 15)
        noisy = x + rng.normal(scale=0.1, size=15)
        beside = np.linspace(-0.99, 0.99, 400)
        weights = np.concatenate([np.ones(15), np.zeros(400)])
        watched = Dataset(np.concatenate([x, beside]), np.concatenate([noisy, beside]), weights)
        careful = fitted(watched, 30, "gaussian")
        eager = fitted(Dataset(x, noisy), 30, "gaussian")
        wrong = [np.max(np.abs(r.network(beside)[:, 0] - beside)) for r in (careful, eager)]
        assert wrong[0] < 0.3 < wrong[1]
        left_out = np.all(careful.network.output_weights == 0.0, axis=1)
        first = int(np.argmax(left_out))
        assert first > 0
        assert left_out[first:].all()
        assert np.all(careful.loss_history[first:] == careful.loss_history[first])
        assert np.array_equal(
            careful.network.hidden_weights[:, :first], eager.network.hidden_weights[:, :first]
        )


class TestOddDatasets:
    @pytest.mark.parametrize("activation", ["relu", "relu_cubed", "logistic", "identity"])
    def test_more_units_than_points_and_a_constant_are_exact(self, activation):
        few = Dataset([-0.5, 0.5], [1.0, 3.0])
        np.testing.assert_allclose(fitted(few, 9, activation).network(few.x), few.t, rtol=1e-9)
        constant = Dataset(X, np.full(101, -2.5))
        np.testing.assert_allclose(fitted(constant, 9, activation).network(X), -2.5, rtol=1e-12)

    def test_one_point(self):
        assert fitted(Dataset([0.3], [0.7])).network([0.3])[0, 0] == pytest.approx(0.7, rel=1e-12)

    def test_a_line_is_exact_with_one_relu(self):
        result = fitted(Dataset(X, 3.0 * X - 1.0), 1)
        assert result.loss_history[1] < 1e-28

    def test_inputs_beyond_the_box_are_reached(self):
        far = Dataset(10.0 * X, np.abs(10.0 * X - 7.0))
        history = fitted(far, 3).loss_history
        assert history[3] < 1e-3 * history[0]

    @pytest.mark.slow
    def test_many_points_do_not_make_the_dictionary_too_large(self):
        x = np.linspace(-1.0, 1.0, 200_000)
        result = fitted(Dataset(x, np.abs(x)), 2, looks=5)
        assert result.loss_history[2] < 0.2 * result.loss_history[0]


@pytest.mark.parametrize(("setting", "value"), [("dictionary", 0), ("looks", -1), ("looks", 0.5)])
def test_settings_out_of_range_are_refused(setting, value):
    with pytest.raises(SettingError, match=setting):
        Greedy(**{setting: value})
