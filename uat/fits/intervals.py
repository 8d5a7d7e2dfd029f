"""How far new rows lie from what a network predicts: intervals that hold the share they promise.

A new row lies off its prediction for three reasons. The noise is estimated where the row is, from
the errors of its nearest neighbours among rows that were left out when they were predicted. What
the parameters are not known to is the evidence's (`uat.trainers.curvature`), if the trainer has
one: it grows where rows are thin. And what both miss, the rows left out tell: the intervals are as
many times as wide as theirs had to be to hold their share.

Of few rows there are too few errors for a share to be counted; their intervals are Student's.

References
----------
MacKay (1992), Neural Computation 4, 448-472, for the parameters; Lei, G'Sell, Rinaldo, Tibshirani &
Wasserman (2018), J. Am. Stat. Assoc. 113, 1094-1111, section 5, for locally weighted conformal
intervals.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from scipy import stats
from scipy.spatial import cKDTree

from uat.arrays import Array
from uat.core.backprop import prediction_and_slopes
from uat.core.datasets import Dataset, Scaling
from uat.core.magnitudes import root_mean_square
from uat.core.network import Network
from uat.core.threads import one_thread
from uat.exceptions import SettingError
from uat.fits.folds import LeftOut
from uat.trainers.curvature import Block, Variances, blocks_of_rows, curvature_of
from uat.trainers.prior import Prior

LEVEL = 0.95
"""The share of new rows that reports and figures show intervals for."""

# Fewer errors on rows left out do not tell their quantiles, nor the noise from place to place.
_MANY = 100
# The noise at a place is that of so many neighbours, and as many of the whole table.
_NEIGHBOURS, _SHRINKAGE = 25, 10
# More rows take long to be compared with, and tell nothing new.
_MOST = 2000
# Fewer errors tell no scale, either.
_LEAST = 4
# What rounding may make of the outputs, a share of the largest; and the least noise of all.
_ROUNDING, _TINY = 8.0 * float(np.finfo(np.float64).eps), 1e-300


class Interval(NamedTuple):
    """Predictions, and between what new rows are expected; all shaped as the predictions."""

    mean: Any
    lower: Any
    upper: Any


@dataclass(frozen=True, slots=True)
class IntervalScore:
    """How wide the intervals of an output are, and whether they hold what they promise.

    Parameters
    ----------
    level : the share of new rows they are to hold
    half_width : the median over rows, output units
    rows : held out, which nothing was fitted to or calibrated by; 0 if there are none
    within : the share of these that is within; nan without any
    """

    level: float
    half_width: float
    rows: int
    within: float


@dataclass(frozen=True, slots=True, eq=False)
class _Parameters:
    """How well the parameters are known: what the rows fitted left of their prior."""

    network: Network
    prior: Prior
    known: Variances
    determined: float

    @classmethod
    def of(cls, network: Network, prior: Prior, fitted: Dataset) -> _Parameters | None:
        """Return it, or None if rounding leaves nothing."""
        few = fitted.t.size < prior.deviations.size
        curvature = curvature_of(_linearised(network, prior, fitted), few)
        scaled = curvature.scaled(np.ones(prior.deviations.size), np.ones(prior.noise.size))
        posterior, known = scaled.posterior(), scaled.variances()
        if posterior is None or known is None:
            return None
        return cls(network, prior, known, float(posterior.by_output.sum()))

    def variances(self, x: Array) -> Array:
        """Return the variance of the predictions, shape (rows, outputs), in that of the noise."""
        found = np.zeros((len(x), self.network.outputs))
        for rows in blocks_of_rows(len(x), self.prior.deviations.size * self.network.outputs):
            slopes = _slopes(self.network, self.prior, x[rows])
            found[rows] = np.stack([self.known(own) for own in slopes], axis=1)
        return found


def _slopes(network: Network, prior: Prior, x: Array) -> Array:
    """Return the derivatives of the predictions, shape (outputs, parameters, rows).

    They are in deviations of the noise, by parameters in prior deviations.
    """
    _, slopes = prediction_and_slopes(network, x)
    slopes *= (prior.deviations / prior.noise[:, np.newaxis])[:, :, np.newaxis]
    return slopes


def _linearised(network: Network, prior: Prior, fitted: Dataset) -> Iterator[Block]:
    """Yield the residuals near the network, to first order; the residuals themselves are 0."""
    for rows in blocks_of_rows(fitted.points, prior.deviations.size * network.outputs):
        slopes = _slopes(network, prior, fitted.x[rows]) * np.sqrt(fitted.counts[rows])
        yield Block(slopes, np.zeros(fitted.t[rows].T.shape))


def _of_all_rows(residual: Array, share: float) -> Array:
    """Return how large errors on rows left out would be had all rows been fitted, a share each.

    What of them is no noise falls like one over the rows: shape (outputs,).

    Parameters
    ----------
    residual : in deviations of the noise, shape (rows, outputs)
    share : of the rows that was fitted
    """
    squares = np.maximum(np.square(residual).mean(axis=0), 1.0)
    return np.asarray(np.sqrt((1.0 + share * (squares - 1.0)) / squares))


def _no_better(out: LeftOut, network: Network, fitted: Dataset) -> LeftOut:
    """Return errors of rows left out that are not smaller than those of the network itself.

    The training on all rows may have ended in a worse place than those of the folds, whose errors
    then say too little: of each row the larger one counts.
    """
    if not np.array_equal(out.x, fitted.x):
        return out
    with np.errstate(over="ignore", invalid="ignore"):
        own = network(fitted.x) - fitted.t
    worse = root_mean_square(own, axis=0) > root_mean_square(out.residual, axis=0)
    larger = worse & (np.abs(own) > np.abs(out.residual))
    return replace(out, residual=np.where(larger, own, out.residual))


def _freedom(parameters: _Parameters | None, fitted: Dataset, out: LeftOut | None) -> float:
    """Return the degrees of freedom that the noise is known with, at least 1."""
    if parameters is not None:
        determined = parameters.determined / parameters.network.outputs
        return max(float(fitted.counts.sum()) - determined, 1.0)
    return 1.0 if out is None else max(out.rows - 1.0, 1.0)


class _Neighbours:
    """The noise from place to place, from the squared errors of the nearest rows left out."""

    def __init__(self, x: Array, squares: Array) -> None:
        scaling = Scaling.of_data(Dataset(x, squares))
        self._centre, self._radius = scaling.x_centre, scaling.x_radius
        self._tree = cKDTree(self._placed(x))
        self._squares, self._mean = squares, squares.mean(axis=0)

    def _placed(self, x: Array) -> Array:
        return np.asarray((x - self._centre) / self._radius)

    def variances(self, x: Array, themselves: bool = False) -> Array:
        """Return the noise's variance, shape (rows, outputs); of the rows left out without them."""
        count = _NEIGHBOURS + themselves
        _, nearest = self._tree.query(self._placed(x), k=count)
        total = self._squares[nearest].sum(axis=1)
        if themselves:
            total = total - self._squares
        return np.asarray((total + _SHRINKAGE * self._mean) / (_NEIGHBOURS + _SHRINKAGE))


@dataclass(frozen=True, slots=True, eq=False)
class PredictionIntervals:
    """How far new rows lie from a network's predictions.

    Parameters
    ----------
    network : in the table's own units
    parameters : how well they are known; None of a trainer that does not infer it
    neighbours : the noise from place to place; None if too few rows were left out
    noise : deviation of the noise, shape (outputs,), output units, in which all else is told
    ratios : sizes of the errors on rows left out in deviations, shape (rows, outputs), rising;
        None if no row was left out
    freedom : degrees of freedom of Student's distribution, where there are few rows
    rounding : what is lost by rounding, shape (outputs,)
    """

    network: Network
    parameters: _Parameters | None
    neighbours: _Neighbours | None
    noise: Array
    ratios: Array | None
    freedom: float
    rounding: Array

    @classmethod
    def of(
        cls, network: Network, prior: Prior | None, fitted: Dataset, left_out: LeftOut | None
    ) -> PredictionIntervals | None:
        """Return the intervals; None if there is nothing to tell them by.

        Parameters
        ----------
        network : in the table's own units
        prior : what its trainer inferred, in these units; None if it infers nothing
        fitted : the rows the network was fitted to
        left_out : rows predicted by networks like it that had not seen them; None if there are none
        """
        if left_out is not None:
            enough = left_out.rows >= _LEAST
            left_out = _no_better(left_out, network, fitted) if enough else None
        rounding = _ROUNDING * np.abs(fitted.t).max(axis=0)
        if prior is not None:
            noise = np.maximum(np.maximum(prior.noise, rounding), _TINY)
            prior = replace(prior, noise=noise)
        elif left_out is not None:
            noise = root_mean_square(left_out.residual, axis=0)
            noise = np.maximum(np.maximum(noise, rounding), _TINY)
        else:
            return None
        with one_thread(), np.errstate(all="ignore"):
            parameters = None if prior is None else _Parameters.of(network, prior, fitted)
            found = cls(
                network, parameters, None, noise, None, _freedom(parameters, fitted, left_out),
                rounding / noise,
            )  # fmt: skip
            if left_out is not None:
                found = found._calibrated(left_out)
            return found if found._is_sound(fitted.x[:1]) else None

    def _is_sound(self, x: Array) -> bool:
        """Return whether nothing overflowed on the way."""
        ratios = np.zeros(1) if self.ratios is None else self.ratios
        return bool(np.isfinite(self._spread(x)).all() and np.isfinite(ratios).all())

    def _calibrated(self, every: LeftOut) -> PredictionIntervals:
        """Return the intervals as wide as rows left out need them."""
        out = every.some(_MOST)
        residual = out.residual / self.noise
        known = np.zeros(residual.shape)
        if self.parameters is not None:
            known = self.parameters.variances(out.x) / out.share
        neighbours = None
        if out.rows >= _MANY:
            # Of an error that large, so much is noise.
            neighbours = _Neighbours(out.x, np.square(residual) / (1.0 + known))
        local = replace(self, neighbours=neighbours)
        deviations = np.sqrt(local._noise(out.x, themselves=True) + known)
        errors = np.abs(residual) * _of_all_rows(residual, out.share)
        return replace(local, ratios=np.sort(errors / deviations, axis=0))

    def _noise(self, x: Array, themselves: bool = False) -> Array:
        """Return the variance of noise and rounding, shape (rows, outputs), in the noise's own."""
        if self.neighbours is None:
            squares = np.ones((len(x), len(self.noise)))
        else:
            squares = self.neighbours.variances(x, themselves)
        return np.asarray(squares + np.square(self.rounding))

    def _spread(self, x: Array) -> Array:
        """Return the deviation of new rows, output units, before rows left out were looked at."""
        squares = self._noise(x)
        if self.parameters is not None:
            squares = squares + self.parameters.variances(x)
        return np.asarray(self.noise * np.sqrt(squares))

    def deviations(self, x: Array) -> Array:
        """Return the deviation of new rows from the predictions, shape (rows, outputs).

        Parameters
        ----------
        x : shape (rows, inputs)
        """
        return np.asarray(self._spread(x) * self._inflation())

    def _inflation(self) -> Array:
        """Return how many times as far off rows left out were, as the root of the mean square."""
        if self.ratios is None:
            return np.ones(len(self.noise))
        rms = root_mean_square(self.ratios, axis=0)
        return np.asarray(rms if self.neighbours is not None else np.maximum(rms, 1.0))

    def half_widths(self, x: Array, level: float) -> Array:
        """Return how far off the predictions a share `level` of new rows lies at most.

        Parameters
        ----------
        x : shape (rows, inputs)
        level : above 0 and below 1

        Returns
        -------
        shape (rows, outputs), output units
        """
        return np.asarray(self._spread(x) * self._factor(level))

    def _factor(self, level: float) -> Array:
        """Return how many deviations hold that share, shape (outputs,)."""
        if not 0.0 < level < 1.0:
            raise SettingError(f"interval must be above 0 and below 1, as 0.95, not {level!r}.")
        if self.ratios is None or self.neighbours is None:
            students = float(stats.t.ppf(0.5 * (1.0 + level), self.freedom))
            return np.asarray(students * self._inflation())
        rows = len(self.ratios)
        # One more than there are, for the new row; beyond them, normal numbers go on.
        place = math.ceil(level * (rows + 1)) - 1
        if place < rows:
            return np.asarray(self.ratios[place])
        beyond = stats.norm.ppf(0.5 * (1.0 + level)) / stats.norm.ppf(1.0 - 0.5 / (rows + 1))
        return np.asarray(self.ratios[-1] * max(float(beyond), 1.0))


def interval_scores(
    intervals: PredictionIntervals | None,
    fitted: Dataset,
    held_out: Dataset | None,
    level: float = LEVEL,
) -> tuple[IntervalScore, ...]:
    """Return how wide the intervals are on some rows, one score for each output; none without any.

    Parameters
    ----------
    fitted : the rows fitted, on which their size is told where none are held out
    held_out : rows that they were not calibrated by either; None if there are none
    """
    if intervals is None:
        return ()
    data = fitted if held_out is None else held_out
    if data.points > _MOST:
        data = data.rows(np.linspace(0, data.points - 1, _MOST).astype(np.intp))
    with one_thread():
        half_widths = intervals.half_widths(data.x, level)
    inside = np.abs(intervals.network(data.x) - data.t) <= half_widths
    return tuple(
        IntervalScore(
            level,
            float(np.median(half_widths[:, k])),
            0 if held_out is None else data.points,
            math.nan if held_out is None else float(inside[:, k].mean()),
        )
        for k in range(data.t.shape[1])
    )
