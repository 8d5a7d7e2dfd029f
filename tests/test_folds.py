"""Rows are dealt into folds, and widths that err alike on them are told from those that do not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.fits.folds import (
    MOST_ROWS,
    FoldNetworks,
    Streams,
    dealt,
    excess_over,
    narrowest_alike,
    some_rows,
)
from uat.fits.table import fit_data

WIDTHS = [1, 2, 4]
RNG = np.random.default_rng(0)
HARD = RNG.exponential(size=400)
"""What all widths err alike: much more than what tells them apart."""


def test_every_row_is_in_one_fold():
    parts = dealt(23, 5, np.random.default_rng(3))
    assert sorted(np.concatenate(parts).tolist()) == list(range(23))
    assert sorted(map(len, parts)) == [4, 4, 5, 5, 5]
    assert all((np.diff(part) > 0).all() for part in parts)


def test_of_many_rows_some_are_drawn():
    assert some_rows(MOST_ROWS, Streams.of(0).deal).tolist() == list(range(MOST_ROWS))
    some = some_rows(MOST_ROWS + 5, Streams.of(0).deal)
    assert len(set(some.tolist())) == MOST_ROWS
    assert (np.diff(some) > 0).all()


def test_one_use_of_random_numbers_does_not_move_another():
    used = Streams.of(7)
    used.hold_out.random(100)
    assert used.deal.random() == Streams.of(7).deal.random()


def test_an_excess_is_known_row_by_row():
    excess = excess_over(HARD + np.tile([0.1, 0.3], 200), HARD)
    assert excess.mean == pytest.approx(0.2)
    assert excess.standard_error == pytest.approx(0.1 / math.sqrt(399))


def test_networks_of_folds_predict_the_rows_they_had_not_seen(network_of):
    data = Dataset(np.arange(6.0), np.zeros(6))
    parts = [np.array([0, 3, 4]), np.array([1, 2, 5])]
    folds = FoldNetworks(data, parts, [network_of(1, 2, 1), network_of(1, 3, 1)])
    first, second = (network(data.x) for network in folds.networks)
    expected = np.where(np.isin(np.arange(6), parts[0])[:, np.newaxis], first, second)
    np.testing.assert_array_equal(folds.predict(data.x), expected)
    some = np.array([1, 3, 5])
    np.testing.assert_array_equal(folds.some(some).predict(data.x[some]), expected[some])


@pytest.mark.parametrize(
    ("above", "width"),
    [
        # All rows err a little more: the spread of HARD over folds would have hidden it.
        ([0.5, 0.1, 0.0], 4),
        ([0.5, 0.02, 0.0], 2),
        ([0.02, 0.02, 0.0], 1),
        ([0.5, 0.0, 0.1], 2),
        ([math.inf, 0.0, 0.0], 2),
        ([math.inf] * 3, 1),
    ],
)
def test_the_narrowest_that_errs_like_the_best_is_taken(above, width):
    squares = HARD + np.array(above)[:, np.newaxis]
    assert narrowest_alike(WIDTHS, squares) == width


def test_a_difference_that_chance_makes_is_none():
    noise = RNG.normal(size=400)
    apart = 0.9 * noise.std(ddof=1) / math.sqrt(400) + noise - noise.mean()
    least = 1.0 + np.abs(noise)
    assert narrowest_alike([1, 2], np.stack([least + apart, least])) == 1
    assert narrowest_alike([1, 2], np.stack([least + 1.0 + apart, least])) == 2


@pytest.mark.slow
def test_a_fit_to_a_table_takes_the_width_that_does():
    x = RNG.uniform(-1.0, 1.0, 120)
    fit = fit_data(x, np.sin(4.0 * x), max_width=8, learning_curve=False)
    best = min(fit.width_curve, key=lambda score: score.mean)
    assert fit.width > 1
    assert best.mean < 0.05
