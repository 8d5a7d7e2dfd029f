"""The front door: fit a network to a target, at a width or to a tolerance."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from uat.arrays import Array
from uat.network import Network
from uat.sampling import measure, scaled_data
from uat.targets import Target
from uat.trainers import INTEGRATED, StopReason, Trainer, draw_start

DEFAULT_POINTS: Mapping[tuple[str, int], int] = {
    ("uniform", 1): 256,
    ("uniform", 2): 576,
    (INTEGRATED, 1): 512,
    (INTEGRATED, 2): 1024,
}
"""Number of fitted points, by the trainer's grid and the number of inputs."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A network fitted to a target, and how good it is.

    Parameters
    ----------
    target : what was approximated
    network : what was found, in the target's own units
    trainer : what found it
    seed : where it began
    max_error, rmse : of the network on the target's evaluation grid, target units; inf if the
        training diverged, because what is left then approximates nothing
    stop_reason : why it ended
    loss_history : shape (steps + 1,), the loss in scaled units, in which the best constant has
        mean square error 1
    chosen : settings the trainer chose itself
    seconds : what the training took
    """

    target: Target
    network: Network
    trainer: Trainer
    seed: int
    max_error: float
    rmse: float
    stop_reason: StopReason
    loss_history: Array
    chosen: Mapping[str, float]
    seconds: float


def default_points(trainer: Trainer, inputs: int) -> int:
    """Return the number of points a trainer is given when nobody says otherwise."""
    return DEFAULT_POINTS[trainer.grid, inputs]


def fit_width(
    target: Target, width: int, trainer: Trainer, seed: int, activation: str, points: int
) -> Fit:
    """Return the fit of one network of that width.

    Training sees scaled units (`uat.datasets`); the errors are those of the network scaled back,
    on the target's evaluation grid, refined around its largest residuals.
    """
    dataset, scaling = scaled_data(target, points, trainer.grid)
    start = draw_start(target.inputs, width, 1, seed, activation)
    began = time.perf_counter()
    result = trainer.fit(dataset, start, seed)
    seconds = time.perf_counter() - began
    network = scaling.undo(result.network)
    diverged = result.stop_reason == StopReason.DIVERGED
    largest, mean = (math.inf, math.inf) if diverged else measure(network, target)
    return Fit(
        target, network, trainer, seed, largest, mean, result.stop_reason, result.loss_history,
        result.chosen, seconds,
    )  # fmt: skip
