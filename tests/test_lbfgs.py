from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import uat.trainers.lbfgs as module
from uat.core.backprop import LOSSES, value_and_gradient
from uat.core.datasets import Dataset
from uat.core.network import BLOCKS, Network
from uat.exceptions import SettingError, UnknownNameError
from uat.trainers import LBFGS, GradientDescent, StopReason, draw_start

X = np.linspace(-1.0, 1.0, 41)
SINE = Dataset(X, np.sin(3.0 * X))


def loss_of(network, dataset, loss="mse"):
    return float(value_and_gradient(network, dataset.x, dataset.t, loss)[0])


class TestTheWay:
    @pytest.mark.parametrize("loss", sorted(LOSSES))
    def test_the_loss_never_rises_and_ends_where_the_network_is(self, loss):
        start = draw_start(1, 6, 1, seed=0)
        result = LBFGS(epochs=100, loss=loss).fit(SINE, start)
        assert np.all(np.diff(result.loss_history) <= 0.0)
        assert result.loss_history[0] == loss_of(start, SINE, loss)
        assert result.loss_history[-1] == loss_of(result.network, SINE, loss)
        assert result.loss_history[-1] < 1e-3 * result.loss_history[0]

    def test_a_run_cut_short_has_gone_the_same_way(self):
        start = draw_start(1, 6, 1, seed=0)
        long, short = (LBFGS(epochs=epochs).fit(SINE, start) for epochs in (60, 20))
        assert short.stop_reason is StopReason.EPOCHS_DONE
        assert short.loss_history.tobytes() == long.loss_history[:21].tobytes()

    def test_it_gets_further_than_gradient_descent_in_as_many_steps(self):
        start = draw_start(1, 8, 1, seed=1)
        ours = LBFGS(epochs=200).fit(SINE, start).loss_history[-1]
        plain = GradientDescent(epochs=200, momentum=0.0).fit(SINE, start).loss_history[-1]
        assert ours < 1e-2 * plain

    @pytest.mark.parametrize("block", BLOCKS)
    def test_it_moves_the_trained_blocks_only(self, block):
        start = draw_start(1, 6, 1, seed=0)
        network = LBFGS(epochs=20, trained=(block,)).fit(SINE, start).network
        for other in BLOCKS:
            same = np.array_equal(getattr(network, other), getattr(start, other))
            assert same == (other != block)

    def test_above_a_frozen_heaviside_it_solves_the_output_layer(self):
        start = draw_start(1, 6, 1, seed=0, activation="heaviside")
        result = LBFGS(trained=BLOCKS[2:]).fit(SINE, start)
        features = np.column_stack([start.hidden_features(X), np.ones(41)])
        expected = features @ np.linalg.lstsq(features, SINE.t, rcond=None)[0]
        np.testing.assert_allclose(result.network(X), expected, atol=1e-6)

    def test_a_network_with_an_activated_output(self):
        x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        either = Dataset(x, [0.0, 1.0, 1.0, 1.0])
        start = dataclasses.replace(draw_start(2, 4, 1, seed=0), output_activation="logistic")
        network = LBFGS().fit(either, start).network
        assert network.output_activation == "logistic"
        np.testing.assert_allclose(network(x), either.t, atol=0.01)


class TestTheEnd:
    def test_linear_regression_converges_to_least_squares(self):
        rng = np.random.default_rng(11)
        x = rng.uniform(-1.0, 1.0, size=(50, 2))
        t = x @ [2.0, -3.0] + 0.5 + rng.normal(scale=0.1, size=50)
        start = Network([[0.0], [0.0]], [0.0], [[1.0]], [0.0], "identity")
        result = LBFGS(trained=BLOCKS[:2]).fit(Dataset(x, t), start)
        expected, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(50)]), t, rcond=None)
        found = [*result.network.hidden_weights[:, 0], result.network.hidden_biases[0]]
        assert result.stop_reason is StopReason.CONVERGED
        assert len(result.loss_history) < 30
        assert found == pytest.approx(list(expected), rel=1e-6)

    def test_where_there_is_nothing_to_gain_it_stays(self):
        network = draw_start(1, 4, 1, seed=2)
        result = LBFGS().fit(Dataset(X, network(X)), network)
        assert result.stop_reason is StopReason.CONVERGED
        assert result.loss_history.tolist() == [0.0]
        assert result.network == network

    @pytest.mark.parametrize("epochs", [1, 7])
    def test_it_takes_no_more_steps_than_it_may(self, epochs):
        result = LBFGS(epochs=epochs).fit(SINE, draw_start(1, 6, 1, seed=0))
        assert result.stop_reason is StopReason.EPOCHS_DONE
        assert result.loss_history.shape == (epochs + 1,)

    def test_a_tolerance_ends_it_early(self):
        start = draw_start(1, 6, 1, seed=0)
        coarse = LBFGS(tolerance=1e-3).fit(SINE, start)
        assert coarse.stop_reason is StopReason.CONVERGED
        assert len(coarse.loss_history) < len(LBFGS(epochs=200).fit(SINE, start).loss_history)
        steps = -np.diff(coarse.loss_history)
        assert np.all(steps[:-1] > 1e-3)


class TestDivergence:
    def test_a_start_out_of_all_bounds_is_given_back(self):
        start = Network([[1e120]], [0.0], [[1.0]], [0.0], "relu_cubed")
        result = LBFGS().fit(SINE, start)
        assert result.stop_reason is StopReason.DIVERGED
        assert result.network == start
        assert not np.isfinite(result.loss_history[0])

    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    def test_a_loss_that_is_no_number_leaves_the_last_network(self, monkeypatch, bad):
        start = draw_start(1, 6, 1, seed=0)
        calls = []

        def lost(network, *arguments):
            calls.append(network)
            value, gradient = value_and_gradient(network, *arguments)
            return (value if len(calls) < 9 else bad), gradient

        monkeypatch.setattr(module, "value_and_gradient", lost)
        result = LBFGS().fit(SINE, start)
        assert result.stop_reason is StopReason.DIVERGED
        assert np.isfinite(result.loss_history).all()
        assert result.loss_history[-1] == loss_of(result.network, SINE)
        assert result.loss_history[-1] < result.loss_history[0]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("epochs", 0),
        ("epochs", 1.5),
        ("memory", 0),
        ("tolerance", 0.0),
        ("tolerance", float("nan")),
        ("trained", ()),
        ("trained", ("weights",)),
    ],
)
def test_settings_out_of_range_are_refused(setting, value):
    with pytest.raises(SettingError, match=setting):
        LBFGS(**{setting: value})


def test_an_unknown_loss_is_refused():
    with pytest.raises(UnknownNameError, match="unknown loss 'mae'"):
        LBFGS(loss="mae")


def test_no_gradient_passes_through_a_heaviside():
    assert "choose another" in LBFGS().refusal(1, "heaviside")
    assert LBFGS(trained=("output_weights",)).refusal(1, "heaviside") is None
