"""Sentences about a sweep: every shape that its numbers can have, and what is then said."""

from __future__ import annotations

import dataclasses
import json

import pytest
from tools import SPEC, ladder, near_best, record

from uat.io.wording import short
from uat.sweeps.findings import (
    ErrorLine,
    against_built,
    course_of_error,
    error_lines,
    existence_and_finding,
    fall_over_widths,
    finding,
    gap_to_near_best,
    gaps,
    least_at_widest,
    of_role,
    outcomes,
    outcomes_in,
    size_of_coefficients,
    trained_first,
)
from uat.sweeps.tables import runs_json
from uat.trainers.row import Role

DESCENT, NEAR, BUILT = "gradient_descent", "variable_projection", "staircase"


def line(*errors, target="sine", trainer=DESCENT, widths=(1, 2, 4, 8, 16), diverged=0):
    """Return a line of these errors at the first widths."""
    points = tuple(zip(widths, errors, strict=False))
    label = trainer.replace("_", " ")
    return ErrorLine(target, trainer, label, "max_error", points, diverged, 3 * len(widths))


def near_line(*errors, **how):
    return line(*errors, trainer=NEAR, **how)


class TestLines:
    def test_a_line_holds_the_medians_of_what_did_not_diverge(self):
        runs = [record(width=1, seed=s, error=e) for s, e in enumerate((0.5, 0.25, None, 0.75))]
        runs += [record(width=4, error=0.125), record(width=2, error=None)]
        (only,) = error_lines(outcomes(runs))
        assert only.medians == {1: 0.5, 4: 0.125}
        assert (only.target, only.trainer, only.norm) == ("sine", DESCENT, "max_error")
        assert (only.diverged, only.runs) == (2, 6)

    def test_of_a_target_that_jumps_it_is_the_rmse(self):
        run = dataclasses.replace(record("step", error=0.5), rmse=0.01)
        (only,) = error_lines(outcomes([run]))
        assert (only.norm, only.medians) == ("rmse", {1: 0.01})
        assert course_of_error(only) == "On step the rmse of gradient descent is 0.01 at width 1."

    def test_a_table_of_the_runs_says_the_same(self):
        runs = ladder("step") + near_best() + [record(error=None)]
        settings = json.dumps({"epochs": 99, "momentum": "nesterov"})
        runs.append(dataclasses.replace(runs[0], spec=dataclasses.replace(SPEC, settings=settings)))
        assert outcomes_in(runs_json(runs)) == outcomes(runs)

    def test_there_is_one_a_target_and_trainer_in_their_order(self):
        lines = error_lines(outcomes(ladder("runge") + near_best("runge") + ladder("sine")))
        assert [(one.target, one.trainer) for one in lines] == [
            ("runge", DESCENT), ("runge", NEAR), ("sine", DESCENT)
        ]  # fmt: skip
        assert [one.trainer for one in of_role(lines, Role.NEAR_BEST)] == [NEAR]

    def test_the_first_trainer_that_trains_is_the_one_spoken_of(self):
        runs = near_best() + ladder(trainer="adam") + ladder() + ladder("runge", trainer="adam")
        lines = trained_first(error_lines(outcomes(runs)))
        assert [(one.target, one.trainer) for one in lines] == [("sine", "adam"), ("runge", "adam")]
        assert trained_first(error_lines(outcomes(near_best()))) == []

    def test_the_label_names_the_rule(self):
        for momentum, label in (
            (0.0, "gradient descent (plain rule)"),
            (0.9, "gradient descent (momentum 0.9)"),
            ("nesterov", "gradient descent (Nesterov with rests)"),
        ):
            run = record()
            settings = json.dumps({"epochs": 99, "momentum": momentum})
            run = dataclasses.replace(run, spec=dataclasses.replace(run.spec, settings=settings))
            assert outcomes([run])[0].label == label
        assert outcomes([record(trainer="adam")])[0].label == "adam"


class TestCourse:
    @pytest.mark.parametrize(
        ("errors", "words"),
        [
            ((1.0, 0.5, 0.25), "falls from 1 at width 1 to 0.25 at width 4, its least."),
            ((1.0, 0.2, 0.21), "falls from 1 at width 1 to 0.21 at width 4 (least: 0.2 at 2)."),
            ((1.0, 3.0, 0.5), "falls from 1 at width 1 to 0.5 at width 4, its least, by way of 3 "
             "at 2."),
            ((0.25, 0.5, 1.0), "rises from 0.25 at width 1 to 1 at width 4."),
            ((0.25, 2.0, 1.0), "rises from 0.25 at width 1 to 1 at width 4, by way of 2 at 2."),
            ((1.0, 0.1, 0.4), "falls from 1 at width 1 to 0.1 at width 2 and is 0.4 at width 4."),
            ((0.4, 0.1, 1.0), "falls from 0.4 at width 1 to 0.1 at width 2 and is 1 at width 4."),
            ((1.0, 3.0, 1.1), "begins with 1 at width 1 and ends with 1.1 at width 4, by way of 3 "
             "at 2."),
            ((0.5, 0.5, 0.5), "is 0.5 at every width from 1 to 4."),
            ((0.5, 0.52, 0.45), "stays between 0.45 and 0.52 from width 1 to 4."),
            ((0.0, 0.0), "is 0 at every width from 1 to 2."),
            ((0.5, 0.0), "falls from 0.5 at width 1 to 0 at width 2, its least."),
            ((0.0, 0.5), "rises from 0 at width 1 to 0.5 at width 2."),
            ((0.5,), "is 0.5 at width 1."),
        ],
    )  # fmt: skip
    def test_is_told_by_its_shape(self, errors, words):
        told = course_of_error(line(*errors))
        assert told == f"On sine the max error of gradient descent {words}"

    def test_what_diverged_is_counted(self):
        told = course_of_error(line(1.0, 0.5, diverged=2))
        assert told.endswith("its least; 2 of 15 runs diverged.")

    def test_where_all_diverged_nothing_else_is_said(self):
        (only,) = error_lines(outcomes([record(seed=seed, error=None) for seed in range(3)]))
        told = course_of_error(only)
        assert told == "On sine 3 runs of gradient descent ended without a number: all diverged."
        (only,) = error_lines(outcomes([record(error=None)]))
        assert course_of_error(only).startswith("On sine 1 run of gradient descent ended without")


class TestLeastAtWidest:
    @pytest.mark.parametrize(
        ("ends", "words"),
        [
            ((0.1, 0.1, 0.1), "On all 3 targets the error of gradient descent is least at the "
             "largest width, 4."),
            ((0.1, 0.1), "On both targets the error of gradient descent is least at the largest "
             "width, 4."),
            ((0.1, 0.25, 0.9), "On 1 of 3 targets the error of gradient descent is least at the "
             "largest width, 4; on 1 more it is within 1.5 times the least there."),
            ((0.9, 0.9), "On none of 2 targets the error of gradient descent is least at the "
             "largest width, 4."),
            ((0.1,), "On sine the error of gradient descent is least at the largest width, 4."),
            ((0.9,), "On sine the error of gradient descent is not least at the largest width, 4."),
        ],
    )  # fmt: skip
    def test_targets_are_counted(self, ends, words):
        assert least_at_widest([line(1.0, 0.2, end) for end in ends]) == words

    def test_of_one_width_or_none_nothing_is_said(self):
        assert least_at_widest([]) == least_at_widest([line(0.5), line()]) == ""

    def test_largest_widths_that_differ_are_not_named(self):
        told = least_at_widest([line(1.0, 0.5), line(1.0, 0.5, 0.1)])
        assert told.endswith("is least at the largest width.")


class TestFall:
    @pytest.mark.parametrize(
        ("ends", "words"),
        [
            (((1.0, 0.1), (1.0, 0.001), (1.0, 0.01)), "falls on all 3 targets, about 100 times in "
             "the median."),
            # One target that a unit solves exactly does not turn the finding around.
            (((1.0, 0.1), (1.0, 0.1), (1e-12, 0.1)), "falls on 2 of 3 targets, about 10 times in "
             "the median and rises on root, about 100 billion times."),
            (((0.1, 1.0), (0.1, 1.0)), "rises on both targets, about 10 times in the median."),
            (((1.0, 1.1), (1.1, 1.0)), "stays about the same on both targets."),
            (((1.0, 1.1), (1.0, 0.1)), "falls on 1 of 2 targets, about 10 times."),
            (((1.0, 0.0), (0.0, 1.0)), "falls on 1 of 2 targets and rises on 1 of 2 targets."),
            (((0.0, 0.0), (0.0, 0.0)), "stays about the same on both targets."),
        ],
    )  # fmt: skip
    def test_targets_are_counted(self, ends, words):
        names = ("sine", "runge", "root")
        lines = [line(a, 0.5, b, target=name) for (a, b), name in zip(ends, names, strict=False)]
        told = fall_over_widths(lines)
        assert told == f"From width 1 to 4 the error of gradient descent {words}"

    @pytest.mark.parametrize("lines", [[], [line(0.5)], [line()], [line(1, 1), line(1, 1, 1)]])
    def test_without_two_widths_that_all_have_nothing_is_said(self, lines):
        assert fall_over_widths(lines) == ""


class TestGap:
    def test_is_taken_at_the_largest_width_that_both_have(self):
        (gap,) = gaps([line(1.0, 0.5, 0.4)], [near_line(0.5, 0.1)])
        assert gap == ("sine", 2, pytest.approx(5.0))

    def test_median_and_ends_are_told(self):
        trained = [line(1.0, f, target=t) for t, f in (("sine", 1.0), ("runge", 0.2), ("root", 7))]
        near = [near_line(1.0, 0.1, target=t) for t in ("sine", "runge", "root")]
        assert gap_to_near_best(trained, near) == (
            "At width 2 the error of gradient descent is about 10 times near-best's (median of 3 "
            "targets; from 2 to 70 times)."
        )

    def test_one_target_is_named(self):
        assert gap_to_near_best([line(1.0, 0.5)], [near_line(1.0, 0.1)]) == (
            "At width 2 the error of gradient descent on sine is about 5 times near-best's."
        )
        assert "on sine is 0.5 times" in gap_to_near_best([line(0.5)], [near_line(1.0)])

    def test_where_there_is_none_that_is_said(self):
        trained = [line(1.0), line(1.0, target="runge")]
        near = [near_line(1.0), near_line(0.9, target="runge")]
        assert gap_to_near_best(trained, near) == (
            "At width 1 gradient descent is as close as near-best on both targets."
        )

    @pytest.mark.parametrize(
        ("trained", "near"),
        [
            ([], [line(1.0, trainer=NEAR)]),
            ([line(1.0)], []),
            ([line(1.0)], [line(1.0, trainer=NEAR, target="runge")]),
            ([line(1.0)], [line(0.0, trainer=NEAR)]),
            ([line()], [line(1.0, trainer=NEAR)]),
        ],
    )
    def test_without_both_nothing_is_said(self, trained, near):
        assert gap_to_near_best(trained, near) == ""


class TestBuilt:
    def test_targets_are_counted(self):
        trained = [line(1.0, e, target=t) for t, e in (("sine", 0.1), ("runge", 0.3))]
        built = [line(1.0, 0.2, target=t, trainer=BUILT) for t in ("sine", "runge")]
        assert against_built(trained, built) == (
            "At width 2 the error of gradient descent is below that of the staircase, which nobody "
            "trained, on 1 of 2 targets."
        )

    @pytest.mark.parametrize(("error", "side"), [(0.1, "below"), (0.3, "not below")])
    def test_one_target_is_told_alone(self, error, side):
        told = against_built([line(1.0, error)], [line(1.0, 0.2, trainer=BUILT)])
        assert told == (
            f"At width 2 the error of gradient descent is {side} that of the staircase, which "
            "nobody trained."
        )

    def test_without_both_nothing_is_said(self):
        assert against_built([line(1.0)], []) == against_built([], []) == ""
        assert against_built([line(1.0)], [line(1.0, target="runge", trainer=BUILT)]) == ""


class TestExistence:
    def test_what_is_found_stands_beside_what_there_is(self):
        lines = [
            line(1.0, 0.03), line(1.0, 0.02, trainer="adam"), line(1.0, 2e-3, trainer=NEAR)
        ]  # fmt: skip
        assert existence_and_finding(lines, "sine") == (
            "On sine at width 2 there is a network with an error of 0.002; training finds 0.03 "
            "by gradient descent and 0.02 by adam."
        )

    def test_where_it_is_found_that_is_said(self):
        lines = [line(1.0, 0.03), line(1.0, 0.03, trainer=NEAR)]
        assert existence_and_finding(lines, "sine") == (
            "On sine at width 2 training comes as close as near-best: 0.03 by gradient descent."
        )

    @pytest.mark.parametrize(
        "lines",
        [
            [],
            [line(1.0)],
            [line(1.0, trainer=NEAR)],
            [line(1.0, target="runge"), line(1.0, trainer=NEAR)],
            [line(1.0), line(1.0, 0.1, trainer=NEAR)],
        ],
    )
    def test_without_both_nothing_is_said(self, lines):
        assert existence_and_finding(lines, "sine") == ""


class TestFinding:
    def test_of_several_targets_it_counts(self):
        runs = [r for name in ("sine", "runge") for r in ladder(name) + near_best(name)]
        told = finding(error_lines(outcomes(runs)))
        assert told.startswith(
            "From width 1 to 8 the error of gradient descent falls on both targets, about 8 times "
        )
        assert "On both targets the error of gradient descent is least at the largest" in told
        assert "near-best's (median of 2 targets" in told

    def test_of_one_target_it_tells_the_course(self):
        told = finding(error_lines(outcomes(ladder())))
        assert told.startswith("On sine the max error of gradient descent falls from 1 at width 1 ")
        assert "targets" not in told

    def test_what_diverged_is_counted(self):
        runs = ladder("sine") + ladder("runge") + [record("runge", 8, 9, None)]
        told = finding(error_lines(outcomes(runs)))
        assert told.endswith("1 of 19 runs of gradient descent diverged.")

    def test_without_training_there_is_none(self):
        assert finding(error_lines(outcomes(near_best()))) == finding([]) == ""

    def test_a_rise_is_called_one(self):
        runs = [r for name in ("sine", "runge") for r in ladder(name, rate=1.0)]
        told = finding(error_lines(outcomes(runs)))
        assert "rises on both targets, about 8 times in the median" in told
        assert "On none of 2 targets" in told


class TestCoefficients:
    def test_both_are_told_at_the_largest_width_they_share(self):
        runs = ladder(widths=(1, 2, 4)) + near_best(widths=(1, 2))
        told = size_of_coefficients(runs)
        norms = [r.network.coefficient_norm for r in (runs[-1], runs[3])]
        assert told == (
            f"On sine at width 2, |c| is {short(norms[0])} of near-best (variable projection) and "
            f"{short(norms[1])} of gradient descent."
        )

    @pytest.mark.parametrize("runs", [[], ladder(), near_best(), ladder() + near_best(widths=(4,))])
    def test_without_both_nothing_is_said(self, runs):
        assert size_of_coefficients(runs) == ""
