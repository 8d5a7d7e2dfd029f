"""Other families of functions at the parameter count of a network, of one input.

A network of width n and one input has 3n + 1 parameters. What would a polynomial or a rational
function do with as many? Both come from scipy, which evaluates them by the barycentric formula:
stable at every degree used here.

- **chebyshev**: the polynomial through 3n + 1 Chebyshev points; its values are its parameters.
- **rational**: what the AAA algorithm makes of the target with m support points. It has numerator
  and denominator of degree m - 1, so 2m - 1 parameters: the family's degrees of freedom are
  counted, not the points the algorithm chose to write it down. m is the largest that fits.

AAA does not know that a pole in the domain is a disaster. A rational with one has an error of
infinity, however small the residue: the sup norm and the mean square of a pole are infinite. Its
poles are told, and nothing takes its place.

References
----------
Berrut & Trefethen (2004), SIAM Review 46, 501-517, for the barycentric formula.
Trefethen (2013), Approximation Theory and Approximation Practice, chapters 2 and 5.
Nakatsukasa, Sete & Trefethen (2018), SIAM J. Sci. Comput. 40, A1494-A1522, for AAA.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial import chebyshev, polyutils
from scipy.interpolate import AAA, BarycentricInterpolator

from uat.arrays import Array, as_numbers
from uat.checks import LARGEST_WIDTH, check_wholes
from uat.core.threads import one_thread
from uat.exceptions import SettingError
from uat.targets.metrics import max_error, rmse
from uat.targets.quadrature import integration_rule
from uat.targets.target import Target, in_ordinary_units
from uat.theory.reference_curves import Norm

CHEBYSHEV = "chebyshev"
RATIONAL = "rational"
FAMILIES = (CHEBYSHEV, RATIONAL)

MOST_TERMS = 97
"""Most support points of a rational: those beside 64 units; wider networks get no more. AAA costs
the cube of its terms, and with twice as many every rational of the catalogue is what it was: at
rounding, no better, or with poles in the domain."""

# What AAA looks at: nodes that gather at kinks and jumps.
_SAMPLES = 1200
# AAA stops where its error on the samples is this share of the target's largest magnitude.
_TOLERANCE = 1e-13
# Where errors are looked at between two nodes or poles: shares of the way from either.
_SHARES = np.append(np.geomspace(1e-12, 0.3, 12), 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """One family's answer to a network of some width.

    Parameters
    ----------
    family : one of FAMILIES
    width : of the network it stands beside
    parameters : of the function, at most 3 width + 1; fewer where more did not help
    function : takes x of any shape, input units, returns that shape, target units
    max_error, rmse : of the function, target units, measured as a network's are; infinite if it
        has a pole in the domain
    poles_in_domain : inputs, rising, at which the function has poles
    """

    family: str
    width: int
    parameters: int
    function: Callable[[Array], Array]
    max_error: float
    rmse: float
    poles_in_domain: tuple[float, ...] = ()

    def error(self, norm: Norm) -> float:
        """Return the error in that norm, target units."""
        return self.max_error if norm == "max_error" else self.rmse


def network_parameters(width: int) -> int:
    """Return how many parameters a network of one input has: 3 a hidden unit, and the bias."""
    return 3 * width + 1


def baselines(target: Target, widths: Iterable[int]) -> tuple[Baseline, ...]:
    """Return every family's answer at every width, families in order, widths rising.

    Parameters
    ----------
    target : of one input
    widths : numbers of hidden units, at least 1

    Raises
    ------
    SettingError
        If the target has more than one input or a width is below 1.

    Notes
    -----
    Cost for the widths 1, 2, 4, ..., 128: at most one to two seconds on one core.
    """
    widths = sorted(set(check_wholes(widths, "widths", 1, LARGEST_WIDTH)))
    if target.inputs != 1:
        raise SettingError(f"baselines take a target of 1 input; {target.name} has more.")
    # The matrices are small: threads of the BLAS would only get into each other's way.
    with one_thread():
        unit, length, height = in_ordinary_units(target)
        answers = (*(_polynomial(unit, width) for width in widths), *_rationals(unit, widths))
    if unit is target:
        return answers
    return tuple(_in_units(answer, length, height) for answer in answers)


def _in_units(baseline: Baseline, length: float, height: float) -> Baseline:
    """Return an answer to f(length u) / height as one to f."""
    function = baseline.function
    return replace(
        baseline,
        function=lambda x: height * function(x / length),
        max_error=height * baseline.max_error,
        rmse=height * baseline.rmse,
        poles_in_domain=tuple(length * pole for pole in baseline.poles_in_domain),
    )


def _polynomial(target: Target, width: int) -> Baseline:
    """Return the polynomial through Chebyshev points of the second kind, both ends among them."""
    parameters = network_parameters(width)
    domain = (target.domain.lower[0], target.domain.upper[0])
    nodes = polyutils.mapdomain(chebyshev.chebpts2(parameters), (-1.0, 1.0), domain)
    # The weights are products in an order drawn at random; always the same one here.
    function = BarycentricInterpolator(nodes, target(nodes), rng=0)
    return Baseline(
        CHEBYSHEV, width, parameters, function, *_measure(function, target, as_numbers(nodes))
    )


def _rationals(target: Target, widths: Iterable[int]) -> Iterator[Baseline]:
    """Yield the rationals beside the networks of these widths, rising.

    AAA is greedy: once it converges with fewer terms than it may have, more change nothing.
    """
    nodes, _ = integration_rule(target, target.domain, _SAMPLES, target.breaks)
    x = np.union1d(nodes, [target.domain.lower, target.domain.upper])
    values, tried, converged = target(x), 0, False
    for width in widths:
        terms = min((network_parameters(width) + 1) // 2, MOST_TERMS)
        if terms > tried and not converged:
            rational = _aaa(x, values, terms)
            tried = terms
            converged = len(rational.errors) < terms  # type: ignore[attr-defined]  # not in the stubs
            parameters = 2 * len(rational.support_points) - 1
            poles = _poles_between(x[0], x[-1], rational)
            errors = (
                (math.inf, math.inf) if poles else _measure(rational, target, _places(rational))
            )
            answer = Baseline(RATIONAL, width, parameters, rational, *errors, poles)
        yield replace(answer, width=width)


def _aaa(x: Array, values: Array, terms: int) -> AAA[np.float64]:
    """Return what AAA makes of the values at x with at most so many support points.

    Doublets, poles next to a zero that appear when rounding is near, are not cleaned up: scipy
    tells them by a threshold, and those above it are poles all the same.
    """
    with warnings.catch_warnings():
        # To use up its terms is no failure here: that is the comparison.
        warnings.filterwarnings("ignore", "AAA failed to converge", RuntimeWarning)
        return AAA(x, values, rtol=_TOLERANCE, max_terms=terms, clean_up=False)


def _poles_between(low: float, high: float, rational: AAA[np.float64]) -> tuple[float, ...]:
    """Return the real poles from low to high, rising.

    They are eigenvalues of a real pencil: a pole off the real line comes with its conjugate, any
    other is real to the last bit.
    """
    poles = rational.poles()
    real = poles.real[poles.imag == 0.0]
    return tuple(np.sort(real[(real >= low) & (real <= high)]).tolist())


def _places(rational: AAA[np.float64]) -> Array:
    """Return the nodes, and the places next to a pole and as far beside it as it is off the line.

    Shape (n,).
    """
    poles = rational.poles()
    off = np.abs(poles.imag)
    beside = np.concatenate([poles.real, poles.real - off, poles.real + off])
    return as_numbers(np.concatenate([rational.support_points, beside]))


def _measure(
    function: Callable[[Array], Array], target: Target, places: Array
) -> tuple[float, float]:
    """Return max_error and rmse on the target's evaluation grid, as for a network.

    The largest error is looked for between the places, too: nodes, and what lies beside a pole.
    """

    def residual(x: Array) -> Array:
        return function(x[:, 0]) - target(x)

    grid, near = target.evaluation_grid(), _between(places, target)
    largest = max_error(residual, target.domain, grid, target.evaluation_spacing(), near)
    return largest, rmse(residual(target.uniform_evaluation_grid()))


def _between(places: Array, target: Target) -> Array:
    """Return points between neighbours among the places and the domain's ends: shape (n, 1).

    They crowd at both neighbours: nodes and poles gather where a target is singular, and on which
    scale it errs there nobody knows.
    """
    low, high = target.domain.lower[0], target.domain.upper[0]
    inner = places[(places > low) & (places < high)]
    places = np.union1d(inner, [low, high])
    points = places[:-1, np.newaxis] + np.diff(places)[:, np.newaxis] * _SHARES
    mirrored = places[1:, np.newaxis] - np.diff(places)[:, np.newaxis] * _SHARES
    near = np.concatenate([places, points.ravel(), mirrored.ravel()])
    return as_numbers(np.clip(near, low, high)[:, np.newaxis])
