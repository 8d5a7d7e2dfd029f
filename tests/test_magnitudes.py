"""Mean squares at every scale are those of ordinary size, to the last bit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.magnitudes import binary_scale, root_mean_square, standard_deviation

EXPONENTS = [-1000, -600, -520, 0, 1, 500, 520, 1000]


class TestBinaryScale:
    @pytest.mark.parametrize(
        ("largest", "scale"),
        [
            (1.0, 1.0),
            (np.nextafter(1.0, 0.0), 0.5),
            (np.nextafter(2.0, 0.0), 1.0),
            (2.0, 2.0),
            (-3.0, 2.0),
            (5e-324, math.ldexp(1.0, -1022)),
            (math.ldexp(1.0, -1022), math.ldexp(1.0, -1022)),
            (math.ldexp(3.0, -1022), math.ldexp(1.0, -1021)),
            (math.ldexp(1.0, 1023), math.ldexp(1.0, 1023)),
            (np.finfo(float).max, math.ldexp(1.0, 1023)),
            (0.0, 0.5),
        ],
    )
    def test_is_the_power_of_two_not_above_the_largest_magnitude(self, largest, scale):
        assert binary_scale([0.0, largest, largest / 4.0]) == scale

    def test_of_every_column_is_its_own(self):
        assert binary_scale(np.array([[1.0, -9.0], [3.0, 0.1]]), axis=0).tolist() == [2.0, 8.0]

    def test_of_nothing_is_no_problem(self):
        assert binary_scale(np.empty(0)) == 0.5


@pytest.mark.parametrize("measure", [root_mean_square, standard_deviation])
class TestMeanSquares:
    @pytest.mark.parametrize("exponent", EXPONENTS)
    def test_scale_exactly_with_powers_of_two(self, measure, exponent):
        values = np.random.default_rng(3).normal(size=(50, 3))
        for axis in (None, 0):
            scaled = measure(np.ldexp(values, exponent), axis)
            np.testing.assert_array_equal(scaled, np.ldexp(measure(values, axis), exponent))

    @given(values=st.lists(st.floats(-1e100, 1e100), min_size=1, max_size=9))
    def test_are_those_of_the_plain_formula_to_the_bit(self, measure, values):
        array = np.array([v if abs(v) > 1e-100 else 0.0 for v in values])
        about = 0.0 if measure is root_mean_square else np.mean(array)
        distances = np.abs(array - about)
        plain = np.sqrt(np.mean(distances * distances))
        if plain > 1e-100 * np.max(np.abs(array)):
            assert measure(array) == plain

    def test_pass_on_what_is_not_finite(self, measure):
        assert math.isnan(measure(np.array([1.0, np.nan])))
        assert measure(np.zeros(4)) == 0.0


def test_hand_values():
    assert root_mean_square(np.array([3e200, -4e200])) == pytest.approx(math.sqrt(12.5) * 1e200)
    assert root_mean_square(np.array([3e-200, -4e-200])) == pytest.approx(math.sqrt(12.5) * 1e-200)
    assert root_mean_square(np.array([1.0, np.inf])) == np.inf
    assert standard_deviation(np.array([1e-300, 3e-300])) == pytest.approx(1e-300)
