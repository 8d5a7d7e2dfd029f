/**
 * What descent knows of a problem before its first step: means of units, the largest curvature, and
 * the learning rate made of it (uat/core/conditioning.py, uat/trainers/epoch_loop.py).
 */
import { activationRowOf } from "./activations.js";
import { randomGenerator } from "./random.js";
import { exactSum, largestSquare } from "./sums.js";

const MOST_SAMPLED = 1024;

/** Return the inputs of at most 1024 of the points, the same that Python samples. */
function sampledInputs(x, inputs) {
  const points = x.length / inputs;
  if (points <= MOST_SAMPLED) return x;
  const places = randomGenerator(0).choice(points, MOST_SAMPLED);
  const sampled = new Float64Array(inputs * MOST_SAMPLED);
  for (let k = 0; k < inputs; k++)
    places.forEach((p, i) => {
      sampled[k * MOST_SAMPLED + i] = x[k * points + p];
    });
  return sampled;
}

/** Return z_j = w_j . x + b_j of unit j at point p. */
export function preActivation(network, x, points, j, p) {
  const { inputs, width, hiddenWeights, hiddenBiases } = network;
  let z = 0;
  for (let k = 0; k < inputs; k++) z += x[k * points + p] * hiddenWeights[k * width + j];
  return z + hiddenBiases[j];
}

/** Return each unit's mean over the points, to six digits: Float64Array(width). */
export function unitMeans(network, x) {
  const sample = sampledInputs(x, network.inputs);
  const points = sample.length / network.inputs;
  const { phi } = activationRowOf(network.activation);
  return Float64Array.from({ length: network.width }, (_, j) => {
    const sum = exactSum(points, (p) => phi(preActivation(network, sample, points, j, p)));
    return Number((sum / points).toPrecision(6));
  });
}

/**
 * Return 1 / L to three digits, L the largest Gauss-Newton curvature at the start; 1 if it is 0.
 * @param {Object} network  the start
 * @param {Float64Array} x  inputs, scaled
 * @param {number} lossScale  factor of the sum of squares in the loss
 * @param {Float64Array} rates  relative rates of the parameters
 * @param {Float64Array} means  taken off the units; may be empty
 */
export function safeLearningRate(network, x, lossScale, rates, means) {
  const largest = largestCurvature(network, x, lossScale, rates, means);
  return largest > 0 ? Number((1 / largest).toPrecision(3)) : 1;
}

/** Return the largest Gauss-Newton curvature in preconditioned coordinates, or Infinity. */
export function largestCurvature(network, x, lossScale, rates, means) {
  const sample = sampledInputs(x, network.inputs);
  const points = sample.length / network.inputs;
  const matrix = scaledJacobian(network, sample, points, rates, means);
  if (!matrix.every(Number.isFinite)) return Infinity;
  return 2 * lossScale * (x.length / sample.length) * largestSquare(matrix, points, rates.length);
}

/** Return d y / d parameter times the root of its rate, a row per point. */
function scaledJacobian(network, x, points, rates, means) {
  const { inputs, width, outputWeights, outputBias } = network;
  const hidden = activationRowOf(network.activation);
  const output = activationRowOf(network.outputActivation);
  const parameters = rates.length;
  const roots = rates.map(Math.sqrt);
  const matrix = new Float64Array(points * parameters);
  for (let p = 0; p < points; p++) {
    const row = matrix.subarray(p * parameters, (p + 1) * parameters);
    let total = outputBias[0];
    for (let j = 0; j < width; j++) {
      const z = preActivation(network, x, points, j, p);
      const value = hidden.phi(z);
      const through = outputWeights[j] * hidden.slope(z);
      for (let k = 0; k < inputs; k++) row[k * width + j] = through * x[k * points + p];
      row[inputs * width + j] = through;
      row[(inputs + 1) * width + j] = value - (means.length ? means[j] : 0);
      total += outputWeights[j] * value;
    }
    row[parameters - 1] = 1;
    const outputSlope = output.slope(total);
    for (let i = 0; i < parameters; i++) row[i] *= outputSlope * roots[i];
  }
  return matrix;
}
