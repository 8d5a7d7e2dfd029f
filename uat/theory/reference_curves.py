"""All that theory says of a target and an activation, as curves of error against width.

Three kinds of curves, never to be confused (`CurveKind`):

- a **guarantee** holds at every width: a proof builds the network, or shows that there is one
  (`uat.theory.guarantees`);
- an **asymptotic** is the error of the best staircase or the best broken line, its constant known
  in the limit of many pieces only; at a small width it may lie on either side of the truth;
- a **rate** is a slope: the theory has a constant, but not for this target (`uat.theory.rates`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, frozen
from uat.core.activations import Activation, activation_named
from uat.targets.metrics import trivial_rmse
from uat.targets.target import Target
from uat.theory.guarantees import (
    barron_guarantee,
    modulus_guarantee,
    step_guarantee,
)
from uat.theory.rates import (
    BARRON_RATE,
    broken_line_max_error,
    broken_line_rmse,
    relu_power_rate,
    staircase_rmse,
)

Norm = Literal["max_error", "rmse"]

NORMS: Mapping[Norm, str] = {"max_error": "max error", "rmse": "rmse"}
"""The norms, and how they are read."""

# A curve has to be this much below the best constant to say anything.
_BELOW = 1.0 - 1e-9


class CurveKind(StrEnum):
    """How much a reference curve promises; see the module's first lines."""

    GUARANTEE = "guarantee"
    ASYMPTOTIC = "asymptotic"
    RATE = "rate"


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceCurve:
    """An error against width that no training has found.

    Parameters
    ----------
    label : what it is, in plain words
    formula : LaTeX, in the width n
    kind : how much it promises
    norm : which error it speaks of
    widths : shape (n,), those at which it says something
    values : shape (n,), target units
    source : who proved it
    """

    label: str
    formula: str
    kind: CurveKind
    norm: Norm
    widths: Array
    values: Array
    source: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", frozen(self.widths))
        object.__setattr__(self, "values", frozen(self.values))


def main_norm(target: Target) -> Norm:
    """Return the norm in which the error of a target can fall: rmse if it jumps.

    Whatever is continuous has a max_error of at least half the jump, at any width.
    """
    return "rmse" if target.largest_jump > 0.0 else "max_error"


def reference_curves(
    target: Target, activation: str, widths: npt.ArrayLike
) -> tuple[ReferenceCurve, ...]:
    """Return all that theory says of a target and an activation, in both norms.

    Parameters
    ----------
    target : of any number of inputs
    activation : by name; one of which nothing is known gets no curve
    widths : shape (n,), numbers of hidden units, rising

    Returns
    -------
    Guarantees, then asymptotics, then rates. A value says nothing, and is left out with its width,
    where it is not below the error of the best constant; an asymptotic also where it is not below
    every guarantee of its norm: there its limit is still far. A curve of which nothing is left, or
    that is zero, is not returned; nor are steps at equal distances that are nowhere better than
    steps of equal variation. A rate goes through the error of the best constant at width 1: only
    its slope means anything.

    Notes
    -----
    Best networks with smooth activations are far better than staircases and broken lines: for
    logistic, tanh and softplus the asymptotics are those of what these networks contain as limits.
    """
    phi, n = activation_named(activation), np.asarray(widths, dtype=np.float64)
    steps = _better_than_before(_telling(_step_guarantees(target, phi, n), target))
    guarantees = [*steps, *_telling(_barron_guarantees(target, phi, n), target)]
    asymptotics = [
        _where(curve, curve.values < _lowest(guarantees, curve))
        for curve in _telling(_asymptotics(target, phi, n), target)
    ]
    found = (*guarantees, *asymptotics, *_rates(target, phi, n))
    return tuple(curve for curve in found if np.any(curve.values > 0.0))


def of_kind(curves: Iterable[ReferenceCurve], kind: CurveKind) -> Iterator[ReferenceCurve]:
    """Yield the curves of one kind, in their order."""
    return (curve for curve in curves if curve.kind is kind)


def lowest_guarantee(
    curves: Iterable[ReferenceCurve], norm: Norm = "max_error"
) -> dict[float, float]:
    """Return width -> the lowest error of that norm that is guaranteed there; empty if none is."""
    lowest: dict[float, float] = {}
    for curve in of_kind(curves, CurveKind.GUARANTEE):
        if curve.norm == norm:
            for width, value in zip(curve.widths.tolist(), curve.values.tolist(), strict=True):
                lowest[width] = min(value, lowest.get(width, math.inf))
    return dict(sorted(lowest.items()))


def _count(units: int) -> str:
    """Return LaTeX for the number of steps that n units make, so many of them a step."""
    return "n" if units == 1 else rf"\lfloor n / {units} \rfloor"


def _step_guarantees(target: Target, phi: Activation, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield what staircases promise, in both norms: the rmse is at most the max_error."""
    if phi.units_a_step is None or target.inputs > 1:
        return
    count, steps = _count(phi.units_a_step), widths // phi.units_a_step
    continuous = target.largest_jump == 0.0
    norms: tuple[Norm, ...] = ("max_error", "rmse") if continuous else ("rmse",)
    for norm in norms:
        yield ReferenceCurve(
            "steps of equal variation", rf"V / (2 ({count} + 1))", CurveKind.GUARANTEE, norm,
            widths, step_guarantee(target.complexity, steps),
            "Cybenko (1989); DeVore (1998), section 3.2",
        )  # fmt: skip
        if continuous:
            yield ReferenceCurve(
                "steps at equal distances", rf"\omega(L / ({count} + 1)) / 2",
                CurveKind.GUARANTEE, norm, widths, _modulus_guarantee(target, tuple(steps)),
                "Cybenko (1989); DeVore & Lorentz (1993), section 2.6",
            )  # fmt: skip


def _barron_guarantees(target: Target, phi: Activation, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield Barron's bound, where it is known."""
    if phi.units_a_step is None:
        return
    count = _count(phi.units_a_step)
    values = barron_guarantee(target, widths // phi.units_a_step)
    if values is not None:
        yield ReferenceCurve(
            "Barron's bound", rf"2 r C_f / \sqrt{{{count}}}", CurveKind.GUARANTEE,
            "rmse", widths, values, "Barron (1993), theorem 1",
        )  # fmt: skip


@functools.lru_cache(maxsize=64)
def _modulus_guarantee(target: Target, steps: tuple[float, ...]) -> Array:
    """Return `modulus_guarantee`; the one curve that takes a moment, and serves both norms."""
    return frozen(modulus_guarantee(target, steps))


def _asymptotics(target: Target, phi: Activation, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield what is known in the limit of many units, of one input."""
    if target.inputs > 1:
        return
    if phi.units_a_step == 1:
        yield ReferenceCurve(
            "best staircase, many steps", r"(\int |f'|^{2/3})^{3/2} / (\sqrt{12 L} \, (n + 1))",
            CurveKind.ASYMPTOTIC, "rmse", widths, staircase_rmse(target, widths + 1.0),
            "Barrow & Smith (1978)",
        )  # fmt: skip
    if phi.broken_lines:
        largest = broken_line_max_error(target, widths)
        if largest is not None:
            yield ReferenceCurve(
                "best broken line, many pieces", r"(\int |f''|^{1/2})^2 / (16 \, n^2)",
                CurveKind.ASYMPTOTIC, "max_error", widths, largest, "Burchard & Hale (1975)",
            )  # fmt: skip
        yield ReferenceCurve(
            "best broken line, many pieces", r"(\int |f''|^{2/5})^{5/2} / (\sqrt{720 L} \, n^2)",
            CurveKind.ASYMPTOTIC, "rmse", widths, broken_line_rmse(target, widths),
            "Barrow & Smith (1978)",
        )  # fmt: skip


def _rates(target: Target, phi: Activation, widths: Array) -> Iterator[ReferenceCurve]:
    """Yield the slopes of the rmse that theory knows for the activation."""

    def rate(label: str, exponent: float, source: str) -> ReferenceCurve:
        values = best_constant_error(target, "rmse") * widths**exponent
        formula = rf"n^{{{exponent:.3g}}}"
        return ReferenceCurve(label, formula, CurveKind.RATE, "rmse", widths, values, source)

    if phi.units_a_step is not None:
        yield rate("Barron's rate", BARRON_RATE, "Barron (1993), theorem 1")
    if phi.relu_power is not None:
        exponent = relu_power_rate(phi.relu_power, target.inputs)
        yield rate(f"rate of {phi.name.replace('_', ' ')}", exponent, "Siegel & Xu (2022)")


def _telling(curves: Iterable[ReferenceCurve], target: Target) -> list[ReferenceCurve]:
    """Return the curves where they are above zero and below the error of the best constant."""
    found = []
    for curve in curves:
        highest = _BELOW * best_constant_error(target, curve.norm)
        found.append(_where(curve, (curve.values > 0.0) & (curve.values < highest)))
    return found


def _better_than_before(curves: Sequence[ReferenceCurve]) -> list[ReferenceCurve]:
    """Return the curves that are somewhere below all before them of the same norm."""
    return [
        curve
        for place, curve in enumerate(curves)
        if np.any(curve.values < _lowest(curves[:place], curve))
    ]


def _lowest(others: Iterable[ReferenceCurve], curve: ReferenceCurve) -> Array:
    """Return the lowest of the others of the curve's norm, at its widths; infinite if none is."""
    lowest = np.full(curve.widths.shape, np.inf)
    for other in others:
        if other.norm == curve.norm:
            known = dict(zip(other.widths.tolist(), other.values.tolist(), strict=True))
            values = [known.get(width, np.inf) for width in curve.widths.tolist()]
            lowest = np.minimum(lowest, values)
    return lowest


def _where(curve: ReferenceCurve, kept: npt.NDArray[np.bool_]) -> ReferenceCurve:
    return replace(curve, widths=curve.widths[kept], values=curve.values[kept])


@functools.lru_cache(maxsize=256)
def best_constant_error(target: Target, norm: Norm) -> float:
    """Return the error of the best constant in that norm, target units."""
    if norm == "max_error":
        return target.trivial_error
    return trivial_rmse(target(target.uniform_evaluation_grid()))
