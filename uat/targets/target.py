"""A target: a function to approximate, its domain, and how complex it is.

A target knows its domain, its formula, where it comes from, and where it or its derivative jumps
(`kinks`). Its **complexity** is its total variation, computed, never typed: in one dimension the
classic V(f), in more the integral of |grad f| with the inputs scaled to the unit cube, which is
V(f) again when there is one input.

Up to two inputs everything is seen on tensor grids, with more on Sobol points, complexity on a
lattice: a largest value found there is a lower bound of the true one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns
from uat.checks import check_callback, check_kind, check_list, check_number, check_text, check_whole
from uat.core.domains import Box
from uat.core.magnitudes import binary_scale
from uat.exceptions import ShapeError
from uat.io.notebook import Formula, facts_table
from uat.io.wording import one_line
from uat.targets.jumps import place_in_words, stays
from uat.targets.metrics import mean_slope, total_variation, trivial_error

# Points along each input on which complexity and range are computed, by number of inputs.
_COMPLEXITY_POINTS = {1: 20_001, 2: 801}
# Points along each input of the evaluation grid. One less is a prime, 4099 and 211: a grid of
# fewer steps shares the domain's ends with it and nothing else.
_EVALUATION_POINTS = {1: 4100, 2: 212}
# With more inputs: Sobol points of the evaluation grid. The sequences are scrambled by seeds of
# their own: 0 for what is fitted, 1 for what is measured.
_EVALUATION_POWER = 14
_FITTED_SEED, _MEASURED_SEED = 0, 1
# Complexity of more inputs takes differences over this share of each side.
_DIFFERENCE = 1.0 / 128.0
# Targets whose complexity, range and jumps are remembered: more than the catalogue has, but not all
# that a notebook makes in a day.
_MOST_KNOWN = 64
# Rises that differ by no more than this share are equal: what differs is rounding.
_AS_HIGH = 1e-9
# Of so many inputs, at most, the evaluation grid has all corners.
_MOST_CORNERS = 12
# How far beside a kink its two sides are looked at, in lengths of the domain; and how many places
# there are between that and the grid's spacing, evenly in the logarithm: what a network does wrong
# at a kink, it may do on any scale.
_BESIDE = 1e-12
RUNGS_TO_BREAK = 48
"""Points of the evaluation grid on each side of a kink or a narrow peak."""
# Sizes whose third powers are far from overflow.
_ORDINARY = 2.0**200


@dataclass(frozen=True, slots=True)
class Target:
    """A function to approximate.

    Parameters
    ----------
    name : the word users type
    function : takes one array per input, all of one shape, and returns that shape
    domain : where it is approximated; any number of inputs
    formula : LaTeX, in x (and y), or in x_1, x_2, ... of more than two inputs
    kinks : inputs at which the function or its derivative jumps, rising; one input only
    source : where it was published, or why it is here
    barron_norm : Barron's C_f, the integral of |w|_2 |F(w)| over the frequencies w, radians per
        input unit, of a Fourier representation f(x) = f(0) + integral F(w) (exp(i w . x) - 1) that
        holds on the domain, or a bound on it; target units per input unit; None where it is
        infinite or not known in closed form
    peaks : inputs at which the function peaks or dips more narrowly than a grid shows, rising; one
        input only. `uat.targets.user_targets.as_target` looks for them
    text : the line that names it to any process (`uat.targets.target_texts`); empty of what is
        known to this one only. `as_target` writes it; it is no part of what makes two equal
    """

    name: str
    function: Callable[..., Array]
    domain: Box
    formula: str
    source: str
    kinks: tuple[float, ...] = ()
    barron_norm: float | None = None
    peaks: tuple[float, ...] = ()
    text: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for name in ("name", "formula", "source", "text"):
            check_text(getattr(self, name), name)
        check_callback(self.function, "function")
        check_kind(self.domain, Box, "domain")
        kinks = (check_number(kink, "each of kinks") for kink in check_list(self.kinks, "kinks"))
        object.__setattr__(self, "kinks", tuple(kinks))
        peaks = (check_number(peak, "each of peaks") for peak in check_list(self.peaks, "peaks"))
        object.__setattr__(self, "peaks", tuple(peaks))
        if self.barron_norm is not None:
            check_number(self.barron_norm, "barron_norm", 0.0)

    def __call__(self, x: npt.ArrayLike) -> Array:
        """Return the target values at x, shape (points, inputs) or (points,); shape (points,).

        Raises
        ------
        ShapeError
            If x does not have one column per input.
        """
        columns = as_columns(x, "x")
        if columns.shape[1] != self.domain.inputs:
            raise ShapeError(
                f"{self.name} takes {self.domain.inputs} inputs, not {columns.shape[1]}."
            )
        return np.asarray(self.function(*columns.T), dtype=np.float64)

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return self.domain.inputs

    @property
    def complexity(self) -> float:
        """Total variation over the domain, in target units; see the module's first lines."""
        return _complexity(self)

    @property
    def trivial_error(self) -> float:
        """max_error of the best constant; see `uat.targets.metrics.trivial_error`.

        Measured on more points than errors are, but of more than two inputs on the same.
        """
        return _trivial_error(self)

    @property
    def largest_jump(self) -> float:
        """Height of the largest discontinuity, in target units; 0 for a continuous target.

        No continuous network has a max_error below half of it.
        """
        return _largest_jump(self)

    def training_grid(self, points: int) -> Array:
        """Return about `points` equally spaced points, ends included: shape (n, inputs).

        Of two inputs n is the square of the nearest whole number of points along each input. Of
        more they are `points` Sobol points.
        """
        check_whole(points, "points")
        if not self.domain.gridded:
            return self.domain.sobol_grid(points, _FITTED_SEED)
        return self.domain.uniform_grid(max(2, round(points ** (1.0 / self.inputs))))

    def evaluation_grid(self) -> Array:
        """Return the dense grid errors are measured on, ever denser to every kink and narrow peak.

        Shape (n, inputs). It is never the training grid: the two share the domain's corners only.
        Of more than two inputs they share nothing, and this one has the corners, if there are not
        more than 4096, and the centre, where functions like to peak.
        """
        grid = self.uniform_evaluation_grid()
        if not self.domain.gridded:
            corners = self.domain.corners() if self.inputs <= _MOST_CORNERS else grid[:0]
            return np.concatenate([grid, corners, self.domain.centre()[np.newaxis]])
        near = self.points_beside_breaks(RUNGS_TO_BREAK)
        return np.sort(np.concatenate([grid, near]), axis=0) if len(near) else grid

    @property
    def breaks(self) -> tuple[float, ...]:
        """Inputs beside which an even grid is too coarse, rising: kinks and narrow peaks."""
        return tuple(sorted({*self.kinks, *self.peaks}))

    def points_beside_breaks(self, rungs: int) -> Array:
        """Return `rungs` points on each side of every kink and narrow peak, ever closer.

        Shape (n, inputs), in the domain; narrow peaks themselves are among them. Where floats
        are far apart the nearest points are the next floats, and kinks are among them, too.
        """
        if not self.breaks:
            return np.empty((0, self.inputs))
        nearest, places = _BESIDE, self.peaks
        if self.told_by_floats:
            nearest = self.domain.step(0.0) / 2.0 / self.domain.lengths[0]
            places = self.breaks
        farthest = max(nearest, 1.0 / _EVALUATION_POINTS[self.inputs])
        distances = np.geomspace(nearest, farthest, rungs) * self.domain.lengths[0]
        sides = np.add.outer(self.breaks, np.concatenate([-distances, distances])).ravel()
        near: Array = np.concatenate([sides, places])[:, np.newaxis]
        inside = (near >= self.domain.lower) & (near <= self.domain.upper)
        return near[inside[:, 0]]

    def uniform_evaluation_grid(self) -> Array:
        """Return the evenly spread points of the evaluation grid: shape (n, inputs).

        All stand for the same share of the domain, as a mean square wants it.
        """
        if not self.domain.gridded:
            return self.domain.sobol_grid(2**_EVALUATION_POWER, _MEASURED_SEED)
        return self.domain.uniform_grid(_EVALUATION_POINTS[self.inputs])

    def evaluation_spacing(self) -> Array:
        """Return the distance between neighbours of the evaluation grid: shape (inputs,).

        Of more than two inputs, about: as if each point had a box of its own.
        """
        if not self.domain.gridded:
            share: float = 2.0 ** (-_EVALUATION_POWER / self.inputs)
            return np.asarray(self.domain.lengths) * share
        return np.asarray(self.domain.lengths) / (_EVALUATION_POINTS[self.inputs] - 1)

    def limits_at_kinks(self, times: float = 1.0) -> Array:
        """Return the target just left and just right of every kink: shape (kinks, 2).

        That is 1e-12 lengths of the domain away, farther if floats are, or so many times as far.
        """
        return self(self.beside_kinks(times)).reshape(-1, 2)

    @property
    def told_by_floats(self) -> bool:
        """Whether floats are so far apart on the domain that they tell the sides of kinks."""
        return self.domain.step(0.0) > self.domain.step(_BESIDE) / 2.0

    def rises_at_kinks(self, times: float = 1.0) -> Array:
        """Return how far apart the two sides of every kink are: shape (kinks,), target units."""
        return np.abs(np.diff(self.limits_at_kinks(times), axis=1))[:, 0]

    def largest_jump_at(self) -> float:
        """Return the input at which a discontinuous target of one input jumps most, the first."""
        highest = np.isclose(self.rises_at_kinks(), self.largest_jump, rtol=_AS_HIGH, atol=0.0)
        return self.kinks[int(np.argmax(highest))]

    def __repr__(self) -> str:
        return one_line("Target", self.name, domain=str(self.domain))

    def _repr_html_(self) -> str:
        """Return what there is to know about the target, as a notebook shows it."""
        kinks = [place_in_words(kink, self.domain.lengths[0]) for kink in self.kinks]
        facts = [
            ("formula", Formula(self.formula) if self.formula else None),
            ("domain", self.domain),
            ("complexity", self.complexity),
            ("kinks", ", ".join(kinks) or None),
            ("largest jump", self.largest_jump or None),
            ("Barron norm", self.barron_norm),
            ("source", self.source or None),
        ]
        return facts_table(f"Target {self.name}", facts)

    def beside_kinks(self, times: float = 1.0) -> Array:
        """Return the two sides of every kink, shape (2 * kinks, 1), left before right."""
        step = times * self.domain.step(_BESIDE)
        return np.ravel([(kink - step, kink + step) for kink in self.kinks])[:, np.newaxis]


@dataclass(frozen=True, slots=True)
class _Rescaled:
    """A function in other units: f(length u) / height."""

    function: Callable[..., Array]
    length: float
    height: float

    def __call__(self, *columns: Array) -> Array:
        return np.asarray(self.function(*(self.length * u for u in columns)) / self.height)


@functools.lru_cache(_MOST_KNOWN)
def in_ordinary_units(target: Target) -> tuple[Target, float, float]:
    """Return a target in units in which nothing overflows, and what these units are.

    Parameters
    ----------
    target : of one input

    Returns
    -------
    target : itself, if its values and its domain are of ordinary size, from 2^-200 to 2^200; else
        the function f(length u) / height of u
    length : unit of its input, a power of two or 1, input units
    height : unit of its values, a power of two or 1, target units
    """
    domain = target.domain
    length = _unit(np.array([domain.lower, domain.upper]))
    height = _unit(target(target.uniform_evaluation_grid()))
    if length == height == 1.0:
        return target, 1.0, 1.0
    bounds = (np.array([domain.lower, domain.upper]) / length).tolist()
    rescaled = replace(
        target,
        function=_Rescaled(target.function, length, height),
        domain=Box(*map(tuple, bounds)),
        kinks=tuple(kink / length for kink in target.kinks),
        peaks=tuple(peak / length for peak in target.peaks),
        barron_norm=None,
        text="",
    )
    return rescaled, length, height


def _unit(values: Array) -> float:
    """Return a unit in which values are of ordinary size: 1 if they are."""
    scale = float(binary_scale(values))
    ordinary = not values.any() or 1.0 / _ORDINARY < scale < _ORDINARY
    return 1.0 if ordinary else scale


@functools.lru_cache(_MOST_KNOWN)
def _complexity(target: Target) -> float:
    if not target.domain.gridded:
        return mean_slope(target, target.domain, target.domain.lattice(), _DIFFERENCE)
    points = _COMPLEXITY_POINTS[target.inputs]
    grid = target.domain.uniform_grid(points)
    if target.inputs == 1:
        near = target.points_beside_breaks(RUNGS_TO_BREAK) if target.peaks else grid[:0]
        grid = np.sort(np.concatenate([grid, target.beside_kinks(), near]), axis=0)
        return total_variation(target(grid))
    return total_variation(target(grid).reshape((points,) * target.inputs))


@functools.lru_cache(_MOST_KNOWN)
def _trivial_error(target: Target) -> float:
    if not target.domain.gridded:
        return trivial_error(target(target.evaluation_grid()))
    grid = target.domain.uniform_grid(_COMPLEXITY_POINTS[target.inputs])
    # The points on which errors are measured are among them where there are narrow peaks.
    near = target.evaluation_grid() if target.peaks else grid[:0]
    return trivial_error(target(np.concatenate([grid, near])))


@functools.lru_cache(_MOST_KNOWN)
def _largest_jump(target: Target) -> float:
    if not target.kinks:
        return 0.0
    rises, farther = target.rises_at_kinks(), target.rises_at_kinks(100.0)
    jump = float(np.max(rises, initial=0.0, where=stays(rises, farther)))
    # A kink is told to a float: a slope rises from one side of it to the other by as much.
    told_to = target.domain.step(0.0) / target.domain.lengths[0]
    return jump if jump > max(1e-9, 10.0 * told_to) * target.trivial_error else 0.0
