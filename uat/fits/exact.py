"""Tables so small that a network passes through every row, and that this is what is wanted.

A truth table has no noise and no row to spare: every combination of the inputs' two values is
there once. What is to be found is the narrowest network that reproduces all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from uat.core.datasets import Dataset
from uat.fits.cross_validation import deviation_of, errors_of
from uat.fits.trainings import Work
from uat.trainers import FitResult, Trainer

# A network with an rmse below this share of the outputs' deviation passes through the rows.
_EXACT = 1e-3
# Of more inputs a table is fitted like any other: there are rows to leave out, and ten thousands of
# parameters may not be enough to pass through all.
_MOST_INPUTS = 6
_NARROW = 8


class ExactFit(NamedTuple):
    """The narrowest network that passes through the rows, or the closest there was.

    Parameters
    ----------
    result : of the training
    width : number of hidden units
    error : rmse, in output deviations
    """

    result: FitResult
    width: int
    error: float

    @property
    def exact(self) -> bool:
        """Whether it passes through all rows."""
        return self.error < _EXACT


def is_truth_table(dataset: Dataset) -> bool:
    """Return whether the rows are all combinations of two-valued inputs, each of them once.

    The outputs have two values each, too. There are two inputs at least and six at most.
    """
    inputs = dataset.x.shape[1]
    if not 2 <= inputs <= _MOST_INPUTS or dataset.points != 2**inputs:
        return False
    columns = [*dataset.x.T, *dataset.t.T]
    two_valued = all(len(np.unique(column)) == 2 for column in columns)
    return two_valued and len(np.unique(dataset.x, axis=0)) == dataset.points


def contradicts_itself(dataset: Dataset) -> bool:
    """Return whether rows of equal inputs have different outputs: no function passes through."""
    whole = np.concatenate([dataset.x, dataset.t], axis=1)
    return len(np.unique(whole, axis=0)) > len(np.unique(dataset.x, axis=0))


def exact_widths(most: int) -> list[int]:
    """Return the widths tried, rising: every one up to 8, then half as wide again each."""
    widths = list(range(1, min(most, _NARROW) + 1))
    while widths[-1] < most:
        widths.append(min(most, widths[-1] * 3 // 2))
    return widths


def narrowest_exact(
    dataset: Dataset, widths: Sequence[int], trainer: Trainer, work: Work
) -> ExactFit:
    """Return the first network that passes through all rows, or the closest of all.

    Parameters
    ----------
    widths : in the order in which they are tried
    """
    deviation = deviation_of(dataset)
    fits: list[ExactFit] = []
    for width in widths:
        result = work.train(trainer, dataset, width)
        fits.append(ExactFit(result, width, errors_of(result, [dataset], deviation)[0]))
        if fits[-1].exact:
            return fits[-1]
    return min(fits, key=lambda fit: fit.error)
