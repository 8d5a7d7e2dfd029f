from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.domains import Box
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


def test_bounds_become_floats_whatever_holds_them():
    box = Box(np.array([0, 1]), [2, 5])
    assert box == Box((0.0, 1.0), (2.0, 5.0))
    assert all(type(bound) is float for bound in (*box.lower, *box.upper))
    assert hash(box) == hash(Box((0.0, 1.0), (2.0, 5.0)))


def test_a_box_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Box.interval(0.0, 1.0).lower = (2.0,)


@pytest.mark.parametrize(("lower", "upper"), [((), ()), ((0.0,), (1.0, 2.0)), ((0.0, 0.0), (1.0,))])
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
    with pytest.raises(SettingError, match=f"at least 2 points along each input, not {points}"):
        Box.interval(0.0, 1.0).uniform_grid(points)


def test_around_a_point_the_box_is_cut_at_its_own_walls():
    box = Box((0.0, 0.0), (1.0, 1.0))
    assert box.around(np.array([0.5, 0.9]), np.array([0.25, 0.25])) == Box(
        (0.25, 0.65), (0.75, 1.0)
    )
    assert box.around(np.array([0.0, 1.0]), np.array([9.0, 9.0])) == box
