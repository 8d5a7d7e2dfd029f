"""An activation of one's own, registered in this file alone, is seen wherever activations are."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.cli import main
from uat.export import LANGUAGES, export
from uat.gallery import render_gallery
from uat.sweeps.plan import plan
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs
from uat.theory.reference_curves import reference_curves
from uat.trainers import make_trainer

pytestmark = pytest.mark.usefixtures("own_activations", "softsign")
QUICK = {
    "gradient_descent": {"epochs": 300},
    "adam": {"epochs": 300},
    "lbfgs": {"epochs": 50},
    "levenberg_marquardt": {"epochs": 50},
    "bayesian_regularization": {},
    "random_features": {},
    "greedy": {},
    "staircase": {},
    "variable_projection": {"cold_starts": 1, "steps": 20, "polish": 0},
}


@pytest.fixture
def softsign():
    return uat.register_activation(
        "softsign",
        lambda z: z / (1.0 + np.abs(z)),
        lambda z: 1.0 / (1.0 + np.abs(z)) ** 2,
        limits=(-1.0, 1.0),
        texts={
            "plain": "z / (1 + abs(z))",
            "python": "z / (1.0 + np.abs(z))",
            "onnx": (
                ("size", "Abs", "z"),
                ("more", "Add", "one", "size"),
                ("share", "Div", "z", "more"),
            ),
        },
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
def test_every_trainer_trains_it_and_nothing_else(name):
    trainer = make_trainer(name, **QUICK[name])
    fit = uat.fit("runge", 4, activation="softsign", trainer=trainer)
    network = fit.network
    assert network.activation == fit.activation == "softsign"
    x = np.linspace(-1.0, 1.0, 9)[:, np.newaxis]
    z = x @ network.hidden_weights + network.hidden_biases
    y = z / (1.0 + np.abs(z)) @ network.output_weights + network.output_biases
    np.testing.assert_allclose(network(x), y, rtol=1e-12, atol=1e-12)
    # The best line, which units of the identity would be, is 0.75 away.
    assert fit.max_error < 0.5


@pytest.mark.slow
def test_tables_are_fitted_with_it():
    x = np.linspace(-1.0, 1.0, 60)
    fit = uat.fit_data(x, np.arctan(4.0 * x), width=2, activation="softsign")
    assert fit.network.activation == "softsign"
    assert np.sqrt(np.mean((np.ravel(fit(x)) - np.arctan(4.0 * x)) ** 2)) < 0.1


def test_theory_knows_it_by_its_limits():
    curves = reference_curves(uat.TARGETS["sine"], "softsign", [1, 2, 4, 8, 16])
    assert "steps of equal variation" in {curve.label for curve in curves}


class TestSweeps:
    def test_run_it_in_this_process_and_do_not_store_it(self, tmp_path):
        trainers = [uat.Adam(epochs=20), uat.Staircase()]
        progress = []
        with Store(tmp_path / "runs.sqlite") as store:
            first, again = (
                uat.sweep(
                    ["sine", "line"], [1, 2], [0], trainers, activation="softsign", store=store,
                    progress=progress.append, workers=2,
                )
                for _ in range(2)
            )  # fmt: skip
            assert len(store) == 0
        assert first.computed == again.computed == len(first.records) == 8
        assert first.rows() == again.rows()
        assert {record.network.activation for record in first.records} == {"softsign"}
        assert progress[-1].done == progress[-1].total == 8

    def test_a_meaning_that_changed_is_trained_anew(self, tmp_path):
        with Store(tmp_path / "runs.sqlite") as store:
            sweeps = []
            for scale in (1.0, 2.0):
                uat.register_activation(
                    "own",
                    lambda z, scale=scale: np.tanh(scale * z),
                    lambda z, scale=scale: scale * (1.0 - np.tanh(scale * z) ** 2),
                    replace=True,
                )
                adam = [uat.Adam(epochs=20)]
                sweeps.append(uat.sweep(["sine"], [2], [0], adam, activation="own", store=store))
        errors = [sweep.records[0].max_error for sweep in sweeps]
        assert errors[0] != errors[1]

    def test_other_runs_beside_it_are_stored(self, tmp_path):
        specs = [
            *plan(["sine"], [1], [0], [uat.Adam(epochs=20)], activation="softsign"),
            *plan(["sine"], [1], [0], [uat.Adam(epochs=20)], activation="tanh"),
        ]
        with Store(tmp_path / "runs.sqlite") as store:
            records = run_specs(specs, store=store, workers=1).records
            assert [record.network.activation for record in records] == ["softsign", "tanh"]
            assert len(store) == 1
            assert run_specs(specs, store=store, workers=1).computed == 1

    def test_an_alias_is_the_same_run(self):
        specs = [plan(["sine"], [1], activation=name) for name in ("sigmoid", "logistic")]
        assert specs[0] == specs[1]


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
def test_the_gallery_shows_it(tmp_path):
    trainers = [uat.GradientDescent(epochs=30), uat.Staircase()]
    specs = plan(["sine"], [1, 2, 4], [0], trainers, activation="softsign")
    gallery = render_gallery(specs, tmp_path, formats=["svg"], workers=1)
    assert "softsign units" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in gallery.files} >= {"sine.svg", "overview.svg", "README.md"}


class TestCommandLine:
    def run(self, *arguments):
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    @pytest.mark.parametrize("command", ["fit", "sweep", "gallery", "animate"])
    def test_help_lists_it(self, command):
        text = " ".join(self.run(command, "--help").output.split())
        assert "relu_squared, relu_cubed, softsign" in text

    def test_a_model_with_it_is_fitted_shown_applied_and_exported(self, tmp_path):
        file = tmp_path / "model.json"
        fitted = self.run(
            "fit", "runge", "--width", 4, "--activation", "softsign", "--trainer",
            "levenberg_marquardt", "-o", file,
        )  # fmt: skip
        assert fitted.exit_code == 0, fitted.output
        shown = self.run("show", file)
        assert "softsign: phi(z) = z / (1 + abs(z))" in shown.output
        predicted = self.run("predict", file, "--at", "0.25")
        model = uat.Model.load(file)
        assert f"{model([0.25])[0]:.6g}"[:6] in predicted.output
        refused = self.run("export", file, "--to", "c")
        assert refused.exit_code != 0
        assert "how softsign is written in c is not known" in refused.output
        assert self.run("export", file, "--to", "python").exit_code == 0

    def test_an_alias_is_taken_and_its_name_stored(self, tmp_path):
        file = tmp_path / "model.json"
        self.run("fit", "line", "--width", 1, "--activation", "sigmoid", "-o", file)
        assert json.loads(file.read_text())["network"]["activation"] == "logistic"
        file.write_text(file.read_text().replace('"logistic"', '"sigmoid"'))
        assert "logistic: phi(z)" in self.run("show", file).output


class TestExports:
    def model(self):
        network = uat.Network([[2.0, -1.0]], [0.5, 0.25], [[1.0], [3.0]], [0.1], "softsign")
        return uat.Model(network, ("x",), ("y",))

    @pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"python", "onnx"}))
    def test_a_language_without_text_is_refused_by_name(self, language):
        with pytest.raises(uat.UatError, match=f"how softsign is written in {language} is not"):
            export(self.model(), language)

    def test_python_computes_it(self, tmp_path):
        (tmp_path / "network.py").write_text(export(self.model(), "python"), encoding="utf-8")
        (tmp_path / "points.csv").write_text("0.3\n-2\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "network.py", "points.csv"],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        values = [float(line) for line in done.stdout.split()]
        np.testing.assert_allclose(values, self.model()([0.3, -2.0]), rtol=1e-14)

    def test_onnx_computes_it(self):
        pytest.importorskip("onnx")
        runtime = pytest.importorskip("onnxruntime")
        session = runtime.InferenceSession(export(self.model(), "onnx"))
        x = np.array([[0.3], [-2.0]])
        np.testing.assert_allclose(
            session.run(None, {"x": x})[0][:, 0], self.model()(x), rtol=1e-12
        )


class TestWhereItIsNotKnown:
    def test_a_pickled_network_names_it(self):
        network = uat.Network([[1.0]], [0.0], [[1.0]], [0.0], "softsign")
        assert pickle.loads(pickle.dumps(network)) == network

    @pytest.mark.slow
    def test_a_model_file_is_refused_and_says_what_to_do(self, tmp_path):
        file = tmp_path / "network.json"
        uat.Network([[1.0]], [0.0], [[1.0]], [0.0], "softsign").save(file)
        code = (
            f"import uat\ntry: uat.Network.load({str(file)!r})\nexcept uat.UatError as e: print(e)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert "unknown activation 'softsign'" in done.stdout
        assert "uat.register_activation" in done.stdout

    @pytest.mark.parametrize("name", ["softsing", "SOFTSIGN", "", "softsign "])
    def test_a_name_that_is_none_is_refused_everywhere(self, name):
        for call in (
            lambda: uat.fit("runge", 2, activation=name),
            lambda: uat.sweep(["runge"], [2], [0], activation=name),
            lambda: uat.fit_data([0.0, 1.0, 2.0], [0.0, 1.0, 2.0], width=1, activation=name),
            lambda: uat.draw_start(1, 2, 1, 0, name),
            lambda: uat.Network([[1.0]], [0.0], [[1.0]], [0.0], name),
            lambda: reference_curves(uat.TARGETS["sine"], name, [1, 2]),
        ):
            with pytest.raises(uat.UatError, match="unknown activation"):
                call()
        for kind in uat.TRAINERS.values():
            with pytest.raises(uat.UatError, match="unknown activation"):
                uat.fit("runge", 2, activation=name, trainer=kind())
