"""What is chosen is chosen by rows left out; trainings do not depend on the units of a table."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.fits.cross_validation import (
    cross_validation,
    errors_of,
    learning_scores,
    noise_sentences,
    replicate_noise,
    train_on,
)
from uat.fits.folds import dealt
from uat.fits.scores import LearningScore, WidthScore
from uat.trainers import (
    BayesianRegularization,
    FitResult,
    GradientDescent,
    LevenbergMarquardt,
    StopReason,
)

QUICK = LevenbergMarquardt(epochs=25)
RNG = np.random.default_rng(1)
X = RNG.uniform(-3.0, 3.0, (60, 2))
T = np.sin(X[:, 0]) + 0.3 * X[:, 1] + 0.1 * RNG.normal(size=60)


def constant(value, inputs=1):
    """Return a training that found a network that is constant."""
    network = Network(np.ones((inputs, 1)), [0.0], [[0.0]], [value])
    return FitResult(network, StopReason.BUILT, np.zeros(1))


def line(slope):
    """Return a training that found a network that is a line through the origin."""
    network = Network([[1.0]], [0.0], [[slope]], [0.0], "identity")
    return FitResult(network, StopReason.BUILT, np.zeros(1))


def diverged():
    """Return a training that left its bounds."""
    return replace(constant(1.0), stop_reason=StopReason.DIVERGED)


@pytest.mark.parametrize("trainer", [QUICK, BayesianRegularization(restarts=1)])
@pytest.mark.parametrize("shift", [2000.0, 1.6e9])
def test_years_and_time_stamps_are_trained_as_what_is_left_of_them(trainer, shift):
    x, moved = np.round(256.0 * X) / 256.0, np.array([shift, 0.0])
    near = train_on(Dataset(x, T), 3, trainer, 0, "logistic")
    far = train_on(Dataset(x + moved, T), 3, trainer, 0, "logistic")
    centre = near.network.input_centre + moved
    assert far.network == replace(near.network, input_centre=centre)
    np.testing.assert_array_equal(far.network(x + moved), near.network(x))
    np.testing.assert_array_equal(far.loss_history, near.loss_history)


class TestConstantInputs:
    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_leave_the_training_as_it_is_bit_for_bit(self, place):
        more = Dataset(np.insert(X, place, 3.7, axis=1), T)
        plain = train_on(Dataset(X, T), 3, QUICK, 0, "logistic")
        found = train_on(more, 3, QUICK, 0, "logistic")
        weights = np.insert(plain.network.hidden_weights, place, 0.0, axis=0)
        centre = np.insert(plain.network.input_centre, place, 0.0)
        assert found.network == replace(plain.network, hidden_weights=weights, input_centre=centre)
        np.testing.assert_array_equal(found.loss_history, plain.loss_history)

    def test_alone_give_the_mean(self):
        found = train_on(Dataset(np.ones((60, 2)), T), 2, QUICK, 0, "logistic").network
        assert not found.hidden_weights.any()
        np.testing.assert_allclose(found(np.ones((1, 2))), [[T.mean()]])


class TestTraining:
    DATA = Dataset(X, np.stack([T, T**2], axis=1))

    @pytest.mark.slow
    @given(
        shift=st.floats(-1e3, 1e3),
        factor=st.sampled_from([1e-6, 1e-3, 1.0, 1e4]),
    )
    def test_does_not_depend_on_the_units(self, shift, factor):
        trainer = LevenbergMarquardt(epochs=3)
        plain = train_on(self.DATA, 2, trainer, 0, "logistic").network
        other = Dataset(shift + factor * X, factor * (self.DATA.t + shift))
        found = train_on(other, 2, trainer, 0, "logistic").network
        expected = factor * (plain(X) + shift)
        tolerance = 1e-5 * factor * (1.0 + abs(shift))
        np.testing.assert_allclose(found(other.x), expected, atol=tolerance)

    def test_an_input_that_never_changes_has_no_weight(self):
        x = np.stack([X[:, 0], np.full(60, 1e9)], axis=1)
        network = train_on(Dataset(x, T), 3, QUICK, 0, "logistic").network
        assert network.hidden_weights[1].tolist() == [0.0] * 3
        alone = train_on(Dataset(X[:, 0], T), 3, QUICK, 0, "logistic").network
        assert np.array_equal(network(x), network(x * [1.0, 2.0]))
        assert np.std(network(x)[:, 0] - T) < 1.5 * np.std(alone(X[:, 0])[:, 0] - T)

    def test_an_output_that_never_changes_is_met_exactly(self):
        t = np.stack([np.full(60, 0.1), T], axis=1)
        network = train_on(Dataset(X, t), 3, QUICK, 0, "logistic").network
        assert (network(X)[:, 0] == 0.1).all()
        assert np.std(network(X)[:, 1] - T) < np.std(T)

    def test_of_constant_outputs_there_is_nothing_to_train(self):
        result = train_on(Dataset(X, np.full(60, -7.5)), 4, QUICK, 0, "tanh")
        assert result.stop_reason == StopReason.BUILT
        assert (result.network(X) == -7.5).all()
        assert result.network.width == 4
        assert result.network.activation == "tanh"

    def test_snapshots_are_in_the_data_s_units_too(self):
        trainer = GradientDescent(epochs=5, snapshots=(5,))
        result = train_on(Dataset(100.0 + X, 1e3 * T), 3, trainer, 0, "logistic")
        np.testing.assert_allclose(result.snapshots[5](X + 100.0), result.network(X + 100.0))


class TestErrors:
    DATA = Dataset(np.arange(4.0), [[0.0, 8.0], [2.0, 8.0], [0.0, 8.0], [2.0, 8.0]])

    def test_are_root_mean_squares_over_rows_and_outputs_in_deviations(self):
        network = Network([[0.0]], [0.0], [[0.0, 0.0]], [1.0, 2.0])
        result = FitResult(network, StopReason.BUILT, np.zeros(1))
        found = errors_of(result, [self.DATA], np.array([1.0, 2.0]))
        assert found == pytest.approx((math.sqrt((1.0 + 9.0) / 2.0),))

    def test_of_a_training_that_diverged_are_infinite(self):
        found = errors_of(diverged(), [self.DATA] * 2, np.ones(2))
        assert found == (math.inf, math.inf)


class TestCrossValidation:
    DATA = Dataset(np.arange(23.0), np.arange(23.0) ** 2)

    @given(folds=st.integers(2, 23), seed=st.integers(0, 3))
    def test_every_row_is_left_out_once_and_fitted_otherwise(self, folds, seed):
        seen = []

        def train(dataset, _):
            seen.append(set(dataset.x[:, 0]))
            return constant(0.0)

        cross_validation(self.DATA, [3], dealt(23, folds, np.random.default_rng(seed)), train)
        assert len(seen) == folds
        left_out = [set(range(23)) - rows for rows in seen]
        assert sorted(x for rows in left_out for x in rows) == list(range(23))
        assert max(map(len, left_out)) - min(map(len, left_out)) <= 1

    def test_the_score_is_the_mean_over_the_folds_and_its_standard_error(self):
        errors = []

        def train(dataset, _):
            rest = np.setdiff1d(self.DATA.x, dataset.x) ** 2
            errors.append(np.sqrt(np.mean((rest - 100.0) ** 2)) / np.std(self.DATA.t))
            return constant(100.0)

        (score,) = cross_validation(
            self.DATA, [3], dealt(23, 4, np.random.default_rng(0)), train
        ).scores
        assert score.width == 3
        assert score.mean == pytest.approx(np.mean(errors))
        assert score.standard_error == pytest.approx(np.std(errors, ddof=1) / 2.0)

    def test_the_best_constant_errs_by_about_one(self):
        mean = self.DATA.t.mean()
        (score,) = cross_validation(
            self.DATA, [1], dealt(23, 5, np.random.default_rng(0)), lambda *_: constant(mean)
        ).scores
        assert score.mean == pytest.approx(1.0, abs=0.3)

    def test_width_0_is_the_mean_of_the_rows_fitted(self):
        parts = dealt(23, 4, np.random.default_rng(0))

        def train(dataset, width):
            return train_on(dataset, width, QUICK, 0, "logistic")

        found = cross_validation(self.DATA, [0], parts, train)
        for rows in parts:
            mean = np.delete(self.DATA.t[:, 0], rows).mean()
            errors = (mean - self.DATA.t[rows, 0]) ** 2 / self.DATA.t.var()
            np.testing.assert_allclose(found.squares[0][rows], errors)
        np.testing.assert_array_equal(found.squares_of(0), found.squares[0])

    def test_width_0_is_not_one_of_those_that_end_the_curve(self):
        parts = dealt(23, 4, np.random.default_rng(0))
        offsets = {0: 0.0, 1: 90.0, 2: 90.0, 4: 0.0}
        found = cross_validation(
            self.DATA, list(offsets), parts,
            lambda _, width: constant(self.DATA.t.mean() + offsets[width]),
        )  # fmt: skip
        assert [score.width for score in found.scores] == [0, 1, 2, 4]

    def test_a_training_that_diverged_has_no_finite_score(self):
        parts = dealt(23, 3, np.random.default_rng(0))
        found = cross_validation(
            self.DATA, [1, 2], parts, lambda _, width: diverged() if width == 2 else constant(1.0)
        )
        assert math.isfinite(found.scores[0].mean)
        assert (found.scores[1].mean, found.scores[1].training) == (math.inf, math.inf)
        assert np.isinf(found.squares[1]).all()
        assert found.width == 1
        assert found.networks_of(2) is None
        assert found.networks_of(4) is None
        assert found.networks_of(1) is found.networks[0]

    def test_every_row_has_the_squared_error_of_the_network_that_did_not_see_it(self):
        def train(dataset, width):
            return constant(width * dataset.x.sum())

        found = cross_validation(self.DATA, [1, 2], dealt(23, 4, np.random.default_rng(0)), train)
        assert found.squares.shape == (2, 23)
        parts = np.array_split(np.random.default_rng(0).permutation(23), 4)
        for rows in parts:
            left = 2 * (np.arange(23.0).sum() - rows.sum()) - self.DATA.t[rows, 0]
            np.testing.assert_allclose(found.squares[1][rows], left**2 / self.DATA.t.var())
        again = found.networks_of(2).predict(self.DATA.x)
        squares = (again - self.DATA.t)[:, 0] ** 2 / self.DATA.t.var()
        np.testing.assert_allclose(squares, found.squares[1])
        rest = found.without_first()
        assert (rest.width, len(rest.scores), len(rest.squares)) == (2, 1, 1)
        assert rest.networks_of(2) is found.networks_of(2)

    @pytest.mark.parametrize(
        ("offsets", "tried"),
        [
            ([0, 5, 9, 9], [1, 2, 4]),
            ([5, 0, 9, 9], [1, 2, 4, 8]),
            ([9, 5, 0, 0], [1, 2, 4, 8]),
            ([0, 9, 0, 9], [1, 2, 4, 8]),
        ],
    )
    def test_it_ends_when_the_curve_has_turned(self, offsets, tried):
        data = Dataset(np.arange(40.0), np.tile([-1.0, 1.0], 20))
        by_width = dict(zip([1, 2, 4, 8], offsets, strict=True))

        def train(_, width):
            return constant(float(by_width[width]))

        found = cross_validation(data, [1, 2, 4, 8], dealt(40, 4, np.random.default_rng(0)), train)
        assert [score.width for score in found.scores] == tried
        assert found.squares.shape == (len(tried), 40)

    def test_it_ends_when_twice_the_units_make_no_difference(self):
        signs = np.tile([-1.0, 1.0], 20)
        data = Dataset(signs, signs)
        widths = [1, 2, 4, 8, 16, 32]

        def tried(*slopes):
            by_width = dict(zip(widths, slopes, strict=True))
            found = cross_validation(
                data,
                widths,
                dealt(40, 4, np.random.default_rng(0)),
                lambda _, width: line(by_width[width]),
            )
            return [score.width for score in found.scores]

        assert tried(0.6, 0.6, 0.8, 0.8, 0.8, 0.8) == [1, 2, 4, 8]
        assert tried(0.6, 0.6, 0.6, 0.8, 0.8, 0.8) == [1, 2, 4, 8, 16]
        assert tried(0.5, 0.6, 0.7, 0.8, 0.9, 0.95) == widths
        # While little is explained, nothing is settled.
        assert tried(0.1, 0.1, 0.1, 0.1, 0.1, 0.9) == widths


class TestNoise:
    TURNS = (
        WidthScore(1, 0.9, 0.1, 0.9),
        WidthScore(2, 0.4, 0.1, 0.3),
        WidthScore(8, 0.7, 0.1, 0.1),
    )

    def test_an_error_that_turns_up_is_told(self):
        text = noise_sentences(self.TURNS, LearningScore(100, 0.3, 0.4))
        assert "least at width 2 (0.4 output deviations)" in text
        assert "rises again to 0.7 at width 8: wider networks fit the noise." in text

    @pytest.mark.parametrize(
        ("last", "why"),
        [
            (WidthScore(8, 0.49, 0.1, 0.1), "within a standard error"),
            (WidthScore(8, 0.7, 0.1, 0.6), "the optimum was not found"),
            (WidthScore(8, 0.3, 0.1, 0.1), "it falls"),
        ],
    )
    def test_what_only_looks_like_it_is_not(self, last, why):
        curve = (*self.TURNS[:2], last)
        assert noise_sentences(curve, LearningScore(100, 0.3, 0.4)) is None, why

    def test_a_held_out_error_far_above_is_told(self):
        text = noise_sentences((), LearningScore(100, 0.1, 0.5))
        assert "held out (0.5 output deviations) is far above the one on rows fitted (0.1)" in text

    @pytest.mark.parametrize("test", [0.15, math.nan])
    def test_one_that_is_not_or_is_unknown_is_not(self, test):
        assert noise_sentences((), LearningScore(100, 0.1, test)) is None

    def test_errors_too_small_to_see_say_nothing(self):
        tiny = (WidthScore(1, 1e-5, 1e-7, 1e-5), WidthScore(2, 1e-4, 1e-7, 1e-6))
        assert noise_sentences(tiny, LearningScore(100, 1e-9, 1e-4)) is None


class TestReplicates:
    @given(seed=st.integers(0, 20), shift=st.sampled_from([0.0, 1e8]))
    def test_tell_the_pure_error(self, seed, shift):
        rng = np.random.default_rng(seed)
        x = rng.integers(0, 3, (40, 2)).astype(float)
        t = rng.normal(size=(40, 2)) + shift
        groups = [t[(x == point).all(axis=1)] for point in np.unique(x, axis=0)]
        squares = sum(np.sum((g - g.mean(axis=0)) ** 2, axis=0) for g in groups)
        found = replicate_noise(Dataset(x, t))
        assert found.rows == 40 - len(groups)
        np.testing.assert_allclose(found.deviation, np.sqrt(squares / found.rows), rtol=1e-6)

    @pytest.mark.parametrize("copies", [0, 4])
    def test_that_are_too_few_say_nothing(self, copies):
        assert replicate_noise(Dataset([*X, *X[:copies]], [*T, *T[:copies]])) is None


class TestLearningScores:
    def test_each_lot_of_rows_holds_the_last(self):
        lots = []

        def train(dataset, _):
            lots.append(set(dataset.x[:, 0]))
            return constant(0.0)

        x = np.arange(50.0)
        learning_scores(
            Dataset(x, x), Dataset(x, x), 1, [5, 10, 40], np.random.default_rng(0), train
        )
        assert list(map(len, lots)) == [5, 10, 40]
        assert lots[0] < lots[1] < lots[2]

    def test_a_training_that_diverged_has_no_finite_error(self):
        x = np.arange(50.0)
        scores = learning_scores(
            Dataset(x, x), Dataset(x, x), 1, [5, 40], np.random.default_rng(0),
            lambda dataset, _: diverged() if dataset.points == 5 else constant(1.0),
        )  # fmt: skip
        assert (scores[0].training, scores[0].test) == (math.inf, math.inf)
        assert math.isfinite(scores[1].training)
        assert math.isfinite(scores[1].test)
