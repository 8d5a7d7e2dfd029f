"""Output layers of bounded norm: the bound holds to the last bit, and what is left is the least."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize
from tools import given, settings
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers import draw_start
from uat.trainers.norm_bound import (
    levelled_within,
    of_unit_slope,
    with_bounded_outputs,
    with_bounded_squares,
    within_norm,
)

X = np.linspace(-1.0, 1.0, 201)
SINE = Dataset(X, np.sin(3.0 * X))
TWO = Dataset(X, np.stack([np.sin(3.0 * X), X**2], axis=1))
BOUNDS = (1e-3, 0.3, 2.0, 40.0)


def drawn(width, outputs=1, activation="logistic", seed=3):
    return draw_start(1, width, outputs, seed, activation)


def largest(network, data):
    return float(np.max(np.abs(network(data.x) - data.t)))


def mean_square(network, data):
    return float(np.mean(data.shares @ np.square(network(data.x) - data.t)))


def l1_problem(network, data, bound):
    """Return cost and constraint of c = p - q, for solvers that know nothing of this house."""
    features = network.hidden_features(data.x)
    width = features.shape[1]

    def residual(p_q_d):
        p, q, d = np.split(p_q_d, [width, 2 * width])
        return features @ (p - q) + d - data.t[:, 0]

    room = {"type": "ineq", "fun": lambda v: bound - np.sum(v[: 2 * width])}
    bounds = [(0.0, None)] * (2 * width) + [(None, None)]
    return residual, room, bounds


class TestWithinNorm:
    @given(
        st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30),
        st.floats(1e-9, 1e9),
    )
    def test_the_norm_is_at_most_the_bound_to_the_last_bit(self, weights, bound):
        network = Network(
            np.ones((1, len(weights))), np.zeros(len(weights)), np.array(weights)[:, None],
            np.zeros(1), "logistic",
        )  # fmt: skip
        bounded = within_norm(network, bound)
        assert bounded.coefficient_norm <= bound
        if network.coefficient_norm <= bound:
            assert bounded is network
        else:
            assert bounded.coefficient_norm >= bound * (1.0 - 1e-12)


class TestUnitSlope:
    @pytest.mark.parametrize("activation", ["relu", "relu_squared"])
    def test_homogeneous_units_have_unit_weights_and_make_the_same(self, activation):
        network = drawn(5, activation=activation)
        same = of_unit_slope(network)
        np.testing.assert_allclose(np.abs(same.hidden_weights), 1.0, rtol=1e-15)
        np.testing.assert_allclose(same(X), network(X), rtol=1e-12, atol=1e-12)

    def test_others_stay_as_they_are(self):
        network = drawn(5)
        assert of_unit_slope(network) is network


class TestOutputs:
    @settings(max_examples=25, deadline=None)
    @given(
        st.sampled_from([SINE, TWO]),
        st.integers(1, 9),
        st.floats(1e-3, 1e3),
        st.integers(0, 50),
        st.sampled_from(["logistic", "relu", "gaussian"]),
    )
    def test_the_bound_holds_for_whatever_hidden_layer(self, data, width, bound, seed, activation):
        network = drawn(width, data.t.shape[1], activation, seed)
        squares = with_bounded_squares(network, data, bound)
        levelled = with_bounded_outputs(squares, data, bound)
        for bounded in (squares, levelled):
            assert bounded.coefficient_norm <= bound
            assert np.array_equal(bounded.hidden_weights, network.hidden_weights)
        assert largest(levelled, data) <= largest(squares, data) * (1.0 + 1e-9)

    @pytest.mark.parametrize("bound", BOUNDS)
    def test_squares_are_the_least_there_are(self, bound):
        network = drawn(3)
        bounded = with_bounded_squares(network, SINE, bound)
        residual, room, bounds = l1_problem(network, SINE, bound)
        best = optimize.minimize(
            lambda v: np.mean(residual(v) ** 2), np.zeros(7), bounds=bounds, constraints=[room],
            method="SLSQP", options={"ftol": 1e-14, "maxiter": 500},
        )  # fmt: skip
        assert mean_square(bounded, SINE) <= best.fun * (1.0 + 1e-6) + 1e-12

    @pytest.mark.parametrize("bound", BOUNDS)
    def test_the_largest_residual_is_the_least_there_is(self, bound):
        network = drawn(3)
        bounded = with_bounded_outputs(with_bounded_squares(network, SINE, bound), SINE, bound)
        features = np.concatenate(
            [f := network.hidden_features(X), -f, np.ones((len(X), 1)), -np.ones((len(X), 1))],
            axis=1,
        )
        below = features.copy()
        below[:, :-1] *= -1.0
        best = optimize.linprog(
            np.eye(8)[-1], np.concatenate([features, below, [[1.0] * 6 + [0.0] * 2]]),
            np.concatenate([SINE.t[:, 0], -SINE.t[:, 0], [bound]]),
            bounds=[(0.0, None)] * 6 + [(None, None), (0.0, None)],
        )  # fmt: skip
        assert largest(bounded, SINE) == pytest.approx(best.fun, rel=2e-3)

    def test_no_larger_bound_errs_by_more(self):
        network = drawn(6)
        errors = [
            largest(with_bounded_outputs(with_bounded_squares(network, SINE, b), SINE, b), SINE)
            for b in np.geomspace(1e-2, 1e3, 16)
        ]
        assert all(b <= a * (1.0 + 2e-3) for a, b in itertools.pairwise(errors))
        assert errors[-1] < 0.1 * errors[0]

    def test_what_is_met_already_is_left(self):
        unit = drawn(1)
        exact = Dataset(X, unit(X))
        kept = replace(unit, output_weights=unit.output_weights)
        assert largest(with_bounded_outputs(kept, exact, 1e3), exact) == 0.0


class TestLevelled:
    @pytest.mark.slow
    @pytest.mark.parametrize("bound", [1.0, 4.0, 50.0])
    @pytest.mark.parametrize("activation", ["logistic", "tanh", "gaussian", "relu"])
    def test_a_moved_hidden_layer_lowers_the_error_and_keeps_the_bound(self, activation, bound):
        network = of_unit_slope(drawn(4, activation=activation))
        start = with_bounded_outputs(with_bounded_squares(network, SINE, bound), SINE, bound)
        moved = levelled_within(start, SINE, bound, 8)
        assert moved.coefficient_norm <= bound
        assert largest(moved, SINE) < 0.98 * largest(start, SINE)
        if moved.phi.homogeneity is not None:  # or the slope would move out of the bound's sight
            np.testing.assert_allclose(np.abs(moved.hidden_weights), 1.0, rtol=1e-14)

    def test_without_rounds_nothing_moves(self):
        network = within_norm(drawn(4), 1.0)
        assert levelled_within(network, SINE, 1.0, 0) is network
