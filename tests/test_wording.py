"""Numbers, counts and lists as people read them."""

from __future__ import annotations

import math

import pytest

from uat.io.wording import (
    counted,
    fixed,
    in_thousands,
    listed,
    plural,
    rounded_up,
    short,
    short_maths,
    short_typed,
    signed,
    spelt,
    times,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.02525, "0.025"),
        (0.0, "0"),
        (310.2, "310"),
        (-1.5, "−1.5"),  # noqa: RUF001
        (8.1e-11, "8.1 × 10⁻¹¹"),  # noqa: RUF001
        (-8.1e11, "−8.1 × 10¹¹"),  # noqa: RUF001
        (0.9999, "1"),
        (None, "no number"),
        (math.nan, "no number"),
    ],
)
def test_short(value, text):
    assert short(value).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("factor", "text"),
    [
        (1.53, "about 1.5 times"),
        (144.7, "about 140 times"),
        (31_234, "about 31,000 times"),
        (311_676_786.9, "about 310 million times"),
        (2.8e9, "about 2.8 billion times"),
        (2.2e13, "about 2.2 × 10¹³ times"),  # noqa: RUF001
        (0.25, "about 0.25 times"),
        (math.nan, "beyond comparison"),
    ],
)
def test_times(factor, text):
    assert times(factor).replace("\u00a0", " ") == text


def test_lists_and_counts():
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert [spelt(3), spelt(16), spelt(1000)] == ["three", "16", "1,000"]


def test_terms():
    assert signed(-3.0) == "- 3"
    assert signed(2.5) == "+ 2.5"
    assert fixed(0.2036360421227, 14) == "0.20363604212270"
    assert fixed(math.inf, 3) == "no number"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 2, "0"),
        (0.0123, 2, "0.012"),
        (0.00999, 2, "0.01"),
        (0.0099, 2, r"$9.9 \times 10^{-3}$"),
        (9999.0, 2, "$10^{4}$"),
        (6300.0, 2, "6300"),
        (-0.001, 1, r"$-1 \times 10^{-3}$"),
        (1e-6, 1, "$10^{-6}$"),
    ],
)
def test_short_maths(value, digits, text):
    assert short_maths(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.4441, "0.44"), (6349.0, "6300"), (2.51e-6, "2.5e-6"), (1e20, "1e20")]
)
def test_short_typed(value, text):
    assert short_typed(value) == text


@pytest.mark.parametrize(
    ("value", "above"),
    [
        (0.1, 0.1), (0.6, 0.6), (1.94e-8, 2e-8), (1.2001, 1.3), (9.91, 10.0), (0.0, 0.0),
        (5e-324, 5e-324), (math.inf, math.inf),
    ],
)  # fmt: skip
def test_rounded_up(value, above):
    assert rounded_up(value) == above
    assert rounded_up(float(value)) >= value


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1"), (999, "999"), (1000, "1k"), (12_500, "12.5k"), (2e6, "2M")]
)
def test_in_thousands(count, text):
    assert in_thousands(count) == text


def test_words_agree_with_their_counts():
    assert [counted(n, "unit") for n in (0, 1, 2)] == ["0 units", "1 unit", "2 units"]
    assert [plural(n, "row") for n in (1, 7)] == ["row", "rows"]
