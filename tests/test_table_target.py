"""A table is what a sweep approximates: one output, rows that are dealt, columns by name."""

from __future__ import annotations

import numpy as np
import pytest

from uat.exceptions import DataFileError, SettingError, ShapeError
from uat.fits.cross_validation import deviation_of
from uat.fits.folds import MOST_ROWS
from uat.fits.table import fit_data
from uat.fits.table_target import Table, columns_for, fit_without, table_in_file, table_of_frame
from uat.trainers import GradientDescent, LevenbergMarquardt

RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, (40, 2))
T = np.sin(3.0 * X[:, 0]) + X[:, 1]
QUICK = LevenbergMarquardt(epochs=5)


def test_every_row_is_left_out_once_and_fitted_otherwise():
    table = Table(X, T)
    splits = [table.split(fold, 5, 3) for fold in range(1, 6)]
    assert sorted(np.concatenate([left for _, left in splits]).tolist()) == list(range(40))
    assert all(sorted([*fitted, *left]) == list(range(40)) for fitted, left in splits)


def test_of_many_rows_only_some_are_dealt():
    table = Table(np.arange(MOST_ROWS + 9.0), np.arange(MOST_ROWS + 9.0) ** 2)
    fitted, left_out = table.split(1, 4, 0)
    assert len(fitted) + len(left_out) == table.rows_dealt == MOST_ROWS


def test_the_runs_of_all_folds_are_the_cross_validation_of_a_fit_without_rows_held_out():
    fit = fit_data(X, T, trainer=QUICK, held_out=0.0, max_width=2, seed=4, folds=3)
    table = Table(X, T)
    for score in fit.width_curve:
        folds = [fit_without(table, k, 3, score.width, QUICK, 4, "logistic") for k in (1, 2, 3)]
        unit = deviation_of(table.dataset)[0]
        assert score.mean == pytest.approx(np.mean([fold.rmse for fold in folds]) / unit)
        assert score.training == pytest.approx(np.mean([f.fitted_rmse for f in folds]) / unit)


def test_errors_are_those_of_the_network_on_both_kinds_of_rows():
    table = Table(X, 1e3 * T)
    fold = fit_without(table, 2, 4, 2, QUICK, 0, "tanh")
    left = fold.result.network(table.x) - table.t
    fitted, rest = table.split(2, 4, 0)
    assert fold.max_error == pytest.approx(np.abs(left[rest]).max())
    assert fold.rmse == pytest.approx(np.sqrt(np.mean(left[rest] ** 2)))
    assert fold.fitted_rmse == pytest.approx(np.sqrt(np.mean(left[fitted] ** 2)))
    assert fold.seconds > 0.0


def test_what_diverges_has_no_finite_error():
    wild = GradientDescent(learning_rate=1e3, epochs=50, momentum=0.0)
    fold = fit_without(Table(X, T), 1, 4, 3, wild, 0, "logistic")
    assert np.isinf([fold.max_error, fold.rmse, fold.fitted_rmse]).all()


@pytest.mark.parametrize(
    ("x", "t", "words"),
    [
        (X, np.stack([T, T], axis=1), "marks has 2 outputs, y1 and y2: a sweep shows the error of"),
        (X[:3], T[:3], "marks has 3 rows: 4 at least"),
        (X, np.full(40, 2.5), "marks: the output y is 2.5 in every row; there is nothing to pred"),
        (X, np.where(np.arange(40) == 6, np.nan, T), "row 7"),
    ],
)
def test_rows_that_no_sweep_can_use_are_refused(x, t, words):
    with pytest.raises(SettingError, match=words):
        Table(x, t, "marks")


def test_no_rows_are_refused():
    with pytest.raises(ShapeError, match="0 rows"):
        Table(np.empty((0, 2)), np.empty(0))


def test_fewer_rows_than_folds_are_refused():
    with pytest.raises(SettingError, match="marks has 40 rows, fewer than the 50 folds"):
        Table(X, T, "marks").check_folds(50)


class TestFile:
    @pytest.fixture
    def path(self, tmp_path):
        path = tmp_path / "marks.csv"
        lines = [f"{a},{b},{t},ann" for (a, b), t in zip(X.tolist(), T.tolist(), strict=True)]
        path.write_text("\n".join(["hours,sleep,score,name", *lines]))
        return path

    def test_columns_are_taken_by_name_or_number(self, path):
        for inputs, outputs in ((["sleep"], ["score"]), (["2"], ["3"])):
            table = table_in_file(path, inputs, outputs)
            assert table.columns == (("sleep",), "score")
            np.testing.assert_array_equal(table.x[:, 0], X[:, 1])
            np.testing.assert_array_equal(table.t[:, 0], T)
        assert table.name == "marks"

    def test_columns_of_one_name_are_taken_by_number_if_all_are_named(self, tmp_path):
        path = tmp_path / "twins.csv"
        path.write_text("a,a,y\n" + "".join(f"{k},{k % 3},{k * k}\n" for k in range(9)))
        table = table_in_file(path, ["2"], ["y"])
        np.testing.assert_array_equal(table.x[:, 0], np.arange(9) % 3)
        with pytest.raises(DataFileError, match=r"name all inputs and outputs .* by its number"):
            table_in_file(path)

    def test_what_is_refused_says_of_which_table(self, path):
        with pytest.raises(SettingError, match=rf"^{path}: column 'score' cannot be input and"):
            table_in_file(path, ["score"], ["score"])
        with pytest.raises(SettingError, match=r"^rows: row 2"):
            Table(X, np.where(np.arange(40) == 1, 1e305, T), "rows")

    def test_text_and_missing_columns_are_told(self, path):
        with pytest.raises(DataFileError, match=r"line 2.*name"):
            table_in_file(path)
        with pytest.raises(DataFileError, match="no column 'slep': did you mean sleep"):
            table_in_file(path, ["slep"], ["score"])
        with pytest.raises(DataFileError, match=r"gone\.csv"):
            table_in_file(path.with_name("gone.csv"))


@pytest.mark.parametrize(
    ("inputs", "outputs", "columns"),
    [
        ((), (), (("a", "b"), ("c",))),
        ((), ("a",), (("b", "c"), ("a",))),
        (("c",), (), (("c",), ("b",))),
        (("a",), ("b",), (("a",), ("b",))),
    ],
)
def test_columns_that_are_not_said_are_guessed(inputs, outputs, columns):
    assert columns_for(("a", "b", "c"), inputs, outputs) == columns


@pytest.mark.parametrize(
    ("inputs", "outputs", "words"),
    [
        (("a", "b"), (), "leave no column"),
        ((), ("a", "b"), "beside the output"),
        (("a",), ("a",), "input and output"),
        (("a", "a"), ("b",), "named twice"),
    ],
)
def test_columns_that_cannot_be_are_refused(inputs, outputs, words):
    with pytest.raises(SettingError, match=words):
        columns_for(("a", "b"), inputs, outputs)


def test_the_last_column_of_a_frame_is_the_output():
    pd = pytest.importorskip("pandas")
    table = table_of_frame(pd.DataFrame({"a": X[:, 0], "b": X[:, 1], "yield": T}))
    assert table.columns == (("a", "b"), "yield")
    with pytest.raises(SettingError, match="beside the output"):
        table_of_frame(pd.DataFrame({"a": T}))
