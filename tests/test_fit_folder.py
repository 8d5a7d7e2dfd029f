"""A fit in a folder: all is there, agrees with the model, and outlives a figure that fails."""

from __future__ import annotations

import json

import numpy as np
import pytest

from uat.core.model import Model
from uat.fits.function import fit
from uat.fits.table import fit_data
from uat.io.csv_files import read_table
from uat.reports import fit_folder as results
from uat.trainers import LevenbergMarquardt

QUICK = LevenbergMarquardt(epochs=20)


@pytest.fixture(scope="module")
def of_function():
    return fit("franke", 3, trainer=QUICK, points=100)


@pytest.fixture(scope="module")
def of_table():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(40, 2))
    t = np.stack([np.tanh(x[:, 0]), x[:, 1]], axis=1)
    names = {"input_names": ["predicted y", "held_out"], "output_names": ["y", "z"]}
    return fit_data(x, t, 2, trainer=QUICK, learning_curve=False, **names)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["of_function", "of_table"])
def test_every_file_is_told_of_and_written(kind, request, tmp_path):
    told = []
    fitted = request.getfixturevalue(kind)
    written = results.write(fitted, tmp_path / "new" / "folder", told.append)
    assert [path.name for path in written] == told
    assert told[:4] == ["model.json", "report.txt", "report.json", "predictions.csv"]
    assert {"page.png", "page.svg", "fit.png", "units.svg"} <= set(told)
    assert all(path.stat().st_size > 0 for path in written)
    folder = tmp_path / "new" / "folder"
    assert Model.load(folder / "model.json") == fitted.model
    assert (folder / "report.txt").read_text() == fitted.summary() + "\n"
    assert json.loads((folder / "report.json").read_text()) == json.loads(fitted.to_json())


@pytest.mark.slow
def test_the_predictions_of_a_function_are_those_on_its_grid(of_function, tmp_path):
    results.write(of_function, tmp_path)
    table = read_table(tmp_path / "predictions.csv")
    assert table.names == ("x", "y", "f", "predicted f", "residual f")
    x, f, predicted, residual = np.split(table.values, [2, 3, 4], axis=1)
    np.testing.assert_array_equal(f[:, 0], of_function.target(x))
    np.testing.assert_array_equal(predicted, of_function.network(x))
    assert np.max(np.abs(residual)) <= of_function.max_error


@pytest.mark.slow
def test_a_column_that_is_called_like_a_new_one_keeps_its_name(of_table, tmp_path):
    results.write(of_table, tmp_path)
    table = read_table(tmp_path / "predictions.csv")
    assert table.names == (
        "predicted y", "held_out", "y", "z", "predicted y_", "predicted z", "residual y",
        "residual z", "lower y", "lower z", "upper y", "upper z", "held_out_", "row",
    )  # fmt: skip
    assert table.values[:, -2].sum() == of_table.dataset_test.points


def test_what_matters_and_where_it_goes_are_tables(of_table, tmp_path):
    results.write(of_table, tmp_path)
    lost = [row.split(",") for row in (tmp_path / "importance.csv").read_text().splitlines()]
    assert lost[0] == ["output", "column", "R2 lost", "standard error"]
    found = of_table.importance()
    assert lost[1][:2] == ["y", found.columns[found.ranked(0)[0]]]
    assert lost[3][:2] == ["z", found.columns[found.ranked(1)[0]]]
    assert float(lost[1][2]) == found.lost[:, 0].max()
    along = [row.split(",") for row in (tmp_path / "dependence.csv").read_text().splitlines()]
    assert along[0] == ["column", "value", "mean y", "mean z", "spread y", "spread z"]
    first = of_table.partial_dependence("predicted y")
    assert [row[0] for row in along[1:]] == ["predicted y"] * 32 + ["held_out"] * 32
    numbers = np.array([row[1:] for row in along[1:33]], dtype=float)
    expected = np.column_stack([first.values, first.mean, first.spread])
    np.testing.assert_array_equal(numbers, expected)


def test_what_was_trained_is_there_although_a_figure_fails(of_function, tmp_path, monkeypatch):
    def fail(_):
        raise RuntimeError("no ink")

    monkeypatch.setattr("uat.figures.function_fit.fit_figures", fail)
    with pytest.raises(RuntimeError, match="no ink"):
        results.write(of_function, tmp_path)
    assert Model.load(tmp_path / "model.json") == of_function.model
    assert (tmp_path / "predictions.csv").exists()


def test_the_page_is_that_of_its_kind(of_function, of_table):
    assert results.page(of_function).get_suptitle().startswith("franke")
    assert results.page(of_table).get_suptitle().startswith("2 outputs")
