"""Fits of functions and of tables are one family: what they share is told, saved, drawn alike."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import uat
from uat.core.model import Model
from uat.exceptions import OutputError, SettingError
from uat.fits.fit import BaseFit, finite_or_none
from uat.trainers import LevenbergMarquardt, StopReason
from uat.trainers.base import Ending, Trained

QUICK = LevenbergMarquardt(epochs=3)
ROWS = np.random.default_rng(0).normal(size=(30, 5))


def of_table(inputs=1, outputs=1):
    return uat.fit_data(ROWS[:, :inputs], ROWS[:, -outputs:], 2, trainer=QUICK)


@pytest.fixture(scope="module", params=["function", "table", "outputs"])
def found(request):
    return {
        "function": lambda: uat.fit("runge", 2, trainer=QUICK),
        "table": lambda: of_table(),
        "outputs": lambda: of_table(3, 2),
    }[request.param]()


class TestWhatAllFitsHave:
    def test_a_base(self, found):
        assert isinstance(found, BaseFit)
        assert isinstance(found, Trained)
        assert (found.width, found.activation, found.seed) == (2, "logistic", 0)
        assert found.trainer == QUICK
        assert len(found.loss_history) >= 2

    def test_a_summary_that_says_why_it_ended(self, found):
        lines = found.summary().splitlines()
        assert lines[0] == found.headline
        assert f"  ended because  {found.reason}" in lines
        assert str(found) == found.summary()
        assert found.reason in found._repr_html_()

    def test_a_short_form(self, found):
        assert len(repr(found)) < 150
        assert "\n" not in repr(found)

    def test_plain_values(self, found):
        values = found.to_dict()
        assert json.loads(found.to_json()) == values
        assert (values["width"], values["seed"]) == (2, 0)
        assert values["trainer"] == "levenberg_marquardt"
        assert values["settings"]["epochs"] == 3
        assert values["stop_reason"] == str(found.stop_reason)

    def test_save_writes_the_model_that_predict_and_show_read(self, found, tmp_path):
        found.save(tmp_path / "model.json")
        assert Model.load(tmp_path / "model.json") == found.model
        found.save(str(tmp_path / "text.json"))
        with pytest.raises(OutputError):
            found.save(tmp_path / "none" / "model.json")

    def test_it_crosses_to_another_process(self, found):
        again = pickle.loads(pickle.dumps(found))
        assert again.network == found.network
        assert again.stop_reason is found.stop_reason

    @pytest.mark.slow
    def test_its_figures(self, found):
        figures = found.figures()
        assert next(iter(figures)) == "page"
        assert all(isinstance(figure, Figure) for figure in figures.values())
        page = found.plot()
        assert page.get_suptitle() == figures["page"].get_suptitle()
        width, height = page.get_size_inches()
        assert width == 12.8
        assert height >= 7.2
        assert found.plot(figsize=(8, 4.5)).get_size_inches().tolist() == [8.0, 4.5]

    def test_its_main_panel_in_axes_of_somebody_else(self, found):
        figure = Figure()
        left, right = figure.subplots(1, 2)
        assert found.plot(left) is figure
        assert left.has_data()
        assert not right.has_data()
        assert left.get_title()


class TestWhatPlotRefuses:
    @pytest.mark.slow
    @pytest.mark.parametrize("figsize", [3, "8,4", (8,), (8, 4, 2), (0, 4), (8, -4), (8, np.nan)])
    def test_sizes_that_are_none(self, figsize):
        for found in (uat.fit("line", 1, trainer=QUICK), of_table()):
            with pytest.raises(SettingError, match="figsize"):
                found.plot(figsize=figsize)

    def test_axes_that_are_none(self):
        several = Figure().subplots(1, 2)
        solid = Figure().add_subplot(projection="3d")
        round_ones = Figure().add_subplot(projection="polar")
        for found in (uat.fit("line", 1, trainer=QUICK), of_table()):
            for wrong in (several, Figure(), "ax", 0, solid, round_ones):
                with pytest.raises(SettingError, match="ax must be"):
                    found.plot(wrong)

    def test_axes_and_a_size(self):
        axes = Figure().add_subplot()
        for found in (uat.fit("line", 1, trainer=QUICK), of_table()):
            with pytest.raises(SettingError, match="not both"):
                found.plot(axes, figsize=(8, 4))
            assert not axes.has_data()


class TestEndings:
    @pytest.mark.parametrize("kind", Ending.__subclasses__())
    def test_every_end_is_a_word_and_a_sentence(self, kind):
        for reason in kind:
            assert reason == reason.value == str(reason)
            assert kind(str(reason)) is reason
            assert reason.sentence
            assert not reason.sentence.endswith(".")
            assert pickle.loads(pickle.dumps(reason)) is reason

    def test_there_are_two_kinds(self):
        assert {kind.__name__ for kind in Ending.__subclasses__()} == {"StopReason", "SearchEnd"}
        assert json.dumps(StopReason.DIVERGED) == '"diverged"'


@pytest.mark.parametrize(
    ("value", "plain"), [(1, 1), (0.5, 0.5), (np.float64(2), 2.0), (np.inf, None), (np.nan, None)]
)
def test_numbers_as_json_has_them(value, plain):
    assert finite_or_none(value) == plain
    assert json.dumps(finite_or_none(value))


def test_fits_do_not_load_what_draws_them():
    source = Path(uat.__file__).parent / "fits" / "fit.py"
    assert source.read_text(encoding="utf-8").count("import_module") == 1
