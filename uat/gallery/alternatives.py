"""What is drawn on the pictures of a target, in words, for who cannot see them.

Each says what the figure of the same records shows, panel by panel, and nothing that is not there:
what it means is said in the text around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from uat.io.wording import in_words, listed, short_typed
from uat.sweeps.norms import by_bound
from uat.sweeps.proofs import NO_PROOFS, Proofs
from uat.sweeps.record import Record
from uat.sweeps.rules import rule_of
from uat.sweeps.selection import (
    by_role,
    by_trainer,
    first_and_near_best,
    median_record,
    of_width,
    runs_of_units,
    shown_widths,
    trainers_of,
    with_epochs,
)
from uat.sweeps.slices import slice_runs
from uat.sweeps.tones import tones_run
from uat.targets.target import Target
from uat.theory.floors import FloorKind, error_of_polynomials, floors
from uat.theory.reference_curves import NORMS, main_norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_SLICES = 3  # widths of which slices are drawn


def page_in_words(target: Target, records: Sequence[Record], proofs: Proofs = NO_PROOFS) -> str:
    """Return what the page of a target shows; see `uat.figures.target_page.target_figure`.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, at least one
    proofs : of the largest errors of some runs
    """
    say = {1: _curves_in_words, 2: _maps_in_words}.get(target.inputs, _slices_in_words)
    return f"{in_words(target.name)}: {say(target, records)}{_brackets_in_words(records, proofs)}"


def losses_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of the losses shows; see `uat.figures.loss_curves.loss_figure`.

    Parameters
    ----------
    target : of any number of inputs
    records : its runs, at least one of them with epochs
    """
    own = with_epochs(records)
    panels = trainers_of(own)
    widths = _widths(by_trainer(own, panels[0]))
    several = len({record.spec.seed for record in own}) > 1
    return (
        f"{in_words(target.name)}: the loss against the epoch, both on logarithmic scales, at "
        f"width {widths}{', the median run of each thick, the others thin' * several}; "
        f"{'one panel' if len(panels) == 1 else 'a panel each'} for {_labels(panels)}"
    )


def discontinuity_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of a jump shows; see `uat.figures.discontinuity`."""
    first = by_trainer(records, records[0].spec.trainer)
    return (
        f"left, {in_words(target.name)} near its jump and fits by {_label(first)} at width "
        f"{_widths(first)}; right, the max error and, dashed, the rmse against the width, and the "
        "level of half the jump"
    )


def units_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of the units shows; see `uat.figures.target_units.units_figure`."""
    columns = first_and_near_best(records)[::-1]
    sides = "" if len(columns) == 1 else "left and right, "
    return (
        f"{sides}for {_labels(columns)}: above, what each unit adds, less its mean, those that "
        f"cancel as one dashed line, and the sum of all, black, upon {in_words(target.name)}, a "
        "broad line; below, each unit at its centre, as high as it moves, with a dashed line at "
        f"what the sum moves by; {_sizes_in_words(records)}"
    )


def activations_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of activations shows; see `uat.figures.activations`."""
    names = list(dict.fromkeys(record.spec.activation for record in records))
    widest = max(record.spec.width for record in records)
    return (
        f"left, a panel for each of {listed(names)}: {in_words(target.name)} and the median fit of "
        f"width {widest}; right, their median max errors against the width"
    )


def polynomials_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of polynomial units shows; see `uat.figures.polynomial_units`."""
    names = list(dict.fromkeys(record.spec.activation for record in records))
    widest = max(record.spec.width for record in records)
    floors_of = {name: error_of_polynomials(target, name) for name in names}
    lowest = [f"{short_typed(error)} of {name}" for name, error in floors_of.items() if error > 0.0]
    levels = f", and dotted the errors of the best polynomials, {listed(lowest)}" if lowest else ""
    return (
        f"left, a panel for each of {listed(names)}: {in_words(target.name)} and the near-best fit "
        f"of width {widest}; right, their max errors against the width{levels}"
    )


def seconds_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of seconds shows; see `uat.figures.seconds.seconds_figure`."""
    return (
        f"the max error on {in_words(target.name)} against the seconds of the fit, both on "
        f"logarithmic scales, a line for each of {_labels(trainers_of(records))}, a dot a width; "
        "grey steps join the runs that no other beats in both"
    )


def norms_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of the norms shows; see `uat.figures.norms.norms_figure`."""
    lines = by_bound(records)
    widths = [record.spec.width for record in next(iter(lines.values()))]
    courses = [
        f"{'no bound' if bound is None else f'|c| at most {short_typed(bound)}'} from "
        f"{short_typed(line[0].max_error or 0.0)} to {short_typed(line[-1].max_error or 0.0)}"
        for bound, line in lines.items()
    ]
    return (
        f"the max error on {in_words(target.name)} against the width, {widths[0]} to {widths[-1]}, "
        f"on a logarithmic scale, a line a bound of |c|: {'; '.join(courses)}"
    )


def _sizes_in_words(records: Sequence[Record]) -> str:
    """Return how far each network of the figure errs, and how large its coefficients are."""
    return "; ".join(
        f"{_labels([record.spec.trainer])} {_error_in_words(record)}, with coefficients of "
        f"{short_typed(record.network.coefficient_norm)} in all"
        for record in runs_of_units(records)
    )


def _error_in_words(record: Record) -> str:
    """Return by how much a run errs, for after its trainer's name."""
    if record.max_error is None:
        return "diverged"
    return f"errs by up to {short_typed(record.max_error)}"


def rules_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of the rules shows; see `uat.figures.rules.rules_figure`."""
    widths = sorted({record.spec.width for record in records})
    columns = "" if len(widths) == 1 else "a column a width, "
    return (
        f"above, the loss on {in_words(target.name)} against the epoch at width "
        f"{listed([str(width) for width in widths])}, {columns}all scales logarithmic; below, the "
        f"max error; a line each for {listed(list(dict.fromkeys(map(rule_of, records))))}"
    )


def slices_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of the slices shows; see `uat.figures.loss_slices`."""
    runs = slice_runs([record for record in records if record.spec.target == target.text])
    return (
        f"a panel each for width {_widths(runs)}: a map of the loss on {in_words(target.name)}, in "
        "the same colours, with contours, and upon it the path of the training from a dot to a star"
    )


def tones_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of the tones shows; see `uat.figures.tones.tones_figure`."""
    run = tones_run([record for record in records if record.spec.target == target.text])
    return (
        f"left, a map of the amplitudes of the residual on {in_words(target.name)} by epoch and "
        f"frequency, by {_label([run])} at width {run.spec.width}; right, the share that is left "
        "of each strong tone of the target against the epoch, and the level of one half"
    )


def proof_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return what the figure of the proof shows; see `uat.figures.proof.proof_figure`."""
    return (
        f"four panels: {records[0].spec.activation} units of ever larger w become a step; one step "
        f"up and one down make a bump; over {in_words(target.name)} lie two staircases, of few "
        "steps and of more, each within the band of its guarantee"
    )


def _curves_in_words(target: Target, records: Sequence[Record]) -> str:
    first, near = by_trainer(records, records[0].spec.trainer), _near_best(records)
    also = f", and near-best at width {_widest(near)}, dashed" if near else ""
    whose = "of the widest and of near-best" if near else "of the widest"
    upper, lower = _norms(target)
    lines = _labels(trainers_of(records), "the best constant")
    return (
        f"left, the target and fits by {_label(first)} at width {_widths(first)}, "
        f"{_ends_in_words(target, first)}the widest solid{also}, over the size of the residual "
        f"{whose}; right, {upper} over {lower} against the width, of {lines}"
        f"{_floor_in_words(target, records)}"
    )


def _brackets_in_words(records: Sequence[Record], proofs: Proofs) -> str:
    """Return about which max errors there are brackets; begins with a mark."""
    proved = trainers_of([record for record in records if record.spec in proofs])
    return f"; brackets about max errors that are proved, of {_labels(proved)}" if proved else ""


def _floor_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return that no network of some width is in a region, if that is known; begins with a mark."""
    activation, widths = records[0].spec.activation, {record.spec.width for record in records}
    kinds = {known.kind for known in floors(target, activation, widths).values()}
    if not kinds:
        return ""
    edges = {FloorKind.HALF_JUMP: "half the jump", FloorKind.POLYNOMIALS: "the floor of all widths"}
    kind = kinds.pop() if len(kinds) == 1 else None
    edge = edges.get(kind, "the floor of each width") if kind else "the floor of each width"
    return f"; of the max error what is below {edge} is shaded"


def _ends_in_words(target: Target, records: Sequence[Record]) -> str:
    """Return the median errors of the narrowest and of the widest fits shown, with a comma."""
    norm = main_norm(target)
    widths = shown_widths([r.spec.width for r in records])
    ends = [median_record(of_width(records, width), norm).error(norm) for width in widths]
    first, last = ends[0], ends[-1]
    if len(ends) < 2 or first is None or last is None:
        return ""
    return (
        f"of {NORMS[norm]} {short_typed(first)} at the narrowest and {short_typed(last)} at the "
        "widest, "
    )


def _maps_in_words(target: Target, records: Sequence[Record]) -> str:
    first, near = by_trainer(records, records[0].spec.trainer), _near_best(records)
    shown = median_record(of_width(first, _widest(first)), main_norm(target))
    also = f", and of the residual of near-best at width {_widest(near)}" if near else ""
    return (
        f"above, maps of the target, of the fit by {_label(first)} at width {_widest(first)} and "
        f"of its residual{also}; the fit {_error_in_words(shown)}; below, "
        f"{_errors_in_words(target, records)}"
    )


def _slices_in_words(target: Target, records: Sequence[Record]) -> str:
    first = by_trainer(records, records[0].spec.trainer)
    return (
        f"above, slices along three of {target.inputs} inputs, of the target and of fits by "
        f"{_label(first)} at width {_widths(first, _SLICES)}, and the widest fit "
        f"against the target point by point; below, {_errors_in_words(target, records)}"
    )


def _errors_in_words(target: Target, records: Sequence[Record]) -> str:
    left, right = reversed(_norms(target))
    lines = _labels(trainers_of(records), "the best constant")
    return f"{left} and {right} against the width, of {lines}"


def _norms(target: Target) -> tuple[str, str]:
    """Return the norm of the larger panel, and that of the other."""
    main = main_norm(target)
    (other,) = (words for norm, words in NORMS.items() if norm != main)
    return NORMS[main], other


def _near_best(records: Sequence[Record]) -> list[Record]:
    """Return the runs of near-best, none if it is near-best whose fits are shown."""
    near = by_role(records, Role.NEAR_BEST)
    return [] if row_of(records[0].spec.trainer).role is Role.NEAR_BEST else near


def _widest(records: Sequence[Record]) -> int:
    return max(record.spec.width for record in records)


def _widths(records: Sequence[Record], count: int = 4) -> str:
    """Return the widths whose fits are drawn, as in a sentence."""
    return listed([str(w) for w in shown_widths([r.spec.width for r in records], count)])


def _label(records: Sequence[Record]) -> str:
    return row_of(records[0].spec.trainer).label


def _labels(trainers: Sequence[str], *others: str) -> str:
    """Return trainers as they are called beside their lines, but for how they are found."""
    names = [re.split(r" \(|, ", row_of(name).label)[0] for name in trainers]
    return listed([*names, *others])
