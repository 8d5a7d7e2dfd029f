"""The figures of which columns matter are asked what they show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from table_fits import table_fit
from tools import line, panel, panels, points_of

from uat.exceptions import SettingError
from uat.figures import style
from uat.figures.table_fit import plot_data_fit, plot_data_inputs
from uat.figures.table_inputs import (
    draw_dependence,
    draw_dependences,
    draw_importance,
    strongest_columns,
)
from uat.fits.dependence import PartialDependence
from uat.fits.importance import Importance

NAMES = ("age", "place", "a very long name of a column", "noise")
LOST = np.array([[0.2, 0.0], [0.7, np.nan], [0.4, 1.1], [-0.1, 0.3]])


def importance(kind="held out"):
    return Importance(NAMES, ("y", "z"), LOST, np.full((4, 2), 0.05), kind, 40)


def along(mean, texts=(), name="age", spread=0.1):
    mean = np.asarray(mean, dtype=float)[:, np.newaxis]
    values = np.linspace(0.0, len(mean) - 1.0, len(mean))
    return PartialDependence(
        name, name, ("y",), values, tuple(texts), mean, np.full(mean.shape, spread), 40
    )


def bars_of(axes):
    return [bar.get_width() for bar in axes.patches]


class TestImportance:
    def test_bars_are_what_is_lost_the_largest_first(self):
        axes = Figure(figsize=style.PAGE).add_subplot()
        draw_importance(axes, importance(), 0, 3)
        assert bars_of(axes) == [0.7, 0.4, 0.2]
        names = [text.get_text().strip() for text in axes.texts]
        assert names == ["place", NAMES[2], "age"]
        tops = [bar.get_y() for bar in axes.patches]
        bottom, top = axes.get_ylim()
        assert top < tops[0] < tops[1] < tops[2] < bottom

    def test_they_have_their_standard_errors_and_all_of_these_are_within_the_panel(self):
        axes = Figure(figsize=style.PAGE).add_subplot()
        draw_importance(axes, importance(), 0, 4)
        bars = next(one for one in axes.containers if hasattr(one, "errorbar"))
        segments = bars.errorbar.lines[2][0].get_segments()
        np.testing.assert_allclose(segments[0][:, 0], [0.65, 0.75])
        low, high = axes.get_xlim()
        assert low < -0.15
        assert high > 0.75

    def test_an_error_that_is_no_number_has_no_bar(self):
        axes = Figure(figsize=style.PAGE).add_subplot()
        draw_importance(axes, importance(), 1, 4)
        assert bars_of(axes) == [1.1, 0.3, 0.0]

    @pytest.mark.parametrize(
        ("kind", "colour", "label"),
        [
            ("held out", style.VERMILION, "held out"),
            ("left out", style.VERMILION, "left out in turn"),
            ("fitted", style.BLACK, "fitted"),
        ],
    )
    def test_they_have_the_colour_of_the_rows_they_were_measured_on(self, kind, colour, label):
        axes = Figure(figsize=style.PAGE).add_subplot()
        draw_importance(axes, importance(kind), 0, 4)
        assert all(same_color(bar.get_facecolor(), colour) for bar in axes.patches)
        assert axes.get_legend_handles_labels()[1] == [label]

    def test_the_strongest_are_those_of_the_output(self):
        assert strongest_columns(importance(), 0, 2) == ["place", NAMES[2]]
        assert strongest_columns(importance(), 1, 2) == [NAMES[2], "noise"]


class TestDependence:
    def test_of_numbers_a_curve_within_what_single_rows_do(self):
        axes = Figure(figsize=style.PAGE).add_subplot()
        mean = np.sin(np.arange(30.0))
        draw_dependence(axes, along(mean), 0)
        x, y = line(axes, "mean over rows").get_data()
        np.testing.assert_array_equal(x, np.arange(30.0))
        np.testing.assert_array_equal(y, mean)
        (band,) = axes.collections
        heights = band.get_paths()[0].vertices[:, 1]
        assert heights.max() == pytest.approx(mean.max() + 0.1)
        low, high = axes.get_ylim()
        assert low < mean.min() - 0.1 < mean.max() + 0.1 < high
        assert axes.get_xlabel() == "age"

    def test_texts_are_dots_by_rising_mean_and_have_their_names(self):
        axes = Figure(figsize=style.PAGE).add_subplot()
        draw_dependence(axes, along([3.0, 1.0, 2.0], ["a", "b", "c"]), 0)
        dots = line(axes, "mean over rows")
        assert points_of(dots) == [[0, 1.0], [1, 2.0], [2, 3.0]]
        assert dots.get_marker() == "o"
        assert [tick.get_text() for tick in axes.get_xticklabels()] == ["b", "c", "a"]

    def test_where_all_names_have_no_room_those_at_the_ends_are_told(self):
        axes = Figure(figsize=(3.0, 3.0)).add_subplot()
        texts = [f"a long name {k}" for k in range(5)]
        draw_dependence(axes, along([5.0, 1.0, 3.0, 2.0, 4.0], texts), 0)
        ticks = [tick.get_text() for tick in axes.get_xticklabels()]
        assert len(ticks) == 2
        assert all(tick.startswith("a long") for tick in ticks)
        assert axes.get_xticks().tolist() == [0, 4]

    def test_along_several_columns_they_have_one_scale(self):
        shown = Figure(figsize=style.PAGE).subplots(1, 2)
        draw_dependences(shown, [along([0.0, 1.0]), along([5.0, 4.0])], 0, 2, "y")
        assert shown[0].get_ylim() == shown[1].get_ylim()
        assert [axes.get_ylabel() for axes in shown] == ["y", ""]


@pytest.fixture(scope="module")
def fit():
    return table_fit(3, 2, curves=False)


class TestFigures:
    def test_the_page_of_an_output_has_both_panels(self):
        fit = table_fit(3, curves=False)
        page = plot_data_fit(fit)
        found = fit.importance()
        ranked = found.ranked()
        assert bars_of(panel(page, "Importance")) == found.lost[ranked, 0].tolist()
        strongest = f"in_{ranked[0]}"
        axes = panel(page, "Dependence")
        assert axes.get_xlabel() == strongest
        mean = fit.partial_dependence(strongest).mean[:, 0]
        np.testing.assert_array_equal(line(axes, "mean over rows").get_ydata(), mean)

    def test_every_output_has_its_bars_on_the_page_and_its_row_in_the_figure(self, fit):
        found = fit.importance()
        page, inputs = plot_data_fit(fit), plot_data_inputs(fit)
        on_page = [axes for axes in page.axes if axes.patches]
        alone = [axes for axes in inputs.axes if axes.patches]
        for output in range(2):
            lost = found.lost[found.ranked(output), output].tolist()
            assert bars_of(on_page[output]) == bars_of(alone[output]) == lost
        means = [axes for axes in inputs.axes if not axes.patches]
        for k, axes in enumerate(means):
            output, place = divmod(k, 3)
            column = f"in_{found.ranked(output)[place]}"
            assert axes.get_xlabel() == column
            mean = fit.partial_dependence(column).mean[:, output]
            np.testing.assert_array_equal(line(axes, "mean over rows").get_ydata(), mean)
        assert len(means) == 6

    def test_of_one_column_or_a_constant_nothing_is_told(self, fit):
        for plain in (table_fit(1, curves=False), replace(fit, constant=True)):
            assert "Importance" not in [a.get_title("left") for a in panels(plot_data_fit(plain))]
            with pytest.raises(SettingError, match="no columns"):
                plot_data_inputs(plain)
