"""How long a store of many runs takes to open, to plan a resume from, and to draw.

    python scripts/large_store.py [--runs 100000] [--store FILE]

The runs are made up: curves and networks of the sizes that training leaves, of all targets of one
and two inputs, eight widths and two trainers. The seconds are those of this process alone.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from uat.core.network import Network
from uat.figures.overview import overview_figure
from uat.sweeps.plan import DEFAULT_TARGETS, DEFAULT_WIDTHS, plan
from uat.sweeps.record import Record
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs
from uat.sweeps.tables import error_table
from uat.targets.catalogue import TARGETS

TRAINERS = ("gradient_descent", "adam")
EPOCHS = tuple(np.unique(np.geomspace(1, 5001, 150).astype(int) - 1).tolist())
A_TRANSACTION = 2_000


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how many seconds of this process something takes."""
    began = time.process_time()
    yield
    print(f"{what:<44} {time.process_time() - began:8.2f} s")


def specs_of(runs: int) -> list[RunSpec]:
    """Return at least so many specs."""
    seeds = -(-runs // (len(DEFAULT_TARGETS) * len(DEFAULT_WIDTHS) * len(TRAINERS)))
    return plan(seeds=range(seeds), trainers=TRAINERS)[:runs]


def made_up(spec: RunSpec, rng: np.random.Generator) -> Record:
    """Return a record of that spec with numbers drawn at random."""
    inputs, width = TARGETS[spec.target].inputs, spec.width
    network = Network(
        rng.normal(size=(inputs, width)), rng.normal(size=width), rng.normal(size=(width, 1)),
        rng.normal(size=1), spec.activation,
    )  # fmt: skip
    losses = np.sort(rng.random(len(EPOCHS)))[::-1].tolist()
    error = float(rng.random() / width)
    curve = tuple(zip(EPOCHS, losses, strict=True))
    return Record(
        spec, error, error / 2, "epochs_done", curve, network, {"learning_rate": 0.1}, 0.1
    )


def fill(path: Path, specs: list[RunSpec]) -> None:
    """Write the runs that are not there."""
    rng = np.random.default_rng(0)
    with Store(path) as store:
        for some in (specs[k : k + A_TRANSACTION] for k in range(0, len(specs), A_TRANSACTION)):
            store.add(made_up(spec, rng) for spec in some)


def main() -> None:
    """Fill a store and time what a sweep does with it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--store", type=Path, help="kept, and used again if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "runs.sqlite"
        with timed("plan"):
            specs = specs_of(options.runs)
        if not path.exists():
            with timed("make up and write"):
                fill(path, specs)
        print(f"{len(specs):,} runs, {path.stat().st_size / 1e6:,.0f} MB")
        with timed("open"):
            store = Store(path)
        with store:
            with timed("resume: nothing to compute"):
                records = run_specs(specs, store=store).records
            with timed("overview, as a figure"):
                overview_figure(records)
            with timed("table of errors"):
                error_table(records)


if __name__ == "__main__":
    main()
