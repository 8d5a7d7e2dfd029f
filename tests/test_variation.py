"""Total variations that are enclosed by a proof."""

import math

import numpy as np
import pytest

pytest.importorskip("flint")

from uat.core.domains import Box
from uat.expressions import parse
from uat.targets.catalogue import TARGETS
from uat.targets.formulas import expression_of
from uat.theory.certificates.balls import arb, working_with
from uat.theory.certificates.changes import changes, part_by_part
from uat.theory.certificates.forms import Piece
from uat.theory.certificates.variation import enclose_variation


def variation(text, low=0.0, high=1.0, **options):
    return enclose_variation(parse(text, 1).program, Box.interval(low, high), **options)


def sampled(text, low=0.0, high=1.0, points=20_001):
    """Return the variation seen on a grid, which the true one is not below."""
    x = np.linspace(low, high, points)
    return float(np.sum(np.abs(np.diff(np.broadcast_to(parse(text, 1)(x), x.shape)))))


class TestKnownVariations:
    @pytest.mark.parametrize(
        ("text", "low", "high", "known"),
        [
            ("x", -1, 1, 2.0),
            ("3", 0, 1, 0.0),
            ("x^2", -1, 1, 2.0),
            ("sin(2*pi*x)", -1, 1, 8.0),
            ("sqrt(abs(x - 1/3))", 0, 1, math.sqrt(1 / 3) + math.sqrt(2 / 3)),
            ("cbrt(x)", -1, 1, 2.0),
            ("x*log(x)", 1e-9, 1, 2 / math.e - 1e-9 * math.log(1e9)),
            ("max(x, 1/3) + min(x, 1/3)", 0, 1, 1.0),
            ("abs(abs(x) - 1/3)", -1, 1, 2.0),
            ("where(x < 1/3, 0, 1 + x)", 0, 1, 2.0),
            ("0.2 < x < 1/3", 0, 1, 2.0),
            ("not (x < 1/3 or x > 2/3)", 0, 1, 2.0),
            ("floor(3*x)", 0, 1, 3.0),
            ("fmod(5*x, pi)", 0, 1, 5.0 + math.pi),
            ("heaviside(x)", -1, 0, 1.0),
            ("x == 0.5", 0, 1, 2.0),
            ("exp(-((x + 0.0013)/1e-7)^2)", -1, 1, 2.0),
            ("(abs(x - 1/3))^0.7", 0, 1, (1 / 3) ** 0.7 + (2 / 3) ** 0.7),
            ("hypot(x, 1/3)", -1, 1, 2 * (math.hypot(1, 1 / 3) - 1 / 3)),
            ("1/(1 + 25*x^2)", -1, 1, 50 / 26),
        ],
    )
    def test_they_are_enclosed(self, text, low, high, known):
        proved = variation(text, low, high)
        assert proved.low <= known * (1 + 1e-12)
        assert proved.high >= known * (1 - 1e-12)
        assert proved.high - proved.low <= 1e-6 * known

    @pytest.mark.parametrize("name", ["chirp", "heavisine", "triangle", "root"])
    def test_those_of_the_catalogue_are_not_below_what_is_measured(self, name):
        target = TARGETS[name]
        proved = enclose_variation(expression_of(target).program, target.domain)
        assert proved.high >= target.complexity * (1 - 1e-12)
        assert proved.low <= target.complexity * (1 + 1e-5)
        assert proved.high - proved.low <= 1e-6 * proved.high

    def test_a_spike_between_all_points_counts(self):
        """Two points of every grid are farther apart than it is wide."""
        text = "x + exp(-((x - 0.31830988618)/1e-12)^2)"
        assert sampled(text) < 1.01
        assert variation(text).low > 2.99


class TestWhatIsNotKnown:
    @pytest.mark.parametrize("text", ["sin(1/x)", "log(x)", "1/x", "1/(x - 1/3)"])
    def test_what_has_no_bound_has_none(self, text):
        proved = variation(text, most_pieces=150)
        assert proved.high == math.inf
        assert proved.jump == math.inf

    def test_of_one_piece_what_is_proved_is_true_all_the_same(self):
        proved = variation("sin(20*x)*exp(x)", most_pieces=1)
        assert proved.low <= sampled("sin(20*x)*exp(x)") <= proved.high


class TestJumps:
    @pytest.mark.parametrize(
        ("text", "jump"),
        [
            ("sign(x - 1/3)", 2.0),
            ("x + (x >= 0.5)/4", 0.25),
            ("where(x == 1, 5, 0)", 5.0),
            ("x % 0.25", 0.25),
        ],
    )
    def test_the_largest_is_bounded(self, text, jump):
        assert variation(text).jump == pytest.approx(jump, rel=1e-9)

    @pytest.mark.parametrize(
        "text",
        [
            "sqrt(abs(x - 1/3))", "abs(4*x - 2*round(2*x))", "max(x, 1/3)", "sqrt(x*(1 - x))",
            "(x - 1/3)*heaviside(x - 1/3)", "sinc(10*x)",
        ],
    )  # fmt: skip
    def test_what_is_continuous_has_next_to_none(self, text):
        proved = variation(text)
        assert proved.jump <= 1e-9 * proved.high


def formulas_of(one, other, third):
    """Return formulas that have these parts: kinks, jumps and smooth functions."""
    return (
        f"abs({one})", f"sin(5*{one})", f"sqrt(abs({one}))", f"exp(-({one})^2)", f"sign({one})",
        f"floor(3*{one})", f"({one} + {other})", f"({one} - {other})", f"({one} * {other})",
        f"max({one}, {other})", f"min({one}, {other})", f"where({one} < {other}, {third}, {one})",
        f"({one} % 0.3)", f"heaviside({one})", f"abs({one})^1.5", f"hypot({one}, {other})",
        f"arctan({one})", f"relu({one})", f"clip({one}, -1/2, 1/2)", f"({one}/(2 + abs({other})))",
    )  # fmt: skip


def random_formula(rng, depth=3):
    """Return a formula of such parts within each other."""
    if depth == 0:
        return str(rng.choice(["x", "1/3", "0.7", "(2*x - 1)", "(x - 1/3)"]))
    return str(rng.choice(formulas_of(*(random_formula(rng, depth - 1) for _ in range(3)))))


@pytest.mark.parametrize("seed", range(4))
def test_no_variation_of_random_formulas_is_above_its_bound(seed):
    rng = np.random.default_rng(seed)
    for _ in range(6):
        text = random_formula(rng)
        proved = variation(text, relative_width=0.1, most_pieces=30)
        seen = sampled(text, points=2_001)
        assert seen <= proved.high * (1 + 1e-12) + 1e-12, text


def check_change(text, low, high, change):
    """Compare what is known of a change with what is seen on points."""
    x = np.linspace(low, high, 201)[1:-1]
    y = np.broadcast_to(parse(text, 1)(x), x.shape)
    slack = 1e-12 * (1 + np.max(np.abs(y)))
    assert np.sum(np.abs(np.diff(y))) <= float(change.variation) + 200 * slack, text
    if change.way is not None:
        moved = np.abs(np.diff(y)) if change.way == 0 else -change.way * np.diff(y)
        assert np.max(moved) <= slack, text


@pytest.mark.parametrize("seed", range(3))
def test_changes_of_random_formulas_hold_on_any_piece(seed):
    rng = np.random.default_rng(seed)
    texts = formulas_of("(2*x - 1)", "(1/3 - x)", "x") + formulas_of("x", "1/3", "(x - 0.5)")
    texts += tuple(random_formula(rng) for _ in range(20))
    for text in texts:
        low, high = np.sort(rng.uniform(size=2))
        program = parse(text, 1).program
        with working_with(128, 4):
            piece = Piece([arb(low)], [arb(high)], 2)
            known = changes(program, piece)[1], part_by_part(program, piece)[1]
        for change in known:
            check_change(text, low, high, change)
