"""Intervals hold the share of new rows that they promise."""

from dataclasses import replace

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.fits.folds import LeftOut
from uat.fits.intervals import PredictionIntervals
from uat.fits.table import fit_data
from uat.reports import fit_folder
from uat.trainers import BayesianRegularization, GradientDescent

QUICK = BayesianRegularization(steps=30, restarts=2)


def even(x):
    return np.full(len(x), 0.2)


def noisy(rows, seed=0, deviation=even):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, (rows, 1))
    return x, np.sin(4.0 * x[:, 0]) + deviation(x[:, 0]) * rng.normal(size=rows)


def within(fit, x, t, level=0.95):
    found = fit.predict(x, interval=level)
    return (found.lower <= t) & (t <= found.upper)


@pytest.fixture(scope="module")
def fit():
    return fit_data(*noisy(150), max_width=4, trainer=QUICK, learning_curve=False)


class TestCoverage:
    @pytest.mark.slow
    @pytest.mark.parametrize("rows", [60, 150])
    def test_is_what_is_promised(self, rows):
        shares = []
        for seed in range(3):
            fit = fit_data(*noisy(rows, seed), max_width=2, trainer=QUICK, learning_curve=False)
            new = noisy(2000, seed + 100)
            shares.append([within(fit, *new, level).mean() for level in (0.5, 0.9)])
        np.testing.assert_allclose(np.mean(shares, axis=0), [0.5, 0.9], atol=0.07)

    @pytest.mark.slow
    def test_follows_the_noise(self):
        def growing(x):
            return 0.05 + 0.4 * (x > 0.0)

        fit = fit_data(*noisy(400, 3, growing), max_width=4, trainer=QUICK, learning_curve=False)
        x, t = noisy(4000, 4, growing)
        found = fit.predict(x, interval=0.95)
        left = x[:, 0] < -0.2
        assert np.mean((found.upper - found.lower)[~left]) > 2.0 * np.mean(
            (found.upper - found.lower)[left]
        )
        right = x[:, 0] > 0.2
        assert within(fit, x[right], t[right]).mean() == pytest.approx(0.95, abs=0.05)
        assert within(fit, x[left], t[left]).mean() > 0.93

    @pytest.mark.slow
    def test_widens_where_there_are_no_rows(self, fit):
        x = np.array([[1.0], [1.5], [3.0]])
        size = np.ptp(fit.predict(x, interval=0.95)[1:], axis=0)
        assert (np.diff(size) > 0.0).all()
        assert size[-1] > 1.5 * size[0]

    def test_without_an_evidence_comes_from_the_rows_left_out(self):
        trainer = GradientDescent(epochs=200)
        fit = fit_data(*noisy(120), max_width=1, trainer=trainer, learning_curve=False)
        assert fit.intervals.parameters is None
        assert within(fit, *noisy(2000, 9)).mean() > 0.9

    def test_of_a_width_that_is_given_comes_from_the_rows_held_out(self):
        fit = fit_data(*noisy(200), 4, trainer=QUICK)
        assert within(fit, *noisy(2000, 9)).mean() == pytest.approx(0.95, abs=0.04)
        assert np.isnan(fit.interval_scores[0].within)

    def test_of_a_network_worse_than_those_of_the_folds_are_as_wide_as_it_needs(self):
        x, t = noisy(200)
        fit = fit_data(x, t, 4, trainer=QUICK, held_out=0.0)
        rows = Dataset(x, t)
        theirs = LeftOut(x, fit.network(x) - rows.t, 0.8)
        flat = replace(fit.network, output_weights=np.zeros_like(fit.network.output_weights))
        new = noisy(2000, 9)
        for network in (fit.network, flat):
            intervals = PredictionIntervals.of(network, None, rows, theirs)
            inside = (
                np.abs(network(new[0])[:, 0] - new[1]) <= intervals.half_widths(new[0], 0.95)[:, 0]
            )
            assert inside.mean() == pytest.approx(0.95, abs=0.03)

    @pytest.mark.slow
    def test_of_exact_rows_are_narrow_but_not_empty(self):
        x = np.linspace(-1.0, 1.0, 120)
        fit = fit_data(x, 2.0 * x + 1.0, max_width=2, trainer=QUICK, learning_curve=False)
        found = fit.predict(x, interval=0.95)
        assert (found.upper > found.lower).all()
        assert np.max(found.upper - found.lower) < 0.05


class TestShapes:
    def test_are_those_of_the_predictions(self, fit):
        x, _ = noisy(7)
        mean, lower, upper = fit.predict(x, interval=0.9)
        assert lower.shape == upper.shape == mean.shape == (7,)
        np.testing.assert_array_equal(mean, fit(x))
        again, deviation = fit.predict(x, return_std=True)
        np.testing.assert_array_equal(again, mean)
        assert deviation.shape == (7,)
        assert isinstance(fit.predict(0.3, interval=0.9).lower, float)
        np.testing.assert_array_equal(fit.predict(x), mean)

    @pytest.mark.slow
    def test_each_output_has_its_own(self):
        x, t = noisy(120)
        both = np.stack([t, 100.0 * np.random.default_rng(1).normal(size=120)], axis=1)
        fit = fit_data(x, both, max_width=2, trainer=QUICK, learning_curve=False)
        size = np.ptp(fit.predict(x, interval=0.9)[1:], axis=0)
        assert size.shape == (120, 2)
        assert size[:, 1].mean() > 100.0 * size[:, 0].mean()
        assert len(fit.interval_scores) == 2

    def test_a_higher_share_is_wider(self, fit):
        x, _ = noisy(9)
        sizes = [np.ptp(fit.predict(x, interval=level)[1:], axis=0) for level in (0.5, 0.9, 0.999)]
        assert (np.diff(sizes, axis=0) > 0.0).all()


class TestRefusals:
    @pytest.mark.parametrize("level", [0.0, 1.0, 95, -0.1, float("nan")])
    def test_a_share_is_between_0_and_1(self, fit, level):
        with pytest.raises(SettingError, match="above 0 and below 1"):
            fit.predict([[0.0]], interval=level)

    def test_one_thing_at_a_time(self, fit):
        with pytest.raises(SettingError, match="not for both"):
            fit.predict([[0.0]], interval=0.9, return_std=True)

    def test_where_nothing_tells(self):
        trainer = GradientDescent(epochs=10)
        fit = fit_data(*noisy(30), 2, trainer=trainer, held_out=0.0)
        with pytest.raises(SettingError, match="nothing tells"):
            fit.predict([[0.0]], interval=0.9)


@pytest.mark.slow
def test_reports_say_how_wide_they_are_and_what_they_hold(fit, tmp_path):
    (score,) = fit.interval_scores
    assert f"95% within +-{score.half_width:.4g}" in fit.summary()
    assert f"of 30 rows held out {score.within:.0%} are" in fit.summary()
    assert fit.to_dict()["intervals"][0]["level"] == 0.95
    fit_folder.write(fit, tmp_path)
    lines = (tmp_path / "predictions.csv").read_text().splitlines()
    assert lines[0] == "x,y,predicted y,residual y,lower y,upper y,held_out,row"
    values = np.array([line.split(",") for line in lines[1:]], dtype=float)
    np.testing.assert_allclose(
        values[:, 5] - values[:, 4],
        np.ptp(fit.predict(values[:, :1], interval=0.95)[1:], axis=0), rtol=1e-9,
    )  # fmt: skip
