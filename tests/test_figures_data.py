"""The figures of a fit to a table are asked what they show, and that all of it can be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import same_color
from test_figures import points_of
from test_figures_fit import assert_readable, line, panel

from uat import style
from uat.data_fits import DataFit, LearningScore, WidthScore
from uat.datasets import Dataset
from uat.exceptions import SettingError
from uat.figures.clouds import MOST_DOTS, some_rows
from uat.figures.data import (
    data_figures,
    plot_data_alone,
    plot_data_fit,
    plot_learning_curve,
    plot_width_curve,
)
from uat.figures.data_panels import box_of, heading, short
from uat.trainers import GradientDescent, StopReason, draw_start

WIDTHS = (
    WidthScore(1, 0.8, 0.05, 0.75),
    WidthScore(2, 0.32, 0.03, 0.3),
    WidthScore(4, 0.3, 0.04, 0.2),
    WidthScore(8, 0.5, 0.1, 1e-9),
)
LEARNING = (
    LearningScore(10, 1e-12, 2.0),
    LearningScore(60, 0.2, 0.4),
    LearningScore(400, 0.25, 0.3),
)


def table_fit(inputs=1, outputs=1, rows=60, test=20, width=2, scale=1.0, curves=True, x=None):
    """Return a fit whose network is drawn at random, and whose rows scatter about it."""
    rng = np.random.default_rng([inputs, outputs, rows])
    network = draw_start(inputs, width, outputs, 1)
    network = replace(network, output_weights=3.0 * scale * network.output_weights)

    def part(count):
        at = rng.uniform(-2.0, 2.0, size=(count, inputs)) if x is None else x[:count]
        return Dataset(at, network(at) + 0.1 * scale * rng.normal(size=(count, outputs)))

    return DataFit(
        network=network,
        trainer=GradientDescent(),
        seed=0,
        input_names=tuple(f"in_{k}" for k in range(inputs)),
        output_names=tuple(f"out_{k}" for k in range(outputs)),
        dataset_training=part(rows),
        dataset_test=part(test) if test else None,
        stop_reason=StopReason.EPOCHS_DONE,
        loss_history=np.ones(1),
        chosen={},
        seconds=0.1,
        width_curve=WIDTHS if curves else (),
        learning_curve=LEARNING if curves else (),
    )


def named(fit, inputs=None, outputs=None):
    return replace(
        fit, input_names=inputs or fit.input_names, output_names=outputs or fit.output_names
    )


CONSTANT = np.column_stack([np.linspace(0, 1, 60), np.full(60, 3.0)])
CASES = {
    "one input": table_fit,
    "two inputs": lambda: table_fit(2),
    "three inputs": lambda: table_fit(3),
    "nine inputs": lambda: table_fit(9, width=5),
    "fifty inputs": lambda: table_fit(50, width=20, rows=80),
    "two outputs": lambda: table_fit(1, 2),
    "maps of two outputs": lambda: table_fit(2, 2),
    "four outputs of five inputs": lambda: table_fit(5, 4),
    "nothing held out, width given": lambda: table_fit(test=0, curves=False),
    "width given": lambda: replace(table_fit(), width_curve=()),
    "no learning curve": lambda: replace(table_fit(3), learning_curve=()),
    "many rows": lambda: table_fit(rows=20_000, test=5_000),
    "two rows": lambda: table_fit(rows=2, test=0, curves=False),
    "a constant input": lambda: table_fit(2, test=0, x=CONSTANT),
    "large values": lambda: table_fit(3, scale=3e8),
    "small values": lambda: table_fit(scale=3e-8),
    "awkward names": lambda: named(
        table_fit(2),
        ("price in $ per $ unit and more words", "x^2\n_{y}"),
        ("a very long name of an output column",),
    ),
    "diverged widths": lambda: replace(
        table_fit(), width_curve=(*WIDTHS[:2], WidthScore(4, np.inf, np.nan, np.inf))
    ),
    "a residual of zero": lambda: exact(table_fit()),
}


def exact(fit):
    """Return the fit as if it met every row."""
    x = fit.dataset_training.x
    return replace(fit, dataset_training=Dataset(x, fit(x)), dataset_test=None)


@pytest.fixture(scope="module")
def drawn():
    """Return name -> (fit, its figures by name, drawn once)."""
    made = {}
    for name, make in CASES.items():
        fit = make()
        figures = data_figures(fit)
        for figure in figures.values():
            with style.figure_style():
                figure.draw_without_rendering()
        made[name] = fit, figures
    return made


@pytest.mark.parametrize("name", CASES)
def test_every_figure_is_whole_and_read_from_afar(drawn, name):
    for figure in drawn[name][1].values():
        assert_readable(figure)


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("one input", set()),
        ("width given", {"widths"}),
        ("no learning curve", {"learning"}),
        ("nothing held out, width given", {"widths", "learning"}),
    ],
)
def test_a_figure_with_nothing_to_show_is_left_out(drawn, name, missing):
    every = {"page", "fit", "residuals", "units", "widths", "learning"}
    assert set(drawn[name][1]) == every - missing
    assert next(iter(drawn[name][1])) == "page"


def test_nor_can_it_be_drawn():
    fit = table_fit(curves=False)
    with pytest.raises(SettingError, match="not chosen"):
        plot_width_curve(fit)
    with pytest.raises(SettingError, match="hold rows out"):
        plot_learning_curve(fit)


@pytest.mark.parametrize("name", ["three inputs", "many rows"])
def test_it_is_saved_the_same_twice(drawn, name, tmp_path):
    files = []
    for number in range(2):
        files.append(tmp_path / f"{number}.svg")
        style.save_figure(plot_data_fit(drawn[name][0]), files[-1])
    assert files[0].read_bytes() == files[1].read_bytes()


class TestHeading:
    def test_it_says_what_and_how_good_on_rows_held_out(self):
        fit = table_fit()
        error = f"{fit.test_rmse[0]:.2g}"
        words = f"out_0: 2 logistic units by gradient descent, rmse {error} (held out)"
        assert heading(fit) == words

    def test_or_on_the_rows_fitted_if_there_are_no_others(self):
        assert heading(table_fit(test=0)).endswith("(fitted)")

    def test_a_name_is_short_and_no_mathematics(self):
        assert short("price in $ and $") == r"price in \$ and \$"
        assert short("two\nlines") == "two lines"
        assert len(short("a" * 99)) <= 18


class TestRowsAndNetwork:
    def test_rows_fitted_are_dots_and_rows_held_out_rings_around_the_curve(self, drawn):
        fit, figures = drawn["one input"]
        axes = panel(figures["fit"], "Data and network")
        for data, label in ((fit.dataset_training, "fitted"), (fit.dataset_test, "held out")):
            x, y = line(axes, label).get_data()
            np.testing.assert_array_equal(x, data.x[:, 0])
            np.testing.assert_array_equal(y, data.t[:, 0])
        assert line(axes, "held out").get_markerfacecolor() == "none"
        assert same_color(line(axes, "held out").get_markeredgecolor(), style.VERMILION)
        x, y = line(axes, "network").get_data()
        np.testing.assert_array_equal(y, fit(x)[:, 0])
        assert (x[0], x[-1]) == (fit.dataset_training.x.min(), fit.dataset_training.x.max())

    def test_a_map_has_the_rows_on_it_in_the_same_colours(self, drawn):
        fit, figures = drawn["two inputs"]
        axes = panel(figures["fit"], "Data and network")
        (image,) = axes.images
        fitted, held_out = axes.collections
        np.testing.assert_array_equal(fitted.get_offsets(), fit.dataset_training.x)
        np.testing.assert_array_equal(held_out.get_array(), fit.dataset_test.t[:, 0])
        assert image.get_clim() == fitted.get_clim() == held_out.get_clim()
        low, high = image.get_clim()
        assert low == min(
            image.get_array().min(), *(one.get_array().min() for one in (fitted, held_out))
        )
        assert low < high

    def test_slices_go_through_the_medians_and_rows_keep_their_residual(self, drawn):
        fit, figures = drawn["three inputs"]
        medians = np.median(fit.dataset_training.x, axis=0)
        for k, axes in enumerate(figures["fit"].axes[:3]):
            x, y = line(axes, "network").get_data()
            at = np.tile(medians, (len(x), 1))
            at[:, k] = x
            np.testing.assert_allclose(y, fit(at)[:, 0])
            places, heights = line(axes, "fitted").get_data()
            np.testing.assert_array_equal(places, fit.dataset_training.x[:, k])
            data = fit.dataset_training
            here = np.tile(medians, (data.points, 1))
            here[:, k] = data.x[:, k]
            residual = (fit(data.x) - data.t)[:, 0]
            np.testing.assert_allclose(fit(here)[:, 0] - heights, residual, atol=1e-12)

    def test_of_many_inputs_those_of_most_effect_are_shown_and_it_says_so(self, drawn):
        fit, figures = drawn["nine inputs"]
        box = box_of(fit.dataset_training.x)
        medians = np.median(fit.dataset_training.x, axis=0)
        effects = []
        for k in range(9):
            at = np.tile(medians, (401, 1))
            at[:, k] = np.linspace(box.lower[k], box.upper[k], 401)
            effects.append(np.ptp(fit(at)))
        for figure, count in ((figures["page"], 4), (figures["fit"], 6)):
            strongest = np.sort(np.argsort(effects)[-count:])
            shown = [axes.get_xlabel() for axes in figure.axes[:count]]
            assert shown == [f"in_{k}" for k in strongest]
            title = figure.axes[0].get_title("left")
            assert title.startswith(f"Strongest {count} of 9 inputs, others at median")

    def test_several_outputs_stand_side_by_side_and_the_page_shows_the_first(self, drawn):
        fit, figures = drawn["two outputs"]
        for output, axes in enumerate(figures["fit"].axes):
            assert axes.get_title("left") == f"out_{output}"
            y = line(axes, "fitted").get_ydata()
            np.testing.assert_array_equal(y, fit.dataset_training.t[:, output])
        notes = [text.get_text() for text in figures["page"].texts]
        assert "shown: out_0" in notes

    def test_outputs_beyond_the_third_are_not_drawn_and_it_says_so(self, drawn):
        _, figures = drawn["four outputs of five inputs"]
        notes = [text.get_text() for text in figures["residuals"].texts]
        assert "shown: out_0, out_1, out_2" in notes

    def test_of_many_rows_a_part_is_drawn_and_it_says_so(self, drawn):
        fit, figures = drawn["many rows"]
        axes = panel(figures["fit"], "Data and network")
        parts = [line(axes, label) for label in ("fitted", "held out")]
        assert sum(len(part.get_xdata()) for part in parts) == MOST_DOTS
        assert all(part.get_rasterized() for part in parts)
        pairs = set(map(tuple, np.column_stack(parts[0].get_data()).tolist()))
        data = fit.dataset_training
        assert pairs <= set(zip(data.x[:, 0].tolist(), data.t[:, 0].tolist(), strict=True))
        notes = [text.get_text() for text in figures["fit"].texts]
        assert "3,000 of 25,000 rows drawn" in notes

    def test_a_constant_input_has_a_range_to_draw(self):
        box = box_of(CONSTANT)
        assert box.lower[1] < 3.0 < box.upper[1]
        assert (box.lower[0], box.upper[0]) == (0.0, 1.0)


@pytest.mark.parametrize("count", [1, MOST_DOTS, MOST_DOTS + 1, 10**6])
def test_some_rows_are_rows_and_no_more_than_can_be_told_apart(count):
    chosen = some_rows(count)
    assert len(chosen) == min(count, MOST_DOTS)
    assert (np.diff(chosen) > 0).all()
    assert 0 <= chosen[0] <= chosen[-1] < count


class TestPredictions:
    def test_predictions_stand_over_what_was_observed(self, drawn):
        fit, figures = drawn["one input"]
        axes = panel(figures["page"], "Predictions")
        observed, predicted = line(axes, "held out").get_data()
        np.testing.assert_array_equal(observed, fit.dataset_test.t[:, 0])
        np.testing.assert_array_equal(predicted, fit(fit.dataset_test.x)[:, 0])
        assert axes.get_xlim() == axes.get_ylim()

    def test_residuals_stand_over_predictions_between_lines_of_the_rmse(self, drawn):
        fit, figures = drawn["one input"]
        axes = panel(figures["page"], "Residuals \N{PLUS-MINUS SIGN} rmse")
        predicted, residual = line(axes, "fitted").get_data()
        data = fit.dataset_training
        np.testing.assert_array_equal(predicted, fit(data.x)[:, 0])
        np.testing.assert_array_equal(residual, (fit(data.x) - data.t)[:, 0])
        heights = [drawn.get_ydata()[0] for drawn in axes.lines if drawn.get_label() == "_rmse"]
        np.testing.assert_allclose(heights, [fit.test_rmse[0], -fit.test_rmse[0]])

    def test_where_nothing_is_left_there_is_no_rmse(self, drawn):
        axes = panel(drawn["a residual of zero"][1]["page"], "Residuals  ")
        assert not [drawn for drawn in axes.lines if drawn.get_label() == "_rmse"]


class TestCurves:
    def test_the_choice_of_the_width(self, drawn):
        axes = panel(drawn["one input"][1]["widths"], "Choice of width")
        (bars,) = axes.containers
        means = bars.lines[0]
        assert means.get_xdata().tolist() == [1, 2, 4, 8]
        np.testing.assert_array_equal(means.get_ydata(), [s.mean for s in WIDTHS])
        ends = [segment[:, 1].tolist() for segment in bars.lines[2][0].get_segments()]
        expected = [[s.mean - s.standard_error, s.mean + s.standard_error] for s in WIDTHS]
        np.testing.assert_allclose(ends, expected)
        np.testing.assert_allclose(line(axes, "least + standard error").get_ydata(), 0.34)
        fitted = line(axes, "fitted")
        assert fitted.get_linestyle() == "--"
        np.testing.assert_array_equal(fitted.get_ydata(), [s.training for s in WIDTHS])
        circle = axes.lines[-1]
        assert points_of(circle) == [[2, 0.32]]
        assert [tick.get_text() for tick in axes.get_xticklabels()] == ["1", "2", "4", "8"]

    def test_an_error_on_rows_fitted_of_next_to_nothing_does_not_squeeze_the_rest(self, drawn):
        for name, title in (("widths", "Choice"), ("learning", "Learning")):
            low, high = panel(drawn["one input"][1][name], title).get_ylim()
            assert 1e-3 < low < 0.3 < high < 10.0

    def test_a_width_that_diverged_is_left_out(self, drawn):
        axes = panel(drawn["diverged widths"][1]["widths"], "Choice of width")
        assert axes.containers[0].lines[0].get_xdata().tolist() == [1, 2]

    def test_the_learning_curve(self, drawn):
        axes = panel(drawn["one input"][1]["learning"], "Learning curve")
        tests, training = line(axes, "held out"), line(axes, "fitted")
        assert points_of(tests) == [[10, 2.0], [60, 0.4], [400, 0.3]]
        assert points_of(training) == [[10, 1e-12], [60, 0.2], [400, 0.25]]
        assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


class TestUnits:
    def test_of_one_input_they_add_up_to_the_network(self, drawn):
        fit, figures = drawn["one input"]
        axes = panel(figures["units"], "Units")
        units = [drawn for drawn in axes.lines if drawn.get_label().startswith("_unit")]
        total = sum(drawn.get_ydata() for drawn in units) + line(axes, "bias").get_ydata()[0]
        np.testing.assert_allclose(line(axes, "sum").get_ydata(), total)
        assert len(units) == fit.width

    def test_of_several_outputs_weights_are_in_units_of_each(self):
        fit = table_fit(1, 2)
        scaled = replace(
            fit,
            network=replace(fit.network, output_weights=fit.network.output_weights * [1.0, 1e6]),
            dataset_training=Dataset(fit.dataset_training.x, fit.dataset_training.t * [1.0, 1e6]),
        )
        tops = [
            [bar.get_y() + bar.get_height() for bar in data_figures(one)["units"].axes[0].patches]
            for one in (fit, scaled)
        ]
        np.testing.assert_allclose(*tops)


def test_maps_of_two_outputs_have_colours_of_their_own_and_say_their_unit():
    figure = plot_data_alone(table_fit(2, 2, scale=3e8))
    maps = [axes for axes in figure.axes if axes.images]
    assert maps[0].images[0].get_clim() != maps[1].images[0].get_clim()
    for output, axes in enumerate(maps):
        assert axes.get_title("left").startswith(rf"out_{output} [$\times 10^{{")
