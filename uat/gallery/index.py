"""The gallery's index: a page of Markdown that reads well where repositories are read.

What it says follows from the runs it is made of: no sentence is about what is not among them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from uat.gallery.alternatives import losses_in_words, page_in_words
from uat.gallery.lessons import Lesson, lessons_in
from uat.gallery.numbers import numbers_of
from uat.gallery.pages import SHOWN_IN_PAGES, Pages, page_stems
from uat.gallery.reading import NUMBERS, BaselineErrors, contents_of, how_to_read
from uat.gallery.side_by_side import side_by_side_link, side_by_side_section
from uat.gallery.tables import (
    TableStudy,
    findings_of_table,
    table_reading,
    table_section,
    table_studies,
)
from uat.io.markdown import plain
from uat.io.wording import in_words, listed
from uat.sweeps.findings import (
    ErrorLine,
    course_of_error,
    error_lines,
    finding,
    of_role,
    outcomes,
)
from uat.sweeps.proofs import NO_PROOFS, Proofs
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, main_records, rule_in_words, trainers_of, with_losses
from uat.sweeps.table_findings import where_wider_stops
from uat.targets.lookup import by_complexity, target_of
from uat.targets.target import Target
from uat.trainers.row import Role

TITLE = "# Gallery: error against width"

_HEAD = """\
{title}

{finding}

{grid}

How well does a network with one hidden layer approximate {what}, and how does that change
as the layer grows? Every picture leads to its target.{site} Each was approximated by networks of
{activation} units:

{trainers}
"""

_SITE = (
    " To filter them, and to move everything by hand, open [index.html](index.html) in a browser."
)
_LESSON = """\
## {heading}

{text}

![{heading}: {seen}]({figure})
"""

_SECTION = """\
<a id="{name}"></a>

## {title}

{facts}. V = {complexity:.4g}.

{course}

![{page}]({figure})
"""
_LOSS = """\

![{losses}]({loss_figure})
"""


def index_page(
    records: Sequence[Record],
    formats: Sequence[str],
    others: Mapping[str, BaselineErrors] | None = None,
    studies: Mapping[str, Sequence[Record]] | None = None,
    proofs: Proofs = NO_PROOFS,
) -> str:
    """Return the index of a gallery as Markdown.

    Parameters
    ----------
    records : what it shows, at least one; of several activations the first is the main one
    formats : of its figures; png is what a page shows best
    others : target -> the errors of its baselines
    studies : lesson -> the records of its own runs
    proofs : of the largest errors of some runs
    """
    ending = next((f for f in SHOWN_IN_PAGES if f in formats), formats[0])
    pages = Pages(page_stems(record.spec.target for record in records), ending)
    every, records = records, main_records(records)
    tables = table_studies(records)
    functions = [record for record in records if not record.spec.of_table]
    names = [t.text for t in by_complexity(record.spec.target for record in functions)]
    lines = error_lines(outcomes(functions))
    parts = [_head(names, records, lines, tables, pages)]
    if link := side_by_side_link(every):
        parts += [link, "", side_by_side_section(every, pages)]
    if functions:
        contents = contents_of(functions, others, proofs)
        parts.append(how_to_read(contents))
        parts += [
            _lesson(lesson, name, (studies or {}).get(lesson.name, functions), pages)
            for lesson, name in lessons_in(functions)
        ]
        parts += [_section(target_of(name), functions, lines, pages, proofs) for name in names]
    if tables:
        parts.append(table_reading() + ("" if functions else "\n" + NUMBERS))
        parts += [table_section(study, ending) for study in tables]
    if functions:
        parts += numbers_of(names, functions, others or {}, contents, pages)
    return "\n".join(parts)


def _head(
    names: Sequence[str],
    records: Sequence[Record],
    lines: Sequence[ErrorLine],
    tables: Sequence[TableStudy],
    pages: Pages,
) -> str:
    """Return what a reader sees first: what was found, and a small picture of every target."""
    words = {line.target: course_of_error(line) for line in reversed(lines)}
    pictures = [pages.thumbnail(name, words[name]) for name in names]
    pictures += [_table_thumbnail(study, pages) for study in tables]
    found = [plain(finding(lines))] if lines else []
    found += [f"**{plain(study.title)}.** {plain(findings_of_table(study))}" for study in tables]
    trainers = trainers_of(records)
    return _HEAD.format(
        title=TITLE,
        finding="\n\n".join(found),
        grid="\n".join(pictures),
        what=" or ".join(["a function"] * bool(names) + ["the rows of a table"] * bool(tables)),
        site=_SITE if names and pages.ending in SHOWN_IN_PAGES else "",
        activation=plain(in_words(records[0].spec.activation)),
        trainers="\n".join(_described(by_trainer(records, name)) for name in trainers),
    )


def _table_thumbnail(study: TableStudy, pages: Pages) -> str:
    """Return the page of a table as a small picture that leads to its section."""
    words = where_wider_stops(study.curves[0])
    return pages.thumbnail(study.records[0].spec.target, f"{study.title}: {words}")


def _lesson(lesson: Lesson, target: str, records: Sequence[Record], pages: Pages) -> str:
    own = [record for record in records if record.spec.target == target]
    return _LESSON.format(
        heading=lesson.heading, text=lesson.words(target, records),
        seen=plain(lesson.in_words(target_of(target), own or records)),
        figure=pages.figure(lesson.name),
    )  # fmt: skip


def _described(records: Sequence[Record]) -> str:
    """Return what was run of one trainer, as an item of a list."""
    widths = sorted({r.spec.width for r in records})
    starts = len({r.spec.seed for r in records})
    epochs = sorted({json.loads(r.spec.settings).get("epochs", 0) for r in records})
    rule = rule_in_words(json.loads(records[0].spec.settings).get("momentum"))
    name = in_words(records[0].spec.trainer) + (f" ({rule})" if rule else "")
    words = [f"**{name}** at width {listed([str(w) for w in widths])}"]
    if starts > 1:
        words.append(f"{starts} random starts")
    if epochs != [0]:
        words.append(f"{listed([f'{e:,}' for e in epochs])} epochs")
    return f"- {', '.join(words)}"


def _courses(lines: Sequence[ErrorLine]) -> str:
    """Return how the errors of a target go with the width: of what trains, or of what there is."""
    return " ".join(course_of_error(line) for line in of_role(lines, Role.TRAINED) or lines[:1])


def _section(
    target: Target,
    records: Sequence[Record],
    lines: Sequence[ErrorLine],
    pages: Pages,
    proofs: Proofs,
) -> str:
    own = [r for r in records if r.spec.target == target.text]
    stem = pages.stems[target.text]
    text = _SECTION + (_LOSS if with_losses(own) else "")
    return text.format(
        title=plain(in_words(target.name)),
        name=stem,
        facts=_facts(target),
        complexity=target.complexity,
        course=plain(_courses([line for line in lines if line.target == target.text])),
        page=plain(page_in_words(target, own, proofs)),
        losses=plain(losses_in_words(target, own)) if with_losses(own) else "",
        figure=pages.figure(stem),
        loss_figure=pages.figure(f"{stem}-loss"),
    )


def _facts(target: Target) -> str:
    """Return the formula of a target, if it has one, the domain, and where it comes from."""
    formula = f"$`{target.formula}`$ on" if target.formula else "On"
    source = target.source.rstrip(".")
    return f"{formula} {target.domain}" + (f"; {plain(source)}" if source else "")
