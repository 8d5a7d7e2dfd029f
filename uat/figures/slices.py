"""Functions of many inputs as small multiples: their values along lines through a point.

A slice moves one input over its range and leaves the others where they are. At most six are drawn,
along the inputs that move the function most. Which point they all go through decides what is seen:
of x y, the slices through the middle are two flat lines. So it is one at which every input shows
much of what it does (`most_telling`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from uat.arrays import Array
from uat.figures.panels import read_plainly

MOST_SLICES = 6
"""More panels of one page could not be read."""
SLICE_POINTS = 401
"""Points of a curve along a slice."""
MOST_POINTS = 200
"""More points need not be tried for one at which slices show much."""

# Points along a slice that is not drawn: how far it moves is told roughly.
_STEPS = 17
# Points at which slices show so much of the most that they can.
_NEAR_BEST = 0.85


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """A line through the domain.

    Parameters
    ----------
    name : what moves along it
    along : shape (points,), where on the line, in the units of what moves
    x : shape (points, inputs), the points themselves
    input : number of the input that moves, from 0; None if all do
    """

    name: str
    along: Array
    x: Array
    input: int | None = None


def slices_through(
    centre: Array, lower: Array, upper: Array, names: Sequence[str], points: int = SLICE_POINTS
) -> list[Slice]:
    """Return one slice for each input through the centre, all of shape (inputs,)."""
    found = []
    for k, name in enumerate(names):
        x = np.tile(centre, (points, 1))
        x[:, k] = np.linspace(lower[k], upper[k], points)
        found.append(Slice(name, x[:, k], x, k))
    return found


def diagonal(lower: Array, upper: Array, points: int = SLICE_POINTS) -> Slice:
    """Return the slice along which all inputs rise together, from 0 at `lower` to 1 at `upper`."""
    shares = np.linspace(0.0, 1.0, points)
    return Slice("diagonal", shares, lower + shares[:, np.newaxis] * (upper - lower))


def moves_along(
    points: Array, lower: Array, upper: Array, function: Callable[[Array], Array]
) -> Array:
    """Return how far a function moves along each slice through each point: shape (points, inputs).

    What is not finite anywhere on a slice counts as no move.

    Parameters
    ----------
    points : shape (points, inputs)
    lower, upper : shape (inputs,), the ends of the slices
    function : of shape (points, inputs), one number a point
    """
    count, inputs = points.shape
    moves = np.empty((count, inputs))
    for k in range(inputs):
        x = np.repeat(points, _STEPS, axis=0)
        x[:, k] = np.tile(np.linspace(lower[k], upper[k], _STEPS), count)
        with np.errstate(all="ignore"):
            moves[:, k] = np.ptp(function(x).reshape(count, _STEPS), axis=1)
    return np.where(np.isfinite(moves), moves, 0.0)


def strongest(moves: Array, count: int) -> list[int]:
    """Return the inputs, rising, along which a function moves most, by the mean over points.

    Parameters
    ----------
    moves : shape (points, inputs), see `moves_along`
    count : how many at most
    """
    return sorted(np.argsort(-moves.mean(axis=0), kind="stable")[:count].tolist())


def most_telling(points: Array, moves: Array, middle: Array, lengths: Array) -> int:
    """Return at which point slices show most: of all inputs, not much of one alone.

    The square roots of the moves are added up, so that what is not seen of one input weighs more
    than what is seen of another one better still. Of the points that come near the best, it is the
    one nearest to the middle: what a function does at its edges is not typical of it.

    Parameters
    ----------
    points : shape (points, inputs)
    moves : shape (points, inputs), of the inputs that are drawn; see `moves_along`
    middle, lengths : shape (inputs,), of the domain
    """
    shown = np.sqrt(moves).sum(axis=1)
    distances = np.square((points - middle) / lengths).sum(axis=1)
    return int(np.argmin(np.where(shown >= _NEAR_BEST * shown.max(), distances, np.inf)))


def finish_slice(
    axes: Axes, one: Slice, span: tuple[float, float], name: str | None, margin: float = 0.0
) -> None:
    """Set limits, ticks and labels of a slice's panel.

    Parameters
    ----------
    span : ends of the vertical axis, the same of all panels of a figure
    name : of the function, for the vertical axis; None of a panel with another one at its left,
        whose numbers are its own
    margin : on both sides of the slice, a share of its length
    """
    room = margin * (one.along[-1] - one.along[0])
    axes.set(xlim=(one.along[0] - room, one.along[-1] + room), ylim=span)
    axes.tick_params(pad=5)
    axes.set_xlabel(one.name + read_plainly(axes.xaxis, 3), labelpad=2)
    unit = read_plainly(axes.yaxis, 5)
    if name is None:
        axes.tick_params(labelleft=False)
    else:
        axes.set_ylabel(name + unit)
