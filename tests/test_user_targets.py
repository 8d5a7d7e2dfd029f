"""Any formula or function becomes a target of finite values, or one line says where it is not."""

# ruff: noqa: ARG005  (functions that are constant)

from __future__ import annotations

import functools
import math
import operator
import pickle
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tools import shown

from uat.core.domains import Box
from uat.exceptions import ExpressionError, SettingError, ShapeError, UatError, UnknownNameError
from uat.targets.catalogue import TARGETS
from uat.targets.target import Target
from uat.targets.user_targets import as_target, found_jumps

UNIT = (0.0, 1.0)


class Plane:
    """A function that is an object, and one that is its method."""

    def __init__(self, *slopes):
        self.slopes = slopes

    def __call__(self, *point):
        return sum(slope * x for slope, x in zip(self.slopes, point, strict=True))

    def at_a_point(self, *point):
        return math.fsum(slope * x for slope, x in zip(self.slopes, point, strict=True))


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

    @pytest.mark.slow
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
            (lambda x: 1e305 * x, SettingError, "at most 1e+301 in size"),
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


class TestManyInputs:
    @pytest.mark.slow
    @pytest.mark.parametrize("inputs", [3, 10])
    @pytest.mark.parametrize(
        "kind",
        [
            Plane,
            lambda *slopes: Plane(*slopes).at_a_point,
            lambda *slopes: functools.partial(Plane.__call__, Plane(*slopes)),
            lambda *slopes: lambda *point: Plane(*slopes)(*point),
            lambda *slopes: lambda *point: float(np.dot(slopes, point)),
            lambda *slopes: "+".join(f"{slope}*x{k}" for k, slope in enumerate(slopes, 1)),
        ],
    )
    def test_whatever_takes_one_number_an_input_is_a_target(self, kind, inputs):
        slopes = np.linspace(-1.0, 2.0, inputs)
        box = Box(tuple(np.arange(inputs) - 2.0), tuple(np.arange(inputs) + 1.0))
        target = as_target(kind(*slopes.tolist()), box)
        assert target.domain == box
        x = np.random.default_rng(0).uniform(box.lower, box.upper, (20, inputs))
        np.testing.assert_allclose(target(x), x @ slopes, rtol=1e-12, atol=1e-12)

    @pytest.mark.slow
    def test_so_are_functions_of_numpy_and_python(self):
        x = np.random.default_rng(0).uniform(0.1, 0.9, (20, 2))
        pairs = (
            (np.hypot, np.hypot), (math.hypot, np.hypot), (operator.mul, np.multiply),
            (math.atan2, np.arctan2), ("atan2(x, y)", np.arctan2),
        )  # fmt: skip
        for given, same in pairs:
            np.testing.assert_allclose(as_target(given, [UNIT, UNIT])(x), same(*x.T), rtol=1e-15)
        three = as_target(math.hypot, [UNIT] * 3)([[2.0 / 7.0, 3.0 / 7.0, 6.0 / 7.0]])
        np.testing.assert_allclose(three, [1.0], rtol=1e-15)

    def test_one_of_arrays_is_called_with_arrays(self):
        calls = []

        def total(*columns):
            calls.append(np.shape(columns[0]))
            return sum(columns)

        as_target(total, [UNIT] * 10)
        assert len(calls) < 20

    @pytest.mark.parametrize(
        ("inputs", "words"), [(2, "x, y"), (3, "x, y, z"), (10, r"x_{1}, \ldots, x_{10}")]
    )
    def test_its_formula_names_its_inputs(self, inputs, words):
        target = as_target(lambda *point: point[0], [UNIT] * inputs)
        assert target.formula == rf"\mathrm{{function}}({words})"

    @pytest.mark.parametrize(
        ("function", "kind", "said"),
        [
            (lambda x, y, z: math.nan * x, SettingError, "function(0."),
            (lambda x, y: x, SettingError, ") raised TypeError: "),
            (lambda x, y, z: [x, y], ShapeError, ") has shape (2,); it must be one number."),
            (lambda x, y, z: None, SettingError, ") = None, which is not a number."),
            ("1/(x - x) + z", SettingError, ", 1/(x - x) + z = "),
        ],
    )
    def test_what_is_no_finite_real_number_is_named_with_its_point(self, function, kind, said):
        with pytest.raises(kind) as caught:
            as_target(function, [UNIT] * 3)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_kinks_are_for_one(self):
        with pytest.raises(SettingError, match="kinks are for targets of one input"):
            as_target("x + y + z", [UNIT] * 3, kinks=[0.5])


class TestMathematics:
    def test_it_is_the_function_it_says(self):
        target = as_target(" sin(2*pi*x)  + \n x^2", (-1.0, 1.0), kinks=[0.5])
        assert target.name == "sin(2*pi*x) + x^2"
        assert target.formula == r"\sin(2 \, \pi \, x) + x^{2}"
        assert target.source == "mathematics typed in"
        assert target.domain == Box.interval(-1.0, 1.0)
        assert target.kinks == (0.5,)
        x = np.linspace(-1.0, 1.0, 37)
        np.testing.assert_allclose(target(x), TARGETS["sine"](x) + x**2, rtol=1e-15, atol=1e-15)

    def test_there_are_as_many_inputs_as_domains(self):
        assert as_target("x", [UNIT] * 2)([[0.3, 0.5]]) == [0.3]
        assert as_target("2", UNIT)([0.3, 0.5]).tolist() == [2.0, 2.0]

    def test_the_catalogue_is_looked_at_first(self):
        assert as_target("logistic") is TARGETS["logistic"]
        assert as_target("logistic(10*x)", (-1.0, 1.0)).trivial_error == pytest.approx(
            TARGETS["logistic"].trivial_error
        )

    def test_one_name_may_be_a_formula(self):
        assert as_target("x", UNIT)([0.3]) == [0.3]
        assert as_target("pi", UNIT)([0.3]) == [math.pi]

    def test_its_name_leads_back_to_it(self):
        target = as_target("exp(-x^2) * erf(3*x) if x < 0.5 else 0", UNIT, kinks=[0.5])
        again = as_target(target.name, target.domain, target.kinks)
        elsewhere = pickle.loads(pickle.dumps(target))
        x = np.linspace(0.0, 1.0, 37)
        for other in (again, elsewhere):
            assert (other.name, other.formula) == (target.name, target.formula)
            np.testing.assert_array_equal(other(x), target(x))

    @pytest.mark.parametrize(
        ("text", "domain", "kind", "said"),
        [
            ("x^2", None, SettingError, "a formula such as x^2 needs to know where: give domain="),
            ("x*y", UNIT, ExpressionError, "'y' at column 3 is input 2, but there is 1 domain"),
            ("y", UNIT, ExpressionError, "'y' at column 1 is input 2, but there is 1 domain"),
            ("2x", UNIT, ExpressionError, "at column 2 follows '2' without a sign between them"),
            ("2x", None, ExpressionError, "at column 2 follows '2' without a sign between them"),
            ("", UNIT, ExpressionError, "write a formula, for example sin(2*pi*x)"),
            ("xy", UNIT, ExpressionError, "unknown name 'xy' at column 1: write x*y to multiply."),
            ("sines(x)", UNIT, ExpressionError, "unknown function 'sines' at column 1: did you "),
            ("sines", UNIT, UnknownNameError, "unknown target 'sines': did you mean sine"),
            ("sien", None, UnknownNameError, "unknown target 'sien': did you mean sine"),
            (" sin ", UNIT, UnknownNameError, "unknown target 'sin': did you mean sin"),
            (
                "two-tones",
                None,
                UnknownNameError,
                "'two-tones': did you mean two_tones",
            ),
            ("Two Tones", None, UnknownNameError, "'Two Tones': did you mean two_tones"),
            ("x and zz", UNIT, ExpressionError, "unknown name 'zz' at column 7"),
            ("1/x", UNIT, SettingError, "at x = 0.0, 1/x = inf: a target must be finite on all of"),
            ("sqrt(x - y)", [UNIT] * 2, SettingError, "at x = 0.0, y = 0."),
            ("1e302^x4", [UNIT] * 4, SettingError, "at x1 = 0."),
            (f"0{'+x*x' * 99}+1/0", UNIT, SettingError, "... = inf: a target must be finite"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_line(self, text, domain, kind, said):
        with pytest.raises(UatError) as caught:
            as_target(text, domain)
        assert type(caught.value) is kind
        assert said in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1


class TestBreaks:
    @pytest.mark.parametrize(
        ("given", "domain", "where", "height"),
        [
            ("heaviside(x-0.3333)", UNIT, [0.3333], 1.0),
            ("sign(x-0.3333)", (-1.0, 1.0), [0.3333], 2.0),
            ("x>0", (-1.0, 1.0), [0.0], 1.0),
            ("x if x<0.7 else x+1", UNIT, [0.7], 1.0),
            ("floor(3*x)", UNIT, [1 / 3, 2 / 3], 1.0),
            ("mod(5*x,1)", UNIT, [0.2, 0.4, 0.6, 0.8], 1.0),
            (lambda x: x > 0.4, UNIT, [0.4], 1.0),
            (lambda x: bool(float(x) > 2000.5), (2000.0, 2001.0), [2000.5], 1.0),
            ("step", (-1.0, 2.0), [0.0], 1.0),
        ],
    )
    def test_jumps_that_nobody_tells_of_become_kinks(self, given, domain, where, height):
        target = as_target(given, domain)
        span = domain[1] - domain[0]
        np.testing.assert_allclose(target.kinks, where, rtol=0.0, atol=4e-13 * span)
        assert target.largest_jump == pytest.approx(height, abs=1e-9)
        assert found_jumps(target) == (() if given == "step" else target.kinks)

    @pytest.mark.parametrize(("low", "length"), [(1e9, 1.0), (1e6, 1e-3), (-1e12, 1.0)])
    def test_jumps_are_found_where_floats_are_far_apart(self, low, length):
        share = f"((x - {low!r}) / {length!r})"
        target = as_target(f"floor(3*{share}) + abs({share} - 0.5)", (low, low + length))
        where = low + length * np.array([1.0, 2.0]) / 3.0
        np.testing.assert_allclose(target.kinks, where, rtol=0.0, atol=2.0 * np.spacing(abs(low)))
        assert target.largest_jump == pytest.approx(1.0, abs=2e-3)
        left, right = target.limits_at_kinks().T
        assert right - left == pytest.approx([1.0, 1.0], abs=2e-3)
        near = target.points_beside_breaks(20)[:, 0] - where[0]
        assert np.min(near[near > 0.0]) < 4.0 * np.spacing(abs(low))
        smooth = as_target(f"abs({share} - 0.5)", (low, low + length), [low + length / 2.0])
        assert smooth.largest_jump == 0.0

    @pytest.mark.slow
    def test_a_target_that_was_checked_is_checked_again(self):
        once = as_target("log(abs(x - 0.3))", UNIT)
        again = as_target(once)
        assert (again.kinks, again.domain) == (once.kinks, once.domain)
        with pytest.raises(SettingError, match=r"at x = 0.3, log"):
            again.function(0.3)

    def test_steps_that_rounding_makes_are_none(self):
        assert as_target("1e15 + sin(10*x)", UNIT).kinks == ()
        assert as_target("1e13 + 2*sin(10*x)", UNIT).kinks == ()
        assert len(as_target("1e13 + floor(3*x)", UNIT).kinks) == 2

    def test_they_travel_with_the_target(self):
        target = as_target("floor(3*x)", UNIT)
        elsewhere = pickle.loads(pickle.dumps(target))
        assert elsewhere.kinks == found_jumps(elsewhere) == target.kinks

    @pytest.mark.parametrize(
        "text",
        ["tanh(1000*x)", "sqrt(abs(x))", "abs(x)^0.1", "sin(50*x)", "1/(1+25*x^2)", "max(x, 0.3)"],
    )
    def test_what_is_continuous_has_none(self, text):
        target = as_target(text, (-1.0, 1.0))
        assert target.kinks == ()
        assert target.largest_jump == 0.0

    def test_the_users_own_kinks_stay_as_they_are(self):
        target = as_target("heaviside(x-0.3) + sign(x-0.6) + abs(x-0.1)", UNIT, [0.1, 0.3])
        assert target.kinks[:2] == (0.1, 0.3)
        assert target.kinks[2:] == found_jumps(target) == pytest.approx((0.6,), abs=1e-12)

    def test_a_jump_has_two_sides(self):
        for text in ("x>=1", "x>0", "mod(x, 1)"):
            assert as_target(text, UNIT).kinks == ()

    def test_the_catalogue_is_not_searched(self):
        for target in TARGETS.values():
            assert found_jumps(target) == ()
            assert as_target(target.name) is target

    @pytest.mark.parametrize(
        ("given", "domain", "said"),
        [
            ("1/(x-0.1234567)", (-1, 1), "1/(x-0.1234567) seems to be unbounded near x = 0.12346:"),
            ("tan(x)", (0.0, math.pi / 2), "tan(x) seems to be unbounded near x = 1.5708: choose"),
            ("-tan(x)^2", (-math.pi / 2, 0.0), "-tan(x)^2 seems to be unbounded near x = -1.5708"),
            ("1/sin(x)", (0.1, math.pi), "1/sin(x) seems to be unbounded near x = 3.14159: choose"),
            ("1/sqrt(cos(x))", (0.0, math.pi / 2), "seems to be unbounded near x = 1.5708: choose"),
            ("tan(x)", (0.0, 3.0), "tan(x) seems to be unbounded near x = 1.5708: choose a domain"),
            (lambda x: 1 / (float(x) - 0.3) ** 2, UNIT, "function seems to be unbounded near x ="),
        ],
    )
    def test_a_pole_is_refused(self, given, domain, said):
        with pytest.raises(SettingError) as caught:
            as_target(given, domain)
        assert said in str(caught.value)
        assert str(caught.value).endswith(": choose a domain without that point.")

    @pytest.mark.parametrize(
        ("text", "low"),
        [
            ("log(x)", 1e-300),
            ("x^-0.5", 1e-9),
            ("1/x", 1e-9),
            ("sqrt(x)", 0.0),
            ("x^-2", 1e-8),
            ("x^-2", 1e-12),
        ],
    )
    def test_what_is_steep_at_an_end_is_not(self, text, low):
        assert as_target(text, (low, 1.0)).kinks == ()


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
            ({"given": 3}, "a target is a name, mathematics, a Target or a function, not"),
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


@pytest.mark.parametrize(
    "kinks",
    [
        np.ma.array([0.5], mask=[True]),
        [np.datetime64("2020")],
        np.array([0.5j]),
        ["0.5"],
        [10**400],
        [[0.5]],
        [math.nan],
        0.5,
    ],
    ids=shown,
)
def test_kinks_are_a_list_of_finite_numbers(kinks):
    with pytest.raises(SettingError, match=r"kinks must be a list of numbers") as caught:
        as_target("x", (0, 1), kinks)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "domain",
    [
        np.ma.array([0.0, 1.0], mask=[False, True]),
        np.array(["2020-01-01", "2020-01-02"], "M8[D]"),
        (0, 10**400),
        ("0", "1"),
        np.zeros((50, 50)),
    ],
    ids=lambda domain: type(domain).__name__ + str(len(domain)),
)
def test_a_domain_is_pairs_of_numbers_or_is_refused_in_one_line(domain):
    with pytest.raises(SettingError, match=r"a domain is \(low, high\)") as caught:
        as_target("x", domain)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("at", [1.0, -1.0, 1e10, -1e30])
def test_a_domain_of_too_few_numbers_is_refused_with_how_many_there_are(at):
    spacing = math.ulp(at)

    def domain(numbers):
        """Return an interval of so many numbers, all as far apart."""
        low = at if at > 0.0 else at - (numbers - 1) * spacing
        return low, low + (numbers - 1) * spacing

    with pytest.raises(SettingError, match=r"holds 8191 different numbers only"):
        as_target("x", domain(8191))
    with pytest.raises(SettingError, match=r"holds 2 different numbers only"):
        as_target("x + y", [(0, 1), domain(2)])
    assert as_target("x", domain(8192)).domain.fewest_floats() == 8192
