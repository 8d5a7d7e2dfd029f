"""Every smooth function of typed mathematics on Taylor series with balls for coefficients.

A row takes the series of u(t) and returns that of f(u(t)), as long. If the first coefficient of u
is a ball, coefficient k of the result holds (f o u)^(k) / k! at every point of it: that is what
bounds Taylor's remainder, in Lagrange's form.

What python-flint does not have is made of what it has, or from the Taylor coefficients of f at a
ball, which are put together by composition. Where a function is not analytic, the coefficients
are not finite.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping

from uat.theory.certificates.balls import Ball, Series, arb, arb_series, working_with

Unary = Callable[[Series], Series]
Coefficients = Callable[[Ball, int], list[Ball]]
"""The Taylor coefficients of a function at a ball: the ball, and how many."""

_NAN = arb("nan")
# At so short a ball coefficients are known better than by a bound for all of the line.
_NARROW = 2.0**-16


def start(value: Ball, length: int) -> Series:
    """Return the series value + t."""
    return arb_series([value, 1], prec=length)


def padded(series: Series, length: int) -> list[Ball]:
    """Return so many coefficients."""
    return [series[k] for k in range(length)]


def _composed(coefficients: Coefficients) -> Unary:
    """Return a function on series, from its Taylor coefficients at a ball."""

    def on_series(u: Series) -> Series:
        length = u.prec
        outer = arb_series(coefficients(u[0], length), prec=length)
        if len(u) == 2 and u[1] == 1:
            return outer
        inner = arb_series([0, *padded(u, length)[1:]], prec=length)
        return outer(inner)

    return on_series


def _nothing(length: int) -> list[Ball]:
    return [_NAN] * length


def _within(ball: Ball, bound: Ball) -> Ball:
    """Return a ball that holds what is in it and in [-bound, bound]."""
    return ball if ball.is_finite() and abs(ball).upper() <= bound else arb(0, bound)


def pole_bounds(length: int, distance: Ball) -> list[Ball]:
    """Return bounds of |h^(k)(z)| / k! of the logistic function h at real z, k = 1, 2, ...

    Parameters
    ----------
    length : so many of them, and one
    distance : a lower bound of |z|

    Notes
    -----
    h(z) = 1/2 + sum over odd j of 1 / (z - i pi j), summed in pairs +-j (the partial fractions of
    tanh(z/2)/2). Termwise, for k >= 1,  h^(k)(z)/k! = (-1)^k sum (z - i pi j)^-(k+1),  where
    |z - i pi j| >= pi |j|: the size is at most  2 pi^-(k+1) (1 + 3^-(k+1) + 5^-(k+1) + ...) <= 2
    pi^-(k+1) pi^2/8,  as k + 1 >= 2. That is pi^(1-k) / 4.

    Far from 0: on the disc of radius pi/2 about z, |Im| <= pi/2, so that |1 + e^w| >= 1 and
    |h(w)| = |e^w| / |1 + e^w| <= e^(Re w) <= e^(z + pi/2). By Cauchy's estimate |h^(k)(z)|/k! <=
    e^(z + pi/2) (2/pi)^k for z < 0; for z > 0 the same with -z, as h(z) = 1 - h(-z).
    """
    decay = (arb.pi() / 2 - distance).exp().upper()
    return [near.min((decay * power).upper()) for near, power in _pole_constants(length)]


@functools.lru_cache
def _pole_constants(length: int) -> list[tuple[Ball, Ball]]:
    """Return upper bounds of pi^(1-k) / 4 and of (2/pi)^k, k = 1, 2, ..., exact balls."""
    with working_with(64):
        pi = arb.pi()
        return [((pi ** (1 - k) / 4).upper(), ((2 / pi) ** k).upper()) for k in range(1, length)]


def logistic_coefficients(z: Ball, length: int) -> list[Ball]:
    """Return the Taylor coefficients of 1 / (1 + e^-z), from whichever of h and 1 - h is small."""
    if not z.is_finite():
        return _nothing(length)
    rising = z.mid() < 0
    u = start(z, length)
    small = 1 / (1 + (-u if rising else u).exp())
    series = padded(small if rising else 1 - small, length)
    if z.rad() < _NARROW:
        return series
    bounds = pole_bounds(length, abs(z).lower())
    return [series[0], *map(_within, series[1:], bounds)]


def _tanh_coefficients(z: Ball, length: int) -> list[Ball]:
    """Return those of tanh z = 2 h(2 z) - 1."""
    ofs = logistic_coefficients(2 * z, length)
    return [z.tanh(), *(c * arb(2) ** (k + 1) for k, c in enumerate(ofs[1:], 1))]


def _softplus_coefficients(z: Ball, length: int) -> list[Ball]:
    """Return those of log(1 + e^z), whose derivative is the logistic function."""
    slopes = logistic_coefficients(z, length)
    first = z + (-z).exp().log1p() if z.mid() > 0 else z.exp().log1p()
    return [first, *(slopes[k - 1] / k for k in range(1, length))]


def bell_bound(order: int) -> Ball:
    """Return a bound of |g^(k)(z)| / k! of g(z) = exp(-z^2), at every real z.

    Notes
    -----
    On the circle of radius r about z, Re (z + r e^(i a))^2 = (z + r cos a)^2 - r^2 sin^2 a >= -r^2,
    so |g| <= e^(r^2) there, and by Cauchy's estimate the size is at most e^(r^2) r^-k: with
    r^2 = k/2, (2 e / k)^(k/2).
    """
    if order == 0:
        return arb(1)
    return (((2 / arb(order)).log() + 1) * order / 2).exp().upper()


def bell_coefficients(z: Ball, length: int) -> list[Ball]:
    """Return the Taylor coefficients of exp(-z^2)."""
    u = start(z, length)
    series = padded((-(u * u)).exp(), length)
    if z.rad() < _NARROW:
        return series
    return [_within(c, bell_bound(k)) for k, c in enumerate(series)]


def _alternating(even: Ball, odd: Ball, length: int) -> list[Ball]:
    """Return the Taylor coefficients of f, f' = g, f'' = f: even/0!, odd/1!, even/2!, ..."""
    return [(odd if k % 2 else even) / math.factorial(k) for k in range(length)]


def _primitive(value: Callable[[Ball], Ball], slope: Unary) -> Unary:
    """Return the function with that derivative, from its value and the derivative on series."""

    def on_series(u: Series) -> Series:
        inner = arb_series(padded(u, u.prec), prec=u.prec)
        rate = slope(inner) * inner.derivative()
        return arb_series([value(u[0]), *padded(rate.integral(), u.prec)[1:]], prec=u.prec)

    return on_series


def hypergeometric(half: int, sign: int) -> Coefficients:
    """Return the Taylor coefficients of 0F1(; half/2; sign v / 4), entire in v.

    d/dv 0F1(; a; v) = 0F1(; a + 1; v) / a, so coefficient k is (sign/4)^k 0F1(; a + k; sign v/4) /
    (a (a + 1) ... (a + k - 1) k!).
    """

    def coefficients(v: Ball, length: int) -> list[Ball]:
        a, factor, made = arb(half) / 2, arb(1), []
        for k in range(length):
            made.append(factor * (sign * v / 4).hypgeom_0f1(a + k))
            factor = factor * sign / (4 * (a + k) * (k + 1))
        return made

    return coefficients


def _even(half: int, sign: int) -> Unary:
    outer = _composed(hypergeometric(half, sign))
    return lambda u: outer(u * u)


def _sinc(u: Series) -> Series:
    """Return sin(pi u) / (pi u): by 0F1(; 3/2; -v^2/4) about 0, which says little far from it."""
    if abs(u[0]) > 1:
        v = u * arb.pi()
        return v.sin() / v
    return _even(3, -1)(u * arb.pi())


def bessel_j(order: int, u: Series) -> Series:
    """Return J_n(u) = (u/2)^n / n! 0F1(; n + 1; -u^2/4)."""
    power = (u / 2) ** order if order else 1
    return _even(2 * (order + 1), -1)(u) * power / math.factorial(order)


def _second_bessel(order: int) -> Unary:
    """Return Y_0 or Y_1 of what is positive.

    From x^2 y'' + x y' + (x^2 - n^2) y = 0 at x = z + t, coefficient by coefficient:
    (k+2)(k+1) z^2 c[k+2] = -( (k+1)(2k+1) z c[k+1] + (k^2 - n^2 + z^2) c[k]
                               + 2 z c[k-1] + c[k-2] ).
    """

    def coefficients(z: Ball, length: int) -> list[Ball]:
        if not z > 0:
            return _nothing(length)
        first = z.bessel_y(order)
        slope = -z.bessel_y(1) if order == 0 else z.bessel_y(0) - z.bessel_y(1) / z
        c = [first, slope]
        for k in range(length - 2):
            rest = (k + 1) * (2 * k + 1) * z * c[k + 1] + (k * k - order * order + z * z) * c[k]
            rest += 2 * z * c[k - 1] if k >= 1 else 0
            rest += c[k - 2] if k >= 2 else 0
            c.append(-rest / ((k + 2) * (k + 1) * z * z))
        return c[:length]

    return _composed(coefficients)


def _inverse_error(z: Ball, length: int) -> list[Ball]:
    """Return the Taylor coefficients of erfinv, y' = sqrt(pi)/2 e^(y^2), by Picard's iteration.

    Each round makes one coefficient more independent of the start, and right.
    """
    factor = arb.const_sqrt_pi() / 2
    y = arb_series([z.erfinv()], prec=length)
    for _ in range(length - 1):
        rate = (y * y).exp() * factor
        y = arb_series([y[0], *padded(rate.integral(), length)[1:]], prec=length)
    return padded(y, length)


def _digamma(z: Ball, length: int) -> list[Ball]:
    if not z > 0:
        return _nothing(length)
    return padded(start(z, length + 1).lgamma().derivative(), length)


def _cube_root(u: Series) -> Series:
    if u[0] < 0:
        return -_cube_root(-u)
    return (u.log() / 3).exp() if u[0] > 0 else arb_series(_nothing(u.prec), prec=u.prec)


def _tangent(u: Series) -> Series:
    return u.sin() / u.cos()


FUNCTIONS: Mapping[str, Unary] = {
    "sin": lambda u: u.sin(),
    "cos": lambda u: u.cos(),
    "tan": _tangent,
    "arcsin": lambda u: u.asin(),
    "arccos": lambda u: u.acos(),
    "arctan": lambda u: u.atan(),
    "sinh": _composed(lambda z, n: _alternating(z.sinh(), z.cosh(), n)),
    "cosh": _composed(lambda z, n: _alternating(z.cosh(), z.sinh(), n)),
    "tanh": _composed(_tanh_coefficients),
    "arcsinh": _primitive(lambda x: x.asinh(), lambda u: (1 + u * u).rsqrt()),
    "arccosh": _primitive(lambda x: x.acosh(), lambda u: (u * u - 1).rsqrt()),
    "arctanh": _primitive(lambda x: x.atanh(), lambda u: 1 / (1 - u * u)),
    "deg2rad": lambda u: u * (arb.pi() / 180),
    "rad2deg": lambda u: u * (180 / arb.pi()),
    "sinc": _sinc,
    "exp": lambda u: u.exp(),
    "exp2": lambda u: (u * arb.const_log2()).exp(),
    "expm1": lambda u: u.exp() - 1,
    "log": lambda u: u.log(),
    "log2": lambda u: u.log() / arb.const_log2(),
    "log10": lambda u: u.log() / arb.const_log10(),
    "log1p": lambda u: (1 + u).log(),
    "sqrt": lambda u: u.sqrt(),
    "cbrt": _cube_root,
    "square": lambda u: u * u,
    "logistic": _composed(logistic_coefficients),
    "gaussian": _composed(bell_coefficients),  # exp(-z^2), that units have
    "softplus": _composed(_softplus_coefficients),
    "erf": lambda u: u.erf(),
    "erfc": lambda u: u.erfc(),
    "erfinv": _composed(_inverse_error),
    "gamma": lambda u: u.gamma(),
    "digamma": _composed(_digamma),
    "j0": lambda u: bessel_j(0, u),
    "j1": lambda u: bessel_j(1, u),
    "y0": _second_bessel(0),
    "y1": _second_bessel(1),
    "i0": _even(2, 1),
    "i1": lambda u: _even(4, 1)(u) * u / 2,
    "airy": lambda u: u.airy_ai(),
}
"""By the names of `uat.expressions.names`, without synonyms: what is smooth, of one argument."""
