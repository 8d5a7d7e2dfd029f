"""What the units of a network add, drawn for any number of inputs.

A unit j adds  c_j phi(w_j . x + b_j).  Of one input that is a curve; of two inputs a unit is shown
as the line w_j . x + b_j = 0 on which it is centred; of more as its column of weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm

from uat.arrays import Array
from uat.core.domains import Box
from uat.core.network import Network
from uat.figures import style
from uat.figures.maps import aspect_of, draw_bar, finish_map, residual_colours
from uat.figures.panels import few, label_powers
from uat.io.wording import counted, short_maths

FEW_UNITS = 12
"""So many are drawn with bolder lines."""

# Of the sequential map, what is seen on white.
_DARKEST, _BRIGHTEST = 0.0, 0.88
_MOST_NAMES = 9
# More dots than these are small.
_FEW_DOTS = 40


def contributions(network: Network, x: Array, output: int = 0) -> Array:
    """Return c_j phi(w_j . x + b_j) for one output: shape (points, width), target units."""
    return np.asarray(network.hidden_features(x) * network.output_weights[:, output])


def draw_contributions(axes: Axes, network: Network, domain: Box, x: Array) -> Array:
    """Draw what every unit of one input adds, coloured by centre; return the contributions.

    Dark units are centred on the left, bright ones on the right.
    """
    values = contributions(network, x)
    how: dict[str, Any] = {"linewidth": 2.0 if network.width <= FEW_UNITS else 1.2, "alpha": 0.9}
    for j, colour in _by_centre(_centres(network, domain)):
        axes.plot(x, values[:, j], color=colour, label=f"_unit {j}", **how)
    return values


def draw_units_and_sum(
    axes: Axes, network: Network, domain: Box, x: Array, cancels: bool = False
) -> None:
    """Draw what every unit of one input adds, the bias and the sum of all, and set the title.

    `cancels`, that the contributions are huge beside their sum, is said on the axes.
    """
    values = draw_contributions(axes, network, domain, x)
    bias = float(network.output_biases[0])
    axes.axhline(bias, color=style.GREY, linestyle="--", label="bias")
    total = network(x)[:, 0]
    # Where the units cancel, the two numbers that say so stand side by side.
    reach = short_maths(float(np.abs(total).max()), 1)
    said = cancels and "$" not in reach
    axes.plot(
        x, total, color=style.BLACK, linewidth=2.6, label=f"sum reaches {reach}" if said else "sum"
    )
    largest = short_maths(float(np.abs(values).max()), 1)
    axes.set_title(f"Units reach {largest}" if cancels else "Units")


def _centres(network: Network, domain: Box) -> Array:
    """Return where each unit of one input is centred, w x + b = 0: shape (width,), in the domain.

    A unit without a centre, or with one beyond an end, counts as being at that end.
    """
    weights, biases = network.hidden_weights[0], network.hidden_biases
    with np.errstate(divide="ignore", invalid="ignore"):
        centres = np.nan_to_num(-biases / weights, nan=domain.lower[0])
    return np.asarray(np.clip(centres, domain.lower[0], domain.upper[0]))


def _by_centre(centres: Array) -> list[tuple[int, Any]]:
    """Return (unit, colour) by rising centre, dark on the left and bright on the right."""
    order = np.argsort(centres, kind="stable").tolist()
    shades = np.linspace(_DARKEST, _BRIGHTEST, len(order))
    return [(j, colormaps[style.HEAT_MAP](shade)) for j, shade in zip(order, shades, strict=True)]


def draw_centre_lines(
    axes: Axes, network: Network, domain: Box, names: tuple[str, str] = ("x", "y")
) -> None:
    """Draw every unit of two inputs as the line w . x + b = 0, by the size of its coefficient."""
    sizes = np.abs(network.output_weights[:, 0])
    lines = [(j, _line_in_box(network, j, domain)) for j in np.argsort(sizes).tolist()]
    crossing = [(j, line) for j, line in lines if line is not None]
    low, high = _span(sizes)
    collection = LineCollection(
        [line for _, line in crossing],
        cmap=style.HEAT_MAP + "_r",
        norm=LogNorm(low, high),
        linewidths=2.4 if network.width <= FEW_UNITS else 1.6,
    )
    collection.set_array(np.maximum(sizes[[j for j, _ in crossing]], low))
    axes.add_collection(collection)
    axes.set_xlim(domain.lower[0], domain.upper[0])
    axes.set_ylim(domain.lower[1], domain.upper[1])
    axes.set_aspect(aspect_of(domain))
    bar = draw_bar(axes, collection)
    bar.set_ylabel("|coefficient|")
    label_powers(bar)
    count = f"{len(crossing)} of " if len(crossing) < network.width else ""
    units = counted(network.width, "unit")
    finish_map(axes, f"Centres of {count}{units}", names)


def _span(sizes: Array) -> tuple[float, float]:
    """Return the ends of a logarithmic colour scale for sizes that may be 0 or all the same."""
    high = float(sizes.max()) or 1.0
    low = max(float(np.min(sizes, where=sizes > 0.0, initial=high)), 1e-6 * high)
    return min(low, high / 4.0), high


def _line_in_box(network: Network, unit: int, domain: Box) -> Array | None:
    """Return the ends of w . x + b = 0 within a box of two inputs, shape (2, 2), or None."""
    weights, bias = network.hidden_weights[:, unit], network.hidden_biases[unit]
    ends = []
    for k, other in ((0, 1), (1, 0)):
        for edge in (domain.lower[k], domain.upper[k]):
            if weights[other] == 0.0:
                continue
            point = np.empty(2)
            point[k], point[other] = edge, -(bias + weights[k] * edge) / weights[other]
            if domain.lower[other] <= point[other] <= domain.upper[other]:
                ends.append(point)
    if len(ends) < 2:
        return None
    return np.array([min(ends, key=tuple), max(ends, key=tuple)])


def draw_weights(
    panels: Sequence[Axes],
    network: Network,
    radii: Array,
    names: Sequence[str],
    deviations: Array | None = None,
) -> None:
    """Draw |c| of every unit, its steepness and its direction, the largest |c| on the left.

    Parameters
    ----------
    panels : three, one above the other, which come to share their units
    network : of any number of inputs and outputs
    radii : shape (inputs,), half of the range of each input: a weight is shown times that, which
        is how far the input moves the unit's argument from the middle. The steepness is the length
        of the vector of these, the direction the vector as a share of its largest entry
    names : of the inputs, one each
    deviations : shape (outputs,), of several outputs the unit of each; |c| is then the largest
    """
    sizes, steepness, directions = panels
    units = 1.0 if deviations is None else deviations
    heights = np.max(np.abs(network.output_weights) / units, axis=1)
    order = np.argsort(-heights, kind="stable")
    scaled = (network.hidden_weights * radii[:, np.newaxis])[:, order]
    title = "Output weights, the largest first"
    if deviations is not None:
        title = "Largest output weight, in deviations of the output"
    _draw_sizes(sizes, heights[order], "|c|", title)
    lengths = np.linalg.norm(scaled, axis=0)
    _draw_sizes(steepness, lengths, "|w|", "Steepness over half the range of the inputs")
    largest = np.max(np.abs(scaled), axis=0)
    shares = scaled / np.where(largest > 0.0, largest, 1.0)
    image = directions.imshow(
        shares,
        aspect="auto",
        interpolation="nearest",
        extent=(0.5, network.width + 0.5, network.inputs - 0.5, -0.5),
        **residual_colours(shares),
    )
    directions.grid(visible=False)
    # Of many inputs not all have room for a name.
    every = math.ceil(network.inputs / _MOST_NAMES)
    directions.set_yticks(range(0, network.inputs, every), names[::every])
    bar = directions.inset_axes((1.015, 0.0, 0.02, 1.0))
    directions.figure.colorbar(image, cax=bar, ticks=[-1.0, 0.0, 1.0])
    directions.set(xlabel="unit", title="Direction: weights, the largest of a unit is 1")
    for above in (sizes, steepness):
        above.sharex(directions)
        above.tick_params(labelbottom=False)
    directions.xaxis.set_major_locator(few(8, integer=True, min_n_ticks=1))


def _draw_sizes(axes: Axes, heights: Array, name: str, title: str) -> None:
    """Draw one dot a unit on a logarithmic axis, where a length from its foot would mean nothing.

    A unit of zero has none.
    """
    low, high = _span(heights)
    units = np.arange(1, len(heights) + 1)
    size = 9.0 if len(heights) <= _FEW_DOTS else 5.0
    axes.set(ylim=(low / 2.0, high * 2.0), ylabel=name, title=title)
    axes.set_yscale("log")  # limits first: of zeros alone the scale would find none
    axes.plot(units, heights, "o", color=style.BLUE, markersize=size)
    label_powers(axes, 4)
