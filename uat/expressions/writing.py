"""A program written down again: as it is typed, or in another language.

The steps are run once more, on a stack of texts. A text knows how tightly it holds together, and
is put in brackets where an operation would tear it apart, and only there: so that two ways of
typing the same steps are written alike.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from uat.exceptions import ExpressionError
from uat.expressions.dialects import Dialect
from uat.expressions.names import CONSTANTS, SYNONYMS
from uat.expressions.reading import COMPARED, SIGNED, TIGHTNESS
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
from uat.expressions.tokens import LONGEST_TEXT

_LOOSE, _ATOM = 0, 9
_NAMES = {latex: name for name, (_, latex) in CONSTANTS.items()}
# Some templates name an argument twice, and so does a chain of comparisons.
_LONGEST_WRITTEN = 10 * LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text of a part; `condition` if it says what holds, and is no number."""

    text: str
    tightness: int = _ATOM
    condition: bool = False

    def within(self, least: int) -> str:
        """Return the text as one that holds together at least as tightly as told."""
        return self.text if self.tightness >= least else f"({self.text})"


def typed(program: Program) -> str:
    """Return the formula as it is typed, with no blank and no bracket that it does not need.

    What is read from it is the same program, but for how its numbers are written.
    """
    stack: list[_Piece] = []
    for step in program:
        match step:
            case Number():
                stack.append(_Piece(_NAMES.get(step.written) or _digits(step.value)))
            case Input():
                stack.append(_Piece(step.written))
            case Operation():
                stack[-step.count :] = [_typed_operation(step.sign, stack[-step.count :])]
            case Comparison():
                first, *others = (piece.within(COMPARED + 1) for piece in stack[-step.count :])
                pairs = "".join(map("".join, zip(step.signs, others, strict=True)))
                stack[-step.count :] = [_Piece(first + pairs, COMPARED)]
            case Call():
                name = SYNONYMS.get(step.name, step.name)
                inside = ",".join(piece.text for piece in stack[-step.count :])
                stack[-step.count :] = [_Piece(f"{name}({inside})")]
    return stack.pop().text


def _digits(value: float) -> str:
    """Return all digits of a number, and no point where there is nothing behind it."""
    return repr(value).removesuffix(".0")


def _typed_operation(sign: str, pieces: Sequence[_Piece]) -> _Piece:
    first, last = pieces[0], pieces[-1]
    if sign == CHOOSE:
        # One choice ends where the next begins, so that the last part may be one, too.
        text = f"{first.within(1)} if {pieces[1].within(1)} else {last.within(1)}"
        return _Piece(text, _LOOSE)
    if sign == NEGATE:
        return _Piece(f"-{last.within(SIGNED)}", SIGNED)
    own = TIGHTNESS.get(sign, _LOOSE)
    if sign == "not":
        return _Piece(f"not {last.within(COMPARED)}", COMPARED - 1)
    if sign in ("and", "or"):
        return _Piece(f"{first.within(own)} {sign} {last.within(own + 1)}", own)
    if sign == "^":
        return _Piece(f"{first.within(_ATOM)}^{last.within(own)}", own)
    return _Piece(f"{first.within(own)}{sign}{last.within(own + 1)}", own)


def written_in(program: Program, dialect: Dialect, variable: str) -> str:
    """Return the formula of one input in another language.

    Parameters
    ----------
    variable : what the input is called there

    Raises
    ------
    ExpressionError
        If the language does not have one of its functions, which is named, or the text would be
        far longer than what was typed.
    """
    writer = _Writer(dialect)
    stack: list[_Piece] = []
    for step in program:
        match step:
            case Number():
                stack.append(writer.number(step.value))
            case Input():
                stack.append(_Piece(variable))
            case Operation():
                stack[-step.count :] = [writer.operation(step.sign, stack[-step.count :])]
            case Comparison():
                stack[-step.count :] = [writer.comparison(step.signs, stack[-step.count :])]
            case Call():
                name = SYNONYMS.get(step.name, step.name)
                stack[-step.count :] = [writer.call(name, stack[-step.count :])]
        if len(stack[-1].text) > _LONGEST_WRITTEN:
            raise ExpressionError(f"the formula is too long to be written in {dialect.title}.")
    return writer.as_number(stack.pop()).text


class _Writer:
    """Writes steps in one language; + - * / and comparisons are the same in all of them."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def number(self, value: float) -> _Piece:
        """Return a number with all its digits."""
        return _Piece(repr(value) if self._dialect.real else _digits(value))

    def as_number(self, piece: _Piece) -> _Piece:
        """Return a condition as 1 or 0, a number as it is."""
        return _Piece(self._dialect.truth.format(piece.text)) if piece.condition else piece

    def condition(self, piece: _Piece) -> str:
        """Return a number as the condition that it is not 0, a condition as it is."""
        return piece.text if piece.condition else f"({piece.within(COMPARED + 1)} != 0)"

    def operation(self, sign: str, pieces: Sequence[_Piece]) -> _Piece:
        """Return an operation of pieces."""
        dialect = self._dialect
        if sign == CHOOSE:
            return self.choice(pieces[1], pieces[0], pieces[2])
        if sign in ("and", "or", "not"):
            template = {"and": dialect.both, "or": dialect.either, "not": dialect.negation}[sign]
            return _Piece(template.format(*map(self.condition, pieces)), condition=True)
        numbers = [self.as_number(piece) for piece in pieces]
        if sign == NEGATE:
            return _Piece(f"-{numbers[0].within(SIGNED + 1)}", SIGNED)
        templates = {"^": dialect.power, "%": dialect.remainder}
        if sign in templates:
            template = templates[sign]
            texts = [number.within(_ATOM) for number in numbers]
            own = TIGHTNESS["^"] if template.startswith("{}") else _ATOM
            return _Piece(template.format(*texts), own)
        own = TIGHTNESS[sign]
        first, last = numbers[0].within(own), numbers[1].within(own + 1)
        return _Piece(f"{first} {sign} {last}", own)

    def choice(self, condition: _Piece, value: _Piece, otherwise: _Piece) -> _Piece:
        """Return one of two values."""
        texts = (self.as_number(piece).within(1) for piece in (value, otherwise))
        return _Piece(self._dialect.choice.format(self.condition(condition), *texts))

    def comparison(self, signs: Sequence[str], pieces: Sequence[_Piece]) -> _Piece:
        """Return a chain of comparisons, pair by pair."""
        texts = [self.as_number(piece).within(COMPARED + 1) for piece in pieces]
        pairs = [f"({a} {s} {b})" for s, a, b in zip(signs, texts, texts[1:], strict=False)]
        return _Piece(functools.reduce(self._dialect.both.format, pairs), condition=True)

    def call(self, name: str, pieces: Sequence[_Piece]) -> _Piece:
        """Return a function of pieces."""
        if name == "where":
            return self.choice(*pieces)
        template = self._dialect.functions.get(name)
        if template is None:
            raise self._missing(name)
        texts = [self.as_number(piece).text for piece in pieces]
        if name == "heaviside" and len(texts) == 1:
            texts.append("1.0")
        if name in ("min", "max"):
            return _Piece(functools.reduce(template.format, texts))
        return _Piece(template.format(*texts), _tightness_of(template))

    def _missing(self, name: str) -> ExpressionError:
        return ExpressionError(f"{self._dialect.title} has no {name}")


def _tightness_of(template: str) -> int:
    """Return how tightly what a template makes holds together."""
    return TIGHTNESS["^"] if "^" in template and not template.startswith("((") else _ATOM
