"""The search for near-best networks: unit by unit, from the best of the widths before.

A network of width n is sought from those of width n - 1 and n - 2, with new units where their
residual is largest (`uat.trainers.proposals`), and from cold starts. Candidates are sorted out by
a few steps of `Problem.descend`, the best are refined, and the two best of these are polished
towards the smallest largest residual.

What is found so is compared with what is built: the best constant, the best staircases (`stairs`),
steep units on the jumps beside a search for the rest (`discontinuities`), units that merge into a
polynomial (`merging`), and the same network with its highest peaks lowered (`minimax`). None of
these is grown from: units that have merged, or are steep, seldom part again.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.checks import check_whole
from uat.core.network import Network
from uat.trainers.base import FitResult, StopReason
from uat.trainers.constants import best_constant
from uat.trainers.damped import LocalMinimum
from uat.trainers.discontinuities import StepUnits, find_jumps, highest, with_steps, without_jumps
from uat.trainers.elimination import with_solved_outputs
from uat.trainers.local_minima import LocalMinima, Minimum
from uat.trainers.merging import fitted_polynomial, merging_hidden_layers
from uat.trainers.minimax import levelled
from uat.trainers.projection import Problem
from uat.trainers.stairs import staircases

# The ridge, as a share of the residual of the width before: large while candidates are sorted
# out, because units that merge into a derivative early never part again, small at the end.
_SEARCH_RIDGE, _LAST_RIDGE, _LEAST_RIDGE = 1e-3, 1e-5, 1e-14
# A wider network is accepted if it lowers the largest residual below this share.
_WORTH = 0.98
# Residuals up to so many half jumps are equal, unless a constant is closer; then up to so many.
_BESIDE_HALF_JUMP, _AT_HALF_JUMP = 1.01, 1.0005
# A residual of so many roundings of the terms that were added up is rounding.
_ROUNDING = 4.0
_POLISH_STEPS = 15
# Units that merge are tried up to this width; what they leave is refined with next to no ridge.
_WIDEST_MERGING, _NO_RIDGE, _MERGING_STEPS = 8, 1e-17, 100
# So many minima are polished at width 1, half as many at 2, ..., but one in any case: the lowest
# sum of squares need not have the smallest largest residual. Up to some width there are more cold
# starts, too, at width 1 so many times as many: of few units they cost next to nothing, and what is
# missed there is missed at every width that follows.
_NARROW, _NARROWEST = 32, 8
_POLISHED = 16
# In the polish no point's weight falls faster than by this factor a round.
_LEAST_FACTOR = 1e-3


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How much is tried at every width: the settings of `uat.VariableProjection`, see there."""

    cold_starts: int = 3
    screening: int = 8
    kept: int = 1
    steps: int = 100
    swaps: int = 2
    polish: int = 8

    def __post_init__(self) -> None:
        for name in ("cold_starts", "screening", "kept", "steps"):
            check_whole(getattr(self, name), name)
        for name in ("swaps", "polish"):
            check_whole(getattr(self, name), name, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A network, its residual at all points, the largest there or between, and its history.

    `unseen` is what the largest may be more between the points than at them, `mean` the root mean
    square residual of the fitted points.
    """

    network: Network
    residual: Array
    largest: float
    unseen: float
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
        self.search = LocalMinima(
            problem, settings.cold_starts, settings.screening, settings.kept, settings.steps,
            settings.swaps,
        )  # fmt: skip
        self.parents: list[Candidate] = []  # of the two widths before, what the search grows from
        self.best: Candidate | None = None
        self.jumps = find_jumps(problem.everything)
        constant = problem.range / 2.0
        half = problem.half_jump
        # Largest residuals below it are equal: no network gets far below it.
        self.least = max(_AT_HALF_JUMP * half, min(_BESIDE_HALF_JUMP * half, constant))
        self.rest: Growth | None = None  # of the target without its highest jumps

    def advance(self, width: int) -> FitResult:
        """Return the outcome at the next width."""
        candidate = self.next(width)
        return FitResult(
            candidate.network,
            StopReason.CONVERGED if candidate.converged else StopReason.EPOCHS_DONE,
            np.array(candidate.history) / self.problem.t.shape[1],
        )

    def next(self, width: int) -> Candidate:
        """Return the best network of the next width."""
        if self.best is not None and self._is_exact(self.best):
            candidate = padded(self.best)
        else:
            candidate = functools.reduce(_better, self._candidates(width))
            if self.best is not None and not self._is_worth_it(candidate, self.best):
                candidate = padded(self.best)
        self.best = candidate
        return candidate

    def _is_worth_it(self, candidate: Candidate, best: Candidate) -> bool:
        return candidate.largest <= self.least < best.largest or candidate.beats(best, _WORTH)

    def _candidates(self, width: int) -> Iterator[Candidate]:
        """Yield the finished networks of a width, what is built and what is searched.

        Where steps reach half a jump, there is nothing to search but the rest.
        """
        if width == 1:
            network = best_constant(self.problem.everything, width, self.problem.activation)
            yield self.finished(network)
        jumps = bool(self.jumps) or self.least > 0.0
        if jumps:
            steps = [*self._with_jumps(width), *self._staircases(width)]
            yield from steps
            if self.least and any(candidate.largest <= self.least for candidate in steps):
                return
        minima = self._grown(width)
        searched = functools.reduce(_better, minima)
        yield searched
        # No staircase of width + 1 levels is closer than this to a target without jumps.
        if not jumps and searched.largest > self.problem.range / (2.0 * (width + 1)):
            yield from self._staircases(width)
        for minimum in minima:
            yield from self._levelled(minimum)
        if self.problem.x.shape[1] == 1 and width <= _WIDEST_MERGING:
            yield from self._merged(width, searched)

    def _with_jumps(self, width: int) -> Iterator[Candidate]:
        """Yield the network that makes the highest jumps by steps, and the rest by what is left."""
        step = StepUnits.of(self.problem.activation)
        high = highest(self.jumps)
        if step is None or not high or width < step.units * len(high):
            return
        spare = width - step.units * len(high)
        if self.rest is None:
            data = without_jumps(self.problem.everything, high)
            self.rest = Growth(self.settings, Problem.of(data, self.problem.activation), self.seed)
        if spare:
            rest = self.rest.next(spare)
        else:
            everything = self.rest.problem.everything
            rest = self.rest.finished(best_constant(everything, 1, self.problem.activation))
        network = with_steps(rest.network, high, width)
        candidate = self.finished(network, rest.unseen)
        # Where it jumps there are two values to err from, and points may have only one.
        x = self.problem.everything.x[:, 0]
        beside = [int(np.argmin(np.abs(x - jump.place))) for jump in high]
        least = [
            jump.height / 2.0 + float(np.max(np.abs(rest.residual[point])))
            for jump, point in zip(high, beside, strict=True)
        ]
        yield replace(candidate, largest=max(candidate.largest, *least))

    def _staircases(self, width: int) -> Iterator[Candidate]:
        if self.problem.x.shape[1] == 1:
            networks = staircases(
                self.problem.everything, self.jumps, width, self.problem.activation
            )
            yield from (self.finished(network, 0.0) for network in networks)

    def _grown(self, width: int) -> list[Candidate]:
        """Return what the search finds, the best of which is what the next width grows from."""
        if self.parents and self._is_rounding(self.parents[-1]):
            minima = [padded(self.parents[-1])]
        else:
            minima = self._search(width)
            if self.parents and not functools.reduce(_better, minima).beats(
                self.parents[-1], _WORTH
            ):
                minima.append(padded(self.parents[-1]))
        self.parents = [*self.parents[-1:], functools.reduce(_better, minima)]
        return minima

    def _is_rounding(self, candidate: Candidate) -> bool:
        """Return whether what is left is rounding of terms as large as these."""
        terms = candidate.network.coefficient_norm + self.problem.size
        return self._errs_by(candidate, terms)

    def _is_exact(self, candidate: Candidate) -> bool:
        """Return whether no network can be better: what is left is rounding of the target."""
        return self._errs_by(candidate, self.problem.size)

    def _errs_by(self, candidate: Candidate, terms: float) -> bool:
        rounding = _ROUNDING * float(np.finfo(np.float64).eps) * terms
        return candidate.mean <= rounding and (candidate.largest <= max(rounding, self.least))

    def _levelled(self, searched: Candidate) -> Iterator[Candidate]:
        """Yield the network with its highest peaks lowered, where linear programs can do that."""
        everything, rounds = self.problem.everything, self.settings.polish // 3
        one = everything.x.shape[1] == everything.t.shape[1] == 1
        if not (one and rounds) or self._is_rounding(searched):
            return
        order = np.argsort(everything.x[:, 0], kind="stable")
        x, t = everything.x[order, 0], everything.t[order, 0]
        yield self.finished(levelled(searched.network, x, t, rounds))

    def _merged(self, width: int, searched: Candidate) -> Iterator[Candidate]:
        """Yield networks of units that merge, if a polynomial is closer than the search came."""
        problem = self.problem
        x = problem.x[:, 0]
        # The limits of a few units are polynomials of their number and of higher degree.
        polynomial = fitted_polynomial(x, problem.t, width + 1 if width > 1 else 1)
        if not polynomial.residual < np.max(np.abs(searched.network(problem.x) - problem.t)):
            return
        rng = np.random.default_rng((self.seed, width))
        for weights, biases in merging_hidden_layers(
            x, problem.t, width, problem.activation, rng, polynomial.middle
        ):
            parameters = np.concatenate([weights.ravel(), biases])
            yield self._solved(parameters)
            descent = problem.descend(parameters, _NO_RIDGE, _MERGING_STEPS, 1e-3)
            yield self._solved(descent.parameters)

    def _search(self, width: int) -> list[Candidate]:
        """Return the lowest minima of a width, polished."""
        rng = np.random.default_rng((self.seed, width))
        parents = [(parent.network, parent.residual) for parent in reversed(self.parents)]
        search, count = self.search, 1
        if self.settings.polish:
            count = max(1, _POLISHED // width)
            more = max(1, _NARROW // width) if width <= _NARROWEST else 1
            search = replace(search, cold_starts=more * search.cold_starts)
        minima = search.of_width(width, parents, self.scale, rng)
        self.scale = min(self.scale, float(np.sqrt(minima[0].cost)))
        return [self._polished(minimum) for minimum in minima[:count]]

    def _polished(self, descent: Minimum) -> Candidate:
        """Return the network of the smallest largest residual met while reweighting.

        Every round multiplies a point's weight by its residual, so that the least squares
        solution moves towards the one whose largest residuals are equal.
        """
        problem, parameters, ridge = self.problem, descent.parameters, descent.ridge
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

    def _solved(self, parameters: Array) -> Candidate:
        """Return the network with that hidden layer and the best output layer, without a ridge."""
        weights, biases = self.problem.layer(parameters)
        outputs = self.problem.t.shape[1]
        network = Network(
            weights, biases, np.zeros((len(biases), outputs)), np.zeros(outputs),
            self.problem.activation,
        )  # fmt: skip
        return self.finished(with_solved_outputs(network, self.problem.everything))

    def finished(self, network: Network, unseen: float | None = None) -> Candidate:
        """Return a network that needs no descent, and errs between the points by so much more."""
        squares = np.square(self.problem.mean(self.problem.residual(network)))
        return self._candidate(network, LocalMinimum(np.empty(0), [float(squares)], True), unseen)

    def _candidate(
        self, network: Network, descent: LocalMinimum | Minimum, unseen: float | None = None
    ) -> Candidate:
        residual = self.problem.residual(network)
        unseen = self.problem.unseen(network) if unseen is None else unseen
        largest = float(np.max(np.abs(residual))) + unseen
        largest = max(largest, self.least)
        mean = self.problem.mean(residual)
        return Candidate(
            network, residual, largest, unseen, mean, descent.history, descent.converged
        )


def _better(one: Candidate, other: Candidate) -> Candidate:
    return other if other.beats(one) else one


def padded(candidate: Candidate) -> Candidate:
    """Return the same function with one dead unit more."""
    network = candidate.network
    wider = replace(
        network,
        hidden_weights=np.pad(network.hidden_weights, ((0, 0), (0, 1))),
        hidden_biases=np.pad(network.hidden_biases, (0, 1)),
        output_weights=np.pad(network.output_weights, ((0, 1), (0, 0))),
    )
    return replace(candidate, network=wider)
