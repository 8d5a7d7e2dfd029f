"""Write tests/golden_records.json: what short runs of every trainer come to.

A test compares it with what they come to now. When a change of results is meant, raise
`RESULTS_VERSION` in uat/sweeps/spec.py, then run this script. It refuses to write other results
under an old version.

    python scripts/golden_records.py
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from uat.sweeps.plan import plan
from uat.sweeps.record import Record
from uat.sweeps.run import run_batch
from uat.sweeps.spec import RESULTS_VERSION
from uat.trainers import (
    LBFGS,
    Adam,
    BayesianRegularization,
    GradientDescent,
    Greedy,
    LevenbergMarquardt,
    MatchingPursuit,
    QuantileUnits,
    RandomFeatures,
    Staircase,
    Trainer,
    VariableProjection,
)

FILE = Path(__file__).resolve().parents[1] / "tests" / "golden_records.json"
ADVICE = (
    "if this change of results is meant, raise RESULTS_VERSION in uat/sweeps/spec.py and run "
    "python scripts/golden_records.py"
)
TARGETS, WIDTH, SEED = ("sine", "heavisine", "cosines"), 3, 1
# Short, so that nothing amplifies rounding: a record may differ between processors, but only by
# the tolerance beside the trainer, relative to the largest of the numbers compared.
TRAINERS: Mapping[str, tuple[Trainer, float]] = {
    "gradient_descent": (GradientDescent(epochs=60), 1e-9),
    "gradient_descent with momentum": (GradientDescent(epochs=60, momentum=0.9), 1e-9),
    "adam": (Adam(epochs=60), 1e-9),
    "lbfgs": (LBFGS(epochs=8), 1e-8),
    "levenberg_marquardt": (LevenbergMarquardt(epochs=6), 1e-8),
    "variable_projection": (
        VariableProjection(cold_starts=1, screening=4, kept=1, steps=3, polish=2), 1e-6,
    ),
    "bayesian_regularization": (BayesianRegularization(steps=5, restarts=1), 1e-7),
    "random_features": (RandomFeatures(), 1e-9),
    "matching_pursuit": (MatchingPursuit(candidates=64, steps=2), 1e-7),
    "quantile_units": (QuantileUnits(steps=2), 1e-7),
    "greedy": (Greedy(dictionary=64, looks=2), 1e-9),
    "staircase": (Staircase(), 1e-9),
}  # fmt: skip
Golden = dict[str, Any]


def golden_records() -> dict[str, Golden]:
    """Return what is kept of the short runs, by trainer and target."""
    return {
        f"{name}, {record.spec.target}": _kept(record, tolerance)
        for name, (trainer, tolerance) in TRAINERS.items()
        for record in run_batch(plan(TARGETS, [WIDTH], [SEED], [trainer]))
    }


def _kept(record: Record, tolerance: float) -> Golden:
    """Return the numbers of a record that are compared."""
    return {
        "tolerance": tolerance,
        "stop_reason": record.stop_reason,
        "errors": [record.max_error, record.rmse],
        "losses": [loss for _, loss in record.loss_curve[:: max(1, len(record.loss_curve) // 3)]],
        "network": record.network.to_vector()[::2].tolist(),
        "chosen": dict(record.chosen),
    }


def differences(old: Mapping[str, Golden], new: Mapping[str, Golden]) -> list[str]:
    """Return one line for everything in which the new records differ from the old ones."""
    lines = [f"{name}: no such run any more" for name in old.keys() - new.keys()]
    for name in old.keys() & new.keys():
        lines += [
            f"{name}: {field} was {old[name][field]}, is {new[name][field]}"
            for field in old[name]
            if not _close(old[name][field], new[name][field], old[name]["tolerance"])
        ]
    return sorted(lines)


def _close(old: Any, new: Any, tolerance: float) -> bool:
    """Return whether words are the same and numbers the same but for rounding."""
    if isinstance(old, dict):
        return list(old) == list(new) and _close([*old.values()], [*new.values()], tolerance)
    if not isinstance(old, list):
        return bool(old == new)
    if len(old) != len(new) or None in (*old, *new):
        return bool(old == new)
    size = max(map(abs, old), default=0.0)
    return all(math.isclose(a, b, abs_tol=tolerance * size) for a, b in zip(old, new, strict=True))


def main() -> None:
    """Write the file, unless results changed under the version it was written for."""
    records = golden_records()
    if FILE.exists():
        written = json.loads(FILE.read_text(encoding="utf-8"))
        lines = differences(written["records"], records)
        if lines and written["results_version"] == RESULTS_VERSION:
            sys.exit("\n".join([*lines, f"not written: {ADVICE}."]))
    text = ",\n".join(f"{json.dumps(name)}: {json.dumps(kept)}" for name, kept in records.items())
    head = f'{{"results_version": {RESULTS_VERSION}, "records": {{\n'
    FILE.write_text(f"{head}{text}\n}}}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
