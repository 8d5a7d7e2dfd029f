"""The output layer, solved instead of trained: with the hidden layer fixed it is linear.

Minimises  ||sqrt(w) (A c - t)||^2 + ridge^2 ||c||^2  with  A = [hidden_features, 1], the bias
left out of the ridge. Everything works on A itself: the normal equations, whose condition is that
of A squared, are not formed, because near-best networks have nearly parallel hidden features and
half the digits would be lost. Only where A is so large that singular values take minutes are they,
and then what rounding took is put back as far as it goes, by looking at A again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg
from scipy.linalg import lapack

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import poll
from uat.trainers.curvature import cholesky, solved
from uat.trainers.damped import LAPACK_BLOCK

_TRUNCATION = 1e-14
"""Singular values below this share of the largest are rounding; their directions are left out."""
LARGEST_FEATURE = 1e100
"""Beyond it a feature is nowhere near what any output layer needs, and its square overflows."""
# Beyond so many products, points * columns * the fewer of them, no singular values are computed.
_MOST_PRODUCTS = 5e10
_SECONDS_OF_SINGULAR_VALUES, _SECONDS_OF_GRAM = 4e-10, 1e-10  # a product, on one core
# What keeps the Gram matrix's factor from rounding, a share of its trace, and how often what it
# left is solved for again. Of rows that contradict each other, each time brings rounding / ridge.
_GRAM_RIDGE, _GRAM_SWEEPS = 2.0**16 * float(np.finfo(np.float64).eps), 10


@dataclass(frozen=True, slots=True, eq=False)
class Elimination:
    """The output layer that fits best, and what the hidden layer's derivatives need of it.

    The rows of the ridge, width of them, follow those of the points.

    Parameters
    ----------
    coefficients : shape (width + 1, outputs), output weights, then the output bias
    residual : shape (points + width, outputs), weighted
    reflectors : shape (points + width, width + 1), the Householder vectors of A's factorisation
    factors : shape (width + 1,), theirs
    """

    coefficients: Array
    residual: Array
    reflectors: Array
    factors: Array

    def basis(self) -> Array:
        """Return orthonormal columns that span A: shape (points + width, width + 1)."""
        lwork = LAPACK_BLOCK * self.factors.size
        basis, *_ = lapack.dorgqr(self.reflectors, self.factors, lwork=lwork)
        return np.asarray(basis)


def eliminate(hidden_features: Array, t: Array, root_shares: Array, ridge: float) -> Elimination:
    """Return the best output layer for these hidden features, with a ridge.

    Parameters
    ----------
    hidden_features : shape (points, width)
    t : shape (points, outputs)
    root_shares : shape (points, 1), square roots of the shares that points stand for
    ridge : positive; output weights much above (residual / ridge) are not worth their cost, so
        that units which merge do not cancel each other's digits away

    Notes
    -----
    By QR, in O(points * width^2); the ridge keeps the columns independent, dead units included.

    References
    ----------
    Golub & Pereyra (1973), SIAM J. Numer. Anal. 10, 413-432.
    """
    points, width = hidden_features.shape
    design = np.zeros((width + 1, points + width)).T  # column by column, as LAPACK wants it
    np.multiply(hidden_features, root_shares, out=design[:points, :width])
    design[:points, width] = root_shares[:, 0]
    np.fill_diagonal(design[points:], ridge)
    wanted = np.zeros((t.shape[1], points + width)).T
    wanted[:points] = t * root_shares
    lwork = LAPACK_BLOCK * (width + 1)
    reflectors, factors, *_ = lapack.dgeqrf(design, lwork=lwork, overwrite_a=True)
    along, *_ = lapack.dormqr("L", "T", reflectors, factors, wanted, lwork)
    coefficients, _ = lapack.dtrtrs(
        reflectors[: width + 1, : width + 1], along[: width + 1].copy(order="F")
    )
    along[: width + 1] = 0.0
    beyond, *_ = lapack.dormqr("L", "N", reflectors, factors, along, lwork, overwrite_c=True)
    return Elimination(np.asarray(coefficients), -beyond, reflectors, factors)


def without_overflow(hidden_features: Array) -> Array:
    """Return the features, a column of zeros for each unit whose square would overflow."""
    with np.errstate(invalid="ignore"):
        usable = np.max(np.abs(hidden_features), axis=0, initial=0.0) < LARGEST_FEATURE
    return hidden_features if usable.all() else np.where(usable, hidden_features, 0.0)


def solve_output_layer(hidden_features: Array, t: Array, root_shares: Array) -> Array:
    """Return the coefficients that fit best, without a ridge: shape (width + 1, outputs).

    Of several minimisers, as dead units bring them, the one of least norm. By singular values, in
    O(points * width^2); arguments as for `eliminate`. Of very many features by the Gram matrix of
    the shorter side, which is an order faster and keeps directions down to about 1e-6 of the
    longest.
    """
    points, width = hidden_features.shape
    design = np.empty((points, width + 1))
    np.multiply(without_overflow(hidden_features), root_shares, out=design[:, :width])
    design[:, width] = root_shares[:, 0]
    # The columns may differ by many orders of magnitude; unit columns make one truncation fit all.
    lengths = np.linalg.norm(design, axis=0)
    lengths[lengths == 0.0] = 1.0
    design /= lengths
    wanted = t * root_shares
    found = _by_gram(design, wanted) if _products(points, width + 1) > _MOST_PRODUCTS else None
    if found is None:
        found = _by_singular_values(design, wanted)
    return np.asarray(found / lengths[:, np.newaxis])


def seconds_of_outputs(points: int, width: int) -> float:
    """Return about how long `solve_output_layer` takes on one core."""
    products = _products(points, width + 1)
    many = products > _MOST_PRODUCTS
    return products * (_SECONDS_OF_GRAM if many else _SECONDS_OF_SINGULAR_VALUES)


def _products(points: int, columns: int) -> float:
    return float(points) * columns * min(points, columns)


def _by_singular_values(design: Array, wanted: Array) -> Array:
    """Return the minimiser of least norm, shape (columns, outputs); `design` may be overwritten."""
    points, columns = design.shape
    if 2 * points < columns:
        # Rotated so that all but as many columns as rows are 0: that is done in half the time.
        lwork = LAPACK_BLOCK * points
        reflectors, factors, *_ = lapack.dgeqrf(design.T, lwork=lwork, overwrite_a=True)
        found = np.zeros((columns, wanted.shape[1]), order="F")
        found[:points] = _by_singular_values(np.tril(reflectors[:points].T), wanted)
        return np.asarray(lapack.dormqr("L", "N", reflectors, factors, found, lwork)[0])
    u, s, v = linalg.svd(design, full_matrices=False, check_finite=False)
    rank = int(np.count_nonzero(s > _TRUNCATION * s[0]))
    along = u[:, :rank].T @ wanted
    return np.asarray(v[:rank].T @ (along / s[:rank, np.newaxis]))


def _by_gram(design: Array, wanted: Array) -> Array | None:
    """Return nearly that, or None if rounding leaves no factor.

    A ridge keeps the factor; what it holds back comes with every sweep, most of it with the first
    (iterated Tikhonov regularisation). All steps are in the span of the rows: the norm is least.
    """
    wide = design.shape[0] < design.shape[1]
    gram = design @ design.T if wide else design.T @ design
    gram.flat[:: len(gram) + 1] += _GRAM_RIDGE * float(np.trace(gram))
    factor = cholesky(gram)
    if factor is None:
        return None
    found = np.zeros((design.shape[1], wanted.shape[1]))
    for _ in range(_GRAM_SWEEPS):
        poll()
        residual = wanted - design @ found
        if wide:
            found += design.T @ solved(factor, residual)
        else:
            found += solved(factor, design.T @ residual)
    return found


def with_solved_outputs(network: Network, dataset: Dataset) -> Network:
    """Return the network with the output layer that fits the dataset best, hidden layer kept.

    The output layer must be linear; points of weight 0 are not fitted.
    """
    fitted = dataset.fitted()
    features = network.hidden_features(fitted.x)
    coefficients = solve_output_layer(features, fitted.t, np.sqrt(fitted.shares)[:, np.newaxis])
    return replace(network, output_weights=coefficients[:-1], output_biases=coefficients[-1])
