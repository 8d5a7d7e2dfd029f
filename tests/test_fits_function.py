"""The front door lets in what it can fit, turns away the rest in one line, and is honest."""

# ruff: noqa: ARG005  (fakes of a protocol, and functions that are constant)

from __future__ import annotations

import functools
import itertools
import json
import math
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest
from tools import QUICK, Scripted, Spread, given, settings
from tools import strategies as st

from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError, UatError, UnknownNameError
from uat.fits.defaults import DEFAULT_POINTS, default_points, default_trainer
from uat.fits.function import DEFAULT_WIDTH, SearchEnd, fit, fit_width, fit_widths
from uat.fits.sampling import measure, scaled_data
from uat.sweeps.plan import DEFAULT_TRAINERS, plan
from uat.sweeps.run import run_batch
from uat.targets.catalogue import TARGETS
from uat.targets.target import Target
from uat.targets.user_targets import as_target
from uat.theory.floors import narrowest_width, rounded_down
from uat.trainers import (
    GRIDS,
    INTEGRATED,
    LBFGS,
    TRAINERS,
    Adam,
    BayesianRegularization,
    FitResult,
    GradientDescent,
    Greedy,
    GrowingTrainer,
    LevenbergMarquardt,
    RandomFeatures,
    Staircase,
    StopReason,
    VariableProjection,
    draw_start,
    make_trainer,
)

UNIT = (0.0, 1.0)
FEW = VariableProjection(cold_starts=1, screening=4, steps=15, swaps=0, polish=2)


class Stalled(Scripted):
    """The same, growing."""

    name: ClassVar[str] = "stalled"

    def grow(self, dataset, seed, activation):
        for width in itertools.count(1):
            yield self.fit(dataset, draw_start(1, width, 1, seed, activation))


class HalfLogistic(Stalled):
    """The same by half a logistic unit of next to nothing, less its mean: rounding is visible."""

    name: ClassVar[str] = "half_logistic"

    def fit(self, dataset, start, seed=0):
        result = super().fit(dataset, start, seed)
        slope, height = 2.0**-22, float(dataset.t[-1, 0])
        network = replace(
            result.network,
            activation="logistic",
            hidden_weights=np.full((1, start.width), slope),
            output_weights=np.full((start.width, 1), 4.0 / slope / start.width * height),
            output_biases=result.network.output_biases - 2.0 / slope * height,
        )
        return replace(result, network=network)


def scripted(errors, tolerance=0.1, **how):
    """Return the fit of the line by a trainer whose network of width n errs by errors[n - 1]."""
    return fit("line", tolerance=tolerance, trainer=Scripted(tuple(errors)), **how)


def widths(found):
    return [width for width, _ in found.history]


EVERY_KIND = [
    GradientDescent(epochs=40),
    GradientDescent(epochs=20, momentum=0.9),
    Adam(epochs=40),
    LBFGS(epochs=25),
    LevenbergMarquardt(epochs=12),
    VariableProjection(),
    BayesianRegularization(),
    RandomFeatures(),
    Greedy(),
    Staircase(),
]


def kinked(u):
    return np.sin(3.0 * u + 1.0) + np.abs(u - 0.3)


def jumping(u):
    return np.where(u < 0.3, 1.0, np.cos(u))


def sizes(fit):
    """Return what of a fit is in target units."""
    target = fit.target
    return np.array(
        [
            fit.max_error, fit.rmse, fit.coefficient_norm, fit.attainable_floor,
            target.complexity, target.trivial_error, target.largest_jump,
        ]
    )  # fmt: skip


@functools.cache
def plain_fit(function, trainer):
    return fit(function, 3, domain=(0, 2), trainer=trainer)


@pytest.mark.slow
@pytest.mark.parametrize("trainer", EVERY_KIND, ids=lambda trainer: trainer.name)
@pytest.mark.parametrize("function", [kinked, jumping])
class TestScales:
    """A function in another unit is fitted as in its own, from 1e-300 to 1e300."""

    @pytest.mark.parametrize("exponent", [-990, -520, 990])
    def test_of_the_values_do_not_matter(self, function, trainer, exponent):
        plain = plain_fit(function, trainer)
        scale = 2.0**exponent
        scaled = fit(lambda u: scale * function(u), 3, domain=(0, 2), trainer=trainer)
        np.testing.assert_allclose(sizes(scaled), scale * sizes(plain), rtol=1e-9, atol=0.0)
        assert scaled.stop_reason == plain.stop_reason
        assert scaled.cancels == plain.cancels
        assert scaled.summary().count("\n") == plain.summary().count("\n")

    @pytest.mark.parametrize("exponent", [-900, 900])
    def test_of_the_input_do_not_matter(self, function, trainer, exponent):
        plain = plain_fit(function, trainer)
        length = 2.0**exponent
        scaled = fit(lambda x: function(x / length), 3, domain=(0, 2 * length), trainer=trainer)
        np.testing.assert_allclose(sizes(scaled), sizes(plain), rtol=1e-9, atol=0.0)


class Cancelling(Scripted):
    """A trainer whose two relu units are the same but for their sign."""

    def fit(self, dataset, start, seed=0):  # noqa: ARG002
        network = Network([[100.0, 100.0]], [0.0, 0.0], [[1e6], [-1e6]], [0.0], "relu")
        return FitResult(network, StopReason.BUILT, np.array([1.0]))


class TestExtremes:
    @pytest.mark.slow
    @pytest.mark.parametrize("size", [1e-300, 1e-160, 1e160, 1e300])
    def test_a_tolerance_is_in_target_units_of_any_size(self, size):
        found = fit(lambda x: size * np.exp(-x * x), tolerance=1e-4 * size, domain=(-1, 1))
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED
        assert 0.0 < found.rmse < found.max_error <= 1e-4 * size

    @pytest.mark.parametrize(
        ("size", "message"),
        [
            (1e-310, "is at most 1e-310 in size: numbers below 1e-301 lose digits"),
            (np.nextafter(1e-301, 0.0), "is at most 1e-301 in size: numbers below 1e-301"),
            (1e-301, None),
            (1e301, None),
            (np.nextafter(1e301, np.inf), "at most 1e.301 in size"),
        ],
    )
    def test_beyond_them_a_sentence_says_so(self, size, message):
        def function(x):
            return size * x

        if message is None:
            assert fit(function, 1, domain=(0, 1), trainer=RandomFeatures()).max_error < 2 * size
        else:
            with pytest.raises(SettingError, match=message):
                fit(function, 1, domain=(0, 1), trainer=RandomFeatures())

    def test_what_is_0_everywhere_is_no_small_function(self):
        assert fit(lambda x: 0.0 * x, 2, domain=(0, 1)).max_error == 0.0

    def test_a_network_that_overflows_says_so(self):
        """Relu units that cancel have coefficients far larger than the function."""
        found = fit(lambda x: 1e301 * x, 2, domain=(-1, 1), trainer=Cancelling(()))
        assert (found.max_error, found.rmse) == (math.inf, math.inf)
        assert "larger unit" in found.summary()


class TestAtAWidth:
    def test_it_is_the_run_of_a_sweep(self):
        spec = plan(["sine"], [3], [1], [QUICK])[0]
        record = run_batch([spec])[0]
        found = fit("sine", 3, trainer=QUICK, seed=1)
        assert found.network == record.network
        assert (found.max_error, found.rmse) == (record.max_error, record.rmse)
        assert found.stop_reason == record.stop_reason == "epochs_done"
        assert found.target is TARGETS["sine"]
        assert (found.width, found.seed, found.activation) == (3, 1, "logistic")
        assert found.trainer is QUICK
        assert len(found.loss_history) == 41
        assert found.chosen["learning_rate"] > 0.0
        assert found.history == ((3, found.max_error),)
        assert found.tolerance is None
        assert found.seconds >= 0.0

    def test_the_width_may_be_left_out(self):
        assert fit("line", trainer=QUICK).width == DEFAULT_WIDTH

    def test_what_is_set_reaches_the_training(self):
        found = fit("line", 2, trainer="adam", activation="tanh", points=16, seed=3)
        assert found.activation == "tanh"
        assert isinstance(found.trainer, Adam)
        expected = fit_width(TARGETS["line"], 2, Adam(), 3, "tanh", 16)
        assert found.network == expected.network

    def test_a_trainer_by_name_is_that_of_a_sweep(self):
        assert (fit("line", 1, trainer="gradient_descent").trainer,) == DEFAULT_TRAINERS
        assert (GradientDescent(),) == DEFAULT_TRAINERS

    def test_points_by_default_are_those_of_the_trainers_grid(self):
        assert default_points(QUICK, 1) == DEFAULT_POINTS["uniform", 1]
        assert default_points(Spread(), 2) == DEFAULT_POINTS[INTEGRATED, 2]

    def test_a_wide_network_on_few_points_is_measured_between_them(self):
        found = fit("sine", 40, trainer=QUICK, points=5)
        x = np.linspace(-1.0, 1.0, 501)
        assert found.max_error >= np.abs(found(x) - TARGETS["sine"](x)).max()

    def test_a_growing_trainer_grows_to_what_it_fits(self):
        told = []
        found = fit("sine", 6, trainer=Spread(), progress=lambda *args: told.append(args))
        assert (found.width, found.stop_reason) == (6, "built")
        assert widths(found) == [1, 2, 3, 4, 5, 6]
        assert tuple(told) == found.history
        points = default_points(Spread(), 1)
        assert (
            found.network == fit_width(TARGETS["sine"], 6, Spread(), 0, "logistic", points).network
        )

    def test_a_diverged_fit_is_a_value(self):
        found = fit("sine", 4, trainer=GradientDescent(learning_rate=1e3, epochs=50, momentum=0.0))
        assert found.stop_reason == StopReason.DIVERGED
        assert found.max_error == found.rmse == math.inf
        assert "diverged" in found.summary()
        values = json.loads(found.to_json())
        assert values["max_error"] is values["rmse"] is None
        assert values["history"] == [[4, None]]

    def test_progress_is_told(self):
        told = []
        found = fit("line", 2, trainer=QUICK, progress=lambda *args: told.append(args))
        assert told == [(2, found.max_error)]


# Quick enough to grow several times.
GROWING = [
    Spread(),
    VariableProjection(cold_starts=1, screening=5, kept=1, steps=10, polish=1),
    Greedy(dictionary=128, looks=4),
]


class TestAtWidths:
    @pytest.mark.slow
    @pytest.mark.parametrize("trainer", [QUICK, *GROWING], ids=lambda trainer: trainer.name)
    @pytest.mark.parametrize("target", ["sine", "ridge"])
    def test_they_are_the_fits_of_each_width(self, trainer, target):
        task = (trainer, 1, "logistic", 64)
        found = fit_widths(TARGETS[target], [1, 2, 5], *task)
        for fit_, width in zip(found, [1, 2, 5], strict=True):
            alone = fit_width(TARGETS[target], width, *task)
            assert fit_.network == alone.network
            assert (fit_.max_error, fit_.rmse) == (alone.max_error, alone.rmse)
            assert (fit_.stop_reason, fit_.chosen) == (alone.stop_reason, alone.chosen)
            assert fit_.history == alone.history == ((width, alone.max_error),)
            np.testing.assert_array_equal(fit_.loss_history, alone.loss_history)

    def test_growth_is_followed_once_and_measured_where_wanted(self, monkeypatch):
        grown, measured = [], []

        class Watched(Spread):
            def at(self, dataset, width, seed, activation):
                grown.append(width)
                return super().at(dataset, width, seed, activation)

        def watched(network, target):
            measured.append(network.width)
            return measure(network, target)

        monkeypatch.setattr("uat.fits.function.measure", watched)
        found = fit_widths(TARGETS["sine"], [6, 2, 4, 2], Watched(), 0, "logistic", 64)
        assert grown == [1, 2, 3, 4, 5, 6]
        assert measured == [2, 4, 6]
        assert [fit_.width for fit_ in found] == [6, 2, 4, 2]

    def test_seconds_are_those_since_the_growth_began(self, monkeypatch):
        clock = itertools.count()
        monkeypatch.setattr("uat.fits.function.time.perf_counter", lambda: float(next(clock)))
        found = fit_widths(TARGETS["sine"], [2, 4, 7], Spread(), 0, "logistic", 64)
        assert [fit_.seconds for fit_ in found] == [1.0, 2.0, 3.0]

    @pytest.mark.parametrize("trainer", [QUICK, Spread()], ids=["one by one", "growing"])
    def test_a_constant_is_exact_at_each(self, trainer):
        flat = as_target(lambda x: 0.1, UNIT)
        found = fit_widths(flat, [3, 1], trainer, 0, "logistic", 64)
        assert [(fit_.width, fit_.max_error) for fit_ in found] == [(3, 0.0), (1, 0.0)]

    @pytest.mark.parametrize("trainer", [QUICK, Spread()], ids=["one by one", "growing"])
    def test_no_widths_no_fits(self, trainer):
        assert fit_widths(TARGETS["sine"], [], trainer, 0, "logistic", 64) == []


class TestToATolerance:
    def test_a_growing_trainer_is_followed_until_it_is_there(self):
        told = []
        found = fit(
            "sine", tolerance=1e-3, trainer=Spread(0.4), progress=lambda *args: told.append(args)
        )
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED
        assert found.max_error <= 1e-3 == found.tolerance
        assert widths(found) == list(range(1, found.width + 1))
        assert all(error > 1e-3 for _, error in found.history[:-1])
        assert found.history[-1] == (found.width, found.max_error)
        assert tuple(told) == found.history
        assert found.chosen == {"width": found.width}
        assert len(found.loss_history) == 1

    @pytest.mark.slow
    @given(st.lists(st.booleans(), min_size=1, max_size=20))
    def test_any_other_is_doubled_and_bisected(self, passes):
        """Whatever passes where: the answer passes, and its neighbour below was seen to fail."""
        errors = [0.05 if good else 0.5 for good in passes]
        found = scripted(errors, max_width=len(errors))
        tried = dict(found.history)
        assert len(tried) == len(found.history)
        if found.stop_reason == SearchEnd.TOLERANCE_REACHED:
            assert found.max_error <= 0.1
            assert found.width == min(w for w, error in tried.items() if error <= 0.1)
            assert found.width == 1 or tried[found.width - 1] > 0.1
        else:
            assert found.stop_reason == SearchEnd.WIDTH_LIMIT
            assert not any(error <= 0.1 for error in tried.values())

    @pytest.mark.slow
    def test_where_wider_is_better_the_answer_is_the_smallest_width(self):
        for first in range(1, 21):
            errors = [0.5] * (first - 1) + [0.05] * (20 - first + 1)
            assert scripted(errors, max_width=20).width == first

    def test_the_order_of_trying(self):
        found = scripted([0.5] * 12 + [0.05] * 20)
        assert widths(found) == [1, 2, 4, 8, 16, 12, 14, 13]

    def test_the_largest_width_is_tried_though_it_is_no_power_of_two(self):
        found = scripted([0.5] * 9 + [0.05], max_width=10)
        assert widths(found)[:5] == [1, 2, 4, 8, 10]
        assert found.width == 10

    def test_at_the_width_limit_the_best_comes_back(self):
        found = scripted([0.5, 0.3, 0.9, 0.4, 0.8], max_width=5)
        assert found.stop_reason == SearchEnd.WIDTH_LIMIT
        assert (found.width, found.max_error) == (2, pytest.approx(0.3, rel=1e-6))
        assert widths(found) == [1, 2, 4, 5]
        assert "not reached up to width 5" in found.summary()

    def test_a_growing_search_ends_at_the_width_limit(self):
        found = fit("doppler", tolerance=1e-9, trainer=Spread(), max_width=7)
        assert found.stop_reason == SearchEnd.WIDTH_LIMIT
        assert widths(found) == [1, 2, 3, 4, 5, 6, 7]
        assert found.max_error == min(error for _, error in found.history)

    def test_a_diverged_width_does_not_pass(self):
        found = scripted([None, 0.5, 0.5, 0.05])
        assert (found.width, found.stop_reason) == (4, SearchEnd.TOLERANCE_REACHED)
        assert json.loads(found.to_json())["history"][0] == [1, None]

    def test_if_all_diverge_that_is_the_reason(self):
        found = scripted([None], max_width=4)
        assert found.stop_reason == StopReason.DIVERGED
        assert found.max_error == math.inf

    def test_it_ends_where_rounding_ends_it(self):
        found = fit("line", tolerance=1e-15, trainer=HalfLogistic((0.5, 0.4, 3e-8)))
        assert found.stop_reason == SearchEnd.FLOOR_REACHED
        assert widths(found) == list(range(1, 8))
        assert (found.width, found.max_error) == (3, pytest.approx(3e-8, rel=0.1))
        # 2 |c| / 2 + |d|, units of about 1/2, times eps.
        assert found.attainable_floor == pytest.approx(6.0 * 2.0**22 * 2.0**-52, rel=1e-6)
        assert "rounding is in the way" in found.summary()

    def test_while_the_error_falls_it_goes_on(self):
        falling = tuple(1e-7 / 2.5**n for n in range(12))
        found = fit("line", tolerance=1e-11, trainer=Stalled(falling))
        assert (found.width, found.stop_reason) == (12, SearchEnd.TOLERANCE_REACHED)

    def test_far_above_the_floor_it_goes_on(self):
        found = fit("line", tolerance=1e-15, trainer=Stalled((0.5,) * 9), max_width=9)
        assert found.stop_reason == SearchEnd.WIDTH_LIMIT

    def test_a_large_offset_has_a_floor_of_its_own(self):
        found = fit(lambda x: 1e8 + x, domain=UNIT, tolerance=1e-12, trainer=Spread(0.1))
        assert found.stop_reason == SearchEnd.FLOOR_REACHED
        assert found.max_error < 1e-6

    @pytest.mark.parametrize("trainer", [QUICK, Spread(30.0)], ids=["doubling", "growing"])
    def test_below_half_a_jump_it_says_so_and_does_not_search_for_long(self, trainer):
        found = fit("step", tolerance=1e-3, trainer=trainer)
        assert found.stop_reason == SearchEnd.UNREACHABLE
        assert max(widths(found)) <= DEFAULT_WIDTH
        assert found.tolerance == 1e-3
        assert found.max_error >= 0.4999
        assert "tolerance 0.001 is out of reach" in found.summary()
        note = "jumps by 1 at x = 0: no continuous network errs by less than half of that, 0.5"
        assert note in str(found)

    @pytest.mark.parametrize("kinks", [(), (0.3,)], ids=["found", "announced"])
    def test_a_jump_of_a_user_s_function_counts_too(self, kinks):
        def sign(x):
            return np.where(x < 0.3, -1.0, 1.0)

        found = fit(sign, domain=UNIT, kinks=kinks, tolerance=0.5, trainer=QUICK)
        assert found.stop_reason == SearchEnd.UNREACHABLE

    def test_above_half_the_jump_it_searches(self):
        found = fit("step", tolerance=0.6, trainer=QUICK)
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED

    @pytest.mark.slow
    @pytest.mark.parametrize("trainer", [Greedy(), QUICK], ids=["growing", "doubling"])
    def test_it_begins_where_the_floor_lets_it(self, trainer):
        found = fit("sine", tolerance=0.05, trainer=trainer, activation="relu", max_width=16)
        narrowest = narrowest_width(found.target, "relu", 0.05, 16)
        assert narrowest > 4
        assert min(widths(found)) == widths(found)[0] == narrowest
        assert f"No relu network narrower than {narrowest} can do this." in found.summary()

    def test_a_tolerance_below_every_floor_is_out_of_reach(self):
        found = fit("sine", tolerance=0.01, trainer=Greedy(), activation="relu", max_width=7)
        assert found.stop_reason == SearchEnd.UNREACHABLE
        assert widths(found) == [7]
        said = found.summary()
        assert "tolerance 0.01 is out of reach, see the floor below" in said
        floor = rounded_down(found.floor.error)
        assert f"No relu network of this width errs by less than {floor}." in said
        narrowest = narrowest_width(found.target, "relu", 0.01, 100)
        assert f"No relu network narrower than {narrowest} can do this." in said

    def test_more_units_than_anyone_asks_for_are_not_counted(self):
        found = fit("sine", tolerance=1e-9, trainer=Greedy(), activation="relu", max_width=2)
        assert "No relu network of up to 1024 units can do this." in found.summary()

    def test_a_step_is_no_obstacle_to_units_that_jump(self):
        found = fit("step", tolerance=1e-9, trainer=Spread(), activation="heaviside", max_width=3)
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED
        assert "no continuous network" not in found.summary()


class TestConstants:
    @pytest.mark.slow
    @pytest.mark.parametrize("trainer", [QUICK, Spread()], ids=["doubling", "growing"])
    @pytest.mark.parametrize("value", [0.0, 3.7, -1e-9])
    def test_a_constant_is_exact_at_width_1(self, trainer, value):
        found = fit(lambda x: value, domain=(-2.0, 5.0), tolerance=1e-12, trainer=trainer)
        assert (found.width, found.max_error, found.rmse) == (1, 0.0, 0.0)
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED
        assert found(0.3) == value
        assert not found.cancels

    def test_and_at_any_width_asked_for(self):
        found = fit(lambda x, y: 2.0, 5, domain=[UNIT, UNIT], trainer=QUICK)
        assert (found.width, found.max_error) == (5, 0.0)
        assert found.stop_reason == StopReason.BUILT

    def test_what_is_constant_only_where_it_is_fitted_is_measured_elsewhere(self):
        def ripple(x):
            return np.sin(np.pi * 7.0 * x)

        found = fit(ripple, domain=UNIT, tolerance=1e-3, trainer=QUICK, points=8, max_width=2)
        assert found.max_error == pytest.approx(1.0, rel=1e-3)
        assert found.stop_reason == SearchEnd.WIDTH_LIMIT


class TestTargets:
    def test_it_is_what_callables_make_of_it(self):
        found = fit("triangle", 2, domain=(-0.5, 0.6), kinks=[0.1], trainer=QUICK)
        assert found.target.domain == Box.interval(-0.5, 0.6)
        assert found.target.kinks == (-0.25, 0.0, 0.1, 0.25, 0.5)

    def test_a_function_is_fitted_like_the_target_it_equals(self):
        found = fit(lambda x: float(x) ** 2, 3, domain=(-1.0, 1.0), trainer=QUICK)
        assert found.network == fit("parabola", 3, trainer=QUICK).network

    def test_a_fit_may_be_fitted(self):
        first = fit("sine", 3, trainer=QUICK)
        second = fit(first, 3, domain=(-1.0, 1.0), trainer=QUICK)
        np.testing.assert_array_equal(second.target([0.3]), first([0.3]))

    def test_the_target_of_a_fit_may_be_fitted(self):
        first = fit(math.exp, 2, domain=UNIT, trainer=QUICK)
        assert fit(first.target, 2, trainer=QUICK).network == first.network

    def test_one_point_that_lies_apart_counts_if_it_is_announced(self):
        def apart(x):
            return 1.0 if x == 0.5 else 0.1 * x

        unseen = fit(apart, 2, domain=UNIT, trainer=QUICK)
        seen = fit(apart, 2, domain=UNIT, kinks=[0.5], trainer=QUICK)
        assert unseen.max_error < 0.5 < 0.9 < seen.max_error < 1.0

    def test_one_at_an_end_counts_anyway(self):
        found = fit(lambda x: 1.0 if x == 0.0 else x, 4, domain=UNIT, trainer=QUICK)
        assert found.max_error > 0.4


def turned_away(target="sine", **how):
    """Return the one line with which a fit is refused."""
    with pytest.raises(UatError) as caught:
        fit(target, **{"trainer": QUICK, **how})
    assert "\n" not in str(caught.value)
    return str(caught.value)


class TestRefusals:
    @pytest.mark.parametrize(
        ("how", "said"),
        [
            ({"width": 3, "tolerance": 0.1}, "a width or a tolerance, not both"),
            ({"width": 0}, "width must be a whole number from 1 on, not 0"),
            ({"width": 2.5}, "width must be a whole number, not 2.5"),
            ({"width": "3"}, "width must be a whole number, not '3'"),
            ({"tolerance": 0.0}, "tolerance must be positive and finite, not 0"),
            ({"tolerance": -1.0}, "tolerance must be positive and finite, not -1"),
            ({"tolerance": math.nan}, "tolerance must be positive and finite, not nan"),
            ({"tolerance": math.inf}, "tolerance must be positive and finite, not inf"),
            ({"tolerance": "low"}, "tolerance must be a number, not 'low'"),
            ({"tolerance": 0.1, "max_width": 0}, "max_width must be a whole number from 1 on"),
            (
                {"trainer": "variable_projection", "max_norm": 0.0},
                "max_norm must be positive, not 0",
            ),
            (
                {"trainer": "variable_projection", "max_norm": -2.0},
                "max_norm must be positive, not -2",
            ),
            (
                {"trainer": "variable_projection", "max_norm": math.nan},
                "max_norm must be positive, not nan",
            ),
            (
                {"trainer": "variable_projection", "max_norm": "low"},
                "max_norm must be a number, not 'low'",
            ),
            (
                {"max_norm": 3.0, "trainer": "adam"},
                "adam has no setting 'max_norm'; variable_projection has it",
            ),
            (
                {"max_norm": 3.0, "trainer": Spread()},
                "has no setting 'max_norm'; variable_projection has it",
            ),
            ({"points": 1}, "points must be a whole number from 2 on, not 1"),
            ({"seed": -1}, "seed must be a whole number from 0 on, not -1"),
            ({"seed": None}, "seed must be a whole number, not None"),
            ({"domain": (1.0, -1.0)}, "[1, -1] is no interval: bounds must be finite and rise"),
            ({"kinks": [3.0]}, "kink 3 lies outside the domain [-1, 1]"),
            ({"target": "sinus"}, "unknown target 'sinus': did you mean sine"),
            ({"trainer": Adam}, "a trainer is a name or one such as uat.Adam(), not <class"),
            ({"trainer": 3}, "a trainer is a name or one such as uat.Adam(), not 3"),
            ({"grid": "halton"}, "grid must be one of uniform, integrated, sobol, not 'halton'"),
            ({"grid": "integrated"}, "the trainer takes no weights"),
            (
                {"target": "friedman1", "trainer": Spread(), "grid": "integrated", "points": 100},
                "a tensor grid of 10 inputs has at least 1024 points, not about 100",
            ),
            ({"trainer": "adams"}, "unknown trainer 'adams': did you mean adam"),
            ({"activation": "relux"}, "unknown activation 'relux': did you mean relu"),
            ({"activation": "heaviside"}, "no gradient passes through heaviside"),
            ({"trainer": Spread(), "activation": "relu"}, "spread is not for relu."),
        ],
    )
    def test_what_is_wrong_is_said_in_one_line(self, how, said):
        assert said in turned_away(**how)

    def test_an_unknown_name_is_of_its_own_kind(self):
        with pytest.raises(UnknownNameError):
            fit("sinus", trainer=QUICK)


def quick(name):
    """Return a trainer that takes a moment."""
    return {
        "gradient_descent": GradientDescent(epochs=300, momentum=0.9),
        "adam": Adam(epochs=300),
        "variable_projection": VariableProjection(
            cold_starts=1, screening=4, kept=1, steps=8, polish=1
        ),
        "lbfgs": make_trainer("lbfgs", epochs=60),
        "levenberg_marquardt": make_trainer("levenberg_marquardt", epochs=25),
        "greedy": make_trainer("greedy", dictionary=256),
    }.get(name, make_trainer(name))


class TestManyInputs:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "name", [name for name in TRAINERS if not make_trainer(name).refusal(5, "logistic")]
    )
    @pytest.mark.parametrize("target", ["genz_product_peak", "genz_oscillatory", "friedman1"])
    def test_every_trainer_beats_the_best_constant(self, name, target):
        found = fit(target, 5, trainer=quick(name), points=400)
        values = found.target(found.target.uniform_evaluation_grid())
        assert found.rmse < 0.95 * np.std(values)
        assert found.max_error > found.rmse
        x = found.target.domain.sobol_grid(5, 9)
        np.testing.assert_array_equal(found(x), found.network(x)[:, 0])
        assert "the true one may be larger" in found.summary()
        assert json.loads(found.to_json())["lower"] == list(found.target.domain.lower)

    def test_the_staircase_says_that_it_cannot(self):
        said = turned_away("friedman1", trainer="staircase")
        assert said == "a staircase climbs along one input: choose a target of one input."

    def test_a_function_of_seven_numbers(self):
        found = fit(lambda *x: sum(x), 2, domain=[(0, 1)] * 7, trainer=QUICK)
        assert found.target.inputs == 7
        assert found.rmse < 0.4 < math.sqrt(7.0 / 12.0)  # the deviation of the sum

    def test_it_is_the_run_of_a_sweep(self):
        record = run_batch(plan(["genz_gaussian"], [2], [1], [QUICK]))[0]
        found = fit("genz_gaussian", 2, trainer=QUICK, seed=1)
        assert found.network == record.network
        assert (found.max_error, found.rmse) == (record.max_error, record.rmse)
        assert record.spec.points == default_points(QUICK, 5)

    def test_a_tolerance_is_searched_for(self):
        ridge = Target(
            "bend", lambda *x: np.tanh(sum(x)), Box((-1.0,) * 4, (1.0,) * 4), "", "this test"
        )
        found = fit(ridge, tolerance=0.01, activation="tanh", points=256)
        assert (found.width, found.stop_reason) == (1, SearchEnd.TOLERANCE_REACHED)

    def test_the_default_trainer(self):
        names = [default_trainer(inputs) for inputs in (1, 2, 3, 10)]
        assert names == ["variable_projection"] * 2 + ["bayesian_regularization"] * 2
        assert fit("genz_gaussian", 1, points=32).trainer == make_trainer(names[-1])
        assert fit("line", 1, points=32).trainer == make_trainer(names[0])

    def test_the_default_points_do_not_fall_with_the_inputs(self):
        for trainer in (QUICK, Spread()):
            counts = [default_points(trainer, inputs) for inputs in range(3, 40)]
            assert counts == sorted(counts)
            assert counts[0] >= 512

    @pytest.mark.slow
    @pytest.mark.parametrize("grid", GRIDS)
    @pytest.mark.parametrize("target", ["sine", "franke", "genz_product_peak"])
    def test_the_grid_may_be_chosen(self, grid, target):
        found = fit(target, 3, trainer=Spread(), grid=grid, points=125)
        data, scaling = scaled_data(found.target, 125, INTEGRATED, grid)
        expected = scaling.undo(Spread().at(data, 3, 0, "logistic").network)
        assert found.network == expected
        others = [fit(target, 3, trainer=Spread(), grid=g, points=125) for g in GRIDS if g != grid]
        assert all(other.network != found.network for other in others)


def test_which_trainers_grow_is_seen_from_their_method():
    assert isinstance(Spread(), GrowingTrainer)
    assert not isinstance(QUICK, GrowingTrainer)
    assert not isinstance(Scripted(()), GrowingTrainer)


class TestByDefault:
    @pytest.mark.slow
    def test_a_tolerance_is_reached_by_few_units(self):
        found = fit("sine", tolerance=1e-3)
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED
        assert found.width <= 5
        assert isinstance(found.trainer, GrowingTrainer)

    @pytest.mark.slow
    def test_a_width_is_reached_as_the_trainer_itself_does(self):
        found = fit(math.exp, 3, domain=UNIT)
        points = default_points(found.trainer, 1)
        alone = fit_width(found.target, 3, found.trainer, 0, "logistic", points)
        assert found.network == alone.network
        assert found.max_error < 1e-4


FAR = [(1e9, 1.0), (1e6, 1e-3), (-1e12, 1.0)]


class TestFarDomains:
    """A domain that is short beside its distance from 0 is one like any other."""

    @pytest.mark.parametrize(
        "trainer",
        [GradientDescent(epochs=30), Adam(epochs=30), LBFGS(epochs=15)],
        ids=lambda trainer: trainer.name,
    )
    @pytest.mark.parametrize("low", [2.0**20, -(2.0**33)])
    def test_the_network_is_that_of_the_domain_at_0_but_for_its_centre(self, trainer, low):
        # Multiples of 2^-8 are numbers on both domains, so that the values are the same, too.
        fits = [
            fit(
                lambda x, at=at: np.sin(5.0 * (x - at)),
                4,
                domain=(at, at + 1.0),
                trainer=trainer,
                points=257,
            )
            for at in (0.0, low)
        ]
        near, far = (found.network for found in fits)
        assert (near.input_centre.item(), far.input_centre.item()) == (0.5, low + 0.5)
        assert far == replace(near, input_centre=[low + 0.5])
        # Errors are measured between these multiples, and a float apart.
        assert fits[1].max_error == pytest.approx(fits[0].max_error, rel=2e-3)
        assert fits[1].rmse == pytest.approx(fits[0].rmse, rel=2e-3)

    def test_with_two_inputs_too(self):
        at = np.array([2.0**20, -(2.0**10)])
        trainer = GradientDescent(epochs=30)
        near, far = (
            fit(
                lambda x, y, lower=lower: np.sin(3.0 * (x - lower[0])) * (y - lower[1]),
                4,
                domain=np.stack([lower, lower + 1.0], axis=1),
                trainer=trainer,
                points=289,
            )
            for lower in (np.zeros(2), at)
        )
        assert far.network == replace(near.network, input_centre=at + 0.5)
        assert far.max_error == pytest.approx(near.max_error, rel=1e-6)

    @pytest.mark.slow
    @pytest.mark.parametrize(("low", "length"), FAR)
    def test_near_best_is_as_close_as_at_0(self, low, length):
        text = f"sin((x - {low!r}) / {length!r} * 10)"
        found = fit(text.replace("x - -", "x + "), 8, domain=(low, low + length))
        assert found.max_error < 3e-7
        assert found.attainable_floor < 1e-11

    @pytest.mark.slow
    @pytest.mark.parametrize(("low", "length"), FAR)
    def test_steps_stand_on_jumps(self, low, length):
        share = f"((x - {low!r}) / {length!r})".replace("x - -", "x + ")
        for text, width, height in (
            (f"sign({share} - 0.3)", 1, 2.0),
            (f"floor(3*{share})", 4, 1.0),
        ):
            found = fit(text, width, domain=(low, low + length))
            assert height / 2.0 <= found.max_error < 1.01 * height / 2.0
            assert found.rmse < 1e-2


class TestMaxNorm:
    @pytest.mark.slow
    @pytest.mark.parametrize("activation", ["logistic", "relu", "heaviside"])
    @given(st.floats(1e-3, 1e3), st.floats(-8.0, 8.0))
    @settings(max_examples=5)
    def test_it_is_in_target_units_and_holds_to_the_last_bit(self, activation, bound, power):
        scale = 10.0**power
        found = fit(
            lambda x: scale * np.sin(3.0 * x), 2, domain=UNIT, trainer=FEW, points=60,
            activation=activation, max_norm=bound * scale,
        )  # fmt: skip
        assert found.coefficient_norm <= bound * scale
        assert found.max_norm == bound * scale
        assert found.unbounded_error is not None

    def test_the_argument_takes_the_place_of_the_setting(self):
        found = fit("sine", 2, trainer=replace(FEW, max_norm=100.0), points=60, max_norm=0.5)
        assert found.trainer == replace(FEW, max_norm=0.5)
        assert 0.49 <= found.coefficient_norm <= 0.5

    def test_an_infinite_one_is_none(self):
        free, bounded = (
            fit("sine", 3, trainer=FEW, points=60, max_norm=bound) for bound in (None, math.inf)
        )
        assert free.network == bounded.network
        assert bounded.max_norm is bounded.unbounded_error is None

    def test_the_free_network_is_the_one_without_the_bound(self):
        free = fit("runge", 4, trainer=FEW, points=60)
        bounded = fit("runge", 4, trainer=FEW, points=60, max_norm=0.5)
        assert bounded.unbounded_error == pytest.approx(free.max_error, rel=1e-6)
        assert bounded.max_error > free.max_error
        assert [width for width, _ in bounded.history] == [1, 2, 3, 4]

    @pytest.mark.slow
    def test_a_record_keeps_it_in_target_units(self):
        (spec,) = plan(["sine"], [2], [0], [replace(FEW, max_norm=2.0)], points=60)
        (record,) = run_batch([spec])
        assert json.loads(record.spec.settings)["max_norm"] == 2.0
        assert record.network.coefficient_norm <= 2.0
        assert fit("sine", 2, trainer=FEW, points=60, max_norm=2).network == record.network

    def test_more_inputs_have_the_trainer_that_knows_it(self):
        assert default_trainer(3) != "variable_projection"
        found = fit(lambda x, y, z: x + y * z, 1, domain=[UNIT] * 3, points=40, max_norm=0.5)
        assert found.trainer == VariableProjection(max_norm=0.5)
        assert found.coefficient_norm <= 0.5
