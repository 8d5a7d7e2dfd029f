"""Other families are held against what is known of them: rates, exact cases, and poles."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest

from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.targets.catalogue import TARGETS
from uat.targets.metrics import max_error, rmse
from uat.targets.target import Target
from uat.theory.baselines import (
    CHEBYSHEV,
    FAMILIES,
    MOST_TERMS,
    RATIONAL,
    baselines,
    network_parameters,
)

WIDTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
RUNGE_ELLIPSE = (1.0 + math.sqrt(26.0)) / 5.0
"""How much the interpolation error of 1 / (1 + 25 x^2) falls by with every degree: the sum of the
half-axes of the ellipse through its poles, Trefethen (2013), chapter 8."""


@functools.cache
def family(name, wanted):
    return {b.width: b for b in baselines(TARGETS[name], WIDTHS) if b.family == wanted}


def errors(name, wanted):
    return [baseline.max_error for baseline in family(name, wanted).values()]


def sign_changes(rational, x):
    """Return how often the polynomial prod_j (x - z_j) sum_j w_j / (x - z_j) changes its sign.

    Its zeros are the poles, Nakatsukasa, Sete & Trefethen (2018), section 2.
    """
    nodes = rational.support_points
    x = np.setdiff1d(x, nodes)
    factors = np.subtract.outer(x, nodes)
    signs = np.prod(np.sign(factors), axis=1) * np.sign((1.0 / factors) @ rational.weights)
    return np.count_nonzero(np.diff(signs))


class TestChebyshev:
    @pytest.mark.parametrize("name", ["line", "parabola"])
    def test_polynomials_are_exact(self, name):
        assert max(errors(name, CHEBYSHEV)) < 1e-14

    def test_runge_converges_at_the_rate_of_its_ellipse(self):
        found = family("runge", CHEBYSHEV)
        for few, many in ((8, 16), (16, 24), (24, 32)):
            fall = found[few].max_error / found[many].max_error
            degrees = found[many].parameters - found[few].parameters
            assert fall ** (1.0 / degrees) == pytest.approx(RUNGE_ELLIPSE, rel=2e-3)

    def test_the_absolute_value_converges_like_one_over_the_degree(self):
        """Bernstein (1914): best is 0.2802 / degree; interpolation is within a small factor."""
        for baseline in family("absolute", CHEBYSHEV).values():
            degree = baseline.parameters - 1
            assert 0.28 < baseline.max_error * degree < 1.01

    def test_no_polynomial_gets_below_half_a_jump(self):
        assert min(errors("blocks", CHEBYSHEV)) > TARGETS["blocks"].largest_jump / 2

    def test_it_stays_at_rounding_at_the_highest_degree(self):
        (highest,) = (b for b in baselines(TARGETS["sine"], [128]) if b.family == CHEBYSHEV)
        assert highest.parameters == 385
        assert highest.max_error < 1e-14

    def test_it_interpolates_at_both_ends_of_any_domain(self):
        ends = np.array([0.0, 1.0])
        for baseline in family("doppler", CHEBYSHEV).values():
            assert baseline.function(ends).tolist() == TARGETS["doppler"](ends).tolist()

    def test_it_is_the_same_every_time(self):
        again = baselines(TARGETS["blocks"], WIDTHS)
        found = [b.max_error for b in again if b.family == CHEBYSHEV]
        assert found == errors("blocks", CHEBYSHEV)


class TestRationals:
    def test_runge_is_a_rational_of_five_parameters(self):
        found = family("runge", RATIONAL)
        assert found[2].parameters == 5
        assert not found[2].poles_in_domain
        assert found[2].max_error < 1e-13

    def test_the_absolute_value_converges_faster_than_any_power(self):
        """Newman (1964): exp(-c sqrt(degree)); Stahl (1993): best is 8 exp(-pi sqrt(degree))."""
        for baseline in family("absolute", RATIONAL).values():
            best = 8.0 * math.exp(-math.pi * math.sqrt((baseline.parameters - 1) // 2))
            assert baseline.max_error > 0.5 * best
        found = family("absolute", RATIONAL)
        assert found[32].max_error < 1e-6 < 1e-3 < family("absolute", CHEBYSHEV)[32].max_error

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["sine", "chirp", "two_tones", "sinc", "logistic"])
    def test_an_analytic_target_is_met_to_rounding_without_poles(self, name):
        last = family(name, RATIONAL)[32]
        assert last.max_error < 1e-12 * TARGETS[name].trivial_error
        assert last.rmse <= last.max_error
        assert last.poles_in_domain == ()

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["absolute", "bumps", "blocks", "sine", "weierstrass"])
    def test_a_pole_is_told_and_makes_the_errors_infinite(self, name):
        found = family(name, RATIONAL).values()
        assert any(baseline.poles_in_domain for baseline in found)
        for baseline in found:
            infinite = bool(baseline.poles_in_domain)
            assert math.isinf(baseline.max_error) == math.isinf(baseline.rmse) == infinite

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["absolute", "bumps", "doppler", "triangle", "weierstrass"])
    def test_poles_are_where_the_denominator_changes_its_sign(self, name):
        target = TARGETS[name]
        (low,), (high,) = target.domain.lower, target.domain.upper
        grid = target.evaluation_grid()[:, 0]
        for baseline in family(name, RATIONAL).values():
            poles = np.array(baseline.poles_in_domain)
            assert np.all((poles >= low) & (poles <= high))
            assert np.all(np.diff(poles) > 0.0)
            assert sign_changes(baseline.function, grid) == len(poles)

    def test_a_rational_that_has_converged_serves_all_wider_networks(self):
        found = family("runge", RATIONAL)
        assert {found[width].function for width in WIDTHS[1:]} == {found[2].function}
        assert {found[width].parameters for width in WIDTHS[1:]} == {5}

    def test_beyond_the_most_terms_a_wider_network_gets_the_same_rational(self):
        narrower, wider = (b for b in baselines(TARGETS["root"], [64, 128]) if b.family == RATIONAL)
        assert len(narrower.function.support_points) == MOST_TERMS
        assert wider.function is narrower.function
        assert (narrower.width, wider.width) == (64, 128)


class TestTheComparison:
    @pytest.mark.parametrize("width", [1, 2, 7, 128])
    def test_parameters_are_those_of_a_network(self, width):
        network = Network(np.ones((1, width)), np.ones(width), np.ones((width, 1)), np.ones(1))
        blocks = ("hidden_weights", "hidden_biases", "output_weights", "output_biases")
        count = sum(np.size(getattr(network, block)) for block in blocks)
        assert network_parameters(width) == count

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["sine", "absolute", "weierstrass"])
    def test_no_family_gets_more_parameters_than_the_network(self, name):
        for baseline in baselines(TARGETS[name], WIDTHS):
            assert 1 <= baseline.parameters <= network_parameters(baseline.width)
            if baseline.family == CHEBYSHEV:
                assert baseline.parameters == network_parameters(baseline.width)
                assert len(baseline.function.xi) == baseline.parameters
            else:
                assert 2 * len(baseline.function.support_points) - 1 == baseline.parameters

    @pytest.mark.parametrize("name", ["root", "heavisine", "bumps"])
    def test_errors_are_measured_as_a_networks_are(self, name):
        target = TARGETS[name]
        for baseline in baselines(target, [16]):

            def residual(x, function=baseline.function):
                return function(x[:, 0]) - target(x)

            grid, spacing = target.evaluation_grid(), target.evaluation_spacing()
            if math.isfinite(baseline.max_error):
                on_grid = max_error(residual, target.domain, grid, spacing)
                # Looked for beside nodes and poles, too.
                assert baseline.max_error == pytest.approx(on_grid, rel=1e-9)
                assert baseline.rmse == rmse(residual(target.uniform_evaluation_grid()))

    @pytest.mark.slow
    @pytest.mark.parametrize("place", [-1.0, -0.5678, 0.1234])
    @pytest.mark.parametrize("power", [0.5, 1.0, 1.5])
    def test_the_largest_error_is_the_one_that_brute_force_finds(self, place, power):
        """Of targets that are singular where nobody said so."""
        target = Target(
            "kinked", lambda x: np.abs(x - place) ** power + np.sin(x), Box.interval(-1.0, 1.0),
            "f", "",
        )  # fmt: skip
        distances = np.geomspace(1e-15, 1.0, 8_001)
        about = np.concatenate([place - distances, place + distances, distances - 1.0])
        x = np.concatenate([np.linspace(-1.0, 1.0, 20_001), about])
        x = x[np.abs(x) <= 1.0]
        for baseline in baselines(target, [2, 16, 64]):
            reference = np.max(np.abs(baseline.function(x) - target(x)))
            if reference > 1e-11:  # smaller ones are rounding
                assert baseline.max_error >= 0.99 * reference

    def test_they_come_by_family_and_rising_width_each_once(self):
        found = [(b.family, b.width) for b in baselines(TARGETS["sine"], [8, 2, 8])]
        assert found == [(family, width) for family in FAMILIES for width in (2, 8)]

    @pytest.mark.parametrize("name", ["absolute", "sine"])
    @pytest.mark.parametrize("width", [6, 24])
    def test_an_answer_does_not_depend_on_the_other_widths(self, name, width):
        for alone in baselines(TARGETS[name], [width]):
            among = family(name, alone.family)[width].max_error
            assert alone.max_error == pytest.approx(among, rel=1e-3, abs=1e-13)

    @pytest.mark.parametrize("name", ["sine", "absolute", "bumps"])
    def test_a_function_takes_any_shape(self, name):
        x = np.linspace(0.1, 0.9, 6)
        for baseline in baselines(TARGETS[name], [1, 16]):
            column = baseline.function(x[:, np.newaxis])
            assert column.shape == (6, 1)
            np.testing.assert_allclose(column[:, 0], baseline.function(x), rtol=1e-13)

    def test_no_widths_get_no_answers(self):
        assert baselines(TARGETS["line"], []) == ()

    def test_one_input_only(self):
        with pytest.raises(SettingError, match="1 input; cone has more"):
            baselines(TARGETS["cone"], [4])

    def test_a_network_has_a_unit(self):
        with pytest.raises(
            SettingError, match="each of widths must be a whole number from 1 on, not 0"
        ):
            baselines(TARGETS["sine"], [4, 0])


@pytest.mark.parametrize(("values", "inputs"), [(990, 0), (-990, 0), (0, 660), (-600, -600)])
def test_other_units_change_nothing(values, inputs):
    height, length = 2.0**values, 2.0**inputs

    def kinked(u):
        return np.sin(3.0 * u) + np.abs(u - 0.3)

    plain = Target("f", kinked, Box.interval(0.0, 2.0), "", "this test", (0.3,))
    box = Box.interval(0.0, 2.0 * length)
    scaled = Target(
        "f", lambda x: height * kinked(x / length), box, "", "this test", (0.3 * length,)
    )
    x = np.linspace(0.0, 2.0, 9)
    for ours, theirs in zip(baselines(scaled, [1, 4]), baselines(plain, [1, 4]), strict=True):
        assert ours.max_error == pytest.approx(height * theirs.max_error, rel=1e-9)
        assert ours.rmse == pytest.approx(height * theirs.rmse, rel=1e-9)
        assert ours.poles_in_domain == tuple(length * pole for pole in theirs.poles_in_domain)
        np.testing.assert_allclose(
            ours.function(length * x), height * theirs.function(x), rtol=1e-9, atol=1e-12 * height
        )


def test_an_error_is_of_either_norm():
    one, *_ = baselines(TARGETS["sine"], [2])
    assert (one.error("max_error"), one.error("rmse")) == (one.max_error, one.rmse)
