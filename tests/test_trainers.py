from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.activations import ACTIVATIONS
from uat.core.backprop import LOSSES, jacobian, value_and_gradient
from uat.core.conditioning import unit_means
from uat.core.datasets import Dataset, Scaling
from uat.core.network import BLOCKS, Network
from uat.core.training import relative_rates
from uat.exceptions import SettingError, UnknownNameError
from uat.targets.catalogue import target_named
from uat.trainers import (
    TRAINERS,
    Adam,
    FitResult,
    GradientDescent,
    StopReason,
    draw_start,
    make_trainer,
)
from uat.trainers.epoch_loop import safe_learning_rate

X = np.linspace(-1.0, 1.0, 41)
SINE = Dataset(X, np.sin(3.0 * X))
SETTINGS = {
    "gradient_descent": {"learning_rate": 0.1, "epochs": 50, "momentum": 0.5},
    "adam": {"learning_rate": 0.02, "epochs": 50},
}
HUGE_RATE = {"gradient_descent": 1e4, "adam": 1e6}

every_descent = pytest.mark.parametrize("name", sorted(SETTINGS))


def trainer_of(name, **settings):
    return make_trainer(name, **{**SETTINGS[name], **settings})


def loss_of(network, dataset, loss="mse"):
    return float(value_and_gradient(network, dataset.x, dataset.t, loss)[0])


@every_descent
class TestEveryDescent:
    """What every trainer promises is in test_every_trainer.py."""

    def test_is_known_by_its_name(self, name):
        assert TRAINERS[name].name == name
        assert make_trainer(name) == TRAINERS[name]()
        assert make_trainer(name, epochs=7).epochs == 7

    def test_answers_with_a_fit_result(self, name):
        start = draw_start(1, 6, 1, seed=0)
        result = trainer_of(name).fit(SINE, start)
        assert isinstance(result, FitResult)
        assert result.stop_reason is StopReason.EPOCHS_DONE
        assert result.loss_history.shape == (51,)
        assert result.loss_history[0] == pytest.approx(loss_of(start, SINE), rel=1e-12)
        assert result.loss_history[-1] == pytest.approx(loss_of(result.network, SINE), rel=1e-12)
        assert result.loss_history[-1] < result.loss_history[0]
        assert set(result.chosen) <= {"hidden_rate"}  # nothing else was left to the trainer
        assert (result.network.activation, result.network.width) == ("logistic", 6)

    def test_leaves_the_start_as_it_was(self, name):
        start = draw_start(1, 6, 1, seed=0)
        trainer_of(name).fit(SINE, start)
        assert start == draw_start(1, 6, 1, seed=0)

    def test_gives_the_same_answer_twice(self, name):
        once, twice = (trainer_of(name).fit(SINE, draw_start(1, 6, 1, seed=3)) for _ in range(2))
        assert once.network.to_vector().tobytes() == twice.network.to_vector().tobytes()
        assert once.loss_history.tobytes() == twice.loss_history.tobytes()

    @pytest.mark.parametrize("loss", sorted(LOSSES))
    def test_minimises_the_loss_it_is_told(self, name, loss):
        start = draw_start(1, 6, 1, seed=0)
        rate = SETTINGS[name]["learning_rate"] * (0.1 if loss == "half_sse" else 1.0)
        result = trainer_of(name, loss=loss, learning_rate=rate).fit(SINE, start)
        assert result.loss_history[0] == pytest.approx(loss_of(start, SINE, loss), rel=1e-12)
        assert result.loss_history[-1] < result.loss_history[0]

    @pytest.mark.parametrize("block", BLOCKS)
    def test_moves_the_trained_blocks_only(self, name, block):
        start = draw_start(1, 6, 1, seed=0)
        network = trainer_of(name, trained=(block,)).fit(SINE, start).network
        for other in BLOCKS:
            same = np.array_equal(getattr(network, other), getattr(start, other))
            assert same == (other != block)

    def test_trains_above_a_heaviside_that_is_frozen(self, name):
        start = draw_start(1, 6, 1, seed=0, activation="heaviside")
        result = trainer_of(name, trained=BLOCKS[2:]).fit(SINE, start)
        assert result.loss_history[0] == pytest.approx(
            np.mean((start(SINE.x) - SINE.t) ** 2), rel=1e-12
        )
        assert result.loss_history[-1] == pytest.approx(
            np.mean((result.network(SINE.x) - SINE.t) ** 2), rel=1e-12
        )
        assert result.loss_history[-1] < result.loss_history[0]

    def test_many_inputs_and_outputs(self, name):
        rng = np.random.default_rng(8)
        x = rng.uniform(-1.0, 1.0, size=(60, 3))
        dataset = Dataset(x, np.stack([x[:, 0] * x[:, 1], np.cos(x[:, 2])], axis=1))
        result = trainer_of(name).fit(dataset, draw_start(3, 9, 2, seed=1))
        assert result.loss_history[-1] < result.loss_history[0]

    def test_one_point_is_enough(self, name):
        result = trainer_of(name).fit(Dataset([0.3], [0.7]), draw_start(1, 2, 1, seed=1))
        assert result.loss_history[-1] < result.loss_history[0]

    def test_a_learning_rate_far_too_large_diverges(self, name):
        start = draw_start(1, 6, 1, seed=0, activation="relu")
        trainer = trainer_of(name, learning_rate=HUGE_RATE[name], epochs=500, snapshots=(0, 500))
        result = trainer.fit(SINE, start)
        assert result.stop_reason is StopReason.DIVERGED
        assert np.isfinite(result.network.to_vector()).all()
        assert 1 < len(result.loss_history) < 501
        bound = 1e6 * result.loss_history[0]
        assert np.all(result.loss_history[:-1] <= bound)
        assert not result.loss_history[-1] <= bound
        assert loss_of(result.network, SINE) == pytest.approx(result.loss_history[-2], rel=1e-9)
        assert list(result.snapshots) == [0]

    def test_snapshots_show_the_way(self, name):
        start = draw_start(1, 6, 1, seed=0)
        result = trainer_of(name, snapshots=(50, 0, 7)).fit(SINE, start)
        assert sorted(result.snapshots) == [0, 7, 50]
        assert result.snapshots[0] == start
        assert result.snapshots[50] == result.network
        for epoch, network in result.snapshots.items():
            assert loss_of(network, SINE) == pytest.approx(result.loss_history[epoch], rel=1e-12)

    def test_snapshots_change_no_bit(self, name):
        start = draw_start(1, 6, 1, seed=0)
        seen = trainer_of(name, snapshots=tuple(range(0, 51, 3))).fit(SINE, start)
        unseen = trainer_of(name).fit(SINE, start)
        assert seen.network.to_vector().tobytes() == unseen.network.to_vector().tobytes()
        assert seen.loss_history.tobytes() == unseen.loss_history.tobytes()
        assert not unseen.snapshots

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("learning_rate", 0.0),
            ("learning_rate", -0.1),
            ("learning_rate", float("nan")),
            ("epochs", 0),
            ("epochs", -1),
            ("snapshots", (-1,)),
            ("snapshots", (0, 51)),
        ],
    )
    def test_settings_out_of_range_are_refused(self, name, setting, value):
        with pytest.raises(SettingError, match=setting.removesuffix("s")):
            trainer_of(name, **{setting: value})

    def test_a_setting_it_does_not_have_is_refused(self, name):
        with pytest.raises(
            SettingError, match=f"{name} has no setting 'speed'; it has learning_rate"
        ):
            make_trainer(name, speed=1.0)

    @pytest.mark.parametrize("trained", [("weights",), ()])
    def test_blocks_that_do_not_exist_are_refused(self, name, trained):
        with pytest.raises(SettingError, match="block"):
            trainer_of(name, trained=trained).fit(SINE, draw_start(1, 2, 1, seed=0))

    def test_an_unknown_loss_is_refused(self, name):
        with pytest.raises(UnknownNameError, match="unknown loss 'mae'"):
            trainer_of(name, loss="mae").fit(SINE, draw_start(1, 2, 1, seed=0))

    def test_settings_are_frozen_and_comparable(self, name):
        trainer = trainer_of(name)
        assert trainer == trainer_of(name)
        assert hash(trainer) == hash(trainer_of(name))
        with pytest.raises(dataclasses.FrozenInstanceError):
            trainer.epochs = 3

    def test_no_hidden_layer_of_heavisides_is_trained(self, name):
        with pytest.raises(SettingError, match="no gradient passes through heaviside"):
            trainer_of(name).fit(SINE, draw_start(1, 3, 1, seed=0, activation="heaviside"))

    @pytest.mark.parametrize("width", [1, 8, 128])
    @pytest.mark.parametrize("target", ["line", "absolute", "sine", "chirp", "blocks", "franke"])
    def test_default_settings_lower_the_loss(self, name, target, width):
        chosen = target_named(target)
        grid = chosen.training_grid(256)
        dataset = Dataset(grid, chosen(grid))
        scaled = Scaling.of(dataset, chosen.domain).apply(dataset)
        start = draw_start(chosen.inputs, width, 1, seed=1)
        result = make_trainer(name, epochs=300).fit(scaled, start)
        assert result.stop_reason is StopReason.EPOCHS_DONE
        assert result.loss_history[-1] < result.loss_history[0]


class TestGradientDescent:
    LINE = Network([[0.1]], [0.0], [[1.0]], [0.0], "identity")

    @pytest.mark.parametrize("update", ["simultaneous", "sequential"])
    def test_linear_regression_is_least_squares(self, update):
        rng = np.random.default_rng(11)
        x = rng.uniform(-1.0, 1.0, size=(50, 2))
        t = x @ [2.0, -3.0] + 0.5 + rng.normal(scale=0.1, size=50)
        start = Network([[0.0], [0.0]], [0.0], [[1.0]], [0.0], "identity")
        trainer = GradientDescent(0.5, epochs=500, momentum=0.0, update=update, trained=BLOCKS[:2])
        network = trainer.fit(Dataset(x, t), start).network
        expected, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(50)]), t, rcond=None)
        found = [*network.hidden_weights[:, 0], network.hidden_biases[0]]
        assert found == pytest.approx(list(expected), rel=1e-10)

    @pytest.mark.parametrize(("momentum", "below"), [(0.0, 1.0), (0.9, 0.5), ("nesterov", 0.05)])
    def test_momentum_gets_further(self, momentum, below):
        start = draw_start(1, 6, 1, seed=0)
        plain = GradientDescent(0.05, epochs=300, momentum=0.0).fit(SINE, start).loss_history[-1]
        ahead = (
            GradientDescent(0.05, epochs=300, momentum=momentum).fit(SINE, start).loss_history[-1]
        )
        assert ahead <= below * plain

    def test_updates_in_turn_are_not_updates_at_once(self):
        start = draw_start(1, 6, 1, seed=0)
        at_once, in_turn = (
            GradientDescent(0.1, epochs=20, momentum=0.0, update=update).fit(SINE, start)
            for update in ("simultaneous", "sequential")
        )
        assert at_once.network != in_turn.network

    def test_the_safe_learning_rate_is_one_over_the_curvature(self):
        # mse of w x + b: the Hessian is 2 / n [[sum x^2, sum x], [sum x, n]], here diagonal.
        dataset = Dataset([-1.0, 1.0, -2.0, 2.0], [0.0, 0.0, 0.0, 0.0])
        rate = safe_learning_rate(
            dataset, self.LINE, "mse", relative_rates(self.LINE, BLOCKS[:2], 1.0)
        )
        assert rate == pytest.approx(1.0 / (2.0 * 10.0 / 4.0), rel=1e-3)

    @pytest.mark.parametrize("loss", sorted(LOSSES))
    @pytest.mark.parametrize("activation", ["logistic", "tanh", "relu", "gaussian"])
    def test_the_safe_learning_rate_is_that_of_the_largest_eigenvalue(self, loss, activation):
        start = draw_start(1, 9, 1, seed=2, activation=activation)
        largest = np.linalg.norm(jacobian(start, SINE.x), 2) ** 2 * 2.0 * LOSSES[loss].scale(41)
        rate = safe_learning_rate(SINE, start, loss, relative_rates(start, BLOCKS, 1.0))
        assert rate == pytest.approx(1.0 / largest, rel=6e-3)
        assert rate == float(f"{rate:.3g}")

    def test_no_learning_rate_takes_the_safe_one_and_says_so(self):
        start = draw_start(1, 6, 1, seed=0)
        result = GradientDescent(epochs=20, momentum=0.0).fit(SINE, start)
        rate = safe_learning_rate(SINE, start, "mse", relative_rates(start, BLOCKS, 1.0))
        assert result.chosen == {"hidden_rate": 1.0, "learning_rate": rate}
        given = GradientDescent(rate, epochs=20, momentum=0.0).fit(SINE, start)
        assert given.network == result.network

    def test_the_safe_learning_rate_is_that_of_preconditioned_coordinates(self):
        # centred units, hidden layer 3 times as fast: of the network written in those coordinates
        start = draw_start(1, 40, 2, seed=1)
        data = Dataset(SINE.x, np.hstack([SINE.t, SINE.t]))
        means = unit_means(start, data.x)
        slopes = jacobian(start, data.x)
        for j, o in np.ndindex(40, 2):
            slopes[:, 80 + 2 * j + o] -= means[j] * slopes[:, 160 + o]
        slopes[:, :80] *= np.sqrt(3.0)
        largest = np.linalg.norm(slopes, 2) ** 2 * 2.0 * LOSSES["mse"].scale(data.t.size)
        rate = safe_learning_rate(data, start, "mse", relative_rates(start, BLOCKS, 3.0), means)
        assert rate == pytest.approx(1.0 / largest, rel=6e-3)

    def test_the_safe_learning_rate_of_many_points_is_about_that_of_all(self):
        x = np.linspace(-1.0, 1.0, 20_000)
        many, start = Dataset(x, np.sin(3.0 * x)), draw_start(1, 16, 1, seed=1)
        rate = safe_learning_rate(many, start, "mse", relative_rates(start, BLOCKS, 1.0))
        few = Dataset(x[::20], many.t[::20])
        assert rate == pytest.approx(
            safe_learning_rate(few, start, "mse", relative_rates(start, BLOCKS, 1.0)), rel=0.1
        )

    @pytest.mark.parametrize("momentum", [0.5, "nesterov"])
    def test_with_momentum_the_hidden_layer_is_quicker_and_units_are_centred(self, momentum):
        start = draw_start(1, 12, 1, seed=0)
        ours = GradientDescent(epochs=20, momentum=momentum).fit(SINE, start)
        assert ours.chosen["hidden_rate"] == 4.0
        spelled = GradientDescent(epochs=20, momentum=momentum, hidden_rate=4.0, centred=True)
        assert ours.network == spelled.fit(SINE, start).network
        for other in ({"hidden_rate": 1.0}, {"centred": False}):
            changed = GradientDescent(epochs=20, momentum=momentum, **other).fit(SINE, start)
            assert changed.network != ours.network

    def test_units_are_not_centred_where_the_bias_cannot_take_it_up(self):
        start, trained = draw_start(1, 12, 1, seed=0), BLOCKS[:3]
        once, twice = (
            GradientDescent(epochs=20, trained=trained, centred=centred).fit(SINE, start)
            for centred in (True, False)
        )
        assert once.network == twice.network
        assert np.array_equal(once.network.output_biases, start.output_biases)

    def test_steps_that_are_too_long_are_taken_back_and_halved(self):
        start = draw_start(1, 12, 1, seed=0)
        rate = GradientDescent().fit(SINE, start).chosen["learning_rate"]
        result = GradientDescent(1000.0 * rate, epochs=2000).fit(SINE, start)
        assert result.stop_reason is StopReason.EPOCHS_DONE
        assert result.loss_history[-1] < 0.01 * result.loss_history[0]
        assert result.loss_history.max() > result.loss_history[0]
        plain = GradientDescent(1000.0 * rate, epochs=2000, momentum=0.0).fit(SINE, start)
        assert plain.stop_reason is StopReason.DIVERGED

    def test_the_network_at_the_end_is_no_worse_than_twice_the_last_rest(self):
        start = draw_start(1, 12, 1, seed=0)
        for epochs in range(1, 40):
            result = GradientDescent(1e3, epochs=epochs).fit(SINE, start)
            assert result.loss_history[-1] <= 2.0 * result.loss_history.min()
            assert result.loss_history[-1] == pytest.approx(loss_of(result.network, SINE))

    def test_momentum_with_rests_needs_a_gradient_of_all_layers(self):
        with pytest.raises(SettingError, match="sequential"):
            GradientDescent(update="sequential")

    def test_where_nothing_is_steep_any_rate_is_safe(self):
        flat = Network([[1.0]], [-800.0], [[0.0]], [0.0], "relu")
        assert (
            safe_learning_rate(SINE, flat, "mse", relative_rates(flat, ("hidden_weights",), 1.0))
            == 1.0
        )

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("momentum", 1.0),
            ("momentum", -0.1),
            ("momentum", float("nan")),
            ("momentum", "heavy"),
            ("hidden_rate", 0.0),
            ("centred", 1),
            ("update", "random"),
        ],
    )
    def test_settings_out_of_range_are_refused(self, setting, value):
        with pytest.raises(SettingError, match=f"{setting} must be"):
            GradientDescent(**{setting: value})


class TestAdam:
    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("beta1", 1.0),
            ("beta1", -0.1),
            ("beta2", 1.0),
            ("beta2", float("nan")),
            ("epsilon", 0.0),
            ("epsilon", -1e-8),
            ("warm_up", 0),
            ("decay", None),
            ("centred", "no"),
        ],
    )
    def test_settings_out_of_range_are_refused(self, setting, value):
        with pytest.raises(SettingError, match=setting):
            Adam(**{setting: value})


@pytest.mark.parametrize(("typed", "meant"), [("adm", "adam"), ("gradient", "gradient_descent")])
def test_an_unknown_trainer_is_answered_with_the_nearest(typed, meant):
    with pytest.raises(
        UnknownNameError, match=f"unknown trainer '{typed}': did you mean .*{meant}"
    ):
        make_trainer(typed)


class TestDrawStart:
    @given(
        inputs=st.integers(1, 4),
        width=st.integers(1, 40),
        outputs=st.integers(1, 3),
        seed=st.integers(0, 2**40),
        activation=st.sampled_from(sorted(ACTIVATIONS)),
    )
    def test_is_a_network_of_that_shape_and_nothing_but_the_seed_decides(
        self, inputs, width, outputs, seed, activation
    ):
        start, again = (draw_start(inputs, width, outputs, seed, activation) for _ in range(2))
        assert (start.inputs, start.width, start.outputs) == (inputs, width, outputs)
        assert start.activation == activation
        assert start.to_vector().tobytes() == again.to_vector().tobytes()
        assert np.isfinite(start.to_vector()).all()

    def test_does_not_touch_the_global_generator(self):
        before = np.random.get_state()[1].tobytes()  # noqa: NPY002 - it is what must not change
        draw_start(1, 5, 1, seed=0)
        assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002

    def test_seeds_differ(self):
        assert draw_start(1, 5, 1, seed=0) != draw_start(1, 5, 1, seed=1)

    @pytest.mark.parametrize("inputs", [1, 2, 3])
    def test_every_unit_has_its_centre_in_the_box(self, inputs):
        start = draw_start(inputs, 300, 1, seed=4)
        # the centre's distance from the origin along the unit's direction
        offsets = -start.hidden_biases / np.linalg.norm(start.hidden_weights, axis=0)
        assert np.all(np.abs(offsets) <= np.sqrt(inputs))

    @pytest.mark.parametrize("width", [1, 2, 7, 64])
    def test_the_first_coordinates_of_the_centres_are_stratified(self, width):
        start = draw_start(1, width, 1, seed=4)
        centres = np.sort(-start.hidden_biases / start.hidden_weights[0])
        cells = np.floor((centres + 1.0) / 2.0 * width + 1e-9)
        assert cells.tolist() == list(range(width))

    @pytest.mark.parametrize("width", [8, 32, 128])
    def test_the_units_cover_the_interval(self, width):
        # A logistic unit is steep where |x - centre| < 2 / slope; the more units, the more of them
        # are steep at each point, though each is steeper.
        x = np.linspace(-1.0, 1.0, 101)
        steep = [
            np.abs(draw_start(1, width, 1, seed).pre_activations(x)) < 2.0 for seed in range(20)
        ]
        assert np.mean(np.any(steep, axis=2)) > 0.9
        # mean of 1 / U(1/2, 3/2) is ln 3; an end has neighbours on one side only
        expected = 2.0 * np.log(3.0) * width / (2.8 * width ** (2.0 / 3.0))
        assert np.mean(np.sum(steep, axis=2)) == pytest.approx(expected, rel=0.1)

    @pytest.mark.parametrize(("kind", "power"), [("stratified", 2.0 / 3.0), ("scattered", 1.0)])
    @pytest.mark.parametrize("inputs", [1, 2, 4])
    def test_slopes_grow_with_the_units_along_each_input(self, inputs, kind, power):
        def steepness(width):
            start = draw_start(inputs, width, 1, seed=5, kind=kind)
            return np.mean(np.linalg.norm(start.hidden_weights, axis=0))

        base = 1 if inputs < 4 else 4
        steeper = 4.0 ** (power / inputs)
        assert steepness(16384 * base) / steepness(4096 * base) == pytest.approx(steeper, rel=0.05)

    def test_an_unknown_kind_is_refused(self):
        with pytest.raises(SettingError, match="kind must be one of stratified, scattered"):
            draw_start(1, 2, 1, 0, kind="even")

    def test_a_logistic_is_twice_as_steep(self):
        # logistic(z) = (1 + tanh(z / 2)) / 2: the same S-curve needs twice the slope.
        logistic, tanh = (draw_start(2, 7, 1, 6, activation) for activation in ("logistic", "tanh"))
        np.testing.assert_allclose(logistic.hidden_weights, 2.0 * tanh.hidden_weights)

    @pytest.mark.parametrize(
        ("inputs", "width", "outputs", "seed"),
        [(0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 0, 0), (1, 1, 1, -1)],
    )
    def test_numbers_out_of_range_are_refused(self, inputs, width, outputs, seed):
        with pytest.raises(SettingError):
            draw_start(inputs, width, outputs, seed)

    def test_an_unknown_activation_is_refused(self):
        with pytest.raises(UnknownNameError, match=r"did you mean .*relu"):
            draw_start(1, 1, 1, 0, "rellu")
