"""Writing files so that a failure costs nothing: all of the new one, or the old one untouched."""

from __future__ import annotations

import contextlib
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from uat.exceptions import OutputError

TABLE_ENDINGS = frozenset(
    {".csv", ".tsv", ".txt", ".dat", ".gz", ".xlsx", ".xlsm", ".xls", ".parquet"}
)
"""How the names of tables end."""

_LONGEST_STEM = 80
_NO_PLAIN = re.compile(r"[^A-Za-z0-9_]+")
# What Windows takes for a device, whatever the ending.
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)


def file_stem(name: str) -> str:
    """Return a name as that of a file on any system, without its ending.

    Letters of English, digits and _ stay; accents are dropped, and what else there is becomes _.
    """
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    stem = _NO_PLAIN.sub("_", "".join(letters)).strip("_")[:_LONGEST_STEM] or "target"
    return f"{stem}_" if _DEVICE.fullmatch(stem) else stem


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path` to write to; move it into place if that went well.

    Raises
    ------
    OutputError
        If the machine refuses, with its reason; `path` is then as it was.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as problem:
        raise _refused(path, problem) from problem
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file with Unix line ends.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def prepare_folder(folder: Path) -> None:
    """Create the folder and make sure that files can be created in it.

    Raises
    ------
    OutputError
        If that fails; better now than after minutes of training.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise _refused(folder, problem) from problem


def check_place(path: Path) -> None:
    """Make sure that a file, or a folder, can be created there; nothing is left behind.

    Its folder need not exist: what counts is the nearest one above it that does.

    Raises
    ------
    OutputError
        If it cannot; better now than after minutes of training.
    """
    if "\0" in str(path):
        raise OutputError(f"{str(path)!r}: there is no null character in a path.")
    names = [f".{path.name}.part"]  # as long as it gets; see `replacing`
    folder = path.parent
    try:
        while not folder.exists():
            names.append(folder.name)
            folder = folder.parent
        for name in names:
            (folder / name).exists()  # the machine refuses a name that is too long
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise _refused(path.parent, problem) from problem


def _refused(path: Path, problem: OSError) -> OutputError:
    return OutputError(f"{path} cannot be written: {problem.strerror or problem}.")
