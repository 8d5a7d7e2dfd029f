"""Typed mathematics says what Python and numpy say, or points at a column; and it only computes."""

from __future__ import annotations

import itertools
import math
import pickle
import random
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser
from tools import given, settings
from tools import strategies as st

from uat.exceptions import ExpressionError, ShapeError
from uat.expressions import CONSTANTS, FUNCTIONS, constant, parse

X = np.linspace(-1.3, 2.7, 41)


def value(text, *point):
    """Return the value at a point, by default at one where no input is used."""
    return float(parse(text)(*(point or (0.5,))))


def refused(text, inputs=None):
    """Return the one line with which a text is refused."""
    with pytest.raises(ExpressionError) as caught:
        parse(text, inputs)
    said = str(caught.value)
    assert len(said.splitlines()) == 1
    assert len(said) < 250
    assert "column" in said
    return said


class TestPrecedence:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("-x^2", -0.25),
            ("(-x)^2", 0.25),
            ("2^-1", 0.5),
            ("2^3^2", 512.0),
            ("2**3**2", 512.0),
            ("(2^3)^2", 64.0),
            ("2^-x*4", 2.0**1.5),
            ("-2^-2", -0.25),
            ("--+-3", -3.0),
            ("2*-3", -6.0),
            ("7-3-2", 2.0),
            ("16/4/2", 2.0),
            ("7 % 4 * 2", 6.0),
            ("-7 % 4", 1.0),
            ("1 + 2*3 < 7", 0.0),
            ("1 < 2 == 2", 1.0),
            ("3 > 2 > 1", 1.0),
            ("(3 > 2) > 1", 0.0),
            ("0 < x < 0.5", 0.0),
            ("0 < x <= 0.5 != 3", 1.0),
            ("not 1 < 2", 0.0),
            ("not 0 and 0", 0.0),
            ("not (0 and 0)", 1.0),
            ("1 or 0 and 0", 1.0),
            ("2 and 3", 1.0),
            ("1 if x > 1 else 2 if x > 0 else 3", 2.0),
            ("1 + 1 if x else 0", 2.0),
            ("10 * (1 if x < 0 else 2)", 20.0),
            (" \t2 \r\n + 3 ", 5.0),
            ("007 + .5 + 1. + 1e-1 + 2E+1", 28.6),
            ("1e-999", 0.0),
        ],
    )
    def test_it_is_that_of_python(self, text, expected):
        assert value(text) == pytest.approx(expected, rel=1e-15)

    def test_a_choice_takes_every_point_by_itself(self):
        chosen = parse("sqrt(x) if x >= 0 else 1/0")(X)
        np.testing.assert_array_equal(chosen[X >= 0], np.sqrt(X[X >= 0]))
        assert np.isposinf(chosen[X < 0]).all()
        np.testing.assert_array_equal(chosen, parse("where(x >= 0, sqrt(x), 1/0)")(X))


NUMBERS = ("0", "1", "2", "3", "0.5", "2.5e-1", "10.")
OPERATORS = ("+", "-", "*", "/", "%", "**", "^")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def rows(parts, signs):
    """Return texts in a row with signs between them."""
    more = st.lists(st.tuples(st.sampled_from(signs), parts), min_size=1, max_size=4)
    return st.builds(lambda first, rest: " ".join([first, *itertools.chain(*rest)]), parts, more)


def grown(parts):
    """Return texts made of smaller ones, brackets only by chance."""
    return st.one_of(
        rows(parts, OPERATORS),
        rows(parts, (*OPERATORS, *COMPARISONS)),
        st.builds("{}({})".format, st.sampled_from(("", "-", "sin")), parts),
        st.builds("-{}".format, parts),
        st.builds("-{} ^ 2".format, parts),
        st.builds("atan2({}, {})".format, parts, parts),
        st.builds("{} if ({}) else {}".format, parts, parts, parts),
        st.builds("{} if x < y == 0.5 else {}".format, parts, parts),
    )


formulas = st.recursive(st.sampled_from((*NUMBERS, "x", "y")), grown, max_leaves=20)
clauses = st.recursive(
    st.sampled_from(("x < 1", "y >= x", "0 < x < y", "x == 0.5", "1 != 1")),
    lambda parts: st.one_of(
        rows(parts, ("and", "or")),
        st.builds("{}({})".format, st.sampled_from(("", "not")), parts),
        st.builds("not {}".format, parts),
    ),
    max_leaves=12,
)


def by_python(text, x, y):
    """Return what Python makes of a text; every number and bracket is made a float64 first."""
    text = re.sub(r"(?<![\w.])[0-9.]+(e-?[0-9]+)?", r"number(\g<0>)", text.replace("^", "**"))
    text = re.sub(r"(?<!\w)\(", "number(", text)
    names = {
        "number": np.float64,
        "x": np.float64(x),
        "y": np.float64(y),
        "sin": lambda v: np.sin(np.float64(v)),
        "atan2": lambda a, b: np.arctan2(np.float64(a), np.float64(b)),
    }
    with np.errstate(all="ignore"):
        return np.float64(eval(text, {"__builtins__": {}}, names))


numbers = st.sampled_from((-2.0, -0.5, 0.0, 0.5, 1.0, 3.0))


class TestPythonAsOracle:
    @pytest.mark.slow
    @settings(max_examples=300)
    @given(formulas, numbers, numbers)
    def test_mathematics_means_what_it_means_in_python(self, text, x, y):
        np.testing.assert_array_equal(parse(text, 2)(x, y), by_python(text, x, y))

    @pytest.mark.slow
    @settings(max_examples=300)
    @given(clauses, numbers, numbers)
    def test_so_do_conditions(self, text, x, y):
        assert parse(text, 2)(x, y) == by_python(text, x, y)

    @pytest.mark.slow
    @given(formulas)
    def test_points_do_not_see_each_other(self, text):
        formula = parse(text, 2)
        x, y = np.meshgrid([-2.0, -0.5, 0.0, 1.0], [0.5, 3.0])
        each = [formula(*point) for point in zip(x.ravel(), y.ravel(), strict=True)]
        np.testing.assert_allclose(formula(x, y).ravel(), each, rtol=1e-13, atol=1e-13)


# Every function, at points where it has a value, and what it should be there.
REFERENCES = {
    "sin": ((0.7,), math.sin),
    "cos": ((0.7,), math.cos),
    "tan": ((0.7,), math.tan),
    "asin": ((0.7,), math.asin),
    "arcsin": ((0.7,), math.asin),
    "acos": ((0.7,), math.acos),
    "arccos": ((0.7,), math.acos),
    "atan": ((0.7,), math.atan),
    "arctan": ((0.7,), math.atan),
    "atan2": ((-0.7, -0.2), math.atan2),
    "arctan2": ((-0.7, -0.2), math.atan2),
    "sinh": ((0.7,), math.sinh),
    "cosh": ((0.7,), math.cosh),
    "tanh": ((0.7,), math.tanh),
    "asinh": ((0.7,), math.asinh),
    "arcsinh": ((0.7,), math.asinh),
    "acosh": ((1.7,), math.acosh),
    "arccosh": ((1.7,), math.acosh),
    "atanh": ((0.7,), math.atanh),
    "arctanh": ((0.7,), math.atanh),
    "hypot": ((3.0, 4.0), math.hypot),
    "deg2rad": ((30.0,), math.radians),
    "rad2deg": ((0.7,), math.degrees),
    "sinc": ((0.7,), lambda x: math.sin(math.pi * x) / (math.pi * x)),
    "exp": ((0.7,), math.exp),
    "exp2": ((0.7,), lambda x: 2.0**x),
    "expm1": ((1e-9,), math.expm1),
    "log": ((0.7,), math.log),
    "ln": ((0.7,), math.log),
    "log2": ((0.7,), math.log2),
    "log10": ((0.7,), math.log10),
    "log1p": ((1e-9,), math.log1p),
    "sqrt": ((0.7,), math.sqrt),
    "cbrt": ((-8.0,), lambda _: -2.0),
    "square": ((-0.7,), lambda x: x * x),
    "abs": ((-0.7,), abs),
    "sign": ((-0.7,), lambda _: -1.0),
    "sgn": ((0.7,), lambda _: 1.0),
    "floor": ((-0.7,), math.floor),
    "ceil": ((-0.2,), math.ceil),
    "round": ((2.5,), round),
    "trunc": ((-1.7,), math.trunc),
    "mod": ((-7.0, 4.0), lambda a, b: a % b),
    "fmod": ((-7.0, 4.0), math.fmod),
    "min": ((0.7, -0.2, 3.0), min),
    "minimum": ((0.7, -0.2), min),
    "max": ((0.7, -0.2, 3.0), max),
    "maximum": ((0.7, -0.2), max),
    "clip": ((0.7, -1.0, 0.5), lambda x, low, high: max(low, min(x, high))),
    "where": ((0.0, 2.0, 3.0), lambda c, a, b: a if c else b),
    "heaviside": ((0.0, 0.5), lambda _, at_zero: at_zero),
    "logistic": ((0.7,), lambda x: 1.0 / (1.0 + math.exp(-x))),
    "sigmoid": ((0.7,), lambda x: 1.0 / (1.0 + math.exp(-x))),
    "expit": ((0.7,), lambda x: 1.0 / (1.0 + math.exp(-x))),
    "relu": ((-0.7,), lambda x: max(x, 0.0)),
    "softplus": ((0.7,), lambda x: math.log(1.0 + math.exp(x))),
    "erf": ((0.7,), math.erf),
    "erfc": ((0.7,), math.erfc),
    "erfinv": ((math.erf(0.7),), lambda _: 0.7),
    "gamma": ((0.7,), math.gamma),
    "lgamma": ((-0.7,), math.lgamma),
    "gammaln": ((-0.7,), math.lgamma),
    "digamma": ((1.0,), lambda _: -0.5772156649015329),  # minus Euler's constant
    "beta": ((2.0, 3.0), lambda _, __: 1.0 / 12.0),
    # Abramowitz & Stegun (1964), tables 9.1, 9.8 and 10.11.
    "j0": ((1.0,), lambda _: 0.765197686557966),
    "j1": ((1.0,), lambda _: 0.440050585744933),
    "jv": ((2.0, 1.0), lambda _, __: 0.114903484931900),
    "y0": ((1.0,), lambda _: 0.088256964215676),
    "y1": ((1.0,), lambda _: -0.781212821300288),
    "i0": ((1.0,), lambda _: 1.266065877752008),
    "i1": ((1.0,), lambda _: 0.565159103992485),
    "airy": ((0.0,), lambda _: 0.355028053887817),
    "legendre": ((3.0, 0.7), lambda _, x: (5.0 * x**3 - 3.0 * x) / 2.0),
    "chebyshev": ((5.0, 0.7), lambda n, x: math.cos(n * math.acos(x))),
}


class TestFunctions:
    def test_every_one_has_a_reference(self):
        assert set(REFERENCES) == set(FUNCTIONS)

    @pytest.mark.parametrize("name", FUNCTIONS)
    def test_its_value_is_right(self, name):
        point, reference = REFERENCES[name]
        names = [f"x{k}" for k in range(1, len(point) + 1)]
        found = parse(f"{name}({', '.join(names)})")(*point)
        assert float(found) == pytest.approx(reference(*point), rel=1e-13)

    @pytest.mark.parametrize("name", FUNCTIONS)
    def test_it_takes_arrays_and_never_warns(self, name):
        function = FUNCTIONS[name]
        wild = np.array([-math.inf, -1e300, -2.0, -0.0, 0.5, 3.0, 1e300, math.inf, math.nan])
        for count in {function.least, function.most or 4}:
            columns = [np.roll(wild, k) for k in range(count)]
            text = f"{name}({', '.join(f'x{k + 1}' for k in range(count))})"
            values = parse(text)(*columns)
            assert values.shape == wild.shape
            assert values.dtype == np.float64

    @pytest.mark.parametrize("name", FUNCTIONS)
    def test_it_knows_how_many_arguments_it_takes(self, name):
        function = FUNCTIONS[name]
        wrong = {0, function.least - 1} | ({function.most + 1} if function.most else set())
        for count in wrong:
            said = refused(f"1 + {name}({', '.join(['x'] * count)})")
            assert re.match(rf"'{name}' at column 5 takes \d.* arguments?.*, not {count}\.$", said)

    def test_one_at_zero_is_said(self):
        assert [value(f"heaviside({x})") for x in ("-1", "0", "2")] == [0.0, 1.0, 1.0]
        assert value("sinc(0)") == 1.0

    def test_halves_go_to_the_even_neighbour(self):
        assert [value(f"round({x})") for x in ("0.5", "1.5", "2.5")] == [0.0, 2.0, 2.0]

    @pytest.mark.parametrize(
        ("name", "number"), [("pi", math.pi), ("e", math.e), ("tau", math.tau)]
    )
    def test_constants(self, name, number):
        assert value(name) == CONSTANTS[name][0] == number

    def test_scipy_is_loaded_for_who_needs_it(self):
        code = (
            "import sys; from uat.expressions import parse; parse('exp(sin(x))')(1.0);"
            "first = 'scipy' in sys.modules; parse('erf(x)')(1.0);"
            "print(first, 'scipy' in sys.modules, 'matplotlib' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.stdout.split() == ["False", "True", "False"]


class TestInputs:
    @pytest.mark.parametrize(
        ("text", "inputs"),
        [("2", 1), ("x", 1), ("x1", 1), ("y", 2), ("z - x", 3), ("x2*x7", 7), ("x1000", 1000)],
    )
    def test_there_are_as_many_as_the_highest(self, text, inputs):
        assert parse(text).inputs == inputs
        assert parse(text, 1000).inputs == 1000

    def test_letters_are_the_first_three(self):
        point = (0.3, 0.5, 0.7)
        assert value("x + 10*y + 100*z", *point) == value("x1 + 10*x2 + 100*x3", *point)

    @pytest.mark.parametrize(
        ("text", "inputs", "said"),
        [
            ("x + y", 1, "'y' at column 5 is input 2, but there is 1 domain: give one domain for"),
            ("z", 2, "'z' at column 1 is input 3, but there are 2 domains: give one domain for"),
            ("x1 + x12", 11, "'x12' at column 6 is input 12, but there are 11 domains: give one"),
            ("x1001", None, "'x1001' at column 1 is input 1001; a formula has at most 1,000."),
        ],
    )
    def test_one_that_there_is_not_is_refused(self, text, inputs, said):
        assert refused(text, inputs).startswith(said)


class TestExpression:
    def test_the_shape_of_the_points_comes_back(self):
        for shape in ((), (3,), (2, 3), (0,)):
            x = np.full(shape, 0.5)
            for text in ("2*pi", "x", "x < 1", "max(x, y)"):
                found = parse(text, 2)(x, x)
                assert found.shape == shape
                assert found.dtype == np.float64

    def test_values_are_the_callers_own(self):
        x = np.array([1.0, 2.0])
        parse("x")(x)[0] = 7.0
        parse("x if x > 0 else y")(x, x)[0] = 7.0
        constants = parse("3")(x)
        constants[0] = 7.0
        np.testing.assert_array_equal(x, [1.0, 2.0])
        np.testing.assert_array_equal(constants, [7.0, 3.0])

    def test_whole_numbers_are_made_floats(self):
        np.testing.assert_array_equal(parse("x^-1")(np.array([2, 4])), [0.5, 0.25])

    def test_what_has_no_value_is_inf_or_nan_without_a_warning(self):
        x = np.array([0.0, -1.0])
        found = parse("1/x - sqrt(x) + log(x)*0 + 9^9^9^9*x")(x)
        assert not np.isfinite(found).any()
        assert value("(0-8)^(1/3)") != value("(0-8)^(1/3)")
        assert [value("1/0"), value("0^-1"), value("9**9**9**9")] == [math.inf] * 3

    @pytest.mark.parametrize("columns", [(), (X,), (X, X, X), (X, X[1:]), (X, 1.0)])
    def test_other_arrays_are_refused(self, columns):
        with pytest.raises(ShapeError, match=r"^x\*y takes 2 arrays of one shape, not "):
            parse("x*y")(*columns)

    def test_text_and_inputs_are_all_that_makes_it(self):
        assert parse("x + 1") == parse(" x  +\n1 ") != parse("x + 1", 2)
        assert len({parse("x"), parse("x"), parse("x", 1), parse("y")}) == 2
        assert repr(parse("x + 1")) == "Expression(text='x + 1', inputs=1)"

    def test_it_may_be_sent_elsewhere(self):
        formula = parse("erf(x) if 0 < x < 1 or y > 2e-3 else -jv(2, y)")
        again = pickle.loads(pickle.dumps(formula))
        assert again == formula
        np.testing.assert_array_equal(again(X, X), formula(X, X))


class TestConstants:
    @pytest.mark.parametrize(
        ("text", "number"), [("2*pi", math.tau), ("-1/4", -0.25), ("sqrt(2)", math.sqrt(2))]
    )
    def test_a_number_may_be_typed_as_mathematics(self, text, number):
        assert constant(text) == number
        assert type(constant(text)) is float

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("2*x", "x in '2*x' is an input, not a number."),
            ("1/0", "'1/0' is inf, which is not a finite number."),
            ("sqrt(-1)", "is nan, which is not a finite number."),
            ("2pi", "write 2*pi to multiply."),
        ],
    )
    def test_nothing_else_may(self, text, said):
        with pytest.raises(ExpressionError) as caught:
            constant(text)
        assert said in str(caught.value)


class TestMessages:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "the end at column 1: write a formula, for example sin(2*pi*x)."),
            ("  ", "the end at column 3: write a formula, for example sin(2*pi*x)."),
            ("x + sine(x)", "unknown function 'sine' at column 5: did you mean sin?"),
            ("Exp(x)", "unknown function 'Exp' at column 1: did you mean exp?"),
            ("f(x)", "unknown function 'f' at column 1: there are sin, exp, log, sqrt, "),
            ("2*PI", "unknown name 'PI' at column 3: did you mean pi?"),
            ("t", "unknown name 't' at column 1: inputs are x, y, z, or x1, x2, x3 and so on."),
            ("inf", "unknown name 'inf' at column 1: inputs are "),
            ("2 + xy", "unknown name 'xy' at column 5: write x*y to multiply."),
            ("x01", "unknown name 'x01' at column 1: inputs are "),
            ("a_b + 1", "unknown name 'a_b' at column 1: inputs are "),
            ("sin + 1", "'sin' at column 1 is a function: write sin(...)."),
            ("sin x", "'sin' at column 1 is a function: write sin(...)."),
            ("sin^2(x)", "'sin' at column 1 is a function: write sin(...)."),
            ("x(x + 1)", "'x' at column 1 is no function: write x*(...)."),
            ("pi (2)", "'pi' at column 1 is no function: write pi*(...)."),
            ("2x", "'x' at column 2 follows '2' without a sign between them: write 2*x to"),
            ("(x+1)(x-1)", "'(' at column 6 follows ')' without a sign between them: write * "),
            ("3(4)", "'(' at column 2 follows '3' without a sign between them: write * there"),
            (
                f"x {'1' * 300}",
                "'111111111111111111111...' at column 3 follows 'x' without a sign ",
            ),
            ("1.2.3", "'.3' at column 4 follows '1.2' without a sign between them."),
            ("x is y", "unknown name 'is' at column 3: "),
            ("1_000", "unknown name '_000' at column 2: "),
            ("0,5*x", "',' at column 2 separates arguments of a function only; a decimal sign "),
            ("(1,2)", "',' at column 3 separates arguments of a function only"),
            ("x + (2*sin(x)", "'(' at column 5 is never closed."),
            ("x + 1)", "')' at column 6 closes no '('."),
            ("sin(x,)", "')' at column 7, where a number, a name or '(' should be."),
            ("x +", "the end at column 4, where a number, a name or '(' should be."),
            ("x ^^ 2", "'^' at column 4, where a number, a name or '(' should be."),
            ("x^2 + * 2", "'*' at column 7, where a number, a name or '(' should be."),
            ("x**2 + * 2", "'*' at column 8, where a number, a name or '(' should be."),
            ("x // 2", "'/' at column 4: write floor(a/b) to divide without a rest."),
            ("x if y", "'if' at column 3 has no 'else': write a if c else b."),
            ("(x if y) + 1", "'if' at column 4 has no 'else': write a if c else b."),
            ("x if y 2", "'2' at column 8 follows 'y' without a sign between them"),
            ("x else y", "'else' at column 3 has no 'if': write a if c else b."),
            ("1 + not x", "'not' at column 5: put it in brackets, (not ...)."),
            ("f(x) = x", "'=' at column 6: write only what the function is equal to"),
            ("x = 2", "'=' at column 3: write only what the function is equal to"),
            ("|x|", "'|' at column 1: write abs(...), or the word or."),
            ("x & y", "'&' at column 3: write the word and."),
            ("x!", "'!' at column 2: write gamma(n + 1) for a factorial"),
            ("x[0]", "'[' at column 2: write ( and )."),
            ("x.real", "'.' at column 2: it has no meaning in a formula."),
            ("2j", "unknown name 'j' at column 2: inputs are "),
            ("1e999", "'1e999' at column 1 is too large a number."),
            ("2 + " + "9" * 400, "'999999999999999999999...' at column 5 is too large a number."),
            ("2\N{GREEK SMALL LETTER PI}", "'\N{GREEK SMALL LETTER PI}' at column 2: write pi."),
            ("x\N{SUPERSCRIPT TWO}", "'\N{SUPERSCRIPT TWO}' at column 2: write ^2."),
            ("x \N{MINUS SIGN} 1", "'\N{MINUS SIGN}' at column 3: write -."),
            # Python reads this as sin(x).
            ("\N{FULLWIDTH LATIN SMALL LETTER S}in(x)", " at column 1: it has no meaning in a "),
            ("x\0", r"'\x00' at column 2: it has no meaning in a formula."),
            ("\u2028x", r"'\u2028' at column 1: it has no meaning in a formula."),
            ("\ud800", r"'\ud800' at column 1: it has no meaning in a formula."),
        ],
    )
    def test_the_column_is_that_of_what_was_typed(self, text, said):
        assert said in refused(text)

    def test_a_text_is_only_so_long(self):
        assert value("1" + " " * 1_999) == 1.0
        assert refused("1" + " " * 2_000) == (
            "a formula ends at column 2,000 at the latest; this one has 2,001 characters."
        )

    @pytest.mark.parametrize(
        ("opening", "closing"), [("(", ")"), ("-", ""), ("2^", ""), ("sin(", ")"), ("not ", "")]
    )
    def test_and_only_so_deep(self, opening, closing):
        deepest = opening * 99 + "x" + closing * 99
        assert not np.isnan(value(deepest))
        assert " is nested more than 100 deep." in refused(opening + deepest + closing)

    def test_a_long_row_is_not_deep(self):
        assert value("+".join(["x"] * 1_000)) == 500.0
        assert value(f"max({','.join(['x'] * 900)})") == 0.5
        assert value("x if 0 else " * 160 + "2") == 2.0


HOSTILE = (
    "().__class__.__bases__[0].__subclasses__()",
    "__import__('os').system('true')",
    "__import__",
    "eval(x)",
    "exec(x)",
    "open(x)",
    "compile(x, x, x)",
    "getattr(x, y)",
    "breakpoint()",
    "globals()",
    "print(x)",
    "x.__class__",
    "sin.__globals__",
    "sin.real",
    "[].append(1)",
    "{}.get(1)",
    "{x: 1}",
    "{x}",
    "[x for x in (1, 2)]",
    "(x for x in y)",
    "lambda: 1",
    "lambda x: x",
    "(y := 2)",
    "await x",
    "yield x",
    "*x",
    "max(*x)",
    "max(**x)",
    "max(x, y=1)",
    "sin(x=1)",
    "f'{x}'",
    "f'{__import__(1)}'",
    "'x' * 9",
    '"x"',
    "b'x'",
    "x'",
    "'''",
    "...",
    "None",
    "True",
    "x; y",
    "import os",
    "x # y",
    "x \\\n + 1",
    "x @ y",
    "x in y",
    "x is y",
    "x is not y",
    "x and",
    "0x1F",
    "0b1",
    "1j",
    "1__0",
    "9**9**9**9",
    "9^9^9^9^9",
    "1" * 1_999,
    "1e" + "9" * 1_900,
    "x" + "9" * 1_900,
    "x" * 10**6,
    "(" * 10**6,
    "[" * 500_000,
    "-" * 10**6 + "x",
    "-" * 1_999 + "x",
    "(" * 999 + "x" + ")" * 999,
    "not " * 499 + "x",
    "2^" * 999 + "x",
    "sin(" * 499,
    "x<" * 999 + "x",
    "x if x else " * 166 + "x",
    "\0",
    "x\x00y",
    "\ufeffx",
    "\u202ex",
    "\x1b[31mx",
    "x\x0b+1",
    "\ud800\udfff",
    "\N{MATHEMATICAL ITALIC SMALL X}",
    "\N{FULLWIDTH LEFT PARENTHESIS}x)",
    "\N{ARABIC-INDIC DIGIT ONE}",
)
VALID = (
    "sin(2*pi*x) + 0.5*cos(3*y)",
    "exp(-x^2/2) / sqrt(2*pi)",
    "x if 0 < x <= 1 else -x^2 % 3",
    "max(x, y, z, x4) * where(x > 0 and not y < 1, erf(x), 1e-3)",
    "1/(1 + 25*x**2) - legendre(3, x)",
)


PIECES = (
    *FUNCTIONS, *CONSTANTS, *"xyz+-*/%^(),<>.=!_'[", "**", "<=", "==", "if", "else", "and", "or",
    "not", "lambda", "__class__", "1", "2.5", "1e5", " ", "  ", "\n", "x7",
)  # fmt: skip


def random_texts():
    """Yield thousands of texts: pieces in a row, formulas changed or damaged, mere characters."""
    rng = random.Random(1989)
    for _ in range(2_000):
        yield "".join(rng.choices(PIECES, k=rng.randint(1, 25)))
        text = list(rng.choice(VALID))
        for _ in range(rng.randint(1, 4)):
            place = rng.randrange(len(text))
            text[place : place + rng.randint(0, 2)] = rng.choice(PIECES)
        yield "".join(text)
        text = list(rng.choice(VALID))
        for alike in ("xyz", "0123456789", "+-*/%^<>"):
            for place in [k for k, character in enumerate(text) if character in alike]:
                text[place] = rng.choice((text[place], rng.choice(alike)))
        yield "".join(text)
        yield bytes(rng.choices(range(256), k=rng.randint(1, 40))).decode("latin-1")


@pytest.fixture(scope="module")
def watched():
    """Return a function that calls another one and lists all that Python audits meanwhile."""
    events, watching = [], []

    def hook(event, _):
        if watching:
            events.append(event)

    # It cannot be taken out again, only told to look away.
    sys.addaudithook(hook)

    def watch(work):
        events.clear()
        watching.append(True)
        try:
            work()
        finally:
            watching.clear()
        return list(events)

    return watch


class TestHostility:
    @pytest.mark.parametrize(
        ("work", "event"),
        [
            (lambda: eval("1"), "exec"),
            (lambda: compile("1", "", "eval"), "compile"),
            (lambda: Path(__file__).read_bytes(), "open"),
            (lambda: __import__("this_module_is_new"), "import"),
        ],
    )
    def test_the_watch_sees(self, watched, work, event, tmp_path, monkeypatch):
        (tmp_path / "this_module_is_new.py").touch()
        monkeypatch.syspath_prepend(tmp_path)
        assert event in watched(work)

    @pytest.mark.slow
    def test_whatever_is_typed_is_computed_or_refused_in_one_line(self, watched):
        value("erf(x)")  # scipy is loaded once, before anybody looks
        points = [np.array([-1.0, 0.0, 2.5])] * 10
        computed, refusals = [], []

        def work():
            for text in itertools.chain(HOSTILE, random_texts()):
                try:
                    formula = parse(text, 10)
                except ExpressionError as problem:
                    refusals.append(str(problem))
                else:
                    computed.append((formula, formula(*points), formula.latex))

        # Nothing is imported, compiled, run, opened or sent: nothing that Python audits happens.
        assert watched(work) == []
        for said in refusals:
            assert len(said.splitlines()) == 1
            assert len(said) < 250
            assert "column" in said
        for formula, values, latex in computed:
            assert values.shape == (3,)
            assert values.dtype == np.float64
            assert latex
            assert len(formula.program) <= 2_000
        assert len(refusals) > 4_000
        assert len(computed) > 400

    @pytest.mark.parametrize("text", HOSTILE)
    def test_only_what_computes_is_let_through(self, text):
        computes = {"9**9**9**9", "9^9^9^9^9", "x<" * 999 + "x", "x if x else " * 166 + "x"}
        if text in computes:
            assert parse(text)(X).shape == X.shape
        else:
            refused(text, 10)

    @given(st.text(max_size=60))
    def test_any_text_is_computed_or_refused(self, text):
        try:
            formula = parse(text)
        except ExpressionError:
            refused(text)
        else:
            assert formula.text == " ".join(text.split())


SET = MathTextParser("path")


def by_fractions(text, x, y):
    """Return the exact value of Python's reading of a text, None where it divides by zero."""
    text = re.sub(r"(?<![\w.])[0-9.]+", r"Fraction('\g<0>')", text)
    try:
        return Fraction(eval(text, {"__builtins__": {}, "Fraction": Fraction, "x": x, "y": y}))
    except ZeroDivisionError:
        return None


rational = st.recursive(
    st.sampled_from(("2", "0.5", "x", "y", "x**2", "2**-1", "-y")),
    lambda parts: st.one_of(
        rows(parts, ("+", "-", "*", "/")),
        st.builds("{}({})".format, st.sampled_from(("", "-")), parts),
        st.builds("({})**2".format, parts),
    ),
    max_leaves=8,
)


class TestLatex:
    @pytest.mark.parametrize(
        ("text", "latex"),
        [
            ("x", "x"),
            ("x1*x12", r"x_{1} \, x_{12}"),
            ("2*pi*x", r"2 \, \pi \, x"),
            ("x*2", r"x \cdot 2"),
            ("-x^2", "-x^{2}"),
            ("(-x)^2", "(-x)^{2}"),
            ("x**2**y", "x^{2^{y}}"),
            ("(x^2)^y", "(x^{2})^{y}"),
            ("x1^2", "x_{1}^{2}"),
            ("25*x*x", r"25 \, x^{2}"),
            ("-x1*x1*x2*x1*x1*x1", r"-x_{1}^{2} \, x_{2} \, x_{1}^{3}"),
            ("2*2*(x + y)*y", r"2 \cdot 2 \, (x + y) \, y"),
            ("(x*x)^2 * 2^x*x", r"(x^{2})^{2} \cdot 2^{x} \, x"),
            ("x - (y - z)", "x - (y - z)"),
            ("x - y - z", "x - y - z"),
            ("x - (-y)*z", r"x - (-y \, z)"),
            ("x + -y", "x + (-y)"),
            ("(x + 1)*(x - 1)", r"(x + 1) \, (x - 1)"),
            ("1/(1 + 25*x^2)", r"\frac{1}{1 + 25 \, x^{2}}"),
            ("(x/2)^2", r"\left(\frac{x}{2}\right)^{2}"),
            ("sin(x/2)", r"\sin\left(\frac{x}{2}\right)"),
            ("exp(-x^2)", "e^{-x^{2}}"),
            ("exp(x)^2", "(e^{x})^{2}"),
            ("sin(2*pi*x)^2", r"\sin(2 \, \pi \, x)^{2}"),
            ("sqrt(abs(x))", r"\sqrt{|x|}"),
            ("log10(x)", r"\log_{10}(x)"),
            ("erf(x)", r"\mathrm{erf}(x)"),
            ("legendre(3, x)", "P_{3}(x)"),
            ("max(x, y, 0)", r"\max(x, y, 0)"),
            ("heaviside(x) + heaviside(x, .5)", r"\mathrm{H}(x) + \mathrm{H}(x, 0.5)"),
            ("1.*x + .5 + 2.5e-03 + 1e7", r"1 \, x + 0.5 + 2.5 \cdot 10^{-3} + 10^{7}"),
            ("0 <= x < 1", r"[0 \leq x < 1]"),
            ("2*(x != y)", r"2 \, [x \neq y]"),
            ("x if x > 0 else 0", r"x \; \mathrm{if} \; x > 0 \; \mathrm{else} \; 0"),
            ("where(x, 1, 2)", r"1 \; \mathrm{if} \; x \neq 0 \; \mathrm{else} \; 2"),
            ("x > 0 and not y > 1", r"[x > 0 \; \mathrm{and} \; (\mathrm{not} \; y > 1)]"),
            ("x % 2 + 1", r"(x \; \mathrm{mod} \; 2) + 1"),
        ],
    )
    def test_it_reads_like_a_book(self, text, latex):
        assert parse(text).latex == latex
        SET.parse(f"${latex}$")

    @pytest.mark.parametrize("name", [*FUNCTIONS, *CONSTANTS])
    def test_matplotlib_sets_every_name(self, name):
        if name in CONSTANTS:
            SET.parse(f"${parse(f'x^{name} / {name}').latex}$")
            return
        function = FUNCTIONS[name]
        for count in {function.least, function.most or 3}:
            arguments = ", ".join([f"{name}({', '.join(['x'] * count)})", *["x/y"] * (count - 1)])
            SET.parse(f"${parse(f'-{name}({arguments})^2 + 1').latex}$")

    @pytest.mark.slow
    @given(formulas)
    def test_matplotlib_sets_whatever_is_typed(self, text):
        SET.parse(f"${parse(text).latex}$")

    @pytest.mark.slow
    @settings(max_examples=300)
    @given(rational)
    def test_read_back_it_has_the_same_value(self, text):
        latex = parse(text, 2).latex
        for sign, typed in {
            r"\left": "", r"\right": "", r"\frac{": "(", "}{": ")/(", "^{": "**(", "}": ")",
            r"\,": "*", r"\cdot": "*",
        }.items():  # fmt: skip
            latex = latex.replace(sign, typed)
        point = (Fraction(3, 7), Fraction(-5, 11))
        assert by_fractions(latex, *point) == by_fractions(text, *point)

    @pytest.mark.parametrize(
        ("text", "latex"),
        [
            ("sqrt(" * 90 + "x" + ")" * 90, "f(x)"),
            ("1/(" * 40 + "y" + ")" * 40, "f(x, y)"),
            ("x4^(" * 40 + "x" + ")" * 40, r"f(x_{1}, \ldots, x_{4})"),
            ("x + y*z + " * 90 + "z", "f(x, y, z)"),
        ],
    )
    def test_what_fills_pages_is_only_named(self, text, latex):
        assert parse(text).latex == latex
        SET.parse(f"${latex}$")
