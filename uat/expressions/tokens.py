"""Text cut into numbers, names and signs; the only look that is taken at single characters.

Only ASCII is let through. (Python would take a full-width s for an s.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from uat.exceptions import ExpressionError

LONGEST_TEXT = 2_000
"""Characters that are read at most."""

WORDS = ("if", "else", "and", "or", "not")
"""Names that are signs."""

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>\*\*|[<>=!]=|[-+*/%^(),<>])"
    r"|(?P<space>[ \t\r\n]+)"
)
_LONGEST_QUOTE = 24
_INSTEAD = {
    "=": "write only what the function is equal to, without '='; == compares",
    "[": "write ( and )",
    "]": "write ( and )",
    "{": "write ( and )",
    "}": "write ( and )",
    "|": "write abs(...), or the word or",
    "&": "write the word and",
    "!": "write gamma(n + 1) for a factorial, the word not for the opposite",
    "\N{GREEK SMALL LETTER PI}": "write pi",
    "\N{SUPERSCRIPT TWO}": "write ^2",
    "\N{SUPERSCRIPT THREE}": "write ^3",
    "\N{MINUS SIGN}": "write -",
    "\N{EN DASH}": "write -",
    "\N{MULTIPLICATION SIGN}": "write *",
    "\N{MIDDLE DOT}": "write *",
    "\N{DOT OPERATOR}": "write *",
    "\N{DIVISION SIGN}": "write /",
    "\N{SQUARE ROOT}": "write sqrt(...)",
    "\N{LESS-THAN OR EQUAL TO}": "write <=",
    "\N{GREATER-THAN OR EQUAL TO}": "write >=",
    "\N{NOT EQUAL TO}": "write !=",
}
_MEANINGLESS = "it has no meaning in a formula"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text and where it stands.

    Parameters
    ----------
    kind : "number", "name", "sign", or "end" behind the last one
    text : the characters
    column : that of the first character, counted from 1
    """

    kind: str
    text: str
    column: int

    def __str__(self) -> str:
        """Return the token as a message shows it: short, on one line."""
        if self.kind == "end":
            return "the end"
        long = len(self.text) > _LONGEST_QUOTE
        return repr(f"{self.text[: _LONGEST_QUOTE - 3]}..." if long else self.text)

    @property
    def begins_operand(self) -> bool:
        """Whether it begins something that has a value, and does nothing else."""
        return self.kind in ("number", "name") or self.text in ("(", "not")

    def fail(self, said: str) -> NoReturn:
        """Raise an `ExpressionError` that points here."""
        raise ExpressionError(f"{self} at column {self.column}{said}.")


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, from left to right, and one of kind "end".

    Raises
    ------
    ExpressionError
        If the text is too long or a character has no place in a formula; one line, with the column.
    """
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(
            f"a formula ends at column {LONGEST_TEXT:,} at the latest; this one has "
            f"{len(text):,} characters."
        )
    place = 0
    while match := _TOKEN.match(text, place):
        kind, found = str(match.lastgroup), match.group()
        if kind == "name" and found in WORDS:
            kind = "sign"
        if kind != "space":
            yield Token(kind, found, place + 1)
        place = match.end()
    if place < len(text):
        Token("sign", text[place], place + 1).fail(f": {_INSTEAD.get(text[place], _MEANINGLESS)}")
    yield Token("end", "", len(text) + 1)


def spelling(text: str) -> str:
    """Return a formula in the one spelling that all have who differ in blanks and in ** for ^.

    Raises
    ------
    ExpressionError
        As `tokens_of` does.
    """
    spelt = ""
    for token in tokens_of(text):
        piece = "^" if token.text == "**" else token.text
        beside = spelt[-1:].isalnum() and token.kind != "end" and piece[0].isalnum()
        apart = token.text in WORDS and spelt[-1:] not in ("", "(", " ")
        spelt += f"{' ' if beside or apart else ''}{piece}{' ' if token.text in WORDS else ''}"
    return spelt.replace(",", ", ").rstrip()


def between_commas(text: str) -> list[str]:
    """Return the pieces of a list of formulas: between commas that are in no bracket."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces
