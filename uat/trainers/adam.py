"""Adam: gradient descent whose every parameter has a step size of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from uat.checks import check_flag, check_positive, check_share, check_whole
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import BLOCKS, Network
from uat.core.run_state import ADAM
from uat.core.training import UpdateRule
from uat.trainers.base import UNIFORM, FitResult
from uat.trainers.epoch_loop import EpochTrainer, Stops, check_descent
from uat.trainers.row import TrainerRow


@dataclass(frozen=True, slots=True)
class Adam(EpochTrainer):
    """Full-batch Adam, its rate rising over a warm-up and falling linearly to 0 at the last epoch.

    Parameters
    ----------
    learning_rate : about the largest distance a parameter moves in one step
    epochs : number of full-batch steps
    beta1, beta2 : in [0, 1), memory of the gradient and of its square
    epsilon : positive, added to the root of the mean square
    warm_up : epochs over which the rate rises to `learning_rate`, a tenth of all at most
    decay : whether it then falls to 0
    centred : whether to descend in the coordinates of units less their mean at the start
    loss : name of the loss
    trained : names of the parameter blocks that move
    snapshots : epochs after which the network is kept in `FitResult.snapshots`

    Raises
    ------
    SettingError, UnknownNameError
        If a setting is out of its range, or there is no such loss.

    References
    ----------
    Kingma & Ba (2015), ICLR, algorithm 1. Goyal et al. (2017), arXiv 1706.02677: warm-up.
    """

    learning_rate: float = 0.1
    epochs: int = 5_000
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    warm_up: int = 100
    decay: bool = True
    centred: bool = True
    loss: str = "mse"
    trained: tuple[str, ...] = BLOCKS
    snapshots: tuple[int, ...] = ()

    name: ClassVar[str] = "adam"
    grid: ClassVar[str] = UNIFORM
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.PURPLE, marker="s", releases_gil=True)

    def __post_init__(self) -> None:
        self._check_loop()
        check_positive(self.learning_rate, "learning_rate")
        check_positive(self.epsilon, "epsilon")
        check_share(self.beta1, "beta1", one=False)
        check_share(self.beta2, "beta2", one=False)
        check_whole(self.warm_up, "warm_up")
        check_flag(self.decay, "decay")
        check_flag(self.centred, "centred")

    def _descended(self, dataset: Dataset, start: Network, stops: Stops | None) -> FitResult:
        check_descent(dataset, start, self.trained)
        settings = (
            self.learning_rate, self.beta1, self.beta2, self.epsilon,
            min(self.warm_up, self.epochs / 10.0), self.epochs if self.decay else math.inf,
        )  # fmt: skip
        means = self._means(dataset, start, self.centred)
        return self._run(dataset, start, UpdateRule(ADAM, settings, means=means), stops=stops)
