"""Output layers of bounded 1-norm: tame networks, whose units do not cancel.

With the hidden layer fixed, the best output layer with |c|_1 <= X is a convex problem: a linear
program for the largest residual, least squares under a linear constraint for the mean square. Both
are written in c = p - q with p, q >= 0 and sum (p + q) <= X; at a solution no p_j and q_j are both
positive, or taking the lesser from both would gain, so that the sum is |c|_1. The least residual of
a hidden layer cannot rise with X.

Of one input, the hidden layer moves along in the same linear program, in coordinates
(log |w|, centre) and within a trust region.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import linalg, optimize

from uat.arrays import Array
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import poll
from uat.trainers.minimax import peaks_of

# So many points spread over all join the peaks, and what would become a peak in further rounds,
# until no point is this share above those that were looked at.
_POINTS, _EXCHANGES, _EXCEEDED, _MOST_NEW = 64, 6, 1e-3, 64
# How much heavier the bound counts than the points in least squares; what is left is scaled off.
_HEAVY = 1e4
# The trust region of (log |w|, centre): its first radius, and where the polish ends; a step that
# gains this share of its promise makes it larger, one that gains nothing smaller.
_RADIUS, _LEAST_RADIUS, _KEPT_WELL, _LARGER, _SMALLER = 0.1, 1e-3, 0.5, 2.0, 0.25
_WORTH = 2e-3


def within_norm(network: Network, bound: float) -> Network:
    """Return the network, its output weights scaled down where their 1-norm is above the bound.

    The norm of what is returned is at most the bound, to the last bit.
    """
    weights = network.output_weights
    while (norm := float(np.max(np.sum(np.abs(weights), axis=0)))) > bound:
        weights = weights * min(bound / norm, np.nextafter(1.0, 0.0))
    return (
        network if weights is network.output_weights else replace(network, output_weights=weights)
    )


def of_unit_slope(network: Network) -> Network:
    """Return the same function by units with |w| = 1, if their activation is homogeneous.

    phi(s z) = s^k phi(z), s > 0: without a convention the slope could move from c into w, and a
    bound of |c|_1 would bound nothing. Units that do not depend on x stay as they are.
    """
    degree = network.phi.homogeneity
    if degree is None:
        return network
    slopes = np.linalg.norm(network.hidden_weights, axis=0)
    slopes[slopes == 0.0] = 1.0
    return replace(
        network,
        hidden_weights=network.hidden_weights / slopes,
        hidden_biases=network.hidden_biases / slopes,
        output_weights=network.output_weights * slopes[:, np.newaxis] ** degree,
    )


def with_bounded_squares(network: Network, dataset: Dataset, bound: float) -> Network:
    """Return the network with the output layer of least mean square error and |c|_1 <= bound.

    Every output by itself; the hidden layer is kept.
    """
    fitted = dataset.fitted()
    features, shares = network.hidden_features(fitted.x), fitted.shares
    middle, level = shares @ features, shares @ fitted.t
    root = np.sqrt(shares)[:, np.newaxis]
    everything = np.concatenate([features - middle, fitted.t - level], axis=1) * root
    triangle = linalg.qr(everything, mode="r", check_finite=False)[0][: network.width + 1]
    columns, wanted = triangle[:, : network.width], triangle[:, network.width :]
    weights = np.stack([_bounded_squares(columns, b, bound) for b in wanted.T], axis=1)
    bounded = within_norm(replace(network, output_weights=weights), bound)
    return replace(bounded, output_biases=level - middle @ bounded.output_weights)


def _bounded_squares(columns: Array, wanted: Array, bound: float) -> Array:
    """Return c, |c|_1 <= bound but for little, for which |columns c - wanted| is least."""
    width = columns.shape[1]
    heavy = _HEAVY * max(1.0, float(np.linalg.norm(columns))) / bound
    design = np.concatenate([columns, -columns, np.zeros((len(columns), 1))], axis=1) * bound
    design = np.concatenate([design, np.full((1, 2 * width + 1), heavy * bound)])
    try:
        shares, _ = optimize.nnls(design, np.append(wanted, heavy * bound))
    except RuntimeError:  # too many rounds: rounding goes in circles
        return np.zeros(width)
    return np.asarray(bound * (shares[:width] - shares[width:-1]))


def with_bounded_outputs(network: Network, dataset: Dataset, bound: float) -> Network:
    """Return the network with the output layer of least largest error and |c|_1 <= bound.

    Every output by itself, over all points; the hidden layer is kept, and the network is one that
    keeps the bound.
    """
    features = network.hidden_features(dataset.x)
    weights, biases = network.output_weights.copy(), network.output_biases.copy()
    residual = features @ weights + biases - dataset.t
    for output in range(network.outputs):
        program = _Program(features, weights[:, output], bound, residual[:, output])
        change = program.best()
        weights[:, output] += change.outputs
        biases[output] += change.bias
    return within_norm(replace(network, output_weights=weights, output_biases=biases), bound)


def levelled_within(network: Network, dataset: Dataset, bound: float, rounds: int) -> Network:
    """Return the network with its largest residual lowered by moving the hidden layer, too.

    Parameters
    ----------
    network : of one input and one output, that keeps the bound
    dataset : its points in rising order
    rounds : most steps tried

    References
    ----------
    Madsen (1975), J. Inst. Maths Applics 16, 321-328, for linear programs in a trust region.
    """
    best, largest, radius = network, _largest(network, dataset), _RADIUS
    for _ in range(rounds):
        poll()
        moved, promised = _step(best, dataset, bound, radius)
        if not largest - promised > _WORTH * largest or radius < _LEAST_RADIUS:
            break
        moved = with_bounded_outputs(moved, dataset, bound)
        there = _largest(moved, dataset)
        gained = largest - there
        if gained > _KEPT_WELL * (largest - promised):
            radius *= _LARGER
        elif not gained > 0.0:
            radius *= _SMALLER
        if gained > 0.0:
            best, largest = moved, there
    return best


def _largest(network: Network, dataset: Dataset) -> float:
    return float(np.max(np.abs(network(dataset.x) - dataset.t)))


def _step(network: Network, dataset: Dataset, bound: float, radius: float) -> tuple[Network, float]:
    """Return the network that the linear program promises most of, and the error it promises."""
    c = network.output_weights[:, 0]
    z = network.pre_activations(dataset.x)
    features = network.phi(z)
    back = network.phi.derivative(z) * c
    steeper = radius if network.phi.homogeneity is None else 0.0
    program = _Program(
        features, c, bound, (features @ c + network.output_biases - dataset.t[:, 0]),
        np.concatenate([back * z, back], axis=1),
        np.repeat([steeper, radius], network.width),
    )  # fmt: skip
    change = program.best()
    log_steps, shifts = np.split(change.hidden, 2)
    grown = np.exp(log_steps)
    moved = replace(
        network,
        hidden_weights=network.hidden_weights * grown,
        hidden_biases=(network.hidden_biases + shifts) * grown,
        output_weights=network.output_weights + change.outputs[:, np.newaxis],
        output_biases=network.output_biases + change.bias,
    )
    return within_norm(moved, bound), change.largest


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """Changes of the hidden parameters, the output weights and the bias, and what they leave."""

    hidden: Array
    outputs: Array
    bias: float
    largest: float


class _Program:
    """The linear program: change what may be changed so that the largest |residual| is least.

    Parameters
    ----------
    features : shape (points, width)
    c : shape (width,), the output weights, |c|_1 <= bound
    residual : shape (points,)
    slopes, limits : shape (points, parameters) and (parameters,), how the hidden parameters change
        the residual, and by how much each may change

    Notes
    -----
    All is told in largest residuals, so that a solver's tolerances are shares of it.
    """

    def __init__(
        self, features: Array, c: Array, bound: float, residual: Array,
        slopes: Array | None = None, limits: Array | None = None,
    ) -> None:  # fmt: skip
        slopes = np.empty((len(features), 0)) if slopes is None else slopes
        limits = np.empty(0) if limits is None else limits
        self._sizes = [slopes.shape[1], len(c), len(c)]
        self._columns = np.concatenate(
            [slopes, features, -features, np.ones((len(features), 1))], axis=1
        )
        self._largest = float(np.max(np.abs(residual)))
        unit = self._largest or 1.0
        self._residual = residual / unit
        positive, negative = np.maximum(c, 0.0), np.maximum(-c, 0.0)
        least = np.concatenate([-limits, -positive, -negative]) / unit
        most = np.append(limits / unit, np.full(2 * len(c), np.inf))
        self._bounds = [*zip(least, most, strict=True), (None, None), (0.0, None)]
        self._room = max(bound - float(np.sum(np.abs(c))), 0.0) / unit

    def best(self) -> _Change:
        """Return the best change; none where nothing is gained.

        Peaks that it would raise join the points looked at, and it is sought again.
        """
        points = np.union1d(
            np.arange(0, len(self._residual), max(1, len(self._residual) // _POINTS)),
            peaks_of(np.abs(self._residual), 0.5),
        )
        best, least = np.zeros(self._columns.shape[1]), 1.0
        for _ in range(_EXCHANGES if self._largest else 0):
            solved = self._solved(points)
            if solved is None:
                break
            change, level = solved[:-1], float(solved[-1])
            predicted = np.abs(self._residual + self._columns @ change)
            if (highest := float(np.max(predicted))) < least:
                best, least = change, highest
            if highest <= (1.0 + _EXCEEDED) * level:
                break
            new = peaks_of(predicted, (1.0 + _EXCEEDED) * level)
            points = np.union1d(points, new[np.argsort(-predicted[new])[:_MOST_NEW]])
        hidden, positive, negative, bias = np.split(best * self._largest, np.cumsum(self._sizes))
        return _Change(hidden, positive - negative, float(bias[0]), least * self._largest)

    def _solved(self, points: npt.NDArray[np.intp]) -> Array | None:
        """Return the change that is best at those points, and the largest residual there."""
        columns, residual = self._columns[points], self._residual[points]
        error = np.full((len(points), 1), -1.0)
        rows = np.block([[columns, error], [-columns, error]])
        hidden, width, _ = self._sizes
        norm = np.repeat([0.0, 1.0, 0.0], [hidden, 2 * width, 2])
        result = optimize.linprog(
            np.append(np.zeros(columns.shape[1]), 1.0),
            np.concatenate([rows, norm[np.newaxis]]),
            np.concatenate([-residual, residual, [self._room]]),
            bounds=self._bounds, method="highs",
        )  # fmt: skip
        return np.asarray(result.x) if result.status == 0 else None
