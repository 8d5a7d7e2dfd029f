"""Broken lines in tubes, in exact arithmetic: no tube about one is said to hold none."""

import math

import numpy as np
import pytest

pytest.importorskip("flint")

from tools import given, settings, strategies

from uat.theory.certificates.balls import fmpq
from uat.theory.certificates.tubes import fraction, refutes
from uat.theory.relu_networks import Samples
from uat.theory.stabbing import best_broken_line, turns_of


def parabola(points=257):
    x = np.linspace(0.0, 1.0, points)
    return x, x * x


def deciding(x, y, error, width):
    """Return the samples that limit the links of a tube, from either side."""
    samples = Samples(x, y)
    pieces = samples.pieces(error, samples.turns(error, width + 1))
    return pieces.contacts


@pytest.mark.parametrize("knots", [0, 1, 3, 8])
def test_the_best_broken_line_is_where_they_begin(knots):
    rng = np.random.default_rng(knots)
    x, y = np.sort(rng.uniform(size=40)), rng.normal(size=40)
    best = best_broken_line(x, y, knots)
    assert refutes(x, y, best.floor * (1 - 1e-9), knots, False)
    assert not refutes(x, y, best.error * (1 + 1e-9), knots, False)


@pytest.mark.parametrize("width", [1, 2, 4, 7])
def test_relus_on_a_parabola_lack_half_a_knot(width):
    """The best errs by 1 / (8 (n + 1/2)^2), a broken line of n knots by 1 / (8 (n + 1)^2)."""
    exact = 1.0 / (8.0 * (width + 0.5) ** 2)
    x, y = parabola(2_049)
    few = deciding(x, y, 0.998 * exact, width)
    assert refutes(x[few], y[few], 0.998 * exact, width, True)
    assert not refutes(x[few], y[few], 0.998 * exact, width, False)
    assert not refutes(x[few], y[few], (1 + 1e-12) * exact, width, True)


@settings(max_examples=30, deadline=None)
@given(strategies.integers(0, 10**6), strategies.integers(1, 7))
def test_no_tube_about_a_network_is_refuted(seed, width):
    rng = np.random.default_rng(seed)
    w, c = rng.choice([-1.0, 1.0], width), rng.normal(size=width)
    knots = np.sort(rng.uniform(-0.1, 1.1, width))
    x = np.sort(rng.uniform(size=4 * width + 6))
    y = np.maximum(w * (x[:, np.newaxis] - knots), 0.0) @ c
    rounding = 16.0 * width * np.finfo(float).eps * np.sum(np.abs(c))
    assert not refutes(x, y, rounding, width, True)


def test_links_are_those_laid_in_floats():
    rng = np.random.default_rng(5)
    x, y = np.sort(rng.uniform(size=60)), np.cumsum(rng.normal(size=60))
    for error in (0.1, 0.7, 2.0):
        turns = len(turns_of(x, y, error, 60).samples)
        assert refutes(x, y, error, turns - 1, False)
        assert not refutes(x, y, error, turns, False)


@pytest.mark.parametrize("value", [0.1, -1.0 / 3.0, 5e-324, 1.7e308, 0.0])
def test_a_float_is_the_fraction_it_is(value):
    exact = fraction(value)
    assert exact == fmpq(*value.as_integer_ratio())
    assert float(int(exact.p) / int(exact.q)) == value
    assert math.isfinite(value)
