"""Both edges of error against width, proved: what no network does, and what some networks do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.exceptions import SettingError
from uat.expressions import parse
from uat.figures import style
from uat.figures.end_labels import label_line_ends
from uat.figures.floor_region import draw_floor, draw_region_name
from uat.figures.panels import label_counts, told_apart
from uat.figures.widths import label_logarithmic
from uat.targets.user_functions import short_text

if TYPE_CHECKING:
    from uat.theory.certificates.edges import Edges

GUARANTEE = "guarantee (proved)"
_MARGIN, _EDGE = 1.6, 1.3
_LONGEST = 70
_PLACE = (0.09, 0.12, 0.72, 0.74)


def edges_figure(edges: Edges) -> Figure:
    """Return the floor and the guarantee of an activation against the width, both logarithmic.

    Parameters
    ----------
    edges : of one or several widths

    Raises
    ------
    SettingError
        If nothing is proved of any of its widths.
    """
    errors = [floor.error for floor in edges.floors.values()] + list(edges.guarantees.values())
    if not errors:
        raise SettingError(
            f"nothing is proved of {edges.activation} networks for {edges.formula}: there is no "
            "picture of it."
        )
    widths = sorted({*edges.floors, *edges.guarantees})
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE)
        axes = figure.add_axes(_PLACE)
        axes.set_xscale("log", base=2)
        axes.set_yscale("log")
        draw_floor(axes, edges.floors)
        _draw_guarantee(axes, edges)
        label_counts(axes, told_apart(widths))
        axes.set_xlim(widths[0] / _EDGE, widths[-1] * _EDGE)
        axes.set_ylim(min(errors) / _MARGIN, max(errors) * _MARGIN)
        axes.set(xlabel="width n (hidden units)", ylabel="max error", title=_claim(edges))
        figure.suptitle(_subject(edges), y=0.97)
        label_logarithmic(axes)
        draw_region_name(axes, edges.floors)
        _name_lines(axes)
    return figure


def _draw_guarantee(axes: Axes, edges: Edges) -> None:
    """Draw what some networks of each width do."""
    if edges.guarantees:
        lone: dict[str, Any] = {}
        if len(edges.guarantees) == 1:
            lone = {"marker": "_", "markersize": 26, "mew": 2.2}
        axes.plot(
            list(edges.guarantees), list(edges.guarantees.values()), color=style.GUARANTEE,
            linestyle="--", label=GUARANTEE, **lone,
        )  # fmt: skip


def _name_lines(axes: Axes) -> None:
    """Write the names of the lines at their ends; in a legend those that end before the others.

    What would lead from such an end to a name looks like the line going on.
    """
    lines = [line for line in axes.lines if not str(line.get_label()).startswith("_")]
    ends = [float(np.max(np.asarray(line.get_xdata()))) for line in lines]
    early = [line for line, end in zip(lines, ends, strict=True) if end < max(ends)]
    rows = [(line, str(line.get_label()).replace(" (", "\n(")) for line in lines]
    rest = early + label_line_ends(axes, [row for row in rows if row[0] not in early])
    if rest:
        axes.legend(rest, [str(line.get_label()) for line in rest], loc="upper right")


def _claim(edges: Edges) -> str:
    """Return what the picture says of the best networks."""
    network = f"the best {edges.activation.replace('_', ' ')} network"
    if edges.floors and edges.guarantees:
        return f"{network} errs by no less than the floor, no more than the guarantee"
    if edges.floors:
        return f"{network} errs by no less than the floor"
    return f"{network} errs by no more than the guarantee"


def _subject(edges: Edges) -> str:
    latex = parse(edges.formula, edges.domain.inputs).latex
    name = f"${latex}$" if len(edges.formula) <= _LONGEST else short_text(edges.name)
    return f"{name} on {edges.domain}"
