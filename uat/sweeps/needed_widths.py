"""How many units an error of one percent takes, of each target, by what the runs show."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from uat.io.wording import counted, listed
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import by_trainer, first_and_near_best
from uat.targets.lookup import by_complexity, target_in_words, target_of
from uat.targets.target import Target
from uat.theory.reference_curves import best_constant_error, main_norm
from uat.trainers.registry import row_of

GOAL = 0.01
"""The error that is to be reached, as a share of the target's range."""


class NeededWidth(NamedTuple):
    """The width at which the median error of a trainer's runs of one target reaches the goal.

    `target` is its text, `complexity` the target's V in ranges. If the goal is not reached, `width`
    is the largest one tried, and `reached` is False.
    """

    target: str
    complexity: float
    width: float
    reached: bool


def guaranteed_width(complexity: float, goal: float = GOAL) -> float:
    """Return how many steep units V / (2 (n + 1)) takes to be `goal`, both in ranges."""
    return max(1.0, complexity / (2.0 * goal) - 1.0)


def complexity_in_ranges(target: Target) -> float:
    """Return V over the range of the target's values; 0 of a constant."""
    span = 2.0 * best_constant_error(target, "max_error")
    return target.complexity / span if span > 0.0 else 0.0


def worth_comparing(records: Sequence[Record]) -> bool:
    """Return whether there are two targets, at least, of which one can say how much they vary."""
    targets = map(target_of, dict.fromkeys(record.spec.target for record in records))
    return sum(complexity_in_ranges(target) > 0.0 for target in targets) > 1


def needed_widths(records: Sequence[Record], goal: float = GOAL) -> dict[str, list[NeededWidth]]:
    """Return trainer -> the width it needs for each target: the first trainer, and near-best.

    The error is the target's main norm: max error, or the rmse of one that jumps. Between two
    widths it is taken to fall like a power of the width. Constants need none and are left out.
    """
    every = by_complexity(record.spec.target for record in records)
    targets = [target for target in every if complexity_in_ranges(target) > 0.0]
    return {
        trainer: [
            _needed(target, own, goal)
            for target in targets
            if (own := [r for r in by_trainer(records, trainer) if r.spec.target == target.text])
        ]
        for trainer in first_and_near_best(records)
    }


def _needed(target: Target, records: Sequence[Record], goal: float) -> NeededWidth:
    wanted = goal * 2.0 * best_constant_error(target, "max_error")
    errors = errors_by_width(records, main_norm(target))
    medians = {width: float(np.median(e)) for width, e in errors.items() if e.size}
    width, reached = _crossing(medians, wanted)
    if not reached:
        width = float(max(errors))
    return NeededWidth(target.text, complexity_in_ranges(target), width, reached)


def _crossing(medians: Mapping[int, float], wanted: float) -> tuple[float, bool]:
    """Return the smallest width at which the error is the wanted one, and whether there is one."""
    before: tuple[int, float] | None = None
    for width, error in sorted(medians.items()):
        if error <= wanted:
            if before is None or error <= 0.0:
                return float(width), True
            steps = math.log(before[1] / wanted) / math.log(before[1] / error)
            return before[0] * (width / before[0]) ** steps, True
        before = width, error
    return math.nan, False


def needed_in_words(needed: Mapping[str, Sequence[NeededWidth]]) -> str:
    """Return what the widths show: how many get there, with how many units, against the bound."""
    return " ".join(_of_trainer(trainer, own) for trainer, own in needed.items() if own)


def _of_trainer(trainer: str, needed: Sequence[NeededWidth]) -> str:
    label, there = row_of(trainer).label, [one for one in needed if one.reached]
    label = label[:1].upper() + label[1:]
    if not there:
        widest = max(one.width for one in needed)
        return f"{label} reaches it on none of {len(needed)} targets, up to width {widest:.0f}."
    few, many = (pick(there, key=lambda one: one.width) for pick in (min, max))
    words = [f"{label} reaches it on {len(there)} of {len(needed)} targets"]
    if round(few.width) < round(many.width):
        words.append(
            f"with {counted(round(few.width), 'unit')} ({target_in_words(few.target)}) to "
            f"{many.width:.0f} ({target_in_words(many.target)})"
        )
    else:
        words.append(f"with {counted(round(few.width), 'unit')}")
    return ", ".join(words) + _against_guarantee(there)


def _against_guarantee(there: Sequence[NeededWidth]) -> str:
    """Return how that compares with what is guaranteed, of targets that have a guarantee."""
    bound = [one for one in there if has_guarantee(one.target)]
    if not bound:
        return "."
    shares = [guaranteed_width(one.complexity) / one.width for one in bound]
    above = [one for one, share in zip(bound, shares, strict=True) if share < 1.0]
    said = f"; the guarantee asks for {np.median(shares):.2g} times as many (median)"
    if not above:
        return said + "."
    names = listed([target_in_words(one.target) for one in above[:3]])
    more = f" and {len(above) - 3} more" if len(above) > 3 else ""
    return f"{said}, but for fewer on {names}{more}."


def has_guarantee(name: str) -> bool:
    """Return whether V / (2 (n + 1)) is proved for that target: one input, continuous."""
    target = target_of(name)
    return target.inputs == 1 and main_norm(target) == "max_error"
