"""The one set of checks: what each takes, what it refuses, and what it says."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from tools import shown

from uat.checks import (
    LARGEST_COUNT,
    LARGEST_SEED,
    LARGEST_WIDTH,
    check_callback,
    check_choice,
    check_flag,
    check_kind,
    check_list,
    check_name,
    check_number,
    check_positive,
    check_seed,
    check_share,
    check_text,
    check_whole,
    check_wholes,
    check_width,
)
from uat.exceptions import SettingError, UnknownNameError

NO_NUMBERS = [
    None,
    True,
    np.True_,
    "3",
    b"3",
    bytearray(b"3"),
    3j,
    np.complex128(3),
    [3],
    np.array([3]),
    np.array("3"),
    np.datetime64("2020-01-01"),
    np.timedelta64(3),
    {},
    object(),
    math.sqrt,
]


@pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3), np.array(3)], ids=shown)
def test_a_whole_number_is_one_of_python(value):
    number = check_whole(value, "width")
    assert number == 3
    assert type(number) is int


@pytest.mark.parametrize(
    "value", [*NO_NUMBERS, 2.5, 2.0, np.float64(2), 1e400, math.nan, Fraction(4, 2)], ids=shown
)
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(SettingError, match=r"^width must be a whole number, not .+\.$"):
        check_whole(value, "width")


def test_a_whole_number_has_bounds():
    assert check_whole(0, "seed", 0) == 0
    assert check_whole(7, "points", 2, 7) == 7
    with pytest.raises(SettingError, match=r"^seed must be a whole number from 0 on, not -1\.$"):
        check_whole(-1, "seed", 0)
    with pytest.raises(SettingError, match=r"^points must be at most 7, not 8\.$"):
        check_whole(8, "points", 2, 7)
    with pytest.raises(SettingError, match=r"^epochs must be at most 1,000,000,000, not <int>\.$"):
        check_whole(10**5000, "epochs")
    assert check_whole(LARGEST_COUNT, "epochs") == LARGEST_COUNT
    assert check_width(LARGEST_WIDTH) == LARGEST_WIDTH
    with pytest.raises(SettingError, match=r"^width must be at most 1,000,000, not 1000001\.$"):
        check_width(LARGEST_WIDTH + 1)
    assert check_seed(LARGEST_SEED) == LARGEST_SEED
    with pytest.raises(SettingError, match=r"^seed must be at most"):
        check_seed(LARGEST_SEED + 1)


NUMBERS = [3, 3.0, np.float32(3), np.int16(3), np.array(3.0), Fraction(3), Decimal(3)]


@pytest.mark.parametrize("check", [check_number, check_positive])
@pytest.mark.parametrize("value", NUMBERS, ids=shown)
def test_a_number_is_a_float_of_python(check, value):
    number = check(value, "tolerance")
    assert number == 3.0
    assert type(number) is float


@pytest.mark.parametrize("check", [check_number, check_positive])
@pytest.mark.parametrize("value", NO_NUMBERS, ids=shown)
def test_what_is_no_number_is_refused(check, value):
    with pytest.raises(SettingError, match=r"^tolerance must be a number, not .+\.$"):
        check(value, "tolerance")


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 10**400], ids=shown)
def test_what_is_not_finite_is_refused(value):
    with pytest.raises(SettingError, match=r"^tolerance must be positive and finite, not .+\.$"):
        check_positive(value, "tolerance")
    with pytest.raises(SettingError, match=r"^tolerance must be finite, not .+\.$"):
        check_number(value, "tolerance")
    with pytest.raises(SettingError, match=r"^tolerance must be a share from 0 to 1, not .+\.$"):
        check_share(value, "tolerance")


@pytest.mark.parametrize("value", NO_NUMBERS, ids=shown)
def test_what_is_no_number_is_no_share(value):
    with pytest.raises(SettingError, match=r"^held_out must be a share from 0 to 0.9, not .+\.$"):
        check_share(value, "held_out", 0.9)


@pytest.mark.parametrize(
    ("bounds", "inside", "outside", "said"),
    [
        ((), -1e300, math.inf, "finite, not inf"),
        ((1.0,), 1, 0.5, "finite and at least 1, not 0.5"),
        ((-math.inf, 1.0), 1, 1.5, "finite and at most 1, not 1.5"),
        ((0.0, 0.9), 0.9, 0.91, "from 0 to 0.9, not 0.91"),
    ],
)
def test_a_number_has_bounds(bounds, inside, outside, said):
    assert check_number(inside, "x", *bounds) == inside
    with pytest.raises(SettingError) as problem:
        check_number(outside, "x", *bounds)
    assert str(problem.value) == f"x must be {said}."


@pytest.mark.parametrize("value", [0, 0.0, -1, -1e-300])
def test_zero_is_not_positive(value):
    with pytest.raises(SettingError, match=r"^rate must be positive and finite, not "):
        check_positive(value, "rate")


@pytest.mark.parametrize(
    ("ends", "said"),
    [((True, True), "from 0 to 1"), ((True, False), "from 0 to below 1"),
     ((False, True), "above 0 to 1"), ((False, False), "above 0 to below 1")],
)  # fmt: skip
def test_a_share_has_its_ends_or_not(ends, said):
    zero, one = ends
    assert check_share(0.5, "momentum", zero=zero, one=one) == 0.5
    for value, taken in ((0, zero), (1, one), (-1e-9, False), (1 + 1e-9, False)):
        if taken:
            assert check_share(value, "momentum", zero=zero, one=one) == value
        else:
            with pytest.raises(SettingError) as problem:
                check_share(value, "momentum", zero=zero, one=one)
            assert str(problem.value) == f"momentum must be a share {said}, not {value!r}."


def test_a_name_gives_what_has_it():
    assert check_name("target", "sine", {"sine": 7}) == 7


@pytest.mark.parametrize(
    "value", ["cosine", "", None, 3, True, ["sine"], {}, np.zeros(3)], ids=shown
)
def test_an_unknown_name_is_refused(value):
    with pytest.raises(UnknownNameError, match=r"^unknown target .+: .*sine[.?]$") as problem:
        check_name("target", value, {"sine": 7})
    assert "\n" not in str(problem.value)


def test_a_choice_is_one_of_a_few_words():
    assert check_choice("sobol", "grid", ("uniform", "sobol")) == "sobol"
    for value in ("sobo", None, 3, ["sobol"]):
        with pytest.raises(SettingError, match=r"^grid must be one of uniform, sobol, not .+\.$"):
            check_choice(value, "grid", ("uniform", "sobol"))


def test_text_and_flags_and_functions():
    assert check_text("a", "name") == "a"
    assert check_flag(np.True_, "curve") is True
    assert check_flag(False, "curve") is False
    assert check_callback(math.sqrt, "progress") is math.sqrt
    for value in (None, 3, b"a", ["a"]):
        with pytest.raises(SettingError, match=r"^name must be text, not .+\.$"):
            check_text(value, "name")
    for value in (None, 1, "yes", np.array([True]), []):
        with pytest.raises(SettingError, match=r"^curve must be True or False, not .+\.$"):
            check_flag(value, "curve")
    for value in (None, 3, "print"):
        with pytest.raises(SettingError, match=r"^progress must be a function, not .+\.$"):
            check_callback(value, "progress")


def test_an_object_of_a_class():
    assert check_kind("a", str, "fit") == "a"
    with pytest.raises(SettingError, match=r"^fit must be a str, not 3\.$"):
        check_kind(3, str, "fit")


def test_a_list_is_what_yields_entries():
    assert check_list((n for n in "ab"), "names") == ("a", "b")
    assert check_list(np.arange(2), "names") == (0, 1)
    for value in (None, 3, "ab", b"ab", np.array(3), math.sqrt):
        with pytest.raises(SettingError, match=r"^names must be a list, not .+\.$"):
            check_list(value, "names")


def test_each_of_a_list_is_checked():
    assert check_wholes(range(1, 3), "widths") == (1, 2)
    for value in ([1, True], [1, 2.5], [0], ["8"], [None]):
        with pytest.raises(SettingError, match=r"^each of widths must be a whole number"):
            check_wholes(value, "widths")


class Rude:
    def __repr__(self):
        raise RuntimeError("no")


def test_a_value_is_shown_on_one_line_whatever_it_is():
    for value in (Rude(), np.zeros((50, 50)), "x\n" * 900, 10**5000):
        with pytest.raises(SettingError) as problem:
            check_choice(value, "grid", ("sobol",))
        assert len(str(problem.value)) < 120
        assert "\n" not in str(problem.value)
