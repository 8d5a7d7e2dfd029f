"""The evidence: how probable the data are under a network, and a descent that raises it.

What is minimised is

    F(w) = sum_o beta_o * E_o(w) + sum_g alpha_g * |w_g|^2

with E_o the sum of squared residuals of output o. beta_o is one over the variance of its noise, and
alpha_g one over the variance that the parameters of group g have before any data are seen. None of
them is set: after every step they are what makes the data most probable, given how many of the
parameters the data determine,

    gamma_g = |g| - alpha_g * trace_g(A^-1),    A = sum_o beta_o J_o' J_o + diag(alpha)
    alpha_g = gamma_g / |w_g|^2,                beta_o = (points - gamma_o) / E_o

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
from scipy import linalg

from uat.arrays import Array
from uat.core.backprop import jacobian
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import poll
from uat.trainers.damped import NielsenDamping

# Numbers of the Jacobian that are worked on at once, by blocks of rows: what bounds the memory.
_BLOCK = 2**19
# Steps without a rise of the evidence that end the descent.
_PATIENCE = 10
# The precision of an output bias before any data: next to nothing, of outputs of deviation 1.
_FREE = 1e-6
_LEAST_PRECISION, _MOST_PRECISION = 1e-8, 1e8
# Noise below this share of the output's deviation is taken for that much: rounding in the normal
# equations. At least this share of the points is left to tell the noise by.
_LEAST_NOISE, _LEAST_FREEDOM = 1e-7, 0.05
_LEAST_DAMPING, _MOST_DAMPING = 1e-8, 1e16
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, eq=False)
class Precisions:
    """alpha, shape (groups,), and beta, shape (outputs,): one over a variance each."""

    weights: Array
    noise: Array


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A network, how probable it makes the data, and the way to it.

    `sums` are its sums of squared residuals, and `determined` gamma by group.
    """

    vector: Array
    precisions: Precisions
    log_evidence: float
    determined: Array
    sums: Array
    history: list[Array]
    converged: bool = False

    def beats(self, constant: Candidate, points: int) -> bool:
        """Return whether it is more probable than the constant, and no output is further off."""
        rounding = _LEAST_NOISE**2 * points
        closer = np.all(self.sums <= constant.sums + rounding)
        return bool(closer and self.log_evidence > constant.log_evidence)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Points in the units of the trainer; `counts` is how many each row counts for, 1 on average.

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
        return cls(data.x, t, data.shares * data.points, start, _groups(start))

    @property
    def points(self) -> int:
        """Number of rows."""
        return len(self.x)

    def blocks(self) -> Iterator[tuple[Array, Array, Array]]:
        """Yield x, t and the counts of some rows at a time."""
        size = max(1, _BLOCK // (self.groups.size * self.t.shape[1]))
        for begin in range(0, self.points, size):
            poll()
            rows = slice(begin, begin + size)
            yield self.x[rows], self.t[rows], self.counts[rows]

    def sums(self, vector: Array) -> Array:
        """Return the sum of squared residuals of every output: shape (outputs,)."""
        network = self.template.with_vector(vector)
        sums = np.zeros(network.outputs)
        for x, t, counts in self.blocks():
            sums += counts @ np.square(network(x) - t)
        return sums

    def curvature(self, vector: Array) -> tuple[Array, Array]:
        """Return J' J, shape (outputs, parameters, parameters), and J' r, (outputs, parameters).

        The normal equations square the condition of J, which a near-best fit could not afford.
        Here directions that weak are the prior's, not the data's, and the sums over rows are all
        that is kept of any number of them.
        """
        network = self.template.with_vector(vector)
        outputs, parameters = network.outputs, vector.size
        products = np.zeros((outputs, parameters, parameters))
        slopes = np.zeros((outputs, parameters))
        for x, t, counts in self.blocks():
            roots = np.sqrt(counts)[:, np.newaxis]
            residual = (network(x) - t) * roots
            by_output = jacobian(network, x).reshape(len(x), outputs, parameters)
            for output in range(outputs):
                rows = by_output[:, output] * roots
                products[output] += rows.T @ rows
                slopes[output] += rows.T @ residual[:, output]
        return products, slopes


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
    noise = _noise_precision(problem.points, sums, np.ones(outputs))
    weights = np.full(problem.groups[-1] + 1, _MOST_PRECISION)
    determined = np.zeros(weights.size)
    determined[-1] = outputs
    log_evidence = 0.5 * float(
        problem.points * np.sum(np.log(noise / (2.0 * math.pi)))
        - noise @ sums
        - np.sum(np.log1p(noise * problem.points / _FREE))
    )
    return Candidate(
        vector, Precisions(weights, noise), log_evidence, determined, sums,
        [sums / problem.points], converged=True,
    )  # fmt: skip


def _noise_precision(points: int, sums: Array, determined: Array) -> Array:
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
    return Precisions(weights, _noise_precision(problem.points, sums, np.zeros(sums.size)))


def cholesky(matrix: Array) -> Array | None:
    """Return the lower Cholesky factor, or None if rounding or overflow leaves none."""
    try:
        factor = np.asarray(linalg.cholesky(matrix, lower=True, check_finite=False))
    except linalg.LinAlgError:
        return None
    return factor if np.isfinite(factor).all() else None


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A point of the descent: J' J and J' r there, by output, and the sums of squares."""

    vector: Array
    sums: Array
    products: Array
    slopes: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Linearised:
    """F near a point, in units in which the prior of every parameter has deviation 1.

    There A = S + 1 with S not negative, so that it can be factored however few the data are.

    `scales` are the prior deviations, `curvature` is S, `slope` half the gradient of F, and `cost`
    its value.
    """

    scales: Array
    curvature: Array
    slope: Array
    cost: float

    @classmethod
    def of(cls, problem: Problem, place: _Place, precisions: Precisions) -> _Linearised:
        scales = 1.0 / np.sqrt(precisions.weights[problem.groups])
        curvature = np.tensordot(precisions.noise, place.products, 1)
        return cls(
            scales,
            curvature * scales[:, np.newaxis] * scales,
            (precisions.noise @ place.slopes) * scales + place.vector / scales,
            _cost(problem, place.vector, place.sums, precisions),
        )

    def factor(self, damping: float) -> Array | None:
        """Return the lower Cholesky factor of A + damping, or None if rounding leaves none."""
        matrix = self.curvature.copy()
        rounding = 4.0 * _EPS * float(np.trace(matrix))
        matrix[np.diag_indices(len(matrix))] += 1.0 + damping + rounding
        return cholesky(matrix)

    def step(self, factor: Array) -> tuple[Array, float]:
        """Return the damped step, and by how much F should fall."""
        scaled = -linalg.cho_solve((factor, True), self.slope, check_finite=False)
        bent = scaled @ (self.curvature @ scaled) + scaled @ scaled
        return scaled * self.scales, -float(2.0 * self.slope @ scaled + bent)


def _cost(problem: Problem, vector: Array, sums: Array, precisions: Precisions) -> float:
    """Return F."""
    return float(precisions.noise @ sums + precisions.weights[problem.groups] @ np.square(vector))


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """How probable the data are, and gamma: by group of parameters, and by output."""

    log_evidence: float
    determined: Array
    by_output: Array

    @classmethod
    def of(
        cls, problem: Problem, place: _Place, precisions: Precisions, linearised: _Linearised
    ) -> _Evidence | None:
        """Return the evidence by Laplace's approximation, or None if rounding leaves none."""
        factor = linearised.factor(0.0)
        if factor is None:
            return None
        inverse, _ = linalg.lapack.dpotri(factor, lower=1)
        inverse = np.tril(inverse) + np.tril(inverse, -1).T
        sizes = np.bincount(problem.groups)
        undetermined = np.bincount(problem.groups, np.diag(inverse))
        inverse *= linearised.scales[:, np.newaxis] * linearised.scales
        log_evidence = 0.5 * float(
            problem.points * np.sum(np.log(precisions.noise / (2.0 * math.pi)))
            - linearised.cost
            - 2.0 * np.sum(np.log(np.diag(factor)))
        )
        return cls(
            log_evidence,
            np.clip(sizes - undetermined, 0.0, sizes),
            precisions.noise * np.tensordot(place.products, inverse, 2),
        )

    def precisions(self, problem: Problem, place: _Place) -> Precisions:
        """Return the precisions under which the data are most probable, gamma being what it is."""
        squares = np.bincount(problem.groups, np.square(place.vector))
        weights = np.maximum(self.determined, _EPS) / np.maximum(squares, _EPS**2)
        weights = np.clip(weights, _LEAST_PRECISION, _MOST_PRECISION)
        weights[-1] = _FREE
        return Precisions(weights, _noise_precision(problem.points, place.sums, self.by_output))


class RegularizedDescent:
    """A descent of F that re-estimates the precisions as it goes, and keeps the best it passed.

    Attributes
    ----------
    best : where the evidence was largest
    """

    def __init__(self, problem: Problem, vector: Array) -> None:
        self._problem = problem
        sums = problem.sums(vector)
        self._precisions = _first_precisions(problem, vector, sums)
        self._history = [sums / problem.points]
        nothing = np.zeros(self._precisions.weights.size)
        self.best = Candidate(vector, self._precisions, -math.inf, nothing, sums, self._history[:])
        self._damping = NielsenDamping(1.0, _LEAST_DAMPING, _MOST_DAMPING)
        self._idle, self._reached = 0, -math.inf
        self._at: tuple[_Place, _Linearised] | None = None
        if np.isfinite(sums).all():
            self._move(vector, sums, 0.0)

    def advance(
        self, steps: int, tolerance: float, follow: Callable[[Candidate], None] | None = None
    ) -> None:
        """Try so many steps, or fewer if the evidence rises no more; `follow` is told the best."""
        for _ in range(steps):
            if self._at is None:
                return
            self._step(*self._at, tolerance)
            if follow is not None:
                follow(self.best)

    def _step(self, place: _Place, linearised: _Linearised, tolerance: float) -> None:
        """Try a step; take it or raise the damping."""
        factor = linearised.factor(self._damping.value)
        if factor is not None:
            step, promised = linearised.step(factor)
            vector = place.vector + step
            sums = self._problem.sums(vector)
            lowered = linearised.cost - _cost(self._problem, vector, sums, self._precisions)
            if math.isfinite(lowered) and lowered > 0.0 and promised > 0.0:
                self._damping.accept(lowered / promised)
                self._history.append(sums / self._problem.points)
                self._move(vector, sums, tolerance)
                return
        self._damping.reject()
        if self._damping.spent:
            self._end()

    def _move(self, vector: Array, sums: Array, tolerance: float) -> None:
        """Go there, note the evidence, and take new precisions; or end."""
        place = _Place(vector, sums, *self._problem.curvature(vector))
        linearised = _Linearised.of(self._problem, place, self._precisions)
        evidence = _Evidence.of(self._problem, place, self._precisions, linearised)
        if evidence is None:
            self._end()
            return
        self._precisions = evidence.precisions(self._problem, place)
        if evidence.log_evidence > self.best.log_evidence:
            self.best = Candidate(
                vector, self._precisions, evidence.log_evidence, evidence.determined, sums,
                self._history[:],
            )  # fmt: skip
        self._idle += 1
        if evidence.log_evidence > self._reached + tolerance:
            self._idle, self._reached = 0, evidence.log_evidence
        self._at = place, _Linearised.of(self._problem, place, self._precisions)
        if self._idle >= _PATIENCE:
            self._end()

    def _end(self) -> None:
        self._at = None
        self.best = replace(self.best, converged=True)
