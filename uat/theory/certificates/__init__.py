"""Proved enclosures of the largest error of a network: certificates.

Everything is computed in ball arithmetic (python-flint, the extra `certify`): a result is a number
with a bound of its error, and a function of a ball is a ball that holds all its values there.

    balls.py      the balls, and the precision in which they are computed
    intervals.py  intervals with exact ends
    series.py     every smooth function on Taylor series
    ranges.py     every function on intervals
    forms.py      what is known of a part of a formula on a piece of the domain
    rules.py      what every step of a program makes of that
    boxes.py      Taylor polynomials in several inputs
    differences.py  the error of a network: its parts, and its values in intervals
    errors.py     how large it can be on a piece, and where, by Taylor models
    search.py     bisection from the worst piece on
    changes.py    how every part of a formula changes on a piece
    variation.py  the total variation, and the largest jump
    tubes.py      broken lines and relu networks in a tube, in exact arithmetic
    edges.py      floors and guarantees, proved
    continuations.py  every function on complex boxes
    interpolation.py  how large an analytic function is, from values at points
    recheck.py    a bound on a piece, proved again by these
    certificate.py  what was proved, and how it is proved again
    certify.py    the front door
"""
