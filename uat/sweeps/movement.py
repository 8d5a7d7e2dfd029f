"""How far the batches are that are under way: what moves a sweep between two records.

Work is counted in seconds, as the trainers estimate them. Whoever runs a batch says how much of it
is done (`moving`); who is told depends on where that is. A worker process of ours writes a number
into memory it shares with its parent, who looks when it draws (`Slots`); this process calls a
function (`telling`); of any other executor nothing is known before a batch is finished.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from uat.core.watch import TrainingProgress, Watch, watching

Tell = Callable[[float], None]
"""Takes how many seconds of the batch at hand are done."""

_TELL: ContextVar[Tell | None] = ContextVar("tell", default=None)


class Slots:
    """Numbers that worker processes share with their parent, one each.

    Parameters
    ----------
    workers : number of processes
    """

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._seconds: Any = context.Array("d", workers, lock=False)
        self._taken: Any = context.Value("i", 0)

    def take(self) -> None:
        """Have this process, a worker that begins, tell of its batches by a number of its own."""
        with self._taken:
            slot = self._taken.value % len(self._seconds)
            self._taken.value += 1

        def tell(seconds: float) -> None:
            self._seconds[slot] = seconds

        _TELL.set(tell)

    def total(self) -> float:
        """Return how many seconds of all batches under way are done."""
        return float(sum(self._seconds))


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

    def callback(progress: TrainingProgress) -> None:
        inform(before + seconds * progress.share)

    with watching(Watch(callback)):
        yield


def finished() -> None:
    """Tell that no batch is under way: what was told of the last one comes with its records."""
    if (tell := _TELL.get()) is not None:
        tell(0.0)
