"""The partial derivatives of every function that typed mathematics knows, by its name.

A row takes the function's value and its arguments, and returns one derivative for each argument;
None stands for an argument by which nobody can differentiate: it must be a constant. Where a
function has a kink or a jump, it is the derivative of one of the branches beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy import special

Partials = Callable[..., tuple[Any, ...]]

_LN_2, _LN_10 = math.log(2.0), math.log(10.0)
# Below it the derivative of sinc is taken from its series, which is then right to the last digit.
_NEAR_ZERO = 0.05


def _flat(_: Any, *arguments: Any) -> tuple[Any, ...]:
    """Return the derivatives of what is constant but for jumps."""
    return (0.0,) * len(arguments)


def _of_sinc(v: Any, x: Any) -> tuple[Any]:
    """Return the derivative of sin(pi x) / (pi x), from its series where the quotient cancels."""
    u2 = np.square(np.pi * x)
    series = 1 / 3 - u2 * (1 / 30 - u2 * (1 / 840 - u2 * (1 / 45_360 - u2 / 3_991_680)))
    far = (np.cos(np.pi * x) - v) / x
    return (np.where(np.abs(x) < _NEAR_ZERO, -(np.pi**2) * x * series, far),)


def _of_extreme(v: Any, *arguments: Any) -> tuple[Any, ...]:
    """Return 1 for the first argument that is the least, or the greatest, of all, 0 for others."""
    partials, open_ = [], True
    for argument in arguments:
        chosen = np.logical_and(open_, np.equal(argument, v))
        open_ = np.logical_and(open_, ~chosen)
        partials.append(np.where(chosen, 1.0, 0.0))
    return tuple(partials)


def _of_clip(v: Any, x: Any, low: Any, _: Any) -> tuple[Any, ...]:
    inside = np.equal(x, v)
    at_low = np.logical_and(~inside, np.less(x, low) & np.equal(v, low))
    return tuple(np.where(c, 1.0, 0.0) for c in (inside, at_low, ~inside & ~at_low))


def _of_where(_: Any, condition: Any, *__: Any) -> tuple[Any, ...]:
    holds = np.not_equal(condition, 0.0)
    return 0.0, np.where(holds, 1.0, 0.0), np.where(holds, 0.0, 1.0)


def _of_heaviside(_: Any, x: Any, *at_zero: Any) -> tuple[Any, ...]:
    return (0.0, *(np.where(np.equal(x, 0.0), 1.0, 0.0) for _ in at_zero))


def _of_beta(v: Any, a: Any, b: Any) -> tuple[Any, ...]:
    both = special.digamma(a + b)
    return v * (special.digamma(a) - both), v * (special.digamma(b) - both)


def _of_arctan2(_: Any, y: Any, x: Any) -> tuple[Any, ...]:
    square = x * x + y * y
    return x / square, -y / square


PARTIALS: Mapping[str, Partials] = {
    "sin": lambda _, x: (np.cos(x),),
    "cos": lambda _, x: (-np.sin(x),),
    "tan": lambda v, _: (1.0 + v * v,),
    "arcsin": lambda _, x: (1.0 / np.sqrt((1.0 - x) * (1.0 + x)),),
    "arccos": lambda _, x: (-1.0 / np.sqrt((1.0 - x) * (1.0 + x)),),
    "arctan": lambda _, x: (1.0 / (1.0 + x * x),),
    "arctan2": _of_arctan2,
    "sinh": lambda _, x: (np.cosh(x),),
    "cosh": lambda _, x: (np.sinh(x),),
    "tanh": lambda v, _: ((1.0 - v) * (1.0 + v),),
    "arcsinh": lambda _, x: (1.0 / np.hypot(1.0, x),),
    "arccosh": lambda _, x: (1.0 / np.sqrt((x - 1.0) * (x + 1.0)),),
    "arctanh": lambda _, x: (1.0 / ((1.0 - x) * (1.0 + x)),),
    "hypot": lambda v, a, b: (a / v, b / v),
    "deg2rad": lambda _, __: (np.pi / 180.0,),
    "rad2deg": lambda _, __: (180.0 / np.pi,),
    "sinc": _of_sinc,
    "exp": lambda v, _: (v,),
    "exp2": lambda v, _: (v * _LN_2,),
    "expm1": lambda _, x: (np.exp(x),),
    "log": lambda _, x: (1.0 / x,),
    "log2": lambda _, x: (1.0 / (x * _LN_2),),
    "log10": lambda _, x: (1.0 / (x * _LN_10),),
    "log1p": lambda _, x: (1.0 / (1.0 + x),),
    "sqrt": lambda v, _: (0.5 / v,),
    "cbrt": lambda v, _: (1.0 / (3.0 * v * v),),
    "square": lambda _, x: (2.0 * x,),
    "abs": lambda _, x: (np.sign(x),),
    **dict.fromkeys(("sign", "floor", "ceil", "round", "trunc"), _flat),
    "mod": lambda _, a, b: (1.0, -np.floor(a / b)),
    "fmod": lambda _, a, b: (1.0, -np.trunc(a / b)),
    "min": _of_extreme,
    "max": _of_extreme,
    "clip": _of_clip,
    "where": _of_where,
    "heaviside": _of_heaviside,
    "logistic": lambda v, x: (v * special.expit(-x),),
    "relu": lambda _, x: (np.where(np.greater(x, 0.0), 1.0, 0.0),),
    "softplus": lambda _, x: (special.expit(x),),
    "erf": lambda _, x: (2.0 / math.sqrt(math.pi) * np.exp(-x * x),),
    "erfc": lambda _, x: (-2.0 / math.sqrt(math.pi) * np.exp(-x * x),),
    "erfinv": lambda v, _: (math.sqrt(math.pi) / 2.0 * np.exp(v * v),),
    "gamma": lambda v, x: (v * special.digamma(x),),
    "lgamma": lambda _, x: (special.digamma(x),),
    "digamma": lambda _, x: (special.polygamma(1, x),),
    "beta": _of_beta,
    "j0": lambda _, x: (-special.j1(x),),
    "j1": lambda _, x: ((special.j0(x) - special.jv(2, x)) / 2.0,),
    "jv": lambda _, n, x: (None, (special.jv(n - 1.0, x) - special.jv(n + 1.0, x)) / 2.0),
    "y0": lambda _, x: (-special.y1(x),),
    "y1": lambda _, x: ((special.y0(x) - special.yv(2, x)) / 2.0,),
    "i0": lambda _, x: (special.i1(x),),
    "i1": lambda _, x: ((special.i0(x) + special.iv(2, x)) / 2.0,),
    "airy": lambda _, x: (special.airy(x)[1],),
    # P_n' and T_n' are Gegenbauer polynomials: C_(n-1)^(3/2) and n U_(n-1).
    "legendre": lambda _, n, x: (None, special.eval_gegenbauer(n - 1.0, 1.5, x)),
    "chebyshev": lambda _, n, x: (None, n * special.eval_chebyu(n - 1.0, x)),
}
"""By the names of `uat.expressions.names`, without synonyms."""
