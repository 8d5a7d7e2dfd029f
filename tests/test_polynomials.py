"""The best polynomial of a degree: known ones, and a floor that is proved on samples."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uat.targets.catalogue import TARGETS
from uat.targets.user_targets import as_target
from uat.theory.polynomials import best_polynomial


def test_the_best_quadratic_of_the_absolute_value_is_known():
    """x^2 + 1/8 on [-1, 1]: it errs by 1/8 at 0, 1/2, 1 and their mirrors."""
    best = best_polynomial(TARGETS["absolute"], 2)
    x = np.linspace(-1.0, 1.0, 9)
    np.testing.assert_allclose(best(x), x**2 + 0.125, atol=1e-6)
    assert 0.125 - 1e-7 < best.floor <= 0.125


@pytest.mark.parametrize("degree", [0, 1, 2, 5, 9])
def test_a_power_is_missed_by_a_chebyshev_polynomial(degree):
    """Chebyshev (1854): x^n less its best of degree n - 1 is T_n / 2^(n - 1) on [-1, 1]."""
    target = as_target(f"x^{degree + 1}", [(-1.0, 1.0)])
    assert best_polynomial(target, degree).floor == pytest.approx(2.0**-degree, rel=1e-4)


@pytest.mark.parametrize(("name", "degree"), [("runge", 8), ("step", 3), ("franke", 4)])
def test_the_floor_is_just_below_the_error_of_the_polynomial_found(name, degree):
    target = TARGETS[name]
    best = best_polynomial(target, degree)
    x = target.evaluation_grid()
    error = np.max(np.abs(best(x) - target(x)))
    assert error * (1.0 - 1e-6) < best.floor <= error


def test_half_a_jump_is_never_won_back():
    assert best_polynomial(TARGETS["step"], 7).floor == pytest.approx(0.5, rel=1e-3)


def test_a_polynomial_has_no_floor_at_its_degree():
    target = as_target("1e6*(x^2 - x*y + 3)", [(0.0, 1.0), (-2.0, 5.0)])
    assert best_polynomial(target, 2).floor == 0.0
    assert best_polynomial(target, 1).floor > 1e4


def test_too_many_coefficients_are_not_computed():
    assert math.comb(30 + 2, 2) > 300
    assert best_polynomial(TARGETS["franke"], 30) is None
