"""Error against width for networks whose coefficients may be so large, and no larger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from uat.figures import style
from uat.figures.end_labels import label_line_ends
from uat.figures.panels import label_powers
from uat.figures.target_names import name_on_figure
from uat.io.wording import short_typed
from uat.sweeps.norms import by_bound
from uat.sweeps.record import Record
from uat.targets.target import Target

_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": style.BLUE, "marker": "o"},
    {"color": style.OLIVE, "marker": "s"},
    {"color": style.PURPLE, "marker": "^"},
    {"color": style.VERMILION, "marker": "D"},
)
_NAME_SHARE = 0.16


def norms_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return max error against width, a line a bound of |c|, each named at its end.

    Parameters
    ----------
    target : of any number of inputs
    records : its near-best runs of up to four bounds, one a bound and width
    """
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
        axes = figure.subplots()
        labels = []
        for (bound, runs), look in zip(by_bound(records).items(), _LOOKS, strict=False):
            widths = [run.spec.width for run in runs]
            errors = [np.nan if run.max_error is None else run.max_error for run in runs]
            (line,) = axes.plot(widths, errors, markersize=8, gid=_name(bound), **look)
            norm = short_typed(runs[-1].network.coefficient_norm)
            name = _name(bound) if bound is not None else f"no bound:\n|c| = {norm}"
            labels.append((line, name))
        axes.set(
            yscale="log", xlabel="width", ylabel="max error",
            title=f"{name_on_figure(target)}: error against width, |c| held at most so large",
        )  # fmt: skip
        label_powers(axes)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 4, 5, 10]))
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        box = axes.get_position()
        axes.set_position((box.x0, box.y0, box.width - _NAME_SHARE, box.height))
        label_line_ends(axes, labels)
    return figure


def _name(bound: float | None) -> str:
    return "no bound" if bound is None else f"|c| at most {short_typed(bound)}"
