/**
 * The panel Compare: error against width, drawn while many trainings run, beside what is proved and
 * stored of the target; every point leads to its network.
 */
import { button } from "../base/controls.js";
import { element, replaceChildren } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { oncePerFrame } from "../base/frames.js";
import { networkChoice, pointsWithNetworks } from "./compare_choice.js";
import { compareRunControls, compareSettingControls } from "./compare_controls.js";
import { compareFindings } from "./compare_findings.js";
import { comparisonModel } from "./compare_model.js";
import { compareNetworkView } from "./compare_network.js";
import { comparePicture, widthsShown } from "./compare_picture.js";
import { COMPARE_FIELDS, COMPARE_RULES } from "./compare_settings.js";
import { comparisonTable } from "./compare_table.js";
import { compareTakeAway } from "./compare_takeaway.js";

const VIEW_FIELDS = ["compareNorm", "compareShown", "compareRun"]; // fields that ask for no run

const TWO_COLUMNS = 820; // pixels; below, the settings would stand between Run and the picture

/** The panel's own style. */
export const COMPARE_STYLE = `
.compare-choice { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 8px 16px; max-width: 720px; }
.compare-picture .stroke { pointer-events: none; }
.compare-network { display: flex; flex-direction: column; gap: 12px; }
.compare-findings { display: flex; flex-direction: column; gap: 4px; }
.compare-table th[scope="col"] { white-space: normal; vertical-align: bottom; max-width: 9em; }
progress { width: 100%; height: 12px; accent-color: var(--accent); }
figcaption { font-weight: 600; }
`;

/** Return the panel `{ node, show(), hide(), dispose() }`. */
export function comparePanel(context) {
  const { state, words } = context;
  const model = comparisonModel(context, schedule, announceEnd);
  const parts = partsOfCompare(context, model, {
    onRun: runOrPause,
    onClear: clear,
    onTrain: openInTrain,
  });
  const frames = oncePerFrame(() => drawCompare(parts, model, context));
  let visible = false;

  function schedule() {
    if (visible) frames.schedule();
  }
  function announceEnd(failure) {
    parts.failure.textContent = failure;
    if (failure !== "") return;
    context.announce([words.all, ...findingsOn(model.shown(), words)].join(" "));
  }
  function start() {
    parts.failure.textContent = "";
    model.start();
  }
  function runOrPause() {
    if (model.running) {
      model.stop();
      context.announce(words.paused);
    } else if (state.get("compareRun") === "yes") start();
    else state.set({ compareRun: "yes" });
  }
  function forget() {
    parts.failure.textContent = "";
    model.forget();
  }
  function clear() {
    forget();
    state.set({ compareRun: "no", compareShown: "" });
    schedule();
  }
  function openInTrain() {
    const chosen = chosenNetwork(model, context, model.shown());
    if (chosen?.run) state.set({ panel: "train", ...fieldsOfTrain(chosen) });
  }
  function follow(changed) {
    const wanted = changed.has("compareRun") && state.get("compareRun") === "yes";
    const replanned = model.running && [...changed].some((name) => !VIEW_FIELDS.includes(name));
    if ((wanted && visible) || replanned) start();
    schedule();
  }
  function otherTarget(changed) {
    const view = { compareShown: "", compareRun: "no" };
    state.set(Object.fromEntries(Object.entries(view).filter(([name]) => !changed.has(name))));
  }
  const stops = [
    state.subscribe(Object.keys(COMPARE_FIELDS), follow),
    state.subscribe(["target", "domain"], otherTarget),
    context.onTarget(() => {
      forget();
      schedule();
    }),
  ];
  return {
    node: parts.node,
    show() {
      if (!visible) parts.settings.node.open = parts.node.clientWidth >= TWO_COLUMNS;
      visible = true;
      if (state.get("compareRun") === "yes" && !model.running) start();
      schedule();
    },
    hide() {
      visible = false;
    },
    dispose() {
      model.forget();
      frames.cancel();
      for (const stop of [
        ...stops,
        parts.settings.dispose,
        parts.picture.dispose,
        parts.view.dispose,
      ])
        stop();
    },
  };
}

function partsOfCompare(context, model, { onRun, onClear, onTrain }) {
  const { state, words } = context;
  const choose = (key) => state.set({ compareShown: key });
  const parts = {
    settings: compareSettingControls(state, words),
    runs: compareRunControls(words, { onRun, onClear }),
    picture: comparePicture(words, choose),
    failure: element("p", { class: "message", role: "status" }),
    findings: element("div", { class: "text compare-findings" }),
    note: element("p", { class: "text muted" }),
    table: comparisonTable(words),
    choice: networkChoice(words, choose),
    view: compareNetworkView(words),
    toTrain: button({ label: words.toTrain, onClick: onTrain }),
    seen: null, // what the view of the network shows
  };
  parts.takeAway = compareTakeAway(context, parts.picture.svgText, model.done);
  const heading = element("h2", {}, words.network);
  const more = element("div", { class: "row" }, parts.toTrain.node);
  const network = [heading, parts.choice.node, parts.view.node, more];
  const pictures = element(
    "div", { class: "pictures" },
    parts.picture.node, parts.findings, parts.note, parts.takeAway.near, parts.takeAway.node,
    parts.table.node, ...network,
  ); // prettier-ignore
  const controls = element(
    "div",
    { class: "controls" },
    parts.runs.node,
    parts.failure,
    parts.settings.node,
  );
  parts.node = element("div", { class: "panel" }, controls, pictures);
  return parts;
}

function drawCompare(parts, model, context) {
  const { words } = context;
  const shown = model.shown();
  const target = context.target();
  parts.runs.show(model.progress());
  parts.picture.show(shown);
  const said = findingsOn(shown, words);
  const sentences = said.length > 0 ? said : [words.notYet];
  replaceChildren(parts.findings, ...sentences.map((sentence) => element("p", {}, sentence)));
  parts.note.textContent = notesOnCompare(shown, target, words).join(" ");
  parts.table.show(widthsShown(shown), shown);
  parts.takeAway.show(shown, target);
  const points = pointsWithNetworks(shown.lines, shown.labels, shown.stored, words);
  parts.choice.show(points, shown.selected);
  drawNetwork(parts, chosenNetwork(model, context, shown), target, points, context);
}

function findingsOn({ lines, norm }, words) {
  return compareFindings(lines, norm, words);
}

function notesOnCompare({ lines, stored, norm, settings }, target, words) {
  const notes = [];
  const kept = target.stored?.activation ?? null;
  if (kept && kept !== settings.activations[0])
    notes.push(words.storedOther(words.activations[kept]));
  if (stored.variation) notes.push(words.guaranteeHere(formatNumber(stored.variation), norm));
  const exact = lines.some(({ points }) => points.some(({ best }) => best === 0));
  if (exact || stored.nearBest.some(([, error]) => error === 0))
    notes.push(words.exact(words.norms[norm]));
  return notes;
}

/** Return `{ key, label, network, maxError, rmse, run }` of the chosen point, or null. */
function chosenNetwork(model, { words }, { selected, settings, labels }) {
  const [line, width] = selected.split(".");
  if (line === "near-best") {
    const known = model.nearBest(Number(width));
    const label = words.chosenStored(words.nearBest, width);
    return known && { ...known, key: selected, label, run: null };
  }
  const result = model.done().find(({ run, network }) => run.key === selected && network);
  if (!result) return null;
  const { run } = result;
  const label = words.chosenRun(labels.get(run.line), run.width, run.seed);
  return { ...result, key: `${selected}.${settings.epochs}`, label };
}

function drawNetwork(parts, chosen, target, points, { words, state }) {
  const hasTrain = state.names.includes("trainWidth"); // a page may show this panel alone
  const seen = chosen === null ? `${points.length > 0}` : chosen.key;
  parts.toTrain.node.hidden = !chosen?.run || !hasTrain;
  if (parts.seen === seen && parts.seenOf === target) return;
  Object.assign(parts, { seen, seenOf: target });
  if (chosen === null) parts.view.clear(points.length > 0 ? words.networkHint : words.networkNone);
  else parts.view.show(chosen, target, true);
}

/** Return the fields of the panel Train that train the same network there. */
function fieldsOfTrain({ run: { rule, activation, width, seed }, epochs }) {
  const { momentum, rule: name } = COMPARE_RULES[rule];
  return {
    trainRung: "none",
    trainRule: name,
    trainActivation: activation,
    trainWidth: width,
    trainSeed: seed,
    trainLength: epochs,
    trainRate: 0,
    ...(momentum === null ? {} : { trainMomentum: momentum }),
  };
}
