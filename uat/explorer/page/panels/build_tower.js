/**
 * Towers over a plane made of ridges. A ridge unit phi(s (u . x - p)) is the same all along the
 * lines across its direction u; a pair of them, up at -r and down at r, is a wall of that width.
 * k walls through one point add up to a tower of height 1 there, and to their feet around it.
 *
 * A wall may have a profile that goes below 0 beside it, so that what one direction puts outside
 * is taken away by the others: of the disc of radius r it is g(p) = 1 for |p| < r and
 * 1 - |p| / sqrt(p^2 - r^2) beyond, whose mean over all directions is 1 in the disc and 0 outside
 * (the disc's filtered back projection: Natterer, The Mathematics of Computerized Tomography, 1986).
 */
import { networkOfSteps } from "./build_units.js";

const PROFILE_ENDS = 5; // radii of the farthest pieces' middle
export const TOWER_SIDE = 1; // the plane is [-1, 1] x [-1, 1]

/** Return the k directions `[cos, sin]`, evenly over half a turn. */
export function towerDirections(count) {
  return Array.from({ length: count }, (_, k) => {
    const angle = (Math.PI * k) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/**
 * Return the steps `[{ place, height }]` of a wall's profile, from left to right, in pairs.
 * @param {number} radius
 * @param {number} pieces  of the part below 0 on each side; 0 is the plain wall
 */
export function wallProfile(radius, pieces) {
  const right = [];
  const edges = Array.from({ length: pieces + 1 }, (_, k) => radius * (1 + farShare(k, pieces)));
  const levels = edges.slice(1).map((edge, k) => meanProfile(edges[k], edge, radius));
  const all = [1, ...levels, 0];
  for (let k = 0; k < all.length - 1; k += 1) right.push({ place: edges[k], height: all[k + 1] - all[k] });
  const left = right.map(({ place, height }) => ({ place: -place, height: -height })).reverse();
  return [...left, ...right];
}

/** Pieces are short beside the wall, where the profile is steep. */
function farShare(k, pieces) {
  return pieces === 0 ? 0 : (PROFILE_ENDS - 1) * (k / pieces) ** 2;
}

/** Return the mean of g from a to b, both at least r: its integral is p - sqrt(p^2 - r^2). */
function meanProfile(a, b, radius) {
  const integral = (p) => p - Math.sqrt(Math.max(0, p * p - radius * radius));
  return (integral(b) - integral(a)) / (b - a);
}

/**
 * Return the network of a tower: one hidden layer, two inputs.
 * @param {{directions: number, slope: number, radius: number, pieces: number, activation: string}}
 *   settings  slope in units of the pre-activation per unit of x
 */
export function towerNetwork({ directions, slope, radius, pieces, activation }) {
  const steps = [];
  for (const direction of towerDirections(directions)) {
    for (const { place, height } of wallProfile(radius, pieces)) {
      steps.push({ place, slope, height: height / directions, direction });
    }
  }
  return networkOfSteps(activation, steps, 0);
}

/** Return the threshold between k walls and k - 1 of them: a second layer's. */
export function towerThreshold(directions) {
  return 1 - 1 / (2 * directions);
}

/**
 * Return the points of an even grid of the plane.
 * @returns {Float64Array}  shape (2, side * side): all x, then all y, row after row
 */
export function planeGrid(side) {
  const xs = new Float64Array(2 * side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const at = row * side + column;
      xs[at] = -TOWER_SIDE + (2 * TOWER_SIDE * column) / (side - 1);
      xs[side * side + at] = -TOWER_SIDE + (2 * TOWER_SIDE * row) / (side - 1);
    }
  }
  return xs;
}

/**
 * Return what a tower is like: the least value well within (three quarters of the radius), the
 * largest distance from 0 well outside (twice the radius and beyond), and everywhere outside.
 * @param {Float64Array} xs  shape (2, points)
 * @param {Float64Array} values  shape (points,)
 */
export function towerNumbers(xs, values, radius) {
  const points = values.length;
  const found = { inside: Infinity, far: 0, outside: 0, rmse: 0 };
  let squares = 0;
  for (let i = 0; i < points; i += 1) {
    const distance = Math.hypot(xs[i], xs[points + i]);
    const away = Math.abs(values[i]);
    if (distance <= 0.75 * radius) found.inside = Math.min(found.inside, values[i]);
    if (distance > radius) found.outside = Math.max(found.outside, away);
    if (distance >= 2 * radius) found.far = Math.max(found.far, away);
    squares += (values[i] - (distance <= radius ? 1 : 0)) ** 2;
  }
  found.rmse = Math.sqrt(squares / points);
  return found;
}

/** Return 1 where a value is above the threshold, else 0. */
export function aboveThreshold(values, threshold) {
  return values.map((value) => (value > threshold ? 1 : 0));
}
