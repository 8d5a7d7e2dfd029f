"""One fit on one page: the network over its target, the residual, and what each unit adds."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from uat import style
from uat.arrays import Array
from uat.domains import Box
from uat.figures.widths import in_words, label_logarithmic
from uat.fitting import Fit
from uat.network import Network

_IMAGE_POINTS = 201
_LONGEST_NAME = 24
# Of the sequential map, what is seen on white.
_DARKEST, _BRIGHTEST = 0.0, 0.88
_FEW_UNITS = 12
_MOST_OBLONG = 2.5
# Powers of ten between which numbers are written out.
_PLAIN = range(-2, 4)
# Ends of an axis that differ by less than this share of them are read as differences.
_FAR_DIGITS = 1e-3
_RESIDUAL = "Fit \N{MINUS SIGN} target"


def plot_fit(fit: Fit) -> Figure:
    """Return the page of a fit.

    The fit over its target; the residual between the lines of its max error; what every unit
    contributes, c_j phi(w_j . x + b_j), coloured by where it is centred; and, if a tolerance was
    searched for, the error of every width tried. With two inputs the first are heat maps, and a
    unit is the line w_j . x + b_j = 0.

    Parameters
    ----------
    fit : of one or two inputs; see `uat.fitting.fit`
    """
    with style.figure_style():
        figure = Figure()
        figure.suptitle(_heading(fit))
        draw = _draw_curves_page if fit.target.inputs == 1 else _draw_surfaces_page
        draw(figure, fit)
    return figure


def _heading(fit: Fit) -> str:
    """Return target, width, trainer and error in one line."""
    name = in_words(fit.target.name)
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1] + "\N{HORIZONTAL ELLIPSIS}"
    units = f"{fit.width} {fit.activation} unit" + ("s" if fit.width > 1 else "")
    end = f"max error {_number(fit.max_error)}" if math.isfinite(fit.max_error) else "diverged"
    return f"{name}: {units} by {in_words(fit.trainer.name)}, {end}"


def _draw_curves_page(figure: Figure, fit: Fit) -> None:
    searched = _has_history(fit)
    # Fixed margins: an automatic layout takes as long as all the drawing.
    how: dict[str, Any] = {"bottom": 0.105, "top": 0.845, "height_ratios": (1.25, 1.0)}
    left = figure.add_gridspec(2, 1, left=0.085, right=0.482, hspace=0.42, **how)
    right = figure.add_gridspec(2, 1, left=0.583, right=0.98, hspace=0.62, **how)
    x = fit.target.evaluation_grid()
    _draw_fit(figure.add_subplot(left[0]), fit, x)
    _draw_residual(figure.add_subplot(left[1]), fit, x)
    _draw_contributions(figure.add_subplot(right[0] if searched else right[:]), fit, x)
    if searched:
        _draw_history(figure.add_subplot(right[1]), fit)


def _draw_fit(axes: Axes, fit: Fit, x: Array) -> None:
    values = fit.target(x)
    # A broad pale band, so that a fit on top of it hides nothing.
    axes.plot(x, values, color=style.TARGET, linewidth=7, alpha=0.25, label="target")
    axes.plot(x, fit(x), color=_colour(fit), label="fit")
    margin = 0.15 * np.ptp(values) or 0.3 * abs(values[0]) or 1.0
    axes.set(ylim=(values.min() - margin, values.max() + margin), title="Fit")
    _finish_curve(axes, fit.target.domain, "y")
    axes.set_xlabel("")


def _draw_residual(axes: Axes, fit: Fit, x: Array) -> None:
    residual = fit(x) - fit.target(x)
    measured = math.isfinite(fit.max_error)
    height = fit.max_error if measured else float(np.abs(residual).max())
    axes.plot(x, residual, color=_colour(fit), linewidth=1.4)
    if measured and height > 0.0:
        for side, name in ((1.0, "\N{PLUS-MINUS SIGN} max error"), (-1.0, "_")):
            axes.axhline(side * height, color=style.VERMILION, linestyle="--", label=name)
    reach = 1.25 * height or 1.0
    axes.set_ylim(-reach, reach)
    axes.set_title(_RESIDUAL + ("" if height > 0.0 else " = 0 everywhere"))
    _finish_curve(axes, fit.target.domain, "residual")


def _draw_contributions(axes: Axes, fit: Fit, x: Array) -> None:
    network = fit.network
    contributions = network.hidden_features(x) * network.output_weights[:, 0]
    how: dict[str, Any] = {"linewidth": 2.0 if fit.width <= _FEW_UNITS else 1.2, "alpha": 0.9}
    for j, colour in _by_centre(_centres(network, fit.target.domain)):
        axes.plot(x, contributions[:, j], color=colour, label=f"_unit {j}", **how)
    bias = float(network.output_biases[0])
    axes.axhline(bias, color=style.GREY, linestyle="--", label="bias")
    total = fit(x)
    # Where the units cancel, the two numbers that say so stand side by side.
    reach = _number(float(np.abs(total).max()), 1)
    said = fit.cancels and "$" not in reach
    axes.plot(
        x, total, color=style.BLACK, linewidth=2.6, label=f"sum reaches {reach}" if said else "sum"
    )
    largest = _number(float(np.abs(contributions).max()), 1)
    axes.set_title(f"Units reach {largest}" if fit.cancels else "Units")
    _finish_curve(axes, fit.target.domain, "contribution")
    axes.set_xlabel(f"{axes.get_xlabel()}   (dark: centred left, bright: right)")


def _finish_curve(axes: Axes, domain: Box, name: str) -> None:
    """Set what the panels over x share: limits, few ticks, and the legend beside the title."""
    axes.set_xlim(domain.lower[0], domain.upper[0])
    axes.set_xlabel("x" + _read_plainly(axes.xaxis, 5))
    axes.set_ylabel(name + _read_plainly(axes.yaxis, 5))
    if axes.get_legend_handles_labels()[0]:
        _legend_beside_title(axes)


def _legend_beside_title(axes: Axes) -> None:
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderpad=0.0, borderaxespad=0.7,
        columnspacing=0.9, handlelength=1.1, handletextpad=0.5,
    )  # fmt: skip


def _read_plainly(axis: Axis, count: int) -> str:
    """Label an axis with at most about `count` short numbers, and return the unit they are in.

    The unit is the end of the axis's label: empty, a power of ten in brackets, or what was
    subtracted, where the ends of the axis differ in far digits only.
    """
    low, high = sorted(axis.get_view_interval())
    shift = 0.0
    if high - low < _FAR_DIGITS * max(abs(low), abs(high)):
        shift = round((low + high) / 2.0, -math.floor(math.log10(high - low)))
    unit, words = _unit(max(abs(low - shift), abs(high - shift)))

    def read(value: float, _: object) -> str:
        return f"{round((value - shift) / unit, 6) + 0.0:g}".replace("-", "\N{MINUS SIGN}")

    axis.set_major_locator(_few(count))
    axis.set_major_formatter(FuncFormatter(read))
    return (f" \N{MINUS SIGN} {shift:.15g}" if shift else "") + words


def _few(count: int, **how: Any) -> MaxNLocator:
    """Return the locator of at most so many steps of 1, 2 or 5 times a power of ten."""
    return MaxNLocator(count, steps=[1, 2, 5, 10], **how)


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


def _has_history(fit: Fit) -> bool:
    return fit.tolerance is not None and sum(math.isfinite(e) for _, e in fit.history) > 1


def _draw_history(axes: Axes, fit: Fit) -> None:
    """Draw the error of every width that a search tried, with the tolerance it was for."""
    shown = [(w, e) for w, e in sorted(fit.history) if math.isfinite(e) and e > 0.0]
    widths, errors = zip(*shown, strict=True)
    axes.plot(widths, errors, "o-", color=_colour(fit), markersize=6)
    axes.axhline(
        float(fit.tolerance or 0.0), color=style.VERMILION, linestyle="--", label="tolerance"
    )
    if fit.max_error > 0.0:  # the circle is the network of this page
        axes.plot([fit.width], [fit.max_error], "o", color=style.BLACK, ms=11, mfc="none", mew=2.2)
    axes.set(yscale="log", xlabel="width", ylabel="max error", title="Search")
    axes.set_xlim(left=0.5)
    axes.xaxis.set_major_locator(_few(6, integer=True))
    label_logarithmic(axes)
    _label_powers(axes)
    _legend_beside_title(axes)


def _label_powers(axes: Axes) -> None:
    """Label a logarithmic y axis in plain decimals or powers of ten, at most six of them."""
    low, high = axes.get_ylim()
    subs = (1.0,) if high / low > 1e2 else (1.0, 3.0) if high / low > 10.0 else (1.0, 2.0, 5.0)
    axes.yaxis.set_major_locator(LogLocator(subs=subs, numticks=6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value, 1)))
    axes.yaxis.set_minor_locator(NullLocator())


def _draw_surfaces_page(figure: Figure, fit: Fit) -> None:
    searched = _has_history(fit)
    panels = figure.subplot_mosaic(
        [["target", "residual", "units"], ["fit", "search" if searched else "residual", "units"]],
        width_ratios=(1.0, 1.6, 1.6),
        gridspec_kw={
            "left": 0.07, "right": 0.905, "bottom": 0.105, "top": 0.845, "wspace": 0.55,
            "hspace": 0.5,
        },
    )  # fmt: skip
    grid = fit.target.domain.uniform_grid(_IMAGE_POINTS)
    values, found = fit.target(grid), fit(grid)
    flat = 0.0 if np.ptp(values) > 0.0 else 0.3 * abs(values[0]) or 1.0
    span = {"vmin": values.min() - flat, "vmax": values.max() + flat, "cmap": style.HEAT_MAP}
    _draw_heat_map(panels["target"], fit, values, "Target", **span)
    _draw_heat_map(panels["fit"], fit, found, "Fit", **span)
    reach = float(np.abs(found - values).max()) or 1.0
    how = {"vmin": -reach, "vmax": reach, "cmap": style.RESIDUAL_MAP}
    _draw_heat_map(panels["residual"], fit, found - values, _RESIDUAL, **how)
    _draw_units(panels["units"], fit)
    if searched:
        _draw_history(panels["search"], fit)


def _draw_heat_map(axes: Axes, fit: Fit, values: Array, title: str, **how: Any) -> None:
    (left, bottom), (right, top) = fit.target.domain.lower, fit.target.domain.upper
    image = axes.imshow(
        values.reshape(_IMAGE_POINTS, _IMAGE_POINTS).T,
        origin="lower",
        extent=(left, right, bottom, top),
        aspect=_aspect(fit.target.domain),
        interpolation="nearest",
        **how,
    )
    bar = _draw_bar(axes, image)
    _finish_map(axes, title + _read_plainly(bar.yaxis, 4))


def _draw_bar(axes: Axes, shown: ScalarMappable) -> Axes:
    """Draw the colour bar, as tall as its map, and return its axes."""
    beside = axes.inset_axes((1.05, 0.0, 0.05, 1.0))
    axes.figure.colorbar(shown, cax=beside)
    return beside


def _aspect(domain: Box) -> Literal["equal", "auto"]:
    """Return the aspect of a map: true to scale unless that leaves a sliver."""
    return "equal" if max(domain.lengths) <= _MOST_OBLONG * min(domain.lengths) else "auto"


def _finish_map(axes: Axes, title: str) -> None:
    axes.grid(visible=False)
    axes.tick_params(pad=6)
    axes.set(xlabel="x" + _read_plainly(axes.xaxis, 3), ylabel="y" + _read_plainly(axes.yaxis, 3))
    axes.set_title(title)


def _draw_units(axes: Axes, fit: Fit) -> None:
    """Draw every unit of two inputs as the line w . x + b = 0, by the size of its coefficient."""
    domain = fit.target.domain
    sizes = np.abs(fit.network.output_weights[:, 0])
    lines = [(j, _line_in_box(fit.network, j, domain)) for j in np.argsort(sizes).tolist()]
    crossing = [(j, line) for j, line in lines if line is not None]
    low, high = _span(sizes)
    collection = LineCollection(
        [line for _, line in crossing],
        cmap=style.HEAT_MAP + "_r",
        norm=LogNorm(low, high),
        linewidths=2.4 if fit.width <= _FEW_UNITS else 1.6,
    )
    collection.set_array(np.maximum(sizes[[j for j, _ in crossing]], low))
    axes.add_collection(collection)
    axes.set_xlim(domain.lower[0], domain.upper[0])
    axes.set_ylim(domain.lower[1], domain.upper[1])
    axes.set_aspect(_aspect(domain))
    bar = _draw_bar(axes, collection)
    bar.set_ylabel("|coefficient|")
    _label_powers(bar)
    number = f"{len(crossing)} of " if len(crossing) < fit.width else ""
    _finish_map(axes, f"Centres of {number}{fit.width} unit" + ("s" if fit.width > 1 else ""))


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


def _colour(fit: Fit) -> str:
    return style.TRAINER_COLOURS.get(fit.trainer.name, style.BLUE)


def _unit(height: float) -> tuple[float, str]:
    """Return what to divide by so that an axis up to `height` has plain ticks, and how to say so.

    Between 0.01 and 10,000 nothing.
    """
    power = math.floor(math.log10(height)) if height > 0.0 else 0
    if power in _PLAIN:
        return 1.0, ""
    return 10.0**power, rf" [$\times 10^{{{power}}}$]"


def _number(value: float, digits: int = 2) -> str:
    """Return the number as it is read: plain, or as a power of ten; `digits` of them."""
    if value == 0.0:
        return "0"
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    if int(power) in _PLAIN:
        return f"{float(f'{value:.{digits - 1}e}'):g}"
    front = "" if float(mantissa) == 1.0 else rf"{mantissa} \times "
    return rf"${front}10^{{{int(power)}}}$"
