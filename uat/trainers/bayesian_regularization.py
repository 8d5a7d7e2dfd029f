"""Noisy data: damped least squares whose regularisation is chosen by the evidence.

No data are held back to choose the regularisation by: how strongly the weights of each input and of
each unit are held back, and how large the noise is, are what makes the data most probable
(`uat.trainers.evidence`). An input that tells nothing loses its weights, and a unit that only
follows the noise goes quiet.

The descent is local, so several starts are tried and the one of largest evidence is kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.checks import check_positive, check_seed, check_whole
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.threads import one_thread
from uat.core.watch import Best, report
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    StopReason,
    check_able,
    check_linear_output,
    check_start,
    no_gradient,
)
from uat.trainers.curvature import cholesky, solved
from uat.trainers.evidence import (
    Candidate,
    Problem,
    RegularizedDescent,
    constant_candidate,
)
from uat.trainers.prior import Prior
from uat.trainers.row import TrainerRow
from uat.trainers.starts import draw_start

# Of more points than these, so many drawn ones are fitted first; the last steps see all.
_FIRST_ROWS = (4000, 40_000)
# Share of the steps that every start gets, that the looks at more rows get, the last one the
# second, and the starts that go on after their share.
_SCREENING, _MORE_LOOKS, _KEPT = 0.125, (0.15, 0.1), 2
# Share of the steps that go to outputs with less noise than others.
_POLISHING = 0.25
# Steepness of the hidden layer of each start in turn, and the share of its units that are alive.
_STARTS = ((1.0, 1.0), (0.5, 0.5), (2.0, 1.0), (1.0, 0.5), (0.5, 1.0), (1.0, 0.25))
# The ridge of the first output layer; mean squares of features and outputs are about 1.
_FIRST_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class BayesianRegularization:
    """Levenberg-Marquardt with Bayesian regularisation, for data with noise.

    Parameters
    ----------
    steps : most steps of a descent
    tolerance : positive, in units of log evidence; a descent ends when ten steps in a row did not
        raise it by that much. Of more than 4,000 points the unit grows in proportion
    restarts : starts that are tried, the given one among them

    Raises
    ------
    SettingError
        If a setting is out of its range.

    Notes
    -----
    `FitResult.chosen` holds `noise`, the estimated deviation of the noise in the units of the
    dataset (of a point of average weight; `noise_1`, `noise_2`, ... of several outputs),
    `effective_parameters`, how many the data determine, and `log_evidence`, by which fits of the
    same data may be compared. If no network is more probable than a constant, the constant is
    returned.

    A step costs O(points * parameters^2); memory is bounded whatever the number of points.

    References
    ----------
    MacKay (1992), Neural Computation 4, 415-447 and 448-472; Foresee & Hagan (1997), Proc. IJCNN
    3, 1930-1935, for the Gauss-Newton curvature; Neal (1996), Bayesian Learning for Neural
    Networks, Springer, for the groups.
    """

    steps: int = 200
    tolerance: float = 0.1
    restarts: int = 6

    name: ClassVar[str] = "bayesian_regularization"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.OLIVE, marker="h")

    def __post_init__(self) -> None:
        check_whole(self.steps, "steps")
        check_whole(self.restarts, "restarts")
        check_positive(self.tolerance, "tolerance")

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return why no network of that activation can be trained, or None."""
        return no_gradient(activation)

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core."""
        steps = self.steps * (_KEPT + _SCREENING * self.restarts)
        looked_at = min(points, _FIRST_ROWS[0]) * steps + points * self.steps * _MORE_LOOKS[1]
        return 1e-9 * looked_at * (3 * width) ** 2 + 2e-4 * steps

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network of largest evidence found; see `Trainer.fit`.

        Of `start` the hidden layer counts: its output layer is solved for. The loss history is the
        mean square residual along the descent that led to the network, over the points it saw.
        """
        check_start(dataset, start)
        check_seed(seed)
        check_linear_output(start)
        check_able(self, start)
        fitted = dataset.fitted()
        units = _Units.of(fitted)
        problem = Problem.of(fitted, units.scaled(fitted), start)
        constant = constant_candidate(problem)
        best = constant
        if problem.t.any():
            # What is not finite is rejected. Matrices this small are slower on several threads.
            with np.errstate(over="ignore", invalid="ignore"), one_thread():
                best = self._descended(problem, seed, units)
        return units.result(best if best.beats(constant, problem.points) else constant, problem)

    def _descended(self, problem: Problem, seed: int, units: _Units) -> Candidate:
        """Return the best of all descents on few rows, after it has seen the others."""
        first, *rest = _rising(problem, np.random.default_rng(seed))
        screening = math.ceil(_SCREENING * self.steps)
        looks = [math.ceil(_MORE_LOOKS[more is problem] * self.steps) for more in rest]
        polishing = math.ceil(_POLISHING * self.steps) if problem.t.shape[1] > 1 else 0
        most = screening * self.restarts + _KEPT * self.steps + sum(looks) + polishing
        follow = _Follower(units, most, first)
        descents = []
        for vector in _start_vectors(first, self.restarts, seed):
            descents.append(RegularizedDescent(first, vector))
            descents[-1].advance(screening, self.tolerance, follow.on(first, True))
        descents = sorted(descents, key=lambda d: -d.best.log_evidence)[:_KEPT]
        for descent in descents:
            descent.advance(self.steps, self.tolerance, follow.on(first, True))
        best = max((d.best for d in descents), key=lambda candidate: candidate.log_evidence)
        for more, steps in zip(rest, looks, strict=True):
            descent = RegularizedDescent(more, best.vector)
            tolerance = self.tolerance * more.points / _FIRST_ROWS[0]
            descent.advance(steps, tolerance, follow.on(more, False))
            best = descent.best
        return self._polished(problem, best, follow)

    def _polished(self, problem: Problem, best: Candidate, follow: _Follower) -> Candidate:
        """Return it closer to the outputs known better than others, if that costs no other."""
        if not best.capped:
            return best
        descent = RegularizedDescent(problem, best.vector, cap=math.inf)
        polishing = math.ceil(_POLISHING * self.steps)
        descent.advance(polishing, self.tolerance, follow.on(problem, False))
        return descent.best if descent.best.as_close_as(best, problem.points) else best


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """The outputs' own mean and deviation, in which the trainer works: shape (outputs,)."""

    mean: Array
    deviation: Array

    @classmethod
    def of(cls, data: Dataset) -> _Units:
        constant = (data.t == data.t[0]).all(axis=0)
        mean = np.where(constant, data.t[0], data.shares @ data.t)
        largest = np.max(np.abs(data.t - mean), axis=0)
        largest[largest == 0.0] = 1.0
        deviation = largest * np.sqrt(data.shares @ np.square((data.t - mean) / largest))
        return cls(mean, np.where(deviation > 0.0, deviation, 1.0))

    def scaled(self, data: Dataset) -> Array:
        """Return the outputs in these units, shape (points, outputs)."""
        return (data.t - self.mean) / self.deviation

    def result(self, best: Candidate, problem: Problem) -> FitResult:
        """Return the outcome in the units of the dataset."""
        network = problem.template.with_vector(best.vector)
        noise = self.deviation / np.sqrt(best.noise)
        names = ["noise"] if noise.size == 1 else [f"noise_{o + 1}" for o in range(noise.size)]
        chosen = dict(zip(names, noise.tolist(), strict=True))
        chosen["effective_parameters"] = float(best.determined.sum())
        chosen["log_evidence"] = float(
            best.log_evidence - problem.points * np.log(self.deviation).sum()
        )
        return FitResult(
            replace(
                network,
                output_weights=network.output_weights * self.deviation,
                output_biases=network.output_biases * self.deviation + self.mean,
            ),
            StopReason.CONVERGED if best.converged else StopReason.EPOCHS_DONE,
            np.array(best.history) @ np.square(self.deviation) / noise.size,
            chosen=chosen,
            prior=self._prior(best, problem),
        )

    def _prior(self, best: Candidate, problem: Problem) -> Prior:
        """Return the spread of parameters and noise that makes the data most probable."""
        spread = problem.template.with_vector(
            1.0 / np.sqrt(best.precisions.weights[problem.groups])
        )
        scaled = replace(
            spread,
            output_weights=spread.output_weights * self.deviation,
            output_biases=spread.output_biases * self.deviation,
        )
        return Prior(scaled.to_vector(), self.deviation / np.sqrt(best.noise))


class _Follower:
    """Tells whoever watches of the steps of all descents, and which network is the best so far."""

    def __init__(self, units: _Units, steps: int, first: Problem) -> None:
        self._units, self._steps, self._taken = units, steps, 0
        self._best = constant_candidate(first), first

    def on(self, problem: Problem, compared: bool) -> Callable[[Candidate], None]:
        """Return what is told the best of a descent after each of its steps.

        It is the best so far if it is more probable than the one before; the evidence of other
        rows cannot be compared: what has seen more is better.
        """

        def follow(candidate: Candidate) -> None:
            self._taken += 1
            if not compared or candidate.log_evidence > self._best[0].log_evidence:
                self._best = candidate, problem
            best, seen = self._best
            loss = float(np.mean(best.sums)) / seen.points
            report("step", self._taken, self._steps, loss, self._result)

        return follow

    def _result(self) -> Best:
        result = self._units.result(*self._best)
        return Best(result.network, result.loss_history, result.chosen)


def _rising(problem: Problem, rng: np.random.Generator) -> Iterator[Problem]:
    """Yield the problem on ever more of its rows, at last on all."""
    sizes = [size for size in _FIRST_ROWS if 2 * size <= problem.rows]
    order = rng.permutation(problem.rows)[: max(sizes, default=0)]
    for size in sizes:
        rows = np.sort(order[:size])
        yield replace(problem, x=problem.x[rows], t=problem.t[rows], counts=problem.counts[rows])
    yield problem


def _start_vectors(problem: Problem, count: int, seed: int) -> Iterator[Array]:
    """Yield starts: the given one and drawn ones, gentler, steeper and with fewer living units."""
    template = problem.template
    shape = template.inputs, template.width, template.outputs
    for index in range(count):
        steepness, alive = _STARTS[index % len(_STARTS)]
        drawn = template
        if index:
            own = int(np.random.default_rng((seed, index)).integers(2**31))
            drawn = draw_start(*shape, own, template.activation, "scattered")
        factors = np.where(np.arange(template.width) < alive * template.width, steepness, 0.0)
        hidden = replace(
            drawn,
            hidden_weights=drawn.hidden_weights * factors,
            hidden_biases=drawn.hidden_biases * factors,
        )
        yield _with_ridge_outputs(hidden, problem, factors > 0.0).to_vector()


def _with_ridge_outputs(
    network: Network, problem: Problem, alive: npt.NDArray[np.bool_]
) -> Network:
    """Return the network with its output layer solved for, dead units left out."""
    size = network.width + 1
    products, wanted = np.zeros((size, size)), np.zeros((size, network.outputs))
    for x, t, counts in problem.blocks():
        features = np.ones((len(x), size))
        features[:, :-1] = network.hidden_features(x) * alive
        weighted = features.T * counts
        products += weighted @ features
        wanted += weighted @ t
    ridge = np.full(size, _FIRST_RIDGE * problem.points)
    factor = cholesky(products + np.diag(ridge))
    if factor is None:
        return network
    outputs = solved(factor, wanted)
    return replace(network, output_weights=outputs[:-1], output_biases=outputs[-1])
