"""Rows are checked once, and every column has a name that no other one has."""

from __future__ import annotations

import numpy as np
import pytest

from uat.exceptions import SettingError, ShapeError
from uat.fits.rows import checked_rows

T = [0.0, 1.0, 4.0]


@pytest.mark.parametrize(
    ("input_names", "outputs", "names"),
    [
        (None, 1, ("y",)),
        (["y"], 1, ("t",)),
        (["y", "t"], 1, ("output",)),
        (["y1"], 2, ("t1", "t2")),
        (["a"], 2, ("y1", "y2")),
    ],
)
def test_an_output_takes_a_name_that_no_input_has(input_names, outputs, names):
    x = np.arange(3.0 * len(input_names or "x")).reshape(3, -1)
    rows = checked_rows(x, np.tile(np.c_[T], outputs), input_names)
    assert rows.output_names == names


def test_a_name_that_is_wanted_for_an_input_and_an_output_is_refused():
    with pytest.raises(SettingError, match="an input and an output have the name 'y'"):
        checked_rows(T, T, ["y"], ["y"])


def test_one_column_is_a_column():
    rows = checked_rows(T, T)
    assert (rows.inputs, rows.input_names) == (1, ("x",))
    assert rows.dataset.x.shape == rows.dataset.t.shape == (3, 1)


@pytest.mark.parametrize(
    ("x", "kind", "message"),
    [
        ([0, 1], ShapeError, "x has 2 rows and t has 3"),
        ([], ShapeError, "x has 0 rows"),
        (np.empty((3, 0)), ShapeError, "at least one column each"),
        (["a", "1", "2"], ShapeError, "x, row 1 "),
        ([0, 1, np.inf], SettingError, r"row 3 \(the first is 1\), column 'x' is inf"),
        ([0, 1, np.nextafter(1e301, np.inf)], SettingError, "at most 1e"),
        ([0, 0, np.nextafter(1e-301, 0)], SettingError, "varies by 1e-301 only"),
    ],
)
def test_what_cannot_be_fitted_is_one_sentence(x, kind, message):
    with pytest.raises(kind, match=message):
        checked_rows(x, T)


@pytest.mark.parametrize("x", [[0, 1, 1e301], [0, 0, 1e-301], [0, -1e301, 0]])
def test_what_just_can_is_taken(x):
    assert checked_rows(x, T).dataset.x[:, 0].tolist() == x
