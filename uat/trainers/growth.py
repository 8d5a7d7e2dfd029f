"""The search for near-best networks: unit by unit, from the best of the widths before.

A network of width n is sought from those of width n - 1 and n - 2, with new units where their
residual is largest (`uat.trainers.proposals`), and from cold starts. Candidates are sorted out by
a few steps of `Problem.descend`, the best are refined, and the two best of these are polished
towards the smallest largest residual.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.checks import check_whole
from uat.core.network import Network
from uat.trainers.base import FitResult, StopReason
from uat.trainers.damped import LocalMinimum
from uat.trainers.projection import Problem
from uat.trainers.proposals import hidden_layers_with_new_units, lobes, spread_hidden_layer
from uat.trainers.starts import draw_start

# The ridge, as a share of the residual of the width before: large while candidates are sorted
# out, because units that merge into a derivative early never part again, small at the end.
_SEARCH_RIDGE, _LAST_RIDGE, _LEAST_RIDGE = 1e-3, 1e-5, 1e-14
# A wider network is accepted if it lowers the largest residual below this share.
_WORTH = 0.98
# Residuals up to so many half jumps are equal.
_BESIDE_HALF_JUMP = 1.01
# A residual of so many roundings of the terms that were added up is rounding.
_ROUNDING = 4.0
_POLISH_STEPS = 15
# In the polish no point's weight falls faster than by this factor a round.
_LEAST_FACTOR = 1e-3


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How much is tried at every width: the settings of `uat.VariableProjection`, see there."""

    cold_starts: int = 6
    screening: int = 12
    kept: int = 5
    steps: int = 250
    polish: int = 12

    def __post_init__(self) -> None:
        for name in ("cold_starts", "screening", "kept", "steps"):
            check_whole(getattr(self, name), name)
        check_whole(self.polish, "polish", 0)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A network, its residual at all points, the largest there or between, and its history.

    `mean` is the root mean square residual of the fitted points.
    """

    network: Network
    residual: Array
    largest: float
    mean: float
    history: list[float]
    converged: bool

    def beats(self, other: Candidate, margin: float = 1.0) -> bool:
        """Return whether the largest residual is less by that factor; if equal, the mean."""
        if self.largest == other.largest:
            return self.mean < margin * other.mean
        return self.largest < margin * other.largest


class Growth:
    """The state of the growth: the best network of the two widths before."""

    def __init__(self, settings: SearchSettings, problem: Problem, seed: int) -> None:
        self.settings, self.problem, self.seed = settings, problem, seed
        spread = np.sqrt(np.sum(np.square(problem.t * problem.root_shares)))
        self.scale = float(spread)  # root mean square residual to improve on
        self.best: list[Candidate] = []

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

    def _is_rounding(self, candidate: Candidate) -> bool:
        terms = candidate.network.coefficient_norm + float(np.max(np.abs(self.problem.t)))
        return candidate.largest <= _ROUNDING * float(np.finfo(np.float64).eps) * terms

    def _search(self, width: int) -> Candidate:
        ridge, last_ridge = (
            max(share * self.scale, _LEAST_RIDGE) for share in (_SEARCH_RIDGE, _LAST_RIDGE)
        )
        rng = np.random.default_rng((self.seed, width))
        screened = [
            self.problem.descend(hidden, ridge, self.settings.screening, 1e-4)
            for hidden in self._hidden_layers(width, rng)
        ]
        screened.sort(key=lambda descent: descent.history[-1])
        refined = [self._refined(d, ridge, last_ridge) for d in screened[: self.settings.kept]]
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
        for extra in range(self.settings.cold_starts):
            if extra % 2 == 0:
                layers.append(spread_hidden_layer(inputs, width, self.problem.activation, rng))
                continue
            seed = int(rng.integers(2**31))
            drawn = draw_start(inputs, width, outputs, seed, self.problem.activation, "scattered")
            layers.append((drawn.hidden_weights, drawn.hidden_biases))
        return [np.concatenate([weights.ravel(), biases]) for weights, biases in layers]

    def _refined(self, screened: LocalMinimum, ridge: float, last_ridge: float) -> LocalMinimum:
        first = self.problem.descend(screened.parameters, ridge, self.settings.steps, 1e-3)
        last = self.problem.descend(first.parameters, last_ridge, self.settings.steps, 1e-3)
        history = [*screened.history, *first.history[1:], *last.history[1:]]
        return replace(last, history=history)

    def _polished(self, descent: LocalMinimum, ridge: float) -> Candidate:
        """Return the network of the smallest largest residual met while reweighting.

        Every round multiplies a point's weight by its residual, so that the least squares
        solution moves towards the one whose largest residuals are equal.
        """
        problem, parameters = self.problem, descent.parameters
        best = self._candidate(problem.network(parameters, ridge), descent)
        network, shares = best.network, np.square(problem.root_shares)
        for _ in range(self.settings.polish):
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

    def _candidate(self, network: Network, descent: LocalMinimum) -> Candidate:
        residual = self.problem.residual(network)
        largest = float(np.max(np.abs(residual))) + self.problem.unseen(network)
        largest = max(largest, _BESIDE_HALF_JUMP * self.problem.half_jump)
        mean = self.problem.mean(residual)
        return Candidate(network, residual, largest, mean, descent.history, descent.converged)


def _better(one: Candidate, other: Candidate) -> Candidate:
    return other if other.beats(one) else one


def _padded(candidate: Candidate) -> Candidate:
    """Return the same function with one dead unit more."""
    network = candidate.network
    wider = replace(
        network,
        hidden_weights=np.pad(network.hidden_weights, ((0, 0), (0, 1))),
        hidden_biases=np.pad(network.hidden_biases, (0, 1)),
        output_weights=np.pad(network.output_weights, ((0, 1), (0, 0))),
    )
    return replace(candidate, network=wider)
