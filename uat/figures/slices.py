"""Functions of many inputs as small multiples: their values along lines through a point.

A slice moves one input over its range and leaves the others where they are. At most six are drawn,
along the inputs that move the function most.
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


def most_varied(
    slices: Sequence[Slice], function: Callable[[Array], Array], count: int = MOST_SLICES
) -> list[int]:
    """Return which slices the function, one number a point, varies most along, in their order."""
    heights = [float(np.ptp(function(one.x))) for one in slices]
    return sorted(np.argsort(-np.array(heights), kind="stable")[:count].tolist())


def finish_slice(axes: Axes, one: Slice, span: tuple[float, float], name: str | None) -> None:
    """Set limits, ticks and labels of a slice's panel.

    Parameters
    ----------
    span : ends of the vertical axis, the same of all panels of a figure
    name : of the function, for the vertical axis; None of a panel with another one at its left,
        whose numbers are its own
    """
    axes.set(xlim=(one.along[0], one.along[-1]), ylim=span)
    axes.set_xlabel(one.name + read_plainly(axes.xaxis, 3), labelpad=2)
    unit = read_plainly(axes.yaxis, 5)
    if name is None:
        axes.tick_params(labelleft=False)
    else:
        axes.set_ylabel(name + unit)
