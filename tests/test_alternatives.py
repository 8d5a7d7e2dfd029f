"""What is said of the gallery's pictures is what their artists show."""

from __future__ import annotations

import dataclasses
import re

import pytest
from tools import has_line, ladder, near_best, record

from uat.figures.discontinuity import discontinuity_figure
from uat.figures.loss_curves import loss_figure
from uat.figures.proof import proof_figure
from uat.figures.target_page import target_figure
from uat.figures.target_units import units_figure
from uat.gallery.alternatives import (
    discontinuity_in_words,
    losses_in_words,
    page_in_words,
    proof_in_words,
    units_in_words,
)
from uat.io.wording import listed, short_typed
from uat.sweeps.selection import by_trainer
from uat.targets.catalogue import TARGETS
from uat.theory.reference_curves import main_norm

CURVES = ("sine", "step", "heavisine")
MAPS = ("franke",)
SLICES = ("genz_gaussian",)


def runs(target, *, near=True):
    """Return runs of two trainers, and of near-best."""
    records = [*ladder(target), *ladder(target, trainer="adam")]
    return [*records, *near_best(target)] if near else records


def shown(figure):
    """Return the panels of a figure that are no colour bars."""
    return [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]


def widths_drawn(axes):
    labels = [str(line.get_label()) for line in axes.lines]
    return listed([one.removeprefix("width ") for one in labels if one.startswith("width ")])


@pytest.mark.slow
@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("name", CURVES)
def test_of_one_input_fits_residuals_and_both_norms_are_told_where_they_are(name, near):
    target, records = TARGETS[name], runs(name, near=near)
    words = page_in_words(target, records)
    fits, upper, residuals, lower = shown(target_figure(target, records))
    assert f"fits by gradient descent at width {widths_drawn(fits)}" in words
    assert f"right, {upper.get_ylabel()} over {lower.get_ylabel()} against the width" in words
    dashed = [one.get_label() for one in fits.lines if one.get_linestyle() == "--"]
    assert ("near-best, width 8" in dashed) == near
    widest = max(int(width) for width in re.findall(r"\d+", widths_drawn(fits)))
    assert f"width {widest}" not in dashed
    assert "the widest solid" in words
    errors = [run.error(main_norm(target)) for run in by_trainer(records, "gradient_descent")]
    assert any(f" {short_typed(error)} at the widest" in words for error in errors)
    assert ("and near-best at width 8, dashed" in words) == near
    assert ("of the widest and of near-best" in words) == (len(residuals.lines) == 2)


@pytest.mark.slow
@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("name", MAPS)
def test_of_two_inputs_the_maps_are_told(name, near):
    target, records = TARGETS[name], runs(name, near=near)
    words = page_in_words(target, records)
    *maps, left, right = shown(target_figure(target, records))
    titles = [axes.get_title("left").replace("\n", " ") for axes in maps]
    assert titles[:3] == ["Target", titles[1], "Its residual"]
    assert re.fullmatch(r"Gradient descent, width 8: [\d.e-]+", titles[1])
    assert f"the fit errs by up to {titles[1].rsplit(maxsplit=1)[1]}; below" in words
    assert "maps of the target, of the fit by gradient descent at width 8 and of its resid" in words
    assert titles[3:] == (["Residual of near-best, width 8"] if near else [])
    assert ("of the residual of near-best at width 8" in words) == near
    assert f"below, {left.get_ylabel()} and {right.get_ylabel()} against the width" in words


@pytest.mark.parametrize("name", SLICES)
def test_of_more_inputs_slices_are_told(name):
    target, records = TARGETS[name], runs(name)
    words = page_in_words(target, records)
    first, _, _, widest, left, right = shown(target_figure(target, records))
    assert f"along three of {target.inputs} inputs" in words
    assert f"at width {widths_drawn(first)}, and the widest fit" in words
    assert widest.get_title("left") == "Width 8"
    assert f"below, {left.get_ylabel()} and {right.get_ylabel()} against the width" in words


def test_every_trainer_whose_line_is_drawn_is_told():
    words = page_in_words(TARGETS["sine"], runs("sine"))
    assert words.endswith("of gradient descent, adam, near-best and the best constant")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "activation", "edge"),
    [
        ("sine", "relu", "the floor of each width"),
        ("step", "logistic", "half the jump"),
        ("sine", "logistic", None),
        ("step", "heaviside", None),
    ],
)
def test_the_shaded_region_is_told_where_there_is_one(name, activation, edge):
    records = [
        dataclasses.replace(r, spec=dataclasses.replace(r.spec, activation=activation))
        for r in runs(name)
    ]
    words = page_in_words(TARGETS[name], records)
    panels = shown(target_figure(TARGETS[name], records))
    shaded = [axes for axes in panels if axes.collections or axes.patches]
    if edge is None:
        assert "shaded" not in words
        assert not shaded
    else:
        assert words.endswith(f"; of the max error what is below {edge} is shaded")
        assert [axes.get_ylabel() for axes in shaded] == ["max error"]


@pytest.mark.parametrize("trainers", [("gradient_descent",), ("gradient_descent", "adam")])
def test_losses_have_a_panel_for_each_trainer(trainers):
    target = TARGETS["sine"]
    records = [one for name in trainers for one in by_trainer(runs("sine"), name)]
    words = losses_in_words(target, [*records, *near_best("sine")[:0]])
    panels = shown(loss_figure(target, records))
    assert len(panels) == len(trainers)
    assert ("one panel for" in words) == (len(trainers) == 1)
    assert f"at width {widths_drawn(panels[0])}, the median" in words
    assert {axes.get_xscale() for axes in panels} == {axes.get_yscale() for axes in panels}


def test_a_jump_is_told_with_its_fits_and_norms():
    target, records = TARGETS["step"], runs("step")
    left, right = shown(discontinuity_figure(target, records))
    words = discontinuity_in_words(target, records)
    assert f"fits by gradient descent at width {widths_drawn(left)}" in words
    styles = {one.get_label(): one.get_linestyle() for one in right.lines}
    assert (styles["rmse"], styles["max error"]) == ("--", "-")
    assert {"half the jump"} <= set(styles)


@pytest.mark.parametrize("near", [True, False])
def test_the_units_are_told_column_by_column(near):
    target, records = TARGETS["sine"], runs("sine", near=near)
    words = units_in_words(target, records)
    panels = shown(units_figure(target, records))
    titles = [axes.get_title("left").split(" (")[0].split("\n")[0] for axes in panels]
    columns = [title for title in titles if title]
    assert f"for {listed(columns)}: above" in words
    assert len(panels) == 2 * len(columns)
    assert words.startswith("left and right,") == near
    for units, places in zip(panels[: len(columns)], panels[len(columns) :], strict=True):
        assert units.get_ylabel() == "less its mean"
        assert has_line(units, "sum")
        assert places.get_ylabel() == "moves by"
        assert [one.get_linestyle() for one in places.lines].count("--") == 1
        error = re.search(r"error (\S+),", units.get_title("left"))[1]
        assert f"errs by up to {error}, with" in words


def test_the_proof_is_told_panel_by_panel():
    words = proof_in_words(TARGETS["sine"], [record()])
    panels = shown(proof_figure(TARGETS["sine"]))
    assert len(panels) == 4
    assert words.startswith("four panels: logistic units")
    assert "over sine" in words


@pytest.mark.parametrize("name", [*CURVES, *MAPS, *SLICES])
def test_no_text_ends_the_markup_it_stands_in(name):
    words = page_in_words(TARGETS[name], runs(name))
    assert not re.search(r"[\[\]\n\"]", words)
