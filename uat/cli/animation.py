"""`uat animate`: a network learning, as a film."""

from __future__ import annotations

import re
from pathlib import Path

import click

from uat.cli.options import (
    MOST,
    TABLES,
    activation_option,
    count,
    domain_option,
    function_asked,
    intervals,
    seed_option,
    trying,
)
from uat.exceptions import SettingError


@click.command()
@click.argument("target")
@domain_option
@click.option(
    "--width", metavar="N", default="8", show_default=True, help="Number of hidden units."
)
@click.option(
    "--trainer", metavar="NAME", default="gradient_descent", show_default=True,
    help="gradient_descent and adam are shown epoch by epoch, variable_projection and greedy width "
    "by width.",
)  # fmt: skip
@click.option("--epochs", metavar="N", help="Full-batch steps.  [default: 10000]")
@seed_option
@activation_option
@click.option("--frames", metavar="N", default="80", show_default=True, help="Pictures.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
    help="A .gif, or an .mp4 if ffmpeg is installed.  [default: TARGET.gif]",
)  # fmt: skip
def animate(
    target: str,
    domain: tuple[tuple[str, str], ...],
    width: str,
    trainer: str,
    epochs: str | None,
    seed: int,
    activation: str,
    frames: str,
    output: Path | None,
) -> None:
    """Show a network learning TARGET, frame by frame.

    TARGET is a name from `uat targets`, mathematics, or module:function, as for `uat fit`.

    \b
    Examples:
      uat animate sine
      uat animate "abs(x)" --domain -1 1 --width 4 -o learning.gif
      uat animate franke --trainer adam --width 16 -o franke.mp4
    """  # noqa: D301  (click wants the character itself)
    from uat.fits.function import named_trainer
    from uat.reports.animation import animate_training
    from uat.targets.user_targets import as_target

    if Path(target).suffix.lower() in TABLES:
        raise SettingError(f"{target} is a table, and only functions are animated; see uat fit.")
    shown = as_target(function_asked(target), intervals(domain))
    path = output or Path(f"{re.sub(r'[^A-Za-z0-9]+', '_', shown.name).strip('_') or 'film'}.gif")
    settings = {} if epochs is None else {"epochs": count(epochs, "--epochs", most=1000 * MOST)}
    with trying(target) as tell:
        made = animate_training(
            shown,
            count(width, "--width"),
            path,
            trainer=named_trainer(trainer, **settings),
            seed=seed,
            activation=activation,
            frames=count(frames, "--frames"),
            progress=lambda share, what: tell(f"{what}, {share:.0%}"),
        )
    click.echo(f"{len(made)} frames in {path}.")
