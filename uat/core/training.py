"""A training run: full-batch steps from a start, by the compiled loop or by the readable one.

The compiled loop (`uat.core.kernels`) trains what it has bodies of activations for. Every other
network is trained by the readable loop below: the gradients of `uat.core.backprop`, the same update
rules, the same results up to rounding. Nothing is trained as something else.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import NamedTuple

import numpy as np

from uat.arrays import Array
from uat.core import kernels
from uat.core.backprop import ForwardPass, forward, hidden_gradient, output_gradient
from uat.core.kernels import (
    BLOCK_POINTS,
    DESCENT,
    Layers,
    Method,
    Problem,
    State,
    Workspace,
)
from uat.core.network import BLOCKS, Network


class UpdateRule(NamedTuple):
    """How a gradient becomes a step: DESCENT or ADAM, and the settings; see `kernels.Method`."""

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
    compiled : whether the compiled loop trains it, which is faster
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
        phi, psi = (kernels.code_of(row) for row in (start.phi, start.psi))
        self.compiled = phi is not None and psi is not None
        moving = [np.full(getattr(start, b).size, float(b in trained)) for b in BLOCKS]
        # Copies, writable whatever the dataset is: a read-only array would compile anew.
        problem = Problem(
            np.array(x.T, order="C"), np.array(t.T, order="C"), float(loss_scale), float(limit)
        )
        method = Method(
            -1 if phi is None else phi, -1 if psi is None else psi, rule.code,
            np.array(rule.settings, dtype=np.float64), bool(sequential), np.concatenate(moving),
        )  # fmt: skip
        # A sequential step needs the whole output gradient before any hidden one: one block.
        block = len(x) if sequential else min(len(x), BLOCK_POINTS)
        state = self._state(block)
        loop = kernels.train if self.compiled else functools.partial(train_readably, start)
        self._steps: Callable[[int, int], int] = functools.partial(loop, problem, method, state)

    def _state(self, block: int) -> State:
        """Return the start of training that takes `block` points together."""
        start, parameters = self._start, self._parameters
        gradient = np.zeros_like(parameters)
        return State(
            parameters,
            _layers(parameters, start),
            gradient,
            _layers(gradient, start),
            np.zeros_like(parameters),
            np.zeros_like(parameters),
            parameters.copy(),
            Workspace(
                np.empty((start.width, block)),
                np.empty((start.width, block)),
                np.empty((start.outputs, block)),
                np.empty(block),
            ),
            self.history,
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
        diverged_at = self._steps(self.epoch, epoch + 1 if epoch == last else epoch)
        self.diverged = diverged_at >= 0
        self.epoch = diverged_at if self.diverged else epoch

    def network(self) -> Network:
        """Return the network as it now is."""
        return self._start.with_vector(self._parameters)


def train_readably(
    start: Network, problem: Problem, method: Method, state: State, first: int, stop: int
) -> int:
    """Take the steps first, ..., stop - 1, in place, for networks shaped like `start`.

    It does what `kernels.train` does, of any activations; the codes of the method are not read.
    """
    hidden = start.hidden_weights.size + start.hidden_biases.size
    output_layer, hidden_layer = slice(hidden, None), slice(hidden)
    x, t = problem.x.T, problem.t.T
    with np.errstate(all="ignore"):  # a step may lead far away; the loss tells
        for epoch in range(first, stop):
            network = start.with_vector(state.parameters)
            passed = forward(network, x)
            residual = passed.prediction - t
            loss = problem.loss_scale * float(np.sum(residual * residual))
            state.history[epoch] = loss
            if not loss <= problem.limit:
                state.parameters[:] = state.within_limit
                return epoch
            if epoch == len(state.history) - 1:
                break
            state.within_limit[:] = state.parameters
            delta = 2.0 * problem.loss_scale * residual * passed.output_slopes
            _set(state.gradient_layers, output_gradient(passed, delta))
            if not method.sequential:
                _send_back(state, passed, delta, x)
            _update(method, epoch + 1, output_layer, state)
            if method.sequential:
                _send_back(state, passed, delta, x)
            _update(method, epoch + 1, hidden_layer, state)
    return -1


def _send_back(state: State, passed: ForwardPass, delta: Array, x: Array) -> None:
    """Fill the hidden layer's gradient, by the output weights as they now are."""
    _set(state.gradient_layers, hidden_gradient(passed, delta, state.layers.output_weights, x))


def _set(layers: Layers, gradient: dict[str, Array]) -> None:
    """Write the gradient's blocks where they belong."""
    for block, values in gradient.items():
        getattr(layers, block)[:] = values


def _update(method: Method, step: int, span: slice, state: State) -> None:
    """Take one step of the update rule, in place, on the trained parameters of one span.

    momentum:  v <- momentum v + rate g,   p <- p - v
    Adam:      m <- b1 m + (1 - b1) g,   s <- b2 s + (1 - b2) g^2,
               p <- p - rate (m / (1 - b1^step)) / (sqrt(s / (1 - b2^step)) + epsilon)
    """
    gradient = state.gradient[span] * method.trained[span]
    parameters, first, second = (
        vector[span] for vector in (state.parameters, state.first_moment, state.second_moment)
    )
    rate, decay = method.settings[:2]
    if method.rule == DESCENT:
        first[:] = decay * first + rate * gradient
        parameters -= first
        return
    decay2, epsilon = method.settings[2:]
    first[:] = decay * first + (1.0 - decay) * gradient
    second[:] = decay2 * second + (1.0 - decay2) * gradient * gradient
    scale = np.sqrt(second / (1.0 - decay2**step)) + epsilon
    parameters -= rate * (first / (1.0 - decay**step)) / scale


def _layers(vector: Array, shape: Network) -> Layers:
    """Return the blocks of a flat parameter vector as writable views, shaped as in `shape`."""
    ends = np.cumsum([getattr(shape, block).size for block in BLOCKS])
    parts = np.split(vector, ends[:-1])
    blocks = zip(BLOCKS, parts, strict=True)
    return Layers(*(part.reshape(getattr(shape, block).shape) for block, part in blocks))
