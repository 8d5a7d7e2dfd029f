"""Runs: from specs to records."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.core.threads import one_thread
from uat.core.training import is_compiled
from uat.exceptions import SweepError, UatError
from uat.fits.function import Fit, fit_widths
from uat.fits.table_target import Table, fit_without, table_of
from uat.sweeps.movement import finished, moving
from uat.sweeps.record import Record
from uat.sweeps.spec import RunSpec
from uat.targets.lookup import described, fingerprint_of, target_of
from uat.targets.target import Target
from uat.trainers import TRAINERS, Trainer
from uat.trainers.base import grows
from uat.trainers.registry import row_of

_CURVE_POINTS = 150
_SECONDS_A_RUN = 0.015  # beside the training: mostly measuring the error

Shipped = Mapping[str, Target | Table]
"""Text -> what was sent along with runs that name it."""
_NOTHING: Shipped = {}


def run_batch(specs: Sequence[RunSpec], shipped: Shipped = _NOTHING) -> list[Record]:
    """Return the records of `specs`, computed one after the other on one thread.

    Parameters
    ----------
    shipped : targets and tables that were sent along, by text; see `uat.sweeps.shipping`

    Raises
    ------
    SweepError
        If this process cannot make a target, or would make another one than is meant.
    """
    sources = _Sources(shipped)
    for spec in specs:
        sources.check(spec)
    records: dict[RunSpec, Record] = {}
    with one_thread():
        done = 0.0
        for group in growths(specs, sources.target):
            seconds = seconds_of(group, sources.target)
            with moving(done, seconds):
                records |= {record.spec: record for record in _run_group(group, sources)}
            done += seconds
    finished()
    return [records[spec] for spec in specs]


class _Sources:
    """Where the targets of a batch come from: what was sent along with it, or their text.

    What was sent is known to this batch alone. Others may have the same text: another user's
    function, or an earlier one of the same name.
    """

    def __init__(self, shipped: Shipped) -> None:
        self._shipped = shipped

    def target(self, text: str) -> Target:
        """Return the function of that text."""
        shipped = self._shipped.get(text)
        return shipped if isinstance(shipped, Target) else target_of(text)

    def table(self, text: str) -> Table:
        """Return the table of that text."""
        shipped = self._shipped.get(text)
        return shipped if isinstance(shipped, Table) else table_of(text)

    def check(self, spec: RunSpec) -> None:
        """Raise `SweepError` unless this process makes the target that is meant."""
        if spec.target in self._shipped:
            return
        try:
            (table_of if spec.of_table else target_of)(spec.target)
            same = not spec.fingerprint or fingerprint_of(spec.target) == spec.fingerprint
        except UatError as problem:
            raise SweepError(
                f"a worker could not make {described(spec.target)}: {problem} What was finished "
                "before is kept."
            ) from None
        if not same:
            raise SweepError(
                f"the source of {described(spec.target)} is not the same for all processes: it "
                "was changed since it was first loaded. Start anew; what was finished before is "
                "kept."
            )


def growths(
    specs: Sequence[RunSpec], find: Callable[[str], Target] = target_of
) -> list[list[RunSpec]]:
    """Return the specs in groups that one training serves, in the order of their first.

    A growing trainer passes through all narrower widths; the runs of any other stand alone, and so
    do those on tables.

    Parameters
    ----------
    find : makes the target of a text
    """
    groups: dict[RunSpec, list[RunSpec]] = {}
    for spec in specs:
        groups.setdefault(replace(spec, width=0) if _grows(spec, find) else spec, []).append(spec)
    return list(groups.values())


def _grows(spec: RunSpec, find: Callable[[str], Target]) -> bool:
    """Return whether a training for its width passes through narrower ones."""
    if spec.of_table:
        return False
    return grows(trainer_of(spec), find(spec.target).inputs, spec.activation)


def seconds_of(specs: Sequence[RunSpec], find: Callable[[str], Target] = target_of) -> float:
    """Return about how long a batch takes; it only orders, groups and counts the work."""
    return sum(
        _SECONDS_A_RUN * len(group)
        + trainer_of(group[0]).seconds(group[0].points, max(spec.width for spec in group))
        for group in growths(specs, find)
    )


def held_seconds(specs: Sequence[RunSpec]) -> float:
    """Return about for how much of `seconds_of` no other thread of the process runs.

    What is left is compiled loops that release the interpreter's lock.
    """
    return sum(
        _SECONDS_A_RUN * len(group) if _releases_gil(group[0]) else seconds_of(group)
        for group in growths(specs)
    )


def _releases_gil(spec: RunSpec) -> bool:
    """Return whether other threads run during the training."""
    return row_of(spec.trainer).releases_gil and is_compiled(activation_named(spec.activation))


def _run_group(specs: Sequence[RunSpec], sources: _Sources) -> list[Record]:
    """Return the records of specs that differ in the width only."""
    first = specs[0]
    if first.of_table:
        return [_record_of_fold(spec, sources.table(spec.target)) for spec in specs]
    fits = fit_widths(
        sources.target(first.target), [spec.width for spec in specs], trainer_of(first), first.seed,
        first.activation, first.points,
    )  # fmt: skip
    return [_record(spec, fit) for spec, fit in zip(specs, fits, strict=True)]


def _record_of_fold(spec: RunSpec, table: Table) -> Record:
    """Return the record of a run on a table."""
    fit = fit_without(
        table, spec.fold, spec.folds, spec.width, trainer_of(spec), spec.seed, spec.activation
    )
    result = fit.result
    return Record(
        spec,
        _finite(fit.max_error),
        _finite(fit.rmse),
        str(result.stop_reason),
        _curve(result.loss_history),
        result.network,
        {name: float(value) for name, value in result.chosen.items()},
        fit.seconds,
        _finite(fit.fitted_rmse),
    )


def _finite(error: float) -> float | None:
    return error if math.isfinite(error) else None


def _record(spec: RunSpec, fit: Fit) -> Record:
    return Record(
        spec,
        _finite(fit.max_error),
        _finite(fit.rmse),
        str(fit.stop_reason),
        _curve(fit.loss_history),
        fit.network,
        {name: float(value) for name, value in fit.chosen.items()},
        fit.seconds,
    )


def trainer_of(spec: RunSpec) -> Trainer:
    """Return the trainer a spec asks for."""
    return _trainer(TRAINERS.named(spec.trainer), spec.settings)


@functools.lru_cache(256)
def _trainer(kind: type[Trainer], settings: str) -> Trainer:
    """Return the trainer of that class with the settings in a JSON text."""
    values = json.loads(settings)
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


def _curve(history: Array) -> tuple[tuple[int, float], ...]:
    """Return (epoch, loss) at about evenly spaced log epochs, first and last among them."""
    last = len(history) - 1
    epochs = np.unique(np.round(np.geomspace(1, last + 1, _CURVE_POINTS)).astype(int) - 1)
    return tuple((int(e), float(history[e])) for e in epochs if math.isfinite(history[e]))
