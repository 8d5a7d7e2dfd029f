"""Near-best networks: variable projection, grown unit by unit.

The output layer is linear, so it is solved for every hidden layer tried (`elimination`), and only
the hidden layer is searched, by Levenberg-Marquardt (`damped`). A network of width n is sought
from those of width n - 1 and n - 2, with new units where their residual is largest
(`proposals`), and from cold starts; a wider network that is no better is not accepted, a dead
unit pads the narrower one instead, so that the error never rises with the width.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from uat.arrays import Array
from uat.checks import check_seed, check_whole
from uat.core.activations import activation_named
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.targets.jumps import rise_between_neighbours
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    StopReason,
    check_able,
    check_linear_output,
    check_start,
    no_gradient,
)
from uat.trainers.damped import Linearisation, LocalMinimum, damped_least_squares
from uat.trainers.elimination import Elimination, eliminate
from uat.trainers.proposals import hidden_layers_with_new_units, lobes, spread_hidden_layer
from uat.trainers.row import Colour, Role, TrainerRow
from uat.trainers.starts import draw_start

# The ridge, as a share of the residual of the width before: large while candidates are sorted
# out, because units that merge into a derivative early never part again, small at the end.
_SEARCH_RIDGE, _LAST_RIDGE, _LEAST_RIDGE = 1e-3, 1e-5, 1e-14
# A wider network is accepted if it lowers the largest residual below this share.
_WORTH = 0.98
# Residuals up to so many half jumps are equal. Points closer than this share of the domain are one
# place.
_BESIDE_HALF_JUMP, _AS_ONE = 1.01, 1e-9
# A residual of so many roundings of the terms that were added up is rounding.
_ROUNDING = 4.0
_POLISH_STEPS = 15
# A bounded activation does all it does while z changes by a few; more than so much of it from one
# point to the next is too much, and beyond the tail nothing happens.
_MOST_A_GAP, _TAIL = 2.0, 8.0
# Beyond it a feature is nowhere near what any output layer needs, and its square overflows.
_LARGEST_FEATURE = 1e100
# In the polish no point's weight falls faster than by this factor a round.
_LEAST_FACTOR = 1e-3


@dataclass(frozen=True, slots=True)
class VariableProjection:
    """The closest this package comes to the best network of a given width.

    Parameters
    ----------
    cold_starts : networks drawn at every width beside those grown from narrower ones
    screening : Levenberg-Marquardt steps every candidate gets
    kept : candidates that are refined
    steps : most steps of a refinement, twice: with the ridge of the search, and with the last one
    polish : rounds of reweighting towards the largest residual; 0 leaves least squares

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

    cold_starts: int = 6
    screening: int = 12
    kept: int = 5
    steps: int = 250
    polish: int = 12

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
        for name in ("cold_starts", "screening", "kept", "steps"):
            check_whole(getattr(self, name), name)
        check_whole(self.polish, "polish", 0)

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
        search = _Search(self, _Problem.of(dataset, activation), seed)
        for width in itertools.count(1):
            yield search.advance(width)


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What is fitted, ready for linear algebra.

    `x`, `t` and `root_shares` are those of the fitted points; `everything` has all points.
    `half_jump` is the residual that no continuous network avoids.
    """

    x: Array
    t: Array
    root_shares: Array
    everything: Dataset
    half_jump: float
    activation: str

    @classmethod
    def of(cls, dataset: Dataset, activation: str) -> _Problem:
        fitted = dataset.fitted()
        root_shares = np.sqrt(fitted.shares)[:, np.newaxis]
        return cls(fitted.x, fitted.t, root_shares, dataset, _half_jump(dataset), activation)

    def layer(self, parameters: Array) -> tuple[Array, Array]:
        """Return hidden_weights and hidden_biases from one vector."""
        inputs = self.x.shape[1]
        weights, biases = np.split(parameters, [parameters.size * inputs // (inputs + 1)])
        return weights.reshape(inputs, -1), biases

    def features(self, parameters: Array) -> tuple[Array, Array]:
        """Return the pre-activations and the hidden features of a hidden layer."""
        weights, biases = self.layer(parameters)
        z = self.x @ weights + biases
        return z, activation_named(self.activation)(z)

    def linearise(self, parameters: Array, ridge: float) -> Linearisation:
        """Return the projected residual and Kaufman's Jacobian, outputs one below the other."""
        with np.errstate(over="ignore", invalid="ignore"):  # a step may lead far away
            z, features = self.features(parameters)
        if not np.abs(features).max() < _LARGEST_FEATURE:
            return Linearisation(np.full(1, np.inf), lambda: np.zeros((1, parameters.size)))
        solved = eliminate(features, self.t, self.root_shares, ridge)
        return Linearisation(
            solved.residual.ravel(order="F"), lambda: self._projected_slopes(z, solved)
        )

    def _projected_slopes(self, z: Array, solved: Elimination) -> Array:
        """Return (I - Q Q') [c_j phi' x, c_j phi'] for every output."""
        slopes = activation_named(self.activation).derivative(z) * self.root_shares
        by_output = []
        for output in range(self.t.shape[1]):
            back = slopes * solved.coefficients[:-1, output]
            columns = [back * x[:, np.newaxis] for x in self.x.T]
            points = np.concatenate([*columns, back], axis=1)
            rows = np.zeros((solved.basis.shape[0], points.shape[1]))
            rows[: len(points)] = points
            by_output.append(rows - solved.basis @ (solved.basis[: len(points)].T @ points))
        return np.concatenate(by_output)

    def descend(
        self, parameters: Array, ridge: float, steps: int, tolerance: float
    ) -> LocalMinimum:
        """Return the local least squares solution near a hidden layer."""
        return damped_least_squares(
            lambda p: self.linearise(p, ridge), parameters, steps=steps, tolerance=tolerance
        )

    def network(self, parameters: Array, ridge: float) -> Network:
        """Return the network with that hidden layer and the best output layer."""
        _, features = self.features(parameters)
        solved = eliminate(features, self.t, self.root_shares, ridge)
        weights, biases = self.layer(parameters)
        return Network(
            weights, biases, solved.coefficients[:-1], solved.coefficients[-1], self.activation
        )

    def unseen(self, network: Network) -> float:
        """Return by how much the network may err between the points, in scaled units.

        A unit that rises, or swings, by more than a little from one point to the next does so
        unseen; all of its output weight counts. Data without weights are all there is to fit.
        """
        if not network.phi.bounded or self.everything.weights is None:
            return 0.0
        with np.errstate(over="ignore"):  # a unit may have become as steep as that
            steepness = np.linalg.norm(network.hidden_weights, axis=0)
        reach = np.sum(np.abs(network.hidden_weights), axis=0) + _TAIL
        hidden = steepness * self._gaps(network) > _MOST_A_GAP
        rises_inside = np.abs(network.hidden_biases) < reach
        heights = np.max(np.abs(network.output_weights), axis=1)
        return float(np.sum(heights[hidden & rises_inside]))

    def _gaps(self, network: Network) -> Array:
        """Return the distance between neighbouring points at every unit's centre: (width,)."""
        x = self.everything.x
        if x.shape[1] > 1 or len(x) < 2:
            return np.full(network.width, 2.0 / len(x) ** (1.0 / x.shape[1]))
        weights = network.hidden_weights[0]
        centres = -network.hidden_biases / np.where(weights == 0.0, 1.0, weights)
        ordered = np.sort(x[:, 0])
        return np.diff(ordered)[np.clip(np.searchsorted(ordered, centres) - 1, 0, len(x) - 2)]

    def mean(self, residual: Array) -> float:
        """Return the root mean square of a residual at all points, as the fitted ones weigh it."""
        return float(np.sqrt(np.sum(self.everything.shares @ np.square(residual))))

    def residual(self, network: Network) -> Array:
        """Return the residual at all points, shape (all points, outputs)."""
        return network(self.everything.x) - self.everything.t


def _half_jump(dataset: Dataset) -> float:
    """Return half the largest rise between two points that are as good as one; one input only."""
    if dataset.x.shape[1] > 1 or dataset.weights is None:
        return 0.0
    order = np.argsort(dataset.x[:, 0], kind="stable")
    return rise_between_neighbours(dataset.x[order, 0], dataset.t[order], _AS_ONE) / 2.0


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A network, its residual at all points, the largest there or between, and its history.

    `mean` is the root mean square residual of the fitted points.
    """

    network: Network
    residual: Array
    largest: float
    mean: float
    history: list[float]
    converged: bool

    def beats(self, other: _Candidate, margin: float = 1.0) -> bool:
        """Return whether the largest residual is less by that factor; if equal, the mean."""
        if self.largest == other.largest:
            return self.mean < margin * other.mean
        return self.largest < margin * other.largest


class _Search:
    """The state of the growth: the best network of the two widths before."""

    def __init__(self, trainer: VariableProjection, problem: _Problem, seed: int) -> None:
        self.trainer, self.problem, self.seed = trainer, problem, seed
        spread = np.sqrt(np.sum(np.square(problem.t * problem.root_shares)))
        self.scale = float(spread)  # root mean square residual to improve on
        self.best: list[_Candidate] = []

    def advance(self, width: int) -> FitResult:
        """Return the outcome at the next width."""
        if self.best and self._is_rounding(self.best[-1]):
            candidate = _padded(self.best[-1])
        else:
            candidate = self._search(width)
            if self.best and not candidate.beats(self.best[-1], _WORTH):
                candidate = _padded(self.best[-1])
        self.best = [*self.best[-1:], candidate]
        return FitResult(
            candidate.network,
            StopReason.CONVERGED if candidate.converged else StopReason.EPOCHS_DONE,
            np.array(candidate.history) / self.problem.t.shape[1],
        )

    def _is_rounding(self, candidate: _Candidate) -> bool:
        terms = candidate.network.coefficient_norm + float(np.max(np.abs(self.problem.t)))
        return candidate.largest <= _ROUNDING * float(np.finfo(np.float64).eps) * terms

    def _search(self, width: int) -> _Candidate:
        ridge, last_ridge = (
            max(share * self.scale, _LEAST_RIDGE) for share in (_SEARCH_RIDGE, _LAST_RIDGE)
        )
        rng = np.random.default_rng((self.seed, width))
        screened = [
            self.problem.descend(hidden, ridge, self.trainer.screening, 1e-4)
            for hidden in self._hidden_layers(width, rng)
        ]
        screened.sort(key=lambda descent: descent.history[-1])
        refined = [self._refined(d, ridge, last_ridge) for d in screened[: self.trainer.kept]]
        refined.sort(key=lambda descent: descent.history[-1])
        self.scale = min(self.scale, float(np.sqrt(refined[0].history[-1])))
        polished = [self._polished(descent, last_ridge) for descent in refined[:2]]
        return functools.reduce(_better, polished)

    def _hidden_layers(self, width: int, rng: np.random.Generator) -> list[Array]:
        """Return the hidden layers to try: grown ones, then drawn ones."""
        inputs, outputs = self.problem.x.shape[1], self.problem.t.shape[1]
        layers = []
        for candidate in reversed(self.best):
            new = width - candidate.network.width
            by_mass = self.problem.half_jump > 0.0
            places = lobes(self.problem.everything.x, candidate.residual, 3 * new, width, by_mass)
            layers += hidden_layers_with_new_units(
                candidate.network.hidden_weights, candidate.network.hidden_biases, places, new,
                self.problem.activation, rng,
            )  # fmt: skip
        for extra in range(self.trainer.cold_starts):
            if extra % 2 == 0:
                layers.append(spread_hidden_layer(inputs, width, self.problem.activation, rng))
                continue
            seed = int(rng.integers(2**31))
            drawn = draw_start(inputs, width, outputs, seed, self.problem.activation, "scattered")
            layers.append((drawn.hidden_weights, drawn.hidden_biases))
        return [np.concatenate([weights.ravel(), biases]) for weights, biases in layers]

    def _refined(self, screened: LocalMinimum, ridge: float, last_ridge: float) -> LocalMinimum:
        first = self.problem.descend(screened.parameters, ridge, self.trainer.steps, 1e-3)
        last = self.problem.descend(first.parameters, last_ridge, self.trainer.steps, 1e-3)
        history = [*screened.history, *first.history[1:], *last.history[1:]]
        return replace(last, history=history)

    def _polished(self, descent: LocalMinimum, ridge: float) -> _Candidate:
        """Return the network of the smallest largest residual met while reweighting.

        Every round multiplies a point's weight by its residual, so that the least squares
        solution moves towards the one whose largest residuals are equal.
        """
        problem, parameters = self.problem, descent.parameters
        best = self._candidate(problem.network(parameters, ridge), descent)
        network, shares = best.network, np.square(problem.root_shares)
        for _ in range(self.trainer.polish):
            height = np.linalg.norm(network(problem.x) - problem.t, axis=1, keepdims=True)
            if not height.any():
                break
            shares = shares * (height / np.max(height) + _LEAST_FACTOR)
            shares /= shares.sum()
            reweighted = replace(problem, root_shares=np.sqrt(shares))
            parameters = reweighted.descend(parameters, ridge, _POLISH_STEPS, 1e-3).parameters
            network = reweighted.network(parameters, ridge)
            candidate = self._candidate(network, descent)
            best = _better(best, candidate)
        return best

    def _candidate(self, network: Network, descent: LocalMinimum) -> _Candidate:
        residual = self.problem.residual(network)
        largest = float(np.max(np.abs(residual))) + self.problem.unseen(network)
        largest = max(largest, _BESIDE_HALF_JUMP * self.problem.half_jump)
        mean = self.problem.mean(residual)
        return _Candidate(network, residual, largest, mean, descent.history, descent.converged)


def _better(one: _Candidate, other: _Candidate) -> _Candidate:
    return other if other.beats(one) else one


def _padded(candidate: _Candidate) -> _Candidate:
    """Return the same function with one dead unit more."""
    network = candidate.network
    wider = replace(
        network,
        hidden_weights=np.pad(network.hidden_weights, ((0, 0), (0, 1))),
        hidden_biases=np.pad(network.hidden_biases, (0, 1)),
        output_weights=np.pad(network.output_weights, ((0, 1), (0, 0))),
    )
    return replace(candidate, network=wider)
