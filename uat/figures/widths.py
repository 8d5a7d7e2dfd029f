"""Error against width: what was guaranteed, what was built, what was found, how fast it falls.

Every picture is one of one norm, and holds only what is said of that norm: guarantees, baselines
and the best constant of both, Barron's and other rates of the rmse, floors of the max error.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from uat.core.activations import activation_named
from uat.figures import style
from uat.figures.brackets import BracketKey, draw_brackets
from uat.figures.end_labels import label_line_ends
from uat.figures.floor_region import BELOW_RUNS, draw_floor, draw_region_name, known_floors
from uat.figures.gaps import GROUND, make_room, name_gaps
from uat.figures.panels import label_counts, told_apart
from uat.io.wording import short_maths
from uat.sweeps.proofs import NO_PROOFS, Proofs
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import (
    by_trainer,
    label_of,
    trainers_of,
)
from uat.targets.target import Target
from uat.theory.baselines import CHEBYSHEV, RATIONAL, Baseline
from uat.theory.fitted_rates import RateVariable, fitted_rate, intervals, units_per_side
from uat.theory.floors import Floor
from uat.theory.reference_curves import (
    NORMS,
    CurveKind,
    Norm,
    ReferenceCurve,
    best_constant_error,
    lowest_guarantee,
    of_kind,
    reference_curves,
)
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_BASELINES = {CHEBYSHEV: ("polynomial", "1"), RATIONAL: ("rational (AAA)", "+")}
_GUARANTEES: dict[Norm, str] = {"max_error": "guarantee (steep steps)", "rmse": "guarantee"}

_RATE_WIDE = 0.55  # inches of the name of a rate
_EDGE = 1.3  # factor of width left free beside the first and the last
_MARGIN = 1.6  # factor of error left free above and below
_SMALL = 13


def draw_error_against_width(
    axes: Axes,
    target: Target,
    records: Sequence[Record],
    baselines: Sequence[Baseline] = (),
    norm: Norm = "max_error",
    gaps: bool = True,
    proofs: Proofs = NO_PROOFS,
) -> None:
    """Draw the error against the width, both logarithmic, for every trainer in the records.

    Every seed is a dot; a line joins the medians and a dotted one the best; the convergence rate
    of the medians is in the legend, where they have one (`fitted_rate`). A trainer of one seed is a
    line with dots. Theory's curves of that norm are drawn by their kind: guarantees dashed,
    asymptotics dash-dotted, rates thin. Where it is known what max error no network
    of a width gets below, that floor is the lower edge, shaded below; every target has the error of
    the best constant. Where there is room, the gaps have their names.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, at least one
    baselines : of the target; one with poles in the domain is a cross at the top
    norm : of all errors
    gaps : whether to name them
    proofs : of the largest errors of some runs, drawn as brackets where it is the max error

    Notes
    -----
    The limits are those of the runs, the guarantee and the best constant: a baseline that falls
    below leaves the picture.
    """
    widths = np.array(sorted({record.spec.width for record in records}))
    for trainer in trainers_of(records):
        _draw_trainer(axes, by_trainer(records, trainer), target.inputs, norm)
    _add_seed_keys(axes, records)
    curves = [
        curve
        for curve in reference_curves(target, records[0].spec.activation, widths)
        if curve.norm == norm
    ]
    known = known_floors(target, records[0].spec.activation, widths.tolist(), norm)
    _draw_theory(axes, target, curves, norm)
    draw_floor(axes, known)
    axes.set_xscale("log", base=2)
    label_counts(axes, told_apart(widths.tolist()))
    axes.set_xlim(widths[0] / _EDGE, widths[-1] * _EDGE)
    axes.set(
        xlabel="width n (hidden units)", ylabel=NORMS[norm],
        title=f"{NORMS[norm].capitalize()} against width",
    )  # fmt: skip
    if not any(record.error(norm) for record in records):
        _say_exact(axes, records, norm)
        return
    axes.set_yscale("log")
    _limit_to_runs(axes, target, records, curves, known, norm)
    _draw_baselines(axes, baselines, norm)
    if norm == "max_error":
        draw_brackets(axes, records, proofs)
    if gaps:
        name_gaps(axes, target, records, known, norm, proofs)
    label_logarithmic(axes)
    _draw_rates(axes, curves)
    draw_region_name(axes, known)


def _say_exact(axes: Axes, records: Sequence[Record], norm: Norm) -> None:
    """Write on axes on which no error has a place what there is to say; nothing else is named."""
    every = all(record.error(norm) == 0.0 for record in records)
    for line in axes.lines:
        line.set_label("_")
    axes.set(ylim=(-1.0, 1.0), yticks=[0.0])
    words = "0 at every width" if every else "0, or diverged"
    axes.text(0.5, 0.55, words, transform=axes.transAxes, ha="center", va="bottom")


def draw_line_names(axes: Axes) -> list[Line2D]:
    """Name the lines of error against width where they end; return those a legend must name.

    These are the keys of the seeds and of brackets, and other families, which have points here and
    there.
    """
    named = [line for line in axes.lines if base_label(line)]
    ending = [line for line in named if not isinstance(line, _KEYS) and not is_family(line)]
    rows = [(line, str(line.get_label())) for line in ending]
    left = label_line_ends(
        axes, [(line, text.replace(" (", "\n(").replace(" ~ ", "\n~ ")) for line, text in rows]
    )
    return left + [line for line in named if line not in ending]


def base_label(line: Line2D) -> str:
    """Return a label without its rate; empty for a line that is not to be named."""
    label = str(line.get_label())
    return "" if label.startswith("_") else label.partition(" ~ ")[0].partition(" (steep")[0]


def is_family(line: Line2D) -> bool:
    """Return whether a line is one of another family of functions at equal parameter count."""
    return str(line.get_label()).startswith(tuple(label for label, _ in _BASELINES.values()))


class _SeedKey(Line2D):
    """A line that is not there, for a legend: its key shows several lines side by side."""

    def __init__(self, lines: Sequence[Line2D], label: str) -> None:
        super().__init__([], [], color=style.REFERENCE, label=label)
        self.set_linestyle(lines[0].get_linestyle())
        self.lines = tuple(lines)


class _SeedKeyHandler(HandlerTuple):
    """Draws the lines of a `_SeedKey`."""

    def create_artists(self, legend: Any, orig_handle: Any, *place: Any) -> Any:
        return super().create_artists(legend, orig_handle.lines, *place)


Legend.update_default_handler_map({_SeedKey: _SeedKeyHandler(ndivide=None)})
_KEYS = (_SeedKey, BracketKey)


def _add_seed_keys(axes: Axes, records: Sequence[Record]) -> None:
    """Let legends say what dots and dotted lines are, in the colour of each trainer of seeds."""
    own = {name: by_trainer(records, name) for name in trainers_of(records)}
    several = [name for name, runs in own.items() if len(_seeds(runs)) > 1]
    if several:
        best = [Line2D([], [], **_best(name)) for name in several]
        dots = [Line2D([], [], linestyle="", **_dots(name)) for name in several]
        axes.add_line(_SeedKey(best, "best seed"))
        axes.add_line(_SeedKey(dots, "each seed"))


def _dots(trainer: str) -> dict[str, Any]:
    """Return how the seeds of a trainer look."""
    colour, marker = style.trainer_colour(trainer), row_of(trainer).marker
    return {"color": colour, "marker": marker, "alpha": 0.45, "markersize": 6, "mew": 0}


def _best(trainer: str) -> dict[str, Any]:
    """Return how the line of a trainer's best seeds looks."""
    colour, marker = style.trainer_colour(trainer), row_of(trainer).marker
    return {"color": colour, "linewidth": 1.4, "linestyle": ":", "marker": marker, "markersize": 4}


def _draw_trainer(axes: Axes, records: Sequence[Record], inputs: int, norm: Norm) -> None:
    trainer = records[0].spec.trainer
    row = row_of(trainer)
    errors = {w: found for w, found in errors_by_width(records, norm).items() if found.size}
    widths = list(errors)
    medians = [float(np.median(found)) for found in errors.values()]
    look: dict[str, Any] = {"color": style.trainer_colour(trainer), "linestyle": row.line}
    look["label"] = label_of(records[0])
    if row.role is Role.NEAR_BEST:
        # The errors of smooth targets fall faster than any power: a rate would mean little.
        look |= {"linewidth": 3.4, "zorder": 3}
    else:
        look["label"] += _rate(widths, medians, rate_variable(records[0], inputs))
    if len(_seeds(records)) == 1:
        axes.plot(widths, medians, marker=row.marker, markersize=6, **look)
        return
    seeds = [width for width, found in errors.items() for _ in found]
    dots = [error for found in errors.values() for error in found]
    axes.plot(seeds, dots, linestyle="", **_dots(trainer))
    lone = _visible_alone(widths)
    look |= {"marker": row.marker, "markersize": 8}
    axes.plot(widths, medians, **look | lone)
    best = [float(found[0]) for found in errors.values()]
    axes.plot(widths, best, **_best(trainer) | lone)


def _seeds(records: Sequence[Record]) -> set[int]:
    return {record.spec.seed for record in records}


def rate_variable(record: Record, inputs: int) -> RateVariable:
    """Return what the rate of a run's trainer is stated in: intervals if it builds steps."""
    units = activation_named(record.spec.activation).units_a_step
    if row_of(record.spec.trainer).role is Role.BUILT and units is not None:
        return intervals(units)
    return units_per_side(inputs)


def _rate(widths: Sequence[int], medians: Sequence[float], variable: RateVariable) -> str:
    """Return the convergence rate of the medians and where it holds, for a legend."""
    rate = fitted_rate(widths, medians, variable)
    if rate is None:
        return ""
    early, late = rate.first > widths[0], rate.last < widths[-1]
    where = {
        (False, False): "",
        (False, True): f" to n = {rate.last}",
        (True, False): f" from n = {rate.first}",
        (True, True): f" for n = {rate.first} to {rate.last}",
    }[early, late]
    return f" ~ ${rate.formula}${where}"


def _visible_alone(widths: Collection[float]) -> dict[str, Any]:
    """Return a marker, a short dash, for a line of one point, which would not be seen."""
    return {"marker": "_", "markersize": 26, "mew": 2.2} if len(widths) == 1 else {}


def _draw_theory(axes: Axes, target: Target, curves: Sequence[ReferenceCurve], norm: Norm) -> None:
    """Draw what needs no training: guarantee, asymptotics, the best constant."""
    promised = lowest_guarantee(curves, norm)
    if promised:
        axes.plot(
            list(promised), list(promised.values()), color=style.GUARANTEE, linestyle="--",
            label=_GUARANTEES[norm], **_visible_alone(promised),
        )  # fmt: skip
    for curve in of_kind(curves, CurveKind.ASYMPTOTIC):
        axes.plot(
            curve.widths, curve.values, color=style.GREY, linestyle="-.",
            label=f"asymptotic: {curve.label.partition(',')[0]}",
            **_visible_alone(curve.widths),
        )  # fmt: skip
    trivial = best_constant_error(target, norm)
    axes.axhline(trivial, color=style.REFERENCE, linewidth=1.4, label="best constant")


def _limit_to_runs(
    axes: Axes,
    target: Target,
    records: Sequence[Record],
    curves: Sequence[ReferenceCurve],
    known: Mapping[int, Floor],
    norm: Norm,
) -> None:
    """Set the limits of error so that every run is seen, and what training is held against."""
    # What a proof builds may be exact, and may leave the picture as the other families do.
    others = [r for r in records if row_of(r.spec.trainer).role is not Role.BUILT] or records
    errors = [record.error(norm) for record in others]
    held = [best_constant_error(target, norm), *lowest_guarantee(curves, norm).values()]
    shown = [error for error in errors + held if error] or [1.0]
    lowest = min(shown)
    shown += [max(floor.error, lowest / BELOW_RUNS) for floor in known.values()]
    axes.set_ylim(min(shown) / _MARGIN, max(shown) * _MARGIN)


def _draw_baselines(axes: Axes, baselines: Sequence[Baseline], norm: Norm) -> None:
    """Draw the other families at equal parameter count, thin, as far down as the runs go."""
    for family, (label, marker) in _BASELINES.items():
        _draw_family(axes, [b for b in baselines if b.family == family], label, marker, norm)


def _draw_family(
    axes: Axes, baselines: Sequence[Baseline], label: str, marker: str, norm: Norm
) -> None:
    """Draw the errors of a family below the top, and a cross at the top for each with poles."""
    top = axes.get_ylim()[1]
    look: dict[str, Any] = {"color": style.REFERENCE, "linewidth": 1.0, "markersize": 7}
    points = [(b.width, b.error(norm)) for b in baselines if 0.0 < b.error(norm) < top]
    if points:
        axes.plot(*zip(*points, strict=True), marker=marker, label=label, **look)
    poles = [b.width for b in baselines if b.poles_in_domain]
    if poles:
        axes.plot(
            poles, [0.98] * len(poles), "x", mew=2.0, label=f"{label}: poles",
            transform=axes.get_xaxis_transform(), **look,
        )  # fmt: skip


def _draw_rates(axes: Axes, curves: Sequence[ReferenceCurve]) -> None:
    """Draw theory's slopes from the best constant's error on, each named at its end."""
    for curve in of_kind(curves, CurveKind.RATE):
        axes.plot(curve.widths, curve.values, color=style.REFERENCE, linewidth=0.9, zorder=1)
        seen = np.flatnonzero(curve.values > axes.get_ylim()[0])
        if seen.size > 1:
            make_room(axes, curve.widths[-1], _RATE_WIDE)
            axes.annotate(
                f"${curve.formula}$", (curve.widths[seen[-1]], curve.values[seen[-1]]), (3, 0),
                textcoords="offset points", fontsize=_SMALL, color=style.REFERENCE,
                ha="left", va="center", zorder=5, bbox=GROUND,
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
    written = f"{value:g}"
    return short_maths(value, 1) if "e" in written else written


def _power(value: float, _: object) -> str:
    return f"$10^{{{round(math.log10(value))}}}$"
