"""The least largest residual of a linear model, held against a linear program."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from uat.trainers.linear_minimax import least_largest


def by_simplex(columns, residual, bound):
    """Return the least largest residual, from another method."""
    ones = np.ones((len(residual), 1))
    solved = linprog(
        np.append(np.zeros(columns.shape[1]), 1.0),
        A_ub=np.block([[columns, -ones], [-columns, -ones]]),
        b_ub=np.append(-residual, residual),
        bounds=[*((-b, b) for b in bound), (0.0, None)],
        method="highs",
    )
    return solved.fun


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("rows", "unknowns"), [(5, 1), (30, 7), (200, 40), (20, 30)])
@pytest.mark.parametrize("bound", [1e-2, 1.0, 1e3])
def test_is_that_of_the_linear_program(seed, rows, unknowns, bound):
    rng = np.random.default_rng(seed)
    columns, residual = rng.normal(size=(rows, unknowns)), rng.normal(size=rows)
    bounds = bound * rng.uniform(0.5, 1.5, size=unknowns)
    change = least_largest(columns, residual, bounds)
    assert np.all(np.abs(change) <= bounds)
    found = np.max(np.abs(residual + columns @ change))
    best = by_simplex(columns, residual, bounds)
    assert best - 1e-6 <= found <= best + 2e-4 * np.max(np.abs(residual))


def test_the_best_parabola_through_a_cube_is_chebyshev():
    """Source: x^3 - T_3 / 4 is the best approximation of x^3 on [-1, 1], and errs by 1/4."""
    x = np.linspace(-1.0, 1.0, 1001)
    change = least_largest(np.vander(x, 3), -(x**3), np.full(3, 10.0))
    np.testing.assert_allclose(change, [0.0, 0.75, 0.0], atol=1e-3)


@pytest.mark.parametrize("size", [1e-300, 1e-9, 1e200])
def test_the_unit_does_not_matter(size):
    rng = np.random.default_rng(0)
    columns, residual = rng.normal(size=(20, 4)), rng.normal(size=20)
    one = least_largest(columns, residual, np.ones(4))
    other = least_largest(size * columns, size * residual, np.ones(4))
    np.testing.assert_allclose(other, one, atol=1e-6)


def test_columns_that_are_alike_or_nothing_do_not_disturb():
    rng = np.random.default_rng(0)
    columns, residual = rng.normal(size=(20, 2)), rng.normal(size=20)
    twice = np.concatenate([columns, columns, np.zeros((20, 1))], axis=1)
    one, two = (
        np.max(np.abs(residual + a @ least_largest(a, residual, np.full(a.shape[1], 9.0))))
        for a in (columns, twice)
    )
    assert two == pytest.approx(one, abs=1e-3)
