"""Where the pages of a gallery are: the names of their files, and how the index leads to them."""

from __future__ import annotations

import html
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from uat.gallery.lessons import LESSONS
from uat.io.files import file_stem
from uat.io.markdown import cell
from uat.targets.catalogue import TARGETS
from uat.targets.lookup import name_of, target_in_words

OVERVIEW, NEEDED_WIDTHS = "overview", "needed-widths"
"""Pages about all targets."""

SHOWN_IN_PAGES = ("png", "svg")
"""Formats that a page can show, the one that it shows best first."""

_FIXED = {OVERVIEW, NEEDED_WIDTHS, "readme", "index", "runs", *(one.name for one in LESSONS)}
_SHARE = 32  # percent of the width that a small picture takes, so that three stand side by side
_THUMBNAIL = (
    '<a href="#{anchor}"><img src="{anchor}.{ending}" width="{share}%" alt="{alternative}"></a>'
)


@dataclass(frozen=True, slots=True)
class Pages:
    """The page of every target of a gallery.

    Parameters
    ----------
    stems : target, by its text -> the name of its page's files, without an ending
    ending : of the figures that the index shows
    """

    stems: Mapping[str, str]
    ending: str

    def figure(self, stem: str) -> str:
        """Return the file of a figure."""
        return f"{stem}.{self.ending}"

    def link(self, target: str) -> str:
        """Return the name of a target, for a cell of a table, that leads to its section."""
        return f"[{cell(target_in_words(target))}](#{self.stems[target]})"

    def thumbnail(self, target: str, words: str) -> str:
        """Return the page of a target as a small picture that leads to its section."""
        return _THUMBNAIL.format(
            anchor=self.stems[target], ending=self.ending, share=_SHARE,
            alternative=html.escape(words),
        )  # fmt: skip


def page_stems(targets: Iterable[str]) -> dict[str, str]:
    """Return how the files of each target are called: by its name, no two alike.

    Names that differ by capitals only are alike, since some file systems take them for one. Targets
    of the catalogue keep their names; of others that share one the later are numbered, and none
    has that of a page about something else.

    Parameters
    ----------
    targets : by their texts
    """
    stems: dict[str, str] = {}
    for text in sorted(dict.fromkeys(targets), key=lambda text: text not in TARGETS):
        stem = file_stem(name_of(text))
        if stem.lower() in _FIXED:
            stem = f"{stem}_target"
        stems[text] = _free(stem, {taken.lower() for taken in stems.values()})
    return stems


def _free(stem: str, taken: Container[str]) -> str:
    """Return a name that is not taken yet: itself, or with a number behind it."""
    candidate, number = stem, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem}_{number}"
    return candidate
