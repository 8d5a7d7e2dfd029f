"""Explore the Universal Approximation Theorem: one-hidden-layer networks, trained and measured.

The names below are loaded when they are first used, so that `import uat` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uat.activations import ACTIVATIONS
    from uat.data_fits import DataFit
    from uat.data_fitting import fit_data
    from uat.datasets import Dataset
    from uat.domains import Box
    from uat.exceptions import UatError
    from uat.figures.data import plot_data_fit
    from uat.figures.fit import plot_fit
    from uat.fitted import Fit
    from uat.fitting import fit
    from uat.models import Model
    from uat.network import Network
    from uat.store import Store
    from uat.sweeping import Sweep, sweep
    from uat.targets import TARGETS, Target
    from uat.trainers import (
        LBFGS,
        TRAINERS,
        Adam,
        BayesianRegularization,
        FitResult,
        GradientDescent,
        Greedy,
        LevenbergMarquardt,
        RandomFeatures,
        Staircase,
        VariableProjection,
        draw_start,
    )

_HOMES = {
    "ACTIVATIONS": "uat.activations",
    "TARGETS": "uat.targets",
    "TRAINERS": "uat.trainers",
    "Adam": "uat.trainers",
    "BayesianRegularization": "uat.trainers",
    "Box": "uat.domains",
    "DataFit": "uat.data_fits",
    "Dataset": "uat.datasets",
    "Fit": "uat.fitted",
    "FitResult": "uat.trainers",
    "GradientDescent": "uat.trainers",
    "VariableProjection": "uat.trainers",
    "Staircase": "uat.trainers",
    "RandomFeatures": "uat.trainers",
    "LevenbergMarquardt": "uat.trainers",
    "Greedy": "uat.trainers",
    "LBFGS": "uat.trainers",
    "Model": "uat.models",
    "Network": "uat.network",
    "Store": "uat.store",
    "Sweep": "uat.sweeping",
    "Target": "uat.targets",
    "UatError": "uat.exceptions",
    "draw_start": "uat.trainers",
    "fit": "uat.fitting",
    "fit_data": "uat.data_fitting",
    "plot_data_fit": "uat.figures.data",
    "plot_fit": "uat.figures.fit",
    "sweep": "uat.sweeping",
}

__all__ = [
    "ACTIVATIONS",
    "LBFGS",
    "TARGETS",
    "TRAINERS",
    "Adam",
    "BayesianRegularization",
    "Box",
    "DataFit",
    "Dataset",
    "Fit",
    "FitResult",
    "GradientDescent",
    "Greedy",
    "LevenbergMarquardt",
    "Model",
    "Network",
    "RandomFeatures",
    "Staircase",
    "Store",
    "Sweep",
    "Target",
    "UatError",
    "VariableProjection",
    "draw_start",
    "fit",
    "fit_data",
    "plot_data_fit",
    "plot_fit",
    "sweep",
]
__version__ = "0.3.0"


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the name from its home."""
        if name not in _HOMES:
            raise AttributeError(f"module 'uat' has no attribute {name!r}")
        return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the names that can be loaded beside those that are."""
    return sorted({*globals(), *_HOMES})
