"""A typed formula's derivative is that of the calculus, for every function there is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uat.exceptions import ExpressionError
from uat.expressions.derivatives import value_and_slope
from uat.expressions.names import FUNCTIONS, SYNONYMS
from uat.expressions.partials import PARTIALS
from uat.expressions.reading import read

# A formula of each function in which all that depends on t may, and where it is smooth about T.
T = np.array([0.313, 0.521, 0.777])
OF_FUNCTION = {
    "arctan2": "arctan2(t,1-t^2)",
    "hypot": "hypot(t,exp(t))",
    "arccosh": "arccosh(1+t)",
    "mod": "mod(3*t^2,2+t/9)",
    "fmod": "fmod(-3*t^2,2+t/9)",
    "min": "min(t^2,t,1+t)",
    "max": "max(t,t^2,exp(t))",
    "clip": "clip(t^2,t/2,exp(t)-1.3)",
    "where": "where(t>0.6,t^3,sin(t))",
    "heaviside": "heaviside(0*t,t^2)",
    "beta": "beta(t,1+t^2)",
    "jv": "jv(2.5,4*t)",
    "legendre": "legendre(4,t)",
    "chebyshev": "chebyshev(5,t)",
}
OPERATIONS = (
    "t+t^2-3*t", "t/(1+t)", "-t^3", "t^(t+1)", "2^t", "t^2.5", "t^0", "(3*t)%(1+t/7)",
    "t^2 if t > 0.6 else exp(t)", "t*(t>0.5 and t<0.6 or not t<0.7)", "sinc(0.01*t)", "sinc(7*t)",
)  # fmt: skip


def slopes(text, t):
    return value_and_slope(read(text, 1, ("t",)), np.asarray(t, dtype=np.float64))[1]


def assert_is_derivative(text):
    """Compare with central differences, extrapolated twice to step 0."""
    program = read(text, 1, ("t",))

    def difference(step):
        above, below = (value_and_slope(program, T + s)[0] for s in (step, -step))
        return (above - below) / (2.0 * step)

    coarse, middle, fine = map(difference, (4e-3, 2e-3, 1e-3))
    once, twice = (4.0 * middle - coarse) / 3.0, (4.0 * fine - middle) / 3.0
    expected = (16.0 * twice - once) / 15.0
    np.testing.assert_allclose(slopes(text, T), expected, rtol=2e-10, atol=2e-10)


@pytest.mark.parametrize("name", PARTIALS)
def test_every_function_is_differentiated(name):
    assert_is_derivative(OF_FUNCTION.get(name, f"{name}(t)"))


@pytest.mark.parametrize("text", OPERATIONS)
def test_every_operation_is_differentiated(text):
    assert_is_derivative(text)


def test_every_function_has_a_rule():
    assert set(PARTIALS) == set(FUNCTIONS) - set(SYNONYMS)


def test_the_value_is_the_formulas_own():
    value, _ = value_and_slope(read("t*exp(-t^2)", 1, ("t",)), T)
    np.testing.assert_array_equal(value, T * np.exp(-(T**2)))


def test_what_branches_has_the_slope_of_its_branch():
    t = [-2.0, -0.5, 0.5, 2.0]
    assert slopes("abs(t)", t).tolist() == [-1.0, -1.0, 1.0, 1.0]
    assert slopes("max(0,t)", t).tolist() == [0.0, 0.0, 1.0, 1.0]
    assert slopes("clip(t,-1,1)", t).tolist() == [0.0, 1.0, 1.0, 0.0]
    assert slopes("t if t > 0 else 0.1*t", t).tolist() == [0.1, 0.1, 1.0, 1.0]
    assert not slopes("floor(t)+sign(t)+(t>0)", t).any()
    assert math.isfinite(slopes("max(t,-t)", [0.0])[0])


def test_saturation_and_infinite_slopes_are_no_obstacle():
    assert slopes("1/(1+exp(-t))", [-800.0, 800.0]).tolist() == [0.0, 0.0]
    assert slopes("cbrt(t)", [0.0]).tolist() == [0.0]
    assert slopes("sqrt(abs(t))", [0.0]).tolist() == [0.0]
    assert slopes("exp(t)", [800.0]).tolist() == [math.inf]


def test_the_shape_is_that_of_the_points():
    assert slopes("3*t", np.zeros((2, 3))).tolist() == [[3.0] * 3] * 2
    assert slopes("t-t+1", np.zeros(())).shape == ()


@pytest.mark.parametrize("name", ["jv", "legendre", "chebyshev"])
def test_what_has_no_rule_says_so_by_name(name):
    with pytest.raises(ExpressionError, match=f"{name} has no derivative by its argument 1"):
        slopes(f"{name}(t,t)", T)
    assert slopes(f"{name}(2,t)", T).any()
