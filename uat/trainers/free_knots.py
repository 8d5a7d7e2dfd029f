"""Least squares with free knots: the broken lines of n units whose mean square error is least.

Knots to begin with are the cuts of the best pieces that need not meet (`uat.trainers.segments`);
then all knots move at once, by Levenberg-Marquardt steps, the output layer solved for at each.
"""

from __future__ import annotations

import numpy as np

from uat.arrays import Array
from uat.trainers.damped import Linearisation, damped_least_squares
from uat.trainers.elimination import Elimination, eliminate
from uat.trainers.facings import BrokenLine, Facing
from uat.trainers.polyline import Polyline
from uat.trainers.segments import Cuts, Indices, Pieces

# Pieces begin at so many places at most; the two knots that climb a jump are that far apart, in
# ranges of x: closer ones would lose more digits than they gain.
_PLACES, _RAMP = 600, 1e-9
_NEXT_TO_NOTHING = 1e-9
_RIDGE, _TOLERANCE = 1e-15, 1e-6


class LeastSquaresLines:
    """What the search for the least mean square error knows of a graph.

    Parameters
    ----------
    graph : completed
    steps : of a descent, at most
    """

    def __init__(self, graph: Polyline, steps: int) -> None:
        self._steps = steps
        self.graph, self.shares = graph, _shares(graph)
        self._sides = 1 + np.flatnonzero(graph.jumps)
        self._heights = np.diff(graph.y)[self._sides - 1]
        self._at_end = (self._sides == 1) | (self._sides == len(graph.y) - 1)
        self._highest_first = self._order()
        self._places = np.unique(np.linspace(0, len(graph.x), _PLACES + 1).astype(np.intp))
        self._known: dict[int, tuple[Cuts, ...]] = {}

    def _order(self) -> Indices:
        """Return the jumps, the highest for what they cost first.

        Of equals every other comes first: what is left to be crossed by a line should lie apart.
        """
        gains = np.abs(self._heights) * np.where(self._at_end, 2.0, 1.0)
        rounded = np.round(gains / np.max(gains, initial=1.0), 6)
        return np.lexsort((np.arange(len(gains)) % 2, -rounded))

    def starts(self, knots: int) -> list[BrokenLine]:
        """Return broken lines of at most so many knots, for all pieces lines, or an end flat.

        Two knots each climb a jump, and one climbs half of a jump at an end; the rest is cut where
        it is best.
        """
        prices = np.cumsum(np.where(self._at_end, 1, 2)[self._highest_first])
        climbed = int(np.searchsorted(prices, knots, side="right"))
        left = knots - int(prices[climbed - 1]) if climbed else knots
        return [self._line(cuts.of(left)[0], climbed) for cuts in self._cuts(climbed)]

    def floor(self, knots: int) -> float:
        """Return what so many cuts leave, root mean square, if the pieces need not meet.

        No broken line errs by less, but for what cuts between the places would gain.
        """
        return float(np.sqrt(self._cuts(0)[0].of(knots)[1]))

    def _cuts(self, climbed: int) -> tuple[Cuts, ...]:
        """Return the divisions of what is left without the highest jumps.

        All pieces are lines; or the first, or the last, is flat.
        """
        if climbed not in self._known:
            jumps = self._highest_first[:climbed]
            y = self.graph.y.copy()
            for side, height in zip(self._sides[jumps], self._heights[jumps], strict=True):
                y[side:] -= height
            pieces = Pieces.of(self.graph.x, y[:, np.newaxis], self.shares, self._places)
            flat, lines = pieces.constants, pieces.lines
            ends = ((lines, lines), (flat, lines), (lines, flat))
            self._known[climbed] = tuple(Cuts(first, lines, last) for first, last in ends)
        return self._known[climbed]

    def _line(self, cuts: Indices, climbed: int) -> BrokenLine:
        x = self.graph.x
        at = self._places[cuts]
        jumps = self._highest_first[:climbed]
        half = _RAMP * (x[-1] - x[0]) / 2.0  # that at an end has one knot inside
        sides = self._sides[jumps]
        ramps = np.add.outer([-half, half], x[sides])
        inner = np.unique(np.concatenate([(x[at - 1] + x[at]) / 2.0, ramps.ravel()]))
        inner = inner[(inner > x[0]) & (inner < x[-1])]
        knots = np.concatenate([x[:1], inner, x[-1:]])
        return BrokenLine(knots, self._values(knots))

    def _centred(self, line: BrokenLine) -> BrokenLine:
        """Return the line with its climbs moved so that they pass the jumps' middles."""
        knots, values = line.knots.copy(), line.values
        for side in self._sides[~self._at_end]:
            place, piece = self.graph.x[side], int(np.searchsorted(knots, self.graph.x[side])) - 1
            length, rise = knots[piece + 1] - knots[piece], values[piece + 1] - values[piece]
            if length > 2.0 * _RAMP * np.ptp(knots) or not 0 < piece < len(knots) - 2:
                continue
            middle = self.graph.y[side - 1] / 2.0 + self.graph.y[side] / 2.0
            share = np.clip((middle - values[piece]) / rise if rise else 0.5, 0.0, 1.0)
            knots[piece] = place - share * length
            knots[piece + 1] = knots[piece] + length
        return BrokenLine(knots, values)

    def _values(self, knots: Array) -> Array:
        """Return the values at the knots that fit best."""
        x = self.graph.x
        piece = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, len(knots) - 2)
        share = (x - knots[piece]) / np.diff(knots)[piece]
        hats = np.zeros((len(x), len(knots)))
        rows = np.arange(len(x))
        hats[rows, piece], hats[rows, piece + 1] = 1.0 - share, share
        root = np.sqrt(self.shares)
        solved = np.linalg.lstsq(hats * root[:, np.newaxis], self.graph.y * root, rcond=None)
        return np.asarray(solved[0])

    def descend(self, line: BrokenLine, facing: Facing) -> tuple[BrokenLine, Array]:
        """Return the broken line near `line`, of units that face so, and the history of its cost.

        The facing is met exactly: what is searched are the knots of the units.
        """
        places = line.knots[1:-1]
        narrow = np.diff(line.knots) < 2.0 * _RAMP * np.ptp(line.knots)
        moving = ~(narrow[:-1] | narrow[1:])
        root = np.sqrt(self.shares)[:, np.newaxis]
        sides = np.where(facing, -1.0, 1.0)
        low, high = line.knots[0], line.knots[-1]

        def solved(places: Array) -> tuple[Array, Elimination]:
            z = sides * (self.graph.x[:, np.newaxis] - places)
            wanted = self.graph.y[:, np.newaxis]
            return z, eliminate(np.maximum(z, 0.0), wanted, root, _RIDGE)

        def linearise(moved: Array) -> Linearisation:
            here = places.copy()
            here[moving] = moved
            if not (np.all(np.diff(here) > 0.0) and low < here[0] and here[-1] < high):
                return Linearisation(np.full(1, np.inf), lambda: np.zeros((1, moved.size)))
            z, solution = solved(here)

            def jacobian() -> Array:
                back = (z[:, moving] > 0.0) * (-sides * solution.coefficients[:-1, 0])[moving]
                basis = solution.basis()
                rows = np.zeros((len(basis), back.shape[1]))
                rows[: len(back)] = back * root
                return np.asarray(rows - basis @ (basis.T @ rows))

            return Linearisation(solution.residual[:, 0], jacobian)

        places, history = places.copy(), []
        if moving.any():
            least = damped_least_squares(
                linearise, places[moving], steps=self._steps, tolerance=_TOLERANCE
            )
            places[moving], history = least.parameters, least.history
        solution = solved(places)[1]
        coefficients = solution.coefficients[:, 0]
        history = history or [float(np.sum(solution.residual**2))]
        knots = np.concatenate([[low], places, [high]])
        features = np.maximum(sides * (knots[:, np.newaxis] - places), 0.0)
        values = features @ coefficients[:-1] + coefficients[-1]
        return self._centred(BrokenLine(knots, values)), np.array(history)


def _shares(graph: Polyline) -> Array:
    """Return what the points of a completed graph stand for.

    Of a jump at an end both sides count alike, and next to nothing.
    """
    shares = graph.shares()
    for jump, (inner, side, end) in (
        (graph.jumps[-1:], (-3, -2, -1)),
        (graph.jumps[:1], (2, 1, 0)),
    ):
        if jump.any():
            shares[inner] += shares[side]
            shares[[side, end]] = _NEXT_TO_NOTHING
    return shares
