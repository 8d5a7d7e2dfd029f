"""Explore the Universal Approximation Theorem: one-hidden-layer networks, trained and measured.

The names below are loaded when they are first used, so that `import uat` is quick.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "ACTIVATIONS": "uat.activations",
    "TARGETS": "uat.targets",
    "TRAINERS": "uat.trainers",
    "Adam": "uat.trainers",
    "Box": "uat.domains",
    "Dataset": "uat.datasets",
    "FitResult": "uat.trainers",
    "GradientDescent": "uat.trainers",
    "Network": "uat.network",
    "Store": "uat.store",
    "Sweep": "uat.sweeping",
    "Target": "uat.targets",
    "UatError": "uat.exceptions",
    "draw_start": "uat.trainers",
    "sweep": "uat.sweeping",
}

__all__ = sorted(_HOMES)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'uat' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
