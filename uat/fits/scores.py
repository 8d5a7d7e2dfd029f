"""How good a network is on rows of a table: errors by width, by number of rows, and R^2.

Errors in the curves are in units of the outputs' standard deviation: 1 is the error of the best
constant, whatever the units of the table. Of several outputs they are the root of the mean square.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from uat.arrays import Array, frozen
from uat.core.datasets import Dataset
from uat.core.magnitudes import binary_scale, root_mean_square
from uat.fits.fit import finite_or_none
from uat.fits.intervals import IntervalScore
from uat.io.wording import one_line
from uat.trainers import FitResult, StopReason


@dataclass(frozen=True, slots=True)
class WidthScore:
    """How well networks of one width predict rows they were not fitted to, by cross-validation.

    Parameters
    ----------
    width : number of hidden units
    mean : rmse on the rows left out, the mean over the folds, output deviations; inf if a training
        diverged
    standard_error : of that mean, from the spread of the folds, output deviations
    training : rmse on the rows fitted, the mean over the folds, output deviations
    """

    width: int
    mean: float
    standard_error: float
    training: float


@dataclass(frozen=True, slots=True)
class LearningScore:
    """How well a network fitted to so many rows does.

    Parameters
    ----------
    rows : number of rows fitted
    training : rmse on these rows, output deviations; inf if the training diverged
    test : rmse on the rows held out, output deviations; inf if the training diverged
    """

    rows: int
    training: float
    test: float


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """How good a network is on some rows; of every output, shape (outputs,).

    Parameters
    ----------
    rows : number of these rows
    rmse : root mean square residual, output units; inf if the training diverged, because what is
        left then approximates nothing
    constant_rmse : rmse of the best constant, the mean of the rows fitted, output units
    r2 : 1 - sum of squared residuals / sum of squared distances from the mean of these rows: at
        most 1, negative if that mean does better; nan if the output is constant there
    """

    rows: int
    rmse: Array
    constant_rmse: Array
    r2: Array

    def __repr__(self) -> str:
        return one_line("Quality", rows=self.rows, rmse=_brief(self.rmse), r2=_brief(self.r2))


def rmse_of(result: FitResult, dataset: Dataset) -> Array:
    """Return the root mean square residual of each output: shape (outputs,), output units.

    It is inf if the training diverged, see `Quality`, or the network overflows.
    """
    if result.stop_reason == StopReason.DIVERGED:
        return np.full(dataset.t.shape[1], math.inf)
    with np.errstate(over="ignore", invalid="ignore"):  # large coefficients of large outputs
        residual = result.network(dataset.x) - dataset.t
        rmse = root_mean_square(residual, axis=0, weights=dataset.weights)
    return np.where(np.isnan(rmse), math.inf, rmse)


def quality_of(result: FitResult, dataset: Dataset, constant: Array) -> Quality:
    """Return how good what was found is on these rows, beside a constant of shape (outputs,)."""
    rmse = rmse_of(result, dataset)
    scale = binary_scale(dataset.t, axis=0)
    mean = np.average(dataset.t / scale, axis=0, weights=dataset.weights)
    variance = np.average(np.square(dataset.t / scale - mean), axis=0, weights=dataset.weights)
    # Rounding may leave a constant output a variance of a last bit.
    varies = (dataset.t != dataset.t[0]).any(axis=0) & (variance > 0.0)
    with np.errstate(over="ignore"):
        r2 = 1.0 - np.square(rmse / scale) / np.where(varies, variance, np.nan)
    best = root_mean_square(dataset.t - constant, axis=0, weights=dataset.weights)
    return Quality(dataset.points, frozen(rmse), frozen(best), frozen(r2))


def _brief(values: Array) -> float | str:
    """Return the value of one output as it is, and of several the least and the largest."""
    if len(values) == 1:
        return float(values[0])
    return f"{values.min():.3g} to {values.max():.3g}"


def plain_list(values: Array) -> list[float | None]:
    """Return one value an output as plain values."""
    return [finite_or_none(value) for value in values]


def plain_quality(quality: Quality) -> dict[str, Any]:
    """Return how good a network is on some rows as plain values."""
    return {
        "rows": quality.rows,
        "rmse": plain_list(quality.rmse),
        "r2": plain_list(quality.r2),
        "constant_rmse": plain_list(quality.constant_rmse),
    }


def plain_fields(score: WidthScore | LearningScore | IntervalScore) -> dict[str, float | None]:
    """Return a point of a curve as plain values; counts stay whole."""
    return {name: finite_or_none(value) for name, value in asdict(score).items()}
