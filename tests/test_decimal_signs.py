"""A file has one decimal sign, and what it contradicts is refused."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from uat.exceptions import DataFileError
from uat.io.csv_files import read_table


@pytest.fixture
def read(tmp_path):
    def written(text, columns=None):
        path = tmp_path / "data.csv"
        path.write_text(text)
        return read_table(path, columns)

    return written


@pytest.mark.parametrize(
    ("text", "values", "note"),
    [
        (
            "x;y\n840;0,7763\n1.054;0,9346\n",
            [[840.0, 0.7763], [1054.0, 0.9346]],
            "'1.054' (line 3, column 'x') is read as 1054: the file has decimal commas, as in "
            "'0,7763' (line 2, column 'y').",
        ),
        (
            "x\ty\n1,054\t2.5\n2,000\t0.5\n",
            [[1054.0, 2.5], [2000.0, 0.5]],
            "'1,054' (line 2, column 'x') is read as 1054: the file has decimal points, as in "
            "'2.5' (line 2, column 'y').",
        ),
        (
            "x;y\n5,118.22;1,054\n1;2\n",
            [[5118.22, 1054.0], [1.0, 2.0]],
            "'1,054' (line 2, column 'y') is read as 1054: the file has decimal points, as in "
            "'5,118.22' (line 2, column 'x').",
        ),
        (
            "x;y\n1.054.321;1,054\n1;2,5\n",
            [[1054321.0, 1.054], [1.0, 2.5]],
            "Thousands are set apart: '1.054.321' (line 2, column 'x') is read as 1054321.",
        ),
        (
            "x;y\n1,054;7\n2,310;8\n",
            [[1.054, 7.0], [2.31, 8.0]],
            "'1,054' (line 2, column 'x') is read as 1.054, a decimal, not as 1054: no number of "
            "the file tells.",
        ),
        (
            'x,y\n"5,118.22",7\n"2,310",8\n',
            [[5118.22, 7.0], [2310.0, 8.0]],
            "Thousands are set apart: '5,118.22' (line 2, column 'x') is read as 5118.22.",
        ),
        (
            "x;y\n17.3 %;7\n-2%;8\n",
            [[17.3, 7.0], [-2.0, 8.0]],
            "The column x is in percent and stays so: '17.3 %' (line 2, column 'x') is read as "
            "17.3.",
        ),
    ],
)
def test_what_might_be_read_otherwise_is_said(read, text, values, note):
    table = read(text)
    assert table.values.tolist() == values
    assert note in table.notes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "x;y\n1,5;2\n3;2.5\n",
            "line 3, column 'y': '2.5' is ambiguous: it shows decimal points, and '1,5' (line 2, "
            "column 'x') decimal commas",
        ),
        ("x;y\n5,118.22;5.118,22\n", "line 2, column 'y': '5.118,22' is ambiguous"),
        ("x;y\n1.054.321;0.5\n", "line 2, column 'y': '0.5' is ambiguous"),
        (
            "x;y\n1.054;2\n2;3,000\n",
            "line 3, column 'y': '3,000' is ambiguous, as '1.054' (line 2, column 'x') is",
        ),
        ('x,y\n"5,118.22",1\n"0,5",2\n', "line 3, column 'x': '0,5' is not a number"),
        (
            "x,y\n17.3 %,1\n\n0.2,1\n",
            "line 4, column 'x': '0.2' has no percent sign, and '17.3 %' (line 2, column 'x') has",
        ),
        (
            "x,y\n0.2,1\n17.3%,1\n",
            "line 3, column 'x': '17.3%' has a percent sign, and '0.2' (line 2, column 'x') has n",
        ),
    ],
)
def test_what_the_file_contradicts_is_refused(read, text, message):
    with pytest.raises(DataFileError) as caught:
        read(text)
    assert message in str(caught.value)


def test_ordinary_files_have_no_notes(read):
    for text in ("x,y\n1.054,2\n", "x;y\n1,5;2\n1,054;3\n", "x\ty\n0.5\t1.054\n", "1;2\n3;4\n"):
        assert read(text).notes == ()


def test_columns_nobody_asks_for_tell_where_nothing_else_does(read):
    table = read("x;y;z\n1.054;2;0,5\n", ["x"])
    assert table.values.tolist() == [[1054.0]]
    assert "the file has decimal commas, as in '0,5' (line 2, column 'z')" in table.notes[0]
    for others in ("1.5;2,5", "a.b;v1,2", "1;2"):
        assert read(f"x;y;z\n1.054;{others}\n", ["x"]).values.tolist() == [[1.054]]
    assert read("x;y;z\n1,054;2,5;0.5\n", ["x", "y"]).values.tolist() == [[1.054, 2.5]]


def test_the_order_of_the_rows_does_not_matter(read):
    rows = ["1.054;7", "840;0,5", "12.000;1,054"]
    for order in itertools.permutations(range(3)):
        table = read("x;y\n" + "\n".join(rows[k] for k in order) + "\n")
        wanted = np.array([[1054.0, 7.0], [840.0, 0.5], [12000.0, 1.054]])[list(order)]
        assert table.values.tolist() == wanted.tolist()


@pytest.mark.slow
def test_what_is_in_doubt_is_put_right_however_far_down_the_file_tells(read):
    rows = ["1.054;7", "2;8"] * 20_000
    table = read("x;y\n" + "\n".join(rows) + "\n3;0,5\n")
    assert table.values[:-1].tolist() == [[1054.0, 7.0], [2.0, 8.0]] * 20_000


def test_a_line_of_percentages_above_none_is_a_header(read):
    table = read("x,25%,50%\n1,2.5,3\n")
    assert table.names == ("x", "25%", "50%")
    assert read("25%,50%\n30%,60%\n").values.tolist() == [[25.0, 50.0], [30.0, 60.0]]
