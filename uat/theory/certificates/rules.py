"""What every step of a program makes of forms: smooth functions, branches, steps."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from uat.exceptions import SettingError
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
from uat.theory.certificates import intervals, ranges, series
from uat.theory.certificates.balls import arb
from uat.theory.certificates.boxes import Polynomial
from uat.theory.certificates.forms import Expansion, Form, Piece
from uat.theory.certificates.intervals import Interval, middle_of

_LARGEST_ORDER = 100


def _applied(function: series.Unary, expansion: Expansion) -> Expansion:
    """Return a smooth function of an expansion, None if it is not analytic there."""
    if expansion is None:
        return None
    try:
        if isinstance(expansion, Polynomial):
            return expansion.with_function(function)
        return function(expansion)
    except (ValueError, ZeroDivisionError):  # python-flint says so of a division by what may be 0
        return None


def _combined(function: Callable[..., Any], a: Expansion, b: Expansion) -> Expansion:
    if a is None or b is None:
        return None
    try:
        return function(a, b)
    except (ValueError, ZeroDivisionError):
        return None


def run(program: Program, inputs: Sequence[Form], piece: Piece) -> Form:
    """Return what a program makes of its inputs on a piece."""
    stack: list[Form] = []
    for step in program:
        match step:
            case Number():
                stack.append(piece.constant(ranges.value_of(step)))
            case Input():
                stack.append(inputs[step.index])
            case Operation() | Comparison() | Call():
                stack[-step.count :] = [of_step(step, stack[-step.count :], piece)]
    return stack.pop()


def of_step(step: Operation | Comparison | Call, parts: Sequence[Form], piece: Piece) -> Form:
    """Return what a step that computes makes of its parts on a piece."""
    if isinstance(step, Comparison):
        return _comparison(step.signs, parts, piece)
    name = step.sign if isinstance(step, Operation) else SYNONYMS.get(step.name, step.name)
    if name in RULES:
        return RULES[name](piece, *parts)
    if name in series.FUNCTIONS:
        return smooth(name, parts[0])
    return Form(
        None,
        None,
        (ranges.OPERATIONS.get(name) or ranges.FUNCTIONS[name])(*(part.range for part in parts)),
    )


def smooth(name: str, u: Form) -> Form:
    """Return a function that is smooth, so far as it is defined."""
    function = series.FUNCTIONS[name]
    return Form(
        _applied(function, u.point), _applied(function, u.over), ranges.FUNCTIONS[name](u.range)
    )


def _arithmetic(sign: str, function: Callable[..., Any]) -> Callable[[Piece, Form, Form], Form]:
    on_ranges = ranges.OPERATIONS[sign]

    def rule(_: Piece, a: Form, b: Form) -> Form:
        point, over = _combined(function, a.point, b.point), _combined(function, a.over, b.over)
        return Form(point, over, on_ranges(a.range, b.range))

    return rule


_add = _arithmetic("+", lambda a, b: a + b)
_subtract = _arithmetic("-", lambda a, b: a - b)
_multiply = _arithmetic("*", lambda a, b: a * b)
_divide = _arithmetic("/", lambda a, b: a / b)


def _whole_power(u: Expansion, exponent: int) -> Expansion:
    """Return u^exponent by squaring, exponent >= 1."""
    if u is None:
        return None
    rest = None
    while exponent > 1:
        if exponent % 2:
            rest = u if rest is None else rest * u
        u, exponent = u * u, exponent // 2
    return u if rest is None else rest * u


def _power(piece: Piece, a: Form, b: Form) -> Form:
    """Return a^b: by multiplications if b is whole, else e^(b log a)."""
    exponent, whole = b.range.low, ranges.power(a.range, b.range)
    if b.range.is_number and exponent.is_integer() and abs(exponent) <= ranges.LARGEST_POWER:
        times = int(exponent.unique_fmpz())
        if times == 0:
            return piece.constant(whole)
        point, over = (_whole_power(u, abs(times)) for u in (a.point, a.over))
        positive = Form(point, over, ranges.power(a.range, intervals.number(arb(abs(times)))))
        if times > 0:
            return positive
        inverse = _divide(piece, piece.constant(intervals.number(arb(1))), positive)
        return Form(inverse.point, inverse.over, whole)
    exponential = smooth("exp", _multiply(piece, b, smooth("log", a)))
    return Form(exponential.point, exponential.over, whole)


def _sign(piece: Piece, u: Form) -> int | None:
    """Return the sign of a form on all of the piece; None, and note where it may change."""
    known = u.range.sign
    if known is None:
        known = piece.tight(u).sign
    if known is None:
        piece.note_switch(u)
    return known


def _absolute(piece: Piece, u: Form) -> Form:
    sign = _sign(piece, u)
    if sign is None:
        return Form(None, None, ranges.FUNCTIONS["abs"](u.range))
    return -u if sign < 0 else u


def _relu(piece: Piece, u: Form) -> Form:
    sign = _sign(piece, u)
    if sign is None:
        return Form(None, None, ranges.FUNCTIONS["relu"](u.range))
    return u if sign > 0 else piece.constant(intervals.number(arb(0)))


def _larger(piece: Piece, a: Form, b: Form) -> Form:
    sign = _sign(piece, _subtract(piece, a, b))
    if sign is None:
        return Form(None, None, ranges.FUNCTIONS["max"](a.range, b.range))
    return a if sign >= 0 else b


def _smaller(piece: Piece, a: Form, b: Form) -> Form:
    return -_larger(piece, -a, -b)


def _several(rule: Callable[[Piece, Form, Form], Form]) -> Callable[..., Form]:
    return lambda piece, *parts: functools.reduce(lambda a, b: rule(piece, a, b), parts)


def _clip(piece: Piece, u: Form, low: Form, high: Form) -> Form:
    return _smaller(piece, _larger(piece, u, low), high)


def _stair(name: str, offset: float) -> Callable[[Piece, Form], Form]:
    """Return a function that is constant but for jumps, at whole numbers and `offset` beside."""

    def rule(piece: Piece, u: Form) -> Form:
        steps = ranges.FUNCTIONS[name](u.range)
        if steps.is_number:
            return piece.constant(steps)
        if u.range.bounded:
            level = (middle_of(u.range) - offset + 0.5).floor() + offset
            piece.note_switch(u, level)
        return Form(None, None, steps)

    return rule


def _rest_of(name: str, stair: str, offset: float) -> Callable[[Piece, Form, Form], Form]:
    """Return mod or fmod: a - b floor(a / b), or trunc."""
    whole = _stair(stair, offset)

    def rule(piece: Piece, a: Form, b: Form) -> Form:
        difference = _subtract(piece, a, _multiply(piece, b, whole(piece, _divide(piece, a, b))))
        both = ranges.FUNCTIONS[name](a.range, b.range)
        known = difference.range.meet(both) if difference.range.bounded else both
        return Form(difference.point, difference.over, known)

    return rule


def _decided(piece: Piece, interval: Interval, *about: Form) -> Form:
    """Return a truth value, or a sign: a constant if it is decided; else note where it may be."""
    if interval.is_number:
        return piece.constant(interval)
    for u in about:
        piece.note_switch(u)
    return Form(None, None, interval)


def _sign_function(piece: Piece, u: Form) -> Form:
    sign = _sign(piece, u)
    known = ranges.FUNCTIONS["sign"](u.range) if sign is None else intervals.number(arb(sign))
    return _decided(piece, known)


def _heaviside(piece: Piece, u: Form, *at_zero: Form) -> Form:
    sign = _sign(piece, u)
    if sign is None or (sign == 0 and at_zero):
        known = ranges.FUNCTIONS["heaviside"](u.range, *(value.range for value in at_zero))
        return _decided(piece, known)
    return piece.constant(intervals.number(arb(int(sign >= 0))))


def _comparison(signs: tuple[str, ...], parts: Sequence[Form], piece: Piece) -> Form:
    """Return whether a chain of comparisons holds, pair by pair from the sign of a difference."""
    known: list[bool | None] = []
    for sign, a, b in zip(signs, parts, parts[1:], strict=False):
        holds = ranges.compared(sign, a.range, b.range)
        if holds is None:
            side = _sign(piece, _subtract(piece, a, b))
            zero = intervals.number(arb(0))
            holds = (
                None if side is None else ranges.compared(sign, intervals.number(arb(side)), zero)
            )
        known.append(holds)
    return _decided(
        piece, ranges.truth(False if False in known else None if None in known else True)
    )


def _where(_: Piece, condition: Form, value: Form, otherwise: Form) -> Form:
    holds = ranges.holds(condition.range)
    if holds is None:
        return Form(None, None, intervals.hull(value.range, otherwise.range))
    return value if holds else otherwise


def _logical(sign: str) -> Callable[..., Form]:
    on_ranges = ranges.OPERATIONS[sign]
    return lambda piece, *parts: _decided(piece, on_ranges(*(part.range for part in parts)))


def _hypotenuse(piece: Piece, a: Form, b: Form) -> Form:
    root = smooth("sqrt", _add(piece, smooth("square", a), smooth("square", b)))
    return Form(root.point, root.over, ranges.FUNCTIONS["hypot"](a.range, b.range))


def _arctan2(piece: Piece, y: Form, x: Form) -> Form:
    """Return the angle of (x, y) from whichever of y / x and x / y is defined."""
    if x.range.sign == 1:
        return smooth("arctan", _divide(piece, y, x))
    whole = ranges.FUNCTIONS["arctan2"](y.range, x.range)
    if y.range.sign not in (1, -1):
        return Form(None, None, whole)
    quarter = piece.constant(intervals.number(arb(y.range.sign) * arb.pi() / 2))
    angle = _subtract(piece, quarter, smooth("arctan", _divide(piece, x, y)))
    return Form(angle.point, angle.over, whole)


def _log_gamma(piece: Piece, u: Form) -> Form:
    known = ranges.FUNCTIONS["lgamma"](u.range)
    function = (lambda v: v.lgamma()) if u.range.sign == 1 else None
    if function is None:
        form = smooth("log", _absolute(piece, smooth("gamma", u)))
        return Form(form.point, form.over, known)
    return Form(_applied(function, u.point), _applied(function, u.over), known)


def _beta(piece: Piece, a: Form, b: Form) -> Form:
    top = _multiply(piece, smooth("gamma", a), smooth("gamma", b))
    total = _add(piece, a, b)
    rest = Form(
        _applied(lambda u: u.rgamma(), total.point), _applied(lambda u: u.rgamma(), total.over),
        intervals.number(total.range.ball.rgamma()) if total.range.bounded else total.range,
    )  # fmt: skip
    return _multiply(piece, top, rest)


def _degree(form: Form, name: str, most: int) -> int:
    """Return the first argument of a family of functions, which has to be a number."""
    value = form.range.low
    if form.range.is_number and value.is_integer() and 0 <= value <= most:
        return int(value.unique_fmpz())
    raise SettingError(
        f"{name}(n, x) can be proved for whole n from 0 to {most} only: write such a number."
    )


def _bessel(_: Piece, order: Form, u: Form) -> Form:
    whole = _degree(order, "jv", _LARGEST_ORDER)
    function = functools.partial(series.bessel_j, whole)
    known = ranges.FUNCTIONS["jv"](order.range, u.range)
    return Form(_applied(function, u.point), _applied(function, u.over), known)


def _orthogonal(name: str, next_: Callable[[int, Any, Any, Any], Any]) -> Callable[..., Form]:
    """Return polynomials of a degree that is a number, by their recurrence from 1 and u."""

    def on_expansion(degree: int, u: Expansion) -> Expansion:
        if u is None or degree == 1:
            return u
        before, last = u * 0 + 1, u
        if degree == 0:
            return before
        for k in range(1, degree):
            before, last = last, next_(k, u, last, before)
        return last

    def rule(_: Piece, degree: Form, u: Form) -> Form:
        n = _degree(degree, name, _LARGEST_ORDER)
        known = ranges.FUNCTIONS[name](degree.range, u.range)
        return Form(on_expansion(n, u.point), on_expansion(n, u.over), known)

    return rule


RULES: Mapping[str, Callable[..., Form]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": _power,
    NEGATE: lambda _, u: -u,
    "%": _rest_of("mod", "floor", 0.0),
    "and": _logical("and"),
    "or": _logical("or"),
    "not": _logical("not"),
    CHOOSE: lambda piece, value, condition, otherwise: _where(piece, condition, value, otherwise),
    "abs": _absolute,
    "sign": _sign_function,
    "floor": _stair("floor", 0.0),
    "ceil": _stair("ceil", 0.0),
    "trunc": _stair("trunc", 0.0),
    "round": _stair("round", 0.5),
    "mod": _rest_of("mod", "floor", 0.0),
    "fmod": _rest_of("fmod", "trunc", 0.0),
    "min": _several(_smaller),
    "max": _several(_larger),
    "clip": _clip,
    "where": _where,
    "heaviside": _heaviside,
    "relu": _relu,
    "hypot": _hypotenuse,
    "arctan2": _arctan2,
    "lgamma": _log_gamma,
    "beta": _beta,
    "jv": _bessel,
    "legendre": _orthogonal(
        "legendre", lambda k, u, last, before: (u * last * (2 * k + 1) - before * k) / (k + 1)
    ),
    "chebyshev": _orthogonal("chebyshev", lambda _, u, last, before: u * last * 2 - before),
}
"""What is not a smooth function of one argument, by the names and signs of `uat.expressions`."""
