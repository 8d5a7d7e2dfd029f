"""Loss against epoch: training as it happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.figures import style
from uat.figures.target_names import name_on_figure
from uat.figures.widths import label_logarithmic
from uat.io.wording import in_words
from uat.sweeps.record import Record
from uat.sweeps.selection import (
    by_trainer,
    median_record,
    of_width,
    shown_widths,
    trainers_of,
    with_epochs,
)
from uat.targets.target import Target

_TYPICAL: dict[str, Any] = {"linewidth": 3.0}
_OTHERS: dict[str, Any] = {"linewidth": 1.2, "alpha": 0.5}


def loss_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return loss against epoch at a few widths: every seed thin, the median seed thick.

    One panel a trainer. The loss is the mean square error in units in which that of the best
    constant is 1. Trainers without epochs are left out.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, at least one of them with epochs and a loss that is not 0
    """
    records = with_epochs(records)
    trainers = trainers_of(records)
    with style.figure_style():
        figure = style.NotebookFigure()
        figure.subplots_adjust(left=0.09, right=0.8, bottom=0.11, top=0.86, wspace=0.08)
        figure.suptitle(f"{name_on_figure(target)}: loss against epoch")
        panels = figure.subplots(1, len(trainers), sharey=True, squeeze=False)[0]
        for axes, trainer in zip(panels, trainers, strict=True):
            _draw_losses(axes, by_trainer(records, trainer))
            axes.axhline(1.0, color=style.REFERENCE, linewidth=1.4, label="best constant")
            axes.set(xscale="log", yscale="log", xlabel="epoch + 1", title=in_words(trainer))
            label_logarithmic(axes)
        panels[0].set_ylabel("loss (mean square error, best constant = 1)")
        panels[-1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def _draw_losses(axes: Axes, records: Sequence[Record]) -> None:
    widths = shown_widths([r.spec.width for r in records])
    for width, look in zip(widths, style.fit_looks(len(widths)), strict=True):
        runs = of_width(records, width)
        typical = median_record(runs)
        for record in (run for run in runs if run.loss_curve):
            epochs, losses = np.transpose(record.loss_curve)
            how = _TYPICAL | {"label": f"width {width}"} if record is typical else _OTHERS
            axes.plot(epochs + 1, losses, **look, **how)
