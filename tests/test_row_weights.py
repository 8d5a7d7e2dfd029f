"""A weight is how often a row counts, in what is fitted and in what is measured."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.core.magnitudes import root_mean_square, standard_deviation
from uat.exceptions import SettingError, ShapeError
from uat.fits.table import fit_data
from uat.trainers import BayesianRegularization, GradientDescent, LevenbergMarquardt

RNG = np.random.default_rng(3)
X = RNG.uniform(-2.0, 2.0, (50, 2))
T = np.sin(X[:, 0]) + 0.3 * X[:, 1] + 0.1 * RNG.normal(size=50)
WEIGHTS = np.arange(50) % 4
REPEATED = np.repeat(np.arange(50), WEIGHTS)


def both(trainer, width=2, **settings):
    """Return the fit of weighted rows, and of the same rows repeated."""
    settings = {"trainer": trainer, "held_out": 0.0, "learning_curve": False, **settings}
    return (
        fit_data(X, T, width, weights=WEIGHTS, **settings),
        fit_data(X[REPEATED], T[REPEATED], width, **settings),
    )


class TestFits:
    @pytest.mark.parametrize(
        "trainer",
        [BayesianRegularization(restarts=2), LevenbergMarquardt(60), GradientDescent(epochs=60)],
    )
    def test_a_weight_of_2_is_the_row_given_twice_to_rounding(self, trainer):
        weighted, repeated = both(trainer)
        np.testing.assert_allclose(weighted.network(X), repeated.network(X), atol=1e-7)
        for quality in ("rmse", "r2", "constant_rmse"):
            np.testing.assert_allclose(
                getattr(weighted.training, quality), getattr(repeated.training, quality), rtol=1e-6
            )
        assert weighted.training.rows == np.count_nonzero(WEIGHTS)

    def test_errors_on_rows_left_out_count_by_weight(self):
        heavy = np.where(X[:, 0] > 0.0, 1e6, 1.0)
        noisy = T + np.where(X[:, 0] > 0.0, 0.0, 3.0) * RNG.normal(size=50)
        settings = {"trainer": LevenbergMarquardt(30), "folds": 3, "max_width": 2, "held_out": 0.0}
        plain, weighted = (fit_data(X, noisy, weights=w, **settings) for w in (None, heavy))
        assert weighted.width_curve[-1].mean < 0.5 * plain.width_curve[-1].mean

    def test_rows_are_held_out_with_their_weights(self):
        fit = fit_data(X, T, 2, trainer=LevenbergMarquardt(20), weights=1.0 + WEIGHTS)
        parts = fit.dataset_training, fit.dataset_test
        assert sum(part.points for part in parts) == 50
        assert sum(part.counts.sum() for part in parts) == pytest.approx((1.0 + WEIGHTS).sum())

    @pytest.mark.parametrize(
        ("weights", "kind"), [([1.0] * 49, ShapeError), ([-1.0] * 50, SettingError)]
    )
    def test_what_are_no_weights_are_refused(self, weights, kind):
        with pytest.raises(kind, match="weights"):
            fit_data(X, T, 2, weights=weights)

    def test_a_trainer_that_weighs_all_alike_takes_whole_ones(self):
        with pytest.raises(SettingError, match="whole numbers"):
            fit_data(X, T, 2, trainer="adam", weights=np.full(50, 1.5))


class TestDistinct:
    def test_points_that_all_differ_and_count_once_are_left(self):
        plain = Dataset(X, T).distinct()
        assert plain.weights is None
        assert np.array_equal(plain.x, X)
        again = Dataset(X, T, np.ones(50)).distinct()
        assert again.weights is None
        assert np.array_equal(again.x, X)

    def test_repeated_and_weighted_points_are_the_same(self):
        weighted = Dataset(X, T, WEIGHTS, total=WEIGHTS.sum()).distinct()
        repeated = Dataset(X[REPEATED[::-1]], T[REPEATED[::-1]]).distinct()
        for field in ("x", "t", "counts"):
            assert np.array_equal(getattr(weighted, field), getattr(repeated, field))
        assert set(weighted.counts) == {1.0, 2.0, 3.0}

    def test_points_of_equal_inputs_and_other_values_stay_apart(self):
        found = Dataset([1.0, 1.0, 1.0], [2.0, 3.0, 2.0]).distinct()
        assert found.t.ravel().tolist() == [2.0, 3.0]
        assert found.counts.tolist() == [2.0, 1.0]

    def test_it_is_undone_by_repeating(self):
        found = Dataset(X, T, WEIGHTS, total=WEIGHTS.sum()).distinct().repeated()
        assert found.weights is None
        assert np.array_equal(np.sort(found.t, axis=0), np.sort(T[REPEATED, np.newaxis], axis=0))

    def test_some_points_stand_for_as_many_as_before(self):
        some = Dataset(X, T, WEIGHTS, total=WEIGHTS.sum()).rows(np.array([1, 2, 7]))
        np.testing.assert_allclose(some.counts, [1.0, 2.0, 3.0])
        assert Dataset(X, T).rows(np.array([1, 2])).weights is None


def test_weighted_magnitudes_are_those_of_repeated_values():
    values = np.column_stack([T, 1e200 * X[:, 0]])
    for magnitude in (root_mean_square, standard_deviation):
        np.testing.assert_allclose(
            magnitude(values, axis=0, weights=WEIGHTS), magnitude(values[REPEATED], axis=0)
        )
