"""Bounds from values at Chebyshev's points: they hold, and are not much too large."""

import itertools

import numpy as np
import pytest

pytest.importorskip("flint")

from certificate_cases import every_formula, pieces_of

from uat.expressions import parse
from uat.theory.certificates import ranges
from uat.theory.certificates.balls import arb, working_with
from uat.theory.certificates.continuations import resolved
from uat.theory.certificates.interpolation import (
    box_of,
    coefficients,
    nodes,
    range_of,
    remainder,
    steepest,
)
from uat.theory.certificates.intervals import Interval

BITS = 200


@pytest.fixture(autouse=True)
def _bits():
    with working_with(BITS):
        yield


def interpolant(function, count, inputs):
    grid = itertools.product(nodes(count, BITS), repeat=inputs)
    return coefficients([function(*x) for x in grid], count, inputs, BITS)


def value_of(made, count, point):
    """Return a sum of products of Chebyshev polynomials, in floats."""
    return np.polynomial.chebyshev.chebval(point, [float(c) for c in made[:count]])


@pytest.mark.parametrize(("count", "inputs"), [(3, 1), (8, 1), (17, 1), (4, 2), (5, 2), (3, 3)])
def test_products_of_chebyshev_polynomials_are_their_own(count, inputs):
    for wanted in itertools.islice(itertools.product(range(count), repeat=inputs), 0, None, 3):
        made = interpolant(
            lambda *x, k=wanted: np.prod([t.chebyshev_t(n) for t, n in zip(x, k, strict=True)]),
            count, inputs,
        )  # fmt: skip
        places = itertools.product(range(count), repeat=inputs)
        assert all(c.overlaps(arb(int(k == wanted))) for k, c in zip(places, made, strict=True))
        assert all(c.rad() < 1e-40 for c in made)


@pytest.mark.parametrize("pole", [1.01, 1.2, 2.0, 5.0, 40.0])
def test_the_remainder_holds_and_is_nearly_sharp(pole):
    """Of 1/(a - x) the size on the ellipse of rho is 1/(a - (rho + 1/rho)/2)."""
    x = np.linspace(-1, 1, 5001)
    limit = pole + np.sqrt(pole**2 - 1)
    for count in (3, 5, 8, 12, 16):
        made = interpolant(lambda t: 1 / (pole - t), count, 1)
        off = np.max(np.abs(1 / (pole - x) - value_of(made, count, x)))
        bounds = [
            float(remainder(arb(1 / (pole - (rho + 1 / rho) / 2)), arb(rho), count, 1))
            for rho in 1 + (limit - 1) * np.linspace(0.05, 0.999, 50)
        ]
        assert off <= min(bounds) + 1e-14
        if off > 1e-12:
            assert min(bounds) < 100 * count * off


@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_the_remainder_is_the_sum_of_all_terms_left_out(inputs):
    """Every coefficient may be as large as its bound: their sum is what the formula says."""
    rho, count, most = 2.5, 3, 24
    left = sum(
        2.0 ** (inputs + 1) * rho ** -sum(k)
        for k in itertools.product(range(most), repeat=inputs)
        if max(k) >= count
    )
    bound = float(remainder(arb(1), arb(rho), count, inputs))
    assert left * (1 - 1e-12) <= bound <= left * (1 + 1e-6)


@every_formula
def test_every_function_is_within_the_remainder(text):
    rng, program, tried = np.random.default_rng(5), parse(text).program, 0
    for low, high in pieces_of(rng, 24):
        function = resolved(program, [Interval(arb(low), arb(high), True, True)]).function
        if function is None:
            continue
        centre, radius = (arb(low) + arb(high)) / 2, (arb(high) - arb(low)) / 2
        rho, count = arb(float(rng.uniform(1.2, 6))), int(rng.integers(3, 12))
        size = abs(function([box_of(centre, radius, rho)]))
        made = interpolant(lambda t: arb(function([centre + radius * t])), count, 1)  # noqa: B023
        if not size.is_finite():
            continue
        off = remainder(size.upper(), rho, count, 1)
        for share in rng.uniform(-1, 1, 4).tolist():
            x = centre + radius * share
            p = sum((c * arb(share).chebyshev_t(k) for k, c in enumerate(made)), arb(0, off))
            assert p.overlaps(ranges.run(program, [Interval(x.mid(), x.mid())]).ball)
            tried += 1
    assert tried >= 8


@pytest.mark.parametrize(("count", "inputs"), [(3, 1), (6, 1), (4, 2), (3, 3)])
def test_a_range_holds_all_values(count, inputs):
    rng = np.random.default_rng(6)
    axes = [np.linspace(-1, 1, 101 if inputs < 3 else 21)] * inputs
    grid = np.meshgrid(*axes, indexing="ij")
    evaluate = (None, np.polynomial.chebyshev.chebval, np.polynomial.chebyshev.chebval2d,
                np.polynomial.chebyshev.chebval3d)[inputs]  # fmt: skip
    for _ in range(30):
        made = rng.normal(size=count**inputs) * 10.0 ** rng.integers(-2, 2, count**inputs)
        values = evaluate(*grid, made.reshape([count] * inputs))
        low, high = range_of([arb(c) for c in made.tolist()], count, inputs)
        assert low <= np.min(values) + 1e-12
        assert high >= np.max(values) - 1e-12


@pytest.mark.parametrize(("slope", "bend"), [(1, 1), (1, -1), (5, -1), (-3, 0.5), (2, 0), (0, -2)])
def test_of_one_input_a_parabola_is_exact(slope, bend):
    t = np.linspace(-1, 1, 20001)
    values = 0.5 + slope * t + bend * (2 * t * t - 1)
    low, high = range_of([arb(0.5), arb(slope), arb(bend)], 3, 1)
    assert float(low) == pytest.approx(np.min(values), abs=1e-7)
    assert float(high) == pytest.approx(np.max(values), abs=1e-7)


def test_the_axis_of_most_variation_is_told():
    made = [0.0] * 16
    made[4], made[1] = 2.0, 1.0
    assert steepest([arb(c) for c in made], 4, 2) == 0
    made[2] = 3.0
    assert steepest([arb(c) for c in made], 4, 2) == 1
