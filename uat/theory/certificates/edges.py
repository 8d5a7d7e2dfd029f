"""The two edges between which the errors of networks lie, proved of typed mathematics.

Below lies the floor, what no network of a width can do; it rests on a few values of f
(`uat.theory.floors`). Here these values are enclosed, and the rest is done in exact arithmetic on
them. Above lies the guarantee, what some network of a width does: it rests on the total variation,
which is enclosed (`variation.py`). Nothing is taken from a grid, or from values in float64.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.checks import LARGEST_WIDTH, check_wholes
from uat.core.activations import activation_named
from uat.core.domains import Box
from uat.expressions.steps import Program
from uat.io.wording import one_line
from uat.targets.formulas import expression_of
from uat.targets.target import Target
from uat.targets.user_targets import Given, as_target
from uat.theory.certificates import ranges
from uat.theory.certificates.balls import Ball, above, arb, below, working_with
from uat.theory.certificates.certificate import rounded
from uat.theory.certificates.changes import changes
from uat.theory.certificates.forms import Piece
from uat.theory.certificates.intervals import Interval
from uat.theory.certificates.tubes import refutes
from uat.theory.certificates.variation import Variation, enclose_variation
from uat.theory.floors import Evidence, Floor, FloorKind, evidence
from uat.theory.stabbing import pairs_apart

_BITS = 192
# What is proved is proved of errors that are less by one of these shares.
_SHARES = (1e-9, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 0.3)
# Jumps that are larger, as a share of the variation, are jumps.
_NO_JUMP = 1e-9
# A limit at a jump is held by the values on a piece so short, as a share of the domain.
_BESIDE, _BITS_BESIDE = 2.0**-200, 512
_MOST_KNOWN = 64


@dataclass(frozen=True, slots=True, repr=False)
class Edges:
    """What is proved of the networks of an activation, width by width.

    Parameters
    ----------
    name, formula, domain : of f
    activation : of the networks
    variation : of f, None of more than one input
    floors : width -> no network of the width errs by less, rising; empty where nothing is known
    guarantees : width -> networks of the width come as close to that max_error as one likes, target
        units, rising; empty where f jumps, or where the units make no steps
    """

    name: str
    formula: str
    domain: Box
    activation: str
    variation: Variation | None
    floors: dict[int, Floor]
    guarantees: dict[int, float]

    def __repr__(self) -> str:
        return one_line("Edges", self.formula, activation=self.activation)

    def sentence(self, width: int) -> str:
        """Return what is proved of the networks of one width, a sentence without its end."""
        networks = f"{self.activation} network of width {width}"
        floor, guarantee = self.floors.get(width), self.guarantees.get(width)
        words = []
        if floor is not None:
            words.append(f"no {networks} errs by less than {rounded(floor.error, -1)}")
        if guarantee is not None:
            some = "some err" if words else f"some {networks} errs"
            words.append(f"{some} by hardly more than {rounded(guarantee, 1)}")
        return ", and ".join(words) or f"of every {networks} nothing is proved"

    def summary(self, widths: Iterable[int]) -> str:
        """Return a table of the floors and guarantees of some widths, to read."""
        lines = [f"Proved of all {self.activation} networks for {self.name} on {self.domain}:"]
        lines.append(
            f"  {'width':>5}  {'none errs by less than':>22}  {'some by hardly more than':>24}"
        )
        for width in widths:
            floor, guarantee = self.floors.get(width), self.guarantees.get(width)
            low = "-" if floor is None else rounded(floor.error, -1)
            high = "-" if guarantee is None else rounded(guarantee, 1)
            lines.append(f"  {width:>5}  {low:>22}  {high:>24}")
        variation = self.variation
        if variation is not None and math.isfinite(variation.high):
            ends = rounded(variation.low, -1), rounded(variation.high, 1)
            lines.append(f"  The total variation lies in [{ends[0]}, {ends[1]}].")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "formula": self.formula,
            "lower": list(self.domain.lower),
            "upper": list(self.domain.upper),
            "activation": self.activation,
            "variation": None if self.variation is None else self.variation.to_dict(),
            "floors": {str(width): floor.error for width, floor in self.floors.items()},
            "guarantees": {str(width): error for width, error in self.guarantees.items()},
        }


def prove_edges(
    target: Given,
    activation: str = "logistic",
    widths: Iterable[int] = (1, 2, 4, 8, 16, 32),
    domain: Box | Sequence[Any] | None = None,
) -> Edges:
    """Return floors and guarantees of all networks of an activation, proved.

    Parameters
    ----------
    target : f, as `uat.certify` takes it
    activation : by name
    widths : numbers of hidden units
    domain : where, if the target does not say

    Returns
    -------
    What is proved. Nothing is, at a width that is missing.

    Raises
    ------
    MissingPackageError
        If python-flint is not installed.
    SettingError
        If f is not known by a formula.
    UnknownNameError
        If there is no such activation.

    Examples
    --------
    >>> uat.prove_edges("sin(2*pi*x) on [-1, 1]", "relu", [8]).floors      # doctest: +SKIP
    """
    function = as_target(target, domain)
    formula, phi = expression_of(function), activation_named(activation)
    several = sorted(set(check_wholes(widths, "widths", 1, LARGEST_WIDTH)))
    variation = _variation(function) if function.inputs == 1 else None
    return Edges(
        function.name, formula.text, function.domain, phi.name, variation,
        prove_floors(function, phi.name, several),
        {} if variation is None else guarantees(variation, phi.units_a_step, several),
    )  # fmt: skip


def guarantees(
    variation: Variation, units_a_step: int | None, widths: Iterable[int]
) -> dict[int, float]:
    """Return width -> V / (2 (steps + 1)), rounded up, of what does not jump.

    A jump that is not seen to be none adds its bound: see `uat.theory.guarantees.step_guarantee`,
    where the limits at a cut are then no farther than that from each other. A constant, which is a
    network of every width, errs by half the spread of f.
    """
    jumps = not variation.jump <= _NO_JUMP * variation.high < math.inf
    if units_a_step is None or jumps:
        return {}
    with working_with(_BITS):
        total, jump, spread = map(arb, (variation.high, variation.jump, variation.spread))
        steps = {n: total / (2 * (n // units_a_step + 1)) + jump for n in widths}
        return {n: above(error.min(spread / 2)) for n, error in steps.items()}


@functools.lru_cache(_MOST_KNOWN)
def _variation(target: Target) -> Variation:
    return enclose_variation(expression_of(target).program, target.domain)


def prove_floors(target: Target, activation: str, widths: Iterable[int]) -> dict[int, Floor]:
    """Return width -> floor, rising, as `uat.theory.floors.floors` does, of what is proved."""
    proved: dict[int, Floor] = {}
    highest: Floor | None = None
    for width in sorted(set(widths), reverse=True):
        found = prove_floor(target, activation, width)
        if found is not None and (highest is None or found.error >= highest.error):
            highest = found
        if highest is not None:
            proved[width] = replace(highest, width=width)
    return dict(sorted(proved.items()))


def prove_floor(target: Target, activation: str, width: int) -> Floor | None:
    """Return what no network of that width and activation can do; None if nothing is proved.

    Raises
    ------
    SettingError
        If the target is not known by a formula.
    """
    program = expression_of(target).program
    phi = activation_named(activation)
    found = evidence(target, activation, width)
    proved = [(FloorKind.HALF_JUMP, _half_jump(target, program) if phi.continuous else 0.0)]
    if found is not None and found.error:
        proved.append((found.kind, _PROOFS[found.kind](program, found)))
    kind, error = max(proved, key=operator.itemgetter(1))
    return Floor(error, kind, phi.name, width) if error > 0.0 else None


def _values(program: Program, x: Array) -> list[Ball] | None:
    """Return balls that hold f at exact points; None if one has no bound."""
    places = (arb(v) for v in x.tolist())
    known = [ranges.run(program, [Interval(v, v)]) for v in places]
    return [value.ball for value in known] if all(value.bounded for value in known) else None


def _of_broken_lines(program: Program, found: Evidence) -> float:
    """Return a proved error of the evidence: of floats near f, less how far f is from them."""
    with working_with(_BITS):
        values = _values(program, found.x)
        if values is None:
            return 0.0
        y = np.array([float(value) for value in values])
        off = max(abs(value - arb(v)).upper() for value, v in zip(values, y.tolist(), strict=True))
        for share in _SHARES:
            error = found.error * (1.0 - share)
            if refutes(found.x, y, error, found.knots, found.relu):
                return below((arb(error) - off).max(arb(0)))
    return 0.0


def _of_staircases(program: Program, found: Evidence) -> float:
    """Return half the least difference of pairs that follow each other, more than steps."""
    with working_with(_BITS):
        values = _values(program, found.x)
        if values is None:
            return 0.0
        middles = np.array([float(value) for value in values])
        for share in _SHARES:
            pairs = pairs_apart(middles, found.error * (1.0 - share), found.knots + 1)
            if len(pairs) > found.knots:
                apart = (abs(values[b] - values[a]) / 2 for a, b in pairs.tolist())
                return below(functools.reduce(lambda a, b: a.min(b), apart))
    return 0.0


_PROOFS: dict[FloorKind, Callable[[Program, Evidence], float]] = {
    FloorKind.BROKEN_LINES: _of_broken_lines,
    FloorKind.STAIRCASES: _of_staircases,
}


def _half_jump(target: Target, program: Program) -> float:
    """Return half of how far the limits at the largest jump are apart, at least; 0 without one."""
    if target.largest_jump == 0.0:
        return 0.0
    with working_with(_BITS_BESIDE, 4):
        place = arb(target.largest_jump_at())
        beside = arb(target.domain.lengths[0]) * _BESIDE
        ends = ((place - beside).mid(), place), (place, (place + beside).mid())
        left, right = (changes(program, Piece([low], [high], 2))[1].range for low, high in ends)
        if not (left.bounded and right.bounded):
            return 0.0
        return below((abs(right.ball - left.ball) / 2).max(arb(0)))
