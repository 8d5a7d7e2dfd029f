"""Quantile units: one input, a unit for each n-th part of the rows, the output layer smoothed.

Where the rows lie close there are many units, and each is as steep as its neighbours are near: any
oscillation that the rows resolve, these units span without a search. How smooth the sum of them is
the output layer's ridge says, which generalised cross-validation chooses; then a few damped steps
move all parameters together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from scipy import linalg

from uat.arrays import Array
from uat.checks import check_seed, check_whole
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    check_able,
    check_linear_output,
    check_start,
)
from uat.trainers.elimination import without_overflow
from uat.trainers.joint_steps import moved_together, seconds_of_steps
from uat.trainers.row import TrainerRow

# A unit rises by most of what it does within this share of the gap to its neighbours.
_RISES_A_GAP = 1.5
# Ridges tried, in the outputs' variances by a unit's.
_RIDGES = np.geomspace(1e-12, 1e2, 57)
_SECONDS_A_PRODUCT = 2e-9


@dataclass(frozen=True, slots=True)
class QuantileUnits:
    """Units at the quantiles of one input, a ridge by generalised cross-validation, joint steps.

    Parameters
    ----------
    steps : damped steps of all parameters afterwards, at most; 0 leaves the units at the quantiles

    Raises
    ------
    SettingError
        If the setting is out of its range.

    Notes
    -----
    Unit j of n has its centre at the quantile (j - 1/2) / n of the points and the slope 1.5 reach /
    gap, which is 3 / gap of the logistic; the gap is the mean distance to its neighbours.
    `FitResult.chosen` holds the `ridge`.

    References
    ----------
    Golub, Heath & Wahba (1979), Technometrics 21, 215-223.
    """

    steps: int = 30

    name: ClassVar[str] = "quantile_units"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = False
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.BROWN, marker="H")

    def __post_init__(self) -> None:
        check_whole(self.steps, "steps", 0)

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why such networks cannot be fitted, or None: quantiles are of one input."""
        if inputs == 1:
            return None
        return f"quantile_units has units at the quantiles of one input, not of {inputs}."

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        few, many = sorted((points, width))
        solved = _SECONDS_A_PRODUCT * many * few**2
        return solved + seconds_of_steps(self.steps, points, 3 * width)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network of units at the quantiles; see `Trainer.fit`.

        Of `start` only the shape and the activation count. The loss history begins with the units
        at the quantiles.
        """
        check_start(dataset, start)
        check_seed(seed)
        check_linear_output(start)
        check_able(self, start)
        fitted = dataset.fitted()
        hidden = _at_quantiles(fitted, start)
        ridge = _ridge(without_overflow(hidden.hidden_features(fitted.x)), fitted)
        result = moved_together(hidden, fitted, ridge, self.steps)
        return replace(result, chosen={"ridge": ridge})


def _at_quantiles(fitted: Dataset, start: Network) -> Network:
    """Return the hidden layer, its units from the least input to the largest."""
    order = np.argsort(fitted.x[:, 0], kind="stable")
    x, shares = fitted.x[order, 0], fitted.shares[order]
    middles = np.cumsum(shares) - shares / 2.0
    wanted = (np.arange(start.width) + 0.5) / start.width
    centres = np.interp(wanted, middles, x)
    ends = np.concatenate([x[:1], (centres[1:] + centres[:-1]) / 2.0, x[-1:]])
    # Equal inputs put centres on one place: there no unit is steeper than between other rows.
    apart = np.diff(np.unique(x))
    gaps = np.maximum(np.diff(ends), apart.min(initial=1.0))
    slopes = _RISES_A_GAP * start.phi.reach / gaps
    return replace(
        start,
        hidden_weights=slopes[np.newaxis],
        hidden_biases=start.phi.centre - slopes * centres,
    )


def _ridge(features: Array, fitted: Dataset) -> float:
    """Return the ridge of least  mean r^2 / (1 - gamma / points)^2, with gamma parameters used."""
    roots = np.sqrt(fitted.shares)[:, np.newaxis]
    mean = roots[:, 0] / np.linalg.norm(roots)
    design, wanted = features * roots, fitted.t * roots
    design = design - np.outer(mean, mean @ design)
    wanted = wanted - np.outer(mean, mean @ wanted)
    left, sizes, _ = linalg.svd(design, full_matrices=False, check_finite=False)
    along = np.square(left.T @ wanted).sum(axis=1)
    beyond = max(float(np.sum(np.square(wanted))) - float(along.sum()), 0.0)
    kept = np.square(sizes) / (np.square(sizes) + _RIDGES[:, np.newaxis])
    losses = np.square(1.0 - kept) @ along + beyond
    freedom = 1.0 - (1.0 + kept.sum(axis=1)) / fitted.points
    scores = np.where(freedom > 0.0, losses / np.square(np.maximum(freedom, 1e-3)), np.inf)
    return float(_RIDGES[int(np.argmin(scores))])
