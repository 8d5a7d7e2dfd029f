"""Taylor polynomials in several inputs: what series are in one.

A polynomial of degree n in d inputs is the list of its coefficients, one for each monomial, in the
order of `monomials`: by total degree. Products are cut off at degree n. A function of one variable
is put on top by its own Taylor coefficients, f(u0 + s) = f0 + f1 s + f2 s^2 + ...
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uat.theory.certificates.balls import Ball, arb
from uat.theory.certificates.series import Unary, padded, start

Monomial = tuple[int, ...]


@functools.lru_cache
def monomials(inputs: int, degree: int) -> tuple[Monomial, ...]:
    """Return the exponents of all monomials up to a total degree, the lowest degree first."""
    powers = itertools.product(range(degree + 1), repeat=inputs)
    return tuple(sorted((m for m in powers if sum(m) <= degree), key=lambda m: (sum(m), m)))


@functools.lru_cache
def _products(inputs: int, degree: int) -> tuple[tuple[int, int, int], ...]:
    """Return (i, j, k) for all monomials of which number i times number j is number k."""
    places = {m: k for k, m in enumerate(monomials(inputs, degree))}
    pairs = itertools.product(places.items(), repeat=2)
    sums = ((i, j, tuple(map(sum, zip(a, b, strict=True)))) for (a, i), (b, j) in pairs)
    return tuple((i, j, places[s]) for i, j, s in sums if s in places)


def multinomial(m: Monomial) -> int:
    """Return in how many orders the factors of a monomial can be written."""
    return math.factorial(sum(m)) // math.prod(map(math.factorial, m))


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial with balls for coefficients, cut off at its degree."""

    inputs: int
    degree: int
    coefficients: tuple[Ball, ...]

    @classmethod
    def constant(cls, inputs: int, degree: int, value: Ball) -> Polynomial:
        """Return a polynomial of degree 0."""
        rest = len(monomials(inputs, degree)) - 1
        return cls(inputs, degree, (value, *[arb(0)] * rest))

    @classmethod
    def variable(cls, inputs: int, degree: int, value: Ball, index: int) -> Polynomial:
        """Return value + t[index]."""
        unit = tuple(int(k == index) for k in range(inputs))
        ones = (arb(int(m == unit)) for m in monomials(inputs, degree)[1:])
        return cls(inputs, degree, (value, *ones))

    def _like(self, coefficients: Sequence[Ball]) -> Polynomial:
        return Polynomial(self.inputs, self.degree, tuple(coefficients))

    def _other(self, other: Any) -> Polynomial:
        if isinstance(other, Polynomial):
            return other
        return Polynomial.constant(self.inputs, self.degree, arb(other))

    def __neg__(self) -> Polynomial:
        return self._like([-c for c in self.coefficients])

    def __add__(self, other: Any) -> Polynomial:
        pairs = zip(self.coefficients, self._other(other).coefficients, strict=True)
        return self._like([a + b for a, b in pairs])

    def __sub__(self, other: Any) -> Polynomial:
        return self + (-self._other(other))

    def __mul__(self, other: Any) -> Polynomial:
        if not isinstance(other, Polynomial):
            return self._like([c * other for c in self.coefficients])
        a, b = self.coefficients, other.coefficients
        flat_a, flat_b = [c == 0 for c in a], [c == 0 for c in b]
        total = [arb(0)] * len(a)
        for i, j, k in _products(self.inputs, self.degree):
            if not (flat_a[i] or flat_b[j]):
                total[k] = total[k] + a[i] * b[j]
        return self._like(total)

    def __truediv__(self, other: Any) -> Polynomial:
        if not isinstance(other, Polynomial):
            return self._like([c / other for c in self.coefficients])
        return self * other.with_function(lambda u: 1 / u)

    def with_function(self, function: Unary) -> Polynomial:
        """Return f of it, f given on series."""
        outer = padded(function(start(self.coefficients[0], self.degree + 1)), self.degree + 1)
        inner = self._like([arb(0), *self.coefficients[1:]])
        value = self._other(outer[-1])
        for c in outer[-2::-1]:
            value = value * inner + c
        return value
