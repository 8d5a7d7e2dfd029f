"""Records as text: CSV and JSON for other programs, a table for readers."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.fits.table_target import table_as_run
from uat.io.wording import shortened
from uat.sweeps.held_out import HeldOutCurve, held_out_curves
from uat.sweeps.proofs import NO_PROOFS, Proofs
from uat.sweeps.record import Record, columns_of, errors_by_width
from uat.sweeps.selection import activations_of, of_activation
from uat.sweeps.table_findings import findings_in_words
from uat.targets.lookup import name_of

# Room for the names in a table of errors, and what more of a long one is cut.
_NAME, _TRAINER, _LONGEST_NAME = 12, 17, 40
_COLUMN, _GAP = 10, "-"


def runs_csv(records: Sequence[Record], proofs: Proofs = NO_PROOFS) -> str:
    """Return one line a run under a header; floats keep every bit, what is not finite is empty.

    Between what the largest error is proved to lie stands in two columns more, if it is of any run.
    """
    rows = [_row(record, proofs) for record in records]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=columns_of(rows), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def runs_json(records: Sequence[Record], proofs: Proofs = NO_PROOFS) -> str:
    """Return a list of objects with the columns of `runs_csv`; what is not finite is null."""
    lines = (json.dumps(_row(record, proofs), allow_nan=False) for record in records)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _row(record: Record, proofs: Proofs) -> dict[str, Any]:
    """Return a record as one flat row, with what is proved of it."""
    row, proof = record.row(), proofs.get(record.spec)
    if proof is not None:
        row |= {"proved_low": proof.low, "proved_high": _finite(proof.high)}
    return row


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def error_table(records: Sequence[Record]) -> str:
    """Return the errors by width as a reader wants them, functions first, then table by table.

    Of a table that is the rmse on rows held out, its spread over the folds, the rmse on rows fitted
    and the noise as far as it can be estimated; below it stands in words where wider stops helping.

    Raises
    ------
    DataFileError
        If the file of a table is not what it was when the runs were made.
    """
    functions = [record for record in records if not record.spec.of_table]
    tables: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        if record.spec.of_table:
            tables.setdefault((record.spec.target, record.spec.activation), []).append(record)
    parts = [_table_of_functions(functions)] if functions else []
    several = len({activation for _, activation in tables}) > 1
    parts += [
        _block_of_table(own, f", {activation_named(activation).label}" if several else "")
        for (_, activation), own in tables.items()
    ]
    return "\n".join(parts)


def _block_of_table(records: Sequence[Record], units: str) -> str:
    """Return the errors on a table by width, a few lines a trainer, and what they show.

    Parameters
    ----------
    records : of one activation
    units : which one, if there are several
    """
    spec = records[0].spec
    table = table_as_run(spec.target, spec.fingerprint)
    curves = held_out_curves(table, records)
    widths = sorted({record.spec.width for record in records})
    output, name = (shortened(n, _LONGEST_NAME) for n in (table.columns[1], name_of(spec.target)))
    rows = [(f"rmse of {output}, {name}{units}", [f"n = {width}" for width in widths])]
    for curve in curves:
        rows += [(curve.trainer, []), *_rows_of_curve(curve, widths)]
    room = max(_NAME + 1 + _TRAINER, *(len(label) for label, _ in rows))
    lines = [
        f"{label:<{room}}" + "".join(cell.rjust(_COLUMN) for cell in cells) if cells else label
        for label, cells in rows
    ]
    return "\n".join([*lines, *findings_in_words(curves), ""])


def _rows_of_curve(curve: HeldOutCurve, widths: Sequence[int]) -> Iterator[tuple[str, list[str]]]:
    """Yield the kinds of errors of one trainer on a table, each by width."""
    errors = [curve.at(width) for width in widths]
    yield "  rows held out", [_GAP if e is None else _error(e.held_out) for e in errors]
    yield "  spread over the folds", [_GAP if e is None else _error(e.spread) for e in errors]
    yield "  rows fitted", [_GAP if e is None else _error(e.fitted) for e in errors]
    if curve.noise is not None:
        yield "  noise, an estimate", [_error(curve.noise.deviation)] * len(widths)


def _error(value: float) -> str:
    return _GAP if math.isnan(value) else f"{value:.3g}" if math.isfinite(value) else "diverged"


def _table_of_functions(records: Sequence[Record]) -> str:
    """Return the median max_error, one line a target and trainer, and a column a width.

    Of several activations it is one line a target, trainer and width, and a column an activation.
    """
    several = len(activations_of(records)) > 1
    heads, rows = _by_activation(records) if several else _by_width(records)
    names = [shortened(name_of(target), _LONGEST_NAME) for target, *_ in rows]
    trainers = [trainer for _, trainer, *_ in rows]
    room, beside = max(_NAME, *map(len, names)), max(_TRAINER, *map(len, trainers))
    columns = [max(_COLUMN, len(head) + 2) for head in heads]
    lines = ["median max error".ljust(room + 1 + beside)]
    lines += [f"{name:<{room}} {own:<{beside}}" for name, own in zip(names, trainers, strict=True)]
    cells = [heads, *(row[2:] for row in rows)]
    return "".join(
        line + "".join(map(str.rjust, own, columns)) + "\n"
        for line, own in zip(lines, cells, strict=True)
    )


def _by_width(records: Sequence[Record]) -> tuple[list[str], list[list[str]]]:
    """Return the heads of the columns of errors, and target, trainer and errors line by line."""
    widths = sorted({record.spec.width for record in records})
    rows = [[*group, *_cells(own, widths)] for group, own in _groups(records).items()]
    return [f"n = {width}" for width in widths], rows


def _by_activation(records: Sequence[Record]) -> tuple[list[str], list[list[str]]]:
    """Return the same with the widths below each other and the activations beside each other."""
    activations = activations_of(records)
    rows = []
    for group, own in _groups(records).items():
        widths = sorted({record.spec.width for record in own})
        errors = [_cells(of_activation(own, name), widths) for name in activations]
        rows += [
            [*group, str(width), *cells] for width, *cells in zip(widths, *errors, strict=True)
        ]
    return ["n", *(activation_named(name).label for name in activations)], rows


def _groups(records: Sequence[Record]) -> dict[tuple[str, str], list[Record]]:
    """Return the records by target and trainer, in the order of their first."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.spec.target, record.spec.trainer), []).append(record)
    return groups


def _cells(records: Sequence[Record], widths: Sequence[int]) -> list[str]:
    """Return the median max_error of every width, a dash for one without a run."""
    errors = errors_by_width(records)
    return [_cell(errors.get(width)) for width in widths]


def _cell(errors: Array | None) -> str:
    if errors is None:
        return _GAP
    return f"{np.median(errors):.3g}" if errors.size else "diverged"
