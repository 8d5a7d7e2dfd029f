"""How typed mathematics is spelt in other languages: one table of functions, one of signs each.

A template has a {} for every argument, or {0}, {1} where it needs one twice; what a language does
not have is not in its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """A language that formulas are written in.

    Parameters
    ----------
    title : what a message calls it
    functions : templates by the names of `uat.expressions.names`, without synonyms
    power, remainder : templates of the signs ^ and %
    truth : a condition as a number, 1 or 0
    choice : a condition, a value, and another one
    both, either, negation : templates of conditions
    real : whether numbers are written with a point, so that 1/2 is no whole number
    """

    title: str
    functions: Mapping[str, str]
    power: str
    remainder: str
    truth: str = "({} ? 1.0 : 0.0)"
    choice: str = "({} ? {} : {})"
    both: str = "({} && {})"
    either: str = "({} || {})"
    negation: str = "!({})"
    real: bool = True


_SAME = (
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "log2", "log10", "log1p", "expm1",
    "sqrt", "floor", "ceil", "trunc",
)  # fmt: skip

PYTHON = Dialect(
    "Python with numpy alone",
    {
        **{name: f"np.{name}({{}})" for name in (*_SAME, "cbrt", "exp2", "abs", "sign", "round")},
        **{
            f"arc{name}": f"np.arc{name}({{}})"
            for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")
        },
        **{name: f"np.{name}({{}}, {{}})" for name in ("arctan2", "hypot", "mod", "fmod")},
        **{
            name: f'np.vectorize(math.{name}, "d")({{}})'
            for name in ("erf", "erfc", "gamma", "lgamma")
        },
        "deg2rad": "np.deg2rad({})",
        "rad2deg": "np.rad2deg({})",
        "sinc": "np.sinc({})",
        "square": "np.square({})",
        "min": "np.minimum({}, {})",
        "max": "np.maximum({}, {})",
        "clip": "np.clip({}, {}, {})",
        "heaviside": "np.heaviside({}, {})",
        "logistic": "np.exp(-np.logaddexp(0.0, -({})))",
        "relu": "np.maximum({}, 0.0)",
        "softplus": "np.logaddexp(0.0, {})",
        "i0": "np.i0({})",
    },
    power="{} ** {}",
    remainder="np.mod({}, {})",
    truth="np.where({}, 1.0, 0.0)",
    choice="np.where({}, {}, {})",
    both="np.logical_and({}, {})",
    either="np.logical_or({}, {})",
    negation="np.logical_not({})",
)

R = Dialect(
    "R",
    {
        **{name: f"{name}({{}})" for name in _SAME if name != "ceil"},
        **{
            f"arc{name}": f"a{name}({{}})" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")
        },
        "ceil": "ceiling({})",
        "arctan2": "atan2({}, {})",
        "deg2rad": "(pi / 180 * ({}))",
        "rad2deg": "(180 / pi * ({}))",
        "exp2": "2^({})",
        "cbrt": "(sign({0}) * abs({0})^(1 / 3))",
        "square": "({})^2",
        "abs": "abs({})",
        "sign": "sign({})",
        "round": "round({})",
        "mod": "(({}) %% ({}))",
        "heaviside": "ifelse(({0}) == 0, {1}, 1 * (({0}) > 0))",
        "min": "pmin({}, {})",
        "max": "pmax({}, {})",
        "clip": "pmin(pmax({}, {}), {})",
        "logistic": "plogis({})",
        "relu": "pmax({}, 0)",
        "softplus": "(-plogis(-({}), log.p = TRUE))",
        "erf": "(2 * pnorm(sqrt(2) * ({})) - 1)",
        "erfc": "(2 * pnorm(-sqrt(2) * ({})))",
        "erfinv": "(qnorm((1 + ({})) / 2) / sqrt(2))",
        "gamma": "gamma({})",
        "lgamma": "lgamma({})",
        "digamma": "digamma({})",
        "beta": "beta({}, {})",
    },
    power="{}^{}",
    remainder="(({}) %% ({}))",
    truth="(1 * ({}))",
    choice="ifelse({}, {}, {})",
    both="({} & {})",
    either="({} | {})",
    real=False,
)

_C_REMAINDER = "fmod(fmod({0}, {1}) + ({1}), {1})"
C = Dialect(
    "C99",
    {
        **{
            name: f"{name}({{}})"
            for name in (*_SAME, "cbrt", "exp2", "erf", "erfc")
        },
        **{
            f"arc{name}": f"a{name}({{}})" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")
        },
        "arctan2": "atan2({}, {})",
        "hypot": "hypot({}, {})",
        "fmod": "fmod({}, {})",
        "deg2rad": "(0.017453292519943295 * ({}))",
        "rad2deg": "(57.29577951308232 * ({}))",
        "square": "pow({}, 2.0)",
        "abs": "fabs({})",
        "sign": "(({0} > 0.0) - ({0} < 0.0))",
        "round": "rint({})",
        "mod": _C_REMAINDER,
        "min": "fmin({}, {})",
        "max": "fmax({}, {})",
        "clip": "fmin(fmax({}, {}), {})",
        "logistic": "(1.0 / (1.0 + exp(-({}))))",
        "heaviside": "({0} > 0.0 ? 1.0 : {0} == 0.0 ? {1} : 0.0)",
        "relu": "fmax({}, 0.0)",
        "softplus": "(fmax({0}, 0.0) + log1p(exp(-fabs({0}))))",
        "gamma": "tgamma({})",
        "lgamma": "lgamma({})",
    },
    power="pow({}, {})",
    remainder=_C_REMAINDER,
)  # fmt: skip

_JAVASCRIPT_REMAINDER = "((({0}) % ({1}) + ({1})) % ({1}))"
JAVASCRIPT = Dialect(
    "JavaScript",
    {
        **{name: f"Math.{name}({{}})" for name in (*_SAME, "cbrt", "abs", "sign")},
        **{
            f"arc{name}": f"Math.a{name}({{}})"
            for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")
        },
        "arctan2": "Math.atan2({}, {})",
        "hypot": "Math.hypot({}, {})",
        "fmod": "(({}) % ({}))",
        "deg2rad": "(Math.PI / 180 * ({}))",
        "rad2deg": "(180 / Math.PI * ({}))",
        "exp2": "Math.pow(2, {})",
        "mod": _JAVASCRIPT_REMAINDER,
        "heaviside": "({0} > 0 ? 1 : {0} === 0 ? {1} : 0)",
        "square": "Math.pow({}, 2)",
        "min": "Math.min({}, {})",
        "max": "Math.max({}, {})",
        "clip": "Math.min(Math.max({}, {}), {})",
        "logistic": "(1 / (1 + Math.exp(-({}))))",
        "relu": "Math.max({}, 0)",
        "softplus": "(Math.max({0}, 0) + Math.log1p(Math.exp(-Math.abs({0}))))",
    },
    power="Math.pow({}, {})",
    remainder=_JAVASCRIPT_REMAINDER,
    truth="({} ? 1 : 0)",
    real=False,
)

DIALECTS: Mapping[str, Dialect] = {"python": PYTHON, "r": R, "c": C, "javascript": JAVASCRIPT}
"""By the names of `uat.export.LANGUAGES`."""
