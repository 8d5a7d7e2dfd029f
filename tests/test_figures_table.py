"""The figures of a fit to a table are asked what they show, and that all of it can be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from table_fits import LEARNING, WIDTHS, fit_of, table_fit
from tools import assert_readable, line, panel, points_of

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures.clouds import MOST_DOTS, some_rows
from uat.figures.keys import draw_key, key_entries
from uat.figures.panels import read_plainly
from uat.figures.table_fit import (
    data_figures,
    plot_data_alone,
    plot_data_fit,
    plot_data_inputs,
    plot_data_residuals,
    plot_data_units,
    plot_learning_curve,
    plot_width_curve,
)
from uat.figures.table_pages import (
    Sheet,
    draw_network_alone,
    sheet_of_inputs,
    sheet_of_network,
    sheet_of_page,
    sheet_of_residuals,
)
from uat.figures.table_panels import (
    box_of,
    drawn_rows,
    heading,
    rows_on_map,
    short,
    span_with,
)
from uat.figures.table_slices import data_slices
from uat.fits.scores import LearningScore, WidthScore
from uat.io.encodings import Indicators, Number
from uat.trainers import StopReason

LEARNING_OF_MANY = (
    LearningScore(300, 0.1, 0.4),
    LearningScore(10_000, 0.2, 0.3),
    LearningScore(240_000, 0.25, 0.26),
)

DIVERGED_WIDTH = WidthScore(4, np.inf, np.inf, np.inf)
DIVERGED_ROWS = LearningScore(400, np.inf, np.inf)


def product_fit(x):
    """Return the fit of a network that is nearly x y + z^2 near zero, to some rows."""
    # x y = ((x + y)^2 - (x - y)^2) / 4, and a pair of softplus units is nearly a square.
    ways = np.array([[0.5, 0.5, 0.0], [0.5, -0.5, 0.0], [0.0, 0.0, 1.0]]).T
    network = Network(
        np.hstack([ways, -ways]), np.zeros(6), 4.0 * np.array([[1.0], [-1.0], [1.0]] * 2), [0.0],
        "softplus",
    )  # fmt: skip
    return fit_of(network, Dataset(x, network(x)), None)


def named(fit, inputs=None, outputs=None):
    return replace(
        fit, input_names=inputs or fit.input_names, output_names=outputs or fit.output_names
    )


CONSTANT = np.column_stack([np.linspace(0, 1, 60), np.full(60, 3.0)])
PLOTS = {
    "page": plot_data_fit,
    "fit": plot_data_alone,
    "residuals": plot_data_residuals,
    "units": plot_data_units,
    "inputs": plot_data_inputs,
    "widths": plot_width_curve,
    "learning": plot_learning_curve,
}
SHEETS = {
    "page": sheet_of_page,
    "fit": sheet_of_network,
    "residuals": sheet_of_residuals,
    "inputs": sheet_of_inputs,
}
# What is drawn, and the figures that look different for it.
CASES = {
    "one input": (table_fit, [name for name in PLOTS if name != "inputs"]),
    "two inputs": (lambda: table_fit(2), ["page", "fit", "units"]),
    "three inputs": (lambda: table_fit(3), ["page", "fit"]),
    "nine inputs": (lambda: table_fit(9, width=5), ["page", "fit", "inputs", "units"]),
    "fifty inputs": (lambda: table_fit(50, width=20, rows=80), ["page", "fit", "units"]),
    "two outputs": (lambda: table_fit(1, 2), ["page", "fit", "residuals"]),
    "maps of two outputs": (lambda: table_fit(2, 2), ["fit"]),
    "three outputs of five inputs": (
        lambda: table_fit(5, 3),
        ["page", "fit", "units", "inputs"],
    ),
    "nothing held out, width given": (
        lambda: table_fit(rows=2, test=0, curves=False), ["page", "fit"]
    ),
    "width given": (lambda: replace(table_fit(), width_curve=()), ["page"]),
    "no learning curve": (lambda: replace(table_fit(3), learning_curve=()), ["page"]),
    "four outputs": (lambda: table_fit(1, 4, width=6), ["page", "fit", "residuals"]),
    "many rows": (lambda: table_fit(rows=20_000, test=5_000), ["page", "fit"]),
    "a constant input": (lambda: table_fit(2, test=0, x=CONSTANT), ["page", "fit"]),
    "large values": (lambda: table_fit(3, scale=3e8), ["page", "inputs", "residuals", "units"]),
    "small values": (lambda: table_fit(scale=3e-8), ["page", "units"]),
    "awkward names": (
        lambda: named(
            table_fit(2),
            ("price in $ per $ unit and more words", "x^2\n_{y}"),
            ("a very long name of an output column",),
        ),
        ["page", "fit", "inputs", "residuals", "units"],
    ),
    "some diverged": (
        lambda: replace(
            table_fit(),
            width_curve=(*WIDTHS[:2], DIVERGED_WIDTH),
            learning_curve=(*LEARNING[:1], DIVERGED_ROWS),
        ),
        ["page", "widths", "learning"],
    ),
    "all diverged": (
        lambda: replace(
            table_fit(stop_reason=StopReason.DIVERGED),
            width_curve=(DIVERGED_WIDTH,),
            learning_curve=(DIVERGED_ROWS,),
        ),
        ["page", "residuals"],
    ),
    "a residual of zero": (lambda: exact(table_fit()), ["page", "residuals"]),
    "no error is left": (
        lambda: replace(
            exact(table_fit()),
            width_curve=(WidthScore(1, 0.0, 0.0, 0.0), WidthScore(2, 0.0, 0.0, 0.0)),
            learning_curve=(LearningScore(10, 0.0, 0.0), LearningScore(60, 0.0, 0.0)),
        ),
        ["page"],
    ),
    "one error is zero": (
        lambda: replace(table_fit(), width_curve=(*WIDTHS[:2], WidthScore(4, 0.0, 0.0, 0.0))),
        ["widths"],
    ),
    "many rows on a map": (
        lambda: replace(
            table_fit(2, 2, rows=160_000, test=40_000), learning_curve=LEARNING_OF_MANY
        ),
        ["page", "fit", "residuals", "learning"],
    ),
    "far from zero": (lambda: moved(table_fit(), 1e9, 1e12), ["page", "residuals", "units"]),
    "far below zero": (lambda: moved(table_fit(3), -1e9, -1e12), ["page", "inputs", "fit"]),
    "far, in some digits": (
        lambda: moved(table_fit(2), 1_234_570_000.0, -9_876_540_000_000.0), ["page", "residuals"]
    ),
    "far, in many digits": (
        lambda: moved(table_fit(2), 1_234_567_890.0, 9_876_543_210_123.0), ["page", "fit"]
    ),
}  # fmt: skip


def moved(fit, right, up):
    """Return the fit with so much added to every input and every output."""
    network = fit.network
    biases = network.hidden_biases - right * network.hidden_weights.sum(axis=0)
    network = replace(network, hidden_biases=biases, output_biases=network.output_biases + up)
    parts = (fit.dataset_training, fit.dataset_test)
    return fit_of(network, *(Dataset(part.x + right, part.t + up) for part in parts))


def exact(fit):
    """Return the fit as if it met every row."""
    x = fit.dataset_training.x
    return fit_of(fit.network, Dataset(x, fit(x)), None)


class Figures(dict):
    """The figures of a fit by name, each drawn when it is first asked for."""

    def __init__(self, fit):
        super().__init__()
        self.fit = fit

    def __missing__(self, name):
        figure = self[name] = PLOTS[name](self.fit)
        with style.figure_style():
            figure.draw_without_rendering()
        return figure


@pytest.fixture(scope="module")
def drawn():
    """Return name -> (fit, its figures by name)."""
    fits = {name: make() for name, (make, _) in CASES.items()}
    return {name: (fit, Figures(fit)) for name, fit in fits.items()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "figure"), [(name, figure) for name, (_, shown) in CASES.items() for figure in shown]
)
def test_a_figure_is_whole_and_read_from_afar(drawn, name, figure):
    fit, figures = drawn[name]
    sheet = SHEETS[figure](fit) if figure in SHEETS else Sheet(1)
    assert sheet.size[0] == style.PAGE[0]
    assert sheet.size[1] == style.PAGE[1] or len(fit.output_names) > 1
    assert_readable(figures[figure], sheet.size)


@pytest.mark.parametrize("name", ["one input", "maps of two outputs", "three inputs"])
@pytest.mark.parametrize("figure", ["page", "fit", "residuals", "widths", "learning"])
def test_every_line_has_its_key(drawn, name, figure):
    drawing = drawn[name][1][figure]
    legends = [*drawing.legends, *filter(None, (axes.get_legend() for axes in drawing.axes))]
    keys = [text.get_text() for one in legends for text in one.get_texts()]
    assert len(keys) == len(set(keys)) > 1
    for axes in drawing.axes:
        handles, labels = axes.get_legend_handles_labels()
        assert set(labels) <= set(keys)
        of_bars = [part for bars in axes.containers for part in bars.get_children()]
        # The line of the rmse on the other side of zero looks like its twin.
        twins = [one for one in axes.lines if one.get_label() == "_rmse"]
        assert set(axes.lines) - {*of_bars, *twins} <= set(handles)


def test_the_looks_of_one_name_stand_side_by_side_in_one_entry():
    figure = Figure(figsize=(8.0, 4.0))
    dots, errors, same = figure.subplots(1, 3)
    dots.plot([0], [0], "o", color="black", label="fitted")
    errors.plot([0], [0], "--", color="black", label="fitted")
    same.plot([0], [0], "o", color="black", label="fitted")
    same.plot([0], [0], color="red", label="network")
    entries = key_entries(figure.axes)
    assert {name: len(looks) for name, looks in entries.items()} == {"fitted": 2, "network": 1}
    draw_key(figure, 0.1, 0.9)
    (key,) = figure.legends
    assert [text.get_text() for text in key.get_texts()] == ["fitted", "network"]


def test_a_key_that_is_too_long_for_a_line_takes_two():
    figure = Figure(figsize=(9.0, 4.0))
    axes = figure.add_subplot()
    for k in range(4):
        axes.plot([0], [0], label=f"a rather long name {k}")
    draw_key(figure, 0.1, 0.9)
    (key,) = figure.legends
    assert key._ncols == 2
    assert key.get_window_extent().x1 < figure.bbox.width


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("one input", {"inputs"}),
        ("width given", {"inputs", "widths"}),
        ("no learning curve", {"learning"}),
        ("nothing held out, width given", {"inputs", "widths", "learning"}),
        ("all diverged", {"inputs", "widths", "learning"}),
        ("no error is left", {"inputs", "widths", "learning"}),
    ],
)
def test_a_figure_with_nothing_to_show_is_left_out(drawn, name, missing):
    assert list(data_figures(drawn[name][0])) == [one for one in PLOTS if one not in missing]


def test_nor_can_it_be_drawn(drawn):
    fit = table_fit(curves=False)
    with pytest.raises(SettingError, match="not chosen"):
        plot_width_curve(fit)
    with pytest.raises(SettingError, match="hold rows out"):
        plot_learning_curve(fit)
    for plot in (plot_width_curve, plot_learning_curve):
        for name in ("all diverged", "no error is left"):
            with pytest.raises(SettingError, match="diverged"):
                plot(drawn[name][0])


@pytest.mark.slow
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

    def test_where_there_is_room_it_is_told_whole(self):
        fit = named(table_fit(), ("time since start [s]",), ("voltage at the sensor",))
        (axes,) = plot_data_alone(fit).axes
        assert axes.get_xlabel().startswith("time since start [s]")
        assert axes.get_ylabel().startswith("voltage at the sensor")
        axes = panel(plot_data_fit(named(table_fit(), ("a" * 99,))), "Data and network")
        assert 18 < axes.get_xlabel().count("a") < 50

    def test_where_there_is_little_it_is_small_then_cut(self):
        names = ("engine displacement [l]", "weight of the car [kg]", "miles per gallon")
        figure = plot_data_fit(named(table_fit(3), names, ("price of the car in dollars",)))
        figure.draw_without_rendering()
        assert_readable(figure, sheet_of_page(table_fit(3)).size)


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
        np.testing.assert_array_equal(y, fit.network(x)[:, 0])
        assert (x[0], x[-1]) == (fit.dataset_training.x.min(), fit.dataset_training.x.max())

    def test_a_band_is_where_new_rows_are_expected_and_nothing_hides_a_row(self, drawn):
        fit, figures = drawn["one input"]
        axes = panel(figures["fit"], "Data and network")
        (band,) = axes.collections
        assert band.get_label() == "95% of new rows"
        (outline,) = band.get_paths()
        x = line(axes, "network").get_xdata()
        half = fit.intervals.half_widths(x[:, np.newaxis], 0.95)[:, 0]
        for place, side in ((x[0], -half[0]), (x[500], half[500]), (x[-1], half[-1])):
            end = [place, fit(np.array([place]))[0] + side]
            assert np.isclose(outline.vertices, end).all(axis=1).any()
        assert band.get_zorder() < line(axes, "fitted").get_zorder()
        assert band.get_alpha() < 0.3
        assert not any(one.get_path_effects() for one in axes.lines)

    def test_a_band_around_every_slice(self, drawn):
        for axes in drawn["three inputs"][1]["fit"].axes[:3]:
            (band,) = axes.collections
            top = band.get_paths()[0].vertices[:, 1].max()
            assert top > line(axes, "network").get_ydata().max()

    def test_limits_hold_the_band_unless_the_rows_become_a_line(self):
        rows = np.array([0.0, 1.0])
        assert span_with(rows, np.array([0.2, 0.5]), 0.1) == pytest.approx((-0.1, 1.1))
        assert span_with(rows, np.array([-0.9, 1.5]), 0.1) == pytest.approx((-1.14, 1.74))
        low, high = span_with(rows, np.array([-1e300, np.inf, np.nan]), 0.1)
        assert high - low < 4.5

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

    def test_slices_go_through_a_row_and_rows_keep_their_residual(self, drawn):
        fit, figures = drawn["three inputs"]
        data = fit.dataset_training
        shown = figures["fit"].axes[:3]
        row = [points_of(line(axes, "row of the slices"))[0] for axes in shown]
        point = np.array([place for place, _ in row])
        assert point.tolist() in data.x.tolist()
        assert {height for _, height in row} == {fit(point[np.newaxis])[0]}
        for k, axes in enumerate(shown):
            x, y = line(axes, "network").get_data()
            at = np.tile(point, (len(x), 1))
            at[:, k] = x
            np.testing.assert_allclose(y, fit.network(at)[:, 0])
            places, heights = line(axes, "fitted").get_data()
            np.testing.assert_array_equal(places, data.x[:, k])
            here = np.tile(point, (data.points, 1))
            here[:, k] = data.x[:, k]
            residual = (fit.network(data.x) - data.t)[:, 0]
            np.testing.assert_allclose(fit.network(here)[:, 0] - heights, residual, atol=1e-12)

    def test_of_many_inputs_those_of_most_effect_are_shown_and_it_says_so(self, drawn):
        fit, figures = drawn["nine inputs"]
        x = fit.dataset_training.x
        effects = []
        for k in range(9):
            at = np.repeat(x, 41, axis=0)
            at[:, k] = np.tile(np.linspace(x[:, k].min(), x[:, k].max(), 41), len(x))
            effects.append(np.ptp(fit(at).reshape(-1, 41), axis=1).mean())
        for figure, count in ((figures["page"], 4), (figures["fit"], 6)):
            largest = np.sort(np.argsort(effects)[-count:])
            shown = [axes.get_xlabel() for axes in figure.axes[:count]]
            assert shown == [f"in_{k}" for k in largest]
            title = figure.axes[0].get_title("left")
            assert title.startswith(f"{count} of 9 inputs, through one row")

    def test_no_slice_is_flat_of_an_input_that_matters(self):
        # Through the medians, the slices of the first two inputs are.
        x = np.random.default_rng(1).uniform(-2.0, 2.0, size=(300, 3))
        fit = product_fit(x - np.median(x, axis=0))
        shown = data_slices(fit, 4, 0)
        moves = [np.ptp(fit.network(one.x)[:, 0]) for one in shown.slices]
        assert min(moves) > 0.3 * max(moves)

    def test_every_output_has_its_row_on_the_page(self, drawn):
        fit, figures = drawn["four outputs"]
        shown = figures["page"].axes
        for output in range(4):
            network, predictions, residuals = shown[3 * output : 3 * output + 3]
            assert network.get_title("left").startswith(f"out_{output}: rmse ")
            y = line(network, "fitted").get_ydata()
            np.testing.assert_array_equal(y, fit.dataset_training.t[:, output])
            np.testing.assert_array_equal(line(predictions, "fitted").get_xdata(), y)
            assert line(residuals, "\N{PLUS-MINUS SIGN}").get_ydata()[0] == fit.test_rmse[output]
        assert len(shown) == 3 * 4 + 2
        assert panel(figures["page"], "Learning curve") is shown[-1]

    def test_and_in_the_figures_of_its_own(self, drawn):
        fit, figures = drawn["four outputs"]
        for figure, step, axis in (("fit", 1, "y"), ("residuals", 2, "x")):
            shown = figures[figure].axes[::step]
            assert [axes.get_title("left") for axes in shown] == [f"out_{k}" for k in range(4)]
            for output, axes in enumerate(shown):
                values = getattr(line(axes, "fitted"), f"get_{axis}data")()
                np.testing.assert_array_equal(values, fit.dataset_training.t[:, output])

    def test_slices_of_an_output_are_of_the_inputs_that_matter_to_it(self):
        network = Network(np.eye(4), np.zeros(4), np.diag([1.0, 2.0, 3.0, 4.0]), np.zeros(4))
        x = np.random.default_rng(0).uniform(-1.0, 1.0, size=(50, 4))
        fit = fit_of(network, Dataset(x, network(x)), None)
        for output in range(4):
            (one,) = data_slices(fit, 1, output).slices
            assert one.input == output

    @pytest.mark.parametrize(("numbers", "shown"), [(1, [3]), (2, [3, 4]), (0, [0, 1, 2])])
    def test_no_row_has_two_values_of_a_text_on_a_slice(self, numbers, shown):
        fit = table_fit(3 + numbers, test=0)
        kind = Indicators("kind", ("a", "b", "c"))
        names = kind.names + fit.input_names[3:]
        encodings = (kind, *map(Number, fit.input_names[3:]))
        fit = replace(fit, input_names=names, encodings=encodings)
        assert [one.input for one in data_slices(fit, 4, 0).slices] == shown
        figure = Figure()
        draw_network_alone(figure, fit)
        assert [axes.get_xlabel() for axes in figure.axes] == [names[k] for k in shown]

    def test_more_outputs_than_can_be_read_are_counted(self, monkeypatch):
        monkeypatch.setattr("uat.figures.table_pages._MOST_OUTPUTS", 2)
        page = plot_data_fit(table_fit(1, 3, curves=False, test=0))
        assert len(page.axes) == 3 * 2
        assert page.texts[-1].get_text() == "the first 2 of 3 outputs"

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

    def test_a_map_has_fewer_dots_in_proportion_and_every_panel_has_its_own_count(self, drawn):
        _, figures = drawn["many rows on a map"]
        for figure in ("page", "fit"):
            fitted, held_out = figures[figure].axes[0].collections
            assert [len(dots.get_offsets()) for dots in (fitted, held_out)] == [480, 120]
        cloud = panel(figures["page"], "Predictions")
        drawn_in_it = [len(line(cloud, kind).get_xdata()) for kind in ("fitted", "held out")]
        assert drawn_in_it == [2400, 600]
        notes = {
            name: [t.get_text() for t in figures[name].texts if "rows drawn" in t.get_text()]
            for name in ("fit", "residuals", "page")
        }
        on_map, in_clouds = (f"{count} of 200,000 rows drawn" for count in ("600", "3,000"))
        assert notes["fit"] == [on_map]
        assert notes["residuals"] == [in_clouds]
        assert notes["page"] == [f"map: {on_map}; others: {in_clouds}"]

    def test_of_few_rows_held_out_one_is_drawn(self):
        kinds = drawn_rows(table_fit(2, rows=20_000, test=1))
        assert [len(rows.x) for rows in kinds] == [3000, 1]
        assert [len(rows.x) for rows in rows_on_map(kinds)] == [600, 1]

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
        np.testing.assert_array_equal(predicted, fit.network(fit.dataset_test.x)[:, 0])
        assert axes.get_xlim() == axes.get_ylim()

    def test_residuals_stand_over_predictions_between_lines_of_the_rmse(self, drawn):
        fit, figures = drawn["one input"]
        axes = panel(figures["page"], "Residuals")
        predicted, residual = line(axes, "fitted").get_data()
        data = fit.dataset_training
        np.testing.assert_array_equal(predicted, fit.network(data.x)[:, 0])
        np.testing.assert_array_equal(residual, (fit.network(data.x) - data.t)[:, 0])
        above, below = line(axes, "\N{PLUS-MINUS SIGN} rmse"), line(axes, "_rmse")
        assert above.get_ydata()[0] == -below.get_ydata()[0] == fit.test_rmse[0]

    def test_where_nothing_is_left_there_is_no_rmse(self, drawn):
        axes = panel(drawn["a residual of zero"][1]["page"], "Residuals")
        assert not [drawn for drawn in axes.lines if drawn.get_label().endswith("rmse")]


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

    def test_an_error_of_zero_has_no_place(self, drawn):
        axes = panel(drawn["one error is zero"][1]["widths"], "Choice of width")
        assert axes.containers[0].lines[0].get_xdata().tolist() == [1, 2]

    def test_many_rows_are_counted_in_thousands(self, drawn):
        axes = panel(drawn["many rows on a map"][1]["learning"], "Learning curve")
        low, high = axes.get_xlim()
        places = [place for place in axes.get_xticks() if low <= place <= high]
        words = [axes.xaxis.get_major_formatter()(place) for place in places]
        assert words == ["1k", "10k", "100k"]

    def test_what_diverged_is_left_out(self, drawn):
        figures = drawn["some diverged"][1]
        axes = panel(figures["widths"], "Choice of width")
        assert axes.containers[0].lines[0].get_xdata().tolist() == [1, 2]
        axes = panel(figures["learning"], "Learning curve")
        assert points_of(line(axes, "held out")) == [[10, 2.0]]

    def test_of_a_network_that_diverged_there_are_dots_but_no_rmse(self, drawn):
        fit, figures = drawn["all diverged"]
        assert heading(fit).endswith(" gradient descent, diverged")
        axes = panel(figures["residuals"], "Residuals")
        assert len(line(axes, "fitted").get_xdata()) == 60
        assert not [drawn for drawn in axes.lines if drawn.get_label().endswith("rmse")]

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
        total = sum(drawn.get_ydata() for drawn in units) + line(axes, "mean").get_ydata()[0]
        np.testing.assert_allclose(line(axes, "sum").get_ydata(), total)
        assert len(units) == fit.width

    def test_of_several_outputs_weights_are_in_units_of_each(self):
        fit = table_fit(1, 2)
        scaled = fit_of(
            replace(fit.network, output_weights=fit.network.output_weights * [1.0, 1e6]),
            Dataset(fit.dataset_training.x, fit.dataset_training.t * [1.0, 1e6]),
            None,
        )
        sizes = [plot_data_units(one).axes[0].lines[0].get_ydata() for one in (fit, scaled)]
        np.testing.assert_allclose(*sizes)


def test_maps_of_two_outputs_have_colours_of_their_own_and_say_their_unit():
    figure = plot_data_alone(table_fit(2, 2, scale=3e8))
    maps = [axes for axes in figure.axes if axes.images]
    assert maps[0].images[0].get_clim() != maps[1].images[0].get_clim()
    for output, axes in enumerate(maps):
        assert axes.get_title("left").startswith(rf"out_{output} [$\times 10^{{")


@pytest.mark.parametrize(
    ("span", "words", "ticks"),
    [
        ((1e12 - 3, 1e12 + 3), " \N{MINUS SIGN} $10^{12}$", ["\N{MINUS SIGN}2", "0", "2"]),
        ((1000.0, 1000.1), " \N{MINUS SIGN} 1000", ["0", "0.05", "0.1"]),
        ((-1e9 - 3, -1e9 + 3), " + $10^{9}$", ["\N{MINUS SIGN}2", "0", "2"]),
        # 1,234,570 is 3 above: six digits, and short ticks.
        ((1234564.0, 1234570.0), " \N{MINUS SIGN} $1.23457 \\times 10^{6}$", None),
        ((1234567887.0, 1234567893.0), " \N{MINUS SIGN} $1.234\\ldots \\times 10^{9}$", None),
        ((12345678901230.0, 12345678901240.0), " \N{MINUS SIGN} $1.234\\ldots", None),
    ],
)
def test_what_is_subtracted_is_short_and_the_ticks_add_up(span, words, ticks):
    axes = Figure().add_subplot()
    axes.set_xlim(*span)
    said = read_plainly(axes.xaxis, 4)
    assert said.startswith(words)
    format_of = axes.xaxis.get_major_formatter()
    places = [place for place in axes.get_xticks() if span[0] <= place <= span[1]]
    found = [format_of(place) for place in places]
    assert len(set(found)) == len(places)
    if ticks:
        assert found == ticks
    assert all(len(label) <= 6 for label in found)
