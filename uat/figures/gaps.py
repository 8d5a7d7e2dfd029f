"""The two gaps that error against width is about, named in the picture.

Between what training finds and near-best lies the **optimisation error**, named with its factor.
The **approximation error**, that of the best network there is, lies between near-best and the
floor, where one is proved; nobody knows where, and no arrow says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from uat.figures import style
from uat.figures.floor_region import floor_to_error
from uat.fits.sampling import attainable_floor
from uat.io.wording import short_maths
from uat.sweeps.proofs import NO_PROOFS, Proof, Proofs
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import by_role, by_trainer, median_record, of_width, trainers_of
from uat.targets.target import Target
from uat.theory.floors import Floor
from uat.theory.reference_curves import Norm
from uat.trainers.row import Role

# The gap between two lines is named if it is so many inches tall and such a factor wide; the name
# has two lines, so tall, and reaches over so many octaves of width.
_GAP_INCHES, _GAP_FACTOR = 0.62, 3.0
_NAME_INCHES, _NAME_WIDE = 0.5, 2.15
# Where it would take more than this share of the axes, the factor stands alone, so wide.
_NAME_SHARE, _FACTOR_WIDE = 0.57, 1.0
# The floor is drawn if the picture need not grow by more than this factor for it, and the arrow to
# it is so many inches long.
_FLOOR_NEAR, _ARROW_INCHES = 1e4, 0.35
_MARGIN = 1.6  # factor of error left free below
GROUND: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}
"""Behind what is written upon lines."""
_TIMES = "\N{MULTIPLICATION SIGN}"


def name_gaps(
    axes: Axes,
    target: Target,
    records: Sequence[Record],
    known: Mapping[int, Floor],
    norm: Norm,
    proofs: Proofs = NO_PROOFS,
) -> None:
    """Name the two gaps at the largest width that both training and near-best have, if they fit."""
    near, trained = (_medians(records, role, norm) for role in (Role.NEAR_BEST, Role.TRAINED))
    shared = sorted(set(near) & set(trained))
    if not shared:
        return
    width = shared[-1]
    low, high = near[width], trained[width]
    factor = high / low
    if factor < _GAP_FACTOR or _inches(axes, low, high) < _GAP_INCHES:
        return
    narrow = axes.get_window_extent().width / axes.figure.dpi < _NAME_WIDE / _NAME_SHARE
    make_room(axes, width, _FACTOR_WIDE if narrow else _NAME_WIDE)
    # Below everything that training found as far right as the name reaches.
    reach = width * 2.0 ** (_NAME_WIDE * _octaves_an_inch(axes))
    runs = by_role(records, Role.TRAINED)
    free = min(e for r in runs if width <= r.spec.width <= reach and (e := r.error(norm)))
    _draw_arrow(axes, width, (high, low))
    if narrow or _inches(axes, low, max(free, low)) < _NAME_INCHES:
        _name(axes, width, math.sqrt(low * high), factor_in_maths(factor))
        return
    name = f"optimisation error:\n{factor_in_maths(factor)}"
    _name(axes, width, math.sqrt(low * free), name)
    best = _best_of(records, width, norm)
    proof = proofs.get(best.spec) if norm == "max_error" else None
    _draw_approximation(axes, target, known.get(width), best, norm, proof)


def _inches(axes: Axes, low: float, high: float) -> float:
    """Return how far two errors are apart, once the axes have grown by a gap at the bottom."""
    bottom, top = axes.get_ylim()
    return (_height(axes) - _GAP_INCHES) * math.log(high / low) / math.log(top / bottom)


def _best_of(records: Sequence[Record], width: int, norm: Norm) -> Record:
    """Return the median near-best run of a width."""
    return median_record(of_width(by_role(records, Role.NEAR_BEST), width), norm)


def _draw_approximation(
    axes: Axes,
    target: Target,
    proved: Floor | None,
    record: Record,
    norm: Norm,
    proof: Proof | None,
) -> None:
    """Say what is known of the best network's error: near-best's at most, and no less than a floor.

    Near-best's is what is proved of it, where that is known, for a grid may miss the largest error.
    The floor of the max error is what is proved of that width, or what rounding alone may cause; an
    arrow leads to it if it is near enough to be in the picture.
    """
    width, low = record.spec.width, record.error(norm) or 0.0
    bottom, top = axes.get_ylim()
    room = low / (top / bottom) ** (_GAP_INCHES / (_height(axes) - _GAP_INCHES))
    floor = max(0.0 if proved is None else proved.error, attainable_floor(record.network, target))
    known = norm == "max_error" and low / _FLOOR_NEAR < floor < low / _GAP_FACTOR
    known = known and _inches(axes, floor, low) > _ARROW_INCHES
    if known:
        _draw_arrow(axes, width, (low, floor))
        axes.plot([width], [floor], marker="_", color=style.BLACK, markersize=22, mew=1.8)
    axes.set_ylim(bottom=min(bottom, room, floor / _MARGIN if known else room))
    words = f"approximation error:\n{floor_to_error(proved, low if proof is None else proof.high)}"
    _name(axes, width, math.sqrt(low * room), words)


def factor_in_maths(factor: float) -> str:
    """Return a factor of at least 1 in two digits: x 14, x 1.3 10^9 in LaTeX."""
    if factor < 1e4:
        return f"{_TIMES} {float(f'{factor:.2g}'):g}"
    return f"{_TIMES} {short_maths(factor)}"


def _medians(records: Sequence[Record], role: Role, norm: Norm) -> dict[int, float]:
    """Return width -> the lowest median error of the trainers of a role."""
    chosen = by_role(records, role)
    medians: dict[int, float] = {}
    for name in trainers_of(chosen):
        for width, found in errors_by_width(by_trainer(chosen, name), norm).items():
            if found.size and np.median(found) > 0.0:
                medians[width] = min(float(np.median(found)), medians.get(width, math.inf))
    return medians


def _height(axes: Axes) -> float:
    """Return the height of the axes, inches."""
    return float(axes.get_window_extent().height / axes.figure.dpi)


def _octaves_an_inch(axes: Axes) -> float:
    left, right = axes.get_xlim()
    return float(math.log2(right / left) * axes.figure.dpi / axes.get_window_extent().width)


def make_room(axes: Axes, width: float, wanted: float) -> None:
    """Widen the axes to the right until there are so many inches beside the width."""
    left, right = axes.get_xlim()
    inches = axes.get_window_extent().width / axes.figure.dpi
    share = 1.0 - wanted / inches
    needed = left * (width / left) ** (1.0 / share)
    axes.set_xlim(right=max(right, needed))


def _draw_arrow(axes: Axes, width: float, ends: tuple[float, float]) -> None:
    """Draw a double arrow at the width from one error to another."""
    look: dict[str, Any] = {"shrinkA": 5.0, "shrinkB": 5.0, "arrowstyle": "<->"}
    look |= {"color": style.BLACK, "linewidth": 1.8, "mutation_scale": 16}
    axes.annotate("", (width, ends[1]), (width, ends[0]), arrowprops=look, zorder=4)


def _name(axes: Axes, width: float, middle: float, name: str) -> None:
    """Write the name of a gap on the right of the width."""
    axes.annotate(
        name, (width, middle), (8, 0), textcoords="offset points", va="center", ha="left",
        fontsize=14, linespacing=1.0, zorder=5,
        bbox=GROUND,
    )  # fmt: skip
