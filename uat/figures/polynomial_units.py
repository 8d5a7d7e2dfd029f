"""What polynomial units cannot do at any width, beside units that are no polynomials."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D

from uat.core.activations import activation_named
from uat.core.activations.formula import LETTER
from uat.core.activations.naming import is_formula
from uat.expressions import parse
from uat.figures import style
from uat.figures.end_labels import label_line_ends
from uat.figures.floor_region import BELOW_RUNS
from uat.figures.panels import label_counts, label_powers, label_small_panels
from uat.figures.target_names import name_on_figure
from uat.io.wording import short
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import median_record, of_activation, of_width
from uat.targets.target import Target
from uat.theory.floors import error_of_polynomials
from uat.theory.polynomials import best_polynomial

_LOOKS = (
    (style.BLUE, "o"),
    (style.PURPLE, "s"),
    (style.VERMILION, "D"),
)
_NAME_SHARE = 0.13
_POWERS = {1: "line", 2: "quadratic", 3: "cubic"}


def polynomial_units_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return the widest fit of every activation, and error against width above what is proved.

    Parameters
    ----------
    target : of one input
    records : its runs by one trainer, of up to three activations, of the same widths each
    """
    names = list(dict.fromkeys(record.spec.activation for record in records))
    widths = sorted({record.spec.width for record in records})
    with style.figure_style():
        figure = style.NotebookFigure(figsize=style.PAGE, layout="constrained")
        figure.suptitle(
            f"{name_on_figure(target)}: units that are polynomials, and units that are not"
        )
        left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=(2, 3))[0]
        _draw_fits(left, target, of_width(records, widths[-1]), names)
        axes = right.subplots()
        labels = []
        for name, look in zip(names, _LOOKS, strict=False):
            line = _draw_errors(axes, of_activation(records, name), *look)
            labels.append((line, _formula(name)))
            _draw_floor(axes, target, name, look[0], widths)
        _dress(axes, widths)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        box = axes.get_position()
        axes.set_position((box.x0, box.y0, box.width * (1.0 - _NAME_SHARE), box.height))
        label_line_ends(axes, labels)
    return figure


def _formula(name: str) -> str:
    """Return an activation as LaTeX, a formula in the letter in which it is typed."""
    latex = parse(name, 1, (LETTER,)).latex if is_formula(name) else activation_named(name).formula
    return f"${latex}$"


def _best(degree: int) -> str:
    return f"best {_POWERS.get(degree, f'polynomial of degree {degree}')}"


def _draw_fits(
    figure: SubFigure, target: Target, records: Sequence[Record], names: Sequence[str]
) -> None:
    """Draw the target, the fit of each activation and the best polynomial, if it is one."""
    panels = figure.subplots(len(names), 1, sharex=True, sharey=True, squeeze=False).ravel()
    x = target.uniform_evaluation_grid()[:, 0]
    for axes, name, (colour, _) in zip(panels, names, _LOOKS, strict=False):
        record = median_record(of_activation(records, name))
        axes.plot(x, target(x), color=style.TARGET, linewidth=4.0, alpha=0.3)
        axes.plot(x, record.network(x)[:, 0], color=colour, linewidth=1.8)
        degree = activation_named(name).degree
        best = None if degree is None else best_polynomial(target, degree)
        if best is not None:
            axes.plot(x, best(x), color=style.BLACK, linestyle=":", linewidth=1.8)
        error = "diverged" if record.max_error is None else short(record.max_error)
        axes.set_title(
            f"{record.spec.width} units {_formula(name)}: max error {error}", fontsize=14, pad=5
        )
    label_small_panels(list(panels), 1)


def _draw_errors(axes: Axes, records: Sequence[Record], colour: str, marker: str) -> Line2D:
    """Draw the median max error against the width; return the line."""
    medians = {w: np.median(e) for w, e in errors_by_width(records).items() if e.size}
    (line,) = axes.plot(
        list(medians), list(medians.values()), color=colour, marker=marker, markersize=8,
        gid=records[0].spec.activation,
    )  # fmt: skip
    return line


def _draw_floor(axes: Axes, target: Target, name: str, colour: str, widths: Sequence[int]) -> None:
    """Draw what no network of these units gets below, and say what that is."""
    degree, error = activation_named(name).degree, error_of_polynomials(target, name)
    if degree is None or error == 0.0:
        return
    axes.axhline(error, color=colour, linestyle=":", linewidth=1.8, gid=f"floor of {name}")
    axes.annotate(
        f"{_best(degree)}: {error:.3g}", (widths[-1], error), (0.0, -9.0),
        textcoords="offset points", fontsize=15, color=colour, ha="right", va="top",
    )  # fmt: skip


def _dress(axes: Axes, widths: Sequence[int]) -> None:
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    label_counts(axes, widths)
    low, high = axes.get_ylim()
    axes.set_ylim(max(low, high / BELOW_RUNS**4), high)
    axes.set_xlim(widths[0] / 1.2, widths[-1] * 1.2)
    label_powers(axes)
    axes.set(xlabel="width n (hidden units)", title="max error")
