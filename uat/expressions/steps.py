"""What a formula is made of: a list of steps that work on a stack of values, and how it is run.

`x^2 + 1` is  [Input x, Number 2, Operation ^, Number 1, Operation +].  A step that computes takes
its values off the top of the stack and puts one back; at the end one is left. A condition is 1
where it holds and 0 where it does not, and whatever is not 0 counts as holding.
"""

from __future__ import annotations

import collections
import functools
import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.expressions.names import FUNCTIONS, Ufunc, where


@dataclass(frozen=True, slots=True)
class Number:
    """Put a number on the stack, whatever the point; `written` is how the user wrote it."""

    value: float
    written: str


@dataclass(frozen=True, slots=True)
class Input:
    """Put an input on the stack, counted from 0; `written` is what the user called it."""

    index: int
    written: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Take as many values as the operation has and put back what it makes of them."""

    sign: str

    @property
    def count(self) -> int:
        """Number of values it takes."""
        return _COUNTS.get(self.sign, 2)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Take one value more than there are signs; put back whether each is so of its neighbours."""

    signs: tuple[str, ...]

    @property
    def count(self) -> int:
        """Number of values it takes."""
        return len(self.signs) + 1


@dataclass(frozen=True, slots=True)
class Call:
    """Take `count` values and put back what the function of that name makes of them."""

    name: str
    count: int


Step = Number | Input | Operation | Comparison | Call
Program = tuple[Step, ...]

NEGATE, CHOOSE = "negate", "if"
"""The operations whose sign would be taken for another's, and value-condition-otherwise."""

_COUNTS = {NEGATE: 1, "not": 1, CHOOSE: 3}


def _truth(holds: Any) -> Any:
    return np.where(holds, 1.0, 0.0)


def _and(left: Any, right: Any) -> Any:
    return _truth(np.logical_and(left, right))


def _or(left: Any, right: Any) -> Any:
    return _truth(np.logical_or(left, right))


def _not(value: Any) -> Any:
    return _truth(np.logical_not(value))


def _chosen(value: Any, condition: Any, otherwise: Any) -> Any:
    return where(condition, value, otherwise)


OPERATIONS: Mapping[str, Ufunc] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "^": operator.pow,
    NEGATE: operator.neg,
    "and": _and,
    "or": _or,
    "not": _not,
    CHOOSE: _chosen,
}
COMPARISONS: Mapping[str, Ufunc] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def run(program: Program, columns: Sequence[Array]) -> Any:
    """Return the value of the program, an array of the columns' shape or one number.

    Parameters
    ----------
    program : what `uat.expressions.reading` makes of a text
    columns : one array per input, all of one shape

    Notes
    -----
    Both sides of an `if` are computed everywhere. What is no number comes out as inf or nan,
    without a warning.
    """
    return collections.deque(values_of_steps(program, columns), 1).pop()


def values_of_steps(program: Program, columns: Sequence[Array]) -> Iterator[Any]:
    """Yield what every step of the program puts on the stack, the value of the program last."""
    stack: list[Any] = []
    with np.errstate(all="ignore"):
        for step in program:
            match step:
                case Number():
                    # Not a Python float, which would raise where numpy says inf.
                    stack.append(np.float64(step.value))
                case Input():
                    stack.append(columns[step.index])
                case Operation() | Comparison() | Call():
                    stack[-step.count :] = [compute_of(step)(*stack[-step.count :])]
            yield stack[-1]


def compute_of(step: Operation | Comparison | Call) -> Ufunc:
    """Return what a step computes from its values."""
    match step:
        case Operation():
            return OPERATIONS[step.sign]
        case Comparison():
            return _comparison(step.signs)
        case Call():
            return FUNCTIONS[step.name].compute


def _comparison(signs: Sequence[str]) -> Ufunc:
    """Return the function that says where a chain such as a < b <= c holds."""

    def compute(*values: Any) -> Any:
        pairs = zip(signs, values, values[1:], strict=False)
        return _truth(functools.reduce(np.logical_and, (COMPARISONS[s](a, b) for s, a, b in pairs)))

    return compute
