"""The guarantee is built and measured: a bound that no construction keeps would be none."""

from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import pytest
from scipy import special
from tools import given, steep
from tools import strategies as st

from uat.core.activations import ACTIVATIONS
from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.fits.sampling import measure
from uat.targets.catalogue import TARGETS
from uat.theory.guarantees import (
    barron_guarantee,
    modulus_guarantee,
    modulus_of_continuity,
    step_guarantee,
)
from uat.theory.reference_curves import CurveKind, reference_curves

WIDTHS = range(1, 33)
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


@pytest.mark.slow
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


@pytest.mark.parametrize("name", ["step", "heavisine", "blocks"])
def test_a_built_network_keeps_the_guarantee_of_the_rmse_across_jumps(name):
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

    @pytest.mark.slow
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

    @pytest.mark.slow
    @pytest.mark.parametrize("name", CONTINUOUS)
    def test_steps_at_equal_distances_keep_the_guarantee(self, name):
        target = TARGETS[name]
        widths = [1, 2, 3, 5, 8, 13, 21, 32]
        for width, bound in zip(widths, modulus_guarantee(target, widths), strict=True):
            error, _ = measure(even_staircase(name, width), target)
            assert error <= 1.002 * bound, width


class TestStepsOfOtherActivations:
    @pytest.mark.parametrize(
        "activation", [name for name, row in ACTIVATIONS.items() if row.units_a_step]
    )
    def test_so_many_units_are_a_step(self, activation):
        """The (k + 1)-th difference of relu^k, over k!, rises from 0 to 1 and is flat beside."""
        units = ACTIVATIONS[activation].units_a_step
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

    @pytest.mark.slow
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
