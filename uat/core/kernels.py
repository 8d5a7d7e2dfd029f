"""The compiled training loop: full-batch gradient steps at the speed of the machine.

`uat.core.backprop` says what a step is; this module says it again as loops that numba compiles, and
tests hold the two equal. One network at a time is trained, so that it stays in the processor's
cache. Arrays are laid out with points last - x is (inputs, points), t is (outputs, points) - and
every inner loop runs over contiguous points, which is what vectorises.

The cost is one transcendental function per point, unit and epoch. Three things keep it cheap:

- `_exp` has no branch, no table and no float-to-int conversion, so that it vectorises;
- a row of pre-activations is computed and clamped in one loop and activated in the next, because
  the clamp inside the activation's loop costs a third more;
- points are taken in blocks of `BLOCK_POINTS`, so that features and slopes stay in cache.

Importing this module imports numba but compiles nothing; the first `TrainingRun` does (some
seconds), and the result is cached on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import numba
import numpy as np

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.core.network import BLOCKS, Network

BLOCK_POINTS = 256
"""Points taken through the network together."""

FEW_POINTS = 8
"""Below this many points nothing vectorises, so the logistic takes the C library's exp: the
course's examples then agree with R, which takes it too, to the last digit."""

DESCENT, ADAM = 0, 1
"""Update rules: gradient descent with momentum, and Adam."""

# Reassociation lets sums vectorise, contraction allows fused multiply-add. Neither may touch
# _exp, whose rounding trick a reassociation would cancel: it is compiled with contraction only.
#
# Only the outermost loop is cached and called from Python: the pieces it is made of need neither
# a cache of their own nor a Python wrapper, and without them compiling takes a third less. They
# are inlined by force: a piece left outside would run as compiled alone in the process that
# compiles and as compiled with its caller in those that load the cache, and round differently.
# Those that mostly call others are merged into their caller before compiling, for speed.
_SUMS = {"reassoc", "contract", "nsz"}
_Compile = Callable[[Callable[..., Any]], Callable[..., Any]]


def _compiler(**options: Any) -> _Compile:
    decorator: _Compile = numba.njit(error_model="numpy", **options)
    return decorator


_INLINED = {"forceinline": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_piece = _compiler(fastmath=_SUMS, **_INLINED)
_exact_piece = _compiler(fastmath={"contract"}, **_INLINED)
_merged_piece = _compiler(inline="always")


def _entry(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile with a cache on disk, or without one where no folder for it can be written."""
    try:
        return _compiler(fastmath=_SUMS, nogil=True, cache=True)(function)
    except RuntimeError:
        return _compiler(fastmath=_SUMS, nogil=True)(function)


# 1.5 * 2^52: adding and subtracting it rounds a double to an integer, and the sum's low bits
# hold that integer.
_ROUND = 6755399441055744.0
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

# Beyond these 2^k is not a normal double.
_EXP_MIN, _EXP_MAX = -708.0, 709.0


class Layers(NamedTuple):
    """The parameter blocks of one network, or their gradients, as views into a flat vector."""

    hidden_weights: Array
    hidden_biases: Array
    output_weights: Array
    output_biases: Array


class Workspace(NamedTuple):
    """What one block of points leaves between the forward and the backward pass.

    `features` and `slopes` have shape (width, block), `delta` (outputs, block), `row` (block,).
    """

    features: Array
    slopes: Array
    delta: Array
    row: Array


@_exact_piece
def _exp(z: float) -> float:
    """Return e^z to 2 ulp, for z in [_EXP_MIN, _EXP_MAX]."""
    shifted = z * _LOG2_E + _ROUND
    k = shifted - _ROUND
    r = (z - k * _LN2_HIGH) - k * _LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    # Estrin's scheme: short chains of dependent multiplications.
    high = (_E11 * r + _E10) * r4 + ((_E9 * r + _E8) * r2 + (_E7 * r + _E6))
    low = (_E5 * r + _E4) * r2 + (_E3 * r + _E2)
    expm1 = (high * r4 + low) * r2 + r
    power = np.int64((np.float64(shifted).view(np.int64) + 1023) << 52).view(np.float64)
    return expm1 * power + power


@_exact_piece
def _activate(code: int, z: Array, slope: Array) -> None:
    """Turn a row of pre-activations z, shape (points,), into phi(z) in place; slope gets phi'(z).

    `code` is `Activation.code`. An activation without a branch here is the identity.
    """
    points = z.size
    if code == 1 and points < FEW_POINTS:  # logistic, by the C library's exp
        for p in range(points):
            h = 1.0 / (1.0 + np.exp(-z[p]))
            z[p] = h
            slope[p] = h - h * h
    elif code == 1:  # logistic
        for p in range(points):
            z[p] = min(max(-z[p], _EXP_MIN), _EXP_MAX)
        for p in range(points):
            h = 1.0 / (1.0 + _exp(z[p]))
            z[p] = h
            slope[p] = h - h * h
    elif code == 2:  # tanh, as 1 - 2 / (1 + e^{2z}); rounding is absolute, 2e-16
        for p in range(points):
            z[p] = min(max(2.0 * z[p], _EXP_MIN), _EXP_MAX)
        for p in range(points):
            h = 1.0 - 2.0 / (1.0 + _exp(z[p]))
            z[p] = h
            slope[p] = 1.0 - h * h
    elif code == 3:  # relu
        for p in range(points):
            slope[p] = 1.0 if z[p] > 0.0 else 0.0
            z[p] = max(z[p], 0.0)
    elif code == 4:  # softplus, as max(z, 0) + log(1 + e^-|z|)
        for p in range(points):
            small = _exp(max(-abs(z[p]), _EXP_MIN))
            slope[p] = (1.0 if z[p] > 0.0 else small) / (1.0 + small)
            z[p] = max(z[p], 0.0) + np.log1p(small)
    elif code == 5:  # gaussian
        for p in range(points):
            slope[p] = -2.0 * z[p]
            z[p] = max(-z[p] * z[p], _EXP_MIN)
        for p in range(points):
            h = _exp(z[p])
            z[p] = h
            slope[p] *= h
    elif code == 6:  # sine
        for p in range(points):
            slope[p] = np.cos(z[p])
            z[p] = np.sin(z[p])
    elif code == 7:  # heaviside
        for p in range(points):
            slope[p] = 0.0
            z[p] = 1.0 if z[p] >= 0.0 else 0.0
    elif code == 8:  # relu_squared
        for p in range(points):
            r = max(z[p], 0.0)
            slope[p] = 2.0 * r
            z[p] = r * r
    elif code == 9:  # relu_cubed
        for p in range(points):
            r = max(z[p], 0.0)
            slope[p] = 3.0 * r * r
            z[p] = r * r * r
    else:  # identity
        for p in range(points):
            slope[p] = 1.0


@_piece
def _affine(weights: Array, column: int, bias: float, rows: Array, start: int, out: Array) -> None:
    """Set out = bias + sum_k weights[k, column] * rows[k], points start, start + 1, ..."""
    stop = start + out.size
    first = rows[0, start:stop]
    weight = weights[0, column]
    for p in range(out.size):
        out[p] = bias + weight * first[p]
    for k in range(1, weights.shape[0]):
        row = rows[k, start:stop]
        weight = weights[k, column]
        for p in range(out.size):
            out[p] += weight * row[p]


@_piece
def _dot(a: Array, b: Array) -> float:
    total = 0.0
    for p in range(a.size):
        total += a[p] * b[p]
    return total


@_piece
def _sum(a: Array) -> float:
    total = 0.0
    for p in range(a.size):
        total += a[p]
    return total


@_piece
def _copy(source: Array, destination: Array) -> None:
    # Not a slice assignment: numba would compile its error message too, for three seconds.
    for i in range(source.size):
        destination[i] = source[i]


@_piece
def _send_back(weights: Array, unit: int, delta: Array, slope: Array, back: Array) -> float:
    """Set back = (sum_o weights[unit, o] * delta[o]) * slope and return its sum over the points."""
    total = 0.0
    weight = weights[unit, 0]
    for p in range(back.size):
        back[p] = weight * delta[0, p]
    for o in range(1, weights.shape[1]):
        weight = weights[unit, o]
        for p in range(back.size):
            back[p] += weight * delta[o, p]
    for p in range(back.size):
        back[p] *= slope[p]
        total += back[p]
    return total


@_piece
def _residual_to_delta(out: Array, slope: Array, target: Array, factor: float) -> float:
    """Turn predictions into dLoss / dz_out in place; return the sum of squared residuals."""
    total = 0.0
    for p in range(out.size):
        residual = out[p] - target[p]
        total += residual * residual
        out[p] = factor * residual * slope[p]
    return total


@_piece
def _update(
    rule: int,
    settings: Array,
    step: int,
    span: tuple[int, int],
    parameters: Array,
    gradient: Array,
    trained: Array,
    memory: tuple[Array, Array],
) -> None:
    """Take one step of the update rule, in place, on the trained parameters of one span.

    Arrays have shape (parameters,). `settings` is (learning_rate, momentum) for DESCENT and
    (learning_rate, beta1, beta2, epsilon) for ADAM, whose bias correction needs `step` = 1, 2, ...
    """
    first_moment, second_moment = memory
    rate, decay = settings[0], settings[1]
    if rule == DESCENT:
        for i in range(span[0], span[1]):
            # Subtracted, because a frozen -0.0 would not survive the sum with 0.0.
            first_moment[i] = decay * first_moment[i] + rate * gradient[i] * trained[i]
            parameters[i] -= first_moment[i]
        return
    decay2, epsilon = settings[2], settings[3]
    correction, correction2 = 1.0 - decay**step, 1.0 - decay2**step
    for i in range(span[0], span[1]):
        g = gradient[i] * trained[i]
        first_moment[i] = decay * first_moment[i] + (1.0 - decay) * g
        second_moment[i] = decay2 * second_moment[i] + (1.0 - decay2) * g * g
        scale = np.sqrt(second_moment[i] / correction2) + epsilon
        parameters[i] -= rate * (first_moment[i] / correction) / scale


@_merged_piece
def _hidden_layer(
    layers: Layers, activation: int, x: Array, start: int, work: Workspace, size: int
) -> None:
    """Fill hidden features and slopes at the points start, ..., start + size - 1."""
    for j in range(layers.hidden_biases.size):
        row = work.features[j, :size]
        _affine(layers.hidden_weights, j, layers.hidden_biases[j], x, start, row)
        _activate(activation, row, work.slopes[j, :size])


@_merged_piece
def _output_layer(
    layers: Layers, activation: int, loss_scale: float, t: Array, start: int, work: Workspace,
    size: int, gradient: Layers,
) -> float:  # fmt: skip
    """Fill delta, add to the output layer's gradient, and return the sum of squared residuals."""
    slope = work.row[:size]
    zero = np.int64(0)  # as in _train
    squares = 0.0
    for o in range(layers.output_biases.size):
        out = work.delta[o, :size]
        _affine(layers.output_weights, o, layers.output_biases[o], work.features, zero, out)
        _activate(activation, out, slope)
        squares += _residual_to_delta(out, slope, t[o, start : start + size], 2.0 * loss_scale)
        for j in range(layers.hidden_biases.size):
            gradient.output_weights[j, o] += _dot(work.features[j, :size], out)
        gradient.output_biases[o] += _sum(out)
    return squares


@_merged_piece
def _hidden_gradient(
    output_weights: Array, x: Array, start: int, work: Workspace, size: int, gradient: Layers
) -> None:
    """Send delta back through the output weights and add to the hidden layer's gradient."""
    back = work.row[:size]
    for j in range(gradient.hidden_biases.size):
        gradient.hidden_biases[j] += _send_back(
            output_weights, j, work.delta, work.slopes[j, :size], back
        )
        for k in range(x.shape[0]):
            gradient.hidden_weights[k, j] += _dot(back, x[k, start : start + size])


@_entry
def _train(
    parameters: Array,
    layers: Layers,
    gradient: Array,
    gradient_layers: Layers,
    trained: Array,
    x: Array,
    t: Array,
    codes: tuple[int, int],
    loss_scale: float,
    sequential: bool,
    rule: int,
    settings: Array,
    memory: tuple[Array, Array],
    within_limit: Array,
    work: Workspace,
    history: Array,
    limit: float,
    first: int,
    stop: int,
) -> int:
    """Take the steps first, ..., stop - 1; see `TrainingRun`, which owns what this overwrites.

    Returns the epoch whose loss was not within the limit, or -1. The last entry of the history
    is the final loss: no step follows it.
    """
    activation, output_activation = codes
    points = x.shape[1]
    block = work.row.size
    output_at = layers.hidden_weights.size + layers.hidden_biases.size
    zero = np.int64(0)  # a literal 0 would be a type of its own and compile its callees twice
    hidden, output = (zero, output_at), (output_at, parameters.size)

    for epoch in range(first, stop):
        gradient.fill(0.0)
        squares = 0.0
        for start in range(0, points, block):
            size = min(block, points - start)
            _hidden_layer(layers, activation, x, start, work, size)
            squares += _output_layer(
                layers, output_activation, loss_scale, t, start, work, size, gradient_layers
            )
            if not sequential:
                _hidden_gradient(layers.output_weights, x, start, work, size, gradient_layers)

        history[epoch] = loss_scale * squares
        if not history[epoch] <= limit:
            _copy(within_limit, parameters)
            return epoch
        if epoch == history.size - 1:
            break

        _copy(parameters, within_limit)
        _update(rule, settings, epoch + 1, output, parameters, gradient, trained, memory)
        if sequential:
            _hidden_gradient(layers.output_weights, x, zero, work, points, gradient_layers)
        _update(rule, settings, epoch + 1, hidden, parameters, gradient, trained, memory)
    return -1


class UpdateRule(NamedTuple):
    """How a gradient becomes a step: DESCENT or ADAM, and the settings `_update` reads."""

    code: int
    settings: tuple[float, ...]


class TrainingRun:
    """A training run in progress: full-batch steps from a start, in any number of calls.

    Parameters
    ----------
    start : one network, not a stack
    x : training inputs, shape (points, inputs)
    t : target values, shape (points, outputs)
    trained : names of the parameter blocks that move
    loss_scale : the factor of sum r^2 in the loss
    rule : the update rule
    sequential : move the output layer first and send delta back through the moved weights
    epochs : length of the whole run
    limit : a loss above this, or one that is not a number, is divergence

    Attributes
    ----------
    history : shape (epochs + 1,); history[e] is the loss after e epochs, once known
    epoch : how many epochs lie behind
    diverged : whether the loss at `epoch` was not within the limit
    """

    def __init__(
        self,
        start: Network,
        x: Array,
        t: Array,
        trained: Collection[str],
        loss_scale: float,
        rule: UpdateRule,
        sequential: bool,
        epochs: int,
        limit: float,
    ) -> None:
        self.history = np.full(epochs + 1, np.nan)
        self.epoch = 0
        self.diverged = False
        self._start = start
        self._parameters = start.to_vector()
        self._gradient = np.zeros_like(self._parameters)
        moving = [np.full(getattr(start, b).size, float(b in trained)) for b in BLOCKS]
        # A sequential step needs the whole output gradient before any hidden one: one block.
        block = len(x) if sequential else min(len(x), BLOCK_POINTS)
        self._fixed = (
            np.concatenate(moving),
            # Copies, writable whatever the dataset is: a read-only array would compile anew.
            np.array(x.T, order="C"),
            np.array(t.T, order="C"),
            (
                activation_named(start.activation).code,
                activation_named(start.output_activation).code,
            ),
            float(loss_scale),
            bool(sequential),
            rule.code,
            np.array(rule.settings, dtype=np.float64),
            (np.zeros_like(self._parameters), np.zeros_like(self._parameters)),
            self._parameters.copy(),
            Workspace(
                np.empty((start.width, block)),
                np.empty((start.width, block)),
                np.empty((start.outputs, block)),
                np.empty(block),
            ),
            self.history,
            float(limit),
        )

    def advance(self, epoch: int) -> None:
        """Train up to `epoch`; at the last epoch of the run, record the final loss too.

        After divergence nothing moves any more: the parameters stay the last ones whose loss was
        within the limit. Nor does anything move if `epoch` lies behind.
        """
        last = len(self.history) - 1
        epoch = min(epoch, last)
        if self.diverged or epoch < self.epoch:
            return
        diverged_at = _train(
            self._parameters,
            _layers(self._parameters, self._start),
            self._gradient,
            _layers(self._gradient, self._start),
            *self._fixed,
            self.epoch,
            epoch + 1 if epoch == last else epoch,
        )
        self.diverged = diverged_at >= 0
        self.epoch = diverged_at if self.diverged else epoch

    def network(self) -> Network:
        """Return the network as it now is."""
        return self._start.with_vector(self._parameters)


def _layers(vector: Array, shape: Network) -> Layers:
    """Return the blocks of a flat parameter vector as writable views, shaped as in `shape`."""
    ends = np.cumsum([getattr(shape, block).size for block in BLOCKS])
    parts = np.split(vector, ends[:-1])
    blocks = zip(BLOCKS, parts, strict=True)
    return Layers(*(part.reshape(getattr(shape, block).shape) for block, part in blocks))
