/**
 * The error surface of a rung of two parameters, and the way down: every point of it is a model, its
 * colour says how wrong that model is.
 */
import { svgElement } from "../base/dom.js";
import { heatmap } from "../base/heatmap.js";
import { markerPath } from "../base/marks.js";
import { predict } from "../engine/predict.js";
import { createTraining } from "../engine/training.js";
import { evenlySpaced } from "../numerics/sums.js";
import { trainFigure } from "./train_curves.js";

const SURFACE_SIDE = 61; // points along each side
const SURFACE_HEIGHT = 360; // pixels
const SURFACE_ROOM = 0.35; // of the way from the start to the goal, beside both
const LEAST_SPAN = 0.4; // of the longer side, which the shorter has at least
const PATH_POINTS = 1000;

/**
 * Return the picture `{ figure, show(now), dispose() }`, or null unless exactly two parameters are
 * trained.
 * @param {Object} problem  of `trainProblem`
 */
export function trainSurface(problem, words) {
  const names = problem.rung ? Object.keys(problem.rung.names) : [];
  if (names.length !== 2) return null;
  const places = names.map((name) => problem.rung.names[name]);
  const goal = names.map((name) => problem.rung.published[name] ?? problem.rung.fromR[name]);
  const start = places.map((place) => problem.setup.parameters[place]);
  const domain = surfaceDomain(start, goal);
  const path = pathOfRung(problem, places);
  const errors = surfaceErrors(problem, places, domain);
  const map = heatmap({
    title: words.surface, description: words.surfaceDescription, domain, palette: "sequential",
    height: SURFACE_HEIGHT, xLabel: names[0], yLabel: names[1],
  }); // prettier-ignore
  map.show(errors, SURFACE_SIDE, SURFACE_SIDE, Math.min(...errors), Math.max(...errors));

  function show(now) {
    const way = path.filter(({ epoch }) => epoch < now.epoch).map(({ values }) => values);
    way.push(places.map((place) => now.parameters[place]));
    map.mark([
      (scales) => wayNode(way, domain, scales),
      (scales) => goal.every(Number.isFinite) && surfaceDot(goal, domain, scales, "diamond"),
      (scales) => surfaceDot(way.at(-1), domain, scales, "circle"),
    ]);
  }
  return { figure: trainFigure(words.surface, map.node), show, dispose: () => map.dispose() };
}

/** Return where the surface is drawn: around the start and the goal, with room at both. */
export function surfaceDomain(start, goal) {
  const ends = start.map((value, i) => [value, Number.isFinite(goal[i]) ? goal[i] : value]);
  const spans = ends.map(([a, b]) => Math.abs(a - b));
  const longest = Math.max(...spans) || 1;
  return ends.map(([a, b], i) => {
    const half = 0.5 * Math.max(spans[i], LEAST_SPAN * longest) + SURFACE_ROOM * longest;
    const middle = 0.5 * (a + b);
    return [middle - half, middle + half];
  });
}

/** Return the parameters at these places along the whole training: `[{ epoch, values }]`. */
export function pathOfRung({ setup, epochs }, places) {
  const training = createTraining({ ...setup, parameters: setup.parameters.slice(), epochs }, null);
  const stride = Math.max(1, Math.floor(epochs / PATH_POINTS));
  const path = [];
  for (let epoch = 0; epoch <= epochs && !training.diverged; epoch += stride) {
    path.push({ epoch, values: places.map((place) => training.parameters[place]) });
    training.advance(stride);
  }
  return path;
}

/** Return the loss on a grid of the two parameters, row after row from the lowest on. */
export function surfaceErrors({ setup, toNetwork, points }, places, [across, up]) {
  const parameters = setup.parameters.slice();
  const errors = new Float64Array(SURFACE_SIDE * SURFACE_SIDE);
  const xs = evenlySpaced(...across, SURFACE_SIDE);
  evenlySpaced(...up, SURFACE_SIDE).forEach((y, row) => {
    xs.forEach((x, column) => {
      [parameters[places[0]], parameters[places[1]]] = [x, y];
      const given = predict(toNetwork(parameters), points.x);
      let sum = 0;
      given.forEach((value, i) => (sum += (value - points.t[i]) ** 2));
      errors[row * SURFACE_SIDE + column] = setup.lossScale * sum;
    });
  });
  return errors;
}

function isOnSurface([x, y], [across, up]) {
  return x >= across[0] && x <= across[1] && y >= up[0] && y <= up[1];
}

function wayNode(way, domain, { x, y }) {
  let path = "";
  let pen = "M";
  for (const place of way) {
    const within = isOnSurface(place, domain);
    if (within) path += `${pen}${x.toPixel(place[0]).toFixed(1)} ${y.toPixel(place[1]).toFixed(1)}`;
    pen = within ? "L" : "M";
  }
  return svgElement("path", { d: path, class: "train-way" });
}

function surfaceDot(place, domain, { x, y }, marker) {
  if (!isOnSurface(place, domain)) return null;
  const transform = `translate(${x.toPixel(place[0]).toFixed(1)} ${y.toPixel(place[1]).toFixed(1)})`;
  return svgElement("path", { d: markerPath(marker, 7), transform, class: `train-place ${marker}` });
}
