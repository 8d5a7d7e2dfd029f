/**
 * Steps made of units: what is known of each activation, and how many units, with which shifts and
 * output weights, lead from 0 to 1.
 *
 * A sigmoidal unit is a step by itself: (phi(z) - low) / (high - low). Of relu two make one, the
 * first difference max(0, z + 1/2) - max(0, z - 1/2); of max(0, z)^k the k-th difference, divided
 * by k!. Each of them has its middle at z = 0.
 */
import { ACTIVATION_ROWS } from "../numerics/activations.js";

/**
 * What steps are made of: units a step; of a unit that is one, its limits and |z| from which phi is
 * at them; `power` is k of max(0, z)^k.
 */
export const BUILD_STEP_ROWS = {
  logistic: stepRow("logistic"),
  tanh: stepRow("tanh"),
  heaviside: stepRow("heaviside"),
  relu: stepRow("relu", { power: 1 }),
  relu_squared: stepRow("relu_squared", { power: 2 }),
  relu_cubed: stepRow("relu_cubed", { power: 3 }),
  softplus: stepRow("softplus", { ramp: 4, settled: 20 }),
  gaussian: stepRow("gaussian"),
  sine: stepRow("sine"),
};

function stepRow(name, own = {}) {
  const { unitsAStep: units, limits, settled } = ACTIVATION_ROWS[name];
  return units === 1 ? { limits, settled, units } : { units, ...own };
}

/** The names of the activations of which steps are made. */
export const BUILD_STEP_ACTIVATIONS = Object.keys(BUILD_STEP_ROWS).filter((name) => BUILD_STEP_ROWS[name].units);

/** Whether one unit is a step: what Python's trainer called staircase builds of. */
export function isSigmoidal(activation) {
  return BUILD_STEP_ROWS[activation].units === 1;
}

/**
 * Return the step of an activation, or null if none is known.
 * @returns {{shifts: number[], weights: number[], bias: number, settled: number, half: number}}
 *   sum of weights[k] phi(z + shifts[k]), and the bias, leads from 0 to 1; from |z| = settled on it
 *   has; the tangent at its middle is at 0 and 1 at |z| = half (0 if the step has no width)
 */
export function stepOf(activation) {
  const { units, power, ramp, limits, settled } = BUILD_STEP_ROWS[activation];
  if (units === null) return null;
  if (units === 1) {
    const height = limits[1] - limits[0];
    const half = { logistic: 2, tanh: 1, heaviside: 0 }[activation];
    return { shifts: [0], weights: [1 / height], bias: -limits[0] / height, settled, half };
  }
  if (ramp) {
    const weights = [1 / ramp, -1 / ramp];
    return { shifts: [ramp / 2, -ramp / 2], weights, bias: 0, settled, half: ramp / 2 / Math.tanh(ramp / 4) };
  }
  return stepOfPower(power);
}

function stepOfPower(power) {
  const shifts = [];
  const weights = [];
  let binomial = 1;
  let factorial = 1;
  for (let k = 2; k <= power; k += 1) factorial *= k;
  for (let k = 0; k <= power; k += 1) {
    shifts.push(power / 2 - k);
    weights.push(((k % 2 === 0 ? 1 : -1) * binomial) / factorial);
    binomial = (binomial * (power - k)) / (k + 1);
  }
  const half = { 1: 0.5, 2: 0.5, 3: 2 / 3 }[power];
  return { shifts, weights, bias: 0, settled: power / 2, half };
}

/**
 * Return the network whose answer is a sum of steps.
 *
 *     base + sum_j heights[j] step(slopes[j] (directions[j] . x - places[j]) + shifts[j])
 *
 * @param {string} activation
 * @param {Object[]} steps  at least one `{ place, slope, height, shift = 0, direction = [1] }`
 * @param {number} base  its value where no step has been done
 */
export function networkOfSteps(activation, steps, base) {
  const step = stepOf(activation);
  const inputs = (steps[0].direction ?? [1]).length;
  const width = steps.length * step.shifts.length;
  const network = zeroNetwork(activation, inputs, width);
  let bias = base;
  let j = 0;
  for (const { place, slope, height, shift = 0, direction = [1] } of steps) {
    bias += height * step.bias;
    step.shifts.forEach((within, k) => {
      for (let i = 0; i < inputs; i += 1) network.hiddenWeights[i * width + j] = slope * direction[i];
      network.hiddenBiases[j] = shift + within - slope * place;
      network.outputWeights[j] = height * step.weights[k];
      j += 1;
    });
  }
  network.outputBias[0] = bias;
  return network;
}

/** Return a network of that shape whose parameters are 0. */
function zeroNetwork(activation, inputs, width) {
  return {
    inputs, width, outputs: 1, activation, outputActivation: "identity",
    hiddenWeights: new Float64Array(inputs * width),
    hiddenBiases: new Float64Array(width),
    outputWeights: new Float64Array(width),
    outputBias: new Float64Array(1),
  }; // prettier-ignore
}

/** Return how many numbers a network has. */
export function parametersIn({ inputs, width }) {
  return width * (inputs + 2) + 1;
}
