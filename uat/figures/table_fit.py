"""A fit to a table on one page, and the same panels as figures of their own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.checks import check_kind
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures import table_pages as pages
from uat.figures import table_panels as panels
from uat.figures.panels import drawn, drawn_into, legend_beside_title, one_panel
from uat.fits.table_fit import DataFit


def plot_data_fit(
    fit: DataFit, ax: Axes | None = None, *, figsize: Sequence[float] | None = None
) -> Figure:
    """Return the page of a fit to a table, or draw its main panel into axes of yours.

    Data and network; predictions against what was observed; residuals; of several columns, which
    matter, and the mean prediction along the one that matters most; the cross-validated error
    against width, if the width was chosen; and the learning curve, if there is one. With one input
    the network is a curve between which 95 % of new rows are expected, with two a heat map; with
    more it is drawn along lines through one of the rows, for the inputs it varies most with. Each
    of several outputs has a row of panels.

    Parameters
    ----------
    fit : of any number of inputs and outputs; see `uat.fits.table.fit_data`
    ax : axes, of pyplot or not, to draw the main panel into, in their own style: rows and network
        as a curve, with two inputs as a heat map, with more the predictions against the values.
        Their figure is returned
    figsize : width and height of a page of its own, inches; None takes 12.8 by 7.2, and of many
        outputs as much more height as they need

    Raises
    ------
    SettingError
        If `fit` is no fit to a table, `ax` are no plain axes, `figsize` is no such pair, or both of
        these are given.
    """
    check_kind(fit, DataFit, "fit")
    if ax is not None:
        return drawn_into(ax, _draw_main_panel, fit, figsize)
    return _page(pages.Shown.of(fit), figsize)


def _page(shown: pages.Shown, figsize: Sequence[float] | None = None) -> Figure:
    size = pages.sheet_of_page(shown.fit).size if figsize is None else figsize
    return drawn(panels.heading(shown.fit), pages.draw_page, shown, size)


def plot_data_alone(fit: DataFit) -> Figure:
    """Return data and network of every output."""
    size = pages.sheet_of_network(fit).size
    return drawn(panels.heading(fit), pages.draw_network_alone, fit, size)


def plot_data_residuals(fit: DataFit) -> Figure:
    """Return predictions against values and what is left, of every output."""
    size = pages.sheet_of_residuals(fit).size
    return drawn(panels.heading(fit), pages.draw_residuals_alone, fit, size)


def plot_data_inputs(fit: DataFit) -> Figure:
    """Return which columns matter to every output, and the mean prediction along the first of them.

    Raises
    ------
    SettingError
        If there is one column only, or nothing was found to depend on any.
    """
    return _inputs(pages.Shown.of(fit))


def _inputs(shown: pages.Shown) -> Figure:
    size = pages.sheet_of_inputs(shown.fit).size
    return drawn(panels.heading(shown.fit), pages.draw_inputs_alone, shown, size)


def plot_data_units(fit: DataFit) -> Figure:
    """Return what every unit adds.

    With one output and one input its curve, or with two the line on which it is centred; else its
    output weight above its steepness and its direction.
    """
    return drawn(panels.heading(fit), pages.draw_units_alone, fit)


def plot_width_curve(fit: DataFit) -> Figure:
    """Return the cross-validated error of every width tried.

    Raises
    ------
    SettingError
        If the width was given, not chosen, or no width has an error that is positive and finite.
    """
    if not fit.width_curve:
        raise SettingError("the width of this fit was not chosen: there is no curve to draw.")
    if not panels.width_scores_drawn(fit):
        raise SettingError("at every width a training diverged, or nothing is left to see of it.")
    return drawn(panels.heading(fit), functools.partial(_alone, panels.draw_width_curve), fit)


def plot_learning_curve(fit: DataFit) -> Figure:
    """Return the error against the number of rows fitted.

    Raises
    ------
    SettingError
        If the fit has no learning curve, or no error of it is positive and finite.
    """
    if not fit.learning_curve:
        raise SettingError("this fit has no learning curve: hold rows out, and ask for it.")
    if not panels.learning_scores_drawn(fit):
        raise SettingError("every training diverged, or has no error: there is no curve to draw.")
    return drawn(panels.heading(fit), functools.partial(_alone, panels.draw_learning_curve), fit)


def data_figures(fit: DataFit) -> dict[str, Figure]:
    """Return every figure of a fit to a table by the name of its file, the page first.

    `inputs` is left out if there is one column only or the fit depends on none, `widths` and
    `learning` if there is no such curve, or no error of it is positive and finite.
    """
    shown = pages.Shown.of(fit)
    figures = style.NotebookFigures(
        page=_page(shown),
        fit=plot_data_alone(fit),
        residuals=plot_data_residuals(fit),
        units=plot_data_units(fit),
    )
    if shown.importance is not None:
        figures["inputs"] = _inputs(shown)
    if panels.width_scores_drawn(fit):
        figures["widths"] = plot_width_curve(fit)
    if panels.learning_scores_drawn(fit):
        figures["learning"] = plot_learning_curve(fit)
    return figures


def _draw_main_panel(axes: Axes, fit: DataFit) -> None:
    """Draw the first output: rows and network, or of more than two inputs one against the other."""
    kinds = panels.drawn_rows(fit)
    if len(fit.input_names) == 1:
        panels.draw_data_curve(axes, fit, kinds, 0)
    elif len(fit.input_names) == 2:
        panels.draw_data_map(axes, fit, panels.rows_on_map(kinds), 0)
    else:
        panels.draw_predictions(axes, kinds, 0)


def _alone(draw: Callable[[Axes, DataFit], None], figure: Figure, fit: DataFit) -> None:
    """Draw one panel with its legend."""
    axes = one_panel(figure)
    draw(axes, fit)
    legend_beside_title(axes, 3)
