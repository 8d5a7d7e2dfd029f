"""Activations side by side: error against width, a panel a target, a line an activation.

Of functions the upper panels show what training finds, the lower ones near-best and, dotted, the
floor of an activation where one is proved. Of tables it is the error on rows held out. An
activation has the colour and the marker it has in every figure (`uat.figures.style`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter

from uat.core.activations import activation_named
from uat.core.activations.formula import LETTER
from uat.core.activations.naming import is_formula
from uat.expressions import parse
from uat.figures import style
from uat.figures.floor_region import BELOW_RUNS, known_floors
from uat.figures.panels import label_counts, label_powers, told_apart
from uat.figures.target_names import name_on_figure
from uat.fits.table_target import Table
from uat.io.wording import in_words, short_maths, shortened
from uat.sweeps.held_out import HeldOutCurve
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import activations_of, by_trainer, of_activation
from uat.sweeps.side_by_side import brief_label, compared_trainers, held_out_side_by_side
from uat.targets.target import Target
from uat.theory.floors import Floor
from uat.theory.reference_curves import NORMS, best_constant_error, main_norm

TARGETS_A_FIGURE = 3
"""More have no room on a page that is read from the last row."""

_TICKS = 6
_MARGIN, _EDGE = 1.6, 1.3
_LEAST_SPAN = 4.0  # of a picture, a factor
_APART, _ASIDE = 0.06, 0.24  # octaves between neighbouring activations, and all of them at most
# An error of 0 is drawn so far above the edge, which is lowered for it; shares of the height.
_ZERO_ABOVE, _FOR_ZERO = 0.05, 0.2
_NAME, _LONGEST_NAME = (3.3, 17.0), 28  # of a panel: inches and size, or letters
_RING: dict[str, Any] = {"color": style.BLACK, "markersize": 16, "mfc": "none", "mew": 1.6}
_CONSTANT, _MEAN, _FLOOR = "best constant", "the mean alone", "floor (proved)"
_TO_TAKE = "width to take"
_KEYS: Mapping[str, dict[str, Any]] = {
    _CONSTANT: {"color": style.REFERENCE, "linewidth": 1.4},
    _MEAN: {"color": style.REFERENCE, "linewidth": 1.4},
    _FLOOR: {"color": style.BLACK, "linewidth": 2.4, "linestyle": ":"},
    _TO_TAKE: {**_RING, "marker": "o", "linestyle": ""},
}
# Of a legend: letters of one row, those that a key takes among them.
_ROW, _KEY = 112, 6


class _Error(NamedTuple):
    """The error of a width, how far it spreads, and whether that is the width to take."""

    width: int
    middle: float
    low: float
    high: float
    taken: bool = False


def side_by_side_figure(targets: Sequence[Target], records: Sequence[Record]) -> Figure:
    """Return error against width by activation for each of some targets.

    Parameters
    ----------
    targets : `TARGETS_A_FIGURE` at most, of any number of inputs
    records : their runs and maybe others, by several activations; the trainers shown are those of
        `compared_trainers`

    Notes
    -----
    The line joins the medians of the seeds, a bar reaches from the least to the largest of them. A
    target that jumps is shown in the rmse, of which there is no floor.
    """
    trainers = compared_trainers(records)
    with style.figure_style():
        looks = style.activation_looks(activations_of(records))
        alone = len(targets) == 1
        shape = (1, len(trainers)) if alone else (len(trainers), len(targets))
        figure, rows = _grid(*shape, name_on_figure(targets[0]) if alone else "")
        shown = itertools.product(trainers, targets)
        for axes, (trainer, target) in zip(itertools.chain(*rows), shown, strict=True):
            runs = [r for r in by_trainer(records, trainer) if r.spec.target == target.text]
            _draw_target(axes, target, runs, looks, with_floor=trainer == trainers[-1])
            if alone:
                axes.set_title(brief_label(trainer))
            elif target == targets[0]:
                axes.set_ylabel(f"{brief_label(trainer)}:\n{axes.get_ylabel()}")
            if not alone and trainer == trainers[0]:
                axes.set_title(name_on_figure(target, *_NAME))
        _dress(figure, rows, looks)
    return figure


def tables_side_by_side_figure(tables: Sequence[tuple[Table, Sequence[Record]]]) -> Figure:
    """Return the error on rows held out against width by activation for each of some tables.

    Parameters
    ----------
    tables : `TARGETS_A_FIGURE` at most, each with its runs, every fold among them

    Notes
    -----
    A bar is the standard error of the distance to the least error of the same activation, row by
    row; a ring is around the width to be taken.
    """
    every = [record for _, records in tables for record in records]
    with style.figure_style():
        looks = style.activation_looks(activations_of(every))
        figure, rows = _grid(1, len(tables))
        for (table, records), axes in zip(tables, rows[0], strict=True):
            _draw_table(axes, table, held_out_side_by_side(table, records), looks)
        _dress(figure, rows, looks)
    return figure


def _grid(rows: int, columns: int, what: str = "") -> tuple[Figure, list[list[Axes]]]:
    """Return a figure about something, and its panels by row."""
    figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
    heading = "error against width, activations side by side"
    figure.suptitle(f"{what}: {heading}" if what else heading.capitalize())
    return figure, figure.subplots(rows, columns, squeeze=False).tolist()


def _draw_target(
    axes: Axes,
    target: Target,
    records: Sequence[Record],
    looks: Mapping[str, style.ActivationLook],
    with_floor: bool,
) -> None:
    """Draw the errors of one trainer on one target, and what is known of every activation."""
    norm = main_norm(target)
    lines = {
        name: [
            _Error(width, float(np.median(found)), float(found[0]), float(found[-1]))
            for width, found in errors_by_width(of_activation(records, name), norm).items()
            if found.size
        ]
        for name in looks
    }
    floors = {
        name: known_floors(target, name, [error.width for error in own], norm)
        for name, own in lines.items()
        if with_floor
    }
    levels = [floor.error for known in floors.values() for floor in known.values()]
    constant = best_constant_error(target, norm)
    axes.axhline(constant, color=style.REFERENCE, linewidth=1.4, label=_CONSTANT)
    _limit(axes, lines, constant, levels)
    _draw_lines(axes, lines, looks)
    for name, known in floors.items():
        _draw_floor(axes, known, looks[name], _aside(name, looks))
    axes.set_ylabel(NORMS[norm])


def _draw_table(
    axes: Axes,
    table: Table,
    curves: Mapping[str, HeldOutCurve],
    looks: Mapping[str, style.ActivationLook],
) -> None:
    """Draw the error on rows held out by every activation, and that of the mean of the rows."""
    lines = {
        name: [
            _Error(
                e.width,
                e.held_out,
                e.held_out - e.standard_error,
                e.held_out + e.standard_error,
                taken=e.width == curve.width,
            )
            for e in curve.errors
            if math.isfinite(e.held_out)
        ]
        for name, curve in curves.items()
    }
    mean = next(iter(curves.values())).mean_only
    axes.axhline(mean, color=style.REFERENCE, linewidth=1.4, label=_MEAN)
    _limit(axes, lines, mean)
    _draw_lines(axes, lines, looks)
    first = next(iter(curves.values()))
    axes.set_title(shortened(in_words(table.name), _LONGEST_NAME), pad=28)
    axes.text(0.0, 1.03, f"by {brief_label(first.trainer)}", transform=axes.transAxes)
    axes.set_ylabel("rmse, rows held out")


def _limit(
    axes: Axes,
    lines: Mapping[str, Sequence[_Error]],
    constant: float,
    floors: Sequence[float] = (),
) -> None:
    """Set limits, scales and ticks so that all errors are seen; those that are 0 have a place."""
    errors = [error for own in lines.values() for error in own]
    shown = [constant, *(end for error in errors for end in (error.middle, error.high))]
    shown = [error for error in shown if error > 0.0] or [1.0]
    lowest = min(shown) / BELOW_RUNS
    shown += [
        max(end, lowest) for end in (*floors, *(error.low for error in errors if error.low > 0.0))
    ]
    low, high = min(shown) / _MARGIN, max(shown) * _MARGIN
    room = max(1.0, math.sqrt(_LEAST_SPAN * low / high))
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_ylim(low / room, high * room)
    label_powers(axes, _TICKS)
    if not errors:
        axes.set_xticks([])
        axes.text(0.5, 0.5, "no run has an error", ha="center", transform=axes.transAxes)
        return
    widths = sorted({error.width for error in errors})
    label_counts(axes, told_apart(widths))
    axes.set_xlim(widths[0] / _EDGE, widths[-1] * _EDGE)
    if any(error.middle == 0.0 for error in errors):
        _make_room_for_zero(axes)


def _make_room_for_zero(axes: Axes) -> None:
    """Lower the edge, and call what is just above it 0, which no logarithmic axis has."""
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    axes.set_ylim(bottom=low / (high / low) ** _FOR_ZERO)
    zero = _zero_of(axes)
    axes.yaxis.set_major_locator(FixedLocator([zero, *ticks]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: "0" if value == zero else short_maths(value, 1))
    )


def _zero_of(axes: Axes) -> float:
    """Return where an error of 0 is drawn."""
    low, high = axes.get_ylim()
    return float(low * (high / low) ** _ZERO_ABOVE)


def _draw_lines(
    axes: Axes, lines: Mapping[str, Sequence[_Error]], looks: Mapping[str, style.ActivationLook]
) -> None:
    """Draw the errors of every activation, and how far they spread."""
    zero = _zero_of(axes)
    for name, own in lines.items():
        look, aside = looks[name], _aside(name, looks)
        places = [aside * error.width for error in own]
        axes.vlines(
            places, [error.low or zero for error in own], [error.high or zero for error in own],
            color=look["color"], linewidth=2.0, alpha=0.55,
        )  # fmt: skip
        axes.plot(
            places, [error.middle or zero for error in own], markersize=7, linewidth=2.0, gid=name,
            **look,
        )  # fmt: skip
        taken = [(x, e.middle) for x, e in zip(places, own, strict=True) if e.taken]
        if taken:
            axes.plot(*zip(*taken, strict=True), "o", label=_TO_TAKE, **_RING)


def _aside(name: str, looks: Mapping[str, style.ActivationLook]) -> float:
    """Return by what factor of the width a line is moved, so that none hides one just like it."""
    gaps = max(1, len(looks) - 1)
    return float(2.0 ** (min(_APART, _ASIDE / gaps) * (list(looks).index(name) - gaps / 2.0)))


def _draw_floor(
    axes: Axes, known: Mapping[int, Floor], look: style.ActivationLook, aside: float
) -> None:
    """Draw what no network of these units gets below, where that is known."""
    levels = {aside * width: floor.error for width, floor in known.items() if floor.error > 0.0}
    if levels:
        axes.plot(
            list(levels), list(levels.values()), color=look["color"], linestyle=":", linewidth=2.4,
            label=_FLOOR, marker="_" if len(levels) == 1 else "", markersize=16,
        )  # fmt: skip


def _dress(
    figure: Figure, rows: Sequence[Sequence[Axes]], looks: Mapping[str, style.ActivationLook]
) -> None:
    """Name the widths below the last row of panels, and below these all that is drawn."""
    for axes in rows[-1]:
        axes.set_xlabel("width n (hidden units)")
    keys = [
        Line2D([], [], label=_spoken(name), markersize=9, linewidth=2.2, **look)
        for name, look in looks.items()
    ]
    others: dict[str, Line2D] = {}
    for line in (line for axes in itertools.chain(*rows) for line in axes.lines):
        label = str(line.get_label())
        if label in _KEYS:
            others.setdefault(label, Line2D([], [], label=label, **_KEYS[label]))
    handles = [*keys, *others.values()]
    letters = sum(_KEY + len(name) for name in [*looks, *others])
    figure.legend(
        handles=handles, loc="outside lower center",
        ncols=math.ceil(len(handles) / math.ceil(letters / _ROW)),
        columnspacing=1.4, handlelength=1.8, handletextpad=0.6,
    )  # fmt: skip


def _spoken(name: str) -> str:
    """Return an activation as a legend names it: a short formula as mathematics."""
    row = activation_named(name)
    if is_formula(name) and row.label == name:
        return f"${parse(name, 1, (LETTER,)).latex}$"
    return in_words(row.label)
