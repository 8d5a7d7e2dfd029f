"""The width of a network for a table, chosen by cross-validation, and what is to be said of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uat.core.datasets import Dataset
from uat.fits.cross_validation import cross_validation, least, rows_of
from uat.fits.folds import some_rows
from uat.fits.learning import learning_counts
from uat.fits.table_fit import WidthScore
from uat.fits.trainings import Work

# Fewer rows are too few to leave some out in turn.
_LEAST_TO_CHOOSE = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """The width to fit, the curve it was chosen by, and what is to be said of it."""

    curve: tuple[WidthScore, ...]
    width: int
    notes: tuple[str, ...] = ()


def chosen_width(
    training: Dataset, folds: int, max_width: int, work: Work, rng: np.random.Generator
) -> Choice:
    """Return the width that cross-validation chooses."""
    notes = []
    lot = rows_of(training, some_rows(training.points, rng))
    if lot.points < training.points:
        notes.append(f"The width was chosen on {lot.points} of these rows, drawn at random.")
    if lot.points < _LEAST_TO_CHOOSE:
        return Choice((), 1, ("There are too few rows to choose a width by: it is 1.",))
    if folds > lot.points:
        notes.append(f"There are {lot.points} rows to fit: as many folds, not {folds}.")
        folds = lot.points
    fitted = lot.points - math.ceil(lot.points / folds)
    widths = _widths(max_width, fitted, lot)
    if widths[-1] < max_width:
        notes.append(
            f"Widths above {widths[-1]} were not tried: such a network has more parameters than "
            f"the {fitted} rows of one training."
        )
    costs = folds * sum(work.trainer.seconds(fitted, width) for width in widths)
    work.expect(widths[-1], [training.points, *learning_counts(training)], costs)
    found = cross_validation(lot, widths, folds, rng, work.train)
    if math.isinf(least(found.scores).mean):
        notes.append(
            "A training diverged at every width tried, so that there was nothing to choose by: the "
            f"width is {found.width}, the narrowest."
        )
    return Choice(found.scores, found.width, tuple(notes))


def _widths(most: int, rows: int, dataset: Dataset) -> list[int]:
    """Return 1, 2, 4, ..., up to `most`, without those of more parameters than values."""
    # A constant input is not fitted.
    inputs = max(int((dataset.x != dataset.x[0]).any(axis=0).sum()), 1)
    outputs = dataset.t.shape[1]
    carried = outputs * (rows - 1) // (inputs + 1 + outputs)
    doubling = [2**k for k in range(most.bit_length())]
    return [width for width in dict.fromkeys([*doubling, most]) if width <= max(carried, 1)]
