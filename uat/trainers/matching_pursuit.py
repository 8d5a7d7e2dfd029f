"""Matching pursuit: units taken one after another from many that were drawn, then moved together.

Where a table oscillates, all of a descent's starts lie in the basin of the constant. Here nothing
has to descend there: units of every steepness, each with its centre at a row, are drawn once, and
that one is taken again and again which lowers the squared error most once all outputs are solved
anew. A few damped steps of all parameters then do what no single choice could.

`uat.trainers.greedy` moves each unit to the best place there is beside it, which tells rates of
approximation; this trainer is for tables, of many rows, inputs and units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.checks import check_positive, check_seed, check_whole
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import poll
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    check_linear_output,
    check_start,
)
from uat.trainers.elimination import without_overflow
from uat.trainers.joint_steps import moved_together, seconds_of_steps
from uat.trainers.row import TrainerRow

# Slopes are drawn from one rise over the whole span to this many times as many rises as rows lie
# along it.
_STEEPEST, _LEAST_ALONG = 8.0, 2.0
# What a candidate may at least add to those before it, as a share of its own length.
_SPANNED = 1e-3
# The candidates' features take at most this many numbers.
_LARGEST = 2**24
_SECONDS_A_FEATURE = 2e-9  # per point, candidate and unit taken


@dataclass(frozen=True, slots=True)
class MatchingPursuit:
    """Orthogonal matching pursuit over drawn units, and joint steps.

    Parameters
    ----------
    candidates : units drawn to choose from; of very many points fewer
    steps : damped steps of all parameters afterwards, at most; 0 leaves the units as drawn
    ridge : positive, on the output weights, in the outputs' variances by a unit's

    Raises
    ------
    SettingError
        If a setting is out of its range.

    Notes
    -----
    Half of the candidates vary along one input, half along a random direction. Each has its centre
    at a row, and a slope drawn log-uniformly from 1 / span to 8 max(2, points^(1 / inputs)) / span,
    times the activation's reach: the steepest rise between neighbouring rows.

    The candidates are orthogonalised implicitly: of each only its product with the residual and
    what is left of its length are kept up to date, O(points * candidates) a unit taken.

    References
    ----------
    Pati, Rezaiifar & Krishnaprasad (1993), Proc. 27th Asilomar Conf., 40-44. Rebollo-Neira & Lowe
    (2002), IEEE Signal Process. Lett. 9, 137-140, for dividing by what is left of a feature.
    """

    candidates: int = 1500
    steps: int = 30
    ridge: float = 1e-6

    name: ClassVar[str] = "matching_pursuit"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.SAND, marker="d")

    def __post_init__(self) -> None:
        check_whole(self.candidates, "candidates")
        check_whole(self.steps, "steps", 0)
        check_positive(self.ridge, "ridge")

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return None: any unit can be drawn; only one with a gradient is moved."""
        return None

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core, with one input."""
        chosen = _SECONDS_A_FEATURE * points * min(self.candidates, _LARGEST // points) * width
        return chosen + seconds_of_steps(self.steps, points, 3 * width)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network of the units taken; see `Trainer.fit`.

        Of `start` only the shape and the activation count. The loss history begins with the units
        as they were drawn.
        """
        check_start(dataset, start)
        check_seed(seed)
        check_linear_output(start)
        fitted = dataset.fitted()
        rng = np.random.default_rng(seed)
        count = max(start.width, min(self.candidates, max(1, _LARGEST // fitted.points)))
        units = _drawn(fitted.x, count, start, rng)
        taken = _taken(without_overflow(_features(units, fitted.x, start)), fitted, start.width)
        hidden = replace(start, hidden_weights=units[:-1, taken], hidden_biases=units[-1, taken])
        return moved_together(hidden, fitted, self.ridge, self.steps)


def _drawn(x: Array, count: int, start: Network, rng: np.random.Generator) -> Array:
    """Return drawn units, weights and bias: shape (inputs + 1, count)."""
    points, inputs = x.shape
    directions = rng.normal(size=(inputs, count))
    axes = rng.integers(inputs, size=count)
    along_axis = np.arange(count) % 2 == 0
    directions[:, along_axis] = np.eye(inputs)[:, axes[along_axis]]
    lengths = np.linalg.norm(directions, axis=0)
    directions /= np.where(lengths > 0.0, lengths, 1.0)
    span = np.ptp(x @ directions, axis=0)
    steepest = _STEEPEST * max(_LEAST_ALONG, points ** (1.0 / inputs))
    slopes = np.exp(rng.uniform(0.0, np.log(steepest), size=count))
    weights = directions * (start.phi.reach * slopes / np.where(span > 0.0, span, 1.0))
    centres = x[rng.integers(points, size=count)].T
    biases = start.phi.centre - np.sum(weights * centres, axis=0)
    return np.concatenate([weights, biases[np.newaxis]])


def _features(units: Array, x: Array, start: Network) -> Array:
    return np.asarray(start.phi(x @ units[:-1] + units[-1]))


def _taken(features: Array, fitted: Dataset, width: int) -> npt.NDArray[np.intp]:
    """Return which features lower the squared error most, one after another: shape (width,).

    Where none of the rest adds anything, the first of the rest are taken: they do no harm.
    """
    roots = np.sqrt(fitted.shares)
    features = features * roots[:, np.newaxis]
    wholes = np.einsum("ij,ij->j", features, features)
    left, free = wholes.copy(), wholes > 0.0
    residual = fitted.t * roots[:, np.newaxis]
    products = residual.T @ features
    basis = np.empty((width + 1, len(roots)))
    taken: list[int] = []
    newest = roots / np.linalg.norm(roots)
    for count in range(width):
        poll()
        basis[count] = newest
        along = newest @ features
        products -= np.outer(newest @ residual, along)
        residual -= np.outer(newest, newest @ residual)
        left -= np.square(along)
        open_ = free & (left > _SPANNED**2 * wholes)
        if not open_.any():
            break
        gains = np.sum(np.square(products), axis=0)
        unit = int(np.argmax(np.where(open_, gains / np.where(open_, left, 1.0), -1.0)))
        free[unit] = False
        taken.append(unit)
        newest = features[:, unit]
        for _ in range(2):  # once leaves rounding as large as a small remainder
            newest = newest - basis[: count + 1].T @ (basis[: count + 1] @ newest)
        newest = newest / np.linalg.norm(newest)
    rest = np.setdiff1d(np.arange(features.shape[1]), taken)[: width - len(taken)]
    return np.concatenate([np.array(taken, dtype=np.intp), rest])
