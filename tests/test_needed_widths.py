"""Widths that one percent takes: crossings, what is said of them, the picture."""

import pytest
from tools import ladder, near_best, record

from uat.figures.needed_widths import needed_widths_figure
from uat.sweeps.needed_widths import (
    NeededWidth,
    complexity_in_ranges,
    guaranteed_width,
    has_guarantee,
    needed_in_words,
    needed_widths,
)
from uat.targets.catalogue import TARGETS

DESCENT, NEAR = "gradient_descent", "variable_projection"


def of_sine(*errors, widths=(1, 2, 4, 8)):
    runs = [record(width=w, error=e) for w, e in zip(widths, errors, strict=False)]
    (needed,) = needed_widths(runs)[DESCENT]
    return needed.width, needed.reached


class TestTheCrossing:
    # sine has the range 2: the goal is an error of 0.02
    def test_lies_on_the_line_between_two_widths(self):
        assert of_sine(0.8, 0.4, 0.04, 0.01) == (pytest.approx(4.0 * 2.0**0.5), True)

    def test_is_the_first(self):
        assert of_sine(0.04, 0.01, 0.5, 0.001) == (pytest.approx(2.0**0.5), True)

    def test_is_the_smallest_width_if_that_is_enough(self):
        assert of_sine(0.001, 0.5) == (1.0, True)

    def test_an_error_of_nothing_has_no_line(self):
        assert of_sine(0.5, 0.0) == (2.0, True)

    def test_may_not_be_there(self):
        assert of_sine(0.8, 0.4, 0.1) == (4.0, False)
        assert of_sine(0.8, None) == (2.0, False)


def test_the_guarantee_is_turned_around():
    for complexity in (1.0, 4.0, 30.0):
        width = guaranteed_width(complexity)
        assert complexity / (2.0 * (width + 1.0)) == pytest.approx(0.01)
    assert complexity_in_ranges(TARGETS["sine"]) == pytest.approx(4.0, rel=1e-6)
    assert (
        complexity_in_ranges(TARGETS["constant"] if "constant" in TARGETS else TARGETS["line"])
        <= 1.0
    )
    assert has_guarantee("sine")
    assert not has_guarantee("step")
    assert not has_guarantee("franke")


def test_a_target_that_jumps_is_measured_by_the_rmse():
    runs = [record("step", width=1, error=0.5)]
    (needed,) = needed_widths(runs)[DESCENT]
    assert not needed.reached


class TestTheWords:
    def test_nothing_reached(self):
        said = needed_in_words({DESCENT: [NeededWidth("sine", 4.0, 16.0, False)]})
        assert said == "Gradient descent reaches it on none of 1 targets, up to width 16."

    def test_against_the_guarantee(self):
        needed = [NeededWidth("sine", 4.0, 10.0, True), NeededWidth("runge", 2.0, 4.95, True)]
        said = needed_in_words({DESCENT: needed})
        assert said == (
            "Gradient descent reaches it on 2 of 2 targets, with 5 units (runge) to 10 (sine); the "
            "guarantee asks for 20 times as many (median)."
        )

    def test_worse_than_the_guarantee(self):
        needed = [NeededWidth("sine", 4.0, 400.0, True)]
        said = needed_in_words({DESCENT: needed})
        assert said.endswith("0.5 times as many (median), but for fewer on sine.")

    def test_without_one(self):
        said = needed_in_words({NEAR: [NeededWidth("step", 1.0, 1.0, True)]})
        assert said.endswith("reaches it on 1 of 1 targets, with 1 unit.")


def test_the_picture_names_dots_and_marks_what_is_not_reached():
    runs = ladder("sine", factor=0.1) + ladder("step") + ladder("franke", factor=0.01)
    axes = needed_widths_figure(runs + near_best("sine")).axes[0]
    names = {text.get_text() for text in axes.texts}
    assert {"guarantee", "sine", "step", "franke"} <= names
    markers = {str(line.get_gid()): line.get_marker() for line in axes.lines if line.get_gid()}
    assert markers["step"] == r"$\uparrow$"
    assert [text.get_text() for text in axes.get_legend().get_texts()][:2] == [
        "gradient descent",
        "near-best (variable projection)",
    ]
