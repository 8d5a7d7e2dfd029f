"""The local minima of one width: hidden layers that least squares cannot make better.

They are sought from networks that are narrower by one or two units, with new units where their
residual is largest (`uat.trainers.proposals`), and from cold starts of several kinds. What is
promising is followed with an ever smaller ridge: with a large one units keep apart that had better
merge into a derivative, with next to none from the start they merge at once and stay where they
are. Then units that are of little use are exchanged for others elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.core.network import Network
from uat.trainers.graded import graded_hidden_layers, singular_places
from uat.trainers.projection import Problem
from uat.trainers.proposals import (
    hidden_layers_with_new_units,
    lobes,
    soft_hidden_layer,
    spread_hidden_layer,
)
from uat.trainers.starts import draw_start

# The first ridge, as a share of the residual of the width before, of networks that are grown; and
# that of cold starts, which are far from any minimum, unless that is smaller.
_GROWN_RIDGE, _COLD_RIDGE = 1e-3, 1e-6
# From one ridge to the next, down to the least, while the residual falls below this share.
_SMALLER, _LEAST_RIDGE, _WHILE_BELOW = 1e-2, 1e-14, 0.7
_TOLERANCE, _PATIENCE, _SCREENING_TOLERANCE = 1e-3, 6, 1e-4
# Places at which new units are tried.
_PLACES = 3
# Of the cold starts the lowest is followed; networks wider than this take a third as many, because
# they are mostly better if they are grown.
_MANY_UNITS = 12
# Steps that a unit too many gets, how many of such networks are kept, and of how many of their
# units each is freed in turn; an exchange counts if it leaves less than this share of the squares.
_EXTRA_STEPS, _KEPT_EXTRA, _FREED, _WORTH = 24, 2, 3, 0.99


@dataclass(frozen=True, slots=True, eq=False)
class Minimum:
    """A hidden layer at which the sum of squares is locally least.

    Parameters
    ----------
    parameters : shape ((inputs + 1) * width,), weights before biases
    ridge : the last one
    history : sums of squares after every step that led here
    converged : whether no step made it smaller
    """

    parameters: Array
    ridge: float
    history: list[float]
    converged: bool

    @property
    def cost(self) -> float:
        """The sum of squares, that of the ridge included."""
        return self.history[-1]


@dataclass(frozen=True, slots=True, eq=False)
class LocalMinima:
    """The search for local minima of a problem.

    Parameters
    ----------
    problem : what is fitted
    cold_starts, screening, kept, steps, swaps : see `uat.VariableProjection`
    """

    problem: Problem
    cold_starts: int
    screening: int
    kept: int
    steps: int
    swaps: int

    def of_width(
        self,
        width: int,
        parents: Sequence[tuple[Network, Array]],
        scale: float,
        rng: np.random.Generator,
    ) -> list[Minimum]:
        """Return the minima met, the lowest first.

        Parameters
        ----------
        parents : narrower networks, and their residuals at all points of the dataset
        scale : root mean square residual to improve on
        """
        ridge = max(_GROWN_RIDGE * scale, _LEAST_RIDGE)
        screened = self.screen(self._grown(width, parents, rng), scale)
        minima = [self.follow(m) for m in screened[: self.kept]]
        minima += [self.follow(m) for m in _lowest_first(self._graded(width, ridge, rng))[:1]]
        cold = min(ridge, _COLD_RIDGE)
        drawn = [
            self.descend(layer, cold, self.steps, _TOLERANCE) for layer in self._cold(width, rng)
        ]
        minima += [self.follow(m) for m in _lowest_first(drawn)[:1]]
        return self._exchanged(_lowest_first(minima), ridge, rng)

    def screen(self, layers: Iterable[Array], scale: float) -> list[Minimum]:
        """Return where a few steps lead from layers, the lowest first; see `of_width`."""
        ridge = max(_GROWN_RIDGE * scale, _LEAST_RIDGE)
        return _lowest_first(
            [self.descend(layer, ridge, self.screening, _SCREENING_TOLERANCE) for layer in layers]
        )

    def descend(self, layer: Array, ridge: float, steps: int, tolerance: float) -> Minimum:
        """Return where the descent from a hidden layer leads with that ridge."""
        descent = self.problem.descend(layer, ridge, steps, tolerance, _PATIENCE)
        return Minimum(descent.parameters, ridge, descent.history, descent.converged)

    def follow(self, minimum: Minimum) -> Minimum:
        """Return where a minimum moves as the ridge goes to next to nothing."""
        minimum = self._further(minimum, minimum.ridge)
        while minimum.ridge > _LEAST_RIDGE:
            before = minimum.cost
            minimum = self._further(minimum, max(_SMALLER * minimum.ridge, _LEAST_RIDGE))
            if not minimum.cost < _WHILE_BELOW**2 * before:
                break
        return minimum

    def _further(self, minimum: Minimum, ridge: float) -> Minimum:
        """Return where the descent from a minimum leads with that ridge."""
        further = self.descend(minimum.parameters, ridge, self.steps, _TOLERANCE)
        return replace(further, history=[*minimum.history, *further.history[1:]])

    def _grown(
        self, width: int, parents: Sequence[tuple[Network, Array]], rng: np.random.Generator
    ) -> Iterator[Array]:
        """Yield the parents with new units where their residual is largest."""
        for network, residual in parents:
            yield from self._with_new_units(network, residual, width - network.width, _PLACES, rng)

    def _with_new_units(
        self, network: Network, residual: Array, new: int, places: int, rng: np.random.Generator
    ) -> Iterator[Array]:
        problem = self.problem
        by_mass = problem.half_jump > 0.0
        at = lobes(problem.everything.x, residual, places * new, network.width + new, by_mass)
        layers = hidden_layers_with_new_units(
            network.hidden_weights, network.hidden_biases, at, new, problem.activation, rng
        )
        yield from map(_as_vector, layers)

    def _graded(self, width: int, ridge: float, rng: np.random.Generator) -> list[Minimum]:
        """Return where units lead that are graded towards the places where fitted points gather."""
        if self.problem.x.shape[1] > 1:
            return []
        singular = singular_places(self.problem.x[:, 0])
        layers = graded_hidden_layers(singular, width, self.problem.activation, rng)
        return [
            self.descend(_as_vector(layer), ridge, self.screening, _SCREENING_TOLERANCE)
            for layer in layers
        ]

    def _cold(self, width: int, rng: np.random.Generator) -> Iterator[Array]:
        """Yield drawn hidden layers, of several kinds in turn."""
        inputs, activation = self.problem.x.shape[1], self.problem.activation
        many = width > _MANY_UNITS
        for number in range(math.ceil(self.cold_starts / 3) if many else self.cold_starts):
            kind = number % 3
            if kind == 0:
                layer = spread_hidden_layer(inputs, width, activation, rng)
            elif kind == 1:
                layer = soft_hidden_layer(inputs, width, activation, rng)
            else:
                seed = int(rng.integers(2**31))
                drawn = draw_start(inputs, width, 1, seed, activation, "scattered")
                layer = drawn.hidden_weights, drawn.hidden_biases
            yield _as_vector(layer)

    def _exchanged(
        self, minima: list[Minimum], ridge: float, rng: np.random.Generator
    ) -> list[Minimum]:
        """Return the minima, before them what exchanging units made of the lowest."""
        for _ in range(self.swaps):
            exchanged = self._exchange(minima[0], ridge, rng)
            if exchanged is None or not exchanged.cost < _WORTH * minima[0].cost:
                break
            minima = [replace(exchanged, history=[*minima[0].history, exchanged.cost]), *minima]
        return minima

    def _exchange(self, minimum: Minimum, ridge: float, rng: np.random.Generator) -> Minimum | None:
        """Return where it leads to add a unit where the residual is largest, and free another."""
        problem = self.problem
        network = problem.network(minimum.parameters, minimum.ridge)
        layers = self._with_new_units(network, problem.residual(network), 1, _PLACES - 1, rng)
        extra = [self.descend(layer, ridge, _EXTRA_STEPS, _SCREENING_TOLERANCE) for layer in layers]
        freed = [
            self.descend(left, ridge, self.screening, _SCREENING_TOLERANCE)
            for wide in _lowest_first(extra)[:_KEPT_EXTRA]
            for left in self._without_one(wide)
        ]
        return self.follow(_lowest_first(freed)[0]) if freed else None

    def _without_one(self, wide: Minimum) -> Iterator[Array]:
        """Yield the hidden layer without each of its least useful units."""
        by_unit = wide.parameters.reshape(self.problem.x.shape[1] + 1, -1)
        for unit in self.problem.least_useful(wide.parameters, wide.ridge)[:_FREED]:
            yield np.delete(by_unit, unit, axis=1).ravel()


def _as_vector(layer: tuple[Array, Array]) -> Array:
    weights, biases = layer
    return np.concatenate([weights.ravel(), biases])


def _lowest_first(minima: Sequence[Minimum]) -> list[Minimum]:
    return sorted(minima, key=lambda minimum: minimum.cost)
