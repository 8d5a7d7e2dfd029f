"""The staircase: the proof that steep units approximate everything, built. Nothing is trained.

The domain is cut where the variation passed reaches V/(n+1), 2V/(n+1), ...; a steep unit at each
cut leads from the middle of the values on its left to the middle of those on its right
(`uat.theory.guarantees.step_guarantee`). Everything is said as a function of the variation
passed, v: the data become a curve (x(v), t(v)) along which t moves no faster than v, through flat
stretches and jumps alike. With several outputs the variation passed is that of the one that moves
most, step by step, so that the same cuts serve all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.checks import check_positive
from uat.core.activations import ACTIVATIONS, activation_named
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    StopReason,
    check_able,
    check_linear_output,
    check_start,
)
from uat.trainers.discontinuities import STEEP, Jump, StepUnits, find_jumps
from uat.trainers.row import Role, TrainerRow

# No unit rises over less than this, of inputs in [-1, 1]: about what a double resolves.
_SHORTEST_RISE = 1e-15
_SECONDS_A_STEP = 7e-9  # per point and unit


@dataclass(frozen=True, slots=True)
class Staircase:
    """The network of a constructive proof: one input, sigmoidal units.

    Parameters
    ----------
    steepness : how many times faster a unit rises than the target moves: while the unit rises from
        1e-7 to 1/2, and from there to 1 - 1e-7, the target varies by at most V/(n+1) / steepness

    Raises
    ------
    SettingError
        If steepness is not positive and finite.

    Notes
    -----
    At every point of the dataset, the error of every output is at most (1 + 2 / steepness) V /
    (2 (n + 1)), up to the 1e-7, with V the variation of the data, steps of several outputs measured
    by the largest. Points of weight 0 are used like the others: the
    construction needs samples, not an integral. If the data jump by more than V/(n+1) from one
    point to the next, several cuts fall between the two, and as many units stand there.

    References
    ----------
    Cybenko (1989), Math. Control Signals Systems 2, 303-314; DeVore (1998), Acta Numerica 7,
    section 3.2, for cutting where the variation is even.
    """

    steepness: float = 200.0

    name: ClassVar[str] = "staircase"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = False
    row: ClassVar[TrainerRow] = TrainerRow(
        label="staircase, built",
        colour=Colour.DARK_GREEN,  # near its guarantee, which is green
        marker="v",
        role=Role.BUILT,
    )

    def __post_init__(self) -> None:
        check_positive(self.steepness, "steepness")

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:  # noqa: ARG002
        """Return the staircase; see `Trainer.fit`. Of `start` only shape and activation count."""
        check_start(dataset, start)
        check_able(self, start)
        check_linear_output(start)
        curve = _Curve.through(dataset)
        network = self._built(curve, start.width, start.activation, find_jumps(dataset))
        loss = np.mean(dataset.shares @ np.square(network(dataset.x) - dataset.t))
        return FitResult(network, StopReason.BUILT, np.array([loss]))

    def refusal(self, inputs: int, activation: str) -> str | None:
        """Return why there is no staircase of such units, or None."""
        if inputs > 1:
            return "a staircase climbs along one input: choose a target of one input."
        if not activation_named(activation).sigmoidal:
            steep = ", ".join(name for name, row in ACTIVATIONS.items() if row.sigmoidal)
            return f"a staircase needs steep units: choose one of {steep}."
        return None

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return _SECONDS_A_STEP * points * width

    def _built(self, curve: _Curve, width: int, activation: str, jumps: Sequence[Jump]) -> Network:
        """Return the network whose units stand where the curve's variation is cut evenly."""
        piece = curve.variation / (width + 1)
        cuts = np.linspace(0.0, curve.variation, width + 2)[1:-1]
        places = curve.x(cuts)
        on_the_way = piece / self.steepness
        rises = np.minimum(places - curve.x(cuts - on_the_way), curve.x(cuts + on_the_way) - places)
        low, high, settled = activation_named(activation).step()
        slopes = settled / np.maximum(rises, _SHORTEST_RISE)
        middles = curve.middles(cuts, piece)
        heights = np.diff(middles) / (high - low)
        shifts = np.zeros(width)
        for jump in jumps:
            on, share = curve.units_on(jump, places, middles)
            step = StepUnits.of(activation)
            if step is not None and on.any():
                places[on], slopes[on], shifts[on] = jump.place, STEEP, step.shifts(share)
        return Network(
            slopes[np.newaxis],
            shifts - slopes * places,
            heights.T,
            middles[:, 0] - low * np.sum(heights, axis=1),
            activation,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """The data as a curve (x(v), t(v)) over the variation v passed on the way, straight between.

    Parameters
    ----------
    passed : shape (points,), rising from 0
    inputs : shape (points,), x at the points
    values : shape (outputs, points), t at the points
    """

    passed: Array
    inputs: Array
    values: Array

    @classmethod
    def through(cls, dataset: Dataset) -> _Curve:
        """Return the curve through all points, from left to right."""
        x, t = dataset.x[:, 0], dataset.t.T
        order = np.lexsort((*t[::-1], x))
        steps = np.max(np.abs(np.diff(t[:, order])), axis=0)
        return cls(np.concatenate([[0.0], np.cumsum(steps)]), x[order], t[:, order])

    @property
    def variation(self) -> float:
        """V, the sum of |differences|."""
        return float(self.passed[-1])

    def x(self, v: Array) -> Array:
        """Return x(v), same shape as v; where the target stands still, the right end."""
        return np.asarray(np.interp(v, self.passed, self.inputs))

    def t(self, v: Array) -> Array:
        """Return t(v): shape (outputs, points) for v of shape (points,)."""
        return np.array([np.interp(v, self.passed, values) for values in self.values])

    def middles(self, cuts: Array, piece: float) -> Array:
        """Return the middle of the range of t on each piece: shape (outputs, cuts + 1).

        The range is that of the points on the piece and of t(v) at its two ends. An end between
        two points further apart than a piece does not count: what the target is within a jump,
        nobody knows. Where nothing is left, the piece lies within a jump, and takes t(v) at its
        middle.
        """
        ends = np.concatenate([[0.0], cuts, [self.variation]])
        at_ends = np.where(self._jump_at(ends) <= piece, self.t(ends), np.nan)
        first = np.searchsorted(self.passed, ends[:-1], side="left")
        stop = np.searchsorted(self.passed, ends[1:], side="right")
        within = self.t((ends[:-1] + ends[1:]) / 2.0)
        middles = []
        for k, (a, b) in enumerate(zip(first, stop, strict=True)):
            known = np.concatenate([self.values[:, a:b], at_ends[:, k : k + 2]], axis=1)
            known = known[:, ~np.isnan(known[0])]
            some = known.shape[1] > 0
            middles.append((known.min(axis=1) + known.max(axis=1)) / 2.0 if some else within[:, k])
        return np.array(middles).T

    def units_on(
        self, jump: Jump, places: Array, middles: Array
    ) -> tuple[npt.NDArray[np.bool_], float]:
        """Return which of the places are on a jump, and what share of a step is done there.

        There the network is to be half way between what the target is on the two sides.
        """
        left = np.max(self.inputs, initial=-np.inf, where=self.inputs < jump.place)
        right = np.min(self.inputs, initial=np.inf, where=self.inputs > jump.place)
        on = (places >= left) & (places <= right)
        most = int(np.argmax(np.abs(jump.rise)))
        before, after = middles[most, np.append(on, False)], middles[most, np.append(False, on)]
        if not on.any() or before[0] == after[-1]:
            return on, 0.5
        at = np.searchsorted(self.inputs, [left, right])
        sides = self.values[most, np.clip(at, 0, len(self.inputs) - 1)]
        share = (np.mean(sides) - before[0]) / (after[-1] - before[0])
        return on, float(np.clip(share, 0.0, 1.0))

    def _jump_at(self, v: Array) -> Array:
        """Return how far apart, in variation, the two points are between which v lies."""
        right = np.searchsorted(self.passed, v, side="left")
        jumps = np.diff(self.passed, prepend=0.0)
        return np.asarray(jumps[np.minimum(right, len(jumps) - 1)])
