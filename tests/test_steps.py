"""The best step functions of one input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import uat
from uat.core.datasets import Dataset
from uat.targets.user_targets import as_target
from uat.theory.floors import floor
from uat.trainers.polyline import Polyline
from uat.trainers.steps import LeastSquaresSteps, StepSearch, best_steps


def graph(x, y):
    return Polyline(np.asarray(x, float), np.asarray(y, float), np.zeros(len(x) - 1, bool))


def brute_force(y, jumps):
    """Return the least largest error of samples, over all places of so many jumps."""
    ways = itertools.combinations(range(1, len(y)), jumps)
    return min(max(np.ptp(run) for run in np.split(y, list(cuts))) / 2.0 for cuts in ways)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("jumps", [0, 1, 2, 4])
def test_no_step_function_is_closer_to_samples_that_all_jump(seed, jumps):
    y = np.random.default_rng(seed).normal(size=11)
    samples = Polyline(np.arange(11.0), y, np.ones(10, bool))
    steps = best_steps(samples, jumps)
    assert len(steps.cuts) <= jumps
    error = np.max(np.abs(steps(samples.x)[:, 0] - y))
    assert error == pytest.approx(brute_force(y, jumps), rel=1e-10)


@pytest.mark.parametrize("jumps", [0, 1, 2, 7])
def test_a_line_is_cut_evenly(jumps):
    steps = best_steps(graph(np.linspace(0.0, 1.0, 50), np.linspace(0.0, 1.0, 50)), jumps)
    np.testing.assert_allclose(steps.cuts, np.arange(1, jumps + 1) / (jumps + 1), atol=1e-10)
    np.testing.assert_allclose(
        steps.levels[:, 0], (np.arange(jumps + 1) + 0.5) / (jumps + 1), atol=1e-10
    )


def test_the_network_is_the_step_function():
    y = np.sin(np.linspace(0.0, 7.0, 200))
    steps = best_steps(graph(np.linspace(-1.0, 1.0, 200), y), 5)
    network = steps.network(8, "heaviside")
    x = np.linspace(-1.0, 1.0, 1001)
    np.testing.assert_allclose(network(x), steps(x), atol=1e-14)
    assert network.width == 8
    assert np.count_nonzero(network.output_weights) == len(steps.cuts)


# Periods of a sine rise and fall by 2; n + 1 runs share the variation where ends fit.
@pytest.mark.parametrize(
    ("text", "domain", "width", "error"),
    [
        ("sin(2*pi*x)", (-1, 1), 8, 1.0 / 3.0),
        ("x", (0, 1), 4, 0.1),
        ("x^2", (0, 1), 9, 0.05),
        ("exp(x)", (0, 1), 7, (np.e - 1.0) / 16.0),
        ("floor(x)", (0, 10), 9, 0.5),
    ],
)
def test_the_error_is_the_least_there_is(text, domain, width, error):
    found = uat.fit(text, width, domain=domain, activation="heaviside")
    assert found.max_error == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "domain", "width"),
    [
        ("heaviside(x-0.3)+3*heaviside(x-0.7123)-2*heaviside(x-0.5)", (0, 1), 3),
        ("floor(x)", (0, 10), 10),
        ("sign(sin(x))", (1, 10), 3),
        ("floor(3*mod(x,1))", (0.1, 2.9), 8),
        ("floor(x)", (1e6, 1e6 + 5), 5),
    ],
)
def test_steps_are_met_everywhere_once_there_are_units_enough(text, domain, width):
    found = uat.fit(text, width, domain=domain, activation="heaviside")
    scale = found.network.coefficient_norm + np.max(np.abs(found.network.output_biases))
    assert found.max_error <= 1e-14 * scale
    if width > 3:
        assert uat.fit(text, width - 1, domain=domain, activation="heaviside").max_error > 0.1


@pytest.mark.parametrize("cuts", [0, 1, 2, 3])
def test_least_squares_steps_are_the_least(cuts):
    rng = np.random.default_rng(3)
    x = np.sort(rng.uniform(-1.0, 1.0, 12))
    t = rng.normal(size=12)
    steps = LeastSquaresSteps(Dataset(x, t)).at(cuts)
    ways = itertools.combinations(range(1, 12), cuts)
    least = min(
        sum(np.sum((run - run.mean()) ** 2) for run in np.split(t, list(way))) for way in ways
    )
    assert np.sum((steps(x)[:, 0] - t) ** 2) == pytest.approx(least)


def test_no_step_is_between_rows_of_one_place():
    data = Dataset([-0.5, 0.0, 0.0, 0.5], [0.0, 1.0, -1.0, 2.0])
    network = StepSearch(data, "heaviside", least_squares=False).at(8).network
    np.testing.assert_allclose(network([-0.5, 0.0, 0.5])[:, 0], [0.0, 0.0, 2.0], atol=1e-15)


def test_the_mean_square_may_be_what_counts():
    ours, theirs = (
        uat.fit("x^3", 6, domain=(-1, 1), activation="heaviside",
                trainer=uat.VariableProjection(norm=norm))
        for norm in ("l2", "max")
    )  # fmt: skip
    assert ours.rmse < 0.99 * theirs.rmse
    assert ours.max_error > theirs.max_error


# Where a jump is, there is a third value: 0 of the sign, one side's of a tooth, at an end its own.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "domain", "widths"),
    [
        ("heavisine", None, (9, 10, 11, 12, 13)),
        ("sign(x-0.3) + sin(3*x)", (-1, 1), (1, 2, 3, 5, 6)),
        ("sign(x) - 2*sign(x-1/3) + x^2", (-1, 1), (1, 2, 3, 4, 7)),
        ("mod(x, 1)", (-1, 2), (3, 4, 5, 6, 8)),
        ("sign(sin(2*pi*x))*(1+x)", (0, 1), (1, 2, 3, 4, 6)),
        ("floor(x) + sqrt(4-x)/9", (0, 4), (3, 4, 5, 9)),
    ],
)
def test_no_network_is_closer_to_what_jumps(text, domain, widths):
    target = as_target(text, domain)
    errors = [uat.fit(target, width, activation="heaviside").max_error for width in widths]
    assert errors == sorted(errors, reverse=True)
    for width, error in zip(widths, errors, strict=True):
        known = floor(target, "heaviside", width).error
        assert known <= error <= 1.001 * known


def test_two_units_are_right_at_the_jump_too():
    found = uat.fit("sign(x-0.3)", 2, domain=(-1, 1), activation="heaviside")
    x = np.array([np.nextafter(0.3, -1.0), 0.3, np.nextafter(0.3, 1.0)])
    assert found.max_error <= 1e-15
    np.testing.assert_allclose(found.network(x)[:, 0], [-1.0, 0.0, 1.0], atol=1e-15)
    np.testing.assert_array_equal(found.network.unit_centres(), 0.3)
