"""What a message offers for a name that is not known, and which settings it is about."""

from __future__ import annotations

import pickle

import pytest

from uat.exceptions import SettingError, UatError, UnknownNameError, about, nearest_names

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


def test_a_refusal_names_the_settings_it_is_about_in_every_process():
    problem = SettingError("no such domain.", "domain", "points")
    again = pickle.loads(pickle.dumps(problem))
    assert (str(again), again.settings) == ("no such domain.", ("domain", "points"))
    assert (str(UatError()), UatError().settings) == ("", ())


def test_what_is_refused_within_is_about_the_settings_named():
    with pytest.raises(UnknownNameError, match="did you mean sine") as caught, about("target"):
        raise UnknownNameError("target", "sinus", KNOWN)
    assert caught.value.settings == ("target",)
    with pytest.raises(ValueError, match="else"), about("target"):
        raise ValueError("something else")
