"""Jumps and poles are found by looking closely; what is steep but continuous is neither."""

from __future__ import annotations

import numpy as np
import pytest

from uat.targets.jumps import Breaks, find_breaks, place_in_words, rise_between_neighbours, stays

GRID = np.linspace(-1.0, 1.0, 4100)


def breaks(function, grid=GRID):
    """Return what is found of a function on a grid; 0/0 is no concern here."""
    with np.errstate(all="ignore"):
        return find_breaks(function, grid, function(grid))


class Counted:
    """A function that counts its values."""

    def __init__(self, function):
        self.function, self.values = function, 0

    def __call__(self, x):
        self.values += len(x)
        return self.function(x)


JUMPING = [
    (lambda x: np.heaviside(x - 0.3333, 0.5), [0.3333]),
    (lambda x: np.sign(x - 0.3333), [0.3333]),
    (lambda x: np.where(x > 0.0, 1.0, 0.0), [0.0]),
    (lambda x: np.floor(3.0 * x), [-2 / 3, -1 / 3, 0.0, 1 / 3, 2 / 3]),
    (lambda x: np.mod(5.0 * x, 1.0), np.arange(-4, 5) / 5.0),
    (lambda x: 10.0 * x + np.where(x < 0.1, 0.0, -0.4), [0.1]),
    (lambda x: np.sin(300.0 * x) + 0.1 * np.sign(x - 0.2), [0.2]),
    (lambda x: np.arctan(1.0 / (x - 0.7)), [0.7]),
    (lambda x: (x - 0.3) / np.abs(x - 0.3), [0.3]),
]
CONTINUOUS = [
    lambda x: 0.0 * x,
    lambda x: np.tanh(1e3 * x),
    lambda x: np.tanh(1e8 * (x - 0.1)),
    lambda x: np.sqrt(np.abs(x)),
    lambda x: np.abs(x) ** 0.1,
    lambda x: np.abs(x - 0.3) ** 0.1,
    lambda x: np.sign(x - 0.3) * np.abs(x - 0.3) ** 0.1,
    lambda x: np.sin(1e5 * x),
    lambda x: np.sin(np.pi * (x - 0.3)) / (x - 0.3),
    lambda x: 1.0 / (1.0 + 25.0 * x**2),
    lambda x: 1.0 / (1e-6 + x**2),
    lambda x: np.log(np.abs(x - 0.123)),
    lambda x: np.log(x + 1.0 + 1e-300),
    lambda x: (x + 1.0 + 1e-9) ** -0.5,
    lambda x: 1.0 / (x + 1.0 + 1e-12),
    lambda x: np.exp(200.0 * x),
    # Values of their own at single points.
    lambda x: np.where(x == GRID[1000], 1.0, 0.0),
]
# That whose rise is narrower than these floats are apart.
STEEPEST = 2
# Middles and half lengths of domains on which floats are far apart: 1e-7 of a length or so.
FAR = [(1e9, 0.5), (1e6, 5e-4), (-1.6e9, 8.0)]


@pytest.mark.parametrize(("function", "where"), JUMPING)
def test_a_jump_is_found(function, where):
    found = breaks(function)
    assert found.pole is None
    np.testing.assert_allclose(found.jumps, where, rtol=0.0, atol=4e-13)


@pytest.mark.parametrize("function", CONTINUOUS)
def test_what_is_continuous_or_bounded_has_no_breaks(function):
    assert breaks(function) == Breaks()


@pytest.mark.parametrize(("middle", "half"), FAR)
@pytest.mark.parametrize(("function", "where"), JUMPING)
def test_a_jump_is_found_between_floats_that_are_far_apart(function, where, middle, half):
    found = breaks(lambda x: function((x - middle) / half), middle + half * GRID)
    assert found.pole is None
    apart = 2.0 * np.spacing(abs(middle)) / half
    np.testing.assert_allclose((np.array(found.jumps) - middle) / half, where, atol=apart)


@pytest.mark.parametrize(("middle", "half"), FAR)
@pytest.mark.parametrize("function", [f for k, f in enumerate(CONTINUOUS) if k != STEEPEST])
def test_what_is_continuous_has_no_breaks_there(function, middle, half):
    assert breaks(lambda x: function((x - middle) / half), middle + half * GRID) == Breaks()


def test_what_rises_between_two_floats_is_a_jump():
    steepest = CONTINUOUS[STEEPEST]
    found = breaks(lambda x: steepest((x - 1e9) / 0.5), 1e9 + 0.5 * GRID)
    assert found.jumps == pytest.approx([1e9 + 0.05], abs=2.0**-22)


@pytest.mark.parametrize("grid", [GRID, 5.0 + 100.0 * GRID], ids=["plain", "wide"])
@pytest.mark.parametrize(
    "pole",
    [
        lambda u: 1.0 / u,
        lambda u: -1.0 / u,
        lambda u: 1.0 / u**2,
        lambda u: -1.0 / np.abs(u),
        lambda u: np.abs(u) ** -0.5,
        lambda u: np.where(u > 0.0, 1.0 / u, 0.0),
        # On the wide grid it is not at the highest value.
        lambda u: 1.0 / u + u,
    ],
)
def test_a_pole_is_found(pole, grid):
    found = breaks(lambda x: pole(x - 0.1234567), grid)
    assert found.jumps == ()
    assert found.pole == pytest.approx(0.1234567, abs=1e-9)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_pole_at_an_end_is_found_and_one_beyond_it_is_none(power, side):
    grid = side * np.linspace(0.0, np.pi / 2.0, 4100)[:: int(side)]
    assert breaks(lambda x: np.cos(x) ** -power, grid).pole == side * np.pi / 2.0
    beyond = side * (np.pi / 2.0 + 1e-12)
    assert breaks(lambda x: np.abs(beyond - x) ** -power, grid) == Breaks()


def test_of_many_jumps_the_highest_are_told():
    heights = 1.0 + np.arange(90) / 90.0
    edges = np.linspace(-0.9, 0.9, 90)

    def stairs(x):
        return np.sum(np.where(x[:, np.newaxis] >= edges, heights * (-1.0) ** np.arange(90), 0), 1)

    np.testing.assert_allclose(breaks(stairs).jumps, edges[-64:], rtol=0.0, atol=4e-13)


@pytest.mark.parametrize(
    ("function", "most"),
    [
        (np.sin, 100),
        (np.sqrt, 100),
        (lambda x: np.where(x > 0.4, 1.0, 0.0), 100),
        (lambda x: np.floor(10.0 * x), 550),
        (lambda x: np.sin(1e5 * x), 20_000),
    ],
)
def test_it_is_frugal(function, most):
    counted = Counted(function)
    grid = np.linspace(0.0, 1.0, 4100)
    find_breaks(counted, grid, function(grid))
    assert counted.values <= most


@pytest.mark.parametrize(
    ("at", "length", "words"),
    [
        (0.3332999999999936, 1.0, "0.3333"),
        (-7e-15, 2.0, "0"),
        (1 / 3, 1.0, "0.333333"),
        (2000.25, 1.0, "2000.25"),
        (123456.7, 1e6, "123457"),
        (1.5e-9, 1e-8, "1.5e-09"),
    ],
)
def test_a_place_in_words(at, length, words):
    assert place_in_words(at, length) == words


def test_a_jump_stays_and_a_climb_does_not():
    assert stays(np.array([1.0, 0.49, 0.0]), np.array([1.0, 1.0, 0.0])).tolist() == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("x", "values", "rise"),
    [
        ([0.0, 0.5, 0.5 + 1e-9, 1.0], [0.0, 0.0, 1.0, 3.0], 1.0),  # the rise to 3 is a long way
        ([0.0, 0.5, 0.5 + 1e-7, 1.0], [0.0, 0.0, 1.0, 3.0], 0.0),
        ([0.0, 0.5, 0.5 + 1e-9, 1.0], [0.0, 0.0, 0.029, 3.0], 0.0),  # a hundredth of the range
        ([0.0, 0.5, 0.5 + 1e-9, 1.0], [[0.0, 5.0], [0.0, 5.0], [0.5, 3.0], [1.0, 0.0]], 2.0),
        ([0.0, 0.5, 0.5 + 1e-9, 0.5 + 2e-9, 1.0], [-1.0, -1.0, 0.0, 1.0, 1.0], 2.0),  # a sign
        ([0.0, 1.0], [2.0, 2.0], 0.0),
    ],
)
def test_rises_between_neighbours_that_are_one_place(x, values, rise):
    assert rise_between_neighbours(np.array(x), np.array(values), 1e-8) == rise


@pytest.mark.parametrize(
    ("rise", "found"),
    [(0.01, []), (np.nextafter(0.01, 1.0), [0.3]), (np.nextafter(0.01, 0.0), []), (0.02, [0.3])],
)
def test_a_jump_counts_from_above_a_hundredth_of_the_range(rise, found):
    """The values climb from 0 by that jump, and on to 1, which is the range, by a gentle slope."""

    def function(x):
        return np.where(x < 0.3, 0.0, rise + (1.0 - rise) * np.clip((x - 0.4) / 0.6, 0.0, 1.0))

    np.testing.assert_allclose(breaks(function).jumps, found, rtol=0.0, atol=4e-13)


@pytest.mark.parametrize(
    ("at", "count"), [(-1.0 + 7e-12, 0), (-1.0 + 9e-12, 1), (1.0 - 9e-12, 1), (1.0 - 7e-12, 0)]
)
def test_a_jump_has_two_sides_from_four_parts_in_1e12_of_the_domain_on(at, count):
    """The domain is 2 long, and the jump is found to 2e-13."""
    assert len(breaks(lambda x: np.where(x < at, 0.0, 1.0)).jumps) == count


@pytest.mark.parametrize(("power", "pole"), [(0.1, False), (0.3, False), (0.31, True), (1.0, True)])
def test_what_grows_to_a_thousand_ranges_of_the_grid_is_a_pole(power, pole):
    """From the grid's nearest point, 2e-4 away, to 2e-13 away it grows by 1e9 to that power."""
    found = breaks(lambda x: np.abs(x - (GRID[2000] + GRID[2001]) / 2.0 - 1e-7) ** -power)
    assert (found.pole is not None) == pole


@pytest.mark.parametrize(("middle", "half"), FAR)
@pytest.mark.parametrize(
    "spike",
    [lambda x: np.log(np.abs(x - 0.3) + 1e-300), lambda x: (np.abs(x - 0.3) + 1e-300) ** -0.1],
)
def test_a_spike_of_one_float_is_no_jump(spike, middle, half):
    # A middle less than a float away, so that no value is infinite.
    found = breaks(lambda x: spike((x - middle) / half + 1e-9), middle + half * GRID)
    assert found == Breaks()
