"""The page's training engine: the same numbers as Python, in WebAssembly and in JavaScript."""

from __future__ import annotations

import itertools
import math
import runpy
from pathlib import Path

import numpy as np
import pytest
from engine_cases import distance, run_of, setup_of, trained
from explorer_tools import PAGE, run_node
from tools import all_is_expected

import uat
from uat.core.network import Network
from uat.course.rungs import RUNGS
from uat.explorer.bundle import NAME, bundle
from uat.explorer.page import security
from uat.explorer.scene import engine_text
from uat.trainers import Adam, GradientDescent

ROOT = Path(__file__).resolve().parents[1]

TARGETS = ("sine", "runge", "absolute", "two_tones", "bumps", "step", "chirp", "franke")
ACTIVATIONS = ("logistic", "tanh", "relu", "sine")
TRAINERS = (
    GradientDescent(epochs=1000, momentum=0.9), GradientDescent(epochs=1000), Adam(epochs=1000),
)  # fmt: skip
CLOSE = 1e-9
"""What the page may differ from Python, relatively, where training does not amplify rounding."""
AMPLIFIED = 10.0
CHAOTIC = 0.01
"""And how many times as far as a run whose start differs in one last bit, where it does."""

TYPED = """
import { readFileSync } from "node:fs";
import { createTraining } from "./engine/training.js";
import { loadEngine } from "./engine/wasm_passes.js";
const module = await loadEngine(readFileSync("../engine/engine.wasm"));
const NAMES = ["x", "t", "parameters", "means", "rates"];
const typed = (setup) => ({
  ...setup, ...Object.fromEntries(NAMES.map((name) => [name, Float64Array.from(setup[name])])),
});
const same = (a, b) => a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
"""

RUN = (
    TYPED
    + """
give(DATA.map((setup) => {
  const [wasm, script] = [createTraining(typed(setup), module), createTraining(typed(setup), null)];
  for (const training of [wasm, script]) training.advance(setup.epochs);
  const equal = same(wasm.parameters, script.parameters) && same(wasm.history, script.history)
    && wasm.diverged === script.diverged;
  const { parameters, diverged, history, kind } = wasm;
  return { parameters, diverged, losses: history, equal, kinds: [kind, script.kind] };
}));
"""
)


@pytest.fixture(scope="module")
def runs():
    """Return a training run of every target, activation and rule, as `uat fit` makes them."""
    found = []
    for seed, target in enumerate(TARGETS):
        for activation in ACTIVATIONS:
            for trainer in TRAINERS:
                with pytest.MonkeyPatch.context() as patch:
                    settings = {"trainer": trainer, "activation": activation, "seed": seed}
                    found.append(
                        run_of(patch, lambda: uat.fit(target, 4 + seed, points=49, **settings))  # noqa: B023
                    )
    return found


@pytest.fixture(scope="module")
def results(runs):
    """Return what both engines make of them in node."""
    return run_node(RUN, [setup_of(run) for run in runs])


def _furthest(run, parameters):
    """Return how far a run comes from these parameters whose start differs in one last bit."""
    places = np.linspace(0, len(parameters) - 1, 6, dtype=int)
    return max(distance(trained(run, place)[0], parameters) for place in places)


@pytest.mark.slow
def test_a_thousand_epochs_end_where_those_of_python_do(runs, results):
    """Both engines are one to the last bit; Python's compiled loop sums in another order.

    How much that comes to a last bit of the start tells; where it comes to more than a hundredth,
    the run is chaos, on each processor another.
    """
    plain = chaotic = 0
    for run, result in zip(runs, results, strict=True):
        parameters, losses, diverged = trained(run)
        assert result["kinds"] == ["wasm-simd", "javascript"]
        assert result["equal"]
        assert result["diverged"] == diverged
        assert len(result["losses"]) == len(losses)
        assert result["losses"][0] == pytest.approx(losses[0], rel=1e-13)
        apart = distance(result["parameters"], parameters)
        plain += apart <= CLOSE
        if apart > CLOSE:
            last_bit = _furthest(run, parameters)
            chaotic += last_bit > CHAOTIC
            assert apart <= AMPLIFIED * last_bit or last_bit > CHAOTIC
    assert plain >= 0.7 * len(runs)
    assert chaotic <= 0.1 * len(runs)


def _corner(activation, output_activation, points, inputs, width, trainer):
    """Return a small problem of points that no catalogue has, and its run."""
    generator = np.random.default_rng(points + width)
    shape = inputs, width
    start = Network(
        generator.normal(size=shape), generator.normal(size=width),
        generator.normal(size=(width, 1)), generator.normal(size=1),
        activation=activation, output_activation=output_activation,
    )  # fmt: skip
    x = generator.uniform(-1.0, 1.0, (points, inputs))
    data = uat.Dataset(x, 0.5 + 0.3 * np.sin(3.0 * x[:, :1]))
    with pytest.MonkeyPatch.context() as patch:
        return run_of(patch, lambda: trainer.fit(data, start))


@pytest.mark.slow
def test_every_activation_and_every_number_of_points_inputs_and_units():
    """Hidden and output activations, blocks that end in 1, 2 or 3 points, frozen blocks."""
    names = [row for row in uat.ACTIVATIONS if row != "heaviside"]
    output = GradientDescent(epochs=30, trained=("output_weights", "output_biases"))
    shapes = [(257, 1, 3), (4, 2, 2), (301, 3, 5), (7, 1, 1), (514, 1, 8), (33, 2, 1)]
    trainers = (
        GradientDescent(epochs=30, learning_rate=1e-3, momentum=0.5, update="sequential"),
        GradientDescent(epochs=30, learning_rate=1e-3, trained=("hidden_weights", "output_biases")),
        Adam(epochs=30, learning_rate=1e-3),
    )
    cases = [
        _corner(name, names[(i + k) % len(names)], *shapes[(2 * i + k) % 6], trainers[k])
        for i, name in enumerate(names)
        for k in range(3)
    ] + [_corner("heaviside", "identity", 33, inputs, 4, output) for inputs in (1, 2)]
    for run, result in zip(cases, run_node(RUN, [setup_of(run) for run in cases]), strict=True):
        parameters, losses, diverged = trained(run)
        assert result["equal"]
        assert result["diverged"] == diverged
        assert distance(result["parameters"], parameters) < 1e-11
        np.testing.assert_allclose(result["losses"], losses, rtol=1e-10)


@pytest.mark.slow
def test_the_rungs_of_the_course_end_at_its_numbers():
    runs = []
    for make in RUNGS.values():
        rung = make()
        with pytest.MonkeyPatch.context() as patch:
            runs.append(run_of(patch, lambda: rung.trainer.fit(rung.dataset, rung.start)))  # noqa: B023
    script = RUN.replace("[wasm, script])", "[wasm])").replace("same(wasm.p", "true || same(wasm.p")
    for make, run, result in zip(
        RUNGS.values(), runs, run_node(script, [setup_of(run) for run in runs]), strict=True
    ):
        rung = make()
        found = rung.parameters(rung.start.with_vector(np.array(result["parameters"])))
        assert distance(result["parameters"], trained(run)[0]) < CLOSE
        for name, value in {**rung.published, **rung.r_parameters}.items():
            assert found[name] == pytest.approx(value, rel=1e-9 if rung.name != "xor" else 1e-7)


def test_divergence_ends_a_run_at_the_last_parameters_within_the_limit(runs):
    run = {**runs[0], "rule": runs[0]["rule"]._replace(settings=(50.0, 0.9))}
    (result,) = run_node(RUN, [setup_of(run)])
    parameters, losses, diverged = trained(run)
    assert diverged
    assert result["diverged"]
    assert result["equal"]
    assert len(result["losses"]) == len(losses) < 1001
    assert distance(result["parameters"], parameters) < 1e-6


def test_a_run_does_not_depend_on_where_it_was_interrupted(runs):
    """Nor on what is done to the setup meanwhile; a rate that changes acts from the next step."""
    script = (
        TYPED
        + """
    const parts = (setup, steps, rates, engine) => {
      const own = typed(setup);
      const training = createTraining(own, engine);
      own.rates.fill(9);
      own.parameters.fill(9);
      const known = [];
      steps.forEach((count, i) => {
        if (rates) training.setLearningRate(rates[i]);
        training.advance(count);
        known.push(training.history.length === training.epoch + 1);
      });
      const { parameters, epoch, history, finished } = training;
      return { parameters: Array.from(parameters), epoch, finished, last: history.at(-1), known };
    };
    const endless = { ...DATA, epochs: Infinity };
    give([
      parts(DATA, [1000], null, module), parts(DATA, [1, 0, 400, 3, 9999], null, module),
      parts(DATA, [300, 700], [0.001, 0.002], module),
      parts(DATA, [300, 700], [0.001, 0.002], null),
      parts(endless, [1000, 500], null, module),
    ]);
    """
    )
    whole, pieces, changed, same, endless = run_node(script, setup_of(runs[0]))
    assert whole == {**pieces, "known": [True]}
    assert pieces["known"] == [True] * 5
    assert changed == same
    assert changed["parameters"] != whole["parameters"]
    assert endless["epoch"] == 1500
    assert whole["finished"]
    assert not endless["finished"]


def test_elementary_functions_are_right_to_some_last_bits():
    generator = np.random.default_rng(0)
    z = np.concatenate([generator.uniform(-708, 708, 2000), generator.uniform(-1, 1, 2000)])
    turns = np.concatenate([generator.uniform(-1e6, 1e6, 2000), generator.uniform(-9, 9, 2000)])
    shares = np.concatenate(
        [generator.uniform(0, 1, 2000), 10.0 ** generator.uniform(-300, 0, 500)]
    )
    script = """
    import * as own from "./engine/elementary.js";
    const at = (name, zs) => zs.map(own[name]);
    const names = ["fastExp", "fineExp", "fastLogistic", "fineLogistic"];
    give([...names.map((name) => at(name, DATA[0])),
      at("log1pOfShare", DATA[2]), at("plainSine", DATA[1]), at("plainCosine", DATA[1]),
      own.plainSine(1.1e6), own.plainSine(NaN)]);
    """
    fast, fine, *others, far, none = run_node(script, [z.tolist(), turns.tolist(), shares.tolist()])
    exact = np.array([math.exp(value) for value in z])
    assert np.all(np.abs(np.array(fast) - exact) <= 2.0 * np.spacing(exact))
    # Both are rounded: they differ where either is not, by one.
    assert np.mean(np.array(fine) == exact) > 0.97
    assert np.all(np.abs(np.array(fine) - exact) <= np.spacing(exact))
    logistic = 1.0 / (1.0 + np.array([math.exp(-value) for value in z]))
    for found in others[:2]:
        np.testing.assert_allclose(found, logistic, rtol=2e-13)
    np.testing.assert_allclose(others[2], np.log1p(shares), rtol=3e-16)
    np.testing.assert_allclose(others[3], np.sin(turns), atol=3e-16)
    np.testing.assert_allclose(others[4], np.cos(turns), atol=3e-16)
    assert math.isnan(far)
    assert math.isnan(none)


def test_predictions_are_those_of_the_network():
    script = """
    import { predict } from "./engine/predict.js";
    const typed = (network) => Object.fromEntries(Object.entries(network).map(
      ([name, value]) => [name, Array.isArray(value) ? Float64Array.from(value) : value]));
    give(DATA.map(([network, xs]) => predict(typed(network), Float64Array.from(xs))));
    """
    cases, expected = [], []
    generator = np.random.default_rng(1)
    for name in uat.ACTIVATIONS:
        for inputs in (1, 2):
            blocks = [generator.normal(size=s) for s in ((inputs, 3), 3, (3, 1), 1)]
            network = Network(*blocks, activation=name)
            x = generator.normal(size=(20, inputs))
            names = ("hiddenWeights", "hiddenBiases", "outputWeights", "outputBias")
            flat = dict(zip(names, (block.ravel().tolist() for block in blocks), strict=True))
            shape = {"inputs": inputs, "width": 3, "activation": name}
            cases.append([{**shape, "outputActivation": "identity", **flat}, x.T.ravel().tolist()])
            expected.append(network(x)[:, 0])
    for found, values in zip(run_node(script, cases), expected, strict=True):
        np.testing.assert_allclose(found, values, rtol=1e-14, atol=1e-14)


PLAY = (
    TYPED
    + """
import { createEngine } from "./engine/client.js";
import { startWorker } from "./engine/worker.js";
const base64 = readFileSync("../engine/engine.wasm").toString("base64");
const setup = typed(DATA);

/* What a browser's worker is to the page, on this thread. */
const made = [];
class FakeWorker {
  constructor() {
    made.push(this);
    this.closed = false;
    const deliver = (data) => this.closed || this.onmessage?.({ data });
    this.scope = { postMessage: (data) => setTimeout(deliver, 0, structuredClone(data)) };
    if (globalThis.refusing) setTimeout(() => this.onerror({}), 1);
    else startWorker(this.scope);
  }
  postMessage(data) {
    const copy = structuredClone(data);
    if (!globalThis.refusing) setTimeout(() => this.closed || this.scope.onmessage({ data: copy }));
  }
  terminate() {
    this.closed = true;
  }
}
const played = (engine, act) => new Promise((resolve) => {
  const news = [];
  const session = engine.open(setup, (one) => {
    news.push(one);
    if (act(session, one, news)) return;
    session.close();
    resolve(news);
  });
});
const summary = (news) => ({
  epoch: news.at(-1).epoch, losses: news.flatMap((one) => Array.from(one.history)),
  parameters: news.at(-1).parameters, playing: news.map((one) => one.playing), kind: news[0].kind,
});
const toEnd = (session, one) => {
  if (one.epoch === 0 && !one.playing) session.play(Infinity);
  return !one.finished;
};
const results = {};
for (const mode of ["local", "worker", "refused", "script"]) {
  if (mode !== "local") globalThis.Worker = FakeWorker;
  globalThis.refusing = mode === "refused";
  const source = mode === "local" ? null : "function";
  const engine = createEngine(source, mode === "script" ? null : base64);
  const whole = summary(await played(engine, toEnd));
  const runs = [];
  const batch = engine.runAll([setup, { ...setup, epochs: 10 }, setup], (i, one) =>
    (runs[i] = [one.epoch, Array.from(one.parameters)]), { workers: 2 });
  await batch.finished;
  const slow = await played(engine, (session, one, news) => {
    if (news.length === 1) session.play(400);
    if (one.epoch >= 20 && one.playing) session.pause();
    if (!one.playing && one.epoch >= 20) {
      session.step(7);
      news.paused ??= one.epoch;
    }
    return one.epoch < (news.paused ?? 1e9) + 7;
  });
  const cancelled = engine.runAll([setup, setup], () => {}, { workers: 1 });
  cancelled.cancel();
  results[mode] = { whole, runs, slow: slow.map((one) => one.epoch), paused: slow.paused,
    cancelled: await cancelled.finished, kind: engine.kind };
  engine.dispose();
}
results.closed = made.every((worker) => worker.closed);
give(results);
setTimeout(() => process.exit(0), 20);
"""
)


@pytest.mark.slow
def test_sessions_play_pause_step_and_run_alike_with_and_without_workers(runs):
    results = run_node(PLAY, setup_of(runs[0]))
    assert results.pop("closed")
    (expected,) = run_node(RUN, [setup_of(runs[0])])
    for mode, result in results.items():
        kind = "javascript" if mode == "script" else "wasm-simd"
        assert result["kind"] == result["whole"]["kind"] == kind
        assert result["whole"]["epoch"] == 1000
        assert result["whole"]["losses"] == expected["losses"]
        assert result["whole"]["parameters"] == expected["parameters"]
        assert not result["whole"]["playing"][-1]
        assert [epoch for epoch, _ in result["runs"]] == [1000, 10, 1000]
        assert result["runs"][0][1] == result["runs"][2][1] == expected["parameters"]
        assert result["slow"] == sorted(result["slow"])
        assert result["slow"][-1] == result["paused"] + 7
        assert not result["cancelled"]


def test_what_is_refused_what_trains_instead_and_what_does_not_train():
    script = """
    import { compileEngine, loadEngine } from "./engine/wasm_passes.js";
    import { createEngine } from "./engine/client.js";
    import { createTraining } from "./engine/training.js";
    const wrong = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 7]);
    const kind = createEngine(null, btoa(String.fromCharCode(...wrong))).kind;
    const unknown = { activation: "t^2", outputActivation: "identity" };
    const thrown = [];
    for (const train of [createTraining, createEngine(null, null).open]) {
      try {
        train(unknown, null);
      } catch (error) {
        thrown.push(String(error));
      }
    }
    give([await loadEngine(wrong), await loadEngine(null), compileEngine(wrong), kind, thrown]);
    """
    refusals = ["RangeError: the page cannot train t^2"] * 2
    assert run_node(script) == [None, None, None, "javascript", refusals]


BATCH = """
async ([setups, wasm]) => {
  const typed = (setup) => {
    const names = ["x", "t", "parameters", "means", "rates"];
    return { ...setup, ...Object.fromEntries(names.map((n) => [n, Float64Array.from(setup[n])])) };
  };
  const engine = explorer().createEngine(explorer.toString(), wasm);
  const found = [];
  const done = (i, { parameters, diverged, kind }) =>
    (found[i] = { parameters: Array.from(parameters), diverged, kind });
  await engine.runAll(setups.map(typed), done, { workers: 2 }).finished;
  engine.dispose();
  return found;
}
"""

SESSIONS = """
async ([setup, wasm]) => {
  const names = ["x", "t", "parameters", "means", "rates"];
  for (const name of names) setup[name] = Float64Array.from(setup[name]);
  const engine = explorer().createEngine(explorer.toString(), wasm);
  let frames = 0;
  const frame = () => ((frames += 1), requestAnimationFrame(frame));
  requestAnimationFrame(frame);
  const watch = (rate) => new Promise((resolve) => {
    const seen = [];
    const session = engine.open({ ...setup, epochs: Infinity }, ({ epoch, history, kind }) => {
      if (seen.length === 0) session.play(rate);
      seen.push({ epoch, losses: history.length, frame: frames, kind });
      if (seen.length < 20) return;
      session.close();
      resolve(seen);
    });
  });
  const together = await Promise.all([watch(Infinity), watch(Infinity), watch(200)]);
  engine.dispose();
  return together;
}
"""


@pytest.fixture
def engine_page(browser_page):
    """Return a page under the explorer's own policy, whose script gives `createEngine`."""
    entries = {"createEngine": "engine/client.js", "startWorker": "engine/worker.js"}
    script = bundle(PAGE, entries) + f"const explorer = {NAME};"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{security(script)}">'
    head = f'<meta charset="utf-8">{policy}<title>Engine</title>'
    return browser_page(f'<!doctype html><html lang="en">{head}<script>{script}</script></html>')


def test_a_browser_comes_to_the_same_bits_in_workers(runs, results, engine_page):
    setups = [setup_of(run) for run in runs]
    for kind, wasm, some in (("wasm-simd", engine_text(), 1), ("javascript", None, 7)):
        found = engine_page.evaluate(BATCH, [setups[::some], wasm])
        for one, expected in zip(found, results[::some], strict=True):
            assert one["kind"] == kind
            assert one["parameters"] == expected["parameters"]
            assert one["diverged"] == expected["diverged"]


def test_sessions_train_beside_each_other_and_tell_at_most_once_a_frame(runs, engine_page):
    for seen in engine_page.evaluate(SESSIONS, [setup_of(runs[0]), engine_text()]):
        epochs = [one["epoch"] for one in seen]
        assert epochs == sorted(epochs)
        assert epochs[0] == 0 < epochs[-1]
        assert sum(one["losses"] for one in seen) == epochs[-1] + 1
        frames = [one["frame"] for one in seen]
        assert all(a < b for a, b in itertools.pairwise(frames))
        assert seen[0]["kind"] == "wasm-simd"


def test_the_module_is_what_the_compiler_makes_of_the_source():
    script = runpy.run_path(str(ROOT / "scripts" / "build_engine.py"))
    if reason := script["why_not"]():
        pytest.fail(reason) if all_is_expected() else pytest.skip(reason)
    assert script["build"]() == (script["ENGINE"] / "engine.wasm").read_bytes()
