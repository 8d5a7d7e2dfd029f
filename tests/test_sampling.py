from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.fits.sampling import (
    attainable_floor,
    grid_for,
    integrated_data,
    measure,
    scaled_data,
    sobol_data,
    uniform_data,
)
from uat.targets.catalogue import TARGETS, target_named
from uat.targets.jumps import rise_between_neighbours
from uat.targets.quadrature import integration_rule
from uat.targets.target import Target
from uat.targets.user_targets import as_target
from uat.trainers import GRIDS, INTEGRATED, SOBOL, UNIFORM

every_target = pytest.mark.parametrize(
    "name", sorted(name for name, target in TARGETS.items() if target.domain.gridded)
)
every_target_of_many_inputs = pytest.mark.parametrize(
    "name", [name for name, target in TARGETS.items() if not target.domain.gridded]
)
POINTS = {1: 300, 2: 400}
FRIEDMAN = target_named("friedman1")


def seen_of(target):
    """Return both kinds of data a trainer may see of a target."""
    points = POINTS[target.inputs]
    return uniform_data(target, points), integrated_data(target, points)


def corners(x, domain):
    """Return which points are corners of the domain."""
    return np.all((x == domain.lower) | (x == domain.upper), axis=1)


def also_evaluated(x, target):
    """Return those of the points that are on the target's evaluation grid."""
    evaluated = {tuple(point) for point in target.evaluation_grid().tolist()}
    return x[[tuple(point) in evaluated for point in x.tolist()]]


@every_target
class TestEveryTarget:
    @pytest.mark.slow
    def test_no_point_is_fitted_and_measured_but_the_corners(self, name):
        target = target_named(name)
        for data in seen_of(target):
            shared = also_evaluated(data.fitted().x, target)
            assert np.all(corners(shared, target.domain))

    @pytest.mark.slow
    def test_hardly_a_point_is_chosen_by_and_measured(self, name):
        """The corners, and of the points beside a kink the nearest and the farthest."""
        target = target_named(name)
        shared = also_evaluated(integrated_data(target, POINTS[target.inputs]).x, target)
        inner = shared[~corners(shared, target.domain)]
        assert len(inner) <= 4 * len(target.kinks)

    def test_the_values_are_the_target_s_and_the_points_its_domain_s(self, name):
        target = target_named(name)
        for data in seen_of(target):
            assert data.t[:, 0].tobytes() == target(data.x).tobytes()
            assert np.all((data.x >= target.domain.lower) & (data.x <= target.domain.upper))

    def test_nodes_are_fitted_and_the_points_between_them_only_looked_at(self, name):
        target = target_named(name)
        data = integrated_data(target, POINTS[target.inputs])
        fitted = data.fitted()
        assert 0.8 * POINTS[target.inputs] < fitted.points <= 1.1 * POINTS[target.inputs]
        assert np.all(fitted.weights > 0.0)
        assert fitted.weights.sum() == pytest.approx(1.0, rel=1e-12)
        assert data.points - fitted.points > 1000
        between = data.x[data.weights == 0.0]
        assert corners(between, target.domain).sum() == 2**target.inputs
        assert not corners(fitted.x, target.domain).any()

    @pytest.mark.parametrize("grid", [UNIFORM, INTEGRATED])
    def test_scaled_units_have_mean_0_deviation_1_and_inputs_in_the_cube(self, name, grid):
        target = target_named(name)
        data, scaling = scaled_data(target, POINTS[target.inputs], grid)
        assert np.max(np.abs(data.x)) == pytest.approx(1.0, rel=1e-15)
        assert data.shares @ data.t == pytest.approx([0.0], abs=1e-12)
        assert data.shares @ np.square(data.t) == pytest.approx([1.0], rel=1e-12)
        x = data.x * scaling.x_radius + scaling.x_centre
        original = seen_of(target)[GRIDS.index(grid)]
        np.testing.assert_allclose(x, original.x, rtol=0.0, atol=1e-14)
        np.testing.assert_allclose(
            data.t * scaling.t_radius + scaling.t_centre, original.t, rtol=1e-13, atol=1e-13
        )


def cube_target(inputs):
    """Return the sum of the inputs on the unit cube, made anew: nothing is cached of it."""
    return Target("sum", lambda *x: sum(x), Box((0.0,) * inputs, (1.0,) * inputs), "", "this test")


@every_target_of_many_inputs
class TestEveryTargetOfManyInputs:
    def test_it_is_seen_on_sobol_points(self, name):
        target = target_named(name)
        plain = sobol_data(target, 300, choice=False)
        np.testing.assert_array_equal(plain.x, target.training_grid(300))
        assert plain.weights is None
        both = sobol_data(target, 300, choice=True)
        np.testing.assert_array_equal(both.fitted().x, plain.x)
        np.testing.assert_allclose(both.fitted().weights, 1.0 / 300.0, rtol=1e-12)
        assert both.points > 1000
        for data in (plain, both):
            assert data.t[:, 0].tobytes() == target(data.x).tobytes()

    def test_no_point_is_fitted_chosen_by_and_measured(self, name):
        target = target_named(name)
        data = sobol_data(target, 1024, choice=True)
        points = np.concatenate([data.x, target.evaluation_grid()])
        assert len(np.unique(points, axis=0)) == len(points)

    @pytest.mark.parametrize("grid", [UNIFORM, INTEGRATED])
    def test_scaled_units_have_mean_0_deviation_1_and_inputs_in_the_cube(self, name, grid):
        data, scaling = scaled_data(target_named(name), 512, grid)
        assert 0.99 < np.max(np.abs(data.x)) <= 1.0
        assert data.shares @ data.t == pytest.approx([0.0], abs=1e-12)
        assert data.shares @ np.square(data.t) == pytest.approx([1.0], rel=1e-12)
        original = sobol_data(target_named(name), 512, choice=grid == INTEGRATED)
        x = data.x * scaling.x_radius + scaling.x_centre
        np.testing.assert_allclose(x, original.x, rtol=0.0, atol=1e-14)


class TestGrids:
    @pytest.mark.parametrize("own", [UNIFORM, INTEGRATED])
    def test_up_to_two_inputs_the_trainer_says_which_and_beyond_it_is_sobol(self, own):
        given = [grid_for(own, inputs) for inputs in (1, 2, 3, 10)]
        assert given == [own, own, SOBOL, SOBOL]

    @pytest.mark.parametrize("inputs", [1, 2, 3, 10])
    def test_a_wish_is_granted(self, inputs):
        assert [grid_for(INTEGRATED, inputs, grid) for grid in GRIDS] == list(GRIDS)
        assert [grid_for(UNIFORM, inputs, grid) for grid in (UNIFORM, SOBOL)] == [UNIFORM, SOBOL]

    def test_a_trainer_without_weights_has_no_integrated_grid(self):
        with pytest.raises(SettingError, match=r"takes no weights.*choose uniform or sobol"):
            grid_for(UNIFORM, 3, INTEGRATED)

    def test_an_unknown_grid_is_refused(self):
        with pytest.raises(SettingError, match="one of uniform, integrated, sobol, not 'halton'"):
            grid_for(UNIFORM, 1, "halton")

    @pytest.mark.parametrize("inputs", [1, 2, 5])
    @pytest.mark.parametrize("own", [UNIFORM, INTEGRATED])
    def test_what_is_wished_for_is_given(self, inputs, own):
        target = cube_target(inputs)
        sobol, _ = scaled_data(target, 128, own, SOBOL)
        assert sobol.fitted().points == 128
        assert (sobol.weights is None) == (own == UNIFORM)
        uniform, _ = scaled_data(target, 243, own, UNIFORM)
        assert uniform.weights is None
        assert corners(uniform.x, Box((-1.0,) * inputs, (1.0,) * inputs)).sum() == 2**inputs
        assert len(np.unique(uniform.x[:, 0])) == {1: 243, 2: 16, 5: 3}[inputs]

    def test_of_many_inputs_the_integrated_grid_is_a_tensor_rule(self):
        target = cube_target(4)
        data = integrated_data(target, 300)
        fitted = data.fitted()
        assert fitted.points == 4**4
        assert data.points > fitted.points + 1000
        shares = np.square(fitted.weights)  # exact of degree 7 along each input
        mean = shares @ np.prod(fitted.x, axis=1) / shares.sum()
        assert mean == pytest.approx(0.5**4, rel=1e-12)

    @pytest.mark.parametrize("data", [uniform_data, integrated_data])
    def test_a_tensor_grid_that_cannot_be_afforded_is_refused(self, data):
        assert isinstance(data(cube_target(6), 7), Dataset)  # 64 points
        with pytest.raises(
            SettingError, match=r"14 inputs has at least 16384 points, not about 1024: .* sobol"
        ):
            data(cube_target(14), 1024)


class TestScaledData:
    def test_uniform_points_all_count_alike(self):
        data, _ = scaled_data(target_named("sine"), 100, "uniform")
        assert data.weights is None
        assert data.points == 100
        np.testing.assert_allclose(np.diff(data.x[:, 0]), 2.0 / 99.0)

    def test_is_computed_once(self):
        once, twice = (scaled_data(target_named("sine"), 77, "integrated") for _ in range(2))
        assert once is twice

    def test_between_two_nodes_of_one_input_there_is_a_point(self):
        data = integrated_data(target_named("absolute"), 300)
        nodes = np.sort(data.fitted().x[:, 0])
        between = np.sort(data.x[data.weights == 0.0, 0])
        after = np.searchsorted(between, nodes)
        assert np.all(np.diff(after) >= 1)


class TestMeasure:
    NOTHING = Network([[0.0]], [0.0], [[0.0]], [0.0])

    @pytest.mark.parametrize(
        ("name", "largest", "mean"),
        [
            ("line", 1.0, 1.0 / np.sqrt(3.0)),
            ("absolute", 1.0, 1.0 / np.sqrt(3.0)),
            ("parabola", 1.0, 1.0 / np.sqrt(5.0)),
            ("sine", 1.0, 1.0 / np.sqrt(2.0)),
            ("step", 1.0, 1.0 / np.sqrt(2.0)),
        ],
    )
    def test_a_network_that_is_zero_errs_by_the_target(self, name, largest, mean):
        found = measure(self.NOTHING, target_named(name))
        assert found == pytest.approx((largest, mean), rel=1e-3)
        assert found[0] == pytest.approx(largest, rel=1e-9)

    def test_an_exact_network_errs_by_rounding(self):
        exact = Network([[10.0]], [0.0], [[1.0]], [0.0])
        largest, mean = measure(exact, target_named("logistic"))
        assert mean <= largest <= 4e-16

    def test_two_inputs(self):
        wave = Network([[0.6 * np.pi], [0.8 * np.pi]], [0.0], [[1.0]], [0.25], "sine")
        assert measure(wave, target_named("ridge")) == pytest.approx((0.25, 0.25), rel=1e-12)

    def test_ten_inputs(self):
        """The largest value is 10 + 5 + 10 + 5, at x_1 x_2 = 1/2, x_3 = 0 or 1, x_4 = x_5 = 1."""
        largest, mean = measure(Network(np.zeros((10, 1)), [0.0], [[0.0]], [0.0]), FRIEDMAN)
        assert largest == pytest.approx(30.0, rel=1e-6)
        x = np.random.default_rng(1).random((400_000, 10))
        assert mean == pytest.approx(np.sqrt(np.mean(np.square(FRIEDMAN(x)))), rel=5e-3)

    def test_a_spike_at_a_kink_is_seen_on_every_scale(self):
        """A unit as narrow as 1e-9 is wrong nowhere else, and no uniform grid would see it."""
        for width in (1e-3, 1e-6, 1e-9):
            bump = Network([[0.0, 1.0 / width]], [1.0, 0.0], [[0.0], [1.0]], [0.0], "gaussian")
            target = target_named("step")
            largest, mean = measure(bump, target)
            assert largest > 1.0 - 1e-12
            assert mean == pytest.approx(1.0 / np.sqrt(2.0), rel=0.01)
        left_only = Network([[1e9]], [1.0], [[1.0]], [0.0], "gaussian")
        assert measure(left_only, target_named("absolute"))[0] == pytest.approx(1.0, rel=0.01)


class TestAttainableFloor:
    TARGET = Target("flat", np.zeros_like, Box.interval(0.0, 1.0), "0", "")

    def test_is_the_largest_rounding_error_on_the_evaluation_grid(self):
        network = Network([[2.0, -3.0]], [0.5, 1.0], [[10.0], [20.0]], [0.5])
        largest = np.max(network.rounding_error(self.TARGET.evaluation_grid()))
        assert attainable_floor(network, self.TARGET) == pytest.approx(largest, rel=1e-6)

    def test_sees_a_steep_unit_between_two_points_of_the_grid(self):
        slope, place = 1e9, 0.1234567
        network = Network([[slope]], [-slope * place], [[1.0]], [0.0])
        # At its centre phi' is 1/4 and phi 1/2; z is the difference of two numbers slope * place.
        expected = 2.0**-52 * 2.0 * (0.5 + 0.25 * 2.0 * slope * place)
        assert attainable_floor(network, self.TARGET) == pytest.approx(expected, rel=0.1)
        on_grid = np.max(network.rounding_error(self.TARGET.evaluation_grid()))
        assert on_grid < expected / 1e3

    def test_is_infinite_if_units_overflow(self):
        network = Network([[1e200]], [1e200], [[1e200]], [0.0], "relu")
        assert attainable_floor(network, self.TARGET) == np.inf

    def test_sees_a_steep_unit_of_two_inputs(self):
        flat = Target("flat", lambda x, y: 0.0 * x * y, Box((0.0, 0.0), (1.0, 1.0)), "0", "")
        slope, place = 1e9, 0.1234567
        network = Network([[slope], [0.0]], [-slope * place], [[1.0]], [0.0])
        expected = 2.0**-52 * 2.0 * (0.5 + 0.25 * 2.0 * slope * place)
        assert attainable_floor(network, flat) == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize(("low", "length"), [(0.0, 1.0), (1e9, 1.0), (1e6, 1e-3), (-1e12, 1.0)])
def test_a_jump_shows_in_the_scaled_data_however_far_apart_floats_are(low, length):
    target = as_target(lambda x: np.sign(x - (low + 0.3 * length)), (low, low + length))
    data, _ = scaled_data(target, 240, INTEGRATED)
    x, order = np.unique(data.x[:, 0], return_index=True)
    t = data.t[order, 0]
    rise = rise_between_neighbours(x, t, data.one_place(1e-9))
    assert rise == pytest.approx(np.ptp(t), rel=1e-12)
    # The nodes' weights are those of the domain, as beside a jump they ought to be.
    nodes, weights = integration_rule(target, target.domain, 240, target.breaks)
    assert data.fitted().weights == pytest.approx(weights)
    assert len(nodes) == data.fitted().points
