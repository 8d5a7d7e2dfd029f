"""Which rows of a table are left out together, and which width the errors on them speak for.

The rows are dealt into folds at random. Every row is left out once, so that every width has one
honest error for each row. What makes a row hard to predict all widths have in common, and
differences are taken row by row: they tell widths apart that the spread of the folds does not.

References
----------
Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees, section 3.4 (the
one-standard-error rule, of which this is the paired form).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.network import Network

MOST_ROWS = 10_000
"""Of more rows so many are drawn to choose a width by: more hardly choose another, but take long.
"""
# More rows than are needed to choose a width are too many for the learning curve, too.
_MOST_TO_LEARN = MOST_ROWS
# The learning curve: so many numbers of rows, the least of them this share of the most.
_LEARNING_POINTS, _LEARNING_RANGE = 5, 32
_LEAST_TO_LEARN = 20
ALIKE = 0.03
"""Mean square errors of which one is at most this share above the other are alike."""

RowNumbers = npt.NDArray[np.intp]


class Streams(NamedTuple):
    """The random numbers of a fit to a table, each use with its own: none moves another."""

    hold_out: np.random.Generator
    deal: np.random.Generator
    learn: np.random.Generator

    @classmethod
    def of(cls, seed: int) -> Streams:
        """Return those of a seed."""
        return cls(*np.random.default_rng(seed).spawn(3))


def some_rows(rows: int, rng: np.random.Generator) -> RowNumbers:
    """Return the rows to choose a width by, rising: all, or 10,000 drawn at random."""
    if rows <= MOST_ROWS:
        return np.arange(rows)
    return np.sort(rng.choice(rows, MOST_ROWS, replace=False))


def learning_counts(rows: int) -> list[int]:
    """Return the numbers of rows of the learning curve below all of them, rising."""
    if rows < _LEAST_TO_LEARN:
        return []
    most = min(rows, _MOST_TO_LEARN)
    least = max(_LEAST_TO_LEARN // 2, most // _LEARNING_RANGE)
    counts = np.geomspace(least, most, _LEARNING_POINTS).round().astype(int).tolist()
    return [count for count in dict.fromkeys(counts) if count < rows]


def dealt(rows: int, folds: int, rng: np.random.Generator) -> list[RowNumbers]:
    """Return the rows of each fold, rising; the folds differ by one row at most."""
    return [np.sort(part) for part in np.array_split(rng.permutation(rows), folds)]


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Rows that were predicted by networks that had not seen them.

    Parameters
    ----------
    x : shape (rows, inputs)
    residual : prediction - value, shape (rows, outputs)
    share : so many of the rows that the network of the table was fitted to, these networks saw:
        what they know less well, they know by one over it less well
    """

    x: Array
    residual: Array
    share: float = 1.0

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.x)

    def some(self, most: int) -> LeftOut:
        """Return so many of the rows at most, evenly spread over them."""
        if self.rows <= most:
            return self
        kept = np.linspace(0, self.rows - 1, most).astype(np.intp)
        return LeftOut(self.x[kept], self.residual[kept], self.share)


@dataclass(frozen=True, slots=True, eq=False)
class FoldNetworks:
    """Networks of one width, each fitted to all folds but one, and the rows each had not seen.

    Parameters
    ----------
    dataset : the rows that were dealt
    parts : the rows of each fold
    networks : one a fold, fitted to all others
    """

    dataset: Dataset
    parts: Sequence[RowNumbers]
    networks: Sequence[Network]

    def predict(self, x: Array) -> Array:
        """Return predictions at a place for each row, by the network that had not seen the row.

        Parameters
        ----------
        x : shape (rows, inputs)

        Returns
        -------
        shape (rows, outputs)
        """
        found = np.empty(self.dataset.t.shape)
        for rows, network in zip(self.parts, self.networks, strict=True):
            found[rows] = network(x[rows])
        return found

    def some(self, rows: RowNumbers) -> FoldNetworks:
        """Return it with some of the rows only; their numbers rise."""
        parts = [np.flatnonzero(np.isin(rows, part)) for part in self.parts]
        return FoldNetworks(self.dataset.rows(rows), parts, self.networks)


class Excess(NamedTuple):
    """By how much the mean square error of a width exceeds the least, and how well that is known.

    Parameters
    ----------
    mean : of the differences of the rows' squared errors; 0 of the width of the least
    standard_error : of that mean, from the spread of these differences
    """

    mean: float
    standard_error: float


def excess_over(squares: Array, least: Array) -> Excess:
    """Return by how much squared errors exceed others of the same rows, shape (rows,) both."""
    excess = squares - least
    rows = len(excess)
    spread = float(excess.std(ddof=1)) / rows**0.5 if rows > 1 else 0.0
    return Excess(float(excess.mean()), spread)


def narrowest_alike(widths: Sequence[int], squares: Array) -> int:
    """Return the narrowest width that errs like the one that errs least.

    Its mean square error is above the least by at most the standard error of that difference, row
    by row, or by at most 3 %. If every width diverged, it is the narrowest of all.

    Parameters
    ----------
    widths : rising
    squares : shape (widths, rows), squared error of each row where it was left out; inf where a
        training diverged
    """
    finite = np.flatnonzero(np.isfinite(squares).all(axis=1))
    if not finite.size:
        return widths[0]
    means = squares[finite].mean(axis=1)
    best = finite[int(np.argmin(means))]
    close = float(means.min()) * ALIKE
    for k in finite:
        excess = excess_over(squares[k], squares[best])
        if excess.mean <= max(excess.standard_error, close):
            return widths[int(k)]
    return widths[int(best)]
