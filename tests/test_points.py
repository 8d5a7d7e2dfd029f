"""What goes in as one column comes out as one, a number as a number, a frame by its names."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.model import Model
from uat.core.points import answer, points_of
from uat.exceptions import DataFileError, ShapeError
from uat.fits.function import fit
from uat.fits.table import fit_data
from uat.fits.table_fit import DataFit
from uat.trainers import LevenbergMarquardt

QUICK = LevenbergMarquardt(epochs=3)
RNG = np.random.default_rng(0)


def table_fit(inputs: int, outputs: int) -> DataFit:
    x, t = RNG.normal(size=(20, inputs)), RNG.normal(size=(20, outputs))
    return fit_data(x, t, 2, trainer=QUICK, learning_curve=False)


class TestShapes:
    @pytest.mark.parametrize("outputs", [1, 3])
    @pytest.mark.parametrize("inputs", [1, 2])
    def test_are_the_same_for_a_fit_its_model_and_the_model_read_again(
        self, inputs, outputs, tmp_path
    ):
        found = table_fit(inputs, outputs)
        found.save(tmp_path / "model.json")
        x = RNG.normal(size=(7, inputs))
        expected = found.network(x)
        for model in (found, found.model, Model.load(tmp_path / "model.json")):
            assert np.array_equal(model(x), expected[:, 0] if outputs == 1 else expected)

    @pytest.mark.parametrize(("outputs", "shape"), [(1, (5,)), (2, (5, 2))])
    def test_a_vector_is_points_of_one_input(self, outputs, shape):
        found, x = table_fit(1, outputs), np.linspace(-1.0, 1.0, 5)
        for given in (x, x.tolist(), x[:, np.newaxis]):
            assert found(given).shape == found.model(given).shape == shape

    @pytest.mark.parametrize("number", [0.5, np.float64(0.5), np.array(0.5), 1, True])
    def test_a_number_gives_a_number(self, number):
        functions, tables = fit("line", 2, trainer=QUICK), table_fit(1, 1)
        for model in (functions, functions.model, tables, tables.model):
            assert type(model(number)) is float
            assert model(number) == pytest.approx(model([float(number)])[0], rel=1e-12)
        assert table_fit(1, 3)(number).shape == (3,)

    @pytest.mark.parametrize("outputs", [1, 2])
    def test_no_points_have_no_predictions(self, outputs):
        shape = (0,) if outputs == 1 else (0, 2)
        assert table_fit(1, outputs)([]).shape == shape
        assert table_fit(3, outputs)(np.empty((0, 3))).shape == shape

    def test_functions_and_tables_agree(self):
        x = RNG.uniform(-1.0, 1.0, size=(6, 2))
        function = fit("ridge", 2, trainer=QUICK)
        assert function(x).shape == function.model(x).shape == table_fit(2, 1)(x).shape == (6,)

    @pytest.mark.parametrize(
        "wrong", [0.5, [0.1, 0.2], [0.1, 0.2, 0.3], np.zeros((4, 3)), np.zeros((1, 2, 2)), []]
    )
    def test_a_shape_that_could_be_two_things_is_refused(self, wrong):
        for model in (fit("ridge", 2, trainer=QUICK), table_fit(2, 1), table_fit(2, 1).model):
            with pytest.raises(ShapeError):
                model(wrong)
            with pytest.raises(ShapeError):
                (model if isinstance(model, Model) else model.model).outside(wrong)

    @pytest.mark.parametrize("wrong", [[[1.0], [2.0, 3.0]], ["a"], None, {"x": 1.0}, [1j]])
    def test_what_are_no_numbers_is_refused(self, wrong):
        with pytest.raises(ShapeError):
            table_fit(1, 1)(wrong)

    def test_residuals_of_one_output_are_no_matrix(self):
        """The trap itself: a column of values less a vector of predictions would be n x n."""
        x, t = RNG.normal(size=(30, 2)), RNG.normal(size=30)
        found = fit_data(x, t, 2, trainer=QUICK, held_out=0.0, learning_curve=False)
        assert np.sqrt(np.mean((found(x) - t) ** 2)) == pytest.approx(found.training_rmse[0])


FRAMED = ("hours", "sleep")


@pytest.fixture(scope="module")
def pandas():
    return pytest.importorskip("pandas")


@pytest.fixture(scope="module")
def frame(pandas):
    columns = {"hours": RNG.uniform(0, 10, 30), "sleep": RNG.uniform(4, 9, 30)}
    return pandas.DataFrame(columns | {"who": ["anna"] * 30})


@pytest.fixture(scope="module")
def found(frame):
    score = (3.0 * frame.hours + frame["sleep"]).rename("score")
    return fit_data(frame[list(FRAMED)], score, 3, trainer=QUICK, learning_curve=False)


@pytest.fixture(scope="module", params=["fit", "model", "file"])
def model(request, found, tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "model.json"
    found.save(path)
    return {"fit": found, "model": found.model, "file": Model.load(path)}[request.param]


class TestFrames:
    def test_columns_go_by_name_whatever_their_order_and_others_are_ignored(self, model, frame):
        expected = model(frame[list(FRAMED)].to_numpy())
        for given in (frame[list(FRAMED)], frame[list(FRAMED[::-1])], frame):
            assert np.array_equal(model(given), expected)
        assert model.output_names == ("score",)

    def test_mappings_are_frames(self, model, frame):
        columns = {name: frame[name].tolist() for name in ("who", "sleep", "hours")}
        assert np.array_equal(model(columns), model(frame))
        with pytest.raises(DataFileError, match="no column 'hours'"):
            model({"sleep": [7.0]})

    def test_a_missing_column_is_named(self, model, frame):
        with pytest.raises(ShapeError, match="no column 'sleep'"):
            model(frame[["hours", "who"]])
        # Two columns, but other ones: by position they would be taken for the fit's.
        renamed = frame[list(FRAMED)].rename(columns={"hours": "Hours"})
        with pytest.raises(ShapeError, match=r"no column 'hours'.*to_numpy"):
            model(renamed)

    def test_a_column_that_is_there_twice_is_refused(self, model, frame):
        with pytest.raises(ShapeError, match="more than one column 'hours'"):
            model(frame[["hours", "sleep", "hours"]])

    def test_arrays_and_frames_without_names_go_by_position(self, model, frame, pandas):
        x = frame[list(FRAMED)].to_numpy()
        assert np.array_equal(model(pandas.DataFrame(x)), model(x))
        assert np.array_equal(model(x.tolist()), model(x))

    def test_a_row_of_a_frame_is_one_point(self, model, frame):
        row = frame.iloc[3]
        assert type(model(row)) is float
        assert model(row) == pytest.approx(model(frame)[3], rel=1e-12)
        with pytest.raises(ShapeError, match="no column 'hours'"):
            model(row.drop("hours"))

    def test_text_in_a_column_that_is_needed_is_refused(self, model, frame):
        with pytest.raises(ShapeError, match="anna"):
            model(frame.assign(sleep=frame.who))

    def test_extrapolation_is_counted_by_name(self, found, frame):
        moved = frame[list(FRAMED[::-1])].assign(hours=1e3)
        assert found.model.outside(moved) == 30
        with pytest.raises(ShapeError, match="no column 'sleep'"):
            found.model.outside(frame[["hours"]])

    @pytest.mark.parametrize("names", [["a", "a"], [0, 1], ["a", 7], ["a", " "]])
    def test_a_frame_whose_names_nobody_could_use_is_taken_as_it_was_fitted(self, pandas, names):
        frame = pandas.DataFrame(RNG.normal(size=(12, 2)), columns=names)
        found = fit_data(frame, np.arange(12.0), 2, trainer=QUICK, learning_curve=False)
        assert np.array_equal(found(frame), found(frame.to_numpy()))

    def test_a_series_is_the_column_of_one_input_whatever_its_name(self, pandas):
        hours = pandas.Series(np.linspace(0.0, 1.0, 12), name="hours")
        found = fit_data(hours, hours.rename("score") * 2, 2, trainer=QUICK, learning_curve=False)
        assert (found.input_names, found.output_names) == (("hours",), ("score",))
        frame = pandas.DataFrame({"score": hours * 2, "hours": hours})
        for given in (hours, hours.rename("later"), hours.rename(None), frame):
            assert np.array_equal(found(given), found(hours.to_numpy()))
        assert found(frame.iloc[4]) == pytest.approx(found(hours)[4], rel=1e-12)
        with pytest.raises(ShapeError, match="no column 'hours'"):
            found(frame[["score"]])

    def test_a_fit_of_a_function_takes_x_and_y_by_name(self, pandas):
        found = fit("ridge", 2, trainer=QUICK)
        frame = pandas.DataFrame({"y": [0.1, 0.2], "x": [0.5, -0.5]})
        assert np.array_equal(found(frame), found([[0.5, 0.1], [-0.5, 0.2]]))
        with pytest.raises(ShapeError, match="no column 'y'"):
            found(frame[["x"]])


def test_points_and_answers_of_any_network():
    assert points_of(2.0, ("x",)).tolist() == [[2.0]]
    assert points_of([[1, 2]], ("a", "b")).tolist() == [[1.0, 2.0]]
    assert answer(lambda x: x.sum(axis=1, keepdims=True), [[1, 2]], ("a", "b")).tolist() == [3.0]
