"""Rates of synthetic errors whose rate is known, and of the staircases that the theorem builds."""

from __future__ import annotations

import numpy as np
import pytest

from uat.fits.defaults import default_points
from uat.fits.function import fit_width
from uat.targets.catalogue import TARGETS
from uat.theory.fitted_rates import UNITS, FittedRate, fitted_rate, intervals, units_per_side
from uat.trainers import Staircase

WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
N = np.array(WIDTHS, dtype=np.float64)


class TestStretch:
    @pytest.mark.parametrize("slope", [-0.25, -0.5, -1.0, -2.0, -4.0])
    def test_a_power_is_found_over_all_widths(self, slope):
        found = fitted_rate(WIDTHS, 3.0 * N**slope)
        assert found == FittedRate(pytest.approx(slope), 1, 128)

    @pytest.mark.parametrize("slope", [-0.5, -1.0, -2.0])
    @pytest.mark.parametrize("until", [8, 16, 32])
    def test_a_floor_is_left_out(self, slope, until):
        found = fitted_rate(WIDTHS, np.maximum(N**slope, float(until) ** slope))
        assert found == FittedRate(pytest.approx(slope), 1, until)

    @pytest.mark.parametrize("slope", [-0.5, -1.0, -2.0])
    def test_a_floor_that_is_near_moves_it_little(self, slope):
        found = fitted_rate(WIDTHS, N**slope + 0.1 * 128.0**slope)
        assert found == FittedRate(pytest.approx(slope, rel=0.1), 1, 128)

    @pytest.mark.parametrize("since", [4, 8, 16])
    def test_a_plateau_at_small_width_is_left_out(self, since):
        found = fitted_rate(WIDTHS, np.minimum(1.0, (N / since) ** -1.5))
        assert found == FittedRate(pytest.approx(-1.5), since, 128)

    def test_plateau_fall_and_floor(self):
        errors = np.clip((N / 4.0) ** -2.0, 1.0 / 64.0, 1.0)
        assert fitted_rate(WIDTHS, errors) == FittedRate(pytest.approx(-2.0), 4, 32)

    def test_of_two_powers_the_longer_stretch_counts(self):
        errors = np.where(N <= 4, N**-0.5, 4**-0.5 * (N / 4.0) ** -2.0)
        assert fitted_rate(WIDTHS, errors) == FittedRate(pytest.approx(-2.0), 4, 128)

    @pytest.mark.parametrize("seed", range(20))
    def test_noise_moves_it_little(self, seed):
        noise = np.exp(0.07 * np.random.default_rng(seed).normal(size=len(WIDTHS)))
        found = fitted_rate(WIDTHS, noise * N**-1.0)
        assert found.exponent == pytest.approx(-1.0, abs=0.12)
        assert found.last >= 16 * found.first

    @pytest.mark.parametrize("seed", range(20))
    def test_noise_without_a_fall_is_no_rate(self, seed):
        noise = np.exp(0.1 * np.random.default_rng(seed).normal(size=len(WIDTHS)))
        assert fitted_rate(WIDTHS, noise) is None

    def test_a_stretch_of_less_than_half_of_the_widths_is_none(self):
        errors = np.where(N < 4, N**-2.0, 1.0 / 16.0)
        assert fitted_rate(WIDTHS, errors) is None
        assert fitted_rate(WIDTHS[:6], errors[:6]) == FittedRate(pytest.approx(-2.0), 1, 4)

    @pytest.mark.parametrize(
        "errors",
        [
            np.ones(8),
            N**0.5,
            N**-0.1,
            np.exp(-N),  # faster than every power
            10.0 ** -np.array([0, 0, 0, 0, 5, 5, 5, 5.0]),  # a cliff
            np.array([1, 0.1, 1, 0.1, 1, 0.1, 1, 0.1]),
            np.full(8, np.nan),
            np.zeros(8),
        ],
    )
    def test_what_follows_no_falling_power_has_no_rate(self, errors):
        assert fitted_rate(WIDTHS, errors) is None

    @pytest.mark.parametrize("widths", [(), (4,), (4, 8), (4, 5, 6), (2, 64)])
    def test_less_than_three_widths_over_two_octaves_say_too_little(self, widths):
        assert fitted_rate(widths, 1.0 / np.array(widths, dtype=np.float64)) is None

    def test_what_diverged_is_left_out(self):
        errors = np.where(N == 16, np.nan, N**-1.0)
        errors[-1] = np.inf
        assert fitted_rate(WIDTHS, errors) == FittedRate(pytest.approx(-1.0), 1, 64)

    @pytest.mark.parametrize("factor", [1e-300, 1e-9, 1e200])
    def test_units_of_the_error_do_not_matter(self, factor):
        errors = np.clip((N / 4.0) ** -2.0, 1.0 / 64.0, 1.0)
        assert fitted_rate(WIDTHS, factor * errors) == FittedRate(pytest.approx(-2.0), 4, 32)

    def test_widths_one_by_one(self):
        widths = np.arange(1, 33)
        found = fitted_rate(widths, np.minimum(1.0, 5.0 / widths))
        assert found == FittedRate(pytest.approx(-1.0, abs=0.05), pytest.approx(5, abs=1), 32)


class TestVariable:
    def test_a_staircase_counts_intervals(self):
        errors = 0.5 / (N + 1.0)
        assert fitted_rate(WIDTHS, errors, intervals(1)).exponent == pytest.approx(-1.0)
        assert fitted_rate(WIDTHS, errors).exponent > -0.98

    def test_steps_of_two_units_are_half_as_many(self):
        errors = 0.5 / (N // 2 + 1.0)
        found = fitted_rate(WIDTHS, errors, intervals(2))
        assert (found.exponent, found.last) == (pytest.approx(-1.0), 128)
        assert found.formula == r"(\lfloor n/2 \rfloor + 1)^{-1.0}"

    @pytest.mark.parametrize("inputs", [1, 2, 3, 5])
    def test_several_inputs_count_units_along_a_side(self, inputs):
        found = fitted_rate(WIDTHS, N ** (-2.0 / inputs), units_per_side(inputs))
        assert found.exponent == pytest.approx(-2.0)

    @pytest.mark.parametrize(
        ("variable", "formula"),
        [
            (UNITS, "n^{-1.5}"),
            (intervals(1), "(n + 1)^{-1.5}"),
            (units_per_side(1), "n^{-1.5}"),
            (units_per_side(2), r"\sqrt{n}^{-1.5}"),
            (units_per_side(5), "(n^{1/5})^{-1.5}"),
        ],
    )
    def test_its_power_is_written_with_it(self, variable, formula):
        assert variable.power(-1.52) == formula


SMOOTH = ("logistic", "runge", "absolute", "line", "parabola", "root", "sine", "triangle", "bumps")


@pytest.mark.slow
@pytest.mark.parametrize("name", SMOOTH)
def test_the_staircase_falls_like_one_over_its_intervals(name):
    trainer = Staircase()
    points = default_points(trainer, 1)
    fits = [fit_width(TARGETS[name], n, trainer, 0, "logistic", points) for n in WIDTHS]
    found = fitted_rate(WIDTHS, [fit.max_error for fit in fits], intervals(1))
    assert found.exponent == pytest.approx(-1.0, abs=0.05)
    assert found.last == 128


def test_a_rough_target_is_slower():
    trainer = Staircase()
    points = default_points(trainer, 1)
    target = TARGETS["weierstrass"]
    fits = [fit_width(target, n, trainer, 0, "logistic", points) for n in WIDTHS]
    found = fitted_rate(WIDTHS, [fit.max_error for fit in fits], intervals(1))
    assert found.exponent == pytest.approx(-0.6, abs=0.1)
