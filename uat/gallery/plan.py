"""Which runs a gallery shows: all that were asked for, and as much near-best as minutes allow."""

from __future__ import annotations

from collections.abc import Sequence

from uat.sweeps.spec import RunSpec
from uat.trainers.registry import row_of
from uat.trainers.row import Role

NEAR_BEST_WIDTH = 32
"""The widest near-best network; the search runs through all narrower widths, unit by unit."""


def affordable(specs: Sequence[RunSpec], near_best_width: int = NEAR_BEST_WIDTH) -> list[RunSpec]:
    """Return the specs without the wider and the repeated near-best runs.

    One seed of near-best holds many starts of its own. The narrowest width always stays.
    """
    near = {s for s in specs if row_of(s.trainer).role is Role.NEAR_BEST}
    if not near:
        return list(specs)
    widest = max(near_best_width, min(spec.width for spec in near))
    seed = min(spec.seed for spec in near)
    return [s for s in specs if s not in near or (s.width <= widest and s.seed == seed)]
