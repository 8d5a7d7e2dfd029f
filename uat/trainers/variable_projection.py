"""Near-best networks: variable projection, grown unit by unit.

The output layer is linear, so it is solved for every hidden layer tried (`elimination`), and only
the hidden layer is searched, by Levenberg-Marquardt (`projection`), width after width (`growth`);
a wider network that is no better is not accepted, a dead unit pads the narrower one instead, so
that the error never rises with the width.

Of one input, relu and heaviside units need no search over hidden layers: what they make are broken
lines and step functions, of which the best are known (`broken_line_search`, `steps`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from uat.checks import check_choice, check_real, check_seed
from uat.core.activations import activation_named
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.exceptions import SettingError, shown
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    check_able,
    check_linear_output,
    check_start,
    followed,
    no_gradient,
)
from uat.trainers.beam import BeamGrowth
from uat.trainers.bounded_growth import BoundedGrowth, ExactLayers
from uat.trainers.broken_line_search import BrokenLineSearch
from uat.trainers.growth import Growth, SearchSettings
from uat.trainers.projection import Problem
from uat.trainers.row import Role, TrainerRow
from uat.trainers.steps import StepSearch

NORMS = ("max", "l2")
_EXACT_POWERS = (0, 1)
# Room for the roundings when a network is scaled back: its norm must not pass the bound by a bit.
_ROUNDINGS, _TINY = 1e-12, float(np.finfo(np.float64).tiny)


@dataclass(frozen=True, slots=True)
class VariableProjection(SearchSettings):
    """The closest this package comes to the best network of a given width.

    Parameters
    ----------
    cold_starts : networks drawn at every width beside those grown from narrower ones
    screening : Levenberg-Marquardt steps every grown candidate gets
    kept : grown candidates that are refined
    steps : most steps of a refinement with each ridge
    swaps : how often at most a unit of the best network is exchanged for one elsewhere
    polish : rounds of reweighting towards the largest residual, and a third as many of linear
        programs, where there is one input and one output; 0 leaves least squares
    norm : "max", the largest error is to be least, or "l2", the mean square error
    max_norm : bound of the 1-norm of the output weights, |c|_1, of every output, in the units of
        what is fitted, positive; None or infinite: none. Homogeneous units such as relu, whose
        slope could otherwise move from c into w, are then taken with |w| = 1 where inputs are
        scaled to [-1, 1]

    Raises
    ------
    SettingError
        If a setting is out of its range.

    Notes
    -----
    Cost at width n: up to 25 * screening + 2 * kept * steps steps of O(points * n^2). All widths
    up to the one asked for are run through. Relu units of one input take about a second, none of
    the settings but the norm matters to them, and every width is found by itself.

    References
    ----------
    Golub & Pereyra (1973), SIAM J. Numer. Anal. 10, 413-432; Kaufman (1975), BIT 15, 49-57, for
    the Jacobian; Lawson (1961), thesis, UCLA, for the reweighting.
    """

    norm: str = "max"
    max_norm: float | None = None

    name: ClassVar[str] = "variable_projection"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(
        label="near-best (variable projection)",
        colour=Colour.VERMILION,  # it stands out
        marker="D",
        role=Role.NEAR_BEST,
    )

    def __post_init__(self) -> None:
        super(VariableProjection, self).__post_init__()
        check_choice(self.norm, "norm", NORMS)
        if self.max_norm is None:
            return
        bound = check_real(self.max_norm, "max_norm")
        if not bound > 0.0:
            raise SettingError(f"max_norm must be positive, not {shown(self.max_norm)}.")
        object.__setattr__(self, "max_norm", None if math.isinf(bound) else bound)

    def in_units(self, unit: float) -> Self:
        """Return the trainer for data told in that unit; see `UnitTrainer.in_units`."""
        if self.max_norm is None:
            return self
        return replace(self, max_norm=max(self.max_norm / unit * (1.0 - _ROUNDINGS), _TINY))

    def refusal(self, inputs: int, activation: str) -> str | None:
        """Return why no network of that activation can be trained, or None."""
        return None if _exact(inputs, activation) else no_gradient(activation)

    def direct(self, inputs: int, activation: str) -> bool:
        """Return whether each width is found by itself; see `DirectTrainer.direct`."""
        return self.max_norm is None and _exact(inputs, activation)

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return 6e-4 * points * width * math.sqrt(width)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network that `grow` reaches at the start's width; see `Trainer.fit`.

        The loss history is that of the least squares that led to it: with the ridge, before the
        polish.
        """
        check_start(dataset, start)
        check_seed(seed)
        check_linear_output(start)
        check_able(self, start)
        search = self._exact_search(dataset, start.activation)
        if search is not None and self.max_norm is None:
            return search.at(start.width)
        grown = followed(self.grow(dataset, seed, start.activation), start.width)
        return next(itertools.islice(grown, start.width - 1, None))

    def grow(
        self, dataset: Dataset, seed: int = 0, activation: str = "logistic"
    ) -> Iterator[FitResult]:
        """Yield near-best networks of width 1, 2, 3, ..., none worse than the one before.

        "Worse" is about the largest residual over all points of the dataset, those of weight 0
        included; within a hundredth of half a jump, below which it cannot get, the mean square
        counts instead, as it does for the norm "l2" of units that are not smooth. What is yielded
        for a width does not depend on how many are asked for.
        """
        search = self._exact_search(dataset, activation)
        if search is not None and self.max_norm is None:
            yield from map(search.at, itertools.count(1))
        settings = replace(self, polish=0) if self.norm == "l2" else self
        kind = Growth if dataset.x.shape[1] == 1 else BeamGrowth
        growth = kind(settings, Problem.of(dataset, activation), seed)
        if self.max_norm is not None:
            layers = None if search is None else ExactLayers(search)
            yield from BoundedGrowth(growth, self.max_norm, self.norm == "l2", layers).grow()
        for width in itertools.count(1):
            yield growth.advance(width)

    def _exact_search(
        self, dataset: Dataset, activation: str
    ) -> StepSearch | BrokenLineSearch | None:
        """Return what knows the best networks of a dataset, if anything does.

        Rows of a table are judged by the mean square, and their values are not all the same where
        x is: lines through them are sought as smooth units are.
        """
        inputs, outputs = dataset.x.shape[1], dataset.t.shape[1]
        if not _exact(inputs, activation):
            return None
        if activation_named(activation).relu_power == 0:
            return StepSearch(dataset, activation, self.norm == "l2")
        if dataset.weights is None or outputs > 1 or np.ptp(dataset.x) == 0.0:
            return None
        return BrokenLineSearch(dataset, activation, self.norm == "l2")


def _exact(inputs: int, activation: str) -> bool:
    """Return whether the best networks of such units are known: broken lines, step functions."""
    return inputs == 1 and activation_named(activation).relu_power in _EXACT_POWERS
