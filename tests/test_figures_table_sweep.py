"""The page of a table shows every fold, both kinds of rows, the noise and the width to take."""

from __future__ import annotations

import numpy as np
import pytest
from tools import TABLE, assert_readable, curve_of, fold_records, line, points_of, slope

from uat.figures.panels import told_apart
from uat.figures.table_sweep import heading, table_figure
from uat.fits.table_target import Table, remember_table

SLOPES = {1: 50.0, 2: 100.0, 8: 99.0}
MANY = remember_table(
    Table(
        np.random.default_rng(0).normal(size=(60, 3)), 1e6 * np.arange(60.0), "a table of many",
        ("a", "b", "c"), ("a long name of an output",), "many.csv",
    )
)  # fmt: skip


def page(slopes=SLOPES, **options):
    networks = {w: None if s is None else slope(s, w) for w, s in slopes.items()}
    return drawn(table_figure(TABLE, fold_records(TABLE, networks, **options)))


def drawn(figure):
    """Return the figure once everything in it has its place."""
    figure.draw_without_rendering()
    return figure


@pytest.fixture(scope="module")
def figure():
    return page(noise=0.05)


def test_every_fold_is_a_dot(figure):
    errors = figure.axes[1]
    curve = curve_of(SLOPES)
    dots = sorted((e.width, fold) for e in curve.errors for fold in e.folds)
    np.testing.assert_allclose(sorted(points_of(line(errors, "_folds"))), dots)


def test_lines_are_the_errors_on_both_kinds_of_rows(figure):
    errors, curve = figure.axes[1], curve_of(SLOPES)
    (bars,) = errors.containers
    np.testing.assert_allclose(list(bars.lines[0].get_ydata()), [e.held_out for e in curve.errors])
    ends = [segment[:, 1] for segment in bars.lines[2][0].get_segments()]
    lengths = [high - low for low, high in ends]
    np.testing.assert_allclose(lengths, [2.0 * e.standard_error for e in curve.errors], atol=1e-12)
    fitted = line(errors, "_fitted")
    assert fitted.get_linestyle() == "--"
    np.testing.assert_allclose(list(fitted.get_ydata()), [e.fitted for e in curve.errors])


def test_the_width_to_take_and_the_noise_are_marked(figure):
    errors = figure.axes[1]
    assert errors.get_title(loc="left") == "Wider stops helping at width 2"
    assert points_of(line(errors, "_chosen"))[0][0] == 2
    noise = curve_of(SLOPES, noise=0.05).noise.deviation
    assert line(errors, "_noise").get_ydata()[0] == pytest.approx(noise)
    assert errors.get_xscale() == errors.get_yscale() == "log"
    assert "Wider stops helping at width 2" in figure.texts[-1].get_text()


def test_of_one_input_a_curve_is_drawn_for_each_fold_over_the_rows(figure):
    fit = figure.axes[0]
    assert len([one for one in fit.lines if one.get_label() == "_network"]) == 4
    np.testing.assert_array_equal(line(fit, "rows").get_ydata(), TABLE.t[:, 0])


def test_of_several_inputs_rows_held_out_stand_over_what_was_observed():
    network = slope(1.0)
    wide = network.__class__(np.ones((3, 1)), [0.0], [[1e6]], [0.0], "identity")
    figure = drawn(table_figure(MANY, fold_records(MANY, {1: wide})))
    observed, predicted = line(figure.axes[0], "rows held out").get_data()
    np.testing.assert_array_equal(observed, MANY.t[:, 0])
    np.testing.assert_allclose(predicted, wide(MANY.x)[:, 0])
    assert heading(MANY).endswith(" from 3 inputs, 60 rows")
    assert_readable(figure)


@pytest.mark.slow
@pytest.mark.parametrize(
    "slopes",
    [
        SLOPES,
        {1: 100.0, 2: None},
        {1: None},
        {1: -50.0, 2: -20.0},
        dict.fromkeys(range(1, 17), 90.0),
    ],
    ids=["usual", "one diverged", "all diverged", "no better", "many widths"],
)
def test_all_can_be_read(slopes):
    assert_readable(page(slopes, noise=0.05))


def test_trainers_are_drawn_side_by_side():
    networks = {w: slope(s, w) for w, s in SLOPES.items()}
    both = [
        record
        for trainer in ("levenberg_marquardt", "gradient_descent")
        for record in fold_records(TABLE, networks, trainer)
    ]
    figure = drawn(table_figure(TABLE, both))
    assert len(figure.axes[1].containers) == 2
    assert_readable(figure)


@pytest.mark.parametrize(
    ("widths", "ticks"),
    [
        ([1, 2, 3, 5, 8], [1, 2, 3, 5, 8]),
        (list(range(1, 17)), [1, 2, 4, 8, 16]),
        ([10, 11, 12, 13, 14], [10, 14]),
        ([1], [1]),
    ],
)
def test_ticks_are_at_widths_that_have_room(widths, ticks):
    assert told_apart(widths) == ticks
