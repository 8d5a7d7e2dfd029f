"""The width of a network for a table and its trainer, chosen on rows left out.

Width 0, the mean of the rows, competes with the others, and a referee that is trained on nothing
(`uat.fits.referee`) watches: where it does better than the usual trainer, others compete
(`uat.fits.families`), and only where it does no better than the mean, either, there may be nothing
to find.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.fits.cross_validation import (
    CrossValidation,
    cross_validation,
    deviation_of,
    least,
    rows_of,
    squared_errors,
    varying_inputs,
)
from uat.fits.exact import contradicts_itself, exact_widths, is_truth_table, narrowest_exact
from uat.fits.families import Contender, able_families, contest, family_widths, winner
from uat.fits.folds import FoldNetworks, LeftOut, RowNumbers, dealt, learning_counts, some_rows
from uat.fits.referee import Referee, referee_of
from uat.fits.scores import WidthScore
from uat.fits.trainings import Work, seconds_of
from uat.io.wording import listed
from uat.trainers import FitResult, LevenbergMarquardt, Trainer

# Fewer rows are too few to leave some out in turn; of fewer than the other number, each is left out
# by itself, and a network through all of them may be what is wanted.
_LEAST_TO_CHOOSE, _FEW = 4, 10
# Of few rows, a network that leaves less than this share of the variance on rows left out will do.
_EXPLAINED = 0.05
_JUDGE = "three nearest neighbours"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of the width and of the trainer; see `uat.fits.table.fit_data`.

    Parameters
    ----------
    width : None if it is to be chosen
    trainer : the one named, or the usual one
    named : whether it was named: then no other one competes
    folds : parts the rows are dealt into
    max_width : the widest tried; None takes `usual`, and more where other trainers compete
    usual : the widest the usual trainer tries if nobody says otherwise
    """

    width: int | None
    trainer: Trainer
    named: bool
    folds: int
    max_width: int | None
    usual: int

    @property
    def widest(self) -> int:
        """The widest network of the usual trainer."""
        return self.usual if self.max_width is None else self.max_width


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The width and the trainer to fit by, the curve they were chosen by, and what is to be said.

    Parameters
    ----------
    width : 0 is the mean of the rows
    trainer : what the network is, or would be, from
    scores : of that trainer, by cross-validation; None if the width was not chosen so
    referee : what the neighbours did on the same rows; None if nobody asked them
    notes : sentences
    result : of the training on all rows, if that was what decided
    """

    width: int
    trainer: Trainer
    scores: CrossValidation | None = None
    referee: Referee | None = None
    notes: tuple[str, ...] = ()
    result: FitResult | None = None

    def noting(self, after: Sequence[str] = (), before: Sequence[str] = ()) -> Choice:
        """Return the choice with more notes."""
        return replace(self, notes=(*before, *self.notes, *after))

    @property
    def left_out(self) -> LeftOut | None:
        """The rows that chose, predicted by networks like it that had not seen them."""
        return None if self.scores is None else self.scores.left_out_of(self.width)

    @property
    def fold_networks(self) -> FoldNetworks | None:
        """The networks like it that had not seen the rows that chose."""
        return None if self.scores is None else self.scores.networks_of(self.width)

    @property
    def curve(self) -> tuple[WidthScore, ...]:
        """The error of every width tried."""
        return () if self.scores is None else self.scores.scores


def choice_of(training: Dataset, wish: Wish, work: Work, rng: np.random.Generator) -> Choice:
    """Return the width and the trainer to fit the rows by; `rng` draws and deals them."""
    if is_truth_table(training):
        return _of_truth_table(training, wish, work)
    if training.points < _LEAST_TO_CHOOSE:
        return _of_very_few(training, wish, work)
    if wish.width is not None and wish.named:
        return Choice(wish.width, wish.trainer)
    lot = rows_of(training, some_rows(training.points, rng))
    folds = lot.points if lot.points < _FEW else min(wish.folds, lot.points)
    contest = _Contest(training, lot, dealt(lot.points, folds, rng), wish, work)
    if wish.width is not None:
        return contest.of_width(wish.width)
    notes = []
    if lot.points < training.points:
        notes.append(f"The width was chosen on {lot.points} of these rows, drawn at random.")
    if wish.folds > lot.points:
        notes.append(f"There are {lot.points} rows to fit: as many folds, not {wish.folds}.")
    return contest.of_all_widths().noting(before=notes)


def _of_truth_table(training: Dataset, wish: Wish, work: Work) -> Choice:
    """Return the narrowest network that reproduces a truth table."""
    trainer = wish.trainer if wish.named else LevenbergMarquardt()
    widths = exact_widths(wish.widest) if wish.width is None else [wish.width]
    work.meter.expect(seconds_of(trainer, [training.points], widths))
    closest = narrowest_exact(training, widths, trainer, work)
    notes = [
        "The rows are all combinations of the inputs' two values: all of them were fitted, and no "
        "row is left to test with."
    ]
    if not closest.exact:
        error = f"errs by {closest.error:.3g} output deviations"
        notes.append(
            f"The network of width {wish.width} {error}: a wider one may reproduce all rows."
            if wish.width is not None
            else f"The training failed: of widths up to {widths[-1]} the closest, "
            f"{closest.width}, {error}. Another seed or trainer may reproduce all rows."
        )
    elif wish.width is None:
        notes.append(f"Width {closest.width} is the narrowest tried that reproduces all rows.")
    return Choice(closest.width, trainer, notes=tuple(notes), result=closest.result)


def _of_very_few(training: Dataset, wish: Wish, work: Work) -> Choice:
    """Return the narrowest network that passes through rows too few to leave any out."""
    few = () if wish.width else ("There are too few rows to choose a width by: it is {}.",)
    if not (wish.named or contradicts_itself(training)):
        trainer = LevenbergMarquardt()
        widths = exact_widths(min(wish.widest, _FEW)) if wish.width is None else [wish.width]
        work.meter.expect(seconds_of(trainer, [training.points], widths))
        closest = narrowest_exact(training, widths, trainer, work)
        if closest.exact:
            few = (
                (
                    "There are too few rows to choose a width by: {} is the narrowest tried that "
                    "passes through all of them.",
                )
                if few
                else ()
            )
            notes = tuple(note.format(closest.width) for note in few)
            return Choice(closest.width, trainer, notes=notes, result=closest.result)
    width = wish.width or 1
    return Choice(width, wish.trainer, notes=tuple(note.format(width) for note in few))


@dataclass(frozen=True, slots=True, eq=False)
class _Contest:
    """The rows that are dealt into folds, and who is tried on them.

    Parameters
    ----------
    training : all rows to fit
    lot : those of them that choose
    parts : the rows of each fold, numbers in `lot`
    """

    training: Dataset
    lot: Dataset
    parts: Sequence[RowNumbers]
    wish: Wish
    work: Work

    @property
    def _fitted(self) -> int:
        """The rows of one training."""
        return self.lot.points - max(map(len, self.parts))

    def of_all_widths(self) -> Choice:
        """Return the width that errs least on rows left out, and whose networks these are."""
        wish = self.wish
        widths = _widths(wish.widest, self._fitted, self.lot)
        usual = self._usual([0, *widths])
        trained = usual.scores.without_first()
        if math.isinf(least(trained.scores).mean):
            width = trained.width
            note = (
                "A training diverged at every width tried, so that there was nothing to choose by: "
                f"the width is {width}, the narrowest."
            )
            choice = Choice(width, usual.trainer, trained, notes=(note,))
        else:
            choice = self._judged(usual)
        if widths[-1] == wish.widest or choice.trainer is not wish.trainer:
            return choice
        note = (
            f"Widths above {widths[-1]} were not tried: such a network has more parameters than "
            f"the {self._fitted} rows of one training."
        )
        return choice.noting(before=[note])

    def of_width(self, width: int) -> Choice:
        """Return a network of that width by the usual trainer, or by who does clearly better.

        Only where the referee errs clearly less than the network does on its own rows are there
        any others.
        """
        self.work.meter.expect(self._later(self.wish.trainer, width))
        result = self.work.train(self.wish.trainer, self.training, width)
        referee = referee_of(self.lot, self.parts)
        fitted = squared_errors(result, self.lot, deviation_of(self.lot))
        if not (referee.beats(fitted) or self._few):
            return Choice(width, self.wish.trainer, referee=referee, result=result)
        choice = self._judged(self._usual([width]))
        same = choice.trainer is self.wish.trainer
        return replace(choice, result=result) if same else choice

    @property
    def _few(self) -> bool:
        return self.lot.points < _FEW

    def _later(self, trainer: Trainer, width: int) -> float:
        """Return about how long it takes afterwards to fit all rows, and fewer."""
        counts = [self.training.points, *learning_counts(self.training.points)]
        return seconds_of(trainer, counts, [width])

    def _usual(self, widths: Sequence[int]) -> Contender:
        """Return what networks of the usual trainer, or the one named, do on rows left out."""
        trainer = self.wish.trainer
        rows = [self.lot.points - len(part) for part in self.parts]
        later = self._later(trainer, widths[-1])
        self.work.meter.expect(seconds_of(trainer, rows, widths) + later)
        return Contender(
            trainer, cross_validation(self.lot, widths, self.parts, self.work.by(trainer))
        )

    def _judged(self, usual: Contender) -> Choice:
        """Return the choice of who errs least, once the referee has spoken."""
        referee = referee_of(self.lot, self.parts)
        first = Choice(usual.scores.width, usual.trainer, usual.scores, referee)
        if self.wish.named:
            missed = referee.beats(usual.scores.least)
            return first.noting([_missed(usual, referee)] if missed else [])
        if self._few:
            explained = float(usual.scores.squares_of(first.width).mean()) < _EXPLAINED
            none = explained or contradicts_itself(self.lot)
            return first if none else self._through_few(usual, first)
        if not referee.beats(usual.scores.least):
            return first
        return self._contested(usual, referee)

    def _contested(self, usual: Contender, referee: Referee) -> Choice:
        """Return the choice among the usual trainer and the families."""
        inputs = max(int(varying_inputs(self.lot).sum()), 1)
        families = [
            (family, self._family_widths(family))
            for family in able_families(inputs, self.work.activation)
        ]
        later = max(self._later(family, widths[-1]) for family, widths in families)
        others = contest(self.lot, self.parts, families, referee, self.work, later)
        best = winner(usual, others)
        choice = Choice(best.scores.width, best.trainer, best.scores, referee)
        return choice.noting([_contest_note(usual, others, best, referee)])

    def _family_widths(self, family: Trainer) -> list[int]:
        if self.wish.width is not None:
            return [self.wish.width]
        return family_widths(family, self._fitted, self.wish.max_width)

    def _through_few(self, usual: Contender, first: Choice) -> Choice:
        """Return the narrowest network through all rows, if it errs less on rows left out."""
        wish, trainer = self.wish, LevenbergMarquardt()
        widths = exact_widths(min(wish.widest, _FEW)) if wish.width is None else [wish.width]
        rows = [self.lot.points - len(part) for part in self.parts]
        costs = seconds_of(trainer, [self.lot.points], widths)
        self.work.meter.expect(costs + seconds_of(trainer, rows, widths[-1:]))
        closest = narrowest_exact(self.lot, widths, trainer, self.work)
        if not closest.exact:
            return first
        scores = cross_validation(self.lot, [closest.width], self.parts, self.work.by(trainer))
        chosen = usual.scores.squares_of(first.width)
        if not scores.least.mean() < chosen.mean():
            return first
        note = (
            f"There are few rows: this is the narrowest network tried that passes through all of "
            f"them, and on rows left out one by one such networks err less than {_whose(first)}."
        )
        return Choice(closest.width, trainer, scores, first.referee, (note,), closest.result)


def _whose(choice: Choice) -> str:
    """Return what was chosen, as a text names it."""
    return f"those by {choice.trainer.name}" if choice.width else "the mean"


def _deviations(squares: Array) -> str:
    """Return the root mean square in output deviations, as a text says it."""
    return f"{math.sqrt(float(squares.mean())):.3g}"


def _missed(usual: Contender, referee: Referee) -> str:
    """Return that networks of a trainer that was named miss what the referee sees."""
    return (
        f"On rows left out, {_JUDGE} err {referee.rmse:.3g} output deviations, networks by "
        f"{usual.trainer.name} {_deviations(usual.scores.least)} at best: it misses what is there. "
        "Where no trainer is named, others compete."
    )


def _contest_note(
    usual: Contender, others: Sequence[Contender], best: Contender, referee: Referee
) -> str:
    """Return who competed, why, and what came of it."""
    errors = [f"{one.trainer.name} {_deviations(one.scores.least)}" for one in others]
    note = (
        f"On rows left out, {_JUDGE} err {referee.rmse:.3g} output deviations, networks by "
        f"{usual.trainer.name} {_deviations(usual.scores.least)} at best. So others competed on "
        f"the same rows: {listed(errors)}. "
    )
    note += f"The network is by {best.trainer.name}"
    if best.trainer is usual.trainer:
        note += ": none of them is clearly better"
    elif best.scores.width:
        note += f", whose width {best.scores.width} errs like its best"
    missing = "; the neighbours still err clearly less" if referee.beats(best.scores.least) else ""
    return f"{note}{missing}."


def _widths(most: int, rows: int, dataset: Dataset) -> list[int]:
    """Return 1, 2, 4, ..., up to `most`, without those of more parameters than values."""
    # A constant input is not fitted.
    inputs = max(int(varying_inputs(dataset).sum()), 1)
    outputs = dataset.t.shape[1]
    carried = outputs * (rows - 1) // (inputs + 1 + outputs)
    doubling = [2**k for k in range(most.bit_length())]
    return [width for width in dict.fromkeys([*doubling, most]) if width <= max(carried, 1)]
