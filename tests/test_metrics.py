from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from tools import arrays, given
from tools import strategies as st

from uat.core.domains import Box
from uat.targets.metrics import (
    convergence_rate,
    max_error,
    mean_slope,
    rmse,
    total_variation,
    trivial_error,
    trivial_rmse,
)

UNIT = Box.interval(0.0, 1.0)
coefficients = st.lists(st.floats(-10.0, 10.0), min_size=1, max_size=6)


def measured(residual, domain=UNIT, points=11):
    """Return max_error on a uniform grid of that many points along each input."""
    spacing = np.asarray(domain.lengths) / (points - 1)
    return max_error(residual, domain, domain.uniform_grid(points), spacing)


class TestRmse:
    def test_is_the_root_of_the_mean_square(self):
        assert rmse(np.array([3.0, -4.0])) == pytest.approx(math.sqrt(12.5))

    def test_of_any_shape_counts_every_entry_once(self):
        assert rmse(np.full((2, 3, 4), -2.0)) == 2.0

    @given(values=arrays(np.float64, 7, elements=st.floats(-1e6, 1e6)))
    def test_lies_between_the_mean_magnitude_and_the_largest(self, values):
        slack = 1.0 + 1e-12
        assert np.mean(np.abs(values)) <= rmse(values) * slack + 1e-150
        assert rmse(values) <= np.max(np.abs(values)) * slack


class TestTheBestConstant:
    """Of the values 0, 0, 0, 4 the middle of the range is 2, the mean 1."""

    VALUES = np.array([[0.0, 0.0], [0.0, 4.0]])

    def test_in_the_largest_error_it_errs_by_half_the_range(self):
        assert trivial_error(self.VALUES) == 2.0

    def test_in_the_mean_square_it_errs_by_the_standard_deviation(self):
        assert trivial_rmse(self.VALUES) == pytest.approx(math.sqrt(3.0))

    @given(values=arrays(np.float64, 7, elements=st.floats(-1e6, 1e6)), c=st.floats(-1e6, 1e6))
    def test_no_constant_does_better(self, values, c):
        slack = 1e-9 * (1.0 + abs(c))
        assert trivial_error(values) <= np.max(np.abs(values - c)) + slack
        assert trivial_rmse(values) <= rmse(values - c) + slack


class TestScales:
    """What is computed of functions as small as 1e-300 or as large as 1e300 loses nothing."""

    @pytest.mark.parametrize("exponent", [-990, -540, 540, 990])
    def test_every_measure_scales_exactly(self, exponent):
        scale = 2.0**exponent
        grid = np.random.default_rng(1).normal(size=(7, 9))
        box = Box((0.0, 0.0, 1.0), (1.0, 2.0, 5.0))
        centres = box.sobol_grid(64)

        def wave(x):
            return np.sin(x @ [1.0, 2.0, 3.0])

        for measure in (rmse, trivial_error, trivial_rmse, total_variation):
            assert measure(scale * grid) == scale * measure(grid)
        slope = mean_slope(wave, box, centres, 0.01)
        assert mean_slope(lambda x: scale * wave(x), box, centres, 0.01) == scale * slope
        peak = measured(lambda x: np.cos(7.0 * x[:, 0]))
        assert measured(lambda x: scale * np.cos(7.0 * x[:, 0])) == scale * peak

    @pytest.mark.parametrize("exponent", [-990, 990])
    def test_a_slope_on_logarithmic_axes_stays(self, exponent):
        widths = np.array([1.0, 2.0, 4.0, 9.0])
        assert convergence_rate(widths, 2.0**exponent / widths**2) == pytest.approx(-2.0)

    def test_hand_values(self):
        assert rmse(np.array([3e-170, 4e-170])) == pytest.approx(math.sqrt(12.5) * 1e-170)
        assert total_variation(np.array([0.0, 3e-200, 1e-200])) == pytest.approx(5e-200)
        x, y = np.meshgrid([0.0, 1.0], [0.0, 1.0], indexing="ij")
        assert total_variation(3e160 * x + 4e160 * y) == pytest.approx(5e160)
        assert total_variation(3e-170 * x + 4e-170 * y) == pytest.approx(5e-170)


class TestConvergenceRate:
    @given(slope=st.floats(-6.0, 2.0), factor=st.floats(1e-6, 1e6))
    def test_of_an_exact_power_law_is_its_exponent(self, slope, factor):
        widths = np.array([1, 2, 4, 8, 16, 100])
        assert convergence_rate(widths, factor * widths**slope) == pytest.approx(slope, abs=1e-10)

    def test_of_scattered_errors_is_the_least_squares_slope(self):
        # Logs (0, 0), (1, 1), (2, 0), (3, 3): slope 4 / 5 by the normal equations.
        assert convergence_rate(np.exp([0, 1, 2, 3]), np.exp([0, 1, 0, 3])) == pytest.approx(0.8)

    def test_leaves_out_errors_that_have_no_logarithm(self):
        widths = [1, 2, 3, 4, 5, 6]
        errors = [1.0, 0.25, 0.0, math.nan, math.inf, 1.0 / 36.0]
        assert convergence_rate(widths, errors) == pytest.approx(-2.0)

    @pytest.mark.parametrize(
        ("widths", "errors"),
        [
            ([], []),
            ([4], [0.1]),
            ([4, 4, 4], [0.1, 0.2, 0.3]),
            ([1, 2], [0.1, 0.0]),
            ([1, 2, 2], [math.nan, 0.2, 0.1]),
        ],
    )
    def test_of_fewer_than_two_widths_is_not_a_number(self, widths, errors):
        assert math.isnan(convergence_rate(widths, errors))


class TestTotalVariation:
    @pytest.mark.parametrize(
        ("function", "variation"),
        [
            (lambda x: np.full_like(x, 7.0), 0.0),
            (lambda x: 3.0 * x, 3.0),
            (lambda x: (x >= 0.5) * -2.0, 2.0),
            (lambda x: np.sin(2.0 * np.pi * x), 4.0),
            (lambda x: (2.0 * x - 1.0) ** 2, 2.0),
        ],
        ids=["constant", "line", "step", "sine", "parabola"],
    )
    def test_of_a_known_function(self, function, variation):
        assert total_variation(function(np.linspace(0.0, 1.0, 1001))) == pytest.approx(variation)

    @given(values=arrays(np.float64, st.integers(2, 30), elements=st.floats(-1e6, 1e6)))
    def test_in_one_dimension_is_the_classic_sum(self, values):
        classic = math.fsum(abs(b - a) for a, b in itertools.pairwise(values))
        assert total_variation(values) == pytest.approx(classic, rel=1e-12)

    def test_of_a_rising_function_ignores_the_spacing(self):
        x = np.array([0.0, 0.001, 0.5, 0.51, 1.0])
        assert total_variation(np.exp(x)) == pytest.approx(math.e - 1.0)

    @given(values=arrays(np.float64, 25, elements=st.floats(-1e6, 1e6)))
    def test_never_falls_as_the_grid_is_refined(self, values):
        assert total_variation(values[::4]) <= total_variation(values) * (1.0 + 1e-12)

    @given(a=st.floats(-5.0, 5.0), b=st.floats(-5.0, 5.0), c=st.floats(-5.0, 5.0))
    def test_of_a_plane_is_the_norm_of_its_gradient(self, a, b, c):
        x, y = np.meshgrid(np.linspace(0.0, 1.0, 6), np.linspace(0.0, 1.0, 9), indexing="ij")
        assert total_variation(a * x + b * y + c) == pytest.approx(math.hypot(a, b), abs=1e-12)

    def test_in_three_dimensions_too(self):
        x, y, z = np.meshgrid(*[np.linspace(0.0, 1.0, m) for m in (3, 4, 5)], indexing="ij")
        assert total_variation(2.0 * x - 3.0 * y + 6.0 * z) == pytest.approx(7.0)

    def test_of_a_cone_converges_at_second_order_away_from_its_tip(self):
        def error(m):
            x, y = np.meshgrid(*[np.linspace(1.0, 2.0, m)] * 2, indexing="ij")
            return abs(total_variation(np.hypot(x, y)) - 1.0)

        sizes = np.array([11, 21, 41, 81])
        rate = convergence_rate(sizes - 1, [error(m) for m in sizes])
        assert rate == pytest.approx(-2.0, abs=0.05)


class TestMeanSlope:
    @pytest.mark.parametrize("inputs", [1, 2, 5])
    def test_of_a_plane_is_the_norm_of_its_gradient_in_the_unit_cube(self, inputs):
        box = Box((-1.0,) * inputs, (2.0,) * inputs)
        slopes = np.arange(1.0, inputs + 1.0)
        found = mean_slope(lambda x: x @ slopes, box, box.sobol_grid(64), 0.01)
        assert found == pytest.approx(3.0 * np.linalg.norm(slopes), rel=1e-12)

    def test_is_about_the_total_variation_where_there_is_a_tensor_grid(self):
        square = Box((0.0, 0.0), (1.0, 1.0))

        def wave(x):
            return np.sin(5.0 * x[:, 0] + 3.0 * x[:, 1] ** 2)

        grid = total_variation(wave(square.uniform_grid(401)).reshape(401, 401))
        found = mean_slope(wave, square, square.sobol_grid(4096), 1e-3)
        assert found == pytest.approx(grid, rel=2e-3)

    def test_looks_at_no_point_outside_the_domain(self):
        box = Box((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
        found = mean_slope(lambda x: np.sqrt(x[:, 0] * (1.0 - x[:, 1])), box, box.corners(), 0.1)
        assert np.isfinite(found)


class TestMaxErrorOfManyInputs:
    @pytest.mark.parametrize("inputs", [3, 5, 10])
    def test_climbs_the_highest_peak_between_the_points(self, inputs):
        box = Box((-1.0,) * inputs, (1.0,) * inputs)
        grid = box.sobol_grid(4096)
        spacing = np.full(inputs, 2.0 * 4096.0 ** (-1.0 / inputs))
        top = np.linspace(-0.6, 0.7, inputs)

        def residual(x):
            return -3.0 * np.exp(-2.0 * np.sum((x - top) ** 2, axis=1))

        assert np.max(np.abs(residual(grid))) < 2.99
        assert max_error(residual, box, grid, spacing) == pytest.approx(3.0, rel=2e-3)
        assert max_error(residual, box, grid, spacing) <= 3.0

    @pytest.mark.parametrize("inputs", [3, 10])
    def test_what_is_largest_in_a_corner_is_found_there(self, inputs):
        """A plane is largest in a corner, near which no Sobol point lies."""
        box = Box((0.0,) * inputs, (1.0,) * inputs)
        grid = box.sobol_grid(512)
        slopes = np.where(np.arange(inputs) % 2 == 0, 1.0, -1.0)

        def residual(x):
            return x @ slopes

        spacing = np.full(inputs, 512.0 ** (-1.0 / inputs))
        largest = max(np.sum(slopes > 0), np.sum(slopes < 0))
        assert np.max(np.abs(residual(grid))) < 0.95 * largest
        assert max_error(residual, box, grid, spacing) == pytest.approx(largest, rel=1e-12)

    def test_looks_at_no_point_outside_the_domain_and_passes_on_a_nan(self):
        box = Box((-1.0, 0.0, 2.0), (1.0, 3.0, 2.5))
        grid = box.sobol_grid(256)
        seen = []

        def residual(x):
            seen.append(x)
            return np.prod(x, axis=1)

        max_error(residual, box, grid, np.full(3, 0.3))
        points = np.concatenate(seen)
        assert len(seen) > 1
        assert np.all((points >= box.lower) & (points <= box.upper))
        on_grid = {tuple(point) for point in grid}
        hollow = max_error(
            lambda x: np.array([1.0 if tuple(p) in on_grid else np.nan for p in x]),
            box, grid, np.full(3, 0.3),
        )  # fmt: skip
        assert math.isnan(hollow)


class TestMaxError:
    @pytest.mark.parametrize("sign", [1.0, -1.0])
    def test_finds_a_peak_between_grid_points(self, sign):
        def residual(x):
            return sign * 3.0 * np.exp(-(((x[:, 0] - 0.4567) / 0.05) ** 2))

        assert np.max(np.abs(residual(UNIT.uniform_grid(11)))) < 1.5
        assert measured(residual) == pytest.approx(3.0, rel=1e-9)

    def test_finds_the_highest_peak_where_the_grid_shows_another(self):
        def residual(x):
            on_grid = 0.9 * np.exp(-(((x[:, 0] - 0.2) / 0.05) ** 2))
            between = 1.0 * np.exp(-(((x[:, 0] - 0.65) / 0.05) ** 2))
            return on_grid - between

        assert measured(residual) == pytest.approx(1.0, rel=1e-6)

    def test_finds_a_peak_in_two_dimensions(self):
        square = Box((0.0, -1.0), (1.0, 1.0))

        def residual(x):
            return np.exp(-(((x[:, 0] - 0.333) / 0.1) ** 2) - ((x[:, 1] - 0.777) / 0.2) ** 2)

        assert np.max(residual(square.uniform_grid(11))) < 0.9
        assert measured(residual, square) == pytest.approx(1.0, rel=1e-4)

    @pytest.mark.parametrize("slope", [2.0, -2.0])
    def test_at_an_endpoint_is_exact(self, slope):
        assert measured(lambda x: slope * x[:, 0] + 1.0) == max(1.0, abs(slope + 1.0))

    def test_of_zero_is_zero(self):
        assert measured(lambda x: np.zeros(len(x))) == 0.0

    def test_looks_at_no_point_outside_the_domain(self):
        seen = []

        def residual(x):
            seen.append(x)
            return x[:, 0] * x[:, 1]

        box = Box((-1.0, 0.0), (1.0, 3.0))
        measured(residual, box)
        points = np.concatenate(seen)
        assert len(seen) > 1
        assert tuple(points.min(axis=0)) == box.lower
        assert tuple(points.max(axis=0)) == box.upper

    def test_does_not_depend_on_where_the_grid_falls(self):
        def residual(x):
            return np.cos(7.0 * x[:, 0] - 1.3) * (1.0 + x[:, 0])

        coarse, fine = (measured(residual, points=points) for points in (23, 1000))
        assert coarse == pytest.approx(fine, rel=1e-10)

    def test_of_a_residual_that_is_nan_on_the_grid_is_nan(self):
        assert math.isnan(measured(lambda x: np.where(x[:, 0] == 0.5, np.nan, 1.0)))

    def test_of_a_residual_that_is_nan_beside_the_grid_is_nan(self):
        grid_only = np.linspace(0.0, 1.0, 11)
        assert math.isnan(measured(lambda x: np.where(np.isin(x[:, 0], grid_only), 1.0, np.nan)))

    def test_of_a_residual_that_is_infinite_is_infinite(self):
        assert measured(lambda x: np.where(x[:, 0] == 0.5, -np.inf, 1.0)) == math.inf

    @given(coefficients=coefficients, points=st.integers(2, 40))
    def test_is_never_below_the_largest_residual_of_the_grid(self, coefficients, points):
        polynomial = np.polynomial.Polynomial(coefficients)
        on_grid = np.max(np.abs(polynomial(UNIT.uniform_grid(points))))
        assert measured(lambda x: polynomial(x[:, 0]), points=points) >= on_grid

    @given(coefficients=coefficients)
    def test_is_never_above_the_true_sup_norm(self, coefficients):
        polynomial = np.polynomial.Polynomial(coefficients)
        assert measured(lambda x: polynomial(x[:, 0])) <= np.sum(np.abs(coefficients)) * (1 + 1e-12)

    @pytest.mark.parametrize("low", [1e10, -1e300, 1.0])
    def test_zooms_no_farther_than_floats_are_apart(self, low):
        box = Box.interval(low, low + 1e6 * math.ulp(low))

        def residual(x):
            u = (x[:, 0] - low) / box.lengths[0]
            return 1.0 - np.abs(u - 0.3141)

        assert measured(residual, box, points=4100) == pytest.approx(1.0, abs=2e-6)
        assert measured(lambda x: x[:, 0], box) == max(abs(low), abs(box.upper[0]))

    @pytest.mark.parametrize(("height", "climbed"), [(0.51, True), (0.49, False)])
    def test_climbs_every_peak_that_may_be_the_highest_but_no_others(self, height, climbed):
        """Of forty peaks on the grid the lowest is the highest between the grid's points.

        It may be the highest if it would be as high if it rose as much again above its neighbours.
        """
        places = np.arange(40) * 0.02 + 0.1
        heights = np.append(np.linspace(1.0, 0.9, 39), height)
        grid = UNIT.uniform_grid(101)

        def residual(x):
            on_grid = (np.abs(x - places) < 1e-9) @ heights
            return on_grid + 5.0 * (np.abs(x[:, 0] - places[-1] - 0.003) < 0.002)

        largest = max_error(residual, UNIT, grid, np.array([0.01]))
        assert largest == (5.0 if climbed else 1.0)

    def test_all_peaks_of_the_plane_that_stand_alone_are_climbed(self):
        """Of sixteen cones the lowest on the grid is the highest between its points."""
        domain = Box((0.0, 0.0), (1.0, 1.0))
        places = Box((0.1, 0.1), (0.9, 0.9)).uniform_grid(4)
        places[-1] += 0.023

        def residual(x):
            distances = np.max(np.abs(x[:, np.newaxis] - places), axis=2)
            heights = np.append(np.ones(15), 1.2)
            return np.max(heights - 10.0 * distances, axis=1)

        assert measured(residual, domain, points=21) == pytest.approx(1.2, rel=1e-3)

    def test_points_within_two_spacings_are_one_peak(self):
        """Eight peaks of three points each; in the lowest the residual is highest between them."""
        places = np.arange(1, 9) * 0.1
        grid = UNIT.uniform_grid(101)

        def residual(x):
            near = np.abs(x[:, :1] - places) < 0.0101
            top = np.abs(x[:, 0] - 0.793) < 0.002
            return near @ (1.0 - 0.01 * np.arange(8)) + 5.0 * top

        assert max_error(residual, UNIT, grid, np.array([0.0101])) == pytest.approx(5.93)
