"""Published errors, side by side with what the trainers here reach: a table of the README.

Every row is a function, a domain, a width and an error that somebody printed for relu networks of
one hidden layer, in the norm of the source: the root of the integral of the squared error. Each
suitable trainer fits a network of that width, one seed, and its error is that integral by a rule of
its own, which no trainer has seen, and which ends its panels at every kink where there is one
input. Seconds are those of one core, without compiling.

    python scripts/published.py              # six minutes; --quick: a few rows, half a minute
    python scripts/published.py --write      # and write the table into the README

Wide networks of two inputs are given more points than usual. What would make the run long is left
out: "-".
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from uat import Adam, Box, GradientDescent, Greedy, LevenbergMarquardt, Network, Target
from uat import VariableProjection as NearBest
from uat.fits.defaults import default_points
from uat.fits.function import fit_width
from uat.io.markdown import with_part
from uat.trainers import LBFGS, RandomFeatures, Trainer

README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- written by scripts/published.py --write -->"
END = "<!-- end of the published errors -->"
UNITS = "relu"

_INTERVAL, _UNIT_SQUARE = Box.interval(0.0, 1.0), Box((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True)
class Published:
    """What was printed of one function: width -> error, and where it stands."""

    target: Target
    formula: str
    errors: dict[int, float]
    source: str

    @property
    def domain(self) -> str:
        """The domain, as short as it can be said."""
        box = self.target.domain
        side = f"[{box.lower[0]:g}, {box.upper[0]:g}]"
        return side if box.inputs == 1 else f"{side}^{box.inputs}"


def _parabola(x: np.ndarray) -> np.ndarray:
    return (x - 0.5) ** 2 - 0.25


def _sine(x: np.ndarray) -> np.ndarray:
    return np.sin(2.0 * np.pi * x)


def _two_tones(x: np.ndarray) -> np.ndarray:
    return np.sin(2.0 * np.pi * x) + 0.2 * np.sin(20.0 * np.pi * x)


def _waves(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.cos(4.0 * np.pi * x) * np.cos(2.0 * np.pi * y)


def _gabor(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    square = (x - 0.5) ** 2 + (y - 0.5) ** 2
    return np.exp(-square / (2.0 * 0.15**2)) * np.cos(16.0 * np.pi * x)


ROWS = (
    Published(
        Target("parabola", _parabola, _INTERVAL, "", "one input, published"),
        "(x - 1/2)^2 - 1/4", {16: 3.36e-4, 32: 8.47e-5, 64: 2.12e-5}, "a",
    ),
    Published(
        Target("sine", _sine, _INTERVAL, "", "one input, published"),
        "sin 2πx", {16: 5.10e-3, 32: 1.23e-3, 64: 2.91e-4}, "b",
    ),
    Published(
        Target("two tones", _two_tones, _INTERVAL, "", "one input, published"),
        "sin 2πx + 0.2 sin 20πx", {32: 2.16e-2, 64: 6.33e-3, 128: 1.32e-3}, "c",
    ),
    Published(
        Target("cone", np.hypot, Box((-1.0, -1.0), (1.0, 1.0)), "", "two inputs, published"),
        "√(x^2 + y^2)", {16: 1.13e-2, 32: 4.20e-3, 64: 1.62e-3, 256: 2.25e-4}, "d",
    ),
    Published(
        Target("waves", _waves, _UNIT_SQUARE, "", "two inputs, published"),
        "cos 4πx cos 2πy", {32: 7.92e-2, 128: 1.40e-2, 512: 2.14e-3}, "e",
    ),
    Published(
        Target("gabor", _gabor, _UNIT_SQUARE, "", "two inputs, published"),
        "e^(-r^2 / 0.045) cos 16πx", {128: 2.47e-2, 256: 1.08e-2}, "f",
    ),
)  # fmt: skip
"""r is the distance from the middle of the square."""


@dataclass(frozen=True)
class Column:
    """A trainer, and the widest network of one and of two inputs that it is asked for."""

    trainer: Trainer
    widest: tuple[int, int]
    head: str = ""

    @property
    def title(self) -> str:
        """What stands above its errors."""
        return self.head or f"`{self.trainer.name}`"


COLUMNS = (
    Column(NearBest(norm="l2"), (128, 32), "near-best"),
    Column(Greedy(), (128, 512)),
    Column(LevenbergMarquardt(), (128, 64)),
    Column(LBFGS(), (128, 256)),
    Column(Adam(), (128, 256)),
    Column(GradientDescent(), (128, 256)),
    Column(RandomFeatures(), (128, 512)),
)
QUICK = 32
"""The widest network of a quick run."""

# Fitted points: of two inputs so many a unit, up to a bound that greedy takes a minute for.
_POINTS_A_UNIT, _MOST_POINTS = 40, 4900
# What the error is integrated by: Gauss-Legendre rules on panels, which are many along each input.
_NODES, _PANELS = {1: 8, 2: 3}, {1: 512, 2: 320}


def points_for(trainer: Trainer, inputs: int, width: int) -> int:
    """Return how many points a network is fitted on."""
    usual = default_points(trainer, inputs)
    return usual if inputs == 1 else max(usual, min(_POINTS_A_UNIT * width, _MOST_POINTS))


def l2_error(network: Network, target: Target, panels: int | None = None) -> float:
    """Return the root of the integral of the squared error over the domain.

    Parameters
    ----------
    network : with one output
    target : of one or two inputs
    panels : along each input; None takes many. Of one input a kink of a unit ends a panel, too
    """
    box = target.domain
    count = panels or _PANELS[box.inputs]
    edges = [np.linspace(*ends, count + 1) for ends in zip(box.lower, box.upper, strict=True)]
    if box.inputs == 1:
        edges[0] = np.union1d(edges[0], _kinks(network, *edges[0][[0, -1]]))
    (nodes, weights), *others = [_composite(ends, _NODES[box.inputs]) for ends in edges]
    if not others:
        return math.sqrt(_squares(network, target, [nodes]) @ weights)
    ((across, shares),) = others
    lines = [_squares(network, target, [np.full_like(across, x), across]) for x in nodes]
    return math.sqrt(weights @ np.array(lines) @ shares)


def _kinks(network: Network, low: float, high: float) -> np.ndarray:
    """Return where the units of a network of one input bend, between the ends."""
    slopes, biases = network.hidden_weights[0], network.hidden_biases
    bent = slopes != 0.0
    kinks = network.input_centre[0] - biases[bent] / slopes[bent]
    return np.asarray(kinks[(kinks > low) & (kinks < high)])


def _composite(edges: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights of the Gauss-Legendre rule of `count` nodes on every panel."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    half = np.diff(edges)[:, np.newaxis] / 2.0
    return (edges[:-1, np.newaxis] + half * (1.0 + nodes)).ravel(), (half * weights).ravel()


def _squares(network: Network, target: Target, axes: Sequence[np.ndarray]) -> np.ndarray:
    """Return the squared errors at points given input by input."""
    errors = network(np.column_stack(axes))[:, 0] - target.function(*axes)
    return np.square(errors)


def measured(row: Published, width: int, column: Column) -> tuple[float, float] | None:
    """Return the L2 error of one trainer's network and its seconds; None if it is left out."""
    inputs = row.target.inputs
    if width > column.widest[inputs - 1]:
        return None
    trainer = column.trainer
    points = points_for(trainer, inputs, width)
    began = time.process_time()
    network = fit_width(row.target, width, trainer, 0, UNITS, points).network
    seconds = time.process_time() - began
    return l2_error(network, row.target), seconds


def table(widest: int) -> Iterator[str]:
    """Yield the lines of the table, as Markdown; bold is at most what was published, as printed."""
    yield f"| function | width | published | {' | '.join(c.title for c in COLUMNS)} |"
    yield "|---|---:|---:|" + "---:|" * len(COLUMNS)
    for row in ROWS:
        for width, error in row.errors.items():
            if width > widest:
                continue
            print(f"{row.formula}, width {width}", file=sys.stderr, flush=True)
            cells = [_cell(measured(row, width, column), error) for column in COLUMNS]
            what = f"{row.formula} on {row.domain}"
            told = f"{error:.2e} [{row.source}]"
            yield f"| {what} | {width} | {told} | {' | '.join(cells)} |"


def _cell(reached: tuple[float, float] | None, published: float) -> str:
    if reached is None:
        return "-"
    error, seconds = reached
    told = f"{error:.2e}"
    return f"{f'**{told}**' if float(told) <= published else told} ({seconds:.1f})"


def _compile() -> None:
    """Train small networks, so that no row's seconds hold those of compiling."""
    for column in COLUMNS:
        for row in (ROWS[0], ROWS[3]):
            fit_width(row.target, 2, column.trainer, 0, UNITS, 100)


def with_table(readme: str, lines: Sequence[str]) -> str:
    """Return the README with this table between the two marks."""
    table = "\n".join(lines)
    new = with_part(readme, BEGIN, END, f"\n\n{table}\n\n")
    if new is None:
        raise SystemExit(f"the README has no lines {BEGIN} and {END}")
    return new


def main() -> None:
    """Print the table, and write it into the README if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"no row wider than {QUICK}")
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    given = parser.parse_args()
    if given.quick and given.write:
        parser.error("--write takes all rows: leave --quick out.")
    widest = max(max(row.errors) for row in ROWS)
    lines = []
    with threadpool_limits(limits=1):
        _compile()
        for line in table(QUICK if given.quick else widest):
            print(line, flush=True)
            lines.append(line)
    if given.write:
        text = with_table(README.read_text(encoding="utf-8"), lines)
        README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
