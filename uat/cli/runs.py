"""`uat sweep` and `uat gallery`: many runs, stored as they finish."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uat.cli.options import MOST, activation_option, bar, count, names, numbers
from uat.exceptions import SettingError

if TYPE_CHECKING:
    from uat.sweeps.spec import RunSpec
    from uat.trainers import Trainer

_WIDTHS = "1,2,4,8,16,32,64,128"
_QUICK = {
    "targets": "logistic,absolute,runge,sine,chirp,franke",
    "widths": "1,2,4,8,16,32",
    "seeds": "3",
    "epochs": "2000",
    "near_best": "8",
}
_DESCENTS = ("gradient_descent", "adam")
_SWEEP_EPOCHS, _GALLERY_EPOCHS = 10_000, 5_000
_NEAR_BEST_WIDTH = 16
_QUICK_FOLDER = Path("gallery-quick")
"""So that a try does not overwrite a gallery that took minutes."""


def _what_to_run(
    *, trainers: str, seeds: str, epochs: int
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what adds the options that say which runs a sweep or a gallery is made of.

    The arguments are defaults; `epochs` is that of gradient_descent and adam.
    """
    options = (
        click.option(
            "--targets", metavar="NAMES", default="all", show_default=True,
            help="Functions to approximate: names from `uat targets`, separated by commas; all are "
            "those of one or two inputs.",
        ),
        click.option(
            "--widths", metavar="LIST", default=_WIDTHS, show_default=True,
            help="Numbers of hidden units, as 1,2,4 or 1-8.",
        ),
        click.option(
            "--seeds", metavar="N", default=seeds, show_default=True,
            help="Random starts at each width.",
        ),
        click.option(
            "--trainers", metavar="NAMES", default=trainers, show_default=True,
            help="Separated by commas, out of gradient_descent, adam, lbfgs, levenberg_marquardt, "
            "variable_projection, bayesian_regularization, random_features, greedy, staircase.",
        ),
        click.option(
            "--epochs", metavar="N",
            help="Full-batch steps of each run, of every trainer that has epochs.  "
            f"[default: {epochs} of gradient_descent and adam, less of the others]",
        ),
        click.option(
            "--momentum", metavar="X", type=float, default=0.9, show_default=True,
            help="Of gradient descent, from 0 to below 1; 0 is the plain rule of the course, about "
            "ten times slower.",
        ),
        activation_option,
        click.option(
            "--workers", metavar="N",
            help="Processes that train side by side.  [default: one per processor]",
        ),
        click.option(
            "--fresh", is_flag=True, help="Compute these runs anew even if they are stored."
        ),
    )  # fmt: skip

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _specs(
    descent_epochs: int,
    *,
    targets: str,
    widths: str,
    seeds: str,
    trainers: str,
    epochs: str | None,
    momentum: float,
    activation: str,
) -> list[RunSpec]:
    """Return the plan that the options of `_what_to_run` ask for."""
    from uat.sweeps.sweep import plan

    number = None if epochs is None else count(epochs, "--epochs", most=1000 * MOST)
    return plan(
        None if targets == "all" else names(targets, "--targets"),
        numbers(widths, "--widths"),
        range(count(seeds, "--seeds")),
        [
            _trainer(name, number, descent_epochs, momentum)
            for name in names(trainers, "--trainers")
        ],
        activation=activation,
    )


def _trainer(name: str, epochs: int | None, descent_epochs: int, momentum: float) -> Trainer:
    """Return the trainer of that name with those of the settings that it has."""
    from uat.trainers import make_trainer, settings_of

    wanted: dict[str, Any] = {"epochs": epochs, "momentum": momentum}
    if name in _DESCENTS and epochs is None:
        wanted["epochs"] = descent_epochs
    has = settings_of(name)
    return make_trainer(name, **{k: v for k, v in wanted.items() if k in has and v is not None})


@click.command()
@_what_to_run(trainers="gradient_descent", seeds="5", epochs=_SWEEP_EPOCHS)
@click.option(
    "--store", "store_path", metavar="FILE", type=click.Path(path_type=Path), default="runs.sqlite",
    show_default=True, help="Where runs are kept; a second sweep computes only what it lacks.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
    help="Write one row a run to this .csv or .json.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the runs, not the table, as JSON.")
def sweep(
    workers: str | None,
    fresh: bool,
    store_path: Path,
    output: Path | None,
    as_json: bool,
    **what: Any,
) -> None:
    """Train every target x width x seed x trainer and keep the results.

    A run is one network, trained from one seed. Runs are stored as they finish: after Ctrl-C, or
    worse, the same command goes on where it was. The table shows the median error of the seeds.

    \b
    Examples:
      uat sweep --targets sine,absolute --widths 1-8 --seeds 3
      uat sweep --targets sine --trainers gradient_descent,adam -o sine.csv
    """  # noqa: D301  (click wants the character itself)
    from uat.io.files import prepare_folder, write_text
    from uat.sweeps.store import Store
    from uat.sweeps.sweep import run_specs
    from uat.sweeps.tables import error_table, runs_csv, runs_json

    specs = _specs(_SWEEP_EPOCHS, **what)
    number = count(workers, "--workers") if workers is not None else None
    writers = {".csv": runs_csv, ".json": runs_json}
    if output is not None:
        if output.suffix.lower() not in writers:
            raise SettingError(f"--output: {output} ends in neither .csv nor .json.")
        prepare_folder(output.parent)
    with Store(store_path) as store, bar("training") as report:
        result = run_specs(specs, store=store, fresh=fresh, workers=number, progress=report)
    if output is not None:
        write_text(output, writers[output.suffix.lower()](result.records))
    click.echo(runs_json(result.records) if as_json else error_table(result.records), nl=False)
    kept = len(specs) - result.computed
    click.echo(f"{result.computed} runs computed, {kept} found in {store_path}.", err=True)


@click.command()
@_what_to_run(
    trainers="gradient_descent,adam,variable_projection,staircase",
    seeds="3",
    epochs=_GALLERY_EPOCHS,
)
@click.option(
    "--near-best", metavar="N", default=str(_NEAR_BEST_WIDTH), show_default=True,
    help="Widest near-best network, by variable_projection from one seed; twice the width takes "
    "four times as long.",
)  # fmt: skip
@click.option(
    "--format", "formats", metavar="NAMES", default="svg,png", show_default=True,
    help="Out of svg, png, pdf, separated by commas.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), default="gallery",
    show_default=True,
    help="Folder for the figures, the tables and README.md; gallery-quick with --quick.",
)  # fmt: skip
@click.option(
    "--quick", is_flag=True,
    help="Six targets, widths 1 to 32, 2000 epochs, near-best to 8, unless other options say "
    "otherwise.",
)  # fmt: skip
@click.pass_context
def gallery(
    context: click.Context,
    /,
    workers: str | None,
    fresh: bool,
    near_best: str,
    formats: str,
    output: Path,
    quick: bool,
    **what: Any,
) -> None:
    """Render the width-versus-error gallery.

    For every target: the fits, error against width, loss against epoch; an overview of all; the
    numbers; and a README.md that shows it. The folder keeps the runs, so a second call only draws.

    \b
    Examples:
      uat gallery
      uat gallery --quick
      uat gallery --targets sine,franke --widths 1-16 --format svg,pdf
    """  # noqa: D301  (click wants the character itself)
    from uat.gallery import affordable, render_gallery

    if quick:
        default = click.core.ParameterSource.DEFAULT
        quickly = {k: v for k, v in _QUICK.items() if context.get_parameter_source(k) == default}
        near_best = quickly.pop("near_best", near_best)
        what |= quickly
        if context.get_parameter_source("output") == default:
            output = _QUICK_FOLDER
    specs = affordable(_specs(_GALLERY_EPOCHS, **what), count(near_best, "--near-best"))
    number = count(workers, "--workers") if workers is not None else None
    with bar("training") as training, bar("drawing ") as drawing:
        made = render_gallery(
            specs,
            output,
            formats=names(formats, "--format"),
            workers=number,
            fresh=fresh,
            training=training,
            drawing=drawing,
        )
    click.echo(
        f"{len(made.files)} files in {made.folder}, {made.sweep.computed} runs computed. "
        f"Open {made.files[0]}."
    )
