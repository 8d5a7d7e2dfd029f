"""Text files as they come: opened, decoded and read line by line.

UTF-8 is tried first, with or without its mark, UTF-16 is known by its mark, and what is neither is
read byte by byte: `uat.io.cells.readable` then takes it for Latin-1. What the machine refuses is
told in one line.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

from uat.exceptions import DataFileError
from uat.io.sources import REFUSALS, opened_bytes, refused

# Lines that the layout of a file is recognised by, beside the first.
_SAMPLE_LINES = 200
# The line that Excel reads and writes above a table.
_SAYS_SEPARATOR = re.compile(r'"?sep=([^\w\s"]|[ \t])"?[\r\n]*', re.IGNORECASE)
# Letters that are read at once.
_MANY = 1 << 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@contextlib.contextmanager
def opened_text(path: Path) -> Iterator[tuple[IO[bytes], io.TextIOWrapper]]:
    """Open a table, as the file it lies in and as text; every line keeps its own end.

    Raises
    ------
    DataFileError
        If it cannot be opened.
    """
    with opened_bytes(path) as (file, binary):
        try:
            marked = binary.peek(2)[:2] in _UTF_16
        except REFUSALS as problem:
            raise refused(path, problem) from problem
        encoding, errors = ("utf-16", "replace") if marked else ("utf-8-sig", "surrogateescape")
        with io.TextIOWrapper(binary, encoding, errors, newline="") as text:
            yield file, text


@dataclass(frozen=True, slots=True)
class Head:
    """How a text file begins.

    Parameters
    ----------
    above : how many lines are above the first row
    sample : the lines from there on, 201 or all of a shorter file
    others : the lines behind these
    separator : of the fields, if the first line says it, as Excel's sep=; does
    """

    above: int
    sample: list[str]
    others: Iterator[str]
    separator: str | None = None


def text_head(path: Path, file: Iterable[str]) -> Head:
    """Return how a file begins; blank lines and those that start with # are above its first row.

    Raises
    ------
    DataFileError
        If there is no row; also later, while the other lines are read, if the file is no text.
    """
    lines = _lines(path, file)
    separator = None
    for above, line in enumerate(lines):
        if above == 0 and (said := _SAYS_SEPARATOR.fullmatch(line)):
            separator = said[1]
        elif line.strip() and not line.startswith("#"):
            sample = [line, *itertools.islice(lines, _SAMPLE_LINES)]
            return Head(above, sample, lines, separator)
    raise empty(path)


class Lines:
    """The lines of a file from its first row on, one by one or many at once.

    Parameters
    ----------
    path : of the file, for messages
    head : how it begins
    file : the text behind that
    """

    def __init__(self, path: Path, head: Head, file: TextIO) -> None:
        self._path, self._file, self._others = path, file, head.others
        self._waiting = deque(head.sample)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._waiting.popleft() if self._waiting else next(self._others)

    @property
    def waiting(self) -> int:
        """How many lines are to be read one by one before there are many at once."""
        return len(self._waiting)

    def many(self) -> str:
        """Return the next whole lines, about a million letters; empty at the end.

        Raises
        ------
        DataFileError
            If the file is no text.
        """
        with _readable(self._path):
            text = self._file.read(_MANY)
            return _checked(self._path, text + self._file.readline())

    def give_back(self, text: str) -> None:
        """Have whole lines read one by one."""
        self._waiting.extend(io.StringIO(text, newline=""))


def empty(path: Path) -> DataFileError:
    """Return the refusal of a file without a row."""
    return DataFileError(f"{path} is empty: there is no row of numbers in it.")


def _lines(path: Path, file: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a file, as long as they are text."""
    with _readable(path):
        for line in file:
            yield _checked(path, line)


def _checked(path: Path, text: str) -> str:
    """Return text; raise `DataFileError` if it is none."""
    if "\0" in text:
        raise DataFileError(
            f"{path} is not a text file: it holds a null character. Export the table as CSV."
        )
    return text


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell in one line what the machine refuses while a file is read."""
    try:
        yield
    except REFUSALS as problem:
        raise refused(path, problem) from problem
