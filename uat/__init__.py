"""Explore the Universal Approximation Theorem: one-hidden-layer networks, trained and measured.

The names below are loaded when they are first used, so that `import uat` is quick.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Never

from uat.exceptions import MissingPackageError as _MissingPackageError
from uat.version import __version__ as __version__

if TYPE_CHECKING:
    from uat.core.activations import ACTIVATIONS, register_activation
    from uat.core.datasets import Dataset
    from uat.core.domains import Box
    from uat.core.model import Model
    from uat.core.network import Network
    from uat.core.watch import TrainingProgress
    from uat.exceptions import UatError
    from uat.explorer.explore import explore
    from uat.explorer.widget import explorer_widget
    from uat.figures.function_fit import plot_fit
    from uat.figures.table_fit import plot_data_fit
    from uat.fits.function import fit
    from uat.fits.function_fit import Fit
    from uat.fits.table import fit_data
    from uat.fits.table_fit import DataFit
    from uat.fits.table_target import Table
    from uat.sweeps.store import Store
    from uat.sweeps.sweep import Sweep, sweep
    from uat.targets.catalogue import TARGETS
    from uat.targets.target import Target
    from uat.targets.target_files import read_targets
    from uat.targets.user_targets import as_target
    from uat.theory.certificates.certify import certify
    from uat.theory.certificates.edges import prove_edges
    from uat.trainers import (
        LBFGS,
        TRAINERS,
        Adam,
        BayesianRegularization,
        FitResult,
        GradientDescent,
        Greedy,
        LevenbergMarquardt,
        MatchingPursuit,
        QuantileUnits,
        RandomFeatures,
        Staircase,
        VariableProjection,
        draw_start,
        register_trainer,
    )

_HOMES = {
    "ACTIVATIONS": "uat.core.activations",
    "TARGETS": "uat.targets.catalogue",
    "TRAINERS": "uat.trainers",
    "Adam": "uat.trainers",
    "BayesianRegularization": "uat.trainers",
    "Box": "uat.core.domains",
    "DataFit": "uat.fits.table_fit",
    "Dataset": "uat.core.datasets",
    "Fit": "uat.fits.function_fit",
    "FitResult": "uat.trainers",
    "GradientDescent": "uat.trainers",
    "VariableProjection": "uat.trainers",
    "Staircase": "uat.trainers",
    "MatchingPursuit": "uat.trainers",
    "QuantileUnits": "uat.trainers",
    "RandomFeatures": "uat.trainers",
    "LevenbergMarquardt": "uat.trainers",
    "Greedy": "uat.trainers",
    "LBFGS": "uat.trainers",
    "Model": "uat.core.model",
    "Network": "uat.core.network",
    "Store": "uat.sweeps.store",
    "Sweep": "uat.sweeps.sweep",
    "Table": "uat.fits.table_target",
    "Target": "uat.targets.target",
    "TrainingProgress": "uat.core.watch",
    "UatError": "uat.exceptions",
    "as_target": "uat.targets.user_targets",
    "certify": "uat.theory.certificates.certify",
    "draw_start": "uat.trainers",
    "explore": "uat.explorer.explore",
    "explorer_widget": "uat.explorer.widget",
    "fit": "uat.fits.function",
    "fit_data": "uat.fits.table",
    "plot_data_fit": "uat.figures.table_fit",
    "plot_fit": "uat.figures.function_fit",
    "prove_edges": "uat.theory.certificates.edges",
    "read_targets": "uat.targets.target_files",
    "register_activation": "uat.core.activations",
    "register_trainer": "uat.trainers",
    "sweep": "uat.sweeps.sweep",
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
    "MatchingPursuit",
    "Model",
    "Network",
    "QuantileUnits",
    "RandomFeatures",
    "Staircase",
    "Store",
    "Sweep",
    "Table",
    "Target",
    "TrainingProgress",
    "UatError",
    "VariableProjection",
    "as_target",
    "certify",
    "draw_start",
    "explore",
    "explorer_widget",
    "fit",
    "fit_data",
    "plot_data_fit",
    "plot_fit",
    "prove_edges",
    "read_targets",
    "register_activation",
    "register_trainer",
    "sweep",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the name from its home."""
        if name not in _HOMES:
            raise AttributeError(f"module 'uat' has no attribute {name!r}")
        try:
            return getattr(importlib.import_module(_HOMES[name]), name)
        except _MissingPackageError as missing:
            return _refusing(missing)

    def _refusing(missing: _MissingPackageError) -> Callable[..., Never]:
        """Return what stands for a function whose package is not there, and says so when called.

        So the names of the library can be listed and imported without the packages of its extras.
        """

        def refuse(*_: object, **__: object) -> Never:
            raise missing

        return refuse


def __dir__() -> list[str]:
    """Return the names that can be loaded beside those that are."""
    return sorted({*globals(), *_HOMES})
