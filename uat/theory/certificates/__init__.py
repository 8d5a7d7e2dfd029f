"""Proved enclosures of the largest error of a network: certificates.

Everything is computed in ball arithmetic (python-flint, the extra `certify`): a result is a number
with a bound of its error, and a function of a ball is a ball that holds all its values there.

    balls.py      the balls, and the precision in which they are computed
    intervals.py  every function on intervals with exact ends
    series.py     every smooth function on Taylor series
    forms.py      a program on a piece of the domain: Taylor form where it can, interval always
    boxes.py      Taylor polynomials in several inputs
    errors.py     the error of a network on a piece: how large it can be, and where
    search.py     bisection from the worst piece on
    certificate.py  what was proved, and how it is proved again
    certify.py    the front door
"""
