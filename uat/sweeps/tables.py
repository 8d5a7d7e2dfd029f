"""Records as text: CSV and JSON for other programs, a table for readers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import numpy as np

from uat.arrays import Array
from uat.io.wording import shortened
from uat.sweeps.record import Record, columns_of, errors_by_width
from uat.targets.lookup import name_of

# Room for the names in a table of errors, and what more of a long one is cut.
_NAME, _TRAINER, _LONGEST_NAME = 12, 17, 40
_GAP = "-"


def runs_csv(records: Sequence[Record]) -> str:
    """Return one line a run under a header; floats keep every bit, what is not finite is empty."""
    rows = [record.row() for record in records]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=columns_of(rows), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def runs_json(records: Sequence[Record]) -> str:
    """Return a list of objects with the columns of `runs_csv`; what is not finite is null."""
    lines = (json.dumps(record.row(), allow_nan=False) for record in records)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def error_table(records: Sequence[Record]) -> str:
    """Return the median max_error by target, trainer and width, one line a target and trainer.

    A width that a target was not run at by a trainer is a gap.
    """
    widths = sorted({record.spec.width for record in records})
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.spec.target, record.spec.trainer), []).append(record)
    names = {target: shortened(name_of(target), _LONGEST_NAME) for target, _ in groups}
    room = max(_NAME, *map(len, names.values()))
    head = "median max error".ljust(room + 1 + _TRAINER)
    lines = [head + "".join(f"{f'n = {w}':>10}" for w in widths)]
    for (target, trainer), own in groups.items():
        errors = errors_by_width(own)
        cells = (_median(errors[w]) if w in errors else _GAP for w in widths)
        head = f"{names[target]:<{room}} {trainer:<{_TRAINER}}"
        lines.append(head + "".join(f"{cell:>10}" for cell in cells))
    return "\n".join(lines) + "\n"


def _median(errors: Array) -> str:
    return f"{np.median(errors):.3g}" if errors.size else "diverged"
