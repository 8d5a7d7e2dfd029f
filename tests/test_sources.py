"""The same table, whatever it comes in."""

from __future__ import annotations

import gzip
import io
import sys

import numpy as np
import pytest

from uat.exceptions import DataFileError, MissingPackageError
from uat.io.csv_files import columns_of, read_table, read_texts

TEXT = "a,b\n1,2.5\n3,0.1\n"
VALUES = [[1.0, 2.5], [3.0, 0.1]]


@pytest.fixture
def frame():
    return pytest.importorskip("pandas").DataFrame({"a": [1, 3], "b": [2.5, 0.1]})


def check(path):
    assert columns_of(path) == ("a", "b")
    table = read_table(path)
    assert (table.names, table.values.tolist()) == (("a", "b"), VALUES)
    assert read_texts(path).lines == [2, 3]


def test_a_packed_file_is_unpacked_whatever_it_is_called(tmp_path):
    for name in ("data.csv.gz", "data.gz", "data.csv"):
        (tmp_path / name).write_bytes(gzip.compress(TEXT.encode()))
        check(tmp_path / name)


def test_a_packed_file_that_is_damaged_is_refused_in_one_line(tmp_path):
    rng = np.random.default_rng(0)
    whole = gzip.compress("\n".join(map(repr, rng.normal(size=5_000).tolist())).encode())
    for content in (whole[: len(whole) // 2], whole[:200] + b"\0" * 90 + whole[290:], whole[:7]):
        (tmp_path / "data.csv.gz").write_bytes(content)
        with pytest.raises(DataFileError, match=r"data\.csv\.gz") as caught:
            read_table(tmp_path / "data.csv.gz")
        assert "\n" not in str(caught.value)


def test_standard_input_is_read_as_often_as_needed(monkeypatch):
    for text in (TEXT.encode(), gzip.compress(TEXT.encode())):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        check("-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\n1\nx\n")))
    with pytest.raises(DataFileError, match=r"^standard input, line 3, column 'a': 'x' is not a"):
        read_table("-")


def test_the_first_sheet_of_a_workbook_is_read(tmp_path, frame):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("openpyxl")
    with pandas.ExcelWriter(tmp_path / "data.xlsx", engine="openpyxl") as book:
        frame.to_excel(book, sheet_name="one", index=False)
        frame.iloc[:, :1].to_excel(book, sheet_name="two", index=False)
    check(tmp_path / "data.xlsx")
    frame.to_excel(tmp_path / "rows.xlsx", engine="openpyxl")
    table = read_table(tmp_path / "rows.xlsx")
    assert (table.names, table.values.tolist()) == (("a", "b"), VALUES)
    assert "counts the rows" in table.notes[0]
    frame["b"] = [None, "x"]
    frame.to_excel(tmp_path / "data.xlsx", engine="openpyxl", index=False)
    with pytest.raises(DataFileError, match=r"data\.xlsx, line 3, column 'b': 'x' is not a number"):
        read_table(tmp_path / "data.xlsx")


def test_parquet_is_read(tmp_path, frame):
    pytest.importorskip("pyarrow")
    frame.to_parquet(tmp_path / "data.parquet")
    check(tmp_path / "data.parquet")
    frame.astype("float32").set_index("a").to_parquet(tmp_path / "data.parquet")
    table = read_table(tmp_path / "data.parquet")
    assert table.names == ("a", "b")
    assert table.values.tolist() == frame.astype("float32").astype(float).to_numpy().tolist()
    frame.iloc[1, 1] = np.nan
    frame.to_parquet(tmp_path / "data.parquet")
    with pytest.raises(DataFileError, match="line 3, column 'b': the value is missing"):
        read_table(tmp_path / "data.parquet")


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_what_is_none_of_its_kind_is_refused_in_one_line(tmp_path, suffix):
    for package in ("pandas", "openpyxl", "pyarrow"):
        pytest.importorskip(package)
    path = tmp_path / f"data{suffix}"
    path.write_text(TEXT)
    with pytest.raises(DataFileError, match=r"is no .* that can be read") as caught:
        read_table(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("suffix", "extra", "package"),
    [
        (".xlsx", "excel", "pandas"),
        (".xlsx", "excel", "openpyxl"),
        (".parquet", "parquet", "pandas"),
        (".parquet", "parquet", "pyarrow"),
    ],
)
def test_what_is_not_installed_is_said(tmp_path, monkeypatch, suffix, extra, package):
    for name in {"pandas", "openpyxl", "pyarrow"} - {package}:
        pytest.importorskip(name)
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / f"data{suffix}").write_bytes(b"any")
    with pytest.raises(MissingPackageError, match=rf"this needs {package}: .*\[{extra}\]"):
        read_table(tmp_path / f"data{suffix}")


@pytest.mark.parametrize("suffix", [".csv", ".gz", ".xlsx", ".xls", ".parquet"])
def test_a_missing_file_is_called_missing(tmp_path, monkeypatch, suffix):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(DataFileError, match=rf"none{suffix}: No such file"):
        read_table(tmp_path / f"none{suffix}")


def test_an_old_workbook_is_to_be_saved_anew(tmp_path):
    (tmp_path / "old.xls").write_bytes(b"any")
    with pytest.raises(DataFileError, match=r"old\.xls .* save it as \.xlsx"):
        read_table(tmp_path / "old.xls")
