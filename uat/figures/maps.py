"""Functions of two inputs as heat maps: values in one colour scale, residuals about zero."""

from __future__ import annotations

from typing import Literal, TypedDict, Unpack

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable

from uat.arrays import Array
from uat.core.domains import Box
from uat.figures import style
from uat.figures.panels import read_plainly

IMAGE_POINTS = 201
"""Points along each side of a map."""

_MOST_OBLONG = 2.5


class Colours(TypedDict):
    """What colours of a map mean: the values at the ends of a scale, and its name."""

    vmin: float
    vmax: float
    cmap: str


def map_grid(domain: Box) -> Array:
    """Return the points whose values `draw_heat_map` takes: shape (IMAGE_POINTS ** 2, 2)."""
    return domain.uniform_grid(IMAGE_POINTS)


def draw_heat_map(
    axes: Axes,
    domain: Box,
    values: Array,
    aspect: Literal["equal", "auto"] = "equal",
    **colours: Unpack[Colours],
) -> Axes:
    """Draw values at the points of `map_grid`, with a colour bar; return the axes of the bar.

    The first input runs to the right, the second up. For the colours see `value_colours` and
    `residual_colours`.
    """
    (left, bottom), (right, top) = domain.lower, domain.upper
    image = axes.imshow(
        values.reshape(IMAGE_POINTS, IMAGE_POINTS).T,
        origin="lower",
        extent=(left, right, bottom, top),
        aspect=aspect,
        interpolation="nearest",
        **colours,
    )
    axes.grid(visible=False)
    return draw_bar(axes, image)


def draw_bar(axes: Axes, shown: ScalarMappable) -> Axes:
    """Draw the colour bar, as tall as its map, and return its axes."""
    beside = axes.inset_axes((1.05, 0.0, 0.05, 1.0))
    axes.figure.colorbar(shown, cax=beside)
    return beside


def value_colours(values: Array) -> Colours:
    """Return the colours of a map that span these values; a constant is in their middle."""
    flat = 0.0 if np.ptp(values) > 0.0 else 0.3 * abs(float(values.flat[0])) or 1.0
    return {"vmin": values.min() - flat, "vmax": values.max() + flat, "cmap": style.HEAT_MAP}


def residual_colours(residual: Array) -> Colours:
    """Return the colours of a map of residuals, symmetric about zero."""
    reach = float(np.abs(residual).max()) or 1.0
    return {"vmin": -reach, "vmax": reach, "cmap": style.RESIDUAL_MAP}


def draw_plain_map(
    axes: Axes,
    domain: Box,
    values: Array,
    title: str,
    unit: bool = True,
    **colours: Unpack[Colours],
) -> Axes:
    """Draw a map whose numbers are all short, true to scale unless that leaves a sliver.

    Returns the axes of its colour bar. The unit of its numbers stands behind the title, unless that
    of another map with the same colours says it.
    """
    bar = draw_heat_map(axes, domain, values, aspect_of(domain), **colours)
    words = read_plainly(bar.yaxis, 4)
    finish_map(axes, title + words * unit)
    return bar


def aspect_of(domain: Box) -> Literal["equal", "auto"]:
    """Return the aspect of a map: true to scale unless that leaves a sliver."""
    return "equal" if max(domain.lengths) <= _MOST_OBLONG * min(domain.lengths) else "auto"


def finish_map(axes: Axes, title: str, names: tuple[str, str] = ("x", "y")) -> None:
    """Set title, labels and a few short ticks of a map."""
    axes.grid(visible=False)
    axes.tick_params(pad=6)
    axes.set(
        xlabel=names[0] + read_plainly(axes.xaxis, 3), ylabel=names[1] + read_plainly(axes.yaxis, 3)
    )
    axes.set_title(title)
