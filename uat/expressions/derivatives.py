"""A program differentiated by its input, exactly: run once more, on dual numbers.

A dual number is a value and its slope, (u, u'); every step of the program says what it makes of
them by the rules of the calculus, so that the slope is the derivative of the formula itself, to
rounding, and no difference quotient. What has branches - abs, min, max, where, floor, comparisons -
has the slope of the branch that it takes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from uat.arrays import Array
from uat.exceptions import ExpressionError
from uat.expressions.names import SYNONYMS
from uat.expressions.partials import PARTIALS, Partials
from uat.expressions.steps import (
    CHOOSE,
    NEGATE,
    Call,
    Comparison,
    Input,
    Number,
    Operation,
    Program,
    compute_of,
)


class Dual(NamedTuple):
    """A value and its slope, arrays or numbers; the slope of what does not depend on t is None."""

    value: Any
    slope: Any = None


def value_and_slope(program: Program, t: Array) -> tuple[Array, Array]:
    """Return a program of one input and its derivative, at the points t.

    Parameters
    ----------
    program : of one input
    t : any shape

    Returns
    -------
    Two arrays of that shape. Where the value is finite and the slope of the formula is not - the
    cube root at 0, or parts that overflow and cancel - the slope is 0.

    Raises
    ------
    ExpressionError
        If a function is called that has no derivative by an argument that depends on t.
    """
    stack: list[Dual] = []
    with np.errstate(all="ignore"):
        for step in program:
            match step:
                case Number():
                    stack.append(Dual(np.float64(step.value)))
                case Input():
                    stack.append(Dual(t, np.ones_like(t)))
                case Operation() | Comparison() | Call():
                    stack[-step.count :] = [_computed(step, stack[-step.count :])]
        value, slope = stack.pop()
        slope = 0.0 if slope is None else slope
        if not np.isfinite(slope).all():
            slope = np.where(np.isfinite(slope) | ~np.isfinite(value), slope, 0.0)
    return _of_shape(value, t), _of_shape(slope, t)


def _of_shape(values: Any, t: Array) -> Array:
    """Return values in an array of their own, of the shape of the points."""
    if values is not t and np.shape(values) == t.shape:
        return np.asarray(values)
    return np.array(np.broadcast_to(values, t.shape))


def _computed(step: Operation | Comparison | Call, duals: Sequence[Dual]) -> Dual:
    """Return what a step makes of dual numbers."""
    values = [dual.value for dual in duals]
    value = compute_of(step)(*values)
    if isinstance(step, Comparison) or all(dual.slope is None for dual in duals):
        return Dual(value)
    name = step.sign if isinstance(step, Operation) else SYNONYMS.get(step.name, step.name)
    if name == "^" and duals[1].slope is None:
        name = _FIXED_POWER
    rules = _OPERATIONS if isinstance(step, Operation) else PARTIALS
    partials = rules[name](value, *values)
    terms = []
    for place, (partial, dual) in enumerate(zip(partials, duals, strict=True), start=1):
        if dual.slope is None:
            continue
        if partial is None:
            raise ExpressionError(
                f"{name} has no derivative by its argument {place}, which depends on the variable."
            )
        terms.append(_product(partial, dual.slope))
    return Dual(value, functools.reduce(np.add, terms))


def _product(partial: Any, slope: Any) -> Any:
    """Return the product, which is 0 where a factor is, be the other one infinite or none."""
    product = np.multiply(partial, slope)
    if np.isfinite(product).all():
        return product
    return np.where(np.equal(partial, 0.0) | np.equal(slope, 0.0), 0.0, product)


def _of_fixed_power(_: Any, base: Any, exponent: Any) -> tuple[Any, Any]:
    """Return the derivatives of a power whose exponent is a constant; none by that is needed."""
    if exponent == 2.0:
        return 2.0 * base, None
    return (exponent * np.power(base, exponent - 1.0) if exponent != 0.0 else 0.0), None


def _of_power(v: Any, base: Any, exponent: Any) -> tuple[Any, Any]:
    """Return the derivatives of base ^ exponent; by the exponent where the base is positive."""
    by_base = np.where(np.equal(exponent, 0.0), 0.0, exponent * np.power(base, exponent - 1.0))
    logarithm = np.log(np.where(np.greater(base, 0.0), base, 1.0))
    return by_base, v * logarithm


_FIXED_POWER = "^ constant"
_OPERATIONS: Mapping[str, Partials] = {
    "+": lambda _, *__: (1.0, 1.0),
    "-": lambda _, *__: (1.0, -1.0),
    "*": lambda _, a, b: (b, a),
    "/": lambda v, _, b: (1.0 / b, -v / b),
    "%": PARTIALS["mod"],
    "^": _of_power,
    _FIXED_POWER: _of_fixed_power,
    NEGATE: lambda _, __: (-1.0,),
    CHOOSE: lambda v, a, c, b: _chosen(PARTIALS["where"], v, a, c, b),
    **dict.fromkeys(("and", "or"), lambda _, *__: (0.0, 0.0)),
    "not": lambda _, __: (0.0,),
}


def _chosen(of_where: Callable[..., Any], v: Any, a: Any, condition: Any, b: Any) -> Any:
    """Return the derivatives of `a if condition else b`, in the order of its operands."""
    by_condition, by_a, by_b = of_where(v, condition, a, b)
    return by_a, by_condition, by_b
