"""The referee of a fit to a table: what its nearest neighbours say about a row.

It is trained on nothing and cannot fail: where three neighbours predict a row better than a network
does, it is the training that failed, and where they do no better than the mean, a network that is
the mean may be all there is to find. Of many inputs the nearest rows are far, and a wave along one
of them is lost among the others; so the nearest by each input alone are asked, too.

References
----------
Shepard (1968), Proc. 23rd ACM National Conference, 517-524, for weights by inverse distance. Cover
& Hart (1967), IEEE Trans. Inf. Theory 13, 21-27, for how little a nearest neighbour can lose.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from uat.arrays import Array
from uat.core.datasets import Dataset, Scaling
from uat.core.watch import poll
from uat.fits.cross_validation import deviation_of, rows_of, weighted, without
from uat.fits.folds import RowNumbers, excess_over

NEIGHBOURS = 3
# By so many standard errors of the difference, row by row, who errs less is better.
_CLEARLY = 2.0
# Of more inputs a tree looks at all rows anyway; then so many numbers are compared at once.
_MOST_IN_TREE, _BLOCK = 8, 2**22


@dataclass(frozen=True, slots=True, eq=False)
class Referee:
    """The squared error of every row by its neighbours in the other folds, in output variances.

    Parameters
    ----------
    squares : shape (rows,), the mean over the outputs
    """

    squares: Array

    @property
    def rmse(self) -> float:
        """In output deviations."""
        return math.sqrt(float(self.squares.mean()))

    def beats(self, squares: Array) -> bool:
        """Return whether it errs clearly less: by two standard errors, row by row."""
        if not np.isfinite(squares).all():
            return True
        excess = excess_over(squares, self.squares)
        return excess.mean > _CLEARLY * excess.standard_error and excess.mean > 0.0

    def does_better(self, squares: Array) -> bool:
        """Return whether it errs less at all."""
        return float(self.squares.mean()) < float(squares.mean())


def referee_of(dataset: Dataset, parts: Sequence[RowNumbers]) -> Referee:
    """Return what the neighbours in all folds but one say about the rows of that one.

    They are the nearest by all inputs, or by the one that tells most, whichever errs less.

    Parameters
    ----------
    parts : the rows of each fold
    """
    inputs = dataset.x.shape[1]
    alone = [replace(dataset, x=dataset.x[:, [k]]) for k in range(inputs if inputs > 1 else 0)]
    return min((_by_all_of(one, parts) for one in (dataset, *alone)), key=lambda one: one.rmse)


def _by_all_of(dataset: Dataset, parts: Sequence[RowNumbers]) -> Referee:
    """Return what the neighbours by all inputs of a dataset say."""
    squares = np.empty(dataset.points)
    deviation = deviation_of(dataset)
    for left_out in parts:
        rest = rows_of(dataset, left_out)
        squares[left_out] = neighbour_squares(without(dataset, left_out), rest, deviation)
    return Referee(squares)


def neighbour_squares(fitted: Dataset, rest: Dataset, deviation: Array) -> Array:
    """Return the squared errors of predicting `rest` by the three nearest of the rows fitted.

    Parameters
    ----------
    deviation : of the outputs, shape (outputs,)

    Returns
    -------
    shape (rows,), in output variances, the mean over the outputs; as often as a row counts

    Notes
    -----
    Every input counts by its own range among the rows fitted, each neighbour by its weight over
    its distance; rows at the very place alone, if there are any. At most 2 s for 10,000 rows.
    """
    fitted = fitted.fitted()
    scaling = Scaling.of_data(fitted)
    known = scaling.apply(fitted)
    asked = scaling.apply(Dataset(rest.x, rest.t))
    varying = np.ptp(known.x, axis=0) > 0.0
    if not varying.any():
        mean = np.average(fitted.t, axis=0, weights=fitted.weights)
        return weighted(np.square((mean - rest.t) / deviation).mean(axis=1), rest)
    count = min(NEIGHBOURS, fitted.points)
    distances, rows = _nearest(known.x[:, varying], asked.x[:, varying], count)
    at = distances == 0.0
    with np.errstate(divide="ignore"):
        weights = np.where(at.any(axis=1)[:, np.newaxis], at, 1.0 / distances)
    weights *= fitted.shares[rows]
    weights /= weights.sum(axis=1)[:, np.newaxis]
    # Measured from the row's own value, in deviations: large means leave no rounding.
    residuals = (fitted.t[rows] - rest.t[:, np.newaxis]) / deviation
    return weighted(np.square(np.einsum("ij,ijk->ik", weights, residuals)).mean(axis=1), rest)


def _nearest(known: Array, asked: Array, count: int) -> tuple[Array, npt.NDArray[np.intp]]:
    """Return the distances of the nearest known places and their numbers: shape (asked, count)."""
    if known.shape[1] <= _MOST_IN_TREE:
        found = cKDTree(known).query(asked, k=np.arange(1, count + 1))
        return np.asarray(found[0]), np.asarray(found[1])
    distances = np.empty((len(asked), count))
    rows = np.empty((len(asked), count), dtype=np.intp)
    size = max(1, _BLOCK // len(known))
    lengths = np.einsum("ij,ij->i", known, known)
    for begin in range(0, len(asked), size):
        poll()
        some = slice(begin, begin + size)
        squares = lengths - 2.0 * asked[some] @ known.T
        near = np.argpartition(squares, count - 1, axis=1)[:, :count]
        # Exactly, of the few: of equal places the squares above leave rounding.
        rows[some] = near
        distances[some] = np.linalg.norm(asked[some][:, np.newaxis] - known[near], axis=2)
    return distances, rows
