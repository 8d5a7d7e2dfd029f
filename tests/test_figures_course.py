"""Figures are asked what they show: lines, labels, limits."""

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from tools import line

from uat.course.rungs import RUNGS
from uat.exceptions import SettingError, UnknownNameError
from uat.figures import style
from uat.figures.course import (
    RUNG_FIGURES,
    activation_figure,
    error_figure,
    line_figure,
    linreg_figure,
    neuron_figure,
    path_figure,
    plane_figure,
    xor_figure,
)


@pytest.fixture(scope="module")
def results():
    return {name: build().run() for name, build in RUNGS.items()}


@pytest.fixture(scope="module")
def figures(results):
    return {name: RUNG_FIGURES[name](result) for name, result in results.items()}


def texts_of(axes):
    return [text.get_text() for text in axes.texts]


def boundary_of(axes):
    """Return the points of the boundary y = 0.5, one array a branch."""
    contour = next(c for c in axes.collections if hasattr(c, "levels"))
    assert contour.levels.tolist() == [0.5]
    return [
        branch for branch in contour.get_paths()[0].to_polygons(closed_only=False) if len(branch)
    ]


def test_every_rung_has_a_figure():
    assert list(RUNG_FIGURES) == list(RUNGS)


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNGS)
def test_a_figure_is_a_page_for_the_lecture_hall(figures, name):
    figure = figures[name]
    assert isinstance(figure, Figure)
    assert tuple(figure.get_size_inches()) == style.PAGE
    figure.draw_without_rendering()
    for axes in figure.axes:
        shown = [axes.title, axes.xaxis.label, axes.yaxis.label, *axes.texts]
        shown += [*axes.get_xticklabels(), *axes.get_yticklabels()]
        assert min(text.get_fontsize() for text in shown if text.get_text()) >= 13


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNGS)
def test_nothing_is_cut_off_at_the_edge_of_the_page(figures, name):
    figure = figures[name]
    with style.figure_style():
        figure.draw_without_rendering()
        box = figure.get_tightbbox()
    assert box.x0 >= 0.0
    assert box.y0 >= 0.0
    assert box.x1 <= style.PAGE[0]
    assert box.y1 <= style.PAGE[1]


def test_the_data_and_both_lines_are_drawn(figures, results):
    axes, result = figures["linreg"].axes[0], results["linreg"]
    data = line(axes, "data")
    np.testing.assert_array_equal(data.get_xdata(), result.rung.dataset.x[:, 0])
    np.testing.assert_array_equal(data.get_ydata(), result.rung.dataset.t[:, 0])
    start = line(axes, "start")
    np.testing.assert_allclose(start.get_ydata(), 1.0 + start.get_xdata())
    found = line(axes, "found: y = 2.897 + 1.948 x")
    alpha, beta = result.parameters["alpha"], result.parameters["beta"]
    np.testing.assert_allclose(found.get_ydata(), alpha + beta * found.get_xdata())
    model, best = result.linear_model(), line(axes, "least squares: y = 2.897 + 1.948 x")
    np.testing.assert_allclose(best.get_ydata(), model.alpha + model.beta * best.get_xdata())


def test_the_path_ends_at_the_least_squares_values(figures, results):
    axes, result = figures["linreg"].axes[1], results["linreg"]
    for name in ("alpha", "beta"):
        drawn = line(axes, name)
        np.testing.assert_array_equal(drawn.get_xdata(), result.path_epochs)
        np.testing.assert_array_equal(drawn.get_ydata(), result.path[name])
    references = [drawn.get_ydata()[0] for drawn in axes.lines if drawn.get_linestyle() == "--"]
    model = result.linear_model()
    assert references == [model.alpha, model.beta]
    assert texts_of(axes) == [r"$\alpha$ = 2.897", r"$\beta$ = 1.948"]


@pytest.mark.parametrize(("name", "position"), [("linreg", 2), ("neuron", 1), ("xor", 1)])
def test_the_error_curve_is_the_loss_history(figures, results, name, position):
    axes, history = figures[name].axes[position], results[name].loss_history
    (drawn,) = axes.lines
    epochs = drawn.get_xdata()
    assert (epochs[0], epochs[-1]) == (0, len(history) - 1)
    assert len(epochs) <= 1001
    np.testing.assert_array_equal(drawn.get_ydata(), history[epochs])
    assert axes.get_xlabel() == "epoch"
    assert axes.get_yscale() == ("linear" if name == "linreg" else "log")


@pytest.mark.parametrize("name", ["neuron", "xor"])
def test_circles_are_zeros_and_crosses_ones(figures, results, name):
    axes, dataset = figures[name].axes[0], results[name].rung.dataset
    for desired, marker, colour in ((0.0, "o", style.OTHER), (1.0, "X", style.MARKED)):
        drawn = line(axes, f"desired {desired:.0f}")
        expected = dataset.x[dataset.t[:, 0] == desired]
        np.testing.assert_array_equal(np.column_stack(drawn.get_data()), expected)
        assert drawn.get_marker() == marker
        assert same_color(drawn.get_color(), colour)
    assert texts_of(axes) == [f"{y:.3f}" for y in results[name].predictions]


@pytest.mark.parametrize(("name", "branches"), [("neuron", 1), ("xor", 2)])
def test_the_boundary_is_where_the_output_is_one_half(figures, results, name, branches):
    drawn = boundary_of(figures[name].axes[0])
    assert len(drawn) == branches
    outputs = results[name].fit.network(np.concatenate(drawn))[:, 0]
    np.testing.assert_allclose(outputs, 0.5, atol=0.01)


@pytest.mark.parametrize("name", ["neuron", "xor"])
def test_the_shading_is_the_output_on_a_fixed_scale(figures, results, name):
    (image,) = figures[name].axes[0].images
    assert image.get_clim() == (0.0, 1.0)
    values = image.get_array()
    left, right, bottom, top = image.get_extent()
    corners = [[left, bottom], [right, bottom], [left, top], [right, top]]
    expected = results[name].fit.network(corners)[:, 0]
    drawn = [values[0, 0], values[0, -1], values[-1, 0], values[-1, -1]]
    np.testing.assert_allclose(drawn, expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["neuron", "xor"])
def test_no_marker_touches_the_frame(figures, name):
    axes = figures[name].axes[0]
    for low, high in (axes.get_xlim(), axes.get_ylim()):
        assert low <= -0.2
        assert high >= 1.2


def test_a_figure_for_another_rung_is_refused(results):
    for draw in (neuron_figure, xor_figure):
        with pytest.raises(SettingError, match="two inputs"):
            draw(results["linreg"])
    with pytest.raises(SettingError, match="no line"):
        linreg_figure(results["xor"])
    for draw in (line_figure, path_figure):
        with pytest.raises(SettingError, match="no line"):
            draw(results["xor"])
    with pytest.raises(SettingError, match="two inputs"):
        plane_figure(results["linreg"])


@pytest.mark.parametrize(
    ("draw", "name", "position"),
    [
        (line_figure, "linreg", 0),
        (path_figure, "linreg", 1),
        (error_figure, "linreg", 2),
        (plane_figure, "neuron", 0),
        (error_figure, "neuron", 1),
        (plane_figure, "xor", 0),
        (error_figure, "xor", 1),
    ],
)
def test_half_a_slide_shows_what_the_page_shows(figures, results, draw, name, position):
    figure = draw(results[name])
    assert tuple(figure.get_size_inches()) == style.HALF_SLIDE
    own, on_page = figure.axes[0], figures[name].axes[position]
    assert own.get_title(loc="left") == on_page.get_title(loc="left")
    assert texts_of(own) == texts_of(on_page)
    assert own.get_yscale() == on_page.get_yscale()
    assert len(own.lines) == len(on_page.lines) > 0
    for drawn, other in zip(own.lines, on_page.lines, strict=True):
        np.testing.assert_array_equal(drawn.get_xydata(), other.get_xydata())


def test_the_legend_of_the_line_stands_above_the_data(results):
    figure = line_figure(results["linreg"])
    with style.figure_style():
        figure.draw_without_rendering()
    axes = figure.axes[0]
    legend = axes.get_legend().get_window_extent()
    points = axes.transData.transform(line(axes, "data").get_xydata())
    assert not any(legend.contains(*point) for point in points)


def test_the_answers_stand_within_the_plane(results):
    figure = plane_figure(results["xor"])
    with style.figure_style():
        figure.draw_without_rendering()
    frame = figure.axes[0].get_window_extent()
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert frame.x0 <= box.x0 < box.x1 <= frame.x1


def test_the_activation_and_its_derivative_are_drawn():
    axes = activation_figure("logistic").axes[0]
    phi, slope = (line(axes, label) for label in (r"$\varphi(z)$", r"$\varphi'(z)$"))
    y = phi.get_ydata()
    np.testing.assert_allclose(y, 1.0 / (1.0 + np.exp(-phi.get_xdata())))
    np.testing.assert_allclose(slope.get_ydata(), y * (1.0 - y), atol=1e-15)
    assert texts_of(axes) == [r"$\varphi'(0) = 0.25$"]
    with pytest.raises(UnknownNameError):
        activation_figure("logistik")
