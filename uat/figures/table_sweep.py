"""Error against width on a table: rows held out, rows fitted, and how much of it is noise.

Every fold is a dot at the rmse on its own rows, of which the network saw none; a line joins the
rmse over all rows, with the standard error of its distance to the least. Dashed is the error on the
rows fitted, which says nothing about others. The noise, where it can be estimated, is shaded:
an estimate, which an error may be below by chance.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from uat.figures import style
from uat.figures.clouds import MOST_DOTS, dots, finish_predicted, some_rows, span_of
from uat.figures.end_labels import label_line_ends
from uat.figures.panels import label_counts, read_plainly, told_apart
from uat.figures.table_panels import box_of, label_with, ring_width, short
from uat.fits.table_target import Table
from uat.io.wording import PLAIN_POWERS, counted, short_maths
from uat.sweeps.held_out import HeldOutCurve, held_out_curves
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, of_width
from uat.sweeps.table_findings import (
    diverged_in_words,
    headline,
    noise_in_words,
    where_wider_stops,
)
from uat.trainers.registry import row_of

_CURVE_POINTS = 1001
_LEFT, _RIGHT = (0.075, 0.235, 0.345, 0.605), (0.5, 0.235, 0.31, 0.605)
_WORDS_SIZE, _WORDS_HEIGHT, _WORDS_WIDE = 14, 0.13, 118
# An error on rows fitted that is so many times below all others leaves the picture; a picture spans
# at least such a factor.
_MOST_BELOW, _LEAST_SPAN = 30.0, 4.0
_MARGIN, _EDGE = 1.25, 1.3
_SHADE: dict[str, Any] = {"color": style.GREY, "alpha": 0.16, "linewidth": 0.0, "zorder": 0.5}


def table_figure(table: Table, records: Sequence[Record]) -> Figure:
    """Return the page of a table: the fit of the width chosen beside error against width.

    Parameters
    ----------
    table : what the runs were made on
    records : its runs, every fold among them; the fit shown is that of the first trainer

    Notes
    -----
    Of one input the rows and the networks are drawn, each fitted without one of the folds; of more
    the predictions of rows held out against what was observed.
    """
    curves = held_out_curves(table, records)
    with style.figure_style():
        figure = style.NotebookFigure()
        figure.suptitle(heading(table))
        fit, errors = figure.add_axes(_LEFT), figure.add_axes(_RIGHT)
        _draw_fit(fit, table, by_trainer(records, curves[0].trainer), curves[0])
        draw_held_out_curves(errors, table, curves)
        _write_words(figure, curves)
    return figure


def heading(table: Table) -> str:
    """Return the name, what is predicted from what, and of how many rows."""
    inputs, output = table.columns
    of = short(inputs[0]) if len(inputs) == 1 else counted(len(inputs), "input")
    return f"{short(table.name)}: {short(output)} from {of}, {table.rows:,} rows"


def draw_held_out_curves(axes: Axes, table: Table, curves: Sequence[HeldOutCurve]) -> None:
    """Draw the error against the width, both logarithmic, of every trainer in turn.

    Parameters
    ----------
    curves : one a trainer; the noise, and the width that is marked, are those of the first
    """
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", nonpositive="clip")
    named = [line for curve in curves for line in _draw_curve(axes, curve, several=len(curves) > 1)]
    mean = axes.axhline(curves[0].mean_only, color=style.REFERENCE, linewidth=1.4)
    named.append((mean, "the mean alone"))
    if (noise := curves[0].noise) is not None:
        axes.axhspan(noise.deviation * 1e-12, noise.deviation, **_SHADE)
        edge = axes.axhline(noise.deviation, color=style.GREY, linestyle="-.", label="_noise")
        named.append((edge, "noise (an estimate)"))
    widths = sorted({width for curve in curves for width in curve.widths})
    axes.set_xlim(widths[0] / _EDGE, widths[-1] * _EDGE)
    _limit_errors(axes, curves)
    label_counts(axes, told_apart(widths))
    unit = _label_errors(axes)
    axes.set(xlabel="width n (hidden units)", ylabel=f"rmse of {short(table.columns[1])}{unit}")
    axes.set_title(headline(curves[0]))
    _mark_choice(axes, curves[0])
    label_line_ends(axes, named)


def _draw_curve(axes: Axes, curve: HeldOutCurve, several: bool) -> list[tuple[Line2D, str]]:
    """Draw the folds, the error over all rows and that on rows fitted; return lines to name."""
    colour, marker = style.trainer_colour(curve.trainer), row_of(curve.trainer).marker
    folds = [(error.width, fold) for error in curve.errors for fold in error.folds]
    if folds:
        axes.plot(
            *zip(*folds, strict=True), linestyle="", color=colour, marker=marker, markersize=7,
            alpha=0.5, mew=0, label="_folds",
        )  # fmt: skip
    finite = [error for error in curve.errors if math.isfinite(error.held_out)]
    bars = axes.errorbar(
        [e.width for e in finite], [e.held_out for e in finite],
        [e.standard_error for e in finite], color=colour, marker=marker, markersize=8,
        linewidth=3.0, capsize=5, elinewidth=2.0, label="_held out",
    )  # fmt: skip
    fitted = [error for error in curve.errors if 0.0 < error.fitted < math.inf]
    (dashed,) = axes.plot(
        [e.width for e in fitted], [e.fitted for e in fitted], color=colour, linestyle="--",
        marker=marker, markersize=5, mfc="white", linewidth=1.8, label="_fitted",
    )  # fmt: skip
    whose = f",\n{row_of(curve.trainer).label}" if several else ""
    return [(bars.lines[0], f"rows held out{whose}"), (dashed, f"rows fitted{whose}")]


def _limit_errors(axes: Axes, curves: Sequence[HeldOutCurve]) -> None:
    """Set limits that show every fold; errors on rows fitted may be next to nothing, and leave."""
    seen = [fold for curve in curves for error in curve.errors for fold in error.folds if fold]
    seen += [curve.mean_only for curve in curves]
    seen += [curve.noise.deviation for curve in curves[:1] if curve.noise is not None]
    lowest = min(seen) / _MOST_BELOW
    seen += [e.fitted for curve in curves for e in curve.errors if lowest < e.fitted < math.inf]
    low, high = min(seen) / _MARGIN, max(seen) * _MARGIN
    room = max(1.0, math.sqrt(_LEAST_SPAN * low / high))
    axes.set_ylim(low / room, high * room)


def _label_errors(axes: Axes) -> str:
    """Label the logarithmic axis of errors with a few short numbers; return what they count.

    That is empty, or a power of ten in brackets.
    """
    low, high = axes.get_ylim()
    decades = math.log10(high / low)
    spans = ((3.0, (1.0,)), (1.5, (1.0, 3.0)), (0.8, (1.0, 2.0, 5.0)))
    close: tuple[float, ...] = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0)
    subs = next((subs for least, subs in spans if decades > least), close)
    power = math.floor(math.log10(high))
    unit = 1.0 if decades > 2.0 or power in PLAIN_POWERS else 10.0**power
    axes.yaxis.set_major_locator(LogLocator(subs=subs, numticks=12))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short_maths(value / unit)))
    axes.yaxis.set_minor_locator(NullLocator())
    return "" if unit == 1.0 else rf" [$\times 10^{{{power}}}$]"


def _mark_choice(axes: Axes, curve: HeldOutCurve) -> None:
    """Draw a ring around the width where wider stops helping, and name it at the top."""
    chosen = curve.at(curve.width)
    if chosen is None:
        return
    ring_width(axes, chosen.width, {chosen.width: chosen.held_out})
    axes.axvline(chosen.width, color=style.BLACK, linestyle=":", linewidth=1.4, label="_choice")


def _write_words(figure: Figure, curves: Sequence[HeldOutCurve]) -> None:
    """Write under the panels what the numbers of the first trainer say."""
    first = curves[0]
    whose = f"{row_of(first.trainer).label}: " if len(curves) > 1 else ""
    said = [whose + where_wider_stops(first), noise_in_words(first), diverged_in_words(first)]
    words = textwrap.fill(" ".join(filter(None, said)), _WORDS_WIDE)
    figure.text(_LEFT[0], _WORDS_HEIGHT, words, fontsize=_WORDS_SIZE, ha="left", va="top")


def _draw_fit(axes: Axes, table: Table, records: Sequence[Record], curve: HeldOutCurve) -> None:
    """Draw the networks of the width chosen, of the first seed; of none, those of the least."""
    least = curve.least
    width = curve.width or (least.width if least is not None else curve.widths[0])
    runs = of_width(records, width)
    runs = [r for r in runs if r.spec.seed == runs[0].spec.seed and r.rmse is not None]
    if table.inputs == 1:
        _draw_curves(axes, table, runs)
    else:
        _draw_predicted(axes, table, runs)
    shown = "a curve for each fold left out" if table.inputs == 1 else "rows held out"
    axes.set_title(f"Width {width}: {shown}")


def _draw_curves(axes: Axes, table: Table, runs: Sequence[Record]) -> None:
    """Draw the rows, and every network through them."""
    inputs, output = table.columns
    rows = some_rows(table.rows, MOST_DOTS)
    axes.plot(table.x[rows, 0], table.t[rows, 0], label="rows", **dots(style.BLACK, len(rows)))
    box = box_of(table.x)
    x = box.uniform_grid(_CURVE_POINTS)
    for run in runs:
        axes.plot(
            x[:, 0], run.network(x)[:, 0], color=style.trainer_colour(run.spec.trainer),
            linewidth=2.2, alpha=0.8, label="_network",
        )  # fmt: skip
    axes.set_xlim(span_of(table.x[:, 0], 0.03))
    axes.set_ylim(span_of(table.t[:, 0], 0.1))
    label_with(axes.xaxis, inputs[0], read_plainly(axes.xaxis, 5))
    label_with(axes.yaxis, output, read_plainly(axes.yaxis, 5))


def _draw_predicted(axes: Axes, table: Table, runs: Sequence[Record]) -> None:
    """Draw the prediction of every row by the network that did not see it."""
    predicted = np.full(table.rows, np.nan)
    for run in runs:
        _, left_out = table.split(run.spec.fold, run.spec.folds, run.spec.seed)
        predicted[left_out] = run.network(table.x[left_out])[:, 0]
    known = np.flatnonzero(np.isfinite(predicted))
    rows = known[some_rows(len(known), MOST_DOTS)]
    colour = style.trainer_colour(runs[0].spec.trainer) if runs else style.BLACK
    axes.plot(table.t[rows, 0], predicted[rows], label="rows held out", **dots(colour, len(rows)))
    output = short(table.columns[1])
    finish_predicted(
        axes, span_of(table.t[:, 0], 0.08), (f"{output} observed", f"{output} predicted")
    )
