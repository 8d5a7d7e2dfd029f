"""Other trainers that compete for a table where its referee does better than the usual one.

The usual trainer descends from a few starts, and takes the constant where the evidence prefers it:
of what oscillates faster than its starts it sees nothing. `matching_pursuit` and, of one input,
`quantile_units` need no descent to get there, but are no judges of noise: how many units they get
is decided on rows left out, the same as for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from uat.core.datasets import Dataset
from uat.fits.cross_validation import CrossValidation, cross_validation, least
from uat.fits.folds import RowNumbers, excess_over
from uat.fits.referee import Referee
from uat.fits.scores import WidthScore
from uat.fits.trainings import Work, seconds_of
from uat.trainers import Trainer
from uat.trainers.matching_pursuit import MatchingPursuit
from uat.trainers.quantile_units import QuantileUnits

# The quicker one first: the other ends where it is no better.
_FAMILIES: tuple[Trainer, ...] = (QuantileUnits(), MatchingPursuit())
# Widths tried: from this one, each so many times the one before, to this share of the rows fitted,
# as long as one training takes at most so many seconds.
_FIRST, _RATIO, _MOST_A_ROW, _MOST_SECONDS = 8, 1.5, 0.6, 3.0
# A curve has levelled off when two widths in a row err at least so many times the least before, or
# one width where that is small.
_LEVEL, _SMALL = 0.95, 0.03


class Contender(NamedTuple):
    """A trainer and what its networks did on the rows left out."""

    trainer: Trainer
    scores: CrossValidation


def able_families(inputs: int, activation: str) -> list[Trainer]:
    """Return the families that can fit such networks."""
    return [family for family in _FAMILIES if family.refusal(inputs, activation) is None]


def family_widths(trainer: Trainer, rows: int, most: int | None) -> list[int]:
    """Return the widths that are tried of a family, rising.

    Parameters
    ----------
    rows : of one training
    most : the widest wanted; None goes by the rows alone
    """
    widest = int(_MOST_A_ROW * rows)
    widest = max(1, widest if most is None else min(widest, most))
    widths = [min(_FIRST, widest)]
    while widths[-1] < widest:
        wider = min(int(widths[-1] * _RATIO), widest)
        if trainer.seconds(rows, wider) > _MOST_SECONDS:
            break
        widths.append(max(wider, widths[-1] + 1))
    return widths


def contest(
    dataset: Dataset,
    parts: Sequence[RowNumbers],
    families: Sequence[tuple[Trainer, Sequence[int]]],
    referee: Referee,
    work: Work,
    later: float,
) -> list[Contender]:
    """Return what each family's networks do on the rows left out, the widths as given.

    A family ends where its curve has levelled off, or a family before it did better with no more
    units.

    Parameters
    ----------
    parts : the rows of each fold
    families : trainers, each with its widths, rising
    referee : of the same rows
    later : seconds of what comes afterwards, for whoever is told
    """
    rows = [dataset.points - len(part) for part in parts]
    work.meter.expect(later + sum(seconds_of(one, rows, widths) for one, widths in families))
    contenders: list[Contender] = []
    for family, widths in families:
        before = [least(one.scores.scores) for one in contenders]

        def ended(curve: Sequence[WidthScore], before: list[WidthScore] = before) -> bool:
            level = has_levelled_off(curve, referee.rmse)
            return level or any(_outdone(curve[-1], best) for best in before)

        scores = cross_validation(dataset, widths, parts, work.by(family), ended)
        contenders.append(Contender(family, scores))
    return contenders


def _outdone(last: WidthScore, best: WidthScore) -> bool:
    """Return whether a width errs more than the best of another family, which is no wider."""
    return last.width >= best.width and last.mean > best.mean


def winner(first: Contender, others: Sequence[Contender]) -> Contender:
    """Return who errs least, which is the first unless another is clearly better.

    That is by more than the standard error of the difference, row by row.
    """
    best = min(others, key=lambda one: float(one.scores.least.mean()), default=first)
    if not _finite(best):
        return first
    if not _finite(first):
        return best
    excess = excess_over(first.scores.least, best.scores.least)
    return best if excess.mean > excess.standard_error else first


def _finite(contender: Contender) -> bool:
    return bool(contender.scores.least.mean() < float("inf"))


def has_levelled_off(curve: Sequence[WidthScore], referee: float) -> bool:
    """Return whether the last widths bring nothing, once the referee's error is reached.

    Till a wave is resolved all widths err alike, about zero or about a trend.
    """
    return _level(curve, 1, min(_SMALL, referee)) or _level(curve, 2, referee)


def _level(curve: Sequence[WidthScore], count: int, below: float) -> bool:
    """Return whether the last widths do not improve on an error before that is small enough."""
    if len(curve) <= count:
        return False
    best = least(curve[:-count]).mean
    return best < below and all(score.mean > _LEVEL * best for score in curve[-count:])
