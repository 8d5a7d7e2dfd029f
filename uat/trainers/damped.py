"""Damped least squares: the Levenberg-Marquardt iteration, whatever the parameters mean.

Each step minimises  ||r + J d||^2 + damping * ||D d||^2,  D the largest column lengths of J seen
so far, which makes the step independent of the parameters' units. One QR factorisation of [J, r]
serves every damping tried from a point, and the normal equations are never formed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy import linalg

from uat.arrays import Array

# Damping never leaves these; beyond the upper one a step is lost in rounding.
_LEAST, _MOST = 1e-16, 1e16
_FIRST_DAMPING = 1e-3


@dataclass(frozen=True, slots=True)
class Linearisation:
    """A problem at one point: its residual, and its Jacobian when that is asked for.

    Parameters
    ----------
    residual : shape (rows,)
    jacobian : returns shape (rows, parameters)
    """

    residual: Array
    jacobian: Callable[[], Array]


@dataclass(frozen=True, slots=True)
class LocalMinimum:
    """Where the iteration ended.

    Parameters
    ----------
    parameters : shape (parameters,)
    history : sum of squared residuals at the start and after each accepted step
    converged : whether it ended because no step made the sum smaller by more than the tolerance
    """

    parameters: Array
    history: list[float]
    converged: bool


@dataclass(slots=True)
class NielsenDamping:
    """Nielsen's rule: what a step brought decides how much the next one is damped.

    A step that does what its model promised divides the damping by up to three, a rejected one
    multiplies it by 2, 4, 8, ...

    Parameters
    ----------
    value : the damping of the next step
    least, most : it never falls below the one; beyond the other it is spent: steps are lost in
        rounding

    References
    ----------
    Nielsen (1999), IMM-REP-1999-05.
    """

    value: float
    least: float
    most: float
    growth: float = field(default=2.0, init=False)

    @property
    def spent(self) -> bool:
        """Whether no damping is left to try."""
        return self.value > self.most

    def accept(self, ratio: float) -> None:
        """Take note of a step that was taken and lowered the cost by `ratio` of the promise."""
        shrinking = max(1.0 / 3.0, 1.0 - (2.0 * ratio - 1.0) ** 3)
        self.value, self.growth = max(self.least, self.value * shrinking), 2.0

    def reject(self) -> None:
        """Take note of a step that lowered nothing."""
        self.value, self.growth = self.value * self.growth, self.growth * 2.0


# What overflows on the way is not finite, and rejected for that.
@np.errstate(over="ignore", invalid="ignore")
def damped_least_squares(
    linearise: Callable[[Array], Linearisation],
    parameters: Array,
    *,
    steps: int,
    tolerance: float,
    patience: int = 3,
) -> LocalMinimum:
    """Return parameters at which the sum of squared residuals is locally least.

    Parameters
    ----------
    linearise : the problem at given parameters; a residual that is not finite rejects the step,
        or, at the start, ends it there
    parameters : shape (parameters,), where to begin
    steps : most steps tried
    tolerance : it ends when `patience` accepted steps in a row each lower the sum by less than
        this share, or none can be found
    patience : see tolerance

    Notes
    -----
    A step costs O(rows * parameters^2), another damping from the same point O(parameters^3).

    References
    ----------
    More (1978), Lecture Notes in Mathematics 630, 105-116.
    """
    here = linearise(parameters)
    cost = float(here.residual @ here.residual)
    history = [cost]
    if not math.isfinite(cost):
        return LocalMinimum(parameters, history, False)
    lengths = np.zeros(parameters.size)
    damping, idle = NielsenDamping(_FIRST_DAMPING, _LEAST, _MOST), 0
    triangle: Array | None = None
    for _ in range(steps):
        if triangle is None:
            slopes = here.jacobian()
            lengths = np.maximum(lengths, np.linalg.norm(slopes, axis=0))
            triangle = _triangle(slopes, here.residual)
        scales = np.where(lengths > 0.0, lengths, 1.0)
        step = _step(triangle, scales, damping.value)
        promised = cost - _model(triangle, step)
        there = linearise(parameters + step)
        lowered = cost - float(there.residual @ there.residual)
        if not (math.isfinite(lowered) and lowered > 0.0 and promised > 0.0):
            damping.reject()
            if damping.spent or promised <= 1e-30 * cost:
                return LocalMinimum(parameters, history, True)
            continue
        parameters, here, triangle = parameters + step, there, None
        idle = idle + 1 if lowered <= tolerance * cost else 0
        cost -= lowered
        history.append(cost)
        damping.accept(lowered / promised)
        if idle >= patience or cost == 0.0:
            return LocalMinimum(parameters, history, True)
    return LocalMinimum(parameters, history, False)


def _triangle(slopes: Array, residual: Array) -> Array:
    """Return the triangular factor of [J, r], shape (k, parameters + 1)."""
    augmented = np.concatenate([slopes, residual[:, np.newaxis]], axis=1)
    (factor,) = linalg.qr(augmented, mode="r", check_finite=False, overwrite_a=True)
    return np.asarray(factor[: augmented.shape[1]])


def _step(triangle: Array, scales: Array, damping: float) -> Array:
    """Return the step that minimises the damped model."""
    size = scales.size
    design = np.concatenate([triangle[:, :size], np.diag(math.sqrt(damping) * scales)])
    wanted = np.concatenate([-triangle[:, size], np.zeros(size)])
    (factor,) = linalg.qr(
        np.concatenate([design, wanted[:, np.newaxis]], axis=1),
        mode="r", check_finite=False, overwrite_a=True,
    )  # fmt: skip
    return np.asarray(
        linalg.solve_triangular(factor[:size, :size], factor[:size, size], check_finite=False)
    )


def _model(triangle: Array, step: Array) -> float:
    """Return the sum of squares that the linear model promises after the step."""
    size = step.size
    linear = triangle[:, :size] @ step + triangle[:, size]
    return float(linear @ linear)
