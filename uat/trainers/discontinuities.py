"""Jumps of a target of one input: seen in its points, taken away, and put back as steep units.

A continuous network errs by half a jump h, however steep it is; a unit that stands exactly on the
jump errs by no more. So a target with jumps is a continuous rest and steps,

    t(x) = rest(x) + sum over jumps of h [x >= c],

and the rest is what has to be searched for, with what units the steps leave.

Points come ever closer to a kink, alike on both sides, down to 1e-12 of the domain: two neighbours
as close as that, of values more than 1 % of the range apart, have a jump between them, or in one of
them. A function may also jump at an end of its domain, as floor(x) does at 10; there one value is
all there is of the other side, and it must be off the line through the two points next to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.core.activations import Activation, activation_named
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.targets.jumps import LEAST_RISE, rises_in_one_place

# So many points on each side tell where the jump is: those about it are as far away on both.
_BESIDE, _ALIKE = 4, 0.05
# A point so near to the jump, as a share of its sides' distance, is on it.
_AS_NEAR = 1e-3
# At an end the rise is that of a jump if it is so many times that of the line beside it.
_OFF_THE_LINE = 10.0
STEEP = 2.0**39
"""Slope of a step, of inputs in [-1, 1]: 1e12 / length, a power of two, so that w c is exact."""

# A step of two broken-line units is so wide, in pre-activations, on each side.
_HALF_RAMP = 32.0
_BISECTIONS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Jump:
    """Where a target jumps, and by how much.

    Parameters
    ----------
    place : the input
    rise : shape (outputs,), from left to right
    slope : of the units that stand there; where nothing jumps they may be less steep
    share : how much of the rise is done at the place
    """

    place: float
    rise: Array
    slope: float = STEEP
    share: float = 0.5

    @property
    def height(self) -> float:
        """The largest rise of the outputs."""
        return float(np.max(np.abs(self.rise)))


def find_jumps(dataset: Dataset) -> list[Jump]:
    """Return the jumps that the points of one input show, from left to right.

    Data without weights are all there is: nobody looked closer, and there are none.
    """
    if dataset.x.shape[1] > 1 or dataset.weights is None or dataset.points < 2 * _BESIDE:
        return []
    x, order = np.unique(dataset.x[:, 0], return_index=True)
    t, closeness = dataset.t[order], dataset.one_place()
    least = LEAST_RISE * float(np.max(np.ptp(t, axis=0)))
    left, right = _at_the_start(x, t, least), _at_the_start(-x[::-1], t[::-1], least)
    jumps = [
        _between(x, t, first, last)
        for first, last in rises_in_one_place(x, t, closeness)
        if (first > 0 or left is None) and (last < len(x) - 1 or right is None)
    ]
    jumps = [Jump(float(x[0]), left), *jumps] if left is not None else jumps
    return [*jumps, Jump(float(x[-1]), -right)] if right is not None else jumps


def _between(x: Array, t: Array, first: int, last: int) -> Jump:
    """Return the jump between two points, or in one of them.

    It is where the points on both sides are alike, and they may have one just there, or one more
    on one side.
    """
    left = x[max(0, first - _BESIDE + 1) : first + 1]
    right = x[last : last + _BESIDE]
    middles = np.add.outer(left / 2.0, right / 2.0).ravel()
    places = np.concatenate([[x[first] / 2.0 + x[last] / 2.0], x[[first, last]], middles])
    places = places[(places >= x[first]) & (places <= x[last])]
    unlike = [_unlikeness(x[max(0, first - 9) : last + 10], place) for place in places]
    place = places[int(np.argmin(unlike)) if min(unlike) < _ALIKE else 0]
    within = x[first : last + 1]
    nearest = within[np.argmin(np.abs(within - place))]
    if abs(nearest - place) < _AS_NEAR * (within[-1] - within[0]):
        place = nearest
    return Jump(float(place), t[last] - t[first])


def _unlikeness(x: Array, place: float) -> float:
    """Return how far the distances of points on one side are from those on the other."""
    left, right = (place - x[x < place])[::-1], x[x > place] - place
    if len(left) < _BESIDE or len(right) < _BESIDE:
        return np.inf
    ratios = np.abs(np.subtract.outer(np.log(left[:_BESIDE]), np.log(right)))
    return float(np.median(np.min(ratios, axis=1)))


def _at_the_start(x: Array, t: Array, least: float) -> Array | None:
    """Return how much the target rises from the first point to the line through the next two."""
    slope = (t[2] - t[1]) / (x[2] - x[1])
    rise = t[1] - slope * (x[1] - x[0]) - t[0]
    straight = np.abs(slope) * (x[2] - x[0])
    return rise if np.max(np.abs(rise)) > max(least, _OFF_THE_LINE * np.max(straight)) else None


def without_jumps(dataset: Dataset, jumps: Sequence[Jump]) -> Dataset:
    """Return the dataset with its jumps taken away: of a point on one, what is beside it.

    If that leaves none, the weights are square roots of the former ones, as those of a continuous
    target are: it is the largest residual that matters then.
    """
    x, t = dataset.x[:, 0], np.array(dataset.t)
    low, high = float(np.min(x)), float(np.max(x))
    for jump in jumps:
        t[x > jump.place] -= jump.rise
        on = x == jump.place
        if jump.place == high:
            t[on] -= jump.rise
        elif jump.place > low:
            left, right = np.max(x[x < jump.place]), np.min(x[x > jump.place])
            t[on] = (t[x == left][0] + t[x == right][0]) / 2.0
    rest = replace(dataset, t=t)
    return rest if find_jumps(rest) else replace(rest, weights=np.sqrt(dataset.shares))


def highest(jumps: Sequence[Jump]) -> list[Jump]:
    """Return the jumps that are at least half as high as the highest."""
    top = max((jump.height for jump in jumps), default=0.0)
    return [jump for jump in jumps if jump.height >= top / 2.0]


@dataclass(frozen=True, slots=True, eq=False)
class StepUnits:
    """The units that make a steep step from 0 to 1.

    Parameters
    ----------
    activation : of which a step can be made
    weights : shape (units,), their output weights
    bias : what the output bias gets
    """

    activation: Activation
    weights: Array
    bias: float

    @classmethod
    def of(cls, activation: str) -> StepUnits | None:
        """Return those of an activation; None if none are known that need no cancellation."""
        row = activation_named(activation)
        if row.sigmoidal:
            low, high, _ = row.step()
            return cls(row, np.array([1.0 / (high - low)]), -low / (high - low))
        if row.broken_lines and row.units_a_step == 2:
            return cls(row, np.array([0.5, -0.5]) / _HALF_RAMP, 0.0)
        return None

    @property
    def units(self) -> int:
        """How many units a step takes."""
        return len(self.weights)

    def shifts(self, share: float) -> Array:
        """Return the units' pre-activations where that share of the step is done."""
        if self.units == 2:
            return (2.0 * share - 1.0 + np.array([1.0, -1.0])) * _HALF_RAMP
        _, _, settled = self.activation.step()
        left, right = -settled, settled
        for _ in range(_BISECTIONS):
            middle = (left + right) / 2.0
            phi = self.activation(np.array([middle]))
            done = float(phi[0] * self.weights[0]) + self.bias
            left, right = (left, middle) if done > share else (middle, right)
        return np.array([right if abs(right) < abs(left) else left])


def with_steps(network: Network, jumps: Sequence[Jump], width: int) -> Network:
    """Return a network of that width whose function has steps besides, all but jumps.

    Units without a part in the network's answer give way.

    Raises
    ------
    SettingError
        If such units are not known to make steps, or the width is too small.
    """
    step = StepUnits.of(network.activation)
    if step is None:
        raise SettingError(f"steps are not known to be made of {network.activation}.")
    live = np.any(network.output_weights != 0.0, axis=1)
    dead = width - int(np.count_nonzero(live)) - step.units * len(jumps)
    if dead < 0:
        raise SettingError(f"{len(jumps)} steps beside the network need more than {width} units.")
    slopes = np.repeat([jump.slope for jump in jumps], step.units)
    places = np.repeat([jump.place for jump in jumps], step.units)
    shifts = np.ravel([step.shifts(jump.share) for jump in jumps])
    rises = np.reshape([jump.rise for jump in jumps], (len(jumps), network.outputs))
    heights = np.multiply.outer(rises, step.weights).swapaxes(1, 2).reshape(-1, network.outputs)
    return replace(
        network,
        hidden_weights=np.pad(np.append(network.hidden_weights[0, live], slopes), (0, dead))[
            np.newaxis
        ],
        hidden_biases=np.pad(
            np.append(network.hidden_biases[live], shifts - slopes * places), (0, dead)
        ),
        output_weights=np.pad(
            np.concatenate([network.output_weights[live], heights]), ((0, dead), (0, 0))
        ),
        output_biases=network.output_biases + step.bias * rises.sum(axis=0),
    )
