"""Slices of a loss: the plane in which a training moves most, and the loss all over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.core.network import Network
from uat.core.threads import one_thread
from uat.io.wording import short
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, median_record, of_width, with_epochs
from uat.sweeps.snapshots import Snapshots, snapshots_of

SLICE_WIDTHS = (4, 128)
"""Narrow and wide; the widest that is here takes the place of the second."""

_SNAPSHOTS = 120
_SIDE = 61
_MARGIN = 0.25  # beside the path, of its larger extent


@dataclass(frozen=True, slots=True, eq=False)
class LossSlice:
    """The loss over the plane through the end of a path, along its two principal directions.

    Parameters
    ----------
    width : hidden units
    path : shape (epochs, 2), the networks on the way, projected onto the plane; ends at (0, 0)
    share : of the path's squared distances to its end that lies in the plane, in [0, 1]
    sides : shape (side,), coordinates along either direction, in units of scaled parameters
    losses : shape (side, side), second direction by row; the best constant's loss is 1
    last : the loss at the end of the path
    """

    width: int
    path: Array
    share: float
    sides: tuple[Array, Array]
    losses: Array
    last: float


def slice_runs(records: Sequence[Record]) -> list[Record]:
    """Return the median run of the first trainer with epochs at a small and at a large width."""
    runs = with_epochs(records)
    own = by_trainer(runs, runs[0].spec.trainer)
    here = sorted({record.spec.width for record in own})
    small = max((w for w in here if w <= SLICE_WIDTHS[0]), default=here[0])
    large = max((w for w in here if w <= SLICE_WIDTHS[1]), default=here[-1])
    return [median_record(of_width(own, width)) for width in sorted({small, large})]


def loss_slice(record: Record) -> LossSlice:
    """Return the slice of the loss around the way of a run, which is trained again.

    Notes
    -----
    The two directions are the first right singular vectors of the parameters on the way less the
    last ones; the first entry of each that is largest is positive, so that they are unique.
    """
    way = snapshots_of(record.spec, _SNAPSHOTS)
    end = way.networks[-1]
    moved = np.array([network.to_vector() for network in way.networks]) - end.to_vector()
    _, sizes, directions = np.linalg.svd(moved, full_matrices=False)
    plane = directions[:2] * np.sign(
        np.take_along_axis(directions[:2], np.abs(directions[:2]).argmax(axis=1)[:, None], axis=1)
    )
    path = moved @ plane.T
    sides = _sides(path)
    with one_thread():
        losses = np.array([_losses(way, end, plane, sides[0], y) for y in sides[1]])
        last = _losses(way, end, plane, np.zeros(1), 0.0)[0]
    share = float(np.sum(sizes[:2] ** 2) / max(np.sum(sizes**2), np.finfo(float).tiny))
    return LossSlice(record.spec.width, path, share, sides, losses, float(last))


def _sides(path: Array) -> tuple[Array, Array]:
    """Return the points of both sides of a square around a path."""
    middle = (path.min(axis=0) + path.max(axis=0)) / 2.0
    half = (0.5 + _MARGIN) * max(float(np.ptp(path, axis=0).max()), 1e-9)
    x, y = (np.linspace(m - half, m + half, _SIDE) for m in middle)
    return x, y


def _losses(way: Snapshots, end: Network, plane: Array, x: Array, y: float) -> Array:
    """Return the loss along one row of the plane, shape of x."""
    row = end.to_vector() + x[:, np.newaxis] * plane[0] + y * plane[1]
    stack = Network.stack([end.with_vector(vector) for vector in row])
    return np.asarray(np.mean(np.square(stack(way.dataset.x) - way.dataset.t), axis=(1, 2)))


def way_in_words(slices: Sequence[LossSlice]) -> str:
    """Return how far each training went, where its loss ends, and what the plane holds of it."""
    return " ".join(
        f"At width {one.width} start and end are {short(float(np.hypot(*one.path[0])))} apart in "
        f"the plane, which holds {one.share:.0%} of the way, and training ends at a loss of "
        f"{short(one.last)}."
        for one in slices
    )
