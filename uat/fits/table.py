"""The front door for data: fit a network to a table of numbers, and say how far to trust it.

`fit_data` holds some rows out, chooses the width by cross-validation on the others
(`uat.fits.cross_validation`), fits a network of that width to them and returns a `DataFit`
(`uat.fits.table_fit`), whose errors on the held-out rows are honest: nothing was fitted to these
rows or chosen by them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from uat.checks import (
    check_flag,
    check_seed,
    check_share,
    check_whole,
    check_width,
)
from uat.core.datasets import Dataset
from uat.core.threads import one_thread
from uat.core.watch import Callback, Stopped, Watch, watching
from uat.exceptions import SettingError
from uat.fits.choice import Choice, Wish, choice_of
from uat.fits.cross_validation import (
    Replicates,
    deviation_of,
    errors_of,
    noise_sentences,
    replicate_noise,
    rows_of,
    weighted,
)
from uat.fits.defaults import able_trainer
from uat.fits.exact import is_truth_table
from uat.fits.folds import MOST_ROWS, LeftOut, RowNumbers, Streams
from uat.fits.intervals import PredictionIntervals, interval_scores
from uat.fits.learning import Learned, fitted_rows, score_of
from uat.fits.preparation import Missing, ready_rows
from uat.fits.progress import told
from uat.fits.referee import Referee, neighbour_squares
from uat.fits.rows import Rows
from uat.fits.scores import quality_of
from uat.fits.table_fit import DataFit
from uat.fits.trainings import Meter, Training, Work
from uat.io.progress import reporting
from uat.io.wording import listed
from uat.trainers import StopReason, Trainer
from uat.trainers.base import plain_settings

__all__ = ["AUTO", "DEFAULT_FOLDS", "DEFAULT_HELD_OUT", "fit_data"]

AUTO: Literal["auto"] = "auto"
DEFAULT_TRAINER = "bayesian_regularization"
DEFAULT_HELD_OUT = 0.2
DEFAULT_FOLDS = 5
DEFAULT_MAX_WIDTH = 32

# Fewer rows are all needed to fit.
_LEAST_TO_HOLD_OUT = 10
_MOST_HELD_OUT = 0.9


def fit_data(
    x: npt.ArrayLike | Mapping[str, Any],
    t: npt.ArrayLike | Mapping[str, Any],
    width: int | Literal["auto"] = AUTO,
    *,
    trainer: str | Trainer | None = None,
    seed: int = 0,
    activation: str = "logistic",
    held_out: float = DEFAULT_HELD_OUT,
    folds: int = DEFAULT_FOLDS,
    max_width: int | None = None,
    input_names: Sequence[str] | None = None,
    output_names: Sequence[str] | None = None,
    learning_curve: bool = True,
    progress: bool | Callable[[float, str], None] | None = None,
    callback: Callback | None = None,
    keep_best: bool = False,
    weights: npt.ArrayLike | None = None,
    missing: Missing | None = None,
) -> DataFit:
    """Fit a network with one hidden layer to rows of numbers.

    Parameters
    ----------
    x : shape (rows, inputs), or (rows,) for one input; a data frame; or a mapping, column name ->
        values. Dates become the time since the first, texts of few values columns of 0 and 1 for
        each (`uat.io.encodings`), which the report says and the model keeps
    t : shape (rows, outputs), or (rows,) for one output; several outputs share one network
    width : number of hidden units, at least 1; "auto" takes of 0 (the mean of the rows), 1, 2, 4,
        ... the narrowest that errs like the best one by cross-validation
        (`uat.fits.folds.narrowest_alike`)
    trainer : a name, or a trainer with its settings; None takes bayesian_regularization, and
        another one where that does clearly worse than it should, see the notes
    seed : at least 0; all that is random comes from it
    activation : name of phi
    held_out : share of the rows, drawn at random, that nothing is fitted to or chosen by: from 0
        to 0.9. Of fewer than 10 rows none is held out
    folds : parts the other rows are dealt into to choose a width, at least 2; no more than rows
    max_width : the widest network that "auto" tries, at least 1; None takes 32, and where other
        trainers compete three fifths of the rows of a training
    input_names, output_names : names of the columns; None takes those of a data frame or series
        if they are text and all differ, else x, or x1, x2, ..., and y
    learning_curve : whether to fit the width chosen to fewer rows, too, to see what more would
        bring; only if rows are held out
    progress : True shows a bar, on a terminal or in a notebook; a function is called with (share
        done, what is under way) before every training, and at the end with a share of 1
    callback : called with a `TrainingProgress` (which training it is, how many steps of how many
        are done, the loss, the seconds since the start) up to ten times a second; one that returns
        True stops the fit
    keep_best : whether an interrupt from the keyboard stops the fit, too, instead of going on as
        `KeyboardInterrupt`; a second one does that. A fit that is stopped returns of all networks
        trained so far, some perhaps to a part of the rows, the one that errs least on the rows to
        fit, its stop_reason "interrupted"
    weights : shape (rows,), how often each row counts, at least 0: a row of weight 2 is fitted and
        measured as if it stood there twice, but is one row where rows are held out or left out; one
        of weight 0 is left out. A trainer that weighs all rows alike takes whole numbers only
    missing : what to do about values that are missing: "drop" leaves their rows out, "median" puts
        the median of the rows fitted there, of a text the most frequent one; a row without its
        output is left out in either case. None refuses them

    Raises
    ------
    ShapeError
        If there are no rows, x and t disagree on them, or there is not one name a column; if a
        value is no real number.
    SettingError
        If a number is not finite or beyond 1e301, the message names the row, counted from 1, and
        the column; if a column varies, but by less than 1e-301; if a setting is out of range, or
        the trainer cannot do this.
    UnknownNameError
        If the trainer or the activation is unknown.

    Notes
    -----
    "auto" does not try widths at which a network has more parameters than the rows of a training
    have values, and ends after two widths that err clearly more than the best, or where twice the
    units make no difference (`uat.fits.cross_validation`). Of more than 10,000 rows it takes 10,000
    at random. The share done is one of time, by the trainer's own estimate.

    Where three nearest neighbours err clearly less on rows left out than the networks do, and no
    trainer is named, `matching_pursuit` and, of one input, `quantile_units` compete on the same
    rows (`uat.fits.families`). Fewer than 10 rows are left out one by one, and a network through
    all of them competes; of a truth table, all combinations of two-valued inputs, it is what is
    looked for, and nothing is held out (`uat.fits.exact`).

    Examples
    --------
    >>> fit_data(x, t).summary()  # doctest: +SKIP
    """
    ready = ready_rows(x, t, input_names, output_names, weights, missing)
    _check_settings(width, seed, held_out, folds, max_width, learning_curve, keep_best)
    able = _able(DEFAULT_TRAINER if trainer is None else trainer, ready.table.inputs, activation)
    began = time.perf_counter()
    streams = Streams.of(seed)
    some, others = _split(ready.table.dataset, held_out, streams.hold_out)
    ready = ready.filled_by(some)
    table = ready.table
    training = rows_of(table.dataset, some) if len(others) else table.dataset
    test = rows_of(table.dataset, others) if len(others) else None
    # Before the trainings: where there is no memory for it, none of them is lost.
    replicates = replicate_noise(table.dataset)
    fixed = None if isinstance(width, str) else width
    wish = Wish(fixed, able, trainer is not None, folds, max_width, DEFAULT_MAX_WIDTH)
    trained: list[Training] = []
    watch = Watch(keep_best=keep_best)
    try:
        with one_thread(), reporting(progress, "fitting", _as_bar) as tell:
            work = Work(seed, activation, Meter(tell), trained)
            watch.callback = told(callback, tell.within, work.meter.within)
            with watching(watch):
                choice = choice_of(training, wish, work, streams.deal)
                learned = fitted_rows(training, test, learning_curve, choice, work, streams.learn)
    except (Stopped, KeyboardInterrupt) as reason:
        if not watch.stopped_by(reason):
            raise
        choice, learned = _cut_short(training, test, trained)
    intervals = _intervals(choice, learned, training, test)
    return DataFit(
        network=learned.result.network,
        trainer=choice.trainer,
        seed=seed,
        input_names=table.input_names,
        output_names=table.output_names,
        dataset_training=training,
        dataset_test=test,
        training=learned.training,
        test=learned.test,
        stop_reason=learned.result.stop_reason,
        loss_history=learned.result.loss_history,
        chosen=learned.result.chosen,
        seconds=time.perf_counter() - began,
        width_curve=choice.curve,
        learning_curve=learned.curve,
        constant=choice.width == 0,
        referee=None if choice.referee is None else choice.referee.rmse,
        noise=_noise(choice, learned, training, test, table.output_names),
        noise_floor=None if replicates is None else replicates.deviation,
        encodings=ready.encodings,
        fold_networks=choice.fold_networks,
        intervals=intervals,
        interval_scores=interval_scores(intervals, training, test if choice.left_out else None),
        row_numbers=np.concatenate([ready.rows[some], ready.rows[others]]),
        notes=(
            *ready.notes,
            *_notes_on_rows(table, training, test, held_out),
            *choice.notes,
            *_notes_on_replicates(table, replicates),
        ),
    )


def _able(trainer: str | Trainer, inputs: int, activation: str) -> Trainer:
    """Return the trainer, made if it is only named, that can fit tables."""
    able = able_trainer(trainer, inputs, activation)
    if plain_settings(able).get("max_norm") is not None:
        raise SettingError("max_norm is for functions, not for tables.", "trainer")
    return able


def _as_bar(share: float, what: str) -> tuple[float, str]:
    """Return what a bar shows, which is what a function is told."""
    return share, what


def _check_settings(
    width: int | str,
    seed: int,
    held_out: float,
    folds: int,
    max_width: int | None,
    learning_curve: bool,
    keep_best: bool,
) -> None:
    """Raise `SettingError` for the first setting out of its range."""
    if isinstance(width, str) and width != AUTO:
        raise SettingError(f"width must be a whole number from 1 on, or {AUTO!r}, not {width!r}.")
    if not isinstance(width, str):
        check_width(width)
    check_seed(seed)
    check_whole(folds, "folds", 2)
    if max_width is not None:
        check_width(max_width, "max_width")
    check_share(held_out, "held_out", _MOST_HELD_OUT)
    check_flag(learning_curve, "learning_curve")
    check_flag(keep_best, "keep_best")


def _split(
    dataset: Dataset, held_out: float, rng: np.random.Generator
) -> tuple[RowNumbers, RowNumbers]:
    """Return the rows to fit and those held out, each in their own order.

    Of a truth table all are fitted: what is left out of it nothing tells.
    """
    few = dataset.points < _LEAST_TO_HOLD_OUT or is_truth_table(dataset)
    count = 0 if few else round(held_out * dataset.points)
    order = rng.permutation(dataset.points) if count else np.arange(dataset.points)
    return np.sort(order[count:]), np.sort(order[:count])


def _intervals(
    choice: Choice, learned: Learned, training: Dataset, test: Dataset | None
) -> PredictionIntervals | None:
    """Return between what new rows are expected, as far as there is anything to tell it by.

    Where no width was chosen on rows left out, it is the rows held out that tell.
    """
    result, left_out = learned.result, choice.left_out
    if result.stop_reason in (StopReason.DIVERGED, StopReason.INTERRUPTED):
        return None
    if left_out is None and test is not None:
        left_out = LeftOut(test.x, result.network(test.x) - test.t)
    return PredictionIntervals.of(result.network, result.prior, training, left_out)


def _cut_short(
    training: Dataset, test: Dataset | None, trained: Sequence[Training]
) -> tuple[Choice, Learned]:
    """Return the width and the best of all trainings there were when whoever watches stopped them.

    Rows left out in turn are among those it is judged by, so that narrow networks have a chance.
    """
    if not trained:
        raise KeyboardInterrupt
    some = np.linspace(0, training.points - 1, min(training.points, MOST_ROWS)).astype(int)
    judged, deviation = rows_of(training, some), deviation_of(training)
    best = min(trained, key=lambda one: errors_of(one.result, [judged], deviation))
    result, mean = (
        replace(best.result, stop_reason=StopReason.INTERRUPTED),
        np.average(training.t, axis=0, weights=training.weights),
    )
    fitted = quality_of(result, training, mean)
    held_out = None if test is None else quality_of(result, test, mean)
    notes = []
    if best.rows < training.points:
        notes.append(f"It was interrupted: this network was fitted to {best.rows} of these rows.")
    learned = Learned(result, fitted, held_out, score_of(fitted, held_out, deviation), ())
    return Choice(result.width, best.trainer, notes=tuple(notes)), learned


def _noise(
    choice: Choice,
    learned: Learned,
    training: Dataset,
    test: Dataset | None,
    outputs: Sequence[str],
) -> str | None:
    """Return what the errors say about the noise in the data, or that the training failed.

    That the inputs tell nothing is said only if the neighbours, too, do no better than the mean: on
    the rows left out in turn, and on those held out.
    """
    if choice.width or choice.scores is None or choice.referee is None:
        return noise_sentences(choice.curve, learned.score)
    mean = choice.scores.squares_of(0)
    names, referee = listed(outputs), choice.referee
    if not (referee.does_better(mean) or (test is not None and _better_held_out(training, test))):
        return f"As far as these rows show, the inputs tell nothing about {names} on other rows."
    if not referee.beats(mean):
        return (
            f"No network predicts {names} on rows left out better than the mean by more than "
            "chance may do; nearest neighbours do a little better on some: more rows would tell."
        )
    return (
        f"The training failed: no network found predicts {names} on rows left out better than the "
        f"mean, but three nearest neighbours err only {referee.rmse:.3g} output deviations there. "
        "The inputs do tell something; another trainer or more units may find it."
    )


def _better_held_out(training: Dataset, test: Dataset) -> bool:
    """Return whether the neighbours among the rows fitted predict others better than the mean."""
    some = np.linspace(0, training.points - 1, min(training.points, MOST_ROWS)).astype(int)
    deviation = deviation_of(training)
    referee = Referee(neighbour_squares(rows_of(training, some), test, deviation))
    centred = (test.t - np.average(training.t, axis=0, weights=training.weights)) / deviation
    return referee.does_better(weighted(np.square(centred).mean(axis=1), test))


def _notes_on_rows(
    table: Rows, training: Dataset, test: Dataset | None, held_out: float
) -> Iterator[str]:
    """Yield what is unusual about the rows."""
    if test is None and held_out > 0.0 and not is_truth_table(training):
        yield (
            f"{training.points} {'row is' if training.points == 1 else 'rows are'} too few to hold "
            "some out: how well new rows are predicted is not known."
        )
    if training.points == 1:
        return
    for kind, names, columns, so in (
        ("input", table.input_names, training.x, "it tells nothing"),
        ("output", table.output_names, training.t, "it is predicted to stay so"),
    ):
        constant = [n for n, v in zip(names, columns.T, strict=True) if (v == v[0]).all()]
        for name in constant:
            yield f"The {kind} {name} is constant in the rows fitted: {so}."


def _notes_on_replicates(table: Rows, found: Replicates | None) -> Iterator[str]:
    """Yield what rows of equal inputs tell."""
    if found is None:
        return
    if found.deviation.any():
        sizes = ", ".join(
            f"{size:.3g} in {name}"
            for name, size in zip(table.output_names, found.deviation, strict=True)
        )
        yield (
            f"{found.rows} rows have the inputs of another row, which tells how much noise there "
            f"is: about {sizes}. No function of these inputs errs less on new rows."
        )
    else:
        yield f"{found.rows} rows repeat another row exactly; rows held out may be among them."
