"""A program as LaTeX that matplotlib can set too.

The steps are run once more, on a stack of texts instead of values. A text knows how tightly it
holds together, and is put in brackets where an operation would tear it apart. A condition that is
used as a number gets Iverson's brackets: [x > 0] is 1 where x > 0 and 0 elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from uat.expressions.names import FUNCTIONS
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

# How tightly a text holds together; what is loose is put in brackets by every operation.
_LOOSE, _SUM, _SIGNED, _PRODUCT, _POWER, _ATOM = range(6)
_COMPARED = {"<=": r"\leq", ">=": r"\geq", "==": "=", "!=": r"\neq"}
_WORD = r"%s \; \mathrm{%s} \; %s"
_IF = r"%s \; \mathrm{if} \; %s \; \mathrm{else} \; %s"
_INPUT = re.compile(r"[a-z](?:_\{[0-9]+\})?")
# An input, or a power of it, as the last factor of a product; which power.
_ENDS_IN = r"(?<![^ -])%s(?:\^\{([0-9]+)\})?$"
_POWER_OF_TEN = re.compile(r"([0-9.]+)[eE]\+?(-?)0*([0-9]+)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """The LaTeX of a part of the formula; `condition` if it says what holds, not a number."""

    text: str
    tightness: int
    condition: bool = False

    def number(self, least: int = _LOOSE) -> str:
        """Return the text as a number that holds together at least as tightly as told."""
        if self.condition:
            return _bracketed("[%s]", self.text)
        return self.text if self.tightness >= least else _bracketed("(%s)", self.text)

    def clause(self, least: int = _LOOSE) -> str:
        """Return the text as a condition."""
        if not self.condition:
            return rf"{self.number(_SUM)} \neq 0"
        return self.text if self.tightness >= least else _bracketed("(%s)", self.text)


def latex_of(program: Program) -> str:
    """Return the formula as LaTeX, without dollar signs."""
    stack: list[_Piece] = []
    for step in program:
        match step:
            case Number():
                stack.append(_number(step.written))
            case Input():
                stack.append(_Piece(re.sub("([0-9]+)", r"_{\1}", step.written), _ATOM))
            case Operation():
                stack[-step.count :] = [_operation(step.sign, stack[-step.count :])]
            case Comparison():
                stack[-step.count :] = [_comparison(step.signs, stack[-step.count :])]
            case Call():
                stack[-step.count :] = [_call(step.name, stack[-step.count :])]
    return stack.pop().number()


def _number(written: str) -> _Piece:
    """Return a number as it was typed, powers of ten written out; or the name of a constant."""
    match = _POWER_OF_TEN.fullmatch(written)
    if match is None:
        return _Piece(f"0{written}" if written.startswith(".") else written.rstrip("."), _ATOM)
    power = f"10^{{{match[2]}{match[3]}}}"
    if match[1] == "1":
        return _Piece(power, _POWER)
    return _Piece(rf"{_number(match[1]).text} \cdot {power}", _PRODUCT)


def _operation(sign: str, pieces: Sequence[_Piece]) -> _Piece:
    first, last = pieces[0], pieces[-1]
    match sign:
        case "+" | "-":
            return _Piece(f"{first.number(_SUM)} {sign} {last.number(_PRODUCT)}", _SUM)
        case "*":
            return _product(first, last)
        case "/":
            return _Piece(rf"\frac{{{first.number()}}}{{{last.number()}}}", _POWER)
        case "%":
            return _Piece(_WORD % (first.number(_ATOM), "mod", last.number(_ATOM)), _LOOSE)
        case "^":
            return _Piece(f"{first.number(_ATOM)}^{{{last.number()}}}", _POWER)
        case _ if sign == NEGATE:
            return _Piece(f"-{last.number(_PRODUCT)}", _SIGNED)
        case _ if sign == CHOOSE:
            return _choice(*pieces)
        case "not":
            return _Piece(rf"\mathrm{{not}} \; {last.clause(_ATOM)}", _LOOSE, condition=True)
        case _:  # and, or
            text = _WORD % (first.clause(_ATOM), sign, last.clause(_ATOM))
            return _Piece(text, _LOOSE, condition=True)


def _product(first: _Piece, last: _Piece) -> _Piece:
    """Return the factors side by side, or with a dot where that would run digits together.

    An input that comes once more is its power: x x is x^2.
    """
    right = last.number(_PRODUCT)
    left = first.number(_SIGNED)
    sign = r"\cdot" if right[0].isdigit() else r"\,"
    # -a b is (-a) b, and bears no more than a sign does.
    signed = first.tightness == _SIGNED and not first.condition
    repeated = _INPUT.fullmatch(right) and re.search(_ENDS_IN % re.escape(right), left)
    if repeated:
        front, power = left[: repeated.start()], int(repeated[1] or 1) + 1
        tightness = _SIGNED if signed else _PRODUCT if front else _POWER
        return _Piece(f"{front}{right}^{{{power}}}", tightness)
    return _Piece(f"{left} {sign} {right}", _SIGNED if signed else _PRODUCT)


def _choice(value: _Piece, condition: _Piece, otherwise: _Piece) -> _Piece:
    return _Piece(_IF % (value.number(_SUM), condition.clause(), otherwise.number(_SUM)), _LOOSE)


def _comparison(signs: Sequence[str], pieces: Sequence[_Piece]) -> _Piece:
    texts = [pieces[0].number(_SUM)]
    for sign, piece in zip(signs, pieces[1:], strict=True):
        texts += [_COMPARED.get(sign, sign), piece.number(_SUM)]
    return _Piece(" ".join(texts), _ATOM, condition=True)


def _call(name: str, pieces: Sequence[_Piece]) -> _Piece:
    if name == "where":
        return _choice(pieces[1], pieces[0], pieces[2])
    function = FUNCTIONS[name]
    template = function.template or rf"\mathrm{{{name}}}(%s)"
    texts = [piece.number() for piece in pieces]
    if template.count("%s") == 1:
        texts = [", ".join(texts)]
    return _Piece(_bracketed(template, *texts), _ATOM if function.atomic else _POWER)


def _bracketed(template: str, *texts: str) -> str:
    """Return the template filled in, its brackets as high as fractions in them."""
    if any(r"\frac" in text for text in texts):
        template = re.sub(r"([(\[])%s", r"\\left\1%s", template)
        template = re.sub(r"%s([)\]])", r"%s\\right\1", template)
    return template % tuple(texts)
