"""Workers on this machine, processes or threads, that never outlive what they were begun for.

A process has an interpreter of its own, so that any work runs beside any other, and takes about a
second to begin. A thread begins at once, and runs beside others only where its work lets them: a
compiled loop does (`uat.trainers.TrainerRow.releases_gil`), code in Python does not.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
)
from contextlib import contextmanager, suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from uat.checks import check_whole
from uat.exceptions import UatError
from uat.sweeps.movement import SharedSlots, Slots

T = TypeVar("T")
_Job = tuple[Future[Any], Callable[[], Any]]

THREAD_NAME = "uat worker"
# How long a thread that is to end is waited for. It ends where its training is watched; compiling,
# which is not, goes on beside whatever comes next.
_SECONDS_TO_END = 0.5


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def worker_processes(workers: int | None) -> Iterator[Executor]:
    """Give an executor of `workers` fresh processes; None takes one per processor.

    Leaving in good order waits for what was submitted. Leaving by an exception, an interrupt from
    the keyboard among them, drops what has not begun and ends the processes at once.

    Raises
    ------
    SettingError
        If workers is no whole number from 1 on.
    """
    if workers is None:
        workers = processors()
    check_whole(workers, "workers")
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    slots = SharedSlots(workers)
    executor = Processes(workers, mp_context=context, initializer=_begin, initargs=(slots,))
    executor.slots = slots
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        ended = set(multiprocessing.active_children()) - others
        for process in ended:
            process.terminate()
        # The executor must live until its thread has dropped what was cancelled; that thread would
        # otherwise fail on it, aloud. Waiting here lets it.
        for process in ended:
            process.join(5.0)
        raise
    executor.shutdown()


@contextmanager
def worker_threads(workers: int) -> Iterator[Executor]:
    """Give an executor of `workers` threads of this process.

    Leaving in good order waits for what was submitted. Leaving by an exception, an interrupt from
    the keyboard among them, drops what has not begun and stops the trainings under way.
    """
    executor = Threads(workers)
    try:
        yield executor
    except BaseException:
        executor.stop()
        raise
    executor.shutdown()


def failure_of(executor: Executor | None, problem: Exception) -> str | None:
    """Return in words why an executor failed; None if it is the work that did.

    Executors have exceptions of their own for it, which their packages define.
    """
    if isinstance(problem, UatError):
        return None
    if isinstance(problem, BrokenExecutor):
        return (
            "a worker process ended before its work: if memory ran out, take fewer workers; a "
            "script that sweeps needs the line \"if __name__ == '__main__':\""
        )
    if isinstance(problem, CancelledError):
        return "the connection to the workers was lost"
    if _package(problem) == _package(executor) != "builtins":
        return f"the workers failed ({' '.join(str(problem).split()) or type(problem).__name__})"
    return None


def _package(value: object) -> str:
    return type(value).__module__.partition(".")[0]


class ThisProcess(Executor):
    """Runs what is submitted at once, in this process: for what other processes do not know."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return what came of the call, which is over."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


class Threads(Executor):
    """Threads that tell how far they are, stop when they are to, and keep no process from ending.

    The last is why they are not those of a `ThreadPoolExecutor`, which are waited for at the end.

    Parameters
    ----------
    workers : number of threads

    Attributes
    ----------
    slots : where they tell how far they are
    """

    def __init__(self, workers: int) -> None:
        self.slots = Slots(workers)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name=THREAD_NAME, daemon=True)
            for _ in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a thread call a function."""
        future: Future[Any] = Future()
        self._jobs.put((future, partial(fn, *args, **kwargs)))
        return future

    def _serve(self) -> None:
        self.slots.take()
        while (job := self._jobs.get()) is not None:
            future, call = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as problem:
                future.set_exception(problem)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the threads end after what was submitted, or what of it has begun."""
        if cancel_futures:
            with suppress(Empty):
                while job := self._jobs.get_nowait():
                    job[0].cancel()
        for _ in self._threads:
            self._jobs.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def stop(self) -> None:
        """Stop the trainings under way, and begin none of those that were submitted."""
        self.slots.stopped = True
        self.shutdown(wait=False, cancel_futures=True)
        last = time.monotonic() + _SECONDS_TO_END
        for thread in self._threads:
            thread.join(max(last - time.monotonic(), 0.0))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ignore interrupts from the keyboard for a moment, and have new processes ignore them too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Processes(ProcessPoolExecutor):
    """Processes that are deaf to interrupts from the keyboard from the first.

    They are started as work comes in, and it takes a moment before they get to `_begin`.

    Attributes
    ----------
    slots : where they tell how far they are
    """

    slots: Slots

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a process call a function."""
        with uninterrupted():
            return super().submit(fn, *args, **kwargs)


def _begin(slots: Slots) -> None:
    """Leave interrupts to the parent, tell it how far one is, and end when it is gone.

    Even if it was killed.
    """
    slots.take()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
