"""`uat fit`: a network for a function or for a table."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uat.cli.options import (
    MOST,
    TABLES,
    activation_option,
    count,
    domain_option,
    function_asked,
    intervals,
    names,
    reals,
    seed_option,
    trying,
)
from uat.exceptions import SettingError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from uat.core.model import Model
    from uat.fits.function_fit import Fit
    from uat.fits.table_fit import DataFit

# Options that only the one or the other kind of source has.
_FOR_FUNCTIONS = {"domain", "tolerance", "points", "grid", "kinks"}
_FORTABLES = {"inputs", "outputs", "held_out", "folds"}


@click.command()
@click.argument("source")
@domain_option
@click.option("--inputs", metavar="NAMES", help="Columns x of a table, separated by commas.")
@click.option(
    "--outputs", metavar="NAMES",
    help="Columns y of a table.  [default: the last; and all others are inputs]",
)  # fmt: skip
@click.option(
    "--width", metavar="N",
    help="Number of hidden units; auto chooses it by cross-validation of a table.  [default: 16 "
    "for a function, auto for a table]",
)  # fmt: skip
@click.option(
    "--tolerance", metavar="X", type=float,
    help="Look for the smallest width whose max error is at most this, instead of --width.",
)  # fmt: skip
@click.option(
    "--max-width", metavar="N",
    help="Where the search for a tolerance or by cross-validation ends.  [default: 64, 32]",
)  # fmt: skip
@click.option(
    "--trainer", metavar="NAME",
    help="What finds the network: variable_projection comes near the best there is; "
    "levenberg_marquardt, lbfgs, gradient_descent and adam descend from a random start; "
    "bayesian_regularization tells signal from noise; random_features, greedy and staircase "
    "build.  [default: variable_projection, beyond two inputs and for a table "
    "bayesian_regularization]",
)  # fmt: skip
@seed_option
@activation_option
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
    "--points", metavar="N",
    help="Number of points a function is fitted on.  [default: depends on trainer and inputs]",
)  # fmt: skip
@click.option(
    "--grid", metavar="NAME",
    help="What these points are: uniform, integrated (nodes of an integration rule) or sobol.  "
    "[default: the trainer's own, beyond two inputs sobol]",
)  # fmt: skip
@click.option(
    "--kinks", metavar="LIST",
    help="Where a function of one input or its derivative jumps, as -0.5,0.5.",
)  # fmt: skip
@click.option(
    "--held-out", metavar="SHARE", type=float,
    help="Share of a table's rows kept out of training, for an honest error.  [default: 0.2]",
)  # fmt: skip
@click.option(
    "--folds", metavar="N", help="Parts of the cross-validation of a table.  [default: 5]"
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON with all digits and the parameters."
)
@click.option(
    "-o", "--output", metavar="PATH",
    help="A folder for everything: model, report, figures, predictions. Or one file: the fit drawn "
    "as .svg, .png or .pdf, or the model as .json.",
)  # fmt: skip
@click.pass_context
def fit(
    context: click.Context, /, source: str, as_json: bool, output: str | None, **asked: Any
) -> None:
    """Fit a network to SOURCE, a function or a table of numbers.

    SOURCE is one of

    \b
      a name from `uat targets`        sine
      mathematics                      "exp(-x^2) * sin(5*x)"     needs --domain
      a Python function                mymodule:myfunction        needs --domain
      a table                          data.csv, .tsv, .txt

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
      uat fit "sin(x*y)" --domain -pi pi --domain 0 2 -o sinxy
      uat fit mymodule:myfunction --domain 0 1 --width 12
      uat fit data.csv --inputs a,b --outputs y -o fitted
      uat fit runge --trainer gradient_descent -o lesson.png
    """  # noqa: D301  (click wants the character itself)
    from uat.io.files import prepare_folder

    table = _is_table(source)
    _refuse(context, _FOR_FUNCTIONS if table else _FORTABLES, "tables" if table else "functions")
    if output is not None:
        _check_output(output)
        prepare_folder(Path(output) if _is_folder(output) else Path(output).parent)
    found: Fit | DataFit = (_fit_table if table else _fit_function)(source, **asked)
    # What took long is told before anything can go wrong with a file.
    click.echo(found.to_json() if as_json else found.summary())
    if output is not None:
        _write(found, output)
        if not as_json:
            click.echo(f"  written to     {output}")


def _is_table(source: str) -> bool:
    """Return whether the source names a file rather than a function."""
    # Unlike Path.is_file, it takes a formula that is too long for the name of a file.
    there = os.path.isfile(source)  # noqa: PTH113
    return Path(source).suffix.lower() in TABLES or (there and not _is_name(source))


def _is_name(source: str) -> bool:
    from uat.targets.catalogue import TARGETS

    return source in TARGETS


def _refuse(context: click.Context, options: set[str], kind: str) -> None:
    """Raise `SettingError` if one of the options is given that this kind of source has not."""
    default = click.core.ParameterSource.DEFAULT
    for name in sorted(options):
        if context.get_parameter_source(name) != default:
            other = "functions" if kind == "tables" else "tables"
            raise SettingError(f"--{name.replace('_', '-')} is for {other}, not for {kind}.")


def _trainer(name: str | None, epochs: str | None, momentum: float | None) -> Any:
    """Return the trainer with those of its settings that are given, or None if nothing is."""
    from uat.fits.function import named_trainer

    settings = {
        "epochs": None if epochs is None else count(epochs, "--epochs", most=1000 * MOST),
        "momentum": momentum,
    }
    given = {setting: value for setting, value in settings.items() if value is not None}
    if name is None:
        if given:
            raise SettingError(
                f"--{next(iter(given))} needs a --trainer that has it, such as gradient_descent."
            )
        return None
    return named_trainer(name, **given)


def _fit_function(
    source: str,
    *,
    domain: tuple[tuple[str, str], ...],
    width: str | None,
    tolerance: float | None,
    max_width: str | None,
    trainer: str | None,
    epochs: str | None,
    momentum: float | None,
    points: str | None,
    grid: str | None,
    kinks: str | None,
    seed: int,
    activation: str,
    **_: Any,
) -> Fit:
    """Return the fit to a name, an expression or a Python function."""
    from uat.fits import function as fitting

    if max_width is not None and tolerance is None:
        raise SettingError("--max-width ends the search for a --tolerance: give one.")
    if width == "auto":
        raise SettingError(
            "--width auto is for tables; for a function give a --tolerance, and the smallest "
            "width that reaches it is found."
        )
    most = fitting.DEFAULT_MAX_WIDTH if max_width is None else count(max_width, "--max-width")
    how: dict[str, Any] = {
        "tolerance": tolerance,
        "domain": intervals(domain),
        "trainer": _trainer(trainer, epochs, momentum),
        "seed": seed,
        "activation": activation,
        "max_width": most,
        "points": None if points is None else count(points, "--points"),
        "grid": grid,
        "kinks": () if kinks is None else reals(kinks, "--kinks"),
    }
    number = None if width is None else count(width, "--width")
    # What a user's own function prints is no part of the result.
    with redirect_stdout(sys.stderr), trying(source) as show:
        return fitting.fit(
            function_asked(source), number, **how,
            progress=lambda tried, error: show(f"width {tried}, max error {error:.3g}"),
        )  # fmt: skip


def _fit_table(
    source: str,
    *,
    inputs: str | None,
    outputs: str | None,
    width: str | None,
    max_width: str | None,
    trainer: str | None,
    epochs: str | None,
    momentum: float | None,
    held_out: float | None,
    folds: str | None,
    seed: int,
    activation: str,
    **_: Any,
) -> DataFit:
    """Return the fit to the columns of a file."""
    from uat.fits.table import AUTO, fit_data
    from uat.io.csv_files import columns_of, read_table

    how: dict[str, Any] = {
        "trainer": _trainer(trainer, epochs, momentum),
        "held_out": held_out,
        "folds": None if folds is None else count(folds, "--folds"),
        "max_width": None if max_width is None else count(max_width, "--max-width"),
    }
    chosen = AUTO if width is None or width == AUTO else count(width, "--width")
    with trying(source) as show:
        asked = _columns(
            columns_of(source),
            None if inputs is None else columns_of(source, names(inputs, "--inputs")),
            None if outputs is None else columns_of(source, names(outputs, "--outputs")),
        )
        table = read_table(
            source, [*asked[0], *asked[1]], progress=lambda share: show(f"reading, {share:.0%}")
        )
        split = len(asked[0])
        return fit_data(
            table.values[:, :split],
            table.values[:, split:],
            chosen,
            **{name: value for name, value in how.items() if value is not None},
            seed=seed,
            activation=activation,
            input_names=table.names[:split],
            output_names=table.names[split:],
            progress=lambda share, what: show(f"{what}, {share:.0%}"),
        )


def _columns(
    header: tuple[str, ...], inputs: tuple[str, ...] | None, outputs: tuple[str, ...] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the input and the output columns; what is not said is guessed.

    The last column is the output, all that are no outputs are inputs.
    """
    if outputs is None:
        outputs = tuple(name for name in header if name not in (inputs or ()))[-1:]
        if not outputs:
            raise SettingError("--inputs leaves no column to predict; name it with --outputs.")
    if inputs is None:
        inputs = tuple(name for name in header if name not in outputs)
        if not inputs:
            raise SettingError("a table needs a column beside the output, to predict it from.")
    if both := [name for name in outputs if name in inputs]:
        raise SettingError(f"column {both[0]!r} cannot be input and output.")
    return inputs, outputs


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).suffix == "" or Path(output).is_dir()


def _check_output(output: str) -> None:
    """Raise `SettingError` unless it is a folder or the file's suffix says what to write."""
    from uat.figures.style import FORMATS

    if not output:
        raise SettingError("--output: name a folder or a file.")
    suffix = Path(output).suffix.lower()
    if not _is_folder(output) and suffix != ".json" and suffix.removeprefix(".") not in FORMATS:
        raise SettingError(
            f"--output: {output} is no folder, and ends neither in .json, for the model, nor in "
            f"{', '.join('.' + name for name in FORMATS)}, for its figure."
        )


def _write(found: Fit | DataFit, output: str) -> None:
    """Write all of a fit into a folder, or its model or its figure into a file."""
    from uat.figures.style import save_figure
    from uat.reports import fit_folder as results

    if _is_folder(output):
        with trying(output, "writing", "interrupted; some files are not written.") as show:
            results.write(found, output, progress=lambda name: show(f"writing {name}"))
    elif Path(output).suffix.lower() == ".json":
        model: Model = found.model
        model.save(output)
    else:
        figure: Figure = results.page(found)
        save_figure(figure, Path(output))
