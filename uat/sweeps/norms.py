"""What a bound of the norm costs: near-best runs of several bounds, and what they show."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from uat.core.activations import activation_named
from uat.io.wording import listed, short
from uat.sweeps.findings import ALIKE
from uat.sweeps.plan import plan
from uat.sweeps.record import Record
from uat.sweeps.selection import by_role
from uat.sweeps.spec import RunSpec
from uat.targets.lookup import target_of
from uat.trainers import make_trainer
from uat.trainers.registry import settings_of, with_settings
from uat.trainers.row import Role

BOUNDS, WIDEST = (3.0, 30.0, 300.0), 16
"""Bounds of |c|, in half ranges of the target, and the widest networks that are compared."""
_BOUND = "max_norm"


def bounded_by_design(records: Sequence[Record]) -> list[Record]:
    """Return the near-best records whose trainer can bound the norm, where that says something.

    Of homogeneous units, whose slope can move between the layers, it is a convention.
    """
    return [
        record
        for record in by_role(records, Role.NEAR_BEST)
        if _BOUND in settings_of(record.spec.trainer)
        and activation_named(record.spec.activation).trainable
        and activation_named(record.spec.activation).homogeneity is None
    ]


def norm_runs(records: Sequence[Record], target: str) -> list[RunSpec]:
    """Return the runs of that target with every bound and, last, without one.

    Parameters
    ----------
    records : of which the trainer's settings, the seed and the widest width are taken
    """
    own = [r.spec for r in bounded_by_design(records) if r.spec.target == target]
    widest = min(WIDEST, max(spec.width for spec in own))
    first, half = own[0], target_of(target).trivial_error
    free = make_trainer(first.trainer, **{**json.loads(first.settings), _BOUND: math.inf})
    trainers = [*(with_settings(free, max_norm=bound * half) for bound in BOUNDS), free]
    return plan(
        [target], range(1, widest + 1), [first.seed], trainers,
        activation=first.activation, points=first.points,
    )  # fmt: skip


def by_bound(records: Sequence[Record]) -> Mapping[float | None, list[Record]]:
    """Return the near-best records by their bound, target units, the least first, None last."""
    bounds = {_bound(record) for record in records}
    ordered = sorted(bounds, key=lambda bound: math.inf if bound is None else bound)
    return {
        bound: sorted(
            (record for record in records if _bound(record) == bound),
            key=lambda record: record.spec.width,
        )
        for bound in ordered
    }


def norms_compared(records: Sequence[Record]) -> str:
    """Return what each bound costs at the widest width, and which errors stay where they are.

    Parameters
    ----------
    records : those of `norm_runs`, of one target
    """
    lines = by_bound(records)
    widest = max(record.spec.width for record in records)
    ends = [f"{_told(line[-1])} {_within(bound, line[-1])}" for bound, line in lines.items()]
    still = [
        short(bound)
        for bound, line in lines.items()
        if bound is not None and len(line) > 1 and _no_better(line)
    ]
    said = f"At width {widest} the max error is {listed(ends)}."
    if not still:
        return said
    return (
        f"{said} From half of that width on, more units no longer help where |c| is at most "
        f"{listed(still)}."
    )


def _bound(record: Record) -> float | None:
    bound: float | None = json.loads(record.spec.settings).get(_BOUND)
    return bound


def _told(record: Record) -> str:
    return short(record.max_error)


def _within(bound: float | None, record: Record) -> str:
    if bound is None:
        return f"without a bound, by a |c| of {short(record.network.coefficient_norm)}"
    return f"with |c| at most {short(bound)}"


def _no_better(line: Sequence[Record]) -> bool:
    """Return whether the error at the widest width is about that at half of it."""
    last = line[-1]
    half = max((r for r in line if 2 * r.spec.width <= last.spec.width), key=lambda r: r.spec.width)
    errors = half.max_error, last.max_error
    return None not in errors and half.max_error <= ALIKE * last.max_error  # type: ignore[operator]
