"""Functions of the language on real balls and complex boxes: analytic, or not finite."""

import numpy as np
import pytest

pytest.importorskip("flint")

from certificate_cases import HIGH, LOW, every_formula, pieces_of, points_in

from uat.expressions import parse
from uat.expressions.names import FUNCTIONS, SYNONYMS
from uat.theory.certificates import ranges
from uat.theory.certificates.balls import acb, arb, working_with
from uat.theory.certificates.continuations import BRANCHES, SMOOTH, resolved
from uat.theory.certificates.intervals import Interval

# Of what is a number, or nothing, on a piece; and of units alone.
_STEPS = {"sign", "floor", "ceil", "round", "trunc", "heaviside"}


@pytest.fixture(autouse=True)
def _bits():
    with working_with(200):
        yield


def function_on(text, low, high):
    piece = Interval(arb(low), arb(high), True, True)
    return resolved(parse(text).program, [piece]).function


def box(real, imaginary):
    """Return a complex box from the ends of its sides."""
    sides = [arb((a + b) / 2, (b - a) / 2) for a, b in (real, imaginary)]
    return acb(*sides)


def test_every_name_has_a_row():
    own = set(FUNCTIONS) - set(SYNONYMS)
    assert own <= set(SMOOTH) | set(BRANCHES) | _STEPS


@every_formula
def test_on_points_it_is_the_function(text):
    rng, seen = np.random.default_rng(1), 0
    for low, high in pieces_of(rng, 24):
        function = function_on(text, low, high)
        for x in points_in(rng, low, high, 3) if function else ():
            assert function([x]).overlaps(ranges.run(parse(text).program, [Interval(x, x)]).ball)
            seen += 1
    assert seen >= 10


@every_formula
def test_a_box_holds_the_values_at_its_points(text):
    rng, seen = np.random.default_rng(2), 0
    for low, high in pieces_of(rng, 16):
        function = function_on(text, low, high)
        middle, reach = (low + high) / 2, rng.uniform(0.5, 2.0) * (high - low)
        whole = acb(arb(middle, reach), arb(0, reach))
        if function is None or not function([whole]).is_finite():
            continue
        for a, b in rng.uniform(-0.999, 0.999, (3, 2)) * reach:
            assert acb(function([whole])).overlaps(acb(function([acb(middle + a, b)])))
            seen += 1
    assert seen >= 3


@every_formula
def test_where_it_is_finite_it_is_analytic(text):
    """The mean of an analytic function on a circle is its value in the middle."""
    rng, seen = np.random.default_rng(3), 0
    turns = [acb(0, 2 * arb.pi() * k / 64).exp() for k in range(64)]
    for _ in range(12):
        middle = float(rng.uniform(LOW + 0.01, HIGH - 0.01))
        function = function_on(text, middle - 1e-3, middle + 1e-3)
        radius = float(10.0 ** rng.uniform(-3, -0.4))
        whole = acb(arb(middle, 2 * radius), arb(0, 2 * radius))
        if function is None or not acb(function([whole])).is_finite():
            continue
        # Of |f| <= M within 2 r the mean of 64 values is off by at most M 2^-64 / (1 - 2^-64).
        size = abs(acb(function([whole]))).upper()
        mean = sum((function([middle + radius * turn]) for turn in turns), acb(0)) / 64
        assert not abs(mean - acb(function([arb(middle)]))) > size * 2.0**-63
        seen += 1
    assert seen >= 1


@pytest.mark.parametrize(
    ("text", "real", "imaginary"),
    [
        ("log(x)", (-0.1, 2), (-1, 1)),
        ("sqrt(x)", (-0.1, 2), (-1, 1)),
        ("x^0.5", (0, 2), (-1, 1)),
        ("log1p(x)", (-1.5, 2), (-1, 1)),
        ("cbrt(x)", (-0.1, 2), (-1, 1)),
        ("arcsin(x)", (0, 1.1), (-1, 1)),
        ("arccos(x)", (-1.1, 0), (-1, 1)),
        ("arctanh(x)", (0, 1.1), (-1, 1)),
        ("arccosh(1 + x)", (-0.1, 2), (-1, 1)),
        ("arctan(x)", (-0.1, 2), (-1.1, 1.1)),
        ("arcsinh(x)", (-0.1, 2), (-1.1, 1.1)),
        ("erfinv(x)", (-0.5, 1.1), (-1, 1)),
        ("y0(x)", (-0.1, 2), (-1, 1)),
        ("lgamma(x)", (-0.1, 2), (-1, 1)),
        ("gamma(x)", (-0.1, 2), (-1, 1)),
        ("digamma(x)", (-0.1, 2), (-1, 1)),
        ("beta(x, 2)", (-0.1, 2), (-1, 1)),
        ("1/x", (-0.1, 2), (-1, 1)),
        ("tan(x)", (0, 1.6), (-0.1, 0.1)),
        ("tanh(x)", (-0.1, 1), (0, 1.6)),
        ("logistic(x)", (-0.1, 1), (0, 3.2)),
        ("softplus(x)", (-0.1, 1), (0, 3.2)),
        ("hypot(x, 1)", (-0.1, 1), (0, 1.1)),
        ("arctan2(x, 1)", (-0.1, 1), (0, 1.1)),
    ],
)
def test_at_a_pole_or_across_a_cut_it_is_not_finite(text, real, imaginary):
    function = function_on(text, 0.25, 0.5)
    assert not function([box(real, imaginary)]).is_finite()
    assert function([box((0.3, 0.4), (-0.05, 0.05))]).is_finite()


def test_where_branches_meet_none_is_left():
    for text in ("abs(x)", "max(x, 0)", "floor(x)", "x if x > 0 else 1", "mod(x, 0.5)", "cbrt(x)"):
        assert function_on(text, -1.0, 1.0) is None
        assert function_on(text, 0.0, 0.25) is not None
