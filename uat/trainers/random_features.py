"""Random features: the hidden layer is drawn, the output layer solved. Nothing descends.

Drawing pays if it looks at the data. A unit drawn from a pair of points is steep between them, and
pairs between which the target moves much over a short way are drawn more often, so that units
gather where the target is steep.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from uat.checks import check_choice, check_seed
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.base import INTEGRATED, FitResult, StopReason, check_linear_output, check_start
from uat.trainers.elimination import seconds_of_outputs, with_solved_outputs
from uat.trainers.row import TrainerRow
from uat.trainers.starts import draw_start

DRAWS = ("pairs", "plain")

# Pairs drawn by the points' shares, a unit, before the steepest are preferred among them.
_CANDIDATES_A_UNIT = 64
# Points nearer than this, of inputs in [-1, 1], are one place: no slope is told by them.
_SAME_PLACE = 1e-12


@dataclass(frozen=True, slots=True)
class RandomFeatures:
    """Hidden units drawn by the seed, output layer by least squares.

    Parameters
    ----------
    draw : "pairs" draws each unit from two data points; "plain" takes the units `draw_start`
        draws for the seed, which know nothing of the target

    Raises
    ------
    SettingError
        If there is no such draw.

    Notes
    -----
    A pair (x1, x2) is drawn with probability in proportion to

        share(x1) * share(x2) * |t2 - t1| / |x2 - x1|

    without replacement. The shares make this an integral, which nodes that crowd at a kink do not
    change: without them all units would gather there.

    References
    ----------
    Bolager, Burak, Datar, Sun & Dietrich (2023), Sampling weights of deep neural networks,
    NeurIPS 36. Rahimi & Recht (2008), NeurIPS 21, for features that ignore the target.
    """

    draw: str = "pairs"

    name: ClassVar[str] = "random_features"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.ORANGE, marker="X")

    def __post_init__(self) -> None:
        check_choice(self.draw, "draw", DRAWS)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network of random features; see `Trainer.fit`.

        Of `start` only the shape and the activation count.
        """
        check_start(dataset, start)
        check_seed(seed)
        check_linear_output(start)
        fitted = dataset.fitted()
        drawn = draw_start(start.inputs, start.width, start.outputs, seed, start.activation)
        if self.draw == "pairs":
            drawn = _with_pair_units(drawn, fitted, np.random.default_rng(seed))
        network = with_solved_outputs(drawn, fitted)
        loss = fitted.shares @ np.mean(np.square(network(fitted.x) - fitted.t), axis=1)
        return FitResult(network, StopReason.BUILT, np.array([loss]))

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return None: any unit can be drawn."""
        return None

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return seconds_of_outputs(points, width)


def _with_pair_units(network: Network, data: Dataset, rng: np.random.Generator) -> Network:
    """Return the network with units drawn from pairs; where pairs run out, it keeps its own."""
    pairs = _drawn_pairs(data, network.width, rng)
    if not len(pairs):
        return network
    first, second = data.x[pairs[:, 0]], data.x[pairs[:, 1]]
    low, high = network.phi.levels
    way = (second - first).T  # (inputs, pairs)
    weights, biases = network.hidden_weights.copy(), network.hidden_biases.copy()
    drawn = slice(len(pairs))
    weights[:, drawn] = (high - low) * way / np.sum(np.square(way), axis=0)
    biases[drawn] = low - np.sum(weights[:, drawn] * first.T, axis=0)
    return replace(network, hidden_weights=weights, hidden_biases=biases)


def _drawn_pairs(data: Dataset, count: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return at most `count` different pairs of points at different places: shape (pairs, 2)."""
    drawn = rng.choice(data.points, size=(count * _CANDIDATES_A_UNIT, 2), p=data.shares)
    # One number a pair: sorting pairs takes many times as long.
    codes = np.unique(drawn[:, 0] * np.int64(data.points) + drawn[:, 1])
    candidates = np.stack(np.divmod(codes, data.points), axis=1)
    apart = np.linalg.norm(data.x[candidates[:, 0]] - data.x[candidates[:, 1]], axis=1)
    kept = apart > _SAME_PLACE
    candidates, apart = candidates[kept], apart[kept]
    moved = np.max(np.abs(data.t[candidates[:, 0]] - data.t[candidates[:, 1]]), axis=1)
    # The largest of log p + Gumbel noise are draws without replacement in proportion to p, and
    # pairs of p = 0 come last (Kool, van Hoof & Welling 2019, ICML).
    with np.errstate(divide="ignore"):
        steepness = np.log(moved) - np.log(apart)
    order = np.argsort(-(steepness + rng.gumbel(size=len(candidates))), kind="stable")
    return np.asarray(candidates[order[:count]])
