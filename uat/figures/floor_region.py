"""The lower edge of error against width: what no network of a width can do, shaded below.

Only of the max error, and only where something is proved (`uat.theory.floors`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.core.activations import activation_named
from uat.figures import style
from uat.io.wording import rounded_up, short_maths
from uat.targets.target import Target
from uat.theory.floors import Floor, FloorKind, floors, rounded_down
from uat.theory.reference_curves import Norm

FLOOR, HALF_JUMP = "floor (proved)", "half the jump"
"""What the edges are called."""

BELOW_RUNS = 30.0
"""A picture grows by this factor at most below its runs, so that a floor is in it."""

# Factor of error left free above and below.
_MARGIN = 1.6
# The shade reaches out of sight, by this factor.
_DEEP = 1e-12
_SHADE: dict[str, Any] = {"color": style.GREY, "alpha": 0.16, "linewidth": 0.0, "zorder": 0.5}
# An error that is less than so many floors is told as the best one's.
_AS_GOOD = 1.005
# Of what is written into the shade, points: the letters, how wide they are in shares of that, and
# how far from the edges they stand.
_SIZE, _LETTER_WIDE, _INSET = 13.0, 0.6, 6.0
# Behind them: lines of other families cross the shade, and what they mean stands elsewhere.
_PAPER: dict[str, Any] = {"facecolor": "#E7E7E7", "edgecolor": "none", "pad": 1.5}
# Of a search, so many floors at most are looked for; each takes a moment.
_MOST_FLOORS = 8


def known_floors(
    target: Target, activation: str, widths: Iterable[int], norm: Norm = "max_error"
) -> dict[int, Floor]:
    """Return what is known of networks of these widths in that norm: width -> floor, rising."""
    return floors(target, activation, widths) if norm == "max_error" else {}


def draw_floor(axes: Axes, known: Mapping[int, Floor], stair: bool = False) -> None:
    """Draw floors as a line over their widths, or half the jump as one over all; shade below.

    The limits of the axes are to be set by whoever knows what else is drawn.

    Parameters
    ----------
    axes : with a logarithmic axis of errors
    known : width -> floor, rising; none draws nothing
    stair : whether the line is to hold between the widths, too: what a wider network cannot do, a
        narrower one cannot
    """
    if not known:
        return
    widths, errors = list(known), [floor.error for floor in known.values()]
    deep = _DEEP * min(errors)
    if all(floor.kind is FloorKind.HALF_JUMP for floor in known.values()):
        axes.axhspan(deep, errors[0], **_SHADE)
        axes.axhline(errors[0], color=style.GUARANTEE, linestyle="-.", label=HALF_JUMP)
        return
    look: dict[str, Any] = {"color": style.FLOOR, "linewidth": 1.6, "label": FLOOR, "zorder": 2.5}
    if len(known) == 1:
        look |= {"marker": "_", "markersize": 26, "mew": 2.2}
    if stair:
        look["drawstyle"] = "steps-pre"
    axes.fill_between(widths, deep, errors, step="pre" if stair else None, **_SHADE)
    axes.plot(widths, errors, **look)


def draw_region_name(axes: Axes, known: Mapping[int, Floor]) -> None:
    """Write into the shade below a line of floors whose it is, where there is room for it.

    Parameters
    ----------
    axes : with their final limits, scales and place in the figure
    known : width -> floor, rising
    """
    if not known or next(iter(known.values())).kind is FloorKind.HALF_JUMP:
        return
    box, points = axes.get_window_extent(), 72.0 / axes.figure.dpi
    words = f"no {activation_named(next(iter(known.values())).activation).label} network"
    places = np.column_stack([list(known), [floor.error for floor in known.values()]])
    across, up = (axes.transData.transform(places) - [box.x0, box.y0]).T * points
    left = across[0] + _INSET
    right = left + _LETTER_WIDE * _SIZE * len(words)
    top = np.interp(right, across, up) if right < across[-1] else 0.0
    if top > _SIZE + 2.0 * _INSET:
        axes.annotate(
            words, (left, _INSET), xycoords="axes points", fontsize=_SIZE, color=style.BLACK,
            ha="left", va="bottom", zorder=2.6, bbox=_PAPER,
        )  # fmt: skip


def draw_floor_of_search(
    axes: Axes, target: Target, activation: str, widths: Sequence[int]
) -> Mapping[int, Floor]:
    """Draw the floor of a search that tried these widths, with room for it; return what is known.

    Those of narrower networks show where it had to begin. They are looked for at a few widths only.
    """
    known = known_floors(target, activation, _some(range(1, max(widths) + 1)))
    low, high = axes.get_ylim()
    draw_floor(axes, known, stair=True)
    errors = [floor.error for floor in known.values()]
    lowest = max(min(errors, default=low), low / BELOW_RUNS)
    axes.set_ylim(min(low, lowest / _MARGIN), max([high, *(_MARGIN * e for e in errors)]))
    return known


def _some(widths: Sequence[int]) -> list[int]:
    """Return a few of the widths, both ends among them, at about equal ratios."""
    rising = sorted(set(widths))
    if len(rising) <= _MOST_FLOORS:
        return rising
    ratio = (rising[-1] / rising[0]) ** (1.0 / (_MOST_FLOORS - 1))
    wanted = [rising[0] * ratio**k for k in range(_MOST_FLOORS)]
    return sorted({min(rising, key=lambda width: abs(width - near)) for near in wanted})


def floor_to_error(floor: Floor | None, error: float) -> str:
    """Return what is known of the best network's error, given the closest one's, rounded up."""
    if floor is None or floor.kind is FloorKind.HALF_JUMP:
        return f"at most {short_maths(rounded_up(error))}"
    if error < _AS_GOOD * floor.error:
        return f"{short_maths(error, 3)}, proved"
    above = rounded_up(error)
    unit = 10.0 ** math.floor(math.log10(above))
    plain = short_maths(above)
    if "$" not in plain:
        return f"{rounded_down(floor.error, 2)} to {plain}"
    # The power of ten is written once: there is little room.
    low = f"{float(rounded_down(floor.error, 2)) / unit:.2g}"
    return rf"{low} to {above / unit:.1f}$ \times 10^{{{round(math.log10(unit))}}}$"
