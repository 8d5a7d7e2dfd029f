"""The three rungs of the course, drawn for the last row of a lecture hall.

A rung's own figure, a page, shows what was learnt on the left and how on the right. Each of its
panels is a figure of half a slide, too, drawn by the same function. Circles are points whose
desired output is 0, crosses those whose desired output is 1; the shading runs between their two
colours with the network's own output.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, MultipleLocator, NullLocator

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.core.backprop import loss_named
from uat.course.linear_model import LinearModelSummary
from uat.course.rungs import RungResult
from uat.exceptions import SettingError
from uat.figures import style

_FOUND = style.trainer_colour("gradient_descent")
_SQUARE = (-0.5, 1.5)  # the unit square and a margin for markers and numbers
_GRID = 201  # points along each side of the shading
_CURVE_POINTS = 1000  # points of an error curve: more could not be seen
_MARKER = 18.0  # points
_LEGEND = 0.28  # share of the height that the legend of the line needs above the data
_STEEP = 6.0  # where an activation has come to its ends
_LIGHT = 0.45  # share of the class colours in the shading; the rest is white


def linreg_figure(result: RungResult) -> Figure:
    """Return the line through its data, the path of alpha and beta, and the falling error.

    Parameters
    ----------
    result : of the rung `linreg`

    Raises
    ------
    SettingError
        If the result is not that of a line.
    """
    model = _line_of(result)
    with style.figure_style():
        figure = style.NotebookFigure(layout="constrained")
        axes = figure.subplot_mosaic([["line", "path"], ["line", "error"]], width_ratios=[1.1, 1])
        figure.suptitle("Linear regression by gradient descent")
        _draw_line(axes["line"], result, model)
        _draw_path(axes["path"], result, model)
        _draw_error(axes["error"], result)
        axes["path"].sharex(axes["error"])
        axes["path"].tick_params(labelbottom=False)
    return figure


def neuron_figure(result: RungResult) -> Figure:
    """Return the plane that a neuron with two inputs divides, and the falling error.

    Raises
    ------
    SettingError
        If the result does not have two inputs.
    """
    return _plane_figure(result, "A single neuron divides the plane by one line")


def xor_figure(result: RungResult) -> Figure:
    """Return the plane that the XOR network divides along two branches, and the falling error.

    Raises
    ------
    SettingError
        If the result does not have two inputs.
    """
    return _plane_figure(result, "The XOR network: two hidden units, a boundary with two branches")


RUNG_FIGURES: dict[str, Callable[[RungResult], Figure]] = {
    "linreg": linreg_figure,
    "neuron": neuron_figure,
    "xor": xor_figure,
}
"""Name of a rung -> its figure."""


def line_figure(result: RungResult) -> Figure:
    """Return the data of a line, the line found by gradient descent and that of least squares.

    Raises
    ------
    SettingError
        If the result is not that of a line.
    """
    model = _line_of(result)
    with _half_slide() as (figure, axes):
        _draw_line(axes, result, model)
        low, high = axes.get_ylim()
        axes.set_ylim(top=high + _LEGEND * (high - low))
    return figure


def path_figure(result: RungResult) -> Figure:
    """Return alpha and beta against the step, with the values of least squares.

    Raises
    ------
    SettingError
        If the result is not that of a line.
    """
    model = _line_of(result)
    with _half_slide() as (figure, axes):
        _draw_path(axes, result, model)
        axes.set_xlabel("step")
    return figure


def error_figure(result: RungResult) -> Figure:
    """Return the error of a rung against the epoch; logarithmic where it falls that far."""
    with _half_slide() as (figure, axes):
        _draw_error(axes, result, logarithmic=not result.rung.is_line)
    return figure


def plane_figure(result: RungResult) -> Figure:
    """Return the plane of a rung's two inputs: its four points, its output and its boundary.

    Raises
    ------
    SettingError
        If the result does not have two inputs.
    """
    _check_plane(result)
    with _half_slide() as (figure, axes):
        _draw_plane(axes, result)
    return figure


def activation_figure(name: str = "logistic") -> Figure:
    """Return an activation phi and its derivative phi'.

    Parameters
    ----------
    name : of the activation

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    phi = activation_named(name)
    z = np.linspace(-_STEEP, _STEEP, _CURVE_POINTS + 1)
    slope = phi.derivative(z)
    top = int(np.argmax(slope))
    with _half_slide() as (figure, axes):
        axes.plot(z, phi(z), color=_FOUND, linewidth=4, label=r"$\varphi(z)$")
        axes.plot(z, slope, color=style.MARKED, linewidth=4, label=r"$\varphi'(z)$")
        axes.plot(z[top], slope[top], "o", color=style.MARKED, markersize=10)
        axes.annotate(
            rf"$\varphi'({z[top]:g}) = {slope[top]:g}$", (z[top], slope[top]), (10, 8),
            textcoords="offset points", color=style.MARKED, fontsize=16, va="bottom",
        )  # fmt: skip
        axes.set(title=f"The {name} function and its derivative", xlabel="z")
        axes.set_xlim(z[0], z[-1])
        axes.legend(loc="upper left", fontsize=17)
    return figure


@contextlib.contextmanager
def _half_slide() -> Iterator[tuple[Figure, Axes]]:
    """Yield an empty figure of half a slide and its only panel, to draw on in the house's style."""
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.HALF_SLIDE, layout="constrained")
        yield figure, figure.subplots()


def _line_of(result: RungResult) -> LinearModelSummary:
    """Return the least-squares line beside the result."""
    model = result.linear_model()
    if model is None:
        raise SettingError(f"the rung {result.rung.name} is no line; draw it with its own figure.")
    return model


def _draw_line(axes: Axes, result: RungResult, model: LinearModelSummary) -> None:
    """Draw the data, the line of the start, the line found and, on it, that of least squares."""
    x = result.rung.dataset.x[:, 0]
    ends = np.array([x.min(), x.max()])
    alpha, beta = result.parameters.values()
    axes.plot(
        x, result.rung.dataset.t[:, 0], "o",
        color=style.TARGET, alpha=0.55, markersize=8, markeredgewidth=0, label="data",
    )  # fmt: skip
    axes.plot(ends, result.rung.start(ends)[:, 0], "--", color=style.REFERENCE, label="start")
    axes.plot(
        ends, result.fit.network(ends)[:, 0],
        color=_FOUND, linewidth=5, label=f"found: y = {alpha:.3f} + {beta:.3f} x",
    )  # fmt: skip
    axes.plot(
        ends, model.alpha + model.beta * ends, "--",
        color=style.VERMILION, linewidth=2,
        label=f"least squares: y = {model.alpha:.3f} + {model.beta:.3f} x",
    )  # fmt: skip
    axes.set(title="The data and the line", xlabel="x", ylabel="y")
    axes.legend(loc="upper left")
    axes.margins(y=0.12)


def _draw_path(axes: Axes, result: RungResult, model: LinearModelSummary) -> None:
    """Draw alpha and beta against the step, and least squares' values as dashed lines."""
    exact = (model.alpha, model.beta)
    colours = (_FOUND, style.PURPLE)
    for (name, values), value, colour in zip(result.path.items(), exact, colours, strict=True):
        axes.axhline(value, color=style.REFERENCE, linestyle="--", linewidth=1.6)
        axes.plot(result.path_epochs, values, color=colour, linewidth=3, label=name)
        axes.annotate(
            rf"$\{name}$ = {values[-1]:.3f}", (1.0, value), (-4, -8),
            xycoords=("axes fraction", "data"), textcoords="offset points",
            ha="right", va="top", color=colour, fontsize=16,
        )  # fmt: skip
    axes.set(title="Towards least squares (dashed)", ylabel="parameter")
    axes.margins(x=0.0, y=0.1)


def _draw_error(axes: Axes, result: RungResult, logarithmic: bool = False) -> None:
    """Draw the loss against the epoch, thinned to what can be seen."""
    epochs = _thinned(len(result.loss_history))
    axes.plot(epochs, result.loss_history[epochs], color=_FOUND, linewidth=3)
    loss = loss_named(result.rung.trainer.loss)
    axes.set(title=f"Error  $E = {loss.formula}$", xlabel="epoch")
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda epoch, _: f"{epoch:,.0f}"))
    axes.set_xlim(-0.02 * epochs[-1], epochs[-1])
    if logarithmic:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda error, _: f"{error:g}"))
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        axes.set_ylim(bottom=0.0)


def _thinned(count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return at most `_CURVE_POINTS` of the indices 0 ... count - 1, both ends among them."""
    return np.unique(np.linspace(0, count - 1, _CURVE_POINTS).astype(np.intp))


def _plane_figure(result: RungResult, title: str) -> Figure:
    _check_plane(result)
    with style.figure_style():
        figure = style.NotebookFigure(layout="constrained")
        plane, error = figure.subplots(1, 2, width_ratios=[1.25, 1])
        figure.suptitle(title)
        _draw_plane(plane, result)
        _draw_error(error, result, logarithmic=True)
    return figure


def _check_plane(result: RungResult) -> None:
    if result.rung.dataset.x.shape[1] != 2:
        raise SettingError(f"the rung {result.rung.name} does not have two inputs to draw a plane.")


def _draw_plane(axes: Axes, result: RungResult) -> None:
    """Draw the network's output over the plane, its boundary y = 0.5 and the four points."""
    side = np.linspace(*_SQUARE, _GRID)
    first, second = np.meshgrid(side, side)
    output = result.fit.network(np.column_stack([first.ravel(), second.ravel()]))
    output = output.reshape(first.shape)
    image = axes.imshow(
        output, cmap=_class_map(), vmin=0.0, vmax=1.0,
        origin="lower", extent=(*_SQUARE, *_SQUARE), interpolation="bilinear", aspect="equal",
    )  # fmt: skip
    axes.contour(first, second, output, levels=[0.5], colors=style.BLACK, linewidths=3.5)
    _draw_classes(axes, result)
    axes.set(title="What it answers (line: y = 0.5)", xlabel="$x_1$", ylabel="$x_2$")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MultipleLocator(0.5))
    axes.grid(visible=False)
    if axes.figure is not None:
        axes.figure.colorbar(image, ax=axes, ticks=[0.0, 0.5, 1.0], shrink=0.8, label="output y")


def _draw_classes(axes: Axes, result: RungResult) -> None:
    """Draw the points by their desired output, each with the network's answer beside it."""
    x, desired = result.rung.dataset.x, result.rung.dataset.t[:, 0]
    for value, marker, colour in ((0.0, "o", style.OTHER), (1.0, "X", style.MARKED)):
        chosen = x[desired == value]
        axes.plot(
            chosen[:, 0], chosen[:, 1], marker, color=colour, markersize=_MARKER,
            markeredgecolor="white", markeredgewidth=2.0, label=f"desired {value:.0f}",
        )  # fmt: skip
    for point, y in zip(x, result.predictions, strict=True):
        right, upper = point > 0.5
        axes.annotate(
            f"{y:.3f}", (point[0], point[1]), (-12 if right else 12, 16 if upper else -16),
            textcoords="offset points", fontsize=16,
            ha="left" if right else "right", va="bottom" if upper else "top",
        )  # fmt: skip
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2)


def _class_map() -> LinearSegmentedColormap:
    """Return the colours from output 0 to output 1: pale class 0, white, pale class 1."""
    return LinearSegmentedColormap.from_list(
        "classes", [_pale(style.OTHER), (1.0, 1.0, 1.0), _pale(style.MARKED)]
    )


def _pale(colour: str) -> tuple[float, float, float]:
    """Return a colour, given as #RRGGBB, mixed with white."""
    channels: Array = np.array([int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)])
    red, green, blue = (1.0 - _LIGHT * (1.0 - channels)).tolist()
    return red, green, blue
