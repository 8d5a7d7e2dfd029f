"""`uat animate`: a network learning, as a film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from uat.cli import types
from uat.cli.group import FormulaCommand
from uat.cli.options import (
    activation_option,
    as_object,
    check_output,
    domain_if_needed,
    domain_option,
    epochs_option,
    file_option,
    known_source,
    seed_option,
    source_argument,
    targets_from_option,
    trainer_option,
    trainer_with,
    width_option,
)
from uat.cli.progress import TrainingLine, status
from uat.exceptions import SettingError, about

_MOST_FRAMES = 1000


@dataclass(frozen=True, slots=True)
class AnimateOptions:
    """What `uat animate` was given; None and () are what was left out."""

    target: str
    domain: tuple[tuple[float, float], ...]
    targets_from: Path | None
    width: int
    trainer: str
    epochs: int | None
    seed: int
    activation: str
    frames: int
    output: Path | None


@click.command(cls=FormulaCommand)
@source_argument("target")
@domain_option
@targets_from_option
@width_option(8)
@trainer_option(
    "One of {names}: those that take steps from a start are shown epoch by epoch if they keep what "
    "is on the way, as gradient_descent and adam do, all others width by width.",
    "gradient_descent",
)
@epochs_option("Full-batch steps of a trainer that has epochs.  [default: 5000]")
@seed_option()
@activation_option
@click.option(
    "--frames", metavar="N", type=types.Whole(2, _MOST_FRAMES), default=80, show_default=True,
    help="Pictures.",
)  # fmt: skip
@file_option("A .gif, or an .mp4 if ffmpeg is installed.  [default: TARGET.gif]", ".gif", ".mp4")
@as_object(AnimateOptions)
def animate(options: AnimateOptions) -> None:
    """Show a network learning TARGET, frame by frame.

    TARGET is a name from `uat targets`, mathematics, or module:function, as for `uat fit`; its
    domain may stand behind it.

    \b
    Examples:
      uat animate sine
      uat animate "abs(x)" --domain -1 1 --width 4 -o learning.gif
      uat animate "exp(-x^2)*sin(5*x) on [-3, 3] as wave"
      uat animate "-x^2" --domain -1 1 --width 2 --epochs 500 --frames 10
      uat animate franke --trainer adam --width 16 -o franke.mp4
    """  # noqa: D301  (click wants the character itself)
    from uat.io.files import file_stem
    from uat.reports.animation import Film, animate_training, checked_kind
    from uat.targets.target_texts import is_table
    from uat.targets.user_targets import as_target

    given = known_source(options.target)
    if is_table(str(given)):
        raise SettingError(f"{given} is a table, and only functions are animated; see uat fit.")
    trainer = trainer_with(options.trainer, epochs=options.epochs)
    with domain_if_needed(options.target, bool(options.domain)):
        target = as_target(given, options.domain or None)
    film = Film(
        target,
        options.width,
        trainer=trainer,
        seed=options.seed,
        activation=options.activation,
        frames=options.frames,
    )
    path = options.output or Path(f"{file_stem(film.target.name)}.gif")
    with about("output"):
        checked_kind(path)
    check_output(path)
    with status(options.target) as show:
        shown = animate_training(
            film,
            path,
            lambda share, what: show(f"{what}, {share:.0%}"),
            TrainingLine(show).within,
        )
    click.echo(f"{len(shown)} frames in {path}.")
