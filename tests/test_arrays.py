"""What is no array of real numbers is refused in one sentence, at the first place where that is."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from tools import shown

from uat.arrays import as_columns, as_numbers, frozen
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.exceptions import ShapeError, UatError

LINE = Network([[1.0]], [0.0], [[1.0]], [0.0], "identity")


class TestNumbers:
    @pytest.mark.parametrize(
        "values",
        [
            [1, 2, 3],
            (1.0, 2.0, 3.0),
            range(1, 4),
            [Decimal(1), Fraction(2), np.float32(3.0)],
            np.array([1, 2, 3], dtype=np.uint8),
            np.array([1, 2, 3], dtype=np.float16),
            np.array([1, 2, 3], dtype=np.longdouble),
            np.array([1, 2, 3], dtype=">f8"),
            np.array([1, 2.0, Fraction(3)], dtype=object),
            np.ma.array([1.0, 2.0, 3.0]),
            np.ma.array([1.0, 2.0, 3.0], mask=[False, False, False]),
            memoryview(np.array([1.0, 2.0, 3.0])),
            memoryview(b"\x01\x02\x03"),
            np.array([1.0, 9.0, 2.0, 9.0, 3.0])[::2],
        ],
        ids=shown,
    )
    def test_of_any_kind_become_floats(self, values):
        array = as_numbers(values)
        assert type(array) is np.ndarray
        assert array.dtype == np.float64
        assert array.tolist() == [1.0, 2.0, 3.0]
        assert as_columns(values, "x").tolist() == [[1.0], [2.0], [3.0]]
        assert not frozen(values).flags.writeable

    def test_truth_values_are_0_and_1(self):
        assert as_numbers([True, False]).tolist() == [1.0, 0.0]
        assert as_numbers(np.array([True, 2], dtype=object)).tolist() == [1.0, 2.0]

    def test_whole_numbers_of_any_size_within_floats(self):
        assert as_numbers([2**70, 10**300]).tolist() == [2.0**70, 1e300]

    def test_floats_are_not_copied_but_for_frozen_ones(self):
        values = np.ones((3, 2))
        assert as_numbers(values) is values
        assert as_columns(values, "x") is values
        assert not np.shares_memory(frozen(values), values)

    def test_what_is_not_finite_is_left_to_those_who_know_what_it_means(self):
        values = np.array([np.longdouble("1e400"), np.nan])
        assert as_numbers(values)[0] == np.inf
        assert np.isnan(as_numbers([1.0, Decimal("nan")])[1])

    def test_of_no_row_or_one_number_keep_their_shape(self):
        assert as_numbers([]).shape == (0,)
        assert as_numbers(np.empty((0, 3))).shape == (0, 3)
        assert as_numbers(np.empty((0, 3), dtype=object)).shape == (0, 3)
        assert as_numbers(2).shape == ()
        assert as_numbers(Fraction(1, 2)) == 0.5


REFUSED = {
    "masked": (np.ma.array([1.0, 2.0, 3.0], mask=[0, 1, 1]), "masked, 2 of 3, the first in row 2"),
    "masked matrix": (np.ma.array(np.ones((3, 2)), mask=[[0, 0], [0, 0], [0, 1]]), "in row 3"),
    "masked integers": (np.ma.masked_equal([1, 2, 1], 1), "masked, 2 of 3, the first in row 1"),
    "masked rows": ([np.ma.array([1.0, 2.0]), np.ma.array([1.0, 2.0], mask=[0, 1])], "in row 2"),
    "masked constant": ([1.0, np.ma.masked], "masked, 1 of 1, the first in row 2"),
    "dates": (np.array(["2020-01-01", "2020-01-02"], "M8[D]"), "dates .datetime64., not numbers"),
    "spans": (np.array([1, 2], "m8[s]"), "spans of time .timedelta64., not numbers"),
    "date objects": ([datetime.date(2020, 1, 1)], "row 1 .the first is 1.: datetime.date.* a time"),
    "datetimes": ([1.0, datetime.datetime(2020, 1, 1)], "row 2 .*is a time, not a number"),
    "numpy times": (np.array([[1.0, np.timedelta64(1, "s")]], object), "column 2: .* is a time"),
    "complex": (np.array([1j]), "complex numbers: give their real"),
    "complex objects": (np.array([1.0, 2j], dtype=object), "row 2 .*complex numbers"),
    "text": (["1", "2"], "row 1 .*: these are not numbers, but '1'"),
    "text array": (np.array(["1", "2"]), "row 1 .*: these are not numbers, but "),
    "text among numbers": ([1.0, "2"], "row 2 .*: these are not numbers, but '2'"),
    "text objects": (np.array([[1, 2], [3, "x"]], object), "row 2 .*column 2: .* but .x."),
    "bytes": ([b"1"], "but b.1."),
    "a text": ("12", "not numbers, but '12'"),
    "huge": ([1.0, 10**400], "row 2 .*beyond the range of floats"),
    "huge fraction": ([Fraction(10**400)], "row 1 .*beyond the range of floats"),
    "huge beyond digits": ([-(10**5000)], "row 1 .*beyond the range of floats"),
    "none": ([1.0, None], "row 2 .*the value is missing"),
    "structured": (np.zeros(2, [("a", float), ("b", float)]), "structured array: give its fields"),
    "ragged": ([[1.0, 2.0], [3.0]], "not numbers in rows of equal length"),
    "a dictionary": ({"a": 1}, "these are not numbers, but {'a': 1}"),
    "a set": ({1.0}, "these are not numbers, but {1.0}"),
    "a function": ([len], "row 1 .*these are not numbers, but <built-in"),
    "signalling": ([Decimal("sNaN")], "row 1 .*these are not numbers, but Decimal"),
    "long": ([["x" * 5000]], r"'x+\.\.\."),
}  # fmt: skip


@pytest.mark.parametrize(("values", "message"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(
    "door",
    [
        as_numbers,
        frozen,
        lambda values: as_columns(values, "x"),
        lambda values: LINE(values),
        lambda values: Dataset(values, np.ones(len(values))),
        lambda values: Dataset(np.ones(2), values),
        lambda values: Dataset(np.ones(2), np.ones(2), values),
    ],
    ids=["as_numbers", "frozen", "as_columns", "network", "x", "t", "weights"],
)
def test_what_is_no_number_is_refused_in_one_sentence(door, values, message):
    with pytest.raises(ShapeError, match=message) as caught:
        door(values)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


class TestColumns:
    @pytest.mark.parametrize("values", [3.0, np.ones((2, 2, 2)), np.array(1)])
    def test_are_a_vector_or_a_matrix(self, values):
        with pytest.raises(ShapeError, match=r"x must have shape \(points,\) or .*, not \("):
            as_columns(values, "x")


class TestPandas:
    def test_nullable_columns_without_a_gap_are_numbers(self):
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(
            {"a": pandas.array([1, 2], "Int64"), "b": pandas.array([True, False], "boolean")}
        )
        assert as_numbers(frame).tolist() == [[1.0, 1.0], [2.0, 0.0]]
        assert as_numbers(frame["a"]).tolist() == [1.0, 2.0]

    @pytest.mark.parametrize("kind", ["Int64", "Float64", "boolean"])
    def test_a_gap_in_them_is_named(self, kind):
        """Versions of pandas differ in whether it is a nan, which numbers may be, or an object."""
        pandas = pytest.importorskip("pandas")
        series = pandas.Series([1, None, 0], dtype=kind)
        for values in (series, pandas.DataFrame({"a": [1.0, 2.0, 3.0], "b": series})):
            with pytest.raises(UatError, match=r"row 2 .*missing|point 1 is not finite"):
                Dataset(np.ones(3), values)

    def test_dates_are_refused_alone_and_among_numbers(self):
        pandas = pytest.importorskip("pandas")
        dates = pandas.Series(pandas.to_datetime(["2020-01-01", None]))
        with pytest.raises(ShapeError, match=r"dates .datetime64., not numbers"):
            as_numbers(dates)
        with pytest.raises(ShapeError, match=r"row 1 .*column 2: .*is a time, not a number"):
            as_numbers(pandas.DataFrame({"a": [1.0, 2.0], "b": dates}))
        with pytest.raises(ShapeError, match="is a time, not a number"):
            as_numbers(dates.dt.tz_localize("UTC"))
