"""Ctrl-C is one line and exit code 130, at any time.

An interrupt that comes while modules are loaded ends the process at once: nothing is begun that
would have to be cleaned up, and what a half-loaded module makes of the exception is anybody's
guess. Later the first one is Python's own `KeyboardInterrupt`, so that files and worker processes
are left in order, and a second one does not wait for that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

from uat.core.loading import importing

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the number of the signal, as shells have it."""
MESSAGE = "interrupted; what was finished before is kept."


class CtrlC:
    """What an interrupt from the keyboard does to this process; see the module's first lines."""

    def __init__(self) -> None:
        self._pressed = self._said = False
        self._working = 0

    def __call__(self, _: int, frame: FrameType | None) -> None:
        """Take an interrupt, as `signal.signal` asks of a handler."""
        if self._pressed or (importing(frame) and not self._working):
            self.end()
        self._pressed = True
        raise KeyboardInterrupt

    @contextmanager
    def working(self) -> Iterator[None]:
        """Within it there may be files and processes to clean up, even while modules are loaded."""
        self._working += 1
        try:
            yield
        finally:
            self._working -= 1

    def said(self) -> None:
        """Take note that the user was told: one line is enough."""
        self._said = True

    def end(self) -> NoReturn:
        """End the process and those it started, after the one line."""
        if not self._said:
            os.write(2, f"Error: {MESSAGE}\n".encode())
        if multiprocessing := sys.modules.get("multiprocessing"):
            for process in multiprocessing.active_children():
                process.kill()
        os._exit(INTERRUPTED)

    def unraisable(self, problem: Any) -> None:
        """End if an interrupt came where Python has to drop exceptions, as `sys.unraisablehook`."""
        if issubclass(problem.exc_type, KeyboardInterrupt):
            self.end()
        sys.__unraisablehook__(problem)


CTRL_C = CtrlC()
