"""Which records of many: those of a trainer, of a width, the typical ones, those worth showing."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence

import numpy as np

from uat.sweeps.record import Record
from uat.theory.reference_curves import Norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_WIDEST_UNITS = 8


def trainers_of(records: Sequence[Record]) -> list[str]:
    """Return the names of the trainers, in the order of their first run."""
    return list(dict.fromkeys(record.spec.trainer for record in records))


def by_trainer(records: Sequence[Record], trainer: str) -> list[Record]:
    """Return the records of one trainer."""
    return [record for record in records if record.spec.trainer == trainer]


def grouped_by_target(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the records of each target by its text, in the order of their first."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.spec.target, []).append(record)
    return groups


def by_role(records: Sequence[Record], role: Role) -> list[Record]:
    """Return the records of the trainers of one role."""
    return [record for record in records if row_of(record.spec.trainer).role is role]


def label_of(record: Record) -> str:
    """Return how the trainer of a run is read, with its rule of descent where it has several."""
    return label_with_rule(record.spec.trainer, json.loads(record.spec.settings).get("momentum"))


def label_with_rule(trainer: str, momentum: float | str | None) -> str:
    """Return how a trainer with that momentum is read; None is one that knows no momentum."""
    label, rule = row_of(trainer).label, rule_in_words(momentum)
    return f"{label} ({rule})" if rule else label


def rule_in_words(momentum: float | str | None) -> str:
    """Return by which rule that momentum descends; empty without any."""
    if momentum is None:
        return ""
    if isinstance(momentum, str):
        return f"{momentum.capitalize()} with rests"
    return f"momentum {momentum:g}" if momentum else "plain rule"


def first_and_near_best(records: Sequence[Record]) -> list[str]:
    """Return the first trainer and, if it is another, the first one whose role is near-best."""
    first = records[0].spec.trainer
    near = trainers_of(by_role(records, Role.NEAR_BEST))
    return [first, *near[:1]] if row_of(first).role is not Role.NEAR_BEST else [first]


def activations_of(records: Sequence[Record]) -> list[str]:
    """Return the activations, in the order of their first run: the first is the main one."""
    return list(dict.fromkeys(record.spec.activation for record in records))


def main_records(records: Sequence[Record]) -> list[Record]:
    """Return the records of the main activation, the first: of functions, and of tables."""
    main: dict[bool, str] = {}
    for record in records:
        main.setdefault(record.spec.of_table, record.spec.activation)
    return [record for record in records if record.spec.activation == main[record.spec.of_table]]


def of_activation(records: Sequence[Record], activation: str) -> list[Record]:
    """Return the records of networks of one activation."""
    return [record for record in records if record.spec.activation == activation]


def of_width(records: Sequence[Record], width: int) -> list[Record]:
    """Return the records of one width."""
    return [record for record in records if record.spec.width == width]


def median_record(records: Sequence[Record], norm: Norm = "max_error") -> Record:
    """Return the record whose error in that norm is the median one (the lower of two)."""

    def rank(record: Record) -> float:
        """Put what diverged last."""
        return math.inf if (error := record.error(norm)) is None else error

    ordered = sorted(records, key=rank)
    return ordered[(len(ordered) - 1) // 2]


def shown_widths(widths: Sequence[int], count: int = 4) -> list[int]:
    """Return up to `count` of the widths, evenly spread over their order, the largest included."""
    ordered = sorted(set(widths))
    places = np.linspace(len(ordered) - 1, 0, min(count, len(ordered)))
    return [ordered[round(place)] for place in sorted(places)]


def with_epochs(records: Sequence[Record]) -> list[Record]:
    """Return the records of the trainers that train epoch by epoch."""
    return [record for record in records if "epochs" in json.loads(record.spec.settings)]


def with_losses(records: Sequence[Record]) -> list[Record]:
    """Return the records with epochs, none if no loss of theirs is anything but 0."""
    own = with_epochs(records)
    return own if any(loss > 0.0 for record in own for _, loss in record.loss_curve) else []


def runs_of_units(records: Sequence[Record]) -> list[Record]:
    """Return the runs whose units are shown: near-best's, if there is one, and the first trainer's.

    Each of median error, at the largest width up to 8 that both have, or at the smallest one.
    """
    runs = [by_trainer(records, trainer) for trainer in first_and_near_best(records)[::-1]]
    shared = set.intersection(*({record.spec.width for record in own} for own in runs))
    widths = sorted(shared or {record.spec.width for record in runs[0]})
    width = max((w for w in widths if w <= _WIDEST_UNITS), default=widths[0])
    return [median_record(of_width(own, width) or own) for own in runs]
