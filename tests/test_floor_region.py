"""The lower edge of error against width: floors as lines, the region below them shaded."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from tools import QUICK, has_line, ladder, line, near_best, points_of

from uat.figures.floor_region import FLOOR, floor_to_error
from uat.figures.style import figure_style
from uat.figures.widths import draw_error_against_width
from uat.fits.function import fit
from uat.targets.catalogue import TARGETS
from uat.theory.floors import floor, floors
from uat.theory.guarantees import step_guarantee
from uat.trainers import Greedy

WIDTHS = (1, 2, 4, 8)


def drawn(records, activation="relu", **how):
    """Return the axes of error against width of such units."""
    own = [
        dataclasses.replace(r, spec=dataclasses.replace(r.spec, activation=activation))
        for r in records
    ]
    with figure_style():
        axes = Figure(figsize=(8.0, 5.0)).add_subplot()
        draw_error_against_width(axes, TARGETS[own[0].spec.target], own, **how)
    axes.figure.draw_without_rendering()
    return axes


def shades(axes):
    """Return the faces of everything that shades a region, as colour and opacity."""
    filled = [tuple(map(float, face)) for c in axes.collections for face in c.get_facecolor()]
    return filled + [tuple(map(float, patch.get_facecolor())) for patch in axes.patches]


def test_relu_units_have_their_floor_drawn_and_shaded():
    axes = drawn(ladder(widths=WIDTHS))
    known = floors(TARGETS["sine"], "relu", WIDTHS)
    assert points_of(line(axes, FLOOR)) == [[w, floor.error] for w, floor in known.items()]
    (shade,) = shades(axes)
    assert shade[3] < 0.3
    low, high = axes.get_ylim()
    assert low < known[8].error < known[1].error < high
    (region,) = axes.collections
    (path,) = region.get_paths()
    assert {w for w, _ in path.vertices.tolist()} == set(map(float, WIDTHS))
    assert path.vertices[:, 1].min() < 1e-9 * low
    assert path.vertices[:, 1].max() == known[1].error


@pytest.mark.slow
@pytest.mark.parametrize(
    ("records", "activation", "norm"),
    [
        (ladder(), "logistic", "max_error"),
        (ladder(), "relu", "rmse"),
        (ladder("ridge"), "relu", "max_error"),
        (ladder("line"), "relu", "max_error"),
    ],
)
def test_where_nothing_is_known_nothing_is_drawn(records, activation, norm):
    axes = drawn(records, activation, norm=norm)
    assert not has_line(axes, FLOOR)
    assert not shades(axes)
    assert not any("network" in text.get_text() for text in axes.texts)


def test_half_a_jump_is_one_line_over_all_widths():
    axes = drawn(ladder("step"), "logistic")
    assert set(line(axes, "half the jump").get_ydata()) == {0.5}
    assert len(shades(axes)) == 1
    assert not has_line(axes, FLOOR)


def test_units_that_jump_are_not_held_above_half_the_jump():
    axes = drawn(ladder("step"), "heaviside")
    assert not has_line(axes, "half the jump")


def test_the_region_says_whose_it_is_where_there_is_room():
    texts = [text.get_text() for text in drawn(ladder(widths=(1, 2, 4, 8, 16))).texts]
    assert "no relu network" in texts
    few = [text.get_text() for text in drawn(ladder(widths=(1,))).texts]
    assert "no relu network" not in few


def test_a_floor_far_below_the_runs_does_not_stretch_the_picture():
    bottom = drawn(ladder(widths=(1, 64), rate=-0.01)).get_ylim()[0]
    promised = step_guarantee(TARGETS["sine"].complexity, 32)  # two relus make a step
    assert bottom == pytest.approx(promised / 30.0 / 1.6)
    assert floor(TARGETS["sine"], "relu", 64).error < bottom


def test_the_approximation_error_is_told_from_both_sides():
    records = ladder(widths=WIDTHS, factor=30.0) + near_best(error=0.6, widths=WIDTHS)
    texts = [text.get_text() for text in drawn(records).texts]
    assert "approximation error:\n0.052 to 0.075" in texts
    known = floor(TARGETS["sine"], "relu", 8)
    assert floor_to_error(known, 1e-1) == "0.052 to 0.1"
    assert floor_to_error(known, 1.0004 * known.error) == "0.0525, proved"
    wide = floor(TARGETS["sine"], "relu", 64)
    assert floor_to_error(wide, 4e-3) == r"1.2 to 4.0$ \times 10^{-3}$"
    assert floor_to_error(wide, 1.5e-3) == r"1.2 to 1.5$ \times 10^{-3}$"
    assert floor_to_error(None, 1e-7) == "at most $10^{-7}$"
    assert floor_to_error(floor(TARGETS["step"], "relu", 8), 0.6) == "at most 0.6"


class TestASearch:
    def test_shows_the_floor_as_a_stair_from_width_one_on(self):
        found = fit("sine", tolerance=0.2, trainer=Greedy(), activation="relu")
        (axes,) = (a for a in found.plot().axes if a.get_title("left") == "Search")
        edge = line(axes, FLOOR)
        assert edge.get_drawstyle() == "steps-pre"
        drawn_floors = dict(points_of(edge))
        assert min(drawn_floors) == 1
        assert max(drawn_floors) == found.width
        known = floors(TARGETS["sine"], "relu", map(int, drawn_floors))
        assert drawn_floors == {width: one.error for width, one in known.items()}
        low, high = axes.get_ylim()
        assert low < min(drawn_floors.values()) <= max(drawn_floors.values()) < high
        assert {text.get_text() for text in axes.get_legend().get_texts()} >= {FLOOR, "tolerance"}

    def test_without_a_floor_is_as_it_was(self):
        found = fit("sine", tolerance=0.2, trainer=QUICK, max_width=8)
        (axes,) = (a for a in found.plot().axes if a.get_title("left") == "Search")
        assert not has_line(axes, FLOOR)
        assert not shades(axes)

    @pytest.mark.slow
    def test_no_network_tried_is_below_the_stair(self):
        found = fit("runge", 12, trainer=Greedy(), activation="relu")
        (axes,) = found.figures()["widths"].axes
        edge = np.array(points_of(line(axes, FLOOR)))
        for width, error in found.history:
            after = edge[edge[:, 0] >= width]
            assert error >= after[0, 1]
        assert to_rgba(line(axes, FLOOR).get_color()) == (0.0, 0.0, 0.0, 1.0)
