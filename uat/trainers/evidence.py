"""The evidence: how probable the data are under a network, and a descent that raises it.

What is minimised is

    F(w) = sum_o beta_o * E_o(w) + sum_g alpha_g * |w_g|^2

with E_o the sum of squared residuals of output o. beta_o is one over the variance of its noise, and
alpha_g one over the variance that the parameters of group g have before any data are seen. None of
them is set: after every step they are what makes the data most probable, given how many of the
parameters the data determine,

    gamma_g = |g| - alpha_g * trace_g(A^-1),    A = sum_o beta_o J_o' J_o + diag(alpha)
    alpha_g = gamma_g / |w_g|^2,                beta_o = (points - gamma_o) / E_o

An output may be known without noise while another is not: its beta would grow until all units
served it alone. In units of the outputs' deviations no beta is more than ten times the least, but
where a last descent, free of that, fits every output as well.

The groups are the weights of each input, the hidden biases, and every output weight by itself; the
output biases are free.

References
----------
MacKay (1992), Neural Computation 4, 415-447 and 448-472.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.backprop import prediction_and_slopes
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.curvature import (
    Block,
    Curvature,
    Posterior,
    Scaled,
    blocks_of_rows,
    curvature_of,
)
from uat.trainers.damped import NielsenDamping

# Steps without a rise of the evidence that end the descent.
_PATIENCE = 10
# The precision of an output bias before any data: next to nothing, of outputs of deviation 1.
_FREE = 1e-6
_LEAST_PRECISION, _MOST_PRECISION = 1e-8, 1e8
# Noise below this share of the output's deviation is taken for that much: rounding in the normal
# equations. At least this share of the points is left to tell the noise by.
_LEAST_NOISE, _LEAST_FREEDOM = 1e-7, 0.05
_LEAST_DAMPING, _MOST_DAMPING = 1e-8, 1e16
NOISE_CAP = 10.0
"""No output's noise precision is more than so many times the least, in the outputs' deviations."""
# Up to so many parameters, a step's curvature costs no more than the network's values again.
_SMALL = 200
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, eq=False)
class Precisions:
    """alpha, shape (groups,), and beta, shape (outputs,): one over a variance each."""

    weights: Array
    noise: Array

    def capped(self, cap: float) -> Precisions:
        """Return them with no output's more than so many times the least."""
        return replace(self, noise=np.minimum(self.noise, cap * self.noise.min()))


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A network, how probable it makes the data, and the way to it.

    `noise` is one over the variance of each output's noise, as far as it can be told: in
    `precisions`, which it was fitted with, no output's is far above the others'. `sums` are its
    sums of squared residuals, and `determined` gamma by group.
    """

    vector: Array
    precisions: Precisions
    noise: Array
    log_evidence: float
    determined: Array
    sums: Array
    history: list[Array]
    converged: bool = False

    @property
    def capped(self) -> bool:
        """Whether an output has less noise than the fit was allowed to believe."""
        return bool(np.any(self.noise > self.precisions.noise))

    def as_close_as(self, other: Candidate, points: float) -> bool:
        """Return whether no output's sum of squares is above the other's by more than chance.

        The sum of squares of so many normal numbers has a relative deviation of sqrt(2 / points).
        """
        allowed = (1.0 + math.sqrt(2.0 / points)) * other.sums + _LEAST_NOISE**2 * points
        return bool(np.all(self.sums <= allowed))

    def beats(self, constant: Candidate, points: float) -> bool:
        """Return whether it is more probable than the constant, and no output is further off."""
        rounding = _LEAST_NOISE**2 * points
        closer = np.all(self.sums <= constant.sums + rounding)
        return bool(closer and self.log_evidence > constant.log_evidence)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Points in the units of the trainer; `counts` is how many each row stands for.

    `groups`, shape (parameters,), numbers the group of each parameter; that of the output biases
    is the last.
    """

    x: Array
    t: Array
    counts: Array
    template: Network
    groups: npt.NDArray[np.intp]

    @classmethod
    def of(cls, data: Dataset, t: Array, start: Network) -> Problem:
        """Return the problem of fitting t, shape (points, outputs), where `data` has its points."""
        return cls(data.x, t, data.counts, start, _groups(start))

    @property
    def rows(self) -> int:
        """Number of rows, whatever they stand for."""
        return len(self.x)

    @property
    def points(self) -> float:
        """Number of points that the rows stand for."""
        return float(self.counts.sum())

    def blocks(self) -> Iterator[tuple[Array, Array, Array]]:
        """Yield x, t and the counts of some rows at a time."""
        for rows in blocks_of_rows(self.rows, self.groups.size * self.t.shape[1]):
            yield self.x[rows], self.t[rows], self.counts[rows]

    def sums(self, vector: Array) -> Array:
        """Return the sum of squared residuals of every output: shape (outputs,)."""
        network = self.template.with_vector(vector)
        sums = np.zeros(network.outputs)
        for x, t, counts in self.blocks():
            sums += counts @ np.square(network(x) - t)
        return sums

    def tried(self, vector: Array) -> tuple[Array, Curvature | None]:
        """Return the sums of squared residuals, and the curvature if it costs next to nothing.

        Most networks that are tried are gone to: then it is needed.
        """
        if vector.size > _SMALL:
            return self.sums(vector), None
        curvature = self.curvature(vector)
        return curvature.sums, curvature

    def curvature(self, vector: Array) -> Curvature:
        """Return the residuals near a network, to first order, in the form that costs least."""
        return curvature_of(self.linearised(vector), few=self.t.size < vector.size)

    def linearised(self, vector: Array) -> Iterator[Block]:
        """Yield the residuals near a network, to first order, some rows at a time."""
        network = self.template.with_vector(vector)
        for x, t, counts in self.blocks():
            prediction, slopes = prediction_and_slopes(network, x)
            residual = prediction - t.T
            if np.any(counts != 1.0):
                roots = np.sqrt(counts)
                slopes *= roots
                residual *= roots
            yield Block(slopes, residual)


def _groups(network: Network) -> npt.NDArray[np.intp]:
    """Return the number of the group of each parameter, as `Network.to_vector` lays them out."""
    inputs, width, outputs = network.inputs, network.width, network.outputs
    weights = inputs + 1 + np.arange(width * outputs)
    return np.concatenate(
        [
            np.repeat(np.arange(inputs), width),
            np.full(width, inputs),
            weights,
            np.full(outputs, weights[-1] + 1),
        ]
    )


def constant_candidate(problem: Problem) -> Candidate:
    """Return the network that is the mean everywhere, whose evidence is known."""
    vector = np.zeros(problem.groups.size)
    outputs = problem.t.shape[1]
    sums = problem.counts @ np.square(problem.t)
    noise = noise_precision(problem.points, sums, np.ones(outputs))
    weights = np.full(problem.groups[-1] + 1, _MOST_PRECISION)
    determined = np.zeros(weights.size)
    determined[-1] = outputs
    log_evidence = 0.5 * float(
        problem.points * np.sum(np.log(noise / (2.0 * math.pi)))
        - noise @ sums
        - np.sum(np.log1p(noise * problem.points / _FREE))
    )
    return Candidate(
        vector, Precisions(weights, noise), noise, log_evidence, determined, sums,
        [sums / problem.points], converged=True,
    )  # fmt: skip


def noise_precision(points: float, sums: Array, determined: Array) -> Array:
    """Return beta: what is left of the points, over their sum of squares."""
    left = np.maximum(points - determined, _LEAST_FREEDOM * points)
    return np.asarray(left / np.maximum(sums, _LEAST_NOISE**2 * points))


def _first_precisions(problem: Problem, vector: Array, sums: Array) -> Precisions:
    """Return precisions as if all parameters of a block were of one group, and determined."""
    network = problem.template
    ends = np.cumsum([network.hidden_weights.size, network.width, network.output_weights.size])
    by_parameter = np.full(vector.size, _FREE)
    for block in np.split(np.arange(vector.size), ends)[:-1]:
        living = vector[block][vector[block] != 0.0]
        spread = float(np.mean(np.square(living))) if living.size else 1.0
        by_parameter[block] = np.clip(1.0 / max(spread, _EPS), _LEAST_PRECISION, _MOST_PRECISION)
    weights = np.full(problem.groups[-1] + 1, _FREE)
    weights[problem.groups] = by_parameter
    return Precisions(weights, noise_precision(problem.points, sums, np.zeros(sums.size)))


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A point of the descent: the residuals near it, and the sums of squares."""

    vector: Array
    sums: Array
    curvature: Curvature


@dataclass(frozen=True, slots=True, eq=False)
class _Linearised:
    """F near a point under some precisions, in units in which every prior has deviation 1.

    `scales` are the prior deviations, and `cost` is its value.
    """

    place: _Place
    precisions: Precisions
    scales: Array
    curvature: Scaled
    cost: float

    @classmethod
    def of(cls, problem: Problem, place: _Place, precisions: Precisions) -> _Linearised:
        scales = 1.0 / np.sqrt(precisions.weights[problem.groups])
        return cls(
            place,
            precisions,
            scales,
            place.curvature.scaled(scales, precisions.noise),
            _cost(problem, place.vector, place.sums, precisions),
        )

    def step(self, damping: float) -> tuple[Array, float] | None:
        """Return the damped step, and by how much F should fall; None if rounding leaves none."""
        step = self.curvature.step(damping, self.place.vector / self.scales)
        return None if step is None else (step.vector * self.scales, step.promised)


def _cost(problem: Problem, vector: Array, sums: Array, precisions: Precisions) -> float:
    """Return F."""
    return float(precisions.noise @ sums + precisions.weights[problem.groups] @ np.square(vector))


def _log_evidence(problem: Problem, near: _Linearised, posterior: Posterior) -> float:
    """Return how probable the data are, by Laplace's approximation."""
    noise = near.precisions.noise
    return 0.5 * float(
        problem.points * np.sum(np.log(noise / (2.0 * math.pi)))
        - near.cost
        - posterior.log_determinant
    )


def _determined(problem: Problem, posterior: Posterior) -> Array:
    """Return gamma by group of parameters, shape (groups,)."""
    sizes = np.bincount(problem.groups)
    undetermined = np.bincount(problem.groups, posterior.variances)
    return np.clip(sizes - undetermined, 0.0, sizes)


def _precisions(
    problem: Problem, place: _Place, determined: Array, posterior: Posterior
) -> Precisions:
    """Return the precisions under which the data are most probable, gamma being what it is."""
    squares = np.bincount(problem.groups, np.square(place.vector))
    weights = np.maximum(determined, _EPS) / np.maximum(squares, _EPS**2)
    weights = np.clip(weights, _LEAST_PRECISION, _MOST_PRECISION)
    weights[-1] = _FREE
    return Precisions(weights, noise_precision(problem.points, place.sums, posterior.by_output))


class RegularizedDescent:
    """A descent of F that re-estimates the precisions as it goes, and keeps the best it passed.

    Parameters
    ----------
    problem : the points
    vector : where it begins, as `Network.to_vector` lays it out
    cap : no output's noise precision is more than so many times the least

    Attributes
    ----------
    best : where the evidence was largest
    """

    def __init__(self, problem: Problem, vector: Array, cap: float = NOISE_CAP) -> None:
        self._problem, self._cap = problem, cap
        sums = problem.sums(vector)
        self._precisions = _first_precisions(problem, vector, sums).capped(cap)
        self._history = [sums / problem.points]
        nothing = np.zeros(self._precisions.weights.size)
        self.best = Candidate(
            vector, self._precisions, self._precisions.noise, -math.inf, nothing, sums,
            self._history[:],
        )  # fmt: skip
        self._damping = NielsenDamping(1.0, _LEAST_DAMPING, _MOST_DAMPING)
        self._idle, self._reached = 0, -math.inf
        self._at: _Linearised | None = None
        if np.isfinite(sums).all():
            self._move(vector, sums, problem.curvature(vector), 0.0)

    def advance(
        self, steps: int, tolerance: float, follow: Callable[[Candidate], None] | None = None
    ) -> None:
        """Try so many steps, or fewer if the evidence rises no more; `follow` is told the best."""
        for _ in range(steps):
            if self._at is None:
                return
            self._step(self._at, tolerance)
            if follow is not None:
                follow(self.best)

    def _step(self, near: _Linearised, tolerance: float) -> None:
        """Try a step; take it or raise the damping."""
        found = near.step(self._damping.value)
        if found is not None:
            step, promised = found
            vector = near.place.vector + step
            sums, curvature = self._problem.tried(vector)
            lowered = near.cost - _cost(self._problem, vector, sums, self._precisions)
            if math.isfinite(lowered) and lowered > 0.0 and promised > 0.0:
                self._damping.accept(lowered / promised)
                self._history.append(sums / self._problem.points)
                if curvature is None:
                    curvature = self._problem.curvature(vector)
                self._move(vector, sums, curvature, tolerance)
                return
        self._damping.reject()
        if self._damping.spent:
            self._end()

    def _move(self, vector: Array, sums: Array, curvature: Curvature, tolerance: float) -> None:
        """Go there, note the evidence, and take new precisions; or end."""
        place = _Place(vector, sums, curvature)
        near = _Linearised.of(self._problem, place, self._precisions)
        posterior = near.curvature.posterior()
        if posterior is None:
            self._end()
            return
        log_evidence = _log_evidence(self._problem, near, posterior)
        determined = _determined(self._problem, posterior)
        estimated = _precisions(self._problem, place, determined, posterior)
        self._precisions = estimated.capped(self._cap)
        if log_evidence > self.best.log_evidence:
            self.best = Candidate(
                vector, self._precisions, estimated.noise, log_evidence, determined, sums,
                self._history[:],
            )  # fmt: skip
        self._idle += 1
        if log_evidence > self._reached + tolerance:
            self._idle, self._reached = 0, log_evidence
        self._at = _Linearised.of(self._problem, place, self._precisions)
        if self._idle >= _PATIENCE:
            self._end()

    def _end(self) -> None:
        self._at = None
        self.best = replace(self.best, converged=True)
