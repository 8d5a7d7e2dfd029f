"""How large an analytic function is on a piece: from its values at Chebyshev's points.

Let g be analytic on the closed box about Bernstein's ellipse of parameter rho > 1 along each of d
axes, |g| <= M there, and the piece be scaled to [-1, 1]^d. Then g = sum a[k] T[k], T[k] being
products of Chebyshev polynomials, and

    |a[k]| <= 2^d M rho^-(k1 + ... + kd).

For one axis a[k] is an integral of g((u + 1/u)/2) u^(-1-k) over |u| = rho, divided by pi i (by
2 pi i for k = 0), and at most 2 M rho^-k; the axes are taken one after the other. On the points
cos((j + 1/2) pi / n), j < n, each T[k] is equal to plus or minus a T[l] with all l < n, or to 0:
cos(k (j + 1/2) pi / n) has in k the period 4 n, is even, and changes its sign about k = n, where
it is 0. So g and its interpolant p at the points of the grid of n^d differ by at most

    sum of 2 |a[k]| over all k not below n   <=   2^(d+1) M ( S^d - (S - rho^-n S)^d ),

S = 1 / (1 - 1/rho) being the sum of all rho^-k, and S - rho^-n S that of the first n. The
coefficients of p are a cosine transform of values of g at points. No derivative of g is needed,
and no series of it: values at points, and one bound of the size on a complex box.

(Trefethen, Approximation Theory and Approximation Practice, SIAM 2013, theorems 8.1 and 8.2.)
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

from uat.theory.certificates.balls import Ball, acb, arb, arb_mat, working_with


def box_of(centre: Ball, radius: Ball, rho: Ball) -> acb:
    """Return a box about Bernstein's ellipse c + r (u + 1/u) / 2, |u| = rho."""
    width, height = (radius * (rho + sign / rho) / 2 for sign in (1, -1))
    return acb(centre + arb(0, width.upper()), arb(0, height.upper()))


def remainder(size: Ball, rho: Ball, count: int, inputs: int) -> Ball:
    """Return a bound of |g - p|, see the module's first lines.

    Parameters
    ----------
    size : M, of g on the box
    rho, count, inputs : of the ellipse, n, and d
    """
    total = 1 / (1 - 1 / rho)
    most = total - total / rho**count
    return (arb(2) ** (inputs + 1) * size * (total**inputs - most**inputs)).upper()


@functools.lru_cache(maxsize=64)
def nodes(count: int, bits: int) -> tuple[Ball, ...]:
    """Return cos((j + 1/2) pi / n), j < n, in so many bits."""
    with working_with(bits):
        return tuple((arb.pi() * (2 * j + 1) / (2 * count)).cos() for j in range(count))


@functools.lru_cache(maxsize=64)
def _transform(count: int, bits: int) -> arb_mat:
    """Return the matrix that makes coefficients of values at the nodes, in so many bits."""
    with working_with(bits):
        rows = (
            (arb.pi() * ((2 * j + 1) * k) / (2 * count)).cos() * (2 if k else 1) / count
            for k, j in itertools.product(range(count), repeat=2)
        )
        return arb_mat(count, count, list(rows))


def coefficients(values: Sequence[Ball], count: int, inputs: int, bits: int) -> list[Ball]:
    """Return the coefficients of the interpolant of values on the grid of nodes.

    Parameters
    ----------
    values : n^d of them, the last axis running fastest; so do the coefficients
    """
    rest = count ** (inputs - 1)
    made = list(values)
    for _ in range(inputs):
        # The first axis is transformed, and becomes the last.
        made = (_transform(count, bits) * arb_mat(count, rest, made)).transpose().entries()
    return made


def range_of(made: Sequence[Ball], count: int, inputs: int) -> tuple[Ball, Ball]:
    """Return the lower and the upper bound of an interpolant on the piece, from its coefficients.

    Along each axis the linear and the quadratic term are taken together, exactly; all others
    count with their size.
    """
    steps = [count ** (inputs - 1 - axis) for axis in range(inputs)]
    low = high = made[0]
    for step in steps:
        low = low - _rise(-made[step], -made[2 * step])
        high = high + _rise(made[step], made[2 * step])
    taken = {0, *steps, *(2 * step for step in steps)}
    others = sum((abs(c) for k, c in enumerate(made) if k not in taken), arb(0))
    return low - others, high + others


def _rise(slope: Ball, bend: Ball) -> Ball:
    """Return an upper bound of a t + b (2 t^2 - 1) for |t| <= 1.

    If b < 0, completing the square gives a^2 / (8 |b|) + |b| for all t; that is taken at
    t = a / (4 |b|), beyond the ends if |a| > 4 |b|.
    """
    slope = abs(slope)
    if not bend < 0 or slope >= -4 * bend:
        return slope + (bend if bend < 0 or bend >= 0 else abs(bend))
    return slope * slope / (-8 * bend) - bend


def steepest(made: Sequence[Ball], count: int, inputs: int) -> int:
    """Return the axis that an interpolant varies most with."""
    shares = [0.0] * inputs
    for places, c in zip(itertools.product(range(count), repeat=inputs), made, strict=True):
        for axis, k in enumerate(places):
            shares[axis] += k * float(abs(c).upper())
    return max(range(inputs), key=shares.__getitem__)
