"""How a network came about: a run trained again, and its networks kept on the way.

A record keeps the last network only. Training is deterministic, so that a run can be followed
again whenever its way is to be shown; the last network of the way is that of the record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from uat.arrays import Array
from uat.core.datasets import Dataset, Scaling
from uat.core.network import Network
from uat.core.threads import one_thread
from uat.fits.sampling import scaled_data
from uat.sweeps.run import trainer_of
from uat.sweeps.spec import RunSpec
from uat.targets.lookup import target_of
from uat.trainers import draw_start


@dataclass(frozen=True, slots=True, eq=False)
class Snapshots:
    """The networks of one run after some of its epochs.

    Parameters
    ----------
    dataset : what the run is trained on, in scaled units
    scaling : that made it
    epochs : rising; fewer than were asked for if the run diverged
    networks : after these epochs, in scaled units
    """

    dataset: Dataset
    scaling: Scaling
    epochs: tuple[int, ...]
    networks: tuple[Network, ...]

    def outputs(self, x: Array) -> Array:
        """Return what each network makes of points in the target's own units.

        Parameters
        ----------
        x : shape (points, inputs)

        Returns
        -------
        shape (epochs, points), target units
        """
        return np.stack([self.scaling.undo(network)(x)[:, 0] for network in self.networks])


def snapshots_of(spec: RunSpec, count: int) -> Snapshots:
    """Return up to `count` networks of a run, evenly spread over log epochs, first and last too.

    Parameters
    ----------
    spec : of a trainer with epochs
    count : at least 2

    Notes
    -----
    Costs what the run cost.
    """
    trainer = cast(Any, trainer_of(spec))
    target = target_of(spec.target)
    epochs = np.unique(np.round(np.geomspace(1.0, trainer.epochs + 1.0, count)).astype(int) - 1)
    dataset, scaling = scaled_data(target, spec.points, trainer.grid)
    start = draw_start(target.inputs, spec.width, 1, spec.seed, spec.activation)
    following = replace(trainer, snapshots=tuple(int(epoch) for epoch in epochs))
    with one_thread():
        kept = following.fit(dataset, start, spec.seed).snapshots
    after = tuple(sorted(kept))
    return Snapshots(dataset, scaling, after, tuple(kept[epoch] for epoch in after))
