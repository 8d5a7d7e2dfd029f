"""Activations phi: the one nonlinearity of a hidden unit, each with its derivative.

An activation acts entry by entry on pre-activations z = w . x + b of any shape. Its `code` is
the integer the compiled kernels know it by (see `uat.core.kernels`); nothing else depends on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from uat.arrays import Array
from uat.exceptions import UnknownNameError


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function.

    Parameters
    ----------
    name : the word users type
    code : how compiled code calls it
    function : phi, any shape to the same shape
    derivative : phi', any shape to the same shape; at a kink the right-hand value is not
        promised, only a subgradient
    formula : phi as LaTeX, in the variable z
    trainable : False where phi' carries no information, so that no gradient passes
    """

    name: str
    code: int
    function: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    formula: str
    trainable: bool = True

    def __call__(self, z: Array) -> Array:
        """Return phi(z), same shape as z."""
        return self.function(z)


def _logistic(z: Array) -> Array:
    return np.asarray(special.expit(z))


def _logistic_derivative(z: Array) -> Array:
    h = special.expit(z)
    return np.asarray(h * (1.0 - h))


def _tanh_derivative(z: Array) -> Array:
    h = np.tanh(z)
    return np.asarray((1.0 - h) * (1.0 + h))


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _step(z: Array) -> Array:
    return np.where(z > 0.0, 1.0, 0.0)


def _relu_squared(z: Array) -> Array:
    r = np.maximum(z, 0.0)
    return np.asarray(r * r)


def _relu_squared_derivative(z: Array) -> Array:
    return np.asarray(2.0 * np.maximum(z, 0.0))


def _relu_cubed(z: Array) -> Array:
    r = np.maximum(z, 0.0)
    return np.asarray(r * r * r)


def _relu_cubed_derivative(z: Array) -> Array:
    r = np.maximum(z, 0.0)
    return np.asarray(3.0 * r * r)


def _heaviside(z: Array) -> Array:
    return np.where(z >= 0.0, 1.0, 0.0)


def _softplus(z: Array) -> Array:
    return np.asarray(np.logaddexp(0.0, z))


def _gaussian(z: Array) -> Array:
    return np.asarray(np.exp(-z * z))


def _gaussian_derivative(z: Array) -> Array:
    return np.asarray(-2.0 * z * np.exp(-z * z))


def _identity(z: Array) -> Array:
    return z


def _all() -> tuple[Activation, ...]:
    return (
        Activation("identity", 0, _identity, np.ones_like, r"z"),
        Activation("logistic", 1, _logistic, _logistic_derivative, r"1 / (1 + e^{-z})"),
        Activation("tanh", 2, np.tanh, _tanh_derivative, r"\tanh z"),
        Activation("relu", 3, _relu, _step, r"\max(0, z)"),
        Activation("softplus", 4, _softplus, _logistic, r"\log(1 + e^z)"),
        Activation("gaussian", 5, _gaussian, _gaussian_derivative, r"e^{-z^2}"),
        Activation("sine", 6, np.sin, np.cos, r"\sin z"),
        Activation("heaviside", 7, _heaviside, np.zeros_like, r"[z \geq 0]", trainable=False),
        Activation("relu_squared", 8, _relu_squared, _relu_squared_derivative, r"\max(0, z)^2"),
        Activation("relu_cubed", 9, _relu_cubed, _relu_cubed_derivative, r"\max(0, z)^3"),
    )


ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in _all()}


def activation_named(name: str) -> Activation:
    """Return the activation of that name.

    Raises
    ------
    UnknownNameError
        If there is none; the message names the nearest ones.
    """
    try:
        return ACTIVATIONS[name]
    except KeyError:
        raise UnknownNameError("activation", name, ACTIVATIONS) from None
