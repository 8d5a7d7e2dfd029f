"""The training on all rows to fit, and on fewer of them: what more rows would bring."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.fits.choice import Choice
from uat.fits.cross_validation import deviation_of, learning_scores, relative_error
from uat.fits.folds import learning_counts
from uat.fits.scores import LearningScore, Quality, quality_of
from uat.fits.trainings import Work, seconds_of
from uat.trainers import FitResult


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
    choice: Choice,
    work: Work,
    rng: np.random.Generator,
) -> Learned:
    """Train on all rows to fit, and on fewer if asked to and there are rows to measure that on."""
    counts = learning_counts(training.points) if learning_curve and test is not None else []
    train, last = work.by(choice.trainer), [training.points] if choice.result is None else []
    work.meter.expect(seconds_of(choice.trainer, [*counts, *last], [choice.width]))
    curve: tuple[LearningScore, ...] = ()
    if test is not None and counts:
        curve = learning_scores(training, test, choice.width, counts, rng, train)
    result = choice.result or train(training, choice.width)
    mean = np.average(training.t, axis=0, weights=training.weights)
    fitted = quality_of(result, training, mean)
    held_out = None if test is None else quality_of(result, test, mean)
    score = score_of(fitted, held_out, deviation_of(training))
    work.meter.end()
    return Learned(result, fitted, held_out, score, (*curve, score) if counts else ())


def score_of(training: Quality, test: Quality | None, deviation: Array) -> LearningScore:
    """Return the errors of the network fitted to all rows; nan for rows there are none of."""
    errors = [
        math.nan if part is None else relative_error(part.rmse, deviation)
        for part in (training, test)
    ]
    return LearningScore(training.rows, *errors)
