"""Near-best networks of bounded 1-norm, |c|_1 <= X: width after width.

Hidden layers are sought without the bound, and the same for every X; of each the best output layer
within the bound is a convex problem (`uat.trainers.norm_bound`). So the least error found cannot
rise with X, but for the last polish, nor with the width, as a narrower network with a dead unit
more is a candidate.

The hidden layers stand on a ladder of ridges: a large ridge holds |c| small, and going down rung
by rung the same units steepen, part and cancel ever more. The ladder is walked until the network of
a rung is above the bound; at its foot stands the free search (`uat.trainers.growth`). Of one input,
relu and heaviside units take the knots and cuts of the exact methods instead.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from uat.arrays import Array
from uat.core.network import Network
from uat.trainers.base import FitResult, StopReason
from uat.trainers.broken_line_search import BrokenLineSearch
from uat.trainers.constants import best_constant
from uat.trainers.growth import Candidate, Growth, padded
from uat.trainers.norm_bound import (
    levelled_within,
    of_unit_slope,
    with_bounded_outputs,
    with_bounded_squares,
)
from uat.trainers.proposals import hidden_layers_with_new_units, lobes, spread_hidden_layer
from uat.trainers.starts import draw_start
from uat.trainers.steps import StepSearch

# Ridges from one rung to the next, and how many rungs there are.
_FIRST_RIDGE, _LOWER, _RUNGS = 0.3, 10.0**-0.5, 20
# Cold starts are drawn at every so manieth rung.
_COLD_RUNGS = 4
_TOLERANCE, _MOST_STEPS = 1e-3, 40
# So many candidates are polished, divided by the width: with few units a start decides much.
_POLISHED = 8


class HiddenLayers(Protocol):
    """Where hidden layers come from."""

    def layers(self, width: int, bound: float, /) -> Iterator[Network]:
        """Yield networks whose hidden layers are to be tried, the most promising last.

        With a larger bound they are the same, and perhaps more.
        """
        ...

    def free(self, width: int) -> Network:
        """Return the best network found without a bound."""
        ...


class ExactLayers:
    """The knots and cuts of the best networks of one input, whatever the bound."""

    def __init__(self, search: StepSearch | BrokenLineSearch) -> None:
        self.free = functools.cache(lambda width: of_unit_slope(search.at(width).network))

    def layers(self, width: int, _bound: float, /) -> Iterator[Network]:
        """Yield the best network without a bound."""
        yield self.free(width)


class RidgeLadder:
    """Networks of all widths and ridges, each found when it is first asked for.

    That of a width and a rung comes from the rung above and from the width below, whatever else is
    asked for.
    """

    def __init__(self, free: Growth) -> None:
        self._settings, self._free, self._problem = free.settings, free, free.problem
        self._widths: list[Network] = []  # of the free search
        self._rung = functools.cache(self._found)

    def layers(self, width: int, bound: float) -> Iterator[Network]:
        """Yield the networks of a width down to the first above the bound.

        Where the target jumps only units of the free search are steep enough.
        """
        inside = True
        for rung in range(_RUNGS):
            network = of_unit_slope(self._network(width, rung))
            yield network
            if network.coefficient_norm > bound:
                inside = False
                break
        if inside or self._problem.half_jump > 0.0:
            yield self.free(width)

    def free(self, width: int) -> Network:
        """Return what the search without a bound finds."""
        while len(self._widths) < width:
            network = self._free.next(len(self._widths) + 1).network
            self._widths.append(of_unit_slope(network))
        return self._widths[width - 1]

    def _network(self, width: int, rung: int) -> Network:
        return self._problem.network(self._rung(width, rung), _ridge(rung))

    def _found(self, width: int, rung: int) -> Array:
        """Return the hidden layer of a width with the ridge of a rung."""
        steps = self._settings.screening
        screened = [
            self._problem.descend(layer, _ridge(rung), steps, 1e-4)
            for layer in self._starts(width, rung)
        ]
        best = min(screened, key=lambda descent: descent.history[-1])
        steps = min(self._settings.steps, _MOST_STEPS)
        return self._problem.descend(best.parameters, _ridge(rung), steps, _TOLERANCE).parameters

    def _starts(self, width: int, rung: int) -> Iterator[Array]:
        rng = np.random.default_rng((self._free.seed, width, rung))
        problem, activation = self._problem, self._problem.activation
        inputs = problem.x.shape[1]
        if rung:
            yield self._rung(width, rung - 1)
        free = self.free(width)
        yield np.concatenate([free.hidden_weights.ravel(), free.hidden_biases])
        if width > 1:
            narrow = self._network(width - 1, rung)
            residual = problem.residual(narrow)
            places = lobes(problem.everything.x, residual, 1, width, problem.half_jump > 0.0)
            for weights, biases in hidden_layers_with_new_units(
                narrow.hidden_weights, narrow.hidden_biases, places, 1, activation, rng
            ):
                yield np.concatenate([weights.ravel(), biases])
        if rung % _COLD_RUNGS == 0:
            weights, biases = spread_hidden_layer(inputs, width, activation, rng)
            yield np.concatenate([weights.ravel(), biases])
            seed = int(rng.integers(2**31))
            drawn = draw_start(inputs, width, 1, seed, activation, "scattered")
            yield np.concatenate([drawn.hidden_weights.ravel(), drawn.hidden_biases])


def _ridge(rung: int) -> float:
    return float(_FIRST_RIDGE * _LOWER**rung)


class BoundedGrowth:
    """The search for the best networks of bounded 1-norm, width after width.

    Parameters
    ----------
    free : the search without a bound, not yet begun
    bound : of the 1-norm of the output weights of every output; units that are homogeneous have
        |w| = 1
    least_squares : whether the mean square error is to be least, not the largest
    layers : where hidden layers come from; None takes the `RidgeLadder`
    """

    def __init__(
        self, free: Growth, bound: float, least_squares: bool, layers: HiddenLayers | None
    ) -> None:
        everything = free.problem.everything
        order = np.argsort(everything.x[:, 0], kind="stable")
        self._data = replace(
            everything, x=everything.x[order], t=everything.t[order],
            weights=None if everything.weights is None else everything.weights[order],
        )  # fmt: skip
        self._free, self._bound, self._least_squares = free, bound, least_squares
        self._layers = layers or RidgeLadder(free)
        self._best: Candidate | None = None

    def grow(self) -> Iterator[FitResult]:
        """Yield the networks of width 1, 2, 3, ..., none worse than the one before."""
        for width in itertools.count(1):
            self._best = best = min(self._candidates(width), key=self._rank)
            history = np.array(best.history) / self._data.t.shape[1]
            yield FitResult(
                best.network, StopReason.CONVERGED, history, unbounded=self._layers.free(width)
            )

    def _candidates(self, width: int) -> Iterator[Candidate]:
        """Yield the networks of a width that keep the bound; of equals the first is taken."""
        activation = self._free.problem.activation
        if self._best is None:
            yield self._free.finished(best_constant(self._data, width, activation))
        else:
            yield padded(self._best)
        searched = sorted(self._with_layers(width), key=self._rank)
        yield from searched
        one = self._data.x.shape[1] == self._data.t.shape[1] == 1
        if self._least_squares or not one or not searched[0].network.phi.trainable:
            return
        for candidate in searched[: max(1, _POLISHED // width)]:
            if candidate.mean > 0.0:
                rounds = self._free.settings.polish // 2
                network = levelled_within(candidate.network, self._data, self._bound, rounds)
                yield self._free.finished(network)

    def _with_layers(self, width: int) -> Iterator[Candidate]:
        """Yield the best network within the bound with each of the hidden layers.

        The largest residual is no less than any mean square: many linear programs are spared.
        """
        layers = [*self._layers.layers(width, self._bound)]
        kept = [self._free.finished(n) for n in layers if n.coefficient_norm <= self._bound]
        squares = [
            self._free.finished(with_bounded_squares(layer, self._data, self._bound))
            for layer in reversed(layers)
        ]
        yield from kept
        if self._least_squares:
            yield from squares
            return
        least = min([*kept, *squares], key=self._rank).largest
        for candidate in squares:
            if candidate.mean < least:
                network = with_bounded_outputs(candidate.network, self._data, self._bound)
                levelled = self._free.finished(network)
                least = min(least, levelled.largest)
                yield min(candidate, levelled, key=self._rank)
            else:
                yield candidate

    def _rank(self, candidate: Candidate) -> tuple[float, float]:
        """Return what is to be small."""
        errors = candidate.largest, candidate.mean
        return errors[::-1] if self._least_squares else errors
