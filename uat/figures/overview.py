"""All targets on one page, by rising complexity."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from uat.figures import style
from uat.figures.target_names import name_on_figure
from uat.io.wording import short_maths
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import by_trainer, first_and_near_best, grouped_by_target
from uat.targets.lookup import by_complexity, target_of
from uat.targets.target import Target
from uat.theory.reference_curves import Norm, best_constant_error, main_norm
from uat.trainers.registry import row_of

_ROW_INCHES = 0.42
_HEAD_INCHES = 2.9
_NAME_INCHES, _NAME_SIZE = 2.6, 14.0
# Errors below this, in percent of the best constant's, share the colour of the smallest.
_DEEPEST = 1e-4
_LARGEST = 99_999.0  # percent that are written out
# The cells of a row are so wide together, inches; their letters have so many points at most, and
# are that share of it wide.
_CELLS_INCHES, _CELL_SIZE, _LETTER = 8.4, 15.0, 0.66
# An error below so many times the size of a constant is rounding.
_ROUNDING = 8.0 * np.finfo(float).eps

Shares = Mapping[str, Mapping[int, float]]


def relative_errors(records: Sequence[Record]) -> dict[str, dict[int, float]]:
    """Return target -> width -> median error as a share of the best constant's.

    The max error, or the rmse of a target that jumps. Targets by rising complexity, one input
    first; nan where every run diverged. Of a constant that best error is 0, and so is the share of
    what is met up to rounding; of other errors it is infinite.
    """
    table = {}
    own = grouped_by_target(records)
    for target in by_complexity(own):
        norm = main_norm(target)
        errors = errors_by_width(own[target.text], norm)
        table[target.text] = {
            width: _share(float(np.median(found)), target, norm) if found.size else np.nan
            for width, found in errors.items()
        }
    return table


def _share(error: float, target: Target, norm: Norm) -> float:
    """Return an error as a share of the best constant's."""
    if (scale := best_constant_error(target, norm)) > 0.0:
        return error / scale
    size = float(np.abs(target(target.domain.centre()[np.newaxis]))[0])
    return 0.0 if error <= _ROUNDING * size else math.inf


def overview_figure(records: Sequence[Record]) -> Figure:
    """Return a table of all targets by complexity: the error left at each width, as a colour.

    A cell is the median error of the first trainer's seeds, in percent of that of the best
    constant: 100 is no better than a constant. Beside it the same of near-best, if it is
    among the records: what the width would allow.
    """
    trainers = first_and_near_best(records)
    tables = [relative_errors(by_trainer(records, trainer)) for trainer in trainers]
    names = [target.text for target in by_complexity(r.spec.target for r in records)]
    counts = [len(_widths(table)) for table in tables]
    norm = _norm(tables)
    with style.figure_style():
        size = (style.PAGE[0], _HEAD_INCHES + _ROW_INCHES * len(names))
        figure = style.NotebookFigure(figsize=size, layout="constrained")
        figure.suptitle("Error left, in % of the best constant's (median seed)")
        panels = figure.subplots(1, len(tables), width_ratios=counts, squeeze=False)[0]
        for axes, trainer, table in zip(panels, trainers, tables, strict=True):
            image = _draw_cells(axes, names, table, norm, 72.0 * _CELLS_INCHES / sum(counts))
            axes.set(title=row_of(trainer).label, xlabel="width (hidden units)")
            axes.set_yticks([])
            _mark_first_of_two_inputs(axes, names)
        panels[0].set_yticks(range(len(names)), [_row_label(name) for name in names])
        bar = figure.colorbar(image, ax=panels, extend="both", pad=0.02)
        powers = range(round(math.log10(norm.vmin or 1.0)), 3)
        bar.set_ticks([10.0**k for k in powers], labels=[f"{10.0**k:g} %" for k in powers])
        bar.minorticks_off()
    return figure


def _widths(table: Shares) -> list[int]:
    return sorted({width for row in table.values() for width in row})


def _norm(tables: Sequence[Shares]) -> LogNorm:
    """Return the colours' scale in percent: from 100 down to the least error, in reason."""
    percent = [
        100.0 * share for table in tables for row in table.values() for share in row.values()
    ]
    least = min((p for p in percent if p > 0.0), default=1.0)
    return LogNorm(10.0 ** math.floor(math.log10(min(1.0, max(least, _DEEPEST)))), 100.0)


def _draw_cells(
    axes: Axes, names: Sequence[str], table: Shares, norm: LogNorm, points: float
) -> AxesImage:
    """Draw a trainer's cells, so many points wide; one that it has no run for stays empty."""
    widths = _widths(table)
    percent = 100.0 * np.array(
        [[table.get(name, {}).get(width, np.nan) for width in widths] for name in names]
    )
    # What is 0, or infinite, has no logarithm; what is no number stays empty.
    seen = np.clip(percent, *(np.array([norm.vmin, norm.vmax], dtype=float) * (0.5, 2.0)))
    image = axes.imshow(seen, cmap=style.HEAT_MAP + "_r", norm=norm, aspect="auto")
    axes.grid(visible=False)
    for row, name in enumerate(names):
        for column, width in enumerate(widths):
            if width not in table.get(name, {}):
                continue
            value = float(percent[row, column])
            dark = math.isfinite(value) and norm(max(value, norm.vmin or 0.0)) > 0.55
            words = _percent(value)
            axes.text(
                column, row, words, ha="center", va="center", color="white" if dark else "black",
                fontsize=min(_CELL_SIZE, points / (_LETTER * (len(words) + 0.6))),
            )  # fmt: skip
    axes.set_xticks(range(len(widths)), [str(width) for width in widths])
    axes.tick_params(length=0)
    return image


def _percent(value: float) -> str:
    """Return the percents, short: 100, 12, 1.2, 0.1, 0.02, 3e-5."""
    if np.isnan(value):
        return "diverged"
    if value == 0.0:
        return "0"
    if value > _LARGEST:
        return "\N{INFINITY}" if math.isinf(value) else f"{value:.0e}".replace("e+0", "e")
    if value < 0.095:
        digit, power = f"{value:.0e}".split("e")
        return f"{digit}e{int(power)}" if int(power) < -2 else f"{value:.2f}"
    return f"{value:.1f}" if value < 10.0 else f"{value:.0f}"


def _row_label(name: str) -> str:
    target = target_of(name)
    norm = "" if main_norm(target) == "max_error" else " (rmse)"
    name = name_on_figure(target, _NAME_INCHES, _NAME_SIZE)
    return f"{name}{norm}   V = {short_maths(target.complexity, 3)}"


def _mark_first_of_two_inputs(axes: Axes, names: Sequence[str]) -> None:
    flat = sum(target_of(name).inputs == 1 for name in names)
    if 0 < flat < len(names):
        axes.axhline(flat - 0.5, color="white", linewidth=6)
