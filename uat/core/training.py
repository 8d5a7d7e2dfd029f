"""A training run: full-batch steps from a start, by the compiled loop or by the readable one.

The compiled loop (`uat.core.kernels`) trains what it has bodies of activations for. Every other
network is trained by the readable loop below: the gradients of `uat.core.backprop`, the same update
rules, the same results up to rounding. Nothing is trained as something else.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from uat.arrays import Array
from uat.core import kernels
from uat.core.activations import Activation
from uat.core.backprop import ForwardPass, forward, hidden_gradient, output_gradient
from uat.core.interpreter import code_with, encoded, program_of
from uat.core.kernels import BLOCK_POINTS
from uat.core.network import BLOCKS, HIDDEN_BLOCKS, Network
from uat.core.readable_rules import centre_gradient, end_at_rest, step_with_rests, take_step
from uat.core.run_state import NESTEROV, Layers, Method, Problem, State, Workspace
from uat.core.watch import Best


class UpdateRule(NamedTuple):
    """How a gradient becomes a step: DESCENT, ADAM or NESTEROV, and the settings.

    See `run_state.Method`; `hidden_rate` is the rate of the hidden layer relative to the learning
    rate, which is the output layer's; `means` is what is taken off each unit, nothing if empty.
    """

    code: int
    settings: tuple[float, ...]
    hidden_rate: float = 1.0
    means: Sequence[float] | Array = ()


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
    sequential : move the output layer first and send delta back through the moved weights;
        NESTEROV moves both along one gradient all the same
    epochs : length of the whole run
    limit, growth : a loss above `limit` and above `growth` times the first, or one that is not a
        number, is divergence

    Attributes
    ----------
    history : shape (epochs + 1,); history[e] is the loss after e epochs, once known
    epoch : how many epochs lie behind
    diverged : whether the loss at `epoch` was not within the limit
    known : the last epoch from which a call set out, whose loss is known; the last of all, at the
        end
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
        growth: float = 0.0,
    ) -> None:
        sequential = sequential and rule.code != NESTEROV
        self.history = np.full(epochs + 1, np.nan)
        self.epoch = self.known = 0
        self.diverged = False
        self._start = start
        self._parameters = start.to_vector()
        self._best = math.inf, 0, start.to_vector()
        # Programs are kept, because compiled code knows no more of them than their address.
        self._programs = tuple(program_of(row) for row in (start.phi, start.psi))
        phi, psi = map(code_with, (start.phi, start.psi), self._programs)
        self.compiled = phi is not None and psi is not None
        # Copies, writable whatever the dataset is: a read-only array would compile anew.
        problem = Problem(
            np.array(start.centred(x).T, order="C"), np.array(t.T, order="C"),
            float(loss_scale), float(limit), float(growth),
        )  # fmt: skip
        method = Method(
            -1 if phi is None else phi, -1 if psi is None else psi, rule.code,
            np.array(rule.settings, dtype=np.float64), bool(sequential),
            relative_rates(start, trained, rule.hidden_rate),
            np.array(rule.means, dtype=np.float64),
        )  # fmt: skip
        # A sequential step needs the whole output gradient before any hidden one: one block.
        block = len(x) if sequential else min(len(x), BLOCK_POINTS)
        state = self._state(block, rule.code == NESTEROV)
        about_zero = replace(start, input_centre=np.zeros(start.inputs))
        loop = kernels.train if self.compiled else functools.partial(train_readably, about_zero)
        self._steps: Callable[[int, int], int] = functools.partial(loop, problem, method, state)

    def _state(self, block: int, restful: bool) -> State:
        """Return the start of training that takes `block` points together."""
        start, parameters = self._start, self._parameters
        gradient = np.zeros_like(parameters)
        values = np.empty((start.width + start.outputs, block))
        return State(
            parameters,
            _layers(parameters, start),
            gradient,
            _layers(gradient, start),
            np.zeros_like(parameters),
            parameters.copy() if restful else np.zeros_like(parameters),
            parameters.copy(),
            np.array([0.0, 1.0, np.inf]),
            Workspace(
                values,
                np.empty_like(values),
                values[start.width :],
                np.empty(block),
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
        begun, before = self.epoch, self._parameters.copy()
        diverged_at = self._steps(self.epoch, epoch + 1 if epoch == last else epoch)
        self.diverged = diverged_at >= 0
        self.epoch = diverged_at if self.diverged else epoch
        if epoch > begun:
            self._keep(begun, before)
        if epoch == last and not self.diverged:
            self._keep(last, self._parameters)

    def _keep(self, epoch: int, parameters: Array) -> None:
        """Take note of an epoch whose loss is known now, and keep the parameters if it is least."""
        self.known = epoch
        if self.history[epoch] < self._best[0]:
            self._best = float(self.history[epoch]), epoch, parameters

    def best(self) -> Best:
        """Return the network of least loss among those that calls set out from."""
        _, epoch, parameters = self._best
        return Best(self._start.with_vector(parameters), self.history[: epoch + 1].copy())

    def network(self) -> Network:
        """Return the network as it now is."""
        return self._start.with_vector(self._parameters)


def is_compiled(activation: Activation) -> bool:
    """Return whether the compiled loop trains networks of that activation; nothing is compiled."""
    if activation.steps is not None:
        return encoded(activation.steps) is not None
    return kernels.code_of(activation) is not None


def relative_rates(shape: Network, trained: Collection[str], hidden_rate: float) -> Array:
    """Return the parameters' rates relative to the output layer's, 0 of what is not trained."""
    rates = {block: hidden_rate if block in HIDDEN_BLOCKS else 1.0 for block in trained}
    return np.concatenate([np.full(getattr(shape, b).size, rates.get(b, 0.0)) for b in BLOCKS])


def train_readably(
    start: Network, problem: Problem, method: Method, state: State, first: int, stop: int
) -> int:
    """Take the steps first, ..., stop - 1, in place, for networks shaped like `start`.

    It does what `kernels.train` does, of any activations; the codes of the method are not read. The
    problem's x are measured from the centre, which that of `start` is not to do again: it is 0.
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
            restful = method.rule == NESTEROV
            if not (restful and epoch > 0) and not loss <= _limit(problem, state.history[0]):
                state.parameters[:] = state.fallback
                return epoch
            if epoch == len(state.history) - 1:
                if restful:
                    end_at_rest(state)
                break
            delta = 2.0 * problem.loss_scale * residual * passed.output_slopes
            _set(state.gradient_layers, output_gradient(passed, delta))
            if not method.sequential:
                _send_back(state, passed, delta, x)
            if restful:
                step_with_rests(method, loss, state)
                continue
            state.fallback[:] = state.parameters
            centre_gradient(method.means, state.gradient_layers)
            take_step(method, epoch + 1, output_layer, state)
            if method.sequential:
                _send_back(state, passed, delta, x)
            take_step(method, epoch + 1, hidden_layer, state)
    return -1


def _send_back(state: State, passed: ForwardPass, delta: Array, x: Array) -> None:
    """Fill the hidden layer's gradient, by the output weights as they now are."""
    _set(state.gradient_layers, hidden_gradient(passed, delta, state.layers.output_weights, x))


def _set(layers: Layers, gradient: dict[str, Array]) -> None:
    """Write the gradient's blocks where they belong."""
    for block, values in gradient.items():
        getattr(layers, block)[:] = values


def _limit(problem: Problem, first_loss: float) -> float:
    """Return the loss above which training has diverged."""
    return max(problem.limit, problem.growth * first_loss) or np.inf


def _layers(vector: Array, shape: Network) -> Layers:
    """Return the blocks of a flat parameter vector as writable views, shaped as in `shape`."""
    ends = np.cumsum([getattr(shape, block).size for block in BLOCKS])
    parts = np.split(vector, ends[:-1])
    blocks = zip(BLOCKS, parts, strict=True)
    return Layers(*(part.reshape(getattr(shape, block).shape) for block, part in blocks))
