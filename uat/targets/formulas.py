"""Targets as mathematics in the language of `--target`: what is typed, and the catalogue's.

The catalogue has its functions in numpy, as their sources do; the page reads formulas, and so does
who proves something of them. A test compares the two at many points.
"""

from __future__ import annotations

from collections.abc import Mapping

from uat.exceptions import SettingError, shown
from uat.expressions import Expression, parse
from uat.targets.target import Target
from uat.targets.target_texts import TargetKind, read_text

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
}
"""Name -> formula in x, or x and y."""


def expression_of(target: Target) -> Expression:
    """Return a target as mathematics.

    Raises
    ------
    SettingError
        If it is a function of Python, or one of the catalogue's that no formula is known of.
    """
    text = read_text(target.text) if target.text else None
    if text is not None and text.kind is TargetKind.FORMULA:
        return parse(text.what, target.inputs)
    if text is not None and text.kind is TargetKind.NAME and text.what in FORMULAS:
        return parse(FORMULAS[text.what], target.inputs)
    raise SettingError(
        f"{shown(target.name)} is known by its values only, and not by a formula: type it as "
        "mathematics, such as 'sin(2*pi*x) on [-1, 1]'.",
        "target",
    )
