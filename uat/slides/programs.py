"""The programs of the session, shown and handed out as they stand in their files.

Each is there twice, in base R and in Python with numpy alone, line for line as far as the languages
allow; nothing of this package is in them. Both print the same numbers: names, then their values.

The data of the regression are R's random numbers. `rnorm.py` computes them from R's seed, so that
the Python program needs no file of numbers and a class may change the seed in either language.

The error and the y that a program prints are those of its last forward pass: one update before the
parameters it prints (see `uat.course.rungs`).
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import PurePath

from uat.exceptions import UnknownNameError

LISTINGS = (
    "linreg.R",
    "linreg.py",
    "neuron.R",
    "neuron.py",
    "xor.R",
    "xor.py",
    "staircase.R",
    "staircase.py",
    "rnorm.R",
    "rnorm.py",
)
"""Every program, in the order of the session; what others import comes last."""

SEED_OF_FILES = 123
"""The seed that stands in the files."""

_LANGUAGES = {".R": "r", ".py": "python"}
_SEED = re.compile(rf"(?<=\bset[._]seed\(){SEED_OF_FILES}(?=\))")
_IMPORT = re.compile(r"^from (\w+) import ", re.MULTILINE)


def listing_text(name: str, seed: int = SEED_OF_FILES) -> str:
    """Return a program, with a final newline.

    Parameters
    ----------
    name : one of `LISTINGS`
    seed : R's seed of the data, put in the place of the one in the file

    Raises
    ------
    UnknownNameError
        If there is no such program.
    """
    _check(name)
    file = resources.files("uat.slides").joinpath("listings", name)
    return _SEED.sub(str(seed), file.read_text(encoding="utf-8"))


def language_of(name: str) -> str:
    """Return "r" or "python", the word that highlighters and Markdown know.

    Raises
    ------
    UnknownNameError
        If there is no such program.
    """
    _check(name)
    return _LANGUAGES[PurePath(name).suffix]


def imported_listings(name: str) -> tuple[str, ...]:
    """Return the programs that have to lie beside one for it to run.

    Raises
    ------
    UnknownNameError
        If there is no such program.
    """
    if language_of(name) != "python":
        return ()
    files = (f"{module}.py" for module in _IMPORT.findall(listing_text(name)))
    return tuple(file for file in files if file in LISTINGS)


def _check(name: str) -> None:
    if name not in LISTINGS:
        raise UnknownNameError("listing", name, LISTINGS)
