"""Training data, and the scaling that makes one learning rate fit all of them.

Trainers see inputs in [-1, 1] and outputs of mean 0 and standard deviation 1; the scaling is then
folded back into the network, exactly up to rounding, so that nobody downstream needs to know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array, as_columns, frozen
from uat.domains import Box
from uat.exceptions import SettingError, ShapeError
from uat.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Points and the target values there. Immutable.

    Parameters
    ----------
    x : shape (points, inputs), or (points,) for one input
    t : shape (points, outputs), or (points,) for one output

    Raises
    ------
    ShapeError
        If there is no point, or x and t disagree on how many.
    SettingError
        If a number is not finite; the message names the first such point.
    """

    x: Array
    t: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", frozen(as_columns(self.x, "x")))
        object.__setattr__(self, "t", frozen(as_columns(self.t, "t")))
        if len(self.x) != len(self.t) or not len(self.x):
            raise ShapeError(
                f"x has {len(self.x)} points and t has {len(self.t)}; give one t per x."
            )
        bad = ~(np.isfinite(self.x).all(axis=1) & np.isfinite(self.t).all(axis=1))
        if bad.any():
            first = int(np.argmax(bad))
            raise SettingError(
                f"point {first} is not finite: "
                f"x = {self.x[first].tolist()}, t = {self.t[first].tolist()}."
            )

    @property
    def points(self) -> int:
        """Number of points."""
        return len(self.x)


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """An affine change of units: x = x_centre + x_radius * u,  t = t_centre + t_radius * v.

    Parameters
    ----------
    x_centre, x_radius : shape (inputs,)
    t_centre, t_radius : shape (outputs,)
    """

    x_centre: Array
    x_radius: Array
    t_centre: Array
    t_radius: Array

    @classmethod
    def of(cls, dataset: Dataset, domain: Box) -> Scaling:
        """Return the scaling to inputs in [-1, 1] and outputs of mean 0 and deviation 1.

        A constant output keeps its unit.

        Raises
        ------
        ShapeError
            If the domain does not have the inputs of the data.
        """
        if domain.inputs != dataset.x.shape[1]:
            raise ShapeError(
                f"the data have {dataset.x.shape[1]} inputs, but the domain has {domain.inputs}."
            )
        deviation = np.std(dataset.t, axis=0)
        # Rounding may leave a constant a deviation of a last bit, which is no unit.
        varies = (dataset.t != dataset.t[0]).any(axis=0) & (deviation > 0.0)
        lower, upper = np.asarray(domain.lower), np.asarray(domain.upper)
        return cls(
            (lower + upper) / 2,
            (upper - lower) / 2,
            np.mean(dataset.t, axis=0),
            np.where(varies, deviation, 1.0),
        )

    def apply(self, dataset: Dataset) -> Dataset:
        """Return the dataset in scaled units."""
        return Dataset(
            (dataset.x - self.x_centre) / self.x_radius, (dataset.t - self.t_centre) / self.t_radius
        )

    def undo(self, network: Network) -> Network:
        """Return the network that does in the original units what `network` does in scaled ones.

        Raises
        ------
        SettingError
            If the output is not linear: no scaling folds into it.
        """
        if network.output_activation != "identity":
            raise SettingError("only a network with a linear output can be scaled back.")
        weights = network.hidden_weights / self.x_radius[:, np.newaxis]
        return replace(
            network,
            hidden_weights=weights,
            hidden_biases=network.hidden_biases - self.x_centre @ weights,
            output_weights=network.output_weights * self.t_radius,
            output_biases=network.output_biases * self.t_radius + self.t_centre,
        )
