"""Floors: known values, and no network below one."""

from __future__ import annotations

import numpy as np
import pytest
from tools import given, settings, strategies

import uat
from uat.core.domains import Box
from uat.exceptions import SettingError, UnknownNameError
from uat.fits.sampling import measure
from uat.targets.catalogue import TARGETS
from uat.targets.user_targets import as_target
from uat.theory.floors import FloorKind, floor, floor_kind, floors, narrowest_width, rounded_down


def target(text, low=0.0, high=1.0):
    return as_target(text, (low, high), ())


def convex_rising(width):
    """Of x^2 on [0, 1]: flat up to the root of 2 E, n even pieces on the rest."""
    return 1.0 / (8.0 * (width + 0.5) ** 2)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1, 2, 8])
@pytest.mark.parametrize("text", ["x^2", "3 - x^2", "(1 - x)^2", "x^2 / 2 + (x^2 - 7) / 2 + 1"])
def test_a_parabola_that_rises_or_falls_has_its_floor(text, width):
    error = floor(target(text), "relu", width).error
    assert error == pytest.approx(convex_rising(width), rel=1e-3)
    assert error < convex_rising(width)


@pytest.mark.parametrize("width", [2, 4, 16])
def test_a_parabola_about_its_middle_has_its_floor(width):
    error = floor(target("(x - 0.5)^2"), "relu", width).error
    assert error == pytest.approx(1.0 / (8.0 * (width + 1) ** 2), rel=1e-3)
    assert error < 1.0 / (8.0 * (width + 1) ** 2)


# The flat piece up to log(1 + 2 E), then width pieces each of which errs by E, solved to 1e-14.
@pytest.mark.slow
@pytest.mark.parametrize(("width", "exact"), [(4, 6.4487228e-3), (32, 1.0271215e-4)])
def test_the_exponential_has_its_floor(width, exact):
    error = floor(target("exp(x)"), "relu", width).error
    assert 0.9998 * exact < error < exact


@pytest.mark.parametrize(("width", "exact"), [(4, 0.5), (8, 1.0 / 3.0), (16, 0.2)])
def test_steps_below_a_sine_have_their_floor(width, exact):
    known = floor(target("sin(2 * pi * x)", -1.0, 1.0), "heaviside", width)
    assert known.kind is FloorKind.STAIRCASES
    assert 0.9999 * exact < known.error < exact


def test_a_continuous_network_errs_by_half_a_jump():
    for activation in ("logistic", "relu", "softplus"):
        known = floor(TARGETS["step"], activation, 64)
        assert known.kind is FloorKind.HALF_JUMP
        assert known.error == pytest.approx(TARGETS["step"].largest_jump / 2.0)
        assert "half the jump" in known.sentence
    assert floor(target("floor(x)", 0.0, 3.5), "heaviside", 3) is None
    assert floor(target("floor(x)", 0.0, 3.5), "heaviside", 2).error == pytest.approx(0.5)


def test_a_straight_line_is_the_best_of_identities():
    assert floor(target("x^2"), "identity", 5).error == pytest.approx(0.125, rel=1e-5)
    assert floor(target("2 - 3 * x"), "identity", 1) is None


@pytest.mark.parametrize("activation", ["logistic", "tanh", "softplus", "gaussian", "relu_squared"])
def test_of_smooth_units_nothing_is_known(activation):
    assert floor(TARGETS["sine"], activation, 4) is None
    assert floors(TARGETS["sine"], activation, [1, 2]) == {}
    assert narrowest_width(TARGETS["sine"], activation, 1e-9, 8) == 1


def test_of_two_inputs_nothing_is_known():
    assert floor(TARGETS["ridge"], "relu", 4) is None


@pytest.mark.parametrize("text", ["x", "7", "abs(x - 0.3)", "abs(x - 0.3) - 2 * abs(x - 0.6)"])
def test_what_networks_do_exactly_has_no_floor(text):
    assert floor(target(text), "relu", 4) is None


units = strategies.lists(
    strategies.tuples(
        strategies.floats(-3.0, 3.0, width=16),
        strategies.floats(0.02, 0.98),
        strategies.floats(-3.0, 3.0, width=16),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8, deadline=None)
@given(units, strategies.sampled_from(["relu", "heaviside"]))
def test_a_network_has_no_floor_above_itself(units, activation):
    slopes, places, outputs = np.array(units).T
    network = uat.Network([slopes], -slopes * places, outputs[:, np.newaxis], [0.5], activation)
    own = uat.Target(
        "own", lambda x: network(x.reshape(-1, 1))[:, 0].reshape(x.shape), Box((0.0,), (1.0,)),
        "", "", kinks=tuple(sorted(set(places.tolist()))),
    )  # fmt: skip
    found = floor(own, activation, len(units))
    assert found is None or found.error < 1e-12


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sine", "absolute", "step", "runge"])
@pytest.mark.parametrize(
    ("trainer", "activation", "width"),
    [
        (uat.VariableProjection(), "relu", 3),
        (uat.Greedy(), "relu", 8),
        (uat.Adam(epochs=300), "relu", 6),
        (uat.Staircase(), "heaviside", 8),
    ],
)
def test_no_network_is_below_its_floor(name, trainer, activation, width):
    known = floor(TARGETS[name], activation, width)
    found = uat.fit(name, width, trainer=trainer, activation=activation)
    assert known is None or found.max_error >= known.error * (1.0 - 1e-9)
    largest, _ = measure(found.network, TARGETS[name])
    assert known is None or largest >= known.error * (1.0 - 1e-9)


def test_floors_fall_with_the_width():
    widths = [1, 2, 3, 4, 6, 9]
    known = floors(TARGETS["sine"], "relu", widths[::-1])
    errors = [one.error for one in known.values()]
    assert list(known) == widths
    assert errors == sorted(errors, reverse=True)
    for width, one in known.items():
        assert one.width == width
        assert one.error >= floor(TARGETS["sine"], "relu", width).error


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["relu", "heaviside"])
@pytest.mark.parametrize("name", ["sine", "runge", "root", "step"])
def test_narrower_networks_than_the_narrowest_err_by_more(name, activation):
    for tolerance in (0.3, 0.03):
        narrowest = narrowest_width(TARGETS[name], activation, tolerance, 24)
        if 1 < narrowest <= 24:
            assert floor(TARGETS[name], activation, narrowest - 1).error >= tolerance
        if narrowest <= 24:
            known = floor(TARGETS[name], activation, narrowest)
            assert known is None or known.error <= tolerance * 1.01


def test_what_is_proved_is_known_of_every_activation():
    kinds = {name: floor_kind(name) for name in uat.ACTIVATIONS}
    assert kinds["relu"] is kinds["identity"] is FloorKind.BROKEN_LINES
    assert kinds["heaviside"] is FloorKind.STAIRCASES
    assert set(kinds.values()) - {kinds["relu"], kinds["heaviside"]} == {FloorKind.HALF_JUMP}


def test_a_tolerance_below_half_a_jump_is_out_of_reach_at_every_width():
    assert narrowest_width(TARGETS["step"], "logistic", 1e-3, 64) == 65


@pytest.mark.slow
def test_a_floor_has_the_unit_of_the_target():
    ordinary = floor(target("exp(x)"), "relu", 4).error
    large = floor(target("1e300 * exp(x)"), "relu", 4).error
    assert large == pytest.approx(1e300 * ordinary, rel=1e-5)
    tiny = floor(target("exp(x * 1e250)", 0.0, 1e-250), "relu", 4).error
    assert tiny == pytest.approx(ordinary, rel=1e-5)


def test_values_that_are_no_numbers_say_nothing():
    def holed(x):
        return np.where((x > 0.50001) & (x < 0.50002), np.nan, x * x)

    own = uat.Target("holed", holed, Box((0.0,), (1.0,)), "", "")
    for activation, width in (("relu", 4), ("heaviside", 4)):
        whole = floor(target("x^2"), activation, width).error
        assert floor(own, activation, width).error == pytest.approx(whole, rel=1e-3)


def test_far_from_zero_a_floor_is_what_it_is_at_the_origin():
    near = floor(target("sin(9 * x)"), "relu", 6).error
    far = floor(target("sin(9 * (x - 1e6))", 1e6, 1e6 + 1.0), "relu", 6).error
    assert far == pytest.approx(near, rel=1e-4)


def test_a_sentence_rounds_down():
    assert rounded_down(4.389e-4) == "4.38e-4"
    assert rounded_down(9.9999e-4) == "9.99e-4"
    assert rounded_down(1e-3) == "1.00e-3"
    assert rounded_down(0.09999) == "0.0999"
    assert rounded_down(12.79) == "12.7"
    assert rounded_down(4.389e-4, 2) == "4.3e-4"
    assert rounded_down(9.99e-4, 2) == "9.9e-4"
    assert floor(target("x^2"), "relu", 16).sentence == (
        "no relu network of this width errs by less than 4.59e-4"
    )


@settings(deadline=None)
@given(strategies.floats(1e-300, 1e300))
def test_what_is_told_is_never_more(error):
    assert float(rounded_down(error)) <= error
    assert float(rounded_down(error)) >= 0.99 * error


def test_what_is_no_width_or_activation_is_refused():
    with pytest.raises(SettingError, match="width"):
        floor(TARGETS["sine"], "relu", 0)
    with pytest.raises(UnknownNameError, match="activation"):
        floor(TARGETS["sine"], "rely", 4)


class TestPolynomialUnits:
    """Leshno et al. (1993): no width of them will do."""

    @pytest.mark.parametrize("activation", ["t^2", "(t+1)^2 - t", "abs(t)*abs(t)"])
    def test_they_have_one_floor_at_every_width(self, activation):
        known = floors(TARGETS["absolute"], activation, (1, 7, 500))
        assert {found.kind for found in known.values()} == {FloorKind.POLYNOMIALS}
        assert {found.error for found in known.values()} == {known[1].error}
        assert known[1].error == pytest.approx(0.125, rel=1e-6)
        assert "polynomials of degree 2" in known[7].sentence
        assert floor_kind(activation) is FloorKind.POLYNOMIALS

    def test_of_two_inputs_too(self):
        known = floor(TARGETS["franke"], "t^3-t", 9)
        assert known.kind is FloorKind.POLYNOMIALS
        assert known.error > 0.1

    def test_no_width_reaches_what_no_polynomial_does(self):
        assert narrowest_width(TARGETS["absolute"], "t^2", 0.12, 64) == 65
        assert narrowest_width(TARGETS["absolute"], "t^2", 0.13, 64) == 1
        found = uat.fit("absolute", tolerance=0.1, activation="t^2", trainer="greedy")
        assert found.stop_reason == "unreachable"
        assert "No width will do" in found.summary()
        assert "1024" not in found.summary()

    def test_of_what_is_no_polynomial_nothing_is_known(self):
        assert floor(TARGETS["absolute"], "t^2*exp(-t^2)", 8) is None
        assert floor_kind("t^2*exp(-t^2)") is FloorKind.HALF_JUMP

    def test_units_that_jump_are_not_bound_by_half_a_jump(self):
        assert floor(TARGETS["step"], "t+sign(t)", 3) is None
        assert floor(TARGETS["step"], "t*exp(-t^2)", 3).kind is FloorKind.HALF_JUMP
