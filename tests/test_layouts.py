"""What names or counts the rows is no column of the table, and what separates may be said."""

from __future__ import annotations

import pytest

from uat.exceptions import DataFileError
from uat.fits.table_target import table_in_file
from uat.io.csv_files import columns_of, read_table, read_texts


@pytest.fixture
def table_at(tmp_path):
    def write(text):
        path = tmp_path / "data.csv"
        path.write_text(text)
        return path

    return write


COUNTS, TEXTS, SHORT = "counts the rows", "holds texts", "one name less than the rows"


@pytest.mark.parametrize(
    ("text", "names", "values", "note"),
    [
        # R's write.csv, and without quotes
        ('"","a","b"\n"1",4,2\n"2",4,10\n', ("a", "b"), [[4, 2], [4, 10]], COUNTS),
        (",a,b\n1,4,2\n2,4,10\n", ("a", "b"), [[4, 2], [4, 10]], COUNTS),
        ('"","a"\n"Mazda RX4",4\n"Fiat",5\n', ("a",), [[4], [5]], "such as 'Mazda RX4'"),
        # R's write.table: blanks, tabs or commas, with and without quotes
        ('"a" "b"\n"1" 4 2\n"2" 4 10\n', ("a", "b"), [[4, 2], [4, 10]], SHORT),
        ("a b\n1 4 2\n2 4 10\n", ("a", "b"), [[4, 2], [4, 10]], SHORT),
        ("a\tb\nr1\t4\t2\nr2\t4\t10\n", ("a", "b"), [[4, 2], [4, 10]], SHORT),
        ('"a","b"\n"7",4,2\n"3",4,10\n', ("a", "b"), [[4, 2], [4, 10]], SHORT),
        ('"a"\n"Mazda RX4" 4\n"Fiat" 5\n', ("a",), [[4], [5]], SHORT),
        # pandas, and pandas twice
        (",a,b\n0,4,2\n1,4,10\n", ("a", "b"), [[4, 2], [4, 10]], COUNTS),
        (",Unnamed: 0,a\n0,0,2\n1,1,9\n", ("a",), [[2], [9]], COUNTS),
    ],
)
def test_names_and_numbers_of_rows_are_left_out_and_said(table_at, text, names, values, note):
    path = table_at(text)
    table = read_table(path)
    assert (table.names, table.values.tolist()) == (names, values)
    assert note in table.notes[0]
    assert columns_of(path) == names
    assert read_texts(path).names == names
    assert read_table(path, names).notes == table.notes


def test_columns_are_counted_as_they_stand_in_the_file(table_at):
    for text in (",a,b\n0,4,2\n1,4,10\n", '"a" "b"\n"0" 4 2\n"1" 4 10\n'):
        table = read_table(table_at(text), ["3", "1"])
        assert (table.names, table.notes) == (("b", "column1"), ())
        assert table.values.tolist() == [[2.0, 0.0], [10.0, 1.0]]


def test_a_table_to_fit_has_no_numbers_of_rows(table_at):
    rows = [f'"{k}",{k * k % 7},{k % 5}' for k in range(1, 12)]
    table = table_in_file(table_at("\n".join(['"","x","y"', *rows])))
    assert table.columns == (("x",), "y")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (",a\n3,5\n7,6\n", ("column1", "a")),
        (",a\n1990,5\n1991,6\n", ("column1", "a")),
        ("id,a\n1,5\n2,6\n", ("id", "a")),
        (",a,\n1,5,6\n2,6,7\n", ("column1", "a", "column3")),
        ("1,5\n2,6\n", ("column1", "column2")),
    ],
)
def test_other_columns_stay(table_at, text, names):
    assert read_table(table_at(text)).names == names


def test_a_column_without_a_name_that_stays_is_said(table_at):
    assert "is read as column1" in read_table(table_at(",a\n3,5\n7,6\n")).notes[0]
    assert read_table(table_at(",a\n3,5\n7,6\n"), ["a"]).notes == ()


@pytest.mark.parametrize("wrong", ["7", "300.5", "NA"])
def test_the_count_is_confirmed_in_every_row(table_at, wrong):
    rows = "".join(f"{k},5,6\n" for k in range(300))
    path = table_at(f",a,b\n{rows}{wrong},6,7\n")
    for read in (read_table, columns_of):
        with pytest.raises(DataFileError, match="counts the first rows, but row 301 below"):
            read(path)
    assert len(read_table(path, ["a", "b"]).values) == 301


def test_dates_name_no_rows(table_at):
    assert columns_of(table_at(",a\n2020-01-01,5\n2020-01-02,6\n")) == ("column1", "a")


@pytest.mark.parametrize(
    "text",
    ["a,b\n4,5,6\n1,2,3\n", "y\n1,054\n2,310\n", "a,b\nx,5,6\nx,2,3\n", "1,2\n1,5,6\n2,2,3\n"],
)
def test_a_header_that_is_too_short_for_another_reason_is_refused(table_at, text):
    with pytest.raises(DataFileError, match="the first row has"):
        read_table(table_at(text))


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("sep=;\n", "x;y\n1,5;2\n"),
        ('"sep=;"\r\n', "x;y\r\n1,5;2\r\n"),
        ("SEP=\t\n", "x\ty\n1,5\t2\n"),
        ("sep=,\n\n", "x,y\n1.5,2\n"),
        ("sep=:\n", "x:y\n1.5:2\n"),
        ("sep=|\n", "x|y\n1.5|2\n"),
    ],
)
def test_the_first_line_may_say_what_separates(table_at, first, text):
    table = read_table(table_at(first + text))
    assert (table.names, table.values.tolist()) == (("x", "y"), [[1.5, 2.0]])


def test_the_line_that_says_what_separates_is_counted(table_at):
    with pytest.raises(DataFileError, match="line 3, column 'y': 'z' is not a number"):
        read_table(table_at("sep=;\nx;y\n1;z\n"))


def test_such_a_line_elsewhere_is_a_row(table_at):
    with pytest.raises(DataFileError, match="line 2"):
        read_table(table_at("x;y\nsep=;\n1;2\n"))
