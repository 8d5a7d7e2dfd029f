"""A program of typed mathematics on a piece of the domain, in three ways at once.

The steps run on **forms**. A form has, for a part u of a formula on the piece of centre c,

    point   Taylor's coefficients of u at c
    over    balls that hold Taylor's coefficients of u at every point of the piece
    range   an interval that holds the values of u

of which the first two are missing where u is not smooth, so far as it is seen. With them

    u(c + t)  is in  sum over |m| < k of point[m] t^m  +  sum over |m| = k of over[m] t^m

for any k: Taylor's theorem with Lagrange's remainder, that needs no constant of its own. What has
branches takes one where the piece lies on one side of the switch; elsewhere only the range is left,
and the place of the switch is noted, for the piece to be cut there. Where to cut is a guess, and
nothing that is proved depends on it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uat.theory.certificates import intervals, series
from uat.theory.certificates.balls import Ball, arb, arb_series
from uat.theory.certificates.boxes import Polynomial, monomials
from uat.theory.certificates.intervals import Interval, half, middle_of

Expansion = Any
"""A series, a `Polynomial`, or None."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a part of a formula on a piece; see the module's first lines."""

    point: Expansion
    over: Expansion
    range: Interval

    def __neg__(self) -> Form:
        point, over = (None if e is None else -e for e in (self.point, self.over))
        return Form(point, over, -self.range)


class Piece:
    """A box of the domain, and what is noted while forms are computed on it.

    Parameters
    ----------
    low, high : exact ends, one for each input; of one input the piece is open
    degree : of the Taylor polynomials

    Attributes
    ----------
    centre, radii : a point of it, exact, and how far it reaches from there along each input
    switches : noted distances t from the centre, of one input, at which a branch may change
    """

    def __init__(self, low: Sequence[Ball], high: Sequence[Ball], degree: int) -> None:
        self.low, self.high, self.degree = tuple(low), tuple(high), degree
        ends = list(zip(self.low, self.high, strict=True))
        self.centre = [((a + b) / 2).mid() for a, b in ends]
        self.radii = [
            (b - c).max(c - a).upper() for (a, b), c in zip(ends, self.centre, strict=True)
        ]
        self.switches: list[Ball] = []
        self.sizes = self._sizes(self.radii)

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return len(self.low)

    def _sizes(self, radii: Sequence[Ball]) -> list[Ball]:
        """Return how large each monomial is at most."""
        powers = [[arb(1)] for _ in radii]
        for r, row in zip(radii, powers, strict=True):
            for _ in range(self.degree):
                row.append(row[-1] * r)
        if len(radii) == 1:
            return powers[0]
        return [
            functools.reduce(lambda a, b: a * b, (p[k] for p, k in zip(powers, m, strict=True)))
            for m in monomials(self.inputs, self.degree)
        ]

    def variables(self) -> list[Form]:
        """Return the inputs themselves."""
        is_open = self.inputs == 1
        return [self._variable(k, is_open) for k in range(self.inputs)]

    def _variable(self, k: int, is_open: bool) -> Form:
        low, high = self.low[k], self.high[k]
        values = self.centre[k], arb(self.centre[k], self.radii[k])
        point, over = (self._expansion(value, k) for value in values)
        return Form(point, over, Interval(low, high, is_open, is_open))

    def _expansion(self, value: Ball, k: int) -> Expansion:
        if self.inputs == 1:
            return series.start(value, self.degree + 1)
        return Polynomial.variable(self.inputs, self.degree, value, k)

    def constant(self, value: Interval) -> Form:
        """Return a number."""
        one: Expansion
        if self.inputs == 1:
            one = arb_series([value.ball], prec=self.degree + 1)
        else:
            one = Polynomial.constant(self.inputs, self.degree, value.ball)
        return Form(one, one, value)

    def model(self, form: Form) -> Model:
        """Return the Taylor model of a form that says most: of the degree with the least rest."""
        over = coefficients_of(form.over, self.degree)
        best = Model([middle_of(form.range)], half(form.range))
        point = coefficients_of(form.point, self.degree)
        if point is None or over is None:
            return best
        k = self._best_degree(point, over, float(best.rest))
        if k is None:
            return best
        places = _by_degree(self.inputs, self.degree)[k]
        rest = sum((over[j].rad() * self.sizes[j] for j in places), arb(0)).upper()
        return Model([*point[: places[0]], *(over[j].mid() for j in places)], rest)

    def _best_degree(
        self, point: Sequence[Ball], over: Sequence[Ball], at_once: float
    ) -> int | None:
        """Return the degree of the model that says most, None for the range; a choice, no proof."""
        sizes = [float(size) for size in self.sizes]
        rests, blurs = (
            [float(c.rad()) * size for c, size in zip(row, sizes, strict=True)]
            for row in (over, point)
        )
        best, least, blur = None, at_once, 0.0
        for k, places in enumerate(_by_degree(self.inputs, self.degree)):
            of_degree = slice(places[0], places[-1] + 1)
            rest = sum(rests[of_degree])
            if rest + blur < least:
                best, least = k, rest + blur
            blur += sum(blurs[of_degree])
        return best

    def tight(self, form: Form) -> Interval:
        """Return the range of a form, of its interval and its Taylor model together."""
        model = self.model(form)
        if not model.rest.is_finite():
            return form.range
        spread = sum(
            (abs(c) * size for c, size in zip(model.terms[1:], self.sizes[1:], strict=False)),
            model.rest,
        )
        whole = model.terms[0] + arb(0, spread.upper())
        return form.range.meet(intervals.number(whole))

    def note_switch(self, form: Form, level: Ball | None = None) -> None:
        """Note about where a form of one input passes a level, 0 unless it is told."""
        if self.inputs > 1 or form.point is None:
            return
        value, slope = form.point[0].mid(), form.point[1].mid()
        if slope != 0:
            place = (((arb(0) if level is None else level) - value) / slope).mid()
            if abs(place) <= 2 * self.radii[0]:
                self.switches.append(place)


@dataclass(frozen=True, slots=True)
class Model:
    """A polynomial and how far it can be off: u(c + t) = sum of terms[m] t^m, up to `rest`.

    Parameters
    ----------
    terms : coefficients in the order of `monomials`, as far as they are not 0
    rest : an exact ball, infinite if nothing is known
    """

    terms: list[Ball]
    rest: Ball


@functools.lru_cache
def _by_degree(inputs: int, degree: int) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the monomials of each total degree from 0 on."""
    totals = [sum(m) for m in monomials(inputs, degree)]
    return tuple(
        tuple(k for k, total in enumerate(totals) if total == wanted)
        for wanted in range(degree + 1)
    )


def coefficients_of(expansion: Expansion, degree: int) -> Sequence[Ball] | None:
    """Return the coefficients of a series or a polynomial; None if one has no bound."""
    if expansion is None:
        return None
    if isinstance(expansion, Polynomial):
        coefficients: Sequence[Ball] = expansion.coefficients
    else:
        coefficients = series.padded(expansion, degree + 1)
    return coefficients if all(c.is_finite() for c in coefficients) else None
