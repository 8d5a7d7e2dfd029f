"""What a gallery of several activations says of them: a section, its pictures and its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from uat.figures.side_by_side import (
    TARGETS_A_FIGURE,
    side_by_side_figure,
    tables_side_by_side_figure,
)
from uat.fits.table_target import Table, table_as_run
from uat.gallery.pages import Pages
from uat.gallery.reading import paragraph
from uat.io.markdown import cell, plain, table
from uat.io.wording import in_words, listed, short
from uat.sweeps.held_out import HeldOutCurve
from uat.sweeps.plan import left_out
from uat.sweeps.record import Record
from uat.sweeps.selection import activations_of, by_role, grouped_by_target
from uat.sweeps.side_by_side import (
    SideBySide,
    brief_label,
    compared_trainers,
    held_out_in_words,
    held_out_side_by_side,
    side_by_side,
    side_by_side_in_words,
)
from uat.targets.lookup import by_complexity, target_in_words
from uat.theory.reference_curves import NORMS, main_norm
from uat.trainers.row import Role

NAME = "side-by-side"
"""Of the file of the first figure; those of the others have a number behind it."""
_HEADING, _ANCHOR = "Activations side by side", "activations-side-by-side"

_LINK = """\
What {others} units do on the same targets is shown under [{heading}](#{anchor}); the pages of the
targets, the overview and the tables are of {main} units."""
_SECTION = """\
## {heading}

{words}

{reading}

{pictures}

{numbers}
"""
_FUNCTIONS = """\
A line joins the medians of the seeds, a bar reaches from the least of their errors to the
largest."""
_NEAR = """\
Near-best networks show more of the units and less of the training, though their search may miss a
better one, too; a dotted line is the floor of an activation, where one is proved."""
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
    return tables_side_by_side_figure(_tables(records))


def side_by_side_link(records: Sequence[Record]) -> str:
    """Return a sentence that leads to the section, empty of a single activation."""
    main, *others = map(_spoken, activations_of(records))
    if not others:
        return ""
    return _LINK.format(others=listed(others), heading=_HEADING, anchor=_ANCHOR, main=main)


def side_by_side_section(records: Sequence[Record], pages: Pages) -> str:
    """Return what a gallery says of its activations, its pictures and the numbers.

    Parameters
    ----------
    records : all of it, of two activations at least
    """
    functions = [record for record in records if not record.spec.of_table]
    compared = side_by_side(functions)
    tables = [(own, held_out_side_by_side(own, runs)) for own, runs in _tables(records)]
    words = [side_by_side_in_words(compared)]
    words += [held_out_in_words(own, curves) for own, curves in tables]
    words += [left_out([record.spec for record in records], activations_of(records))]
    reading = [
        _FUNCTIONS * bool(functions),
        _NEAR * bool(by_role(functions, Role.NEAR_BEST)),
        _TABLES * bool(tables),
    ]
    pictures = [
        f"![{plain(page_in_words(shown))}]({pages.figure(name)})"
        for name, shown in side_by_side_pages(records).items()
    ]
    numbers = [_numbers(activations_of(records), compared), _numbers_of_tables(tables)]
    return _SECTION.format(
        heading=_HEADING,
        words=plain(paragraph(*words)),
        reading=paragraph(*reading),
        pictures="\n\n".join(pictures),
        numbers="\n\n".join(filter(None, numbers)),
    )


def page_in_words(records: Sequence[Record]) -> str:
    """Return what one of the figures shows; see `uat.figures.side_by_side`."""
    lines = f"a line for each of {listed(activations_of(records))}"
    texts = list(dict.fromkeys(record.spec.target for record in records))
    if records[0].spec.of_table:
        names = listed([target_in_words(text) for text in texts])
        return f"{names}: the rmse on rows held out against the width, {lines}"
    targets = by_complexity(texts)
    names = listed([in_words(target.name) for target in targets])
    norms = dict.fromkeys(NORMS[main_norm(target)] for target in targets)
    trainers = listed([brief_label(name) for name in compared_trainers(records)])
    return f"{names}: {' or '.join(norms)} of {trainers} against the width, {lines}"


def _tables(records: Sequence[Record]) -> list[tuple[Table, list[Record]]]:
    """Return the tables among the targets, each with its runs."""
    own = grouped_by_target(record for record in records if record.spec.of_table)
    return [(table_as_run(text, runs[0].spec.fingerprint), runs) for text, runs in own.items()]


def _numbers(names: Sequence[str], compared: Sequence[SideBySide]) -> str:
    """Return the table of functions, a row a target and trainer, if there are any."""
    rows = [
        [
            cell(target_in_words(one.target)) + (" (rmse)" if one.norm == "rmse" else ""),
            brief_label(one.trainer),
            str(one.width),
            *(f"{one.errors[name]:.2g}" if name in one.errors else "" for name in names),
        ]
        for one in compared
    ]
    return table(["target", "trainer", "width", *_heads(names)], rows) if rows else ""


def _numbers_of_tables(tables: Sequence[tuple[Table, Mapping[str, HeldOutCurve]]]) -> str:
    """Return the table of tables, a row each, with the width to take, if there are any."""
    if not tables:
        return ""
    names = list(dict.fromkeys(name for _, curves in tables for name in curves))
    rows = [
        [cell(in_words(own.name)), *(_at_choice(curves.get(name)) for name in names)]
        for own, curves in tables
    ]
    return table(["rows held out", *_heads(names)], rows)


def _at_choice(curve: HeldOutCurve | None) -> str:
    """Return the error on rows held out at the width to take, and that width."""
    if curve is None or curve.least is None:
        return ""
    chosen = curve.at(curve.width)
    return "" if chosen is None else f"{short(chosen.held_out)} at {chosen.width}"


def _heads(names: Sequence[str]) -> list[str]:
    return [cell(in_words(name)) for name in names]


def _spoken(activation: str) -> str:
    return plain(in_words(activation))
