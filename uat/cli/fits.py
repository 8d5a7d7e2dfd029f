"""`uat fit`: a network for a function or for a table."""

from __future__ import annotations

import os
import re
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from uat.cli import types
from uat.cli.certificates import (
    certified_json,
    certified_summary,
    check_provable,
)
from uat.cli.group import FormulaCommand, Interrupted
from uat.cli.options import (
    activation_option,
    as_object,
    certify_option,
    check_not_read,
    check_output,
    domain_if_needed,
    domain_option,
    epochs_option,
    json_option,
    known_source,
    momentum_option,
    seed_option,
    source_argument,
    targets_from_option,
    theme_option,
    trainer_option,
    trainer_with,
)
from uat.cli.progress import TrainingLine, status
from uat.exceptions import DataFileError, MissingValueError, SettingError

if TYPE_CHECKING:
    from uat.fits.function_fit import Fit
    from uat.fits.table_fit import DataFit
    from uat.targets.target_texts import TargetText
    from uat.theory.certificates.certificate import Certificate
    from uat.trainers import Trainer

# Options that only the one or the other kind of source has.
_FOR_FUNCTIONS = ("domain", "grid", "kinks", "max_norm", "points", "tolerance")
_FOR_TABLES = ("folds", "held_out", "inputs", "missing", "outputs")
_GRIDS = ("uniform", "integrated", "sobol")
_FIGURES = (".svg", ".png", ".pdf")
# What can be nothing but the name of a file: letters, a point and an ending, which no formula has.
_FILE_NAME = re.compile(r"(.*[/\\])?[\w-]*[^\W\d][\w-]*\.[a-zA-Z][a-zA-Z0-9]{1,7}")
_MOST_HELD_OUT = 0.9
_KEPT = "interrupted; what is told is the best network so far."
_ABOUT_GAPS = "--missing drop leaves such rows out, --missing median puts a column's median there."
# What a folder of a fit holds and a table might be called.
_TABLES_WRITTEN = ("dependence.csv", "importance.csv", "predictions.csv", "report.txt")


@dataclass(frozen=True, slots=True)
class FitOptions:
    """What `uat fit` was given; None and () are what was left out."""

    source: str
    domain: tuple[tuple[float, float], ...]
    targets_from: Path | None
    inputs: tuple[str, ...] | None
    outputs: tuple[str, ...] | None
    width: types.Width
    tolerance: float | None
    max_width: int | None
    max_norm: float | None
    trainer: str | None
    seed: int
    activation: str
    epochs: int | None
    momentum: float | str | None
    points: int | None
    grid: str | None
    kinks: tuple[float, ...]
    held_out: float | None
    folds: int | None
    missing: Literal["drop", "median"] | None
    keep_best: bool
    certify: bool
    as_json: bool
    theme: str
    output: str | None

    @property
    def is_table(self) -> bool:
        """Whether the source names a file rather than a function."""
        from uat.targets.catalogue import TARGETS
        from uat.targets.target_texts import TargetText, is_table

        if self.source == "-":
            return True
        given = known_source(self.source)
        # Unlike those of Path, these take a formula that is too long for the name of a file.
        is_path = os.path.exists if os.sep in self.source else os.path.isfile
        there = is_path(self.source)
        named = there or _FILE_NAME.fullmatch(self.source)
        return isinstance(given, TargetText) or (
            given == self.source and (is_table(given) or bool(named and given not in TARGETS))
        )

    def table_text(self) -> TargetText:
        """Return which columns of which file are asked for.

        Raises
        ------
        click.UsageError
            If columns are named in the text and beside it.
        """
        from uat.targets.target_texts import TargetKind, TargetText, is_table, read_text

        given = self.source if self.source == "-" else known_source(self.source)
        if isinstance(given, TargetText):
            text = given
        elif is_table(self.source):
            text = read_text(self.source)
        else:
            text = TargetText(TargetKind.TABLE, self.source)
        both = (text.inputs and self.inputs and "inputs") or (
            text.outputs and self.outputs and "outputs"
        )
        if both:
            raise click.UsageError(f"{self.source} names its {both}: give no --{both}.")
        return replace(
            text,
            inputs=text.inputs or self.inputs or (),
            outputs=text.outputs or self.outputs or (),
        )

    def check(self) -> None:
        """Raise `click.UsageError` if options do not go together, or -o names nothing to write."""
        kind, other = ("tables", "functions") if self.is_table else ("functions", "tables")
        for name in _FOR_FUNCTIONS if self.is_table else _FOR_TABLES:
            if getattr(self, name) not in (None, ()):
                raise click.UsageError(
                    f"--{name.replace('_', '-')} is for {other}, not for {kind}."
                )
        if self.is_table and self.certify:
            raise click.UsageError("--certify is for functions, not for tables.")
        if self.is_table:
            self._check_width_of_table()
        else:
            self._check_width()
        if self.trainer is None and (given := self.training_settings()):
            raise click.UsageError(
                f"--{next(iter(given))} needs a --trainer that has it, such as gradient_descent."
            )
        self.made_trainer()
        if self.output is not None:
            _check_output(self.output)
            for name in _TABLES_WRITTEN if self.is_table and _is_folder(self.output) else ():
                check_not_read(Path(self.output) / name, self.table_text().what)

    def _check_width(self) -> None:
        """Raise `click.UsageError` unless one option at most says how wide a network is."""
        if self.width == "auto":
            raise click.UsageError(
                "--width auto is for tables; for a function give a --tolerance, and the smallest "
                "width that reaches it is found."
            )
        if self.max_width is not None and self.tolerance is None:
            raise click.UsageError("--max-width ends the search for a --tolerance: give one.")
        if self.width is not None and self.tolerance is not None:
            raise click.UsageError(
                "give a width or a tolerance, not both; --max-width bounds the search."
            )

    def _check_width_of_table(self) -> None:
        """Raise `click.UsageError` if a width is given, and how to choose one, too."""
        if self.width in (None, "auto"):
            return
        for name in ("max_width", "folds"):
            if getattr(self, name) is not None:
                raise click.UsageError(
                    f"--{name.replace('_', '-')} is for --width auto, which chooses a width; "
                    f"--width {self.width} does not."
                )

    def training_settings(self) -> dict[str, float | str]:
        """Return those of the trainer's settings that were given."""
        settings: dict[str, float | str | None]
        settings = {"epochs": self.epochs, "momentum": self.momentum}
        return {name: value for name, value in settings.items() if value is not None}

    def made_trainer(self) -> Trainer | None:
        """Return the trainer with its settings, or None if none was named.

        Raises
        ------
        click.UsageError
            If it does not have one of them.
        """
        if self.trainer is None:
            return None
        return trainer_with(self.trainer, **self.training_settings(), max_norm=self.max_norm)


@click.command(cls=FormulaCommand)
@source_argument("source")
@domain_option
@targets_from_option
@click.option(
    "--inputs", metavar="NAMES", type=types.ColumnsList(),
    help="Columns x of a table, separated by commas; a name that has one in double quotes, as "
    "'\"size, mm\",age'.",
)  # fmt: skip
@click.option(
    "--outputs", metavar="NAMES", type=types.ColumnsList(),
    help="Columns y of a table.  [default: the last; and all others are inputs]",
)  # fmt: skip
@click.option(
    "--width", metavar="N", type=types.WidthOrAuto(),
    help="Number of hidden units; auto chooses it by cross-validation of a table.  [default: 16 "
    "for a function, auto for a table]",
)  # fmt: skip
@click.option(
    "--tolerance", metavar="X", type=types.Finite(0.0, min_open=True),
    help="Look for the smallest width whose max error is at most this, instead of --width.",
)  # fmt: skip
@click.option(
    "--max-width", metavar="N", type=types.WIDTH,
    help="Where the search for a tolerance or by cross-validation ends.  [default: 64, 32]",
)  # fmt: skip
@click.option(
    "--max-norm", metavar="X", type=types.Finite(0.0, min_open=True),
    help="Keep the network tame: its output weights sum to at most this in size. Of "
    "variable_projection.",
)  # fmt: skip
@trainer_option(
    "What finds the network, one of {names}: variable_projection comes near the best there is; "
    "bayesian_regularization tells signal from noise; some descend from a random start, some build "
    "without training.  [default: variable_projection, beyond two inputs and for a table "
    "bayesian_regularization]"
)
@seed_option()
@activation_option
@epochs_option(
    "Full-batch steps of a trainer that has epochs.  "
    "[default: 5000 of gradient_descent and adam, less of the others]"
)
@momentum_option
@click.option(
    "--points", metavar="N", type=types.Count(2),
    help="Number of points a function is fitted on.  [default: depends on trainer and inputs]",
)  # fmt: skip
@click.option(
    "--grid", metavar="NAME", type=click.Choice(_GRIDS),
    help="What these points are: uniform, integrated (nodes of an integration rule) or sobol.  "
    "[default: the trainer's own, beyond two inputs sobol]",
)  # fmt: skip
@click.option(
    "--kinks", metavar="LIST", type=types.Listed(types.Real()), default=(),
    help="Where a function of one input or its derivative jumps, as -0.5,0.5.",
)  # fmt: skip
@click.option(
    "--held-out", metavar="SHARE", type=types.Finite(0.0, _MOST_HELD_OUT),
    help="Share of a table's rows kept out of training, for an honest error.  [default: 0.2]",
)  # fmt: skip
@click.option(
    "--folds", metavar="N", type=types.Count(2),
    help="Parts of the cross-validation of a table.  [default: 5]",
)  # fmt: skip
@click.option(
    "--missing", metavar="WAY", type=click.Choice(["drop", "median"]),
    help="Rows of a table with a missing value: drop leaves them out; median puts the column's "
    "median there, of a text the most frequent one.  [default: they are refused]",
)  # fmt: skip
@click.option(
    "--keep-best", is_flag=True,
    help="After Ctrl-C tell and write the best network so far, instead of nothing; the exit code "
    "is 130 all the same.",
)  # fmt: skip
@certify_option
@json_option
@theme_option
@click.option(
    "-o", "--output", metavar="PATH",
    help="A folder for everything: model, report, figures, predictions. Or one file: the fit drawn "
    "as .svg, .png or .pdf, or the model as .json.",
)  # fmt: skip
@as_object(FitOptions)
def fit(options: FitOptions) -> None:
    """Fit a network to SOURCE, a function or a table of numbers.

    SOURCE is one of

    \b
      a name from `uat targets`        sine
      mathematics                      "exp(-x^2) * sin(5*x)"     needs --domain
      mathematics and where            "exp(-x^2) * sin(5*x) on [-3, 3]"
      a Python function                mymodule:myfunction        needs --domain, or on [0, 1]
      a table                          data.csv, .tsv, .txt, or data.csv#inputs->outputs;
                                       .gz, .xlsx, .parquet, and - for standard input

    Mathematics is read by uat itself and can do nothing but compute. A Python function is code of
    your own: its module is imported, and does whatever it does.

    A function is fitted by the best network of a --width that the trainer finds, or by the smallest
    one within a --tolerance of it everywhere; if there is none, by the best network found. A
    table is fitted by a network whose width cross-validation chooses, unless you do; rows held
    out tell how well it predicts.

    \b
    Examples:
      uat fit sine --width 8
      uat fit "sin(2*pi*x)" --domain -1 1 --tolerance 1e-6
      uat fit "sin(2*pi*x)" --domain -1 1 --tolerance 1e-6 --certify
      uat fit "-x^2" --domain -1 1 --width 4
      uat fit "abs(x) on [-1, 2*pi] with kinks 0 as vee" --width 4 -o vee.png
      uat fit sine --width 8 --max-norm 10
      uat fit "sin(x*y)" --domain -pi pi --domain 0 2 -o sinxy
      uat fit mymodule:myfunction --domain 0 1 --width 12
      uat fit data.csv --inputs a,b --outputs y -o fitted
      uat fit runge --trainer gradient_descent -o lesson.png
      uat fit chirp --trainer adam --epochs 100000 --keep-best
    """  # noqa: D301  (click wants the character itself)
    options.check()
    if options.is_table or not options.certify:
        fitted = _fit_table(options) if options.is_table else _fit_function(options)
        # What took long is told before anything can go wrong with a file.
        click.echo(fitted.to_json() if options.as_json else fitted.summary())
    else:
        fitted = _certified(options)
    if options.output is not None:
        _write(fitted, options.output, options.theme == "dark")
        if not options.as_json:
            click.echo(f"  written to     {options.output}")
    if fitted.stop_reason == "interrupted":
        raise Interrupted(_KEPT)


def _certified(options: FitOptions) -> Fit:
    """Return a fit whose error is proved, and tell both; write the proof into the folder of -o."""
    from uat.fits import function as fitting
    from uat.fits.proved import proved
    from uat.io.files import prepare_folder

    with domain_if_needed(options.source, bool(options.domain)):
        check_provable(known_source(options.source), options.domain, options.activation)
    first = _fit_function(options)
    proof: Certificate
    fitted, proof = proved(
        first,
        options.tolerance,
        lambda width: _fit_function(replace(options, width=width, tolerance=None)),
        options.max_width or fitting.DEFAULT_MAX_WIDTH,
    )
    if options.as_json:
        click.echo(certified_json(fitted, proof))
    else:
        click.echo(certified_summary(fitted, proof, options.tolerance))
    if options.output is not None and _is_folder(options.output):
        prepare_folder(Path(options.output))
        proof.save(Path(options.output) / "certificate.json")
    return fitted


def _fit_function(options: FitOptions) -> Fit:
    """Return the fit to a name, an expression or a Python function."""
    from uat.fits import function as fitting

    usual = fitting.DEFAULT_MAX_WIDTH
    # What a user's own function prints is no part of the result.
    with (
        redirect_stdout(sys.stderr),
        status(options.source) as show,
        domain_if_needed(options.source, bool(options.domain)),
    ):
        line = TrainingLine(show)
        return fitting.fit(
            known_source(options.source),
            None if options.width == "auto" else options.width,
            tolerance=options.tolerance,
            domain=options.domain or None,
            trainer=options.made_trainer(),
            seed=options.seed,
            activation=options.activation,
            max_width=usual if options.max_width is None else options.max_width,
            points=options.points,
            grid=options.grid,
            kinks=options.kinks,
            max_norm=options.max_norm,
            progress=lambda tried, error: line.between(
                f"width {tried}, max error {error:.3g}", f"max error {error:.3g}"
            ),
            callback=line.within,
            keep_best=options.keep_best,
        )


def _fit_table(options: FitOptions) -> DataFit:
    """Return the fit to a table; where values are missing, say which option helps."""
    try:
        return _fit_columns(options)
    except MissingValueError as problem:
        raise DataFileError(f"{problem.gaps} {_ABOUT_GAPS}") from None


def _fit_columns(options: FitOptions) -> DataFit:
    """Return the fit to the columns of a file."""
    from uat.fits import table as fitting
    from uat.fits.defaults import able_trainer
    from uat.io.mixed_columns import read_columns

    text = options.table_text()
    source = text.what
    with status(source) as show:
        inputs, outputs = _columns(text)
        trainer = options.made_trainer()
        able_trainer(trainer or fitting.DEFAULT_TRAINER, len(inputs), options.activation)
        table = read_columns(
            source,
            [*inputs, *outputs],
            gaps=options.missing is not None,
            progress=lambda share: show(f"reading, {share:.0%}"),
        )
        line = TrainingLine(show)
        fitted = fitting.fit_data(
            {name: table.columns[name] for name in inputs},
            {name: table.columns[name] for name in outputs},
            options.width or fitting.AUTO,
            trainer=trainer,
            seed=options.seed,
            activation=options.activation,
            held_out=fitting.DEFAULT_HELD_OUT if options.held_out is None else options.held_out,
            folds=options.folds or fitting.DEFAULT_FOLDS,
            max_width=options.max_width,
            missing=options.missing,
            progress=lambda share, what: line.between(f"{what}, {share:.0%}", f"{share:.0%}"),
            callback=line.within,
            keep_best=options.keep_best,
        )
        return replace(fitted, notes=(*table.notes, *fitted.notes))


def _columns(text: TargetText) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the input and the output columns of a table.

    Raises
    ------
    click.UsageError
        If --inputs are all there are.
    """
    from uat.fits.table_target import columns_in_file

    try:
        return columns_in_file(text.what, text.inputs, text.outputs)
    except SettingError as problem:
        if text.outputs or "outputs" not in problem.settings:
            raise
        raise click.UsageError(
            "--inputs leaves no column to predict; name it with --outputs."
        ) from None


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).suffix == "" or Path(output).is_dir()


def _check_output(output: str) -> None:
    """Raise unless it is a folder, or the file's suffix says what to write, and can be written."""
    if not output:
        raise click.BadParameter("name a folder or a file.", param_hint="'-o' / '--output'")
    if not _is_folder(output) and Path(output).suffix.lower() not in (".json", *_FIGURES):
        raise click.BadParameter(
            f"{output} is no folder, and ends neither in .json, for the model, nor in "
            f"{', '.join(_FIGURES)}, for its figure.",
            param_hint="'-o' / '--output'",
        )
    check_output(Path(output) / "model.json" if _is_folder(output) else Path(output))


def _write(fitted: Fit | DataFit, output: str, dark: bool) -> None:
    """Write all of a fit into a folder, or its model or its figure into a file."""
    from uat.figures.style import save_figure
    from uat.io.files import prepare_folder
    from uat.reports import fit_folder

    if _is_folder(output):
        with status(output, "writing", "interrupted; some files are not written.") as show:
            fit_folder.write(fitted, output, lambda name: show(f"writing {name}"), dark=dark)
        return
    path = Path(output)
    prepare_folder(path.parent)
    if path.suffix.lower() == ".json":
        fitted.model.save(path)
    else:
        save_figure(fit_folder.page(fitted), path, dark)
