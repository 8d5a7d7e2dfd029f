"""What tests ask of the machine they run on."""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

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


def needs(tool: str) -> str:
    """Return the path of a program, or the name of a module that can be imported.

    If there is neither, the test is skipped; where everything is expected to be there, because the
    environment variable CI is "true", it fails. Either way it says what to install.
    """
    if path := shutil.which(tool):
        return path
    if importlib.util.find_spec(tool) is not None:
        return tool
    message = f"this test needs {tool}: {INSTALL.get(tool, f'pip install {tool}')}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
