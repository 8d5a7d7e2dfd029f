"""The front door lets in what it can fit, turns away the rest in one line, and is honest."""

# ruff: noqa: ARG002, ARG005  (fakes of a protocol, and functions that are constant)

from __future__ import annotations

import functools
import itertools
import json
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uat.domains import Box
from uat.exceptions import SettingError, ShapeError, UatError, UnknownNameError
from uat.fitting import (
    DEFAULT_WIDTH,
    Fit,
    GrowingTrainer,
    SearchEnd,
    default_points,
    fit,
    fit_width,
    named_trainer,
)
from uat.network import Network
from uat.runs import run_spec
from uat.sweeping import DEFAULT_MOMENTUM, plan
from uat.targets import TARGETS, Target
from uat.trainers import (
    INTEGRATED,
    Adam,
    FitResult,
    GradientDescent,
    StopReason,
    draw_start,
)
from uat.trainers.elimination import with_solved_outputs

QUICK = GradientDescent(epochs=40, momentum=0.9)
UNIT = (0.0, 1.0)


@dataclass(frozen=True)
class Spread:
    """A trainer that grows: equal units at equal distances, the output layer solved."""

    steepness: float = 1.0

    name: ClassVar[str] = "spread"
    grid: ClassVar[str] = INTEGRATED

    def refusal(self, inputs, activation):
        return "spread is not for relu." if activation == "relu" else None

    def seconds(self, points, width):
        return 1e-3 * width

    def at(self, dataset, width, seed, activation):
        inputs = dataset.x.shape[1]
        rng = np.random.default_rng(seed)
        centres = rng.uniform(-1.0, 1.0, (inputs, width))
        directions = rng.normal(size=(inputs, width))
        if inputs == 1:
            centres, directions = (np.arange(width)[None] + 0.5) * 2.0 / width - 1.0, 1.0
        weights = self.steepness * max(2.0, width) * directions * np.ones((inputs, width))
        blank = np.zeros((width, 1)), np.zeros(1)
        start = Network(weights, -np.sum(weights * centres, axis=0), *blank, activation)
        network = with_solved_outputs(start, dataset)
        data = dataset.fitted()
        loss = float(data.shares @ np.square(network(data.x) - data.t)[:, 0])
        return FitResult(network, StopReason.BUILT, np.array([loss]), chosen={"width": width})

    def fit(self, dataset, start, seed=0):
        return self.at(dataset, start.width, seed, start.activation)

    def grow(self, dataset, seed, activation):
        for width in itertools.count(1):
            yield self.at(dataset, width, seed, activation)


@dataclass(frozen=True)
class Scripted:
    """A trainer whose network of width n errs by errors[n - 1], or diverges where that is None."""

    errors: tuple[float | None, ...]

    name: ClassVar[str] = "scripted"
    grid: ClassVar[str] = "uniform"

    def refusal(self, inputs, activation):
        return None

    def seconds(self, points, width):
        return 0.0

    def fit(self, dataset, start, seed=0):
        error = self.errors[min(start.width, len(self.errors)) - 1]
        # A line of slope 1: tanh of next to nothing, and a bias that is the error.
        weights = np.full((1, start.width), 1e-8)
        network = Network(
            weights,
            np.zeros(start.width),
            np.full((start.width, 1), 1e8 / start.width * dataset.t[-1, 0]),
            np.array([(error or 0.0) * dataset.t[-1, 0]]),
            "tanh",
        )
        reason = StopReason.DIVERGED if error is None else StopReason.BUILT
        return FitResult(network, reason, np.array([1.0]))


class Stalled(Scripted):
    """The same, growing."""

    name: ClassVar[str] = "stalled"

    def grow(self, dataset, seed, activation):
        for width in itertools.count(1):
            yield self.fit(dataset, draw_start(1, width, 1, seed, activation))


def scripted(errors, tolerance=0.1, **how):
    """Return the fit of the line by a trainer whose network of width n errs by errors[n - 1]."""
    return fit("line", tolerance=tolerance, trainer=Scripted(tuple(errors)), **how)


def widths(found):
    return [width for width, _ in found.history]


class TestAtAWidth:
    def test_it_is_the_run_of_a_sweep(self):
        spec = plan(["sine"], [3], [1], [QUICK])[0]
        record = run_spec(spec)
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
        assert named_trainer("gradient_descent") == GradientDescent(momentum=DEFAULT_MOMENTUM)
        assert named_trainer("gradient_descent", momentum=0.0) == GradientDescent()
        assert named_trainer("adam", epochs=7) == Adam(epochs=7)

    def test_points_by_default_are_those_of_the_trainers_grid(self):
        assert default_points(QUICK, 1) == 256
        assert default_points(Spread(), 2) == 1024

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
        found = fit("sine", 4, trainer=GradientDescent(learning_rate=1e3, epochs=50))
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
        found = fit("line", tolerance=1e-15, trainer=Stalled((0.5, 0.4, 3e-8)))
        assert found.stop_reason == SearchEnd.FLOOR_REACHED
        assert widths(found) == list(range(1, 8))
        assert (found.width, found.max_error) == (3, pytest.approx(3e-8, rel=1e-6))
        assert found.attainable_floor == pytest.approx(2.2e-8, rel=0.02)
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
        assert "jumps by 1: no continuous network errs by less than half of that, 0.5" in str(found)

    def test_a_jump_that_a_user_announces_counts_too(self):
        def sign(x):
            return np.where(x < 0.3, -1.0, 1.0)

        found = fit(sign, domain=UNIT, kinks=[0.3], tolerance=0.5, trainer=QUICK)
        assert found.stop_reason == SearchEnd.UNREACHABLE
        found = fit(sign, domain=UNIT, tolerance=0.5, trainer=QUICK, max_width=4)
        assert found.stop_reason == SearchEnd.WIDTH_LIMIT

    def test_above_half_the_jump_it_searches(self):
        found = fit("step", tolerance=0.6, trainer=QUICK)
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED

    def test_a_step_is_no_obstacle_to_units_that_jump(self):
        found = fit("step", tolerance=1e-9, trainer=Spread(), activation="heaviside", max_width=3)
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED
        assert "no continuous network" not in found.summary()


class TestConstants:
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
            return np.sin(np.pi * 7.0 * x) * np.where(x < 0.99, 1.0, 0.0)

        found = fit(ripple, domain=UNIT, tolerance=1e-3, trainer=QUICK, points=8, max_width=2)
        assert found.max_error == pytest.approx(1.0, rel=1e-3)
        assert found.stop_reason == SearchEnd.WIDTH_LIMIT


class TestFunctions:
    def test_a_function_of_arrays_is_called_with_arrays(self):
        calls = []

        def square(x):
            calls.append(np.shape(x))
            return x**2

        found = fit(square, 3, domain=(-1.0, 1.0), trainer=QUICK)
        assert len(calls) < 100
        assert found.network == fit("parabola", 3, trainer=QUICK).network
        assert found.target.name == "square"
        assert found.target.formula == r"\mathrm{square}(x)"
        assert found.target.source == "the user's own function"

    @pytest.mark.parametrize(
        ("function", "same"),
        [
            (math.sin, np.sin),
            (lambda x: 1.0 if x > 0.4 else 0.0, lambda x: np.where(x > 0.4, 1.0, 0.0)),
            (lambda x: x > 0.4, lambda x: np.where(x > 0.4, 1.0, 0.0)),
            (lambda x: Fraction(x) / 3, lambda x: x / 3.0),
            (lambda x: max(x, 0.2), lambda x: np.maximum(x, 0.2)),
            (lambda x: np.float32(x), lambda x: np.float32(x).astype(float)),
            # Arrays in, an array out, but not point by point: what it says of one point counts.
            (lambda x: x - np.max(x) + x, lambda x: x),
            (lambda x: np.cumsum(x) + 0.0 * x if np.ndim(x) else x, lambda x: x),
            (functools.partial(pow, exp=2), np.square),
        ],
    )
    def test_one_that_takes_numbers_is_called_point_by_point(self, function, same):
        found = fit(function, 2, domain=UNIT, trainer=QUICK)
        x = np.linspace(0.0, 1.0, 37)
        np.testing.assert_allclose(found.target(x), same(x), rtol=1e-15)
        assert found.network == fit(same, 2, domain=UNIT, trainer=QUICK).network

    def test_two_inputs(self):
        found = fit(lambda x, y: x + 2.0 * y, 3, domain=[(0, 1), (0, 2)], trainer=QUICK)
        assert found.target.domain == Box((0.0, 0.0), (1.0, 2.0))
        assert found.target.formula == r"\mathrm{function}(x, y)"
        assert found.target([[0.5, 2.0]]) == [4.5]
        scalar = fit(
            lambda x, y: float(x) + 2 * y, 3, domain=Box((0, 0), (1, 2)), trainer=QUICK, points=64
        )
        assert scalar.target([[0.5, 2.0]]) == [4.5]

    def test_what_it_writes_into_its_argument_does_not_matter(self):
        def careless(x):
            x *= 2.0
            return x

        found = fit(careless, 2, domain=UNIT, trainer=QUICK)
        x = np.array([0.25, 0.5])
        np.testing.assert_array_equal(found.target(x), [0.5, 1.0])
        np.testing.assert_array_equal(x, [0.25, 0.5])

    def test_a_function_that_has_no_hash(self):
        class Curve:
            def __eq__(self, other):
                return True

            def __call__(self, x):
                return np.sin(x)

        found = fit(Curve(), 2, domain=UNIT, trainer=QUICK)
        assert found.target.name == "function"
        assert found.target.trivial_error == pytest.approx(math.sin(1.0) / 2.0)

    @pytest.mark.parametrize(
        ("name", "formula"), [("my_wave", r"\mathrm{my\_wave}(x)"), ("a $b", r"\mathrm{function}")]
    )
    def test_its_name_is_safe_in_a_formula(self, name, formula):
        def wave(x):
            return x

        wave.__name__ = name
        assert fit(wave, 1, domain=UNIT, trainer=QUICK).target.formula.startswith(formula)

    def test_a_fit_may_be_fitted(self):
        first = fit("sine", 3, trainer=QUICK)
        second = fit(first, 3, domain=(-1.0, 1.0), trainer=QUICK)
        np.testing.assert_array_equal(second.target([0.3]), first([0.3]))

    @pytest.mark.parametrize(
        ("function", "kind", "said"),
        [
            (lambda x: math.nan * x, SettingError, "function(0.0) = nan: a target must be finite"),
            (lambda x: 1.0 / x, SettingError, "function(0.0) = inf"),
            (lambda x: 1 / float(x), SettingError, "function(0.0) raised ZeroDivisionError: "),
            (lambda x: math.sqrt(x - 0.5), SettingError, "raised ValueError: math domain error."),
            (lambda x: (x - 0.5) ** 0.5, SettingError, "function(0.0) = nan"),
            (lambda x: float(x - 0.5) ** 0.5, SettingError, "is complex; a target is real."),
            (lambda x: x + 1j, SettingError, "function(0.0) = 1j is complex; a target is real."),
            (lambda x: None, SettingError, "function(0.0) = None, which is not a number."),
            (lambda x: "1.5", SettingError, "function(0.0) = '1.5', which is not a number."),
            (lambda x: 10**400, SettingError, "which is not a number."),
            (lambda x: 1e200 * x, SettingError, "at most 1e+100 in size"),
            (lambda x: [x, x], ShapeError, "function(0.0) has shape (2,); it must be one number."),
            (lambda x: [[x], x, x], ShapeError, "which is not one number."),
            (lambda x, y: x, SettingError, "function(0.0) raised TypeError: "),
            (lambda: 1.0, SettingError, "function(0.0) raised TypeError: "),
            (lambda x: {}[f"a\n{x}"], SettingError, "function(0.0) raised KeyError: "),
        ],
    )
    def test_what_is_no_finite_real_number_is_named_with_its_point(self, function, kind, said):
        with pytest.raises(kind) as caught:
            fit(function, 2, domain=UNIT, trainer=QUICK)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_a_bad_value_within_is_found(self):
        def hole(x):
            return np.where((x > 0.41) & (x < 0.42), np.nan, x)

        with pytest.raises(SettingError, match=r"^hole\(0\.41\d+\) = nan: "):
            fit(hole, 2, domain=UNIT, trainer=QUICK)

    def test_one_point_that_lies_apart_counts_if_it_is_announced(self):
        def apart(x):
            return 1.0 if x == 0.5 else 0.1 * x

        unseen = fit(apart, 2, domain=UNIT, trainer=QUICK)
        seen = fit(apart, 2, domain=UNIT, kinks=[0.5], trainer=QUICK)
        assert unseen.max_error < 0.5 < 0.9 < seen.max_error < 1.0

    def test_one_at_an_end_counts_anyway(self):
        found = fit(lambda x: 1.0 if x == 0.0 else x, 4, domain=UNIT, trainer=QUICK)
        assert found.max_error > 0.4


class TestTargets:
    def test_another_domain_keeps_the_kinks_within(self):
        found = fit("triangle", 2, domain=(-0.5, 0.6), trainer=QUICK)
        assert found.target.domain == Box.interval(-0.5, 0.6)
        assert found.target.kinks == (-0.25, 0.0, 0.25, 0.5)
        assert found.target.formula == TARGETS["triangle"].formula
        again = fit("triangle", 2, domain=(-1.0, 1.0), trainer=QUICK)
        assert again.target is TARGETS["triangle"]

    def test_a_jump_at_the_end_of_a_domain_is_none(self):
        assert fit("step", 2, domain=UNIT, trainer=QUICK).target.largest_jump == 0.0

    def test_a_kink_that_is_announced_is_added(self):
        found = fit("absolute", 2, kinks=[0.5, -0.5], trainer=QUICK)
        assert found.target.kinks == (-0.5, 0.0, 0.5)

    def test_a_catalogue_target_may_be_infinite_elsewhere(self):
        with pytest.raises(SettingError, match=r"^doppler\(-1\.0\) = nan: a target must be finite"):
            fit("doppler", domain=(-1.0, 1.0), trainer=QUICK)

    def test_a_target_of_ones_own(self):
        own = Target("mine", math.exp, Box.interval(0.0, 1.0), "e^x", "here", (0.5,))
        found = fit(own, 2, trainer=QUICK)
        assert replace(found.target, function=math.exp) == own
        again = fit(found.target, 2, trainer=QUICK)
        assert again.network == found.network

    def test_three_inputs_are_one_too_many(self):
        with pytest.raises(SettingError, match="3 inputs; more than 2 are not supported yet"):
            fit(lambda x, y, z: x, domain=[UNIT] * 3, trainer=QUICK)


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
            ({"points": 1}, "points must be a whole number from 2 on, not 1"),
            ({"seed": -1}, "seed must be a whole number from 0 on, not -1"),
            ({"seed": None}, "seed must be a whole number, not None"),
            ({"domain": (1.0, -1.0)}, "[1, -1] is no interval: bounds must be finite and rise"),
            ({"domain": (0.0, 0.0)}, "is no interval"),
            ({"domain": (0.0, math.nan)}, "is no interval"),
            ({"domain": (0.0, math.inf)}, "is no interval"),
            ({"domain": 3.0}, "a domain is (low, high), or a list of one such pair for each input"),
            ({"domain": ()}, "a domain is (low, high)"),
            ({"domain": "ab"}, "a domain is (low, high)"),
            ({"domain": (1.0, 2.0, 3.0)}, "a domain is (low, high)"),
            ({"domain": [(0.0, 1.0)] * 2}, "sine takes 1 inputs, but [0, 1] x [0, 1] has 2"),
            ({"kinks": 0.0}, "kinks must be a list of numbers, for example [0.0], not 0.0"),
            ({"kinks": [math.nan]}, "kinks must be a list of numbers"),
            ({"kinks": [3.0]}, "kink 3 lies outside the domain [-1, 1]"),
            ({"target": "franke", "kinks": [0.5]}, "kinks are for targets of one input"),
            ({"target": "sinus"}, "unknown target 'sinus': did you mean sine"),
            ({"target": 3}, "a target is a name, a Target or a function, not 3"),
            ({"target": math.sin}, "a function needs to know where: give domain=(low, high)"),
            ({"trainer": Adam}, "a trainer is a name or one such as uat.Adam(), not <class"),
            ({"trainer": None}, "a trainer is a name or one such as uat.Adam(), not None"),
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


@pytest.fixture(scope="module")
def found():
    return fit("sine", 5, trainer=QUICK)


class TestTheFit:
    def test_it_is_called_like_the_function_it_approximates(self, found):
        x = np.linspace(-1.0, 1.0, 9)
        expected = found.network(x)[:, 0]
        np.testing.assert_array_equal(found(x), expected)
        np.testing.assert_array_equal(found(x[:, np.newaxis]), expected)
        np.testing.assert_array_equal(found(x.tolist()), expected)
        assert isinstance(found(0.25), float)
        assert found(-1.0) == pytest.approx(expected[0], rel=1e-14)
        assert found([]).shape == (0,)

    def test_with_two_inputs_it_takes_a_row_a_point(self):
        found = fit("ridge", 3, trainer=QUICK)
        x = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, -0.6]])
        np.testing.assert_array_equal(found(x), found.network(x)[:, 0])
        for wrong in (0.5, [0.1, 0.2], np.zeros((4, 3))):
            with pytest.raises(ShapeError, match="2 inputs"):
                found(wrong)

    def test_it_says_how_large_its_coefficients_are(self, found):
        assert found.coefficient_norm == found.network.coefficient_norm
        assert found.attainable_floor == found.network.attainable_floor
        assert not found.cancels
        assert "cancel" not in found.summary()

    def test_large_coefficients_are_reported_openly(self):
        found = fit("sine", 24, trainer=Spread(0.02))
        assert found.coefficient_norm > 2e4
        norm, floor = f"{found.coefficient_norm:.2g}", f"{found.attainable_floor:.2g}"
        assert (
            f"Coefficients of size {norm} in sum nearly cancel; "
            f"rounding alone may cause an error of {floor}."
        ) in found.summary()

    def test_an_exact_fit_by_small_coefficients_does_not_cancel(self):
        exact = Network([[10.0]], [0.0], [[1.0]], [0.0])
        found = replace(fit("logistic", 1, trainer=QUICK), network=exact, max_error=1e-16)
        assert found.attainable_floor > found.max_error
        assert not found.cancels

    def test_the_summary_and_the_short_form(self, found):
        lines = found.summary().splitlines()
        assert str(found) == found.summary()
        assert lines[0] == "sine on [-1, 1], by 5 logistic units (gradient_descent, seed 0)"
        assert lines[1] == f"  max error      {found.max_error:.3g}"
        assert lines[3] == "  best constant  1"
        assert lines[4] == "  ended because  all epochs are done"
        assert len(lines) == 6
        assert repr(found) == (
            f"Fit('sine', width=5, max_error={found.max_error:.3g}, stop_reason='epochs_done')"
        )

    @pytest.mark.parametrize("reason", [*StopReason, *SearchEnd])
    def test_every_end_has_words(self, found, reason):
        ended = replace(found, stop_reason=reason, tolerance=0.1)
        line = next(line for line in ended.summary().splitlines() if "ended because" in line)
        assert "{" not in line
        assert len(line) < 100

    def test_json_holds_every_bit(self, found):
        values = json.loads(found.to_json())
        assert values == found.to_dict()
        assert Network.from_dict(values["parameters"]) == found.network
        assert values["max_error"] == found.max_error
        assert values["settings"]["epochs"] == 40
        assert values["history"] == [[5, found.max_error]]
        assert set(values) >= {
            "target", "width", "trainer", "seed", "rmse", "seconds", "stop_reason", "activation",
            "coefficient_norm", "attainable_floor", "tolerance",
        }  # fmt: skip

    def test_numbers_of_numpy_are_plain_in_json(self):
        trainer = GradientDescent(epochs=np.int64(5))
        found = fit("line", np.int64(2), trainer=trainer, seed=np.int64(1))
        assert json.loads(found.to_json())["settings"]["epochs"] == 5

    def test_it_is_frozen(self, found):
        with pytest.raises(AttributeError):
            found.seed = 3
        assert isinstance(found, Fit)


def test_which_trainers_grow_is_seen_from_their_method():
    assert isinstance(Spread(), GrowingTrainer)
    assert not isinstance(QUICK, GrowingTrainer)
    assert not isinstance(Scripted(()), GrowingTrainer)


class TestByDefault:
    def test_a_tolerance_is_reached_by_few_units(self):
        found = fit("sine", tolerance=1e-3)
        assert found.stop_reason == SearchEnd.TOLERANCE_REACHED
        assert found.width <= 5
        assert isinstance(found.trainer, GrowingTrainer)

    def test_a_width_is_reached_as_the_trainer_itself_does(self):
        found = fit(math.exp, 3, domain=UNIT)
        alone = fit_width(found.target, 3, found.trainer, 0, "logistic", 512)
        assert found.network == alone.network
        assert found.max_error < 1e-4
