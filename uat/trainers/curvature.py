"""How the cost bends near a network, in units in which every parameter's prior has deviation 1.

There  A = B'B + 1  with  B = sqrt(beta) J alpha^(-1/2), one row for every residual; all that the
evidence needs are the damped step, the determinant of A, the diagonal of its inverse, and how many
parameters each output determines. Two forms give the same answers:

- `Normal` keeps B'B, (parameters, parameters), whatever the number of rows;
- `Dual` keeps B itself and the eigenvectors of B B', (rows, rows): A is 1 but for as many
  directions as there are rows, so that many inputs cost little where rows are few.

References
----------
Petersen & Pedersen (2012), The Matrix Cookbook, section 3.2 (the identities of Woodbury).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from scipy import linalg

from uat.arrays import Array

_EPS = float(np.finfo(np.float64).eps)


class Step(NamedTuple):
    """A damped step, shape (parameters,), prior deviations; the cost should fall by `promised`."""

    vector: Array
    promised: float


class Posterior(NamedTuple):
    """What the data say of the parameters, by Laplace's approximation.

    Parameters
    ----------
    log_determinant : of A
    variances : the diagonal of the inverse of A, shape (parameters,), prior variances: 1 where the
        data say nothing, 0 where they say all
    by_output : how many parameters each output determines, shape (outputs,)
    """

    log_determinant: float
    variances: Array
    by_output: Array


class Scaled(Protocol):
    """The curvature of the cost under some precisions."""

    def step(self, damping: float, place: Array) -> Step | None:
        """Return the step that is damped by so much, or None if rounding leaves none.

        Parameters
        ----------
        place : the parameters in prior deviations, shape (parameters,)
        """

    def posterior(self) -> Posterior | None:
        """Return what the data say of the parameters, or None if rounding leaves nothing."""

    def variances(self, rows: Array) -> Array | None:
        """Return the variance of some sums of parameters; None if rounding leaves nothing.

        Parameters
        ----------
        rows : shape (sums, parameters), what each parameter counts in each, prior deviations

        Returns
        -------
        shape (sums,)
        """


class Curvature(Protocol):
    """The residuals near a network, to first order."""

    def scaled(self, scales: Array, noise: Array) -> Scaled:
        """Return the curvature of the cost.

        Parameters
        ----------
        scales : prior deviations, alpha^(-1/2), shape (parameters,)
        noise : beta, shape (outputs,)
        """


@dataclass(frozen=True, slots=True, eq=False)
class Normal:
    """J'J, shape (outputs, parameters, parameters), and J'r, shape (outputs, parameters).

    The normal equations square the condition of J, which a near-best fit could not afford. Here
    directions that weak are the prior's, not the data's, and sums over rows are all that is kept.
    """

    products: Array
    slopes: Array

    def scaled(self, scales: Array, noise: Array) -> Scaled:
        """Return the curvature of the cost; see `Curvature`."""
        by_output = self.products * (noise[:, np.newaxis, np.newaxis] * np.outer(scales, scales))
        return _ScaledNormal(by_output, by_output.sum(axis=0), (noise @ self.slopes) * scales)


@dataclass(frozen=True, slots=True, eq=False)
class _ScaledNormal:
    """B'B by output and in all, and B'r; its rounding error may be as large as `4 eps trace`."""

    by_output: Array
    total: Array
    slope: Array

    def _factor(self, damping: float) -> Array | None:
        """Return the lower Cholesky factor of A + damping, or None if rounding leaves none."""
        matrix = self.total.copy()
        rounding = 4.0 * _EPS * float(np.trace(matrix))
        matrix[np.diag_indices(len(matrix))] += 1.0 + damping + rounding
        return cholesky(matrix)

    def step(self, damping: float, place: Array) -> Step | None:
        """Return the step; see `Scaled`."""
        factor = self._factor(damping)
        if factor is None:
            return None
        slope = self.slope + place
        step = -linalg.cho_solve((factor, True), slope, check_finite=False)
        bent = step @ (self.total @ step) + step @ step
        return Step(step, -float(2.0 * slope @ step + bent))

    def posterior(self) -> Posterior | None:
        """Return what the data say; see `Scaled`."""
        factor = self._factor(0.0)
        if factor is None:
            return None
        inverse, _ = linalg.lapack.dpotri(factor, lower=1)
        inverse = np.tril(inverse) + np.tril(inverse, -1).T
        return Posterior(
            2.0 * float(np.sum(np.log(np.diag(factor)))),
            np.diag(inverse).copy(),
            np.tensordot(self.by_output, inverse, 2),
        )

    def variances(self, rows: Array) -> Array | None:
        """Return the variances; see `Scaled`."""
        factor = self._factor(0.0)
        if factor is None:
            return None
        solved = linalg.solve_triangular(factor, rows.T, lower=True, check_finite=False)
        return np.asarray(np.square(solved).sum(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """J, shape (rows, outputs, parameters), and r, shape (rows, outputs)."""

    jacobian: Array
    residual: Array

    def scaled(self, scales: Array, noise: Array) -> Scaled:
        """Return the curvature of the cost; see `Curvature`."""
        roots = np.sqrt(noise)
        rows = (self.jacobian * roots[:, np.newaxis] * scales).reshape(-1, len(scales))
        values, vectors = linalg.eigh(rows @ rows.T, check_finite=False)
        return _ScaledDual(
            np.maximum(values, 0.0),
            vectors,
            rows.T @ vectors,
            vectors.T @ (self.residual * roots).ravel(),
            len(noise),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _ScaledDual:
    """The eigenvalues and eigenvectors U of B B', B'U, shape (parameters, rows), and U'r."""

    values: Array
    vectors: Array
    directions: Array
    residual: Array
    outputs: int

    def step(self, damping: float, place: Array) -> Step | None:
        """Return the step; see `Scaled`."""
        least = 1.0 + damping
        # B'r is never formed: in stiff directions it would cancel against what is solved for.
        bent = (self.residual - self.directions.T @ place / least) / (self.values + least)
        step = -(self.directions @ bent + place / least)
        along = self.directions.T @ step
        slope = self.directions @ self.residual + place
        # U is square: |B s| = |U'B s|.
        promised = -float(2.0 * slope @ step + along @ along + step @ step)
        return Step(step, promised) if np.isfinite(promised) else None

    def posterior(self) -> Posterior | None:
        """Return what the data say; see `Scaled`."""
        shares = 1.0 / (1.0 + self.values)
        variances = 1.0 - np.square(self.directions) @ shares
        determined = np.square(self.vectors) @ (self.values * shares)
        if not np.isfinite(variances).all():
            return None
        return Posterior(
            float(np.sum(np.log1p(self.values))),
            np.clip(variances, 0.0, 1.0),
            determined.reshape(-1, self.outputs).sum(axis=0),
        )

    def variances(self, rows: Array) -> Array | None:
        """Return the variances; see `Scaled`."""
        known = np.square(rows @ self.directions) @ (1.0 / (1.0 + self.values))
        # What the data know is taken off what was not known: rounding may leave less than nothing.
        return np.asarray(np.maximum(np.square(rows).sum(axis=1) - known, 0.0))


def cholesky(matrix: Array) -> Array | None:
    """Return the lower Cholesky factor, or None if rounding or overflow leaves none."""
    try:
        factor = np.asarray(linalg.cholesky(matrix, lower=True, check_finite=False))
    except linalg.LinAlgError:
        return None
    return factor if np.isfinite(factor).all() else None
