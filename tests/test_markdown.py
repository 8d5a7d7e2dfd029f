"""What users name cannot become markup."""

from __future__ import annotations

import pytest

from uat.io.markdown import cell, plain, table


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("two tones", "two tones"),
        ("exp(-x^2)*sin(5*x)", r"exp(-x^2)\*sin(5\*x)"),
        ("x if x<0 else [x]", r"x if x\<0 else \[x\]"),
        ("snake_case _so_ `code`", r"snake_case \_so\_ \`code\`"),
        ("R&D \\ ~x~", r"R\&D \\ \~x\~"),
    ],
)
def test_plain_text_is_read_as_it_is(text, written):
    assert plain(text) == written


def test_a_cell_ends_where_it_should():
    assert cell("|c|*2") == r"\|c\|\*2"


def test_a_table_has_its_numbers_on_the_right():
    assert table(["a", "b", "c"], [["x", "1", "2"]]) == (
        "| a | b | c |\n| --- | ---: | ---: |\n| x | 1 | 2 |"
    )
