"""Dates and times as people write them."""

from datetime import UTC, datetime

import pytest

from uat.exceptions import DataFileError
from uat.io.moments import ISO, WAYS, moment_in, way_of


@pytest.mark.parametrize(
    ("cells", "second"),
    [
        (["2024-01-31", "2024-02-01"], datetime(2024, 2, 1)),
        (["2024-01-31 14:05", "2024-01-31T14:06:30"], datetime(2024, 1, 31, 14, 6, 30)),
        (["31.01.2024", "01.02.2024"], datetime(2024, 2, 1)),
        (["31.01.2024 08:00", "01.02.2024 09:30"], datetime(2024, 2, 1, 9, 30)),
        (["01/31/2024", "02/01/2024"], datetime(2024, 2, 1)),
        (["31/01/2024", "01/02/2024"], datetime(2024, 2, 1)),
        (["01/02/2024", "13/02/2024"], datetime(2024, 2, 13)),
        (["Jan 2024", "Feb 2024"], datetime(2024, 2, 1)),
        (["2024-01", "2024-02"], datetime(2024, 2, 1)),
        (["3 Mar 2024", "4 Mar 2024"], datetime(2024, 3, 4)),
        (["08:15", "09:00"], datetime(1900, 1, 1, 9)),
        (["8:15 AM", "1:00 PM"], datetime(1900, 1, 1, 13)),
        (["2024-03-03 09:30:00 UTC", "2024-03-03 10:00:00 UTC"], datetime(2024, 3, 3, 10)),
        (["30Mar2024", "31Mar2024"], datetime(2024, 3, 31)),
        (["1/2/24", "13/2/24"], datetime(2024, 2, 13)),
        (["Mar 3 2024", "Mar 14 2024"], datetime(2024, 3, 14)),
        (["2024-03-03 9:30 AM", "2024-03-04 2:30 PM"], datetime(2024, 3, 4, 14, 30)),
        (["2024-01-31T12:00:00+02:00", "2024-01-31T12:00:00Z"], datetime(2024, 1, 31, 12)),
    ],
)
def test_all_rows_are_read_the_way_that_fits_them(cells, second):
    way = way_of(cells, "day")
    assert moment_in(cells[1], way) == second.replace(tzinfo=UTC)


def test_which_is_the_month_is_not_guessed():
    with pytest.raises(DataFileError, match="'03/04/2024' may be 2024-04-03 or 2024-03-04"):
        way_of(["03/04/2024", "05/06/2024"], "day")


def test_the_date_shown_is_one_that_differs():
    with pytest.raises(DataFileError, match="'2/1/24' may be 2024-01-02 or 2024-02-01"):
        way_of(["1/1/24", "2/1/24"], "day")


def test_days_that_are_the_same_either_way_are_no_question():
    assert way_of(["03/03/2024", "04/04/2024"], "day") is not None


@pytest.mark.parametrize("cells", [["red", "blue"], ["2024-01-31", "soon"], [], ["2024", "2025"]])
def test_what_is_no_date_is_none(cells):
    assert way_of(cells, "day") is None


def test_the_international_way_comes_first():
    assert WAYS[0] == ISO
    assert way_of(["2024-01-02", "2024-03-04"], "day") == ISO
