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
from uat.io.wording import counted

FEW_UNITS = 12
"""So many have a line each, and bolder ones where they are lines."""

# Of the sequential map, what stands out from white paper.
_DARKEST, _BRIGHTEST = 0.0, 0.58
# Units that move by less than this share of the largest move are not on the map.
_LEAST_SHARE = 1e-4
# Units that move so many times as far as their sum are shown together with what cancels them.
_MOST_TIMES = 2.0
_ALONE: dict[str, Any] = {"linewidth": 2.0}
_TOGETHER: dict[str, Any] = {"linewidth": 2.6, "linestyle": (0.0, (4.0, 1.2))}
_MOST_NAMES = 9
# More dots than these are small.
_FEW_DOTS = 40


def contributions(network: Network, x: Array, output: int = 0) -> Array:
    """Return c_j phi(w_j . x + b_j) for one output: shape (points, width), target units."""
    return np.asarray(network.hidden_features(x) * network.output_weights[:, output])


def neighbours(centres: Array) -> list[list[int]]:
    """Return units in at most `FEW_UNITS` bundles of equally many, by rising centre.

    Parameters
    ----------
    centres : shape (width,)
    """
    order = np.argsort(centres, kind="stable")
    return [part.tolist() for part in np.array_split(order, min(len(order), FEW_UNITS))]


def join_cancelling(curves: Array) -> list[list[int]]:
    """Return curves in groups of which none moves much more than the sum of all does.

    While a group moves too far, the one that moves farthest joins that with which it moves least.

    Parameters
    ----------
    curves : shape (points, curves)

    Returns
    -------
    Groups of the curves' numbers, rising within each and by their first
    """
    groups = {j: [j] for j in range(curves.shape[1])}
    sums = curves.T.copy()
    limit = _MOST_TIMES * float(np.ptp(curves.sum(axis=1)))
    while len(groups) > 1:
        left = list(groups)
        moves = np.ptp(sums[left], axis=1)
        far = left[int(np.argmax(moves))]
        if not moves.max() > limit:
            break
        others = [j for j in left if j != far]
        near = others[int(np.argmin(np.ptp(sums[others] + sums[far], axis=1)))]
        sums[near] += sums[far]
        groups[near] += groups.pop(far)
    return sorted(sorted(group) for group in groups.values())


def draw_units_and_sum(axes: Axes, network: Network, domain: Box, x: Array) -> int:
    """Draw what every unit of one input adds, less its mean, and the sum of all; set the title.

    Of many units neighbours are one line. So are those that cancel, dashed, so that nothing drawn
    is huge beside the sum. Dark ones are centred on the left, bright ones on the right. With the
    mean of the network, dashed and grey, the lines add up to the sum.

    Returns
    -------
    How many units are in lines of such as cancel.
    """
    centres, values = _centres(network, domain), contributions(network, x)
    bundles = neighbours(centres)
    groups = join_cancelling(np.column_stack([values[:, bundle].sum(axis=1) for bundle in bundles]))
    lines = [[unit for k in group for unit in bundles[k]] for group in groups]
    for k, colour in _by_centre(np.array([centres[line].mean() for line in lines])):
        curve = values[:, lines[k]].sum(axis=1)
        look = _TOGETHER if len(groups[k]) > 1 else _ALONE
        name = " ".join(str(unit) for unit in lines[k])
        axes.plot(x, curve - curve.mean(), color=colour, label=f"_unit {name}", **look)
    total = network(x)[:, 0]
    axes.axhline(float(total.mean()), color=style.GREY, linestyle=":", label="mean")
    axes.plot(x, total, color=style.BLACK, linewidth=3.4, zorder=1.9, label="sum")
    cancelling = sum(len(line) for line, group in zip(lines, groups, strict=True) if group[1:])
    if cancelling:
        axes.plot([], [], color=style.GREY, label="cancel", **_TOGETHER)
    bundled = len(bundles) < network.width
    title = f"Units in {len(bundles)} bundles" if bundled else "Units"
    axes.set_title(f"Units, {cancelling} cancel" if cancelling else title)
    return cancelling


def draw_unit_map(axes: Axes, network: Network, domain: Box, x: Array, reach: float) -> None:
    """Draw every unit of one input where it is centred, as high as it moves over the domain.

    An arrow points up where the unit rises and down where it falls; its bar is as long as it is
    steep, |w x + b| < reach. One centred outside stands at that end, pointing outwards. The dashed
    line is how far the sum moves: what stands far above it is cancelled by others.
    """
    moves = np.ptp(contributions(network, x), axis=0)
    rises = network.output_weights[:, 0] * network.hidden_weights[0] > 0.0
    low, high = domain.lower[0], domain.upper[0]
    places = network.unit_centres()
    total = float(np.ptp(network(x)[:, 0]))
    bottom, top = _span(np.append(moves, total))
    bottom = max(bottom, _LEAST_SHARE * top)
    shown = np.isfinite(places) & (moves >= bottom)
    small = 7.0 if network.width <= _FEW_DOTS else 4.5
    for mark, chosen in {
        "^": rises & (low <= places) & (places <= high),
        "v": ~rises & (low <= places) & (places <= high),
        "<": places < low,
        ">": places > high,
    }.items():
        at = np.flatnonzero(chosen & shown)
        if at.size:
            look: dict[str, Any] = {"markersize": small, "clip_on": False, "zorder": 3}
            dots = np.clip(places[at], low, high)
            axes.plot(dots, moves[at], mark, color=style.INDIGO, **look)
    half = reach / np.abs(network.hidden_weights[0][shown])
    axes.hlines(
        moves[shown], places[shown] - half, places[shown] + half, color=style.SKY, linewidth=1.4
    )
    axes.set(xlim=(low, high), ylim=(bottom / 2.0, 2.5 * top))
    axes.set_yscale("log")
    if total > 0.0:
        axes.axhline(
            total, color=style.BLACK, linestyle="--", linewidth=1.4, label="the sum moves by"
        )
    label_powers(axes, 4)


def _centres(network: Network, domain: Box) -> Array:
    """Return where each unit of one input is centred: shape (width,), in the domain.

    A unit without a centre, or with one beyond an end, counts as being at that end.
    """
    centres = np.nan_to_num(network.unit_centres(), nan=domain.lower[0])
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
    centre = network.input_centre
    ends = []
    for k, other in ((0, 1), (1, 0)):
        for edge in (domain.lower[k], domain.upper[k]):
            if weights[other] == 0.0:
                continue
            point, along = np.empty(2), weights[k] * (edge - centre[k])
            point[k], point[other] = edge, centre[other] - (bias + along) / weights[other]
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
