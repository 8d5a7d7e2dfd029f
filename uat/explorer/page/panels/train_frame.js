/**
 * What one picture of a training shows, as numbers: curves on a grid, what every unit adds, where
 * the units stand, and ranges that change seldom, so that axes do not tremble.
 */
import { predict } from "../engine/predict.js";
import { evenlySpaced } from "../numerics/sums.js";

const TRAIN_CURVE_POINTS = 401;
const UNIT_POINTS = 101; // of each unit's own line
const TRAIN_MAP_SIDE = 61; // points along each side of a map

/**
 * Return where a problem is drawn and what its target is there: `{ xs, wanted, side }`; wanted is
 * null where there are only points. Of two inputs: a square grid, row after row from the lowest on.
 */
export function trainGrid({ inputs, domain, evaluate }) {
  const xs = inputs === 1 ? evenlySpaced(...domain[0], TRAIN_CURVE_POINTS) : mapGrid(domain);
  return { xs, wanted: evaluate === null ? null : evaluate(xs), side: inputs === 1 ? 0 : TRAIN_MAP_SIDE };
}

function mapGrid([across, up]) {
  const points = TRAIN_MAP_SIDE * TRAIN_MAP_SIDE;
  const grid = new Float64Array(2 * points);
  const [xs, ys] = [evenlySpaced(...across, TRAIN_MAP_SIDE), evenlySpaced(...up, TRAIN_MAP_SIDE)];
  for (let row = 0; row < TRAIN_MAP_SIDE; row += 1) {
    grid.set(xs, row * TRAIN_MAP_SIDE);
    grid.fill(ys[row], points + row * TRAIN_MAP_SIDE, points + (row + 1) * TRAIN_MAP_SIDE);
  }
  return grid;
}

/** Return what a network gives on a grid and what is left: `{ given, residual }`. */
export function trainFrame(network, { xs, wanted }) {
  const given = predict(network, xs);
  const residual = wanted === null ? null : given.map((value, place) => value - wanted[place]);
  return { given, residual };
}

/** Return network less target at the points of a problem: shape (points,). */
export function residualAtPoints(network, { x, t }) {
  const given = predict(network, x);
  return given.map((value, place) => value - t[place]);
}

/**
 * Return what units add, c_j phi(w_j x + b_j), as one broken line: `{ xs, ys }` with a gap (nan)
 * after each unit.
 * @param {number[]} units  which
 */
export function unitLines(network, interval, units) {
  const own = evenlySpaced(...interval, UNIT_POINTS);
  const xs = new Float64Array(units.length * (UNIT_POINTS + 1)).fill(NaN);
  const ys = xs.slice();
  units.forEach((unit, place) => {
    xs.set(own, place * (UNIT_POINTS + 1));
    ys.set(predict(unitOfNetwork(network, unit), own), place * (UNIT_POINTS + 1));
  });
  return { xs, ys };
}

function unitOfNetwork(network, unit) {
  return {
    ...network, width: 1, outputActivation: "identity",
    hiddenWeights: network.hiddenWeights.slice(unit, unit + 1),
    hiddenBiases: network.hiddenBiases.slice(unit, unit + 1),
    outputWeights: network.outputWeights.slice(unit, unit + 1),
    outputBias: new Float64Array(1),
  }; // prettier-ignore
}

/** Return the unit whose line passes nearest to a point of its picture. */
export function nearestUnit(network, interval, { x, y }) {
  const at = Float64Array.of(Math.min(interval[1], Math.max(interval[0], x)));
  const heights = Array.from({ length: network.width }, (_, unit) =>
    predict(unitOfNetwork(network, unit), at)[0]);
  const distances = heights.map((height) => Math.abs(height - y));
  return distances.indexOf(Math.min(...distances));
}

/** Return where units of one input stand, -b_j / w_j: shape (width,). */
export function unitCentres({ hiddenWeights, hiddenBiases }) {
  return hiddenBiases.map((bias, unit) => -bias / hiddenWeights[unit]);
}

/** Return `{ centre, slope, height }` of a unit of one input: -b/w, w, c. */
export function unitNumbers(network, unit) {
  const slope = network.hiddenWeights[unit];
  return {
    centre: -network.hiddenBiases[unit] / slope,
    slope,
    height: network.outputWeights[unit],
  };
}

/** Return the largest of |values|; what is not finite does not count. */
export function largestSize(values) {
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i]);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}

/** Return 1, 2 or 5 times a power of ten, at least so large. */
export function roundUp(size) {
  if (!(size > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((one) => one * power >= size * (1 - 1e-12)) ?? 10;
  return Number((factor * power).toPrecision(1));
}

/** Return the bound of an axis: it grows at once, and shrinks when most of it is empty. */
export function steadyBound(size, before) {
  if (before > 0 && size <= before && size > 0.3 * before) return before;
  return roundUp(size);
}

/** Return an interval around values, with room at both ends. */
export function roomyInterval(values, share = 0.15) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high && value < Infinity) high = value;
  }
  if (!(high >= low) || low === -Infinity) return [-1, 1];
  const room = high > low ? share * (high - low) : 0.5 * Math.abs(high) || 1;
  return [low - room, high + room];
}
