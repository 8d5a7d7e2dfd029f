"""Who watches a training: is told how far it has come, and may stop it.

One watch stands at the door (`watching`). All that trains behind it, however deep, says how far it
is (`report`), or at least that it is still at work (`poll`), several times a second where it can.
The watch passes that on, at most ten times a second, and stops the training by raising `Stopped`
there; the door catches it, and takes the best network that was reported.

Nothing is handed through: the watch is a context variable, as the limits of threads or the
precision of decimals are. Without one, `report` and `poll` cost a tenth of a microsecond or two.
What is watched computes the same numbers, bit for bit, as what is not.
"""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import FrameType
from typing import NamedTuple

import numpy as np

from uat.arrays import Array
from uat.core.loading import importing
from uat.core.network import Network

PAUSE = 0.1
"""Seconds between two calls of a callback, at least."""


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far a training is.

    Parameters
    ----------
    unit : what is counted, in the singular: epoch, step, or width where a network grows
    done, total : how many of them are behind, and how many there are at most
    loss : the last one known, mean square in scaled units, in which that of the best constant is
        about 1; nan if none is known
    seconds : since the start of everything that was called for
    task : which training of several it is; else empty
    """

    unit: str
    done: int
    total: int
    loss: float
    seconds: float
    task: str = ""

    @property
    def share(self) -> float:
        """The share of the count that is done, in [0, 1]; of widths the last take longest."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def words(self) -> str:
        """The count and the loss, as a line shows them."""
        count = f"{self.unit} {self.done} of {self.total}"
        loss = f"loss {self.loss:.1e}" if math.isfinite(self.loss) else ""
        return ", ".join(filter(None, [self.task, count, loss]))

    def __str__(self) -> str:
        return f"{self.seconds:.0f} s, {self.words}"


Callback = Callable[[TrainingProgress], object]
"""Told how far a training is; one that returns True stops it."""


class Best(NamedTuple):
    """The best network so far: what a training that is stopped comes to.

    `losses` has shape (steps + 1,), up to that of the network; `chosen` are settings that the
    trainer chose itself.
    """

    network: Network
    losses: Array
    chosen: Mapping[str, float] = {}

    def itself(self) -> Best:
        """Return it, for those who report what they have at hand."""
        return self


class Stopped(BaseException):
    """A training was stopped by its watch. No failure: what trains lets it pass."""


@dataclass(slots=True)
class Watch:
    """What is told how far a training is, and stops it.

    Parameters
    ----------
    callback : who is told, or None
    keep_best : whether an interrupt from the keyboard stops the training, so that the best network
        so far is kept, rather than going on as `KeyboardInterrupt`
    task : which training of several is under way
    cancelled : whether the training is to stop
    """

    callback: Callback | None = None
    keep_best: bool = False
    task: str = ""
    cancelled: bool = field(default=False, init=False)
    _best: Callable[[], Best] | None = field(default=None, init=False)
    _at: tuple[str, int, int, float] | None = field(default=None, init=False)
    _began: float = field(default_factory=time.perf_counter, init=False)
    _told: float = field(default=-math.inf, init=False)
    _news: bool = field(default=False, init=False)

    def begin(self, task: str, best: Callable[[], Best]) -> None:
        """Take note that a training begins; see the function."""
        self.task, self._best, self._at = task, best, None
        self.poll()

    def end(self, width: int, loss: float) -> None:
        """Take note that a training is over; see the function."""
        if self._at is None:
            self.report("width", width, width, loss, None)

    def report(
        self, unit: str, done: int, total: int, loss: float, best: Callable[[], Best] | None
    ) -> None:
        """Take note of how far the training is, and tell; see the function."""
        self._at, self._news = (unit, done, total, loss), True
        if best is not None:
            self._best = best
        self.poll()

    def poll(self) -> None:
        """Tell how far the training is, if that is due, and stop it if it is to stop."""
        if not self.cancelled and time.perf_counter() - self._told >= PAUSE:
            self._tell()
        if self.cancelled:
            raise Stopped

    def finish(self) -> None:
        """Tell what was reported last, when all is done."""
        if self._news and not self.cancelled:
            self._tell()

    def best(self) -> Best | None:
        """Return the best network so far, or None if none was reported."""
        return None if self._best is None else self._best()

    def stopped_by(self, reason: BaseException) -> bool:
        """Return whether an exception stopped the training so that the best network is wanted.

        Of interrupts from the keyboard only the first, where it keeps the best network.
        """
        if isinstance(reason, KeyboardInterrupt) and self.keep_best and not self.cancelled:
            self.cancelled = True
            return True
        return isinstance(reason, Stopped) and self.cancelled

    def _tell(self) -> None:
        if self._at is None or self.callback is None:  # nothing is known yet, or nobody asks
            return
        self._told, self._news = time.perf_counter(), False
        progress = TrainingProgress(*self._at, self._told - self._began, self.task)
        try:
            answer = self.callback(progress)
            self.cancelled |= isinstance(answer, bool | np.bool_) and bool(answer)
        except KeyboardInterrupt:
            if not self.keep_best:
                raise
            self.cancelled = True


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


def report(
    unit: str, done: int, total: int, loss: float, best: Callable[[], Best] | None = None
) -> None:
    """Tell whoever watches how far the training is; trainers call it where they can be stopped.

    Parameters
    ----------
    unit, done, total, loss : see `TrainingProgress`
    best : returns the best network so far, its units those of the trainer's dataset; it is called
        when the training is stopped, perhaps after the next step has begun. None leaves the last

    Raises
    ------
    Stopped
        If the training is to stop; let it pass.
    """
    watch = _WATCH.get()
    if watch is not None:
        watch.report(unit, done, total, loss, best)


def begin(task: str, best: Callable[[], Best]) -> None:
    """Say which training begins, and what is the best network until that is reported."""
    watch = _WATCH.get()
    if watch is not None:
        watch.begin(task, best)


def end(width: int, loss: float) -> None:
    """Say what a training came to whose trainer did not report."""
    watch = _WATCH.get()
    if watch is not None:
        watch.end(width, loss)


def best_so_far(reason: BaseException) -> Best | None:
    """Return the best network of a training that an exception stopped; None if it is not wanted."""
    watch = _WATCH.get()
    return None if watch is None or not watch.stopped_by(reason) else watch.best()


def poll() -> None:
    """Tell whoever watches that the training is still at work; see `report`."""
    watch = _WATCH.get()
    if watch is not None:
        watch.poll()


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """Have a watch watch all that is trained within, if there is anything to watch for.

    Where it keeps the best network, an interrupt from the keyboard stops the training at once, by
    `Stopped`; a second one is what it was before.
    """
    if watch.callback is None and not watch.keep_best:
        yield
        return
    token = _WATCH.set(watch)
    try:
        with _interrupts(watch):
            yield
            watch.finish()
    finally:
        _WATCH.reset(token)


@contextmanager
def _interrupts(watch: Watch) -> Iterator[None]:
    """Have interrupts from the keyboard stop the training, where it keeps the best network."""
    before = signal.getsignal(signal.SIGINT)
    here = threading.current_thread() is threading.main_thread()
    # Where they are ignored, as in the background of a shell, they stay so.
    if not (watch.keep_best and here and callable(before)):
        yield
        return
    handler = before

    def press(number: int, frame: FrameType | None) -> None:
        if watch.cancelled:
            handler(number, frame)
            return
        watch.cancelled = True
        # Python may drop what is raised here, and modules must not be half-loaded: then the next
        # report or poll raises it.
        if not importing(frame):
            raise Stopped

    signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
