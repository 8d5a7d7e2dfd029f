"""From text to a program, or one line that says what is wrong and in which column.

Precedence is Python's, and ^ is the same as **; from loosest to tightest

    a if c else b,   or,   and,   not,   comparisons,   + -,   * / %,   a sign,   ^

so that -x^2 is -(x^2), and 2^3^2 is 2^(3^2): powers group from the right, all else from the left,
and comparisons form chains. The method is precedence climbing (Clarke 1986): read an operand, and
then all operations that bind at least as tightly as asked for.
"""

from __future__ import annotations

import math
import re
from typing import NoReturn

from uat.exceptions import ExpressionError, nearest_names
from uat.expressions.names import CONSTANTS, FUNCTIONS
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
    Step,
)
from uat.expressions.tokens import Token, tokens_of

DEEPEST_NESTING = 100
"""Brackets, powers and signs that may stand within each other."""
MOST_INPUTS = 1_000
"""The last input that a formula may speak of."""

_NOT, COMPARED, SIGNED, _POWER = 3, 4, 7, 8
TIGHTNESS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(COMPARISONS, COMPARED),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/", "%"), 6),
    **dict.fromkeys(("^", "**"), _POWER),
}
"""Of the signs between two operands; that of comparisons and of a sign before one beside them."""
LETTERS = ("x", "y", "z")
"""What inputs are called, beside x1, x2, x3, ..."""
# Characters of a product that a message writes out.
_SHORT = 12
_NUMBERED = re.compile(r"x([1-9][0-9]{0,8})")


def read(text: str, inputs: int | None = None, letters: tuple[str, ...] = LETTERS) -> Program:
    """Return the program that computes what the text says.

    Parameters
    ----------
    text : what the user typed
    inputs : how many inputs there are; None for as many as the text speaks of
    letters : what inputs are called; others than x, y, z have no numbered names beside them

    Raises
    ------
    ExpressionError
        If the text cannot be read, is too long or nested too deeply, or speaks of an input that
        there is not. One line, with the column counted from 1.
    """
    return _Reader(text, inputs, letters).program()


class _Reader:
    """Reads one text from left to right, and writes the steps of its program."""

    def __init__(self, text: str, inputs: int | None, letters: tuple[str, ...]) -> None:
        self._tokens = list(tokens_of(text))
        self._inputs = MOST_INPUTS if inputs is None else inputs
        self._letters = letters
        self._place = self._depth = 0
        self._steps: list[Step] = []

    def program(self) -> Program:
        """Return the steps of all of the text."""
        self._formula()
        if self._token.kind != "end":
            self._fail_after_operand()
        return tuple(self._steps)

    @property
    def _token(self) -> Token:
        """What is to be read next."""
        return self._tokens[self._place]

    def _take(self, *signs: str) -> Token | None:
        """Return the next token and step over it, if it is one of the signs."""
        token = self._token
        if token.kind != "sign" or token.text not in signs:
            return None
        self._place += 1
        return token

    def _formula(self) -> None:
        """Read operations, or a choice of the form a if c else b."""
        self._operations(0)
        choices = 0
        while start := self._take("if"):
            self._operations(0)
            if self._take("else") is None:
                if self._token.begins_operand:
                    self._fail_after_operand()
                start.fail(" has no 'else': write a if c else b")
            self._operations(0)
            choices += 1
        self._steps += [Operation(CHOOSE)] * choices

    def _operations(self, least: int) -> None:
        """Read an operand and the operations that bind at least as tightly as told."""
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            self._token.fail(f" is nested more than {DEEPEST_NESTING} deep")
        self._operand(least)
        while least <= (tightness := self._tightness()):
            if tightness == COMPARED:
                self._comparisons()
                continue
            sign = self._token.text.replace("**", "^")
            self._place += 1
            self._operations(_POWER if sign == "^" else tightness + 1)
            self._steps.append(Operation(sign))
        self._depth -= 1

    def _tightness(self) -> int:
        """Return how tightly the next token binds what is on both its sides; -1 if not at all."""
        return TIGHTNESS.get(self._token.text, -1) if self._token.kind == "sign" else -1

    def _comparisons(self) -> None:
        """Read what follows the first operand of a < b <= c."""
        signs = []
        while sign := self._take(*COMPARISONS):
            self._operations(COMPARED + 1)
            signs.append(sign.text)
        self._steps.append(Comparison(tuple(signs)))

    def _operand(self, least: int) -> None:
        """Read a number, a name, a bracket, or an operand with a sign or `not` before it."""
        token = self._token
        self._place += 1
        if token.kind == "number":
            self._number(token)
        elif token.kind == "name":
            self._name(token)
        elif token.text == "(":
            self._formula()
            self._close(token)
        elif token.text in ("+", "-"):
            self._operations(SIGNED)
            if token.text == "-":
                self._steps.append(Operation(NEGATE))
        elif token.text == "not" and least <= _NOT:
            self._operations(_NOT)
            self._steps.append(Operation("not"))
        else:
            self._place -= 1
            self._fail_before_operand()

    def _number(self, token: Token) -> None:
        value = float(token.text)
        if math.isinf(value):
            token.fail(" is too large a number")
        self._steps.append(Number(value, token.text))

    def _name(self, token: Token) -> None:
        """Read a constant, an input, or a function and its arguments."""
        name, called = token.text, self._token.text == "("
        index = self._input_index(name)
        if not self._is_known(name):
            self._fail_unknown(token, called)
        elif name in FUNCTIONS:
            if not called:
                token.fail(f" is a function: write {name}(...)")
            self._call(token)
        elif called:
            token.fail(f" is no function: write {name}*(...)")
        elif index is None:
            value, written = CONSTANTS[name]
            self._steps.append(Number(value, written))
        else:
            self._check_input(token, index)
            self._steps.append(Input(index, name))

    def _check_input(self, token: Token, index: int) -> None:
        if index < self._inputs:
            return
        if self._inputs == MOST_INPUTS:
            token.fail(f" is input {index + 1}; a formula has at most {MOST_INPUTS:,}")
        there_are = (
            "there is 1 domain" if self._inputs == 1 else f"there are {self._inputs} domains"
        )
        token.fail(f" is input {index + 1}, but {there_are}: give one domain for each input")

    def _call(self, token: Token) -> None:
        """Read the arguments of a function."""
        function, opening = FUNCTIONS[token.text], self._token
        self._place += 1
        count = 0
        if self._token.text != ")":
            self._formula()
            count = 1
            while self._take(","):
                self._formula()
                count += 1
        self._close(opening)
        if count < function.least or (function.most is not None and count > function.most):
            token.fail(f" takes {_arguments(function.least, function.most)}, not {count}")
        self._steps.append(Call(token.text, count))

    def _close(self, opening: Token) -> None:
        """Step over the bracket that closes the one given."""
        if self._take(")") is None:
            if self._token.kind == "end":
                opening.fail(" is never closed")
            self._fail_after_operand()

    def _fail_before_operand(self) -> None:
        """Raise an `ExpressionError`: the next token is no operand, where one is needed."""
        token, before = self._token, self._tokens[self._place - 1] if self._place else None
        if before is None and token.kind == "end":
            token.fail(": write a formula, for example sin(2*pi*x)")
        if before is not None and before.text == token.text == "/":
            token.fail(": write floor(a/b) to divide without a rest")
        if token.text == "not":
            token.fail(": put it in brackets, (not ...)")
        token.fail(", where a number, a name or '(' should be")

    def _fail_after_operand(self) -> None:
        """Raise an `ExpressionError`: the next token does not go on from an operand."""
        token, before = self._token, self._tokens[self._place - 1]
        if token.kind == "name" and not self._is_known(token.text):
            self._fail_unknown(token, called=False)
        if token.begins_operand:
            token.fail(_missing_sign(before, token))
        if token.text == ",":
            token.fail(" separates arguments of a function only; a decimal sign is a point, as 0.5")
        if token.text == ")":
            token.fail(" closes no '('")
        token.fail(" has no 'if': write a if c else b")

    def _input_index(self, name: str) -> int | None:
        """Return which input a name stands for, counted from 0, or None."""
        if name in self._letters:
            return self._letters.index(name)
        numbered = _NUMBERED.fullmatch(name) if self._letters == LETTERS else None
        return int(numbered[1]) - 1 if numbered else None

    def _is_known(self, name: str) -> bool:
        return name in FUNCTIONS or name in CONSTANTS or self._input_index(name) is not None

    def _fail_unknown(self, token: Token, called: bool) -> NoReturn:
        """Raise an `ExpressionError` that offers the nearest name."""
        known = FUNCTIONS if called else (*FUNCTIONS, *CONSTANTS, *self._letters)
        near = nearest_names(token.text, known, most=1, alike=0.7)
        if not called and set(token.text) <= set(self._letters):
            hint = f"write {'*'.join(token.text[:_SHORT])} to multiply."
        elif near:
            hint = f"did you mean {near[0]}?"
        elif called:
            hint = "there are sin, exp, log, sqrt, abs, min, max, where, erf and more."
        elif self._letters == LETTERS:
            hint = "inputs are x, y, z, or x1, x2, x3 and so on."
        else:
            hint = f"the variable is {' or '.join(self._letters)}."
        what = "function" if called else "name"
        raise ExpressionError(f"unknown {what} {token} at column {token.column}: {hint}")


def _missing_sign(before: Token, token: Token) -> str:
    """Return what is to be said of two operands side by side."""
    said = f" follows {before} without a sign between them"
    if token.text == "not" or before.kind == token.kind == "number":
        return said
    product = f"{before.text}*{token.text}"
    if "(" in product or ")" in product or len(product) > _SHORT:
        product = "* there"
    return f"{said}: write {product} to multiply"


def _arguments(least: int, most: int | None) -> str:
    """Return how many arguments a function takes, in words."""
    if most is None:
        return f"{least} arguments or more"
    if least == most:
        return "1 argument" if most == 1 else f"{most} arguments"
    return f"{least} or {most} arguments"
