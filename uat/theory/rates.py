"""How fast errors fall: asymptotics of the best staircase and broken line, and reference slopes.

An **asymptotic** has a constant that is known in the limit of many pieces; a **rate** is a slope
alone. Neither is a bound at any width. `rmse` is the root of the mean square over the domain,
`max_error` the sup norm, both in target units.
"""

from __future__ import annotations

import functools
import math

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.targets.quadrature import NODES_A_PANEL, integration_rule
from uat.targets.target import Target, in_ordinary_units

BARRON_RATE = -0.5
"""Exponent of Barron's bound, in every number of inputs."""

# Nodes on which integrals of derivatives are measured.
_DERIVATIVE_NODES = 6_000
# A derivative within this many roundings of zero counts as zero.
_NOISE = 16.0


def staircase_rmse(target: Target, pieces: npt.ArrayLike) -> Array:
    """Return the rmse of the best staircase of N pieces, in the limit of many.

        (integral |f'|^(2/3))^(3/2) / (sqrt(12 L) N)

    On a short piece of length h the best constant is off by |f'| h / sqrt(12) in the root mean
    square; best is to give all pieces the same square error. In the sup norm the like argument
    gives V / (2 N), which is `step_guarantee` itself.

    Parameters
    ----------
    target : of one input; its jumps cost a fixed number of pieces, so they leave the limit alone
    pieces : shape (n,), N: one more than there are steps

    Returns
    -------
    shape (n,), target units; zero where the target is a staircase

    References
    ----------
    Barrow & Smith (1978), Quart. Appl. Math. 36, 293-304: splines of order k with free knots have
    the constant sqrt(|B_2k| / (2k)!), B the Bernoulli numbers; here k = 1.
    """
    unit, _, height = in_ordinary_units(target)
    size = _derivative_size(unit, 1, 2.0 / 3.0)
    constant = height * (size / math.sqrt(12.0 * unit.domain.lengths[0]))
    return np.asarray(constant / np.asarray(pieces, dtype=np.float64))


def broken_line_rmse(target: Target, pieces: npt.ArrayLike) -> Array:
    """Return the rmse of the best broken line of N pieces, in the limit of many.

        (integral |f''|^(2/5))^(5/2) / (sqrt(720 L) N^2)

    On a short piece of length h the best line is off by |f''| h^2 / sqrt(720) in the root mean
    square. A relu network of n units draws every broken line of n pieces: n - 1 units have their
    kinks at the inner knots, and one with its kink at the domain's left end gives the first slope.

    Parameters
    ----------
    target : of one input; kinks and jumps cost a fixed number of pieces, so they leave the limit
        alone
    pieces : shape (n,), N: the width of a relu network

    Returns
    -------
    shape (n,), target units; zero where the target is a broken line

    References
    ----------
    Barrow & Smith (1978), Quart. Appl. Math. 36, 293-304, for splines of order 2.
    """
    unit, _, height = in_ordinary_units(target)
    size = _derivative_size(unit, 2, 2.0 / 5.0)
    constant = height * (size / math.sqrt(720.0 * unit.domain.lengths[0]))
    return np.asarray(constant / np.square(np.asarray(pieces, dtype=np.float64)))


def broken_line_max_error(target: Target, pieces: npt.ArrayLike) -> Array | None:
    """Return the sup error of the best broken line of N pieces, in the limit of many.

        (integral |f''|^(1/2))^2 / (16 N^2)

    On a short piece of length h the chord is off by |f''| h^2 / 8, and half of that when it is
    moved by as much towards the curve. Pieces of equal error move equally, so they still join; only
    where f'' changes its sign a piece is lost. For a relu network N is its width, see
    `broken_line_rmse`.

    Parameters
    ----------
    target : of one input; kinks cost a fixed number of pieces, so they leave the limit alone
    pieces : shape (n,), N: the width of a relu network

    Returns
    -------
    shape (n,), target units; zero where the target is a broken line. None where the target jumps:
    no continuous network gets below half of its largest jump.

    References
    ----------
    Burchard & Hale (1975), J. Approx. Theory 14, 128-147.
    """
    if target.largest_jump > 0.0:
        return None
    unit, _, height = in_ordinary_units(target)
    constant = height * (_derivative_size(unit, 2, 0.5) / 16.0)
    return np.asarray(constant / np.square(np.asarray(pieces, dtype=np.float64)))


def relu_power_rate(power: int, inputs: int) -> float:
    """Return the exponent of n in the best L2 error of relu^k networks on their own space.

        -1/2 - (2k + 1) / (2d)

    It holds, and cannot be improved, for all functions that are limits of relu^k networks of
    bounded 1-norm of the output weights; k = 0 is the heaviside activation.

    Parameters
    ----------
    power : k, not negative
    inputs : d, at least 1

    References
    ----------
    Siegel & Xu (2022), Found. Comput. Math. 24 (2024), 481-537.
    """
    return -0.5 - (2 * power + 1) / (2 * inputs)


@functools.lru_cache(maxsize=256)
def _derivative_size(target: Target, order: int, exponent: float) -> float:
    """Return (integral |f^(k)|^p)^(1/p) over the domain of one input, kinks and jumps left out.

    Parameters
    ----------
    order : k, the derivative
    exponent : p, positive; below 1 it is no norm, but what free knots count

    Notes
    -----
    On every panel of the integration rule, which end at the kinks and grow short where the target
    is hard to follow, the derivative of the polynomial through the nodes. What is not above the
    rounding of that counts as zero, so that a line has no curvature.
    """
    domain = target.domain
    x, weights = integration_rule(target, domain, _DERIVATIVE_NODES, target.kinks)
    panels = target(x).reshape(-1, NODES_A_PANEL)
    nodes = np.polynomial.legendre.leggauss(NODES_A_PANEL)[0]
    halves = np.ptp(x.reshape(-1, NODES_A_PANEL), axis=1, keepdims=True) / np.ptp(nodes)
    matrix = _differentiation(nodes, order)
    derivative = np.abs(panels @ matrix.T)
    # The nodes themselves are rounded, which shifts the values by slope times rounding: hence the
    # values' spread, and the inputs' size in panels, beside the values' own size.
    inputs = np.max(np.abs(x)) / halves
    blur = np.max(np.abs(panels), axis=1, keepdims=True) + inputs * np.ptp(
        panels, axis=1, keepdims=True
    )
    noise = _NOISE * np.finfo(np.float64).eps * np.max(np.sum(np.abs(matrix), axis=1)) * blur
    derivative = np.where(derivative > noise, derivative, 0.0) / halves**order
    integral = domain.lengths[0] * float(weights @ derivative.ravel() ** exponent)
    return float(integral ** (1.0 / exponent))


def _differentiation(nodes: Array, order: int) -> Array:
    """Return the matrix from values at nodes of [-1, 1] to the polynomial's derivative there."""
    legendre = np.polynomial.legendre
    degree = len(nodes) - 1
    coefficients = np.linalg.inv(legendre.legvander(nodes, degree))
    return np.asarray(
        legendre.legvander(nodes, degree - order) @ legendre.legder(coefficients, order)
    )
