"""The functions of the catalogue, written in numpy as their sources have them.

Each takes one array per input, all of one shape, and returns that shape. Where they are
approximated, and what is known of them, is in `uat.targets`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from uat.arrays import Array

# Donoho & Johnstone (1994), table 1: where `blocks` jumps, and by how much.
BLOCK_EDGES = (0.10, 0.13, 0.15, 0.23, 0.25, 0.40, 0.44, 0.65, 0.76, 0.78, 0.81)
_BLOCK_JUMPS = (4.0, -5.0, 3.0, -4.0, 5.0, -4.2, 2.1, 4.3, -3.1, 2.1, -4.2)


def logistic(x: Array) -> Array:
    """Return one steep logistic unit, 1 / (1 + exp(-10 x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-10.0 * x)))


def step(x: Array) -> Array:
    """Return Heaviside's step: 1 from 0 on, else 0."""
    return np.where(x >= 0.0, 1.0, 0.0)


def runge(x: Array) -> Array:
    """Return 1 / (1 + 25 x^2)."""
    return np.asarray(1.0 / (1.0 + 25.0 * x * x))


def root(x: Array) -> Array:
    """Return sqrt(|x|)."""
    return np.asarray(np.sqrt(np.abs(x)))


def sinc(x: Array) -> Array:
    """Return sin(10 pi x) / (10 pi x)."""
    return np.sinc(10.0 * x)


def bumps(x: Array) -> Array:
    """Return three Gaussians of unlike height and width."""
    heights, centres, scales = (1.0, 0.6, 0.8), (-0.6, 0.0, 0.5), (0.1, 0.2, 0.05)
    terms = zip(heights, centres, scales, strict=True)
    return np.asarray(sum(h * np.exp(-(((x - c) / s) ** 2)) for h, c, s in terms))


def triangle_wave(x: Array) -> Array:
    """Return a triangle wave between 0 and 1, of period 1/2."""
    return np.asarray(np.abs(4.0 * x - 2.0 * np.round(2.0 * x)))


def sine(x: Array) -> Array:
    """Return sin(2 pi x)."""
    return np.asarray(np.sin(2.0 * np.pi * x))


def heavisine(x: Array) -> Array:
    """Return 4 sin(4 pi x) - sgn(x - 0.3) - sgn(0.72 - x)."""
    return np.asarray(4.0 * np.sin(4.0 * np.pi * x) - np.sign(x - 0.3) - np.sign(0.72 - x))


def two_tones(x: Array) -> Array:
    """Return sin(2 pi x) + 0.2 sin(20 pi x)."""
    return np.asarray(np.sin(2.0 * np.pi * x) + 0.2 * np.sin(20.0 * np.pi * x))


def chirp(x: Array) -> Array:
    """Return a wave whose frequency rises: sin(2 pi (x + 4 x^2))."""
    return np.asarray(np.sin(2.0 * np.pi * (x + 4.0 * x * x)))


def doppler(x: Array) -> Array:
    """Return sqrt(x (1 - x)) sin(2.1 pi / (x + 0.05))."""
    return np.asarray(np.sqrt(x * (1.0 - x)) * np.sin(2.1 * np.pi / (x + 0.05)))


def blocks(x: Array) -> Array:
    """Return a staircase of eleven jumps."""
    steps = zip(BLOCK_EDGES, _BLOCK_JUMPS, strict=True)
    return np.asarray(sum(jump * np.where(x >= edge, 1.0, 0.0) for edge, jump in steps))


def weierstrass(x: Array) -> Array:
    """Return the first seven terms of Weierstrass's sum, 2^-k cos(3^k pi x)."""
    return np.asarray(sum(0.5**k * np.cos(3.0**k * np.pi * x) for k in range(7)))


def ridge(x: Array, y: Array) -> Array:
    """Return sin(pi (0.6 x + 0.8 y))."""
    return np.asarray(np.sin(np.pi * (0.6 * x + 0.8 * y)))


def cosines(x: Array, y: Array) -> Array:
    """Return cos(2 pi x) cos(2 pi y)."""
    return np.asarray(np.cos(2.0 * np.pi * x) * np.cos(2.0 * np.pi * y))


def cone(x: Array, y: Array) -> Array:
    """Return the distance from the origin."""
    return np.hypot(x, y)


def franke(x: Array, y: Array) -> Array:
    """Return Franke's function, two hills, a slope and a dip."""
    return np.asarray(
        0.75 * np.exp(-((9 * x - 2) ** 2 + (9 * y - 2) ** 2) / 4)
        + 0.75 * np.exp(-((9 * x + 1) ** 2) / 49 - (9 * y + 1) / 10)
        + 0.5 * np.exp(-((9 * x - 7) ** 2 + (9 * y - 3) ** 2) / 4)
        - 0.2 * np.exp(-((9 * x - 4) ** 2) - (9 * y - 7) ** 2)
    )


def peaks(x: Array, y: Array) -> Array:
    """Return MATLAB's peaks."""
    return np.asarray(
        3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
        - 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
        - np.exp(-((x + 1) ** 2) - y**2) / 3
    )


def _difficulties(inputs: int, total: float) -> tuple[float, ...]:
    return tuple(total * 2.0 * k / (inputs * (inputs + 1)) for k in range(1, inputs + 1))


def _places(inputs: int) -> tuple[float, ...]:
    return tuple(np.linspace(0.7, 0.3, inputs).tolist())


# Genz's families have a difficulty a and a place u for every input. The a rise in proportion to 1,
# 2, ..., d; they sum to what Novak & Ritter (1996), Numer. Math. 75, 79-97, took for ten inputs,
# but for the continuous family, of which they have the mean: its peak would be too narrow to be
# seen. The u fall from 0.7 to 0.3.
GENZ_OSCILLATORY = _difficulties(5, 9.0)
GENZ_PRODUCT_PEAK = _difficulties(3, 7.25)
GENZ_CORNER_PEAK = _difficulties(5, 1.85)
GENZ_GAUSSIAN = _difficulties(5, 7.03)
GENZ_CONTINUOUS = _difficulties(3, 20.4 * 3 / 10)
GENZ_DISCONTINUOUS = _difficulties(3, 4.3)


def genz_oscillatory(*x: Array) -> Array:
    """Return cos(2 pi u_1 + sum a_i x_i), with u_1 = 0.7."""
    return np.asarray(np.cos(2.0 * np.pi * _places(len(x))[0] + _sum(GENZ_OSCILLATORY, x)))


def genz_product_peak(*x: Array) -> Array:
    """Return the product of the 1 / (a_i^-2 + (x_i - u_i)^2)."""
    factors = np.ones_like(x[0])
    for a, u, column in zip(GENZ_PRODUCT_PEAK, _places(len(x)), x, strict=True):
        factors = factors / (a**-2 + (column - u) ** 2)
    return factors


def genz_corner_peak(*x: Array) -> Array:
    """Return (1 + sum a_i x_i)^-(d + 1)."""
    return np.asarray((1.0 + _sum(GENZ_CORNER_PEAK, x)) ** -(len(x) + 1.0))


def genz_gaussian(*x: Array) -> Array:
    """Return exp(-sum a_i^2 (x_i - u_i)^2)."""
    squares = [np.square(column) for column in _from_places(x)]
    return np.exp(-_sum(np.square(GENZ_GAUSSIAN).tolist(), squares))


def genz_continuous(*x: Array) -> Array:
    """Return exp(-sum a_i |x_i - u_i|)."""
    return np.exp(-_sum(GENZ_CONTINUOUS, [np.abs(column) for column in _from_places(x)]))


def genz_discontinuous(*x: Array) -> Array:
    """Return exp(sum a_i x_i), or 0 where x_1 > u_1 or x_2 > u_2."""
    first, second = _from_places(x)[:2]
    return np.where((first > 0.0) | (second > 0.0), 0.0, np.exp(_sum(GENZ_DISCONTINUOUS, x)))


def _sum(factors: Sequence[float], columns: Sequence[Array]) -> Array:
    products = [a * column for a, column in zip(factors, columns, strict=True)]
    return np.asarray(np.sum(products, axis=0))


def _from_places(columns: Sequence[Array]) -> list[Array]:
    places = _places(len(columns))
    return [column - u for column, u in zip(columns, places, strict=True)]


def friedman1(*x: Array) -> Array:
    """Return 10 sin(pi x_1 x_2) + 20 (x_3 - 1/2)^2 + 10 x_4 + 5 x_5, whatever the other inputs."""
    wave = 10.0 * np.sin(np.pi * x[0] * x[1])
    return np.asarray(wave + 20.0 * (x[2] - 0.5) ** 2 + 10.0 * x[3] + 5.0 * x[4])


def gaussian(*x: Array) -> Array:
    """Return exp(-|x|^2 / 2)."""
    return np.asarray(np.exp(-np.sum(np.square(x), axis=0) / 2.0))
