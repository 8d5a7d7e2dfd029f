/** The controls of the panel Compare: its settings, run and pause, and how far the runs are. */
import { button, checkbox, radioGroup, selectField, slider } from "../base/controls.js";
import { element } from "../base/dom.js";
import { TRAINABLE_ACTIVATIONS } from "../numerics/activations.js";
import {
  COMPARE_EPOCHS, COMPARE_RULES, COMPARE_WIDTHS, MOST_COMPARE_LINES, MOST_COMPARE_SEEDS,
  compareSettings,
} from "./compare_settings.js"; // prettier-ignore

const SETTING_FIELDS = [
  "compareRules", "compareActivation", "compareBeside", "compareEpochs", "compareSeeds",
  "compareWidest", "compareNorm",
]; // prettier-ignore

/**
 * Return the controls of the settings: `{ node, dispose() }`. They follow the state and set it.
 * @param {Object} state
 * @param {Object} words  WORDS.compare
 */
export function compareSettingControls(state, words) {
  const set = (name) => (value) => state.set({ [name]: value });
  const whole = (name, scale) => ({
    value: state.get(name), scale, format: String, onChange: set(name),
  }); // prettier-ignore
  const activations = TRAINABLE_ACTIVATIONS.map((name) => [name, words.activations[name]]);
  const rules = ruleBoxes(state, words);
  const controls = {
    compareActivation: selectField({
      name: words.activation, options: activations, value: state.get("compareActivation"),
      onChange: set("compareActivation"),
    }),
    compareBeside: selectField({
      name: words.beside, options: [["none", words.nothing], ...activations],
      value: state.get("compareBeside"), onChange: set("compareBeside"),
    }),
    compareWidest: slider({ name: words.widest, ...whole("compareWidest", COMPARE_WIDTHS) }),
    compareSeeds: slider({
      name: words.seeds, min: 1, max: MOST_COMPARE_SEEDS, step: 1, ...whole("compareSeeds", "linear"),
    }),
    compareEpochs: slider({ name: words.epochs, ...whole("compareEpochs", COMPARE_EPOCHS) }),
    compareNorm: radioGroup({
      name: words.error, options: Object.entries(words.norms), value: state.get("compareNorm"),
      onChange: set("compareNorm"),
    }),
  }; // prettier-ignore
  const many = element("p", { class: "hint", "aria-live": "polite" });
  const rate = element("p", { class: "hint" }, words.rate);
  const summary = element("summary");
  const follow = () => {
    summary.textContent = settingsInWords(compareSettings(state), words);
    for (const [name, control] of Object.entries(controls)) control.set(state.get(name));
    rules.set(state.get("compareRules"));
    const { rules: own, activations: phis } = compareSettings(state);
    const tooMany = own.length * phis.length > MOST_COMPARE_LINES;
    many.textContent = tooMany ? words.moreLines(MOST_COMPARE_LINES) : "";
  };
  follow();
  const nodes = Object.values(controls).map(({ node }) => node);
  const inside = element("div", { class: "controls" }, rules.node, many, ...nodes, rate);
  const node = element("details", {}, summary, inside);
  return { node, dispose: state.subscribe(SETTING_FIELDS, follow) };
}

function settingsInWords({ rules, activations, widest, seeds, epochs }, words) {
  const names = [
    ...rules.map((name) => words.rules[name]),
    ...activations.map((name) => words.activations[name]),
  ];
  return words.settings(names.join(", "), widest, seeds, epochs);
}

function ruleBoxes(state, words) {
  const boxes = Object.keys(COMPARE_RULES).map((name) => [
    name,
    checkbox({ name: words.rules[name], value: false, onChange: () => chosen(name) }),
  ]);
  const ticked = () => boxes.filter(([, box]) => box.value).map(([name]) => name);
  function chosen(name) {
    if (ticked().length === 0) boxes.find(([own]) => own === name)[1].set(true);
    state.set({ compareRules: ticked() });
  }
  const set = (names) => boxes.forEach(([name, box]) => box.set(names.includes(name)));
  const legend = element("legend", {}, words.rulesName);
  const nodes = boxes.map(([, box]) => box.node);
  return { node: element("fieldset", { class: "control" }, legend, ...nodes), set };
}

/**
 * Return what starts and stops the runs and tells how far they are: `{ node, show(progress) }`.
 * @param {Object} words  WORDS.compare
 * @param {Object} actions  `{ onRun, onClear }`; onRun starts, pauses and goes on
 */
export function compareRunControls(words, { onRun, onClear }) {
  const run = button({ label: words.run, kind: "primary", onClick: onRun });
  const clear = button({ label: words.clear, onClick: onClear });
  const bar = element("progress", { max: 1, value: 0, "aria-label": words.progressName });
  const said = element("p", { class: "muted" });

  /** Show `{ running, done, of, share, left }`. */
  function show({ running, done, of, share, left }) {
    bar.value = share;
    bar.hidden = done === 0 && !running;
    const begun = done > 0 && done < of ? words.continue : words.run;
    run.relabel(running ? words.pause : begun);
    run.disable(done === of && !running);
    clear.disable(done === 0 && !running);
    const time = running && left !== null ? `, ${words.about(left)}` : "";
    said.textContent =
      done === 0 && !running ? words.runs(of) : `${words.progress(done, of)}${time}`;
  }
  const buttons = element("div", { class: "row" }, run.node, clear.node);
  return { node: element("div", { class: "controls" }, buttons, bar, said), show };
}
