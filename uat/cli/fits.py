"""`uat fit`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from uat.cli.options import ACTIVATIONS, MOST, count, trying
from uat.exceptions import SettingError

if TYPE_CHECKING:
    from uat.fitting import Fit


@click.command()
@click.argument("target")
@click.option("--width", metavar="N", help="Number of hidden units.  [default: 16]")
@click.option(
    "--tolerance", metavar="X", type=float,
    help="Look for the smallest width whose max error is at most this, instead of --width.",
)  # fmt: skip
@click.option(
    "--max-width", metavar="N", help="Where the search for a tolerance ends.  [default: 64]"
)
@click.option(
    "--trainer", metavar="NAME", default="variable_projection", show_default=True,
    help="What finds the network: variable_projection comes near the best there is; "
    "levenberg_marquardt, lbfgs, gradient_descent and adam descend from a random start; "
    "random_features, greedy and staircase build.",
)  # fmt: skip
@click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Random start.")
@click.option(
    "--activation", metavar="NAME", default="logistic", show_default=True,
    help=f"Of the hidden units: {ACTIVATIONS}.",
)  # fmt: skip
@click.option(
    "--epochs", metavar="N",
    help="Full-batch steps of a trainer that has epochs.  "
    "[default: 10000 of gradient_descent and adam, less of the others]",
)  # fmt: skip
@click.option(
    "--momentum", metavar="X", type=float,
    help="Of gradient_descent, from 0 to below 1; 0 is the plain rule of the course.  "
    "[default: 0.9]",
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON with all digits and the parameters."
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
    help="Draw the fit as .svg, .png or .pdf, or save the network as .json.",
)  # fmt: skip
def fit(
    target: str,
    width: str | None,
    tolerance: float | None,
    max_width: str | None,
    trainer: str,
    seed: int,
    activation: str,
    epochs: str | None,
    momentum: float | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Fit one network to TARGET, a name from `uat targets`.

    With --width, the best network of that width that the trainer finds. With --tolerance, the
    smallest width it finds whose max error, the largest |network - target|, is within it; if there
    is none, the best network found, and why.

    \b
    Examples:
      uat fit sine --width 8
      uat fit sine --tolerance 1e-6
      uat fit runge --width 16 --trainer gradient_descent -o lesson.png
      uat fit absolute --tolerance 1e-3 --json > absolute.json
    """  # noqa: D301  (click wants the character itself)
    from uat import fitting
    from uat.files import prepare_folder

    if max_width is not None and tolerance is None:
        raise SettingError("--max-width ends the search for a --tolerance: give one.")
    settings = {
        "epochs": None if epochs is None else count(epochs, "--epochs", most=1000 * MOST),
        "momentum": momentum,
    }
    given = {name: value for name, value in settings.items() if value is not None}
    most = fitting.DEFAULT_MAX_WIDTH if max_width is None else count(max_width, "--max-width")
    if output is not None:
        _check_fit_output(output)
        prepare_folder(output.parent)
    with trying(target) as report:
        found = fitting.fit(
            target,
            None if width is None else count(width, "--width"),
            tolerance=tolerance,
            trainer=fitting.named_trainer(trainer, **given),
            seed=seed,
            activation=activation,
            max_width=most,
            progress=report,
        )
    if output is not None:
        _write_fit(found, output)
    click.echo(found.to_json() if as_json else found.summary())


def _check_fit_output(output: Path) -> None:
    """Raise `SettingError` unless the file's suffix says what to write."""
    from uat.style import FORMATS

    suffix = output.suffix.lower()
    if suffix != ".json" and suffix.removeprefix(".") not in FORMATS:
        raise SettingError(
            f"--output: {output} ends neither in .json, for the network, nor in "
            f"{', '.join('.' + name for name in FORMATS)}, for its figure."
        )


def _write_fit(found: Fit, output: Path) -> None:
    """Save the network or draw the fit, whichever the suffix says."""
    if output.suffix.lower() == ".json":
        found.network.save(output)
        return
    from uat.figures.fit import plot_fit
    from uat.style import save_figure

    save_figure(plot_fit(found), output)
