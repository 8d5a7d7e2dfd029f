"""Best broken lines and best staircases through samples, in the sup norm: exact, and proved.

Samples (x_i, y_i), x rising, and an error E make a tube of vertical segments [y_i - E, y_i + E].
A function errs by at most E on the samples if it stabs them all.

**Broken lines.** Links are laid from the left, each as far as it can go: J is the first sample
that no line reaches which obeys all before it. If every such line passes below J (the tube *turns
up*), the link is the steepest of them. It touches the lower side at some p and then the upper side
at some q, p < q < J, and the chord from the lower end at p to the lower end at J passes above the
upper end at q. The next link obeys the upper side from q on and the lower side from J on. All is
mirrored if the tube turns down. Then:

1. *The links meet.* The next link m is at most the last one, l, at q and above it at J: they cross
   in between. Left of the crossing l is taken, which obeys everything; right of it m, where
   m >= l obeys the lower side, too. As q >= the J before, crossings come in order.
2. *Fewer links do not do.* Claim: no broken line g in the tube is on its k-th link at J_k, only on
   a later one. For let g be on its k-th link there. By induction it is on no earlier link at
   J_(k-1) <= q_k, so this link, of line l, covers q_k and J_k, and p_k if p_k >= J_(k-1). If p_k is
   in [q_(k-1), J_(k-1)), say after a turn up, then p_k is on the upper side, and at p_k g is on
   link k, or on link k - 1 of a line l' that covers q_(k-1). This l' obeys p_(k-1) (by induction)
   and q_(k-1), so it is below the tube at J_(k-1), where l is not: slopes rise where they meet,
   right of p_k, and l <= l' at p_k. In each case l obeys p_k, q_k and J_k, which no line does.

Whatever the E: n + 1 turns (p, q, J) in such an order prove that n knots err by at least the
least of |y at q - the chord from p to J| / 2 among them. That is all arithmetic that a floor needs.

3. *The kinks turn as the tube does.* n turns force n kinks, of these signs: between p_k and J_k
   any g in the tube lies above the chord's end, below the middle, above the other end (mirrored
   for a turn down), so it has a kink up there; open intervals (p_k, J_k) of like turns are
   disjoint, as p_k >= J_(k-1) unless the two turns differ.

**Staircases.** A run of samples is one step of a staircase in the tube iff max - min <= 2 E; the
longest runs from the left are the fewest. Samples, not places, are counted: a unit that stands on
a sample may face either way.

References
----------
Imai & Iri (1986), Computer Vision, Graphics and Image Processing 36, 31-41; Guibas, Hershberger,
Mitchell & Snoeyink (1991), Lecture Notes in Computer Science 557, 151-162: minimum-link stabbing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_numbers, frozen
from uat.core.compiled import plain, plain_piece
from uat.exceptions import ShapeError

Indices = npt.NDArray[np.int64]

ROUNDING = 4.0 * float(np.finfo(np.float64).eps)
"""What rounding may change of a turn's defect, in shares of the largest |y|: u = eps / 2, a share
of the chord is right to 3 u, the step along it to 5 u of 2 |y|; sums and the half do the rest."""

# A bisection ends when its bracket is this narrow, or has rounding's width.
_CLOSENESS = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class BrokenLine:
    """A continuous broken line through samples. Call it to evaluate it.

    Parameters
    ----------
    x : shape (links + 1,), rising: the first sample, the knots, the last sample; input units
    values : shape (links + 1,), of the line there, target units
    error : on the samples, at most, target units
    floor : no broken line with so many knots errs by less on the samples, target units
    """

    x: Array
    values: Array
    error: float
    floor: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", frozen(self.x))
        object.__setattr__(self, "values", frozen(self.values))

    @property
    def knots(self) -> Array:
        """The knots, rising, in input units."""
        return self.x[1:-1]

    def __call__(self, x: npt.ArrayLike) -> Array:
        """Return the line at inputs between the samples' ends, of any shape."""
        return np.asarray(np.interp(as_numbers(x), self.x, self.values), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """A staircase through samples.

    Parameters
    ----------
    starts : shape (steps,), the first sample of every step, an index; the first is 0
    values : shape (steps,), the middle of the samples' range on each, target units
    error : on the samples, target units; no staircase with so few steps errs by less
    """

    starts: Indices
    values: Array
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """How the tube turns: what limits the links laid from the left.

    Parameters
    ----------
    samples : shape (turns, 3), indices p < q < J of every turn
    up : shape (turns,), whether the tube turned up there, not down
    complete : whether these are all: the link after them reaches the last sample
    last : shape (2, 2), of that link, if it does, the contacts p < q of its steepest line and of
        its flattest; -1 where there is no limit
    slopes : shape (2, samples), of the link that is laid at a sample the steepest slope that obeys
        all up to it, and the flattest with its sign turned; inf where there is no limit
    """

    samples: Indices
    up: npt.NDArray[np.bool_]
    complete: bool
    last: Indices
    slopes: Array

    def defects(self, x: Array, y: Array) -> Array:
        """Return |y at q - the chord from p to J| / 2 of every turn: shape (turns,)."""
        p, q, j = self.samples.T
        share = (x[q] - x[p]) / (x[j] - x[p])
        return np.asarray(np.abs(y[p] + share * (y[j] - y[p]) - y[q]) / 2.0)


def turns_of(x: Array, y: Array, error: float, most: int) -> Turns:
    """Return the first turns of the tube, at most so many.

    Parameters
    ----------
    x, y : shape (samples,), x rising
    error : E, target units, not negative
    most : so many turns at most

    Notes
    -----
    Cost O(samples).
    """
    samples, turned = np.empty((most, 3), np.int64), np.empty(most, np.int64)
    last, slopes = np.empty((2, 2), np.int64), np.empty((2, len(x)))
    count = _lay_links(x, np.array([y - error, -error - y]), samples, turned, last, slopes)
    return Turns(samples[:count], turned[:count] == 0, count < most, last, slopes)


def least_links(x: npt.ArrayLike, y: npt.ArrayLike, error: float) -> BrokenLine:
    """Return a broken line within that error of the samples with as few links as there can be.

    Parameters
    ----------
    x, y : shape (samples,), x rising
    error : target units, not negative

    Returns
    -------
    Its floor says nothing: it is 0.

    Raises
    ------
    ShapeError
        If x does not rise, or x and y are not two vectors of one length.
    """
    x, y = _checked(x, y)
    return _line_of(turns_of(x, y, error, len(x)), x, y, error, 0.0)


def best_broken_line(x: npt.ArrayLike, y: npt.ArrayLike, knots: int) -> BrokenLine:
    """Return the broken line with at most so many knots that is closest to the samples.

    Parameters
    ----------
    x, y : shape (samples,), x rising
    knots : at least 0

    Returns
    -------
    Its error and its floor agree to 1e-12 of them, or to rounding of y.

    Raises
    ------
    ShapeError
        If x does not rise, or x and y are not two vectors of one length.

    Notes
    -----
    A bisection of about 40 steps of O(samples). Where an E does not do, its turns prove more than
    that E, which shortens it.
    """
    x, y = _checked(x, y)
    rounding = ROUNDING * float(np.max(np.abs(y)))
    low, floor, high = 0.0, 0.0, float(np.ptp(y)) / 2.0 + 2.0 * rounding
    turns = turns_of(x, y, high, knots + 1)
    while high - low > max(_CLOSENESS * high, 2.0 * rounding):
        middle = halfway(low, high)
        tried = turns_of(x, y, middle, knots + 1)
        if tried.complete:
            high, turns = middle, tried
        else:
            proved = float(np.min(tried.defects(x, y)))
            low, floor = max(middle, proved), max(floor, proved - rounding)
    return _line_of(turns, x, y, high, floor)


def best_steps(x: npt.ArrayLike, y: npt.ArrayLike, breakpoints: int) -> Steps:
    """Return the staircase with at most so many breakpoints that is closest to the samples.

    Parameters
    ----------
    x, y : shape (samples,), x rising
    breakpoints : at least 0

    Returns
    -------
    Its error is exact up to one rounding.

    Raises
    ------
    ShapeError
        If x does not rise, or x and y are not two vectors of one length.

    Notes
    -----
    Every E that is tried gives way to half the range of a run, one that is attained or one that
    has to be: the bisection ends at the best itself.
    """
    x, y = _checked(x, y)
    low, high = 0.0, (float(np.max(y)) - float(np.min(y))) / 2.0
    starts = np.zeros(1, np.int64)
    while low < high:
        tried = np.empty(breakpoints + 1, np.int64)
        runs, complete, widest, wider = _lay_runs(y, halfway(low, high), tried)
        if complete:
            high, starts = widest, tried[:runs]
        else:
            low = wider
    lowest, highest = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    return Steps(starts, lowest + (highest - lowest) / 2.0, high)


def pairs_apart(y: Array, error: float, most: int) -> Indices:
    """Return pairs of samples that differ by more than twice the error: shape (pairs, 2).

    A pair begins where the one before ends, or later: a staircase that errs by no more has a
    breakpoint within each.

    Parameters
    ----------
    y : shape (samples,)
    error : target units
    most : so many pairs at most, the first that there are
    """
    pairs = []
    lowest = highest = 0
    for i, value in enumerate(y.tolist()):
        lowest = i if value < y[lowest] else lowest
        highest = i if value > y[highest] else highest
        if (y[highest] - y[lowest]) / 2.0 > error:
            pairs.append((min(lowest, highest), max(lowest, highest)))
            lowest = highest = i
            if len(pairs) == most:
                break
    return np.array(pairs, np.int64).reshape(-1, 2)


def halfway(low: float, high: float) -> float:
    """Return where a bisection looks next, below `high`: for the size, then for the digits."""
    if low < high / 16.0:
        return max(high / 16.0, math.sqrt(low) * math.sqrt(high))
    middle = low + (high - low) / 2.0
    return middle if middle < high else low


def _checked(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array]:
    """Return samples as two vectors of one length, x rising, or raise `ShapeError`."""
    x, y = np.ascontiguousarray(as_numbers(x)), np.ascontiguousarray(as_numbers(y))
    if x.ndim != 1 or x.shape != y.shape or len(x) == 0:
        raise ShapeError(f"x and y must be vectors of one length, not {x.shape} and {y.shape}.")
    if not (np.all(np.diff(x) > 0.0) and np.all(np.isfinite(x)) and np.all(np.isfinite(y))):
        raise ShapeError("x must rise from sample to sample, and samples must be finite.")
    return x, y


def _line_of(turns: Turns, x: Array, y: Array, error: float, floor: float) -> BrokenLine:
    """Return the broken line whose links the turns are."""
    at_p, at_q, stops = (x[column] for column in turns.samples.T)
    sides = np.where(turns.up, error, -error)
    lower, upper = y[turns.samples[:, 0]] - sides, y[turns.samples[:, 1]] + sides
    begin = float(np.append(x[0], at_q)[-1])
    last_begin, last_end = _last_link(turns, x, y, error, begin)
    # Of every link two points, and with them its value anywhere.
    left, at_left = np.append(at_p, begin), np.append(lower, last_begin)
    right, at_right = np.append(at_q, x[-1]), np.append(upper, last_end)
    lengths = right - left
    slopes = np.divide(at_right - at_left, lengths, out=np.zeros_like(left), where=lengths > 0.0)
    # The next link less this one, at q not positive and at J not negative if the tube turned up.
    next_at_q = at_right[1:] + slopes[1:] * (at_q - right[1:])
    next_at_stop = at_right[1:] + slopes[1:] * (stops - right[1:])
    below = np.abs(next_at_q - upper)
    above = np.abs(next_at_stop - (upper + slopes[:-1] * (stops - at_q)))
    shares = np.divide(below, below + above, out=np.ones_like(below), where=below + above > 0.0)
    steps = shares * (stops - at_q)
    knots = np.concatenate([x[:1], at_q + steps, x[-1:]])
    first = at_left[0] + slopes[0] * (x[0] - left[0])
    values = np.concatenate([[first], upper + slopes[:-1] * steps, [last_end]])
    measured = float(np.max(np.abs(np.interp(x, knots, values) - y)))
    return BrokenLine(knots, values, measured, min(floor, measured))


def _last_link(turns: Turns, x: Array, y: Array, error: float, begin: float) -> tuple[float, ...]:
    """Return the last link at its begin and at the last sample: midway between its extremes."""
    ends = []
    for (p, q), side in zip(turns.last.tolist(), (error, -error), strict=True):
        if q >= 0:
            slope = (y[q] - y[p] + 2.0 * side) / (x[q] - x[p])
            ends.append([y[q] + side + slope * (place - x[q]) for place in (begin, x[-1])])
    if not ends:  # there is one sample only
        return float(y[-1]), float(y[-1])
    return tuple(np.mean(ends, axis=0).tolist())


@plain
def _lay_links(
    x: Array, sides: Array, samples: Indices, turned: Indices, last: Indices, slopes: Array
) -> int:
    """Fill in the turns, as many as there is room for; return how many there are.

    Parameters
    ----------
    sides : shape (2, samples), the lower side of the tube and the upper side with its sign turned,
        which makes it the lower side in the mirror
    samples : shape (most, 3), receives p, q, J of every turn
    turned : shape (most,), receives 0 for a turn up and 1 for a turn down
    last : shape (2, 2), receives the contacts p, q of the steepest line of the last link, and of
        the steepest in the mirror, which is the flattest; -1 where there is no limit
    slopes : shape (2, samples), receives their slopes as `reach` tells them
    """
    begins, ends = np.zeros(2, np.int64), np.full(2, len(x), np.int64)
    for turn in range(len(samples)):
        stop, side = reach(x, sides, begins, ends, last, slopes)
        if side < 0:
            return turn
        q = last[side, 1]
        samples[turn, 0], samples[turn, 1], samples[turn, 2] = last[side, 0], q, stop
        turned[turn] = side
        begins[side], begins[1 - side] = stop, q
    return len(samples)


@plain
def reach(
    x: Array, sides: Array, begins: Indices, ends: Indices, contacts: Indices, slopes: Array
) -> tuple[int, int]:
    """Follow the lines that obey the two sides of the tube, each on its range of samples.

    Parameters
    ----------
    x : shape (samples,)
    sides : see `_lay_links`
    begins, ends : shape (2,), the range of samples on which either side is to be obeyed
    contacts : shape (2, 2), receives the contacts p < q of the steepest line and of the steepest
        in the mirror, which is the flattest; -1 where nothing limits it
    slopes : shape (2, samples), receives at every sample from which on both sides are obeyed the
        slopes of those that obey all up to it, the second in the mirror; inf without a limit

    Returns
    -------
    stop, side
        The first sample that no line reaches, and the side, 0 or 1, that is beyond them; if all
        are reached the side is -1.

    Notes
    -----
    The steepest line goes through the newest upper end that was below it and touches the upper
    hull of the lower ends. As that contact moves to the right only, what is left of it is dropped:
    O(samples) in all (Imai & Iri 1986).
    """
    hulls = np.empty((2, max(ends[0], ends[1])), np.int64)
    heads, tails = np.zeros(2, np.int64), np.zeros(2, np.int64)
    contacts[:] = -1
    steepest = np.full(2, np.inf)
    for i in range(min(begins[0], begins[1]), max(ends[0], ends[1])):
        for side in range(2):
            q = contacts[side, 1]
            limited = q >= 0 and begins[side] <= i < ends[side]
            if limited and sides[side, i] > steepest[side] * (x[i] - x[q]) - sides[1 - side, q]:
                return i, side
        for side in range(2):
            if begins[1 - side] <= i < ends[1 - side] and heads[side] < tails[side]:
                _tighten(x, sides, side, i, hulls, heads, tails, contacts, steepest)
        for side in range(2):
            if begins[side] <= i < ends[side]:
                _push(x, sides[side], i, hulls[side], heads[side], tails, side)
        if i >= begins[0] and i >= begins[1]:
            slopes[0, i], slopes[1, i] = steepest[0], steepest[1]
    return max(ends[0], ends[1]), -1


@plain_piece
def _tighten(
    x: Array, sides: Array, side: int, i: int, hulls: Indices, heads: Indices, tails: Indices,
    contacts: Indices, slopes: Array,
) -> None:  # fmt: skip
    """Turn the steepest line down to the upper end at i, if that is below it."""
    upper, q, hull = -sides[1 - side, i], contacts[side, 1], hulls[side]
    if q >= 0 and upper >= slopes[side] * (x[i] - x[q]) - sides[1 - side, q]:
        return
    head = heads[side]
    steepest = (upper - sides[side, hull[head]]) / (x[i] - x[hull[head]])
    while head + 1 < tails[side]:
        k = hull[head + 1]
        slope = (upper - sides[side, k]) / (x[i] - x[k])
        if slope > steepest:
            break
        steepest, head = slope, head + 1
    heads[side], slopes[side] = head, steepest
    contacts[side, 0], contacts[side, 1] = hull[head], i


@plain_piece
def _push(
    x: Array, lower: Array, i: int, hull: Indices, head: int, tails: Indices, side: int
) -> None:
    """Add the lower end at i to the upper hull, and drop those that it covers."""
    tail = tails[side]
    while tail - head > 1:
        a, b = hull[tail - 2], hull[tail - 1]
        if (lower[i] - lower[b]) * (x[b] - x[a]) < (lower[b] - lower[a]) * (x[i] - x[b]):
            break
        tail -= 1
    hull[tail] = i
    tails[side] = tail + 1


@plain
def _lay_runs(y: Array, error: float, starts: Indices) -> tuple[int, bool, float, float]:
    """Lay the longest runs that lie within the error, as many as there is room for.

    Returns how many there are, whether they reach the last sample, the largest half range of them,
    and the least half range of a run and the sample that stopped it.
    """
    lowest = highest = y[0]
    starts[0], runs, widest, wider = 0, 1, 0.0, np.inf
    for i in range(1, len(y)):
        low, high = min(lowest, y[i]), max(highest, y[i])
        half = (high - low) / 2.0
        if half <= error:
            lowest, highest, widest = low, high, max(widest, half)
            continue
        wider = min(wider, half)
        if runs == len(starts):
            return runs, False, widest, wider
        starts[runs] = i
        runs += 1
        lowest = highest = y[i]
    return runs, True, widest, wider
