"""What is guaranteed before any training: bounds on the error of a network of given width."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from uat.arrays import Array

SIGMOIDAL = ("logistic", "tanh", "heaviside")
"""Activations that rise from one constant to another: steep enough, a unit is a step."""


def step_guarantee(variation: float, widths: npt.ArrayLike) -> Array:
    """Return the sup error that n steep sigmoidal units come as close to as one likes.

        V / (2 (n + 1))

    Cut the domain where the variation passed reaches V/(n+1), 2V/(n+1), ...; on each of the n + 1
    pieces f strays at most V/(2(n+1)) from the middle of its range there, and one unit at each cut
    leads from one middle to the next. At a cut f is continuous, so it lies within V/(2(n+1)) of
    both middles, and of every value between them that the unit passes through; away from the
    cuts a steep unit is as flat as one likes. The bound therefore holds for networks with a
    sigmoidal activation (logistic, tanh, heaviside), up to any epsilon > 0.

    Parameters
    ----------
    variation : V(f), total variation of a continuous function on an interval, target units
    widths : shape (n,), numbers of hidden units

    Returns
    -------
    shape (n,), target units

    References
    ----------
    Cybenko (1989), Math. Control Signals Systems 2, 303-314, for steep units; the count of pieces
    is the classic bound for piecewise constants with free knots (DeVore 1998, Acta Numerica 7,
    section 3.2).
    """
    return np.asarray(variation / (2.0 * (np.asarray(widths, dtype=np.float64) + 1.0)))
