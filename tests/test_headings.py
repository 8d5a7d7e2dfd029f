"""Headings of panels are asked whether they fit, whatever the formula."""

import pytest
from matplotlib.figure import Figure

from uat.expressions import parse
from uat.figures.headings import _terms, draw_headings
from uat.figures.style import figure_style

LONG = "+".join(f"{k}*sin({k}*x)*exp(-x^2/{k})" for k in range(1, 8))


@pytest.fixture
def headed():
    """Return what heads panels side by side; it gives the titles, each within its panel's width."""

    def head(*headings):
        with figure_style():
            figure = Figure(figsize=(11.8, 5.6))
            row = figure.subplots(1, len(headings), squeeze=False)[0]
            lines = draw_headings(row, headings)
            figure.draw_without_rendering()
            for axes in row:
                title = axes.title if axes.title.get_text() else axes._left_title
                assert title.get_window_extent().width <= 1.02 * axes.get_window_extent().width
                assert title.get_fontsize() >= 13.0
            titles = [axes.get_title(loc="left") or axes.get_title() for axes in row]
            assert lines == max(title.count("\n") + 1 for title in titles)
            return titles

    return head


@pytest.mark.slow
@pytest.mark.parametrize("panels", [2, 3])
def test_a_long_formula_stays_in_its_panel_and_says_that_there_is_more(headed, panels):
    titles = headed(*[("", parse(LONG).latex, "the target")] * panels)
    assert all(title.endswith(r"\ldots$") for title in titles)
    assert all(title.startswith(r"$1 \, \sin(1 \, x)") for title in titles)


def test_a_long_formula_stands_on_two_lines_where_there_is_room(headed):
    (title,) = headed(("", parse(LONG).latex, "the target"))
    assert title.count("\n") == 1
    assert title.replace("$\n$", " ") == f"${parse(LONG).latex}$"


def test_a_short_formula_stands_whole_under_its_name(headed):
    assert headed(("wave", "e^{-x^{2}}", "")) == ["Wave\n$e^{-x^{2}}$"]


def test_a_long_name_is_cut_and_its_dollars_stand_for_themselves(headed):
    long, dollars = headed(("a" * 60, "", ""), ("my $odd$ one", "", ""))
    assert long.startswith("Aaa")
    assert long.endswith("...")
    assert dollars == r"My \$odd\$ one"


def test_what_stands_in_for_a_formula_of_which_nothing_fits(headed):
    one = parse("sin(" * 12 + "x+123456789" + ")" * 12).latex
    title, *_ = headed((("", one, "the first target")), ("", "x", ""), ("", "x", ""))
    assert title == "The first target"


@pytest.mark.parametrize(
    ("formula", "number"),
    [
        ("sin(x)+abs(x-1)-2*abs(abs(x)-1)+(x-1)/(x+2)", 4),
        ("abs(abs(x)-abs(x-1))-1", 2),
        ("abs(-x^2)*abs(x-1)+1", 2),
        ("floor(x+1)-1", 2),
        ("-x", 1),
        ("exp(-abs(x-1))", 1),
        ("x if x > 0 else -1", 3),
    ],
)
def test_a_formula_is_cut_between_terms_only(formula, number):
    latex = parse(formula).latex
    terms = _terms(latex)
    assert len(terms) == number
    assert " ".join(terms) == latex
    for term in terms:
        assert term.count("|") % 2 == 0
        assert term.count("(") == term.count(")")
        assert term.count("{") == term.count("}")
