"""A bar that shows how far something has come, on a terminal or in a notebook.

The one place beside the command line that writes to a terminal. It writes to standard error, and
only where somebody sees it: a file or a pipe stays clean, and a caller who wants to know for
himself hands in a function instead.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from uat.exceptions import SettingError, shown

Update = Callable[[float, str], None]
"""Takes the share that is done, in [0, 1], and what is under way."""

_BLOCKS, _LINE, _USUAL_LINE = 16, 100, 78
# A redraw a tenth of a second is often enough.
_PAUSE = 0.1


@contextmanager
def bar(label: str, timed: bool = True) -> Iterator[Update]:
    """Give what redraws a bar; nothing is drawn where nobody would see it.

    Beside it stands the time that is left if `timed`, because the share done is one of time; else
    the time that has gone. It is drawn when it is first called. After a share of 1 it stands; it is
    full, too, when the block ends well, and stays as it is when the block fails.
    """
    stream = sys.stderr
    if not _is_watched(stream):
        yield lambda *_: None
        return
    drawing = _Bar(stream, label, timed)
    try:
        yield drawing.update
        drawing.end()
    finally:
        drawing.leave()


class Teller:
    """What is called to report progress, and redraws a bar between two such calls.

    Parameters
    ----------
    tell : takes what is reported
    within : redraws the bar, if there is one
    """

    def __init__(self, tell: Callable[..., None], within: Update | None = None) -> None:
        self._tell, self.within = tell, within

    def __call__(self, *values: Any) -> None:
        """Report."""
        self._tell(*values)


@contextmanager
def reporting(
    progress: bool | Callable[..., None] | None,
    label: str,
    as_bar: Callable[..., tuple[float, str]],
    timed: bool = True,
) -> Iterator[Teller]:
    """Give what is called to report progress: the caller's own function, a bar, or nothing.

    Parameters
    ----------
    progress : True for a bar, False or None for nothing, or the function
    label, timed : of the bar
    as_bar : what the function would be called with -> the share done and what is under way

    Raises
    ------
    SettingError
        If `progress` is none of these.
    """
    if callable(progress):
        yield Teller(progress)
    elif progress is None or (isinstance(progress, bool) and not progress):
        yield Teller(lambda *_: None)
    elif progress is True:
        with bar(label, timed) as update:
            update(0.0, "")
            yield Teller(lambda *values: update(*as_bar(*values)), update)
    else:
        raise SettingError(
            f"progress must be a function, or True for a bar, not {shown(progress)}."
        )


def _is_watched(stream: Any) -> bool:
    """Return whether a stream is a terminal, or the cell of a notebook."""
    if stream is None:  # as under pythonw
        return False
    kernel = type(stream).__module__.partition(".")[0] == "ipykernel"
    return kernel or bool(getattr(stream, "isatty", bool)())


class _Bar:
    """One line that is written over and over."""

    def __init__(self, stream: Any, label: str, timed: bool) -> None:
        self._stream, self._label, self._timed = stream, label, timed
        self._began = time.monotonic()
        self._drawn = self._share = 0.0
        self._words = ""
        self._open = self._full = False

    def update(self, share: float, words: str) -> None:
        if self._full:
            return
        self._share, self._words = min(max(share, 0.0), 1.0), words
        if self._share == 1.0:
            self.end()
        elif not self._open or time.monotonic() - self._drawn >= _PAUSE:
            self._draw()

    def end(self) -> None:
        """Fill a bar that was begun."""
        if not self._full and (self._open or self._share == 1.0):
            self._share, self._full = 1.0, True
            self._draw()
            self.leave()

    def leave(self) -> None:
        """Leave the line, if it is not left."""
        if self._open:
            self._stream.write("\n")
            self._stream.flush()
            self._open = False

    def _draw(self) -> None:
        self._open, self._drawn = True, time.monotonic()
        blocks = int(self._share * _BLOCKS)
        filled = f"[{'#' * blocks}{'-' * (_BLOCKS - blocks)}]"
        text = f"{self._label}  {filled}  {self._share:4.0%}  {self._clock()}  {self._words}"
        # A line that wraps could not be written over.
        room = min(_LINE, shutil.get_terminal_size((_USUAL_LINE + 1, 1)).columns - 1)
        self._stream.write(f"\r{text[:room]:<{room}}")
        self._stream.flush()

    def _clock(self) -> str:
        """Return the time left, or that gone."""
        gone = time.monotonic() - self._began
        if not self._timed or self._share == 1.0:
            return _minutes(gone)
        return f"{_minutes(gone * (1.0 / self._share - 1.0))} left" if self._share > 0.0 else ""


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
