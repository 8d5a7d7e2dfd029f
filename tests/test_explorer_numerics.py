"""The page's numbers are Python's: random draws, starts, learning rates, whole trainings."""

from __future__ import annotations

import ast
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from explorer_tools import run_node

import uat
from uat.core.activations import ACTIVATIONS, activation_named
from uat.core.backprop import loss_named
from uat.core.training import relative_rates
from uat.course.rungs import RUNGS
from uat.targets.catalogue import TARGETS
from uat.trainers import Adam, GradientDescent, draw_start

SEEDS = (0, 1, 7, 123, 2**31, 2**32 - 1, 2**32, 2**33 + 5, 2**53 - 1)
NORMALS = 40_000
# Rule of the page, its momentum, and Python's.
RULES: tuple[tuple[str, float, float | str | None], ...] = (
    ("descent", 0.0, 0.0),
    ("descent", 0.9, 0.9),
    ("nesterov", 0.0, "nesterov"),
    ("adam", 0.0, None),
)
EPOCHS = 100


@pytest.mark.slow
def test_random_numbers_are_those_of_numpy_bit_for_bit() -> None:
    script = """
    import { randomGenerator } from "./numerics/random.js";
    give(DATA.seeds.map((seed) => {
      const random = randomGenerator(seed);
      return [
        Array.from({ length: 20 }, random.random), random.permutation(7), random.uniform(-1, 3),
        random.permutation(200), Array.from({ length: DATA.normals }, random.normal),
        random.choice(3000, 1024),
      ];
    }));
    """
    drawn = run_node(script, {"seeds": SEEDS, "normals": NORMALS})
    for seed, numbers in zip(SEEDS, drawn, strict=True):
        rng = np.random.default_rng(seed)
        expected = (
            rng.random(20), rng.permutation(7), rng.uniform(-1.0, 3.0), rng.permutation(200),
            rng.standard_normal(NORMALS), np.sort(rng.choice(3000, 1024, replace=False)),
        )  # fmt: skip
        for ours, numpys in zip(numbers, expected, strict=True):
            np.testing.assert_array_equal(ours, numpys)


def test_rows_of_activations_are_those_of_python() -> None:
    z = np.array([-30.0, -3.0, -0.7, 0.0, 1e-9, 0.4, 2.0, 40.0])
    script = """
    import { ACTIVATION_ROWS } from "./numerics/activations.js";
    give(Object.entries(ACTIVATION_ROWS).map(([name, { phi, slope, ...known }]) =>
      ({ name, phi: DATA.map(phi), slope: DATA.map(slope), ...known })));
    """
    rows = run_node(script, z.tolist())
    assert [row["name"] for row in rows] == list(ACTIVATIONS)
    for known in rows:
        row = activation_named(known["name"])
        np.testing.assert_allclose(known["phi"], row(z), rtol=1e-15, atol=1e-300)
        np.testing.assert_allclose(known["slope"], row.derivative(z), rtol=1e-15, atol=1e-16)
        assert known["limits"] == list(row.limits)
        assert known["levels"] == list(row.levels)
        for ours, name in (("slopeGrowth", "slope_growth"), ("unitsAStep", "units_a_step")):
            assert known[ours] == getattr(row, name)
        for name in ("reach", "centre", "settled", "trainable"):
            assert known[name] == getattr(row, name)


@pytest.mark.slow
def test_starts_are_those_of_python_bit_for_bit() -> None:
    cases = [
        {"inputs": inputs, "width": width, "activation": phi, "seed": seed}
        for inputs in (1, 2)
        for width in range(1, 129)
        for phi, seed in (("logistic", width), ("relu", 0), ("sine", 2**40 + width))
    ]
    script = """
    import { drawStart, parametersOf } from "./numerics/starts.js";
    give(DATA.map((shape) => parametersOf(drawStart(shape))));
    """
    for case, ours in zip(cases, run_node(script, cases), strict=True):
        start = draw_start(case["inputs"], case["width"], 1, case["seed"], case["activation"])
        np.testing.assert_array_equal(ours, start.to_vector(), err_msg=str(case))


def page_trainings(cases: list[dict[str, Any]]) -> Any:
    """Return what the page makes of each case, by its own loop in JavaScript."""
    script = """
    import { createTraining } from "./engine/training.js";
    import { trainingProblem } from "./numerics/problem.js";
    import { parametersOf } from "./numerics/starts.js";
    give(DATA.map((one) => {
      const values = Float64Array.from(one.values);
      const target = { domain: one.domain, source: { kind: one.rows ? "table" : "formula" },
        rows: one.rows, evaluate: () => values };
      const problem = trainingProblem(target, { learningRate: null, ...one });
      const training = createTraining(problem.setup, null);
      training.advance(one.epochs);
      const network = problem.toNetwork(training.parameters);
      return {
        rate: problem.learningRate, hiddenRate: problem.setup.hiddenRate, loss: training.history,
        flat: problem.flat,
        folded: parametersOf(network),
        parameters: parametersOf({ ...network, ...network.centred }),
      };
    }));
    """
    return run_node(script, cases)


def case_of(target: uat.Target, phi: str, width: int, rule: str, momentum: float) -> dict[str, Any]:
    """Return a training of the page."""
    grid = target.domain.uniform_grid({1: 256, 2: 24}[target.inputs])
    sides = zip(target.domain.lower, target.domain.upper, strict=True)
    return {
        "domain": [list(side) for side in sides], "values": target(grid).tolist(),
        "activation": phi, "width": width, "rule": rule, "momentum": momentum,
        "seed": 3 * width, "epochs": EPOCHS,
    }  # fmt: skip


def trainer_of(momentum: float | str | None) -> GradientDescent | Adam:
    if momentum is None:
        return Adam(epochs=EPOCHS)
    return GradientDescent(epochs=EPOCHS, momentum=momentum)


@pytest.mark.slow
def test_the_whole_way_from_target_to_network_is_that_of_fit() -> None:
    names = ("sine", "step", "bumps", "cone")
    cases, fits = [], []
    for i, name in enumerate(names):
        for j, phi in enumerate(("logistic", "tanh", "relu", "gaussian")):
            rule, momentum, pythons = RULES[(i + j) % 4]
            width = (1, 6, 17, 70)[(i + 2 * j) % 4]
            cases.append(case_of(TARGETS[name], phi, width, rule, momentum))
            fits.append(
                uat.fit(
                    name, width=width, trainer=trainer_of(pythons), seed=3 * width, activation=phi
                )
            )
    for case, fit, ours in zip(cases, fits, page_trainings(cases), strict=True):
        note = f"{case['activation']} {case['width']} {case['rule']}"
        expected = fit.network.to_vector()
        scale = np.max(np.abs(expected))
        np.testing.assert_allclose(ours["parameters"], expected, 1e-9, 1e-11 * scale, err_msg=note)
        np.testing.assert_allclose(ours["loss"], fit.loss_history, 1e-9, err_msg=note)
        if "learning_rate" in fit.chosen:
            assert ours["rate"] == fit.chosen["learning_rate"], note
            assert ours["hiddenRate"] == fit.chosen["hidden_rate"], note


def test_rows_and_a_constant_are_fitted_as_in_python() -> None:
    rng = np.random.default_rng(5)
    x = np.sort(rng.uniform(3.0, 5.0, 1100))
    t = np.exp(-x) + 0.1 * rng.normal(size=x.size)
    usual = {"activation": "tanh", "width": 6, "rule": "nesterov", "seed": 2, "epochs": EPOCHS}
    table = usual | {"domain": [[3.0, 5.0]], "rows": {"xs": x.tolist(), "ys": t.tolist()}}
    flat = usual | {"domain": [[-1.0, 1.0]], "values": [2.5] * 256}
    rows, constant = page_trainings([table | {"values": []}, flat])
    fit = uat.fit_data(
        x, t, 6, trainer=trainer_of("nesterov"), seed=2, activation="tanh", held_out=0.0,
        learning_curve=False,
    )  # fmt: skip
    assert rows["rate"] == fit.chosen["learning_rate"]
    np.testing.assert_allclose(rows["parameters"], fit.network.to_vector(), 1e-9)
    assert constant["flat"] is True
    assert constant["folded"][-7:] == [0.0] * 6 + [2.5]


@pytest.mark.slow
@pytest.mark.parametrize("name", list(RUNGS))
def test_rungs_of_the_course_come_to_its_numbers(name: str) -> None:
    rung = RUNGS[name]()
    trainer = replace(rung.trainer, epochs=min(rung.trainer.epochs, 10_000))
    preset = {
        "x": rung.dataset.x.T.ravel().tolist(), "t": rung.dataset.t[:, 0].tolist(),
        "network": network_of(rung.start), "learningRate": trainer.learning_rate,
        "rates": relative_rates(rung.start, trainer.trained, 1.0).tolist(),
        "lossScale": loss_named(trainer.loss).scale(rung.dataset.t.size),
        "epochs": trainer.epochs, "sequential": trainer.update == "sequential",
    }  # fmt: skip
    script = """
    import { createTraining } from "./engine/training.js";
    import { presetProblem } from "./numerics/problem.js";
    import { parametersOf } from "./numerics/starts.js";
    const problem = presetProblem(DATA);
    const training = createTraining(problem.setup, null);
    training.advance(DATA.epochs);
    give(parametersOf(problem.toNetwork(training.parameters)));
    """
    ours = np.array(run_node(script, preset))
    found = trainer.fit(rung.dataset, rung.start).network
    np.testing.assert_allclose(ours, found.to_vector(), 1e-9)
    if trainer.epochs == rung.trainer.epochs:
        wanted = rung.published or rung.r_parameters
        assert rung.parameters(rung.start.with_vector(ours)) == pytest.approx(wanted, rel=1e-9)


def network_of(network: uat.Network) -> dict[str, Any]:
    """Return a network as the page has it, with its centre."""
    folded = network.hidden_biases - network.input_centre @ network.hidden_weights
    return {
        "inputs": network.inputs, "width": network.width, "outputs": 1,
        "activation": network.activation, "outputActivation": network.output_activation,
        "hiddenWeights": network.hidden_weights.ravel().tolist(),
        "hiddenBiases": folded.tolist(),
        "outputWeights": network.output_weights[:, 0].tolist(),
        "outputBias": network.output_biases.tolist(),
        "centred": {
            "inputCentre": network.input_centre.tolist(),
            "hiddenBiases": network.hidden_biases.tolist(),
        },
    }  # fmt: skip


FORMULAS_JS = {
    "sine": "Math.sin(2 * Math.PI * x)",
    "absolute": "Math.abs(x)",
    "step": "x >= 0 ? 1 : 0",
    "runge": "1 / (1 + 25 * x * x)",
    "cone": "Math.hypot(x, y)",
    "cosines": "Math.cos(2 * Math.PI * x) * Math.cos(2 * Math.PI * y)",
}


@pytest.mark.slow
def test_errors_are_measured_as_in_python() -> None:
    cases, fits = [], []
    for name in FORMULAS_JS:
        for phi, width in (("tanh", 7), ("relu", 12)):
            fit = uat.fit(name, width=width, activation=phi, trainer=trainer_of("nesterov"))
            target = TARGETS[name]
            sides = zip(target.domain.lower, target.domain.upper, strict=True)
            cases.append({
                "name": name, "domain": [list(side) for side in sides],
                "kinks": list(target.kinks), "network": network_of(fit.network),
            })  # fmt: skip
            fits.append(fit)
    functions = ", ".join(f"{name}: (x, y) => {text}" for name, text in FORMULAS_JS.items())
    script = f"""
    import {{ measure }} from "./numerics/metrics.js";
    const functions = {{ {functions} }};
    give(DATA.map(({{ name, domain, kinks, network }}) => {{
      const points = (xs) => xs.length / domain.length;
      const evaluate = (xs) => xs.slice(0, points(xs))
        .map((x, p) => functions[name](x, xs[points(xs) + p]));
      return measure(network, {{ domain, kinks, evaluate }});
    }}));
    """
    for case, fit, ours in zip(cases, fits, run_node(script, cases), strict=True):
        note = f"{case['name']} {fit.activation}"
        assert ours["maxError"] == pytest.approx(fit.max_error, rel=1e-6), note
        assert ours["rmse"] == pytest.approx(fit.rmse, rel=1e-9), note
        at = np.array([ours["where"]])
        there = np.abs(fit.network(at)[:, 0] - TARGETS[case["name"]](at))[0]
        if case["name"] != "step":  # its error is one beside the jump
            assert there == pytest.approx(ours["maxError"], rel=1e-6), note


HOSTILE = (
    "x' ; touch broken ; '",
    'x" + __import__("os").system("touch broken") + "',
    "$(touch broken)`touch broken`",
    "--trainer",
    "-o elsewhere",
    "x\\",
    "x\n# on [0, 1]\ntouch broken",
    "x\u2028\u009b31m\u00e9\U0001f600\x00",
    "%PATH% !x {a,b} ~ * ?",
)


def test_texts_to_take_away_hold_any_target_as_one_word(tmp_path: Path) -> None:
    script = """
    import { commandLine, pythonSnippet } from "./numerics/snippets.js";
    const one = { width: 4, activation: "tanh", rule: "descent", momentum: 0.5, seed: 3, epochs: 9,
      learningRate: null, points: null };
    give(DATA.map((text) => [pythonSnippet({ ...one, text }), commandLine({ ...one, text })]));
    """
    for text, (python, command) in zip(HOSTILE, run_node(script, HOSTILE), strict=True):
        tree = ast.parse(python)
        strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        assert strings[0] == text
        assert len(tree.body) == 4
        steering = (c if c.isprintable() else " " for c in text)
        words = shlex.split(command)
        assert words[:4] == ["uat", "fit", "--target", "".join(steering)]
        assert len(words) == 18
        said = subprocess.run(
            ["sh", "-c", f"uat() {{ printf '%s\\n' \"$#\"; }}; {command}"],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert said.stdout == "17\n"
        assert said.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_formula_and_its_domain_are_read_back_by_python() -> None:
    cases = [
        ["abs(x)", [[-1.0, 1.5]], [0.0, 0.25]],
        ["x^2", [[-1e-7, 1e21]], []],
        ["x*y", [[0.0, 1.0], [-2.0, 1e-7]], []],
    ]
    script = """
    import { targetText } from "./numerics/snippets.js";
    give(DATA.map((one) => targetText(...one)));
    """
    for (formula, domain, kinks), text in zip(cases, run_node(script, cases), strict=True):
        target = uat.fit(text, width=1, trainer=Adam(epochs=1)).target
        assert text.startswith(f"{formula} on [")
        assert list(zip(target.domain.lower, target.domain.upper, strict=True)) == [
            tuple(side) for side in domain
        ]
        assert target.kinks == tuple(kinks)


@pytest.mark.slow
def test_texts_to_take_away_train_the_page_s_network(tmp_path: Path) -> None:
    state = {
        "text": "x^2 on [1, 3]", "width": 5, "activation": "tanh", "rule": "descent",
        "momentum": 0.5, "seed": 4, "epochs": 60, "learningRate": None, "points": 40,
    }  # fmt: skip
    script = """
    import { createTraining } from "./engine/training.js";
    import { modelJson, readModel } from "./numerics/model.js";
    import { trainingProblem } from "./numerics/problem.js";
    import { commandLine, pythonSnippet } from "./numerics/snippets.js";
    const target = { domain: [[1, 3]], evaluate: (xs) => xs.map((x) => x * x) };
    const trained = (state) => {
      const problem = trainingProblem(target, state);
      const training = createTraining(problem.setup, null);
      training.advance(state.epochs);
      const model = modelJson(problem.toNetwork(training.parameters), target, { about: "<é'>" });
      const read = readModel(model);
      return { model, again: modelJson(read.network, read, read) };
    };
    const own = { ...DATA, learningRate: 0.05 };
    give({ usual: trained(DATA), own: trained(own), command: commandLine(DATA),
      none: commandLine(own), python: pythonSnippet(own) });
    """
    page = run_node(script, state)
    assert page["none"] == ""
    command = [sys.executable, "-m", *shlex.split(page["command"])]
    python = [sys.executable, "-c", page["python"]]
    for run, which in ((command, "usual"), (python, "own")):
        subprocess.run(run, cwd=tmp_path, check=True, capture_output=True)
        theirs = uat.Model.load(tmp_path / "model.json")
        ours = uat.Model.from_json(page[which]["model"])
        assert page[which]["again"] == page[which]["model"]
        assert (ours.input_names, ours.output_names) == (theirs.input_names, theirs.output_names)
        assert (ours.lower, ours.upper) == (theirs.lower, theirs.upper)
        np.testing.assert_array_equal(ours.network.input_centre, theirs.network.input_centre)
        np.testing.assert_allclose(ours.network.to_vector(), theirs.network.to_vector(), 1e-10)
