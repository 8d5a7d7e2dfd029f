"""The estimator keeps scikit-learn's rules, all that scikit-learn itself checks and some more."""

from __future__ import annotations

import importlib
import pickle
import sys
from functools import partial

import numpy as np
import pytest
from tools import needs

from uat.core.network import Network
from uat.exceptions import MissingPackageError, SettingError, ShapeError, UnknownNameError
from uat.fits.table import fit_data
from uat.trainers import LBFGS, Adam, BayesianRegularization, GradientDescent, LevenbergMarquardt

try:
    from sklearn import (
        base,
        config_context,
        datasets,
        linear_model,
        model_selection,
        pipeline,
        preprocessing,
    )
    from sklearn.exceptions import NotFittedError
    from sklearn.utils import estimator_checks

    from uat.estimator import ShallowNetRegressor
    from uat.trainers.fixed_ridge import FixedRidge
except (ImportError, MissingPackageError):
    SKLEARN_CHECKS = [(None, None)]
else:
    SKLEARN_CHECKS = [
        pytest.param(estimator, check, id=f"{check.func.__name__}-{number}")
        for number, (estimator, check) in enumerate(
            # Wider ones take long where the check has many rows, and are no other estimator.
            estimator_checks.estimator_checks_generator(ShallowNetRegressor(max_width=4))
        )
        # It is about arrays that are not numpy's, and skips itself unless scipy supports them.
        if check.func.__name__ != "check_array_api_input"
    ]

# Checks of so many rows that to choose a width takes long, which is not what they are about.
OF_MANY_ROWS = {"check_regressors_train", "check_sample_weight_equivalence_on_dense_data"}

# Quick, and it changes little when its data change little.
QUICK = GradientDescent(epochs=40, learning_rate=0.05)


@pytest.fixture
def sklearn():
    needs("sklearn")


@pytest.fixture
def pandas():
    needs("pandas")


def wave(points=40, inputs=2, outputs=1, seed=0):
    """Return x and t, shape (points, outputs), of a smooth function without noise."""
    x = np.random.default_rng(seed).uniform(0.0, 3.0, size=(points, inputs))
    return x, np.column_stack([np.sin(x.sum(axis=1) + k) for k in range(outputs)])


@pytest.mark.usefixtures("sklearn")
@pytest.mark.parametrize(("estimator", "check"), SKLEARN_CHECKS)
def test_scikit_learn_finds_nothing_to_object_to(estimator, check):
    if check.func.__name__ in OF_MANY_ROWS:
        estimator = base.clone(estimator).set_params(width=2)
    check(estimator)


@pytest.mark.usefixtures("sklearn")
class TestFit:
    def test_it_finds_what_the_front_door_finds(self):
        x, t = wave()
        found = ShallowNetRegressor(3, trainer=QUICK, activation="tanh", random_state=5).fit(x, t)
        expected = fit_data(
            x, t, 3, trainer=QUICK, activation="tanh", seed=5, held_out=0.0, learning_curve=False
        )
        assert found.network_ == expected.network
        assert found.width_ == 3
        assert len(found.width_curve_) == 0

    def test_the_network_is_in_the_units_of_the_data(self):
        x, t = wave(outputs=2)
        model = ShallowNetRegressor(3, trainer=QUICK, random_state=0).fit(x, 1e3 + 1e-2 * t)
        assert isinstance(model.network_, Network)
        np.testing.assert_array_equal(model.network_(x), model.predict(x))
        assert np.ptp(model.predict(x)) < 0.1

    def test_other_units_of_the_data_change_no_prediction(self):
        x, t = wave()
        model = ShallowNetRegressor(3, trainer=QUICK, random_state=0)
        expected = model.fit(x, t).predict(x)
        found = model.fit(32.0 * x - [100.0, -7.0], 1e4 + 1e-3 * t).predict(
            32.0 * x - [100.0, -7.0]
        )
        np.testing.assert_allclose((found - 1e4) / 1e-3, expected, atol=1e-7)

    @pytest.mark.parametrize(("outputs", "flat"), [(1, True), (1, False), (3, False)])
    def test_predictions_have_the_shape_of_the_values(self, outputs, flat):
        x, t = wave(outputs=outputs)
        t = t[:, 0] if flat else t
        model = ShallowNetRegressor(2, trainer=QUICK, random_state=0).fit(x, t)
        assert model.predict(x).shape == t.shape
        assert model.predict(x[:1]).shape == (1, *t.shape[1:])
        assert model.score(x, t) <= 1.0

    def test_a_smooth_function_is_found(self):
        x, t = wave()
        unseen, values = wave(points=200, seed=1)
        for width in (3, "auto"):
            model = ShallowNetRegressor(width, max_width=4, folds=2, random_state=0).fit(x, t)
            assert model.score(unseen, values) > 0.999

    def test_it_beats_a_line_where_there_is_a_curve(self):
        # Friedman (1991), Annals of Statistics 19, 1-67, section 4.3: of a variance of about 25,
        # noise is 1 and the linear part is about three quarters.
        x, y = datasets.make_friedman1(n_samples=200, n_features=5, noise=1.0, random_state=0)
        score = partial(model_selection.cross_val_score, X=x, y=y, cv=3)
        curve = score(ShallowNetRegressor(6, random_state=0)).mean()
        assert score(linear_model.LinearRegression()).mean() + 0.1 < curve < 1.0 - 1.0 / 25.0 + 0.02

    def test_what_was_found_is_a_model_to_save(self):
        x, t = wave(outputs=2)
        found = ShallowNetRegressor(2, trainer=QUICK, random_state=0).fit(x, t)
        model = found.to_model()
        assert model.network == found.network_
        assert (model.input_names, model.output_names) == (("x1", "x2"), ("y1", "y2"))
        np.testing.assert_array_equal(model.lower, x.min(axis=0))
        np.testing.assert_array_equal(model.upper, x.max(axis=0))
        assert found.to_model(["length", "height"]).output_names == ("length", "height")
        with pytest.raises(NotFittedError):
            base.clone(found).to_model()


@pytest.mark.usefixtures("sklearn")
class TestSampleWeight:
    """A weight is how often a row counts."""

    @pytest.mark.parametrize(
        "trainer",
        [BayesianRegularization(steps=30, restarts=2), LevenbergMarquardt(30), "random_features",
         QUICK, Adam(epochs=40), LBFGS(epochs=20)],
    )  # fmt: skip
    @pytest.mark.parametrize("outputs", [1, 2])
    def test_of_2_is_the_row_given_twice_and_of_0_not_at_all(self, trainer, outputs):
        x, t = wave(outputs=outputs)
        weights = np.arange(len(x)) % 4
        model = ShallowNetRegressor(4, trainer=trainer, random_state=0)
        weighted = model.fit(x, t, sample_weight=weights).network_
        rows = np.random.default_rng(1).permutation(np.repeat(np.arange(len(x)), weights))
        assert model.fit(x[rows], t[rows]).network_ == weighted
        assert model.fit(x, t).network_ != weighted
        some = weights > 0
        assert model.fit(x[some], t[some]).network_ == model.fit(x, t, 1.0 * some).network_

    def test_it_is_so_where_the_width_is_chosen(self):
        x, t = wave()
        weights = 1 + np.arange(len(x)) % 2
        settings = {"folds": 2, "max_width": 2, "trainer": LevenbergMarquardt(20)}
        model = ShallowNetRegressor("auto", random_state=0, **settings)
        rows = np.repeat(np.arange(len(x)), weights)
        weighted, repeated = model.fit(x, t, weights).network_, model.fit(x[rows], t[rows]).network_
        assert weighted == repeated

    def test_of_one_number_is_that_of_every_row(self):
        x, t = wave()
        model = ShallowNetRegressor(2, trainer=LevenbergMarquardt(20), random_state=0)
        assert model.fit(x, t, 1.0).network_ == model.fit(x, t).network_

    def test_need_not_be_whole_where_rows_are_weighed(self):
        x, t = wave(points=60)
        model = ShallowNetRegressor(1, trainer="levenberg_marquardt", random_state=0)
        left = x[:, 0] < 1.0
        light, heavy = (
            base.clone(model).fit(x, t, np.where(left, weight, 1.0)) for weight in (0.1, 50.5)
        )
        assert heavy.score(x[left], t[left]) > light.score(x[left], t[left])
        with pytest.raises(SettingError, match="takes whole numbers as weights"):
            ShallowNetRegressor(2, trainer=QUICK).fit(x, t, np.full(len(x), 0.5))

    @pytest.mark.parametrize("wrong", [-1.0, np.nan, 0.0])
    def test_that_is_none_is_refused(self, wrong):
        x, t = wave()
        with pytest.raises((SettingError, ValueError), match=r"(?i)weight|NaN"):
            ShallowNetRegressor(2, trainer=QUICK).fit(x, t, np.full(len(x), wrong))

    def test_is_routed_through_a_pipeline_and_a_search(self):
        x, t = wave()
        weights = 1.0 + np.arange(len(x)) % 2
        with config_context(enable_metadata_routing=True):
            model = ShallowNetRegressor(2, trainer=QUICK, random_state=0)
            asking = model.set_fit_request(sample_weight=True)
            chain = pipeline.make_pipeline(asking)
            chain.fit(x, t, sample_weight=weights)
            plain = base.clone(model).fit(x, t, weights)
            assert chain[-1].network_ == plain.network_
            search = model_selection.GridSearchCV(
                asking.set_score_request(sample_weight=True), {"width": [1, 2]}, cv=2
            )
            search.fit(x, t[:, 0], sample_weight=weights)
            assert search.best_params_["width"] in (1, 2)


@pytest.mark.usefixtures("sklearn")
class TestWidth:
    def test_it_is_chosen_by_cross_validation_if_nobody_gives_one(self):
        x, t = wave()
        model = ShallowNetRegressor(
            "auto", trainer=LevenbergMarquardt(30), folds=3, max_width=4, random_state=0
        ).fit(x, t)
        tried = [score.width for score in model.width_curve_]
        assert model.width_ == model.network_.width
        assert model.width_ in tried
        assert max(tried) == 4
        assert model.width == "auto"
        again = base.clone(model).set_params(width=model.width_).fit(x, t)
        assert again.network_ == model.network_

    @pytest.mark.parametrize("width", [0, -3, 2.5, "wide", None])
    def test_a_width_that_is_none_is_refused_when_it_is_used(self, width):
        x, t = wave()
        model = ShallowNetRegressor(width, trainer=QUICK)
        with pytest.raises(SettingError, match="width"):
            model.fit(x, t)


@pytest.mark.usefixtures("sklearn")
class TestSettings:
    def test_trainers_and_activations_go_by_name(self):
        x, t = wave()
        with pytest.raises(UnknownNameError, match="levenberg_marquardt"):
            ShallowNetRegressor(2, trainer="levenberg").fit(x, t)
        with pytest.raises(UnknownNameError, match="logistic"):
            ShallowNetRegressor(2, activation="logistik").fit(x, t)

    def test_a_whole_number_is_the_seed_whatever_its_type(self):
        x, t = wave()
        model = ShallowNetRegressor(2, trainer=QUICK)
        first = model.set_params(random_state=7).fit(x, t).network_
        assert model.set_params(random_state=np.int64(7)).fit(x, t).network_ == first
        assert model.set_params(random_state=8).fit(x, t).network_ != first

    def test_equal_random_states_draw_equal_seeds_and_other_ones_afterwards(self):
        x, t = wave()
        model = ShallowNetRegressor(2, trainer=QUICK)
        first = model.set_params(random_state=np.random.RandomState(3)).fit(x, t).network_
        assert model.fit(x, t).network_ != first
        again = model.set_params(random_state=np.random.RandomState(3)).fit(x, t).network_
        assert again == first

    def test_without_a_random_state_every_fit_differs(self):
        x, t = wave()
        model = ShallowNetRegressor(2, trainer=QUICK)
        assert model.fit(x, t).network_ != model.fit(x, t).network_

    @pytest.mark.parametrize("wrong", [-1, 1.5, "seven"])
    def test_what_is_no_random_state_is_refused_as_everywhere(self, wrong):
        x, t = wave()
        with pytest.raises(ValueError, match=r"(?i)seed"):
            ShallowNetRegressor(2, trainer=QUICK, random_state=wrong).fit(x, t)


@pytest.mark.usefixtures("sklearn")
class TestWatched:
    def test_whoever_watches_is_told_and_may_stop(self):
        x, told = np.linspace(0.0, 1.0, 20)[:, np.newaxis], []

        def callback(progress):
            told.append(progress)
            return True

        settings = {"width": 3, "trainer": QUICK, "random_state": 0}
        stopped = ShallowNetRegressor(callback=callback, **settings).fit(x, x[:, 0])
        assert (stopped.stop_reason_, len(told)) == ("interrupted", 1)
        assert ShallowNetRegressor(**settings).fit(x, x[:, 0]).stop_reason_ == "epochs_done"


@pytest.mark.usefixtures("sklearn")
class TestRidgeAndEarlyStopping:
    def test_alpha_is_a_plain_ridge_instead_of_the_evidence(self):
        x, t = wave()
        found = ShallowNetRegressor(3, alpha=0.5, random_state=2).fit(x, t)
        expected = fit_data(x, t, 3, trainer=FixedRidge(0.5), seed=2, held_out=0.0)
        assert found.network_ == expected.network
        weak, strong = (
            ShallowNetRegressor(3, alpha=alpha, random_state=2).fit(x, t) for alpha in (1e-3, 1e3)
        )
        assert weak.score(x, t) > 0.95 > 0.5 > strong.score(x, t)

    def test_a_grid_search_goes_over_alpha(self):
        x, t = wave()
        search = model_selection.GridSearchCV(
            ShallowNetRegressor(3, random_state=0), {"alpha": [1e-2, 1e3]}, cv=2
        )
        assert search.fit(x, t).best_params_ == {"alpha": 1e-2}

    @pytest.mark.parametrize("trainer", ["gradient_descent", Adam(epochs=2000)])
    @pytest.mark.parametrize("outputs", [1, 2])
    def test_descent_ends_early_if_asked_to(self, trainer, outputs):
        x, t = wave(outputs=outputs)
        t = t + 0.3 * np.random.default_rng(2).normal(size=t.shape)
        settings = {"trainer": trainer, "random_state": 0}
        full = ShallowNetRegressor(8, **settings).fit(x, t)
        early = ShallowNetRegressor(
            8, early_stopping=True, validation_fraction=0.25, n_iter_no_change=4, **settings
        ).fit(x, t)
        assert early.stop_reason_ == "stopped_early"
        assert early.n_iter_ < full.n_iter_
        assert early.predict(x).shape == t.shape
        assert pickle.loads(pickle.dumps(early)).network_ == early.network_

    def test_the_way_of_the_training_is_kept(self):
        x, t = wave()
        model = ShallowNetRegressor(3, trainer=QUICK, random_state=0).fit(x, t)
        assert model.n_iter_ == QUICK.epochs
        assert len(model.loss_curve_) == QUICK.epochs + 1
        assert model.loss_curve_[-1] < model.loss_curve_[0]

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"alpha": -1.0}, "alpha"),
            ({"alpha": 1.0, "trainer": "adam"}, "takes the place of a trainer"),
            ({"alpha": 1.0, "early_stopping": True}, "takes no alpha"),
            ({"early_stopping": True}, "descend by epochs"),
            ({"early_stopping": 1, "trainer": "adam"}, "early_stopping"),
            ({"early_stopping": True, "trainer": "adam", "validation_fraction": 1.0}, "share"),
            ({"early_stopping": True, "trainer": "adam", "n_iter_no_change": 0}, "patience"),
        ],
    )
    def test_what_does_not_go_together_is_refused_when_it_is_used(self, settings, words):
        x, t = wave()
        with pytest.raises(SettingError, match=words):
            ShallowNetRegressor(2, **settings).fit(x, t)


@pytest.mark.usefixtures("sklearn")
class TestAmongOtherEstimators:
    def test_it_ends_a_pipeline(self):
        x, t = wave()
        model = ShallowNetRegressor(3, trainer=QUICK, random_state=0)
        chain = pipeline.make_pipeline(preprocessing.StandardScaler(), model)
        chain.fit(x, t[:, 0])
        # Inputs are scaled by their own range in any case.
        expected = base.clone(model).fit(x, t[:, 0]).predict(x)
        np.testing.assert_allclose(chain.predict(x), expected, atol=1e-10)

    @pytest.mark.usefixtures("pandas")
    def test_a_pipeline_of_frames_hands_on_the_names(self):
        frame = data_frame_of(wave()[0])
        chain = pipeline.make_pipeline(
            preprocessing.StandardScaler(), ShallowNetRegressor(2, trainer=QUICK)
        )
        chain.set_output(transform="pandas").fit(frame, wave()[1])
        assert list(chain[-1].feature_names_in_) == ["length", "height"]

    def test_a_grid_search_goes_over_widths_and_trainers(self):
        x, t = wave()
        grid = {
            "width": [1, 6],
            "trainer": ["levenberg_marquardt", Adam(epochs=1)],
        }
        model = ShallowNetRegressor(random_state=0)
        search = model_selection.GridSearchCV(model, grid, cv=3, error_score="raise").fit(x, t)
        assert search.best_params_ == {"width": 6, "trainer": "levenberg_marquardt"}
        assert search.best_estimator_.width_ == 6

    def test_a_clone_has_the_settings_and_nothing_that_was_found(self):
        x, t = wave()
        model = ShallowNetRegressor(2, trainer=QUICK, random_state=3).fit(x, t)
        copy = base.clone(model)
        assert copy.get_params() == model.get_params()
        with pytest.raises(NotFittedError):
            copy.predict(x)

    @pytest.mark.parametrize("trainer", [QUICK, "levenberg_marquardt"])
    def test_a_pickle_predicts_to_the_last_bit(self, trainer):
        x, t = wave()
        model = ShallowNetRegressor(2, trainer=trainer, random_state=3).fit(x, t)
        copy = pickle.loads(pickle.dumps(model))
        np.testing.assert_array_equal(copy.predict(x), model.predict(x))
        assert copy.network_ == model.network_
        assert copy.get_params() == model.get_params()


def data_frame_of(x):
    """Return a pandas frame with names for two columns."""
    from uat.io.frames import data_frame

    return data_frame({"length": x[:, 0], "height": x[:, 1]})


@pytest.mark.usefixtures("sklearn", "pandas")
class TestFrames:
    def test_a_frame_is_fitted_like_its_numbers(self):
        x, t = wave()
        model = ShallowNetRegressor(2, trainer=QUICK, random_state=0)
        plain = model.fit(x, t).network_
        frame = data_frame_of(x)
        named = model.fit(frame, frame["length"] * 0.0 + t[:, 0])
        assert named.network_ == plain
        assert list(named.feature_names_in_) == ["length", "height"]
        assert named.predict(frame).shape == (len(x),)
        assert named.to_model().input_names == ("length", "height")

    def test_the_model_has_the_names_and_takes_columns_by_them(self):
        x, t = wave(outputs=2)
        frame = data_frame_of(x)
        values = frame.assign(volume=t[:, 0], weight=t[:, 1])
        for names in (["volume"], ["volume", "weight"]):
            found = ShallowNetRegressor(2, trainer=QUICK).fit(frame, values[names])
            model = found.to_model()
            assert model.output_names == tuple(names)
            turned = values[["weight", "height", "length"]]
            assert np.array_equal(model(turned), np.squeeze(found.predict(frame)))
        found = ShallowNetRegressor(2, trainer=QUICK).fit(frame, values["volume"])
        assert found.to_model().output_names == ("volume",)

    def test_columns_in_another_order_are_refused(self):
        x, t = wave()
        frame = data_frame_of(x)
        model = ShallowNetRegressor(2, trainer=QUICK).fit(frame, t)
        with pytest.raises(ValueError, match="names"):
            model.predict(frame[["height", "length"]])


@pytest.mark.parametrize("missing", ["sklearn.base", "sklearn.utils.validation"])
def test_without_scikit_learn_the_message_says_what_to_install(monkeypatch, missing):
    monkeypatch.delitem(sys.modules, "uat.estimator", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    message = r"scikit-learn.*pip install 'uat-toolkit\[sklearn\]'"
    with pytest.raises(MissingPackageError, match=message):
        importlib.import_module("uat.estimator")


@pytest.mark.usefixtures("sklearn")
@pytest.mark.parametrize(
    "disguised",
    [
        np.ma.array(np.arange(20.0), mask=np.arange(20) == 3),
        np.arange(20).astype("M8[D]"),
        np.arange(20).astype("m8[s]"),
    ],
    ids=["masked", "dates", "spans"],
)
def test_what_numpy_would_take_for_numbers_is_refused(disguised):
    numbers = np.arange(20.0)
    model = ShallowNetRegressor(width=1)
    for x, y in ((disguised[:, np.newaxis], numbers), (numbers[:, np.newaxis], disguised)):
        with pytest.raises(ShapeError, match=r"masked|not numbers"):
            model.fit(x, y)
    model.fit(numbers[:, np.newaxis], numbers)
    with pytest.raises(ShapeError, match=r"masked|not numbers"):
        model.predict(disguised[:, np.newaxis])


@pytest.mark.usefixtures("sklearn")
def test_the_deviation_of_new_rows_is_that_of_the_fit():
    rng = np.random.default_rng(0)
    x = rng.uniform(-1.0, 1.0, (80, 1))
    found = ShallowNetRegressor(2).fit(x, x[:, 0] + rng.normal(scale=0.3, size=80))
    mean, deviation = found.predict(x, return_std=True)
    np.testing.assert_array_equal(mean, found.predict(x))
    assert deviation.shape == (80,)
    assert deviation.mean() == pytest.approx(0.3, rel=0.3)
    plain = ShallowNetRegressor(2, trainer="gradient_descent").fit(x, x[:, 0])
    with pytest.raises(SettingError, match="nothing tells"):
        plain.predict(x, return_std=True)
