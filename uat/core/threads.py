"""One thread for the linear algebra: what several may share, and what keeps results the same.

How many threads a BLAS takes is one number of the whole process, and how it shares its sums out
among them changes their last digits. So whatever computes a record does it on one thread of BLAS,
and the number is put back only when the last of those who compute at the same time is done.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


class _Holder(threading.Thread):
    """Holds the limit from its start until it is let go.

    A thread of its own, because the limit of some libraries can only be taken back by the thread
    that set it, and those who compute leave in any order.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._held, self._over = threading.Event(), threading.Event()
        self.start()
        self._held.wait()

    def run(self) -> None:
        with threadpool_limits(limits=1):
            self._held.set()
            self._over.wait()

    def let_go(self) -> None:
        self._over.set()
        self.join()


class _Shared:
    """The one holder of all who compute at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sharers = 0
        self._holder: _Holder | None = None

    def take(self) -> None:
        with self._lock:
            self._holder = self._holder or _Holder()
            self._sharers += 1

    def give_back(self) -> None:
        with self._lock:
            self._sharers -= 1
            if self._sharers == 0 and self._holder is not None:
                self._holder.let_go()
                self._holder = None


_SHARED = _Shared()


@contextmanager
def one_thread() -> Iterator[None]:
    """Let the linear algebra of this process run on one thread.

    It may be entered again within, and by several threads at once: the number of threads is what
    it was before the first when the last has left.
    """
    _SHARED.take()
    try:
        with threadpool_limits(limits=1):  # of libraries that have a number for every thread
            yield
    finally:
        _SHARED.give_back()
