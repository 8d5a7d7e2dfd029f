"""One run: from its spec to its record."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from uat.arrays import Array
from uat.fitting import fit_width
from uat.records import Record, RunSpec
from uat.targets import target_named
from uat.trainers import Trainer, make_trainer

_CURVE_POINTS = 150


def run_batch(specs: Sequence[RunSpec]) -> list[Record]:
    """Return the records of `specs`, computed one after the other on one thread."""
    with threadpool_limits(limits=1):
        return [run_spec(spec) for spec in specs]


def run_spec(spec: RunSpec) -> Record:
    """Train one network and measure its error; see `uat.fitting.fit_width`."""
    fit = fit_width(
        target_named(spec.target), spec.width, trainer_of(spec), spec.seed, spec.activation,
        spec.points,
    )  # fmt: skip
    return Record(
        spec,
        fit.max_error if math.isfinite(fit.max_error) else None,
        fit.rmse if math.isfinite(fit.rmse) else None,
        str(fit.stop_reason),
        _curve(fit.loss_history),
        fit.network,
        dict(fit.chosen),
        fit.seconds,
    )


def trainer_of(spec: RunSpec) -> Trainer:
    """Return the trainer a spec asks for."""
    settings = json.loads(spec.settings)
    return make_trainer(
        spec.trainer, **{k: tuple(v) if isinstance(v, list) else v for k, v in settings.items()}
    )


def _curve(history: Array) -> tuple[tuple[int, float], ...]:
    """Return (epoch, loss) at about evenly spaced log epochs, first and last among them."""
    last = len(history) - 1
    epochs = np.unique(np.round(np.geomspace(1, last + 1, _CURVE_POINTS)).astype(int) - 1)
    return tuple((int(e), float(history[e])) for e in epochs if math.isfinite(history[e]))
