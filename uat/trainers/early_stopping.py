"""Descent that ends where the error on rows set aside no longer falls.

A share of the rows is set aside and not fitted. So many times a training the network is tried on
them; when it has not been better for some looks in a row, training ends, and the network that was
best there is returned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from uat.checks import check_kind, check_seed, check_share, check_whole
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.trainers.adam import Adam
from uat.trainers.base import INTEGRATED, FitResult, StopReason, check_start
from uat.trainers.gradient_descent import GradientDescent

LOOKS = 200
"""How often a training looks at the rows set aside, at most: every epoch, or that many times."""
# An error counts as better if it is so many output variances below the best, as scikit-learn's.
_BETTER = 1e-4


@dataclass(frozen=True, slots=True)
class EarlyStopping:
    """Gradient descent or Adam that ends when the error on rows set aside no longer falls.

    Parameters
    ----------
    trainer : the descent
    share : of the rows, drawn for the seed, that are set aside: above 0, below 1
    patience : looks in a row, out of 200 a training, that may bring nothing better

    Raises
    ------
    SettingError
        If a setting is out of its range, or the trainer does not descend by epochs.

    Notes
    -----
    `FitResult.chosen` holds `best_epoch`, that of the network returned, and `validation_error`, the
    mean square error on the rows set aside in the dataset's units.
    """

    trainer: GradientDescent | Adam
    share: float = 0.1
    patience: int = 10

    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not isinstance(self.trainer, (GradientDescent, Adam)):
            raise SettingError(
                "early stopping is for trainers that descend by epochs: gradient_descent or adam.",
                "trainer",
            )
        check_share(self.share, "share", zero=False, one=False)
        check_whole(self.patience, "patience")

    @property
    def name(self) -> str:
        """The word of the descent."""
        return self.trainer.name

    def refusal(self, inputs: int, activation: str) -> str | None:
        """Return why no network of that activation can be trained, or None."""
        return self.trainer.refusal(inputs, activation)

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core, if nothing ends it."""
        return self.trainer.seconds(points, width)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network that was best on the rows set aside; see `Trainer.fit`.

        Raises
        ------
        SettingError
            If there are fewer than two rows.
        """
        check_start(dataset, start)
        fitted, aside = _parted(dataset, self.share, check_seed(seed))
        every = max(1, self.trainer.epochs // LOOKS)
        looks = tuple(range(every, self.trainer.epochs + 1, every))
        watch = _Watch(aside, self.patience)
        descent = replace(self.trainer, snapshots=looks)
        result = descent.fit_until(fitted.repeated(), start, watch.stops)
        if watch.network is None:
            return replace(result, snapshots={})
        reason = StopReason.STOPPED_EARLY if watch.spent else result.stop_reason
        own = {"best_epoch": float(watch.epoch), "validation_error": watch.least}
        return FitResult(
            watch.network, reason, result.loss_history, chosen={**result.chosen, **own}
        )


def _parted(dataset: Dataset, share: float, seed: int) -> tuple[Dataset, Dataset]:
    """Return the rows to fit and those set aside, one of each at least."""
    check_kind(dataset, Dataset, "dataset")
    if dataset.points < 2:
        raise SettingError("early stopping needs two rows at least: one of them is set aside.")
    count = min(max(round(share * dataset.points), 1), dataset.points - 1)
    order = np.random.default_rng((seed, count)).permutation(dataset.points)
    return dataset.rows(np.sort(order[count:])), dataset.rows(np.sort(order[:count]))


class _Watch:
    """Looks at networks on the way, and says when enough of them were no better."""

    def __init__(self, aside: Dataset, patience: int) -> None:
        self._aside, self._patience = aside, patience
        self._goal = self.least = math.inf
        self.network: Network | None = None
        self.epoch = self._idle = 0

    @property
    def spent(self) -> bool:
        """Whether so many looks in a row brought nothing better."""
        return self._idle >= self._patience

    def stops(self, epoch: int, network: Network) -> bool:
        """Take a look at the network after an epoch; return whether training ends."""
        squares = np.square(network(self._aside.x) - self._aside.t).mean(axis=1)
        error = float(self._aside.shares @ squares)
        if error < self.least:
            self.network, self.epoch, self.least = network, epoch, error
        self._idle = 0 if error < self._goal - _BETTER else self._idle + 1
        self._goal = min(self._goal, error)
        return self.spent
