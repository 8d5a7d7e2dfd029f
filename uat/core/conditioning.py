"""What full-batch descent knows of a problem before its first step: means of units, curvature.

Both are taken at the start, over at most `SAMPLE_POINTS` of the points, so that they cost no more
than a few epochs do, whatever the size of the data.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from uat.arrays import Array
from uat.core.backprop import jacobian
from uat.core.network import BLOCKS, Network

SAMPLE_POINTS = 1024
# Below this many rows or columns of the Jacobian the whole matrix is quicker than Lanczos.
_FEW = 64


def sample_of(x: Array) -> Array:
    """Return at most `SAMPLE_POINTS` rows of x, the same ones each time."""
    if len(x) <= SAMPLE_POINTS:
        return x
    chosen = np.random.default_rng(0).choice(len(x), SAMPLE_POINTS, replace=False)
    return x[np.sort(chosen)]


def unit_means(network: Network, x: Array) -> Array:
    """Return the mean of each unit's feature over a sample of the points, shape (width,).

    Rounded to six digits, so that they do not depend on the last bits of a sum.
    """
    means = network.hidden_features(sample_of(x)).mean(axis=0)
    return np.array([float(f"{mean:.6g}") for mean in means])


def largest_curvature(
    network: Network, x: Array, scale: float, rates: Array, means: Array
) -> float:
    """Return the largest Gauss-Newton curvature of a loss in preconditioned coordinates.

    Parameters
    ----------
    network : where it is taken
    x : shape (points, inputs); a sample is taken of many
    scale : the factor of sum r^2 in the loss of all the points
    rates : shape (parameters,), relative rates, as in `run_state.Method`
    means : shape (width,) or (0,), as there

    Returns
    -------
    The largest eigenvalue of D^1/2 J^T J D^1/2 times 2 `scale` and the share of the points that the
    sample leaves out; J is the Jacobian of the predictions in the coordinates of centred units, D
    holds the rates. Infinite where they overflow. Cost O(points * parameters), a few dozen times.
    """
    sample = sample_of(x)
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = _scaled_jacobian(network, sample, rates, means)
    if not np.isfinite(scaled).all():  # the start overflows already
        return np.inf
    return 2.0 * scale * (len(x) / len(sample)) * _largest_square(scaled)


def _scaled_jacobian(network: Network, x: Array, rates: Array, means: Array) -> Array:
    """Return J D^1/2, shape (points * outputs, parameters that move)."""
    moving = rates > 0.0
    ends = np.cumsum([getattr(network, block).size for block in BLOCKS])
    named = dict(zip(BLOCKS, np.split(moving, ends[:-1]), strict=True))
    trained: Collection[str] = [block for block in BLOCKS if named[block].any()]
    slopes = jacobian(network, x, trained)
    if means.size:
        outputs = network.outputs
        biases = slopes[:, -outputs:]
        weights = slopes[:, -outputs * (1 + len(means)) : -outputs]
        weights -= np.repeat(means, outputs) * np.tile(biases, len(means))
    return np.asarray(slopes * np.sqrt(rates[moving]))


def _largest_square(matrix: Array) -> float:
    """Return the square of the largest singular value."""
    rows, columns = matrix.shape
    if min(rows, columns) <= _FEW:
        gram = matrix.T @ matrix if rows > columns else matrix @ matrix.T
        return float(np.linalg.eigvalsh(gram)[-1])
    if not np.any(matrix):
        return 0.0
    product = LinearOperator((rows, rows), lambda v: matrix @ (v @ matrix), dtype=np.float64)
    return float(eigsh(product, 1, v0=np.ones(rows), tol=1e-6, return_eigenvectors=False)[0])
