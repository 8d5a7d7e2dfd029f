"""Trainers: one algorithm a file, one protocol for all, and a registry of their names."""

from __future__ import annotations

from typing import Any

from uat.exceptions import SettingError, UnknownNameError
from uat.trainers.adam import Adam
from uat.trainers.base import GRIDS, INTEGRATED, UNIFORM, FitResult, StopReason, Trainer
from uat.trainers.gradient_descent import GradientDescent
from uat.trainers.starts import draw_start

__all__ = [
    "GRIDS",
    "INTEGRATED",
    "TRAINERS",
    "UNIFORM",
    "Adam",
    "FitResult",
    "GradientDescent",
    "StopReason",
    "Trainer",
    "draw_start",
    "make_trainer",
]

TRAINERS: dict[str, type[GradientDescent] | type[Adam]] = {
    GradientDescent.name: GradientDescent,
    Adam.name: Adam,
}


def make_trainer(name: str, **settings: Any) -> Trainer:
    """Return the trainer of that name with those settings; the others keep their defaults.

    Raises
    ------
    UnknownNameError
        If there is no such trainer.
    SettingError
        If it has no such setting, or the setting is out of range.
    """
    if name not in TRAINERS:
        raise UnknownNameError("trainer", name, TRAINERS)
    kind = TRAINERS[name]
    for setting in settings:
        if setting not in kind.__dataclass_fields__:
            raise SettingError(
                f"{name} has no setting {setting!r}; it has {', '.join(kind.__dataclass_fields__)}."
            )
    return kind(**settings)
