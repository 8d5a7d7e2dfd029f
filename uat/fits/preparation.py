"""Columns as people have them become the numbers that a network is fitted to.

Text, dates and gaps are not numbers. What they become is told in the report and kept in the model
(`uat.io.encodings`): whoever predicts hands in columns of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_numbers
from uat.exceptions import MissingValueError, SettingError, ShapeError, shown
from uat.fits.folds import RowNumbers
from uat.fits.rows import Rows, checked_rows
from uat.io.encodings import (
    Cells,
    Encoding,
    Filled,
    Indicators,
    Number,
    column_of,
    encoded_column,
    encoding_of,
    filled,
    usual,
)
from uat.io.frames import numbered, own_names
from uat.io.wording import counted, listed, plural

Missing = Literal["drop", "median"]
DROP, MEDIAN = WAYS = ("drop", "median")
"""What may be done about a missing value: leave its row out, or put the column's median there."""

# So many rows are named.
_MOST_NAMED = 4
# A value is far if it is away from the middle half of its column by so many times its width.
_FAR = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Inputs and outputs as numbers, and how they became that.

    Parameters
    ----------
    x : shape (rows, inputs), nan where a value is missing
    t : shape (rows, outputs)
    weights : shape (rows,), how often each row counts; None if all count once
    encodings : of the columns of the inputs, in order
    output_names : one for each output
    notes : sentences on what was done
    rows : shape (rows,), which of the rows handed in these are, from 0 on
    """

    x: Array
    t: Array
    weights: Array | None
    encodings: tuple[Encoding, ...]
    output_names: tuple[str, ...]
    notes: tuple[str, ...]
    rows: RowNumbers

    @property
    def input_names(self) -> tuple[str, ...]:
        """One for each input."""
        return tuple(name for encoding in self.encodings for name in encoding.names)

    def without_gaps(self, rows: RowNumbers | slice = slice(None)) -> Prepared:
        """Return it with every gap filled by what is usual among these rows."""
        if not np.isnan(self.x).any():
            return self
        encodings, parts, notes = [], [], []
        ends = np.cumsum([len(encoding.names) for encoding in self.encodings])
        for encoding, part in zip(self.encodings, np.split(self.x, ends[:-1], axis=1), strict=True):
            gaps = int(np.isnan(part).any(axis=1).sum())
            known = part[rows] if not np.isnan(part[rows]).all() else part
            values = usual(encoding, known)
            encodings.append(Filled(encoding, values))
            parts.append(filled(part, values))
            if gaps:
                notes.append(_filled_note(encoding, values, gaps))
        return replace(
            self,
            x=np.concatenate(parts, axis=1),
            encodings=tuple(encodings),
            notes=(*self.notes, *notes),
        )


def _filled_note(encoding: Encoding, values: Sequence[float], gaps: int) -> str:
    """Return what stands for the values that are missing."""
    many = f"{counted(gaps, 'value')} of {encoding.column} {'is' if gaps == 1 else 'are'} missing"
    if isinstance(encoding, Indicators):
        return f"{many}; the most frequent text stands for {'it' if gaps == 1 else 'them'}."
    return f"{many}; the median of the rows fitted, {values[0]:.6g}, stands there."


def prepared(
    x: Any,
    t: Any,
    input_names: Sequence[str] | None,
    output_names: Sequence[str] | None,
    missing: Missing | None,
    weights: npt.ArrayLike | None = None,
) -> Prepared | None:
    """Return columns as numbers, or None if they are an array or frame of nothing but numbers.

    Parameters
    ----------
    x, t : shape (rows, columns) or (rows,); a data frame or series; or a mapping, name -> values
    input_names, output_names : of the columns; None takes their own, else x1, x2, ..., and y
    missing : what to do about missing values of the inputs. A row whose output is missing is left
        out in either case: nobody is to be scored by an invented output

    Raises
    ------
    MissingValueError
        If values are missing and nothing is said about that; the message counts them.
    DataFileError
        If a column is neither numbers, nor dates, nor texts of few values.
    """
    if missing is not None and not (isinstance(missing, str) and missing in WAYS):
        raise SettingError(f"missing must be 'drop' or 'median', not {shown(missing)}.", "missing")
    if not (missing or _is_named(x) or _is_named(t)):
        return None
    inputs, outputs = _columns(x, input_names, "x"), _columns(t, output_names, "y")
    if inputs is None or outputs is None:
        return None
    mapped = isinstance(x, Mapping) or isinstance(t, Mapping)
    if not mapped and all(_is_complete(column) for column in [*inputs.values(), *outputs.values()]):
        return None
    if len({len(column) for column in [*inputs.values(), *outputs.values()]}) > 1:
        return None  # said where rows are checked
    encodings = [encoding_of(name, column) for name, column in inputs.items()]
    parts = [encoded_column(e, inputs[e.column]) for e in encodings]
    of_outputs = [_output_encoding(name, column) for name, column in outputs.items()]
    found = [encoded_column(e, outputs[e.column]) for e in of_outputs]
    columns, values = np.concatenate(parts, axis=1), np.concatenate(found, axis=1)
    names = [name for encoding in of_outputs for name in encoding.names]
    every = zip([*encodings, *of_outputs], [*parts, *found], strict=True)
    gaps = {e.column: np.asarray(np.isnan(p).any(axis=1)) for e, p in every}
    kept, notes = _kept(gaps, [e.column for e in of_outputs], missing)
    notes = [e.note for e in [*encodings, *of_outputs] if e.note] + notes
    counts = None
    if weights is not None and np.shape(weights) == kept.shape:  # else said where rows are checked
        counts = as_numbers(weights)
        kept = kept & (counts != 0.0)
        counts = counts[kept]
    rows = np.flatnonzero(kept)
    return Prepared(
        columns[rows], values[rows], counts, tuple(encodings), tuple(names), tuple(notes), rows
    )


def _kept(
    gaps: Mapping[str, npt.NDArray[np.bool_]], outputs: Sequence[str], missing: Missing | None
) -> tuple[npt.NDArray[np.bool_], list[str]]:
    """Return which rows stay, shape (rows,), and what is to be said of the others."""
    lacking = {name: gap for name, gap in gaps.items() if gap.any()}
    if lacking and missing is None:
        raise MissingValueError(
            f"{'; '.join(_gap_in_words(name, gap) for name, gap in lacking.items())}.",
            "missing='drop' leaves such rows out, missing='median' puts a column's median there.",
        )
    rows = len(next(iter(gaps.values())))
    for name, gap in lacking.items():
        if gap.all():
            raise SettingError(f"column {name!r} has no value at all: leave it out.", "missing")
    judged = {name: g for name, g in lacking.items() if missing == DROP or name in outputs}
    out = np.any([*judged.values(), np.zeros(rows, dtype=bool)], axis=0)
    if out.all():
        raise SettingError("no row has all values: none is left to fit.", "missing")
    if not out.any():
        return ~out, []
    count = int(out.sum())
    return ~out, [
        f"{counted(count, 'row')} of {rows} {'is' if count == 1 else 'are'} left out: a value of "
        f"{listed(list(judged))} is missing."
    ]


def _gap_in_words(name: str, gap: npt.NDArray[np.bool_]) -> str:
    """Return how many values a column lacks, and where first."""
    rows = _rows_in_words(np.flatnonzero(gap) + 1)
    return f"column {name!r} lacks {counted(int(gap.sum()), 'value')} in {len(gap)} rows ({rows})"


def _rows_in_words(numbers: RowNumbers) -> str:
    """Return the first of some rows by their numbers."""
    first = ", ".join(map(str, numbers[:_MOST_NAMED].tolist()))
    more = ", ..." if len(numbers) > _MOST_NAMED else ""
    return f"{plural(len(numbers), 'row')} {first}{more}"


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """The rows to fit, checked, and how their inputs became numbers.

    Parameters
    ----------
    table : its gaps are filled
    columns : what it was made of; None if all were numbers
    notes : sentences on what was done
    rows : shape (rows,), which of the rows handed in these are, from 0 on
    """

    table: Rows
    columns: Prepared | None
    notes: tuple[str, ...]
    rows: RowNumbers

    @property
    def encodings(self) -> tuple[Encoding, ...]:
        """Of the columns of the inputs; none if they are numbers."""
        if self.columns is None or all(type(e) is Number for e in self.columns.encodings):
            return ()
        return self.columns.encodings

    def filled_by(self, rows: RowNumbers) -> Ready:
        """Return it with gaps filled by what is usual among some of the rows, those to fit."""
        if self.columns is None:
            return self
        whole = self.columns.without_gaps(rows)
        table = replace(self.table, dataset=replace(self.table.dataset, x=whole.x))
        notes = *whole.notes, *_notes_on_values(table, self.rows)
        return Ready(table, whole, notes, self.rows)


def ready_rows(
    x: Any,
    t: Any,
    input_names: Sequence[str] | None,
    output_names: Sequence[str] | None,
    weights: npt.ArrayLike | None,
    missing: Missing | None,
) -> Ready:
    """Return the rows to fit as numbers; see `prepared` and `uat.fits.rows.checked_rows`."""
    _check_labels(x, t, "t")
    _check_labels(x, weights, "weights")
    columns = prepared(x, t, input_names, output_names, missing, weights)
    if columns is None:
        table = checked_rows(x, t, input_names, output_names, weights)
        given = np.ones(table.dataset.points) if weights is None else as_numbers(weights)
        rows = np.flatnonzero(given)
    else:
        whole = columns.without_gaps()
        names = columns.input_names, columns.output_names
        table, rows = checked_rows(whole.x, whole.t, *names, columns.weights), columns.rows
    return Ready(table, columns, tuple(_notes_on_values(table, rows)), rows)


def _check_labels(x: Any, other: Any, name: str) -> None:
    """Raise `ShapeError` if two frames have the same rows in another order: rows go by position."""
    if not (hasattr(x, "iloc") and hasattr(other, "iloc")) or list(x.index) == list(other.index):
        return
    if sorted(map(repr, x.index)) == sorted(map(repr, other.index)):
        raise ShapeError(
            f"the rows of {name} have the labels of those of x, in another order, and are taken by "
            f"position: hand in {name}.loc[x.index], or {name}.to_numpy() if the order is right."
        )


def _notes_on_values(table: Rows, rows: RowNumbers) -> Iterator[str]:
    """Yield which values are far from all others, and which outputs only say yes or no.

    Parameters
    ----------
    rows : which of the rows handed in those of the table are
    """
    names, data = (*table.input_names, *table.output_names), table.dataset
    for name, values in zip(names, (*data.x.T, *data.t.T), strict=True):
        low, high = np.quantile(values, (0.25, 0.75))
        away = np.maximum(low - values, values - high)
        far = rows[away > _FAR * (high - low)] + 1 if high > low else rows[:0]
        if len(far):
            yield (
                f"{counted(len(far), 'value')} of {name} {'is' if len(far) == 1 else 'are'} far "
                f"from all others, {_rows_in_words(far)}, and may decide the fit: leave out what "
                "is a mistake; else another scale, such as the logarithm, may do better."
            )
    for name, values in zip(table.output_names, table.dataset.t.T, strict=True):
        if np.isin(values, (0.0, 1.0)).all() and (values != values[0]).any():
            yield (
                f"The output {name} is 0 or 1 and is fitted as a number: this is regression. A "
                "prediction is about the share of ones, and may lie a little beyond."
            )


def _output_encoding(name: str, cells: Cells | Array) -> Encoding:
    """Return what an output becomes: it is a number, or one of two words.

    Raises
    ------
    SettingError
        If it is one of several words: their order would be made up.
    """
    encoding = encoding_of(name, cells)
    if len(encoding.names) > 1:
        raise SettingError(
            f"the output {name!r} is a text of {len(encoding.names)} values; a network predicts "
            "numbers: name a column of numbers, or one of two values such as yes and no.",
            "outputs",
        )
    return encoding


def _is_named(values: Any) -> bool:
    """Return whether these are columns with names: a mapping, a data frame or a series."""
    return isinstance(values, Mapping) or hasattr(values, "iloc")


def _is_complete(column: Cells | Array) -> bool:
    """Return whether a column is numbers, none of them missing."""
    return isinstance(column, np.ndarray) and not np.isnan(column).any()


def _columns(
    values: Any, names: Sequence[str] | None, letter: str
) -> dict[str, Cells | Array] | None:
    """Return columns by name, as numbers where they are numbers; None if they are no columns."""
    if isinstance(values, Mapping):
        columns = {str(name): column_of(column) for name, column in values.items()}
        if not columns:
            raise ShapeError("a mapping of columns needs one column at least.")
        return columns
    labels = getattr(values, "columns", None)
    parts = None
    if labels is not None and hasattr(values, "iloc"):
        parts = [values.iloc[:, k] for k in range(len(labels))]
    elif hasattr(values, "index") and hasattr(values, "name"):
        parts = [values]
    else:
        try:
            array = np.asarray(values)
        except ValueError:
            return None
        if array.ndim not in (1, 2) or array.dtype.kind not in "fiub":
            return None
        parts = list(array.reshape(len(array), -1).T) if array.size else None
    if not parts:
        return None
    own = tuple(names or own_names(values, len(parts)) or numbered(letter, len(parts)))
    if len(own) != len(parts) or len(set(own)) != len(own):
        return None  # said where rows are checked
    return dict(zip(own, map(column_of, parts), strict=True))
