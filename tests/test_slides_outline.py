"""Which slides there are to ask for; that the deck has them is a test of its words."""

from __future__ import annotations

import pytest

from uat.exceptions import SettingError, UnknownNameError
from uat.slides.outline import OUTLINE, keys_of

SMALL = {1: ("hello",), 3: ("line", "curve")}


@pytest.mark.parametrize(
    ("only", "keys"),
    [
        (["3"], {"line", "curve"}),
        ([1, "curve"], {"hello", "curve"}),
        (["line", "3", "line"], {"line", "curve"}),
    ],
)
def test_parts_and_slides_are_named(only, keys):
    assert keys_of(only, SMALL) == keys


@pytest.mark.parametrize(
    ("only", "kind", "said"),
    [
        ([], SettingError, "name a part or a slide"),
        (["2"], SettingError, "there is no part 2; the parts are 1, 3"),
        ([-1], SettingError, "there is no part -1"),
        (["3", "lines"], UnknownNameError, "unknown slide 'lines': did you mean line"),
        (["3.5"], UnknownNameError, "unknown slide '3.5'"),
    ],
)
def test_what_is_not_there_is_refused(only, kind, said):
    with pytest.raises(kind, match=said):
        keys_of(only, SMALL)


def test_no_key_is_there_twice():
    every = [key for keys in OUTLINE.values() for key in keys]
    assert len(set(every)) == len(every)
