"""The update rules as they are read: what `uat.core.update_rules` compiles, in whole arrays."""

from __future__ import annotations

import numpy as np

from uat.arrays import Array
from uat.core.run_state import DESCENT, Layers, Method, State
from uat.core.update_rules import MOST_MOMENTUM


def centre_gradient(means: Array, gradient: Layers) -> None:
    """Turn the gradient of the output layer into that in the coordinates of centred units."""
    if means.size:
        gradient.output_weights[:] -= np.outer(means, gradient.output_biases)


def _uncentre_step(means: Array, step: Layers) -> None:
    """Turn a step of the output layer in the coordinates of centred units into the network's."""
    if means.size:
        step.output_biases[:] -= means @ step.output_weights


def take_step(method: Method, number: int, span: slice, state: State) -> None:
    """Take step `number` of DESCENT or ADAM on the parameters of one span, a layer.

    momentum:  v <- momentum v + rate g,   p <- p - v
    Adam:      m <- b1 m + (1 - b1) g,   s <- b2 s + (1 - b2) g^2,
               p <- p - rate (m / (1 - b1^number)) / (sqrt(s / (1 - b2^number)) + epsilon),
               the rate rising over the epochs of the warm-up and falling to 0 at the last
    """
    gradient = state.gradient[span] * method.rates[span]
    first, second = state.first_moment[span], state.second_moment[span]
    rate, decay = method.settings[:2]
    if method.rule == DESCENT:
        first[:] = decay * first + rate * gradient
        state.gradient[span] = first
    else:
        decay2, epsilon, warm_up, epochs = method.settings[2:]
        rate = rate * min(1.0, number / warm_up) * (1.0 - (number - 1) / epochs)
        first[:] = decay * first + (1.0 - decay) * gradient
        second[:] = decay2 * second + (1.0 - decay2) * gradient * gradient
        scale = np.sqrt(second / (1.0 - decay2**number)) + epsilon
        state.gradient[span] = rate * (first / (1.0 - decay**number)) / scale
    if span.stop is None:
        _uncentre_step(method.means, state.gradient_layers)
    state.parameters[span] -= state.gradient[span]


def step_with_rests(method: Method, loss: float, state: State) -> None:
    """Take one step of NESTEROV, rest where the velocity leads uphill, or go back to the last rest.

    p are the parameters, from which the gradient is; q is where the step before them led:

        v <- k / (k + 3) v - rate g,   q <- p - rate g,   p <- q + (k + 1) / (k + 4) v
    """
    steps, share, _ = state.pace
    velocity, landed = state.first_moment, state.second_moment
    if not loss <= _bound(state.pace):
        state.pace[:] = 0.0, 0.5 * share, np.inf
        state.parameters[:] = state.fallback
        velocity[:] = 0.0
        return
    if steps == 0.0:
        state.pace[2] = loss
        state.fallback[:] = state.parameters
    elif np.dot(state.gradient, velocity) > 0.0:
        state.pace[0] = 0.0
        state.parameters[:] = landed
        velocity[:] = 0.0
        return
    centre_gradient(method.means, state.gradient_layers)
    state.gradient[:] *= share * method.settings[0] * method.rates
    _uncentre_step(method.means, state.gradient_layers)
    velocity[:] = _momentum(steps) * velocity - state.gradient
    landed[:] = state.parameters - state.gradient
    moving = method.rates > 0.0  # a frozen -0.0 keeps its sign
    state.parameters[moving] = (landed + _momentum(steps + 1.0) * velocity)[moving]
    state.pace[0] = steps + 1.0


def end_at_rest(state: State) -> None:
    """Return to the last rest if the last step of the run led too high above it."""
    if not state.history[-1] <= _bound(state.pace):
        state.parameters[:] = state.fallback
        state.history[-1] = state.pace[2]


def _bound(pace: Array) -> float:
    """Return the largest loss from which NESTEROV goes on; it goes back from a larger one."""
    return float(pace[2] if pace[0] == 0.0 else 2.0 * pace[2])


def _momentum(steps: float) -> float:
    """Return Nesterov's momentum so many steps after a rest."""
    return min(steps / (steps + 3.0), MOST_MOMENTUM)
