"""The graph of a target as exact methods see it."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.fits.sampling import scaled_data
from uat.targets.user_targets import as_target
from uat.trainers.polyline import Polyline


def graph_of(text, domain, parts=4):
    data, scaling = scaled_data(as_target(text, domain), 448, "integrated")
    return Polyline.of(data, parts), scaling


def function_values(function, graph, scaling):
    x = scaling.x_centre[0] + scaling.x_radius[0] * graph.x
    return (function(x) - scaling.t_centre[0]) / scaling.t_radius[0]


def test_what_is_put_between_samples_is_on_the_graph():
    graph, scaling = graph_of("sin(5*x)", (-1, 1))
    wanted = function_values(lambda x: np.sin(5.0 * x), graph, scaling)
    assert np.max(np.abs(graph.y - wanted)) < 1e-8
    assert len(graph.x) > 3 * len(graph_of("sin(5*x)", (-1, 1), parts=1)[0].x)
    assert not graph.jumps.any()


def test_nothing_overshoots_beside_a_kink():
    graph, scaling = graph_of("abs(x-0.123)", (-1, 1))
    wanted = function_values(lambda x: np.abs(x - 0.123), graph, scaling)
    assert np.max(np.abs(graph.y - wanted)) < 1e-9


def test_gaps_that_nobody_looked_into_stay():
    data = Dataset(np.linspace(-1.0, 1.0, 21), np.zeros(21), np.ones(21))
    assert len(Polyline.of(data).x) == 21


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7123])
def test_a_jump_is_upright_where_it_is_completed(place):
    graph, scaling = graph_of(f"heaviside(x-{place})*3+x", (0, 1))
    assert graph.jumps.sum() == 1
    assert graph.half_jump * scaling.t_radius[0] == pytest.approx(1.5, rel=1e-9)
    whole = graph.completed()
    side = int(np.argmax(whole.jumps))
    assert whole.x[side] == whole.x[side + 1]
    assert scaling.x_centre[0] + scaling.x_radius[0] * whole.x[side] == pytest.approx(
        place, abs=1e-11
    )


def test_a_jump_at_an_end_stands_at_the_end():
    graph, scaling = graph_of("floor(x)", (0, 10))
    assert graph.jumps.sum() == 10
    assert graph.jumps[-1]
    whole = graph.completed()
    np.testing.assert_array_equal(whole.x[-2:], [1.0, 1.0])
    ends = scaling.t_centre[0] + scaling.t_radius[0] * whole.y[-2:]
    np.testing.assert_allclose(ends, [9.0, 10.0])
    assert np.all(np.diff(whole.x) >= 0.0)


def test_beside_a_jump_at_an_end_there_is_room_for_what_is_continuous():
    graph, _ = graph_of("floor(x)", (-3.5, 2))
    assert graph.jumps[-1]
    assert graph.x[-1] - graph.x[-2] > 1e-6
    mirrored, _ = graph_of("ceil(x)", (-2, 3.5))
    assert mirrored.jumps[0]
    assert mirrored.x[1] - mirrored.x[0] > 1e-6


def test_a_value_on_the_jump_alone_is_kept_for_steps_only():
    data, _ = scaled_data(as_target("sign(x)", (-1, 1)), 448, "integrated")
    assert 0.0 in Polyline.of(data, within=True).x
    graph = Polyline.of(data)
    assert 0.0 not in graph.x
    (side,) = np.flatnonzero(graph.jumps)
    assert graph.x[side] == pytest.approx(-graph.x[side + 1], rel=1e-3)


@pytest.mark.parametrize("text", ["sqrt(x)", "log(x+1e-9)", "exp(-40*x)", "x^0.2"])
def test_what_is_led_up_to_is_no_jump(text):
    graph, _ = graph_of(text, (0, 1))
    assert not graph.jumps.any()


def test_shares_are_those_of_the_range():
    graph, _ = graph_of("runge", None)
    shares = graph.shares()
    assert shares.sum() == pytest.approx(1.0)
    assert shares @ graph.x**2 == pytest.approx(1.0 / 3.0, abs=1e-5)
