"""Fits to tables that figures are drawn of: networks drawn at random, and rows about them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uat.core.datasets import Dataset
from uat.fits.folds import LeftOut
from uat.fits.intervals import PredictionIntervals
from uat.fits.scores import LearningScore, WidthScore, quality_of
from uat.fits.table_fit import DataFit
from uat.trainers import FitResult, GradientDescent, StopReason, draw_start

WIDTHS = (
    WidthScore(1, 0.8, 0.05, 0.75),
    WidthScore(2, 0.32, 0.03, 0.3),
    WidthScore(4, 0.3, 0.04, 0.2),
    WidthScore(8, 0.5, 0.1, 1e-9),
)
LEARNING = (
    LearningScore(10, 1e-12, 2.0),
    LearningScore(60, 0.2, 0.4),
    LearningScore(400, 0.25, 0.3),
)


def table_fit(
    inputs=1, outputs=1, rows=60, test=20, width=2, scale=1.0, curves=True, x=None,
    stop_reason=StopReason.EPOCHS_DONE,
):  # fmt: skip
    """Return a fit whose network is drawn at random, and whose rows scatter about it."""
    rng = np.random.default_rng([inputs, outputs, rows])
    network = draw_start(inputs, width, outputs, 1)
    network = replace(network, output_weights=3.0 * scale * network.output_weights)

    def part(count):
        at = rng.uniform(-2.0, 2.0, size=(count, inputs)) if x is None else x[:count]
        return Dataset(at, network(at) + 0.1 * scale * rng.normal(size=(count, outputs)))

    return fit_of(
        network, part(rows), part(test) if test else None, curves, stop_reason=stop_reason
    )


def fit_of(network, training, test, curves=True, stop_reason=StopReason.EPOCHS_DONE):
    """Return the fit that a network is to these rows."""
    result = FitResult(network, stop_reason, np.ones(1))
    mean = training.t.mean(axis=0)
    return DataFit(
        network=network,
        trainer=GradientDescent(),
        seed=0,
        input_names=tuple(f"in_{k}" for k in range(network.inputs)),
        output_names=tuple(f"out_{k}" for k in range(network.outputs)),
        dataset_training=training,
        dataset_test=test,
        training=quality_of(result, training, mean),
        test=None if test is None else quality_of(result, test, mean),
        stop_reason=stop_reason,
        loss_history=result.loss_history,
        chosen={},
        seconds=0.1,
        intervals=intervals_of(network, training, test),
        width_curve=WIDTHS if curves else (),
        learning_curve=LEARNING if curves else (),
    )


def intervals_of(network, training, test):
    """Return intervals as if the rows held out had been left out in turn; None without any."""
    if test is None:
        return None
    left_out = LeftOut(test.x, network(test.x) - test.t)
    return PredictionIntervals.of(network, None, training, left_out)
