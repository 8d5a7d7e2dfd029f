"""What the units of fitted networks add, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from uat.figures import style
from uat.figures.function_panels import draw_target_band
from uat.figures.unit_panels import contributions
from uat.io.wording import in_words, short_typed
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, first_and_near_best, median_record, of_width
from uat.targets.target import Target
from uat.trainers.registry import row_of

_WIDEST = 8
_CURVE_POINTS = 2001


def units_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return every unit's c_j phi(w_j x + b_j) and their sum: near-best's and the first trainer's.

    Parameters
    ----------
    target : of one input
    records : its runs, at least one. Shown is the largest width up to 8 that both have, or the
        smallest one, and the run of median max_error
    """
    runs = [by_trainer(records, trainer) for trainer in first_and_near_best(records)[::-1]]
    width = _width(runs)
    with style.figure_style():
        figure = style.NotebookFigure()
        figure.subplots_adjust(
            left=0.095, right=0.98, bottom=0.155, top=0.8, wspace=0.24, hspace=0.32
        )
        figure.suptitle(f"{in_words(target.name)}: what each of {width} hidden units adds")
        above, below = figure.subplots(
            2, len(runs), sharex=True, squeeze=False, height_ratios=(1.35, 1.0)
        )
        for units, total, own in zip(above, below, runs, strict=True):
            record = median_record(of_width(own, width) or own)
            _draw_units(units, target, record)
            _draw_sum(total, target, record)
        figure.legend(
            *_legend_of(above[-1], below[-1]), loc="lower right", bbox_to_anchor=(0.98, 0.0),
            ncols=4, columnspacing=1.4, borderaxespad=0.3,
        )  # fmt: skip
    return figure


def _legend_of(*panels: Axes) -> tuple[list[Artist], list[str]]:
    """Return the handles and the labels of several panels as one."""
    both = [axes.get_legend_handles_labels() for axes in panels]
    return [h for handles, _ in both for h in handles], [w for _, labels in both for w in labels]


def _width(runs: Sequence[Sequence[Record]]) -> int:
    """Return the width to show: one that all have, few units if possible."""
    shared = set.intersection(*({record.spec.width for record in own} for own in runs))
    candidates = sorted(shared or {record.spec.width for record in runs[0]})
    return max((w for w in candidates if w <= _WIDEST), default=candidates[0])


def _draw_units(axes: Axes, target: Target, record: Record) -> None:
    """Draw every unit's contribution, and the bias, under what was found and how large it is."""
    network = record.network
    x = target.domain.uniform_grid(_CURVE_POINTS)
    bias = float(network.output_biases[0])
    colour = style.trainer_colour(record.spec.trainer)
    for j, column in enumerate(contributions(network, x).T):
        axes.plot(x, column, color=colour, linewidth=1.8, label="_unit" if j else "one unit")
    axes.axhline(bias, color=style.REFERENCE, linestyle="--", label="bias")
    axes.set_xlim(target.domain.lower[0], target.domain.upper[0])
    axes.set_ylabel("contribution")
    error = "diverged" if record.max_error is None else f"max error {short_typed(record.max_error)}"
    axes.set_title(
        f"{row_of(record.spec.trainer).label}\n{error},  "
        rf"$\|c\|_1$ = {short_typed(network.coefficient_norm)}"
    )


def _draw_sum(axes: Axes, target: Target, record: Record) -> None:
    """Draw the network over its target, in the target's own range."""
    x = target.domain.uniform_grid(_CURVE_POINTS)
    values = target(x)
    draw_target_band(axes, x, values)
    axes.plot(x, record.network(x), color=style.BLACK, label="sum of all")
    margin = 0.2 * np.ptp(values)
    axes.set_ylim(values.min() - margin, values.max() + margin)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set(xlabel="x", ylabel="sum")
