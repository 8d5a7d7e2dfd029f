"""Activations side by side: which errs least on what, in sentences true of a sweep's numbers.

Of functions two trainers are looked at, activation by activation: the first that trains, and
near-best, which tells what of a difference is the units' and what the training's. Of a table it is
the error on rows held out, at the width that each activation is to have; activations are told apart
there as widths are, row by row (`uat.fits.folds`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from uat.arrays import Array
from uat.fits.folds import narrowest_alike
from uat.fits.table_target import Table
from uat.io.wording import in_words, listed, short, times
from uat.sweeps.findings import ALIKE, error_lines, outcomes
from uat.sweeps.held_out import MEAN_ONLY, HeldOutCurve, held_out_curve
from uat.sweeps.record import Record
from uat.sweeps.selection import activations_of, by_role, by_trainer, of_activation, trainers_of
from uat.targets.lookup import by_complexity, target_in_words
from uat.theory.reference_curves import NORMS, Norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_MOST_NAMED = 3  # targets that are named rather than counted
_DIGITS = 3


class SideBySide(NamedTuple):
    """The median errors of a trainer on a target by several activations, at one width.

    Parameters
    ----------
    target, trainer : by name
    norm : of the errors, the target's main one
    width : the largest that all of them have an error at
    errors : activation -> median error, target units
    """

    target: str
    trainer: str
    norm: Norm
    width: int
    errors: Mapping[str, float]

    @property
    def least(self) -> list[str]:
        """The activations whose errors are the least one, or like it."""
        lowest = min(self.errors.values())
        return [name for name, error in self.errors.items() if error <= ALIKE * lowest]


def compared_trainers(records: Sequence[Record]) -> list[str]:
    """Return the trainers that are looked at: the first that trains, and the first near-best one.

    Where there is neither, it is the first of all.
    """
    roles = (Role.TRAINED, Role.NEAR_BEST)
    chosen = [name for role in roles for name in trainers_of(by_role(records, role))[:1]]
    return chosen or trainers_of(records)[:1]


def side_by_side(records: Sequence[Record]) -> list[SideBySide]:
    """Return the errors of every target, by one trainer after the other, and by activation.

    Targets come by rising complexity. What fewer than two activations have an error of is left out.

    Parameters
    ----------
    records : of functions, by several activations
    """
    return [
        one
        for trainer in compared_trainers(records)
        for own in [by_trainer(records, trainer)]
        for target in by_complexity(record.spec.target for record in records)
        if (one := _compared([r for r in own if r.spec.target == target.text])) is not None
    ]


def brief_label(trainer: str) -> str:
    """Return how a trainer is read, without how its networks are found."""
    return row_of(trainer).label.partition(" (")[0]


def _compared(records: Sequence[Record]) -> SideBySide | None:
    """Return the errors of one trainer on one target, if two activations share a width."""
    lines = {
        name: line
        for name in activations_of(records)
        for line in error_lines(outcomes(of_activation(records, name)))
        if line.errors
    }
    shared = set.intersection(*(set(line.medians) for line in lines.values())) if lines else set()
    if len(lines) < 2 or not shared:
        return None
    width, first = max(shared), next(iter(lines.values()))
    errors = {name: line.medians[width] for name, line in lines.items()}
    return SideBySide(first.target, first.trainer, first.norm, width, errors)


def side_by_side_in_words(compared: Sequence[SideBySide]) -> str:
    """Return which activation errs least, of every trainer; empty where nothing can be compared."""
    trainers = dict.fromkeys(one.trainer for one in compared)
    return " ".join(
        _of_trainer([one for one in compared if one.trainer == trainer]) for trainer in trainers
    )


def _of_trainer(compared: Sequence[SideBySide]) -> str:
    """Return which activation errs least by one trainer."""
    widths = {one.width for one in compared}
    where = f"At width {min(widths)}" if len(widths) == 1 else "At the largest width that all have"
    label = brief_label(compared[0].trainer)
    if len(compared) == 1:
        return f"{where} {_on_one_target(compared[0], label)}"
    targets: dict[tuple[str, ...], list[str]] = {}
    for name in dict.fromkeys(name for one in compared for name in one.errors):
        least = tuple(one.target for one in compared if name in one.least)
        targets.setdefault(least, []).append(in_words(name))
    said = [
        f"with {listed(names)} units on {_which(own, len(compared))}"
        for own, names in sorted(targets.items(), key=lambda one: -len(one[0]))
    ]
    return (
        f"{where} the error of {label} is the least, or within a fifth of it, {listed(said)}."
        f"{_factors(compared)}"
    )


def _on_one_target(one: SideBySide, label: str) -> str:
    """Return the errors on a target, the least first, as the rest of a sentence."""
    of = f"the {NORMS[one.norm]} of {label} on {target_in_words(one.target)}"
    rising = sorted(one.errors, key=one.errors.__getitem__)
    low, high = (one.errors[name] for name in (rising[0], rising[-1]))
    names = listed([in_words(name) for name in rising])
    if high <= ALIKE * low:
        return f"{of} is alike with {names} units, about {short(low)}."
    rest = [f"{short(one.errors[name])} with {in_words(name)} units" for name in rising[1:]]
    return f"{of} is least with {in_words(rising[0])} units, {short(low)}; it is {listed(rest)}."


def _which(targets: Sequence[str], total: int) -> str:
    """Return the targets of these names: how many of all, and which if they are few."""
    if not targets:
        return "none"
    names = [target_in_words(name) for name in targets]
    if len(targets) == total:
        return f"all {total} targets" if total > 2 else "both targets"
    return listed(names) if len(names) <= _MOST_NAMED else f"{len(names)} of {total} targets"


def _factors(compared: Sequence[SideBySide]) -> str:
    """Return how much the choice of the activation changes the error, as a sentence."""
    factors = sorted(
        max(one.errors.values()) / low
        for one in compared
        if (low := min(one.errors.values())) > 0.0
    )
    if not factors or factors[-1] <= ALIKE:
        return ""
    middle = times(float(np.median(factors)))
    return (
        f" The largest error is {middle} the least in the median of the targets, "
        f"{times(factors[-1])} at most."
    )


def held_out_side_by_side(table: Table, records: Sequence[Record]) -> dict[str, HeldOutCurve]:
    """Return the errors of the first trainer on a table, by activation.

    Parameters
    ----------
    records : runs on the table, every fold among them
    """
    own = by_trainer(records, records[0].spec.trainer)
    return {name: held_out_curve(table, of_activation(own, name)) for name in activations_of(own)}


def held_out_in_words(table: Table, curves: Mapping[str, HeldOutCurve]) -> str:
    """Return with which activation rows held out err least, and which ones err like it."""
    finite = {name: curve for name, curve in curves.items() if curve.least is not None}
    if len(finite) < 2:
        return ""
    squares = {name: _squares_chosen(curve) for name, curve in finite.items()}
    best = min(squares, key=lambda name: float(squares[name].mean()))
    on = f"On {in_words(table.name)}, by {brief_label(finite[best].trainer)},"
    if finite[best].width == MEAN_ONLY:
        return f"{on} no activation predicts rows held out better than the mean of the others does."
    alike: list[str] = []
    worse: list[str] = []
    for name in finite:
        if name != best:
            like = narrowest_alike([0, 1], np.stack([squares[name], squares[best]])) == 0
            (alike if like else worse).append(f"{in_words(name)} units ({_chosen(finite[name])})")
    said = f"{on} rows held out err least with {in_words(best)} units, {_chosen(finite[best])}"
    if alike:
        said += f"; {listed(alike)} err like them, row by row"
    return f"{said}; {listed(worse)} err more." if worse else f"{said}."


def _squares_chosen(curve: HeldOutCurve) -> Array:
    """Return the squared errors of the rows by the width that is to be taken, shape (rows,)."""
    chosen: Array = curve.squares[0 if curve.width == MEAN_ONLY else _place(curve)]
    return chosen


def _place(curve: HeldOutCurve) -> int:
    return 1 + curve.widths.index(curve.width)


def _chosen(curve: HeldOutCurve) -> str:
    """Return the error on rows held out at the width that is to be taken, and that width."""
    chosen = curve.at(curve.width)
    if chosen is None:
        return f"no width better than the mean, {short(curve.mean_only, _DIGITS)}"
    return f"{short(chosen.held_out, _DIGITS)} at width {curve.width}"
