"""The constructive proof in four pictures: a step, a bump, and two staircases.

Cybenko's theorem needs no training. One steep sigmoidal unit is a step; two make a bump; as many as
one likes make a staircase, and a staircase comes as close to a continuous function as its steps
are low.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from uat.core.activations import activation_named
from uat.figures import style
from uat.figures.panels import draw_plain_ticks
from uat.figures.target_names import name_on_figure
from uat.fits.function import fit_width
from uat.io.wording import short_typed
from uat.targets.target import Target
from uat.theory.reference_curves import lowest_guarantee, reference_curves
from uat.trainers import Staircase

_SLOPES = (4.0, 12.0, 40.0, 400.0)
_BUMP = 0.35  # half of the bump's width, on [-1, 1]
_POINTS = 512
_CURVE_POINTS = 4001


def proof_figure(
    target: Target, activation: str = "logistic", widths: tuple[int, int] = (8, 32)
) -> Figure:
    """Return how a step becomes a bump, and steps a staircase within its guarantee.

    Parameters
    ----------
    target : continuous, of one input
    activation : one whose units are steps: `Activation.units_a_step` is 1
    widths : of the two staircases, which are built here
    """
    with style.figure_style():
        figure = style.NotebookFigure()
        figure.subplots_adjust(
            left=0.06, right=0.98, bottom=0.15, top=0.85, wspace=0.14, hspace=0.48
        )
        figure.suptitle(
            f"The proof in pictures: from one {activation} unit to {name_on_figure(target)}"
        )
        (step, bump), below = figure.subplots(2, 2, sharey="row")
        _draw_units(step, activation, (0.0,))
        step.set_title("1. One steep unit is a step")
        step.legend(loc="upper left", fontsize=13, borderaxespad=0.2, handlelength=1.4)
        _draw_units(bump, activation, (-_BUMP, _BUMP))
        bump.set_title("2. Two make a bump")
        for place, axes, width in zip((3, 4), below, widths, strict=True):
            _draw_staircase(axes, target, activation, width, place)
        below[1].set_ylabel("")  # its axis is that of its neighbour
        if below[0].get_ylabel():
            figure.subplots_adjust(left=0.1)
        below[1].legend(
            loc="upper right", bbox_to_anchor=(1.0, -0.3), ncols=3, borderaxespad=0.0,
            columnspacing=1.2, handlelength=1.6,
        )  # fmt: skip
    return figure


def _draw_units(axes: Axes, activation: str, centres: tuple[float, ...]) -> None:
    """Draw units at the centres, with signs + and -, added up, ever steeper."""
    phi = activation_named(activation).function
    x = np.linspace(-1.0, 1.0, _CURVE_POINTS)
    for slope, look in zip(_SLOPES, style.fit_looks(len(_SLOPES)), strict=True):
        y = sum((-1.0) ** k * phi(slope * (x - centre)) for k, centre in enumerate(centres))
        axes.plot(x, y, label=f"w = {slope:g}", **look)
    axes.set_xlim(-1.0, 1.0)
    axes.xaxis.set_major_locator(MaxNLocator(4))


def _draw_staircase(axes: Axes, target: Target, activation: str, width: int, place: int) -> None:
    """Draw the staircase over its target and the band it may not leave."""
    built = fit_width(target, width, Staircase(), 0, activation, _POINTS)
    promised = lowest_guarantee(reference_curves(target, activation, [width]))
    low, high = target.domain.lower[0], target.domain.upper[0]
    x = np.linspace(low, high, _CURVE_POINTS)
    values = target(x)
    guarantee = promised.get(width)
    title = f"{place}. {width} steps: error {short_typed(built.max_error)}"
    if guarantee is not None:
        band: dict[str, Any] = {"color": style.GUARANTEE, "alpha": 0.25, "linewidth": 0}
        axes.fill_between(x, values - guarantee, values + guarantee, label="guarantee", **band)
        title += f", guarantee {short_typed(guarantee)}"
    axes.plot(x, values, color=style.TARGET, linewidth=1.2, label="target")
    axes.plot(x, built(x), color=style.trainer_colour(Staircase.name), label="staircase")
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set(xlabel="x", title=title)
    draw_plain_ticks(axes)
