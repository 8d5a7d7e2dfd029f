"""Runs name targets by text, and one lookup makes them again, or knows what only it can know."""

from dataclasses import replace

import pytest

from uat.core.domains import Box
from uat.exceptions import DataFileError, SettingError
from uat.targets.catalogue import TARGETS
from uat.targets.lookup import (
    by_complexity,
    described,
    fingerprint_of,
    is_portable,
    known_target,
    name_of,
    target_in_words,
    target_of,
)
from uat.targets.target import Target
from uat.targets.user_targets import as_target


def square(x):
    return x * x


def test_a_text_is_looked_up_once():
    assert target_of("sine") is TARGETS["sine"]
    text = "sin(3*x) on [0, 1] as low_tone"
    assert target_of(text) is target_of(text)
    assert target_of(text).text == text
    assert (name_of(text), target_in_words(text)) == ("low_tone", "low tone")
    assert name_of("cos(3*x) on [0, 1]") == "cos(3*x)"  # nothing was evaluated for it
    assert name_of("no text at all") == "no text at all"


def test_what_has_no_text_is_known_here():
    first, second = (known_target((lambda x: x, (0, 1))) for _ in range(2))
    assert first.text != second.text
    for target in (first, second):
        assert not is_portable(target.text)
        assert target_of(target.text) is target
        assert name_of(target.text) == target.name == "function"
        assert fingerprint_of(target.text) == ""
    assert described(first.text).startswith("'function on [0, 1]")
    own = known_target(Target("mine", square, Box.interval(0.0, 1.0), "x^2", "me"))
    assert not is_portable(own.text)
    assert is_portable(known_target((square, (0, 1))).text)


def test_a_target_of_another_process_is_refused():
    with pytest.raises(SettingError, match=r"'f on .0, 1.' was known to another process only"):
        target_of("f on [0, 1] (of this process)")


def test_a_text_that_says_something_else_is_no_text_of_a_target():
    target = as_target("sin(x) on [0, 1]")
    assert known_target(target).text == target.text
    for other in (
        replace(target, function=square),
        replace(target, kinks=(0.5,)),
        replace(target, name="a b"),
    ):
        assert not is_portable(known_target(other).text)
    moved = known_target(replace(target, domain=Box.interval(0.0, 2.0)))
    assert moved.text == "sin(x) on [0, 2]"
    assert known_target(replace(TARGETS["sine"], text="")) is TARGETS["sine"]


def test_what_a_text_points_at_has_a_fingerprint(tmp_path):
    file = tmp_path / "data.csv"
    file.write_text("x,y\n1,2\n")
    first = fingerprint_of(f"{file}#x->y")
    file.write_text("x,y\n1,3\n")
    assert len(first) == 64
    assert fingerprint_of(f"{file}#x->y") != first
    assert len(fingerprint_of("math:exp on [0, 1]")) == 64
    assert fingerprint_of("sine") == fingerprint_of("sin(x) on [0, 1]") == ""
    with pytest.raises(DataFileError, match="No such file"):
        fingerprint_of(str(tmp_path / "nothing.csv"))


def test_they_stand_by_inputs_and_complexity():
    texts = ["franke", "sine", "2*sin(2*pi*x) on [-1, 1]", "absolute", "sine"]
    assert [t.text for t in by_complexity(texts)] == [texts[3], texts[1], texts[2], texts[0]]
    assert [t.name for t in by_complexity(TARGETS)] == list(TARGETS)
