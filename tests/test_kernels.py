"""The compiled loops against the readable definition in `uat.core.backprop`."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from uat.core import backprop, kernels
from uat.core.activations import ACTIVATIONS
from uat.core.activations.activation import EXP_MAX, EXP_MIN
from uat.core.network import BLOCKS
from uat.core.run_state import ADAM, DESCENT, NESTEROV
from uat.core.training import TrainingRun, UpdateRule

TRAINABLE = sorted(name for name, activation in ACTIVATIONS.items() if activation.trainable)
HIDDEN, OUTPUT = BLOCKS[:2], BLOCKS[2:]
EPOCHS = 12
RATE, MOMENTUM = 0.05, 0.6
PLAIN = UpdateRule(DESCENT, (RATE, MOMENTUM))
ADAM_RULE = UpdateRule(ADAM, (0.01, 0.9, 0.999, 1e-8, 0.0, np.inf))
REST_RULE = UpdateRule(NESTEROV, (0.3,))
RESTFUL_TOO, RESTFUL_IDS = (PLAIN, ADAM_RULE, REST_RULE), ("descent", "adam", "nesterov")
CLOSE = {"rtol": 1e-12, "atol": 1e-13}

both_orders = pytest.mark.parametrize(
    "sequential", [False, True], ids=["simultaneous", "sequential"]
)
both_rules = pytest.mark.parametrize("rule", [PLAIN, ADAM_RULE], ids=["descent", "adam"])
all_rules = pytest.mark.parametrize("rule", RESTFUL_TOO, ids=RESTFUL_IDS)


def data(inputs=1, outputs=1, points=20, seed=7):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1.0, 1.0, size=(points, inputs)), rng.normal(size=(points, outputs))


def training_run(
    start,
    x,
    t,
    *,
    trained=BLOCKS,
    loss="mse",
    rule=PLAIN,
    sequential=False,
    epochs=EPOCHS,
    limit=np.inf,
):
    scale = backprop.loss_named(loss).scale(t.size)
    return TrainingRun(start, x, t, trained, scale, rule, sequential, epochs, limit)


def trained_to_the_end(start, x, t, **options):
    run = training_run(start, x, t, **options)
    run.advance(len(run.history) - 1)
    return run.network(), run.history


class Momentum:
    """v <- momentum v - rate g; the parameters move by v."""

    def __init__(self):
        self.velocity = {}

    def step(self, network, gradient):
        for block, slope in gradient.items():
            self.velocity[block] = MOMENTUM * self.velocity.get(block, 0.0) - RATE * slope
        return moved(network, {block: self.velocity[block] for block in gradient})


class PublishedAdam:
    """Algorithm 1 of Kingma & Ba (2015), ICLR, in its own letters."""

    def __init__(self, alpha=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.alpha, self.beta1, self.beta2, self.epsilon = alpha, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, {}

    def step(self, network, gradient):
        moves = {}
        for block, g in gradient.items():
            t = self.t[block] = self.t.get(block, 0) + 1
            m = self.m[block] = self.beta1 * self.m.get(block, 0.0) + (1 - self.beta1) * g
            v = self.v[block] = self.beta2 * self.v.get(block, 0.0) + (1 - self.beta2) * g**2
            m_hat, v_hat = m / (1 - self.beta1**t), v / (1 - self.beta2**t)
            moves[block] = -self.alpha * m_hat / (np.sqrt(v_hat) + self.epsilon)
        return moved(network, moves)


def moved(network, moves):
    blocks = {block: getattr(network, block) + moves.get(block, 0.0) for block in BLOCKS}
    return type(network)(
        **blocks, activation=network.activation, output_activation=network.output_activation
    )


def reference(
    start, x, t, *, trained=BLOCKS, loss="mse", sequential=False, epochs=EPOCHS, rule=Momentum
):
    """Return the network and the loss history of the plain loop over `uat.core.backprop`."""
    network, history, update = start, [], rule()
    chosen = backprop.loss_named(loss)
    for _ in range(epochs):
        value, gradient = backprop.value_and_gradient(network, x, t, loss, trained)
        history.append(float(value))
        if sequential:
            passed = backprop.forward(network, x)
            delta = backprop.output_delta(passed, t, chosen)
            gradient = backprop.output_gradient(passed, delta)
            network = update.step(network, {b: gradient[b] for b in OUTPUT if b in trained})
            # the old delta goes back through the weights that have moved
            gradient = backprop.hidden_gradient(passed, delta, network.output_weights, x)
            gradient = {b: gradient[b] for b in HIDDEN if b in trained}
        network = update.step(network, gradient)
    history.append(float(backprop.value_and_gradient(network, x, t, loss, trained)[0]))
    return network, history


def assert_equal_training(start, x, t, *, rule=PLAIN, reference_rule=Momentum, **options):
    network, history = trained_to_the_end(start, x, t, rule=rule, **options)
    expected_network, expected_history = reference(start, x, t, rule=reference_rule, **options)
    assert expected_network != start
    np.testing.assert_allclose(network.to_vector(), expected_network.to_vector(), **CLOSE)
    np.testing.assert_allclose(history, expected_history, **CLOSE)


@numba.njit
def _exp_of(z, out):
    for i in range(z.size):
        out[i] = kernels._exp(z[i])


@numba.njit
def _logistic_of(z, out):
    for i in range(z.size):
        out[i] = kernels._logistic(z[i])


@numba.njit
def _activate(code, z, slope):
    kernels._activate(code, 0.0, 1.0, z.copy(), z, slope)


needs_longdouble = pytest.mark.skipif(
    np.finfo(np.longdouble).nmant <= 52, reason="this machine's longdouble is no longer than double"
)


@needs_longdouble
class TestExp:
    def ulps(self, z):
        values = np.empty_like(z)
        _exp_of(z, values)
        exact = np.exp(z.astype(np.longdouble))
        return np.max(np.abs(values - exact) / np.spacing(exact.astype(np.float64)))

    def test_is_right_to_two_ulp_over_its_whole_range(self):
        assert self.ulps(np.linspace(-708.0, 709.0, 1_000_003)) <= 2.0

    def test_is_right_to_two_ulp_where_its_two_parts_meet(self):
        # Halfway between multiples of ln 2 the reduced argument is largest and changes sign.
        halves = (np.arange(-1020, 1022) + 0.5) * math.log(2.0)
        near = halves[:, np.newaxis] + np.linspace(-1e-9, 1e-9, 101)
        assert self.ulps(near.ravel()) <= 2.0

    def test_is_right_to_two_ulp_near_zero(self):
        small = np.logspace(-300.0, 0.0, 10_000)
        assert self.ulps(np.concatenate([-small, small])) <= 2.0

    def test_is_exact_at_zero(self):
        values = np.empty(2)
        _exp_of(np.array([0.0, -0.0]), values)
        assert values.tolist() == [1.0, 1.0]


@needs_longdouble
class TestLogistic:
    def relative_errors(self, z):
        values = np.empty_like(z)
        _logistic_of(z, values)
        wide = z.astype(np.longdouble)
        # of two equal forms the one that cancels nothing
        exact = np.where(z < 0.0, np.exp(wide) / (1.0 + np.exp(wide)), 1.0 / (1.0 + np.exp(-wide)))
        return np.abs(values / exact - 1.0) / np.finfo(float).eps

    def test_is_that_of_an_argument_rounded_once(self):
        z = np.linspace(EXP_MIN, EXP_MAX, 1_000_003)
        # half an ulp of z moves it by |z| / 2, in units of eps; both constants are rounded
        assert np.all(self.relative_errors(z) <= 3.0 + np.abs(np.minimum(z, 0.0)))

    def test_is_right_to_three_ulp_near_zero(self):
        small = np.logspace(-300.0, 0.0, 10_000)
        assert np.max(self.relative_errors(np.concatenate([-small, small]))) <= 3.0

    def test_its_two_sides_add_up_to_one(self):
        z = np.linspace(0.0, 40.0, 100_003)
        right, left = np.empty_like(z), np.empty_like(z)
        _logistic_of(z, right)
        _logistic_of(-z, left)
        np.testing.assert_allclose(right + left, 1.0, rtol=0.0, atol=3e-16)

    def test_is_exact_at_zero(self):
        values = np.empty(2)
        _logistic_of(np.array([0.0, -0.0]), values)
        assert values.tolist() == [0.5, 0.5]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["logistic", "tanh", "gaussian", "softplus"])
def test_what_is_not_a_number_stays_none_however_far_it_is_clamped(name):
    value = np.full(16, np.nan)
    _activate(kernels.code_of(ACTIVATIONS[name]), value, np.empty_like(value))
    assert np.all(np.isnan(value))


def test_few_points_take_the_exp_of_the_c_library_as_r_does():
    z = np.random.default_rng(0).uniform(-30.0, 30.0, size=(200, kernels.FEW_POINTS - 1))
    for row in z:
        expected = [1.0 / (1.0 + math.exp(-value)) for value in row.tolist()]
        _activate(kernels.code_of(ACTIVATIONS["logistic"]), row, np.empty_like(row))
        assert row.tolist() == expected


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_every_activation_has_its_own_branch(name):
    activation = ACTIVATIONS[name]
    z = np.concatenate([np.linspace(-8.0, 8.0, 4001), np.linspace(-800.0, 800.0, 101)])
    value, slope = z.copy(), np.empty_like(z)
    _activate(kernels.code_of(activation), value, slope)
    np.testing.assert_allclose(value, activation(z), rtol=1e-14, atol=5e-16)
    np.testing.assert_allclose(slope, activation.derivative(z), rtol=1e-14, atol=1e-15)


class TestDescentEqualsBackprop:
    @both_orders
    @pytest.mark.parametrize("activation", TRAINABLE)
    @pytest.mark.parametrize("inputs", [1, 2])
    @pytest.mark.parametrize("outputs", [1, 2])
    @pytest.mark.parametrize(
        "trained",
        [
            BLOCKS,
            HIDDEN,
            OUTPUT,
            *((block,) for block in BLOCKS),
            ("hidden_weights", "output_weights"),
        ],
        ids=lambda trained: "+".join(trained) if len(trained) < 4 else "all",
    )
    def test_for_every_shape_and_frozen_block(
        self, network_of, activation, inputs, outputs, trained, sequential
    ):
        start = network_of(inputs, 5, outputs, activation=activation)
        if activation == "relu_cubed":  # so steep that this learning rate would diverge
            start = moved(start, {block: -0.6 * getattr(start, block) for block in HIDDEN})
        x, t = data(inputs, outputs)
        assert_equal_training(start, x, t, trained=trained, sequential=sequential)

    @both_orders
    @pytest.mark.parametrize("output_activation", TRAINABLE)
    def test_for_every_output_activation(self, network_of, output_activation, sequential):
        start = network_of(2, 4, 2, output_activation=output_activation)
        x, t = data(2, 2)
        assert_equal_training(start, x, t, sequential=sequential)

    @both_orders
    @pytest.mark.parametrize("loss", sorted(backprop.LOSSES))
    def test_for_every_loss(self, network_of, loss, sequential):
        start = network_of(1, 4, 2, activation="tanh")
        x, t = data(1, 2, points=5)
        assert_equal_training(start, x, t, loss=loss, sequential=sequential)

    @both_orders
    @pytest.mark.parametrize("points", [1, 255, 256, 257, 300, 512, 513])
    def test_for_any_number_of_blocks_of_points(self, network_of, points, sequential):
        start = network_of(2, 4, 2)
        x, t = data(2, 2, points=points)
        assert_equal_training(start, x, t, sequential=sequential)

    @both_orders
    @pytest.mark.parametrize("width", [1, 2, 33])
    def test_for_any_width(self, network_of, width, sequential):
        x, t = data(3, 1)
        assert_equal_training(network_of(3, width, 1), x, t, sequential=sequential)

    def test_above_a_frozen_heaviside(self, network_of):
        start = network_of(2, 6, 1, activation="heaviside")
        x, t = data(2, 1)
        assert_equal_training(start, x, t, trained=OUTPUT)

    def test_the_two_orders_are_not_the_same(self, network_of):
        x, t = data()
        together, _ = trained_to_the_end(network_of(), x, t, sequential=False)
        in_turn, _ = trained_to_the_end(network_of(), x, t, sequential=True)
        assert np.max(np.abs(together.to_vector() - in_turn.to_vector())) > 1e-6


class TestAdamEqualsThePublishedAlgorithm:
    @both_orders
    @pytest.mark.parametrize("activation", ["logistic", "tanh", "relu"])
    @pytest.mark.parametrize(
        "trained", [BLOCKS, ("hidden_weights", "output_biases")], ids=["all", "two"]
    )
    def test_on_full_batches(self, network_of, activation, trained, sequential):
        start = network_of(2, 4, 2, activation=activation)
        x, t = data(2, 2, points=300)
        assert_equal_training(
            start, x, t, trained=trained, sequential=sequential, epochs=40,
            rule=ADAM_RULE, reference_rule=PublishedAdam,
        )  # fmt: skip

    def test_its_first_step_has_the_length_of_the_learning_rate(self, network_of):
        x, t = data()
        network, _ = trained_to_the_end(network_of(), x, t, rule=ADAM_RULE, epochs=1)
        steps = np.abs(network.to_vector() - network_of().to_vector())
        assert steps == pytest.approx(np.full(steps.shape, 0.01), rel=1e-4)


class PublishedNesterov:
    """Nesterov's momentum with restarts by the gradient, in two sequences of points.

    x_{k+1} = y_k - rate g(y_k),   y_{k+1} = x_{k+1} + (k + 1) / (k + 4) (x_{k+1} - x_k)
    (O'Donoghue & Candes 2015, with the momentum of Su, Boyd & Candes 2016, JMLR 17), but after a
    restart the next step is taken from x, not from y.
    """

    def __init__(self, start, x, t, rate):
        self.y = self.x = self.start = start.to_vector()
        self.at, self.rate, self.k, self.data = start.with_vector, rate, 0, (x, t)
        self.rests, self.halvings, self.loss = [], 0, np.inf

    def gradient(self):
        loss, blocks = backprop.value_and_gradient(self.at(self.y), *self.data)
        return float(loss), np.concatenate([blocks[block].ravel() for block in BLOCKS])

    def epoch(self):
        loss, g = self.gradient()
        if loss > (self.loss if self.k == 0 else 2.0 * self.loss):
            self.y, self.k, self.loss, self.rate = self.rests[-1], 0, np.inf, self.rate / 2.0
            self.halvings += 1
            return loss
        if self.k == 0:
            self.rests.append(self.y)
            self.loss = loss
            self.x = self.y
        elif g @ (self.x - self.before) > 0.0:
            self.y, self.k = self.x, 0
            return loss
        self.before, self.x = self.x, self.y - self.rate * g
        self.k += 1
        self.y = self.x + self.k / (self.k + 3.0) * (self.x - self.before)
        return loss


@pytest.mark.parametrize(("rate", "halves"), [(0.3, False), (20.0, True)])
def test_nesterov_is_the_published_scheme_with_rests(network_of, rate, halves):
    start, (x, t) = network_of(1, 4, 1), data(points=30)
    published = PublishedNesterov(start, x, t, rate)
    expected = [published.epoch() for _ in range(60)]
    network, history = trained_to_the_end(
        start, x, t, rule=UpdateRule(NESTEROV, (rate,)), epochs=60
    )
    np.testing.assert_allclose(history[:60], expected, rtol=1e-9)
    np.testing.assert_allclose(network.to_vector(), published.y, rtol=1e-8)
    assert len(published.rests) > 1
    assert bool(published.halvings) is halves


@pytest.mark.parametrize("rule", RESTFUL_TOO, ids=RESTFUL_IDS)
def test_centred_units_are_those_of_a_network_written_with_them(network_of, rule):
    """Training phi - m with bias d' is training phi with d = d' - sum m c, exactly."""
    start, (x, t) = network_of(1, 4, 2), data(outputs=2)
    means = np.array([0.7, -0.2, 0.4, 1.1])
    network, history = trained_to_the_end(start, x, t, rule=rule._replace(means=means), epochs=6)

    def centred(parameters):
        """Return the network of phi whose values are those of phi - m with these parameters."""
        vector = parameters.copy()
        vector[-2:] -= means @ vector[8:16].reshape(4, 2)
        return start.with_vector(vector)

    parameters, losses = start.to_vector(), []
    parameters[-2:] += means @ parameters[8:16].reshape(4, 2)
    mover = {DESCENT: Momentum, ADAM: PublishedAdam, NESTEROV: None}[rule.code]
    if mover is None:
        published = PublishedNesterov(start, x, t, rule.settings[0])
        published.y, published.at = parameters, centred
        plain = published.gradient

        def gradient():
            loss, g = plain()
            g[8:16] -= np.outer(means, g[-2:]).ravel()
            return loss, g

        published.gradient = gradient
        losses = [published.epoch() for _ in range(6)]
        parameters = published.y
    else:
        update = mover()
        for _ in range(6):
            loss, blocks = backprop.value_and_gradient(centred(parameters), x, t)
            losses.append(float(loss))
            blocks["output_weights"] = blocks["output_weights"] - np.outer(
                means, blocks["output_biases"]
            )
            parameters = update.step(start.with_vector(parameters), blocks).to_vector()
    np.testing.assert_allclose(history[:6], losses, rtol=1e-10)
    np.testing.assert_allclose(network.to_vector(), centred(parameters).to_vector(), rtol=1e-9)


@pytest.mark.parametrize("rule", RESTFUL_TOO[::2], ids=RESTFUL_IDS[::2])
def test_a_hidden_rate_is_a_longer_step_of_the_hidden_layer(network_of, rule):
    start, (x, t) = network_of(1, 4, 1), data()
    even, uneven = (
        trained_to_the_end(start, x, t, rule=rule._replace(hidden_rate=r), epochs=1)[0].to_vector()
        for r in (1.0, 3.0)
    )
    before = start.to_vector()
    np.testing.assert_allclose(uneven[:8] - before[:8], 3.0 * (even - before)[:8], rtol=1e-9)
    np.testing.assert_array_equal(uneven[8:], even[8:])


def test_adam_warms_up_and_decays_to_nothing(network_of):
    start, (x, t) = network_of(1, 4, 1), data()
    steady = UpdateRule(ADAM, (0.01, 0.0, 0.0, 1e-300, 0.0, np.inf))
    scheduled = UpdateRule(ADAM, (0.01, 0.0, 0.0, 1e-300, 4.0, 8.0))
    # without memory every step of Adam is as long as the rate, up or down
    for rule, rates in (
        (steady, np.full(8, 0.01)),
        (scheduled, 0.01 * np.minimum(1.0, np.arange(1, 9) / 4.0) * (1.0 - np.arange(8) / 8.0)),
    ):
        run = training_run(start, x, t, rule=rule, epochs=8)
        before = start.to_vector()
        for epoch, rate in enumerate(rates, 1):
            run.advance(epoch)
            after = run.network().to_vector()
            np.testing.assert_allclose(np.abs(after - before), rate, rtol=1e-9)
            before = after


@all_rules
@both_orders
@pytest.mark.parametrize("trained", [BLOCKS[i:] + BLOCKS[:i] for i in range(4)], ids=lambda t: t[0])
def test_frozen_parameters_keep_every_bit(network_of, rule, sequential, trained):
    moving, frozen = trained[:1], trained[1:]
    start = network_of(2, 4, 2)
    vector = start.to_vector()
    vector[::3] = -0.0  # a zero has a sign bit too
    start = start.with_vector(vector)
    x, t = data(2, 2)
    network, _ = trained_to_the_end(start, x, t, trained=moving, rule=rule, sequential=sequential)
    for block in frozen:
        assert getattr(network, block).tobytes() == getattr(start, block).tobytes()
    for block in moving:
        assert np.all(getattr(network, block) != getattr(start, block))


@both_rules
@both_orders
@pytest.mark.parametrize("stops", [[1, 2, 3], [0, 5, 5, 11], [12, 12]])
def test_cutting_a_run_into_calls_changes_no_bit(network_of, rule, sequential, stops):
    x, t = data(2, 2, points=300)
    options = {"rule": rule, "sequential": sequential, "epochs": EPOCHS}
    whole, cut = (training_run(network_of(2, 4, 2), x, t, **options) for _ in range(2))
    whole.advance(EPOCHS)
    for stop in stops:
        cut.advance(stop)
        assert cut.epoch == stop
    cut.advance(EPOCHS)
    assert cut.network().to_vector().tobytes() == whole.network().to_vector().tobytes()
    assert cut.history.tobytes() == whole.history.tobytes()


@pytest.mark.parametrize("rate", [0.3, 20.0])
def test_cutting_a_run_with_rests_into_calls_changes_no_bit(network_of, rate):
    x, t = data(2, 2, points=300)
    rule = UpdateRule(NESTEROV, (rate,), 2.0, np.array([0.5, 0.4, 0.6, 0.5]))
    whole, cut = (training_run(network_of(2, 4, 2), x, t, rule=rule, epochs=80) for _ in range(2))
    whole.advance(80)
    for stop in (*range(30), 47, 80):
        cut.advance(stop)
    assert cut.network().to_vector().tobytes() == whole.network().to_vector().tobytes()
    assert cut.history.tobytes() == whole.history.tobytes()


def test_the_same_run_twice_is_the_same_bit_for_bit(network_of):
    x, t = data(2, 2, points=300)
    once, twice = (trained_to_the_end(network_of(2, 4, 2), x, t) for _ in range(2))
    assert once[0].to_vector().tobytes() == twice[0].to_vector().tobytes()
    assert once[1].tobytes() == twice[1].tobytes()


class TestHistory:
    def test_holds_the_loss_after_every_number_of_epochs(self, network_of):
        x, t = data()
        run = training_run(network_of(), x, t)
        for epoch in range(EPOCHS + 1):
            run.advance(epoch)
            loss, _ = backprop.value_and_gradient(run.network(), x, t)
            shorter, _ = (
                reference(network_of(), x, t, epochs=epoch) if epoch else (network_of(), [])
            )
            assert np.allclose(run.network().to_vector(), shorter.to_vector(), **CLOSE)
            if epoch == EPOCHS:
                assert run.history[epoch] == pytest.approx(float(loss), rel=1e-12)
        assert len(run.history) == EPOCHS + 1
        assert np.isfinite(run.history).all()
        assert run.history[0] == pytest.approx(
            float(backprop.value_and_gradient(network_of(), x, t)[0]), rel=1e-12
        )

    def test_does_not_know_the_future(self, network_of):
        x, t = data()
        run = training_run(network_of(), x, t)
        assert np.isnan(run.history).all()
        run.advance(4)
        assert run.epoch == 4
        assert np.isfinite(run.history[:4]).all()
        assert np.isnan(run.history[4:]).all()

    def test_begins_the_same_whatever_the_length_of_the_run(self, network_of):
        x, t = data()
        short = trained_to_the_end(network_of(), x, t, epochs=5)[1]
        long = trained_to_the_end(network_of(), x, t, epochs=50)[1]
        assert short.tobytes() == long[:6].tobytes()

    def test_time_does_not_run_backwards(self, network_of):
        x, t = data()
        run = training_run(network_of(), x, t)
        run.advance(6)
        before = run.network()
        run.advance(3)
        assert run.epoch == 6
        assert run.network() == before

    def test_no_epoch_comes_after_the_last(self, network_of):
        x, t = data()
        run = training_run(network_of(), x, t)
        run.advance(EPOCHS + 5)
        assert run.epoch == EPOCHS
        assert run.network() == trained_to_the_end(network_of(), x, t)[0]


@both_orders
class TestDivergence:
    def diverging(self, network_of, sequential, limit):
        x, t = data(points=30)
        rule = UpdateRule(DESCENT, (1e3, 0.0))
        start = network_of(1, 4, 1, activation="relu")
        return (
            x,
            t,
            training_run(start, x, t, rule=rule, sequential=sequential, epochs=200, limit=limit),
        )

    @pytest.mark.parametrize("limit", [1e3, 1e30, np.inf])
    def test_stops_at_the_first_loss_beyond_the_limit(self, network_of, sequential, limit):
        _, _, run = self.diverging(network_of, sequential, limit)
        run.advance(200)
        assert run.diverged
        assert 0 < run.epoch < 200
        assert not run.history[run.epoch] <= limit
        assert np.all(run.history[: run.epoch] <= limit)
        assert np.isnan(run.history[run.epoch + 1 :]).all()

    @pytest.mark.parametrize("limit", [1e3, 1e30, 1e300])
    def test_leaves_the_last_network_within_the_limit(self, network_of, sequential, limit):
        x, t, run = self.diverging(network_of, sequential, limit)
        run.advance(200)
        assert np.isfinite(run.network().to_vector()).all()
        loss = np.mean((run.network()(x) - t) ** 2)
        assert loss == pytest.approx(run.history[run.epoch - 1], rel=1e-9)

    def test_is_the_end(self, network_of, sequential):
        _, _, run = self.diverging(network_of, sequential, 1e3)
        run.advance(100)
        epoch, network = run.epoch, run.network()
        run.advance(200)
        assert (run.epoch, run.network()) == (epoch, network)

    def test_at_the_start_leaves_the_start(self, network_of, sequential):
        x, t = data()
        run = training_run(network_of(), x, t, sequential=sequential, limit=1e-9)
        run.advance(EPOCHS)
        assert run.diverged
        assert run.epoch == 0
        assert run.network() == network_of()


TRAIN_AND_PRINT = """
import numpy as np
from uat.core.datasets import Dataset
from uat.trainers import Adam, GradientDescent, draw_start
x = np.linspace(-1.0, 1.0, 514).reshape(-1, 2)
data = Dataset(x, np.sin(3.0 * x[:, 0]) * x[:, 1])
descents = (GradientDescent(0.05, epochs=60, momentum=m) for m in (0.0, 0.9, 'nesterov'))
for trainer in (*descents, Adam(epochs=60)):
    network = trainer.fit(data, draw_start(2, 7, 1, seed=0)).network
    print([value.hex() for value in network.to_vector().tolist()])
"""


@pytest.mark.slow
def test_a_process_that_compiles_and_one_that_loads_agree_to_the_last_bit(tmp_path):
    """Worker processes may compile, or load what another compiled; a record must not tell."""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", TRAIN_AND_PRINT]
    compiled, loaded = (
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert list(tmp_path.rglob("*.nbc"))
    assert compiled == loaded
    assert compiled.count("0x") > 40


@pytest.mark.slow
def test_an_edited_body_is_compiled_anew(tmp_path):
    """The cache on disk looks at kernels.py alone; bodies of activations are in another file."""
    package = tmp_path / "uat"
    shutil.copytree(
        Path(kernels.__file__).parents[1],
        package,  # with what is compiled, which need not be compiled again
        ignore=shutil.ignore_patterns("*.pyc*", "*.tmp.*"),
    )
    code = (
        "import numpy as np; from uat.core import run_state, training as tr, network as nw;"
        "start = nw.Network([[1.0]], [0.0], [[1.0]], [0.0], 'relu');"
        "rule = tr.UpdateRule(run_state.DESCENT, (0.1, 0.0)); x = np.ones((1, 1));"
        "run = tr.TrainingRun(start, x, 0.0 * x, nw.BLOCKS, 1.0, rule, False, 1, np.inf);"
        "run.advance(0); run.advance(1); print(run.history[0])"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    environment.pop("NUMBA_CACHE_DIR", None)

    def first_loss():
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return float(done.stdout)

    def compiled():
        return len(list(package.rglob("*.nbc")))

    assert first_loss() == 1.0
    before = compiled()
    assert before >= 1
    assert first_loss() == 1.0
    assert compiled() == before
    rows = package / "core" / "activations" / "rows.py"
    text = rows.read_text(encoding="utf-8")
    body = "return max(z, 0.0), 1.0 if z > 0.0 else 0.0"
    assert text.count(body) == 1
    rows.write_text(text.replace(body, body.replace("max(", "3.0 * max(")))
    assert first_loss() == 9.0
    assert compiled() == before + 1
