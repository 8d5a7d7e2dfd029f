"""What each trainer makes of the same targets: the table by which the README chooses."""

from __future__ import annotations

import argparse

import numpy as np
from threadpoolctl import threadpool_limits

from uat import TARGETS, Fit
from uat.fits.defaults import default_points
from uat.fits.function import fit_width
from uat.trainers import TRAINERS, make_trainer

NAMES = ("sine", "absolute", "heavisine", "cosines")


def fits(name: str, target: str, width: int, seeds: int) -> list[Fit]:
    """Return the fits of all seeds, or of one if the seed does not matter; none if refused."""
    trainer, chosen = make_trainer(name), TARGETS[target]
    if trainer.refusal(chosen.inputs, "logistic") is not None:
        return []
    points = default_points(trainer, chosen.inputs)
    count = seeds if trainer.seeded else 1
    return [fit_width(chosen, width, trainer, seed, "logistic", points) for seed in range(count)]


def _listed(text: str) -> list[str]:
    return text.split(",")


def main() -> None:
    """Print one row a trainer, as Markdown: median max error, and seconds a fit on one core."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=16, help="hidden units")
    parser.add_argument("--seeds", type=int, default=3, help="random starts; the median is shown")
    parser.add_argument("--targets", type=_listed, default=NAMES, help="apart by commas")
    parser.add_argument("--trainers", type=_listed, default=list(TRAINERS), help="apart by commas")
    given = parser.parse_args()
    print(f"| trainer | {' | '.join(given.targets)} | seconds |")
    print("|---|" + "---:|" * (len(given.targets) + 1))
    with threadpool_limits(limits=1):
        fits("gradient_descent", "line", 1, 1)  # compiles
        for name in given.trainers:
            found = [fits(name, target, given.width, given.seeds) for target in given.targets]
            cells = [
                f"{np.median([f.max_error for f in own]):.1e}" if own else "-" for own in found
            ]
            seconds = np.median([fit.seconds for own in found for fit in own])
            print(f"| `{name}` | {' | '.join(cells)} | {seconds:.2g} |", flush=True)


if __name__ == "__main__":
    main()
