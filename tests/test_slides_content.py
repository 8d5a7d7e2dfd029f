# ruff: noqa: RUF001 - the letters and signs of mathematics look like others
"""The content model, its inline markup and its formulas."""

import re
import sys
import xml.etree.ElementTree as ElementTree

import pytest
from tools import given, needs
from tools import strategies as st

from uat.exceptions import MissingPackageError, SettingError
from uat.slides.content import (
    Columns,
    Deck,
    Listing,
    Output,
    Picture,
    Slide,
    TableBlock,
    Text,
    all_blocks,
    listing_names,
    picture_names,
    walk,
)
from uat.slides.formulas import mathml, plain_formula, plain_text, reads_as_number
from uat.slides.markup import runs


def slide(key, *blocks):
    return Slide(key, 1, "Title", blocks, "")


def deck(*slides):
    return Deck("Title", "", "", "", "en", slides)


class TestTheModel:
    def test_blocks_are_walked_in_reading_order(self):
        left, right, last = Text("a"), Listing("b.py"), Output("c")
        columns = Columns(((left,), (right,)))
        assert list(walk((columns, last))) == [columns, left, right, last]

    def test_names_are_told_once_and_in_order(self):
        shown = deck(
            slide("one", Picture("b", ""), Columns(((Listing("x.R"),), (Picture("a", ""),)))),
            slide("two", Picture("b", ""), Listing("x.R"), Listing("x.py")),
        )
        assert picture_names(shown) == ("b", "a")
        assert listing_names(shown) == ("x.R", "x.py")
        assert len(list(all_blocks(shown))) == 7

    def test_columns_share_the_width(self):
        assert Columns(((), ()), (1, 3)).shares == (0.25, 0.75)
        assert Columns(((), ())).shares == (0.5, 0.5)

    @pytest.mark.parametrize("key", ["", "Title", "a b", "a--b", "-a", "1a", "title", "a.b", "ä"])
    def test_a_key_that_could_not_stand_in_an_address_is_refused(self, key):
        with pytest.raises(SettingError, match="no key"):
            slide(key)

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (lambda: deck(slide("a"), slide("a")), "two slides"),
            (lambda: TableBlock(("a", "b"), (("1",),)), "row 1 of a table has 1 cells under 2"),
            (lambda: Columns(((), ()), (1.0,)), "2 columns have 1 weights"),
            (lambda: Columns(((),), (0.0,)), "positive"),
            (lambda: Columns(((Columns(()),),)), "no columns"),
        ],
    )
    def test_what_contradicts_itself_is_refused(self, make, message):
        with pytest.raises(SettingError, match=message):
            make()


class TestMarkup:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", ()),
            ("plain", (("text", "plain"),)),
            ("a **b** c", (("text", "a "), ("bold", "b"), ("text", " c"))),
            ("`x**2 $y$`", (("code", "x**2 $y$"),)),
            ("$a`b$", (("formula", "a`b"),)),
            (r"$\alpha$", (("formula", r"\alpha"),)),
            ("**a $x$ b**", (("bold", "a "), ("formula", "x"), ("bold", " b"))),
            (r"5\$ and \**", (("text", "5$ and **"),)),
            ("a * b", (("text", "a * b"),)),
            (r"C:\dir", (("text", r"C:\dir"),)),
        ],
    )
    def test_text_is_read_into_runs(self, text, expected):
        assert runs(text) == expected

    @pytest.mark.parametrize("text", ["a $x", "a `x", "**a", "$$", "``", "****", "x**2"])
    def test_a_mark_left_open_is_refused(self, text):
        with pytest.raises(SettingError, match="not closed"):
            runs(text)

    @given(st.text())
    def test_what_follows_a_backslash_is_shown_as_it_is(self, text):
        found = runs(re.sub(r"[\\*`$]", r"\\\g<0>", text))
        assert "".join(run.text for run in found) == text
        assert {run.kind for run in found} <= {"text"}


@pytest.fixture
def reader():
    needs("latex2mathml")


@pytest.mark.usefixtures("reader")
class TestFormulas:
    @pytest.mark.parametrize(
        ("latex", "plain"),
        [
            (r"y = \alpha + \beta x", "y = α + βx"),
            (r"E = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2", "E = 1/n ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²"),
            (r"\frac{\partial E}{\partial \alpha} = -\frac{2}{n}", "∂E/∂α = −2/n"),
            (r"\frac{\partial E}{\partial w_{11}}", "∂E/∂w₁₁"),
            (r"\frac{a + b}{2n}", "(a + b)/(2n)"),
            (r"\varphi'(z) = \varphi(z)\,(1 - \varphi(z))", "φ′(z) = φ(z) (1 − φ(z))"),
            (r"\varphi(z) = \frac{1}{1 + e^{-z}}", "φ(z) = 1/(1 + e⁻ᶻ)"),
            (
                r"\sup_{x \in [0,1]} |f(x)| < \varepsilon",
                "sup_(x∈[0,1]) |f(x)| < ε",
            ),
            (r"x \in \mathbb{R}^d, \exp x, \exp(x)", "x ∈ ℝᵈ, exp x, exp(x)"),
            (r"\sqrt{x}, \sqrt{x+1}, \sqrt[3]{x}", "√x, √(x + 1), ³√x"),
            (r"\mathbf{w}_{\text{new}}, w_q", "w_new, w_q"),
            (r"10^{-10}, n^{-1/2}", "10⁻¹⁰, n^(−1/2)"),
            (r"\begin{aligned} a &= b \\ c &= -d \end{aligned}", "a = b\nc = −d"),
        ],
    )
    def test_a_formula_is_written_with_characters(self, latex, plain):
        assert plain_formula(latex) == plain

    def test_a_formula_has_an_alternative_text(self):
        assert ElementTree.fromstring(mathml("x^2")).get("alttext") == "x²"
        read = ElementTree.fromstring(mathml("x^2", alt='"x" & <y>'))
        assert read.get("alttext") == '"x" & <y>'
        assert read.get("display") is None

    def test_browsers_get_what_they_know(self):
        aligned = ElementTree.fromstring(mathml(r"\begin{aligned}a &= b\end{aligned}"))
        assert [cell.get("style") for cell in aligned.iter("mtd")] == [
            "text-align: right",
            "text-align: left",
        ]
        assert 'mathvariant="normal">d<' in mathml(r"\mathrm{d}x")
        assert "mathvariant" not in mathml(r"\bm{x}")
        assert "\U0001d499" in mathml(r"\bm{x}")
        assert ElementTree.fromstring(mathml(r"\bar x")).find(".//mover").get("accent") == "true"
        limits = ElementTree.fromstring(mathml(r"\sup_x \sum_i^n", display=True))
        assert limits.find(".//munder/mo").get("movablelimits") == "false"
        assert limits.find(".//munderover/mo").get("movablelimits") == "false"

    @pytest.mark.parametrize(
        "latex", ["x^{", r"\foo x", "a & b", r"\text{<script>x</script>}", r"\text{<b>}"]
    )
    def test_a_formula_that_is_not_understood_is_refused(self, latex):
        with pytest.raises(SettingError, match="the formula"):
            mathml(latex)

    def test_inline_text_is_written_without_its_marks(self):
        assert plain_text(r"**Now** `x` and $x_1$") == "Now x and x₁"


def test_without_its_reader_a_formula_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "latex2mathml.converter", None)
    message = r"latex2mathml: pip install 'uat-toolkit\[slides\]'"
    with pytest.raises(MissingPackageError, match=message):
        mathml("a formula never read before")


class TestNumbers:
    @pytest.mark.parametrize(
        "cell",
        [
            "0",
            "-1.5",
            "\u22121.2",
            "8.1 \u00d7 10\u207b\u00b9\u00b9",
            "<2e-16",
            "310 million",
            "5%",
            "1,000",
        ],
    )
    def test_what_reads_as_a_number(self, cell):
        assert reads_as_number(cell)

    @pytest.mark.parametrize("cell", ["", "sine", "width 4", r"\*\*\*", "a 1", "1 and 2"])
    def test_what_does_not(self, cell):
        assert not reads_as_number(cell)
