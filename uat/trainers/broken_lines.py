"""Broken lines whose largest error is least, by linear programs over knots and values.

With knots t and values v the residual at a point is linear in v and smooth in t; so a step of the
search is a linear program: make the largest linearised residual least, no knot moving by more than
a share of the gaps beside it. Where n units are to make the line, what their slopes would miss
(`uat.trainers.facings`) tilts the network about the middle of the domain: it costs at most |miss|
times half the domain's length, and enters the program with that price.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from uat.arrays import Array
from uat.core.watch import poll
from uat.trainers.facings import BrokenLine, Facing, alternating
from uat.trainers.polyline import Polyline

# Where a piece is looked at, in shares of its length, beside the peaks of the residual.
_PLACES = (1.0 - np.cos(np.pi * (np.arange(8) + 0.5) / 8)) / 2.0
# No knot moves by more than the share `_WIDEST` of the gaps beside it; steps that bring less than
# this share of what they promise are not taken, and the search ends when they promise too little.
_FIRST_STEP, _WIDEST, _NARROWEST = 0.2, 0.4, 1e-5
_ENOUGH, _NEGLIGIBLE = 0.1, 1e-5
_STEPS = 60
# Of the largest value; below it an error is rounding.
_ROUNDING = 1e-14


def polished(graph: Polyline, line: BrokenLine, facing: Facing | None) -> tuple[BrokenLine, float]:
    """Return a broken line near `line` whose largest error is locally least, and that error.

    What the facing misses counts.

    Parameters
    ----------
    graph : completed, so that both sides of a jump are at one place
    line : where to begin
    facing : how the units are to face, or None

    Notes
    -----
    A knot at a cusp makes every step a bad one, as the graph is not straight however near one
    looks. If none is left that brings what it promises, such knots stay where they are.
    """
    error = _error(graph, line, facing)
    share, careful = _FIRST_STEP, False
    rounding = _ROUNDING * float(np.max(np.abs(graph.y)))
    for _ in range(_STEPS):
        poll()
        if error <= rounding or error == math.inf:
            break
        step = _program(graph, line, facing, share, error, careful)
        if step is None:
            break
        candidate, promised = step
        if not error - promised > _NEGLIGIBLE * error:
            break
        reached = _error(graph, candidate, facing)
        if error - reached >= _ENOUGH * (error - promised):
            line, error = candidate, reached
            share = min(2.0 * share, _WIDEST)
        else:
            share /= 4.0
            if share < _NARROWEST:
                if careful:
                    break
                share, careful = _FIRST_STEP, True
    return line, error


def largest_residual(graph: Polyline, line: BrokenLine) -> float:
    """Return the largest |line - graph|, at its points and at the knots."""
    at_points = np.max(np.abs(line(graph.x) - graph.y))
    at_knots = np.max(np.abs(line.values - np.interp(line.knots, graph.x, graph.y)))
    return float(max(at_points, at_knots))


def miss(line: BrokenLine, facing: Facing) -> float:
    """Return by how much the units' slopes differ from those of the line."""
    return float(alternating(facing) @ line.slopes)


def _error(graph: Polyline, line: BrokenLine, facing: Facing | None) -> float:
    if not np.all(line.lengths > 0.0):
        return math.inf
    missed = 0.0 if facing is None else abs(miss(line, facing))
    return largest_residual(graph, line) + missed * float(np.ptp(line.knots)) / 2.0


def _program(
    graph: Polyline,
    line: BrokenLine,
    facing: Facing | None,
    share: float,
    error: float,
    careful: bool,
) -> tuple[BrokenLine, float] | None:
    """Return the line after the best step within the trust region, and the error it promises.

    Unknown are the moves of all knots, in shares of the gaps beside them, those of all values, the
    error and the |miss|, in units of the error before: solvers take 1e-7 for nothing.
    """
    count = len(line.knots)
    room = np.zeros(count)
    room[1:-1] = np.minimum(line.lengths[:-1], line.lengths[1:])
    if careful:
        room[_bend(graph, line.knots, share * room) > error] = 0.0
    moves, residual = _linearised(graph, line, share * room)
    units = np.concatenate([room / error, np.ones(count)])
    moves = (moves @ sparse.diags_array(units)).tocoo()
    residual = residual / error
    prices = np.zeros((len(residual), 2))
    prices[:, 0] = 1.0
    rows = [sparse.hstack([side * moves, sparse.coo_array(-prices)]) for side in (1.0, -1.0)]
    limits = [-residual, residual]
    if facing is not None:
        tilt, missed = _tilt(line, facing) * units, miss(line, facing) / error
        rows += [sparse.coo_array([[*side, 0.0, -1.0]]) for side in (tilt, -tilt)]
        limits.append(np.array([-missed, missed]))
    bounds: Any = np.full((2 * count + 2, 2), np.inf)
    bounds[:, 0] = -np.inf
    bounds[:count] = [-share, share]
    bounds[[0, count - 1]] = 0.0
    bounds[-2:, 0] = 0.0
    costs = np.zeros(2 * count + 2)
    costs[-2:] = 1.0, float(np.ptp(line.knots)) / 2.0
    matrix: Any = sparse.vstack(rows, format="csr")
    wanted: Any = np.concatenate(limits)
    solved = linprog(costs, matrix, wanted, bounds=bounds, method="highs")
    if solved.x is None:
        return None
    step = solved.x[: 2 * count] * units * error
    moved = BrokenLine(line.knots + step[:count], line.values + step[count:])
    return moved, float(costs @ solved.x) * error


def _tilt(line: BrokenLine, facing: Facing) -> Array:
    """Return how the miss changes with every knot and every value: shape (2 * knots,)."""
    weights = alternating(facing) / line.lengths
    by_value = np.concatenate([[0.0], weights]) - np.concatenate([weights, [0.0]])
    weights = weights * line.slopes
    by_knot = np.concatenate([weights, [0.0]]) - np.concatenate([[0.0], weights])
    return np.concatenate([by_knot, by_value])


def _linearised(graph: Polyline, line: BrokenLine, reach: Array) -> tuple[sparse.coo_array, Array]:
    """Return how the residual at many places changes with all knots and values, and what it is.

    A share p of the way from one knot to the next the line is (1 - p) v + p v'. At a place that
    stays where it is a move of the knots changes it by -slope (1 - p) and -slope p; so it is at
    those that no knot passes, `reach` being how far they go. Other places move with the knots, and
    what the residual changes by is the slope of the graph. So do the knots.
    """
    x, y = _places(graph, line)
    count = len(line.knots)
    piece = np.clip(np.searchsorted(line.knots, x, side="right") - 1, 0, count - 2)
    share = (x - line.knots[piece]) / line.lengths[piece]
    stays = (x - line.knots[piece] > reach[piece]) & (line.knots[piece + 1] - x > reach[piece + 1])
    slope = np.where(stays, line.slopes[piece], _slopes_at(graph, x))
    row, knot = np.arange(len(x)), np.arange(count)
    entries = [
        (row, piece, -slope * (1.0 - share)),
        (row, piece + 1, -slope * share),
        (row, count + piece, 1.0 - share),
        (row, count + piece + 1, share),
        (len(x) + knot, knot, -_slopes_at(graph, line.knots)),
        (len(x) + knot, count + knot, np.ones(count)),
    ]
    rows, columns, values = (np.concatenate(part) for part in zip(*entries, strict=True))
    moves = sparse.coo_array((values, (rows, columns)), shape=(len(x) + count, 2 * count))
    at_knots = line.values - np.interp(line.knots, graph.x, graph.y)
    return moves, np.concatenate([line(x) - y, at_knots])


def _places(graph: Polyline, line: BrokenLine) -> tuple[Array, Array]:
    """Return points of the graph at which the residual matters."""
    residual = line(graph.x) - graph.y
    rises = np.diff(residual)
    peaks = 1 + np.flatnonzero(rises[1:] * rises[:-1] <= 0.0)
    peaks = np.concatenate([[0], peaks, [len(residual) - 1]])
    spread = np.ravel(line.knots[:-1, np.newaxis] + line.lengths[:, np.newaxis] * _PLACES)
    x = np.concatenate([graph.x[peaks], spread])
    return x, np.concatenate([graph.y[peaks], np.interp(spread, graph.x, graph.y)])


def _bend(graph: Polyline, knots: Array, reach: Array) -> Array:
    """Return how far the graph leaves its tangent within reach of each knot: shape (knots,)."""
    value, slope = np.interp(knots, graph.x, graph.y), _slopes_at(graph, knots)
    ways = [
        np.abs(np.interp(knots + way, graph.x, graph.y) - value - slope * way)
        for way in (-reach, reach)
    ]
    return np.maximum(*ways)


def _slopes_at(graph: Polyline, x: Array) -> Array:
    """Return the slope of the graph at points between its own; 0 where it is upright."""
    cell = np.clip(np.searchsorted(graph.x, x, side="right") - 1, 0, len(graph.x) - 2)
    gap = graph.x[cell + 1] - graph.x[cell]
    return np.where(
        gap > 0.0, (graph.y[cell + 1] - graph.y[cell]) / np.where(gap > 0.0, gap, 1.0), 0.0
    )
