"""The error as a landscape over alpha and beta, and the walk gradient descent takes down it.

Every point of the plane is a line y = alpha + beta x, its height the mean squared residual. The
contours are ellipses about the line of least squares; every step crosses them at a right angle.
"""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from uat.arrays import Array
from uat.core.backprop import loss_named, value_and_gradient
from uat.core.network import Network
from uat.course.rungs import RungResult
from uat.exceptions import SettingError
from uat.figures import style

_SIDE = 121  # points along each side of the landscape
_MARGIN = 0.45  # beside the path, of its length
_LEVELS = (1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)  # of the contours
_MARKED_STEPS = (0, 10, 25, 50, 100, 200)
_HEIGHTS = ("#FFFFFF", "#CFE3F3", "#6FAEDB")
"""From the valley to the heights."""


def surface_figure(result: RungResult) -> Figure:
    """Return the error over (alpha, beta) with the path of gradient descent.

    Parameters
    ----------
    result : of a line; the path is drawn through the steps it has snapshots of

    Raises
    ------
    SettingError
        If the result is not that of a line.
    """
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.SLIDE, layout="constrained")
        draw_surface(figure.subplots(), result)
    return figure


def draw_surface(axes: Axes, result: RungResult) -> None:
    """Draw the contours of the error, the path on them, and the minimum it walks to.

    Raises
    ------
    SettingError
        If the result is not that of a line.
    """
    model = result.linear_model()
    if model is None:
        raise SettingError(f"the rung {result.rung.name} has no error surface over alpha and beta.")
    alpha, beta = result.path.values()
    sides = [_side(np.append(alpha, model.alpha)), _side(np.append(beta, model.beta))]
    heights = error_surface(result, *sides)
    least = error_surface(result, *model.estimates[:, np.newaxis]).item()
    _draw_heights(axes, sides, heights, (model.alpha, model.beta, least))
    _draw_path(axes, result, alpha, beta)
    axes.plot(
        model.alpha, model.beta, "*", color=style.BLACK, markersize=20, markeredgecolor=style.PAPER,
        label=f"least squares: E = {least:.3f}", zorder=5,
    )  # fmt: skip
    loss = loss_named(result.rung.trainer.loss)
    axes.set(
        title=rf"Error  $E(\alpha, \beta) = {loss.formula}$",
        xlabel=r"intercept $\alpha$", ylabel=r"slope $\beta$",
    )  # fmt: skip
    axes.legend(loc="lower right", frameon=True, framealpha=0.9, edgecolor="none", fontsize=16)
    axes.grid(visible=False)


def error_surface(result: RungResult, alpha: Array, beta: Array) -> Array:
    """Return the rung's loss for every pair of parameters.

    Parameters
    ----------
    result : of a line
    alpha : shape (columns,)
    beta : shape (rows,)

    Returns
    -------
    shape (rows, columns)
    """
    rung = result.rung
    alphas, betas = (values.ravel() for values in np.meshgrid(alpha, beta))
    start = rung.start
    count = len(alphas)
    lines = Network(
        betas.reshape(count, 1, 1), alphas.reshape(count, 1),
        np.broadcast_to(start.output_weights, (count, 1, 1)),
        np.broadcast_to(start.output_biases, (count, 1)),
        start.activation, start.output_activation,
    )  # fmt: skip
    heights, _ = value_and_gradient(
        lines, rung.dataset.x, rung.dataset.t, rung.trainer.loss, rung.trainer.trained
    )
    return heights.reshape(len(beta), len(alpha))


def _side(values: Array) -> Array:
    """Return the points of one side of the landscape: those of the path and a margin."""
    margin = _MARGIN * float(np.ptp(values))
    return np.linspace(values.min() - margin, values.max() + margin, _SIDE)


def _draw_heights(
    axes: Axes, sides: list[Array], heights: Array, minimum: tuple[float, float, float]
) -> None:
    """Draw contours, their heights written on them left of the minimum, beside the path."""
    alpha, beta, least = minimum
    levels = [level for level in _LEVELS if least < level < heights.max()]
    shades = LinearSegmentedColormap.from_list("heights", _HEIGHTS)
    axes.contourf(*sides, heights, [0.0, *levels, heights.max() * 1.01], cmap=shades)
    lines = axes.contour(*sides, heights, levels, colors=style.GREY, linewidths=1.2)
    # Along alpha the mean square rises by the square of the distance.
    places = [(alpha - math.sqrt(level - least), beta) for level in levels]
    inside = [place for place in places if place[0] > sides[0][0]]
    axes.clabel(lines, fmt=lambda level: f"{level:g}", fontsize=15, manual=inside)


def _draw_path(axes: Axes, result: RungResult, alpha: Array, beta: Array) -> None:
    """Draw the path, a dot at every step, and the numbers of a few."""
    last = int(result.path_epochs[-1])
    axes.plot(
        alpha, beta, "-o", color=style.VERMILION, linewidth=2.5, markersize=4,
        label=f"gradient descent, {last} steps", zorder=4,
    )  # fmt: skip
    steps = [int(step) for step in result.path_epochs]
    for step in _MARKED_STEPS:
        if step in steps:
            at = steps.index(step)
            axes.plot(alpha[at], beta[at], "o", color=style.VERMILION, markersize=10, zorder=4)
            axes.annotate(
                "start" if step == 0 else f"step {step}", (alpha[at], beta[at]), (10, -10),
                textcoords="offset points", va="top", fontsize=15, zorder=5,
                bbox={"facecolor": style.PAPER, "edgecolor": "none", "alpha": 0.7, "pad": 1.0},
            )  # fmt: skip
