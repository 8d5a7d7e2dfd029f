"""What is seen of a target: the points it is fitted on, and those its error is measured on.

The two are never the same points. Which points a trainer is given is the trainer's to say
(`Trainer.grid`): descent follows the equally spaced grid of the course, a trainer that solves for
a near-best network needs the nodes of an integration rule and points between them to choose by.
Of more than two inputs both are given Sobol points, because a tensor grid has room for few points
along each input.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import numpy as np

from uat.arrays import Array
from uat.checks import check_choice
from uat.core.datasets import Dataset, Scaling
from uat.core.domains import MOST_GRIDDED_INPUTS, Box, least_step
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.fits.unit_charts import charts_beside_units
from uat.fits.unit_points import points_beside_units
from uat.targets.jumps import LEAST_RISE, rise_between_neighbours
from uat.targets.metrics import max_error, rmse
from uat.targets.quadrature import integration_rule
from uat.targets.target import Target
from uat.trainers import GRIDS, INTEGRATED, SOBOL, UNIFORM

# Points along each input, by number of inputs, that a choice among networks looks at beside the
# nodes. One less is a prime: the grid shares the corners with other grids, and nothing else.
_CHOICE_POINTS = {1: 2004, 2: 72}
_RUNGS_TO_KINK = 36
# Sobol points that such a choice looks at, and what scrambles them: not as those of the target.
_CHOICE_SOBOL_POINTS, _FITTED_SEED, _CHOICE_SEED = 4096, 0, 2
# A tensor grid of many inputs may have so many times the points asked for.
_MOST_TIMES = 10
# How far beside a kink the nearest points are, in lengths of the domain.
_BESIDE = 1e-12
# Nodes closer than this share of the domain are one place.
_AS_ONE = 1e-6
# How the highest and the lowest point are climbed to: samples about the best so far, ever closer.
_CLIMB_ROUNDS, _NARROWER = 10, 3.0
_AROUND = Box((-1.0, -1.0), (1.0, 1.0)).uniform_grid(7)
# Of several inputs, units are looked at next to every so manieth point of a lattice.
_EVERY_ANCHOR = 127


def grid_for(trainer_grid: str, inputs: int, wish: str | None = None) -> str:
    """Return the grid a trainer is given.

    Parameters
    ----------
    trainer_grid : the trainer's own, `Trainer.grid`
    inputs : of the target
    wish : one of `uat.trainers.GRIDS`; None takes the trainer's own up to two inputs, and Sobol
        points beyond

    Raises
    ------
    SettingError
        If there is no such grid, or the trainer does not take its weights.
    """
    if wish is None:
        return trainer_grid if inputs <= MOST_GRIDDED_INPUTS else SOBOL
    check_choice(wish, "grid", GRIDS)
    if wish == INTEGRATED and trainer_grid == UNIFORM:
        raise SettingError(
            f"the trainer takes no weights, which the integrated grid has: choose {UNIFORM} or "
            f"{SOBOL}."
        )
    return wish


@functools.lru_cache(maxsize=64)
def training_data(
    target: Target, points: int, trainer_grid: str, wish: str | None = None
) -> Dataset:
    """Return the training data of a target, in its own units.

    Parameters
    ----------
    target : what is sampled
    points : wanted number of fitted points
    trainer_grid, wish : see `grid_for`

    Raises
    ------
    SettingError
        If the target is not finite at a point, the message names it; or the grid is none.
    """
    grid = grid_for(trainer_grid, target.inputs, wish)
    if grid == SOBOL:
        return sobol_data(target, points, choice=trainer_grid != UNIFORM)
    return integrated_data(target, points) if grid == INTEGRATED else uniform_data(target, points)


@functools.lru_cache(maxsize=64)
def scaled_data(
    target: Target, points: int, trainer_grid: str, wish: str | None = None
) -> tuple[Dataset, Scaling]:
    """Return the training data of a target in scaled units, and the scaling that made them.

    Arguments and errors are those of `training_data`.
    """
    data = training_data(target, points, trainer_grid, wish)
    scaling = Scaling.of(data, target.domain)
    return scaling.apply(data), scaling


def uniform_data(target: Target, points: int) -> Dataset:
    """Return the target on about `points` equally spaced points, ends included.

    Raises
    ------
    SettingError
        If a tensor grid of that many inputs has far more points.
    """
    grid = target.domain.uniform_grid(_points_along(points, target.inputs))
    return Dataset(grid, target(grid))


def sobol_data(target: Target, points: int, choice: bool) -> Dataset:
    """Return the target on `points` Sobol points.

    With `choice` they are of equal weight, and beside them are points of weight 0.
    """
    fitted = target.domain.sobol_grid(points, _FITTED_SEED)
    if not choice:
        return Dataset(fitted, target(fitted))
    x = np.concatenate([fitted, _choice_points(target.domain)])
    return Dataset(x, target(x), np.where(np.arange(len(x)) < points, 1.0, 0.0))


def _choice_points(domain: Box) -> Array:
    return domain.sobol_grid(_CHOICE_SOBOL_POINTS, _CHOICE_SEED)


def _points_along(points: int, inputs: int) -> int:
    """Return how many values along each input make a tensor grid of about `points`, at least 2."""
    along: int = max(2, round(points ** (1.0 / inputs)))
    if inputs > MOST_GRIDDED_INPUTS and along**inputs > _MOST_TIMES * points:
        raise SettingError(
            f"a tensor grid of {inputs} inputs has at least {2**inputs} points, not about {points}:"
            f" choose the grid {SOBOL}, or more points.",
            "grid",
            "points",
        )
    return along


def integrated_data(target: Target, points: int) -> Dataset:
    """Return the target on about `points` weighted nodes, and unweighted points between them.

    The weights of a continuous target are the square roots of the rule's, because it is the
    largest residual that matters: nodes that crowd at a kink would hardly count by the share of
    the domain they stand for. Beside a jump the residual cannot be small, and shares it is.

    Raises
    ------
    SettingError
        If a tensor rule of that many inputs has far more nodes.
    """
    _points_along(points, target.inputs)
    nodes, weights = integration_rule(target, target.domain, points, target.breaks)
    # A narrow peak rises as steeply as a jump, but can be followed.
    jumps = target.largest_jump or (not target.peaks and _jumps(nodes, target(nodes)))
    if not jumps:
        weights = np.sqrt(weights)
    if target.domain.gridded:
        between = target.domain.uniform_grid(_CHOICE_POINTS[target.inputs])
    else:
        between = _choice_points(target.domain)
    if target.inputs == 1:
        beside = target.points_beside_breaks(_RUNGS_TO_KINK)
        between = np.concatenate([between, (nodes[1:] + nodes[:-1]) / 2.0, beside])
        ends = _beside_jumps_at_ends(target)
        between = _with_kinks(np.concatenate([between, ends]), target)
    elif target.domain.gridded:
        between = np.concatenate([between, _extremes(target, between)])
    x = np.concatenate([nodes, between])
    return Dataset(x, target(x), np.concatenate([weights, np.zeros(len(between))]))


def _with_kinks(points: Array, target: Target) -> Array:
    """Return the points with the kinks, where a target may have a value of its own.

    Those closer to one than the nearest beside it are left out: in other units they may be the
    kink.
    """
    if not target.kinks:
        return points
    kinks = np.array(target.kinks)
    distance = np.min(np.abs(points - kinks), axis=1)
    apart = distance >= target.domain.step(_BESIDE) / 2.0
    return np.concatenate([points[apart], kinks[:, np.newaxis]])


def _beside_jumps_at_ends(target: Target) -> Array:
    """Return the points next to those ends of the domain at which a target jumps: shape (n, 1).

    It jumps if it does much of the rise to that point, and of the range, to the next float.
    """
    ends = np.array([target.domain.lower, target.domain.upper])
    inwards = ends[::-1]
    beside = ends + np.sign(inwards - ends) * target.domain.step(_BESIDE) / 2.0
    points = np.concatenate([ends, np.nextafter(ends, inwards), beside])
    at_ends, at_next, at_beside = target(points).reshape(3, 2)
    rises = np.abs(at_next - at_ends)
    high = rises > 2.0 * LEAST_RISE * target.trivial_error
    return np.asarray(beside[high & (rises > np.abs(at_beside - at_ends) / 2.0)])


def _extremes(target: Target, grid: Array) -> Array:
    """Return where the target is highest and lowest, climbed to from a square grid: shape (n, 2).

    Those that are points of the grid are left out. Without them no trainer could tell what the best
    constant is: a cone's tip is between the points of any grid.
    """
    values = target(grid)
    spacing = np.asarray(target.domain.lengths) / (_CHOICE_POINTS[target.inputs] - 1)
    tops = []
    for sign in (1.0, -1.0):
        start = int(np.argmax(sign * values))
        top, height, radii = grid[start], sign * values[start], spacing
        for _ in range(_CLIMB_ROUNDS):
            around = np.clip(top + radii * _AROUND, target.domain.lower, target.domain.upper)
            heights = sign * target(around)
            best = int(np.argmax(heights))
            if heights[best] > height:
                top, height = around[best], heights[best]
            radii = radii / _NARROWER
        if height > sign * values[start]:
            tops.append(top)
    return np.reshape(tops, (-1, target.inputs))


def _jumps(nodes: Array, values: Array) -> bool:
    """Return whether a function of one input rises by a jump, as far as its nodes tell."""
    if nodes.shape[1] > 1:
        return False
    x, order = np.unique(nodes[:, 0], return_index=True)
    closeness = max(_AS_ONE * float(np.ptp(x)), 3.0 * least_step(x[0], x[-1]))
    return rise_between_neighbours(x, values[order], closeness) > 0.0


def measure(network: Network, target: Target) -> tuple[float, float]:
    """Return max_error and rmse of a network, target units; both inf if it is not finite somewhere.

    On the target's evaluation grid and beside the centres of the network's units, of two inputs
    along their lines and where these cross, refined around the largest residuals, and at the kinks.
    """

    def residual(x: Array) -> Array:
        return network(x)[:, 0] - target(x)

    grid, spacing = target.evaluation_grid(), target.evaluation_spacing()
    beside, charts = _beside_units(network, target)
    with np.errstate(over="ignore", invalid="ignore"):  # large coefficients of large targets
        on_grid = residual(grid)
        climbed = max_error(residual, target.domain, grid, spacing, beside, charts, on_grid)
        largest = float(np.max([climbed, *_errors_at_kinks(network, target)]))
        uniform = target.uniform_evaluation_grid()
        mean = rmse(on_grid if len(uniform) == len(grid) else residual(uniform))
    return (largest, mean) if math.isfinite(largest) else (math.inf, math.inf)


def attainable_floor(network: Network, target: Target) -> float:
    """Return the error that rounding alone may cause on the target's domain, target units.

    The largest `Network.rounding_error` where errors are measured: on the evaluation grid and
    beside the network's units; inf if it overflows.
    """
    beside, charts = _beside_units(network, target)
    more = charts if beside is None else [beside]
    points = np.concatenate(
        [target.evaluation_grid(), *(p.reshape(-1, target.inputs) for p in more)]
    )
    inside = np.all((points >= target.domain.lower) & (points <= target.domain.upper), axis=1)
    largest = float(np.max(network.rounding_error(points[inside])))
    return largest if math.isfinite(largest) else math.inf


def _beside_units(network: Network, target: Target) -> tuple[Array | None, Sequence[Array]]:
    """Return where a residual may be larger than the grid shows: points, or charts of the plane."""
    domain, spacing = target.domain, target.evaluation_spacing()
    if target.inputs == 2:
        return None, charts_beside_units(network, domain, spacing)
    anchors = domain.lattice()[::_EVERY_ANCHOR] if target.inputs > 1 else np.empty((0, 1))
    return points_beside_units(network, domain, spacing, anchors), ()


def _errors_at_kinks(network: Network, target: Target) -> Array:
    """Return |network - target| at the kinks, where a target may have a value of its own.

    A continuous network errs there from both sides' limits, too: however steep it is, it does not
    get below half a jump. Where floats are so far apart that a kink is hardly told by one, the jump
    may be anywhere between those beside it; the network takes every value on the way.
    """
    if not target.kinks:
        return np.empty(0)
    at = np.array(target.kinks)[:, np.newaxis]
    here = network(at)
    wanted = target(at)[:, np.newaxis]
    errors = np.abs(here - wanted)
    if not network.phi.trainable:
        return np.ravel(errors)
    limits = target.limits_at_kinks()
    if target.told_by_floats:
        on_the_way = np.sort(network(target.beside_kinks()).reshape(-1, 2), axis=1)
        here = np.clip(np.mean(limits, axis=1), *on_the_way.T)[:, np.newaxis]
    return np.ravel(np.concatenate([errors, np.abs(here - limits)], axis=1))
