"""The compiled descent of a near-best hidden layer: what `Problem.descend` does, at full speed.

`uat.trainers.damped` says what a step is, `uat.trainers.projection` what residual and Jacobian
are, and `uat.trainers.elimination` how the output layer is solved; this module says the three
again as one loop that numba compiles, and tests hold the two equal. Networks are small: most of
the time of the readable loop goes into calls, not into numbers.

Factorisations and products are LAPACK's and BLAS's (`uat.trainers.lapack_pieces`): a matrix is an
array of shape (columns, rows), and all memory is the caller's (`Memory`).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from uat.arrays import Array
from uat.core import kernels
from uat.core.compiled import entry, piece
from uat.core.interpreter import Codes
from uat.core.watch import poll
from uat.trainers import damped, lapack_pieces
from uat.trainers.damped import (
    FIRST_DAMPING,
    LAPACK_BLOCK,
    LEAST_DAMPING,
    LOOK_AHEAD,
    MOST_BEND,
    MOST_DAMPING,
)
from uat.trainers.lapack_pieces import (
    PLAIN,
    TRANSPOSED,
    Routines,
    address,
    call,
    factorise,
    routines,
    solve,
    turn,
)

_LARGEST_FEATURE = 1e100
# How a call of the loop ends: with trials left, without any, or where no step makes it better.
_UNFINISHED, _SPENT, _CONVERGED = 0, 1, 2
# Multiplications of one call, hundredths of a second: between calls whoever watches is told, and an
# interrupt from the keyboard is noticed.
_CALL_WORK = 3 * 10**7


class Task(NamedTuple):
    """What is fitted, by which units.

    Parameters
    ----------
    activation : shape (1,), code of phi, see `uat.core.interpreter.code_with`
    signs : shape (width,), of the weights, where the coordinates are (log |w|, centre); else (0,),
        and they are (w, b)
    x : shape (inputs, points)
    root_shares : shape (points,)
    wanted : shape (outputs, points + width), weighted target values, then zeros
    ridge : see `uat.trainers.elimination.eliminate`
    longest : shape (parameters,), no step is longer; a coordinate of 0 stays
    """

    activation: Codes
    signs: Array
    x: Array
    root_shares: Array
    wanted: Array
    ridge: float
    longest: Array


class Memory(NamedTuple):
    """What is computed on the way; rows = points + width, all = outputs * rows.

    Parameters
    ----------
    layer : shape (inputs + 1, width), weights, then biases
    design : shape (width + 1, rows), the weighted features, factorised
    basis : shape (width + 1, rows), orthonormal columns that span them
    slopes : shape (width, points), phi', weighted
    taus : shape (parameters + 1,), of the factorisation at hand
    coefficients : shape (outputs, width + 1)
    residual, nearby : shape (outputs, rows), here and where one looks
    products : shape (parameters, width + 1)
    jacobian, augmented : shape (parameters, all) and (parameters + 1, all)
    triangle : shape (parameters + 1, parameters + 1), R of [J, r]
    damped : shape (parameters + 1, 2 parameters + 1), R of the damped model
    step, bend, trial, lengths : shape (parameters,)
    row : shape (points,)
    work : what LAPACK wants
    """

    layer: Array
    design: Array
    basis: Array
    slopes: Array
    taus: Array
    coefficients: Array
    residual: Array
    nearby: Array
    products: Array
    jacobian: Array
    augmented: Array
    triangle: Array
    damped: Array
    step: Array
    bend: Array
    trial: Array
    lengths: Array
    row: Array
    work: Array

    @classmethod
    def of(cls, task: Task) -> Memory:
        """Return the memory that a task needs."""
        inputs, points = task.x.shape
        outputs, rows = task.wanted.shape
        width, size = rows - points, task.longest.size
        shapes = (
            (inputs + 1, width), (width + 1, rows), (width + 1, rows), (width, points),
            (size + 1,), (outputs, width + 1), (outputs, rows), (outputs, rows),
            (size, width + 1), (size, outputs * rows), (size + 1, outputs * rows),
            (size + 1, size + 1), (size + 1, 2 * size + 1), (size,), (size,), (size,), (size,),
            (points,), (LAPACK_BLOCK * (size + outputs + 1),),
        )  # fmt: skip
        return cls(*map(np.zeros, shapes))


@piece
def _fill(matrix: Array, value: float) -> None:
    for k in range(matrix.shape[0]):
        for p in range(matrix.shape[1]):
            matrix[k, p] = value


@piece
def _copy(source: Array, target: Array) -> None:
    for k in range(source.shape[0]):
        for p in range(source.shape[1]):
            target[k, p] = source[k, p]


@piece
def _project(lib: Routines, memory: Memory, points: int, first: int) -> None:
    """Take off the Jacobian's rows from `first` on what lies in the span of the features."""
    letter, size, factor = address(lib.letters), address(lib.sizes), address(lib.factors)
    rows = memory.basis.shape[1]
    lib.sizes[0], lib.sizes[1], lib.sizes[2] = memory.basis.shape[0], memory.step.size, points
    lib.sizes[3], lib.sizes[4] = rows, memory.jacobian.shape[1]
    basis, products = address(memory.basis), address(memory.products)
    jacobian = address(memory.jacobian) + 8 * first
    call(
        lib.gemm,
        (
            letter + TRANSPOSED, letter + PLAIN, size, size + 4, size + 8, factor, basis,
            size + 12, jacobian, size + 16, factor + 16, products, size,
        ),
    )  # fmt: skip
    call(
        lib.gemm,
        (
            letter + PLAIN, letter + PLAIN, size + 12, size + 4, size, factor + 8, basis,
            size + 12, products, size, factor, jacobian, size + 16,
        ),
    )  # fmt: skip


@piece
def _set_layer(task: Task, memory: Memory, coordinates: Array) -> None:
    """Set weights and biases from the coordinates."""
    width, inputs = memory.layer.shape[1], task.x.shape[0]
    for j in range(width):
        if task.signs.size > 0:
            weight = task.signs[j] * math.exp(coordinates[j])
            memory.layer[0, j] = weight
            memory.layer[1, j] = -weight * coordinates[width + j]
        else:
            for k in range(inputs + 1):
                memory.layer[k, j] = coordinates[k * width + j]


@piece
def _sum_up(x: Array, layer: Array, unit: int, row: Array) -> None:
    """Set the pre-activations of a unit."""
    for p in range(row.size):
        row[p] = layer[x.shape[0], unit]
    for k in range(x.shape[0]):
        for p in range(row.size):
            row[p] += layer[k, unit] * x[k, p]


@piece
def _fill_design(lib: Routines, task: Task, memory: Memory) -> bool:
    """Fill the design and the slopes; return whether all features are of a usable size."""
    inputs, points = task.x.shape
    width = memory.layer.shape[1]
    usable = True
    _fill(memory.design, 0.0)
    lib.sizes[0] = points
    code, size = address(task.activation), address(lib.sizes)
    for j in range(width):
        # bias + weight * source, with one input; else 0 + 1 * (what is summed up in a row)
        bias = address(memory.layer) + 8 * (inputs * width + j)
        weight, source = address(memory.layer) + 8 * j, address(task.x)
        if inputs > 1:
            _sum_up(task.x, memory.layer, j, memory.row)
            bias, weight = address(lib.factors) + 16, address(lib.factors)
            source = address(memory.row)
        values = address(memory.design) + 8 * j * memory.design.shape[1]
        slopes = address(memory.slopes) + 8 * j * points
        call(lib.fill_row, (code, bias, weight, size, source, values, slopes))
        for p in range(points):
            usable = usable and abs(memory.design[j, p]) < _LARGEST_FEATURE
            memory.design[j, p] *= task.root_shares[p]
            memory.slopes[j, p] *= task.root_shares[p]
        memory.design[j, points + j] = task.ridge
    for p in range(points):
        memory.design[width, p] = task.root_shares[p]
    return usable


@piece
def _eliminate(lib: Routines, task: Task, memory: Memory) -> float:
    """Solve for the output layer at the trial; return the sum of squared residuals, or infinity.

    The residual is then the one nearby; features and coefficients in the memory are the trial's.
    """
    _set_layer(task, memory, memory.trial)
    if not _fill_design(lib, task, memory):
        return np.inf
    residual = memory.nearby
    columns, rows = memory.design.shape
    taus, work = memory.taus, memory.work
    factorise(lib, rows, columns, memory.design, taus, work)
    _copy(task.wanted, residual)
    turn(lib, True, memory.design, taus, residual, work)
    for o in range(residual.shape[0]):
        for k in range(columns):
            memory.coefficients[o, k] = residual[o, k]
    solve(lib, False, memory.design, memory.coefficients, columns, residual.shape[0])
    for o in range(residual.shape[0]):
        for k in range(columns):
            residual[o, k] = 0.0
    turn(lib, False, memory.design, taus, residual, work)
    squares = 0.0
    for o in range(residual.shape[0]):
        for p in range(rows):
            residual[o, p] = -residual[o, p]
            squares += residual[o, p] * residual[o, p]
    return float(squares)


@piece
def _fill_jacobian(lib: Routines, task: Task, memory: Memory) -> None:
    """Fill the Jacobian at the coordinates eliminated last, by the coordinates."""
    inputs, points = task.x.shape
    columns, rows = memory.design.shape
    width = columns - 1
    _copy(memory.design, memory.basis)
    lib.sizes[0], lib.sizes[1], lib.sizes[2] = rows, columns, memory.work.size
    size = address(lib.sizes)
    call(
        lib.orgqr,
        (
            size, size + 4, size + 4, address(memory.basis), size, address(memory.taus),
            address(memory.work), size + 8, size + 12,
        ),
    )  # fmt: skip
    _fill(memory.jacobian, 0.0)
    for o in range(task.wanted.shape[0]):
        first = o * rows
        for j in range(width):
            back, weight, bias = memory.coefficients[o, j], memory.layer[0, j], memory.layer[1, j]
            free = 1.0 if task.longest[j] > 0.0 else 0.0
            for p in range(points):
                through = back * memory.slopes[j, p]
                if task.signs.size > 0:
                    memory.jacobian[j, first + p] = free * through * (weight * task.x[0, p] + bias)
                    memory.jacobian[width + j, first + p] = through * -weight
                else:
                    memory.jacobian[inputs * width + j, first + p] = through
                    for k in range(inputs):
                        memory.jacobian[k * width + j, first + p] = through * task.x[k, p]
        _project(lib, memory, points, first)


@piece
def _fill_triangle(lib: Routines, memory: Memory) -> None:
    """Factorise [J, r], and take note of the columns' lengths."""
    size, rows = memory.jacobian.shape
    for o in range(memory.residual.shape[0]):
        for p in range(memory.residual.shape[1]):
            memory.augmented[size, o * memory.residual.shape[1] + p] = memory.residual[o, p]
    for k in range(size):
        squares = 0.0
        for p in range(rows):
            memory.augmented[k, p] = memory.jacobian[k, p]
            squares += memory.jacobian[k, p] * memory.jacobian[k, p]
        memory.lengths[k] = max(memory.lengths[k], math.sqrt(squares))
    factorise(lib, rows, size + 1, memory.augmented, memory.taus, memory.work)
    _fill(memory.triangle, 0.0)
    for k in range(size + 1):
        for p in range(min(k + 1, rows)):
            memory.triangle[k, p] = memory.augmented[k, p]


@piece
def _scale(length: float) -> float:
    """Return an entry of D."""
    return length if length > 0.0 else 1.0


@piece
def _damped_step(lib: Routines, memory: Memory, damping: float) -> float:
    """Set the step that minimises the damped model; return the sum of squares it promises."""
    size = memory.step.size
    _fill(memory.damped, 0.0)
    for k in range(size + 1):
        for p in range(k + 1):
            memory.damped[k, p] = memory.triangle[k, p]
    for k in range(size):
        memory.damped[k, size + 1 + k] = math.sqrt(damping) * _scale(memory.lengths[k])
    factorise(lib, 2 * size + 1, size + 1, memory.damped, memory.taus, memory.work)
    for k in range(size):
        memory.step[k] = -memory.damped[size, k]
    if not solve(lib, False, memory.damped, memory.step, size, 1):
        for k in range(size):
            memory.step[k] = np.nan
    linear = memory.trial  # free until the step is taken
    squares = memory.triangle[size, size] * memory.triangle[size, size]
    for p in range(size):
        linear[p] = memory.triangle[size, p]
    for k in range(size):
        for p in range(k + 1):
            linear[p] += memory.step[k] * memory.triangle[k, p]
    for p in range(size):
        squares += linear[p] * linear[p]
    return float(squares)


@piece
def _look_ahead(memory: Memory, coordinates: Array) -> None:
    """Set the trial a little way along the step."""
    for k in range(coordinates.size):
        memory.trial[k] = coordinates[k] + LOOK_AHEAD * memory.step[k]


@piece
def _bend_step(lib: Routines, memory: Memory) -> None:
    """Add to the step its second-order part, from the residual nearby, if it is small beside it."""
    size = memory.step.size
    outputs, rows = memory.nearby.shape
    for o in range(outputs):
        for p in range(rows):
            memory.nearby[o, p] = (memory.nearby[o, p] - memory.residual[o, p]) / LOOK_AHEAD
        for k in range(size):
            step = memory.step[k]
            for p in range(rows):
                memory.nearby[o, p] -= step * memory.jacobian[k, o * rows + p]
    for k in range(size):
        total = 0.0
        for o in range(outputs):
            for p in range(rows):
                total += memory.jacobian[k, o * rows + p] * memory.nearby[o, p]
        memory.bend[k] = -total / LOOK_AHEAD
    solve(lib, True, memory.damped, memory.bend, size, 1)
    solve(lib, False, memory.damped, memory.bend, size, 1)
    bends, steps = 0.0, 0.0
    for k in range(size):
        scale = _scale(memory.lengths[k])
        bends += (scale * memory.bend[k]) ** 2
        steps += (scale * memory.step[k]) ** 2
    if bends <= MOST_BEND * MOST_BEND * steps:
        for k in range(size):
            memory.step[k] += memory.bend[k]


@piece
def _go_along(task: Task, memory: Memory, coordinates: Array) -> None:
    """Set the trial at the end of the step."""
    for k in range(coordinates.size):
        step = min(max(memory.step[k], -task.longest[k]), task.longest[k])
        memory.trial[k] = coordinates[k] + step


def _stamp() -> str:
    """Return a hash of the files whose code is compiled beside this one's."""
    modules = (damped, lapack_pieces, kernels)
    files = [Path(str(module.__file__)) for module in modules]
    return kernels.STAMP + hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _loop(stamp: str) -> Callable[..., tuple[int, int]]:
    """Return the compiled descent; `stamp` is a part of what its entry in the cache is found by.

    It looks at so many trials and returns; the memory and `pace` hold all that it goes on from.
    """

    @entry
    def descend(
        lib: Routines, task: Task, memory: Memory, coordinates: Array, history: Array,
        tolerance: float, patience: int, pace: Array, looks: int,
    ) -> tuple[int, int]:  # fmt: skip
        stamp  # noqa: B018
        taken, tried, idle = int(pace[0]), int(pace[1]), int(pace[2])
        looking, cost, promised = pace[3] > 0.0, pace[4], pace[5]
        damping, growth = pace[6], pace[7]
        for _ in range(looks):
            # One call, whatever it is for: what is called twice is compiled twice.
            squares = _eliminate(lib, task, memory)
            if looking:
                if math.isfinite(squares):
                    _bend_step(lib, memory)
                _go_along(task, memory, coordinates)
                looking = False
                continue
            first = taken < 0
            lowered = cost - squares
            if first or (math.isfinite(lowered) and lowered > 0.0 and promised > 0.0):
                taken += 1
                history[taken] = squares
                if not math.isfinite(squares):
                    return taken, _SPENT
                for k in range(coordinates.size):
                    coordinates[k] = memory.trial[k]
                _copy(memory.nearby, memory.residual)
                if not first:
                    idle = idle + 1 if lowered <= tolerance * cost else 0
                    ratio = 2.0 * lowered / promised - 1.0
                    shrinking = max(1.0 / 3.0, 1.0 - ratio * ratio * ratio)
                    damping, growth = max(LEAST_DAMPING, damping * shrinking), 2.0
                cost = squares
                if idle >= patience or cost == 0.0:
                    return taken, _SPENT if first else _CONVERGED
                if tried < history.size - 1:
                    _fill_jacobian(lib, task, memory)
                    _fill_triangle(lib, memory)
            else:
                damping, growth = damping * growth, growth * 2.0
                if damping > MOST_DAMPING or promised <= 1e-30 * cost:
                    return taken, _CONVERGED
            if tried == history.size - 1:
                return taken, _SPENT
            tried += 1
            promised = cost - _damped_step(lib, memory, damping)
            looking = promised > 0.0
            if looking:
                _look_ahead(memory, coordinates)
            else:
                _go_along(task, memory, coordinates)
        pace[0], pace[1], pace[2], pace[3] = taken, tried, idle, 1.0 if looking else 0.0
        pace[4], pace[5], pace[6], pace[7] = cost, promised, damping, growth
        return taken, _UNFINISHED

    return descend


_descend = _loop(_stamp())


def descend(
    task: Task, coordinates: Array, steps: int, tolerance: float, patience: int
) -> tuple[list[float], bool]:
    """Move the coordinates, in place, to the local least squares solution.

    Returns
    -------
    The sums of squared residuals at the start and after each step, and whether it has converged;
    see `uat.trainers.damped.LocalMinimum`.
    """
    history = np.empty(steps + 1)
    memory, looks = Memory.of(task), max(1, _CALL_WORK // _work(task))
    memory.trial[:] = coordinates
    pace = np.array([-1.0, 0.0, 0.0, 0.0, np.inf, np.inf, FIRST_DAMPING, 2.0])
    ending = _UNFINISHED
    while ending == _UNFINISHED:
        poll()
        taken, ending = _descend(
            routines(), task, memory, coordinates, history, tolerance, patience, pace, looks
        )
    return history[: taken + 1].tolist(), ending == _CONVERGED


def _work(task: Task) -> int:
    """Return about how many multiplications a trial takes."""
    outputs, rows = task.wanted.shape
    return int(outputs * rows * (task.longest.size + 1) ** 2)
