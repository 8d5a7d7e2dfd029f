"""The trainings of one fit to a table: how they are done, who is told, and what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from uat.core.datasets import Dataset
from uat.core.watch import Stopped, TrainingProgress
from uat.fits.cross_validation import Train, train_on
from uat.trainers import FitResult, StopReason, Trainer

_TINY = 1e-300


class Meter:
    """Tells the share of the work that is done, by estimated seconds."""

    def __init__(self, tell: Callable[[float, str], None]) -> None:
        self._tell = tell
        self._done = self._ahead = self._at_hand = 0.0

    def expect(self, seconds: float) -> None:
        """Take note of how long what is ahead will take; the share told never falls for it."""
        told, self._ahead = self._share(0.0), seconds
        if self._share(0.0) < told < 1.0:
            self._done = told / (1.0 - told) * seconds

    def begin(self, what: str, seconds: float) -> None:
        """Tell what is under way, and takes so long."""
        self._at_hand = seconds
        self._tell(self._share(0.0), what)

    def within(self, progress: TrainingProgress) -> tuple[float, str]:
        """Return how far everything is, and how far what is under way."""
        return self._share(self._at_hand * progress.share), progress.words

    def _share(self, more: float) -> float:
        return (self._done + more) / max(self._done + self._ahead, _TINY)

    def finish(self, seconds: float) -> None:
        """Take note that so much is done."""
        self._done += seconds
        self._ahead = max(self._ahead - seconds, 0.0)

    def end(self) -> None:
        """Tell that everything is done."""
        self._tell(1.0, "done")


class Training(NamedTuple):
    """What came of a training, by which trainer, and how many rows it saw."""

    result: FitResult
    trainer: Trainer
    rows: int


@dataclass(frozen=True, slots=True)
class Work:
    """How networks are trained here, who is told, and what came of it so far."""

    seed: int
    activation: str
    meter: Meter
    trained: list[Training]

    def train(self, trainer: Trainer, dataset: Dataset, width: int) -> FitResult:
        """Return the training of one network; of width 0 it is the mean, and nobody is told."""
        if not width:
            return train_on(dataset, width, trainer, self.seed, self.activation)
        seconds = trainer.seconds(dataset.points, width)
        self.meter.begin(f"fitting width {width} to {dataset.points} rows", seconds)
        result = train_on(dataset, width, trainer, self.seed, self.activation)
        self.trained.append(Training(result, trainer, dataset.points))
        if result.stop_reason == StopReason.INTERRUPTED:
            raise Stopped
        self.meter.finish(seconds)
        return result

    def by(self, trainer: Trainer) -> Train:
        """Return what trains with one trainer."""
        return partial(self.train, trainer)


def seconds_of(trainer: Trainer, rows: Iterable[int], widths: Iterable[int]) -> float:
    """Return about how long a training of every width on every number of rows takes."""
    counts = list(rows)
    return sum(trainer.seconds(count, width) for width in widths if width for count in counts)
