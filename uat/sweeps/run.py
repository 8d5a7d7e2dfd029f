"""Runs: from specs to records."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from uat.arrays import Array
from uat.fits.function import Fit, fit_widths
from uat.sweeps.record import Record
from uat.sweeps.spec import RunSpec
from uat.targets.catalogue import target_named
from uat.trainers import Trainer, make_trainer
from uat.trainers.base import grows

_CURVE_POINTS = 150


def run_batch(specs: Sequence[RunSpec]) -> list[Record]:
    """Return the records of `specs`, computed one after the other on one thread."""
    records: dict[RunSpec, Record] = {}
    with threadpool_limits(limits=1):
        for group in growths(specs):
            records |= {record.spec: record for record in _run_group(group)}
    return [records[spec] for spec in specs]


def growths(specs: Sequence[RunSpec]) -> list[list[RunSpec]]:
    """Return the specs in groups that one training serves, in the order of their first.

    A growing trainer passes through all narrower widths; the runs of any other stand alone.
    """
    groups: dict[RunSpec, list[RunSpec]] = {}
    for spec in specs:
        inputs = target_named(spec.target).inputs
        together = grows(trainer_of(spec), inputs, spec.activation)
        groups.setdefault(replace(spec, width=0) if together else spec, []).append(spec)
    return list(groups.values())


def _run_group(specs: Sequence[RunSpec]) -> list[Record]:
    """Return the records of specs that differ in the width only."""
    first = specs[0]
    fits = fit_widths(
        target_named(first.target), [spec.width for spec in specs], trainer_of(first), first.seed,
        first.activation, first.points,
    )  # fmt: skip
    return [_record(spec, fit) for spec, fit in zip(specs, fits, strict=True)]


def _record(spec: RunSpec, fit: Fit) -> Record:
    return Record(
        spec,
        fit.max_error if math.isfinite(fit.max_error) else None,
        fit.rmse if math.isfinite(fit.rmse) else None,
        str(fit.stop_reason),
        _curve(fit.loss_history),
        fit.network,
        {name: float(value) for name, value in fit.chosen.items()},
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
