"""Names of columns in a line of text: commas separate them, and quotes keep one that has some."""

from __future__ import annotations

import pytest
from tools import given
from tools import strategies as st

from uat.io.columns import names_in, names_text
from uat.targets.target_texts import read_text

names = st.lists(st.text('a,b" ;').map(str.strip).filter(bool), max_size=4)


@given(names=names)
def test_a_text_of_names_is_taken_apart_again(names):
    assert names_in(names_text(names)) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b", ["a", "b"]),
        (" a , b ", ["a", "b"]),
        ('"size, mm",age', ["size, mm", "age"]),
        ('a, "size, mm"', ["a", "size, mm"]),
        ('5" disk,b', ['5" disk', "b"]),
        ('"say ""x""",b', ['say "x"', "b"]),
        ("a,,b,", ["a", "b"]),
        ("", []),
    ],
)
def test_names_with_commas_stand_in_quotes(text, found):
    assert names_in(text) == found


def test_a_target_names_such_columns_too():
    text = read_text('data.csv#"size, mm",age->y')
    assert (text.inputs, text.outputs) == (("size, mm", "age"), ("y",))
    assert read_text(str(text)) == text
