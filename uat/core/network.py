"""The one object of the project: a network with one hidden layer.

    y(x) = psi( sum_j  output_weights[j] * phi(hidden_weights[:, j] . (x - input_centre)
                                               + hidden_biases[j])  +  output_biases )

phi is `activation`, psi is `output_activation`. A linear regression and a single neuron are this
object at width 1.

The centre is no parameter: it moves with no training and could be folded into the biases, were it
not for rounding. On a domain that is short beside its distance from 0, w . x and b would be huge
and nearly cancel; x - centre is exact there, or nearly, and b is of the size of w . (x - centre).

A `Network` may be a **stack**: every parameter block then carries one leading axis of the same
length, and every answer does too. Shapes below write that axis as `...`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns, as_numbers, frozen
from uat.core.activations import Activation, activation_named
from uat.exceptions import ModelFileError, ShapeError, UatError, UnknownNameError
from uat.io.json_files import JsonFile
from uat.io.notebook import facts_table

BLOCKS = ("hidden_weights", "hidden_biases", "output_weights", "output_biases")
"""The parameter blocks, in the order in which they are laid out in a flat vector."""
HIDDEN_BLOCKS, OUTPUT_BLOCKS = frozenset(BLOCKS[:2]), frozenset(BLOCKS[2:])
"""The blocks of the hidden layer."""
ARRAYS = (*BLOCKS, "input_centre")
"""All that is made of numbers: the parameters, and the centre, which no training moves."""

# Rows, and hidden features, evaluated at once: a million rows need no more memory than these.
_BLOCK, _MOST_FEATURES = 1 << 16, 1 << 22
_EPS = float(np.finfo(np.float64).eps)
_FORMAT = "uat-network"
_FORMAT_VERSION = 2
# Files of the first version say no centre: it was 0.
_WITHOUT_CENTRE = 1


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
    input_centre : shape (..., inputs), the point about which the hidden layer is written; one for
        all members of a stack may be given as shape (inputs,), and is 0 if none is

    Raises
    ------
    ShapeError
        If the blocks or the centre disagree about inputs, width, outputs or the stack.
    UnknownNameError
        If an activation is unknown.
    """

    hidden_weights: Array
    hidden_biases: Array
    output_weights: Array
    output_biases: Array
    activation: str = "logistic"
    output_activation: str = "identity"
    input_centre: Array = field(default_factory=lambda: np.zeros(()))

    def __post_init__(self) -> None:
        for block in BLOCKS:
            object.__setattr__(self, block, frozen(getattr(self, block)))
        for role in ("activation", "output_activation"):  # an alias stands for a name
            object.__setattr__(self, role, activation_named(getattr(self, role)).name)
        self._check_shapes()
        object.__setattr__(self, "input_centre", self._checked_centre())

    def _checked_centre(self) -> Array:
        """Return the centre, one for each member of a stack."""
        given, stack = as_numbers(self.input_centre), self.hidden_weights.shape[:-2]
        if given.shape not in ((), (self.inputs,), (*stack, self.inputs)):
            raise ShapeError(
                f"input_centre has shape {given.shape}, but the network has {self.inputs} inputs."
            )
        return frozen(np.broadcast_to(given, (*stack, self.inputs)))

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
    def finite(self) -> bool:
        """Whether every parameter is finite, and the centre."""
        return all(np.isfinite(getattr(self, name)).all() for name in ARRAYS)

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
        for a million of them than for 65,536, and of more than 64 units for accordingly fewer.
        """
        columns = as_columns(x, "x")
        most = min(_BLOCK, max(1, _MOST_FEATURES // self.width))
        if self.members is not None or len(columns) <= most:
            return self._predicted(columns)
        y = np.empty((len(columns), self.outputs))
        for first in range(0, len(columns), most):
            rows = slice(first, first + most)
            y[rows] = self._predicted(columns[rows])
        return y

    def _predicted(self, columns: Array) -> Array:
        """Return the prediction at points of shape (points, inputs), evaluated all at once."""
        features = self.hidden_features(columns)
        with np.errstate(all="ignore"):  # units may overflow; the values tell
            z = features @ self.output_weights + self.output_biases[..., np.newaxis, :]
        return self.psi(z)

    def hidden_features(self, x: npt.ArrayLike) -> Array:
        """Return phi(z_j), one column per hidden unit: shape (..., points, width)."""
        return self.phi(self.pre_activations(x))

    def pre_activations(self, x: npt.ArrayLike) -> Array:
        """Return z_j = w_j . (x - centre) + b_j, a column per unit: shape (..., points, width)."""
        return self.centred(x) @ self.hidden_weights + self.hidden_biases[..., np.newaxis, :]

    def centred(self, x: npt.ArrayLike) -> Array:
        """Return x - centre: shape (..., points, inputs), or (points, inputs) if it is 0."""
        columns = as_columns(x, "x")
        if columns.shape[1] != self.inputs:
            raise ShapeError(
                f"x has {columns.shape[1]} columns, but the network has {self.inputs} inputs."
            )
        if not self.input_centre.any():
            return columns
        return np.asarray(columns - self.input_centre[..., np.newaxis, :])

    def unit_centres(self) -> Array:
        """Return where the units' arguments are 0: shape (..., width), of one input only.

        There a unit's step, kink or bump stands; not finite where its weight is 0.

        Raises
        ------
        ShapeError
            If there is more than one input.
        """
        if self.inputs > 1:
            raise ShapeError(f"units of {self.inputs} inputs have no one centre.")
        with np.errstate(all="ignore"):
            return np.asarray(
                self.input_centre - self.hidden_biases / self.hidden_weights[..., 0, :]
            )

    @property
    def coefficient_norm(self) -> float:
        """1-norm of the output weights, in target units: sum |c_j|, the largest of the outputs.

        Units that nearly cancel have large coefficients; then the network is computed to about
        `attainable_floor` only, and where it is steep to `rounding_error`, however it was found.
        Of a stack, the largest.
        """
        return float(np.max(np.sum(np.abs(self.output_weights), axis=-2)))

    @property
    def attainable_floor(self) -> float:
        """Error that rounding the sum alone may cause, in target units: eps * (|c|_1 + |d|).

        That is for units of size 1, wherever the network is evaluated; `rounding_error` tells it at
        given points, and knows how steep the units are there.
        """
        terms = np.sum(np.abs(self.output_weights), axis=-2) + np.abs(self.output_biases)
        return _EPS * float(np.max(terms))

    def rounding_error(self, x: npt.ArrayLike) -> Array:
        """Return how far rounding may take the prediction at x, target units.

        Parameters
        ----------
        x : shape (points, inputs), or (points,) if there is one input

        Returns
        -------
        shape (..., points, outputs); where units overflow, infinite or nan

        Notes
        -----
        To first order in eps: with  s_j = |w_j| . |x - m| + |b_j|,  the size of what is summed up
        to z_j = w_j . (x - m) + b_j,

            |error|  <=  eps ( 2 sum_j |c_j| (|phi(z_j)| + |phi'(z_j)| s_j)  +  |d| ).

        phi' s eps is what the rounding of z does, and phi eps that of phi itself and of the product
        with c. Each of the few roundings on the way to a term errs by at most eps / 2; the 2 leaves
        room for them, and for the sum, whose roundings have either sign. That a unit without
        derivative may step a rounding earlier or later is not counted, nor is underflow.

        References
        ----------
        Higham (2002), Accuracy and Stability of Numerical Algorithms, chapter 3; Higham & Mary
        (2019), SIAM J. Sci. Comput. 41, A2815-A2835, on the sum.
        """
        near = self.centred(x)
        with np.errstate(all="ignore"):
            z = self.pre_activations(x)
            summed = np.abs(near) @ np.abs(self.hidden_weights)
            summed += np.abs(self.hidden_biases)[..., np.newaxis, :]
            units = np.abs(self.phi(z)) + np.abs(self.phi.derivative(z)) * summed
            terms = 2.0 * units @ np.abs(self.output_weights)
            terms += np.abs(self.output_biases)[..., np.newaxis, :]
            if self.linear_output:
                return np.asarray(_EPS * terms)
            total = self.phi(z) @ self.output_weights + self.output_biases[..., np.newaxis, :]
            slope = np.abs(self.psi.derivative(total))
            return np.asarray(_EPS * (slope * terms + 2.0 * np.abs(self.psi(total))))

    def __eq__(self, other: object) -> bool:
        """Two networks are equal if every number and both activations are."""
        if not isinstance(other, Network):
            return NotImplemented
        return (self.activation, self.output_activation) == (
            other.activation,
            other.output_activation,
        ) and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in ARRAYS)

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
        return Network, (*blocks, self.activation, self.output_activation, self.input_centre)

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
        blocks = {name: getattr(self, name) for name in BLOCKS}
        sizes = [block.size // (self.members or 1) for block in blocks.values()]
        expected = (*self.hidden_weights.shape[:-2], sum(sizes))
        if vector.shape != expected:
            raise ShapeError(f"the parameter vector has shape {vector.shape}, not {expected}.")
        values = frozen(vector)
        ends = list(itertools.accumulate(sizes))
        parts: dict[str, Any] = {
            name: values[..., end - size : end].reshape(block.shape)
            for (name, block), size, end in zip(blocks.items(), sizes, ends, strict=True)
        }
        return replace(self, **parts) if self.members is not None else self._with_checked(parts)

    def _with_checked(self, parts: Mapping[str, Array]) -> Network:
        """Return it with other blocks: read-only, contiguous and of the same shapes.

        A descent makes a network every step, and all the checks were most of a small one's time.
        """
        other = object.__new__(type(self))
        for one in fields(self):
            value = parts[one.name] if one.name in parts else getattr(self, one.name)
            object.__setattr__(other, one.name, value)
        return other

    def member(self, index: int) -> Network:
        """Return one network of a stack.

        Raises
        ------
        ShapeError
            If this is not a stack.
        """
        if self.members is None:
            raise ShapeError("this is one network, not a stack: it has no members.")
        return replace(self, **{name: getattr(self, name)[index] for name in ARRAYS})

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
        stacked: dict[str, Any] = {a: np.stack([getattr(n, a) for n in networks]) for a in ARRAYS}
        return replace(networks[0], **stacked)

    def to_dict(self) -> dict[str, Any]:
        """Return the network as plain JSON values; floats keep every bit.

        Raises
        ------
        ModelFileError
            If a parameter is not finite: JSON has no number for it.
        """
        if not self.finite:
            raise ModelFileError("a network with parameters that are not finite cannot be saved.")
        return {
            "format": _FORMAT,
            "version": _FORMAT_VERSION,
            "activation": self.activation,
            "output_activation": self.output_activation,
            **{name: getattr(self, name).tolist() for name in ARRAYS},
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Network:
        """Return the network that `to_dict` wrote, in this release or an earlier one.

        Raises
        ------
        ModelFileError
            If the values are not those of a network, of a later version of the format, or of an
            activation that is not known.
        """
        if not isinstance(values, Mapping) or values.get("format") != _FORMAT:
            raise ModelFileError(f"this is not a network: it does not say format {_FORMAT!r}.")
        version = values.get("version")
        if version not in (_WITHOUT_CENTRE, _FORMAT_VERSION):
            raise ModelFileError(
                f"this network has format version {version!r}; "
                f"this release reads versions up to {_FORMAT_VERSION}."
            )
        numbers = BLOCKS if version == _WITHOUT_CENTRE else ARRAYS
        try:
            network = cls(
                **{name: values[name] for name in (*numbers, "activation", "output_activation")}
            )
        except UnknownNameError as problem:
            raise ModelFileError(
                f"this network is damaged, or its activation is not known here: {problem} One of "
                "your own has to be registered before, by uat.register_activation."
            ) from problem
        except (KeyError, TypeError, ValueError, OverflowError, UatError) as problem:
            raise ModelFileError(f"this network is damaged: {problem}") from problem
        if not network.finite:
            raise ModelFileError("this network is damaged: a parameter is not finite.")
        return network
