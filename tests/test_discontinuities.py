"""Jumps in the points of a dataset: seen, taken away, put back."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.activations import activation_named
from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.fits.sampling import scaled_data
from uat.targets.catalogue import TARGETS, target_named
from uat.targets.user_targets import as_target
from uat.trainers.constants import best_constant
from uat.trainers.discontinuities import (
    STEEP,
    Jump,
    StepUnits,
    find_jumps,
    highest,
    with_steps,
    without_jumps,
)

CONTINUOUS = [name for name, t in TARGETS.items() if t.inputs == 1 and t.largest_jump == 0.0]


def seen(formula, domain):
    """Return (places, rises) in the target's units, and the target."""
    target = as_target(formula, domain=domain)
    data, scaling = scaled_data(target, 300, "integrated")
    jumps = find_jumps(data)
    places = [scaling.x_centre[0] + scaling.x_radius[0] * jump.place for jump in jumps]
    return places, [float(jump.rise[0] * scaling.t_radius[0]) for jump in jumps], target


class TestFinding:
    @pytest.mark.parametrize(
        ("formula", "domain", "places", "rises"),
        [
            ("sign(x - 0.3)", (-1.0, 1.0), [0.3], [2.0]),
            ("x + 0.3*(x > 0.3)", (-1.0, 1.0), [0.3], [0.3]),
            ("floor(x)", (0.0, 3.0), [1.0, 2.0, 3.0], [1.0, 1.0, 1.0]),
            ("mod(x, 1)", (0.25, 2.75), [1.0, 2.0], [-1.0, -1.0]),
            ("sign(sin(x))", (1.0, 7.0), [np.pi, 2.0 * np.pi], [-2.0, 2.0]),
            ("2*(x > 0) - (x > 0.5)", (-1.0, 1.0), [0.0, 0.5], [2.0, -1.0]),
        ],
    )
    def test_places_and_rises(self, formula, domain, places, rises):
        found, heights, _ = seen(formula, domain)
        np.testing.assert_allclose(found, places, rtol=1e-15, atol=1e-15)
        np.testing.assert_allclose(heights, rises, atol=1e-9)

    @pytest.mark.parametrize("name", CONTINUOUS)
    def test_a_continuous_target_has_none(self, name):
        assert find_jumps(scaled_data(target_named(name), 300, "integrated")[0]) == []

    @pytest.mark.parametrize("formula", ["x^60", "exp(1000*(x - 1))", "sqrt(x)", "log(x + 1e-9)"])
    def test_nor_has_one_that_is_steep_at_an_end(self, formula):
        assert seen(formula, (0.0, 1.0))[:2] == ([], [])

    def test_data_without_weights_have_none(self):
        x = np.array([-1.0, 0.0, 1e-12, 0.5, 0.6, 0.7, 0.8, 1.0])
        assert find_jumps(Dataset(x, np.where(x > 0.0, 1.0, 0.0))) == []

    def test_several_outputs_jump_together(self):
        x = np.concatenate([-np.geomspace(1e-12, 1.0, 20), np.geomspace(1e-12, 1.0, 20)])
        t = np.stack([np.sign(x), 1.0 - 3.0 * (x > 0.0)], axis=1)
        (jump,) = find_jumps(Dataset(x, t, np.ones(40)))
        assert jump.place == 0.0
        assert jump.rise.tolist() == [2.0, -3.0]
        assert jump.height == 3.0


class TestTakingAway:
    def test_leaves_the_continuous_rest(self):
        target = as_target("sin(3*x) + sign(x - 0.2) - 0.4*sign(x + 0.5)", domain=(-1.0, 1.0))
        data, scaling = scaled_data(target, 300, "integrated")
        rest = without_jumps(data, find_jumps(data))
        x = scaling.x_centre + scaling.x_radius * data.x
        off = rest.t * scaling.t_radius - np.sin(3.0 * x)
        assert np.ptp(off) < 1e-9
        np.testing.assert_allclose(rest.shares**2, data.shares * np.sum(rest.shares**2), atol=1e-15)

    def test_of_some_leaves_the_others(self):
        target = as_target("sign(x - 0.2) + 0.2*sign(x + 0.5)", domain=(-1.0, 1.0))
        data, _ = scaled_data(target, 300, "integrated")
        high = highest(find_jumps(data))
        assert [round(jump.place, 9) for jump in high] == [0.2]
        rest = without_jumps(data, high)
        assert [round(jump.place, 9) for jump in find_jumps(rest)] == [-0.5]
        np.testing.assert_array_equal(rest.shares, data.shares)

    def test_at_the_end_goes_on_straight(self):
        data, _ = scaled_data(as_target("mod(x, 1)", domain=(0.0, 2.0)), 300, "integrated")
        jumps = find_jumps(data)
        rest = without_jumps(data, jumps)
        slope = np.polyfit(rest.x[:, 0], rest.t[:, 0], 1)
        assert [round(jump.place, 9) for jump in jumps] == [0.0, 1.0]
        np.testing.assert_allclose(rest.t[:, 0], np.polyval(slope, rest.x[:, 0]), atol=1e-9)

    def test_there_is_no_highest_of_none(self):
        assert highest([]) == []


class TestSteps:
    @pytest.mark.parametrize("activation", ["logistic", "tanh", "heaviside", "relu", "softplus"])
    def test_lead_from_one_level_to_the_next(self, activation):
        data = Dataset([-1.0, 1.0], [0.0, 0.0])
        jumps = [Jump(-0.5, np.array([2.0])), Jump(0.25, np.array([-3.0]))]
        width = 2 * StepUnits.of(activation).units + 1
        network = with_steps(best_constant(data, 1, activation), jumps, width)
        assert network.width == width
        away = np.array([-1.0, -0.5 - 1e-10, -0.5 + 1e-10, 0.25 - 1e-10, 0.25 + 1e-10, 1.0])
        np.testing.assert_allclose(network(away)[:, 0], [0, 0, 2, 2, -1, -1], atol=1e-3)

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
    @pytest.mark.parametrize("activation", ["logistic", "tanh", "softplus"])
    def test_do_a_share_of_the_rise_where_they_stand(self, activation, share):
        data = Dataset([-1.0, 1.0], [1.0, 1.0])
        jump = Jump(0.3, np.array([2.0]), share=share)
        network = with_steps(best_constant(data, 1, activation), [jump], 2)
        assert network([0.3])[0, 0] == pytest.approx(1.0 + 2.0 * share, abs=2e-3)

    def test_go_beside_the_units_that_do_something(self):
        data = Dataset([-1.0, 1.0], [[0.0, 0.0], [0.0, 0.0]])
        bare = best_constant(data, 3, "logistic")
        jump = Jump(0.5, np.array([1.0, -1.0]))
        network = with_steps(bare, [jump], 1)
        assert network.hidden_weights.tolist() == [[STEEP]]
        with pytest.raises(SettingError, match="need more than 1 units"):
            with_steps(network, [jump], 1)

    def test_of_units_that_make_none_are_refused(self):
        assert StepUnits.of("gaussian") is None
        with pytest.raises(SettingError, match="not known to be made of sine"):
            with_steps(best_constant(Dataset([0.0], [0.0]), 1, "sine"), [], 1)

    def test_stand_half_way_whatever_the_limits(self):
        shift = StepUnits.of("tanh").shifts(0.75)
        assert activation_named("tanh")(shift)[0] == pytest.approx(0.5)
