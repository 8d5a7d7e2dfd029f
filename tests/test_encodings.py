"""What columns become, and that others become the same."""

import json
import math

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.exceptions import DataFileError, ModelFileError
from uat.io.encodings import (
    Filled,
    Indicators,
    Moment,
    Number,
    encoded,
    encoding_from,
    encoding_of,
    plain,
    usual,
)


class TestNumbers:
    @given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
    def test_stay_what_they_are(self, numbers):
        cells = [repr(number) for number in numbers]
        encoding = encoding_of("a", cells)
        assert encoding == Number("a")
        assert encoding.encode(cells)[:, 0].tolist() == numbers
        assert encoding.note == ""

    def test_are_missing_where_nothing_stands(self):
        found = encoding_of("a", ["1", "NA", "", "2,5"]).encode(["1", "NA", "", "2,5"])
        np.testing.assert_array_equal(found[:, 0], [1.0, math.nan, math.nan, 2.5])

    def test_are_missing_where_a_dash_stands_among_them(self):
        cells = ["-", "2", "3", "\N{EN DASH}", "."]
        found = encoding_of("a", cells).encode(cells)
        np.testing.assert_array_equal(np.isnan(found[:, 0]), [True, False, False, True, True])
        assert isinstance(encoding_of("sign", ["+", "-", "+", "-"]), Indicators)

    @pytest.mark.parametrize(
        ("cells", "numbers"),
        [
            (["1,054.5", "2,100", "3"], [1054.5, 2100.0, 3.0]),
            (["1.054", "2,5", "3"], [1054.0, 2.5, 3.0]),
            (["1.054", "2.100", "3"], [1.054, 2.1, 3.0]),
            (["5 %", "7.5 %"], [5.0, 7.5]),
        ],
    )
    def test_as_texts_have_one_decimal_sign(self, cells, numbers):
        assert encoding_of("a", cells).encode(cells)[:, 0].tolist() == numbers

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            (["3", "1,054"], "row 2, column 'a': '1,054' is a decimal or a thousand"),
            (["1,5", "2.5"], "row 2, column 'a': '2.5' is ambiguous"),
            (["1 %", "2"], "row 2, column 'a': '2' has no percent sign"),
        ],
    )
    def test_as_texts_are_not_guessed(self, cells, message):
        with pytest.raises(DataFileError, match=message):
            encoding_of("a", cells).encode(cells)

    def test_among_texts_are_refused_by_the_odd_one(self):
        with pytest.raises(DataFileError, match=r"numbers and texts, as 'x7'"):
            encoding_of("a", ["1", "2", "x7", "3"])
        with pytest.raises(DataFileError, match="row 2, column 'a': 'x' is not a number"):
            Number("a").encode(["1", "x"])


class TestDates:
    CELLS = ("2024-01-01", "2024-01-02", "", "2024-03-01")

    def test_become_days_since_the_first(self):
        encoding = encoding_of("day", self.CELLS)
        assert encoding.names == ("day [days since 2024-01-01]",)
        np.testing.assert_array_equal(encoding.encode(self.CELLS)[:, 0], [0, 1, math.nan, 60])
        assert "days since 2024-01-01" in encoding.note

    def test_within_a_day_are_told_in_hours_and_within_an_hour_in_seconds(self):
        hours = encoding_of("at", ["2024-01-01 08:00", "2024-01-01 14:30"])
        assert hours.names == ("at [hours since 2024-01-01 08:00:00]",)
        assert hours.encode(["2024-01-01 14:30"])[0, 0] == 6.5
        assert encoding_of("at", ["10:00", "10:01"]).encode(["10:01"])[0, 0] == 60.0

    def test_of_other_rows_may_be_earlier_but_not_written_otherwise(self):
        encoding = encoding_of("day", self.CELLS)
        assert encoding.encode(["2023-12-31"])[0, 0] == -1.0
        with pytest.raises(DataFileError, match=r"'31.12.2023' is no date"):
            encoding.encode(["31.12.2023"])


class TestTexts:
    def test_become_a_column_for_each_value(self):
        cells = ["b", "a", " c", "a", "b", "c"]
        encoding = encoding_of("kind", cells)
        assert encoding.names == ("kind=a", "kind=b", "kind=c")
        assert encoding.encode(cells).tolist()[:3] == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]

    def test_of_two_values_become_one_column(self):
        encoding = encoding_of("ok", ["yes", "no", "yes", "no"])
        assert encoding.names == ("ok=yes",)
        assert encoding.encode(["no", "yes"]).tolist() == [[0.0], [1.0]]

    def test_of_true_and_false_are_so_in_any_spelling_and_type(self):
        for written in (["TRUE", "FALSE", "NA"], ["true", "false", ""]):
            encoding = encoding_of("new", written)
            for cells in (
                ["True", "False"],
                ["TRUE", "FALSE"],
                [True, False],
                np.array([1, 0]) > 0,
            ):
                found = encoded({"new": cells}, [encoding])
                assert found.tolist() == [[1.0], [0.0]]
        assert encoding_of("kind", ["Ash", "ash"]).values == ("Ash", "ash")

    def test_not_seen_before_are_refused_with_those_that_were(self):
        encoding = Indicators("kind", ("a", "b", "c"))
        with pytest.raises(DataFileError, match=r"'d' was not there .* it knows 'a', 'b' and 'c'"):
            encoding.encode(["a", "d"])

    def test_of_too_many_values_are_no_kinds(self):
        with pytest.raises(DataFileError, match="texts of 21 values in 100 rows"):
            encoding_of("name", [f"n{k % 21}" for k in range(100)])
        with pytest.raises(DataFileError, match="texts of 4 values in 6 rows"):
            encoding_of("name", ["a", "b", "c", "d", "a", "b"])


ENCODINGS = (
    Number("a"),
    Moment("day", "ISO 8601", "2024-01-01T00:00:00+00:00", "days"),
    Indicators("kind", ("a", "b", "c")),
    Filled(Number("b"), (2.5,)),
    Filled(Indicators("ok", ("no", "yes")), (1.0,)),
)


class TestKept:
    @pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda e: e.column)
    def test_in_json(self, encoding):
        assert encoding_from(json.loads(json.dumps(plain(encoding)))) == encoding

    @pytest.mark.parametrize("wrong", [{}, {"kind": "other"}, {"kind": "number", "b": 1}, []])
    def test_what_is_none_is_said(self, wrong):
        with pytest.raises(ModelFileError, match="damaged"):
            encoding_from(wrong)


class TestEncoded:
    def test_columns_by_name_gaps_filled(self):
        columns = {
            "ok": ["no", ""], "b": np.array([math.nan, 4.0]), "kind": ["c", "a"],
            "more": ["x", "y"], "day": ["2024-01-03", "2024-01-01"], "a": ["1", "2"],
        }  # fmt: skip
        found = encoded(columns, ENCODINGS)
        assert found.tolist() == [[1, 2, 0, 0, 1, 2.5, 0], [2, 0, 1, 0, 0, 4, 1]]

    def test_a_gap_that_nothing_stands_for_is_refused(self):
        with pytest.raises(
            DataFileError, match="row 2, column 'a': the value is missing, as in 1 of"
        ):
            encoded({"a": ["1", ""]}, ENCODINGS[:1])

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(DataFileError, match="no column 'day'"):
            encoded({"a": ["1"]}, ENCODINGS[:2])


def test_what_is_usual_is_the_median_and_the_most_frequent_text():
    assert usual(Number("a"), np.array([[1.0], [math.nan], [2.0], [9.0]])) == (2.0,)
    kind = Indicators("kind", ("a", "b", "c"))
    assert usual(kind, kind.encode(["c", "a", "c", "", ""])) == (0.0, 0.0, 1.0)
