"""A user's function is called as it can be, and refused if it does not say the same twice."""

# ruff: noqa: NPY002  (functions that are random on purpose)

import math
import random

import numpy as np
import pytest

from uat.core.domains import Box
from uat.exceptions import SettingError
from uat.targets.user_functions import CheckedFunction
from uat.targets.user_targets import as_target, remarks

UNIT = Box.interval(0.0, 1.0)
X = np.array([0.5, 0.2, 0.9])


@pytest.mark.parametrize(
    "function",
    [
        lambda x: np.sin(x) + 0.1 * np.random.randn(*np.shape(x)),
        lambda x: math.sin(x) + 0.1 * random.random(),
        lambda x: math.sin(x) + 1e-9 * random.random(),
        lambda x: np.cumsum(np.random.rand(np.size(x))).reshape(np.shape(x)),
    ],
)
def test_a_random_function_is_refused_and_tables_are_named(function):
    with pytest.raises(SettingError) as caught:
        as_target(function, (0, 1))
    said = str(caught.value)
    assert said.startswith("function(0.5) = ")
    assert "when it is called again: of a random function draw rows once, and fit them as" in said
    assert "\n" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "same"),
    [
        (np.cumsum, lambda x: x),
        (lambda x: x - np.mean(x), lambda x: 0.0 * x),
        (np.sort, lambda x: x),
        (lambda x: x / np.max(x), lambda x: 0.0 * x + 1.0),
        (lambda x: np.sort(x) if np.ndim(x) else x, lambda x: x),
        (lambda x: x[::-1], lambda x: x),
    ],
)
def test_what_depends_on_the_other_points_is_called_point_by_point_and_that_is_said(function, same):
    box = Box.interval(0.1, 1.0)
    checked = CheckedFunction(function, "f", box)
    assert checked.depends_on_company
    np.testing.assert_array_equal(checked(X), same(X))
    assert any("called point by point" in remark for remark in remarks(as_target(function, box)))


def test_what_is_called_with_arrays_only_needs_not_be_called_point_by_point():
    checked = CheckedFunction(lambda x: x[x > -1.0] ** 2, "f", UNIT)
    assert checked.takes_arrays
    assert not checked.depends_on_company
    np.testing.assert_array_equal(checked(X), X**2)
    assert list(remarks(as_target("x^2 on [0, 1]"))) == []


def test_what_depends_on_the_others_and_cannot_be_called_alone_is_refused():
    with pytest.raises(SettingError, match="depends on the other points of the call, and it canno"):
        CheckedFunction(np.gradient, "slope", UNIT)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/x^2 on [1e-8, 1]", "The values reach 1e+16 at the end x = 1e-08; on 98% of the domain"),
        ("-1/(1-x) on [0, 1 - 1e-10]", "The values reach -1e+10 at the end x = 1"),
        ("x^-3 on [1e-20, 1]", "The values reach 1e+60"),
    ],
)
def test_a_huge_rise_at_an_end_is_fitted_and_told(text, said):
    (remark,) = remarks(as_target(text))
    assert remark.startswith(said)


@pytest.mark.parametrize(
    "text", ["log(x) on [1e-9, 1]", "exp(10*x) on [0, 1]", "floor(x) on [0, 1]", "2 on [0, 1]"]
)
def test_what_is_only_steep_is_not(text):
    assert list(remarks(as_target(text))) == []
