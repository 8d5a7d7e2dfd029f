"""Where a function of one input jumps, or grows without bound, although nobody said so.

A jump is a rise between neighbours of a grid that does not shrink as one closes in on it, a pole
one that grows and grows; a bounded peak, however steep, comes to an end. What is looked at are
function values alone: a spike or a pulse between two points of the grid stays unseen, and what is
continuous but steeper than one part in 1e12 of the domain looks like a jump, and so does what rises
between two floats where these are far apart, far from 0.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.domains import least_step

LEAST_RISE = 0.01
"""A rise of less, in ranges of the values, is no jump."""

# After a few rounds of closing in only so many rises are left, and no more jumps are told than
# that: the highest.
_FIRST_ROUNDS, _MOST_RISES, _MOST_JUMPS = 4, 256, 64
# Nor is one of a few roundings of the values: large ones that differ by little climb in steps.
_ROUNDINGS = 16.0
# One climbs a pole down to this share of the domain, and closes in on a rise down to the last bits.
_CLOSEST, _LAST_BIT = 1e-13, 4e-17
# It is looked at from this share, or from the next floats but one if they are farther; and from so
# many times as far.
_BESIDE, _FARTHER = 1e-12, (4.0, 100.0)
# Less of a jump than this is not done at once: at one float it may have a value halfway.
_AT_ONCE = 0.45
# On the way in about half of it may remain, from a value halfway to the end.
_REMAINS = 0.49
# Between points, a jump takes so many steps at most, and beside it none is as steep as this share.
_MOST_STEPS, _BESIDE_SHARE = 3, 0.25
# Closer to an end, in the same distance, a jump has one side only.
_FROM_ENDS = 4.0
# So large a share of the domain beside each of its ends is not its middle.
_BESIDE_ENDS = 1e-3
# Values so many ranges of those on the grid high are a pole's.
_UNBOUNDED = 1e3
# Not the middle: where a formula is 0/0 is mostly a round number, and need not be hit.
_SPLIT = 0.4871
_AROUND = np.linspace(-0.97, 0.94, 8)
# The neighbours of the highest of these are no farther than this.
_NEARER = 0.3
# A climb is given up unless so many rounds make the value so many times as high.
_ROUNDS, _HIGHER = 6, 1.5


@dataclass(frozen=True, slots=True)
class Breaks:
    """What is wrong with the continuity of a function.

    Parameters
    ----------
    jumps : inputs at which it jumps, rising, to 4e-17 of the domain: on the right
        side of the jump
    pole : an input near which it seems to be unbounded, or None
    """

    jumps: tuple[float, ...] = ()
    pole: float | None = None


def find_breaks(function: Callable[[Array], Array], x: Array, values: Array) -> Breaks:
    """Return where a function jumps or is unbounded, as far as its values tell.

    Parameters
    ----------
    function : takes inputs of shape (n,), returns shape (n,); evaluated between the ends of x only
    x : shape (points,), rising, at least 2: the ends of the domain and enough between
    values : shape (points,), finite: the function there

    Returns
    -------
    The jumps inside the domain of at least one hundredth of the range of the values, and of more
    than 16 roundings of the values, the 64 highest if there are more; or a pole.

    Notes
    -----
    Cost: some 50 values of a function without steep rises, and 50 more for each jump. Continuous
    rises are soon given up; of what is left after four rounds, the 256 highest go on.
    """
    height = float(np.ptp(values))
    if height == 0.0:
        return Breaks()
    if (end := _pole_at_an_end(function, x, values)) is not None:
        return Breaks(pole=end)
    pole = _pole_at_the_top(function, x, values, height)
    if pole is not None and _grows_without_end(function, x, pole):
        return Breaks(pole=pole)
    rises = np.abs(np.diff(values))
    least = max(LEAST_RISE * height, _ROUNDINGS * float(np.max(np.spacing(np.abs(values)))))
    at, left, wide = _closed_in(function, x, values, rises > least)
    if len(at) and np.max(left) > _UNBOUNDED * height:
        pole = float(at[np.argmax(left)])
        if _grows_without_end(function, x, pole):
            return Breaks(pole=pole)
    beside = max(_BESIDE * (x[-1] - x[0]), least_step(x[0], x[-1]))
    jump = _rises_across(function, x, at, beside)
    real = (np.minimum(at - x[0], x[-1] - at) > _FROM_ENDS * beside) & (jump > least)
    # Where floats are far apart, what climbs steadily does a fourth of it from one to the next, and
    # what oscillates may happen to come back at one of the distances.
    real &= left >= _AT_ONCE * jump
    near, far = (_rises_across(function, x, at, times * beside) for times in _FARTHER)
    for farther in (wide, near, far):
        real &= stays(jump, farther)
    # What comes back is a spike of one float.
    real &= stays(near, jump)
    highest = np.argsort(-jump[real], kind="stable")[:_MOST_JUMPS]
    return Breaks(tuple(np.unique(at[real][highest]).tolist()))


def stays(rises: Array, farther: Array) -> npt.NDArray[np.bool_]:
    """Return which rises are those of jumps, given the rises over a longer way.

    A jump does not shrink as one comes closer; what a steep climb leaves does.
    """
    return rises > farther / 2.0


def rises_in_one_place(x: Array, values: Array, closeness: float) -> list[tuple[int, int]]:
    """Return the points between which a function jumps, as far as points tell: (first, last).

    Parameters
    ----------
    x : shape (points,), strictly rising
    values : shape (points,) or (points, outputs)
    closeness : distance within which two neighbours are one place

    Notes
    -----
    A rise of a hundredth of the range between two points in one place, or three in a row, beside
    which the function is flat by comparison. A logarithm, seen as closely, does not.
    """
    columns = values.reshape(len(values), -1)
    rises = np.max(np.abs(np.diff(columns, axis=0)), axis=1)
    least = LEAST_RISE * float(np.max(np.ptp(columns, axis=0)))
    gaps = np.diff(x)
    steep = np.flatnonzero((rises > least) & (gaps < closeness))
    runs = np.split(steep, np.flatnonzero(np.diff(steep) > 1) + 1) if steep.size else []
    jumps = []
    for run in runs:
        first, last = int(run[0]), int(run[-1]) + 1
        height = float(np.max(np.abs(columns[last] - columns[first])))
        across = x[last] - x[first]
        beside = [k for k in (first - 1, last) if 0 <= k < len(rises)]
        flat = all(rises[k] * across < _BESIDE_SHARE * height * gaps[k] for k in beside)
        if len(run) <= _MOST_STEPS and flat:
            jumps.append((first, last))
    return jumps


def rise_between_neighbours(x: Array, values: Array, closeness: float) -> float:
    """Return the largest rise in one place, in the values' units, 0 if there is none.

    Arguments are as for `rises_in_one_place`.
    """
    columns = values.reshape(len(values), -1)
    jumps = rises_in_one_place(x, values, closeness)
    rises = [float(np.max(np.abs(columns[last] - columns[first]))) for first, last in jumps]
    return max(rises, default=0.0)


def place_in_words(at: float, length: float) -> str:
    """Return an input as a sentence shows it: to a millionth of the domain's length, or less."""
    # What rounding leaves of 0 is 0.
    return f"{round(at, 6 - math.ceil(math.log10(length))) + 0.0:.15g}"


def _closed_in(
    function: Callable[[Array], Array], x: Array, values: Array, steep: npt.NDArray[np.bool_]
) -> tuple[Array, Array, Array]:
    """Return where the steep rises are, how high they are there, and how high they were.

    Those are left out of which clearly less than half remains on the way: the value at a jump
    itself may be in the middle.
    """
    a, b = x[:-1][steep], x[1:][steep]
    at_a, at_b = values[:-1][steep], values[1:][steep]
    wide = np.abs(at_b - at_a)
    closest = _LAST_BIT * (x[-1] - x[0])
    for number in itertools.count(1):
        middle = a + _SPLIT * (b - a)
        if not np.any(open_ := (b - a > closest) & (a < middle) & (middle < b)):
            break
        at_middle = np.full(len(middle), np.nan)
        at_middle[open_] = function(middle[open_])
        # Where the formula is 0/0 is as close as one gets.
        known = np.isfinite(at_middle)
        open_, a = open_ & known, np.where(known, a, b)
        first = np.abs(at_middle - at_a) >= np.abs(at_b - at_middle)
        to_b, to_a = open_ & first, open_ & ~first
        b, at_b = np.where(to_b, middle, b), np.where(to_b, at_middle, at_b)
        a, at_a = np.where(to_a, middle, a), np.where(to_a, at_middle, at_a)
        left = np.abs(at_b - at_a)
        kept = np.flatnonzero(left >= _REMAINS * wide)
        if number >= _FIRST_ROUNDS and len(kept) > _MOST_RISES:
            kept = kept[np.argsort(-left[kept], kind="stable")[:_MOST_RISES]]
        a, b, at_a, at_b, wide = (column[kept] for column in (a, b, at_a, at_b, wide))
    return b, np.abs(at_b - at_a), wide


def _rises_across(function: Callable[[Array], Array], x: Array, at: Array, step: float) -> Array:
    """Return the rises from one side to the other, a step away."""
    sides = np.clip(np.concatenate([at - step, at + step]), x[0], x[-1])
    before, after = function(sides).reshape(2, -1)
    return np.abs(after - before)


def _grows_without_end(function: Callable[[Array], Array], x: Array, at: float) -> bool:
    """Return whether values beside an input are still rising where one is as close as one gets.

    Those of a bounded peak, however steep, have come to an end.
    """
    length = float(x[-1] - x[0])
    closest = max(_BESIDE * length, least_step(x[0], x[-1]))
    steps = closest * np.array([-100.0, 100.0, -1.0, 1.0])
    farther, closer = np.abs(function(np.clip(at + steps, x[0], x[-1]))).reshape(2, 2)
    return bool(np.max(closer) > _HIGHER * np.max(farther))


def _pole_at_an_end(function: Callable[[Array], Array], x: Array, values: Array) -> float | None:
    """Return the end of the domain at which a function is far above its middle and still rising.

    There the last floats are looked at: a pole beyond the end, however little, is none of them.
    """
    margin = _BESIDE_ENDS * (x[-1] - x[0])
    middle = values[(x > x[0] + margin) & (x < x[-1] - margin)]
    high = _UNBOUNDED * float(np.ptp(middle)) if len(middle) else math.inf
    for place, inwards in ((0, 1.0), (-1, -1.0)):
        end = float(x[place])
        if abs(values[place]) <= high:
            continue
        steps = inwards * math.ulp(end) * np.array([_FARTHER[-1], 1.0])
        if abs(steps[0]) > _BESIDE * (x[-1] - x[0]):
            continue  # floats are far apart: what is steep between two of them may be bounded
        farther, closer = np.abs(function(end + steps))
        if closer > high and closer > _HIGHER * farther:
            return end
    return None


def _pole_at_the_top(
    function: Callable[[Array], Array], x: Array, values: Array, height: float
) -> float | None:
    """Return where the values grow without bound if one climbs from the largest of them."""
    best = int(np.argmax(np.abs(values)))
    top, largest = float(x[best]), float(np.abs(values[best]))
    radius = float(np.max(np.diff(x[max(0, best - 1) : best + 2])))
    closest = _CLOSEST * (x[-1] - x[0])
    heights = [largest]
    while radius > closest:
        points = np.clip(top + radius * _AROUND, x[0], x[-1])
        sizes = np.abs(function(points))
        if (higher := float(np.max(sizes))) > largest:
            top, largest = float(points[np.argmax(sizes)]), higher
        heights.append(largest)
        if len(heights) > _ROUNDS and largest < _HIGHER * heights[-1 - _ROUNDS]:
            return None
        radius *= _NEARER
    return top if largest > _UNBOUNDED * height else None
