"""Activations side by side: what is said follows from the errors, whichever way they fall."""

from __future__ import annotations

import numpy as np
import pytest
from tools import runs_of_activations

from uat.fits.table_target import Table, remember_table
from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.side_by_side import (
    compared_trainers,
    held_out_in_words,
    held_out_side_by_side,
    side_by_side,
    side_by_side_in_words,
)
from uat.trainers import LevenbergMarquardt

RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, 60)


def test_errors_are_medians_at_the_largest_width_that_all_have():
    records = runs_of_activations(
        {"logistic": {1: 0.5, 8: 0.1}, "relu": {1: 0.4, 8: 0.2, 16: 0.001}}
    )
    (one,) = side_by_side(records)
    assert (one.target, one.width, one.errors) == ("sine", 8, {"logistic": 0.1, "relu": 0.2})
    assert one.least == ["logistic"]


def test_on_one_target_every_error_is_told_the_least_first():
    words = side_by_side_in_words(
        side_by_side(runs_of_activations({"relu": {8: 0.2}, "tanh": {8: 0.01}, "t^2": {8: 0.5}}))
    )
    assert words == (
        "At width 8 the max error of gradient descent on sine is least with tanh units, 0.01; "
        "it is 0.2 with relu units and 0.5 with t^2 units."
    )


def test_errors_that_are_alike_have_no_winner():
    words = side_by_side_in_words(
        side_by_side(runs_of_activations({"relu": {8: 0.11}, "tanh": {8: 0.1}}))
    )
    assert "is alike with tanh and relu units, about 0.1." in words


def test_of_several_targets_it_is_told_on_which_each_is_least():
    records = runs_of_activations({"logistic": {8: 0.1}, "relu": {8: 1.0}, "sine": {8: 5.0}})
    records += runs_of_activations(
        {"logistic": {8: 0.3}, "relu": {8: 0.3}, "sine": {8: 0.9}}, target="runge"
    )
    assert side_by_side_in_words(side_by_side(records)) == (
        "At width 8 the error of gradient descent is the least, or within a fifth of it, with "
        "logistic units on both targets, with relu units on runge and with sine units on none. The "
        "largest error is about 26 times the least in the median of the targets, about 50 times at "
        "most."
    )


def test_near_best_stands_beside_what_trains_and_what_diverged_is_left_out():
    records = runs_of_activations({"logistic": {8: 0.1}, "relu": {8: None}, "tanh": {8: 0.2}})
    records += runs_of_activations(
        {"logistic": {4: 1e-3}, "relu": {4: 1e-6}}, trainer="variable_projection"
    )
    assert compared_trainers(records) == ["gradient_descent", "variable_projection"]
    trained, near = side_by_side(records)
    assert list(trained.errors) == ["logistic", "tanh"]
    assert (near.width, near.least) == (4, ["relu"])


def test_one_activation_is_compared_with_nothing():
    assert side_by_side(runs_of_activations({"logistic": {8: 0.1}})) == []
    assert side_by_side(runs_of_activations({"logistic": {8: 0.1}, "relu": {4: 0.1}})) == []
    assert side_by_side_in_words([]) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("t", "said"),
    [
        (
            np.abs(X),
            "On bent rows, by levenberg marquardt, rows held out err least with relu units, ",
        ),
        (RNG.normal(size=60), "no activation predicts rows held out better than the mean"),
    ],
)
def test_rows_held_out_tell_activations_apart(t, said):
    table = remember_table(Table(X, t + 0.01 * RNG.normal(size=60), "bent_rows"))
    records = run_batch(
        plan([table], [2], [0], [LevenbergMarquardt()], folds=3, activations=["tanh", "relu"])
    )
    curves = held_out_side_by_side(table, records)
    assert list(curves) == ["tanh", "relu"]
    assert said in held_out_in_words(table, curves)
