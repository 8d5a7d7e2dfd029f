"""Figures of the gallery are asked what they show: dots, lines, labels, limits, colours."""

from __future__ import annotations

import dataclasses
import itertools
import re

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text
from tools import axes_titled, has_line, ladder, line, near_best, points_of, record

from uat.figures import style
from uat.figures.loss_curves import loss_figure
from uat.figures.overview import overview_figure, relative_errors
from uat.figures.style import figure_style
from uat.figures.target_page import target_figure
from uat.figures.widths import draw_error_against_width
from uat.fits.sampling import attainable_floor
from uat.sweeps.proofs import Proof
from uat.targets.catalogue import TARGETS
from uat.theory.baselines import baselines
from uat.theory.guarantees import step_guarantee
from uat.theory.reference_curves import (
    best_constant_error,
    lowest_guarantee,
    reference_curves,
)


def diverged(target="sine", widths=(1, 2), trainer="gradient_descent", **how):
    return [
        record(target, width, seed, None, trainer, **how) for width in widths for seed in range(2)
    ]


def drawn_widths(target, records, others=(), **how):
    """Return the axes of error against width, alone on their figure, with their legend."""
    with figure_style():
        axes = Figure().add_subplot()
        draw_error_against_width(axes, TARGETS[target], records, others, **how)
        axes.legend()
    axes.figure.draw_without_rendering()
    return axes


def times_of(record, factor):
    """Return the network of a record with output weights so many times as large."""
    network = record.network
    return dataclasses.replace(network, output_weights=factor * network.output_weights)


def best_of(axes, colour):
    """Return the dotted line of a colour."""
    (found,) = [
        drawn
        for drawn in axes.lines
        if drawn.get_linestyle() == ":" and same_color(drawn.get_color(), colour)
    ]
    return found


def dots_of(axes, colour):
    """Return the (width, error) pairs of all dots of a colour."""
    dots = [
        points_of(drawn)
        for drawn in axes.lines
        if drawn.get_linestyle() == "None" and same_color(drawn.get_color(), colour)
    ]
    return sorted(tuple(point) for points in dots for point in points)


def legend_of(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


def images_of(figure):
    """Return title -> heat map."""
    return {
        axes.get_title("left"): axes.images[0]
        for axes in figure.axes
        if axes.get_title("left") and axes.images
    }


class TestErrorAgainstWidth:
    def test_every_seed_is_a_dot(self):
        records = ladder()
        expected = sorted((r.spec.width, r.max_error) for r in records)
        colour = style.trainer_colour("gradient_descent")
        assert dots_of(drawn_widths("sine", records), colour) == expected

    def test_one_line_joins_the_medians_another_the_best(self):
        axes = drawn_widths("sine", ladder(rate=-1.0))
        assert points_of(line(axes, "gradient descent")) == [[1, 1.0], [2, 0.5], [8, 0.125]]
        best = best_of(axes, style.trainer_colour("gradient_descent"))
        assert points_of(best) == [[1, 0.5], [2, 0.25], [8, 0.0625]]
        assert line(axes, "gradient descent").get_linestyle() == "-"
        assert line(axes, "best seed").get_linestyle() == ":"

    def test_the_order_of_the_records_does_not_matter(self):
        forwards, backwards = (
            drawn_widths("sine", records) for records in (ladder(), ladder()[::-1])
        )
        colour = style.trainer_colour("gradient_descent")
        assert points_of(best_of(forwards, colour)) == points_of(best_of(backwards, colour))
        for label in ("gradient descent", "guarantee"):
            assert points_of(line(forwards, label)) == points_of(line(backwards, label))

    @pytest.mark.parametrize("rate", [-2.0, -0.5])
    def test_the_fitted_rate_is_beside_the_name(self, rate):
        axes = drawn_widths("sine", ladder(rate=rate, factor=0.3))
        (label,) = [text for text in legend_of(axes) if text.startswith("gradient descent")]
        assert label == f"gradient descent ~ $n^{{{rate:.1f}}}$"

    @pytest.mark.parametrize("how", [{"widths": (4,)}, {"widths": (4, 8)}, {"rate": 0.5}])
    def test_a_rate_needs_three_widths_on_which_the_error_falls(self, how):
        assert "gradient descent" in legend_of(drawn_widths("sine", ladder(**how)))

    def test_a_rate_is_that_of_the_falling_stretch(self):
        records = ladder(widths=(1, 2, 4)) + ladder(widths=(8, 16), rate=0.0)
        assert "gradient descent ~ $n^{-1.0}$ to n = 4" in legend_of(drawn_widths("sine", records))

    def test_no_guarantee_for_units_of_which_nothing_is_known(self):
        records = [
            dataclasses.replace(r, spec=dataclasses.replace(r.spec, activation="gaussian"))
            for r in ladder()
        ]
        assert not has_line(drawn_widths("sine", records), "guarantee")

    @pytest.mark.slow
    @pytest.mark.parametrize("name", TARGETS)
    def test_bounds_are_those_of_the_target(self, name):
        target, widths = TARGETS[name], (1, 2, 8, 32)
        axes = drawn_widths(name, ladder(name, widths=widths))
        promised = lowest_guarantee(reference_curves(target, "logistic", widths))
        assert has_line(axes, "guarantee") == bool(promised)
        assert bool(promised) == (target.inputs == 1 and target.largest_jump == 0.0)
        assert has_line(axes, "half the jump") == (target.largest_jump > 0.0)
        assert set(line(axes, "best constant").get_ydata()) == {target.trivial_error}
        if promised:
            drawn = dict(points_of(line(axes, "guarantee")))
            assert drawn == promised
            for width, bound in drawn.items():
                assert bound <= step_guarantee(target.complexity, [width])[0]
                assert bound < target.trivial_error
        if target.largest_jump > 0.0:
            assert set(line(axes, "half the jump").get_ydata()) == {target.largest_jump / 2}

    def test_the_floor_of_a_unit_step_is_one_half(self):
        assert set(line(drawn_widths("step", ladder("step")), "half").get_ydata()) == {0.5}

    def test_both_axes_are_logarithmic_and_every_width_has_its_tick(self):
        axes = drawn_widths("sine", ladder(widths=(1, 2, 6, 100)))
        assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
        assert [tick.get_text() for tick in axes.get_xticklabels()] == ["1", "2", "6", "100"]
        low, high = axes.get_xlim()
        assert low < 1
        assert high > 100

    def test_errors_are_labelled_in_plain_decimals(self):
        axes = drawn_widths("sine", ladder(rate=-0.1))
        low, high = axes.get_ylim()
        shown = [float(t.get_text()) for t in axes.get_yticklabels() if t.get_text()]
        assert len([value for value in shown if low <= value <= high]) >= 3

    def test_the_axes_say_what_they_are(self):
        axes = drawn_widths("sine", ladder())
        assert axes.get_xlabel() == "width n (hidden units)"
        assert axes.get_ylabel() == "max error"

    def test_every_kind_of_line_is_in_the_legend(self):
        assert legend_of(drawn_widths("sine", ladder())) == [
            "gradient descent ~ $n^{-1.0}$",
            "best seed",
            "each seed",
            "guarantee (steep steps)",
            "best constant",
        ]

    def test_trainers_are_told_apart_by_colour(self):
        one, other = ladder(), ladder(trainer="adam", rate=-2.0)
        axes = drawn_widths("sine", one + other)
        drawn = {
            name: line(axes, name.replace("_", " ")).get_color()
            for name in ("gradient_descent", "adam")
        }
        for name, records in (("gradient_descent", one), ("adam", other)):
            assert same_color(drawn[name], style.trainer_colour(name))
            expected = sorted((r.spec.width, r.max_error) for r in records)
            assert dots_of(axes, drawn[name]) == expected
            assert points_of(best_of(axes, drawn[name]))[0] == [1, 0.5]
        assert not same_color(*drawn.values())
        assert legend_of(axes) == [
            "gradient descent ~ $n^{-1.0}$",
            "adam ~ $n^{-2.0}$",
            "best seed",
            "each seed",
            "guarantee (steep steps)",
            "best constant",
        ]

    def test_what_diverged_is_left_out_of_dots_and_medians(self):
        records = [record(width=1, error=0.5), record(width=2, error=0.25)]
        records += diverged(widths=(2, 4))
        axes = drawn_widths("sine", records)
        expected = [[1, 0.5], [2, 0.25]]
        assert points_of(line(axes, "gradient descent")) == expected
        assert dots_of(axes, style.BLUE) == [tuple(point) for point in expected]
        assert [tick.get_text() for tick in axes.get_xticklabels()] == ["1", "2", "4"]

    def test_a_trainer_of_which_everything_diverged_draws_nothing(self):
        axes = drawn_widths("sine", diverged(trainer="adam") + ladder())
        assert points_of(line(axes, "adam")) == []
        assert dots_of(axes, style.trainer_colour("adam")) == []
        assert len(points_of(line(axes, "gradient descent"))) == 3

    @pytest.mark.parametrize(
        ("label", "marker"), [("gradient descent", "o"), ("guarantee", "None")]
    )
    def test_a_line_of_one_point_is_seen(self, label, marker):
        assert line(drawn_widths("sine", ladder(widths=(8,))), label).get_marker() == "_"
        assert line(drawn_widths("sine", ladder(widths=(4, 8))), label).get_marker() == marker


class TestWhatTheRunsAreHeldAgainst:
    def test_one_run_a_width_is_a_line_with_dots_and_no_best(self):
        axes = drawn_widths("sine", near_best())
        drawn = line(axes, "near-best (variable projection)")
        assert points_of(drawn) == [[1, 1e-6], [2, 5e-7], [8, 1.25e-7]]
        assert (drawn.get_marker(), drawn.get_linestyle()) == ("D", "-")
        assert same_color(drawn.get_color(), style.VERMILION)
        assert not has_line(axes, "best seed")

    def test_the_staircase_is_a_line_of_its_own(self):
        axes = drawn_widths("sine", ladder() + near_best(error=0.5, trainer="staircase"))
        drawn = line(axes, "staircase, built")
        assert points_of(drawn) == [[1, 0.5], [2, 0.25], [8, 0.0625]]
        assert not same_color(drawn.get_color(), line(axes, "guarantee").get_color())

    def test_limits_are_those_of_the_runs_whatever_a_baseline_does(self):
        records = ladder(widths=(4, 8, 16), factor=0.1)
        bare = drawn_widths("sine", records)
        others = baselines(TARGETS["sine"], [4, 8, 16])
        axes = drawn_widths("sine", records, others)
        assert axes.get_ylim() == bare.get_ylim()
        expected = [[b.width, b.max_error] for b in others if b.family == "chebyshev"]
        assert points_of(line(axes, "polynomial")) == expected
        assert min(error for _, error in expected) < axes.get_ylim()[0]

    def test_every_run_is_within_the_limits(self):
        records = ladder(factor=30.0) + near_best(error=1e-13)
        low, high = drawn_widths("sine", records).get_ylim()
        assert low < min(r.max_error for r in records)
        assert high > max(r.max_error for r in records)

    def test_what_is_built_exactly_leaves_the_picture(self):
        built = [record(width=n, error=e, trainer="staircase") for n, e in ((1, 0.5), (8, 1e-16))]
        assert drawn_widths("sine", ladder() + built).get_ylim()[0] > 1e-3
        assert drawn_widths("sine", built).get_ylim()[0] < 1e-16

    def test_a_rational_with_poles_is_a_cross_not_an_error(self):
        others = baselines(TARGETS["absolute"], [2, 16])
        assert [bool(b.poles_in_domain) for b in others if b.family == "rational"] == [True, False]
        axes = drawn_widths("absolute", near_best("absolute", widths=(2, 16)), others)
        crosses = line(axes, "rational (AAA): poles")
        assert crosses.get_xdata() == [2]
        assert crosses.get_marker() == "x"

    def test_a_long_span_is_labelled_in_powers_of_ten(self):
        axes = drawn_widths("sine", ladder() + near_best(error=1e-12))
        texts = [tick.get_text() for tick in axes.get_yticklabels()]
        assert "$10^{-10}$" in texts or "$10^{-11}$" in texts
        assert all(text.startswith("$10^{") for text in texts)

    @pytest.mark.slow
    @pytest.mark.parametrize("target", ["sine", "step", "franke"])
    def test_a_rate_is_a_thin_line_of_the_rmse_named_at_its_end(self, target):
        records = ladder(target, widths=(1, 4, 16))
        axes = drawn_widths(target, records, norm="rmse")
        (name,) = [text for text in axes.texts if text.get_text() == "$n^{-0.5}$"]
        constant = best_constant_error(TARGETS[target], "rmse")
        assert name.xy == pytest.approx((16, constant / 4.0))
        largest = drawn_widths(target, records)
        assert not [text for text in largest.texts if "n^" in text.get_text()]

    @pytest.mark.slow
    def test_an_asymptotic_does_not_look_like_a_guarantee(self):
        records = [
            dataclasses.replace(r, spec=dataclasses.replace(r.spec, activation="relu"))
            for r in ladder(widths=(8, 16, 64))
        ]
        axes = drawn_widths("sine", records)
        assert line(axes, "guarantee").get_linestyle() == "--"
        assert line(axes, "asymptotic: best broken line").get_linestyle() == "-."

    @staticmethod
    def names_of_gaps(axes):
        return [
            t.get_text()
            for t in axes.texts
            if re.search(r"error:|\N{MULTIPLICATION SIGN}", t.get_text())
        ]

    @staticmethod
    def arrows_of(axes):
        """Return (width, from, to) of every arrow."""
        arrows = [t for t in axes.texts if t.arrow_patch is not None]
        assert all(t.xy[0] == t.xyann[0] for t in arrows)
        return [(t.xy[0], t.xyann[1], t.xy[1]) for t in arrows]

    def test_both_gaps_are_named_where_they_are_wide(self):
        axes = drawn_widths("sine", ladder(rate=-0.5) + near_best())
        assert self.names_of_gaps(axes) == [
            "optimisation error:\n\N{MULTIPLICATION SIGN} $2.8 \\times 10^{6}$",
            "approximation error:\nat most $1.3 \\times 10^{-7}$",
        ]
        # An arrow measures what is known: nothing leads from near-best to nowhere.
        assert self.arrows_of(axes) == [(8, pytest.approx(8**-0.5), pytest.approx(1e-6 / 8))]
        box = axes.get_window_extent()
        for text in axes.texts:
            if text.get_text():
                assert text.get_window_extent().x1 <= box.x1 + 1

    def test_what_near_best_leaves_is_what_is_proved_of_it(self):
        near = near_best()
        proofs = {near[-1].spec: Proof(1.25e-7, 1.31e-7, "")}
        records = ladder(rate=-0.5) + near
        texts = {
            norm: self.names_of_gaps(drawn_widths("sine", records, norm=norm, proofs=proofs))[-1]
            for norm in ("max_error", "rmse")
        }
        assert texts["max_error"].endswith("at most $1.4 \\times 10^{-7}$")
        assert "1.4" not in texts["rmse"]

    def test_an_arrow_leads_down_to_half_the_jump(self):
        axes = drawn_widths(
            "step", ladder("step", rate=-0.5, factor=400.0) + near_best("step", 160)
        )
        optimisation, approximation = self.arrows_of(axes)
        assert optimisation == (8, pytest.approx(400 * 8**-0.5), pytest.approx(20.0))
        assert approximation == (8, pytest.approx(20.0), 0.5)
        assert "at most 20" in self.names_of_gaps(axes)[1]

    def test_an_arrow_leads_down_to_what_rounding_costs_if_that_is_near(self):
        near = [dataclasses.replace(r, network=times_of(r, 5e3)) for r in near_best(error=1e-9)]
        axes = drawn_widths("sine", ladder(rate=-0.5) + near)
        floor = attainable_floor(near[-1].network, TARGETS["sine"])
        assert self.arrows_of(axes)[1] == (8, pytest.approx(1e-9 / 8), floor)
        assert axes.get_ylim()[0] < floor
        assert len(self.arrows_of(drawn_widths("sine", ladder(rate=-0.5) + near, norm="rmse"))) == 1

    def test_in_narrow_axes_the_factor_stands_alone(self):
        with figure_style():
            axes = Figure(figsize=(4.0, 4.0)).add_subplot()
            records = ladder(rate=-0.5) + near_best()
            draw_error_against_width(axes, TARGETS["sine"], records)
        assert self.names_of_gaps(axes) == ["\N{MULTIPLICATION SIGN} $2.8 \\times 10^{6}$"]

    def test_a_panel_may_leave_them_out(self):
        axes = drawn_widths("sine", ladder(rate=-0.5) + near_best(), gaps=False)
        assert self.names_of_gaps(axes) == self.arrows_of(axes) == []

    def test_where_there_is_no_room_for_its_name_the_factor_stands_alone(self):
        records = [*ladder(widths=(1, 4)), record(width=5, error=0.07)]
        records += near_best(error=0.25, widths=(2, 4))
        axes = drawn_widths("sine", records)
        assert self.names_of_gaps(axes) == ["\N{MULTIPLICATION SIGN} 4"]

    @pytest.mark.parametrize(
        "records",
        [
            ladder(),
            near_best(),
            ladder() + near_best(error=0.5),
            ladder(widths=(1, 2)) + near_best(widths=(4, 8)),
            near_best() + near_best(error=0.5, trainer="staircase"),
        ],
    )
    def test_a_gap_that_is_narrow_or_not_there_has_no_name(self, records):
        assert self.names_of_gaps(drawn_widths("sine", records)) == []


class TestTargetWithOneInput:
    def test_the_target_is_drawn_over_its_domain_with_both_sides_of_a_jump(self):
        axes = axes_titled(target_figure(TARGETS["step"], ladder("step")), "Fits")
        x, y = line(axes, "target").get_data()
        assert (x[0], x[-1]) == (-1.0, 1.0)
        np.testing.assert_array_equal(y, TARGETS["step"](x))
        (place,) = np.flatnonzero(np.diff(y))
        assert x[place + 1] - x[place] < 1e-8

    def test_fits_are_those_of_the_median_seed(self):
        records = ladder(widths=(1, 2, 4, 8, 16, 32))
        axes = axes_titled(target_figure(TARGETS["sine"], records), "Fits")
        labels = [d.get_label() for d in axes.lines]
        assert labels == ["target", "width 1", "width 4", "width 8", "width 32"]
        for width in (1, 4, 8, 32):
            x, y = line(axes, f"width {width}").get_data()
            # the first of the three seeds is the middle one
            network = next(r.network for r in records if r.spec.width == width)
            np.testing.assert_array_equal(y, network(x)[:, 0])
        assert len({drawn.get_color() for drawn in axes.lines}) == 5

    def test_the_view_is_the_targets_whatever_a_fit_does(self):
        wild = [record(size=1e6)]
        axes = axes_titled(target_figure(TARGETS["sine"], wild), "Fits")
        assert axes.get_ylim() == pytest.approx((-1.1, 1.1), abs=1e-3)
        assert axes.get_xlim() == (-1.0, 1.0)

    def test_fits_are_those_of_the_first_trainer(self):
        records = ladder(trainer="adam") + ladder(rate=-2.0)
        figure = target_figure(TARGETS["sine"], records)
        assert axes_titled(figure, "Fits").get_title("left") == "Fits by adam"
        assert has_line(axes_titled(figure, "Error"), "gradient descent")

    def test_the_page_says_which_target_it_shows(self):
        figure = target_figure(TARGETS["two_tones"], ladder("two_tones"))
        assert figure.get_suptitle().startswith("two tones:  $")
        assert TARGETS["two_tones"].formula in figure.get_suptitle()

    def test_beside_the_fits_is_error_against_width(self):
        axes = axes_titled(target_figure(TARGETS["sine"], ladder()), "Error against width")
        # Below width 4 the guarantee says less than the best constant does.
        expected = step_guarantee(TARGETS["sine"].complexity, [8])
        np.testing.assert_array_equal(line(axes, "guarantee").get_ydata(), expected)


@pytest.fixture(scope="module")
def surfaces():
    return target_figure(TARGETS["franke"], ladder("franke"))


class TestTargetWithTwoInputs:
    def test_target_fit_and_residual_are_side_by_side(self, surfaces):
        assert list(images_of(surfaces)) == [
            "Target",
            "Gradient descent,\nwidth 8: 0.12",
            "Its residual",
        ]

    def test_target_and_fit_share_their_colours(self, surfaces):
        target, fit, residual = images_of(surfaces).values()
        assert target.get_clim() == fit.get_clim()
        assert target.get_clim() == (target.get_array().min(), target.get_array().max())
        assert target.get_cmap().name == fit.get_cmap().name != residual.get_cmap().name

    def test_the_residual_is_prediction_less_target_about_zero(self, surfaces):
        target, fit, residual = images_of(surfaces).values()
        np.testing.assert_array_equal(residual.get_array(), fit.get_array() - target.get_array())
        low, high = residual.get_clim()
        assert low == -high == -np.abs(residual.get_array()).max()

    def test_the_first_input_runs_to_the_right_the_second_up(self, surfaces):
        target, fit, _ = images_of(surfaces).values()
        left, right, bottom, top = target.get_extent()
        corners = [[left, bottom], [right, bottom], [left, top], [right, top]]
        network = next(r.network for r in ladder("franke") if r.spec.width == 8)
        for image, function in ((target, TARGETS["franke"]), (fit, network)):
            assert image.origin == "lower"
            values = image.get_array()
            shown = [values[0, 0], values[0, -1], values[-1, 0], values[-1, -1]]
            np.testing.assert_allclose(shown, np.ravel(function(corners)), rtol=1e-12)

    def test_there_is_no_guarantee(self, surfaces):
        axes = axes_titled(surfaces, "Error against width")
        assert not has_line(axes, "guarantee")
        assert has_line(axes, "gradient descent")


@pytest.fixture(scope="module")
def slices():
    return target_figure(TARGETS["genz_gaussian"], ladder("genz_gaussian"))


class TestTargetWithManyInputs:
    TARGET = TARGETS["genz_gaussian"]

    def test_target_and_fits_along_lines_through_the_centre(self, slices):
        assert slices.axes[0].get_title("left") == "Slices, 3 of 5 inputs"
        for axes in slices.axes[:3]:
            k = int(axes.get_xlabel()[4]) - 1
            x, y = line(axes, "target").get_data()
            at = np.full((len(x), 5), 0.5)
            at[:, k] = x
            np.testing.assert_allclose(y, self.TARGET(at))
            for one in (r for r in ladder("genz_gaussian") if r.spec.seed == 0):
                drawn = line(axes, f"width {one.spec.width}").get_ydata()
                np.testing.assert_allclose(drawn, one.network(at)[:, 0])

    def test_the_widest_stands_against_the_target(self, slices):
        cloud = max(axes_titled(slices, "Width 8").lines, key=lambda drawn: len(drawn.get_xdata()))
        grid = self.TARGET.uniform_evaluation_grid()
        assert len(cloud.get_xdata()) == 3000
        assert set(cloud.get_xdata().tolist()) <= set(self.TARGET(grid).tolist())

    def test_error_against_width_is_there_without_a_guarantee(self, slices):
        axes = axes_titled(slices, "Error against width")
        assert has_line(axes, "gradient descent")
        assert not has_line(axes, "guarantee")


class TestBothNorms:
    @staticmethod
    def panels_of(name):
        """Return label of the y axis -> panel of error against width, the main one first."""
        records = [dataclasses.replace(r, rmse=r.max_error / 3.0) for r in ladder(name)]
        figure = target_figure(TARGETS[name], records + near_best(name))
        found = [axes for axes in figure.axes if axes.get_ylabel() in ("max error", "rmse")]
        found.sort(key=lambda axes: -axes.get_position().height * axes.get_position().width)
        return {axes.get_ylabel(): axes for axes in found}

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["sine", "franke", "genz_gaussian", "step"])
    def test_every_page_has_a_panel_of_each(self, name):
        panels = self.panels_of(name)
        assert set(panels) == {"max error", "rmse"}
        for norm, factor in (("max error", 1.0), ("rmse", 1.0 / 3.0)):
            drawn = points_of(line(panels[norm], "gradient descent"))
            assert drawn == [[n, pytest.approx(factor / n)] for n in (1, 2, 8)]

    def test_where_the_target_jumps_the_rmse_is_the_larger_one(self):
        assert list(self.panels_of("sine")) == ["max error", "rmse"]
        panels = self.panels_of("step")
        assert list(panels) == ["rmse", "max error"]
        assert has_line(panels["max error"], "half the jump")
        assert not has_line(panels["rmse"], "half the jump")
        (told,) = [t for t in panels["max error"].texts if "half the jump" in t.get_text()]
        assert "no continuous" in told.get_text()

    def test_every_line_is_named_beside_the_larger_one(self):
        names = " ".join(text.get_text() for text in self.panels_of("sine")["max error"].texts)
        for words in ("gradient descent", "near-best", "guarantee", "best constant"):
            assert words in names

    def test_near_best_stands_beside_the_fits_and_their_residuals(self):
        records = ladder() + near_best()
        figure = target_figure(TARGETS["sine"], records)
        fits, residuals = (
            next(axes for axes in figure.axes if axes.get_ylabel() == label)
            for label in ("y", "|residual|")
        )
        x, y = line(fits, "near-best, width 8").get_data()
        np.testing.assert_array_equal(y, records[-1].network(x)[:, 0])
        assert len(residuals.lines) == 2
        shown = records[6].network(x)[:, 0], y
        for drawn, values in zip(residuals.lines, shown, strict=True):
            np.testing.assert_array_equal(drawn.get_ydata(), np.abs(values - TARGETS["sine"](x)))


class TestLoss:
    def test_every_seed_is_a_line_and_the_median_a_thick_one(self):
        curves = [((0, 1.0 + seed), (9, 0.5 + seed), (99, 0.1 + seed)) for seed in range(3)]
        records = [
            record(width=2, seed=seed, error=error, curve=curves[seed])
            for seed, error in enumerate((0.9, 0.5, 0.1))
        ]
        (axes,) = loss_figure(TARGETS["sine"], records).axes
        *drawn, constant = axes.lines
        expected = [[[epoch + 1, loss] for epoch, loss in curve] for curve in curves]
        assert [points_of(d) for d in drawn] == expected
        assert np.argmax([d.get_linewidth() for d in drawn]) == 1
        assert [d.get_label() for d in drawn if not d.get_label().startswith("_")] == ["width 2"]
        assert line(axes, "width 2") is drawn[1]
        assert (constant.get_label(), set(constant.get_ydata())) == ("best constant", {1.0})

    def test_there_is_one_panel_a_trainer_on_one_scale(self):
        figure = loss_figure(TARGETS["sine"], ladder() + ladder(trainer="adam"))
        assert [axes.get_title("left") for axes in figure.axes] == ["gradient descent", "adam"]
        assert len({axes.get_ylim() for axes in figure.axes}) == 1
        for axes in figure.axes:
            assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
            assert axes.get_xlabel() == "epoch + 1"
        assert figure.axes[0].get_ylabel().startswith("loss")

    def test_a_few_widths_are_shown_each_in_its_colour(self):
        (axes,) = loss_figure(TARGETS["sine"], ladder(widths=(1, 2, 4, 8, 16, 32))).axes
        assert legend_of(axes) == ["width 1", "width 4", "width 8", "width 32", "best constant"]
        colours = {line(axes, f"width {width}").get_color() for width in (1, 4, 8, 32)}
        assert len(colours) == 4
        assert {d.get_color() for d in axes.lines[:-1]} == colours

    def test_a_trainer_without_epochs_is_left_out(self):
        near = [
            dataclasses.replace(r, spec=dataclasses.replace(r.spec, settings="{}"))
            for r in near_best()
        ]
        (axes,) = loss_figure(TARGETS["sine"], near + ladder()).axes
        assert axes.get_title("left") == "gradient descent"

    def test_a_run_without_a_finite_loss_has_no_line(self):
        records = [record(), record(seed=1, error=None, curve=())]
        (axes,) = loss_figure(TARGETS["sine"], records).axes
        assert len(axes.lines) == 2


class TestOverview:
    NAMES = ("franke", "sine", "line", "peaks", "step")

    @staticmethod
    def cells_of(axes):
        """Return (row, column) -> text."""
        return {
            (round(text.get_position()[1]), round(text.get_position()[0])): text.get_text()
            for text in axes.texts
        }

    def test_rows_rise_in_complexity_one_input_first(self):
        records = [r for name in self.NAMES for r in ladder(name)]
        axes = overview_figure(records).axes[0]
        rows = [tick.get_text().split()[0] for tick in axes.get_yticklabels()]
        assert rows == ["step", "line", "sine", "franke", "peaks"]
        for names in (rows[:3], rows[3:]):
            complexities = [TARGETS[name].complexity for name in names]
            assert complexities == sorted(complexities)

    def test_a_row_is_labelled_with_its_complexity(self):
        axes = overview_figure(ladder("two_tones")).axes[0]
        (label,) = axes.get_yticklabels()
        assert label.get_text() == f"two tones   V = {TARGETS['two_tones'].complexity:.3g}"

    def test_cells_are_percents_of_the_best_constants_error(self):
        trivial = TARGETS["peaks"].trivial_error
        records = ladder("peaks", rate=-1.0, factor=trivial) + ladder("sine", factor=0.1)
        shares = relative_errors(records)
        assert list(shares) == ["sine", "peaks"]
        assert shares["peaks"] == pytest.approx({1: 1.0, 2: 0.5, 8: 0.125})
        axes = overview_figure(records).axes[0]
        expected = [[10.0, 5.0, 1.25], [100.0, 50.0, 12.5]]
        np.testing.assert_allclose(axes.images[0].get_array(), expected, rtol=1e-12)
        assert [tick.get_text() for tick in axes.get_xticklabels()] == ["1", "2", "8"]
        texts = self.cells_of(axes)
        assert [texts[0, k] for k in range(3)] == ["10", "5.0", "1.2"]
        assert [texts[1, k] for k in range(3)] == ["100", "50", "12"]

    def test_a_tiny_share_is_not_called_zero(self):
        axes = overview_figure([record(error=1e-7)]).axes[0]
        assert self.cells_of(axes) == {(0, 0): "1e-5"}

    @pytest.mark.parametrize("widths", [(1, 2, 8), tuple(range(1, 18))])
    def test_neighbouring_cells_do_not_run_into_each_other(self, widths):
        records = ladder(rate=-1e-3, factor=3e-15, widths=widths) + near_best(
            error=0.9, widths=widths
        )
        figure = overview_figure(records)
        figure.canvas.draw()
        for axes in figure.axes[:2]:
            boxes = [text.get_window_extent() for text in axes.texts]
            assert len(boxes) == len(widths)
            assert all(a.x1 < b.x0 for a, b in itertools.pairwise(boxes))

    def test_a_width_at_which_all_diverged_says_so(self):
        axes = overview_figure([record(error=0.5), *diverged(widths=(2,))]).axes[0]
        assert self.cells_of(axes) == {(0, 0): "50", (0, 1): "diverged"}

    def test_the_first_trainer_is_shown_and_named(self):
        figure = overview_figure(ladder(trainer="adam", factor=0.5) + ladder())
        assert figure.axes[0].get_title("left") == "adam"
        assert self.cells_of(figure.axes[0])[0, 0] == "50"

    def test_near_best_stands_beside_it_row_by_row(self):
        records = ladder() + ladder("franke") + near_best(error=1e-6, widths=(1, 2))
        left, right, _ = overview_figure(records).axes
        assert right.get_title("left") == "near-best (variable projection)"
        assert left.images[0].get_array().shape == (2, 3)
        # franke has no near-best run: its cells are empty, not diverged
        assert self.cells_of(right) == {(0, 0): "1e-4", (0, 1): "5e-5"}
        assert left.images[0].norm is right.images[0].norm
        assert left.get_ylim() == right.get_ylim()


def all_diverged(name):
    return diverged(name)


def first_trainer_diverged(name):
    return diverged(name, trainer="adam") + ladder(name)


def one_width_diverged(name):
    return ladder(name) + diverged(name, widths=(4,))


def one_run(name):
    return [record(name, width=4)]


def one_width(name):
    return ladder(name, widths=(4,))


def one_seed(name):
    return [record(name, width, error=0.4 / width) for width in (1, 2, 4)]


def no_curve(name):
    return diverged(name, curve=())


def enormous(name):
    return diverged(name, size=1e100)


def perfect(name):
    return [record(name, width, error=0.0) for width in (1, 2)]


def two_trainers(name):
    return ladder(name) + ladder(name, trainer="adam")


def falls_and_rises(name):
    widths = (1, 4, 16, 128)
    falling = [
        r for t in ("gradient_descent", "adam") for r in ladder(name, widths=widths, trainer=t)
    ]
    return (
        falling
        + ladder(name, widths=(256,), rate=0.0)
        + ladder(name, widths=(256,), rate=0.0, trainer="adam")
    )


def all_four(name):
    return two_trainers(name) + near_best(name) + near_best(name, 0.5, trainer="staircase")


CASES = [all_diverged, first_trainer_diverged, one_width_diverged, one_run, one_width, one_seed]
CASES += [no_curve, enormous, perfect, two_trainers, falls_and_rises, all_four]
DRAWN = [("sine", case) for case in CASES]
DRAWN += [("franke", case) for case in (all_diverged, one_run, enormous, falls_and_rises, all_four)]
DRAWN += [("genz_product_peak", case) for case in (all_diverged, one_run, enormous, all_four)]


def test_the_key_of_all_there_is_stays_on_the_page_and_beside_the_other():
    target = TARGETS["step"]
    built = near_best("step") + near_best("step", trainer="staircase")
    exact = [dataclasses.replace(one, rmse=0.0) for one in built]  # hence in the key
    figure = target_figure(target, two_trainers("step") + exact, baselines(target, [1, 2, 4, 8]))
    with figure_style():
        figure.draw_without_rendering()
    left, right = sorted(
        (key.get_window_extent() for key in figure.findobj(Legend)), key=lambda box: box.x0
    )
    assert any("poles" in text.get_text() for text in figure.findobj(Text))
    assert left.x1 < right.x0
    assert right.x1 <= figure.bbox.width


@pytest.mark.slow
@pytest.mark.parametrize(("name", "case"), DRAWN)
def test_whatever_came_out_every_figure_is_whole_and_read_from_afar(name, case):
    records, target = case(name), TARGETS[name]
    for figure in (
        target_figure(target, records),
        loss_figure(target, records),
        overview_figure(records),
    ):
        with figure_style():
            figure.draw_without_rendering()
            box = figure.get_tightbbox()
        assert box.min.min() >= 0.0
        assert (box.max <= figure.get_size_inches()).all()
        texts = [text for text in figure.findobj(Text) if text.get_text()]
        assert len(texts) >= 5
        assert [text.get_text() for text in texts if text.get_fontsize() < 13] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", [falls_and_rises, ladder, all_four])
def test_legends_do_not_touch_each_other(case):
    figure = target_figure(TARGETS["sine"], case("sine"))
    with figure_style():
        figure.draw_without_rendering()
        legends = [legend for axes in figure.axes if (legend := axes.get_legend())]
        left, right = (legend.get_window_extent() for legend in legends)
    assert left.x1 < right.x0
