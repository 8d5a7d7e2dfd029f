"""An activation by its formula: its row is derived, its text is all that travels."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from click.testing import CliRunner

import uat
from uat.cli import main
from uat.core.activations import ACTIVATIONS, activation_named
from uat.core.model import Model
from uat.core.network import Network
from uat.exceptions import ExpressionError, ModelFileError, SettingError, UnknownNameError
from uat.export import export
from uat.sweeps.record import Record
from uat.sweeps.run import run_batch
from uat.sweeps.sweep import plan
from uat.trainers import (
    LBFGS,
    Adam,
    GradientDescent,
    LevenbergMarquardt,
    VariableProjection,
)

BUMP = "t*exp(-t^2)"
Z = np.linspace(-9.0, 9.0, 101)


class TestRows:
    @pytest.mark.parametrize(
        ("text", "name"),
        [("logistic(t)", "logistic"), ("1/(1+exp(-t))", "logistic"), ("tanh(t)", "tanh"),
         ("max(0,t)", "relu"), ("log(1+exp(t))", "softplus"), ("exp(-t^2)", "gaussian"),
         ("sin(t)", "sine"), ("t >= 0", "heaviside"), ("max(t,0)^2", "relu_squared"),
         ("t^3*(t>0)", "relu_cubed"), ("t", "identity")],
    )  # fmt: skip
    def test_a_formula_of_a_built_in_one_is_known_as_well(self, text, name):
        row, built_in = activation_named(text), ACTIVATIONS[name]
        np.testing.assert_allclose(row(Z), built_in(Z), rtol=1e-14, atol=1e-15)
        np.testing.assert_allclose(
            row.derivative(Z), built_in.derivative(Z), rtol=1e-13, atol=1e-15
        )
        for fact in ("trainable", "limits", "bounded", "homogeneity", "continuous", "degree"):
            assert getattr(row, fact) == getattr(built_in, fact), fact
        if name != "softplus":  # as it is typed here it overflows, and nobody sees where it goes
            assert row.units_a_step == built_in.units_a_step
            assert row.broken_lines == built_in.broken_lines
        assert row.reach == pytest.approx(built_in.reach, rel=0.3)
        if built_in.sigmoidal:
            np.testing.assert_allclose(row.levels, built_in.levels, atol=0.02)
            assert (
                built_in.settled / 4.0 < row.settled <= 1.2 * built_in.settled
                or name == "heaviside"
            )

    def test_what_is_not_seen_is_not_said(self):
        row = activation_named("t*logistic(t)")  # rises after a dip
        assert (row.limits, row.units_a_step, row.bounded) == ((0.0, None), None, False)
        wave = activation_named("sin(t)+tanh(t)")
        assert (wave.limits, wave.settled, wave.sigmoidal) == ((None, None), None, False)

    def test_ramps_and_kinks_make_steps_of_two_units(self):
        for text in ("abs(t)", "softplus(2*t)", "t if t > 0 else 0.1*t", "t if t>0 else exp(t)-1"):
            row = activation_named(text)
            assert (row.units_a_step, row.broken_lines) == (2, True)
        assert activation_named("max(0,-t)^2").units_a_step == 3

    def test_jumps_make_it_discontinuous_and_flat_pieces_untrainable(self):
        assert not activation_named("t + sign(t)").continuous
        assert activation_named("t + sign(t)").trainable
        assert activation_named("t if t > 0 else exp(t)-1").continuous
        assert not activation_named("floor(t)").trainable

    @pytest.mark.parametrize(
        ("text", "degree"),
        [("t^2", 2), ("(t+1)^2 - t", 2), ("t^3-t", 3), ("abs(t)*abs(t)", 2), ("sqrt(t^4)", 2),
         ("t^2*exp(-t^2)", None), ("abs(t)", None), ("t*(t>0)+t*(t<=0)", 1)],
    )  # fmt: skip
    def test_polynomials_are_found_in_disguise(self, text, degree):
        assert activation_named(text).degree == degree

    def test_a_shifted_one_says_where_it_is_steep(self):
        row = activation_named("tanh(t-5)")
        assert row.centre == pytest.approx(5.0, abs=0.02)
        assert row.levels == pytest.approx((4.45, 5.55), abs=0.02)


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "words"),
        [("log(t)", "no finite value at t = 0"), ("sqrt(t)", "no finite value at t = -1e-05"),
         ("1/t", "no finite value at t = 0"), ("1/(t-0.3)", "no finite value at t = 0.3"),
         ("tan(t)", "no finite value at t = 1.5708"), ("log(200-t)", "no finite value at t = 200"),
         ("1/(t-0.3)^2", "no finite value at t = 0.3"), ("3+4", "is a constant"),
         ("pi", "is a constant"), ("t-t", "same at every t"), ("0*t+1", "same at every t"),
         ("sin(t)^2+cos(t)^2", "same at every t"), ("t" + "+t" * 300, "at most 500")],
    )  # fmt: skip
    def test_what_is_no_activation(self, text, words):
        with pytest.raises(SettingError, match=words) as caught:
            activation_named(text)
        assert len(str(caught.value).splitlines()) == 1
        assert text not in ACTIVATIONS

    @pytest.mark.parametrize(
        ("text", "words"),
        [("x", "unknown name 'x' at column 1: the variable is t"), ("x*t", "the variable is t"),
         ("sin(", "at column 5"), ("exp(t", "never closed"), ("T^2", "did you mean t"),
         ("jv(t,t)", "jv has no derivative"), ("2 t", "without a sign")],
    )  # fmt: skip
    def test_what_cannot_be_read(self, text, words):
        with pytest.raises(ExpressionError, match=words):
            activation_named(text)

    @pytest.mark.parametrize("word", ["tahn", "Tanh", "qqqq", ""])
    def test_a_word_is_a_name(self, word):
        with pytest.raises(UnknownNameError, match="unknown activation"):
            activation_named(word)

    @pytest.mark.parametrize("text", ["exp(t)", "exp(t^2)", "cosh(t)", "t^1000", "exp(exp(t))"])
    def test_overflow_far_out_is_no_reason(self, text):
        assert activation_named(text).trainable

    @pytest.mark.parametrize("trainer", ["gradient_descent", "greedy", "random_features"])
    def test_what_overflows_ends_as_a_value(self, trainer):
        made = GradientDescent(epochs=300) if trainer == "gradient_descent" else trainer
        for text in ("exp(t)", "t^1000"):
            fit = uat.fit("absolute", width=3, trainer=made, activation=text, points=32)
            assert fit.max_error > 0.0


class TestTravel:
    def test_blanks_and_brackets_make_no_difference(self):
        assert ACTIVATIONS.canonical(" t * exp( -(t**2) )") == BUMP
        assert activation_named("t*exp((-t^2))") is activation_named(BUMP)
        assert ACTIVATIONS.portable(BUMP)
        assert BUMP in ACTIVATIONS
        assert BUMP not in list(ACTIVATIONS)

    def test_a_spec_has_its_text(self):
        trainer = GradientDescent(epochs=20)
        (typed,) = plan(["sine"], [2], [0], [trainer], activation="t * exp(-t^2)", points=32)
        (stored,) = plan(["sine"], [2], [0], [trainer], activation=BUMP, points=32)
        assert typed == stored
        assert typed.key == stored.key
        assert (typed.activation, typed.portable) == (BUMP, True)
        (record,) = run_batch([typed])
        assert Record.from_json(record.to_json()) == record

    def test_a_model_file_has_its_text(self, tmp_path):
        network = Network([[1.0, 2.0]], [0.0, 1.0], [[1.0], [2.0]], [0.0], " t*exp( -t^2 )")
        assert network.activation == BUMP
        assert pickle.loads(pickle.dumps(network)) == network
        model = Model(network, ("x",), ("y",))
        model.save(tmp_path / "model.json")
        again = Model.load(tmp_path / "model.json")
        assert again.network == network
        assert f"{BUMP}: phi(z) = z*exp(-z^2)" in again.describe()
        text = (tmp_path / "model.json").read_text().replace(BUMP, "1/t")
        (tmp_path / "model.json").write_text(text)
        with pytest.raises(ModelFileError, match="no finite value at t = 0"):
            Model.load(tmp_path / "model.json")

    def test_workers_read_it(self):
        result = uat.sweep(
            ["sine"], [1, 2], [0], [GradientDescent(epochs=20)], activation=BUMP, workers=2
        )
        assert {record.network.activation for record in result.records} == {BUMP}

    @pytest.mark.slow
    def test_the_command_line_takes_it(self, tmp_path):
        def uat_says(*arguments):
            return CliRunner().invoke(main, arguments)

        folder = tmp_path / "fitted"
        done = uat_says(
            "fit", "sine", "--activation", "t * exp(-t**2)", "--trainer", "levenberg_marquardt",
            "--width", "3", "-o", str(folder),
        )  # fmt: skip
        assert f"by 3 {BUMP} units" in done.output
        assert f"activation   {BUMP}" in uat_says("show", str(folder / "model.json")).output
        refused = uat_says("fit", "sine", "--activation", "x*t")
        assert refused.exit_code == 2
        assert "the variable is t" in refused.output
        assert BUMP in uat_says("fit", "--help").output


@pytest.mark.parametrize(
    "trainer",
    [
        LBFGS(),
        LevenbergMarquardt(),
        VariableProjection(cold_starts=1, steps=10, swaps=0, polish=0),
        Adam(epochs=500),
    ],
)
def test_every_kind_of_trainer_trains_it(trainer):
    fit = uat.fit("runge", width=3, trainer=trainer, activation="1/(1+t^2)", points=64)
    assert fit.loss_history[-1] < 0.5 * fit.loss_history[0]


def test_centred_starts_stand_where_they_are_steep():
    there = uat.draw_start(1, 8, 1, 0, "tanh(t-5)")
    here = uat.draw_start(1, 8, 1, 0, "tanh(t)")
    x = np.linspace(-1.0, 1.0, 50)
    np.testing.assert_allclose(there(x), here(x), rtol=0.05, atol=0.05)


def test_a_language_without_a_function_refuses_by_name():
    model = Model(Network([[1.0]], [0.0], [[1.0]], [0.0], "t*erf(t)"), ("x",), ("y",))
    assert "erf(" in export(model, "c")
    with pytest.raises(SettingError, match=r"JavaScript has no erf: t\*erf\(t\) cannot"):
        export(model, "javascript")
