"""Many rows at once, where nothing in them is special: the reader in C of pandas or of numpy.

The one idea: be sure or give up. Text is read here only if every line has the same fields, no
quote and no letter beyond ASCII, and if all that is asked for turns out to be finite numbers. Then
the answer has the bits that `uat.io.rows` would give, which reads whatever is left over and tells
what is wrong with it.
"""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.io.layouts import BLANKS, LONGEST_FIELD, Layout

# Of a file beyond so many bytes pandas is worth the time that its import takes.
_WORTH_PANDAS = 1 << 24
_NEWLINE, _TAB, _BLANK = b"\n\t "
_Places = npt.NDArray[np.intp]


def fast_numbers(text: str, layout: Layout, columns: Sequence[int], size: int) -> Array | None:
    """Return the numbers of some columns, shape (rows, columns), or None if that is not sure.

    Parameters
    ----------
    text : whole lines; a comma that does not separate is a decimal one
    layout : of the table
    columns : the fields asked for, from 0 on
    size : bytes of the file
    """
    if not text or text.isspace() or not text.isascii() or '"' in text:
        return None
    text = text.replace("\r\n", "\n")
    if layout.decimal_commas:
        text = text.replace(",", ".")
    rows = _rows_alike(text, layout.separator, layout.fields)
    if not rows:
        return None
    wanted = sorted(set(columns))
    try:
        pandas = sys.modules.get("pandas") or (_pandas() if size >= _WORTH_PANDAS else None)
        read = _by_numpy if pandas is None else functools.partial(_by_pandas, pandas)
        values = read(text, layout.separator, wanted)
    except (ValueError, OverflowError):
        return None
    if len(values) != rows or not np.isfinite(values).all():
        return None
    return values[:, [wanted.index(column) for column in columns]]


def _rows_alike(text: str, separator: str, fields: int) -> int:
    """Return the number of lines if all have so many fields, else 0."""
    letters = np.frombuffer(text.encode("ascii"), np.uint8)
    ends = np.flatnonzero(letters == _NEWLINE)
    if np.count_nonzero(letters < _BLANK) != len(ends) + text.count("\t"):
        return 0  # what else controls something
    if letters[-1] != _NEWLINE:
        ends = np.append(ends, len(letters))
    starts = np.append(0, ends[:-1] + 1)
    lengths = ends - starts
    if lengths.min() == 0 or lengths.max() > LONGEST_FIELD:
        return 0
    if separator == BLANKS:
        inside = (letters != _BLANK) & (letters != _TAB) & (letters != _NEWLINE)
        tokens = np.flatnonzero(inside & ~np.append(False, inside[:-1]))
        return _each_has(tokens, fields, starts, ends)
    marks = np.flatnonzero(letters == ord(separator))
    if len(marks) != len(ends) * fields:
        return _each_has(marks, fields - 1, starts, ends)
    closed = (marks[fields - 1 :: fields] == ends - 1).all()  # every line ends with a separator
    return _each_has(marks, fields, starts, ends) if closed else 0


def _each_has(places: _Places, count: int, starts: _Places, ends: _Places) -> int:
    """Return the number of lines if so many of the places are in each, else 0."""
    if len(places) != count * len(ends):
        return 0
    if count:
        each = places.reshape(-1, count)
        if (each[:, 0] < starts).any() or (each[:, -1] >= ends).any():
            return 0
    return len(ends)


def _by_numpy(text: str, separator: str, columns: Sequence[int]) -> Array:
    """Return the numbers of columns as numpy reads them, who rounds as Python does."""
    return np.loadtxt(
        io.StringIO(text),
        delimiter=None if separator == BLANKS else separator,
        usecols=columns,
        ndmin=2,
        comments=None,
    )


def _by_pandas(pandas: Any, text: str, separator: str, columns: Sequence[int]) -> Array:
    """Return the numbers of columns as pandas reads them where it rounds as Python does."""
    frame = _read_csv(pandas, text, separator, columns, **_exact_options())
    return np.ascontiguousarray(frame.to_numpy(), np.float64)


def _read_csv(
    pandas: Any, text: str, separator: str, columns: Sequence[int], **options: str
) -> Any:
    return pandas.read_csv(
        io.BytesIO(text.encode("ascii")),
        sep=r"\s+" if separator == BLANKS else separator,
        header=None,
        usecols=list(columns),
        dtype=np.float64,
        na_filter=False,
        skipinitialspace=True,
        engine="c",
        **options,
    )


def _pandas() -> Any:
    """Return pandas, or None where it is not installed."""
    try:
        import pandas
    except ImportError:
        return None
    return pandas


@functools.lru_cache(1)
def _exact_options() -> dict[str, str]:
    """Return what makes pandas round correctly: its first versions do not by themselves."""
    numbers = np.random.default_rng(0).normal(size=200).tolist()
    text = "\n".join(map(repr, numbers))
    found = _read_csv(_pandas(), text, ",", [0]).to_numpy()[:, 0].tolist()
    return {} if found == numbers else {"float_precision": "round_trip"}
