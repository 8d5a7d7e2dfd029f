"""How many units one percent takes, against how much the target varies: a dot a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, NullLocator

from uat.figures import style
from uat.figures.target_names import name_on_figure
from uat.sweeps.needed_widths import (
    GOAL,
    NeededWidth,
    guaranteed_width,
    has_guarantee,
    needed_widths,
)
from uat.sweeps.record import Record
from uat.targets.lookup import target_of
from uat.trainers.registry import row_of

_MARKERS, _UP = ("o", "D"), r"$\uparrow$"
_SIZE, _SMALL = 9, 13
_NAME_INCHES = 2.2
# Where a name may stand beside its dot, in points, and how it is aligned.
_PLACES = (
    (9, 0, "left", "center"),
    (-9, 0, "right", "center"),
    (0, 9, "center", "bottom"),
    (0, -9, "center", "top"),
)


def needed_widths_figure(records: Sequence[Record]) -> Figure:
    """Return the width that an error of 1 % of the range takes, against the complexity V / range.

    The first trainer and, if it is among the records, near-best: full dots for continuous targets
    of one input, which the guarantee is about, open ones for the others. An arrow at the largest
    width tells that the goal was not reached there. The guarantee is the line over them.
    """
    needed = needed_widths(records)
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
        axes = figure.subplots()
        lines = [
            _draw_trainer(axes, trainer, marker, own)
            for (trainer, own), marker in zip(needed.items(), _MARKERS, strict=False)
        ]
        _join(axes, list(needed.values()))
        every = [one for own in needed.values() for one in own]
        _dress(axes)
        named = _draw_guarantee(axes, every)
        legend = axes.legend(handles=[*lines, *_keys()], loc="upper left")
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        _name_dots(axes, every, [named, legend])
    return figure


def _draw_trainer(axes: Axes, trainer: str, marker: str, needed: Sequence[NeededWidth]) -> Line2D:
    """Draw a trainer's dots; return what stands for it in the legend."""
    colour = style.trainer_colour(trainer)
    for one in needed:
        full = has_guarantee(one.target)
        axes.plot(
            one.complexity, one.width, marker=marker if one.reached else _UP, color=colour,
            markersize=_SIZE, markerfacecolor=colour if full or not one.reached else "white",
            markeredgewidth=1.6, linestyle="", zorder=3, gid=one.target,
        )  # fmt: skip
    return Line2D(
        [],
        [],
        color=colour,
        marker=marker,
        markersize=_SIZE,
        linestyle="",
        label=row_of(trainer).label,
    )


def _keys() -> list[Line2D]:
    """Return what the marks mean, for the legend."""
    keys = (("o", "white", "two inputs, or a jump (rmse)"), (_UP, style.GREY, "not reached there"))
    return [
        Line2D(
            [], [], color=style.GREY, marker=marker, markerfacecolor=inside, markersize=_SIZE,
            markeredgewidth=1.6, linestyle="", label=label,
        )
        for marker, inside, label in keys
    ]  # fmt: skip


def _join(axes: Axes, needed: Sequence[Sequence[NeededWidth]]) -> None:
    """Join the dots of each target by a thin line: the gap between finding and being there."""
    if len(needed) < 2:
        return
    others: Mapping[str, NeededWidth] = {one.target: one for one in needed[1]}
    for one in needed[0]:
        if other := others.get(one.target):
            axes.plot(
                [one.complexity] * 2, [one.width, other.width],
                color=style.GREY, linewidth=0.8, zorder=1,
            )  # fmt: skip


def _draw_guarantee(axes: Axes, needed: Sequence[NeededWidth]) -> Text:
    """Draw how many units are guaranteed to be enough, and name it; return the name."""
    shown = [one.complexity for one in needed if one.complexity > 0.0] or [1.0]
    complexity = np.geomspace(min(shown), max(shown), 100)
    enough = [guaranteed_width(v) for v in complexity]
    axes.plot(complexity, enough, color=style.GUARANTEE, linestyle="--", zorder=2)
    return axes.annotate(
        "guarantee", (complexity[-1], enough[-1]), (-12, 6), textcoords="offset points",
        color=style.GUARANTEE, ha="right",
    )  # fmt: skip


def _dress(axes: Axes) -> None:
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_locator(NullLocator())
    low, high = axes.get_xlim()
    axes.set_xlim(low / 1.1, high)
    axes.set(
        title=f"Width for an error of {100 * GOAL:g} % of the range, median seed",
        xlabel="complexity: variation of the target, in ranges",
        ylabel="width (hidden units)",
    )


def _name_dots(axes: Axes, needed: Sequence[NeededWidth], others: Sequence[Artist]) -> None:
    """Name the dots that have room for it, the hardest first."""
    taken = [line.get_window_extent().padded(2.0) for line in axes.lines if line.get_gid()]
    taken += [other.get_window_extent() for other in others]
    named: set[str] = set()
    for one in sorted(needed, key=lambda one: -one.width):
        if one.target in named:
            continue
        name = name_on_figure(target_of(one.target), _NAME_INCHES, _SMALL)
        for right, up, across, along in _PLACES:
            text = axes.annotate(
                name, (one.complexity, one.width), (right, up),
                textcoords="offset points", fontsize=_SMALL, ha=across, va=along,
            )  # fmt: skip
            box = text.get_window_extent()
            inside = axes.bbox.contains(box.x0, box.y0) and axes.bbox.contains(box.x1, box.y1)
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                named.add(one.target)
                break
            text.remove()
