"""What a fit leaves in a folder: the model, a report, figures, and predictions beside the values.

model.json       the network with the names and ranges of its inputs (`uat.core.model`)
report.txt       the summary, to read
report.json      the same with all digits, for other programs
predictions.csv  one row a point: inputs, value, prediction, residual; of a table between what
                 95 % of new rows are expected, too, and whether the row was held out
importance.csv   of a table, how much R^2 is lost without each column, and its standard error
dependence.csv   of a table, the mean prediction along each column, and how far single rows' own
                 curves are spread about it
*.png, *.svg     the figures
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.model import Model
from uat.figures.style import save_figure
from uat.fits.function_fit import Fit
from uat.fits.intervals import LEVEL
from uat.fits.table_fit import DataFit
from uat.io.csv_files import write_rows, write_table
from uat.io.files import prepare_folder, write_text

FORMATS = ("png", "svg")


def page(fit: Fit | DataFit) -> Figure:
    """Return the one figure that shows most of a fit."""
    return fit.plot()


def write(
    fit: Fit | DataFit,
    folder: str | Path,
    progress: Callable[[str], None] | None = None,
    *,
    dark: bool = False,
) -> list[Path]:
    """Write a fit into a folder and return the files.

    Parameters
    ----------
    fit : to a function, whose predictions are those on an equally spaced grid; or to a table,
        whose predictions are those of its rows, in its order, with a column held_out that is 1 for
        the rows training did not see, and their numbers from 1 on: some may have been left out
    folder : is made if it is not there; files of the same names are replaced
    progress : called with the name of every file before it is written
    dark : draw the figures on a dark ground

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    folder, report = Path(folder), progress or (lambda _: None)
    prepare_folder(folder)
    written = []
    for name, writer in _writers(fit, dark):
        report(name)
        writer(folder / name)
        written.append(folder / name)
    return written


def _writers(fit: Fit | DataFit, dark: bool) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield the name of every file and what writes it.

    The model comes first, because it is what took long, and nothing is drawn before it is written.
    """
    yield "model.json", fit.model.save
    yield "report.txt", lambda path: write_text(path, fit.summary() + "\n")
    yield "report.json", lambda path: write_text(path, fit.to_json() + "\n")
    yield "predictions.csv", lambda path: write_table(path, *_predictions(fit))
    if isinstance(fit, DataFit):
        yield "importance.csv", lambda path: write_rows(path, *_importance(fit))
        yield "dependence.csv", lambda path: write_rows(path, *_dependence(fit))
    for name, figure in fit.figures().items():
        for suffix in FORMATS:
            yield f"{name}.{suffix}", functools.partial(save_figure, figure, dark=dark)


def _predictions(fit: Fit | DataFit) -> tuple[list[str], Array]:
    """Return the names and the columns of predictions.csv."""
    model = fit.model
    names = [*model.input_names]
    for kind in ("", "predicted ", "residual "):
        names += [_another(f"{kind}{name}", names) for name in model.output_names]
    if isinstance(fit, Fit):
        x = fit.target.uniform_evaluation_grid()
        return names, _columns(model, Dataset(x, fit.target(x)))
    parts = [data for data in (fit.dataset_training, fit.dataset_test) if data is not None]
    held_out = np.repeat([0.0, 1.0][: len(parts)], [data.points for data in parts])
    rows = np.concatenate([_columns(model, data) for data in parts])
    columns = [rows]
    if fit.intervals is not None:
        for side, sign in (("lower", -1.0), ("upper", 1.0)):
            names += [_another(f"{side} {name}", names) for name in model.output_names]
            x = np.concatenate([data.x for data in parts])
            columns.append(model.network(x) + sign * fit.intervals.half_widths(x, LEVEL))
    names += [_another("held_out", names), _another("row", names)]
    numbers = np.arange(len(rows)) if fit.row_numbers is None else fit.row_numbers
    table = np.column_stack([*columns, held_out, 1.0 + numbers])
    return names, table[np.argsort(numbers)]


def _importance(fit: DataFit) -> tuple[list[str], list[Sequence[str | float]]]:
    """Return the names and the rows of importance.csv."""
    return ["output", "column", "R2 lost", "standard error"], [*fit.importance().ranking()]


def _dependence(fit: DataFit) -> tuple[list[str], list[Sequence[str | float]]]:
    """Return the names and the rows of dependence.csv; all columns of the table are one file."""
    names = ["column", "value"]
    names += [f"{kind} {name}" for kind in ("mean", "spread") for name in fit.output_names]
    rows: list[Sequence[str | float]] = []
    for column in fit.columns:
        found = fit.partial_dependence(column)
        values = found.texts or found.values.tolist()
        blocks = np.concatenate([found.mean, found.spread], axis=1).tolist()
        rows += [
            (found.input_name, value, *block) for value, block in zip(values, blocks, strict=True)
        ]
    return names, rows


def _another(name: str, names: list[str]) -> str:
    """Return the name, with underscores behind it as long as a column is called so."""
    while name in names:
        name += "_"
    return name


def _columns(model: Model, data: Dataset) -> Array:
    """Return inputs, values, predictions and residuals side by side."""
    found = model.network(data.x)
    return np.concatenate([data.x, data.t, found, found - data.t], axis=1)
