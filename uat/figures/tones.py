"""Which tones of a target are learned when: the residual by frequency and epoch."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from uat.figures import style
from uat.figures.end_labels import label_line_ends
from uat.figures.target_names import name_on_figure
from uat.sweeps.record import Record
from uat.sweeps.tones import LEARNED, Tones
from uat.targets.target import Target
from uat.trainers.registry import row_of

_MOST_LINES = 4
_DECADES = 4.0  # of the map, below the largest amplitude
_BEYOND = 1.6  # frequencies shown, of the highest strong one
_FEWEST = 8
_NAME_INCHES = 1.5


def tones_figure(target: Target, record: Record, tones: Tones) -> Figure:
    """Return the amplitudes of the residual as a map, and those of the target's tones as lines.

    Parameters
    ----------
    target : of one input
    record : the run
    tones : of its residual
    """
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
        who = f"{row_of(record.spec.trainer).label}, width {record.spec.width}"
        figure.suptitle(f"{name_on_figure(target)}: what is left, tone by tone ({who})")
        left, right = figure.subplots(1, 2, width_ratios=(1.15, 1.0))
        _draw_map(left, tones)
        _draw_lines(right, tones)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        box = right.get_position()
        share = _NAME_INCHES / style.PAGE[0]
        right.set_position((box.x0, box.y0, box.width - share, box.height))
        label_line_ends(right, [(line, str(line.get_gid())) for line in right.lines[:-1]])
    return figure


def _draw_map(axes: Axes, tones: Tones) -> None:
    count = max(_FEWEST, int(_BEYOND * max(tones.strong)))
    heights = tones.residual[:, : count + 1].T
    top = float(heights.max())
    drawn = axes.pcolormesh(
        tones.epochs + 1.0, np.arange(count + 1), heights, shading="nearest",
        norm=LogNorm(top / 10.0**_DECADES, top), cmap=style.HEAT_MAP, rasterized=True,
    )  # fmt: skip
    axes.set(
        xscale="log", xlabel="epoch + 1", ylabel="frequency, periods in the domain",
        title="amplitude of the residual",
    )  # fmt: skip
    axes.grid(visible=False)
    axes.figure.colorbar(drawn, ax=axes, extend="min")


def _draw_lines(axes: Axes, tones: Tones) -> None:
    """Draw the share of each strong tone that is left, and the level at which it is learned."""
    strongest = sorted(tones.strong, key=lambda k: -tones.target[k])[:_MOST_LINES]
    for k, look in zip(sorted(strongest), style.fit_looks(len(strongest)), strict=True):
        left = tones.residual[:, k] / tones.target[k]
        axes.plot(tones.epochs + 1.0, left, gid=f"{k} period{'s' if k > 1 else ''}", **look)
    axes.axhline(LEARNED, color=style.REFERENCE, linewidth=1.4)
    axes.set(
        xscale="log", yscale="log", xlabel="epoch + 1", title="share of the target's tone left"
    )
