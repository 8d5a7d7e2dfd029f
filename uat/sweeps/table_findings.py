"""What the runs on a table show, in sentences that are true of its numbers, whatever these are.

"Wider stops helping" is said of the narrowest width that errs like the best one on rows held out;
that networks fit the noise, only where their error there rises beyond chance while the one on the
rows fitted does not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from uat.fits.table_target import Table
from uat.io.wording import counted, listed, short
from uat.sweeps.held_out import MEAN_ONLY, HeldOutCurve, WidthError

_MOST_NAMED = 8  # input columns
_DIGITS = 3
_ABOUT = 0.05


def rows_in_words(table: Table, folds: int, seeds: int) -> str:
    """Return how many rows there are, of which columns, and how they are dealt."""
    inputs, output = table.columns
    names = listed(inputs) if len(inputs) <= _MOST_NAMED else f"{len(inputs)} columns"
    some = (
        f"{table.rows_dealt:,} of them, drawn at random,"
        if table.rows_dealt < table.rows
        else "They"
    )
    times = f", {counted(seeds, 'time')} with other folds and starts" if seeds > 1 else ""
    return (
        f"{table.rows:,} rows: {output} from {names} ({counted(len(inputs), 'input')}). {some} are "
        f"dealt into {folds} folds, each left out in turn{times}."
    )


def headline(curve: HeldOutCurve) -> str:
    """Return where wider stops helping, as a title."""
    if curve.least is None:
        return "Every width diverged"
    if curve.width == MEAN_ONLY:
        return "No width beats the mean"
    if len(curve.errors) == 1:
        return f"Error of width {curve.width}"
    verb = "goes on helping to" if curve.width == curve.widths[-1] else "stops helping at"
    return f"Wider {verb} width {curve.width}"


def where_wider_stops(curve: HeldOutCurve) -> str:
    """Return at which width wider stops helping on rows held out, or that it does not."""
    least = curve.least
    if least is None:
        return f"By {curve.label} a run diverged at every width: nothing is known of rows held out."
    if curve.width == MEAN_ONLY:
        mean, best = short(curve.mean_only, _DIGITS), short(least.held_out, _DIGITS)
        return (
            "No width predicts rows held out better than the mean of the others does: that errs by "
            f"{mean}, the best network by {best} at width {least.width}."
        )
    chosen = curve.at(curve.width) or least
    error, widest = short(chosen.held_out, _DIGITS), curve.errors[-1]
    if len(curve.errors) == 1:
        return (
            f"At width {chosen.width}, the only one tried, the error on rows held out is {error}."
        )
    if chosen == widest:
        return (
            f"Wider goes on helping as far as was tried: the error on rows held out is least at "
            f"width {chosen.width}, the widest, {error}."
        )
    return (
        f"Wider stops helping at width {chosen.width}: the error on rows held out is {error} there,"
        f" and no wider network errs clearly less{_at_widest(curve, chosen, widest)}."
    )


def _at_widest(curve: HeldOutCurve, chosen: WidthError, widest: WidthError) -> str:
    """Return what becomes of the error at the largest width, as the end of a sentence."""
    if math.isinf(widest.held_out):
        return f"; at width {widest.width} a run diverged"
    if not curve.exceeds_least(widest.width):
        return ""
    rises = f"; at width {widest.width} it is {short(widest.held_out, _DIGITS)}"
    if widest.fitted <= chosen.fitted:
        fitted = short(widest.fitted, _DIGITS)
        return f"{rises}, while on the rows fitted it is {fitted}: such networks fit the noise"
    return f"{rises}, and on the rows fitted it rises too: the training missed better networks"


def noise_in_words(curve: HeldOutCurve) -> str:
    """Return how much noise there is by an estimate, and how far the chosen width is above it."""
    if curve.noise is None:
        return ""
    deviation, source = curve.noise
    told = f"The noise is estimated at {short(deviation, _DIGITS)}, by {source}"
    chosen = curve.at(curve.width)
    if chosen is None:
        return f"{told}."
    ratio = chosen.held_out / deviation
    size = "about that" if abs(ratio - 1.0) < _ABOUT else f"{ratio:.2g} times that"
    return f"{told}; the error on rows held out at width {chosen.width} is {size}."


def findings_in_words(curves: Sequence[HeldOutCurve]) -> list[str]:
    """Return where wider stops helping and how much noise there is, a paragraph a trainer."""
    several = len(curves) > 1
    said = []
    for curve in curves:
        words = [where_wider_stops(curve), noise_in_words(curve), diverged_in_words(curve)]
        told = " ".join(filter(None, words))
        said.append(f"By {curve.label}: {told}" if several else told)
    return said


def diverged_in_words(curve: HeldOutCurve) -> str:
    """Return how many runs diverged, if any did."""
    if not curve.diverged:
        return ""
    return f"{curve.diverged} of {counted(curve.runs, 'run')} diverged."
