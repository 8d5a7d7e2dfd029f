"""Formulas in the compiled loop: a small interpreter of their steps, over a row of points.

A formula's steps are encoded as whole numbers once; the compiled loop (`uat.core.kernels`) hands a
row of points to the interpreter, which takes step after step over the whole row, values and slopes
side by side. It says what `uat.expressions.derivatives` says, again as loops; tests hold the two
equal. Nothing is compiled for a formula: the interpreter is, once, and is cached.

What it has no loop for - Bessel functions, say - has no program: such formulas are left to the
readable loop.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import carray  # type: ignore[attr-defined]

from uat.arrays import Array
from uat.core import kernels
from uat.core.activations.activation import EXP_MAX, EXP_MIN, Activation
from uat.core.compiled import exact_piece, filler
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

Codes = npt.NDArray[np.int64]

_HEAD = 3  # the interpreter's address, the number of steps, the height of the stack
_INPUT, _NUMBER = 0, 1
_UNARY = (
    NEGATE, "square", "abs", "exp", "tanh", "logistic", "sin", "cos", "log", "sqrt", "arctan",
    "erf", "relu", "softplus", "sign", "floor", "cbrt", "tan", "sinh", "cosh", "log1p", "expm1",
)  # fmt: skip
_BINARY = ("+", "-", "*", "/", "^", "max", "min", "<", "<=", ">", ">=", "==", "!=", "and", "or")
_CODES = {name: 2 + place for place, name in enumerate((*_UNARY, *_BINARY))}
(
    _NEGATE, _SQUARE, _ABS, _EXP, _TANH, _LOGISTIC, _SIN, _COS, _LOG, _SQRT, _ARCTAN,
    _ERF, _RELU, _SOFTPLUS, _SIGN, _FLOOR, _CBRT, _TAN, _SINH, _COSH, _LOG1P, _EXPM1,
    _ADD, _SUBTRACT, _MULTIPLY, _DIVIDE, _POWER, _MAX, _MIN, _LESS, _UP_TO, _MORE, _FROM, _EQUAL,
    _UNEQUAL, _AND, _OR,
) = range(2, 2 + len(_CODES))  # fmt: skip
_FIRST_BINARY = _ADD
_CHOOSE = 2 + len(_CODES)
_OF_ERF = 2.0 / math.sqrt(math.pi)
_exp, _logistic = kernels._exp, kernels._logistic


@exact_piece
def _times(partial: float, slope: float) -> float:
    """Return the product, which is 0 where a factor is."""
    return 0.0 if partial == 0.0 or slope == 0.0 else partial * slope


@exact_piece
def _power_of_e(z: float) -> float:
    return float(_exp(min(max(z, EXP_MIN), EXP_MAX)))


@exact_piece
def _step(z: float) -> float:
    return float(_logistic(min(max(z, EXP_MIN), EXP_MAX)))


@exact_piece
def _take_unary(op: int, u: Array, d: Array) -> None:
    """Replace a row and its slopes by a function of them."""
    if op == _NEGATE:
        for p in range(u.size):
            u[p], d[p] = -u[p], -d[p]
    elif op == _SQUARE:
        for p in range(u.size):
            u[p], d[p] = u[p] * u[p], 2.0 * u[p] * d[p]
    elif op == _ABS:
        for p in range(u.size):
            u[p], d[p] = abs(u[p]), np.sign(u[p]) * d[p]
    elif op == _EXP:
        for p in range(u.size):
            v = _power_of_e(u[p])
            u[p], d[p] = v, _times(v, d[p])
    elif op == _TANH:
        for p in range(u.size):
            v = 2.0 * _step(2.0 * u[p]) - 1.0
            u[p], d[p] = v, (1.0 - v * v) * d[p]
    elif op == _LOGISTIC:
        for p in range(u.size):
            v = _step(u[p])
            u[p], d[p] = v, (v - v * v) * d[p]
    elif op == _SIN:
        for p in range(u.size):
            u[p], d[p] = np.sin(u[p]), np.cos(u[p]) * d[p]
    elif op == _COS:
        for p in range(u.size):
            u[p], d[p] = np.cos(u[p]), -np.sin(u[p]) * d[p]
    elif op == _LOG:
        for p in range(u.size):
            u[p], d[p] = np.log(u[p]), _times(1.0 / u[p], d[p])
    elif op == _SQRT:
        for p in range(u.size):
            v = np.sqrt(u[p])
            u[p], d[p] = v, _times(0.5 / v, d[p])
    else:
        _take_rare(op, u, d)


@exact_piece
def _take_rare(op: int, u: Array, d: Array) -> None:
    """Go on from `_take_unary`."""
    for p in range(u.size):
        z, v, s = u[p], 0.0, 0.0
        if op == _ARCTAN:
            v, s = np.arctan(z), 1.0 / (1.0 + z * z)
        elif op == _ERF:
            v, s = math.erf(z), _OF_ERF * np.exp(-z * z)
        elif op == _RELU:
            v, s = max(z, 0.0), 1.0 if z > 0.0 else 0.0
        elif op == _SOFTPLUS:
            small = np.exp(-abs(z))
            v, s = max(z, 0.0) + np.log1p(small), (1.0 if z > 0.0 else small) / (1.0 + small)
        elif op == _SIGN:
            v = np.sign(z)
        elif op == _FLOOR:
            v = np.floor(z)
        elif op == _CBRT:
            v = np.sign(z) * np.abs(z) ** (1.0 / 3.0)
            s = 1.0 / (3.0 * v * v)
        elif op == _TAN:
            v = np.tan(z)
            s = 1.0 + v * v
        elif op == _SINH:
            v, s = np.sinh(z), np.cosh(z)
        elif op == _COSH:
            v, s = np.cosh(z), np.sinh(z)
        elif op == _LOG1P:
            v, s = np.log1p(z), 1.0 / (1.0 + z)
        elif op == _EXPM1:
            v, s = np.expm1(z), np.exp(z)
        u[p], d[p] = v, _times(s, d[p])


@exact_piece
def _take_binary(op: int, a: Array, c: Array, b: Array, d: Array) -> None:
    """Replace the row a and its slopes c by what an operation makes of it and of b, d."""
    if op == _ADD:
        for p in range(a.size):
            a[p], c[p] = a[p] + b[p], c[p] + d[p]
    elif op == _SUBTRACT:
        for p in range(a.size):
            a[p], c[p] = a[p] - b[p], c[p] - d[p]
    elif op == _MULTIPLY:
        for p in range(a.size):
            a[p], c[p] = a[p] * b[p], _times(b[p], c[p]) + _times(a[p], d[p])
    elif op == _DIVIDE:
        for p in range(a.size):
            v = a[p] / b[p]
            a[p], c[p] = v, _times(1.0 / b[p], c[p]) - _times(v / b[p], d[p])
    elif op == _POWER:
        for p in range(a.size):
            base, exponent, v = a[p], b[p], a[p] ** b[p]
            s = 0.0 if exponent == 0.0 else _times(exponent * base ** (exponent - 1.0), c[p])
            if d[p] != 0.0 and base > 0.0:
                s += _times(v * np.log(base), d[p])
            a[p], c[p] = v, s
    elif op in (_MAX, _MIN):
        for p in range(a.size):
            other = b[p] > a[p] if op == _MAX else b[p] < a[p]
            a[p], c[p] = (b[p], d[p]) if other else (a[p], c[p])
    else:
        for p in range(a.size):
            x, y = a[p], b[p]
            holds = (
                (op == _LESS and x < y)
                or (op == _UP_TO and x <= y)
                or (op == _MORE and x > y)
                or (op == _FROM and x >= y)
                or (op == _EQUAL and x == y)
                or (op == _UNEQUAL and x != y)
                or (op == _AND and x != 0.0 and y != 0.0)
                or (op == _OR and (x != 0.0 or y != 0.0))
            )
            a[p], c[p] = 1.0 if holds else 0.0, 0.0


@functools.cache
def _runner() -> Any:
    """Return the interpreter, compiled."""
    stamp = kernels.STAMP

    def run(
        program: Any, bias: float, weight: float, points: int, source: Any, phi: Any, slope: Any
    ) -> None:
        stamp  # noqa: B018
        head = carray(program, (_HEAD,))
        steps = carray(program, (_HEAD + 2 * head[1],))
        x = carray(source, (points,))
        out, out_slope = carray(phi, (points,)), carray(slope, (points,))
        stack = np.empty((head[2], 2, points))
        top = -1
        for step in range(head[1]):
            op, written = steps[_HEAD + 2 * step], steps[_HEAD + 2 * step + 1]
            if op == _INPUT:
                top += 1
                for p in range(points):
                    stack[top, 0, p], stack[top, 1, p] = bias + weight * x[p], 1.0
            elif op == _NUMBER:
                top += 1
                value = np.int64(written).view(np.float64)
                for p in range(points):
                    stack[top, 0, p], stack[top, 1, p] = value, 0.0
            elif op == _CHOOSE:
                top -= 2
                for p in range(points):
                    if stack[top + 1, 0, p] == 0.0:
                        stack[top, 0, p] = stack[top + 2, 0, p]
                        stack[top, 1, p] = stack[top + 2, 1, p]
            elif op < _FIRST_BINARY:
                _take_unary(op, stack[top, 0], stack[top, 1])
            else:
                top -= 1
                _take_binary(op, stack[top, 0], stack[top, 1], stack[top + 1, 0], stack[top + 1, 1])
        for p in range(points):
            v, s = stack[0, 0, p], stack[0, 1, p]
            out[p] = v
            out_slope[p] = 0.0 if np.isfinite(v) and not np.isfinite(s) else s

    return filler(run)


def encoded(program: Program) -> list[tuple[int, float]] | None:
    """Return the steps as codes, each with the number it puts on the stack; None if one has none.

    A power of 2 is a square, which takes a fraction of the time.
    """
    codes: list[tuple[int, float]] = []
    for step in program:
        match step:
            case Number():
                codes.append((_NUMBER, step.value))
            case Input():
                codes.append((_INPUT, 0.0))
            case Comparison() if len(step.signs) == 1:
                codes.append((_CODES[step.signs[0]], 0.0))
            case Operation(sign="^") if codes[-1] == (_NUMBER, 2.0):
                codes[-1] = (_SQUARE, 0.0)
            case Operation() if step.sign == CHOOSE:
                codes.append((_CHOOSE, 0.0))
            case Operation() if step.sign in _CODES:
                codes.append((_CODES[step.sign], 0.0))
            case Call():
                name = SYNONYMS.get(step.name, step.name)
                if name not in _CODES:
                    return None
                codes += [(_CODES[name], 0.0)] * (1 if name in _UNARY else step.count - 1)
            case _:
                return None
    return codes


def _height(codes: Sequence[tuple[int, float]]) -> int:
    """Return how many rows there are on the stack at most."""
    height = highest = 0
    for code, _ in codes:
        height += 1 if code < _NEGATE else 0 if code < _FIRST_BINARY else -1
        height -= code == _CHOOSE
        highest = max(highest, height)
    return highest


@functools.lru_cache(256)
def _program(steps: Program) -> Codes | None:
    """Return the program of a formula, which the cache keeps where it is."""
    codes = encoded(steps)
    if codes is None:
        return None
    numbers = np.array([number for _, number in codes]).view(np.int64).tolist()
    pairs = [
        word for (code, _), number in zip(codes, numbers, strict=True) for word in (code, number)
    ]
    return np.array([_runner().address, len(codes), _height(codes), *pairs], dtype=np.int64)


def program_of(activation: Activation) -> Codes | None:
    """Return the program of an activation; None if it is no formula, or has steps without a code.

    Its address is the code that compiled code calls it by, as long as the array lives.
    """
    return None if activation.steps is None else _program(activation.steps)


def code_with(activation: Activation, program: Codes | None) -> int | None:
    """Return what compiled code calls an activation: its place among the bodies, or an address.

    Parameters
    ----------
    program : of the activation, see `program_of`; whoever uses the code keeps it

    Returns
    -------
    None if compiled code has no way to it.
    """
    return kernels.code_of(activation) if program is None else int(program.ctypes.data)
