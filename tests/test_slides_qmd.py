"""The deck as Quarto Markdown."""

from __future__ import annotations

import re

import pytest
from tools import needs

from uat.exceptions import UnknownNameError
from uat.slides.content import (
    Bullets,
    Columns,
    Deck,
    Equation,
    Listing,
    Output,
    Picture,
    Slide,
    TableBlock,
    Text,
)
from uat.slides.programs import listing_text
from uat.slides.qmd import deck_qmd


def escaped(plain):
    """Return the inline text that shows `plain` as it is."""
    return re.sub(r"[\\*`$]", r"\\\g<0>", plain)


def body_of(*blocks, notes=""):
    """Return what is written below the title of a slide."""
    deck = Deck("t", "", "", "", "en", (Slide("only", 1, "One", blocks, notes),))
    return deck_qmd(deck, {"fit": "figures/a fit.png"}).split("## One {#only}\n\n")[1]


def test_the_front_matter_says_what_the_deck_is():
    text = deck_qmd(Deck('Nets: "1"', "", "A_B", "2025-03-01", "en", ()), {})
    assert text.startswith(
        '---\ntitle: "Nets: \\"1\\""\nauthor: "A\\\\_B"\ndate: "2025-03-01"\nlang: "en"\n'
    )
    assert "subtitle" not in text
    assert "\n  revealjs:\n" in text
    assert text.endswith("---\n")


def test_slides_have_titles_and_keys():
    slides = (Slide("a-b", 1, "The #1 $x$", (), ""), Slide("c", 2, "`f`", (), ""))
    text = deck_qmd(Deck("t", "", "", "", "en", slides), {})
    assert [line for line in text.split("\n") if line.startswith("## ")] == [
        "## The \\#1 $x$ {#a-b}",
        "## `f` {#c}",
    ]


def test_light_markup_is_kept():
    text = "**bold** and ** blank **x, `a*b_c|d`, $a_1 * b^2$."
    assert body_of(Text(text)) == "**bold** and  **blank** x, `a*b_c|d`, $a_1 * b^2$.\n"
    assert body_of(Text("$x$2 `a``b` $y$$z$")) == "$x$[]{}2 `a`[]{}`b` $y$[]{}$z$\n"
    assert body_of(Text("one\ntwo `a\nb`")) == "one two `a b`\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a*b_c", r"a\*b\_c"),
        ("5 < 6 & $2", r"5 \< 6 \& \$2"),
        ("1. one", r"1\. one"),
        ("1.5 is more", "1.5 is more"),
        ("a) one", r"a\) one"),
        ("- one", r"\- one"),
        ("# one", r"\# one"),
        ("(2) one", r"\(2) one"),
        (": one", r"\: one"),
        ("Table: one", r"Table\: one"),
        ("[a](b) @c {d}", r"\[a\](b) \@c \{d\}"),
    ],
)
def test_what_markdown_would_read_otherwise_is_escaped(text, written):
    assert body_of(Text(escaped(text))) == f"{written}\n"
    assert body_of(Bullets((escaped(text), "x"))) == f"- {written}\n- x\n"
    assert body_of(notes=text) == f"::: {{.notes}}\n{written}\n:::\n"


def test_formulas_are_displayed_without_empty_lines():
    assert body_of(Equation("a\n\n  = b")) == "$$\na\n= b\n$$\n"


def test_programs_are_shown_and_not_run():
    assert body_of(Listing("xor.R")) == f"```{{.r}}\n{listing_text('xor.R')}```\n"
    assert body_of(Listing("xor.py")) == f"```{{.python}}\n{listing_text('xor.py')}```\n"
    deck = Deck("t", "", "", "", "en", (Slide("a", 1, "A", (Listing("linreg.R"),), ""),))
    assert "set.seed(7)" in deck_qmd(deck, {}, seed=7)


def test_a_fence_is_longer_than_what_it_holds():
    assert body_of(Output("a 1.25\n\nb\n")) == "```\na 1.25\n\nb\n```\n"
    assert body_of(Output("````")) == "`````\n````\n`````\n"


def test_numbers_of_tables_are_flush_right():
    needs("latex2mathml")
    table = TableBlock(("name", "$x_1$"), (("a|b", "0.5"), ("", "\u22121e-5")), "A *table*")
    assert body_of(table) == (
        "| name | $x_1$ |\n| ---- | ----: |\n| a\\|b | 0.5   |\n|      | \u22121e-5 |\n"
        "\n: A \\*table\\*\n"
    )


def test_pictures_have_alternative_texts_and_no_captions():
    assert body_of(Picture("fit", 'a "good"\nfit')) == (
        '![](figures/a%20fit.png){fig-alt="a \\"good\\" fit"}\n'
    )
    with pytest.raises(UnknownNameError, match="unknown picture 'fat'"):
        body_of(Picture("fat", ""))


def test_columns_hold_blocks():
    columns = Columns(((Text("left"), Text("below")), (Text("right"),)), (3, 1))
    assert body_of(columns, Text("after")) == (
        ':::: {.columns}\n\n::: {.column width="75%"}\nleft\n\nbelow\n:::\n\n'
        '::: {.column width="25%"}\nright\n:::\n\n::::\n\nafter\n'
    )


def test_notes_keep_their_paragraphs():
    assert body_of(notes="one\nline\n\n\ntwo") == "::: {.notes}\none line\n\ntwo\n:::\n"
