"""What a gallery of several activations says of them: a section, its pictures and its numbers."""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from uat.figures.side_by_side import (
    TARGETS_A_FIGURE,
    side_by_side_figure,
    tables_side_by_side_figure,
)
from uat.fits.table_target import table_as_run
from uat.gallery.tables import table_studies
from uat.io.wording import in_words, listed
from uat.sweeps.plan import left_out
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import activations_of
from uat.sweeps.side_by_side import (
    brief_label,
    compared_trainers,
    held_out_in_words,
    held_out_side_by_side,
    side_by_side,
    side_by_side_in_words,
)
from uat.targets.lookup import by_complexity, target_in_words
from uat.theory.reference_curves import main_norm

NAME = "side-by-side"
"""Of the files of its first figure; the others have a number behind it."""
HEADING = "Activations side by side"
ANCHOR = "activations-side-by-side"


_SECTION = """\
## {heading}

{targets} by networks of {activations} units, all else alike. {words}

{pictures}

{tables}
"""
_FUNCTIONS = """\
A line joins the medians of the seeds, a bar reaches from the least of their errors to the
largest."""
_NEAR = """\
Near-best networks tell what of a difference is the units' and what the training's; a dotted line is
the floor of an activation, where one is proved."""
_TABLES = """\
Of a table it is the rmse on rows held out; a bar is the standard error of the distance to the least
of the same activation, row by row, and a ring is around the width to take."""


def side_by_side_pages(records: Sequence[Record]) -> dict[str, list[Record]]:
    """Return the figures there are to be: their names, and the records that each shows.

    None of a single activation. Functions are shown by rising complexity, tables behind them.

    Parameters
    ----------
    records : all of a gallery, of all its activations
    """
    if len(activations_of(records)) < 2:
        return {}
    functions = [record.spec.target for record in records if not record.spec.of_table]
    tables = list(dict.fromkeys(record.spec.target for record in records if record.spec.of_table))
    pages = [
        [record for record in records if record.spec.target in names[first:][:TARGETS_A_FIGURE]]
        for names in ([target.text for target in by_complexity(functions)], tables)
        for first in range(0, len(names), TARGETS_A_FIGURE)
    ]
    return {
        f"{NAME}-{number}" if number > 1 else NAME: page
        for number, page in enumerate(pages, start=1)
    }


def side_by_side_page(records: Sequence[Record]) -> Figure:
    """Return one of these figures."""
    texts = [record.spec.target for record in records]
    if not records[0].spec.of_table:
        return side_by_side_figure(by_complexity(texts), records)
    runs = {text: _of(text, records) for text in texts}
    return tables_side_by_side_figure([(_table(own), own) for own in runs.values()])


def side_by_side_section(records: Sequence[Record], picture: str) -> str:
    """Return what a gallery says of its activations, its pictures and the numbers.

    Parameters
    ----------
    records : all of it, of two activations at least
    picture : the ending of the figures' files
    """
    functions = [record for record in records if not record.spec.of_table]
    tables = _tables(records)
    compared = side_by_side(functions)
    words = [side_by_side_in_words(compared)]
    words += [held_out_in_words(table, curves) for table, curves in tables]
    words += [left_out([record.spec for record in records], activations_of(records))]
    words += [_FUNCTIONS] if functions else []
    words += [_NEAR] if by_role(functions, Role.NEAR_BEST) else []
    words += [_TABLES] if tables else []
    pictures = [
        f"![{html.escape(page_in_words(page))}]({name}.{picture})"
        for name, page in side_by_side_pages(records).items()
    ]
    numbers = [*_numbers(functions, compared), *_numbers_of_tables(records, tables)]
    return _SECTION.format(
        heading=HEADING,
        targets="The same targets",
        activations=_listed(records),
        words=" ".join(filter(None, words)),
        pictures="\n\n".join(pictures),
        tables="\n\n".join(numbers),
    )


def page_in_words(records: Sequence[Record]) -> str:
    """Return what one of the figures shows; see `uat.figures.side_by_side`."""
    names = listed([target_in_words(name) for name in dict.fromkeys(_targets(records))])
    lines = f"a line for each of {_listed(records)}"
    if records[0].spec.of_table:
        return f"{names}: the rmse on rows held out against the width, {lines}"
    norms = dict.fromkeys(NORMS[main_norm(target)] for target in by_complexity(_targets(records)))
    trainers = listed([brief_label(name) for name in compared_trainers(records)])
    return f"{names}: the {listed(list(norms))} of {trainers} against the width, {lines}"


def _numbers(records: Sequence[Record], compared: Sequence[SideBySide]) -> list[str]:
    """Return the table of functions, a row for each comparison."""
    names = activations_of(records)
    rows = [
        [
            f"{target_in_words(one.target)}{' (rmse)' if one.norm == 'rmse' else ''}",
            brief_label(one.trainer), str(one.width),
            *(f"{one.errors[name]:.2g}" if name in one.errors else "" for name in names),
        ]
        for one in compared
    ]  # fmt: skip
    return [markdown_table(["target", "trainer", "width", *_heads(names)], rows)] if rows else []
