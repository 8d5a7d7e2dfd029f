"""Where the text of a table comes from: a file, a packed one, standard input, a workbook, Parquet.

The one idea: whatever it is, out come bytes of text with a row a line, so that one reader sees
every table and its lines are the rows of a sheet. Workbooks and Parquet are read by pandas, which
is optional.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import gzip
import io
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from uat.exceptions import DataFileError, MissingPackageError

STANDARD_INPUT = Path("-")
"""What stands for standard input where the path of a table does."""

REFUSALS = (OSError, EOFError, zlib.error)
"""What the machine raises if a file cannot be read, or is packed and damaged."""

_PACKED = b"\x1f\x8b"
_OLD_WORKBOOKS = frozenset({".xls"})


@contextlib.contextmanager
def opened_bytes(path: Path) -> Iterator[tuple[IO[bytes], io.BufferedReader]]:
    """Open a table: as the file it lies in, and as the bytes of its text.

    Raises
    ------
    DataFileError
        If it cannot be opened or is a workbook that cannot be read.
    MissingPackageError
        If it needs a package that is not installed.
    """
    try:
        file = _standard_input() if path == STANDARD_INPUT else path.open("rb")
    except OSError as problem:
        raise refused(path, problem) from problem
    except ValueError as problem:  # a null character in the path
        raise DataFileError(f"{str(path)!r}: {problem}.") from problem
    with file:
        try:
            text = _unpacked(path, file)
        except OSError as problem:
            raise refused(path, problem) from problem
        yield file, text


def shown_path(path: Path) -> Path:
    """Return a path as messages name it."""
    return Path("standard input") if path == STANDARD_INPUT else path


def refused(path: Path, problem: BaseException) -> DataFileError:
    """Return what the machine refused, in one line."""
    reason = getattr(problem, "strerror", None) or str(problem)
    return DataFileError(f"{shown_path(path)}: {reason.rstrip('.')}.")


def _unpacked(path: Path, file: io.BufferedReader) -> io.BufferedReader:
    """Return the text that is in a file."""
    suffix = path.suffix.lower()
    if suffix in _OLD_WORKBOOKS:
        raise DataFileError(f"{path} is a workbook of the old kind: save it as .xlsx, or as CSV.")
    if suffix in _CONVERTERS:
        about = os.fstat(file.fileno())
        text = _converted(str(path), about.st_mtime_ns, about.st_size)
        return io.BufferedReader(io.BytesIO(text))
    if file.peek(2)[:2] == _PACKED:
        return io.BufferedReader(gzip.GzipFile(fileobj=file))
    return file


class _Input:
    """Standard input, which can be read only once: all of it, in a file without a name."""

    stream: Any = None
    descriptor: int | None = None


def _standard_input() -> io.BufferedReader:
    """Return what came from standard input, from its beginning."""
    stream = sys.stdin.buffer
    if _Input.descriptor is None or _Input.stream is not stream:
        with tempfile.TemporaryFile() as file:
            shutil.copyfileobj(stream, file)
            file.flush()
            if _Input.descriptor is not None:
                os.close(_Input.descriptor)
            _Input.stream, _Input.descriptor = stream, os.dup(file.fileno())
    os.lseek(_Input.descriptor, 0, os.SEEK_SET)
    return os.fdopen(os.dup(_Input.descriptor), "rb")


@functools.lru_cache(1)
def _converted(path: str, changed: int, size: int) -> bytes:  # noqa: ARG001 - what tells versions
    """Return a table of another format as text; the last one is kept."""
    frame, header = _CONVERTERS[Path(path).suffix.lower()](path)
    for name in frame.columns[[kind.kind == "f" for kind in frame.dtypes]]:
        frame[name] = frame[name].astype("float64")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(frame.columns)
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None):
        if all(value is None for value in row):
            text.write("\n")
        else:
            writer.writerow(row)
    return text.getvalue().encode("utf-8", "replace")


def _from_workbook(path: str) -> tuple[Any, bool]:
    """Return the first sheet of a workbook, its header among the rows."""
    pandas = _pandas_and_openpyxl()
    try:
        return pandas.read_excel(path, header=None, dtype=object, engine="openpyxl"), False
    except (ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise DataFileError(f"{path} is no workbook that can be read: {problem}.") from problem


def _from_parquet(path: str) -> tuple[Any, bool]:
    """Return the columns of a Parquet file, its index among them if that has a name."""
    pandas = _pandas_and_pyarrow()
    try:
        frame = pandas.read_parquet(path, engine="pyarrow")
    except ValueError as problem:
        raise DataFileError(f"{path} is no Parquet file that can be read: {problem}.") from problem
    named = any(name is not None for name in frame.index.names)
    return (frame.reset_index() if named else frame), True


def _pandas_and_openpyxl() -> Any:
    """Return pandas; raise `MissingPackageError` if what reads workbooks is not installed."""
    pandas = _pandas("excel")
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise MissingPackageError("openpyxl", "excel") from None
    return pandas


def _pandas_and_pyarrow() -> Any:
    """Return pandas; raise `MissingPackageError` if what reads Parquet is not installed."""
    pandas = _pandas("parquet")
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingPackageError("pyarrow", "parquet") from None
    return pandas


def _pandas(extra: str) -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingPackageError("pandas", extra) from None
    return pandas


_CONVERTERS: dict[str, Callable[[str], tuple[Any, bool]]] = {
    ".xlsx": _from_workbook,
    ".xlsm": _from_workbook,
    ".parquet": _from_parquet,
}
