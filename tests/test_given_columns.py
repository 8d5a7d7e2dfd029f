"""A column of a table is all inputs it became, and its values are those its owner writes."""

from __future__ import annotations

import numpy as np
import pytest

from uat.exceptions import DataFileError, SettingError, ShapeError, UnknownNameError
from uat.fits.given_columns import column_named, evenly, given_columns
from uat.io.encodings import Filled, Indicators, Number, encoding_of

KIND = Indicators("kind", ("ash", "elm", "oak"))
DAY = encoding_of("day", ["2020-01-01", "2020-03-01"])
COLUMNS = given_columns((), [Number("a"), Filled(KIND, (1.0, 0.0, 0.0)), DAY])
X = np.array([[1.0, 1.0, 0.0, 0.0, 3.0], [5.0, 0.0, 0.0, 1.0, 9.0], [2.0, 0.0, 1.0, 0.0, 4.0]])


def test_every_input_belongs_to_one_column():
    assert [column.name for column in COLUMNS] == ["a", "kind", "day"]
    assert [column.inputs for column in COLUMNS] == [slice(0, 1), slice(1, 4), slice(4, 5)]
    plain = given_columns(("u", "v"), ())
    assert [(column.name, column.inputs) for column in plain] == [
        ("u", slice(0, 1)), ("v", slice(1, 2))
    ]  # fmt: skip


def test_only_the_inputs_of_the_column_move():
    moved = COLUMNS[1].moved(X, X[[1, 1, 0], 1:4])
    np.testing.assert_array_equal(moved[:, 1:4], [[0, 0, 1], [0, 0, 1], [1, 0, 0]])
    np.testing.assert_array_equal(moved[:, [0, 4]], X[:, [0, 4]])
    assert X[0].tolist() == [1.0, 1.0, 0.0, 0.0, 3.0]


class TestValues:
    def test_of_a_text_are_all_there_are(self):
        assert COLUMNS[1].texts == ("ash", "elm", "oak")
        np.testing.assert_array_equal(COLUMNS[1].between(X, 2), np.eye(3))

    def test_of_few_numbers_are_these_and_else_equally_spaced(self):
        assert COLUMNS[0].between(X, 3).tolist() == [[1.0], [2.0], [5.0]]
        assert COLUMNS[0].between(X, 2).tolist() == [[1.0], [5.0]]
        assert COLUMNS[4 - 2].between(np.arange(50.0).reshape(10, 5), 4)[:, 0].tolist() == [
            4.0, 19.0, 34.0, 49.0,
        ]  # fmt: skip

    def test_may_be_asked_for_as_the_table_has_them(self):
        assert COLUMNS[0].asked([2, 3])[0].tolist() == [[2.0], [3.0]]
        assert COLUMNS[0].asked(2)[0].tolist() == [[2.0]]
        places, texts = COLUMNS[1].asked("oak ")
        assert (places.tolist(), texts) == ([[0.0, 0.0, 1.0]], ("oak",))
        places, texts = COLUMNS[2].asked(["2020-02-01"])
        assert (places.tolist(), texts) == ([[31.0]], ())

    def test_that_are_none_are_refused(self):
        with pytest.raises(ShapeError, match="one value at least"):
            COLUMNS[0].asked([])
        with pytest.raises(SettingError, match="a must be there and finite"):
            COLUMNS[0].asked([1.0, np.nan])
        with pytest.raises(DataFileError, match="'fir' was not there"):
            COLUMNS[1].asked(["fir"])
        with pytest.raises(SettingError, match="points"):
            COLUMNS[0].between(X, 1)


def test_a_column_is_found_by_its_name_and_a_slip_is_answered():
    assert column_named(COLUMNS, "day") is COLUMNS[2]
    with pytest.raises(UnknownNameError, match="unknown column 'kind=ash': did you mean kind"):
        column_named(COLUMNS, "kind=ash")


def test_some_rows_are_spread_over_all():
    assert evenly(5, 9).tolist() == [0, 1, 2, 3, 4]
    assert evenly(11, 3).tolist() == [0, 5, 10]
