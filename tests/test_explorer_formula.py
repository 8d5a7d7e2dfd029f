"""One grammar in two languages: what the page reads is what Python reads, number for number.

The measure: |page - Python| <= 1e-12 * max(1, |Python|) + 8 * (what the last bits do), in which the
latter is the largest change of Python's value when x or any constant of the formula moves by a
share of 1e-15; where Python itself jumps within that share, nothing is compared.
"""

from __future__ import annotations

import random

import numpy as np
import pytest
from explorer_tools import PAGE, run_node

from uat.exceptions import UatError
from uat.explorer.bundle import bundle
from uat.expressions import CONSTANTS, FUNCTIONS, parse
from uat.expressions.expression import Expression
from uat.expressions.reading import DEEPEST_NESTING, MOST_INPUTS, TIGHTNESS
from uat.expressions.steps import Number, run
from uat.expressions.tokens import _INSTEAD, LONGEST_TEXT, WORDS
from uat.targets.target_texts import read_text

X = np.concatenate([np.linspace(-3.1, 4.3, 44), [0.0, 1.0, -1.0, 0.5, -2.0, 2.0]])
Y = np.concatenate([np.linspace(2.7, -1.9, 44), [0.0, 1.0, 1.0, -0.5, 3.0, 0.0]])
NUMBERS = ("0", "1", "2.", ".5", "3e-1", "1.5E+1", "0.1", "007", "2", "10", "pi", "e", "tau")
SIGNS = ("+", "-", "*", "/", "^", "**", "%", "<", "<=", ">", ">=", "==", "!=", " and ", " or ")


def _formula(draw: random.Random, depth: int) -> str:
    """Return a formula: brackets are there by chance, so that precedence decides of the rest."""
    if depth == 0 or draw.random() < 0.1:
        return draw.choice(("x", "y", "x", "x1", "x2", draw.choice(NUMBERS)))
    one = _formula(draw, depth - 1)
    kind = draw.randrange(10)
    if kind < 4:
        sign = draw.choice(SIGNS)
        return f"{one}{draw.choice(('', ' '))}{sign}{_formula(draw, depth - 1)}"
    if kind < 7:
        name = draw.choice(sorted(FUNCTIONS))
        if name in ("legendre", "chebyshev"):  # scipy gives up at large degrees, the page does not
            one = draw.choice(("x", "2", "0", "5", "1.5", "-2"))
        least, most = FUNCTIONS[name].least, FUNCTIONS[name].most or 3
        others = [_formula(draw, depth - 1) for _ in range(draw.randint(least, most) - 1)]
        return f"{name}({', '.join([one, *others])})"
    if kind == 7:
        return f"({one} if {_formula(draw, depth - 1)} else {_formula(draw, 1)})"
    return draw.choice((f"-{one}", f"({one})", f"(not {one})", f"+ {one}", f"({one})^2"))


def _formulas(count: int) -> list[str]:
    draw = random.Random(20)
    calls = [
        f"{name}({', '.join(['x', 'y', '1.5'][: one.least])})" for name, one in FUNCTIONS.items()
    ]
    traps = ["-x^2", "2^3^2", "2^-x", "x<y<=1", "not x<1", "1 if x else 2 if y else 3", "x--y"]
    traps += ["(-8)^(1/3)", "x%-2", "1^(0/0)", "10*x*exp(-x^2)", "x^0.5"]
    catalogue = [
        "sin(2*pi*x)",
        "abs(x)",
        "1/(1+25*x^2)",
        "sin(pi*x)*sin(pi*y)",
        "exp(-x^2)*cos(9*x)",
    ]
    texts = dict.fromkeys([*calls, *traps, *catalogue])
    while len(texts) < count:
        text = _formula(draw, draw.randint(1, 3))
        if len(text) < 200 and _is_read(text):
            texts[text] = None
    return list(texts)


def _is_read(text: str) -> bool:
    try:
        parse(text, 2)
    except UatError:
        return False
    return True


def _shaken(formula: Expression, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the values where each number is moved by a share of 1e-15, in turns up and down."""
    rows = []
    for turn in (1.0, -1.0):
        program = tuple(
            Number(s.value * (1 + turn * (-1) ** k * 1e-15), s.written)
            if isinstance(s, Number) and not s.value.is_integer()
            else s
            for k, s in enumerate(formula.program)
        )
        for a, b in ((1, 1), (1, -1), (-1, 1), (0, 0)):
            moved = [x * (1 + a * turn * 1e-15), y * (1 + b * turn * 1e-15)]
            rows.append(np.broadcast_to(run(program, moved), x.shape))
    return np.array(rows)


PAGE_VALUES = """
import { readFormula } from "./formula/formula.js";
const xs = Float64Array.from(DATA.xs);
const valuesOf = (text) => readFormula(text, { variables: ["x", "y"] }).evaluate(xs, xs.length / 2);
give(DATA.texts.map(valuesOf));
"""
PAGE_MESSAGES = """
import { readFormula } from "./formula/formula.js";
import { readTargetText } from "./formula/target_text.js";
const read = DATA.target ? readTargetText : (text) => readFormula(text, { variables: ["x", "y"] });
give(DATA.texts.map((text) => {
  try { const got = read(text); return [null, got.domain ?? null]; } catch (error) {
    return error.name === "FormulaError" ? [error.message, error.at] : [String(error), "!"];
  }
}));
"""


def test_tables_are_the_same_in_both_languages() -> None:
    """A function added in Python fails here until the page has it, too."""
    page = run_node("""
import { FUNCTION_TABLE } from "./formula/names.js";
import { DEEPEST_NESTING, FORMULA_CONSTANTS } from "./formula/reading.js";
import { MOST_INPUTS, SIGN_TIGHTNESS } from "./formula/reading.js";
import { FORMULA_WORDS, LONGEST_FORMULA, SIGNS_INSTEAD } from "./formula/tokens.js";
const count = ({ least, most }) => [least, most === Infinity ? null : most];
give({ functions: [...FUNCTION_TABLE].map(([name, one]) => [name, count(one)]),
  constants: [...FORMULA_CONSTANTS], tightness: [...SIGN_TIGHTNESS], instead: [...SIGNS_INSTEAD],
  limits: [DEEPEST_NESTING, MOST_INPUTS, LONGEST_FORMULA], words: [...FORMULA_WORDS] });
""")
    functions = {name: [one.least, one.most] for name, one in FUNCTIONS.items()}
    assert dict(page["functions"]) == functions
    assert dict(page["constants"]) == {name: value for name, (value, _) in CONSTANTS.items()}
    assert dict(page["tightness"]) == TIGHTNESS
    assert dict(page["instead"]) == _INSTEAD
    assert page["limits"] == [DEEPEST_NESTING, MOST_INPUTS, LONGEST_TEXT]
    assert set(page["words"]) == set(WORDS)


@pytest.mark.slow
def test_a_thousand_formulas_have_python_s_values() -> None:
    texts = _formulas(1000)
    page = run_node(PAGE_VALUES, {"texts": texts, "xs": [*X.tolist(), *Y.tolist()]})
    wrong, compared = [], 0
    for text, row in zip(texts, page, strict=True):
        formula = parse(text, 2)
        here, there = formula(X, Y), np.array(row, dtype=np.float64)
        shaken = _shaken(formula, X, Y)
        with np.errstate(all="ignore"):
            moved = np.max(np.abs(shaken - here), axis=0)
            steady = np.isfinite(shaken).all(axis=0) & (moved <= 1e-6 * np.maximum(1, np.abs(here)))
            close = np.abs(there - here) <= 1e-12 * np.maximum(1, np.abs(here)) + 8 * moved
        never = ~np.isfinite(shaken).any(axis=0) & (np.isnan(shaken).all(axis=0))
        wrong += [
            (text, X[i], Y[i], here[i], there[i])
            for i in np.flatnonzero((steady & ~close) | (never & ~np.isnan(there)))
        ]
        compared += int(np.sum(steady | never))
    assert not wrong, wrong[:20]
    assert compared > 0.8 * len(texts) * len(X)


WRONG = r"""
2x~sin x~foo(x)~sinn(x)~x y~xy~3(x)~(x~x)~x,1~sin()~sin(x,x)~min(x)~where(x,1)~1 if x~x else 1~x=1
[x]~x//2~2 3~not~x not~- not x~1e999~z~x3~x1001~x0~x01~pi(x)~sin~x.constructor~constructor~toString
__proto__~__proto__(x)~constructor(x)~hasOwnProperty(x)~valueOf~this~x;1~"a"~'~\~`x`~$x~x?1:2~|x|~x)
x**~*x~x^^2~x<~<x~x=<1~!x~x&y~.~1..2~1e~0x10~1_000~if~else~and~a and b~eval(x)~Function(x)~x(1)~,
heaviside(x,1,2)~clip(x,1)~log(x,)~min(,x)~Math.sin(x)~window~alert(1)~<b>x</b>~x<<1~@x~#~%~exp x
(x)(y)~()~x!~2pi~pi x~sine(x)~arcsine(x)~where~xyz~wxyz~x{1}~1,5*x~(x,y)~min(x y)~sin(x"""
STRANGE = (
    "\N{GREEK SMALL LETTER PI}\N{SUPERSCRIPT TWO}\N{SQUARE ROOT}\N{INFINITY}\xa0\x00\u200b\x85"
)
PIECES = ("x", "(", ")", "sin", "+", "*", "^", "not ", " if ", " else ", "2", ",", "<", "e5", "?")


def _message(text: str) -> str | None:
    """Return what Python says of a formula that it refuses."""
    try:
        parse(text, 2)
    except UatError as problem:
        return str(problem)
    return None


def test_what_python_refuses_the_page_refuses_with_the_same_words() -> None:
    draw = random.Random(5)
    texts = ["", " ", "x" + " " * 2000, "(" * 101 + "x" + ")" * 101, "-" * 101 + "x"]
    texts += [text for line in WRONG.strip().split("\n") for text in line.split("~")]
    texts += [f"x{sign}1" for sign in STRANGE]
    texts += ["".join(draw.choices(PIECES, k=draw.randint(1, 8))) for _ in range(400)]
    page = run_node(PAGE_MESSAGES, {"texts": texts, "target": False})
    here = [_message(text) for text in texts]
    assert [message for message, _ in page] == here
    places = [at for message, at in page if message is not None]
    assert all(isinstance(at, int) and 0 <= at <= 2000 for at in places)
    assert len(places) > 400


@pytest.mark.parametrize("hostile", [0, 1])
def test_random_characters_are_read_or_refused(hostile: int) -> None:
    draw = random.Random(hostile)
    texts = ["".join(chr(draw.randrange(1, 0x300)) for _ in range(40)) for _ in range(200)]
    texts += ["sin(x) on [0, " + text for text in texts]
    page = run_node(PAGE_MESSAGES, {"texts": texts, "target": bool(hostile)})
    assert all(at != "!" for _, at in page)


def test_target_texts_have_python_s_domains() -> None:
    texts = [
        "sin(5*x) on [-1, 1]", "x*y on [0, 2*pi] x [0, 1]", "x on[0,1]", "x on [-0, sqrt(2)]",
        "x*y on [0, 1]^2", "abs(x) on [-1, 1] with kinks 0 as tent", "x on [max(1, 2), 1e1]",
        "x on [1, 0]", "x on [0]", "x on [0, x]", "x on 0", "y on [0, 1]", "x on [0, 1/0]",
        "x on [0, 1] [", " on [0, 1]", "x on [0, 1] as 2", "x on [1, 1]",
    ]  # fmt: skip
    page = run_node(PAGE_MESSAGES, {"texts": texts, "target": True})
    for text, (message, domain) in zip(texts, page, strict=True):
        try:
            there = read_text(text).domain
        except UatError:
            assert message is not None, text
            continue
        assert message is None, (text, message)
        assert there is not None
        assert domain == [list(side) for side in zip(there.lower, there.upper, strict=True)]


def test_the_grammar_is_part_of_one_script() -> None:
    script = bundle(PAGE, {"readTargetText": "formula/target_text.js"})
    assert "function readTargetText" in script
    assert len(script.encode()) < 50_000
