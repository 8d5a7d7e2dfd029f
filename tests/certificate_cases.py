"""What certificates are tried on: formulas of every function, pieces of their domain and points.

Importing it needs python-flint.
"""

import numpy as np
import pytest

from uat.theory.certificates.balls import arb

# Formulas, one of every function and sign at least, on a domain where all have a value.
FORMULAS = {
    "sin": "sin(3*x)", "cos": "cos(3*x)", "tan": "tan(x)", "arcsin": "arcsin(x)",
    "arccos": "arccos(x)", "arctan": "arctan(x)", "arctan2": "arctan2(x - 0.5, x - 0.4)",
    "sinh": "sinh(2*x)", "cosh": "cosh(2*x)", "tanh": "tanh(4*x)", "arcsinh": "arcsinh(5*x)",
    "arccosh": "arccosh(1.1 + x)", "arctanh": "arctanh(x)", "hypot": "hypot(x, x - 0.5)",
    "deg2rad": "deg2rad(x)", "rad2deg": "rad2deg(x)", "sinc": "sinc(3*x - 1)", "exp": "exp(x)",
    "exp2": "exp2(x)", "expm1": "expm1(x)", "log": "log(x)", "log2": "log2(x)",
    "log10": "log10(x)", "log1p": "log1p(x)", "sqrt": "sqrt(x)", "cbrt": "cbrt(x - 0.5)",
    "square": "square(x - 0.5)", "abs": "abs(x - 0.5)", "sign": "sign(x - 0.3)",
    "floor": "floor(5*x)", "ceil": "ceil(5*x)", "round": "round(4*x)", "trunc": "trunc(6*x - 3)",
    "mod": "mod(x - 0.5, 0.2)", "fmod": "fmod(x - 0.5, 0.2)", "min": "min(x, 1 - x, 0.4)",
    "max": "max(x, 1 - x)", "clip": "clip(x, 0.25, 0.75)", "where": "where(x < 0.5, x, 1)",
    "heaviside": "heaviside(x - 0.5) + heaviside(x - 0.25, 0.5)", "logistic": "logistic(20*x - 9)",
    "relu": "relu(x - 0.5)", "softplus": "softplus(9*x - 4)", "erf": "erf(x)", "erfc": "erfc(x)",
    "erfinv": "erfinv(x)", "gamma": "gamma(x)", "lgamma": "lgamma(x) + lgamma(x - 1)",
    "digamma": "digamma(x)", "beta": "beta(x, 2)", "j0": "j0(9*x)", "j1": "j1(9*x)",
    "jv": "jv(3, 9*x)", "y0": "y0(x)", "y1": "y1(x)", "i0": "i0(x)", "i1": "i1(x)",
    "airy": "airy(-3*x)", "legendre": "legendre(5, x)", "chebyshev": "chebyshev(6, x)",
    "+": "x + 0.1", "-": "-x - 0.1", "*": "x * (1 - x) * x", "/": "1 / (x - 2) / x",
    "%": "(x - 0.5) % 0.3", "^": "x^3 + x^-2 + x^0.5 + 2^x + x^x + x^0",
    "if": "x if x >= 0.5 else 2", "chain": "0.2 < x <= 0.6", "equal": "(x == 0.5) + (x != 0.5)",
    "logic": "(x > 0.2 and not x > 0.7) or x < 0.1", "real": "pi*x + e + tau",
}  # fmt: skip
LOW, HIGH = 0.05, 0.95
every_formula = pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)


def pieces_of(rng, count):
    """Return the ends of random pieces of the domain, some of them short, some at a switch."""
    ends = np.sort(rng.uniform(LOW, HIGH, (count, 2)), axis=1)
    ends[::3, 1] = ends[::3, 0] + 10.0 ** rng.uniform(-9, -2, len(ends[::3]))
    ends[1::6, 0], ends[4::6, 1] = 0.25, 0.5
    return [(a, b) for a, b in ends.tolist() if LOW <= a < b <= HIGH]


def points_in(rng, low, high, count):
    """Return exact points between two floats, rounding aside."""
    return [arb(float(x)) for x in rng.uniform(low, high, count) if low < x < high]
