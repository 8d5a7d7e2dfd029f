"""What the steps of a formula prove: that it is homogeneous, or a polynomial, or continuous."""

from __future__ import annotations

from fractions import Fraction

import pytest

from uat.expressions.reading import read
from uat.expressions.structure import degree_of_homogeneity, may_jump, polynomial


def program(text):
    return read(text, 1, ("t",))


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("t", 1), ("max(0,t)", 1), ("3*relu(t)^2", 2), ("abs(t)+t", 1), ("t*(t>0)", 1),
        ("t if t > 0 else 0.01*t", 1), ("where(t>=0,1,0)", 0), ("sign(t)", 0), ("t>0", 0),
        ("sqrt(t^2)", 1), ("sqrt(abs(t))", Fraction(1, 2)), ("t^3/4", 3), ("hypot(t,2*t)", 1),
        ("exp(sign(t))*t", 1), ("0*t+t^2", 2), ("max(1,t)", None), ("t>1", None), ("t+1", None),
        ("exp(t)", None), ("t^2-t", None), ("heaviside(t)", 0), ("heaviside(t,t)", None),
    ],
)  # fmt: skip
def test_the_degree_of_homogeneity(text, degree):
    assert degree_of_homogeneity(program(text)) == degree


@pytest.mark.parametrize(
    ("text", "coefficients"),
    [
        ("t^2", [0, 0, 1]), ("(t+1)^2 - t", [1, 1, 1]), ("(t-1)*(t+1)+1", [0, 0, 1]),
        ("t-t", []), ("t/4", [0, Fraction(1, 4)]), ("square(t)^2", [0, 0, 0, 0, 1]), ("3", [3]),
        ("t^0", [1]), ("-(t)", [0, -1]), ("abs(t)^2", None), ("1/t", None), ("t^0.5", None),
        ("t^100", None), ("2^t", None), ("exp(t)", None), ("(t^2-1)/(t-1)", None),
    ],
)  # fmt: skip
def test_a_polynomial_is_multiplied_out(text, coefficients):
    found = polynomial(program(text))
    assert (None if found is None else list(found)) == coefficients


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("abs(t)*max(t,1)", False), ("exp(t)^2", False), ("floor(t)", True), ("t>0", True),
        ("1 if t else 2", True), ("t%1", True), ("where(t>0,t,0)", True), ("not t", True),
    ],
)  # fmt: skip
def test_what_may_jump(text, may):
    assert may_jump(program(text)) is may
