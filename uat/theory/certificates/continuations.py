"""A program on a piece of the domain as an analytic function, without Taylor series.

Where the piece lies on one side of every switch, one branch of each is left, and what remains of
the program is one function g, made of smooth ones. It takes real balls, and it takes complex
boxes: if all that g is made of is analytic on the boxes which its parts are handed, it is analytic
on the box of the inputs, and the result bounds it there. What is not, or is not seen to be, comes
out as a ball that is not finite.

Which branch is left is decided in plain interval arithmetic (`ranges.py`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uat.expressions.names import SYNONYMS
from uat.expressions.steps import (
    CHOOSE,
    NEGATE,
    Call,
    Comparison,
    Input,
    Number,
    Operation,
    Program,
)
from uat.theory.certificates import intervals, ranges
from uat.theory.certificates.balls import Ball, acb, arb
from uat.theory.certificates.intervals import Interval

Value = Any
"""A real ball (`arb`) or a complex box (`acb`)."""
Of = Callable[[Value], Value]
Function = Callable[[Sequence[Value]], Value]
"""From one value for each input."""

_NOTHING = acb(arb("nan"), arb("nan"))
# Rounds of a search for a radius.
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a formula on a piece.

    Parameters
    ----------
    range : holds its values on the piece
    function : equal to it on the piece, and its analytic continuation beyond; None if more than
        one branch is left
    """

    range: Interval
    function: Function | None


def resolved(program: Program, inputs: Sequence[Interval]) -> Part:
    """Return what is left of a program where its inputs lie in intervals."""
    stack: list[Part] = []
    for step in program:
        match step:
            case Number():
                stack.append(_constant(ranges.value_of(step)))
            case Input():
                stack.append(Part(inputs[step.index], _input(step.index)))
            case Comparison():
                known = [part.range for part in stack[-step.count :]]
                stack[-step.count :] = [_decided(ranges.comparison(step.signs, known))]
            case Operation() | Call():
                stack[-step.count :] = [_of_step(step, stack[-step.count :])]
    return stack.pop()


def _input(index: int) -> Function:
    return lambda x: x[index]


def _constant(value: Interval) -> Part:
    ball = value.ball
    return Part(value, lambda _: ball)


def _decided(value: Interval) -> Part:
    return _constant(value) if value.is_number else Part(value, None)


def _of_step(step: Operation | Call, parts: Sequence[Part]) -> Part:
    """Return what a step makes of its parts; what has but one value on the piece is that number."""
    name = step.sign if isinstance(step, Operation) else SYNONYMS.get(step.name, step.name)
    known = (ranges.OPERATIONS.get(name) or ranges.FUNCTIONS[name])(*(p.range for p in parts))
    if known.is_number:
        return _constant(known)
    if name in BRANCHES:
        return Part(known, BRANCHES[name](*parts))
    if name in SMOOTH:
        return Part(known, _after(SMOOTH[name], *parts))
    return Part(known, None)


def _after(outer: Callable[..., Value], *parts: Part) -> Function | None:
    """Return a function of parts, if all of them are functions."""
    inner = [part.function for part in parts]
    if any(function is None for function in inner):
        return None
    if len(inner) == 1:
        (only,) = inner
        return lambda x: outer(only(x))  # type: ignore[misc]
    return lambda x: outer(*(function(x) for function in inner))  # type: ignore[misc]


# Smooth functions


def _crosses_axis(u: Value, low: Ball | None, high: Ball | None) -> bool:
    """Return whether a complex box may hold a real number up to `low`, or from `high` on."""
    if not isinstance(u, acb) or not u.imag.contains(0):
        return False
    return (low is not None and not u.real > low) or (high is not None and not u.real < high)


def _cut(function: Of, low: float | None = None, high: float | None = None) -> Of:
    """Return a function that is analytic but for a cut along the real axis, and nothing on it."""
    ends = [None if end is None else arb(end) for end in (low, high)]
    return lambda u: _NOTHING if _crosses_axis(u, *ends) else function(u)


def _cut_across(function: Of) -> Of:
    """Return a function that is analytic but for the imaginary axis beyond i and -i."""
    ends = arb(-1), arb(1)

    def of(u: Value) -> Value:
        crosses = isinstance(u, acb) and _crosses_axis(acb(-u.imag, u.real), *ends)
        return _NOTHING if crosses else function(u)

    return of


_root = _cut(lambda u: u.sqrt(), 0.0)
_log = _cut(lambda u: u.log(), 0.0)


def _rightward(u: Value) -> bool:
    return bool(u.real.mid() > 0)


def _logistic(u: Value) -> Value:
    power = (-u if _rightward(u) else u).exp()
    return 1 / (1 + power) if _rightward(u) else power / (1 + power)


def _softplus(u: Value) -> Value:
    if _rightward(u):
        return u + _log(1 + (-u).exp())
    return _log(1 + u.exp())


def _inverse_error(u: Value) -> Value:
    """Return erfinv, on a box by the disc D of radius r about the middle m that holds it.

    y = erfinv solves y' = F(y) = sqrt(pi)/2 e^(y^2). Let y0 = erfinv(m), R > 0 and L the bound
    sqrt(pi)/2 e^((|y0| + R)^2) of |F| on the disc of radius R about y0. If r L < R, the equation
    has an analytic solution on D that stays in that disc (Picard-Lindeloef for complex equations),
    and on real numbers it is erfinv.
    """
    if not isinstance(u, acb):
        return u.erfinv()
    middle = u.real.mid()
    if not abs(middle) < 1:
        return _NOTHING
    first, reach = middle.erfinv(), abs(u - middle).upper()
    radius = reach
    for _ in range(_ROUNDS):
        rate = arb.const_sqrt_pi() / 2 * ((abs(first) + radius) ** 2).exp()
        if radius > reach * rate or reach == 0:
            return acb(first + arb(0, radius), arb(0, radius))
        radius = (reach * rate * 1.125).upper()
    return _NOTHING


def _bessel(order: int, kind: str) -> Of:
    return lambda u: getattr(u, f"bessel_{kind}")(order)


def _scaled(factor: Callable[[], Ball]) -> Of:
    return lambda u: u * factor()


SMOOTH: Mapping[str, Callable[..., Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    NEGATE: lambda u: -u,
    "sin": lambda u: u.sin(),
    "cos": lambda u: u.cos(),
    "tan": lambda u: u.sin() / u.cos(),
    "arcsin": _cut(lambda u: u.asin(), -1.0, 1.0),
    "arccos": _cut(lambda u: u.acos(), -1.0, 1.0),
    "arctan": _cut_across(lambda u: u.atan()),
    "sinh": lambda u: u.sinh(),
    "cosh": lambda u: u.cosh(),
    "tanh": lambda u: u.tanh(),
    "arcsinh": _cut_across(lambda u: u.asinh()),
    "arccosh": _cut(lambda u: u.acosh(), 1.0),
    "arctanh": _cut(lambda u: u.atanh(), -1.0, 1.0),
    "hypot": lambda a, b: _root(a * a + b * b),
    "deg2rad": _scaled(lambda: arb.pi() / 180),
    "rad2deg": _scaled(lambda: 180 / arb.pi()),
    "sinc": lambda u: u.sinc_pi(),
    "exp": lambda u: u.exp(),
    "exp2": lambda u: (u * arb.const_log2()).exp(),
    "expm1": lambda u: u.expm1(),
    "log": _log,
    "log2": lambda u: _log(u) / arb.const_log2(),
    "log10": lambda u: _log(u) / arb.const_log10(),
    "log1p": lambda u: _log(1 + u),
    "sqrt": _root,
    "square": lambda u: u * u,
    "logistic": _logistic,
    "gaussian": lambda u: (-u * u).exp(),  # exp(-z^2), that units have
    "softplus": _softplus,
    "erf": lambda u: u.erf(),
    "erfc": lambda u: u.erfc(),
    "erfinv": _inverse_error,
    "gamma": lambda u: u.gamma(),
    "digamma": lambda u: u.digamma(),
    "beta": lambda a, b: a.gamma() * b.gamma() * (a + b).rgamma(),
    "j0": _bessel(0, "j"),
    "j1": _bessel(1, "j"),
    "y0": _cut(_bessel(0, "y"), 0.0),
    "y1": _cut(_bessel(1, "y"), 0.0),
    "i0": _bessel(0, "i"),
    "i1": _bessel(1, "i"),
    "airy": lambda u: u.airy_ai(),
}
"""By the names and signs of `uat.expressions`: what is one analytic function."""


# Functions with branches


def _one_of(about: Interval, above: Part, below: Part) -> Function | None:
    """Return one of two parts by the side of 0 on which something lies; at 0 they are equal."""
    if about.low >= 0:
        return above.function
    return below.function if about.high <= 0 else None


def _negative(u: Part) -> Part:
    return Part(-u.range, _after(SMOOTH[NEGATE], u))


def _absolute(u: Part) -> Function | None:
    return _one_of(u.range, u, _negative(u))


def _relu(u: Part) -> Function | None:
    return _one_of(u.range, u, _constant(intervals.number(arb(0))))


def _larger(a: Part, b: Part) -> Part:
    return Part(ranges.larger(a.range, b.range), _one_of(a.range - b.range, a, b))


def _smaller(a: Part, b: Part) -> Part:
    return Part(ranges.smaller(a.range, b.range), _one_of(b.range - a.range, a, b))


def _of_all(of_two: Callable[[Part, Part], Part]) -> Callable[..., Function | None]:
    return lambda *parts: functools.reduce(of_two, parts).function


def _clip(u: Part, low: Part, high: Part) -> Function | None:
    return _smaller(_larger(u, low), high).function


def _rest(whole: Callable[[Interval], Interval]) -> Callable[[Part, Part], Function | None]:
    """Return a - k b, k being the whole number a / b is rounded to all over the piece."""

    def function(a: Part, b: Part) -> Function | None:
        steps = whole(a.range / b.range)
        if not steps.is_number:
            return None
        return _after(lambda u, v: u - steps.low * v, a, b)

    return function


def _where(condition: Part, value: Part, otherwise: Part) -> Function | None:
    holds = ranges.holds(condition.range)
    return None if holds is None else (value if holds else otherwise).function


def _power(a: Part, b: Part) -> Function | None:
    """Return a^b: a product if b is a whole number, else e^(b log a)."""
    exponent = b.range.low
    if b.range.is_number and exponent.is_integer() and abs(exponent) <= ranges.LARGEST_POWER:
        times = int(exponent.unique_fmpz())
        if times < 0:
            return _after(lambda u: 1 / u**-times, a)
        return _after(lambda u: u**times, a)
    return _after(lambda u, v: (v * _log(u)).exp(), a, b)


def _cube_root(u: Part) -> Function | None:
    def root(v: Value) -> Value:
        return (_log(v) / 3).exp()

    if u.range.sign == 1:
        return _after(root, u)
    return _after(lambda v: -root(-v), u) if u.range.sign == -1 else None


def _log_gamma(u: Part) -> Function | None:
    """Return log |gamma|, of gamma or of -gamma, whichever is positive on the piece."""
    if u.range.sign == 1:
        return _after(_cut(lambda v: v.lgamma(), 0.0), u)
    sign = ranges.FUNCTIONS["gamma"](u.range).sign
    return _after(lambda v: _log(sign * v.gamma()), u) if sign else None


def _angle(y: Part, x: Part) -> Function | None:
    """Return the angle of (x, y) from whichever of y / x and x / y is finite."""
    arctan = SMOOTH["arctan"]
    if x.range.sign == 1:
        return _after(lambda v, u: arctan(v / u), y, x)
    side = y.range.sign
    return _after(lambda v, u: side * arb.pi() / 2 - arctan(u / v), y, x) if side else None


def _of_degree(method: str) -> Callable[[Part, Part], Function | None]:
    """Return a function of python-flint of a degree that is a number."""

    def function(degree: Part, u: Part) -> Function | None:
        if not degree.range.is_number or not degree.range.low.is_integer():
            return None
        n = int(degree.range.low.unique_fmpz())
        return _after(lambda v: getattr(v, method)(n), u)

    return function


BRANCHES: Mapping[str, Callable[..., Function | None]] = {
    "abs": _absolute,
    "relu": _relu,
    "max": _of_all(_larger),
    "min": _of_all(_smaller),
    "clip": _clip,
    "%": _rest(ranges.floor),
    "mod": _rest(ranges.floor),
    "fmod": _rest(ranges.truncated),
    "where": _where,
    CHOOSE: lambda value, condition, otherwise: _where(condition, value, otherwise),
    "^": _power,
    "cbrt": _cube_root,
    "lgamma": _log_gamma,
    "arctan2": _angle,
    "jv": _of_degree("bessel_j"),
    "legendre": _of_degree("legendre_p"),
    "chebyshev": _of_degree("chebyshev_t"),
}
"""What is one analytic function on a piece only; of all others a number is left, or nothing."""
