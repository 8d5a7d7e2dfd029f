"""Full-batch gradient descent, the engine of the course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from uat.checks import check_choice, check_flag, check_positive, check_share
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import BLOCKS, Network
from uat.core.run_state import DESCENT, NESTEROV
from uat.core.training import UpdateRule, relative_rates
from uat.exceptions import SettingError
from uat.trainers.base import UNIFORM, FitResult
from uat.trainers.epoch_loop import EpochTrainer, Stops, check_descent, safe_learning_rate
from uat.trainers.row import TrainerRow

UPDATES = ("simultaneous", "sequential")
NESTEROV_MOMENTUM = "nesterov"


@dataclass(frozen=True, slots=True)
class GradientDescent(EpochTrainer):
    """Gradient descent: Nesterov's momentum with rests, or momentum that is a number.

    With a number, v <- momentum * v - learning_rate * gradient, parameters <- parameters + v. At 0
    this is the plain rule, with one learning rate for all parameters. "nesterov" looks ahead along
    the velocity, whose share k / (k + 3) grows with the steps k since the last rest; where the
    velocity leads uphill it is dropped ("rest"). At a rest with a larger loss than at the one
    before, and at once at twice its loss, training goes back to that rest with half the learning
    rate.

    Parameters
    ----------
    learning_rate : of the output layer, step per unit of gradient; None takes `safe_learning_rate`
        of the start
    epochs : number of full-batch steps
    momentum : "nesterov", or a number in [0, 1); 0 is the plain rule of the course
    hidden_rate : learning rate of the hidden layer relative to the output layer's; None takes
        max(1, width / 3), and 1 for the plain rule
    centred : whether to descend in the coordinates of units less their mean at the start, which the
        output bias takes up; None does, except for the plain rule
    update : "simultaneous" moves all blocks along one gradient; "sequential" moves the output
        layer first, and the hidden layer's gradient then uses the moved output weights
    loss : name of the loss
    trained : names of the parameter blocks that move
    snapshots : epochs after which the network is kept in `FitResult.snapshots`

    Raises
    ------
    SettingError, UnknownNameError
        If a setting is out of its range, there is no such loss, or rests are wanted of sequential
        updates, which have no gradient of all blocks at one point.

    References
    ----------
    Nesterov (1983); O'Donoghue & Candes (2015), Found. Comput. Math. 15: restarts by the gradient.
    LeCun, Bottou, Orr & Mueller (1998), Efficient BackProp: centred units, rates by layer.
    """

    learning_rate: float | None = None
    epochs: int = 5_000
    momentum: float | str = NESTEROV_MOMENTUM
    hidden_rate: float | None = None
    centred: bool | None = None
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
        releases_gil=True,
    )

    def __post_init__(self) -> None:
        self._check_loop()
        if self.learning_rate is not None:
            check_positive(self.learning_rate, "learning_rate")
        if isinstance(self.momentum, str):
            check_choice(self.momentum, "momentum", (NESTEROV_MOMENTUM,))
        else:
            check_share(self.momentum, "momentum", one=False)
        if self.hidden_rate is not None:
            check_positive(self.hidden_rate, "hidden_rate")
        if self.centred is not None:
            check_flag(self.centred, "centred")
        check_choice(self.update, "update", UPDATES)
        if self.update == "sequential" and self.momentum == NESTEROV_MOMENTUM:
            raise SettingError(
                "sequential updates take a momentum that is a number, 0 for the plain rule."
            )

    def _descended(self, dataset: Dataset, start: Network, stops: Stops | None) -> FitResult:
        check_descent(dataset, start, self.trained)
        plain, chosen = self.momentum == 0.0, {}
        means = self._means(dataset, start, not plain if self.centred is None else self.centred)
        if (hidden_rate := self.hidden_rate) is None:
            chosen["hidden_rate"] = hidden_rate = 1.0 if plain else max(1.0, start.width / 3.0)
        if (rate := self.learning_rate) is None:
            rates = relative_rates(start, self.trained, hidden_rate)
            chosen["learning_rate"] = rate = safe_learning_rate(
                dataset, start, self.loss, rates, means
            )
        settings = (rate,) if isinstance(self.momentum, str) else (rate, self.momentum)
        code = NESTEROV if isinstance(self.momentum, str) else DESCENT
        return self._run(
            dataset, start, UpdateRule(code, settings, hidden_rate, means),
            sequential=self.update == "sequential", chosen=chosen, stops=stops,
        )  # fmt: skip
