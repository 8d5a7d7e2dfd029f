"""A network learning, frame by frame.

Beside the network over its target stands the error of every frame, faint what is to come and bold
what has been, with a dot that moves. Everything that does not move is drawn once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from uat.arrays import Array
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures.clouds import dots, finish_predicted, some_rows, span_of
from uat.figures.floor_region import draw_floor_of_search, draw_region_name
from uat.figures.function_panels import draw_target_band
from uat.figures.maps import (
    IMAGE_POINTS,
    draw_plain_map,
    map_grid,
    residual_colours,
    value_colours,
)
from uat.figures.panels import (
    few,
    label_powers,
    legend_beside_title,
    read_plainly,
)
from uat.figures.target_names import name_on_figure
from uat.figures.widths import label_logarithmic
from uat.io.wording import in_words, plural, short_maths
from uat.targets.target import Target
from uat.theory.floors import Floor

EPOCH, WIDTH = "epoch", "width"
"""What a film counts."""

_DOTS = 1000
_WIDE_LEFT = 0.095
_RESIDUAL = "Network \N{MINUS SIGN} target"
Update = Callable[[Network], None]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a film.

    Parameters
    ----------
    count : the epoch, or the width
    network : what was found by then, in the target's units
    max_error : of it, target units; inf if it is not finite
    """

    count: int
    network: Network
    max_error: float


def animate(
    target: Target,
    frames: Sequence[Frame],
    *,
    counted: str = EPOCH,
    trainer: str = "gradient_descent",
    fps: float = 10.0,
) -> FuncAnimation:
    """Return the film of a network learning a target, on a figure of its own.

    With one input the network moves over its target; with two target, network and residual are
    heat maps; with more the network is drawn against the target on the evaluation sample.

    Parameters
    ----------
    target : of any number of inputs
    frames : at least one, by rising count
    counted : `EPOCH` or `WIDTH`
    trainer : name of what found the networks
    fps : frames a second

    Raises
    ------
    SettingError
        If there are no frames.

    Notes
    -----
    Save it, or show it, within `uat.figures.style.figure_style`: what matplotlib draws while the
    film runs takes the settings of that moment.
    """
    if not frames:
        raise SettingError("a film needs at least one frame.")
    with style.figure_style():
        figure = style.NotebookFigure()
        figure.suptitle(_heading(target, frames, trainer, counted))
        prepare = {1: _prepare_curve, 2: _prepare_maps}.get(target.inputs, _prepare_cloud)
        show_network, below = prepare(figure, target, frames, trainer)
        show_error = _prepare_errors(below, target, frames, counted, trainer)

    def show(place: int) -> list[Any]:
        show_network(frames[place].network)
        show_error(place)
        return []

    return FuncAnimation(
        figure, show, frames=range(len(frames)), init_func=lambda: show(0), interval=1000.0 / fps,
        repeat=False, cache_frame_data=False,
    )  # fmt: skip


def _heading(target: Target, frames: Sequence[Frame], trainer: str, counted: str) -> str:
    """Return what stays the same all along, so that the heading does not move."""
    network = frames[-1].network
    units = plural(network.width, f"{network.phi.label} unit")
    count = f"{network.width} " if counted == EPOCH else ""
    return f"{name_on_figure(target)}: {count}{units} by {in_words(trainer)}"


def _prepare_errors(
    axes: Axes, target: Target, frames: Sequence[Frame], counted: str, trainer: str
) -> Callable[[int], None]:
    """Draw the error of all frames, faint, and return what shows those up to a frame."""
    colour = style.trainer_colour(trainer)
    first = 1 if counted == EPOCH else 0
    counts = np.array([frame.count + first for frame in frames])
    errors = np.array([frame.max_error for frame in frames])
    errors = np.where(np.isfinite(errors) & (errors > 0.0), errors, np.nan)
    axes.plot(counts, errors, color=colour, alpha=0.25, label="_all")
    (done,) = axes.plot([], [], color=colour, linewidth=3.4, label="_done")
    (dot,) = axes.plot([], [], "o", color=colour, markersize=11, label="_now")
    axes.set(yscale="log", xlabel="epoch + 1" if first else "width", ylabel="max error")
    if first:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(numticks=6))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlim(counts[0] / 1.3, max(counts[-1], 2) * 1.3)
    else:
        axes.xaxis.set_major_locator(few(6, integer=True))
        axes.set_xlim(counts[0] - 0.5, counts[-1] + 0.5)
    seen = errors[np.isfinite(errors)]
    if seen.size:
        axes.set_ylim(seen.min() / 1.6, seen.max() * 1.6)
    known: Mapping[int, Floor] = {}
    if counted == WIDTH and seen.size:
        known = draw_floor_of_search(axes, target, frames[-1].network.activation, counts.tolist())
    label_logarithmic(axes)
    label_powers(axes)
    draw_region_name(axes, known)

    def show(frame: int) -> None:
        done.set_data(counts[: frame + 1], errors[: frame + 1])
        dot.set_data(counts[frame : frame + 1], errors[frame : frame + 1])
        error = frames[frame].max_error
        how_good = f"max error {short_maths(error)}" if math.isfinite(error) else "diverged"
        axes.set_title(f"{counted} {frames[frame].count:,}: {how_good}")

    return show


def _prepare_curve(
    figure: Figure, target: Target, frames: Sequence[Frame], trainer: str
) -> tuple[Update, Axes]:
    """Draw a target of one input, and return what draws a network over it."""
    figure.subplots_adjust(left=0.075, right=0.955, bottom=0.115, top=0.83, wspace=0.26)
    left, right = figure.subplots(1, 2, width_ratios=(1.7, 1.0))
    x = target.evaluation_grid()
    values = target(x)
    draw_target_band(left, x[:, 0], values)
    (line,) = left.plot(
        x[:, 0], frames[0].network(x)[:, 0], color=style.trainer_colour(trainer), linewidth=3,
        label="network",
    )  # fmt: skip
    left.set(xlim=(target.domain.lower[0], target.domain.upper[0]), ylim=span_of(values, 0.25))
    left.set_xlabel("x" + read_plainly(left.xaxis, 5))
    left.set_ylabel("y" + read_plainly(left.yaxis, 5))
    if left.get_ylabel() != "y":  # its unit is higher than a letter, and the ticks are longer
        figure.subplots_adjust(left=_WIDE_LEFT)
    legend_beside_title(left)

    def show(network: Network) -> None:
        line.set_ydata(network(x)[:, 0])

    return show, right


def _prepare_maps(
    figure: Figure,
    target: Target,
    frames: Sequence[Frame],  # noqa: ARG001
    trainer: str,  # noqa: ARG001
) -> tuple[Update, Axes]:
    """Draw a target of two inputs, and return what draws a network and its residual beside it."""
    maps = figure.add_gridspec(1, 3, left=0.06, right=0.92, bottom=0.5, top=0.85, wspace=0.55)
    first, second, third = (figure.add_subplot(maps[0, k]) for k in range(3))
    below = figure.add_axes((0.14, 0.115, 0.74, 0.2))
    grid = map_grid(target.domain)
    values = target(grid)
    colours = value_colours(values)
    draw_plain_map(first, target.domain, values, "Target", **colours)
    draw_plain_map(second, target.domain, values, "Network", **colours)
    bar = draw_plain_map(third, target.domain, 0.0 * values, _RESIDUAL, **residual_colours(values))

    def show(network: Network) -> None:
        found = network(grid)[:, 0]
        second.images[0].set_data(_image(found))
        third.images[0].set_data(_image(found - values))
        reach = _rounded_up(float(np.abs(found - values).max()))
        if reach != third.images[0].get_clim()[1]:
            third.images[0].set_clim(-reach, reach)
            third.set_title(_RESIDUAL + read_plainly(bar.yaxis, 4))

    return show, below


def _rounded_up(reach: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten, so that a scale changes now and then only."""
    if not (math.isfinite(reach) and reach > 0.0):
        return 1.0
    power = 10.0 ** math.floor(math.log10(reach))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0, 20.0) if step * power >= reach)


def _image(values: Array) -> Array:
    return values.reshape(IMAGE_POINTS, IMAGE_POINTS).T


def _prepare_cloud(
    figure: Figure, target: Target, frames: Sequence[Frame], trainer: str
) -> tuple[Update, Axes]:
    """Draw the diagonal, and return what draws a network against its target."""
    figure.subplots_adjust(left=0.085, right=0.955, bottom=0.115, top=0.83, wspace=0.3)
    left, right = figure.subplots(1, 2, width_ratios=(1.3, 1.0))
    grid = target.uniform_evaluation_grid()
    x = grid[some_rows(len(grid), _DOTS)]
    values = target(x)
    found = frames[0].network(x)[:, 0]
    (cloud,) = left.plot(values, found, **dots(style.trainer_colour(trainer), len(values)))
    finish_predicted(left, span_of(values, 0.1), ("target", "network"))
    left.set_title("Network against target")

    def show(network: Network) -> None:
        cloud.set_ydata(network(x)[:, 0])

    return show, right
