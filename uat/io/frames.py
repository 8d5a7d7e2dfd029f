"""Data frames as they come in and as they leave. pandas is optional: it is imported for the latter.

What a user hands in is known as a frame by its `columns`, and as a series by its `index` and
`name`; so pandas is never needed to tell that something is none. A column is called by its name if
that is text: numbers that merely count columns, as pandas puts them, are no names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.exceptions import MissingPackageError, ShapeError, shown
from uat.io.files import replacing

# So many columns are named in a message.
_MOST_NAMED = 8


def own_names(values: object, count: int) -> tuple[str, ...]:
    """Return the names that a frame or a series has for its `count` columns; none if unusable.

    They are usable if all are text that is not blank, and all differ.
    """
    columns = getattr(values, "columns", None)
    named = columns if isinstance(columns, Iterable) else [getattr(values, "name", None)]
    names = tuple(named)
    usable = len(set(names)) == len(names) == count and all(map(_is_name, names))
    return names if usable else ()


def numbered(letter: str, count: int) -> tuple[str, ...]:
    """Return names for columns that have none: x if there is one, else x1, x2, ..."""
    return (letter,) if count == 1 else tuple(f"{letter}{k + 1}" for k in range(count))


def is_row(values: object, names: Sequence[str]) -> bool:
    """Return whether `values` is one row of a frame: a series whose labels are the columns' names.

    Of one name, a series is a row if that is among its labels; else it is the column.
    """
    labels = getattr(values, "index", None)
    if hasattr(values, "columns") or not (isinstance(labels, Iterable) and hasattr(values, "name")):
        return False
    return names[0] in set(labels) if len(names) == 1 else any(map(_is_name, labels))


def by_name(values: Any, names: Sequence[str]) -> npt.ArrayLike:
    """Return the columns of those names, in their order, if `values` is a frame that has names.

    Of a row of a frame (`is_row`) come the values of those names, shape (1, names). Anything else
    is returned as it is, to be taken by position; so is a frame without usable names if `names`
    are none but those of `numbered`.

    Raises
    ------
    ShapeError
        If a column is missing, the message names it, or is there twice.
    """
    if is_row(values, names):
        _check_columns(names, list(values.index))
        return np.ascontiguousarray(values[list(names)])[np.newaxis]
    columns = getattr(values, "columns", None)
    if not isinstance(columns, Iterable):
        return cast(npt.ArrayLike, values)
    every = list(columns)
    texts = {column for column in every if _is_name(column)}
    counted = tuple(names) == numbered("x", len(names)) and not own_names(values, len(every))
    if not texts or (counted and not texts.issuperset(names)):
        return cast(npt.ArrayLike, values)
    _check_columns(names, every)
    # The same numbers in the same order in memory: the same answer to the last bit.
    return np.ascontiguousarray(values[list(names)])


def _is_name(column: object) -> bool:
    return isinstance(column, str) and bool(column.strip())


def _check_columns(names: Sequence[str], columns: Sequence[object]) -> None:
    """Raise `ShapeError` unless each name is that of one column."""
    counts = dict.fromkeys(names, 0)
    for column in columns:
        if isinstance(column, str) and column in counts:
            counts[column] += 1
    missing = [name for name, count in counts.items() if not count]
    if missing:
        there = ", ".join(map(str, columns[:_MOST_NAMED]))
        raise ShapeError(
            f"the data frame has no column {shown(missing[0])}, but "
            f"{there}{', ...' if len(columns) > _MOST_NAMED else ''}: "
            "its columns are taken by name. Hand its numbers in, as frame.to_numpy(), to have them "
            "taken by position."
        )
    if doubled := [name for name, count in counts.items() if count > 1]:
        raise ShapeError(f"the data frame has more than one column {shown(doubled[0])}.")


def data_frame(columns: Mapping[str, Sequence[Any] | Array]) -> Any:
    """Return a `pandas.DataFrame` of these columns, in this order.

    Parameters
    ----------
    columns : name -> values, one per row; what is None among numbers becomes nan

    Raises
    ------
    MissingPackageError
        If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingPackageError("pandas", "pandas") from None
    return pd.DataFrame(dict(columns))


def check_parquet() -> None:
    """Raise `MissingPackageError` unless `write_parquet` has what it needs."""
    try:
        import pandas  # noqa: F401
    except ImportError:
        raise MissingPackageError("pandas", "parquet") from None
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingPackageError("pyarrow", "parquet") from None


def write_parquet(frame: Any, path: Path) -> None:
    """Write a data frame as a Parquet file, floats with every bit.

    A column has one type there: one of words and numbers becomes one of words.

    Raises
    ------
    MissingPackageError
        If pandas or pyarrow is not installed.
    OutputError
        If the file cannot be written; what it held is kept.
    """
    check_parquet()
    mixed = [name for name in frame if len({type(v) for v in frame[name] if v is not None}) > 1]
    texts = {name: [None if v is None else str(v) for v in frame[name]] for name in mixed}
    with replacing(path) as part:
        frame.assign(**texts).to_parquet(part, engine="pyarrow", index=False)
