"""Text and tables as Markdown: what a user named cannot become markup by chance."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A _ within a word is none.
_MARKUP = re.compile(r"[\\`*<>\[\]&~]|(?<![^\W_])_|_(?![^\W_])")


def plain(text: str) -> str:
    """Return plain text as Markdown that is read as that text."""
    return _MARKUP.sub(r"\\\g<0>", text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of cells in Markdown, the first column on the left, the others right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """Return plain text as `plain` does, for a cell of a table."""
    return plain(text).replace("|", r"\|")


def with_part(text: str, begin: str, end: str, part: str) -> str | None:
    """Return a text with another part between two marks, or None if it lacks one of them."""
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    return f"{before}{begin}{part}{end}{after}" if found and closed else None
