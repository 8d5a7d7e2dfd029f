"""Every function of typed mathematics on intervals: what values it takes there.

Rising functions are taken at the two ends; of others, the ball that holds the interval is handed to
python-flint, and what is known of the range is kept. Steps and switches use what an interval knows
of its ends.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

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
from uat.theory.certificates.balls import Ball, arb
from uat.theory.certificates.intervals import (
    WHOLE,
    Interval,
    absolute,
    between,
    clipped,
    hull,
    number,
    square,
    whole_power,
)

LARGEST_POWER = 1_000_000
"""Of whole powers that are multiplied out."""

_ZERO, _ONE, _HALF = arb(0), arb(1), arb(0.5)
_REAL: Mapping[str, Callable[[], Ball]] = {
    r"\pi": arb.pi,
    "e": arb.const_e,
    r"\tau": lambda: 2 * arb.pi(),
}

Unary = Callable[[Interval], Interval]
Of = Callable[[Ball], Ball]


def _rising(function: Of) -> Unary:
    """Return a strictly rising function on intervals, from what it is on exact balls."""

    def on_interval(a: Interval) -> Interval:
        if not a.has_values:
            return WHOLE
        low = function(a.low)
        return between(low, low if a.is_number else function(a.high), a.above, a.below)

    return on_interval


def _falling(function: Of) -> Unary:
    """Return a strictly falling function on intervals."""
    rising = _rising(lambda x: -function(x))
    return lambda a: -rising(a)


def _anywhere(function: Of, low: Ball | None = None, high: Ball | None = None) -> Unary:
    """Return a function on intervals, from what it is on balls and what is known of its range."""

    def on_interval(a: Interval) -> Interval:
        if not a.bounded:
            known = a.has_values and low is not None and high is not None
            return Interval(low, high) if known else WHOLE
        return clipped(number(function(a.ball)), low, high)

    return on_interval


def _cube_root(x: Ball) -> Ball:
    if x == 0:
        return _ZERO
    return -((-x).root(3)) if x < 0 else x.root(3)


def logistic_of(z: Ball) -> Ball:
    """Return 1 / (1 + e^-z) of an exact ball, to full relative precision."""
    power = (-abs(z)).exp()
    return 1 / (1 + power) if z > 0 else power / (1 + power)


def softplus_of(z: Ball) -> Ball:
    """Return log(1 + e^z) of an exact ball."""
    tail = (-abs(z)).exp().log1p()
    return z + tail if z > 0 else tail


def _sign(a: Interval) -> Interval:
    known = a.sign
    if known is not None:
        return number(arb(known))
    if not a.has_values:
        return WHOLE
    low = _ZERO if a.low >= 0 else -_ONE
    return Interval(low, _ZERO if a.high <= 0 else _ONE)


def _stair(left: Of, right: Of, at: Of) -> Unary:
    """Return a rising staircase on intervals.

    Parameters
    ----------
    left, right : its limits from below and from above
    at : its value
    """

    def on_interval(a: Interval) -> Interval:
        if not a.bounded:
            return WHOLE
        if a.is_number:
            return number(at(a.low))
        low = right(a.low) if a.above else at(a.low)
        return between(low, left(a.high) if a.below else at(a.high))

    return on_interval


def _floor(x: Ball) -> Ball:
    return x.floor()


def _ceil(x: Ball) -> Ball:
    return x.ceil()


def _below_whole(x: Ball) -> Ball:
    return x.ceil() - 1


def _above_whole(x: Ball) -> Ball:
    return x.floor() + 1


def _round(x: Ball) -> Ball:
    """Return the nearest whole number, of two the even one."""
    low = x.floor()
    if x == low + _HALF:
        return low if (low * _HALF).is_integer() else low + 1
    return low if x < low + _HALF else low + 1


def _round_from_below(x: Ball) -> Ball:
    low = x.floor()
    return low if x == low + _HALF else _round(x)


def _round_from_above(x: Ball) -> Ball:
    low = x.floor()
    return low + 1 if x == low + _HALF else _round(x)


floor: Unary = _stair(_below_whole, _floor, _floor)
ceiling: Unary = _stair(_ceil, _above_whole, _ceil)
rounded: Unary = _stair(_round_from_below, _round_from_above, _round)


def truncated(a: Interval) -> Interval:
    """Return a without what is behind the point."""
    if a.low >= 0:
        return floor(a)
    return ceiling(a) if a.high <= 0 else hull(ceiling(a), floor(a))


def _mod(a: Interval, b: Interval) -> Interval:
    """Return a - b floor(a / b)."""
    if not (a.bounded and b.bounded):
        return WHOLE
    steps, sign = floor(a / b), b.sign
    if steps.is_number:
        return a - b * steps
    if sign == 1:
        return Interval(_ZERO, b.high)
    return Interval(b.low, _ZERO) if sign == -1 else WHOLE


def _fmod(a: Interval, b: Interval) -> Interval:
    """Return a - b trunc(a / b)."""
    if not (a.bounded and b.bounded):
        return WHOLE
    steps = truncated(a / b)
    if steps.is_number:
        return a - b * steps
    return Interval(-b.size, b.size) if b.sign else WHOLE


def smaller(a: Interval, b: Interval) -> Interval:
    """Return min(a, b)."""
    return -larger(-a, -b)


def larger(a: Interval, b: Interval) -> Interval:
    """Return max(a, b)."""
    if not (a.has_values and b.has_values):
        return WHOLE
    if a.low == b.low:
        low, above = a.low, a.above or b.above
    else:
        low, above = (a.low, a.above) if a.low > b.low else (b.low, b.above)
    return Interval(low, a.high.max(b.high), above)


def _clip(a: Interval, low: Interval, high: Interval) -> Interval:
    return smaller(larger(a, low), high)


def truth(holds: bool | None) -> Interval:
    """Return 1 for what holds, 0 for what does not, and both if it is not decided."""
    return Interval(_ZERO, _ONE) if holds is None else number(_ONE if holds else _ZERO)


def holds(a: Interval) -> bool | None:
    """Return whether a condition holds: whether it is not 0; None if it is not decided."""
    return None if a.sign is None else a.sign != 0


def negated(holds: bool | None) -> bool | None:
    """Return the contrary."""
    return None if holds is None else not holds


def _less(a: Interval, b: Interval) -> bool | None:
    difference = (b - a).sign
    if difference == 1:
        return True
    return None if difference is None and (b - a).high > 0 else False


def compared(sign: str, a: Interval, b: Interval) -> bool | None:
    """Return whether a comparison holds; None if it is not decided."""
    match sign:
        case "<":
            return _less(a, b)
        case ">":
            return _less(b, a)
        case "<=":
            return negated(_less(b, a))
        case ">=":
            return negated(_less(a, b))
    difference = (b - a).sign
    equal = None if difference is None else difference == 0
    return equal if sign == "==" else negated(equal)


def where(condition: Interval, value: Interval, otherwise: Interval) -> Interval:
    """Return the value where the condition holds, the other one elsewhere."""
    known = holds(condition)
    if known is None:
        return hull(value, otherwise)
    return value if known else otherwise


def _heaviside(a: Interval, at_zero: Interval | None = None) -> Interval:
    """Return 0 below 0, 1 above, and 1 at 0 or what is said of it."""
    middle = number(_ONE) if at_zero is None else at_zero
    if a.sign is not None:
        return (number(_ZERO), middle, number(_ONE))[a.sign + 1]
    if not a.has_values:
        return WHOLE
    parts = [middle] if a.low <= 0 <= a.high else []
    parts += [number(_ZERO)] if a.low < 0 else []
    parts += [number(_ONE)] if a.high > 0 else []
    return functools.reduce(hull, parts)


def _relu(a: Interval) -> Interval:
    if not a.has_values:
        return WHOLE
    if a.sign is None:
        return Interval(a.low.max(_ZERO), a.high.max(_ZERO))
    return a if a.sign == 1 else number(_ZERO)


def root(a: Interval) -> Interval:
    """Return the square root of what is not negative; `WHOLE` if some of it is."""
    return WHOLE if a.low < 0 else _rising(lambda x: x.sqrt())(a)


def power(a: Interval, b: Interval) -> Interval:
    """Return a^b; of a negative number only to a whole power."""
    if b.is_number and b.low.is_integer() and abs(b.low) <= LARGEST_POWER:
        return whole_power(a, int(b.low.unique_fmpz()))
    if b.bounded and b.low > 0 and a.low >= 0:
        exponent = b.ball
        return _rising(lambda x: _ZERO if x == 0 else (exponent * x.log()).exp())(a)
    return FUNCTIONS["exp"](b * FUNCTIONS["log"](a)) if a.low > 0 else WHOLE


def _bessel(order: int, kind: str) -> Of:
    return lambda x: getattr(x, f"bessel_{kind}")(order)


def _log_gamma(x: Ball) -> Ball:
    return x.lgamma() if x > 0 else abs(x.gamma()).log()


def _bessel_of(order: Interval, x: Interval) -> Interval:
    if not order.is_number or not (order.low.is_integer() or (order.low >= 0 and x.low >= 0)):
        return WHOLE
    return _anywhere(lambda ball: ball.bessel_j(order.low), -_ONE, _ONE)(x)


def _beta(a: Interval, b: Interval) -> Interval:
    gamma = FUNCTIONS["gamma"]
    return gamma(a) * gamma(b) * number((a + b).ball.rgamma())


def _orthogonal(name: str) -> Callable[[Interval, Interval], Interval]:
    """Return Legendre's or Chebyshev's polynomials, of a degree that is a whole number."""

    def on_intervals(degree: Interval, x: Interval) -> Interval:
        if not degree.is_number or not degree.low.is_integer() or not 0 <= degree.low <= 1_000:
            return WHOLE
        inside = x.low >= -_ONE and x.high <= _ONE
        bounds = (-_ONE, _ONE) if inside else (None, None)
        return _anywhere(lambda ball: getattr(ball, name)(int(degree.low.unique_fmpz())), *bounds)(
            x
        )

    return on_intervals


def _arctan2(y: Interval, x: Interval) -> Interval:
    if x.sign == 1:
        return FUNCTIONS["arctan"](y / x)
    if not (x.has_values and y.has_values):
        return WHOLE
    half_turn = number(arb.pi() / 2)
    if y.sign in (1, -1):
        quarter = half_turn if y.sign == 1 else -half_turn
        return quarter - FUNCTIONS["arctan"](x / y)
    return hull(half_turn + half_turn, -half_turn - half_turn)


def _hypotenuse(a: Interval, b: Interval) -> Interval:
    return root(square(a) + square(b))


def _both(a: Interval, b: Interval) -> Interval:
    known = holds(a), holds(b)
    return truth(False if False in known else None if None in known else True)


def _either(a: Interval, b: Interval) -> Interval:
    known = holds(a), holds(b)
    return truth(True if True in known else None if None in known else False)


FUNCTIONS: Mapping[str, Callable[..., Interval]] = {
    "sin": _anywhere(lambda x: x.sin(), -_ONE, _ONE),
    "cos": _anywhere(lambda x: x.cos(), -_ONE, _ONE),
    "tan": _anywhere(lambda x: x.tan()),
    "arcsin": _rising(lambda x: x.asin()),
    "arccos": _falling(lambda x: x.acos()),
    "arctan": _rising(lambda x: x.atan()),
    "arctan2": _arctan2,
    "sinh": _rising(lambda x: x.sinh()),
    "cosh": lambda a: _rising(lambda x: x.cosh())(absolute(a)),
    "tanh": _rising(lambda x: x.tanh()),
    "arcsinh": _rising(lambda x: x.asinh()),
    "arccosh": _rising(lambda x: x.acosh()),
    "arctanh": _rising(lambda x: x.atanh()),
    "hypot": _hypotenuse,
    "deg2rad": _rising(lambda x: x * arb.pi() / 180),
    "rad2deg": _rising(lambda x: x * 180 / arb.pi()),
    "sinc": _anywhere(lambda x: x.sinc_pi(), -_ONE, _ONE),
    "exp": _rising(lambda x: x.exp()),
    "exp2": _rising(lambda x: (x * arb.const_log2()).exp()),
    "expm1": _rising(lambda x: x.expm1()),
    "log": _rising(lambda x: x.log()),
    "log2": _rising(lambda x: x.log() / arb.const_log2()),
    "log10": _rising(lambda x: x.log() / arb.const_log10()),
    "log1p": _rising(lambda x: x.log1p()),
    "sqrt": root,
    "cbrt": _rising(_cube_root),
    "square": square,
    "abs": absolute,
    "sign": _sign,
    "floor": floor,
    "ceil": ceiling,
    "round": rounded,
    "trunc": truncated,
    "mod": _mod,
    "fmod": _fmod,
    "min": lambda *parts: functools.reduce(smaller, parts),
    "max": lambda *parts: functools.reduce(larger, parts),
    "clip": _clip,
    "where": where,
    "heaviside": _heaviside,
    "logistic": _rising(logistic_of),
    "gaussian": lambda a: _falling(lambda x: (-x * x).exp())(absolute(a)),
    "relu": _relu,
    "softplus": _rising(softplus_of),
    "erf": _rising(lambda x: x.erf()),
    "erfc": _falling(lambda x: x.erfc()),
    "erfinv": _rising(lambda x: x.erfinv()),
    "gamma": _anywhere(lambda x: x.gamma()),
    "lgamma": _anywhere(_log_gamma),
    "digamma": _anywhere(lambda x: x.digamma()),
    "beta": _beta,
    "j0": _anywhere(_bessel(0, "j"), -_ONE, _ONE),
    "j1": _anywhere(_bessel(1, "j"), -_ONE, _ONE),
    "jv": _bessel_of,
    "y0": lambda a: _anywhere(_bessel(0, "y"))(a) if a.low > 0 else WHOLE,
    "y1": lambda a: _anywhere(_bessel(1, "y"))(a) if a.low > 0 else WHOLE,
    "i0": _anywhere(_bessel(0, "i")),
    "i1": _anywhere(_bessel(1, "i")),
    "airy": _anywhere(lambda x: x.airy_ai()),
    "legendre": _orthogonal("legendre_p"),
    "chebyshev": _orthogonal("chebyshev_t"),
}
"""By the names of `uat.expressions.names`, without synonyms; and exp(-z^2), that units have."""

OPERATIONS: Mapping[str, Callable[..., Interval]] = {
    "+": Interval.__add__,
    "-": Interval.__sub__,
    "*": Interval.__mul__,
    "/": Interval.__truediv__,
    "%": _mod,
    "^": power,
    NEGATE: Interval.__neg__,
    "and": _both,
    "or": _either,
    "not": lambda a: truth(negated(holds(a))),
    CHOOSE: lambda value, condition, otherwise: where(condition, value, otherwise),
}
"""By the signs of `uat.expressions.steps`."""


def comparison(signs: tuple[str, ...], parts: Sequence[Interval]) -> Interval:
    """Return whether a chain of comparisons holds."""
    pairs = zip(signs, parts, parts[1:], strict=False)
    known = [compared(sign, a, b) for sign, a, b in pairs]
    return truth(False if False in known else None if None in known else True)


def value_of(step: Number) -> Interval:
    """Return the number that is meant: pi, e and tau themselves, any other as the float it is."""
    real = _REAL.get(step.written)
    return number(real() if real else arb(step.value))


def run(program: Program, inputs: Sequence[Interval]) -> Interval:
    """Return what holds the values of a program, in interval arithmetic alone."""
    stack: list[Interval] = []
    for step in program:
        match step:
            case Number():
                stack.append(value_of(step))
            case Input():
                stack.append(inputs[step.index])
            case Comparison():
                stack[-step.count :] = [comparison(step.signs, stack[-step.count :])]
            case Operation():
                stack[-step.count :] = [OPERATIONS[step.sign](*stack[-step.count :])]
            case Call():
                name = SYNONYMS.get(step.name, step.name)
                stack[-step.count :] = [FUNCTIONS[name](*stack[-step.count :])]
    return stack.pop()
