from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.trainers import GradientDescent, LevenbergMarquardt, StopReason, draw_start

X = np.linspace(-1.0, 1.0, 41)
SINE = Dataset(X, np.sin(3.0 * X))


def loss_of(network, dataset):
    """Return the weighted mean square over points and outputs."""
    return dataset.shares @ np.mean(np.square(network(dataset.x) - dataset.t), axis=1)


class TestLinearRegression:
    @pytest.mark.parametrize("weighted", [False, True])
    def test_one_unit_that_is_a_line_becomes_the_least_squares_plane(self, weighted):
        rng = np.random.default_rng(11)
        x = rng.uniform(-1.0, 1.0, size=(50, 2))
        t = x @ [2.0, -3.0] + 0.5 + rng.normal(scale=0.1, size=50)
        weights = rng.uniform(0.0, 1.0, size=50) if weighted else np.ones(50)
        start = Network([[0.1], [0.1]], [0.0], [[1.0]], [0.0], "identity")
        result = LevenbergMarquardt().fit(Dataset(x, t, weights), start)
        root = np.sqrt(weights)
        design = np.column_stack([x, np.ones(50)])
        expected, *_ = np.linalg.lstsq(design * root[:, np.newaxis], t * root, rcond=None)
        assert result.stop_reason is StopReason.CONVERGED
        np.testing.assert_allclose(result.network(x)[:, 0], design @ expected, atol=1e-7)

    def test_several_outputs(self):
        t = np.stack([2.0 * X + 1.0, -X], axis=1)
        network = (
            LevenbergMarquardt().fit(Dataset(X, t), draw_start(1, 2, 2, 0, "identity")).network
        )
        np.testing.assert_allclose(network(X), t, atol=1e-7)


class TestTheWay:
    @pytest.mark.slow
    @given(
        width=st.integers(1, 8),
        seed=st.integers(0, 100),
        activation=st.sampled_from(["logistic", "tanh", "sine", "relu", "softplus"]),
        outputs=st.integers(1, 2),
    )
    def test_the_loss_falls_and_is_that_of_the_networks(self, width, seed, activation, outputs):
        rng = np.random.default_rng(seed)
        data = Dataset(X, rng.normal(size=(41, outputs)), rng.uniform(0.1, 1.0, size=41))
        start = draw_start(1, width, outputs, seed, activation)
        result = LevenbergMarquardt(epochs=15).fit(data, start)
        assert np.all(np.diff(result.loss_history) < 0.0)
        assert result.loss_history[0] == pytest.approx(loss_of(start, data), rel=1e-12)
        assert result.loss_history[-1] == pytest.approx(loss_of(result.network, data), rel=1e-8)
        assert len(result.loss_history) <= 16

    def test_it_gets_further_than_gradient_descent_in_as_many_steps(self):
        start = draw_start(1, 8, 1, seed=1)
        ours = LevenbergMarquardt(epochs=200).fit(SINE, start).loss_history[-1]
        plain = GradientDescent(epochs=200, momentum=0.0).fit(SINE, start).loss_history[-1]
        assert ours < 1e-6 * plain

    @pytest.mark.slow
    @given(wild=st.floats(-1e6, 1e6), seed=st.integers(0, 20))
    def test_a_point_of_weight_0_has_no_influence(self, wild, seed):
        weights = np.where(np.arange(41) % 4 == 1, 0.0, 1.0)
        start = draw_start(1, 3, 1, seed)
        trainer = LevenbergMarquardt(epochs=10)
        plain = trainer.fit(Dataset(X, SINE.t, weights), start)
        moved = trainer.fit(
            Dataset(X, np.where(weights[:, np.newaxis] > 0, SINE.t, wild), weights), start
        )
        without = trainer.fit(Dataset(X[weights > 0.0], SINE.t[weights > 0.0]), start)
        assert moved.network == plain.network
        np.testing.assert_allclose(without.loss_history, plain.loss_history, rtol=1e-6)

    def test_a_point_of_weight_2_counts_like_two(self):
        start = draw_start(1, 3, 1, seed=2)
        trainer = LevenbergMarquardt(epochs=6)
        weighted = trainer.fit(Dataset([-1, 0, 0.5, 1], [0, 1, -1, 2], [1, 2, 1, 1]), start)
        doubled = trainer.fit(Dataset([-1, 0, 0, 0.5, 1], [0, 1, 1, -1, 2]), start)
        np.testing.assert_allclose(weighted.loss_history, doubled.loss_history, rtol=1e-6)

    def test_a_run_cut_short_has_gone_the_same_way(self):
        start = draw_start(1, 5, 1, seed=0)
        long, short = (LevenbergMarquardt(epochs=n).fit(SINE, start).loss_history for n in (30, 9))
        assert short.tobytes() == long[: len(short)].tobytes()

    def test_a_network_with_an_activated_output(self):
        either = Dataset([[0, 0], [0, 1], [1, 0], [1, 1]], [0.1, 0.9, 0.9, 0.9])
        start = dataclasses.replace(draw_start(2, 4, 1, seed=0), output_activation="logistic")
        network = LevenbergMarquardt().fit(either, start).network
        assert network.output_activation == "logistic"
        np.testing.assert_allclose(network(either.x), either.t, atol=1e-6)

    def test_more_parameters_than_points(self):
        few = Dataset([-0.5, 0.5], [1.0, -1.0])
        network = LevenbergMarquardt().fit(few, draw_start(1, 6, 1, seed=0)).network
        np.testing.assert_allclose(network(few.x), few.t, atol=1e-7)


def parity(inputs):
    """Return the truth table of whether an odd number of inputs is on, in scaled units."""
    corners = np.stack(np.meshgrid(*[[-1.0, 1.0]] * inputs), axis=-1).reshape(-1, inputs)
    return Dataset(corners, np.where(np.sum(corners > 0.0, axis=1) % 2 == 1, 1.0, -1.0))


class TestStalls:
    @pytest.mark.slow
    @pytest.mark.parametrize("activation", ["logistic", "tanh", "relu"])
    @pytest.mark.parametrize("width", [2, 3, 4])
    def test_the_table_of_xor_is_fitted_from_any_seed(self, width, activation):
        for seed in range(8):
            start = draw_start(2, width, 1, seed, activation)
            result = LevenbergMarquardt().fit(parity(2), start, seed)
            assert result.loss_history[-1] < 1e-6
            assert loss_of(result.network, parity(2)) == result.loss_history[-1]

    @pytest.mark.slow
    @pytest.mark.parametrize(("inputs", "width"), [(3, 3), (4, 4)])
    def test_parities_of_more_inputs_are_fitted(self, inputs, width):
        data = parity(inputs)
        for seed in range(4):
            start = draw_start(inputs, width, 1, seed)
            assert LevenbergMarquardt().fit(data, start, seed).loss_history[-1] < 1e-6

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", range(4))
    def test_no_unit_of_a_sine_is_thrown_out_of_the_data(self, seed):
        data = Dataset(np.linspace(-1.0, 1.0, 101), np.sin(2.0 * np.pi * np.linspace(-1, 1, 101)))
        result = LevenbergMarquardt(epochs=200).fit(data, draw_start(1, 8, 1, seed))
        assert result.loss_history[-1] < 1e-7
        assert np.min(np.ptp(result.network.hidden_features(data.x), axis=0)) > 0.05

    @pytest.mark.slow
    def test_the_starts_that_were_tried_are_told_and_those_of_a_seed_are_the_same(self):
        one_unit = draw_start(2, 1, 1, seed=0)  # with 5 parameters for 4 rows, but no XOR
        results = [LevenbergMarquardt().fit(parity(2), one_unit, seed) for seed in (3, 3, 4)]
        assert [result.chosen for result in results] == [{"starts": 10.0}] * 3
        assert results[0].network == results[1].network
        assert results[0].network != results[2].network

    def test_one_start_is_enough_where_it_does_not_stall_or_rows_are_many(self):
        line = Dataset([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0])
        for data in (line, SINE):
            assert not LevenbergMarquardt().fit(data, draw_start(1, 1, 1, 0)).chosen


class TestTheEnd:
    @pytest.mark.parametrize("epochs", [1, 4])
    def test_all_the_epochs_done(self, epochs):
        result = LevenbergMarquardt(epochs=epochs).fit(SINE, draw_start(1, 6, 1, seed=0))
        assert result.stop_reason is StopReason.EPOCHS_DONE
        assert 1 <= len(result.loss_history) <= epochs + 1

    def test_converged(self):
        result = LevenbergMarquardt().fit(SINE, draw_start(1, 1, 1, seed=0))
        assert result.stop_reason is StopReason.CONVERGED
        assert len(result.loss_history) < 501
        again = LevenbergMarquardt().fit(SINE, result.network)
        assert again.loss_history[-1] == pytest.approx(result.loss_history[-1], rel=1e-4)

    @pytest.mark.slow
    def test_a_tolerance_ends_it_early(self):
        start = draw_start(1, 6, 1, seed=0)
        coarse, fine = (LevenbergMarquardt(tolerance=t).fit(SINE, start) for t in (0.5, 1e-6))
        assert coarse.stop_reason is StopReason.CONVERGED
        assert len(coarse.loss_history) < len(fine.loss_history)

    def test_where_there_is_nothing_to_gain_it_stays(self):
        network = draw_start(1, 4, 1, seed=2)
        result = LevenbergMarquardt().fit(Dataset(X, network(X)), network)
        assert result.stop_reason is StopReason.CONVERGED
        assert result.loss_history.tolist() == [0.0]
        assert result.network == network

    def test_a_start_of_infinite_loss_has_diverged_and_is_given_back(self):
        start = Network([[1e60]], [0.0], [[1.0]], [0.0], "relu_cubed")
        result = LevenbergMarquardt().fit(SINE, start)
        assert result.stop_reason is StopReason.DIVERGED
        assert result.network == start
        assert result.loss_history.tolist() == [np.inf]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("epochs", 0),
        ("epochs", -1),
        ("epochs", 1.5),
        ("tolerance", 0.0),
        ("tolerance", -1e-3),
        ("tolerance", float("nan")),
        ("tolerance", float("inf")),
    ],
)
def test_settings_out_of_range_are_refused(setting, value):
    with pytest.raises(SettingError, match=setting):
        LevenbergMarquardt(**{setting: value})


def test_no_gradient_passes_through_a_heaviside():
    with pytest.raises(SettingError, match="no gradient passes through heaviside"):
        LevenbergMarquardt().fit(SINE, draw_start(1, 3, 1, seed=0, activation="heaviside"))
    assert LevenbergMarquardt().refusal(1, "logistic") is None
