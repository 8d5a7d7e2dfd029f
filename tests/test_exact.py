"""Tables that a network is to pass through: which they are, and how narrow it may be."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.fits.exact import contradicts_itself, exact_widths, is_truth_table, narrowest_exact
from uat.fits.table import fit_data
from uat.fits.trainings import Meter, Work
from uat.trainers import BayesianRegularization, LevenbergMarquardt


def combinations(inputs, low=0.0, high=1.0):
    return np.array(list(itertools.product([low, high], repeat=inputs)))


def parity(inputs):
    x = combinations(inputs)
    return x, x.sum(axis=1) % 2.0


XOR = parity(2)


class TestTruthTable:
    @pytest.mark.parametrize("inputs", [2, 3, 6])
    def test_is_every_combination_once_in_any_order_and_any_values(self, inputs):
        order = np.random.default_rng(0).permutation(2**inputs)
        x = combinations(inputs, -3.0, 7.0)[order]
        assert is_truth_table(Dataset(x, 5.0 * (x[:, 0] > x[:, 1])))

    @pytest.mark.parametrize(
        ("x", "t"),
        [
            (combinations(2)[[0, 1, 2, 2]], [0.0, 1.0, 1.0, 0.0]),
            (combinations(3)[:6], [0.0, 1.0, 1.0, 0.0, 0.0, 1.0]),
            (combinations(2), [0.0, 1.0, 2.0, 0.0]),
            (combinations(2), [1.0, 1.0, 1.0, 1.0]),
            (combinations(1), [0.0, 1.0]),
            (combinations(7), combinations(7)[:, 0]),
            ([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [3.0, 1.0]], [0.0, 1.0, 1.0, 0.0]),
        ],
        ids=["twice", "part", "values", "constant", "one_input", "many", "more_values"],
    )
    def test_is_nothing_else(self, x, t):
        assert not is_truth_table(Dataset(x, t))


def test_widths_rise_to_the_most():
    assert exact_widths(1) == [1]
    assert exact_widths(5) == [1, 2, 3, 4, 5]
    assert exact_widths(32) == [1, 2, 3, 4, 5, 6, 7, 8, 12, 18, 27, 32]


@pytest.mark.slow
def test_the_narrowest_that_passes_through_is_found_and_else_the_closest():
    work = Work(0, "logistic", Meter(lambda *_: None), [])
    through = narrowest_exact(Dataset(*XOR), [1, 2, 3], LevenbergMarquardt(), work)
    assert (through.width, through.exact, len(work.trained)) == (2, True, 2)
    closest = narrowest_exact(Dataset(*XOR), [1], LevenbergMarquardt(), work)
    assert (closest.width, closest.exact) == (1, False)
    assert 0.5 < closest.error < 1.0


class TestFits:
    @pytest.mark.slow
    @pytest.mark.parametrize("seed", range(4))
    def test_exclusive_or_takes_two_units_whatever_the_seed(self, seed):
        fit = fit_data(*XOR, seed=seed)
        assert fit.width == 2
        assert fit.training_r2[0] > 1.0 - 1e-6
        assert fit.trainer.name == "levenberg_marquardt"
        assert fit.noise is None
        assert "no row is left to test with" in fit.summary()
        assert "too few to hold" not in fit.summary()

    @pytest.mark.parametrize(("inputs", "width"), [(3, 2), (4, 3)])
    def test_parity(self, inputs, width):
        x, t = parity(inputs)
        fit = fit_data(x, t)
        assert fit.width == width
        assert fit.dataset_test is None
        np.testing.assert_allclose(fit(x), t, atol=2e-3)

    @pytest.mark.parametrize("width", [2, 3, 8])
    def test_a_width_that_is_given_is_kept(self, width):
        fit = fit_data(*XOR, width)
        assert fit.width == width
        np.testing.assert_allclose(fit(XOR[0]), XOR[1], atol=2e-3)

    def test_a_unit_too_few_is_told_as_that(self):
        fit = fit_data(*XOR, 1)
        assert fit.width == 1
        assert "a wider one may reproduce all rows" in fit.summary()
        assert "tell nothing" not in fit.summary()

    def test_a_trainer_that_is_named_is_kept_and_its_failure_told_as_one(self):
        trainer = BayesianRegularization(restarts=1)
        fit = fit_data(*XOR, trainer=trainer, max_width=2)
        assert fit.trainer is trainer
        assert "The training failed: of widths up to 2 the closest" in fit.summary()
        assert "tell nothing" not in fit.summary()

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("x", "t"),
        [
            ([0.0, 1.0], [1.0, 3.0]),
            ([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]),
            ([0.0, 1.0, 2.0], [1.0, 3.0, -1.0]),
            (np.arange(-2.0, 3.0), np.arange(-2.0, 3.0) ** 2),
            (combinations(2), [0.0, 1.0, 2.0, 3.0]),
        ],
        ids=["two", "line", "corner", "parabola", "plane"],
    )
    def test_few_rows_without_noise_are_passed_through(self, x, t):
        fit = fit_data(x, t)
        np.testing.assert_allclose(fit(x), t, atol=1e-2)
        assert "how well new rows are predicted is not known" in fit.summary()
        assert "tell nothing" not in fit.summary()

    @pytest.mark.slow
    def test_few_rows_of_noise_are_not(self):
        fit = fit_data(np.arange(5.0), [0.1, -1.0, 0.4, 0.6, -0.5])
        assert fit.width == 0
        assert fit.constant

    def test_rows_that_contradict_each_other_cannot_be_passed_through(self):
        assert contradicts_itself(Dataset([1.0, 1.0, 2.0], [0.0, 1.0, 5.0]))
        assert not contradicts_itself(Dataset([1.0, 1.0, 2.0], [0.0, 0.0, 5.0]))
        fit = fit_data([1.0, 1.0, 2.0], [0.0, 1.0, 5.0])
        assert fit.trainer.name == "bayesian_regularization"
        assert fit(2.0) > fit(1.0)
