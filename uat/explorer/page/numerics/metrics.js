/**
 * How large the error of a network is: on a dense grid, beside every unit and kink, and refined
 * around the highest peaks, as uat/targets/metrics.py and uat/fits/sampling.py measure it.
 */
import { activationRowOf } from "./activations.js";
import { highestOnLine, highestOnPlane } from "./peaks.js";
import { EVALUATION_POINTS } from "./problem.js";
import { exactSum, tensorGrid } from "./sums.js";

const BESIDE_SHARE = 1e-12;
const RUNGS_TO_KINK = 48;
// Distances from a unit's centre, in lengths over which |w x + b| grows by 1.
const LADDER = [0.2, 0.45, 0.7, 1, 1.4, 1.9, 2.5, 3.3, 4.4, 6, 9, 16];
const STEEP_FOR_GRID = 0.25;
const PEAKS_OF_UNIT = 4; // along its line in the plane

/** Target -> what its errors are measured on, with its values there; a target never changes. */
const MEASURED_GRIDS = new WeakMap();

/**
 * Return the errors of a network.
 *
 * @param {Object} network
 * @param {Object} target  `{ domain, evaluate(xs) }`, of one input with `kinks`, where it or its
 *   derivative jumps, if they are known
 * @returns {{ maxError: number, where: ?number[], rmse: number }} target units; where is the point
 *   of the largest error. Both are Infinity, where null, if the network is not finite somewhere
 */
export function measure(network, target) {
  const residual = (xs) => difference(networkValues(network, xs), target.evaluate(xs));
  const { even, dense } = gridsOf(target);
  const onEven = difference(networkValues(network, even.x), even.t);
  const rmse = rootMeanSquare(onEven);
  const highest =
    target.domain.length === 1
      ? highestError1(network, target, residual, dense)
      : highestError2(network, target, residual, { x: even.x, onEven });
  if (!Number.isFinite(highest.value) || !Number.isFinite(rmse))
    return { maxError: Infinity, where: null, rmse: Infinity };
  return { maxError: highest.value, where: highest.at, rmse };
}

/**
 * Return a network's outputs, as exact as the browser's functions are.
 * @param {Float64Array} xs  a row of points for each input
 * @returns {Float64Array} one per point
 */
export function networkValues(network, xs) {
  const { inputs, width, hiddenWeights, outputWeights, outputBias, centred } = network;
  const hiddenBiases = centred ? centred.hiddenBiases : network.hiddenBiases;
  const centre = centred ? centred.inputCentre : new Float64Array(inputs);
  const { phi } = activationRowOf(network.activation);
  const psi = activationRowOf(network.outputActivation).phi;
  const points = xs.length / inputs;
  const values = new Float64Array(points);
  for (let p = 0; p < points; p++) {
    let total = 0;
    for (let j = 0; j < width; j++) {
      let z = 0;
      for (let k = 0; k < inputs; k++)
        z += (xs[k * points + p] - centre[k]) * hiddenWeights[k * width + j];
      total += outputWeights[j] * phi(z + hiddenBiases[j]);
    }
    values[p] = psi(total + outputBias[0]);
  }
  return values;
}

/** Return sqrt(mean square) without overflow, in the values' units. */
export function rootMeanSquare(values) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0 && Number.isFinite(largest))) return largest;
  const square = exactSum(values.length, (i) => (values[i] / largest) ** 2);
  return largest * Math.sqrt(square / values.length);
}

function difference(a, b) {
  return a.map((value, i) => value - b[i]);
}

/** Return the even grid and, of one input, the one that is ever denser to every kink. */
function gridsOf(target) {
  if (!MEASURED_GRIDS.has(target)) {
    const x = tensorGrid(target.domain, EVALUATION_POINTS[target.domain.length]);
    const even = { x, t: target.evaluate(x) };
    const near = besideKinks(target);
    const dense = near.length ? { x: near, t: target.evaluate(near) } : { x: near, t: near };
    MEASURED_GRIDS.set(target, { even, dense: joined(even, dense) });
  }
  return MEASURED_GRIDS.get(target);
}

function joined(a, b) {
  return { x: Float64Array.of(...a.x, ...b.x), t: Float64Array.of(...a.t, ...b.t) };
}

/** Return points on both sides of every kink, from 1e-12 lengths of the domain to a grid's step. */
function besideKinks({ domain, kinks = [] }) {
  if (domain.length > 1 || !kinks?.length) return new Float64Array(0);
  const [low, high] = domain[0];
  const nearest = Math.log(BESIDE_SHARE);
  const farthest = Math.log(1 / EVALUATION_POINTS[1]);
  const points = kinks.flatMap((kink) =>
    Array.from({ length: RUNGS_TO_KINK }, (_, i) => {
      const share = nearest + ((farthest - nearest) * i) / (RUNGS_TO_KINK - 1);
      const distance = Math.exp(share) * (high - low);
      return [kink - distance, kink + distance];
    }).flat(),
  );
  return Float64Array.from(points.filter((x) => x >= low && x <= high));
}

/** Return the largest error on an interval and where it is: `{ value, at: [x] }`. */
function highestError1(network, target, residual, dense) {
  const near = besideUnits(network, target.domain[0]);
  const x = Float64Array.of(...dense.x, ...near);
  const onDense = difference(networkValues(network, dense.x), dense.t);
  const magnitude = Float64Array.of(...onDense, ...residual(near)).map(Math.abs);
  const climbed = highestOnLine(residual, x, magnitude);
  return errorsAtKinks(network, target).reduce((a, b) => (b.value > a.value ? b : a), climbed);
}

/** Return the largest error on a box of two inputs and where it is: `{ value, at: [x, y] }`. */
function highestError2(network, target, residual, { x, onEven }) {
  const beside = unitPatches(network, residual, target);
  return highestOnPlane(residual, target.domain, x, onEven, beside);
}

/** Return the units' centres, the middles between, and points about the steep ones. */
function besideUnits(network, [low, high]) {
  const { width, hiddenWeights, centred } = network;
  const biases = centred ? centred.hiddenBiases : network.hiddenBiases;
  const zero = centred ? centred.inputCentre[0] : 0;
  const spacing = (high - low) / (EVALUATION_POINTS[1] - 1);
  const usable = Array.from({ length: width }, (_, j) => j).filter(
    (j) => Number.isFinite(biases[j] / hiddenWeights[j]) && hiddenWeights[j] !== 0,
  );
  const centres = usable.map((j) => zero - biases[j] / hiddenWeights[j]).sort((a, b) => a - b);
  const middles = centres.slice(1).map((c, i) => centres[i] + (c - centres[i]) / 2);
  const steep = usable.filter((j) => Math.abs(hiddenWeights[j]) * spacing > STEEP_FOR_GRID);
  const about = steep.flatMap((j) =>
    [...LADDER, ...LADDER.map((d) => -d)].map((d) => zero + (d - biases[j]) / hiddenWeights[j]),
  );
  const points = [...centres, ...middles, ...about].filter((x) => x >= low && x <= high);
  return Float64Array.from(points);
}

/**
 * Return the patches of the plane about the peaks along the units' lines w . x + b = 0: a kink is
 * narrower than a grid, so its peaks are climbed along it.
 */
function unitPatches(network, residual, { domain }) {
  const { width, hiddenWeights, hiddenBiases } = network;
  const points = EVALUATION_POINTS[2];
  const spacing = domain.map(([low, high]) => (high - low) / (points - 1));
  return Array.from({ length: width }, (_, j) => j).flatMap((j) => {
    const slopes = spacing.map((length, k) => hiddenWeights[k * width + j] * length);
    const steepness = Math.hypot(...slopes);
    if (!(steepness > 0 && Number.isFinite(steepness + hiddenBiases[j]))) return [];
    const normal = slopes.map((slope) => slope / steepness);
    const frame = [
      [-normal[1] * spacing[0], normal[0] * spacing[1]],
      [normal[0] * spacing[0], normal[1] * spacing[1]].map((side) => side / Math.max(steepness, 1)),
    ];
    const line = lineOfUnit(slopes, steepness, hiddenBiases[j], domain, spacing, frame[0]);
    return peaksAlong(residual, line).map((centre) => ({ centre, frame }));
  });
}

/** Return points of a unit's line in the domain, a grid's step from one to the next. */
function lineOfUnit(slopes, steepness, bias, domain, spacing, along) {
  const middle = domain.map(([low, high]) => (low + high) / 2);
  const at = bias + middle.reduce((sum, m, k) => sum + (slopes[k] * m) / spacing[k], 0);
  const foot = middle.map((m, k) => m - (at * slopes[k] * spacing[k]) / steepness ** 2);
  const reach = EVALUATION_POINTS[2];
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const line = steps.map((step) => foot.map((f, k) => f + step * along[k]));
  return line.filter((point) => point.every((x, k) => x >= domain[k][0] && x <= domain[k][1]));
}

/** Return the highest of the points of a line that neither neighbour exceeds. */
function peaksAlong(residual, line) {
  const xs = Float64Array.from([...line.map(([x]) => x), ...line.map(([, y]) => y)]);
  const m = residual(xs).map(Math.abs);
  const below = (i, j) => !(m[j] > m[i]);
  const peaks = Array.from(line.keys()).filter((i) => below(i, i - 1) && below(i, i + 1));
  return peaks.sort((a, b) => m[b] - m[a]).slice(0, PEAKS_OF_UNIT).map((i) => line[i]);
}

/**
 * Return the errors at the kinks: there, where a target may have a value of its own, and from both
 * sides' limits, because a continuous network does not get below half a jump.
 */
function errorsAtKinks(network, { domain, evaluate, kinks = [] }) {
  if (!kinks?.length) return [];
  const step = BESIDE_SHARE * (domain[0][1] - domain[0][0]);
  const at = Float64Array.from(kinks);
  const here = networkValues(network, at);
  const places = [at, at.map((kink) => kink - step), at.map((kink) => kink + step)];
  const wanted = activationRowOf(network.activation).trainable ? places : [at];
  return wanted.flatMap((xs) => {
    const values = evaluate(xs);
    return Array.from(at, (kink, i) => ({ value: Math.abs(here[i] - values[i]), at: [kink] }));
  });
}
