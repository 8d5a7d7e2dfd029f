"""Activations side by side: a panel a target and trainer, a line an activation, every bar true."""

from __future__ import annotations

import numpy as np
import pytest
from tools import assert_readable, runs_of_activations

from uat.figures import style
from uat.figures.side_by_side import side_by_side_figure, tables_side_by_side_figure
from uat.fits.table_target import Table, remember_table
from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.side_by_side import held_out_side_by_side
from uat.targets.catalogue import TARGETS
from uat.theory.floors import floors
from uat.trainers import LevenbergMarquardt

TRAINED = {"logistic": {1: 0.5, 8: 0.1}, "relu": {1: 0.4, 8: 0.2}, "t*exp(-t^2)": {1: 0.6, 8: 0.3}}
NEAR = {"logistic": {1: 0.4, 4: 0.0}, "relu": {1: 1.0, 4: 0.2}, "heaviside": {1: 1.0, 4: 0.5}}


def both(target="sine"):
    return runs_of_activations(TRAINED, target=target) + runs_of_activations(
        NEAR, "variable_projection", target
    )


def named(axes, name):
    (line,) = [line for line in axes.lines if line.get_gid() == name]
    return line


def test_every_activation_has_its_colour_its_medians_and_its_spread():
    figure = side_by_side_figure([TARGETS["sine"]], both())
    trained, near = figure.axes
    for name, errors in TRAINED.items():
        line = named(trained, name)
        np.testing.assert_allclose(line.get_ydata(), list(errors.values()))
        np.testing.assert_allclose(line.get_xdata(), list(errors), rtol=0.1)
        looks = style.activation_looks([*TRAINED, *NEAR])
        assert line.get_color() == looks[name]["color"]
    ends = [segment[:, 1] for segment in trained.collections[0].get_segments()]
    np.testing.assert_allclose(ends, [(0.25, 2.0), (0.05, 0.4)])
    assert [axes.get_title("left") for axes in (trained, near)] == ["gradient descent", "near-best"]


def test_floors_are_dotted_in_the_colour_of_the_activation():
    near = side_by_side_figure([TARGETS["sine"]], both()).axes[1]
    dotted = {line.get_color(): line for line in near.lines if line.get_linestyle() == ":"}
    looks = style.activation_looks(["relu", "heaviside"])
    for name in looks:
        known = floors(TARGETS["sine"], name, [1, 4])
        levels = dotted[looks[name]["color"]].get_ydata()
        np.testing.assert_allclose(levels, [floor.error for floor in known.values()])
    assert len(dotted) == 2


def test_an_error_of_0_has_a_place_that_is_called_so():
    near = side_by_side_figure([TARGETS["sine"]], both()).axes[1]
    low, high = near.get_ylim()
    zero = named(near, "logistic").get_ydata()[-1]
    assert low < zero < 0.2 < high
    near.figure.draw_without_rendering()
    ticks = dict(zip(near.get_yticks(), near.get_yticklabels(), strict=True))
    assert ticks[zero].get_text() == "0"


@pytest.mark.slow
@pytest.mark.parametrize("names", [["sine"], ["sine", "runge"], ["sine", "step", "franke"]])
def test_all_can_be_read(names):
    records = [record for name in names for record in both(name)]
    figure = side_by_side_figure([TARGETS[name] for name in names], records)
    figure.draw_without_rendering()
    assert len(figure.axes) == 2 * len(names)
    assert_readable(figure)


def test_where_every_run_diverged_that_is_said():
    records = runs_of_activations({"logistic": {1: None}, "relu": {1: None}})
    (axes,) = side_by_side_figure([TARGETS["sine"]], records).axes
    assert axes.texts[-1].get_text() == "no run has an error"


@pytest.mark.slow
def test_of_tables_rows_held_out_are_drawn_and_the_width_to_take_has_a_ring():
    rng = np.random.default_rng(1)
    x = rng.uniform(-1.0, 1.0, 40)
    table = remember_table(Table(x, np.sin(3.0 * x) + 0.1 * rng.normal(size=40), "swell_of_rows"))
    records = run_batch(
        plan([table], [1, 2], [0], [LevenbergMarquardt()], folds=3, activations=["relu", "tanh"])
    )
    figure = tables_side_by_side_figure([(table, records)])
    figure.draw_without_rendering()
    (axes,) = figure.axes
    for name, curve in held_out_side_by_side(table, records).items():
        held_out = [error.held_out for error in curve.errors]
        np.testing.assert_allclose(named(axes, name).get_ydata(), held_out)
        chosen = curve.at(curve.width).held_out
        assert [chosen] in [list(line.get_ydata()) for line in axes.lines]
    assert_readable(figure)
