"""A film is asked what its pictures show, without being written."""

from __future__ import annotations

import numpy as np
import pytest
from tools import assert_readable, cube, has_line, line, panel, points_of

from uat.exceptions import SettingError
from uat.figures import style
from uat.figures.animation import EPOCH, WIDTH, Frame, animate
from uat.figures.floor_region import FLOOR
from uat.targets.catalogue import TARGETS
from uat.targets.user_targets import as_target
from uat.theory.floors import floors
from uat.trainers import draw_start


def frames_of(inputs, errors=(2.0, 0.5, 0.02), counts=(0, 9, 999)):
    """Return frames of networks drawn at random."""
    return [
        Frame(count, draw_start(inputs, k + 1, 1, k), error)
        for k, (count, error) in enumerate(zip(counts, errors, strict=True))
    ]


class Film:
    """A film on a figure that shows one frame at a time."""

    def __init__(self, target, frames, **how):
        self.film = animate(target, frames, **how)
        # It complains of never having been seen otherwise.
        self.film._draw_was_started = True
        self.figure = self.film._fig
        self.show(0)

    def show(self, frame):
        with style.figure_style():
            self.film._draw_frame(frame)
            self.figure.draw_without_rendering()


TARGETS_BY_INPUTS = {1: TARGETS["sine"], 2: TARGETS["franke"], 4: cube(4)}


@pytest.fixture(scope="module")
def films():
    """Return number of inputs -> (frames, film)."""
    made = {}
    for inputs, target in TARGETS_BY_INPUTS.items():
        frames = frames_of(inputs)
        made[inputs] = frames, Film(target, frames)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("inputs", TARGETS_BY_INPUTS)
def test_every_picture_is_whole_and_read_from_afar(films, inputs):
    frames, film = films[inputs]
    for frame in range(len(frames)):
        film.show(frame)
        assert_readable(film.figure)


@pytest.mark.parametrize("inputs", TARGETS_BY_INPUTS)
def test_the_error_is_bold_up_to_the_frame_and_its_title_says_where_it_is(films, inputs):
    _, film = films[inputs]
    everything = [[1, 2.0], [10, 0.5], [1000, 0.02]]
    for frame, title in ((1, "epoch 9: max error 0.5"), (2, "epoch 999: max error 0.02")):
        film.show(frame)
        axes = panel(film.figure, title)
        assert points_of(line(axes, "_all")) == everything
        assert points_of(line(axes, "_done")) == everything[: frame + 1]
        assert points_of(line(axes, "_now")) == everything[frame : frame + 1]
        assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


def test_a_curve_moves_over_a_target_that_does_not(films):
    frames, film = films[1]
    axes = film.figure.axes[0]
    limits = axes.get_ylim()
    x = line(axes, "target").get_xdata()
    for k, frame in enumerate(frames):
        film.show(k)
        np.testing.assert_array_equal(line(axes, "network").get_ydata(), frame.network(x)[:, 0])
        np.testing.assert_array_equal(line(axes, "target").get_ydata(), TARGETS["sine"](x))
        assert axes.get_ylim() == limits


def test_maps_show_the_network_and_its_residual(films):
    frames, film = films[2]
    film.show(2)
    target, network, residual = (axes.images[0] for axes in film.figure.axes if axes.images)
    points = len(target.get_array())
    grid = TARGETS["franke"].domain.uniform_grid(points)
    found = frames[2].network(grid).reshape(points, points).T
    np.testing.assert_array_equal(network.get_array(), found)
    np.testing.assert_allclose(residual.get_array(), found - target.get_array())
    assert network.get_clim() == target.get_clim()
    low, high = residual.get_clim()
    largest = np.abs(residual.get_array()).max()
    assert low == -high
    assert largest <= high < 2.5 * largest


def test_dots_move_towards_the_diagonal(films):
    frames, film = films[4]
    axes = panel(film.figure, "Network against target")
    cloud = max(axes.lines, key=lambda drawn: len(drawn.get_xdata()))
    before = cloud.get_xdata().copy()
    film.show(1)
    np.testing.assert_array_equal(cloud.get_xdata(), before)
    grid = cube(4).uniform_evaluation_grid()
    assert set(cloud.get_ydata().tolist()) <= set(frames[1].network(grid)[:, 0].tolist())


def test_widths_are_counted_in_whole_numbers_and_the_heading_does_not_move():
    frames = frames_of(1, counts=(1, 2, 3))
    film = Film(TARGETS["sine"], frames, counted=WIDTH, trainer="greedy")
    heading = film.figure.get_suptitle()
    assert heading == "sine: logistic units by greedy"
    film.show(2)
    axes = panel(film.figure, "width 3: max error 0.02")
    assert points_of(line(axes, "_now")) == [[3, 0.02]]
    assert axes.get_xscale() == "linear"
    assert film.figure.get_suptitle() == heading


def test_a_long_formula_and_large_values_stay_on_the_page():
    formula = "+".join(f"1e12*sin({k}*x)" for k in range(1, 9))
    film = Film(as_target(formula, (0.0, 1e-3)), frames_of(1))
    assert "..." in film.figure.get_suptitle()
    assert "10^{" in film.figure.axes[0].get_ylabel()
    with style.figure_style():
        film.figure.draw_without_rendering()
    for text in (film.figure._suptitle, film.figure.axes[0].yaxis.label):
        box = text.get_window_extent()
        assert 0.0 <= box.x0 < box.x1 <= film.figure.bbox.width


def test_a_film_of_widths_has_the_floor_and_one_of_epochs_has_none():
    frames = [Frame(k, draw_start(1, k, 1, 0, "relu"), error) for k, error in ((1, 2.0), (2, 1.5))]
    widths = Film(TARGETS["sine"], frames, counted=WIDTH, trainer="greedy")
    axes = panel(widths.figure, "width 1: max error 2")
    known = floors(TARGETS["sine"], "relu", [1, 2])
    assert points_of(line(axes, FLOOR)) == [[k, floor.error] for k, floor in known.items()]
    assert axes.get_ylim()[0] < known[2].error
    epochs = Film(TARGETS["sine"], frames, counted=EPOCH)
    assert not has_line(panel(epochs.figure, "epoch 1: max error 2"), FLOOR)


@pytest.mark.slow
@pytest.mark.parametrize("inputs", [1, 2])
def test_a_training_that_diverged_is_shown_as_far_as_it_came(inputs):
    frames = frames_of(inputs, errors=(1.0, 50.0, np.inf))
    film = Film(TARGETS_BY_INPUTS[inputs], frames)
    film.show(2)
    axes = panel(film.figure, "epoch 999: diverged")
    assert np.isnan(line(axes, "_now").get_ydata()).all()
    assert_readable(film.figure)


def test_one_frame_is_a_film_and_none_is_not():
    film = Film(TARGETS["sine"], frames_of(1, (0.0,), (0,)), counted=EPOCH)
    assert_readable(film.figure)
    with pytest.raises(SettingError, match="at least one frame"):
        animate(TARGETS["sine"], [])
