"""Loss against epoch: training as it happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from uat import style
from uat.figures.fits import median_record, of_width, shown_widths
from uat.figures.widths import in_words, label_logarithmic, trainers_of
from uat.records import Record
from uat.targets import Target


def loss_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return loss against epoch at a few widths: every seed thin, the median seed thick.

    One panel a trainer. The loss is the mean square error in units in which that of the best
    constant is 1.
    """
    trainers = trainers_of(records)
    with style.figure_style():
        figure = Figure(layout="constrained")
        figure.suptitle(f"{target.name.replace('_', ' ')}: loss against epoch")
        panels = figure.subplots(1, len(trainers), sharey=True, squeeze=False)[0]
        for axes, trainer in zip(panels, trainers, strict=True):
            of_trainer = [r for r in records if r.spec.trainer == trainer]
            widths = shown_widths([r.spec.width for r in of_trainer])
            for width, colour in zip(widths, style.FIT_COLOURS[-len(widths) :], strict=True):
                runs = of_width(of_trainer, width)
                typical = median_record(runs)
                for record in runs:
                    epochs, losses = np.transpose(record.loss_curve)
                    thick = record is typical
                    axes.plot(
                        epochs + 1,
                        losses,
                        color=colour,
                        linewidth=3.0 if thick else 1.2,
                        alpha=1.0 if thick else 0.5,
                        label=f"width {width}" if thick else None,
                    )
            axes.axhline(1.0, color=style.REFERENCE, linewidth=1.4, label="best constant")
            axes.set(xscale="log", yscale="log", xlabel="epoch + 1", title=in_words(trainer))
            label_logarithmic(axes)
        panels[0].set_ylabel("loss (mean square error, best constant = 1)")
        panels[-1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure
