"""Writing into the output folder, with failures said in one line."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from uat.exceptions import OutputError


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the machine says while `path` is written into an `OutputError`."""
    try:
        yield
    except OSError as problem:
        raise OutputError(f"{path} cannot be written: {problem.strerror or problem}.") from problem


def prepare_folder(folder: Path) -> None:
    """Create the folder and make sure that files can be created in it.

    Raises
    ------
    OutputError
        If that fails; better now than after minutes of training.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def write_text(path: Path, text: str) -> None:
    """Write a text file with Unix line ends.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with writing(path):
        path.write_text(text, encoding="utf-8", newline="\n")
