"""How much faster two workers are than one, on a sweep of about a minute.

    python scripts/measure_workers.py [--targets 12] [--workers 2] [--rounds 2]

The same sweep is run with one worker and with several in turn, each into a new store in a file. Run
it on a machine that does nothing else: how many of its processors others kept busy is printed, too.
Where they do, the seconds of processors that the sweeps took say what several workers cost more.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from uat.sweeps.executors import processors
from uat.sweeps.plan import DEFAULT_TARGETS, plan
from uat.sweeps.run import run_batch
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs


def busy() -> float:
    """Return the seconds that all processors of this machine were busy since it began, on Linux."""
    path = Path("/proc/stat")
    if not path.exists():
        return 0.0
    user, nice, system, _, _, *interrupts = map(int, path.read_text().split()[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def own() -> float:
    """Return the seconds of processors that this process and those it waited for have taken."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measured(specs: Sequence[RunSpec], workers: int) -> tuple[float, float, float]:
    """Return the seconds of a sweep, those of processors, and how many others kept busy."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "runs.sqlite") as store:
        before, taken, began = busy(), own(), time.perf_counter()
        run_specs(specs, store=store, workers=workers)
        seconds, ours = time.perf_counter() - began, own() - taken
        return seconds, ours, max(0.0, busy() - before - ours) / seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--targets", type=int, default=12, help="of the catalogue; 5 s each")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    specs = plan(DEFAULT_TARGETS[: options.targets], trainers=["gradient_descent", "adam"])
    run_batch(specs[:1])  # compiles, if that was never done here
    print(f"{len(specs)} runs on {processors()} processors")
    best: dict[int, float] = {}
    for _ in range(options.rounds):
        for workers in (1, options.workers):
            seconds, ours, others = measured(specs, workers)
            best[workers] = min(seconds, best.get(workers, seconds))
            print(
                f"{workers} workers: {seconds:.1f} s, {ours:.1f} s of processors "
                f"(others kept {others:.2f} busy)",
                flush=True,
            )
    print(f"{options.workers} workers: {best[1] / best[options.workers]:.2f} times one")


if __name__ == "__main__":
    main()
