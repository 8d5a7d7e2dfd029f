"""The best polynomial of a degree: what no network of polynomial units can do better than.

A network whose activation is a polynomial of degree k is a polynomial of degree k in its inputs,
whatever its width and weights: a sum of c_j phi(w_j . x + b_j) has no higher power. So it errs by
at least what the best of all polynomials of that degree does. (Leshno, Lin, Pinkus & Schocken,
1993, Neural Networks 6, 861-867, prove the other half, too: every activation that is none does.)

On samples (x_i, y_i) the best one solves a linear program, and its dual proves that it is the best:
for weights l_i with  sum l_i p(x_i) = 0  for every polynomial p of the degree,

    |sum l_i y_i|  =  |sum l_i (y_i - p(x_i))|  <=  max_i |y_i - p(x_i)|  sum |l_i|.

The floor is that quotient, of weights that are made orthogonal to the polynomials once more.
"""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from uat.arrays import Array, as_columns
from uat.core.domains import Box
from uat.targets.target import Target

# Of more coefficients the program takes too long; nothing is said then.
_MOST_COEFFICIENTS = 300
# The program has so many points for each coefficient at first; the worst others are added.
_POINTS_EACH, _FEWEST, _ADDED, _ROUNDS, _CLOSE = 6, 50, 20, 40, 1e-9
_ROUNDING = 64.0 * float(np.finfo(np.float64).eps)
_MOST_KNOWN = 64

Powers = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class BestPolynomial:
    """The polynomial of least max error on samples; call it with points, shape (points, inputs).

    Parameters
    ----------
    domain : box that is scaled to [-1, 1]
    powers : degrees of the Chebyshev polynomials of every product, one for each input
    coefficients : of the products, target units
    floor : no polynomial of the degree errs by less, target units; 0 if that is only rounding
    """

    domain: Box
    powers: Powers
    coefficients: Array
    floor: float

    def __call__(self, x: npt.ArrayLike) -> Array:
        """Return the values at x, shape (points, inputs) or (points,): shape (points,)."""
        return _products(self.domain, self.powers, as_columns(x, "x")) @ self.coefficients


@functools.lru_cache(_MOST_KNOWN)
def best_polynomial(target: Target, degree: int) -> BestPolynomial | None:
    """Return the best polynomial of a target of any number of inputs.

    Parameters
    ----------
    degree : total degree of its products, at least 0

    Returns
    -------
    None if it has too many coefficients to be computed.

    Notes
    -----
    Samples are the evaluation grid and the points beside the target's breaks, where it has a
    finite value. Some hundredths of a second, a few seconds for hundreds of coefficients;
    remembered.
    """
    inputs = target.inputs
    if math.comb(degree + inputs, inputs) > _MOST_COEFFICIENTS:
        return None
    powers = tuple(
        powers
        for powers in itertools.product(range(degree + 1), repeat=inputs)
        if sum(powers) <= degree
    )
    x = target.evaluation_grid()
    with np.errstate(all="ignore"):
        y = target(x)
    x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    products = _products(target.domain, powers, x)
    size = float(np.max(np.abs(y))) or 1.0
    coefficients, weights, chosen = _solved(products, y / size)
    lost = _ROUNDING * len(powers) * size
    floor = size * _proved(products[chosen], y[chosen] / size, weights)
    return BestPolynomial(
        target.domain, powers, size * coefficients, floor - lost if floor > 2.0 * lost else 0.0
    )


def _products(domain: Box, powers: Powers, x: Array) -> Array:
    """Return products of Chebyshev polynomials at points: shape (points, products)."""
    lower, upper = np.array(domain.lower), np.array(domain.upper)
    angles = np.arccos(np.clip((2.0 * x - lower - upper) / (upper - lower), -1.0, 1.0))
    return np.asarray(np.prod(np.cos(angles[:, np.newaxis, :] * np.array(powers)), axis=2))


def _solved(products: Array, y: Array) -> tuple[Array, Array, npt.NDArray[np.intp]]:
    """Return coefficients of least max error, and the dual weights of the samples chosen.

    The program has a few of the samples only, and those on which its solution errs most, until
    it errs nowhere by more than on these.
    """
    count = products.shape[1]
    spread = np.linspace(0, len(y) - 1, max(_FEWEST, _POINTS_EACH * count)).astype(np.intp)
    chosen = np.unique(np.minimum(spread, len(y) - 1))
    for _ in range(_ROUNDS):
        own = products[chosen]
        bounds = np.full((len(chosen), 1), -1.0)
        program = linprog(
            np.append(np.zeros(count), 1.0),
            np.block([[own, bounds], [-own, bounds]]),
            np.concatenate([y[chosen], -y[chosen]]),
            bounds=(None, None),
            method="highs-ds",
        )
        coefficients, error = np.asarray(program.x)[:-1], float(np.asarray(program.x)[-1])
        above, below = np.split(-program.ineqlin.marginals, 2)
        residual = np.abs(products @ coefficients - y)
        if residual.max() <= error + _CLOSE:
            break
        worst = np.argsort(-residual, kind="stable")[:_ADDED]
        peaks = np.flatnonzero(residual >= np.maximum(np.roll(residual, 1), np.roll(residual, -1)))
        highest = peaks[np.argsort(-residual[peaks], kind="stable")[: _ADDED + count]]
        chosen = np.union1d(chosen, np.concatenate([worst, highest]))
    return coefficients, above - below, chosen


def _proved(products: Array, y: Array, weights: Array) -> float:
    """Return |sum l y| / sum |l| for the weights l nearest to those given, orthogonal to products.

    Only samples that the program gave a weight have one.
    """
    own = weights != 0.0
    products, y, weights = products[own], y[own], weights[own]
    for _ in range(2):  # once more, for what the first projection lost to rounding
        weights = weights - products @ np.linalg.lstsq(products, weights)[0]
    total = float(np.sum(np.abs(weights)))
    return abs(float(weights @ y)) / total if total > 0.0 else 0.0
