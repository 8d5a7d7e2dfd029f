/** The nodes of the panel Train, and where the pictures of a problem stand among them. */
import { button } from "../base/controls.js";
import { element, replaceChildren } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { trainControls } from "./train_controls.js";
import { lossPicture } from "./train_loss.js";
import { lastFiniteLoss, trainNumbers, wholeNumber } from "./train_numbers.js";
import { trainTakeAway } from "./train_takeaway.js";
import { trainTransport } from "./train_transport.js";
import { trainView } from "./train_unit.js";

/** The panel's own style. */
export const TRAIN_STYLE = `
.train-charts { display: grid; gap: 8px 24px; grid-template-columns: minmax(0, 1fr); }
.train-figure { min-width: 0; }
.train-figure figcaption { font-weight: 600; font-size: 0.9375em; }
.train-transport { gap: 8px 12px; align-items: end; }
.train-transport .control.select { flex-direction: row; align-items: center; gap: 8px; }
.train-transport .control.select select { width: auto; }
.train-transport .button.primary { min-width: 7.5em; }
.train-steps span { font-size: 0.9375em; font-weight: 600; }
.train-numbers > div { min-width: 5.2em; }
.train-settings .hint { display: none; }
.train-settings.explained .hint { display: block; }
.train-settings summary { font-weight: 600; padding: 4px 0 8px; }
.train-seed { display: flex; gap: 8px; align-items: end; }
.train-seed .control { flex: 1; }
.train-seed .message { position: absolute; }
.train-view { display: grid; gap: 4px; }
.train-unit { font-variant-numeric: tabular-nums; font-size: 0.9375em; min-height: 1.5em; }
.train-diverged { border: 2px solid var(--wrong); border-radius: 8px; padding: 10px 14px; display: grid; gap: 8px; }
.train-rung { display: grid; gap: 8px; }
.train-rung .side-by-side { align-items: start; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
.train-corner { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.train-way { stroke: #fff; stroke-width: 3; fill: none; stroke-linejoin: round; paint-order: stroke; filter: drop-shadow(0 0 1px #000); }
.train-place { fill: #fff; stroke: #000; stroke-width: 1.5; }
.train-place.circle { fill: var(--network); }
.train-note:empty, .train-message:empty { display: none; }
.train-message { color: var(--wrong); }
@container (min-width: 680px) {
  .train-charts.of-maps { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@container (min-width: 1060px) {
  .train-charts.of-curves {
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    grid-template-areas: "curve loss" "residual units" "trail units";
  }
  .train-charts.of-curves.with-surface { grid-template-areas: "surface loss" "curve residual"; }
  .train-charts.of-curves > [data-part="surface"] { grid-area: surface; }
  .train-charts.of-curves > [data-part="curve"] { grid-area: curve; }
  .train-charts.of-curves > [data-part="loss"] { grid-area: loss; }
  .train-charts.of-curves > [data-part="residual"] { grid-area: residual; }
  .train-charts.of-curves > [data-part="units"] { grid-area: units; }
  .train-charts.of-curves > [data-part="trail"] { grid-area: trail; }
}
`;

const PICTURE_ORDER = ["surface", "curve", "target", "network", "residual", "loss", "units", "trail"];

/** Return the parts: `{ node, controls, transport, numbers, loss, view, divergence, ..., place }`. */
export function trainParts(context, presets, actions) {
  const { state, words } = context;
  const parts = {
    controls: trainControls(state, words, presets),
    transport: trainTransport(words, actions, state.get("trainSpeed")),
    numbers: trainNumbers(words),
    loss: lossPicture(words),
    view: trainView(state, words),
    divergence: trainDivergence(words, actions),
    takeAway: trainTakeAway(context, actions),
    message: element("p", { class: "train-message", role: "status" }),
    note: element("p", { class: "train-note muted", role: "status" }),
    charts: element("div", { class: "train-charts" }),
    rung: element("div"),
  };
  const { controls, transport, numbers, view, divergence, takeAway, message, note, charts, rung } = parts;
  const pictures = element(
    "div", { class: "pictures" },
    transport.node, message, note, divergence.node, numbers.node, charts, rung, takeAway.node,
  ); // prettier-ignore
  controls.add(view.node);
  parts.node = element("div", { class: "panel" }, controls.node, pictures);
  parts.place = (problem, own) => {
    placePictures(charts, { ...own, loss: parts.loss.node });
    own.units?.append(view.said);
  };
  return parts;
}

/** Put the pictures in the order in which they are read. */
function placePictures(charts, figures) {
  const surface = figures.surface ? " with-surface" : "";
  charts.className = `train-charts ${figures.curve ? "of-curves" : "of-maps"}${surface}`;
  for (const [key, figure] of Object.entries(figures)) figure.dataset.part = key;
  replaceChildren(charts, PICTURE_ORDER.map((key) => figures[key] ?? null));
}

/** What is told when a training diverged: what happened, and two ways out. */
function trainDivergence(words, actions) {
  const text = element("p", { class: "text" });
  const reset = button({ label: words.reset, icon: "↺", onClick: actions.reset });
  let remedy = 0; // the rate to take, 0: the program's own
  const other = button({ label: "", kind: "primary", onClick: () => actions.takeRate(remedy) });
  const ways = element("div", { class: "row" }, other.node, reset.node);
  const node = element("div", { class: "train-diverged", role: "alert", hidden: true }, text, ways);

  function show(now) {
    if (node.hidden === !now.diverged && !now.diverged) return;
    if (!now.diverged) {
      node.hidden = true;
      return;
    }
    const { learningRate } = now.problem.setup.rule;
    const isOwn = learningRate === now.problem.automaticRate;
    remedy = isOwn ? Number((learningRate / 10).toPrecision(3)) : 0;
    const usual = now.problem.rung ? words.takeCourses : words.takeAutomatic;
    other.relabel(isOwn ? words.smallerRate : usual);
    const { loss } = lastFiniteLoss(now.history.values());
    const told = words.diverged(wholeNumber(now.epoch), formatNumber(loss), formatNumber(learningRate));
    if (text.textContent !== told) text.textContent = told;
    node.hidden = false;
  }
  return { node, show };
}
