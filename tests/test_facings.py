"""Broken lines as networks of relu units."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from uat.trainers.facings import BrokenLine, alternating, best_facings, close_sums, network_of

X = np.linspace(-1.0, 1.0, 301)


def line_with_slopes(slopes, seed=0):
    rng = np.random.default_rng(seed)
    inner = np.sort(rng.uniform(-0.9, 0.9, len(slopes) - 1))
    knots = np.concatenate([[-1.0], inner, [1.0]])
    return BrokenLine(knots, np.concatenate([[0.3], 0.3 + np.cumsum(slopes * np.diff(knots))]))


@pytest.mark.parametrize("facing", [*itertools.product([False, True], repeat=3)])
def test_a_facing_that_closes_makes_the_line(facing):
    """One slope is solved for so that the alternating sum vanishes."""
    facing = np.array(facing)
    weights = alternating(facing)
    slopes = np.random.default_rng(1).normal(size=4)
    solved = int(np.flatnonzero(weights)[0])
    slopes[solved] -= weights @ slopes / weights[solved]
    line = line_with_slopes(slopes)
    network = network_of(line, facing, 3, "relu")
    np.testing.assert_allclose(network(X)[:, 0], line(X), atol=1e-13)
    np.testing.assert_array_equal(network.hidden_weights[0], np.where(facing, -1.0, 1.0))
    assert network.coefficient_norm == pytest.approx(np.sum(np.abs(np.diff(line.slopes))))


def test_the_sums_are_the_odd_alternating_ones():
    sums = {tuple(alternating(np.array(f))) for f in itertools.product([False, True], repeat=3)}
    odd = [k for size in (1, 3) for k in itertools.combinations(range(4), size)]
    wanted = set()
    for places in odd:
        weights = np.zeros(4)
        weights[list(places)] = [(-1.0) ** k for k in range(len(places))]
        wanted.add(tuple(weights))
    assert sums == wanted


def test_what_a_facing_misses_tilts_the_network_about_the_middle():
    line = line_with_slopes(np.array([1.0, -0.5, 2.0]))
    facing = np.array([True, False])
    missed = float(alternating(facing) @ line.slopes)
    network = network_of(line, facing, 2, "relu")
    np.testing.assert_allclose(network(X)[:, 0], line(X) - missed * X, atol=1e-13)


def test_a_unit_more_than_knots_needs_no_facing():
    line = line_with_slopes(np.array([1.0, -0.5, 2.0]))
    network = network_of(line, None, 5, "relu")
    np.testing.assert_allclose(network(X)[:, 0], line(X), atol=1e-13)
    assert np.count_nonzero(network.output_weights) == 3


def test_best_facings_are_those_cheapest_to_mend():
    line = line_with_slopes(np.random.default_rng(5).normal(size=7))
    ranked = best_facings(line, 64)
    costs = [
        abs(alternating(np.array(f)) @ line.slopes)
        / (np.abs(alternating(np.array(f))) @ (2.0 / line.lengths))
        for f in itertools.product([False, True], repeat=6)
    ]
    np.testing.assert_allclose([cost for _, cost in ranked], np.sort(costs), atol=1e-12)


@pytest.mark.parametrize("size", [5, 10, 40])
def test_close_sums_come_close(size):
    kinks = np.random.default_rng(size).normal(size=size)
    sums = close_sums(kinks, 0.7, 14) @ kinks
    if size <= 10:
        every = (np.arange(1 << size)[:, np.newaxis] >> np.arange(size)) % 2 @ kinks
        assert np.min(np.abs(sums - 0.7)) == pytest.approx(np.min(np.abs(every - 0.7)), abs=1e-12)
    else:
        assert np.min(np.abs(sums - 0.7)) < 1e-5


def test_of_several_points_at_one_place_the_first_counts():
    line = BrokenLine.through(np.array([0.0, 0.5, 0.5, 1.0]), np.array([0.0, 1.0, 7.0, 2.0]))
    np.testing.assert_array_equal(line.knots, [0.0, 0.5, 1.0])
    np.testing.assert_array_equal(line.values, [0.0, 1.0, 2.0])
