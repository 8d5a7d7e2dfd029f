"""What is known before any training: guarantees, asymptotics and reference rates.

Three kinds of curves, never to be confused (`CurveKind`):

- a **guarantee** holds at every width: a proof builds the network, or shows that there is one;
- an **asymptotic** is the error of the best staircase or the best broken line, its constant known
  in the limit of many pieces only; at a small width it may lie on either side of the truth;
- a **rate** is a slope: the theory has a constant, but not for this target.

One idea carries most of them. Where enough units make a steep step, n units make a staircase of
`n // UNITS_A_STEP[activation]` steps, and staircases are well understood. Errors are in target
units; `rmse` is the root of the mean square over the domain, `max_error` the sup norm.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, frozen
from uat.exceptions import SettingError
from uat.targets.quadrature import NODES_A_PANEL, integration_rule
from uat.targets.target import Target

SIGMOIDAL = ("logistic", "tanh", "heaviside")
"""Activations that rise from one constant to another: steep enough, a unit is a step."""

UNITS_A_STEP = {
    **dict.fromkeys(SIGMOIDAL, 1),
    **dict.fromkeys(("relu", "softplus"), 2),
    "relu_squared": 3,
    "relu_cubed": 4,
}
"""How many units make a steep step, by activation: for relu^k it is the (k + 1)-th difference.

relu(z) - relu(z - 1) rises from 0 to 1 and stays there; so does the second difference of
relu(z)^2 / 2, the third of relu(z)^3 / 6, and the difference of two softplus. Each of them is a
monotone sigmoidal function, which is all that the theorems on steps and Barron's ask for.
"""

BROKEN_LINES = ("relu", "softplus")
"""Activations whose networks are broken lines of one input, or come as close as one likes."""

RELU_POWERS = {"heaviside": 0, "relu": 1, "relu_squared": 2, "relu_cubed": 3}
"""Activations z -> max(0, z)^k, and their k."""

BARRON_RATE = -0.5
"""Exponent of Barron's bound, in every number of inputs."""

Norm = Literal["max_error", "rmse"]

# Points on which the modulus of continuity is measured, beside those of the evaluation grid; and
# nodes on which integrals of derivatives are.
_MODULUS_POINTS = 20_001
_DERIVATIVE_NODES = 6_000
# A derivative within this many roundings of zero counts as zero.
_NOISE = 16.0
# A curve has to be this much below the best constant to say anything.
_BELOW = 1.0 - 1e-9


class CurveKind(StrEnum):
    """How much a reference curve promises; see the module's first lines."""

    GUARANTEE = "guarantee"
    ASYMPTOTIC = "asymptotic"
    RATE = "rate"


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceCurve:
    """An error against width that no training has found.

    Parameters
    ----------
    label : what it is, in plain words
    formula : LaTeX, in the width n
    kind : how much it promises
    norm : which error it speaks of
    widths : shape (n,), those at which it says something
    values : shape (n,), target units
    source : who proved it
    """

    label: str
    formula: str
    kind: CurveKind
    norm: Norm
    widths: Array
    values: Array
    source: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", frozen(self.widths))
        object.__setattr__(self, "values", frozen(self.values))


def step_guarantee(variation: float, widths: npt.ArrayLike) -> Array:
    """Return the sup error that n steep sigmoidal units come as close to as one likes.

        V / (2 (n + 1))

    Cut the domain where the variation passed reaches V/(n+1), 2V/(n+1), ...; on each of the n + 1
    pieces f strays at most V/(2(n+1)) from the middle of its range there, and one unit at each cut
    leads from one middle to the next. At a cut f is continuous, so it lies within V/(2(n+1)) of
    both middles, and of every value between them that the unit passes through; away from the
    cuts a steep unit is as flat as one likes. The bound therefore holds for networks with a
    sigmoidal activation (logistic, tanh, heaviside), up to any epsilon > 0.

    Parameters
    ----------
    variation : V(f), total variation of a continuous function on an interval, target units
    widths : shape (n,), numbers of hidden units

    Returns
    -------
    shape (n,), target units

    Notes
    -----
    Where f jumps the argument fails at the cuts and nowhere else: the bound is then one on the
    rmse, as the cuts' neighbourhoods may be as short as one likes.

    References
    ----------
    Cybenko (1989), Math. Control Signals Systems 2, 303-314, for steep units; the count of pieces
    is the classic bound for piecewise constants with free knots (DeVore 1998, Acta Numerica 7,
    section 3.2).
    """
    return np.asarray(variation / (2.0 * (np.asarray(widths, dtype=np.float64) + 1.0)))


def modulus_guarantee(target: Target, widths: npt.ArrayLike) -> Array:
    """Return the sup error that n equally spaced steep sigmoidal units come arbitrarily close to.

        omega(f, L / (n + 1)) / 2

    The n cuts leave n + 1 pieces of length h = L/(n+1). On a piece no two values of f differ by
    more than omega(f, h), so f strays at most half of that from the middle of its range there;
    the rest is as for `step_guarantee`.

    Parameters
    ----------
    target : continuous, of one input
    widths : shape (n,), numbers of hidden units

    Returns
    -------
    shape (n,), target units; of the measured modulus, see `modulus_of_continuity`

    References
    ----------
    DeVore & Lorentz (1993), Constructive Approximation, chapter 2 section 6, for the modulus.
    """
    pieces = np.asarray(widths, dtype=np.float64) + 1.0
    return modulus_of_continuity(target, target.domain.lengths[0] / pieces) / 2.0


def modulus_of_continuity(target: Target, distances: npt.ArrayLike) -> Array:
    """Return omega(f, h), the largest change of the target between two points at most h apart.

    Parameters
    ----------
    target : of one input
    distances : shape (n,) or a number, h, not negative, input units

    Returns
    -------
    shape (n,) or (), target units. Measured on about 24,000 points, both sides of every kink among
    them: never above the true one, and close below it.

    Raises
    ------
    SettingError
        If the target has more than one input.

    Notes
    -----
    Every point of the grid begins a window of length h, which ends exactly at h. Cost
    O(n * points), and one evaluation of the target on the grid per distance.
    """
    if target.inputs != 1:
        raise SettingError(f"the modulus of continuity takes 1 input; {target.name} has more.")
    low, high = target.domain.lower[0], target.domain.upper[0]
    x = np.union1d(np.linspace(low, high, _MODULUS_POINTS), target.evaluation_grid()[:, 0])
    values = target(x)
    highest, lowest = _window_maxima(values), _window_maxima(-values)

    def change(h: float) -> float:
        ends = np.minimum(x + h, high)
        last = np.maximum(np.searchsorted(x, ends, side="right") - 1, np.arange(len(x)))
        there = target(ends)
        largest = np.maximum(highest(last), there) + np.maximum(lowest(last), -there)
        return float(np.max(largest))

    wanted = np.asarray(distances, dtype=np.float64)
    return np.array([change(h) for h in wanted.ravel()], dtype=np.float64).reshape(wanted.shape)


def _window_maxima(values: Array) -> Callable[[npt.NDArray[np.intp]], Array]:
    """Return a function of last indices, shape (n,): max values[i : last[i] + 1] for every i.

    Every window is covered by two overlapping ones whose length is a power of two.
    """
    levels = [values]
    for step in (2**k for k in range(int(math.log2(len(values))))):
        longer = levels[-1].copy()
        longer[:-step] = np.maximum(longer[:-step], levels[-1][step:])
        levels.append(longer)
    table: Array = np.array(levels)
    first = np.arange(len(values))

    def maxima(last: npt.NDArray[np.intp]) -> Array:
        level = np.log2(last - first + 1.0).astype(np.intp)
        return np.asarray(np.maximum(table[level, first], table[level, last + 1 - 2**level]))

    return maxima


def barron_guarantee(target: Target, widths: npt.ArrayLike) -> Array | None:
    """Return Barron's bound on the rmse of the best network of n sigmoidal units.

        2 r C_f / sqrt(n)

    For every probability measure mu on a ball of radius r, every bounded sigmoidal activation and
    every n there is a network whose output bias is f at the ball's centre and whose error in
    L2(mu) is at most this. Here the ball is the one around the domain and mu is uniform on the
    domain. The bound is one on the rmse; it says nothing of the sup norm.

    Parameters
    ----------
    target : of any number of inputs; C_f is its `barron_norm`
    widths : shape (n,), numbers of hidden units; infinite where there is none

    Returns
    -------
    shape (n,), target units; None where C_f is not known

    References
    ----------
    Barron (1993), IEEE Trans. Inf. Theory 39, 930-945, theorem 1 and its remarks on balls.
    """
    if target.barron_norm is None:
        return None
    radius = math.hypot(*target.domain.lengths) / 2.0
    with np.errstate(divide="ignore"):
        shrinking = 1.0 / np.sqrt(np.asarray(widths, dtype=np.float64))
    return np.asarray(2.0 * radius * target.barron_norm * shrinking)


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
    length = target.domain.lengths[0]
    constant = _derivative_size(target, 1, 2.0 / 3.0) / math.sqrt(12.0 * length)
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
    length = target.domain.lengths[0]
    constant = _derivative_size(target, 2, 2.0 / 5.0) / math.sqrt(720.0 * length)
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
    constant = _derivative_size(target, 2, 0.5) / 16.0
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


def reference_curves(
    target: Target, activation: str, widths: npt.ArrayLike
) -> tuple[ReferenceCurve, ...]:
    """Return all that theory says of a target and an activation, in both norms.

    Parameters
    ----------
    target : of any number of inputs
    activation : by name; one of which nothing is known here gets no curve
    widths : shape (n,), numbers of hidden units, rising

    Returns
    -------
    Guarantees, then asymptotics, then rates. A value says nothing, and is left out with its width,
    where it is not below the error of the best constant; an asymptotic also where it is not below
    every guarantee of its norm: there its limit is still far. A curve of which nothing is left, or
    that is zero, is not returned; nor are steps at equal distances that are nowhere better than
    steps of equal variation. A rate goes through the error of the best constant at width 1: only
    its slope means anything.

    Notes
    -----
    Best networks with smooth activations are far better than staircases and broken lines: for
    logistic, tanh and softplus the asymptotics are those of what these networks contain as limits.
    """
    n = np.asarray(widths, dtype=np.float64)
    steps = _better_than_before(_telling(_step_guarantees(target, activation, n), target))
    guarantees = [*steps, *_telling(_barron_guarantees(target, activation, n), target)]
    asymptotics = [
        _where(curve, curve.values < _lowest(guarantees, curve))
        for curve in _telling(_asymptotics(target, activation, n), target)
    ]
    found = (*guarantees, *asymptotics, *_rates(target, activation, n))
    return tuple(curve for curve in found if np.any(curve.values > 0.0))


def _count(activation: str) -> str:
    """Return LaTeX for the number of steps that n units make."""
    units = UNITS_A_STEP[activation]
    return "n" if units == 1 else rf"\lfloor n / {units} \rfloor"


def _step_guarantees(target: Target, activation: str, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield what staircases promise, in both norms: the rmse is at most the max_error."""
    if activation not in UNITS_A_STEP or target.inputs > 1:
        return
    count, steps = _count(activation), widths // UNITS_A_STEP[activation]
    continuous = target.largest_jump == 0.0
    norms: tuple[Norm, ...] = ("max_error", "rmse") if continuous else ("rmse",)
    for norm in norms:
        yield ReferenceCurve(
            "steps of equal variation", rf"V / (2 ({count} + 1))", CurveKind.GUARANTEE, norm,
            widths, step_guarantee(target.complexity, steps),
            "Cybenko (1989); DeVore (1998), section 3.2",
        )  # fmt: skip
        if continuous:
            yield ReferenceCurve(
                "steps at equal distances", rf"\omega(L / ({count} + 1)) / 2",
                CurveKind.GUARANTEE, norm, widths, _modulus_guarantee(target, tuple(steps)),
                "Cybenko (1989); DeVore & Lorentz (1993), section 2.6",
            )  # fmt: skip


def _barron_guarantees(target: Target, activation: str, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield Barron's bound, where it is known."""
    if activation not in UNITS_A_STEP:
        return
    values = barron_guarantee(target, widths // UNITS_A_STEP[activation])
    if values is not None:
        yield ReferenceCurve(
            "Barron's bound", rf"2 r C_f / \sqrt{{{_count(activation)}}}", CurveKind.GUARANTEE,
            "rmse", widths, values, "Barron (1993), theorem 1",
        )  # fmt: skip


@functools.lru_cache(maxsize=64)
def _modulus_guarantee(target: Target, steps: tuple[float, ...]) -> Array:
    """Return `modulus_guarantee`; the one curve that takes a moment, and serves both norms."""
    return frozen(modulus_guarantee(target, steps))


def _asymptotics(target: Target, activation: str, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield what is known in the limit of many units, of one input."""
    if target.inputs > 1:
        return
    if activation in SIGMOIDAL:
        yield ReferenceCurve(
            "best staircase, many steps", r"(\int |f'|^{2/3})^{3/2} / (\sqrt{12 L} \, (n + 1))",
            CurveKind.ASYMPTOTIC, "rmse", widths, staircase_rmse(target, widths + 1.0),
            "Barrow & Smith (1978)",
        )  # fmt: skip
    if activation in BROKEN_LINES:
        largest = broken_line_max_error(target, widths)
        if largest is not None:
            yield ReferenceCurve(
                "best broken line, many pieces", r"(\int |f''|^{1/2})^2 / (16 \, n^2)",
                CurveKind.ASYMPTOTIC, "max_error", widths, largest, "Burchard & Hale (1975)",
            )  # fmt: skip
        yield ReferenceCurve(
            "best broken line, many pieces", r"(\int |f''|^{2/5})^{5/2} / (\sqrt{720 L} \, n^2)",
            CurveKind.ASYMPTOTIC, "rmse", widths, broken_line_rmse(target, widths),
            "Barrow & Smith (1978)",
        )  # fmt: skip


def _rates(target: Target, activation: str, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield the slopes of the rmse that theory knows for the activation."""

    def rate(label: str, exponent: float, source: str) -> ReferenceCurve:
        values = _best_constant(target, "rmse") * widths**exponent
        formula = rf"n^{{{exponent:.3g}}}"
        return ReferenceCurve(label, formula, CurveKind.RATE, "rmse", widths, values, source)

    if activation in UNITS_A_STEP:
        yield rate("Barron's rate", BARRON_RATE, "Barron (1993), theorem 1")
    if activation in RELU_POWERS:
        exponent = relu_power_rate(RELU_POWERS[activation], target.inputs)
        yield rate(f"rate of {activation.replace('_', ' ')}", exponent, "Siegel & Xu (2022)")


def _telling(curves: Iterable[ReferenceCurve], target: Target) -> list[ReferenceCurve]:
    """Return the curves where they are above zero and below the error of the best constant."""
    found = []
    for curve in curves:
        highest = _BELOW * _best_constant(target, curve.norm)
        found.append(_where(curve, (curve.values > 0.0) & (curve.values < highest)))
    return found


def _better_than_before(curves: Sequence[ReferenceCurve]) -> list[ReferenceCurve]:
    """Return the curves that are somewhere below all before them of the same norm."""
    return [
        curve
        for place, curve in enumerate(curves)
        if np.any(curve.values < _lowest(curves[:place], curve))
    ]


def _lowest(others: Iterable[ReferenceCurve], curve: ReferenceCurve) -> Array:
    """Return the lowest of the others of the curve's norm, at its widths; infinite if none is."""
    lowest = np.full(curve.widths.shape, np.inf)
    for other in others:
        if other.norm == curve.norm:
            known = dict(zip(other.widths.tolist(), other.values.tolist(), strict=True))
            values = [known.get(width, np.inf) for width in curve.widths.tolist()]
            lowest = np.minimum(lowest, values)
    return lowest


def _where(curve: ReferenceCurve, kept: npt.NDArray[np.bool_]) -> ReferenceCurve:
    return replace(curve, widths=curve.widths[kept], values=curve.values[kept])


@functools.lru_cache(maxsize=256)
def _best_constant(target: Target, norm: Norm) -> float:
    """Return the error of the best constant, target units."""
    if norm == "max_error":
        return target.trivial_error
    return float(np.std(target(target.uniform_evaluation_grid())))


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
