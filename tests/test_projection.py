"""The least squares problem of near-best networks: its charts, and its two ways of descending."""

from __future__ import annotations

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.activations import ACTIVATIONS
from uat.core.datasets import Dataset
from uat.trainers import projection_kernel
from uat.trainers.projection import PLAIN_CHART, Chart, Problem

SMOOTH = [
    name
    for name, row in ACTIVATIONS.items()
    if row.trainable and not (row.broken_lines and row.homogeneity) and name != "identity"
]


def drawn(inputs, outputs, activation, seed=0, width=3, points=40):
    """Return a problem and a hidden layer of it."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, size=(points, inputs))
    t = np.sin(3.0 * x @ rng.normal(size=(inputs, outputs)))
    weights = rng.uniform(0.1, 1.0, size=points)
    parameters = rng.normal(size=(inputs + 1) * width)
    return Problem.of(Dataset(x, t, weights), activation), parameters


FORMULAS = ["t*exp(-t^2)", "sin(2*t)*logistic(t)", "t^2 if t > 0 else 0"]


@pytest.mark.parametrize("activation", SMOOTH + FORMULAS)
@pytest.mark.parametrize(("inputs", "outputs"), [(1, 1), (2, 1), (1, 2), (3, 3)])
def test_compiled_and_readable_go_the_same_way(activation, inputs, outputs):
    problem, parameters = drawn(inputs, outputs, activation)
    chart = Chart.at(parameters, inputs, activation)
    ways = [
        way(chart, chart.coordinates(parameters), 1e-3, 12, 1e-9, 3)
        for way in (problem._descend_readably, problem._descend_compiled)
    ]
    assert len(ways[0].history) > 3
    np.testing.assert_allclose(ways[1].history, ways[0].history, rtol=1e-6)
    np.testing.assert_allclose(ways[1].parameters, ways[0].parameters, rtol=1e-3, atol=1e-5)
    assert ways[0].converged == ways[1].converged


@pytest.mark.parametrize("points", [3, 5, 9])
def test_fewer_points_than_parameters_do_no_harm(points):
    problem, parameters = drawn(1, 1, "tanh", width=4, points=points)
    descent = problem.descend(parameters, 1e-3, 30, 1e-6)
    assert np.all(np.diff(descent.history) < 0.0)


@pytest.mark.parametrize("activation", ["relu_cubed", "t^3", "sinh(t)"])
def test_where_the_features_overflow_or_are_no_numbers_there_is_no_way(activation):
    problem, parameters = drawn(2, 1, activation)
    chart = Chart.at(parameters, 2, activation)
    for way in (problem._descend_readably, problem._descend_compiled):
        descent = way(chart, parameters * 1e60, 1e-3, 5, 1e-3, 3)
        assert descent.history == [np.inf]
        assert not descent.converged


@pytest.mark.parametrize(
    ("activation", "compiled"), [("tanh", True), ("t*exp(-t^2)", True), ("j0(t)", False)]
)
def test_what_compiled_code_has_a_way_to_goes_that_way(activation, compiled, monkeypatch):
    problem, parameters = drawn(1, 1, activation)
    calls = []
    real = projection_kernel.descend
    monkeypatch.setattr(
        projection_kernel, "descend", lambda *task: calls.append(task) or real(*task)
    )
    problem.descend(parameters, 1e-3, 3, 1e-3)
    assert bool(calls) is compiled


def test_it_starts_where_it_is_put_and_leaves_that_as_it_was():
    problem, parameters = drawn(1, 1, "logistic")
    before = parameters.copy()
    descent = problem.descend(parameters, 1e-3, 5, 1e-3)
    np.testing.assert_array_equal(parameters, before)
    residual = problem.linearise(parameters, 1e-3).residual
    assert descent.history[0] == pytest.approx(residual @ residual, rel=1e-10)


class TestChart:
    @given(seed=st.integers(0, 1000), width=st.integers(1, 5))
    def test_there_and_back(self, seed, width):
        parameters = np.random.default_rng(seed).normal(size=2 * width) * 10.0
        chart = Chart.at(parameters, 1, "logistic")
        there = chart.coordinates(parameters)
        np.testing.assert_allclose(chart.parameters(there), parameters, rtol=1e-12)

    def test_a_unit_without_weight_can_move(self):
        parameters = np.array([0.0, 2.0, 1.0, 1.0])
        chart = Chart.at(parameters, 1, "logistic")
        assert np.isfinite(chart.coordinates(parameters)).all()

    def test_its_derivatives_are_those_of_the_residual(self):
        """Up to what Kaufman's Jacobian leaves out, which J' r does not see."""
        problem, parameters = drawn(1, 1, "logistic")
        chart = Chart.at(parameters, 1, "logistic")
        q = chart.coordinates(parameters)
        here = problem.linearise(q, 1e-3, chart)
        step = 1e-6
        for k in range(q.size):
            sides = []
            for sign in (-1.0, 1.0):
                moved = q.copy()
                moved[k] += sign * step
                residual = problem.linearise(moved, 1e-3, chart).residual
                sides.append(residual @ residual / 2.0)
            slope = (sides[1] - sides[0]) / (2.0 * step)
            assert slope == pytest.approx(here.jacobian()[:, k] @ here.residual, rel=1e-5)

    def test_of_more_inputs_it_changes_nothing(self):
        parameters = np.arange(6.0)
        chart = Chart.at(parameters, 2, "relu_cubed")
        np.testing.assert_array_equal(chart.coordinates(parameters), parameters)
        assert not PLAIN_CHART.signs.size
