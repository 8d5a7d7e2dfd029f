"""Whether a module is being loaded: a moment at which nothing may be stopped half-way."""

from __future__ import annotations

from types import FrameType

_IMPORTS = "<frozen importlib"


def importing(frame: FrameType | None) -> bool:
    """Return whether the code of a frame was called, however deep, by an import."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTS):
            return True
        frame = frame.f_back
    return False
