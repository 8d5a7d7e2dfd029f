"""The guarantee is built and measured: a bound that no construction keeps would be none."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from uat.network import Network
from uat.sampling import measure
from uat.targets import TARGETS
from uat.theory import step_guarantee

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


def staircase(name, width):
    """Return the network the bound speaks of: steep units where the variation is cut evenly."""
    x, values, variation = passed(name)
    cuts = np.arange(1, width + 1) * variation[-1] / (width + 1)
    steps = np.interp(cuts, variation, x)
    pieces = np.split(values, np.searchsorted(variation, cuts))
    middles = np.array([(piece.min() + piece.max()) / 2 for piece in pieces])
    slope = STEEPNESS / np.ptp(x)
    return Network(
        np.full((1, width), slope),
        -slope * steps,
        np.diff(middles)[:, np.newaxis],
        middles[:1],
    )


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
    x, values, _ = passed("logistic")
    pieces = np.array_split(values, width + 1)
    middles = np.array([(piece.min() + piece.max()) / 2 for piece in pieces])
    slope = STEEPNESS / np.ptp(x)
    steps = np.linspace(x[0], x[-1], width + 2)[1:-1]
    even = Network(
        np.full((1, width), slope), -slope * steps, np.diff(middles)[:, np.newaxis], middles[:1]
    )
    error, _ = measure(even, target)
    assert error > 2.0 * step_guarantee(target.complexity, width)
