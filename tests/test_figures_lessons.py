"""The pages that teach are asked whether what they say is true."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from tools import axes_titled, has_line, ladder, line, near_best, points_of

from uat.figures.discontinuity import discontinuity_figure
from uat.figures.proof import proof_figure
from uat.figures.style import figure_style, save_figure
from uat.figures.target_units import units_figure
from uat.sweeps.selection import median_record
from uat.targets.catalogue import TARGETS
from uat.theory.guarantees import step_guarantee

SINES = ladder(widths=(4, 8, 16)) + near_best(widths=(4, 8, 32))


@pytest.fixture
def figure():
    return proof_figure(TARGETS["sine"])


class TestProof:
    def test_the_steeper_a_unit_the_nearer_it_is_to_a_step(self, figure):
        lines = axes_titled(figure, "1.").lines
        step = np.where(lines[0].get_xdata() >= 0.0, 1.0, 0.0)
        off = [np.mean(np.abs(drawn.get_ydata() - step)) for drawn in lines]
        assert off == sorted(off, reverse=True)
        assert off[-1] < 0.01

    def test_two_units_make_a_bump(self, figure):
        x, y = axes_titled(figure, "2.").lines[-1].get_data()
        np.testing.assert_allclose(y[np.abs(x) < 0.3], 1.0, atol=1e-6)
        np.testing.assert_allclose(y[np.abs(x) > 0.4], 0.0, atol=1e-6)

    @pytest.mark.parametrize(("place", "width"), [(3, 8), (4, 32)])
    def test_a_staircase_stays_within_its_band(self, figure, place, width):
        axes = axes_titled(figure, f"{place}. {width} steps")
        x, y = line(axes, "staircase").get_data()
        guarantee = step_guarantee(TARGETS["sine"].complexity, [width])[0]
        assert np.abs(y - TARGETS["sine"](x)).max() <= 1.02 * guarantee
        (band,) = axes.collections
        outline = band.get_paths()[0].vertices[:, 1]
        assert outline.max() == pytest.approx(1.0 + guarantee, abs=1e-3)

    @pytest.mark.parametrize("activation", ["logistic", "tanh", "heaviside"])
    def test_every_sigmoidal_activation_has_its_proof(self, activation):
        assert activation in proof_figure(TARGETS["runge"], activation).get_suptitle()


class TestUnits:
    def test_the_contributions_add_up_to_the_network(self):
        figure = units_figure(TARGETS["sine"], SINES)
        assert "8 hidden units" in figure.get_suptitle()
        for axes in figure.axes[:2]:
            units = [drawn for drawn in axes.lines if drawn.get_label().startswith("_unit")]
            numbers = " ".join(drawn.get_label().removeprefix("_unit") for drawn in units)
            assert sorted(numbers.split()) == [*"01234567"]
            summed = sum(drawn.get_ydata() for drawn in units) + line(axes, "mean").get_ydata()[0]
            np.testing.assert_allclose(summed, line(axes, "sum").get_ydata(), atol=1e-12)

    def test_every_unit_stands_at_its_centre_as_high_as_it_moves(self):
        records = ladder(widths=(8,))
        network = median_record(records).network
        (_, places) = units_figure(TARGETS["sine"], records).axes
        x = TARGETS["sine"].domain.uniform_grid(2001)
        moves = np.ptp(network.hidden_features(x) * network.output_weights[:, 0], axis=0)
        centres = np.clip(-network.hidden_biases / network.hidden_weights[0], -1.0, 1.0)
        points = [point for drawn in places.lines[:-1] for point in points_of(drawn)]
        expected = zip(centres, moves, strict=True)
        np.testing.assert_allclose(sorted(points), sorted(map(list, expected)), rtol=1e-12)

    def test_near_best_comes_first_with_error_and_norm(self):
        near, descent = units_figure(TARGETS["sine"], SINES).axes[:2]
        title = near.get_title("left")
        assert title.startswith("near-best (variable projection)\nmax error 1.2e-7,")
        norm = next(r.network.coefficient_norm for r in SINES if r.spec.width == 8)
        assert title.endswith(f"= {norm:.2g}")
        assert descent.get_title("left").startswith("gradient descent\n")

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("records", "width"),
        [
            (ladder(widths=(2, 4)), 2 * 2),
            (ladder(widths=(16, 32)), 16),
            (ladder(widths=(4,)) + near_best(widths=(8,)), 8),
        ],
    )
    def test_the_width_is_a_small_one(self, records, width):
        assert f"each of {width} hidden" in units_figure(TARGETS["sine"], records).get_suptitle()


class TestDiscontinuity:
    @staticmethod
    def records():
        found = ladder("step") + near_best("step", 0.6)
        return [dataclasses.replace(r, rmse=0.01 / r.spec.width) for r in found]

    def test_both_norms_of_both_trainers_and_the_floor(self):
        axes = axes_titled(discontinuity_figure(TARGETS["step"], self.records()), "Two norms")
        expected = [[1, 0.6], [2, 0.3], [8, 0.075]]
        assert points_of(line(axes, "near-best")) == expected
        rmse = line(axes, "_rmse of gradient_descent")
        assert points_of(rmse) == [[1, 0.01], [2, 0.005], [8, 0.00125]]
        assert (rmse.get_linestyle(), line(axes, "near-best").get_linestyle()) == ("--", "-")
        assert set(line(axes, "half the jump").get_ydata()) == {0.5}

    def test_the_fits_are_shown_around_the_largest_jump(self):
        axes = axes_titled(discontinuity_figure(TARGETS["step"], self.records()), "Fits")
        low, high = axes.get_xlim()
        assert low < 0.0 < high
        assert high - low < 0.5
        assert all(has_line(axes, f"width {width}") for width in (1, 2, 8))


PAGES = {
    "proof": lambda: proof_figure(TARGETS["sine"]),
    "units": lambda: units_figure(TARGETS["sine"], SINES),
    "units of one": lambda: units_figure(TARGETS["sine"], ladder()),
    "discontinuity": lambda: discontinuity_figure(TARGETS["step"], TestDiscontinuity.records()),
    "one discontinuity": lambda: discontinuity_figure(TARGETS["blocks"], ladder("blocks")),
}


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_and_read_from_afar_and_no_legend_hides_anything(page, tmp_path):
    figure: Figure = PAGES[page]()
    with figure_style():
        figure.draw_without_rendering()
        box = figure.get_tightbbox()
    assert box.min.min() >= 0.0
    assert (box.max <= figure.get_size_inches()).all()
    texts = [text for text in figure.findobj(Text) if text.get_text()]
    assert [text.get_text() for text in texts if text.get_fontsize() < 13] == []
    outside = [axes.get_legend() for axes in figure.axes if axes.get_legend()] + figure.legends
    words = [label for axes in figure.axes for label in (axes.xaxis.label, axes.title)]
    with figure_style():
        for legend in outside:
            frame = legend.get_window_extent()
            assert not [w for w in words if w.get_text() and frame.overlaps(w.get_window_extent())]
    for name in ("once.svg", "twice.svg"):
        save_figure(PAGES[page](), tmp_path / name)
    assert (tmp_path / "once.svg").read_bytes() == (tmp_path / "twice.svg").read_bytes()
