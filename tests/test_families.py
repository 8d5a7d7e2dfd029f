"""Other trainers compete where the referee does better, and win only where they are better."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.fits import table
from uat.fits.cross_validation import CrossValidation
from uat.fits.families import (
    Contender,
    able_families,
    contest,
    family_widths,
    has_levelled_off,
    winner,
)
from uat.fits.folds import dealt
from uat.fits.referee import referee_of
from uat.fits.scores import WidthScore
from uat.fits.table import fit_data
from uat.fits.trainings import Meter, Work
from uat.trainers import BayesianRegularization, MatchingPursuit, QuantileUnits

X = np.linspace(0.0, 1.0, 150)
WAVE = np.sin(2.0 * np.pi * 8.0 * X)
USUAL = BayesianRegularization(steps=20, restarts=1)


def scores_of(*squares):
    squares = np.array(squares, dtype=float)
    scores = [
        WidthScore(2**k, float(np.sqrt(row.mean())), 0.01, 0.5) for k, row in enumerate(squares)
    ]
    return CrossValidation(tuple(scores), squares)


def curve(*means):
    return [WidthScore(8 * (k + 1), mean, 0.01, 0.5) for k, mean in enumerate(means)]


def test_quantiles_are_of_one_input():
    assert [f.name for f in able_families(1, "logistic")] == ["quantile_units", "matching_pursuit"]
    assert [f.name for f in able_families(2, "logistic")] == ["matching_pursuit"]


class TestWidths:
    def test_rise_to_three_fifths_of_the_rows(self):
        assert family_widths(QuantileUnits(), 100, None) == [8, 12, 18, 27, 40, 60]

    @pytest.mark.parametrize(
        ("rows", "most", "widths"), [(100, 20, [8, 12, 18, 20]), (8, None, [4])]
    )
    def test_are_no_wider_than_wanted_or_carried(self, rows, most, widths):
        assert family_widths(MatchingPursuit(), rows, most) == widths

    def test_end_where_a_training_takes_long(self):
        widths = family_widths(MatchingPursuit(), 8000, None)
        assert 40 < widths[-1] < 1000
        assert MatchingPursuit().seconds(8000, widths[-1]) <= 3.0


class TestCurve:
    @pytest.mark.parametrize(
        ("means", "level"),
        [
            ([1.0, 1.0, 1.01, 1.0], False),
            ([1.0, 0.4, 0.39], False),
            ([1.0, 0.4, 0.39, 0.41], True),
            ([1.0, 0.4, 0.39, 0.3], False),
            ([0.6, 0.6, 0.6, 0.6], False),
            ([0.4, 0.02, 0.0195], True),
            ([0.4, 0.02, 0.01], False),
        ],
    )
    def test_has_levelled_off_once_it_is_below_the_referee(self, means, level):
        assert has_levelled_off(curve(*means), 0.5) is level


class TestWinner:
    FIRST = Contender(USUAL, scores_of(np.tile([0.5, 1.5], 20)))

    @pytest.mark.parametrize(("gain", "wins"), [(0.3, True), (0.1, False), (-0.3, False)])
    def test_is_better_by_more_than_a_standard_error(self, gain, wins):
        # Differences alternate by one around the gain: a standard error of 0.16.
        squares = np.tile([1.0, 1.0], 20) - gain
        squares += np.tile([0.5, -0.5], 20)
        other = Contender(QuantileUnits(), scores_of(squares))
        assert (winner(self.FIRST, [other]) is other) is wins

    def test_is_finite(self):
        diverged = Contender(QuantileUnits(), scores_of(np.full(40, np.inf)))
        assert winner(self.FIRST, [diverged]) is self.FIRST
        assert winner(diverged, [self.FIRST]) is self.FIRST
        assert winner(self.FIRST, []) is self.FIRST


def test_a_family_ends_where_one_before_it_did_better_with_fewer_units():
    data = Dataset(X, WAVE)
    parts = dealt(150, 3, np.random.default_rng(0))
    families = [(QuantileUnits(), [30]), (MatchingPursuit(), [4, 12, 30, 60])]
    work = Work(0, "logistic", Meter(lambda *_: None), [])
    first, second = contest(data, parts, families, referee_of(data, parts), work, 0.0)
    assert [score.width for score in second.scores.scores] == [4, 12, 30]
    assert first.scores.scores[0].mean < second.scores.scores[-1].mean


class TestFits:
    @pytest.fixture(autouse=True)
    def _quick(self, monkeypatch):
        monkeypatch.setattr(table, "DEFAULT_TRAINER", USUAL)

    @pytest.mark.slow
    def test_a_wave_that_the_evidence_takes_for_noise_is_fitted_and_it_is_said_why(self):
        shares = []
        fit = fit_data(X, WAVE, max_width=40, progress=lambda share, _: shares.append(share))
        assert fit.test_r2[0] > 0.999
        assert fit.trainer.name == "quantile_units"
        assert fit.noise is None
        (note,) = [note for note in fit.notes if "competed" in note]
        assert "The network is by quantile_units, whose width" in note
        assert f"{fit.referee:.3g}" in note
        assert fit.width in [score.width for score in fit.width_curve]
        assert shares == sorted(shares)
        again = fit_data(X, WAVE, max_width=40)
        assert again.network == fit.network

    @pytest.mark.slow
    def test_several_inputs_have_matching_pursuit(self):
        rng = np.random.default_rng(0)
        x = rng.uniform(size=(250, 3))
        t = np.sin(2.0 * np.pi * 6.0 * x[:, 1]) + 0.1 * x[:, 0]
        fit = fit_data(x, t, max_width=40, folds=3, learning_curve=False)
        assert fit.trainer.name == "matching_pursuit"
        assert fit.test_r2[0] > 0.8

    def test_a_width_that_is_given_is_kept(self, monkeypatch):
        hurried = BayesianRegularization(steps=2, restarts=1)
        monkeypatch.setattr(table, "DEFAULT_TRAINER", hurried)
        fit = fit_data(X, WAVE, 20, learning_curve=False)
        assert fit.width == 20
        assert fit.test_r2[0] > 0.9
        assert "The network is by quantile_units" in fit.summary()

    def test_a_trainer_that_is_named_stays_and_its_failure_is_told_as_one(self):
        fit = fit_data(X, WAVE, trainer=USUAL, max_width=2, learning_curve=False)
        assert fit.trainer is USUAL
        assert fit.constant
        assert fit.width == 0
        assert "The training failed" in fit.noise
        assert "tell nothing" not in fit.summary()
        assert "Where no trainer is named, others compete." in fit.summary()

    def test_nobody_competes_where_the_usual_trainer_does_well(self):
        rng = np.random.default_rng(0)
        fit = fit_data(X, np.tanh(4.0 * X - 2.0) + 0.1 * rng.normal(size=150), max_width=2)
        assert fit.trainer.name == "bayesian_regularization"
        assert not any("competed" in note for note in fit.notes)
        assert fit.referee > min(score.mean for score in fit.width_curve)
