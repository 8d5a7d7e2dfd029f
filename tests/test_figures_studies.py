"""Figures of lessons that have runs of their own: activations, and seconds of all trainers."""

import dataclasses
import json

import pytest
from tools import axes_titled, near_best, record

import uat
from uat.figures.activations import activations_figure
from uat.figures.norms import norms_figure
from uat.figures.polynomial_units import polynomial_units_figure
from uat.figures.seconds import seconds_figure
from uat.gallery.alternatives import norms_in_words, polynomials_in_words
from uat.gallery.lessons import LESSONS, activation_runs, runs_of_all_trainers
from uat.sweeps.findings import least_and_greatest, pareto_front, typical_runs
from uat.sweeps.norms import norm_runs, norms_compared
from uat.targets.catalogue import TARGETS
from uat.trainers import TRAINERS, VariableProjection
from uat.trainers.base import plain_settings

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


def bounded(width, error, bound, target="sine"):
    one = record(target, width, error=error, trainer="variable_projection")
    settings = json.dumps(plain_settings(VariableProjection(max_norm=bound)))
    return dataclasses.replace(one, spec=dataclasses.replace(one.spec, settings=settings))


class TestNorms:
    RUNS = tuple(
        bounded(width, level / width**power, bound)
        for bound, level, power in ((None, 1e-3, 4), (30.0, 0.5, 2), (3.0, 0.5, 0))
        for width in (1, 2, 4)
    )

    def test_a_line_a_bound_named_at_its_end(self):
        axes = norms_figure(SINE, self.RUNS).axes[0]
        drawn = [line for line in axes.lines if line.get_gid()]
        assert [line.get_gid() for line in drawn] == [
            "|c| at most 3", "|c| at most 30", "no bound",
        ]  # fmt: skip
        assert axes.get_yscale() == "log"
        for line, level, power in zip(drawn, (0.5, 0.5, 1e-3), (0, 2, 4), strict=True):
            assert line.get_xdata() == pytest.approx([1.0, 2.0, 4.0])
            assert line.get_ydata() == pytest.approx([level / w**power for w in (1, 2, 4)])
        names = [text.get_text() for text in axes.texts]
        norm = self.RUNS[2].network.coefficient_norm
        assert names == [f"no bound:\n|c| = {norm:.2g}", "|c| at most 30", "|c| at most 3"]

    def test_words_follow_from_the_runs(self):
        words = norms_compared(self.RUNS)
        assert words.startswith("At width 4 the max error is 0.5 with |c| at most 3, 0.031 with")
        assert "more units no longer help where |c| is at most 3." in words
        seen = norms_in_words(SINE, self.RUNS)
        assert "|c| at most 30 from 0.5 to 0.031; no bound from 0.001 to 3.9e-6" in seen

    def test_no_word_of_what_did_not_happen(self):
        falling = [run for run in self.RUNS if "3.0" not in run.spec.settings]
        assert "no longer help" not in norms_compared(falling)

    def test_bounds_are_told_in_half_ranges_of_the_target(self):
        runs = norm_runs([bounded(w, 0.1, None, "runge") for w in (2, 3)], "runge")
        half = TARGETS["runge"].trivial_error
        bounds = {json.loads(spec.settings)["max_norm"] for spec in runs}
        assert bounds == {3.0 * half, 30.0 * half, 300.0 * half, None}
        assert {spec.width for spec in runs} == {1, 2, 3}
        assert max(s.width for s in norm_runs([bounded(64, 0.1, None)], "sine")) == 16

    def test_the_page_needs_near_best_networks_of_units_that_can_be_bounded(self):
        lesson = next(one for one in LESSONS if one.name == "norms")
        assert lesson.target_in([record()]) is None
        assert lesson.target_in([bounded(2, 0.1, None)]) == "sine"
        broken = dataclasses.replace(
            bounded(2, 0.1, None),
            spec=dataclasses.replace(bounded(2, 0.1, None).spec, activation="relu"),
        )
        assert lesson.target_in([broken]) is None


class TestPolynomialUnits:
    """What polynomial units reach at most is drawn, and no level for units that are none."""

    ABSOLUTE = TARGETS["absolute"]
    LESSON = next(one for one in LESSONS if one.name == "polynomials")

    def runs(self):
        near = near_best("absolute", 0.2, widths=(1, 2, 4))
        specs = self.LESSON.runs(near)
        errors = {"t^2": 0.125, "t^4": 0.068}
        return [
            dataclasses.replace(
                near[0],
                spec=spec,
                network=uat.draw_start(1, spec.width, 1, 0, spec.activation),
                max_error=errors.get(spec.activation, 0.1 / spec.width**2),
            )
            for spec in specs
        ]

    def test_its_runs_are_near_best_by_units_of_both_kinds(self):
        assert self.LESSON.target_in([record()]) is None
        assert self.LESSON.target_in(near_best("absolute", 0.2)) == "absolute"
        runs = self.runs()
        assert len(runs) == 9
        kinds = {run.spec.activation: run.network.phi.degree for run in runs}
        assert kinds == {"t^2": 2, "t^4": 4, "t^2*exp(-t^2)": None}

    def test_floors_are_drawn_of_polynomials_alone(self):
        figure = polynomial_units_figure(self.ABSOLUTE, self.runs())
        axes = axes_titled(figure, "max error")
        levels = {line.get_gid(): line.get_ydata()[0] for line in axes.lines}
        assert levels["floor of t^2"] == pytest.approx(0.125, rel=1e-6)
        assert levels["floor of t^4"] == pytest.approx(0.0676, rel=1e-3)
        assert sum("floor" in str(gid) for gid in levels) == 2
        assert "best quadratic: 0.125" in [text.get_text() for text in axes.texts]
        fits = axes_titled(figure, "4 units $t^{2}$")
        (best,) = [line for line in fits.lines if line.get_linestyle() == ":"]
        assert best.get_ydata() == pytest.approx(best.get_xdata() ** 2 + 0.125, abs=1e-6)

    def test_the_words_are_those_of_the_picture(self):
        words = polynomials_in_words(self.ABSOLUTE, self.runs())
        assert "a panel for each of t^2, t^4 and t^2*exp(-t^2)" in words
        assert "0.12 of t^2 and 0.068 of t^4" in words
