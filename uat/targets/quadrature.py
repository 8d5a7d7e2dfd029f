"""Where a function is sampled so that a weighted sum of squares is its integral.

Composite Gauss-Legendre rules. In one dimension the panels follow the function: a panel that a
polynomial does not follow is halved, so that nodes gather geometrically at kinks and jumps,
announced or not. A uniform grid would leave room there for a network to go astray between nodes.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Sequence

import numpy as np

from uat.arrays import Array
from uat.core.domains import Box, least_step
from uat.core.magnitudes import binary_scale

NODES_A_PANEL = 6
# A panel is looked at a little beyond its ends, in half-lengths, so that a kink at an end is seen.
_LOOK = np.array([-1.25, -0.97, -0.6, -0.1, 0.4, 0.8, 0.99, 1.25])
# A panel is not halved below this share of the domain, nor where it holds hardly more floats than
# nodes, nor once it follows the function to this share of the function's range.
_SHORTEST, _FLOATS = 1e-10, 4.0 * NODES_A_PANEL
_FOLLOWED = 1e-9


def integration_rule(
    function: Callable[[Array], Array], domain: Box, points: int, breaks: Sequence[float] = ()
) -> tuple[Array, Array]:
    """Return about `points` nodes in the domain and the share of it that each stands for.

    Parameters
    ----------
    function : takes points of shape (n, inputs), returns shape (n,); one input only: what the
        panels follow
    domain : what is sampled
    points : wanted number of nodes
    breaks : inputs at which a panel has to end, one input only

    Returns
    -------
    nodes : shape (n, inputs), strictly inside the domain
    weights : shape (n,), positive, of sum 1

    References
    ----------
    Davis & Rabinowitz (1984), Methods of Numerical Integration, section 6.2, for halving the
    panel that is worst.
    """
    if domain.inputs > 1:
        return _tensor_rule(domain, max(2, round(points ** (1.0 / domain.inputs))))
    low, high = domain.lower[0], domain.upper[0]
    count = max(1, points // NODES_A_PANEL)
    edges = _first_edges(low, high, breaks, max(1, count // 4))
    edges = _halved(lambda x: function(x[:, np.newaxis]), edges, count)
    nodes, weights = np.polynomial.legendre.leggauss(NODES_A_PANEL)
    half = np.diff(edges)[:, np.newaxis] / 2.0
    middle = (edges[:-1] + edges[1:])[:, np.newaxis] / 2.0
    return (middle + half * nodes).reshape(-1, 1), (half * weights).ravel() / (high - low)


def _tensor_rule(domain: Box, points: int) -> tuple[Array, Array]:
    """Return the product of the Gauss-Legendre rules of `points` nodes along each input."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    middle = (np.asarray(domain.upper) + np.asarray(domain.lower)) / 2.0
    mesh = np.meshgrid(*[nodes] * domain.inputs, indexing="ij")
    shares = np.meshgrid(*[weights / 2.0] * domain.inputs, indexing="ij")
    x = np.stack([axis.ravel() for axis in mesh], axis=-1)
    return middle + x * np.asarray(domain.lengths) / 2.0, np.prod(shares, axis=0).ravel()


def _first_edges(low: float, high: float, breaks: Sequence[float], count: int) -> Array:
    """Return the ends of about `count` panels of about equal length that end at the breaks."""
    ends = np.unique([low, *(b for b in breaks if low < b < high), high])
    pieces = [
        np.linspace(a, b, 1 + max(1, round(count * (b - a) / (high - low))))
        for a, b in itertools.pairwise(ends)
    ]
    return np.unique(np.concatenate(pieces))


def _halved(function: Callable[[Array], Array], edges: Array, count: int) -> Array:
    """Return the edges after halving the worst panel until there are `count` panels.

    The worst panel adds most to the integral of the squared deviation from its polynomial; when
    all follow the function, it is the longest.
    """
    low, high = float(edges[0]), float(edges[-1])
    judge = _PanelJudge(function, low, high)
    shortest = max(_SHORTEST * (high - low), _FLOATS / 2.0 * least_step(low, high))
    queue = [(judge(a, b), a, b) for a, b in itertools.pairwise(edges)]
    heapq.heapify(queue)
    kept: list[float] = [high]
    while queue and len(queue) + len(kept) - 1 < count:
        _, a, b = heapq.heappop(queue)
        if b - a <= shortest:
            kept.append(a)
            continue
        middle = (a + b) / 2.0
        for left, right in ((a, middle), (middle, b)):
            heapq.heappush(queue, (judge(left, right), left, right))
    return np.sort(np.array([*kept, *(a for _, a, _ in queue)]))


class _PanelJudge:
    """How badly a panel needs halving: the smaller, the worse, as a heap wants it."""

    def __init__(self, function: Callable[[Array], Array], low: float, high: float) -> None:
        nodes = np.polynomial.legendre.leggauss(NODES_A_PANEL)[0]
        basis = np.polynomial.legendre.legvander
        degree = NODES_A_PANEL - 1
        self._predict = basis(_LOOK, degree) @ np.linalg.inv(basis(nodes, degree))
        self._where = np.concatenate([nodes, _LOOK])
        self._function, self._low, self._high = function, low, high
        self._range = float(np.ptp(function(np.linspace(low, high, 257))))
        # Powers of two, so that needs are compared as without them.
        self._height, self._length = binary_scale(self._range), binary_scale(high - low)

    def __call__(self, a: float, b: float) -> tuple[bool, float]:
        """Return whether the panel follows the function, and minus its need."""
        x = (a + b) / 2.0 + (b - a) / 2.0 * self._where
        inside = (x >= self._low) & (x <= self._high)
        values = self._function(np.clip(x, self._low, self._high))
        wrong = np.abs(values[NODES_A_PANEL:] - self._predict @ values[:NODES_A_PANEL])
        error = float(np.max(wrong * inside[NODES_A_PANEL:]))
        if error <= _FOLLOWED * self._range:
            return True, a - b
        error = float(error / self._height)
        return False, -error * error * float((b - a) / self._length)
