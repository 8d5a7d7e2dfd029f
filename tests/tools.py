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

INSTALL = {
    "Rscript": "apt install r-base-core",
    "gcc": "apt install gcc libc6-dev",
    "node": "apt install nodejs",
    "git": "apt install git",
    "ffmpeg": "apt install ffmpeg",
    "ffprobe": "apt install ffmpeg",
    "chromium": "apt install chromium",
    "pdftotext": "apt install poppler-utils",
    "sklearn": "pip install scikit-learn",
    "pptx": "pip install python-pptx",
    "PIL": "pip install pillow",
}


def what_it_needs(tool: str) -> str:
    """Return the reason for which a test is skipped: what is missing, and how to get it."""
    return f"this test needs {tool}: {INSTALL.get(tool, f'pip install {tool}')}"


def all_is_expected() -> bool:
    """Return whether this machine should have every tool, so that none may be skipped."""
    return os.environ.get("CI") == "true"


def needs(tool: str) -> str:
    """Return the path of a program, or the name of a module that can be imported.

    If there is neither, the test is skipped; where everything is expected to be there, because the
    environment variable CI is "true", it fails. Either way it says what to install.
    """
    if path := shutil.which(tool):
        return path
    if importlib.util.find_spec(tool) is not None:
        return tool
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
