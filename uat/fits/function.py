"""The front door: fit a network to a function, at a width or to a tolerance.

`fit` takes a name of the catalogue, a `Target` or any Python function (`uat.targets.user_targets`),
checks what it is asked, trains, and returns a `Fit` (`uat.fits.function_fit`). Asked for a
tolerance it looks for the smallest width that reaches it, and if none does, it says so and returns
the best it found.

`fit_width` and `fit_widths` are the same behind the door: they check nothing.
"""

from __future__ import annotations

import math
import operator
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from uat.checks import check_flag, check_positive, check_seed, check_whole, check_width
from uat.core.activations import activation_named
from uat.core.datasets import Dataset, Scaling
from uat.core.domains import Box
from uat.core.network import Network
from uat.core.threads import one_thread
from uat.core.watch import Best, Callback, Stopped, TrainingProgress, Watch, watching
from uat.exceptions import SettingError, about
from uat.fits.defaults import DEFAULT_TRAINER, able_trainer, default_points, default_trainer
from uat.fits.function_fit import Fit, SearchEnd
from uat.fits.jump_units import placed_on_jumps, samples_beside
from uat.fits.progress import told
from uat.fits.sampling import grid_for, measure, scaled_data, training_data
from uat.io.progress import reporting
from uat.targets.target import Target
from uat.targets.user_targets import Given, as_target
from uat.theory.floors import error_of_polynomials, least_error, narrowest_width
from uat.trainers import (
    FitResult,
    GrowingTrainer,
    StopReason,
    Trainer,
    draw_start,
)
from uat.trainers.base import (
    begin_fit,
    ended_fit,
    flat_result,
    followed,
    grows,
    in_units,
    interrupted,
)
from uat.trainers.registry import row_of, with_settings
from uat.trainers.row import Role

__all__ = [
    "DEFAULT_MAX_WIDTH",
    "DEFAULT_WIDTH",
    "Fit",
    "SearchEnd",
    "fit",
    "fit_width",
    "fit_widths",
]

DEFAULT_WIDTH = 16
DEFAULT_MAX_WIDTH = 64

# A search has come to the floor if its error is within this factor of what rounding alone may
# cause, and the best error has not halved over so many widths.
_NEAR_FLOOR = 10.0
_PATIENCE = 4
# A search that a jump stops in any case ends this close to half the jump, or at the width.
_BESIDE_HALF_JUMP = 1.1
# As far as a bar gets before the last network is there.
_NEARLY_DONE = 0.99


def fit(
    target: Given,
    width: int | None = None,
    *,
    tolerance: float | None = None,
    domain: Box | Sequence[Any] | None = None,
    trainer: str | Trainer | None = None,
    seed: int = 0,
    activation: str = "logistic",
    max_width: int = DEFAULT_MAX_WIDTH,
    points: int | None = None,
    grid: str | None = None,
    kinks: Iterable[float] = (),
    max_norm: float | None = None,
    progress: bool | Callable[[int, float], None] | None = None,
    callback: Callback | None = None,
    keep_best: bool = False,
) -> Fit:
    """Fit a network with one hidden layer to a function.

    Parameters
    ----------
    target : a line of text such as "sine" or "sin(5*x) on [-1, 1]" (`uat.targets.target_texts`), a
        `Target`, or a function of one or more numbers. A function may take arrays, one per input,
        and return their shape; one that does not is called point by point
    width : number of hidden units, at least 1; 16 if there is no tolerance either
    tolerance : wanted max_error, target units, positive; the smallest width found that reaches it
        is returned
    domain : (low, high), or one such pair per input, or a `Box`. A function needs one; a target of
        the catalogue is fitted on this one instead of its own
    trainer : a name, or a trainer with its settings; None takes `default_trainer`. `sgd` and `gd`
        are gradient_descent, full batch: every epoch uses all points
    seed : at least 0; all that is random comes from it
    activation : name of phi
    max_width : the widest network that a search for a tolerance tries, at least 1
    points : number of fitted points, at least 2; None takes `default_points`
    grid : where they are, one of `uat.trainers.GRIDS`; None takes the trainer's own up to two
        inputs, and Sobol points beyond. Uniform and integrated are tensor grids
    kinks : inputs at which the function or its derivative jumps, one input only; training and
        measuring look closely there. They are added to those a target knows
    max_norm : bound of the 1-norm of the output weights, target units, positive: the network stays
        tame, at the price of a larger error, which the summary tells. It is a setting of
        variable_projection, which is the default trainer then; None leaves the trainer's own
    progress : True shows a bar, on a terminal or in a notebook; a function is called with
        (width, max_error) after every network tried
    callback : called with a `TrainingProgress` (the epoch or width reached, of how many, the loss,
        the seconds since the start) up to ten times a second; one that returns True stops the fit
    keep_best : whether an interrupt from the keyboard stops the fit, too, instead of going on as
        `KeyboardInterrupt`; a second one does that. A fit that is stopped returns the best network
        so far, its stop_reason "interrupted"

    Raises
    ------
    SettingError
        If a setting is out of range, trainer or grid cannot do this, or the function is not a
        finite real number somewhere; the message names the point.
    ShapeError
        If the function returns more or less than one number for a point.
    UnknownNameError
        If a target, a trainer or the activation is unknown.

    Notes
    -----
    The search begins at the narrowest width that is not known to be too narrow (see
    `uat.theory.floors`). A trainer that grows its network is followed from there on. Of any other
    that width, twice as many units, four times, ... are tried, then those between the last that
    fails and the first that does not, by bisection; since a wider network need not train better, a
    smaller one may do that was not tried. The search ends early where rounding ends it, where the
    tolerance is below half of a jump, told or found, and where no width up to the largest can do
    it. A spike that no value on a grid and no part of a formula leads to (see
    `uat.targets.narrow_peaks`), or a jump below a hundredth of the range, may be missed: say where
    with `kinks`.

    Examples
    --------
    >>> fit("sine", width=8)  # doctest: +SKIP
    >>> fit(math.exp, domain=(0, 1), tolerance=1e-6)  # doctest: +SKIP
    """
    asked = as_target(target, domain, kinks)
    usual = default_trainer(asked.inputs) if max_norm is None else DEFAULT_TRAINER
    made = able_trainer(usual if trainer is None else trainer, asked.inputs, activation)
    if max_norm is not None:
        made = with_settings(made, max_norm=max_norm)
    if width is not None and tolerance is not None:
        raise SettingError(
            "give a width or a tolerance, not both; max_width bounds the search for a tolerance."
        )
    chosen_width = check_width(DEFAULT_WIDTH if width is None else width)
    limit = check_width(max_width, "max_width")
    goal = None if tolerance is None else check_positive(tolerance, "tolerance")
    check_flag(keep_best, "keep_best")
    number = (
        default_points(made, asked.inputs) if points is None else check_whole(points, "points", 2)
    )
    with about("grid"):
        grid_for(made.grid, asked.inputs, grid)
    task = _Task(asked, made, check_seed(seed), activation, number, grid)
    widest = chosen_width if goal is None else limit

    def as_bar(width: int, error: float) -> tuple[float, str]:
        # How many more networks a search tries is not known before its end.
        return min(width / widest, _NEARLY_DONE), f"width {width}, max error {error:.3g}"

    def within_bar(progress: TrainingProgress) -> tuple[float, str]:
        share = progress.share if goal is None else tried[-1].width / widest if tried else 0.0
        return min(share, _NEARLY_DONE), progress.words

    tried: list[Fit] = []
    began, watch = time.perf_counter(), Watch(keep_best=keep_best)
    with one_thread():
        try:
            with reporting(progress, "fitting", as_bar, False) as tell:
                watch.callback = told(callback, tell.within, within_bar)
                with watching(watch):
                    if goal is not None:
                        return _search(task, goal, limit, tried, tell)
                    return _reach(task, chosen_width, tried, tell)
        except (Stopped, KeyboardInterrupt) as reason:
            if not watch.stopped_by(reason):
                raise
        return _cut_short(task, watch.best(), tried, goal, time.perf_counter() - began)


def fit_width(
    target: Target, width: int, trainer: Trainer, seed: int, activation: str, points: int
) -> Fit:
    """Return the fit of one network of that width; nothing is checked here.

    Training sees scaled units (`uat.core.datasets`); the errors are those of the network scaled
    back, on the target's evaluation grid, refined around its largest residuals.
    """
    return _Task(target, trainer, seed, activation, points).at(width)


def fit_widths(
    target: Target,
    widths: Sequence[int],
    trainer: Trainer,
    seed: int,
    activation: str,
    points: int,
) -> list[Fit]:
    """Return the fits of those widths, in that order; nothing is checked here.

    The networks are those of `fit_width`, bit for bit. A trainer that grows its network is followed
    once, up to the largest width, and measured only at the widths asked for; the `seconds` of each
    fit are then those since the growth began.
    """
    task = _Task(target, trainer, seed, activation, points)
    if not grows(trainer, target.inputs, activation):
        return [task.at(width) for width in widths]
    found = {fit.width: fit for fit in task.growing(widths)}
    return [found[width] for width in widths]


Tell = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """All that decides a fit but its width."""

    target: Target
    trainer: Trainer
    seed: int
    activation: str
    points: int
    grid: str | None = None

    def at(self, width: int) -> Fit:
        """Return the fit of that width."""
        dataset, scaling = self._data()
        start = draw_start(self.target.inputs, width, 1, self.seed, self.activation)
        begin_fit(dataset, width, self.activation, f"width {width}")
        began = time.perf_counter()
        if dataset.t.any():
            result = self._in_units(scaling).fit(dataset, start, self.seed)
        else:
            result = flat_result(start)
        ended_fit(result)
        return self.measured(result, time.perf_counter() - began)

    @property
    def grows(self) -> bool:
        """Whether the networks of all widths come from one growth."""
        return grows(self.trainer, self.target.inputs, self.activation)

    @property
    def _is_near_best(self) -> bool:
        return row_of(self.trainer.name).role is Role.NEAR_BEST

    def growing(self, wanted: Collection[int]) -> Iterator[Fit]:
        """Yield the fits of the wanted widths, rising, each with the time since growth began.

        The growth ends at the largest of them; what lies between is not measured.
        """
        dataset, scaling = self._data()
        if not dataset.t.any():
            yield from map(self.at, sorted(set(wanted)))
            return
        begin_fit(dataset, 1, self.activation)
        began = time.perf_counter()
        grower = cast(GrowingTrainer, self._in_units(scaling))
        grown = grower.grow(dataset, self.seed, self.activation)
        for result in followed(grown, max(wanted, default=0)):
            if result.width in wanted:
                yield self.measured(result, time.perf_counter() - began)

    def doubling(self, width: int, limit: int) -> Iterator[Fit]:
        """Yield the fits of that width and of ever twice as many units, the last of `limit`."""
        while width < limit:
            yield self.at(width)
            width *= 2
        yield self.at(limit)

    def _in_units(self, scaling: Scaling) -> Trainer:
        """Return the trainer as it is told of scaled units."""
        return in_units(self.trainer, float(scaling.t_radius[0]))

    def _data(self) -> tuple[Dataset, Scaling]:
        return scaled_data(self.target, self.points, self.trainer.grid, self.grid)

    def _unscaled(self, network: Network) -> Network:
        """Return the network in target units, near-best steps exactly on the target's jumps."""
        data, scaling = self._data()
        unscaled = scaling.undo(network)
        if self.target.inputs > 1 or network.phi.relu_power != 0 or not self._is_near_best:
            return unscaled
        order = np.argsort(data.x[:, 0], kind="stable")
        beside = samples_beside(network, data.x[order, 0])
        samples = training_data(self.target, self.points, self.trainer.grid, self.grid)
        sides = samples.x[order, 0][beside]
        return placed_on_jumps(unscaled, self.target, self.target.domain, sides)

    def measured(self, result: FitResult, seconds: float) -> Fit:
        """Return the fit that a training in scaled units amounts to."""
        network, free = self._unscaled(result.network), None
        if result.unbounded is not None:
            free, _ = measure(self._unscaled(result.unbounded), self.target)
        diverged = result.stop_reason == StopReason.DIVERGED
        largest, mean = (math.inf, math.inf) if diverged else measure(network, self.target)
        return Fit(
            network=network,
            stop_reason=result.stop_reason,
            loss_history=result.loss_history,
            chosen=result.chosen,
            trainer=self.trainer,
            seed=self.seed,
            seconds=seconds,
            target=self.target,
            max_error=largest,
            rmse=mean,
            history=((network.width, largest),),
            unbounded_error=free,
        )


def _reach(task: _Task, width: int, tried: list[Fit], tell: Tell) -> Fit:
    """Return the fit of that width, and tell of those it grew from, if it did."""
    for found in task.growing(range(1, width + 1)) if task.grows else [task.at(width)]:
        tried.append(found)
        tell(found.width, found.max_error)
    return replace(tried[-1], history=_history(tried))


def _search(task: _Task, tolerance: float, limit: int, tried: list[Fit], tell: Tell) -> Fit:
    """Return the narrowest fit found within the tolerance, or the best and why there is none."""
    began = time.perf_counter()
    goal, least = tolerance, least_error(task.target, task.activation)
    narrowest = narrowest_width(task.target, task.activation, tolerance, limit)
    hopeless = narrowest > limit
    if tolerance < least:
        goal, narrowest, limit = _BESIDE_HALF_JUMP * least, 1, min(limit, DEFAULT_WIDTH)
    elif tolerance < error_of_polynomials(task.target, task.activation):
        limit = min(limit, _width_of_polynomials(task))
    first = min(narrowest, limit)

    def within(fit: Fit) -> bool:
        tried.append(fit)
        tell(fit.width, fit.max_error)
        return fit.max_error <= goal

    grows = task.grows
    wanted = range(first, limit + 1)
    for candidate in task.growing(wanted) if grows else task.doubling(first, limit):
        if within(candidate) or _at_floor(tried):
            break
    if not grows and tried[-1].max_error <= goal and len(tried) > 1:
        _bisect(tried[-2].width, tried[-1].width, lambda width: within(task.at(width)))
    best = _best(tried, goal)
    return replace(
        best,
        stop_reason=_end(best, tried, goal, hopeless),
        tolerance=tolerance,
        history=_history(tried),
        seconds=time.perf_counter() - began,
    )


def _width_of_polynomials(task: _Task) -> int:
    """Return how many units whose activation is a polynomial make every one of its degree."""
    degree, inputs = activation_named(task.activation).degree or 0, task.target.inputs
    return min(math.comb(degree + inputs, inputs), DEFAULT_WIDTH)


def _cut_short(
    task: _Task, best: Best | None, tried: Sequence[Fit], tolerance: float | None, seconds: float
) -> Fit:
    """Return the best fit there was when the search, or the only training, was stopped.

    Parameters
    ----------
    best : what the training under way had come to; None if none had begun
    tried : the fits before it
    """
    if best is None:
        raise KeyboardInterrupt
    tried = list(tried)
    partial = task.measured(interrupted(best), seconds)
    if not tried or _history([partial]) != _history(tried[-1:]):
        tried.append(partial)
    return replace(
        _best(tried, tolerance),
        stop_reason=StopReason.INTERRUPTED,
        tolerance=tolerance,
        history=_history(tried),
        seconds=seconds,
    )


def _history(fits: Sequence[Fit]) -> tuple[tuple[int, float], ...]:
    """Return the width and the error of every fit."""
    return tuple((fit.width, fit.max_error) for fit in fits)


def _bisect(failing: int, passing: int, passes: Callable[[int], bool]) -> None:
    """Try the widths that narrow down where failing turns into passing."""
    while passing - failing > 1:
        middle = (failing + passing) // 2
        if passes(middle):
            passing = middle
        else:
            failing = middle


def _end(best: Fit, tried: Sequence[Fit], goal: float, hopeless: bool) -> StopReason | SearchEnd:
    """Return why the search ended."""
    if math.isinf(best.max_error):
        return StopReason.DIVERGED
    if hopeless:
        return SearchEnd.UNREACHABLE
    if best.max_error <= goal:
        return SearchEnd.TOLERANCE_REACHED
    return SearchEnd.FLOOR_REACHED if _at_floor(tried) else SearchEnd.WIDTH_LIMIT


def _best(fits: Sequence[Fit], goal: float | None = None) -> Fit:
    """Return the narrowest fit within the goal, if any is; else that of least max_error.

    Of equals it is the narrower one.
    """
    if enough := [fit for fit in fits if goal is not None and fit.max_error <= goal]:
        return min(enough, key=operator.attrgetter("width"))
    return min(fits, key=lambda fit: (fit.max_error, fit.width))


def _at_floor(tried: Sequence[Fit]) -> bool:
    """Return whether the best error is about what rounding causes, and no longer falls."""
    if len(tried) <= _PATIENCE:
        return False
    best, before = _best(tried), _best(tried[:-_PATIENCE])
    return (
        best.max_error <= _NEAR_FLOOR * best.attainable_floor
        and best.max_error > before.max_error / 2.0
    )
