"""The output layer, solved instead of trained: with the hidden layer fixed it is linear.

Minimises  ||sqrt(w) (A c - t)||_2  with  A = [hidden_features, 1]  by a singular value
decomposition of the weighted A. The normal equations, whose condition is that of A squared, are
never formed: near-best networks have nearly parallel hidden features, and half the digits would
be lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg

from uat.arrays import Array
from uat.datasets import Dataset
from uat.network import Network

TRUNCATION = 1e-14
"""Singular values below this share of the largest are rounding, and their directions are left out."""


@dataclass(frozen=True, slots=True)
class Elimination:
    """The output layer that fits best, and the space that hidden features span.

    Parameters
    ----------
    coefficients : shape (width + 1, outputs), output weights, then the output bias
    basis : shape (points, rank), orthonormal columns spanning the weighted [hidden_features, 1]
    residual : shape (points, outputs), weighted: sqrt(w) (A c - t)
    """

    coefficients: Array
    basis: Array
    residual: Array


def eliminate(hidden_features: Array, t: Array, root_shares: Array) -> Elimination:
    """Return the best output layer for these hidden features.

    Parameters
    ----------
    hidden_features : shape (points, width)
    t : shape (points, outputs)
    root_shares : shape (points, 1), square roots of the shares that points stand for

    Returns
    -------
    Of several minimisers the one of least norm; rank deficiency, as dead units bring it, is
    expected.

    Notes
    -----
    Cost O(points * width^2).

    References
    ----------
    Golub & Pereyra (1973), SIAM J. Numer. Anal. 10, 413-432.
    """
    design = np.concatenate([hidden_features * root_shares, root_shares], axis=1)
    wanted = t * root_shares
    # The columns may differ by many orders of magnitude; unit columns make one truncation fit all.
    lengths = np.linalg.norm(design, axis=0)
    lengths[lengths == 0.0] = 1.0
    u, s, v = linalg.svd(design / lengths, full_matrices=False, check_finite=False)
    rank = int(np.count_nonzero(s > TRUNCATION * s[0]))
    basis = u[:, :rank]
    along = basis.T @ wanted
    coefficients = (v[:rank].T @ (along / s[:rank, np.newaxis])) / lengths[:, np.newaxis]
    return Elimination(coefficients, basis, design @ coefficients - wanted)


def with_solved_outputs(network: Network, dataset: Dataset) -> Network:
    """Return the network with the output layer that fits the dataset best, hidden layer kept.

    The output layer must be linear; points of weight 0 are not fitted.
    """
    fitted = dataset.fitted()
    features = network.hidden_features(fitted.x)
    solved = eliminate(features, fitted.t, np.sqrt(fitted.shares)[:, np.newaxis])
    return replace(
        network, output_weights=solved.coefficients[:-1], output_biases=solved.coefficients[-1]
    )
