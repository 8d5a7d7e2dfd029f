"""A program as operators of ONNX, in double precision, one after the other.

An operator is (result, operator, operands...). Operands are the input, called z, numbers as they
are written in Python, and earlier results. Only operators that onnxruntime has for doubles are
used; of the functions that it lacks, a few are made of others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from uat.exceptions import ExpressionError
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

Operators = tuple[tuple[str, ...], ...]

INPUT = "z"
"""What the input is called."""

_UNARY = {
    "sin": "Sin", "cos": "Cos", "tanh": "Tanh", "exp": "Exp", "log": "Log", "sqrt": "Sqrt",
    "abs": "Abs", "sign": "Sign", "floor": "Floor", "ceil": "Ceil", "round": "Round",
    "logistic": "Sigmoid", "relu": "Relu", NEGATE: "Neg",
}  # fmt: skip
_BINARY = {
    "+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "^": "Pow", "min": "Min", "max": "Max",
    "<": "Less", "<=": "LessOrEqual", ">": "Greater", ">=": "GreaterOrEqual", "==": "Equal",
    "and": "And", "or": "Or",
}  # fmt: skip

_LOGARITHMS = {"log2": repr(math.log(2.0)), "log10": repr(math.log(10.0))}
_DEGREES = {"deg2rad": repr(math.pi / 180.0), "rad2deg": repr(180.0 / math.pi)}


def operators_of(program: Program) -> Operators:
    """Return the operators of a program of one input, the last of them its value.

    Raises
    ------
    ExpressionError
        If ONNX does not have one of its functions, which is named.
    """
    graph = _Graph()
    stack: list[str] = []
    for step in program:
        match step:
            case Number():
                stack.append(repr(step.value))
            case Input():
                stack.append(INPUT)
            case Operation():
                stack[-step.count :] = [graph.function(step.sign, stack[-step.count :])]
            case Comparison():
                stack[-step.count :] = [graph.chain(step.signs, stack[-step.count :])]
            case Call():
                name = SYNONYMS.get(step.name, step.name)
                stack[-step.count :] = [graph.function(name, stack[-step.count :])]
    if not graph.operators:
        graph.add("Identity", stack[-1])
    return tuple(graph.operators)


class _Graph:
    """Operators that are added one by one; every method returns the name of a result."""

    def __init__(self) -> None:
        self.operators: list[tuple[str, ...]] = []

    def add(self, operator: str, *operands: str) -> str:
        """Add an operator."""
        result = f"step{len(self.operators) + 1}"
        self.operators.append((result, operator, *operands))
        return result

    def holds(self, operand: str) -> str:
        """Add what says whether a number is not 0."""
        return self.add("Not", self.add("Equal", operand, "0.0"))

    def chain(self, signs: Sequence[str], operands: Sequence[str]) -> str:
        """Add a chain of comparisons, 1 where all of them hold and 0 elsewhere."""
        whole = ""
        for sign, a, b in zip(signs, operands, operands[1:], strict=False):
            pair = (
                self.add("Not", self.add("Equal", a, b))
                if sign == "!="
                else self.add(_BINARY[sign], a, b)
            )
            whole = self.add("And", whole, pair) if whole else pair
        return self.add("Cast", whole)

    def function(self, name: str, operands: Sequence[str]) -> str:
        """Add a function, or what it is made of."""
        first, last = operands[0], operands[-1]
        if name in _UNARY:
            return self.add(_UNARY[name], first)
        match name:
            case "and" | "or":
                return self.add("Cast", self.add(_BINARY[name], *map(self.holds, operands)))
            case "not":
                return self.add("Cast", self.add("Equal", first, "0.0"))
            case "where":
                return self.add("Where", self.holds(first), *operands[1:])
            case _ if name == CHOOSE:
                return self.add("Where", self.holds(operands[1]), first, last)
            case "min" | "max":
                return self.add(_BINARY[name], *operands)
            case _ if name in _BINARY:
                return self.add(_BINARY[name], first, last)
        return self._composed(name, operands)

    def _composed(self, name: str, operands: Sequence[str]) -> str:
        """Add what ONNX, or onnxruntime in double precision, has not under one name."""
        first = operands[0]
        match name:
            case "square":
                return self.add("Mul", first, first)
            case "exp2":
                return self.add("Pow", "2.0", first)
            case "expm1":
                return self.add("Sub", self.add("Exp", first), "1.0")
            case "log1p":
                return self.add("Log", self.add("Add", first, "1.0"))
            case "trunc":
                whole = self.add("Floor", self.add("Abs", first))
                return self.add("Mul", self.add("Sign", first), whole)
            case "log2" | "log10":
                return self.add("Div", self.add("Log", first), _LOGARITHMS[name])
            case "deg2rad" | "rad2deg":
                return self.add("Mul", first, _DEGREES[name])
            case "tan":
                return self.add("Div", self.add("Sin", first), self.add("Cos", first))
            case "sinh" | "cosh":
                rising, falling = self.add("Exp", first), self.add("Exp", self.add("Neg", first))
                both = self.add("Sub" if name == "sinh" else "Add", rising, falling)
                return self.add("Mul", both, "0.5")
            case "clip":
                return self.add("Min", self.add("Max", *operands[:2]), operands[2])
            case "softplus":
                small = self.add("Exp", self.add("Neg", self.add("Abs", first)))
                rest = self.add("Log", self.add("Add", small, "1.0"))
                return self.add("Add", self.add("Relu", first), rest)
            case "%" | "mod":
                whole = self.add("Floor", self.add("Div", *operands))
                return self.add("Sub", first, self.add("Mul", operands[1], whole))
        raise ExpressionError(f"ONNX in double precision has no {name}")
