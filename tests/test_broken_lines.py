"""Broken lines polished by linear programs."""

from __future__ import annotations

import numpy as np
import pytest

from uat.trainers.broken_lines import largest_residual, miss, polished
from uat.trainers.facings import BrokenLine, network_of
from uat.trainers.polyline import Polyline


def graph_of(function, low=-1.0, high=1.0, points=4001):
    x = np.linspace(low, high, points)
    return Polyline(x, function(x), np.zeros(points - 1, bool))


def even_start(graph, knots):
    places = np.linspace(graph.x[0], graph.x[-1], knots + 2)
    places[1:-1] += 0.2 * (places[1] - places[0]) * np.sin(7.0 * np.arange(knots))
    return BrokenLine(places, np.interp(places, graph.x, graph.y))


@pytest.mark.parametrize("knots", [1, 3, 8])
def test_a_parabola_is_cut_evenly(knots):
    graph = graph_of(lambda x: x**2)
    line, error = polished(graph, even_start(graph, knots), None)
    assert error == pytest.approx(0.5 / (knots + 1) ** 2, rel=2e-3)
    assert largest_residual(graph, line) == error
    np.testing.assert_allclose(line.lengths, 2.0 / (knots + 1), rtol=0.02)


@pytest.mark.slow
@pytest.mark.parametrize(
    "function", [np.exp, lambda x: np.sin(4.0 * x), lambda x: 1.0 / (1.0 + 9.0 * x**2)]
)
@pytest.mark.parametrize("left", [False, True])
def test_what_a_facing_misses_counts(function, left):
    graph = graph_of(function)
    facing = np.array([left, not left, left, left])
    start = even_start(graph, 4)
    line, error = polished(graph, start, facing)
    assert abs(miss(line, facing)) < 0.1 * error
    network = network_of(line, facing, 4, "relu")
    measured = np.max(np.abs(network(graph.x)[:, 0] - graph.y))
    assert measured <= error * (1.0 + 1e-6)
    assert error < largest_residual(graph, start) + abs(miss(start, facing))


# Source: for a convex f the lines of n units are known: a flat first piece, see
# uat.trainers.broken_line_search; here x^2 on [0, 1].
@pytest.mark.slow
def test_no_polish_beats_what_is_proved():
    graph = graph_of(lambda x: x**2, 0.0, 1.0)
    for seed in range(6):
        rng = np.random.default_rng(seed)
        places = np.concatenate([[0.0], np.sort(rng.uniform(size=3)), [1.0]])
        start = BrokenLine(places, places**2)
        for left in range(4):
            _, error = polished(graph, start, np.arange(3) < left)
            assert error >= 1.0 / (8.0 * 3.5**2) * (1.0 - 1e-4)


# Source: a chord of the root from a^2 to b^2 leaves (b - a)^2 / (8 (a + b)) to either side; with
# a knot at b^2 between 0 and 1 both pieces leave as much for b = 1/3, which is 1/24.
def test_a_knot_at_a_cusp_keeps_no_other_from_moving():
    x = np.concatenate([[0.0], np.geomspace(1e-12, 1.0, 2000)])
    x = np.concatenate([-x[:0:-1], x])
    graph = Polyline(x, np.sqrt(np.abs(x)), np.zeros(len(x) - 1, bool))
    knots = np.array([-1.0, -0.15, 0.0, 0.15, 1.0])
    start = BrokenLine(knots, np.sqrt(np.abs(knots)) + 0.02)
    line, error = polished(graph, start, None)
    assert error == pytest.approx(1.0 / 24.0, rel=2e-3)
    assert abs(line.knots[2]) < 1e-5


def test_a_line_that_errs_by_rounding_is_left_alone():
    graph = graph_of(np.abs)
    start = BrokenLine(np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0]))
    line, error = polished(graph, start, None)
    assert line is start
    assert error < 1e-15


def test_knots_at_one_place_are_no_start():
    graph = graph_of(np.abs)
    start = BrokenLine(np.array([-1.0, 0.0, 0.0, 1.0]), np.zeros(4))
    assert polished(graph, start, None) == (start, np.inf)
