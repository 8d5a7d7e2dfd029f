"""The errors of widths on rows held out are told apart row by row, in the table's own units."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tools import TABLE, curve_of

from uat.fits.table_target import Table, remember_table
from uat.sweeps.held_out import MEAN_ONLY, NoiseSource

X, T = TABLE.x[:, 0], TABLE.t[:, 0]


def rmse(size):
    return math.sqrt(np.mean((size * X - T) ** 2))


def test_the_error_is_that_over_all_rows_and_every_fold_has_its_own():
    curve = curve_of({1: 50.0, 2: 100.0})
    assert curve.widths == [1, 2]
    assert curve.errors[0].held_out == pytest.approx(rmse(50.0))
    assert curve.errors[1].held_out == pytest.approx(rmse(100.0))
    assert len(curve.errors[0].folds) == 4
    assert np.mean(np.square(curve.errors[0].folds)) == pytest.approx(rmse(50.0) ** 2)
    assert curve.errors[0].fitted == pytest.approx(rmse(50.0), rel=1e-3)
    assert curve.mean_only == pytest.approx(T.std(), rel=0.05)


def test_the_standard_error_is_that_of_the_difference_to_the_least():
    curve = curve_of({1: 90.0, 2: 100.0})
    excess = (90.0 * X - T) ** 2 - (100.0 * X - T) ** 2
    spread = excess.std(ddof=1) / math.sqrt(80) / (2.0 * rmse(90.0))
    assert curve.errors[0].standard_error == pytest.approx(spread)
    assert curve.errors[1].standard_error == 0.0


@pytest.mark.parametrize(
    ("slopes", "width"),
    [
        ({1: 50.0, 2: 100.0, 4: 100.0}, 2),
        ({1: 50.0, 2: 80.0, 4: 100.0}, 4),
        ({1: 100.0, 2: 50.0, 4: 100.0}, 1),
        ({1: None, 2: 100.0}, 2),
        ({1: -50.0, 2: -20.0}, MEAN_ONLY),
        ({1: None, 2: None}, MEAN_ONLY),
    ],
)
def test_the_narrowest_width_that_errs_like_the_best_is_taken(slopes, width):
    assert curve_of(slopes).width == width


def test_what_diverged_is_counted_and_has_no_dot():
    curve = curve_of({1: 100.0, 2: None})
    assert (curve.diverged, curve.runs) == (4, 8)
    assert curve.errors[1].folds == ()
    assert curve.errors[1].held_out == curve.errors[1].fitted == math.inf
    assert curve.least.width == 1
    assert curve_of({1: None}).least is None


def test_a_rise_beyond_chance_is_told_from_one_within_it():
    curve = curve_of({1: 100.0, 2: 100.1, 4: 50.0})
    assert not curve.exceeds_least(1)
    assert not curve.exceeds_least(2)
    assert curve.exceeds_least(4)


def test_the_noise_is_estimated_by_rows_of_equal_inputs_or_else_by_the_evidence():
    assert curve_of({1: 100.0}).noise is None
    noise = curve_of({1: 100.0}, trainer="bayesian_regularization", noise=0.1).noise
    assert noise.source is NoiseSource.EVIDENCE
    assert noise.deviation == pytest.approx(0.1 * T.std(), rel=0.05)
    twice = np.repeat(X, 5)
    t = 100.0 * twice + 3.0 * np.random.default_rng(0).normal(size=400)
    table = remember_table(Table(twice, t, "twice", text="twice.csv"))
    noise = curve_of({1: 100.0}, table, noise=0.1).noise
    assert noise.source is NoiseSource.REPLICATES
    assert noise.deviation == pytest.approx(3.0, rel=0.1)


def test_values_of_any_size_are_taken():
    for unit in (1e250, 1e-250):
        table = remember_table(Table(X, unit * T, "large", text=f"{unit}.csv"))
        curve = curve_of({1: 100.0 * unit, 2: 50.0 * unit}, table)
        assert curve.width == 1
        assert curve.errors[0].held_out == pytest.approx(unit * rmse(100.0))
