"""Error against width: what was guaranteed, what was found, how fast it falls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from uat import style
from uat.arrays import Array
from uat.metrics import convergence_rate
from uat.records import Record, errors_by_width
from uat.targets import Target
from uat.theory import SIGMOIDAL, step_guarantee


def trainers_of(records: Sequence[Record]) -> list[str]:
    """Return the names of the trainers, in the order of their first run."""
    return list(dict.fromkeys(record.spec.trainer for record in records))


def in_words(name: str) -> str:
    """Return the name of a trainer or a target as it is read in a figure."""
    return name.replace("_", " ")


def draw_error_against_width(axes: Axes, target: Target, records: Sequence[Record]) -> None:
    """Draw max_error against width, both logarithmic, for every trainer in the records.

    Every seed is a dot; a line joins the medians and a dotted one the best; the convergence rate
    of the medians is in the legend. A continuous target of one input gets its guarantee, a
    discontinuous one the floor no continuous network gets below, every target the error of the
    best constant.
    """
    widths = np.array(sorted({record.spec.width for record in records}))
    for trainer in trainers_of(records):
        _draw_trainer(axes, trainer, [r for r in records if r.spec.trainer == trainer])
    axes.plot([], [], ":", color=style.REFERENCE, linewidth=1.4, label="best seed")
    axes.plot([], [], "o", color=style.REFERENCE, alpha=0.5, mew=0, markersize=7, label="each seed")
    sigmoidal = all(record.spec.activation in SIGMOIDAL for record in records)
    _draw_bounds(axes, target, widths, sigmoidal)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.xaxis.set_major_locator(FixedLocator(widths.tolist()))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlim(widths[0] / 1.3, widths[-1] * 1.3)
    axes.set(xlabel="width n (hidden units)", ylabel="max error", title="Error against width")
    label_logarithmic(axes)


def _draw_trainer(axes: Axes, trainer: str, records: Sequence[Record]) -> None:
    colour = style.TRAINER_COLOURS[trainer]
    errors = {width: found for width, found in errors_by_width(records).items() if found.size}
    widths = list(errors)
    seeds = [width for width, found in errors.items() for _ in found]
    dots = [error for found in errors.values() for error in found]
    axes.plot(seeds, dots, "o", color=colour, alpha=0.35, markersize=7, mew=0)
    medians = [float(np.median(found)) for found in errors.values()]
    lone = _visible_alone(widths)
    axes.plot(
        widths, medians, color=colour, label=in_words(trainer) + _rate(widths, medians), **lone
    )
    best = [float(found[0]) for found in errors.values()]
    axes.plot(widths, best, color=colour, linewidth=1.4, linestyle=":", **lone)


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


def _draw_bounds(axes: Axes, target: Target, widths: Array, sigmoidal: bool) -> None:
    if target.largest_jump > 0.0:
        axes.axhline(
            target.largest_jump / 2, color=style.GUARANTEE, linestyle="-.", label="half the jump"
        )
    elif target.inputs == 1 and sigmoidal:
        axes.plot(
            widths,
            step_guarantee(target.complexity, widths),
            color=style.GUARANTEE,
            linestyle="--",
            label="guarantee $V/(2n{+}2)$",
            **_visible_alone(widths),
        )
    axes.axhline(target.trivial_error, color=style.REFERENCE, linewidth=1.4, label="best constant")


def label_logarithmic(axes: Axes) -> None:
    """Label the logarithmic y axis in plain decimals, so that every span has ticks to read.

    A span of less than one and a half decades is widened to that; one below three decades gets
    1, 2 and 5 of each, a longer one its decades only.
    """
    low, high = axes.get_ylim()
    if high / low < 10**1.5:
        middle = np.sqrt(low * high)
        low, high = middle / 10**0.75, middle * 10**0.75
        axes.set_ylim(low, high)
    subs = (1.0, 2.0, 5.0) if high / low < 1e3 else (1.0,)
    axes.yaxis.set_major_locator(LogLocator(subs=subs, numticks=12))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
