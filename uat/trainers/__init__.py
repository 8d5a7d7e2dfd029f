"""Trainers: one algorithm a file, one protocol for all, and a registry of their names."""

from __future__ import annotations

import dataclasses
from typing import Any

from uat.checks import check_name
from uat.exceptions import SettingError
from uat.trainers.adam import Adam
from uat.trainers.base import GRIDS, INTEGRATED, SOBOL, UNIFORM, FitResult, StopReason, Trainer
from uat.trainers.bayesian_regularization import BayesianRegularization
from uat.trainers.gradient_descent import GradientDescent
from uat.trainers.greedy import Greedy
from uat.trainers.lbfgs import LBFGS
from uat.trainers.levenberg_marquardt import LevenbergMarquardt
from uat.trainers.random_features import RandomFeatures
from uat.trainers.staircase import Staircase
from uat.trainers.starts import draw_start
from uat.trainers.variable_projection import VariableProjection

__all__ = [
    "GRIDS",
    "INTEGRATED",
    "LBFGS",
    "SOBOL",
    "TRAINERS",
    "UNIFORM",
    "Adam",
    "BayesianRegularization",
    "FitResult",
    "GradientDescent",
    "Greedy",
    "LevenbergMarquardt",
    "RandomFeatures",
    "Staircase",
    "StopReason",
    "Trainer",
    "VariableProjection",
    "draw_start",
    "make_trainer",
    "settings_of",
]

_KINDS: tuple[type[Any], ...] = (
    GradientDescent,
    Adam,
    LBFGS,
    LevenbergMarquardt,
    VariableProjection,
    BayesianRegularization,
    RandomFeatures,
    Greedy,
    Staircase,
)

TRAINERS: dict[str, type[Any]] = {kind.name: kind for kind in _KINDS}


def make_trainer(name: str, **settings: Any) -> Trainer:
    """Return the trainer of that name with those settings; the others keep their defaults.

    Raises
    ------
    UnknownNameError
        If there is no such trainer.
    SettingError
        If it has no such setting, or the setting is out of range.
    """
    known = settings_of(name)
    for setting in settings:
        if setting not in known:
            raise SettingError(f"{name} has no setting {setting!r}; it has {', '.join(known)}.")
    trainer: Trainer = TRAINERS[name](**settings)
    return trainer


def settings_of(name: str) -> list[str]:
    """Return the names of a trainer's settings.

    Raises
    ------
    UnknownNameError
        If there is no such trainer.
    """
    return [field.name for field in dataclasses.fields(check_name("trainer", name, TRAINERS))]
