from __future__ import annotations

import math

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser
from scipy import special

from uat.core import kernels
from uat.core.activations import ACTIVATIONS, activation_named, register_activation
from uat.exceptions import SettingError, UnknownNameError

ALL = sorted(ACTIVATIONS)
BUILT_IN_NAMES = list(ACTIVATIONS)


@pytest.mark.parametrize("name", ALL)
def test_the_derivative_is_the_slope_of_the_function(name):
    activation = ACTIVATIONS[name]
    z = np.linspace(-6.0, 6.0, 241) + 0.0137  # no point within h of the kink at 0
    h = 1e-5
    slope = (activation(z + h) - activation(z - h)) / (2.0 * h)
    np.testing.assert_allclose(activation.derivative(z), slope, rtol=1e-10, atol=1e-9)


@pytest.mark.parametrize("name", ALL)
def test_value_and_slope_together_are_the_two_one_by_one(name):
    activation = ACTIVATIONS[name]
    z = np.linspace(-40.0, 40.0, 121).reshape(11, 11)
    value, slope = activation.value_and_slope(z)
    np.testing.assert_array_equal(value, activation(z))
    np.testing.assert_array_equal(slope, activation.derivative(z))


# Each value follows from the formula by hand.
@pytest.mark.parametrize(
    ("name", "z", "value"),
    [
        ("identity", -2.5, -2.5),
        ("logistic", 0.0, 0.5),
        ("logistic", math.log(3.0), 0.75),
        ("tanh", math.log(2.0), 0.6),
        ("relu", -1.5, 0.0),
        ("relu", 1.5, 1.5),
        ("softplus", 0.0, math.log(2.0)),
        ("softplus", math.log(math.e - 1.0), 1.0),
        ("gaussian", 0.0, 1.0),
        ("gaussian", -1.0, math.exp(-1.0)),
        ("sine", math.pi / 2.0, 1.0),
        ("heaviside", -1e-300, 0.0),
        ("heaviside", 0.0, 1.0),
        ("relu_squared", -1.5, 0.0),
        ("relu_squared", 1.5, 2.25),
        ("relu_cubed", -1.5, 0.0),
        ("relu_cubed", 1.5, 3.375),
    ],
)
def test_known_values(name, z, value):
    assert activation_named(name)(np.array([z]))[0] == pytest.approx(value, rel=1e-15, abs=1e-16)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("z", [-800.0, 800.0])
def test_far_out_nothing_overflows(name, z):
    activation = ACTIVATIONS[name]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value, slope = activation(np.array([z])), activation.derivative(np.array([z]))
    assert np.isfinite(value).all()
    assert np.isfinite(slope).all()


@pytest.mark.parametrize(
    ("name", "at_minus_800", "at_800"),
    [
        ("logistic", 0.0, 1.0),
        ("tanh", -1.0, 1.0),
        ("relu", 0.0, 800.0),
        ("softplus", 0.0, 800.0),
        ("gaussian", 0.0, 0.0),
        ("heaviside", 0.0, 1.0),
        ("relu_squared", 0.0, 800.0**2),
        ("relu_cubed", 0.0, 800.0**3),
    ],
)
def test_far_out_each_reaches_its_limit(name, at_minus_800, at_800):
    values = ACTIVATIONS[name](np.array([-800.0, 800.0]))
    np.testing.assert_allclose(values, [at_minus_800, at_800], atol=1e-300)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 3, 4)])
def test_any_shape_goes_in_and_comes_out(name, shape):
    z = np.full(shape, 0.3)
    assert ACTIVATIONS[name](z).shape == shape
    assert ACTIVATIONS[name].derivative(z).shape == shape


def test_the_relu_has_a_subgradient_at_its_kink():
    assert 0.0 <= ACTIVATIONS["relu"].derivative(np.zeros(1))[0] <= 1.0


@pytest.mark.parametrize(("name", "power"), [("relu", 1), ("relu_squared", 2), ("relu_cubed", 3)])
def test_a_power_of_the_relu_is_homogeneous(name, power):
    phi, z = ACTIVATIONS[name], np.linspace(-2.0, 2.0, 41)
    np.testing.assert_allclose(phi(8.0 * z), 8.0**power * phi(z), rtol=1e-15)


def test_the_powers_of_the_relu_are_each_others_slopes():
    z = np.linspace(-2.0, 2.0, 41)
    for power, (name, below) in {
        2: ("relu_squared", "relu"),
        3: ("relu_cubed", "relu_squared"),
    }.items():
        np.testing.assert_allclose(
            ACTIVATIONS[name].derivative(z), power * ACTIVATIONS[below](z), rtol=1e-15
        )


def test_names_and_codes_are_one_to_one():
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())
    assert len({kernels.code_of(row) for row in ACTIVATIONS.values()} - {None}) == len(ACTIVATIONS)


@pytest.mark.parametrize("name", ALL)
def test_trainable_means_that_some_slope_is_not_zero(name):
    slopes = ACTIVATIONS[name].derivative(np.linspace(-3.0, 3.0, 50))
    assert ACTIVATIONS[name].trainable == bool(np.any(slopes != 0.0))


@pytest.mark.parametrize("name", ALL)
def test_every_formula_can_be_drawn(name):
    MathTextParser("path").parse(f"${ACTIVATIONS[name].formula}$")


@pytest.mark.parametrize(
    ("typed", "meant"), [("logstic", "logistic"), ("ReLu", "relu"), ("gausian", "gaussian")]
)
def test_an_unknown_name_is_answered_with_the_nearest(typed, meant):
    with pytest.raises(
        UnknownNameError, match=f"unknown activation '{typed}': did you mean .*{meant}"
    ):
        activation_named(typed)


def test_a_name_near_to_none_is_answered_with_all():
    with pytest.raises(UnknownNameError, match="choose from gaussian, heaviside, identity"):
        activation_named("qqqq")


def softsign(z):
    return z / (1.0 + np.abs(z))


def softsign_slope(z):
    return 1.0 / (1.0 + np.abs(z)) ** 2


# An activation, its derivative, its limits, and whether one unit of it is a step.
OWN = {
    "softsign": (softsign, softsign_slope, (-1.0, 1.0), True),
    "arctan": (np.arctan, lambda z: 1.0 / (1.0 + z * z), (-math.pi / 2.0, math.pi / 2.0), True),
    "falling": (lambda z: -np.tanh(z), lambda z: np.tanh(z) ** 2 - 1.0, (1.0, -1.0), True),
    "swish": (
        lambda z: z * special.expit(z),
        lambda z: special.expit(z) * (1.0 + z * special.expit(-z)),
        (0.0, None),
        False,
    ),
    "overshoots": (
        lambda z: np.tanh(z) + 0.5 * np.exp(-((z - 2.0) ** 2)),
        lambda z: 1.0 - np.tanh(z) ** 2 - (z - 2.0) * np.exp(-((z - 2.0) ** 2)),
        (-1.0, 1.0),
        False,
    ),
    "leaky": (
        lambda z: np.where(z > 0.0, z, 0.1 * z),
        lambda z: np.where(z > 0.0, 1.0, 0.1),
        (None, None),
        False,
    ),
    "clipped": (
        lambda z: np.clip(z, -1.0, 1.0),
        lambda z: np.where(np.abs(z) < 1.0, 1.0, 0.0),
        (-1.0, 1.0),
        True,
    ),
    "two_jumps": (
        lambda z: np.sign(z) + np.sign(z - 1.0),
        np.zeros_like,
        (-2.0, 2.0),
        True,
    ),
    "cancelling": (
        lambda z: np.log(1.0 + np.exp(z)),
        lambda z: 1.0 / (1.0 + np.exp(-z)),
        (0.0, None),
        False,
    ),
    "tiny": (
        lambda z: 1e-6 * np.tanh(z),
        lambda z: 1e-6 / np.cosh(z) ** 2,
        (-1e-6, 1e-6),
        True,
    ),
    "wave": (lambda z: np.sin(50.0 * z), lambda z: 50.0 * np.cos(50.0 * z), (None, None), False),
    "growing": (np.exp, np.exp, (0.0, None), False),
    "dying_wave": (
        np.sinc,
        lambda z: (np.cos(np.pi * z) - np.sinc(z)) / np.where(z == 0.0, 1.0, z),
        (0.0, 0.0),
        False,
    ),
}


@pytest.mark.usefixtures("own_activations")
class TestRegistration:
    @pytest.mark.parametrize("name", OWN)
    def test_a_sound_one_is_taken(self, name):
        function, derivative, limits, is_step = OWN[name]
        row = register_activation(name, function, derivative, limits=limits)
        assert ACTIVATIONS[name] is activation_named(name) is row
        assert list(ACTIVATIONS) == [*BUILT_IN_NAMES, name]
        assert (row.function, row.derivative, row.limits) == (function, derivative, limits)
        assert row.body is None
        assert row.units_a_step == (1 if is_step else None)
        assert row.trainable == (name != "two_jumps")
        assert (row.settled is None) == (None in limits)
        if row.sigmoidal:
            low, high, settled = row.step()
            ends = function(np.array([-settled, settled]))
            np.testing.assert_allclose(ends, limits, atol=1e-7 * abs(high - low))
            assert row.bounded

    @pytest.mark.parametrize(
        ("derivative", "point"),
        [
            (np.ones_like, "0.0"),
            (lambda z: 1.0001 * softsign_slope(z), "0.0"),
            (lambda z: np.where(z > 30.0, 0.0, softsign_slope(z)), "30."),
            (lambda z: np.where((z < -3.0) & (z > -3.1), 1.0, softsign_slope(z)), "-3.0"),
            (lambda z: -softsign_slope(z), "0.0"),
        ],
    )
    def test_a_wrong_derivative_is_refused_and_the_point_named(self, derivative, point):
        with pytest.raises(SettingError, match=rf"at z = -?{point.lstrip('-')}.* differences give"):
            register_activation("softsign", softsign, derivative)
        assert "softsign" not in ACTIVATIONS

    @pytest.mark.parametrize("limits", [(0.0, 1.0), (-1.0, 0.999999), (None, -1.0), (1.0, -1.0)])
    def test_a_wrong_limit_is_refused(self, limits):
        with pytest.raises(SettingError, match="softsign does not reach the limit"):
            register_activation("softsign", softsign, softsign_slope, limits=limits)

    @pytest.mark.parametrize("limits", [1.0, (1.0,), (0.0, math.inf), ("a", None), (0.0, 1.0, 2.0)])
    def test_limits_are_two_numbers_or_none(self, limits):
        with pytest.raises(SettingError, match="limit"):
            register_activation("softsign", softsign, softsign_slope, limits=limits)

    @pytest.mark.parametrize(
        ("function", "message"),
        [
            (math.tanh, "cannot take an array"),
            (lambda z: np.where(z > 0.0, 1, 0), "must return float64 .* not int64"),
            (lambda z: np.tanh(z).ravel(), "must return float64 of the shape"),
            (lambda z: list(z), "cannot take|must return"),
            (lambda z: np.exp(z) / np.sum(np.exp(z)), "must depend on each z alone"),
            (np.log, "is not finite: at z = -50"),
            (lambda z: np.multiply(z, 2.0, out=z), "cannot take an array"),
            (3, "function must be a function"),
        ],
    )
    def test_a_function_acts_on_arrays_entry_by_entry(self, function, message):
        with pytest.raises(SettingError, match=message):
            register_activation("own", function, np.ones_like)

    @pytest.mark.parametrize("name", ["logistic", "sigmoid", "identity"])
    @pytest.mark.parametrize("replace", [False, True])
    def test_what_is_built_in_stays(self, name, replace):
        before = ACTIVATIONS[name]
        with pytest.raises(SettingError, match=f"{name} is built in"):
            register_activation(name, softsign, softsign_slope, replace=replace)
        assert ACTIVATIONS[name] is before

    @pytest.mark.parametrize("name", ["", "Own", "a b", "2nd", "é", "../x", "x\n"])
    def test_a_name_is_a_word(self, name):
        with pytest.raises(SettingError, match="is no name"):
            register_activation(name, softsign, softsign_slope)

    def test_a_name_is_replaced_only_on_purpose(self):
        register_activation("own", softsign, softsign_slope)
        same = register_activation("own", softsign, softsign_slope)
        assert same == ACTIVATIONS["own"]
        with pytest.raises(SettingError, match="replace=True"):
            register_activation("own", np.sin, np.cos)
        assert ACTIVATIONS["own"].function is softsign
        register_activation("own", np.sin, np.cos, replace=True)
        assert ACTIVATIONS["own"].function is np.sin

    @pytest.mark.parametrize(
        ("texts", "message"),
        [
            ({"fortran": "z"}, "language of texts must be one of plain"),
            ({"c": 3}, "text in c must be text"),
            ({"c": " "}, "text in c is empty"),
            ({"onnx": ()}, "steps in onnx are none"),
            ({"onnx": [("a", "Abs")]}, "a step in onnx is"),
            ({"onnx": [("a", "Abs", "b")]}, "a step in onnx is"),
            ({"onnx": [("z", "Abs", "z")]}, "a step in onnx is"),
        ],
    )
    def test_texts_are_those_of_languages(self, texts, message):
        with pytest.raises(SettingError, match=message):
            register_activation("own", softsign, softsign_slope, texts=texts)

    def test_what_is_not_known_is_not_made_up(self):
        row = register_activation("my_own", softsign, softsign_slope)
        assert (row.plain_formula, row.formula) == ("my_own(z)", r"\mathrm{my\_own}(z)")
        with pytest.raises(SettingError, match="my_own is not known to lead"):
            row.step()
        for language in ("c", "python", "latex", "r", "javascript"):
            with pytest.raises(SettingError, match=f"how my_own is written in {language} is not"):
                row.text(language)
        with pytest.raises(SettingError, match="how my_own is written in onnx is not known"):
            row.onnx_steps()


def test_the_activations_are_read_only():
    with pytest.raises(TypeError, match="item assignment"):
        ACTIVATIONS["own"] = ACTIVATIONS["tanh"]
    with pytest.raises(TypeError, match="item deletion"):
        del ACTIVATIONS["tanh"]
    assert list(ACTIVATIONS) == BUILT_IN_NAMES


def test_sigmoid_is_the_logistic_by_another_name():
    assert activation_named("sigmoid") is ACTIVATIONS["sigmoid"] is ACTIVATIONS["logistic"]
    assert "sigmoid" not in list(ACTIVATIONS)


def test_the_facts_that_theory_and_trainers_ask_for():
    facts = {
        name: (row.limits, row.units_a_step, row.homogeneity, row.relu_power, row.broken_lines)
        for name, row in ACTIVATIONS.items()
    }
    assert facts == {
        "identity": ((None, None), None, 1, None, False),
        "logistic": ((0.0, 1.0), 1, None, None, False),
        "tanh": ((-1.0, 1.0), 1, None, None, False),
        "relu": ((0.0, None), 2, 1, 1, True),
        "softplus": ((0.0, None), 2, None, None, True),
        "gaussian": ((0.0, 0.0), None, None, None, False),
        "sine": ((None, None), None, None, None, False),
        "heaviside": ((0.0, 1.0), 1, 0, 0, False),
        "relu_squared": ((0.0, None), 3, 2, 2, False),
        "relu_cubed": ((0.0, None), 4, 3, 3, False),
    }


@pytest.mark.parametrize("name", ALL)
def test_limits_and_homogeneity_are_as_the_row_says(name):
    row = ACTIVATIONS[name]
    for limit, z in zip(row.limits, (-40.0, 40.0), strict=True):
        if limit is not None:
            assert row(np.array([z]))[0] == pytest.approx(limit, abs=1e-15)
    z = np.linspace(-3.0, 3.0, 31)
    scaled = [np.allclose(row(2.0 * z), 2.0**k * row(z), rtol=1e-14) for k in range(5)]
    assert [k for k, holds in enumerate(scaled) if holds] == (
        [] if row.homogeneity is None else [row.homogeneity]
    )
