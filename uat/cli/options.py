"""What several commands share: how options are read, and what a terminal shows meanwhile."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from uat.exceptions import ExpressionError, SettingError

if TYPE_CHECKING:
    from uat.sweeps.sweep import Progress

MOST = 1_000_000
"""Of anything that is counted out one by one; more is a slip of the finger."""
_FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")
TABLES = {".csv", ".tsv", ".txt", ".dat"}
"""How the names of tables end."""
_BAR_LENGTH = 1000
_LINE = 72


class _ActivationOption(click.Option):
    """An option that names an activation; its help lists those there are when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help, the registry's names in it."""
        from uat.core.activations import ACTIVATIONS

        self.help = f"Of the hidden units: {', '.join(ACTIVATIONS)}."
        return super().get_help_record(ctx)


activation_option = click.option(
    "--activation", cls=_ActivationOption, metavar="NAME", default="logistic", show_default=True
)
domain_option = click.option(
    "--domain", metavar="LOW HIGH", nargs=2, multiple=True,
    help="Where a function is fitted; once for each input.  [default: of a name, its own]",
)  # fmt: skip
seed_option = click.option(
    "--seed", metavar="N", type=int, default=0, show_default=True, help="Random start."
)


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


def reals(text: str, option: str) -> list[float]:
    """Return the numbers in a list such as -0.5,pi/2."""
    return [real(part, option) for part in names(text, option)]


def intervals(pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float]] | None:
    """Return what several --domain LOW HIGH amount to, None if there is none."""
    return [(real(low, "--domain"), real(high, "--domain")) for low, high in pairs] or None


def real(text: str, option: str) -> float:
    """Return one number, which may be typed as mathematics: 0.5, 1e-3, 2*pi."""
    try:
        return float(text)
    except ValueError:
        from uat.expressions import constant

    try:
        return constant(text)
    except ExpressionError as problem:
        raise SettingError(f"{option}: {problem}") from None


def names(text: str, option: str) -> list[str]:
    """Return the names in a list such as sine,runge."""
    found = [piece.strip() for piece in text.split(",") if piece.strip()]
    if not found:
        raise SettingError(f"{option}: the list is empty.")
    return found


@contextmanager
def bar(label: str) -> Iterator[Callable[[Progress], None]]:
    """Give a callback that shows progress and the time left on a terminal, nothing elsewhere.

    What is to be known beside it is said when the bar is gone.
    """
    notes: list[str] = []
    try:
        with _bar(label) as update:

            def report(progress: Progress) -> None:
                notes.extend(filter(None, [progress.note]))
                update(progress)

            yield report
    except KeyboardInterrupt:
        raise click.ClickException(
            "interrupted; what was finished is stored. Run the command again, without --fresh, to "
            "go on."
        ) from None
    finally:
        for note in notes:
            click.echo(note, err=True)


@contextmanager
def _bar(label: str) -> Iterator[Callable[[Progress], None]]:
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
def trying(
    what: str, doing: str = "training", interrupted: str = "interrupted; a fit is not stored."
) -> Iterator[Callable[[str], None]]:
    """Give a callback that shows on a terminal how far something has come; nothing elsewhere."""

    def show(text: str, end: str = "") -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{text[:_LINE]:<{_LINE}}{end}", nl=False, err=True)

    show(f"{what}: {doing}")
    try:
        yield lambda text: show(f"{what}: {text}")
    except KeyboardInterrupt:
        raise click.ClickException(interrupted) from None
    finally:
        show("", end="\r")


def function_asked(source: str) -> str | Callable[..., Any]:
    """Return a user's function if the source is module:function, else the source itself."""
    from uat.targets.user_targets import load_function

    return load_function(source) if _FUNCTION.fullmatch(source) else source
