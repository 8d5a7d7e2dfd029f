"""The training on all rows to fit, and on fewer of them: what more rows would bring."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.fits.cross_validation import deviation_of, learning_scores, relative_error
from uat.fits.folds import MOST_ROWS
from uat.fits.table_fit import LearningScore, Quality, quality_of
from uat.fits.trainings import Work
from uat.trainers import FitResult

# More rows than are needed to choose a width.
_MOST_TO_LEARN = MOST_ROWS
# The learning curve: so many numbers of rows, the least of them this share of the most.
_LEARNING_POINTS, _LEARNING_RANGE = 5, 32
_LEAST_TO_LEARN = 20


@dataclass(frozen=True, slots=True)
class Learned:
    """The training on all rows to fit, how good it is, and the errors of trainings on fewer too."""

    result: FitResult
    training: Quality
    test: Quality | None
    score: LearningScore
    curve: tuple[LearningScore, ...]


def fitted_rows(
    training: Dataset,
    test: Dataset | None,
    learning_curve: bool,
    width: int,
    work: Work,
    rng: np.random.Generator,
) -> Learned:
    """Train on all rows to fit, and on fewer if asked to and there are rows to measure that on."""
    counts = learning_counts(training) if learning_curve and test is not None else []
    work.expect(width, [training.points, *counts])
    curve: tuple[LearningScore, ...] = ()
    if test is not None and counts:
        curve = learning_scores(training, test, width, counts, rng, work.train)
    result = work.train(training, width)
    mean = np.average(training.t, axis=0, weights=training.weights)
    fitted = quality_of(result, training, mean)
    held_out = None if test is None else quality_of(result, test, mean)
    score = score_of(fitted, held_out, deviation_of(training))
    work.meter.end()
    return Learned(result, fitted, held_out, score, (*curve, score) if counts else ())


def learning_counts(training: Dataset) -> list[int]:
    """Return the numbers of rows of the learning curve below all of them, rising."""
    if training.points < _LEAST_TO_LEARN:
        return []
    most = min(training.points, _MOST_TO_LEARN)
    least = max(_LEAST_TO_LEARN // 2, most // _LEARNING_RANGE)
    counts = np.geomspace(least, most, _LEARNING_POINTS).round().astype(int).tolist()
    return [count for count in dict.fromkeys(counts) if count < training.points]


def score_of(training: Quality, test: Quality | None, deviation: Array) -> LearningScore:
    """Return the errors of the network fitted to all rows; nan for rows there are none of."""
    errors = [
        math.nan if part is None else relative_error(part.rmse, deviation)
        for part in (training, test)
    ]
    return LearningScore(training.rows, *errors)
