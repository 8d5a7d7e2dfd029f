"""What can go wrong, said in one line that tells the user what to do.

Only misuse and a hostile machine raise. "Diverged" and "did not converge" are outcomes of an
experiment: they are values (`uat.trainers.StopReason`), never exceptions.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_SHOWN = 60


def shown(value: object) -> str:
    """Return a value as an error's one line shows it: on one line, and not all of a long one."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # whatever the repr of a stranger's object raises; of an int of 5,000 digits
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def nearest_names(name: str, known: Iterable[str], most: int = 3, alike: float = 0.4) -> list[str]:
    """Return the names, the nearest first, that may have been meant, whatever their case.

    Parameters
    ----------
    name : what was typed
    known : every valid name
    most : so many at most
    alike : share of equal characters from which on two names are alike, as difflib counts them
    """
    by_folded = {other.casefold(): other for other in reversed(list(known))}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=most, cutoff=alike)
    return [by_folded[folded] for folded in near]


class UatError(Exception):
    """Base class of every exception this package raises on purpose.

    Parameters
    ----------
    message : one sentence
    settings : the arguments of the library it is about, for a face that calls them otherwise
    """

    def __init__(self, message: str = "", *settings: str) -> None:
        super().__init__(message)
        self.settings = settings


@contextmanager
def about(*settings: str) -> Iterator[None]:
    """Let what is refused within name the arguments it is about; see `UatError`."""
    try:
        yield
    except UatError as problem:
        problem.settings = settings
        raise


class ShapeError(UatError):
    """Arrays disagree about points, inputs, width or outputs."""


class SettingError(UatError):
    """A setting lies outside its range."""


class UnknownNameError(UatError):
    """A name is in no registry; the message offers the nearest ones.

    Parameters
    ----------
    kind : what the name should have named, for example "target"
    name : what the user gave
    known : every valid name
    """

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        known = sorted(known)
        near = nearest_names(name, known) if isinstance(name, str) else []
        hint = f"did you mean {' or '.join(near)}?" if near else f"choose from {', '.join(known)}."
        super().__init__(f"unknown {kind} {shown(name)}: {hint}")
        self._given = (kind, name, known)

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, object, list[str]]]:
        """Pickle what it was made from, so that it crosses from a worker process."""
        return type(self), self._given


class ModelFileError(UatError):
    """A file does not hold a network this version can read."""


class RecordError(UatError):
    """A text is not exactly that of a record."""


class StoreError(UatError):
    """The store of runs cannot be opened, read or written."""


class SweepError(UatError):
    """A sweep could not go on; what it had finished is stored."""


class OutputError(UatError):
    """A result could not be written where the user wanted it."""


class ExpressionError(UatError):
    """Typed mathematics cannot be read; the message points at the column."""


class DataFileError(UatError):
    """A file of numbers cannot be read; the message names the file, the row and the column."""


class MissingValueError(DataFileError):
    """Values of a table are missing, and nobody said what to do about it.

    Parameters
    ----------
    gaps : which are missing, a sentence with its stop
    advice : what the caller can do, more sentences
    """

    def __init__(self, gaps: str, advice: str = "") -> None:
        super().__init__(f"{gaps} {advice}" if advice else gaps)
        self.gaps = gaps


class MissingPackageError(UatError, ImportError):
    """An optional package is not installed.

    Parameters
    ----------
    package : what is missing, as it is imported
    extra : the extra of this project that brings it
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"this needs {package}: pip install 'uat-toolkit[{extra}]'.")
        self._given = (package, extra)

    def __reduce__(self) -> tuple[type[MissingPackageError], tuple[str, str]]:
        """Pickle what it was made from."""
        return type(self), self._given
