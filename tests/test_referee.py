"""The referee is what its neighbours are: nothing is trained, and no row is its own neighbour."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.fits import referee
from uat.fits.folds import dealt
from uat.fits.referee import Referee, neighbour_squares, referee_of

RNG = np.random.default_rng(3)


def by_hand(fitted, rest, deviation):
    """Return the squares as the definition says, one row after another."""
    span = np.ptp(fitted.x, axis=0)
    span = np.where(span > 0.0, span, np.inf)
    squares = []
    for x, t in zip(rest.x, rest.t, strict=True):
        distances = np.linalg.norm((fitted.x - x) / span, axis=1)
        near = np.argsort(distances)[:3]
        weights = 1.0 / distances[near]
        found = weights @ fitted.t[near] / weights.sum()
        squares.append(np.mean(((found - t) / deviation) ** 2))
    return np.array(squares)


@pytest.mark.parametrize("inputs", [1, 3, 8, 9, 20])
def test_three_neighbours_by_inverse_distance_whatever_finds_them(inputs):
    x = RNG.normal(size=(60, inputs)) * np.geomspace(1e-3, 1e3, inputs)
    t = RNG.normal(size=(60, 2))
    fitted, rest = Dataset(x[:45], t[:45]), Dataset(x[45:], t[45:])
    deviation = np.array([2.0, 0.5])
    squares = neighbour_squares(fitted, rest, deviation)
    np.testing.assert_allclose(squares, by_hand(fitted, rest, deviation), rtol=1e-9)


def test_many_inputs_are_compared_some_rows_at_a_time(monkeypatch):
    x, t = RNG.normal(size=(60, 12)), RNG.normal(size=60)
    fitted, rest = Dataset(x[:40], t[:40]), Dataset(x[40:], t[40:])
    at_once = neighbour_squares(fitted, rest, np.ones(1))
    monkeypatch.setattr(referee, "_BLOCK", 120)
    np.testing.assert_array_equal(neighbour_squares(fitted, rest, np.ones(1)), at_once)


@pytest.mark.parametrize("inputs", [1, 10])
def test_rows_at_the_very_place_count_alone(inputs):
    x = np.repeat([[0.0], [1.0], [1.0], [2.0]], inputs, axis=1)
    fitted = Dataset(x, [9.0, 3.0, 5.0, 9.0])
    squares = neighbour_squares(fitted, Dataset(np.ones((1, inputs)), [6.0]), np.array([2.0]))
    assert squares == pytest.approx([1.0])


def test_without_inputs_that_vary_it_is_the_mean():
    fitted = Dataset(np.ones((4, 2)), [0.0, 0.0, 0.0, 4.0])
    assert neighbour_squares(fitted, Dataset([[1.0, 5.0]], [3.0]), np.ones(1)) == [4.0]


def test_no_row_is_predicted_by_its_own_fold():
    x = np.arange(20.0)
    parts = dealt(20, 4, np.random.default_rng(0))
    plain = referee_of(Dataset(x, x), parts)
    moved = x.copy()
    moved[parts[0]] += 1000.0
    other = referee_of(Dataset(x, moved), parts)
    scale = np.var(x) / np.var(moved)
    residuals = np.sqrt(plain.squares[parts[1]] * scale)
    assert not np.allclose(np.sqrt(other.squares[parts[1]]), residuals)
    # Of the fold that was moved, only the rows themselves are.
    by_rest = np.sqrt(other.squares[parts[0]] * np.var(moved))
    np.testing.assert_allclose(by_rest, 1000.0, atol=20.0)


def test_a_wave_is_seen_and_noise_is_not():
    x = np.linspace(0.0, 1.0, 400)
    parts = dealt(400, 5, np.random.default_rng(0))
    ones = np.ones(400)
    wave = referee_of(Dataset(x, np.sin(100.0 * x)), parts)
    assert wave.rmse < 0.2
    assert wave.beats(ones)
    assert wave.does_better(ones)
    noise = referee_of(Dataset(x, RNG.normal(size=400)), parts)
    assert noise.rmse > 1.05
    assert not noise.beats(ones)
    assert not noise.does_better(ones)


def test_a_wave_along_one_of_several_inputs_is_seen_and_noise_is_not():
    x = RNG.uniform(size=(400, 6))
    parts = dealt(400, 5, np.random.default_rng(0))
    assert referee_of(Dataset(x, np.sin(40.0 * x[:, 3])), parts).rmse < 0.2
    assert referee_of(Dataset(x[:, [3]], np.sin(40.0 * x[:, 3])), parts).rmse < 0.2
    assert not referee_of(Dataset(x, RNG.normal(size=400)), parts).does_better(np.ones(400))


def test_two_standard_errors_make_a_difference_clear():
    own = np.zeros(100)
    alternating = np.tile([-1.0, 1.0], 50)  # the mean's standard error is 0.1005
    assert Referee(own).beats(alternating + 0.21)
    assert not Referee(own).beats(alternating + 0.19)
    assert Referee(own).does_better(alternating + 0.19)
    assert Referee(own).beats(np.full(100, np.inf))
    assert not Referee(own).beats(own)
