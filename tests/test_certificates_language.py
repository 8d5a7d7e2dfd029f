"""Every function of the language on intervals, on series and on pieces holds what it should."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("flint")

from certificate_cases import FORMULAS, HIGH, LOW, every_formula, pieces_of, points_in

from uat.expressions import parse
from uat.expressions.names import FUNCTIONS, SYNONYMS
from uat.theory.certificates import ranges, series
from uat.theory.certificates.balls import arb, finite, working_with
from uat.theory.certificates.boxes import Polynomial, monomials
from uat.theory.certificates.forms import Piece
from uat.theory.certificates.intervals import WHOLE, Interval
from uat.theory.certificates.rules import RULES, run


@pytest.fixture(autouse=True)
def _bits():
    with working_with(128, 12):
        yield


def test_every_name_has_a_row():
    own = set(FUNCTIONS) - set(SYNONYMS)
    assert own <= set(ranges.FUNCTIONS)
    assert own <= set(series.FUNCTIONS) | set(RULES)
    assert own <= set(FORMULAS)


@every_formula
def test_a_value_is_numpys(text):
    expression = parse(text)
    for x in [*np.linspace(LOW, HIGH, 31).tolist(), 0.25, 0.5, 0.75]:
        found = ranges.run(expression.program, [Interval(arb(x), arb(x))])
        known = float(expression(x))
        if found.is_number or found.bounded:
            assert float(found.low) == pytest.approx(known, rel=1e-11, abs=1e-12) or not (
                found.high - found.low < 1e-9
            )
        assert found.bounded


@every_formula
def test_a_range_holds_every_value(text):
    rng, program = np.random.default_rng(1), parse(text).program
    for low, high in pieces_of(rng, 40):
        whole = ranges.run(program, [Interval(arb(low), arb(high), True, True)])
        for x in points_in(rng, low, high, 8):
            value = ranges.run(program, [Interval(x, x)])
            assert value.low <= whole.high
            assert value.high >= whole.low


@every_formula
def test_a_taylor_model_holds_every_value(text):
    rng, program = np.random.default_rng(2), parse(text).program
    smooth = 0
    for low, high in pieces_of(rng, 40):
        piece = Piece([arb(low)], [arb(high)], int(rng.integers(2, 9)))
        form = run(program, piece.variables(), piece)
        model = piece.model(form)
        smooth += form.over is not None
        if not model.rest.is_finite():
            continue
        for x in points_in(rng, low, high, 8):
            t = x - piece.centre[0]
            line = sum((c * t**k for k, c in enumerate(model.terms)), arb(0, model.rest))
            assert line.overlaps(ranges.run(program, [Interval(x, x)]).ball)
    assert smooth >= 10


@every_formula
def test_coefficients_over_a_piece_hold_those_at_its_points(text):
    rng, program = np.random.default_rng(3), parse(text).program
    for low, high in pieces_of(rng, 20):
        piece = Piece([arb(low)], [arb(high)], 6)
        over = run(program, piece.variables(), piece).over
        for x in points_in(rng, low, high, 3):
            inside = Piece([x - 1e-15], [x + 1e-15], 6)
            point = run(program, inside.variables(), inside).point
            if over is not None and point is not None:
                pairs = zip(series.padded(over, 7), series.padded(point, 7), strict=True)
                assert all(a.overlaps(b) for a, b in pairs if finite(a) and finite(b))


class TestOpenEnds:
    @pytest.mark.parametrize(
        ("text", "low", "high", "value"),
        [
            ("x > 0", 0.0, 1.0, 1),
            ("x >= 1", 0.0, 1.0, 0),
            ("sign(x - 0.3)", 0.3, 1.0, 1),
            ("floor(x)", 2.0, 3.0, 2),
            ("ceil(2*x)", 0.5, 1.0, 2),
            ("round(x)", 0.5, 1.5, 1),
            ("round(x)", 1.5, 2.5, 2),
            ("trunc(-x)", 1.0, 2.0, -1),
            ("heaviside(-x)", 0.0, 1.0, 0),
            ("0.25 < x < 0.5", 0.25, 0.5, 1),
        ],
    )
    def test_a_switch_at_an_end_is_decided(self, text, low, high, value):
        known = ranges.run(parse(text).program, [Interval(arb(low), arb(high), True, True)])
        assert known.is_number
        assert known.low == value

    def test_it_is_not_where_the_end_belongs_to_the_piece(self):
        assert not ranges.run(parse("x > 0").program, [Interval(arb(0), arb(1))]).is_number


@pytest.mark.parametrize(
    "text", ["1/x", "log(x)", "x/x", "sqrt(x - 0.1)", "tan(3*x)", "gamma(-x)", "x^-0.5", "y0(x)"]
)
def test_what_has_no_bound_or_no_value_has_no_range(text):
    assert ranges.run(parse(text).program, [Interval(arb(0), arb(1))]) == WHOLE


def test_numbers_are_floats_but_pi_e_and_tau():
    program = parse("0.1").program
    assert ranges.value_of(program[0]).low == arb(0.1)
    assert ranges.value_of(parse("pi").program[0]).ball.overlaps(arb.pi())
    assert not ranges.value_of(parse("pi").program[0]).is_number


def _remainder_trials():
    path = Path(__file__).resolve().parents[1] / "scripts" / "remainder_trials.py"
    spec = importlib.util.spec_from_file_location("remainder_trials", path)
    trials = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(trials)
    return trials


_TRIALS = _remainder_trials()


class TestOwnBounds:
    """The constants that are proved in this project, tried at many points and orders."""

    @pytest.mark.slow
    @pytest.mark.parametrize(("claim", "share"), list(_TRIALS.claims()))
    def test_no_claimed_remainder_is_exceeded(self, claim, share):
        """Random points, orders and pieces."""
        met = _TRIALS.trial(share, 1_000_000)
        assert met <= 1.0
        if "interpolant" not in claim and "identity" not in claim:
            assert met > 0.3

    def test_of_the_logistic_function(self):
        rng = np.random.default_rng(0)
        for z in (rng.normal(size=400) * 10.0 ** rng.uniform(-2, 2, 400)).tolist():
            exact = series.padded(1 / (1 + (-series.start(arb(z), 25)).exp()), 25)
            bounds = series.pole_bounds(25, arb(abs(z)) * arb(0.999999))
            assert all(abs(c).lower() <= b for c, b in zip(exact[1:], bounds, strict=True))

    def test_it_is_sharp(self):
        """h'(0) = 1/4, h'''(0)/3! = -1/48, of which the bound 1/(4 pi^2) is 1.2 times as much."""
        first, _, third = series.pole_bounds(4, arb(0))
        assert float(first) == pytest.approx(0.25)
        assert float(third) == pytest.approx(0.25 / np.pi**2)

    def test_of_the_bell(self):
        rng = np.random.default_rng(0)
        bounds = [series.bell_bound(k) for k in range(25)]
        for z in (rng.normal(size=400) * 2.0).tolist():
            u = series.start(arb(z), 25)
            exact = series.padded((-(u * u)).exp(), 25)
            assert all(abs(c).lower() <= b for c, b in zip(exact, bounds, strict=True))

    @pytest.mark.parametrize("name", ["logistic", "tanh", "softplus", "gaussian"])
    def test_coefficients_over_wide_balls_hold_those_at_points(self, name):
        rng = np.random.default_rng(4)
        for middle, radius in zip(rng.normal(size=40) * 4, rng.uniform(0, 3, 40), strict=True):
            over = series.FUNCTIONS[name](series.start(arb(float(middle), float(radius)), 12))
            for share in rng.uniform(-1, 1, 5):
                z = arb(float(middle + share * radius * 0.999999))
                point = series.FUNCTIONS[name](series.start(z, 12))
                assert all(over[k].overlaps(point[k]) for k in range(12))


def terms_of(f):
    return zip(monomials(f.inputs, f.degree), f.coefficients, strict=True)


class TestPolynomials:
    def test_products_are_those_of_functions(self):
        x, y = (Polynomial.variable(2, 4, arb(v), k) for k, v in enumerate((1, 2)))
        f = x * y * y - x / (y * 2) + 3
        t = arb(1) / 64, arb(-1) / 128
        value = sum(
            (
                c * t[0] ** m[0] * t[1] ** m[1]
                for m, c in zip(monomials(2, 4), f.coefficients, strict=True)
            ),
            arb(0),
        )
        a, b = 1 + t[0], 2 + t[1]
        assert abs(value - (a * b * b - a / (2 * b) + 3)) < 1e-9

    def test_functions_of_them_are(self):
        x, y = (Polynomial.variable(2, 5, arb(v), k) for k, v in enumerate((0.5, 0.25)))
        f = (x * y).with_function(lambda u: u.sin())
        t = arb(1) / 64, arb(1) / 128
        value = sum(
            (
                c * t[0] ** m[0] * t[1] ** m[1]
                for m, c in zip(monomials(2, 5), f.coefficients, strict=True)
            ),
            arb(0),
        )
        assert abs(value - ((0.5 + t[0]) * (0.25 + t[1])).sin()) < 1e-11
