"""What the values of an activation tell of it: limits, scales, jumps, whether it only rises.

Values prove nothing, so that what they do not show clearly is unknown, None: an activation gets a
limit only if it is as good as there at every one of many places from some |z| on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.activations.activation import Function

# Close together about 0, where kinks of users stand on round numbers and these places do not.
_BODY = np.arange(-50.0, 50.0, 0.01) + 0.01 / np.pi
_TAIL = np.geomspace(50.0, 1e5, 800)
_NEAR_ZERO = np.geomspace(1e-5, 0.01, 100)
PLACES = np.sort(np.concatenate([-_TAIL, -_NEAR_ZERO, _BODY, _NEAR_ZERO, _TAIL]))
"""Where functions are looked at."""
ROUNDINGS = 16.0 * float(np.finfo(np.float64).eps)
"""Errors of this share are nobody's fault."""

# A limit is reached if, from some |z| here on, phi stays this close to it, in shares of its rise.
# No whole numbers: a wave may be 0 at all of them.
FAR = np.ravel(np.multiply.outer(2.0 ** np.arange(51.0), [1.07, 1.23, 1.41, 1.61, 1.83]))
_AS_GOOD_AS_THERE = 1e-7
# A limit is told by its first digits if they are all there is, but for roundings.
_LIMIT_DIGITS, _LIMIT_ROUNDINGS = 12, 1e-14
# The change of phi' beyond so many times as far as the body is this share of all, if it ends.
_ENDS_WITHIN, _LEFT = 1e3, 0.05
# The half of the change of phi' lies within so much of the reach, as that of the logistic says.
_HALF_OF_REACH = 2.0 / np.log(3.0 + np.sqrt(8.0))
_SHORTEST, _LONGEST = 1e-4, 1e3
_LONGEST_OF_ENDLESS = 10.0
# What grows until it overflows is looked at so far only.
_BODY_OF_GROWTH = 1.0
# Far out a bounded activation is no larger than about its centre, but for so much.
_LARGER = 1.05
_SCALES = 2.0 ** np.array([-4.0, 0.0, 3.0, 6.0, 10.0, 20.0, 40.0])
_NODES, _HIGHEST_DEGREE, _COEFFICIENT_ROUNDINGS = 64, 24, 2e-15
_BISECTIONS, _MOST_BRACKETS = 64, 512


def values_at(function: Function, z: Array) -> Array:
    """Return the values at points that the function cannot change, without a warning."""
    given = z.copy()
    given.flags.writeable = False
    with np.errstate(all="ignore"):
        return function(given)


def settling_place(function: Function, limit: float, side: float, rise: float) -> float | None:
    """Return |z| of `FAR` from which phi is as good as at its limit, None if it is not at the end.

    Parameters
    ----------
    side : -1 for the limit at -infinity, 1 for that at +infinity
    rise : the difference of both limits, or 0
    """
    near = _AS_GOOD_AS_THERE * (rise or max(1.0, abs(limit)))
    off = ~(np.abs(values_at(function, side * FAR) - limit) <= near)
    if off[-1]:
        return None
    return float(FAR[np.max(np.flatnonzero(off), initial=-1) + 1])


def limits_of(function: Function) -> tuple[float | None, float | None]:
    """Return what phi leads to at -infinity and at +infinity, None where that is not seen."""
    size = float(np.max(np.abs(_finite(values_at(function, PLACES)))))
    low, high = (_limit(function, side, size) for side in (-1.0, 1.0))
    if low is None or high is None or low == high:
        return low, high
    ends = ((low, -1.0), (high, 1.0))
    settled = [settling_place(function, end, side, abs(high - low)) for end, side in ends]
    return (low if settled[0] else None, high if settled[1] else None)


def _limit(function: Function, side: float, size: float) -> float | None:
    """Return the limit on one side of a function of that size, if the values lead to one."""
    last = float(values_at(function, side * FAR[-1:])[0])
    if not np.isfinite(last):
        return None
    rounded = float(f"{last:.{_LIMIT_DIGITS}g}")
    limit = rounded if abs(last - rounded) <= _LIMIT_ROUNDINGS * abs(last) else last
    limit = 0.0 if abs(last) <= _LIMIT_ROUNDINGS * size else limit
    near = _AS_GOOD_AS_THERE * max(size if limit == 0.0 else 0.0, abs(limit))
    values = values_at(function, side * FAR[len(FAR) // 2 :])
    return limit if np.all(np.abs(values - limit) <= near) else None


def is_monotone(function: Function) -> bool:
    """Return whether phi only rises, or only falls, as far as the places tell."""
    beyond = FAR[PLACES[-1] < FAR]
    values = values_at(function, np.concatenate([-beyond[::-1], PLACES, beyond]))
    if not np.all(np.isfinite(values)):
        return False
    slack = ROUNDINGS * np.ptp(values)
    steps = np.diff(values)
    return bool(np.all(steps >= -slack) or np.all(steps <= slack))


def is_bounded(function: Function) -> bool:
    """Return whether |phi| is nowhere much larger than about 0, as far as the places tell."""
    body = np.abs(values_at(function, _BODY))
    far = np.abs(values_at(function, np.concatenate([-FAR, -_TAIL, _TAIL, FAR])))
    return bool(np.all(np.isfinite(far)) and np.max(far) <= _LARGER * np.max(body))


@dataclass(frozen=True, slots=True)
class Scale:
    """Where an activation is steep, or bent, and how far that reaches; see `Activation`."""

    centre: float = 0.0
    reach: float = 1.0


def scale_of(function: Function, derivative: Function) -> Scale:
    """Return where phi is bent: where half the change of phi' lies, if phi' comes to rest.

    Where it does not, waves and growth have a scale of their own: how much phi changes for the
    change of phi'; and what has neither, polynomials, has 1.
    """
    phi, slopes = values_at(function, PLACES), values_at(derivative, PLACES)
    known = np.isfinite(phi) & np.isfinite(slopes)
    z, phi, slopes = PLACES[known], phi[known], slopes[known]
    bends, middles = np.abs(np.diff(slopes)), (z[1:] + z[:-1]) / 2.0
    if not np.any(bends):
        return Scale()
    overflows = not known.all()
    within = min(_BODY[-1], np.max(np.abs(z)) / 2.0) if overflows else _ENDS_WITHIN
    weights = bends / np.max(bends)
    ends = np.sum(weights[np.abs(middles) > within]) <= _LEFT * np.sum(weights)
    change = _change(z, phi, slopes, _BODY[-1] if ends or not overflows else _BODY_OF_GROWTH)
    if not ends:
        wide = not _SHORTEST <= change <= _LONGEST_OF_ENDLESS
        return Scale(reach=1.0 if wide else change)
    centre = _median(middles, bends)
    half = _median(np.abs(middles - centre), bends)
    if half < _SHORTEST:  # a kink
        return Scale(centre if abs(centre) > 0.01 else 0.0)
    reach = min(_HALF_OF_REACH * half, 2.0 * change)
    centre = centre if abs(centre) > 0.1 * reach else 0.0
    return Scale(centre, float(np.clip(reach, _SHORTEST, _LONGEST)))


def _change(z: Array, phi: Array, slopes: Array, within: float) -> float:
    """Return by how much phi changes for the change of phi', about 0."""
    body = np.abs(z) <= within
    with np.errstate(over="ignore", invalid="ignore"):
        bent = float(np.sum(np.abs(np.diff(slopes[body]))))
        return float(np.sum(np.abs(np.diff(phi[body])))) / bent if bent > 0.0 else np.inf


def _median(places: Array, weights: Array) -> float:
    """Return the weighted median; between two places, if half lies on either side, the middle."""
    order = np.argsort(places)
    shares = np.cumsum(weights[order])
    halves = np.searchsorted(shares, shares[-1] * np.array([0.5 - 1e-6, 0.5 + 1e-6]))
    return float(np.mean(places[order][halves]))


def levels_of(function: Function, low: float, high: float) -> tuple[float, float]:
    """Return where a monotone phi has a quarter and three quarters of its height behind it."""
    values = values_at(function, PLACES)
    share = np.maximum.accumulate((values - low) / (high - low))
    first, last = (float(PLACES[np.searchsorted(share, part)]) for part in (0.25, 0.75))
    return first, last


def degree_of(function: Function) -> int | None:
    """Return the degree if all values are those of a polynomial, to rounding, at every scale.

    Scales are from 1/16 to 10^12. What is no polynomial looks like one of low degree at some of
    them, if it is smooth, and at others not.
    """
    # Whole multiples of pi / 128, brought to one turn before they are rounded.
    turns = np.multiply.outer(np.arange(_NODES), 2 * np.arange(_NODES) + 1) % (4 * _NODES)
    cosines = np.cos(turns * np.pi / (2 * _NODES))
    degree = 0
    for scale in _SCALES:
        values = values_at(function, scale * cosines[1])
        if not np.all(np.isfinite(values)):
            return None
        sizes = np.abs(cosines @ (values / (np.max(np.abs(values)) or 1.0))) / _NODES
        seen = np.flatnonzero(sizes > _COEFFICIENT_ROUNDINGS * np.max(sizes))
        degree = max(degree, int(np.max(seen, initial=0)))
        if degree > _HIGHEST_DEGREE:
            return None
    return degree


def jumps(function: Function, parts: Function) -> bool:
    """Return whether phi jumps where one of its parts does, as far as the places tell.

    Parameters
    ----------
    parts : values at z, shape (n,), of all that phi is made of, shape (parts, n)
    """
    values = values_at(parts, PLACES)
    with np.errstate(all="ignore"):
        steps = np.abs(np.diff(values, axis=1))
        rises = steps > 10.0 * np.median(steps, axis=1, keepdims=True)
    rows, left = np.nonzero(rises & np.isfinite(steps))
    low, high = _closest(parts, rows[:_MOST_BRACKETS], left[:_MOST_BRACKETS], middle=True)
    below, above = values_at(function, low), values_at(function, high)
    size = np.maximum(np.abs(below), np.abs(above))
    return bool(np.any(np.abs(above - below) > 1e-9 * np.maximum(size, 1.0)))


def pole(function: Function, parts: Function) -> float | None:
    """Return a place beside which phi grows without bound, or None if none is seen.

    It is looked for where a part changes its sign, and at the highest values; `parts` as above.
    """
    values = values_at(parts, PLACES)
    finite = np.isfinite(values[-1])
    with np.errstate(all="ignore"):
        changes = values[:, 1:] * values[:, :-1] <= 0.0
    rows, left = np.nonzero(changes & finite[1:] & finite[:-1])
    low, high = _closest(parts, rows[:_MOST_BRACKETS], left[:_MOST_BRACKETS], middle=False)
    near = np.concatenate([low, high, _highest(function)])
    phi, far = np.abs(values_at(function, near)), np.abs(values_at(function, PLACES))
    beside = np.interp(near, PLACES, np.where(np.isfinite(far), far, 0.0))
    grown = ~(phi <= 1e3 * np.maximum(beside, np.median(_finite(far)) + 1e-300))
    places = near[grown]
    return None if places.size == 0 else float(places[np.argmin(np.abs(places))])


def _closest(
    parts: Function, rows: npt.NDArray[np.intp], left: npt.NDArray[np.intp], middle: bool
) -> tuple[Array, Array]:
    """Return floats side by side between which a part changes its sign, or passes its middle."""
    low, high = PLACES[left].copy(), PLACES[left + 1].copy()
    if not rows.size:
        return low, high
    each = np.arange(rows.size)
    first, last = values_at(parts, low)[rows, each], values_at(parts, high)[rows, each]
    level = (first + last) / 2.0 if middle else np.zeros(rows.size)
    with np.errstate(all="ignore"):
        for _ in range(_BISECTIONS):
            half = low + (high - low) / 2.0
            values = values_at(parts, half)[rows, each]
            same = (values > level) == (first > level)
            low, high = np.where(same, half, low), np.where(same, high, half)
    return low, high


def _highest(function: Function) -> Array:
    """Return places of the highest peaks of |phi|, closed in on."""
    sizes = np.abs(values_at(function, PLACES))
    inner = sizes[1:-1]
    finite = np.isfinite(sizes[:-2]) & np.isfinite(sizes[2:])
    peaks = 1 + np.flatnonzero((inner >= sizes[:-2]) & (inner >= sizes[2:]) & finite)
    peaks = peaks[sizes[peaks] > 10.0 * np.median(_finite(sizes))][:_MOST_BRACKETS]
    low, high = PLACES[peaks - 1].copy(), PLACES[peaks + 1].copy()
    for _ in range(_BISECTIONS):
        third = (high - low) / 3.0
        rises = np.abs(values_at(function, low + third)) < np.abs(values_at(function, high - third))
        low, high = np.where(rises, low + third, low), np.where(rises, high, high - third)
    return np.asarray(low + (high - low) / 2.0)


def _finite(values: Array) -> Array:
    return np.asarray(values[np.isfinite(values)])
