"""A program is written down as it is typed, so that it is read as the same program."""

from __future__ import annotations

import pytest

from uat.exceptions import ExpressionError
from uat.expressions.dialects import DIALECTS
from uat.expressions.names import FUNCTIONS, SYNONYMS
from uat.expressions.reading import read
from uat.expressions.steps import Number
from uat.expressions.writing import typed, written_in


def program(text):
    return read(text, 1, ("t",))


def steps(text):
    """Return the steps, numbers by their values."""
    return [step.value if isinstance(step, Number) else step for step in program(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" t * exp( -t**2 )", "t*exp(-t^2)"),
        ("((t+1))^2.0 - (t)", "(t+1)^2-t"),
        ("2^-t", "2^(-t)"),
        ("(2^t)^3 + 2^t^3", "(2^t)^3+2^t^3"),
        ("t-(1-t)+(2+t)", "t-(1-t)+(2+t)"),
        ("-(t*2)*-t", "-(t*2)*-t"),
        ("sigmoid(pi*t) % .5", "logistic(pi*t)%0.5"),
        ("t if t>0 else 1 if t < -1 else 2", "t if t>0 else (1 if t<-1 else 2)"),
        ("not (t > 1) and t<2 or (1<t<=2)*t", "not t>1 and t<2 or (1<t<=2)*t"),
        ("(t and 1)+(not t)", "(t and 1)+(not t)"),
        ("1e-20*t+1E5", "1e-20*t+100000"),
        ("min(t,1, 2)", "min(t,1,2)"),
    ],
)
def test_it_is_typed_in_one_way(text, expected):
    written = typed(program(text))
    assert written == expected
    assert typed(program(written)) == written
    assert steps(written) == steps(text.replace("sigmoid", "logistic"))


def test_no_bracket_is_lost_and_none_is_left_over():
    signs = ("+", "-", "*", "/", "%", "^", " and ", " or ", "<", "==")
    for first in signs:
        for second in signs:
            for text in (
                f"(t{first}2){second}t",
                f"t{first}(2{second}t)",
                f"-(t{first}2){second}t",
            ):
                assert steps(typed(program(text))) == steps(text)


@pytest.mark.parametrize("language", DIALECTS)
def test_a_language_without_a_function_names_it(language):
    title = DIALECTS[language].title
    with pytest.raises(ExpressionError, match=f"{title} has no jv"):
        written_in(program("t+jv(1,t)"), DIALECTS[language], "z")


@pytest.mark.parametrize("language", DIALECTS)
def test_templates_are_of_functions_that_there_are(language):
    assert set(DIALECTS[language].functions) <= set(FUNCTIONS) - set(SYNONYMS)


def test_what_grows_with_every_nesting_is_refused():
    text = "t"
    for _ in range(60):
        text = f"sign({text})"
    assert len(written_in(program(text), DIALECTS["python"], "z")) < 1000
    with pytest.raises(ExpressionError, match="too long"):
        written_in(program(text), DIALECTS["c"], "z")
