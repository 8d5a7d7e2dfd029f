"""Near-best networks: variable projection, grown unit by unit.

The output layer is linear, so it is solved for every hidden layer tried (`elimination`), and only
the hidden layer is searched, by Levenberg-Marquardt (`projection`), width after width (`growth`);
a wider network that is no better is not accepted, a dead unit pads the narrower one instead, so
that the error never rises with the width.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from uat.checks import check_seed
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    check_able,
    check_linear_output,
    check_start,
    no_gradient,
)
from uat.trainers.growth import Growth, SearchSettings
from uat.trainers.projection import Problem
from uat.trainers.row import Colour, Role, TrainerRow


@dataclass(frozen=True, slots=True)
class VariableProjection(SearchSettings):
    """The closest this package comes to the best network of a given width.

    Parameters
    ----------
    cold_starts : networks drawn at every width beside those grown from narrower ones
    screening : Levenberg-Marquardt steps every candidate gets
    kept : candidates that are refined
    steps : most steps of a refinement, twice: with the ridge of the search, and with the last one
    polish : rounds of reweighting towards the largest residual, and half as many of linear
        programs, where there is one input and one output; 0 leaves least squares

    Raises
    ------
    SettingError
        If a setting is out of its range.

    Notes
    -----
    Cost at width n: up to 25 * screening + 2 * kept * steps steps of O(points * n^2). All widths
    up to the one asked for are run through.

    References
    ----------
    Golub & Pereyra (1973), SIAM J. Numer. Anal. 10, 413-432; Kaufman (1975), BIT 15, 49-57, for
    the Jacobian; Lawson (1961), thesis, UCLA, for the reweighting.
    """

    name: ClassVar[str] = "variable_projection"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(
        label="near-best (variable projection)",
        colour=Colour.VERMILION,  # it stands out
        marker="D",
        role=Role.NEAR_BEST,
    )

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why no network of that activation can be trained, or None."""
        return no_gradient(activation)

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
        grown = self.grow(dataset, seed, start.activation)
        return next(itertools.islice(grown, start.width - 1, None))

    def grow(
        self, dataset: Dataset, seed: int = 0, activation: str = "logistic"
    ) -> Iterator[FitResult]:
        """Yield near-best networks of width 1, 2, 3, ..., none worse than the one before.

        "Worse" is about the largest residual over all points of the dataset, those of weight 0
        included; within a hundredth of half a jump, below which it cannot get, the mean square
        counts instead. What is yielded for a width does not depend on how many are asked for.
        """
        search = Growth(self, Problem.of(dataset, activation), seed)
        for width in itertools.count(1):
            yield search.advance(width)
