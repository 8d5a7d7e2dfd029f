"""Asymptotics against the best that can be built with many pieces, and the slopes of rates."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tools import steep

from uat.core.network import Network
from uat.fits.sampling import measure
from uat.targets.catalogue import TARGETS
from uat.targets.metrics import convergence_rate
from uat.targets.quadrature import integration_rule
from uat.theory.rates import (
    BARRON_RATE,
    broken_line_max_error,
    broken_line_rmse,
    relu_power_rate,
    staircase_rmse,
)


def cut_by(name, order, exponent, pieces):
    """Return the ends of pieces that have equal shares of the integral of |f^(order)|^exponent."""
    target = TARGETS[name]
    (low,), (high,) = target.domain.lower, target.domain.upper
    x = np.linspace(low, high, 100_002)  # an even number: no point on a kink in the middle
    derivative, places = target(x), x
    for _ in range(order):
        derivative = np.diff(derivative) / np.diff(places)
        places = (places[1:] + places[:-1]) / 2.0
    share = np.interp(x, places, np.abs(derivative) ** exponent)
    passed_by = np.concatenate([[0.0], np.cumsum((share[1:] + share[:-1]) / 2.0 * np.diff(x))])
    return np.interp(np.linspace(0.0, passed_by[-1], pieces + 1), passed_by, x)


def chords_within(target, tolerance):
    """Return knots whose chords stray at most `tolerance` from the target, each as far as it can.

    No choice of knots on the target needs fewer.
    """
    (low,), (high,) = target.domain.lower, target.domain.upper
    shares = np.linspace(0.0, 1.0, 65)

    def strays(a, b):
        share = shares
        if inside := [(kink - a) / (b - a) for kink in target.kinks if a < kink < b]:
            share = np.sort([*shares, *inside])
        values = target(a + share * (b - a))
        return np.max(np.abs(values - values[0] - share * (values[-1] - values[0]))) > tolerance

    knots = [low]
    while knots[-1] < high:
        a = knots[-1]
        length = 1e-13
        while a + length < high and not strays(a, a + length):
            length *= 1.5
        good, bad = a + length / 1.5, a + length
        if a + length >= high and not strays(a, high):
            good = bad = high
        for _ in range(25):
            middle = (good + bad) / 2.0
            good, bad = (good, middle) if strays(a, middle) else (middle, bad)
        knots.append(good)
    return np.array(knots)


def broken_line(knots, values):
    """Return the relu network of one unit a piece that joins the values at the knots."""
    slopes = np.diff(values) / np.diff(knots)
    weights = np.concatenate([slopes[:1], np.diff(slopes)])
    ones = np.ones((1, len(weights)))
    return Network(ones, -knots[:-1], weights[:, np.newaxis], values[:1], "relu")


class TestAsymptotics:
    """What is known in the limit, against the best that can be built with many pieces."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "name", ["line", "parabola", "sine", "runge", "bumps", "absolute", "root"]
    )
    def test_the_best_staircases_have_the_rmse_of_the_limit(self, name):
        target, pieces = TARGETS[name], 256
        ends = cut_by(name, 1, 2.0 / 3.0, pieces)
        x, weights = integration_rule(target, target.domain, 12_000, target.kinks)
        place = np.searchsorted(ends, x[:, 0]) - 1
        values, mass = target(x), np.bincount(place, weights, pieces)
        levels = np.bincount(place, weights * values, pieces) / mass
        root = math.sqrt(weights @ np.square(values - levels[place]))
        assert root == pytest.approx(float(staircase_rmse(target, pieces)), rel=0.01)
        _, built = measure(steep(name, ends[1:-1], levels), target)
        assert built == pytest.approx(root, rel=0.03)

    def test_a_line_is_met_by_equal_steps_exactly(self):
        """Pieces of length h are off by h / sqrt(12); the domain's length is 2."""
        assert staircase_rmse(TARGETS["line"], 10) == pytest.approx(0.2 / math.sqrt(12.0), rel=1e-9)

    @pytest.mark.parametrize("pieces", [1, 2, 5, 16, 33])
    def test_chords_of_the_parabola_err_by_twice_the_best(self, pieces):
        """x^2 on a piece of length h: h^2 / 4 for the chord, half of it for the best line."""
        target = TARGETS["parabola"]
        knots = np.linspace(-1.0, 1.0, pieces + 1)
        best = float(broken_line_max_error(target, pieces))
        assert best == pytest.approx(0.5 / pieces**2, rel=1e-6)
        network = broken_line(knots, target(knots))
        assert network.hidden_weights.shape == (1, pieces)
        assert measure(network, target)[0] == pytest.approx(2.0 * best, rel=1e-6)
        shifted = broken_line(knots, target(knots) - best)
        assert measure(shifted, target)[0] == pytest.approx(best, rel=1e-6)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["sine", "runge", "bumps", "chirp", "root"])
    def test_the_best_chords_err_by_twice_the_limit_of_broken_lines(self, name):
        """And the best broken line by half of what its chords do, as for the parabola."""
        target, pieces = TARGETS[name], 200
        limit = float(broken_line_max_error(target, pieces))
        knots = chords_within(target, 2.0 * limit)
        assert len(knots) - 1 == pytest.approx(pieces, rel=0.03)
        network = broken_line(knots, target(knots))
        error, _ = measure(network, target)
        assert error == pytest.approx(2.0 * limit, rel=0.01)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["parabola", "sine", "runge", "bumps", "chirp"])
    def test_the_best_broken_lines_have_the_rmse_of_the_limit(self, name):
        """Least squares over all broken lines with kinks at equal shares of |f''|^(2/5)."""
        target, pieces = TARGETS[name], 256
        knots = cut_by(name, 2, 0.4, pieces)
        x, weights = integration_rule(target, target.domain, 12_000, target.kinks)
        hats = np.array([np.interp(x[:, 0], knots, row) for row in np.eye(pieces + 1)])
        values = np.linalg.solve((hats * weights) @ hats.T, (hats * weights) @ target(x))
        _, root = measure(broken_line(knots, values), target)
        assert root == pytest.approx(float(broken_line_rmse(target, pieces)), rel=0.025)

    def test_integrals_of_the_sine_by_hand(self):
        """Mean values of |cos|^(2/3), |sin|^(2/5), |sin|^(1/2) on a fine midpoint rule."""
        phases = np.pi * (np.arange(200_000) + 0.5) / 200_000
        means = {p: np.mean(np.sin(phases) ** p) for p in (2.0 / 3.0, 0.4, 0.5)}
        first, second = 2.0 * np.pi, 4.0 * np.pi**2
        target = TARGETS["sine"]
        expected = first * (2.0 * means[2.0 / 3.0]) ** 1.5 / math.sqrt(24.0)
        assert staircase_rmse(target, 1) == pytest.approx(expected, rel=1e-3)
        expected = second * (2.0 * means[0.4]) ** 2.5 / math.sqrt(1440.0)
        assert broken_line_rmse(target, 1) == pytest.approx(expected, rel=1e-3)
        expected = second * (2.0 * means[0.5]) ** 2 / 16.0
        assert broken_line_max_error(target, 1) == pytest.approx(expected, rel=1e-3)

    @pytest.mark.parametrize("name", ["line", "absolute", "triangle"])
    def test_broken_lines_are_exact_in_the_limit(self, name):
        assert broken_line_max_error(TARGETS[name], 8) == broken_line_rmse(TARGETS[name], 8) == 0.0

    @pytest.mark.parametrize("name", ["step", "blocks"])
    def test_staircases_are_exact_in_the_limit(self, name):
        assert staircase_rmse(TARGETS[name], 8) == 0.0

    @pytest.mark.parametrize("name", ["step", "heavisine", "blocks"])
    def test_no_broken_line_comes_close_to_a_jump(self, name):
        assert broken_line_max_error(TARGETS[name], 8) is None
        assert np.isfinite(broken_line_rmse(TARGETS[name], 8))


class TestRates:
    # Siegel & Xu (2022), theorem 4: -1/2 - (2k + 1) / (2d).
    @pytest.mark.parametrize(
        ("power", "inputs", "rate"),
        [(0, 1, -1.0), (1, 1, -2.0), (2, 1, -3.0), (3, 1, -4.0), (0, 2, -0.75), (1, 2, -1.25)],
    )
    def test_relu_powers(self, power, inputs, rate):
        assert relu_power_rate(power, inputs) == rate

    def test_many_inputs_leave_barrons_rate(self):
        assert relu_power_rate(1, 10_000) == pytest.approx(BARRON_RATE, abs=2e-4)

    def test_in_one_dimension_they_are_those_of_free_knots(self):
        widths = [8, 16, 32, 64]
        stairs = staircase_rmse(TARGETS["sine"], widths)
        lines = broken_line_rmse(TARGETS["sine"], widths)
        assert convergence_rate(widths, stairs) == pytest.approx(relu_power_rate(0, 1))
        assert convergence_rate(widths, lines) == pytest.approx(relu_power_rate(1, 1))
