/** The targets of the page, each with a small picture. */
import { element, svgElement } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { equallySpaced } from "../targets/rows_text.js";
import { sceneTarget } from "../targets/target.js";
import { mapValues } from "./own_picture.js";

const THUMB = { width: 96, height: 48, edge: 4 };
const THUMB_CELLS = 12; // along each input of a map

/**
 * Return the list `{ node, follow(key) }`; pictures are drawn when it is first opened.
 * @param {function(string)} choose  takes the key of a target
 */
export function ownCatalogue({ scene, words }, choose) {
  const buttons = new Map();
  for (const entry of scene.targets) {
    const { key, title } = entry;
    const node = element("button", {
      type: "button", class: "button own-thumb", "aria-pressed": "false", onclick: () => choose(key),
    }, element("span", {}, title)); // prettier-ignore
    buttons.set(key, { node, entry });
  }
  const list = element("div", { class: "own-thumbs" }, ...[...buttons.values()].map(({ node }) => node));
  const node = element("details", {}, element("summary", {}, words.catalogue), list);
  const draw = () => {
    for (const { node: one, entry } of buttons.values()) one.prepend(thumbnail(sceneTarget(entry)));
  };
  node.addEventListener("toggle", draw, { once: true });
  const follow = (current) => {
    for (const [key, { node: one }] of buttons) one.setAttribute("aria-pressed", String(key === current));
  };
  return { node, follow };
}

function thumbnail(target) {
  const { width, height } = THUMB;
  const marks = target.domain.length === 1 ? [thumbCurve(target)] : thumbCells(target);
  return svgElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, ...marks);
}

function thumbCurve(target) {
  const { width, height, edge } = THUMB;
  const ys = target.evaluate(equallySpaced(target.domain[0], 193));
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const top = (y) => height - edge - ((y - low) / (high - low || 1)) * (height - 2 * edge);
  const points = Array.from(ys, (y, k) =>
    `${((k / (ys.length - 1)) * width).toFixed(1)} ${top(y).toFixed(1)}`); // prettier-ignore
  return svgElement("path", { d: `M${points.join("L")}`, class: "stroke target", "stroke-width": 1.75 });
}

function thumbCells(target) {
  const values = mapValues(target, THUMB_CELLS);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const side = THUMB.height / THUMB_CELLS;
  return Array.from(values, (value, p) =>
    svgElement("rect", {
      x: formatNumber(24 + (p % THUMB_CELLS) * side), y: THUMB.height - side * (1 + Math.floor(p / THUMB_CELLS)),
      width: side, height: side, class: "own-cell",
      "fill-opacity": ((value - low) / (high - low || 1)).toFixed(2),
    })); // prettier-ignore
}
