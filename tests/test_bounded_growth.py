"""Near-best networks of bounded norm, width after width, for every kind of unit."""

from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import pytest
from tools import given, settings
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.fits.function import fit_widths
from uat.fits.sampling import scaled_data
from uat.targets.catalogue import target_named
from uat.trainers import VariableProjection, draw_start

pytestmark = pytest.mark.slow

QUICK = {"cold_starts": 1, "screening": 4, "kept": 1, "steps": 20, "swaps": 0, "polish": 3}
POINTS = {1: 120, 2: 150}


def data_of(name):
    target = target_named(name)
    return scaled_data(target, POINTS[target.inputs], "integrated")[0]


def grown(data, widest, bound, activation="logistic", seed=0, **more):
    trainer = VariableProjection(**QUICK, max_norm=bound, **more)
    return list(itertools.islice(trainer.grow(data, seed, activation), widest))


def largest(result, data):
    return float(np.max(np.abs(result.network(data.x) - data.t)))


def bits(result):
    return result.network.to_vector().tobytes(), result.loss_history.tobytes()


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["sine", "runge", "step", "absolute", "franke"]),
    st.floats(1e-2, 1e4),
    st.sampled_from(["logistic", "relu", "heaviside", "gaussian"]),
    st.integers(0, 3),
)
def test_every_width_keeps_the_bound_and_none_is_worse_than_the_one_before(
    name, bound, activation, seed
):
    data = data_of(name)
    if data.x.shape[1] > 1 and activation == "heaviside":
        activation = "tanh"
    results = grown(data, 3, bound, activation, seed)
    assert [result.network.width for result in results] == [1, 2, 3]
    assert all(result.network.coefficient_norm <= bound for result in results)
    errors = [largest(result, data) for result in results]
    constant = float(np.ptp(data.t)) / 2.0
    for before, after in itertools.pairwise([constant, *errors]):
        assert after <= 1.011 * before  # within a hundredth of half a jump all are equal


@functools.cache
def plain_bits(activation):
    start = draw_start(1, 3, 1, 0, activation)
    return bits(VariableProjection(**QUICK).fit(data_of("sine"), start))


@pytest.mark.parametrize("free", [None, math.inf])
@pytest.mark.parametrize("activation", ["logistic", "relu"])
def test_no_bound_is_the_free_search_bit_for_bit(free, activation):
    data = data_of("sine")
    start = draw_start(1, 3, 1, 0, activation)
    bounded = VariableProjection(**QUICK, max_norm=free)
    assert bounded == VariableProjection(**QUICK)
    assert bits(bounded.fit(data, start)) == plain_bits(activation)
    assert bounded.fit(data, start).unbounded is None


@pytest.mark.parametrize("activation", ["logistic", "relu", "heaviside"])
def test_a_bound_that_is_out_of_the_way_costs_nothing(activation):
    data = data_of("sine")
    plain = itertools.islice(VariableProjection(**QUICK).grow(data, 0, activation), 4)
    wide = grown(data, 4, 1e12, activation)
    for free, bounded in zip(plain, wide, strict=True):
        assert largest(bounded, data) <= largest(free, data) * (1.0 + 1e-9)
        np.testing.assert_allclose(bounded.unbounded(data.x), free.network(data.x), atol=1e-9)


def test_the_norm_costs_and_a_larger_one_costs_less():
    data = data_of("sine")
    errors = [largest(grown(data, 5, bound)[-1], data) for bound in (1.0, 4.0, 16.0, 64.0)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.05 * errors[0]


def test_monotone_units_of_bounded_norm_vary_by_no_more():
    # A sum of logistic units varies by at most |c|_1; the sine by 4 half ranges. What is left of
    # it, clipped at heights of +-(1 - E), varies by 4 (1 - E), less what both ends may save, 2 E.
    fits = fit_widths(
        target_named("sine"), [6], VariableProjection(**QUICK, max_norm=1.0), 0, "logistic", 120
    )
    varied = float(np.sum(np.abs(np.diff(fits[0](np.linspace(-1.0, 1.0, 2001))))))
    assert varied <= 1.0 + 1e-12
    assert fits[0].max_error >= (4.0 - 1.0) / 6.0 - 1e-9


def test_steps_of_bounded_variation_reach_the_least_error_there_is():
    # Of x on [-1, 1] steps of variation V leave at least (2 - V) / 2, and enough of them that.
    x = np.linspace(-1.0, 1.0, 401)
    data = Dataset(x, x, np.ones(len(x)))
    result = grown(data, 9, 1.0, "heaviside")[-1]
    assert result.network.coefficient_norm <= 1.0
    assert largest(result, data) == pytest.approx(0.5, abs=0.02)


def test_squares_count_for_the_other_norm():
    data = data_of("sine")
    by_squares, by_peaks = (grown(data, 4, 3.0, norm=norm)[-1] for norm in ("l2", "max"))

    def mean(result):
        return float(data.shares @ np.square(result.network(data.x) - data.t)[:, 0])

    assert by_squares.network.coefficient_norm <= 3.0
    assert mean(by_squares) < mean(by_peaks)
    assert largest(by_peaks, data) < largest(by_squares, data)


def test_every_output_keeps_the_bound():
    x = np.linspace(-1.0, 1.0, 40)
    data = Dataset(x, np.stack([np.sin(3.0 * x), np.cos(4.0 * x)], axis=1))
    result = grown(data, 2, 2.0)[-1]
    assert np.all(np.sum(np.abs(result.network.output_weights), axis=0) <= 2.0)


def test_a_width_does_not_depend_on_how_it_is_asked_for():
    data = data_of("runge")
    trainer = VariableProjection(**QUICK, max_norm=3.0)
    fitted = trainer.fit(data, draw_start(1, 3, 1, 0, "logistic"))
    assert bits(fitted) == bits(grown(data, 4, 3.0)[2])


@pytest.mark.parametrize("bound", [0.0, -1.0, math.nan, "3", True])
def test_what_bounds_nothing_is_refused(bound):
    with pytest.raises(SettingError, match="max_norm must be"):
        VariableProjection(max_norm=bound)
