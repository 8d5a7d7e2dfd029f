"""How far a sweep scales: its scheduler, simulated on run times that were recorded.

    python scripts/scheduler_simulation.py [--store runs.sqlite]

From the runs of a store (or of a fresh sweep of a minute) it fits what a run costs, draws
sweeps of many runs from them with replacement, and plays how these are cut into batches, handed out
and stored. Workers are taken to be as fast as this machine. What storing takes is measured here;
what it takes to assign a batch is Dask's own figure, and an option.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import pickle
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from uat.arrays import Array
from uat.sweeps.plan import plan
from uat.sweeps.record import Record
from uat.sweeps.run import growths, seconds_of, trainer_of
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs, worth_of_batch

WORKERS = (1, 2, 10, 100, 1_000)
RUNS = (2_000, 100_000, 10_000_000)
SECONDS_BESIDE = 0.015  # of a run: measuring the error, which its seconds leave out
SECONDS_TO_BEGIN = 1.0  # of a worker, until its first run


@dataclass(frozen=True)
class Costs:
    """What the process that schedules takes, in seconds.

    Parameters
    ----------
    transaction, record : to store a batch, and each record of it, unpacking included
    assign : to hand a batch to a worker
    way : from there to a worker, or back
    bytes_of_record : in the store
    """

    transaction: float
    record: float
    assign: float
    way: float
    bytes_of_record: float


@dataclass(frozen=True)
class Trainings:
    """Trainings to draw from: what each took, what was expected, and how many records it gave."""

    seconds: Array
    expected: Array
    records: Array

    def drawn(self, runs: int, rng: np.random.Generator) -> Trainings:
        """Return about so many runs, drawn with replacement, the longest expected first."""
        count = math.ceil(runs / self.records.mean())
        kept = rng.integers(len(self.seconds), size=count)
        kept = kept[np.argsort(-self.expected[kept], kind="stable")]
        return Trainings(self.seconds[kept], self.expected[kept], self.records[kept])


def fresh_records() -> tuple[Record, ...]:
    """Return the records of a sweep of a minute, one run at a time."""
    trainers = ["gradient_descent", "adam", "levenberg_marquardt", "staircase"]
    specs = plan(["sine", "runge", "franke"], [1, 2, 4, 8, 16, 32], range(3), trainers)
    return run_specs(specs, workers=1).records


def trainings_of(records: Sequence[Record]) -> Trainings:
    """Return the trainings that made the records: one for all widths of a growth."""
    by_spec = {record.spec: record for record in records}
    rows = [
        (
            max(by_spec[spec].seconds for spec in group) + SECONDS_BESIDE * len(group),
            seconds_of(group), len(group),
        )
        for group in growths(list(by_spec))
    ]  # fmt: skip
    return Trainings(*np.array(rows).T)


def print_cost_model(records: Sequence[Record]) -> None:
    """Print, for each trainer, the model seconds = a + c points x width x epochs and its residual.

    Of a trainer without epochs, or whose epochs end early or grow with the width, it is a + c times
    what the trainer itself expects.
    """
    print("| trainer | trainings | a, ms | c | residual, factor | sum, measured / model |")
    print("|---|---:|---:|---:|---:|---:|")
    for name in dict.fromkeys(record.spec.trainer for record in records):
        own = {record.spec: record for record in records if record.spec.trainer == name}
        widest = [max(group, key=lambda spec: spec.width) for group in growths(list(own))]
        seconds, work = np.array([(own[spec].seconds, _work(spec)) for spec in widest]).T
        if len(widest) < 4 or np.ptp(work) == 0.0:
            continue
        start, slope = _fitted(seconds, work)
        model = start + slope * work
        spread = math.exp(float(np.std(np.log(seconds / model))))
        print(
            f"| `{name}` | {len(widest):,} | {1e3 * start:.2g} | {slope:.2g} | {spread:.2f} | "
            f"{seconds.sum() / model.sum():.2f} |"
        )


def _fitted(seconds: Array, work: Array) -> tuple[float, float]:
    """Return a and c of seconds = a + c work that fit the logarithms; few odd ones count little."""

    def residual(logarithms: Array) -> Array:
        start, slope = np.exp(logarithms)
        return np.asarray(np.log(seconds / (start + slope * work)))

    begin = np.log([seconds.min(), np.median(seconds / work)])
    start, slope = np.exp(least_squares(residual, begin, loss="soft_l1", f_scale=0.2).x)
    return float(start), float(slope)


def _work(spec: RunSpec) -> float:
    """Return points x width x epochs, or what a trainer without epochs expects of a fit."""
    epochs = json.loads(spec.settings).get("epochs")
    if epochs is None or spec.trainer == "levenberg_marquardt":
        return trainer_of(spec).seconds(spec.points, spec.width)
    return float(spec.points * spec.width * epochs)


def measured_costs(records: Sequence[Record], assign: float, way: float) -> Costs:
    """Return the costs, those of storing measured on this disk."""
    some = list(records)[:200]
    began = time.perf_counter()
    for record in some:
        pickle.loads(pickle.dumps(record))
    unpacking = (time.perf_counter() - began) / len(some)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "runs.sqlite") as store:
        began = time.perf_counter()
        store.add(some)
        together = time.perf_counter() - began
        began = time.perf_counter()
        for record in some[:50]:
            store.add([record])
        alone = (time.perf_counter() - began) / 50
    each = together / len(some)
    size = sum(len(record.to_json()) + 2 * 64 for record in some) / len(some)
    return Costs(max(alone - each, 0.0), each + unpacking, assign, way, size)


def batches_of(trainings: Trainings, workers: int) -> Iterator[tuple[float, int]]:
    """Yield seconds and records of each batch, cut as a sweep cuts them."""
    expected = np.concatenate([[0.0], np.cumsum(trainings.expected)])
    seconds = np.concatenate([[0.0], np.cumsum(trainings.seconds)])
    records = np.concatenate([[0.0], np.cumsum(trainings.records)])
    first, last = 0, len(expected) - 1
    while first < last:
        room = worth_of_batch(float(expected[last] - expected[first]), workers)
        stop = int(np.searchsorted(expected, expected[first] + room))
        stop = min(max(stop, first + 1), last)
        yield float(seconds[stop] - seconds[first]), int(records[stop] - records[first])
        first = stop


def simulated(trainings: Trainings, workers: int, costs: Costs) -> tuple[float, int]:
    """Return how long a sweep takes until all is stored, in seconds, and its batches.

    A worker that is free has the next batch, once it is assigned; batches that are there at a time
    are stored together.
    """
    free = [SECONDS_TO_BEGIN] * workers
    assigned, ends = 0.0, []
    for seconds, records in batches_of(trainings, workers):
        assigned = max(assigned, free[0]) + costs.assign
        end = assigned + 2.0 * costs.way + seconds
        heapq.heapreplace(free, end)
        ends.append((end, records))
    ends.sort()
    stored, k = 0.0, 0
    while k < len(ends):
        stored, together = max(stored, ends[k][0]), 0
        begun = stored
        while k < len(ends) and ends[k][0] <= begun:
            together, k = together + ends[k][1], k + 1
        stored += costs.transaction + costs.record * together
    return stored, len(ends)


def print_efficiency(trainings: Trainings, costs: Costs) -> None:
    """Print what share of the workers' time is work, by runs and workers."""
    print("| runs | work | " + " | ".join(f"{workers:,}" for workers in WORKERS) + " |")
    print("|---:|---:|" + "---:|" * len(WORKERS))
    for runs in RUNS:
        drawn = trainings.drawn(runs, np.random.default_rng(0))
        work = float(drawn.seconds.sum())
        cells = []
        for workers in WORKERS:
            seconds, _ = simulated(drawn, workers, costs)
            cells.append(f"{100.0 * work / (workers * seconds):.0f} %")
        print(f"| {runs:,} | {_time(work)} | " + " | ".join(cells) + " |", flush=True)


def print_needs(trainings: Trainings, costs: Costs, runs: int = 10_000_000) -> None:
    """Print what a large sweep needs of scheduler and store."""
    drawn = trainings.drawn(runs, np.random.default_rng(0))
    work = float(drawn.seconds.sum())
    print(f"{runs:,} runs: {_time(work)} of one processor; ", end="")
    print(f"{runs * costs.bytes_of_record / 1e9:.0f} GB in the store")
    for workers in WORKERS[-2:]:
        seconds, batches = simulated(drawn, workers, costs)
        print(
            f"{workers:,} workers: {_time(seconds)}, {runs / seconds:,.0f} records and "
            f"{runs * costs.bytes_of_record / seconds / 1e6:.1f} MB a second, {batches:,} batches, "
            f"{batches / seconds:.0f} a second; storing takes "
            f"{100 * runs * costs.record / seconds:.0f} % of a processor"
        )


def _time(seconds: float) -> str:
    """Return a duration in the unit that suits it."""
    for unit, size in (("days", 86_400.0), ("hours", 3_600.0), ("min", 60.0)):
        if seconds >= 2.0 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def main() -> None:
    """Fit the costs and simulate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, help="of recorded runs; else some are made")
    parser.add_argument("--assign", type=float, default=1e-3, help="seconds to assign a batch")
    parser.add_argument("--way", type=float, default=1e-3, help="seconds to a worker, or back")
    options = parser.parse_args()
    if options.store is None:
        records = fresh_records()
    else:
        with Store(options.store) as store:
            records = tuple(record for record in store.records() if not record.spec.of_table)
    print_cost_model(records)
    costs = measured_costs(records, options.assign, options.way)
    print(
        f"\nTo store a batch {1e3 * costs.transaction:.2g} ms and {1e3 * costs.record:.2g} ms a "
        f"record of {costs.bytes_of_record:,.0f} bytes; to assign it {1e3 * costs.assign:.2g} ms.\n"
    )
    trainings = trainings_of(records)
    print_efficiency(trainings, costs)
    print()
    print_needs(trainings, costs)


if __name__ == "__main__":
    main()
