"""Numbers as every language reads them: all digits, in lines of readable length."""

from __future__ import annotations

import textwrap

from uat.arrays import Array

_COLUMNS = 92


def numbers(values: Array, indent: int) -> str:
    """Return numbers with all their digits, apart by commas, in lines indented by `indent`.

    Parameters
    ----------
    values : any shape; the last axis varies fastest, and each of its rows begins a line
    indent : blanks before every line

    Returns
    -------
    Lines without a line end after the last.
    """
    rows = values.reshape(-1, values.shape[-1])
    return ",\n".join(_wrapped(row, " " * indent, "", "") for row in rows)


def nested(rows: Array, opening: str, closing: str, indent: int) -> str:
    """Return the rows of a matrix like `numbers`, each between brackets."""
    return ",\n".join(_wrapped(row, " " * indent, opening, closing) for row in rows)


def _wrapped(row: Array, margin: str, opening: str, closing: str) -> str:
    """Return one row in lines of at most 92 characters."""
    text = ", ".join(map(repr, row.tolist()))
    return textwrap.fill(
        f"{opening}{text}{closing}",
        _COLUMNS,
        initial_indent=margin,
        subsequent_indent=margin + " " * len(opening),
        break_long_words=False,
        break_on_hyphens=False,
    )
