"""The catalogue: target functions of rising complexity, of one input, of two, and of up to ten.

First the formulas, as a user types them: numbers, proofs and the page all come from that text.
Genz's families are functions of arrays, as their source has them. Then the entries: where they are
approximated, and what is known of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from uat.arrays import Array
from uat.checks import check_name
from uat.core.domains import Box
from uat.core.registry import Registry
from uat.expressions import Expression, parse
from uat.targets.target import Target

FORMULAS: Mapping[str, str] = {
    "logistic": "1 / (1 + exp(-10*x))",
    "step": "where(x >= 0, 1, 0)",
    "runge": "1 / (1 + 25*x*x)",
    "absolute": "abs(x)",
    "line": "x",
    "parabola": "x^2",
    "root": "sqrt(abs(x))",
    "bumps": "exp(-((x + 0.6) / 0.1)^2) + 0.6*exp(-(x / 0.2)^2) + 0.8*exp(-((x - 0.5) / 0.05)^2)",
    "sinc": "sinc(10*x)",
    "sine": "sin(2*pi*x)",
    "triangle": "abs(4*x - 2*round(2*x))",
    "two_tones": "sin(2*pi*x) + 0.2*sin(20*pi*x)",
    "doppler": "sqrt(x*(1 - x)) * sin(2.1*pi / (x + 0.05))",
    "chirp": "sin(2*pi*(x + 4*x*x))",
    "heavisine": "4*sin(4*pi*x) - sign(x - 0.3) - sign(0.72 - x)",
    "blocks": "4*heaviside(x - 0.1) - 5*heaviside(x - 0.13) + 3*heaviside(x - 0.15)"
    " - 4*heaviside(x - 0.23) + 5*heaviside(x - 0.25) - 4.2*heaviside(x - 0.4)"
    " + 2.1*heaviside(x - 0.44) + 4.3*heaviside(x - 0.65) - 3.1*heaviside(x - 0.76)"
    " + 2.1*heaviside(x - 0.78) - 4.2*heaviside(x - 0.81)",
    "weierstrass": "cos(pi*x) + cos(3*pi*x)/2 + cos(9*pi*x)/4 + cos(27*pi*x)/8 + cos(81*pi*x)/16"
    " + cos(243*pi*x)/32 + cos(729*pi*x)/64",
    "franke": "0.75*exp(-((9*x - 2)^2 + (9*y - 2)^2)/4)"
    " + 0.75*exp(-(9*x + 1)^2/49 - (9*y + 1)/10)"
    " + 0.5*exp(-((9*x - 7)^2 + (9*y - 3)^2)/4) - 0.2*exp(-(9*x - 4)^2 - (9*y - 7)^2)",
    "cone": "hypot(x, y)",
    "ridge": "sin(pi*(0.6*x + 0.8*y))",
    "cosines": "cos(2*pi*x) * cos(2*pi*y)",
    "peaks": "3*(1 - x)^2*exp(-x^2 - (y + 1)^2) - 10*(x/5 - x^3 - y^5)*exp(-x^2 - y^2)"
    " - exp(-(x + 1)^2 - y^2)/3",
    "gaussian10": "exp(-(x1^2 + x2^2 + x3^2 + x4^2 + x5^2 + x6^2 + x7^2 + x8^2 + x9^2 + x10^2)/2)",
    "friedman1": "10*sin(pi*x1*x2) + 20*(x3 - 0.5)^2 + 10*x4 + 5*x5",
}
"""Name -> what it is, in the language of `uat.expressions`; Genz's families are functions below."""

# Donoho & Johnstone (1994), table 1: where `blocks` jumps.
BLOCK_EDGES = (0.10, 0.13, 0.15, 0.23, 0.25, 0.40, 0.44, 0.65, 0.76, 0.78, 0.81)


def _typed(name: str, inputs: int = 1) -> Expression:
    return parse(FORMULAS[name], inputs)


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


_SYMMETRIC = Box.interval(-1.0, 1.0)
_UNIT = Box.interval(0.0, 1.0)
_SQUARE = Box((-1.0, -1.0), (1.0, 1.0))
_UNIT_SQUARE = Box((0.0, 0.0), (1.0, 1.0))
_SCHOOL = "school analysis"
_GENZ = "Genz (1987), NATO ASI Series C 203, 337-340"


def _unit_cube(inputs: int) -> Box:
    return Box((0.0,) * inputs, (1.0,) * inputs)


# The entries stand by number of inputs, then rising complexity, then name: a test computes it, so
# that no import has to.
_LINES = (
    Target(
        "logistic", _typed("logistic"), _SYMMETRIC, r"1 / (1 + e^{-10 x})",
        "one logistic unit: exact at width 1",
        barron_norm=2.5,  # f' is a bump whose transform is (w pi / 10) / sinh(w pi / 10)
    ),
    Target("step", _typed("step"), _SYMMETRIC, r"[x \geq 0]", "Heaviside's step", (0.0,)),
    Target(
        "runge", _typed("runge"), _SYMMETRIC, r"1 / (1 + 25 x^2)", "Runge (1901)",
        barron_norm=5.0,  # F(w) = exp(-|w| / 5) / 10
    ),
    Target(
        "absolute", _typed("absolute"), _SYMMETRIC, r"|x|",
        "Bernstein (1914), best approximation of |x|", (0.0,),
    ),
    Target("line", _typed("line"), _SYMMETRIC, r"x", _SCHOOL),
    Target("parabola", _typed("parabola"), _SYMMETRIC, r"x^2", _SCHOOL),
    Target("root", _typed("root"), _SYMMETRIC, r"\sqrt{|x|}", "a kink of infinite slope", (0.0,)),
    Target(
        "bumps", _typed("bumps"), _SYMMETRIC,
        r"e^{-((x + 0.6) / 0.1)^2} + 0.6 e^{-(x / 0.2)^2} + 0.8 e^{-((x - 0.5) / 0.05)^2}",
        "three Gaussians of unlike height and width",
        # Each height times 2 / (sqrt(pi) scale); their sum is a bound.
        barron_norm=2.0 / np.sqrt(np.pi) * (1.0 / 0.1 + 0.6 / 0.2 + 0.8 / 0.05),
    ),
    Target(
        "sinc", _typed("sinc"), _SYMMETRIC, r"\sin(10 \pi x) / (10 \pi x)",
        "Shannon (1949), the cardinal series",
        barron_norm=5.0 * np.pi,  # the mean frequency of a box of half-width 10 pi
    ),
    Target("sine", _typed("sine"), _SYMMETRIC, r"\sin 2 \pi x", _SCHOOL, barron_norm=2.0 * np.pi),
    Target(
        "triangle", _typed("triangle"), _SYMMETRIC, r"|4 x - 2 \, \mathrm{round}(2 x)|",
        "triangle wave; Telgarsky (2016) on sawtooths and depth",
        (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75),
    ),
    Target(
        "two_tones", _typed("two_tones"), _UNIT, r"\sin 2 \pi x + 0.2 \sin 20 \pi x",
        "low tone first: Rahaman et al. (2019), spectral bias",
        barron_norm=2.0 * np.pi + 0.2 * 20.0 * np.pi,
    ),
    Target(
        "doppler", _typed("doppler"), _UNIT, r"\sqrt{x (1 - x)} \, \sin(2.1 \pi / (x + 0.05))",
        "Donoho & Johnstone (1994), Biometrika 81, 425-455",
    ),
    Target("chirp", _typed("chirp"), _UNIT, r"\sin 2 \pi (x + 4 x^2)", "linear chirp of radar"),
    Target(
        "heavisine", _typed("heavisine"), _UNIT,
        r"4 \sin 4 \pi x - \mathrm{sgn}(x - 0.3) - \mathrm{sgn}(0.72 - x)",
        "Donoho & Johnstone (1994), Biometrika 81, 425-455", (0.3, 0.72),
    ),
    Target(
        "blocks", _typed("blocks"), _UNIT, r"\sum_j h_j \, [x \geq t_j]",
        "Donoho & Johnstone (1994), Biometrika 81, 425-455", BLOCK_EDGES,
    ),
    Target(
        "weierstrass", _typed("weierstrass"), _SYMMETRIC,
        r"\sum_{k=0}^{6} 2^{-k} \cos(3^k \pi x)",
        "Weierstrass (1872), first seven terms",
        barron_norm=float(sum(1.5**k * np.pi for k in range(7))),
    ),
)  # fmt: skip

_PLANES = (
    Target(
        "franke", _typed("franke", 2), _UNIT_SQUARE,
        r"\frac{3}{4} e^{-\frac{(9x-2)^2 + (9y-2)^2}{4}}"
        r" + \frac{3}{4} e^{-\frac{(9x+1)^2}{49} - \frac{9y+1}{10}}"
        r" + \frac{1}{2} e^{-\frac{(9x-7)^2 + (9y-3)^2}{4}}"
        r" - \frac{1}{5} e^{-(9x-4)^2 - (9y-7)^2}",
        "Franke (1979), Naval Postgraduate School NPS-53-79-003",
    ),
    Target("cone", _typed("cone", 2), _SQUARE, r"\sqrt{x^2 + y^2}", "a kink at one point"),
    Target(
        "ridge", _typed("ridge", 2), _SQUARE, r"\sin \pi (0.6 x + 0.8 y)", "one direction only",
        barron_norm=np.pi,
    ),
    Target(
        "cosines", _typed("cosines", 2), _UNIT_SQUARE, r"\cos 2 \pi x \, \cos 2 \pi y",
        "product of cosines, no ridge direction",
        barron_norm=2.0 * np.pi * np.sqrt(2.0),  # four frequencies (+-2 pi, +-2 pi)
    ),
    Target(
        "peaks", _typed("peaks", 2), Box((-3.0, -3.0), (3.0, 3.0)),
        r"3 (1-x)^2 e^{-x^2 - (y+1)^2} - 10 (\frac{x}{5} - x^3 - y^5) e^{-x^2 - y^2}"
        r" - \frac{1}{3} e^{-(x+1)^2 - y^2}",
        "MATLAB's peaks",
    ),
)  # fmt: skip

_MANY = (
    Target(
        "genz_continuous", genz_continuous, _unit_cube(3),
        r"\exp(-\sum a_i |x_i - u_i|)",
        f"{_GENZ}, family 5: a_i = 1.02 i, u = 0.7, 0.5, 0.3",
    ),
    Target(
        "genz_discontinuous", genz_discontinuous, _unit_cube(3),
        r"[x_1 \leq u_1] \, [x_2 \leq u_2] \, \exp(\sum a_i x_i)",
        f"{_GENZ}, family 6: a_i = 4.3 i / 6, u = 0.7, 0.5",
    ),
    Target(
        "genz_product_peak", genz_product_peak, _unit_cube(3),
        r"\prod 1 / (a_i^{-2} + (x_i - u_i)^2)",
        f"{_GENZ}, family 2: a_i = 7.25 i / 6, u = 0.7, 0.5, 0.3",
        # Frequencies are independent, of density exp(-|w| / a) / (2 a) each; a bound by Jensen.
        barron_norm=math.prod(np.square(GENZ_PRODUCT_PEAK))
        * math.sqrt(2.0) * math.hypot(*GENZ_PRODUCT_PEAK),
    ),
    Target(
        "genz_corner_peak", genz_corner_peak, _unit_cube(5),
        r"(1 + \sum a_i x_i)^{-6}",
        f"{_GENZ}, family 3: a_i = 1.85 i / 15",
    ),
    Target(
        "genz_gaussian", genz_gaussian, _unit_cube(5),
        r"\exp(-\sum a_i^2 (x_i - u_i)^2)",
        f"{_GENZ}, family 4: a_i = 7.03 i / 15, u = 0.7, 0.6, 0.5, 0.4, 0.3",
        # Frequencies are normal, of deviation sqrt(2) a_i; a bound by Jensen.
        barron_norm=math.sqrt(2.0) * math.hypot(*GENZ_GAUSSIAN),
    ),
    Target(
        "genz_oscillatory", genz_oscillatory, _unit_cube(5),
        r"\cos(2 \pi u_1 + \sum a_i x_i)",
        f"{_GENZ}, family 1: a_i = 9 i / 15, u_1 = 0.7",
        barron_norm=math.hypot(*GENZ_OSCILLATORY),
    ),
    Target(
        "gaussian10", _typed("gaussian10", 10), Box((-1.0,) * 10, (1.0,) * 10),
        r"e^{-|x|^2 / 2}",
        "Barron (1993), whose norm of a Gaussian grows with the root of the inputs only",
        # The mean length of a standard normal vector.
        barron_norm=math.sqrt(2.0) * math.gamma(5.5) / math.gamma(5.0),
    ),
    Target(
        "friedman1", _typed("friedman1", 10), _unit_cube(10),
        r"10 \sin(\pi x_1 x_2) + 20 (x_3 - 1/2)^2 + 10 x_4 + 5 x_5",
        "Friedman (1991), Annals of Statistics 19, 1-67: five of ten inputs do nothing",
    ),
)  # fmt: skip

TARGETS: Mapping[str, Target] = Registry(
    "target", (replace(target, text=target.name) for target in (*_LINES, *_PLANES, *_MANY))
)
"""The catalogue by number of inputs, then complexity."""


def target_named(name: str) -> Target:
    """Return the catalogue's target of that name.

    Raises
    ------
    UnknownNameError
        If there is none; the message names the nearest ones.
    """
    return check_name("target", name, TARGETS)
