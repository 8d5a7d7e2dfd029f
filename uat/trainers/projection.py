"""What a near-best network is fitted to: the output layer eliminated, the hidden layer left.

`Problem` holds the data ready for linear algebra and says, for any hidden layer, how large the
least residual is and how it changes (`Problem.linearise`); the search over hidden layers is in
`uat.trainers.growth`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uat.arrays import Array
from uat.core.activations import Activation, activation_named
from uat.core.datasets import Dataset
from uat.core.interpreter import code_with, program_of
from uat.core.network import Network
from uat.targets.jumps import rise_between_neighbours
from uat.trainers import projection_kernel
from uat.trainers.damped import Linearisation, LocalMinimum, damped_least_squares, solve_triangle
from uat.trainers.elimination import LARGEST_FEATURE, Elimination, eliminate

# A bounded activation does all it does while z changes by a few; more than so much of it from one
# point to the next is too much, and beyond the tail nothing happens.
_MOST_A_GAP, _TAIL = 2.0, 8.0
# No step makes a unit more than e^2 times as steep; one without weight begins with so much.
_LONGEST_LOG_STEP, _LITTLE_WEIGHT = 2.0, 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """The coordinates in which a hidden layer moves: with one input (log |w|, centre), not (w, b).

    Units of very different steepness move alike in them, and a step that moves a unit does not
    tilt it, which makes valleys straighter. With more inputs they are (w, b).

    Parameters
    ----------
    signs : shape (width,), of the weights, which stay what they are; (0,) for (w, b)
    longest : shape (parameters,), the longest step. It is 0 where nothing is to gain: a homogeneous
        activation is as steep as its output weight makes it
    """

    signs: Array
    longest: Array

    @classmethod
    def at(cls, parameters: Array, inputs: int, activation: str) -> Chart:
        """Return the chart for the layers whose units face the way these do."""
        longest = np.full(parameters.size, np.inf)
        if inputs > 1:
            return cls(np.empty(0), longest)
        weights, _ = np.split(parameters, 2)
        fixed = activation_named(activation).homogeneity is not None
        longest[: weights.size] = 0.0 if fixed else _LONGEST_LOG_STEP
        return cls(np.where(weights < 0.0, -1.0, 1.0), longest)

    def coordinates(self, parameters: Array) -> Array:
        """Return the coordinates of a layer; a unit without weight gets a little."""
        if not self.signs.size:
            return parameters.copy()
        weights, biases = np.split(parameters, 2)
        weights = np.where(weights == 0.0, _LITTLE_WEIGHT, weights)
        return np.concatenate([np.log(np.abs(weights)), -biases / weights])

    def parameters(self, coordinates: Array) -> Array:
        """Return the layer of these coordinates, weights before biases."""
        if not self.signs.size:
            return coordinates
        steepness, centres = np.split(coordinates, 2)
        weights = self.signs * np.exp(steepness)
        return np.concatenate([weights, -weights * centres])

    def slopes(self, jacobian: Array, parameters: Array) -> Array:
        """Return the derivatives by the coordinates, from those by (w, b)."""
        if not self.signs.size:
            return jacobian
        weights, biases = np.split(parameters, 2)
        by_weight, by_bias = np.split(jacobian, 2, axis=1)
        by_steepness = (by_weight * weights + by_bias * biases) * (self.longest[: len(weights)] > 0)
        return np.concatenate([by_steepness.T, (by_bias * -weights).T]).T


PLAIN_CHART = Chart(np.empty(0), np.empty(0))
"""That of (w, b)."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is fitted, ready for linear algebra.

    `x`, `t` and `root_shares` are those of the fitted points; `everything` has all points.
    `half_jump` is the residual that no continuous network avoids.
    """

    x: Array
    t: Array
    root_shares: Array
    everything: Dataset
    half_jump: float
    activation: str

    @classmethod
    def of(cls, dataset: Dataset, activation: str) -> Problem:
        """Return the problem that a dataset in scaled units poses to networks of an activation."""
        fitted = dataset.fitted()
        root_shares = np.sqrt(fitted.shares)[:, np.newaxis]
        return cls(fitted.x, fitted.t, root_shares, dataset, _half_jump(dataset), activation)

    @property
    def phi(self) -> Activation:
        """The activation, with all that is known of it."""
        return activation_named(self.activation)

    def layer(self, parameters: Array) -> tuple[Array, Array]:
        """Return hidden_weights and hidden_biases from one vector."""
        inputs = self.x.shape[1]
        weights, biases = np.split(parameters, [parameters.size * inputs // (inputs + 1)])
        return weights.reshape(inputs, -1), biases

    def features(self, parameters: Array) -> tuple[Array, Array]:
        """Return the pre-activations and the hidden features of a hidden layer."""
        weights, biases = self.layer(parameters)
        z = self.x @ weights + biases
        return z, activation_named(self.activation)(z)

    def linearise(
        self, coordinates: Array, ridge: float, chart: Chart = PLAIN_CHART
    ) -> Linearisation:
        """Return the projected residual and Kaufman's Jacobian, outputs one below the other."""
        with np.errstate(over="ignore", invalid="ignore"):  # a step may lead far away
            parameters = chart.parameters(coordinates)
            z, features = self.features(parameters)
        if not np.abs(features).max() < LARGEST_FEATURE:
            return Linearisation(np.full(1, np.inf), lambda: np.zeros((1, parameters.size)))
        solved = eliminate(features, self.t, self.root_shares, ridge)
        return Linearisation(
            solved.residual.ravel(order="F"),
            lambda: chart.slopes(self._projected_slopes(z, solved), parameters),
        )

    def _projected_slopes(self, z: Array, solved: Elimination) -> Array:
        """Return (I - Q Q') [c_j phi' x, c_j phi'] for every output."""
        rows, outputs = len(solved.residual), self.t.shape[1]
        points, inputs = self.x.shape
        width = z.shape[1]
        slopes = activation_named(self.activation).derivative(z).T * self.root_shares[:, 0]
        basis = solved.basis().T
        # Column by column, as all that follows wants it: unit after unit, points last.
        columns = np.zeros((width * (inputs + 1), outputs, rows))
        for output in range(outputs):
            back = slopes * solved.coefficients[:-1, output, np.newaxis]
            by_input = np.concatenate([*(back * x for x in self.x.T), back])
            columns[:, output, :points] = by_input
            columns[:, output] -= (by_input @ basis[:, :points].T) @ basis
        return columns.reshape(len(columns), -1).T

    def descend(
        self, parameters: Array, ridge: float, steps: int, tolerance: float, patience: int = 3
    ) -> LocalMinimum:
        """Return the local least squares solution near a hidden layer.

        By compiled code where it has a way to the activation, else by what it compiles, which is
        slower.
        """
        chart = Chart.at(parameters, self.x.shape[1], self.activation)
        compiled = code_with(self.phi, program_of(self.phi)) is not None
        way = self._descend_compiled if compiled else self._descend_readably
        found = way(chart, chart.coordinates(parameters), ridge, steps, tolerance, patience)
        return replace(found, parameters=chart.parameters(found.parameters))

    def _descend_readably(
        self, chart: Chart, coordinates: Array, ridge: float, steps: int, tolerance: float,
        patience: int,
    ) -> LocalMinimum:  # fmt: skip
        return damped_least_squares(
            lambda q: self.linearise(q, ridge, chart), coordinates, steps=steps,
            tolerance=tolerance, patience=patience, bend=True, longest=chart.longest,
        )  # fmt: skip

    def _descend_compiled(
        self, chart: Chart, coordinates: Array, ridge: float, steps: int, tolerance: float,
        patience: int,
    ) -> LocalMinimum:  # fmt: skip
        width = chart.longest.size // (self.x.shape[1] + 1)
        program = program_of(self.phi)  # kept, as compiled code knows no more of it than its place
        task = projection_kernel.Task(
            np.array([code_with(self.phi, program)], dtype=np.int64), chart.signs,
            np.array(self.x.T, order="C"), self.root_shares[:, 0].copy(),
            self._wanted(width), ridge, chart.longest,
        )  # fmt: skip
        history, converged = projection_kernel.descend(
            task, coordinates, steps, tolerance, patience
        )
        return LocalMinimum(coordinates, history, converged)

    def _wanted(self, width: int) -> Array:
        """Return the weighted target values, and zeros: shape (outputs, points + width)."""
        return np.pad((self.t * self.root_shares).T, ((0, 0), (0, width)))

    def least_useful(self, parameters: Array, ridge: float) -> list[int]:
        """Return the units in the order of what the residual loses without them.

        Without unit j the sum of squares is larger by c_j^2 / |row j of R^-1|^2, R being the
        triangular factor of the features; outputs add up.
        """
        _, features = self.features(parameters)
        solved = eliminate(features, self.t, self.root_shares, ridge)
        size = features.shape[1] + 1
        inverse = solve_triangle(np.triu(solved.reflectors[:size]), np.eye(size))
        rises = np.sum(np.square(solved.coefficients), axis=1) / np.sum(np.square(inverse), axis=1)
        return [int(unit) for unit in np.argsort(rises[:-1], kind="stable")]

    def network(self, parameters: Array, ridge: float) -> Network:
        """Return the network with that hidden layer and the best output layer."""
        _, features = self.features(parameters)
        solved = eliminate(features, self.t, self.root_shares, ridge)
        weights, biases = self.layer(parameters)
        return Network(
            weights, biases, solved.coefficients[:-1], solved.coefficients[-1], self.activation
        )

    def unseen(self, network: Network) -> float:
        """Return by how much the network may err between the points, in scaled units.

        A unit that rises, or swings, by more than a little from one point to the next does so
        unseen; all of its output weight counts. Data without weights are all there is to fit.
        """
        if not network.phi.bounded or self.everything.weights is None:
            return 0.0
        with np.errstate(over="ignore"):  # a unit may have become as steep as that
            steepness = np.linalg.norm(network.hidden_weights, axis=0)
        reach = np.sum(np.abs(network.hidden_weights), axis=0) + _TAIL
        hidden = steepness * self._gaps(network) > _MOST_A_GAP
        rises_inside = np.abs(network.hidden_biases) < reach
        heights = np.max(np.abs(network.output_weights), axis=1)
        return float(np.sum(heights[hidden & rises_inside]))

    def _gaps(self, network: Network) -> Array:
        """Return the distance between neighbouring points at every unit's centre: (width,)."""
        x = self.everything.x
        if x.shape[1] > 1 or len(x) < 2:
            return np.full(network.width, 2.0 / len(x) ** (1.0 / x.shape[1]))
        weights = network.hidden_weights[0]
        centres = -network.hidden_biases / np.where(weights == 0.0, 1.0, weights)
        ordered = np.sort(x[:, 0])
        return np.diff(ordered)[np.clip(np.searchsorted(ordered, centres) - 1, 0, len(x) - 2)]

    @property
    def range(self) -> float:
        """The range of t over all points, of the output that has the largest."""
        return float(np.max(np.ptp(self.everything.t, axis=0)))

    @property
    def size(self) -> float:
        """The largest |t| of all points."""
        return float(np.max(np.abs(self.everything.t)))

    def mean(self, residual: Array) -> float:
        """Return the root mean square of a residual at all points, as the fitted ones weigh it."""
        return float(np.sqrt(np.sum(self.everything.shares @ np.square(residual))))

    def residual(self, network: Network) -> Array:
        """Return the residual at all points, shape (all points, outputs)."""
        return network(self.everything.x) - self.everything.t


def _half_jump(dataset: Dataset) -> float:
    """Return half the largest rise between two points that are as good as one; one input only."""
    if dataset.x.shape[1] > 1 or dataset.weights is None:
        return 0.0
    x, order = np.unique(dataset.x[:, 0], return_index=True)
    return rise_between_neighbours(x, dataset.t[order], dataset.one_place()) / 2.0
