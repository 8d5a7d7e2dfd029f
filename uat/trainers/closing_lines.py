"""Broken lines that units make, of nearly the least error: links from both sides, and one between.

The kinks of n units make up for the first slope if an odd alternating sum of the n + 1 slopes
vanishes (`uat.trainers.facings`). Within an error that n knots can meet and n - 1 cannot, links
are laid from the left, each as far as it can go, others from the right, and one piece in between
is left to choose. Any line that obeys the tube where this piece has to be meets the links beside
it (`uat.theory.stabbing`, claim 1), and its slopes are those of an interval. Of each facing the
other slopes say which slope the piece must have; if it is in the interval, there is a network.

The error is bisected, over all pieces and facings. What closes may be a short, steep piece at an
end, as for even functions and odd n, a flat first one, as for convex functions that rise, or one
of many, if slopes are of all kinds. Where this was tried the errors are those of the floors
(`uat.theory.relu_networks`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.theory.relu_networks import Samples, ranges
from uat.theory.stabbing import Turns, halfway
from uat.trainers.facings import BrokenLine, Facing, alternating, close_sums

# Slopes of an interval are looked for among the sums of two halves of so many kinks.
_HALF = 10
# The least error is found up to this share of it, by so many halvings at most.
_CLOSENESS, _HALVINGS = 1e-4, 40
# The slope of a line that closes misses by no more than this share of the largest.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A piece that makes a facing close.

    Parameters
    ----------
    number : how many pieces are left of it
    slope : its slope
    facing : of the units
    """

    number: int
    slope: float
    facing: Facing


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """Links from both sides, within an error: of n turns, n from the left and n from the right.

    Parameters
    ----------
    samples, error : of the tube
    left, right : its turns
    """

    samples: Samples
    error: float
    left: Turns
    right: Turns

    def slopes(self, piece: int) -> Array:
        """Return the slopes of all pieces but one, for which 0 stands: shape (pieces,)."""
        left, right = self._lines(self.left), self._lines(self.right)[:, ::-1]
        return np.concatenate([left[0, :piece], [0.0], right[0, piece:]])

    def line(self, piece: _Piece) -> BrokenLine:
        """Return the broken line with that piece between links from the left and the right."""
        x, number = self.samples.x, piece.number
        left, right = self._lines(self.left), self._lines(self.right)[:, ::-1]
        between = np.array([[piece.slope], [0.0], [self._height(piece)]])
        lines = np.concatenate([left[:, :number], between, right[:, number:]], axis=1)
        # where two of them meet: between the q and the J of a turn
        stops = np.concatenate(
            [self.left.samples[:number, 1:], self.right.samples[::-1, :0:-1][number:]]
        )
        low, high = x[stops.T]
        before, after = (
            np.abs(_at(lines[:, 1:], low) - _at(lines[:, :-1], low)),
            np.abs(_at(lines[:, 1:], high) - _at(lines[:, :-1], high)),
        )
        total = before + after
        share = np.divide(before, total, out=np.ones_like(total), where=total > 0.0)
        knots = low + share * (high - low)
        values = _at(lines[:, :-1], knots)
        ends = _at(lines[:, [0, -1]], x[[0, -1]])
        return BrokenLine.through(
            np.concatenate([x[:1], knots, x[-1:]]), np.concatenate([ends[:1], values, ends[1:]])
        )

    def _lines(self, turns: Turns) -> Array:
        """Return the slope and a point of the link that each turn ends: shape (3, turns)."""
        x, y = self.samples.x, self.samples.y
        p, q, _ = turns.samples.T
        side = np.where(turns.up, self.error, -self.error)
        return np.array([(y[q] - y[p] + 2.0 * side) / (x[q] - x[p]), x[q], y[q] + side])

    def _height(self, piece: _Piece) -> float:
        """Return the value at 0 of the piece's line, midway between what the tube allows."""
        begins, ends = ranges(self.left, self.right, len(self.samples.x))
        lower, upper = (
            self.samples.y[begin:end] - piece.slope * self.samples.x[begin:end]
            for begin, end in zip(begins[piece.number], ends[piece.number], strict=True)
        )
        return float(np.max(lower) / 2.0 + np.min(upper) / 2.0)


def closing_lines(
    samples: Samples, knots: int, low: float, high: float, count: int
) -> list[tuple[float, BrokenLine, Facing]]:
    """Return broken lines of so many knots with facings that close, of the least error there is.

    Parameters
    ----------
    samples : of the graph
    knots : at least 1
    low, high : errors that this number of knots can meet, and that one less can
    count : so many lines at most

    Returns
    -------
    Before each stands its error; empty if none does better than `high`.
    """
    best: list[tuple[float, BrokenLine, Facing]] = []
    error = low * (1.0 + _CLOSENESS)
    for _ in range(_HALVINGS):
        if high - low <= _CLOSENESS * high:
            break
        lines = list(itertools.islice(_within(samples, error, knots), count))
        if lines:
            high, best = error, lines
        else:
            low = error
        error = halfway(low, high)
    return best


def _within(
    samples: Samples, error: float, knots: int
) -> Iterator[tuple[float, BrokenLine, Facing]]:
    """Yield lines within an error, one a piece that can close."""
    left, right = (turns(error, knots + 1) for turns in (samples.turns, samples.turns_from_right))
    if not len(left.samples) == len(right.samples) == knots:
        return
    pieces = samples.pieces(error, left)
    if pieces is None:
        return
    links = _Links(samples, error, left, right)
    for number, (lowest, highest) in enumerate(zip(pieces.lowest, pieces.highest, strict=True)):
        piece = _closing_piece(links.slopes(number), number, lowest, highest)
        if piece is not None:
            line = links.line(piece)
            if line.inner_knots == knots and _closes(line, piece.facing):
                yield error, line, piece.facing


def _closing_piece(slopes: Array, number: int, lowest: float, highest: float) -> _Piece | None:
    """Return the slope between these that some facing asks of a piece; None if there is none.

    Of all that do it is the one next to the middle. The piece counts in the sum if one of the
    units at its ends faces left and the other right: if both face away from it, or only the one
    that there is, its slope counts as it is, and else with the other sign.
    """
    if not np.isfinite(highest - lowest):
        return None
    middle, kinks = lowest / 2.0 + highest / 2.0, np.diff(slopes)
    beside = [knot for knot in (number - 1, number) if 0 <= knot < len(kinks)]
    others = np.delete(np.arange(len(kinks)), beside)
    best, nearest = None, highest / 2.0 - lowest / 2.0
    for sign in (1.0, -1.0) if len(beside) == 2 else (1.0,):
        facing = np.zeros(len(kinks), np.bool_)
        facing[beside] = [(knot < number) == (sign > 0.0) for knot in beside]
        rest = float(alternating(facing) @ slopes)
        lefts = close_sums(kinks[others], -rest - sign * middle, _HALF)
        wanted = -sign * (rest + lefts @ kinks[others])
        k = int(np.argmin(np.abs(wanted - middle)))
        if abs(wanted[k] - middle) <= nearest:
            nearest = abs(wanted[k] - middle)
            facing[others] = lefts[k]
            best = _Piece(number, float(wanted[k]), facing)
    return best


def _at(lines: Array, x: Array) -> Array:
    """Return the values of lines, each at a place of its own; they are as `_Links` makes them."""
    slopes, places, values = lines
    return np.asarray(values + slopes * (x - places))


def _closes(line: BrokenLine, facing: Facing) -> bool:
    missed = abs(float(alternating(facing) @ line.slopes))
    return missed <= _ROUNDING * float(np.max(np.abs(line.slopes)))
