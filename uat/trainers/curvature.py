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

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from scipy import linalg
from scipy.linalg import blas, lapack

from uat.arrays import Array
from uat.core.watch import poll

_EPS = float(np.finfo(np.float64).eps)
# Slopes that are worked on at once, by blocks of rows: what a processor keeps at hand. Fewer rows
# than these would be more calls than work.
_BLOCK, _LEAST_ROWS = 2**18, 512


class Block(NamedTuple):
    """The residuals of some rows near a network, each times the root of what its row counts.

    Parameters
    ----------
    slopes : shape (outputs, parameters, rows)
    residual : shape (outputs, rows)
    """

    slopes: Array
    residual: Array


def blocks_of_rows(rows: int, numbers: int) -> Iterator[slice]:
    """Yield the rows in blocks that bound the memory, each row being of so many numbers."""
    size = max(_LEAST_ROWS, _BLOCK // numbers)
    for begin in range(0, rows, size):
        poll()
        yield slice(begin, begin + size)


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

    def variances(self) -> Variances | None:
        """Return what tells variances of sums of parameters; None if rounding leaves nothing."""


class Variances(Protocol):
    """How surely sums of the parameters are known."""

    def __call__(self, slopes: Array) -> Array:
        """Return the variance of each sum.

        Parameters
        ----------
        slopes : shape (parameters, sums), what each parameter counts in each, prior deviations

        Returns
        -------
        shape (sums,)
        """


class Curvature(Protocol):
    """The residuals near a network, to first order."""

    @property
    def sums(self) -> Array:
        """The sum of squared residuals of each output, shape (outputs,)."""

    def scaled(self, scales: Array, noise: Array) -> Scaled:
        """Return the curvature of the cost.

        Parameters
        ----------
        scales : prior deviations, alpha^(-1/2), shape (parameters,)
        noise : beta, shape (outputs,)
        """


def curvature_of(blocks: Iterable[Block], few: bool) -> Curvature:
    """Return the curvature where the residuals are these.

    Parameters
    ----------
    few : whether there are fewer residuals than parameters, so that all are kept
    """
    return Dual.of(blocks) if few else Normal.of(blocks)


class Normal(NamedTuple):
    """The sums of the normal equations, by output.

    These are J'J, shape (outputs, parameters, parameters), J'r, shape (outputs, parameters), and
    r'r, shape (outputs,). They square the condition of J, which a near-best fit could not afford.
    Here directions that weak are the prior's, not the data's, and what is kept does not grow with
    the rows.
    """

    products: Array
    slopes: Array
    sums: Array

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Normal:
        """Return the sums over all rows."""
        parts = map(cls._of_block, blocks)
        whole = next(parts)
        for part in parts:
            for total, more in zip(whole, part, strict=True):
                total += more
        return whole

    @classmethod
    def _of_block(cls, block: Block) -> Normal:
        slopes, residual = block.slopes, block.residual[:, :, np.newaxis]
        return cls(
            slopes @ slopes.transpose(0, 2, 1),
            (slopes @ residual)[..., 0],
            np.square(block.residual).sum(axis=1),
        )

    def scaled(self, scales: Array, noise: Array) -> Scaled:
        """Return the curvature of the cost; see `Curvature`."""
        by_output = self.products * (noise[:, np.newaxis, np.newaxis] * np.outer(scales, scales))
        total = by_output[0] if len(noise) == 1 else by_output.sum(axis=0)
        return _ScaledNormal(by_output, total, (noise @ self.slopes) * scales)


@dataclass(frozen=True, slots=True, eq=False)
class _ScaledNormal:
    """B'B by output and in all, and B'r."""

    by_output: Array
    total: Array
    slope: Array

    def _ridge(self, damping: float) -> float:
        """Return what the diagonal is raised by: the prior, the damping and rounding errors."""
        return 1.0 + damping + 4.0 * _EPS * float(np.trace(self.total))

    def _factor(self, damping: float) -> Array | None:
        """Return the lower Cholesky factor of A + damping, or None if rounding leaves none."""
        matrix = self.total.copy()
        matrix.flat[:: len(matrix) + 1] += self._ridge(damping)
        return cholesky(matrix)

    def step(self, damping: float, place: Array) -> Step | None:
        """Return the step; see `Scaled`."""
        factor = self._factor(damping)
        if factor is None:
            return None
        slope = self.slope + place
        step = -solved(factor, slope)
        # The step solves its equations, so B'B need not be looked at again.
        return Step(step, float((self._ridge(damping) - 1.0) * (step @ step) - slope @ step))

    def posterior(self) -> Posterior | None:
        """Return what the data say; see `Scaled`."""
        factor = self._factor(0.0)
        if factor is None:
            return None
        log_determinant = 2.0 * float(np.sum(np.log(factor.diagonal())))
        inverse, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)  # its lower triangle
        variances = inverse.diagonal().copy()
        # The trace of a product of symmetric matrices; above the diagonal `inverse` is 0.
        lower = self.by_output.reshape(len(self.by_output), -1) @ inverse.T.ravel()
        diagonal = self.by_output.diagonal(axis1=1, axis2=2) @ variances
        return Posterior(log_determinant, variances, 2.0 * lower - diagonal)

    def variances(self) -> Variances | None:
        """Return what tells the variances; see `Scaled`."""
        factor = self._factor(0.0)
        return None if factor is None else _NormalVariances(factor)


@dataclass(frozen=True, slots=True, eq=False)
class _NormalVariances:
    """The lower Cholesky factor of A, shape (parameters, parameters)."""

    factor: Array

    def __call__(self, slopes: Array) -> Array:
        """Return the variances; see `Variances`."""
        # Transposed, because LAPACK's order is column by column.
        along = blas.dtrsm(1.0, self.factor, slopes.T, side=1, lower=1, trans_a=1)
        return np.asarray(np.square(along).sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """J', shape (outputs, parameters, rows), and r, shape (outputs, rows)."""

    slopes: Array
    residual: Array

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Dual:
        """Return the rows of all blocks."""
        slopes, residuals = zip(*blocks, strict=True)
        return cls(np.concatenate(slopes, axis=2), np.concatenate(residuals, axis=1))

    @property
    def sums(self) -> Array:
        """The sum of squared residuals of each output, shape (outputs,)."""
        return np.asarray(np.square(self.residual).sum(axis=1))

    def scaled(self, scales: Array, noise: Array) -> Scaled:
        """Return the curvature of the cost; see `Curvature`."""
        roots = np.sqrt(noise)[:, np.newaxis]
        slopes = self.slopes * (roots * scales)[:, :, np.newaxis]
        columns = slopes.transpose(1, 0, 2).reshape(len(scales), -1)  # B'
        values, vectors = linalg.eigh(columns.T @ columns, check_finite=False)
        return _ScaledDual(
            np.maximum(values, 0.0),
            vectors,
            columns @ vectors,
            vectors.T @ (self.residual * roots).ravel(),
            len(noise),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _ScaledDual:
    """The eigenvalues and eigenvectors U of B B', B'U, shape (parameters, rows), and U'r.

    The rows are those of one output after the other.
    """

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
            determined.reshape(self.outputs, -1).sum(axis=1),
        )

    def variances(self) -> Variances:
        """Return what tells the variances; see `Scaled`."""
        return _DualVariances(self.directions / np.sqrt(1.0 + self.values))


@dataclass(frozen=True, slots=True, eq=False)
class _DualVariances:
    """B'U (1 + values)^-1/2, shape (parameters, rows)."""

    directions: Array

    def __call__(self, slopes: Array) -> Array:
        """Return the variances; see `Variances`."""
        known = np.square(self.directions.T @ slopes).sum(axis=0)
        # What the data know is taken off what was not known: rounding may leave less than nothing.
        return np.asarray(np.maximum(np.square(slopes).sum(axis=0) - known, 0.0))


def cholesky(matrix: Array) -> Array | None:
    """Return the lower Cholesky factor, or None if rounding or overflow leaves none.

    LAPACK is called directly: of small matrices scipy's own checks take longer than the work.

    Parameters
    ----------
    matrix : symmetric, row by row; it is overwritten
    """
    factor, info = lapack.dpotrf(matrix.T, lower=1, clean=1, overwrite_a=1)
    # What is not finite anywhere in a row is not finite on the diagonal.
    return factor if info == 0 and np.isfinite(factor.diagonal()).all() else None


def solved(factor: Array, wanted: Array) -> Array:
    """Return the solution of A y = b, by the lower Cholesky factor of A."""
    solution, _ = lapack.dpotrs(factor, wanted, lower=1)
    return np.asarray(solution)
