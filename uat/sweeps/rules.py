"""The rules of descent side by side: the runs that compare them, and what they show."""

from __future__ import annotations

import json
from collections.abc import Sequence

from uat.io.wording import listed, short
from uat.sweeps.findings import ALIKE
from uat.sweeps.plan import plan
from uat.sweeps.record import Record
from uat.sweeps.selection import of_width, rule_in_words, shown_widths, with_epochs
from uat.sweeps.spec import RunSpec
from uat.trainers import Adam, GradientDescent, Trainer
from uat.trainers.registry import row_of

RULES_WIDTHS = (4, 32, 128)


def rule_runs(records: Sequence[Record], target: str) -> list[RunSpec]:
    """Return the runs of that target by the course's rule, momentum, our default, and Adam.

    Parameters
    ----------
    records : of which the first run's epochs, activation and seed are taken, and as many widths

    Returns
    -------
    One run a rule and width, the rules in that order
    """
    first = with_epochs(records)[0].spec
    epochs = int(json.loads(first.settings)["epochs"])
    here = sorted({record.spec.width for record in records})
    widths = [width for width in RULES_WIDTHS if width in here]
    trainers: list[Trainer] = [
        GradientDescent(epochs=epochs, momentum=0.0),
        GradientDescent(epochs=epochs, momentum=0.9),
        GradientDescent(epochs=epochs),
        Adam(epochs=epochs),
    ]
    return plan(
        [target], widths if len(widths) > 1 else shown_widths(here, len(RULES_WIDTHS)),
        [first.seed], trainers, activation=first.activation, points=first.points,
    )  # fmt: skip


def rule_of(record: Record) -> str:
    """Return the rule of a run in a word or two: "plain rule", "momentum 0.9", "adam"."""
    momentum = json.loads(record.spec.settings).get("momentum")
    return rule_in_words(momentum) or row_of(record.spec.trainer).label


def rules_compared(records: Sequence[Record]) -> str:
    """Return which rule ends closest at each width, and whose error falls with the width.

    Parameters
    ----------
    records : of one target, one a rule and width
    """
    widths = sorted({record.spec.width for record in records})
    ends = [said for width in widths if (said := _least_and_largest(of_width(records, width)))]
    first, last = of_width(records, widths[0]), of_width(records, widths[-1])
    return " ".join([*ends, *_courses(first, last)])


def _least_and_largest(records: Sequence[Record]) -> str:
    """Return the rules of least and of largest error at one width."""
    errors = _errors(records)
    if len(errors) < 2:
        return ""
    best, worst = min(errors, key=errors.__getitem__), max(errors, key=errors.__getitem__)
    where = f"At width {records[0].spec.width}"
    if errors[worst] <= ALIKE * errors[best]:
        return f"{where} all end alike, at a max error of about {short(errors[best])}."
    return (
        f"{where} the max error ends least by {best}, {short(errors[best])}, and largest by "
        f"{worst}, {short(errors[worst])}."
    )


def _courses(first: Sequence[Record], last: Sequence[Record]) -> list[str]:
    """Return by which rules the error falls from the narrowest to the widest, and by which not."""
    narrow, wide = _errors(first), _errors(last)
    widths = (first[0].spec.width, last[0].spec.width)
    if widths[0] == widths[1]:
        return []
    changes = {rule: wide[rule] / narrow[rule] for rule in narrow if wide.get(rule) is not None}
    kinds = {
        "it falls by": [r for r, change in changes.items() if change < 1.0 / ALIKE],
        "it stays alike by": [r for r, c in changes.items() if 1.0 / ALIKE <= c <= ALIKE],
        "it rises by": [r for r, change in changes.items() if change > ALIKE],
    }
    said = [f"{verb} {listed(rules)}" for verb, rules in kinds.items() if rules]
    return [f"From width {widths[0]} to {widths[1]} {'; '.join(said)}."] if said else []


def _errors(records: Sequence[Record]) -> dict[str, float]:
    """Return the max error of each rule that did not diverge and left something."""
    return {rule_of(record): record.max_error for record in records if record.max_error}
