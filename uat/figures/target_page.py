"""A target and the networks that approximate it: one page a target.

The fits of the first trainer stand over their residuals, beside near-best; error against width
stands there in both norms, the one in which the target's error can fall first and larger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from uat.arrays import Array
from uat.core.network import Network
from uat.figures import style
from uat.figures.clouds import dots, finish_predicted, some_rows, span_of
from uat.figures.end_labels import label_line_ends
from uat.figures.function_panels import draw_slices, draw_target_band, slices_of, slices_title
from uat.figures.maps import draw_plain_map, map_grid, residual_colours, value_colours
from uat.figures.panels import label_powers, legend_beside_title, read_plainly
from uat.figures.target_names import set_page_title
from uat.figures.widths import base_label, draw_error_against_width, draw_line_names, is_family
from uat.io.wording import short_typed
from uat.sweeps.proofs import NO_PROOFS, Proofs
from uat.sweeps.record import Record
from uat.sweeps.selection import (
    by_role,
    by_trainer,
    median_record,
    of_width,
    shown_widths,
    trainers_of,
)
from uat.targets.target import Target
from uat.theory.baselines import Baseline
from uat.theory.reference_curves import Norm, main_norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_CURVE_POINTS = 2001
_HEADING_HEIGHTS = (0.98, 0.997)
"""Of the page, for one input and for more."""
_TITLE_INCHES = (0.56, 0.34)
"""How tall a title may be, for one input and for more."""
_DEEPEST = 1e-3
"""Residuals are shown down to this share of the median of the smallest."""
_NO_LOWER = "half the jump:\nno continuous\nnetwork is below"
# Two columns of two panels: their sides, their lowest place, what is between the two panels of one,
# and the upper one's share of its height.
_COLUMNS = ((0.08, 0.36), (0.445, 0.78))
_LOWEST, _BETWEEN, _LARGER = 0.225, 0.045, 0.63
_SHARE_FREE = 0.05  # of the target's range, above and below it


def target_figure(
    target: Target,
    records: Sequence[Record],
    baselines: Sequence[Baseline] = (),
    proofs: Proofs = NO_PROOFS,
) -> Figure:
    """Return the page of a target: fits at a few widths beside error against width.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, at least one; the fits shown are those of the first trainer, at each width
        the run of median error, and of one input the widest of near-best
    baselines : of the target, drawn beside its runs
    proofs : of the largest errors of some runs
    """
    with style.figure_style():
        figure = style.NotebookFigure()
        # The titles of surfaces are near the top, and a tall formula needs all there is.
        y = _HEADING_HEIGHTS[target.inputs > 1]
        set_page_title(figure, target, y, _TITLE_INCHES[target.inputs > 1])
        draw = {1: _draw_curves_page, 2: _draw_surfaces_page}.get(target.inputs, _draw_slices_page)
        draw(figure, target, records, baselines, proofs)
    return figure


def _draw_curves_page(
    figure: Figure,
    target: Target,
    records: Sequence[Record],
    baselines: Sequence[Baseline],
    proofs: Proofs,
) -> None:
    # Fixed margins: an automatic layout takes as long as all the drawing.
    top = 0.8 if r"\sum" in target.formula else 0.86  # its limits stand above and below
    fits, large, residuals, small = _two_columns(figure, top)
    x = _curve_places(target)
    draw_fits(fits, target, _first(records), x)
    _draw_near_best(fits, records, x)
    _draw_residuals(residuals, target, records, x)
    fits.set_xlabel("")
    main, other = _norms(target)
    draw_error_against_width(small, target, records, baselines, other, False, proofs)
    right = small.get_xlim()[1]  # what is named at an end there needs room
    draw_error_against_width(large, target, records, baselines, main, True, proofs)
    large.set(xlabel="", title="Error against width")
    large.set_xlim(right=max(right, large.get_xlim()[1]))
    small.set(title="", xlabel="width n (hidden units)")
    label_powers(large, 7)
    label_powers(small, 4)
    look: dict[str, Any] = {"columnspacing": 1.2, "handlelength": 1.6, "borderaxespad": 0.0}
    under = -0.092 / small.get_position().height  # below the label of the axis
    look |= {"loc": "upper left"}
    fits.legend(
        bbox_to_anchor=(-0.2, under), bbox_transform=residuals.transAxes, ncols=2, **look
    )  # fmt: skip
    if rest := _label_ends(large, small):
        labels = [str(line.get_label()) for line in rest]
        key = small.legend(rest, labels, bbox_to_anchor=(-0.13, under), ncols=3, **look)
        _keep_on_page(key, small, under)


def _keep_on_page(key: Legend, axes: Axes, height: float) -> None:
    """Move a key of panels to the left as far as its longest names need it."""
    beyond = key.get_window_extent().x1 - 0.995 * axes.figure.bbox.width
    if beyond > 0.0:
        left = -0.13 - beyond / axes.bbox.width
        key.set_bbox_to_anchor((left, height), transform=axes.transAxes)


def _two_columns(figure: Figure, top: float) -> list[Axes]:
    """Return two larger panels and, on the same x axes, two smaller ones below."""
    height = (top - _LOWEST - _BETWEEN) * _LARGER
    uppers = [
        figure.add_axes((left, top - height, right - left, height)) for left, right in _COLUMNS
    ]
    low = top - _LOWEST - _BETWEEN - height
    lowers = [
        figure.add_axes((left, _LOWEST, right - left, low), sharex=upper)
        for (left, right), upper in zip(_COLUMNS, uppers, strict=True)
    ]
    for axes in uppers:
        axes.tick_params(labelbottom=False)
    return [*uppers, *lowers]


def _norms(target: Target) -> tuple[Norm, Norm]:
    """Return the norm in which the target's error can fall, and the other."""
    main = main_norm(target)
    return main, "rmse" if main == "max_error" else "max_error"


def _curve_places(target: Target) -> Array:
    """Return where curves over the domain are drawn, both sides of every kink included."""
    x = np.linspace(target.domain.lower[0], target.domain.upper[0], _CURVE_POINTS)
    return np.sort(np.concatenate([x, *(np.array([k - 1e-9, k + 1e-9]) for k in target.kinks)]))


def _label_ends(main: Axes, other: Axes) -> list[Line2D]:
    """Name the lines of both panels where they end; return those that a legend must name.

    What has its name beside the main panel needs none beside the other.
    """
    rest = draw_line_names(main)
    known = {base_label(line) for line in main.lines}
    new = [line for line in other.lines if base_label(line) not in known]
    floors = [line for line in new if line.get_label() == "half the jump"]
    label_line_ends(other, [(line, _NO_LOWER) for line in floors])
    # The names of the families are long: in the last column of the legend they have room.
    families = [line for line in rest if is_family(line)]
    others = [line for line in rest if line not in families]
    return [*others, *(line for line in new if line not in floors), *families]


def _first(records: Sequence[Record]) -> list[Record]:
    """Return the records of the first trainer."""
    return by_trainer(records, records[0].spec.trainer)


def draw_fits(axes: Axes, target: Target, records: Sequence[Record], x: Array) -> None:
    """Draw a target of one input and the median fits of one trainer at a few widths.

    `x`, shape (points,), rising, is where; the records are that trainer's.
    """
    values = target(x)
    draw_target_band(axes, x, values, linewidth=6)
    widths = shown_widths([r.spec.width for r in records])
    for width, look in zip(widths, style.fit_looks(len(widths)), strict=True):
        network = median_record(of_width(records, width), main_norm(target)).network
        axes.plot(x, network(x)[:, 0], label=f"width {width}", **look)
    axes.set_ylim(span_of(values, _SHARE_FREE))
    axes.set_xlim(x[0], x[-1])
    trainer = row_of(records[0].spec.trainer).label
    axes.set(xlabel="x" + read_plainly(axes.xaxis, 6), title=f"Fits by {trainer}")
    axes.set_ylabel("y" + read_plainly(axes.yaxis, 6))


def _beside(records: Sequence[Record]) -> list[Record]:
    """Return the near-best run of the largest width, if the fits shown are not near-best's own."""
    near = by_role(records, Role.NEAR_BEST)
    shown = records[0].spec.trainer in trainers_of(near)
    return [] if shown or not near else [_widest(near)]


def _near_best_label(record: Record) -> str:
    return f"near-best, width {record.spec.width}"


def _draw_near_best(axes: Axes, records: Sequence[Record], x: Array) -> None:
    """Draw the widest near-best network, dashed: what shows of it is where it differs."""
    for record in _beside(records):
        colour = style.trainer_colour(record.spec.trainer)
        axes.plot(
            x, record.network(x)[:, 0], "--", color=colour, label=_near_best_label(record)
        )  # fmt: skip


def _draw_residuals(axes: Axes, target: Target, records: Sequence[Record], x: Array) -> None:
    """Draw |residual| of the widest fit shown and of near-best, on a logarithmic scale."""
    widest = _widest(_first(records), main_norm(target))
    colours = [
        style.FIT_COLOURS[-1],
        *(style.trainer_colour(r.spec.trainer) for r in _beside(records)),
    ]
    sizes = [np.abs(r.network(x)[:, 0] - target(x)) for r in (widest, *_beside(records))]
    for size, colour in zip(sizes, colours, strict=True):
        axes.plot(x, size, color=colour, linewidth=1.4)
    axes.set_xlim(x[0], x[-1])
    axes.set(xlabel="x" + read_plainly(axes.xaxis, 6), ylabel="|residual|")
    positive = [float(np.median(size[size > 0.0])) for size in sizes if np.any(size > 0.0)]
    if positive:
        axes.set_yscale("log")
        top = max(float(np.max(size)) for size in sizes)
        axes.set_ylim(min(*positive, top / 10.0) / 30.0, 2.0 * top)
        label_powers(axes, 4)


def _draw_surfaces_page(
    figure: Figure,
    target: Target,
    records: Sequence[Record],
    baselines: Sequence[Baseline],
    proofs: Proofs,
) -> None:
    """Draw target, fit and residual as maps, and near-best's residual in the same colours."""
    shown = _widest(_first(records), main_norm(target))
    grid = map_grid(target.domain)
    values, fit = target(grid), shown.network(grid)[:, 0]
    name = _capitalised(row_of(shown.spec.trainer).label)
    residuals = {"Its residual": fit - values}
    for record in _beside(records):
        title = f"Residual of near-best,\nwidth {record.spec.width}"
        residuals[title] = record.network(grid)[:, 0] - values
    maps = figure.add_gridspec(
        1, 2 + len(residuals), left=0.075, right=0.925, bottom=0.55, top=0.84, wspace=0.45
    )
    panels = [figure.add_subplot(maps[0, column]) for column in range(2 + len(residuals))]
    span = value_colours(values)
    draw_plain_map(panels[0], target.domain, values, "Target", **span)
    error = "diverged" if shown.max_error is None else short_typed(shown.max_error)
    heading = f"{name},\nwidth {shown.spec.width}: {error}"
    draw_plain_map(panels[1], target.domain, fit, heading, unit=False, **span)
    colours = residual_colours(np.concatenate(list(residuals.values())))
    for axes, (title, residual) in zip(panels[2:], residuals.items(), strict=True):
        draw_plain_map(axes, target.domain, residual, title, **colours)
    for axes in panels[1:]:
        axes.set_ylabel("")
        axes.tick_params(labelleft=False)
    _draw_widths_below(figure, target, records, baselines, proofs)


def _capitalised(words: str) -> str:
    """Return words with a capital at their head, the others as they are."""
    return words[:1].upper() + words[1:]


def _widest(records: Sequence[Record], norm: Norm = "max_error") -> Record:
    """Return the median run of the largest width."""
    return median_record(of_width(records, max(r.spec.width for r in records)), norm)


def _draw_widths_below(
    figure: Figure,
    target: Target,
    records: Sequence[Record],
    baselines: Sequence[Baseline],
    proofs: Proofs,
) -> None:
    """Draw error against width in both norms in the lower part of the page, names on the right."""
    left = figure.add_axes((0.075, 0.105, 0.275, 0.295))
    right = figure.add_axes((0.435, 0.105, 0.345, 0.295))
    main, other = _norms(target)
    draw_error_against_width(left, target, records, baselines, other, False, proofs)
    draw_error_against_width(right, target, records, baselines, main, True, proofs)
    label_powers(left, 5)
    label_powers(right, 5)
    left.set_title("Error against width")
    right.set_title("")
    if rest := _label_ends(right, left):
        labels = [str(line.get_label()) for line in rest]
        right.legend(
            rest, labels, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, borderaxespad=0.3,
            columnspacing=0.9, handlelength=1.6, handletextpad=0.5, borderpad=0.0,
        )  # fmt: skip


def _draw_slices_page(
    figure: Figure,
    target: Target,
    records: Sequence[Record],
    baselines: Sequence[Baseline],
    proofs: Proofs,
) -> None:
    """Draw fits at a few widths along lines through a point, and the widest against target."""
    row = figure.add_gridspec(1, 3, left=0.07, right=0.72, bottom=0.57, top=0.87, wspace=0.16)
    panels = [figure.add_subplot(row[0, column]) for column in range(3)]
    fitted = _first(records)
    widths = shown_widths([r.spec.width for r in fitted], 3)
    networks = [median_record(of_width(fitted, width)).network for width in widths]
    curves = [
        (f"width {width}", look, _first_output(network))
        for width, network, look in zip(widths, networks, style.fit_looks(len(widths)), strict=True)
    ]
    slices = slices_of(target, 3)
    draw_slices(panels, target, slices, curves, 3)
    some = f"Slices, 3 of {target.inputs} inputs"
    panels[0].set_title(slices_title(target, slices) if target.inputs == 3 else some)
    legend_beside_title(panels[-1], 4)
    _draw_widest(figure.add_axes((0.8, 0.57, 0.185, 0.3)), target, _widest(fitted))
    _draw_widths_below(figure, target, records, baselines, proofs)


def _first_output(network: Network) -> Callable[[Array], Array]:
    return lambda x: np.asarray(network(x)[:, 0])


def _draw_widest(axes: Axes, target: Target, record: Record) -> None:
    """Draw the predictions of a run against the target on a part of the evaluation sample."""
    grid = target.uniform_evaluation_grid()
    x = grid[some_rows(len(grid))]
    values = target(x)
    colour = style.FIT_COLOURS[-1]
    axes.plot(values, record.network(x)[:, 0], **dots(colour, len(values)))
    finish_predicted(axes, span_of(values, 0.1), ("target", "fit"))
    axes.set_title(f"Width {record.spec.width}")
