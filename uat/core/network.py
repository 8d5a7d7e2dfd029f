"""The one object of the project: a network with one hidden layer.

    y(x) = psi( sum_j  output_weights[j] * phi(hidden_weights[:, j] . x + hidden_biases[j])
                + output_biases )

phi is `activation`, psi is `output_activation`. A linear regression and a single neuron are this
object at width 1.

A `Network` may be a **stack**: every parameter block then carries one leading axis of the same
length, and every answer does too. Shapes below write that axis as `...`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns, frozen
from uat.core.activations import Activation, activation_named
from uat.exceptions import ModelFileError, ShapeError, UatError, UnknownNameError
from uat.io.json_files import JsonFile
from uat.io.notebook import facts_table

BLOCKS = ("hidden_weights", "hidden_biases", "output_weights", "output_biases")
"""The parameter blocks, in the order in which they are laid out in a flat vector."""
HIDDEN_BLOCKS, OUTPUT_BLOCKS = frozenset(BLOCKS[:2]), frozenset(BLOCKS[2:])
"""The blocks of the hidden layer."""

# Rows evaluated at once: the hidden features of a million need no more memory than these.
_BLOCK = 1 << 16
_FORMAT = "uat-network"
_FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Network(JsonFile):
    """A one-hidden-layer network, or a stack of them, in float64. Immutable.

    Parameters
    ----------
    hidden_weights : shape (..., inputs, width)
    hidden_biases : shape (..., width)
    output_weights : shape (..., width, outputs)
    output_biases : shape (..., outputs)
    activation : name of phi, the hidden units' activation
    output_activation : name of psi; "identity" leaves the output linear

    Raises
    ------
    ShapeError
        If the blocks disagree about inputs, width, outputs or the stack.
    UnknownNameError
        If an activation is unknown.
    """

    hidden_weights: Array
    hidden_biases: Array
    output_weights: Array
    output_biases: Array
    activation: str = "logistic"
    output_activation: str = "identity"

    def __post_init__(self) -> None:
        for block in BLOCKS:
            object.__setattr__(self, block, frozen(getattr(self, block)))
        for field in (
            "activation",
            "output_activation",
        ):  # an alias is stored as what it stands for
            object.__setattr__(self, field, activation_named(getattr(self, field)).name)
        self._check_shapes()

    def _check_shapes(self) -> None:
        if self.hidden_weights.ndim not in (2, 3) or self.output_weights.ndim not in (2, 3):
            raise ShapeError(
                "hidden_weights must have shape (inputs, width), output_weights (width, outputs), "
                f"with one more leading axis for a stack; got {self.hidden_weights.shape} "
                f"and {self.output_weights.shape}."
            )
        stack = self.hidden_weights.shape[:-2]
        expected = {
            "hidden_biases": (*stack, self.width),
            "output_weights": (*stack, self.width, self.outputs),
            "output_biases": (*stack, self.outputs),
        }
        for block, shape in expected.items():
            if getattr(self, block).shape != shape:
                raise ShapeError(
                    f"{block} has shape {getattr(self, block).shape}, but hidden_weights of shape "
                    f"{self.hidden_weights.shape} and output_weights of shape "
                    f"{self.output_weights.shape} ask for {shape}."
                )
        if 0 in (*self.hidden_weights.shape, *self.output_weights.shape):
            raise ShapeError("a network needs at least one input, one hidden unit and one output.")

    @property
    def inputs(self) -> int:
        """Number of input variables."""
        return int(self.hidden_weights.shape[-2])

    @property
    def width(self) -> int:
        """Number of hidden units."""
        return int(self.hidden_weights.shape[-1])

    @property
    def outputs(self) -> int:
        """Number of output variables."""
        return int(self.output_weights.shape[-1])

    @property
    def phi(self) -> Activation:
        """The activation of the hidden units, with all that is known of it."""
        return activation_named(self.activation)

    @property
    def psi(self) -> Activation:
        """The activation of the outputs, with all that is known of it."""
        return activation_named(self.output_activation)

    @property
    def linear_output(self) -> bool:
        """Whether psi is the identity, so that the output layer can be solved for."""
        return self.output_activation == "identity"

    @property
    def members(self) -> int | None:
        """Number of networks in the stack, or None for one network."""
        return self.hidden_weights.shape[0] if self.hidden_weights.ndim == 3 else None

    def __call__(self, x: npt.ArrayLike) -> Array:
        """Return the prediction at the points x.

        Parameters
        ----------
        x : shape (points, inputs), or (points,) if there is one input

        Returns
        -------
        shape (..., points, outputs)

        Raises
        ------
        ShapeError
            If x does not have as many columns as the network has inputs.

        Notes
        -----
        One network takes many points in blocks: beside what it returns, it needs no more memory
        for a million of them than for 65,536.
        """
        columns = as_columns(x, "x")
        if self.members is not None or len(columns) <= _BLOCK:
            return self._predicted(columns)
        y = np.empty((len(columns), self.outputs))
        for first in range(0, len(columns), _BLOCK):
            rows = slice(first, first + _BLOCK)
            y[rows] = self._predicted(columns[rows])
        return y

    def _predicted(self, columns: Array) -> Array:
        """Return the prediction at points of shape (points, inputs), evaluated all at once."""
        features = self.hidden_features(columns)
        z = features @ self.output_weights + self.output_biases[..., np.newaxis, :]
        return self.psi(z)

    def hidden_features(self, x: npt.ArrayLike) -> Array:
        """Return phi(w_j . x + b_j), one column per hidden unit: shape (..., points, width)."""
        return self.phi(self.pre_activations(x))

    def pre_activations(self, x: npt.ArrayLike) -> Array:
        """Return w_j . x + b_j, one column per hidden unit: shape (..., points, width)."""
        columns = as_columns(x, "x")
        if columns.shape[1] != self.inputs:
            raise ShapeError(
                f"x has {columns.shape[1]} columns, but the network has {self.inputs} inputs."
            )
        return columns @ self.hidden_weights + self.hidden_biases[..., np.newaxis, :]

    @property
    def coefficient_norm(self) -> float:
        """1-norm of the output weights, in target units: sum |c_j|, the largest of the outputs.

        Units that nearly cancel have large coefficients; then the network is computed to about
        `attainable_floor` only, however it was found. Of a stack, the largest.
        """
        return float(np.max(np.sum(np.abs(self.output_weights), axis=-2)))

    @property
    def attainable_floor(self) -> float:
        """Error that rounding alone may cause, in target units: eps * `coefficient_norm`."""
        return float(np.finfo(np.float64).eps) * self.coefficient_norm

    def __eq__(self, other: object) -> bool:
        """Two networks are equal if every number and both activations are."""
        if not isinstance(other, Network):
            return NotImplemented
        return (self.activation, self.output_activation) == (
            other.activation,
            other.output_activation,
        ) and all(np.array_equal(getattr(self, b), getattr(other, b)) for b in BLOCKS)

    def __repr__(self) -> str:
        words = ", ".join(f"{name}={value!r}" for name, value in self._shape().items())
        return f"Network({words})"

    def _repr_html_(self) -> str:
        """Return what the network is, as a notebook shows it."""
        shape = self._shape() | {"parameters": self.to_vector().shape[-1]}
        facts = ((name.replace("_", " "), value) for name, value in shape.items())
        return facts_table("Network" if self.members is None else "Stack of networks", facts)

    def _shape(self) -> dict[str, Any]:
        """Return what there is to know but the parameters."""
        stack = {} if self.members is None else {"members": self.members}
        names = ("inputs", "width", "outputs", "activation", "output_activation")
        return stack | {name: getattr(self, name) for name in names}

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a call, so that the arrays of the copy are read-only too."""
        blocks = tuple(getattr(self, block) for block in BLOCKS)
        return Network, (*blocks, self.activation, self.output_activation)

    def to_vector(self) -> Array:
        """Return all parameters, shape (..., parameters), in the order of `BLOCKS`."""
        stack = self.hidden_weights.shape[:-2]
        return np.concatenate([getattr(self, b).reshape(*stack, -1) for b in BLOCKS], axis=-1)

    def with_vector(self, vector: Array) -> Network:
        """Return the network of the same shape with other parameters, laid out as by `to_vector`.

        Raises
        ------
        ShapeError
            If the vector does not have the shape that `to_vector` returns.
        """
        if vector.shape != self.to_vector().shape:
            raise ShapeError(
                f"the parameter vector has shape {vector.shape}, not {self.to_vector().shape}."
            )
        shapes = [getattr(self, block).shape for block in BLOCKS]
        sizes = [math.prod(shape) // (self.members or 1) for shape in shapes]
        parts = np.split(vector, np.cumsum(sizes)[:-1], axis=-1)
        layout = zip(BLOCKS, parts, shapes, strict=True)
        blocks: dict[str, Any] = {block: part.reshape(shape) for block, part, shape in layout}
        return replace(self, **blocks)

    def member(self, index: int) -> Network:
        """Return one network of a stack.

        Raises
        ------
        ShapeError
            If this is not a stack.
        """
        if self.members is None:
            raise ShapeError("this is one network, not a stack: it has no members.")
        return replace(self, **{b: getattr(self, b)[index] for b in BLOCKS})

    @classmethod
    def stack(cls, networks: Sequence[Network]) -> Network:
        """Return the stack of `networks`, which must agree in shape and activations.

        Raises
        ------
        ShapeError
            If there is none, one of them is a stack, or they differ in shape or activations.
        """
        kinds = {
            (n.hidden_weights.shape, n.outputs, n.activation, n.output_activation) for n in networks
        }
        if len(kinds) != 1 or networks[0].members is not None:
            raise ShapeError("a stack takes one or more networks of one shape and one activation.")
        blocks: dict[str, Any] = {b: np.stack([getattr(n, b) for n in networks]) for b in BLOCKS}
        return replace(networks[0], **blocks)

    def to_dict(self) -> dict[str, Any]:
        """Return the network as plain JSON values; floats keep every bit.

        Raises
        ------
        ModelFileError
            If a parameter is not finite: JSON has no number for it.
        """
        if not np.isfinite(self.to_vector()).all():
            raise ModelFileError("a network with parameters that are not finite cannot be saved.")
        return {
            "format": _FORMAT,
            "version": _FORMAT_VERSION,
            "activation": self.activation,
            "output_activation": self.output_activation,
            **{block: getattr(self, block).tolist() for block in BLOCKS},
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Network:
        """Return the network that `to_dict` wrote.

        Raises
        ------
        ModelFileError
            If the values are not those of a network, of a later version of the format, or of an
            activation that is not known.
        """
        if not isinstance(values, Mapping) or values.get("format") != _FORMAT:
            raise ModelFileError(f"this is not a network: it does not say format {_FORMAT!r}.")
        if values.get("version") != _FORMAT_VERSION:
            raise ModelFileError(
                f"this network has format version {values.get('version')!r}; "
                f"this release reads version {_FORMAT_VERSION}."
            )
        try:
            network = cls(
                **{block: values[block] for block in BLOCKS},
                activation=values["activation"],
                output_activation=values["output_activation"],
            )
        except UnknownNameError as problem:
            raise ModelFileError(
                f"this network is damaged, or its activation is not known here: {problem} One of "
                "your own has to be registered before, by uat.register_activation."
            ) from problem
        except (KeyError, TypeError, ValueError, OverflowError, UatError) as problem:
            raise ModelFileError(f"this network is damaged: {problem}") from problem
        if not np.isfinite(network.to_vector()).all():
            raise ModelFileError("this network is damaged: a parameter is not finite.")
        return network
