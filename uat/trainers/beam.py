"""The search for near-best networks of several inputs: a beam of networks, not one.

With several inputs descents from different starts end in different places, the one of least mean
square is seldom the one of smallest largest residual, and either may be the wrong one to grow from.
So several distinct networks of every width are polished, and all of these are grown from. New units
come from the data (`uat.trainers.sampled_layers`), beside those of random directions that one input
has, too. Units that have become constant on the data are moved to where they are of use.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.trainers.base import FitResult
from uat.trainers.growth import Candidate, Growth, SearchSettings
from uat.trainers.local_minima import Minimum
from uat.trainers.projection import Problem
from uat.trainers.sampled_layers import drawn_layers, grown_layers, live_units

# Networks of a width that are grown from, layers grown from each by drawn units, and with the
# weights that level it from the best; layers drawn; how many times as many are kept as of one
# input; and minima of the search for one input that are polished.
_BEAM, _GROWN, _LEVEL, _DRAWN, _TIMES, _PLAIN = 6, 4, 4, 4, 2, 4
# Of more units than this a third as many: each takes longer, and a beam pays less.
_MANY_UNITS = 12
# Two sums of squares that differ by less than this share are those of one network.
_ALIKE = 1e-3
# The ridge of networks grown with weights, as a share of the residual.
_RIDGE, _LEAST_RIDGE = 1e-5, 1e-14
_POLISH_STEPS, _LEVEL_STEPS, _TOLERANCE = 15, 100, 1e-3
# In the polish no point's weight falls faster than by this factor a round.
_LEAST_FACTOR = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Polished:
    """A candidate, and the weights of the fitted points under which it is one of least squares.

    `shares` has shape (points, 1).
    """

    candidate: Candidate
    shares: Array


class BeamGrowth(Growth):
    """The state of the growth with several inputs: the distinct best networks of a width."""

    def __init__(self, settings: SearchSettings, problem: Problem, seed: int) -> None:
        super().__init__(settings, problem, seed)
        self.beam: list[Polished] = []

    def advance(self, width: int) -> FitResult:
        """Return the outcome at the next width; `chosen` tells how many units do nothing, if any.

        They are what is left where no wider network was closer than a narrower one.
        """
        result = super().advance(width)
        live = live_units(result.network, self.problem.everything.x)
        idle = float(np.count_nonzero(~live))
        return replace(result, chosen={"idle_units": idle}) if idle else result

    def _grown(self, width: int) -> list[Candidate]:
        """Return what the search finds; the next width grows from it even where it is no better.

        What pads a narrower network are dead units, and growing from those stands still.
        """
        if self.parents and self._is_rounding(self.parents[-1]):
            return super()._grown(width)
        searched = self._search(width)
        self.parents = [*self.parents[-1:], searched[0]]
        return searched

    def _search(self, width: int) -> list[Candidate]:
        rng = np.random.default_rng((self.seed, width))
        beam = _few(_BEAM, width)
        parents = [(parent.network, parent.residual) for parent in reversed(self.parents)]
        minima = self.search.of_width(width, parents, self.scale, rng)[:_PLAIN]
        screened = _distinct(self.search.screen(self._sampled(width, rng), self.scale))
        followed = [self.search.follow(m) for m in screened[: _TIMES * self.settings.kept]]
        minima = _distinct([*minima, *(self._revived(m, rng) for m in followed)])
        self.scale = min(self.scale, float(np.sqrt(minima[0].cost)))
        plain = np.square(self.problem.root_shares)
        polished = [self._levelled_from(minimum, plain) for minimum in minima[: 2 * beam]]
        polished += self._grown_level(width, rng)
        self.beam = _best_of(polished, beam)
        return [self.beam[0].candidate]

    def _grown_level(self, width: int, rng: np.random.Generator) -> Iterator[Polished]:
        """Yield networks grown from the best of the width before under the weights it ended with.

        Its largest residuals are as good as equal, which descents with other weights undo.
        """
        if not self.beam:
            return
        parent, ridge = self.beam[0], max(_RIDGE * self.scale, _LEAST_RIDGE)
        weighted = replace(self.problem, root_shares=np.sqrt(parent.shares))
        count, network = _few(_LEVEL, width), parent.candidate.network
        for layer in grown_layers(weighted, network, width, count, rng):
            descent = weighted.descend(layer, ridge, _LEVEL_STEPS, _TOLERANCE)
            minimum = Minimum(descent.parameters, ridge, descent.history, descent.converged)
            yield self._levelled_from(minimum, parent.shares)

    def _levelled_from(self, minimum: Minimum, shares: Array) -> Polished:
        """Return the network of the smallest largest residual met while reweighting.

        As `Growth` does, but from any weights, and these are kept.
        """
        problem, parameters, ridge = self.problem, minimum.parameters, minimum.ridge
        network = replace(problem, root_shares=np.sqrt(shares)).network(parameters, ridge)
        best = Polished(self._candidate(network, minimum), shares)
        for _ in range(self.settings.polish):
            height = np.linalg.norm(network(problem.x) - problem.t, axis=1, keepdims=True)
            if not (height.any() and np.all(np.isfinite(height))):
                break
            shares = shares * (height / np.max(height) + _LEAST_FACTOR)
            shares = shares / shares.sum()
            weighted = replace(problem, root_shares=np.sqrt(shares))
            descent = weighted.descend(parameters, ridge, _POLISH_STEPS, _TOLERANCE)
            parameters = descent.parameters
            network = weighted.network(parameters, ridge)
            candidate = self._candidate(network, minimum)
            if candidate.beats(best.candidate):
                best = Polished(candidate, shares)
        return best

    def _sampled(self, width: int, rng: np.random.Generator) -> Iterator[Array]:
        """Yield the hidden layers to try: grown by drawn units, and drawn ones."""
        for candidate in [*(one.candidate for one in self.beam), *self.parents[:-1]]:
            yield from grown_layers(
                self.problem, candidate.network, width, _few(_GROWN, width), rng
            )
        yield from drawn_layers(self.problem, width, _few(_DRAWN, width), rng)

    def _revived(self, minimum: Minimum, rng: np.random.Generator) -> Minimum:
        """Return a minimum whose dead units were moved to where they lower the residual most."""
        network = self.problem.network(minimum.parameters, minimum.ridge)
        if np.all(live_units(network, self.problem.everything.x)):
            return minimum
        for layer in grown_layers(self.problem, network, network.width, 1, rng):
            again = self.search.descend(layer, minimum.ridge, self.settings.steps, _TOLERANCE)
            if again.cost < minimum.cost:
                return replace(again, history=[*minimum.history, *again.history[1:]])
        return minimum


def _few(count: int, width: int) -> int:
    """Return how many of something a network of that width gets."""
    return count if width <= _MANY_UNITS else math.ceil(count / 3)


def _best_of(polished: list[Polished], count: int) -> list[Polished]:
    """Return the network of smallest largest residual, and others that are good in both norms."""
    by_largest = sorted(polished, key=lambda one: one.candidate.largest)
    others = sorted(by_largest[1:], key=lambda one: one.candidate.largest * one.candidate.mean)
    return [by_largest[0], *others[: count - 1]]


def _distinct(minima: list[Minimum]) -> list[Minimum]:
    """Return the minima, the lowest first, without those that end where one before them does."""
    distinct: list[Minimum] = []
    for minimum in sorted(minima, key=lambda one: one.cost):
        if not distinct or minimum.cost > (1.0 + _ALIKE) * distinct[-1].cost:
            distinct.append(minimum)
    return distinct
