"""What a gallery says of tables: a section, a small picture and how to read their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from uat.fits.table_target import Table, table_as_run
from uat.gallery.pages import page_stems
from uat.io.markdown import plain
from uat.io.wording import in_words, listed
from uat.sweeps.held_out import HeldOutCurve, held_out_curves
from uat.sweeps.record import Record
from uat.sweeps.selection import grouped_by_target
from uat.sweeps.table_findings import findings_in_words, rows_in_words, where_wider_stops

_READING = """\
## How to read the page of a table

The rows are dealt into folds. Each network is fitted to all folds but one and measured on that one:
a faint dot is a fold. The thick line is the *rmse on rows held out*, over all rows, in units of the
output; its bars are standard errors of the distance to the least, row by row. Dashed is the rmse on
the rows fitted, which says nothing about others; *the mean alone* is what knowing no input errs by.
The ring is around the narrowest width that errs like the best: by at most one of these standard
errors, or 3 % of the mean square, more. The noise is shaded where rows of equal inputs, or the
evidence of a Bayesian fit, tell how large it is: an estimate, which nothing proves.
"""
_SECTION = """\
<a id="{name}"></a>

## {title}

{rows} {findings}

![{page}]({name}.{picture})
"""


@dataclass(frozen=True, slots=True, eq=False)
class TableStudy:
    """A table and what its runs show, one curve a trainer; `stem` is the name of its page."""

    table: Table
    records: tuple[Record, ...]
    curves: tuple[HeldOutCurve, ...]
    stem: str

    @property
    def title(self) -> str:
        """The heading of its section."""
        return in_words(self.table.name)


def table_studies(records: Iterable[Record]) -> list[TableStudy]:
    """Return the tables among the targets of some records, in the order of their first runs.

    Raises
    ------
    DataFileError
        If a file is not what it was when the runs were made.
    """
    records = list(records)
    stems = page_stems(record.spec.target for record in records)
    own = grouped_by_target(record for record in records if record.spec.of_table)
    return [_study(runs, stems[text]) for text, runs in own.items()]


def _study(records: Sequence[Record], stem: str) -> TableStudy:
    table = table_as_run(records[0].spec.target, records[0].spec.fingerprint)
    return TableStudy(table, tuple(records), tuple(held_out_curves(table, records)), stem)


def table_reading() -> str:
    """Return how the pages of tables are read."""
    return _READING


def table_section(study: TableStudy, picture: str) -> str:
    """Return what is known of a table, above its page."""
    specs = [record.spec for record in study.records]
    return _SECTION.format(
        title=plain(study.title),
        rows=plain(rows_in_words(study.table, specs[0].folds, len({spec.seed for spec in specs}))),
        findings=plain(findings_of_table(study)),
        page=plain(table_in_words(study)),
        name=study.stem,
        picture=picture,
    )


def findings_of_table(study: TableStudy) -> str:
    """Return where wider stops helping and how much noise there is, by every trainer."""
    return "\n\n".join(findings_in_words(study.curves))


def table_in_words(study: TableStudy) -> str:
    """Return what the page of a table shows; see `uat.figures.table_sweep.table_figure`."""
    table, first = study.table, study.curves[0]
    fit = (
        "the rows and the networks of the width to take, a curve for each fold left out"
        if table.inputs == 1
        else "predictions of rows held out against what was observed"
    )
    labels = listed([curve.label for curve in study.curves])
    return (
        f"{study.title}: {fit}; rmse against width by {labels}, on rows held out, every fold a dot,"
        f" and on rows fitted. {where_wider_stops(first)}"
    )
