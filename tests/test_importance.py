"""What is lost without a column is known in simple cases, and its error is the spread there is."""

from __future__ import annotations

import importlib
from dataclasses import replace

import numpy as np
import pytest
from tools import needs

from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.fits.folds import FoldNetworks
from uat.fits.given_columns import given_columns
from uat.fits.importance import JudgingRows, importance_of, judging_rows
from uat.fits.table import fit_data
from uat.io.encodings import Indicators, Number
from uat.trainers import LevenbergMarquardt, StopReason

QUICK = LevenbergMarquardt(epochs=30)
RNG = np.random.default_rng(5)


def judged(x, t, predict, weights=None, encodings=None):
    data = Dataset(x, t, weights, total=None if weights is None else np.sum(weights))
    columns = given_columns([f"x{k}" for k in range(data.x.shape[1])], encodings or ())
    return importance_of(JudgingRows("held out", data, predict), columns, ["y", "z"])


def first_two(x):
    return np.stack([x[:, 0], x[:, 0] * x[:, 1]], axis=1)


def by_pairs(x, t, weights, predict, column):
    """Return the mean rise of the square error over all pairs of rows, one by one."""
    total = rise = 0.0
    for i in range(len(x)):
        for j in range(len(x)):
            if i != j:
                other = x[i : i + 1].copy()
                other[0, column] = x[j, column]
                before = (predict(x[i : i + 1]) - t[i]) ** 2
                pair = weights[i] * weights[j]
                rise = rise + pair * ((predict(other) - t[i]) ** 2 - before)[0]
                total += pair
    mean = np.average(t, axis=0, weights=weights)
    return rise / total / np.average((t - mean) ** 2, axis=0, weights=weights)


class TestWhatIsLost:
    @pytest.mark.parametrize("weights", [None, RNG.integers(1, 5, 9).astype(float)])
    def test_is_the_mean_over_all_pairs_of_rows(self, weights):
        x, t = RNG.normal(size=(9, 3)), RNG.normal(size=(9, 2))
        found = judged(x, t, first_two, weights)
        counts = np.ones(9) if weights is None else weights
        expected = [by_pairs(x, t, counts, first_two, column) for column in range(3)]
        np.testing.assert_allclose(found.lost, expected, rtol=1e-10, atol=1e-12)

    def test_is_twice_the_variance_of_a_column_that_is_all_there_is(self):
        x = RNG.normal(size=(50, 3))
        found = judged(x, first_two(x), first_two)
        assert found.lost[0, 0] == pytest.approx(2.0 * 50 / 49, rel=1e-12)
        assert found.lost[1, 0] == found.lost[2, 0] == found.standard_error[2, 1] == 0.0
        assert found.ranked(0)[0] == 0

    def test_does_not_depend_on_units(self):
        x = RNG.normal(size=(30, 2))
        t = first_two(x) + RNG.normal(size=(30, 2))
        expected = judged(x, t, first_two)
        found = judged(1e-160 * x, 1e170 * t, lambda x: 1e170 * first_two(1e160 * x))
        np.testing.assert_allclose(found.lost, expected.lost, rtol=1e-9)
        np.testing.assert_allclose(found.standard_error, expected.standard_error, rtol=1e-9)

    def test_of_a_text_is_that_of_all_its_columns_together(self):
        kinds = np.eye(3)[RNG.integers(0, 3, 40)]
        x = np.concatenate([RNG.normal(size=(40, 1)), kinds], axis=1)

        def predict(x):
            assert (x[:, 1:].sum(axis=1) == 1.0).all()
            return np.stack([x[:, 0], x[:, 1:] @ [0.0, 1.0, 5.0]], axis=1)

        encodings = [Number("a"), Indicators("kind", ("ash", "elm", "oak"))]
        found = judged(x, predict(x), predict, encodings=encodings)
        assert found.columns == ("a", "kind")
        np.testing.assert_allclose(found.lost, [[80 / 39, 0.0], [0.0, 80 / 39]], atol=1e-12)

    def test_of_many_rows_some_pairs_tell(self):
        x = RNG.normal(size=(1500, 2))
        t = first_two(x) + RNG.normal(size=(1500, 2))
        found = judged(x, t, first_two)
        expected = np.array([[2.0 / 2.0, 2.0 / 2.0], [0.0, 2.0 / 2.0]])
        assert (np.abs(found.lost - expected) <= 4.0 * found.standard_error).all()
        assert (found.standard_error < 0.15).all()
        np.testing.assert_array_equal(judged(x, t, first_two).lost, found.lost)

    def test_is_none_of_an_output_that_is_constant_or_of_one_row(self):
        x = RNG.normal(size=(6, 2))
        found = judged(x, np.stack([x[:, 0], np.full(6, 0.1)], axis=1), first_two)
        assert np.isnan(found.lost[:, 1]).all()
        assert np.isfinite(found.lost[:, 0]).all()
        assert found.to_dict()["columns"]["x1"]["lost"] == [0.0, None]
        assert np.isnan(judged(x[:1], x[:1], first_two).lost).all()

    def test_is_what_scikit_learn_measures(self):
        needs("sklearn")
        inspection = importlib.import_module("sklearn.inspection")
        base = importlib.import_module("sklearn.base")

        class Sum(base.RegressorMixin, base.BaseEstimator):
            def fit(self, X, y):  # noqa: ARG002, N803
                return self

            def predict(self, X):  # noqa: N803
                return X @ [1.0, 0.5, 0.0]

        x = RNG.normal(size=(40, 3))
        t = x @ [1.0, 0.3, 0.1]
        theirs = inspection.permutation_importance(
            Sum(), x, t, scoring="r2", n_repeats=30, random_state=0
        )
        found = judged(x, t[:, np.newaxis], lambda x: (x @ [1.0, 0.5, 0.0])[:, np.newaxis])
        # Of their permutations one in 40 leaves a row its own value.
        error = theirs.importances_std / np.sqrt(30)
        apart = np.abs(found.lost[:, 0] * 39 / 40 - theirs.importances_mean)
        assert (apart <= 4.0 * error).all()


def test_the_standard_error_is_the_spread_over_other_rows():
    found = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(20, 2))
        t = first_two(x) + rng.normal(size=(20, 2))
        found.append(judged(x, t, first_two))
    spread = np.std([one.lost for one in found], axis=0)
    said = np.mean([one.standard_error for one in found], axis=0)
    known = spread > 0.0
    assert known.sum() == 3
    assert (np.abs(np.log(said[known] / spread[known])) < np.log(1.5)).all()


class TestRows:
    @pytest.fixture
    def folds(self, network_of):
        data = Dataset(RNG.normal(size=(60, 2)), RNG.normal(size=(60, 1)))
        parts = [np.arange(0, 60, 2), np.arange(1, 60, 2)]
        return FoldNetworks(data, parts, [network_of(2, 3, 1), network_of(2, 2, 1)])

    @pytest.mark.parametrize(
        ("held_out", "left_out", "kind"),
        [(25, True, "held out"), (24, True, "left out"), (3, False, "held out"),
         (0, True, "left out"), (0, False, "fitted")],
    )  # fmt: skip
    def test_are_unseen_ones_if_there_are_any(self, folds, held_out, left_out, kind):
        data = folds.dataset
        test = data.rows(np.arange(held_out)) if held_out else None
        rows = judging_rows(lambda x: x, data, test, folds if left_out else None)
        assert rows.kind == kind

    def test_left_out_are_predicted_by_who_had_not_seen_them(self, folds):
        rows = judging_rows(lambda x: x, folds.dataset, None, folds)
        x = folds.dataset.x
        first, second = (network(x) for network in folds.networks)
        found = rows.predict(x)
        np.testing.assert_array_equal(found[0::2], first[0::2])
        np.testing.assert_array_equal(found[1::2], second[1::2])

    def test_that_are_not_there_are_none(self, folds):
        assert judging_rows(lambda x: x, folds.dataset, None, folds, "held out") is None

    def test_are_2000_at_most(self):
        data = Dataset(np.arange(4500.0), np.arange(4500.0))
        rows = judging_rows(lambda x: x, data, None, None)
        assert rows.dataset.points == 2000
        assert rows.dataset.x[[0, -1], 0].tolist() == [0.0, 4499.0]


@pytest.fixture(scope="module")
def fit():
    rng = np.random.default_rng(1)
    kind = rng.choice(["ash", "elm", "oak"], 120)
    a, junk = rng.uniform(-1.0, 1.0, (2, 120))
    noise = 0.05 * rng.normal(size=(2, 120))
    t = {"y": a + noise[0], "z": 3.0 * (kind == "elm") + noise[1]}
    columns = {"a": a, "kind": kind, "junk": junk}
    return fit_data(columns, t, max_width=2, trainer=QUICK, learning_curve=False)


class TestOfAFit:
    @pytest.mark.parametrize(("kind", "rows"), [("held out", 24), ("left out", 96), ("fitted", 96)])
    def test_each_output_has_its_own_on_all_kinds_of_rows(self, fit, kind, rows):
        found = fit.importance(kind)
        assert (found.columns, found.rows) == (fit.columns, rows)
        assert fit.columns == ("a", "kind", "junk")
        assert found.ranked(0)[0] == 0
        assert found.ranked(1)[0] == 1
        assert found.lost[0, 0] > 1.5
        assert found.lost[1, 1] > 1.5
        assert np.abs(found.lost[2]).max() < 0.05

    def test_few_rows_held_out_give_way_to_those_left_out(self, fit):
        assert fit.importance().measured_on == "96 rows left out in turn"

    def test_is_told_in_the_report_and_in_plain_values(self, fit):
        found = fit.importance()
        assert fit.to_dict()["importance"] == found.to_dict()
        assert found.to_dict()["columns"]["a"]["lost"] == found.lost[0].tolist()
        assert f"R^2 lost on {found.measured_on}" in fit.summary()
        assert "R^2 lost without a column, on 96 rows" in fit._repr_html_()
        assert repr(found) == "Importance(columns=3, measured_on='96 rows left out in turn')"

    def test_is_a_frame_with_what_matters_most_first(self, fit):
        needs("pandas")
        frame = fit.importance().to_frame()
        assert frame.columns.tolist() == ["output", "column", "lost", "standard_error"]
        assert frame.column[[0, 3]].tolist() == ["a", "kind"]
        assert frame.output.tolist() == ["y"] * 3 + ["z"] * 3

    def test_rows_that_are_not_there_are_refused(self, fit):
        with pytest.raises(SettingError, match="rows must be one of held out, left out, fitted"):
            fit.importance("test")
        alone = fit_data(np.arange(12.0), np.arange(12.0), 1, trainer=QUICK, held_out=0.0)
        with pytest.raises(SettingError, match="no rows held out"):
            alone.importance("held out")
        assert alone.importance().kind == "fitted"
        assert "R^2 lost" not in alone.summary()

    def test_nothing_is_known_of_a_training_that_diverged(self, fit):
        diverged = replace(fit, stop_reason=StopReason.DIVERGED, fold_networks=None)
        assert np.isnan(diverged.importance().lost).all()
        assert "R^2 lost" not in diverged.summary()

    def test_the_mean_depends_on_nothing(self):
        x = np.random.default_rng(0).normal(size=(40, 2))
        t = np.random.default_rng(1).normal(size=40)
        fit = fit_data(x, t, max_width=1, trainer=QUICK, learning_curve=False)
        assert fit.constant
        assert not fit.importance().lost.any()
        assert "R^2 lost" not in fit.summary()
