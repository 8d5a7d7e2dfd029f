"""Targets by their text: how runs name them, and how a process comes to know them.

A run carries a text (`uat.targets.target_texts`), never a function; `target_of` is the one place
where that becomes a target again. What has no text that another process could read, such as a
lambda, is remembered here under a text that says so, and is known to this process alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from uat.exceptions import DataFileError, SettingError, UatError, shown
from uat.io.wording import in_words
from uat.targets.catalogue import TARGETS
from uat.targets.python_functions import fingerprint
from uat.targets.target import Target
from uat.targets.target_texts import TargetKind, read_text
from uat.targets.user_targets import Given, as_target

_HERE = " (of this process)"
# Points along each input on which a target is compared with what its text says.
_COMPARED = 100

_known: dict[str, Target] = {}


def target_of(text: str) -> Target:
    """Return the target that a run names by that text.

    Raises
    ------
    UatError
        As `uat.targets.user_targets.as_target` does; if it was known to another process only.
    """
    if text in TARGETS:
        return TARGETS[text]
    if text not in _known:
        if not is_portable(text):
            raise SettingError(f"{described(text)} was known to another process only.")
        _known[text] = as_target(text)
    return _known[text]


def is_portable(text: str) -> bool:
    """Return whether a fresh process, too, can make the target of that text."""
    return not text.endswith(_HERE)


def known_target(given: Given) -> Target:
    """Return what the user hands in as a target by whose `text` this process knows it.

    Raises
    ------
    UatError
        As `uat.targets.user_targets.as_target` does.
    """
    if isinstance(given, Target) and _known.get(given.text) is given:
        return given
    if isinstance(given, str) and not is_portable(given):
        return target_of(given)
    target = as_target(given)
    if target.name in TARGETS and target == TARGETS[target.name]:
        return target
    if target.text and not _says_the_same(target):
        target = replace(target, text="")
    return remember(target)


def remember(target: Target) -> Target:
    """Make a target known to this process by its text, which it is given if it has none."""
    if not target.text:
        others = [text for text, known in _known.items() if known != target]
        target = replace(target, text=text_here(f"{target.name} on {target.domain}", others))
    _known[target.text] = target
    return target


def fingerprint_of(text: str) -> str:
    """Return a hash of what a text only points at, a function's source or a table's content.

    Empty of what is all in the text: a name, mathematics, or what this process alone knows.

    Raises
    ------
    DataFileError
        If there is no such table.
    SettingError
        If there is no such function.
    """
    if text in TARGETS or not is_portable(text):
        return ""
    spoken = read_text(text)
    if spoken.kind is TargetKind.FUNCTION:
        return fingerprint(spoken.what)
    if spoken.kind is not TargetKind.TABLE:
        return ""
    try:
        return hashlib.sha256(Path(spoken.what).read_bytes()).hexdigest()
    except OSError as problem:
        raise DataFileError(f"{spoken.what}: {problem.strerror}.") from None


def name_of(text: str) -> str:
    """Return what the target of a text is called in tables, figures and names of files.

    Nothing is evaluated.
    """
    if text in TARGETS:
        return text
    if text in _known:
        return _known[text].name
    if not is_portable(text):
        return text.removesuffix(_HERE)
    try:
        spoken = read_text(text)
    except UatError:
        return text
    return spoken.name or spoken.own_name


def described(text: str) -> str:
    """Return a text as a message quotes it."""
    return shown(text.removesuffix(_HERE))


def target_in_words(text: str) -> str:
    """Return how the target of a text is read in a sentence: "two tones", "sin(5*x)"."""
    return in_words(name_of(text))


def by_complexity(texts: Iterable[str]) -> list[Target]:
    """Return the targets of some texts by number of inputs, then rising complexity, then name."""
    targets = [target_of(text) for text in dict.fromkeys(texts)]
    return sorted(targets, key=lambda t: (t.inputs, float(f"{t.complexity:.6g}"), t.name))


def _says_the_same(target: Target) -> bool:
    """Return whether a text still says what a target is; another may have been made of it."""
    again = as_target(target.text)
    if (again.domain, again.kinks) != (target.domain, target.kinks):
        return False
    x = target.training_grid(_COMPARED**target.inputs if target.domain.gridded else _COMPARED)
    return np.array_equal(again(x), target(x))


def text_here(text: str, taken: Collection[str]) -> str:
    """Return a text for what is known to this process only, that nothing else has."""
    number, candidate = 1, f"{text}{_HERE}"
    while candidate in taken:
        number += 1
        candidate = f"{text}, {number}{_HERE}"
    return candidate
