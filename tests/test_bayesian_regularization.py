from __future__ import annotations

import numpy as np
import pytest
from tools import given, settings
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.trainers import (
    BayesianRegularization,
    LevenbergMarquardt,
    StopReason,
    bayesian_regularization,
    draw_start,
)
from uat.trainers.evidence import Problem

QUICK = BayesianRegularization(steps=60, restarts=2)


def sine(x):
    return np.sin(2.0 * np.pi * x)


def noisy(points, noise, seed=0):
    """Return points drawn from the interval, and the sine there with noise."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, size=points)
    return Dataset(x, sine(x) + rng.normal(scale=noise, size=points))


def distance(network, points=501):
    """Return the rms distance of a network from the sine."""
    x = np.linspace(-1.0, 1.0, points)
    return float(np.sqrt(np.mean(np.square(network(x)[:, 0] - sine(x)))))


def problem_of(dataset, start):
    units = bayesian_regularization._Units.of(dataset)
    return Problem.of(dataset, units.scaled(dataset), start)


class TestWhatItInfers:
    @pytest.mark.slow
    @pytest.mark.parametrize("noise", [0.05, 0.3])
    @pytest.mark.parametrize("width", [8, 16])
    def test_the_noise(self, noise, width):
        result = QUICK.fit(noisy(400, noise), draw_start(1, width, 1, seed=0))
        # The deviation of an estimate from 400 points is about 1 / sqrt(800) of it.
        assert result.chosen["noise"] == pytest.approx(noise, rel=0.15)

    def test_the_noise_of_every_output(self):
        data = noisy(400, 0.05)
        other = np.random.default_rng(9).normal(scale=0.4, size=400) + 3.0 * data.x[:, 0]
        both = Dataset(data.x, np.stack([data.t[:, 0], other], axis=1))
        chosen = QUICK.fit(both, draw_start(1, 8, 2, seed=0)).chosen
        assert chosen["noise_1"] == pytest.approx(0.05, rel=0.2)
        assert chosen["noise_2"] == pytest.approx(0.4, rel=0.2)
        assert "noise" not in chosen

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", range(2))
    def test_an_exact_output_leaves_units_for_a_noisy_one(self, seed):
        rng = np.random.default_rng(seed)
        x = rng.uniform(-1.0, 1.0, size=(240, 2))
        known, noise = np.sin(3.0 * x[:, 0]) * x[:, 1], rng.normal(scale=0.1, size=240)
        data = Dataset(x, np.stack([known + noise, np.square(x).sum(axis=1)], axis=1))
        found = BayesianRegularization().fit(data, draw_start(2, 8, 2, seed)).network(x)
        assert np.sqrt(np.mean(np.square(found[:, 0] - known))) < 0.06
        assert np.sqrt(np.mean(np.square(found[:, 1] - data.t[:, 1]))) < 0.01

    @pytest.mark.parametrize("outputs", [1, 2])
    def test_a_weight_is_a_number_of_rows(self, outputs):
        rng = np.random.default_rng(outputs)
        x, counts = rng.uniform(-1.0, 1.0, size=(40, 1)), rng.integers(1, 4, 40)
        t = sine(x) + rng.normal(scale=0.2, size=(40, outputs))
        weighted = Dataset(x, t, counts, total=float(counts.sum()))
        repeated = Dataset(np.repeat(x, counts, axis=0), np.repeat(t, counts, axis=0))
        start = draw_start(1, 3, outputs, seed=0)
        once, again = QUICK.fit(weighted, start), QUICK.fit(repeated, start)
        np.testing.assert_allclose(once.network(x), again.network(x), atol=1e-6)
        assert once.chosen == pytest.approx(again.chosen, rel=1e-6)
        plain = QUICK.fit(Dataset(x, t, counts), start)
        assert plain.chosen["effective_parameters"] < once.chosen["effective_parameters"]

    @pytest.mark.slow
    @given(points=st.integers(1, 60), width=st.integers(1, 12), outputs=st.integers(1, 2))
    @settings(max_examples=20)
    def test_no_more_parameters_than_there_are(self, points, width, outputs):
        rng = np.random.default_rng(points)
        data = Dataset(rng.uniform(-1, 1, size=(points, 2)), rng.normal(size=(points, outputs)))
        start = draw_start(2, width, outputs, seed=0)
        effective = QUICK.fit(data, start).chosen["effective_parameters"]
        assert 0.0 <= effective <= start.to_vector().size

    def test_a_line_takes_few_parameters_whatever_the_width(self):
        x = np.linspace(-1.0, 1.0, 200)
        line = Dataset(x, 2.0 * x + np.random.default_rng(0).normal(scale=0.1, size=200))
        chosen = QUICK.fit(line, draw_start(1, 16, 1, seed=0)).chosen
        assert chosen["effective_parameters"] < 8.0

    def test_an_input_that_tells_nothing_loses_its_weights(self):
        rng = np.random.default_rng(4)
        x = rng.uniform(-1.0, 1.0, size=(300, 2))
        data = Dataset(x, sine(x[:, 0]) + rng.normal(scale=0.1, size=300))
        network = QUICK.fit(data, draw_start(2, 6, 1, seed=0)).network
        moved = network(np.stack([x[:, 0], -x[:, 1]], axis=1)) - network(x)
        assert np.sqrt(np.mean(moved**2)) < 0.03

    def test_pure_noise_is_fitted_by_next_to_nothing(self):
        rng = np.random.default_rng(5)
        data = Dataset(rng.uniform(-1.0, 1.0, size=(300, 3)), rng.normal(size=300))
        network = QUICK.fit(data, draw_start(3, 16, 1, seed=0)).network
        assert np.std(network(data.x)) < 0.2

    def test_the_evidence_tells_of_the_data_in_their_own_units(self):
        data, start = noisy(100, 0.2), draw_start(1, 5, 1, seed=0)
        larger = Dataset(data.x, 7.0 * data.t - 2.0)
        once, again = (QUICK.fit(d, start).chosen for d in (data, larger))
        assert again["noise"] == pytest.approx(7.0 * once["noise"], rel=1e-3)
        assert again["log_evidence"] == pytest.approx(
            once["log_evidence"] - 100 * np.log(7.0), abs=0.5
        )


class TestTheWay:
    @pytest.mark.slow
    @pytest.mark.parametrize("seed", [0, 1, 2])
    def test_it_follows_noise_less_than_plain_least_squares(self, seed):
        data, start = noisy(80, 0.3, seed), draw_start(1, 16, 1, seed)
        ours = distance(BayesianRegularization().fit(data, start, seed).network)
        plain = distance(LevenbergMarquardt().fit(data, start, seed).network)
        assert ours < 0.8 * plain

    def test_without_noise_it_comes_close(self):
        x = np.linspace(-1.0, 1.0, 150)
        result = BayesianRegularization().fit(Dataset(x, sine(x)), draw_start(1, 12, 1, seed=0))
        assert distance(result.network) < 1e-3

    def test_one_unit_that_is_a_line_becomes_the_least_squares_plane(self):
        rng = np.random.default_rng(11)
        x = rng.uniform(-1.0, 1.0, size=(500, 2))
        t = x @ [2.0, -3.0] + 0.5 + rng.normal(scale=0.1, size=500)
        start = Network([[0.1], [0.1]], [0.0], [[1.0]], [0.0], "identity")
        network = QUICK.fit(Dataset(x, t), start).network
        design = np.column_stack([x, np.ones(500)])
        expected, *_ = np.linalg.lstsq(design, t, rcond=None)
        np.testing.assert_allclose(network(x)[:, 0], design @ expected, atol=0.01)

    def test_the_order_of_the_rows_does_not_matter(self):
        data, start = noisy(60, 0.2), draw_start(1, 4, 1, seed=0)
        order = np.random.default_rng(0).permutation(60)
        trainer = BayesianRegularization(steps=10, restarts=1)
        one = trainer.fit(data, start).network
        other = trainer.fit(Dataset(data.x[order], data.t[order]), start).network
        np.testing.assert_allclose(one(data.x), other(data.x), rtol=1e-6, atol=1e-8)

    def test_the_same_bits_again(self):
        data, start = noisy(60, 0.2), draw_start(1, 6, 1, seed=0)
        one, other = (QUICK.fit(data, start, 3) for _ in range(2))
        assert one.network == other.network
        assert one.chosen == other.chosen

    @pytest.mark.slow
    @given(wild=st.floats(-1e6, 1e6))
    @settings(max_examples=5)
    def test_a_point_of_weight_0_has_no_influence(self, wild):
        data, start = noisy(41, 0.1), draw_start(1, 3, 1, seed=0)
        weights = np.where(np.arange(41) % 4 == 1, 0.0, 1.0)
        moved = np.where(weights[:, np.newaxis] > 0.0, data.t, wild)
        one = QUICK.fit(Dataset(data.x, data.t, weights), start)
        other = QUICK.fit(Dataset(data.x, moved, weights), start)
        assert one.network == other.network

    def test_a_noisy_point_may_be_told_by_its_weight(self):
        rng = np.random.default_rng(8)
        x, deviations = rng.uniform(-1.0, 1.0, size=300), np.where(np.arange(300) % 2, 1.0, 0.05)
        t = sine(x) + rng.normal(size=300) * deviations
        start = draw_start(1, 8, 1, seed=0)
        told = QUICK.fit(Dataset(x, t, deviations**-2), start).network
        untold = QUICK.fit(Dataset(x, t), start).network
        assert distance(told) < 0.5 * distance(untold)

    def test_of_many_points_a_few_come_first_and_all_last(self, monkeypatch):
        monkeypatch.setattr(bayesian_regularization, "_FIRST_ROWS", (100, 400))
        data, start = noisy(1000, 0.2), draw_start(1, 8, 1, seed=0)
        sizes = [
            p.points
            for p in bayesian_regularization._rising(
                problem_of(data, start), np.random.default_rng(0)
            )
        ]
        assert sizes == [100, 400, 1000]
        result = QUICK.fit(data, start)
        assert distance(result.network) < 0.1
        assert result.chosen["noise"] == pytest.approx(0.2, rel=0.1)

    def test_more_rows_get_fewer_steps(self, monkeypatch):
        monkeypatch.setattr(bayesian_regularization, "_FIRST_ROWS", (50, 100))
        looks = []

        def advance(descent, steps, *_):
            looks.append((descent._problem.rows, steps))

        monkeypatch.setattr(bayesian_regularization.RegularizedDescent, "advance", advance)
        data, start = noisy(200, 0.2), draw_start(1, 2, 1, seed=0)
        BayesianRegularization(steps=100, restarts=2).fit(data, start)
        assert looks == [(50, 13), (50, 13), (50, 100), (50, 100), (100, 15), (200, 10)]

    def test_a_second_start_never_lowers_the_evidence(self):
        data, start = noisy(80, 0.2), draw_start(1, 6, 1, seed=0)
        first, second = (
            BayesianRegularization(steps=60, restarts=n).fit(data, start).chosen["log_evidence"]
            for n in (1, 2)
        )
        assert second >= first


class TestSmallAndOdd:
    @pytest.mark.parametrize(
        ("x", "t"),
        [
            ([0.3], [0.7]),
            ([-0.5, 0.5], [1.0, -1.0]),
            ([0.1, 0.1, 0.1], [1.0, 2.0, 4.0]),
            ([-1.0, 0.0, 1.0], [5.0, 5.0, 5.0]),
            ([-1.0, 0.0, 1.0], [0.0, 0.0, 0.0]),
            ([[-1.0, 2.0], [0.0, 2.0], [1.0, 2.0]], [[0.0, 1.0], [1.0, 1.0], [0.0, 1.0]]),
            ([-1.0, -0.5, 0.0, 0.5, 1.0], [0.0, 1e9, 0.0, 0.1, 0.2]),
            ([-1.0, 0.0, 1.0], [1e-200, 2e-200, 4e-200]),
            ([-1e200, 0.0, 1e200], [0.0, 1.0, 2.0]),
        ],
    )
    @pytest.mark.parametrize("activation", ["logistic", "relu", "relu_cubed"])
    def test_no_worse_than_the_mean(self, x, t, activation):
        data = Dataset(x, t)
        start = draw_start(data.x.shape[1], 8, data.t.shape[1], 0, activation)
        result = QUICK.fit(data, start)
        off = np.abs(data.t - data.t.mean(axis=0))
        residual = np.abs(result.network(data.x) - data.t)
        assert np.linalg.norm(residual) <= 1.001 * np.linalg.norm(off) + 1e-6 * np.max(off)
        assert np.isfinite(list(result.chosen.values())).all()

    def test_a_constant_is_given_back_exactly(self):
        data = Dataset([-1.0, 0.0, 1.0], [0.1, 0.1, 0.1])
        result = QUICK.fit(data, draw_start(1, 4, 1, seed=0))
        assert result.network([0.3, 0.8]).tolist() == [[0.1], [0.1]]
        assert result.stop_reason is StopReason.CONVERGED

    def test_two_columns_that_say_the_same(self):
        data = noisy(100, 0.1)
        twice = Dataset(np.repeat(data.x, 2, axis=1), data.t)
        network = QUICK.fit(twice, draw_start(2, 8, 1, seed=0)).network
        assert np.sqrt(np.mean((network(twice.x)[:, 0] - sine(data.x[:, 0])) ** 2)) < 0.1

    def test_a_start_that_overflows_leaves_the_mean(self):
        start = Network([[1e120]], [0.0], [[1.0]], [0.0], "relu_cubed")
        trainer = BayesianRegularization(restarts=1)
        network = trainer.fit(Dataset([-1.0, 1.0], [0.0, 1.0]), start).network
        assert network([-1.0, 1.0]).tolist() == [[0.5], [0.5]]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("steps", 0),
        ("steps", 1.5),
        ("restarts", 0),
        ("tolerance", 0.0),
        ("tolerance", float("nan")),
    ],
)
def test_settings_out_of_range_are_refused(setting, value):
    with pytest.raises(SettingError, match=setting):
        BayesianRegularization(**{setting: value})


def test_no_gradient_passes_through_a_heaviside():
    with pytest.raises(SettingError, match="no gradient passes through heaviside"):
        QUICK.fit(noisy(10, 0.1), draw_start(1, 3, 1, seed=0, activation="heaviside"))
    assert BayesianRegularization().refusal(1, "logistic") is None
