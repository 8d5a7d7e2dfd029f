"""What the training loops read and overwrite, compiled and readable alike."""

from __future__ import annotations

from typing import NamedTuple

from uat.arrays import Array

DESCENT, ADAM, NESTEROV = 0, 1, 2
"""Update rules: gradient descent with momentum, Adam, and Nesterov's momentum with rests."""


class Layers(NamedTuple):
    """The parameter blocks of one network, or their gradients, as views into a flat vector."""

    hidden_weights: Array
    hidden_biases: Array
    output_weights: Array
    output_biases: Array


class Workspace(NamedTuple):
    """What one block of points leaves between the forward and the backward pass.

    `values` and `slopes` have shape (width + outputs, block), the outputs last; `delta`, the rows
    of the outputs in `values`, is what predictions turn into; `row` and `sums` have shape (block,).
    """

    values: Array
    slopes: Array
    delta: Array
    row: Array
    sums: Array


class Problem(NamedTuple):
    """What is fitted: x, shape (inputs, points), t, shape (outputs, points), and the loss.

    The loss is `loss_scale` times the sum of squared residuals. It has diverged where it is above
    `limit` and above `growth` times the first loss, or is not a number.
    """

    x: Array
    t: Array
    loss_scale: float
    limit: float
    growth: float


class Method(NamedTuple):
    """How it is fitted: the codes of phi and psi, and what the update rules read.

    `settings` is (learning_rate, momentum) for DESCENT, (learning_rate, beta1, beta2, epsilon,
    warm_up, epochs) for ADAM, (learning_rate,) for NESTEROV. `rates`, shape (parameters,), are the
    rates of the parameters relative to the learning rate, 0 where one is frozen. `means` is what is
    taken off each unit, shape (width,), or (0,) where units are not centred. A sequential step
    moves the output layer first and sends delta back through the moved weights.
    """

    activation: int
    output_activation: int
    rule: int
    settings: Array
    sequential: bool
    rates: Array
    means: Array


class State(NamedTuple):
    """What training overwrites: vectors of shape (parameters,), a workspace and the history.

    `layers` and `gradient_layers` are views of `parameters` and `gradient`. `first_moment` is a
    velocity too; `second_moment` is, for NESTEROV, the point its momentum sets out from. `fallback`
    are the parameters to go back to: of the last rest, for other rules the last ones whose loss was
    within the limit. `pace`, of NESTEROV alone, is (steps since the last rest, share of the
    learning rate that is left, loss at the rest). history[e] is the loss after e epochs.
    """

    parameters: Array
    layers: Layers
    gradient: Array
    gradient_layers: Layers
    first_moment: Array
    second_moment: Array
    fallback: Array
    pace: Array
    work: Workspace
    history: Array
