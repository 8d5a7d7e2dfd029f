from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.activations import ACTIVATIONS
from uat.core.backprop import (
    LOSSES,
    check_trainable,
    jacobian,
    loss_named,
    prediction_and_slopes,
    value_and_gradient,
)
from uat.core.network import BLOCKS, Network
from uat.exceptions import SettingError, ShapeError, UnknownNameError

TRAINABLE = sorted(name for name, activation in ACTIVATIONS.items() if activation.trainable)
CHOICES = [
    chosen for size in range(1, 5) for chosen in itertools.combinations(BLOCKS, size)
]  # every non-empty choice of trained blocks

every_activation = pytest.mark.parametrize("activation", TRAINABLE)
every_loss = pytest.mark.parametrize("loss", sorted(LOSSES))
every_output = pytest.mark.parametrize("output_activation", ["identity", "logistic"])


def data(points=6, inputs=2, outputs=2, seed=5):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(points, inputs)), rng.normal(size=(points, outputs))


def central_differences(function, network, h=1e-5):
    """Return d function(network) / d parameters, the parameters along the last axis."""
    vector = network.to_vector()
    steps = h * np.eye(vector.size)
    sides = [
        function(network.with_vector(vector + s)) - function(network.with_vector(vector - s))
        for s in steps
    ]
    return np.stack(sides, axis=-1) / (2.0 * h)


def laid_out(gradient):
    """Return the blocks of a gradient in one vector, in the order of `to_vector`."""
    return np.concatenate([gradient[block].ravel() for block in BLOCKS if block in gradient])


def columns_of(network, chosen):
    """Return which entries of `to_vector` belong to the chosen blocks."""
    return np.concatenate([np.full(getattr(network, b).size, b in chosen) for b in BLOCKS])


@pytest.mark.parametrize(
    ("loss", "value"),
    [("mse", 10.0 / 4.0), ("half_mse", 10.0 / 8.0), ("half_sse", 10.0 / 2.0)],
)
def test_the_losses_by_hand(loss, value):
    # y = x, residuals 1, -3, 0, 0 over two points and two outputs.
    network = Network(np.eye(2), np.zeros(2), np.eye(2), np.zeros(2), "identity")
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    t = np.array([[0.0, 5.0], [3.0, 4.0]])
    assert float(value_and_gradient(network, x, t, loss)[0]) == value


def test_a_gradient_by_hand():
    # y = c relu(w x + b) + d = 2 * 3.5 + 1 = 8 at x = 1.5; t = 6, r = 2, dmse/dy = 4.
    network = Network([[2.0]], [0.5], [[2.0]], [1.0], "relu")
    value, gradient = value_and_gradient(network, [1.5], [6.0])
    assert float(value) == 4.0
    assert {block: gradient[block].item() for block in BLOCKS} == {
        "hidden_weights": 4.0 * 2.0 * 1.5,
        "hidden_biases": 4.0 * 2.0,
        "output_weights": 4.0 * 3.5,
        "output_biases": 4.0,
    }


@every_activation
@every_output
@every_loss
def test_the_gradient_agrees_with_differences(network_of, activation, output_activation, loss):
    network = network_of(2, 4, 2, activation=activation, output_activation=output_activation)
    x, t = data()
    assert np.abs(network.pre_activations(x)).min() > 1e-3  # away from the kink of relu
    differences = central_differences(lambda n: value_and_gradient(n, x, t, loss)[0], network)
    for chosen in CHOICES:
        value, gradient = value_and_gradient(network, x, t, loss, chosen)
        assert set(gradient) == set(chosen)
        assert all(gradient[block].shape == getattr(network, block).shape for block in chosen)
        expected = differences[columns_of(network, chosen)]
        np.testing.assert_allclose(laid_out(gradient), expected, rtol=1e-7, atol=1e-8)
        residual = network(x) - t
        assert value == pytest.approx(LOSSES[loss].scale(t.size) * np.sum(residual**2), rel=1e-14)


@every_activation
@every_output
def test_the_jacobian_agrees_with_differences(network_of, activation, output_activation):
    network = network_of(2, 4, 2, activation=activation, output_activation=output_activation)
    x, _ = data()
    differences = central_differences(lambda n: n(x).ravel(), network)
    for chosen in CHOICES:
        expected = differences[:, columns_of(network, chosen)]
        np.testing.assert_allclose(jacobian(network, x, chosen), expected, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("outputs", [1, 3])
@every_output
def test_predictions_and_slopes_come_of_one_pass(network_of, outputs, output_activation):
    network = network_of(2, 4, outputs, output_activation=output_activation)
    x, _ = data()
    for chosen in CHOICES:
        prediction, slopes = prediction_and_slopes(network, x, chosen)
        np.testing.assert_allclose(prediction, network(x).T, rtol=1e-14)
        rows = slopes.transpose(2, 0, 1).reshape(len(x) * outputs, -1)
        np.testing.assert_array_equal(rows, jacobian(network, x, chosen))


@every_activation
@every_output
@every_loss
def test_the_jacobian_carries_residuals_to_the_gradient(
    network_of, activation, output_activation, loss
):
    network = network_of(2, 4, 3, activation=activation, output_activation=output_activation)
    x, t = data(outputs=3)
    slope = 2.0 * LOSSES[loss].scale(t.size) * (network(x) - t).ravel()
    for chosen in CHOICES:
        _, gradient = value_and_gradient(network, x, t, loss, chosen)
        expected = slope @ jacobian(network, x, chosen)
        np.testing.assert_allclose(laid_out(gradient), expected, rtol=1e-12, atol=1e-13)


@every_activation
@every_loss
def test_a_stack_equals_its_members_one_by_one(network_of, activation, loss):
    members = [network_of(2, 4, 2, seed=s, activation=activation) for s in range(3)]
    x, t = data()
    values, gradients = value_and_gradient(Network.stack(members), x, t, loss)
    assert values.shape == (3,)
    for i, member in enumerate(members):
        value, gradient = value_and_gradient(member, x, t, loss)
        assert values[i] == pytest.approx(float(value), rel=1e-13)
        for block in BLOCKS:
            np.testing.assert_allclose(gradients[block][i], gradient[block], rtol=1e-12, atol=1e-13)


@given(seed=st.integers(0, 10**6), order=st.permutations(range(5)))
def test_permuting_hidden_units_permutes_the_gradient(network_of, seed, order):
    network = network_of(2, 5, 2, seed=seed, activation="tanh")
    permuted = Network(
        network.hidden_weights[:, order],
        network.hidden_biases[order],
        network.output_weights[order],
        network.output_biases,
        "tanh",
    )
    x, t = data()
    value, gradient = value_and_gradient(network, x, t)
    other_value, other = value_and_gradient(permuted, x, t)
    close = {"rtol": 1e-11, "atol": 1e-12}
    np.testing.assert_allclose(other_value, value, **close)
    np.testing.assert_allclose(
        other["hidden_weights"], gradient["hidden_weights"][:, order], **close
    )
    np.testing.assert_allclose(other["output_weights"], gradient["output_weights"][order], **close)


@given(seed=st.integers(0, 10**6))
def test_repeating_every_point_changes_a_mean_loss_not_at_all_and_doubles_a_sum(network_of, seed):
    network = network_of(2, 3, 2, seed=seed)
    x, t = data()
    for loss, factor in (("mse", 1.0), ("half_mse", 1.0), ("half_sse", 2.0)):
        once, gradient = value_and_gradient(network, x, t, loss)
        twice, doubled = value_and_gradient(network, np.tile(x, (2, 1)), np.tile(t, (2, 1)), loss)
        assert twice == pytest.approx(factor * float(once), rel=1e-12)
        np.testing.assert_allclose(
            laid_out(doubled), factor * laid_out(gradient), rtol=1e-10, atol=1e-12
        )


def test_a_perfect_fit_has_no_loss_and_no_gradient(network_of):
    network = network_of(2, 3, 2)
    x, _ = data()
    value, gradient = value_and_gradient(network, x, network(x))
    assert value == 0.0
    assert not laid_out(gradient).any()


def test_vectors_are_columns(network_of):
    x, t = np.linspace(0.0, 1.0, 5), np.linspace(2.0, 3.0, 5)
    flat = value_and_gradient(network_of(), x, t)
    tall = value_and_gradient(network_of(), x[:, np.newaxis], t[:, np.newaxis])
    assert flat[0] == tall[0]
    assert np.array_equal(laid_out(flat[1]), laid_out(tall[1]))


@pytest.mark.parametrize("members", [None, 3])
def test_a_centre_moves_the_inputs_and_no_gradient(network_of, members):
    network = network_of(2, 3, 2, members=members)
    centre = np.array([2.0**20, -3.0])
    moved = replace(network, input_centre=centre)
    x, t = data()
    x = np.round(64.0 * x) / 64.0
    value, gradient = value_and_gradient(network, x, t)
    far_value, far_gradient = value_and_gradient(moved, x + centre, t)
    assert far_value == pytest.approx(value, rel=1e-13)
    assert laid_out(far_gradient) == pytest.approx(laid_out(gradient), rel=1e-12)
    if members is None:
        far = jacobian(moved, x + centre)
        assert np.array_equal(far, jacobian(network, x))


class TestRefusals:
    @pytest.mark.parametrize("chosen", [c for c in CHOICES if any("hidden" in b for b in c)])
    def test_no_gradient_passes_through_heaviside(self, network_of, chosen):
        x, t = data()
        with pytest.raises(SettingError, match="no gradient passes through heaviside"):
            value_and_gradient(network_of(2, 3, 2, activation="heaviside"), x, t, trained=chosen)

    @pytest.mark.parametrize("chosen", [c for c in CHOICES if not any("hidden" in b for b in c)])
    def test_the_output_layer_above_heaviside_can_be_trained(self, network_of, chosen):
        network = network_of(2, 3, 2, activation="heaviside")
        x, t = data()
        _, gradient = value_and_gradient(network, x, t, trained=chosen)
        differences = central_differences(lambda n: np.mean((n(x) - t) ** 2), network)
        expected = differences[columns_of(network, chosen)]
        np.testing.assert_allclose(laid_out(gradient), expected, rtol=1e-7, atol=1e-8)

    @pytest.mark.parametrize("chosen", CHOICES)
    def test_nothing_can_be_trained_below_a_heaviside_output(self, network_of, chosen):
        network = network_of(output_activation="heaviside")
        with pytest.raises(SettingError, match="no gradient passes through heaviside"):
            check_trainable(network, chosen)

    def test_an_unknown_block_is_named(self, network_of):
        with pytest.raises(SettingError, match="no parameter block is called biases"):
            value_and_gradient(network_of(), [1.0], [1.0], trained=("biases",))

    def test_an_unknown_loss_is_answered_with_the_nearest(self, network_of):
        with pytest.raises(
            UnknownNameError, match="unknown loss 'half_mes': did you mean half_mse"
        ):
            value_and_gradient(network_of(), [1.0], [1.0], "half_mes")
        with pytest.raises(UnknownNameError, match="unknown loss"):
            loss_named("mae")

    @pytest.mark.parametrize("shape", [(5,), (6, 1), (6, 3), (5, 2)])
    def test_target_values_have_the_shape_of_the_prediction(self, network_of, shape):
        x, _ = data()
        with pytest.raises(ShapeError, match=r"t has shape .* ask for \(6, 2\)"):
            value_and_gradient(network_of(2, 3, 2), x, np.ones(shape))

    def test_points_have_the_inputs_of_the_network(self, network_of):
        x, t = data(inputs=3)
        with pytest.raises(ShapeError, match="x has 3 columns"):
            value_and_gradient(network_of(2, 3, 2), x, t)
        with pytest.raises(ShapeError, match="x has 3 columns"):
            jacobian(network_of(2, 3, 2), x)

    def test_a_stack_has_no_jacobian(self, network_of):
        with pytest.raises(ShapeError, match="not of a stack"):
            jacobian(network_of(members=2), [1.0])
