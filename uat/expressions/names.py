"""The functions and constants that typed mathematics knows: this table, and nothing else.

A template is LaTeX in which every %s stands for an argument, or a single %s for all of them.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Ufunc = Callable[..., Any]
"""Takes arrays and numbers of float64 and returns one of their common shape."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function that may be called by its name.

    Parameters
    ----------
    compute : the function itself
    template : its LaTeX; empty for the name in upright letters
    least, most : how many arguments it takes; most None for any number
    atomic : whether its LaTeX may be raised to a power without brackets around it
    """

    compute: Ufunc
    template: str = ""
    least: int = 1
    most: int | None = 1
    atomic: bool = True


CONSTANTS: Mapping[str, tuple[float, str]] = {
    "pi": (math.pi, r"\pi"),
    "e": (math.e, "e"),
    "tau": (math.tau, r"\tau"),
}
"""Value and LaTeX of what is written without brackets."""


def where(condition: Any, value: Any, otherwise: Any) -> Any:
    """Return the value where the condition is not 0, the other one elsewhere."""
    return np.where(np.not_equal(condition, 0.0), value, otherwise)


def _special(name: str) -> Ufunc:
    """Return a function of scipy.special, which is loaded when it is first called."""

    def compute(*values: Any) -> Any:
        from scipy import special

        return getattr(special, name)(*values)

    return compute


def _largest(*values: Any) -> Any:
    return functools.reduce(np.maximum, values)


def _smallest(*values: Any) -> Any:
    return functools.reduce(np.minimum, values)


def _heaviside(x: Any, at_zero: Any = 1.0) -> Any:
    return np.heaviside(x, at_zero)


def _relu(x: Any) -> Any:
    return np.maximum(x, 0.0)


def _softplus(x: Any) -> Any:
    return np.logaddexp(x, 0.0)


def _airy(x: Any) -> Any:
    from scipy import special

    return special.airy(x)[0]


_FUNCTIONS = {
    "sin": Function(np.sin, r"\sin(%s)"),
    "cos": Function(np.cos, r"\cos(%s)"),
    "tan": Function(np.tan, r"\tan(%s)"),
    "arcsin": Function(np.arcsin, r"\arcsin(%s)"),
    "arccos": Function(np.arccos, r"\arccos(%s)"),
    "arctan": Function(np.arctan, r"\arctan(%s)"),
    "arctan2": Function(np.arctan2, "", 2, 2),
    "sinh": Function(np.sinh, r"\sinh(%s)"),
    "cosh": Function(np.cosh, r"\cosh(%s)"),
    "tanh": Function(np.tanh, r"\tanh(%s)"),
    "arcsinh": Function(np.arcsinh, r"\mathrm{arsinh}(%s)"),
    "arccosh": Function(np.arccosh, r"\mathrm{arcosh}(%s)"),
    "arctanh": Function(np.arctanh, r"\mathrm{artanh}(%s)"),
    "hypot": Function(np.hypot, "", 2, 2),
    "deg2rad": Function(np.deg2rad),
    "rad2deg": Function(np.rad2deg),
    "sinc": Function(np.sinc),  # sin(pi x) / (pi x)
    "exp": Function(np.exp, r"e^{%s}", atomic=False),
    "exp2": Function(np.exp2, r"2^{%s}", atomic=False),
    "expm1": Function(np.expm1),
    "log": Function(np.log, r"\ln(%s)"),
    "log2": Function(np.log2, r"\log_{2}(%s)"),
    "log10": Function(np.log10, r"\log_{10}(%s)"),
    "log1p": Function(np.log1p),
    "sqrt": Function(np.sqrt, r"\sqrt{%s}"),
    "cbrt": Function(np.cbrt, r"\sqrt[3]{%s}"),
    "square": Function(np.square),
    "abs": Function(np.abs, r"|%s|"),
    "sign": Function(np.sign, r"\mathrm{sgn}(%s)"),
    "floor": Function(np.floor, r"\lfloor %s \rfloor"),
    "ceil": Function(np.ceil, r"\lceil %s \rceil"),
    "round": Function(np.round),  # halves to the even neighbour
    "trunc": Function(np.trunc),
    "mod": Function(np.mod, "", 2, 2),  # the sign is the divisor's, as in Python
    "fmod": Function(np.fmod, "", 2, 2),  # the sign is the dividend's, as in C
    "min": Function(_smallest, r"\min(%s)", 2, None),
    "max": Function(_largest, r"\max(%s)", 2, None),
    "clip": Function(np.clip, "", 3, 3),
    "where": Function(where, "", 3, 3),
    "heaviside": Function(_heaviside, r"\mathrm{H}(%s)", 1, 2),  # 1 at 0, or the second argument
    "logistic": Function(_special("expit")),
    "relu": Function(_relu),
    "softplus": Function(_softplus),
    "erf": Function(_special("erf")),
    "erfc": Function(_special("erfc")),
    "erfinv": Function(_special("erfinv"), r"\mathrm{erf}^{-1}(%s)"),
    "gamma": Function(_special("gamma"), r"\Gamma(%s)"),
    "lgamma": Function(_special("gammaln"), r"\ln|\Gamma(%s)|"),
    "digamma": Function(_special("digamma"), r"\psi(%s)"),
    "beta": Function(_special("beta"), r"\mathrm{B}(%s)", 2, 2),
    "j0": Function(_special("j0"), r"J_{0}(%s)"),
    "j1": Function(_special("j1"), r"J_{1}(%s)"),
    "jv": Function(_special("jv"), r"J_{%s}(%s)", 2, 2),
    "y0": Function(_special("y0"), r"Y_{0}(%s)"),
    "y1": Function(_special("y1"), r"Y_{1}(%s)"),
    "i0": Function(_special("i0"), r"I_{0}(%s)"),
    "i1": Function(_special("i1"), r"I_{1}(%s)"),
    "airy": Function(_airy, r"\mathrm{Ai}(%s)"),
    "legendre": Function(_special("eval_legendre"), r"P_{%s}(%s)", 2, 2),  # degree first
    "chebyshev": Function(_special("eval_chebyt"), r"T_{%s}(%s)", 2, 2),
}
SYNONYMS: Mapping[str, str] = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "atan2": "arctan2",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
    "ln": "log",
    "sgn": "sign",
    "minimum": "min",
    "maximum": "max",
    "sigmoid": "logistic",
    "expit": "logistic",
    "gammaln": "lgamma",
}
"""Other names of some of the functions."""

FUNCTIONS: Mapping[str, Function] = {
    **_FUNCTIONS,
    **{name: _FUNCTIONS[same] for name, same in SYNONYMS.items()},
}
"""The functions by all their names; angles are in radians."""
