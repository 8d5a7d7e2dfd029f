from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uat.core.domains import Box
from uat.core.network import Network
from uat.fits.sampling import measure
from uat.fits.unit_points import points_beside_units
from uat.targets.target import Target

LINE = Box.interval(-1.0, 1.0)
TARGETS = {
    "smooth": (lambda x: np.sin(5.0 * x), ()),
    "undeclared kink": (lambda x: np.abs(x - 0.1234), ()),
    "root": (lambda x: np.sqrt(np.abs(x)), ()),
    "jump": (lambda x: np.where(x < 0.3, -1.0, 0.5), (0.3,)),
}
ACTIVATIONS = ("logistic", "tanh", "relu", "sine", "gaussian")


def network_of(slopes, centres, output_weights, activation="logistic"):
    slopes = np.asarray(slopes, dtype=float)
    weights = np.asarray(output_weights, dtype=float)[:, np.newaxis]
    return Network(slopes[np.newaxis], -slopes * centres, weights, np.zeros(1), activation)


def random_network(rng, activation):
    """Return a network of tame and of steep units, and of pairs that all but cancel."""
    centres = rng.uniform(-1.0, 1.0, 9)
    slopes = 10.0 ** rng.uniform(0.0, 2.0, 9) * rng.choice([-1.0, 1.0], 9)
    if activation != "sine":
        slopes[:4] = 10.0 ** rng.uniform(3.0, 7.0, 4) * np.sign(slopes[:4])
    heights = rng.normal(size=9)
    if activation == "relu":
        heights /= np.abs(slopes)
    # The second of a pair is nearly the first: a little less steep, or a little farther.
    slopes[1], heights[1] = slopes[0] * 0.8, -heights[0]
    centres[1] = centres[0] if rng.random() < 0.5 else centres[0] + rng.uniform(0, 9) / slopes[0]
    return network_of(slopes, centres, heights, activation)


def dense_points(network, kinks):
    """Return points that leave no gap: even ones, and ever closer ones about every centre."""
    centres = -network.hidden_biases / network.hidden_weights[0]
    distances = np.concatenate([np.geomspace(1e-10, 1e-3, 6001), [0.0]])
    about = np.concatenate([centres, kinks, [0.0, 0.1234]])
    beside = np.add.outer(about, np.concatenate([-distances, distances])).ravel()
    x = np.concatenate([np.linspace(-1.0, 1.0, 200_001), beside])
    return x[np.abs(x) <= 1.0]


@pytest.mark.slow
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", TARGETS)
def test_the_largest_error_is_the_one_that_brute_force_finds(name, activation):
    function, kinks = TARGETS[name]
    target = Target(name, function, LINE, "f", "", kinks=kinks)
    rng = np.random.default_rng(len(name) + 100 * len(activation))
    for _ in range(4):
        network = random_network(rng, activation)
        x = dense_points(network, kinks)
        reference = np.max(np.abs(network(x)[:, 0] - function(x)))
        assert measure(network, target)[0] == pytest.approx(reference, rel=0.01)


@pytest.mark.parametrize("slope", [1e3, 1e5, 1e8])
def test_a_bump_of_two_units_between_two_points_of_the_grid_is_seen(slope):
    def flat(x):
        return 0.1 * x

    network = network_of([slope, slope], [0.31, 0.31 + 3.0 / slope], [1.0, -1.0])
    target = Target("flat", flat, LINE, "f", "")
    x = 0.31 + np.linspace(-10.0, 13.0, 100_001) / slope
    reference = np.max(np.abs(network(x)[:, 0] - flat(x)))
    assert measure(network, target)[0] == pytest.approx(reference, rel=1e-3)


def test_a_plateau_between_two_steps_is_seen_however_steep_they_are():
    network = network_of([1e9, 1e9], [0.31, 0.31001], [1.0, -1.0])
    target = Target("zero", lambda x: 0.0 * x, LINE, "f", "")
    assert measure(network, target)[0] == pytest.approx(1.0)


@pytest.mark.parametrize("slope", [2e3, 1e5])
@pytest.mark.parametrize("inputs", [2, 3])
def test_a_ridge_across_a_box_is_seen(inputs, slope):
    normal = np.array([0.6, 0.8, 0.0][:inputs])
    weights = slope * np.stack([normal, normal], axis=1)
    biases = -slope * 0.1234 + np.array([2.0, -2.0])
    network = Network(weights, biases, np.array([[1.0], [-1.0]]), np.zeros(1))
    target = Target("zero", lambda *x: 0.0 * x[0], Box((-1.0,) * inputs, (1.0,) * inputs), "f", "")
    top = 2.0 / (1.0 + np.exp(-2.0)) - 1.0
    assert measure(network, target)[0] == pytest.approx(top, rel=0.01)


class TestPointsBesideUnits:
    SPACING = np.array([0.01])

    def points(self, network, domain=LINE):
        return points_beside_units(network, domain, self.SPACING, np.empty((0, 1)))[:, 0]

    def test_of_tame_units_are_the_centres_and_the_middles(self):
        network = network_of([2.0, -3.0], [0.5, -0.1], [1.0, 1.0])
        assert np.sort(self.points(network)) == pytest.approx([-0.1, 0.2, 0.5])

    def test_of_a_steep_unit_follow_its_slope(self):
        distances = self.points(network_of([1e6], [0.5], [1.0])) - 0.5
        assert np.max(np.abs(distances)) == pytest.approx(16e-6)
        assert np.min(np.abs(distances[distances != 0.0])) <= 0.2e-6 * (1.0 + 1e-6)

    def test_lie_in_the_domain(self):
        assert len(self.points(network_of([1e6, 1.0], [3.0, 2.0], [1.0, 1.0]))) == 0
        at_the_end = self.points(network_of([1e6], [1.0], [1.0]))
        assert len(at_the_end) > 5
        assert np.max(at_the_end) <= 1.0

    def test_a_unit_that_does_not_depend_on_the_input_has_none(self):
        assert len(self.points(network_of([0.0], [0.0], [1.0]))) == 0

    @pytest.mark.parametrize("slope", [1.0, 1e4])
    def test_move_with_the_centre_of_the_network(self, slope):
        at = 2.0**20
        near = network_of([slope, -3.0], [0.5, -0.125], [1.0, 1.0])
        far = replace(near, input_centre=[at])
        moved = self.points(far, Box.interval(at - 1.0, at + 1.0)) - at
        assert moved == pytest.approx(self.points(near), abs=2.0**-32)

    def test_of_planes_move_with_the_centre_too(self):
        rng = np.random.default_rng(0)
        network = Network(1e4 * rng.normal(size=(2, 5)), [0.0] * 5, np.ones((5, 1)), np.zeros(1))
        at, anchors = np.array([2.0**20, -3.0]), rng.uniform(-1.0, 1.0, size=(50, 2))
        boxes = [Box(tuple(c - 1.0), tuple(c + 1.0)) for c in (np.zeros(2), at)]
        near = points_beside_units(network, boxes[0], np.full(2, 0.01), anchors)
        moved = replace(network, input_centre=at)
        far = points_beside_units(moved, boxes[1], np.full(2, 0.01), anchors + at)
        assert len(near) > 100
        assert far - at == pytest.approx(near, abs=1e-8)

    @pytest.mark.parametrize("inputs", [2, 5])
    def test_of_many_steep_units_are_not_too_many(self, inputs):
        rng = np.random.default_rng(0)
        network = Network(
            1e4 * rng.normal(size=(inputs, 500)), np.zeros(500), np.ones((500, 1)), np.zeros(1)
        )
        box = Box((-1.0,) * inputs, (1.0,) * inputs)
        points = points_beside_units(network, box, np.full(inputs, 0.01), box.sobol_grid(300))
        assert 1000 < len(points) <= 20_000
        # Of the distances 0 is one: the plane itself.
        nearest = np.min(np.abs(points @ network.hidden_weights), axis=1)
        assert np.mean(nearest < 1e-6) > 0.05


class TestFarFromZero:
    """Floats are so far apart that all of them can be looked at."""

    FAR = Box.interval(-1e12, -1e12 + 1.0)
    EVERY = -1e12 + np.arange(8193) * 2.0**-13

    @pytest.mark.parametrize("activation", ACTIVATIONS)
    def test_the_largest_error_is_the_one_at_any_float(self, activation):
        def function(x):
            return np.sin(9.0 * (x + 1e12)) + np.abs(x + 1e12 - 0.3)

        target = Target("far", function, self.FAR, "f", "")
        rng = np.random.default_rng(len(activation))
        for _ in range(4):
            network = random_network(rng, activation)
            far = replace(
                network, hidden_weights=2.0 * network.hidden_weights, input_centre=[-1e12 + 0.5]
            )
            brute = np.max(np.abs(far(self.EVERY)[:, 0] - function(self.EVERY)))
            assert measure(far, target)[0] == pytest.approx(brute, rel=0.01)

    @pytest.mark.parametrize("inputs", [1, 2, 3])
    def test_the_error_of_a_moved_network_is_that_of_the_network(self, inputs):
        rng = np.random.default_rng(inputs)
        weights = 30.0 * rng.normal(size=(inputs, 5))
        biases = -np.sum(weights * rng.uniform(-1.0, 1.0, size=(inputs, 5)), axis=0)
        near = Network(weights, biases, rng.normal(size=(5, 1)), [0.0])
        at = np.array([2.0**20, -(2.0**10), 2.0**5])[:inputs]
        errors = []
        for lower, network in ((at * 0.0, near), (at, replace(near, input_centre=at))):
            box = Box(tuple(lower - 1.0), tuple(lower + 1.0))
            target = Target("moved", lambda *x, m=lower: np.sin(3.0 * (x[0] - m[0])), box, "f", "")
            errors.append(measure(network, target))
        assert errors[1] == pytest.approx(errors[0], rel=1e-5)
