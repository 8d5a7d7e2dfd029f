"""A table is fitted in any units, its width chosen by rows left out, its errors told honestly."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import uat.data_fitting as door
from uat.cross_validation import (
    learning_scores,
    noise_sentences,
    one_standard_error,
    replicate_noise,
    width_scores,
)
from uat.data_fits import LearningScore, WidthScore
from uat.data_fitting import fit_data, train_on
from uat.datasets import Dataset
from uat.exceptions import SettingError, ShapeError, UatError, UnknownNameError
from uat.network import Network
from uat.trainers import (
    TRAINERS,
    FitResult,
    GradientDescent,
    LevenbergMarquardt,
    StopReason,
    make_trainer,
)

QUICK = LevenbergMarquardt(epochs=25)
RNG = np.random.default_rng(1)
X = RNG.uniform(-3.0, 3.0, (60, 2))
T = np.sin(X[:, 0]) + 0.3 * X[:, 1] + 0.1 * RNG.normal(size=60)


def quick_fit(x=X, t=T, width=2, **settings):
    return fit_data(x, t, width, **{"trainer": QUICK, "learning_curve": False, **settings})


def constant(value, inputs=1):
    """Return a training that found a network that is constant."""
    network = Network(np.ones((inputs, 1)), [0.0], [[0.0]], [value])
    return FitResult(network, StopReason.BUILT, np.zeros(1))


def line(slope):
    """Return a training that found a network that is a line through the origin."""
    network = Network([[1.0]], [0.0], [[slope]], [0.0], "identity")
    return FitResult(network, StopReason.BUILT, np.zeros(1))


class TestTraining:
    DATA = Dataset(X, np.stack([T, T**2], axis=1))

    @given(
        shift=st.floats(-1e3, 1e3),
        factor=st.sampled_from([1e-6, 1e-3, 1.0, 1e4]),
        up=st.sampled_from([-1.0, 1.0]),
    )
    def test_does_not_depend_on_the_units(self, shift, factor, up):
        trainer = LevenbergMarquardt(epochs=3)
        plain = train_on(self.DATA, 2, trainer, 0, "logistic").network
        other = Dataset(shift + factor * X, up * factor * (self.DATA.t + shift))
        found = train_on(other, 2, trainer, 0, "logistic").network
        # What a sign does to the outputs, it does not do to the random start.
        if up > 0.0:
            expected = factor * (plain(X) + shift)
            tolerance = 1e-5 * factor * (1.0 + abs(shift))
            np.testing.assert_allclose(found(other.x), expected, atol=tolerance)
        assert found(other.x).shape == (60, 2)

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

    @pytest.mark.parametrize("name", sorted(TRAINERS))
    def test_every_trainer_takes_a_table(self, name):
        trainer = make_trainer(name)
        settings = {"epochs": 30} if "epochs" in trainer.__dataclass_fields__ else {}
        trainer = make_trainer(name, **settings)
        if trainer.refusal(1, "logistic") is not None:
            pytest.skip("does not fit such networks")
        fit = quick_fit(X[:, 0], np.sin(X[:, 0]), trainer=trainer, width=3, seed=1)
        assert fit.trainer is trainer
        assert fit.width == 3
        assert fit.training_rmse[0] < fit.constant_rmse[0][0]


class TestHeldOutRows:
    @given(rows=st.integers(1, 40), share=st.floats(0.0, 0.9), seed=st.integers(0, 5))
    def test_every_row_is_fitted_or_held_out_and_keeps_its_place(self, rows, share, seed):
        x = np.arange(float(rows))
        fit = quick_fit(x, np.ones(rows), held_out=share, seed=seed, width=1)
        parts = [fit.dataset_training.x[:, 0]]
        if fit.dataset_test is not None:
            parts.append(fit.dataset_test.x[:, 0])
        assert sorted(np.concatenate(parts)) == x.tolist()
        assert all((np.diff(part) > 0.0).all() for part in parts)
        expected = round(share * rows) if rows >= 10 else 0
        assert len(parts[0]) == rows - expected

    def test_change_nothing_of_the_network_or_its_width(self):
        before = fit_data(X, T, trainer=QUICK, max_width=4, seed=3)
        wild = T.copy()
        for row in before.dataset_test.x:
            wild[(row == X).all(axis=1)] += 1e3
        after = fit_data(X, wild, trainer=QUICK, max_width=4, seed=3)
        assert after.network == before.network
        assert after.width_curve == before.width_curve
        assert after.test_rmse[0] > 900.0

    def test_everything_is_the_seed_s(self):
        first, again, other = (
            fit_data(X, T, trainer=QUICK, max_width=4, seed=seed) for seed in (5, 5, 6)
        )
        assert {**first.to_dict(), "seconds": 0.0} == {**again.to_dict(), "seconds": 0.0}
        assert first.dataset_test.x.tolist() != other.dataset_test.x.tolist()

    def test_none_can_be_asked_for(self):
        fit = quick_fit(held_out=0.0)
        assert fit.dataset_test is None
        assert fit.dataset_training.points == 60
        assert not fit.notes

    def test_of_few_rows_there_are_none_and_it_is_said(self):
        fit = quick_fit(X[:9], T[:9])
        assert fit.dataset_test is None
        assert "9 rows are too few to hold some out" in fit.summary()
        assert quick_fit(X[:10], T[:10]).dataset_test.points == 2


class TestSmallAndOddTables:
    def test_one_row_is_met(self):
        fit = fit_data([[1.0, 2.0]], [3.0], trainer=QUICK)
        assert fit([[1.0, 2.0]]).tolist() == [[3.0]]
        assert fit.width == 1
        assert "1 row is too few" in fit.summary()
        assert fit.to_json()

    @pytest.mark.parametrize("rows", range(2, 14))
    def test_few_rows_are_fitted_by_a_width_they_carry(self, rows):
        fit = fit_data(X[:rows], T[:rows], trainer=QUICK)
        assert fit.width * 4 + 1 <= max(rows, 5)
        assert np.isfinite(fit.training_rmse).all()
        assert fit.summary()
        assert fit.to_json()

    def test_equal_rows(self):
        fit = fit_data(np.ones((12, 2)), np.arange(12.0), trainer=QUICK)
        fitted = fit.dataset_training.t
        assert fit([[1.0, 1.0]]) == pytest.approx(np.array([[fitted.mean()]]))
        assert fit.noise_floor == pytest.approx([np.arange(12.0).std(ddof=1)])

    def test_columns_that_never_change_are_named(self):
        x = np.stack([X[:, 0], np.full(60, 2.0)], axis=1)
        names = {"input_names": ["a", "b"], "output_names": ["u", "v"]}
        fit = quick_fit(x, np.stack([T, np.full(60, 5.0)], axis=1), **names)
        assert [note.split(", which")[0] for note in fit.notes] == [
            "Constant in the rows fitted: input b",
            "Constant in the rows fitted: output v",
        ]

    def test_several_outputs_share_one_network(self):
        t = np.stack([T, 100.0 * X[:, 0] ** 2, -X[:, 1]], axis=1)
        fit = fit_data(X, t, trainer=QUICK, max_width=4)
        assert fit.network.outputs == 3
        assert fit.test_rmse.shape == fit.training_r2.shape == (3,)
        assert fit.output_names == ("y1", "y2", "y3")
        assert (fit.training_r2 > 0.5).all()

    def test_large_and_small_units(self):
        plain = quick_fit(seed=2)
        scaled = quick_fit(1e60 * X, 1e-60 * T, seed=2)
        np.testing.assert_allclose(scaled.test_r2, plain.test_r2, rtol=1e-6)


class TestChoiceOfWidth:
    def test_noise_about_a_simple_curve_takes_a_narrow_network(self):
        rng = np.random.default_rng(0)
        x = rng.uniform(-2.0, 2.0, 120)
        fit = fit_data(x, np.tanh(x) + 0.5 * rng.normal(size=120), trainer=QUICK, max_width=8)
        assert fit.width <= 2
        assert [score.width for score in fit.width_curve][:2] == [1, 2]

    def test_a_curve_without_noise_takes_as_many_units_as_it_needs(self):
        x = np.linspace(-3.0, 3.0, 80)
        fit = fit_data(x, np.sin(2.0 * x), trainer=LevenbergMarquardt(epochs=100), max_width=8)
        assert fit.width >= 4
        assert fit.test_r2 > 0.999

    def test_a_given_width_is_taken_and_nothing_is_cross_validated(self):
        fit = quick_fit(width=33, max_width=2)
        assert fit.width == 33
        assert fit.width_curve == ()

    @pytest.mark.parametrize(("most", "widths"), [(1, [1]), (2, [1, 2]), (6, [1, 2, 4, 6])])
    def test_no_wider_than_asked(self, most, widths):
        smooth = np.sin(3.0 * X[:, 0])
        fit = fit_data(X[:, 0], smooth, trainer=QUICK, max_width=most, learning_curve=False)
        assert [score.width for score in fit.width_curve] == widths

    def test_no_more_parameters_than_values_and_it_is_said(self):
        # 24 rows fitted, 19 in a fold's training, 4 parameters a unit and one more
        fit = fit_data(X[:30], T[:30], trainer=QUICK)
        assert [score.width for score in fit.width_curve] == [1, 2, 4]
        assert "Widths above 4 were not tried" in fit.summary()

    def test_more_folds_than_rows_leave_one_out_and_it_is_said(self):
        fit = fit_data(X[:12], T[:12], trainer=QUICK, folds=50, max_width=1)
        assert "There are 10 rows to fit: as many folds, not 50." in fit.notes

    def test_of_very_many_rows_some_choose_and_it_is_said(self, monkeypatch):
        monkeypatch.setattr(door, "_MOST_TO_CHOOSE", 40)
        seen = []
        fit = fit_data(
            X, T, trainer=QUICK, max_width=2, learning_curve=False,
            progress=lambda _, what: seen.append(what),
        )  # fmt: skip
        assert "The width was chosen on 40 of these rows, drawn at random." in fit.notes
        assert seen[0] == "fitting width 1 to 32 rows"
        assert seen[-2].endswith("to 48 rows")


class TestDefaults:
    def test_noise_of_several_inputs_is_seen_through(self):
        rng = np.random.default_rng(0)
        x = rng.uniform(size=(250, 4))
        smooth = 10.0 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 10.0 * x[:, 2]
        fit = fit_data(x, smooth + rng.normal(size=250), max_width=4)
        assert fit.trainer.name == "bayesian_regularization"
        fresh = rng.uniform(0.05, 0.95, size=(500, 4))
        truth = 10.0 * np.sin(np.pi * fresh[:, 0] * fresh[:, 1]) + 10.0 * fresh[:, 2]
        # The noise has deviation 1; what is left of it in the network is well below that.
        assert np.sqrt(np.mean((fit(fresh)[:, 0] - truth) ** 2)) < 0.6
        assert 0.8 < fit.test_rmse[0] < 1.4
        assert fit.noise is None


class TestCrossValidation:
    DATA = Dataset(np.arange(23.0), np.arange(23.0) ** 2)

    @given(folds=st.integers(2, 23), seed=st.integers(0, 3))
    def test_every_row_is_left_out_once_and_fitted_otherwise(self, folds, seed):
        seen = []

        def train(dataset, _):
            seen.append(set(dataset.x[:, 0]))
            return constant(0.0)

        width_scores(self.DATA, [3], folds, np.random.default_rng(seed), train)
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

        (score,) = width_scores(self.DATA, [3], 4, np.random.default_rng(0), train)
        assert score.width == 3
        assert score.mean == pytest.approx(np.mean(errors))
        assert score.standard_error == pytest.approx(np.std(errors, ddof=1) / 2.0)

    def test_the_best_constant_errs_by_about_one(self):
        mean = self.DATA.t.mean()
        (score,) = width_scores(
            self.DATA, [1], 5, np.random.default_rng(0), lambda *_: constant(mean)
        )
        assert score.mean == pytest.approx(1.0, abs=0.3)

    def test_a_training_that_diverged_has_no_finite_score(self):
        bad = replace(constant(1.0), stop_reason=StopReason.DIVERGED)
        rng = np.random.default_rng(0)
        scores = width_scores(
            self.DATA, [1, 2], 3, rng, lambda _, width: bad if width == 2 else constant(1.0)
        )
        assert math.isfinite(scores[0].mean)
        assert (scores[1].mean, scores[1].training) == (math.inf, math.inf)
        assert one_standard_error(scores) == 1

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

        scores = width_scores(data, [1, 2, 4, 8], 4, np.random.default_rng(0), train)
        assert [score.width for score in scores] == tried

    def test_it_ends_when_twice_the_units_make_no_difference(self):
        signs = np.tile([-1.0, 1.0], 20)
        data = Dataset(signs, signs)
        widths = [1, 2, 4, 8, 16, 32]

        def tried(*slopes):
            by_width = dict(zip(widths, slopes, strict=True))
            scores = width_scores(
                data, widths, 4, np.random.default_rng(0), lambda _, width: line(by_width[width])
            )
            return [score.width for score in scores]

        assert tried(0.6, 0.6, 0.8, 0.8, 0.8, 0.8) == [1, 2, 4, 8]
        assert tried(0.6, 0.6, 0.6, 0.8, 0.8, 0.8) == [1, 2, 4, 8, 16]
        assert tried(0.5, 0.6, 0.7, 0.8, 0.9, 0.95) == widths
        # While little is explained, nothing is settled.
        assert tried(0.1, 0.1, 0.1, 0.1, 0.1, 0.9) == widths

    @pytest.mark.parametrize(
        ("means", "spread", "width"),
        [
            ([0.9, 0.5, 0.4, 0.45], 0.0, 4),
            ([0.9, 0.5, 0.4, 0.45], 0.1, 2),
            ([0.9, 0.5, 0.4, 0.45], 0.6, 1),
            ([0.5, 0.5, 0.5, 0.5], 0.0, 1),
            ([math.inf, 0.5, math.inf, 0.4], 0.0, 8),
            ([math.inf] * 4, 0.0, 1),
        ],
    )
    def test_the_narrowest_within_a_standard_error_is_taken(self, means, spread, width):
        scores = [
            WidthScore(w, mean, spread, mean) for w, mean in zip([1, 2, 4, 8], means, strict=True)
        ]
        assert one_standard_error(scores) == width


class TestNoise:
    TURNS = (
        WidthScore(1, 0.9, 0.1, 0.9),
        WidthScore(2, 0.4, 0.1, 0.3),
        WidthScore(8, 0.7, 0.1, 0.1),
    )

    def test_an_error_that_turns_up_is_told(self):
        text = noise_sentences(self.TURNS, LearningScore(100, 0.3, 0.4))
        assert "least at width 2 (0.4)" in text
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
        assert "held out (0.5) is far above the one on rows fitted (0.1)" in text

    @pytest.mark.parametrize("test", [0.15, math.nan])
    def test_one_that_is_not_or_is_unknown_is_not(self, test):
        assert noise_sentences((), LearningScore(100, 0.1, test)) is None

    def test_errors_too_small_to_see_say_nothing(self):
        tiny = (WidthScore(1, 1e-5, 1e-7, 1e-5), WidthScore(2, 1e-4, 1e-7, 1e-6))
        assert noise_sentences(tiny, LearningScore(100, 1e-9, 1e-4)) is None

    def test_pure_noise_is_recognised_in_a_fit(self):
        rng = np.random.default_rng(0)
        fit = fit_data(
            rng.uniform(size=40), rng.normal(size=40), 10,
            trainer=LevenbergMarquardt(), learning_curve=False,
        )  # fmt: skip
        assert "far above" in fit.noise
        assert fit.noise in fit.summary()


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

    def test_are_told_in_the_notes(self):
        x = np.repeat(np.arange(30.0), 2)
        t = x + np.tile([-1.0, 1.0], 30)
        fit = quick_fit(x, t)
        assert fit.noise_floor == pytest.approx([math.sqrt(2.0)])
        assert "30 rows have the inputs of another row" in fit.notes[-1]
        assert "y 1.41" in fit.notes[-1]

    def test_that_agree_are_copies(self):
        fit = quick_fit(np.concatenate([X, X[:10]]), np.concatenate([T, T[:10]]))
        assert fit.noise_floor.tolist() == [0.0]
        assert "10 rows repeat another row exactly" in fit.notes[-1]

    @pytest.mark.parametrize("copies", [0, 4])
    def test_that_are_too_few_say_nothing(self, copies):
        assert replicate_noise(Dataset([*X, *X[:copies]], [*T, *T[:copies]])) is None


class TestLearningCurve:
    def test_has_growing_rows_and_ends_with_the_fit_itself(self):
        fit = fit_data(X, T, 2, trainer=QUICK)
        rows = [score.rows for score in fit.learning_curve]
        assert len(rows) == 5
        assert rows == sorted(set(rows))
        assert rows[-1] == fit.dataset_training.points == 48
        deviation = fit.dataset_training.t.std()
        assert fit.learning_curve[-1].test == pytest.approx(fit.test_rmse[0] / deviation)
        assert fit.learning_curve[-1].training == pytest.approx(fit.training_rmse[0] / deviation)

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

    @pytest.mark.parametrize(
        "settings", [{"learning_curve": False}, {"learning_curve": True, "held_out": 0.0}]
    )
    def test_can_be_left_out_and_needs_rows_held_out(self, settings):
        assert quick_fit(**settings).learning_curve == ()

    def test_needs_enough_rows(self):
        assert fit_data(X[:20], T[:20], 1, trainer=QUICK).learning_curve == ()

    def test_of_very_many_rows_takes_some_and_all(self, monkeypatch):
        monkeypatch.setattr(door, "_MOST_TO_LEARN", 30)
        rows = [score.rows for score in fit_data(X, T, 1, trainer=QUICK).learning_curve]
        assert rows[-2:] == [30, 48]


class TestProgress:
    def test_rises_to_one_and_says_what_is_under_way(self):
        told = []
        fit_data(
            X,
            T,
            trainer=QUICK,
            max_width=4,
            progress=lambda share, what: told.append((share, what)),
        )
        shares = [share for share, _ in told]
        assert shares == sorted(shares)
        assert shares[0] == 0.0
        assert told[-1] == (1.0, "done")
        assert told[0][1] == "fitting width 1 to 38 rows"
        assert len(told) > 3 * 5 + 1

    def test_no_answer_depends_on_it(self):
        silent, loud = quick_fit(), quick_fit(progress=lambda *_: None)
        assert silent.network == loud.network


class TestRefusals:
    @pytest.mark.parametrize(
        ("x", "t", "message"),
        [
            (np.ones((0, 2)), np.ones(0), "0 rows"),
            ([], [], "0 rows"),
            (X, T[:5], "x has 60 rows and t has 5"),
            (np.ones((5, 0)), np.ones(5), "at least one column"),
            (np.ones((5, 2, 2)), np.ones(5), "x must have shape"),
            (["a", "b"], [1.0, 2.0], "not numbers"),
        ],
    )
    def test_arrays_that_do_not_fit(self, x, t, message):
        with pytest.raises(ShapeError, match=message):
            fit_data(x, t, trainer=QUICK)

    @pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e150])
    @pytest.mark.parametrize("where", ["age", "income"])
    def test_a_number_that_is_not_finite_or_too_large_is_named(self, bad, where):
        x, t = X.copy(), T.copy()
        (x if where == "age" else t)[17:19].fill(bad)
        with pytest.raises(SettingError, match=f"row 17 .counted from 0., column '{where}' is"):
            fit_data(x, t, trainer=QUICK, input_names=["age", "b"], output_names=["income"])

    @pytest.mark.parametrize(
        ("settings", "message"),
        [
            ({"width": 0}, "width must be a whole number from 1 on"),
            ({"width": 2.5}, "width must be a whole number"),
            ({"width": "wide"}, "width must be a whole number from 1 on, or 'auto', not 'wide'"),
            ({"width": None}, "width must be a whole number"),
            ({"seed": -1}, "seed must be a whole number from 0 on"),
            ({"folds": 1}, "folds must be a whole number from 2 on"),
            ({"max_width": 0}, "max_width must be a whole number from 1 on"),
            ({"held_out": -0.1}, "held_out must be a share from 0 to 0.9"),
            ({"held_out": 0.95}, "held_out must be a share"),
            ({"held_out": math.nan}, "held_out must be a share"),
            ({"held_out": "half"}, "held_out must be a share"),
            ({"trainer": LevenbergMarquardt}, "a trainer is a name or one such as"),
            ({"trainer": 7}, "a trainer is a name or one such as"),
            ({"activation": "heaviside"}, "no gradient passes through heaviside"),
            ({"input_names": ["a", "a"]}, "two inputs have the name 'a'"),
        ],
    )
    def test_settings_out_of_range(self, settings, message):
        with pytest.raises(SettingError, match=message):
            quick_fit(**settings)

    @pytest.mark.parametrize("names", [{"input_names": ["a"]}, {"output_names": ["u", "v"]}])
    def test_every_column_needs_a_name(self, names):
        with pytest.raises(ShapeError, match="names"):
            quick_fit(**names)

    @pytest.mark.parametrize("settings", [{"trainer": "levenberg"}, {"activation": "logistik"}])
    def test_names_nobody_knows(self, settings):
        with pytest.raises(UnknownNameError, match="did you mean"):
            quick_fit(**settings)

    def test_are_made_before_anything_is_trained(self):
        told = []
        for settings in ({"folds": 1}, {"input_names": ["a"]}, {"activation": "heaviside"}):
            with pytest.raises(UatError):
                quick_fit(**settings, progress=lambda *what: told.append(what))
        assert not told
