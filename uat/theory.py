"""What is guaranteed before any training: bounds on the error of a network of given width."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from uat.arrays import Array


def step_guarantee(variation: float, widths: npt.ArrayLike) -> Array:
    """Return the sup error that steep units at equal-variation points never exceed.

        V / (2 (n + 1))

    Cut the domain where the variation passed reaches V/(n+1), 2V/(n+1), ...; on each of the n + 1
    pieces f strays at most V/(2(n+1)) from the middle of its range there, and n steps lead from
    one middle to the next. Logistic units come as close to those steps as one likes.

    Parameters
    ----------
    variation : V(f), total variation of a continuous function on an interval, target units
    widths : shape (n,), numbers of hidden units

    Returns
    -------
    shape (n,), target units

    References
    ----------
    Cybenko (1989), Math. Control Signals Systems 2, 303-314, for the steep limit; the count of
    pieces is the classic bound for best approximation by n free jumps (DeVore 1998, Acta
    Numerica 7, section 3.2).
    """
    return np.asarray(variation / (2.0 * (np.asarray(widths, dtype=np.float64) + 1.0)))
