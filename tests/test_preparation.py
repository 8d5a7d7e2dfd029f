"""Tables of dates, texts and gaps, from the frame or file to the prediction."""

import numpy as np
import pytest
from click.testing import CliRunner

from uat.cli import main
from uat.core.model import Model
from uat.exceptions import DataFileError, MissingValueError, SettingError, ShapeError
from uat.fits.preparation import prepared, ready_rows
from uat.fits.table import fit_data
from uat.trainers import BayesianRegularization

QUICK = BayesianRegularization(steps=15, restarts=1)
ROWS = 40
RNG = np.random.default_rng(0)
KIND = ["oak", "elm", "ash", "oak"] * (ROWS // 4)
DAY = [f"2024-02-{k % 28 + 1:02d}" for k in range(ROWS)]
SIZE = RNG.uniform(1.0, 2.0, ROWS)
Y = SIZE + np.array([kind == "oak" for kind in KIND]) + np.arange(ROWS) % 28 / 10.0


def with_gaps(values, *rows):
    values = np.array(values, dtype=float)
    values[list(rows)] = np.nan
    return values


def fit_of(columns, t=Y, **options):
    return fit_data(columns, t, 1, trainer=QUICK, learning_curve=False, **options)


COLUMNS = {"kind": KIND, "day": DAY, "size": SIZE}


class TestKinds:
    def test_become_numbers_and_it_is_said(self):
        fit = fit_of(COLUMNS)
        assert fit.input_names == (
            "kind=ash", "kind=elm", "kind=oak", "day [days since 2024-02-01]", "size",
        )  # fmt: skip
        assert fit.test_r2[0] > 0.99
        assert "The text kind is taken as columns of 0 and 1" in fit.summary()
        assert "The dates of day are taken as days since 2024-02-01" in fit.summary()

    def test_the_fit_and_its_model_take_columns_by_name_in_any_order(self, tmp_path):
        fit = fit_of(COLUMNS)
        fit.save(tmp_path / "model.json")
        model = Model.load(tmp_path / "model.json")
        turned = dict(reversed(COLUMNS.items()))
        np.testing.assert_array_equal(fit(COLUMNS), fit(turned))
        np.testing.assert_array_equal(fit(COLUMNS), model(turned))
        np.testing.assert_array_equal(fit.residual(COLUMNS, Y), fit(COLUMNS) - Y)
        assert model.outside(COLUMNS) == 0
        assert model.columns == ("kind", "day", "size")

    def test_a_text_not_seen_is_refused(self):
        with pytest.raises(DataFileError, match="'fir' was not there"):
            fit_of(COLUMNS)({"kind": ["fir"], "day": ["2024-02-02"], "size": [1.0]})

    def test_numbers_alone_need_nothing(self):
        fit = fit_of({"size": SIZE}, {"y": Y})
        assert fit.encodings == ()
        assert fit.model.to_dict()["version"] == 1
        assert prepared(SIZE, Y, None, None, None) is None

    def test_an_output_of_two_words_is_0_and_1_and_called_regression(self):
        fit = fit_of({"size": SIZE}, {"big": ["yes" if s > 1.5 else "no" for s in SIZE]})
        assert fit.output_names == ("big=yes",)
        assert set(fit.dataset_training.t[:, 0]) == {0.0, 1.0}
        assert "this is regression" in fit.summary()
        numbers = fit_of(SIZE, (SIZE > 1.5).astype(float))
        assert "this is regression" in numbers.summary()
        assert "this is regression" not in fit_of(SIZE).summary()

    def test_an_output_of_many_words_is_refused(self):
        with pytest.raises(SettingError, match="'kind' is a text of 3 values"):
            fit_of({"size": SIZE}, {"kind": KIND})


class TestGaps:
    GAPS = with_gaps(SIZE, 3, 7)

    def test_are_refused_with_their_rows_and_the_way_on(self):
        with pytest.raises(
            MissingValueError, match=r"'size' lacks 2 values in 40 rows \(rows 4, 8\)"
        ):
            fit_of({"size": self.GAPS})
        with pytest.raises(MissingValueError, match="missing='median' puts"):
            fit_of({"size": self.GAPS})

    def test_are_left_out_with_their_rows(self):
        fit = fit_of({"size": self.GAPS}, missing="drop")
        assert fit.dataset_training.points + fit.dataset_test.points == ROWS - 2
        assert "2 rows of 40 are left out: a value of size is missing" in fit.summary()
        with pytest.raises(DataFileError, match="fitted without such rows"):
            fit_of(COLUMNS)({**COLUMNS, "size": self.GAPS})

    def test_get_the_median_of_the_rows_fitted(self):
        fit = fit_of({"size": self.GAPS}, missing="median")
        data = fit.dataset_training
        gaps = np.isin(data.t[:, 0], Y[[3, 7]])
        median = np.median(data.x[~gaps])
        assert (data.x[gaps] == median).all()
        assert gaps.any()
        assert f"{median:.6g}" in fit.summary()
        assert fit({"size": [np.nan]})[0] == fit({"size": [median]})[0]

    def test_of_a_text_get_the_most_frequent(self):
        kinds = ["" if k in (1, 2) else kind for k, kind in enumerate(KIND)]
        fit = fit_of({**COLUMNS, "kind": kinds}, missing="median")
        asked = {"kind": ["", "oak"], "day": ["2024-02-02"] * 2, "size": [1.0, 1.0]}
        assert fit(asked)[0] == fit(asked)[1]

    @pytest.mark.parametrize("missing", ["drop", "median"])
    def test_of_the_output_are_always_left_out(self, missing):
        fit = fit_of({"size": self.GAPS}, {"y": with_gaps(Y, 0)}, missing=missing)
        assert fit.dataset_training.points + fit.dataset_test.points == (
            ROWS - 3 if missing == "drop" else ROWS - 1
        )

    def test_keep_the_weights_of_their_rows_in_step(self):
        weights = np.where(np.arange(ROWS) == 5, 0.0, 1.0)
        weights[6] = 3.0
        fit = fit_of({"size": self.GAPS}, weights=weights, missing="drop", held_out=0.0)
        assert fit.dataset_training.points == ROWS - 3
        heavy = fit.dataset_training.x[fit.dataset_training.counts > 2.0, 0]
        assert heavy.tolist() == [SIZE[6]]

    def test_of_arrays_are_gaps_too(self):
        x = np.column_stack([self.GAPS, SIZE])
        assert fit_of(x, missing="median").input_names == ("x1", "x2")

    def test_leave_the_numbers_of_the_rows_that_stay(self):
        counts = np.ones(ROWS)
        counts[5] = 0.0
        for size in (with_gaps(SIZE, 1, 3), SIZE[:, np.newaxis]):
            fit = fit_of({"size": size} if size.ndim == 1 else size, missing="drop", weights=counts)
            rows = fit.row_numbers
            away = {1, 3, 5} if size.ndim == 1 else {5}
            assert sorted(rows) == sorted(set(range(ROWS)) - away)
            x = np.concatenate([fit.dataset_training.x, fit.dataset_test.x])
            np.testing.assert_array_equal(x[:, 0], SIZE[rows])

    def test_everywhere_leave_nothing(self):
        with pytest.raises(SettingError, match="no value at all"):
            fit_of({"size": np.full(ROWS, np.nan)}, missing="median")
        with pytest.raises(SettingError, match="none is left"):
            fit_of({"a": with_gaps(SIZE, *range(20)), "b": with_gaps(SIZE, *range(20, 40))},
                   missing="drop")  # fmt: skip

    def test_the_way_is_one_of_two(self):
        with pytest.raises(SettingError, match="'drop' or 'median', not 'mean'"):
            fit_of({"size": self.GAPS}, missing="mean")

    def test_of_a_file_are_refused_with_the_option(self, tmp_path):
        path = tmp_path / "gaps.csv"
        path.write_text("a,b,y\n1,red,2\n,blue,3\n" + "3,red,4\n" * 9)
        for columns, words in ((["a"], "line 3, column 'a'"), (["a", "b"], "'a' lacks 1 value")):
            arguments = ["fit", str(path), "--inputs", ",".join(columns), "--outputs", "y"]
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code == 1
            assert words in str(result.exception) + result.output
            assert "--missing drop leaves" in str(result.exception) + result.output


def test_values_far_from_all_others_are_named_with_their_rows():
    size, y = SIZE.copy(), Y.copy()
    size[7], y[[0, 20]] = 1e6, -300.0
    counts = np.ones(ROWS)
    counts[5] = 0.0
    far = ready_rows({"size": size}, {"y": y}, None, None, counts, None).notes
    assert [note.split(", and may")[0] for note in far] == [
        "1 value of size is far from all others, row 8",
        "2 values of y are far from all others, rows 1, 21",
    ]
    normal = np.random.default_rng(0).normal(size=(10_000, 2))
    rare = (np.arange(10_000) % 100 == 0) * 1e3
    assert not ready_rows(normal, np.exp(0.5 * normal[:, 0]), None, None, None, None).notes
    assert not ready_rows(normal, rare, None, None, None, None).notes


def test_how_numbers_were_read_is_said_of_predictions_too(tmp_path):
    fit_of({"kind": KIND, "size": SIZE}).save(tmp_path / "model.json")
    (tmp_path / "new.csv").write_text("kind;size\noak;1.101\nelm;0,5\n")
    result = CliRunner().invoke(main, ["predict", f"{tmp_path}/model.json", f"{tmp_path}/new.csv"])
    assert "is read as 1101: the file has decimal commas" in result.stderr


class TestFrames:
    def test_the_same_rows_in_another_order_are_refused(self):
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame({"size": SIZE, "y": Y})
        mixed = frame["y"].sort_values()
        for given in ({"t": mixed}, {"t": frame["y"], "weights": abs(mixed)}):
            with pytest.raises(ShapeError, match=r"in another order.*loc\[x\.index\]"):
                fit_of(frame[["size"]], **given)
        fit_of(frame[["size"]], mixed.reset_index(drop=True))

    def test_are_taken_as_files_are(self):
        pd = pytest.importorskip("pandas")
        frame = pd.DataFrame(
            {
                "kind": pd.Categorical(KIND), "day": pd.to_datetime(DAY), "size": SIZE,
                "count": pd.array([None, *range(1, ROWS)], dtype="Int64"),
                "new": [True, False] * 20,
            }
        )  # fmt: skip
        fit = fit_data(frame, pd.Series(Y, name="y"), 1, trainer=QUICK, missing="median")
        assert fit.input_names[3:] == ("day [days since 2024-02-01]", "size", "count", "new")
        turned = frame[frame.columns[::-1]]
        np.testing.assert_array_equal(fit(frame), fit(turned))
        np.testing.assert_array_equal(fit.model(frame), fit(frame))
        assert fit(frame.iloc[2]) == fit(frame)[2]
