"""What values tell of an activation: nothing that they do not show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special

from uat.core.activations import ACTIVATIONS, observed


def test_limits_are_told_where_the_values_lead_to_them():
    assert observed.limits_of(np.tanh) == (-1.0, 1.0)
    assert observed.limits_of(lambda z: z / (1.0 + np.abs(z))) == (-1.0, 1.0)
    assert observed.limits_of(np.arctan) == pytest.approx((-math.pi / 2, math.pi / 2), rel=1e-15)
    assert observed.limits_of(lambda z: np.exp(-z * z)) == (0.0, 0.0)
    assert observed.limits_of(lambda z: 1e-9 * np.tanh(z)) == (-1e-9, 1e-9)


@pytest.mark.parametrize(
    "function",
    [
        np.sin,
        lambda z: np.log1p(np.abs(z)),
        lambda z: 1.0 / np.log(2.0 + np.abs(z)),
        lambda z: np.sin(np.pi * z),
        np.cbrt,
    ],
)
def test_waves_and_what_creeps_have_no_limit_that_is_seen(function):
    assert observed.limits_of(function) == (None, None)


@pytest.mark.parametrize("name", ["logistic", "tanh", "softplus", "gaussian", "sine"])
def test_scales_are_about_those_of_the_built_in_rows(name):
    row = ACTIVATIONS[name]
    scale = observed.scale_of(row.function, row.derivative)
    assert scale.centre == 0.0
    assert scale.reach == pytest.approx(row.reach, rel=0.3)


def test_a_scale_goes_with_the_units_of_z():
    for factor, shift in ((50.0, 0.0), (0.02, 0.0), (1.0, 7.0)):
        scale = observed.scale_of(
            lambda z, f=factor, s=shift: np.tanh(f * (z - s)),
            lambda z, f=factor, s=shift: f / np.cosh(np.clip(f * (z - s), -300.0, 300.0)) ** 2,
        )
        assert scale.reach == pytest.approx(1.0 / factor, rel=0.05)
        assert scale.centre == pytest.approx(shift, abs=0.01)


def test_polynomials_and_growth_have_a_scale_of_one():
    cubic = observed.scale_of(lambda z: z**3 - z, lambda z: 3.0 * z**2 - 1.0)
    assert cubic == observed.Scale()
    with np.errstate(over="ignore"):
        assert observed.scale_of(np.exp, np.exp) == observed.Scale()


def test_what_is_monotone_and_what_is_bounded():
    assert observed.is_monotone(np.tanh)
    assert observed.is_monotone(lambda z: -special.expit(z))
    assert not observed.is_monotone(lambda z: np.tanh(z) + np.exp(-((z - 2.0) ** 2)))
    assert observed.is_bounded(np.sin)
    assert not observed.is_bounded(np.cbrt)


@pytest.mark.parametrize("degree", [0, 1, 2, 5, 24])
def test_the_degree_of_a_polynomial_is_seen(degree):
    assert observed.degree_of(lambda z: (z / 3.0) ** degree + 1.0) == degree


@pytest.mark.parametrize(
    "function",
    [np.sin, np.abs, np.floor, np.tanh, lambda z: z * z + np.exp(-z * z),
     lambda z: np.tanh(1e-9 * z), lambda z: z**2 + 1e-9 * np.abs(z)],
)  # fmt: skip
def test_what_is_smooth_is_no_polynomial_yet(function):
    assert observed.degree_of(function) is None


def test_jumps_are_where_a_part_jumps():
    def parts(z):
        return np.array([np.floor(z), z - np.floor(z)])

    assert observed.jumps(lambda z: z - np.floor(z), parts)
    assert not observed.jumps(lambda z: np.abs(z), lambda z: np.array([np.sign(z), np.abs(z)]))


@pytest.mark.parametrize("place", [0.3, -7.7771])
def test_poles_are_found_between_the_places(place):
    def odd(z):
        return 1.0 / (z - place)

    def even(z):
        return 1.0 / (1.0 - np.cos(z - place))

    assert observed.pole(odd, lambda z: np.array([z - place, odd(z)])) == pytest.approx(place)
    found = observed.pole(even, lambda z: np.array([even(z)]))
    assert math.isclose(math.cos(found - place), 1.0)
    assert observed.pole(np.tanh, lambda z: np.array([np.tanh(z)])) is None
    assert observed.pole(np.cbrt, lambda z: np.array([np.cbrt(z)])) is None
