"""One run: from its spec to its record."""

from __future__ import annotations

import functools
import json
import math
import time
from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from uat.arrays import Array
from uat.datasets import Dataset, Scaling
from uat.metrics import max_error, rmse
from uat.network import Network
from uat.records import Record, RunSpec
from uat.targets import Target, target_named
from uat.trainers import StopReason, draw_start, make_trainer

_CURVE_POINTS = 150


def run_batch(specs: Sequence[RunSpec]) -> list[Record]:
    """Return the records of `specs`, computed one after the other on one thread."""
    with threadpool_limits(limits=1):
        return [run_spec(spec) for spec in specs]


def run_spec(spec: RunSpec) -> Record:
    """Train one network and measure its error.

    Training sees scaled units (`uat.datasets`); the error is that of the network scaled back, on
    the target's evaluation grid, refined around its largest residuals.
    """
    target = target_named(spec.target)
    dataset, scaling = scaled_data(target, spec.points)
    start = draw_start(target.inputs, spec.width, 1, spec.seed, spec.activation)
    settings = {
        k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(spec.settings).items()
    }
    began = time.perf_counter()
    result = make_trainer(spec.trainer, **settings).fit(dataset, start)
    seconds = time.perf_counter() - began
    network = scaling.undo(result.network)
    # What is left of a diverged run approximates nothing: its error would look like a result.
    diverged = result.stop_reason == StopReason.DIVERGED
    largest, mean = (math.inf, math.inf) if diverged else measure(network, target)
    return Record(
        spec,
        largest if math.isfinite(largest) else None,
        mean if math.isfinite(mean) else None,
        str(result.stop_reason),
        _curve(result.loss_history),
        network,
        dict(result.chosen),
        seconds,
    )


def measure(network: Network, target: Target) -> tuple[float, float]:
    """Return max_error and rmse of a network on the target's evaluation grid, target units."""

    def residual(x: Array) -> Array:
        return network(x)[:, 0] - target(x)

    grid = target.evaluation_grid()
    largest = max_error(residual, target.domain, grid, target.evaluation_spacing())
    return largest, rmse(residual(grid))


@functools.lru_cache(maxsize=32)
def scaled_data(target: Target, points: int) -> tuple[Dataset, Scaling]:
    """Return the training data of a target in scaled units, and the scaling that made them."""
    grid = target.training_grid(points)
    dataset = Dataset(grid, target(grid))
    scaling = Scaling.of(dataset, target.domain)
    return scaling.apply(dataset), scaling


def _curve(history: Array) -> tuple[tuple[int, float], ...]:
    """Return (epoch, loss) at about evenly spaced log epochs, first and last among them."""
    last = len(history) - 1
    epochs = np.unique(np.round(np.geomspace(1, last + 1, _CURVE_POINTS)).astype(int) - 1)
    return tuple((int(e), float(history[e])) for e in epochs if math.isfinite(history[e]))
