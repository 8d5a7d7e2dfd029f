/** What the scenes of Build share: a slider with a field, numbers, a table of units, what to take away. */
import { button, numberField, slider } from "../base/controls.js";
import { element, replaceChildren } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { modelJson } from "../numerics/model.js";
import { networkPython } from "./build_texts.js";

const BUILD_MOST_UNIT_ROWS = 64;

/**
 * Return a slider with a field beside it for the same number: `{ node, set(value), disable(flag) }`.
 * @param {Object} options  of `slider`; onInput is called by both, onChange when it is let go
 */
export function sliderWithField(options) {
  const { name, unit, min, max, value, onInput, onChange, fieldName } = options;
  const range = slider({
    ...options,
    onInput: (moved) => {
      field.set(withoutNoise(moved));
      onInput(moved);
    },
  });
  const field = numberField({
    name: fieldName(name), unit, min, max, value: withoutNoise(value),
    onChange: (typed) => {
      range.set(typed);
      onInput(typed);
      if (onChange) onChange(typed);
    },
  }); // prettier-ignore
  field.node.querySelector("label").classList.add("hidden-text");
  const node = element("div", { class: "build-pair" }, range.node, field.node);
  const set = (given) => {
    range.set(given);
    field.set(withoutNoise(given));
  };
  const disable = (flag) => {
    range.disable(flag);
    field.disable(flag);
  };
  return { node, set, disable };
}

/** Return a number without the noise of its last digits. */
export function withoutNoise(value) {
  return Number(value.toPrecision(6));
}

/** Return a list of numbers with their names: `{ node, show([[name, text], ...]) }`. */
export function buildFigures() {
  const node = element("dl", { class: "figures" });
  let before = "";
  const show = (entries) => {
    const now = JSON.stringify(entries);
    if (now === before) return;
    before = now;
    replaceChildren(node, entries.map(([name, text]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, text)))); // prettier-ignore
  };
  return { node, show };
}

/** Return a table of a network's units, in one or two inputs: `{ node, show(network) }`. */
export function buildUnitTable(words) {
  const node = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.unitTable });
  const inputs = (network) => (network.inputs === 1 ? ["w"] : ["w₁", "w₂"]);
  const row = (network, j) => {
    const weights = inputs(network).map((_, i) => network.hiddenWeights[i * network.width + j]);
    const [b, c] = [network.hiddenBiases[j], network.outputWeights[j]];
    const centre = network.inputs === 1 ? [-b / weights[0]] : [];
    return [j + 1, ...[...weights, b, c, ...centre].map((value) => formatNumber(value, 4))];
  };
  const show = (network) => {
    const heads = [words.unit, ...inputs(network), "b", "c", ...(network.inputs === 1 ? [words.centreFormula] : [])];
    const count = Math.min(BUILD_MOST_UNIT_ROWS, network.width);
    const rows = Array.from({ length: count }, (_, j) => row(network, j));
    const left = network.width - count;
    replaceChildren(
      node,
      element("table", {},
        element("caption", {}, words.tableCaption(formatNumber(network.outputBias[0], 4))),
        element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
        element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, String(cell))))))),
      left > 0 ? element("p", { class: "hint" }, words.moreRows(left)) : null,
    ); // prettier-ignore
  };
  return { node, show };
}

/** Return a fold that is filled only while it is open: `{ node, show(fill) }`. */
export function buildFold(summary, content, onOpen) {
  const node = element("details", {}, element("summary", {}, summary), content);
  node.addEventListener("toggle", () => node.open && onOpen());
  return node;
}

/**
 * Return the buttons that take a scene away.
 * @param {Object} context  of the panel
 * @param {Object} given  `{ name, about, network(), domain() -> one [low, high] an input,
 *   svgText(), python() and commandLine() -> texts, which may be left out }`
 */
export function buildTakeAway(context, given) {
  const { words, download } = context;
  const save = (ending, mime, text) => download(`${given.name}.${ending}`, mime, text);
  const model = () => modelJson(given.network(), { domain: given.domain() }, { about: given.about });
  const list = [
    button({ label: words.exportModel, onClick: () => save("json", "application/json", model()) }),
    button({ label: words.exportSvg, onClick: () => save("svg", "image/svg+xml", given.svgText()) }),
    buildCopyButton(context, words.copyPython, given.python ?? (() => networkPython(given.network()))),
  ];
  if (given.commandLine) list.push(buildCopyButton(context, words.copyCommand, given.commandLine));
  const node = element("div", { class: "row" }, ...list.map((one) => one.node));
  return { node, command: list[3] ?? null };
}

function buildCopyButton({ copy, announce, words }, label, text) {
  const own = button({ label, onClick: press });
  async function press() {
    if (!(await copy(text()))) return;
    own.relabel(words.copied);
    announce(words.copied);
    setTimeout(() => own.relabel(label), 1500);
  }
  return own;
}

/**
 * Return the frame of a scene: words and controls beside the picture and what follows from it; where
 * the page is narrow the picture stands above the controls.
 */
export function buildFrame({ heading, story, controls, picture, more }) {
  const part = (name, ...children) => element("div", { class: `build-part ${name}` }, ...children);
  return element("div", { class: "panel" },
    element("div", { class: "build-column" },
      part("build-story", element("h2", {}, heading), story), part("build-controls", ...controls)),
    element("div", { class: "build-column" },
      part("build-picture", ...picture), part("build-more", ...more)),
  ); // prettier-ignore
}

/** Return a place for sentences: `{ node, show(sentences) }`. */
export function sentencesPlace() {
  const node = element("div", { class: "text build-sentences" });
  let before = "";
  const show = (sentences) => {
    const now = sentences.join("\n");
    if (now === before) return;
    before = now;
    replaceChildren(node, sentences.map((sentence) => element("p", {}, sentence)));
  };
  return { node, show };
}
