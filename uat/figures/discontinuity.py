"""What a discontinuity does: the max error stops at half the jump, the rmse goes on falling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.figures import style
from uat.figures.panels import label_counts
from uat.figures.target_names import name_on_figure
from uat.figures.target_page import draw_fits
from uat.figures.widths import label_logarithmic
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, first_and_near_best, median_record, of_width
from uat.targets.target import Target
from uat.trainers.registry import row_of

_CURVE_POINTS = 4001
_ZOOM = 0.08  # half of what is shown around the jump, in lengths of the domain


def discontinuity_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return fits around the largest jump beside max_error and rmse against width.

    Parameters
    ----------
    target : of one input, with a jump
    records : its runs, at least one; the fits are those of the first trainer, the errors also
        those of near-best
    """
    trainers = first_and_near_best(records)
    with style.figure_style():
        figure = style.NotebookFigure()
        figure.subplots_adjust(left=0.075, right=0.985, bottom=0.26, top=0.85, wspace=0.2)
        figure.suptitle(f"{name_on_figure(target)}: no width gets below half the jump")
        left, right = figure.subplots(1, 2)
        _draw_fits(left, target, by_trainer(records, trainers[0]))
        _draw_errors(right, target, [by_trainer(records, trainer) for trainer in trainers])
        how: dict[str, Any] = {"columnspacing": 1.2, "handlelength": 1.8, "borderaxespad": 0.0}
        left.legend(loc="upper left", bbox_to_anchor=(0.0, -0.15), ncols=3, **how)
        right.legend(loc="upper right", bbox_to_anchor=(1.0, -0.15), ncols=2, **how)
    return figure


def _draw_fits(axes: Axes, target: Target, records: Sequence[Record]) -> None:
    jump, reach = target.largest_jump_at(), _ZOOM * target.domain.lengths[0]
    x = np.linspace(jump - reach, jump + reach, _CURVE_POINTS)
    x = np.sort(np.concatenate([x, [jump - 1e-9, jump + 1e-9]]))
    draw_fits(axes, target, records, x)
    axes.set_xlabel("x, near the jump")


def _draw_errors(axes: Axes, target: Target, runs: Sequence[Sequence[Record]]) -> None:
    widths = sorted({record.spec.width for own in runs for record in own})
    for own in runs:
        name = own[0].spec.trainer
        found = [median_record(of_width(own, w)) for w in sorted({r.spec.width for r in own})]
        how: dict[str, Any] = {"color": style.trainer_colour(name), "marker": "o"}
        largest = [(r.spec.width, r.max_error) for r in found if r.max_error]
        typical = [(r.spec.width, r.rmse) for r in found if r.rmse]
        axes.plot(*_columns(largest), label=row_of(name).label, **how)
        axes.plot(*_columns(typical), linestyle="--", label=f"_rmse of {name}", **how)
    for norm, dashes in (("max error", "-"), ("rmse", "--")):
        axes.plot([], [], color=style.REFERENCE, linestyle=dashes, label=norm)
    axes.axhline(
        target.largest_jump / 2, color=style.GUARANTEE, linestyle="-.", label="half the jump"
    )
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    label_counts(axes, widths)
    axes.set(xlabel="width n (hidden units)", ylabel="error", title="Two norms, two answers")
    label_logarithmic(axes)


def _columns(points: Sequence[tuple[int, float]]) -> tuple[list[int], list[float]]:
    """Return the x and the y of some points, none perhaps."""
    return [x for x, _ in points], [y for _, y in points]
