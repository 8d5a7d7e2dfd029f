"""What the units of fitted networks add, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from uat.core.activations import activation_named
from uat.figures import style
from uat.figures.function_panels import draw_target_band
from uat.figures.panels import read_plainly
from uat.figures.target_names import name_on_figure
from uat.figures.unit_panels import draw_unit_map, draw_units_and_sum
from uat.io.wording import short_typed
from uat.sweeps.record import Record
from uat.sweeps.selection import runs_of_units
from uat.targets.target import Target
from uat.trainers.registry import row_of

_CURVE_POINTS = 2001


def units_figure(target: Target, records: Sequence[Record]) -> Figure:
    """Return what every unit adds, and where it is centred: near-best's and the first trainer's.

    Above, each c_j phi(w_j x + b_j) less its mean, those that cancel as one, and the sum of all
    over the target; below, each unit where it is centred, as high as it moves.

    Parameters
    ----------
    target : of one input
    records : its runs, at least one. Shown is the largest width up to 8 that both have, or the
        smallest one, and the run of median max_error
    """
    shown = runs_of_units(records)
    width = shown[0].spec.width
    with style.figure_style():
        figure = style.NotebookFigure()
        figure.subplots_adjust(
            left=0.095, right=0.98, bottom=0.185, top=0.8, wspace=0.24, hspace=0.12
        )
        figure.suptitle(f"{name_on_figure(target)}: what each of {width} hidden units adds")
        above, below = figure.subplots(
            2, len(shown), sharex="col", squeeze=False, height_ratios=(1.5, 1.0)
        )
        for units, places, record in zip(above, below, shown, strict=True):
            _draw_network(units, places, target, record)
        handles = _legend_of(*above.flat, *below.flat)
        figure.legend(
            handles.values(), handles, loc="lower right", bbox_to_anchor=(0.99, 0.0), ncols=5,
            columnspacing=1.3, borderaxespad=0.3, handlelength=1.8,
        )  # fmt: skip
    return figure


def _legend_of(*panels: Axes) -> dict[str, Artist]:
    """Return what the panels name, each name once."""
    named: dict[str, Artist] = {}
    for axes in panels:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            named.setdefault(label, handle)
    return named


def _draw_network(units: Axes, places: Axes, target: Target, record: Record) -> None:
    """Draw a network's units over the target, and where each is, under how good it is."""
    network = record.network
    x = target.domain.uniform_grid(_CURVE_POINTS)
    draw_target_band(units, x, target(x))
    cancelling = draw_units_and_sum(units, network, target.domain, x)
    error = "diverged" if record.max_error is None else f"max error {short_typed(record.max_error)}"
    some = f",  {cancelling} cancel" if cancelling else ""
    units.set_title(
        f"{row_of(record.spec.trainer).label}\n{error},  "
        rf"$\|c\|_1$ = {short_typed(network.coefficient_norm)}{some}"
    )
    units.set_ylabel("less its mean" + read_plainly(units.yaxis, 5))
    draw_unit_map(places, network, target.domain, x, activation_named(record.spec.activation).reach)
    places.set(xlabel="x" + read_plainly(places.xaxis, 4), ylabel="moves by")
