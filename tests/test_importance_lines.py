"""The lines of a summary name the columns that matter most, with numbers of this fit."""

from __future__ import annotations

import numpy as np
import pytest

from uat.fits.dependence import PartialDependence
from uat.fits.importance import Importance
from uat.fits.importance_lines import importance_lines


def along(name):
    mean = np.array([[1.0, 5.0], [2.0, 5.0]])
    return PartialDependence(
        name, name, ("y", "z"), np.arange(2.0), (), mean, np.zeros((2, 2)), 9
    )  # fmt: skip


def found(columns, outputs):
    lost = np.linspace(0.0, 1.0, columns)[:, np.newaxis] * np.ones(outputs)
    names = tuple(f"c{k}" for k in range(columns))
    return Importance(names, ("y", "z")[:outputs], lost, 0.1 * lost, "held out", 40)


def test_of_one_output():
    assert list(importance_lines(found(3, 1), along)) == [
        "  columns        R^2 lost on 40 rows held out by values of other rows, and the mean "
        "prediction",
        "                 c2   1.0000 +-0.1      rises from 1 to 2",
        "                 c1   0.5000 +-0.05     rises from 1 to 2",
        "                 c0   0.0000 +-0        rises from 1 to 2",
    ]


def test_every_output_has_its_own():
    lines = list(importance_lines(found(2, 2), along))
    assert lines[1] == "  y"
    assert lines[4] == "  z"
    assert lines[5].endswith("5 throughout")


@pytest.mark.parametrize(("outputs", "shown"), [(1, 12), (2, 5)])
def test_of_many_columns_the_first_ones(outputs, shown):
    lines = list(importance_lines(found(21, outputs), along))
    rest = f"{21 - shown} columns more, of {(20 - shown) / 20:.4f} at most"
    assert lines[-1].strip() == rest
    assert sum("rises" in line or "throughout" in line for line in lines) == shown * outputs


def test_an_output_that_is_constant_is_passed_over():
    one = found(2, 2)
    one.lost[:, 1] = np.nan
    assert "  z" not in list(importance_lines(one, along))
    one.lost[:, 0] = np.nan
    assert not list(importance_lines(one, along))
