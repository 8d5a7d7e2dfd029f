"""What the units of fitted networks add, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat import style
from uat.figures.fits import median_record, of_width
from uat.figures.widths import NEAR_BEST, by_trainer, in_words, trainer_label
from uat.records import Record
from uat.targets import Target

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
    trainers = [records[0].spec.trainer]
    if trainers[0] != NEAR_BEST and by_trainer(records, NEAR_BEST):
        trainers.insert(0, NEAR_BEST)
    runs = [by_trainer(records, trainer) for trainer in trainers]
    width = _width(runs)
    with style.figure_style():
        figure = Figure()
        figure.subplots_adjust(left=0.075, right=0.985, bottom=0.185, top=0.79, wspace=0.2)
        figure.suptitle(f"{in_words(target.name)}: what each of {width} hidden units adds")
        panels = figure.subplots(1, len(runs), squeeze=False)[0]
        for axes, own in zip(panels, runs, strict=True):
            _draw_units(axes, target, median_record(of_width(own, width) or own))
        panels[-1].legend(
            loc="upper right", bbox_to_anchor=(1.0, -0.13), ncols=3, borderaxespad=0.0
        )
    return figure


def _width(runs: Sequence[Sequence[Record]]) -> int:
    """Return the width to show: one that all have, few units if possible."""
    shared = set.intersection(*({record.spec.width for record in own} for own in runs))
    candidates = sorted(shared or {record.spec.width for record in runs[0]})
    return max((w for w in candidates if w <= _WIDEST), default=candidates[0])


def _draw_units(axes: Axes, target: Target, record: Record) -> None:
    network = record.network
    low, high = target.domain.lower[0], target.domain.upper[0]
    x = np.linspace(low, high, _CURVE_POINTS)
    contributions = network.hidden_features(x) * network.output_weights[:, 0]
    colour = style.TRAINER_COLOURS[record.spec.trainer]
    total = network(x)[:, 0]
    axes.plot(x, total, color=style.TARGET, linewidth=6, alpha=0.3, label="sum and bias")
    for j, column in enumerate(contributions.T):
        axes.plot(x, column, color=colour, linewidth=1.8, label="_unit" if j else "one unit")
    axes.axhline(
        float(network.output_biases[0]), color=style.REFERENCE, linestyle="--", label="bias"
    )
    axes.set_xlim(low, high)
    error = "diverged" if record.max_error is None else f"max error {record.max_error:.1e}"
    axes.set(xlabel="x", ylabel="contribution")
    axes.set_title(
        f"{trainer_label(record.spec.trainer)}\n{error},  "
        rf"$\|c\|_1$ = {network.coefficient_norm:.3g}"
    )
