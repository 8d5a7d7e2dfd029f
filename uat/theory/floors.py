"""Floors: what no network of a width can do, whatever its weights. Proved lower bounds, sup norm.

- **relu**, one input: a network is a broken line with a lost degree of freedom
  (`uat.theory.relu_networks`), and how close a broken line comes is known
  (`uat.theory.stabbing`).
- **heaviside**, one input: n units change at most n times from sample to sample, whatever way
  they face, so the best staircase of n + 1 steps is what they can do: the floor is exact.
- **identity**, one input: a network is a straight line.
- **polynomial units**, any number of inputs and any width: a network is a polynomial of their
  degree, and how close the best of these comes is proved (`uat.theory.polynomials`).
- **continuous units**: at a jump of height h a continuous network is in one place, half of it away
  from one side at least.

Of anything else nothing is proved, and there is no floor. A floor is of finitely many values of
the target, both sides of its jumps and its value there among them: true for the whole domain, and
close, as samples are added where the bound is decided. It is rounded down by what its arithmetic
may have lost, taking the target's values as they are computed.
"""

from __future__ import annotations

import bisect
import functools
import operator
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Protocol

import numpy as np

from uat.arrays import Array, frozen
from uat.checks import LARGEST_WIDTH, check_wholes, check_width
from uat.core.activations import Activation, activation_named
from uat.io.wording import PLAIN_POWERS
from uat.targets.target import RUNGS_TO_BREAK, Target, in_ordinary_units
from uat.theory.polynomials import best_polynomial
from uat.theory.relu_networks import Samples
from uat.theory.stabbing import Indices, best_steps, halfway, pairs_apart

# Points on which a target is first looked at; the evaluation grid is taken besides.
_POINTS = 4_097
# A rise between neighbours of more than this share of the range is halved, so many times at most;
# so many points at most. Neighbours within this share of the domain stay neighbours.
_RISE, _HALVINGS, _MOST_POINTS, _CLOSEST = 1e-3, 40, 40_000, 3e-12
# Where a bound is decided, so many gaps to either side are cut into so many, round after round;
# every round takes the bound to this share of it.
_GAPS, _CUTS = 5, 4
_ROUNDS = (1e-3, 1e-4, 1e-5, 1e-6)
# Beyond so many knots the lost degree of freedom is left alone: it costs their square to look at,
# and counts for 2 / n of the error at most.
_MOST_KNOTS = 128
# Of the largest value: a few times what stabbing may lose to rounding.
_ROUNDING = 32.0 * float(np.finfo(np.float64).eps)
# Witnesses are those of an error that is less by so little, and so many samples to either side.
_BELOW, _BESIDE = 1.0 - 1e-6, 3
_MOST_KNOWN = 1024


class FloorKind(StrEnum):
    """What a floor is a floor of."""

    BROKEN_LINES = "broken_lines"
    """Networks of that width and activation, as broken lines."""
    STAIRCASES = "staircases"
    """Networks of that width and activation, as staircases."""
    POLYNOMIALS = "polynomials"
    """Polynomials of a degree, thus networks of every width whose units are polynomials of it."""
    HALF_JUMP = "half_jump"
    """Continuous functions, thus networks of every width with continuous units."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What no network can do.

    Parameters
    ----------
    error : no network has a smaller max_error, target units, positive
    kind : of which networks that is proved
    activation, width : of the networks
    """

    error: float
    kind: FloorKind
    activation: str
    width: int

    @property
    def sentence(self) -> str:
        """What it says, a sentence without its end; its number is rounded down."""
        if self.kind is FloorKind.HALF_JUMP:
            return f"no continuous network errs by less than half the jump, {self.error:.3g}"
        if self.kind is FloorKind.POLYNOMIALS:
            return (
                f"no width will do: networks of {self.activation} units are polynomials of degree "
                f"{activation_named(self.activation).degree}, and the best of these errs by "
                f"about {self.error:.3g} (Leshno et al. 1993)"
            )
        networks = f"no {self.activation} network of this width"
        return f"{networks} errs by less than {rounded_down(self.error)}"


def rounded_down(error: float, digits: int = 3) -> str:
    """Return a few digits of a positive number, never more than it is: 4.31e-4, 0.123."""
    front, _, power = f"{error:.{digits - 1}e}".partition("e")
    last, exponent = 10 ** (digits - 1), int(power)
    shown = round(last * float(front))
    if float(f"{shown}e{exponent - digits + 1}") > error:
        shown, exponent = (shown - 1, exponent) if shown > last else (10 * last - 1, exponent - 1)
    text = f"{shown // last}.{shown % last:0{digits - 1}}e{exponent}"
    return text if exponent not in PLAIN_POWERS else f"{float(text):g}"


def floor(target: Target, activation: str, width: int) -> Floor | None:
    """Return what no network of that width and activation can do; None if nothing is known.

    Parameters
    ----------
    target : of any number of inputs
    activation : by name
    width : number of hidden units, at least 1

    Returns
    -------
    The highest floor there is; None, too, where it is no more than rounding.

    Raises
    ------
    UnknownNameError
        If there is no such activation.
    SettingError
        If the width is not a whole number from 1 on.

    Notes
    -----
    Some tenths of a second for relu; remembered.
    """
    phi, width = activation_named(activation), check_width(width)
    method = _method(target, phi)
    known = [(FloorKind.HALF_JUMP, least_error(target, activation))]
    if method is not None:
        known.append((method.kind, _error_of_width(target, method, width)))
    else:
        known.append((FloorKind.POLYNOMIALS, error_of_polynomials(target, activation)))
    kind, error = max(known, key=operator.itemgetter(1))
    return Floor(error, kind, phi.name, width) if error > 0.0 else None


def floors(target: Target, activation: str, widths: Iterable[int]) -> dict[int, Floor]:
    """Return what is known of networks of these widths: width -> `floor`, rising.

    A wider network can be a narrower one, so floors that do not fall with the width are as true:
    the floor of a width is at least that of any wider one.

    Raises
    ------
    UnknownNameError, SettingError
        As `floor` does.
    """
    known: dict[int, Floor] = {}
    highest: Floor | None = None
    for width in sorted(set(check_wholes(widths, "widths", 1, LARGEST_WIDTH)), reverse=True):
        found = floor(target, activation, width)
        if found is not None and (highest is None or found.error >= highest.error):
            highest = found
        if highest is not None:
            known[width] = replace(highest, width=width)
    return dict(sorted(known.items()))


def narrowest_width(target: Target, activation: str, tolerance: float, limit: int) -> int:
    """Return the least width at which nothing is known that forbids a max_error of the tolerance.

    Parameters
    ----------
    tolerance : target units, positive
    limit : at least 1

    Returns
    -------
    From 1 to limit + 1: every narrower network errs by more than the tolerance.
    """
    method = _method(target, activation_named(activation))
    if tolerance < max(least_error(target, activation), error_of_polynomials(target, activation)):
        return limit + 1
    if method is None:
        return 1
    unit, _, height = in_ordinary_units(target)
    samples = _samples(unit)
    error = tolerance / height + _ROUNDING * samples.size
    refuted = functools.partial(method.refutes, samples, error)
    return 1 + bisect.bisect_left(range(1, limit + 1), True, key=lambda width: not refuted(width))


def floor_kind(activation: str) -> FloorKind:
    """Return what is proved of networks of such units and of one input, at best."""
    phi = activation_named(activation)
    method = _method_of(phi)
    if method is not None:
        return method.kind
    return FloorKind.HALF_JUMP if phi.degree is None else FloorKind.POLYNOMIALS


def least_error(target: Target, activation: str) -> float:
    """Return the max_error that no network gets below at any width, target units.

    Half the target's largest jump if the network's units are continuous, else 0.
    """
    return target.largest_jump / 2.0 if activation_named(activation).continuous else 0.0


def error_of_polynomials(target: Target, activation: str) -> float:
    """Return the max_error that no network gets below at any width, if its units are polynomials.

    Target units; 0 if they are none, or nothing is proved.
    """
    degree = activation_named(activation).degree
    best = None if degree is None else best_polynomial(target, degree)
    return 0.0 if best is None else best.floor


class _Method(Hashable, Protocol):
    """What is proved of one kind of unit, on samples of a target."""

    kind: ClassVar[FloorKind]

    @property
    def knots(self) -> int:
        """Knots or steps that a unit has."""

    @property
    def relu(self) -> bool:
        """Whether the units are relus, whose networks lack a degree of freedom."""

    def refutes(self, samples: Samples, error: float, width: int) -> bool:
        """Return whether every network of that width errs by more on the samples."""

    def largest_refuted(self, samples: Samples, width: int, low: float, closeness: float) -> float:
        """Return an error that is refuted, and close to one that is not; 0 if none is.

        Parameters
        ----------
        low : a refuted error that is known, or 0
        closeness : share of the error
        """

    def deciding(self, samples: Samples, error: float, width: int) -> Indices:
        """Return the samples that decide about errors near this one."""

    def witnesses(self, samples: Samples, error: float, width: int) -> Indices:
        """Return a few samples on which every network of that width errs by as much."""


@dataclass(frozen=True, slots=True)
class _BrokenLines:
    """Units that are straight but for a knot, or without one.

    Parameters
    ----------
    knots : of a unit, 0 or 1
    relu : whether they are relus, whose networks lack a degree of freedom
    """

    knots: int
    relu: bool

    kind: ClassVar[FloorKind] = FloorKind.BROKEN_LINES

    def refutes(self, samples: Samples, error: float, width: int) -> bool:
        """Return whether every network of that width errs by more on the samples."""
        knots = self.knots * width
        if self.relu and knots <= _MOST_KNOTS:
            return samples.refute(error, knots)
        return len(samples.turns(error, knots + 1).samples) > knots

    def largest_refuted(self, samples: Samples, width: int, low: float, closeness: float) -> float:
        """Return an error that is refuted, by bisection; see `_Method.largest_refuted`."""
        least = samples.size * _ROUNDING
        high = float(np.ptp(samples.y)) / 2.0 + least
        step = 4.0 * closeness
        while low > 0.0 and low * (1.0 + step) < high:
            middle = low * (1.0 + step)
            if not self.refutes(samples, middle, width):
                high = middle
                break
            low, step = middle, 4.0 * step
        while high - low > closeness * high and high > least:
            middle = halfway(low, high)
            if self.refutes(samples, middle, width):
                low = middle
            else:
                high = middle
        return low

    def deciding(self, samples: Samples, error: float, width: int) -> Indices:
        """Return the contacts of the links from both sides, and those of the pieces between."""
        knots = self.knots * width
        left = samples.turns(error, knots + 1)
        few = len(left.samples) == knots <= _MOST_KNOTS
        pieces = samples.pieces(error, left) if few else None
        if pieces is not None:
            return pieces.contacts
        right = samples.turns_from_right(error, knots + 1)
        return np.unique(np.concatenate([left.samples, right.samples]))

    def witnesses(self, samples: Samples, error: float, width: int) -> Indices:
        """Return the samples that decide: they are few, and the links laid on them the same."""
        return self.deciding(samples, error, width)


@dataclass(frozen=True, slots=True)
class _Staircases:
    """Units that are constant on either side of a place."""

    kind: ClassVar[FloorKind] = FloorKind.STAIRCASES
    knots: ClassVar[int] = 1
    relu: ClassVar[bool] = False

    def refutes(self, samples: Samples, error: float, width: int) -> bool:
        """Return whether every network of that width errs by more on the samples."""
        return best_steps(samples.x, samples.y, width).error > error

    def largest_refuted(
        self,
        samples: Samples,
        width: int,
        low: float,  # noqa: ARG002
        closeness: float,  # noqa: ARG002
    ) -> float:
        """Return the error of the best staircase, which is exact."""
        return best_steps(samples.x, samples.y, width).error

    def deciding(self, samples: Samples, error: float, width: int) -> Indices:  # noqa: ARG002
        """Return where the steps of the best staircase begin."""
        return best_steps(samples.x, samples.y, width).starts

    def witnesses(self, samples: Samples, error: float, width: int) -> Indices:
        """Return samples between which steps are needed, and those beside them.

        Where floats are told from a jump is no more certain than they are.
        """
        pairs = pairs_apart(samples.y, _BELOW * error, width + 1).ravel()
        near = np.add.outer(pairs, np.arange(-_BESIDE, _BESIDE + 1))
        return np.unique(np.clip(near, 0, len(samples.x) - 1))


def _method(target: Target, phi: Activation) -> _Method | None:
    """Return what is proved of networks of such units for such targets."""
    return _method_of(phi) if target.inputs == 1 else None


def _method_of(phi: Activation) -> _Method | None:
    """Return what is proved of networks of such units and of one input."""
    left, middle, right = phi(np.array([-1.0, 0.0, 1.0])).tolist()
    if phi.homogeneity == 1:
        return _BrokenLines(knots=int(left != -right), relu=phi.relu_power == 1)
    if phi.homogeneity == 0 and middle in {left, right}:
        return _Staircases()
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What a floor of one input rests on: a few values of the target.

    Parameters
    ----------
    error : no network of the width errs by less on them, target units; 0 if nothing is known
    knots : a network is a broken line or a staircase with so many knots or steps at most
    relu : whether the networks are of relus, which lack a degree of freedom
    kind : what they are
    x : shape (samples,), rising
    """

    error: float
    knots: int
    relu: bool
    kind: FloorKind
    x: Array


def evidence(target: Target, activation: str, width: int) -> Evidence | None:
    """Return what the floor of a width rests on; None if it is that of no width, or there is none.

    Raises
    ------
    UnknownNameError, SettingError
        As `floor` does.
    """
    method = _method(target, activation_named(activation))
    return None if method is None else _evidence(target, method, check_width(width))


def _error_of_width(target: Target, method: _Method, width: int) -> float:
    """Return what is proved of networks of that width, target units."""
    return _evidence(target, method, width).error


@functools.lru_cache(_MOST_KNOWN)
def _evidence(target: Target, method: _Method, width: int) -> Evidence:
    """Return what is proved of networks of that width, and by which samples."""
    unit, length, height = in_ordinary_units(target)
    samples, error = _samples(unit), 0.0
    for closeness in _ROUNDS:
        error = method.largest_refuted(samples, width, error, closeness)
        seen, deciding = samples, method.deciding(samples, error, width)
        samples = _with_points(unit, samples, _points_near(samples.x, deciding))
    lost = _ROUNDING * samples.size
    proved = height * max(error - lost, 0.0) if error > 2.0 * lost else 0.0
    places = seen.x[method.witnesses(seen, error, width)] if proved else np.empty(0)
    return Evidence(proved, method.knots * width, method.relu, method.kind, frozen(length * places))


@functools.lru_cache(16)
def _samples(target: Target) -> Samples:
    """Return values of a target everywhere, at its kinks too, more where it is steep."""
    (low,), (high,) = target.domain.lower, target.domain.upper
    even = np.linspace(low, high, _POINTS)
    near = target.points_beside_breaks(2 * RUNGS_TO_BREAK)
    grid = target.evaluation_grid()[:, 0]
    x = np.unique(np.concatenate([even, grid, near[:, 0], target.kinks]))
    samples = _with_points(target, Samples(np.empty(0), np.empty(0)), x)
    for _ in range(_HALVINGS):
        steep = np.abs(np.diff(samples.y)) > _RISE * np.ptp(samples.y)
        wide = np.diff(samples.x) > _CLOSEST * (high - low)
        left = np.flatnonzero(steep & wide)
        if len(left) == 0 or len(samples.x) + len(left) > _MOST_POINTS:
            break
        middles = samples.x[left] + np.diff(samples.x)[left] / 2.0
        samples = _with_points(target, samples, middles)
    return samples


def _with_points(target: Target, samples: Samples, x: Array) -> Samples:
    """Return samples at these points, too; a value that is no number says nothing."""
    new = np.setdiff1d(x, samples.x)
    if len(new) == 0:
        return samples
    with np.errstate(all="ignore"):
        values = target(new)
    known = np.isfinite(values)
    all_x, all_y = np.append(samples.x, new[known]), np.append(samples.y, values[known])
    order = np.argsort(all_x)
    return Samples(all_x[order], all_y[order])


def _points_near(x: Array, places: Indices) -> Array:
    """Return points that cut the gaps about these samples."""
    gaps = np.unique(np.add.outer(places, np.arange(-_GAPS, _GAPS)))
    gaps = gaps[(gaps >= 0) & (gaps < len(x) - 1)]
    gaps = gaps[np.diff(x)[gaps] > _CLOSEST * (x[-1] - x[0])]
    shares = np.arange(1, _CUTS) / _CUTS
    return np.ravel(x[gaps, np.newaxis] + np.multiply.outer(np.diff(x)[gaps], shares))
