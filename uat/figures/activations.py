"""One target by networks of several activations: what the choice of phi does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D

from uat.figures import style
from uat.figures.end_labels import label_line_ends
from uat.figures.panels import label_counts, label_powers, label_small_panels
from uat.figures.target_names import name_on_figure
from uat.io.wording import short
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import median_record, of_activation, of_width
from uat.targets.target import Target

_NAME_INCHES = 1.0


def activations_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return the median fit of the largest width by every activation, and error against width.

    Parameters
    ----------
    target : of one input
    records : its runs by one trainer, of up to six activations, of the same widths each
    """
    names = list(dict.fromkeys(record.spec.activation for record in records))
    widest = max(record.spec.width for record in records)
    looks = style.activation_looks(names)
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
        figure.suptitle(f"{name_on_figure(target)} by units of {len(names)} activations")
        left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=(3, 2))[0]
        _draw_fits(left, target, of_width(records, widest), looks)
        axes = right.subplots()
        lines = [
            _draw_errors(axes, of_activation(records, name), look) for name, look in looks.items()
        ]
        _dress(axes, sorted({record.spec.width for record in records}))
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        box = axes.get_position()
        share = _NAME_INCHES / (style.PAGE[0] * 2.0 / 5.0)
        axes.set_position((box.x0, box.y0, box.width - share, box.height))
        label_line_ends(axes, list(zip(lines, names, strict=True)))
    return figure


def _draw_fits(
    figure: SubFigure,
    target: Target,
    records: Sequence[Record],
    looks: Mapping[str, style.ActivationLook],
) -> None:
    """Draw the target, and upon it the median fit of each activation, a panel each."""
    rows = -(-len(looks) // 2)
    panels = figure.subplots(rows, 2, sharex=True, sharey=True, squeeze=False).ravel()
    x = target.uniform_evaluation_grid()[:, 0]
    for axes, (name, look) in zip(panels, looks.items(), strict=False):
        record = median_record(of_activation(records, name))
        axes.plot(x, target(x), color=style.TARGET, linewidth=4.0, alpha=0.3)
        axes.plot(x, record.network(x)[:, 0], color=look["color"], linewidth=1.8)
        error = "diverged" if record.max_error is None else short(record.max_error)
        axes.set_title(f"{name}, width {record.spec.width}: {error}", fontsize=14, pad=5)
    label_small_panels(list(panels[: len(looks)]), 2)
    for axes in panels[len(looks) :]:
        axes.remove()


def _draw_errors(axes: Axes, records: Sequence[Record], look: style.ActivationLook) -> Line2D:
    """Draw the median max error against the width; return the line."""
    medians = {w: np.median(e) for w, e in errors_by_width(records).items() if e.size}
    (line,) = axes.plot(list(medians), list(medians.values()), markersize=8, **look)
    return line


def _dress(axes: Axes, widths: Sequence[int]) -> None:
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    label_counts(axes, widths)
    axes.set_xlim(widths[0] / 1.2, widths[-1] * 1.2)
    label_powers(axes)
    axes.set(xlabel="width n (hidden units)", title="max error, median seed")
