"""A field is a number in one way only, is in doubt, or is none."""

from __future__ import annotations

import math

import pytest
from tools import given
from tools import strategies as st

from uat.io.cells import Number, number_in


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5,118.22", Number(5118.22, ".", grouped=True)),
        ("5.118,22", Number(5118.22, ",", grouped=True)),
        ("-1,054,321", Number(-1054321.0, ".", grouped=True)),
        ("1.054.321", Number(1054321.0, ",", grouped=True)),
        ("1 054", Number(1054.0, grouped=True)),
        ("1'054'000", Number(1054000.0, grouped=True)),
        ("1\u202f054,5", Number(1054.5, ",", grouped=True)),
        ("1\u2019054.5", Number(1054.5, ".", grouped=True)),
        ("1.054", Number(1.054, ".", sure=False)),
        ("+12,310", Number(12.31, ",", sure=False)),
        ("0.054", Number(0.054, ".")),
        ("1054,000", Number(1054.0, ",")),
        ("1.0540", Number(1.054, ".")),
        ("1.054e3", Number(1054.0, ".")),
        ("17.3 %", Number(17.3, ".", percent=True)),
        ("17,3%", Number(17.3, ",", percent=True)),
        ("-5 %", Number(-5.0, percent=True)),
        (" 7 ", Number(7.0)),
        ("1e999", Number(math.inf)),
    ],
)  # fmt: skip
def test_a_number_is_read_with_what_it_shows(cell, number):
    assert number_in(cell, True) == number


@pytest.mark.parametrize(
    "cell",
    ["1.23,5", "1,2,3", "12,34.5", "1,054.321.5", "1,054,5", "1 05", "0,118,220", "1 054 1", "%",
     "5 %%", "1_000", "NA", "", "abc", "$5", "1,00,000", "1.054,321.5"],
)  # fmt: skip
def test_what_is_no_number_in_any_way_is_none(cell):
    assert number_in(cell, True) is None


def test_where_commas_separate_they_are_never_decimal():
    assert number_in("1,054", False) == Number(1054.0, ".", grouped=True)
    for cell in ("0,5", "1,5", "5.118,22", "1.054.321", "17,3 %"):
        assert number_in(cell, False) is None, cell


@given(value=st.integers(-(10**12), 10**12), decimals=st.sampled_from(["", ".5", ".25"]))
def test_thousands_set_apart_change_nothing(value, decimals):
    plain = float(f"{value}{decimals}")
    english = f"{value:,}{decimals}"
    assert number_in(english, False).value == plain
    for by in " '\u00a0":
        assert number_in(english.replace(",", by), True).value == plain
    german = number_in(english.translate(str.maketrans(",.", ".,")), True)
    assert (german.value if german.sure else german.in_thousands) == plain
