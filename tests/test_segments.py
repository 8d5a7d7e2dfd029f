"""Least squares in pieces, against all ways to cut."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from uat.trainers.segments import Cuts, Pieces

RNG = np.random.default_rng(7)
X, T = np.sort(RNG.uniform(-1.0, 1.0, 14)), RNG.normal(size=(14, 2))
SHARES = RNG.uniform(0.5, 1.5, 14)
PLACES = np.arange(15)


def cost(begin, end, degree):
    design = np.vander(X[begin:end], degree + 1) * np.sqrt(SHARES[begin:end, np.newaxis])
    wanted = T[begin:end] * np.sqrt(SHARES[begin:end, np.newaxis])
    left = wanted - design @ np.linalg.lstsq(design, wanted, rcond=None)[0]
    return float(np.sum(left**2))


def test_pieces_cost_what_they_leave():
    pieces = Pieces.of(X, T, SHARES, PLACES)
    for begin, end in [(0, 14), (3, 9), (5, 7), (12, 14)]:
        assert pieces.constants[begin, end] == pytest.approx(cost(begin, end, 0), abs=1e-12)
        assert pieces.lines[begin, end] == pytest.approx(cost(begin, end, 1), abs=1e-12)
    assert pieces.constants[4, 5] == pytest.approx(0.0, abs=1e-12)
    assert pieces.lines[5, 5] == np.inf


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [(0, 0, 0), (1, 1, 1), (0, 1, 1), (1, 1, 0)])
def test_no_other_cuts_are_cheaper(count, degrees):
    pieces = Pieces.of(X, T, SHARES, PLACES)
    by_degree = (pieces.constants, pieces.lines)
    first, middle, last = degrees
    cuts, reached = Cuts(*(by_degree[degree] for degree in degrees)).of(count)

    def whole(places):
        ends = [0, *places, 14]
        kinds = [first, *[middle] * (len(ends) - 3), last] if places else [min(degrees)]
        return sum(cost(a, b, k) for (a, b), k in zip(itertools.pairwise(ends), kinds, strict=True))

    ways = [list(places) for n in range(count + 1) for places in
            itertools.combinations(range(1, 14), n)]  # fmt: skip
    assert reached == pytest.approx(min(whole(places) for places in ways), abs=1e-10)
    assert whole(cuts.tolist()) == pytest.approx(reached, abs=1e-10)
