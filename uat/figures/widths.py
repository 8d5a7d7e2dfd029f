"""Error against width: what was guaranteed, what was built, what was found, how fast it falls.

The two gaps that the picture is about have names in it. Between what training finds and near-best
lies the **optimisation error**; what near-best leaves is the **approximation error**.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from uat.figures import style
from uat.figures.panels import label_counts
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import by_role, by_trainer, trainers_of
from uat.targets.metrics import convergence_rate
from uat.targets.target import Target
from uat.theory.baselines import CHEBYSHEV, RATIONAL, Baseline
from uat.theory.reference_curves import (
    CurveKind,
    ReferenceCurve,
    lowest_guarantee,
    of_kind,
    reference_curves,
)
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_BASELINES = {CHEBYSHEV: ("polynomial", "^"), RATIONAL: ("rational (AAA)", "s")}

# The gap between two lines is named if it is so many inches and decades tall; the name has two
# lines, so tall, and reaches over so many octaves of width.
_GAP_INCHES, _GAP_DECADES = 0.62, 1.0
_NAME_INCHES, _NAME_WIDE = 0.5, 1.6
_RATE_WIDE = 0.55  # inches of the name of a rate
_EDGE = 1.3  # factor of width left free beside the first and the last
_MARGIN = 1.6  # factor of error left free above and below
_SMALL = 13


def draw_error_against_width(
    axes: Axes, target: Target, records: Sequence[Record], baselines: Sequence[Baseline] = ()
) -> None:
    """Draw max_error against width, both logarithmic, for every trainer in the records.

    Every seed is a dot; a line joins the medians and a dotted one the best; the convergence rate
    of the medians is in the legend. A trainer of one seed is a line with dots. Theory's curves of
    the max_error are drawn by their kind: guarantees dashed, asymptotics dash-dotted, rates thin.
    A discontinuous target has the floor no continuous network gets below, every target the error
    of the best constant. Where there is room, the gaps have their names.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, at least one
    baselines : of the target; one with poles in the domain is a cross at the top

    Notes
    -----
    The limits are those of the runs, the guarantee and the best constant: a baseline that falls
    below leaves the picture.
    """
    widths = np.array(sorted({record.spec.width for record in records}))
    for trainer in trainers_of(records):
        _draw_trainer(axes, trainer, by_trainer(records, trainer))
    if any(len(_seeds(by_trainer(records, name))) > 1 for name in trainers_of(records)):
        dots: dict[str, Any] = {"alpha": 0.5, "mew": 0, "markersize": 7}
        axes.plot([], [], ":", color=style.REFERENCE, linewidth=1.4, label="best seed")
        axes.plot([], [], "o", color=style.REFERENCE, label="each seed", **dots)
    curves = reference_curves(target, records[0].spec.activation, widths)
    _draw_theory(axes, target, curves)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    label_counts(axes, widths.tolist())
    axes.set_xlim(widths[0] / _EDGE, widths[-1] * _EDGE)
    axes.set(xlabel="width n (hidden units)", ylabel="max error", title="Error against width")
    _limit_to_runs(axes, target, records, curves)
    _draw_baselines(axes, baselines)
    _name_gaps(axes, records)
    label_logarithmic(axes)
    _draw_rates(axes, target, curves)


def _draw_trainer(axes: Axes, trainer: str, records: Sequence[Record]) -> None:
    row = row_of(trainer)
    colour = style.trainer_colour(trainer)
    errors = {width: found for width, found in errors_by_width(records).items() if found.size}
    widths = list(errors)
    medians = [float(np.median(found)) for found in errors.values()]
    how: dict[str, Any] = {"color": colour, "label": row.label, "linestyle": row.line}
    if row.role is Role.NEAR_BEST:
        # The errors of smooth targets fall faster than any power: a rate would mean little.
        how |= {"linewidth": 3.4, "zorder": 3}
    else:
        how["label"] += _rate(widths, medians)
    if len(_seeds(records)) == 1:
        axes.plot(widths, medians, marker=row.marker, markersize=6, **how)
        return
    seeds = [width for width, found in errors.items() for _ in found]
    dots = [error for found in errors.values() for error in found]
    axes.plot(seeds, dots, row.marker, color=colour, alpha=0.35, markersize=7, mew=0)
    lone = _visible_alone(widths)
    axes.plot(widths, medians, **how, **lone)
    best = [float(found[0]) for found in errors.values()]
    axes.plot(widths, best, color=colour, linewidth=1.4, linestyle=":", **lone)


def _seeds(records: Sequence[Record]) -> set[int]:
    return {record.spec.seed for record in records}


def _rate(widths: Sequence[int], medians: Sequence[float]) -> str:
    """Return the convergence rate of the medians as far as they fall, for a legend.

    Beyond the width of the smallest median more units do not help, and a slope says nothing;
    below three widths it says too little.
    """
    falling = int(np.argmin(medians)) + 1 if medians else 0
    if falling < 3:
        return ""
    rate = convergence_rate(widths[:falling], medians[:falling])
    until = f" to n = {widths[falling - 1]}" if falling < len(widths) else ""
    return f" ~ $n^{{{rate:.1f}}}${until}"


def _visible_alone(widths: Collection[float]) -> dict[str, Any]:
    """Return a marker, a short dash, for a line of one point, which would not be seen."""
    return {"marker": "_", "markersize": 26, "mew": 2.2} if len(widths) == 1 else {}


def _draw_theory(axes: Axes, target: Target, curves: Sequence[ReferenceCurve]) -> None:
    """Draw what needs no training: guarantee, asymptotics, half the jump, the best constant."""
    promised = lowest_guarantee(curves)
    if promised:
        axes.plot(
            list(promised), list(promised.values()), color=style.GUARANTEE, linestyle="--",
            label="guarantee (steep steps)", **_visible_alone(promised),
        )  # fmt: skip
    for curve in of_kind(curves, CurveKind.ASYMPTOTIC):
        if curve.norm == "max_error":
            axes.plot(
                curve.widths, curve.values, color=style.GREY, linestyle="-.",
                label=f"asymptotic: {curve.label.partition(',')[0]}",
                **_visible_alone(curve.widths),
            )  # fmt: skip
    if target.largest_jump > 0.0:
        axes.axhline(
            target.largest_jump / 2, color=style.GUARANTEE, linestyle="-.", label="half the jump"
        )
    axes.axhline(target.trivial_error, color=style.REFERENCE, linewidth=1.4, label="best constant")


def _limit_to_runs(
    axes: Axes, target: Target, records: Sequence[Record], curves: Sequence[ReferenceCurve]
) -> None:
    """Set the limits of error so that every run is seen, and what training is held against."""
    shown = [record.max_error for record in records if record.max_error]
    shown += [target.trivial_error, *lowest_guarantee(curves).values()]
    if target.largest_jump > 0.0:
        shown.append(target.largest_jump / 2)
    axes.set_ylim(min(shown) / _MARGIN, max(shown) * _MARGIN)


def _draw_baselines(axes: Axes, baselines: Sequence[Baseline]) -> None:
    """Draw the other families at equal parameter count, thin, as far down as the runs go."""
    for family, (label, marker) in _BASELINES.items():
        _draw_family(axes, [b for b in baselines if b.family == family], label, marker)


def _draw_family(axes: Axes, baselines: Sequence[Baseline], label: str, marker: str) -> None:
    """Draw the errors of a family below the top, and a cross at the top for each with poles."""
    top = axes.get_ylim()[1]
    look: dict[str, Any] = {"color": style.REFERENCE, "linewidth": 1.0, "markersize": 7}
    points = [(b.width, b.max_error) for b in baselines if 0.0 < b.max_error < top]
    if points:
        axes.plot(*zip(*points, strict=True), marker=marker, label=label, **look)
    poles = [b.width for b in baselines if b.poles_in_domain]
    if poles:
        axes.plot(
            poles, [0.98] * len(poles), "x", mew=2.0, label=f"{label}: poles",
            transform=axes.get_xaxis_transform(), **look,
        )  # fmt: skip


def _draw_rates(axes: Axes, target: Target, curves: Sequence[ReferenceCurve]) -> None:
    """Draw theory's slopes from the best constant's error on, each named at its end.

    A discontinuous target has none: its max error stops.
    """
    if target.largest_jump > 0.0:
        return
    for curve in of_kind(curves, CurveKind.RATE):
        values = target.trivial_error / curve.values[0] * curve.values
        axes.plot(curve.widths, values, color=style.REFERENCE, linewidth=0.9, zorder=1)
        seen = np.flatnonzero(values > axes.get_ylim()[0])
        if seen.size > 1:
            _make_room(axes, curve.widths[-1], _RATE_WIDE)
            axes.annotate(
                f"${curve.formula}$", (curve.widths[seen[-1]], values[seen[-1]]), (3, 0),
                textcoords="offset points", fontsize=_SMALL, color=style.REFERENCE,
                ha="left", va="center",
            )  # fmt: skip


def label_logarithmic(axes: Axes) -> None:
    """Label the logarithmic y axis so that every span has ticks to read.

    A span of less than one and a half decades is widened to that; one below three decades gets
    1, 2 and 5 of each in plain decimals, a longer one powers of ten only.
    """
    low, high = axes.get_ylim()
    if high / low < 10**1.5:
        middle = np.sqrt(low * high)
        low, high = middle / 10**0.75, middle * 10**0.75
        axes.set_ylim(low, high)
    long = high / low >= 1e3
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0,) if long else (1.0, 2.0, 5.0), numticks=12))
    axes.yaxis.set_major_formatter(FuncFormatter(_power if long else _plain))
    axes.yaxis.set_minor_formatter(NullFormatter())
    if long:
        axes.yaxis.set_minor_locator(NullLocator())


def _plain(value: float, _: object) -> str:
    return f"{value:g}"


def _power(value: float, _: object) -> str:
    return f"$10^{{{round(math.log10(value))}}}$"


def _name_gaps(axes: Axes, records: Sequence[Record]) -> None:
    """Name the two gaps at the largest width that both training and near-best have, if they fit."""
    near, trained = (_medians(records, role) for role in (Role.NEAR_BEST, Role.TRAINED))
    shared = sorted(set(near) & set(trained))
    if not shared:
        return
    width, low, high = shared[-1], near[shared[-1]], trained[shared[-1]]
    bottom, top = axes.get_ylim()
    # What is left of the height when the axes have grown by the gap at the bottom.
    inches_a_decade = (_height(axes) - _GAP_INCHES) / math.log10(top / bottom)
    decades = math.log10(high / low)
    if decades < _GAP_DECADES or decades * inches_a_decade < _GAP_INCHES:
        return
    floor = min(bottom, low / 10 ** (_GAP_INCHES / inches_a_decade))
    axes.set_ylim(bottom=floor)
    _make_room(axes, width, _NAME_WIDE)
    # Below everything that training found further right, so that no line runs through the name.
    free = min(error for w, error in trained.items() if w >= width)
    if math.log10(free / low) * inches_a_decade > _NAME_INCHES:
        middle = math.sqrt(low * free)
        _draw_gap(axes, width, (high, low), middle, "<->", "optimisation\nerror")
        # It goes on to zero, which a logarithm does not reach: out of the picture.
        _draw_gap(axes, width, (low, floor), math.sqrt(floor * low), "->", "approximation\nerror")


def _medians(records: Sequence[Record], role: Role) -> dict[int, float]:
    """Return width -> the lowest median error of the trainers of a role."""
    chosen = by_role(records, role)
    medians: dict[int, float] = {}
    for name in trainers_of(chosen):
        for width, found in errors_by_width(by_trainer(chosen, name)).items():
            if found.size and np.median(found) > 0.0:
                medians[width] = min(float(np.median(found)), medians.get(width, math.inf))
    return medians


def _height(axes: Axes) -> float:
    """Return the height of the axes, inches."""
    return float(axes.get_window_extent().height / axes.figure.dpi)


def _make_room(axes: Axes, width: float, wanted: float) -> None:
    """Widen the axes to the right until there are so many inches beside the width."""
    left, right = axes.get_xlim()
    inches = axes.get_window_extent().width / axes.figure.dpi
    share = 1.0 - wanted / inches
    needed = left * (width / left) ** (1.0 / share)
    axes.set_xlim(right=max(right, needed))


def _draw_gap(
    axes: Axes, width: float, ends: tuple[float, float], middle: float, arrow: str, name: str
) -> None:
    """Draw an arrow at the width from one error to another, with its name on the right."""
    how: dict[str, Any] = {"shrinkA": 5.0, "shrinkB": 5.0 if arrow == "<->" else 0.0}
    how |= {"arrowstyle": arrow, "color": style.BLACK, "linewidth": 1.8, "mutation_scale": 16}
    axes.annotate("", (width, ends[1]), (width, ends[0]), arrowprops=how, zorder=4)
    axes.annotate(
        name, (width, middle), (8, 0), textcoords="offset points", va="center", ha="left",
        fontsize=14, linespacing=1.0, zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0},
    )  # fmt: skip
