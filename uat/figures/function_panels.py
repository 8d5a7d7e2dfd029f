"""The panels of a fit: the fit over its target, the residual, the units, the widths tried.

Each takes axes and a `Fit` and draws one idea; pages and single figures are made of them
(`uat.figures.function_fit`). Which panel shows the fit depends on the number of inputs: a curve,
two heat maps, or slices through one point of the domain.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.core.domains import Box
from uat.figures import style
from uat.figures.clouds import dots, finish_predicted, finish_residuals, some_rows, span_of
from uat.figures.floor_region import draw_floor_of_search
from uat.figures.maps import draw_plain_map, map_grid, residual_colours, value_colours
from uat.figures.panels import (
    few,
    label_powers,
    legend_beside_title,
    read_plainly,
)
from uat.figures.slices import (
    MOST_POINTS,
    MOST_SLICES,
    Slice,
    diagonal,
    finish_slice,
    most_telling,
    moves_along,
    slices_through,
    strongest,
)
from uat.figures.unit_panels import draw_centre_lines, draw_unit_map, draw_units_and_sum
from uat.figures.widths import label_logarithmic
from uat.fits.function_fit import Fit
from uat.io.wording import counted, in_words, short_maths
from uat.targets.target import Target

RESIDUAL = "Fit \N{MINUS SIGN} target"

# Above and below a target, in shares of its range.
_FREE = 0.05
_LONGEST_NAME = 24
# Where slices may cross, in shares of a side: few periods of a function have zeros at all of them.
_PLACES = (0.2, 0.35, 0.5, 0.65, 0.8)
# Of up to three inputs; the value is f where one of them is y.
_LETTERS = "xyz"


def heading(fit: Fit) -> str:
    """Return target, width, trainer and error in one line."""
    name = in_words(fit.target.name)
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1] + "\N{HORIZONTAL ELLIPSIS}"
    units = counted(fit.width, f"{fit.network.phi.label} unit")
    end = f"max error {short_maths(fit.max_error)}" if math.isfinite(fit.max_error) else "diverged"
    return f"{name}: {units} by {in_words(fit.trainer.name)}, {end}"


def draw_target_band(axes: Axes, x: Array, values: Array, linewidth: float = 7) -> None:
    """Draw a target as a broad grey band, so that a fit on top of it hides nothing."""
    look: dict[str, Any] = {"color": style.TARGET, "alpha": style.TARGET_ALPHA}
    axes.plot(x, values, linewidth=linewidth, label="target", **look)


def draw_curve(axes: Axes, fit: Fit, x: Array) -> None:
    """Draw the fit of one input over its target."""
    values = fit.target(x)
    draw_target_band(axes, x, values)
    axes.plot(x, fit(x), color=_colour(fit), label="fit")
    axes.set_ylim(span_of(values, _FREE))
    axes.set_title("Fit")
    _finish_curve(axes, fit.target.domain, "y")


def draw_residual_curve(axes: Axes, fit: Fit, x: Array) -> None:
    """Draw fit - target of one input between the lines of its max error."""
    residual = fit(x) - fit.target(x)
    height = _draw_bounds(axes, fit, residual)
    axes.plot(x, residual, color=_colour(fit), linewidth=1.4)
    reach = 1.25 * height or 1.0
    axes.set_ylim(-reach, reach)
    axes.set_title(RESIDUAL + ("" if height > 0.0 else " = 0 everywhere"))
    _finish_curve(axes, fit.target.domain, "residual")


def _draw_bounds(axes: Axes, fit: Fit, residual: Array) -> float:
    """Draw the lines of the max error, if there is one, and return how high a residual reaches."""
    if not math.isfinite(fit.max_error):
        return float(np.abs(residual).max())
    if fit.max_error > 0.0:
        for side, name in ((1.0, "\N{PLUS-MINUS SIGN} max error"), (-1.0, "_")):
            how: dict[str, Any] = {"color": style.VERMILION, "linestyle": "--", "zorder": 1.9}
            axes.axhline(side * fit.max_error, label=name, **how)
    return fit.max_error


def draw_unit_curves(axes: Axes, fit: Fit, x: Array) -> None:
    """Draw what every unit of one input contributes, less its mean, and their sum."""
    draw_units_and_sum(axes, fit.network, fit.target.domain, x)
    _finish_curve(axes, fit.target.domain, "less its mean", columns=3)


def draw_unit_places(axes: Axes, fit: Fit, x: Array) -> None:
    """Draw where every unit of one input is centred, and how far it moves."""
    reach = activation_named(fit.activation).reach
    draw_unit_map(axes, fit.network, fit.target.domain, x, reach)
    axes.set_title("Centres")
    axes.set_xlabel("x" + read_plainly(axes.xaxis, 5))
    axes.set_ylabel("moves by")
    if axes.get_legend_handles_labels()[0]:
        legend_beside_title(axes)


def _finish_curve(axes: Axes, domain: Box, name: str, columns: int = 2) -> None:
    """Set what the panels over x share: limits, few ticks, and the legend beside the title."""
    axes.set_xlim(domain.lower[0], domain.upper[0])
    axes.set_xlabel("x" + read_plainly(axes.xaxis, 5))
    axes.set_ylabel(name + read_plainly(axes.yaxis, 5))
    if axes.get_legend_handles_labels()[0]:
        legend_beside_title(axes, columns)


def draw_maps(target_axes: Axes, fit_axes: Axes, fit: Fit) -> None:
    """Draw target and fit of two inputs as heat maps in the same colours."""
    grid, domain = map_grid(fit.target.domain), fit.target.domain
    values = fit.target(grid)
    colours = value_colours(values)
    draw_plain_map(target_axes, domain, values, "Target", **colours)
    draw_plain_map(fit_axes, domain, fit(grid), f"Fit, width {fit.width}", **colours)


def draw_fit_map(axes: Axes, fit: Fit) -> None:
    """Draw the fit of two inputs as a heat map, in the colours of its target."""
    grid = map_grid(fit.target.domain)
    colours = value_colours(fit.target(grid))
    draw_plain_map(axes, fit.target.domain, fit(grid), _whose(fit), **colours)


def _whose(fit: Fit) -> str:
    """Return whose fit it is, for a map without a heading: trainer, width and error."""
    error = (
        f"max error {short_maths(fit.max_error)}" if math.isfinite(fit.max_error) else "diverged"
    )
    return f"{in_words(fit.trainer.name).capitalize()},\nwidth {fit.width}, {error}"


def draw_residual_map(axes: Axes, fit: Fit) -> None:
    """Draw fit - target of two inputs as a heat map."""
    grid = map_grid(fit.target.domain)
    residual = fit(grid) - fit.target(grid)
    draw_plain_map(axes, fit.target.domain, residual, RESIDUAL, **residual_colours(residual))


def draw_unit_lines(axes: Axes, fit: Fit) -> None:
    """Draw the units of two inputs as the lines on which they are centred."""
    draw_centre_lines(axes, fit.network, fit.target.domain)


def input_names(target: Target) -> tuple[str, ...]:
    """Return how the inputs of a target are written on its figures, as its model names them."""
    if target.inputs <= len(_LETTERS):
        return tuple(_LETTERS[: target.inputs])
    return tuple(f"$x_{{{k + 1}}}$" for k in range(target.inputs))


def slices_of(target: Target, most: int = MOST_SLICES) -> list[Slice]:
    """Return the slices that show a target: lines through one point of its domain.

    Along every input, and the diagonal if their number is odd otherwise; of more inputs than
    `most`, that many along which the target varies most. They go through the middle, unless it
    shows much less of the target than another point would.
    """
    lower, upper = np.array(target.domain.lower), np.array(target.domain.upper)
    points = lower + (upper - lower) * _shares(target.inputs)
    moves = moves_along(points, lower, upper, target)
    chosen = strongest(moves, most)
    middle = (lower + upper) / 2.0
    point = points[most_telling(points, moves[:, chosen], middle, upper - lower)]
    every = slices_through(point, lower, upper, input_names(target))
    slices = [every[k] for k in chosen]
    return [*slices, diagonal(lower, upper)] if len(slices) % 2 and len(slices) < most else slices


def _shares(inputs: int) -> Array:
    """Return points of the unit cube that slices may go through, its middle among them."""
    if len(_PLACES) ** inputs <= MOST_POINTS:
        return np.array(list(itertools.product(_PLACES, repeat=inputs)))
    points = np.random.default_rng(0).choice(_PLACES, size=(MOST_POINTS, inputs))
    points[0] = 0.5
    return points


def slices_title(target: Target, slices: Sequence[Slice]) -> str:
    """Return what `slices_of` shows, in words."""
    if target.inputs > MOST_SLICES:
        return f"Slices, the strongest {MOST_SLICES} of {target.inputs} inputs"
    point = _crossing(slices)
    middle = (np.array(target.domain.lower) + np.array(target.domain.upper)) / 2.0
    if (point == middle).all():
        return "Slices through the centre"
    return f"Slices through ({', '.join(short_maths(at) for at in point.tolist())})"


def _crossing(slices: Sequence[Slice]) -> Array:
    """Return the point that slices along different inputs have in common, shape (inputs,)."""
    first, second = slices[:2]
    point = np.array(first.x[0])
    point[first.input] = second.x[0, first.input]
    return point


def draw_slices(
    panels: Sequence[Axes],
    target: Target,
    slices: Sequence[Slice],
    curves: Sequence[tuple[str, style.FitLook, Any]],
    columns: int,
) -> None:
    """Draw a target and its fits along slices, all on one scale.

    Parameters
    ----------
    panels : as many as there are slices, row by row
    target : of more than one input, since its value is called f
    slices : see `slices_of`
    curves : (label, look, function) of every fit; a function returns one number a point
    columns : of the panels
    """
    span = span_of(np.concatenate([target(one.x) for one in slices]), _FREE)
    for k, (axes, one) in enumerate(zip(panels, slices, strict=True)):
        draw_target_band(axes, one.along, target(one.x))
        for label, look, function in curves:
            axes.plot(one.along, function(one.x), label=label, **look)
        finish_slice(axes, one, span, None if k % columns else "f")


def sample_of(fit: Fit) -> tuple[Array, Array]:
    """Return a part of the evaluation sample to draw: target values and predictions there."""
    grid = fit.target.uniform_evaluation_grid()
    x = grid[some_rows(len(grid))]
    return fit.target(x), fit(x)


def draw_predicted(axes: Axes, fit: Fit) -> None:
    """Draw fit against target on the evaluation sample; on the band both are equal."""
    values, found = sample_of(fit)
    axes.plot(values, found, **dots(_colour(fit), len(values)))
    finish_predicted(axes, span_of(values, 0.1), ("target", "fit"))
    axes.set_title("Fit against target")


def draw_residual_cloud(axes: Axes, fit: Fit) -> None:
    """Draw fit - target against the target on the evaluation sample."""
    values, found = sample_of(fit)
    height = _draw_bounds(axes, fit, found - values)
    axes.plot(values, found - values, **dots(_colour(fit), len(values)))
    finish_residuals(axes, span_of(values, 0.1), 1.25 * height, ("target", "residual"))
    axes.set_title(RESIDUAL + ("" if height > 0.0 else " = 0 everywhere"))
    if axes.get_legend_handles_labels()[0]:
        legend_beside_title(axes)


def tried_widths(fit: Fit) -> list[tuple[int, float]]:
    """Return (width, max_error) of every network tried that has a place on a logarithmic axis."""
    return [(w, e) for w, e in sorted(fit.history) if math.isfinite(e) and e > 0.0]


def has_search(fit: Fit) -> bool:
    """Return whether a tolerance was searched for, over more than one width."""
    return fit.tolerance is not None and sum(math.isfinite(e) for _, e in fit.history) > 1


def draw_widths(axes: Axes, fit: Fit) -> None:
    """Draw the error of every width tried, the fit's own circled, tolerance and floor if any."""
    widths, errors = zip(*tried_widths(fit), strict=True)
    axes.plot(widths, errors, "o-", color=_colour(fit), markersize=6)
    if fit.tolerance is not None:
        axes.axhline(fit.tolerance, color=style.VERMILION, linestyle="--", label="tolerance")
    if fit.max_error > 0.0:  # the circle is the network of this page
        axes.plot([fit.width], [fit.max_error], "o", color=style.BLACK, ms=11, mfc="none", mew=2.2)
    title = "Widths" if fit.tolerance is None else "Search"
    axes.set(yscale="log", xlabel="width", ylabel="max error", title=title)
    bounded = draw_floor_of_search(axes, fit.target, fit.activation, widths)
    axes.set_xlim(left=0.5)
    axes.xaxis.set_major_locator(few(6, integer=True))
    label_logarithmic(axes)
    label_powers(axes)
    if bounded or fit.tolerance is not None:
        legend_beside_title(axes)


def _colour(fit: Fit) -> str:
    return style.trainer_colour(fit.trainer.name)
