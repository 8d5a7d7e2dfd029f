"""What a fit is given when nobody says otherwise: a trainer that can, and points to be fitted."""

from __future__ import annotations

from collections.abc import Mapping

from uat.core.activations import activation_named
from uat.core.domains import MOST_GRIDDED_INPUTS
from uat.exceptions import SettingError, shown
from uat.trainers import INTEGRATED, Trainer, make_trainer

DEFAULT_TRAINER = "variable_projection"
DEFAULT_TRAINER_OF_MANY_INPUTS = "bayesian_regularization"
"""Of more than two inputs: there variable projection is closer still, but takes minutes."""
DEFAULT_POINTS: Mapping[tuple[str, int], int] = {
    ("uniform", 1): 256,
    ("uniform", 2): 576,
    (INTEGRATED, 1): 448,
    (INTEGRATED, 2): 676,
}
"""Number of fitted points, by the trainer's grid and the number of inputs, up to two."""

# With more inputs, Sobol points: of a few inputs, and of many.
_FEW_INPUTS, _POINTS_OF_FEW, _POINTS_OF_MANY = 5, 1024, 2048


def default_points(trainer: Trainer, inputs: int) -> int:
    """Return the number of points a trainer is given when nobody says otherwise."""
    if inputs <= MOST_GRIDDED_INPUTS:
        return DEFAULT_POINTS[trainer.grid, inputs]
    return _POINTS_OF_FEW if inputs <= _FEW_INPUTS else _POINTS_OF_MANY


def default_trainer(inputs: int) -> str:
    """Return the name of the trainer that `fit` takes when nobody says otherwise."""
    return DEFAULT_TRAINER if inputs <= MOST_GRIDDED_INPUTS else DEFAULT_TRAINER_OF_MANY_INPUTS


def able_trainer(given: str | Trainer, inputs: int, activation: str) -> Trainer:
    """Return the trainer, made if it is only named, that can fit such networks.

    Raises
    ------
    UnknownNameError
        If there is no such trainer or activation.
    SettingError
        If it is no trainer, or refuses; the message says why.
    """
    trainer = make_trainer(given) if isinstance(given, str) else given
    if isinstance(trainer, type) or not hasattr(trainer, "refusal"):
        raise SettingError(f"a trainer is a name or one such as uat.Adam(), not {shown(given)}.")
    activation_named(activation)
    if (reason := trainer.refusal(inputs, activation)) is not None:
        raise SettingError(reason, "trainer", "activation")
    return trainer
