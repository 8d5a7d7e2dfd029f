"""A plain ridge on the weights, of a strength that the user says.

Levenberg-Marquardt on  1/2 mean r^2 + alpha/2 |weights|^2 / points,  the loss of scikit-learn's
`MLPRegressor`, from several starts; the one of least loss is kept. Biases are free. Strengths mean
what they mean there where its columns are standardised: outputs are scaled to deviation 1, inputs
to [-1, 1].
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from uat.arrays import Array
from uat.checks import check_number, check_seed, check_whole
from uat.core.backprop import jacobian
from uat.core.datasets import Dataset
from uat.core.network import BLOCKS, Network
from uat.core.watch import Best, report
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    StopReason,
    check_able,
    check_start,
    no_gradient,
)
from uat.trainers.damped import Linearisation, damped_least_squares
from uat.trainers.starts import draw_start

_TOLERANCE = 1e-7
# By so much the parameters of the starts are smaller, in turn.
_GENTLER = (1.0, 0.1, 0.3)


@dataclass(frozen=True, slots=True)
class FixedRidge:
    """Damped least squares with a ridge on all weights, from several starts.

    Parameters
    ----------
    alpha : strength of the ridge, at least 0
    epochs : most steps from one start, each over the full batch
    restarts : starts that are tried, the given one among them

    Raises
    ------
    SettingError
        If a setting is out of its range.

    Notes
    -----
    The loss history is that of the loss with its ridge, from the start that was best. A point that
    stands for several counts as often.
    """

    alpha: float
    epochs: int = 200
    restarts: int = 6

    name: ClassVar[str] = "fixed_ridge"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_number(self.alpha, "alpha", 0.0, math.inf)
        check_whole(self.epochs, "epochs")
        check_whole(self.restarts, "restarts")

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why no network of that activation can be trained, or None."""
        return no_gradient(activation)

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        return self.restarts * self.epochs * (4e-9 * points * (3 * width) ** 2 + 2e-4)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network of least loss found; see `Trainer.fit`."""
        check_start(dataset, start)
        check_seed(seed)
        check_able(self, start)
        way = _Descents(self, dataset.fitted(), start)
        for drawn in _starts(start, self.restarts, seed):
            way.descend(drawn)
        return way.result()


def _starts(start: Network, count: int, seed: int) -> Iterator[Network]:
    """Yield the given start, and others drawn for the seed, some of them gentler.

    Where the ridge is strong, units that begin steep die before they find their place.
    """
    yield start
    shape = start.inputs, start.width, start.outputs
    for number in range(1, count):
        own = int(np.random.default_rng((seed, number)).integers(2**31))
        gentle = _GENTLER[number % len(_GENTLER)]
        drawn = draw_start(*shape, own, start.activation).to_vector()
        yield start.with_vector(gentle * drawn)


class _Descents:
    """The descents from the starts, and the best of them so far."""

    def __init__(self, trainer: FixedRidge, fitted: Dataset, start: Network) -> None:
        self._trainer, self._fitted, self._template = trainer, fitted, start
        self._by_row = np.sqrt(fitted.shares / start.outputs)
        self._ridge = math.sqrt(trainer.alpha / fitted.counts.sum()) * _is_weight(start)
        self._best: tuple[Array, list[float], bool] = start.to_vector(), [math.inf], False
        self._taken = 0

    def descend(self, start: Network) -> None:
        """Descend from a start, and keep where it ends if that is better."""
        minimum = damped_least_squares(
            self._linearised(), start.to_vector(), steps=self._trainer.epochs,
            tolerance=_TOLERANCE, bend=True, follow=self._follow,
        )  # fmt: skip
        if minimum.history[-1] < self._best[1][-1]:
            self._best = minimum.parameters, minimum.history, minimum.converged

    def _linearised(self) -> Callable[[Array], Linearisation]:
        fitted, by_row, ridge = self._fitted, self._by_row, self._ridge
        every = np.repeat(by_row, self._template.outputs)[:, np.newaxis]

        def linearise(parameters: Array) -> Linearisation:
            network = self._template.with_vector(parameters)
            residual = (network(fitted.x) - fitted.t) * by_row[:, np.newaxis]
            return Linearisation(
                np.concatenate([residual.ravel(), ridge * parameters]),
                lambda: np.concatenate([jacobian(network, fitted.x) * every, np.diag(ridge)]),
            )

        return linearise

    def _follow(self, parameters: Array) -> None:
        self._taken += 1
        steps = self._trainer.epochs * self._trainer.restarts
        residual = self._linearised()(parameters).residual
        loss = float(residual @ residual)
        seen = parameters if loss < self._best[1][-1] else self._best[0]
        report(
            "epoch", self._taken, steps, loss / 2.0,
            lambda: Best(self._template.with_vector(seen), np.array([loss / 2.0])),
        )  # fmt: skip

    def result(self) -> FitResult:
        """Return the best of all descents."""
        parameters, history, converged = self._best
        reason = StopReason.CONVERGED if converged else StopReason.EPOCHS_DONE
        if not math.isfinite(history[-1]):
            reason = StopReason.DIVERGED
        return FitResult(self._template.with_vector(parameters), reason, np.array(history) / 2.0)


def _is_weight(template: Network) -> Array:
    """Return 1 for every weight and 0 for every bias, laid out as the parameters are."""
    marks = {
        block: np.full_like(getattr(template, block), float(block.endswith("weights")))
        for block in BLOCKS
    }
    return replace(template, **marks).to_vector()
