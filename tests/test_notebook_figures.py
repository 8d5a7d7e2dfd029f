"""A figure shows itself in a notebook, once, whether or not a backend of matplotlib is active."""

from __future__ import annotations

import base64

import pytest
from matplotlib.figure import Figure
from tools import outputs_of

import uat
from uat.figures.style import NotebookFigure, NotebookFigures, save_figure
from uat.trainers import LevenbergMarquardt

FIT = 'import uat\nfit = uat.fit("line", 1, trainer="levenberg_marquardt")\n'
TABLE = "import uat\nfit = uat.fit_data([0, 1, 2, 3], [0, 1, 2, 3], 1, trainer='adam')\n"


@pytest.fixture(scope="module")
def page():
    return uat.plot_fit(uat.fit("line", 1, trainer=LevenbergMarquardt(epochs=2)))


class TestPictures:
    @pytest.mark.slow
    def test_are_those_that_are_saved(self, page, tmp_path):
        save_figure(page, tmp_path / "page.png")
        assert page._repr_png_() == (tmp_path / "page.png").read_bytes()

    def test_are_of_the_size_of_the_figure(self):
        png = NotebookFigure(figsize=(3.0, 2.0))._repr_png_()
        assert png.startswith(b"\x89PNG")
        assert [int.from_bytes(png[k : k + 4], "big") for k in (16, 20)] == [300, 200]

    @pytest.mark.slow
    def test_an_axes_of_pyplot_gives_its_own_figure_back(self, page):  # noqa: ARG002
        pyplot = pytest.importorskip("matplotlib.pyplot")
        figure, axes = pyplot.subplots()
        try:
            assert uat.plot_fit(uat.fit("line", 1, trainer=LevenbergMarquardt()), axes) is figure
        finally:
            pyplot.close(figure)

    def test_axes_of_a_part_of_a_figure_give_the_whole(self):
        figure = Figure()
        left, _ = figure.subfigures(1, 2)
        axes = left.subfigures(2, 1)[0].subplots()
        found = uat.fit("line", 1, trainer=LevenbergMarquardt(epochs=2))
        assert found.plot(axes) is figure


def pictures(outputs):
    """Return the PNG of every output that has one."""
    shown = [output["data"] for output in outputs if "data" in output]
    return [base64.b64decode(data["image/png"]) for data in shown if "image/png" in data]


class TestInANotebook:
    def test_every_figure_is_displayed_without_magic(self):
        _, plotted, page, several, _, table = outputs_of(
            FIT, "uat.plot_fit(fit)", "fit.plot()", "fit.figures()", TABLE, "fit.plot()"
        )
        for outputs in (plotted, page, table):
            assert len(pictures(outputs)) == 1
        assert len(pictures(several)) >= 4
        assert all(png.startswith(b"\x89PNG") for png in pictures(several))

    def test_beside_the_inline_backend_nothing_is_shown_twice_and_axes_are_drawn_into(self):
        *_, page, drawn = outputs_of(
            "%matplotlib inline",
            FIT,
            "fit.plot()",
            "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\nfit.plot(axes);",
        )
        assert len(pictures(page)) == 1
        assert len(page) == 1
        assert len(pictures(drawn)) == 1


def test_figures_are_a_dictionary_like_any_other(page):
    figures = NotebookFigures(page=page)
    assert figures == {"page": page}
    assert len(repr(figures)) < 100
