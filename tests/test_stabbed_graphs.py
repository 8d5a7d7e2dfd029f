"""Broken lines of least largest error through a graph."""

from __future__ import annotations

import numpy as np
import pytest

from uat.fits.sampling import scaled_data
from uat.targets.user_targets import as_target
from uat.trainers.facings import alternating
from uat.trainers.polyline import Polyline
from uat.trainers.stabbed_graphs import Stabbing


def graph_of(text, domain):
    data, scaling = scaled_data(as_target(text, domain), 448, "integrated")
    return Polyline.of(data), scaling.t_radius[0]


@pytest.mark.slow
@pytest.mark.parametrize("knots", [2, 5])
def test_a_convex_graph_that_rises_begins_flat(knots):
    """Source: 1 / (8 (n + 1/2)^2) for x^2 on [0, 1], by induction over the pieces."""
    graph, height = graph_of("x^2", (0, 1))
    error, line, facing = Stabbing(graph).closing(knots)[0]
    assert error * height == pytest.approx(1.0 / (8.0 * (knots + 0.5) ** 2), rel=1e-3)
    assert not facing.any()
    assert line.slopes[0] == 0.0


@pytest.mark.slow
@pytest.mark.parametrize("text", ["x^3", "log(x+1.001)", "sin(4*x)", "-exp(3*x)", "sqrt(abs(x))"])
@pytest.mark.parametrize("knots", [3, 4])
def test_lines_that_close_are_what_their_facing_allows(text, knots):
    graph, _ = graph_of(text, (-1, 1))
    stabbing = Stabbing(graph)
    lines = stabbing.closing(knots)
    fewer_do = stabbing.line(knots - 1).floor < 1.001 * stabbing.line(knots).floor
    assert bool(lines) != fewer_do
    for error, line, facing in lines:
        assert line.inner_knots == knots
        assert abs(alternating(facing) @ line.slopes) <= 1e-9 * np.max(np.abs(line.slopes))
        assert np.max(np.abs(line(graph.x) - graph.y)) == pytest.approx(error, rel=1e-9)
        assert not stabbing.refutes(error, knots)
        assert stabbing.refutes(0.99 * error, knots)


def test_no_line_passes_by_both_sides_of_a_jump():
    graph, height = graph_of("heaviside(x-0.3)*2+x^2", (0, 1))
    for knots in (0, 1, 4, 9):
        best = Stabbing(graph).line(knots)
        assert best.floor * height >= 1.0 - 1e-9
        assert len(best.knots) <= knots
    residual = np.max(np.abs(best(graph.completed().x) - graph.completed().y))
    assert residual * height == pytest.approx(1.0, rel=1e-3)


def test_the_best_line_is_on_the_graph_s_tube():
    graph, _ = graph_of("runge", None)
    best = Stabbing(graph).line(6)
    line_error = np.max(np.abs(best(graph.x) - graph.y))
    assert line_error == pytest.approx(best.floor, rel=1e-9)
