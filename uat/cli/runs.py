"""`uat sweep` and `uat gallery`: many runs, stored as they finish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uat.cli import types
from uat.cli.group import Command, was_given
from uat.cli.options import (
    Callback,
    activation_option,
    activations_option,
    as_object,
    check_not_read,
    check_output,
    chosen_targets,
    epochs_option,
    file_option,
    folder_option,
    momentum_option,
    scheduler_option,
    targets_options,
    theme_option,
    workers_option,
)
from uat.cli.progress import bar
from uat.exceptions import about

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from uat.sweeps.spec import RunSpec
    from uat.targets.user_targets import Given
    from uat.trainers import Trainer

_WIDTHS = "1,2,4,8,16,32,64,128"
# What --quick makes of the options that are not given. A folder of its own, so that a try does not
# overwrite a gallery that took minutes.
_QUICK = {
    "targets": "logistic,absolute,runge,sine,chirp,franke",
    "widths": "1,2,4,8,16,32",
    "seeds": 3,
    "epochs": 2000,
    "near_best": 8,
    "output": "gallery-quick",
}
_NEAR_BEST_WIDTH = 32
_FORMATS = ("svg", "png", "pdf")
_INTERRUPTED = (
    "interrupted; what was finished is stored. Run the command again, without --fresh, to go on."
)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What sweep and gallery are given alike: which runs there are to be, and how they are run."""

    targets: tuple[Given, ...] | None
    lines: tuple[Given, ...]
    targets_from: Path | None
    widths: tuple[int, ...]
    seeds: int
    trainers: tuple[str, ...]
    folds: int | None
    epochs: int | None
    momentum: float | str | None
    activation: str
    activations: tuple[str, ...] | None
    workers: int | None
    scheduler: str | None
    fresh: bool

    def executor(self) -> AbstractContextManager[Executor | None]:
        """Give the workers of the scheduler, None if none is named."""
        if self.scheduler is None:
            return nullcontext()
        if self.workers is not None:
            raise click.UsageError("--workers are of this machine: leave it out with --scheduler.")
        from uat.sweeps.cluster import cluster

        return cluster(self.scheduler)

    def plan(self) -> tuple[list[RunSpec], list[str]]:
        """Return the runs, and in words what of the plan there is not to be.

        Of the default trainers on functions nothing is said: nobody named the one left out.
        """
        from uat.fits.table_target import is_table_like
        from uat.sweeps.plan import DEFAULT_FOLDS, left_out, plan

        targets = chosen_targets(self.targets, self.lines)
        kinds = {False} if targets is None else {is_table_like(target) for target in targets}
        if self.folds is not None and True not in kinds:
            raise click.UsageError("--folds is for tables, and none of the targets is one.")
        trainers = {False: self.trainers, True: self._trainers_of_tables()}
        self._check_settings([name for of_table in kinds for name in trainers[of_table]])
        words: list[str] = []
        activations = self._activations()
        chosen = was_given(click.get_current_context(), "trainers") or True in kinds
        specs = plan(
            targets, self.widths, range(self.seeds),
            [self._trainer(name) for name in trainers[False]],
            activations=activations,
            folds=self.folds or DEFAULT_FOLDS,
            table_trainers=[self._trainer(name) for name in trainers[True]],
            tell=words.append if chosen else None,
        )  # fmt: skip
        return specs, [*words, *filter(None, [left_out(specs, activations)])]

    def _activations(self) -> tuple[str, ...]:
        """Return the activation, or those that stand side by side."""
        if self.activations is None:
            return (self.activation,)
        if was_given(click.get_current_context(), "activation"):
            raise click.BadParameter(
                "give one of them, not both.", param_hint=["--activation", "--activations"]
            )
        return self.activations

    def check_not_written(self, *outputs: Path) -> None:
        """Raise `click.BadParameter` if a table among the targets would be written over."""
        from uat.fits.table_target import is_table_like
        from uat.targets.target_texts import read_text

        targets = chosen_targets(self.targets, self.lines) or ()
        tables = [read_text(str(target)).what for target in targets if is_table_like(target)]
        for output in outputs:
            check_not_read(output, *tables)

    def _trainers_of_tables(self) -> tuple[str, ...]:
        """Return the trainers of tables: those that are named, or the default."""
        from uat.sweeps.plan import DEFAULT_TABLE_TRAINERS

        if was_given(click.get_current_context(), "trainers"):
            return self.trainers
        return tuple(trainer.name for trainer in DEFAULT_TABLE_TRAINERS)

    def _check_settings(self, trainers: Sequence[str]) -> None:
        """Raise `click.BadParameter` for a setting that is given and no trainer has."""
        from uat.trainers.registry import settings_of

        known = {setting for name in trainers for setting in settings_of(name)}
        for name in ("epochs", "momentum"):
            if name not in known and was_given(click.get_current_context(), name):
                raise click.BadParameter(
                    f"none of --trainers has it: {', '.join(dict.fromkeys(trainers))}.",
                    param_hint=f"'--{name}'",
                )

    def _trainer(self, name: str) -> Trainer:
        """Return the trainer of that name with those of the settings that it has."""
        from uat.trainers import make_trainer, settings_of

        own, wanted = settings_of(name), {"epochs": self.epochs, "momentum": self.momentum}
        given = {key: value for key, value in wanted.items() if key in own and value is not None}
        return make_trainer(name, **given)


class _TargetsOrAll(types.Listed[Any]):
    """Names of targets, or the word all."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Any, ...] | None:
        """Return the names, None for all, as click asks."""
        names = [name.strip().lower() for name in str(value).split(",")]
        if names == ["all"]:
            return None
        if "all" in names:
            self.fail("all stands alone, without other names.", param, ctx)
        return super().convert(value, param, ctx)


def _run_options(trainers: str, seeds: int, epochs: str) -> Callable[[Callback], Callback]:
    """Return what adds the options that say which runs a sweep or a gallery is made of.

    The arguments are defaults; that of the epochs is in words.
    """
    options = (
        targets_options(
            "Functions to approximate: names from `uat targets`, separated by commas; all are "
            "those of one or two inputs.",
            _TargetsOrAll(types.TARGET), "all",
        ),
        click.option(
            "--widths", metavar="LIST", type=types.Widths(), default=_WIDTHS, show_default=True,
            help="Numbers of hidden units, as 1,2,4 or 1-8.",
        ),
        click.option(
            "--seeds", metavar="N", type=types.WIDTH, default=seeds,
            show_default=True, help="Random starts at each width.",
        ),
        click.option(
            "--trainers", cls=types.NamedOption, metavar="NAMES",
            type=types.Listed(types.TRAINER), default=trainers, show_default=True,
            help="Separated by commas, out of {names}; each target gets those that can do it. Of "
            "tables bayesian_regularization, if none is named.",
        ),
        click.option(
            "--folds", metavar="N", type=types.Count(2),
            help="Parts the rows of a table are dealt into, each held out in turn.  [default: 5]",
        ),
        epochs_option(
            "Full-batch steps of each run, of every trainer that has epochs.  "
            f"[default: {epochs}]",
        ),
        momentum_option,
        activation_option,
        activations_option,
        workers_option,
        scheduler_option,
        click.option(
            "--fresh", is_flag=True, help="Compute these runs anew even if they are stored."
        ),
    )  # fmt: skip

    def add(command: Callback) -> Callback:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _say(lines: Sequence[str]) -> None:
    """Say before the work what is to be known of it."""
    for line in lines:
        click.echo(line, err=True)


@dataclass(frozen=True, slots=True)
class SweepOptions(RunOptions):
    """What `uat sweep` was given; None is what was left out."""

    store_path: Path
    output: Path | None
    as_json: bool


@click.command(cls=Command)
@_run_options("gradient_descent", 5, "the trainer's own, 5000 of gradient_descent")
@click.option(
    "--store", "store_path", metavar="FILE", type=types.STORE, default="runs.sqlite",
    show_default=True, help="Where runs are kept; a second sweep computes only what it lacks.",
)  # fmt: skip
@file_option(
    "Write one row a run to this .csv, .json or .parquet; the latter needs the extra parquet.",
    ".csv", ".json", ".parquet",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the runs, not the table, as JSON.")
@as_object(SweepOptions)
def sweep(options: SweepOptions) -> None:
    """Train every target x width x seed x trainer and keep the results.

    A run is one network, trained from one seed. Runs are stored as they finish: after Ctrl-C, or
    worse, the same command goes on where it was. The table shows the median error of the seeds.

    \b
    Examples:
      uat sweep --targets sine,absolute --widths 1-8 --seeds 3
      uat sweep --targets sine --widths 1-3 --seeds 2 --epochs 200
      uat sweep --targets sine --trainers gradient_descent,adam -o sine.csv
      uat sweep --targets sine --activations logistic,relu,t*exp(-t^2) --widths 1-3 --seeds 2
      uat sweep --scheduler tcp://host:8786
      uat sweep --target "sin(5*x) on [-1, 1] as ripple" --target "math:exp on [0, 1]" --widths 1-3
    """  # noqa: D301  (click wants the character itself)
    from uat.io.files import prepare_folder, write_text
    from uat.io.frames import check_parquet, write_parquet
    from uat.sweeps.store import Store
    from uat.sweeps.sweep import run_specs
    from uat.sweeps.tables import error_table, runs_csv, runs_json

    if options.output is not None:
        check_not_read(options.output, options.store_path)
        options.check_not_written(options.output)
        check_output(options.output)
        if options.output.suffix.lower() == ".parquet":
            check_parquet()
    specs, words = options.plan()
    with options.executor() as executor:
        with about("store_path"):
            store = Store(options.store_path)
        _say(words)
        with store, bar("training", _INTERRUPTED) as progress:
            result = run_specs(
                specs, store=store, fresh=options.fresh, executor=executor,
                workers=options.workers, progress=progress,
            )  # fmt: skip
    if options.output is not None:
        prepare_folder(options.output.parent)
        match options.output.suffix.lower():
            case ".parquet":
                write_parquet(result.to_frame(), options.output)
            case ".csv":
                write_text(options.output, runs_csv(result.records))
            case _:
                write_text(options.output, runs_json(result.records))
    table = runs_json(result.records) if options.as_json else error_table(result.records)
    click.echo(table, nl=False)
    kept = len(specs) - result.computed
    click.echo(f"{result.computed} runs computed, {kept} found in {options.store_path}.", err=True)


@dataclass(frozen=True, slots=True)
class GalleryOptions(RunOptions):
    """What `uat gallery` was given; None is what was left out."""

    near_best: int
    formats: tuple[str, ...]
    theme: str
    output: Path

    def check_near_best(self, specs: Sequence[RunSpec]) -> None:
        """Raise `click.BadParameter` if it is given, and no trainer of the plan has it."""
        from uat.trainers.registry import row_of
        from uat.trainers.row import Role

        trainers = dict.fromkeys(spec.trainer for spec in specs)
        given = was_given(click.get_current_context(), "near_best")
        if given and not any(row_of(name).role is Role.NEAR_BEST for name in trainers):
            raise click.BadParameter(
                f"none of the trainers looks for the best network: {', '.join(trainers)}.",
                param_hint="'--near-best'",
            )


def _quick_defaults(context: click.Context, _: click.Parameter, quick: bool) -> None:
    """Take the defaults of --quick for all options that are not given."""
    if quick:
        context.default_map = _QUICK


@click.command(cls=Command)
@_run_options(
    "gradient_descent,adam,variable_projection,staircase", 3,
    "the trainer's own, 5000 of gradient_descent",
)  # fmt: skip
@click.option(
    "--near-best", metavar="N", type=types.WIDTH, default=_NEAR_BEST_WIDTH, show_default=True,
    help="Widest near-best network, by variable_projection from one seed; twice the width takes "
    "four times as long.",
)  # fmt: skip
@click.option(
    "--format", "formats", metavar="NAMES", type=types.Listed(click.Choice(_FORMATS)),
    default="svg,png", show_default=True, help="Out of svg, png, pdf, separated by commas.",
)  # fmt: skip
@theme_option
@folder_option(
    "Folder for the figures, the tables and README.md; gallery-quick with --quick.", "gallery"
)
@click.option(
    "--quick", is_flag=True, is_eager=True, expose_value=False, callback=_quick_defaults,
    help="Six targets, widths 1 to 32, 2000 epochs, near-best to 8, unless other options say "
    "otherwise.",
)  # fmt: skip
@as_object(GalleryOptions)
def gallery(options: GalleryOptions) -> None:
    """Render the width-versus-error gallery.

    For every target: the fits, error against width, loss against epoch; an overview of all; the
    numbers; and a README.md that shows it. The folder keeps the runs, so a second call only draws.
    With the extra certify, brackets show what is proved of the errors of near-best and staircase.

    \b
    Examples:
      uat gallery
      uat gallery --quick
      uat gallery --targets sine,franke --widths 1-16 --format svg,pdf
      uat gallery --targets sine --activations logistic,relu,tanh -o units
      uat gallery --target "exp(-x^2)*sin(5*x) on [-3, 3] as wave" -o mine
    """  # noqa: D301  (click wants the character itself)
    from uat.gallery import STORE_NAME, affordable, check_index, render_gallery

    planned, words = options.plan()
    options.check_near_best(planned)
    specs = affordable(planned, options.near_best)
    check_output(options.output / "README.md")
    options.check_not_written(options.output / "runs.csv")
    with about("output"):
        check_index(options.output)
    _say(words)
    with (
        options.executor() as executor,
        bar("training", _INTERRUPTED) as training,
        bar("proving ", _INTERRUPTED) as proving,
        bar("drawing ", _INTERRUPTED) as drawing,
    ):
        rendered = render_gallery(
            specs,
            options.output,
            formats=options.formats,
            dark=options.theme == "dark",
            executor=executor,
            workers=options.workers,
            fresh=options.fresh,
            training=training,
            proving=proving,
            drawing=drawing,
        )
    _say([note] if (note := rendered.proved.note) else [])
    computed = rendered.sweep.computed
    kept = len(specs) - computed
    resumed = f", {kept} found in {options.output / STORE_NAME}" if kept else ""
    click.echo(
        f"{len(rendered.files)} files in {rendered.folder}, {computed} runs computed{resumed}. "
        f"Open {rendered.files[0]}."
    )
