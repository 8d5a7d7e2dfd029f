from __future__ import annotations

import math

import numpy as np
import pytest

import uat
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.expressions import parse
from uat.fits.sampling import integrated_data, measure
from uat.targets.catalogue import TARGETS
from uat.targets.user_targets import as_target

WIDE = (-1.0, 1.0)


def gaussian(x, width, at=0.1234):
    return np.exp(-(((x - at) / width) ** 2))


def by_number(x):
    return math.sin(3.0 * x) + math.exp(-(((x - 0.1234) / 1e-4) ** 2))


CASES = [
    # What is fitted, where, and half its range.
    ("1/(1 + ((x - .1234)/3e-5)^2)", WIDE, 0.5),
    ("1/(1 + ((x - .1234)/3e-7)^2)", WIDE, 0.5),
    ("1/(1 + ((x - .1234)/3e-9)^2)", WIDE, 0.5),
    ("exp(-((x - .1234)/1e-4)^2)", WIDE, 0.5),
    ("exp(-((x - .1234)/1e-7)^2)", WIDE, 0.5),
    ("exp(-((x - 123.4)/1e-4)^2)", (0.0, 1000.0), 0.5),
    ("1/cosh(1e6*(x - .3))", WIDE, 0.5),
    ("exp(-1e10*(x^2 - .6*x + .09))", (0.0, 1.0), 0.5),
    ("exp(-1e8*(sin(x) - .3)^2)", WIDE, 0.5),
    ("cos(x - .3)^1e9", WIDE, 0.5),
    ("1 if abs(x - .5001) < 1e-6 else 0", (0.0, 1.0), 0.5),
    # Two of different widths, a dip, on a wave, at an end, beside the place that leads to it.
    ("exp(-((x - .1234)/1e-5)^2) + 2/(1 + ((x - .7)/1e-6)^2)", WIDE, 1.0),
    ("exp(-((x - .1234)/1e-5)^2) - exp(-((x - .1334)/1e-6)^2)", WIDE, 1.0),
    ("3 - 2*exp(-((x - .1234)/1e-5)^2)", WIDE, 1.0),
    ("sin(3*x) + exp(-((x - .1234)/1e-5)^2)", WIDE, (1.0 + math.sin(0.3702) + 1.0) / 2.0),
    ("sin(50*x) - 3*exp(-1e10*(x - 0.777)^2)", (0.0, 10.0), (4.0 - math.sin(38.85)) / 2.0),
    ("exp(-((x - .99999)/1e-6)^2)", WIDE, 0.5),
    ("exp(-(x + 1)/1e-7)", WIDE, 0.5),
    ("exp(-((x - 1.36e-6)/1.2e-7)^2)", (0.0, 1.0), 0.5),
    ("x*exp(-1e6*x)", (0.0, 1.0), 5e-7 / math.e),
    ("1e-200*exp(-((x - .1234)/1e-4)^2)", WIDE, 5e-201),
    # Python functions, of arrays and of numbers.
    (lambda x: gaussian(x, 1e-4), WIDE, 0.5),
    (lambda x: 1.0 / (1.0 + ((x - 0.1234) / 1e-8) ** 2), WIDE, 0.5),
    (lambda x: np.sin(3.0 * x) + gaussian(x, 5e-5), WIDE, (2.0 + math.sin(0.3702)) / 2.0),
    (by_number, WIDE, (2.0 + math.sin(0.3702)) / 2.0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("given", "domain", "half"), CASES)
def test_range_best_constant_and_sup_norm_see_a_peak_that_is_narrower_than_the_grid(
    given, domain, half
):
    target = as_target(given, domain)
    # Beside a narrow peak, what it stands on is not level.
    assert target.trivial_error == pytest.approx(half, rel=2e-5)
    values = target(target.evaluation_grid())
    assert np.ptp(values) / 2.0 == pytest.approx(half, rel=2e-3)
    middle = (np.max(values) + np.min(values)) / 2.0
    flat = Network(np.ones((1, 1)), np.zeros(1), np.zeros((1, 1)), np.array([middle]))
    assert measure(flat, target)[0] == pytest.approx(half, rel=2e-3)
    # What falls off from an end is not between two points of the grid.
    assert (0 if given == "exp(-(x + 1)/1e-7)" else 1) <= len(target.peaks) <= 4


def test_its_variation_counts():
    target = as_target("exp(-((x - .1234)/1e-6)^2) + exp(-((x - .5)/1e-5)^2)", WIDE)
    assert target.complexity == pytest.approx(4.0, rel=1e-3)


@pytest.mark.parametrize(
    "text", ["x", "abs(x)", "sin(50*x)", "floor(3*x)", "tanh(1e6*(x - .3))", "1/(1 + 25*x^2)", "3"]
)
def test_what_a_grid_shows_has_no_narrow_peaks(text):
    assert as_target(text, WIDE).peaks == ()


def test_the_catalogue_has_none():
    assert all(target.peaks == () for target in TARGETS.values())


@pytest.mark.parametrize("text", ["sin(1e5*x)", "sin(1/(x + 1.001))"])
def test_waves_that_no_grid_follows_have_a_few(text):
    target = as_target(text, WIDE)
    assert 1 <= len(target.peaks) <= 8
    assert target.trivial_error == pytest.approx(1.0, rel=1e-4)


def test_a_peak_among_such_waves_is_told():
    # It is no higher than the waves are.
    target = as_target("sin(3*x) + exp(-((x - 123.4)/1e-4)^2)", (0.0, 1000.0))
    assert len(target.peaks) <= 8
    assert np.min(np.abs(np.array(target.peaks) - 123.4)) < 1e-6
    assert target(target.evaluation_grid()).max() == pytest.approx(1.0, rel=1e-4)


def test_where_there_is_no_value_is_not_looked_at():
    # The parts of the formula lead to x = 0.1, where it is 0/0.
    target = as_target("sin(1e4*(x - .1))/(x - .1)/1e4", (0.0, 1.01))
    assert np.max(target(target.evaluation_grid())) == pytest.approx(1.0, rel=0.05)


def test_a_pulse_has_two_jumps():
    target = as_target(lambda x: np.where(np.abs(x - 0.5001) < 2e-5, 1.0, 0.0), WIDE)
    assert target.kinks == pytest.approx((0.50008, 0.50012), abs=1e-11)
    assert target.largest_jump == 1.0


@pytest.mark.parametrize(
    ("text", "domain"),
    [("1/x", WIDE), ("tan(x)", (0.0, 3.0)), ("1/(x - .3)^2", WIDE)],
)
def test_a_pole_is_still_one(text, domain):
    with pytest.raises(SettingError, match="seems to be unbounded near x = "):
        as_target(text, domain)


def test_a_logarithm_at_the_end_is_still_refused():
    with pytest.raises(SettingError, match=r"at x = 0\.0, log\(x\) = -inf"):
        as_target("log(x)", (0.0, 1.0))


def test_they_stay_the_same_if_looked_for_again():
    once = as_target("exp(-((x - .1234)/1e-6)^2)", WIDE)
    assert as_target(once).peaks == pytest.approx(once.peaks, abs=1e-10)
    assert as_target(once, (0.5, 1.0)).peaks == ()


def test_near_best_is_trained_on_it():
    target = as_target("exp(-((x - .1234)/1e-4)^2)", WIDE)
    data = integrated_data(target, 448)
    seen = data.t[data.weights > 0.0] if data.weights is not None else data.t
    assert np.max(seen) > 0.9
    assert np.mean(seen > 0.1) > 0.05


@pytest.mark.parametrize(
    ("trainer", "said"),
    [
        ("random_features", "looked for there, too."),
        ("gradient_descent", "evenly spaced training points may all miss that"),
    ],
)
def test_the_fit_says_so(trainer, said):
    made = uat.GradientDescent(epochs=3) if trainer == "gradient_descent" else trainer
    fit = uat.fit("exp(-((x - .1234)/1e-5)^2)", 2, domain=WIDE, trainer=made)
    text = fit.summary()
    assert "more narrowly than a grid shows, at x = 0.1234" in text
    assert said in text
    assert "best constant  0.5" in text


def test_the_parts_of_a_formula_are_what_its_steps_compute():
    parts = parse("exp(-((x - 2)/4)^2)").parts(np.array([2.0, 6.0]))
    assert parts[0].tolist() == [0.0, 4.0]
    assert parts[-1] == pytest.approx([1.0, math.exp(-1.0)])
    assert parse("3").parts(np.zeros(2)).tolist() == [[3.0, 3.0]]
