"""Try to break the certificates: random formulas and networks, proved coarsely, then sampled.

    python scripts/certificate_trials.py [TRIALS] [FIRST SEED]

Each trial is a formula of the language of `--target`, a network and a domain. Its certificate is
made at so low a precision that most of its bounds are coarse, and then the error is computed by
mpmath, which shares nothing with python-flint, at 1,000 random points, a third of them close to a
switch of a unit. One sample above `high`, or a `low` that mpmath does not find where it is said to
be, is a proof that the proof is wrong. mpmath is of the extra `test`.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
import numpy as np
from mpmath import mp

from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import UatError
from uat.expressions import parse
from uat.expressions.names import SYNONYMS
from uat.expressions.steps import CHOOSE, NEGATE, Comparison, Input, Number, Program
from uat.theory.certificates.balls import working_with
from uat.theory.certificates.differences import unit_program
from uat.theory.certificates.errors import ErrorOf
from uat.theory.certificates.search import MOST_BITS, enclose

# The precision of mpmath, in which w x + b is exact, and what of it is taken for rounding.
_BITS, _ROUNDING = 200, 1e-40

ACTIVATIONS = (
    "identity", "logistic", "tanh", "relu", "softplus", "gaussian", "sine", "heaviside",
    "relu_squared", "relu_cubed", "t*exp(-t^2)", "max(-1, min(1, t))", "floor(t)/3",
)  # fmt: skip
_ONE = (
    "sin({})", "cos({})", "exp(-({})^2)", "abs({})", "tanh({})", "arctan({})", "floor({})",
    "round({})", "sign({})", "relu({})", "sqrt(abs({}))", "cbrt({})", "logistic({})", "erf({})",
    "softplus({})", "sinc({})", "j0({})", "arcsinh({})", "({})^3", "1/(1 + ({})^2)", "trunc({})",
    "heaviside({})", "log1p(abs({}))", "airy(sin({}))", "chebyshev(3, sin({}))", "cosh(sin({}))",
    "gamma(2 + sin({}))", "arcsin(sin({})/2)", "digamma(2 + cos({}))", "ceil({})", "-({})",
    "y0(2 + sin({}))", "i1(sin({}))", "erfinv(sin({})/2)", "tan(sin({}))", "arccosh(2 + cos({}))",
    "arctanh(cos({})/2)", "lgamma(3 + cos({}))", "exp2(sin({}))", "log2(2 + sin({}))",
    "legendre(4, cos({}))", "jv(2, {})", "sinh(sin({}))", "square({})", "erfc({})",
    "y1(3 + cos({}))",
)  # fmt: skip
_TWO = (
    "({}) + ({})", "({}) - ({})", "({}) * ({})", "min({}, {})", "max({}, {})", "hypot({}, {})",
    "where(({}) > 0.3, {}, 1)", "mod({}, 1 + ({})^2)", "(({}) <= ({})) * 0.7", "({}) % 0.75 + ({})",
    "arctan2({}, 1 + abs({}))", "clip({}, -0.5, abs({}))", "({}) if x < 0.25 else ({})",
    "fmod({}, 0.6) * ({})", "beta(2 + sin({}), 1.5 + cos({})/2)", "(2 + sin({}))^(({})/9)",
)  # fmt: skip


def random_formula(rng: np.random.Generator, depth: int, letters: str = "x") -> str:
    """Return a formula that is defined everywhere."""
    if depth == 0:
        number = f"{rng.normal():.3g}"
        return f"({number})*{rng.choice(list(letters))} + {rng.integers(-2, 3)}/4"
    if rng.random() < 0.5:
        return str(rng.choice(_ONE)).format(random_formula(rng, depth - 1, letters))
    parts = (random_formula(rng, depth - 1, letters) for _ in range(2))
    return str(rng.choice(_TWO)).format(*parts)


def random_network(rng: np.random.Generator, inputs: int = 1) -> Network:
    """Return a network: units that switch within the domain, saturated ones, steep ones."""
    width = int(rng.integers(1, 5))
    slopes = rng.normal(size=(inputs, width)) * 10.0 ** rng.choice([0, 0, 1, 3, 10, 22], width)
    places = rng.uniform(-1.2, 1.2, (inputs, width)).round(int(rng.integers(1, 9)))
    heights = rng.normal(size=(width, 1)) * 10.0 ** rng.choice([-1, 0, 0, 3, 9], (width, 1))
    return Network(
        slopes, -(slopes * places).sum(axis=0), heights, rng.normal(size=1),
        str(rng.choice(ACTIVATIONS)),
    )  # fmt: skip


def sample_points(
    rng: np.random.Generator, network: Network, domain: Box, count: int
) -> np.ndarray:
    """Return points of the domain, shape (count, inputs), of one input many beside the units."""
    points = rng.uniform(domain.lower, domain.upper, (count, domain.inputs))
    if domain.inputs == 1:
        units = rng.choice(network.unit_centres(), count // 3)
        near = units + rng.choice([-1.0, 1.0], count // 3) * 10.0 ** rng.uniform(
            -18, -1, count // 3
        )
        near = near[(near >= domain.lower[0]) & (near <= domain.upper[0])]
        points[: len(near), 0] = near
    return points


def _truth(holds: bool) -> Any:
    return mp.mpf(int(holds))


def _truncated(x: Any) -> Any:
    return mp.floor(x) if x >= 0 else mp.ceil(x)


def _root(x: Any, degree: int) -> Any:
    return mp.sign(x) * mp.root(abs(x), degree)


def _power(a: Any, b: Any) -> Any:
    return a ** int(b) if b == mp.floor(b) else mp.power(a, b)


def _heaviside(x: Any, at_zero: Any = 1) -> Any:
    return mp.mpf(at_zero) if x == 0 else _truth(x > 0)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{name: getattr(mp, name) for name in (
        "sin", "cos", "tan", "sinh", "cosh", "tanh", "hypot", "exp", "expm1", "log", "log10",
        "log1p", "sqrt", "sign", "floor", "ceil", "erf", "erfc", "erfinv", "gamma", "digamma",
        "beta", "j0", "j1", "legendre",
    )},
    "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan, "arctan2": mp.atan2,
    "arcsinh": mp.asinh, "arccosh": mp.acosh, "arctanh": mp.atanh,
    "deg2rad": mp.radians, "rad2deg": mp.degrees, "sinc": mp.sincpi,
    "exp2": lambda x: mp.power(2, x), "log2": lambda x: mp.log(x, 2),
    "cbrt": lambda x: _root(x, 3), "square": lambda x: x * x, "abs": abs, "round": mp.nint,
    "trunc": _truncated,
    "mod": lambda a, b: a - b * mp.floor(a / b), "fmod": lambda a, b: a - b * _truncated(a / b),
    "min": min, "max": max, "clip": lambda x, low, high: min(max(x, low), high),
    "where": lambda condition, a, b: a if condition != 0 else b, "heaviside": _heaviside,
    "logistic": lambda x: 1 / (1 + mp.exp(-x)), "relu": lambda x: max(x, mp.mpf(0)),
    "gaussian": lambda x: mp.exp(-x * x),
    "softplus": lambda x: max(x, mp.mpf(0)) + mp.log1p(mp.exp(-abs(x))),
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))),
    "jv": mp.besselj,
    "y0": functools.partial(mp.bessely, 0), "y1": functools.partial(mp.bessely, 1),
    "i0": functools.partial(mp.besseli, 0), "i1": functools.partial(mp.besseli, 1),
    "airy": mp.airyai, "chebyshev": mp.chebyt,
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a / b, "%": lambda a, b: a - b * mp.floor(a / b), "^": _power,
    NEGATE: lambda a: -a, CHOOSE: lambda a, condition, b: a if condition != 0 else b,
    "and": lambda a, b: _truth(a != 0 and b != 0), "or": lambda a, b: _truth(a != 0 or b != 0),
    "not": lambda a: _truth(a == 0),
}  # fmt: skip
"""Every function and sign of the language, of mpmath."""
_REAL = {r"\pi": mp.pi, "e": mp.e, r"\tau": 2 * mp.pi}


def value_of(program: Program, inputs: Sequence[Any]) -> Any:
    """Return the value of a program in mpmath."""
    stack: list[Any] = []
    for step in program:
        match step:
            case Number():
                stack.append(+_REAL.get(step.written, mp.mpf(step.value)))
            case Input():
                stack.append(inputs[step.index])
            case Comparison():
                stack[-step.count :] = [_compared(step.signs, stack[-step.count :])]
            case _:
                name = step.sign if hasattr(step, "sign") else SYNONYMS.get(step.name, step.name)
                stack[-step.count :] = [FUNCTIONS[name](*stack[-step.count :])]
    return stack.pop()


def _compared(signs: Sequence[str], values: Sequence[Any]) -> Any:
    holds = {
        "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "==": lambda a, b: a == b,
        ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "!=": lambda a, b: a != b,
    }  # fmt: skip
    pairs = zip(signs, values, values[1:], strict=False)
    return _truth(all(holds[sign](a, b) for sign, a, b in pairs))


def error_at(program: Program, network: Network, point: Sequence[Any]) -> tuple[Any, Any]:
    """Return |f - network| at a point in mpmath, and the size of what it is the difference of."""
    phi = unit_program(network)
    total, size = value_of(program, point), mp.mpf(0)
    near = [x - mp.mpf(float(m)) for x, m in zip(point, network.input_centre, strict=True)]
    columns = zip(
        network.hidden_weights.T.tolist(), network.hidden_biases.tolist(),
        network.output_weights[:, 0].tolist(), strict=True,
    )  # fmt: skip
    for weights, bias, output in columns:
        z = sum((mp.mpf(w) * x for w, x in zip(weights, near, strict=True)), mp.mpf(bias))
        term = mp.mpf(output) * value_of(phi, [z])
        total, size = total - term, size + abs(term)
    constant = mp.mpf(float(network.output_biases[0]))
    return abs(total - constant), size + abs(total) + abs(constant)


def largest_at(program: Program, network: Network, points: np.ndarray) -> float:
    """Return the largest error at points in mpmath, less what its rounding may be."""
    largest = mp.mpf(0)
    with mpmath.workprec(_BITS):
        for point in points.tolist():
            error, size = error_at(program, network, [mp.mpf(x) for x in point])
            largest = max(largest, error - size * _ROUNDING)
    return float(largest)


def exact(ball: Any) -> Any:
    """Return an exact ball of python-flint as a number of mpmath."""
    mantissa, exponent = ball.man_exp()
    return mp.mpf(int(mantissa)) * mp.mpf(2) ** int(exponent)


def trial(seed: int, points: int = 1000, seconds: float = 0.2) -> str:
    """Return what is wrong with the certificate of a random formula and network; empty if right."""
    rng = np.random.default_rng(seed)
    inputs = 1 if rng.random() < 0.8 else int(rng.integers(2, 4))
    text = random_formula(rng, int(rng.integers(0, 4)), "xyz"[:inputs])
    network = random_network(rng, inputs)
    lower = rng.uniform(-1.5, 0.0, inputs).round(1)
    domain = Box(tuple(lower), tuple(lower + rng.uniform(0.2, 2.0, inputs)))
    program = parse(text, inputs).program
    try:
        found = enclose(ErrorOf(program, network), domain, rng.choice([0.5, 0.1, 0.01]), seconds)
    except UatError as refusal:
        return f"seed {seed}: {text} is refused: {refusal}"
    largest = largest_at(program, network, sample_points(rng, network, domain, points))
    if largest > found.high:
        return f"seed {seed}: {text} on {domain}: {largest} is above {found.high}"
    with mpmath.workprec(2 * MOST_BITS), working_with(2 * MOST_BITS):
        error, size = error_at(program, network, [exact(x) for x in found.point])
    if not found.low <= error + size * _ROUNDING or not found.low <= found.high:
        return f"seed {seed}: {text} on {domain}: low {found.low} is not reached"
    return ""


def main() -> None:
    """Run the trials and print what is wrong."""
    count, first = (int(word) for word in (sys.argv[1:] + ["10000", "0"][len(sys.argv) - 1 :]))
    wrong = 0
    for seed in range(first, first + count):
        if said := trial(seed):
            wrong += 1
            print(said, flush=True)
        if (seed + 1 - first) % 100 == 0:
            print(f"{seed + 1 - first} trials, {wrong} of them wrong so far.", flush=True)
    print(f"{count} trials, {wrong} of them wrong.")


if __name__ == "__main__":
    main()
