"""Units that merge: polynomials as limits of few units, one input.

A unit of small slope is its own Taylor polynomial,

    phi(w s (x - x0) + b) = sum over k of phi^(k)(b) (w s (x - x0))^k / k!,

and a few of them, slopes s that differ and output weights that all but cancel, leave one power of
it: two units of slopes w and -w leave the square. Output weights grow as w^-degree, so that
rounding costs eps w^-degree, and the next power that does not cancel costs a power of w: there is
a best w, and a bias b at which one power more cancels. For the square and the logistic it is the
zero of phi'''' at -2.29, where two units come within 1e-10 of it. No descent finds that valley;
scanning (w, b) does, for any phi, with the output layer solved each time.

About x0 a polynomial has no second highest power. About a bias at which phi is odd, as the
logistic is at 0, units of slopes 1, 2, 3, ... have no even powers; pairs of slopes 1 and -1, 2 and
-2, ... need none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.activations import Activation, activation_named

HiddenLayer = tuple[Array, Array]
"""hidden_weights, shape (1, width), and hidden_biases, shape (width,)."""

# Slopes and biases of the first scan; biases in reaches of the activation.
_SLOPES, _BIASES = np.geomspace(1e-8, 2.0, 45), np.linspace(-4.0, 4.0, 41)
# Each zoom looks at slopes so many times as steep, and at biases that lie closer by that factor.
_ZOOMS, _STEEPER, _ASIDE, _CLOSER = 12, np.geomspace(0.3, 4.0, 9), np.linspace(-1.0, 1.0, 7), 3.0
# Slope of the unit that goes with pairs of slopes 1, -1, ...: measured, for cubes and fifth powers.
_MIDDLE_SLOPE = 0.75
# Units drawn, for slopes of about these, and how many of each are kept.
_DRAWN_SLOPES, _DRAWN, _DRAWN_KEPT = (0.03, 0.1, 0.3), 400, 4
# So many of the points are looked at, and no power is one below this share of the polynomial.
_PLACES, _NO_POWER = 40, 1e-12
_POINTS_A_DEGREE = 4
# Singular values below this share of the largest are rounding, and so is that share of a sum.
_TRUNCATION, _ROUNDING = 1e-15, 1.1e-16
# A polynomial whose middle is farther out is as good as one of a lower degree.
_FARTHEST = 30.0


@dataclass(frozen=True, slots=True)
class Polynomial:
    """The polynomial of some degree that fits best.

    Parameters
    ----------
    middle : x0, about which it has no second highest power
    residual : largest |polynomial - t|, of all outputs; infinite where there are too few points to
        tell a polynomial
    """

    middle: float
    residual: float


def fitted_polynomial(x: Array, t: Array, degree: int) -> Polynomial:
    """Return the least squares polynomial of at most that degree.

    Parameters
    ----------
    x : shape (points,), in [-1, 1]
    t : shape (points, outputs)
    degree : at least 1; of the outputs that of the highest degree says where the middle is
    """
    if len(x) <= _POINTS_A_DEGREE * degree:
        return Polynomial(0.0, np.inf)
    powers = np.polynomial.chebyshev.chebvander(x, degree)
    solved = np.linalg.lstsq(powers, t, rcond=None)[0]
    residual = float(np.max(np.abs(powers @ solved - t)))
    sizes = np.max(np.abs(solved), axis=1)
    powers_left = np.flatnonzero(sizes > _NO_POWER * np.max(sizes))
    highest = int(np.max(powers_left, initial=0))
    output = int(np.argmax(np.abs(solved[highest])))
    monomials = np.polynomial.chebyshev.cheb2poly(solved[: highest + 1, output])
    middle = 0.0
    if highest > 1:
        middle = float(-monomials[-2] / (highest * monomials[-1]))
    return Polynomial(middle if abs(middle) < _FARTHEST else 0.0, residual)


def merging_hidden_layers(
    x: Array,
    t: Array,
    width: int,
    activation: str,
    rng: np.random.Generator,
    middle: float = 0.0,
) -> list[HiddenLayer]:
    """Return hidden layers of small slopes that come close to a polynomial.

    First those of each pattern of slopes, then drawn ones, where descent is to find what cancels.

    Parameters
    ----------
    x : shape (points,), in [-1, 1]
    t : shape (points, outputs), a polynomial of a degree not much above the width
    width : number of units
    activation : name of phi
    rng : what is drawn comes from it
    middle : x0, see the module's first lines

    Returns
    -------
    The closest first, of each kind; their output layers are to be solved without a ridge.

    Notes
    -----
    About 2,000 output layers on 40 points for each of two patterns, 1,200 for drawn ones: a tenth
    of a second.
    """
    places = np.unique(np.searchsorted(np.sort(x), _chebyshev_places(x)))
    chosen = np.argsort(x, kind="stable")[np.minimum(places, len(x) - 1)]
    scan = _Scan(x[chosen] - middle, t[chosen], activation_named(activation))
    found = []
    for pattern in _patterns(width):
        error, slope, bias = scan.best(pattern)
        found.append((error, *pattern.layer(slope, bias)))
    found.sort(key=lambda entry: entry[0])
    drawn = scan.drawn(width, rng) if width > 1 else []
    if scan.phi.homogeneity is not None:  # no slope is smaller than another
        found = [(error, w / np.max(np.abs(w)), b / np.max(np.abs(w))) for error, w, b in found]
    return [
        (weights[np.newaxis], biases - middle * weights) for _, weights, biases in [*found, *drawn]
    ]


def _chebyshev_places(x: Array) -> Array:
    turns = np.cos(np.pi * (np.arange(_PLACES) + 0.5) / _PLACES)
    return np.asarray((np.max(x) + np.min(x)) / 2.0 + np.ptp(x) / 2.0 * turns)


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """Slopes in multiples of the steepest, and which of the units have the bias, not 0."""

    slopes: Array
    biased: Array

    def layer(self, slope: float, bias: float) -> tuple[Array, Array]:
        """Return slopes and biases of the units: shape (width,) each."""
        return slope * self.slopes, bias * self.biased


def _patterns(width: int) -> list[_Pattern]:
    """Return pairs of slopes 1, -1, 2, -2, ..., and slopes of one sign, 1, 2, 3, ...

    Of an odd width a unit at bias 0 goes with the pairs.
    """
    steps = np.arange(width, dtype=np.float64)
    slopes, biased = (1.0 + steps // 2) * np.where(steps % 2, -1.0, 1.0), np.ones(width)
    if width == 1:
        return [_Pattern(slopes, biased)]
    if width % 2:
        slopes[-1], biased[-1] = _MIDDLE_SLOPE, 0.0
    patterns = [(slopes, biased), (1.0 + steps, np.ones(width))]
    return [_Pattern(slopes / np.max(slopes), biased) for slopes, biased in patterns]


@dataclass(frozen=True, slots=True, eq=False)
class _Scan:
    """What is fitted, at few points: x - x0, shape (points,), t, shape (points, outputs)."""

    x: Array
    t: Array
    phi: Activation

    def best(self, pattern: _Pattern) -> tuple[float, float, float]:
        """Return the smallest error, rounding included, and the slope and the bias it has."""
        biases = self.phi.reach * _BIASES
        best = self._least(pattern, _SLOPES, biases)
        spacing = float(biases[1] - biases[0])
        for _ in range(_ZOOMS):
            _, slope, bias = best
            best = min(best, self._least(pattern, slope * _STEEPER, bias + spacing * _ASIDE))
            spacing /= _CLOSER
        return best

    def _least(self, pattern: _Pattern, slopes: Array, biases: Array) -> tuple[float, float, float]:
        errors = self._errors(pattern, slopes, biases)
        row, column = np.unravel_index(int(np.argmin(errors)), errors.shape)
        return float(errors[row, column]), float(slopes[row]), float(biases[column])

    def drawn(self, width: int, rng: np.random.Generator) -> list[tuple[float, Array, Array]]:
        """Return the errors, slopes and biases of the best of many drawn units, for each slope."""
        best = []
        for slope in _DRAWN_SLOPES:
            signs = rng.choice([-1.0, 1.0], size=(_DRAWN, width))
            slopes = slope * signs * rng.uniform(0.3, 1.0, size=(_DRAWN, width))
            biases = self.phi.reach * rng.uniform(-2.5, 2.5, size=(_DRAWN, width))
            z = slopes[:, np.newaxis] * self.x[:, np.newaxis] + biases[:, np.newaxis]
            errors = self._errors_at(z)
            kept = np.argsort(errors, kind="stable")[:_DRAWN_KEPT]
            best += [(float(errors[k]), slopes[k], biases[k]) for k in kept]
        return best

    def _errors(self, pattern: _Pattern, slopes: Array, biases: Array) -> Array:
        """Return the error of the best output layer: shape (slopes, biases)."""
        z = np.multiply.outer(slopes, np.multiply.outer(self.x, pattern.slopes))[:, np.newaxis]
        return self._errors_at(z + np.multiply.outer(biases, pattern.biased)[:, np.newaxis])

    @np.errstate(over="ignore", invalid="ignore")
    def _errors_at(self, z: Array) -> Array:
        """Return the error of the best output layer for pre-activations (..., points, width)."""
        design = np.concatenate([self.phi(z), np.ones((*z.shape[:-1], 1))], axis=-1)
        design = np.where(np.isfinite(design), design, 0.0)
        lengths = np.linalg.norm(design, axis=-2, keepdims=True)
        lengths[lengths == 0.0] = 1.0
        u, s, v = np.linalg.svd(design / lengths, full_matrices=False)
        kept = s > _TRUNCATION * s[..., :1]
        along = (np.swapaxes(u, -1, -2) @ self.t) * (kept / np.where(kept, s, 1.0))[..., np.newaxis]
        coefficients = (np.swapaxes(v, -1, -2) @ along) / np.swapaxes(lengths, -1, -2)
        sizes = np.max(np.abs(design), axis=-2)[..., np.newaxis] * np.abs(coefficients)
        rounding = _ROUNDING * np.sum(sizes, axis=-2)
        residuals = np.max(np.abs(design @ coefficients - self.t), axis=-2)
        return np.asarray(np.max(residuals + rounding, axis=-1))
