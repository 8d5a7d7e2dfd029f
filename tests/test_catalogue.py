"""The functions of the catalogue are what their sources say, and laws of one point.

Arrays of any shape go in, and that shape comes out.
"""

from __future__ import annotations

import numpy as np
import pytest

from uat.expressions import Expression
from uat.targets import catalogue as functions
from uat.targets.catalogue import BLOCK_EDGES, FORMULAS, TARGETS

# Written in numpy, once more, as the sources have them. Donoho & Johnstone (1994), table 1: by how
# much `blocks` jumps.
JUMPS = (4.0, -5.0, 3.0, -4.0, 5.0, -4.2, 2.1, 4.3, -3.1, 2.1, -4.2)
SOURCES = {
    "logistic": lambda x: 1.0 / (1.0 + np.exp(-10.0 * x)),
    "step": lambda x: np.where(x >= 0.0, 1.0, 0.0),
    "runge": lambda x: 1.0 / (1.0 + 25.0 * x * x),
    "absolute": np.abs,
    "line": lambda x: x,
    "parabola": np.square,
    "root": lambda x: np.sqrt(np.abs(x)),
    "bumps": lambda x: sum(
        h * np.exp(-(((x - c) / s) ** 2))
        for h, c, s in ((1.0, -0.6, 0.1), (0.6, 0.0, 0.2), (0.8, 0.5, 0.05))
    ),
    "sinc": lambda x: np.sinc(10.0 * x),
    "sine": lambda x: np.sin(2.0 * np.pi * x),
    "triangle": lambda x: np.abs(4.0 * x - 2.0 * np.round(2.0 * x)),
    "two_tones": lambda x: np.sin(2.0 * np.pi * x) + 0.2 * np.sin(20.0 * np.pi * x),
    "doppler": lambda x: np.sqrt(x * (1.0 - x)) * np.sin(2.1 * np.pi / (x + 0.05)),
    "chirp": lambda x: np.sin(2.0 * np.pi * (x + 4.0 * x * x)),
    "heavisine": lambda x: 4.0 * np.sin(4.0 * np.pi * x) - np.sign(x - 0.3) - np.sign(0.72 - x),
    "blocks": lambda x: sum(
        jump * (x >= edge) for edge, jump in zip(BLOCK_EDGES, JUMPS, strict=True)
    ),
    "weierstrass": lambda x: sum(0.5**k * np.cos(3.0**k * np.pi * x) for k in range(7)),
    "franke": lambda x, y: (
        0.75 * np.exp(-((9 * x - 2) ** 2 + (9 * y - 2) ** 2) / 4)
        + 0.75 * np.exp(-((9 * x + 1) ** 2) / 49 - (9 * y + 1) / 10)
        + 0.5 * np.exp(-((9 * x - 7) ** 2 + (9 * y - 3) ** 2) / 4)
        - 0.2 * np.exp(-((9 * x - 4) ** 2) - (9 * y - 7) ** 2)
    ),
    "cone": np.hypot,
    "ridge": lambda x, y: np.sin(np.pi * (0.6 * x + 0.8 * y)),
    "cosines": lambda x, y: np.cos(2.0 * np.pi * x) * np.cos(2.0 * np.pi * y),
    "peaks": lambda x, y: (
        3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
        - 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
        - np.exp(-((x + 1) ** 2) - y**2) / 3
    ),
    "gaussian10": lambda *x: np.exp(-np.sum(np.square(x), axis=0) / 2.0),
    "friedman1": lambda *x: (
        10.0 * np.sin(np.pi * x[0] * x[1]) + 20.0 * (x[2] - 0.5) ** 2 + 10.0 * x[3] + 5.0 * x[4]
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_what_its_source_says(name):
    target = TARGETS[name]
    assert target.function.text == FORMULAS[name]
    kinks = np.array(target.kinks).reshape(-1, 1)
    x = np.concatenate([target.evaluation_grid(), *[kinks][: len(kinks)]])
    expected, values = SOURCES[name](*x.T), target(x)
    ulps = np.abs(values - expected) / np.spacing(np.maximum(np.abs(expected), 1e-300))
    assert np.max(ulps) <= 2.0


def test_all_are_formulas_but_genz_s_families():
    others = {n for n, one in TARGETS.items() if not isinstance(one.function, Expression)}
    assert others == set(TARGETS) - set(FORMULAS)
    assert all(name.startswith("genz_") for name in others)
    assert set(SOURCES) == set(FORMULAS)


@pytest.mark.parametrize("name", TARGETS)
def test_every_point_is_a_law_of_its_own(name):
    target = TARGETS[name]
    x = target.domain.sobol_grid(24)
    at_once = target.function(*x.T)
    in_a_block = target.function(*x.T.reshape(-1, 4, 6))
    assert in_a_block.shape == (4, 6)
    assert in_a_block.dtype == np.float64
    np.testing.assert_allclose(in_a_block.ravel(), at_once, rtol=1e-14)
    each = [float(target.function(*(np.array([u]) for u in point))[0]) for point in x]
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
