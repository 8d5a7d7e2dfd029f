"""One way to name a target in a line of text, read here and nowhere else.

    sine                                     a name of the catalogue
    sin(5*x) on [-1, 1]                      mathematics, and where
    sin(x*y) on [0, pi] x [0, 1]             a side for each input; ends may be mathematics, too
    mymodule:decay on [0, 10]                a Python function of the user's own
    data.csv, data.csv#a,b->y                a table; its inputs and its outputs by name or number

and behind it, where wanted, `with kinks 0.5, 1` (inputs at which it or its derivative jumps) and
`as ripple` (a short name: a word of letters, digits and _). "on", "with" and "as" are no words of
mathematics, and [ is no sign of it, so that nothing can be read in two ways; the path of a table
ends with .csv, .tsv, .txt or .dat.

`TargetText` is such a line taken apart; its `str` is the one spelling that equal ones have in
common, in which numbers keep every bit. What it says is not evaluated here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from uat.core.domains import Box, digits
from uat.exceptions import ExpressionError, SettingError, UnknownNameError, nearest_names, shown
from uat.expressions import between_commas, constant, parse, spelling
from uat.io.columns import names_in, names_text
from uat.io.files import TABLE_ENDINGS
from uat.targets.catalogue import TARGETS
from uat.targets.python_functions import FUNCTION

LONGEST_NAME = 60
"""Characters of a short name."""

_ENDINGS = "|".join(ending.removeprefix(".") for ending in sorted(TABLE_ENDINGS))
_TABLE = re.compile(
    rf"(?P<path>[^#]+?\.(?:{_ENDINGS})|[^#]+(?=\#))(?:\#(?P<columns>.*?))?"
    r"(?:\s+as(?P<name>\s+\S+|\s*$))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_AS = re.compile(
    r"(?P<rest>.*?)(?<![\w.])as(?!\w)(?P<clause>(?:\s+[^\s\[\]()+*/^,]*)?)\s*", re.DOTALL
)
_KINKS = re.compile(r"(?P<rest>.*?)(?<![\w.])with\s+kinks?(?!\w)(?P<clause>.*)", re.DOTALL)
_ON = re.compile(r"(?<![\w.])on\s*(?=\[)")
_ON_WHAT = re.compile(r"(?<![\w.])on(?![\w.:])")
_SIDE_ALONE = re.compile(r".*\[[^\[\],]+,[^\[\]]+\]\s*", re.DOTALL)
_SIDE = re.compile(r"\s*\[(?P<ends>[^\[\]]*)\](?:\s*\^\s*(?P<times>\d{1,3})(?!\d))?")
_TIMES = re.compile("\\s*[xX*\N{MULTIPLICATION SIGN}](?=\\s*\\[)")
# What may have been meant as a name: words so much like one.
_WORDS = re.compile(r"[a-zA-Z]+([ -][a-zA-Z]+)*")
_ALIKE = 0.7


class TargetKind(StrEnum):
    """What a target text names."""

    NAME = "name"
    FORMULA = "formula"
    FUNCTION = "function"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class TargetText:
    """A line of text that names a target, taken apart.

    Parameters
    ----------
    kind : which of the four forms it has
    what : the name, the formula as it was typed, module:function, or the path of the table
    domain : where; None if the text does not say
    kinks : inputs at which it or its derivative jumps, rising
    name : the short name; empty if there is none but its own
    inputs, outputs : columns of a table by name or number; empty for what is left over, and the
        last
    """

    kind: TargetKind
    what: str
    domain: Box | None = None
    kinks: tuple[float, ...] = ()
    name: str = ""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the text that equal ones have in common."""
        what = spelling(self.what) if self.kind is TargetKind.FORMULA else self.what
        if self.inputs or self.outputs:
            what += f"#{names_text(self.inputs)}->{names_text(self.outputs)}"
        if self.domain is not None:
            what += f" on {_domain_text(self.domain)}"
        if self.kinks:
            what += f" with kinks {', '.join(map(digits, self.kinks))}"
        return f"{what} as {self.name}" if self.name else what

    @property
    def own_name(self) -> str:
        """What the target is called where no short name is given."""
        if self.kind is TargetKind.FUNCTION:
            return re.split("[.:]", self.what)[-1]
        return Path(self.what).stem if self.kind is TargetKind.TABLE else self.what

    @property
    def needs_domain(self) -> bool:
        """Whether it lacks a domain that goes without saying of no other target."""
        lacks = self.domain is None
        return lacks and self.kind in (TargetKind.FORMULA, TargetKind.FUNCTION)

    def is_own_name(self, name: str) -> bool:
        """Return whether a name says no more than the text without one.

        The blanks of a formula do not matter.
        """
        if self.kind is not TargetKind.FORMULA:
            return name == self.own_name
        try:
            return spelling(name) == spelling(self.what)
        except ExpressionError:
            return False


def read_text(text: str) -> TargetText:
    """Return what a line of text names; see the first lines of this module.

    Raises
    ------
    ExpressionError
        If mathematics in it cannot be read, the ends of its domain among it.
    SettingError
        If a domain, kinks or a short name is none, or there is nothing but them.
    UnknownNameError
        If what reads like a name of the catalogue is none.
    """
    if text in TARGETS:
        return TargetText(TargetKind.NAME, text)
    if table := _TABLE.fullmatch(text.strip()):
        return _table(table)
    rest, name = _clause(_AS, text)
    rest, kinks = _clause(_KINKS, rest)
    if name is None:
        rest, name = _clause(_AS, rest)
    what, domain = _what_and_where(rest)
    kind = _kind_of(what, domain)
    if kind is not TargetKind.FORMULA:
        what = what.strip()
    else:
        what = spelling(what) if domain is not None else " ".join(what.split())
    if kind is TargetKind.NAME and domain == TARGETS[what].domain:
        domain = None
    numbers = () if kinks is None else _kinks(kinks)
    return _named(TargetText(kind, what, domain, numbers), name)


@functools.lru_cache(1024)
def canonical_text(text: str) -> str:
    """Return the spelling that equal texts have in common, or the text as it is if it is none."""
    if text in TARGETS:
        return text
    try:
        return str(read_text(text))
    except (ExpressionError, SettingError, UnknownNameError):
        return text


def is_table(text: str) -> bool:
    """Return whether a text names columns of a file rather than a function."""
    return _TABLE.fullmatch(text.strip()) is not None


def is_short_name(name: str) -> bool:
    """Return whether it is a word that a target of the user's own may be called by."""
    return name.isidentifier() and len(name) <= LONGEST_NAME and name not in TARGETS


def check_short_name(name: str) -> str:
    """Return a short name.

    Raises
    ------
    SettingError
        If it is no word of letters, digits and _, is too long, or is one of the catalogue.
    """
    if name in TARGETS:
        raise SettingError(f"{name} is a target of the catalogue: choose another short name.")
    if not is_short_name(name):
        raise SettingError(
            "a short name is a word of letters, digits and _ that begins with a letter, at most "
            f"{LONGEST_NAME} long, not {shown(name)}."
        )
    return name


def _named(text: TargetText, name: str | None) -> TargetText:
    """Return the text with a short name, unless it is its own."""
    if name is None or name == text.own_name:
        return text
    own = text.kind, text.what, text.domain, text.kinks
    return TargetText(*own, check_short_name(name), text.inputs, text.outputs)


def _table(match: re.Match[str]) -> TargetText:
    """Return what names columns of a file."""
    path, columns, name = match["path"].strip(), match["columns"], match["name"]
    inputs: Sequence[str] = ()
    outputs: Sequence[str] = ()
    if columns is not None:
        before, arrow, after = columns.partition("->")
        if not arrow or not (before.strip() or after.strip()):
            raise SettingError(
                f"columns are written behind the table as {path}#inputs->outputs, such as "
                f"{path}#a,b->y, not {shown(columns)}."
            )
        inputs, outputs = names_in(before.strip()), names_in(after.strip())
    text = TargetText(TargetKind.TABLE, path, inputs=tuple(inputs), outputs=tuple(outputs))
    return _named(text, None if name is None else name.strip())


def _clause(pattern: re.Pattern[str], text: str) -> tuple[str, str | None]:
    """Return what stands before a clause at the end of a text, and what the clause says."""
    match = pattern.fullmatch(text)
    return (match["rest"], match["clause"].strip()) if match else (text, None)


def _what_and_where(text: str) -> tuple[str, Box | None]:
    """Return what is to be approximated, as typed, and the domain, None if there is none."""
    match = _ON.search(text)
    if match is None:
        if _ON_WHAT.search(text):
            raise SettingError(f"a domain is written in brackets, as on [0, 1], not {shown(text)}.")
        if text.lstrip().startswith("["):
            raise SettingError(
                f"{shown(text.strip())} says where, but not what: write for example "
                "sin(5*x) on [-1, 1]."
            )
        if _SIDE_ALONE.fullmatch(text):
            raise SettingError(
                f"write on before the domain, as in sin(5*x) on [-1, 1], not {shown(text)}."
            )
        return text, None
    what, where = text[: match.start()], text[match.end() :]
    if not what.strip():
        raise SettingError(
            f"{shown(text.strip())} says where, but not what: write for example "
            f"sin(5*x) on {where.strip()}."
        )
    return what, _domain(where)


def _domain(text: str) -> Box:
    """Return the box that a text such as [0, pi] x [0, 1] says, or [0, 1]^3."""
    lower: list[float] = []
    upper: list[float] = []
    place = 0
    while side := _SIDE.match(text, place):
        low, high = _ends(side["ends"])
        times = int(side["times"] or 1)
        lower += [low] * times
        upper += [high] * times
        between = _TIMES.match(text, side.end())
        place = between.end() if between else side.end()
        if between is None:
            break
    if rest := text[place:].strip():
        raise SettingError(
            f"{shown(rest)} is no part of a domain such as [0, 1] or [0, pi] x [0, 1]; behind it "
            "may stand 'with kinks 0.5, 1' and 'as name'."
        )
    return Box(tuple(lower), tuple(upper))


def _ends(text: str) -> tuple[float, float]:
    """Return the two numbers of a side, which may be mathematics."""
    ends = between_commas(text)
    if len(ends) != 2:
        raise SettingError(f"a side of a domain is [low, high], not {shown(f'[{text}]')}.")
    low, high = map(_number, ends)
    return low, high


def _kinks(text: str) -> tuple[float, ...]:
    """Return the numbers of a list of kinks, rising, each once."""
    if not text:
        raise SettingError("say where the kinks are, as in with kinks 0.5, 1.")
    return tuple(sorted({_number(piece) for piece in between_commas(text)}))


def _number(text: str) -> float:
    """Return a number that may be mathematics; 0 has one sign."""
    try:
        return constant(text) + 0.0
    except ExpressionError as problem:
        raise ExpressionError(f"in {shown(text.strip())}: {problem}") from None


def _kind_of(what: str, domain: Box | None) -> TargetKind:
    """Return what kind of thing is named; of mathematics, see that it can be read."""
    if domain is not None and is_table(what):
        raise SettingError(f"{shown(what.strip())} is a table: its rows say where, not a domain.")
    if what.strip() in TARGETS:
        return TargetKind.NAME
    if FUNCTION.fullmatch(what.strip()):
        return TargetKind.FUNCTION
    try:
        parse(what, None if domain is None else domain.inputs)
    except ExpressionError:
        if _is_name(what.strip()):
            raise UnknownNameError("target", what.strip(), TARGETS) from None
        raise
    return TargetKind.FORMULA


def _is_name(text: str) -> bool:
    """Return whether what is no mathematics was meant as the name of a target."""
    if text.isidentifier():
        return not set(text) <= set("xyz")
    words = _WORDS.fullmatch(text) is not None
    return words and bool(nearest_names(text, TARGETS, most=1, alike=_ALIKE))


def _domain_text(domain: Box) -> str:
    """Return a domain as a text names it, every bit of its bounds kept."""
    sides = [
        f"[{digits(low + 0.0)}, {digits(high + 0.0)}]"
        for low, high in zip(domain.lower, domain.upper, strict=True)
    ]
    return " x ".join(sides)
