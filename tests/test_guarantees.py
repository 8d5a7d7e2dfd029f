"""The guarantee is built and measured: a bound that no construction keeps would be none."""

from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.mathtext import MathTextParser
from scipy import special

from uat.core.activations import ACTIVATIONS
from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.fits.sampling import measure
from uat.targets.catalogue import TARGETS
from uat.targets.metrics import convergence_rate
from uat.targets.quadrature import integration_rule
from uat.targets.target import Target
from uat.theory.guarantees import (
    BARRON_RATE,
    RELU_POWERS,
    SIGMOIDAL,
    UNITS_A_STEP,
    CurveKind,
    barron_guarantee,
    broken_line_max_error,
    broken_line_rmse,
    modulus_guarantee,
    modulus_of_continuity,
    reference_curves,
    relu_power_rate,
    staircase_rmse,
    step_guarantee,
)

WIDTHS = range(1, 33)
STEEPNESS = 1e8
"""Of the logistic units, per length of the domain: within 1e-7 of it a step is done."""
CONTINUOUS = [name for name, t in TARGETS.items() if t.inputs == 1 and t.largest_jump == 0.0]
# The root's slope is infinite at 0: no grid of this test tells where its variation is passed.
BUILT = [name for name in CONTINUOUS if name != "root"]


@functools.cache
def passed(name):
    """Return a fine grid, the target on it, and the variation passed from the left end on."""
    target = TARGETS[name]
    (low,), (high,) = target.domain.lower, target.domain.upper
    x = np.sort(np.concatenate([np.linspace(low, high, 200_001), target.kinks]))
    values = target(x)
    return x, values, np.concatenate([[0.0], np.cumsum(np.abs(np.diff(values)))])


def steep(name, steps, levels):
    """Return the network of steep logistic units that climbs from level to level at the steps."""
    (length,) = TARGETS[name].domain.lengths
    slope = STEEPNESS / length
    return Network(
        np.full((1, len(steps)), slope),
        -slope * np.asarray(steps),
        np.diff(levels)[:, np.newaxis],
        levels[:1],
    )


def middles(pieces):
    """Return the middle of every piece's range: the best level in the sup norm."""
    return np.array([(piece.min() + piece.max()) / 2 for piece in pieces])


def staircase(name, width):
    """Return the network the bound speaks of: steep units where the variation is cut evenly."""
    x, values, variation = passed(name)
    cuts = np.arange(1, width + 1) * variation[-1] / (width + 1)
    steps = np.interp(cuts, variation, x)
    return steep(name, steps, middles(np.split(values, np.searchsorted(variation, cuts))))


def even_staircase(name, width):
    """Return steep units at equal distances, with the best levels between them."""
    x, _, _ = passed(name)
    ends = np.linspace(x[0], x[-1], width + 2)
    x = np.union1d(x, ends)
    closed = itertools.pairwise(np.searchsorted(x, ends))
    return steep(name, ends[1:-1], middles([TARGETS[name](x[i : j + 1]) for i, j in closed]))


@pytest.mark.parametrize(
    ("variation", "width", "bound"),
    [(2.0, 1, 0.5), (8.0, 1, 2.0), (8.0, 3, 1.0), (8.0, 7, 0.5), (1.0, 99, 0.005), (0.0, 5, 0.0)],
)
def test_the_bound_is_the_variation_over_twice_the_pieces(variation, width, bound):
    assert step_guarantee(variation, width) == pytest.approx(bound, rel=1e-15)


def test_the_bound_is_taken_for_all_widths_at_once():
    np.testing.assert_allclose(step_guarantee(6.0, [1, 2, 5]), [1.5, 1.0, 0.5], rtol=1e-15)


@pytest.mark.parametrize("name", BUILT)
def test_a_built_network_keeps_the_guarantee_at_every_width(name):
    target = TARGETS[name]
    for width in WIDTHS:
        error, _ = measure(staircase(name, width), target)
        assert error <= 1.001 * step_guarantee(target.complexity, width), width


@pytest.mark.parametrize("name", ["line", "logistic"])
def test_no_staircase_beats_the_bound_on_a_rising_target(name):
    """Each of the n + 1 pieces is then a range of V / (n + 1), and half of it is the least."""
    target = TARGETS[name]
    for width in WIDTHS:
        error, _ = measure(staircase(name, width), target)
        assert error == pytest.approx(float(step_guarantee(target.complexity, width)), rel=1e-3)


def test_the_cuts_matter():
    """Steps at equal distances break the bound on a target that moves in one place only."""
    target, width = TARGETS["logistic"], 16
    error, _ = measure(even_staircase("logistic", width), target)
    assert error > 2.0 * step_guarantee(target.complexity, width)


class TestTheModulusOfContinuity:
    # By hand: a line's slope times h; the largest change of a sine lies around its steepest place.
    @pytest.mark.parametrize(
        ("name", "modulus"),
        [
            ("line", lambda h: h),
            ("absolute", lambda h: min(h, 1.0)),
            ("root", lambda h: min(math.sqrt(h), 1.0)),
            ("parabola", lambda h: h * (2.0 - h) if h < 1.0 else 1.0),
            ("sine", lambda h: 2.0 * math.sin(math.pi * min(h, 0.5))),
            ("triangle", lambda h: min(4.0 * h, 1.0)),
            ("step", lambda h: 1.0 if h > 0.0 else 0.0),
        ],
    )
    def test_known_moduli(self, name, modulus):
        distances = np.array([0.0, 0.011, 0.1, 0.25, 0.7, 1.3, 2.0])
        expected = [modulus(h) for h in distances]
        found = modulus_of_continuity(TARGETS[name], distances)
        np.testing.assert_allclose(found, expected, rtol=1e-6)
        assert np.all(found <= np.asarray(expected) * (1.0 + 1e-9))

    @pytest.mark.parametrize("name", CONTINUOUS)
    def test_it_rises_to_the_range(self, name):
        target = TARGETS[name]
        length = target.domain.lengths[0]
        found = modulus_of_continuity(target, length * np.array([0.0, 0.01, 0.1, 0.5, 1.0]))
        assert found[0] == 0.0
        assert np.all(np.diff(found) >= -1e-15)
        assert found[-1] == pytest.approx(2.0 * target.trivial_error, rel=1e-4)

    @given(
        st.sampled_from(["sine", "root", "bumps", "weierstrass"]),
        st.floats(0.0, 1.0),
        st.floats(0.0, 1.0),
    )
    def test_two_ways_are_as_long_as_their_sum(self, name, a, b):
        """omega(a + b) <= omega(a) + omega(b), as far as it is measured."""
        one, other, both = modulus_of_continuity(TARGETS[name], [a, b, a + b])
        assert both <= (one + other) * (1.0 + 1e-3) + 1e-9

    def test_a_number_gives_a_number(self):
        assert modulus_of_continuity(TARGETS["line"], 0.5).shape == ()

    def test_one_input_only(self):
        with pytest.raises(SettingError, match="1 input; cone has more"):
            modulus_of_continuity(TARGETS["cone"], 0.1)

    @pytest.mark.parametrize("name", CONTINUOUS)
    def test_steps_at_equal_distances_keep_the_guarantee(self, name):
        target = TARGETS[name]
        widths = [1, 2, 3, 5, 8, 13, 21, 32]
        for width, bound in zip(widths, modulus_guarantee(target, widths), strict=True):
            error, _ = measure(even_staircase(name, width), target)
            assert error <= 1.002 * bound, width


class TestStepsOfOtherActivations:
    @pytest.mark.parametrize("activation", UNITS_A_STEP)
    def test_so_many_units_are_a_step(self, activation):
        """The (k + 1)-th difference of relu^k, over k!, rises from 0 to 1 and is flat beside."""
        units = UNITS_A_STEP[activation]
        order = units - 1
        weights = [
            (-1.0) ** j * math.comb(order, j) / math.factorial(max(order - 1, 0))
            for j in range(units)
        ]
        z = np.linspace(-30.0, 30.0, 1201) * 2.0
        phi = ACTIVATIONS[activation]
        step = sum(w * phi(z - 2.0 * j) for j, w in enumerate(weights)) / 2.0 ** max(order - 1, 0)
        low, high = (-1.0, 1.0) if activation == "tanh" else (0.0, 1.0 if units == 1 else step[-1])
        np.testing.assert_allclose(step[z < -20.0], low, atol=1e-8)
        np.testing.assert_allclose(step[z > 30.0], high, rtol=1e-8)
        assert high > 0.0
        assert np.all(np.diff(step) >= -1e-9)

    def test_a_relu_network_keeps_the_guarantee_with_two_units_a_step(self):
        target = TARGETS["sine"]
        for width in (4, 8, 16):
            stairs = staircase("sine", width // 2)
            slope = 1e6
            steps = -stairs.hidden_biases / stairs.hidden_weights[0]
            heights = stairs.output_weights[:, 0]
            network = Network(
                np.full((1, width), slope),
                np.concatenate([0.5 - slope * steps, -0.5 - slope * steps]),
                np.concatenate([heights, -heights])[:, np.newaxis],
                stairs.output_biases,
                "relu",
            )
            error, root = measure(network, target)
            for curve in reference_curves(target, "relu", [width]):
                if curve.kind == CurveKind.GUARANTEE:
                    assert {"max_error": error, "rmse": root}[curve.norm] <= 1.001 * curve.values[0]


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


def half_line(density, last, count=200_001):
    """Return frequencies and amplitudes of a density given for positive frequencies, even or odd.

    Midpoint rule; amplitudes are those of exp(i w x) at w and, conjugate, at -w.
    """
    edges = np.linspace(0.0, last, count)
    w = (edges[1:] + edges[:-1]) / 2.0
    amplitudes = density(w) * np.diff(edges)
    return np.concatenate([w, -w]), np.concatenate([amplitudes, np.conj(amplitudes)])


def gaussian_density(height, centre, scale):
    def density(w):
        size = height * scale / (2.0 * math.sqrt(math.pi)) * np.exp(-((scale * w / 2.0) ** 2))
        return size * np.exp(-1j * w * centre)

    return density


def tones(*pairs):
    """Return frequencies and amplitudes of a sum of real waves, given by one of each pair."""
    w, a = (np.array(column) for column in zip(*pairs, strict=True))
    return np.concatenate([w, -w]), np.concatenate([a, np.conj(a)])


BUMPS = ((1.0, -0.6, 0.1), (0.6, 0.0, 0.2), (0.8, 0.5, 0.05))
# Frequencies, shape (n,) or (n, 2), and complex amplitudes of waves that add up to the target, but
# for a constant.
REPRESENTATIONS = {
    # The transform of f' is (w pi / 10) / sinh(w pi / 10); an integral's is divided by i w.
    "logistic": lambda: half_line(lambda w: -0.05j / np.sinh(w * np.pi / 10.0), 200.0),
    "runge": lambda: half_line(lambda w: np.exp(-w / 5.0) / 10.0, 200.0),
    "sinc": lambda: half_line(lambda w: np.full(w.shape, 1.0 / (20.0 * np.pi)), 10.0 * np.pi),
    "bumps": lambda: tuple(
        np.concatenate(parts)
        for parts in zip(
            *(half_line(gaussian_density(*bump), 300.0) for bump in BUMPS), strict=True
        )
    ),
    "sine": lambda: tones((2.0 * np.pi, -0.5j)),
    "two_tones": lambda: tones((2.0 * np.pi, -0.5j), (20.0 * np.pi, -0.1j)),
    "weierstrass": lambda: tones(*((3.0**k * np.pi, 0.5 ** (k + 1) + 0j) for k in range(7))),
    "ridge": lambda: tones((np.pi * np.array([0.6, 0.8]), -0.5j)),
    "cosines": lambda: tones(
        (2.0 * np.pi * np.array([1.0, 1.0]), 0.25 + 0j),
        (2.0 * np.pi * np.array([1.0, -1.0]), 0.25 + 0j),
    ),
    "genz_oscillatory": lambda: tones((0.6 * np.arange(1.0, 6.0), 0.5 * np.exp(1.4j * np.pi))),
}


def normal(shares, deviations):
    """Return normal frequencies, by quasi-random shares in the unit cube."""
    return special.ndtri(shares) * deviations


def laplacian(shares, scales):
    """Return frequencies of density exp(-|w| / scale) / (2 scale)."""
    return -np.sign(shares - 0.5) * np.log1p(-np.abs(2.0 * shares - 1.0)) * scales


# Of more inputs: the height of a peak, its place, and random frequencies whose mean wave it is.
RISING = np.arange(1.0, 6.0)
SAMPLED = {
    "gaussian10": lambda shares: (1.0, np.zeros(10), normal(shares, np.ones(10))),
    "genz_gaussian": lambda shares: (
        1.0, 0.8 - 0.1 * RISING, normal(shares, math.sqrt(2.0) * 7.03 / 15.0 * RISING)
    ),
    "genz_product_peak": lambda shares: (
        36.0 * (7.25 / 6.0) ** 6, np.array([0.7, 0.5, 0.3]),
        laplacian(shares, 7.25 / 6.0 * RISING[:3]),
    ),
}  # fmt: skip


def sampled(name):
    """Return height, place and frequencies of a target that is the mean of its waves."""
    inputs = TARGETS[name].inputs
    return SAMPLED[name](Box((0.0,) * inputs, (1.0,) * inputs).sobol_grid(2**16, 5))


class TestBarron:
    def test_every_norm_in_the_catalogue_has_its_representation_here(self):
        known = {name for name, target in TARGETS.items() if target.barron_norm is not None}
        assert known == set(REPRESENTATIONS) | set(SAMPLED)

    @pytest.mark.parametrize("name", SAMPLED)
    def test_the_mean_of_random_waves_is_the_target(self, name):
        target = TARGETS[name]
        height, place, frequencies = sampled(name)
        x = target.domain.sobol_grid(9, 3)
        found = [height * np.mean(np.cos(frequencies @ (point - place))) for point in x]
        np.testing.assert_allclose(found, target(x), rtol=0.0, atol=0.01 * height)

    @pytest.mark.parametrize("name", SAMPLED)
    def test_the_norm_is_the_mean_frequency_of_random_waves_or_a_close_bound(self, name):
        height, _, frequencies = sampled(name)
        mean = height * np.mean(np.linalg.norm(frequencies, axis=1))
        norm = TARGETS[name].barron_norm
        if name == "gaussian10":
            assert norm == pytest.approx(mean, rel=1e-3)
        assert 0.8 * norm < mean < 1.001 * norm

    @pytest.mark.parametrize("name", REPRESENTATIONS)
    def test_the_waves_add_up_to_the_target(self, name):
        target = TARGETS[name]
        frequencies, amplitudes = REPRESENTATIONS[name]()
        w = frequencies.reshape(len(amplitudes), target.inputs)
        (low, high), count = (np.array(b) for b in (target.domain.lower, target.domain.upper)), 7
        x = low + (high - low) * np.random.default_rng(5).random((count, target.inputs))
        found = np.array([np.sum(amplitudes * np.exp(1j * (w @ point))) for point in x])
        np.testing.assert_allclose(found.imag, 0.0, atol=1e-9)
        constant = target(x) - found.real
        np.testing.assert_allclose(constant, np.full(count, constant[0]), atol=1e-6)

    @pytest.mark.parametrize("name", REPRESENTATIONS)
    def test_the_norm_is_the_mean_frequency_of_the_waves(self, name):
        frequencies, amplitudes = REPRESENTATIONS[name]()
        w = frequencies.reshape(len(amplitudes), -1)
        size = float(np.sum(np.linalg.norm(w, axis=1) * np.abs(amplitudes)))
        assert TARGETS[name].barron_norm == pytest.approx(size, rel=1e-6)

    def test_the_norm_of_the_bumps_is_a_bound_and_a_close_one(self):
        """Together the three Gaussians cancel a part."""
        w, total = half_line(lambda w: sum(gaussian_density(*bump)(w) for bump in BUMPS), 300.0)
        true = float(np.sum(np.abs(w * total)))
        assert 0.65 * TARGETS["bumps"].barron_norm < true < TARGETS["bumps"].barron_norm

    def test_the_bound_by_hand(self):
        """Radius 1 and C_f = 2 pi; half the diagonal of the square is sqrt(2)."""
        found = barron_guarantee(TARGETS["sine"], [1, 4])
        np.testing.assert_allclose(found, [4.0 * np.pi, 2.0 * np.pi])
        assert barron_guarantee(TARGETS["ridge"], 4) == pytest.approx(np.pi * math.sqrt(2.0))
        assert barron_guarantee(TARGETS["cone"], 4) is None

    @pytest.mark.parametrize("name", [n for n in REPRESENTATIONS if TARGETS[n].inputs == 1])
    def test_a_built_network_keeps_the_bound(self, name):
        for width in (1, 4, 16, 64):
            _, root = measure(staircase(name, width), TARGETS[name])
            assert root <= barron_guarantee(TARGETS[name], width)

    @pytest.mark.parametrize("width", [4, 16, 64])
    def test_a_network_of_two_inputs_keeps_the_bound(self, width):
        """Equal steps across the ridge, each of which is a step of the sine along a line."""
        steps = np.arcsin(np.linspace(-1.0, 1.0, width // 4 + 2)[1:-1]) / np.pi
        cuts = np.concatenate([k + (-1) ** k * steps for k in (-1, 0, 1)])
        cuts = np.sort(np.concatenate([cuts, np.full(width - len(cuts), 1.4)]))
        ends = np.concatenate([[-1.4], cuts, [1.4]])
        levels = np.array(
            [np.mean(np.sin(np.pi * np.linspace(a, b, 999))) for a, b in itertools.pairwise(ends)]
        )
        slope = 1e6
        network = Network(
            slope * np.outer([0.6, 0.8], np.ones(width)),
            -slope * cuts,
            np.diff(levels)[:, np.newaxis],
            levels[:1],
        )
        _, root = measure(network, TARGETS["ridge"])
        assert root <= barron_guarantee(TARGETS["ridge"], width)


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


WIDE = 2 ** np.arange(8)
every_target = pytest.mark.parametrize("target", TARGETS.values(), ids=lambda t: t.name)
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS)


def pick(curves, kind, norm):
    return [curve for curve in curves if curve.kind == kind and curve.norm == norm]


class TestReferenceCurves:
    @every_activation
    @every_target
    def test_a_curve_says_something_at_every_width(self, target, activation):
        for curve in reference_curves(target, activation, WIDE):
            assert curve.label
            assert curve.source
            assert curve.widths.shape == curve.values.shape == (curve.widths.size,)
            assert curve.widths.size
            assert set(curve.widths) <= set(WIDE)
            assert np.all(curve.values > 0.0)
            assert np.all(np.diff(curve.values) <= 0.0)
            MathTextParser("path").parse(f"${curve.formula}$")

    @every_activation
    @every_target
    def test_vacuous_values_are_cut_off(self, target, activation):
        constants = {
            "max_error": target.trivial_error,
            "rmse": np.std(target(target.uniform_evaluation_grid())),
        }
        for curve in reference_curves(target, activation, WIDE):
            if curve.kind != CurveKind.RATE:
                assert np.all(curve.values < constants[curve.norm])

    @every_activation
    @every_target
    def test_an_asymptotic_never_stands_above_a_guarantee(self, target, activation):
        curves = reference_curves(target, activation, WIDE)
        for norm in ("max_error", "rmse"):
            promised = {}
            for curve in pick(curves, CurveKind.GUARANTEE, norm):
                for width, value in zip(curve.widths, curve.values, strict=True):
                    promised[width] = min(value, promised.get(width, np.inf))
            for curve in pick(curves, CurveKind.ASYMPTOTIC, norm):
                bounds = [promised.get(width, np.inf) for width in curve.widths]
                assert np.all(curve.values < bounds)

    def test_the_sine_and_logistic_units(self):
        curves = reference_curves(TARGETS["sine"], "logistic", WIDE)
        (steps,) = pick(curves, CurveKind.GUARANTEE, "max_error")
        np.testing.assert_allclose(steps.widths, [4, 8, 16, 32, 64, 128])
        np.testing.assert_allclose(steps.values, step_guarantee(8.0, steps.widths), rtol=1e-6)
        (stairs,) = pick(curves, CurveKind.ASYMPTOTIC, "rmse")
        np.testing.assert_allclose(
            stairs.values, staircase_rmse(TARGETS["sine"], stairs.widths + 1)
        )
        assert not pick(curves, CurveKind.ASYMPTOTIC, "max_error")
        (rate,) = pick(curves, CurveKind.RATE, "rmse")
        assert convergence_rate(rate.widths, rate.values) == pytest.approx(-0.5)

    def test_the_sine_and_relu_units(self):
        curves = reference_curves(TARGETS["sine"], "relu", WIDE)
        (steps,) = pick(curves, CurveKind.GUARANTEE, "max_error")
        np.testing.assert_allclose(steps.values, step_guarantee(8.0, steps.widths // 2), rtol=1e-6)
        (line,) = pick(curves, CurveKind.ASYMPTOTIC, "max_error")
        np.testing.assert_allclose(line.values, broken_line_max_error(TARGETS["sine"], line.widths))
        assert convergence_rate(line.widths, line.values) == pytest.approx(-2.0)
        rates = pick(curves, CurveKind.RATE, "rmse")
        slopes = [convergence_rate(rate.widths, rate.values) for rate in rates]
        np.testing.assert_allclose(slopes, [-0.5, -2.0])

    def test_a_wild_target_is_tamer_at_equal_distances(self):
        """Its variation is large, its range is not: the modulus says more at small widths."""
        curves = reference_curves(TARGETS["weierstrass"], "tanh", WIDE)
        steps, even = pick(curves, CurveKind.GUARANTEE, "max_error")
        assert even.widths[0] < steps.widths[0]
        assert "distances" in even.label

    def test_a_jump_leaves_guarantees_of_the_rmse_only(self):
        curves = reference_curves(TARGETS["blocks"], "logistic", WIDE)
        assert {curve.norm for curve in curves} == {"rmse"}
        (steps,) = pick(curves, CurveKind.GUARANTEE, "rmse")
        np.testing.assert_allclose(steps.values, step_guarantee(41.0, steps.widths), rtol=1e-6)

    @pytest.mark.parametrize("name", ["step", "heavisine", "blocks"])
    def test_a_built_network_keeps_the_guarantee_of_the_rmse_across_jumps(self, name):
        """Cuts where the variation passed reaches equal parts; several may fall on one jump."""
        target = TARGETS[name]
        x, values, variation = passed(name)
        for width in (1, 4, 16, 32):
            cuts = np.arange(1, width + 1) * variation[-1] / (width + 1)
            first = np.searchsorted(variation, cuts)
            levels = np.zeros(width + 1)
            for j, piece in enumerate(np.split(values, first)):
                levels[j] = middles([piece])[0] if piece.size else levels[j - 1]
            steps = x[first] - 1e-7
            _, root = measure(steep(name, steps, levels), target)
            assert root <= 1.01 * step_guarantee(target.complexity, width)

    def test_barrons_bound_is_drawn_where_it_says_something(self):
        widths = [128, 256, 512]
        curves = pick(reference_curves(TARGETS["ridge"], "logistic", widths), "guarantee", "rmse")
        (barron,) = curves
        assert "Barron" in barron.label
        np.testing.assert_allclose(barron.widths, [256, 512])
        np.testing.assert_allclose(barron.values, barron_guarantee(TARGETS["ridge"], [256, 512]))

    @pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - set(UNITS_A_STEP)))
    def test_of_other_activations_nothing_is_known_here(self, activation):
        assert reference_curves(TARGETS["sine"], activation, WIDE) == ()

    def test_of_a_constant_there_is_nothing_to_say(self):
        zero = Target("zero", np.zeros_like, Box.interval(0.0, 1.0), "0", "the simplest of all")
        assert reference_curves(zero, "relu", WIDE) == ()

    def test_every_activation_named_here_exists(self):
        assert {*SIGMOIDAL, *UNITS_A_STEP, *RELU_POWERS} <= set(ACTIVATIONS)
