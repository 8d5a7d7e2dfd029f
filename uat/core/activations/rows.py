"""The built-in activations: everything that is known of each, one row after another.

To add one, write its row here: phi and phi' for arrays of any shape, a body for the compiled loop
if it is to be fast, and whatever else is known. No other file changes.

A body brings its pre-activation to where exp and logistic are right before it takes one of them;
both are handed to every body. Bodies see numbers of this module as constants.
"""

# ruff: noqa: ARG001

from __future__ import annotations

import math

import numpy as np
from scipy import special

from uat.arrays import Array
from uat.core.activations.activation import (
    EXP_MAX,
    EXP_MIN,
    Activation,
    ActivationTexts,
    Scalar,
)
from uat.core.colours import Colour


def _identity(z: Array) -> Array:
    return z


def _identity_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    return z, 1.0


IDENTITY = Activation(
    "identity", _identity, np.ones_like, _identity_body,
    homogeneity=1, degree=1,
    texts=ActivationTexts(
        plain="z", latex="z", python="z", r="z", c="z", javascript="z",
        onnx=(("same", "Identity", "z"),),
    ),
    colour=Colour.GREY, marker="d",
)  # fmt: skip


def _logistic(z: Array) -> Array:
    return np.asarray(special.expit(z))


def _logistic_both(z: Array) -> tuple[Array, Array]:
    h = _logistic(z)
    return h, np.asarray(h * (1.0 - h))


def _logistic_derivative(z: Array) -> Array:
    return _logistic_both(z)[1]


def _logistic_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    h = logistic(min(max(z, EXP_MIN), EXP_MAX))
    return h, h - h * h


LOGISTIC = Activation(
    "logistic", _logistic, _logistic_derivative, _logistic_body, _logistic_both,
    limits=(0.0, 1.0), settled=16.0, reach=2.0,
    levels=(-math.log(3.0), math.log(3.0)),  # a quarter, three quarters of its height
    bounded=True, units_a_step=1,
    texts=ActivationTexts(
        plain="1 / (1 + exp(-z))",
        latex="1 / (1 + e^{-z})",
        python="np.exp(-np.logaddexp(0.0, -z))",
        r="plogis(z)",
        c="1.0 / (1.0 + exp(-z))",
        javascript="1 / (1 + Math.exp(-z))",
        onnx=(("logistic", "Sigmoid", "z"),),
    ),
    aliases=("sigmoid",),
    colour=Colour.BLUE, marker="o",
)  # fmt: skip


def _tanh_both(z: Array) -> tuple[Array, Array]:
    h = np.tanh(z)
    return h, np.asarray((1.0 - h) * (1.0 + h))


def _tanh_derivative(z: Array) -> Array:
    return _tanh_both(z)[1]


def _tanh_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    # rounding is absolute, 2e-16
    h = 2.0 * logistic(min(max(2.0 * z, EXP_MIN), EXP_MAX)) - 1.0
    return h, 1.0 - h * h


TANH = Activation(
    "tanh", np.tanh, _tanh_derivative, _tanh_body, _tanh_both,
    limits=(-1.0, 1.0), settled=8.0,
    levels=(-math.log(3.0) / 2.0, math.log(3.0) / 2.0),  # a quarter, three quarters of its height
    bounded=True, units_a_step=1,
    texts=ActivationTexts(
        plain="tanh(z)",
        latex=r"\tanh z",
        python="np.tanh(z)",
        r="tanh(z)",
        c="tanh(z)",
        javascript="Math.tanh(z)",
        onnx=(("tanh", "Tanh", "z"),),
    ),
    colour=Colour.WINE, marker="s",
)  # fmt: skip


def _relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def _step(z: Array) -> Array:
    return np.where(z > 0.0, 1.0, 0.0)


def _relu_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    return max(z, 0.0), 1.0 if z > 0.0 else 0.0


RELU = Activation(
    "relu", _relu, _step, _relu_body,
    limits=(0.0, None), homogeneity=1, units_a_step=2, broken_lines=True,
    slope_growth=2.0,
    texts=ActivationTexts(
        plain="max(0, z)",
        latex=r"\max(0, z)",
        python="np.maximum(z, 0.0)",
        r="pmax(z, 0)",
        c="z > 0.0 ? z : 0.0",
        javascript="Math.max(z, 0)",
        onnx=(("positive", "Relu", "z"),),
    ),
    colour=Colour.VERMILION, marker="^",
)  # fmt: skip


def _softplus(z: Array) -> Array:
    return np.asarray(np.logaddexp(0.0, z))


def _softplus_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    # max(z, 0) + log(1 + e^-|z|)
    small = exp(max(-abs(z), EXP_MIN))
    slope = (1.0 if z > 0.0 else small) / (1.0 + small)
    return max(z, 0.0) + np.log1p(small), slope


SOFTPLUS = Activation(
    "softplus", _softplus, _logistic, _softplus_body,
    limits=(0.0, None), units_a_step=2, broken_lines=True,
    slope_growth=6.0,
    texts=ActivationTexts(
        plain="log(1 + exp(z))",
        latex=r"\log(1 + e^z)",
        python="np.logaddexp(0.0, z)",
        r="pmax(z, 0) + log1p(exp(-abs(z)))",
        c="(z > 0.0 ? z : 0.0) + log1p(exp(-fabs(z)))",
        javascript="Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))",
        onnx=(  # spelt out, because onnxruntime has Softplus in single precision only
            ("size", "Abs", "z"),
            ("negative", "Neg", "size"),
            ("power", "Exp", "negative"),
            ("sum", "Add", "power", "one"),
            ("log", "Log", "sum"),
            ("positive", "Relu", "z"),
            ("softplus", "Add", "log", "positive"),
        ),
    ),
    colour=Colour.OLIVE, marker="v",
)  # fmt: skip


def _gaussian(z: Array) -> Array:
    return np.asarray(np.exp(-z * z))


def _gaussian_both(z: Array) -> tuple[Array, Array]:
    h = _gaussian(z)
    return h, np.asarray(-2.0 * z * h)


def _gaussian_derivative(z: Array) -> Array:
    return _gaussian_both(z)[1]


def _gaussian_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    h = exp(max(-z * z, EXP_MIN))
    return h, -2.0 * z * h


GAUSSIAN = Activation(
    "gaussian", _gaussian, _gaussian_derivative, _gaussian_body, _gaussian_both,
    limits=(0.0, 0.0), settled=5.0, bounded=True,
    slope_growth=2.0,
    texts=ActivationTexts(
        plain="exp(-z^2)",
        latex="e^{-z^2}",
        python="np.exp(-z * z)",
        r="exp(-z^2)",
        c="exp(-z * z)",
        javascript="Math.exp(-z * z)",
        onnx=(
            ("square", "Mul", "z", "z"),
            ("negative", "Neg", "square"),
            ("bell", "Exp", "negative"),
        ),
    ),
    colour=Colour.GREEN, marker="D",
)  # fmt: skip


def _sine_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    return np.sin(z), np.cos(z)


SINE = Activation(
    "sine", np.sin, np.cos, _sine_body,
    levels=(-math.pi / 6.0, math.pi / 6.0),  # a quarter, three quarters of its height
    bounded=True,
    slope_growth=1.5,
    texts=ActivationTexts(
        plain="sin(z)",
        latex=r"\sin z",
        python="np.sin(z)",
        r="sin(z)",
        c="sin(z)",
        javascript="Math.sin(z)",
        onnx=(("sine", "Sin", "z"),),
    ),
    colour=Colour.PURPLE, marker="P",
)  # fmt: skip


def _heaviside(z: Array) -> Array:
    return np.where(z >= 0.0, 1.0, 0.0)


def _heaviside_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    return 1.0 if z >= 0.0 else 0.0, 0.0


HEAVISIDE = Activation(
    "heaviside", _heaviside, np.zeros_like, _heaviside_body,
    trainable=False, continuous=False,
    limits=(0.0, 1.0), settled=16.0, levels=(-1.0, 1.0),
    bounded=True, homogeneity=0, units_a_step=1,
    texts=ActivationTexts(
        plain="1 if z >= 0, else 0",
        latex=r"[z \geq 0]",
        python="np.where(z >= 0.0, 1.0, 0.0)",
        r="1 * (z >= 0)",
        c="z >= 0.0 ? 1.0 : 0.0",
        javascript="(z >= 0 ? 1 : 0)",
        onnx=(("reached", "GreaterOrEqual", "z", "zero"), ("step", "Cast", "reached")),
    ),
    colour=Colour.ORANGE, marker="X",
)  # fmt: skip


def _relu_squared(z: Array) -> Array:
    r = np.maximum(z, 0.0)
    return np.asarray(r * r)


def _relu_squared_derivative(z: Array) -> Array:
    return np.asarray(2.0 * np.maximum(z, 0.0))


def _relu_squared_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    r = max(z, 0.0)
    return r * r, 2.0 * r


RELU_SQUARED = Activation(
    "relu_squared", _relu_squared, _relu_squared_derivative, _relu_squared_body,
    limits=(0.0, None), homogeneity=2, units_a_step=3,
    slope_growth=1.0,
    texts=ActivationTexts(
        plain="max(0, z)^2",
        latex=r"\max(0, z)^2",
        python="np.maximum(z, 0.0) ** 2",
        r="pmax(z, 0)^2",
        c="z > 0.0 ? z * z : 0.0",
        javascript="Math.max(z, 0) ** 2",
        onnx=(("positive", "Relu", "z"), ("square", "Mul", "positive", "positive")),
    ),
    colour=Colour.SKY, marker="<",
)  # fmt: skip


def _relu_cubed(z: Array) -> Array:
    r = np.maximum(z, 0.0)
    return np.asarray(r * r * r)


def _relu_cubed_derivative(z: Array) -> Array:
    r = np.maximum(z, 0.0)
    return np.asarray(3.0 * r * r)


def _relu_cubed_body(z: float, exp: Scalar, logistic: Scalar) -> tuple[float, float]:
    r = max(z, 0.0)
    return r * r * r, 3.0 * r * r


RELU_CUBED = Activation(
    "relu_cubed", _relu_cubed, _relu_cubed_derivative, _relu_cubed_body,
    limits=(0.0, None), homogeneity=3, units_a_step=4,
    slope_growth=1.0,
    texts=ActivationTexts(
        plain="max(0, z)^3",
        latex=r"\max(0, z)^3",
        python="np.maximum(z, 0.0) ** 3",
        r="pmax(z, 0)^3",
        c="z > 0.0 ? z * z * z : 0.0",
        javascript="Math.max(z, 0) ** 3",
        onnx=(
            ("positive", "Relu", "z"),
            ("square", "Mul", "positive", "positive"),
            ("cube", "Mul", "square", "positive"),
        ),
    ),
    colour=Colour.INDIGO, marker=">",
)  # fmt: skip


BUILT_IN: tuple[Activation, ...] = (
    IDENTITY, LOGISTIC, TANH, RELU, SOFTPLUS, GAUSSIAN, SINE, HEAVISIDE, RELU_SQUARED, RELU_CUBED,
)  # fmt: skip
"""All of them, in the order of every list."""
