"""Examples of the theorem are called what a class can read, whoever brings them."""

import math

import pytest

from uat.core.domains import Box
from uat.slides.examples import (
    as_function,
    called,
    definition,
    formula_shown,
    in_a_cell,
    name_shown,
)
from uat.slides.markup import runs
from uat.targets.lookup import known_target
from uat.targets.target import Target

LONG = "sin(x)+0.5*sin(2*x)+0.25*sin(4*x)+0.125*sin(8*x)*exp(-x^2/3)"


def made(*given):
    return tuple(map(known_target, given))


def test_a_short_name_stands_before_its_formula():
    (wave,) = made("exp(-x^2)*sin(5*x) on [-3, 3] as my_wave")
    assert (called(wave, (wave,)), name_shown(wave)) == ("my wave", "my wave")
    assert in_a_cell(wave, (wave,)) == rf"my wave: ${wave.formula}$"
    assert as_function(wave, (wave,)) == rf"$f(x) = {wave.formula}$ on [-3, 3]"
    assert definition(wave) == "my wave, which is exp(-x^2)*sin(5*x) on [-3, 3]"


def test_mathematics_without_a_name_is_its_formula():
    (one,) = made("sin(5*x) on [-1, 1]")
    assert (called(one, (one,)), name_shown(one)) == ("sin(5*x)", "")
    assert in_a_cell(one, (one,)) == rf"${one.formula}$"
    assert definition(one) == "sin(5*x) on [-1, 1]"


def test_what_is_too_long_to_be_read_goes_by_its_place():
    one, other = made("x^2 on [0, 1]", f"{LONG} on [0, 3]")
    assert called(other, (one, other)) == in_a_cell(other, (one, other)) == "the second target"
    assert as_function(other, (one, other)) == "the second target on [0, 3]"
    assert called(other, (other,)) == "the target"
    assert formula_shown(other) == other.formula
    assert definition(other) == f"{LONG} on [0, 3]"


@pytest.mark.slow
def test_a_formula_that_fills_pages_is_not_shown():
    (huge,) = made("+".join(f"{k}*sin({k}*x)" for k in range(1, 60)) + " on [0, 1]")
    assert formula_shown(huge) == ""
    assert as_function(huge, (huge,)) == "the target on [0, 1]"
    assert len(definition(huge)) < 220


def test_a_python_function_is_named_once():
    (own,) = made("math:erf on [0, 1]")
    assert (called(own, (own,)), formula_shown(own)) == ("erf", "")
    assert in_a_cell(own, (own,)) == "erf"
    assert definition(own) == "erf on [0, 1]"


def test_the_catalogue_is_called_as_ever_and_needs_no_definition():
    (sine,) = made("two_tones")
    assert called(sine, (sine,)) == "two tones"
    assert definition(sine) == ""


@pytest.mark.parametrize("formula", ["", r"\begin{cases} x \end{cases}", "a$b", r"\nonsense{x}"])
def test_a_formula_that_cannot_be_set_gives_way_to_the_name(formula):
    (odd,) = made(Target("f*g $`", math.sin, Box((0.0,), (1.0,)), formula, "a book"))
    assert formula_shown(odd) == ""
    (run,) = runs(in_a_cell(odd, (odd,)))
    assert run == ("text", "f*g $`")
    assert definition(odd) == "f*g $` on [0, 1] (a book)"
