"""The compiled training loop: full-batch gradient steps at the speed of the machine.

`uat.core.backprop` says what a step is; this module says it again as loops that numba compiles, and
tests hold the two equal. One network at a time is trained, so that it stays in the processor's
cache. Arrays are laid out with points last - x is (inputs, points), t is (outputs, points) - and
every inner loop runs over contiguous points, which is what vectorises.

The cost is one transcendental function per point, unit and epoch. Four things keep it cheap:

- `_exp` and `_logistic` have no branch, no table and no float-to-int conversion, so that they
  vectorise;
- `_logistic` is one quotient, of half the polynomial that an exp takes;
- points are taken in blocks of `BLOCK_POINTS`, so that a row stays in cache;
- a pass over a row does what it can: units are added four at a time, points summed up to three
  times, and with one input a unit is one pass from x to phi and phi'.

What the loop does to an activation stands in its row (`Activation.body`); its code here is its
place among those that have a body. Importing this module imports numba but compiles nothing; the
first call of `train` does (some seconds), and the result is cached on disk.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numba import carray  # type: ignore[attr-defined]

from uat.arrays import Array
from uat.core import compiled, run_state, update_rules
from uat.core.activations import rows
from uat.core.activations.activation import Activation, Body
from uat.core.compiled import (
    Piece,
    entry,
    exact_piece,
    fill_by_program,
    merged_piece,
    piece,
    routine,
)
from uat.core.run_state import NESTEROV, Layers, Method, Problem, State, Workspace
from uat.core.update_rules import (
    centre_gradient,
    copy,
    end_at_rest,
    limit_of,
    step_with_rests,
    take_step,
)

BLOCK_POINTS = 256
"""Points taken through the network together."""

FEW_POINTS = 8
"""Below this many points nothing vectorises, so bodies take the C library's exp: the course's
examples then agree with R, which takes it too, to the last digit."""

# 1.5 * 2^52 + 1023: adding and subtracting it rounds a double to an integer k, and the sum's low
# bits hold k + 1023, the exponent of 2^k.
_ROUND = 6755399441056767.0
_LOG2_E = 1.4426950408889634
# ln 2 in two parts; k * _LN2_HIGH is exact for every |k| < 2^11 (fdlibm e_exp.c).
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
# (e^r - 1 - r) / r^2 for |r| <= ln2 / 2: interpolation at ten Chebyshev nodes in 60-digit
# arithmetic; relative truncation error of e^r: 1.6e-17.
_E2 = 0.5000000000000001
_E3 = 0.16666666666666669
_E4 = 0.04166666666662413
_E5 = 0.008333333333330062
_E6 = 0.0013888888917213717
_E7 = 0.00019841269863053618
_E8 = 2.4801521295954376e-05
_E9 = 2.7557268459997064e-06
_E10 = 2.7620088445409746e-07
_E11 = 2.510038549551032e-08
# f (2^f + 1) / (2^f - 1) in powers of f^2 for |f| <= 1/2: interpolation at six Chebyshev nodes in
# 60-digit arithmetic; relative truncation error of 2^f: 5e-18.
_T0 = 2.8853900817779268
_T1 = 0.11552453009332359
_T2 = -0.0009250684777172445
_T3 = 1.0582188496594394e-05
_T4 = -1.271021888694399e-07
_T5 = 1.5281487752255911e-09


@exact_piece
def _exp(z: float) -> float:
    """Return e^z to 2 ulp, for z from `EXP_MIN` to `EXP_MAX`."""
    shifted = z * _LOG2_E + _ROUND
    k = shifted - _ROUND
    r = (z - k * _LN2_HIGH) - k * _LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    # Estrin's scheme: short chains of dependent multiplications.
    high = (_E11 * r + _E10) * r4 + ((_E9 * r + _E8) * r2 + (_E7 * r + _E6))
    low = (_E5 * r + _E4) * r2 + (_E3 * r + _E2)
    expm1 = (high * r4 + low) * r2 + r
    power = np.int64(np.float64(shifted).view(np.int64) << 52).view(np.float64)
    return expm1 * power + power


@exact_piece
def _logistic(z: float) -> float:
    """Return 1 / (1 + e^-z) for z from `EXP_MIN` to `EXP_MAX`: that of a z within 1 ulp, to 3 ulp.

    e^-z = 2^k 2^f and 2^f = (T + f) / (T - f) with T even in f: half the polynomial that e^-z
    takes, and the division that the logistic has anyway.
    """
    binary = z * -_LOG2_E
    shifted = binary + _ROUND
    f = binary - (shifted - _ROUND)
    f2 = f * f
    t = ((((_T5 * f2 + _T4) * f2 + _T3) * f2 + _T2) * f2 + _T1) * f2 + _T0
    power = np.int64(np.float64(shifted).view(np.int64) << 52).view(np.float64)
    below = t - f
    return below / (below + power * (t + f))


@exact_piece
def _library_exp(z: float) -> float:
    return float(np.exp(z))


@exact_piece
def _library_logistic(z: float) -> float:
    return 1.0 / (1.0 + float(np.exp(-z)))


def _row_of(body: Body) -> Piece:
    """Return the loop over a row of points that takes phi and phi' of bias + weight * source.

    The row that it reads is none that it writes: then it vectorises.
    """
    of_one = exact_piece(body)

    @exact_piece
    def fill(bias: float, weight: float, source: Array, phi: Array, slope: Array) -> None:
        if phi.size < FEW_POINTS:
            for p in range(phi.size):
                z = bias + weight * source[p]
                phi[p], slope[p] = of_one(z, _library_exp, _library_logistic)
        else:
            for p in range(phi.size):
                z = bias + weight * source[p]
                phi[p], slope[p] = of_one(z, _exp, _logistic)

    return fill


@exact_piece
def _by_program(
    code: int, bias: float, weight: float, source: Array, phi: Array, slope: Array
) -> None:
    """Fill the row by the program at the address `code`; see `uat.core.interpreter`.

    A negative code spoils it, so that what is unknown can train nothing: the loss is no number.
    """
    if code < 0:
        for p in range(phi.size):
            phi[p] = np.nan
            slope[p] = np.nan
    else:
        fill_by_program(
            np.int64(code), bias, weight, np.int64(phi.size), np.int64(source.ctypes.data),
            np.int64(phi.ctypes.data), np.int64(slope.ctypes.data),
        )  # fmt: skip


def _or_else(code: int, fill: Piece, others: Piece) -> Piece:
    """Return a piece that fills the row if it is called with this code; else the others do."""

    @merged_piece
    def activate(
        called: int, bias: float, weight: float, source: Array, phi: Array, slope: Array
    ) -> None:
        if called == code:
            fill(bias, weight, source, phi, slope)
        else:
            others(called, bias, weight, source, phi, slope)

    return activate


def _activation_of(bodies: Sequence[Body]) -> Piece:
    """Return `_activate(code, bias, weight, source, phi, slope)` of rows of shape (points,).

    It writes phi and phi' of bias + weight * source; the code of a body is its place in the list.
    """
    chain = _by_program
    for code, body in reversed(list(enumerate(bodies))):
        chain = _or_else(code, _row_of(body), chain)

    @exact_piece
    def activate(
        code: int, bias: float, weight: float, source: Array, phi: Array, slope: Array
    ) -> None:
        chain(code, bias, weight, source, phi, slope)

    return activate


_BODIES = tuple(row.body for row in rows.BUILT_IN if row.body is not None)
_activate = _activation_of(_BODIES)


def code_of(activation: Activation) -> int | None:
    """Return what compiled code calls an activation, or None if it has no body for it."""
    return _BODIES.index(activation.body) if activation.body in _BODIES else None


@piece
def _affine(weights: Array, column: int, bias: float, rows: Array, start: int, out: Array) -> None:
    """Set out = bias + sum_k weights[k, column] * rows[k], points start, start + 1, ...

    There are two rows at least. One pass sets two, each further one adds four: a pass loads and
    stores `out` once.
    """
    stop, count = start + out.size, weights.shape[0]
    row0, row1 = rows[0, start:stop], rows[1, start:stop]
    weight0, weight1 = weights[0, column], weights[1, column]
    for p in range(out.size):
        out[p] = bias + weight0 * row0[p] + weight1 * row1[p]
    fours = 2 + (count - 2) // 4 * 4
    for k in range(2, fours, 4):
        row0, row1 = rows[k, start:stop], rows[k + 1, start:stop]
        row2, row3 = rows[k + 2, start:stop], rows[k + 3, start:stop]
        weight0, weight1 = weights[k, column], weights[k + 1, column]
        weight2, weight3 = weights[k + 2, column], weights[k + 3, column]
        for p in range(out.size):
            low = weight0 * row0[p] + weight1 * row1[p]
            out[p] += low + weight2 * row2[p] + weight3 * row3[p]
    for k in range(fours, count):
        row, weight = rows[k, start:stop], weights[k, column]
        for p in range(out.size):
            out[p] += weight * row[p]


@piece
def _dot(a: Array, b: Array) -> float:
    total = 0.0
    for p in range(a.size):
        total += a[p] * b[p]
    return total


@piece
def _mix(weights: Array, unit: int, delta: Array, back: Array) -> None:
    """Set back = sum_o weights[unit, o] * delta[o]."""
    weight = weights[unit, 0]
    for p in range(back.size):
        back[p] = weight * delta[0, p]
    for o in range(1, weights.shape[1]):
        weight = weights[unit, o]
        for p in range(back.size):
            back[p] += weight * delta[o, p]


@piece
def _sum_and_moment(back: Array, slope: Array, x: Array) -> tuple[float, float]:
    """Return the sums of back * slope and of back * slope * x."""
    total, moment = 0.0, 0.0
    for p in range(slope.size):
        through = back[p] * slope[p]
        total += through
        moment += through * x[p]
    return total, moment


@piece
def _sum_and_moments(back: Array, slope: Array, x: Array, y: Array) -> tuple[float, float, float]:
    """Return the sums of back * slope, of back * slope * x and of back * slope * y."""
    total, moment, other = 0.0, 0.0, 0.0
    for p in range(slope.size):
        through = back[p] * slope[p]
        total += through
        moment += through * x[p]
        other += through * y[p]
    return total, moment, other


@piece
def _moment(back: Array, slope: Array, x: Array) -> float:
    total = 0.0
    for p in range(slope.size):
        total += back[p] * slope[p] * x[p]
    return total


@piece
def _residual_to_delta(
    out: Array, slope: Array, target: Array, factor: float
) -> tuple[float, float]:
    """Turn predictions into dLoss / dz_out in place; return sums: of squared residuals, of it."""
    squares, total = 0.0, 0.0
    for p in range(out.size):
        residual = out[p] - target[p]
        squares += residual * residual
        out[p] = factor * residual * slope[p]
        total += out[p]
    return squares, total


@merged_piece
def _forward(
    method: Method, layers: Layers, x: Array, start: int, work: Workspace, size: int
) -> None:
    """Fill values and slopes of all units, at the points start, ..., start + size - 1.

    Hidden and output units share one loop: what is called twice is compiled twice.
    """
    zero = np.int64(0)  # as in _loop
    width, outputs = layers.hidden_biases.size, layers.output_biases.size
    for unit in range(width + outputs):
        hidden = unit < width
        code = method.activation if hidden else method.output_activation
        weights = layers.hidden_weights if hidden else layers.output_weights
        biases = layers.hidden_biases if hidden else layers.output_biases
        rows = x if hidden else work.values
        first = start if hidden else zero
        column = unit if hidden else unit - width
        if weights.shape[0] == 1:
            bias, weight, source = biases[column], weights[0, column], rows[0, first : first + size]
        else:
            bias, weight, source = 0.0, 1.0, work.sums[:size]
            _affine(weights, column, biases[column], rows, first, source)
        _activate(code, bias, weight, source, work.values[unit, :size], work.slopes[unit, :size])


@merged_piece
def _output_gradient(problem: Problem, state: State, start: int, size: int) -> float:
    """Turn predictions into delta and add to the output layer's gradient.

    Returns the sum of squared residuals.
    """
    gradient, work = state.gradient_layers, state.work
    width = gradient.hidden_biases.size
    squares = 0.0
    for o in range(gradient.output_biases.size):
        out, slope = work.delta[o, :size], work.slopes[width + o, :size]
        target = problem.t[o, start : start + size]
        of_one, total = _residual_to_delta(out, slope, target, 2.0 * problem.loss_scale)
        squares += of_one
        for j in range(width):
            gradient.output_weights[j, o] += _dot(work.values[j, :size], out)
        gradient.output_biases[o] += total
    return squares


@merged_piece
def _hidden_gradient(x: Array, state: State, start: int, size: int) -> None:
    """Send delta back through the output weights and add to the hidden layer's gradient."""
    weights, gradient, work = state.layers.output_weights, state.gradient_layers, state.work
    inputs, stop = x.shape[0], start + size
    one = weights.shape[1] == 1  # then delta itself goes back, and its weight comes last
    back = work.delta[0, :size] if one else work.row[:size]
    for j in range(gradient.hidden_biases.size):
        if not one:
            _mix(weights, j, work.delta, back)
        weight = weights[j, 0] if one else 1.0
        slope = work.slopes[j, :size]
        if inputs == 1:
            total, moment = _sum_and_moment(back, slope, x[0, start:stop])
        else:
            total, moment, other = _sum_and_moments(back, slope, x[0, start:stop], x[1, start:stop])
            gradient.hidden_weights[1, j] += weight * other
        gradient.hidden_biases[j] += weight * total
        gradient.hidden_weights[0, j] += weight * moment
        for k in range(2, inputs):
            gradient.hidden_weights[k, j] += weight * _moment(back, slope, x[k, start:stop])


def _stamp() -> str:
    """Return a hash of the files whose code is compiled beside this one's."""
    beside = [Path(str(module.__file__)) for module in (compiled, run_state, update_rules)]
    files = [*beside, *sorted(Path(rows.__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _loop(stamp: str) -> Callable[[Problem, Method, State, int, int], int]:
    """Return the compiled loop; `stamp` is a part of what its entry in the cache is found by.

    The cache looks at this file alone, not at bodies of activations and update rules in others.
    """

    @entry
    def train(problem: Problem, method: Method, state: State, first: int, stop: int) -> int:
        stamp  # noqa: B018
        layers, gradient = state.layers, state.gradient
        points = problem.x.shape[1]
        block = state.work.row.size
        hidden = layers.hidden_weights.size + layers.hidden_biases.size
        zero = np.int64(0)  # a literal 0 would be a type of its own and compile its callees twice
        spans = (zero, hidden), (hidden, state.parameters.size)

        for epoch in range(first, stop):
            gradient.fill(0.0)
            squares = 0.0
            for start in range(0, points, block):
                size = min(block, points - start)
                _forward(method, layers, problem.x, start, state.work, size)
                squares += _output_gradient(problem, state, start, size)
                if not method.sequential:
                    _hidden_gradient(problem.x, state, start, size)

            loss = problem.loss_scale * squares
            state.history[epoch] = loss
            restful = method.rule == NESTEROV
            if not (restful and epoch > 0) and not loss <= limit_of(problem, state.history[0]):
                copy(state.fallback, state.parameters)
                return epoch
            if epoch == state.history.size - 1:
                if restful:
                    end_at_rest(state)
                break

            if restful:
                step_with_rests(method, loss, state)
                continue
            copy(state.parameters, state.fallback)
            centre_gradient(method.means, state.gradient_layers)
            take_step(method, epoch + 1, spans[1], state)
            if method.sequential:
                _hidden_gradient(problem.x, state, zero, points)
            take_step(method, epoch + 1, spans[0], state)
        return -1

    return train


def _row_filler(stamp: str) -> Callable[[], int]:
    """Return what compiles the loop over a row on its own, and gives its address."""

    def fill_row(
        code: Any, bias: Any, weight: Any, points: Any, source: Any, phi: Any, slope: Any
    ) -> None:
        stamp  # noqa: B018
        size = (points[0],)
        values = carray(source, size)
        _activate(code[0], bias[0], weight[0], values, carray(phi, size), carray(slope, size))

    return functools.cache(lambda: int(routine(fill_row, "lddiddd").address))


STAMP = _stamp()
"""What a cache of code compiled from these pieces must agree with."""

row_filler_address = _row_filler(STAMP)
"""Returns where a loop over a row is that takes phi and phi', for compiled code of other modules:
it need not hold the bodies of all activations again.

The loop takes addresses of: the activation's code, of 64 bits, bias, weight, number of points, of
32 bits, source, phi and phi'. It writes phi and phi' of bias + weight * source, a row that is
neither of theirs."""

_train = _loop(STAMP)


def train(problem: Problem, method: Method, state: State, first: int, stop: int) -> int:
    """Take the steps first, ..., stop - 1, in place, at the speed of the machine.

    Returns
    -------
    The epoch whose loss was not within the limit, or -1. The last entry of the history is the final
    loss: no step follows it.
    """
    return _train(problem, method, state, first, stop)
