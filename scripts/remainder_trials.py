"""Try to break every constant that proofs rest on, at many points, random orders and intervals.

    python scripts/remainder_trials.py [POINTS]

Of each claim, "this polynomial is off by no more than that", a million points (or POINTS) are
tried in float64, in pieces of random places, lengths and degrees. What is printed is the largest
share of the claimed bound that was met: above 1 the claim would be false; far below 1 it would be
wasteful. Rounding, which is known, is not counted.

- the derivatives of the logistic function, by its poles and by Cauchy's estimate;
- the derivatives of exp(-z^2), by Cauchy's estimate;
- Taylor models of all activations, as certificates are made with;
- interpolants of all activations, as certificates are checked with.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np

import uat
from uat.arrays import Array
from uat.core.network import Network
from uat.theory.certificates.balls import arb, working_with
from uat.theory.certificates.continuations import resolved
from uat.theory.certificates.differences import UNITS
from uat.theory.certificates.forms import Piece
from uat.theory.certificates.interpolation import box_of, coefficients, nodes, remainder
from uat.theory.certificates.intervals import Interval
from uat.theory.certificates.rules import run
from uat.theory.certificates.series import bell_bound, pole_bounds

POINTS_OF_PIECE = 2_000
_BITS, _LONGEST = 128, 25
# Of the terms that are added, what may be lost to rounding.
_ROUNDING = 1e-14

Share = Callable[[np.random.Generator], float]


def logistic_series(z: Array) -> Array:
    """Return the Taylor coefficients of the logistic function h at points, from h' = h (1 - h)."""
    c = np.empty((_LONGEST, *z.shape))
    c[0] = 1 / (1 + np.exp(-z))
    for k in range(_LONGEST - 1):
        c[k + 1] = (c[k] - np.sum(c[: k + 1] * c[k::-1], axis=0)) / (k + 1)
    return c


def bell_series(z: Array) -> Array:
    """Return those of g(z) = exp(-z^2), from g' = -2 z g."""
    c = np.empty((_LONGEST, *z.shape))
    c[0] = np.exp(-z * z)
    c[1] = -2 * z * c[0]
    for k in range(1, _LONGEST - 1):
        c[k + 1] = -2 * (z * c[k] + c[k - 1]) / (k + 1)
    return c


def _largest_share(function: Array, terms: Array, t: Array, bounds: Array) -> float:
    """Return the largest |f - sum of the first n terms| / (bound of order n |t|^n), n >= 1."""
    powers = t ** np.arange(_LONGEST)[:, np.newaxis]
    sums = np.cumsum(terms * powers, axis=0)[:-1]
    lost = _ROUNDING * (1 + np.cumsum(np.abs(terms * powers), axis=0)[:-1])
    off = np.abs(function - sums) - lost
    return float(np.max(off / (bounds[:, np.newaxis] * np.abs(powers[1:]))))


def logistic_share(rng: np.random.Generator) -> float:
    """Return how much of the bounds of the logistic function's derivatives is met."""
    distance = float(rng.choice([0.0, 10.0 ** rng.uniform(-1, 1)]))
    with working_with(_BITS):
        bounds = np.array([float(b) for b in pole_bounds(_LONGEST, arb(distance))])
    a, b = distance + 3.0 * rng.random((2, POINTS_OF_PIECE))
    if distance == 0.0:  # Anywhere on the line, also across 0.
        a, b = 4.0 * rng.normal(size=POINTS_OF_PIECE), 3.0 * rng.uniform(-1, 1, POINTS_OF_PIECE)
        b = a + b
    side = rng.choice([-1.0, 1.0])
    a, b = side * a, side * b
    return _largest_share(1 / (1 + np.exp(-b)), logistic_series(a), b - a, bounds)


def bell_share(rng: np.random.Generator) -> float:
    """Return how much of the bounds of the derivatives of exp(-z^2) is met."""
    with working_with(_BITS):
        bounds = np.array([float(bell_bound(k)) for k in range(1, _LONGEST)])
    a = rng.normal(size=POINTS_OF_PIECE) * 1.5
    t = rng.uniform(-1, 1, POINTS_OF_PIECE) * 10.0 ** rng.uniform(-1, 0.3)
    return _largest_share(np.exp(-((a + t) ** 2)), bell_series(a), t, bounds)


def _values_of(name: str, z: Array) -> Array:
    return Network([[1.0]], [0.0], [[1.0]], [0.0], name)(z)[:, 0]


def _piece(rng: np.random.Generator) -> tuple[float, float]:
    middle, radius = 3.0 * rng.normal(), 10.0 ** rng.uniform(-1, 0.6)
    return float(middle - radius), float(middle + radius)


def taylor_share(rng: np.random.Generator, name: str) -> float:
    """Return how much of the rest of a Taylor model of an activation is met on a piece."""
    low, high = _piece(rng)
    degree = int(rng.integers(1, 13))
    with working_with(_BITS, degree + 2):
        piece = Piece([arb(low)], [arb(high)], degree)
        model = piece.model(run(UNITS[name], piece.variables(), piece))
        terms, rest = [float(c.mid()) for c in model.terms], float(model.rest)
        middle = float(piece.centre[0])
    z = rng.uniform(low, high, POINTS_OF_PIECE)
    return _share(_values_of(name, z), np.polynomial.polynomial.polyval, z - middle, terms, rest)


def interpolant_share(rng: np.random.Generator, name: str) -> float:
    """Return how much of the remainder of an interpolant of an activation is met on a piece."""
    low, high = _piece(rng)
    count, rho = int(rng.integers(2, 20)), arb(float(rng.uniform(1.1, 12.0)))
    with working_with(_BITS):
        function = resolved(UNITS[name], [Interval(arb(low), arb(high), True, True)]).function
        centre, radius = arb(low / 2 + high / 2), arb(high / 2 - low / 2)
        if function is None or not function([box_of(centre, radius, rho)]).is_finite():
            return 0.0
        size = abs(function([box_of(centre, radius, rho)])).upper()
        rest = float(remainder(size, rho, count, 1))
        values = [arb(function([centre + radius * t])) for t in nodes(count, _BITS)]
        terms = [float(c.mid()) for c in coefficients(values, count, 1, _BITS)]
    t = rng.uniform(-1, 1, POINTS_OF_PIECE)
    z = float(centre) + float(radius) * t
    return _share(_values_of(name, z), np.polynomial.chebyshev.chebval, t, terms, rest)


def _share(
    values: Array, evaluate: Callable[..., Array], t: Array, terms: list[float], rest: float
) -> float:
    """Return the largest |f - p| / rest; 0 where the rest is too small to be seen in float64."""
    lost = 100 * _ROUNDING * (1 + evaluate(np.abs(t), np.abs(terms)) + np.abs(values))
    off = np.abs(values - evaluate(t, terms)) - lost
    return float(max(np.max(off), 0.0) / rest) if rest > 0.0 or np.max(off) > 0.0 else 0.0


def claims() -> Iterator[tuple[str, Share]]:
    """Yield what is claimed: a name, and what tries it on a random piece."""
    yield "derivatives of logistic", logistic_share
    yield "derivatives of exp(-z^2)", bell_share
    for name in uat.ACTIVATIONS:
        yield f"Taylor model of {name}", lambda rng, name=name: taylor_share(rng, name)
        yield f"interpolant of {name}", lambda rng, name=name: interpolant_share(rng, name)


def trial(share: Share, points: int, seed: int = 0) -> float:
    """Return the largest share of a claimed bound that is met at so many points."""
    rng = np.random.default_rng(seed)
    return max(share(rng) for _ in range(-(-points // POINTS_OF_PIECE)))


def main() -> None:
    """Try all claims and print a table."""
    points = int((sys.argv[1:] or ["1000000"])[0])
    print(f"| claim, at {points:,} points | largest share of the bound |\n|---|---:|")
    wrong = []
    for name, share in claims():
        largest = trial(share, points)
        print(f"| {name} | {largest:.4f} |", flush=True)
        wrong += [name] if largest > 1.0 else []
    print(f"\nAbove 1: {', '.join(wrong) or 'none'}.")


if __name__ == "__main__":
    main()
