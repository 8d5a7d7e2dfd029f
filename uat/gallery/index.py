"""The gallery's index: a page of Markdown that reads well where repositories are read."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.fits.sampling import attainable_floor
from uat.gallery.alternatives import losses_in_words, page_in_words
from uat.gallery.lessons import Lesson, lessons_in
from uat.gallery.tables import (
    TableStudy,
    findings_of_table,
    table_reading,
    table_section,
    table_studies,
)
from uat.io.files import file_stem
from uat.io.wording import in_words, listed
from uat.sweeps.findings import (
    ErrorLine,
    course_of_error,
    error_lines,
    finding,
    of_role,
    outcomes,
)
from uat.sweeps.needed_widths import needed_in_words, needed_widths
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import (
    by_role,
    by_trainer,
    label_of,
    rule_in_words,
    trainers_of,
    with_epochs,
)
from uat.sweeps.table_findings import where_wider_stops
from uat.targets.lookup import by_complexity, name_of, target_in_words, target_of
from uat.targets.target import Target
from uat.theory.baselines import CHEBYSHEV, FAMILIES, network_parameters
from uat.theory.floors import FloorKind, floor_kind
from uat.theory.reference_curves import best_constant_error, main_norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

BaselineErrors = Mapping[tuple[str, int], float]
"""(family, width) -> max_error, target units; infinite if the function has a pole in the domain."""

TITLE = "# Gallery: error against width"

_HEAD = """\
{title}

{finding}

{grid}

How well does a network with one hidden layer approximate {what}, and how does that change
as the layer grows? Every picture leads to its target. Each was approximated by networks of
{activation} units:

{trainers}
"""

_READING = """\
## How to read it

*max error* is the largest |network - target|, measured on a dense grid that is not the training
grid and refined around its peaks; *rmse* is the root of the mean square. Where the target jumps,
the max error cannot get below half the jump, and the rmse has the larger panel. A faint dot is one
seed, the line joins the medians, the dotted one the best seeds. A rate stands beside the name of a
line, with the widths between which the medians fall like one power: of the width n, of the
intervals n + 1 for a staircase, of the units along a side for several inputs. The curves of a
target's page are of these kinds:

{meanings}

{numbers}"""
_NUMBERS = "Every number is in [runs.csv](runs.csv) and [runs.json](runs.json).\n"

_GUARANTEE = """\
- **What is guaranteed** (dashed green): for a continuous target of one input and total variation V,
  steep units placed by hand come as close as one likes to a max error of V / (2 (k + 1)) with k
  steps, or to the bound of steps at equal distances where that is lower. {steps} Where a bound says
  less than the best constant does, it is not drawn. A discontinuous target has a floor instead: no
  continuous network gets below half the jump."""
_STAIRCASE = """\
  The dark green line is the network of that proof, built and measured."""
_FOUND = """\
- **What training finds**: {names}."""
_NEAR = """\
- **What is possible**: near-best networks, from {names}, the closest this package comes
  to the best network of a width. Which one the search finds follows, of smooth units, the last
  bits of its data: another machine may find one a few times, rarely hundreds of times, closer or
  less close."""
_FLOOR = """\
- **What no network can do** (the shaded region): no network of a width is below its *floor*,
  whatever its weights. {proof}"""
_PROOFS = {
    FloorKind.BROKEN_LINES: """\
Of {activation} units and one input a network is a broken line, and how close
  one with so many knots can come is proved, on finitely many values of the target.""",
    FloorKind.STAIRCASES: """\
Of {activation} units and one input a network is a staircase, and how close
  one with so many steps can come is proved, on finitely many values of the target.""",
    FloorKind.POLYNOMIALS: """\
A network of {activation} units is a polynomial, whatever its width, and how
  close the best one of that degree comes is proved, on finitely many values of the target.""",
    FloorKind.HALF_JUMP: """\
Of {activation} units one is known where the target jumps: half
  the jump. Elsewhere nothing is proved, and nothing is drawn.""",
}
_GAPS = """\

From training down to near-best is the *optimisation error*, of which the arrow tells the factor:
there is a network that much closer. The *approximation error*, that of the best network of the
width, is at most what near-best leaves and at least the floor, where there is one. Where it lies
between them is not known; an arrow leads down to the floor where that is near, or to what rounding
alone may cause."""
_SLOPES = """\
Thin grey lines are for orientation: the slope of a rate of theory, such as Barron's n^(-1/2) of the
rmse, of which only the slope means anything; and polynomials and rational functions with as many
parameters as the network; where they are better than every network, they leave the picture. A cross
at the top is a rational with poles in the domain."""

_OVERVIEW = """\
## All targets at a glance

![For each target a row, for each width a column: the median error of {trainer}{beside} in percent \
of the best constant's, as a number and a colour](overview.{picture})
"""

_NEEDED = """\
## How many units one percent takes

A dot is a target: how much it varies, in ranges of its values, and the width from which the median
error is within 1 % of the range. The line is what is guaranteed, V / (2 (n + 1)). {needed}

![Width for an error of 1 % against complexity: dots of {names}, and the line of the guarantee\
](needed-widths.{picture})
"""

_LADDER = """\
## The ladder

Targets by rising complexity V: total variation with one input, the integral of |grad f| over the
unit square with two. Errors are those of the median seed of {trainer}: max errors, and the rmse of
a target that jumps.

{table}
"""

_NEAR_BEST = """\
## Near-best

The least max error of {names}. Its networks may cancel: |c| is the 1-norm of the
coefficients of the widest network, and the floor about 2e-16 |c|, the error that rounding alone may
then cause. A wider network that is no better is not accepted, so that no error rises with the
width, but for rounding; where a target jumps, it stays within a hundredth of half the jump.

{table}
"""

_OTHERS = """\
## Other families at equal parameter count

A network of width n and one input has 3n + 1 parameters. The table compares max errors with those
of the polynomial through as many Chebyshev points, and of AAA's rational function of at most as
many parameters; *poles* means that this one has poles in the domain, where its error is infinite.
The networks are the best of all trainers and seeds.

{table}
"""

_LESSON = """\
## {heading}

{text}

![{heading}: {seen}]({name}.{picture})
"""

_SECTION = """\
## {title}

$`{formula}`$ on {domain}; {source}. V = {complexity:.4g}.

{course}

![{page}]({name}.{picture})
"""
_LOSS = """\

![{losses}]({name}-loss.{picture})
"""
_THUMBNAIL = (
    '<a href="#{anchor}"><img src="{name}.{picture}" width="{share}%" alt="{alternative}"></a>'
)
_THUMBNAIL_SHARE = 32  # percent of the page's width, so that three stand side by side
_COMPARED = 3  # widths in the table of other families


def index_page(
    records: Sequence[Record],
    formats: Sequence[str],
    others: Mapping[str, BaselineErrors] | None = None,
    studies: Mapping[str, Sequence[Record]] | None = None,
) -> str:
    """Return the index of a gallery as Markdown.

    Parameters
    ----------
    records : what it shows, at least one
    formats : of its figures; png is what a page shows best
    others : target -> the errors of its baselines
    studies : lesson -> the records of its own runs
    """
    picture = next((f for f in ("png", "svg") if f in formats), formats[0])
    tables = table_studies(records)
    functions = [record for record in records if not record.spec.of_table]
    names = [t.text for t in by_complexity(record.spec.target for record in functions)]
    lines = error_lines(outcomes(functions))
    parts = [_head(names, records, lines, tables, picture)]
    if functions:
        parts.append(_reading(functions))
        parts += [
            _lesson(lesson, name, (studies or {}).get(lesson.name, functions), picture)
            for lesson, name in lessons_in(functions)
        ]
        parts += [_section(target_of(name), functions, lines, picture) for name in names]
    if tables:
        parts.append(table_reading() + ("" if functions else "\n" + _NUMBERS))
        parts += [table_section(study, picture) for study in tables]
    if functions:
        parts += _tables(names, functions, others or {}, picture)
    return "\n".join(parts)


def _head(
    names: Sequence[str],
    records: Sequence[Record],
    lines: Sequence[ErrorLine],
    tables: Sequence[TableStudy],
    picture: str,
) -> str:
    """Return what a reader sees first: what was found, and a small picture of every target."""
    pictures = [_thumbnail(name, lines, picture) for name in names]
    pictures += [_table_thumbnail(study, picture) for study in tables]
    found = [finding(lines)] if lines else []
    found += [f"**{study.title}.** {findings_of_table(study)}" for study in tables]
    trainers = trainers_of(records)
    return _HEAD.format(
        title=TITLE,
        finding="\n\n".join(found),
        grid="\n".join(pictures),
        what=" or ".join(["a function"] * bool(names) + ["the rows of a table"] * bool(tables)),
        activation=in_words(records[0].spec.activation),
        trainers="\n".join(_described(by_trainer(records, name)) for name in trainers),
    )


def _table_thumbnail(study: TableStudy, picture: str) -> str:
    """Return the page of a table as a small picture that leads to its section."""
    return _THUMBNAIL.format(
        anchor=_anchor(study.table.text), name=study.stem, picture=picture, share=_THUMBNAIL_SHARE,
        alternative=html.escape(f"{study.title}: {where_wider_stops(study.curves[0])}"),
    )  # fmt: skip


def _thumbnail(name: str, lines: Sequence[ErrorLine], picture: str) -> str:
    """Return the page of a target as a small picture that leads to its section."""
    words = course_of_error(next(line for line in lines if line.target == name))
    return _THUMBNAIL.format(
        anchor=_anchor(name), name=file_stem(name_of(name)), picture=picture,
        share=_THUMBNAIL_SHARE, alternative=html.escape(words),
    )  # fmt: skip


def _reading(records: Sequence[Record]) -> str:
    meanings = _meanings(trainers_of(records), records[0].spec.activation)
    return _READING.format(meanings=meanings, numbers=_NUMBERS)


def _tables(
    names: Sequence[str],
    records: Sequence[Record],
    others: Mapping[str, BaselineErrors],
    picture: str,
) -> list[str]:
    """Return the numbers of all targets: the overview, and the tables."""
    first = by_trainer(records, records[0].spec.trainer)
    near = by_role(records, Role.NEAR_BEST)
    closest = listed([in_words(name) for name in trainers_of(near)]) if near else ""
    trainer, beside = label_of(first[0]), f" and of {closest}" if closest else ""
    parts = [
        _OVERVIEW.format(trainer=trainer, beside=beside, picture=picture),
        _NEEDED.format(
            needed=needed_in_words(needed := needed_widths(records)),
            picture=picture,
            names=listed([row_of(name).label for name in needed]),
        ),
        _LADDER.format(trainer=trainer, table=_ladder(names, first)),
    ]
    if near:
        parts.append(_NEAR_BEST.format(names=closest, table=_near_best(names, near)))
    if any(others.values()):
        parts.append(_OTHERS.format(table=_compared(names, records, others)))
    return parts


def _lesson(lesson: Lesson, target: str, records: Sequence[Record], picture: str) -> str:
    own = [record for record in records if record.spec.target == target]
    return _LESSON.format(
        heading=lesson.heading, text=lesson.words(target, records), name=lesson.name,
        seen=lesson.in_words(target_of(target), own or records), picture=picture,
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


def _meanings(trainers: Sequence[str], activation: str) -> str:
    """Return what the curves mean, as far as there are any."""
    units = activation_named(activation).units_a_step
    parts = []
    if units is not None:
        steps = f"{activation} units make a step, so n units make k = n / {units} of them."
        parts.append(
            _GUARANTEE.format(steps="Here k = n." if units == 1 else f"{units} {in_words(steps)}")
        )
    names = {role: [t for t in trainers if row_of(t).role is role] for role in Role}
    if names[Role.BUILT]:
        parts[-1:] = [f"{parts[-1]}\n{_STAIRCASE}"] if parts else []
    if trained := names[Role.TRAINED]:
        parts.append(_FOUND.format(names=listed([f"**{in_words(name)}**" for name in trained])))
    if near := names[Role.NEAR_BEST]:
        parts.append(_NEAR.format(names=listed([in_words(name) for name in near])))
    proof = _PROOFS[floor_kind(activation)].format(activation=in_words(activation))
    parts.append(_FLOOR.format(proof=proof))
    if near:
        parts.append(_GAPS)
    return "\n".join(parts) + "\n\n" + _SLOPES


def _ladder(names: Sequence[str], records: Sequence[Record]) -> str:
    widths = sorted({r.spec.width for r in records})
    rows = []
    for name in names:
        target = target_of(name)
        norm = main_norm(target)
        errors = errors_by_width([r for r in records if r.spec.target == name], norm)
        cells = [_cell(errors.get(width), np.median) for width in widths]
        link = _link(name) + (" (rmse)" if norm == "rmse" else "")
        constant = best_constant_error(target, norm)
        rows.append([link, f"{target.complexity:.3g}", f"{constant:.3g}", *cells])
    return _table(["target", "V", "best constant", *(f"width {w}" for w in widths)], rows)


def _near_best(names: Sequence[str], records: Sequence[Record]) -> str:
    widths = sorted({r.spec.width for r in records})
    rows = []
    for name in names:
        own = [r for r in records if r.spec.target == name]
        if not own:
            continue
        errors = errors_by_width(own)
        cells = [_cell(errors.get(width), np.min) for width in widths]
        widest = max(own, key=lambda r: (r.spec.width, -(r.max_error or math.inf))).network
        floor = attainable_floor(widest, target_of(name))
        norms = [f"{widest.coefficient_norm:.2g}", f"{floor:.0e}"]
        rows.append([_link(name), *cells, *norms])
    return _table(["target", *(f"width {w}" for w in widths), "\\|c\\|", "floor"], rows)


def _compared(
    names: Sequence[str], records: Sequence[Record], others: Mapping[str, BaselineErrors]
) -> str:
    """Return the best network of any trainer beside a polynomial and a rational, at some widths."""
    widths = sorted({width for found in others.values() for _, width in found})[-_COMPARED:]
    head = ["target"]
    for width in widths:
        count = network_parameters(width)
        head += [f"width {width}", *(f"{_family(family)}, {count}" for family in FAMILIES)]
    rows = []
    for name in filter(others.get, names):
        found = others[name]
        errors = errors_by_width([r for r in records if r.spec.target == name])
        row = [_link(name)]
        for width in widths:
            row.append(_cell(errors.get(width), np.min))
            row += [_baseline(found.get((family, width))) for family in FAMILIES]
        rows.append(row)
    return _table(head, rows)


def _family(family: str) -> str:
    return "polynomial" if family == CHEBYSHEV else family


def _baseline(error: float | None) -> str:
    if error is None or math.isnan(error):
        return ""
    return _error(error) if math.isfinite(error) else "poles"


def _error(value: float) -> str:
    return f"{value:.2g}"


def _cell(errors: Array | None, choose: Callable[[Array], float]) -> str:
    """Return one of the errors of a width, or what is said where there is none."""
    if errors is None:
        return ""
    return _error(choose(errors)) if errors.size else "diverged"


def _link(name: str) -> str:
    return f"[{target_in_words(name)}](#{_anchor(name)})"


def _anchor(name: str) -> str:
    """Return the anchor that a page gives the heading of a target."""
    return re.sub(r"[^\w ]", "", target_in_words(name).lower()).replace(" ", "-")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _courses(lines: Sequence[ErrorLine]) -> str:
    """Return how the errors of a target go with the width: of what trains, or of what there is."""
    return " ".join(course_of_error(line) for line in of_role(lines, Role.TRAINED) or lines[:1])


def _section(
    target: Target, records: Sequence[Record], lines: Sequence[ErrorLine], picture: str
) -> str:
    own = [r for r in records if r.spec.target == target.text]
    text = _SECTION + (_LOSS if with_epochs(own) else "")
    return text.format(
        title=in_words(target.name),
        name=file_stem(target.name),
        formula=target.formula,
        domain=target.domain,
        source=target.source,
        complexity=target.complexity,
        course=_courses([line for line in lines if line.target == target.text]),
        page=page_in_words(target, own),
        losses=losses_in_words(target, own) if with_epochs(own) else "",
        picture=picture,
    )
