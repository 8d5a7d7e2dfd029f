"""Figures of lessons that have runs of their own: activations, and seconds of all trainers."""

import dataclasses

import pytest
from tools import near_best, record

from uat.figures.activations import activations_figure
from uat.figures.seconds import seconds_figure
from uat.gallery.lessons import LESSONS, activation_runs, runs_of_all_trainers
from uat.sweeps.findings import least_and_greatest, pareto_front, typical_runs
from uat.targets.catalogue import TARGETS
from uat.trainers import TRAINERS

SINE = TARGETS["sine"]


def timed(seconds, error, trainer="gradient_descent", width=1, seed=0):
    run = record(width=width, seed=seed, error=error, trainer=trainer)
    return dataclasses.replace(run, seconds=seconds)


def by(activation, error, width=1):
    run = record(width=width, error=error)
    spec = dataclasses.replace(run.spec, activation=activation)
    return dataclasses.replace(
        run, spec=spec, network=dataclasses.replace(run.network, activation=activation)
    )


class TestActivations:
    def test_the_same_runs_of_each(self):
        runs = [record("sine", width=w, seed=s) for w in (1, 4, 64) for s in range(5)]
        specs = activation_runs(runs)
        assert len({spec.activation for spec in specs}) == 6
        assert {spec.width for spec in specs} == {1, 4}
        assert {spec.seed for spec in specs} == {0, 1, 2}
        assert {(spec.target, spec.trainer, spec.settings) for spec in specs} == {
            ("sine", "gradient_descent", runs[0].spec.settings)
        }

    def test_a_single_wide_run_is_kept(self):
        assert {spec.width for spec in activation_runs([record(width=64)])} == {64}

    def test_the_picture_has_a_panel_of_each(self):
        runs = [
            by(name, 0.1 * (k + 1), w) for k, name in enumerate(("relu", "tanh")) for w in (1, 2)
        ]
        axes = activations_figure(SINE, runs).axes
        assert [a.get_title("left") for a in axes] == [
            "relu, width 2: 0.1",
            "tanh, width 2: 0.2",
            "max error, median seed",
        ]
        assert {text.get_text() for text in axes[-1].texts} == {"relu", "tanh"}
        looks = {(line.get_color(), line.get_marker()) for line in axes[-1].lines[:2]}
        assert len(looks) == 2

    @pytest.mark.parametrize(
        ("errors", "said"),
        [
            ((0.1, 0.5), "is least with relu units, 0.1, and largest with tanh units, 0.5."),
            ((0.5, 0.1), "is least with tanh units, 0.1, and largest with relu units, 0.5."),
            ((0.1, 0.11), "their max errors are alike, about 0.1."),
            ((0.1, None), ""),
        ],
    )
    def test_words_are_those_of_the_numbers(self, errors, said):
        words = least_and_greatest([by("relu", errors[0]), by("tanh", errors[1])])
        assert words.endswith(said)
        assert bool(words) is bool(said)


class TestSeconds:
    def test_the_front_is_what_nobody_beats(self):
        runs = [
            timed(1.0, 0.5),
            timed(2.0, 0.6),
            timed(3.0, 0.1),
            timed(4.0, 0.1),
            timed(0.5, None),
        ]
        assert [run.seconds for run in pareto_front(runs)] == [1.0, 3.0]

    def test_typical_is_the_median_of_a_width(self):
        runs = [timed(s, e, seed=s) for s, e in ((1, 0.5), (2, 0.3), (3, 0.4))]
        assert [run.max_error for run in typical_runs(runs)] == [0.4]

    def test_all_trainers_are_run_at_the_widths_that_are_here(self):
        runs = [record(width=w, seed=s) for w in (1, 2) for s in (0, 1)] + near_best()[:1]
        specs = runs_of_all_trainers(runs)
        assert {spec.trainer for spec in specs} == set(TRAINERS)
        assert {spec.width for spec in specs} == {1, 2}
        assert {spec.seed for spec in specs} == {0}

    def test_no_other_trainer_takes_long(self):
        specs = runs_of_all_trainers([record(width=w) for w in (1, 128)] + near_best()[:1])
        assert ("bayesian_regularization", 128) not in {(s.trainer, s.width) for s in specs}

    def test_the_picture_names_every_trainer(self):
        runs = [timed(0.1 * w, 1.0 / w, width=w) for w in (1, 2)]
        runs += [timed(1.0 * w, 0.1 / w, "lbfgs", width=w) for w in (1, 2)]
        axes = seconds_figure(SINE, runs).axes[0]
        assert {"gradient descent", "lbfgs", "1", "2"} == {text.get_text() for text in axes.texts}
        (steps,) = (line for line in axes.lines if line.get_label() == "least error for the time")
        assert steps.get_xdata() == pytest.approx([0.1, 0.2, 1.0, 2.0])

    def test_the_page_needs_trainers_to_compare(self):
        lesson = next(one for one in LESSONS if one.name == "seconds")
        assert lesson.target_in([record()]) is None
        both = [record(), record(trainer="variable_projection")]
        assert lesson.target_in(both) == "sine"
