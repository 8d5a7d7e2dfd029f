"""A fit to a table tells how good it is, on rows fitted and on rows held out."""

from __future__ import annotations

import dataclasses
import importlib
import json
import math

import numpy as np
import pytest
from tools import given, needs
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.core.model import Model
from uat.exceptions import ShapeError
from uat.fits.scores import LearningScore, WidthScore, quality_of
from uat.fits.table_fit import DataFit
from uat.trainers import FitResult, LevenbergMarquardt, StopReason

RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, (30, 2))


@pytest.fixture(scope="module")
def fit_of(network_of):
    """Return a maker of fits whose network is any and whose outputs are off by known residuals."""

    def make(outputs=2, residual=0.5, **changes):
        network = network_of(2, 4, outputs)
        signs = np.where(np.arange(30) % 2 == 0, 1.0, -1.0)[:, np.newaxis]
        t = network(X) + residual * signs * np.arange(1.0, outputs + 1.0)
        fields = {
            "network": network,
            "trainer": LevenbergMarquardt(epochs=7),
            "seed": 3,
            "input_names": ("a", "b"),
            "output_names": tuple("uvw"[:outputs]),
            "dataset_training": Dataset(X[:20], t[:20]),
            "dataset_test": Dataset(X[20:], t[20:]),
            "stop_reason": StopReason.CONVERGED,
            "loss_history": np.array([1.0, 0.5]),
            "chosen": {},
            "seconds": 1.25,
        }
        made = {**fields, **changes}
        result = FitResult(made["network"], made["stop_reason"], made["loss_history"])
        mean = made["dataset_training"].t.mean(axis=0)
        for name in ("training", "test"):
            rows = made[f"dataset_{name}"]
            made[name] = None if rows is None else quality_of(result, rows, mean)
        return DataFit(**made)

    return make


CURVE = (WidthScore(1, 0.9, 0.02, 0.88), WidthScore(4, 0.5, 0.01, 0.4))


class TestErrors:
    def test_are_those_of_the_residuals(self, fit_of):
        fit = fit_of()
        assert fit.training_rmse == pytest.approx([0.5, 1.0])
        assert fit.test_rmse == pytest.approx([0.5, 1.0])

    @given(residual=st.floats(0.01, 100.0), outputs=st.integers(1, 3))
    def test_r2_compares_with_the_mean_of_the_same_rows(self, fit_of, residual, outputs):
        fit = fit_of(outputs, residual)
        for data, r2 in (
            (fit.dataset_training, fit.training_r2),
            (fit.dataset_test, fit.test_r2),
        ):
            off = np.sum((fit.network(data.x) - data.t) ** 2, axis=0)
            spread = np.sum((data.t - data.t.mean(axis=0)) ** 2, axis=0)
            np.testing.assert_allclose(r2, 1.0 - off / spread, rtol=1e-9, atol=1e-9)

    def test_r2_is_that_of_scikit_learn(self, fit_of):
        needs("sklearn")
        metrics = importlib.import_module("sklearn.metrics")
        fit = fit_of()
        t = fit.dataset_test.t
        expected = metrics.r2_score(t, fit(fit.dataset_test.x), multioutput="raw_values")
        np.testing.assert_allclose(fit.test_r2, expected, rtol=1e-12)

    def test_without_held_out_rows_there_are_none_of_them(self, fit_of):
        fit = fit_of(dataset_test=None)
        assert (fit.test_rmse, fit.test_r2, fit.constant_rmse[1]) == (None, None, None)

    def test_a_constant_output_has_no_r2(self, fit_of):
        fit = fit_of(1, dataset_test=Dataset(X[:5], np.full(5, 0.1)))
        assert np.isnan(fit.test_r2).all()
        assert fit.to_dict()["test"]["r2"] == [None]
        assert "it is constant" in fit.summary()

    def test_the_best_constant_is_the_mean_of_the_rows_fitted_on_either_part(self, fit_of):
        fit = fit_of(dataset_test=Dataset(X[:2], [[1.0, 2.0], [3.0, 2.0]]))
        mean = fit.dataset_training.t.mean(axis=0)
        fitted, held_out = fit.constant_rmse
        assert fitted == pytest.approx(fit.dataset_training.t.std(axis=0))
        assert held_out[1] == pytest.approx(abs(2.0 - mean[1]))

    def test_after_a_training_that_diverged_are_infinite(self, fit_of):
        fit = fit_of(stop_reason=StopReason.DIVERGED)
        for errors in (fit.training_rmse, fit.test_rmse, -fit.training_r2, -fit.test_r2):
            assert errors.tolist() == [math.inf, math.inf]
        plain = json.loads(fit.to_json())
        assert plain["training"]["rmse"] == plain["test"]["r2"] == [None, None]
        assert all(map(math.isfinite, plain["training"]["constant_rmse"]))
        assert fit.summary().count("rmse inf") == 4
        assert "constant, " not in fit.summary()

    def test_cannot_be_changed(self, fit_of):
        fit = fit_of()
        for errors in (fit.training_rmse, fit.test_r2, fit.constant_rmse[0]):
            with pytest.raises(ValueError, match="read-only"):
                errors[0] = 0.0


class TestWhatItIs:
    def test_calling_it_predicts(self, fit_of):
        fit = fit_of()
        assert np.array_equal(fit(X), fit.network(X))
        with pytest.raises(ShapeError, match="2 inputs"):
            fit(X[:, 0])

    def test_width_and_activation_are_the_network_s(self, fit_of):
        assert (fit_of().width, fit_of().activation) == (4, "logistic")

    def test_cannot_be_changed(self, fit_of):
        with pytest.raises(dataclasses.FrozenInstanceError):
            fit_of().seed = 4

    def test_the_model_knows_names_and_ranges_and_survives_a_file(self, fit_of, tmp_path):
        fit = fit_of()
        model = fit.model
        assert (model.input_names, model.output_names) == (("a", "b"), ("u", "v"))
        assert model.lower == tuple(X[:20].min(axis=0))
        assert model.upper == tuple(X[:20].max(axis=0))
        model.save(tmp_path / "model.json")
        assert np.array_equal(Model.load(tmp_path / "model.json")(X), fit(X))

    def test_a_constant_input_has_a_range_of_no_length(self, fit_of):
        x = np.stack([X[:20, 0], np.full(20, 7.0)], axis=1)
        model = fit_of(dataset_training=Dataset(x, np.ones((20, 2)))).model
        assert (model.lower[1], model.upper[1]) == (7.0, 7.0)

    def test_repr_is_one_line(self, fit_of):
        assert repr(fit_of()) == "DataFit(u, v from 2 inputs, width=4, rows=20)"


class TestPlainValues:
    def test_are_json_and_hold_what_there_is_to_know(self, fit_of):
        learned = (LearningScore(10, 0.1, math.inf), LearningScore(20, 0.2, 0.3))
        fit = fit_of(
            width_curve=CURVE,
            learning_curve=learned,
            noise="much.",
            noise_floor=np.array([0.5, 0.25]),
            notes=("one.",),
            chosen={"rate": 0.5, "odd": math.nan},
        )
        plain = json.loads(fit.to_json())
        assert plain == fit.to_dict()
        assert plain["inputs"] == ["a", "b"]
        assert plain["training"]["rows"] == 20
        assert plain["test"]["rmse"] == fit.test_rmse.tolist()
        assert plain["width_curve"][1] == {
            "width": 4, "mean": 0.5, "standard_error": 0.01, "training": 0.4
        }  # fmt: skip
        assert plain["learning_curve"][0] == {"rows": 10, "training": 0.1, "test": None}
        assert plain["settings"]["epochs"] == 7
        assert plain["chosen"] == {"rate": 0.5, "odd": None}
        assert (plain["noise"], plain["noise_floor"], plain["notes"]) == (
            "much.", [0.5, 0.25], ["one."]
        )  # fmt: skip
        assert Model.from_dict(plain["model"]) == fit.model

    def test_without_held_out_rows_there_is_null(self, fit_of):
        assert json.loads(fit_of(dataset_test=None).to_json())["test"] is None


class TestSummary:
    def test_tells_of_rows_width_errors_and_remarks(self, fit_of):
        fit = fit_of(width_curve=CURVE, noise="It is noise.", notes=("One note.",))
        text = fit.summary()
        assert str(fit) == text
        for part in (
            "u, v from a, b, by 4 logistic units (levenberg_marquardt, seed 3)",
            "20 fitted, 10 held out",
            "the narrowest",
            "0.5",
            "<-",
            "of the mean",
            "R^2",
            "took           1.2 s",
            "It is noise.",
            "One note.",
        ):
            assert part in text
        assert all(len(line) <= 110 for line in text.splitlines())

    def test_a_given_width_has_no_curve_to_tell(self, fit_of):
        assert "narrowest" not in fit_of().summary()

    def test_a_width_nobody_could_choose_has_no_curve_to_tell_either(self, fit_of):
        curve = tuple(WidthScore(width, math.inf, math.inf, math.inf) for width in (1, 2))
        fit = fit_of(width_curve=curve)
        assert "narrowest" not in fit.summary()
        assert "Error by width" not in fit._repr_html_()
        assert json.loads(fit.to_json())["width_curve"][0]["mean"] is None

    def test_many_columns_are_counted_instead_of_listed(self, fit_of, network_of):
        x = np.ones((3, 40))
        fit = fit_of(
            network=network_of(40, 4, 2),
            input_names=tuple(f"c{k}" for k in range(40)),
            dataset_training=Dataset(x, np.ones((3, 2))),
            dataset_test=None,
        )
        assert "c10 and 29 more" in fit.summary().splitlines()[0]

    def test_a_training_that_diverged_is_told(self, fit_of):
        assert "diverged" in fit_of(stop_reason=StopReason.DIVERGED).summary()
        assert "diverged" not in fit_of().summary()


class TestInNotebooks:
    def test_a_frame_is_the_width_curve(self, fit_of):
        needs("pandas")
        frame = fit_of(width_curve=CURVE).to_frame()
        assert frame.to_dict("records") == [dataclasses.asdict(score) for score in CURVE]

    def test_html_tells_the_errors_and_escapes_what_users_wrote(self, fit_of):
        fit = fit_of(input_names=("<b>", "b"), notes=("One note.",), width_curve=CURVE)
        html = fit._repr_html_()
        assert "&lt;b&gt;" in html
        assert "held out" in html
        assert "One note." in html
        assert html.count("<table>") == 3  # errors, widths, columns
        assert fit_of(dataset_test=None)._repr_html_().count("<table>") == 2
