/** The settings of a training, each with a line that explains it on demand. */
import { button, checkbox, numberField, selectField, slider } from "../base/controls.js";
import { element } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { TRAINABLE_ACTIVATIONS } from "../numerics/activations.js";
import {
  TRAIN_LENGTHS, TRAIN_RULES, TRAIN_RUNGS, TRAIN_WIDTHS, trainRuleChoice, trainRuleFields,
} from "./train_settings.js"; // prettier-ignore
import { wholeNumber } from "./train_numbers.js";

const TRAIN_RATES = { min: 1e-4, max: 100 };
const USUAL_SPEED = { none: "50", linreg: "50", neuron: "1000", xor: "5000" };

/**
 * Return the settings `{ node, add(node), fold(closed), show(problem) }`.
 * @param {Object} state
 * @param {Object} presets  the course's rungs by name
 */
export function trainControls(state, words, presets) {
  const rung = rungField(state, words, presets);
  const rate = rateControl(state, words);
  const [own, show] = targetControls(state, words);
  const about = element("p", { class: "hint" }, words.hints.rungSettings);
  const node = element("div", { class: "train-settings" });
  const explain = button({ label: words.explain, pressed: false, onClick: () => {
    const shown = node.classList.toggle("explained");
    explain.set(shown);
  } }); // prettier-ignore
  const settings = [rung?.node, rate.node, ...own, about].filter(Boolean);
  const list = element("div", { class: "controls" }, ...settings, explain.node);
  const details = element("details", { open: true }, element("summary", {}, words.settings), list);
  node.append(details);

  return {
    node,
    /** Put more controls below the settings. */
    add: (more) => list.insertBefore(more, explain.node),
    fold: (closed) => (details.open = !closed),
    show(problem) {
      for (const part of own) part.hidden = problem.rung !== null;
      about.hidden = problem.rung === null;
      rung?.set(state.get("trainRung"));
      rate.show(problem);
      show();
    },
  };
}

function rungField(state, words, presets) {
  const known = TRAIN_RUNGS.filter((key) => key === "none" || presets[key]);
  if (known.length === 1) return null;
  const onChange = (key) =>
    state.set({ trainRung: key, trainRate: 0, trainEpoch: 0, trainUnit: 0, trainSpeed: USUAL_SPEED[key] });
  return selectField({
    name: words.rungs.name,
    options: known.map((key) => [key, words.rungs[key]]),
    value: state.get("trainRung"),
    onChange,
    hint: words.hints.rung,
  });
}

/** The rate: a slider, and a box for the program's own choice. */
function rateControl(state, words) {
  const range = slider({
    name: words.rate, ...TRAIN_RATES, step: 0.05, scale: "log", value: 0.1, hint: words.hints.rate,
    onChange: (value) => state.set({ trainRate: value }),
  }); // prettier-ignore
  const automatic = checkbox({
    name: words.automatic(""),
    value: true,
    onChange: (wanted) => state.set({ trainRate: wanted ? 0 : range.value }),
  });
  const label = automatic.node.querySelector("label");
  const node = element("div", { class: "train-rate" }, range.node, automatic.node);

  function show(problem) {
    range.set(problem.setup.rule.learningRate);
    automatic.set(state.get("trainRate") === 0);
    const own = formatNumber(problem.automaticRate);
    label.textContent = problem.rung ? words.coursesRate(own) : words.automatic(own);
  }
  return { node, show };
}

/** Return the controls that only a target has, and what shows them as the state is. */
function targetControls(state, words) {
  const { hints } = words;
  const ruleNow = () => trainRuleChoice(state.get("trainRule"), state.get("trainMomentum"));
  const rule = selectField({
    name: words.rule, options: Object.keys(TRAIN_RULES).map((key) => [key, words.rules[key]]),
    value: ruleNow(), hint: hints.rule,
    onChange: (key) => state.set(trainRuleFields(key, state.get("trainMomentum"))),
  }); // prettier-ignore
  const momentum = slider({
    name: words.momentum, min: 0, max: 0.99, step: 0.01, value: 0.9, hint: hints.momentum,
    onChange: (value) => state.set({ trainMomentum: value }),
  }); // prettier-ignore
  const width = slider({
    name: words.width, scale: TRAIN_WIDTHS, value: 8, format: words.units, hint: hints.width,
    onChange: (value) => state.set({ trainWidth: value, trainUnit: 0 }),
  }); // prettier-ignore
  const activation = selectField({
    name: words.activation, options: TRAINABLE_ACTIVATIONS.map((key) => [key, words.activations[key]]),
    value: state.get("trainActivation"), hint: hints.activation,
    onChange: (key) => state.set({ trainActivation: key }),
  }); // prettier-ignore
  const seed = seedControl(state, words);
  const length = selectField({
    name: words.length, options: lengthsWith(state.get("trainLength")), value: "", hint: hints.length,
    onChange: (value) => state.set({ trainLength: Number(value) }),
  }); // prettier-ignore

  function show() {
    rule.set(ruleNow());
    momentum.node.hidden = ruleNow() !== "momentum" || state.get("trainRung") !== "none";
    momentum.set(state.get("trainMomentum"));
    width.set(state.get("trainWidth"));
    activation.set(state.get("trainActivation"));
    seed.show();
    length.setOptions(lengthsWith(state.get("trainLength")));
    length.set(String(state.get("trainLength")));
  }
  return [[rule.node, momentum.node, width.node, activation.node, seed.node, length.node], show];
}

function lengthsWith(own) {
  const lengths = TRAIN_LENGTHS.includes(own) ? TRAIN_LENGTHS : [...TRAIN_LENGTHS, own].sort((a, b) => a - b);
  return lengths.map((epochs) => [String(epochs), wholeNumber(epochs)]);
}

function seedControl(state, words) {
  const field = numberField({
    name: words.seed, min: 0, max: 2 ** 31 - 1, value: state.get("trainSeed"),
    onChange: (value) => state.set({ trainSeed: Math.round(value) }),
  }); // prettier-ignore
  const next = button({
    label: words.nextSeed,
    onClick: () => state.set({ trainSeed: (state.get("trainSeed") + 1) % 2 ** 31 }),
  });
  const hint = element("p", { class: "hint" }, words.hints.seed);
  const row = element("div", { class: "train-seed" }, field.node, next.node);
  const node = element("div", {}, row, hint);
  return { node, show: () => field.set(state.get("trainSeed")) };
}
