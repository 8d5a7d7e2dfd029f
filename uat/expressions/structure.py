"""What the steps of a program of one input prove of the function, without looking at its values.

The steps are run once more, on what is known of each part: the degree in which it is homogeneous,
or its coefficients as a polynomial, in exact arithmetic. None is not known, and stays so.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from uat.expressions.names import SYNONYMS
from uat.expressions.steps import (
    CHOOSE,
    COMPARISONS,
    NEGATE,
    Call,
    Comparison,
    Input,
    Number,
    Operation,
    Program,
)

Known = TypeVar("Known")
Polynomial = tuple[Fraction, ...]
"""Coefficients, that of the highest power last and not 0; () is 0."""

HIGHEST_DEGREE = 64
"""Of polynomials that are multiplied out."""
_JUMPING = {"sign", "floor", "ceil", "round", "trunc", "mod", "fmod", "heaviside", "where"}
# 0 is homogeneous of every degree; a constant of degree 0.
_ANY = Fraction(-1, 7)
_POWERS = {"square": Fraction(2), "sqrt": Fraction(1, 2), "cbrt": Fraction(1, 3)}


class _Part(NamedTuple):
    """The degree of a part that is homogeneous, and its value if it is a number."""

    degree: Fraction
    value: float | None = None


def degree_of_homogeneity(program: Program) -> Fraction | None:
    """Return k if f(s t) = s^k f(t) for all s > 0, so far as the steps show it, else None."""
    part = _walked(program, _Part(Fraction(1)), _part_of_number, _part)
    return None if part is None else part.degree


def polynomial(program: Program) -> Polynomial | None:
    """Return the coefficients if the formula is a polynomial once it is multiplied out.

    Numbers are taken as the doubles they are. None, too, beyond `HIGHEST_DEGREE`, and where a
    function is called that could be one in disguise, as abs(t)^2 is.
    """
    of_input: Polynomial = (Fraction(0), Fraction(1))
    return _walked(program, of_input, _constant, _coefficients)


def may_jump(program: Program) -> bool:
    """Return whether a step is taken that jumps; without one the function is continuous."""
    return any(
        isinstance(step, Comparison)
        or (isinstance(step, Operation) and step.sign in {"%", "and", "or", "not", CHOOSE})
        or (isinstance(step, Call) and _name(step) in _JUMPING)
        for step in program
    )


def _walked(
    program: Program,
    of_input: Known,
    of_number: Callable[[float], Known],
    of_step: Callable[[str, Sequence[Known]], Known | None],
) -> Known | None:
    """Return what is known of the whole, from what is known of its parts."""
    stack: list[Known | None] = []
    for step in program:
        match step:
            case Number():
                stack.append(of_number(step.value))
            case Input():
                stack.append(of_input)
            case Operation() | Comparison() | Call():
                parts = [part for part in stack[-step.count :] if part is not None]
                whole = of_step(_name(step), parts) if len(parts) == step.count else None
                stack[-step.count :] = [whole]
    return stack.pop()


def _name(step: Operation | Comparison | Call) -> str:
    match step:
        case Operation():
            return step.sign
        case Comparison():
            return step.signs[0]
        case Call():
            return SYNONYMS.get(step.name, step.name)


def _part_of_number(value: float) -> _Part:
    return _Part(_ANY if value == 0.0 else Fraction(0), value)


def _part(name: str, parts: Sequence[_Part]) -> _Part | None:
    """Return the degree of what is made of parts of these degrees."""
    degrees = [part.degree for part in parts]
    exponent = parts[-1].value
    if name == "^" and exponent is not None and degrees[0] != _ANY:
        return _Part(degrees[0] * Fraction(exponent))
    degree = _degree(name, degrees)
    return None if degree is None else _Part(degree)


def _degree(name: str, degrees: Sequence[Fraction]) -> Fraction | None:
    first, last = degrees[0], degrees[-1]
    match name:
        case "+" | "-" | "min" | "max" | "hypot" | "clip":
            return _common(degrees)
        case _ if name in COMPARISONS or name == "arctan2":
            return None if _common(degrees) is None else Fraction(0)
        case "*":
            return _ANY if _ANY in degrees else first + last
        case "/" if last != _ANY:
            return first if first == _ANY else first - last
        case _ if name in {NEGATE, "abs", "relu"}:
            return first
        case "square" | "sqrt" | "cbrt":
            return first if first == _ANY else first * _POWERS[name]
        case "sign":
            return Fraction(0)
        case "where":
            return _common(degrees[1:])
        case _ if name == CHOOSE:
            return _common((first, last))
        case "heaviside" if len(degrees) == 1:
            return Fraction(0)
        case _:  # of what is constant on either side of 0 it makes what is
            return Fraction(0) if all(degree in (0, _ANY) for degree in degrees) else None


def _common(degrees: Sequence[Fraction]) -> Fraction | None:
    """Return the degree that all have, or None."""
    different = set(degrees) - {_ANY}
    return None if len(different) > 1 else next(iter(different), _ANY)


def _constant(value: float) -> Polynomial:
    return () if value == 0.0 else (Fraction(value),)


def _coefficients(name: str, parts: Sequence[Polynomial]) -> Polynomial | None:
    """Return the coefficients of what is made of polynomials, or None if it is none."""
    first, last = parts[0], parts[-1]
    match name:
        case "+":
            return _sum(first, last)
        case "-":
            return _sum(first, _scaled(last, Fraction(-1)))
        case _ if name == NEGATE:
            return _scaled(first, Fraction(-1))
        case "*":
            return _product(first, last)
        case "/" if len(last) == 1:
            return _scaled(first, 1 / last[0])
        case "square":
            return _product(first, first)
        case "^" if len(last) <= 1 and (power := sum(last)).denominator == 1 and power >= 0:
            return _power(first, int(power))
        case _:
            return None


def _trimmed(coefficients: Sequence[Fraction]) -> Polynomial:
    size = len(coefficients)
    while size and coefficients[size - 1] == 0:
        size -= 1
    return tuple(coefficients[:size])


def _sum(a: Polynomial, b: Polynomial) -> Polynomial:
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    padded = (*shorter, *[Fraction(0)] * (len(longer) - len(shorter)))
    return _trimmed(list(map(operator.add, longer, padded)))


def _scaled(a: Polynomial, factor: Fraction) -> Polynomial:
    return tuple(factor * coefficient for coefficient in a)


def _product(a: Polynomial, b: Polynomial) -> Polynomial | None:
    if not a or not b:
        return ()
    if len(a) + len(b) - 2 > HIGHEST_DEGREE:
        return None
    product = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, of_a in enumerate(a):
        for j, of_b in enumerate(b):
            product[i + j] += of_a * of_b
    return _trimmed(product)


def _power(a: Polynomial, exponent: int) -> Polynomial | None:
    if not a:
        return (Fraction(1),) if exponent == 0 else ()
    if (len(a) - 1) * exponent > HIGHEST_DEGREE or exponent > HIGHEST_DEGREE:
        return None
    one: Polynomial | None = (Fraction(1),)
    return functools.reduce(lambda made, _: made and _product(made, a), range(exponent), one)
