"""What every trainer is, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from uat.arrays import Array
from uat.datasets import Dataset
from uat.network import Network


class StopReason(StrEnum):
    """Why a fit ended. Every reason is an outcome; none is an exception."""

    EPOCHS_DONE = "epochs_done"
    DIVERGED = "diverged"


@dataclass(frozen=True, slots=True, eq=False)
class FitResult:
    """The outcome of one fit.

    Parameters
    ----------
    network : what was found; after divergence, the last network whose loss was within bounds
    stop_reason : why the fit ended
    loss_history : shape (epochs + 1,), loss_history[e] is the loss after e epochs; cut after
        the first loss out of bounds
    snapshots : epoch -> the network after that many epochs, for the epochs asked for and reached
    chosen : settings the trainer chose itself, for example its learning_rate
    """

    network: Network
    stop_reason: StopReason
    loss_history: Array
    snapshots: Mapping[int, Network] = field(default_factory=dict)
    chosen: Mapping[str, float] = field(default_factory=dict)


class Trainer(Protocol):
    """An algorithm that fits a network to data. Its fields are its settings."""

    @property
    def name(self) -> str:
        """The word users type."""
        ...

    def fit(self, dataset: Dataset, start: Network) -> FitResult:
        """Return what this trainer makes of `start`, one network of the dataset's shape.

        Raises
        ------
        ShapeError
            If the start is a stack, or its inputs or outputs are not the dataset's.
        SettingError
            If a setting is out of range, or no gradient passes through the activation.
        """
        ...
