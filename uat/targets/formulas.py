"""Targets as mathematics: what is typed, and those of the catalogue that are."""

from __future__ import annotations

from uat.exceptions import SettingError, shown
from uat.expressions import Expression, parse
from uat.targets.catalogue import FORMULAS
from uat.targets.target import Target
from uat.targets.target_texts import TargetKind, read_text


def expression_of(target: Target) -> Expression:
    """Return a target as mathematics.

    Raises
    ------
    SettingError
        If it is a function of Python, or one of the catalogue's that no formula is known of.
    """
    text = read_text(target.text) if target.text else None
    if text is not None and text.kind is TargetKind.FORMULA:
        return parse(text.what, target.inputs)
    if text is not None and text.kind is TargetKind.NAME and text.what in FORMULAS:
        return parse(FORMULAS[text.what], target.inputs)
    raise SettingError(
        f"{shown(target.name)} is known by its values only, and not by a formula: type it as "
        "mathematics, such as 'sin(2*pi*x) on [-1, 1]'.",
        "target",
    )
