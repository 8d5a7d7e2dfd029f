from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.fits.sampling import scaled_data
from uat.targets.catalogue import target_named
from uat.trainers.local_minima import LocalMinima
from uat.trainers.projection import Problem

X = np.linspace(-1.0, 1.0, 60)


def search(problem, **settings):
    chosen = {"cold_starts": 3, "screening": 5, "kept": 1, "steps": 40, "swaps": 2} | settings
    return LocalMinima(problem, **chosen)


def minima(problem, width, seed=0, parents=(), **settings):
    return search(problem, **settings).of_width(width, parents, 1.0, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def smooth():
    return Problem.of(Dataset(X, np.sin(3.0 * X) + X**2, 1.0 + X**2), "logistic")


def test_the_lowest_comes_first_and_every_way_leads_down(smooth):
    found = minima(smooth, 3)
    costs = [minimum.cost for minimum in found]
    assert costs == sorted(costs)
    for minimum in found:
        assert np.all(np.diff(minimum.history) <= 0.0)


def test_the_cost_is_that_of_the_parameters_with_the_last_ridge(smooth):
    for minimum in minima(smooth, 3):
        residual = smooth.linearise(minimum.parameters, minimum.ridge).residual
        assert minimum.cost == pytest.approx(residual @ residual, rel=1e-6, abs=1e-24)


def test_the_generator_alone_decides(smooth):
    once, again, other = (minima(smooth, 3, seed)[0].parameters for seed in (1, 1, 2))
    np.testing.assert_array_equal(once, again)
    assert not np.array_equal(once, other)


@pytest.mark.parametrize("inputs", [1, 2])
def test_exchanging_units_leaves_no_more(inputs):
    rng = np.random.default_rng(5)
    x = rng.uniform(-1.0, 1.0, size=(90, inputs))
    problem = Problem.of(Dataset(x, np.sin(5.0 * x.sum(axis=1))), "tanh")
    plain, exchanged = (minima(problem, 4, 3, swaps=swaps)[0] for swaps in (0, 2))
    assert exchanged.cost <= plain.cost
    assert exchanged.parameters.size == plain.parameters.size == 4 * (inputs + 1)


def test_a_narrower_network_is_grown_from():
    data, _ = scaled_data(target_named("sine"), 120, "integrated")
    problem = Problem.of(data, "logistic")
    narrow = minima(problem, 3)[0]
    network = problem.network(narrow.parameters, narrow.ridge)
    wide = minima(problem, 4, parents=[(network, problem.residual(network))])
    assert wide[0].cost < narrow.cost


def test_units_that_had_better_merge_do():
    """A cubic, by three soft units: cold starts that keep their ridge stay far above that."""
    problem = Problem.of(Dataset(X, X**3), "logistic")
    lowest = minima(problem, 4, steps=100, cold_starts=6)[0]
    network = problem.network(lowest.parameters, lowest.ridge)
    assert np.max(np.abs(problem.residual(network))) < 1e-5


def test_the_least_useful_unit_comes_first():
    """A unit that stands there twice, and one that is constant, can go; by the cost without."""
    problem = Problem.of(Dataset(X, np.tanh(4.0 * X) + 0.3 * np.tanh(9.0 * (X - 0.5))), "tanh")
    parameters = np.array([4.0, 9.0, 2.0, 0.0, -4.5, 1.0])
    ridge = 1e-6
    order = problem.least_useful(parameters, ridge)
    left = [
        problem.linearise(np.delete(parameters.reshape(2, -1), unit, axis=1).ravel(), ridge)
        for unit in range(3)
    ]
    costs = [float(here.residual @ here.residual) for here in left]
    assert order == sorted(range(3), key=lambda unit: costs[unit])
