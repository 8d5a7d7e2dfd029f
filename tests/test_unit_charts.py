from __future__ import annotations

import numpy as np
import pytest

from uat.core.activations import activation_named
from uat.core.domains import Box
from uat.core.network import Network
from uat.fits.sampling import measure
from uat.fits.unit_charts import charts_beside_units
from uat.targets.target import Target

SQUARE = Box((-1.0, -1.0), (1.0, 1.0))
TARGETS = {
    "smooth": lambda x, y: np.sin(3.0 * x) * np.cos(2.0 * y) + x * y,
    "kinked along a line": lambda x, y: np.abs(x - 0.7 * y + 0.1),
    "kinked along two lines": lambda x, y: np.abs(x - 0.11) + np.abs(y + 0.23),
    "kinked along a curve": lambda x, y: np.abs(x * x + y * y - 0.5),
}
ACTIVATIONS = ("logistic", "tanh", "gaussian", "softplus", "relu", "relu_squared", "heaviside")
WIDTH = 6


def random_network(rng, activation):
    """Return a network of tame and of steep units, some of which all but cancel."""
    directions = rng.normal(size=(2, WIDTH))
    directions /= np.linalg.norm(directions, axis=0)
    slopes = 10.0 ** rng.uniform(0.0, rng.choice([2.0, 4.0]), WIDTH)
    heights = rng.normal(size=WIDTH)
    centres = rng.uniform(-1.0, 1.0, (2, WIDTH))
    biases = -np.sum(directions * centres, axis=0) * slopes
    for unit in (1, 3):  # at some distance behind the one before, which it takes back
        directions[:, unit], slopes[unit] = directions[:, unit - 1], slopes[unit - 1]
        biases[unit] = biases[unit - 1] + rng.uniform(0.0, 8.0)
        heights[unit] = -heights[unit - 1]
    growing = 1 if activation == "softplus" else activation_named(activation).homogeneity or 0
    heights = (heights / slopes**growing)[:, np.newaxis]
    return Network(directions * slopes, biases, heights, np.zeros(1), activation)


def dense_points(network):
    """Return a fine grid, fine strips along all lines and fine patches where two cross."""
    slopes = np.linalg.norm(network.hidden_weights, axis=0)
    normals, places = network.hidden_weights / slopes, -network.hidden_biases / slopes
    distances = np.concatenate([np.linspace(-12.0, 12.0, 33), [-1e-7, 1e-7]])
    parts = [SQUARE.uniform_grid(601)]
    for unit, (d, place) in enumerate(zip(normals.T, places, strict=True)):
        along = np.linspace(-1.5, 1.5, 901)[:, np.newaxis, np.newaxis] * [-d[1], d[0]]
        across = (place + distances / slopes[unit])[:, np.newaxis] * d
        parts.append((along + across).reshape(-1, 2))
        for other in range(unit):
            rows = network.hidden_weights[:, [unit, other]].T
            if np.linalg.cond(normals[:, [unit, other]]) < 1e6:
                levels = np.stack(np.meshgrid(distances, distances), axis=-1).reshape(-1, 2)
                parts.append(
                    (levels - network.hidden_biases[[unit, other]]) @ np.linalg.inv(rows).T
                )
    points = np.concatenate(parts)
    return points[np.all(np.abs(points) <= 1.0, axis=1)]


@pytest.mark.slow
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", TARGETS)
def test_the_largest_error_is_the_one_that_brute_force_finds(name, activation):
    target = Target(name, TARGETS[name], SQUARE, "f", "")
    rng = np.random.default_rng(len(name) + 100 * len(activation))
    for _ in range(2):
        network = random_network(rng, activation)
        x = dense_points(network)
        reference = np.max(np.abs(network(x)[:, 0] - target(x)))
        assert measure(network, target)[0] >= 0.99 * reference


def two_ridges(slope, height):
    """Return two narrow ridges that cross at (0.123, -0.234), the second of another height."""
    weights = slope * np.array([[0.6, -0.3], [0.8, 1.0]])
    biases = -weights.T @ (0.123, -0.234)
    return Network(weights, biases, np.array([[1.0], [height]]), np.zeros(1), "gaussian")


@pytest.mark.parametrize("slope", [1e2, 1e4, 1e7])
def test_where_two_ridges_cross_their_heights_add_up(slope):
    target = Target("zero", lambda x, y: 0.0 * (x + y), SQUARE, "f", "")
    assert measure(two_ridges(slope, 0.7), target)[0] == pytest.approx(1.7, rel=1e-3)


@pytest.mark.parametrize("slope", [1e2, 1e4, 1e7])
def test_a_narrow_ridge_is_climbed_along_its_line(slope):
    """On the ridge, y = (0.6 x + 0.0) / 0.8, the target dips most at x = 0.2345."""

    def dip(x, y):
        return -np.exp(-40.0 * ((x - 0.2345) ** 2 + (y - 0.75 * 0.2345) ** 2))

    weights = slope * np.array([[0.6], [-0.8]])
    network = Network(weights, np.zeros(1), np.ones((1, 1)), np.zeros(1), "gaussian")
    assert measure(network, Target("dip", dip, SQUARE, "f", ""))[0] == pytest.approx(2.0, rel=1e-3)


def test_a_relu_network_is_largest_where_two_lines_cross():
    weights = np.array([[1.0, -1.0, 0.3, -0.3], [0.2, -0.2, 1.0, -1.0]])
    biases = -weights.T @ (0.1234, 0.4321)
    network = Network(weights, biases, -np.ones((4, 1)), np.array([1.0]), "relu")
    target = Target("zero", lambda x, y: 0.0 * (x + y), Box((0.0, 0.0), (0.5, 0.6)), "f", "")
    assert measure(network, target)[0] == pytest.approx(1.0, abs=1e-7)


class TestCharts:
    SPACING = np.array([0.01, 0.02])
    BOX = Box((-1.0, 0.0), (1.0, 2.0))

    def charts(self, *slopes_and_centres, activation="logistic"):
        weights = np.array([slope for slope, _ in slopes_and_centres], dtype=float).T
        centres = np.array([centre for _, centre in slopes_and_centres], dtype=float).T
        biases = -np.sum(weights * centres, axis=0)
        outputs = np.ones((len(biases), 1))
        network = Network(weights, biases, outputs, np.zeros(1), activation)
        return network, *charts_beside_units(network, self.BOX, self.SPACING)

    def test_rows_run_from_side_to_side_at_fixed_pre_activations(self):
        network, along, _ = self.charts(((3e3, 4e3), (0.2, 0.7)))
        z = (along @ network.hidden_weights + network.hidden_biases)[0, ..., 0]
        assert np.ptp(z, axis=1) == pytest.approx(0.0, abs=1e-9)
        assert np.max(z) == pytest.approx(16.0)
        assert np.min(np.abs(z)) == pytest.approx(0.0, abs=1e-9)
        ends = along[0, :, [0, -1]].reshape(-1, 2)
        on_a_side = np.isclose(np.abs(ends[:, 0]), 1.0) | np.isclose(np.abs(ends[:, 1] - 1.0), 1.0)
        assert np.all(on_a_side)

    def test_a_line_along_a_side_is_followed(self):
        _, along, _ = self.charts(((1e3, 0.0), (1.0, 0.5)))
        middle = along[0, along.shape[1] // 2]
        assert middle[:, 0] == pytest.approx(1.0)
        assert np.ptp(middle[:, 1]) == pytest.approx(2.0)

    def test_tame_units_and_lines_elsewhere_have_none(self):
        _, along, crossings = self.charts(((1.0, 2.0), (0.0, 1.0)), ((1e3, 0.0), (4.0, 1.0)))
        assert len(along) == 1
        assert np.all(np.isnan(along))
        assert len(crossings) == 0

    def test_a_homogeneous_unit_is_looked_at_however_flat_it_is(self):
        _, along, crossings = self.charts(
            ((1e-6, 0.0), (0.5, 1.0)), ((0.0, 1e5), (0.0, 0.3)), activation="relu"
        )
        assert len(along) == 2
        assert crossings.reshape(-1, 2) == pytest.approx(np.tile((0.5, 0.3), (4, 1)), abs=1e-8)

    def test_dead_units_and_those_that_overflow_have_none(self):
        with np.errstate(over="ignore"):
            _, along, _ = self.charts(((0.0, 0.0), (0.0, 0.0)), ((1e308, 1e308), (0.5, 0.5)))
        assert len(along) == 0

    def test_of_many_steep_units_are_not_too_many(self):
        rng = np.random.default_rng(0)
        weights = 1e4 * rng.normal(size=(2, 500))
        network = Network(weights, -weights[1], np.ones((500, 1)), np.zeros(1))
        along, crossings = charts_beside_units(network, self.BOX, self.SPACING)
        assert 10_000 < along[..., 0].size <= 20_000
        assert 5_000 < crossings[..., 0].size <= 20_000
