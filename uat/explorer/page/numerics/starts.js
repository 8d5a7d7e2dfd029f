/** Where training starts: `draw_start` of uat/trainers/starts.py, the same numbers of a seed. */
import { activationRowOf } from "./activations.js";
import { randomGenerator } from "./random.js";

const LEAST_SLOPE = 2;
const STEEPEST_OF_FEW = 1.5;

/**
 * Return a random network for inputs in [-1, 1] and outputs of deviation 1.
 *
 * Units have directions, centres stratified along the first input, and slopes that grow with the
 * width; see the Python function. In the order of its random draws.
 *
 * @param {{ inputs: number, width: number, activation: string, seed: number }} shape
 * @returns {Object} network: hiddenWeights (inputs * width), hiddenBiases and outputWeights (width)
 */
export function drawStart({ inputs, width, activation, seed }) {
  const row = activationRowOf(activation);
  const random = randomGenerator(seed);
  const directions = drawn(inputs * width, random.normal);
  normaliseColumns(directions, inputs, width);
  const centres = drawn(inputs * width, () => random.uniform(-1, 1));
  const order = random.permutation(width);
  for (let j = 0; j < width; j++) centres[j] = order[j] + random.random();
  for (let j = 0; j < width; j++) centres[j] = (2 * centres[j]) / width - 1;
  const steepness = Math.max(LEAST_SLOPE, slopeGrowthOf(row, inputs, width));
  const slopes = drawn(width, () => random.uniform(0.5, 1.5) * steepness);
  const hiddenWeights = directions.map((d, i) => (d * slopes[i % width] * row.reach) / 2);
  const root = Math.sqrt(width);
  return {
    inputs,
    width,
    outputs: 1,
    activation,
    outputActivation: "identity",
    hiddenWeights,
    hiddenBiases: biasesAt(centres, hiddenWeights, inputs, width, row.centre),
    outputWeights: drawn(width, () => random.normal() / root),
    outputBias: new Float64Array(1),
  };
}

/** Return the parameters of a network as one vector, in the order of `Network.to_vector`. */
export function parametersOf({ hiddenWeights, hiddenBiases, outputWeights, outputBias }) {
  return Float64Array.from([...hiddenWeights, ...hiddenBiases, ...outputWeights, ...outputBias]);
}

/** Return the network of the shape of another with these parameters. */
export function networkOf(shape, parameters) {
  const { inputs, width } = shape;
  const ends = [0, inputs * width, (inputs + 1) * width, (inputs + 2) * width];
  const block = (i) => Float64Array.from(parameters.slice(ends[i], ends[i + 1]));
  return {
    inputs,
    width,
    outputs: 1,
    activation: shape.activation,
    outputActivation: shape.outputActivation,
    hiddenWeights: block(0),
    hiddenBiases: block(1),
    outputWeights: block(2),
    outputBias: Float64Array.from([parameters[ends[3]]]),
  };
}

function drawn(count, draw) {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = draw();
  return values;
}

/** Divide each column of a matrix of `rows` rows by its length. */
function normaliseColumns(matrix, rows, columns) {
  for (let j = 0; j < columns; j++) {
    let square = 0;
    for (let i = 0; i < rows; i++) square += matrix[i * columns + j] ** 2;
    for (let i = 0; i < rows; i++) matrix[i * columns + j] /= Math.sqrt(square);
  }
}

/** Return how the slopes grow: with the units along an input, fewer than all of them. */
function slopeGrowthOf(row, inputs, width) {
  const along = inputs === 1 ? width : inputs === 2 ? Math.sqrt(width) : width ** (1 / inputs);
  return Math.min(STEEPEST_OF_FEW * along, row.slopeGrowth * twoThirdsPower(along));
}

/**
 * Return x ** (2 / 3) of 1 <= x < 2^20, rounded once, as C's pow gives it; the browser's may be a
 * bit off. One step of Newton from the cube root of x^2, its residual taken in whole numbers; the
 * exponent is the float below 2/3.
 */
function twoThirdsPower(x) {
  const unit = 2 ** 52;
  const root = Math.cbrt(x * x);
  const [whole, wholeRoot] = [BigInt(x * unit), BigInt(root * unit)];
  const residual = Number(whole ** 2n * BigInt(unit) - wholeRoot ** 3n) / unit ** 3;
  const shortOfTwoThirds = 2 ** -54 * (2 / 3);
  return root + (residual / (3 * root * root) - root * shortOfTwoThirds * Math.log(x));
}

function biasesAt(centres, weights, inputs, width, phiCentre) {
  const biases = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += weights[i * width + j] * centres[i * width + j];
    biases[j] = phiCentre - sum;
  }
  return biases;
}
