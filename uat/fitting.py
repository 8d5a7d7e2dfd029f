"""The front door: fit a network to a function, at a width or to a tolerance.

`fit` takes a name of the catalogue, a `Target` or any Python function, checks it, trains, and
returns a `Fit`: the network, how good it is, and why it ended. Asked for a tolerance it looks for
the smallest width that reaches it, and if none does, it says so and returns the best it found.

What the user hands in is checked here, at the door, so that nothing behind it has to.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import math
import operator
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from uat.activations import activation_named
from uat.arrays import Array
from uat.datasets import Dataset, Scaling
from uat.domains import Box
from uat.exceptions import SettingError, ShapeError
from uat.network import Network
from uat.sampling import measure, scaled_data
from uat.targets import TARGETS, Target, target_named
from uat.trainers import INTEGRATED, FitResult, StopReason, Trainer, draw_start, make_trainer

DEFAULT_TRAINER = "variable_projection"
DEFAULT_WIDTH = 16
DEFAULT_MAX_WIDTH = 64
DEFAULT_POINTS: Mapping[tuple[str, int], int] = {
    ("uniform", 1): 256,
    ("uniform", 2): 576,
    (INTEGRATED, 1): 512,
    (INTEGRATED, 2): 1024,
}
"""Number of fitted points, by the trainer's grid and the number of inputs."""
NAMED_SETTINGS: Mapping[str, Mapping[str, Any]] = {"gradient_descent": {"momentum": 0.9}}
"""What a trainer that is only named is given; plain descent needs about ten times the epochs."""

# A search has come to the floor if its error is within this factor of what rounding alone may
# cause, and the best error has not halved over so many widths.
_NEAR_FLOOR = 10.0
_PATIENCE = 4
# A search that a jump stops in any case ends this close to half the jump, or at the width.
_BESIDE_HALF_JUMP = 1.1
# Coefficients so many times the target's range are said to cancel; or so many times, if rounding
# may then account for a hundredth of the error.
_CANCELLING, _CANCELLING_VISIBLY = 1e4, 10.0
_VISIBLE = 100.0
_MOST_INPUTS = 2
# Beyond it squares overflow.
_LARGEST_VALUE = 1e100
_EPS = float(np.finfo(np.float64).eps)


class SearchEnd(StrEnum):
    """Why the search for a tolerance ended, beside `StopReason.DIVERGED`."""

    TOLERANCE_REACHED = "tolerance_reached"
    """The measured max_error is within the tolerance."""
    WIDTH_LIMIT = "width_limit"
    """No width up to the largest allowed reached it."""
    FLOOR_REACHED = "floor_reached"
    """Rounding leaves no progress: the error is about the network's attainable floor."""
    UNREACHABLE = "unreachable"
    """It is below half the target's largest jump, which no continuous network gets below."""


@runtime_checkable
class GrowingTrainer(Trainer, Protocol):
    """A trainer whose network of each width comes from the one before."""

    def grow(self, dataset: Dataset, seed: int, activation: str) -> Iterator[FitResult]:
        """Yield the networks found at width 1, 2, 3, ... without end, none worse than the last.

        `fit` returns the one of the start's width.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fit:
    """A network fitted to a target, and how good it is. Call it to evaluate the network.

    Parameters
    ----------
    target : what was approximated
    network : what was found, in the target's own units
    trainer : what found it
    seed : where it began
    max_error, rmse : of the network on the target's evaluation grid, target units; inf if the
        training diverged, because what is left then approximates nothing
    stop_reason : why it ended: the training, or the search if there was a tolerance
    loss_history : shape (steps + 1,), the loss of this network's training in scaled units, in
        which the best constant has mean square error 1
    chosen : settings the trainer chose itself
    seconds : what the training took; of a search, all of it
    tolerance : the max_error that was asked for, target units, or None
    history : (width, max_error) of every network tried, in the order of trying; the narrower
        ones, too, that a network grew from
    """

    target: Target
    network: Network
    trainer: Trainer
    seed: int
    max_error: float
    rmse: float
    stop_reason: StopReason | SearchEnd
    loss_history: Array
    chosen: Mapping[str, float]
    seconds: float
    tolerance: float | None = None
    history: tuple[tuple[int, float], ...] = ()

    def __call__(self, x: npt.ArrayLike) -> Any:
        """Return the network's prediction at x, in target units.

        Parameters
        ----------
        x : a number or shape (points,) if there is one input; shape (points, inputs)

        Returns
        -------
        A float for a number, else shape (points,).

        Raises
        ------
        ShapeError
            If x does not have one column per input.
        """
        if np.ndim(x) == 0:
            return float(self.network(np.reshape(x, (1, 1)))[0, 0])
        return self.network(x)[:, 0]

    @property
    def width(self) -> int:
        """Number of hidden units."""
        return self.network.width

    @property
    def activation(self) -> str:
        """Name of phi."""
        return self.network.activation

    @property
    def coefficient_norm(self) -> float:
        """1-norm of the output weights, target units; see `Network.coefficient_norm`."""
        return self.network.coefficient_norm

    @property
    def attainable_floor(self) -> float:
        """Error that rounding alone may cause, target units; see `Network.attainable_floor`."""
        return self.network.attainable_floor

    @property
    def cancels(self) -> bool:
        """Whether the units' contributions are far larger than the target and nearly cancel."""
        height = 2.0 * _half_range(self.target)
        visible = _VISIBLE * self.attainable_floor >= self.max_error
        return self.coefficient_norm > height * (_CANCELLING_VISIBLY if visible else _CANCELLING)

    def summary(self) -> str:
        """Return what there is to know about the fit, a few lines to read."""
        return "\n".join(_summary_lines(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the fit as plain JSON values; an error that is not finite is None.

        Raises
        ------
        ModelFileError
            If a parameter of the network is not finite.
        """
        return {
            "target": self.target.name,
            "lower": list(self.target.domain.lower),
            "upper": list(self.target.domain.upper),
            "width": self.width,
            "activation": self.activation,
            "trainer": self.trainer.name,
            "settings": _settings(self.trainer),
            "chosen": dict(self.chosen),
            "seed": self.seed,
            "tolerance": self.tolerance,
            "max_error": _finite_or_none(self.max_error),
            "rmse": _finite_or_none(self.rmse),
            "stop_reason": str(self.stop_reason),
            "coefficient_norm": self.coefficient_norm,
            "attainable_floor": self.attainable_floor,
            "history": [[width, _finite_or_none(error)] for width, error in self.history],
            "seconds": self.seconds,
            "parameters": self.network.to_dict(),
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON text; floats keep every bit."""
        return json.dumps(self.to_dict(), allow_nan=False)

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        return (
            f"Fit({self.target.name!r}, width={self.width}, max_error={self.max_error:.3g}, "
            f"stop_reason={str(self.stop_reason)!r})"
        )


def fit(
    target: str | Target | Callable[..., Any],
    width: int | None = None,
    *,
    tolerance: float | None = None,
    domain: Box | Sequence[Any] | None = None,
    trainer: str | Trainer = DEFAULT_TRAINER,
    seed: int = 0,
    activation: str = "logistic",
    max_width: int = DEFAULT_MAX_WIDTH,
    points: int | None = None,
    kinks: Iterable[float] = (),
    progress: Callable[[int, float], None] | None = None,
) -> Fit:
    """Fit a network with one hidden layer to a function.

    Parameters
    ----------
    target : a name of the catalogue, a `Target`, or a function of one or two numbers. A function
        may take arrays, one per input, and return their shape; one that does not is called point
        by point
    width : number of hidden units, at least 1; 16 if there is no tolerance either
    tolerance : wanted max_error, target units, positive; the smallest width found that reaches it
        is returned
    domain : (low, high), or one such pair per input, or a `Box`. A function needs one; a target of
        the catalogue is fitted on this one instead of its own
    trainer : a name, or a trainer with its settings
    seed : at least 0; all that is random comes from it
    activation : name of phi
    max_width : the widest network that a search for a tolerance tries, at least 1
    points : number of fitted points, at least 2; None takes `default_points`
    kinks : inputs at which the function or its derivative jumps, one input only; training and
        measuring look closely there. They are added to those a target knows
    progress : called with (width, max_error) after every network tried

    Raises
    ------
    SettingError
        If a setting is out of range, the trainer cannot do this, or the function is not a finite
        real number somewhere; the message names the point.
    ShapeError
        If the function returns more or less than one number for a point.
    UnknownNameError
        If a target, a trainer or the activation is unknown.

    Notes
    -----
    A trainer that grows its network is followed from width 1 on. Of any other the widths 1, 2, 4,
    ... are tried, then those between the last that fails and the first that does not, by
    bisection; since a wider network need not train better, a smaller one may do that was not
    tried. The search ends early where rounding ends it, and where the tolerance is below half of a
    jump that the target knows of. A jump or a spike that nobody tells of may fall between the
    points: say where with `kinks`.

    Examples
    --------
    >>> fit("sine", width=8)  # doctest: +SKIP
    >>> fit(math.exp, domain=(0, 1), tolerance=1e-6)  # doctest: +SKIP
    """
    asked = _target(target, domain, kinks)
    made = _trainer(trainer)
    if width is not None and tolerance is not None:
        raise SettingError(
            "give a width or a tolerance, not both; max_width bounds the search for a tolerance."
        )
    chosen_width = _whole(DEFAULT_WIDTH if width is None else width, "width", 1)
    limit = _whole(max_width, "max_width", 1)
    goal = None if tolerance is None else _positive(tolerance, "tolerance")
    activation_named(activation)
    if (reason := made.refusal(asked.inputs, activation)) is not None:
        raise SettingError(reason)
    number = default_points(made, asked.inputs) if points is None else _whole(points, "points", 2)
    task = _Task(asked, made, _whole(seed, "seed", 0), activation, number)
    tell = progress or (lambda *_: None)
    with threadpool_limits(limits=1):
        if goal is not None:
            return _search(task, goal, limit, tell)
        return _reach(task, chosen_width, tell)


def fit_width(
    target: Target, width: int, trainer: Trainer, seed: int, activation: str, points: int
) -> Fit:
    """Return the fit of one network of that width; nothing is checked here.

    Training sees scaled units (`uat.datasets`); the errors are those of the network scaled back,
    on the target's evaluation grid, refined around its largest residuals.
    """
    return _Task(target, trainer, seed, activation, points).at(width)


def default_points(trainer: Trainer, inputs: int) -> int:
    """Return the number of points a trainer is given when nobody says otherwise."""
    return DEFAULT_POINTS[trainer.grid, inputs]


def named_trainer(name: str, **settings: Any) -> Trainer:
    """Return the trainer of that name; what is not set is as in `NAMED_SETTINGS`.

    Raises
    ------
    UnknownNameError, SettingError
        If there is no such trainer, or it has no such setting.
    """
    return make_trainer(name, **{**NAMED_SETTINGS.get(name, {}), **settings})


def _trainer(given: str | Trainer) -> Trainer:
    """Return the trainer, made if it is only named."""
    if isinstance(given, str):
        return named_trainer(given)
    if isinstance(given, type) or not hasattr(given, "refusal"):
        raise SettingError(f"a trainer is a name or one such as uat.Adam(), not {given!r}.")
    return given


@dataclass(frozen=True, slots=True)
class _Task:
    """All that decides a fit but its width."""

    target: Target
    trainer: Trainer
    seed: int
    activation: str
    points: int

    def at(self, width: int) -> Fit:
        """Return the fit of that width."""
        dataset, _ = self._data()
        start = draw_start(self.target.inputs, width, 1, self.seed, self.activation)
        began = time.perf_counter()
        if dataset.t.any():
            result = self.trainer.fit(dataset, start, self.seed)
        else:
            result = _constant(start)
        return self._measured(result, time.perf_counter() - began)

    def growing(self) -> Iterator[Fit]:
        """Yield the fits of width 1, 2, 3, ..., each with the time since the first began."""
        dataset, _ = self._data()
        if not dataset.t.any():
            yield from map(self.at, itertools.count(1))
        began = time.perf_counter()
        grower = cast(GrowingTrainer, self.trainer)
        for result in grower.grow(dataset, self.seed, self.activation):
            yield self._measured(result, time.perf_counter() - began)

    def doubling(self, limit: int) -> Iterator[Fit]:
        """Yield the fits of width 1, 2, 4, ..., the last of width `limit`."""
        width = 1
        while width < limit:
            yield self.at(width)
            width *= 2
        yield self.at(limit)

    def _data(self) -> tuple[Dataset, Scaling]:
        return scaled_data(self.target, self.points, self.trainer.grid)

    def _measured(self, result: FitResult, seconds: float) -> Fit:
        """Return the fit that a training in scaled units amounts to."""
        _, scaling = self._data()
        network = scaling.undo(result.network)
        diverged = result.stop_reason == StopReason.DIVERGED
        largest, mean = (math.inf, math.inf) if diverged else _errors(network, self.target)
        return Fit(
            self.target, network, self.trainer, self.seed, largest, mean, result.stop_reason,
            result.loss_history, result.chosen, seconds, None, ((network.width, largest),),
        )  # fmt: skip


def _constant(start: Network) -> FitResult:
    """Return the network that is 0 everywhere, of the start's shape: nothing is left to train."""
    flat = replace(
        start,
        output_weights=np.zeros_like(start.output_weights),
        output_biases=np.zeros_like(start.output_biases),
    )
    return FitResult(flat, StopReason.BUILT, np.zeros(1))


def _errors(network: Network, target: Target) -> tuple[float, float]:
    """Return max_error and rmse, both inf if the network is not finite somewhere.

    Beside the evaluation grid the kinks themselves count: at a jump a function may have a value
    of its own.
    """
    largest, mean = measure(network, target)
    if target.kinks:
        at = np.array(target.kinks)[:, np.newaxis]
        largest = float(np.max([largest, *np.abs(network(at)[:, 0] - target(at))]))
    return (largest, mean) if math.isfinite(largest) else (math.inf, math.inf)


def _reach(task: _Task, width: int, tell: Callable[[int, float], None]) -> Fit:
    """Return the fit of that width, and tell of those it grew from, if it did."""
    grows = isinstance(task.trainer, GrowingTrainer)
    history = []
    for found in task.growing() if grows else [task.at(width)]:
        history.append((found.width, found.max_error))
        tell(*history[-1])
        if found.width >= width:
            break
    return replace(found, history=tuple(history))


def _search(task: _Task, tolerance: float, limit: int, tell: Callable[[int, float], None]) -> Fit:
    """Return the narrowest fit found within the tolerance, or the best and why there is none."""
    began = time.perf_counter()
    goal, hopeless = tolerance, tolerance < _least_error(task.target, task.activation)
    if hopeless:
        goal = _BESIDE_HALF_JUMP * _least_error(task.target, task.activation)
        limit = min(limit, DEFAULT_WIDTH)
    tried: list[Fit] = []

    def within(fit: Fit) -> bool:
        tried.append(fit)
        tell(fit.width, fit.max_error)
        return fit.max_error <= goal

    grows = isinstance(task.trainer, GrowingTrainer)
    for candidate in task.growing() if grows else task.doubling(limit):
        if within(candidate) or candidate.width >= limit or _at_floor(tried):
            break
    if not grows and tried[-1].max_error <= goal and len(tried) > 1:
        _bisect(tried[-2].width, tried[-1].width, lambda width: within(task.at(width)))
    enough = [fit for fit in tried if fit.max_error <= goal]
    narrowest = operator.attrgetter("width")
    best = min(enough, key=narrowest) if enough else _best(tried)
    return replace(
        best,
        stop_reason=_end(best, tried, goal, hopeless),
        tolerance=tolerance,
        history=tuple((fit.width, fit.max_error) for fit in tried),
        seconds=time.perf_counter() - began,
    )


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


def _best(fits: Sequence[Fit]) -> Fit:
    """Return the fit of least max_error, the narrower of equals."""
    return min(fits, key=lambda fit: (fit.max_error, fit.width))


def _at_floor(tried: Sequence[Fit]) -> bool:
    """Return whether the best error is about what rounding causes, and no longer falls."""
    if len(tried) <= _PATIENCE:
        return False
    best, before = _best(tried), _best(tried[:-_PATIENCE])
    rounding = best.attainable_floor + _EPS * float(np.max(np.abs(best.network.output_biases)))
    return best.max_error <= _NEAR_FLOOR * rounding and best.max_error > before.max_error / 2.0


def _least_error(target: Target, activation: str) -> float:
    """Return what no network gets below: half the largest jump, if its units are continuous."""
    return target.largest_jump / 2.0 if activation_named(activation).trainable else 0.0


def _half_range(target: Target) -> float:
    """Return half the range of the target on its evaluation grid: the best constant's error."""
    return float(np.ptp(target(target.uniform_evaluation_grid()))) / 2.0


_REASONS: Mapping[str, str] = {
    StopReason.EPOCHS_DONE: "all epochs are done",
    StopReason.CONVERGED: "no step makes the loss smaller",
    StopReason.BUILT: "the network is built; there was nothing to train",
    StopReason.DIVERGED: "training diverged; this is the last network within bounds",
    SearchEnd.TOLERANCE_REACHED: "tolerance {tolerance:g} is reached",
    SearchEnd.WIDTH_LIMIT: "tolerance {tolerance:g} is not reached up to width {widest}; "
    "this is the best network found",
    SearchEnd.FLOOR_REACHED: "tolerance {tolerance:g} is not reached: more units no longer help, "
    "rounding is in the way",
    SearchEnd.UNREACHABLE: "tolerance {tolerance:g} is out of reach, see the jump below",
}


def _summary_lines(fit: Fit) -> Iterator[str]:
    """Yield the lines of `Fit.summary`."""
    yield (
        f"{fit.target.name} on {fit.target.domain}, by {fit.width} {fit.activation} "
        f"{'unit' if fit.width == 1 else 'units'} ({fit.trainer.name}, seed {fit.seed})"
    )
    if math.isfinite(fit.max_error):
        yield f"  max error      {fit.max_error:.3g}"
        yield f"  rmse           {fit.rmse:.3g}"
    yield f"  best constant  {_half_range(fit.target):.3g}"
    widest = max((width for width, _ in fit.history), default=fit.width)
    words = _REASONS.get(fit.stop_reason, fit.stop_reason.replace("_", " "))
    reason = words.format(tolerance=fit.tolerance, widest=widest)
    yield f"  ended because  {reason}"
    yield f"  took           {fit.seconds:.1f} s"
    if (least := _least_error(fit.target, fit.activation)) > 0.0:
        yield (
            f"  The target jumps by {2.0 * least:.3g}: "
            f"no continuous network errs by less than half of that, {least:.3g}."
        )
    if fit.cancels:
        yield (
            f"  Coefficients of size {fit.coefficient_norm:.2g} in sum nearly cancel; "
            f"rounding alone may cause an error of {fit.attainable_floor:.2g}."
        )


def _finite_or_none(error: float) -> float | None:
    return error if math.isfinite(error) else None


def _settings(trainer: Trainer) -> dict[str, Any]:
    """Return the settings of a trainer as plain JSON values."""
    if not is_dataclass(trainer):
        return {}
    plain = operator.methodcaller("item")
    return cast(dict[str, Any], json.loads(json.dumps(asdict(cast(Any, trainer)), default=plain)))


def _whole(value: int, what: str, least: int) -> int:
    """Return the whole number, checked."""
    try:
        number = operator.index(value)
    except TypeError:
        raise SettingError(f"{what} must be a whole number, not {value!r}.") from None
    if number < least:
        raise SettingError(f"{what} must be a whole number from {least} on, not {number}.")
    return number


def _positive(value: float, what: str) -> float:
    """Return the positive and finite number, checked."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise SettingError(f"{what} must be a number, not {value!r}.") from None
    if not 0.0 < number < math.inf:
        raise SettingError(f"{what} must be positive and finite, not {number:g}.")
    return number


def _target(
    given: str | Target | Callable[..., Any],
    domain: Box | Sequence[Any] | None,
    kinks: Iterable[float],
) -> Target:
    """Return what is asked for as a target that names the point wherever it is no finite number.

    A target of the catalogue on its own domain comes back as it is.
    """
    target = _named_or_made(given, domain)
    own = _numbers(kinks)
    if (own or target.kinks) and target.inputs > 1:
        raise SettingError("kinks are for targets of one input.")
    target = replace(target, kinks=_kinks_inside(target.domain, target.kinks, own))
    if target == TARGETS.get(target.name):
        return TARGETS[target.name]
    checked = replace(target, function=_Function(target.function, target.name, target.domain))
    checked(checked.evaluation_grid())
    return checked


def _named_or_made(
    given: str | Target | Callable[..., Any], domain: Box | Sequence[Any] | None
) -> Target:
    """Return the target on the domain, of at most two inputs."""
    box = None if domain is None else _box(domain)
    if isinstance(given, str | Target):
        target = target_named(given) if isinstance(given, str) else given
        if box is not None and box.inputs != target.inputs:
            raise ShapeError(
                f"{target.name} takes {target.inputs} inputs, but {box} has {box.inputs}."
            )
        if box not in (None, target.domain):
            # Whatever else is known of a target is known on its own domain.
            what = (target.name, target.function, box, target.formula, target.source)
            target = Target(*what, kinks=target.kinks)
    elif not callable(given):
        raise SettingError(f"a target is a name, a Target or a function, not {given!r}.")
    elif box is None:
        raise SettingError(
            "a function needs to know where: give domain=(low, high), or a list of one such pair "
            "for each input."
        )
    else:
        target = _target_of(given, box)
    if target.inputs > _MOST_INPUTS:
        raise SettingError(
            f"{target.name} has {target.inputs} inputs; more than {_MOST_INPUTS} are not "
            "supported yet."
        )
    return target


def _target_of(function: Callable[..., Any], box: Box) -> Target:
    """Return the user's function as a target of that domain."""
    name = str(getattr(function, "__name__", ""))
    name = name if name.isidentifier() else "function"
    word = name.replace("_", r"\_")
    inputs = "x" if box.inputs == 1 else "x, y"
    return Target(name, function, box, rf"\mathrm{{{word}}}({inputs})", "the user's own function")


def _box(domain: Box | Sequence[Any]) -> Box:
    """Return the domain as a box, checked."""
    if isinstance(domain, Box):
        return domain
    try:
        bounds = np.asarray(domain, dtype=np.float64)
    except (TypeError, ValueError):
        bounds = np.empty(0)
    if bounds.shape == (2,):
        bounds = bounds[np.newaxis]
    if bounds.ndim != 2 or bounds.shape[1] != 2 or not len(bounds):
        raise SettingError(
            f"a domain is (low, high), or a list of one such pair for each input, not {domain!r}."
        )
    return Box(tuple(bounds[:, 0].tolist()), tuple(bounds[:, 1].tolist()))


def _numbers(kinks: Iterable[float]) -> tuple[float, ...]:
    """Return the kinks as finite floats, checked."""
    try:
        numbers = tuple(float(kink) for kink in kinks)
    except (TypeError, ValueError):
        numbers = (math.nan,)
    if not all(map(math.isfinite, numbers)):
        raise SettingError(f"kinks must be a list of numbers, for example [0.0], not {kinks!r}.")
    return numbers


def _kinks_inside(domain: Box, known: Sequence[float], own: Sequence[float]) -> tuple[float, ...]:
    """Return all kinks that have two sides in the domain, rising; the user's own lie within it."""
    low, high = domain.lower[0], domain.upper[0]
    for kink in own:
        if not low <= kink <= high:
            raise SettingError(f"kink {kink:g} lies outside the domain {domain}.")
    beside = 4.0 * max(1e-12 * (high - low), math.ulp(max(abs(low), abs(high))))
    return tuple(sorted(k for k in {*known, *own} if low + beside < k < high - beside))


class _Function:
    """A user's function made to take arrays, of which every value is a finite real number.

    If it takes arrays itself and says the same as point by point, it is called with arrays. It is
    its own hash, whatever it wraps, so that a target made of it may be a key.
    """

    def __init__(self, function: Callable[..., Any], name: str, domain: Box) -> None:
        self._function, self._name = function, name
        self._takes_arrays = True
        shares = np.array([0.0, 0.29, 0.5, 0.83, 1.0])
        lower, lengths = np.array(domain.lower), np.array(domain.lengths)
        probe = [lower[k] + np.roll(shares, k) * lengths[k] for k in range(domain.inputs)]
        self._takes_arrays = self._agrees(probe)

    def __call__(self, *columns: Array) -> Array:
        """Return the values at the points, the inputs' arrays of one shape; that shape.

        Raises
        ------
        SettingError, ShapeError
            If a value is not one finite real number; the message names the point.
        """
        with np.errstate(all="ignore"):
            values = self._at_once(columns) if self._takes_arrays else None
            if values is None:
                values = self._one_by_one(columns)
        # Not a comparison with >, which a nan would pass.
        bad = ~(np.abs(values) <= _LARGEST_VALUE)
        if bad.any():
            first = np.unravel_index(int(np.argmax(bad)), bad.shape)
            call = self._call([float(column[first]) for column in columns])
            raise SettingError(
                f"{call} = {values[first]}: a target must be finite on all of its domain, "
                f"and at most {_LARGEST_VALUE:g} in size."
            )
        return values

    def _agrees(self, probe: Sequence[Array]) -> bool:
        """Return whether the function takes arrays and treats each of their points by itself."""
        with np.errstate(all="ignore"):
            values = self._at_once(probe)
            if values is None:
                return False
            try:
                each = self._one_by_one(probe)
            except (SettingError, ShapeError):
                return True
        size = np.max(np.abs(each), initial=0.0, where=np.isfinite(each))
        return bool(np.allclose(values, each, rtol=1e-6, atol=1e-9 * size, equal_nan=True))

    def _at_once(self, columns: Sequence[Array]) -> Array | None:
        """Return the values by one call with arrays, or None if that does not work."""
        try:
            # Copies, because the function may write into what it is given.
            values = np.asarray(self._function(*(np.array(column) for column in columns)))
        except Exception:
            return None
        if values.shape != np.shape(columns[0]) or values.dtype.kind not in "biuf":
            return None
        return values.astype(np.float64)

    def _one_by_one(self, columns: Sequence[Array]) -> Array:
        """Return the values by one call a point."""
        points = zip(*(np.ravel(column).tolist() for column in columns), strict=True)
        return np.array([self._number(point) for point in points]).reshape(columns[0].shape)

    def _number(self, point: Sequence[float]) -> float:
        """Return the value at one point, which may be infinite or nan."""
        call = self._call(point)
        try:
            value = self._function(*point)
        except Exception as problem:
            said = " ".join(f"{type(problem).__name__}: {problem}".split()).rstrip(".: ")
            raise SettingError(f"{call} raised {said}.") from problem
        try:
            array = np.asarray(value)
        except ValueError:
            raise ShapeError(f"{call} is {value!r}, which is not one number.") from None
        if array.shape != ():
            raise ShapeError(f"{call} has shape {array.shape}; it must be one number.")
        if array.dtype.kind == "c":
            raise SettingError(f"{call} = {value} is complex; a target is real.")
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            # Text is no number, even if it reads like one; a fraction is.
            if array.dtype.kind in "biufO":
                return float(value)
        raise SettingError(f"{call} = {value!r}, which is not a number.")

    def _call(self, point: Sequence[float]) -> str:
        return f"{self._name}({', '.join(map(str, point))})"
