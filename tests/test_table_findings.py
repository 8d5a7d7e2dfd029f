"""Sentences about a table are chosen by its numbers, and none claims more than they say."""

from __future__ import annotations

import numpy as np
import pytest
from tools import TABLE, curve_of

from uat.fits.table_target import Table
from uat.sweeps.table_findings import (
    diverged_in_words,
    headline,
    noise_in_words,
    rows_in_words,
    where_wider_stops,
)


def test_rows_columns_and_folds_are_told():
    assert rows_in_words(TABLE, 5, 1) == (
        "80 rows: y from x (1 input). They are dealt into 5 folds, each left out in turn."
    )
    rng = np.random.default_rng(0)
    table = Table(rng.normal(size=(12_000, 2)), rng.normal(size=12_000))
    assert rows_in_words(table, 4, 3) == (
        "12,000 rows: y from x1 and x2 (2 inputs). 10,000 of them, drawn at random, are dealt into "
        "4 folds, each left out in turn, 3 times with other folds and starts."
    )


@pytest.mark.parametrize(
    ("slopes", "title", "words"),
    [
        ({1: 50.0, 2: 100.0, 4: 100.1}, "Wider stops helping at width 2", "clearly less."),
        ({1: 50.0, 2: 80.0}, "Wider goes on helping to width 2", "least at width 2, the widest"),
        ({1: 100.0}, "Error of width 1", "At width 1, the only one tried"),
        ({1: -50.0, 2: -20.0}, "No width beats the mean", "better than the mean of the others"),
        ({1: None}, "Every width diverged", "a run diverged at every width"),
        ({1: 100.0, 2: None}, "Wider stops helping at width 1", "; at width 2 a run diverged."),
    ],
)
def test_where_wider_stops_helping(slopes, title, words):
    curve = curve_of(slopes)
    assert headline(curve) == title
    assert words in where_wider_stops(curve)


def test_that_networks_fit_the_noise_is_said_only_where_the_numbers_say_so():
    rises = curve_of({1: 100.0, 2: 50.0})
    worse_on_both = where_wider_stops(rises)
    assert "fit the noise" not in worse_on_both
    assert "on the rows fitted it rises too" in worse_on_both
    first, last = rises.errors
    closer = rises.__class__(
        **{name: getattr(rises, name) for name in rises.__dataclass_fields__ if name != "errors"},
        errors=(first, last._replace(fitted=0.5 * first.fitted)),
    )
    assert where_wider_stops(closer).endswith("such networks fit the noise.")


def test_the_noise_is_called_an_estimate():
    assert noise_in_words(curve_of({1: 100.0})) == ""
    words = noise_in_words(curve_of({1: 100.0}, noise=0.025))
    assert words.startswith("The noise is estimated at 1.")
    assert words.endswith(
        "by the evidence; the error on rows held out at width 1 is 1.9 times that."
    )


def test_what_diverged_is_told():
    assert diverged_in_words(curve_of({1: 100.0})) == ""
    assert diverged_in_words(curve_of({1: 100.0, 2: None})) == "4 of 8 runs diverged."
