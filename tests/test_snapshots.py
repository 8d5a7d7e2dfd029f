"""The way of a run is that of the run."""

import numpy as np
import pytest

from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.snapshots import snapshots_of
from uat.targets.catalogue import TARGETS
from uat.trainers import Adam, GradientDescent


@pytest.mark.parametrize("trainer", [GradientDescent(epochs=30), Adam(epochs=30)])
def test_the_last_network_is_that_of_the_record(trainer):
    (spec,) = plan(["runge"], [3], [1], [trainer])
    (record,) = run_batch([spec])
    way = snapshots_of(spec, 5)
    assert (way.epochs[0], way.epochs[-1], len(way.epochs)) == (0, 30, 5)
    assert way.scaling.undo(way.networks[-1]) == record.network
    x = np.linspace(-1.0, 1.0, 7)
    assert way.outputs(x)[-1].tolist() == record.network(x)[:, 0].tolist()


def test_outputs_are_in_the_units_of_the_target():
    (spec,) = plan(["runge"], [8], [0], [GradientDescent(epochs=500)])
    x = TARGETS["runge"].uniform_evaluation_grid()
    off = np.abs(snapshots_of(spec, 3).outputs(x) - TARGETS["runge"](x).ravel()).max(axis=1)
    assert off[-1] < 0.1 < off[0]
