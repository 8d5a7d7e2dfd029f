"""Measure what variable projection reaches: the table of the README."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from uat import TARGETS, Target, VariableProjection
from uat.fits.defaults import default_points
from uat.fits.sampling import measure as sup_norm
from uat.fits.sampling import scaled_data


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
    Line(TARGETS["two_tones"], (16, 24, 32)),
    Line(TARGETS["cosines"], (8, 16)),
)


def measure(line: Line, copies: int) -> tuple[dict[int, list[float]], float, float]:
    """Return width -> the max errors on copies of the data, the seconds of each, the largest |c|_1.

    The copies differ in the last bits of the target's values, as they would from another machine's:
    the search follows them, and its networks differ by more than last bits.
    """
    trainer = VariableProjection()
    points = default_points(trainer, line.target.inputs)
    dataset, scaling = scaled_data(line.target, points, trainer.grid)
    errors: dict[int, list[float]] = {width: [] for width in line.widths}
    norm, began = 0.0, time.process_time()
    for copy in range(copies):
        bits = np.random.default_rng(copy).integers(-1, 2, dataset.t.shape) if copy else 0
        data = replace(dataset, t=dataset.t * (1.0 + bits * np.finfo(np.float64).eps))
        grown = trainer.grow(data, 0, line.activation)
        for width, result in zip(range(1, max(line.widths) + 1), grown, strict=False):
            if width in errors:
                network = scaling.undo(result.network)
                errors[width].append(sup_norm(network, line.target)[0])
                norm = max(norm, network.coefficient_norm)
    return errors, (time.process_time() - began) / copies, norm


def in_words(errors: list[float]) -> str:
    """Return the range of some errors, or the error if they are alike to a tenth."""
    least, largest = min(errors), max(errors)
    return f"{least:.1e}" if largest < 1.1 * least else f"{least:.1e} to {largest:.1e}"


def main() -> None:
    """Print one row a target, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--copies", type=int, default=5, help="copies of the data that differ in their last bits"
    )
    parser.add_argument("targets", nargs="*", help="names, as printed; all without")
    given = parser.parse_args()
    print("| target | units | width: max error | seconds | largest coefficient norm |")
    print("|---|---|---|---:|---:|")
    with threadpool_limits(limits=1):
        for line in LINES:
            name = line.target.name
            if given.targets and name not in given.targets:
                continue
            errors, seconds, norm = measure(line, given.copies)
            cells = " · ".join(f"{n}: {in_words(found)}" for n, found in errors.items())
            print(
                f"| {name} on {line.target.domain} | {line.activation} | {cells} "
                f"| {seconds:.0f} | {norm:.0e} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
