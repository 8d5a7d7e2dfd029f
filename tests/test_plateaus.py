"""Step functions of least mean square, held against all there are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from uat.trainers.plateaus import best_plateaus


def square_of(t, shares, firsts, largest):
    """Return the least square of plateaus that begin there, inf if one cannot be close enough."""
    total = 0.0
    for first, stop in itertools.pairwise([*firsts, len(t)]):
        part, weights = t[first:stop], shares[first:stop]
        low, high = part.max(axis=0) - largest, part.min(axis=0) + largest
        if np.any(low > high):
            return np.inf
        level = np.clip(np.average(part, axis=0, weights=weights), low, high)
        total += float(weights @ np.square(part - level).sum(axis=1))
    return total


@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize("largest", [0.4, 0.8, np.inf])
@pytest.mark.parametrize("seed", range(4))
def test_no_other_cuts_are_better(seed, largest, outputs):
    rng = np.random.default_rng(seed)
    t, shares = rng.uniform(size=(9, outputs)), rng.uniform(0.1, 1.0, size=9)
    for count in (1, 2, 4):
        best = min(
            square_of(t, shares, (0, *cuts), largest)
            for fewer in range(count)
            for cuts in itertools.combinations(range(1, 9), fewer)
        )
        found = best_plateaus(t, shares, count, largest)
        if found is None:
            assert best == np.inf
            continue
        assert len(found.firsts) <= count
        places = np.searchsorted(found.firsts, np.arange(9), side="right") - 1
        off = t - found.levels[places]
        assert np.max(np.abs(off)) <= largest + 1e-12
        assert shares @ np.square(off).sum(axis=1) == pytest.approx(best, abs=1e-12)


def test_as_many_plateaus_as_there_are_levels_are_exact():
    t = np.repeat([3.0, -1.0, 2.0], [4, 1, 7])[:, np.newaxis]
    found = best_plateaus(t, np.ones(12), 9, 1.0)
    assert found.firsts.tolist() == [0, 4, 5]
    np.testing.assert_allclose(found.levels[:, 0], [3.0, -1.0, 2.0])


def test_there_may_be_none():
    assert best_plateaus(np.array([[0.0], [1.0]]), np.ones(2), 1, 0.4) is None
