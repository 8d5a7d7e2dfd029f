"""The error f - y of a network y on a piece: how large it can be there, and about where it is so.

Each hidden unit is a function of one number z = w . (x - m) + b, and has its own Taylor model about
z at the centre: saturated units, whose coefficients would say nothing, are constants up to a tiny
rest, those at a kink keep their range. Written in x - c all models are added; what f and the units
have in common cancels coefficient by coefficient.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.theory.certificates import series
from uat.theory.certificates.balls import Ball, above, arb
from uat.theory.certificates.boxes import monomials, multinomial
from uat.theory.certificates.differences import Difference, Settled, Unit
from uat.theory.certificates.forms import Form, Model, Piece
from uat.theory.certificates.intervals import Interval, half, middle_of
from uat.theory.certificates.rules import run

# A largest value of a polynomial may come out exactly. Another way of proving, with another
# remainder, can come as close to it as it likes, but not to it: it is left that much room.
_SLACK = 1 + arb(2) ** -50


@dataclass(frozen=True, slots=True)
class Bound:
    """What was found on a piece.

    Parameters
    ----------
    error : no |f - y| on it is larger
    blur : how much of that is rounding: more digits help, cutting does not
    place : about where the largest is, one ball per input
    switch : where the piece is best cut, of one input; None for the middle
    axis : along which input it is best cut
    settled : the units that need not be looked at again on parts of the piece
    """

    error: float
    blur: float
    place: tuple[Ball, ...]
    switch: Ball | None
    axis: int
    settled: Settled


class ErrorOf(Difference):
    """The function f - y on pieces, by Taylor models."""

    def on(self, piece: Piece, before: Settled | None = None, negligible: float = 0.0) -> Bound:
        """Return how large |f - y| can be on a piece.

        Parameters
        ----------
        piece : where
        before : the units that are settled on a larger piece, computed with as many digits
        negligible : units that together vary by no more, target units, are settled
        """
        variables = piece.variables()
        model = piece.model(run(self.program, variables, piece))
        terms = [*model.terms, *[arb(0)] * (len(piece.sizes) - len(model.terms))]
        near = self.from_centre([form.range for form in variables])
        settled, varying = self._settle(before or self.none_settled(), near, piece, negligible)
        terms[0] = terms[0] - self.bias - settled.total
        rest = model.rest + settled.rest
        for unit, line, form in varying:
            rest = self._subtract_unit(unit, line.model(form), line, piece, terms) + rest
        return _bound(Model(terms, rest.upper()), piece, settled)

    def _settle(
        self, before: Settled, near: Sequence[Interval], piece: Piece, negligible: float
    ) -> tuple[Settled, list[tuple[Unit, _Line, Form]]]:
        """Return the units that are settled on a piece, and what is known of the others there."""
        least = arb(negligible / max(len(self.units), 1))
        total, rest = before.total, before.rest
        varying: list[tuple[Unit, _Line, Form]] = []
        for unit in before.others:
            line = self._line(unit, near, piece)
            form = run(self.phi, [line.variable], line)
            off = abs(unit.output) * half(form.range)
            if off <= least:
                total, rest = total + unit.output * middle_of(form.range), (rest + off).upper()
            else:
                varying.append((unit, line, form))
        return Settled(total, rest, tuple(unit for unit, *_ in varying)), varying

    def _line(self, unit: Unit, near: Sequence[Interval], piece: Piece) -> _Line:
        """Return the values of a unit's argument on a piece."""
        middle, radius = unit.bias, arb(0)
        lines = zip(unit.weights, piece.centre, self.centre, piece.radii, strict=True)
        for w, c, m, r in lines:
            middle, radius = middle + w * (c - m), radius + abs(w) * r
        return _Line(middle, radius.upper(), unit.pre_activation(near), piece.degree)

    def _subtract_unit(
        self, unit: Unit, model: Model, line: _Line, piece: Piece, terms: list[Ball]
    ) -> Ball:
        """Take a unit's Taylor polynomial from the terms, and return what it may be off."""
        if piece.inputs == 1:
            factor = unit.output
            for k, term in enumerate(model.terms):
                terms[k] = terms[k] - factor * term
                factor = factor * unit.weights[0]
            if unit.weights[0] != 0:
                piece.switches += [s / unit.weights[0] for s in line.switches]
        else:
            self._subtract_line(unit, model, piece, terms)
        return abs(unit.output) * model.rest

    def _subtract_line(self, unit: Unit, model: Model, piece: Piece, terms: list[Ball]) -> None:
        """Take a polynomial in w . t from one in t."""
        for k, monomial in enumerate(monomials(piece.inputs, len(model.terms) - 1)):
            degree = sum(monomial)
            factor = unit.output * model.terms[degree] * multinomial(monomial)
            for w, power in zip(unit.weights, monomial, strict=True):
                factor = factor * w**power if power else factor
            terms[k] = terms[k] - factor


class _Line(Piece):
    """The values z of a unit's argument on a piece, about the one at its centre."""

    def __init__(self, middle: Ball, radius: Ball, values: Interval, degree: int) -> None:
        self.low, self.high, self.degree = (values.low,), (values.high,), degree
        self.centre, self.radii, self.switches = [middle], [radius], []
        self.sizes = self._sizes(self.radii)
        over = (middle + arb(0, radius)) if radius.is_finite() else arb("nan")
        self.variable = Form(
            series.start(middle, degree + 1), series.start(over, degree + 1), values
        )


def _bound(model: Model, piece: Piece, settled: Settled) -> Bound:
    """Return how large a Taylor model is on its piece.

    Along each axis the linear and the quadratic term are taken together, exactly; all others count
    with their size.
    """
    if not model.rest.is_finite():
        return Bound(math.inf, 0.0, tuple(piece.centre), switch_in(piece), _longest(piece), settled)
    terms, sizes = model.terms, piece.sizes
    lines = _axes(piece.inputs, piece.degree)
    paired = {k for line in lines for k in line} | {0}
    others = sum(
        (abs(c) * s for k, (c, s) in enumerate(zip(terms, sizes, strict=True)) if k not in paired),
        model.rest,
    )
    highest, lowest = terms[0] + others, others - terms[0]
    up, down = [], []
    for (first, second), r in zip(lines, piece.radii, strict=True):
        gain, place = _top(terms[first], terms[second], r)
        loss, other = _top(-terms[first], -terms[second], r)
        highest, lowest = highest + gain, lowest + loss
        up.append(place)
        down.append(other)
    places = up if above(highest) >= above(lowest) else down
    blur = sum((c.rad() * s for c, s in zip(terms, sizes, strict=True)), arb(0))
    largest = highest.max(lowest)
    if any(c != 0 for c in terms[1:]):
        largest = largest * _SLACK
    return Bound(
        above(largest),
        above(blur),
        tuple(c + t for c, t in zip(piece.centre, places, strict=True)),
        switch_in(piece),
        _axis(terms, piece),
        settled,
    )


def _top(slope: Ball, bend: Ball, radius: Ball) -> tuple[Ball, Ball]:
    """Return an upper bound of a t + b t^2 for |t| <= r, and about where it is taken."""
    end = radius if slope.mid() >= 0 else -radius
    rise = abs(slope) * radius
    if not bend < 0:
        return rise + bend.max(arb(0)) * radius * radius, end
    if abs(slope) >= -2 * bend * radius:
        return rise + bend * radius * radius, end
    place = (slope / (-2 * bend)).mid()
    return slope * slope / (-4 * bend), place if abs(place) <= radius else end


def _axes(inputs: int, degree: int) -> list[tuple[int, int]]:
    """Return for each input the places of its linear and its quadratic term."""
    known = monomials(inputs, degree)
    rows = ([int(j == k) for j in range(inputs)] for k in range(inputs))
    return [(known.index(tuple(row)), known.index(tuple(2 * e for e in row))) for row in rows]


def _axis(terms: Sequence[Ball], piece: Piece) -> int:
    """Return the input that the polynomial varies most with."""
    if piece.inputs == 1:
        return 0
    shares = [0.0] * piece.inputs
    for monomial, c, size in zip(
        monomials(piece.inputs, piece.degree), terms, piece.sizes, strict=True
    ):
        for k, power in enumerate(monomial):
            shares[k] += power * float((abs(c) * size).upper())
    return int(np.argmax(shares))


def _longest(piece: Piece) -> int:
    return int(np.argmax([float(r) for r in piece.radii]))


def switch_in(piece: Piece) -> Ball | None:
    """Return a switch within the piece, the one nearest to its middle."""
    radius = piece.radii[0]
    inside = [t for t in piece.switches if abs(t) <= radius]
    return piece.centre[0] + min(inside, key=abs) if inside else None
