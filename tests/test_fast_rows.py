"""What is read many rows at once has the bits that are read one by one, or is not read so."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.exceptions import DataFileError
from uat.io import fast_rows, rows, text_files
from uat.io.csv_files import read_table
from uat.io.layouts import Layout

READERS = ["numpy", "pandas"]

plain = st.floats(allow_nan=False, allow_infinity=False).map(repr)
short = st.integers(-9999, 9999).map(lambda n: f"{n / 100:.2f}")
odd = st.sampled_from(
    ["", "NA", "nan", "inf", "1e999", "-1e-999", "1_0", "0x10", "1.5f", "1d5", "1e", "+", "1e 5",
     "x", "'1", '"1"', '"1', "1 2", " 7", "7 ", "7\t", "\t7", "1,5", "1.054", "5,118.22", "17 %",
     "True", "\u0661", "\xa07", "1\x0b", "\x00", "#1", "-0", "1" * 30, "0." + "0" * 40 + "1", "\r",
     "1\n2"]
)  # fmt: skip


@pytest.fixture(params=READERS)
def reader(request, monkeypatch):
    """Have the rows read by numpy or by pandas."""
    if request.param == "pandas":
        pytest.importorskip("pandas")
    else:
        monkeypatch.setitem(sys.modules, "pandas", None)
    return request.param


def outcome(path):
    """Return names, bits and notes of a table, or why it is refused."""
    try:
        table = read_table(path)
    except DataFileError as problem:
        return str(problem)
    return table.names, table.values.tobytes(), table.notes


@st.composite
def texts(draw):
    """Return the text of a table, perhaps with something odd in it."""
    separator = draw(st.sampled_from([",", ";", "\t", " ", "|", "  "]))
    fields = draw(st.integers(1, 4))
    cell = draw(st.sampled_from([plain, short, short | odd]))
    rows_of_cells = draw(
        st.lists(st.lists(cell, min_size=fields, max_size=fields), min_size=6, max_size=14)
    )
    if draw(st.booleans()):
        row = draw(st.integers(0, len(rows_of_cells) - 1))
        rows_of_cells[row] = draw(st.lists(cell | odd, max_size=5))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    tail = separator if draw(st.integers(0, 5)) == 0 else ""
    lines = [separator.join(row) + tail for row in rows_of_cells]
    header = separator.join("abcd"[:fields])
    text = end.join([header, *lines]) + end * draw(st.integers(0, 2))
    if separator in ";\t" and draw(st.booleans()):
        text = text.replace(".", ",")
    return text


@pytest.mark.parametrize("reader", READERS)
@given(text=texts(), many=st.sampled_from([1, 20, 1000]))
def test_both_ways_read_the_same_bits_and_refuse_alike(tmp_path_factory, reader, text, many):
    pandas = pytest.importorskip("pandas") if reader == "pandas" else None
    path = tmp_path_factory.mktemp("table") / "data.csv"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pandas", pandas)
        patch.setattr(text_files, "_SAMPLE_LINES", 1)
        patch.setattr(text_files, "_MANY", many)
        fast = outcome(path)
        patch.setattr(rows, "fast_numbers", lambda *_: None)
        assert fast == outcome(path)


class TestSure:
    def test_numbers_are_rounded_as_python_rounds_them(self, reader):
        rng = np.random.default_rng(3)
        bits = rng.integers(0, 2**63, 4000, dtype=np.uint64).view(np.float64)
        values = bits[np.isfinite(bits)]
        values = values[: len(values) // 4 * 4].reshape(-1, 4)
        text = "".join(",".join(map(repr, row)) + "\n" for row in values.tolist())
        layout = Layout(",", True, ("a", "b", "c", "d"))
        found = fast_rows.fast_numbers(text, layout, [0, 1, 2, 3], 0)
        assert found.tobytes() == values.tobytes(), reader

    @pytest.mark.parametrize(
        ("separator", "text", "columns", "values"),
        [
            (",", "1,2\n3,4\n", [0, 1], [[1, 2], [3, 4]]),
            (",", "1,x\n3,y\n", [0], [[1], [3]]),
            (",", "1,2\r\n3,4", [1, 0, 1], [[2, 1, 2], [4, 3, 4]]),
            (",", "1,2,\n3,4,\n", [1], [[2], [4]]),
            (";", "1,5;2\n0,25;3\n", [0], [[1.5], [0.25]]),
            (" ", " 1  2\n3\t4 \n", [1], [[2], [4]]),
            ("\t", "1\t2\n3\t4\n", [1], [[2], [4]]),
            (",", "1,2\n\n3,4\n", [0], None),
            (",", "1,2\n3\n", [0], None),
            (",", "1,2\n3,4,5\n", [0], None),
            (",", "1\n3,4,5\n", [0], None),
            (",", "1,2,\n3,4,5\n", [0], None),
            (",", '1,"2"\n3,4\n', [0], None),
            (",", "1,\u0661\n3,4\n", [0], None),
            (",", "1,2\r3,4\n", [0], None),
            (",", "1,2\n3,\n", [1], None),
            (",", "1,2\n3,inf\n", [1], None),
            (",", "1,nan\n3,4\n", [1], None),
            (",", "1,1_0\n3,4\n", [1], None),
            (",", "1," + "2" * 131_073 + "\n3,4\n", [0], None),
            (" ", "1 2\n3\n", [0], None),
            (" ", "1\n2 3 4\n", [0], None),
            (",", "", [0], None),
        ],
    )  # fmt: skip
    def test_is_what_has_the_same_fields_in_every_line(
        self, reader, separator, text, columns, values
    ):
        found = fast_rows.fast_numbers(text, Layout(separator, True, ("a", "b")), columns, 0)
        assert (None if found is None else found.tolist()) == values, reader

    def test_one_column_may_have_no_blank_lines(self, reader):
        layout = Layout(",", True, ("a",))
        assert fast_rows.fast_numbers("1\n2\n", layout, [0], 0).tolist() == [[1.0], [2.0]], reader
        assert fast_rows.fast_numbers("1\n\n2\n", layout, [0], 0) is None, reader

    def test_a_long_file_is_read_so(self, tmp_path, monkeypatch, reader):
        values = np.random.default_rng(1).normal(size=(3_000, 3))
        lines = [";".join(map(repr, row)).replace(".", ",") for row in values.tolist()]
        (tmp_path / "data.csv").write_text("a;b;c\n" + "\n".join(lines))
        parts = []
        original = fast_rows.fast_numbers

        def counted(*given):
            parts.append(original(*given))
            return parts[-1]

        monkeypatch.setattr(rows, "fast_numbers", counted)
        assert np.array_equal(read_table(tmp_path / "data.csv").values, values), reader
        assert sum(map(len, parts[:-1])) == 2_800
        assert parts[-1] is None
