"""One fit on one page, and the same panels as figures of their own.

The network over its target, the residual, and what each unit adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.checks import check_kind
from uat.exceptions import SettingError
from uat.figures import function_panels as panels
from uat.figures import style
from uat.figures.panels import drawn, drawn_into, legend_beside_title, one_map, one_panel
from uat.figures.unit_panels import draw_weights
from uat.fits.function_fit import Fit

_MARGINS = {"left": 0.1, "right": 0.97, "bottom": 0.11, "top": 0.85}


def plot_fit(fit: Fit, ax: Axes | None = None, *, figsize: Sequence[float] | None = None) -> Figure:
    """Return the page of a fit, or draw its main panel into axes of yours.

    The fit over its target; the residual between the lines of its max error; what every unit
    contributes, c_j phi(w_j . x + b_j), coloured by where it is centred; and, if a tolerance was
    searched for, the error of every width tried. With two inputs the first are heat maps, and a
    unit is the line w_j . x + b_j = 0. With more, fit and target are shown along lines through one
    point of the domain, and against each other on the evaluation sample; the units have a figure
    of their own (`plot_units`).

    Parameters
    ----------
    fit : of any number of inputs; see `uat.fits.function.fit`
    ax : axes, of pyplot or not, to draw the main panel into, in their own style: the fit over its
        target, with two inputs the fit as a heat map, with more the fit against the target. Their
        figure is returned
    figsize : width and height of a page of its own, inches; None takes 12.8 by 7.2

    Raises
    ------
    SettingError
        If `fit` is no fit to a function, `ax` are no plain axes, `figsize` is no such pair, or
        both of these are given.
    """
    check_kind(fit, Fit, "fit")
    if ax is not None:
        panel = {1: _draw_curve, 2: panels.draw_fit_map}.get(
            fit.target.inputs, panels.draw_predicted
        )
        return drawn_into(ax, panel, fit, figsize)
    draw = {1: _draw_curves_page, 2: _draw_surfaces_page}.get(fit.target.inputs, _draw_slices_page)
    return drawn(panels.heading(fit), draw, fit, figsize)


def plot_fit_alone(fit: Fit) -> Figure:
    """Return the fit over its target: a curve, two heat maps, or slices."""
    draw = {1: _draw_curve_alone, 2: _draw_maps_alone}.get(fit.target.inputs, _draw_slices_alone)
    return drawn(panels.heading(fit), draw, fit)


def plot_residual(fit: Fit) -> Figure:
    """Return fit - target: a curve, a heat map, or dots beside those of fit against target."""
    ways = {1: _draw_residual_alone, 2: _draw_residual_map_alone}
    draw = ways.get(fit.target.inputs, _draw_clouds_alone)
    return drawn(panels.heading(fit), draw, fit)


def plot_units(fit: Fit) -> Figure:
    """Return what every unit adds.

    With one input its curve, with two the line on which it is centred, with more its output
    weight above its hidden weights.
    """
    draw = {1: _draw_units_alone, 2: _draw_lines_alone}.get(fit.target.inputs, _draw_weights_alone)
    return drawn(panels.heading(fit), draw, fit)


def plot_widths(fit: Fit) -> Figure:
    """Return the error of every width tried, with the tolerance searched for, if there was one.

    Raises
    ------
    SettingError
        If no network that was tried has an error that is positive and finite.
    """
    if not panels.tried_widths(fit):
        raise SettingError("no network tried has an error above zero: there are no widths to draw.")
    return drawn(panels.heading(fit), _draw_widths_alone, fit)


def fit_figures(fit: Fit) -> dict[str, Figure]:
    """Return every figure of a fit by the name of its file, the page first.

    `widths` is left out unless more than one width was tried.
    """
    figures = style.NotebookFigures(
        page=plot_fit(fit),
        fit=plot_fit_alone(fit),
        residual=plot_residual(fit),
        units=plot_units(fit),
    )
    if len(panels.tried_widths(fit)) > 1:
        figures["widths"] = plot_widths(fit)
    return figures


def _draw_curves_page(figure: Figure, fit: Fit) -> None:
    searched = panels.has_search(fit)
    # Fixed margins: an automatic layout takes as long as all the drawing.
    how: dict[str, Any] = {"bottom": 0.105, "top": 0.845, "height_ratios": (1.25, 1.0)}
    left = figure.add_gridspec(2, 1, left=0.085, right=0.482, hspace=0.42, **how)
    right = figure.add_gridspec(2, 1, left=0.583, right=0.98, hspace=0.62, **how)
    x = fit.target.evaluation_grid()
    above = figure.add_subplot(left[0])
    panels.draw_curve(above, fit, x)
    above.set_xlabel("")
    panels.draw_residual_curve(figure.add_subplot(left[1]), fit, x)
    panels.draw_unit_curves(figure.add_subplot(right[0]), fit, x)
    below = figure.add_subplot(right[1])
    if searched:
        panels.draw_widths(below, fit)
    else:
        panels.draw_unit_places(below, fit, x)


def _draw_curve(axes: Axes, fit: Fit) -> None:
    panels.draw_curve(axes, fit, fit.target.evaluation_grid())


def _draw_curve_alone(figure: Figure, fit: Fit) -> None:
    _draw_curve(one_panel(figure), fit)


def _draw_residual_alone(figure: Figure, fit: Fit) -> None:
    panels.draw_residual_curve(one_panel(figure), fit, fit.target.evaluation_grid())


def _draw_units_alone(figure: Figure, fit: Fit) -> None:
    x = fit.target.evaluation_grid()
    above, below = figure.subplots(
        2, 1, gridspec_kw={"hspace": 0.5, "height_ratios": (1.7, 1.0)} | _MARGINS
    )
    panels.draw_unit_curves(above, fit, x)
    above.set_xlabel("")
    panels.draw_unit_places(below, fit, x)


def _draw_surfaces_page(figure: Figure, fit: Fit) -> None:
    searched = panels.has_search(fit)
    shown = figure.subplot_mosaic(
        [["target", "residual", "units"], ["fit", "search" if searched else "residual", "units"]],
        width_ratios=(1.0, 1.6, 1.6),
        gridspec_kw={
            "left": 0.07, "right": 0.905, "bottom": 0.105, "top": 0.845, "wspace": 0.55,
            "hspace": 0.5,
        },
    )  # fmt: skip
    panels.draw_maps(shown["target"], shown["fit"], fit)
    panels.draw_residual_map(shown["residual"], fit)
    panels.draw_unit_lines(shown["units"], fit)
    if searched:
        panels.draw_widths(shown["search"], fit)


def _draw_maps_alone(figure: Figure, fit: Fit) -> None:
    figure.subplots_adjust(left=0.08, right=0.92, bottom=0.1, top=0.84, wspace=0.4)
    left, right = figure.subplots(1, 2)
    panels.draw_maps(left, right, fit)


def _draw_residual_map_alone(figure: Figure, fit: Fit) -> None:
    panels.draw_residual_map(one_map(figure), fit)


def _draw_lines_alone(figure: Figure, fit: Fit) -> None:
    panels.draw_unit_lines(one_map(figure), fit)


def _draw_slices_page(figure: Figure, fit: Fit) -> None:
    how: dict[str, Any] = {"bottom": 0.105, "top": 0.845}
    _draw_slices(figure, fit, left=0.075, right=0.575, wspace=0.16, **how)
    right = figure.add_gridspec(2, 1, left=0.675, right=0.98, hspace=0.62, **how)
    panels.draw_predicted(figure.add_subplot(right[0]), fit)
    below = figure.add_subplot(right[1])
    if panels.has_search(fit):
        panels.draw_widths(below, fit)
    else:
        panels.draw_residual_cloud(below, fit)


def _draw_slices_alone(figure: Figure, fit: Fit) -> None:
    _draw_slices(figure, fit, left=0.08, right=0.98, bottom=0.105, top=0.845, wspace=0.1)


def _draw_slices(figure: Figure, fit: Fit, **where: float) -> None:
    """Draw fit and target along 4 or 6 lines through one point of the domain."""
    slices = panels.slices_of(fit.target)
    columns = len(slices) // 2
    grid = figure.add_gridspec(2, columns, hspace=0.36, **where)
    shown = [figure.add_subplot(grid[k // columns, k % columns]) for k in range(2 * columns)]
    curves = [("fit", style.trainer_look(fit.trainer.name), fit)]
    panels.draw_slices(shown, fit.target, slices, curves, columns)
    shown[0].set_title(panels.slices_title(fit.target, slices))
    legend_beside_title(shown[columns - 1])


def _draw_clouds_alone(figure: Figure, fit: Fit) -> None:
    figure.subplots_adjust(left=0.085, right=0.98, bottom=0.12, top=0.83, wspace=0.25)
    left, right = figure.subplots(1, 2)
    panels.draw_predicted(left, fit)
    panels.draw_residual_cloud(right, fit)


def _draw_weights_alone(figure: Figure, fit: Fit) -> None:
    figure.subplots_adjust(left=0.09, right=0.92, bottom=0.105, top=0.85, hspace=0.5)
    shown = figure.subplots(3, 1, height_ratios=(1.0, 1.0, 1.8))
    radii = np.asarray(fit.target.domain.lengths) / 2.0
    draw_weights(shown, fit.network, radii, panels.input_names(fit.target))


def _draw_widths_alone(figure: Figure, fit: Fit) -> None:
    panels.draw_widths(one_panel(figure), fit)
