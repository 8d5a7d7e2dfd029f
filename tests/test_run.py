"""A run trains what its spec says and measures what it found."""

import numpy as np
import pytest

from uat.core.network import Network
from uat.fits.defaults import default_points
from uat.fits.sampling import measure, scaled_data
from uat.sweeps.plan import DEFAULT_TRAINERS, plan
from uat.sweeps.run import run_batch
from uat.targets.catalogue import TARGETS, target_named
from uat.trainers import Adam, GradientDescent, draw_start

SHORT = GradientDescent(epochs=30, momentum=0.9)


def test_a_record_holds_the_error_of_its_network():
    record = run_batch(plan(["sine"], [3], [1], [SHORT]))[0]
    target = target_named("sine")
    x = np.linspace(-1.0, 1.0, 1001)
    largest = np.abs(record.network(x)[:, 0] - target(x)).max()
    assert record.max_error >= largest
    assert record.max_error == pytest.approx(largest, rel=1e-3)
    assert 0.0 < record.rmse < record.max_error
    assert record.loss_curve[0][0] == 0
    assert record.loss_curve[-1][0] == 30
    assert record.chosen["learning_rate"] > 0.0


def test_the_error_is_measured_where_the_residual_peaks():
    # A network that is the target but for one narrow unit far from the grids' points.
    target = target_named("line")
    spike = Network([[1e-3, 4000.0]], [0.0, -4000.0 * 0.12345], [[1e3], [1e-3]], [0.0], "tanh")
    largest, _ = measure(spike, target)
    x = np.linspace(0.12, 0.127, 200_001)
    assert largest >= np.abs(spike(x)[:, 0] - target(x)).max() * (1 - 1e-6)


def test_a_diverged_run_is_a_record():
    wild = GradientDescent(learning_rate=1e3, epochs=50, momentum=0.0)
    record = run_batch(plan(["sine"], [4], [0], [wild]))[0]
    assert record.stop_reason == "diverged"
    assert record.max_error is None
    assert record.rmse is None
    assert record.to_json()


def test_a_batch_is_its_runs():
    specs = plan(["line", "cone"], [2], [0, 1], [SHORT])
    assert run_batch(specs) == [run_batch([spec])[0] for spec in specs]


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_no_default_diverges_on_any_target_at_any_width(name):
    target = target_named(name)
    data, _ = scaled_data(target, default_points(SHORT, target.inputs), SHORT.grid)
    momentum = DEFAULT_TRAINERS[0].momentum
    trainers = [
        GradientDescent(epochs=250),
        GradientDescent(epochs=250, momentum=momentum),
        Adam(epochs=250),
    ]
    for width in (1, 2, 3, 4, 8, 32, 128):
        start = draw_start(target.inputs, width, 1, seed=width)
        for trainer in trainers:
            result = trainer.fit(data, start)
            assert result.stop_reason == "epochs_done"
            assert result.loss_history[-1] < max(1.2, result.loss_history[0])
