"""How results look in a notebook: small HTML tables that stand alone.

A notebook asks an object for `_repr_html_`; the classes of this project answer with one of the two
tables below. Each has a caption and says which cells are headers, so that a screen reader can tell
what a number means. Text is escaped, whoever wrote it, and its dollar signs stay dollar signs:
only a `Formula` is set as mathematics.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_ROWS = 20
"""A longer table is cut, and says so."""

# What MathJax looks for, in its second and third version.
_TEXT, _MATHS = "tex2jax_ignore mathjax_ignore", "tex2jax_process mathjax_process"
# Notebooks set tables flush right, which suits neither words nor headers.
_LEFT = 'style="text-align: left"'


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics in LaTeX, without the dollar signs around it."""

    latex: str


def facts_table(title: str, facts: Iterable[tuple[str, object]], notes: Iterable[str] = ()) -> str:
    """Return HTML that says what something is, one fact a row.

    Parameters
    ----------
    title : the caption
    facts : (label, value) pairs. A float is shown to three digits, a `Formula` as mathematics, a
        value that is None not at all
    notes : sentences below the table
    """
    known = ((label, value) for label, value in facts if value is not None)
    rows = (f"<tr>{_header(label, 'row')}{_cell(value)}</tr>" for label, value in known)
    return _table(title, rows, notes)


def rows_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    notes: Iterable[str] = (),
) -> str:
    """Return HTML of the first `MOST_ROWS` rows under a header.

    Parameters
    ----------
    title : the caption
    columns : the header
    rows : each with one value per column; see `facts_table`, but None leaves its cell empty
    notes : sentences below the table
    """
    head = f"<tr>{''.join(_header(column, 'col') for column in columns)}</tr>"
    body = (f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows[:MOST_ROWS])
    cut = [f"These are the first {MOST_ROWS} of {len(rows)} rows."] * (len(rows) > MOST_ROWS)
    return _table(title, itertools.chain([head], body), itertools.chain(cut, notes))


def _table(title: str, rows: Iterable[str], notes: Iterable[str]) -> str:
    """Return the table under its caption, and the notes below it."""
    caption = f"<caption {_LEFT}>{html.escape(title)}</caption>"
    below = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    return f'<div class="{_TEXT}"><table>{caption}{"".join(rows)}</table>{below}</div>'


def _header(text: str, scope: str) -> str:
    """Return a cell that tells what is in its row or its column."""
    return f'<th scope="{scope}" {_LEFT}>{html.escape(text)}</th>'


def _cell(value: object) -> str:
    """Return a cell that holds the value."""
    if isinstance(value, Formula):
        return f'<td class="{_MATHS}" {_LEFT}>${html.escape(value.latex)}$</td>'
    return f"<td {_LEFT}>{html.escape(_text(value))}</td>"


def _text(value: object) -> str:
    """Return a value in words or digits."""
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) else str(value)
