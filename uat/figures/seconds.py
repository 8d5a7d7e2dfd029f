"""Error against seconds: what each trainer buys with its time, and which of them nobody beats."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from uat.arrays import Array
from uat.figures import style
from uat.figures.end_labels import label_line_ends
from uat.figures.target_names import name_on_figure
from uat.sweeps.findings import pareto_front, typical_runs
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, trainers_of
from uat.targets.target import Target
from uat.trainers.registry import row_of

_MARKERS = ("o", "s", "^", "v", "D", "P", "X", "<", ">", "p")
_NAME_SHARE = 0.24
_SMALL = 13


def seconds_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return max error against the seconds that a fit took, a line a trainer, a dot a width.

    The grey steps are the Pareto front: the least error of any run that took no longer.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs that ended with a number, by several trainers
    """
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
        axes = figure.subplots()
        lines = [
            _draw_trainer(axes, by_trainer(records, trainer), marker)
            for trainer, marker in zip(trainers_of(records), _MARKERS, strict=False)
        ]
        _draw_front(axes, pareto_front(typical_runs(records)))
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set(
            title=f"{name_on_figure(target)}: error against time, a dot a width",
            xlabel="seconds of the fit, one core", ylabel="max error",
        )  # fmt: skip
        axes.legend(loc="lower left")
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        box = axes.get_position()
        axes.set_position((box.x0, box.y0, box.width - _NAME_SHARE, box.height))
        label_line_ends(axes, [(line, row_of(str(line.get_gid())).label) for line in lines])
    return figure


def _points(records: Sequence[Record]) -> Array:
    return np.array([(r.seconds, np.nan if r.max_error is None else r.max_error) for r in records])


def _draw_trainer(axes: Axes, records: Sequence[Record], marker: str) -> Line2D:
    """Draw the typical runs of a trainer, the widths of the first and the last beside them."""
    runs = typical_runs(records)
    points = _points(runs)
    trainer = records[0].spec.trainer
    (line,) = axes.plot(
        *points.T, color=style.trainer_colour(trainer), marker=marker, markersize=8, gid=trainer
    )
    for run, point in {0: (runs[0], points[0]), -1: (runs[-1], points[-1])}.values():
        axes.annotate(
            str(run.spec.width), point, (0, 7), textcoords="offset points", ha="center",
            fontsize=_SMALL,
        )  # fmt: skip
    return line


def _draw_front(axes: Axes, front: Sequence[Record]) -> None:
    seconds, errors = _points(front).T
    axes.step(
        seconds, errors, where="post", color=style.GREY, linewidth=7.0, alpha=0.3, zorder=1,
        label="least error for the time",
    )  # fmt: skip
