"""The deck's figures by name, each drawn from the facts alone.

A figure is as large as it stands on a slide of 1280 x 720 pixels at 100 dots an inch: all of the
room below the title (`uat.figures.style.SLIDE`), or half of it. Shown at that size, no letter is
below 18 pixels. Where the course's commands draw the same, it is the same function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.arrays import Array
from uat.figures import style
from uat.figures.course import (
    activation_figure,
    error_figure,
    line_figure,
    path_figure,
    plane_figure,
)
from uat.figures.diagrams import ladder_figure, network_figure
from uat.figures.enclosures import enclosure_figure
from uat.figures.headings import draw_headings
from uat.figures.loss_surface import surface_figure
from uat.figures.panels import draw_plain_ticks
from uat.figures.proof import proof_figure
from uat.figures.target_page import draw_fits
from uat.figures.widths import draw_error_against_width, draw_line_names
from uat.io.wording import in_words, short_typed, shortened
from uat.slides.examples import called, formula_shown, name_shown
from uat.slides.facts import DESCENT, SHOWN_WIDTHS, Facts, Gap
from uat.targets.catalogue import target_named
from uat.targets.target import Target

_CURVE_POINTS, _BESIDE_BREAKS = 1001, 12
# Of the height: where panels end below headings of so many lines, and what one line more takes.
_TOP, _LINES_OF_HEADINGS, _A_LINE = 0.86, 2, 0.05
_LONGEST_NAME = 32
_CLEAR = 0.012  # of the width of a slide, between a panel and what stands on its left
_CONTINUOUS = "sine"  # for the proof, where no example is continuous


def proof(facts: Facts) -> Figure:
    """Return the proof in four pictures, for the first continuous example."""
    continuous = (target for target in facts.targets if target.largest_jump == 0.0)
    target = next(continuous, target_named(_CONTINUOUS))
    figure = proof_figure(target)
    figure.set_size_inches(style.SLIDE)
    figure.suptitle("")  # the slide has one
    figure.subplots_adjust(top=0.92, bottom=0.21, hspace=0.62)
    last = figure.axes[-1]
    if (legend := last.get_legend()) is not None:
        legend.set_bbox_to_anchor((1.0, -0.48), transform=last.transAxes)
        if name_shown(target):
            name = shortened(in_words(target.name), _LONGEST_NAME).replace("$", r"\$")
            legend.get_texts()[1].set_text(f"target: {name}")
    return figure


def fits(facts: Facts) -> Figure:
    """Return what gradient descent finds at four widths, one panel a target."""
    with style.figure_style():
        figure, row = _side_by_side(facts, bottom=0.24)
        for axes, target in zip(row, facts.targets, strict=True):
            records = facts.records_of(target.text, DESCENT)
            shown = [r for r in records if r.spec.width in SHOWN_WIDTHS]
            draw_fits(axes, target, shown or records, _everywhere(target))
            axes.set_ylabel("y" if axes is row[0] else "")
            draw_plain_ticks(axes)
        _head(figure, row, facts)
        _shared_legend(figure, row, columns=5)
    return figure


def errors(facts: Facts) -> Figure:
    """Return error against width, one panel a target."""
    with style.figure_style():
        figure, row = _side_by_side(facts, bottom=0.31)
        for axes, target in zip(row, facts.targets, strict=True):
            draw_error_against_width(axes, target, facts.records_of(target.text))
            axes.set(xlabel="width n", ylabel="max error" if axes is row[0] else "")
        _head(figure, row, facts)
        _shared_legend(figure, row, columns=4)
    return figure


def findability(facts: Facts) -> Figure:
    """Return one target, found and near-best at the same width, and the gap at all widths."""
    gap = facts.widest_gap
    x = _everywhere(gap.target)
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.SLIDE)
        left = figure.add_axes((0.06, 0.36, 0.325, 0.55))
        right = figure.add_axes((0.465, 0.36, 0.325, 0.55))
        left.plot(x, gap.target(x), color=style.TARGET, linewidth=7, alpha=0.3, label="target")
        for record, name in ((gap.near_best, "near-best"), (gap.found, "gradient descent")):
            error = "no number" if record.max_error is None else short_typed(record.max_error)
            left.plot(
                x, record.network(x)[:, 0], color=style.trainer_colour(record.spec.trainer),
                label=f"{name}: error {error}",
            )  # fmt: skip
        left.set(xlabel="x", xlim=(x[0], x[-1]))
        draw_plain_ticks(left)
        draw_error_against_width(right, gap.target, facts.records_of(gap.target.text))
        _head_two(left, right, gap, len(facts.targets))
        how: dict[str, Any] = {"borderaxespad": 0.0, "handlelength": 1.6, "columnspacing": 1.2}
        left.legend(loc="upper left", bbox_to_anchor=(0.0, -0.28), **how)
        if rest := draw_line_names(right):
            labels = [str(line.get_label()) for line in rest]
            right.legend(rest, labels, loc="upper left", bbox_to_anchor=(0.0, -0.28), **how)
        _keep_apart(figure, left, right)
    return figure


FIGURES: Mapping[str, Callable[[Facts], Figure]] = {
    "ladder": lambda _: ladder_figure(),
    "linreg-surface": lambda facts: surface_figure(facts.linreg),
    "linreg-line": lambda facts: line_figure(facts.linreg),
    "linreg-path": lambda facts: path_figure(facts.linreg),
    "logistic": lambda _: activation_figure(),
    "neuron-points": lambda facts: plane_figure(facts.neuron),
    "neuron-error": lambda facts: error_figure(facts.neuron),
    "xor-diagram": lambda facts: network_figure(facts.xor),
    "xor-error": lambda facts: error_figure(facts.xor),
    "xor-boundary": lambda facts: plane_figure(facts.xor),
    "proof": proof,
    "uat-fits": fits,
    "uat-errors": errors,
    "certificate": lambda _: enclosure_figure(),
    "findability": findability,
}
"""Name -> how it is drawn, in the order of the slides."""


def _head_two(left: Axes, right: Axes, gap: Gap, examples: int) -> None:
    """Head the panels of two networks and of their errors; name which of several examples it is."""
    two, name = f"Two networks of width {gap.width}", name_shown(gap.target)
    formula = "" if name or examples == 1 else formula_shown(gap.target)
    against = f"{name}: error against width" if name else "Error against width"
    draw_headings([right], [(against, "", "")])
    if lines := draw_headings([left], [(two, formula, "")]) - 1:
        for axes in (left, right):
            place = axes.get_position()
            axes.set_position((place.x0, place.y0, place.width, place.height - _A_LINE * lines))


def _keep_apart(figure: Figure, left: Axes, right: Axes) -> None:
    """Move the left sides of two panels so that ticks of long numbers leave neither page nor room.

    Their right sides stay where they are.
    """
    figure.draw_without_rendering()
    page = figure.bbox.width
    edge = 0.0
    for axes in (left, right):
        box = axes.get_tightbbox()
        place = axes.get_position()
        lack = max(0.0, edge + _CLEAR - (box.x0 if box else 0.0) / page)
        axes.set_position((place.x0 + lack, place.y0, place.width - lack, place.height))
        edge = place.x1


def _side_by_side(facts: Facts, bottom: float) -> tuple[Figure, list[Axes]]:
    """Return a slide with one panel a target, and room for a legend below."""
    figure = style.NotebookFigure(figsize=style.SLIDE)
    figure.subplots_adjust(left=0.082, right=0.975, bottom=bottom, top=_TOP, wspace=0.24)
    return figure, list(figure.subplots(1, len(facts.targets), squeeze=False)[0])


def _everywhere(target: Target) -> Array:
    """Return where curves are drawn: evenly, on both sides of kinks, and close to narrow peaks."""
    low, high = target.domain.lower[0], target.domain.upper[0]
    beside = target.points_beside_breaks(_BESIDE_BREAKS)[:, 0]
    return np.unique(np.concatenate([np.linspace(low, high, _CURVE_POINTS), beside]))


def _head(figure: Figure, row: Sequence[Axes], facts: Facts) -> None:
    """Head panels with the names of their targets over the formulas; make room for many lines."""
    headings = [
        (name_shown(target), formula_shown(target), called(target, facts.targets))
        for target in facts.targets
    ]
    lines = draw_headings(row, headings)
    if lines > _LINES_OF_HEADINGS:
        figure.subplots_adjust(top=_TOP - _A_LINE * (lines - _LINES_OF_HEADINGS))


def _shared_legend(figure: Figure, row: Sequence[Axes], columns: int) -> None:
    """Draw one legend for all panels; the rates, which belong to one panel each, are left out."""
    shared: dict[str, Artist] = {}
    for axes in row:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            shared.setdefault(label.partition(" ~ ")[0], handle)
    figure.legend(
        list(shared.values()), list(shared), loc="lower center", ncols=columns,
        columnspacing=1.2, handlelength=1.6, borderpad=0.1,
    )  # fmt: skip
