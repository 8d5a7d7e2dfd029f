r"""What the examples of the theorem are called, whoever brings them.

A target of the catalogue has a name and a formula, a Python function a name, mathematics typed in
a formula and often no name but itself. In a sentence a formula is read as it was typed, if it is
short, and else by its place: "the second target". On a slide it is set, if every format can set it
and there is room for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matplotlib.mathtext import MathTextParser

from uat.exceptions import MissingPackageError, SettingError
from uat.io.wording import in_words, shortened
from uat.slides.formulas import plain_formula
from uat.slides.markup import escaped
from uat.targets.catalogue import TARGETS
from uat.targets.lookup import is_portable
from uat.targets.target import Target
from uat.targets.target_texts import TargetKind, TargetText, read_text
from uat.targets.user_targets import OWN_SOURCES

# Characters: of a formula in a cell of a table, and in a line of text beside other words; of one
# that is read in a sentence as it was typed; of what is typed, in a note.
_IN_A_CELL, _IN_A_LINE, _IN_A_SENTENCE, _IN_A_NOTE = 24, 50, 32, 200
_PLACES = ("first", "second", "third")
# LaTeX that is not seen, or no wider than a letter or two.
_UNSEEN = re.compile(r"[{}^_\s]|\\(?:left|right|mathrm|[,;])|(?<=\\)(?:frac|[lr]floor|[lr]ceil)")


def called(target: Target, examples: Sequence[Target]) -> str:
    """Return how an example is read in a sentence, plain: wave, sin(5*x), the second target."""
    if not _is_nameless(target):
        return in_words(target.name)
    if len(target.name) <= _IN_A_SENTENCE:
        return target.name
    if len(examples) == 1:
        return "the target"
    return f"the {_PLACES[examples.index(target)]} target"


def name_shown(target: Target) -> str:
    """Return the name that heads a panel, plain; empty where the formula is all there is."""
    return "" if _is_nameless(target) else in_words(target.name)


def formula_shown(target: Target) -> str:
    """Return the formula as LaTeX; empty if there is none that says more than the name."""
    bare = target.name.replace("_", r"\_")
    says_no_more = target.formula in (rf"\mathrm{{{bare}}}(x)", "f(x)")  # or fills pages
    if says_no_more or not _can_be_set(target.formula):
        return ""
    return target.formula


def in_a_cell(target: Target, examples: Sequence[Target]) -> str:
    """Return the name of an example and its formula, if that is short, as inline text."""
    formula = formula_shown(target)
    if not formula or _length(formula) > _IN_A_CELL:
        return escaped(called(target, examples))
    if _is_nameless(target):
        return f"${formula}$"
    return f"{escaped(called(target, examples))}: ${formula}$"


def as_function(target: Target, examples: Sequence[Target]) -> str:
    """Return an example as the f of a sentence, and where it is looked at, as inline text."""
    formula = formula_shown(target)
    fits = formula and _length(formula) <= _IN_A_LINE
    what = f"$f(x) = {formula}$" if fits else escaped(called(target, examples))
    return f"{what} on {target.domain}"


def definition(target: Target) -> str:
    """Return what an example of the user's own is, plain, as it was typed; else nothing."""
    if target == TARGETS.get(target.name):
        return ""
    text = _text_of(target)
    what = in_words(target.name)
    if text is not None and text.kind is TargetKind.FORMULA:
        typed = shortened(text.what, _IN_A_NOTE)
        what = typed if _is_nameless(target) else f"{what}, which is {typed}"
    source = "" if target.source in OWN_SOURCES else f" ({target.source})"
    return f"{what} on {target.domain}{source}"


def _is_nameless(target: Target) -> bool:
    """Return whether it is mathematics that has no name but itself."""
    text = _text_of(target)
    return text is not None and text.kind is TargetKind.FORMULA and text.is_own_name(target.name)


def _text_of(target: Target) -> TargetText | None:
    """Return the text that names a target to any process, None if there is none."""
    return read_text(target.text) if target.text and is_portable(target.text) else None


def _length(latex: str) -> int:
    """Return about how many characters wide a formula is."""
    return len(_UNSEEN.sub("", latex))


@cache
def _can_be_set(latex: str) -> bool:
    """Return whether matplotlib and the writers of the deck understand a formula."""
    if not latex or "$" in latex or "\n" in latex:
        return False
    try:
        MathTextParser("path").parse(f"${latex}$")
        plain_formula(latex)
    except MissingPackageError:
        return True  # then no format is written that would need it
    except (SettingError, ValueError):
        return False
    return True
