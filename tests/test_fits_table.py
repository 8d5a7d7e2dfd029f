"""A table is fitted in any units, its width chosen by rows left out, its errors told honestly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.exceptions import SettingError, ShapeError, UatError, UnknownNameError
from uat.fits import folds, table
from uat.fits.table import fit_data
from uat.trainers import (
    TRAINERS,
    BayesianRegularization,
    GradientDescent,
    LevenbergMarquardt,
    StopReason,
    VariableProjection,
    make_trainer,
)

QUICK = LevenbergMarquardt(epochs=25)
RNG = np.random.default_rng(1)
X = RNG.uniform(-3.0, 3.0, (60, 2))
T = np.sin(X[:, 0]) + 0.3 * X[:, 1] + 0.1 * RNG.normal(size=60)


def quick_fit(x=X, t=T, width=2, **settings):
    return fit_data(x, t, width, **{"trainer": QUICK, "learning_curve": False, **settings})


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name in sorted(TRAINERS) if not make_trainer(name).refusal(1, "logistic")]
)
def test_every_trainer_takes_a_table(name):
    trainer = make_trainer(name)
    settings = {"epochs": 30} if "epochs" in trainer.__dataclass_fields__ else {}
    trainer = make_trainer(name, **settings)
    fit = quick_fit(X[:, 0], np.sin(X[:, 0]), trainer=trainer, width=3, seed=1)
    assert fit.trainer is trainer
    assert fit.width == 3
    assert fit.training_rmse[0] < fit.constant_rmse[0][0]


class TestBadlyScaledColumns:
    """An input of 1e6 that varies by 1e-8, 83 floats in all, and an output of 1e12."""

    U, NEW = np.random.default_rng(0).uniform(-1.0, 1.0, (2, 300, 2))

    @staticmethod
    def scaled(u):
        return np.column_stack([1e6 + 0.5e-8 * u[:, 0], u[:, 1]])

    @staticmethod
    def height(u):
        return np.sin(3.0 * u[:, 0]) + u[:, 1] ** 2

    def r_squared(self, predicted):
        t = self.height(self.NEW)
        return 1.0 - np.mean((predicted.ravel() - t) ** 2) / np.var(t)

    @pytest.mark.parametrize(
        ("trainer", "width"),
        [
            (QUICK, 4),
            (BayesianRegularization(steps=20, restarts=1), 6),
            (BayesianRegularization(steps=20, restarts=1), "auto"),
        ],
        ids=lambda value: getattr(value, "name", str(value)),
    )
    def test_are_fitted_as_well_as_unscaled(self, trainer, width):
        noise = 0.03 * np.random.default_rng(1).normal(size=300)
        t = self.height(self.U) + noise
        settings = {"trainer": trainer, "width": width, "max_width": 2 if width == "auto" else None}
        plain = quick_fit(self.U, t, **settings)
        fit = quick_fit(self.scaled(self.U), 1e12 * t, **settings)
        expected = self.r_squared(plain(self.NEW))
        assert expected > 0.7
        assert self.r_squared(fit(self.scaled(self.NEW)) / 1e12) > expected - 0.005


class TestHeldOutRows:
    @pytest.mark.slow
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

    @pytest.mark.slow
    def test_change_nothing_of_the_network_or_its_width(self):
        before = fit_data(X, T, trainer=QUICK, max_width=4, seed=3)
        wild = T.copy()
        for row in before.dataset_test.x:
            wild[(row == X).all(axis=1)] += 1e3
        after = fit_data(X, wild, trainer=QUICK, max_width=4, seed=3)
        assert after.network == before.network
        assert after.width_curve == before.width_curve
        assert after.test_rmse[0] > 900.0

    @pytest.mark.slow
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
        assert fit([[1.0, 2.0]]).tolist() == [3.0]
        assert fit.width == 1
        assert "1 row is too few" in fit.summary()
        assert fit.to_json()

    @pytest.mark.slow
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
        assert fit([[1.0, 1.0]]) == pytest.approx(np.array([fitted.mean()]))
        assert fit.noise_floor == pytest.approx([np.arange(12.0).std(ddof=1)])

    def test_columns_that_never_change_are_named(self):
        x = np.stack([X[:, 0], np.full(60, 2.0)], axis=1)
        names = {"input_names": ["a", "b"], "output_names": ["u", "v"]}
        fit = quick_fit(x, np.stack([T, np.full(60, 5.0)], axis=1), **names)
        assert [note.split(":")[0] for note in fit.notes] == [
            "The input b is constant in the rows fitted",
            "The output v is constant in the rows fitted",
        ]

    @pytest.mark.slow
    def test_a_column_that_never_changes_changes_nothing(self):
        more = np.insert(X, 1, 7.0, axis=1)
        plain, other = (
            fit_data(x, T, trainer=QUICK, max_width=8, learning_curve=False) for x in (X, more)
        )
        assert other.width == plain.width
        kept = other.network.hidden_weights[[0, 2]]
        np.testing.assert_array_equal(kept, plain.network.hidden_weights)
        assert not other.network.hidden_weights[1].any()
        assert other.training_rmse == pytest.approx(plain.training_rmse, rel=1e-12)

    @pytest.mark.slow
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
    @pytest.mark.slow
    def test_noise_about_a_simple_curve_takes_a_narrow_network(self):
        rng = np.random.default_rng(0)
        x = rng.uniform(-2.0, 2.0, 120)
        fit = fit_data(x, np.tanh(x) + 0.5 * rng.normal(size=120), trainer=QUICK, max_width=8)
        assert fit.width <= 2
        assert [score.width for score in fit.width_curve][:3] == [0, 1, 2]

    @pytest.mark.slow
    def test_a_curve_without_noise_takes_as_many_units_as_it_needs(self):
        x = np.linspace(-3.0, 3.0, 80)
        fit = fit_data(
            x, np.sin(2.0 * x), trainer=LevenbergMarquardt(epochs=100), max_width=8, seed=1
        )
        assert fit.width >= 4
        assert fit.test_r2 > 0.999

    def test_a_given_width_is_taken_and_nothing_is_cross_validated(self):
        fit = quick_fit(width=33, max_width=2)
        assert fit.width == 33
        assert fit.width_curve == ()

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("most", "widths"), [(1, [0, 1]), (2, [0, 1, 2]), (6, [0, 1, 2, 4, 6])]
    )
    def test_no_wider_than_asked(self, most, widths):
        smooth = np.sin(3.0 * X[:, 0])
        fit = fit_data(X[:, 0], smooth, trainer=QUICK, max_width=most, learning_curve=False)
        assert [score.width for score in fit.width_curve] == widths

    def test_no_more_parameters_than_values_and_it_is_said(self):
        # 24 rows fitted, 19 in a fold's training, 4 parameters a unit and one more
        fit = fit_data(X[:30], T[:30], trainer=QUICK)
        assert [score.width for score in fit.width_curve] == [0, 1, 2, 4]
        assert "Widths above 4 were not tried" in fit.summary()

    def test_more_folds_than_rows_leave_one_out_and_it_is_said(self):
        fit = fit_data(X[:12], T[:12], trainer=QUICK, folds=50, max_width=1)
        assert "There are 10 rows to fit: as many folds, not 50." in fit.notes

    def test_of_very_many_rows_some_choose_and_it_is_said(self, monkeypatch):
        monkeypatch.setattr("uat.fits.folds.MOST_ROWS", 40)
        seen = []
        fit = fit_data(
            X, T, trainer=QUICK, max_width=2, learning_curve=False,
            progress=lambda _, what: seen.append(what),
        )  # fmt: skip
        assert "The width was chosen on 40 of these rows, drawn at random." in fit.notes
        assert seen[0] == "fitting width 1 to 32 rows"
        assert seen[-2].endswith("to 48 rows")


class TestDefaults:
    @pytest.mark.slow
    def test_noise_of_several_inputs_is_seen_through(self):
        rng = np.random.default_rng(0)
        x = rng.uniform(size=(250, 4))
        smooth = 10.0 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 10.0 * x[:, 2]
        fit = fit_data(x, smooth + rng.normal(size=250), max_width=4)
        assert fit.trainer.name == "bayesian_regularization"
        fresh = rng.uniform(0.05, 0.95, size=(500, 4))
        truth = 10.0 * np.sin(np.pi * fresh[:, 0] * fresh[:, 1]) + 10.0 * fresh[:, 2]
        # The noise has deviation 1; what is left of it in the network is well below that.
        assert np.sqrt(np.mean((fit(fresh) - truth) ** 2)) < 0.6
        assert 0.8 < fit.test_rmse[0] < 1.4
        assert fit.noise is None


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_inputs_that_tell_nothing_are_said_to(seed):
    noise = np.random.default_rng(seed + 100).normal(size=(60, 2))
    fit = quick_fit(t=noise, width="auto", max_width=2, seed=seed, learning_curve=False)
    assert fit.noise == (
        "As far as these rows show, the inputs tell nothing about y1 and y2 on other rows."
    )


@pytest.mark.slow
def test_pure_noise_is_recognised_in_a_fit():
    rng = np.random.default_rng(0)
    fit = fit_data(
        rng.uniform(size=40), rng.normal(size=40), 10,
        trainer=LevenbergMarquardt(), learning_curve=False, seed=1,
    )  # fmt: skip
    assert "far above" in fit.noise
    assert fit.noise in fit.summary()


class TestReplicates:
    def test_are_told_in_the_notes(self):
        x = np.repeat(np.arange(30.0), 2)
        t = x + np.tile([-1.0, 1.0], 30)
        fit = quick_fit(x, t)
        assert fit.noise_floor == pytest.approx([math.sqrt(2.0)])
        assert "30 rows have the inputs of another row" in fit.notes[-1]
        assert "about 1.41 in y" in fit.notes[-1]

    def test_that_agree_are_copies(self):
        fit = quick_fit(np.concatenate([X, X[:10]]), np.concatenate([T, T[:10]]))
        assert fit.noise_floor.tolist() == [0.0]
        assert "10 rows repeat another row exactly" in fit.notes[-1]


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

    @pytest.mark.parametrize(
        "settings", [{"learning_curve": False}, {"learning_curve": True, "held_out": 0.0}]
    )
    def test_can_be_left_out_and_needs_rows_held_out(self, settings):
        assert quick_fit(**settings).learning_curve == ()

    def test_needs_enough_rows(self):
        assert fit_data(X[:20], T[:20], 1, trainer=QUICK).learning_curve == ()

    def test_of_very_many_rows_takes_some_and_all(self, monkeypatch):
        monkeypatch.setattr(folds, "_MOST_TO_LEARN", 30)
        rows = [score.rows for score in fit_data(X, T, 1, trainer=QUICK).learning_curve]
        assert rows[-2:] == [30, 48]


class TestProgress:
    @pytest.mark.slow
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


class Frame:
    """What a data frame shows of itself: an array, and the names of its columns."""

    def __init__(self, values, **names):
        self.values = np.asarray(values)
        self.__dict__.update(names)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)


class TestNames:
    @pytest.mark.parametrize(
        ("x", "t", "names"),
        [
            (Frame(X, columns=["u", "v"]), Frame(T, name="w"), ("u", "v", "w")),
            (Frame(X, columns=["u", "v"]), Frame(T, name=None), ("u", "v", "y")),
            (Frame(X, columns=["u", "y"]), T, ("u", "y", "t")),
            (Frame(X, columns=["y", "t"]), T, ("y", "t", "output")),
            (Frame(X, columns=["u", "w"]), Frame(T, name="w"), ("u", "w", "y")),
            (Frame(X, columns=[0, 1]), Frame(T, name=0), ("x1", "x2", "y")),
            (Frame(X, columns=["u", "u"]), T, ("x1", "x2", "y")),
            (Frame(X, columns=["u", " "]), T, ("x1", "x2", "y")),
        ],
    )
    def test_are_those_of_the_frame_if_they_can_be(self, x, t, names):
        fit = quick_fit(x, t)
        assert (*fit.input_names, *fit.output_names) == names

    def test_that_are_given_go_before(self):
        fit = quick_fit(Frame(X, columns=["u", "v"]), T, input_names=["a", "b"], output_names=["c"])
        assert (*fit.input_names, *fit.output_names) == ("a", "b", "c")

    def test_of_a_column_of_text_are_in_the_message(self):
        cells = X.astype(object)
        cells[3, 1] = "red"
        with pytest.raises(ShapeError, match=r"x, row 4 .*, column v: .* but 'red'"):
            quick_fit(Frame(cells, columns=["u", "v"]))


class TestRefusals:
    @pytest.mark.parametrize(
        ("x", "t", "message"),
        [
            (np.ones((0, 2)), np.ones(0), "0 rows"),
            ([], [], "0 rows"),
            (X, T[:5], "x has 60 rows and t has 5"),
            (np.ones((5, 0)), np.ones(5), "at least one column"),
            (np.ones((5, 2, 2)), np.ones(5), "x must have shape"),
            (["a", "b"], [1.0, 2.0], "row 1 .the first is 1., column 1: these are not numbers"),
            ([[1.0, 2.0], [3.0]], [1.0, 2.0], "not numbers in rows of equal length"),
            ([1.0, 10**400], [1.0, 2.0], "x, row 2 .*, column 1: a number is beyond the range"),
            ([1.0, 2.0], [1.0, -(10**5000)], "t, row 2 .*, column 1: a number is beyond the range"),
            (np.array([0, 1], "M8[D]"), [1.0, 2.0], "dates .datetime64., not numbers"),
            ([1.0, 2.0], np.ma.array([1.0, 2.0], mask=[0, 1]), "values are masked, 1 of 2"),
            (X + 1j, T, "complex numbers"),
            (X, (T + 0j).tolist(), "complex numbers"),
        ],
    )
    def test_arrays_that_do_not_fit(self, x, t, message):
        with pytest.raises(ShapeError, match=message):
            fit_data(x, t, trainer=QUICK)

    @pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e302])
    @pytest.mark.parametrize("where", ["age", "income"])
    def test_a_number_that_is_not_finite_or_too_large_is_named(self, bad, where):
        x, t = X.copy(), T.copy()
        (x if where == "age" else t)[17:19].fill(bad)
        with pytest.raises(SettingError, match=f"row 18 .the first is 1., column '{where}' is"):
            fit_data(x, t, trainer=QUICK, input_names=["age", "b"], output_names=["income"])

    @pytest.mark.parametrize(
        ("factor", "advice"),
        [(1e303, "1e.301 in size; give the column in a larger"), (1e-303, "in a smaller unit")],
    )
    def test_a_unit_in_which_squares_are_lost_is_to_be_changed(self, factor, advice):
        for x, t in ((X * factor, T), (X, T * factor)):
            with pytest.raises(SettingError, match=advice):
                quick_fit(x, t)

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


class TestDivergence:
    DIVERGES = GradientDescent(learning_rate=1e6, epochs=50, momentum=0.0)

    def test_of_the_network_itself_leaves_no_finite_error(self):
        fit = fit_data(X, T, 2, trainer=self.DIVERGES)
        assert fit.stop_reason == StopReason.DIVERGED
        assert np.isfinite(fit(X)).all()
        for errors in (fit.training_rmse, fit.test_rmse, -fit.training_r2, -fit.test_r2):
            assert errors.tolist() == [math.inf]
        assert {(score.training, score.test) for score in fit.learning_curve} == {
            (math.inf, math.inf)
        }
        plain = fit.to_dict()
        assert plain["training"]["rmse"] == plain["test"]["r2"] == [None]
        assert plain["learning_curve"][-1]["test"] is None
        assert "The training diverged" in fit.summary()
        assert fit.noise is None

    def test_at_every_width_is_told_and_nothing_is_said_to_be_chosen(self):
        fit = fit_data(X, T, trainer=self.DIVERGES, max_width=4, learning_curve=False)
        assert fit.width == 1
        assert {score.mean for score in fit.width_curve} == {math.inf}
        assert "A training diverged at every width tried" in fit.summary()
        assert "standard error" not in fit.summary() + fit._repr_html_()
        assert [score["mean"] for score in fit.to_dict()["width_curve"]] == [None] * 3


def test_equal_rows_are_looked_for_before_anything_is_trained(monkeypatch):
    def fails(_):
        raise MemoryError

    told = []
    monkeypatch.setattr(table, "replicate_noise", fails)
    with pytest.raises(MemoryError):
        quick_fit(progress=lambda *what: told.append(what))
    assert not told


class TestScales:
    @pytest.mark.slow
    @pytest.mark.parametrize("output", [-990, 0, 990])
    @pytest.mark.parametrize("inputs", [-900, 0, 900])
    def test_of_the_columns_do_not_matter(self, inputs, output):
        """Powers of two change no digit; eight rows have the inputs of others."""
        x, t = np.concatenate([X, X[:8]]), np.concatenate([T, T[:8] + 0.1])
        plain = quick_fit(x, np.stack([t, x[:, 0]], axis=1))
        scale = np.array([2.0**output, 1.0])
        scaled = quick_fit(2.0**inputs * x, scale * np.stack([t, x[:, 0]], axis=1))
        for ours, theirs in ((scaled.training, plain.training), (scaled.test, plain.test)):
            np.testing.assert_allclose(ours.rmse, scale * theirs.rmse, rtol=1e-9)
            np.testing.assert_allclose(ours.constant_rmse, scale * theirs.constant_rmse, rtol=1e-12)
            np.testing.assert_allclose(ours.r2, theirs.r2, rtol=1e-9)
        np.testing.assert_allclose(scaled.noise_floor, scale * plain.noise_floor, rtol=1e-12)
        errors = [[point.test for point in fit.learning_curve] for fit in (scaled, plain)]
        np.testing.assert_allclose(*errors, rtol=1e-9)

    @pytest.mark.parametrize(
        ("factor", "message"),
        [
            (1e301, None),
            (1e-301, None),
            (np.nextafter(1e301, np.inf), "at most 1e.301 in size"),
            (np.nextafter(1e-301, 0.0), "varies by 1e-301 only: differences of less than 1e-301"),
        ],
    )
    def test_at_their_ends_are_taken_or_refused_in_one_sentence(self, factor, message):
        numbers = np.linspace(0.0, 1.0, 30)
        for x, t in ((factor * numbers, numbers), (numbers, factor * numbers)):
            if message is None:
                assert np.isfinite(quick_fit(x, t).training.r2).all()
            else:
                with pytest.raises(SettingError, match=message):
                    quick_fit(x, t)


def test_a_bound_of_the_norm_is_for_functions():
    with pytest.raises(SettingError, match="max_norm is for functions, not for tables"):
        fit_data(np.arange(9.0), np.arange(9.0), 1, trainer=VariableProjection(max_norm=3.0))
