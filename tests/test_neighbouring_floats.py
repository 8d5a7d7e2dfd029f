"""Floats are counted, and jumps told to one of them."""

from __future__ import annotations

import numpy as np
import pytest

from uat.targets.neighbouring_floats import closed_in, float_of, ordinal, to_the_float


def test_floats_are_counted_in_their_order():
    x = np.array([-np.inf, -1.5, -5e-324, 0.0, 5e-324, 1.0, np.nextafter(1.0, 2.0), np.inf])
    ordinals = ordinal(x)
    assert np.all(np.diff(ordinals) > 0)
    np.testing.assert_array_equal(ordinals[2:5], [-1, 0, 1])
    assert ordinals[6] - ordinals[5] == 1
    np.testing.assert_array_equal(float_of(ordinals), x)


@pytest.mark.parametrize("jump", [0.0, 0.3, -1e-200, 1e9 + 0.7])
def test_a_jump_is_between_neighbours(jump):
    low, high = closed_in(lambda x: np.where(x < jump, 0.0, 3.0), *np.array([[-1.0], [2e9]]))
    assert high == [jump]
    assert low == [np.nextafter(jump, -np.inf)]


@pytest.mark.parametrize("jump", [0.0, 0.3, 2.0 / 3.0, -1e-17, 1e9 + 0.7])
@pytest.mark.parametrize("own", [-5.0, 0.0, 0.3, 0.97, 1.0, 7.0])
def test_a_value_of_its_own_is_where_a_function_jumps(jump, own):
    def function(x):
        return np.where(x < jump, 0.0, np.where(x > jump, 1.0, own))

    step = 1e-12 * max(1.0, 2e6 * abs(jump))
    (place,) = to_the_float(function, [jump + 0.3 * step], step)
    sides = [jump, np.nextafter(jump, 9e9 if own == 0.0 else -9e9)]
    assert place == jump or (own in (0.0, 1.0) and place in sides)


@pytest.mark.parametrize("jump", [0.0, 0.5, -3.0, 1e6 + 0.25])
@pytest.mark.parametrize("right_owns", [True, False])
def test_a_round_number_is_where_a_function_jumps(jump, right_owns):
    def function(x):
        return np.where(x >= jump if right_owns else x > jump, 1.0, 0.0)

    assert to_the_float(function, [jump - 1e-10], 1e-9) == [jump]


def test_where_there_is_no_value_the_jump_stays_as_given():
    with np.errstate(invalid="ignore"):
        places = to_the_float(lambda x: x / np.abs(x), [1e-17], 1e-12)
    assert places == [1e-17]


def test_nothing_jumps_nowhere():
    assert to_the_float(np.sign, [], 1e-12) == []
