"""Staircases of steep units: of least largest error, and of least mean square, one input.

A unit stands between two neighbouring points, and is so steep that it rises from one to the other;
on a jump it stands exactly, and is as steep as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.theory.stabbing import best_steps
from uat.trainers.constants import best_constant
from uat.trainers.discontinuities import Jump, StepUnits, with_steps
from uat.trainers.plateaus import best_plateaus

# How much of z a unit has from a point to the next: no more than is taken for unseen.
_A_GAP = 1.9
# A largest error is as good as another up to this factor, if the mean square is smaller.
_AS_LARGE = 1.0001
# Points at the ends count at least so much, and a step has begun where it stands.
_LEAST_SHARE, _A_BIT = 1e-9, 1e-6


def staircases(
    dataset: Dataset, jumps: Sequence[Jump], width: int, activation: str
) -> list[Network]:
    """Return the staircases of that width whose error is least: the largest, and the mean square.

    Parameters
    ----------
    dataset : of one input; points of weight 0 count for the largest error alone
    jumps : those of the dataset, from left to right
    width : number of units; what is left of it after the last step is dead
    activation : name of phi

    Returns
    -------
    None if the activation is not known to make steps, or there are fewer units than one needs.
    """
    step = StepUnits.of(activation)
    if step is None or width < step.units:
        return []
    count = width // step.units
    x, first = np.unique(dataset.x[:, 0], return_index=True)
    t = dataset.t[first]
    widest = int(np.argmax(np.ptp(t, axis=0)))
    best = best_steps(x, t[:, widest], count)
    firsts = best.starts
    middles = np.minimum.reduceat(t, firsts) / 2.0 + np.maximum.reduceat(t, firsts) / 2.0
    constant = best_constant(dataset, width, activation)
    built = [(middles, _steps(x, t, firsts, middles, jumps))]
    half_jump = max((jump.height for jump in jumps), default=0.0) / 2.0
    if half_jump > 0.0:  # then there is more to choose by than the largest error
        most = _AS_LARGE * max(best.error, half_jump)
        shares = dataset.shares[first]
        kept = (shares > 0.0) | (x == x[0]) | (x == x[-1])  # it may jump at an end
        shares = np.maximum(shares[kept], _LEAST_SHARE * np.max(shares))
        plateaus = best_plateaus(t[kept], shares, count + 1, most)
        if plateaus is not None:
            steps = _steps(x[kept], t[kept], plateaus.firsts, plateaus.levels, jumps)
            built.append((plateaus.levels, steps))
    return [
        with_steps(replace(constant, output_biases=levels[0]), steps, width)
        for levels, steps in built
    ]


def _steps(
    x: Array, t: Array, firsts: npt.NDArray[np.intp], levels: Array, jumps: Sequence[Jump]
) -> list[Jump]:
    """Return the steps from each level to the next, where the points of the next begin.

    On a jump the network goes through the middle of the target's, not of its own.
    """
    steps = []
    for cut, before, rise in zip(firsts[1:], levels[:-1], np.diff(levels, axis=0), strict=True):
        left, right = float(x[cut - 1]), float(x[cut])
        within = [jump.place for jump in jumps if left <= jump.place <= right]
        if not within:
            steps.append(Jump((left + right) / 2.0, rise, _A_GAP / (right - left)))
            continue
        most = int(np.argmax(np.abs(rise)))
        middle = t[cut - 1, most] / 2.0 + t[cut, most] / 2.0
        share = (middle - before[most]) / rise[most] if rise[most] else 0.5
        steps.append(Jump(within[0], rise, share=float(np.clip(share, _A_BIT, 1.0 - _A_BIT))))
    return steps
