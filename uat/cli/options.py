"""What several commands share: how options are read, and what a terminal shows meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from uat.exceptions import SettingError

if TYPE_CHECKING:
    from uat.sweeping import Progress

ACTIVATIONS = (
    "logistic, tanh, relu, relu_squared, relu_cubed, softplus, gaussian, sine, identity or "
    "heaviside"
)
MOST = 1_000_000
"""Of anything that is counted out one by one; more is a slip of the finger."""
_BAR_LENGTH = 1000


def numbers(text: str, option: str) -> list[int]:
    """Return the whole numbers in a list such as 1,2,4 or 1-8."""
    found: list[int] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, dash, last = part.partition("-")
        low, high = (first, last) if dash and first else (part, part)
        try:
            span = range(int(low), int(high) + 1)
        except ValueError:
            raise SettingError(
                f"{option}: {part!r} is not a whole number; write for example 1,2,4 or 1-8."
            ) from None
        if not span:
            raise SettingError(f"{option}: {part} runs backwards; write the smaller number first.")
        if span[-1] > MOST:
            raise SettingError(f"{option}: {span[-1]} is more than {MOST:,}.")
        found += span
    if not found:
        raise SettingError(f"{option}: the list is empty; write for example 1,2,4 or 1-8.")
    return found


def count(text: str, option: str, most: int = MOST) -> int:
    """Return one whole number from 1 to `most`."""
    try:
        number = int(text)
    except ValueError:
        raise SettingError(f"{option}: {text!r} is not a whole number.") from None
    if number < 1:
        raise SettingError(f"{option} must be at least 1, not {number}.")
    if number > most:
        raise SettingError(f"{option}: {number} is more than {most:,}.")
    return number


def names(text: str, option: str) -> list[str]:
    """Return the names in a list such as sine,runge."""
    found = [piece.strip() for piece in text.split(",") if piece.strip()]
    if not found:
        raise SettingError(f"{option}: the list is empty.")
    return found


@contextmanager
def bar(label: str) -> Iterator[Callable[[Progress], None]]:
    """Give a callback that shows progress and the time left on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar: Any
    with click.progressbar(
        length=_BAR_LENGTH,
        label=label,
        file=sys.stderr,
        item_show_func=lambda p: f"{p.done}/{p.total}" if p else "starting",
    ) as bar:
        yield lambda p: bar.update(int(p.share * _BAR_LENGTH) - bar.pos, p)


@contextmanager
def trying(target: str) -> Iterator[Callable[[int, float], None]]:
    """Give a callback that shows on a terminal how far a fit has come; nothing elsewhere."""

    def show(text: str, end: str = "") -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{text:<60}{end}", nl=False, err=True)

    show(f"{target}: training")
    try:
        yield lambda width, error: show(f"{target}: width {width}, max error {error:.3g}")
    except KeyboardInterrupt:
        raise click.ClickException("interrupted; a fit is not stored.") from None
    finally:
        show("", end="\r")
