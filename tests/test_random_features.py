from __future__ import annotations

import math

import numpy as np
import pytest

from uat.core.activations import ACTIVATIONS
from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.fits.sampling import scaled_data
from uat.targets.catalogue import target_named
from uat.trainers import INTEGRATED, RandomFeatures, StopReason, draw_start

X = np.linspace(-1.0, 1.0, 101)
SINE = Dataset(X, np.sin(6.0 * X))


def fitted(dataset, width=8, seed=0, activation="logistic", draw="pairs"):
    inputs, outputs = dataset.x.shape[1], dataset.t.shape[1]
    start = draw_start(inputs, width, outputs, 99, activation)
    return RandomFeatures(draw).fit(dataset, start, seed)


def rms(result):
    return math.sqrt(result.loss_history[-1])


def centres(network):
    """Return where one input makes each pre-activation zero."""
    return -network.hidden_biases / network.hidden_weights[0]


class TestTheOutputLayer:
    @pytest.mark.parametrize("draw", ["pairs", "plain"])
    @pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
    def test_leaves_a_residual_orthogonal_to_all_features(self, activation, draw):
        rng = np.random.default_rng(3)
        x = rng.uniform(-1.0, 1.0, size=(80, 2))
        dataset = Dataset(x, np.stack([x[:, 0] ** 2, np.sin(3.0 * x[:, 1])], axis=1), x[:, 0] + 1.1)
        network = fitted(dataset, 9, activation=activation, draw=draw).network
        features = np.column_stack([network.hidden_features(x), np.ones(80)])
        features /= np.linalg.norm(features, axis=0)
        weighted = dataset.shares[:, np.newaxis] * (network(x) - dataset.t)
        assert np.max(np.abs(features.T @ weighted)) < 1e-10

    def test_the_result_is_built_and_has_one_loss(self):
        result = fitted(SINE)
        assert result.stop_reason is StopReason.BUILT
        expected = np.mean((result.network(X) - SINE.t) ** 2)
        assert result.loss_history.tolist() == [pytest.approx(expected, rel=1e-9)]

    def test_points_of_weight_zero_change_nothing(self):
        weights = np.concatenate([np.ones(101), np.zeros(5)])
        x = np.concatenate([X, np.linspace(-0.9, 0.9, 5)])
        t = np.concatenate([np.sin(6.0 * X), np.full(5, 1e3)])
        with_them, without = fitted(Dataset(x, t, weights)), fitted(Dataset(X, np.sin(6.0 * X)))
        np.testing.assert_allclose(with_them.network(X), without.network(X), atol=1e-9)


class TestDrawing:
    @pytest.mark.parametrize(
        ("activation", "levels"),
        [
            ("logistic", (0.25, 0.75)),
            ("tanh", (-0.5, 0.5)),
            ("relu", (0.0, 1.0)),
            ("relu_cubed", (0.0, 1.0)),
            ("heaviside", (0.0, 1.0)),
            ("sine", (-0.5, 0.5)),
        ],
    )
    @pytest.mark.parametrize("inputs", [1, 3])
    def test_every_unit_takes_its_two_levels_at_two_data_points(self, inputs, activation, levels):
        rng = np.random.default_rng(4)
        x = rng.uniform(-1.0, 1.0, size=(40, inputs))
        dataset = Dataset(x, np.sin(5.0 * x[:, 0]))
        features = fitted(dataset, 20, activation=activation).network.hidden_features(x)
        for level in levels:
            assert np.max(np.min(np.abs(features - level), axis=0)) < 1e-12

    def test_units_gather_where_the_target_is_steep(self):
        steep = Dataset(X, np.tanh(20.0 * X))
        drawn, plain = (fitted(steep, 100, draw=draw).network for draw in ("pairs", "plain"))
        assert np.median(np.abs(centres(drawn))) < 0.4 * np.median(np.abs(centres(plain)))

    def test_nodes_that_crowd_at_a_kink_do_not_draw_the_units_there(self):
        # Of the nodes for |x| a third lie within 1e-3 of the kink; its slope is 1 everywhere.
        dataset, _ = scaled_data(target_named("absolute"), 512, INTEGRATED)
        crowded = np.mean(np.abs(dataset.fitted().x) < 1e-3)
        drawn = centres(fitted(dataset, 200, activation="relu").network)
        assert crowded > 0.3
        assert np.mean(np.abs(drawn) < 1e-3) < 0.05
        assert np.mean(np.abs(drawn) > 0.5) == pytest.approx(0.5, abs=0.15)

    def test_plain_units_are_those_of_the_start_of_that_seed(self):
        network = fitted(SINE, 8, seed=5, draw="plain").network
        start = draw_start(1, 8, 1, 5)
        assert np.array_equal(network.hidden_weights, start.hidden_weights)
        assert np.array_equal(network.hidden_biases, start.hidden_biases)

    def test_the_seed_decides_and_nothing_else(self):
        assert fitted(SINE, seed=1).network == fitted(SINE, seed=1).network
        assert fitted(SINE, seed=1).network != fitted(SINE, seed=2).network

    def test_no_pair_is_drawn_twice_while_there_are_others(self):
        dataset = Dataset([-1.0, 0.0, 1.0], [0.0, 1.0, 5.0])  # three points, six ordered pairs
        network = fitted(dataset, 6, activation="relu").network
        units = np.concatenate([network.hidden_weights, network.hidden_biases[np.newaxis]]).T
        assert len(np.unique(units.round(9), axis=0)) == 6

    @pytest.mark.parametrize("width", [1, 6, 40])
    def test_where_pairs_run_out_plain_units_step_in(self, width):
        dataset = Dataset([-1.0, 0.5, 1.0], [0.0, 1.0, 5.0])
        network = fitted(dataset, width).network
        assert np.isfinite(network.to_vector()).all()
        if width >= 2:
            np.testing.assert_allclose(network(dataset.x), dataset.t, atol=1e-9)

    def test_one_point_and_a_constant_are_exact(self):
        assert fitted(Dataset([0.3], [0.7])).network([0.3])[0, 0] == pytest.approx(0.7, rel=1e-12)
        constant = fitted(Dataset(X, np.full(101, -2.5)), 30).network
        np.testing.assert_allclose(constant(X), -2.5, rtol=1e-12)

    def test_a_jump_between_two_points_leaves_every_number_finite(self):
        x = np.concatenate([X, [1e-14, 1e-11]])
        network = fitted(Dataset(x, np.where(x > 0.0, 1.0, 0.0)), 50, activation="relu").network
        assert np.isfinite(network.to_vector()).all()


class TestTheError:
    @pytest.mark.parametrize(("target", "below"), [("sine", 0.01), ("chirp", 0.5), ("runge", 0.1)])
    def test_units_drawn_from_the_data_do_better(self, target, below):
        dataset, _ = scaled_data(target_named(target), 512, INTEGRATED)
        drawn, plain = (
            np.median([rms(fitted(dataset, 32, seed, draw=draw)) for seed in range(5)])
            for draw in ("pairs", "plain")
        )
        assert drawn < below * plain

    def test_it_falls_faster_than_any_power_on_an_analytic_target(self):
        dataset, _ = scaled_data(target_named("sine"), 512, INTEGRATED)
        errors = [
            np.median([rms(fitted(dataset, width, seed)) for seed in range(5)])
            for width in (8, 16, 32, 64)
        ]
        rates = -np.diff(np.log2(errors))
        assert rates[1] > rates[0] > 1.0
        assert errors[-1] < 1e-8


@pytest.mark.parametrize("draw", ["random", "", None])
def test_a_draw_that_does_not_exist_is_refused(draw):
    with pytest.raises(SettingError, match="draw must be one of pairs, plain"):
        RandomFeatures(draw)
