"""Text files as they come: opened, decoded and read line by line.

UTF-8 is tried first, with or without its mark, UTF-16 is known by its mark, and what is neither is
read byte by byte: `uat.io.cells.readable` then takes it for Latin-1. What the machine refuses is
told in one line.
"""

from __future__ import annotations

import contextlib
import io
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from uat.exceptions import DataFileError

# Lines that the layout of a file is recognised by, beside the first.
_SAMPLE_LINES = 200
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@contextlib.contextmanager
def opened_text(path: Path) -> Iterator[tuple[io.BufferedReader, io.TextIOWrapper]]:
    """Open a text file, as bytes and as text; every line keeps its own end.

    Raises
    ------
    DataFileError
        If it cannot be opened.
    """
    try:
        binary = path.open("rb")
        marked = binary.peek(2)[:2] in _UTF_16
    except OSError as problem:
        raise _refused(path, problem) from problem
    except ValueError as problem:  # a null character in the path
        raise DataFileError(f"{str(path)!r}: {problem}.") from problem
    encoding, errors = ("utf-16", "replace") if marked else ("utf-8-sig", "surrogateescape")
    with binary, io.TextIOWrapper(binary, encoding, errors, newline="") as text:
        yield binary, text


def text_head(path: Path, file: Iterable[str]) -> tuple[int, list[str], Iterator[str]]:
    """Return how many lines are above the first row, the lines from there on, and the others.

    Blank lines and lines that start with # are above; of the lines from there on there are 201, or
    all of a shorter file.

    Raises
    ------
    DataFileError
        If there is no row; also later, while the other lines are read, if the file is no text.
    """
    lines = _lines(path, file)
    for above, line in enumerate(lines):
        if line.strip() and not line.startswith("#"):
            return above, [line, *itertools.islice(lines, _SAMPLE_LINES)], lines
    raise empty(path)


def empty(path: Path) -> DataFileError:
    """Return the refusal of a file without a row."""
    return DataFileError(f"{path} is empty: there is no row of numbers in it.")


def _lines(path: Path, file: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a file, as long as they are text."""
    try:
        for line in file:
            if "\0" in line:
                raise DataFileError(
                    f"{path} is not a text file: it holds a null character. "
                    "Export the table as CSV."
                )
            yield line
    except OSError as problem:
        raise _refused(path, problem) from problem


def _refused(path: Path, problem: OSError) -> DataFileError:
    return DataFileError(f"{path}: {problem.strerror or problem}.")
