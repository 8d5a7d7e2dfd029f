"""The least largest residual of a linear model, by an interior point method.

    minimise E  subject to  -E <= r + A u <= E  and  -bound <= u <= bound

With slacks s of all inequalities and multipliers z of theirs, Newton steps follow s z = mu down to
mu = 0; each solves one system of the size of u. Mehrotra's second thoughts: a step towards mu = 0
tells how much mu can fall, and how the products bend.

References
----------
Mehrotra (1992), SIAM J. Optim. 2, 575-601; Boyd & Vandenberghe (2004), Convex Optimization, 11.7.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg

from uat.arrays import Array

# Newton steps at most, the gap at which they end, and how far they go towards a bound.
_STEPS, _GAP, _INSIDE = 40, 1e-4, 0.98
_ABOVE = 1.1


def least_largest(columns: Array, residual: Array, bound: Array) -> Array:
    """Return u, |u| <= bound, for which max |residual + columns u| is least: shape (unknowns,).

    Parameters
    ----------
    columns : shape (rows, unknowns)
    residual : shape (rows,), not all 0
    bound : shape (unknowns,), positive

    Notes
    -----
    To 1e-4 of max |residual|; some 15 steps of O(rows * unknowns^2). Where rounding ends them
    early, what they came to: any u between the bounds is an answer, if not the best.
    """
    largest = float(np.max(np.abs(residual)))
    scaled, r = columns * bound / largest, residual / largest
    unknowns = scaled.shape[1]
    u, error = np.zeros(unknowns), _ABOVE
    multipliers = np.full(2 * (len(r) + unknowns), 1.0 / (2 * len(r)))
    for _ in range(_STEPS):
        moved = r + scaled @ u
        slacks = np.concatenate([error - moved, error + moved, 1.0 - u, 1.0 + u])
        gap = float(slacks @ multipliers)
        if gap < _GAP:
            break
        try:
            u, error, multipliers = _step(scaled, u, error, slacks, multipliers)
        except linalg.LinAlgError:
            break
    return np.asarray(u * bound)


def _step(
    scaled: Array, u: Array, error: float, slacks: Array, multipliers: Array
) -> tuple[Array, float, Array]:
    """Return u, E and the multipliers after a step; the slacks stay positive, and exact."""
    rows, unknowns = scaled.shape
    share = multipliers / slacks
    above, below = share[:rows], share[rows : 2 * rows]
    system = np.empty((unknowns + 1, unknowns + 1))
    system[:-1, :-1] = (scaled * (above + below)[:, np.newaxis]).T @ scaled
    system[np.arange(unknowns), np.arange(unknowns)] += (
        share[2 * rows : 2 * rows + unknowns] + share[2 * rows + unknowns :]
    )
    system[:-1, -1] = system[-1, :-1] = scaled.T @ (below - above)
    system[-1, -1] = np.sum(above + below)
    factor = linalg.cho_factor(system, check_finite=False)
    dual = _transposed(scaled, multipliers)
    dual[-1] += 1.0

    def newton(products: Array) -> tuple[Array, Array, Array]:
        """Return the steps of (u, E), the slacks and the multipliers for s z = products."""
        lifted = (slacks * multipliers - products) / slacks
        step = linalg.cho_solve(factor, _transposed(scaled, lifted) - dual, check_finite=False)
        along = _applied(scaled, step)
        return step, -along, share * along - lifted

    gap = float(slacks @ multipliers)
    _, first, second = newton(np.zeros_like(slacks))
    reach = min(_farthest(slacks, first), _farthest(multipliers, second))
    left = float((slacks + reach * first) @ (multipliers + reach * second)) / gap
    mu = left**3 * gap / len(slacks)
    step, slack_step, multiplier_step = newton(mu - first * second)
    along = _INSIDE * _farthest(slacks, slack_step)
    u, error = u + along * step[:-1], error + along * float(step[-1])
    across = _INSIDE * _farthest(multipliers, multiplier_step)
    return u, error, multipliers + across * multiplier_step


def _applied(scaled: Array, step: Array) -> Array:
    """Return G step, one row an inequality G (u, E) + s = h."""
    moved, u = scaled @ step[:-1], step[:-1]
    return np.concatenate([moved - step[-1], -moved - step[-1], u, -u])


def _transposed(scaled: Array, rows: Array) -> Array:
    """Return G' rows."""
    count, unknowns = scaled.shape
    above, below = rows[:count], rows[count : 2 * count]
    bounds = rows[2 * count : 2 * count + unknowns] - rows[2 * count + unknowns :]
    return np.append(scaled.T @ (above - below) + bounds, -np.sum(above + below))


def _farthest(values: Array, step: Array) -> float:
    """Return how much of a step, 1 at most, leaves the values positive."""
    falling = step < 0.0
    return min(1.0, float(np.min(-values[falling] / step[falling], initial=np.inf)))
