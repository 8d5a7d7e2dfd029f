/**
 * The staircase: the theorem's proof, built. The domain is cut where the variation passed reaches
 * V/(n+1), 2V/(n+1), ...; a steep step at each cut leads from the middle of the values on its left
 * to the middle of those on its right. The same as uat/trainers/staircase.py, in the user's units.
 */
import { pieceOf } from "../engine/activations.js";
import { curveInputAt, middlesOf, unitsOnJump } from "./build_curve.js";
import { BUILD_STEP_ROWS, isSigmoidal, networkOfSteps, stepOf } from "./build_units.js";

const BUILD_SHORTEST_RISE = 1e-15; // of inputs in [-1, 1]
const BUILD_STEEP_SLOPE = 2 ** 39; // slope of a unit on a jump, of inputs in [-1, 1]
const BUILD_SHIFT_BISECTIONS = 60;

/** Return the largest error that n steep steps come as close to as one likes: V / (2 (n + 1)). */
export function stepGuarantee(variation, steps) {
  return variation / (2 * (steps + 1));
}

/** Return the largest error of the staircase at that steepness, of a continuous target. */
export function staircaseBound(variation, steps, steepness) {
  return (1 + 2 / steepness) * stepGuarantee(variation, steps);
}

/**
 * Return where the construction puts its steps.
 * @param {Object} curve  of `curveThrough`
 * @param {Object[]} jumps  of `staircasePoints`
 * @param {number[]} domain  [low, high]
 * @param {{steps: number, steepness: number, activation: string}} settings
 * @returns {{places: number[], levels: number[], slopes: number[], shifts: number[]}}  levels has
 *   one more than the others: step j leads from levels[j] to levels[j + 1]
 */
export function staircasePlan(curve, jumps, domain, { steps, steepness, activation }) {
  const radius = (domain[1] - domain[0]) / 2;
  const piece = curve.variation / (steps + 1);
  const cuts = Array.from({ length: steps }, (_, k) => (k + 1) * piece);
  const places = cuts.map((v) => curveInputAt(curve, v));
  const onTheWay = piece / steepness;
  const { settled } = stepOf(activation);
  const slopes = cuts.map((v, k) => {
    const left = places[k] - curveInputAt(curve, v - onTheWay);
    const right = curveInputAt(curve, v + onTheWay) - places[k];
    return settled / Math.max(Math.min(left, right), BUILD_SHORTEST_RISE * radius);
  });
  const steepest = steepestSlope(activation) / radius;
  if (!isSigmoidal(activation)) slopes.forEach((slope, k) => (slopes[k] = Math.min(slope, steepest)));
  const levels = middlesOf(curve, cuts, piece);
  const plan = { places, levels, slopes, shifts: new Array(steps).fill(0) };
  for (const jump of jumps) standOn(jump, curve, plan, activation, steepest);
  return plan;
}

/**
 * Return the slope of a step on a jump, of inputs in [-1, 1]. Where units go on growing, as z^k, what
 * is left of their sum is as exact as slope^k allows.
 */
function steepestSlope(activation) {
  return BUILD_STEEP_SLOPE ** (1 / (BUILD_STEP_ROWS[activation].power ?? 1));
}

/** Move the steps that are on a jump exactly there. */
function standOn(jump, curve, plan, activation, slope) {
  const { on, share } = unitsOnJump(curve, jump, plan.places, plan.levels);
  const shift = isSigmoidal(activation) ? shiftAt(share, activation) : 0;
  on.forEach((stands, k) => {
    if (!stands) return;
    plan.places[k] = jump.place;
    plan.slopes[k] = slope;
    plan.shifts[k] = shift;
  });
}

/** Return the pre-activation at which that share of a unit's step is done. */
function shiftAt(share, activation) {
  const { weights, bias, settled } = stepOf(activation);
  const phi = pieceOf(activation, 1).value;
  let [left, right] = [-settled, settled];
  for (let round = 0; round < BUILD_SHIFT_BISECTIONS; round += 1) {
    const middle = (left + right) / 2;
    if (phi(middle) * weights[0] + bias > share) right = middle;
    else left = middle;
  }
  return Math.abs(right) < Math.abs(left) ? right : left;
}

/**
 * Return the network of a plan.
 * @param {Object} plan  of `staircasePlan`, or with places and levels of one's own
 */
export function staircaseNetwork({ places, levels, slopes, shifts }, activation) {
  const steps = places.map((place, k) => ({
    place, slope: slopes[k], height: levels[k + 1] - levels[k], shift: shifts[k],
  })); // prettier-ignore
  return networkOfSteps(activation, steps, levels[0]);
}
