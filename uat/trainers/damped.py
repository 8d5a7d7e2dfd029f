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
from scipy.linalg import lapack

from uat.arrays import Array
from uat.core.watch import poll

# Damping never leaves these; beyond the upper one a step is lost in rounding.
LEAST_DAMPING, MOST_DAMPING = 1e-16, 1e16
FIRST_DAMPING = 1e-3
# How far along a step its bend is measured, in steps, and how long a bend may be, in steps.
LOOK_AHEAD, MOST_BEND = 0.1, 0.75
LAPACK_BLOCK = 64
"""Columns that LAPACK takes together: what it is given to work with is that many times more."""


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
    bend: bool = False,
    longest: Array | float = math.inf,
    follow: Callable[[Array], None] | None = None,
    shortest: float = 0.0,
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
    bend : whether a step follows the curve of least resistance to second order (geodesic
        acceleration), for one residual more a step: long curved valleys are gone down in far fewer
    longest : shape (parameters,) or one number; no step changes a parameter by more
    follow : told the parameters after every accepted step
    shortest : columns of J shorter than this share of the longest count as that long: what hardly
        changes anything is not moved far for it. With 0 the parameters may have any units

    Notes
    -----
    A step costs O(rows * parameters^2), another damping from the same point O(parameters^3).

    References
    ----------
    More (1978), Lecture Notes in Mathematics 630, 105-116. Transtrum & Sethna (2012),
    arXiv 1201.5885, for the acceleration.
    """
    here = linearise(parameters)
    cost = float(here.residual @ here.residual)
    history = [cost]
    if not math.isfinite(cost):
        return LocalMinimum(parameters, history, False)
    if not parameters.size:  # nothing to move; LAPACK would say that aloud
        return LocalMinimum(parameters, history, True)
    lengths = np.zeros(parameters.size)
    damping, idle = NielsenDamping(FIRST_DAMPING, LEAST_DAMPING, MOST_DAMPING), 0
    model: _Model | None = None
    for _ in range(steps):
        poll()
        if model is None:
            model = _Model.of(here, lengths, shortest)
            lengths = model.lengths
        step, triangle = model.step(damping.value)
        promised = cost - model.cost_after(step)
        if bend and promised > 0.0:
            step = step + _bend(linearise, parameters, step, model, here.residual, triangle)
        step = np.clip(step, -longest, longest)
        there = linearise(parameters + step)
        lowered = cost - float(there.residual @ there.residual)
        if not (math.isfinite(lowered) and lowered > 0.0 and promised > 0.0):
            damping.reject()
            if damping.spent or promised <= 1e-30 * cost:
                return LocalMinimum(parameters, history, True)
            continue
        parameters, here, model = parameters + step, there, None
        idle = idle + 1 if lowered <= tolerance * cost else 0
        cost -= lowered
        history.append(cost)
        if follow is not None:
            follow(parameters)
        damping.accept(lowered / promised)
        if idle >= patience or cost == 0.0:
            return LocalMinimum(parameters, history, True)
    return LocalMinimum(parameters, history, False)


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The linear model r + J d at one point, factorised.

    Parameters
    ----------
    slopes : shape (rows, parameters), J
    triangle : shape (k, parameters + 1), the triangular factor of [J, r]
    lengths : shape (parameters,), the largest column lengths of J seen so far
    """

    slopes: Array
    triangle: Array
    lengths: Array

    @classmethod
    def of(cls, here: Linearisation, lengths: Array, shortest: float) -> _Model:
        """Return the model at a point, given the column lengths before."""
        slopes = here.jacobian()
        augmented = np.empty((slopes.shape[1] + 1, slopes.shape[0])).T
        augmented[:, :-1], augmented[:, -1] = slopes, here.residual
        longer = np.maximum(lengths, np.linalg.norm(slopes, axis=0))
        longer = np.maximum(longer, shortest * np.max(longer, initial=0.0))
        return cls(slopes, triangular_factor(augmented), longer)

    @property
    def scales(self) -> Array:
        """The diagonal of D: shape (parameters,), positive."""
        return np.where(self.lengths > 0.0, self.lengths, 1.0)

    def step(self, damping: float) -> tuple[Array, Array]:
        """Return the step that minimises the damped model, and the triangle R of [J; damping D]."""
        rows, size = len(self.triangle), self.lengths.size
        design = np.zeros((size + 1, rows + size)).T
        design[:rows] = self.triangle
        design[rows + np.arange(size), np.arange(size)] = math.sqrt(damping) * self.scales
        factor = triangular_factor(design)
        triangle = factor[:size, :size]
        return solve_triangle(triangle, -factor[:size, size]), triangle

    def cost_after(self, step: Array) -> float:
        """Return the sum of squares that the model promises after the step."""
        linear = self.triangle[:, :-1] @ step + self.triangle[:, -1]
        return float(linear @ linear)


def _bend(
    linearise: Callable[[Array], Linearisation],
    parameters: Array,
    step: Array,
    model: _Model,
    residual: Array,
    triangle: Array,
) -> Array:
    """Return the second-order part of a step, or 0 where it is not small beside the first.

    With r'' the second derivative along the step v, it is  -1/2 (J'J + damping D^2)^-1 J' r'',
    and r'' is a difference quotient of the residual a little way along.
    """
    nearby = linearise(parameters + LOOK_AHEAD * step).residual
    if nearby.size != residual.size:
        return np.zeros_like(step)
    curvature = 2.0 / LOOK_AHEAD * ((nearby - residual) / LOOK_AHEAD - model.slopes @ step)
    half = solve_triangle(triangle, model.slopes.T @ curvature, transposed=True)
    bend = -0.5 * solve_triangle(triangle, half)
    small = np.linalg.norm(model.scales * bend) <= MOST_BEND * np.linalg.norm(model.scales * step)
    return bend if small else np.zeros_like(step)


def triangular_factor(matrix: Array) -> Array:
    """Return R of a QR factorisation, shape (min(rows, columns), columns).

    LAPACK is called directly: for the small matrices here, scipy's checks cost more than the work.
    A matrix laid out column by column is overwritten.
    """
    rows, columns = matrix.shape
    factor, *_ = lapack.dgeqrf(matrix, lwork=LAPACK_BLOCK * columns, overwrite_a=True)
    return np.triu(factor[: min(rows, columns)])


def solve_triangle(triangle: Array, wanted: Array, transposed: bool = False) -> Array:
    """Return the solution of R y = b, or of R' y = b; not finite where R is singular."""
    solution, info = lapack.dtrtrs(triangle, wanted, trans=int(transposed))
    return np.asarray(solution) if info == 0 else np.full_like(wanted, np.nan)
