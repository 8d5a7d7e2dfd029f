/**
 * The panel "Your own": a function typed, a curve drawn, points moved, a table pasted; what comes of
 * it is the target of all panels, and stands in the address.
 */
import { button, radioGroup } from "../base/controls.js";
import { element, replaceChildren } from "../base/dom.js";
import { choice, text } from "../base/state.js";
import { ownCatalogue } from "./own_catalogue.js";
import { ownCommand } from "./own_command.js";
import { drawWay } from "./own_draw.js";
import { formulaWay } from "./own_formula.js";
import { ownFigures, ownPicture } from "./own_picture.js";
import { pointsWay } from "./own_points.js";
import { tableWay } from "./own_table.js";

const WAYS = ["formula", "draw", "points", "table"];
const MOST_UNDONE = 50;

/** What the panel keeps in the address, beside the target and its domain. */
export const OWN_FIELDS = {
  ownWay: choice(WAYS, "formula"),
  ownBetween: choice(["smooth", "lines"], "smooth"),
  ownLow: text(60, ""),
  ownHigh: text(60, ""),
};

/** The panel's own style. */
export const OWN_STYLE = `
.own-side { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 12px; }
.own-place { font-family: ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.own-place:empty { display: none; }
.own-place mark { background: var(--wrong); color: var(--paper); border-radius: 3px; padding: 0 2px; }
.own-example { min-height: 32px; padding: 2px 10px; font-size: 0.875em; }
.own-thumbs { display: grid; grid-template-columns: repeat(auto-fill, minmax(124px, 1fr)); gap: 8px; padding-top: 8px; }
.own-thumb { flex-direction: column; gap: 2px; overflow-wrap: anywhere; }
.own-thumb svg { max-width: 100%; }
.own-thumb[aria-pressed="true"] { background: var(--ground); color: var(--ink); outline: 3px solid var(--accent); }
.own .layer:not(.handle, .dots) { pointer-events: none; }
.own-cell { fill: var(--ink); }
.own .message { white-space: pre-line; }
.own textarea { width: 100%; resize: vertical; }
.own-folded > .controls { padding-top: 8px; }
`;

/** Return the panel `{ node, show(), hide(), dispose() }`. */
export function ownPanel(context) {
  const { state, words } = context;
  const before = []; // targets that were left, for Undo
  const undoButtons = ["draw", "points"].map(() => button({ label: words.undo, onClick: undo }));
  const ways = {
    formula: formulaWay(context, (target, domain) => state.set({ target, domain })),
    draw: drawWay(context, { use: useRows, undo: undoButtons[0].node }),
    points: pointsWay(context, { use: useRows, undo: undoButtons[1].node }),
    table: tableWay(context, { use: useRows }),
  };
  const picture = ownPicture(words);
  const title = element("h2");
  const figures = element("dl", { class: "figures" });
  const place = element("div");
  const command = ownCommand(context, () => (ways[state.get("ownWay")].svgText ?? picture.svgText)());
  const catalogue = ownCatalogue(context, (target) => state.set({ target, domain: "" }));
  const chosenWay = radioGroup({
    name: words.way, value: state.get("ownWay"), options: WAYS.map((way) => [way, words.ways[way]]),
    onChange: (ownWay) => state.set({ ownWay }),
  }); // prettier-ignore
  let visible = false;

  /** Take over a curve or points as the target. */
  function useRows(target) {
    before.push({ target: state.get("target"), domain: state.get("domain") });
    if (before.length > MOST_UNDONE) before.shift();
    state.set({ target, domain: "" });
    showUndo();
  }
  function undo() {
    if (before.length > 0) state.set(before.pop());
    showUndo();
  }
  function showUndo() {
    for (const one of undoButtons) one.disable(before.length === 0);
  }
  function showWay() {
    const way = state.get("ownWay");
    chosenWay.set(way);
    for (const name of WAYS) ways[name].node.hidden = name !== way;
    replaceChildren(place, ways[way].picture ?? picture.node);
    follow(context.target());
  }
  function follow(target) {
    if (!visible) return;
    title.textContent = target.title;
    replaceChildren(figures, ...ownFigures(target, words));
    const way = ways[state.get("ownWay")];
    if (!way.picture) picture.show(target);
    way.follow(target);
    command.follow(target);
    catalogue.follow(state.get("target"));
  }
  function onKey(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey;
    if (!isUndo || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    event.stopPropagation();
    undo();
  }

  const controls = element("div", { class: "controls" },
    chosenWay.node, ...WAYS.map((way) => ways[way].node)); // prettier-ignore
  const node = element("div", { class: "panel own", onkeydown: onKey }, controls,
    element("div", { class: "pictures" }, title, place, figures, command.node, catalogue.node)); // prettier-ignore
  const stops = [context.onTarget(follow), state.subscribe(["ownWay"], showWay)];
  showUndo();
  return {
    node,
    show() {
      visible = true;
      showWay();
    },
    hide: () => (visible = false),
    dispose() {
      for (const stop of stops) stop();
      for (const way of WAYS) ways[way].dispose?.();
      picture.dispose();
    },
  };
}
