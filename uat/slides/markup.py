r"""Inline text: a str with light markup, read into runs.

**bold**, `code` and $latex$ are the whole language. It is flat: code and formulas within bold are
runs of their own, and within code and formulas every character stands for itself. Elsewhere a
backslash makes one of \ * ` $ an ordinary character. A mark that is opened and not closed is a
mistake, told as one: better no deck than a slide with dollar signs on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from uat.exceptions import SettingError

Kind: TypeAlias = Literal["text", "bold", "code", "formula"]

_VERBATIM: dict[str, Kind] = {"`": "code", "$": "formula"}
# An escaped character, code or a formula, the mark of bold text, or any one character; a mark of
# code or of a formula that is alone is not closed, and two of them hold nothing.
_TOKEN = re.compile(r"\\[\\*`$]|`[^`]+`|\$[^$]+\$|\*\*\*\*|\*\*|.", re.DOTALL)

_MARK = re.compile(r"[\\*`$]")


class Run(NamedTuple):
    """A stretch of text of one kind; `text` is without its marks, a formula is LaTeX."""

    kind: Kind
    text: str


def runs(inline: str) -> tuple[Run, ...]:
    """Read inline text.

    Raises
    ------
    SettingError
        If a mark is not closed, or nothing stands between its two halves.
    """
    found: list[Run] = []
    for kind, text in _pieces(inline):
        if found and kind in ("text", "bold") and found[-1].kind == kind:
            found[-1] = Run(kind, found[-1].text + text)
        else:
            found.append(Run(kind, text))
    return tuple(found)


def escaped(plain: str) -> str:
    """Return plain text as inline text in which every character stands for itself."""
    return _MARK.sub(r"\\\g<0>", plain)


def _pieces(inline: str) -> Iterator[tuple[Kind, str]]:
    """Yield runs, not yet joined."""
    ordinary: Kind = "text"
    for found in _TOKEN.finditer(inline):
        token = found[0]
        if token in ("****", *_VERBATIM):
            raise _unclosed(token.replace("****", "**"), inline)
        if token[0] in _VERBATIM:
            yield _VERBATIM[token[0]], token[1:-1]
        elif token == "**":
            ordinary = "text" if ordinary == "bold" else "bold"
        else:
            yield ordinary, token[-1]
    if ordinary == "bold":
        raise _unclosed("**", inline)


def _unclosed(mark: str, inline: str) -> SettingError:
    return SettingError(
        f"{mark} is opened and not closed, or empty, in {inline!r}: write a backslash before it "
        "where it is meant as it stands."
    )
