"""Backpropagation, written to be read: losses, their value and their gradient.

This is the definition; the compiled loops of `uat.core.kernels` are held equal to it by tests. One
forward pass keeps what the backward pass needs; the backward pass walks the chain rule from the
loss to the output layer and on to the hidden layer:

    r = y - t                                     residual
    delta  = 2 * scale * r * psi'(z_out)          dLoss / dz_out
    dLoss / d output_weights = H' delta           H = hidden features
    back   = (delta output_weights') * phi'(z)    dLoss / dz
    dLoss / d hidden_weights = x' back            x measured from the network's centre

Every function takes one network or a stack; a stack's answers carry its leading axis, written
`...` in the shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns
from uat.checks import check_name
from uat.core.activations import activation_named
from uat.core.network import BLOCKS, HIDDEN_BLOCKS, Network
from uat.exceptions import SettingError, ShapeError


@dataclass(frozen=True, slots=True)
class Loss:
    """A multiple of the sum of squared residuals.

    Parameters
    ----------
    name : the word users type
    scale : number of residuals (points times outputs) -> factor of sum r^2
    formula : the loss as LaTeX
    """

    name: str
    scale: Callable[[int], float]
    formula: str


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("mse", lambda count: 1.0 / count, r"\frac{1}{N} \sum r^2"),
        Loss("half_mse", lambda count: 0.5 / count, r"\frac{1}{2N} \sum r^2"),
        Loss("half_sse", lambda _: 0.5, r"\frac{1}{2} \sum r^2"),
    )
}


def loss_named(name: str) -> Loss:
    """Return the loss of that name.

    Raises
    ------
    UnknownNameError
        If there is none; the message names the nearest ones.
    """
    return check_name("loss", name, LOSSES)


@dataclass(frozen=True, slots=True)
class ForwardPass:
    """What a forward pass leaves for the backward pass.

    Parameters
    ----------
    hidden_slopes : phi'(z), shape (..., points, width)
    hidden_features : phi(z), shape (..., points, width)
    output_slopes : psi'(z_out), shape (..., points, outputs)
    prediction : psi(z_out), shape (..., points, outputs)
    """

    hidden_slopes: Array
    hidden_features: Array
    output_slopes: Array
    prediction: Array


def forward(network: Network, x: Array) -> ForwardPass:
    """Return the forward pass of `network` at x, shape (points, inputs)."""
    phi = network.phi
    psi = network.psi
    z = network.pre_activations(x)
    features, slopes = phi.value_and_slope(z)
    z_out = features @ network.output_weights + network.output_biases[..., np.newaxis, :]
    prediction, output_slopes = psi.value_and_slope(z_out)
    return ForwardPass(slopes, features, output_slopes, prediction)


def output_delta(passed: ForwardPass, t: Array, loss: Loss) -> Array:
    """Return dLoss / dz_out, shape (..., points, outputs); t has shape (points, outputs)."""
    residual = passed.prediction - t
    return np.asarray(2.0 * loss.scale(t.size) * residual * passed.output_slopes)


def output_gradient(passed: ForwardPass, delta: Array) -> dict[str, Array]:
    """Return the gradient of the output layer's two blocks."""
    return {
        "output_weights": np.swapaxes(passed.hidden_features, -1, -2) @ delta,
        "output_biases": delta.sum(axis=-2),
    }


def hidden_gradient(
    passed: ForwardPass, delta: Array, output_weights: Array, x: Array
) -> dict[str, Array]:
    """Return the gradient of the hidden layer's two blocks.

    `x`, shape (..., points, inputs), is measured from the centre. `output_weights`, shape
    (..., width, outputs), are an argument because a sequential update sends delta back through
    weights that have already moved.
    """
    back = (delta @ np.swapaxes(output_weights, -1, -2)) * passed.hidden_slopes
    return {"hidden_weights": np.swapaxes(x, -1, -2) @ back, "hidden_biases": back.sum(axis=-2)}


def value_and_gradient(
    network: Network,
    x: npt.ArrayLike,
    t: npt.ArrayLike,
    loss: str = "mse",
    trained: Collection[str] = BLOCKS,
) -> tuple[Array, dict[str, Array]]:
    """Return the loss and its gradient with respect to the trained blocks.

    Parameters
    ----------
    network : one network or a stack
    x : shape (points, inputs), or (points,) for one input
    t : target values, shape (points, outputs), or (points,) for one output
    loss : name of the loss
    trained : names of the blocks to differentiate, out of `uat.core.network.BLOCKS`

    Returns
    -------
    value : shape (...)
    gradient : one array per trained block, shaped as that block

    Raises
    ------
    ShapeError
        If x, t and the network disagree.
    SettingError
        If a trained block does not exist, or no gradient passes through the activation.
    UnknownNameError
        If the loss does not exist.

    Notes
    -----
    Cost O(points * width * (inputs + outputs)) a network.

    References
    ----------
    Rumelhart, Hinton & Williams (1986), Nature 323, 533-536.
    """
    columns, values = as_columns(x, "x"), as_columns(t, "t")
    if values.shape != (columns.shape[0], network.outputs):
        raise ShapeError(
            f"t has shape {values.shape}, but {columns.shape[0]} points and "
            f"{network.outputs} outputs ask for {(columns.shape[0], network.outputs)}."
        )
    check_trainable(network, trained)
    chosen = loss_named(loss)
    passed = forward(network, columns)
    delta = output_delta(passed, values, chosen)
    residual = passed.prediction - values
    value = chosen.scale(values.size) * np.sum(residual * residual, axis=(-2, -1))
    gradient = hidden_gradient(passed, delta, network.output_weights, network.centred(columns))
    gradient |= output_gradient(passed, delta)
    return np.asarray(value), {block: gradient[block] for block in BLOCKS if block in trained}


def check_trainable(network: Network, trained: Collection[str]) -> None:
    """Raise `SettingError` unless every block of `trained` exists and a gradient reaches it."""
    unknown = sorted(set(trained) - set(BLOCKS))
    if unknown:
        raise SettingError(
            f"no parameter block is called {unknown[0]}; there are {', '.join(BLOCKS)}."
        )
    through = {network.output_activation}
    if HIDDEN_BLOCKS & set(trained):
        through.add(network.activation)
    for name in sorted(through):
        if not activation_named(name).trainable:
            raise SettingError(
                f"no gradient passes through {name}: its derivative is zero wherever it exists. "
                "Choose another activation, or train the output layer only."
            )


def jacobian(network: Network, x: npt.ArrayLike, trained: Collection[str] = BLOCKS) -> Array:
    """Return the derivatives of the predictions with respect to the trained parameters.

    Parameters
    ----------
    network : one network, not a stack
    x : shape (points, inputs), or (points,) for one input
    trained : names of the blocks to differentiate

    Returns
    -------
    shape (points * outputs, parameters), rows point by point, columns as `Network.to_vector`
    lays out the trained blocks

    Raises
    ------
    ShapeError
        If the network is a stack or x has the wrong number of columns.
    SettingError
        If a trained block does not exist, or no gradient passes through the activation.
    """
    _, slopes = prediction_and_slopes(network, x, trained)
    outputs, parameters, points = slopes.shape
    return slopes.transpose(2, 0, 1).reshape(points * outputs, parameters)


def prediction_and_slopes(
    network: Network, x: npt.ArrayLike, trained: Collection[str] = BLOCKS
) -> tuple[Array, Array]:
    """Return the predictions, and their derivatives with respect to the trained parameters.

    Both are laid out point after point, which is how sums over points are fastest: what the
    Jacobian has as a column is a row here.

    Parameters
    ----------
    network, x, trained : as of `jacobian`, which says what is refused, too

    Returns
    -------
    prediction : shape (outputs, points)
    slopes : shape (outputs, parameters, points)

    Notes
    -----
    One forward pass, and one product a number: O(points * outputs * parameters).
    """
    if network.members is not None:
        raise ShapeError("the Jacobian is that of one network, not of a stack.")
    check_trainable(network, trained)
    columns = np.ascontiguousarray(network.centred(x).T)  # (inputs, points)
    z = network.hidden_weights.T @ columns + network.hidden_biases[:, np.newaxis]
    features, hidden_slopes = network.phi.value_and_slope(z)
    z_out = network.output_weights.T @ features + network.output_biases[:, np.newaxis]
    prediction, output_slopes = network.psi.value_and_slope(z_out)
    sizes = {block: getattr(network, block).size for block in BLOCKS if block in trained}
    slopes = np.empty((network.outputs, sum(sizes.values()), columns.shape[1]))
    for output, own in enumerate(output_slopes):
        ends = np.cumsum(list(sizes.values()))[:-1]
        rows = dict(zip(sizes, np.split(slopes[output], ends), strict=True))
        if HIDDEN_BLOCKS & rows.keys():
            # d prediction / d z, shape (width, points)
            back = network.output_weights[:, output, np.newaxis] * hidden_slopes
            if not network.linear_output:
                back *= own
        if "hidden_weights" in rows:
            by_input = rows["hidden_weights"].reshape(*network.hidden_weights.shape, -1)
            np.multiply(columns[:, np.newaxis], back, out=by_input)
        if "hidden_biases" in rows:
            rows["hidden_biases"][:] = back
        if "output_weights" in rows:
            by_unit = rows["output_weights"].reshape(*network.output_weights.shape, -1)
            by_unit[:] = 0.0
            by_unit[:, output] = features if network.linear_output else features * own
        if "output_biases" in rows:
            rows["output_biases"][:] = 0.0
            rows["output_biases"][output] = own
    return prediction, slopes
