"""The functions of the catalogue are laws of one point: arrays of any shape in, that shape out."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from uat.targets import catalogue as functions
from uat.targets.catalogue import TARGETS

PUBLIC = {
    name: function
    for name, function in inspect.getmembers(functions, inspect.isfunction)
    if function.__module__ == functions.__name__
    and not name.startswith("_")
    and name != "target_named"
}


def test_every_function_is_in_the_catalogue():
    listed = {target.function for target in TARGETS.values()}
    assert set(PUBLIC.values()) == listed


@pytest.mark.parametrize("name", PUBLIC)
def test_every_point_is_a_law_of_its_own(name):
    target = next(t for t in TARGETS.values() if t.function is PUBLIC[name])
    x = target.domain.sobol_grid(24)
    at_once = PUBLIC[name](*x.T)
    in_a_block = PUBLIC[name](*x.T.reshape(-1, 4, 6))
    assert in_a_block.shape == (4, 6)
    assert in_a_block.dtype == np.float64
    np.testing.assert_allclose(in_a_block.ravel(), at_once, rtol=1e-14)
    each = [float(PUBLIC[name](*(np.array([u]) for u in point))[0]) for point in x]
    np.testing.assert_allclose(each, at_once, rtol=1e-14)


@pytest.mark.parametrize(
    ("difficulties", "total"),
    [
        (functions.GENZ_OSCILLATORY, 9.0),
        (functions.GENZ_PRODUCT_PEAK, 7.25),
        (functions.GENZ_CORNER_PEAK, 1.85),
        (functions.GENZ_GAUSSIAN, 7.03),
        (functions.GENZ_CONTINUOUS, 3 * 2.04),
        (functions.GENZ_DISCONTINUOUS, 4.3),
    ],
)
def test_difficulties_rise_with_the_input_to_their_published_sum(difficulties, total):
    assert sum(difficulties) == pytest.approx(total, rel=1e-14)
    shares = np.array(difficulties) / difficulties[0]
    np.testing.assert_allclose(shares, np.arange(1, len(shares) + 1), rtol=1e-14)
