"""What a sweep shows of training, in sentences that are true of its numbers, whatever these are.

No sentence here knows what training does. Each is chosen by comparing the errors of the runs at
hand, so that gallery, deck and README say of an error that falls with the width that it falls, and
of one that rises that it rises. Errors within a fifth of each other are called alike.

All sentences are about medians over the seeds that ended with a number; what diverged is counted.
Of a target that jumps they are about the rmse (`uat.theory.reference_curves.main_norm`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from uat.io.wording import counted, in_words, listed, short, times
from uat.sweeps.record import Record
from uat.sweeps.selection import (
    by_role,
    by_trainer,
    label_of,
    label_with_rule,
    median_record,
    of_activation,
    of_width,
    trainers_of,
)
from uat.targets.lookup import target_in_words, target_of
from uat.theory.reference_curves import NORMS, Norm, main_norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

ALIKE = 1.2
"""Errors within this factor of each other are the same in words."""
NEAR_LEAST = 1.5
"""An error within this factor of the least of all widths is near it."""
_NAMED = 2  # targets that are named rather than counted, at most


class Outcome(NamedTuple):
    """What the sentences need of a run.

    Parameters
    ----------
    target, trainer : by name
    label : how the trainer is read, with its rule
    width : hidden units
    norm : of the error
    error : target units; None if the run diverged
    """

    target: str
    trainer: str
    label: str
    width: int
    norm: Norm
    error: float | None


def outcomes(records: Iterable[Record], norm: Norm | None = None) -> list[Outcome]:
    """Return what the sentences need of each record, in a norm or in the target's main one."""
    return [_outcome(record, norm) for record in records]


def _outcome(record: Record, norm: Norm | None) -> Outcome:
    spec, label = record.spec, label_of(record)
    norm = norm or main_norm(target_of(spec.target))
    return Outcome(spec.target, spec.trainer, label, spec.width, norm, record.error(norm))


def outcomes_in(table: str) -> list[Outcome]:
    """Return the same of the runs in a text that `uat.sweeps.tables.runs_json` wrote."""
    found = []
    for row in json.loads(table):
        norm = main_norm(target_of(row["target"]))
        label = label_with_rule(row["trainer"], row["momentum"])
        found.append(Outcome(row["target"], row["trainer"], label, row["width"], norm, row[norm]))
    return found


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """The median error of one trainer on one target at each width: a line of the figure.

    Parameters
    ----------
    target, trainer : by name
    label : how the trainer is read
    norm : of the errors
    errors : (width, median) of the runs that ended with a number, widths rising
    diverged, runs : how many runs did not end with one, and how many there were
    """

    target: str
    trainer: str
    label: str
    norm: Norm
    errors: tuple[tuple[int, float], ...]
    diverged: int
    runs: int

    @property
    def medians(self) -> dict[int, float]:
        """Width -> median error, widths rising."""
        return dict(self.errors)

    @property
    def widest(self) -> int:
        """The largest width that has an error."""
        return self.errors[-1][0]

    @property
    def least(self) -> tuple[int, float]:
        """The width of the least error, the smallest of several, and that error."""
        return min(self.errors, key=lambda point: point[1])

    @property
    def greatest(self) -> tuple[int, float]:
        """The width of the greatest error, the smallest of several, and that error."""
        return max(self.errors, key=lambda point: point[1])


def error_lines(runs: Iterable[Outcome]) -> list[ErrorLine]:
    """Return the lines of all targets and trainers among some runs, in their first order."""
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for run in runs:
        groups.setdefault((run.target, run.trainer), []).append(run)
    return [_line(own) for own in groups.values()]


def _line(runs: Sequence[Outcome]) -> ErrorLine:
    errors: dict[int, list[float]] = {}
    for run in runs:
        if run.error is not None:
            errors.setdefault(run.width, []).append(run.error)
    medians = tuple((width, float(np.median(errors[width]))) for width in sorted(errors))
    diverged, one = sum(run.error is None for run in runs), runs[0]
    return ErrorLine(one.target, one.trainer, one.label, one.norm, medians, diverged, len(runs))


def of_role(lines: Iterable[ErrorLine], role: Role) -> list[ErrorLine]:
    """Return the lines of the trainers of a role."""
    return [line for line in lines if row_of(line.trainer).role is role]


def trained_first(lines: Sequence[ErrorLine]) -> list[ErrorLine]:
    """Return the lines of the first trainer that trains, one a target; none if none does."""
    trained = of_role(lines, Role.TRAINED)
    return [line for line in trained if line.trainer == trained[0].trainer]


def course_of_error(line: ErrorLine, called: str = "") -> str:
    """Return a sentence on how a line runs from its smallest width to its largest.

    Falling, rising, flat, or turning in between; a single width; or nothing but divergence. The
    target is read as it is `called`, or by its name.
    """
    on = f"On {called or target_in_words(line.target)}"
    if not line.errors:
        return (
            f"{on} {counted(line.runs, 'run')} of {line.label} ended without "
            "a number: all diverged."
            if line.runs
            else ""
        )
    diverged = f"; {line.diverged} of {counted(line.runs, 'run')} diverged" if line.diverged else ""
    return f"{on} the {NORMS[line.norm]} of {line.label} {_path(line)}{diverged}."


def _path(line: ErrorLine) -> str:
    """Return the predicate of `course_of_error`."""
    (first, start), (last, end) = line.errors[0], line.errors[-1]
    (turn, least), (peak, greatest) = line.least, line.greatest
    if first == last:
        return f"is {short(start)} at width {first}"
    if greatest <= ALIKE * least:
        if least == greatest:
            return f"is {short(start)} at every width from {first} to {last}"
        if short(least) == short(greatest):
            return f"stays at about {short(least)} from width {first} to {last}"
        return f"stays between {short(least)} and {short(greatest)} from width {first} to {last}"
    over = "" if greatest <= ALIKE * max(start, end) else f", by way of {short(greatest)} at {peak}"
    begin, finish = f"{short(start)} at width {first}", f"{short(end)} at width {last}"
    if end <= ALIKE * least and start > ALIKE * least:
        least_there = turn == last or short(end) == short(least)
        rest = ", its least" if least_there else f" (least: {short(least)} at {turn})"
        return f"falls from {begin} to {finish}{rest}{over}"
    if start <= ALIKE * least:
        if end <= ALIKE * start:
            return f"begins with {begin} and ends with {finish}{over}"
        return f"rises from {begin} to {finish}{over}"
    return f"falls from {begin} to {short(least)} at width {turn} and is {finish}{over}"


def least_at_widest(lines: Sequence[ErrorLine]) -> str:
    """Return a sentence on how many targets a trainer's error is least on at its largest width.

    Empty where there is nothing to compare: no target has two widths with an error.

    Parameters
    ----------
    lines : of one trainer, one a target
    """
    lines = [line for line in lines if len(line.errors) > 1]
    if not lines:
        return ""
    at_end = [line for line in lines if line.medians[line.widest] <= line.least[1]]
    near = [line for line in lines if line.medians[line.widest] <= NEAR_LEAST * line.least[1]]
    widths = sorted({line.widest for line in lines})
    where = f"the largest width, {widths[0]}" if len(widths) == 1 else "the largest width"
    label = lines[0].label
    if len(lines) == 1:
        said = "least" if at_end else "not least"
        return f"On {target_in_words(lines[0].target)} the error of {label} is {said} at {where}."
    more = len(near) - len(at_end)
    beside = f"; on {more} more it is within {NEAR_LEAST:g} times the least there" if more else ""
    return (
        f"On {_share(len(at_end), len(lines))} targets the error of {label} is least at "
        f"{where}{beside}."
    )


def _share(count: int, total: int) -> str:
    """Return so many of so many: "all 3", "none of 3", "2 of 3"."""
    if count == total > 1:
        return f"all {total}" if total > 2 else "both"
    return f"{count} of {total}" if count else f"none of {total}"


def fall_over_widths(lines: Sequence[ErrorLine]) -> str:
    """Return a sentence on how many targets have less error at the largest width, and how much.

    The factor is the median over these targets: a mean would be that of one which a single unit
    solves exactly. Empty where the targets share no smallest and largest width.

    Parameters
    ----------
    lines : of one trainer, one a target
    """
    ends = {(line.errors[0][0], line.widest) for line in lines if line.errors}
    if len(ends) != 1:
        return ""
    ((first, last),) = ends
    if first == last:
        return ""
    pairs = {
        line.target: (line.medians[first], line.medians[last]) for line in lines if line.errors
    }
    falls = {n: _ratio(start, end) for n, (start, end) in pairs.items() if start > ALIKE * end}
    rises = {n: _ratio(end, start) for n, (start, end) in pairs.items() if end > ALIKE * start}
    said = [
        f"{verb} on {_which(factors, len(pairs))}{_in_the_median(list(factors.values()))}"
        for verb, factors in (("falls", falls), ("rises", rises))
        if factors
    ]
    if not said:
        said = [f"stays about the same on {_share(len(pairs), len(pairs))} targets"]
    return f"From width {first} to {last} the error of {lines[0].label} {' and '.join(said)}."


def _ratio(greater: float, smaller: float) -> float:
    return greater / smaller if smaller > 0.0 else math.inf


def _which(names: Iterable[str], total: int) -> str:
    """Return the targets of these names: named if there are few of many, else counted."""
    own = [target_in_words(name) for name in names]
    few = len(own) <= _NAMED and len(own) < total / 2
    return listed(own) if few else f"{_share(len(own), total)} targets"


def _in_the_median(factors: Sequence[float]) -> str:
    """Return the median of some factors, where it is a number."""
    factor = float(np.median(factors))
    if not math.isfinite(factor):
        return ""
    return f", {times(factor)} in the median" if len(factors) > 1 else f", {times(factor)}"


class Gap(NamedTuple):
    """How far a trained network is from near-best: the factor between their errors at a width."""

    target: str
    width: int
    factor: float


def gaps(trained: Sequence[ErrorLine], near: Sequence[ErrorLine]) -> list[Gap]:
    """Return the gap of each target at the largest width that both have, where it is a number."""
    best = {line.target: line.medians for line in near}
    found = []
    for line in trained:
        shared = set(line.medians) & set(best.get(line.target, {}))
        if shared:
            width = max(shared)
            if best[line.target][width] > 0.0:
                factor = line.medians[width] / best[line.target][width]
                found.append(Gap(line.target, width, factor))
    return found


def gap_to_near_best(trained: Sequence[ErrorLine], near: Sequence[ErrorLine]) -> str:
    """Return a sentence on the optimisation error: how many times near-best's the error is.

    Empty where no target has both.

    Parameters
    ----------
    trained, near : lines of one trainer each, one a target
    """
    found = gaps(trained, near)
    if not found:
        return ""
    label = trained[0].label
    factors = sorted(gap.factor for gap in found)
    widths = sorted({gap.width for gap in found})
    where = f"At width {widths[0]}" if len(widths) == 1 else "At the largest width that both have"
    if len(found) == 1:
        name = target_in_words(found[0].target)
        return f"{where} the error of {label} on {name} is {_as_factor(factors[0])} near-best's."
    if factors[-1] <= ALIKE:
        share = _share(len(found), len(found))
        return f"{where} {label} is as close as near-best on {share} targets."
    middle = float(np.median(factors))
    return (
        f"{where} the error of {label} is {_as_factor(middle)} near-best's (median of {len(found)} "
        f"targets; from {_bare(factors[0])} to {_bare(factors[-1])} times)."
    )


def _as_factor(factor: float) -> str:
    return times(factor) if factor >= ALIKE else f"{factor:.1f} times"


def _bare(factor: float) -> str:
    """Return a factor without the words around it."""
    return _as_factor(factor).removeprefix("about ").removesuffix(" times")


def against_built(trained: Sequence[ErrorLine], built: Sequence[ErrorLine]) -> str:
    """Return a sentence on where training ends below the network that nobody trained.

    Empty where no target has both.

    Parameters
    ----------
    trained, built : lines of one trainer each, one a target
    """
    steps = {line.target: line.medians for line in built}
    ends = []
    for line in trained:
        shared = set(line.medians) & set(steps.get(line.target, {}))
        if shared:
            width = max(shared)
            ends.append((width, line.medians[width] < steps[line.target][width]))
    if not ends:
        return ""
    widths = sorted({width for width, _ in ends})
    where = f"At width {widths[0]}" if len(widths) == 1 else "At the largest width that both have"
    below = sum(ahead for _, ahead in ends)
    label, step = trained[0].label, f"{in_words(built[0].trainer)}, which nobody trained"
    if len(ends) == 1:
        side = "below" if below else "not below"
        return f"{where} the error of {label} is {side} that of the {step}."
    share = _share(below, len(ends))
    return f"{where} the error of {label} is below that of the {step}, on {share} targets."


def existence_and_finding(lines: Sequence[ErrorLine], target: str) -> str:
    """Return a sentence that holds what training found on a target against near-best.

    Empty where there is nothing to hold it against.

    Parameters
    ----------
    lines : of any trainers
    target : by name
    """
    own = [line for line in lines if line.target == target and line.errors]
    near, trained = of_role(own, Role.NEAR_BEST), of_role(own, Role.TRAINED)
    if not near:
        return ""
    width = near[0].widest
    shared = [line for line in trained if width in line.medians]
    if not shared:
        return ""
    best = near[0].medians[width]
    others = listed([f"{short(line.medians[width])} by {line.label}" for line in shared])
    closest = min(line.medians[width] for line in shared)
    name = target_in_words(target)
    if closest <= ALIKE * best:
        return f"On {name} at width {width} training comes as close as near-best: {others}."
    return (
        f"On {name} at width {width} there is a network with an error of {short(best)}; training "
        f"finds {others}."
    )


def size_of_coefficients(records: Sequence[Record]) -> str:
    """Return a sentence on |c|, the 1-norm of the coefficients, of training and of near-best.

    Of the median runs at the largest width that both have; empty if they share none.

    Parameters
    ----------
    records : of one target, of any trainers
    """
    trained, near = (by_role(records, role) for role in (Role.TRAINED, Role.NEAR_BEST))
    first = by_trainer(trained, trained[0].spec.trainer) if trained else []
    shared = {r.spec.width for r in first} & {r.spec.width for r in near}
    if not shared:
        return ""
    width = max(shared)
    sizes = {
        label_of(own[0]): median_record(of_width(own, width)).network.coefficient_norm
        for own in (near, first)
    }
    told = [f"{short(size)} of {label}" for label, size in sizes.items()]
    name = target_in_words(first[0].spec.target)
    return f"On {name} at width {width}, |c| is {listed(told)}."


def finding(lines: Sequence[ErrorLine]) -> str:
    """Return what a sweep shows of its first trainer that trains, in a few sentences.

    Empty if nothing was trained. The rule of descent is named once.
    """
    trained = trained_first(lines)
    if not trained:
        return ""
    near, built = of_role(lines, Role.NEAR_BEST), of_role(lines, Role.BUILT)
    brief = [replace(line, label=row_of(line.trainer).label) for line in trained]
    several = len(trained) > 1
    said = [
        fall_over_widths(trained) if several else course_of_error(trained[0]),
        least_at_widest(brief) if several else "",
        gap_to_near_best(brief, near),
        against_built(brief, built),
    ]
    diverged, runs = sum(line.diverged for line in trained), sum(line.runs for line in trained)
    if diverged and several:
        said.append(f"{diverged} of {counted(runs, 'run')} of {brief[0].label} diverged.")
    return " ".join(sentence for sentence in said if sentence)


def least_and_greatest(records: Sequence[Record]) -> str:
    """Return with which activation the median max error is least, and with which it is largest.

    Parameters
    ----------
    records : of one target and one trainer, by several activations; compared at their largest width
    """
    widest = of_width(records, max(record.spec.width for record in records))
    names = dict.fromkeys(record.spec.activation for record in widest)
    errors = {
        name: error
        for name in names
        if (error := median_record(of_activation(widest, name)).max_error) is not None
    }
    if len(errors) < 2:
        return ""
    best, worst = min(errors, key=errors.__getitem__), max(errors, key=errors.__getitem__)
    where = f"At width {widest[0].spec.width} on {target_in_words(widest[0].spec.target)}"
    if errors[worst] <= ALIKE * errors[best]:
        return f"{where} their max errors are alike, about {short(errors[best])}."
    return (
        f"{where} the max error is least with {in_words(best)} units, {short(errors[best])}, and "
        f"largest with {in_words(worst)} units, {short(errors[worst])}."
    )


def typical_runs(records: Sequence[Record]) -> list[Record]:
    """Return of every trainer and width the median run, by trainer and then by width."""
    return [
        median_record(of_width(own, width))
        for trainer in trainers_of(records)
        for own in [by_trainer(records, trainer)]
        for width in sorted({record.spec.width for record in own})
    ]


def pareto_front(records: Sequence[Record]) -> list[Record]:
    """Return the runs that no other beats in both error and seconds, quickest first."""
    front: list[Record] = []
    for record in sorted(records, key=lambda one: (one.seconds, _max_error(one))):
        if _max_error(record) < (_max_error(front[-1]) if front else math.inf):
            front.append(record)
    return front


def _max_error(record: Record) -> float:
    return math.inf if record.max_error is None else record.max_error
