"""A table as what a sweep approximates: rows of one output, under a name.

`Table` is to rows what `uat.targets.target.Target` is to a function. A sweep deals its rows into
folds (`uat.fits.folds`) and fits networks to all but one of them, so that the error against width
is one on rows that were held out.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.checks import check_text
from uat.core.datasets import Dataset
from uat.exceptions import DataFileError, SettingError, ShapeError, about, shown
from uat.fits.cross_validation import rows_of, train_on
from uat.fits.folds import MOST_ROWS, RowNumbers, Streams, dealt, some_rows
from uat.fits.rows import checked_rows
from uat.fits.scores import rmse_of
from uat.io.csv_files import columns_of, read_table
from uat.io.wording import listed, one_line
from uat.targets.lookup import described, fingerprint_of, is_portable, text_here
from uat.targets.target_texts import TargetKind, TargetText, canonical_text, is_table, read_text
from uat.trainers import FitResult, StopReason, Trainer

_LEAST_ROWS = 4  # Fewer are too few to leave some out in turn.


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Table:
    """Rows of numbers, of which one column is to be predicted from the others.

    Parameters
    ----------
    x : shape (rows, inputs), or (rows,) for one input
    t : shape (rows,) or (rows, 1): one output
    name : what it is called
    input_names, output_names : names of the columns; None takes those of a data frame or series,
        else x, or x1, x2, ..., and y
    text : the line that names it to any process (`uat.targets.target_texts`); empty of what is
        known to this one only

    Raises
    ------
    ShapeError, SettingError
        As `uat.fit_data` does; if there are fewer than four rows, not one output, or the output is
        constant.
    """

    x: Array
    t: Array
    name: str = "table"
    input_names: tuple[str, ...] | None = None
    output_names: tuple[str, ...] | None = None
    text: str = ""

    def __post_init__(self) -> None:
        check_text(self.name, "name")
        check_text(self.text, "text")
        with _named(self.name):
            rows = checked_rows(self.x, self.t, self.input_names, self.output_names)
        _check_sweepable(self.name, rows.dataset, rows.output_names)
        object.__setattr__(self, "x", rows.dataset.x)
        object.__setattr__(self, "t", rows.dataset.t)
        object.__setattr__(self, "input_names", rows.input_names)
        object.__setattr__(self, "output_names", rows.output_names)

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return int(self.x.shape[1])

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.x)

    @property
    def rows_dealt(self) -> int:
        """How many of the rows are dealt into folds."""
        return min(self.rows, MOST_ROWS)

    @property
    def dataset(self) -> Dataset:
        """The rows."""
        return Dataset(self.x, self.t)

    @property
    def columns(self) -> tuple[tuple[str, ...], str]:
        """The names of the inputs, and that of the output."""
        return self.input_names or (), (self.output_names or ("",))[0]

    def folds(self, count: int, seed: int) -> list[RowNumbers]:
        """Return the rows that are left out in turn: numbers from 0 on, rising, a list a fold.

        They are the folds by which `uat.fit_data` chooses a width if it holds no rows out.
        """
        rng = Streams.of(seed).deal
        rows = some_rows(self.rows, rng)
        return [rows[part] for part in dealt(len(rows), count, rng)]

    def split(self, fold: int, count: int, seed: int) -> tuple[RowNumbers, RowNumbers]:
        """Return the rows that are fitted and those left out, where fold 1, 2, ... is left out."""
        parts = self.folds(count, seed)
        left_out = parts.pop(fold - 1)
        return np.sort(np.concatenate(parts)), left_out

    def check_folds(self, count: int) -> None:
        """Raise `SettingError` if there are fewer rows than folds."""
        if self.rows < count:
            raise SettingError(
                f"{self.name} has {self.rows} rows, fewer than the {count} folds they are to be "
                "dealt into: give more rows or fewer folds.",
                "folds",
            )

    def __repr__(self) -> str:
        inputs, output = self.columns
        return one_line("Table", self.name, rows=self.rows, inputs=len(inputs), output=output)


def _check_sweepable(name: str, dataset: Dataset, outputs: Sequence[str]) -> None:
    """Raise `SettingError` unless there are rows of one output that varies."""
    if len(outputs) > 1:
        raise SettingError(
            f"{name} has {len(outputs)} outputs, {listed(outputs[:8])}: a sweep shows the error of "
            f"one; name it, as in data.csv#inputs->{outputs[0]}."
        )
    if dataset.points < _LEAST_ROWS:
        raise SettingError(
            f"{name} has {dataset.points} rows: {_LEAST_ROWS} at least are needed to hold some out "
            "in turn."
        )
    if (dataset.t == dataset.t[0]).all():
        raise SettingError(
            f"{name}: the output {outputs[0]} is {dataset.t[0, 0]:g} in every row; there is "
            "nothing to predict."
        )


@dataclass(frozen=True, slots=True, eq=False)
class FoldFit:
    """A network fitted to all folds but one.

    Parameters
    ----------
    result : of the training; its network is in the table's own units
    max_error, rmse : of the residual on the rows left out, output units; inf if it diverged
    fitted_rmse : the same on the rows fitted
    seconds : what it took
    """

    result: FitResult
    max_error: float
    rmse: float
    fitted_rmse: float
    seconds: float


def fit_without(
    table: Table, fold: int, folds: int, width: int, trainer: Trainer, seed: int, activation: str
) -> FoldFit:
    """Fit a network to all folds of a table but one, and measure it on that one.

    Parameters
    ----------
    fold : which one is left out, from 1 on
    folds : how many there are
    seed : of the start, and of the folds
    width, trainer, activation : as `uat.fits.cross_validation.train_on` takes them
    """
    began = time.perf_counter()
    fitted, rest = (rows_of(table.dataset, rows) for rows in table.split(fold, folds, seed))
    result = train_on(fitted, width, trainer, seed, activation)
    seconds = time.perf_counter() - began
    if result.stop_reason == StopReason.DIVERGED:
        return FoldFit(result, math.inf, math.inf, math.inf, seconds)
    with np.errstate(over="ignore", invalid="ignore"):
        largest = float(np.abs(result.network(rest.x) - rest.t).max())
    rmse, fitted_rmse = (float(rmse_of(result, part)[0]) for part in (rest, fitted))
    return FoldFit(result, largest, rmse, fitted_rmse, seconds)


def table_in_file(
    path: str | Path,
    inputs: Sequence[str] = (),
    outputs: Sequence[str] = (),
    name: str = "",
    text: str = "",
) -> Table:
    """Return the table in a text file of numbers.

    Parameters
    ----------
    path : see `uat.io.csv_files.read_table`
    inputs, outputs : columns by name, or by number from 1 on; without any, the last column is the
        output, and all that are no outputs are inputs
    name, text : see `Table`; without a name it is called like the file

    Raises
    ------
    DataFileError
        If the file cannot be read, a value is no number, or there is no such column.
    SettingError
        As `Table` does; if columns overlap, or none is left.
    """
    with _named(str(path)):
        own_inputs, own_outputs = columns_in_file(path, inputs, outputs)
    table = read_table(path, [*own_inputs, *own_outputs])
    x, t = np.split(table.values, [len(own_inputs)], axis=1)
    return Table(x, t, name or Path(path).stem, own_inputs, own_outputs, text)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Say of which table it is what is refused within, where that does not say it itself."""
    try:
        yield
    except (ShapeError, SettingError) as problem:
        raise type(problem)(f"{name}: {problem}", *problem.settings) from None


def columns_in_file(
    path: str | Path, inputs: Sequence[str], outputs: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the input and the output columns of a file by name; see `columns_for`.

    Parameters
    ----------
    inputs, outputs : columns by name, or by number from 1 on

    Raises
    ------
    DataFileError
        If the file cannot be read, there is no such column, or two of that name.
    SettingError
        As `columns_for` does.
    """
    with about("inputs"):
        inputs = columns_of(path, inputs) if inputs else ()
    with about("outputs"):
        outputs = columns_of(path, outputs) if outputs else ()
    # What is left over is known only where no two columns have one name.
    header = () if inputs and outputs else columns_of(path)
    return columns_for(header, inputs, outputs)


def columns_for(
    header: Sequence[str], inputs: Sequence[str], outputs: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the input and the output columns; what is not said is guessed.

    The last column is the output, all that are no outputs are inputs.

    Raises
    ------
    SettingError
        If a column is both or named twice, or no input or no output is left.
    """
    outputs = tuple(outputs) or _without(header, inputs)[-1:]
    inputs = tuple(inputs) or _without(header, outputs)
    if not outputs:
        raise SettingError(
            "the inputs leave no column to predict; name it as an output.", "outputs"
        )
    if not inputs:
        raise SettingError(
            f"{listed([shown(name) for name in outputs])} leaves no other column to predict from: "
            "a table needs one beside the output. Lines above the header must start with #."
        )
    if both := [name for name in outputs if name in inputs]:
        raise SettingError(f"column {both[0]!r} cannot be input and output.", "inputs", "outputs")
    for setting, names in (("inputs", inputs), ("outputs", outputs)):
        name, times = Counter(names).most_common(1)[0]
        if times > 1:
            raise SettingError(f"column {name!r} is named twice.", setting)
    return inputs, outputs


def _without(header: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    taken = set(named)
    return tuple(name for name in header if name not in taken)


def table_of_frame(frame: Any, name: str = "table") -> Table:
    """Return the table in a data frame: its last column is the output, the others are inputs.

    Raises
    ------
    ShapeError, SettingError
        As `Table` does; if there is no column beside the output.
    """
    if not hasattr(frame, "columns") or len(frame.columns) < 2:
        raise SettingError("a table needs a column beside the output, to predict it from.")
    return Table(frame.iloc[:, :-1], frame.iloc[:, -1:], name)


_known: dict[str, Table] = {}
_read: dict[str, tuple[str, Table]] = {}


def table_of(text: str) -> Table:
    """Return the table that a run names by that text, as the file is now.

    Raises
    ------
    DataFileError, SettingError
        As `table_in_file` does; if it was known to another process only.
    """
    if text in _known:
        return _known[text]
    if not is_portable(text):
        raise SettingError(f"{described(text)} was known to another process only.")
    content = fingerprint_of(text)
    before, table = _read.get(text, ("", None))
    if table is None or before != content:
        named = read_text(text)
        table = table_in_file(named.what, named.inputs, named.outputs, named.name, text)
        _read[text] = content, table
    return table


def table_as_run(text: str, content: str) -> Table:
    """Return the table that a run names, if its file still holds what the run was made on.

    Parameters
    ----------
    content : the fingerprint of the run's spec

    Raises
    ------
    DataFileError
        If it holds something else.
    """
    table = table_of(text)
    if content != fingerprint_of(text):
        raise DataFileError(f"{described(text)} has changed since its runs were made: run it anew.")
    return table


def remember_table(table: Table) -> Table:
    """Make a table known to this process by its text, which it is given if it has none."""
    if not table.text:
        others = [text for text, known in _known.items() if not _same(known, table)]
        table = replace(table, text=text_here(table.name, others))
    _known[table.text] = table
    return table


def _same(one: Table, other: Table) -> bool:
    """Return whether two tables hold the same rows under the same names."""
    named = (one.name, one.columns) == (other.name, other.columns)
    return named and np.array_equal(one.x, other.x) and np.array_equal(one.t, other.t)


def is_table_like(given: object) -> bool:
    """Return whether what a user hands in is rows rather than a function."""
    if isinstance(given, TargetText):
        return given.kind is TargetKind.TABLE
    if isinstance(given, str):
        return is_table(given)
    return isinstance(given, Table) or hasattr(given, "iloc") or _is_pair_of_arrays(given)


def _is_pair_of_arrays(given: object) -> bool:
    return isinstance(given, tuple) and len(given) == 2 and all(map(_is_array, given))


def _is_array(value: object) -> bool:
    return hasattr(value, "__array__") and not callable(value)


def known_table(given: Any) -> Table:
    """Return what a user hands in as a table by whose `text` this process knows it.

    Parameters
    ----------
    given : a `Table`, a data frame (see `table_of_frame`), a pair of arrays (inputs, output), or a
        line of text (`uat.targets.target_texts`)
    """
    if isinstance(given, str | TargetText):
        return table_of(canonical_text(str(given)))
    if isinstance(given, tuple):
        given = Table(*given)
    table = given if isinstance(given, Table) else table_of_frame(given)
    # A text of the user's own may say anything: what it names is read from a file.
    return remember_table(replace(table, text=""))
