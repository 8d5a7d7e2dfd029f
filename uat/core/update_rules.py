"""The update rules as compiled pieces: how a gradient becomes a step, in place.

Two changes of the plain rule precondition it, and are part of every rule:

- each parameter has a rate of its own, relative to the learning rate (0 where it is frozen);
- centred units: the step is that of a network of units phi(z_j) - m_j, with m_j fixed numbers. In
  these coordinates the output bias is d' = d + sum_j m_j c_j, so the gradient of c_j becomes
  g_j - m_j g_d, and a step of c_j by s_j moves d by -m_j s_j beside its own step. The network
  itself is never rewritten. Without it the units' mean is most of the loss's largest curvature.

References
----------
LeCun, Bottou, Orr & Mueller (1998), Efficient BackProp: why units are centred, and rates per layer.
"""

from __future__ import annotations

import numpy as np

from uat.arrays import Array
from uat.core.compiled import piece
from uat.core.run_state import DESCENT, Layers, Method, Problem, State

MOST_MOMENTUM = 0.999
"""Nesterov's momentum k / (k + 3) grows no larger than this."""


@piece
def copy(source: Array, destination: Array) -> None:
    """Copy a vector."""
    # Not a slice assignment: numba would compile its error message too, for three seconds.
    for i in range(source.size):
        destination[i] = source[i]


@piece
def centre_gradient(means: Array, gradient: Layers) -> None:
    """Turn the gradient of the output layer into that in the coordinates of centred units."""
    for j in range(means.size):
        for o in range(gradient.output_biases.size):
            gradient.output_weights[j, o] -= means[j] * gradient.output_biases[o]


@piece
def _uncentre_step(means: Array, step: Layers) -> None:
    """Turn a step of the output layer in the coordinates of centred units into the network's."""
    for j in range(means.size):
        for o in range(step.output_biases.size):
            step.output_biases[o] -= means[j] * step.output_weights[j, o]


@piece
def take_step(method: Method, number: int, span: tuple[int, int], state: State) -> None:
    """Take step `number` = 1, 2, ... of DESCENT or ADAM on the parameters of one span, a layer.

    The gradient is that of `centre_gradient`; it is overwritten by the step.
    """
    step, rates = state.gradient, method.rates
    velocity, square = state.first_moment, state.second_moment
    settings = method.settings
    rate, decay = settings[0], settings[1]
    if method.rule == DESCENT:
        for i in range(span[0], span[1]):
            velocity[i] = decay * velocity[i] + rate * step[i] * rates[i]
            step[i] = velocity[i]
    else:
        decay2, epsilon, warm_up, epochs = settings[2], settings[3], settings[4], settings[5]
        correction, correction2 = 1.0 - decay**number, 1.0 - decay2**number
        rate *= min(1.0, number / warm_up) * (1.0 - (number - 1) / epochs)
        for i in range(span[0], span[1]):
            g = step[i] * rates[i]
            velocity[i] = decay * velocity[i] + (1.0 - decay) * g
            square[i] = decay2 * square[i] + (1.0 - decay2) * g * g
            step[i] = (
                rate * (velocity[i] / correction) / (np.sqrt(square[i] / correction2) + epsilon)
            )
    if span[1] == step.size:
        _uncentre_step(method.means, state.gradient_layers)
    for i in range(span[0], span[1]):
        # Subtracted, because a frozen -0.0 would not survive the sum with 0.0.
        state.parameters[i] -= step[i]


@piece
def limit_of(problem: Problem, first_loss: float) -> float:
    """Return the loss above which training has diverged."""
    limit = max(problem.limit, problem.growth * first_loss)
    return limit if limit > 0.0 else np.inf


@piece
def step_with_rests(method: Method, loss: float, state: State) -> None:
    """Take one step of NESTEROV, all layers together, rest, or go back to the last rest.

    Where the velocity leads uphill it is dropped, and no step is taken: a rest. At a rest whose
    loss is larger than at the one before, and at once where the loss is twice that of the rest,
    training goes back to it with half the learning rate.

    The parameters are the point the momentum looks ahead to; `second_moment` holds the one it set
    out from, `fallback` that of the last rest.
    """
    parameters, landed, velocity = state.parameters, state.second_moment, state.first_moment
    step, pace = state.gradient, state.pace
    steps, share = pace[0], pace[1]
    if not loss <= _bound(pace):
        pace[0], pace[1], pace[2] = 0.0, 0.5 * share, np.inf
        copy(state.fallback, parameters)
        velocity.fill(0.0)
        return
    if steps == 0.0:
        pace[2] = loss
        copy(parameters, state.fallback)
    elif _uphill(step, velocity):
        pace[0] = 0.0
        copy(landed, parameters)
        velocity.fill(0.0)
        return
    momentum = min(steps / (steps + 3.0), MOST_MOMENTUM)
    ahead = min((steps + 1.0) / (steps + 4.0), MOST_MOMENTUM)
    centre_gradient(method.means, state.gradient_layers)
    for i in range(step.size):
        step[i] *= share * method.settings[0] * method.rates[i]
    _uncentre_step(method.means, state.gradient_layers)
    for i in range(step.size):
        if method.rates[i] > 0.0:  # a frozen -0.0 keeps its sign
            velocity[i] = momentum * velocity[i] - step[i]
            landed[i] = parameters[i] - step[i]
            parameters[i] = landed[i] + ahead * velocity[i]
    pace[0] = steps + 1.0


@piece
def end_at_rest(state: State) -> None:
    """Return to the last rest if the last step of the run led too high above it."""
    last = state.history.size - 1
    if not state.history[last] <= _bound(state.pace):
        copy(state.fallback, state.parameters)
        state.history[last] = state.pace[2]


@piece
def _bound(pace: Array) -> float:
    """Return the largest loss from which NESTEROV goes on; it goes back from a larger one."""
    rest_loss: float = pace[2]
    return rest_loss if pace[0] == 0.0 else 2.0 * rest_loss


@piece
def _uphill(gradient: Array, velocity: Array) -> bool:
    """Return whether the velocity leads to a larger loss."""
    total = 0.0
    for i in range(gradient.size):
        total += gradient[i] * velocity[i]
    return total > 0.0
