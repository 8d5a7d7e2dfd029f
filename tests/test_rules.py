"""Rules of descent side by side: their runs, their words and their figure."""

import dataclasses
import json

import pytest
from tools import record

from uat.figures.rules import rules_figure
from uat.sweeps.rules import rule_of, rule_runs, rules_compared
from uat.sweeps.run import run_batch
from uat.targets.catalogue import TARGETS

RULES = ["plain rule", "momentum 0.9", "Nesterov with rests", "adam"]


def by(rule, error, width=4):
    momentum = {"plain": 0.0, "nesterov": "nesterov"}[rule]
    run = record(width=width, error=error)
    settings = json.dumps({"epochs": 99, "momentum": momentum})
    return dataclasses.replace(run, spec=dataclasses.replace(run.spec, settings=settings))


def test_four_rules_at_three_widths_with_the_epochs_that_are_here():
    specs = rule_runs([record(width=w, seed=3) for w in (1, 4, 32, 64, 128)], "sine")
    assert len(specs) == 12
    assert {spec.width for spec in specs} == {4, 32, 128}
    assert {(spec.seed, json.loads(spec.settings)["epochs"]) for spec in specs} == {(3, 99)}
    runs = [dataclasses.replace(record(), spec=spec) for spec in specs]
    assert list(dict.fromkeys(map(rule_of, runs))) == RULES


def test_widths_are_those_that_are_here():
    specs = rule_runs([record(width=w) for w in (1, 2)], "sine")
    assert {spec.width for spec in specs} == {1, 2}


@pytest.mark.parametrize(
    ("narrow", "wide", "said"),
    [
        ((0.5, 0.1), (0.6, 0.5), "least by Nesterov with rests, 0.1, and largest by plain rule"),
        ((0.1, 0.5), (0.6, 0.5), "least by plain rule, 0.1, and largest by Nesterov with rests"),
        ((0.5, 0.5), (0.6, 0.6), "At width 4 all end alike, at a max error of about 0.5."),
        ((0.5, 0.5), (0.1, 0.9), "it falls by plain rule; it rises by Nesterov with rests."),
        ((0.5, 0.5), (0.9, 0.1), "it falls by Nesterov with rests; it rises by plain rule."),
        ((0.5, 0.5), (0.5, 0.1), "it falls by Nesterov with rests; it stays alike by plain rule."),
        ((0.5, 0.5), (None, 0.1), "From width 4 to 32 it falls by Nesterov with rests."),
    ],
)
def test_words_are_those_of_the_numbers(narrow, wide, said):
    runs = [by("plain", narrow[0]), by("nesterov", narrow[1])]
    runs += [by("plain", wide[0], 32), by("nesterov", wide[1], 32)]
    assert said in rules_compared(runs)


@pytest.mark.slow
def test_the_picture_has_a_column_a_width_and_names_each_rule():
    runs = run_batch(rule_runs([record(width=w) for w in (1, 4)], "sine"))
    axes = rules_figure(TARGETS["sine"], runs).axes
    assert [a.get_title("left") for a in axes[:2]] == ["width 1", "width 4"]
    assert {text.get_text() for text in axes[3].texts} == set(RULES)
    looks = [(line.get_color(), line.get_linestyle()) for line in axes[0].lines]
    assert len(set(looks)) == 4
    ends = [line.get_ydata()[-1] for line in axes[3].lines if line.get_gid() in RULES]
    wide = [run.max_error for run in runs if run.spec.width == 4]
    assert ends == pytest.approx(wide, rel=1e-3)
