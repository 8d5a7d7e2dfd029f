"""How much every part of a formula changes on a piece of an interval: bounds of its variation.

Of a part u of a formula on an open piece a **change** knows

    range       an interval that holds the values of u
    variation   a bound of the total variation of u on the piece
    way         1 if u never falls there, -1 if it never rises, 0 if it is constant, else None
    stretches   into so many parts at most the piece can be cut on which u goes one way
    continuous  whether u is proved to be so

Where u has a derivative in sight (`uat.theory.certificates.forms`), its variation is at most the
largest slope times the length, and a slope of one sign tells the way. Elsewhere, at kinks, jumps
and vertical slopes, the parts of u are put together by what is known of variations: V(u + v) <=
V(u) + V(v), V(u v) <= sup |u| V(v) + sup |v| V(u), V(g(u)) <= sup |g'| V(u), and on each stretch on
which it goes one way u varies by no more than the length of its range.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

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
from uat.theory.certificates.balls import Ball, arb
from uat.theory.certificates.forms import Form, Piece
from uat.theory.certificates.intervals import WHOLE, Interval
from uat.theory.certificates.rules import of_step, run

_ZERO, _INFINITY = arb(0), arb("inf")


@dataclass(frozen=True, slots=True)
class Change:
    """What is known of how a part changes on a piece; see the module's first lines."""

    range: Interval
    variation: Ball = _INFINITY
    way: int | None = None
    continuous: bool = False
    stretches: float = math.inf

    def __post_init__(self) -> None:
        if self.way is not None:
            object.__setattr__(self, "stretches", 1.0)
        if math.isfinite(self.stretches) and self.range.bounded:
            most = (self.range.high - self.range.low) * arb(self.stretches)
            object.__setattr__(self, "variation", _least(self.variation, most))

    @property
    def size(self) -> Ball:
        """The largest absolute value."""
        return self.range.size if self.range.bounded else _INFINITY

    @property
    def side(self) -> int | None:
        """1 if no value is negative, -1 if none is positive, None if it is not decided."""
        if self.range.low >= 0:
            return 1
        return -1 if self.range.high <= 0 else None

    def within(self, range_: Interval) -> Change:
        """Return it with a range that is known besides, and what follows from it."""
        known = self.range.meet(range_)
        return constant(known) if known.is_number else replace(self, range=known)


def constant(value: Interval) -> Change:
    """Return a part that does not change."""
    return Change(value, _ZERO, 0, value.bounded)


def changes(program: Program, piece: Piece) -> tuple[Form, Change]:
    """Return what a program is on a piece of an interval, and how it changes there."""
    form = run(program, piece.variables(), piece)
    if slope_of(form, piece) is not None:
        return form, _with_slope(form, Change(form.range), piece)
    return part_by_part(program, piece)


def part_by_part(program: Program, piece: Piece) -> tuple[Form, Change]:
    """Return the same from how the parts of the formula change: where there is no derivative."""
    stack: list[tuple[Form, Change]] = []
    variable = piece.variables()[0]
    for step in program:
        match step:
            case Number():
                value = ranges.value_of(step)
                stack.append((piece.constant(value), constant(value)))
            case Input():
                length = (piece.high[0] - piece.low[0]).upper()
                stack.append((variable, Change(variable.range, length, 1, True)))
            case Operation() | Comparison() | Call():
                parts = stack[-step.count :]
                form = of_step(step, [part for part, _ in parts], piece)
                change = _of_step(step, [change for _, change in parts])
                stack[-step.count :] = [(form, _with_slope(form, change, piece))]
    return stack.pop()


def _with_slope(form: Form, change: Change, piece: Piece) -> Change:
    """Return a change with what the derivative says of it, if there is one in sight."""
    slope = slope_of(form, piece)
    if slope is not None:
        rise = abs(slope) * (piece.high[0] - piece.low[0])
        way = 0 if slope == 0 else 1 if slope >= 0 else -1 if slope <= 0 else change.way
        known = _least(change.variation, rise)
        change = Change(change.range, known, way, True, change.stretches)
    return change.within(form.range)


def slope_of(form: Form, piece: Piece) -> Ball | None:
    """Return a ball that holds the derivative on the piece, None if none is in sight."""
    if form.over is None or not all(form.over[k].is_finite() for k in range(piece.degree + 1)):
        return None
    slope = form.over[1]
    if piece.degree < 2 or form.point is None:
        return slope
    # By the mean value theorem, from the derivative in the middle and the second one.
    other = form.point[1] + 2 * form.over[2] * arb(0, piece.radii[0])
    low, high = slope.lower().max(other.lower()), slope.upper().min(other.upper())
    return low.union(high) if low <= high else slope


def _least(a: Ball, b: Ball) -> Ball:
    """Return the least of two bounds, of which one may say nothing."""
    bounds = [c.upper() for c in (a, b) if c.is_finite()]
    return functools.reduce(lambda c, d: c.min(d), bounds) if bounds else _INFINITY


def _bound(ball: Ball) -> Ball:
    """Return an upper bound; 0 times infinity says nothing."""
    return ball.upper() if ball.is_finite() else _INFINITY


def _together(*ways: int | None) -> int | None:
    """Return the way of what rises with each of several parts: theirs, if they agree."""
    moving = {way for way in ways if way != 0}
    if not moving:
        return 0
    return moving.pop() if len(moving) == 1 else None


def _times(way: int | None, sign: int | None) -> int | None:
    return None if way is None or sign is None else way * sign


def _sum(range_: Interval, *parts: Change) -> Change:
    """Return what changes by no more than its parts do together, and rises with each of them."""
    total = functools.reduce(lambda a, b: a + b, (part.variation for part in parts))
    return Change(
        range_, _bound(total), _together(*(part.way for part in parts)),
        all(part.continuous for part in parts),
    )  # fmt: skip


def _add(a: Change, b: Change) -> Change:
    return _sum(a.range + b.range, a, b)


def _negate(a: Change) -> Change:
    return replace(a, range=-a.range, way=_times(a.way, -1))


def _subtract(a: Change, b: Change) -> Change:
    return _add(a, _negate(b))


def _multiply(a: Change, b: Change) -> Change:
    total = _bound(a.size * b.variation + b.size * a.variation)
    way = _together(
        0 if a.way == 0 else _times(a.way, b.side), 0 if b.way == 0 else _times(b.way, a.side)
    )
    return Change(a.range * b.range, total, way, a.continuous and b.continuous)


def _reciprocal(a: Change) -> Change:
    inverse = intervals.reciprocal(a.range)
    if not inverse.bounded:
        return Change(inverse)
    total = _bound(a.variation * inverse.size * inverse.size)
    return Change(inverse, total, _times(a.way, -1), a.continuous)


def _divide(a: Change, b: Change) -> Change:
    return _multiply(a, _reciprocal(b))


_RISING = frozenset({
    "arcsin", "arctan", "sinh", "tanh", "arcsinh", "arccosh", "arctanh", "deg2rad", "rad2deg",
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "logistic", "relu",
    "softplus", "erf", "erfinv", "sign", "floor", "ceil", "round", "trunc", "heaviside",
})  # fmt: skip
_FALLING = frozenset({"arccos", "erfc"})
_RISING_FROM_ZERO = frozenset({"abs", "square", "cosh"})
_STAIRS = frozenset({"sign", "floor", "ceil", "round", "trunc", "heaviside"})
_KINKED = frozenset({"abs", "relu"})


def _direction(name: str, u: Change) -> int | None:
    """Return 1 if a function rises on the range of a part, -1 if it falls, None if it may turn."""
    if name in _RISING or name in _FALLING:
        return 1 if name in _RISING else -1
    if name in _RISING_FROM_ZERO:
        return u.side
    return None


def _largest_slope(name: str, u: Change) -> Ball:
    """Return a bound of |g'| on the range of a part."""
    if name in _KINKED:
        return arb(1)
    function = series.FUNCTIONS.get(name)
    if function is None or not u.range.bounded:
        return _INFINITY
    try:
        slope = function(series.start(u.range.ball, 2))[1]
    except (ValueError, ZeroDivisionError):
        return _INFINITY
    return _bound(abs(slope))


def _function(name: str, u: Change) -> Change:
    """Return a function of one argument."""
    values = ranges.FUNCTIONS[name](u.range)
    if u.way == 0:
        return constant(values)
    direction, slope = _direction(name, u), _largest_slope(name, u)
    smooth = name not in _STAIRS and values.bounded
    goes_on = u.continuous and smooth and (direction is not None or bool(slope.is_finite()))
    return Change(
        values, _bound(slope * u.variation), _times(u.way, direction), goes_on,
        _stretches(u, name in _RISING_FROM_ZERO or name == "gaussian", direction),
    )  # fmt: skip


def _stretches(u: Change, turns_at_zero: bool, direction: int | None) -> float:
    """Return on how many stretches a function of a part goes one way, if it turns at 0 at most."""
    if direction is not None:
        return u.stretches
    return 2.0 * u.stretches if turns_at_zero else math.inf


def _power(a: Change, b: Change) -> Change:
    """Return a^b: to a number what is known of powers, else e^(b log a)."""
    if not b.range.is_number:
        return _function("exp", _multiply(b, _function("log", a)))
    exponent = b.range.low
    values = ranges.power(a.range, b.range)
    if exponent.is_integer() and a.side == -1:
        even = (exponent / 2).is_integer()
        mirrored = _power(_negate(a), b)
        return mirrored if even else _negate(mirrored)
    odd = exponent.is_integer() and not (exponent / 2).is_integer() and exponent > 0
    rising = odd or a.side == 1
    slope = _INFINITY
    if exponent >= 1:
        slope = exponent if exponent == 1 else exponent * a.size ** (exponent - 1)
    way = _times(a.way, 1 if exponent > 0 else -1) if rising else None
    return Change(
        values, _bound(slope * a.variation), way,
        a.continuous and values.bounded and bool(exponent > 0),
        _stretches(a, bool(exponent.is_integer()), 1 if rising else None),
    )  # fmt: skip


def _several(*parts: Change) -> Change:
    """Return the least or the largest of parts, or what lies between them."""
    return _sum(WHOLE, *parts)


def _length(a: Change, b: Change) -> Change:
    """Return sqrt(a^2 + b^2), which changes by no more than a and b together."""
    total, goes_on = _bound(a.variation + b.variation), a.continuous and b.continuous
    return Change(ranges.FUNCTIONS["hypot"](a.range, b.range), total, None, goes_on)


def _switches(condition: Change) -> Ball:
    """Return how often a condition, which holds where it is not 0, can begin or end to hold."""
    if condition.way is None:
        return _INFINITY
    if condition.way == 0:
        return _ZERO
    return arb(2 if condition.side is None else 1)


def _where(condition: Change, value: Change, otherwise: Change) -> Change:
    holds = ranges.holds(condition.range)
    if holds is not None:
        return value if holds else otherwise
    gap = (value.range - otherwise.range).size
    total = value.variation + otherwise.variation + _switches(condition) * gap
    return Change(intervals.hull(value.range, otherwise.range), _bound(total))


def _comparison(signs: Sequence[str], parts: Sequence[Change]) -> Change:
    """Return whether a chain of comparisons holds: 1 or 0."""
    pairs = zip(signs, parts, parts[1:], strict=False)
    return _both(*(_compared(sign, a, b) for sign, a, b in pairs))


def _compared(sign: str, a: Change, b: Change) -> Change:
    difference = _subtract(b, a) if "<" in sign else _subtract(a, b)
    either = ranges.truth(ranges.compared(sign, a.range, b.range))
    if either.is_number:
        return constant(either)
    if difference.way is None:
        return Change(either)
    if sign in ("==", "!="):
        return Change(either, arb(2))
    return Change(either, arb(1), difference.way)


def _both(*truths: Change) -> Change:
    """Return 1 or 0, of truth values what rises with each of them: and, or."""
    return replace(_sum(ranges.truth(None), *truths), continuous=False)


def _logical(*parts: Change) -> Change:
    """Return `and` or `or` of conditions, which hold where they are not 0."""
    return _both(*(_truth_of(part) for part in parts))


def _truth_of(condition: Change) -> Change:
    """Return 1 where a condition holds, 0 where not."""
    way = condition.way if condition.side == 1 or condition.way == 0 else None
    return Change(ranges.truth(None), _switches(condition), way)


def _not(condition: Change) -> Change:
    truth = _truth_of(condition)
    return replace(truth, way=_times(truth.way, -1))


def _rest_of(stair: str) -> Callable[[Change, Change], Change]:
    """Return a - b floor(a / b), or with trunc."""
    return lambda a, b: _subtract(a, _multiply(b, _function(stair, _divide(a, b))))


def _heaviside(u: Change, *at_zero: Change) -> Change:
    """Return a step; one with a value of its own at 0 rises if that lies between 0 and 1."""
    step = _function("heaviside", u)
    between = all(v.range.low >= 0 and v.range.high <= 1 and v.way == 0 for v in at_zero)
    return step if between else Change(WHOLE)


_OPERATIONS: Mapping[str, Callable[..., Change]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": _power,
    "%": _rest_of("floor"),
    NEGATE: _negate,
    "and": _logical,
    "or": _logical,
    "not": _not,
    CHOOSE: lambda value, condition, otherwise: _where(condition, value, otherwise),
}
_CALLS: Mapping[str, Callable[..., Change]] = {
    "mod": _rest_of("floor"),
    "fmod": _rest_of("trunc"),
    "min": _several,
    "max": _several,
    "clip": _several,
    "where": _where,
    "heaviside": _heaviside,
    "hypot": _length,
}


def _of_step(step: Operation | Comparison | Call, parts: Sequence[Change]) -> Change:
    """Return how a part changes, from how its own parts do; without a rule nothing is known."""
    if isinstance(step, Comparison):
        return _comparison(step.signs, parts)
    if isinstance(step, Operation):
        return _OPERATIONS[step.sign](*parts)
    name = SYNONYMS.get(step.name, step.name)
    if name in _CALLS:
        return _CALLS[name](*parts)
    return _function(name, parts[0]) if len(parts) == 1 else Change(WHOLE)
