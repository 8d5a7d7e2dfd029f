"""Full-batch gradient descent, the engine of the course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from uat.checks import check_choice, check_positive, check_share
from uat.core.datasets import Dataset
from uat.core.kernels import DESCENT
from uat.core.network import BLOCKS, Network
from uat.core.training import UpdateRule
from uat.trainers.base import UNIFORM, FitResult
from uat.trainers.epoch_loop import EpochTrainer, check_descent, safe_learning_rate
from uat.trainers.row import Colour, TrainerRow

UPDATES = ("simultaneous", "sequential")


@dataclass(frozen=True, slots=True)
class GradientDescent(EpochTrainer):
    """Gradient descent with optional momentum.

        v <- momentum * v - learning_rate * gradient,    parameters <- parameters + v

    Parameters
    ----------
    learning_rate : step per unit of gradient; None takes `safe_learning_rate` of the start
    epochs : number of full-batch steps
    momentum : in [0, 1); 0 is the plain rule
    update : "simultaneous" moves all blocks along one gradient; "sequential" moves the output
        layer first, and the hidden layer's gradient then uses the moved output weights
    loss : name of the loss
    trained : names of the parameter blocks that move
    snapshots : epochs after which the network is kept in `FitResult.snapshots`

    Raises
    ------
    SettingError, UnknownNameError
        If a setting is out of its range, or there is no such loss.
    """

    learning_rate: float | None = None
    epochs: int = 10_000
    momentum: float = 0.0
    update: str = "simultaneous"
    loss: str = "mse"
    trained: tuple[str, ...] = BLOCKS
    snapshots: tuple[int, ...] = ()

    name: ClassVar[str] = "gradient_descent"
    grid: ClassVar[str] = UNIFORM
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(
        colour=Colour.BLUE,
        marker="o",
        aliases=("sgd", "gd"),
        note="full batch: every epoch uses all points",
        if_named={"momentum": 0.9},  # plain descent needs about ten times the epochs
    )

    def __post_init__(self) -> None:
        self._check_loop()
        if self.learning_rate is not None:
            check_positive(self.learning_rate, "learning_rate")
        check_share(self.momentum, "momentum", one=False)
        check_choice(self.update, "update", UPDATES)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:  # noqa: ARG002
        """Return the network after `epochs` steps; see `Trainer.fit`."""
        check_descent(dataset, start, self.trained)
        chosen = {}
        if (rate := self.learning_rate) is None:
            rate = safe_learning_rate(dataset, start, self.loss, self.trained)
            chosen["learning_rate"] = rate
        return self._run(
            dataset, start, UpdateRule(DESCENT, (rate, self.momentum)),
            sequential=self.update == "sequential", chosen=chosen,
        )  # fmt: skip
