"""How far the batches are that are under way: what moves a sweep between two records.

Work is counted in seconds, as the trainers estimate them. Whoever runs a batch says how much of it
is done (`moving`); who is told depends on where that is. A worker of ours writes a number where the
thread that draws can see it, a process into memory it shares with its parent (`Slots`); the thread
that draws calls a function (`telling`); of any other executor nothing is known before a batch is
finished.
"""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from uat.core.watch import TrainingProgress, Watch, watching

Tell = Callable[[float], object]
"""Takes how many seconds of the batch at hand are done; what returns True ends its training."""

_TELL: ContextVar[Tell | None] = ContextVar("tell", default=None)


class Slots:
    """Numbers that the threads of a sweep share with the one that draws, one each.

    Parameters
    ----------
    workers : number of threads

    Attributes
    ----------
    stopped : whether whoever tells of a training is to end it
    """

    def __init__(self, workers: int) -> None:
        self.stopped = False
        self._seconds: Any = [0.0] * workers
        self._taken = itertools.count()

    def take(self) -> None:
        """Have this worker, which begins, tell of its batches by a number of its own."""
        slot = self._next() % len(self._seconds)

        def tell(seconds: float) -> bool:
            self._seconds[slot] = seconds
            return self.stopped

        _TELL.set(tell)

    def _next(self) -> int:
        return next(self._taken)

    def __len__(self) -> int:
        """Return how many workers there are."""
        return len(self._seconds)

    def total(self) -> float:
        """Return how many seconds of all batches under way are done."""
        return float(sum(self._seconds))


class SharedSlots(Slots):
    """Numbers that worker processes share with their parent, one each.

    Parameters
    ----------
    workers : number of processes
    """

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.stopped = False
        self._seconds = context.Array("d", workers, lock=False)
        self._begun: Any = context.Value("i", 0)

    def _next(self) -> int:
        with self._begun:
            self._begun.value += 1
            return int(self._begun.value) - 1


@contextmanager
def telling(tell: Tell) -> Iterator[None]:
    """Within it, batches that this thread runs tell a function."""
    token = _TELL.set(tell)
    try:
        yield
    finally:
        _TELL.reset(token)


@contextmanager
def moving(before: float, seconds: float) -> Iterator[None]:
    """Tell how far the training within is, which takes so long, after others of its batch."""
    tell = _TELL.get()
    if tell is None:
        yield
        return
    inform = tell

    def callback(progress: TrainingProgress) -> object:
        return inform(before + seconds * progress.share)

    with watching(Watch(callback)):
        yield


def finished() -> None:
    """Tell that no batch is under way: what was told of the last one comes with its records."""
    if (tell := _TELL.get()) is not None:
        tell(0.0)
