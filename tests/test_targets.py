from __future__ import annotations

import math
import pickle
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import ShapeError, UnknownNameError
from uat.targets.catalogue import TARGETS, target_named
from uat.targets.target import Target, in_ordinary_units
from uat.targets.user_targets import as_target

ALL = list(TARGETS.values())
LINES = [target for target in ALL if target.inputs == 1]
PLANES = [target for target in ALL if target.inputs == 2]
MANY = [target for target in ALL if target.inputs > 2]
JUMPS = {"step": 1.0, "heavisine": 2.0, "blocks": 5.0}

every_target = pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
every_target_of_many_inputs = pytest.mark.parametrize("target", MANY, ids=lambda t: t.name)
every_line = pytest.mark.parametrize("target", LINES, ids=lambda target: target.name)


def test_the_catalogue_is_rich():
    assert len(LINES) >= 14
    assert len(PLANES) >= 4
    assert len(MANY) >= 8
    assert {target.inputs for target in MANY} == {3, 5, 10}


def test_the_catalogue_rises_in_complexity():
    for inputs in {target.inputs for target in ALL}:
        complexities = [round(t.complexity, 6) for t in ALL if t.inputs == inputs]
        assert complexities == sorted(complexities)
    assert [target.inputs for target in ALL] == sorted(target.inputs for target in ALL)


@every_target
def test_a_target_tells_who_it_is(target):
    assert TARGETS[target.name] is target
    assert target_named(target.name) is target
    assert target.source


# Total variation by hand: the sum of the rises and falls between extreme values and jumps.
@pytest.mark.parametrize(
    ("name", "variation"),
    [
        ("line", 2.0),
        ("logistic", math.tanh(5.0)),
        ("step", 1.0),
        ("parabola", 2.0),
        ("absolute", 2.0),
        ("root", 2.0),
        ("runge", 2.0 * (1.0 - 1.0 / 26.0)),
        ("sine", 8.0),  # two periods, each four times the amplitude
        ("triangle", 8.0),
        ("chirp", 20.0),  # five periods: the phase runs from 0 to 5
        ("heavisine", 36.0),  # 2 periods of amplitude 4, and two jumps of 2
        ("blocks", 41.0),  # the sum of |jumps| in table 1 of Donoho & Johnstone (1994)
    ],
)
def test_complexity_is_the_total_variation(name, variation):
    assert target_named(name).complexity == pytest.approx(variation, rel=1e-6)


def test_complexity_of_two_tones_lies_between_its_tones():
    # V(f + g) is at most V(f) + V(g) and at least their difference.
    tones = 4.0, 0.2 * 40.0
    assert tones[1] - tones[0] <= target_named("two_tones").complexity <= sum(tones)


def test_complexity_of_the_cone_is_its_slope_in_the_unit_square():
    # |grad| = 1 everywhere, and the unit square is half as long as the domain.
    assert target_named("cone").complexity == pytest.approx(2.0, rel=1e-5)


def test_complexity_of_the_ridge_is_the_mean_norm_of_its_gradient():
    # grad = pi cos(pi (0.6 x + 0.8 y)) (0.6, 0.8), twice that in the unit square.
    middles = (np.arange(2000) + 0.5) / 1000.0 - 1.0
    x, y = np.meshgrid(middles, middles)
    mean = np.mean(np.abs(2.0 * np.pi * np.cos(np.pi * (0.6 * x + 0.8 * y))))
    assert target_named("ridge").complexity == pytest.approx(mean, rel=1e-5)


@pytest.mark.parametrize("slopes", [(3.0, 0.0, 4.0), (1.0,) * 9, (0.0,) * 4])
def test_complexity_of_a_plane_is_the_norm_of_its_gradient_in_any_dimension(slopes):
    inputs = len(slopes)

    def plane(*x):
        return sum(slope * column for slope, column in zip(slopes, x, strict=True))

    box = Box((0.0,) * inputs, (2.0,) * inputs)
    target = Target("plane", plane, box, "", "this test")
    assert target.complexity == pytest.approx(2.0 * math.hypot(*slopes), rel=1e-9)
    assert target.trivial_error == pytest.approx(sum(slopes), rel=1e-12)  # between two corners


@pytest.mark.parametrize(
    ("name", "complexity"),
    # By 2^19 points of another sequence.
    [("genz_discontinuous", 16.942), ("genz_corner_peak", 0.10127), ("gaussian10", 0.70875)],
)
def test_complexity_of_many_inputs_is_good_to_a_few_thousandths(name, complexity):
    assert target_named(name).complexity == pytest.approx(complexity, rel=5e-3)


def test_complexity_of_a_jump_of_three_inputs_is_its_height():
    def jump(*x):
        return np.where(x[1] > 0.3, 2.0, 0.0)

    target = Target("jump", jump, Box((0.0,) * 3, (1.0,) * 3), "", "this test")
    assert target.complexity == pytest.approx(2.0, rel=0.05)


def test_complexity_of_the_oscillation_is_that_of_its_ridge():
    """|grad| = |a| |sin(2 pi u + a . x)|, with |a| the Barron norm."""
    target = target_named("genz_oscillatory")
    x = np.random.default_rng(3).random((200_000, 5))
    phase = 1.4 * np.pi + x @ (0.6 * np.arange(1, 6))
    mean = target.barron_norm * np.mean(np.abs(np.sin(phase)))
    assert target.complexity == pytest.approx(mean, rel=0.01)


@pytest.mark.parametrize(
    ("name", "error"), [("line", 1.0), ("parabola", 0.5), ("sine", 1.0), ("blocks", 3.6)]
)
def test_trivial_error_is_half_the_range(name, error):
    assert target_named(name).trivial_error == pytest.approx(error, rel=1e-6)


@every_target
def test_no_constant_beats_the_trivial_error(target):
    values = target(target.evaluation_grid())
    middle = (values.max() + values.min()) / 2.0
    assert np.max(np.abs(values - middle)) == pytest.approx(target.trivial_error, rel=1e-2)


@every_target
def test_largest_jump(target):
    assert target.largest_jump == pytest.approx(JUMPS.get(target.name, 0.0), rel=1e-9)


@pytest.mark.parametrize(("name", "place"), [("step", 0.0), ("blocks", 0.13), ("heavisine", 0.3)])
def test_the_largest_jump_has_a_place_the_first_of_several(name, place):
    assert TARGETS[name].largest_jump_at() == place


def bends(target, centre, radius, points):
    """Return places in (centre - radius, centre + radius) where the slope changes abruptly."""
    x = np.linspace(centre - radius, centre + radius, points)
    second_difference = np.abs(np.diff(target(x), n=2)) / (x[1] - x[0])
    return x[1:-1][second_difference > 0.5]


@pytest.mark.slow
@every_line
def test_kinks_are_where_the_slope_jumps_and_nowhere_else(target):
    # Where a function is smooth, the change of slope between neighbours vanishes with their
    # distance; at a kink it stays. So: look everywhere, then look again 100 times closer.
    low, high = target.domain.lower[0], target.domain.upper[0]
    # At a kink of infinite slope the neighbours bend as much: hence 4 h.
    radius, points = (high - low) / 2.0, 400_002
    h = 2.0 * radius / (points - 1)
    suspects = bends(target, (low + high) / 2.0, radius, points)
    found = [s for s in suspects if len(bends(target, s, h, 201))]
    assert all(min(abs(s - kink) for kink in target.kinks) < 4.0 * h for s in found)
    assert all(min(abs(s - kink) for s in found) < 4.0 * h for kink in target.kinks)
    assert list(target.kinks) == sorted(target.kinks)


@every_line
def test_the_evaluation_grid_looks_at_both_sides_of_every_kink(target):
    grid = target.evaluation_grid()[:, 0]
    assert np.all(np.diff(grid) > 0.0)
    for kink in target.kinks:
        right = np.searchsorted(grid, kink)
        assert grid[right - 1] < kink < grid[right]
        assert grid[right] - grid[right - 1] < 1e-10


@every_target
def test_the_evaluation_grid_is_dense_and_its_spacing_is_told(target):
    grid = target.evaluation_grid()
    assert len(grid) > 4000
    if target.inputs > 2:
        grid = grid[np.isin(grid, target.domain.uniform_grid(2)).all(axis=1)]
        assert len(grid) == 2**target.inputs
    assert grid.min(axis=0).tolist() == list(target.domain.lower)
    assert grid.max(axis=0).tolist() == list(target.domain.upper)
    if target.inputs > 2:
        volume = np.prod(target.evaluation_spacing())
        assert volume * 2**14 == pytest.approx(np.prod(target.domain.lengths))
        return
    for column, spacing in zip(grid.T, target.evaluation_spacing(), strict=True):
        assert np.max(np.diff(np.unique(column))) == pytest.approx(spacing)


@every_target_of_many_inputs
def test_of_many_inputs_training_and_evaluation_share_nothing(target):
    training, evaluation = target.training_grid(1000), target.evaluation_grid()
    assert training.shape == (1000, target.inputs)
    both = np.concatenate([training, evaluation])
    assert len(np.unique(both, axis=0)) == len(both)
    assert np.all((both >= target.domain.lower) & (both <= target.domain.upper))
    np.testing.assert_array_equal(evaluation, target.evaluation_grid())
    np.testing.assert_array_equal(evaluation[: 2**14], target.uniform_evaluation_grid())
    assert evaluation[-1].tolist() == target.domain.centre().tolist()


def test_of_very_many_inputs_the_corners_are_left_out():
    target = Target("sum", lambda *x: sum(x), Box((0.0,) * 30, (1.0,) * 30), "", "this test")
    assert target.evaluation_grid().shape == (2**14 + 1, 30)


@pytest.mark.parametrize(
    "points", [2, 9, 100, 101, 128, 200, 241, 256, 257, 300, 500, 512, 576, 1000, 1025]
)
@pytest.mark.parametrize("name", ["line", "triangle", "blocks", "franke"])
def test_training_and_evaluation_share_the_corners_only(name, points):
    target = target_named(name)

    def rounded(grid):
        cells = (grid - target.domain.lower) / target.domain.lengths
        return {tuple(point) for point in np.round(cells, 12)}

    shared = rounded(target.training_grid(points)) & rounded(target.evaluation_grid())
    assert shared == rounded(target.domain.uniform_grid(2))


@pytest.mark.parametrize(
    ("name", "wanted", "given"),
    [
        ("sine", 2, 2),
        ("sine", 256, 256),
        ("franke", 576, 576),
        ("franke", 600, 576),
        ("franke", 1, 4),
    ],
)
def test_the_training_grid_has_about_the_points_asked_for(name, wanted, given):
    target = target_named(name)
    assert target.training_grid(wanted).shape == (given, target.inputs)


def test_the_logistic_is_exact_at_width_one():
    target = target_named("logistic")
    network = Network([[10.0]], [0.0], [[1.0]], [0.0], "logistic")
    grid = target.evaluation_grid()
    # exp is not the same to the last bit on every processor
    np.testing.assert_allclose(network(grid)[:, 0], target(grid), rtol=0.0, atol=3e-16)


# From the sources: Runge's function, Donoho & Johnstone's table 1, Franke's and MATLAB's formulas.
@pytest.mark.parametrize(
    ("name", "x", "value"),
    [
        ("runge", [1.0], 1.0 / 26.0),
        ("sinc", [0.0], 1.0),
        ("root", [-0.25], 0.5),
        ("triangle", [0.25], 1.0),
        ("doppler", [1.0], 0.0),
        ("blocks", [0.05], 0.0),
        ("blocks", [0.12], 4.0),
        ("blocks", [0.70], 5.2),
        ("blocks", [0.90], 0.0),
        ("heavisine", [0.5], -2.0),
        ("weierstrass", [0.0], 2.0 - 2.0**-6),
        ("weierstrass", [1.0 / 3.0], 2.0**-6 - 0.5),  # one cos(pi / 3), then cos(odd pi) only
        ("bumps", [0.0], 0.6 + math.exp(-36.0) + 0.8 * math.exp(-100.0)),
        ("two_tones", [0.025], math.sin(math.pi / 20.0) + 0.2),
        ("chirp", [0.125], math.sin(0.375 * math.pi)),
        ("doppler", [0.5], 0.5 * math.sin(2.1 * math.pi / 0.55)),
        ("ridge", [1.0, 0.0], math.sin(0.6 * math.pi)),
        ("cosines", [0.5, 0.5], 1.0),
        ("peaks", [0.0, 1.0], 3.0 * math.exp(-4.0) + 10.0 * math.exp(-1.0) - math.exp(-2.0) / 3.0),
        ("cone", [0.6, -0.8], 1.0),
        ("genz_continuous", [0.7, 0.5, 0.3], 1.0),
        ("genz_continuous", [0.8, 0.5, 0.1], math.exp(-1.02 * 0.1 - 3.06 * 0.2)),
        ("genz_discontinuous", [0.7, 0.5, 1.0], math.exp(4.3 * (0.7 + 2.0 * 0.5 + 3.0) / 6.0)),
        ("genz_discontinuous", [0.71, 0.5, 1.0], 0.0),
        ("genz_discontinuous", [0.7, 0.51, 1.0], 0.0),
        ("genz_product_peak", [0.7, 0.5, 0.3], 36.0 * (7.25 / 6.0) ** 6),
        ("genz_corner_peak", [0.0] * 5, 1.0),
        ("genz_corner_peak", [1.0] * 5, 2.85**-6),
        ("genz_gaussian", [0.7, 0.6, 0.5, 0.4, 0.3], 1.0),
        ("genz_gaussian", [0.7, 0.6, 0.5, 0.4, 1.0], math.exp(-((7.03 / 3.0 * 0.7) ** 2))),
        ("genz_oscillatory", [0.0] * 5, math.cos(1.4 * math.pi)),
        ("genz_oscillatory", [1.0] * 5, math.cos(1.4 * math.pi + 9.0)),
        ("gaussian10", [1.0] * 10, math.exp(-5.0)),
        ("friedman1", [0.5, 1.0, 1.0, 0.1, 0.2, *[0.3] * 5], 10.0 + 5.0 + 1.0 + 1.0),
        ("peaks", [0.0, 0.0], 3.0 * math.exp(-1.0) - math.exp(-1.0) / 3.0),
        (
            "franke",
            [2.0 / 9.0, 2.0 / 9.0],
            0.75
            + 0.75 * math.exp(-9.0 / 49.0 - 0.3)
            + 0.5 * math.exp(-6.5)
            - 0.2 * math.exp(-29.0),
        ),
    ],
)
def test_known_values(name, x, value):
    assert target_named(name)([x])[0] == pytest.approx(value, rel=1e-12, abs=1e-12)


@every_target
def test_values_are_one_number_for_each_point(target):
    grid = target.training_grid(100)
    values = target(grid)
    assert values.shape == (len(grid),)
    assert values.dtype == np.float64
    assert np.isfinite(target(target.evaluation_grid())).all()


@every_target
def test_points_need_one_column_for_each_input(target):
    with pytest.raises(ShapeError, match=f"{target.name} takes {target.inputs} inputs, not 4"):
        target(np.zeros((4, 4)))


def test_five_inputs_of_friedman_s_function_do_nothing():
    x = np.random.default_rng(0).random((20, 10))
    others = x.copy()
    others[:, 5:] = 0.5
    np.testing.assert_array_equal(target_named("friedman1")(x), target_named("friedman1")(others))


@every_target
def test_every_formula_can_be_drawn(target):
    MathTextParser("path").parse(f"${target.formula}$")


@pytest.mark.slow
def test_the_catalogue_is_listed_without_what_makes_sobol_points():
    """That takes most of a second to load."""
    code = (
        "import sys; from uat.targets.catalogue import TARGETS; "
        "complexities = [target.complexity for target in TARGETS.values()]; "
        "sys.exit('scipy.stats' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_import_computes_a_complexity():
    code = (
        "import sys; from uat.targets import catalogue, target; "
        "sys.exit(target._complexity.cache_info().misses)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@every_target
def test_a_target_can_be_sent_to_another_process(target):
    assert pickle.loads(pickle.dumps(target)) == target


@pytest.mark.parametrize(
    ("given", "domain"),
    [("exp(-x^2) * sin(5*y)", [(0, 1), (-1, 1)]), (math.cos, (0, 2)), ("blocks", (0.2, 0.5))],
)
def test_what_a_user_names_can_be_sent_to_another_process(given, domain):
    target = as_target(given, domain)
    sent = pickle.loads(pickle.dumps(target))
    x = target.training_grid(25)
    np.testing.assert_array_equal(sent(x), target(x))
    assert (sent.name, sent.domain, sent.kinks) == (target.name, target.domain, target.kinks)


@pytest.mark.parametrize(
    ("typed", "meant"), [("sin", "sine"), ("Rung", "runge"), ("block", "blocks")]
)
def test_an_unknown_name_is_answered_with_the_nearest(typed, meant):
    with pytest.raises(UnknownNameError, match=f"unknown target '{typed}': did you mean .*{meant}"):
        target_named(typed)


@pytest.mark.parametrize(
    ("size", "length", "ordinary"),
    [
        (2.0**199, 1.0, True),
        (2.0**200, 1.0, False),
        (2.0**-199, 1.0, True),
        (2.0**-200, 1.0, False),
        (1.0, 2.0**199, True),
        (1.0, 2.0**200, False),
        (1.0, 2.0**-200, False),
        (0.0, 1.0, True),
    ],
)
def test_only_what_is_out_of_the_ordinary_gets_other_units(size, length, ordinary):
    def function(x):
        return size * (x / length)

    target = Target("f", function, Box.interval(0.0, length), "", "this test", (length / 4.0,))
    unit, own_length, height = in_ordinary_units(target)
    assert (unit is target) == ordinary
    assert own_length in {1.0, length}
    assert height in {1.0, size}
    u = np.linspace(0.0, 1.0, 5) * length / own_length
    np.testing.assert_array_equal(height * unit(u), target(own_length * u))
    assert unit.kinks == (length / own_length / 4.0,)
