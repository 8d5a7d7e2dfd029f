"""Measure what variable projection reaches: the table of the README."""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from uat import TARGETS, Box, Target, VariableProjection
from uat.fits.function import default_points, fit_widths


@dataclass(frozen=True)
class Line:
    """A target, the widths asked of it, and the error published or reached in earlier trials."""

    target: Target
    known: dict[int, float]
    activation: str = "logistic"
    norm: str = "max error"


_SINE_OF_X = Target(
    "sin x", np.sin, Box.interval(-math.pi, math.pi), r"\sin x", "one period, for relu"
)
LINES = (
    Line(TARGETS["sine"], {4: 4.5e-4, 5: 3e-5, 8: 5e-7, 16: 3e-9, 20: 3e-11}),
    Line(TARGETS["runge"], {4: 2.5e-3, 8: 1e-5, 12: 3e-8, 16: 4e-10}),
    Line(TARGETS["absolute"], {4: 2e-2, 8: 2.5e-3, 12: 4e-4, 16: 2e-4, 20: 3e-5}),
    Line(TARGETS["sinc"], {20: 3e-4}, "tanh"),
    Line(TARGETS["two_tones"], {32: 6e-5}),
    Line(_SINE_OF_X, {16: 1.24e-2, 64: 7.7e-4}, "relu", "L2 norm"),
    Line(TARGETS["cosines"], {16: 1.1e-3, 32: 8e-4}),
)


def measure(line: Line, seeds: int) -> tuple[dict[int, float], float, float]:
    """Return width -> best error of the seeds, the seconds of all seeds, and the largest |c|_1."""
    trainer = VariableProjection()
    points = default_points(trainer, line.target.inputs)
    best = dict.fromkeys(line.known, math.inf)
    norm, began = 0.0, time.process_time()
    for seed in range(seeds):
        fits = fit_widths(line.target, list(best), trainer, seed, line.activation, points)
        for fit in fits:
            length = math.prod(line.target.domain.lengths)
            error = fit.max_error if line.norm == "max error" else fit.rmse * math.sqrt(length)
            best[fit.width] = min(best[fit.width], error)
            norm = max(norm, fit.coefficient_norm)
    return best, time.process_time() - began, norm


def main() -> None:
    """Print one row a target, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="random starts; the best counts")
    parser.add_argument("targets", nargs="*", help="names, as printed; all without")
    given = parser.parse_args()
    print("| target | units | width: error (known) | seconds | largest coefficient norm |")
    print("|---|---|---|---:|---:|")
    with threadpool_limits(limits=1):
        for line in LINES:
            name = line.target.name
            if given.targets and name not in given.targets:
                continue
            best, seconds, norm = measure(line, given.seeds)
            cells = " · ".join(f"{n}: {e:.1e} ({line.known[n]:.1e})" for n, e in best.items())
            print(
                f"| {name} on {line.target.domain}, {line.norm} | {line.activation} | {cells} "
                f"| {seconds:.0f} | {norm:.0e} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
