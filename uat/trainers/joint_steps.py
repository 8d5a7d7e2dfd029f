"""A few damped steps of all parameters together, for networks whose units were chosen one by one.

What is lowered is

    sum_i share_i * mean_o r_io^2  +  ridge * mean_o |c_o|^2

with c the output weights. A network may have more parameters than there are numbers to fit: of

    (J'J + D) step = -slope        and        step = -(s - D^-1 J' (1 + J D^-1 J')^-1 J s),

with s = D^-1 slope, the smaller system is solved. The ridge and the damping keep D positive, which
is why the normal equations do: such networks are near no optimum of many digits.

References
----------
Marquardt (1963), J. SIAM 11, 431-441. Hager (1989), SIAM Review 31, 221-239, for the second form.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from uat.arrays import Array
from uat.core.backprop import jacobian
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import Best, poll, report
from uat.trainers.base import FitResult, StopReason
from uat.trainers.curvature import cholesky, solved
from uat.trainers.damped import FIRST_DAMPING, MOST_DAMPING, NielsenDamping
from uat.trainers.elimination import eliminate, without_overflow

# Columns of the Jacobian below this share of the longest count as that long: units that have died
# away are not moved far.
_SHORTEST = 1e-8
# The loss has settled when three steps in a row each lower it by less than this share.
_TOLERANCE, _PATIENCE = 1e-6, 3
# Products of numbers that a training may take: beyond them it takes fewer steps.
_MOST_WORK = 1e10
_LEAST_STEPS = 5
# Without any, what the normal equations cannot tell apart would be rounding.
_LEAST_DAMPING = 1e-12
_SECONDS_A_PRODUCT = 1e-10


def _affordable(steps: int, numbers: int, parameters: int) -> int:
    """Return how many of the steps are taken of so many numbers to fit: 5 at least, if any."""
    most = int(_MOST_WORK / _products(numbers, parameters))
    return min(steps, max(most, _LEAST_STEPS))


def seconds_of_steps(steps: int, numbers: int, parameters: int) -> float:
    """Return about how long so many steps take on one core."""
    taken = _affordable(steps, numbers, parameters)
    return taken * (_SECONDS_A_PRODUCT * _products(numbers, parameters) + 3e-4)


def _products(numbers: int, parameters: int) -> float:
    few, many = sorted((numbers, parameters))
    return float(few) ** 2 * (many + few / 3.0)


def with_ridge_outputs(hidden: Network, fitted: Dataset, ridge: float) -> Network:
    """Return the network with the output layer that fits best, with a ridge as in the module."""
    features = without_overflow(hidden.hidden_features(fitted.x))
    roots = np.sqrt(fitted.shares)[:, np.newaxis]
    solved = eliminate(features, fitted.t, roots, math.sqrt(ridge)).coefficients
    return replace(hidden, output_weights=solved[:-1], output_biases=solved[-1])


def moved_together(hidden: Network, fitted: Dataset, ridge: float, steps: int) -> FitResult:
    """Return the network of a hidden layer with its output layer solved, and then moved jointly.

    Parameters
    ----------
    hidden : of linear output; only its hidden layer counts
    fitted : points of positive weight only
    ridge : positive, on the output weights, in the outputs' variances by a unit's
    steps : tries at most, each a step taken or a damping raised; of very large networks fewer. None
        are made where no gradient passes through the activation
    """
    first = with_ridge_outputs(hidden, fitted, ridge)
    steps = _affordable(steps, fitted.t.size, first.to_vector().size)
    descent = _Descent(first, fitted, ridge, steps)
    if not (steps and hidden.phi.trainable):
        return FitResult(first, StopReason.BUILT, np.array(descent.losses))
    with np.errstate(over="ignore", invalid="ignore"):
        converged = descent.carried_out()
    reason = StopReason.CONVERGED if converged else StopReason.EPOCHS_DONE
    return FitResult(descent.network, reason, np.array(descent.losses))


class _Descent:
    """The damped steps: where they are, and the loss after each that was taken."""

    def __init__(self, first: Network, fitted: Dataset, ridge: float, steps: int) -> None:
        self._first, self._fitted, self._steps = first, fitted, steps
        self._roots = np.repeat(np.sqrt(fitted.shares / first.outputs), first.outputs)
        self._vector = first.to_vector()
        block = first.hidden_weights.size + first.width
        self._ridges = np.zeros(self._vector.size)
        self._ridges[block : block + first.output_weights.size] = ridge / first.outputs
        self._residual = self._residual_of(self._vector)
        self.losses = [float(self._residual @ self._residual)]

    @property
    def network(self) -> Network:
        """The network reached so far."""
        return self._first.with_vector(self._vector)

    def carried_out(self) -> bool:
        """Take the steps; return whether the loss has settled."""
        damping, idle = NielsenDamping(FIRST_DAMPING, _LEAST_DAMPING, MOST_DAMPING), 0
        solve: _Solver | None = None
        cost = self._cost(self._vector, self._residual)
        for done in range(self._steps):
            report("step", done, self._steps, self.losses[-1], self._best)
            solve = solve or self._linearised()
            step, promised = solve(damping.value)
            vector = self._vector + step
            residual = self._residual_of(vector)
            lowered = cost - self._cost(vector, residual)
            if not (lowered > 0.0 and promised > 0.0):
                damping.reject()
                if damping.spent:
                    return True
                continue
            damping.accept(lowered / promised)
            self._vector, self._residual, solve = vector, residual, None
            self.losses.append(float(residual @ residual))
            idle = idle + 1 if lowered <= _TOLERANCE * cost else 0
            cost -= lowered
            if idle >= _PATIENCE:
                return True
        return False

    def _residual_of(self, vector: Array) -> Array:
        network = self._first.with_vector(vector)
        return np.asarray((network(self._fitted.x) - self._fitted.t).ravel() * self._roots)

    def _cost(self, vector: Array, residual: Array) -> float:
        return float(residual @ residual + self._ridges @ np.square(vector))

    def _linearised(self) -> _Solver:
        slopes = jacobian(self.network, self._fitted.x) * self._roots[:, np.newaxis]
        slope = slopes.T @ self._residual + self._ridges * self._vector
        return _solver(slopes, slope, self._ridges)

    def _best(self) -> Best:
        return Best(self.network, np.array(self.losses))


_Solver = Callable[[float], tuple[Array, float]]
"""Gives the step of a damping, and by how much it should lower the cost."""


def _solver(slopes: Array, slope: Array, ridges: Array) -> _Solver:
    """Return what solves for a step, from the Jacobian and half the gradient."""
    squares = np.einsum("ij,ij->j", slopes, slopes)
    scales = np.maximum(squares, _SHORTEST**2 * np.max(squares, initial=0.0)) + ridges
    scales = np.where(scales > 0.0, scales, 1.0)
    step_of = _by_rows if len(slopes) < slopes.shape[1] else _by_columns
    damped_step = step_of(slopes, slope)

    def solve(damping: float) -> tuple[Array, float]:
        poll()
        step = damped_step(ridges + damping * scales)
        return step, float(damping * scales @ np.square(step) - slope @ step)

    return solve


_DampedStep = Callable[[Array], Array]
"""Gives the step of a diagonal, ridges and damping; nan where rounding leaves no factor."""


def _by_columns(slopes: Array, slope: Array) -> _DampedStep:
    """Solve the system of as many equations as parameters; J'J is made once."""
    products = slopes.T @ slopes

    def step(diagonal: Array) -> Array:
        matrix = products.copy()
        matrix.flat[:: len(matrix) + 1] += diagonal
        return -_solved(matrix, slope)

    return step


def _by_rows(slopes: Array, slope: Array) -> _DampedStep:
    """Solve the system of as many equations as numbers to fit."""

    def step(diagonal: Array) -> Array:
        roots = 1.0 / np.sqrt(diagonal)
        scaled = slopes * roots
        matrix = scaled @ scaled.T
        matrix.flat[:: len(matrix) + 1] += 1.0
        along = slope * roots
        return np.asarray(roots * (scaled.T @ _solved(matrix, scaled @ along) - along))

    return step


def _solved(matrix: Array, wanted: Array) -> Array:
    factor = cholesky(matrix)
    return np.full_like(wanted, math.nan) if factor is None else solved(factor, wanted)
