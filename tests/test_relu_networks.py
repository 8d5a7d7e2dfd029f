"""Tubes without a relu network: none that holds one may be called so."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tools import given, settings, strategies

from uat.theory.floors import _BrokenLines
from uat.theory.relu_networks import Pieces, Samples

RELU = _BrokenLines(knots=1, relu=True)


def pieces(slopes, slack=0.0, up=None, bend=np.inf):
    """Return pieces of slopes up to so much more or less, and of bends no larger than that."""
    slopes = np.array(slopes, dtype=float)
    up = np.diff(slopes) > 0.0 if up is None else np.array(up)
    bends = np.minimum(np.abs(np.diff(slopes)) + 2.0 * slack, bend)
    return Pieces(slopes - slack, slopes + slack, up, bends, np.empty(0, np.int64))


def brute_may_vanish(slopes):
    """Return whether any odd alternating sum of the slopes is zero."""
    return any(
        abs(sum(s * (-1.0) ** k for k, s in enumerate(taken))) < 1e-12
        for size in range(1, len(slopes) + 1, 2)
        for taken in itertools.combinations(slopes, size)
    )


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(strategies.lists(strategies.integers(-6, 6), min_size=2, max_size=8, unique=True))
def test_slopes_that_are_known_are_a_network_where_a_sum_vanishes(slopes):
    assert pieces(slopes).may_be_network() == brute_may_vanish([float(s) for s in slopes])


@pytest.mark.parametrize("slopes", [[1.0, 2.0, 3.0, 4.0], [-4.0, -3.0, -2.0, -1.0]])
def test_turns_alike_keep_slopes_in_order_though_their_intervals_overlap(slopes):
    assert not pieces(slopes, slack=0.9).may_be_network()
    assert pieces(slopes, slack=1.1).may_be_network()
    assert pieces(slopes, slack=0.9, up=[True, False, True]).may_be_network()


def test_a_kink_makes_up_for_no_more_than_it_bends():
    slopes = [-3.0, -1.0, 1.0, 3.0]
    assert pieces(slopes, slack=0.5).may_be_network()
    assert not pieces(slopes, slack=0.5, bend=2.4).may_be_network()


def test_many_boxes_are_made_fewer_and_none_is_lost():
    slopes = np.cumsum(np.random.default_rng(0).choice([-1.0, 1.0], 40)) + 0.5
    assert not pieces(slopes).may_be_network()  # sums of an odd number of halves
    assert pieces(slopes - 0.5).may_be_network()


def network_with_noise(seed):
    """Return a random relu network's width, and samples that err from it by at most the error."""
    rng = np.random.default_rng(seed)
    width = int(rng.integers(1, 7))
    x = np.sort(rng.uniform(0.0, 1.0, int(rng.integers(width + 2, 12 * width + 6))))
    slopes, knots = rng.normal(size=width), rng.uniform(-0.1, 1.1, width)
    outputs = rng.normal(size=width)
    if seed % 3 == 1:
        outputs = np.abs(outputs)
    if seed % 3 == 2:
        slopes, knots = np.abs(slopes), (np.arange(width) + rng.uniform(0.2, 0.8, width)) / width
    values = np.maximum(0.0, slopes * (x[:, np.newaxis] - knots)) @ outputs
    error = 10.0 ** rng.uniform(-4.0, -0.7) * max(float(np.ptp(values)), 1e-3)
    wave = np.sign(np.sin(rng.uniform(5.0, 60.0) * x))
    noise = wave if seed % 2 else rng.uniform(-1.0, 1.0, len(x))
    return width, Samples(x, values + error * noise), error


@pytest.mark.slow
def test_no_tube_about_a_network_is_said_to_hold_none():
    turned = 0
    for seed in range(1500):
        width, samples, error = network_with_noise(seed)
        error += 1e-13
        assert not RELU.refutes(samples, error, width), seed
        turned += len(samples.turns(error, width + 1).samples) == width
    assert turned > 300  # the slopes had to decide


# Three pieces as long as they can be, rho = sqrt(2 E) to either side of where they are centred,
# from -1 on; the last, steep one is short. Its unit faces left and makes up for the first slope,
# 2 (rho - 1), if it passes through the tube at 6 rho - 1 and at 1: 13 rho = 4.
def test_a_parabola_about_zero_has_its_floor_at_width_three():
    x = np.linspace(-1.0, 1.0, 20_001)
    exact = (4.0 / 13.0) ** 2 / 2.0
    found = RELU.largest_refuted(Samples(x, x * x), 3, 0.0, 1e-9)
    assert 0.9995 * exact < found < exact
    rho = 4.0 / 13.0
    ends = np.array([-1.0, 2.0 * rho - 1.0, 4.0 * rho - 1.0, 6.0 * rho - 1.0])
    slopes = np.array([*(2.0 * (rho * k - 1.0) for k in (1, 3, 5)), 8.0 * rho])
    knots, bends = ends[1:], np.diff(slopes)
    kinks = [np.maximum(0.0, x - t) for t in knots[:2]] + [np.maximum(0.0, knots[2] - x)]
    network = bends @ np.array(kinks)  # flat to the left: the left-facing unit makes the slope
    residual = x * x - network
    assert np.ptp(residual) / 2.0 == pytest.approx(exact, rel=1e-6)


# Between the pieces of the root of |x| next to 0, one may be as short as it likes; still an end has
# to be flat. At width 3 that end and the two lines to either side of 0 leave 1/10.
def test_short_pieces_leave_a_root_its_floor():
    x = np.linspace(-1.0, 1.0, 4_001)
    x = np.sort(np.concatenate([x, np.geomspace(1e-9, 1e-3, 200), -np.geomspace(1e-9, 1e-3, 200)]))
    y = np.sqrt(np.abs(x))
    found = RELU.largest_refuted(Samples(x, y), 3, 0.0, 1e-9)
    assert 0.0999 < found < 0.1
    line = np.interp(x, [-1.0, -0.64, 0.0, 0.2144, 1.0], [0.9, 0.9, 0.1, 0.3685, 1.1])
    assert np.max(np.abs(line - y)) == pytest.approx(0.1, rel=2e-3)


def test_what_nothing_is_known_of_may_be_anything():
    free = Pieces(*np.array([[-np.inf, 1.0], [np.inf, 2.0]]), np.array([True]), np.array([np.inf]),
                  np.empty(0, np.int64))  # fmt: skip
    assert free.may_be_network()
    slopes = np.array([[1.0, -np.inf, 1.0], [2.0, np.inf, 2.0]])
    bends = np.array([np.inf, np.inf])
    for up in ([True, True], [True, False], [False, True], [False, False]):
        three = Pieces(*slopes, np.array(up), bends, np.empty(0, np.int64))
        assert three.may_be_network() == (up[0] != up[1])


def test_a_refuted_tube_is_refuted_from_right_to_left_and_upside_down():
    x = np.linspace(0.0, 1.0, 400)
    for y in (np.exp(x), np.sin(9.0 * x), x**3 - x):
        found = RELU.largest_refuted(Samples(x, y), 4, 0.0, 1e-7)
        for other in (Samples(x, -y), Samples(-x[::-1], y[::-1]), Samples(2.0 * x, y + 1.0)):
            assert RELU.largest_refuted(other, 4, 0.0, 1e-7) == pytest.approx(found, rel=1e-5)


def test_a_line_that_rises_all_the_way_is_no_network_of_its_knots():
    x = np.linspace(0.0, 1.0, 301)
    rising = Samples(x, np.interp(x, [0.0, 0.4, 1.0], [0.0, 0.4, 2.0]))
    assert RELU.refutes(rising, 0.05, 1)  # slopes 1 and 2.7: none is flat
    assert not RELU.refutes(rising, 1e-9, 2)
    flat = Samples(x, np.maximum(x - 0.4, 0.0))
    assert not RELU.refutes(flat, 1e-9, 1)
