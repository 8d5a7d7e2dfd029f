"""Training on rows of a table, and how well that predicts rows it did not see.

The one idea: whatever is chosen is chosen by rows that were left out. The rows are dealt into
folds; a network is fitted to all folds but one and measured on that one, for each fold in turn
and for one width after the other. Of the widths that err alike, row by row, the narrowest is taken.

Errors are in units of the outputs' standard deviation; of several outputs they are the root of
the mean square.

References
----------
Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, second edition, section
7.10.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array
from uat.core.datasets import Dataset, Scaling
from uat.core.magnitudes import binary_scale, standard_deviation
from uat.core.network import Network
from uat.core.watch import Stopped, best_so_far
from uat.fits.folds import FoldNetworks, LeftOut, RowNumbers, narrowest_alike
from uat.fits.scores import LearningScore, WidthScore, rmse_of
from uat.trainers import UNIFORM, FitResult, StopReason, Trainer, draw_start
from uat.trainers.base import begin_fit, ended_fit, flat_result, interrupted
from uat.trainers.prior import Prior

Train = Callable[[Dataset, int], FitResult]
"""Trains a network of a width on a dataset, both in the data's own units."""

# The curve has turned when so many widths in a row err by more than a standard error above the
# least: what is wider still costs most and would be chosen least.
_TURNED = 2
# The curve has settled when, from this width on, an error on the rows fitted is at least so much of
# that at half the width, and the one on rows left out is below this many deviations.
_SETTLED_WIDTH, _SETTLED, _EXPLAINED = 8, 0.95, 0.5
# Below so small a share of the outputs' deviation an error that rises is no sign of noise: it is
# how well the optimum was found.
_VISIBLE = 1e-2
# Rows held out that err so many times as much as the rows fitted tell of too close a fit.
_FAR_ABOVE = 2.0
# Fewer rows of equal inputs give no deviation to speak of.
_LEAST_REPLICATES = 5


def train_on(
    dataset: Dataset, width: int, trainer: Trainer, seed: int, activation: str
) -> FitResult:
    """Return the training of a network on a dataset in any units; nothing is checked here.

    Inputs are scaled to [-1, 1] by their own least and largest value and outputs to mean 0 and
    deviation 1; the network found is scaled back to the units of the dataset. An input that is
    constant gets the weight 0, because nothing is known of what it does: the training is that
    without it, bit for bit. An output that is constant is met exactly.

    Parameters
    ----------
    dataset : rows of finite numbers
    width : number of hidden units; of 0 the network is the mean, with one unit that does nothing
    trainer, seed, activation : as `uat.fits.function.fit_width` takes them

    Returns
    -------
    The trainer's result; `network` and `snapshots` are in the units of the dataset, the loss is
    that in scaled units. If whoever watches stopped it, its stop_reason says so.
    """
    varying = varying_inputs(dataset)
    known = np.flatnonzero(varying) if varying.any() else np.arange(1)
    seen = replace(dataset, x=dataset.x[:, known])
    if trainer.grid == UNIFORM:
        seen = seen.repeated()
    scaling = Scaling.of_data(seen)
    scaled = scaling.apply(seen)
    start = draw_start(len(known), max(width, 1), dataset.t.shape[1], seed, activation)
    if width:
        result = _trained(scaled, start, trainer, seed, f"width {width}, {dataset.points} rows")
    else:
        result = flat_result(start)
    moving = np.ptp(scaled.t, axis=0) > 0.0

    def in_units(network: Network) -> Network:
        exact = replace(
            network,
            hidden_weights=network.hidden_weights * varying.any(),
            output_weights=np.where(moving, network.output_weights, 0.0),
            output_biases=np.where(moving, network.output_biases, 0.0),
        )
        found = scaling.undo(exact)
        weights = np.zeros((dataset.x.shape[1], found.width))
        weights[known] = found.hidden_weights
        centre = np.zeros(dataset.x.shape[1])
        centre[known] = found.input_centre
        return replace(found, hidden_weights=weights, input_centre=centre)

    def prior_in_units(prior: Prior) -> Prior:
        # Nothing is known of the weights of a constant input, and nothing is to be learned.
        found = prior.in_units(result.network, scaling)
        own, others = np.split(found.deviations, [result.network.hidden_weights.size])
        weights = np.zeros((dataset.x.shape[1], result.width))
        weights[known] = own.reshape(len(known), -1)
        return replace(found, deviations=np.concatenate([weights.ravel(), others]))

    return replace(
        result,
        network=in_units(result.network),
        prior=None if result.prior is None else prior_in_units(result.prior),
        snapshots={epoch: in_units(network) for epoch, network in result.snapshots.items()},
    )


def _trained(scaled: Dataset, start: Network, trainer: Trainer, seed: int, task: str) -> FitResult:
    """Return the training in scaled units; if it was stopped, the best network so far."""
    try:
        begin_fit(scaled, start.width, start.activation, task)
        result = trainer.fit(scaled, start, seed) if scaled.t.any() else flat_result(start)
        ended_fit(result)
    except (Stopped, KeyboardInterrupt) as reason:
        if (best := best_so_far(reason)) is None:
            raise
        result = interrupted(best)
    return result


def varying_inputs(dataset: Dataset) -> npt.NDArray[np.bool_]:
    """Return which inputs are not constant: shape (inputs,)."""
    return np.asarray((dataset.x != dataset.x[0]).any(axis=0))


def deviation_of(dataset: Dataset) -> Array:
    """Return the standard deviation of each output, 1 for a constant one: shape (outputs,)."""
    constant = (dataset.t == dataset.t[0]).all(axis=0)
    spread = standard_deviation(dataset.t, axis=0, weights=dataset.weights)
    deviation = np.where(constant, 0.0, spread)
    return np.where(deviation > 0.0, deviation, 1.0)


def relative_error(rmse: Array, deviation: Array) -> float:
    """Return the rmse in units of the outputs' deviation, the root mean square over the outputs."""
    return float(np.sqrt(np.mean(np.square(rmse / deviation))))


def errors_of(result: FitResult, parts: Sequence[Dataset], deviation: Array) -> tuple[float, ...]:
    """Return the relative error of a training on some lots of rows; inf if it diverged."""
    return tuple(relative_error(rmse_of(result, part), deviation) for part in parts)


def squared_errors(result: FitResult, part: Dataset, deviation: Array) -> Array:
    """Return the squared error of each row in output variances, the mean over the outputs.

    Shape (rows,); inf if the training diverged. A row's weight, beside the mean one, multiplies it.
    """
    if result.stop_reason == StopReason.DIVERGED:
        return np.full(part.points, math.inf)
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.square((result.network(part.x) - part.t) / deviation).mean(axis=1)
    return np.where(np.isnan(squares), math.inf, weighted(squares, part))


def weighted(squares: Array, part: Dataset) -> Array:
    """Return squared errors, each as often as its row counts beside the mean one: shape (rows,)."""
    return squares if part.weights is None else squares * (part.counts / part.counts.mean())


@dataclass(frozen=True, slots=True, eq=False)
class CrossValidation:
    """How well networks of some widths predict rows they were not fitted to.

    Parameters
    ----------
    scores : one a width, widths rising
    squares : shape (widths, rows), `squared_errors` of every row by the network that did not see it
    left_out : the same rows with their residuals, one lot a width
    networks : those that did not see them, one lot a width
    """

    scores: tuple[WidthScore, ...]
    squares: Array
    left_out: tuple[LeftOut, ...] = ()
    networks: tuple[FoldNetworks, ...] = ()

    @property
    def width(self) -> int:
        """The narrowest width that errs like the best one; see `folds.narrowest_alike`."""
        return narrowest_alike([score.width for score in self.scores], self.squares)

    def squares_of(self, width: int) -> Array:
        """Return the squares of a width that was tried: shape (rows,)."""
        return np.asarray(self.squares[[score.width for score in self.scores].index(width)])

    def left_out_of(self, width: int) -> LeftOut | None:
        """Return the rows with their residuals at a width; None if a training diverged there."""
        for score, lot in zip(self.scores, self.left_out, strict=False):
            if score.width == width and np.isfinite(lot.residual).all():
                return lot
        return None

    def networks_of(self, width: int) -> FoldNetworks | None:
        """Return the networks of a width; None if a training diverged there."""
        for score, lot in zip(self.scores, self.networks, strict=False):
            if score.width == width and math.isfinite(score.mean):
                return lot
        return None

    def without_first(self) -> CrossValidation:
        """Return it without its first width."""
        return CrossValidation(
            self.scores[1:], self.squares[1:], self.left_out[1:], self.networks[1:]
        )

    @property
    def least(self) -> Array:
        """The squares of the width whose mean is least: shape (rows,); inf if all diverged."""
        return np.asarray(self.squares[int(np.argmin(self.squares.mean(axis=1)))])


def has_ended(curve: Sequence[WidthScore]) -> bool:
    """Return whether wider networks are not worth their time.

    So it is after two widths in a row that err by more than a standard error above the least, or,
    from width 8 on, after a width that errs like the one before on rows left out and fitted.
    """
    trained = [score for score in curve if score.width]
    return bool(trained) and (_has_turned(trained) or _has_settled(trained))


def cross_validation(
    dataset: Dataset,
    widths: Sequence[int],
    parts: Sequence[RowNumbers],
    train: Train,
    ended: Callable[[Sequence[WidthScore]], bool] = has_ended,
) -> CrossValidation:
    """Return the cross-validated error of the widths, rising; all widths see the same folds.

    Parameters
    ----------
    dataset : the rows
    widths : rising; 0 is the mean of the rows fitted
    parts : the rows of each fold, see `folds.dealt`
    train : is given the rows of all folds but one
    ended : whether the curve so far ends early

    Notes
    -----
    Cost: as many trainings a width as there are folds, each on all rows but those of one.
    """
    deviation = deviation_of(dataset)
    curve: list[WidthScore] = []
    squares = np.empty((len(widths), dataset.points))
    share = 1.0 - max(map(len, parts)) / dataset.points
    lots: list[LeftOut] = []
    networks: list[FoldNetworks] = []
    for width, row in zip(widths, squares, strict=True):
        errors: list[tuple[float, ...]] = []
        residual = np.empty(dataset.t.shape)
        results = []
        for left_out in parts:
            fitted, rest = without(dataset, left_out), rows_of(dataset, left_out)
            result = train(fitted, width)
            results.append(result.network)
            errors.append(errors_of(result, (fitted, rest), deviation))
            row[left_out] = squared_errors(result, rest, deviation)
            with np.errstate(over="ignore", invalid="ignore"):
                residual[left_out] = result.network(rest.x) - rest.t
        lots.append(LeftOut(dataset.x, residual, share))
        networks.append(FoldNetworks(dataset, parts, results))
        curve.append(_score(width, np.array(errors)))
        if ended(curve):
            break
    return CrossValidation(tuple(curve), squares[: len(curve)], tuple(lots), tuple(networks))


def without(dataset: Dataset, rows: RowNumbers) -> Dataset:
    """Return a dataset less some of its rows."""
    return rows_of(dataset, np.setdiff1d(np.arange(dataset.points), rows))


def rows_of(dataset: Dataset, rows: RowNumbers) -> Dataset:
    """Return some rows of a dataset, each with its weight."""
    return dataset.rows(rows)


def _score(width: int, errors: Array) -> WidthScore:
    """Return the score of a width from its (fitted, left out) errors, shape (folds, 2)."""
    if not np.isfinite(errors).all():
        return WidthScore(width, math.inf, math.inf, math.inf)
    fitted, left_out = errors.T
    spread = left_out.std(ddof=1) / math.sqrt(len(left_out))
    return WidthScore(width, float(left_out.mean()), float(spread), float(fitted.mean()))


def _has_turned(curve: Sequence[WidthScore]) -> bool:
    """Return whether the last widths all err clearly more than the best one."""
    best = least(curve)
    worse = [score.mean > best.mean + best.standard_error for score in curve[-_TURNED:]]
    return len(curve) > _TURNED and all(worse)


def _has_settled(curve: Sequence[WidthScore]) -> bool:
    """Return whether twice the units made no difference, on rows left out and on rows fitted.

    A trainer that does not use the units it has will not use more. Narrow networks, and those that
    explain little, prove nothing: one bump of a wave is no better than none.
    """
    if len(curve) < 2 or curve[-1].width < _SETTLED_WIDTH:
        return False
    before, last = curve[-2:]
    same = last.mean >= before.mean - before.standard_error
    return same and last.training >= _SETTLED * before.training and before.mean < _EXPLAINED


def least(curve: Sequence[WidthScore]) -> WidthScore:
    """Return the score of least mean, the narrowest of equals."""
    return min(curve, key=lambda score: (score.mean, score.width))


def learning_scores(
    training: Dataset,
    test: Dataset,
    width: int,
    counts: Sequence[int],
    rng: np.random.Generator,
    train: Train,
) -> tuple[LearningScore, ...]:
    """Return the errors of networks of one width, fitted to growing numbers of the rows.

    Parameters
    ----------
    counts : how many of the training rows, rising; each lot is drawn by `rng` and holds the last
    """
    order = rng.permutation(training.points)
    deviation = deviation_of(training)
    scores = []
    for rows in counts:
        part = rows_of(training, np.sort(order[:rows]))
        scores.append(LearningScore(rows, *errors_of(train(part, width), (part, test), deviation)))
    return tuple(scores)


def noise_sentences(curve: Sequence[WidthScore], found: LearningScore) -> str | None:
    """Return what the errors say about the noise in the data, or None if they say nothing.

    Parameters
    ----------
    curve : cross-validated; may be empty
    found : the errors of the network; `test` is nan if no rows were held out

    Notes
    -----
    A rising error is put down to noise only where the wider network fits its own rows at least
    as well: else it is the optimum that was not found. Errors below a hundredth of the outputs'
    deviation say nothing.
    """
    sentences = []
    if curve:
        best, widest = least(curve), curve[-1]
        rises = widest.mean > best.mean + best.standard_error
        if rises and widest.training <= best.training and widest.mean > _VISIBLE:
            sentences.append(
                f"The error on rows left out is least at width {best.width} ({best.mean:.3g} "
                f"output deviations) and rises again to {widest.mean:.3g} at width {widest.width}: "
                "wider networks fit the noise."
            )
    if found.test > max(_FAR_ABOVE * found.training, _VISIBLE):
        advice = (
            "this network fits what is accidental in its rows; a smaller width or more rows would "
            "help."
        )
        if curve:  # no smaller width predicts better: they were tried
            advice = "it follows its rows more closely than it predicts others; more would help."
        sentences.append(
            f"The error on rows held out ({found.test:.3g} output deviations) is far above the one "
            f"on rows fitted ({found.training:.3g}): {advice}"
        )
    return " ".join(sentences) or None


@dataclass(frozen=True, slots=True, eq=False)
class Replicates:
    """What rows of equal inputs say about the noise.

    Parameters
    ----------
    rows : the number of rows beyond the first of each group of equal inputs
    deviation : of the outputs within these groups, shape (outputs,), output units: the root of the
        pure-error mean square
    """

    rows: int
    deviation: Array


def replicate_noise(dataset: Dataset) -> Replicates | None:
    """Return what rows of equal inputs say about the noise; None if they are fewer than five.

    Notes
    -----
    No function of the inputs has an expected square error on new rows below the noise's variance,
    which this estimates without bias. Cost O(inputs * rows log rows).

    References
    ----------
    Draper & Smith (1998), Applied Regression Analysis, third edition, section 2.1.
    """
    order = np.lexsort(dataset.x.T)
    x = dataset.x[order]
    first = np.concatenate([[True], (x[1:] != x[:-1]).any(axis=1)])
    freedom = int(np.count_nonzero(~first))
    if freedom < _LEAST_REPLICATES:
        return None
    group = np.cumsum(first) - 1
    # Measured from the first of each group: what is left of large means would be rounding.
    centred = dataset.t[order] - dataset.t[order][first][group]
    sums = np.stack([np.bincount(group, weights=column) for column in centred.T], axis=1)
    centred -= (sums / np.bincount(group)[:, np.newaxis])[group]
    scale = binary_scale(centred, axis=0)
    squares = np.sum(np.square(centred / scale), axis=0)
    return Replicates(freedom, scale * np.sqrt(squares / freedom))
