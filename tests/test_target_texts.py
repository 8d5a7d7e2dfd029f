"""A target is one line of text: read in one way, written in one spelling, refused in one line."""

import math

import pytest
from tools import given, strategies

from uat.core.domains import Box
from uat.exceptions import ExpressionError, SettingError, UatError, UnknownNameError
from uat.expressions import FUNCTIONS
from uat.targets.catalogue import TARGETS
from uat.targets.target_texts import TargetKind, TargetText, canonical_text, is_table, read_text
from uat.targets.user_targets import as_target

NUMBERS = strategies.floats(-1e6, 1e6).map(lambda number: number + 0.0)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("sine", "sine"),
        ("sine on [-1, 1]", "sine"),
        ("sine on [0, 2]", "sine on [0, 2]"),
        ("sine  as wave", "sine as wave"),
        (" sin( 5*x )  on [-1,1]", "sin(5*x) on [-1, 1]"),
        ("sin(5*x)on[-1,1]as ripple", "sin(5*x) on [-1, 1] as ripple"),
        ("x ** 2 on [-1/2, 2*pi]", f"x^2 on [-0.5, {math.tau!r}]"),
        ("sin(x*y) on [0, pi] x [0, 1]", f"sin(x*y) on [0, {math.pi!r}] x [0, 1]"),
        ("x1 + x3 on [0, 1]^3", "x1+x3 on [0, 1] x [0, 1] x [0, 1]"),
        ("x on [-0.0, 1]", "x on [0, 1]"),
        ("min(x, .5) on [min(0, 1), 1]", "min(x, .5) on [0, 1]"),
        ("abs(x) on [-1, 1] with kinks 1/2, 0, 0", "abs(x) on [-1, 1] with kinks 0, 0.5"),
        ("abs(x) on [-1, 1] as vee with kink 0", "abs(x) on [-1, 1] with kinks 0 as vee"),
        ("x if x<1 and not x<0 else 2 on [0, 3]", "x if x<1 and not x<0 else 2 on [0, 3]"),
        ("mine:decay on [0, 10]", "mine:decay on [0, 10]"),
        ("mine:decay on [0, 10] as decay", "mine:decay on [0, 10]"),
        ("data.csv", "data.csv"),
        ("my data.tsv # a, b -> y as marks", "my data.tsv#a,b->y as marks"),
        ("odd.name#->y", "odd.name#->y"),
    ],
)
def test_equal_texts_have_one_spelling_that_reads_the_same(text, spelt):
    assert str(read_text(text)) == canonical_text(text) == spelt
    assert read_text(spelt) == read_text(text)
    assert canonical_text(spelt) == spelt


@given(bounds=strategies.lists(strategies.tuples(NUMBERS, NUMBERS), min_size=1, max_size=3))
def test_numbers_keep_every_bit(bounds):
    sides = [(min(pair), max(pair)) for pair in bounds]
    if any(high - low < 1e-6 for low, high in sides):
        return
    box = Box(*map(tuple, zip(*sides, strict=True)))
    text = TargetText(TargetKind.FORMULA, "x", box)
    assert read_text(str(text)) == text


def test_the_parts_of_a_text():
    text = read_text("data.csv#a, b->y as marks")
    assert (text.kind, text.what, text.name) == (TargetKind.TABLE, "data.csv", "marks")
    assert (text.inputs, text.outputs) == (("a", "b"), ("y",))
    assert read_text("mine.deep:Shapes.decay on [0, 1]").own_name == "decay"
    assert read_text("folder/data.csv").own_name == "data"


def test_nothing_of_the_language_is_a_word_between():
    """No function or constant is called on, with or as, so that a formula ends where they begin."""
    assert not {"on", "with", "as", "kinks"} & {*FUNCTIONS, *TARGETS}
    assert read_text("x on [0, 1] x [0, 1]").domain == Box((0.0, 0.0), (1.0, 1.0))


def test_a_table_is_told_by_its_ending_or_its_columns():
    assert all(map(is_table, ("a.csv", "a.TXT", "b/c.dat as d", "whatever#a->b")))
    assert not any(map(is_table, ("sine", "x^2", "mine:f on [0, 1]", "csv")))


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("on [0, 1]", SettingError, "'on [0, 1]' says where, but not what: write for example sin("),
        ("[0, 1]", SettingError, "says where, but not what"),
        ("sin(x) on (0, 1)", SettingError, "a domain is written in brackets, as on [0, 1], not"),
        ("sin(x) on 0 1", SettingError, "a domain is written in brackets"),
        ("sin(x) on", SettingError, "a domain is written in brackets"),
        ("sin(x) [0, 1]", SettingError, "write on before the domain"),
        ("sin(x) on [0, 1, 2]", SettingError, "a side of a domain is [low, high], not '[0, 1, 2]'"),
        ("sin(x) on [0, foo]", ExpressionError, "in 'foo': unknown name 'foo'"),
        ("sin(x) on [0, x]", ExpressionError, "in 'x': x in 'x' is an input, not a number"),
        ("sin(x) on [1, 0]", SettingError, "[1, 0] is no interval"),
        ("sin(x) on [0, 1] kinks 0.5", SettingError, "behind it may stand 'with kinks 0.5, 1'"),
        ("sin(x) on [0, 1] x", SettingError, "'x' is no part of a domain"),
        ("x on [0, 1] with kinks", SettingError, "say where the kinks are"),
        ("x on [0, 1] as", SettingError, "a short name is a word"),
        ("x on [0, 1] as my-name", SettingError, "a short name is a word of letters, digits and _"),
        ("x on [0, 1] as sine", SettingError, "sine is a target of the catalogue: choose another"),
        (f"x on [0, 1] as {'n' * 61}", SettingError, "at most 60 long"),
        ("sinus on [0, 1]", UnknownNameError, "did you mean sine"),
        ("sin(y) on [0, 1]", ExpressionError, "'y' at column 5 is input 2, but there is 1 domain"),
        ("data.csv on [0, 1]", SettingError, "is a table: its rows say where, not a domain"),
        ("data.csv#a,b", SettingError, "columns are written behind the table as data.csv#inputs->"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text, kind, said):
    with pytest.raises(UatError) as caught:
        read_text(text)
    assert type(caught.value) is kind
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert canonical_text(text) == text


class TestTargets:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("text", "name", "kinks"),
        [
            ("sine", "sine", ()),
            ("step on [-1, 2] as jump", "jump", (0.0,)),
            ("abs(x) on [-1, 1] with kinks 0 as vee", "vee", (0.0,)),
            ("floor(2*x) on [0.25, 1.25]", "floor(2*x)", (0.5, 1.0)),
            ("math:exp on [0, 1]", "exp", ()),
        ],
    )
    def test_a_target_knows_its_text_and_is_made_of_it_again(self, text, name, kinks):
        target = as_target(text)
        again = as_target(target.text)
        assert target.text == again.text == canonical_text(text)
        for one in (target, again, as_target(target)):
            assert (one.name, one.kinks, one.text) == (name, pytest.approx(kinks), target.text)
        x = target.training_grid(50)
        assert again(x).tolist() == target(x).tolist()

    def test_what_is_given_beside_a_formula_is_in_the_text_too(self):
        target = as_target("abs( x )", (-1, 1), kinks=[0.0, 0.5], name="vee")
        assert target.text == "abs(x) on [-1, 1] with kinks 0, 0.5 as vee"
        assert as_target(("abs(x)", (-1, 1))).text == "abs(x) on [-1, 1]"
        assert as_target(as_target("abs(x)", (-1, 1)), (0, 2)).text == "abs(x) on [0, 2]"
        assert as_target("triangle", (0, 0.6), kinks=[0.1]).text == (
            "triangle on [0, 0.6] with kinks 0.1"
        )

    def test_a_function_of_a_module_has_one_and_others_have_none(self):
        assert as_target(math.exp, (0, 1)).text == "math:exp on [0, 1]"
        assert as_target((math.exp, (0, 1)), name="growth").text == "math:exp on [0, 1] as growth"
        assert as_target(lambda x: x, (0, 1)).text == ""

    @pytest.mark.parametrize(
        ("how", "said"),
        [
            ({"given": "x on [0, 1]", "domain": (0, 2)}, "has its domain in it: give no other"),
            ({"given": ("x", (0, 1)), "domain": (0, 2)}, "the domain is given twice"),
            ({"given": "x", "domain": (0, 1), "name": "a b"}, "a short name is a word"),
            ({"given": "x"}, "or write x on [low, high]"),
            ({"given": "math:exp"}, "math:exp needs to know where"),
            ({"given": "math:foo on [0, 1]"}, "has no foo; did you mean"),
            ({"given": "data.csv"}, "'data.csv' is a table, not a function"),
            ({"given": "franke with kinks 0.5"}, "kinks are for targets of one input"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_line(self, how, said):
        with pytest.raises(UatError) as caught:
            as_target(**how)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
