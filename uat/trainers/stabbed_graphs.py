"""Broken lines of least largest error through a graph, by minimum-link stabbing.

The samples of a jump are put twice, left, right, left, right: what is steep enough to pass by
both sides of it must not be, because between two floats no network is.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.theory import stabbing
from uat.trainers.facings import BrokenLine, Facing, alternating
from uat.trainers.polyline import Polyline
from uat.trainers.steps import run_end

_CLOSENESS, _CLOSENESS_OF_STARTS = 1e-9, 1e-4
# Places of the flat piece that are looked at, and errors that are tried, in shares of the least.
_FLATS, _SLACKS = 3, (1.0, 1.003, 1.01, 1.03, 1.1, 1.3, 1.6)


class Stabbing:
    """The best broken lines of a graph, each found once.

    Parameters
    ----------
    graph : not completed
    """

    def __init__(self, graph: Polyline) -> None:
        self._x, self._y = _with_jumps_twice(graph)
        self._half_jump = graph.half_jump
        self.line = functools.cache(self._line)

    def _line(self, knots: int) -> stabbing.BrokenLine:
        """Return the broken line of at most so many knots that is closest to the graph."""
        best = stabbing.best_broken_line(self._x, self._y, knots)
        if best.error >= self._half_jump:
            return best
        low, high = self._half_jump, float(np.ptp(self._y)) / 2.0
        best = stabbing.least_links(self._x, self._y, low * (1.0 + _CLOSENESS))
        while len(best.knots) > knots and high - low > _CLOSENESS * high:
            middle = low / 2.0 + high / 2.0
            tried = stabbing.least_links(self._x, self._y, middle)
            if len(tried.knots) > knots:
                low = middle
            else:
                high, best = middle, tried
        return replace(best, floor=self._half_jump)

    def with_a_flat_piece(self, knots: int) -> list[tuple[float, BrokenLine, Facing]]:
        """Return lines of at most so many knots that have a flat piece, and their facings.

        Before each stands its error.

        Links are laid from the left and from the right, and a flat one in between, all within one
        error of the graph. What is tried are the least error for which they overlap, some larger
        ones, and the least with the first or the last piece flat; those lines come first that err
        least where the pieces are made to meet. Up to the flat piece all units face left.

        Notes
        -----
        If the graph is convex and rises, with the first piece flat, no line is better: what the
        flat piece and the next one err by at the sample they share is of opposite signs, and they
        cross left of it.
        """
        tried = {(before, self._least_overlap(knots, [before])) for before in (0, knots)}
        least = self._least_overlap(knots, range(knots + 1))
        tried |= {(before, least * slack) for slack in _SLACKS for before in range(knots + 1)}
        best: dict[int, tuple[float, BrokenLine, Facing]] = {}
        for error in sorted({error for _, error in tried}):
            places = [before for before, level in sorted(tried) if level == error]
            for flat in self._flats(knots, error, places):
                line, facing = self._through(flat, error)
                if not _closes(line, facing):  # the flat piece has no length
                    continue
                reached = float(np.max(np.abs(line(self._x) - self._y)))
                if flat.before not in best or reached < best[flat.before][0]:
                    best[flat.before] = (reached, line, facing)
        return sorted(best.values(), key=lambda entry: entry[0])[:_FLATS]

    def _least_overlap(self, knots: int, places: Sequence[int]) -> float:
        """Return the least error for which links from both sides and a flat one overlap.

        The flat one is that before which one of so many others are.
        """
        low, high = 0.0, float(np.ptp(self._y)) / 2.0
        while high - low > _CLOSENESS_OF_STARTS * high:
            error = low / 2.0 + high / 2.0
            if self._flats(knots, error, places):
                high = error
            else:
                low = error
        return high

    def _flats(self, knots: int, error: float, places: Sequence[int]) -> list[_Flat]:
        """Return where a flat piece leads from what links reach from the left to the others."""
        x, y, count = self._x, self._y, len(self._x)
        forward = _reached(x, y, error, knots)
        backward = _reached(-x[::-1], np.ascontiguousarray(y[::-1]), error, knots)
        pieces = []
        for before in places:
            first = max(forward[before] - 1, 0)
            stop, _, _ = run_end(y, first, float(y[first]), 2.0 * error)
            if stop + backward[knots - before] > count or stop == count:
                pieces.append(_Flat(before, first, stop))
        return pieces

    def _through(self, flat: _Flat, error: float) -> tuple[BrokenLine, Facing]:
        """Return the line with that flat piece; the units up to it face left."""
        x, y = self._x, self._y
        run = y[flat.first : flat.stop]
        level = float(np.max(run)) / 2.0 + float(np.min(run)) / 2.0
        knots, values, begin = x[:1], np.array([level]), -math.inf
        if flat.before:
            part = stabbing.least_links(x[: flat.first + 1], y[: flat.first + 1], error)
            begin = _crossing(part.x[-2:], part.values[-2:], level, x[flat.stop - 1])
            knots, values = np.append(part.x[:-1], begin), np.append(part.values[:-1], level)
        after, at_after = x[-1:], np.array([level])
        if flat.stop < len(x):
            right = slice(None, flat.stop - 2 if flat.stop > 1 else None, -1)
            part = stabbing.least_links(-x[right], y[right], error)
            end = _crossing(part.x[-2:], part.values[-2:], level, -knots[-1])
            after = -np.append(part.x[:-1], end)[::-1]
            at_after = np.append(part.values[:-1], level)[::-1]
        line = BrokenLine.through(
            np.concatenate([knots, after]), np.concatenate([values, at_after])
        )
        return line, line.knots[1:-1] <= begin


@dataclass(frozen=True, slots=True)
class _Flat:
    """A flat piece: how many pieces are left of it, its first sample, and that after its last."""

    before: int
    first: int
    stop: int


def _closes(line: BrokenLine, facing: Facing) -> bool:
    missed = abs(float(alternating(facing) @ line.slopes))
    return missed <= _CLOSENESS * float(np.max(np.abs(line.slopes)))


def _reached(x: Array, y: Array, error: float, links: int) -> list[int]:
    """Return how many samples 0, 1, ..., `links` links reach within an error, from the left."""
    turns = stabbing.turns_of(x, y, error, links)
    reached = [0, *turns.samples[:, 2].tolist()]
    return reached + [len(x)] * (links + 1 - len(reached))


def _crossing(knots: Array, values: Array, level: float, beyond: float) -> float:
    """Return where a link, extended to `beyond`, comes to a level; if it does not, its end."""
    slope = (values[1] - values[0]) / (knots[1] - knots[0])
    crossing = knots[0] + (level - values[0]) / slope if slope else knots[1]
    inside = min(knots[1], beyond) < crossing < max(knots[1], beyond)
    return float(crossing if inside else knots[1])


def _with_jumps_twice(graph: Polyline) -> tuple[Array, Array]:
    sides = np.flatnonzero(graph.jumps)
    left, right = graph.x[sides], graph.x[sides + 1]
    x = np.concatenate([graph.x, left + (right - left) / 3.0, left + (right - left) / 1.5])
    y = np.concatenate([graph.y, graph.y[sides + 1], graph.y[sides]])
    x, first = np.unique(x, return_index=True)
    return x, y[first]
