"""The loss around the way of a training, at a small and at a large width, in the same colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from uat.figures import style
from uat.figures.target_names import name_on_figure
from uat.io.wording import short
from uat.sweeps.slices import LossSlice
from uat.targets.target import Target


def loss_slices_figure(target: Target, slices: Sequence[LossSlice]) -> Figure:
    """Return a panel a width: the loss over the plane of the path, and the path upon it.

    Parameters
    ----------
    target : of any number of inputs
    slices : at least one
    """
    low = min(min(float(one.losses.min()), one.last) for one in slices)
    high = max(float(one.losses.max()) for one in slices)
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
        figure.suptitle(f"{name_on_figure(target)}: the loss around the way of descent")
        panels = figure.subplots(1, len(slices), squeeze=False)[0]
        for axes, one in zip(panels, slices, strict=True):
            drawn = _draw_slice(axes, one, LogNorm(low, high))
        panels[0].set_ylabel("second direction")
        bar = figure.colorbar(drawn, ax=list(panels), shrink=0.9)
        bar.set_label("loss, best constant = 1")
        panels[0].legend(
            loc="lower left", frameon=True, framealpha=0.9, edgecolor="none", fontsize=14
        )
    return figure


def _draw_slice(axes: Axes, one: LossSlice, norm: LogNorm) -> QuadMesh:
    drawn = axes.pcolormesh(
        *one.sides, one.losses, norm=norm, cmap=style.HEAT_MAP, shading="nearest", rasterized=True
    )
    top = int(np.ceil(np.log10(norm.vmax or 1.0)))
    powers = range(top - 4, top)  # narrower valleys than these are finer than the grid
    levels = [10.0**p for p in powers if one.losses.min() < 10.0**p < one.losses.max()]
    if levels:
        axes.contour(*one.sides, one.losses, levels, colors=style.PAPER, linewidths=0.7)
    axes.plot(*one.path.T, color=style.PAPER, linewidth=5.0)
    axes.plot(*one.path.T, color=style.VERMILION, linewidth=2.5, label="path")
    axes.plot(
        *one.path[0], "o", color=style.VERMILION, markeredgecolor=style.PAPER, markersize=12,
        linestyle="none", label="start",
    )  # fmt: skip
    axes.plot(
        *one.path[-1], "*", color=style.VERMILION, markeredgecolor=style.PAPER, markersize=20,
        linestyle="none", label="end",
    )  # fmt: skip
    axes.set(
        title=f"width {one.width}: ends at {short(one.last)}",
        xlabel="first direction",
        aspect="equal",
    )
    axes.grid(visible=False)
    return drawn
