"""`uat predict`, `uat show` and `uat export`: what a saved network is good for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from uat.cli.options import reals, trying
from uat.exceptions import SettingError

if TYPE_CHECKING:
    from uat.arrays import Array
    from uat.core.model import Model

_MODEL = click.argument("model_path", metavar="MODEL", type=click.Path(path_type=Path))


@click.command()
@_MODEL
@click.argument("table_path", metavar="[TABLE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--at", metavar="LIST", multiple=True,
    help="A point instead of a table: its inputs, separated by commas. May be repeated.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
    help="Write the predictions to this .csv instead of printing them.",
)  # fmt: skip
def predict(
    model_path: Path, table_path: Path | None, at: tuple[str, ...], output: Path | None
) -> None:
    """Predict the rows of TABLE by the network in MODEL.

    TABLE needs the columns that the network was fitted on, by name; others are ignored. Out come
    these columns and the predictions, as CSV. Points outside the range of the fit are counted:
    there a network may say anything. A TABLE called - is standard input.

    \b
    Examples:
      uat predict fitted/model.json new.csv -o predicted.csv
      uat predict fitted/model.json --at 0.5,2 --at -0.5,3
    """  # noqa: D301  (click wants the character itself)
    import numpy as np

    from uat.core.model import Model
    from uat.io.csv_files import table_text, write_table
    from uat.io.files import prepare_folder

    if bool(at) == (table_path is not None):
        raise SettingError("give a TABLE or points with --at, and not both.")
    if output is not None:
        prepare_folder(output.parent)
    model = Model.load(model_path)
    x = _points(model, at) if table_path is None else _rows(model, table_path)
    names = [*model.input_names, *(f"predicted {name}" for name in model.output_names)]
    values = np.concatenate([x, model(x)], axis=1)
    if output is None:
        click.echo(table_text(names, values), nl=False)
    else:
        write_table(output, names, values)
        click.echo(f"{len(x)} predictions in {output}.")
    if outside := model.outside(x):
        click.echo(f"Warning: {outside} of {len(x)} points outside the range of the fit.", err=True)


def _points(model: Model, at: tuple[str, ...]) -> Array:
    """Return the points typed after --at, shape (points, inputs)."""
    import numpy as np

    points = [reals(text, "--at") for text in at]
    for text, point in zip(at, points, strict=True):
        if len(point) != len(model.input_names):
            raise SettingError(
                f"--at {text}: the network takes {len(model.input_names)} numbers, "
                f"{', '.join(model.input_names)}, not {len(point)}."
            )
    return np.array(points)


def _rows(model: Model, path: Path) -> Array:
    """Return the table's columns of the network's inputs, shape (rows, inputs)."""
    from uat.io.csv_files import read_table

    with trying(str(path), "reading", "interrupted.") as show:
        table = read_table(
            "/dev/stdin" if str(path) == "-" else path,
            list(model.input_names),
            by_number=False,
            progress=lambda share: show(f"reading, {share:.0%}"),
        )
    return table.values


@click.command()
@_MODEL
def show(model_path: Path) -> None:
    """Say what is in MODEL: its inputs, formula and units.

    \b
    Examples:
      uat fit sine --width 4 -o sine
      uat show sine/model.json
    """  # noqa: D301  (click wants the character itself)
    from uat.core.model import Model

    click.echo(Model.load(model_path).describe())


@click.command()
@_MODEL
@click.option(
    "--to", "language", metavar="LANGUAGE", required=True,
    help="One of latex, python, r, c, javascript, onnx.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
    help="Write to this file instead of printing; onnx needs one.",
)  # fmt: skip
@click.option(
    "--name", metavar="NAME", default="network", show_default=True, help="Of the function."
)
def export(model_path: Path, language: str, output: Path | None, name: str) -> None:
    """Turn MODEL into a program, a formula or a file of another tool.

    Programs need nothing but the language (Python: numpy) and read points from standard input,
    one a line.

    \b
    Examples:
      uat export sine/model.json --to python -o sine.py
      uat export sine/model.json --to c > sine.c
      uat export sine/model.json --to latex
    """  # noqa: D301  (click wants the character itself)
    from uat import export as exporting
    from uat.core.model import Model
    from uat.io.files import prepare_folder

    model = Model.load(model_path)
    if output is not None:
        prepare_folder(output.parent)
    exported = exporting.export(model, language.lower(), name)
    if output is not None:
        exporting.write(exported, output)
        click.echo(f"{language} in {output}.")
    elif isinstance(exported, str):
        click.echo(exported, nl=False)
    else:
        raise SettingError(f"{language} is no text: say where to write it with -o.")
