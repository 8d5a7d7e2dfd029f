"""`uat predict`, `uat show` and `uat export`: what a saved network is good for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from uat.cli import types
from uat.cli.group import Command
from uat.cli.options import as_object, check_not_read, check_output, file_option
from uat.cli.progress import status
from uat.exceptions import SettingError, about
from uat.io.wording import counted

if TYPE_CHECKING:
    from uat.arrays import Array
    from uat.core.model import Model

_MODEL = click.argument("model_path", metavar="MODEL", type=click.Path(path_type=Path))


@dataclass(frozen=True, slots=True)
class PredictOptions:
    """What `uat predict` was given; None and () are what was left out."""

    model_path: Path
    table_path: Path | None
    at: tuple[tuple[float, ...], ...]
    output: Path | None


@click.command(cls=Command)
@_MODEL
@click.argument("table_path", metavar="[TABLE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--at", metavar="LIST", multiple=True, type=types.Listed(types.Real()),
    help="A point instead of a table: its inputs, separated by commas. May be repeated.",
)  # fmt: skip
@file_option("Write the predictions to this .csv instead of printing them.", ".csv", ".txt", ".dat")
@as_object(PredictOptions)
def predict(options: PredictOptions) -> None:
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

    if bool(options.at) == (options.table_path is not None):
        raise click.UsageError("give a TABLE or points with --at, and not both.")
    if options.output is not None:
        check_not_read(options.output, options.model_path, options.table_path)
        check_output(options.output)
    model = Model.load(options.model_path)
    if options.table_path is None:
        x = _points(model, options.at)
    else:
        x = _rows(model, options.table_path)
    names = [*model.input_names, *(f"predicted {name}" for name in model.output_names)]
    values = np.concatenate([x, model.network(x)], axis=1)
    if options.output is None:
        click.echo(table_text(names, values), nl=False)
    else:
        prepare_folder(options.output.parent)
        write_table(options.output, names, values)
        click.echo(f"{len(x)} predictions in {options.output}.")
    if outside := model.outside(x):
        click.echo(f"Warning: {outside} of {len(x)} points outside the range of the fit.", err=True)


def _points(model: Model, points: tuple[tuple[float, ...], ...]) -> Array:
    """Return the points typed after --at, shape (points, inputs)."""
    import numpy as np

    for point in points:
        if len(point) != len(model.input_names):
            typed = ",".join(f"{number:g}" for number in point)
            raise SettingError(
                f"--at {typed}: the network takes {counted(len(model.input_names), 'number')}, "
                f"{', '.join(model.input_names)}, not {len(point)}.",
                "at",
            )
    return np.array(points)


def _rows(model: Model, path: Path) -> Array:
    """Return the table's columns of the network's inputs, shape (rows, inputs)."""
    from uat.io.csv_files import read_table
    from uat.io.mixed_columns import read_mixed

    with status(str(path), "reading", "interrupted; nothing is predicted.") as show:

        def tell(share: float) -> None:
            show(f"reading, {share:.0%}")

        if model.encodings:
            mixed = read_mixed(path, model.columns, by_number=False, progress=tell)
            x, notes = model.points(mixed.columns), mixed.notes
        else:
            table = read_table(path, model.columns, by_number=False, progress=tell)
            x, notes = table.values, table.notes
    for note in notes:
        click.echo(note, err=True)
    return x


@click.command(cls=Command)
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


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What `uat export` was given; None is what was left out."""

    model_path: Path
    language: str
    output: Path | None
    name: str

    def check(self) -> None:
        """Raise `click.UsageError` or `UatError` if there is no such name, or no such file."""
        from uat.export import LANGUAGES, needs_file
        from uat.export.names import function_name

        with about("name"):
            function_name(self.name)
        check_not_read(self.output, self.model_path)
        if self.output is None:
            if needs_file(self.language):
                raise click.UsageError(
                    f"{self.language} is no text: say where to write it with -o."
                )
            return
        ending = self.output.suffix.lower()
        others = {end.lower(): name for name, end in LANGUAGES.items() if name != self.language}
        if ending in others:
            raise click.BadParameter(
                f"{self.output} ends as {others[ending]} does, and --to is {self.language}; end it "
                f"in {LANGUAGES[self.language]}.",
                param_hint="'-o' / '--output'",
            )


@click.command(cls=Command)
@_MODEL
@click.option(
    "--to", "language", cls=types.NamedOption, metavar="LANGUAGE", required=True,
    type=types.LANGUAGE, help="One of {names}.",
)  # fmt: skip
@file_option("Write to this file instead of printing; onnx needs one.")
@click.option(
    "--name", metavar="NAME", default="network", show_default=True, help="Of the function."
)
@as_object(ExportOptions)
def export(options: ExportOptions) -> None:
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

    options.check()
    if options.output is not None:
        check_output(options.output)
    exported = exporting.export(Model.load(options.model_path), options.language, options.name)
    if options.output is not None:
        prepare_folder(options.output.parent)
        exporting.write(exported, options.output)
        click.echo(f"{options.language} in {options.output}.")
    else:
        click.echo(exported, nl=False)
