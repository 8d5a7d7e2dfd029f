"""Near-best networks of relu units of one input: the best broken lines, and how units make them.

`n` units make every broken line of n - 1 knots, and those of n knots for which some facing of the
units closes (`uat.trainers.facings`). So with E_n the least largest error of n knots and R_n that
of n units,  E_n <= R_n <= E_(n-1).  E_n is known (`uat.theory.stabbing`), on a fine polyline
through the samples. Where no network of n units can be noticeably better than E_(n-1)
(`uat.theory.relu_networks`), its line is all; else lines of links that close, of nearly the least
error (`uat.trainers.closing_lines`), are polished (`uat.trainers.broken_lines`), and the best line
of n knots under the facings that nearly close, until it is proved that nothing better is to be
had. As R_m >= E_(n-1) for every m < n, a narrower network is looked at only where the one of n
units misses E_(n-1): each width can be had without those below it, and still the error never
rises.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import cast

import numpy as np

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.watch import Best, report
from uat.trainers.base import FitResult, StopReason
from uat.trainers.broken_lines import largest_residual, miss, polished
from uat.trainers.facings import BrokenLine, Facing, best_facings, network_of
from uat.trainers.free_knots import LeastSquaresLines
from uat.trainers.polyline import Polyline
from uat.trainers.stabbed_graphs import Stabbing

# Facings that are polished, of the largest error and of the mean square; none more once the error
# is this close to what it promises, and they promise to lose so much of what they cost.
_FACINGS, _LEAST_SQUARES_FACINGS, _CLOSE, _SHARE_OF_COST = 6, 2, 1.0005, 0.15
# Steps of a descent of the mean square, where it is what counts and where it comes second.
_STEPS, _FEWER_STEPS = 100, 20
# Errors up to so many half jumps are equal.
_BESIDE_HALF_JUMP = 1.01
# Of the largest value.
_ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A broken line, how the units of its network face, and how far the network errs on the graph.

    Parameters
    ----------
    line, facing : see `uat.trainers.facings.network_of`
    largest : largest error; at least a little more than half a jump, below which nothing
        continuous gets
    mean : root mean square error
    history : mean square errors on the way
    """

    line: BrokenLine
    facing: Facing | None
    largest: float
    mean: float
    history: Array


class BrokenLineSearch:
    """Near-best networks of a dataset, of whichever width, each found once.

    Parameters
    ----------
    dataset : of one input and one output, weighted
    activation : a multiple of max(0, z)
    least_squares : whether the mean square error is to be least, not the largest
    """

    def __init__(self, dataset: Dataset, activation: str, least_squares: bool) -> None:
        self._activation, self._least_squares = activation, least_squares
        self._graph = Polyline.of(dataset).completed()
        self._stabbing = Stabbing(Polyline.of(dataset))
        samples = Polyline.of(dataset, parts=1).completed()
        self._squares = LeastSquaresLines(samples, _STEPS if least_squares else _FEWER_STEPS)
        # an error that is as good as none
        self._rounding = _ROUNDING * float(np.max(np.abs(self._graph.y)))
        self._width, self._best = 0, cast("Candidate | None", None)  # for whoever watches
        self._free = functools.cache(self._polished_free)
        self._own = functools.cache(self._best_of_width)

    def at(self, width: int) -> FitResult:
        """Return the near-best network of that width."""
        self._width, self._best = width, None
        best, number = self._own(width), width
        while number > 1 and not self._proved(best, number - 1):
            number -= 1
            if not self._rank(best) < self._rank(self._own(number)):
                best = self._own(number)
        network = network_of(best.line, best.facing, width, self._activation)
        return FitResult(network, StopReason.CONVERGED, best.history)

    def _rank(self, candidate: Candidate) -> tuple[float, float]:
        """Return what is to be small."""
        errors = candidate.largest, candidate.mean
        return errors[::-1] if self._least_squares else errors

    def _proved(self, best: Candidate, width: int) -> bool:
        """Return whether no network of that width, or a narrower one, can be better."""
        if best.largest == self._rounding:
            return self._own(width).largest > self._rounding
        if self._least_squares:
            return best.mean <= self._squares.floor(width)
        if self._graph.half_jump > 0.0 and self._at_half_jump(best):
            return not self._at_half_jump(self._own(width))
        return best.largest <= self._stabbing.line(width).floor

    def _best_of_width(self, width: int) -> Candidate:
        """Return the best network found for a width, whatever narrower ones do."""
        if self._least_squares:
            return min(self._by_squares(width), key=self._rank)
        candidates = []
        if self._graph.half_jump > 0.0:
            candidates = self._by_squares(width)
            least = min(candidates, key=self._rank)
            if self._at_half_jump(least):
                return least
            least_mean = min(candidates, key=lambda candidate: candidate.mean)
            candidates += [self._levelled(least_mean), self._levelled(least)]
        if not candidates or self._stabbing.line(width).floor > self._threshold:
            candidates.append(self._candidate(self._free(width - 1)[0], None))
            if self._may_be_better(candidates[-1].largest, width):
                candidates += self._by_facings(width)
        return min(candidates, key=self._rank)

    @property
    def _threshold(self) -> float:
        """The largest error that is as good as half a jump."""
        return _BESIDE_HALF_JUMP * self._graph.half_jump

    def _at_half_jump(self, candidate: Candidate) -> bool:
        return candidate.largest <= self._threshold

    def _levelled(self, candidate: Candidate) -> Candidate:
        """Return the candidate after a polish of its largest error."""
        line, _ = polished(self._graph, candidate.line, candidate.facing)
        return self._candidate(line, candidate.facing)

    def _polished_free(self, knots: int) -> tuple[BrokenLine, float]:
        """Return the best broken line of so many knots, and its error."""
        line = self._stabbing.line(knots)
        return polished(self._graph, BrokenLine.through(line.x, line.values), None)

    def _by_facings(self, width: int) -> list[Candidate]:
        """Return broken lines of `width` knots that facings of the units allow.

        Those that close come first, then those that promise most, until no network can be better;
        those that promise no more than the best so far are left out. (A line that closes promises
        what it errs by before it is polished, which says nothing of those after it.)
        """
        free, error = self._free(width)
        starts = [
            (error + _SHARE_OF_COST * cost, free, facing)
            for facing, cost in best_facings(free, _FACINGS)
        ]
        best, candidates = math.inf, []
        for promised, line, facing in self._stabbing.closing(width) + starts:
            if best <= _CLOSE * promised:
                continue
            line, reached = polished(self._graph, line, facing)
            candidates.append(self._candidate(line, facing))
            best = min(best, reached)
            if not self._may_be_better(best, width):
                break
        return candidates

    def _may_be_better(self, error: float, width: int) -> bool:
        """Return whether a network of that width may err by noticeably less."""
        return error > self._rounding and not self._stabbing.refutes(error / _CLOSE, width)

    def _by_squares(self, width: int) -> list[Candidate]:
        """Return the broken lines of least mean square error, facings kept."""
        free, *flat = self._squares.starts(width)
        ways = [(free, facing) for facing, _ in best_facings(free, _LEAST_SQUARES_FACINGS)]
        ways += [
            (line, np.full(line.inner_knots, left))
            for line, left in zip(flat, (False, True), strict=True)
        ]
        candidates = [self._candidate(self._squares.starts(width - 1)[0], None)]
        for start, facing in ways:
            line, history = self._squares.descend(start, facing)
            candidates.append(self._candidate(line, facing, history))
        return candidates

    def _candidate(
        self, line: BrokenLine, facing: Facing | None, history: Array | None = None
    ) -> Candidate:
        graph = self._graph
        tilt = 0.0 if facing is None else miss(line, facing)
        middle = line.knots[0] / 2.0 + line.knots[-1] / 2.0
        tilted = BrokenLine(line.knots, line.values - tilt * (line.knots - middle))
        squares = float(graph.shares() @ np.square(tilted(graph.x) - graph.y))
        rounding = float(np.finfo(np.float64).eps * np.sum(np.abs(np.diff(line.slopes))))
        largest = max(largest_residual(graph, tilted) + rounding, self._threshold, self._rounding)
        if largest == self._rounding:
            squares = 0.0
        steps = np.array([squares]) if history is None else history
        candidate = Candidate(line, facing, largest, float(np.sqrt(squares)), steps)
        self._report(candidate)
        return candidate

    def _report(self, candidate: Candidate) -> None:
        """Tell whoever watches of the best candidate so far."""
        self._best = best = min(candidate, self._best or candidate, key=self._rank)

        def network() -> Best:
            made = network_of(best.line, best.facing, self._width, self._activation)
            return Best(made, best.history)

        report("width", 0, self._width, best.mean**2, network)
