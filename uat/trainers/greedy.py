"""Greedy: one unit after another, each the best there is for what is left of the target.

At every step the unit is chosen that lowers the squared error most once all outputs are solved
again: the one whose feature, as far as the units chosen before do not span it, points most along
the residual. It is looked for in a dictionary spread over the data, and then moved continuously.
No unit is touched again, so the first n units of a network are those of the network of width n.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from scipy import optimize

from uat.arrays import Array
from uat.checks import check_seed, check_whole
from uat.core.activations import activation_named
from uat.core.colours import Colour
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import Best, poll, report
from uat.trainers.base import (
    INTEGRATED,
    FitResult,
    StopReason,
    check_linear_output,
    check_start,
)
from uat.trainers.elimination import with_solved_outputs, without_overflow
from uat.trainers.row import TrainerRow

# Of a homogeneous activation a steeper unit is a multiple of a flatter one, so that only its place
# and direction count; of the others the dictionary has units of several slopes.
_SLOPES = np.geomspace(1.0, 256.0, 9)
# A feature that is the chosen ones' but for this share of its length adds coefficients so large
# that rounding, and what happens between the points, outweigh what it gains.
_SPANNED = 1e-6
# A residual below this share of the target's deviation is rounding.
_ROUNDING = 1e-13
# The mean square beside the fitted points may be this many times the least one so far: it is
# noisy where the target jumps. Beyond it, units only fit the points themselves.
_ASTRAY = 1.5
# The dictionary's features take at most this many numbers.
_LARGEST = 2**23
_FIRST_TILT = 0.1
_SECONDS_A_FEATURE = 5e-9  # per point and unit of the dictionary
_SECONDS_A_LOOK = 8e-5
_SECONDS_A_PROJECTION = 1e-9  # per point and chosen unit


@dataclass(frozen=True, slots=True)
class Greedy:
    """The orthogonal greedy algorithm.

    Parameters
    ----------
    dictionary : number of units looked at in each step: places and slopes along each direction of
        the inputs, which are random if there is more than one input
    looks : how often the best of them is moved, for each number that describes it, in search of a
        better one beside it; 0 keeps it where it is

    Raises
    ------
    SettingError
        If a setting is out of range.

    Notes
    -----
    A unit of feature g lowers the squared error by  <r, g'>^2 / |g'|^2,  with r the residual and g'
    what the chosen units leave of g. The algorithm of the literature divides by |g|^2, and the rate
    n^-(1/2 + (2k + 1) / (2d)), for the k-th power of the relu and d inputs, is proved for that one.
    On sin x, relu, at width 64 the error here is half of its error.

    If the dataset has points of weight 0, and from some unit on the error there rises, the units
    from there on keep output weights of 0: they only follow the fitted points.

    References
    ----------
    DeVore & Temlyakov (1996), Adv. Comput. Math. 5, 173-187. Siegel & Xu (2022), IEEE Trans. Inf.
    Theory 68, 3354-3361, for the rates. Rebollo-Neira & Lowe (2002), IEEE Signal Process. Lett. 9,
    137-140, for dividing by what is left of the feature.
    """

    dictionary: int = 2048
    looks: int = 30

    name: ClassVar[str] = "greedy"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True
    row: ClassVar[TrainerRow] = TrainerRow(colour=Colour.INDIGO, marker="P")

    def __post_init__(self) -> None:
        check_whole(self.dictionary, "dictionary")
        check_whole(self.looks, "looks", 0)

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return the network of the units chosen; see `Trainer.fit`.

        Of `start` only the shape and the activation count. The loss history is that of the widths
        0, 1, ..., width.
        """
        check_start(dataset, start)
        check_seed(seed)
        check_linear_output(start)
        growth = _Growth(self, dataset, start.activation, seed)
        for width in range(start.width):
            growth.add_unit()
            growth.report(width + 1, start.width)
        return growth.result()

    def grow(
        self, dataset: Dataset, seed: int = 0, activation: str = "logistic"
    ) -> Iterator[FitResult]:
        """Yield the networks of one unit, two units, ...; see `GrowingTrainer.grow`.

        On the fitted points the mean square error never rises.
        """
        growth = _Growth(self, dataset, activation, seed)
        while True:
            growth.add_unit()
            yield growth.result()

    def refusal(self, inputs: int, activation: str) -> str | None:  # noqa: ARG002
        """Return None: there is a dictionary of any unit."""
        return None

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core, with one or two inputs."""
        look = _SECONDS_A_LOOK + _SECONDS_A_PROJECTION * points * width
        features = points * min(self.dictionary, max(1, _LARGEST // points))
        return width * (2 * self.looks * look + _SECONDS_A_FEATURE * features)


class _Growth:
    """A network that grows unit by unit."""

    def __init__(self, trainer: Greedy, dataset: Dataset, activation: str, seed: int) -> None:
        self._looks, self._dataset = trainer.looks, dataset
        self._chosen = _Chosen(dataset, activation)
        size = min(trainer.dictionary, max(1, _LARGEST // self._chosen.points))
        self._dictionary = _Dictionary(self._chosen, size, np.random.default_rng(seed))

    def add_unit(self) -> None:
        """Choose one unit more."""
        self._chosen.take(self._moved(self._dictionary.best()))
        self._dictionary.follow()

    def result(self) -> FitResult:
        """Return the outcome with the units chosen so far."""
        used = self._chosen.used()
        network = _solved(self._chosen.hidden_layer(), self._dataset, int(used[-1]))
        return FitResult(network, StopReason.BUILT, np.array(self._chosen.losses)[used])

    def report(self, width: int, widest: int) -> None:
        """Tell whoever watches how many units are chosen, out of how many."""
        report("width", width, widest, self._chosen.losses[-1], self._best)

    def _best(self) -> Best:
        result = self.result()
        return Best(result.network, result.loss_history)

    def _moved(self, unit: Array) -> Array:
        """Return the best unit found on a walk from the given one, which is not far."""
        chosen, inputs = self._chosen, len(unit) - 1
        tilts = 0 if inputs == 1 and chosen.homogeneous else inputs
        first = np.array([self._dictionary.spacing, *[_FIRST_TILT] * tilts])
        if not self._looks or chosen.gain(unit) == 0.0:
            return unit
        options: Any = {
            "initial_simplex": np.concatenate([np.zeros((1, len(first))), np.diag(first)]),
            "maxfev": self._looks * len(first),
            "xatol": 0.0,
            "fatol": 0.0,
        }

        def lost(move: Array) -> float:
            poll()
            return -chosen.gain(_beside(unit, move))

        walk = optimize.minimize(lost, 0.0 * first, method="Nelder-Mead", options=options)
        return _beside(unit, walk.x)


def _beside(unit: Array, move: Array) -> Array:
    """Return the unit shifted by move[0] along its direction and tilted by the other moves.

    A unit is a vector (w, b). It tilts about the point of its hyperplane w . x + b = 0 that is
    nearest to the origin; tilting along w itself makes it steeper or flatter.
    """
    weights, bias = unit[:-1], unit[-1]
    slope = np.linalg.norm(weights)
    anchor = -bias * weights / slope**2
    tilted = weights.copy()
    tilted[: len(move) - 1] += slope * move[1:]
    return np.append(tilted, slope * move[0] - tilted @ anchor)


def _solved(hidden: Network, dataset: Dataset, used: int) -> Network:
    """Return the network whose first `used` units have the best outputs, and the others none."""
    first = with_solved_outputs(
        replace(
            hidden,
            hidden_weights=hidden.hidden_weights[:, :used],
            hidden_biases=hidden.hidden_biases[:used],
            output_weights=hidden.output_weights[:used],
        ),
        dataset,
    )
    weights = np.zeros((hidden.width, hidden.outputs))
    weights[:used] = first.output_weights
    return replace(hidden, output_weights=weights, output_biases=first.output_biases)


class _Chosen:
    """The units chosen so far: an orthonormal basis of what they span, and what is left to fit.

    Every quantity at the fitted points is weighted, so that a sum of squares is a mean over the
    data. The basis is orthonormal there; the points of weight 0 only follow.

    Attributes
    ----------
    x : shape (points, inputs), the fitted points
    residual : shape (points, outputs), t minus the best fit by the units chosen
    newest : shape (points,), the direction the last unit added; zeros if it added none
    losses : weighted mean square after 0, 1, ... units
    homogeneous : whether a unit's slope does not matter
    """

    def __init__(self, dataset: Dataset, activation: str) -> None:
        fitted = dataset.fitted()
        beside = np.ones(dataset.points, dtype=bool)
        beside[dataset.shares > 0.0] = False
        self.x, self._x_beside = fitted.x, dataset.x[beside]
        self.activation = activation
        self.phi = activation_named(activation)
        self.homogeneous = self.phi.homogeneity is not None
        self._root_shares = np.sqrt(fitted.shares)
        self.newest = self._root_shares / np.linalg.norm(self._root_shares)
        self._basis = self.newest[:, np.newaxis]
        self._basis_beside = np.ones((len(self._x_beside), 1)) / np.linalg.norm(self._root_shares)
        mean = fitted.shares @ fitted.t
        self.residual = (fitted.t - mean) * self._root_shares[:, np.newaxis]
        self._residual_beside = dataset.t[beside] - mean
        self._units: list[Array] = []
        self.losses, self._losses_beside = [self._loss()], [self._loss_beside()]

    @property
    def points(self) -> int:
        """Number of fitted points."""
        return len(self.x)

    def features(self, units: Array) -> Array:
        """Return the weighted features of units (w, b), shape (inputs + 1, n): (points, n)."""
        features = without_overflow(self.phi(self.x @ units[:-1] + units[-1]))
        return np.asarray(features * self._root_shares[:, None])

    def finished(self) -> bool:
        """Return whether nothing but rounding is left."""
        return self.losses[-1] <= _ROUNDING**2 * self.losses[0]

    def gain(self, unit: Array) -> float:
        """Return by how much the unit would lower the sum of squares."""
        direction, _ = self._split(unit)
        return float(np.sum(np.square(direction @ self.residual)))

    def take(self, unit: Array) -> None:
        """Add a unit."""
        self.newest, along = self._split(unit)
        self._units.append(unit)
        if self.newest.any():
            self._grow(unit, along)
        self.losses.append(self._loss())
        self._losses_beside.append(self._loss_beside())

    def used(self) -> Array:
        """Return how many units a network of 0, 1, ... units uses: shape (units + 1,).

        All, unless their outputs go astray beside the fitted points.
        """
        used = [0]
        least = np.inf
        for count, loss in enumerate(self._losses_beside[1:], start=1):
            used.append(count if loss <= _ASTRAY * least else used[-1])
            least = min(least, loss)
        return np.array(used)

    def hidden_layer(self) -> Network:
        """Return the network of these hidden units, its output 0."""
        units, outputs = np.array(self._units).T, self.residual.shape[1]
        none = np.zeros((len(self._units), outputs))
        return Network(units[:-1], units[-1], none, np.zeros(outputs), self.activation)

    def _split(self, unit: Array) -> tuple[Array, Array]:
        """Return the unit direction a feature adds to the basis, and the feature in the grown one.

        Projected out twice, because once leaves rounding errors as large as a small remainder
        (Giraud, Langou & Rozloznik 2005, Comput. Math. Appl. 50, 1069-1075).
        """
        feature = self.features(unit[:, np.newaxis])[:, 0]
        once = self._basis.T @ feature
        rest = feature - self._basis @ once
        twice = self._basis.T @ rest
        rest -= self._basis @ twice
        length = np.linalg.norm(rest)
        if not length > _SPANNED * np.linalg.norm(feature):
            return np.zeros(self.points), np.append(once + twice, 0.0)
        return rest / length, np.append(once + twice, length)

    def _grow(self, unit: Array, along: Array) -> None:
        """Append the newest direction to the basis and take what it explains from the residual."""
        beside = self.phi(self._x_beside @ unit[:-1] + unit[-1])
        direction_beside = (beside - self._basis_beside @ along[:-1]) / along[-1]
        explained = self.newest @ self.residual
        self.residual = self.residual - np.outer(self.newest, explained)
        self._residual_beside = self._residual_beside - np.outer(direction_beside, explained)
        self._basis = np.column_stack([self._basis, self.newest])
        self._basis_beside = np.column_stack([self._basis_beside, direction_beside])

    def _loss(self) -> float:
        return float(np.sum(np.square(self.residual)) / self.residual.shape[1])

    def _loss_beside(self) -> float:
        return float(np.mean(np.square(self._residual_beside))) if len(self._x_beside) else 0.0


class _Dictionary:
    """Units spread over the data, and what the chosen ones leave of their features.

    Attributes
    ----------
    spacing : distance between neighbouring places along a direction
    """

    def __init__(self, chosen: _Chosen, size: int, rng: np.random.Generator) -> None:
        self._chosen = chosen
        slopes = np.ones(1) if chosen.homogeneous else _SLOPES
        slopes = slopes * chosen.phi.reach
        directions = _directions(chosen, max(1, size // len(slopes)), rng)
        places = max(2, size // (len(slopes) * len(directions)))
        reach = np.maximum(1.0, np.max(np.abs(chosen.x), axis=0))
        self.spacing = 4.0 * float(np.max(reach)) / places
        self._units = np.concatenate(
            [
                np.append(slope * direction, -slope * place)[:, np.newaxis]
                for direction in directions
                for place in _places(chosen.x @ direction, np.abs(direction) @ reach, places)
                for slope in slopes
            ],
            axis=1,
        )
        self._features = chosen.features(self._units)
        self._lengths = np.linalg.norm(self._features, axis=0)
        # What is left where a place is a data point but for rounding is no feature.
        self._open = self._lengths > _SPANNED * np.max(self._lengths)
        self._newest = 0
        self.follow()

    def best(self) -> Array:
        """Return the unit that lowers the sum of squares most, as (w, b)."""
        left = np.linalg.norm(self._features, axis=0)
        free = self._open & (left > _SPANNED * self._lengths)
        if self._chosen.finished():
            free[:] = False
        explained = np.sum(np.square(self._chosen.residual.T @ self._features), axis=0)
        gains = np.divide(explained, np.square(left), out=np.zeros_like(left), where=free)
        # With nothing left to gain any unit does that is more than rounding.
        self._newest = int(np.argmax(gains if gains.any() else self._lengths))
        return self._units[:, self._newest]

    def follow(self) -> None:
        """Take from all features what the newest unit spans; one that adds nothing is out."""
        newest = self._chosen.newest
        if newest.any():
            self._features -= np.outer(newest, newest @ self._features)
        elif self._chosen.losses[1:]:
            self._open[self._newest] = False


def _directions(chosen: _Chosen, pairs: int, rng: np.random.Generator) -> Array:
    """Return unit vectors, shape (directions, inputs), for that many pairs of direction and place.

    Of one input both directions, or only one where there are slopes to choose from: an S-curve
    turned round is the same with another sign. Of more inputs, random ones, and twice as many of
    them as of places along each.
    """
    inputs = chosen.x.shape[1]
    if inputs == 1:
        return np.array([[1.0], [-1.0]] if chosen.homogeneous else [[1.0]])
    normal = rng.normal(size=(max(1, round((2 * pairs) ** 0.5)), inputs))
    return np.asarray(normal / np.linalg.norm(normal, axis=1, keepdims=True))


def _places(along: Array, reach: float, count: int) -> Array:
    """Return places along a direction: half of them equally spaced, half where the points are."""
    points = np.sort(along)
    picked = np.linspace(0, len(points) - 1, count - count // 2).round().astype(int)
    return np.concatenate([np.linspace(-reach, reach, count // 2), points[picked]])
