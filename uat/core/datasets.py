"""Training data, and the scaling that makes one learning rate fit all of them.

Trainers see inputs in [-1, 1] and outputs of mean 0 and standard deviation 1; the scaling is then
folded back into the network, exactly up to rounding, so that nobody downstream needs to know: the
radius into its weights, the centre into its centre.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, as_columns, as_numbers, frozen
from uat.checks import check_positive
from uat.core.domains import Box
from uat.core.magnitudes import binary_scale
from uat.core.network import Network
from uat.exceptions import SettingError, ShapeError
from uat.io.wording import one_line

# Points so many floats apart are one place.
_FLOATS = 6.0
# Counts are whole to so small a share: they were divided by their sum.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Points, the target values there, and how much each point counts. Immutable.

    Parameters
    ----------
    x : shape (points, inputs), or (points,) for one input
    t : shape (points, outputs), or (points,) for one output
    weights : shape (points,), the share of the whole each point stands for, at least 0; scaled to
        a sum of 1. None weighs all alike. A point of weight 0 is not fitted: a trainer looks at it
        when it chooses among the networks it found.
    total : how many points all of them stand for together, positive: of repeated rows that are
        given once, with the number of times as weight, the number of rows. None is the number of
        points
    grain : distance between neighbouring floats of the inputs as they were before they were scaled,
        units of x: where that is much, points that are nearly as close are next to each other

    Raises
    ------
    ShapeError
        If there is no point, or x, t and weights disagree on how many.
    SettingError
        If a number is not finite, the message names the first such point; or if a weight is
        negative or all are 0.
    """

    x: Array
    t: Array
    weights: Array | None = None
    grain: float = 0.0
    total: float | None = None

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
        if self.weights is not None:
            object.__setattr__(self, "weights", _shares(self.weights, self.points))
        if self.total is not None:
            check_positive(self.total, "total")

    @property
    def points(self) -> int:
        """Number of points."""
        return len(self.x)

    @property
    def shares(self) -> Array:
        """The weights, or equal ones if there are none: shape (points,), of sum 1."""
        return np.full(self.points, 1.0 / self.points) if self.weights is None else self.weights

    @property
    def counts(self) -> Array:
        """How many points each point stands for: shape (points,), of sum `total`."""
        total = self.points if self.total is None else self.total
        if self.weights is None:
            return np.full(self.points, total / self.points)
        return self.weights * total

    def __repr__(self) -> str:
        weighted = None if self.weights is None else True
        inputs, outputs = self.x.shape[1], self.t.shape[1]
        return one_line(
            "Dataset", points=self.points, inputs=inputs, outputs=outputs, weighted=weighted
        )

    def fitted(self) -> Dataset:
        """Return the points that are fitted, those of positive weight."""
        if self.weights is None or self.weights.all():
            return self
        kept = self.weights > 0.0
        return replace(self, x=self.x[kept], t=self.t[kept], weights=self.weights[kept])

    def rows(self, numbers: npt.NDArray[np.intp]) -> Dataset:
        """Return the points of these numbers, each with its weight, standing for what they did."""
        counts = None if self.weights is None else self.counts[numbers]
        total = None if counts is None else float(counts.sum())
        return Dataset(self.x[numbers], self.t[numbers], counts, self.grain, total)

    def distinct(self) -> Dataset:
        """Return every different point of positive weight once, for as many as it stands for.

        A weight of 2 and a point given twice are the same there, to the last bit and in the same
        order; points that all differ and count once are left as they are.
        """
        fitted = self.fitted()
        columns = np.hstack([fitted.x, fitted.t])
        order = np.lexsort(columns.T[::-1])
        first = np.concatenate([[True], (np.diff(columns[order], axis=0) != 0.0).any(axis=1)])
        # Counts that were whole before they were divided by their sum are whole again.
        counts = np.add.reduceat(fitted.counts[order], np.flatnonzero(first))
        whole = np.rint(counts)
        counts = np.where(np.abs(counts - whole) <= _ROUNDING * counts, whole, counts)
        if len(counts) == fitted.points and (counts == 1.0).all():
            return Dataset(fitted.x, fitted.t, grain=self.grain)
        x, t = fitted.x[order][first], fitted.t[order][first]
        return Dataset(x, t, counts, self.grain, float(counts.sum()))

    def repeated(self) -> Dataset:
        """Return the dataset without weights, each point as often as it stands for.

        Raises
        ------
        SettingError
            If a point stands for a number of points that is not whole.
        """
        if self.weights is None:
            return self
        counts, whole = self.counts, np.rint(self.counts)
        if (np.abs(counts - whole) > _ROUNDING * counts).any():
            raise SettingError(
                "a trainer that weighs all rows alike takes whole numbers as weights, each row so "
                "often: for others take bayesian_regularization or levenberg_marquardt.",
                "weights",
            )
        numbers = np.repeat(np.arange(self.points), whole.astype(int))
        return Dataset(self.x[numbers], self.t[numbers], grain=self.grain)

    def one_place(self, share: float = 1e-9) -> float:
        """Return the distance within which two points of one input are one place.

        That share of the range of x, or six floats where these are farther apart: the steps by
        which domains are looked at are of two (`uat.core.domains.least_step`), one to either side
        of a place that is itself told to a float or two.
        """
        return max(share * float(np.ptp(self.x)), _FLOATS * self.grain)


def _shares(weights: npt.ArrayLike, points: int) -> Array:
    """Return the weights scaled to a sum of 1, checked."""
    shares = as_numbers(weights)
    if shares.shape != (points,):
        raise ShapeError(f"{points} points need weights of shape ({points},), not {shares.shape}.")
    if not (np.isfinite(shares).all() and (shares >= 0.0).all() and shares.any()):
        raise SettingError("weights must be finite and not negative, and one must be positive.")
    return frozen(shares / shares.sum())


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
        return cls._between(dataset, np.asarray(domain.lower), np.asarray(domain.upper))

    @classmethod
    def of_data(cls, dataset: Dataset) -> Scaling:
        """Return the scaling `of` the box that the points fill: each input from least to largest.

        A constant input keeps its unit and becomes 0, as a constant output does.
        """
        return cls._between(dataset, dataset.x.min(axis=0), dataset.x.max(axis=0))

    @classmethod
    def _between(cls, dataset: Dataset, lower: Array, upper: Array) -> Scaling:
        # Rounding may leave a constant a deviation of a last bit, which is no unit.
        constant = (dataset.t == dataset.t[0]).all(axis=0)
        mean = np.where(constant, dataset.t[0], dataset.shares @ dataset.t)
        scale = binary_scale(dataset.t - mean, axis=0)
        deviation = scale * np.sqrt(dataset.shares @ np.square((dataset.t - mean) / scale))
        radius = (upper - lower) / 2
        return cls(
            np.where(radius > 0.0, (lower + upper) / 2, lower),
            np.where(radius > 0.0, radius, 1.0),
            mean,
            np.where(deviation > 0.0, deviation, 1.0),
        )

    def __repr__(self) -> str:
        return one_line("Scaling", inputs=len(self.x_radius), outputs=len(self.t_radius))

    def apply(self, dataset: Dataset) -> Dataset:
        """Return the dataset in scaled units."""
        farthest = np.max(np.abs(dataset.x), axis=0)
        return Dataset(
            (dataset.x - self.x_centre) / self.x_radius,
            (dataset.t - self.t_centre) / self.t_radius,
            dataset.weights,
            float(np.max(np.spacing(farthest) / self.x_radius)),
            dataset.total,
        )

    def undo(self, network: Network) -> Network:
        """Return the network that does in the original units what `network` does in scaled ones.

        A parameter beyond the range of floats is infinite there.

        Raises
        ------
        SettingError
            If the output is not linear: no scaling folds into it.
        """
        if not network.linear_output:
            raise SettingError("only a network with a linear output can be scaled back.")
        with np.errstate(over="ignore", invalid="ignore"):
            return replace(
                network,
                hidden_weights=network.hidden_weights / self.x_radius[:, np.newaxis],
                input_centre=self.x_centre + self.x_radius * network.input_centre,
                output_weights=network.output_weights * self.t_radius,
                output_biases=network.output_biases * self.t_radius + self.t_centre,
            )
