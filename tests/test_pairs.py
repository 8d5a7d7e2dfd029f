from __future__ import annotations

import numpy as np
import pytest

from uat.core.activations import activation_named
from uat.core.domains import Box
from uat.trainers.pairs import drawn_units, most_useful, one_after_another, steepest_direction

X = Box((-1.0, -1.0), (1.0, 1.0)).sobol_grid(512)
SLANTED = np.tanh(8.0 * (X @ [0.6, 0.8] - 0.3))[:, np.newaxis]


@pytest.mark.parametrize("activation", ["logistic", "relu", "sine"])
def test_a_unit_goes_from_level_to_level_between_two_points(activation):
    phi = activation_named(activation)
    units = drawn_units(X, SLANTED, 20, phi, np.random.default_rng(0))
    assert units.shape == (3, 20)
    z = X @ units[:-1] + units[-1]
    for level in phi.levels:
        assert np.max(np.min(np.abs(z - level), axis=0)) == pytest.approx(0.0, abs=1e-9)


def test_units_are_drawn_where_values_rise_and_in_that_direction():
    logistic = activation_named("logistic")
    units = drawn_units(X, SLANTED, 200, logistic, np.random.default_rng(0))
    cosines = np.abs(units[:-1].T @ [0.6, 0.8]) / np.linalg.norm(units[:-1], axis=0)
    flat = drawn_units(X, X[:, :1] * 0.0 + 1.0, 200, logistic, np.random.default_rng(0))
    undirected = np.abs(flat[:-1].T @ [0.6, 0.8]) / np.linalg.norm(flat[:-1], axis=0)
    assert np.mean(cosines) > 0.75 > 0.7 > np.mean(undirected)


def test_coinciding_points_make_no_unit():
    x = np.repeat([[0.0, 0.0], [1.0, 1.0]], 20, axis=0)
    phi = activation_named("logistic")
    units = drawn_units(x, x[:, :1], 50, phi, np.random.default_rng(1))
    assert units.shape[1] > 0
    assert np.all(np.isfinite(units))


@pytest.mark.parametrize("direction", [(0.6, 0.8), (1.0, 0.0), (-0.6, 0.8)])
def test_the_steepest_direction_is_that_of_a_ridge(direction):
    values = np.sin(5.0 * X @ direction)[:, np.newaxis]
    found = steepest_direction(X, values, np.random.default_rng(0))
    assert abs(found @ direction) == pytest.approx(1.0, abs=5e-3)


class TestTheMostUseful:
    RNG = np.random.default_rng(3)
    FEATURES = RNG.normal(size=(30, 12))
    SPANNED = np.linalg.qr(RNG.normal(size=(30, 4)))[0]
    TARGET = RNG.normal(size=(30, 2))
    RESIDUAL = TARGET - SPANNED @ (SPANNED.T @ TARGET)

    def left(self, chosen):
        design = np.concatenate([self.SPANNED, self.FEATURES[:, chosen]], axis=1)
        return np.sum(np.square(self.TARGET - design @ np.linalg.lstsq(design, self.TARGET)[0]))

    def test_leave_least_each_alone(self):
        left = [self.left([unit]) for unit in range(12)]
        chosen = most_useful(self.FEATURES, self.RESIDUAL, self.SPANNED, 5)
        assert chosen == list(np.argsort(left)[:5])

    def test_one_after_another_leave_least_after_the_ones_before(self):
        chosen = one_after_another(self.FEATURES, self.RESIDUAL, self.SPANNED, 4)
        for count in range(4):
            left = [self.left([*chosen[:count], unit]) for unit in range(12)]
            assert chosen[count] == int(np.argmin(left))

    def test_of_nearly_equal_features_there_is_one_and_of_spanned_ones_none(self):
        twins = np.concatenate([self.FEATURES, self.FEATURES + 1e-6, self.SPANNED], axis=1)
        chosen = most_useful(twins, self.RESIDUAL, self.SPANNED, 28)
        assert len({unit % 12 for unit in chosen}) == len(chosen) == 12
        assert max(chosen) < 24
