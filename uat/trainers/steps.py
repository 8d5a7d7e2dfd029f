"""The best step functions of one input, exactly: longest runs on which the target varies little.

A step function of n jumps errs by at most E if and only if the domain falls into n + 1 runs on
each of which the target varies by at most 2 E: its constants are then the middles. Taking the
longest run first, and the longest again from where it ends, needs the fewest runs: by induction
the k-th run of any other division ends no later than that of this one, because a run that starts
later and lies within a longer one varies no more. So the least E of n jumps is found by bisection.

Units that step from 0 to 1 at a point make every such function, whichever way they face: the
output bias takes up what they add to the left.

Where the mean square is to be least, or there are rows of a table instead of samples of a function,
the cuts are those of dynamic programming (`uat.trainers.segments`), the constants means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.base import FitResult, StopReason
from uat.trainers.polyline import Polyline
from uat.trainers.segments import Cuts, Pieces

# The least error is bisected to this share of itself.
_BISECTED = 1e-12
# Errors that differ by less than this share, or less than rounding of the values, are equal.
_AS_GOOD, _ROUNDING = 1e-6, 4.0 * float(np.finfo(np.float64).eps)
_FIRST_LOOK, _FARTHER = 64, 4
# Pieces of least squares begin at so many places at most.
_PLACES = 1000


@dataclass(frozen=True, slots=True, eq=False)
class StepFunction:
    """Constant from cut to cut; a cut belongs to the piece on its right.

    Parameters
    ----------
    cuts : shape (pieces - 1,), rising
    levels : shape (pieces, outputs)
    """

    cuts: Array
    levels: Array

    def __call__(self, x: Array) -> Array:
        """Return the values at x of shape (points,): shape (points, outputs)."""
        return np.asarray(self.levels[np.searchsorted(self.cuts, x, side="right")])

    def network(self, width: int, activation: str) -> Network:
        """Return the network of units that makes it; units it needs not are dead.

        Parameters
        ----------
        width : number of units, at least that of the cuts
        activation : one that steps at 0, to what it is at 0
        """
        foot, top = activation_named(activation)(np.array([-1.0, 1.0]))
        dead = width - len(self.cuts)
        heights = np.diff(self.levels, axis=0) / (top - foot)
        return Network(
            np.pad(np.ones(len(self.cuts)), (0, dead))[np.newaxis],
            np.pad(-self.cuts, (0, dead)),
            np.pad(heights, ((0, dead), (0, 0))),
            self.levels[0] - foot * np.sum(heights, axis=0),
            activation,
        )


class StepSearch:
    """The best step functions of a dataset of one input, of whichever width.

    Parameters
    ----------
    dataset : weighted samples of a function, or rows without weights
    activation : one that steps at 0
    least_squares : whether the mean square error is to be least, not the largest; of rows, and of
        several outputs, it is in any case
    """

    def __init__(self, dataset: Dataset, activation: str, least_squares: bool) -> None:
        self._dataset, self._activation = dataset, activation
        self._exact = not least_squares and dataset.weights is not None and dataset.t.shape[1] == 1
        if self._exact:
            self._graph = Polyline.of(dataset, within=True)
        else:
            self._squares = LeastSquaresSteps(dataset)

    def at(self, width: int) -> FitResult:
        """Return the best network of that width."""
        steps = best_steps(self._graph, width) if self._exact else self._squares.at(width)
        data = self._dataset
        squares = data.shares @ np.square(steps(data.x[:, 0]) - data.t)
        network = steps.network(width, self._activation)
        return FitResult(network, StopReason.BUILT, np.array([np.mean(squares)]))


class LeastSquaresSteps:
    """The step functions of a dataset whose mean square error is least, of whichever width."""

    def __init__(self, dataset: Dataset) -> None:
        x, shares = dataset.x[:, 0], dataset.shares
        if dataset.weights is not None and dataset.t.shape[1] == 1:
            graph = Polyline.of(dataset, parts=1, within=True)
            self._x, self._t, self._shares = graph.x, graph.y[:, np.newaxis], graph.shares()
        else:
            order = np.argsort(x, kind="stable")
            self._x, self._t, self._shares = x[order], dataset.t[order], shares[order]
        begins = np.flatnonzero(np.diff(self._x, prepend=-np.inf))
        spread = np.linspace(0, len(begins) - 1, min(len(begins), _PLACES)).astype(np.intp)
        self._places = np.append(begins[np.unique(spread)], len(x := self._x))
        costs = Pieces.of(x, self._t, self._shares, self._places).constants
        self._cuts = Cuts(costs, costs, costs)

    def at(self, width: int) -> StepFunction:
        """Return the best step function of that many cuts at most."""
        at = self._places[self._cuts.of(width)[0]]
        weights = np.add.reduceat(self._shares, np.append(0, at))
        sums = np.add.reduceat(self._shares[:, np.newaxis] * self._t, np.append(0, at))
        cuts = [_between(self._x[k - 1], self._x[k]) for k in at]
        return StepFunction(np.array(cuts), sums / weights[:, np.newaxis])


def best_steps(graph: Polyline, jumps: int) -> StepFunction:
    """Return the step function of at most so many jumps whose largest error is least.

    If fewer jumps are as good as it matters, as few are taken: between its points the polyline is
    not known better, and no wider network is to be farther away.

    Notes
    -----
    Exact for the polyline, to a millionth. Cost: some 50 passes over it, or twice as many.
    """
    best, error = _least(graph, jumps)
    as_good = max(error * (1.0 + _AS_GOOD), _ROUNDING * float(np.max(np.abs(graph.y))))
    fewer = _runs(graph, as_good, jumps)
    if fewer is None or len(fewer.cuts) == len(best.cuts):
        return best
    return _least(graph, len(fewer.cuts))[0]


def _least(graph: Polyline, jumps: int) -> tuple[StepFunction, float]:
    """Return the step function of at most so many jumps that is closest, and its error."""
    exact = _runs(graph, 0.0, jumps)
    if exact is not None:
        return exact, 0.0
    low, high = 0.0, float(np.ptp(graph.y)) / 2.0
    best = _runs(graph, high, jumps)
    while high - low > _BISECTED * high:
        middle = (low + high) / 2.0
        steps = _runs(graph, middle, jumps)
        if steps is None:
            low = middle
        else:
            high, best = middle, steps
    if best is None:  # half the range is enough for one run, but for rounding
        middle = np.min(graph.y) / 2.0 + np.max(graph.y) / 2.0
        best = StepFunction(np.empty(0), np.full((1, 1), middle))
    return best, high


def _runs(graph: Polyline, error: float, jumps: int) -> StepFunction | None:
    """Return the longest runs that vary by at most twice the error, or None if they are too many.

    A run ends where the graph leaves the band of that height about it.
    """
    x, y = graph.x, graph.y
    height = 2.0 * error
    cuts: list[float] = []
    bounds: list[tuple[float, float]] = []
    first, start = 0, float(y[0])
    while True:
        stop, low, high = run_end(y, first, start, height)
        bounds.append((low, high))
        if stop == len(y):
            levels = np.array([[low / 2.0 + high / 2.0] for low, high in bounds])
            return StepFunction(np.array(cuts), levels)
        if len(cuts) == jumps:
            return None
        before, here = float(y[stop - 1]), float(y[stop])
        if graph.jumps[stop - 1] or height == 0.0:
            cuts.append(_between(float(x[stop - 1]), float(x[stop])))
            first, start = stop, here
            continue
        edge = low + height if here > high else high - height
        bounds[-1] = (min(low, edge), max(high, edge))
        share = (edge - before) / (here - before)
        cuts.append(float(x[stop - 1] + share * (x[stop] - x[stop - 1])))
        first, start = stop, edge


def _between(left: float, right: float) -> float:
    """Return a place of which the left is left, and the right not."""
    middle = left / 2.0 + right / 2.0
    return middle if left < middle <= right else right


def run_end(y: Array, first: int, start: float, height: float) -> tuple[int, float, float]:
    """Return the first point that does not belong to a run, and what the run varies between.

    The run begins at a value, on the way to the point `first`.
    """
    low = high = start
    size = _FIRST_LOOK
    while first < len(y):
        part = y[first : first + size]
        highest = np.maximum(np.maximum.accumulate(part), high)
        lowest = np.minimum(np.minimum.accumulate(part), low)
        outside = highest - lowest > height
        if outside.any():
            end = int(np.argmax(outside))
            if end:
                low, high = float(lowest[end - 1]), float(highest[end - 1])
            return first + end, low, high
        low, high = float(lowest[-1]), float(highest[-1])
        first, size = first + len(part), size * _FARTHER
    return len(y), low, high
