"""The registry of activations: by name, and by formula.

A word is a name; what has signs in it, or is the letter t, is a formula. Every process reads the
same from a formula, so that it can travel, be stored and be a part of a key, as its text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from uat.checks import check_name
from uat.core.activations.activation import Activation
from uat.core.activations.formula import canonical_formula, formula_activation
from uat.core.activations.rows import BUILT_IN
from uat.core.registry import Registry
from uat.exceptions import UatError

_WORD = re.compile(r"\s*[A-Za-z_][A-Za-z0-9_]*\s*|\s*")
# Words that mean something in a formula alone: it says what is wrong with them, if anything is.
_OF_FORMULAS = {"t", "x", "y", "z", "pi", "e", "tau"}


@functools.lru_cache(256)
def is_formula(text: str) -> bool:
    """Return whether a text is, or is meant to be, a formula rather than a name."""
    return not _WORD.fullmatch(text) or text.strip() in _OF_FORMULAS


class Activations(Registry[Activation]):
    """Activations by name, and by a formula in the letter t, which is listed nowhere."""

    def __getitem__(self, name: str) -> Activation:
        if isinstance(name, str) and is_formula(name):
            return formula_activation(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        try:
            self[name]  # type: ignore[index]
        except (KeyError, TypeError, UatError):
            return False
        return True

    def named(self, name: str) -> Activation:
        """Return the activation of that name, alias or formula.

        Raises
        ------
        UnknownNameError
            If there is none of that name; the message names the nearest ones.
        ExpressionError
            If a formula cannot be read, or differentiated.
        SettingError
            If a formula is a constant, or has no finite value somewhere.
        """
        if isinstance(name, str) and is_formula(name):
            return formula_activation(name)
        return check_name("activation", name, self)

    def canonical(self, name: str) -> str:
        """Return what an alias stands for, a formula as it is stored, any other name as it is."""
        return canonical_formula(name) if is_formula(name) else super().canonical(name)

    def portable(self, name: str) -> bool:
        """Return whether a fresh process knows it, too: it is built in, or a formula."""
        return is_formula(name) or super().portable(name)


def _aliases(rows: Iterable[Activation]) -> dict[str, str]:
    return {alias: row.name for row in rows for alias in row.aliases}


ACTIVATIONS = Activations("activation", BUILT_IN, _aliases(BUILT_IN))
"""Every activation by name, or by formula; read-only, see `register_activation`."""


def activation_named(name: str) -> Activation:
    """Return the activation of that name, alias or formula in t; see `Activations.named`."""
    return ACTIVATIONS.named(name)
