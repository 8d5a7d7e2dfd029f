"""Worker processes on this machine that never outlive their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
)
from contextlib import contextmanager
from typing import Any, TypeVar

from uat.checks import check_whole
from uat.exceptions import UatError
from uat.sweeps.movement import Slots

T = TypeVar("T")


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
    slots = Slots(workers)
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
