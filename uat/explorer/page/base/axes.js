/** The frame of a chart: grid lines, ticks and names of both axes. */
import { svgElement } from "./dom.js";
import { textWidth } from "./legend.js";
import { ticksOf } from "./scales.js";

/** Return how many ticks fit along so many pixels. */
function tickCount(pixels, each) {
  return Math.max(2, Math.floor(Math.abs(pixels) / each));
}

/** Return the ticks of both axes, `{ x, y }`, each `[{ value, label }]`, for letters of that size. */
export function chartTicks(x, y, options, font) {
  const across = (options.x.ticks ? 2.7 : 5.7) * font;
  return {
    x: ticksOf(x, tickCount(x.range[1] - x.range[0], across), options.x.ticks ?? null),
    y: ticksOf(y, tickCount(y.range[1] - y.range[0], 3.7 * font), options.y.ticks ?? null),
  };
}

/** Return how much room the labels of the y axis take, in pixels. */
export function labelWidth(ticks, font) {
  return Math.max(0, ...ticks.map((tick) => textWidth(tick.label, font)));
}

/** Return the size of the letters in a chart, in pixels. */
export function letterSize(node) {
  return 0.9375 * parseFloat(getComputedStyle(node).fontSize);
}

/**
 * Return the nodes of the frame: `{ grid, labels }`.
 * @param {Object} size  `{ width, height, font }`, pixels
 */
export function chartFrame(x, y, ticks, options, size) {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const grid = svgElement("g", { class: "grid" });
  const labels = svgElement("g", { class: "axis" });
  for (const { value, label } of ticks.x) {
    const at = x.toPixel(value).toFixed(1);
    grid.append(svgElement("path", { d: `M${at} ${bottom}V${top}` }));
    const most = size.width - textWidth(label, size.font) / 2 - 1; // a label ends within the chart
    const place = { x: Math.min(at, most), y: bottom + 1.4 * size.font, class: "middle" };
    labels.append(svgElement("text", place, label));
  }
  for (const { value, label } of ticks.y) {
    const at = y.toPixel(value);
    grid.append(svgElement("path", { d: `M${left} ${at.toFixed(1)}H${right}` }));
    labels.append(svgElement("text", { x: left - 8, y: (at + size.font / 3).toFixed(1), class: "end" }, label));
  }
  grid.append(svgElement("path", { d: `M${left} ${top}V${bottom}H${right}`, class: "frame" }));
  labels.append(...names(x, y, options, size));
  return { grid, labels };
}

function names(x, y, options, size) {
  const middle = (y.range[0] + y.range[1]) / 2;
  const nodes = [];
  if (options.x.label) {
    const at = (x.range[0] + x.range[1]) / 2;
    nodes.push(svgElement("text", { x: at, y: size.height - 6, class: "middle" }, options.x.label));
  }
  if (options.y.label) {
    const turned = `translate(${size.font.toFixed(1)} ${middle.toFixed(0)}) rotate(-90)`;
    nodes.push(svgElement("text", { transform: turned, class: "middle" }, options.y.label));
  }
  return nodes;
}
