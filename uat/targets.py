"""The catalogue: target functions of rising complexity, of one input, of two, and of up to ten.

A target knows its domain, its formula, where it comes from, and where it or its derivative jumps
(`kinks`). Its **complexity** is its total variation, computed, never typed: in one dimension the
classic V(f), in more the integral of |grad f| with the inputs scaled to the unit cube, which is
V(f) again when there is one input.

Up to two inputs everything is seen on tensor grids, with more on Sobol points: a largest value
found there is a lower bound of the true one.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat import functions
from uat.arrays import Array, as_columns
from uat.domains import Box
from uat.exceptions import ShapeError, UnknownNameError
from uat.metrics import mean_slope, total_variation
from uat.notebook import Formula, facts_table

# Points along each input on which complexity and range are computed, by number of inputs.
_COMPLEXITY_POINTS = {1: 20_001, 2: 801}
# Points along each input of the evaluation grid. One less is a prime, 4099 and 211: a grid of
# fewer steps shares the domain's ends with it and nothing else.
_EVALUATION_POINTS = {1: 4100, 2: 212}
# With more inputs: Sobol points of the evaluation grid, and of the complexity, which takes
# differences over this share of each side. The sequences of the grids are scrambled by seeds of
# their own: 0 for what is fitted, 1 for what is measured.
_EVALUATION_POWER, _COMPLEXITY_POWER = 14, 13
_DIFFERENCE = 1.0 / 128.0
_FITTED_SEED, _MEASURED_SEED = 0, 1
# Targets whose complexity, range and jumps are remembered: more than the catalogue has, but not all
# that a notebook makes in a day.
_MOST_KNOWN = 64
# Of so many inputs, at most, the evaluation grid has all corners.
_MOST_CORNERS = 12
# How far beside a kink its two sides are looked at, in lengths of the domain; and how many places
# there are between that and the grid's spacing, evenly in the logarithm: what a network does wrong
# at a kink, it may do on any scale.
_BESIDE = 1e-12
_RUNGS_TO_KINK = 48


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
    """

    name: str
    function: Callable[..., Array]
    domain: Box
    formula: str
    source: str
    kinks: tuple[float, ...] = ()
    barron_norm: float | None = None

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
        """max_error of the best constant: half the range of the target over its domain.

        Of more than two inputs, over its evaluation grid.
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
        if not self.domain.gridded:
            return self.domain.sobol_grid(points, _FITTED_SEED)
        return self.domain.uniform_grid(max(2, round(points ** (1.0 / self.inputs))))

    def evaluation_grid(self) -> Array:
        """Return the dense grid errors are measured on, ever denser towards every kink.

        Shape (n, inputs). It is never the training grid: the two share the domain's corners only.
        Of more than two inputs they share nothing, and this one has the corners, if there are not
        more than 4096, and the centre, where functions like to peak.
        """
        grid = self.uniform_evaluation_grid()
        if not self.domain.gridded:
            corners = self.domain.corners() if self.inputs <= _MOST_CORNERS else grid[:0]
            return np.concatenate([grid, corners, self.domain.centre()[np.newaxis]])
        near = self.points_beside_kinks(_RUNGS_TO_KINK)
        return np.sort(np.concatenate([grid, near]), axis=0) if len(near) else grid

    def points_beside_kinks(self, rungs: int) -> Array:
        """Return `rungs` points on each side of every kink, ever closer: shape (n, inputs)."""
        if not self.kinks:
            return np.empty((0, self.inputs))
        nearest, farthest = _BESIDE, 1.0 / _EVALUATION_POINTS[self.inputs]
        distances = np.geomspace(nearest, farthest, rungs) * self.domain.lengths[0]
        near: Array = np.add.outer(self.kinks, np.concatenate([-distances, distances])).reshape(
            -1, 1
        )
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

    def limits_at_kinks(self, distance: float = _BESIDE) -> Array:
        """Return the target just left and just right of every kink: shape (kinks, 2).

        The distance is in lengths of the domain.
        """
        return self(self._beside_kinks(distance)).reshape(-1, 2)

    def _repr_html_(self) -> str:
        """Return what there is to know about the target, as a notebook shows it."""
        facts = [
            ("formula", Formula(self.formula) if self.formula else None),
            ("domain", self.domain),
            ("complexity", self.complexity),
            ("kinks", ", ".join(f"{kink:g}" for kink in self.kinks) or None),
            ("largest jump", self.largest_jump or None),
            ("Barron norm", self.barron_norm),
            ("source", self.source or None),
        ]
        return facts_table(f"Target {self.name}", facts)

    def _beside_kinks(self, distance: float = _BESIDE) -> Array:
        """Return the two sides of every kink, shape (2 * kinks, 1), left before right."""
        step = distance * self.domain.lengths[0]
        return np.ravel([(kink - step, kink + step) for kink in self.kinks])[:, np.newaxis]


@functools.lru_cache(_MOST_KNOWN)
def _complexity(target: Target) -> float:
    if not target.domain.gridded:
        centres = target.domain.sobol_grid(2**_COMPLEXITY_POWER, _FITTED_SEED)
        return mean_slope(target, target.domain, centres, _DIFFERENCE)
    points = _COMPLEXITY_POINTS[target.inputs]
    grid = target.domain.uniform_grid(points)
    if target.inputs == 1:
        grid = np.sort(np.concatenate([grid, target._beside_kinks()]), axis=0)
        return total_variation(target(grid))
    return total_variation(target(grid).reshape((points,) * target.inputs))


@functools.lru_cache(_MOST_KNOWN)
def _trivial_error(target: Target) -> float:
    if not target.domain.gridded:
        return float(np.ptp(target(target.evaluation_grid())) / 2)
    return float(np.ptp(target(target.domain.uniform_grid(_COMPLEXITY_POINTS[target.inputs]))) / 2)


@functools.lru_cache(_MOST_KNOWN)
def _largest_jump(target: Target) -> float:
    if not target.kinks:
        return 0.0
    rises = np.abs(np.diff(target.limits_at_kinks(), axis=1))
    farther = np.abs(np.diff(target.limits_at_kinks(100.0 * _BESIDE), axis=1))
    # A jump does not shrink as one comes closer, what a steep kink leaves does.
    jump = float(np.max(rises, initial=0.0, where=rises > farther / 2.0))
    return jump if jump > 1e-9 * target.trivial_error else 0.0


_SYMMETRIC = Box.interval(-1.0, 1.0)
_UNIT = Box.interval(0.0, 1.0)
_SQUARE = Box((-1.0, -1.0), (1.0, 1.0))
_UNIT_SQUARE = Box((0.0, 0.0), (1.0, 1.0))
_SCHOOL = "school analysis"
_GENZ = "Genz (1987), NATO ASI Series C 203, 337-340"


def _unit_cube(inputs: int) -> Box:
    return Box((0.0,) * inputs, (1.0,) * inputs)


def _catalogue() -> tuple[Target, ...]:
    return (
        Target("line", lambda x: x, _SYMMETRIC, r"x", _SCHOOL),
        Target(
            "logistic", functions.logistic, _SYMMETRIC, r"1 / (1 + e^{-10 x})",
            "one logistic unit: exact at width 1",
            barron_norm=2.5,  # f' is a bump whose transform is (w pi / 10) / sinh(w pi / 10)
        ),
        Target("step", functions.step, _SYMMETRIC, r"[x \geq 0]", "Heaviside's step", (0.0,)),
        Target("parabola", np.square, _SYMMETRIC, r"x^2", _SCHOOL),
        Target(
            "absolute", np.abs, _SYMMETRIC, r"|x|",
            "Bernstein (1914), best approximation of |x|", (0.0,),
        ),
        Target(
            "root", functions.root, _SYMMETRIC, r"\sqrt{|x|}", "a kink of infinite slope", (0.0,)
        ),
        Target(
            "runge", functions.runge, _SYMMETRIC, r"1 / (1 + 25 x^2)", "Runge (1901)",
            barron_norm=5.0,  # F(w) = exp(-|w| / 5) / 10
        ),
        Target(
            "sine", functions.sine, _SYMMETRIC, r"\sin 2 \pi x", _SCHOOL, barron_norm=2.0 * np.pi
        ),
        Target(
            "sinc", functions.sinc, _SYMMETRIC, r"\sin(10 \pi x) / (10 \pi x)",
            "Shannon (1949), the cardinal series",
            barron_norm=5.0 * np.pi,  # the mean frequency of a box of half-width 10 pi
        ),
        Target(
            "bumps", functions.bumps, _SYMMETRIC,
            r"e^{-((x + 0.6) / 0.1)^2} + 0.6 e^{-(x / 0.2)^2} + 0.8 e^{-((x - 0.5) / 0.05)^2}",
            "three Gaussians of unlike height and width",
            # Each height times 2 / (sqrt(pi) scale); their sum is a bound.
            barron_norm=2.0 / np.sqrt(np.pi) * (1.0 / 0.1 + 0.6 / 0.2 + 0.8 / 0.05),
        ),
        Target(
            "triangle", functions.triangle_wave, _SYMMETRIC, r"|4 x - 2 \, \mathrm{round}(2 x)|",
            "triangle wave; Telgarsky (2016) on sawtooths and depth",
            (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75),
        ),
        Target(
            "two_tones", functions.two_tones, _UNIT, r"\sin 2 \pi x + 0.2 \sin 20 \pi x",
            "low tone first: Rahaman et al. (2019), spectral bias",
            barron_norm=2.0 * np.pi + 0.2 * 20.0 * np.pi,
        ),
        Target("chirp", functions.chirp, _UNIT, r"\sin 2 \pi (x + 4 x^2)", "linear chirp of radar"),
        Target(
            "heavisine", functions.heavisine, _UNIT,
            r"4 \sin 4 \pi x - \mathrm{sgn}(x - 0.3) - \mathrm{sgn}(0.72 - x)",
            "Donoho & Johnstone (1994), Biometrika 81, 425-455", (0.3, 0.72),
        ),
        Target(
            "doppler", functions.doppler, _UNIT, r"\sqrt{x (1 - x)} \, \sin(2.1 \pi / (x + 0.05))",
            "Donoho & Johnstone (1994), Biometrika 81, 425-455",
        ),
        Target(
            "blocks", functions.blocks, _UNIT, r"\sum_j h_j \, [x \geq t_j]",
            "Donoho & Johnstone (1994), Biometrika 81, 425-455", functions.BLOCK_EDGES,
        ),
        Target(
            "weierstrass", functions.weierstrass, _SYMMETRIC,
            r"\sum_{k=0}^{6} 2^{-k} \cos(3^k \pi x)",
            "Weierstrass (1872), first seven terms",
            barron_norm=float(sum(1.5**k * np.pi for k in range(7))),
        ),
        Target(
            "ridge", functions.ridge, _SQUARE, r"\sin \pi (0.6 x + 0.8 y)", "one direction only",
            barron_norm=np.pi,
        ),
        Target("cone", functions.cone, _SQUARE, r"\sqrt{x^2 + y^2}", "a kink at one point"),
        Target(
            "cosines", functions.cosines, _UNIT_SQUARE, r"\cos 2 \pi x \, \cos 2 \pi y",
            "product of cosines, no ridge direction",
            barron_norm=2.0 * np.pi * np.sqrt(2.0),  # four frequencies (+-2 pi, +-2 pi)
        ),
        Target(
            "franke", functions.franke, _UNIT_SQUARE,
            r"\frac{3}{4} e^{-\frac{(9x-2)^2 + (9y-2)^2}{4}}"
            r" + \frac{3}{4} e^{-\frac{(9x+1)^2}{49} - \frac{9y+1}{10}}"
            r" + \frac{1}{2} e^{-\frac{(9x-7)^2 + (9y-3)^2}{4}}"
            r" - \frac{1}{5} e^{-(9x-4)^2 - (9y-7)^2}",
            "Franke (1979), Naval Postgraduate School NPS-53-79-003",
        ),
        Target(
            "peaks", functions.peaks, Box((-3.0, -3.0), (3.0, 3.0)),
            r"3 (1-x)^2 e^{-x^2 - (y+1)^2} - 10 (\frac{x}{5} - x^3 - y^5) e^{-x^2 - y^2}"
            r" - \frac{1}{3} e^{-(x+1)^2 - y^2}",
            "MATLAB's peaks",
        ),
        Target(
            "genz_continuous", functions.genz_continuous, _unit_cube(3),
            r"\exp(-\sum a_i |x_i - u_i|)",
            f"{_GENZ}, family 5: a_i = 1.02 i, u = 0.7, 0.5, 0.3",
        ),
        Target(
            "genz_discontinuous", functions.genz_discontinuous, _unit_cube(3),
            r"[x_1 \leq u_1] \, [x_2 \leq u_2] \, \exp(\sum a_i x_i)",
            f"{_GENZ}, family 6: a_i = 4.3 i / 6, u = 0.7, 0.5",
        ),
        Target(
            "genz_product_peak", functions.genz_product_peak, _unit_cube(3),
            r"\prod 1 / (a_i^{-2} + (x_i - u_i)^2)",
            f"{_GENZ}, family 2: a_i = 7.25 i / 6, u = 0.7, 0.5, 0.3",
            # Frequencies are independent, of density exp(-|w| / a) / (2 a) each; a bound by Jensen.
            barron_norm=math.prod(np.square(functions.GENZ_PRODUCT_PEAK))
            * math.sqrt(2.0) * math.hypot(*functions.GENZ_PRODUCT_PEAK),
        ),
        Target(
            "genz_corner_peak", functions.genz_corner_peak, _unit_cube(5),
            r"(1 + \sum a_i x_i)^{-6}",
            f"{_GENZ}, family 3: a_i = 1.85 i / 15",
        ),
        Target(
            "genz_gaussian", functions.genz_gaussian, _unit_cube(5),
            r"\exp(-\sum a_i^2 (x_i - u_i)^2)",
            f"{_GENZ}, family 4: a_i = 7.03 i / 15, u = 0.7, 0.6, 0.5, 0.4, 0.3",
            # Frequencies are normal, of deviation sqrt(2) a_i; a bound by Jensen.
            barron_norm=math.sqrt(2.0) * math.hypot(*functions.GENZ_GAUSSIAN),
        ),
        Target(
            "genz_oscillatory", functions.genz_oscillatory, _unit_cube(5),
            r"\cos(2 \pi u_1 + \sum a_i x_i)",
            f"{_GENZ}, family 1: a_i = 9 i / 15, u_1 = 0.7",
            barron_norm=math.hypot(*functions.GENZ_OSCILLATORY),
        ),
        Target(
            "gaussian10", functions.gaussian, Box((-1.0,) * 10, (1.0,) * 10),
            r"e^{-|x|^2 / 2}",
            "Barron (1993), whose norm of a Gaussian grows with the root of the inputs only",
            # The mean length of a standard normal vector.
            barron_norm=math.sqrt(2.0) * math.gamma(5.5) / math.gamma(5.0),
        ),
        Target(
            "friedman1", functions.friedman1, _unit_cube(10),
            r"10 \sin(\pi x_1 x_2) + 20 (x_3 - 1/2)^2 + 10 x_4 + 5 x_5",
            "Friedman (1991), Annals of Statistics 19, 1-67: five of ten inputs do nothing",
        ),
    )  # fmt: skip


@functools.cache
def _ladder() -> dict[str, Target]:
    """Return the catalogue by inputs, then complexity.

    Those of more than two inputs are listed in that order: what generates Sobol points takes a
    second to load, which no import should.
    """
    ordered = sorted(_catalogue(), key=_rank)
    return {target.name: target for target in ordered}


def _rank(target: Target) -> tuple[int, float, str]:
    if not target.domain.gridded:
        return target.inputs, 0.0, ""
    return target.inputs, round(target.complexity, 6), target.name


TARGETS: dict[str, Target] = _ladder()


def target_named(name: str) -> Target:
    """Return the catalogue's target of that name.

    Raises
    ------
    UnknownNameError
        If there is none; the message names the nearest ones.
    """
    try:
        return TARGETS[name]
    except KeyError:
        raise UnknownNameError("target", name, TARGETS) from None
