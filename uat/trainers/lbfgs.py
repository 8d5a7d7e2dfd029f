"""L-BFGS: descent along a gradient bent by what the last gradients tell of the curvature."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import optimize

from uat.arrays import Array
from uat.checks import check_positive, check_whole
from uat.core.backprop import loss_named, value_and_gradient
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import BLOCKS, HIDDEN_BLOCKS, Network
from uat.core.watch import Best, poll, report
from uat.trainers.base import (
    UNIFORM,
    FitResult,
    StopReason,
    check_able,
    no_gradient,
)
from uat.trainers.epoch_loop import check_blocks, check_descent
from uat.trainers.row import TrainerRow

# Looks at the loss within one step along the line; a step that needs more has found nothing.
_LOOKS = 20
_SECONDS_A_STEP = 2.5e-8  # per point, unit and epoch: a step looks at the loss about once
_SECONDS_AN_EPOCH = 3e-4


@dataclass(frozen=True, slots=True)
class LBFGS:
    """Full-batch L-BFGS, with a line search that never raises the loss.

    Parameters
    ----------
    epochs : the most steps it takes; each looks at the loss and its gradient once or a few times
    memory : number of past steps that tell of the curvature
    tolerance : a step that lowers the loss by less than this ends the fit; in scaled units the
        best constant has loss 1
    loss : name of the loss
    trained : names of the parameter blocks that move

    Raises
    ------
    SettingError, UnknownNameError
        If a setting is out of its range, or there is no such loss.

    References
    ----------
    Byrd, Lu, Nocedal & Zhu (1995), SIAM J. Sci. Comput. 16, 1190-1208; scipy's L-BFGS-B, here
    without bounds.
    """

    epochs: int = 2000
    memory: int = 10
    tolerance: float = 1e-14
    loss: str = "mse"
    trained: tuple[str, ...] = BLOCKS

    name: ClassVar[str] = "lbfgs"
    grid: ClassVar[str] = UNIFORM
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.SKY, marker="^")

    def __post_init__(self) -> None:
        check_whole(self.epochs, "epochs")
        check_whole(self.memory, "memory")
        check_positive(self.tolerance, "tolerance")
        object.__setattr__(self, "trained", check_blocks(self.trained))
        loss_named(self.loss)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:  # noqa: ARG002
        """Return the network after at most `epochs` steps; see `Trainer.fit`."""
        check_descent(dataset, start, self.trained)
        check_able(self, start)
        loss = _FollowedLoss(dataset, start, self.loss, self.trained, self.epochs)
        try:
            outcome = optimize.minimize(
                loss.value_and_slope,
                loss.vector,
                method="L-BFGS-B",
                jac=True,
                callback=loss.step_done,
                options={
                    "maxiter": self.epochs,
                    "maxfun": self.epochs * _LOOKS + _LOOKS,
                    "maxcor": self.memory,
                    "maxls": _LOOKS,
                    "ftol": self.tolerance,
                    "gtol": 0.0,
                },
            )
        except _NotFiniteError:
            reason = StopReason.DIVERGED
        else:
            done = outcome.status == 1  # scipy's word for a limit on steps or looks
            reason = StopReason.EPOCHS_DONE if done else StopReason.CONVERGED
        return FitResult(loss.network(), reason, np.array(loss.history))

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why no network of that activation can be trained, or None."""
        return no_gradient(activation) if HIDDEN_BLOCKS & set(self.trained) else None

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return self.epochs * (_SECONDS_AN_EPOCH + _SECONDS_A_STEP * points * width)


class _NotFiniteError(ArithmeticError):
    """The line search looked at parameters whose loss is no number: there is no way on."""


class _FollowedLoss:
    """The loss as a function of the trained parameters alone, and the way it went.

    Attributes
    ----------
    vector : shape (trained parameters,), where the last step led
    history : the loss at the start and after each step
    """

    def __init__(
        self, dataset: Dataset, start: Network, loss: str, trained: Collection[str], epochs: int
    ) -> None:
        self._dataset, self._start, self._loss, self._trained = dataset, start, loss, trained
        self._epochs = epochs
        self._moving = np.concatenate(
            [np.full(getattr(start, block).size, block in trained) for block in BLOCKS]
        )
        self.vector = start.to_vector()[self._moving]
        self.history: list[float] = []

    def value_and_slope(self, vector: Array) -> tuple[float, Array]:
        """Return the loss and its gradient, shape (trained parameters,)."""
        poll()
        with np.errstate(over="ignore", invalid="ignore"):
            value, gradient = value_and_gradient(
                self._network(vector), self._dataset.x, self._dataset.t, self._loss, self._trained
            )
        slope = np.concatenate([gradient[b].ravel() for b in BLOCKS if b in self._trained])
        if not self.history:
            self.history.append(float(value))
            report("epoch", 0, self._epochs, self.history[0], self._best)
        if not (np.isfinite(value) and np.isfinite(slope).all()):
            raise _NotFiniteError
        return float(value), slope

    def step_done(self, intermediate_result: optimize.OptimizeResult) -> None:
        """Take note of a step; scipy knows this method by the name of its argument."""
        self.vector = intermediate_result.x.copy()
        self.history.append(float(intermediate_result.fun))
        report("epoch", len(self.history) - 1, self._epochs, self.history[-1], self._best)

    def _best(self) -> Best:
        return Best(self.network(), np.array(self.history))

    def network(self) -> Network:
        """Return the network where the last step led."""
        return self._network(self.vector)

    def _network(self, vector: Array) -> Network:
        parameters = self._start.to_vector()
        parameters[self._moving] = vector
        return self._start.with_vector(parameters)
