"""Names of lines at their ends: where they stand, that none touches another, that all are read."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from tools import given, strategies

from uat.figures import style
from uat.figures.end_labels import contrast_to_white, label_line_ends, readable, spread, within
from uat.trainers import TRAINERS


def labelled(ends, rows=1):
    """Return axes with a line to each of these ends, named where it ends, and what was left out."""
    with style.figure_style():
        axes = Figure().add_axes((0.1, 0.1, 0.5, 0.8))
        lines = [axes.plot([0.0, 1.0], [0.5, end], label=f"{end:g}")[0] for end in ends]
        axes.set(xlim=(0, 1), ylim=(0, 1))
        text = "\n".join(["{}"] + ["more"] * (rows - 1))
        left_out = label_line_ends(axes, [(one, text.format(one.get_label())) for one in lines])
    axes.figure.draw_without_rendering()
    return axes, left_out


class TestLabels:
    @pytest.mark.parametrize("rows", [1, 2])
    @pytest.mark.parametrize("ends", [(0.1, 0.9), (0.5, 0.5, 0.5), (0.0, 0.02, 0.99, 1.0), (0.3,)])
    def test_every_line_has_its_name_beside_the_axes_and_none_touches_another(self, ends, rows):
        axes, left_out = labelled(ends, rows)
        assert left_out == []
        assert sorted(t.get_text().split("\n")[0] for t in axes.texts) == sorted(
            f"{end:g}" for end in ends
        )
        boxes = sorted((t.get_window_extent() for t in axes.texts), key=lambda box: box.y0)
        assert all(box.x0 > axes.get_window_extent().x1 for box in boxes)
        assert all(low.y1 <= high.y0 for low, high in itertools.pairwise(boxes))

    def test_names_stand_in_the_order_of_the_ends(self):
        axes, _ = labelled((0.9, 0.1, 0.5, 0.52))
        places = {text.get_text(): text.get_position()[1] for text in axes.texts}
        assert sorted(places, key=places.get) == ["0.1", "0.5", "0.52", "0.9"]
        assert places["0.1"] == pytest.approx(0.1)

    def test_a_thin_line_leads_from_the_end_to_the_name(self):
        axes, _ = labelled((0.4,))
        (lead,) = [line for line in axes.lines if line.get_label() == "_lead"]
        assert lead.get_ydata() == pytest.approx([0.4, 0.4, 0.4])
        assert lead.get_xdata()[0] == pytest.approx(1.0)

    def test_a_line_that_leaves_the_picture_is_for_the_legend(self):
        axes, left_out = labelled((0.4, 2.0, -1.0))
        assert [line.get_label() for line in left_out] == ["2", "-1"]
        assert [text.get_text() for text in axes.texts] == ["0.4"]

    def test_without_lines_or_points_nothing_is_named(self):
        with style.figure_style():
            axes = Figure().add_subplot()
            (empty,) = axes.plot([], [])
            assert label_line_ends(axes, []) == []
            assert label_line_ends(axes, [(empty, "empty")]) == [empty]
        assert not axes.texts


class TestSpread:
    @given(
        strategies.lists(
            strategies.tuples(strategies.floats(0.0, 100.0), strategies.floats(5.0, 30.0)),
            min_size=1, max_size=8,
        )
    )  # fmt: skip
    def test_none_overlaps_and_what_has_room_stays(self, labels):
        wanted, heights = (np.array(part) for part in zip(*sorted(labels), strict=True))
        middles = spread(wanted, heights)
        needed = (heights[1:] + heights[:-1]) / 2.0
        assert np.all(np.diff(middles) >= needed - 1e-9)
        if np.all(np.diff(wanted) >= needed):
            np.testing.assert_allclose(middles, wanted, atol=1e-9)
        assert np.mean(middles) == pytest.approx(np.mean(wanted))

    def test_two_that_touch_give_way_alike(self):
        assert spread(np.array([10.0, 12.0]), np.array([6.0, 6.0])).tolist() == [8.0, 14.0]

    def test_all_stay_between_the_walls_in_order(self):
        heights = np.full(3, 10.0)
        moved = within(np.array([-20.0, 40.0, 99.0]), heights, 0.0, 100.0)
        assert moved.tolist() == [5.0, 40.0, 95.0]
        assert within(np.array([1.0, 2.0, 3.0]), heights, 0.0, 30.0).tolist() == [5.0, 15.0, 25.0]


class TestContrast:
    def test_black_and_white(self):
        assert contrast_to_white(np.zeros(3)) == pytest.approx(21.0)
        assert contrast_to_white(np.ones(3)) == pytest.approx(1.0)

    @pytest.mark.parametrize("trainer", TRAINERS)
    def test_names_are_read_in_the_colour_of_every_trainer(self, trainer):
        colour = style.trainer_colour(trainer)
        dark = np.array(to_rgb(readable(colour)))
        assert contrast_to_white(dark) >= 4.5
        assert np.argmax(dark) == np.argmax(to_rgb(colour))

    def test_what_is_dark_enough_stays(self):
        assert readable("#004080") == "#004080"
