"""Records as files other programs read: CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from uat.records import Record


def runs_csv(records: Sequence[Record]) -> str:
    """Return one line a run under a header; floats keep every bit, what is not finite is empty."""
    rows = [record.row() for record in records]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def runs_json(records: Sequence[Record]) -> str:
    """Return a list of objects with the columns of `runs_csv`; what is not finite is null."""
    lines = (json.dumps(record.row(), allow_nan=False) for record in records)
    return "[\n" + ",\n".join(lines) + "\n]\n"
