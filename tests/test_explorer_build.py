"""The panel Build: its steps, staircases and towers are those of the theory, its handles work."""

from __future__ import annotations

import numpy as np
import pytest
from explorer_tools import run_node

import uat
from uat.core.activations import ACTIVATIONS
from uat.core.model import Model
from uat.fits.function import fit_width
from uat.fits.sampling import training_data
from uat.targets.catalogue import target_named
from uat.theory.guarantees import step_guarantee
from uat.trainers import Staircase
from uat.trainers.discontinuities import find_jumps

MINUS = "\N{MINUS SIGN}"

# The same functions as those of the catalogue, in JavaScript.
_TARGETS = """
const functions = {
  sine: (x) => Math.sin(2 * Math.PI * x),
  runge: (x) => 1 / (1 + 25 * x * x),
  step: (x) => (x >= 0 ? 1 : 0),
};
const targetOfName = (key) => ({
  key, title: key, text: key, source: { kind: "formula", text: key }, domain: [[-1, 1]],
  stored: null, evaluate: (xs) => Float64Array.from(xs, functions[key]),
});
"""


def test_steps_are_made_of_what_the_rows_say():
    found = run_node(
        """
import { predict } from "./engine/predict.js";
import { networkOfSteps, BUILD_STEP_ACTIVATIONS, BUILD_STEP_ROWS, stepOf }
  from "./panels/build_units.js";
const ends = (name) => {
  const { settled, half } = stepOf(name);
  const network = networkOfSteps(name, [{ place: 0.25, slope: 1, height: 2 }], 1);
  const at = (z) => predict(network, Float64Array.of(0.25 + z))[0];
  const slope = half === 0 ? null : (2 / (at(1e-4) - at(-1e-4))) * 2e-4;
  return { values: [at(-settled - 0.01), at(settled + 0.01)], width: network.width, slope, half };
};
give({ rows: BUILD_STEP_ROWS, steps: BUILD_STEP_ACTIVATIONS.map((name) => [name, ends(name)]) });
"""
    )
    for name, row in found["rows"].items():
        known = ACTIVATIONS[name]
        assert row["units"] == known.units_a_step, name
        if known.sigmoidal:
            assert (*row["limits"], row["settled"]) == known.step()
        if row.get("power"):
            assert row["power"] == known.relu_power
    makers = {name for name, row in ACTIVATIONS.items() if row.units_a_step}
    assert {name for name, _ in found["steps"]} == makers
    for name, step in found["steps"]:
        assert step["values"] == pytest.approx([1.0, 3.0], abs=1e-6), name
        assert step["width"] == ACTIVATIONS[name].units_a_step
        if step["slope"] is not None:  # the tangent at the middle is at both levels at +-half
            assert step["half"] == pytest.approx(step["slope"] / 2.0, rel=1e-3), name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "activation", "width", "steepness"),
    [
        ("sine", "logistic", 16, 200.0),
        ("runge", "tanh", 5, 20.0),
        ("runge", "heaviside", 8, 200.0),
        ("step", "logistic", 5, 200.0),
        ("step", "tanh", 1, 200.0),
    ],
)
def test_the_staircase_is_that_of_python(name, activation, width, steepness):
    target = target_named(name)
    data = training_data(target, 512, Staircase.grid)
    python = fit_width(target, width, Staircase(steepness), 0, activation, 512)
    found = run_node(
        """
import { curveThrough } from "./panels/build_curve.js";
import { staircaseNetwork, staircasePlan } from "./panels/build_staircase.js";
const points = { x: Float64Array.from(DATA.x), t: Float64Array.from(DATA.t) };
const plan = staircasePlan(curveThrough(points), DATA.jumps, DATA.domain, DATA.settings);
give({ plan, network: staircaseNetwork(plan, DATA.settings.activation) });
""",
        {
            "x": data.x[:, 0].tolist(),
            "t": data.t[:, 0].tolist(),
            "jumps": [{"place": jump.place} for jump in find_jumps(data)],
            "domain": [target.domain.lower[0], target.domain.upper[0]],
            "settings": {"steps": width, "steepness": steepness, "activation": activation},
        },
    )
    network = python.network
    assert found["network"]["outputWeights"] == pytest.approx(
        network.output_weights[:, 0], rel=1e-11, abs=1e-14
    )
    assert found["network"]["outputBias"] == pytest.approx(network.output_biases, abs=1e-14)
    if activation == "heaviside":  # Python writes those about 0, with weights of 1
        return
    assert found["network"]["hiddenWeights"] == pytest.approx(network.hidden_weights[0], rel=1e-11)
    assert found["plan"]["places"] == pytest.approx(network.unit_centres(), abs=1e-11)


def test_on_the_points_of_the_page_errors_and_guarantee_are_those_of_python():
    cases = [("sine", 8, "logistic"), ("runge", 12, "logistic"), ("step", 3, "logistic")]
    cases += [("step", 8, name) for name in ("relu", "relu_squared", "relu_cubed", "softplus")]
    found = run_node(
        _TARGETS
        + """
import { staircaseErrors, staircaseFacts } from "./panels/build_staircase_model.js";
import { staircaseNetwork, staircasePlan, stepGuarantee } from "./panels/build_staircase.js";
give(DATA.map(([name, steps, activation]) => {
  const facts = staircaseFacts(targetOfName(name));
  const settings = { steps, steepness: 200, activation };
  const plan = staircasePlan(facts.curve, facts.jumps, facts.domain, settings);
  return {
    variation: facts.curve.variation, guarantee: stepGuarantee(facts.curve.variation, steps),
    ...staircaseErrors(staircaseNetwork(plan, activation), facts), jumps: facts.jumps,
  };
}));
""",
        cases,
    )
    for (name, width, _), page in zip(cases[:3], found[:3], strict=True):
        target = target_named(name)
        python = fit_width(target, width, Staircase(), 0, "logistic", 512)
        assert page["variation"] == pytest.approx(target.complexity, rel=1e-9)
        assert page["guarantee"] == pytest.approx(step_guarantee(target.complexity, width))
        assert page["maxError"] == pytest.approx(python.max_error, rel=2e-3), name
        assert page["rmse"] == pytest.approx(python.rmse, rel=2e-3, abs=1e-3), name
    assert [len(page["jumps"]) for page in found[:3]] == [0, 0, 1]
    assert found[2]["jumps"][0]["place"] == 0.0
    for page in found[2:]:
        assert page["maxError"] == pytest.approx(0.5, abs=1e-3)
    off = abs(found[0]["wanted"] - found[0]["answer"])
    assert off == pytest.approx(found[0]["maxError"], rel=1e-9)


def test_walls_add_up_to_a_tower_and_moats_take_away_what_is_around_it():
    found = run_node(
        """
import { predict } from "./engine/predict.js";
import { aboveThreshold, towerGrid, towerNetwork, towerNumbers, towerThreshold }
  from "./panels/build_tower.js";
const xs = towerGrid(61);
const numbersOf = (settings) => {
  const network = towerNetwork({ slope: 300, radius: 0.3, activation: "logistic", ...settings });
  const values = predict(network, xs);
  const cut = aboveThreshold(values, towerThreshold(settings.directions));
  const [sum, after] = [values, cut].map((seen) => towerNumbers(xs, seen, 0.3));
  return { width: network.width, sum, cut: after };
};
give({
  two: numbersOf({ directions: 2, moats: 0 }), eight: numbersOf({ directions: 8, moats: 0 }),
  moats: numbersOf({ directions: 16, moats: 6 }),
  relu: numbersOf({ directions: 2, moats: 0, activation: "relu" }),
});
"""
    )  # fmt: skip
    two, eight, moats = found["two"], found["eight"], found["moats"]
    assert (two["width"], eight["width"], moats["width"], found["relu"]["width"]) == (4, 16, 224, 8)
    assert two["sum"]["inside"] == pytest.approx(1.0, abs=1e-6)
    assert two["sum"]["far"] == pytest.approx(0.5, abs=0.01)
    assert found["relu"]["sum"]["far"] == pytest.approx(0.5, abs=1e-9)
    assert eight["cut"]["far"] == 0.0
    assert eight["cut"]["inside"] == 1.0
    assert eight["sum"]["far"] > 1.0 / 3.0  # of all directions, a third of a turn covers a point
    assert moats["sum"]["far"] < 0.12
    assert moats["sum"]["inside"] > 0.95
    assert moats["sum"]["rmse"] < eight["sum"]["rmse"] / 2.0


def test_what_is_taken_away_is_what_was_shown():
    found = run_node(
        _TARGETS
        + """
import { predict } from "./engine/predict.js";
import { modelJson } from "./numerics/model.js";
import { networkPython, staircaseCommand, staircasePython }
  from "./panels/build_texts.js";
import { towerNetwork } from "./panels/build_tower.js";
const tower = { directions: 3, slope: 40, radius: 0.3, moats: 1, activation: "tanh" };
const network = towerNetwork(tower);
const usual = { steps: 8, steepness: 200, activation: "tanh" };
const soft = { ...usual, steepness: 5, activation: "logistic" };
const target = { ...targetOfName("sine"), text: null };
give({
  model: modelJson(network, null), python: networkPython(network),
  values: predict(network, Float64Array.of(0.1, 0.5, -0.2, 0.4)),
  commands: [usual, soft].map((settings) => staircaseCommand(targetOfName("sine"), settings)),
  formula: staircaseCommand({ ...target, source: { kind: "formula", text: "sin(3*x)" } }, usual),
  programs: [usual, soft].map((settings) => staircasePython(targetOfName("sine"), settings)),
  drawn: staircasePython({ ...target, source: { kind: "drawn", text: "" } }, usual),
});
"""
    )
    model = Model.from_json(found["model"])
    values = model.network(np.array([[0.1, -0.2], [0.5, 0.4]]))[:, 0]
    assert found["values"] == pytest.approx(values, rel=1e-12)
    assert "hidden_weights=np.array([[" in found["python"]
    assert found["commands"] == [
        "uat fit --target sine --trainer staircase --width 8 --activation tanh",
        None,  # no option tells the steepness
    ]
    assert found["formula"].startswith("uat fit --target 'sin(3*x) on [-1, 1]' --trainer staircase")
    assert 'uat.fit("sine", 8, trainer=uat.Staircase(), activation="tanh")' in found["programs"][0]
    assert 'uat.fit("sine", 8, trainer=uat.Staircase(steepness=5))' in found["programs"][1]
    assert found["drawn"] is None


def test_handles_move_with_mouse_and_keys_and_numbers_follow(browser_page, tmp_path):
    file = tmp_path / "explorer.html"
    uat.explore("sine", output=file)
    page = browser_page(file, "#panel=build")

    def number(name):
        return page.locator(f"dt:text-is('{name}') + dd").first.inner_text().replace(MINUS, "-")

    centre = page.get_by_role("slider", name="Centre", exact=True).and_(page.locator(".handle"))
    box = centre.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=4)
    page.mouse.up()
    moved = float(centre.get_attribute("aria-valuenow"))
    assert moved > -0.2
    page.wait_for_function("() => location.hash.includes('buildCentre')")
    assert float(number("b")) == pytest.approx(-6.0 * moved, rel=1e-3)
    centre.press("Shift+ArrowLeft")
    assert float(centre.get_attribute("aria-valuenow")) == pytest.approx(moved - 0.1)

    page.get_by_role("button", name="3. Staircase").click()
    guarantee = page.locator("dt:text('guarantee') + dd").first
    expect = f"{step_guarantee(8.0, 8):.3g}"
    page.wait_for_function("(node) => node.textContent !== ''", arg=guarantee.element_handle())
    assert guarantee.inner_text() == expect == number("max error")
    corner = page.get_by_role("slider", name="Step 3: place")
    for _ in range(3):
        corner.press("Shift+ArrowUp")
    page.get_by_text("By hand: your max error").wait_for()
    beaten = number("max error")
    page.wait_for_function("() => location.hash.includes('buildPlaces')")
    again = browser_page(file, page.evaluate("location.hash"))
    again.get_by_text("By hand: your max error").wait_for()
    assert again.locator("dt:text-is('max error') + dd").first.inner_text() == beaten
    page.get_by_role("button", name="Back to the construction").click()
    page.get_by_text("The max error is").wait_for()
    assert number("max error") == expect
