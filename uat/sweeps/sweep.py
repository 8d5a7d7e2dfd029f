"""The sweep: every target x width x seed x trainer, in parallel, stored as it comes, resumable.

Work is sent as specs (names, numbers, seeds), never as functions, to any
`concurrent.futures.Executor`; what comes back is stored batch by batch, by this process only.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import operator
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, is_dataclass
from typing import Any

from uat.core.activations import activation_named
from uat.exceptions import SettingError, SweepError
from uat.fits.function import default_points, named_trainer
from uat.io.frames import data_frame
from uat.io.notebook import rows_table
from uat.sweeps.executors import processors, uninterrupted, worker_processes
from uat.sweeps.record import Record
from uat.sweeps.run import growths, run_batch, trainer_of
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Store
from uat.targets.catalogue import TARGETS, target_named
from uat.targets.target import Target
from uat.trainers import TRAINERS, Trainer
from uat.trainers.base import plain_settings

DEFAULT_WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
DEFAULT_SEEDS = 5
DEFAULT_TRAINERS: tuple[Trainer, ...] = (named_trainer("gradient_descent"),)
DEFAULT_TARGETS: tuple[str, ...] = tuple(
    n for n, target in TARGETS.items() if target.domain.gridded
)
"""Those of the catalogue of one or two inputs, which a page can draw whole."""
# Sending and storing a batch costs milliseconds; it should be worth hundreds.
_BATCH_SECONDS = 0.4
_SECONDS_A_RUN = 0.02  # measuring the error
# What of a run a notebook shows.
_SHOWN = ("target", "trainer", "width", "seed", "max_error", "rmse", "stop_reason")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sweep is.

    Parameters
    ----------
    done, total : runs, those known beforehand included
    share : part of the work this sweep has to do that is done, in [0, 1]
    """

    done: int
    total: int
    share: float


@dataclass(frozen=True, slots=True)
class Sweep:
    """The outcome of a sweep.

    Parameters
    ----------
    records : one per run, in the order of the plan
    computed : how many of them were computed now, the others were in the store
    """

    records: tuple[Record, ...]
    computed: int

    def rows(self) -> list[dict[str, Any]]:
        """Return the records as flat rows; see `Record.row`."""
        return [record.row() for record in self.records]

    def to_frame(self) -> Any:
        """Return one row a run as a `pandas.DataFrame`: the columns of `rows`, and seconds.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        rows = [{**record.row(), "seconds": record.seconds} for record in self.records]
        names = rows[0] if rows else {}
        return data_frame({name: [row[name] for row in rows] for name in names})

    def _repr_html_(self) -> str:
        """Return what was run and what came of it, as a notebook shows it."""
        rows = [[row[name] for name in _SHOWN] for row in self.rows()]
        title = f"Sweep of {len(rows)} runs, {self.computed} of them computed now"
        return rows_table(title, [name.replace("_", " ") for name in _SHOWN], rows)


def plan(
    targets: Iterable[str] | None = None,
    widths: Iterable[int] = DEFAULT_WIDTHS,
    seeds: Iterable[int] = range(DEFAULT_SEEDS),
    trainers: Iterable[Trainer | str] = DEFAULT_TRAINERS,
    *,
    activation: str = "logistic",
    points: int | None = None,
) -> list[RunSpec]:
    """Return the specs of every combination, each once, in the order given.

    Parameters
    ----------
    targets : names; None takes `DEFAULT_TARGETS`
    widths : numbers of hidden units, each at least 1
    seeds : each at least 0
    trainers : trainers, or names; see `uat.fits.function.named_trainer`
    activation : name of phi
    points : number of fitted points; None takes `uat.fits.function.default_points`

    Raises
    ------
    UnknownNameError
        If a target, a trainer or the activation is unknown.
    SettingError
        If a list is empty, a number out of range, or no trainer can do any of the targets.

    Notes
    -----
    A trainer is left out where it cannot do target or activation. One whose outcome does not
    depend on the seed is run with the first seed only.
    """
    names = _listed(DEFAULT_TARGETS if targets is None else targets, "targets")
    made = [_made(trainer) for trainer in _listed(trainers, "trainers")]
    widths = _whole_numbers(widths, "widths")
    seeds = _whole_numbers(seeds, "seeds")
    activation_named(activation)
    for what, values, least in (("width", widths, 1), ("seed", seeds, 0)):
        for value in values:
            if value < least:
                raise SettingError(f"a {what} is a whole number from {least} on, not {value}.")
    for what, given in (("target", names), ("width", widths), ("seed", seeds), ("trainer", made)):
        if not given:
            raise SettingError(f"a sweep needs at least one {what}.")
    if points is not None and points < 2:
        raise SettingError(f"a training grid needs at least 2 points, not {points}.")
    chosen = [target_named(name) for name in names]
    specs = (
        RunSpec(
            target.name, width, seed, trainer.name, _settings(trainer), activation,
            points or default_points(trainer, target.inputs),
        )
        for target, trainer in _able(chosen, made, activation)
        for width, seed in itertools.product(widths, seeds if trainer.seeded else seeds[:1])
    )  # fmt: skip
    return list(dict.fromkeys(specs))


def _able(
    targets: Sequence[Target], trainers: Sequence[Trainer], activation: str
) -> list[tuple[Target, Trainer]]:
    """Return the pairs that can be run, target by target; one at least."""
    pairs = list(itertools.product(targets, trainers))
    reasons = [trainer.refusal(target.inputs, activation) for target, trainer in pairs]
    able = [pair for pair, reason in zip(pairs, reasons, strict=True) if reason is None]
    if not able:
        raise SettingError(str(reasons[0]))
    return able


def _listed(values: Iterable[Any], what: str) -> list[Any]:
    """Return the values as a list; a lone string or number is no list."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise SettingError(f"{what} must be a list, for example [{values!r}].")
    return list(values)


def _whole_numbers(values: Iterable[int], what: str) -> list[int]:
    try:
        return [operator.index(value) for value in _listed(values, what)]
    except TypeError:
        raise SettingError(f"{what} must be whole numbers, not {values!r}.") from None


def _made(trainer: Trainer | str) -> Trainer:
    """Return the trainer, made if it is only named."""
    return named_trainer(trainer) if isinstance(trainer, str) else trainer


def _settings(trainer: Trainer) -> str:
    if not is_dataclass(trainer) or trainer.name not in TRAINERS:
        raise SettingError(f"{trainer!r} is no trainer: choose from {', '.join(TRAINERS)}.")
    return json.dumps(plain_settings(trainer), sort_keys=True)


def sweep(
    targets: Iterable[str] | None = None,
    widths: Iterable[int] = DEFAULT_WIDTHS,
    seeds: Iterable[int] = range(DEFAULT_SEEDS),
    trainers: Iterable[Trainer | str] = DEFAULT_TRAINERS,
    *,
    activation: str = "logistic",
    points: int | None = None,
    store: Store | None = None,
    fresh: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Sweep:
    """Return the records of every combination, computing those the store does not hold.

    Parameters
    ----------
    targets, widths, seeds, trainers, activation, points : see `plan`
    store : where records are looked up and put; None keeps them in memory
    fresh : compute what the store holds, too; each new record takes the place of the old one
    executor : what runs the batches; None starts `workers` processes on this machine
    workers : number of processes; None takes one per processor
    progress : called before the first batch and after every one

    Raises
    ------
    UnknownNameError, SettingError
        As `plan` does.
    StoreError
        If the store cannot be written; what it held is kept.
    SweepError
        If a worker process was killed; what was stored is kept.
    """
    specs = plan(targets, widths, seeds, trainers, activation=activation, points=points)
    return run_specs(
        specs, store=store, fresh=fresh, executor=executor, workers=workers, progress=progress
    )


def run_specs(
    specs: Sequence[RunSpec],
    *,
    store: Store | None = None,
    fresh: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Sweep:
    """Return the records of `specs`, computing those the store does not hold; see `sweep`."""
    with contextlib.ExitStack() as stack:
        store = store if store is not None else stack.enter_context(Store())
        known = {} if fresh else store.get([spec.key for spec in specs])
        missing = [spec for spec in specs if spec.key not in known]
        report = progress if progress is not None else _silent
        report(Progress(len(known), len(specs), 0.0 if missing else 1.0))
        if missing and executor is None:
            wanted = processors() if workers is None else workers
            count = min(wanted, len(_batches(missing)))
            executor = stack.enter_context(worker_processes(count))
        if missing and executor is not None:
            known |= _run_missing(missing, len(known), store, executor, report)
    return Sweep(tuple(known[spec.key] for spec in specs), len(missing))


def _silent(_: Progress) -> None:
    """Report nothing."""


def _run_missing(
    missing: list[RunSpec],
    known: int,
    store: Store,
    executor: Executor,
    report: Callable[[Progress], None],
) -> dict[str, Record]:
    """Run the specs batch by batch, storing each batch as it comes; return the records by key."""
    batches = _batches(missing)
    work = sum(map(_seconds, batches))
    with uninterrupted():  # a process that starts meanwhile is deaf to Ctrl-C from the first
        futures = [executor.submit(run_batch, batch) for batch in batches]
    found: dict[str, Record] = {}
    done = 0.0
    try:
        for future in as_completed(futures):
            records = future.result()
            store.add(records)
            found |= {record.spec.key: record for record in records}
            done += _seconds([record.spec for record in records])
            report(Progress(known + len(found), known + len(missing), done / work))
    except BrokenProcessPool as problem:
        raise SweepError(
            f"a worker process ended before its work; {len(found)} runs were stored before that. "
            "If memory ran out, run again with fewer workers. A script that sweeps needs the line "
            "if __name__ == '__main__':"
        ) from problem
    finally:
        for future in futures:
            future.cancel()
    return found


def _seconds(specs: Sequence[RunSpec]) -> float:
    """Return about how long a batch takes; it only orders and groups the work."""
    return sum(
        _SECONDS_A_RUN * len(group)
        + trainer_of(group[0]).seconds(group[0].points, max(spec.width for spec in group))
        for group in growths(specs)
    )


def _batches(specs: Sequence[RunSpec]) -> list[list[RunSpec]]:
    """Group the specs into batches worth sending, the longest work first.

    What one training serves stays together.
    """
    batches: list[list[RunSpec]] = []
    room = 0.0
    for group in sorted(growths(specs), key=lambda g: (-_seconds(g), g[0].target)):
        if room <= 0.0:
            batches.append([])
            room = _BATCH_SECONDS
        batches[-1] += group
        room -= _seconds(group)
    return batches
