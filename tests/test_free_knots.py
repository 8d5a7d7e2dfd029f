"""Broken lines of least mean square error."""

from __future__ import annotations

import numpy as np
import pytest

import uat
from uat.fits.sampling import scaled_data
from uat.targets.user_targets import as_target
from uat.trainers.facings import best_facings, network_of
from uat.trainers.free_knots import LeastSquaresLines
from uat.trainers.polyline import Polyline

L2 = uat.VariableProjection(norm="l2")


def lines_of(text, domain):
    data, scaling = scaled_data(as_target(text, domain), 448, "integrated")
    return LeastSquaresLines(Polyline.of(data, parts=1).completed(), 50), scaling.t_radius[0]


# Source: Hong, Siegel, Xu and others, arXiv 2407.17763, orthogonal greedy with randomized
# dictionaries, L2 on [0, 1]; the near-best must be better.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "width", "published"),
    [
        ("(x-1/2)^2-1/4", 16, 3.36e-4),
        ("(x-1/2)^2-1/4", 32, 8.5e-5),
        ("sin(2*pi*x)", 16, 5.1e-3),
        ("sin(2*pi*x)", 32, 1.2e-3),
    ],
)
def test_what_was_published_is_beaten(text, width, published):
    found = uat.fit(text, width, domain=(0, 1), activation="relu", trainer=L2)
    assert found.rmse < 0.85 * published


def test_a_sine_is_as_close_as_dynamic_programming_says():
    """Source: DESIGN, by dynamic programming: 6.92e-3 in all, no less than 6.81e-3."""
    found = uat.fit("sin(x)", 16, domain=(-np.pi, np.pi), activation="relu", trainer=L2)
    assert 6.81e-3 < found.rmse * np.sqrt(2.0 * np.pi) < 6.93e-3


def test_a_descent_keeps_the_facing_and_lowers_the_cost():
    lines, _ = lines_of("runge", None)
    start = lines.starts(6)[0]
    for facing, _ in best_facings(start, 3):
        line, history = lines.descend(start, facing)
        assert np.all(np.diff(history) < 0.0)
        network = network_of(line, facing, 6, "relu")
        x = lines.graph.x
        np.testing.assert_allclose(network(x)[:, 0], line(x), atol=1e-9)
        squares = lines.shares @ (line(x) - lines.graph.y) ** 2
        assert squares == pytest.approx(history[-1], rel=1e-6)


def test_pieces_that_need_not_meet_err_less():
    lines, _ = lines_of("sin(5*x)", (-1, 1))
    for knots in (1, 3, 6):
        for line in lines.starts(knots):
            mean = np.sqrt(lines.shares @ (line(lines.graph.x) - lines.graph.y) ** 2)
            assert lines.floor(knots) <= mean
            assert line.inner_knots <= knots


def test_jumps_are_climbed_the_highest_first():
    lines, _ = lines_of("heaviside(x-0.3)+3*heaviside(x-0.7)-2*heaviside(x-0.5)", (0, 1))
    for knots, climbed in [(1, []), (2, [0.7]), (5, [0.5, 0.7]), (6, [0.3, 0.5, 0.7])]:
        line = lines.starts(knots)[0]
        narrow = np.diff(line.knots) < 1e-8
        middles = (line.knots[:-1] + line.knots[1:])[narrow] / 2.0
        np.testing.assert_allclose(middles / 2.0 + 0.5, climbed, atol=1e-8)
