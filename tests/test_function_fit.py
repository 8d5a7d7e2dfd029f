"""A fit is called like a function, says all there is to know, and keeps every bit in JSON."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from tools import QUICK, Spread

from uat.core.network import Network
from uat.exceptions import ShapeError
from uat.fits.function import fit
from uat.fits.function_fit import Fit, SearchEnd
from uat.fits.sampling import attainable_floor
from uat.targets.catalogue import TARGETS
from uat.theory.floors import floor, least_error, rounded_down
from uat.trainers import GradientDescent, StopReason, VariableProjection


@pytest.fixture(scope="module")
def found():
    return fit("sine", 5, trainer=QUICK)


class TestFit:
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
        assert found.attainable_floor == attainable_floor(found.network, TARGETS["sine"])
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

    @pytest.mark.slow
    def test_large_values_that_differ_by_little_are_rounded(self):
        found = fit("1e9 + sin(10*x)", 6, domain=(0.0, 1.0))
        assert found.max_error < 1e-6
        assert not found.cancels
        floor = f"{found.attainable_floor:.2g}"
        assert floor == "2.2e-07"
        assert (
            "The values are about 1e+09 and differ by 2: "
            f"rounding them may cause an error of {floor}."
        ) in found.summary()
        assert "rounding" not in fit("1 + sin(10*x)", 6, domain=(0.0, 1.0)).summary()

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
        assert lines[4] == "  ended because  all steps are done"
        assert len(lines) == 6 + (found.max_error > 1.0)
        assert repr(found) == (
            f"Fit('sine', width=5, max_error={found.max_error:.3g}, stop_reason='epochs_done')"
        )

    def test_of_many_inputs_the_summary_says_how_far_the_max_error_can_be_trusted(self):
        many = fit("genz_corner_peak", 2, trainer=QUICK, points=64)
        (line,) = (line for line in many.summary().splitlines() if "looked for" in line)
        assert line == (
            "  The max error was looked for from 16417 points on; the true one may be larger."
        )
        diverged = replace(many, max_error=math.inf, rmse=math.inf)
        assert "looked for" not in diverged.summary()

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
            "coefficient_norm", "attainable_floor", "tolerance", "max_norm", "unbounded_error",
            "floor", "floor_kind",
        }  # fmt: skip

    def test_it_says_what_no_network_of_its_width_can_do(self):
        relu = fit("sine", 4, trainer=QUICK, activation="relu")
        known = floor(TARGETS["sine"], "relu", 4)
        assert relu.floor == known
        assert relu.to_dict()["floor"] == known.error <= relu.max_error
        assert relu.to_dict()["floor_kind"] == "broken_lines"
        assert (
            f"  No relu network of this width errs by less than {rounded_down(known.error)}."
        ) in relu.summary().splitlines()

    def test_where_nothing_is_known_of_its_width_it_says_nothing(self, found):
        assert found.floor is None
        assert found.to_dict()["floor"] is found.to_dict()["floor_kind"] is None
        assert "of this width" not in found.summary()

    def test_half_a_jump_is_said_once(self):
        jumping = fit("step", 3, trainer=QUICK)
        assert jumping.to_dict()["floor"] == pytest.approx(0.5)
        assert jumping.to_dict()["floor_kind"] == "half_jump"
        assert jumping.summary().count("errs by less than") == 1

    def test_numbers_of_numpy_are_plain_in_json(self):
        trainer = GradientDescent(epochs=np.int64(5))
        found = fit("line", np.int64(2), trainer=trainer, seed=np.int64(1))
        assert json.loads(found.to_json())["settings"]["epochs"] == 5

    def test_it_is_frozen(self, found):
        with pytest.raises(AttributeError):
            found.seed = 3
        assert isinstance(found, Fit)

    def test_errors_that_are_not_finite_are_none_in_json(self, found):
        wild = replace(found, max_error=math.inf, rmse=math.inf, history=((5, math.inf),))
        values = json.loads(wild.to_json())
        assert values["max_error"] is values["rmse"] is None
        assert values["history"] == [[5, None]]
        assert "max error" not in wild.summary()


@pytest.mark.parametrize(
    ("target", "activation", "least"),
    [("step", "logistic", 0.5), ("step", "heaviside", 0.0), ("sine", "logistic", 0.0)],
)
def test_no_continuous_network_gets_below_half_a_jump(target, activation, least):
    assert least_error(TARGETS[target], activation) == pytest.approx(least, abs=1e-12)


class TestJumps:
    def test_one_that_was_found_says_where(self):
        found = fit("heaviside(x-0.3333)", 4, domain=(0, 1), trainer=QUICK)
        assert found.max_error >= 0.4999
        assert (
            "  The target jumps by 1 at x = 0.3333 (found by looking closely): "
            "no continuous network errs by less than half of that, 0.5."
        ) in found.summary().splitlines()

    @pytest.mark.parametrize(
        ("given", "how", "said"),
        [
            ("step", {}, "jumps by 1 at x = 0: no"),
            ("blocks", {}, "at x = 0.13: no"),
            ("x>0.25", {"kinks": [0.25]}, "jumps by 1 at x = 0.25: no"),
            ("floor(3*x)", {}, "jumps by 1 at x = 0.333333, the highest of 2 jumps found: no"),
            ("x>0.25", {"kinks": [0.1]}, "at x = 0.25 (found by looking closely): no"),
        ],
    )
    def test_where_the_highest_is(self, given, how, said):
        domain = None if given in TARGETS else (0.0, 1.0)
        assert said in fit(given, 2, domain=domain, trainer=QUICK, **how).summary()

    @pytest.mark.parametrize("given", ["sign(x-0.3333)", "2*(x>0.3333)", lambda x: 2.0 * (x > 0.3)])
    def test_a_tolerance_below_half_of_one_that_was_found_is_out_of_reach(self, given):
        found = fit(given, domain=(-1, 1), tolerance=1e-6, trainer=QUICK)
        assert found.stop_reason == SearchEnd.UNREACHABLE
        assert found.max_error >= 0.9999
        assert max(width for width, _ in found.history) <= 16
        assert "tolerance 1e-06 is out of reach, see the jump below" in found.summary()

    def test_units_that_jump_may_do_better(self):
        found = fit("x>0.25", 2, domain=(0, 1), trainer="staircase", activation="heaviside")
        assert "jumps" not in found.summary()


class TestWorseThanAConstant:
    def test_it_is_said_with_what_a_constant_does(self, found):
        worse = "  This is worse than a constant: the best one errs by 1 at most."
        for error, said in ((0.999, False), (1.0, False), (1.01, True), (math.inf, False)):
            told = replace(found, max_error=error).summary().splitlines()
            assert (worse in told) == said

    def test_beside_a_jump_a_little_more_than_half_of_it_is_no_failure(self):
        step = fit("step", 2, trainer=QUICK)
        assert "worse" not in replace(step, max_error=0.6).summary()
        assert "worse" in replace(step, max_error=0.8).summary()

    def test_rounding_is_not_counted(self):
        flat = fit(lambda x: 0.1 + 0.0 * x, 2, domain=(0, 1), trainer=QUICK)
        assert "worse" not in replace(flat, max_error=2e-17).summary()
        assert "worse" in replace(flat, max_error=1e-3).summary()


@pytest.fixture(scope="module")
def tame():
    few = VariableProjection(cold_starts=1, screening=4, steps=15, swaps=0, polish=2)
    return fit("sine", 3, trainer=few, points=60, max_norm=2.0)


class TestNormInWords:
    def test_the_summary_says_what_the_norm_costs(self, tame):
        assert (
            f"Its coefficients sum to {tame.coefficient_norm:.3g} in size, at most 2. Without a "
            f"bound a network of this width errs by {tame.unbounded_error:.2g}."
        ) in tame.summary()

    def test_a_bound_that_costs_nothing_is_said_to(self, tame):
        words = replace(tame, unbounded_error=tame.max_error).summary()
        assert "which costs nothing: without a bound it errs by" in words

    def test_json_and_model_hold_it(self, tame):
        values = json.loads(tame.to_json())
        assert values["max_norm"] == values["settings"]["max_norm"] == 2.0
        assert values["unbounded_error"] == tame.unbounded_error
        assert "its output weights sum to 2 at most in size" in tame.model.about

    def test_without_a_bound_nothing_is_said(self, found):
        assert "bound" not in found.summary() + found.model.about
        assert json.loads(found.to_json())["max_norm"] is None
