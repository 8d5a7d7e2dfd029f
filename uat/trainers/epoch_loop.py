"""What gradient descent and Adam share: the checks at the door and the compiled loop behind it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping

import numpy as np

from uat.arrays import Array
from uat.checks import check_list, check_whole, check_wholes
from uat.core.backprop import check_trainable, loss_named
from uat.core.conditioning import largest_curvature, unit_means
from uat.core.datasets import Dataset
from uat.core.network import BLOCKS, HIDDEN_BLOCKS, OUTPUT_BLOCKS, Network
from uat.core.training import TrainingRun, UpdateRule
from uat.core.watch import Best, report
from uat.exceptions import SettingError
from uat.trainers.base import FitResult, StopReason, check_start, no_gradient

# A loss this many times the first one, or the loss of the best constant, has diverged.
_DIVERGENCE_FACTOR = 1e6
# Work of the first call of the loop, in (point, unit, epoch) triples; later ones take about so many
# seconds, each no more than so many times the epochs of the one before. Between calls whoever
# watches is told, and an interrupt from the keyboard is noticed.
_FIRST_WORK, _CALL_SECONDS, _MORE = 10**7, 0.05, 8.0
_SECONDS_A_STEP = 1.2e-9  # per point, unit and epoch
_NONE = np.zeros(0)

Stops = Callable[[int, Network], bool]
"""Whether a descent ends after an epoch, with the network it has."""


def check_descent(dataset: Dataset, start: Network, trained: Collection[str]) -> None:
    """Raise `ShapeError` or `SettingError` unless descent can set out from `start`."""
    check_start(dataset, start)
    check_trainable(start, trained)
    if dataset.weights is not None:
        raise SettingError("descent weighs all points alike: give it a dataset without weights.")


def check_blocks(trained: object) -> tuple[str, ...]:
    """Return the blocks that are trained, checked: there is one, and all of them exist."""
    named = check_list(trained, "trained")
    if not named or not all(isinstance(name, str) and name in BLOCKS for name in named):
        raise SettingError(f"trained must name one block at least, out of {', '.join(BLOCKS)}.")
    return named


def _check_epochs(epochs: object, snapshots: object) -> tuple[int, ...]:
    """Return the snapshots, checked: there is an epoch to train, and all lie in the run."""
    last = check_whole(epochs, "epochs")
    kept = check_wholes(snapshots, "snapshots", 0)
    for epoch in kept:
        if epoch > last:
            raise SettingError(f"no snapshot at epoch {epoch}: the run has epochs 0 to {last}.")
    return kept


def safe_learning_rate(
    dataset: Dataset, start: Network, loss: str, rates: Array, means: Array = _NONE
) -> float:
    """Return 1 / L, with L the loss's largest Gauss-Newton curvature at the start.

    `rates` and `means` precondition the descent: see `conditioning.largest_curvature`. Rounded to
    three digits, so that it does not depend on the last bits of a matrix product. If the start has
    no curvature at all, because no parameter moves the output, it is 1.

    Notes
    -----
    Gradient descent on a quadratic of curvature L is stable below 2 / L. A network's loss is no
    quadratic and its curvature changes on the way, so this is a heuristic with a margin of two;
    that no catalogue target diverges with it is measured.
    """
    scale = loss_named(loss).scale(dataset.t.size)
    largest = largest_curvature(start, dataset.x, scale, rates, means)
    return float(f"{1.0 / largest:.3g}") if largest > 0.0 else 1.0


class EpochTrainer:
    """What trainers have in common whose every epoch is one step along the gradient of all points.

    The fields are theirs.
    """

    __slots__ = ()

    epochs: int
    loss: str
    trained: tuple[str, ...]
    snapshots: tuple[int, ...]

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:  # noqa: ARG002
        """Return the network after `epochs` steps; see `Trainer.fit`."""
        return self._descended(dataset, start, None)

    def fit_until(self, dataset: Dataset, start: Network, stops: Stops) -> FitResult:
        """Return the network after `epochs` steps, or at a snapshot before where `stops` says so.

        Parameters
        ----------
        dataset, start : as `fit` takes them
        stops : is told the epoch and the network of every snapshot; one that returns True ends it
        """
        return self._descended(dataset, start, stops)

    def _descended(self, dataset: Dataset, start: Network, stops: Stops | None) -> FitResult:
        raise NotImplementedError

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why no network of that activation can be trained, or None."""
        return no_gradient(activation) if HIDDEN_BLOCKS & set(self.trained) else None

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return _SECONDS_A_STEP * points * width * self.epochs

    def _means(self, dataset: Dataset, start: Network, centred: bool) -> Array:
        """Return what is taken off each unit, shape (width,), or nothing, shape (0,).

        Units are centred only where the output bias can take up what is moved.
        """
        return (
            unit_means(start, dataset.x) if centred and {*self.trained} >= OUTPUT_BLOCKS else _NONE
        )

    def _check_loop(self) -> None:
        """Check the fields that are in common, once they are set."""
        object.__setattr__(self, "snapshots", _check_epochs(self.epochs, self.snapshots))
        object.__setattr__(self, "trained", check_blocks(self.trained))
        loss_named(self.loss)

    def _run(
        self,
        dataset: Dataset,
        start: Network,
        rule: UpdateRule,
        *,
        sequential: bool = False,
        chosen: Mapping[str, float] | None = None,
        stops: Stops | None = None,
    ) -> FitResult:
        """Return the result of all epochs of `rule` from `start`.

        `chosen` are the settings the trainer chose itself, for the result; `stops` see `fit_until`.
        """
        scale = loss_named(self.loss).scale(dataset.t.size)
        constant_loss = scale * np.sum(np.square(dataset.t - dataset.t.mean(axis=0)))
        training = TrainingRun(
            start, dataset.x, dataset.t, self.trained, scale, rule, sequential, self.epochs,
            _DIVERGENCE_FACTOR * float(constant_loss), _DIVERGENCE_FACTOR,
        )  # fmt: skip
        chosen, kept = chosen or {}, {}

        def best() -> Best:
            return training.best()._replace(chosen=chosen)

        for _ in _calls(training, [*self.snapshots, self.epochs], dataset.points * start.width):
            if not training.diverged and training.epoch in self.snapshots:
                kept[training.epoch] = training.network()
            loss = float(training.history[training.known])
            report("epoch", training.known, self.epochs, loss, best)
            if stops and training.epoch in kept and stops(training.epoch, kept[training.epoch]):
                break
        return FitResult(
            training.network(),
            StopReason.DIVERGED if training.diverged else StopReason.EPOCHS_DONE,
            training.history[: training.epoch + 1],
            kept,
            chosen=chosen,
        )


def _calls(training: TrainingRun, goals: Collection[int], work: int) -> Iterator[None]:
    """Train up to the largest goal, in calls of which some end at each of the goals.

    `work` is that of an epoch. What a call computes does not depend on where the one before ended.
    """
    epochs = max(1.0, _FIRST_WORK / work)
    for goal in sorted({*goals}):
        while not training.diverged:
            begun, stop = training.epoch, min(training.epoch + int(epochs), goal)
            began = time.perf_counter()
            training.advance(stop)
            if training.epoch > begun:
                seconds = max(time.perf_counter() - began, _CALL_SECONDS / _MORE)
                epochs = max(1.0, _CALL_SECONDS / seconds * (training.epoch - begun))
            yield
            if training.epoch >= goal:
                break
