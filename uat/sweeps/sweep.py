"""The sweep: every target x width x seed x trainer, in parallel, stored as it comes, resumable.

Work is sent as specs (text, numbers, seeds) to any `concurrent.futures.Executor`; what comes back
is stored batch by batch, by this process only. Runs of what a user registered, and of functions
that no text names, are the exception (`RunSpec.portable`): other processes do not know it, so they
are made in this one, after the others, and are not stored. Only executors that send functions are
given them, too (`uat.sweeps.shipping`), and with them what texts point at in the current folder.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Any

from uat.checks import (
    check_flag,
    check_list,
    check_whole,
)
from uat.exceptions import SettingError, SweepError, shown
from uat.fits.table_target import Table
from uat.io.notebook import rows_table
from uat.io.progress import reporting
from uat.io.wording import in_words, listed
from uat.sweeps.cluster import handed_over, note_on_workers, workers_of
from uat.sweeps.environment import run_elsewhere, versions
from uat.sweeps.executors import (
    failure_of,
    processors,
    uninterrupted,
    worker_processes,
    worker_threads,
)
from uat.sweeps.movement import Slots, telling
from uat.sweeps.plan import (
    DEFAULT_ACTIVATION,
    DEFAULT_FOLDS,
    DEFAULT_SEEDS,
    DEFAULT_WIDTHS,
    left_out,
    plan,
)
from uat.sweeps.record import Record, columns_of, frame_of
from uat.sweeps.run import growths, held_seconds, run_batch, seconds_of
from uat.sweeps.selection import activations_of
from uat.sweeps.shipping import parcels_for, those_of
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Lookup, Store
from uat.targets.lookup import name_of, target_of
from uat.targets.user_targets import Given, remarks
from uat.trainers import Trainer

# Sending and storing a batch costs milliseconds; it should be worth hundreds. The last ones are
# worth less, a share of what is left for each worker, so that all end together.
_BATCH_SECONDS, _LAST_BATCH_SECONDS, _SHARE_OF_THE_REST = 0.4, 0.05, 0.25
# This process sends and stores the batches of all workers: of many each is worth more.
_WORKERS_AT_THAT = 20
# How often it is looked how far workers are.
_LOOK_SECONDS = 0.2
# What a worker process takes until its first run: loading what a run needs.
_SECONDS_TO_BEGIN = 1.0
# What of a run a notebook shows.
_SHOWN = (
    "target", "trainer", "width", "seed", "fold", "max_error", "rmse", "fitted_rmse", "stop_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sweep is.

    Parameters
    ----------
    done, total : runs, those known beforehand included
    share : part of the work this sweep has to do that is done, in [0, 1]
    note : which trainers do which targets, what was wrong with the store, and how the workers
        differ from this process; of the first report only
    """

    done: int
    total: int
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Sweep:
    """The outcome of a sweep.

    Parameters
    ----------
    records : one per run, in the order of the plan
    computed : how many of them were computed now, the others were in the store
    here : how many of those computed were made in this process, because no other knows what they
        name, and are in no store
    damaged : how many of those computed were in the store, too, in rows that did not agree with
        their checksums; the new ones have taken their place
    note : what is to be known of the plan, the store and the workers, in sentences; mostly nothing
    """

    records: tuple[Record, ...]
    computed: int
    damaged: int = 0
    here: int = 0
    note: str = ""

    def __repr__(self) -> str:
        """Return how many runs there are, without listing them."""
        return f"Sweep({self._summary})"

    @property
    def _summary(self) -> str:
        again = f", {self.damaged} because the store's were damaged" if self.damaged else ""
        here = f", {self.here} in this process, because no other knows them" if self.here else ""
        return f"{len(self.records)} runs, {self.computed} of them computed now{again}{here}"

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
        return frame_of(self.records)

    def _repr_html_(self) -> str:
        """Return what was run and what came of it, as a notebook shows it."""
        several = len(activations_of(self.records)) > 1
        own = self.rows()
        wanted = (*_SHOWN[:2], *["activation"] * several, *_SHOWN[2:])
        names = [name for name in wanted if name in columns_of(own)]
        rows = [[row.get(name) for name in names] for row in own]
        return rows_table(f"Sweep of {self._summary}", list(map(in_words, names)), rows)


def sweep(
    targets: Iterable[Given | Table] | None = None,
    widths: Iterable[int] = DEFAULT_WIDTHS,
    seeds: Iterable[int] = range(DEFAULT_SEEDS),
    trainers: Iterable[Trainer | str] | None = None,
    *,
    activation: str = DEFAULT_ACTIVATION,
    activations: Iterable[str] | None = None,
    points: int | None = None,
    folds: int = DEFAULT_FOLDS,
    store: Store | None = None,
    fresh: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: bool | Callable[[Progress], None] | None = None,
) -> Sweep:
    """Return the records of every combination, computing those the store does not hold.

    Parameters
    ----------
    targets, widths, seeds, trainers, activation, activations, points, folds : see `plan`
    store : where records are looked up and put; None keeps them in memory. Runs of what was
        registered, for example by `uat.register_activation`, and of functions that no text names,
        such as lambdas, are not stored
    fresh : compute what the store holds, too; each new record takes the place of the old one
    executor : what runs the batches, any of `concurrent.futures` or like it, for example
        `client.get_executor()` of a Dask client; None takes `workers` workers on this machine:
        processes, or threads of this one where they are done before processes would have begun.
        Runs that are not stored are made in this process, after the others, but for functions and
        tables if the executor is Dask's or loky's
    workers : number of workers; None takes one per processor
    progress : True shows a bar, on a terminal or in a notebook; a function is called with a
        `Progress` before the first batch and after every one, and, where the runs are made on this
        machine by us, several times a second in between: then only the share has risen

    Raises
    ------
    UnknownNameError, SettingError
        As `plan` does.
    StoreError
        If the store cannot be written; what it held is kept.
    SweepError
        If a worker process was killed, the connection to a cluster was lost, or a worker's results
        are of another version; what was stored is kept.
    """
    several = None if activations is None else check_list(activations, "activations")
    notes: list[str] = []
    specs = plan(
        targets, widths, seeds, trainers, activation=activation, activations=several,
        points=points, folds=folds, tell=notes.append,
    )  # fmt: skip
    return run_specs(
        specs, store=store, fresh=fresh, executor=executor, workers=workers, progress=progress,
        notes=[*notes, *filter(None, [left_out(specs, several or ())])],
    )  # fmt: skip


def run_specs(
    specs: Sequence[RunSpec],
    *,
    store: Store | None = None,
    fresh: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: bool | Callable[[Progress], None] | None = None,
    notes: Sequence[str] = (),
) -> Sweep:
    """Return the records of `specs`, computing those the store does not hold; see `sweep`.

    Parameters
    ----------
    notes : sentences that the note of the sweep begins with
    """
    check_flag(fresh, "fresh")
    if executor is not None and not hasattr(executor, "submit"):
        raise SettingError(
            f"executor must be one of concurrent.futures or like it, not {shown(executor)}."
        )
    with ExitStack() as stack:
        store = stack.enter_context(_opened(store))
        keys = {spec: spec.key for spec in specs}
        stored = {} if fresh else {keys[spec]: spec for spec in specs if spec.portable}
        known = store.lookup([*stored], stored)
        missing = [spec for spec in specs if keys[spec] not in known.records]
        begun = Progress(len(known.records), len(specs), 0.0 if missing else 1.0)
        parcels = parcels_for(executor, missing)
        elsewhere = [spec for spec in missing if spec.portable or spec.target in parcels]
        here = [spec for spec in missing if not (spec.portable or spec.target in parcels)]
        said = [*notes, *_notes(store, known, missing, parcels)]
        if executor is not None and missing:
            said += filter(None, [note_on_workers(executor)])
        note = " ".join(said)
        report = stack.enter_context(reporting(progress, "training", _as_bar))
        report(replace(begun, note=note))
        records = dict(known.records)
        if missing:
            count = _count(executor, workers)
            batches = _batches(elsewhere, count)
            if batches and executor is None:
                executor = stack.enter_context(_workers_for(batches, count or 1))
            sent = handed_over(executor, parcels)
            records |= _run_batches(batches, _batches(here), begun, store, executor, report, sent)
    in_order = tuple(records[keys[spec]] for spec in specs)
    return Sweep(in_order, len(missing), damaged=len(known.damaged), here=len(here), note=note)


def _opened(store: Store | None) -> AbstractContextManager[Store]:
    """Return the caller's store, which stays open, or one in memory, which is closed."""
    if store is None:
        return Store()
    if not isinstance(store, Store):
        raise SettingError(f"store must be one such as uat.Store('runs.sqlite'), not {store!r}.")
    return nullcontext(store)


def _as_bar(progress: Progress) -> tuple[float, str]:
    """Return the share that is done, and how many runs of how many."""
    return progress.share, f"{progress.done}/{progress.total} runs"


def _notes(
    store: Store, known: Lookup, missing: Sequence[RunSpec], parcels: Collection[str]
) -> Iterator[str]:
    """Yield what is to be said before the work.

    Of rows that were not sound, of functions that have changed since their runs were stored, of
    what no other process knows, unless it is among the parcels.
    """
    if damaged := len(known.damaged):
        rows = "1 run was" if damaged == 1 else f"{damaged} runs were"
        yield f"{store.name}: {rows} damaged there; computed anew."
    pointing = {spec.target: spec.fingerprint for spec in missing if spec.fingerprint}
    unchanged = {record.spec.target for record in known.records.values()}
    others = {text: own for text, own in pointing.items() if text not in unchanged}
    for text in store.knew_others(others):
        yield f"{name_of(text)} has changed since its runs were stored; computed anew."
    for text in dict.fromkeys(spec.target for spec in missing if not spec.folds):
        yield from (f"{name_of(text)}: {remark}" for remark in remarks(target_of(text)))
    for sent, done in ((False, "run here"), (True, "sent to the workers")):
        own = (s for s in missing if not s.portable and (s.target in parcels) is sent)
        if names := dict.fromkeys(name_of(spec.target) for spec in own):
            yield f"{listed(list(names))}: known to this process only, so {done} and not stored."


def _count(executor: Executor | None, workers: int | None) -> int | None:
    """Return how many batches are run at a time; None if nobody knows."""
    if executor is None:
        return processors() if workers is None else check_whole(workers, "workers")
    slots = _slots(executor)
    return workers_of(executor) if slots is None else len(slots)


def _slots(executor: Executor | None) -> Slots | None:
    """Return where the workers of an executor tell how far they are, if they are of ours."""
    slots: Slots | None = getattr(executor, "slots", None)
    return slots


def _workers_for(
    batches: Sequence[Sequence[RunSpec]], workers: int
) -> AbstractContextManager[Executor]:
    """Return so many workers, but no more than there are batches.

    They are threads of this process where these wait for one another for less time than processes
    take to begin.
    """
    workers = min(workers, len(batches))
    waiting = sum(map(held_seconds, batches)) * (1.0 - 1.0 / workers)
    alone = any(spec.fingerprint and not spec.of_table for batch in batches for spec in batch)
    if waiting > _SECONDS_TO_BEGIN or alone:
        return worker_processes(workers)
    return worker_threads(workers)


def _run_batches(
    elsewhere: Sequence[Sequence[RunSpec]],
    here: Sequence[Sequence[RunSpec]],
    begun: Progress,
    store: Store,
    executor: Executor | None,
    report: Callable[[Progress], None],
    parcels: Mapping[str, Any],
) -> dict[str, Record]:
    """Run the batches, storing each as it comes; return the records by key.

    Parameters
    ----------
    elsewhere : what the executor runs, which is None if there is nothing
    here : what this process has to run itself
    parcels : what is sent along with those elsewhere, by the target's text
    """
    course = _Course(begun, sum(map(seconds_of, [*elsewhere, *here])), report)
    slots = _slots(executor)

    def look() -> None:
        if slots is not None:
            course.move(slots.total())

    futures: list[Future[list[Record]]] = []
    records: dict[str, Record] = {}
    try:
        with telling(course.move):
            if executor is not None:
                futures = [
                    _submitted(executor, batch, those_of(batch, parcels)) for batch in elsewhere
                ]
            finished = _finished(futures, look)
            for records_of_batch in itertools.chain(finished, map(run_batch, here)):
                store.add(record for record in records_of_batch if record.spec.portable)
                records |= {record.spec.key: record for record in records_of_batch}
                specs = [record.spec for record in records_of_batch]
                course.finish(len(specs), seconds_of(specs))
    except Exception as problem:
        reason = failure_of(executor, problem)
        if reason is None:
            raise
        raise SweepError(
            f"{reason}; {len(records)} runs were stored before that. Run it again to go on."
        ) from problem
    finally:
        for future in futures:
            future.cancel()
    return records


class _Course:
    """How far a sweep is, batch by batch and within batches.

    Parameters
    ----------
    begun : before the first batch
    work : seconds of all batches
    report : is told
    """

    def __init__(self, begun: Progress, work: float, report: Callable[[Progress], None]) -> None:
        self._at, self._work, self._report = begun, work, report
        self._seconds = 0.0

    def finish(self, runs: int, seconds: float) -> None:
        """Take note of a batch of so many runs that took so long."""
        self._seconds += seconds
        self._at = replace(self._at, done=self._at.done + runs)
        self.move(0.0)

    def move(self, seconds: float) -> None:
        """Tell how far it is if so many seconds of the batches under way are done, too."""
        # What is told of a batch is gone for a moment before its records are there.
        share = max(self._at.share, min((self._seconds + seconds) / self._work, 1.0))
        self._at = replace(self._at, share=share)
        self._report(self._at)


def _finished(
    futures: Sequence[Future[list[Record]]], look: Callable[[], None]
) -> Iterator[list[Record]]:
    """Yield what comes of the batches as it comes; if one fails, first what is done of the rest.

    One by one; where they come faster than they are taken, several together, up to twice as many as
    before. `look` is called several times a second while nothing comes.
    """
    done: SimpleQueue[Future[list[Record]]] = SimpleQueue()
    for future in futures:
        future.add_done_callback(done.put)
    left, together = len(futures), 1
    while left:
        ready = _ready(done, together)
        if not all(map(_succeeded, ready)):
            ready += _ready(done, left, wait=False)
        left, together = left - len(ready), 2 * len(ready) or 1
        if sound := [record for future in filter(_succeeded, ready) for record in future.result()]:
            yield sound
        for future in ready:
            future.result()
        if not ready:
            look()


def _ready(
    done: SimpleQueue[Future[list[Record]]], most: int, wait: bool = True
) -> list[Future[list[Record]]]:
    """Return at most so many of what is in a queue, waiting a moment for the first."""
    ready: list[Future[list[Record]]] = []
    with suppress(Empty):
        while len(ready) < most:
            ready.append(done.get(wait and not ready, _LOOK_SECONDS))
    return ready


def _succeeded(future: Future[list[Record]]) -> bool:
    return not future.cancelled() and future.exception() is None


def _submitted(
    executor: Executor, batch: Sequence[RunSpec], parcels: Sequence[Any]
) -> Future[list[Record]]:
    """Have an executor run a batch, for which it is given the parcels."""
    with uninterrupted():  # a process that starts meanwhile is deaf to Ctrl-C from the first
        try:
            return executor.submit(run_elsewhere, batch, run_batch, versions(), parcels)
        except RuntimeError as problem:  # what executors raise that were shut
            if isinstance(problem, BrokenExecutor):
                raise
            raise SweepError(f"the executor takes no work: {problem}.") from problem


def _batches(specs: Sequence[RunSpec], workers: int | None = None) -> list[list[RunSpec]]:
    """Group the specs into batches worth sending, the longest work first.

    What one training serves stays together.

    Parameters
    ----------
    workers : how many there are to be; None if nobody knows
    """
    work = [(seconds_of(group), group) for group in growths(specs)]
    work.sort(key=lambda pair: (-pair[0], pair[1][0].target))
    rest = sum(seconds for seconds, _ in work)
    batches: list[list[RunSpec]] = []
    room = 0.0
    for seconds, group in work:
        if room <= 0.0:
            batches.append([])
            room = worth_of_batch(rest, workers)
        batches[-1] += group
        room -= seconds
        rest -= seconds
    return batches


def worth_of_batch(rest: float, workers: int | None) -> float:
    """Return what a batch should be worth, in seconds, when there is so much work left."""
    if workers is None:
        return _BATCH_SECONDS
    many = max(1.0, workers / _WORKERS_AT_THAT)
    least, most = _LAST_BATCH_SECONDS * many, _BATCH_SECONDS * many
    return min(most, max(least, _SHARE_OF_THE_REST * rest / workers))
