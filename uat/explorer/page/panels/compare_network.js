/**
 * The network of a point of the picture: the function it computes beside the target, its units, the
 * residual, and its numbers.
 */
import { element, replaceChildren } from "../base/dom.js";
import { formatError, formatNumber } from "../base/format.js";
import { heatmap } from "../base/heatmap.js";
import { plot } from "../base/plot.js";
import { predict } from "../engine/predict.js";

const CURVE_POINTS = 601; // of a curve
const MAP_SIDE = 81; // of a map, points
const CURVE_HEIGHT = 300;
const MOST_UNITS = 64; // that are drawn, the largest ones

/** Return the points of an interval at equal distances. */
export function pointsBetween([low, high], count) {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** Return a grid of a rectangle, one row after the other from the lowest on: x and y of each point. */
export function gridOfRectangle([across, up], side) {
  const [xs, ys] = [pointsBetween(across, side), pointsBetween(up, side)];
  const grid = new Float64Array(2 * side * side);
  ys.forEach((y, row) => {
    grid.set(xs, row * side);
    grid.fill(y, side * side + row * side, side * side + (row + 1) * side);
  });
  return grid;
}

/** Return the network of one hidden unit of another, without the output bias. */
export function unitAlone(network, unit) {
  const { inputs, width } = network;
  const weights = Float64Array.from(
    { length: inputs },
    (_, i) => network.hiddenWeights[i * width + unit],
  );
  return {
    inputs,
    width: 1,
    activation: network.activation,
    outputActivation: network.outputActivation,
    hiddenWeights: weights,
    hiddenBiases: network.hiddenBiases.slice(unit, unit + 1),
    outputWeights: network.outputWeights.slice(unit, unit + 1),
    outputBias: new Float64Array(1),
  };
}

/** Return what each unit adds, the largest first: a list of values at some inputs. */
export function unitsAdding(network, xs) {
  const units = Array.from({ length: network.width }, (_, unit) =>
    predict(unitAlone(network, unit), xs),
  );
  const rise = (values) =>
    values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  return units.sort((a, b) => rise(b) - rise(a)).slice(0, MOST_UNITS);
}

/** Return the difference of two arrays. */
export function differenceOf(a, b) {
  return a.map((value, place) => value - b[place]);
}

/**
 * Return the view: `{ node, show(chosen, target, withUnits), clear(message), dispose() }`.
 * @param {Object} words  WORDS.compare
 */
export function compareNetworkView(words) {
  const charts = element("div", { class: "side-by-side" });
  const numbers = element("dl", { class: "figures" });
  const title = element("h3", {}, "");
  const node = element("div", { class: "compare-network" }, title, numbers, charts);
  let made = [];

  function clear(message = "") {
    for (const chart of made) chart.dispose();
    made = [];
    title.textContent = message;
    replaceChildren(numbers);
    replaceChildren(charts);
  }
  /** Show `{ label, network, maxError, rmse, where }` of a target. */
  function show(chosen, target, withUnits) {
    clear(chosen.label);
    replaceChildren(numbers, ...comparedNumbers(chosen, words));
    made = target.domain.length === 1
      ? comparedCurves(chosen, target, withUnits, words)
      : comparedMaps(chosen, target, words); // prettier-ignore
    replaceChildren(charts, ...made.map((chart) => chart.node));
  }
  return { node, show, clear, dispose: () => clear() };
}

function comparedNumbers({ network, maxError, where, rmse }, words) {
  const parameters = network.width * (network.inputs + 2) + 1;
  const rows = [
    [words.norms.max_error, formatError(maxError)],
    [words.where, where ? where.map((value) => formatNumber(value)).join(", ") : null],
    [words.norms.rmse, formatError(rmse)],
    [words.parameters, String(parameters)],
  ];
  const known = rows.filter(([, value]) => value !== null);
  return known.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)),
  );
}

function comparedCurves({ network, label }, target, withUnits, words) {
  const xs = pointsBetween(target.domain[0], CURVE_POINTS);
  const [wanted, given] = [target.evaluate(xs), predict(network, xs)];
  const residual = differenceOf(given, wanted);
  const units = withUnits ? unitsAdding(network, xs) : [];
  const curves = comparedChart(words.curves, words.curvesOf(label), target, [wanted, given]);
  units.forEach((values, place) => {
    const style = {
      colour: "unit",
      width: 1.2,
      opacity: 0.6,
      label: place === 0 ? words.units : null,
    };
    curves.curve(`unit.${place}`, xs, values, style);
  });
  curves.curve("target", xs, wanted, {
    colour: "target",
    width: 4,
    opacity: 0.55,
    label: words.target,
  });
  curves.curve("network", xs, given, {
    colour: "network",
    dash: "dash",
    label: words.networkCurve,
  });
  const below = comparedChart(words.residual, words.residualOf(label), target, [residual]);
  below.curve("residual", xs, residual, { colour: "residual", label: words.residual });
  below.levels("zero", [0], { colour: "muted", width: 1 });
  return [curves, below];
}

function comparedChart(name, description, target, values) {
  return plot({
    title: name,
    description,
    x: { label: "x", domain: target.domain[0] },
    y: { label: name, domain: roomyRange(values) },
    height: CURVE_HEIGHT,
    legend: true,
  });
}

/** Return the range of some arrays of numbers, with room at both ends; never empty. */
export function roomyRange(arrays) {
  let [low, high] = [Infinity, -Infinity];
  for (const values of arrays) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(high >= low)) return [-1, 1];
  const room = 0.08 * (high - low) || 0.5 * Math.abs(high) || 1;
  return [low - room, high + room];
}

function comparedMaps({ network, label }, target, words) {
  const grid = gridOfRectangle(target.domain, MAP_SIDE);
  const [wanted, given] = [target.evaluate(grid), predict(network, grid)];
  const residual = differenceOf(given, wanted);
  const [low, high] = roomyRange([wanted, given]);
  const size = residual.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const description = words.mapsOf(label);
  const error = { low: -size, high: size, palette: "diverging" };
  return [
    namedMap(words.target, description, target, wanted, { low, high }),
    namedMap(words.networkCurve, description, target, given, { low, high }),
    namedMap(words.residual, words.residualOf(label), target, residual, error),
  ];
}

function namedMap(title, description, { domain }, values, colours) {
  const map = heatmap({ title, description, domain, xLabel: "x", yLabel: "y", ...colours });
  map.show(values, MAP_SIDE, MAP_SIDE);
  return { ...map, node: element("figure", {}, element("figcaption", {}, title), map.node) };
}
