"""Few units of small slope, against the powers they merge into."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers.elimination import with_solved_outputs
from uat.trainers.merging import fitted_polynomial, merging_hidden_layers

X = np.linspace(-1.0, 1.0, 301)
RNG = np.random.default_rng(0)


def error_of(power, width, activation="logistic", x0=0.0):
    """Return the largest error of the closest layer for (x - x0)^power on [-1, 1]."""
    t = ((X - x0) ** power)[:, np.newaxis]
    weights, biases = merging_hidden_layers(X, t, width, activation, RNG, x0)[0]
    hidden = Network(weights, biases, np.zeros((width, 1)), np.zeros(1), activation)
    network = with_solved_outputs(hidden, Dataset(X, t))
    between = (X[1:] + X[:-1]) / 2.0
    return float(np.max(np.abs(network(between)[:, 0] - (between - x0) ** power)))


class TestPowers:
    # Source: measured, and rounded up. By Taylor's formula the first is 4e-11 at w = 2e-5.
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("power", "width", "error"),
        [(1, 1, 1e-10), (1, 2, 1e-12), (2, 2, 4e-11), (3, 3, 4e-10), (4, 4, 1.5e-8), (5, 5, 4e-8)],
    )
    def test_of_as_many_units_as_the_degree(self, power, width, error):
        assert error_of(power, width) <= error

    @pytest.mark.parametrize("x0", [-0.5, 1.0])
    def test_about_another_middle(self, x0):
        assert error_of(2, 2, x0=x0) <= 3e-10

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("activation", "power", "width", "error"),
        [
            ("tanh", 1, 1, 1e-14),  # small values of tanh have all their digits
            ("tanh", 2, 2, 1e-10),
            ("tanh", 3, 3, 1e-9),
            ("softplus", 1, 2, 1e-14),  # softplus(z) - softplus(-z) = z
            ("softplus", 2, 2, 1e-10),
            ("gaussian", 1, 1, 3e-10),
            ("gaussian", 2, 2, 1e-10),
            ("sine", 1, 1, 1e-14),
            ("sine", 3, 3, 1e-9),
        ],
    )
    def test_of_other_activations(self, activation, power, width, error):
        assert error_of(power, width, activation) <= error


@pytest.mark.parametrize(("activation", "zero"), [("logistic", 2.29243), ("tanh", 2.29243 / 2.0)])
def test_the_square_stands_at_the_zero_of_the_fourth_derivative(activation, zero):
    weights, biases = merging_hidden_layers(X, X[:, np.newaxis] ** 2, 2, activation, RNG)[0]
    np.testing.assert_allclose(np.abs(biases), zero, atol=1e-3)
    assert weights[0, 0] == -weights[0, 1]


class TestPolynomial:
    def test_has_no_second_highest_power_about_its_middle(self):
        cubic = fitted_polynomial(X, ((X - 0.25) ** 3 - X)[:, np.newaxis], 3)
        assert cubic.middle == pytest.approx(0.25)
        assert cubic.residual < 1e-13

    def test_of_a_lower_degree_is_about_the_middle_of_that(self):
        assert fitted_polynomial(X, ((X + 0.5) ** 2)[:, np.newaxis], 6).middle == pytest.approx(
            -0.5
        )

    @pytest.mark.parametrize("t", [np.zeros((301, 1)), np.full((301, 2), 3.0), X[:, np.newaxis]])
    def test_of_degree_one_at_most_is_about_0(self, t):
        assert fitted_polynomial(X, t, 4).middle == 0.0

    def test_says_how_far_it_is_off(self):
        # The best line through |x|, of mean square, errs most at 0, by half.
        residual = fitted_polynomial(X, np.abs(X)[:, np.newaxis], 1).residual
        assert residual == pytest.approx(0.5, rel=0.02)

    def test_of_too_few_points_is_none(self):
        assert fitted_polynomial(X[:4], X[:4, np.newaxis], 1).residual == np.inf


def test_two_outputs_share_the_units():
    t = np.stack([X**2, 3.0 - 2.0 * X**2], axis=1)
    weights, biases = merging_hidden_layers(X, t, 2, "logistic", RNG)[0]
    hidden = Network(weights, biases, np.zeros((2, 2)), np.zeros(2))
    network = with_solved_outputs(hidden, Dataset(X, t))
    assert np.max(np.abs(network(X) - t)) < 1e-9
