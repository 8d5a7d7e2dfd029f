/**
 * Towers over a plane made of ridges. A ridge unit phi(s (u . x - p)) is the same all along the
 * lines across its direction u; a pair of them, up at -r and down at r, is a wall of that width.
 * k walls through one point add up to a tower of height 1 there, and to their feet around it.
 *
 * A wall may have moats, steps below 0 on both sides, so that what one direction puts outside is
 * taken away by the others. How deep they are best is a linear problem, as the output layer always
 * is: least squares.
 */
import { predict } from "../engine/predict.js";
import { networkOfSteps } from "./build_units.js";

const BUILD_MOATS_END = 4.7; // radii: the corner of the plane, for a radius of 0.3
const BUILD_NARROWER = 1.5; // the exponent by which moats are narrower near the wall
const BUILD_FITTED_SIDE = 41; // of the grid on which moats are fitted
// About the foot no steep step can be met: these points count less.
const BUILD_TOWER_FOOT = { from: 0.85, to: 1.4, weight: 0.05 };
const BUILD_RIDGE_PENALTY = 1e-9;

/** The plane is [-1, 1] x [-1, 1]. */
export const BUILD_TOWER_SIDE = 1;

/** Return the k directions `[cos, sin]`, evenly over half a turn. */
export function towerDirections(count) {
  return Array.from({ length: count }, (_, k) => {
    const angle = (Math.PI * k) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/**
 * Return the network of a tower: one hidden layer, two inputs.
 * @param {Object} settings  `{ directions, slope, radius, moats, activation }`; slope in units of
 *   the pre-activation per unit of x, moats the number of steps on each side of a wall
 */
export function towerNetwork(settings) {
  const edges = wallEdges(settings);
  const levels = settings.moats === 0 ? [1] : fittedLevels(settings, edges);
  return wallsNetwork(settings, edges, levels);
}

/** Return where levels of a wall end, on its right side: rising, from the radius on. */
export function wallEdges({ radius, moats }) {
  const share = (k) => (moats === 0 ? 0 : (BUILD_MOATS_END - 1) * (k / moats) ** BUILD_NARROWER);
  return Array.from({ length: moats + 1 }, (_, k) => radius * (1 + share(k)));
}

/** Return the network of walls whose levels go to these edges, alike on both sides. */
function wallsNetwork({ directions, slope, activation }, edges, levels) {
  const all = [...levels, 0];
  const right = edges.map((place, k) => ({ place, height: all[k + 1] - all[k] }));
  const left = right.map(({ place, height }) => ({ place: -place, height: -height })).reverse();
  const steps = [];
  for (const direction of towerDirections(directions)) {
    for (const { place, height } of [...left, ...right]) {
      steps.push({ place, slope, height: height / directions, direction });
    }
  }
  return networkOfSteps(activation, steps, 0);
}

/** Return the levels whose walls come closest to the tower, in the mean square of the plane. */
function fittedLevels(settings, edges) {
  const xs = towerGrid(BUILD_FITTED_SIDE);
  const points = xs.length / 2;
  const columns = edges.map((_, k) => {
    const levels = edges.map((__, other) => (other === k ? 1 : 0));
    return predict(wallsNetwork(settings, edges, levels), xs);
  });
  const distance = (i) => Math.hypot(xs[i], xs[points + i]) / settings.radius;
  const weights = Float64Array.from({ length: points }, (_, i) =>
    distance(i) > BUILD_TOWER_FOOT.from && distance(i) < BUILD_TOWER_FOOT.to ? BUILD_TOWER_FOOT.weight ** 2 : 1);
  const product = (a, b) => a.reduce((sum, value, i) => sum + weights[i] * value * b[i], 0);
  const tower = Float64Array.from({ length: points }, (_, i) => (distance(i) <= 1 ? 1 : 0));
  const matrix = columns.map((a, k) => columns.map((b, j) => product(a, b) + (j === k ? BUILD_RIDGE_PENALTY : 0)));
  return solvedPositive(matrix, columns.map((a) => product(a, tower)));
}

/** Return the solution of a few linear equations, symmetric and positive: elimination. */
function solvedPositive(matrix, right) {
  const rows = matrix.map((row, k) => [...row, right[k]]);
  const size = rows.length;
  for (let k = 0; k < size; k += 1) {
    for (let i = k + 1; i < size; i += 1) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j += 1) rows[i][j] -= factor * rows[k][j];
    }
  }
  const solution = new Array(size).fill(0);
  for (let k = size - 1; k >= 0; k -= 1) {
    const known = solution.reduce((sum, value, j) => sum + (j > k ? rows[k][j] * value : 0), 0);
    solution[k] = (rows[k][size] - known) / rows[k][k];
  }
  return solution;
}

/** Return the threshold between k walls and k - 1 of them: a second layer's. */
export function towerThreshold(directions) {
  return 1 - 1 / (2 * directions);
}

/**
 * Return the points of an even grid of the plane.
 * @returns {Float64Array}  shape (2, side * side): all x, then all y, row after row
 */
export function towerGrid(side) {
  const xs = new Float64Array(2 * side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const at = row * side + column;
      xs[at] = -BUILD_TOWER_SIDE + (2 * BUILD_TOWER_SIDE * column) / (side - 1);
      xs[side * side + at] = -BUILD_TOWER_SIDE + (2 * BUILD_TOWER_SIDE * row) / (side - 1);
    }
  }
  return xs;
}

/**
 * Return what a tower is like: the least value well within (three quarters of the radius), the
 * largest distance from 0 well outside (twice the radius and beyond) and anywhere outside, and the
 * root mean square distance from the tower of that radius.
 * @param {Float64Array} xs  shape (2, points)
 * @param {Float64Array} values  shape (points,)
 */
export function towerNumbers(xs, values, radius) {
  const points = values.length;
  const found = { inside: Infinity, far: 0, outside: 0 };
  let squares = 0;
  for (let i = 0; i < points; i += 1) {
    const distance = Math.hypot(xs[i], xs[points + i]);
    const away = Math.abs(values[i]);
    if (distance <= 0.75 * radius) found.inside = Math.min(found.inside, values[i]);
    if (distance > radius) found.outside = Math.max(found.outside, away);
    if (distance >= 2 * radius) found.far = Math.max(found.far, away);
    squares += (values[i] - (distance <= radius ? 1 : 0)) ** 2;
  }
  return { ...found, rmse: Math.sqrt(squares / points) };
}

/** Return 1 where a value is above the threshold, else 0. */
export function aboveThreshold(values, threshold) {
  return values.map((value) => (value > threshold ? 1 : 0));
}
