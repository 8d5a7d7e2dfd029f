"""The page of a fit is asked what it shows: lines, labels, limits, colours, and that all fits."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from tools import (
    QUICK,
    Scripted,
    Spread,
    assert_readable,
    cube,
    line,
    panel,
    panels,
    titles_under_keys,
)

from uat.core.network import Network
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures.function_fit import fit_figures, plot_fit, plot_widths
from uat.figures.function_panels import slices_of, slices_title
from uat.fits.function import fit
from uat.io.wording import short_maths
from uat.targets.catalogue import TARGETS
from uat.targets.user_targets import as_target
from uat.trainers import GradientDescent

pytestmark = pytest.mark.slow

LONG = replace(TARGETS["sine"], name="a_function_with_a_very_long_name")
CASES = {
    "sine": lambda: fit("sine", 8, trainer=QUICK),
    "one unit": lambda: fit("runge", 1, trainer=QUICK),
    "64 units": lambda: fit("blocks", 64, trainer=Spread(4.0)),
    "jump": lambda: fit("step", 4, trainer=QUICK),
    "searched": lambda: fit("sine", tolerance=1e-3, trainer=Spread(0.4)),
    "not reached": lambda: fit("doppler", tolerance=1e-3, trainer=QUICK, max_width=8),
    "cancelling": lambda: fit("sine", 24, trainer=Spread(0.1)),
    "cancelling, searched": lambda: fit("runge", tolerance=1e-5, trainer=Spread(0.2)),
    "constant": lambda: fit(lambda x: 3.0 + 0.0 * x, 4, domain=UNIT, trainer=QUICK),
    "diverged": lambda: fit(
        "sine", 4, trainer=GradientDescent(learning_rate=1e3, momentum=0.0, epochs=50)
    ),
    "long name": lambda: fit(LONG, 64, trainer=QUICK, activation="softplus"),
    "far away": lambda: fit(lambda x: 1e9 + np.sin(x), 3, domain=(5e4, 5e4 + 3), trainer=QUICK),
    "small values": lambda: fit(lambda x: 1e-9 * np.sin(x), 3, domain=(0.0, 1e-3), trainer=QUICK),
    "large values": lambda: fit(lambda x: 1e9 + 1e7 * x, 3, domain=(0.0, 5e6), trainer=QUICK),
    "surface": lambda: fit("franke", 16, trainer=QUICK),
    "surface, searched": lambda: fit("franke", tolerance=0.1, trainer=Spread(1.5), max_width=12),
    "surface, one unit": lambda: fit("cone", 1, trainer=QUICK),
    "surface, flat": lambda: fit(lambda x, y: 1 + 0 * x * y, 2, domain=[UNIT] * 2, trainer=QUICK),
    "oblong": lambda: fit(lambda x, y: x * y, 9, domain=[(0, 1), (0, 50)], trainer=QUICK),
    "surface, 64 units": lambda: fit("ridge", 64, trainer=Spread(0.2)),
    "3 inputs": lambda: fit(cube(3), 5, trainer=QUICK, points=60),
    "3 inputs, searched": lambda: searched(fit(cube(3), 4, trainer=QUICK, points=60)),
    "4 inputs, large values": lambda: fit(cube(4, 1e7), 3, trainer=QUICK, points=60),
    "5 inputs": lambda: fit(cube(5, side=30.0), 5, trainer=QUICK, points=60),
    "8 inputs": lambda: fit(cube(8), 24, trainer=QUICK, points=60),
    "3 inputs, diverged": lambda: replace(
        fit(cube(3), 2, trainer=QUICK, points=60), max_error=np.inf
    ),
    "3 inputs, flat": lambda: fit(cube(3, 0.0), 2, trainer=QUICK, points=60),
}


def searched(found):
    """Return the fit as if a tolerance had been searched for."""
    return replace(found, tolerance=0.2, history=((1, 0.9), (2, 0.4), (4, found.max_error)))


@pytest.fixture(scope="module")
def pages():
    """Return name -> (fit, its page, drawn once)."""
    made = {}
    for name, make in CASES.items():
        found = make()
        figure = plot_fit(found)
        with style.figure_style():
            figure.draw_without_rendering()
        made[name] = found, figure
    return made


UNIT = (0.0, 1.0)
every_page = pytest.mark.parametrize("name", CASES)


@pytest.mark.parametrize(
    ("words", "x", "size"), [("over", 0.5, 15), ("beyond", 0.99, 15), ("tiny", 0.1, 12)]
)
def test_what_cannot_be_read_is_found(words, x, size):
    figure = Figure(figsize=style.PAGE)
    figure.text(0.5, 0.5, "under", fontsize=15)
    figure.draw_without_rendering()
    assert_readable(figure)
    figure.text(x, 0.505, words, fontsize=size)
    with pytest.raises(AssertionError, match=words):
        assert_readable(figure)


@every_page
def test_it_is_a_page_for_the_lecture_hall(pages, name):
    _, figure = pages[name]
    assert isinstance(figure, Figure)
    assert_readable(figure)


@every_page
def test_every_axis_has_a_few_ticks_and_no_panel_is_empty(pages, name):
    _, figure = pages[name]
    for axes in panels(figure):
        assert axes.lines or axes.images or axes.collections
        for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            places = zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=True)
            ticks = [(at, label.get_text()) for at, label in places if min(ends) <= at <= max(ends)]
            assert 2 <= len(ticks) <= 7, (axes.get_title("left"), ticks)
            assert not axis.get_offset_text().get_text()
            assert not any("e" in label for _, label in ticks)


@pytest.mark.parametrize("name", ["searched", "surface"])
def test_it_is_saved_the_same_twice(pages, name, tmp_path):
    found, _ = pages[name]
    files = []
    for number in range(2):
        files.append(tmp_path / f"{number}.svg")
        style.save_figure(plot_fit(found), files[-1])
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("sine", "sine: 8 logistic units by gradient descent, max error 0."),
        ("one unit", "runge: 1 logistic unit by gradient descent, max error 0."),
        ("constant", ": 4 logistic units by gradient descent, max error 0"),
        ("diverged", "sine: 4 logistic units by gradient descent, diverged"),
        ("long name", "a function with a very \N{HORIZONTAL ELLIPSIS}: 64 softplus units by"),
        ("searched", "logistic units by spread, max error $"),
    ],
)
def test_the_heading_says_what_and_how_good(pages, name, heading):
    assert heading in pages[name][1].get_suptitle()


class TestCurves:
    def test_the_fit_lies_over_the_target(self, pages):
        found, figure = pages["jump"]
        axes = panel(figure, "Fit  ")
        x = line(axes, "target").get_xdata()
        assert 0.0 < np.min(np.abs(x)) < 1e-11
        np.testing.assert_array_equal(line(axes, "target").get_ydata(), found.target(x))
        np.testing.assert_array_equal(line(axes, "fit").get_ydata(), found(x))
        assert axes.get_xlim() == (-1.0, 1.0)

    @pytest.mark.parametrize("name", ["sine", "searched", "small values", "large values"])
    def test_the_residual_fills_the_space_between_the_lines_of_its_max_error(self, pages, name):
        found, figure = pages[name]
        axes = panel(figure, "Fit \N{MINUS SIGN} target")
        residual = next(drawn for drawn in axes.lines if drawn.get_label().startswith("_child"))
        x = residual.get_xdata()
        np.testing.assert_array_equal(residual.get_ydata(), found(x) - found.target(x))
        bound = line(axes, "\N{PLUS-MINUS SIGN} max error").get_ydata()[0]
        assert bound == found.max_error
        assert np.abs(residual.get_ydata()).max() == pytest.approx(bound, rel=1e-2)
        assert bound < axes.get_ylim()[1] < 1.5 * bound

    @pytest.mark.parametrize(
        ("name", "title", "label"),
        [
            ("sine", "Fit  ", "y"),
            ("small values", "Fit  ", r"y [$\times 10^{-12}$]"),
            ("large values", "Fit  ", r"y [$\times 10^{13}$]"),
            ("far away", "Fit  ", "y \N{MINUS SIGN} $10^{9}$"),
            ("searched", "Fit \N{MINUS SIGN} target", r"residual [$\times 10^{-3}$]"),
        ],
    )
    def test_an_axis_is_in_units_that_leave_short_numbers(self, pages, name, title, label):
        axes = panel(pages[name][1], title)
        assert axes.get_ylabel() == label
        for tick in axes.get_yticklabels():
            assert len(tick.get_text()) <= 5

    def test_the_inputs_have_such_units_too(self, pages):
        labels = {name: panels(pages[name][1])[1].get_xlabel() for name in CASES}
        assert labels["small values"] == r"x [$\times 10^{-3}$]"
        assert labels["large values"] == r"x [$\times 10^{6}$]"
        assert labels["sine"] == "x"

    def test_where_nothing_is_left_it_says_so(self, pages):
        axes = panel(pages["constant"][1], "Fit \N{MINUS SIGN} target")
        assert axes.get_title("left").endswith("= 0 everywhere")
        assert axes.get_legend() is None

    def test_a_diverged_fit_has_no_max_error_to_draw(self, pages):
        found, figure = pages["diverged"]
        axes = panel(figure, "Fit \N{MINUS SIGN} target")
        assert len(axes.lines) == 1
        values = found.target(found.target.evaluation_grid())
        low, high = panels(figure)[0].get_ylim()
        assert low < values.min() < values.max() < high

    def test_the_contributions_and_the_bias_add_up_to_the_fit(self, pages):
        for name in ("sine", "64 units", "cancelling"):
            found, figure = pages[name]
            axes = panel(figure, "Units")
            units = [drawn for drawn in axes.lines if drawn.get_label().startswith("_unit")]
            numbers = " ".join(drawn.get_label().removeprefix("_unit") for drawn in units)
            assert sorted(map(int, numbers.split())) == list(range(found.width))
            assert len(units) <= 12
            total = sum(drawn.get_ydata() for drawn in units) + line(axes, "mean").get_ydata()[0]
            rounding = 1e-14 * found.coefficient_norm
            np.testing.assert_allclose(line(axes, "sum").get_ydata(), total, atol=rounding)

    def test_units_are_coloured_by_centre(self):
        network = Network([[5.0, -5.0, 5.0, 0.0]], [-3.0, -3.0, 0.0, 1.0], np.ones((4, 1)), [0.0])
        found = replace(fit("sine", 4, trainer=QUICK), network=network)
        axes = panel(plot_fit(found), "Units")
        brightness = {
            drawn.get_label(): np.dot(drawn.get_color()[:3], (0.3, 0.6, 0.1))
            for drawn in axes.lines
            if drawn.get_label().startswith("_unit")
        }
        # Centres at 0.6, -0.6 and 0; one has none.
        order = sorted(brightness, key=brightness.get)
        assert order == ["_unit 3", "_unit 1", "_unit 2", "_unit 0"]

    @pytest.mark.parametrize("name", ["cancelling", "cancelling, searched"])
    def test_that_huge_units_cancel_is_said_on_the_axes(self, pages, name):
        found, figure = pages[name]
        assert found.cancels
        axes = panel(figure, "Units, ")
        cancelling = int(re.search(r"(\d+) cancel", axes.get_title("left"))[1])
        assert 2 <= cancelling <= found.width
        moves = np.ptp(line(axes, "sum").get_ydata())
        for drawn in axes.lines:
            if drawn.get_label().startswith("_unit"):
                assert np.ptp(drawn.get_ydata()) <= 2.0 * moves
        assert line(axes, "cancel")

    def test_its_key_leaves_the_title_alone(self):
        found = fit("sine", 24, trainer=Spread(0.1))
        figure = plot_fit(found)
        assert "cancel" in panel(figure, "Units, ").get_title("left")
        assert titles_under_keys(figure) == []

    def test_otherwise_nothing_is_said(self, pages):
        axes = panel(pages["sine"][1], "Units")
        assert axes.get_title("left") == "Units"
        assert line(axes, "sum").get_label() == "sum"

    def test_a_sum_that_takes_a_power_of_ten_leaves_room(self):
        found = fit(lambda x: 1e5 * np.sin(x), 24, domain=(-3, 3), trainer=Spread(0.05))
        assert found.cancels
        axes = panel(plot_fit(found), "Units, ")
        assert r"\times 10^" in axes.get_ylabel()
        assert line(axes, "sum").get_label() == "sum"


class TestSearch:
    def test_every_width_tried_is_a_dot_and_the_page_is_about_the_one_in_the_circle(self, pages):
        for name in ("searched", "not reached", "surface, searched"):
            found, figure = pages[name]
            axes = panel(figure, "Search")
            path, tolerance, circle = axes.lines
            assert list(zip(*path.get_data(), strict=True)) == sorted(found.history)
            assert tolerance.get_ydata()[0] == found.tolerance
            assert circle.get_data() == ([found.width], [found.max_error])
            assert axes.get_yscale() == "log"

    def test_at_one_width_there_is_none(self, pages):
        for name in ("sine", "surface"):
            titles = [axes.get_title("left") for axes in panels(pages[name][1])]
            assert "Search" not in titles

    def test_widths_that_diverged_are_left_out(self):
        found = fit("line", tolerance=0.1, trainer=Scripted((None, 0.5, 0.5, 0.05)))
        path = panel(plot_fit(found), "Search").lines[0]
        assert path.get_xdata().tolist() == [2, 3, 4]

    def test_nor_is_there_one_if_only_one_width_is_left(self):
        found = fit("line", tolerance=0.1, trainer=Scripted((None, 0.05)))
        assert "Search" not in [axes.get_title("left") for axes in panels(plot_fit(found))]

    def test_an_error_of_zero_is_on_no_logarithmic_axis(self):
        found = fit("line", tolerance=0.1, trainer=Scripted((0.5, 0.05)))
        found = replace(found, history=((1, 0.5), (2, 0.05), (3, 0.0)), max_error=0.0)
        assert panel(plot_fit(found), "Search").lines[0].get_xdata().tolist() == [1, 2]


class TestSurfaces:
    def test_the_maps_show_target_fit_and_residual(self, pages):
        found, figure = pages["surface"]
        maps = {axes.get_title("left"): axes.images[0] for axes in panels(figure) if axes.images}
        target, fitted = maps["Target"], maps[f"Fit, width {found.width}"]
        residual = maps["Fit \N{MINUS SIGN} target"]
        points = len(target.get_array())
        grid = found.target.domain.uniform_grid(points)
        expected = found.target(grid).reshape(points, points).T
        np.testing.assert_array_equal(target.get_array(), expected)
        np.testing.assert_array_equal(fitted.get_array(), found(grid).reshape(points, points).T)
        assert fitted.get_clim() == target.get_clim()
        np.testing.assert_allclose(residual.get_array(), fitted.get_array() - target.get_array())
        low, high = residual.get_clim()
        assert low == -high == -np.abs(residual.get_array()).max()

    def test_a_unit_is_the_line_on_which_it_is_centred(self, pages):
        found, figure = pages["surface"]
        axes = panel(figure, "Centres of")
        (lines,) = [c for c in axes.collections if isinstance(c, LineCollection)]
        lower, upper = np.array(found.target.domain.lower), np.array(found.target.domain.upper)
        assert 0 < len(lines.get_segments()) <= found.width
        for segment in lines.get_segments():
            assert np.isclose(found.network.pre_activations(segment), 0.0).any(axis=1).all()
            assert (segment >= lower - 1e-12).all()
            assert (segment <= upper + 1e-12).all()
            at_an_edge = np.isclose(segment, lower) | np.isclose(segment, upper)
            assert at_an_edge.any(axis=1).all()

    def test_units_centred_elsewhere_are_counted_only(self):
        network = Network(np.eye(2), [-0.5, 7.0], [[1.0], [2.0]], [0.0])
        found = replace(fit("franke", 2, trainer=QUICK), network=network)
        axes = panel(plot_fit(found), "Centres of 1 of 2 units")
        (segment,) = axes.collections[0].get_segments()
        np.testing.assert_allclose(segment, [[0.5, 0.0], [0.5, 1.0]])


def test_a_trainer_keeps_its_colour(pages):
    _, figure = pages["sine"]
    drawn = line(panels(figure)[0], "fit")
    assert same_color(drawn.get_color(), style.trainer_colour("gradient_descent"))


class TestManyInputs:
    def test_target_and_fit_along_every_input_through_the_centre(self, pages):
        found, figure = pages["3 inputs"]
        for k, axes in enumerate(figure.axes[:3]):
            x = np.full((401, 3), 0.5)
            x[:, k] = np.linspace(0.0, 1.0, 401)
            np.testing.assert_array_equal(line(axes, "target").get_xdata(), x[:, k])
            np.testing.assert_allclose(line(axes, "target").get_ydata(), found.target(x))
            np.testing.assert_allclose(line(axes, "fit").get_ydata(), found(x))
            assert axes.get_xlabel() == found.model.input_names[k] == "xyz"[k]
        assert figure.axes[0].get_ylabel() == found.model.output_names[0] == "f"

    def test_slices_go_where_every_input_shows_what_it_does(self):
        # Through the middle, those of x and y are flat.
        target = as_target("sin(x)*y + z^2", domain=[(-2.0, 2.0)] * 3)
        slices = slices_of(target)
        moves = [np.ptp(target(one.x)) for one in slices[:3]]
        assert min(moves) > 0.25 * max(moves)
        y, z = (short_maths(value) for value in slices[0].x[0, 1:].tolist())
        title = slices_title(target, slices)
        assert title.startswith("Slices through (")
        assert title.endswith(f", {y}, {z})")

    def test_and_that_is_the_middle_where_it_shows_nearly_as_much(self):
        target = as_target("sin(x) + y*z", domain=[(0.0, 2.0), (2.0, 4.0), (3.0, 5.0)])
        slices = slices_of(target)
        assert slices[1].x[0].tolist() == [1.0, 2.0, 4.0]
        assert slices_title(target, slices) == "Slices through the centre"

    def test_an_odd_number_of_inputs_leaves_room_for_the_diagonal(self, pages):
        found, figure = pages["5 inputs"]
        axes = figure.axes[5]
        assert axes.get_xlabel() == "diagonal"
        shares = line(axes, "target").get_xdata()
        corner = found.target(np.outer(shares, np.full(5, 30.0)))
        np.testing.assert_allclose(line(axes, "target").get_ydata(), corner)
        assert len(slices_of(cube(4))) == 4

    def test_of_more_than_six_inputs_the_six_of_most_variation_are_shown_and_it_says_so(
        self, pages
    ):
        _, figure = pages["8 inputs"]
        shown = [axes.get_xlabel() for axes in figure.axes[:6]]
        # On [0, 1] sin(k x) varies by 0.84 for k = 1, by 1 for k = 2 and 3, and by more beyond.
        assert shown[0] in ("$x_{2}$", "$x_{3}$")
        assert shown[1:] == [f"$x_{{{k}}}$" for k in (4, 5, 6, 7, 8)]
        assert figure.axes[0].get_title("left") == "Slices, the strongest 6 of 8 inputs"

    def test_all_slices_have_one_scale(self, pages):
        _, figure = pages["8 inputs"]
        assert len({axes.get_ylim() for axes in figure.axes[:6]}) == 1

    def test_dots_are_points_of_the_evaluation_sample(self, pages):
        found, figure = pages["3 inputs"]
        cloud = panel(figure, "Fit against target").lines[0]
        values, predictions = cloud.get_data()
        grid = found.target.uniform_evaluation_grid()
        pairs = set(zip(found.target(grid).tolist(), found(grid).tolist(), strict=True))
        assert len(values) == 3000
        assert set(zip(values.tolist(), predictions.tolist(), strict=True)) <= pairs
        residual = panel(figure, "Fit \N{MINUS SIGN} target")
        dots = max(residual.lines, key=lambda drawn: len(drawn.get_xdata()))
        np.testing.assert_array_equal(dots.get_ydata(), predictions - values)
        assert line(residual, "\N{PLUS-MINUS SIGN} max error").get_ydata()[0] == found.max_error

    def test_a_search_takes_the_place_of_the_residual(self, pages):
        titles = [axes.get_title("left") for axes in panels(pages["3 inputs, searched"][1])]
        assert titles == ["Slices through the centre", "Fit against target", "Search"]


FIGURES = {
    "sine": ["page", "fit", "residual", "units"],
    "searched": ["page", "fit", "residual", "units", "widths"],
    "surface": ["page", "fit", "residual", "units"],
    "oblong": ["page", "fit", "residual", "units"],
    "3 inputs, searched": ["page", "fit", "residual", "units", "widths"],
    "8 inputs": ["page", "fit", "residual", "units"],
    "3 inputs, flat": ["page", "fit", "residual", "units"],
}


@pytest.fixture(scope="module")
def folders(pages):
    """Return name -> the figures of that fit, drawn once."""
    made = {name: fit_figures(pages[name][0]) for name in FIGURES}
    for figures in made.values():
        for figure in figures.values():
            with style.figure_style():
                figure.draw_without_rendering()
    return made


class TestFiguresOfAFolder:
    @pytest.mark.parametrize("name", FIGURES)
    def test_what_there_is_to_show_has_its_figure(self, folders, name):
        assert list(folders[name]) == FIGURES[name]

    @pytest.mark.parametrize("name", FIGURES)
    def test_each_is_whole_and_read_from_afar(self, folders, name):
        for figure in folders[name].values():
            assert_readable(figure)

    def test_a_figure_alone_draws_what_the_page_draws(self, pages, folders):
        for part, title in (
            ("fit", "Fit  "),
            ("residual", "Fit \N{MINUS SIGN}"),
            ("units", "Units"),
        ):
            alone, on_page = (panel(f, title) for f in (folders["sine"][part], pages["sine"][1]))
            assert len(alone.lines) == len(on_page.lines)
            for one, other in zip(alone.lines, on_page.lines, strict=True):
                np.testing.assert_array_equal(one.get_data(), other.get_data())

    def test_widths_without_a_tolerance_are_those_a_network_grew_through(self, pages):
        found = replace(pages["sine"][0], history=((1, 0.9), (2, 0.4), (8, 0.1)))
        axes = panel(fit_figures(found)["widths"], "Widths")
        assert axes.lines[0].get_xdata().tolist() == [1, 2, 8]
        assert axes.get_legend() is None

    def test_without_an_error_there_are_no_widths_to_draw(self, pages):
        with pytest.raises(SettingError, match="no widths to draw"):
            plot_widths(replace(pages["sine"][0], history=((8, 0.0),)))

    def test_units_of_many_inputs_stand_by_the_size_of_their_output_weight(self):
        weights = [[1.0, 0.0, 4.0], [2.0, 3.0, 0.0], [2.0, 0.0, -8.0]]
        network = Network(weights, np.zeros(3), [[-0.1], [5.0], [1.0]], [0.0])
        found = replace(fit(cube(3, side=2.0), 3, trainer=QUICK, points=60), network=network)
        sizes, steepness, directions = fit_figures(found)["units"].axes[:3]

        np.testing.assert_allclose(sizes.lines[0].get_ydata(), [5.0, 1.0, 0.1])
        np.testing.assert_allclose(steepness.lines[0].get_ydata(), [3.0, np.hypot(4.0, 8.0), 3.0])
        expected = [[0.0, 0.5, 0.5], [1.0, 0.0, 1.0], [0.0, -1.0, 1.0]]
        np.testing.assert_allclose(directions.images[0].get_array(), expected)
