"""Any function becomes a target whose values are finite numbers, or one line says where not."""

# ruff: noqa: ARG005  (functions that are constant)

from __future__ import annotations

import functools
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from uat.callables import as_target
from uat.domains import Box
from uat.exceptions import SettingError, ShapeError, UatError, UnknownNameError
from uat.targets import TARGETS, Target

UNIT = (0.0, 1.0)


class TestFunctions:
    def test_a_function_of_arrays_is_called_with_arrays(self):
        calls = []

        def square(x):
            calls.append(np.shape(x))
            return x**2

        target = as_target(square, (-1.0, 1.0))
        assert len(calls) < 20
        x = np.linspace(-1.0, 1.0, 37)
        np.testing.assert_array_equal(target(x), TARGETS["parabola"](x))
        assert target.name == "square"
        assert target.formula == r"\mathrm{square}(x)"
        assert target.source == "the user's own function"

    @pytest.mark.parametrize(
        ("function", "same"),
        [
            (math.sin, np.sin),
            (lambda x: 1.0 if x > 0.4 else 0.0, lambda x: np.where(x > 0.4, 1.0, 0.0)),
            (lambda x: x > 0.4, lambda x: np.where(x > 0.4, 1.0, 0.0)),
            (lambda x: Fraction(x) / 3, lambda x: x / 3.0),
            (lambda x: max(x, 0.2), lambda x: np.maximum(x, 0.2)),
            (lambda x: np.float32(x), lambda x: np.float32(x).astype(float)),
            # Arrays in, an array out, but not point by point: what it says of one point counts.
            (lambda x: x - np.max(x) + x, lambda x: x),
            (lambda x: np.cumsum(x) + 0.0 * x if np.ndim(x) else x, lambda x: x),
            (functools.partial(pow, exp=2), np.square),
        ],
    )
    def test_one_that_takes_numbers_is_called_point_by_point(self, function, same):
        x = np.linspace(0.0, 1.0, 37)
        np.testing.assert_allclose(as_target(function, UNIT)(x), same(x), rtol=1e-15)
        np.testing.assert_array_equal(as_target(same, UNIT)(x), same(x))

    def test_two_inputs(self):
        target = as_target(lambda x, y: x + 2.0 * y, [(0, 1), (0, 2)])
        assert target.domain == Box((0.0, 0.0), (1.0, 2.0))
        assert target.formula == r"\mathrm{function}(x, y)"
        assert target([[0.5, 2.0]]) == [4.5]
        scalar = as_target(lambda x, y: float(x) + 2 * y, Box((0, 0), (1, 2)))
        assert scalar([[0.5, 2.0]]) == [4.5]

    def test_what_it_writes_into_its_argument_does_not_matter(self):
        def careless(x):
            x *= 2.0
            return x

        x = np.array([0.25, 0.5])
        np.testing.assert_array_equal(as_target(careless, UNIT)(x), [0.5, 1.0])
        np.testing.assert_array_equal(x, [0.25, 0.5])

    def test_a_function_that_has_no_hash(self):
        class Curve:
            def __eq__(self, other):
                return True

            def __call__(self, x):
                return np.sin(x)

        target = as_target(Curve(), UNIT)
        assert target.name == "function"
        assert target.trivial_error == pytest.approx(math.sin(1.0) / 2.0)

    @pytest.mark.parametrize(
        ("name", "formula"), [("my_wave", r"\mathrm{my\_wave}(x)"), ("a $b", r"\mathrm{function}")]
    )
    def test_its_name_is_safe_in_a_formula(self, name, formula):
        def wave(x):
            return x

        wave.__name__ = name
        assert as_target(wave, UNIT).formula.startswith(formula)

    @pytest.mark.parametrize(
        ("function", "kind", "said"),
        [
            (lambda x: math.nan * x, SettingError, "function(0.0) = nan: a target must be finite"),
            (lambda x: 1.0 / x, SettingError, "function(0.0) = inf"),
            (lambda x: 1 / float(x), SettingError, "function(0.0) raised ZeroDivisionError: "),
            (lambda x: math.sqrt(x - 0.5), SettingError, "raised ValueError: math domain error."),
            (lambda x: (x - 0.5) ** 0.5, SettingError, "function(0.0) = nan"),
            (lambda x: float(x - 0.5) ** 0.5, SettingError, "is complex; a target is real."),
            (lambda x: x + 1j, SettingError, "function(0.0) = 1j is complex; a target is real."),
            (lambda x: None, SettingError, "function(0.0) = None, which is not a number."),
            (lambda x: "1.5", SettingError, "function(0.0) = '1.5', which is not a number."),
            (lambda x: 10**400, SettingError, "which is not a number."),
            (lambda x: 1e200 * x, SettingError, "at most 1e+100 in size"),
            (lambda x: [x, x], ShapeError, "function(0.0) has shape (2,); it must be one number."),
            (lambda x: [[x], x, x], ShapeError, "which is not one number."),
            (lambda x, y: x, SettingError, "function(0.0) raised TypeError: "),
            (lambda: 1.0, SettingError, "function(0.0) raised TypeError: "),
            (lambda x: {}[f"a\n{x}"], SettingError, "function(0.0) raised KeyError: "),
        ],
    )
    def test_what_is_no_finite_real_number_is_named_with_its_point(self, function, kind, said):
        with pytest.raises(kind) as caught:
            as_target(function, UNIT)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_a_bad_value_within_is_found(self):
        def hole(x):
            return np.where((x > 0.41) & (x < 0.42), np.nan, x)

        with pytest.raises(SettingError, match=r"^hole\(0\.41\d+\) = nan: "):
            as_target(hole, UNIT)

    def test_a_bad_value_between_the_points_looked_at_is_named_when_it_is_met(self):
        target = as_target(lambda x: math.nan if x == 0.123 else 1.0, UNIT)
        with pytest.raises(SettingError, match=r"^function\(0\.123\) = nan: "):
            target([0.1, 0.123])


class TestTargets:
    def test_another_domain_keeps_the_kinks_within(self):
        target = as_target("triangle", (-0.5, 0.6))
        assert target.domain == Box.interval(-0.5, 0.6)
        assert target.kinks == (-0.25, 0.0, 0.25, 0.5)
        assert target.formula == TARGETS["triangle"].formula

    @pytest.mark.parametrize("domain", [None, (-1.0, 1.0), [[-1, 1]], Box.interval(-1.0, 1.0)])
    def test_on_its_own_domain_one_of_the_catalogue_comes_back_as_it_is(self, domain):
        assert as_target("triangle", domain) is TARGETS["triangle"]
        assert as_target(TARGETS["triangle"], domain) is TARGETS["triangle"]

    def test_a_jump_at_the_end_of_a_domain_is_none(self):
        assert as_target("step", UNIT).largest_jump == 0.0

    def test_a_kink_that_is_announced_is_added(self):
        assert as_target("absolute", kinks=[0.5, -0.5]).kinks == (-0.5, 0.0, 0.5)

    def test_a_catalogue_target_may_be_infinite_elsewhere(self):
        with pytest.raises(SettingError, match=r"^doppler\(-1\.0\) = nan: a target must be finite"):
            as_target("doppler", (-1.0, 1.0))

    def test_a_target_of_ones_own(self):
        own = Target("mine", math.exp, Box.interval(0.0, 1.0), "e^x", "here", (0.5,))
        target = as_target(own)
        assert replace(target, function=math.exp) == own
        again = as_target(target)
        x = np.linspace(0.0, 1.0, 37)
        np.testing.assert_array_equal(again(x), target(x))

    def test_three_inputs_are_one_too_many(self):
        with pytest.raises(SettingError, match="3 inputs; more than 2 are not supported yet"):
            as_target(lambda x, y, z: x, [UNIT] * 3)


class TestRefusals:
    @pytest.mark.parametrize(
        ("how", "said"),
        [
            ({"domain": (1.0, -1.0)}, "[1, -1] is no interval: bounds must be finite and rise"),
            ({"domain": (0.0, 0.0)}, "is no interval"),
            ({"domain": (0.0, math.nan)}, "is no interval"),
            ({"domain": (0.0, math.inf)}, "is no interval"),
            ({"domain": 3.0}, "a domain is (low, high), or a list of one such pair for each input"),
            ({"domain": ()}, "a domain is (low, high)"),
            ({"domain": "ab"}, "a domain is (low, high)"),
            ({"domain": (1.0, 2.0, 3.0)}, "a domain is (low, high)"),
            ({"domain": [(0.0, 1.0)] * 2}, "sine takes 1 inputs, but [0, 1] x [0, 1] has 2"),
            ({"kinks": 0.0}, "kinks must be a list of numbers, for example [0.0], not 0.0"),
            ({"kinks": [math.nan]}, "kinks must be a list of numbers"),
            ({"kinks": [3.0]}, "kink 3 lies outside the domain [-1, 1]"),
            ({"given": "franke", "kinks": [0.5]}, "kinks are for targets of one input"),
            ({"given": "sinus"}, "unknown target 'sinus': did you mean sine"),
            ({"given": 3}, "a target is a name, a Target or a function, not 3"),
            ({"given": math.sin}, "a function needs to know where: give domain=(low, high)"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_line(self, how, said):
        with pytest.raises(UatError) as caught:
            as_target(**{"given": "sine", **how})
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_an_unknown_name_is_of_its_own_kind(self):
        with pytest.raises(UnknownNameError):
            as_target("sinus")
