"""The readable loop trains what the compiled one has no body for, and comes to the same."""

from dataclasses import replace

import numpy as np
import pytest

from uat.core import kernels
from uat.core.activations import ACTIVATIONS, register_activation
from uat.core.datasets import Dataset
from uat.core.network import BLOCKS
from uat.core.run_state import ADAM, DESCENT, NESTEROV
from uat.core.training import TrainingRun, UpdateRule
from uat.trainers import Adam, GradientDescent, StopReason

EPOCHS = 12
TRAINABLE = [name for name, row in ACTIVATIONS.items() if row.trainable]
RULES = [
    UpdateRule(DESCENT, (0.05, 0.0)),
    UpdateRule(DESCENT, (0.05, 0.6)),
    UpdateRule(ADAM, (0.01, 0.9, 0.999, 1e-8, 0.0, np.inf)),
    UpdateRule(ADAM, (0.05, 0.9, 0.999, 1e-8, 5.0, EPOCHS)),
    UpdateRule(NESTEROV, (0.02,), 2.5),
]
IDS = ["descent", "momentum", "adam", "adam scheduled", "nesterov"]
STEADY = RULES[:4]  # those that may move the layers in turn

CLOSE = {"rtol": 1e-11, "atol": 1e-12}

pytestmark = pytest.mark.usefixtures("own_activations")
all_rules = pytest.mark.parametrize("rule", RULES, ids=IDS)
both_orders = pytest.mark.parametrize("sequential", [False, True], ids=["together", "in turn"])


def twin_of(name):
    """Register an activation again under another name; the compiled loop has no body for it."""
    row = ACTIVATIONS[name]
    return register_activation(f"{name}_twin", row.function, row.derivative).name


def data(inputs, outputs, points, seed=7):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1.0, 1.0, size=(points, inputs)), rng.normal(size=(points, outputs))


def run_of(start, x, t, rule, *, trained=BLOCKS, sequential=False, epochs=EPOCHS, limit=np.inf):
    return TrainingRun(start, x, t, trained, 1.0 / t.size, rule, sequential, epochs, limit)


def both_ways(network_of, shape, points, rule, **options):
    """Return a run by the compiled loop and the same run by the readable one, trained."""
    activation = options.pop("activation", "logistic")
    output = options.pop("output_activation", "identity")
    x, t = data(shape[0], shape[2], points)
    runs = []
    for phi, psi in ((activation, output), (twin_of(activation), twin_of(output))):
        start = network_of(*shape, activation=phi, output_activation=psi)
        if activation.startswith("relu_cubed"):  # so steep that these steps would diverge
            start = start.with_vector(0.4 * start.to_vector())
        runs.append(run_of(start, x, t, rule, **options))
        runs[-1].advance(EPOCHS)
    assert [run.compiled for run in runs] == [True, False]
    return runs


def assert_same(compiled, readable):
    assert compiled.epoch == readable.epoch
    assert compiled.diverged == readable.diverged
    np.testing.assert_allclose(readable.history, compiled.history, **CLOSE)
    vectors = [run.network().to_vector() for run in (readable, compiled)]
    np.testing.assert_allclose(*vectors, **CLOSE)


class TestBothLoopsComeToTheSame:
    @all_rules
    @both_orders
    @pytest.mark.parametrize("activation", TRAINABLE)
    def test_for_every_activation(self, network_of, activation, rule, sequential):
        assert_same(
            *both_ways(
                network_of, (2, 5, 2), 20, rule, activation=activation, sequential=sequential
            )
        )

    @all_rules
    @pytest.mark.parametrize("activation", TRAINABLE)
    def test_for_every_output_activation(self, network_of, activation, rule):
        assert_same(*both_ways(network_of, (2, 4, 2), 20, rule, output_activation=activation))

    @all_rules
    @both_orders
    @pytest.mark.parametrize(
        "trained",
        [BLOCKS[:2], BLOCKS[2:], *((block,) for block in BLOCKS), (BLOCKS[0], BLOCKS[2])],
        ids="+".join,
    )
    def test_for_every_frozen_block(self, network_of, trained, rule, sequential):
        compiled, readable = both_ways(
            network_of, (2, 4, 2), 20, rule, trained=trained, sequential=sequential
        )
        assert_same(compiled, readable)
        start = network_of(2, 4, 2)
        for block in set(BLOCKS) - set(trained):
            assert np.array_equal(getattr(readable.network(), block), getattr(start, block))

    @all_rules
    @both_orders
    @pytest.mark.parametrize("points", [1, 7, 8, 255, 256, 257, 513])
    def test_for_any_number_of_blocks_of_points(self, network_of, points, rule, sequential):
        assert_same(*both_ways(network_of, (1, 4, 3), points, rule, sequential=sequential))

    def test_above_a_frozen_heaviside(self, network_of):
        assert_same(
            *both_ways(
                network_of, (2, 6, 1), 20, RULES[1], activation="heaviside", trained=BLOCKS[2:]
            )
        )


class TestTheReadableRun:
    def start(self, network_of, activation="logistic"):
        return network_of(2, 4, 2, activation=twin_of(activation))

    @all_rules
    def test_may_be_cut_into_calls(self, network_of, rule):
        x, t = data(2, 2, 30)
        whole, cut = (run_of(self.start(network_of), x, t, rule) for _ in range(2))
        whole.advance(EPOCHS)
        for stop in (1, 2, 7, 3, 7):
            cut.advance(stop)
        assert cut.epoch == 7
        cut.advance(EPOCHS + 5)
        assert cut.epoch == EPOCHS
        assert cut.history.tobytes() == whole.history.tobytes()
        assert cut.network() == whole.network()

    def test_knows_the_loss_before_every_step_and_after_the_last(self, network_of):
        x, t = data(2, 2, 30)
        run = run_of(self.start(network_of), x, t, RULES[1])
        run.advance(4)
        assert np.isfinite(run.history[:4]).all()
        assert np.isnan(run.history[4:]).all()
        run.advance(EPOCHS)
        residual = run.network()(x) - t
        assert run.history[-1] == pytest.approx(np.mean(residual**2), rel=1e-13)

    @both_orders
    @pytest.mark.parametrize("limit", [1e3, 1e10])
    def test_diverges_where_the_compiled_one_does(self, network_of, sequential, limit):
        rule = UpdateRule(DESCENT, (1e3, 0.0))
        compiled, readable = both_ways(
            network_of, (1, 4, 1), 30, rule, activation="relu", sequential=sequential, limit=limit,
        )  # fmt: skip
        assert compiled.diverged
        assert readable.diverged
        assert readable.epoch == compiled.epoch
        last = readable.epoch
        assert not readable.history[last] <= limit
        assert np.isnan(readable.history[last + 1 :]).all()
        x, t = data(1, 1, 30)
        assert np.mean((readable.network()(x) - t) ** 2) == pytest.approx(
            readable.history[last - 1], rel=1e-9
        )
        before = readable.network()
        readable.advance(EPOCHS)
        assert readable.network() == before


@pytest.mark.parametrize(
    "trainer",
    [
        GradientDescent(epochs=40, snapshots=(0, 3, 40)),
        GradientDescent(epochs=40, momentum=0.9, update="sequential", trained=BLOCKS[1:]),
        Adam(epochs=40, loss="half_sse", snapshots=(10,)),
    ],
    ids=lambda trainer: trainer.name,
)
def test_a_trainer_gives_the_same_result_either_way(network_of, trainer):
    x, t = data(1, 1, 300)
    compiled, readable = (
        trainer.fit(Dataset(x, t), network_of(1, 5, 1, activation=name))
        for name in ("tanh", twin_of("tanh"))
    )
    assert readable.stop_reason == compiled.stop_reason == StopReason.EPOCHS_DONE
    assert readable.chosen == pytest.approx(compiled.chosen)
    np.testing.assert_allclose(readable.loss_history, compiled.loss_history, **CLOSE)
    assert readable.snapshots.keys() == compiled.snapshots.keys()
    for epoch, network in readable.snapshots.items():
        vectors = network.to_vector(), compiled.snapshots[epoch].to_vector()
        np.testing.assert_allclose(*vectors, **CLOSE)


@pytest.mark.parametrize("name", ["tanh", "tanh_twin"])
@all_rules
def test_a_start_about_a_far_centre_is_trained_as_about_0(network_of, name, rule):
    twin_of("tanh")
    x, t = data(2, 1, 60)
    x, centre = np.round(256.0 * x) / 256.0, np.array([2.0**30, -3.0])
    near = network_of(2, 5, 1, activation=name)
    far = replace(near, input_centre=centre)
    runs = run_of(near, x, t, rule), run_of(far, x + centre, t, rule)
    for run in runs:
        run.advance(EPOCHS)
    assert np.array_equal(runs[1].history, runs[0].history)
    assert runs[1].network() == replace(runs[0].network(), input_centre=centre)


def test_what_has_no_code_cannot_be_trained_by_the_compiled_loop(network_of):
    assert kernels.code_of(ACTIVATIONS[twin_of("tanh")]) is None
    x, t = data(2, 2, 30)
    run = run_of(network_of(2, 4, 2), x, t, RULES[0])
    loop, problem, method, state = run._steps.func, *run._steps.args
    assert loop(problem, method._replace(activation=-1), state, 0, 3) == 0
    assert np.isnan(run.history[0])
