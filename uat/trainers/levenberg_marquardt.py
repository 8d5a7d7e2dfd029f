"""Levenberg-Marquardt on all parameters: second-order steps without eliminating anything."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from uat.arrays import Array
from uat.checks import check_positive, check_seed, check_whole
from uat.core.backprop import jacobian
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import Best, report
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    StopReason,
    check_able,
    check_start,
    no_gradient,
)
from uat.trainers.damped import Linearisation, damped_least_squares
from uat.trainers.row import TrainerRow
from uat.trainers.starts import draw_start

# Ridges on all parameters, in deviations of the target, one after another, and the steps with each
# but the last, most, and the share by which three in a row must lower the cost.
_RIDGES = (1e-2, 1e-3, 0.0)
_RIDGE_STEPS, _RIDGE_TOLERANCE = 40, 1e-3
# Columns of the Jacobian below this share of the longest are those of units that have died away.
_SHORTEST = 1e-12
# Starts tried where as many parameters as numbers to fit leave more than this share of their
# variance.
_MOST_STARTS, _FITTED = 10, 1e-6


@dataclass(frozen=True, slots=True)
class LevenbergMarquardt:
    """The Levenberg-Marquardt iteration on all parameters at once.

    Parameters
    ----------
    epochs : most steps from one start, each over the full batch
    tolerance : positive; it ends when three steps in a row each lower the loss by less than this
        share

    Raises
    ------
    SettingError
        If a setting is out of its range.

    Notes
    -----
    Full steps throw units out of the data: saturated on all of them, they have no gradient that
    would lead them back, and the iteration stalls with rows unfitted. The first steps therefore
    have a ridge on all parameters, which is lowered and then taken away. The network returned is
    the one of least loss on the way, and steps that raised the loss are not in the history.

    A network that has as many parameters as there are numbers to fit, and stalls nevertheless (a
    truth table of two units, say), sets out again from starts drawn for the seed, ten in all at
    most; the best is returned with its history, and `chosen["starts"]` says how many were tried.

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

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network of least loss on the way from the start; see `Trainer.fit`.

        The seed draws other starts where this one stalls, see the class.
        """
        check_start(dataset, start)
        check_seed(seed)
        check_able(self, start)
        fitted = dataset.fitted()
        best = self._descend(fitted, start)
        tried = 1
        while tried < _MOST_STARTS and _stalled(best, fitted):
            other = self._descend(fitted, _drawn(start, seed, tried), best)
            best = min(best, other, key=lambda result: result.loss_history[-1])
            tried += 1
        return best if tried == 1 else replace(best, chosen={"starts": float(tried)})

    def _descend(
        self, fitted: Dataset, start: Network, before: FitResult | None = None
    ) -> FitResult:
        """Return the network of least loss on the way from one start.

        `before` is the best of the starts before it, for whoever watches.
        """
        way = _Way.of(fitted, start, self.epochs, before)
        way.report()
        parameters, left, converged = start.to_vector(), self.epochs, False
        for ridge in _RIDGES:
            last = ridge == _RIDGES[-1]
            minimum = damped_least_squares(
                way.problem(ridge), parameters, bend=True, follow=way.follow, shortest=_SHORTEST,
                steps=left if last else min(left, _RIDGE_STEPS),
                tolerance=self.tolerance if last else _RIDGE_TOLERANCE,
            )  # fmt: skip
            parameters, converged = minimum.parameters, minimum.converged and last
            left -= len(minimum.history) - 1
            converged |= way.losses[-1] == 0.0
            if left == 0 or converged:
                break
        reason = StopReason.CONVERGED if converged else StopReason.EPOCHS_DONE
        if not math.isfinite(way.losses[0]):  # no step leads out of bounds
            reason = StopReason.DIVERGED
        return FitResult(start.with_vector(way.best), reason, np.array(way.losses))

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why no network of that activation can be trained, or None."""
        return no_gradient(activation)

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return 4e-9 * points * (3 * width) ** 2 * self.epochs + 2e-4 * self.epochs


@dataclass(slots=True)
class _Way:
    """The descent from a start: the residual and its slopes, and the best so far.

    Parameters
    ----------
    fitted : points of positive weight only
    start : the network set out from
    best : parameters of the least loss so far
    losses : that of the start, and of every step that lowered it
    epochs : most steps of the way
    before : the best of the ways before, or None
    taken : steps that were taken
    """

    fitted: Dataset
    start: Network
    best: Array
    losses: list[float]
    epochs: int
    before: FitResult | None
    taken: int = 0

    @classmethod
    def of(cls, fitted: Dataset, start: Network, epochs: int, before: FitResult | None) -> _Way:
        """Return the way that has got as far as the start."""
        way = cls(fitted, start, start.to_vector(), [], epochs, before)
        with np.errstate(over="ignore", invalid="ignore"):
            way.losses.append(way._loss(way.best))
        return way

    def problem(self, ridge: float) -> Callable[[Array], Linearisation]:
        """Return the least squares problem with a ridge on all parameters."""
        size, root_shares = self.best.size, np.sqrt(self.fitted.shares)[:, np.newaxis]
        by_row = np.repeat(root_shares, self.start.outputs, axis=0)
        # The ridge is about the loss, which is a mean over the outputs.
        diagonal = ridge * math.sqrt(self.start.outputs) * np.eye(size if ridge else 0, size)

        def linearise(parameters: Array) -> Linearisation:
            network = self.start.with_vector(parameters)
            residual = (network(self.fitted.x) - self.fitted.t) * root_shares
            return Linearisation(
                np.concatenate([residual.ravel(), diagonal @ parameters]),
                lambda: np.concatenate([jacobian(network, self.fitted.x) * by_row, diagonal]),
            )

        return linearise

    def follow(self, parameters: Array) -> None:
        """Take note of parameters on the way."""
        loss = self._loss(parameters)
        if loss < self.losses[-1]:
            self.best = parameters
            self.losses.append(loss)
        self.taken += 1
        self.report()

    def report(self) -> None:
        """Tell whoever watches how far it has come."""
        report("epoch", self.taken, self.epochs, self.losses[-1], self._best_so_far)

    def _best_so_far(self) -> Best:
        before = self.before
        if before is not None and before.loss_history[-1] <= self.losses[-1]:
            return Best(before.network, before.loss_history)
        return Best(self.start.with_vector(self.best), np.array(self.losses))

    def _loss(self, parameters: Array) -> float:
        residual = self.start.with_vector(parameters)(self.fitted.x) - self.fitted.t
        return float(self.fitted.shares @ np.mean(np.square(residual), axis=1))


def _stalled(result: FitResult, fitted: Dataset) -> bool:
    """Return whether a network that could pass through all rows converged without doing so."""
    enough = result.network.to_vector().size >= fitted.t.size
    variance = fitted.shares @ np.mean(np.square(fitted.t - fitted.shares @ fitted.t), axis=1)
    apart = float(result.loss_history[-1]) > _FITTED * float(variance)
    return enough and apart and result.stop_reason is StopReason.CONVERGED


def _drawn(start: Network, seed: int, number: int) -> Network:
    """Return another start of the same shape, for the seed and its number."""
    drawn = np.random.default_rng((seed, number)).integers(2**31)
    other = draw_start(start.inputs, start.width, start.outputs, int(drawn), start.activation)
    return start.with_vector(other.to_vector())
