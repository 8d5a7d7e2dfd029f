"""An activation by its formula, in the letter t: from typed mathematics to a row.

What a row knows is derived: the derivative from the formula, by dual numbers; the degree of a
homogeneous one and of a polynomial from its steps; limits, scales and jumps from its values
(`observed`), where None is the answer to what they do not show.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from uat.arrays import Array
from uat.core.activations import observed
from uat.core.activations.activation import Activation, ActivationTexts, OnnxSteps
from uat.exceptions import ExpressionError, SettingError, shown
from uat.expressions import Expression, parse
from uat.expressions.derivatives import value_and_slope
from uat.expressions.dialects import DIALECTS
from uat.expressions.graphs import operators_of
from uat.expressions.latex import latex_of
from uat.expressions.steps import Input, Program, run
from uat.expressions.structure import degree_of_homogeneity, may_jump, polynomial
from uat.expressions.writing import typed, written_in

LETTER = "t"
"""What the pre-activation is called in a formula."""
EXAMPLE = "t*exp(-t^2)"
"""A formula, for help and messages."""
LONGEST_FORMULA = 500

_KNOWN = 256
# Beyond an overflow of this size there need be no finite value, if there is none from there on.
_OVERFLOWING, _NEAREST_OVERFLOW = 1e100, 1.0
# How the slopes of a start grow with the width: measured for logistic and tanh, for softplus, for
# relu and gaussian, for sine, and for powers of relu; see `Activation.slope_growth`.
_STEP_GROWTH, _RAMP_GROWTH, _BUMP_GROWTH, _WAVE_GROWTH, _POWER_GROWTH = 2.8, 6.0, 2.0, 1.5, 1.0


def canonical_formula(text: str) -> str:
    """Return the formula as it is stored: equal for what differs in blanks and brackets only.

    Raises
    ------
    ExpressionError
        If it cannot be read.
    """
    return formula_activation(text).name


@functools.lru_cache(_KNOWN)
def formula_activation(text: str) -> Activation:
    """Return the row of the activation that a formula in t is.

    Raises
    ------
    ExpressionError
        If it cannot be read, or differentiated.
    SettingError
        If it is a constant, or has no finite value somewhere on the line.
    """
    try:
        name = typed(parse(text, 1, (LETTER,)).program)
    except ExpressionError as problem:
        raise ExpressionError(f"the activation {shown(text)}: {problem}") from None
    return _row(parse(name, 1, (LETTER,))) if name == text else formula_activation(name)


@dataclass(frozen=True, slots=True)
class _Phi:
    """A formula and its derivative as functions of arrays."""

    program: Program

    def value(self, z: Array) -> Array:
        return np.asarray(run(self.program, [z]))

    def slope(self, z: Array) -> Array:
        return value_and_slope(self.program, z)[1]

    def both(self, z: Array) -> tuple[Array, Array]:
        return value_and_slope(self.program, z)


def _row(expression: Expression) -> Activation:
    """Return what is known of a formula that was just parsed."""
    _check(expression)
    phi = _Phi(expression.program)
    row = _with_shape(
        Activation(expression.text, phi.value, phi.slope, both=phi.both, steps=expression.program),
        expression,
    )
    texts, unwritten = _texts(expression.program)
    return replace(row, texts=texts, unwritten=unwritten)


def _with_shape(row: Activation, expression: Expression) -> Activation:
    """Return the row with all that is known of the function but how it is written."""
    phi, slope, program = row.function, row.derivative, expression.program
    low, high = observed.limits_of(phi)
    homogeneity = _whole(degree_of_homogeneity(program))
    scale = observed.scale_of(phi, slope)
    step = low is not None and high is not None and low != high
    monotone = step and observed.is_monotone(phi)
    foot, top = observed.limits_of(slope)
    ramp = foot is not None and top is not None and foot != top
    row = replace(
        row,
        trainable=bool(np.any(observed.values_at(slope, observed.PLACES))),
        limits=(low, high),
        settled=_settled(row, low, high),
        reach=scale.reach if homogeneity is None else 1.0,
        centre=scale.centre if homogeneity is None else 0.0,
        bounded=(low is not None and high is not None) or observed.is_bounded(phi),
        homogeneity=homogeneity,
        broken_lines=ramp,
        continuous=bool(homogeneity)
        or not (may_jump(program) and observed.jumps(phi, expression.parts)),
        degree=_degree(expression),
    )
    units = 1 if monotone else _units_of_ramp(row) if ramp and not step else _units_of_power(row)
    return replace(
        row, units_a_step=units, slope_growth=_growth(row), levels=_levels(row, step, monotone)
    )


def _check(expression: Expression) -> None:
    """Raise an error if the formula is no activation."""
    text = shown(expression.text)
    if len(expression.text) > LONGEST_FORMULA:
        raise SettingError(
            f"the formula of an activation has at most {LONGEST_FORMULA} characters, not "
            f"{len(expression.text)}."
        )
    if not any(isinstance(step, Input) for step in expression.program):
        raise SettingError(f"the activation {text} is a constant: write it in t, as {EXAMPLE}.")
    try:
        value_and_slope(expression.program, np.zeros(1))
    except ExpressionError as problem:
        raise ExpressionError(f"the activation {text}: {problem}") from None
    place = _infinite_place(expression)
    if place is None:
        place = observed.pole(lambda z: expression(z), expression.parts)
    if place is not None:
        raise SettingError(
            f"the activation {text} has no finite value at t = {place:.6g}: units need one on the "
            f"whole line, as {EXAMPLE} has."
        )
    if _degree(expression) == 0:
        raise SettingError(f"the activation {text} is the same at every t: a unit has to bend.")


def _infinite_place(expression: Expression) -> float | None:
    """Return where the formula has no finite value, nearest to 0, but for overflow far out."""
    z = np.union1d(observed.PLACES, np.concatenate([np.arange(-50.0, 51.0), -_FAR, _FAR]))
    parts = expression.parts(z)
    finite = np.isfinite(parts[-1])
    if finite.all():
        return None
    known = np.flatnonzero(finite)
    for last in known[[0, -1]] if known.size else ():
        # What has overflowed stays so, and its last finite value, or that of a part, is huge.
        edge = z[last]
        if abs(edge) >= _NEAREST_OVERFLOW and np.nanmax(np.abs(parts[:, last])) >= _OVERFLOWING:
            finite |= (z < edge) if edge < 0.0 else (z > edge)
    bad = z[~finite]
    return None if bad.size == 0 else float(bad[np.argmin(np.abs(bad))])


def _degree(expression: Expression) -> int | None:
    """Return the degree if it is a polynomial, by its steps or by its values."""
    coefficients = polynomial(expression.program)
    if coefficients is not None:
        return max(len(coefficients) - 1, 0)
    return observed.degree_of(lambda z: expression(z))


def _whole(degree: Fraction | None) -> int | None:
    if degree is None or degree.denominator != 1 or degree < 0:
        return None
    return int(degree)


def _settled(row: Activation, low: float | None, high: float | None) -> float | None:
    """Return |z| from which phi is as good as at both limits, None unless there are two."""
    if low is None or high is None:
        return None
    places = [
        observed.settling_place(row.function, limit, side, abs(high - low))
        for limit, side in ((low, -1.0), (high, 1.0))
    ]
    return max(place for place in places if place is not None)


def _units_of_ramp(row: Activation) -> int | None:
    """Return 2 if phi(z) - phi(z - 1) is a monotone step: phi' leads from one slope to another."""
    return 2 if observed.is_monotone(row.derivative) else None


def _units_of_power(row: Activation) -> int | None:
    """Return k + 1 for a multiple of max(0, z)^k or max(0, -z)^k: its difference is a step."""
    if not row.homogeneity:
        return None
    left, right = observed.values_at(row.function, np.array([-1.0, 1.0]))
    return row.homogeneity + 1 if (left == 0.0) != (right == 0.0) else None


def _growth(row: Activation) -> float:
    """Return how the slopes of a start grow, as those of the built-in activation most alike."""
    if row.sigmoidal:
        return _STEP_GROWTH
    if row.homogeneity is not None:
        return _BUMP_GROWTH if row.homogeneity <= 1 else _POWER_GROWTH
    if row.broken_lines:
        return _RAMP_GROWTH
    return _BUMP_GROWTH if row.limits[0] is not None or row.limits[1] is not None else _WAVE_GROWTH


def _levels(row: Activation, step: bool, monotone: bool) -> tuple[float, float]:
    """Return pre-activations between which phi does most of what it does."""
    low, high = row.limits
    if row.homogeneity == 0:
        return -1.0, 1.0
    if monotone and low is not None and high is not None:
        return observed.levels_of(row.function, low, high)
    first, last = (-row.reach / 2.0, row.reach / 2.0) if step else (0.0, row.reach)
    return row.centre + first, row.centre + last


def _texts(program: Program) -> tuple[ActivationTexts, tuple[tuple[str, str], ...]]:
    """Return the formula in every language that has its functions, and why not in others."""
    program = tuple(Input(0, "z") if isinstance(step, Input) else step for step in program)
    texts: dict[str, str] = {}
    steps: OnnxSteps | None = None
    unwritten = []
    for language, dialect in DIALECTS.items():
        try:
            texts[language] = written_in(program, dialect, "z")
        except ExpressionError as problem:
            unwritten.append((language, str(problem)))
    try:
        steps = operators_of(program)
    except ExpressionError as problem:
        unwritten.append(("onnx", str(problem)))
    if any(name in texts.get("r", "") for name in _WITHOUT_SHAPE):
        texts["r"] = f"{{ z[] <- {texts['r']}; z }}"
    plain, latex = typed(program), latex_of(program)
    return ActivationTexts(plain, latex, onnx=steps, **texts), tuple(unwritten)


_FAR = observed.FAR
# Functions of R that may not return a matrix for one.
_WITHOUT_SHAPE = ("pmin(", "pmax(", "ifelse(")
