"""Best broken lines and staircases, held against brute force and against each other."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import linprog
from tools import given, settings, strategies

from uat.exceptions import ShapeError
from uat.theory.stabbing import best_broken_line, best_steps, least_links, turns_of


def brute_broken_line(x, y, knots):
    """Return the least error of so many knots: every way to place them between samples, each an LP.

    Two neighbouring links cross in the gap of their knot, the later one below the earlier at one
    of its ends and above at the other; where two knots share a gap, nothing ties the outer links.
    """
    gaps = range(len(x) - 1)
    return min(
        placed_error(x, y, places, signs)
        for places in itertools.combinations_with_replacement(gaps, knots)
        for signs in itertools.product((-1.0, 1.0), repeat=len(single(places)))
    )


def single(places):
    return [place for place in dict.fromkeys(places) if places.count(place) == 1]


def placed_error(x, y, places, signs):
    cuts = sorted(set(places))
    piece_of = np.searchsorted(cuts, np.arange(len(x)), side="left")
    pieces = len(cuts) + 1
    rows, limits = [], []

    def value(piece, at):
        row = np.zeros(2 * pieces + 1)
        row[2 * piece : 2 * piece + 2] = 1.0, at
        return row

    error = np.eye(2 * pieces + 1)[-1]
    for i, piece in enumerate(piece_of):
        rows += [value(piece, x[i]) - error, -value(piece, x[i]) - error]
        limits += [y[i], -y[i]]
    for place, sign in zip(single(places), signs, strict=True):
        k = cuts.index(place)
        rows.append(sign * (value(k + 1, x[place]) - value(k, x[place])))
        rows.append(-sign * (value(k + 1, x[place + 1]) - value(k, x[place + 1])))
        limits += [0.0, 0.0]
    done = linprog(error, np.array(rows), np.array(limits), bounds=(None, None))
    return done.fun if done.success else math.inf


def samples(seed, count):
    rng = np.random.default_rng(seed)
    return np.sort(rng.uniform(0.0, 1.0, count)), rng.normal(size=count)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("count", "knots"), [(5, 1), (6, 1), (7, 1), (7, 2)])
def test_a_broken_line_is_what_brute_force_finds(seed, count, knots):
    if knots == 2 and seed > 3:
        return
    x, y = samples(seed, count)
    line = best_broken_line(x, y, knots)
    assert line.error == pytest.approx(brute_broken_line(x, y, knots), abs=1e-8)
    assert len(line.knots) <= knots


values = strategies.lists(strategies.floats(-10.0, 10.0, width=16), min_size=2, max_size=40)


@settings(max_examples=60, deadline=None)
@given(values, strategies.integers(0, 6))
def test_floor_error_and_line_agree(y, knots):
    x, y = np.arange(len(y), dtype=float), np.array(y)
    line = best_broken_line(x, y, knots)
    assert line.floor <= line.error <= line.floor + 1e-11 * max(1.0, np.max(np.abs(y)))
    assert np.max(np.abs(line(x) - y)) <= line.error + 1e-12
    assert np.all(np.diff(line.x) >= 0.0)
    assert len(line.x) == len(line.values) <= knots + 2


@settings(max_examples=40, deadline=None)
@given(values, strategies.integers(0, 5))
def test_the_mirror_and_the_way_back_change_nothing(y, knots):
    x, y = np.arange(len(y), dtype=float) ** 2, np.array(y)
    error = best_broken_line(x, y, knots).error
    near = pytest.approx(error, abs=1e-10)
    assert best_broken_line(x, -y, knots).error == near
    assert best_broken_line(-x[::-1], y[::-1], knots).error == near
    assert best_broken_line(x, y + 3.0 * x, knots).error == pytest.approx(error, abs=1e-8)
    assert best_broken_line(x, y, knots + 1).error <= error + 1e-10


@settings(max_examples=40, deadline=None)
@given(values, strategies.floats(0.01, 5.0))
def test_least_links_are_as_few_as_the_best_line_needs(y, error):
    x, y = np.arange(len(y), dtype=float), np.array(y)
    line = least_links(x, y, error)
    knots = len(line.knots)
    assert line.error <= error * (1.0 + 1e-12)
    assert best_broken_line(x, y, knots).error <= error * (1.0 + 1e-9)
    if knots:
        assert best_broken_line(x, y, knots - 1).floor >= error * (1.0 - 1e-9)


@pytest.mark.parametrize("knots", [0, 1, 2, 3, 7, 15])
def test_a_parabola_has_its_known_error(knots):
    x = np.linspace(0.0, 1.0, 16 * (knots + 1) + 1)
    line = best_broken_line(x, x * x, knots)
    assert line.error == pytest.approx(1.0 / (8.0 * (knots + 1) ** 2), rel=1e-9)
    assert line.knots == pytest.approx(
        np.arange(1, knots + 1) / (knots + 1), abs=max(1, knots) * x[1]
    )


def test_a_broken_line_is_met_to_rounding():
    x = np.linspace(-1.0, 1.0, 301)
    y = np.abs(x - 0.3) - 2.0 * np.abs(x + 0.2)
    line = best_broken_line(x, y, 2)
    assert line.error < 1e-14
    assert line.knots == pytest.approx([-0.2, 0.3], abs=1e-9)
    assert best_broken_line(x, y, 1).floor > 0.1


def test_a_jump_costs_two_knots_and_no_error():
    x = np.array([0.0, 0.3, 0.5 - 1e-12, 0.5 + 1e-12, 0.8, 1.0])
    y = np.where(x < 0.5, 0.0, 1.0)
    assert best_broken_line(x, y, 2).error < 1e-14
    assert best_broken_line(x, y, 1).error > 0.1


def test_the_tube_of_a_convex_function_turns_up():
    x = np.linspace(0.0, 2.0, 500)
    turns = turns_of(x, np.exp(x), 1e-3, 100)
    assert turns.complete
    assert np.all(turns.up)
    p, q, stop = turns.samples.T
    assert np.all((p < q) & (q < stop))
    assert np.all(stop[:-1] <= p[1:])
    assert np.all(turns.defects(x, np.exp(x)) > 1e-3)
    assert not np.any(turns_of(x, -np.exp(x), 1e-3, 100).up)


def brute_steps(y, breakpoints):
    """Return the least error of every way to break."""
    count = len(y)
    return min(
        max(np.ptp(y[a:b]) / 2.0 for a, b in itertools.pairwise((0, *cuts, count)))
        for cuts in itertools.combinations(range(1, count), min(breakpoints, count - 1))
    )


@settings(max_examples=60, deadline=None)
@given(values.map(lambda y: y[:9]), strategies.integers(0, 4))
def test_a_staircase_is_what_brute_force_finds(y, breakpoints):
    x, y = np.arange(len(y), dtype=float), np.array(y)
    steps = best_steps(x, y, breakpoints)
    assert steps.error == brute_steps(y, breakpoints)
    assert len(steps.starts) <= breakpoints + 1
    step_of = np.searchsorted(steps.starts, np.arange(len(y)), side="right") - 1
    assert np.max(np.abs(steps.values[step_of] - y)) == pytest.approx(steps.error, abs=1e-12)


def test_one_sample_is_met():
    assert best_broken_line([2.0], [5.0], 3)([2.0]) == [5.0]
    assert best_steps([2.0], [5.0], 3).error == 0.0


@pytest.mark.parametrize(
    ("x", "y"), [([0.0, 0.0], [1.0, 2.0]), ([0.0, 1.0], [1.0]), ([0.0, 1.0], [1.0, math.nan])]
)
@pytest.mark.parametrize("best", [best_broken_line, best_steps])
def test_samples_that_are_none_are_refused(best, x, y):
    with pytest.raises(ShapeError, match="x "):
        best(x, y, 1)
