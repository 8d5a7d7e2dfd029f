"""What tests ask of the machine they run on, and hypothesis, or a stand-in where it is missing.

Tests take `given`, `settings`, `assume`, `strategies` and `arrays` from here: without hypothesis,
laws are skipped one by one and say what they need, and the other tests of their module run.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable
from typing import Any, Self, TypeVar

import pytest

T = TypeVar("T")

PROGRAMS = {
    "Rscript": "r-base-core",
    "chromium": "chromium",
    "ffmpeg": "ffmpeg",
    "ffprobe": "ffmpeg",
    "gcc": "gcc libc6-dev",
    "node": "nodejs",
    "pdfimages": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
    "sh": "dash",
}
"""What brings a program; every other tool is a module."""

PACKAGES = {"pptx": "python-pptx", "sklearn": "scikit-learn"}
"""What brings a module, where it has another name."""


def what_it_needs(tool: str) -> str:
    """Return the reason for which a test is skipped: what is missing, and how to get it."""
    if tool in PROGRAMS:
        return f"this test needs {tool}: apt install {PROGRAMS[tool]}"
    return f"this test needs {tool}: pip install {PACKAGES.get(tool, tool)}"


def all_is_expected() -> bool:
    """Return whether this machine should have every tool, so that none may be skipped."""
    return os.environ.get("CI") == "true"


def needs(tool: str) -> str:
    """Return the path of a program, or the name of a module that can be imported.

    What is missing skips the test; where everything is expected to be there, because the
    environment variable CI is "true", it fails the test. Either way it says what to install.
    """
    if tool in PROGRAMS:
        path = shutil.which(tool)
    else:
        path = tool if importlib.util.find_spec(tool) else None
    if path is not None:
        return path
    if all_is_expected():
        pytest.fail(what_it_needs(tool))
    pytest.skip(what_it_needs(tool))


try:
    from hypothesis import assume, given, settings, strategies
    from hypothesis.extra.numpy import arrays
except ModuleNotFoundError:
    if all_is_expected():
        raise

    class _Strategy:
        """Stands for any strategy, and for the module of them: nothing is ever drawn."""

        def __getattr__(self, _name: str) -> Self:
            return self

        def __call__(self, *_: Any, **__: Any) -> Self:
            return self

        def __or__(self, _other: Any) -> Self:
            return self

    def given(*_: Any, **__: Any) -> pytest.MarkDecorator:
        """Return what skips a law."""
        return pytest.mark.skip(reason=what_it_needs("hypothesis"))

    def settings(**_: Any) -> Callable[[T], T]:
        """Return what leaves a law as it is."""
        return lambda test: test

    assume = arrays = strategies = _Strategy()
else:
    # Derandomised: the same examples on every machine and in every run. Without a deadline: the
    # first example may compile the training loop.
    settings.register_profile(
        "uat", derandomize=True, deadline=None, database=None, max_examples=60
    )
    settings.load_profile("uat")
