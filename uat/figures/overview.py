"""All targets on one page, by rising complexity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from uat import style
from uat.arrays import Array
from uat.figures.widths import in_words
from uat.records import Record, errors_by_width
from uat.targets import TARGETS

_ROW_INCHES = 0.42
_HEAD_INCHES = 2.6


def relative_errors(records: Sequence[Record]) -> Mapping[str, dict[int, float]]:
    """Return target -> width -> median max_error as a share of the best constant's error.

    Targets by rising complexity, one input first; nan where every run diverged.
    """
    ranks = {name: rank for rank, name in enumerate(TARGETS)}
    names = sorted({record.spec.target for record in records}, key=ranks.__getitem__)
    table = {}
    for name in names:
        errors = errors_by_width([r for r in records if r.spec.target == name])
        scale = TARGETS[name].trivial_error
        table[name] = {
            width: float(np.median(found)) / scale if found.size else np.nan
            for width, found in errors.items()
        }
    return table


def overview_figure(records: Sequence[Record]) -> Figure:
    """Return a table of all targets by complexity: the error left at each width, as a colour.

    A cell is the median max_error of the first trainer's seeds, in percent of the error of the
    best constant: 100 is no better than a constant.
    """
    trainer = records[0].spec.trainer
    shares = relative_errors([r for r in records if r.spec.trainer == trainer])
    widths = sorted({width for row in shares.values() for width in row})
    cells = np.array([[row.get(width, np.nan) for width in widths] for row in shares.values()])
    with style.figure_style():
        size = (style.PAGE[0], _HEAD_INCHES + _ROW_INCHES * len(shares))
        figure = Figure(figsize=size, layout="constrained")
        figure.suptitle(
            f"What {in_words(trainer)} leaves, in % of the best constant's error (median seed)"
        )
        axes = figure.subplots()
        _draw_cells(axes, 100.0 * cells)
        axes.set_xticks(range(len(widths)), [str(width) for width in widths])
        axes.set_yticks(range(len(shares)), [_row_label(name) for name in shares])
        axes.tick_params(length=0)
        axes.set(xlabel="width (hidden units)")
        _mark_first_of_two_inputs(axes, list(shares))
    return figure


def _draw_cells(axes: Axes, percent: Array) -> None:
    norm = LogNorm(1.0, 100.0)
    image = axes.imshow(percent, cmap=style.HEAT_MAP + "_r", norm=norm, aspect="auto")
    axes.grid(visible=False)
    for (row, column), value in np.ndenumerate(percent):
        dark = np.isfinite(value) and norm(np.clip(value, 1.0, 100.0)) > 0.55
        axes.text(
            column, row, _percent(value),
            ha="center", va="center", color="white" if dark else "black",
        )  # fmt: skip
    bar = axes.figure.colorbar(image, ax=axes, extend="both", pad=0.02)
    bar.set_ticks([1, 10, 100], labels=["1 %", "10 %", "100 %"])
    bar.minorticks_off()


def _percent(value: float) -> str:
    if np.isnan(value):
        return "diverged"
    if value < 0.1:
        return "< 0.1"
    return f"{value:.1f}" if value < 10.0 else f"{value:.0f}"


def _row_label(name: str) -> str:
    return f"{in_words(name)}   V = {TARGETS[name].complexity:.3g}"


def _mark_first_of_two_inputs(axes: Axes, names: Sequence[str]) -> None:
    flat = sum(TARGETS[name].inputs == 1 for name in names)
    if 0 < flat < len(names):
        axes.axhline(flat - 0.5, color="white", linewidth=6)
