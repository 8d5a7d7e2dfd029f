"""Broken lines of least largest error through a graph, by minimum-link stabbing.

The samples of a jump are put twice, left, right, left, right: what is steep enough to pass by
both sides of it must not be, because between two floats no network is.
"""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np

from uat.theory import stabbing
from uat.theory.relu_networks import Samples
from uat.trainers.closing_lines import closing_lines
from uat.trainers.facings import BrokenLine, Facing
from uat.trainers.polyline import Polyline

_CLOSENESS = 1e-9
# So many lines that close are looked at.
_LINES = 2


class Stabbing:
    """The best broken lines of a graph, each found once.

    Parameters
    ----------
    graph : not completed
    """

    def __init__(self, graph: Polyline) -> None:
        self._samples = _with_jumps_twice(graph)
        self._half_jump = graph.half_jump
        self.line = functools.cache(self._line)

    def _line(self, knots: int) -> stabbing.BrokenLine:
        """Return the broken line of at most so many knots that is closest to the graph."""
        x, y = self._samples.x, self._samples.y
        best = stabbing.best_broken_line(x, y, knots)
        if best.error >= self._half_jump:
            return best
        low, high = self._half_jump, float(np.ptp(y)) / 2.0
        best = stabbing.least_links(x, y, low * (1.0 + _CLOSENESS))
        while len(best.knots) > knots and high - low > _CLOSENESS * high:
            middle = low / 2.0 + high / 2.0
            tried = stabbing.least_links(x, y, middle)
            if len(tried.knots) > knots:
                low = middle
            else:
                high, best = middle, tried
        return replace(best, floor=self._half_jump)

    def closing(self, knots: int) -> list[tuple[float, BrokenLine, Facing]]:
        """Return lines of so many knots that facings of as many units allow, and the facings.

        Before each stands its error; none if one knot less does as well.
        """
        low, high = self.line(knots).floor, self.line(knots - 1).floor
        return closing_lines(self._samples, knots, low, high, _LINES)

    def refutes(self, error: float, units: int) -> bool:
        """Return whether no network of so many units comes that close to the graph."""
        return self._samples.refute(error, units)


def _with_jumps_twice(graph: Polyline) -> Samples:
    sides = np.flatnonzero(graph.jumps)
    left, right = graph.x[sides], graph.x[sides + 1]
    x = np.concatenate([graph.x, left + (right - left) / 3.0, left + (right - left) / 1.5])
    y = np.concatenate([graph.y, graph.y[sides + 1], graph.y[sides]])
    x, first = np.unique(x, return_index=True)
    return Samples(x, y[first])
