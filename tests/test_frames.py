"""Results as frames: the columns they promise; without pandas, how to get it."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple

import numpy as np
import pytest
from tools import needs

from uat.core.datasets import Dataset
from uat.exceptions import MissingPackageError
from uat.fits.function import fit
from uat.fits.table import fit_data
from uat.io.frames import data_frame
from uat.sweeps.plan import plan
from uat.sweeps.sweep import Sweep, run_specs
from uat.trainers import GradientDescent, draw_start

QUICK = GradientDescent(epochs=5, learning_rate=0.1)


@pytest.fixture
def pandas():
    needs("pandas")


@pytest.mark.usefixtures("pandas")
class TestColumns:
    def test_a_frame_has_the_columns_in_their_order(self):
        error = np.array([0.5, 0.25])
        frame = data_frame({"width": [1, 2], "error": error, "why": ("built", "diverged")})
        assert list(frame.columns) == ["width", "error", "why"]
        assert frame["width"].tolist() == [1, 2]
        assert frame["error"].tolist() == [0.5, 0.25]
        assert frame["why"].tolist() == ["built", "diverged"]

    def test_what_is_none_among_numbers_is_nan(self):
        error = data_frame({"error": [0.5, None]})["error"]
        assert error.dtype == np.float64
        assert error.isna().tolist() == [False, True]

    def test_a_frame_of_no_rows_keeps_its_columns(self):
        frame = data_frame({"width": [], "error": []})
        assert list(frame.columns) == ["width", "error"]
        assert len(frame) == 0

    def test_a_frame_is_a_copy(self):
        error = np.array([0.5, 0.25])
        frame = data_frame({"error": error})
        frame.loc[0, "error"] = 7.0
        assert error.tolist() == [0.5, 0.25]


@pytest.mark.usefixtures("pandas")
class TestResults:
    def test_of_a_training_every_step_has_its_loss(self):
        x = np.linspace(-1.0, 1.0, 9)
        result = QUICK.fit(Dataset(x, x), draw_start(1, 2, 1, 0))
        frame = result.to_frame()
        assert list(frame.columns) == ["step", "loss"]
        assert frame["step"].tolist() == [0, 1, 2, 3, 4, 5]
        np.testing.assert_array_equal(frame["loss"], result.loss_history)

    def test_of_a_fit_every_network_tried_has_its_error(self):
        found = fit("line", tolerance=1e-12, max_width=4, trainer=QUICK)
        frame = found.to_frame()
        assert list(frame.columns) == ["width", "max_error"]
        assert frame["width"].tolist() == [1, 2, 4]
        assert frame["max_error"].tolist() == [error for _, error in found.history]

    def test_of_a_fit_to_a_table_every_width_has_its_errors(self):
        x = np.random.default_rng(0).uniform(size=(30, 2))
        found = fit_data(x, x.sum(axis=1), trainer=QUICK, max_width=4)
        frame = found.to_frame()
        assert list(frame.columns) == ["width", "mean", "standard_error", "training"]
        assert len(frame) > 1
        rows = frame.itertuples(index=False, name=None)
        assert list(rows) == [astuple(score) for score in found.width_curve]
        given = fit_data(x, x.sum(axis=1), 2, trainer=QUICK).to_frame()
        assert list(given.columns) == list(frame.columns)
        assert len(given) == 0

    def test_of_a_sweep_every_run_has_its_row_and_its_time(self):
        specs = plan(["line", "sine"], [1, 2], [0], [QUICK, "staircase"])
        with ThreadPoolExecutor(1) as executor:
            done = run_specs(specs, executor=executor)
        frame = done.to_frame()
        assert list(frame.columns) == [*done.rows()[0], "seconds"]
        assert len(frame) == 8
        assert frame["target"].tolist() == [row["target"] for row in done.rows()]
        assert frame["max_error"].tolist() == [row["max_error"] for row in done.rows()]
        assert frame["seconds"].tolist() == [record.seconds for record in done.records]
        assert frame["epochs"].isna().tolist() == [row["epochs"] is None for row in done.rows()]

    def test_a_sweep_of_nothing_is_an_empty_frame(self):
        assert len(Sweep((), 0).to_frame()) == 0


def test_without_pandas_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackageError, match=r"pandas.*pip install 'uat-toolkit\[pandas\]'"):
        data_frame({"width": [1]})
