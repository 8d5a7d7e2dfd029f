"""What is written is read back to the bit; what is no number is refused with its place."""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
import threading
import tracemalloc

import numpy as np
import pytest
from tools import arrays, assume, given
from tools import strategies as st

from uat.exceptions import DataFileError, OutputError, ShapeError
from uat.io.cells import MISSING
from uat.io.csv_files import (
    columns_of,
    read_table,
    read_texts,
    table_text,
    write_rows,
    write_table,
)

finite = st.floats(allow_nan=False, allow_infinity=False)
tables = arrays(np.float64, st.tuples(st.integers(1, 8), st.integers(1, 4)), elements=finite)
# Names as people give them: some text, with what the format itself is made of, or a year.
texts = st.text(" ,;\"#|\tabäß\n=+-@'", min_size=1, max_size=8).map(
    lambda text: f"{text} name".strip()
)
names_of_columns = texts | st.integers(1900, 2100).map(str)


@pytest.fixture
def table_at(tmp_path):
    """Return a writer of text or bytes that gives back the path."""

    def write(content):
        path = tmp_path / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path, columns=None):
    table = read_table(path, columns)
    return table.names, table.values.tolist()


class TestRoundTrip:
    @given(values=tables, data=st.data())
    def test_what_is_written_is_read_to_the_bit(self, tmp_path_factory, values, data):
        many = {"min_size": values.shape[1], "max_size": values.shape[1], "unique": True}
        names = data.draw(st.lists(names_of_columns, **many))
        assume(not all(name.isdecimal() for name in names))
        path = tmp_path_factory.mktemp("table") / "data.csv"
        write_table(path, names, values)
        table = read_table(path)
        assert table.names == tuple(names)
        assert table.values.tobytes() == values.tobytes()
        assert columns_of(path) == table.names

    @given(
        values=arrays(np.float64, (6, 3), elements=finite),
        separator=st.sampled_from([",", ";", "\t", "|", " ", "  ", " \t "]),
        end=st.sampled_from(["\n", "\r\n", "\r"]),
        mark=st.sampled_from(["", "\ufeff"]),
        header=st.booleans(),
        closed=st.booleans(),
        last=st.booleans(),
    )
    def test_the_shape_of_the_file_does_not_matter(
        self, tmp_path_factory, values, separator, end, mark, header, closed, last
    ):
        rows = [[repr(value) for value in row] for row in values.tolist()]
        rows = [["id", "age", "size"], *rows] if header else rows
        tail = separator if closed else ""
        text = mark + end.join(separator.join(row) + tail for row in rows) + end * last
        path = tmp_path_factory.mktemp("table") / "data.csv"
        path.write_bytes(text.encode())
        table = read_table(path)
        assert table.names == (
            ("id", "age", "size") if header else ("column1", "column2", "column3")
        )
        assert np.array_equal(table.values, values)

    @given(values=arrays(np.float64, (5, 2), elements=finite), separator=st.sampled_from(";\t"))
    def test_decimal_commas_are_decimal_points(self, tmp_path_factory, values, separator):
        rows = [[repr(value).replace(".", ",") for value in row] for row in values.tolist()]
        path = tmp_path_factory.mktemp("table") / "data.csv"
        path.write_text("\n".join(separator.join(row) for row in rows))
        assert np.array_equal(read_table(path).values, values)

    @pytest.mark.slow
    def test_a_table_longer_than_a_block_keeps_its_order(self, tmp_path):
        values = np.random.default_rng(0).normal(size=(150_000, 2))
        shares = []
        write_table(tmp_path / "data.csv", ["a", "b"], values)
        assert np.array_equal(
            read_table(tmp_path / "data.csv", progress=shares.append).values, values
        )
        assert shares == sorted(shares)
        assert len(shares) > 2
        assert 0.0 < shares[0] < 0.7
        assert shares[-1] == 1.0

    def test_the_text_of_a_long_file_is_never_in_memory_as_a_whole(self, tmp_path):
        path = tmp_path / "data.csv"
        path.write_text("note,a\n" + f"{'text' * 100},1.5\n" * 60_000)  # 24 MB
        read_table(path, ["a"])  # what it imports is no text of a file
        tracemalloc.start()
        try:
            table = read_table(path, ["a"])
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert len(table.values) == 60_000
        assert peak < path.stat().st_size

    def test_names_with_separators_and_quotes_are_quoted(self):
        text = table_text(["a, b", 'say "x"'], np.array([[0.1, 2.0]]))
        assert text == '"a, b","say ""x"""\n0.1,2.0\n'
        assert next(csv.reader(io.StringIO(text))) == ["a, b", 'say "x"']

    def test_a_name_that_a_spreadsheet_would_compute_is_quoted(self, tmp_path):
        names = ["=1+1", "+a", "-b", "@c", "'=d", "e=f", "-5"]
        write_table(tmp_path / "data.csv", names, np.ones((2, 7)))
        header = (tmp_path / "data.csv").read_text().splitlines()[0]
        assert header == "'=1+1,'+a,'-b,'@c,''=d,e=f,-5"
        assert read_table(tmp_path / "data.csv").names == tuple(names)

    def test_a_first_name_that_looks_like_a_comment_is_none(self, tmp_path):
        write_table(tmp_path / "data.csv", ["# of rooms", "b"], np.array([[1.0, 2.0]]))
        assert read_table(tmp_path / "data.csv").names == ("# of rooms", "b")

    def test_rows_may_hold_texts_and_gaps(self, tmp_path):
        rows = [("oak, old", 1.5), ("=1+1", float("nan")), ("elm", 0.1)]
        write_rows(tmp_path / "data.csv", ["# kind", "y"], rows)
        lines = (tmp_path / "data.csv").read_text().splitlines()
        assert lines == ['"# kind","y"', '"oak, old",1.5', "'=1+1,", "elm,0.1"]

    def test_a_vector_is_one_column(self):
        assert table_text(["a"], np.array([1.0, 0.1])) == "a\n1.0\n0.1\n"

    @pytest.mark.parametrize("names", [[], ["a"], ["a", "b", "c"]])
    def test_every_column_needs_a_name(self, tmp_path, names):
        with pytest.raises(ShapeError, match=f"2 columns need one name each, not {len(names)}"):
            write_table(tmp_path / "data.csv", names, np.ones((3, 2)))
        assert not list(tmp_path.iterdir())

    def test_a_folder_that_is_not_there_is_said(self, tmp_path):
        with pytest.raises(OutputError, match=r"data\.csv cannot be written"):
            write_table(tmp_path / "none" / "data.csv", ["a"], np.ones(3))


class TestShapes:
    @pytest.mark.parametrize(
        ("text", "names", "values"),
        [
            ("x\n1\n2\n", ("x",), [[1.0], [2.0]]),
            ("1\n2\n", ("column1",), [[1.0], [2.0]]),
            ("my column\n1\n2\n", ("my column",), [[1.0], [2.0]]),
            ("a,b\n1,2\n", ("a", "b"), [[1.0, 2.0]]),
            ("1,2", ("column1", "column2"), [[1.0, 2.0]]),
            ("\n# about\n#\n\na,b\n\n1,2\n\n\n3,4\n\n", ("a", "b"), [[1.0, 2.0], [3.0, 4.0]]),
            ('a, "b c"\n1, "2"\n', ("a", "b c"), [[1.0, 2.0]]),
            ('"a\nb",c\n1,2\n', ("a\nb", "c"), [[1.0, 2.0]]),
            ("a,b\n1,2,\n3,4,\n", ("a", "b"), [[1.0, 2.0], [3.0, 4.0]]),
            (",a\n0,5\n2,6\n", ("column1", "a"), [[0.0, 5.0], [2.0, 6.0]]),
            ("a;b\n1,5;2\n0,25;3\n", ("a", "b"), [[1.5, 2.0], [0.25, 3.0]]),
            ("1,5;2,5\n0,25;3,5\n", ("column1", "column2"), [[1.5, 2.5], [0.25, 3.5]]),
            ("a,b;c\n1,2\n", ("a", "b;c"), [[1.0, 2.0]]),
            ("2019,2020\n1,2\n", ("column1", "column2"), [[2019.0, 2020.0], [1.0, 2.0]]),
        ],
    )  # fmt: skip
    def test_is_recognised(self, table_at, text, names, values):
        assert read(table_at(text)) == (names, values)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
    def test_names_in_any_usual_encoding(self, table_at, encoding):
        path = table_at("größe,b\n1,2\n".encode(encoding))
        assert read(path, ["größe"]) == (("größe",), [[1.0]])

    def test_columns_nobody_asks_for_need_not_be_numbers(self, table_at):
        path = table_at('id,when,a\nx_1,2020-01-01,1\n"y, ""z""\nw",NA,2\n')
        assert read(path, ["a"]) == (("a",), [[1.0], [2.0]])

    def test_text_above_numbers_is_a_header_even_if_another_name_is_a_number(self, table_at):
        assert read(table_at("1,b\n5,6\n"), ["b", "1"]) == (("b", "1"), [[6.0, 5.0]])

    def test_text_above_text_is_none(self, table_at):
        assert read(table_at("x,1\ny,2\n"), ["2"]) == (("column2",), [[1.0], [2.0]])

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
    def test_a_pipe_is_read_too(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=("a,b\n1,2\n",))
        writer.start()
        told = []
        try:
            table = read_table(tmp_path / "pipe", progress=told.append)
        finally:
            writer.join()
        assert table.values.tolist() == [[1.0, 2.0]]
        assert not told


class TestColumns:
    TEXT = "a,2,b,b,\n1,2,3,4,5\n"

    @pytest.mark.parametrize(
        ("asked", "names", "row"),
        [
            (["a"], ("a",), [1.0]),
            (["3", "a"], ("column3", "a"), [3.0, 1.0]),
            (["4"], ("column4",), [4.0]),
            (["2"], ("2",), [2.0]),
            (["column5", " a "], ("column5", "a"), [5.0, 1.0]),
        ],
    )
    def test_come_in_the_order_asked_by_name_or_by_number(self, table_at, asked, names, row):
        path = table_at(self.TEXT)
        assert read(path, asked) == (names, [row])
        assert columns_of(path, asked) == names

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            ("ages", "has no column 'ages': did you mean age?"),
            ("AGE", "has no column 'AGE': did you mean age?"),
            ("4", "has no column '4': it has age, height, weight."),
            ("0", "has no column '0': it has"),
            ("9" * 5000, "has no column '999"),
            ("", "has no column '': it has"),
        ],
    )
    def test_that_are_not_there_are_named_with_the_nearest(self, table_at, asked, message):
        path = table_at("age,height,weight\n1,2,3\n")
        with pytest.raises(DataFileError, match=re.escape(f"{path} {message}")):
            read_table(path, [asked])
        with pytest.raises(DataFileError, match=re.escape(message)):
            columns_of(path, [asked])

    @pytest.mark.parametrize("asked", [None, ["b"], ["a", "b"]])
    def test_two_of_a_name_are_refused_when_asked_for(self, table_at, asked):
        with pytest.raises(DataFileError, match=r"2 columns called 'b'.*3 or 4"):
            read_table(table_at(self.TEXT), asked)

    def test_none_asked_for_is_refused(self, table_at):
        with pytest.raises(DataFileError, match="ask for one column or more"):
            read_table(table_at(self.TEXT), [])


@pytest.mark.parametrize("separator", ["\t", ";", "|", " ", "   "])
def test_decimal_commas_are_read_where_commas_do_not_separate(table_at, separator):
    rows = [["a", "b"], ["1,5", "2,25"], ["1.054", "-3,5"]]
    table = read_table(table_at("".join(f"{separator.join(row)}\n" for row in rows)))
    assert table.values.tolist() == [[1.5, 2.25], [1054.0, -3.5]]


class TestRefusals:
    def test_a_decimal_comma_where_commas_separate_has_its_way_on(self, table_at):
        with pytest.raises(DataFileError, match=r"'1,5' is not a number[.] Write decimal"):
            read_table(table_at('a,b\n1,"1,5"\n'))
        with pytest.raises(DataFileError, match=r"'inf' is not finite[.] Leave the field empty"):
            read_table(table_at("a,b\n1,inf\n"))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a,b\n1,2\n3,abc\n", "line 3, column 'b': 'abc' is not a number."),
            ("1,2\n3,abc\n", "line 2, column 'column2': 'abc' is not a number."),
            ("# c\n\na,b\n\n1,2\n\n3,x\n", "line 7, column 'b': 'x' is not a number."),
            ("a,b\r\n1,2\r\n3,x\r\n", "line 3, column 'b': 'x' is not a number."),
            ("a,b\n1,1_000\n", "line 2, column 'b': '1_000' is not a number."),
            ("a,b\n1,0x10\n", "line 2, column 'b': '0x10' is not a number."),
            ("a,b\n1,2+3j\n", "line 2, column 'b': '2+3j' is not a number."),
            ('a,b\n1,"1,00"\n', "line 2, column 'b': '1,00' is not a number."),
            ('a,b\n1,"1.234,5"\n', "line 2, column 'b': '1.234,5' is not a number."),
            ("a;b\n1;1.23,5\n", "line 2, column 'b': '1.23,5' is not a number."),
            ("a,b\n1,inf\n", "line 2, column 'b': 'inf' is not finite."),
            ("a,b\n1,-Infinity\n", "line 2, column 'b': '-Infinity' is not finite."),
            ("a,b\n1,1e999\n", "line 2, column 'b': '1e999' is not finite."),
            ("a,b\n1,2\n3\n", "line 3: this row has 1 field, the first row has 2."),
            ("a,b\n1,2\n3,4,5\n", "line 3: this row has 3 fields, the first row has 2."),
            ("a,b\n1,2\n3,4,,\n", "line 3: this row has 4 fields, the first row has 2."),
            ("a;b\n1,5;2\n2.5;3\n", "line 3, column 'a': '2.5' is ambiguous"),
            ('a,b\n1,2\n3,"4\n5,6\n', "line 3: a quoted text that starts in this row is not"),
            ('"a,b\n1,2\n', "line 1: a quoted text that starts in this row is not closed"),
            ('a,b\n1,"2"3\n', "line 2: a quoted text that starts in this row is not closed"),
        ],
    )  # fmt: skip
    def test_name_the_file_the_line_and_the_column(self, table_at, text, message):
        path = table_at(text)
        with pytest.raises(DataFileError) as caught:
            read_table(path)
        assert str(caught.value).startswith(f"{path}, {message}")
        assert "\n" not in str(caught.value)

    def test_a_line_is_counted_as_an_editor_does_across_quoted_line_ends(self, table_at):
        with pytest.raises(DataFileError, match="line 6, column 'b'"):
            read_table(table_at('a,b,note\n1,2,"one\ntwo\r\nthree"\n3,4,x\n5,y,"z\nz"\n'), ["b"])

    def test_far_down_the_line_is_still_right(self, table_at):
        with pytest.raises(DataFileError, match="line 100002, column 'b': 'x'"):
            read_table(table_at("a,b\n" + "1,2\n" * 100_000 + "3,x\n"))

    @pytest.mark.parametrize("missing", ["", *sorted(MISSING), "NaN", "NA", "NULL", " "])
    def test_a_missing_value_is_told_with_how_many_there_are(self, table_at, missing):
        text = f"a,b\n1,2\n3,4\n5,{missing}\n{missing},6\n7,{missing}\n"
        with pytest.raises(
            DataFileError, match=r"line 4, column 'b': the value is missing.* 2 of 5"
        ):
            read_table(table_at(text))

    @pytest.mark.parametrize("dash", ["-", "--", "\N{EN DASH}", "\N{EM DASH}", ".", ".."])
    def test_a_dash_among_numbers_is_a_missing_value(self, table_at, dash):
        path = table_at(f"a,b\n1,2\n3,{dash}\n")
        with pytest.raises(DataFileError, match="line 3, column 'b': the value is missing"):
            read_table(path)
        assert np.isnan(read_table(path, gaps=True).values[1, 1])

    def test_columns_that_lack_values_are_told_with_their_first_lines(self, table_at):
        text = "a,b,c,d,e,f\n1,2,,NA,?,\n" + "1,,3,4,5,6\n" * 4 + "1,2,3,4,,6\n"
        with pytest.raises(DataFileError) as caught:
            read_table(table_at(text))
        assert str(caught.value).endswith(
            "line 2, column 'c': the value is missing, as in 1 of 6 rows; so it is in column 'd', "
            "line 2; column 'f', line 2; column 'e', lines 2, 7; 1 more column; fill it in, or "
            "leave such rows out."
        )
        with pytest.raises(DataFileError, match=r"'b', lines 3, 4, 5, \.\.\.; fill it in"):
            read_table(table_at(text), ["c", "b"])

    def test_a_row_of_separators_is_a_row_of_missing_values(self, table_at):
        with pytest.raises(DataFileError, match="line 3, column 'a': the value is missing"):
            read_table(table_at("a,b\n1,2\n,\n3,4\n"))

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("", "is empty"),
            ("\n\n  \n", "is empty"),
            ("# nothing\n", "is empty"),
            ("a,b\n", "has a header but no rows"),
            ("a,b\n\n\n", "has a header but no rows"),
            (b"PK\x03\x04\x14\x00\x06\x00", "is not a text file"),
            (b"a,b\n1,2\n3,\x00\n", "is not a text file"),
        ],
    )
    def test_no_table_is_told_in_one_line(self, table_at, content, message):
        path = table_at(content)
        with pytest.raises(DataFileError, match=message) as caught:
            read_table(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("name", "message"),
        [("none.csv", "No such file"), (".", "Is a directory"), ("a\0b", "null")],
    )
    def test_what_cannot_be_opened_is_told(self, tmp_path, name, message):
        with pytest.raises(DataFileError, match=message):
            read_table(tmp_path / name)
        with pytest.raises(DataFileError, match=message):
            columns_of(tmp_path / name)

    @pytest.mark.parametrize("problem", [OSError("mine"), ValueError("mine")])
    def test_what_the_caller_raises_is_the_caller_s(self, table_at, problem):
        def tell(_):
            raise problem

        with pytest.raises(type(problem), match="mine"):
            read_table(table_at("a,b\n1,2\n"), progress=tell)

    def test_a_name_with_a_line_end_does_not_break_the_message(self, table_at):
        path = table_at('"a\nb",c\n1,2\n')
        for wanted in ("nothing like it", "a b"):
            with pytest.raises(DataFileError, match=r"'a\\nb'") as caught:
                read_table(path, [wanted])
            assert "\n" not in str(caught.value)

    def test_a_long_value_is_cut_in_the_message(self, table_at):
        with pytest.raises(DataFileError, match=r"xxx\.\.\.' is not a number") as caught:
            read_table(table_at("a,b\n1,2\n3," + "x" * 5000 + "\n"))
        assert len(str(caught.value)) < 300


class TestNamesOfTheirOwn:
    @pytest.mark.parametrize(
        ("header", "names"),
        [
            ("column3,a,", ("column3", "a", "column3_")),
            (",column1,column2", ("column1_", "column1", "column2")),
            ("a,a,b", ("column1", "column2", "b")),
        ],
    )
    def test_every_column_can_be_asked_for(self, table_at, header, names):
        path = table_at(f"{header}\n1,2,3\n4,5,6\n")
        assert columns_of(path, ["1", "2", "3"]) == names
        for k, name in enumerate(names):
            assert read(path, [name]) == ((name,), [[k + 1.0], [k + 4.0]])

    def test_a_header_of_numbers_is_read_as_data_and_said_to(self, table_at):
        path = table_at("2001,2002\n1,2\n")
        with pytest.raises(DataFileError, match=r"'2001': it has .* first row .* is read as data"):
            read_table(path, ["2001"])

    def test_a_name_with_a_comma_is_to_be_asked_for_by_number(self, table_at):
        path = table_at('a,"size, mm"\n1,2\n')
        with pytest.raises(DataFileError, match=r"did you mean size, mm \(column 2\)\? Ask for"):
            read_table(path, ["size"])

    def test_a_name_that_reads_like_a_number_is_a_name_if_that_is_asked_for(self, table_at):
        path = table_at("id,a,b\n1,2,3\n")
        assert read(path, ["2"]) == (("a",), [[2.0]])
        with pytest.raises(DataFileError, match="has no column '2'"):
            read_table(path, ["2"], by_number=False)

    def test_a_column_without_a_name_is_not_taken_for_one_whose_name_is_its_number(self, table_at):
        """The second has no name, and the third is called 2."""
        path = table_at('a,,"2",b\n1,5,6,7\n')
        assert read(path) == (("a", "column2", "2", "b"), [[1.0, 5.0, 6.0, 7.0]])

    def test_all_columns_can_be_read_where_numbers_are_no_names(self, table_at):
        table = read_table(table_at("a,,b\n1,2,3\n"), by_number=False)
        assert table.names == ("a", "column2", "b")

    @pytest.mark.slow
    def test_columns_are_found_at_once_however_many_there_are(self, table_at):
        """It took more than a minute when every name was looked for among all."""
        names = [f"name{k}" for k in range(40_000)]
        path = table_at(",".join(names) + "\n" + ",".join(map(str, range(40_000))) + "\n")
        assert read(path) == (tuple(names), [[float(k) for k in range(40_000)]])
        assert read(path, names[::-1])[1] == [[float(k) for k in range(39_999, -1, -1)]]
        with pytest.raises(DataFileError, match="has no column 'nome7': did you mean name7"):
            read_table(path, ["nome7"])

    def test_many_columns_of_one_name_are_refused_in_a_short_line(self, table_at):
        path = table_at(",".join(["a"] * 20_000) + "\n" + ",".join(["1"] * 20_000) + "\n")
        with pytest.raises(DataFileError, match="20000 columns called 'a'") as caught:
            read_table(path)
        assert len(str(caught.value)) < 400
        assert columns_of(path, ["3"]) == ("column3",)


def is_read_or_refused(path, text):
    """Assert that any text is a table or is refused in one line, and return whether it is one."""
    path.unlink(missing_ok=True)  # to write over it takes much longer
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        table = read_table(path)
    except DataFileError as problem:
        message = str(problem)
    else:
        message = ""
    if message:
        assert str(path) in message, repr(text)
        assert message.isprintable(), repr(text)
        assert len(message) < 600, repr(text)
        return False
    assert table.values.shape[1] == len(table.names), repr(text)
    assert len(table.values), repr(text)
    assert np.isfinite(table.values).all(), repr(text)
    assert columns_of(path) == table.names, repr(text)
    return True


class TestAnyText:
    LETTERS = '"1,a\n '

    @pytest.mark.slow
    def test_of_up_to_five_letters_is_read_or_refused_in_one_line(self, tmp_path):
        """All of them, and below some of more letters."""
        path = tmp_path / "q"
        texts = [
            "".join(letters)
            for length in range(1, 6)
            for letters in itertools.product(self.LETTERS, repeat=length)
        ]
        assert len(texts) == 9330
        assert sum(is_read_or_refused(path, text) for text in texts) == 669

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "letters",
        [
            LETTERS,
            '";1,a\n ',
            "\t|;,1.5e-\r\n",
            "'\"1,\n#_",
            '\0\ufeff1,\n"a',
            "1,a\r\n\x0b\x0c\x1c\x85\u2028",
            "\u0661\uff11\u00b2\u2160\u4e00\u00bd,\n1",
            "n?aINF,+-1\n",
        ],
    )
    def test_of_many_kinds_is_read_or_refused_in_one_line(self, tmp_path, letters):
        rng = np.random.default_rng(6)
        path = tmp_path / "q"
        for length in rng.integers(4, 30, 400):
            is_read_or_refused(path, "".join(rng.choice(list(letters), length)))

    @given(content=st.binary(max_size=60))
    def test_of_any_bytes_is_read_or_refused_in_one_line(self, tmp_path_factory, content):
        path = tmp_path_factory.mktemp("table") / "q"
        is_read_or_refused(path, content)
        is_read_or_refused(path, b"\xff\xfe" + content)

    @pytest.mark.parametrize("length", [131_072, 131_073, 1_000_000])
    @pytest.mark.parametrize(
        "pattern", ["{}", '"{}"', "a,b\n1,{}", 'a,b\n1,2\n3,"{}"', "{},1\n2,3"]
    )
    def test_of_very_long_fields_is_read_or_refused_in_one_line(self, tmp_path, pattern, length):
        """The csv module refuses fields of more than 131,072 letters."""
        path = tmp_path / "q"
        is_read_or_refused(path, pattern.format("x" * length))
        is_read_or_refused(path, pattern.format("1" * length))

    def test_of_an_open_quote_at_the_top_of_a_long_file_is_refused_at_its_line(self, table_at):
        with pytest.raises(DataFileError, match="line 1: a quoted text"):
            read_table(table_at('"a,b\n' + "1,2\n" * 100_000))


class TestEdges:
    @pytest.mark.parametrize(("rows", "header"), [(48, True), (49, False)])
    def test_a_header_beside_a_number_is_known_by_a_number_in_the_first_fifty_rows(
        self, table_at, rows, header
    ):
        path = table_at("1,b\n" + "2,?\n" * rows + "2,3\n")
        assert columns_of(path) == (("1", "b") if header else ("column1", "column2"))

    @pytest.mark.parametrize(("length", "said"), [(40, "x" * 40), (41, "x" * 40 + "...")])
    def test_a_value_of_more_than_forty_letters_is_cut(self, table_at, length, said):
        with pytest.raises(DataFileError, match=re.escape(f"'{said}' is not a number")):
            read_table(table_at("a\n1\n" + "x" * length))

    @pytest.mark.parametrize(("count", "end"), [(20, "n19."), (21, "n19, ....")])
    def test_of_more_than_twenty_names_the_first_are_listed(self, table_at, count, end):
        path = table_at(",".join(f"n{k}" for k in range(count)) + "\n" + ",".join(["1"] * count))
        with pytest.raises(DataFileError, match=re.escape(end) + "$"):
            read_table(path, ["zzzzzz"])

    @pytest.mark.parametrize(
        ("length", "message"),
        [
            (131_072, "line 2, column 'a': 'xxx"),
            (131_073, "line 2: .*larger than field limit"),
        ],
    )
    def test_a_field_has_131072_letters_at_most(self, table_at, length, message):
        with pytest.raises(DataFileError, match=message):
            read_table(table_at("a\n" + "x" * length))

    @pytest.mark.parametrize(
        ("text", "separator_is_blank"),
        [("1 2\n3 4\n5\n6\n", False), ("1 2\n3 4\n5 6\n7\n", True)],
    )
    def test_blanks_separate_if_they_cut_more_than_half_of_the_rows_alike(
        self, table_at, text, separator_is_blank
    ):
        columns = columns_of(table_at(text))
        assert len(columns) == (2 if separator_is_blank else 1)


class TestTexts:
    def test_columns_come_as_they_stand_with_their_lines(self, table_at):
        path = table_at('# c\nid,when,a\n\nx_1, 2020-01-01,1\n"y, ""z""\nw",NA,2 \n,"",?\n')
        texts = read_texts(path, ["when", "1", "a"])
        assert texts.names == ("when", "id", "a")
        assert texts.columns == (
            ["2020-01-01", "NA", ""],
            ["x_1", 'y, "z"\nw', ""],
            ["1", "2 ", "?"],
        )
        assert texts.lines == [4, 5, 7]

    @given(values=tables)
    def test_they_are_the_numbers_of_the_table(self, tmp_path_factory, values):
        path = tmp_path_factory.mktemp("table") / "data.csv"
        write_table(path, [f"c{k}" for k in range(values.shape[1])], values)
        texts = read_texts(path)
        assert texts.names == columns_of(path)
        assert np.array_equal(np.array(texts.columns, dtype=float).T, values)
        assert texts.lines == list(range(2, len(values) + 2))

    def test_latin_letters_are_read_below_the_header_too(self, table_at):
        assert read_texts(table_at("a\ngrün\n".encode("latin-1"))).columns == (["grün"],)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a,b\n", "has a header but no rows"),
            ("a,b\n1,2\n3\n", "line 3: this row has 1 field"),
            ("a,b\n1,2\n", "no column 'c'"),
        ],
    )
    def test_what_is_no_table_is_refused_as_ever(self, table_at, text, message):
        with pytest.raises(DataFileError, match=message):
            read_texts(table_at(text), ["a", "c"] if "no column" in message else None)
