"""The mean prediction along a column, and what it hides."""

from __future__ import annotations

import importlib
from dataclasses import replace

import numpy as np
import pytest
from tools import needs

from uat.core.datasets import Dataset
from uat.exceptions import UnknownNameError
from uat.fits.dependence import dependence_of
from uat.fits.given_columns import given_columns
from uat.fits.table import fit_data
from uat.io.encodings import Indicators, Number
from uat.trainers import LevenbergMarquardt

RNG = np.random.default_rng(8)
X = RNG.uniform(-1.0, 1.0, (60, 3))
ENCODED = [Number("a"), Indicators("kind", ("no", "yes")), Number("b")]


def along(function, column=0, x=X, weights=None, encodings=(), **options):
    data = Dataset(x, np.zeros((len(x), 1)), weights)
    chosen = given_columns(["a", "b", "c"], encodings)[column]
    return dependence_of(lambda x: function(x)[:, np.newaxis], data, chosen, ["y"], **options)


class TestMean:
    def test_of_a_sum_is_the_term_and_the_mean_of_the_others(self):
        found = along(lambda x: np.sin(3.0 * x[:, 0]) + x[:, 1] * x[:, 2])
        assert found.values[[0, -1]].tolist() == [X[:, 0].min(), X[:, 0].max()]
        expected = np.sin(3.0 * found.values) + np.mean(X[:, 1] * X[:, 2])
        np.testing.assert_allclose(found.mean[:, 0], expected, rtol=1e-12)
        np.testing.assert_allclose(found.spread, 0.0, atol=1e-14)

    def test_of_a_product_is_flat_and_the_spread_says_what_it_hides(self):
        x = np.concatenate([X, X * [1.0, -1.0, 1.0]])
        found = along(lambda x: x[:, 0] * x[:, 1], x=x, points=5)
        np.testing.assert_allclose(found.mean, 0.0, atol=1e-15)
        # The own curve of a row is b (a - the middle), once it has the mean 0.
        middle = found.values - found.values.mean()
        expected = np.abs(middle) * np.sqrt(np.mean(x[:, 1] ** 2))
        np.testing.assert_allclose(found.spread[:, 0], expected, atol=1e-14)
        assert "; single rows +-" in found.course()

    def test_counts_a_row_as_often_as_its_weight(self):
        weights = RNG.integers(1, 4, 60).astype(float)
        twice = along(lambda x: x[:, 0] * x[:, 1] - x[:, 2], weights=weights, points=7)
        again = along(
            lambda x: x[:, 0] * x[:, 1] - x[:, 2],
            x=np.repeat(X, weights.astype(int), axis=0),
            points=7,
        )
        np.testing.assert_allclose(twice.mean, again.mean, rtol=1e-12)
        np.testing.assert_allclose(twice.spread, again.spread, rtol=1e-12, atol=1e-14)

    def test_is_over_500_rows_at_most(self):
        found = along(lambda x: x[:, 0] + x[:, 1], x=RNG.normal(size=(3000, 3)), points=3)
        assert found.rows == 500

    def test_is_what_scikit_learn_finds_of_the_estimator(self):
        needs("sklearn")
        inspection = importlib.import_module("sklearn.inspection")
        estimator = importlib.import_module("uat.estimator").ShallowNetRegressor(
            2, trainer=LevenbergMarquardt(epochs=20), random_state=0
        )
        t = X[:, 0] * X[:, 1] + X[:, 2]
        estimator.fit(X, t)
        theirs = inspection.partial_dependence(estimator, X, [1], grid_resolution=7)
        data = Dataset(X, t)
        column = given_columns(["a", "b", "c"], ())[1]
        at = theirs["grid_values"][0]
        found = dependence_of(estimator.network_, data, column, ["y"], at)
        np.testing.assert_allclose(found.mean.T, theirs["average"], rtol=1e-12)


class TestCourse:
    @pytest.mark.parametrize(
        ("function", "words"),
        [(lambda a: 2.0 * a, "rises from 2 to 6"), (lambda a: -a, "falls from -1 to -3"),
         (lambda a: (a - 2.0) ** 2, "goes up and down between 0 and 1"),
         (lambda a: 0.0 * a + 7.0, "7 throughout"),
         # A turn of less than a hundredth of the way is none.
         (lambda a: a - 0.004 * (a == 1.5), "rises from 1 to 3"),
         (lambda a: a / (a - 1.0), "is not finite")],
    )  # fmt: skip
    def test_is_said_with_its_numbers(self, function, words):
        x = np.stack([np.linspace(1.0, 3.0, 41), np.zeros(41), np.zeros(41)], axis=1)
        with np.errstate(divide="ignore"):
            assert along(lambda x: function(x[:, 0]), x=x).course() == words

    def test_what_is_only_rounding_is_no_move(self):
        x = np.stack([np.linspace(1.0, 3.0, 41), np.resize([-1.0, 1.0], 41), np.zeros(41)], axis=1)
        found = along(lambda x: (x[:, 0] - 2.0) * x[:, 1] + 1e-15 * x[:, 0], x=x[:40])
        assert found.course() == "0 throughout; single rows +-0.975 about that"

    def test_of_a_text_names_the_least_and_the_largest(self):
        x = np.stack([X[:, 0], (X[:, 1] > 0.0).astype(float), X[:, 2]], axis=1)
        found = along(lambda x: 3.0 * x[:, 1], 1, x, encodings=ENCODED)
        assert (found.texts, found.values.tolist()) == (("no", "yes"), [0.0, 1.0])
        assert found.course() == "from 0 at no to 3 at yes"
        assert along(lambda x: x[:, 1], 1, x, encodings=ENCODED, at="yes").mean.tolist() == [[1.0]]


@pytest.fixture(scope="module")
def fit():
    trainer = LevenbergMarquardt(epochs=20)
    columns = {"a": X[:, 0], "day": np.datetime64("2021-03-01") + np.arange(60)}
    return fit_data(columns, {"y": X[:, 0], "z": np.arange(60.0)}, 2, trainer=trainer)


class TestOfAFit:
    def test_is_the_mean_of_its_own_predictions(self, fit):
        rows = fit.dataset_training.x.copy()
        rows[:, 0] = 0.25
        found = fit.partial_dependence("a", at=[0.25])
        np.testing.assert_allclose(found.mean[0], fit.network(rows).mean(axis=0), rtol=1e-12)

    def test_of_a_date_is_along_the_time_since_the_first(self, fit):
        found = fit.partial_dependence("day", at=["2021-03-11"])
        assert found.values.tolist() == [10.0]
        assert found.input_name == "day [days since 2021-03-01]"
        assert found.column == "day"

    def test_is_told_in_plain_values(self, fit):
        plain = fit.to_dict()["partial_dependence"]
        assert plain == {
            name: fit.partial_dependence(name, points=21).to_dict() for name in ("a", "day")
        }
        assert len(plain["a"]["mean"]) == 21
        assert len(plain["a"]["mean"][0]) == 2

    def test_is_a_frame_and_a_table(self, fit):
        found = fit.partial_dependence("a", points=3)
        html = found._repr_html_()
        assert "Mean prediction of 48 rows along a" in html
        assert html.count("<tr>") == 4
        needs("pandas")
        assert found.to_frame().columns.tolist() == [
            "a",
            "mean y",
            "mean z",
            "spread y",
            "spread z",
        ]

    def test_a_column_that_is_not_there_is_refused(self, fit):
        with pytest.raises(UnknownNameError, match="unknown column 'dat': did you mean day"):
            fit.partial_dependence("dat")

    def test_what_overflows_is_no_number_in_json(self, fit):
        found = replace(fit.partial_dependence("a"), mean=np.array([[np.inf, 1.0]]))
        assert found.to_dict()["mean"] == [[None, 1.0]]
