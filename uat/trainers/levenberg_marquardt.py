"""Levenberg-Marquardt on all parameters: second-order steps without eliminating anything."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from uat.arrays import Array
from uat.checks import check_positive, check_whole
from uat.core.backprop import jacobian
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    StopReason,
    check_able,
    check_start,
    no_gradient,
)
from uat.trainers.damped import Linearisation, damped_least_squares
from uat.trainers.row import Colour, TrainerRow


@dataclass(frozen=True, slots=True)
class LevenbergMarquardt:
    """The Levenberg-Marquardt iteration on all parameters at once.

    Parameters
    ----------
    epochs : most steps, each over the full batch
    tolerance : positive; it ends when three steps in a row each lower the loss by less than this
        share

    Raises
    ------
    SettingError
        If a setting is out of its range.

    References
    ----------
    Hagan & Menhaj (1994), IEEE Trans. Neural Networks 5, 989-993; see `uat.trainers.damped`.
    """

    epochs: int = 500
    tolerance: float = 1e-6

    name: ClassVar[str] = "levenberg_marquardt"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.WINE, marker="p")

    def __post_init__(self) -> None:
        check_whole(self.epochs, "epochs")
        check_positive(self.tolerance, "tolerance")

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:  # noqa: ARG002
        """Return the network after `epochs` steps, or when it has converged; see `Trainer.fit`."""
        check_start(dataset, start)
        check_able(self, start)
        fitted = dataset.fitted()
        root_shares = np.sqrt(fitted.shares)[:, np.newaxis]
        by_row = np.repeat(root_shares, start.outputs, axis=0)

        def linearise(parameters: Array) -> Linearisation:
            network = start.with_vector(parameters)
            residual = (network(fitted.x) - fitted.t) * root_shares
            return Linearisation(residual.ravel(), lambda: jacobian(network, fitted.x) * by_row)

        found = damped_least_squares(
            linearise, start.to_vector(), steps=self.epochs, tolerance=self.tolerance
        )
        reason = StopReason.CONVERGED if found.converged else StopReason.EPOCHS_DONE
        if not math.isfinite(found.history[-1]):  # the start's: no step leads out of bounds
            reason = StopReason.DIVERGED
        return FitResult(
            start.with_vector(found.parameters), reason, np.array(found.history) / start.outputs
        )

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why no network of that activation can be trained, or None."""
        return no_gradient(activation)

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return 4e-9 * points * (3 * width) ** 2 * self.epochs + 2e-4 * self.epochs
