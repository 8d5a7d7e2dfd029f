"""The rules of descent side by side: loss and error against the epoch, at a few widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from uat.figures import style
from uat.figures.end_labels import label_line_ends
from uat.figures.panels import label_powers
from uat.figures.target_names import name_on_figure
from uat.sweeps.record import Record
from uat.sweeps.rules import rule_of
from uat.sweeps.selection import of_width
from uat.sweeps.snapshots import snapshots_of
from uat.targets.target import Target

_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": style.VERMILION, "linestyle": (0.0, (1.0, 1.2))},
    {"color": style.OLIVE, "linestyle": (0.0, (5.0, 1.6, 1.0, 1.6))},
    {"color": style.BLUE, "linestyle": "-"},
    {"color": style.PURPLE, "linestyle": (0.0, (7.0, 2.0))},
)
_SNAPSHOTS = 60
_EDGES = {"left": 0.085, "right": 0.83, "bottom": 0.1, "top": 0.86, "wspace": 0.08, "hspace": 0.1}


def rules_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return loss over max error against the epoch, a column a width, a line a rule.

    The loss is the mean square error in units in which that of the best constant is 1.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, of up to four rules, one a rule and width

    Notes
    -----
    The runs are trained again, for the networks on their way.
    """
    widths = sorted({record.spec.width for record in records})
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE)
        figure.subplots_adjust(**_EDGES)
        figure.suptitle(f"{name_on_figure(target)}: four rules of descent from the same start")
        panels = figure.subplots(2, len(widths), sharex=True, sharey="row", squeeze=False)
        for column, width in zip(panels.T, widths, strict=True):
            column[0].set_title(f"width {width}")
            column[1].set_xlabel("epoch + 1")
            lines = _draw_width(column, target, of_width(records, width))
        for axes, name in zip(panels[:, 0], ("loss, best constant = 1", "max error"), strict=True):
            axes.set(xscale="log", yscale="log", ylabel=name)
            label_powers(axes, 5)
        figure.align_ylabels(panels[:, 0])
        figure.draw_without_rendering()
        for axes, row in zip(panels[:, -1], lines, strict=True):
            label_line_ends(axes, [(line, str(line.get_gid())) for line in row])
    return figure


def _draw_width(
    panels: Sequence[Axes], target: Target, records: Sequence[Record]
) -> tuple[list[Line2D], list[Line2D]]:
    """Draw the runs of one width; return the lines of the losses and those of the errors."""
    x = target.uniform_evaluation_grid()
    values = target(x)
    losses, errors = [], []
    for record, look in zip(records, _LOOKS, strict=False):
        way, rule = snapshots_of(record.spec, _SNAPSHOTS), rule_of(record)
        curve = np.reshape(record.loss_curve, (-1, 2)).T
        losses += panels[0].plot(curve[0] + 1.0, curve[1], gid=rule, **look)
        off = np.abs(way.outputs(x) - values.ravel()).max(axis=1)
        errors += panels[1].plot(np.array(way.epochs) + 1.0, off, gid=rule, **look)
    return losses, errors
