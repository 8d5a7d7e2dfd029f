from __future__ import annotations

import math

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

from uat.core import kernels
from uat.core.activations import ACTIVATIONS, activation_named
from uat.exceptions import UnknownNameError

ALL = sorted(ACTIVATIONS)


@pytest.mark.parametrize("name", ALL)
def test_the_derivative_is_the_slope_of_the_function(name):
    activation = ACTIVATIONS[name]
    z = np.linspace(-6.0, 6.0, 241) + 0.0137  # no point within h of the kink at 0
    h = 1e-5
    slope = (activation(z + h) - activation(z - h)) / (2.0 * h)
    np.testing.assert_allclose(activation.derivative(z), slope, rtol=1e-10, atol=1e-9)


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
        activation_named("0000")
