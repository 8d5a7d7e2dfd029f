"""Measure what variable projection reaches: the table of the README."""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

from uat import TARGETS, Target, VariableProjection
from uat.fits.function import default_points, fit_widths


@dataclass(frozen=True)
class Line:
    """A target, and the widths asked of it."""

    target: Target
    widths: tuple[int, ...]
    activation: str = "logistic"


LINES = (
    Line(TARGETS["sine"], (4, 5, 8, 16, 20)),
    Line(TARGETS["runge"], (4, 8, 12, 16)),
    Line(TARGETS["absolute"], (4, 8, 12, 16, 20)),
    Line(TARGETS["sinc"], (20,), "tanh"),
    Line(TARGETS["two_tones"], (32,)),
    Line(TARGETS["cosines"], (16, 32)),
)


def measure(line: Line, seeds: int) -> tuple[dict[int, float], float, float]:
    """Return width -> least max error of the seeds, the seconds of all, and the largest |c|_1."""
    trainer = VariableProjection()
    points = default_points(trainer, line.target.inputs)
    best = dict.fromkeys(line.widths, math.inf)
    norm, began = 0.0, time.process_time()
    for seed in range(seeds):
        fits = fit_widths(line.target, line.widths, trainer, seed, line.activation, points)
        for fit in fits:
            best[fit.width] = min(best[fit.width], fit.max_error)
            norm = max(norm, fit.coefficient_norm)
    return best, time.process_time() - began, norm


def main() -> None:
    """Print one row a target, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="random starts; the best counts")
    parser.add_argument("targets", nargs="*", help="names, as printed; all without")
    given = parser.parse_args()
    print("| target | units | width: max error | seconds | largest coefficient norm |")
    print("|---|---|---|---:|---:|")
    with threadpool_limits(limits=1):
        for line in LINES:
            name = line.target.name
            if given.targets and name not in given.targets:
                continue
            best, seconds, norm = measure(line, given.seeds)
            cells = " · ".join(f"{n}: {e:.1e}" for n, e in best.items())
            print(
                f"| {name} on {line.target.domain} | {line.activation} | {cells} "
                f"| {seconds:.0f} | {norm:.0e} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
