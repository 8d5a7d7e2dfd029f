"""What a terminal shows while something is computed, and what an interrupt of it says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from uat.cli.group import Interrupted
from uat.cli.interrupts import CTRL_C
from uat.io.progress import bar as drawn_bar

if TYPE_CHECKING:
    from uat.core.watch import TrainingProgress
    from uat.sweeps.sweep import Progress

STORED = "interrupted; what was finished is stored. Run the command again to go on."
_LINE = 72


@contextmanager
def bar(label: str, interrupted: str = STORED) -> Iterator[Callable[[Progress], None]]:
    """Give a callback that shows progress and the time left on a terminal, nothing elsewhere.

    What is to be known beside it comes with the first report, and is said before the bar is drawn.
    """
    try:
        with CTRL_C.working(), drawn_bar(label) as update:

            def report(progress: Progress) -> None:
                if progress.note:
                    click.echo(progress.note, err=True)
                update(progress.share, f"{progress.done}/{progress.total}")

            yield report
    except KeyboardInterrupt:
        raise Interrupted(interrupted) from None


class TrainingLine:
    """The line of a fit: how far the training under way is, and what those before it came to.

    Parameters
    ----------
    show : shows a line
    """

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show, self._before = show, ""

    def between(self, words: str, before: str) -> None:
        """Show something between two trainings; `before` is what stays to be said meanwhile."""
        self._before = f"; {before}"
        self._show(words)

    def within(self, progress: TrainingProgress) -> None:
        """Show how far a training is: a callback of the fits."""
        self._show(f"{progress}{self._before}")


@contextmanager
def status(
    what: str, doing: str = "training", interrupted: str = "interrupted; a fit is not stored."
) -> Iterator[Callable[[str], None]]:
    """Give a callback that shows on a terminal how far something has come; nothing elsewhere."""

    def show(text: str, end: str = "") -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{text[:_LINE]:<{_LINE}}{end}", nl=False, err=True)

    show(f"{what}: {doing}")
    try:
        with CTRL_C.working():
            yield lambda text: show(f"{what}: {text}")
    except KeyboardInterrupt:
        raise Interrupted(interrupted) from None
    finally:
        show("", end="\r")
