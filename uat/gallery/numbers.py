"""The numbers of a gallery's functions: the overview, the widths they take, and the tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from uat.arrays import Array
from uat.fits.sampling import attainable_floor
from uat.gallery.pages import NEEDED_WIDTHS, OVERVIEW, Pages
from uat.gallery.reading import BaselineErrors, Contents, paragraph
from uat.io.markdown import plain, table
from uat.io.wording import in_words, listed
from uat.sweeps.needed_widths import has_guarantee, needed_in_words, needed_widths, worth_comparing
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import by_role, by_trainer, label_of, trainers_of
from uat.targets.lookup import target_of
from uat.theory.baselines import CHEBYSHEV, FAMILIES, network_parameters
from uat.theory.reference_curves import best_constant_error, main_norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_OVERVIEW = """\
## {heading}

![{rows}for each width a column: the {median}error of {trainer}{beside} in percent of the best \
constant's, as a number and a colour]({figure})
"""
_NEEDED = """\
## How many units one percent takes

{words}

![Width for an error of 1 % against complexity: dots of {names}{line}]({figure})
"""
_DOTS = """\
A dot is a target: how much it varies, in ranges of its values, and the width from which the
{median}error is within 1 % of the range."""
_LINE = "The line is what is guaranteed, V / (2 (n + 1))."
_LADDER = """\
## {heading}

{words}

{table}
"""
_NEAR_BEST = """\
## Near-best

{words}

{table}
"""
_CLOSEST = """\
The least max error of {names}. Its networks may cancel: |c| is the 1-norm of the
coefficients of the widest network, and the floor about 2e-16 |c|, the error that rounding alone may
then cause. A wider network that is no better is not accepted, so that no error rises with the
width, but for rounding{jumps}."""
_AT_JUMPS = "; where a target jumps, it stays within a hundredth of half the jump"
_OTHERS = """\
## Other families at equal parameter count

{words}

{table}
"""
_FAMILIES = """\
A network of width n and one input has 3n + 1 parameters. The table compares max errors with those
of the polynomial through as many Chebyshev points, and of AAA's rational function of at most as
many parameters{poles}. The networks are the best of all trainers and seeds."""
_POLES = "; *poles* means that this one has poles in the domain, where its error is infinite"
_COMPARED = 3  # widths in the table of other families


def numbers_of(
    names: Sequence[str],
    records: Sequence[Record],
    others: Mapping[str, BaselineErrors],
    contents: Contents,
    pages: Pages,
) -> list[str]:
    """Return the sections with the numbers of all targets.

    Parameters
    ----------
    names : texts of the targets, in the order of the tables
    records : runs of functions, at least one
    others : target -> the errors of its baselines
    contents, pages : of these runs
    """
    first = by_trainer(records, records[0].spec.trainer)
    near = by_role(records, Role.NEAR_BEST)
    parts = [_overview(names, records, contents, pages)]
    if worth_comparing(records):
        parts.append(_needed(records, contents, pages))
    parts.append(_ladder_section(names, first, contents, pages))
    if near:
        closest = listed([in_words(name) for name in trainers_of(near)])
        words = _CLOSEST.format(names=closest, jumps=_AT_JUMPS * contents.jumps)
        parts.append(_NEAR_BEST.format(words=words, table=_near_best(names, near, pages)))
    if contents.families:
        words = _FAMILIES.format(poles=_POLES * contents.poles)
        compared = _compared(names, records, others, pages)
        parts.append(_OTHERS.format(words=words, table=compared))
    return parts


def _median(contents: Contents) -> str:
    """Return the word for which error it is, where there are several."""
    return "median " * contents.seeds


def _overview(
    names: Sequence[str], records: Sequence[Record], contents: Contents, pages: Pages
) -> str:
    near = trainers_of(by_role(records, Role.NEAR_BEST))
    beside = f" and of {listed([in_words(name) for name in near])}" if near else ""
    several = len(names) > 1
    return _OVERVIEW.format(
        heading="All targets at a glance" if several else "At a glance",
        rows="For each target a row, " if several else "A row, ",
        median=_median(contents), trainer=label_of(records[0]), beside=beside,
        figure=pages.figure(OVERVIEW),
    )  # fmt: skip


def _needed(records: Sequence[Record], contents: Contents, pages: Pages) -> str:
    needed = needed_widths(records)
    bound = any(has_guarantee(one.target) for own in needed.values() for one in own)
    dots = _DOTS.format(median=_median(contents))
    return _NEEDED.format(
        words=paragraph(dots, _LINE * bound, plain(needed_in_words(needed))),
        names=listed([row_of(name).label for name in needed]),
        line=", and the line of the guarantee" * bound,
        figure=pages.figure(NEEDED_WIDTHS),
    )


def _ladder_section(
    names: Sequence[str], records: Sequence[Record], contents: Contents, pages: Pages
) -> str:
    """Return the errors of the first trainer, the simplest target first."""
    several = len(names) > 1
    return _LADDER.format(
        heading="The ladder" if several else "Error against width",
        words=paragraph(_order(contents, several), _which_errors(records, contents)),
        table=_ladder(names, records, pages),
    )


def _order(contents: Contents, several: bool) -> str:
    """Return what V is, and in which order the targets stand."""
    gradient = "the integral of |grad f|, inputs scaled to [0, 1]"
    if contents.inputs == {1}:
        what = "total variation"
    elif 1 not in contents.inputs:
        what = gradient
    else:
        what = f"total variation with one input, with more {gradient}"
    if not several:
        return f"V is the complexity of the target, {what}."
    order = "by number of inputs, then by" if len(contents.inputs) > 1 else "by"
    return f"Targets {order} rising complexity V: {what}."


def _which_errors(records: Sequence[Record], contents: Contents) -> str:
    """Return whose errors the ladder holds, and in which norm."""
    seed = "the median seed of " * contents.seeds
    norms = "max errors" + ", and the rmse of a target that jumps" * contents.jumps
    return f"Errors are those of {seed}{label_of(records[0])}: {norms}."


def _ladder(names: Sequence[str], records: Sequence[Record], pages: Pages) -> str:
    widths = sorted({r.spec.width for r in records})
    rows = []
    for name in names:
        target = target_of(name)
        norm = main_norm(target)
        errors = errors_by_width([r for r in records if r.spec.target == name], norm)
        cells = [_cell(errors.get(width), np.median) for width in widths]
        link = pages.link(name) + (" (rmse)" if norm == "rmse" else "")
        constant = best_constant_error(target, norm)
        rows.append([link, f"{target.complexity:.3g}", f"{constant:.3g}", *cells])
    return table(["target", "V", "best constant", *(f"width {w}" for w in widths)], rows)


def _near_best(names: Sequence[str], records: Sequence[Record], pages: Pages) -> str:
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
        rows.append([pages.link(name), *cells, *norms])
    return table(["target", *(f"width {w}" for w in widths), "\\|c\\|", "floor"], rows)


def _compared(
    names: Sequence[str],
    records: Sequence[Record],
    others: Mapping[str, BaselineErrors],
    pages: Pages,
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
        row = [pages.link(name)]
        for width in widths:
            row.append(_cell(errors.get(width), np.min))
            row += [_baseline(found.get((family, width))) for family in FAMILIES]
        rows.append(row)
    return table(head, rows)


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
