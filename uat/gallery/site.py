"""The gallery as a web site that needs no server: an index with a filter, a page for each target.

Every page of a target holds its pictures, its records and the explorer preset to it. All files lie
in one folder and name each other relatively: a double click opens them, and the folder can be put
on any host of static files as it is. The explorer's script is one file that all pages share.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from uat.explorer.bundle import NAME, program_text
from uat.explorer.page import SCENE_ID, embedding, hashed
from uat.explorer.scene import SAMPLES, Scene, engine_text, scene_of
from uat.gallery.alternatives import losses_in_words, page_in_words
from uat.gallery.pages import SHOWN_IN_PAGES, Pages, page_stems
from uat.io.wording import in_words, short_typed
from uat.sweeps.findings import course_of_error, error_lines, outcomes
from uat.sweeps.proofs import NO_PROOFS, Proofs
from uat.sweeps.record import Record
from uat.sweeps.selection import (
    grouped_by_target,
    main_records,
    with_losses,
)
from uat.targets.lookup import by_complexity
from uat.targets.target import Target

SITE_INDEX, SCRIPT = "index.html", "explorer.js"
_ENGINE = "uat_engine"  # what pages call it

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{security}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}</body>
</html>
"""
_INDEX = """\
<header>
<h1>Gallery: error against width</h1>
<p>Networks with one hidden layer, {count} functions: choose one to see how close they come, and to
move everything by hand. <a href="README.md">The same as text</a>, with what it means.</p>
<form role="search" class="filter">
<label for="search">Find <input id="search" type="search" autocomplete="off"></label>
{choices}<output id="count" aria-live="polite">{count} functions</output>
</form>
</header>
<main class="cards">
{cards}</main>
<script>{script}</script>
"""
_CHOICE = '<label><input type="checkbox" name="kind" value="{kind}" checked> {words}</label>\n'
_CARD = """\
<a class="card" href="{stem}.html" data-text="{words}" data-kinds="{kinds}">
<img src="{stem}.{ending}" alt="" loading="lazy" width="640" height="360">
<strong>{title}</strong>
<span>{facts}</span>
</a>
"""
_TARGET = """\
<nav aria-label="Gallery">{previous}<a href="index.html">All functions</a>{next}</nav>
<main>
<h1>{title}</h1>
<p>{facts}</p>
<p>{course}</p>
{pictures}<h2>Numbers</h2>
{table}</main>
{explorer}"""
_EXPLORER = """{scene}<script src="explorer.js"></script>
<script>{script}</script>
"""
_PLACE = '<div id="explorer" class="explorer"></div>\n'
_MOUNT = f"""\
{NAME}().mount(document.getElementById("explorer"),
  {{ ...JSON.parse(document.getElementById("{SCENE_ID}").textContent), engine: {_ENGINE} }},
  {{ address: true, within: true, preset: {{ panel: "compare" }} }});
"""
_KINDS: Mapping[str, str] = {
    "one": "one input",
    "more": "two inputs or more",
    "even": "no jump known",
    "jump": "jumps",
}
"""What the filter tells apart; a target is of one of the first two kinds and one of the rest."""


@dataclass(frozen=True, slots=True)
class _Study:
    """A target of the gallery with its records.

    Parameters
    ----------
    target : what is approximated
    stem : the name of its files, without an ending
    records : its runs
    scene : what the explorer shows of it; None if it has too many inputs
    """

    target: Target
    stem: str
    records: Sequence[Record]
    scene: Scene | None

    @property
    def title(self) -> str:
        """Its name."""
        return in_words(self.target.name)

    @property
    def kinds(self) -> tuple[str, str]:
        """Of which kinds it is, keys of `_KINDS`."""
        jumps = self.target.largest_jump > 0.0
        return "one" if self.target.inputs == 1 else "more", "jump" if jumps else "even"

    @property
    def facts(self) -> str:
        """Its formula as typed, if it has one, and its domain."""
        formula = self.scene and self.scene.targets[0].formula
        return f"{formula} on {self.target.domain}" if formula else f"on {self.target.domain}"


def site_pages(
    records: Sequence[Record], formats: Sequence[str], proofs: Proofs = NO_PROOFS
) -> dict[str, str]:
    """Return the files of the site by their names; none where no function was approximated.

    Parameters
    ----------
    records : what the gallery shows
    formats : of its figures, of which one must be svg or png
    proofs : of the largest errors of some runs
    """
    ending = next((f for f in SHOWN_IN_PAGES if f in formats), None)
    functions = [record for record in main_records(records) if not record.spec.of_table]
    if ending is None or not functions:
        return {}
    pages = Pages(page_stems(record.spec.target for record in records), ending)
    studies = _studies(functions, pages)
    texts = {
        f"{study.stem}.html": _target_page(study, around, pages, proofs)
        for study, around in _with_both(studies)
    }
    return {SITE_INDEX: _index(studies, pages), SCRIPT: _program(), **texts}


def _program() -> str:
    """Return the script that all pages share: the explorer's, and its engine."""
    return f"{program_text()}const {_ENGINE} = {json.dumps(engine_text())};\n"


def _studies(functions: Sequence[Record], pages: Pages) -> list[_Study]:
    """Return the targets in the order of the gallery."""
    own = grouped_by_target(functions)
    return [
        _Study(target, pages.stems[target.text], own[target.text], _scene(target, functions))
        for target in by_complexity(own)
    ]


def _scene(target: Target, records: Sequence[Record]) -> Scene | None:
    if target.inputs > max(SAMPLES):
        return None
    return scene_of([target], records[0].spec.activation, records)


def _with_both(studies: Sequence[_Study]) -> Iterable[tuple[_Study, tuple[_Study | None, ...]]]:
    """Yield each with the one before and the one after it."""
    ring: list[_Study | None] = [None, *studies, None]
    return [(study, (ring[k], ring[k + 2])) for k, study in enumerate(studies)]


def _index(studies: Sequence[_Study], pages: Pages) -> str:
    kinds = [kind for kind in _KINDS if any(kind in study.kinds for study in studies)]
    choices = "".join(_CHOICE.format(kind=kind, words=_KINDS[kind]) for kind in kinds)
    cards = "".join(
        _CARD.format(
            stem=_text(study.stem), ending=pages.ending, title=_text(study.title),
            words=_text(f"{study.title} {study.facts}".lower()), kinds=" ".join(study.kinds),
            facts=_text(study.facts),
        )
        for study in studies
    )  # fmt: skip
    script = _asset("index.js")
    body = _INDEX.format(count=len(studies), choices=choices, cards=cards, script=script)
    return _page("Gallery: error against width", body, script)


def _target_page(
    study: _Study, around: tuple[_Study | None, ...], pages: Pages, proofs: Proofs
) -> str:
    previous, following = around
    courses = [course_of_error(line) for line in error_lines(outcomes(study.records))]
    words = page_in_words(study.target, study.records, proofs)
    pictures = [_picture(pages.figure(study.stem), words)]
    if with_losses(study.records):
        words = losses_in_words(study.target, study.records)
        pictures.append(_picture(pages.figure(f"{study.stem}-loss"), words))
    place, explorer = "", ""
    if study.scene is not None:
        place = _PLACE
        explorer = _EXPLORER.format(scene=embedding(study.scene, engine=False), script=_MOUNT)
    body = _TARGET.format(
        previous=_link(previous, "← "), next=_link(following, "", " →"),
        title=_text(study.title), facts=_text(study.facts), course=_text(" ".join(courses)),
        pictures=place + "".join(pictures), table=_table(study.records), explorer=explorer,
    )  # fmt: skip
    return _page(f"{study.title}: error against width", body, _MOUNT)


def _link(study: _Study | None, before: str, after: str = "") -> str:
    if study is None:
        return "<span></span>"
    return f'<a href="{_text(study.stem)}.html">{before}{_text(study.title)}{after}</a>'


def _picture(file: str, words: str) -> str:
    return f'<img src="{_text(file)}" alt="{_text(words)}" loading="lazy">\n'


def _table(records: Sequence[Record]) -> str:
    """Return the errors of the runs: a row for each width, the median over the starts of each."""
    lines = error_lines(outcomes(records))
    norm = in_words(lines[0].norm)
    head = "".join(f'<th scope="col">{_text(line.label)}</th>' for line in lines)
    rows = ""
    for width in sorted({record.spec.width for record in records}):
        errors = [line.medians.get(width) for line in lines]
        cells = "".join(f"<td>{'' if e is None else short_typed(e)}</td>" for e in errors)
        rows += f'<tr><th scope="row">{width}</th>{cells}</tr>\n'
    return (
        f'<div class="scroll"><table><caption>{norm} by width, the median of all starts</caption>\n'
        f'<thead><tr><th scope="col">width</th>{head}</tr></thead>\n<tbody>\n{rows}</tbody>'
        "</table></div>\n"
    )


def _page(title: str, body: str, script: str) -> str:
    style = _asset("site.css")
    security = (
        "default-src 'none'; img-src 'self' data: blob:; worker-src blob:; "
        f"style-src {hashed(style)}; script-src 'self' 'wasm-unsafe-eval' {hashed(script)}"
    )
    return _PAGE.format(title=_text(title), security=security, style=style, body=body)


def _asset(name: str) -> str:
    return files("uat.gallery").joinpath("assets", name).read_text(encoding="utf-8")


def _text(text: str) -> str:
    return html.escape(text)
