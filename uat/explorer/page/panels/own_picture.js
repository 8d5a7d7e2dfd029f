/** The picture of a target: a curve with its points, or a map of two inputs; and its numbers. */
import { element, replaceChildren } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { heatmap } from "../base/heatmap.js";
import { plot } from "../base/plot.js";
import { domainInWords } from "../targets/target.js";
import { equallySpaced } from "../targets/rows_text.js";

const OWN_CURVE_POINTS = 601;
const OWN_MAP_SIDE = 81;
const OWN_HEIGHT = 360; // pixels
const MOST_DOTS = 80; // more of them hide the curve
const ROOM_BESIDE = 0.08; // share of the range of values that is left free above and below

/** Return the picture `{ node, show(target), svgText(), dispose() }`. */
export function ownPicture(words) {
  const node = element("div");
  let picture = null;

  function show(target) {
    picture?.dispose();
    picture = target.domain.length === 1 ? ownCurve(target, words) : ownMap(target, words);
    replaceChildren(node, picture.node);
  }
  return { node, show, svgText: () => picture.svgText(), dispose: () => picture?.dispose() };
}

function ownCurve(target, words) {
  const { xs, ys } = curveOf(target);
  const chart = ownChart(target.domain[0], ownRange(ys), words);
  chart.curve("target", xs, ys, { colour: "target" });
  const rows = target.rows;
  if (rows && rows.xs.length <= MOST_DOTS) {
    chart.dots("rows", Array.from(rows.xs, (x, k) => ({ x, y: rows.ys[k] })), { colour: "accent" });
  }
  return chart;
}

/** Return a chart of one input for targets. */
export function ownChart(domain, range, words) {
  return plot({
    title: words.target, description: words.pictureDescription, height: OWN_HEIGHT, legend: false,
    x: { label: words.horizontal, domain }, y: { label: words.values, domain: range },
  }); // prettier-ignore
}

/** Return a target of one input as the points of a curve, those it goes through among them. */
export function curveOf(target) {
  const grid = equallySpaced(target.domain[0], OWN_CURVE_POINTS);
  const xs = target.rows ? Float64Array.from([...grid, ...target.rows.xs]).sort() : grid;
  return { xs, ys: target.evaluate(xs) };
}

/** Return an interval about values, with room beside them. */
export function ownRange(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) return [low - Math.max(1, Math.abs(low)), high + Math.max(1, Math.abs(high))];
  return [low - ROOM_BESIDE * (high - low), high + ROOM_BESIDE * (high - low)];
}

function ownMap(target, words) {
  const values = mapValues(target, OWN_MAP_SIDE);
  const map = heatmap({
    title: words.target, description: words.pictureDescription, domain: target.domain,
    low: Math.min(...values), high: Math.max(...values), height: OWN_HEIGHT,
    xLabel: words.horizontal, yLabel: words.vertical,
  }); // prettier-ignore
  map.show(values, OWN_MAP_SIDE, OWN_MAP_SIDE);
  return map;
}

/** Return the values of a target of two inputs, row by row of equal y. */
export function mapValues(target, side) {
  const [first, second] = target.domain.map((bounds) => equallySpaced(bounds, side));
  const xs = new Float64Array(2 * side * side);
  for (let p = 0; p < side * side; p += 1) {
    xs[p] = first[p % side];
    xs[side * side + p] = second[Math.floor(p / side)];
  }
  return target.evaluate(xs);
}

/** Return the numbers of a target: where it is, its least and greatest value on a grid. */
export function ownFigures(target, words) {
  const values = target.domain.length === 1 ? curveOf(target).ys : mapValues(target, OWN_MAP_SIDE);
  const rounded = target.domain.map((side) => side.map((bound) => Number(bound.toPrecision(4))));
  const rows = [
    [words.domainFigure, domainInWords(rounded)],
    [words.least, formatNumber(Math.min(...values))],
    [words.greatest, formatNumber(Math.max(...values))],
  ];
  return rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)));
}
