from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.domains import Box, bounds_in_words, least_step
from uat.exceptions import SettingError

bounds = st.floats(-1e6, 1e6)
lengths = st.floats(1e-3, 1e6)
boxes = st.lists(st.tuples(bounds, lengths), min_size=1, max_size=3).map(
    lambda sides: Box(tuple(low for low, _ in sides), tuple(low + length for low, length in sides))
)


def test_an_interval_is_a_box_with_one_input():
    box = Box.interval(-1, 3)
    assert (box.lower, box.upper, box.inputs, box.lengths) == ((-1.0,), (3.0,), 1, (4.0,))
    assert box == Box((-1.0,), (3.0,))


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ([(-1, 1)], "[-1, 1]"),
        ([(0, 1), (0, 1)], "[0, 1] x [0, 1]"),
        ([(0, 1)] * 10, "[0, 1]^10"),
        ([(1e10, 1e10 + 1)], "[10000000000, 10000000001]"),
        ([(1e-300, 1e300)], "[1e-300, 1e+300]"),
        ([(0, 1), (0, 1), (-2, 0.5)], "[0, 1]^2 x [-2, 0.5]"),
    ],
)
def test_a_box_is_read_side_by_side(sides, said):
    lower, upper = zip(*sides, strict=True)
    assert str(Box(lower, upper)) == said


def test_bounds_become_floats_whatever_holds_them():
    box = Box(np.array([0, 1]), [2, 5])
    assert box == Box((0.0, 1.0), (2.0, 5.0))
    assert all(type(bound) is float for bound in (*box.lower, *box.upper))
    assert hash(box) == hash(Box((0.0, 1.0), (2.0, 5.0)))


def test_a_box_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Box.interval(0.0, 1.0).lower = (2.0,)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [((), ()), ((0.0,), (1.0, 2.0)), ((0.0, 0.0), (1.0,)), (0.0, 1.0), ([[0.0]], [[1.0]])],
)
def test_every_input_needs_both_bounds(lower, upper):
    with pytest.raises(SettingError, match="one lower and one upper bound for each input"):
        Box(lower, upper)


@pytest.mark.parametrize(
    ("low", "high"),
    [(1.0, 0.0), (1.0, 1.0), (0.0, math.inf), (-math.inf, 0.0), (math.nan, 1.0), (0.0, math.nan)],
)
def test_bounds_are_finite_and_rise(low, high):
    with pytest.raises(SettingError, match="is no interval"):
        Box((0.0, low), (1.0, high))


def test_bounds_that_do_not_rise_are_shown_with_all_their_digits():
    with pytest.raises(SettingError, match=r"\[10000000001, 10000000000\] is no"):
        Box.interval(10000000001.0, 1e10)
    with pytest.raises(SettingError, match=r"\[1, 0.9999999999999999\] is no interval"):
        Box.interval(1.0, 1.0 - 2.0**-53)


def test_a_uniform_grid_lists_points_with_the_last_input_fastest():
    grid = Box((0.0, 10.0), (1.0, 12.0)).uniform_grid(3)
    expected = [(x, y) for x in (0.0, 0.5, 1.0) for y in (10.0, 11.0, 12.0)]
    assert grid.tolist() == [list(point) for point in expected]


@given(box=boxes, points=st.integers(2, 6))
def test_a_uniform_grid_fills_its_box(box, points):
    grid = box.uniform_grid(points)
    assert grid.shape == (points**box.inputs, box.inputs)
    assert len(np.unique(grid, axis=0)) == len(grid)
    assert tuple(grid.min(axis=0)) == box.lower
    assert tuple(grid.max(axis=0)) == box.upper
    for axis, length in zip(box.axes(points), box.lengths, strict=True):
        np.testing.assert_allclose(np.diff(axis), length / (points - 1), rtol=1e-6)


@pytest.mark.parametrize("points", [1, 0, -3])
def test_a_grid_has_two_points_along_each_input(points):
    with pytest.raises(SettingError, match=f"must be a whole number from 2 on, not {points}"):
        Box.interval(0.0, 1.0).uniform_grid(points)


def test_around_a_point_the_box_is_cut_at_its_own_walls():
    box = Box((0.0, 0.0), (1.0, 1.0))
    part = box.grid_around(np.array([0.5, 0.9]), np.array([0.25, 0.25]), 2)
    np.testing.assert_array_equal(part, Box((0.25, 0.65), (0.75, 1.0)).corners())
    whole = box.grid_around(np.array([0.0, 1.0]), np.array([9.0, 9.0]), 3)
    np.testing.assert_array_equal(whole, box.uniform_grid(3))


def test_around_a_point_closer_than_floats_the_points_coincide():
    box = Box.interval(1e10, 1e10 + 1.0)
    for centre in (1e10, 1e10 + 0.5, 1e10 + 1.0):
        grid = box.grid_around(np.array([centre]), np.array([1e-7]), 100)
        np.testing.assert_array_equal(grid, np.full((100, 1), centre))


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (0.0, 1e301, None),
        (0.0, np.nextafter(1e301, np.inf), "is too large: bounds are at most 1e.301 in size"),
        (-1e301, 1e301, None),
        (np.nextafter(-1e301, -np.inf), 0.0, "is too large"),
        (-1e308, 1e308, "is too large"),
        (0.0, 1e-301, None),
        (0.0, np.nextafter(1e-301, 0.0), "is too short: a side is at least 1e-301 long"),
        (0.0, 5e-324, "is too short"),
        (-1e-310, 1e-310, "is too short"),
        (1.0, np.nextafter(1.0, 2.0), None),
    ],
)
def test_bounds_and_lengths_are_within_what_can_be_computed_with(low, high, message):
    if message is None:
        box = Box.interval(low, high)
        assert np.isfinite(box.lengths[0])
        assert np.isfinite(box.sobol_grid(4)).all()
        assert np.isfinite(box.centre()).all()
    else:
        with pytest.raises(SettingError, match=message):
            Box.interval(low, high)


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [
        (1.0, np.nextafter(1.0, 2.0), 2),
        (1.0, 1.0 + 4.0 * 2.0**-52, 5),
        (-1.0 - 4.0 * 2.0**-52, -1.0, 5),
        (1e10, 1e10 + 1.0, 524289),
        (0.0, 1.0, 2**52 * 2 + 1),
    ],
)
def test_the_numbers_in_a_side_are_counted_by_the_widest_spacing(low, high, count):
    assert Box.interval(low, high).fewest_floats() == min(count, 2**52 + 1)
    assert Box((0.0, low), (1.0, high)).fewest_floats() == min(count, 2**52 + 1)


class TestSobolGrid:
    @given(box=boxes, points=st.integers(1, 300), seed=st.integers(0, 2**32))
    def test_lies_strictly_inside_and_is_the_same_for_the_same_seed(self, box, points, seed):
        grid = box.sobol_grid(points, seed)
        assert grid.shape == (points, box.inputs)
        assert np.all(grid > box.lower)
        assert np.all(grid < box.upper)
        np.testing.assert_array_equal(grid, box.sobol_grid(points, seed))

    @pytest.mark.parametrize("inputs", [1, 3, 10])
    @pytest.mark.parametrize("points", [1, 16, 128])
    def test_a_power_of_two_fills_every_slice_alike(self, inputs, points):
        """The law of a Sobol sequence: of n points one lies in every n-th part of every side."""
        grid = Box((0.0,) * inputs, (1.0,) * inputs).sobol_grid(points, 7)
        for column in grid.T:
            assert sorted(np.floor(column * points)) == list(range(points))

    def test_fewer_points_are_the_first_of_more(self):
        box = Box((-1.0,) * 4, (3.0,) * 4)
        np.testing.assert_array_equal(box.sobol_grid(100), box.sobol_grid(128)[:100])

    def test_another_seed_shares_no_point(self):
        box = Box((0.0,) * 3, (1.0,) * 3)
        both = np.concatenate([box.sobol_grid(512, seed) for seed in (0, 1)])
        assert len(np.unique(both, axis=0)) == len(both)

    def test_it_integrates_better_than_chance(self):
        """The mean of the sum of 10 squares is 10 / 3; 1024 drawn points err by 0.03 or so."""
        grid = Box((0.0,) * 10, (1.0,) * 10).sobol_grid(1024)
        assert np.mean(np.sum(grid**2, axis=1)) == pytest.approx(10.0 / 3.0, abs=2e-3)

    def test_it_stays_inside_a_box_of_few_floats(self):
        low = 1e6
        high = np.nextafter(np.nextafter(np.nextafter(low, np.inf), np.inf), np.inf)
        grid = Box.interval(low, high).sobol_grid(64)
        assert low < grid.min() <= grid.max() < high

    @pytest.mark.parametrize(
        ("points", "seed", "message"),
        [
            (0, 0, "points must be a whole number from 1 on, not 0"),
            (-1, 0, "points must be a whole number from 1 on, not -1"),
            (4, -1, "seed must be a whole number from 0 on, not -1"),
        ],
    )
    def test_numbers_out_of_range_are_refused(self, points, seed, message):
        with pytest.raises(SettingError, match=message):
            Box.interval(0.0, 1.0).sobol_grid(points, seed)


class TestLattice:
    @given(box=boxes)
    def test_is_equally_spaced_along_every_input_and_inside(self, box):
        lattice = box.lattice()
        assert lattice.shape == (8191, box.inputs)
        shares = (lattice - box.lower) / box.lengths
        # Of 8191 equal cells each holds one point, in its middle or at its wall.
        for column in shares.T:
            cells = np.sort(column) * 8191
            np.testing.assert_allclose(cells, np.arange(8191) + 0.5, atol=1e-3)

    def test_it_integrates_better_than_chance(self):
        """The mean of the sum of 10 squares is 10 / 3; 8191 drawn points err by 0.01 or so."""
        lattice = Box((0.0,) * 10, (1.0,) * 10).lattice()
        assert np.mean(np.sum(lattice**2, axis=1)) == pytest.approx(10.0 / 3.0, abs=1e-4)
        products = np.prod(1.0 + (lattice[:, :3] - 0.5), axis=1)
        assert np.mean(products) == pytest.approx(1.0, abs=1e-4)


@given(box=boxes)
def test_corners_and_centre(box):
    corners = box.corners()
    assert len(np.unique(corners, axis=0)) == len(corners) == 2**box.inputs
    assert np.all((corners == box.lower) | (corners == box.upper))
    np.testing.assert_allclose(box.centre(), corners.mean(axis=0), rtol=1e-12, atol=1e-9)


def test_tensor_grids_are_for_one_or_two_inputs():
    boxes_of = [Box((0.0,) * inputs, (1.0,) * inputs) for inputs in (1, 2, 3, 10)]
    assert [box.gridded for box in boxes_of] == [True, True, False, False]


class TestSteps:
    @pytest.mark.parametrize("low", [0.0, -1e12, 1e9, 1e-300])
    def test_the_least_one_moves_every_number(self, low):
        high = low + 1.0
        for number in (low, (low + high) / 2.0, high):
            assert number - least_step(low, high) < number < number + least_step(low, high)

    def test_are_shares_of_the_length_unless_floats_are_farther_apart(self):
        assert Box.interval(0.0, 4.0).step(1e-12) == 4e-12
        assert Box.interval(1e9, 1e9 + 4.0).step(1e-12) == 2.0**-22
        assert Box.interval(1e9, 1e9 + 4.0).step(1e-3) == 4e-3


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0, 1.0, ("0", "1")),
        (-1.23456789, 1.0, ("-1.23457", "1")),
        (1e9, 1e9 + 1.0, ("1000000000", "1000000001")),
        (1.6e9, 1.6e9 + 86_400.0, ("1600000000", "1600086400")),  # one day, and no 25 hours
        (1749.04167, 2023.9583, ("1749.04", "2023.96")),
        (2.5, 2.5, ("2.5", "2.5")),
    ],
)
def test_bounds_have_digits_that_tell_them_apart(low, high, words):
    assert bounds_in_words(low, high) == words
