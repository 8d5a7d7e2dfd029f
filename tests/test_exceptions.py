"""What a message offers for a name that is not known."""

from __future__ import annotations

import pytest

from uat.exceptions import UnknownNameError, nearest_names

KNOWN = ("sine", "sinc", "runge", "Step")


@pytest.mark.parametrize(
    ("name", "most", "alike", "names"),
    [
        ("sinus", 3, 0.4, ["sine", "sinc"]),
        ("sinus", 1, 0.4, ["sine"]),
        ("SINE", 1, 1.0, ["sine"]),
        ("step", 3, 0.9, ["Step"]),
        ("rung", 3, 0.95, []),
        ("", 3, 0.4, []),
    ],
)
def test_nearest_names(name, most, alike, names):
    assert nearest_names(name, KNOWN, most, alike) == names


def test_of_names_that_differ_in_case_only_the_first_is_offered():
    assert nearest_names("AGE", ["Age", "age"]) == ["Age"]


def test_what_is_no_name_has_none_near_it():
    message = "unknown target 5: choose from Step, runge, sinc, sine."
    assert str(UnknownNameError("target", 5, KNOWN)) == message
