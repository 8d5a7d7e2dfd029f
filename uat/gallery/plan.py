"""Which runs a gallery shows: all that were asked for, and as much near-best as minutes allow."""

from __future__ import annotations

from collections.abc import Sequence

from uat.fits.function import GrowingTrainer
from uat.sweeps.run import trainer_of
from uat.sweeps.spec import RunSpec

NEAR_BEST_WIDTH = 16
"""The widest near-best network; the search runs through all narrower widths, unit by unit."""


def affordable(specs: Sequence[RunSpec], near_best_width: int = NEAR_BEST_WIDTH) -> list[RunSpec]:
    """Return the specs without the wider and the repeated runs of growing trainers.

    One seed of such a trainer holds many starts of its own. Its narrowest width always stays.
    """
    growing = {s for s in specs if isinstance(trainer_of(s), GrowingTrainer)}
    if not growing:
        return list(specs)
    widest = max(near_best_width, min(spec.width for spec in growing))
    seed = min(spec.seed for spec in growing)
    return [s for s in specs if s not in growing or (s.width <= widest and s.seed == seed)]
