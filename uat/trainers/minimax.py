"""Towards the smallest largest residual, one input: linear programs at its peaks.

The output layer is linear, so the hidden layer alone is moved: with A = Q R the hidden features at
all points and J the derivatives by the hidden layer's parameters, the residual after a step d is
about r + (I - Q Q') J d + Q u, for some u of the output layer's. The step that lowers the largest
|residual| is then that of a linear program with one row a peak,

    minimise E  subject to  |r + (I - Q Q') J d + Q u| <= E at the peaks  and  |d| <= radius,

and the radius follows what a step keeps of its promise. As in least squares (`elimination`), a step
keeps far more of it if the output layer is solved for again, not moved along with it. A unit
changes in (log |w|, centre): what it does is then alike on every scale.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import linalg

from uat.arrays import Array
from uat.core.activations import Activation
from uat.core.network import Network
from uat.core.watch import poll
from uat.trainers.elimination import without_overflow
from uat.trainers.linear_minimax import least_largest

# The trust region: its first radius, and when it is too small, in those over which what a unit
# does bends by as much as the network errs; how much a step is to keep of its promise, and how the
# radius changes.
_RADIUS, _LEAST_RADIUS, _LARGEST_RADIUS = 10.0, 0.1, 1.0
_KEPT_WELL, _KEPT_BADLY, _LARGER, _SMALLER = 0.7, 0.3, 2.0, 0.25
# From farther away the output layer alone does not bring a step back.
_NEAR = 2.0
# So many points spread over all join the peaks, and in further rounds what would become a peak,
# until what is promised at all points is nearly what is promised at these.
_POINTS, _EXCHANGES, _EXCEEDED, _SHARES = 80, 3, 0.3, (1.0, 0.6, 0.3, 0.1)
# Singular values below this share of the largest are left out of Q.
_TRUNCATION = 1e-12
# A program that promises less than this share is the last.
_WORTH = 2e-3
# Points whose residual is at least this share of the largest are looked at.
_PEAKS = 0.1


def levelled(network: Network, x: Array, t: Array, rounds: int) -> Network:
    """Return the network with its largest residual lowered, or itself where none is.

    Parameters
    ----------
    network : of one input and one output, with a linear output layer
    x : shape (points,), rising
    t : shape (points,)
    rounds : most steps tried; each takes two linear programs

    Notes
    -----
    A program of 3 width + 2 unknowns, and as many rows as the residual has high peaks, takes
    milliseconds.

    References
    ----------
    Osborne & Watson (1969), Computer Journal 12, 63-68: best approximation by linear programs;
    Madsen (1975), J. Inst. Maths Applics 16, 321-328, for the trust region.
    """
    live = network.output_weights[:, 0] != 0.0
    weights, biases = network.hidden_weights[0, live], network.hidden_biases[live]
    problem = _Problem(x, t, network.phi)
    here = problem.at(
        weights, biases, np.append(network.output_weights[live, 0], network.output_biases)
    )
    here = here.relaxed() if rounds else here
    bend = float(np.sqrt(here.largest / max(here.largest, np.max(np.abs(here.outputs)))))
    radius = min(_RADIUS * bend, _LARGEST_RADIUS)
    for _ in range(rounds):
        poll()
        step, predicted, promised = here.step(radius)
        if promised < _WORTH * here.largest:
            break
        grown = np.exp(step[: len(weights)])
        there = problem.nearest(
            here.weights * grown, (here.biases + step[len(weights) :]) * grown, predicted
        )
        if there.largest < _NEAR * here.largest:
            there = there.relaxed()
        kept = (here.largest - there.largest) / promised
        here = there if there.largest < here.largest else here
        if kept > _KEPT_WELL:
            radius = min(_LARGER * radius, _LARGEST_RADIUS)
        elif not kept > _KEPT_BADLY:
            radius *= _SMALLER
        if radius < _LEAST_RADIUS * bend:
            break
    return (here.relaxed() if rounds else here).put_into(network, live)


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What is approximated."""

    x: Array
    t: Array
    phi: Activation

    def at(self, weights: Array, biases: Array, outputs: Array) -> _State:
        """Return the state with these parameters; `outputs` ends with the bias."""
        z = np.multiply.outer(self.x, weights) + biases
        features = np.append(self.phi(z), np.ones((len(z), 1)), axis=1)
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows is no better
            residual = features @ outputs - self.t
        return _State(self, weights, biases, outputs, z, features, residual)

    def nearest(self, weights: Array, biases: Array, predicted: Array) -> _State:
        """Return the state with this hidden layer whose residual is nearest to a predicted one."""
        state = self.at(weights, biases, np.zeros(len(weights) + 1))
        basis, back = state.factors
        return self.at(weights, biases, back @ (basis.T @ (self.t + predicted)))


@dataclass(eq=False)
class _State:
    """A network, its pre-activations and features at the points, and its residual."""

    problem: _Problem
    weights: Array
    biases: Array
    outputs: Array
    z: Array
    features: Array
    residual: Array

    @functools.cached_property
    def largest(self) -> float:
        """The largest |residual|; infinite where one is not finite."""
        largest = float(np.max(np.abs(self.residual)))
        return largest if np.isfinite(largest) else np.inf

    @functools.cached_property
    def factors(self) -> tuple[Array, Array]:
        """Q, orthonormal columns that span the features, and T, so that Q = features @ T.

        Directions that only rounding tells apart are left out.
        """
        features = without_overflow(self.features)
        lengths = np.linalg.norm(features, axis=0)
        lengths[lengths == 0.0] = 1.0
        basis, triangle = linalg.qr(features / lengths, mode="economic", check_finite=False)
        u, s, v = linalg.svd(triangle, check_finite=False)
        kept = s > _TRUNCATION * s[0]
        return basis @ u[:, kept], v[kept].T / s[kept] / lengths[:, np.newaxis]

    @functools.cached_property
    def peaks(self) -> npt.NDArray[np.intp]:
        """The points at which |residual| is no smaller than beside them, and high."""
        return peaks_of(np.abs(self.residual), _PEAKS * self.largest)

    def step(self, radius: float) -> tuple[Array, Array, float]:
        """Return the best step, the residual after it, and by how much the peaks are to fall."""
        basis = self.factors[0]
        back = self.problem.phi.derivative(self.z) * self.outputs[:-1]
        slopes = np.concatenate([back * self.z, back], axis=1)
        slopes -= basis @ (basis.T @ slopes)
        columns = np.concatenate([slopes, basis], axis=1)
        bounds = np.append(np.full(slopes.shape[1], radius), self._free)
        change, promised = self._programmed(columns, bounds)
        predicted = self.residual + columns @ change
        return change[: slopes.shape[1]], predicted, promised

    def relaxed(self) -> _State:
        """Return the state whose output layer levels the peaks, the hidden layer kept."""
        basis, back = self.factors
        change, _ = self._programmed(basis, self._free)
        there = self.problem.at(self.weights, self.biases, self.outputs + back @ change)
        return there if there.largest < self.largest else self

    @property
    def _free(self) -> Array:
        """Bounds of changes along Q: none moves the points by much more than largest residuals."""
        most = self.largest * math.sqrt(len(self.residual))
        return np.full(self.factors[0].shape[1], most)

    def put_into(self, network: Network, live: npt.NDArray[np.bool_]) -> Network:
        """Return the network with these parameters in its live units."""
        weights, biases = network.hidden_weights.copy(), network.hidden_biases.copy()
        outputs = network.output_weights.copy()
        weights[0, live], biases[live], outputs[live, 0] = (
            self.weights, self.biases, self.outputs[:-1],
        )  # fmt: skip
        return replace(
            network, hidden_weights=weights, hidden_biases=biases, output_weights=outputs,
            output_biases=self.outputs[-1:],
        )  # fmt: skip

    def _programmed(self, columns: Array, bounds: Array) -> tuple[Array, float]:
        """Return the change along the columns that lowers the peaks most, and by how much.

        Peaks that it would raise join the points looked at, and it is sought again. If some are
        left, a share of the change is taken: the largest |residual| is convex in it.
        """
        every = np.arange(0, len(self.residual), max(1, len(self.residual) // _POINTS))
        points = np.union1d(every, self.peaks)
        best = (0.0, np.zeros(columns.shape[1]))
        for _ in range(_EXCHANGES):
            change = least_largest(columns[points], self.residual[points], bounds)
            along = columns @ change
            predicted = np.abs(self.residual + along)
            level = float(np.max(predicted[points]))
            for share in _SHARES:
                fall = self.largest - float(np.max(np.abs(self.residual + share * along)))
                best = (fall, share * change) if fall > best[0] else best
            if best[0] >= (1.0 - _EXCEEDED) * (self.largest - level):
                break
            points = np.union1d(points, peaks_of(predicted, level))
        return best[1], best[0]


def peaks_of(height: Array, least: float) -> npt.NDArray[np.intp]:
    """Return the points at which a height is no smaller than beside them, and at least that."""
    padded = np.concatenate([[-1.0], height, [-1.0]])
    peaks = (height >= padded[:-2]) & (height > padded[2:]) & (height >= least)
    return np.flatnonzero(peaks)
